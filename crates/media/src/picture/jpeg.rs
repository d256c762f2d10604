//! JPEG, by libjpeg-turbo as mozjpeg carries it: its pixels are those of Pillow, bit for bit.
//!
//! libjpeg's errors unwind through its C frames; the caller contains them.

use std::io::{BufRead, Read};

use mozjpeg::{ColorSpace, Decompress};

use super::pixels::{Samples, zeroed};
use super::{DecodeError, Decoded, Limits, Pixels, words_of};

pub(super) const DECODER: &str = "libjpeg-turbo (mozjpeg-sys 2.2.3)";

/// Decodes. A file that ends early, or whose data break off, gives the rows and coefficients before that: there
/// Pillow would refuse.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let frame = Frame::find(bytes).ok_or_else(|| DecodeError::not_decoded("no JPEG frame header"))?;
    if frame.bits != 8 {
        return Err(DecodeError::NotDecoded(format!("a JPEG of {} bits a sample", frame.bits)));
    }
    let mut pixels = Pixels::black(frame.width, frame.height, limits)?;
    // An empty scan takes twelve bytes of file and a walk over the whole picture.
    let n_walked = frame.n_scans as u64 * u64::from(frame.width) * u64::from(frame.height);
    if frame.n_scans > limits.scans_max || n_walked > limits.pixels_max.saturating_mul(32) {
        return Err(DecodeError::OverLimit(format!("{} scans", frame.n_scans)));
    }
    let (space, samples, per_pixel) = match frame.n_components {
        1 => (ColorSpace::JCS_GRAYSCALE, Samples::Grey { bits: 8, per_pixel: 1 }, 1),
        3 => (ColorSpace::JCS_RGB, Samples::Rgb { per_pixel: 3 }, 3),
        // Pillow takes every JPEG of four inks for one of Adobe's, which are stored inverted.
        4 => (ColorSpace::JCS_CMYK, Samples::Cmyk { inverted: true }, 4),
        n => return Err(DecodeError::NotDecoded(format!("a JPEG of {n} components"))),
    };
    let mut row = zeroed(frame.width as usize * per_pixel)?;
    let mut source = Source { left: bytes, asked_beyond_end: false };
    let mut rows_done = 0;
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| -> std::io::Result<()> {
        let start = Decompress::new_reader(&mut source)?;
        if start.size() != (frame.width as usize, frame.height as usize) {
            return Err(std::io::Error::other("two frame headers that disagree"));
        }
        let mut started = start.to_colorspace(space)?;
        for rgb in pixels.rgb.chunks_exact_mut(frame.width as usize * 3) {
            started.read_scanlines_into(&mut row)?;
            samples.to_rgb(&row, rgb);
            rows_done += 1;
        }
        Ok(())
    }));
    let broke = match outcome {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(thrown) => Some(words_of(&*thrown)),
    };
    let cut_short = match (broke, source.asked_beyond_end) {
        (Some(words), _) if rows_done == 0 => return Err(DecodeError::NotDecoded(words)),
        (Some(words), _) => Some(format!("after row {rows_done} of {}: {words}", frame.height)),
        (None, true) => Some("the file ends before its picture".to_owned()),
        (None, false) => None,
    };
    Ok(Decoded { cut_short, ..Decoded::still(pixels, DECODER) })
}

/// Bytes in memory that remember whether more was asked for than there is: that is what Pillow calls truncated.
struct Source<'b> {
    left: &'b [u8],
    asked_beyond_end: bool,
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.left.read(into)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        self.asked_beyond_end |= self.left.is_empty();
        Ok(self.left)
    }

    fn consume(&mut self, n_bytes: usize) {
        self.left = self.left.get(n_bytes..).unwrap_or_default();
    }
}

/// What the markers say, read before libjpeg is asked to reserve anything.
struct Frame {
    width: u32,
    height: u32,
    bits: u8,
    n_components: u8,
    n_scans: usize,
}

impl Frame {
    fn find(bytes: &[u8]) -> Option<Frame> {
        let mut frame = None;
        let mut n_scans = 0;
        for (marker, body) in segments(bytes) {
            match marker {
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) && frame.is_none() => {
                    let [bits, h1, h2, w1, w2, n_components, ..] = *body else { return None };
                    let [width, height] = [[w1, w2], [h1, h2]].map(|side| u32::from(u16::from_be_bytes(side)));
                    frame = Some(Frame { width, height, bits, n_components, n_scans });
                }
                0xda => n_scans += 1,
                _ => {}
            }
        }
        frame.map(|frame| Frame { n_scans, ..frame })
    }
}

/// Marker segments with their bodies, in order. In a scan's data 0xFF is followed by 0x00 or a restart, so the next
/// marker is found by looking for anything else.
pub(crate) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = 2;
    std::iter::from_fn(move || {
        loop {
            at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
            let marker = *bytes.get(at + 1)?;
            match marker {
                0xff => at += 1,
                0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
                0xd9 => return None,
                _ => {
                    let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                    let end = at + 2 + length.max(2);
                    let body = bytes.get(at + 4..end.min(bytes.len())).unwrap_or_default();
                    at = end;
                    return Some((marker, body));
                }
            }
        }
    })
}
