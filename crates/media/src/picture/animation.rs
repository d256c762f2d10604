//! Which frames of an animation are hashed: at most so many, evenly spread, first and last included.

use casework::file::Frame;

use super::{Decoded, Limits, Pixels, hash_of};

/// Takes frames as they are shown, one after another, and keeps the hashes of those that were chosen.
pub(super) struct Sampler {
    chosen: Vec<u64>,
    frames: Vec<Frame>,
    left_out: bool,
}

impl Sampler {
    /// For an animation of so many frames of so many pixels each.
    pub(super) fn new(n_frames: u64, n_pixels: u64, limits: &Limits) -> Sampler {
        let affordable = n_frames.min(limits.animation_pixels_max / n_pixels.max(1)).max(1);
        let chosen = spread(affordable, limits.frames_sampled_max as u64);
        Sampler { left_out: (chosen.len() as u64) < n_frames, chosen, frames: Vec::new() }
    }

    /// Whether there is anything to gain from frames at and after this one.
    pub(super) fn wants_more(&self, number: u64) -> bool {
        self.chosen.last().is_some_and(|last| number <= *last)
    }

    /// A frame as it is shown, all earlier ones beneath it.
    pub(super) fn offer(&mut self, number: u64, at_ms: u64, shown: &Pixels) {
        if self.chosen.binary_search(&number).is_ok() {
            self.frames.push(Frame { number, at_ms, pdq: hash_of(shown) });
        }
    }

    /// Puts what was kept into the findings; a single frame is no animation.
    pub(super) fn finish(mut self, decoded: &mut Decoded, length_ms: u64) {
        self.left_out |= self.frames.len() < self.chosen.len();
        decoded.frames = self.frames;
        decoded.frames_left_out = self.left_out;
        decoded.length_ms = Some(length_ms);
    }
}

fn spread(n_frames: u64, n_wanted: u64) -> Vec<u64> {
    if n_frames <= n_wanted.max(1) {
        return (0..n_frames).collect();
    }
    let gaps = n_wanted.max(2) - 1;
    (0..=gaps).map(|n| n * (n_frames - 1) / gaps).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_spread_from_the_first_to_the_last() {
        assert_eq!(spread(5, 32), [0, 1, 2, 3, 4]);
        assert_eq!(spread(100, 4), [0, 33, 66, 99]);
        let many = spread(1000, 32);
        assert_eq!((many.len(), many[0], many[31]), (32, 0, 999));
        assert!(many.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(spread(1, 32), [0]);
    }

    #[test]
    fn an_animation_too_long_to_afford_is_sampled_as_far_as_it_goes() {
        let limits = Limits { animation_pixels_max: 1000, ..Limits::default() };
        let sampler = Sampler::new(50, 100, &limits);
        assert_eq!(sampler.chosen.last(), Some(&9));
        assert!(sampler.left_out);
    }
}
