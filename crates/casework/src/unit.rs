//! A unit of this node: what records are owned by, and what others are told to call. It holds no people.

use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::id::UnitId;
use crate::victim::VictimCode;

/// Letters of a unit's name and of how it is reached, at most.
const TEXT_CHARS_MAX: usize = 200;

/// A unit. Its name is no secret: whoever holds something of a case that somebody may not see is told it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// The id.
    pub id: UnitId,
    /// How it is called.
    pub name: String,
    /// Whose law it works under.
    pub country: Country,
    /// What its victims' codes begin with, e.g. `JO-CP`. No two units share one, so that no two children share a code.
    pub victim_prefix: String,
    /// How others reach it: a telephone number, a mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// Why a unit was not opened, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum UnitRefusal {
    /// Say how it is called.
    #[error("a unit has a name of 1 to 200 letters")]
    NoName,
    /// Choose another name.
    #[error("a unit of that name is there")]
    NameTaken,
    /// Write it as a victim's code begins.
    #[error("a prefix is 1 to 12 capital letters, digits and hyphens")]
    NotAPrefix,
    /// Choose another prefix.
    #[error("another unit's victims have codes of that prefix")]
    PrefixTaken,
    /// Shorten it.
    #[error("how a unit is reached is said in at most 200 letters")]
    ContactTooLong,
}

impl Unit {
    /// Checks a new unit against those there are.
    ///
    /// # Errors
    /// What must be mended.
    pub fn open(unit: Unit, others: &[Unit]) -> Result<Unit, UnitRefusal> {
        let unit = Unit { name: unit.name.trim().to_owned(), ..unit };
        if unit.name.is_empty() || unit.name.chars().count() > TEXT_CHARS_MAX {
            return Err(UnitRefusal::NoName);
        }
        if unit.contact.as_ref().is_some_and(|contact| contact.chars().count() > TEXT_CHARS_MAX) {
            return Err(UnitRefusal::ContactTooLong);
        }
        VictimCode::new(&unit.victim_prefix, 1).map_err(|_| UnitRefusal::NotAPrefix)?;
        if others.iter().any(|other| other.name.to_lowercase() == unit.name.to_lowercase()) {
            return Err(UnitRefusal::NameTaken);
        }
        if others.iter().any(|other| other.victim_prefix == unit.victim_prefix) {
            return Err(UnitRefusal::PrefixTaken);
        }
        Ok(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(n: u8, name: &str, prefix: &str) -> Unit {
        Unit {
            id: UnitId::new([n; 10]),
            name: name.to_owned(),
            country: "JO".parse().unwrap(),
            victim_prefix: prefix.to_owned(),
            contact: None,
        }
    }

    #[test]
    fn a_unit_has_a_name_and_a_prefix_of_its_own() {
        let there = [unit(1, "Amman", "JO-AM")];
        let check = |name: &str, prefix: &str, expected: Result<(), UnitRefusal>| {
            assert_eq!(Unit::open(unit(2, name, prefix), &there).map(drop), expected, "{name} {prefix}");
        };
        check("Irbid", "JO-IR", Ok(()));
        check(" \t", "JO-IR", Err(UnitRefusal::NoName));
        check(&"x".repeat(201), "JO-IR", Err(UnitRefusal::NoName));
        check("AMMAN ", "JO-IR", Err(UnitRefusal::NameTaken));
        check("Irbid", "JO-AM", Err(UnitRefusal::PrefixTaken));
        for prefix in ["", "jo", "JO-", "-JO", "JO IR", "ABCDEFGHIJKLM"] {
            check("Irbid", prefix, Err(UnitRefusal::NotAPrefix));
        }
        let wordy = Unit { contact: Some("x".repeat(201)), ..unit(2, "Irbid", "JO-IR") };
        assert_eq!(Unit::open(wordy, &there), Err(UnitRefusal::ContactTooLong));
    }
}
