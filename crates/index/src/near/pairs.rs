//! All pairs of codes within a radius of each other, by joining each band's table with itself: bucket against bucket,
//! so that no code is looked for twice and memory is read in order.

use fingerprint::Kernel;

use crate::near::code::{Code, distance};
use crate::near::image::{Image, NearFileError};
use crate::near::plan::{Asked, Plan};
use crate::near::probe::{flips_within, prefetch, scan_bucket};
use crate::near::scan::{self, Scan};

/// Pairs whose codes are fetched together.
const TOGETHER: usize = 512;

/// Visits each pair of different codes within the radius once, the lower number first, in no order.
///
/// # Errors
/// A block is damaged: all of them are checked before the first visit.
pub(super) fn visit_by_tables(
    kernel: Kernel,
    image: &Image,
    radius_bits: u32,
    visit: &mut dyn FnMut(u32, u32, u32),
) -> Result<(), NearFileError> {
    image.check_all()?;
    let asked = image.facts().plan.asked_for(radius_bits);
    let codes = image.codes();
    let heads = codes.iter().map(|code| code[0]).collect();
    let join = Join { image, codes, heads, asked: &asked, radius_bits };
    for (pair, limits) in asked.pairs.iter().enumerate() {
        let Some(limits) = limits else { continue };
        for (half, radius) in limits.radii.into_iter().enumerate() {
            if let Some(radius) = radius {
                join_by(kernel, &join, 2 * pair + half, radius, limits.budget, visit);
            }
        }
    }
    Ok(())
}

/// The same, comparing each code with each other one.
pub(super) fn visit_by_comparing(codes: &[Code], radius_bits: u32, visit: &mut dyn FnMut(u32, u32, u32)) {
    for (one, code) in codes.iter().enumerate() {
        for (two, other) in codes.iter().enumerate().skip(one + 1) {
            let distance = distance(code, other);
            if distance <= radius_bits {
                visit(one as u32, two as u32, distance);
            }
        }
    }
}

/// Two bands, as far as they have been joined already.
struct EarlierPair {
    /// Which bits of the first word they are.
    bands: [u64; 2],
    radii: [Option<u32>; 2],
    budget: u32,
}

impl EarlierPair {
    /// Those whose bits are all among the first word's. Codes that are near each other are mostly shown by one of them,
    /// and need not be fetched once more for each later band.
    fn before(band: usize, plan: &Plan, asked: &Asked) -> Vec<EarlierPair> {
        let pairs = plan.bands().chunks_exact(2).zip(&asked.pairs).take(band / 2 + 1).enumerate();
        let earlier = pairs.filter_map(|(pair, (bands, limits))| {
            let limits = limits.as_ref()?;
            let radius = |half: usize| limits.radii[half].filter(|_| 2 * pair + half < band);
            Some(EarlierPair {
                bands: [bands[0].bits_of_first_word()?, bands[1].bits_of_first_word()?],
                radii: [radius(0), radius(1)],
                budget: limits.budget,
            })
        });
        earlier.filter(|earlier| earlier.radii != [None, None]).collect()
    }

    /// Whether one of them has shown codes whose first words differ in these bits.
    #[inline(always)]
    fn shows(&self, difference: u64) -> bool {
        let [one, two] = self.bands.map(|bits| (difference & bits).count_ones());
        let is_within = |half: usize, differ: u32| self.radii[half].is_some_and(|radius| differ <= radius);
        one + two <= self.budget && (is_within(0, one) || is_within(1, two))
    }
}

struct Join<'a> {
    image: &'a Image,
    codes: &'a [Code],
    /// The first word of each code.
    heads: Vec<u64>,
    asked: &'a Asked,
    radius_bits: u32,
}

#[expect(unsafe_code, reason = "instructions beyond the baseline are called for, after asking the processor")]
fn join_by(
    kernel: Kernel,
    join: &Join<'_>,
    band: usize,
    radius: u32,
    budget: u32,
    visit: &mut dyn FnMut(u32, u32, u32),
) {
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt")]
    fn with_avx2(join: &Join<'_>, band: usize, radius: u32, budget: u32, visit: &mut dyn FnMut(u32, u32, u32)) {
        run::<scan::Avx2>(join, band, radius, budget, visit);
    }
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt,avx512f,avx512bw,avx512vl,avx512dq,avx512vpopcntdq,avx512bitalg")]
    fn with_avx512(join: &Join<'_>, band: usize, radius: u32, budget: u32, visit: &mut dyn FnMut(u32, u32, u32)) {
        run::<scan::Avx512>(join, band, radius, budget, visit);
    }
    match kernel {
        // SAFETY: whoever chose the kernel asked the processor for it.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => unsafe { with_avx512(join, band, radius, budget, visit) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => unsafe { with_avx2(join, band, radius, budget, visit) },
        _ => run::<scan::Scalar>(join, band, radius, budget, visit),
    }
}

#[inline(always)]
fn run<S: Scan>(join: &Join<'_>, band: usize, radius: u32, budget: u32, visit: &mut dyn FnMut(u32, u32, u32)) {
    let Join { image, .. } = join;
    let (starts, ids, siblings) = (image.starts(band), image.ids(band), image.siblings(band));
    let bucket = |value: usize| {
        // Numbers from a file may be anything.
        let end = (starts[value + 1] as usize).min(siblings.len());
        ((starts[value] as usize).min(end), end)
    };
    let flips = flips_within(image.facts().plan.bands()[band].width_bits, radius);
    let earlier = EarlierPair::before(band, &image.facts().plan, join.asked);
    let heads = if earlier.is_empty() { Vec::new() } else { join.heads_in_order(ids) };
    let mut candidates: Vec<(u32, u32)> = Vec::with_capacity(2 * TOGETHER);
    for value in 0..starts.len() - 1 {
        let (start, end) = bucket(value);
        if start == end {
            continue;
        }
        for flip in &flips {
            let other = value ^ usize::from(*flip);
            // Each two buckets meet once.
            if other < value {
                continue;
            }
            let limit_bits = budget - flip.count_ones();
            let (start_other, end_other) = bucket(other);
            for one in start..end {
                let from = if *flip == 0 { one + 1 } else { start_other };
                let head = heads.get(one).copied().unwrap_or_default();
                let keep = |two: usize| {
                    let is_shown =
                        heads.get(two).is_some_and(|other| earlier.iter().any(|show| show.shows(head ^ other)));
                    if !is_shown {
                        candidates.push((one as u32, two as u32));
                    }
                };
                scan_bucket::<S>(siblings, from, end_other, siblings[one], limit_bits, keep);
                if candidates.len() >= TOGETHER {
                    join.verify(band, ids, &mut candidates, visit);
                }
            }
        }
    }
    join.verify(band, ids, &mut candidates, visit);
}

impl Join<'_> {
    /// The first word of each code, in the order of a band's table.
    fn heads_in_order(&self, ids: &[u32]) -> Vec<u64> {
        ids.iter().map(|id| self.heads.get(*id as usize).copied().unwrap_or_default()).collect()
    }

    /// Compares the codes of candidates, and visits those that this band is the first to show.
    #[inline(always)]
    fn verify(&self, band: usize, ids: &[u32], candidates: &mut Vec<(u32, u32)>, visit: &mut dyn FnMut(u32, u32, u32)) {
        // The first band's ids are their places.
        if band != 0 {
            for (one, two) in candidates.iter_mut() {
                (*one, *two) = (ids[*one as usize], ids[*two as usize]);
                prefetch(self.codes, *one as usize);
                prefetch(self.codes, *two as usize);
            }
        }
        for (one, two) in candidates.drain(..) {
            let (Some(code), Some(other)) = (self.codes.get(one as usize), self.codes.get(two as usize)) else {
                continue;
            };
            let distance = distance(code, other);
            if distance <= self.radius_bits && one != two {
                let difference = std::array::from_fn(|word| code[word] ^ other[word]);
                if self.image.facts().plan.first_shown_by(&difference, self.asked) == Some(band) {
                    visit(one.min(two), one.max(two), distance);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn what_an_earlier_pair_shows_is_not_first_shown_by_a_later_band() {
        let mut dice = Dice::of(7);
        let (mut n_shown, mut n_first) = (0, 0);
        for (n_pairs, radius) in [(8, 31), (8, 12), (8, 64), (9, 44), (12, 31), (16, 31)] {
            let plan = Plan::of_pairs(n_pairs, radius);
            let asked = plan.asked_for(radius);
            for _ in 0..2_000 {
                let mut difference = [0; 4];
                for _ in 0..dice.below(u64::from(radius) + 1) {
                    let bit = dice.below(256);
                    difference[(bit / 64) as usize] |= 1 << (bit % 64);
                }
                let first = plan.first_shown_by(&difference, &asked).unwrap();
                for band in 0..plan.bands().len() {
                    let earlier = EarlierPair::before(band, &plan, &asked);
                    if earlier.iter().any(|pair| pair.shows(difference[0])) {
                        assert!(first < band, "{n_pairs} pairs, {radius} bits: {difference:x?}, {first}, {band}");
                        n_shown += 1;
                    } else if first == band {
                        n_first += 1;
                    }
                }
            }
        }
        // Both happen, and each difference is first shown by one band.
        assert!(n_shown > 0 && n_first == 12_000, "{n_shown}, {n_first}");
    }
}
