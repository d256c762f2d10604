//! One band's table: for every value of the band's bits, the entries that have it. Offsets and one array of entries.

use std::collections::BTreeMap;

use crate::near::distance::Words;
use crate::near::plan::{Band, Plan};

/// The entries of each value `v` are `entries[offsets[v]..offsets[v + 1]]`.
pub(super) struct BandTable {
    band: Band,
    offsets: Vec<u32>,
    entries: Vec<u32>,
}

impl BandTable {
    /// Invariant: there are at most `u32::MAX` hashes.
    pub(super) fn build(band: Band, hashes: &[Words]) -> BandTable {
        let n_values = 1usize << band.width_bits;
        let mut offsets = vec![0u32; n_values + 1];
        hashes.iter().for_each(|hash| offsets[key_of(band, hash) as usize + 1] += 1);
        for value in 0..n_values {
            offsets[value + 1] += offsets[value];
        }
        let mut next = offsets.clone();
        let mut entries = vec![0u32; hashes.len()];
        for (entry, hash) in hashes.iter().enumerate() {
            let at = &mut next[key_of(band, hash) as usize];
            entries[*at as usize] = entry as u32;
            *at += 1;
        }
        BandTable { band, offsets, entries }
    }

    pub(super) fn band(&self) -> Band {
        self.band
    }

    /// Adds the entries whose bits are the query's with one of `flips` applied.
    pub(super) fn collect(&self, query: &Words, flips: &[u32], candidates: &mut Vec<u32>) {
        let key = key_of(self.band, query);
        for flip in flips {
            let value = (key ^ flip) as usize;
            let (start, end) = (self.offsets[value] as usize, self.offsets[value + 1] as usize);
            candidates.extend_from_slice(&self.entries[start..end]);
        }
    }
}

/// The band's bits of a hash. Bit `n` is bit `n % 64` of word `n / 64`.
pub(super) fn key_of(band: Band, hash: &Words) -> u32 {
    let (word, shift) = ((band.first_bit / 64) as usize, band.first_bit % 64);
    let mut bits = hash[word] >> shift;
    if shift + band.width_bits > 64 {
        bits |= hash[word + 1] << (64 - shift);
    }
    (bits & ((1 << band.width_bits) - 1)) as u32
}

/// For each band width, all patterns of bits to flip, those of fewer bits first.
pub(super) struct Flips(BTreeMap<u32, FlipsOfWidth>);

struct FlipsOfWidth {
    flips: Vec<u32>,
    /// How many flip at most 0, 1, 2 … bits.
    n_within: Vec<usize>,
}

impl Flips {
    pub(super) fn of(plan: &Plan) -> Flips {
        let mut radii: BTreeMap<u32, u32> = BTreeMap::new();
        for (band, radius) in plan.bands().iter().zip(plan.radii_for(plan.radius_bits_max())) {
            let radius_max = radii.entry(band.width_bits).or_default();
            *radius_max = radius.unwrap_or(0).max(*radius_max);
        }
        Flips(radii.into_iter().map(|(width, radius)| (width, FlipsOfWidth::build(width, radius))).collect())
    }

    pub(super) fn within(&self, width_bits: u32, radius_bits: u32) -> &[u32] {
        let of_width = &self.0[&width_bits];
        let longest = of_width.n_within.len() - 1;
        &of_width.flips[..of_width.n_within[(radius_bits as usize).min(longest)]]
    }
}

impl FlipsOfWidth {
    fn build(width_bits: u32, radius_bits: u32) -> FlipsOfWidth {
        let mut flips = vec![0u32];
        let mut n_within = vec![1];
        let mut shell = 0..1;
        for _ in 0..radius_bits.min(width_bits) {
            // Each pattern of the last shell with one more bit above its highest, so that none is made twice.
            for n in shell.clone() {
                let flip = flips[n];
                let first_free = u32::BITS - flip.leading_zeros();
                flips.extend((first_free..width_bits).map(|bit| flip | 1 << bit));
            }
            shell = shell.end..flips.len();
            n_within.push(flips.len());
        }
        FlipsOfWidth { flips, n_within }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flips_are_all_patterns_of_few_bits_once() {
        for (width, radius) in [(1, 1), (8, 3), (16, 2), (5, 9), (24, 0)] {
            let mut flips = FlipsOfWidth::build(width, radius).flips;
            let mut expected: Vec<u32> = (0..1u32 << width).filter(|flip| flip.count_ones() <= radius).collect();
            flips.sort_unstable();
            expected.sort_unstable();
            assert_eq!(flips, expected, "{width} bits, radius {radius}");
        }
    }

    #[test]
    fn bands_take_every_bit_once() {
        for n_bands in 11..=32 {
            let plan = Plan::of_bands(n_bands, 31);
            for bit in 0..256 {
                let mut hash = [0; 4];
                hash[bit / 64] = 1 << (bit % 64);
                let ones: u32 = plan.bands().iter().map(|band| key_of(*band, &hash).count_ones()).sum();
                assert_eq!(ones, 1, "bit {bit} of {n_bands} bands");
            }
        }
    }
}
