//! Which stretches of two videos show the same, by the times of frames that agree. Times and hashes in, times out.
//!
//! Two videos are laid beside each other by a constant offset; the one that most frames speak for comes first, and what
//! it leaves over is laid anew. So a video that was cut and joined falls into its pieces. One that runs at another speed
//! falls into pieces too, each as long as the offset still holds within what sampling allows; as they follow one another
//! in both videos, they are told as one, and the two lengths show the speed. A cut of less than two samples or two seconds is not
//! told apart from that.

use std::collections::{BTreeMap, HashMap};

use super::TimedFrame;
use crate::pdq::Pdq;

/// Of each video at most so many frames are laid beside the other's, evenly chosen: an hour at one a second.
pub const FRAMES_MAX: usize = 4_096;
/// No more stretches than these are given, the longest; how many are left out is said.
pub const STRETCHES_MAX: usize = 100;
/// After so many offsets nothing more is looked for.
const OFFSETS_MAX: usize = 32;
/// Times are rounded to frames; two of them are the same within this.
const ROUNDING_MS: u64 = 50;
/// What goes on within this much, or within two samples, is told as one: what is shown may stand still for so long.
const JOINED_MS: u64 = 2_000;
/// So many frames that should agree and do not end a stretch; a single one may stand on the other side of a cut.
const N_DISAGREEING: usize = 2;

/// From the first to the last frame that agrees, in milliseconds from the start; both are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// When the first one is shown.
    pub from_ms: u64,
    /// When the last one is shown; the same for a single frame.
    pub to_ms: u64,
}

/// A stretch of the video asked about that shows what a stretch of the other one shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// Of the one asked about.
    pub query: Span,
    /// Of the other.
    pub other: Span,
    /// Frames of the one asked about that agree.
    pub n_frames: u64,
}

/// Stretches, and how many were left out beyond [`STRETCHES_MAX`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stretches<T> {
    /// By time.
    pub all: Vec<T>,
    /// Shorter ones that are not given.
    pub n_left_out: u64,
}

/// When a picture is seen in a video: spans of frames, one after the other, that agree with it, and their number. Frames
/// of less than `quality_min` say nothing and end nothing.
pub fn seen(frames: &[TimedFrame], quality_min: u8, agrees: impl Fn(&Pdq) -> bool) -> Stretches<(Span, u64)> {
    let mut all: Vec<(Span, u64)> = Vec::new();
    let mut is_open = false;
    for frame in in_time(frames, quality_min) {
        if !agrees(&frame.pdq.hash) {
            is_open = false;
            continue;
        }
        match all.last_mut().filter(|_| is_open) {
            Some((span, n_frames)) => (span.to_ms, *n_frames) = (frame.at_ms, *n_frames + 1),
            None => all.push((Span { from_ms: frame.at_ms, to_ms: frame.at_ms }, 1)),
        }
        is_open = true;
    }
    longest(all, |(span, n_frames)| (span.to_ms - span.from_ms, *n_frames))
}

/// The stretches of `query` that `other` shows too. Frames below `quality_min` are not compared; two agree that differ in
/// at most `distance_bits_max`. Frames of `query` that do not `may_agree` are taken to agree with none: what an index has
/// said already need not be found again.
pub fn stretches(
    query: &[TimedFrame],
    may_agree: impl Fn(&Pdq) -> bool,
    other: &[TimedFrame],
    distance_bits_max: u32,
    quality_min: u8,
) -> Stretches<Stretch> {
    let (query, other) = (thinned(in_time(query, quality_min)), thinned(in_time(other, quality_min)));
    let beside = Beside::new(&query, &other, distance_bits_max);
    let mut left: Vec<usize> = (0..query.len()).filter(|number| may_agree(&query[*number].pdq.hash)).collect();
    let mut found: Vec<Stretch> = Vec::new();
    for _ in 0..OFFSETS_MAX {
        let Some(offset_ms) = beside.best_offset(&left) else { break };
        let pairs: Vec<(usize, usize)> =
            left.iter().filter_map(|number| Some((*number, beside.partner(*number, offset_ms)?))).collect();
        if pairs.is_empty() {
            break;
        }
        found.extend(beside.cut(&pairs, offset_ms));
        // What lies within a stretch is told by it, and what agrees with nothing never will.
        let told: Vec<Span> =
            found.iter().filter(|stretch| stretch.n_frames > 1).map(|stretch| stretch.query).collect();
        left.retain(|number| {
            let at_ms = query[*number].at_ms;
            pairs.binary_search_by_key(number, |pair| pair.0).is_err()
                && !told.iter().any(|span| (span.from_ms..=span.to_ms).contains(&at_ms))
        });
    }
    longest(beside.joined(found), |stretch| (stretch.query.to_ms - stretch.query.from_ms, stretch.n_frames))
}

/// Frames good enough to be compared, by time.
fn in_time(frames: &[TimedFrame], quality_min: u8) -> Vec<TimedFrame> {
    let mut frames: Vec<TimedFrame> = frames.iter().filter(|frame| frame.pdq.quality >= quality_min).copied().collect();
    frames.sort_by_key(|frame| frame.at_ms);
    frames
}

fn thinned(frames: Vec<TimedFrame>) -> Vec<TimedFrame> {
    let step = frames.len().div_ceil(FRAMES_MAX).max(1);
    frames.into_iter().step_by(step).collect()
}

fn longest<T: Ord>(mut all: Vec<T>, length: impl Fn(&T) -> (u64, u64)) -> Stretches<T> {
    let n_left_out = all.len().saturating_sub(STRETCHES_MAX) as u64;
    if n_left_out > 0 {
        all.sort_by_key(|one| std::cmp::Reverse(length(one)));
        all.truncate(STRETCHES_MAX);
    }
    all.sort_unstable();
    Stretches { all, n_left_out }
}

/// Two videos, to be laid beside each other.
struct Beside<'f> {
    query: &'f [TimedFrame],
    other: &'f [TimedFrame],
    distance_bits_max: u32,
    /// So far may the offset of two frames that show the same moment lie from the videos' own: half of the coarser
    /// sampling, as the nearest sample may be that far away.
    tolerance_ms: u64,
    /// Samples this near to each other ought to show the same: half of the finer sampling.
    close_ms: u64,
}

impl<'f> Beside<'f> {
    fn new(query: &'f [TimedFrame], other: &'f [TimedFrame], distance_bits_max: u32) -> Beside<'f> {
        let steps = [step_ms(query), step_ms(other)];
        let (finer, coarser) = (steps[0].min(steps[1]), steps[0].max(steps[1]));
        let of = |step: u64| step / 2 + ROUNDING_MS;
        Beside { query, other, distance_bits_max, tolerance_ms: of(coarser), close_ms: of(finer) }
    }

    fn distance(&self, number: usize, partner: usize) -> u32 {
        self.query[number].pdq.hash.distance(&self.other[partner].pdq.hash)
    }

    /// How much later the other's frame is shown.
    fn offset_ms(&self, number: usize, partner: usize) -> i64 {
        let ms = |at_ms: u64| i64::try_from(at_ms).unwrap_or(i64::MAX);
        ms(self.other[partner].at_ms).saturating_sub(ms(self.query[number].at_ms))
    }

    /// The offset that most of these frames speak for, each once for every window of offsets and the louder the nearer its
    /// partner; windows overlap by half, so that what belongs together is together in one of them. Then the middle of
    /// what spoke.
    fn best_offset(&self, numbers: &[usize]) -> Option<i64> {
        let width_ms = i64::try_from(self.tolerance_ms).unwrap_or(i64::MAX / 4).max(1);
        let mut votes: HashMap<i64, u64> = HashMap::new();
        for number in numbers {
            // Partners are in the order of time, so those of one window follow one another.
            let mut loudest: BTreeMap<i64, u32> = BTreeMap::new();
            for partner in 0..self.other.len() {
                let distance = self.distance(*number, partner);
                if distance > self.distance_bits_max {
                    continue;
                }
                let window = self.offset_ms(*number, partner).div_euclid(width_ms);
                let loudness = self.distance_bits_max + 1 - distance;
                for window in [window, window + 1] {
                    let slot = loudest.entry(window).or_default();
                    *slot = loudness.max(*slot);
                }
            }
            for (window, loudness) in loudest {
                *votes.entry(window).or_default() += u64::from(loudness);
            }
        }
        let best = votes.into_iter().max_by_key(|(window, votes)| (*votes, std::cmp::Reverse((window.abs(), *window))));
        let middle_ms = best?.0.saturating_mul(width_ms);
        let mut offsets: Vec<i64> = numbers
            .iter()
            .filter_map(|number| Some(self.offset_ms(*number, self.partner(*number, middle_ms)?)))
            .collect();
        offsets.sort_unstable();
        offsets.get(offsets.len() / 2).copied()
    }

    /// The frame of the other that this one is beside: the nearest look, then the nearest time.
    fn partner(&self, number: usize, offset_ms: i64) -> Option<usize> {
        let away_ms = |partner: usize| self.offset_ms(number, partner).abs_diff(offset_ms);
        self.around(number, offset_ms, self.tolerance_ms)
            .map(|partner| (self.distance(number, partner), away_ms(partner), partner))
            .filter(|(distance, ..)| *distance <= self.distance_bits_max)
            .min()
            .map(|(.., partner)| partner)
    }

    /// The other's frames that are shown within `within_ms` of when this one is, at the offset.
    fn around(&self, number: usize, offset_ms: i64, within_ms: u64) -> std::ops::Range<usize> {
        let at_ms = i64::try_from(self.query[number].at_ms).unwrap_or(i64::MAX).saturating_add(offset_ms);
        let within_ms = i64::try_from(within_ms).unwrap_or(i64::MAX);
        let at = |bound_ms: i64| {
            let bound_ms = u64::try_from(bound_ms).unwrap_or(0);
            self.other.partition_point(|frame| frame.at_ms < bound_ms)
        };
        at(at_ms.saturating_sub(within_ms))..at(at_ms.saturating_add(within_ms).saturating_add(1))
    }

    /// Stretches that go on in both videos where another one ends are one.
    fn joined(&self, mut found: Vec<Stretch>) -> Vec<Stretch> {
        let within_ms = self.tolerance_ms.saturating_mul(4).max(JOINED_MS);
        let offset_ms = |query_ms: u64, other_ms: u64| i128::from(other_ms) - i128::from(query_ms);
        found.sort_unstable();
        let mut joined: Vec<Stretch> = Vec::with_capacity(found.len());
        for next in found {
            let (query, other) = (next.query, next.other);
            let before = joined.iter_mut().rev().find(|before| {
                let ends = offset_ms(before.query.to_ms, before.other.to_ms);
                let begins = offset_ms(query.from_ms, other.from_ms);
                query.from_ms.saturating_sub(before.query.to_ms) <= within_ms
                    && ends.abs_diff(begins) <= u128::from(within_ms)
            });
            match before {
                Some(before) => {
                    before.query.to_ms = before.query.to_ms.max(query.to_ms);
                    before.other.from_ms = before.other.from_ms.min(other.from_ms);
                    before.other.to_ms = before.other.to_ms.max(other.to_ms);
                    before.n_frames += next.n_frames;
                }
                None => joined.push(next),
            }
        }
        joined
    }

    /// Pairs, by time, as stretches: a new one begins where frames between two pairs ought to agree and do not.
    fn cut(&self, pairs: &[(usize, usize)], offset_ms: i64) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        let mut last = None;
        for (number, partner) in pairs.iter().copied() {
            let (at_ms, other_at_ms) = (self.query[number].at_ms, self.other[partner].at_ms);
            let goes_on = last.is_some_and(|last: usize| {
                let between = last + 1..number;
                let disagreeing = between.filter(|number| !self.around(*number, offset_ms, self.close_ms).is_empty());
                disagreeing.take(N_DISAGREEING).count() < N_DISAGREEING
            });
            last = Some(number);
            match found.last_mut().filter(|_| goes_on) {
                Some(stretch) => {
                    stretch.query.to_ms = at_ms;
                    stretch.other.from_ms = stretch.other.from_ms.min(other_at_ms);
                    stretch.other.to_ms = stretch.other.to_ms.max(other_at_ms);
                    stretch.n_frames += 1;
                }
                None => found.push(Stretch {
                    query: Span { from_ms: at_ms, to_ms: at_ms },
                    other: Span { from_ms: other_at_ms, to_ms: other_at_ms },
                    n_frames: 1,
                }),
            }
        }
        found
    }
}

/// How long it usually is from one frame to the next; 0 for a single one.
fn step_ms(frames: &[TimedFrame]) -> u64 {
    let mut steps: Vec<u64> = frames.windows(2).map(|pair| pair[1].at_ms - pair[0].at_ms).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdq::PdqHash;

    /// What is shown in a second of its own: far from every other second's.
    fn scene(number: u64) -> Pdq {
        let mut state = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Pdq(std::array::from_fn(|_| {
            state ^= state >> 29;
            state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9).wrapping_add(number);
            (state >> 56) as u8
        }))
    }

    fn frame(at_ms: u64, of_scene: u64) -> TimedFrame {
        // A few bits differ, as after every encoding.
        let mut hash = scene(of_scene);
        hash.0[0] ^= (at_ms % 7) as u8;
        TimedFrame { at_ms, pdq: PdqHash { hash, quality: 90 } }
    }

    /// A scene a second, a frame every `step_ms`, from `from_ms` of it to `to_ms`, shown from `shown_ms` on.
    fn piece(step_ms: u64, from_ms: u64, to_ms: u64, shown_ms: u64) -> Vec<TimedFrame> {
        let times = (from_ms..to_ms).step_by(step_ms as usize);
        times.map(|at_ms| frame(at_ms - from_ms + shown_ms, at_ms / 1000)).collect()
    }

    fn check(query: &[TimedFrame], other: &[TimedFrame], expected: &[(u64, u64, u64, u64, u64)]) {
        let found = stretches(query, |_| true, other, 31, 50);
        let told =
            |one: &Stretch| (one.query.from_ms, one.query.to_ms, one.other.from_ms, one.other.to_ms, one.n_frames);
        assert_eq!(found.all.iter().map(told).collect::<Vec<_>>(), expected);
        assert_eq!(found.n_left_out, 0);
    }

    #[test]
    fn a_cut_is_found_at_its_place() {
        let listed = piece(1000, 0, 60_000, 0);
        check(&piece(1000, 12_000, 42_000, 0), &listed, &[(0, 29_000, 12_000, 41_000, 30)]);
        // Sampled more finely, or only now and then.
        check(&piece(200, 12_000, 15_000, 0), &listed, &[(0, 2_800, 12_000, 14_000, 15)]);
        check(&piece(5_000, 10_000, 30_000, 0), &listed, &[(0, 15_000, 10_000, 25_000, 4)]);
        check(&piece(1000, 0, 20_000, 0), &piece(5_000, 0, 60_000, 0), &[(0, 15_000, 0, 15_000, 4)]);
        check(&listed, &piece(1000, 100_000, 160_000, 0), &[]);
        check(&[], &listed, &[]);
        check(&listed, &[], &[]);
    }

    #[test]
    fn what_was_cut_and_joined_falls_into_its_pieces() {
        let listed = piece(1000, 0, 60_000, 0);
        let joined =
            [piece(1000, 30_000, 40_000, 0), piece(1000, 500_000, 510_000, 10_000), piece(1000, 5_000, 15_000, 20_000)]
                .concat();
        let expected = [(0, 9_000, 30_000, 39_000, 10), (20_000, 29_000, 5_000, 14_000, 10)];
        check(&joined, &listed, &expected);
        // The same piece twice.
        let twice = [piece(1000, 7_000, 10_000, 0), piece(1000, 7_000, 10_000, 3_000)].concat();
        check(&twice, &listed, &[(0, 2_000, 7_000, 9_000, 3), (3_000, 5_000, 7_000, 9_000, 3)]);
        check(&[frame(4_000, 44)], &listed, &[(4_000, 4_000, 44_000, 44_000, 1)]);
    }

    #[test]
    fn a_single_frame_across_a_cut_ends_nothing_and_more_do() {
        let listed = piece(1000, 0, 30_000, 0);
        let mut query = piece(1000, 0, 20_000, 0);
        query[7].pdq.hash = scene(900);
        check(&query, &listed, &[(0, 19_000, 0, 19_000, 19)]);
        (8..12).for_each(|n| query[n].pdq.hash = scene(900 + n as u64));
        check(&query, &listed, &[(0, 6_000, 0, 6_000, 7), (12_000, 19_000, 12_000, 19_000, 8)]);
        // Too faint to be compared: nothing speaks against it.
        (7..12).for_each(|n| query[n].pdq.quality = 49);
        check(&query, &listed, &[(0, 19_000, 0, 19_000, 15)]);
    }

    #[test]
    fn at_another_speed_the_lengths_differ() {
        let listed = piece(250, 0, 60_000, 0);
        let at_speed = |n: u64| -> Vec<TimedFrame> {
            (0..40_000 / n).map(|step| frame(step * 250, step * 250 * n / 1000 / 1000)).collect()
        };
        for speed_permille in [1_250, 800] {
            let query = at_speed(speed_permille);
            let found = stretches(&query, |_| true, &listed, 31, 50).all;
            let [one] = found.as_slice() else { panic!("{found:?}") };
            let length = |span: Span| span.to_ms - span.from_ms;
            assert_eq!(length(one.query), query.last().unwrap().at_ms, "{one:?}");
            let expected_ms = length(one.query) * speed_permille / 1000;
            assert!(length(one.other).abs_diff(expected_ms) <= 1_500, "{one:?}");
        }
    }

    #[test]
    fn a_still_video_is_one_stretch_and_long_ones_are_thinned() {
        let still: Vec<TimedFrame> = (0..6_000).map(|n| frame(n * 1000, 5)).collect();
        let found = stretches(&still, |_| true, &still, 31, 50).all;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].query, Span { from_ms: 0, to_ms: 5_998_000 });
    }

    #[test]
    fn a_picture_is_seen_in_spans() {
        let mut video = [piece(1000, 0, 3_000, 0), (3..8).map(|n| frame(n * 1000, 77)).collect()].concat();
        video.push(frame(8_000, 78));
        video.push(frame(9_000, 77));
        let agrees = |hash: &Pdq| hash.distance(&scene(77)) <= 31;
        let spans = |of: &[TimedFrame]| seen(of, 50, agrees).all;
        let span = |from_ms, to_ms| Span { from_ms, to_ms };
        assert_eq!(spans(&video), [(span(3_000, 7_000), 5), (span(9_000, 9_000), 1)]);
        video[8].pdq.quality = 10;
        assert_eq!(spans(&video), [(span(3_000, 9_000), 6)]);
        assert!(spans(&piece(1000, 0, 9_000, 0)).is_empty());
        let flicker: Vec<TimedFrame> = (0..500).map(|n| frame(n * 1000, 77 + n % 2)).collect();
        let found = seen(&flicker, 50, agrees);
        assert_eq!((found.all.len(), found.n_left_out), (STRETCHES_MAX, 150));
    }
}
