//! A segment: an immutable, sorted, checksummed file of fixed-width keys and the rows they stand in.
//!
//! It is mapped, never loaded: opening one of 10⁸ rows reads some kilobytes. No byte of it is believed before its
//! checksum agreed: the ends when the segment is opened, each KiB when it is first touched.
//!
//! ```text
//! lead       "SANADSEG", format u32, key width u32                               16 bytes
//! entries    key without its leading bits, row; sorted by key, then row          n × (less than width + row)
//! directory  for each value of the leading bits: the first entry from there on   (2^bits + 1) × u32, at a multiple of 64
//! sums       CRC-32 of each KiB of what stands above                             4 bytes each
//! pages      CRC-32 of each 4 KiB of sums                                        4 bytes each
//! trailer    n u64; leading bits, row bits u32; SHA-256 of all above,            112 bytes
//!            of the pages, of lead and trailer so far
//! ```
//! In entries the key's bytes come first and rows are big-endian (`shape.rs` has the packing); other numbers are
//! little-endian. So an entry of a SHA-1 takes 21 bytes and everything else less than one more, whatever the list's
//! size; a look-up touches the directory once and the entries once. A few rows at the top of the number range are
//! planted by the writer and never shown: they are what the self-test asks for. Segments of format 1 (`first.rs`) are
//! read as ever and written no more.

mod batch;
mod by_row;
mod first;
mod second;
mod shape;
mod sort;
mod sums;
mod writer;

pub use by_row::ByRow;
pub use shape::Key;
pub use writer::{SegmentFacts, SegmentWriter};

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use sha2::{Digest as _, Sha256};

use first::First;
use second::Second;

/// Widest key a segment takes, in bytes.
pub const KEY_BYTES_MAX: usize = 64;

/// Rows from here on are planted: no list may use them.
pub const ROW_RESERVED_MIN: u64 = u64::MAX - 0xff;

/// How many keys the writer plants in each segment.
pub(crate) const N_PLANTED: u64 = 8;

const MAGIC: &[u8; 8] = b"SANADSEG";
const FORMAT: u32 = 2;
const LEAD_BYTES: usize = 16;

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
    /// More entries than a segment counts: the list must be cut in two.
    #[error("{} would have more than {} entries", path.display(), u32::MAX)]
    TooLong {
        /// Which segment.
        path: PathBuf,
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
    /// The checksums of its blocks.
    #[error("its table of blocks was changed")]
    Table,
    /// A block: of entries, or of the directory behind them.
    #[error("block {number} was changed")]
    Block {
        /// Which, from 0.
        number: usize,
    },
    /// The directory points where no entries are, though its checksum agrees: no Sanad wrote it.
    #[error("its directory is none that a segment has")]
    Directory,
    /// Every block agrees with its checksum, and the whole not with its digest.
    #[error("its bytes were changed")]
    Content,
}

/// An open segment. Cheap to share between threads.
pub struct Segment {
    path: PathBuf,
    bytes: Mmap,
    form: Form,
}

enum Form {
    First(First),
    Second(Second),
}

impl Segment {
    /// Opens and maps a segment; checks its size and ends, and no entry yet.
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
        // Large pages where the system has them: a wish, and no harm where it is not granted.
        #[cfg(target_os = "linux")]
        let _ = bytes.advise(memmap2::Advice::HugePage);
        let form = read_form(&bytes).map_err(|fault| match fault {
            Fault::Damage(damage) => SegmentError::Damaged { path: path.clone(), damage },
            Fault::Newer(found) => SegmentError::Newer { path: path.clone(), found },
        })?;
        Ok(Segment { path, bytes, form })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Bytes of each key.
    pub fn key_bytes(&self) -> usize {
        match &self.form {
            Form::First(first) => first.key_bytes(),
            Form::Second(second) => second.shape.key_bytes,
        }
    }

    /// How many entries it holds, the planted ones not counted.
    pub fn n_entries(&self) -> u64 {
        let n_entries = match &self.form {
            Form::First(first) => first.n_entries(),
            Form::Second(second) => second.shape.n_entries,
        };
        n_entries as u64 - N_PLANTED
    }

    /// The file's length in bytes.
    pub fn size_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// SHA-256 of its content as its writer noted it, which names this list's keys and rows and no others; none in a
    /// segment of format 1.
    pub fn content_sha256(&self) -> Option<fingerprint::Sha256> {
        match &self.form {
            Form::First(_) => None,
            Form::Second(second) => Some(fingerprint::Sha256(second.content_sha256)),
        }
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

    /// The same for many keys, which lie in `keys` one after the other. For each row found gives the number of its key,
    /// from 0, and the row; a key's rows ascending, keys in no order. Several times as fast as one key after the other.
    ///
    /// # Errors
    /// `keys` is not a number of whole keys, or a block that would have to be read is damaged: then what was given so
    /// far is right, and nothing may be said about the rest.
    pub fn lookup_many(&self, keys: &[u8], mut each: impl FnMut(usize, u64)) -> Result<(), SegmentError> {
        let key_bytes = self.key_bytes();
        if !keys.len().is_multiple_of(key_bytes) {
            return Err(SegmentError::KeyWidth { wanted: key_bytes, found: keys.len() % key_bytes });
        }
        let mut shown = |number: usize, row: u64| {
            if row < ROW_RESERVED_MIN {
                each(number, row);
            }
        };
        let found = match &self.form {
            Form::First(first) => (keys.chunks_exact(key_bytes).enumerate())
                .try_for_each(|(number, key)| first.find(&self.bytes, key, |row| shown(number, row))),
            Form::Second(second) => batch::find_many(second, &self.bytes, keys, shown),
        };
        found.map_err(|damage| self.damaged(damage))
    }

    /// As [`Segment::lookup`], with planted rows, for the self-test.
    pub(crate) fn lookup_all(&self, key: &[u8]) -> Result<Vec<u64>, SegmentError> {
        if key.len() != self.key_bytes() {
            return Err(SegmentError::KeyWidth { wanted: self.key_bytes(), found: key.len() });
        }
        let mut rows = Vec::new();
        let found = match &self.form {
            Form::First(first) => first.find(&self.bytes, key, |row| rows.push(row)),
            Form::Second(second) => second.find(&self.bytes, key, |row| rows.push(row)),
        };
        found.map(|()| rows).map_err(|damage| self.damaged(damage))
    }

    /// All entries in the order of their keys, then rows, the planted ones left out.
    pub fn iter(&self) -> impl Iterator<Item = Result<(Key, u64), SegmentError>> {
        self.iter_all().filter(|entry| !matches!(entry, Ok((_, row)) if *row >= ROW_RESERVED_MIN))
    }

    /// The same with the planted ones, so that the nth is the entry of that number.
    fn iter_all(&self) -> impl Iterator<Item = Result<(Key, u64), SegmentError>> {
        let (first, second) = match &self.form {
            Form::First(first) => (Some(first), None),
            Form::Second(second) => (None, Some(second)),
        };
        let first = first.into_iter().flat_map(|form| form.iter(&self.bytes));
        let first = first.map(|entry| entry.map(|(key, row)| (Key::of(key), row)));
        let second = second.into_iter().flat_map(|form| form.iter(&self.bytes));
        first.chain(second).map(|entry| entry.map_err(|damage| self.damaged(damage)))
    }

    /// The row of an entry by its number, which the caller has from this segment.
    fn row_at(&self, number: usize) -> Result<u64, SegmentError> {
        let row = match &self.form {
            Form::First(first) => first.numbered(&self.bytes, number).map(|(_, row)| row),
            Form::Second(second) => second.row_at(&self.bytes, number),
        };
        row.map_err(|damage| self.damaged(damage))
    }

    /// Its key.
    fn key_at(&self, number: usize) -> Result<Key, SegmentError> {
        let key = match &self.form {
            Form::First(first) => first.numbered(&self.bytes, number).map(|(key, _)| Key::of(key)),
            Form::Second(second) => second.key_at(&self.bytes, number),
        };
        key.map_err(|damage| self.damaged(damage))
    }

    /// Reads all of it again: every block's checksum, the whole's digest, and what [`SegmentWriter::finish`] said of it.
    ///
    /// # Errors
    /// It is damaged.
    pub fn verify(&self) -> Result<SegmentFacts, SegmentError> {
        self.check_blocks()?;
        if let Form::Second(second) = &self.form {
            second.check_content(&self.bytes).map_err(|damage| self.damaged(damage))?;
        }
        let sha256 = fingerprint::Sha256(Sha256::digest(&self.bytes[..]).into());
        Ok(SegmentFacts { n_entries: self.n_entries(), sha256 })
    }

    /// Checks everything that opening checked and every block, touched or not.
    pub(crate) fn check_blocks(&self) -> Result<(), SegmentError> {
        let checked = match &self.form {
            Form::First(first) => first.check_all(&self.bytes),
            Form::Second(second) => second.check_all(&self.bytes),
        };
        checked.map_err(|damage| self.damaged(damage))
    }

    fn damaged(&self, damage: Damage) -> SegmentError {
        SegmentError::Damaged { path: self.path.clone(), damage }
    }
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Segment").field("path", &self.path).field("n_entries", &self.n_entries()).finish()
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

fn read_form(bytes: &[u8]) -> Result<Form, Fault> {
    let (Some(lead), true) = (bytes.first_chunk::<LEAD_BYTES>(), bytes.starts_with(MAGIC)) else {
        return Err(Fault::Damage(Damage::NotASegment));
    };
    let [format, key_bytes] = [8, 12].map(|at| u32::from_le_bytes(std::array::from_fn(|n| lead[at + n])));
    let form = match format {
        0 => Err(Damage::NotASegment),
        1 => First::open(bytes, key_bytes as usize).map(Form::First),
        FORMAT => Second::open(bytes, key_bytes as usize).map(Form::Second),
        // A later format may keep its ends elsewhere, so its number is believed as it stands.
        _ => return Err(Fault::Newer(format)),
    };
    form.map_err(Fault::Damage)
}

/// What the last bytes of a segment say, once their sum over lead and trailer agrees.
fn said_at_the_end(bytes: &[u8], trailer_bytes: usize) -> Result<&[u8], Damage> {
    if bytes.len() < LEAD_BYTES + trailer_bytes {
        return Err(Damage::Size);
    }
    let (lead, trailer) = (&bytes[..LEAD_BYTES], &bytes[bytes.len() - trailer_bytes..]);
    let (said, sum) = trailer.split_at(trailer_bytes - 32);
    if Sha256::new().chain_update(lead).chain_update(said).finalize()[..] != *sum {
        return Err(Damage::Trailer);
    }
    Ok(said)
}

#[expect(unsafe_code, reason = "mapping a file has no safe form")]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the map must not change or shrink while it is read. Segments lie in the node's folder (mode 0700) and are
    // never written in place: a writer makes another file and renames it, which leaves this one as it is. Bytes that
    // change on the disk nevertheless are read as plain numbers, bounds are taken from the length mapped here, and a
    // block is believed only after its checksum agreed.
    unsafe { Mmap::map(file) }
}

#[cfg(test)]
#[path = "segment/segment_tests.rs"]
mod tests;
