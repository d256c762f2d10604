//! Segments written and read back, and segments that somebody changed.

use std::os::unix::fs::PermissionsExt as _;

use super::*;

fn write(path: &Path, key_bytes: usize, entries: &[(Vec<u8>, u64)], run_bytes_max: usize) -> SegmentFacts {
    let mut writer = SegmentWriter::create(path, key_bytes).unwrap().with_run_bytes_max(run_bytes_max);
    entries.iter().for_each(|(key, row)| writer.push(key, *row).unwrap());
    writer.finish().unwrap()
}

/// Entries in disorder, with keys that stand in several rows.
fn entries(n: u64, n_keys: u64, key_bytes: usize) -> Vec<(Vec<u8>, u64)> {
    let key = |number: u64| Sha256::digest(number.to_le_bytes()).repeat(2)[..key_bytes].to_vec();
    (0..n).map(|row| (key(row.wrapping_mul(0x9e37_79b9) % n_keys), n - row)).collect()
}

fn check_round_trip(entries: &[(Vec<u8>, u64)], key_bytes: usize, run_bytes_max: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.sha256");
    let facts = write(&path, key_bytes, entries, run_bytes_max);
    let mut sorted = entries.to_vec();
    sorted.sort();
    sorted.dedup();
    assert_eq!(facts.n_entries, sorted.len() as u64);

    let segment = Segment::open(&path).unwrap();
    assert_eq!(segment.n_entries(), facts.n_entries);
    let read: Vec<_> = segment.iter().map(|entry| entry.map(|(key, row)| (key.to_vec(), row)).unwrap()).collect();
    assert!(read == sorted);
    for (key, _) in entries.iter().step_by(1 + entries.len() / 200) {
        let rows: Vec<u64> = sorted.iter().filter(|(other, _)| other == key).map(|(_, row)| *row).collect();
        assert_eq!(segment.lookup(key).unwrap(), rows);
    }
    assert_eq!(segment.lookup(&vec![0; key_bytes]).unwrap(), []);
    assert_eq!(segment.lookup(&vec![255; key_bytes]).unwrap(), []);
    assert_eq!(segment.lookup(&planted_key(key_bytes, 0)).unwrap(), []);
    assert_eq!(segment.lookup_all(&planted_key(key_bytes, 0)).unwrap(), [planted_row(0)]);
    assert_eq!(segment.verify().unwrap(), facts);

    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    assert_eq!(facts.sha256.0, *Sha256::digest(std::fs::read(&path).unwrap()));
}

#[test]
fn what_was_pushed_is_found_under_its_key() {
    check_round_trip(&[], 32, usize::MAX);
    check_round_trip(&entries(5_000, 3_000, 20), 20, usize::MAX);
    // Blocks that one key fills.
    check_round_trip(&entries(20_000, 3, 16), 16, usize::MAX);
    check_round_trip(&entries(300, 300, 64), 64, usize::MAX);
}

#[test]
fn runs_on_disk_give_the_same_bytes_as_memory() {
    let entries = entries(30_000, 20_000, 32);
    check_round_trip(&entries, 32, 100_000);
    let folder = tempfile::tempdir().unwrap();
    // 4,000 bytes a run are more runs than are merged at once.
    let facts = [usize::MAX, 100_000, 4_000].map(|run| write(&folder.path().join(run.to_string()), 32, &entries, run));
    assert_eq!(facts[0], facts[1]);
    assert_eq!(facts[0], facts[2]);
    let reversed: Vec<_> = entries.iter().rev().cloned().collect();
    assert_eq!(write(&folder.path().join("reversed"), 32, &reversed, usize::MAX), facts[0]);
}

#[test]
fn every_changed_byte_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole");
    let entries = entries(25, 20, 16);
    write(&path, 16, &entries, usize::MAX);
    let whole = std::fs::read(&path).unwrap();
    let changed = folder.path().join("changed");
    let is_refused = |bytes: &[u8], what: &str| {
        std::fs::write(&changed, bytes).unwrap();
        let error = Segment::open(&changed)
            .and_then(|segment| {
                segment.verify()?;
                segment.lookup(&entries[0].0)
            })
            .expect_err(what);
        assert!(error.to_string().contains(changed.to_str().unwrap()), "{error}");
    };
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        is_refused(&bytes, &format!("byte {at} changed"));
    }
    for length in (0..whole.len()).step_by(13).chain(whole.len() - 80..whole.len()) {
        is_refused(&whole[..length], &format!("cut to {length} bytes"));
    }
    is_refused(&[&whole[..], b"x"].concat(), "one byte longer");
}

#[test]
fn a_damaged_block_is_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    let entries = entries(10_000, 10_000, 20);
    write(&path, 20, &entries, usize::MAX);
    let mut bytes = std::fs::read(&path).unwrap();
    // The second block's first row number.
    let layout = Layout { key_bytes: 20, n_entries: 10_000 };
    bytes[LEAD_BYTES + layout.block_entries() * layout.entry_bytes() + 27] ^= 1;
    std::fs::write(&path, bytes).unwrap();

    let segment = Segment::open(&path).unwrap();
    let (mut found, mut refused) = (0, 0);
    for (key, row) in &entries {
        match segment.lookup(key) {
            Ok(rows) => {
                assert_eq!(rows, [*row]);
                found += 1;
            }
            Err(SegmentError::Damaged { damage: Damage::Block { number: 1 }, .. }) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert!(found > 0 && refused > 2_000, "{found} found, {refused} refused");
    assert!(segment.verify().is_err());
    assert!(segment.iter().any(|entry| entry.is_err()));
}

#[test]
fn what_does_not_fit_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    assert!(SegmentWriter::create(&path, 0).is_err());
    assert!(SegmentWriter::create(&path, 65).is_err());
    let mut writer = SegmentWriter::create(&path, 16).unwrap();
    assert!(matches!(writer.push(&[0; 20], 1), Err(SegmentError::KeyWidth { wanted: 16, found: 20 })));
    assert!(matches!(writer.push(&[0; 16], u64::MAX), Err(SegmentError::RowReserved { .. })));
    drop(writer);
    assert!(Segment::open(&path).is_err(), "a writer that did not finish leaves nothing");
    let nowhere = SegmentWriter::create(folder.path().join("no/such/folder"), 16).unwrap();
    assert!(matches!(nowhere.finish(), Err(SegmentError::Io { .. })));
}

#[test]
fn a_later_format_is_named_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    write(&path, 16, &[], usize::MAX);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[8] = 2;
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(Segment::open(&path), Err(SegmentError::Newer { found: 2, .. })));
}
