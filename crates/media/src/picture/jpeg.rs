//! JPEG, by libjpeg-turbo as mozjpeg carries it: its pixels are those of Pillow, bit for bit.
//!
//! A picture that is only hashed is never whole in memory: rows go to the hash while they are in the cache. libjpeg's
//! errors unwind through its C frames; the caller contains them.

use std::io::{BufRead, Read};

use fingerprint::pdq::screen::{self, Screener, cell_px};
use fingerprint::pdq::{Hasher, SizeError};
use fingerprint::view::Reducer;
use mozjpeg::{ColorSpace, CompInfoExt, Decompress};

use super::pixels::{Samples, zeroed};
use super::{DecodeError, Decoded, Limits, Looked, Pixels, Screened, look_by, words_of};

pub(super) const DECODER: &str = "libjpeg-turbo (mozjpeg-sys 2.2.3)";

/// Rows that are handed on together: few enough to be still in the cache, as many as the hash takes at once.
const STRIP_ROWS: usize = 16;

/// Decodes. A file that ends early, or whose data break off, gives the rows and coefficients before that: there
/// Pillow would refuse.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let frame = Frame::within(bytes, limits)?;
    let mut pixels = Pixels::black(frame.width, frame.height, limits)?;
    let samples = frame.inks.samples();
    let mut rows = pixels.rgb.chunks_exact_mut(frame.width as usize * 3);
    let cut_short = frame.read_strips(bytes, |strip| {
        let strip = strip.chunks_exact(frame.row_bytes());
        strip.zip(&mut rows).for_each(|(row, rgb)| samples.to_rgb(row, rgb));
        Ok(())
    })?;
    Ok(Decoded { cut_short, ..Decoded::still(pixels, DECODER) })
}

/// The look of what [`decode`] gives, without the pixels. Allocates what the hash needs and a strip of rows.
pub(super) fn look(bytes: &[u8], limits: &Limits, with_reduction: bool) -> Result<Looked, DecodeError> {
    let frame = Frame::within(bytes, limits)?;
    let samples = frame.inks.samples();
    let mut hasher = Hasher::new(frame.width, frame.height);
    let mut reducer = with_reduction.then(|| Reducer::new(frame.width, frame.height)).flatten();
    let width = frame.width.max(1) as usize;
    let mut rgb = match frame.inks {
        Inks::Four => zeroed(STRIP_ROWS * frame.width as usize * 3)?,
        Inks::Grey | Inks::Colour => Vec::new(),
    };
    let cut_short = frame.read_strips(bytes, |strip| match frame.inks {
        Inks::Grey => {
            reducer.iter_mut().for_each(|reducer| strip.chunks_exact(width).for_each(|row| reducer.push_grey_row(row)));
            hasher.push_grey_rows(strip)
        }
        Inks::Colour => {
            reducer.iter_mut().for_each(|reducer| {
                strip.chunks_exact(3 * width).for_each(|row| reducer.push_rgb_row(row));
            });
            hasher.push_rgb_rows(strip)
        }
        Inks::Four => {
            let rgb = &mut rgb[..strip.len() / 4 * 3];
            samples.to_rgb(strip, rgb);
            reducer
                .iter_mut()
                .for_each(|reducer| rgb.chunks_exact(3 * width).for_each(|row| reducer.push_rgb_row(row)));
            hasher.push_rgb_rows(rgb)
        }
    })?;
    let look = look_by(hasher.finish_with_turns().map_err(DecodeError::not_decoded)?, DECODER);
    let reduction = reducer.and_then(Reducer::finish);
    Ok(Looked { size: (frame.width, frame.height), look, reduction, rows: None, cut_short })
}

/// The screening hash, from the luma alone and at the smallest scale that will do. None for whatever is not an ordinary
/// whole JPEG of brightness and colour: that is to be hashed exactly.
pub(super) fn screen(bytes: &[u8], limits: &Limits) -> Option<Screened> {
    let frame = Frame::within(bytes, limits).ok()?;
    let cell_px = cell_px(frame.width, frame.height)?;
    let mut source = Source { left: bytes, asked_beyond_end: false };
    let read = std::panic::AssertUnwindSafe(|| frame.screen_cells(&mut source, cell_px));
    match (std::panic::catch_unwind(read), source.asked_beyond_end) {
        (Ok(Ok(Some(by))), false) => Some(Screened { size: (frame.width, frame.height), by }),
        _ => None,
    }
}

/// Whether its first component is the brightness, at full resolution.
fn has_plain_luma<R>(start: &Decompress<R>) -> bool {
    let sampling = |component: &mozjpeg::CompInfo| component.sampling();
    let is_luma = matches!(start.color_space(), ColorSpace::JCS_YCbCr | ColorSpace::JCS_GRAYSCALE);
    let Some((luma, colours)) = start.components().split_first() else { return false };
    let (across, down) = sampling(luma);
    is_luma && colours.iter().map(sampling).all(|(h, v)| h <= across && v <= down)
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
    inks: Inks,
}

/// What a pixel is made of.
#[derive(Clone, Copy)]
enum Inks {
    Grey,
    Colour,
    Four,
}

impl Inks {
    fn space(self) -> ColorSpace {
        match self {
            Inks::Grey => ColorSpace::JCS_GRAYSCALE,
            // Not YCbCr: converting to RGB takes vector instructions in libjpeg, weaving three planes into one does not.
            Inks::Colour => ColorSpace::JCS_RGB,
            Inks::Four => ColorSpace::JCS_CMYK,
        }
    }

    fn samples(self) -> Samples<'static> {
        match self {
            Inks::Grey => Samples::Grey { bits: 8, per_pixel: 1 },
            Inks::Colour => Samples::Rgb { per_pixel: 3 },
            // Pillow takes every JPEG of four inks for one of Adobe's, which are stored inverted.
            Inks::Four => Samples::Cmyk { inverted: true },
        }
    }
}

impl Frame {
    /// The first frame header, if decoding what it announces stays within the limits.
    fn within(bytes: &[u8], limits: &Limits) -> Result<Frame, DecodeError> {
        let mut header = None;
        let mut n_scans = 0;
        for (marker, body) in segments(bytes) {
            match marker {
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) && header.is_none() => {
                    let [bits, h1, h2, w1, w2, n_components, ..] = *body else { break };
                    let [width, height] = [[w1, w2], [h1, h2]].map(|side| u32::from(u16::from_be_bytes(side)));
                    header = Some((width, height, bits, n_components));
                }
                0xda => n_scans += 1,
                _ => {}
            }
        }
        let (width, height, bits, n_components) =
            header.ok_or_else(|| DecodeError::not_decoded("no JPEG frame header"))?;
        if bits != 8 {
            return Err(DecodeError::NotDecoded(format!("a JPEG of {bits} bits a sample")));
        }
        limits.check(width, height)?;
        // An empty scan takes twelve bytes of file and a walk over the whole picture.
        let n_walked = n_scans as u64 * u64::from(width) * u64::from(height);
        if n_scans > limits.scans_max || n_walked > limits.pixels_max.saturating_mul(32) {
            return Err(DecodeError::OverLimit(format!("{n_scans} scans")));
        }
        let inks = match n_components {
            1 => Inks::Grey,
            3 => Inks::Colour,
            4 => Inks::Four,
            n => return Err(DecodeError::NotDecoded(format!("a JPEG of {n} components"))),
        };
        Ok(Frame { width, height, inks })
    }

    fn row_bytes(&self) -> usize {
        let per_pixel = match self.inks {
            Inks::Grey => 1,
            Inks::Colour => 3,
            Inks::Four => 4,
        };
        self.width as usize * per_pixel
    }

    /// Gives all rows from the top, some at a time, and says why the picture ends early if it does; the rows that are
    /// missing then are zeros.
    fn read_strips(
        &self,
        bytes: &[u8],
        mut each: impl FnMut(&[u8]) -> Result<(), SizeError>,
    ) -> Result<Option<String>, DecodeError> {
        let height = self.height as usize;
        let mut each = |strip: &[u8]| each(strip).map_err(DecodeError::not_decoded);
        let mut strip = zeroed(STRIP_ROWS * self.row_bytes())?;
        let mut source = Source { left: bytes, asked_beyond_end: false };
        let (mut n_read, mut n_given) = (0, 0);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| -> std::io::Result<()> {
            let start = Decompress::new_reader(&mut source)?;
            if start.size() != (self.width as usize, height) {
                return Err(std::io::Error::other("two frame headers that disagree"));
            }
            let mut started = start.to_colorspace(self.inks.space())?;
            while n_read < height {
                let n_rows = STRIP_ROWS.min(height - n_read);
                for row in strip.chunks_exact_mut(self.row_bytes()).take(n_rows) {
                    started.read_scanlines_into(row)?;
                    n_read += 1;
                }
                each(&strip[..n_rows * self.row_bytes()]).map_err(std::io::Error::other)?;
                n_given = n_read;
            }
            Ok(())
        }));
        let broke = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(thrown) => Some(words_of(&*thrown)),
        };
        let cut_short = match (broke, source.asked_beyond_end) {
            (Some(words), _) if n_read == 0 => return Err(DecodeError::NotDecoded(words)),
            (Some(words), _) => Some(format!("after row {n_read} of {height}: {words}")),
            (None, true) => Some("the file ends before its picture".to_owned()),
            (None, false) => None,
        };
        // The strip in which it broke keeps its rows; of the row in which it broke nothing is kept.
        strip[(n_read - n_given) * self.row_bytes()..].fill(0);
        while n_given < height {
            let n_rows = STRIP_ROWS.min(height - n_given);
            each(&strip[..n_rows * self.row_bytes()])?;
            strip.fill(0);
            n_given += n_rows;
        }
        Ok(cut_short)
    }

    /// Reads cells of luma, none if libjpeg sees another picture than the header announced.
    fn screen_cells(&self, source: &mut Source<'_>, cell_px: u32) -> std::io::Result<Option<screen::Screened>> {
        let mut start = Decompress::new_reader(source)?;
        if start.size() != (self.width as usize, self.height as usize) || !has_plain_luma(&start) {
            return Ok(None);
        }
        start.scale(8 / cell_px as u8);
        let mut started = start.to_colorspace(ColorSpace::JCS_GRAYSCALE)?;
        let mut screener = Screener::new(self.width, self.height, cell_px);
        let (n_columns, n_rows) = screener.n_cells();
        if (started.width(), started.height()) != (n_columns, n_rows) {
            return Ok(None);
        }
        let mut row = vec![0; n_columns];
        for _ in 0..n_rows {
            started.read_scanlines_into(&mut row)?;
            screener.push_rows(&row);
        }
        Ok(screener.finish())
    }
}

/// Marker segments with their bodies, in order. In a scan's data 0xFF is followed by 0x00 or a restart, so the next
/// marker is found by looking for anything else.
pub(crate) fn segments(bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut at = 2;
    std::iter::from_fn(move || {
        loop {
            at += memchr::memchr(0xff, bytes.get(at..)?)?;
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
