//! Where things lie, as a row of the table from which the map is drawn.

use casework::file::Position;
use casework::link_kind::Noun;
use node::links_page::{Spot, SpotBy};
use node::record_page::Around;

use super::plainly;
use crate::pages::frame::Frame;
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

/// A position in degrees, as digits that copy unchanged.
pub(super) struct Degrees {
    pub(super) latitude: String,
    pub(super) longitude: String,
}

impl SpotLine {
    /// As the page says it.
    pub(super) fn of(frame: &Frame, around: &Around, spot: &Spot) -> SpotLine {
        let noun = frame.say_plain(&format!("noun-{}", Noun::of(spot.of).code()));
        SpotLine {
            of: Line::of(frame, around, spot.of),
            called: format!("{noun}: {}", plainly(frame, around, spot.of)),
            located: spot.located.map(|located| {
                let Position { latitude_e7, longitude_e7 } = located.into();
                Degrees { latitude: degrees(latitude_e7), longitude: degrees(longitude_e7) }
            }),
            country: spot.country.map(|country| country.to_string()),
            by: frame.say(match spot.by {
                SpotBy::Record => "links-map-by-record",
                SpotBy::Camera => "links-map-by-camera",
            }),
        }
    }
}

/// Five decimals: about a metre.
fn degrees(e7: i64) -> String {
    let rounded = (e7.abs() + 50) / 100;
    format!("{}{}.{:05}", if e7 < 0 && rounded > 0 { "-" } else { "" }, rounded / 100_000, rounded % 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_rounded_to_a_metre() {
        let check = |e7, expected: &str| assert_eq!(degrees(e7), expected);
        check(319_539_000, "31.95390");
        check(-319_539_049, "-31.95390");
        check(-319_539_050, "-31.95391");
        check(-10_000_000, "-1.00000");
        check(-5, "0.00000");
        check(1_800_000_000, "180.00000");
    }
}
