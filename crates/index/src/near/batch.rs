//! The search through the tables for many queries at once, band by band: the queries are dealt out to the buckets that they
//! ask for, and the buckets are then read in the order in which they lie, each once for all queries that ask for it. What
//! one query alone fetches from all over memory is so read from one end to the other.
//!
//! Invariant: however many queries there are, no more than [`QUERIES_MAX`] are dealt out at once, to no more than
//! [`PROBES_MAX`] probes, and no more than twice [`CANDIDATES_MAX`] candidates wait to be compared: 16 MiB in all.

use fingerprint::{Kernel, Pdq};

use crate::near::code::{Code, code_of, distance};
use crate::near::image::{Image, NearFileError};
use crate::near::plan::{PairLimits, Plan};
use crate::near::probe::{BANDS_MAX, CodeHit, Probes, flips_within, prefetch};
use crate::near::scan::{self, Scan, Wanted};

/// Queries that are dealt out at once, at most: their places among the dealt are then numbers of 16 bits.
const QUERIES_MAX: usize = 1 << 16;

/// Probes of one band that are dealt out at once, at most: four bytes each.
const PROBES_MAX: usize = 1 << 21;

/// Candidates that are compared together.
const CANDIDATES_MAX: usize = 1 << 16;

/// Entries of a bucket and probes that are put to each other at once: all of them may become candidates.
const PIECE_ENTRIES: usize = 1 << 10;
const PIECE_PROBES: usize = CANDIDATES_MAX / PIECE_ENTRIES;

/// How many buckets ahead siblings are asked for.
const BUCKETS_AHEAD: usize = 8;

/// Lines of a bucket that are asked for ahead; the processor notices longer ones by itself.
const LINES_AHEAD_MAX: usize = 8;
const LINE_ENTRIES: usize = 32;

/// How many candidates ahead ids and codes are asked for.
const AHEAD: usize = 24;

/// Gives hits to whoever wants them; of a look-up that fails, what was given is right.
pub(super) type Deliver<'d> = dyn FnMut(&[CodeHit]) -> Result<(), NearFileError> + 'd;

/// How many queries are worth being dealt out, at least: when each bucket is asked for once, all in all. Among 10⁶ entries
/// these are 3,855. Measured there, 4,096 cost as much as one after the other or a little less, 16,384 half of it, 65,536
/// less than a third.
pub(super) fn n_queries_min(plan: &Plan, probes: &Probes) -> usize {
    let n_buckets: usize = (plan.bands().chunks_exact(2).zip(&probes.asked.pairs))
        .filter_map(|(halves, limits)| Some(halves.iter().zip(limits.as_ref()?.radii)))
        .flatten()
        .filter_map(|(band, radius)| radius.map(|_| band.n_values()))
        .sum();
    n_buckets / probes.probes.len().max(1)
}

/// How many queries are dealt out at once.
fn n_queries_at_once(probes: &Probes) -> usize {
    let mut n_flips = [0; BANDS_MAX];
    probes.probes.iter().for_each(|probe| n_flips[usize::from(probe.band) & (BANDS_MAX - 1)] += 1);
    let n_flips_max = n_flips.into_iter().max().unwrap_or(0).max(1);
    (PROBES_MAX / n_flips_max).clamp(1, QUERIES_MAX)
}

/// Gives every code within the radius of every query, each once, in no order.
///
/// # Errors
/// A block that had to be read is damaged, or what `deliver` says.
pub(super) fn search(
    kernel: Kernel,
    image: &Image,
    probes: &Probes,
    queries: &[Pdq],
    radius_bits: u32,
    deliver: &mut Deliver<'_>,
) -> Result<(), NearFileError> {
    let n_at_once = n_queries_at_once(probes);
    let mut room = Room::default();
    for (block, queries) in queries.chunks(n_at_once).enumerate() {
        let query_first = (block * n_at_once) as u32;
        let queries: Vec<Code> = queries.iter().map(code_of).collect();
        let mut ask = Ask { image, probes, queries: &queries, query_first, radius_bits, deliver, room: &mut room };
        if image.is_all_checked() {
            search_by::<false>(kernel, &mut ask)
        } else {
            search_by::<true>(kernel, &mut ask)
        }?;
    }
    Ok(())
}

struct Ask<'a, 'd> {
    image: &'a Image,
    probes: &'a Probes,
    queries: &'a [Code],
    query_first: u32,
    radius_bits: u32,
    deliver: &'a mut Deliver<'d>,
    room: &'a mut Room,
}

/// Memory that is used again for each band and each block of queries.
#[derive(Default)]
struct Room {
    /// Of each query the values of both halves of a pair, the first one's in the upper 16 bits.
    values: Vec<u32>,
    /// For each value of a band where its queries begin, then where they end.
    query_ends: Vec<u32>,
    /// The queries by their band's value.
    dealt: Vec<DealtQuery>,
    shells: Vec<Shell>,
    candidates: Vec<Candidate>,
    hits: Vec<CodeHit>,
}

#[derive(Clone, Copy, Default)]
struct DealtQuery {
    query: u32,
    /// The band's value in the upper half, the sibling's in the lower.
    values: u32,
}

/// All probes of a band that differ from their query in the same number of bits.
#[derive(Default)]
struct Shell {
    flips: Vec<u16>,
    limit_bits: u32,
    /// For each value of a band where its probes begin, then where they end.
    ends: Vec<u32>,
    /// The probes by the value that they ask for.
    probes: Vec<Wanted>,
}

/// A place whose sibling is near and the query's place among the dealt; then the code that stands there and the query.
#[derive(Clone, Copy)]
struct Candidate {
    at: u32,
    query: u32,
}

#[expect(unsafe_code, reason = "instructions beyond the baseline are called for, after asking the processor")]
fn search_by<const IS_CHECKED_FIRST: bool>(kernel: Kernel, ask: &mut Ask<'_, '_>) -> Result<(), NearFileError> {
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt")]
    fn with_avx2<const IS_CHECKED_FIRST: bool>(ask: &mut Ask<'_, '_>) -> Result<(), NearFileError> {
        ask.run::<scan::Avx2, IS_CHECKED_FIRST>()
    }
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt,avx512f,avx512bw,avx512vl,avx512dq,avx512vpopcntdq,avx512bitalg")]
    fn with_avx512<const IS_CHECKED_FIRST: bool>(ask: &mut Ask<'_, '_>) -> Result<(), NearFileError> {
        ask.run::<scan::Avx512, IS_CHECKED_FIRST>()
    }
    match kernel {
        // SAFETY: whoever chose the kernel asked the processor for it.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => unsafe { with_avx512::<IS_CHECKED_FIRST>(ask) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => unsafe { with_avx2::<IS_CHECKED_FIRST>(ask) },
        _ => ask.run::<scan::Scalar, IS_CHECKED_FIRST>(),
    }
}

impl Ask<'_, '_> {
    #[inline(always)]
    fn run<S: Scan, const IS_CHECKED_FIRST: bool>(&mut self) -> Result<(), NearFileError> {
        let (image, probes) = (self.image, self.probes);
        let bands = image.facts().plan.bands();
        for (pair, (limits, halves)) in probes.asked.pairs.iter().zip(bands.chunks_exact(2)).enumerate() {
            let Some(limits) = limits else { continue };
            self.room.values.clear();
            let values = self.queries.iter().map(|query| halves[0].key_of(query) << 16 | halves[1].key_of(query));
            self.room.values.extend(values);
            for (half, (table, radius)) in halves.iter().zip(limits.radii).enumerate() {
                if let Some(radius) = radius {
                    self.deal(table.width_bits, 16 * half as u32, radius, limits);
                    let band = 2 * pair + half;
                    // Shells leave the room while what they find is put there.
                    let shells = std::mem::take(&mut self.room.shells);
                    for shell in &shells {
                        self.read::<S, IS_CHECKED_FIRST>(band, shell)?;
                    }
                    self.room.shells = shells;
                    self.compare::<IS_CHECKED_FIRST>(band)?;
                }
            }
        }
        self.deliver_hits()
    }

    /// Deals the queries out to the buckets that they ask one band for. They are dealt out by their own value first: then
    /// those that are dealt to neighbouring buckets come one behind the other, and each flip writes in one place at a time.
    /// `turn_bits`: by how much values are turned left so that this band's stand in the upper half.
    #[inline(always)]
    fn deal(&mut self, width_bits: u32, turn_bits: u32, radius: u32, limits: &PairLimits) {
        let Room { values, query_ends, dealt, shells, .. } = &mut *self.room;
        let n_values = 1usize << width_bits;
        let value_of = |values: u32| (values >> 16) as usize & (n_values - 1);
        query_ends.clear();
        query_ends.resize(n_values, 0);
        let query_ends = &mut query_ends[..n_values];
        values.iter().for_each(|values| query_ends[value_of(values.rotate_left(turn_bits))] += 1);
        let mut n_before = 0;
        for end in query_ends.iter_mut() {
            n_before += std::mem::replace(end, n_before);
        }
        // Each bucket's begin moves to its end, which is where the next one began.
        dealt.resize(values.len(), DealtQuery::default());
        let dealt = &mut dealt[..values.len()];
        for (query, values) in (0..).zip(values.iter()) {
            let values = values.rotate_left(turn_bits);
            let to = &mut query_ends[value_of(values)];
            dealt[*to as usize] = DealtQuery { query, values };
            *to += 1;
        }
        let n_shells = radius.min(width_bits) as usize + 1;
        shells.resize_with(n_shells, Shell::default);
        let flips = flips_within(width_bits, radius);
        for (differ_bits, shell) in (0..).zip(shells.iter_mut()) {
            shell.flips = flips.iter().copied().filter(|flip| flip.count_ones() == differ_bits).collect();
            shell.limit_bits = limits.budget - differ_bits;
            shell.deal(n_values, query_ends, dealt);
        }
    }

    /// Reads a band's table from its begin to its end, each bucket for all probes of the shell that ask for it.
    #[inline(always)]
    fn read<S: Scan, const IS_CHECKED_FIRST: bool>(&mut self, band: usize, shell: &Shell) -> Result<(), NearFileError> {
        let image = self.image;
        let (starts, siblings) = (image.starts(band), image.siblings(band));
        let (starts_at, siblings_at) = (image.layout().starts[band].start, image.layout().siblings[band].start);
        let bucket = |value: usize| {
            // Numbers from a file may be anything.
            let end = (starts[value + 1] as usize).min(siblings.len());
            ((starts[value] as usize).min(end), end)
        };
        let n_values = starts.len() - 1;
        let ends = &shell.ends[..n_values];
        let mut begin = 0;
        for (value, end) in ends.iter().enumerate() {
            let ahead = value + BUCKETS_AHEAD;
            if !IS_CHECKED_FIRST && ahead < n_values && ends[ahead] != ends[ahead - 1] {
                let (start, end) = bucket(ahead);
                let n_lines = ((end - start) / LINE_ENTRIES + 1).min(LINES_AHEAD_MAX);
                (0..n_lines).for_each(|line| prefetch(siblings, start + line * LINE_ENTRIES));
            }
            let ours = &shell.probes[begin..*end as usize];
            begin = *end as usize;
            if ours.is_empty() {
                continue;
            }
            if IS_CHECKED_FIRST {
                image.ensure(starts_at + 4 * value..starts_at + 4 * value + 8)?;
            }
            let (mut start, end) = bucket(value);
            while start < end {
                let piece_end = end.min(start + PIECE_ENTRIES);
                if IS_CHECKED_FIRST {
                    image.ensure(siblings_at + 2 * start..siblings_at + 2 * piece_end)?;
                }
                for wanted in ours.chunks(PIECE_PROBES) {
                    let candidates = &mut self.room.candidates;
                    let keep = |at: usize, wanted: &Wanted| {
                        candidates.push(Candidate { at: at as u32, query: u32::from(wanted.by()) });
                    };
                    scan_for_all::<S>(siblings, start, piece_end, wanted, shell.limit_bits, keep);
                    if candidates.len() >= CANDIDATES_MAX {
                        self.compare::<IS_CHECKED_FIRST>(band)?;
                    }
                }
                start = piece_end;
            }
        }
        Ok(())
    }

    /// Compares the codes of the candidates, and keeps those that this band is the first to show.
    #[inline(always)]
    fn compare<const IS_CHECKED_FIRST: bool>(&mut self, band: usize) -> Result<(), NearFileError> {
        let Ask { image, queries, radius_bits, query_first, probes, .. } = *self;
        let Room { candidates, hits, dealt, .. } = &mut *self.room;
        let (candidates_now, dealt) = (candidates.as_mut_slice(), dealt.as_slice());
        let (layout, codes, ids) = (image.layout(), image.codes(), image.ids(band));
        for n in 0..candidates_now.len() {
            if let Some(ahead) = candidates_now.get(n + AHEAD) {
                prefetch(ids, ahead.at as usize);
            }
            let candidate = &mut candidates_now[n];
            candidate.query = dealt[candidate.query as usize].query;
            // The first band's ids are their places.
            if band != 0 {
                if IS_CHECKED_FIRST {
                    let at = layout.ids[band].start + 4 * candidate.at as usize;
                    image.ensure(at..at + 4)?;
                }
                candidate.at = ids[candidate.at as usize];
            }
        }
        for (n, candidate) in candidates_now.iter().enumerate() {
            if let Some(ahead) = candidates_now.get(n + AHEAD) {
                prefetch(codes, ahead.at as usize);
                prefetch(queries, ahead.query as usize);
            }
            // A number from a file may be anything.
            let Some(code) = codes.get(candidate.at as usize) else { continue };
            if IS_CHECKED_FIRST {
                let at = layout.codes.start + size_of::<Code>() * candidate.at as usize;
                image.ensure(at..at + size_of::<Code>())?;
            }
            let query = &queries[candidate.query as usize];
            let distance = distance(query, code);
            if distance <= radius_bits {
                let difference = std::array::from_fn(|word| query[word] ^ code[word]);
                if image.facts().plan.first_shown_by(&difference, &probes.asked) == Some(band) {
                    hits.push(CodeHit { query: query_first + candidate.query, code: candidate.at, distance });
                }
            }
        }
        candidates.clear();
        self.deliver_hits()
    }

    fn deliver_hits(&mut self) -> Result<(), NearFileError> {
        (self.deliver)(&self.room.hits)?;
        self.room.hits.clear();
        Ok(())
    }
}

impl Shell {
    /// Deals all queries to all their probes. `query_ends`: for each value where its queries end among the dealt.
    #[inline(always)]
    fn deal(&mut self, n_values: usize, query_ends: &[u32], dealt: &[DealtQuery]) {
        let Shell { flips, ends, probes, .. } = self;
        let flips = flips.as_slice();
        ends.clear();
        ends.resize(n_values, 0);
        let ends = &mut ends[..n_values];
        let mut begin = 0;
        for (value, end) in query_ends.iter().enumerate() {
            let n_queries = end - begin;
            begin = *end;
            if n_queries != 0 {
                flips.iter().for_each(|flip| ends[(value ^ usize::from(*flip)) & (n_values - 1)] += n_queries);
            }
        }
        let mut n_before = 0;
        for end in ends.iter_mut() {
            n_before += std::mem::replace(end, n_before);
        }
        probes.resize(n_before as usize, Wanted::default());
        let probes = probes.as_mut_slice();
        // Each bucket's begin moves to its end, which is where the next one began.
        for (by, query) in dealt.iter().enumerate() {
            let (value, wanted) = ((query.values >> 16) as usize, Wanted::of(query.values as u16, by as u16));
            for flip in flips {
                let to = &mut ends[(value ^ usize::from(*flip)) & (n_values - 1)];
                probes[*to as usize] = wanted;
                *to += 1;
            }
        }
    }
}

#[inline(always)]
#[expect(unsafe_code, reason = "the kernel's body is compiled into its caller, which has its instructions")]
fn scan_for_all<S: Scan>(
    siblings: &[u16],
    start: usize,
    end: usize,
    wanted: &[Wanted],
    limit_bits: u32,
    keep: impl FnMut(usize, &Wanted),
) {
    // SAFETY: this is compiled only into bodies that were chosen after asking the processor.
    unsafe { S::scan_for_all(siblings, start, end, wanted, limit_bits, keep) }
}
