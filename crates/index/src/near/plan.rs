//! The plan: into which bands a hash is cut and how far each is asked, from the number of entries and the radius.
//!
//! Invariant (the pigeonhole): bands are disjoint, and the sum of (band radius + 1) over them is at least radius + 1.
//! An entry that no band shows differs in more than its radius in every band, and so in more than the radius in all.

use fingerprint::Pdq;

const HASH_BITS: u32 = 8 * size_of::<Pdq>() as u32;

/// A table has an offset for every value of its band: 64 MiB at this width.
const BAND_WIDTH_BITS_MAX: u32 = 24;

/// Fewer bands of more bits ask more keys of each table; beyond this many the tables of flips grow too large.
const KEYS_A_BAND_MAX: u64 = 200_000;

/// Up to so many entries tables cost more to build and keep than they ever save.
const BRUTE_FORCE_ENTRIES_MAX: usize = 1_000;

// Costs in nanoseconds, measured once on a 2 GHz core. They decide what is fast, never what is found.
const COST_COMPARE_IN_ORDER: f64 = 2.0;
const COST_COMPARE_AT_RANDOM: f64 = 8.0;
const COST_KEY_IN_CACHE: f64 = 3.0;
const COST_KEY_IN_MEMORY: f64 = 15.0;

/// A stretch of bits that has a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The first of its bits.
    pub first_bit: u32,
    /// How many bits.
    pub width_bits: u32,
}

/// How an index is asked. Without bands every entry is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    radius_bits_max: u32,
    bands: Vec<Band>,
}

impl Plan {
    /// The cheapest plan for this many entries that finds everything within `radius_bits_max`.
    pub fn choose(n_entries: usize, radius_bits_max: u32) -> Plan {
        let brute_force = Plan::brute_force(radius_bits_max);
        if n_entries <= BRUTE_FORCE_ENTRIES_MAX {
            return brute_force;
        }
        (2..=32)
            .map(|n_bands| Plan::of_bands(n_bands, radius_bits_max))
            .filter(|plan| plan.is_feasible(n_entries))
            .fold((brute_force.cost_ns(n_entries), brute_force), |(cost, best), plan| {
                let other = plan.cost_ns(n_entries);
                if other < cost { (other, plan) } else { (cost, best) }
            })
            .1
    }

    /// Every entry is compared.
    pub fn brute_force(radius_bits_max: u32) -> Plan {
        Plan { radius_bits_max, bands: Vec::new() }
    }

    /// The hash cut into so many bands, the first ones a bit wider where it does not come out even.
    pub fn of_bands(n_bands: u32, radius_bits_max: u32) -> Plan {
        let mut first_bit = 0;
        let bands = shares(HASH_BITS, n_bands).map(|width_bits| {
            let band = Band { first_bit, width_bits };
            first_bit += width_bits;
            band
        });
        Plan { radius_bits_max, bands: bands.collect() }
    }

    /// The largest radius that it answers.
    pub fn radius_bits_max(&self) -> u32 {
        self.radius_bits_max
    }

    /// Its bands; none when every entry is compared.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// Whether every entry is compared.
    pub fn is_brute_force(&self) -> bool {
        self.bands.is_empty()
    }

    /// For each band how far it is asked for this radius; none where it need not be asked at all.
    pub fn radii_for(&self, radius_bits: u32) -> impl Iterator<Item = Option<u32>> {
        shares(radius_bits + 1, self.bands.len() as u32).map(|share| share.checked_sub(1))
    }

    /// Whether the pigeonhole holds for this radius.
    pub fn finds_all_within(&self, radius_bits: u32) -> bool {
        let asked = self.radii_for(radius_bits).flatten().map(|radius| radius + 1).sum::<u32>();
        let mut end = 0;
        let are_disjoint = self.bands.iter().all(|band| {
            let begins_after = band.first_bit >= end;
            end = band.first_bit + band.width_bits;
            begins_after && end <= HASH_BITS
        });
        radius_bits <= self.radius_bits_max && (self.is_brute_force() || (are_disjoint && asked > radius_bits))
    }

    fn is_feasible(&self, n_entries: usize) -> bool {
        let widest = self.bands.iter().map(|band| band.width_bits).max().unwrap_or(0);
        // A table much larger than what it tells apart only costs memory.
        let is_filled = || 1usize << widest <= n_entries.saturating_mul(8).max(1 << 16);
        widest <= BAND_WIDTH_BITS_MAX
            && is_filled()
            && n_entries <= u32::MAX as usize
            && self.finds_all_within(self.radius_bits_max)
            && self.keys().all(|(_, keys)| keys <= KEYS_A_BAND_MAX)
    }

    /// Each band that is asked at the full radius, with the number of keys it is asked for.
    fn keys(&self) -> impl Iterator<Item = (Band, u64)> {
        let asked = self.bands.iter().zip(self.radii_for(self.radius_bits_max));
        asked.filter_map(|(band, radius)| Some((*band, n_keys(band.width_bits, radius?))))
    }

    /// What a query at the full radius takes, roughly, when entries are spread evenly.
    fn cost_ns(&self, n_entries: usize) -> f64 {
        let n_entries = n_entries as f64;
        if self.is_brute_force() {
            return n_entries * COST_COMPARE_IN_ORDER;
        }
        let cost_key = |band: Band| if band.width_bits <= 16 { COST_KEY_IN_CACHE } else { COST_KEY_IN_MEMORY };
        let cost_band = |(band, keys): (Band, u64)| {
            let n_candidates = n_entries * keys as f64 / f64::from(band.width_bits).exp2();
            keys as f64 * cost_key(band) + n_candidates * COST_COMPARE_AT_RANDOM
        };
        self.keys().map(cost_band).sum()
    }
}

/// `whole` dealt out to `n` as evenly as it goes, the larger shares first.
fn shares(whole: u32, n: u32) -> impl Iterator<Item = u32> {
    (0..n).map(move |number| whole / n + u32::from(number < whole % n))
}

/// How many values differ from one of `width_bits` bits in at most `radius_bits`.
fn n_keys(width_bits: u32, radius_bits: u32) -> u64 {
    let mut choices = 1;
    let mut keys = 1;
    for n in 1..=u64::from(radius_bits.min(width_bits)) {
        choices = choices * (u64::from(width_bits) + 1 - n) / n;
        keys += choices;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_plan_chosen_finds_all() {
        for n in [0, 1, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, usize::MAX] {
            for radius in 0..=64 {
                let plan = Plan::choose(n, radius);
                (0..=radius)
                    .for_each(|asked| assert!(plan.finds_all_within(asked), "{n} entries, {asked} bits: {plan:?}"));
                assert!(!plan.finds_all_within(radius + 1));
            }
        }
    }

    #[test]
    fn sixteen_bands_of_radius_one_have_no_slack() {
        let plan = Plan::of_bands(16, 31);
        assert!(plan.radii_for(31).eq([Some(1); 16]));
        assert_eq!(plan.keys().map(|(_, keys)| keys).sum::<u64>(), 272);
        let radii: Vec<_> = plan.radii_for(3).collect();
        assert_eq!(radii.iter().flatten().count(), 4, "a small radius asks few bands: {radii:?}");
    }

    #[test]
    fn few_entries_are_compared_and_many_are_not() {
        assert!(Plan::choose(100, 31).is_brute_force());
        assert_eq!(Plan::choose(100_000, 31).bands().len(), 16);
        assert_eq!(Plan::choose(10_000_000, 31).bands().len(), 11);
    }
}
