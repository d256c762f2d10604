//! Writes a segment from entries in any order, in bounded memory: sorted runs in nameless files, merged at the end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::{
    FORMAT, KEY_BYTES_MAX, Layout, MAGIC, N_PLANTED, ROW_BYTES, ROW_RESERVED_MIN, SegmentError, checksum, planted_key,
    planted_row,
};

/// Entries are sorted in memory up to this many bytes before they go to a run.
const RUN_BYTES_MAX: usize = 64 * 1024 * 1024;

/// So many runs are merged into one before another is begun: each costs a file descriptor and a buffer.
const RUNS_MAX: usize = 64;

const BUFFER_BYTES: usize = 128 * 1024;

/// What a finished segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SegmentFacts {
    /// Entries in it, each pair of key and row once.
    pub n_entries: u64,
    /// SHA-256 of the file.
    pub sha256: fingerprint::Sha256,
}

/// A segment being written. Nothing stands at its path before [`SegmentWriter::finish`]; dropped, it leaves nothing.
#[derive(Debug)]
pub struct SegmentWriter {
    path: PathBuf,
    key_bytes: usize,
    run_bytes_max: usize,
    /// Entries not yet in a run, one after the other.
    entries: Vec<u8>,
    /// Sorted runs: files without a name, so that a killed process leaves none behind.
    runs: Vec<File>,
}

impl SegmentWriter {
    /// Begins a segment of keys of this width, from 1 to 64 bytes.
    ///
    /// # Errors
    /// The width is none a segment has.
    pub fn create(path: impl Into<PathBuf>, key_bytes: usize) -> Result<SegmentWriter, SegmentError> {
        if key_bytes == 0 || key_bytes > KEY_BYTES_MAX {
            return Err(SegmentError::KeyWidth { wanted: KEY_BYTES_MAX, found: key_bytes });
        }
        let path = path.into();
        let mut writer =
            SegmentWriter { path, key_bytes, run_bytes_max: RUN_BYTES_MAX, entries: Vec::new(), runs: Vec::new() };
        for number in 0..N_PLANTED {
            writer.push_entry(&planted_key(key_bytes, number), planted_row(number))?;
        }
        Ok(writer)
    }

    /// Takes an entry. The same key may stand in many rows; the same pair twice is kept once.
    ///
    /// # Errors
    /// The key has another width, the row is reserved, or a run could not be written.
    pub fn push(&mut self, key: &[u8], row: u64) -> Result<(), SegmentError> {
        if key.len() != self.key_bytes {
            return Err(SegmentError::KeyWidth { wanted: self.key_bytes, found: key.len() });
        }
        if row >= ROW_RESERVED_MIN {
            return Err(SegmentError::RowReserved { row });
        }
        self.push_entry(key, row)
    }

    /// Sorts, writes, syncs and puts the segment in its place, mode 0600; one that stood there is replaced.
    ///
    /// # Errors
    /// The file could not be written; then nothing stands at the path that was not there before.
    pub fn finish(mut self) -> Result<SegmentFacts, SegmentError> {
        let folder = folder_of(&self.path).to_owned();
        let result = self.write_file(&folder);
        result.map_err(|source| SegmentError::Io { doing: "write", path: self.path.clone(), source })
    }

    fn push_entry(&mut self, key: &[u8], row: u64) -> Result<(), SegmentError> {
        self.entries.extend_from_slice(key);
        self.entries.extend_from_slice(&row.to_be_bytes());
        if self.entries.len() < self.run_bytes_max {
            return Ok(());
        }
        self.spill().map_err(|source| SegmentError::Io { doing: "write", path: self.path.clone(), source })
    }

    /// Moves what is in memory to a run.
    fn spill(&mut self) -> io::Result<()> {
        let mut run = BufWriter::with_capacity(BUFFER_BYTES, tempfile::tempfile_in(folder_of(&self.path))?);
        self.each_sorted_in_memory(|entry| run.write_all(entry))?;
        self.entries.clear();
        self.runs.push(rewound(run)?);
        if self.runs.len() == RUNS_MAX {
            let mut merged = BufWriter::with_capacity(BUFFER_BYTES, tempfile::tempfile_in(folder_of(&self.path))?);
            let runs = std::mem::take(&mut self.runs);
            merge(runs, self.entry_bytes(), |entry| merged.write_all(entry))?;
            self.runs.push(rewound(merged)?);
        }
        Ok(())
    }

    fn write_file(&mut self, folder: &Path) -> io::Result<SegmentFacts> {
        // Mode 0600 is what the crate gives its files.
        let aside = tempfile::Builder::new().prefix(".segment-").suffix(".aside").tempfile_in(folder)?;
        let mut body = Body::begin(aside, self.key_bytes)?;
        if self.runs.is_empty() {
            self.each_sorted_in_memory(|entry| body.push(entry))?;
        } else {
            self.spill()?;
            merge(std::mem::take(&mut self.runs), self.entry_bytes(), |entry| body.push(entry))?;
        }
        let (aside, facts) = body.end()?;
        aside.as_file().sync_all()?;
        aside.persist(&self.path).map_err(|failed| failed.error)?;
        // The name is on the disk only when its folder is.
        File::open(folder)?.sync_all()?;
        Ok(facts)
    }

    fn each_sorted_in_memory(&self, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut sorted: Vec<&[u8]> = self.entries.chunks_exact(self.entry_bytes()).collect();
        sorted.sort_unstable();
        sorted.dedup();
        sorted.into_iter().try_for_each(&mut each)
    }

    fn entry_bytes(&self) -> usize {
        self.key_bytes + ROW_BYTES
    }

    /// Small runs, so that a test need not write gigabytes.
    #[cfg(test)]
    pub(super) fn with_run_bytes_max(mut self, run_bytes_max: usize) -> SegmentWriter {
        self.run_bytes_max = run_bytes_max;
        self
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn rewound(run: BufWriter<File>) -> io::Result<File> {
    let mut file = run.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

/// Merges sorted runs; an entry that stands in several is given once.
fn merge(runs: Vec<File>, entry_bytes: usize, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut runs: Vec<_> = runs.into_iter().map(|run| BufReader::with_capacity(BUFFER_BYTES, run)).collect();
    let mut next = BinaryHeap::new();
    for (n, run) in runs.iter_mut().enumerate() {
        next.extend(read_entry(run, vec![0; entry_bytes])?.map(|entry| Reverse((entry, n))));
    }
    let mut last: Vec<u8> = Vec::new();
    while let Some(Reverse((entry, n))) = next.pop() {
        if entry != last {
            each(&entry)?;
            last.clone_from(&entry);
        }
        next.extend(read_entry(&mut runs[n], entry)?.map(|entry| Reverse((entry, n))));
    }
    Ok(())
}

/// The run's next entry, read into `entry`; none at its end.
fn read_entry(run: &mut impl Read, mut entry: Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    match run.read_exact(&mut entry) {
        Ok(()) => Ok(Some(entry)),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

/// The file while it grows: the block at hand, the table so far, the digest of all bytes.
struct Body {
    file: BufWriter<NamedTempFile>,
    whole: Sha256,
    lead: Vec<u8>,
    layout: Layout,
    block: Vec<u8>,
    table: Vec<u8>,
}

impl Body {
    fn begin(aside: NamedTempFile, key_bytes: usize) -> io::Result<Body> {
        let mut lead = MAGIC.to_vec();
        lead.extend_from_slice(&FORMAT.to_le_bytes());
        lead.extend_from_slice(&(key_bytes as u32).to_le_bytes());
        let file = BufWriter::with_capacity(BUFFER_BYTES, aside);
        let layout = Layout { key_bytes, n_entries: 0 };
        let mut body = Body { file, whole: Sha256::new(), lead, layout, block: Vec::new(), table: Vec::new() };
        body.write(&body.lead.clone())?;
        Ok(body)
    }

    fn push(&mut self, entry: &[u8]) -> io::Result<()> {
        self.block.extend_from_slice(entry);
        self.layout.n_entries += 1;
        if self.block.len() == self.layout.block_entries() * self.layout.entry_bytes() {
            self.end_block()?;
        }
        Ok(())
    }

    fn end_block(&mut self) -> io::Result<()> {
        let block = std::mem::take(&mut self.block);
        self.table.extend_from_slice(&block[..self.layout.key_bytes]);
        self.table.extend_from_slice(&checksum(&block));
        self.write(&block)?;
        self.block = block;
        self.block.clear();
        Ok(())
    }

    fn end(mut self) -> io::Result<(NamedTempFile, SegmentFacts)> {
        if !self.block.is_empty() {
            self.end_block()?;
        }
        let table = std::mem::take(&mut self.table);
        self.write(&table)?;
        let n_entries = self.layout.n_entries as u64;
        let mut trailer = n_entries.to_le_bytes().to_vec();
        trailer.extend_from_slice(&Sha256::digest(&table));
        let sum = Sha256::new().chain_update(&self.lead).chain_update(&trailer).finalize();
        trailer.extend_from_slice(&sum);
        self.write(&trailer)?;
        let aside = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let sha256 = fingerprint::Sha256(self.whole.finalize().into());
        Ok((aside, SegmentFacts { n_entries: n_entries - N_PLANTED, sha256 }))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.whole.update(bytes);
        self.file.write_all(bytes)
    }
}
