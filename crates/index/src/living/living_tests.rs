//! The living index against a set of entries that is compared one by one: through changes, merges, kills and damage.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::*;
use crate::dice::Dice;

/// Hashes around few centres, so that there is always something near.
fn entry(dice: &mut Dice, row: u64) -> NearEntry {
    let mut hash = Dice::of(dice.below(20)).hash();
    for bit in dice.distinct_below(256, 1 + row as u32 % 40) {
        hash.0[bit as usize / 8] ^= 1 << (bit % 8);
    }
    NearEntry { hash, list: row as u32 % 3, row }
}

fn expected(entries: &BTreeSet<Key>, query: &Pdq, radius: u32) -> Vec<NearHit> {
    let hit = |(hash, list, row): &Key| {
        let distance = hash.distance(query);
        (distance <= radius).then_some(NearHit { list: *list, row: *row, distance })
    };
    let mut hits: Vec<NearHit> = entries.iter().filter_map(hit).collect();
    hits.sort_unstable();
    hits
}

fn assert_same(index: &LivingIndex, entries: &BTreeSet<Key>) {
    let snapshot = index.snapshot();
    assert_eq!(snapshot.n_entries(), entries.len());
    for centre in 0..20 {
        let query = Dice::of(centre).hash();
        assert!(snapshot.search(&query, 31).unwrap() == expected(entries, &query, 31));
    }
}

fn entries_of(keys: &BTreeSet<Key>) -> Vec<NearEntry> {
    keys.iter().map(|(hash, list, row)| NearEntry { hash: *hash, list: *list, row: *row }).collect()
}

#[test]
fn it_answers_as_a_set_does_through_changes_merges_and_openings() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(1);
    let mut entries: BTreeSet<Key> = BTreeSet::new();
    let mut all: Vec<NearEntry> = Vec::new();
    let mut row = 0;
    for round in 0..6 {
        let index = LivingIndex::open_with(folder.path(), 31, 200).unwrap();
        assert_same(&index, &entries);
        for _ in 0..25 {
            let mut added: Vec<NearEntry> = (0..dice.below(60))
                .map(|_| {
                    row += 1;
                    entry(&mut dice, row)
                })
                .collect();
            // Some that were there before, or are.
            added.extend((0..dice.below(10)).filter_map(|_| all.get(dice.below(all.len().max(1) as u64) as usize)));
            index.add(&added).unwrap();
            entries.extend(added.iter().map(key_of));
            all.extend(added);
            let removed: Vec<NearEntry> = (0..dice.below(40))
                .filter_map(|_| all.get(dice.below(all.len().max(1) as u64) as usize).copied())
                .collect();
            index.remove(&removed).unwrap();
            removed.iter().for_each(|entry| {
                entries.remove(&key_of(entry));
            });
            assert_same(&index, &entries);
        }
        if round % 2 == 1 {
            index.merge_all().unwrap();
            assert_same(&index, &entries);
            assert_eq!(index.segment_paths().len(), 1);
        }
        assert!(index.trouble().is_none());
    }
    assert!(entries.len() > 1_000);
}

#[test]
fn merged_it_is_byte_for_byte_what_is_built_of_the_same_entries() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(2);
    let all: Vec<NearEntry> = (0..6_000).map(|row| entry(&mut dice, row)).collect();
    let index = LivingIndex::open_with(folder.path().join("living"), 31, 500).unwrap();
    for some in all.chunks(700) {
        index.add(some).unwrap();
        index.remove(&some[..100]).unwrap();
    }
    index.merge_all().unwrap();
    let mut kept: Vec<NearEntry> = all.chunks(700).flat_map(|some| some[100..].to_vec()).collect();
    kept.reverse();
    let rebuilt = folder.path().join("rebuilt.near");
    NearIndex::build(kept, 31).unwrap().write_to(&rebuilt).unwrap();
    let [path] = index.segment_paths().try_into().unwrap();
    assert!(fs::read(path).unwrap() == fs::read(rebuilt).unwrap());
}

#[test]
fn whoever_asks_while_it_changes_sees_all_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let index = LivingIndex::open_with(folder.path(), 31, 50).unwrap();
    let n_acknowledged = AtomicU64::new(0);
    let is_done = AtomicBool::new(false);
    let n_asked = AtomicU64::new(0);
    let hash = |row: u64| Dice::of(row).hash();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut dice = Dice::of(3);
            while !is_done.load(Ordering::Relaxed) {
                let n = n_acknowledged.load(Ordering::Acquire);
                let row = dice.below(n + 1);
                let hits = index.snapshot().search(&hash(row), 0).unwrap();
                // Each tenth is removed again some time.
                assert!(
                    row >= n || row.is_multiple_of(10) || hits == [NearHit { list: 0, row, distance: 0 }],
                    "row {row} of {n}"
                );
                n_asked.fetch_add(1, Ordering::Release);
            }
        });
        for row in 0..600 {
            index.add(&[NearEntry { hash: hash(row), list: 0, row }]).unwrap();
            n_acknowledged.store(row + 1, Ordering::Release);
            if row % 20 == 19 {
                let row = row - 9;
                index.remove(&[NearEntry { hash: hash(row), list: 0, row }]).unwrap();
            }
            // However busy the machine is, somebody asks in between.
            while n_asked.load(Ordering::Acquire) < row / 50 && !reader.is_finished() {
                std::thread::yield_now();
            }
        }
        is_done.store(true, Ordering::Relaxed);
    });
    assert!(index.trouble().is_none());
    assert_eq!(index.snapshot().n_entries(), 570);
}

const CHILD: &str = "SANAD_TEST_LIVING_FOLDER";

/// What the child of the next test does: adds and removes, and says so when it is acknowledged, until it is killed.
#[test]
fn changes_until_killed() {
    let Some(folder) = std::env::var_os(CHILD) else { return };
    let index = LivingIndex::open_with(folder, 31, 40).unwrap();
    let mut out = std::io::stdout();
    let mut row = index.snapshot().search(&Pdq([0xaa; 32]), 0).unwrap().len() as u64 * 1_000_000;
    index.add(&[NearEntry { hash: Pdq([0xaa; 32]), list: 9, row }]).unwrap();
    loop {
        let added: Vec<NearEntry> =
            (row + 1..row + 6).map(|row| NearEntry { hash: Dice::of(row).hash(), list: 0, row }).collect();
        row += 5;
        writeln!(out, "adding {}", row).unwrap();
        index.add(&added).unwrap();
        writeln!(out, "added {}", row).unwrap();
        if row.is_multiple_of(3) {
            writeln!(out, "removing {}", row).unwrap();
            index.remove(&added[4..]).unwrap();
            writeln!(out, "removed {}", row).unwrap();
        }
    }
}

#[test]
fn a_kill_at_any_time_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut entries: BTreeSet<u64> = BTreeSet::new();
    let mut dice = Dice::of(4);
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "living::tests::changes_until_killed", "--nocapture"])
            .env(CHILD, folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut unsure: Option<(String, u64)> = None;
        let mut n_left = 40 + dice.below(400);
        let mut is_killed = false;
        // After the kill, what it had said before is still to be read.
        for line in &mut lines {
            let mut words = line.split(' ');
            let (Some(what), Some(Ok(row))) = (words.next(), words.next().map(str::parse::<u64>)) else { continue };
            match what {
                "added" => entries.extend(row - 4..=row),
                "removed" => drop(entries.remove(&row)),
                "adding" | "removing" => {
                    unsure = Some((what.to_owned(), row));
                    continue;
                }
                _ => continue,
            }
            unsure = None;
            n_left = n_left.saturating_sub(1);
            if n_left == 0 && !is_killed {
                child.kill().unwrap();
                is_killed = true;
            }
        }
        child.wait().unwrap();
        assert!(is_killed, "round {round}");
        let index = LivingIndex::open_with(folder.path(), 31, 40).unwrap();
        let snapshot = index.snapshot();
        snapshot.check_blocks().unwrap();
        // What was being done when it was killed may have happened or not, but all of it or nothing.
        let is_there = |row: u64| {
            let hits = snapshot.search(&Dice::of(row).hash(), 0).unwrap();
            hits.iter().any(|hit| hit.row == row)
        };
        match unsure {
            Some((what, row)) if what == "adding" && is_there(row) => entries.extend(row - 4..=row),
            Some((what, row)) if what == "removing" && !is_there(row) => drop(entries.remove(&row)),
            _ => {}
        }
        assert!(entries.iter().all(|row| is_there(*row)), "round {round}");
        assert_eq!(snapshot.n_entries(), entries.len() + round + 1, "round {round}");
    }
    assert!(entries.len() > 300);
}

#[test]
fn a_changed_byte_in_any_file_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(5);
    {
        let index = LivingIndex::open_with(folder.path(), 31, 10_000).unwrap();
        index.add(&(0..200).map(|row| entry(&mut dice, row)).collect::<Vec<_>>()).unwrap();
        index.merge_all().unwrap();
        let later: Vec<NearEntry> = (200..300).map(|row| entry(&mut dice, row)).collect();
        later.chunks(7).for_each(|some| index.add(some).unwrap());
        index.remove(&later[..5]).unwrap();
    }
    let files: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut n_refused = 0;
    for path in files.iter().filter(|path| path.file_name().is_some_and(|name| name != "lock")) {
        let whole = fs::read(path).unwrap();
        assert!(!whole.is_empty());
        for at in (0..whole.len()).step_by(whole.len().div_ceil(300)) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << dice.below(8);
            fs::write(path, &bytes).unwrap();
            let answer = LivingIndex::open_with(folder.path(), 31, 10_000)
                .and_then(|index| index.snapshot().check_blocks().map_err(LivingError::from));
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(answer.is_err_and(|error| error.to_string().contains(name)), "{name}, byte {at}");
            n_refused += 1;
            // Refused, not mended: it is as it was left.
            assert!(fs::read(path).unwrap() == bytes);
        }
        fs::write(path, whole).unwrap();
    }
    assert!(n_refused > 500);
    assert_eq!(LivingIndex::open(folder.path(), 31).unwrap().snapshot().n_entries(), 295);
}

#[test]
fn half_a_batch_is_cut_off_and_what_was_before_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(6);
    let entries: Vec<NearEntry> = (0..20).map(|row| entry(&mut dice, row)).collect();
    {
        let index = LivingIndex::open(folder.path(), 31).unwrap();
        index.add(&entries[..12]).unwrap();
        index.add(&entries[12..]).unwrap();
    }
    let log = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let log = log.filter(|path| path.extension().is_some_and(|ending| ending == "log")).max().unwrap();
    let whole = fs::read(&log).unwrap();
    let n_first = 12 + 12 + 12 * 45;
    for end in n_first..whole.len() {
        fs::write(&log, &whole[..end]).unwrap();
        let index = LivingIndex::open(folder.path(), 31).unwrap();
        assert_eq!(index.snapshot().n_entries(), 12, "{end} bytes");
        if end == whole.len() - 1 {
            index.add(&entries[12..]).unwrap();
        }
    }
    assert_eq!(LivingIndex::open(folder.path(), 31).unwrap().snapshot().n_entries(), 20);
}

#[test]
fn a_folder_is_free_again_whoever_holds_a_copy_of_its_lock() {
    let folder = tempfile::tempdir().unwrap();
    let lock = FolderLock::take(folder.path()).unwrap();
    assert!(matches!(FolderLock::take(folder.path()), Err(LivingError::InUse { .. })));
    // What a process has between its beginning and its program's.
    let copy = lock.0.try_clone().unwrap();
    drop(lock);
    assert!(FolderLock::take(folder.path()).is_ok());
    drop(copy);
}

#[test]
fn a_folder_in_use_is_refused_and_a_larger_radius_builds_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::of(7);
    let entries: Vec<NearEntry> = (0..300).map(|row| entry(&mut dice, row)).collect();
    {
        let index = LivingIndex::open(folder.path(), 31).unwrap();
        assert!(matches!(LivingIndex::open(folder.path(), 31), Err(LivingError::InUse { .. })));
        index.add(&entries).unwrap();
        index.merge_all().unwrap();
        assert!(matches!(index.snapshot().search(&Pdq([0; 32]), 32), Err(NearError::Radius(_))));
    }
    let index = LivingIndex::open(folder.path(), 64).unwrap();
    let keys: BTreeSet<Key> = entries.iter().map(key_of).collect();
    assert_eq!(entries_of(&keys).len(), 300);
    for entry in &entries[..20] {
        assert!(index.snapshot().search(&entry.hash, 64).unwrap() == expected(&keys, &entry.hash, 64));
    }
    assert!(LivingIndex::open(folder.path().join("other"), 65).is_err());
}
