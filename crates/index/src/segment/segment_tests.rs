//! Segments written and read back, and segments that somebody changed.

use std::collections::BTreeMap;
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

fn read_all(segment: &Segment) -> Vec<(Vec<u8>, u64)> {
    segment.iter().map(|entry| entry.map(|(key, row)| (key.to_vec(), row)).unwrap()).collect()
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
    assert!(read_all(&segment) == sorted);
    check_lookups(&segment, &sorted);
    check_rows(Segment::open(&path).unwrap(), &sorted);
    assert_eq!(segment.lookup_all(&planted_key(key_bytes, 0)).unwrap().last(), Some(&planted_row(0)));
    assert_eq!(segment.verify().unwrap(), facts);

    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    assert_eq!(facts.sha256.0, *Sha256::digest(std::fs::read(&path).unwrap()));
}

/// One by one and many together, keys that are there, keys beside them and keys that are planted, against a map.
fn check_lookups(segment: &Segment, entries: &[(Vec<u8>, u64)]) {
    let mut map: BTreeMap<&[u8], Vec<u64>> = BTreeMap::new();
    entries.iter().for_each(|(key, row)| map.entry(key).or_default().push(*row));
    map.values_mut().for_each(|rows| rows.sort_unstable());
    let mut questions: Vec<Vec<u8>> = Vec::new();
    for key in map.keys().step_by(1 + map.len() / 5_000) {
        questions.push(key.to_vec());
        for at in [0, key.len() / 2, key.len() - 1] {
            let mut beside = key.to_vec();
            beside[at] ^= 1 << (at % 8);
            questions.push(beside);
        }
    }
    questions.extend([0, 1, 127, 128, 255].map(|fill| vec![fill; segment.key_bytes()]));
    questions.extend((0..2 * N_PLANTED).map(|number| planted_key(segment.key_bytes(), number)));
    let mut found = vec![Vec::new(); questions.len()];
    segment.lookup_many(&questions.concat(), |number, row| found[number].push(row)).unwrap();
    for (key, found) in questions.iter().zip(found) {
        let rows = map.get(&key[..]).cloned().unwrap_or_default();
        assert_eq!(segment.lookup(key).unwrap(), rows);
        assert_eq!(found, rows);
    }
    assert!(segment.lookup_many(&[], |_, _| unreachable!()).is_ok());
    if segment.key_bytes() > 1 {
        let part = &questions[0][1..];
        assert!(matches!(segment.lookup_many(part, |_, _| {}), Err(SegmentError::KeyWidth { .. })));
    }
}

/// Rows that are there, rows beside them and rows that are planted, against a map.
fn check_rows(segment: Segment, entries: &[(Vec<u8>, u64)]) {
    let by_row = ByRow::of(segment).unwrap();
    let mut map: BTreeMap<u64, Vec<&[u8]>> = BTreeMap::new();
    entries.iter().for_each(|(key, row)| map.entry(*row).or_default().push(key));
    let rows = map.keys().step_by(1 + map.len() / 2_000);
    let beside = rows.clone().flat_map(|row| [row.saturating_sub(1), *row, row + 1]);
    for row in beside.chain([0, u64::MAX]).chain((0..2 * N_PLANTED).map(planted_row)) {
        let keys = by_row.keys(row).unwrap();
        let keys: Vec<&[u8]> = keys.iter().map(|key| &**key).collect();
        assert_eq!(keys, map.get(&row).cloned().unwrap_or_default(), "row {row}");
    }
}

#[test]
fn what_was_pushed_is_found_under_its_key() {
    check_round_trip(&[], 32, usize::MAX);
    check_round_trip(&entries(5_000, 3_000, 20), 20, usize::MAX);
    // Blocks that one key fills.
    check_round_trip(&entries(20_000, 3, 16), 16, usize::MAX);
    check_round_trip(&entries(300, 300, 64), 64, usize::MAX);
    for key_bytes in [1, 2, 3, 4, 8, 9] {
        check_round_trip(&entries(3_000, 3_000, key_bytes), key_bytes, 10_000);
    }
}

#[test]
fn keys_that_crowd_together_are_found_as_others_are() {
    // A hundred thousand keys with the same first eight bytes, and few others: one slot holds nearly all.
    let crowd = |n: u64| [&[0xaa; 8][..], &Sha256::digest(n.to_le_bytes())[..12]].concat();
    let mut crowded: Vec<_> = (0..100_000).map(|row| (crowd(row), row)).collect();
    check_round_trip(&crowded, 20, 1 << 20);
    // The same to the last byte but one, and at both ends of the range.
    crowded.truncate(500);
    for fill in [0, 0xff] {
        crowded.extend((0..=255).map(|last| ([&[fill; 19][..], &[last]].concat(), u64::from(last))));
    }
    check_round_trip(&crowded, 20, usize::MAX);
    // Rows as large as they come, many for one key.
    let key = vec![7; 16];
    let rows: Vec<_> = (0..5_000).map(|n| (key.clone(), ROW_RESERVED_MIN - 1 - n * n)).collect();
    check_round_trip(&rows, 16, usize::MAX);
    // And few rows with many keys each, as listed videos have them.
    let frames: Vec<_> = entries(5_000, 4_000, 32).into_iter().map(|(key, row)| (key, row % 40)).collect();
    check_round_trip(&frames, 32, usize::MAX);
}

#[test]
fn the_same_pair_pushed_many_times_is_kept_once_and_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let once = entries(6_000, 5_000, 20);
    let often: Vec<_> = (0..9).flat_map(|_| once.iter().cloned()).collect();
    let facts = write(&folder.path().join("once"), 20, &once, usize::MAX);
    assert_eq!(write(&folder.path().join("often"), 20, &often, usize::MAX), facts);
    assert_eq!(write(&folder.path().join("runs"), 20, &often, 50_000), facts);
}

#[test]
fn segments_of_format_1_are_read_as_ever() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    for (n, n_keys, key_bytes) in [(0, 1, 32), (20, 15, 16), (20_000, 15_000, 20), (20_000, 3, 32)] {
        let mut entries = entries(n, n_keys, key_bytes);
        entries.sort();
        std::fs::write(&path, first::bytes_of(key_bytes, &entries)).unwrap();
        let segment = Segment::open(&path).unwrap();
        assert_eq!((segment.n_entries(), segment.key_bytes()), (n, key_bytes));
        assert!(read_all(&segment) == entries);
        check_lookups(&segment, &entries);
        assert_eq!(segment.verify().unwrap().n_entries, n);
        assert_eq!(segment.content_sha256(), None);
        check_rows(segment, &entries);
    }
    let entries = entries(25, 20, 16);
    check_every_byte(&folder.path().join("first"), &first::bytes_of(16, &entries), &entries);
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

/// Every byte changed, and every length but the right one: refused, and by name.
fn check_every_byte(path: &Path, whole: &[u8], entries: &[(Vec<u8>, u64)]) {
    let questions: Vec<u8> = entries.iter().flat_map(|(key, _)| key.clone()).collect();
    let answer = |bytes: &[u8]| {
        std::fs::write(path, bytes).unwrap();
        let segment = Segment::open(path)?;
        let mut found = Vec::new();
        segment.lookup_many(&questions, |number, row| found.push((number, row)))?;
        let facts = segment.verify()?;
        Ok((found, facts))
    };
    let right = answer(whole).unwrap();
    let is_refused = |bytes: &[u8], what: &str| {
        // What is asked without a look at all the rest is either refused or right.
        let refused: Result<_, SegmentError> = answer(bytes);
        let error = refused.map(|(found, _)| assert_eq!(found, right.0)).expect_err(what);
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
        let Ok(segment) = Segment::open(path) else { return };
        for (number, (key, _)) in entries.iter().enumerate() {
            let Ok(rows) = segment.lookup(key) else { continue };
            assert!(rows.iter().eq(right.0.iter().filter(|(n, _)| *n == number).map(|(_, row)| row)), "{what}");
        }
    };
    for at in 0..whole.len() {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 1 << (at % 8);
        is_refused(&bytes, &format!("byte {at} changed"));
    }
    for length in (0..whole.len()).step_by(13).chain(whole.len() - 80..whole.len()) {
        is_refused(&whole[..length], &format!("cut to {length} bytes"));
    }
    is_refused(&[whole, b"x"].concat(), "one byte longer");
}

#[test]
fn every_changed_byte_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whole");
    let entries = entries(125, 100, 16);
    write(&path, 16, &entries, usize::MAX);
    let whole = std::fs::read(&path).unwrap();
    assert!(whole.len() > 2 * shape::BLOCK_BYTES);
    check_every_byte(&folder.path().join("changed"), &whole, &entries);
}

#[test]
fn a_file_made_up_with_right_sums_is_refused_where_it_points_outside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    let entries = entries(100, 100, 16);
    write(&path, 16, &entries, usize::MAX);
    let whole = std::fs::read(&path).unwrap();
    let Form::Second(second) = Segment::open(&path).unwrap().form else { panic!("format 2") };
    let shape = second.shape;
    for position in [u32::MAX, 200, 0] {
        let mut bytes = whole.clone();
        let at = shape.directory_at() + 4 * (shape.n_slots() / 2);
        bytes[at..at + 4].copy_from_slice(&position.to_le_bytes());
        let sums: Vec<u8> = bytes[..shape.body_bytes()].chunks(shape::BLOCK_BYTES).flat_map(sums::sum).collect();
        let pages: Vec<u8> = sums.chunks(shape::PAGE_BYTES).flat_map(sums::sum).collect();
        bytes.splice(shape.body_bytes()..shape.pages_end(), [&sums[..], &pages].concat());
        let end = bytes.len();
        bytes[end - 64..end - 32].copy_from_slice(&Sha256::digest(&pages));
        let sum = Sha256::new().chain_update(&bytes[..16]).chain_update(&bytes[end - 112..end - 32]).finalize();
        bytes[end - 32..].copy_from_slice(&sum);
        std::fs::write(&path, bytes).unwrap();
        let segment = Segment::open(&path).unwrap();
        assert!(segment.check_blocks().is_ok());
        let is_directory = |error| matches!(error, SegmentError::Damaged { damage: Damage::Directory, .. });
        assert!(entries.iter().any(|(key, _)| segment.lookup(key).is_err_and(is_directory)), "{position}");
        let error = segment.iter().find_map(Result::err);
        assert!(error.is_some_and(is_directory), "{position}");
        assert!(matches!(segment.verify(), Err(SegmentError::Damaged { damage: Damage::Content, .. })));
    }
}

#[test]
fn a_damaged_block_is_never_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list");
    let entries = entries(10_000, 10_000, 20);
    write(&path, 20, &entries, usize::MAX);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[3 * shape::BLOCK_BYTES + 27] ^= 1;
    std::fs::write(&path, bytes).unwrap();

    let segment = Segment::open(&path).unwrap();
    let (mut found, mut refused) = (0, 0);
    for (key, row) in &entries {
        match segment.lookup(key) {
            Ok(rows) => {
                assert_eq!(rows, [*row]);
                found += 1;
            }
            Err(SegmentError::Damaged { damage: Damage::Block { number: 3 }, .. }) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert!(found > 0 && refused > 40 && refused < 80, "{found} found, {refused} refused");
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
    bytes[8] = 3;
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(Segment::open(&path), Err(SegmentError::Newer { found: 3, .. })));
}
