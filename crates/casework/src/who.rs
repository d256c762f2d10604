//! Who says something, for which unit, when and why: what every assertion in the casebook carries.

use serde::{Deserialize, Serialize};

use crate::id::{UnitId, UserId};

/// Microseconds since 1970 in UTC, as the node's clock gives them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// Somebody of this node, acting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// For which unit.
    pub unit: UnitId,
}

/// That somebody said something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// Why, in their own words; where a rule asks for a reason it is not blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Said {
    /// The reason, when one was given that is more than white space.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty())
    }
}
