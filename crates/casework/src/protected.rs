//! Text that may name or describe a child or a person: it is kept, and no debug output, log line or panic shows it.
//!
//! It never decides who may read it: that is asked where the record is loaded, and recorded.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What the debug output of protected values shows in their place.
pub const WITHHELD: &str = "‹withheld›";

/// A name, a contact or free text about a person. Stored as plain JSON text: whoever writes it to disk encrypts it first
/// where the rules say so.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Protected(String);

impl Protected {
    /// Takes text into protection.
    pub fn new(text: impl Into<String>) -> Protected {
        Protected(text.into())
    }

    /// The text, for a reader who was permitted and whose reading was recorded.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Protected {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(WITHHELD)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protected_name_is_in_no_debug_output_and_survives_storage() {
        let name = Protected::new("canary");
        assert_eq!(format!("{name:?} {:#?}", Some(&name)).matches("canary").count(), 0);
        assert_eq!(format!("{name:?}"), WITHHELD);
        let json = serde_json::to_string(&name).unwrap();
        assert_eq!(json, "\"canary\"");
        assert_eq!(serde_json::from_str::<Protected>(&json).unwrap().reveal(), "canary");
    }

    #[test]
    fn white_space_is_no_name() {
        for (text, blank) in [("", true), (" \t\u{a0}\n", true), (" x ", false)] {
            assert_eq!(Protected::new(text).is_blank(), blank, "{text:?}");
        }
    }
}
