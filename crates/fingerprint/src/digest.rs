//! Cryptographic digests: MD5, SHA-1 and SHA-256 of the same bytes in one read.

use crate::hex::fixed_width;
use sha2::Digest as _;

fixed_width!(/** MD5 (RFC 1321). Lists still speak it; it proves nothing against somebody who builds collisions. */ Md5, 16);
fixed_width!(/** SHA-1 (FIPS 180-4). */ Sha1, 20);
fixed_width!(/** SHA-256 (FIPS 180-4): what a file is called by in this house. */ Sha256, 32);

/// The digests known of one file. All three when the bytes were read here, fewer when only a list speaks of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Digests {
    /// MD5, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5: Option<Md5>,
    /// SHA-1, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha1: Option<Sha1>,
    /// SHA-256, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
}

impl Digests {
    /// The digests of `bytes`.
    pub fn of(bytes: &[u8]) -> Digests {
        let mut digester = Digester::default();
        digester.update(bytes);
        digester.finish()
    }

    /// Whether no digest is known.
    pub fn is_empty(&self) -> bool {
        *self == Digests::default()
    }
}

/// Takes bytes in pieces, gives the three digests of all of them.
#[derive(Clone, Default)]
pub struct Digester {
    md5: md5::Md5,
    sha1: sha1::Sha1,
    sha256: sha2::Sha256,
}

impl Digester {
    /// The next piece.
    pub fn update(&mut self, piece: &[u8]) {
        // Pieces small enough that the second and third algorithm find them in the first-level cache.
        for part in piece.chunks(16 * 1024) {
            self.md5.update(part);
            self.sha1.update(part);
            self.sha256.update(part);
        }
    }

    /// The digests of everything taken so far.
    pub fn finish(self) -> Digests {
        Digests {
            md5: Some(Md5(self.md5.finalize().into())),
            sha1: Some(Sha1(self.sha1.finalize().into())),
            sha256: Some(Sha256(self.sha256.finalize().into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_digests_of_abc_are_those_of_their_standards() {
        let digests = Digests::of(b"abc");
        assert_eq!(digests.md5.unwrap().to_string(), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(digests.sha1.unwrap().to_string(), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            digests.sha256.unwrap().to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let bytes: Vec<u8> = (0..100_000u32).map(|n| (n * 7 + n / 251) as u8).collect();
        for size in [1, 63, 64, 65, 16 * 1024 + 1] {
            let mut digester = Digester::default();
            bytes.chunks(size).for_each(|piece| digester.update(piece));
            assert_eq!(digester.finish(), Digests::of(&bytes), "pieces of {size}");
        }
    }
}
