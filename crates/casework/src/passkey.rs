//! What a passkey that somebody signs in with may be: named by whoever has it, one of a few, and closed once a copy of it was
//! seen. What is signed is verified elsewhere.

use serde::{Deserialize, Serialize};

use crate::id::{PasskeyId, UserId};
use crate::protected::Protected;
use crate::who::Moment;

/// Passkeys of one person, at most: a telephone, a computer, two keys on a ring, and what was forgotten.
pub const PASSKEYS_MAX: usize = 10;
/// Letters of a passkey's name, at most.
const NAME_CHARS_MAX: usize = 100;

/// A passkey without its public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// The id, by which it is listed and removed.
    pub id: PasskeyId,
    /// Whom it signs in.
    pub user: UserId,
    /// How its owner tells it from their others.
    pub name: Protected,
    /// When it was added.
    pub added: Moment,
    /// When it last signed somebody in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Moment>,
    /// When it was seen that there are two of it: it signs nobody in since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copied: Option<Moment>,
}

/// Why no passkey was added, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum PasskeyRefusal {
    /// Say how it is told from others.
    #[error("a passkey has a name of 1 to 100 letters")]
    NoName,
    /// Remove one first.
    #[error("somebody has 10 passkeys at most")]
    TooMany,
    /// Have whoever keeps the node say under which address people reach it.
    #[error("the node does not know the address under which browsers reach it")]
    NoOrigin,
    /// Begin again.
    #[error("the challenge is over, was used, or is somebody else's")]
    NotFresh,
    /// Begin again on the node's own page.
    #[error("the answer was given to another site")]
    OtherOrigin,
    /// Use a device that asks for a PIN, a finger or a face.
    #[error("the device did not verify who uses it")]
    NotVerified,
    /// Nothing to do.
    #[error("the passkey was added already")]
    AddedAlready,
    /// Try again, or with another device.
    #[error("the device's answer cannot be verified")]
    NotUnderstood,
}

impl Passkey {
    /// Checks a new passkey; its owner has `n_others`.
    ///
    /// # Errors
    /// What must be mended.
    pub fn open(passkey: Passkey, n_others: usize) -> Result<Passkey, PasskeyRefusal> {
        let name = passkey.name.reveal();
        let is_name =
            !passkey.name.is_blank() && name.chars().count() <= NAME_CHARS_MAX && !name.chars().any(char::is_control);
        if !is_name {
            return Err(PasskeyRefusal::NoName);
        }
        if n_others >= PASSKEYS_MAX { Err(PasskeyRefusal::TooMany) } else { Ok(passkey) }
    }

    /// The same passkey after it signed its owner in.
    pub fn used(self, at: Moment) -> Passkey {
        Passkey { used: Some(at), ..self }
    }

    /// The same passkey after its counter went back: two devices hold it, and which of them is its owner's nobody can say.
    pub fn copied(self, at: Moment) -> Passkey {
        Passkey { copied: self.copied.or(Some(at)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passkey(name: &str) -> Passkey {
        let (id, user) = (PasskeyId::new([1; 10]), UserId::new([1; 10]));
        Passkey { id, user, name: Protected::new(name), added: Moment(1), used: None, copied: None }
    }

    #[test]
    fn a_passkey_is_named_and_one_of_a_few() {
        let check = |name: &str, n_others, expected: Result<(), PasskeyRefusal>| {
            assert_eq!(Passkey::open(passkey(name), n_others).map(|_| ()), expected, "{name} {n_others}");
        };
        check("My telephone", 0, Ok(()));
        check("هاتف المكتب", PASSKEYS_MAX - 1, Ok(()));
        check("My telephone", PASSKEYS_MAX, Err(PasskeyRefusal::TooMany));
        check("  ", 0, Err(PasskeyRefusal::NoName));
        check("a\u{1b}[2J", 0, Err(PasskeyRefusal::NoName));
        check(&"x".repeat(101), 0, Err(PasskeyRefusal::NoName));
    }

    #[test]
    fn what_was_seen_twice_stays_closed_since_the_first_time() {
        let copied = passkey("key").used(Moment(5)).copied(Moment(7));
        assert_eq!((copied.used, copied.copied), (Some(Moment(5)), Some(Moment(7))));
        assert_eq!(copied.copied(Moment(9)).copied, Some(Moment(7)));
    }

    #[test]
    fn no_name_is_in_debug_output() {
        assert!(!format!("{:?}", passkey("canary")).contains("canary"));
    }
}
