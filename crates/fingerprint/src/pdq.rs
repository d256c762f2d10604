//! PDQ, the perceptual hash of still pictures: 256 bits and a quality. No decoding: pixels come in, a hash goes out.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod filter;
mod hasher;
mod hashing;
mod luma;
pub(crate) mod planes;
pub mod screen;
mod shrink;
#[cfg(target_arch = "x86_64")]
mod strips;
mod transform;

pub use hasher::Hasher;
pub use hashing::{RgbView, SizeError, hash, hash_luma, hash_with_turns};

use crate::hex::fixed_width;

fixed_width!(/** A PDQ hash, in the order of its text: the first byte holds the two first hexadecimal digits. */ Pdq, 32);

/// What this implementation gives is what PyPI `pdqhash` 0.2.8 gives; the number changes when an output bit changes.
pub const VERSION: &str = "pdq-1";

/// Below this quality a picture is not compared by look (ThreatExchange `pdq/README.md`).
pub const QUALITY_MIN: u8 = 50;

/// Two hashes at most this far apart are near unless a list's owner says otherwise (ThreatExchange `pdq/README.md`).
pub const DISTANCE_BITS_MAX: u32 = 31;

impl Pdq {
    /// How many of the 256 bits differ.
    pub fn distance(&self, other: &Pdq) -> u32 {
        self.0.iter().zip(&other.0).map(|(one, two)| (one ^ two).count_ones()).sum()
    }
}

/// A picture's hash with the quality it was taken at, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct PdqHash {
    /// The hash.
    pub hash: Pdq,
    /// How much there is in the picture to compare; below [`QUALITY_MIN`] it is not compared.
    pub quality: u8,
}

/// How a picture must be turned to become the one that a hash was taken of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// As stored.
    #[default]
    Original,
    /// A quarter turn.
    Rotate90,
    /// A half turn.
    Rotate180,
    /// Three quarter turns.
    Rotate270,
    /// Mirrored, `flipx` of the reference.
    FlipX,
    /// Mirrored, `flipy` of the reference.
    FlipY,
    /// Mirrored along one diagonal, `flip plus 1` of the reference.
    FlipPlus1,
    /// Mirrored along the other diagonal, `flip minus 1` of the reference.
    FlipMinus1,
}

impl Turn {
    /// All eight, in the order in which the eight hashes of a picture are kept.
    pub const ALL: [Turn; 8] = [
        Turn::Original,
        Turn::Rotate90,
        Turn::Rotate180,
        Turn::Rotate270,
        Turn::FlipX,
        Turn::FlipY,
        Turn::FlipPlus1,
        Turn::FlipMinus1,
    ];
}
