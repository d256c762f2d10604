//! Frames that a helper has decoded: raw pixels with their times from a pipe become looks. Runs inside the caged worker.
//!
//! The stream is Matroska with uncompressed frames in it.

use std::io::Read;

use casework::problem::{Problem, ProblemCode};
use fingerprint::PdqHash;
use fingerprint::pdq::{self, RgbView};
use fingerprint::video::{self, Colours};
use serde::{Deserialize, Serialize};

use crate::matroska::{Element, Reader, broken};

/// No frame has more pixels than this; the largest that cameras make is 8192 × 8192.
pub const FRAME_PIXELS_MAX: u64 = 1 << 26;

/// How the pixels of a frame come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FramePixels {
    /// Three bytes a pixel.
    Rgb,
    /// As the decoder has them, three bytes for two pixels: ffmpeg then converts nothing, and half as much goes through
    /// the pipe. Both sides are even.
    Planar(Colours),
}

impl FramePixels {
    /// Bytes of a frame of so many pixels.
    fn frame_bytes(self, n_pixels: u64) -> u64 {
        match self {
            FramePixels::Rgb => 3 * n_pixels,
            FramePixels::Planar(_) => n_pixels / 2 * 3,
        }
    }
}

/// Frames of one size from a stream, one after the other.
pub(crate) struct FrameStream<R> {
    stream: Reader<R>,
    width: u32,
    height: u32,
    pixels: FramePixels,
    frame: Vec<u8>,
}

impl<R: Read> FrameStream<R> {
    /// Frames of `width` × `height` pixels.
    pub(crate) fn new(stream: R, width: u32, height: u32, pixels: FramePixels) -> Result<FrameStream<R>, Problem> {
        let n_pixels = u64::from(width) * u64::from(height);
        if n_pixels == 0 || n_pixels > FRAME_PIXELS_MAX {
            return Err(Problem::new(ProblemCode::OverLimit, format!("frames of {width} × {height} pixels")));
        }
        let n_bytes = pixels.frame_bytes(n_pixels) as usize;
        let mut frame = Vec::new();
        frame.try_reserve_exact(n_bytes).map_err(|error| Problem::new(ProblemCode::OverLimit, error))?;
        frame.resize(n_bytes, 0);
        Ok(FrameStream { stream: Reader::new(stream), width, height, pixels, frame })
    }

    /// When the next frame is shown, in milliseconds from the start, and its look; none at the end of the stream.
    pub(crate) fn next_look(&mut self) -> Result<Option<(u64, PdqHash)>, Problem> {
        let Some(at_ms) = self.next_block()? else { return Ok(None) };
        let look = match self.pixels {
            FramePixels::Rgb => RgbView::new(self.width, self.height, &self.frame).map(pdq::hash),
            FramePixels::Planar(colours) => video::hash_planar(self.width, self.height, &self.frame, colours),
        };
        Ok(Some((at_ms, look.map_err(|error| broken(&error))?)))
    }

    /// Reads on to the next frame and its pixels into `frame`.
    fn next_block(&mut self) -> Result<Option<u64>, Problem> {
        loop {
            match self.stream.next_element()? {
                None => return Ok(None),
                Some(Element::Cluster) => {}
                Some(Element::CodecPrivate(size)) => self.stream.skip(size)?,
                Some(Element::Frame { at_ms, n_bytes }) if n_bytes == self.frame.len() as u64 => {
                    self.stream.read_all(&mut self.frame)?;
                    return Ok(Some(u64::try_from(at_ms).unwrap_or(0)));
                }
                Some(Element::Frame { n_bytes, .. }) => {
                    return Err(broken(&format!("{n_bytes} bytes that are not one frame")));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"\x1a\x45\xdf\xa3\x83abc\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff\xec\x40\x02xx";

    /// A stream of 5 × 5 frames: cluster time, time within, grey value.
    fn stream(frames: &[(u16, i16, u8)]) -> Vec<u8> {
        let mut bytes = HEAD.to_vec();
        for (cluster, time, grey) in frames {
            bytes.extend(b"\x1f\x43\xb6\x75\xff\xe7\x82");
            bytes.extend(cluster.to_be_bytes());
            bytes.extend(b"\xa3\x40\x4f\x81");
            bytes.extend(time.to_be_bytes());
            bytes.push(0x80);
            bytes.extend([*grey; 75]);
        }
        bytes
    }

    fn times(bytes: &[u8]) -> Result<Vec<u64>, ProblemCode> {
        let mut frames = FrameStream::new(bytes, 5, 5, FramePixels::Rgb).map_err(|problem| problem.code)?;
        let mut times = Vec::new();
        while let Some((at_ms, _)) = frames.next_look().map_err(|problem| problem.code)? {
            times.push(at_ms);
        }
        Ok(times)
    }

    #[test]
    fn frames_come_with_their_times() {
        assert_eq!(times(&stream(&[(0, 0, 1), (0, 40, 2), (1000, -20, 3), (0, -5, 4)])), Ok(vec![0, 40, 980, 0]));
        assert_eq!(times(HEAD), Ok(Vec::new()));
        assert_eq!(times(b""), Ok(Vec::new()));
    }

    #[test]
    fn no_stream_of_any_bytes_does_more_than_end() {
        let whole = stream(&[(0, 0, 1), (7, 40, 2)]);
        for length in 0..whole.len() {
            // Where an element ends the stream may end.
            assert!(matches!(times(&whole[..length]), Ok(_) | Err(ProblemCode::Truncated)), "{length}");
        }
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut changed = whole.clone();
                changed[at] = value;
                let _ = times(&changed);
            }
        }
        assert_eq!(times(&stream(&[(0, 0, 1)])[..100]), Err(ProblemCode::Truncated));
        let other_size = FrameStream::new(&*whole, 5, 6, FramePixels::Rgb).and_then(|mut frames| frames.next_look());
        assert_eq!(other_size.map_err(|problem| problem.code), Err(ProblemCode::DecoderCrashed));
        for (width, height) in [(0, 9), (1 << 16, 1 << 16), (u32::MAX, u32::MAX)] {
            assert!(FrameStream::new(&*whole, width, height, FramePixels::Rgb).is_err());
        }
    }
}
