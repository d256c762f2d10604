//! The search through the tables: every value that a band is asked for, its bucket, the near siblings in it, their
//! codes. Each step asks for the memory of the next one, a group of probes ahead, so that the waits overlap.

use std::sync::OnceLock;

use fingerprint::Kernel;

use crate::near::RADIUS_BITS_MAX;
use crate::near::code::{Code, distance};
use crate::near::image::{Image, NearFileError};
use crate::near::plan::{Asked, Plan};
use crate::near::scan::{self, Scan};

/// Probes that go through a step together: two bands' at radius 31 over 8 pairs.
const GROUP: usize = 34;

/// Queries whose bands' values are held at once.
const QUERIES: usize = 64;

/// More bands than any plan has.
pub(super) const BANDS_MAX: usize = 32;
const LINE_BYTES: usize = 64;

/// Lines of a bucket that are asked for ahead; the processor notices longer ones by itself.
const LINES_AHEAD_MAX: usize = 12;

/// One value that a band is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Probe {
    pub(super) band: u8,
    /// How many bits its sibling may differ in.
    pub(super) limit_bits: u8,
    /// Which of the query's bits are turned.
    pub(super) flip: u16,
}

/// What is asked for one radius.
pub(super) struct Probes {
    pub(super) asked: Asked,
    pub(super) probes: Vec<Probe>,
}

impl Probes {
    fn of(plan: &Plan, radius_bits: u32) -> Probes {
        let asked = plan.asked_for(radius_bits);
        let mut probes = Vec::new();
        for (pair, limits) in asked.pairs.iter().enumerate() {
            let Some(limits) = limits else { continue };
            for (half, radius) in limits.radii.into_iter().enumerate() {
                let Some(radius) = radius else { continue };
                let band = 2 * pair + half;
                let flips = flips_within(plan.bands()[band].width_bits, radius).into_iter();
                probes.extend(flips.map(|flip| Probe {
                    band: band as u8,
                    limit_bits: (limits.budget - flip.count_ones()) as u8,
                    flip,
                }));
            }
        }
        Probes { asked, probes }
    }
}

/// The probes for every radius, made when one is first asked for.
pub(super) struct ProbesByRadius(Vec<OnceLock<Probes>>);

impl ProbesByRadius {
    pub(super) fn new() -> ProbesByRadius {
        ProbesByRadius((0..=RADIUS_BITS_MAX).map(|_| OnceLock::new()).collect())
    }

    /// Invariant: the plan is always the same, and the radius not above its.
    pub(super) fn get(&self, plan: &Plan, radius_bits: u32) -> &Probes {
        self.0[radius_bits as usize].get_or_init(|| Probes::of(plan, radius_bits))
    }
}

/// All patterns of at most so many bits, those of fewer bits first.
pub(super) fn flips_within(width_bits: u32, radius_bits: u32) -> Vec<u16> {
    let mut flips = vec![0u16];
    let mut shell = 0..1;
    for _ in 0..radius_bits.min(width_bits) {
        // Each pattern of the last shell with one more bit above its highest, so that none is made twice.
        for n in shell.clone() {
            let flip = flips[n];
            let first_free = u16::BITS - flip.leading_zeros();
            flips.extend((first_free..width_bits).map(|bit| flip | 1 << bit));
        }
        shell = shell.end..flips.len();
    }
    flips
}

/// A code within the radius.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CodeHit {
    pub(super) query: u32,
    pub(super) code: u32,
    pub(super) distance: u32,
}

/// Adds every code within the radius of every query, each once; by query, otherwise in no order.
///
/// # Errors
/// A block that had to be read is damaged.
pub(super) fn search(
    kernel: Kernel,
    image: &Image,
    probes: &Probes,
    queries: &[Code],
    radius_bits: u32,
    hits: &mut Vec<CodeHit>,
) -> Result<(), NearFileError> {
    for (block, queries) in queries.chunks(QUERIES).enumerate() {
        let ask = Ask { image, probes, queries, query_first: (block * QUERIES) as u32, radius_bits };
        if image.is_all_checked() {
            search_by::<false>(kernel, &ask, hits)
        } else {
            search_by::<true>(kernel, &ask, hits)
        }?;
    }
    Ok(())
}

struct Ask<'a> {
    image: &'a Image,
    probes: &'a Probes,
    queries: &'a [Code],
    query_first: u32,
    radius_bits: u32,
}

#[expect(unsafe_code, reason = "instructions beyond the baseline are called for, after asking the processor")]
fn search_by<const IS_CHECKED_FIRST: bool>(
    kernel: Kernel,
    ask: &Ask<'_>,
    hits: &mut Vec<CodeHit>,
) -> Result<(), NearFileError> {
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt")]
    fn with_avx2<const IS_CHECKED_FIRST: bool>(ask: &Ask<'_>, hits: &mut Vec<CodeHit>) -> Result<(), NearFileError> {
        run::<scan::Avx2, IS_CHECKED_FIRST>(ask, hits)
    }
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt,avx512f,avx512bw,avx512vl,avx512dq,avx512vpopcntdq,avx512bitalg")]
    fn with_avx512<const IS_CHECKED_FIRST: bool>(ask: &Ask<'_>, hits: &mut Vec<CodeHit>) -> Result<(), NearFileError> {
        run::<scan::Avx512, IS_CHECKED_FIRST>(ask, hits)
    }
    match kernel {
        // SAFETY: whoever chose the kernel asked the processor for it.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => unsafe { with_avx512::<IS_CHECKED_FIRST>(ask, hits) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => unsafe { with_avx2::<IS_CHECKED_FIRST>(ask, hits) },
        _ => run::<scan::Scalar, IS_CHECKED_FIRST>(ask, hits),
    }
}

/// A bucket to be scanned.
#[derive(Clone, Copy, Default)]
struct Bucket {
    start: u32,
    end: u32,
    query: u8,
    band: u8,
    limit_bits: u8,
    wanted: u16,
}

/// A place in a band whose sibling is near.
#[derive(Clone, Copy)]
struct Candidate {
    place: u32,
    query: u8,
    band: u8,
}

/// A code to be compared.
#[derive(Clone, Copy)]
struct Suspect {
    code: u32,
    query: u8,
    band: u8,
}

#[inline(always)]
fn run<S: Scan, const IS_CHECKED_FIRST: bool>(ask: &Ask<'_>, hits: &mut Vec<CodeHit>) -> Result<(), NearFileError> {
    let Ask { image, probes, queries, query_first, radius_bits } = *ask;
    let plan = &image.facts().plan;
    let n_bands = plan.bands().len();
    let mut keys = [[0u16; BANDS_MAX]; QUERIES];
    for (keys, query) in keys.iter_mut().zip(queries) {
        keys.iter_mut().zip(plan.bands()).for_each(|(key, band)| *key = band.key_of(query) as u16);
    }
    let layout = image.layout();
    let mut tables: [Table<'_>; BANDS_MAX] = [Table::default(); BANDS_MAX];
    for (number, table) in tables.iter_mut().enumerate().take(n_bands) {
        *table = Table {
            starts: image.starts(number),
            ids: image.ids(number),
            siblings: image.siblings(number),
            starts_at: layout.starts[number].start,
            ids_at: layout.ids[number].start,
            siblings_at: layout.siblings[number].start,
        };
    }
    let codes = image.codes();
    let n_groups = probes.probes.len().div_ceil(GROUP);
    let n_steps = queries.len() * n_groups;
    let group = |step: usize| {
        let (query, group) = (step / n_groups, step % n_groups * GROUP);
        (query, &probes.probes[group..(group + GROUP).min(probes.probes.len())])
    };
    let mut buckets = [[Bucket::default(); GROUP]; 2];
    let mut n_buckets = [0; 2];
    let mut candidates: [Vec<Candidate>; 2] = [Vec::with_capacity(256), Vec::with_capacity(256)];
    let mut suspects: [Vec<Suspect>; 2] = [Vec::with_capacity(256), Vec::with_capacity(256)];
    for step in 0..n_steps + 4 {
        // Where the buckets of this group begin will be needed next.
        if step < n_steps && !IS_CHECKED_FIRST {
            let (query, probes) = group(step);
            for probe in probes {
                let table = &tables[probe.band as usize & (BANDS_MAX - 1)];
                let key = keys[query][probe.band as usize & (BANDS_MAX - 1)] ^ probe.flip;
                prefetch(table.starts, key as usize);
            }
        }
        // The buckets of the group before.
        if let Some(step) = step.checked_sub(1).filter(|step| *step < n_steps) {
            let (query, probes) = group(step);
            let (turn, mut n) = (step % 2, 0);
            for probe in probes {
                let band = probe.band as usize & (BANDS_MAX - 1);
                let table = &tables[band];
                let key = (keys[query][band] ^ probe.flip) as usize;
                if IS_CHECKED_FIRST {
                    image.ensure(table.starts_at + 4 * key..table.starts_at + 4 * key + 8)?;
                }
                let end = table.starts[key + 1].min(table.siblings.len() as u32);
                let start = table.starts[key].min(end);
                if start == end {
                    continue;
                }
                let first = &table.siblings[start as usize..end as usize];
                if IS_CHECKED_FIRST {
                    let at = table.siblings_at + 2 * start as usize;
                    image.ensure(at..at + size_of_val(first))?;
                } else {
                    // Most buckets of an index of a million lie in one line or two.
                    prefetch(first, 0);
                    prefetch(first, first.len() - 1);
                    let n_lines = (size_of_val(first) / LINE_BYTES).min(LINES_AHEAD_MAX);
                    (1..n_lines + 1).for_each(|line| prefetch(first, line * LINE_BYTES / 2));
                }
                let wanted = keys[query][band ^ 1];
                buckets[turn][n] =
                    Bucket { start, end, query: query as u8, band: band as u8, limit_bits: probe.limit_bits, wanted };
                n += 1;
            }
            n_buckets[turn] = n;
        }
        // The siblings in the buckets of the group before that.
        let turn = step % 2;
        let (now, before) = two_turns(&mut candidates, turn);
        now.clear();
        if let Some(step) = step.checked_sub(2).filter(|step| *step < n_steps) {
            for bucket in &buckets[step % 2][..n_buckets[step % 2]] {
                let table = &tables[bucket.band as usize & (BANDS_MAX - 1)];
                let (start, end) = (bucket.start as usize, bucket.end as usize);
                let keep = |place: usize| {
                    prefetch(table.ids, place);
                    now.push(Candidate { place: place as u32, query: bucket.query, band: bucket.band });
                };
                scan_bucket::<S>(table.siblings, start, end, bucket.wanted, u32::from(bucket.limit_bits), keep);
            }
        }
        // The codes of those found one step ago.
        let (suspects_now, suspects_before) = two_turns(&mut suspects, turn);
        suspects_now.clear();
        for candidate in before.drain(..) {
            let table = &tables[candidate.band as usize & (BANDS_MAX - 1)];
            // The first band's ids are their places.
            let code = if candidate.band == 0 {
                candidate.place
            } else {
                if IS_CHECKED_FIRST {
                    let at = table.ids_at + 4 * candidate.place as usize;
                    image.ensure(at..at + 4)?;
                }
                table.ids[candidate.place as usize]
            };
            prefetch(codes, code as usize);
            suspects_now.push(Suspect { code, query: candidate.query, band: candidate.band });
        }
        // And those whose codes were asked for two steps ago.
        for suspect in suspects_before.drain(..) {
            // A number from a file may be anything.
            let Some(code) = codes.get(suspect.code as usize) else { continue };
            if IS_CHECKED_FIRST {
                let at = layout.codes.start + size_of::<Code>() * suspect.code as usize;
                image.ensure(at..at + size_of::<Code>())?;
            }
            let query = &queries[suspect.query as usize];
            let distance = distance(query, code);
            if distance <= radius_bits {
                let difference = std::array::from_fn(|word| query[word] ^ code[word]);
                if plan.first_shown_by(&difference, &probes.asked) == Some(suspect.band as usize) {
                    hits.push(CodeHit { query: query_first + u32::from(suspect.query), code: suspect.code, distance });
                }
            }
        }
    }
    Ok(())
}

/// What a step makes, and what the one before it made.
fn two_turns<T>(both: &mut [T; 2], turn: usize) -> (&mut T, &mut T) {
    let [even, odd] = both;
    if turn == 0 { (even, odd) } else { (odd, even) }
}

#[inline(always)]
#[expect(unsafe_code, reason = "the kernel's body is compiled into its caller, which has its instructions")]
pub(super) fn scan_bucket<S: Scan>(
    siblings: &[u16],
    start: usize,
    end: usize,
    wanted: u16,
    limit_bits: u32,
    keep: impl FnMut(usize),
) {
    // SAFETY: this is compiled only into bodies that were chosen after asking the processor.
    unsafe { S::scan(siblings, start, end, wanted, limit_bits, keep) }
}

/// One band's sections, and where they lie.
#[derive(Clone, Copy, Default)]
struct Table<'a> {
    starts: &'a [u32],
    ids: &'a [u32],
    siblings: &'a [u16],
    starts_at: usize,
    ids_at: usize,
    siblings_at: usize,
}

/// Asks the processor to fetch what lies at this place. Nothing happens where there is nothing.
#[inline(always)]
#[expect(unsafe_code, reason = "a hint to the processor takes an address")]
pub(super) fn prefetch<T>(of: &[T], place: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: the instruction reads nothing and never faults, whatever the address.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(of.as_ptr().wrapping_add(place).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (of, place);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flips_are_all_patterns_of_few_bits_once() {
        for (width, radius) in [(1, 1), (8, 3), (16, 2), (5, 9), (16, 0), (16, 4)] {
            let mut flips = flips_within(width, radius);
            let mut expected: Vec<u16> =
                (0..1u32 << width).filter(|flip| flip.count_ones() <= radius).map(|flip| flip as u16).collect();
            flips.sort_unstable();
            expected.sort_unstable();
            assert_eq!(flips, expected, "{width} bits, radius {radius}");
        }
    }
}
