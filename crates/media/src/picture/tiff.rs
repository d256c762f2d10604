//! TIFF, by the crate `tiff`: strips, tiles and their compressions from it, colours as Pillow reads them.
//!
//! The one format that Pillow turns upright by its orientation tag, so the stored hash is of the upright picture.

use std::borrow::Cow;
use std::io::Cursor;

use tiff::ColorType;
use tiff::TiffError;
use tiff::decoder::{ChunkType, Decoder};
use tiff::tags::{SampleFormat, Tag};

use super::pixels::{Samples, palette, zeroed};
use super::rows::{Rows, STRIP_ROWS};
use super::{DecodeError, Decoded, Limits, Looked, Pixels, Wanted, tiff_jpeg};

pub(super) const DECODER: &str = "tiff 0.11.3";

/// JPEG as TIFF 6.0 first had it, which [`decode`] reads or refuses.
const OLD_JPEG: u16 = 6;

/// What strips, tiles and values of one directory may take: far above any real file, far below a bomb.
const VALUE_BYTES_MAX: usize = 64 << 20;

pub(super) type Reader<'b> = Decoder<Cursor<&'b [u8]>>;

/// Decodes the first directory. Strips that are missing stay black and the file is marked as cut short.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let (bytes, colours) = indices_as_grey(bytes, limits)?;
    let mut reader = open(&bytes, limits)?;
    let (width, height) = reader.dimensions().map_err(to_error)?;
    let mut pixels = Pixels::black(width, height, limits)?;
    let orientation = unsigned(&mut reader, Tag::Orientation).and_then(|turn| u8::try_from(turn).ok()).unwrap_or(1);
    if let Some(cut_short) = tiff_jpeg::decode(&mut reader, &bytes, &mut pixels, limits)? {
        let cut_short = (!cut_short.is_empty()).then_some(cut_short);
        return Ok(Decoded { cut_short, ..Decoded::still(pixels.upright(orientation), DECODER) });
    }
    let colour = reader.colortype().map_err(to_error)?;
    let layout = reader.image_buffer_layout().map_err(to_error)?;
    // Eight samples of eight bytes a pixel are more than any picture that is decoded below has.
    if layout.complete_len as u64 > limits.pixels_max.saturating_mul(16) {
        return Err(DecodeError::OverLimit(format!("{} bytes of samples", layout.complete_len)));
    }
    let mut raw = zeroed(layout.complete_len)?;
    let cut_short = match reader.read_image_bytes(&mut raw) {
        Ok(()) => None,
        Err(error) => {
            // A strip that is not all there is not read at all; with zeros behind the file's end it is.
            let mut longer = bytes.to_vec();
            longer.resize(bytes.len() + raw.len(), 0);
            let again = open(&longer, limits)?.read_image_bytes(&mut raw);
            // Strips are read in order, so what came before the break is there.
            if raw.iter().all(|byte| *byte == 0) {
                return Err(to_error(again.err().unwrap_or(error)));
            }
            Some(error.to_string())
        }
    };
    let picture = Picture::of(&mut reader, colour, layout.sample_format, colours);
    if layout.planes > 1 {
        let plane = layout.plane_stride.map_or(raw.len(), usize::from).max(1);
        raw = interleave(&raw, plane, layout.planes, picture.bytes_per_sample());
    }
    let stride = raw.len() / height as usize;
    let to = pixels.stride();
    for (row, rgb) in raw.chunks_exact(stride.max(1)).zip(pixels.rgb.chunks_exact_mut(to)) {
        picture.row(row, rgb)?;
    }
    Ok(Decoded { cut_short, ..Decoded::still(pixels.upright(orientation), DECODER) })
}

/// The look of what [`decode`] gives of an upright picture in whole strips, strip by strip: its pixels are never in memory
/// at once, and where they are stored as they are hashed, they are not even copied again. None of any other file.
pub(super) fn look(bytes: &[u8], limits: &Limits, wanted: Wanted) -> Option<Looked> {
    let (bytes, colours) = indices_as_grey(bytes, limits).ok()?;
    let mut reader = open(&bytes, limits).ok()?;
    let size = reader.dimensions().ok()?;
    let colour = reader.colortype().ok()?;
    let layout = reader.image_buffer_layout().ok()?;
    let is_upright = unsigned(&mut reader, Tag::Orientation).is_none_or(|turn| !(2..=8).contains(&turn));
    let is_other_decoder_s = matches!(unsigned(&mut reader, Tag::Compression), Some(OLD_JPEG | tiff_jpeg::MODERN_JPEG));
    let in_strips = reader.get_chunk_type() == ChunkType::Strip && layout.planes == 1;
    if !is_upright || is_other_decoder_s || !in_strips || matches!(colour, ColorType::YCbCr(_)) {
        return None;
    }
    let mut rows = Rows::new(size, limits, wanted).ok()?;
    if layout.complete_len as u64 > limits.pixels_max.saturating_mul(16) {
        return None;
    }
    let picture = Picture::of(&mut reader, colour, layout.sample_format, colours);
    let mut raw = Vec::new();
    let mut rgb = zeroed(STRIP_ROWS * rows.stride()).ok()?;
    for strip in 0..reader.strip_count().ok()? {
        let n_rows = reader.chunk_data_dimensions(strip).1 as usize;
        let n_bytes = reader.image_chunk_buffer_layout(strip).ok()?.complete_len;
        if raw.len() < n_bytes {
            raw = zeroed(n_bytes).ok()?;
        }
        let raw = &mut raw[..n_bytes];
        reader.read_chunk_bytes(strip, raw).ok()?;
        if matches!(colour, ColorType::RGB(8)) && n_bytes == n_rows * rows.stride() {
            rows.push(raw).ok()?;
            continue;
        }
        let stride = (n_bytes / n_rows.max(1)).max(1);
        for some in raw.chunks(STRIP_ROWS * stride) {
            // As in a picture that begins black: a row may be shorter than it should.
            rgb.fill(0);
            let lines = rgb.chunks_exact_mut(rows.stride());
            some.chunks_exact(stride).zip(lines).try_for_each(|(row, rgb)| picture.row(row, rgb)).ok()?;
            rows.push(&rgb[..some.len() / stride * rows.stride()]).ok()?;
        }
    }
    rows.finish(DECODER).ok()
}

fn open<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Reader<'b>, DecodeError> {
    let mut allowed = tiff::decoder::Limits::default();
    allowed.decoding_buffer_size = usize::try_from(limits.pixels_max.saturating_mul(16)).unwrap_or(usize::MAX);
    allowed.ifd_value_size = VALUE_BYTES_MAX;
    allowed.intermediate_buffer_size = bytes.len().max(1 << 20);
    Ok(Decoder::new(Cursor::new(bytes)).map_err(to_error)?.with_limits(allowed))
}

pub(super) fn to_error(error: TiffError) -> DecodeError {
    match error {
        TiffError::LimitsExceeded => DecodeError::OverLimit(error.to_string()),
        _ => DecodeError::not_decoded(error),
    }
}

pub(super) fn unsigned(reader: &mut Reader<'_>, tag: Tag) -> Option<u16> {
    reader.find_tag_unsigned_vec::<u16>(tag).ok().flatten()?.first().copied()
}

/// A file as the crate can read it, and the colours of its palette.
type Readable<'b> = (Cow<'b, [u8]>, Vec<[u8; 3]>);

/// The crate knows no palettes, and turns white-is-zero pictures of 16 and more bits round, which Pillow does not.
/// In a copy of such a file the directory is made to say *black is zero*; the colours come along.
fn indices_as_grey<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Readable<'b>, DecodeError> {
    let untouched = Ok((Cow::Borrowed(bytes), Vec::new()));
    let Some((at, little)) = photometric_at(bytes) else { return untouched };
    let read = |at: usize| {
        let pair = bytes.get(at..at + 2).map_or([0; 2], |pair| [pair[0], pair[1]]);
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    };
    let photometric = read(at);
    if !matches!(photometric, 0 | 3) {
        return untouched;
    }
    let mut patched = bytes.to_vec();
    patched[at..at + 2].copy_from_slice(&if little { 1u16.to_le_bytes() } else { 1u16.to_be_bytes() });
    let mut reader = open(&patched, limits)?;
    let bits = unsigned(&mut reader, Tag::BitsPerSample).unwrap_or(1);
    if photometric == 0 {
        return if bits >= 16 { Ok((Cow::Owned(patched), Vec::new())) } else { untouched };
    }
    // All reds, then all greens, then all blues, of 16 bits each; Pillow takes the high byte.
    let map = reader.get_tag_u16_vec(Tag::ColorMap).map_err(to_error)?;
    let third = map.len() / 3;
    let high = |n: usize| (map[n] >> 8) as u8;
    let colours = (0..third).map(|n| [high(n), high(third + n), high(2 * third + n)]).collect();
    Ok((Cow::Owned(patched), colours))
}

/// Where the first directory's photometric interpretation stands, and whether the little end comes first.
fn photometric_at(bytes: &[u8]) -> Option<(usize, bool)> {
    let little = bytes.starts_with(b"II");
    let number = |at: usize, n_bytes: usize| {
        let field = bytes.get(at..at.checked_add(n_bytes)?)?;
        let fold = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if little { field.iter().rev().fold(0, fold) } else { field.iter().fold(0, fold) })
    };
    let big = number(2, 2)? == 43;
    let (offset, count_bytes, entry_bytes) = if big { (number(8, 8)?, 8, 20) } else { (number(4, 4)?, 2, 12) };
    let directory = usize::try_from(offset).ok()?;
    let n_entries = usize::try_from(number(directory, count_bytes)?).ok()?.min(4096);
    (0..n_entries)
        .map(|n| directory + count_bytes + n * entry_bytes)
        .find(|at| number(*at, 2) == Some(262))
        .map(|at| at + if big { 12 } else { 8 })
        .filter(|at| at + 2 <= bytes.len())
        .map(|at| (at, little))
}

/// Planes side by side become samples side by side.
fn interleave(raw: &[u8], plane: usize, n_planes: usize, n_bytes: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    for at in (0..plane.saturating_sub(n_bytes - 1)).step_by(n_bytes) {
        for n in 0..n_planes {
            out.extend_from_slice(raw.get(n * plane + at..n * plane + at + n_bytes).unwrap_or(&[0; 8][..n_bytes]));
        }
    }
    out
}

struct Picture {
    colour: ColorType,
    format: SampleFormat,
    premultiplied: bool,
    table: Option<[[u8; 3]; 256]>,
}

impl Picture {
    fn of(reader: &mut Reader<'_>, colour: ColorType, format: SampleFormat, colours: Vec<[u8; 3]>) -> Picture {
        let premultiplied =
            matches!(colour, ColorType::RGBA(_)) && unsigned(reader, Tag::ExtraSamples).is_some_and(|kind| kind == 1);
        Picture { colour, format, premultiplied, table: (!colours.is_empty()).then(|| palette(colours)) }
    }

    fn bytes_per_sample(&self) -> usize {
        usize::from(self.colour.bit_depth()).div_ceil(8).clamp(1, 8)
    }

    /// One row as the crate gives it: samples of more than eight bits in this machine's order.
    fn row(&self, row: &[u8], rgb: &mut [u8]) -> Result<(), DecodeError> {
        match (self.colour, self.format) {
            (ColorType::Gray(bits @ (1 | 2 | 4 | 8)), _) => match &self.table {
                Some(table) => Samples::Palette { bits, table }.to_rgb(row, rgb),
                None => Samples::Grey { bits, per_pixel: 1 }.to_rgb(row, rgb),
            },
            (ColorType::Gray(16 | 32), _) => self.clipped_grey(row, rgb),
            (ColorType::Multiband { bit_depth: 8, num_samples: n @ 1..=8 }, _) => match &self.table {
                Some(table) => {
                    let firsts: Vec<u8> = row.iter().copied().step_by(usize::from(n)).collect();
                    Samples::Palette { bits: 8, table }.to_rgb(&firsts, rgb);
                }
                None => Samples::Grey { bits: 8, per_pixel: n.into() }.to_rgb(row, rgb),
            },
            (ColorType::RGB(bits @ (8 | 16)), _) => Samples::Rgb { per_pixel: 3 }.to_rgb(&high_bytes(row, bits), rgb),
            (ColorType::RGBA(bits @ (8 | 16)), _) if self.premultiplied => {
                for (to, from) in rgb.chunks_exact_mut(3).zip(high_bytes(row, bits).chunks_exact(4)) {
                    let alpha = u32::from(from[3]);
                    let divided =
                        |value: u8| (u32::from(value) * 255).checked_div(alpha).map_or(0, |v| v.min(255) as u8);
                    to.iter_mut().zip(from).for_each(|(to, value)| *to = divided(*value));
                }
            }
            (ColorType::RGBA(bits @ (8 | 16)), _) => Samples::Rgb { per_pixel: 4 }.to_rgb(&high_bytes(row, bits), rgb),
            (ColorType::CMYK(bits @ (8 | 16)), _) => {
                Samples::Cmyk { inverted: false }.to_rgb(&high_bytes(row, bits), rgb);
            }
            (ColorType::YCbCr(8), _) => {
                rgb.chunks_exact_mut(3)
                    .zip(row.chunks_exact(3))
                    .for_each(|(to, from)| to.copy_from_slice(&from_ycc(from)));
            }
            (colour, format) => return Err(DecodeError::NotDecoded(format!("samples of {colour:?}, {format:?}"))),
        }
        Ok(())
    }

    /// Grey of 16 and 32 bits is clipped to 0 to 255, not scaled; fractions are cut off.
    fn clipped_grey(&self, row: &[u8], rgb: &mut [u8]) {
        let size = self.bytes_per_sample();
        for (to, from) in rgb.chunks_exact_mut(3).zip(row.chunks_exact(size)) {
            let two = [from[0], from[1]];
            let four = [from[0], from[1], from[size - 2], from[size - 1]];
            let value = match (self.format, size) {
                (SampleFormat::Int, 2) => f64::from(i16::from_ne_bytes(two)),
                (_, 2) => f64::from(u16::from_ne_bytes(two)),
                (SampleFormat::IEEEFP, _) => f64::from(f32::from_ne_bytes(four)),
                // Pillow holds 32 bits as signed ones, whatever the file says.
                _ => f64::from(i32::from_ne_bytes(four)),
            };
            to.fill(value as u8);
        }
    }
}

fn high_bytes(row: &[u8], bits: u8) -> Cow<'_, [u8]> {
    if bits == 8 {
        return Cow::Borrowed(row);
    }
    Cow::Owned(row.chunks_exact(2).map(|pair| (u16::from_ne_bytes([pair[0], pair[1]]) >> 8) as u8).collect())
}

/// ITU-T T.871, clause 7, in the fixed-point form of libjpeg's `jdcolor.c`.
fn from_ycc(ycc: &[u8]) -> [u8; 3] {
    let [y, cb, cr] = [0, 1, 2].map(|n| i32::from(ycc[n]));
    let (cb, cr) = (cb - 128, cr - 128);
    let half = 1 << 15;
    let red = y + ((91_881 * cr + half) >> 16);
    let green = y + ((-22_554 * cb - 46_802 * cr + half) >> 16);
    let blue = y + ((116_130 * cb + half) >> 16);
    [red, green, blue].map(|value| value.clamp(0, 255) as u8)
}
