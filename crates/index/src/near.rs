//! Near search: all entries within so many bits of a hash, every one of them.
//!
//! Multi-index hashing (Norouzi, Punjani, Fleet: *Fast exact search in Hamming space with multi-index hashing*): each
//! hash is cut into bands, each band has a table of the entries by the band's bits. The plan says how far from the
//! query's bits each table is asked, such that no entry within the radius can escape all of them. Nothing here is
//! approximate: where no plan pays, every entry is compared.

mod band;
mod distance;
mod plan;

pub use plan::{Band, Plan};

use fingerprint::Pdq;

use band::{BandTable, Flips};
use distance::{Kernel, Words, words_of};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearHit {
    /// Its place among the entries that the index was built of.
    pub entry: usize,
    /// Its list.
    pub list: u32,
    /// Its row.
    pub row: u64,
    /// How many bits differ.
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

/// Entries, and for each band of the plan a table of them. In memory: 48 bytes an entry, 4 more for each band, and 4
/// bytes for each value that a band can have.
pub struct NearIndex {
    hashes: Vec<Words>,
    owners: Vec<(u32, u64)>,
    plan: Plan,
    tables: Vec<BandTable>,
    flips: Flips,
    kernel: Kernel,
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

    /// Builds by a plan that is already chosen.
    pub fn build_by(plan: Plan, entries: Vec<NearEntry>) -> NearIndex {
        let (hashes, owners): (Vec<Words>, _) =
            entries.into_iter().map(|entry| (words_of(&entry.hash), (entry.list, entry.row))).unzip();
        let plan = if hashes.len() > u32::MAX as usize { Plan::brute_force(plan.radius_bits_max()) } else { plan };
        let tables = plan.bands().iter().map(|band| BandTable::build(*band, &hashes)).collect();
        let flips = Flips::of(&plan);
        NearIndex { hashes, owners, plan, tables, flips, kernel: Kernel::fastest() }
    }

    /// How many entries it holds.
    pub fn n_entries(&self) -> usize {
        self.hashes.len()
    }

    /// By which plan it answers.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// All entries within `radius_bits` of `query`, in the order in which they were given.
    ///
    /// # Errors
    /// The radius is larger than the plan's.
    pub fn search(&self, query: &Pdq, radius_bits: u32) -> Result<Vec<NearHit>, RadiusTooLarge> {
        let planned_bits = self.plan.radius_bits_max();
        if radius_bits > planned_bits {
            return Err(RadiusTooLarge { asked_bits: radius_bits, planned_bits });
        }
        Ok(self.search_within(query, radius_bits))
    }

    /// The same. Invariant: the radius is not larger than the plan's.
    pub(crate) fn search_within(&self, query: &Pdq, radius_bits: u32) -> Vec<NearHit> {
        debug_assert!(radius_bits <= self.plan.radius_bits_max());
        let query = words_of(query);
        let mut found: Vec<(usize, u32)> = Vec::new();
        if self.plan.is_brute_force() {
            self.kernel.keep_near(&query, &self.hashes, radius_bits, &mut found);
        } else {
            let mut candidates: Vec<u32> = Vec::new();
            for (table, radius) in self.tables.iter().zip(self.plan.radii_for(radius_bits)) {
                let Some(radius) = radius else { continue };
                candidates.clear();
                table.collect(&query, self.flips.within(table.band().width_bits, radius), &mut candidates);
                self.kernel.keep_near_of(&query, &self.hashes, &candidates, radius_bits, &mut found);
            }
            // An entry can be near in several bands.
            found.sort_unstable();
            found.dedup();
        }
        let hit = |(entry, distance): (usize, u32)| {
            let (list, row) = self.owners[entry];
            NearHit { entry, list, row, distance }
        };
        found.into_iter().map(hit).collect()
    }

    /// From now on compares every entry, by the plainest kernel: what remains when a self-test failed.
    pub fn fall_back_to_brute_force(&mut self) {
        self.plan = Plan::brute_force(self.plan.radius_bits_max());
        self.tables.clear();
        self.kernel = Kernel::Portable;
    }

    /// Empties one band's table, as a wrong build would, so that a test can show that the self-test notices.
    #[doc(hidden)]
    pub fn sabotage_band(&mut self, number: usize) {
        if let Some(table) = self.tables.get_mut(number) {
            *table = BandTable::build(table.band(), &[]);
        }
    }
}

impl std::fmt::Debug for NearIndex {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("NearIndex").field("n_entries", &self.n_entries()).field("plan", &self.plan).finish()
    }
}

#[cfg(test)]
#[path = "near/near_tests.rs"]
mod tests;
