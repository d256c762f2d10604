//! The frames of a listed video as they are remembered: 41 bytes each. Times and hashes, nothing to look at.

use fingerprint::video::TimedFrame;
use fingerprint::{Pdq, PdqHash};

/// Bytes of one frame.
const FRAME_BYTES: usize = 8 + 1 + 32;

/// Bytes that are no frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{n_bytes} bytes are no frames")]
pub struct BrokenFrames {
    /// How many there are.
    pub n_bytes: usize,
}

/// How many frames are in so many bytes of [`to_bytes`].
pub fn n_frames(n_bytes: u64) -> u64 {
    n_bytes / FRAME_BYTES as u64
}

/// Frames one after the other: milliseconds in eight bytes, little-endian, quality, hash.
pub fn to_bytes(frames: &[TimedFrame]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(frames.len() * FRAME_BYTES);
    for frame in frames {
        bytes.extend(frame.at_ms.to_le_bytes());
        bytes.push(frame.pdq.quality);
        bytes.extend(frame.pdq.hash.0);
    }
    bytes
}

/// The frames in bytes of [`to_bytes`].
///
/// # Errors
/// They end within a frame.
pub fn from_bytes(bytes: &[u8]) -> Result<Vec<TimedFrame>, BrokenFrames> {
    let (frames, rest) = bytes.as_chunks::<FRAME_BYTES>();
    if !rest.is_empty() {
        return Err(BrokenFrames { n_bytes: bytes.len() });
    }
    let frame = |frame: &[u8; FRAME_BYTES]| TimedFrame {
        at_ms: u64::from_le_bytes(std::array::from_fn(|n| frame[n])),
        pdq: PdqHash { hash: Pdq(std::array::from_fn(|n| frame[9 + n])), quality: frame[8] },
    };
    Ok(frames.iter().map(frame).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_were_and_half_a_frame_is_refused() {
        let frame = |n: u8| TimedFrame {
            at_ms: u64::from(n) << 33,
            pdq: PdqHash { hash: Pdq(std::array::from_fn(|at| at as u8 ^ n)), quality: n },
        };
        let frames: Vec<TimedFrame> = (0..3).map(frame).collect();
        let bytes = to_bytes(&frames);
        assert_eq!(n_frames(bytes.len() as u64), 3);
        assert_eq!(from_bytes(&bytes), Ok(frames));
        assert_eq!(from_bytes(&[]), Ok(Vec::new()));
        assert_eq!(from_bytes(&bytes[..100]), Err(BrokenFrames { n_bytes: 100 }));
    }
}
