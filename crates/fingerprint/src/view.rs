//! Altered copies: many views of one picture, each a PDQ hash of what the picture may have been before it was altered.
//! No lists and no judgement: a view says what it supposes, whoever asks says what that is worth.
//!
//! Lists hold plain PDQ hashes and do not change, so the *question* must: a copy that was cropped, mirrored, framed or
//! tilted is far from the listed hash, but the copy seen as if nothing of that had been done is near it. A view is two
//! small matrices around one reduction of 128 × 128 cells (`docs/decisions/0010-altered-copies-by-views.md`).

mod area;
mod kernel;
mod operator;
mod part;
mod pattern;
mod reduction;
mod refine;
mod sample;
mod set;
mod steps;
mod tilt;
mod turned;
mod visit;

pub use reduction::{Reducer, Reduction};
pub use visit::Viewer;

use crate::pdq::Turn;

/// What views give; the number changes when a view or its hash changes.
pub const VERSION: &str = "view-3";

/// A hash at most this far from an entry is *worth a look* by a person. It is never a match.
pub const DISTANCE_BITS_WORTH_A_LOOK_MAX: u32 = 44;

/// How many views are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Search {
    /// The picture as it is.
    #[default]
    Plain,
    /// About 64: what is done most often.
    Altered,
    /// About 256.
    Thorough,
    /// About 1,024: crops of turned and of framed pictures, and strong tilts.
    Exhaustive,
}

impl Search {
    /// All, the shortest first.
    pub const ALL: [Search; 4] = [Search::Plain, Search::Altered, Search::Thorough, Search::Exhaustive];

    /// Its name, as the command line and machine outputs have it.
    pub fn name(self) -> &'static str {
        match self {
            Search::Plain => "plain",
            Search::Altered => "altered",
            Search::Thorough => "thorough",
            Search::Exhaustive => "exhaustive",
        }
    }
}

/// What kind of alteration a view supposes. It decides how near an entry must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// None: the picture as it is.
    Plain,
    /// Turned or mirrored, nothing lost.
    Turned,
    /// Margins cut away, possibly after turning.
    Cropped,
    /// Cut to another usual format (square, 4:3 …).
    Format,
    /// Pasted into something larger: border, frame, window, collage.
    Part,
    /// A band along a side covered, by text for example.
    Covered,
    /// Tilted by a few degrees.
    Tilted,
    /// A half or a quarter of the picture.
    Piece,
}

/// Margins cut away from the original, in permille of the *original's* side; negative where a border was added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Cuts {
    /// At the left.
    pub left_permille: i16,
    /// At the top.
    pub top_permille: i16,
    /// At the right.
    pub right_permille: i16,
    /// At the bottom.
    pub bottom_permille: i16,
}

/// A rectangle of the picture in hand, in permille of its sides, from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Area {
    /// Left side.
    pub left_permille: u16,
    /// Upper side.
    pub top_permille: u16,
    /// Right side.
    pub right_permille: u16,
    /// Lower side.
    pub bottom_permille: u16,
}

/// By how much the original was tilted, and what became of its corners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Tilt {
    /// Clockwise.
    pub degrees: i8,
    /// The largest upright rectangle was cut out. Otherwise the corners are black.
    pub is_cut_upright: bool,
}

/// What a view supposes was done to the original to make the picture in hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct View {
    /// What kind of alteration.
    pub family: Family,
    /// How the picture in hand must be turned to become the original.
    pub turn: Turn,
    /// Where in the picture in hand the original is; None: it fills it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// What was cut away. Sides are those of the original, after turning back.
    pub cuts: Cuts,
    /// Whether it was tilted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tilt: Option<Tilt>,
}

impl View {
    /// The picture as it is.
    pub const PLAIN: View = View {
        family: Family::Plain,
        turn: Turn::Original,
        area: None,
        cuts: Cuts { left_permille: 0, top_permille: 0, right_permille: 0, bottom_permille: 0 },
        tilt: None,
    };

    /// An entry at most this far from the view's hash is near it. Where margins are missing, which were cut away or
    /// covered, it is PDQ's own limit; where the picture is turned, taken apart or tilted there are more ways to be
    /// wrong, and nothing is lost that would need a wider one.
    pub fn distance_bits_max(&self) -> u32 {
        let has_lost_margins = match self.family {
            Family::Plain | Family::Cropped | Family::Format | Family::Covered => true,
            Family::Tilted => self.tilt.is_some_and(|tilt| tilt.is_cut_upright),
            Family::Turned | Family::Part | Family::Piece => false,
        };
        if has_lost_margins { crate::pdq::DISTANCE_BITS_MAX } else { 26 }
    }
}

impl Cuts {
    pub(crate) fn new([left_permille, top_permille, right_permille, bottom_permille]: [i16; 4]) -> Cuts {
        Cuts { left_permille, top_permille, right_permille, bottom_permille }
    }

    pub(crate) fn sides(&self) -> [i16; 4] {
        [self.left_permille, self.top_permille, self.right_permille, self.bottom_permille]
    }
}

#[cfg(test)]
#[path = "view/tests.rs"]
mod tests;
