//! Secrets that somebody types or is handed once: shown by no debug output, wiped from memory, kept as digests only.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::chance;
use crate::error::Error;

/// RFC 4648's 32 letters, which no voice and no eye mixes up with the digits 0, 1 and 8.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A secret. It goes out in an answer once, and nowhere else.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes text into care.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(Zeroizing::new(text.into()))
    }

    /// The text, for whoever it belongs to.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Thirty-two bytes of chance in hexadecimal digits: what a session or a token is known by.
    pub(crate) fn by_chance() -> Result<Secret, Error> {
        let bytes = Zeroizing::new(chance::bytes::<32>()?);
        Ok(Secret::new(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
    }

    /// `N` bytes of chance in letters, four at a time, so that it can be read aloud and typed from paper.
    pub(crate) fn for_paper<const N: usize>() -> Result<Secret, Error> {
        let letters = Zeroizing::new(in_letters(&*Zeroizing::new(chance::bytes::<N>()?)));
        let groups: Vec<&str> =
            letters.as_bytes().chunks(4).filter_map(|four| std::str::from_utf8(four).ok()).collect();
        Ok(Secret::new(groups.join("-")))
    }

    /// SHA-256 of the text: enough for what was made by chance, never for a password.
    pub(crate) fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// What was typed from paper as [`Secret::for_paper`] wrote it: with or without hyphens, in small letters too.
    pub(crate) fn typed_from_paper(&self) -> Secret {
        let letters: String = self.0.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let letters = Zeroizing::new(letters.to_ascii_uppercase());
        Secret::new(letters.replace('0', "O").replace('1', "I").replace('8', "B"))
    }

    /// A password as it is hashed: composed, so that it is the same from every keyboard (RFC 8265, 4.2).
    pub(crate) fn as_password(&self) -> Secret {
        Secret::new(self.0.nfc().collect::<String>())
    }
}

/// Bytes in letters, five bits each (RFC 4648, 6), without padding.
pub(crate) fn in_letters(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    for five in bytes.chunks(5) {
        let mut bits = [0; 8];
        bits[3..3 + five.len()].copy_from_slice(five);
        let bits = u64::from_be_bytes(bits);
        for letter in 0..(five.len() * 8).div_ceil(5) {
            text.push(char::from(LETTERS[(bits >> (35 - 5 * letter) & 31) as usize]));
        }
    }
    text
}

/// Whether two are equal, in a time that says nothing about where they differ.
pub(crate) fn is_same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(casework::protected::WITHHELD)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
        String::deserialize(deserializer).map(Secret::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stand_in_letters_as_rfc_4648_has_them() {
        for (bytes, letters) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(in_letters(bytes.as_bytes()), letters, "{bytes}");
        }
    }

    #[test]
    fn what_is_typed_from_paper_is_what_was_printed() {
        let printed = Secret::for_paper::<20>().unwrap();
        assert_eq!(printed.reveal().len(), 32 + 7);
        let typed = Secret::new(printed.reveal().to_lowercase().replace('-', " ").replace('o', "0").replace('b', "8"));
        assert_eq!(typed.typed_from_paper().digest(), printed.typed_from_paper().digest());
    }

    #[test]
    fn no_debug_output_shows_one() {
        let secret = Secret::new("canary");
        assert!(!format!("{secret:?} {:?}", Some(&secret)).contains("canary"));
    }

    #[test]
    fn a_password_is_the_same_from_every_keyboard() {
        assert_eq!(Secret::new("cafe\u{301}").as_password().reveal(), "café");
    }

    #[test]
    fn equal_means_equal() {
        for (left, right, same) in [("", "", true), ("ab", "ab", true), ("ab", "aa", false), ("ab", "abc", false)] {
            assert_eq!(is_same(left.as_bytes(), right.as_bytes()), same);
        }
    }
}
