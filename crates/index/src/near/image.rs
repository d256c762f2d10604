//! The index as bytes: where its sections lie, in memory or in a mapped file, and the checksums that vouch for them.
//!
//! ```text
//! header     "SANDNEAR", format, plan, widths, counts, checksum of the checksums, own checksum      4,096 bytes
//! codes      distinct hashes, bits dealt out, sorted                                                n × 32
//! starts     for each band: where each value's entries begin in ids and siblings                    (2^width + 1) × 4
//! ids        for each band but the first: codes by the band's value. The first band's are 0, 1, 2 … n × 4
//! siblings   for each band: the sibling band's value of each of these                               n × 2
//! owners     for each code its first owner; absent when every code has one                          (n + 1) × 4
//! lists      the owners' lists; absent when there is only one list                                  entries × 4
//! rows       the owners' rows                                                                       entries × 4 or 8
//! checksums  CRC-32 of each 4,096 bytes from the codes to the rows                                  blocks × 4
//! ```
//! All numbers are little-endian; each section begins at a multiple of 4,096. Of the same entries the bytes are the
//! same, in whatever order they came.
//!
//! Invariant: of a mapped file no byte is used before its block's checksum agreed, and no number in it is trusted to
//! lie within bounds even then.

use std::fs::File;
use std::io::{self, Write as _};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use memmap2::{Advice, Mmap, MmapMut};
use tempfile::NamedTempFile;

use crate::near::code::Code;
use crate::near::plan::Plan;

#[cfg(not(target_endian = "little"))]
compile_error!("the index maps little-endian numbers as they are");

const MAGIC: &[u8; 8] = b"SANDNEAR";
const FORMAT: u32 = 1;
const BLOCK_BYTES: usize = 4096;

/// Kernels read whole registers: so many bytes after any section belong to the image.
const SLACK_BYTES: usize = 64;

/// Why an index file cannot be written, opened or believed.
#[derive(Debug, thiserror::Error)]
pub enum NearFileError {
    /// The system would not.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Its bytes are not those that were written: build it again.
    #[error("{} is damaged: {damage}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What does not agree.
        damage: NearDamage,
    },
    /// A later Sanad wrote it.
    #[error("{} is of index format {found}; this Sanad reads format {FORMAT}", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
}

/// What does not agree in a damaged index file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NearDamage {
    /// It does not begin as an index does.
    #[error("it does not begin as an index does")]
    NotAnIndex,
    /// It is longer or shorter than its header says.
    #[error("its size is not the one it was written with")]
    Size,
    /// The header.
    #[error("its header was changed")]
    Header,
    /// The checksums.
    #[error("its checksums were changed")]
    Checksums,
    /// A block.
    #[error("the block at byte {at} was changed")]
    Block {
        /// Where it begins.
        at: usize,
    },
}

/// What the header says, from which the place of everything follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) plan: Plan,
    pub(super) n_codes: usize,
    pub(super) n_entries: usize,
    /// The only list, when there is one.
    pub(super) list_only: Option<u32>,
    pub(super) row_bytes: usize,
}

/// Where each section lies.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) codes: Range<usize>,
    pub(super) starts: Vec<Range<usize>>,
    pub(super) ids: Vec<Range<usize>>,
    pub(super) siblings: Vec<Range<usize>>,
    pub(super) owners: Range<usize>,
    pub(super) lists: Range<usize>,
    pub(super) rows: Range<usize>,
    checksums: Range<usize>,
    pub(super) n_bytes: usize,
}

impl Layout {
    /// None when the numbers are such that no file could hold it.
    pub(super) fn of(facts: &Facts) -> Option<Layout> {
        let mut end = BLOCK_BYTES;
        let mut section = |n: usize, width_bytes: usize| {
            let begin = end;
            let n_bytes = n.checked_mul(width_bytes)?;
            end = begin.checked_add(n_bytes)?.checked_next_multiple_of(BLOCK_BYTES)?;
            Some(begin..begin + n_bytes)
        };
        let n = facts.n_codes;
        let codes = section(n, size_of::<Code>())?;
        let (mut starts, mut ids, mut siblings) = (Vec::new(), Vec::new(), Vec::new());
        for band in facts.plan.bands() {
            starts.push(section(band.n_values() + 1, 4)?);
        }
        for number in 0..facts.plan.bands().len() {
            ids.push(section(if number == 0 { 0 } else { n }, 4)?);
            siblings.push(section(n, 2)?);
        }
        let owners = section(if facts.n_entries == n { 0 } else { n + 1 }, 4)?;
        let lists = section(if facts.list_only.is_some() { 0 } else { facts.n_entries }, 4)?;
        let rows = section(facts.n_entries, facts.row_bytes)?;
        let checksums = section((rows.end.div_ceil(BLOCK_BYTES)).checked_sub(1)?, 4)?;
        let n_bytes = (checksums.end + SLACK_BYTES).checked_next_multiple_of(BLOCK_BYTES)?;
        Some(Layout { codes, starts, ids, siblings, owners, lists, rows, checksums, n_bytes })
    }
}

enum Bytes {
    Made(MmapMut),
    Mapped(Mmap),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Bytes::Made(bytes) => bytes,
            Bytes::Mapped(bytes) => bytes,
        }
    }
}

/// The bytes of an index and what they mean.
pub(super) struct Image {
    facts: Facts,
    layout: Layout,
    bytes: Bytes,
    path: PathBuf,
    /// One bit a block: its checksum agreed. Empty for an index made here.
    checked: Vec<AtomicU64>,
    is_all_checked: AtomicBool,
}

impl Image {
    /// An image of zeroes, to be filled.
    ///
    /// # Errors
    /// The system has not that much memory.
    pub(super) fn make(facts: Facts) -> io::Result<Image> {
        let layout = Layout::of(&facts).ok_or(io::ErrorKind::OutOfMemory)?;
        let bytes = map_in_memory(layout.n_bytes)?;
        Ok(Image {
            facts,
            layout,
            bytes: Bytes::Made(bytes),
            path: PathBuf::new(),
            checked: Vec::new(),
            is_all_checked: AtomicBool::new(true),
        })
    }

    /// Maps a file. Only its header and its checksums are read.
    pub(super) fn open(path: &Path) -> Result<Image, NearFileError> {
        let failed = |doing| move |source| NearFileError::Io { doing, path: path.to_owned(), source };
        let file = File::open(path).map_err(failed("open"))?;
        let bytes = map_file(&file).map_err(failed("map"))?;
        // Look-ups touch pages here and there: reading ahead would only displace others.
        bytes.advise(Advice::Random).map_err(failed("map"))?;
        let facts = read_header(path, &bytes)?;
        let damaged = |damage| NearFileError::Damaged { path: path.to_owned(), damage };
        let layout = Layout::of(&facts).ok_or_else(|| damaged(NearDamage::Header))?;
        if layout.n_bytes != bytes.len() {
            return Err(damaged(NearDamage::Size));
        }
        let tail = &bytes[layout.checksums.start..];
        if crc32fast::hash(tail) != u32_at(&bytes, HEADER_CHECKSUMS_AT) {
            return Err(damaged(NearDamage::Checksums));
        }
        let n_blocks = layout.checksums.len() / 4;
        let checked = (0..n_blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let is_all_checked = AtomicBool::new(n_blocks == 0);
        let bytes = Bytes::Mapped(bytes);
        Ok(Image { facts, layout, bytes, path: path.to_owned(), checked, is_all_checked })
    }

    /// The same in memory of its own, on large pages, every block checked.
    pub(super) fn loaded(self) -> Result<Image, NearFileError> {
        self.check_all()?;
        let failed = |source| NearFileError::Io { doing: "load", path: self.path.clone(), source };
        let mut bytes = map_in_memory(self.layout.n_bytes).map_err(failed)?;
        bytes.copy_from_slice(self.bytes.as_slice());
        Ok(Image { bytes: Bytes::Made(bytes), ..self })
    }

    pub(super) fn facts(&self) -> &Facts {
        &self.facts
    }

    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(super) fn n_bytes(&self) -> usize {
        self.layout.n_bytes
    }

    /// All bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// All bytes, of an index that is being made.
    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        match &mut self.bytes {
            Bytes::Made(bytes) => bytes,
            Bytes::Mapped(_) => &mut [],
        }
    }

    /// Writes the file aside, then gives it its name.
    pub(super) fn write_to(&self, path: &Path) -> Result<(), NearFileError> {
        self.check_all()?;
        let failed = |source| NearFileError::Io { doing: "write", path: path.to_owned(), source };
        self.write_aside(path).map_err(failed)
    }

    fn write_aside(&self, path: &Path) -> io::Result<()> {
        let mut aside = aside_of(path)?;
        let body = &self.bytes()[BLOCK_BYTES..self.layout.checksums.start];
        let tail = tail_of(body, &self.layout);
        aside.write_all(&header_of(&self.facts, crc32fast::hash(&tail)))?;
        aside.write_all(body)?;
        aside.write_all(&tail)?;
        named(aside, path)
    }

    /// Whether every block's checksum agreed.
    pub(super) fn is_all_checked(&self) -> bool {
        self.is_all_checked.load(Ordering::Acquire)
    }

    /// Compares every block with its checksum, whether it was compared before or not.
    pub(super) fn check_all(&self) -> Result<(), NearFileError> {
        if self.checked.is_empty() {
            return Ok(());
        }
        (0..self.layout.checksums.len() / 4).try_for_each(|block| self.check(block))?;
        self.is_all_checked.store(true, Ordering::Release);
        Ok(())
    }

    /// Makes sure of the blocks that hold these bytes.
    #[inline]
    pub(super) fn ensure(&self, range: Range<usize>) -> Result<(), NearFileError> {
        if self.checked.is_empty() || range.is_empty() {
            return Ok(());
        }
        for block in range.start / BLOCK_BYTES - 1..=(range.end - 1) / BLOCK_BYTES - 1 {
            let is_checked = self.checked.get(block / 64).map_or(0, |bits| bits.load(Ordering::Relaxed));
            if is_checked >> (block % 64) & 1 == 0 {
                self.check(block)?;
            }
        }
        Ok(())
    }

    #[cold]
    fn check(&self, block: usize) -> Result<(), NearFileError> {
        let at = (block + 1) * BLOCK_BYTES;
        let bytes = self.bytes();
        if crc32fast::hash(&bytes[at..at + BLOCK_BYTES]) != u32_at(bytes, self.layout.checksums.start + 4 * block) {
            return Err(NearFileError::Damaged { path: self.path.clone(), damage: NearDamage::Block { at } });
        }
        self.checked[block / 64].fetch_or(1 << (block % 64), Ordering::Relaxed);
        Ok(())
    }

    pub(super) fn codes(&self) -> &[Code] {
        numbers(&self.bytes()[self.layout.codes.clone()])
    }

    pub(super) fn starts(&self, band: usize) -> &[u32] {
        numbers(&self.bytes()[self.layout.starts[band].clone()])
    }

    /// Empty for the first band, whose ids are their places.
    pub(super) fn ids(&self, band: usize) -> &[u32] {
        numbers(&self.bytes()[self.layout.ids[band].clone()])
    }

    pub(super) fn siblings(&self, band: usize) -> &[u16] {
        numbers(&self.bytes()[self.layout.siblings[band].clone()])
    }

    /// Which entries a code has. Within bounds whatever the file says.
    pub(super) fn owners_of(&self, code: usize) -> Result<Range<usize>, NearFileError> {
        if self.layout.owners.is_empty() {
            return Ok(code..code + 1);
        }
        let at = self.layout.owners.start + 4 * code;
        self.ensure(at..at + 8)?;
        let bytes = self.bytes();
        let end = (u32_at(bytes, at + 4) as usize).min(self.facts.n_entries);
        Ok((u32_at(bytes, at) as usize).min(end)..end)
    }

    /// List and row of an entry.
    pub(super) fn owner(&self, entry: usize) -> Result<(u32, u64), NearFileError> {
        let bytes = self.bytes();
        let list = match self.facts.list_only {
            Some(list) => list,
            None => {
                let at = self.layout.lists.start + 4 * entry;
                self.ensure(at..at + 4)?;
                u32_at(bytes, at)
            }
        };
        let at = self.layout.rows.start + self.facts.row_bytes * entry;
        self.ensure(at..at + self.facts.row_bytes)?;
        let row = if self.facts.row_bytes == 4 { u64::from(u32_at(bytes, at)) } else { u64_at(bytes, at) };
        Ok((list, row))
    }

    /// Asks the processor to fetch where an entry's row lies.
    #[inline(always)]
    pub(super) fn row_at(&self, entry: usize) -> usize {
        self.layout.rows.start + self.facts.row_bytes * entry
    }
}

/// A file beside the one that it shall be.
pub(super) fn aside_of(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".near-").suffix(".aside").tempfile_in(folder_of(path))
}

/// Puts header and checksums into a file that has everything else, and gives it its name.
pub(super) fn end_file(aside: NamedTempFile, facts: &Facts, layout: &Layout, path: &Path) -> io::Result<()> {
    let bytes = map_file(aside.as_file())?;
    let tail = tail_of(&bytes[BLOCK_BYTES..layout.checksums.start], layout);
    aside.as_file().write_all_at(&tail, layout.checksums.start as u64)?;
    aside.as_file().write_all_at(&header_of(facts, crc32fast::hash(&tail)), 0)?;
    named(aside, path)
}

fn named(aside: NamedTempFile, path: &Path) -> io::Result<()> {
    aside.as_file().sync_all()?;
    aside.persist(path).map_err(|failed| failed.error)?;
    // The name is on the disk only when its folder is.
    File::open(folder_of(path))?.sync_all()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The checksums of all blocks but the header's, and the zeroes behind them.
fn tail_of(body: &[u8], layout: &Layout) -> Vec<u8> {
    let mut tail: Vec<u8> = body.chunks(BLOCK_BYTES).flat_map(|block| crc32fast::hash(block).to_le_bytes()).collect();
    tail.resize(layout.n_bytes - layout.checksums.start, 0);
    tail
}

const HEADER_CHECKSUMS_AT: usize = 56;
const HEADER_SELF_AT: usize = BLOCK_BYTES - 4;

fn header_of(facts: &Facts, checksums: u32) -> [u8; BLOCK_BYTES] {
    let mut header = [0; BLOCK_BYTES];
    let mut at = 0;
    let mut put = |bytes: &[u8]| {
        header[at..at + bytes.len()].copy_from_slice(bytes);
        at += bytes.len();
    };
    put(MAGIC);
    put(&FORMAT.to_le_bytes());
    put(&facts.plan.radius_bits_max().to_le_bytes());
    put(&facts.plan.n_pairs().to_le_bytes());
    put(&(facts.row_bytes as u32).to_le_bytes());
    put(&(facts.n_codes as u64).to_le_bytes());
    put(&(facts.n_entries as u64).to_le_bytes());
    put(&u64::from(facts.list_only.is_some()).to_le_bytes());
    put(&u64::from(facts.list_only.unwrap_or(0)).to_le_bytes());
    put(&checksums.to_le_bytes());
    let own = crc32fast::hash(&header[..HEADER_SELF_AT]);
    header[HEADER_SELF_AT..].copy_from_slice(&own.to_le_bytes());
    header
}

fn read_header(path: &Path, bytes: &[u8]) -> Result<Facts, NearFileError> {
    let damaged = |damage| NearFileError::Damaged { path: path.to_owned(), damage };
    if bytes.get(..8) != Some(&MAGIC[..]) {
        return Err(damaged(NearDamage::NotAnIndex));
    }
    let header = bytes.get(..BLOCK_BYTES).ok_or_else(|| damaged(NearDamage::Size))?;
    // Before the checksum: a later format may keep it elsewhere.
    let format = u32_at(header, 8);
    if format > FORMAT && crc32fast::hash(&header[..HEADER_SELF_AT]) == u32_at(header, HEADER_SELF_AT) {
        return Err(NearFileError::Newer { path: path.to_owned(), found: format });
    }
    let is_right = crc32fast::hash(&header[..HEADER_SELF_AT]) == u32_at(header, HEADER_SELF_AT) && format == FORMAT;
    let (radius, n_pairs, row_bytes) = (u32_at(header, 12), u32_at(header, 16), u32_at(header, 20) as usize);
    let (n_codes, n_entries) = (u64_at(header, 24), u64_at(header, 32));
    let plan = if n_pairs == 0 { Plan::brute_force(radius) } else { Plan::of_pairs(n_pairs, radius) };
    let is_possible = radius <= super::RADIUS_BITS_MAX
        && plan.n_pairs() == n_pairs
        && plan.finds_all_within(radius)
        && [4, 8].contains(&row_bytes)
        && n_codes <= n_entries
        && n_entries <= u64::from(u32::MAX);
    if !is_right || !is_possible {
        return Err(damaged(NearDamage::Header));
    }
    let list_only = (u64_at(header, 40) != 0).then_some(u64_at(header, 48) as u32);
    Ok(Facts { plan, n_codes: n_codes as usize, n_entries: n_entries as usize, list_only, row_bytes })
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(std::array::from_fn(|n| bytes[at + n]))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|n| bytes[at + n]))
}

/// Memory on large pages where the system has them: look-ups touch it all over, and each page costs a look-up itself.
pub(super) fn map_in_memory(n_bytes: usize) -> io::Result<MmapMut> {
    let bytes = MmapMut::map_anon(n_bytes)?;
    #[cfg(target_os = "linux")]
    // Refused by kernels without them; then the pages are small, and all is as right as before.
    let _ = bytes.advise(Advice::HugePage);
    Ok(bytes)
}

#[expect(unsafe_code, reason = "a mapped file is what makes opening it cost nothing")]
pub(super) fn map_file(file: &File) -> io::Result<Mmap> {
    // SAFETY: the file is written aside and renamed, never changed in place. Whoever changes it nonetheless changes
    // numbers, each of which is compared with its bounds before it is used.
    unsafe { Mmap::map(file) }
}

/// What sections are made of: any bytes are a value of it.
pub(super) trait Number: Copy {}
impl Number for u16 {}
impl Number for u32 {}
impl Number for u64 {}
impl Number for Code {}

/// A section as numbers.
#[expect(unsafe_code, reason = "sections are used where they lie")]
pub(super) fn numbers<T: Number>(bytes: &[u8]) -> &[T] {
    assert!(bytes.as_ptr().cast::<T>().is_aligned(), "a section begins at a multiple of 4,096");
    // SAFETY: aligned as just asserted, of the slice's length rounded down, and any bytes are a `Number`.
    unsafe { std::slice::from_raw_parts(bytes.as_ptr().cast(), bytes.len() / size_of::<T>()) }
}

/// A section being made as numbers.
#[expect(unsafe_code, reason = "sections are made where they lie")]
pub(super) fn numbers_mut<T: Number>(bytes: &mut [u8]) -> &mut [T] {
    assert!(bytes.as_ptr().cast::<T>().is_aligned(), "a section begins at a multiple of 4,096");
    // SAFETY: as in `numbers`, and the borrow is the only one.
    unsafe { std::slice::from_raw_parts_mut(bytes.as_mut_ptr().cast(), bytes.len() / size_of::<T>()) }
}
