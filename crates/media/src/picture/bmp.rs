//! Windows and OS/2 bitmaps, read here and not by a library: the stored hash needs the very scaling of 5- and 6-bit
//! samples, masks and run lengths that Pillow has (`BmpImagePlugin.py`, `Unpack.c`), and those differ elsewhere.

use std::ops::Range;

use super::digest::Exact;
use super::pixels::{Samples, greys, packed, palette};
use super::{DecodeError, Decoded, Limits, Pixels};

pub(super) const DECODER: &str = "sanad-bmp 1";

/// Decodes. Rows or runs that are missing stay black or of colour 0, and the file is marked as cut short.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let header = Header::read(bytes)?;
    let mut pixels = Pixels::black(header.width, header.height, limits)?;
    let data = bytes.get(header.data_at..).unwrap_or_default();
    let cut_short = match header.compression {
        Compression::Runs { nibbles } => {
            let table = header.table(bytes);
            let width = header.width as usize;
            let (indices, whole) = unpack_runs(bytes, header.data_at, width, width * header.height as usize, nibbles);
            for (row, line) in indices.chunks_exact(width).zip(header.lines(&mut pixels)) {
                Samples::Palette { bits: 8, table: &table }.to_rgb(row, line);
            }
            (!whole).then(|| "the runs end before the picture".to_owned())
        }
        Compression::None | Compression::Masks(_) => {
            let stride = ((u64::from(header.width) * u64::from(header.bits)).div_ceil(32) * 4) as usize;
            let n_rows = header.height as usize;
            let unpack = header.unpacker(bytes)?;
            for (row, line) in data.chunks(stride).zip(header.lines(&mut pixels)) {
                unpack.row(row, line);
            }
            let n_whole = data.len() / stride;
            // The padding of the last row may be missing; its pixels may not.
            let needed = (u64::from(header.width) * u64::from(header.bits)).div_ceil(8) as usize;
            let complete = data.len() >= stride * (n_rows - 1) + needed;
            (!complete).then(|| format!("after row {n_whole} of {n_rows}"))
        }
    };
    if cut_short.is_some() && data.is_empty() {
        return Err(DecodeError::not_decoded("no pixels behind the header"));
    }
    Ok(Decoded { cut_short, exact: Some(Exact::OPAQUE), ..Decoded::still(pixels, DECODER) })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Compression {
    None,
    Runs { nibbles: bool },
    Masks([u32; 4]),
}

pub(super) struct Header {
    width: u32,
    height: u32,
    top_first: bool,
    bits: u16,
    compression: Compression,
    colours_at: usize,
    n_colours: usize,
    colour_bytes: usize,
    data_at: usize,
}

/// Where the colours and the pixels of a plain bitmap stand.
pub(super) struct Plain {
    pub(super) colours_end: usize,
    pub(super) pixels: Range<usize>,
}

impl Header {
    pub(super) fn read(bytes: &[u8]) -> Result<Header, DecodeError> {
        let short = || DecodeError::not_decoded("the header is cut short");
        let u16_at = |at: usize| bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]])).ok_or_else(short);
        let u32_at =
            |at: usize| bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).ok_or_else(short);
        let data_at = u32_at(10)? as usize;
        let size = u32_at(14)? as usize;
        let mut masks_behind = 0;
        let (width, height, top_first, bits, compression, mut n_colours, colour_bytes) = match size {
            12 => (u16_at(18)?.into(), u16_at(20)?.into(), false, u16_at(24)?, Compression::None, 0, 3),
            40 | 52 | 56 | 64 | 108 | 124 => {
                // The sign of the height says which row comes first.
                let top_first = bytes.get(25).copied().ok_or_else(short)? == 0xff;
                let height = if top_first { u32_at(22)?.wrapping_neg() } else { u32_at(22)? };
                let compression = match u32_at(30)? {
                    0 => Compression::None,
                    1 => Compression::Runs { nibbles: false },
                    2 => Compression::Runs { nibbles: true },
                    3 => {
                        masks_behind = if size == 40 { 12 } else { 0 };
                        let alpha = if size >= 56 { u32_at(66)? } else { 0 };
                        Compression::Masks([u32_at(54)?, u32_at(58)?, u32_at(62)?, alpha])
                    }
                    n => return Err(DecodeError::NotDecoded(format!("bitmap compression {n}"))),
                };
                (u32_at(18)?, height, top_first, u16_at(28)?, compression, u32_at(46)? as usize, 4)
            }
            n => return Err(DecodeError::NotDecoded(format!("a bitmap header of {n} bytes"))),
        };
        if !matches!(bits, 1 | 4 | 8 | 16 | 24 | 32) {
            return Err(DecodeError::NotDecoded(format!("{bits} bits a pixel")));
        }
        if n_colours == 0 && bits <= 8 {
            n_colours = 1 << bits;
        }
        let colours_at = 14 + size + masks_behind;
        if bits <= 8 && !(1..=65_536).contains(&n_colours) {
            return Err(DecodeError::NotDecoded(format!("a palette of {n_colours} colours")));
        }
        // Where a file points straight behind its header although a palette stands there, the pixels follow that.
        let palette_bytes = if bits <= 8 { n_colours * colour_bytes } else { 0 };
        let data_at = match data_at {
            0 => colours_at + palette_bytes,
            at if at == 14 + size => at + palette_bytes,
            at => at,
        };
        Ok(Header { width, height, top_first, bits, compression, colours_at, n_colours, colour_bytes, data_at })
    }

    /// None of a bitmap that viewers may read in other ways than [`decode`]: of 16 and 32 bits, by run lengths and masks,
    /// with indices beyond its palette, in other colours than sRGB, of oblong pixels, or not all there.
    pub(super) fn plain(&self, bytes: &[u8]) -> Option<Plain> {
        let field = |at: usize| bytes.get(at..at + 4);
        let header_bytes = u32::from_le_bytes(*field(14)?.first_chunk()?);
        let is_square = || field(38).zip(field(42)).is_some_and(|(across, down)| across == down);
        let is_usual = match header_bytes {
            12 => true,
            40 => is_square(),
            // `sRGB` and `Win `, little end first.
            108 | 124 => is_square() && matches!(field(70)?, b"BGRs" | b" niW"),
            _ => false,
        };
        let bits = u8::try_from(self.bits).ok()?;
        if !is_usual || self.compression != Compression::None || !matches!(bits, 1 | 4 | 8 | 24) {
            return None;
        }
        let width = usize::try_from(self.width).ok()?;
        let row_bytes = width.checked_mul(bits.into())?.div_ceil(8);
        let stride = row_bytes.next_multiple_of(4);
        let (before, end) = ((self.height as usize).checked_sub(1)?.checked_mul(stride)?, bytes.len());
        let needed = self.data_at.checked_add(before)?.checked_add(row_bytes)?;
        let pixels = self.data_at..needed.next_multiple_of(4).max(needed).min(end);
        let data = bytes.get(self.data_at..needed)?;
        let palette_bytes = if bits <= 8 { self.n_colours.checked_mul(self.colour_bytes)? } else { 0 };
        let colours_end = self.colours_at.checked_add(palette_bytes)?;
        if self.data_at < colours_end {
            return None;
        }
        if bits <= 8 {
            let is_read_as_two = self.n_colours <= 2 && self.is_grey(bytes) && bits > 1;
            let is_in_palette = |index: u8| usize::from(index) < self.n_colours;
            let all_in_palette = self.n_colours >= 1 << bits
                || data.chunks(stride.max(1)).all(|row| packed(row, bits).take(width).all(is_in_palette));
            if is_read_as_two || !all_in_palette {
                return None;
            }
        }
        Some(Plain { colours_end, pixels })
    }

    /// The picture's lines in the order of the file.
    fn lines<'p>(&self, pixels: &'p mut Pixels) -> Box<dyn Iterator<Item = &'p mut [u8]> + 'p> {
        let stride = pixels.stride();
        let lines = pixels.rgb.chunks_exact_mut(stride);
        if self.top_first { Box::new(lines) } else { Box::new(lines.rev()) }
    }

    fn colours<'b>(&self, bytes: &'b [u8]) -> impl Iterator<Item = [u8; 3]> + 'b {
        let entries = bytes.get(self.colours_at..).unwrap_or_default().chunks_exact(self.colour_bytes);
        entries.take(self.n_colours).map(|entry| [entry[2], entry[1], entry[0]])
    }

    fn table(&self, bytes: &[u8]) -> [[u8; 3]; 256] {
        if self.is_grey(bytes) { greys() } else { palette(self.colours(bytes)) }
    }

    /// Whether every colour is the grey of its own number, or the two are black and white.
    fn is_grey(&self, bytes: &[u8]) -> bool {
        let grey = |n: usize| if self.n_colours == 2 { n * 255 } else { n };
        self.colours(bytes).count() == self.n_colours
            && self
                .colours(bytes)
                .enumerate()
                .all(|(n, colour)| colour.iter().all(|value| usize::from(*value) == grey(n)))
    }

    fn unpacker(&self, bytes: &[u8]) -> Result<Unpacker, DecodeError> {
        let unsupported = || DecodeError::not_decoded("bit masks of an unknown layout");
        Ok(match (self.bits, self.compression) {
            // Pillow reads a palette of nothing but black and white as one bit a pixel, whatever the header says.
            (1 | 4 | 8, Compression::None) if self.n_colours <= 2 && self.is_grey(bytes) => {
                Unpacker::Indices { bits: 1, table: Box::new(palette([[0; 3], [255; 3]])) }
            }
            (1 | 4 | 8, Compression::None) => {
                Unpacker::Indices { bits: self.bits as u8, table: Box::new(self.table(bytes)) }
            }
            (16, Compression::None) => Unpacker::Words { green_bits: 5 },
            (24, Compression::None) => Unpacker::Bytes { per_pixel: 3, places: [2, 1, 0] },
            (32, Compression::None) => Unpacker::Bytes { per_pixel: 4, places: [2, 1, 0] },
            (16, Compression::Masks([0xf800, 0x7e0, 0x1f, _])) => Unpacker::Words { green_bits: 6 },
            (16, Compression::Masks([0x7c00, 0x3e0, 0x1f, _])) => Unpacker::Words { green_bits: 5 },
            (24, Compression::Masks([0xff_0000, 0xff00, 0xff, _])) => {
                Unpacker::Bytes { per_pixel: 3, places: [2, 1, 0] }
            }
            (32, Compression::Masks(masks)) => Unpacker::Bytes {
                per_pixel: 4,
                places: match masks {
                    [0xff_0000, 0xff00, 0xff, 0 | 0xff00_0000] | [0, 0, 0, 0] => [2, 1, 0],
                    [0xff00_0000, 0xff_0000, 0xff00, 0 | 0xff] => [3, 2, 1],
                    [0xff00_0000, 0xff00, 0xff, 0 | 0xff_0000] => [3, 1, 0],
                    [0xff, 0xff00, 0xff_0000, 0xff00_0000] => [0, 1, 2],
                    _ => return Err(unsupported()),
                },
            },
            _ => return Err(unsupported()),
        })
    }
}

enum Unpacker {
    Indices { bits: u8, table: Box<[[u8; 3]; 256]> },
    Words { green_bits: u32 },
    Bytes { per_pixel: usize, places: [usize; 3] },
}

impl Unpacker {
    fn row(&self, row: &[u8], rgb: &mut [u8]) {
        match self {
            Unpacker::Indices { bits, table } => Samples::Palette { bits: *bits, table }.to_rgb(row, rgb),
            Unpacker::Words { green_bits } => {
                let scaled = |value: u32, bits: u32| {
                    let max = (1 << bits) - 1;
                    ((value & max) * 255 / max) as u8
                };
                for (to, from) in rgb.chunks_exact_mut(3).zip(row.chunks_exact(2)) {
                    let word = u32::from(u16::from_le_bytes([from[0], from[1]]));
                    to[0] = scaled(word >> (5 + green_bits), 5);
                    to[1] = scaled(word >> 5, *green_bits);
                    to[2] = scaled(word, 5);
                }
            }
            Unpacker::Bytes { per_pixel, places } => {
                for (to, from) in rgb.chunks_exact_mut(3).zip(row.chunks_exact(*per_pixel)) {
                    to.iter_mut().zip(places).for_each(|(to, place)| *to = from[*place]);
                }
            }
        }
    }
}

/// Run lengths of 8 or 4 bits to one index a byte; false when they end before the picture does.
fn unpack_runs(bytes: &[u8], start: usize, width: usize, n_pixels: usize, nibbles: bool) -> (Vec<u8>, bool) {
    let mut out: Vec<u8> = Vec::with_capacity(n_pixels);
    let mut at = start;
    let mut x = 0;
    while out.len() < n_pixels {
        let (Some(count), Some(value)) = (bytes.get(at).copied(), bytes.get(at + 1).copied()) else { break };
        at += 2;
        let index = |n: usize, byte: u8| match (nibbles, n % 2) {
            (false, _) => byte,
            (true, 0) => byte >> 4,
            (true, _) => byte & 15,
        };
        match (count, value) {
            (0, 0) => {
                out.resize(out.len().next_multiple_of(width), 0);
                x = 0;
            }
            (0, 1) => break,
            (0, 2) => {
                let (Some(right), Some(up)) = (bytes.get(at), bytes.get(at + 1)) else { break };
                at += 2;
                let skip = usize::from(*right) + usize::from(*up) * width;
                out.resize(out.len() + skip.min(n_pixels - out.len()), 0);
                x = out.len() % width;
            }
            (0, n) => {
                let n_wanted = usize::from(n).min(n_pixels - out.len());
                let n_bytes = if nibbles { n_wanted.div_ceil(2) } else { n_wanted };
                let literal = bytes.get(at..(at + n_bytes).min(bytes.len())).unwrap_or_default();
                let n_have = if nibbles { n_wanted.min(literal.len() * 2) } else { literal.len() };
                out.extend((0..n_have).map(|n| index(n, literal[if nibbles { n / 2 } else { n }])));
                at += literal.len();
                if literal.len() < n_bytes || out.len() == n_pixels {
                    break;
                }
                x += usize::from(n);
                at += at % 2;
            }
            (n, byte) => {
                let n = if x + usize::from(n) > width { width.saturating_sub(x) } else { n.into() };
                out.extend((0..n).map(|n| index(n, byte)));
                x += n;
            }
        }
    }
    let whole = out.len() >= n_pixels;
    out.resize(n_pixels, 0);
    (out, whole)
}
