//! Frames that a helper has decoded: raw pixels with their times from a pipe become looks. Runs inside the caged worker.
//!
//! The stream is Matroska (RFC 9559) with uncompressed frames in it: of the streams that ffmpeg can write to a pipe the
//! plainest that says when each frame is shown. Only what is needed for that is read; everything else is skipped.

use std::io::Read;

use casework::problem::{Problem, ProblemCode};
use fingerprint::PdqHash;
use fingerprint::pdq::{self, RgbView};
use fingerprint::video::{self, Colours};
use serde::{Deserialize, Serialize};

/// No frame has more pixels than this; the largest that cameras make is 8192 × 8192.
pub const FRAME_PIXELS_MAX: u64 = 1 << 26;

// Element ids of RFC 9559, section 5.
const SEGMENT: u64 = 0x1853_8067;
const CLUSTER: u64 = 0x1f43_b675;
const CLUSTER_TIME: u64 = 0xe7;
const BLOCK_GROUP: u64 = 0xa0;
const BLOCK: u64 = 0xa1;
const SIMPLE_BLOCK: u64 = 0xa3;

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
    stream: R,
    width: u32,
    height: u32,
    /// Milliseconds, which is what ffmpeg's muxer counts in.
    cluster_time_ms: i64,
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
        Ok(FrameStream { stream, width, height, cluster_time_ms: 0, pixels, frame })
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
            let Some(id) = self.read_id()? else { return Ok(None) };
            let size = self.read_number()?;
            match (id, size) {
                // What lies in these is read as if it lay beside them.
                (SEGMENT | CLUSTER | BLOCK_GROUP, _) => {}
                (CLUSTER_TIME, Some(size @ 1..=8)) => {
                    let mut bytes = [0; 8];
                    self.read_all(&mut bytes[8 - size as usize..])?;
                    self.cluster_time_ms = i64::try_from(u64::from_be_bytes(bytes)).map_err(|error| broken(&error))?;
                }
                (BLOCK | SIMPLE_BLOCK, Some(size)) => return self.read_block(size).map(Some),
                (_, Some(size)) => self.skip(size)?,
                (_, None) => return Err(broken(&format!("element {id:#x} without an end"))),
            }
        }
    }

    /// RFC 9559, section 10: track number, time within the cluster, flags, pixels.
    fn read_block(&mut self, size: u64) -> Result<u64, Problem> {
        let mut head = [0; 4];
        self.read_all(&mut head)?;
        let [track, time_high, time_low, flags] = head;
        // One track, number 1, one frame a block.
        if track != 0x81 || flags & 0x06 != 0 || size != 4 + self.frame.len() as u64 {
            return Err(broken(&format!("a block of {size} bytes that is not one frame")));
        }
        let mut frame = std::mem::take(&mut self.frame);
        let read = self.read_all(&mut frame);
        self.frame = frame;
        read?;
        let time_ms = self.cluster_time_ms.saturating_add(i64::from(i16::from_be_bytes([time_high, time_low])));
        Ok(u64::try_from(time_ms).unwrap_or(0))
    }

    /// An element's id with its marker bit; none at the end of the stream.
    fn read_id(&mut self) -> Result<Option<u64>, Problem> {
        let mut first = [0];
        match self.stream.read_exact(&mut first) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read.map_err(not_read)?,
        }
        let n_more = first[0].leading_zeros();
        if n_more > 3 {
            return Err(broken(&"an element without an id"));
        }
        self.read_more(u64::from(first[0]), n_more).map(Some)
    }

    /// A number of variable length; none when it means *unknown*.
    fn read_number(&mut self) -> Result<Option<u64>, Problem> {
        let mut first = [0];
        self.read_all(&mut first)?;
        let n_more = first[0].leading_zeros();
        if n_more > 7 {
            return Err(broken(&"a size of more than eight bytes"));
        }
        let n_bits = 7 * (n_more + 1);
        let value = self.read_more(u64::from(first[0]), n_more)? & ((1 << n_bits) - 1);
        Ok(Some(value).filter(|value| *value != (1 << n_bits) - 1))
    }

    fn read_more(&mut self, first: u64, n_more: u32) -> Result<u64, Problem> {
        let mut bytes = [0; 7];
        let bytes = &mut bytes[..n_more as usize];
        self.read_all(bytes)?;
        Ok(bytes.iter().fold(first, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn read_all(&mut self, bytes: &mut [u8]) -> Result<(), Problem> {
        self.stream.read_exact(bytes).map_err(not_read)
    }

    fn skip(&mut self, size: u64) -> Result<(), Problem> {
        let skipped = std::io::copy(&mut (&mut self.stream).take(size), &mut std::io::sink()).map_err(not_read)?;
        if skipped == size { Ok(()) } else { Err(not_read(std::io::ErrorKind::UnexpectedEof.into())) }
    }
}

fn not_read(error: std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Problem::new(ProblemCode::Truncated, "the stream of frames ends early"),
        _ => Problem::new(ProblemCode::NotRead, error),
    }
}

fn broken(what: &dyn std::fmt::Display) -> Problem {
    Problem::new(ProblemCode::DecoderCrashed, format!("the stream of frames is broken: {what}"))
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
