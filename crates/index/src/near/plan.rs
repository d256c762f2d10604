//! The plan: into which bands a hash is cut and how far each is asked, from the number of entries and the radius.
//!
//! Bands come in pairs. Invariant (the pigeonhole, twice): the pairs are disjoint, and dealing out radius + 1 among
//! them gives each a share. An entry within the radius differs in fewer bits than its share in one pair at least, for
//! else it differed in more than the radius in all. That pair's share is dealt out to its two halves, and by the same
//! argument the entry differs in fewer bits than *its* share in one of them. So each half has a table, is asked for
//! every value that differs in less than its share, and of the entries found there only those remain whose other half
//! leaves the pair below its share. A radius of 31 over 8 pairs: shares of 4, halves of 2, so every value one bit
//! away, and a sibling at most 3 - that many bits away.

use std::fmt;

use crate::near::code::{Code, HASH_BITS};

/// A table of a wider band would be mostly empty, and its sibling would not fit 16 bits.
const BAND_WIDTH_BITS_MAX: u32 = 16;

/// Fewest and most pairs: bands of 16 bits and of 8.
const PAIRS: std::ops::RangeInclusive<u32> = 8..=16;

/// Up to so many entries tables cost more to build and keep than they ever save.
const BRUTE_FORCE_ENTRIES_MAX: usize = 4_000;

/// Tables may take so much memory for each entry, beside the entry itself.
const TABLE_BYTES_AN_ENTRY_MAX: usize = 64;

// Costs in nanoseconds, measured once with AVX2 at 2.2 GHz on a busy machine: `cargo bench --bench near` with 8 to 16
// pairs, at 10⁵ and 10⁶ entries. They decide what is fast, never what is found.
const COST_COMPARE: f64 = 0.55;
const COST_SCAN: f64 = 0.35;
const COST_VERIFY: f64 = 40.0;
const COST_KEY_IN_CACHE: f64 = 35.0;
const COST_KEY_IN_MEMORY: f64 = 42.0;
const CACHE_BYTES: f64 = 4e6;

/// A stretch of bits that has a table of its own; its sibling is the other half of its pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The first of its bits, in the order in which the index deals them out.
    pub first_bit: u32,
    /// How many bits.
    pub width_bits: u32,
}

impl Band {
    /// Which bits of a code's first word it has; none where it has others too.
    pub(super) fn bits_of_first_word(self) -> Option<u64> {
        let behind = u64::BITS.checked_sub(self.first_bit + self.width_bits)?;
        Some(((1_u64 << self.width_bits) - 1) << behind)
    }

    /// The band's bits of a code.
    #[inline(always)]
    pub(super) fn key_of(self, code: &Code) -> u32 {
        let (word, shift) = ((self.first_bit / 64) as usize, self.first_bit % 64);
        let mut bits = code[word] << shift;
        if shift + self.width_bits > 64 {
            bits |= code[word + 1] >> (64 - shift);
        }
        (bits >> (64 - self.width_bits)) as u32
    }

    /// How many values its bits can have.
    pub(super) fn n_values(self) -> usize {
        1 << self.width_bits
    }
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
        PAIRS
            .map(|n_pairs| Plan::of_pairs(n_pairs, radius_bits_max))
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

    /// The hash cut into so many pairs of bands, 8 to 16, the first ones a bit wider where it does not come out even.
    pub fn of_pairs(n_pairs: u32, radius_bits_max: u32) -> Plan {
        let n_pairs = n_pairs.clamp(*PAIRS.start(), *PAIRS.end());
        let mut first_bit = 0;
        let bands = shares(HASH_BITS, 2 * n_pairs).map(|width_bits| {
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

    /// Its bands, siblings side by side; none when every entry is compared.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// How many pairs of bands it has; none when every entry is compared.
    pub fn n_pairs(&self) -> u32 {
        self.bands.len() as u32 / 2
    }

    /// Whether every entry is compared.
    pub fn is_brute_force(&self) -> bool {
        self.bands.is_empty()
    }

    /// For each band how far it is asked for this radius; none where it need not be asked at all.
    pub fn radii_for(&self, radius_bits: u32) -> impl Iterator<Item = Option<u32>> {
        self.shares_for(radius_bits).flat_map(|share| shares(share, 2)).map(|share| share.checked_sub(1))
    }

    /// For each pair how many bits it may differ in for this radius; none where it need not be asked at all.
    pub fn budgets_for(&self, radius_bits: u32) -> impl Iterator<Item = Option<u32>> {
        self.shares_for(radius_bits).map(|share| share.checked_sub(1))
    }

    fn shares_for(&self, radius_bits: u32) -> impl Iterator<Item = u32> + use<> {
        shares(radius_bits + 1, self.n_pairs())
    }

    /// Whether the pigeonhole holds for this radius, by counting, whatever made the plan.
    pub fn finds_all_within(&self, radius_bits: u32) -> bool {
        let mut end = 0;
        let are_disjoint = self.bands.iter().all(|band| {
            let begins_after = band.first_bit >= end;
            end = band.first_bit + band.width_bits;
            begins_after && end <= HASH_BITS && (1..=BAND_WIDTH_BITS_MAX).contains(&band.width_bits)
        });
        let share = |radius: Option<u32>| radius.map_or(0, |radius| radius + 1);
        let shares: Vec<u32> = self.budgets_for(radius_bits).map(share).collect();
        let halves: Vec<u32> = self.radii_for(radius_bits).map(share).collect();
        let is_dealt_out = shares.iter().sum::<u32>() > radius_bits
            && shares.iter().zip(halves.chunks(2)).all(|(share, halves)| halves.iter().sum::<u32>() >= *share);
        radius_bits <= self.radius_bits_max && (self.is_brute_force() || (are_disjoint && is_dealt_out))
    }

    /// The first pair and half that show an entry which differs from the query in these bits; none when no pair does.
    /// Every entry within the radius is shown by one, and counted there only.
    #[inline]
    pub(super) fn first_shown_by(&self, difference: &Code, asked: &Asked) -> Option<usize> {
        self.bands.chunks_exact(2).zip(&asked.pairs).enumerate().find_map(|(pair, (bands, limits))| {
            let limits = limits.as_ref()?;
            let one = bands[0].key_of(difference).count_ones();
            let two = bands[1].key_of(difference).count_ones();
            let is_by_first = limits.radii[0].is_some_and(|radius| one <= radius);
            let is_by_second = limits.radii[1].is_some_and(|radius| two <= radius);
            (one + two <= limits.budget && (is_by_first || is_by_second))
                .then_some(2 * pair + usize::from(!is_by_first))
        })
    }

    /// The pairs that are asked for this radius, and how far.
    pub(super) fn asked_for(&self, radius_bits: u32) -> Asked {
        let radii: Vec<_> = self.radii_for(radius_bits).collect();
        let limits = |(budget, radii): (Option<u32>, &[Option<u32>])| {
            Some(PairLimits { budget: budget?, radii: [radii[0], radii[1]] })
        };
        Asked { pairs: self.budgets_for(radius_bits).zip(radii.chunks_exact(2)).map(limits).collect() }
    }

    fn is_feasible(&self, n_entries: usize) -> bool {
        let table_bytes = self.table_bytes();
        table_bytes <= n_entries.saturating_mul(TABLE_BYTES_AN_ENTRY_MAX)
            && n_entries <= u32::MAX as usize
            && self.finds_all_within(self.radius_bits_max)
    }

    fn table_bytes(&self) -> usize {
        self.bands.iter().map(|band| 4 * band.n_values()).sum()
    }

    /// What a query at the full radius takes, roughly, when entries are spread evenly.
    pub fn cost_ns(&self, n_entries: usize) -> f64 {
        let n_entries = n_entries as f64;
        if self.is_brute_force() {
            return n_entries * COST_COMPARE;
        }
        let bytes = self.table_bytes() as f64 + n_entries * 2.0 * self.bands.len() as f64;
        let cost_key = if bytes <= CACHE_BYTES { COST_KEY_IN_CACHE } else { COST_KEY_IN_MEMORY };
        let budgets = self.budgets_for(self.radius_bits_max).flat_map(|budget| [budget; 2]);
        let mut cost = 0.0;
        for ((band, radius), budget) in self.bands.iter().zip(self.radii_for(self.radius_bits_max)).zip(budgets) {
            let (Some(radius), Some(budget)) = (radius, budget) else { continue };
            for differ in 0..=radius.min(band.width_bits) {
                let n_keys = choices(band.width_bits, differ);
                let n_scanned = n_entries * n_keys / f64::from(band.width_bits).exp2();
                let share_kept = (0..=budget - differ).map(|bits| choices(band.width_bits, bits)).sum::<f64>()
                    / f64::from(band.width_bits).exp2();
                cost += n_keys * cost_key + n_scanned * (COST_SCAN + share_kept.min(1.0) * COST_VERIFY);
            }
        }
        cost
    }
}

/// Which plan, and why this one: for people who check an index.
impl fmt::Display for Plan {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let radius = self.radius_bits_max;
        if self.is_brute_force() {
            return write!(out, "brute force: every entry is compared, at any radius up to {radius} bits");
        }
        let widths = self.bands.iter().map(|band| band.width_bits);
        let (narrow, wide) = (widths.clone().min().unwrap_or(0), widths.max().unwrap_or(0));
        let budgets: Vec<u32> = self.budgets_for(radius).flatten().collect();
        let (least, most) = (budgets.iter().min().unwrap_or(&0), budgets.iter().max().unwrap_or(&0));
        let n_keys: u64 = self
            .bands
            .iter()
            .zip(self.radii_for(radius))
            .filter_map(|(band, radius)| {
                Some((0..=radius?).map(|differ| choices(band.width_bits, differ)).sum::<f64>())
            })
            .sum::<f64>() as u64;
        write!(
            out,
            "{} pairs of bands of {narrow} to {wide} bits: within {radius} bits an entry differs in at most {least} to \
             {most} bits in one pair; {n_keys} keys a query",
            self.n_pairs(),
        )
    }
}

/// How far each pair of a plan is asked for one radius.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) pairs: Vec<Option<PairLimits>>,
}

/// How far one pair is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct PairLimits {
    /// How many bits the pair may differ in.
    pub(super) budget: u32,
    /// How many bits each half is asked for.
    pub(super) radii: [Option<u32>; 2],
}

/// `whole` dealt out to `n` as evenly as it goes, the larger shares first.
fn shares(whole: u32, n: u32) -> impl Iterator<Item = u32> {
    (0..n).map(move |number| whole / n + u32::from(number < whole % n))
}

/// How many values of `width_bits` bits differ from one in exactly `differ_bits`.
fn choices(width_bits: u32, differ_bits: u32) -> f64 {
    (0..differ_bits).map(|n| f64::from(width_bits.saturating_sub(n)) / f64::from(n + 1)).product()
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
    fn eight_pairs_at_31_have_no_slack() {
        let plan = Plan::of_pairs(8, 31);
        assert!(plan.radii_for(31).eq([Some(1); 16]));
        assert!(plan.budgets_for(31).eq([Some(3); 8]));
        let radii: Vec<_> = plan.radii_for(3).collect();
        assert_eq!(radii.iter().flatten().count(), 4, "a small radius asks few bands: {radii:?}");
        assert!(plan.to_string().ends_with("at most 3 to 3 bits in one pair; 272 keys a query"), "{plan}");
    }

    #[test]
    fn bands_take_every_bit_once() {
        for n_pairs in PAIRS {
            let plan = Plan::of_pairs(n_pairs, 31);
            for bit in 0..256 {
                let mut code = [0; 4];
                code[bit / 64] = 1 << (63 - bit % 64);
                let ones: u32 = plan.bands().iter().map(|band| band.key_of(&code).count_ones()).sum();
                assert_eq!(ones, 1, "bit {bit} of {n_pairs} pairs");
            }
        }
    }

    #[test]
    fn few_entries_are_compared_and_many_are_not() {
        assert!(Plan::choose(100, 31).is_brute_force());
        assert!(Plan::choose(100_000, 31).n_pairs() >= 8);
        assert_eq!(Plan::choose(10_000_000, 31).n_pairs(), 8);
    }
}
