//! Logs made for tests.
#![allow(clippy::unwrap_used, dead_code, unreachable_pub, reason = "each test program uses a part")]

use std::path::Path;

use ledger::body::Body;
use ledger::checkpoint::Checkpoint;
use ledger::folder::{FolderError, LogFolder, LoggedEntry};
use ledger::note::NoteSigner;
use ledger::{Hash, commitment, leaf_hash, root};

pub fn signer() -> NoteSigner {
    NoteSigner::new("node.example/ledger", &[9; 32]).unwrap()
}

pub fn entry(index: u64) -> LoggedEntry {
    said(index, format!(r#"{{"at_us":{index},"verb":"test.write"}}"#))
}

pub fn said(index: u64, json: String) -> LoggedEntry {
    let mut salt = [0x5a; 32];
    salt[..8].copy_from_slice(&index.to_le_bytes());
    let entry = commitment(&salt, json.as_bytes());
    LoggedEntry { entry, body: Body::Whole { salt, json: json.into_bytes() } }
}

pub fn root_of(entries: &[LoggedEntry]) -> Hash {
    root(&entries.iter().map(|entry| leaf_hash(&entry.entry)).collect::<Vec<_>>())
}

/// Writes the log as it grows to each of these sizes, signed at each.
pub fn write(folder: &Path, entries: &[LoggedEntry], sizes: &[u64]) {
    let log = LogFolder::new(folder);
    let mut before = 0;
    for &size in sizes {
        let read = |range: std::ops::Range<u64>| {
            Ok::<_, FolderError>(entries[range.start as usize..range.end as usize].to_vec())
        };
        log.extend(before, size, read).unwrap();
        let root = root_of(&entries[..size as usize]);
        log.sign(&Checkpoint { origin: "node.example/ledger".to_owned(), size, root }, &signer()).unwrap();
        before = size;
    }
}

/// A log of `n` entries.
pub fn log(n: u64, sizes: &[u64]) -> (tempfile::TempDir, Vec<LoggedEntry>) {
    let folder = tempfile::tempdir().unwrap();
    let entries: Vec<_> = (0..n).map(entry).collect();
    write(folder.path(), &entries, sizes);
    (folder, entries)
}
