//! Ids: which record is meant, and of which kind, so that neither the compiler nor a voice on the phone mixes them up.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::file::FileId;

/// Bytes of chance in an id: a million records of a kind share none but once in a million nodes.
pub const ID_BYTES: usize = 10;

/// Crockford's digits: no letter that is read as a digit.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Text that is no id of the kind that was wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {wanted}")]
pub struct NotAnId {
    /// What was given.
    pub text: String,
    /// What such an id looks like.
    pub wanted: &'static str,
}

/// Declares one kind of id.
macro_rules! id_type {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; ID_BYTES]);

        impl $name {
            /// How ids of this kind begin.
            pub const PREFIX: &'static str = $prefix;

            /// The id of these bytes, which the caller takes from a source of chance.
            pub fn new(bytes: [u8; ID_BYTES]) -> $name {
                $name(bytes)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_id($prefix, &self.0, out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<$name, NotAnId> {
                read_id($prefix, text).map($name).ok_or_else(|| NotAnId {
                    text: text.to_owned(),
                    wanted: concat!("an id of the form ", $prefix, "_ and 16 letters or digits"),
                })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id_type! {
    /// A session of somebody who signed in. No record: nothing leads to one.
    SessionId, "ses"
}
id_type! {
    /// A token by which a program signs in.
    TokenId, "tok"
}
id_type! {
    /// A passkey by which somebody signs in.
    PasskeyId, "psk"
}
id_type! {
    /// A record or case opened by break-glass.
    GlassId, "gls"
}
id_type! {
    /// A backup that was made.
    BackupId, "bak"
}
id_type! {
    /// An ask for a second person.
    SecondPersonId, "sec"
}
id_type! {
    /// A job. No record: nothing leads to one.
    JobId, "job"
}

/// Declares kinds of ids of records, and [`RecordId`], which is one of any kind.
macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident, $variant:ident, $prefix:literal;)+) => {
        $(
            id_type! { $(#[$doc])* $name, $prefix }

            impl From<$name> for RecordId {
                fn from(id: $name) -> RecordId {
                    RecordId::$variant(id)
                }
            }
        )+

        /// A record of any kind: what a link leads from and to.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordId {
            /// A file.
            File(FileId),
            /// An exhibit.
            Exhibit(ExhibitId),
            $(
                $(#[$doc])*
                $variant($name),
            )+
        }

        impl fmt::Display for RecordId {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    RecordId::File(id) => id.fmt(out),
                    RecordId::Exhibit(id) => id.fmt(out),
                    $(RecordId::$variant(id) => id.fmt(out),)+
                }
            }
        }

        impl FromStr for RecordId {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<RecordId, NotAnId> {
                let wrong = || NotAnId { text: text.to_owned(), wanted: "a record's id" };
                if text.contains(':') {
                    return text.parse().map(RecordId::File).map_err(|_| wrong());
                }
                match text.split_once('_') {
                    Some(("exh", _)) => text.parse().map(RecordId::Exhibit),
                    $(Some(($prefix, _)) => text.parse().map(RecordId::$variant),)+
                    _ => Err(wrong()),
                }
            }
        }
    };
}

id_types! {
    /// A series of pictures or videos that belong together.
    SeriesId, Series, "ser";
    /// A child who was harmed, known or not.
    VictimId, Victim, "vic";
    /// Any other person.
    PersonId, Person, "per";
    /// A place.
    PlaceId, Place, "plc";
    /// An account somewhere: a handle, a mail address, a number.
    AccountId, Account, "acc";
    /// A device.
    DeviceId, Device, "dev";
    /// An address on the internet: URL, domain, host.
    AddressId, Address, "adr";
    /// A clue: something seen or heard.
    ClueId, Clue, "clu";
    /// A report that came in.
    IncomingId, Incoming, "rep";
    /// A case.
    CaseId, Case, "cas";
    /// A lead.
    LeadId, Lead, "lea";
    /// An operation.
    OperationId, Operation, "opn";
    /// An outcome.
    OutcomeId, Outcome, "out";
    /// A link between two records.
    LinkId, Link, "lnk";
    /// A grading of a file.
    GradingId, Grading, "grd";
    /// A running clock.
    ClockId, Clock, "clk";
    /// A unit of this node.
    UnitId, Unit, "unt";
    /// Somebody who works here.
    UserId, User, "usr";
}

/// An exhibit's id: made of its number and root, not of chance, as [`crate::exhibit::Exhibit`] says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExhibitId(pub [u8; 8]);

impl fmt::Display for ExhibitId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "exh_{:016x}", u64::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ExhibitId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for ExhibitId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<ExhibitId, NotAnId> {
        let digits = text.strip_prefix("exh_").filter(|digits| digits.len() == 16);
        let lower = |digits: &&str| digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let value = digits.filter(lower).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        let wrong = || NotAnId { text: text.to_owned(), wanted: "an id of the form exh_ and 16 hexadecimal digits" };
        value.map(|value| ExhibitId(value.to_be_bytes())).ok_or_else(wrong)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RecordId, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

fn write_id(prefix: &str, bytes: &[u8; ID_BYTES], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(out, "{prefix}_")?;
    for five in bytes.as_chunks::<5>().0 {
        let bits = five.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        for digit in (0..8).rev() {
            write!(out, "{}", DIGITS[(bits >> (5 * digit) & 31) as usize] as char)?;
        }
    }
    Ok(())
}

/// Reads what [`write_id`] writes, and what people make of it: capitals, the letters O, I and L.
fn read_id(prefix: &str, text: &str) -> Option<[u8; ID_BYTES]> {
    let digits = text.strip_prefix(prefix)?.strip_prefix('_')?.as_bytes();
    let (eights, rest) = digits.as_chunks::<8>();
    if eights.len() != ID_BYTES / 5 || !rest.is_empty() {
        return None;
    }
    let mut bytes = [0; ID_BYTES];
    for (five, eight) in bytes.as_chunks_mut::<5>().0.iter_mut().zip(eights) {
        let bits = eight.iter().try_fold(0u64, |bits, digit| Some(bits << 5 | value_of(*digit)?))?;
        five.copy_from_slice(&bits.to_be_bytes()[3..]);
    }
    Some(bytes)
}

fn value_of(digit: u8) -> Option<u64> {
    let digit = match digit.to_ascii_lowercase() {
        b'o' => b'0',
        b'i' | b'l' => b'1',
        digit => digit,
    };
    DIGITS.iter().position(|known| *known == digit).map(|value| value as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_was_written_and_as_it_was_said() {
        let id = SeriesId::new([0, 1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc, 0xfb]);
        assert_eq!(id.to_string(), "ser_000g40r4zzzfvz7v");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(SeriesId::new([0; 10]).to_string(), "ser_0000000000000000");
        assert_eq!("ser_OOOO0000oooo0000".parse(), Ok(SeriesId::new([0; 10])));
        let mut one = [0; 10];
        one[9] = 1;
        assert_eq!("ser_000000000000000L".parse(), Ok(SeriesId::new(one)));
    }

    #[test]
    fn what_is_no_id_of_this_kind_is_refused() {
        for text in [
            "",
            "ser",
            "ser_",
            "vic_0000000000000000",
            "ser_000000000000000",
            "ser_00000000000000000",
            "ser_000000000000000u",
        ] {
            assert!(text.parse::<SeriesId>().is_err(), "{text}");
        }
        let wrong = "vic_0000000000000000".parse::<SeriesId>().unwrap_err();
        assert!(wrong.to_string().contains("ser_"), "{wrong}");
    }

    #[test]
    fn a_record_id_is_of_the_kind_its_beginning_says() {
        let id = RecordId::from(VictimId::new([7; 10]));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!(matches!(id, RecordId::Victim(_)));
        for text in ["xyz_0000000000000000", "exh_000000000000000G", "sha256:00", ""] {
            assert!(text.parse::<RecordId>().is_err(), "{text}");
        }
        for text in ["exh_00000000000000ff", "md5:00000000000000000000000000000000", "per_0000000000000001"] {
            assert_eq!(text.parse::<RecordId>().unwrap().to_string(), text);
        }
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<RecordId>(&json).unwrap(), id);
    }
}
