//! What was acknowledged and is in no segment yet: an append-only file of changes, each batch on the disk before it is
//! acknowledged.
//!
//! ```text
//! lead     "SANDNLOG", format u32                                                         12 bytes
//! batch    bytes of changes u32, CRC-32 of that, CRC-32 of the changes                    12 bytes
//!          changes: 1 for an entry added or 2 for one removed, hash, list u32, row u64    45 bytes each
//! ```
//! A batch that the file ends within was never acknowledged: it is cut off. Any other that does not agree with its
//! checksums is damage, and the log is refused.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use fingerprint::Pdq;

use super::LivingError;
use super::manifest::log_path;
use crate::near::NearEntry;

const LEAD: &[u8; 12] = b"SANDNLOG\x01\0\0\0";
const BATCH_LEAD_BYTES: usize = 12;
const CHANGE_BYTES: usize = 45;

/// Changes of one batch at most; longer ones are several batches, acknowledged together.
const CHANGES_MAX: usize = 1 << 20;

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Added(NearEntry),
    Removed(NearEntry),
}

/// A log that is open for more.
pub(super) struct Log {
    number: u64,
    path: PathBuf,
    file: File,
    /// Up to here everything is acknowledged.
    end: u64,
}

impl Log {
    /// Begins a log. It is on the disk, its name too.
    pub(super) fn create(folder: &Path, number: u64) -> Result<Log, LivingError> {
        let path = log_path(folder, number);
        let begin = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
            file.write_all(LEAD)?;
            file.sync_all()?;
            sync_folder_of(&path)?;
            Ok(file)
        };
        let file = begin().map_err(|source| LivingError::Io { doing: "write", path: path.clone(), source })?;
        Ok(Log { number, path, file, end: LEAD.len() as u64 })
    }

    /// Reads a log again, cuts off what was never acknowledged, and leaves it open for more.
    pub(super) fn replay(folder: &Path, number: u64, mut each: impl FnMut(Change)) -> Result<Log, LivingError> {
        let path = log_path(folder, number);
        let failed = |doing| {
            let path = path.clone();
            move |source| LivingError::Io { doing, path, source }
        };
        let bytes = std::fs::read(&path).map_err(failed("read"))?;
        let damaged = |at| LivingError::LogDamaged { path: path.clone(), at };
        let file = OpenOptions::new().write(true).open(&path).map_err(failed("open"))?;
        let mut end = LEAD.len();
        if !bytes.starts_with(LEAD) {
            // Killed before even its lead was on the disk.
            if !LEAD.starts_with(&bytes) && bytes.iter().any(|byte| *byte != 0) {
                return Err(damaged(0));
            }
            file.set_len(0).map_err(failed("write"))?;
            (&file).write_all(LEAD).map_err(failed("write"))?;
        } else {
            while let Some(changes) = next_batch(&bytes, end).map_err(|()| damaged(end))? {
                for change in changes.chunks_exact(CHANGE_BYTES) {
                    each(read_change(change).ok_or_else(|| damaged(end))?);
                }
                end += BATCH_LEAD_BYTES + changes.len();
            }
            file.set_len(end as u64).map_err(failed("write"))?;
        }
        file.sync_all().map_err(failed("write"))?;
        Ok(Log { number, path, file, end: end as u64 })
    }

    /// The number in its name.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Appends changes. When this returns they are on the disk; when it fails none of them will be read again.
    pub(super) fn append(&mut self, changes: &[Change]) -> Result<(), LivingError> {
        let mut bytes = Vec::with_capacity(changes.len() * CHANGE_BYTES + BATCH_LEAD_BYTES);
        for changes in changes.chunks(CHANGES_MAX) {
            let body: Vec<u8> = changes.iter().flat_map(write_change).collect();
            let n_bytes = (body.len() as u32).to_le_bytes();
            bytes.extend_from_slice(&n_bytes);
            bytes.extend_from_slice(&crc32fast::hash(&n_bytes).to_le_bytes());
            bytes.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
            bytes.extend_from_slice(&body);
        }
        let result = self.append_bytes(&bytes);
        if result.is_err() {
            // Half a batch would stand before the next one; and what was written may or may not reach the disk.
            let _ = self.file.set_len(self.end);
        } else {
            self.end += bytes.len() as u64;
        }
        result.map_err(|source| LivingError::Io { doing: "write", path: self.path.clone(), source })
    }

    fn append_bytes(&self, bytes: &[u8]) -> io::Result<()> {
        use std::os::unix::fs::FileExt as _;
        self.file.write_all_at(bytes, self.end)?;
        self.file.sync_data()
    }
}

/// The changes of the batch at this place; none where the log ends. An error where it does not agree.
fn next_batch(bytes: &[u8], at: usize) -> Result<Option<&[u8]>, ()> {
    let rest = &bytes[at..];
    // After a loss of power a file can be as long as it was to be, and hold nothing yet.
    if rest.iter().all(|byte| *byte == 0) {
        return Ok(None);
    }
    let Some(lead) = rest.get(..BATCH_LEAD_BYTES) else { return Ok(None) };
    let number = |at: usize| u32::from_le_bytes(std::array::from_fn(|n| lead[at + n]));
    if crc32fast::hash(&lead[..4]) != number(4) || !(number(0) as usize).is_multiple_of(CHANGE_BYTES) {
        return Err(());
    }
    let Some(changes) = rest.get(BATCH_LEAD_BYTES..BATCH_LEAD_BYTES + number(0) as usize) else { return Ok(None) };
    if crc32fast::hash(changes) == number(8) { Ok(Some(changes)) } else { Err(()) }
}

fn write_change(change: &Change) -> [u8; CHANGE_BYTES] {
    let (kind, entry) = match change {
        Change::Added(entry) => (1, entry),
        Change::Removed(entry) => (2, entry),
    };
    let mut bytes = [kind; CHANGE_BYTES];
    bytes[1..33].copy_from_slice(&entry.hash.0);
    bytes[33..37].copy_from_slice(&entry.list.to_le_bytes());
    bytes[37..45].copy_from_slice(&entry.row.to_le_bytes());
    bytes
}

fn read_change(bytes: &[u8]) -> Option<Change> {
    let entry = NearEntry {
        hash: Pdq(std::array::from_fn(|n| bytes[1 + n])),
        list: u32::from_le_bytes(std::array::from_fn(|n| bytes[33 + n])),
        row: u64::from_le_bytes(std::array::from_fn(|n| bytes[37 + n])),
    };
    match bytes[0] {
        1 => Some(Change::Added(entry)),
        2 => Some(Change::Removed(entry)),
        _ => None,
    }
}

/// A name is on the disk only when its folder is.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}
