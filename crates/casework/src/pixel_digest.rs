//! What a picture shows, as a digest: whether another file shows the very same, whatever its bytes.
//!
//! How it is taken is `media`'s business, and why so is decision 22. Two files with other digests may show the same all
//! the same; nothing follows from that.

use fingerprint::Sha256;
use serde::{Deserialize, Serialize};

/// The digest of a picture's pixels. A picture that was not opened whole has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PixelDigest {
    /// Of the picture: its pixels, or the coded data that say what they are, and which way up and in which colours they
    /// are to be shown.
    pub picture: Sha256,
    /// Of what else in the file may show something: an embedded thumbnail, a second picture, bytes behind the end. None
    /// where there is surely nothing of the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<Sha256>,
}

impl PixelDigest {
    /// Whether whoever has one file before them has everything that the other one shows: the same picture, and beside it
    /// nothing, or the same.
    pub fn shows_all_of(&self, other: &PixelDigest) -> bool {
        self.picture == other.picture && (other.beside.is_none() || other.beside == self.beside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_shows_all_of_another_that_has_nothing_more() {
        let of = |picture: u8, beside: Option<u8>| PixelDigest {
            picture: Sha256([picture; 32]),
            beside: beside.map(|byte| Sha256([byte; 32])),
        };
        let check = |one: PixelDigest, other: PixelDigest, expected: bool| {
            assert_eq!(one.shows_all_of(&other), expected, "{one:?} {other:?}");
        };
        check(of(1, None), of(1, None), true);
        check(of(1, Some(7)), of(1, None), true);
        check(of(1, None), of(1, Some(7)), false);
        check(of(1, Some(7)), of(1, Some(7)), true);
        check(of(1, Some(7)), of(1, Some(8)), false);
        check(of(1, None), of(2, None), false);
        check(of(1, Some(7)), of(2, Some(7)), false);
    }
}
