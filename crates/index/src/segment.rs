//! A segment: an immutable, sorted, checksummed file of fixed-width keys and the rows they stand in.
//!
//! It is mapped, never loaded: opening one of 10⁸ rows reads its table of blocks and nothing else. No byte of it is
//! believed before its checksum agreed: the table when the segment is opened, each block when it is first touched.
//!
//! ```text
//! lead      "SANADSEG", format u32, key width u32                              16 bytes
//! entries   key, row u64                    sorted by these bytes              n × (width + 8)
//! table     for each block of entries: its first key, 8 bytes of its SHA-256   blocks × (width + 8)
//! trailer   n u64, SHA-256 of the table, SHA-256 of lead and trailer so far    72 bytes
//! ```
//! Rows are big-endian, so that entries sort as plain bytes; other numbers are little-endian. A block is as many whole
//! entries as fit 64 KiB. A few rows at the top of the number range are planted by the writer and never shown: they
//! are what the self-test asks for.

mod writer;

pub use writer::{SegmentFacts, SegmentWriter};

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use memmap2::Mmap;
use sha2::{Digest as _, Sha256};

/// Widest key a segment takes, in bytes.
pub const KEY_BYTES_MAX: usize = 64;

/// Rows from here on are planted: no list may use them.
pub const ROW_RESERVED_MIN: u64 = u64::MAX - 0xff;

/// How many keys the writer plants in each segment.
pub(crate) const N_PLANTED: u64 = 8;

const MAGIC: &[u8; 8] = b"SANADSEG";
const FORMAT: u32 = 1;
const BLOCK_BYTES_MAX: usize = 64 * 1024;
const LEAD_BYTES: usize = 16;
const TRAILER_BYTES: usize = 72;
const ROW_BYTES: usize = 8;
const CHECKSUM_BYTES: usize = 8;

/// Why a segment cannot be written, opened or believed.
#[derive(Debug, thiserror::Error)]
pub enum SegmentError {
    /// The system would not.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// Which segment.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Its bytes are not those that were written: import the list again.
    #[error("{} is damaged: {damage}", path.display())]
    Damaged {
        /// Which segment.
        path: PathBuf,
        /// What does not agree.
        damage: Damage,
    },
    /// A later Sanad wrote it.
    #[error("{} is of segment format {found}; this Sanad reads format {FORMAT}", path.display())]
    Newer {
        /// Which segment.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// A key of another width than the segment's, or a width no segment has.
    #[error("a key of {found} bytes where {wanted} are needed")]
    KeyWidth {
        /// Bytes wanted.
        wanted: usize,
        /// Bytes found.
        found: usize,
    },
    /// A row number kept for the self-test.
    #[error("row {row} is reserved")]
    RowReserved {
        /// Which.
        row: u64,
    },
}

/// What does not agree in a damaged segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It does not begin as a segment does.
    #[error("it does not begin as a segment does")]
    NotASegment,
    /// It is longer or shorter than its trailer says.
    #[error("its size is not the one it was written with")]
    Size,
    /// Lead or trailer.
    #[error("its first or last bytes were changed")]
    Trailer,
    /// The table of blocks.
    #[error("its table of blocks was changed")]
    Table,
    /// A block of entries.
    #[error("block {number} was changed")]
    Block {
        /// Which, from 0.
        number: usize,
    },
}

/// An open segment. Cheap to share between threads.
pub struct Segment {
    path: PathBuf,
    bytes: Mmap,
    layout: Layout,
    /// Which blocks' checksums agreed already.
    is_checked: Vec<AtomicBool>,
}

/// Where everything lies, from the key's width and the number of entries alone.
#[derive(Debug, Clone, Copy)]
struct Layout {
    key_bytes: usize,
    n_entries: usize,
}

impl Layout {
    fn entry_bytes(&self) -> usize {
        self.key_bytes + ROW_BYTES
    }

    fn block_entries(&self) -> usize {
        BLOCK_BYTES_MAX / self.entry_bytes()
    }

    fn n_blocks(&self) -> usize {
        self.n_entries.div_ceil(self.block_entries())
    }

    fn table_entry_bytes(&self) -> usize {
        self.key_bytes + CHECKSUM_BYTES
    }

    /// Where the table begins and ends; none when no file can be that long.
    fn table(&self) -> Option<std::ops::Range<usize>> {
        let start = self.n_entries.checked_mul(self.entry_bytes())?.checked_add(LEAD_BYTES)?;
        let end = self.n_blocks().checked_mul(self.table_entry_bytes())?.checked_add(start)?;
        Some(start..end)
    }
}

impl Segment {
    /// Opens and maps a segment; checks its size, lead, trailer and table, and no entry yet.
    ///
    /// # Errors
    /// It cannot be opened, it is damaged, or a later Sanad wrote it.
    pub fn open(path: impl Into<PathBuf>) -> Result<Segment, SegmentError> {
        let path = path.into();
        let io = |doing| {
            let path = path.clone();
            move |source| SegmentError::Io { doing, path, source }
        };
        let file = File::open(&path).map_err(io("open"))?;
        let bytes = map(&file).map_err(io("map"))?;
        let layout = check_ends(&bytes).map_err(|fault| match fault {
            Fault::Damage(damage) => SegmentError::Damaged { path: path.clone(), damage },
            Fault::Newer(found) => SegmentError::Newer { path: path.clone(), found },
        })?;
        let is_checked = (0..layout.n_blocks()).map(|_| AtomicBool::new(false)).collect();
        Ok(Segment { path, bytes, layout, is_checked })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of each key.
    pub fn key_bytes(&self) -> usize {
        self.layout.key_bytes
    }

    /// How many entries it holds, the planted ones not counted.
    pub fn n_entries(&self) -> u64 {
        self.layout.n_entries as u64 - N_PLANTED
    }

    /// The file's length in bytes.
    pub fn size_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// The rows that hold this key, ascending; empty when none does.
    ///
    /// # Errors
    /// The key has another width, or a block that would have to be read is damaged.
    pub fn lookup(&self, key: &[u8]) -> Result<Vec<u64>, SegmentError> {
        let mut rows = self.lookup_all(key)?;
        rows.retain(|row| *row < ROW_RESERVED_MIN);
        Ok(rows)
    }

    /// The same with planted rows, for the self-test.
    pub(crate) fn lookup_all(&self, key: &[u8]) -> Result<Vec<u64>, SegmentError> {
        if key.len() != self.layout.key_bytes {
            return Err(SegmentError::KeyWidth { wanted: self.layout.key_bytes, found: key.len() });
        }
        let mut rows = Vec::new();
        // The last block that begins before the key may hold its first entry, and a key may fill many blocks.
        let (mut below, mut above) = (0, self.layout.n_blocks());
        while below < above {
            let middle = (below + above) / 2;
            if self.first_key(middle) < key { below = middle + 1 } else { above = middle }
        }
        for number in below.saturating_sub(1)..self.layout.n_blocks() {
            if self.first_key(number) > key {
                break;
            }
            let block = self.block(number)?;
            let entries = block.chunks_exact(self.layout.entry_bytes());
            rows.extend(entries_of(entries, block, key, self.layout.entry_bytes()));
        }
        Ok(rows)
    }

    /// All entries in the order of their keys, then rows, the planted ones left out.
    pub fn iter(&self) -> impl Iterator<Item = Result<(&[u8], u64), SegmentError>> {
        (0..self.layout.n_blocks())
            .flat_map(|number| {
                let (block, damage) = match self.block(number) {
                    Ok(block) => (block, None),
                    Err(error) => (&[][..], Some(Err(error))),
                };
                let entries = block.chunks_exact(self.layout.entry_bytes());
                damage.into_iter().chain(entries.map(|entry| Ok((&entry[..self.layout.key_bytes], row_of(entry)))))
            })
            .filter(|entry| !matches!(entry, Ok((_, row)) if *row >= ROW_RESERVED_MIN))
    }

    /// Reads all of it again: every block's checksum, and what [`SegmentWriter::finish`] said of it.
    ///
    /// # Errors
    /// A block is damaged.
    pub fn verify(&self) -> Result<SegmentFacts, SegmentError> {
        self.check_blocks()?;
        let sha256 = fingerprint::Sha256(Sha256::digest(&self.bytes[..]).into());
        Ok(SegmentFacts { n_entries: self.n_entries(), sha256 })
    }

    /// Checks everything that opening checked and every block, touched or not.
    pub(crate) fn check_blocks(&self) -> Result<(), SegmentError> {
        let damaged = |damage| SegmentError::Damaged { path: self.path.clone(), damage };
        check_ends(&self.bytes).map_err(|_| damaged(Damage::Trailer))?;
        (0..self.layout.n_blocks()).try_for_each(|number| self.check_block(number))
    }

    /// A block's entries, believed only after its checksum agreed once.
    fn block(&self, number: usize) -> Result<&[u8], SegmentError> {
        if !self.is_checked[number].load(Ordering::Relaxed) {
            self.check_block(number)?;
            self.is_checked[number].store(true, Ordering::Relaxed);
        }
        Ok(self.block_bytes(number))
    }

    fn check_block(&self, number: usize) -> Result<(), SegmentError> {
        let table_entry = self.table_entry(number);
        if checksum(self.block_bytes(number)) == table_entry[self.layout.key_bytes..] {
            return Ok(());
        }
        Err(SegmentError::Damaged { path: self.path.clone(), damage: Damage::Block { number } })
    }

    fn block_bytes(&self, number: usize) -> &[u8] {
        let width = self.layout.entry_bytes();
        let first = number * self.layout.block_entries();
        let last = (first + self.layout.block_entries()).min(self.layout.n_entries);
        &self.bytes[LEAD_BYTES + first * width..LEAD_BYTES + last * width]
    }

    fn table_entry(&self, number: usize) -> &[u8] {
        let table = LEAD_BYTES + self.layout.n_entries * self.layout.entry_bytes();
        let width = self.layout.table_entry_bytes();
        &self.bytes[table + number * width..][..width]
    }

    fn first_key(&self, number: usize) -> &[u8] {
        &self.table_entry(number)[..self.layout.key_bytes]
    }
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Segment").field("path", &self.path).field("layout", &self.layout).finish()
    }
}

/// The key that is planted (or, from [`N_PLANTED`] on, not planted) in every segment of this key width.
pub(crate) fn planted_key(key_bytes: usize, number: u64) -> Vec<u8> {
    let half = |half: u8| Sha256::digest(format!("sanad self-test key {number} half {half}"));
    let mut key = [half(0), half(1)].concat();
    key.truncate(key_bytes);
    key
}

/// The row under which a planted key stands.
pub(crate) fn planted_row(number: u64) -> u64 {
    ROW_RESERVED_MIN + number
}

enum Fault {
    Damage(Damage),
    Newer(u32),
}

/// Checks lead, trailer, size and table of a whole segment.
fn check_ends(bytes: &[u8]) -> Result<Layout, Fault> {
    let (Some(lead), true) = (bytes.first_chunk::<LEAD_BYTES>(), bytes.starts_with(MAGIC)) else {
        return Err(Fault::Damage(Damage::NotASegment));
    };
    let Some(trailer) = bytes.last_chunk::<TRAILER_BYTES>().filter(|_| bytes.len() >= LEAD_BYTES + TRAILER_BYTES)
    else {
        return Err(Fault::Damage(Damage::Size));
    };
    let (said, sum) = trailer.split_at(TRAILER_BYTES - 32);
    if Sha256::new().chain_update(lead).chain_update(said).finalize()[..] != *sum {
        // A later format may keep its trailer elsewhere, so its number is believed as it stands.
        let format = u32_at(lead, 8);
        return Err(if format > FORMAT { Fault::Newer(format) } else { Fault::Damage(Damage::Trailer) });
    }
    if u32_at(lead, 8) != FORMAT {
        return Err(Fault::Newer(u32_at(lead, 8)));
    }
    let key_bytes = u32_at(lead, 12) as usize;
    let n_entries = u64::from_le_bytes(std::array::from_fn(|n| said[n])) as usize;
    if key_bytes == 0 || key_bytes > KEY_BYTES_MAX || (n_entries as u64) < N_PLANTED {
        return Err(Fault::Damage(Damage::Trailer));
    }
    let layout = Layout { key_bytes, n_entries };
    let table = layout.table().filter(|table| table.end.checked_add(TRAILER_BYTES) == Some(bytes.len()));
    let table = table.ok_or(Fault::Damage(Damage::Size))?;
    if Sha256::digest(&bytes[table])[..] != said[8..] {
        return Err(Fault::Damage(Damage::Table));
    }
    Ok(layout)
}

#[expect(unsafe_code, reason = "mapping a file has no safe form")]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the map must not change or shrink while it is read. Segments lie in the node's folder (mode 0700) and are
    // never written in place: a writer makes another file and renames it, which leaves this one as it is. Bytes that
    // change on the disk nevertheless are read as plain numbers, bounds are taken from the length mapped here, and a
    // block is believed only after its checksum agreed.
    unsafe { Mmap::map(file) }
}

fn entries_of<'b>(
    entries: std::slice::ChunksExact<'b, u8>,
    block: &'b [u8],
    key: &'b [u8],
    entry_bytes: usize,
) -> impl Iterator<Item = u64> + 'b {
    let (mut below, mut above) = (0, entries.len());
    while below < above {
        let middle = (below + above) / 2;
        if &block[middle * entry_bytes..][..key.len()] < key { below = middle + 1 } else { above = middle }
    }
    entries.skip(below).take_while(move |entry| entry[..key.len()] == *key).map(row_of)
}

fn row_of(entry: &[u8]) -> u64 {
    u64::from_be_bytes(std::array::from_fn(|n| entry[entry.len() - ROW_BYTES + n]))
}

fn checksum(block: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let digest = Sha256::digest(block);
    std::array::from_fn(|n| digest[n])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(std::array::from_fn(|n| bytes[at + n]))
}

#[cfg(test)]
#[path = "segment/segment_tests.rs"]
mod tests;
