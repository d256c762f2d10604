//! Who says something, for which unit, when and why: what every assertion in the casebook carries.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{UnitId, UserId};
use crate::protected::Protected;

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

impl Actor {
    /// Somebody at the node's terminal, about a unit's affairs: nobody is known by name there, so it is the user of sixteen
    /// zeros, whom no user can be.
    pub fn at_terminal(unit: UnitId) -> Actor {
        Actor { user: UserId::new([0; crate::id::ID_BYTES]), unit }
    }
}

/// That somebody said something. Reasons are free text and may name anybody: debug output tells only whether there is one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
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

impl fmt::Debug for Said {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.reason.as_ref().map(Protected::new);
        out.debug_struct("Said").field("by", &self.by).field("at", &self.at).field("reason", &reason).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::said;
    use crate::protected::WITHHELD;

    #[test]
    fn a_reason_is_in_json_and_in_no_debug_output() {
        let with = Said { reason: Some("canary".into()), ..said(1) };
        for text in [format!("{with:?}"), format!("{with:#?}"), format!("{:?}", Some(&with))] {
            assert!(!text.contains("canary") && text.contains(WITHHELD), "{text}");
        }
        assert!(format!("{:?}", Said { reason: None, ..said(1) }).ends_with("reason: None }"));
        let json = serde_json::to_string(&with).unwrap();
        assert!(json.contains(r#""reason":"canary""#), "{json}");
        assert_eq!(serde_json::from_str::<Said>(&json).unwrap(), with);
    }
}
