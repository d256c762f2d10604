//! A log's folder, written in steps, verified, and touched in every way.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ledger::body::Body;
use ledger::checkpoint::Checkpoint;
use ledger::folder::{FolderError, LogFolder};
use ledger::note::NoteSigner;
use ledger::verify::{Finding, Part, Verification, verify};

mod made;

use made::{log, root_of, said, signer, write};

fn verified(folder: &Path) -> Verification {
    verify(folder, Some(&signer().verifier()), &[]).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

#[test]
fn a_log_written_in_steps_is_the_log_written_at_once() {
    for sizes in [vec![1, 2, 255, 256, 257, 512, 600], vec![600], vec![256, 512, 600], vec![599, 600]] {
        let (folder, entries) = log(600, &sizes);
        let found = verified(folder.path());
        assert_eq!(found.findings, [], "{sizes:?}");
        assert_eq!((found.size, found.root), (600, root_of(&entries)));
        assert_eq!(found.n_checkpoints, sizes.len() as u64);
        let names: BTreeSet<_> = files(&folder.path().join("tile")).into_iter().collect();
        assert_eq!(names.len(), 3 + 3 + 1, "{names:?}");
    }
}

#[test]
fn every_byte_of_a_small_log_is_watched() {
    let (folder, _) = log(32, &[20, 32]);
    assert_eq!(verified(folder.path()).findings, []);
    for path in files(folder.path()) {
        let name = path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let findings = verified(folder.path()).findings;
            assert!(!findings.is_empty(), "{name}, byte {at}");
            let touched = |part: Part, each: usize| {
                let index = (at / each) as u64;
                assert_eq!(findings, [Finding::Entry { index, part }], "{name}, byte {at}");
            };
            match name.as_str() {
                "tile/0/000.p/32" => touched(Part::Hash, 32),
                // A changed length loses what follows: what is named is the first, and there is more.
                "tile/entries/000.p/32" if at % 34 >= 2 => touched(Part::Entry, 34),
                "tile/entries/000.p/32" => assert!(
                    findings.contains(&Finding::Entry { index: (at / 34) as u64, part: Part::Entry }),
                    "{name}, byte {at}: {findings:?}"
                ),
                "bodies/000" => {
                    let index = whole[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
                    assert!(
                        findings.contains(&Finding::Entry { index, part: Part::Body }),
                        "{name}, byte {at}: {findings:?}"
                    );
                }
                _ => {}
            }
        }
        for cut in [0, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).unwrap();
            assert!(!verified(folder.path()).findings.is_empty(), "{name} cut at {cut}");
        }
        fs::write(&path, [&whole[..], b"x"].concat()).unwrap();
        assert!(!verified(folder.path()).findings.is_empty(), "{name} made longer");
        fs::remove_file(&path).unwrap();
        // An older checkpoint that is gone takes nothing from the log: newer ones sign for the same entries.
        assert_eq!(verified(folder.path()).findings.is_empty(), name == "checkpoints/020", "{name} removed");
        fs::write(&path, &whole).unwrap();
    }
    assert_eq!(verified(folder.path()).findings, []);
}

#[test]
fn every_entry_and_every_tile_of_a_long_log_is_watched() {
    const N_ENTRIES: u64 = 1_000;
    // The long version of this test touches every byte there is.
    let is_soak = std::env::var_os("SANAD_SOAK").is_some();
    let (folder, _) = log(N_ENTRIES, &[256, N_ENTRIES]);
    assert_eq!(verified(folder.path()).findings, []);
    let mut told: BTreeSet<(u64, Part)> = BTreeSet::new();
    for path in files(folder.path()) {
        let name = path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
        let whole = fs::read(&path).unwrap();
        let entry_starts: Vec<usize> = match name.split_once('/') {
            _ if is_soak => (0..whole.len()).collect(),
            // A hash an entry; of the tiles above, a hash a tile.
            Some(("tile", kind)) if !kind.starts_with("entries") => (0..whole.len()).step_by(32).collect(),
            Some(("tile", _)) => (0..whole.len()).step_by(34).map(|start| start + 2).collect(),
            Some(("bodies", _)) => {
                let ends = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
                std::iter::once(0).chain(ends).filter(|start| *start < whole.len()).collect()
            }
            _ => vec![0, whole.len() / 2, whole.len() - 1],
        };
        for at in entry_starts {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let findings = verified(folder.path()).findings;
            assert!(!findings.is_empty(), "{name}, byte {at}");
            told.extend(findings.iter().filter_map(|finding| match finding {
                Finding::Entry { index, part } => Some((*index, *part)),
                _ => None,
            }));
        }
        fs::write(&path, &whole).unwrap();
    }
    for index in 0..N_ENTRIES {
        for part in [Part::Body, Part::Entry, Part::Hash] {
            assert!(told.contains(&(index, part)), "entry {index} was touched and not named: {part:?}");
        }
    }
    assert_eq!(verified(folder.path()).findings, []);
}

#[test]
fn a_rewritten_log_is_not_the_one_signed() {
    let (folder, mut entries) = log(600, &[100, 300, 600]);
    let kept = fs::read(folder.path().join("checkpoint")).unwrap();
    // Everything that tells of entry 250 is changed, consistently; what was signed is not.
    entries[250] = said(250, r#"{"verb":"test.forge"}"#.to_owned());
    let writer = LogFolder::new(folder.path());
    writer
        .extend(0, 600, |range| Ok::<_, FolderError>(entries[range.start as usize..range.end as usize].to_vec()))
        .unwrap();
    assert_eq!(verified(folder.path()).findings, [Finding::Rewritten { entries: 100..300 }]);
    // Whoever holds the key can sign it all again, and is found out by a checkpoint that was carried away.
    fs::remove_dir_all(folder.path().join("checkpoints")).unwrap();
    let root = root_of(&entries);
    writer.sign(&Checkpoint { origin: "node.example/ledger".to_owned(), size: 600, root }, &signer()).unwrap();
    assert_eq!(verified(folder.path()).findings, []);
    let against = verify(folder.path(), Some(&signer().verifier()), &[kept]).unwrap();
    assert_eq!(against.findings, [Finding::Rewritten { entries: 0..600 }]);
}

#[test]
fn nothing_is_signed_that_the_tiles_do_not_show() {
    let (folder, entries) = log(300, &[300]);
    let writer = LogFolder::new(folder.path());
    let mut checkpoint = Checkpoint { origin: "node.example/ledger".to_owned(), size: 300, root: root_of(&entries) };
    assert_eq!(writer.checkpoint(&signer().verifier()).unwrap().as_ref(), Some(&checkpoint));
    checkpoint.root.0[0] ^= 1;
    assert!(writer.sign(&checkpoint, &signer()).is_err());
    assert_eq!(verified(folder.path()).findings, []);
}

#[test]
fn a_log_cut_short_is_found_out_by_a_checkpoint_carried_away() {
    let (short, _) = log(20, &[20]);
    let (long, _) = log(32, &[20, 32]);
    let kept = fs::read(long.path().join("checkpoint")).unwrap();
    let against = verify(short.path(), Some(&signer().verifier()), &[kept]).unwrap();
    assert_eq!(against.findings, [Finding::CutShort { size: 32 }]);
}

#[test]
fn an_erased_body_needs_an_entry_that_says_so() {
    let (folder, mut entries) = log(20, &[20]);
    entries[7].body = Body::Erased;
    LogFolder::new(folder.path()).write_bodies(0, &entries).unwrap();
    assert_eq!(verified(folder.path()).findings, [Finding::BodyGone { index: 7 }]);
    entries.push(said(20, r#"{"erases":[7],"verb":"retention.erase"}"#.to_owned()));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &entries, &[21]);
    let found = verified(folder.path());
    assert_eq!((found.findings, found.n_erased), (vec![], 1));
}

#[test]
fn what_a_killed_writer_left_is_no_finding_and_what_another_left_is() {
    let (folder, _) = log(300, &[40, 300]);
    let edge = folder.path().join("tile/0/000.p");
    fs::create_dir_all(&edge).unwrap();
    let hashes = fs::read(folder.path().join("tile/0/000")).unwrap();
    fs::write(edge.join("40"), &hashes[..40 * 32]).unwrap();
    assert_eq!(verified(folder.path()).findings, []);
    fs::write(edge.join("40"), &hashes[32..41 * 32]).unwrap();
    assert_eq!(verified(folder.path()).findings, [Finding::Unexpected { path: "tile/0/000.p/40".into() }]);
}

#[test]
fn another_key_is_not_this_logs() {
    let (folder, _) = log(3, &[3]);
    let other = NoteSigner::new("node.example/ledger", &[8; 32]).unwrap().verifier();
    let found = verify(folder.path(), Some(&other), &[]).unwrap();
    assert!(matches!(found.findings[..2], [Finding::Key(_), Finding::Checkpoint { .. }]), "{:?}", found.findings);
    // Without a key of one's own the folder's is taken.
    assert_eq!(verify(folder.path(), None, &[]).unwrap().findings, []);
}
