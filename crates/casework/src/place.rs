//! A place: where something happened, where somebody lives, where a picture was taken.

use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::file::Position;
use crate::id::{PlaceId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::Record;
use crate::who::Said;

codes! {
    /// What kind of place.
    PlaceKind {
        /// A home.
        Home = "home",
        /// A school or nursery.
        School = "school",
        /// A place of work.
        Work = "work",
        /// A hotel or another place to stay.
        Lodging = "lodging",
        /// A vehicle.
        Vehicle = "vehicle",
        /// Somewhere in the open.
        Outdoors = "outdoors",
        /// A town, region or country.
        Area = "area",
        /// Not known.
        Unknown = "unknown",
    }
}

/// A place, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The id.
    pub id: PlaceId,
    /// The unit that owns the record.
    pub owner: UnitId,
    /// What kind.
    pub kind: PlaceKind,
    /// Its name or street address; where a child lives is as telling as a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Protected>,
    /// Its country, as far as known or supposed; a link's confidence says how surely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub located: Option<Located>,
    /// Who recorded it.
    pub said: Said,
}

/// A position that can be one: 90 degrees north to south, 180 east to west.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Position", into = "Position")]
pub struct Located {
    latitude_e7: i64,
    longitude_e7: i64,
}

/// A position that is nowhere on Earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a position lies within 90 degrees north or south and 180 degrees east or west")]
pub struct NowhereOnEarth;

impl TryFrom<Position> for Located {
    type Error = NowhereOnEarth;

    fn try_from(position: Position) -> Result<Located, NowhereOnEarth> {
        let Position { latitude_e7, longitude_e7 } = position;
        let on_earth = latitude_e7.unsigned_abs() <= 900_000_000 && longitude_e7.unsigned_abs() <= 1_800_000_000;
        if !on_earth {
            return Err(NowhereOnEarth);
        }
        // 180 degrees west and east are one meridian.
        let longitude_e7 = if longitude_e7 == -1_800_000_000 { 1_800_000_000 } else { longitude_e7 };
        Ok(Located { latitude_e7, longitude_e7 })
    }
}

impl From<Located> for Position {
    fn from(located: Located) -> Position {
        Position { latitude_e7: located.latitude_e7, longitude_e7: located.longitude_e7 }
    }
}

impl std::fmt::Debug for Located {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Located({})", crate::protected::WITHHELD)
    }
}

impl Record for Place {
    type Id = PlaceId;
    const NOUN: Noun = Noun::Place;

    fn id(&self) -> PlaceId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        "open"
    }

    fn texts(&self) -> Vec<&Protected> {
        self.words.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_on_earth_and_has_one_form() {
        let located = |latitude_e7, longitude_e7| Located::try_from(Position { latitude_e7, longitude_e7 });
        assert_eq!(located(0, -1_800_000_000), located(0, 1_800_000_000));
        assert!(located(-900_000_000, 0).is_ok());
        for (latitude, longitude) in [(900_000_001, 0), (0, 1_800_000_001), (i64::MIN, 0), (0, i64::MIN)] {
            assert_eq!(located(latitude, longitude), Err(NowhereOnEarth));
        }
        let json = serde_json::to_string(&located(5, 6).unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Located>(&json).ok(), located(5, 6).ok());
        assert!(serde_json::from_str::<Located>(&json.replace('5', "900000001")).is_err());
    }

    #[test]
    fn where_a_child_lives_is_in_no_debug_output() {
        let json = r#"{"id": "plc_0000000000000000", "owner": "unt_0000000000000000", "kind": "home", "words": "canary",
            "country": "JO", "located": {"latitude_e7": 319539000, "longitude_e7": 359106000},
            "said": {"by": {"user": "usr_0000000000000000", "unit": "unt_0000000000000000"}, "at": 1}}"#;
        let shown = format!("{:?}", serde_json::from_str::<Place>(json).unwrap());
        assert!(!shown.contains("canary") && !shown.contains("319539"), "{shown}");
    }
}
