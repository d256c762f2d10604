//! Writes a segment from entries in any order, in bounded memory.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek as _, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tempfile::NamedTempFile;

use super::shape::{BLOCK_BYTES, PAGE_BYTES, Shape};
use super::sort::{Runs, each_sorted};
use super::sums::sum;
use super::{
    FORMAT, KEY_BYTES_MAX, LEAD_BYTES, MAGIC, N_PLANTED, ROW_RESERVED_MIN, SegmentError, planted_key, planted_row,
};

/// Entries are sorted in memory up to this many bytes before they go to a run. While they are sorted, 16 bytes an entry
/// come on top: for a list of SHA-1 some 100 MiB in all.
const RUN_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Bytes of rows before they are packed.
const ROW_BYTES: usize = 8;

/// What is written at once, and always at a multiple of it: the size of a large page, so that what the system keeps of
/// the file it keeps in large pages, which make look-ups in a mapped file several times as fast.
const CHUNK_BYTES: usize = 2048 * BLOCK_BYTES;

/// What goes to and fro the directory's file.
const BUFFER_BYTES: usize = 256 * 1024;

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
    row_max: u64,
    n_pushed: u64,
    /// Entries not yet in a run, one after the other: key, then row.
    entries: Vec<u8>,
    runs: Runs,
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
        let mut writer = SegmentWriter {
            path: path.into(),
            key_bytes,
            run_bytes_max: RUN_BYTES_MAX,
            row_max: 0,
            n_pushed: 0,
            entries: Vec::new(),
            runs: Runs::of(key_bytes + ROW_BYTES),
        };
        for number in 0..N_PLANTED {
            writer.push_entry(&planted_key(key_bytes, number), planted_row(number))?;
        }
        Ok(writer)
    }

    /// Takes an entry. The same key may stand in many rows; the same pair twice is kept once.
    ///
    /// # Errors
    /// The key has another width, the row is reserved, there are too many entries, or a run could not be written.
    pub fn push(&mut self, key: &[u8], row: u64) -> Result<(), SegmentError> {
        if key.len() != self.key_bytes {
            return Err(SegmentError::KeyWidth { wanted: self.key_bytes, found: key.len() });
        }
        if row >= ROW_RESERVED_MIN {
            return Err(SegmentError::RowReserved { row });
        }
        self.row_max = self.row_max.max(row);
        self.push_entry(key, row)
    }

    /// Sorts, writes, syncs and puts the segment in its place, mode 0600; one that stood there is replaced.
    ///
    /// The same entries give the same bytes, in whatever order they were pushed.
    ///
    /// # Errors
    /// The file could not be written; then nothing stands at the path that was not there before.
    pub fn finish(mut self) -> Result<SegmentFacts, SegmentError> {
        let folder = folder_of(&self.path).to_owned();
        let result = self.write_file(&folder);
        result.map_err(|source| SegmentError::Io { doing: "write", path: self.path.clone(), source })
    }

    fn push_entry(&mut self, key: &[u8], row: u64) -> Result<(), SegmentError> {
        self.n_pushed += 1;
        if self.n_pushed > u64::from(u32::MAX) {
            return Err(SegmentError::TooLong { path: self.path.clone() });
        }
        self.entries.extend_from_slice(key);
        self.entries.extend_from_slice(&row.to_be_bytes());
        if self.entries.len() < self.run_bytes_max {
            return Ok(());
        }
        self.spill().map_err(|source| SegmentError::Io { doing: "write", path: self.path.clone(), source })
    }

    fn spill(&mut self) -> io::Result<()> {
        self.runs.add(&self.entries, folder_of(&self.path))?;
        self.entries.clear();
        Ok(())
    }

    fn write_file(&mut self, folder: &Path) -> io::Result<SegmentFacts> {
        if !self.runs.is_empty() {
            self.spill()?;
            self.entries = Vec::new();
        }
        let mut n_entries = self.n_pushed as usize;
        // Entries that were pushed twice are known only when all are in order, and the shape depends on their number.
        let (aside, facts) = loop {
            let (body, n_found) = self.write_body(folder, n_entries)?;
            if Shape::of(self.key_bytes, n_found, self.row_max).slot_bits == body.shape.slot_bits {
                break body.end(n_found)?;
            }
            n_entries = n_found;
        };
        aside.as_file().sync_all()?;
        aside.persist(&self.path).map_err(|failed| failed.error)?;
        // The name is on the disk only when its folder is.
        File::open(folder)?.sync_all()?;
        Ok(facts)
    }

    /// Writes lead and entries in the shape that so many of them have, and says how many there were.
    fn write_body(&self, folder: &Path, n_entries: usize) -> io::Result<(Body, usize)> {
        let mut body = Body::begin(folder, Shape::of(self.key_bytes, n_entries, self.row_max))?;
        let mut n_found = 0;
        let mut push = |entry: &[u8]| {
            n_found += 1;
            body.push(entry)
        };
        if self.runs.is_empty() {
            each_sorted(&self.entries, self.key_bytes + ROW_BYTES, &mut push)?;
        } else {
            self.runs.each_merged(&mut push)?;
        }
        Ok((body, n_found))
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

/// The file while it grows.
struct Body {
    shape: Shape,
    out: Output,
    n_entries: u32,
    /// The directory so far, kept aside: it comes after the entries, and has a byte for each of them.
    directory: BufWriter<File>,
    n_slots_begun: usize,
}

impl Body {
    fn begin(folder: &Path, shape: Shape) -> io::Result<Body> {
        // Mode 0600 is what the crate gives its files.
        let file = tempfile::Builder::new().prefix(".segment-").suffix(".aside").tempfile_in(folder)?;
        let directory = BufWriter::with_capacity(BUFFER_BYTES, tempfile::tempfile_in(folder)?);
        let out = Output { file, chunk: lead_of(&shape).to_vec(), whole: Sha256::new(), sums: Vec::new() };
        Ok(Body { shape, out, n_entries: 0, directory, n_slots_begun: 0 })
    }

    /// The next entry in order: key, then row.
    fn push(&mut self, entry: &[u8]) -> io::Result<()> {
        let (key, row) = entry.split_at(self.shape.key_bytes);
        self.begin_slots(self.shape.slot_of(key) + 1)?;
        let row = u64::from_be_bytes(std::array::from_fn(|n| row[n]));
        self.shape.pack(key, row, &mut self.out.chunk);
        self.n_entries += 1;
        self.out.write_chunks()
    }

    /// All slots below `n_slots` that have not begun begin here.
    fn begin_slots(&mut self, n_slots: usize) -> io::Result<()> {
        while self.n_slots_begun < n_slots {
            self.directory.write_all(&self.n_entries.to_le_bytes())?;
            self.n_slots_begun += 1;
        }
        Ok(())
    }

    fn end(mut self, n_entries: usize) -> io::Result<(NamedTempFile, SegmentFacts)> {
        self.begin_slots(self.shape.n_slots() + 1)?;
        let shape = self.shape.with_entries(n_entries);
        let mut out = self.out;
        out.chunk.resize(out.chunk.len() + shape.directory_at() - shape.entry_at(n_entries), 0);
        let mut directory = self.directory.into_inner().map_err(io::IntoInnerError::into_error)?;
        directory.rewind()?;
        io::copy(&mut BufReader::with_capacity(BUFFER_BYTES, directory), &mut out)?;
        let pages_sha256 = out.end_body();

        let mut trailer = (n_entries as u64).to_le_bytes().to_vec();
        trailer.extend_from_slice(&shape.slot_bits.to_le_bytes());
        trailer.extend_from_slice(&shape.row_bits.to_le_bytes());
        trailer.extend_from_slice(&out.whole.clone().finalize());
        trailer.extend_from_slice(&pages_sha256);
        let sum = Sha256::new().chain_update(lead_of(&shape)).chain_update(&trailer).finalize();
        trailer.extend_from_slice(&sum);
        out.whole.update(&trailer);
        out.chunk.extend_from_slice(&trailer);
        out.file.write_all(&out.chunk)?;
        let sha256 = fingerprint::Sha256(out.whole.finalize().into());
        Ok((out.file, SegmentFacts { n_entries: n_entries as u64 - N_PLANTED, sha256 }))
    }
}

/// What is not yet written, the sums of what is, the digest of all bytes so far.
struct Output {
    file: NamedTempFile,
    chunk: Vec<u8>,
    whole: Sha256,
    sums: Vec<u8>,
}

impl Output {
    fn write_chunks(&mut self) -> io::Result<()> {
        while self.chunk.len() >= CHUNK_BYTES {
            let (chunk, rest) = self.chunk.split_at(CHUNK_BYTES);
            self.whole.update(chunk);
            chunk.chunks(BLOCK_BYTES).for_each(|block| self.sums.extend_from_slice(&sum(block)));
            self.file.write_all(chunk)?;
            let n_rest = rest.len();
            self.chunk.copy_within(CHUNK_BYTES.., 0);
            self.chunk.truncate(n_rest);
        }
        Ok(())
    }

    /// Ends the body: sums and pages follow it. Gives the digest of the pages.
    fn end_body(&mut self) -> [u8; 32] {
        self.chunk.chunks(BLOCK_BYTES).for_each(|block| self.sums.extend_from_slice(&sum(block)));
        let pages: Vec<u8> = self.sums.chunks(PAGE_BYTES).flat_map(sum).collect();
        self.chunk.extend_from_slice(&self.sums);
        self.chunk.extend_from_slice(&pages);
        self.whole.update(&self.chunk);
        Sha256::digest(&pages).into()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        self.write_chunks()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lead_of(shape: &Shape) -> [u8; LEAD_BYTES] {
    let mut lead = [0; LEAD_BYTES];
    lead[..8].copy_from_slice(MAGIC);
    lead[8..12].copy_from_slice(&FORMAT.to_le_bytes());
    lead[12..].copy_from_slice(&(shape.key_bytes as u32).to_le_bytes());
    lead
}
