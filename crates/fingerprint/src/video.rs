//! vPDQ, the fingerprint of video: the PDQ hashes of some of its frames, and how two sets of them agree.
//!
//! The rules are those of ThreatExchange (`vpdq/README.md`, `vpdq/cpp/hashing`). No decoding: frames' hashes come in.

mod planar;
mod stretches;

pub use planar::{Colours, Matrix, hash_planar, planar_bytes};
pub use stretches::{FRAMES_MAX, STRETCHES_MAX, Span, Stretch, Stretches, seen, stretches};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::pdq::{Pdq, PdqHash};

/// A frame's look and when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TimedFrame {
    /// Milliseconds from the start.
    pub at_ms: u64,
    /// How it looks.
    pub pdq: PdqHash,
}

/// Every how manieth frame stands for its second, at `rate_over / rate_under` frames a second: the rate's whole part,
/// and every frame where there is less than one a second.
pub fn frame_step(rate_over: u64, rate_under: u64) -> u64 {
    rate_over.checked_div(rate_under).unwrap_or(1).max(1)
}

/// How much of two videos shows the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Different frames of the one asked about that were compared.
    pub n_query: usize,
    /// How many of them have a partner in the other.
    pub n_query_matched: usize,
    /// Different frames of the other that were compared.
    pub n_other: usize,
    /// How many of them have a partner in the one asked about.
    pub n_other_matched: usize,
}

impl Agreement {
    /// The share of the one asked about that the other shows too, in percent; 0 when nothing could be compared.
    pub fn query_percent(&self) -> f64 {
        percent(self.n_query_matched, self.n_query)
    }

    /// The share of the other, likewise.
    pub fn other_percent(&self) -> f64 {
        percent(self.n_other_matched, self.n_other)
    }
}

/// Compares two videos' frames: those of at least `quality_min`, each hash once, in no order; a frame has a partner
/// when one of the other video is at most `distance_bits_max` away.
pub fn agreement(query: &[PdqHash], other: &[PdqHash], distance_bits_max: u32, quality_min: u8) -> Agreement {
    let (query, other) = (distinct(query, quality_min), distinct(other, quality_min));
    let n_matched = |of: &[Pdq], among: &[Pdq]| {
        of.iter().filter(|hash| among.iter().any(|partner| hash.distance(partner) <= distance_bits_max)).count()
    };
    Agreement {
        n_query: query.len(),
        n_query_matched: n_matched(&query, &other),
        n_other: other.len(),
        n_other_matched: n_matched(&other, &query),
    }
}

/// The different looks among frames of at least `quality_min`, in order.
pub fn distinct(frames: &[PdqHash], quality_min: u8) -> Vec<Pdq> {
    let good = frames.iter().filter(|frame| frame.quality >= quality_min);
    good.map(|frame| frame.hash).collect::<BTreeSet<Pdq>>().into_iter().collect()
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(first: u8, quality: u8) -> PdqHash {
        let mut hash = [0; 32];
        hash[0] = first;
        hash[1..9].fill(first);
        PdqHash { hash: Pdq(hash), quality }
    }

    #[test]
    fn a_second_has_the_whole_part_of_its_rate() {
        assert_eq!(
            [(30, 1), (30_000, 1_001), (1, 2), (0, 1), (5, 0)].map(|(o, u)| frame_step(o, u)),
            [30, 29, 1, 1, 1]
        );
    }

    #[test]
    fn each_hash_counts_once_and_faint_ones_not_at_all() {
        let query = [frame(0, 100), frame(0, 80), frame(0xff, 60), frame(0x0f, 49)];
        let other = [frame(0, 50), frame(0x0f, 100), frame(0xf0, 100)];
        let agreement = agreement(&query, &other, 31, 50);
        assert_eq!(agreement, Agreement { n_query: 2, n_query_matched: 1, n_other: 3, n_other_matched: 1 });
        assert_eq!(agreement.query_percent(), 50.0);
        assert_eq!(super::agreement(&[], &other, 31, 50).query_percent(), 0.0);
    }

    #[test]
    fn the_distance_is_the_last_that_still_agrees() {
        let one = PdqHash { hash: Pdq([0; 32]), quality: 100 };
        let mut hash = [0; 32];
        hash[..4].fill(0xff);
        let two = PdqHash { hash: Pdq(hash), quality: 100 };
        assert_eq!(agreement(&[one], &[two], 31, 50).n_query_matched, 0);
        assert_eq!(agreement(&[one], &[two], 32, 50).n_query_matched, 1);
    }
}
