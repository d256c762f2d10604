//! Hexadecimal text of fixed-width fingerprints.

use std::fmt;

/// Why a text is not the hexadecimal form of a fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HexError {
    /// The text has another length than the fingerprint's.
    #[error("{found} characters where {wanted} hexadecimal digits are needed")]
    Length {
        /// Characters wanted.
        wanted: usize,
        /// Characters found.
        found: usize,
    },
    /// A character is no hexadecimal digit.
    #[error("character {at} is not a hexadecimal digit")]
    Digit {
        /// Where, counted from 1.
        at: usize,
    },
}

/// Reads exactly `2 × N` hexadecimal digits, upper or lower case.
pub fn read<const N: usize>(text: &str) -> Result<[u8; N], HexError> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return Err(HexError::Length { wanted: 2 * N, found: text.chars().count() });
    }
    let mut bytes = [0; N];
    for (n, byte) in bytes.iter_mut().enumerate() {
        let high = nibble(digits[2 * n]).ok_or(HexError::Digit { at: 2 * n + 1 })?;
        let low = nibble(digits[2 * n + 1]).ok_or(HexError::Digit { at: 2 * n + 2 })?;
        *byte = high << 4 | low;
    }
    Ok(bytes)
}

/// Writes lower-case hexadecimal digits.
pub fn write(bytes: &[u8], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
}

fn nibble(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

/// A fixed-width fingerprint: ordered by its bytes, written and read as lower-case hexadecimal.
macro_rules! fixed_width {
    ($(#[$doc:meta])* $name:ident, $width:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $width]);

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::hex::write(&self.0, out)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::hex::HexError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::hex::read(text).map($name)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use fixed_width;
