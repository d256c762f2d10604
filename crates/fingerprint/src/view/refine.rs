//! From a view that is near an entry to the margins that are nearest to it: irregular margins cannot all be tried
//! beforehand, but once there is a candidate they can be found side by side. Looks at one entry only.

use crate::pdq::{Pdq, QUALITY_MIN};

use super::pattern::is_pattern;
use super::reduction::Reduction;
use super::turned::Turned;
use super::visit::Viewer;
use super::{Cuts, Family, View, set};

/// Rounds over left and right, then top and bottom.
const ROUNDS: usize = 2;

/// Steps in permille by which single margins are moved at last.
const STEPS_PERMILLE: [i16; 3] = [10, 5, 3];

impl Viewer {
    /// The view with the margins that bring this one nearest to `target`, and its distance in bits.
    /// Turn, area and tilt stay as they are. Takes about 500 views, so many chances to be near by accident: an entry that
    /// looks like one slope is near to some margins of every other slope, and nothing is moved towards it or becomes one.
    pub fn refine(&mut self, picture: &Reduction, view: View, target: &Pdq) -> (View, u32) {
        let sample = picture.sample_of_view(self.kernel, &view);
        let mut turned = Turned::new(&sample, view.turn);
        let mut cuts = view.cuts.sides();
        let mut nearest = self.hash(&mut turned, cuts).distance(target);
        if is_pattern(target) {
            return (view, nearest);
        }
        let mut try_cuts = |viewer: &mut Viewer, cuts: &mut [i16; 4], tried: [i16; 4]| {
            if turned.quality(tried) < QUALITY_MIN {
                return false;
            }
            let hash = viewer.hash(&mut turned, tried);
            let distance = hash.distance(target);
            let is_nearer = distance < nearest && !is_pattern(&hash);
            if is_nearer {
                (nearest, *cuts) = (distance, tried);
            }
            is_nearer
        };
        for _ in 0..ROUNDS {
            let before = cuts;
            for is_across in [true, false] {
                for (start, end) in set::pairs() {
                    let [left, top, right, bottom] = cuts;
                    let tried = if is_across { [start, top, end, bottom] } else { [left, start, right, end] };
                    try_cuts(self, &mut cuts, tried);
                }
            }
            if cuts == before {
                break;
            }
        }
        for step in STEPS_PERMILLE {
            for _ in 0..3 {
                let mut is_moved = false;
                for side in 0..4 {
                    for by in [step, -step] {
                        let mut tried = cuts;
                        tried[side] = (tried[side] + by).clamp(-60, 400);
                        is_moved |= try_cuts(self, &mut cuts, tried);
                    }
                }
                if !is_moved {
                    break;
                }
            }
        }
        let is_moved = cuts != view.cuts.sides();
        let family = match view.family {
            Family::Plain | Family::Turned | Family::Format if is_moved => Family::Cropped,
            family => family,
        };
        (View { family, cuts: Cuts::new(cuts), ..view }, nearest)
    }
}
