//! How often a list's near claims were wrong, by distance: counted from what people decided, so that a threshold can be
//! chosen with numbers before one's eyes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What people decided about near claims of one list, by distance in bits: confirmed and rejected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    by_distance: BTreeMap<u32, (u64, u64)>,
}

/// The share that was rejected, with the interval in which it lies in 19 of 20 cases (Wilson 1927, without correction for
/// continuity). All from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RejectedShare {
    /// Of those decided.
    pub share: f64,
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// The normal quantile of 19 cases in 20.
const Z: f64 = 1.959_963_984_540_054;

impl Measured {
    /// Counts so many decisions about claims at this distance.
    pub fn count(&mut self, distance_bits: u32, is_confirmed: bool, n_decisions: u64) {
        let (n_confirmed, n_rejected) = self.by_distance.entry(distance_bits).or_default();
        *if is_confirmed { n_confirmed } else { n_rejected } += n_decisions;
    }

    /// The counts: distance, confirmed, rejected; nearest first, distances without any left out.
    pub fn counts(&self) -> impl Iterator<Item = (u32, u64, u64)> {
        self.by_distance.iter().map(|(bits, (n_confirmed, n_rejected))| (*bits, *n_confirmed, *n_rejected))
    }

    /// Confirmed and rejected up to this distance, together.
    pub fn up_to(&self, distance_bits: u32) -> (u64, u64) {
        let within = self.by_distance.range(..=distance_bits);
        within.fold((0, 0), |(one, two), (_, (n_confirmed, n_rejected))| (one + n_confirmed, two + n_rejected))
    }
}

/// Which share of so many decisions were rejections; none where nothing was decided.
pub fn rejected_share(n_confirmed: u64, n_rejected: u64) -> Option<RejectedShare> {
    let n = (n_confirmed + n_rejected) as f64;
    if n == 0.0 {
        return None;
    }
    let share = n_rejected as f64 / n;
    let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    // Rounding must not put the ends beyond what a share can be.
    Some(RejectedShare { share, low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        // Worked out by hand from the formula, to four digits.
        let check = |n_confirmed, n_rejected, low: f64, high: f64| {
            let share = rejected_share(n_confirmed, n_rejected).unwrap();
            let is_near = (share.low - low).abs() < 5e-5 && (share.high - high).abs() < 5e-5;
            assert!(is_near, "{n_confirmed} {n_rejected}: {share:?}");
        };
        check(10, 0, 0.0, 0.2775);
        check(0, 10, 0.7225, 1.0);
        check(90, 10, 0.0552, 0.1744);
        check(1, 1, 0.0945, 0.9055);
        assert_eq!(rejected_share(0, 0), None);
    }

    #[test]
    fn decisions_are_counted_by_distance_and_together() {
        let mut measured = Measured::default();
        for (distance_bits, is_confirmed) in [(4, true), (4, true), (20, false), (31, false), (31, true)] {
            measured.count(distance_bits, is_confirmed, 1);
        }
        assert_eq!(measured.counts().collect::<Vec<_>>(), [(4, 2, 0), (20, 0, 1), (31, 1, 1)]);
        assert_eq!((measured.up_to(3), measured.up_to(20), measured.up_to(31)), ((0, 0), (2, 1), (3, 2)));
    }
}
