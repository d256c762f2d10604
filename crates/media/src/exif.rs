//! What a picture says of itself in EXIF: when, where, by which camera. Untrusted, and kept as written.
//!
//! A time without an offset stays without one; a position whose reference is no compass letter is no position.

use casework::file::{Metadata, Position, WrittenTime};
use exif::{Exif, In, Rational, Reader, Tag, Value};

use crate::picture;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Times, places, cameras.
    pub metadata: Metadata,
    /// The embedded thumbnail, a JPEG.
    pub thumbnail: Option<Vec<u8>>,
    /// Whether the block may hold a picture, by its structure, or could not all be read.
    pub holds_more: bool,
    /// What it says of colours where that is not sRGB, in a canonical form.
    pub colour_hint: Vec<u8>,
}

/// Longest text that is kept of one field: longer ones are no camera's.
const TEXT_CHARS_MAX: usize = 512;

/// A TIFF file is its own EXIF block and is copied for its reading; beyond this it goes without.
const BLOCK_BYTES_MAX: usize = 1 << 30;

/// The 35 mm body's serial number in DNG files (DNG 1.4, `CameraSerialNumber`).
const DNG_SERIAL: Tag = Tag(exif::Context::Tiff, 0xc62f);

/// Directories of further pictures (TIFF Technical Note 1).
const SUB_DIRECTORIES: Tag = Tag(exif::Context::Tiff, 0x014a);

/// Reads what a picture of this type says. Damaged parts are passed over.
pub fn read(bytes: &[u8], mime: &str) -> Told {
    let Some(block) = find_block(bytes, mime).filter(|block| block.len() <= BLOCK_BYTES_MAX) else {
        return Told::default();
    };
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = reader.read_raw(block);
    let is_whole = read.is_ok();
    let Some(exif) = whole_or_partial(read) else { return Told { holds_more: true, ..Told::default() } };
    Told {
        metadata: read_fields(&exif),
        thumbnail: read_thumbnail(&exif),
        holds_more: !is_whole || may_hold_picture(&exif),
        colour_hint: read_colour_hint(&exif),
    }
}

fn whole_or_partial(read: Result<Exif, exif::Error>) -> Option<Exif> {
    read.or_else(|error| error.distill_partial_result(|_| ())).ok()
}

/// The TIFF-structured block, wherever this type keeps it.
fn find_block(bytes: &[u8], mime: &str) -> Option<Vec<u8>> {
    const PREFIX: &[u8] = b"Exif\0\0";
    let found = match mime {
        "image/jpeg" => picture::jpeg_segments(bytes)
            .filter(|(marker, _)| *marker == 0xe1)
            .find_map(|(_, body)| body.strip_prefix(PREFIX))?,
        "image/png" => picture::png_chunks(bytes).find(|(name, _)| *name == b"eXIf")?.1,
        "image/webp" => picture::webp_chunks(bytes).find(|(_, name, _)| *name == b"EXIF")?.2,
        "image/tiff" => bytes,
        "image/jxl" => crate::heif::boxes(bytes).find(|(name, _)| name == b"Exif")?.1.get(4..)?,
        "image/heic" | "image/heif" | "image/avif" => {
            // The crate finds the item itself; its block is taken as it stands.
            let found = Reader::new().continue_on_error(true).read_from_container(&mut std::io::Cursor::new(bytes));
            return whole_or_partial(found).map(|exif| exif.buf().to_vec());
        }
        _ => return None,
    };
    Some(found.strip_prefix(PREFIX).unwrap_or(found).to_vec())
}

fn read_fields(exif: &Exif) -> Metadata {
    let time = |written, offset| {
        let text = text(exif, written).filter(|text| text.bytes().any(|byte| matches!(byte, b'1'..=b'9')))?;
        Some(WrittenTime { text, offset: text_of_offset(exif, offset) })
    };
    Metadata {
        taken: time(Tag::DateTimeOriginal, Tag::OffsetTimeOriginal)
            .or_else(|| time(Tag::DateTimeDigitized, Tag::OffsetTimeDigitized)),
        make: text(exif, Tag::Make),
        model: text(exif, Tag::Model),
        serial: text(exif, Tag::BodySerialNumber).or_else(|| text(exif, DNG_SERIAL)),
        software: text(exif, Tag::Software),
        orientation: exif
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0))
            .and_then(|value| u8::try_from(value).ok())
            .filter(|value| (1..=8).contains(value)),
        position: read_position(exif),
        ..Metadata::default()
    }
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let bytes = parts.first()?;
    let text: String = String::from_utf8_lossy(bytes).trim().chars().take(TEXT_CHARS_MAX).collect();
    (!text.is_empty()).then_some(text)
}

/// `+hh:mm` or `-hh:mm` (EXIF 2.31, `OffsetTime`), nothing else: an offset that cannot be read is unknown.
fn text_of_offset(exif: &Exif, tag: Tag) -> Option<String> {
    let text = text(exif, tag)?;
    match text.as_bytes() {
        [b'+' | b'-', h1, h2, b':', m1, m2] if [h1, h2, m1, m2].iter().all(|digit| digit.is_ascii_digit()) => {
            Some(text)
        }
        _ => None,
    }
}

fn read_position(exif: &Exif) -> Option<Position> {
    Some(Position {
        latitude_e7: read_angle(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, ["N", "S"], 90)?,
        longitude_e7: read_angle(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, ["E", "W"], 180)?,
    })
}

/// Degrees, minutes and seconds with a letter that says which way, in units of 10⁻⁷ degree.
fn read_angle(exif: &Exif, tag: Tag, letter: Tag, letters: [&str; 2], degrees_max: i64) -> Option<i64> {
    let letter = text(exif, letter)?;
    let sign = if letter == letters[0] {
        1
    } else if letter == letters[1] {
        -1
    } else {
        return None;
    };
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.as_slice() else { return None };
    let part = |value: &Rational| (value.denom != 0).then(|| f64::from(value.num) / f64::from(value.denom));
    let (minutes, seconds) = (part(minutes)?, part(seconds)?);
    if minutes >= 60.0 || seconds >= 60.0 {
        return None;
    }
    let angle = part(degrees)? + minutes / 60.0 + seconds / 3600.0;
    (angle <= degrees_max as f64).then(|| sign * (angle * 1e7).round() as i64)
}

/// The JPEG that the second directory points to.
fn read_thumbnail(exif: &Exif) -> Option<Vec<u8>> {
    let number = |tag| exif.get_field(tag, In::THUMBNAIL)?.value.get_uint(0).map(|value| value as usize);
    let start = number(Tag::JPEGInterchangeFormat)?;
    let end = start.checked_add(number(Tag::JPEGInterchangeFormatLength)?)?;
    let bytes = exif.buf().get(start..end.min(exif.buf().len()))?;
    bytes.starts_with(&[0xff, 0xd8, 0xff]).then(|| bytes.to_vec())
}

/// Whether anything in the block is what previews are kept in: a second directory, data of the camera's maker, strips.
fn may_hold_picture(exif: &Exif) -> bool {
    let keeps = [Tag::MakerNote, Tag::StripOffsets, Tag::TileOffsets, Tag::JPEGInterchangeFormat, SUB_DIRECTORIES];
    // In whatever directory: a program may look for them there.
    let keeps = keeps.map(|tag| tag.number());
    exif.fields().any(|field| field.ifd_num != In::PRIMARY || keeps.contains(&field.tag.number()))
}

fn read_colour_hint(exif: &Exif) -> Vec<u8> {
    let mut hint = Vec::new();
    let space = exif.get_field(Tag::ColorSpace, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    if let Some(space) = space.filter(|space| *space != 1) {
        hint.extend(space.to_be_bytes());
    }
    // R98 is sRGB, R03 Adobe's (DCF 2.0, 3.2.3).
    if let Some(rule) = text(exif, Tag::InteroperabilityIndex).filter(|rule| rule != "R98") {
        hint.extend(rule.into_bytes());
    }
    if let Some(gamma) = exif.get_field(Tag::Gamma, In::PRIMARY) {
        hint.extend(format!("{:?}", gamma.value).into_bytes());
    }
    hint
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block of one directory with a GPS directory: latitude letter, degrees, minutes, seconds with their divisor.
    fn block(letter: u8, degrees: u32, minutes: u32, seconds: (u32, u32)) -> Vec<u8> {
        let mut out = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        out.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0]);
        let entries: [(u16, u16, u32, u32); 4] = [(1, 2, 2, 0), (2, 5, 3, 80), (3, 2, 2, 0), (4, 5, 3, 104)];
        out.extend([0, 4]);
        for (tag, kind, count, value) in entries {
            out.extend(tag.to_be_bytes());
            out.extend(kind.to_be_bytes());
            out.extend(count.to_be_bytes());
            match tag {
                1 => out.extend([letter, 0, 0, 0]),
                3 => out.extend([b'W', 0, 0, 0]),
                _ => out.extend(value.to_be_bytes()),
            }
        }
        out.extend([0; 4]);
        assert_eq!(out.len(), 80);
        for number in [degrees, 1, minutes, 1, seconds.0, seconds.1, 3, 1, 42, 1, 0, 1] {
            out.extend(number.to_be_bytes());
        }
        out
    }

    fn position(letter: u8, degrees: u32, minutes: u32, seconds: (u32, u32)) -> Option<(i64, i64)> {
        let told = read(&block(letter, degrees, minutes, seconds), "image/tiff");
        told.metadata.position.map(|position| (position.latitude_e7, position.longitude_e7))
    }

    #[test]
    fn a_position_needs_compass_letters_and_numbers_that_can_be() {
        assert_eq!(position(b'N', 40, 24, (36, 1)), Some((404_100_000, -37_000_000)));
        assert_eq!(position(b'S', 40, 24, (3601, 100)), Some((-404_100_028, -37_000_000)));
        assert_eq!(position(b'X', 40, 24, (36, 1)), None, "no compass letter");
        assert_eq!(position(b'E', 40, 24, (36, 1)), None, "a letter of the other axis");
        assert_eq!(position(b'N', 91, 0, (0, 1)), None, "beyond the pole");
        assert_eq!(position(b'N', 40, 60, (0, 1)), None, "sixty minutes");
        assert_eq!(position(b'N', 40, 24, (0, 0)), None, "nothing divided by nothing");
    }

    #[test]
    fn damaged_blocks_tell_what_they_can_and_never_stop_anything() {
        let whole = block(b'N', 40, 24, (36, 1));
        for length in 0..whole.len() {
            read(&whole[..length], "image/tiff");
        }
        for at in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bent = whole.clone();
                bent[at] = value;
                read(&bent, "image/tiff");
            }
        }
    }
}
