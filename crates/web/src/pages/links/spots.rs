//! Where things lie, as a row of the table from which the map is drawn.

use casework::link_kind::Noun;
use node::links_page::{Spot, SpotBy};
use node::record_page::Around;

use super::plainly;
use crate::pages::frame::Frame;
use crate::pages::map::Degrees;
use crate::pages::record::Line;
use crate::pages::sentence::Sentence;

/// One thing that lies somewhere.
pub(super) struct SpotLine {
    pub(super) of: Line,
    /// What the map calls it.
    pub(super) called: String,
    pub(super) located: Option<Degrees>,
    pub(super) country: Option<String>,
    pub(super) by: Sentence,
}

impl SpotLine {
    /// As the page says it.
    pub(super) fn of(frame: &Frame, around: &Around, spot: &Spot) -> SpotLine {
        let noun = frame.say_plain(&format!("noun-{}", Noun::of(spot.of).code()));
        SpotLine {
            of: Line::of(frame, around, spot.of),
            called: format!("{noun}: {}", plainly(frame, around, spot.of)),
            located: spot.located.map(Degrees::of),
            country: spot.country.map(|country| country.to_string()),
            by: frame.say(match spot.by {
                SpotBy::Record => "links-map-by-record",
                SpotBy::Camera => "links-map-by-camera",
            }),
        }
    }
}
