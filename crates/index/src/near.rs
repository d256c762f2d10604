//! Near search: all entries within so many bits of a hash, every one of them.
//!
//! Multi-index hashing (Norouzi, Punjani, Fleet: *Fast exact search in Hamming space with multi-index hashing*), with
//! the bands in pairs: each band has a table of the entries by the band's bits, and beside each entry stand the bits
//! of its sibling, so that nearly all of a bucket is dismissed without looking at a code. The plan says how far each
//! table is asked, such that no entry within the radius can escape all of them. Nothing here is approximate: where no
//! plan pays, every entry is compared. Entries with equal hashes are searched once.

mod batch;
mod build;
mod code;
mod compare;
mod image;
pub(crate) mod merged;
mod pairs;
mod plan;
mod probe;
mod scan;
mod tables;

pub use image::{NearDamage, NearFileError};
pub use plan::{Band, Plan};

use std::ops::Range;
use std::path::Path;

use fingerprint::{Kernel, Pdq};

use code::{Code, code_of, hash_of};
use compare::{LazyPlanes, Planes};
use image::Image;
use probe::{CodeHit, Probes, ProbesByRadius};

/// The largest radius that is answered.
pub const RADIUS_BITS_MAX: u32 = 64;

/// A hash to be found, and whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearEntry {
    /// The hash.
    pub hash: Pdq,
    /// Which list it stands in.
    pub list: u32,
    /// Which row of it.
    pub row: u64,
}

/// An entry within the radius.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearHit {
    /// Its list.
    pub list: u32,
    /// Its row.
    pub row: u64,
    /// How many bits differ.
    pub distance: u32,
}

/// Two looks within the radius of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearPair {
    /// The number of one look, as [`NearIndex::owners_of`] takes it.
    pub one: usize,
    /// The number of the other, which is larger.
    pub two: usize,
    /// How many bits differ; never none, since entries with equal hashes are one look.
    pub distance: u32,
}

/// A radius beyond what the index was planned for: asked so far, it could miss entries, so it does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a radius of {asked_bits} bits, where at most {planned_bits} are planned for")]
pub struct RadiusTooLarge {
    /// Asked.
    pub asked_bits: u32,
    /// Planned for.
    pub planned_bits: u32,
}

/// Why an index does not answer.
#[derive(Debug, thiserror::Error)]
pub enum NearError {
    /// It could miss entries.
    #[error(transparent)]
    Radius(#[from] RadiusTooLarge),
    /// Its file cannot be believed: nothing can be said, least of all that there is no match.
    #[error(transparent)]
    File(#[from] NearFileError),
}

/// Entries, and for each band of the plan a table of them: about 130 bytes an entry with 8 pairs of bands, and 256 KiB
/// for each band. In memory or in a mapped file; shared between threads as it is.
pub struct NearIndex {
    image: Image,
    probes: ProbesByRadius,
    planes: LazyPlanes,
    kernel: Kernel,
    /// Whether tables are left aside and every code is compared, by the plainest code there is.
    is_compared_plainly: bool,
}

impl NearIndex {
    /// Builds an index that answers radii up to `radius_bits_max`, with the plan that suits this many entries.
    ///
    /// # Errors
    /// The radius is larger than [`RADIUS_BITS_MAX`].
    pub fn build(entries: Vec<NearEntry>, radius_bits_max: u32) -> Result<NearIndex, RadiusTooLarge> {
        if radius_bits_max > RADIUS_BITS_MAX {
            return Err(RadiusTooLarge { asked_bits: radius_bits_max, planned_bits: RADIUS_BITS_MAX });
        }
        let plan = Plan::choose(entries.len(), radius_bits_max);
        Ok(NearIndex::build_by(plan, entries))
    }

    /// Builds by a plan that is already chosen. Invariant: there are at most `u32::MAX` entries.
    pub fn build_by(plan: Plan, entries: Vec<NearEntry>) -> NearIndex {
        assert!(entries.len() <= u32::MAX as usize, "an index is of at most 4,294,967,295 entries");
        let image = build::build(plan, entries).expect("memory for the index, as for any other allocation");
        NearIndex::of_image(image)
    }

    /// Opens an index file. It is mapped: its header and its checksums are read, and every other block when it is first
    /// touched. No byte is used before its checksum agreed.
    ///
    /// # Errors
    /// The file cannot be opened, is none, is damaged where it was read, or a later Sanad wrote it.
    pub fn open(path: impl AsRef<Path>) -> Result<NearIndex, NearFileError> {
        Image::open(path.as_ref()).map(NearIndex::of_image)
    }

    /// Opens an index file, checks all of it and copies it into memory on large pages, where look-ups are fastest.
    ///
    /// # Errors
    /// As [`NearIndex::open`], wherever the damage is.
    pub fn load(path: impl AsRef<Path>) -> Result<NearIndex, NearFileError> {
        Image::open(path.as_ref())?.loaded().map(NearIndex::of_image)
    }

    /// Writes the index to a file. Nothing stands at the path before all of it is on the disk. The same entries give
    /// the same bytes, in whatever order they came.
    ///
    /// # Errors
    /// It cannot be written, or the file that this index was opened from is damaged.
    pub fn write_to(&self, path: impl AsRef<Path>) -> Result<(), NearFileError> {
        self.image.write_to(path.as_ref())
    }

    /// Compares every block of the file with its checksum. Afterwards no look-up does so any more.
    ///
    /// # Errors
    /// A block is damaged.
    pub fn check_blocks(&self) -> Result<(), NearFileError> {
        self.image.check_all()
    }

    /// The same index, using these instructions, or the fastest where the machine has not got them.
    pub fn with_kernel(self, kernel: Kernel) -> NearIndex {
        let kernel = if kernel.is_available() { kernel } else { Kernel::chosen() };
        NearIndex { kernel, ..self }
    }

    /// How many entries it holds.
    pub fn n_entries(&self) -> usize {
        self.image.facts().n_entries
    }

    /// How many different hashes its entries have.
    pub fn n_looks(&self) -> usize {
        self.image.facts().n_codes
    }

    /// How many bytes it takes, in memory or in its file.
    pub fn size_bytes(&self) -> usize {
        self.image.n_bytes()
    }

    /// By which plan it answers.
    pub fn plan(&self) -> &Plan {
        &self.image.facts().plan
    }

    /// All entries within `radius_bits` of `query`, by list and row.
    ///
    /// # Errors
    /// The radius is larger than the plan's, or a block that had to be read is damaged.
    pub fn search(&self, query: &Pdq, radius_bits: u32) -> Result<Vec<NearHit>, NearError> {
        let mut hits = Vec::new();
        self.search_each(std::slice::from_ref(query), radius_bits, |_, hit| hits.push(hit))?;
        hits.sort_unstable();
        Ok(hits)
    }

    /// All entries within `radius_bits` of any of these queries, each with the query's place; by query, list and row.
    ///
    /// # Errors
    /// As [`NearIndex::search`].
    pub fn search_many(&self, queries: &[Pdq], radius_bits: u32) -> Result<Vec<(usize, NearHit)>, NearError> {
        let mut hits = Vec::new();
        self.search_each(queries, radius_bits, |query, hit| hits.push((query, hit)))?;
        hits.sort_unstable();
        Ok(hits)
    }

    /// Visits each entry within `radius_bits` of any of these queries, with the query's place, in no order.
    ///
    /// # Errors
    /// As [`NearIndex::search`]. Some may have been visited by then.
    pub fn search_each(
        &self,
        queries: &[Pdq],
        radius_bits: u32,
        mut visit: impl FnMut(usize, NearHit),
    ) -> Result<(), NearError> {
        let planned_bits = self.plan().radius_bits_max();
        if radius_bits > planned_bits {
            return Err(RadiusTooLarge { asked_bits: radius_bits, planned_bits }.into());
        }
        self.search_looks(queries, radius_bits, |query, _, hit| visit(query, hit))?;
        Ok(())
    }

    /// The same, with the number of each hit's look. Invariant: the radius is not larger than the plan's.
    pub(crate) fn search_looks(
        &self,
        queries: &[Pdq],
        radius_bits: u32,
        mut visit: impl FnMut(usize, usize, NearHit),
    ) -> Result<(), NearFileError> {
        // So many at once that hits do not pile up, and enough for each wait to overlap with work.
        const QUERIES: usize = 256;
        let mut deliver = |query_first: usize, hits: &[CodeHit]| {
            for (n, hit) in hits.iter().enumerate() {
                if let Some(ahead) = hits.get(n + 8) {
                    probe::prefetch(self.image.bytes(), self.image.row_at(ahead.code as usize));
                }
                for entry in self.image.owners_of(hit.code as usize)? {
                    let (list, row) = self.image.owner(entry)?;
                    let query = query_first + hit.query as usize;
                    visit(query, hit.code as usize, NearHit { list, row, distance: hit.distance });
                }
            }
            Ok(())
        };
        if let Some(probes) = self.probes_for_many(queries.len(), radius_bits) {
            let deliver = &mut |hits: &[CodeHit]| deliver(0, hits);
            return batch::search(self.kernel, &self.image, probes, queries, radius_bits, deliver);
        }
        let mut hits: Vec<CodeHit> = Vec::new();
        for (chunk, queries) in queries.chunks(QUERIES).enumerate() {
            hits.clear();
            let queries: Vec<Code> = queries.iter().map(code_of).collect();
            self.search_codes(&queries, radius_bits, &mut hits)?;
            deliver(chunk * QUERIES, &hits)?;
        }
        Ok(())
    }

    /// The probes by which so many queries are answered together; none where they are not.
    fn probes_for_many(&self, n_queries: usize, radius_bits: u32) -> Option<&Probes> {
        if self.is_compared_plainly || self.plan().is_brute_force() {
            return None;
        }
        let probes = self.probes.get(self.plan(), radius_bits);
        (n_queries >= batch::n_queries_min(self.plan(), probes)).then_some(probes)
    }

    /// The same as [`NearIndex::search`] for an index that was built in memory. Invariant: so it was, and the radius is
    /// not larger than the plan's.
    pub(crate) fn search_within(&self, query: &Pdq, radius_bits: u32) -> Vec<NearHit> {
        self.search(query, radius_bits).expect("memory has no blocks to be damaged, and the radius is planned for")
    }

    fn search_codes(&self, queries: &[Code], radius_bits: u32, hits: &mut Vec<CodeHit>) -> Result<(), NearFileError> {
        let codes = self.image.codes();
        if self.is_compared_plainly || self.plan().is_brute_force() {
            if !self.image.is_all_checked() {
                self.image.ensure(self.image.layout().codes.clone())?;
            }
            let radius_bits_max = self.plan().radius_bits_max();
            let planes =
                (!self.is_compared_plainly).then(|| self.planes.get_or_init(|| Planes::of(codes, radius_bits_max)));
            compare::search(self.kernel, codes, planes, queries, radius_bits, hits);
            return Ok(());
        }
        let probes = self.probes.get(self.plan(), radius_bits);
        probe::search(self.kernel, &self.image, probes, queries, radius_bits, hits)
    }

    /// Visits each two looks within `radius_bits` of each other once, in no order. Entries with equal hashes are one
    /// look: [`NearIndex::owners_of`] names them.
    ///
    /// # Errors
    /// The radius is larger than the plan's, or a block is damaged; then nothing was visited.
    pub fn pairs_within(&self, radius_bits: u32, mut visit: impl FnMut(NearPair)) -> Result<(), NearError> {
        let planned_bits = self.plan().radius_bits_max();
        if radius_bits > planned_bits {
            return Err(RadiusTooLarge { asked_bits: radius_bits, planned_bits }.into());
        }
        let mut visit = |one: u32, two: u32, distance| {
            visit(NearPair { one: one as usize, two: two as usize, distance });
        };
        if self.is_compared_plainly || self.plan().is_brute_force() {
            self.image.check_all()?;
            pairs::visit_by_comparing(self.image.codes(), radius_bits, &mut visit);
        } else {
            pairs::visit_by_tables(self.kernel, &self.image, radius_bits, &mut visit)?;
        }
        Ok(())
    }

    /// The hash of a look, by its number below [`NearIndex::n_looks`].
    ///
    /// # Errors
    /// Its block is damaged.
    pub fn hash_of(&self, look: usize) -> Result<Pdq, NearFileError> {
        let at = self.image.layout().codes.start + size_of::<Code>() * look;
        self.image.ensure(at..at + size_of::<Code>())?;
        Ok(hash_of(&self.image.codes()[look]))
    }

    /// List and row of each entry that has this look.
    ///
    /// # Errors
    /// A block is damaged.
    pub fn owners_of(&self, look: usize) -> Result<Vec<(u32, u64)>, NearFileError> {
        let entries: Range<usize> = self.image.owners_of(look)?;
        entries.map(|entry| self.image.owner(entry)).collect()
    }

    /// From now on compares every entry, by the plainest kernel: what remains when a self-test failed.
    pub fn fall_back_to_brute_force(&mut self) {
        self.is_compared_plainly = true;
        self.kernel = Kernel::Scalar;
    }

    /// Empties one band's table, as a wrong build would, so that a test can show that the self-test notices.
    #[doc(hidden)]
    pub fn sabotage_band(&mut self, number: usize) {
        if let Some(starts) = self.image.layout().starts.get(number).cloned() {
            // Of an index opened from a file there are no bytes to change.
            if let Some(starts) = self.image.bytes_mut().get_mut(starts) {
                starts.fill(0);
            }
        }
    }

    fn of_image(image: Image) -> NearIndex {
        NearIndex {
            image,
            probes: ProbesByRadius::new(),
            planes: LazyPlanes::new(),
            kernel: Kernel::chosen(),
            is_compared_plainly: false,
        }
    }
}

/// A hash with some of its bits turned, counted in the order in which bands take them.
pub(crate) fn with_bits_turned(hash: &Pdq, bits: &[u32]) -> Pdq {
    let mut code = code_of(hash);
    bits.iter().for_each(|bit| code[*bit as usize / 64] ^= 1 << (63 - bit % 64));
    hash_of(&code)
}

impl std::fmt::Debug for NearIndex {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("NearIndex").field("n_entries", &self.n_entries()).field("plan", self.plan()).finish()
    }
}

#[cfg(test)]
#[path = "near/near_tests.rs"]
mod tests;
