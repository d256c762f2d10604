//! HEIC and AVIF: what can be told without a decoder, and how a helper's picture is joined to it.
//!
//! HEVC and AV1 decoders are large C++ programs; they stay in a process of their own (`heif-convert`, caged). The
//! order is: the worker examines the file ([`crate::picture::examine`] gives its metadata, no look), the helper turns
//! it into a PNG in memory, the worker examines that PNG, and [`join`] makes one answer of both. Where no helper is
//! installed, or it fails, [`without_picture`] says so.
//!
//! A container can say that its picture is to be turned, mirrored or cut when it is shown. The stored hash is that of the
//! pixels as Pillow gives them. Pillow's AVIF reader leaves all three alone (it makes an EXIF orientation of the first
//! two), so the helper is handed a copy of an AVIF file from which [`transform_notes`] have been struck out. Pillow has
//! no HEIC reader: there the helper does as the container says, as every HEIC reader does.

use casework::file::Mark;
use casework::problem::{Problem, ProblemCode};
use fingerprint::pdq::{DISTANCE_BITS_MAX, QUALITY_MIN};

use crate::findings::Findings;

/// Joins what the file says of itself to what the helper's picture of it looks like. `helper` names the program with
/// its version and becomes the look's decoder.
pub fn join(mut container: Findings, converted: Findings, helper: &str) -> Findings {
    container.metadata.pixels = converted.metadata.pixels;
    container.marks.extend(converted.marks);
    container.problem = converted.problem;
    container.views = converted.views;
    container.look = converted.look.map(|mut look| {
        look.decoder = format!("{helper}, {}", look.decoder);
        look
    });
    // Only hashes are at hand here: bars and cut sides cannot be allowed for, so a thumbnail is called another
    // picture's only when it is as far away as unrelated pictures are.
    if let (Some(look), Some(small)) = (&container.look, &container.thumbnail) {
        let nearest = look.turns.iter().map(|turn| turn.distance(&small.pdq.hash)).min().unwrap_or(u32::MAX);
        let comparable = look.pdq.quality >= QUALITY_MIN && small.pdq.quality >= QUALITY_MIN;
        if comparable && nearest > 3 * DISTANCE_BITS_MAX {
            container.marks.insert(Mark::ThumbnailDiffers);
        }
    }
    container
}

/// What is said of a file that the helper could not open, or that there was no helper for.
pub fn without_picture(mut container: Findings, code: ProblemCode, detail: impl ToString) -> Findings {
    container.marks.insert(Mark::NotDecoded);
    container.problem = Some(Problem::new(code, detail));
    container
}

/// More notes than any encoder writes; of a file with more, the rest is left as it is.
pub(crate) const TRANSFORM_NOTES_MAX: usize = 4096;

/// Where the file says that an item is to be turned (`irot`), mirrored (`imir`) or cut (`clap`): first byte and length of
/// each association with such a property (ISO/IEC 23008-12, 9.3 and 6.5). An association of zero is with no property
/// at all, so zeros written there take the note out without moving a byte.
pub fn transform_notes(bytes: &[u8]) -> Vec<(u64, u8)> {
    let inside = |bytes, wanted: &[u8; 4]| boxes(bytes).find(|(name, _)| name == wanted).map(|(_, body)| body);
    // `meta` has version and flags before its boxes.
    let properties = inside(bytes, b"meta").and_then(|meta| inside(meta.get(4..)?, b"iprp"));
    let Some(properties) = properties else { return Vec::new() };
    let Some(container) = inside(properties, b"ipco") else { return Vec::new() };
    let is_transform: Vec<bool> =
        boxes(container).map(|(name, _)| [b"irot", b"imir", b"clap"].contains(&&name)).collect();
    let associations = boxes(properties).filter(|(name, _)| name == b"ipma");
    associations
        .flat_map(|(_, body)| {
            let start = body.as_ptr() as usize - bytes.as_ptr() as usize;
            notes_among(body, &is_transform).into_iter().map(move |(at, length)| ((start + at) as u64, length))
        })
        .take(TRANSFORM_NOTES_MAX)
        .collect()
}

/// The associations in the body of one `ipma` whose property, counted from 1, is a transform.
fn notes_among(body: &[u8], is_transform: &[bool]) -> Vec<(usize, u8)> {
    let mut notes = Vec::new();
    let Some([version, _, _, flags, count @ ..]) = body.first_chunk::<8>() else { return notes };
    let (id_bytes, length) = (if *version == 0 { 2 } else { 4 }, 1 + (flags & 1));
    let mut at = 8;
    for _ in 0..u32::from_be_bytes(*count) {
        let Some(n_properties) = body.get(at + id_bytes) else { return notes };
        at += id_bytes + 1;
        for _ in 0..*n_properties {
            // The highest bit says whether a reader must know the property.
            let index = match body.get(at..at + usize::from(length)) {
                Some([index]) => usize::from(index & 0x7f),
                Some([high, low]) => usize::from(u16::from_be_bytes([high & 0x7f, *low])),
                _ => return notes,
            };
            if index.checked_sub(1).and_then(|index| is_transform.get(index)) == Some(&true) {
                notes.push((at, length));
            }
            at += usize::from(length);
        }
    }
    notes
}

/// Boxes of an ISO base media file (ISO/IEC 14496-12, 4.2), outermost level, with their bodies.
pub(crate) fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut at = 0usize;
    std::iter::from_fn(move || {
        let head = bytes.get(at..at.checked_add(8)?)?;
        let name = [head[4], head[5], head[6], head[7]];
        let (start, end) = match u32::from_be_bytes([head[0], head[1], head[2], head[3]]) {
            0 => (at + 8, bytes.len()),
            1 => {
                let wide = bytes.get(at + 8..at + 16)?;
                let size = wide.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
                (at + 16, at.saturating_add(usize::try_from(size).ok()?))
            }
            size => (at + 8, at.saturating_add(size as usize)),
        };
        let body = bytes.get(start..end.clamp(start, bytes.len().max(start)))?;
        at = end.max(start);
        Some((name, body))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&(body.len() as u32 + 8).to_be_bytes()[..], name, body].concat()
    }

    /// A file whose properties are these and whose associations are the bodies of these `ipma`.
    fn with_properties(names: &[&[u8; 4]], associations: &[&[u8]]) -> Vec<u8> {
        let container: Vec<u8> = names.iter().flat_map(|name| boxed(name, b"body")).collect();
        let mut properties = boxed(b"ipco", &container);
        associations.iter().for_each(|body| properties.extend(boxed(b"ipma", body)));
        let meta = [&b"\0\0\0\0"[..], &boxed(b"hdlr", b""), &boxed(b"iprp", &properties)].concat();
        [boxed(b"ftyp", b"avif"), boxed(b"meta", &meta), boxed(b"mdat", b"irot")].concat()
    }

    #[test]
    fn notes_that_turn_mirror_or_cut_are_found_and_no_others() {
        let names: [&[u8; 4]; 5] = [b"ispe", b"irot", b"pixi", b"imir", b"clap"];
        let check = |associations: &[&[u8]], expected: &[&[u8]]| {
            let bytes = with_properties(&names, associations);
            let notes = transform_notes(&bytes);
            let found: Vec<&[u8]> =
                notes.iter().map(|(at, length)| &bytes[*at as usize..*at as usize + usize::from(*length)]).collect();
            assert_eq!(found, expected, "{associations:?}");
            let mut struck_out = bytes.clone();
            notes.iter().for_each(|(at, length)| struck_out[*at as usize..][..usize::from(*length)].fill(0));
            assert_eq!(transform_notes(&struck_out), []);
        };
        // Two items, short associations; the second item has number 2, as has the rotation.
        check(&[b"\0\0\0\0\0\0\0\x02\0\x01\x03\x01\x82\x03\0\x02\x02\x84\x05"], &[b"\x82", b"\x84", b"\x05"]);
        // Long ids and long associations, in two boxes.
        let long: &[u8] = b"\x01\0\0\x01\0\0\0\x01\0\0\0\x01\x02\0\x01\x80\x02";
        check(&[long, long], &[b"\x80\x02", b"\x80\x02"]);
        // Properties that are not there, and none at all.
        check(&[b"\0\0\0\0\0\0\0\x01\0\x01\x03\0\x06\xff"], &[]);
        // Cut short wherever, or promising more than there is.
        let whole = with_properties(&names, &[b"\0\0\0\0\xff\xff\xff\xff\0\x01\xff\x82"]);
        assert_eq!(transform_notes(&whole).len(), 1);
        (0..whole.len()).for_each(|length| drop(transform_notes(&whole[..length])));
        assert_eq!(transform_notes(b"irot"), []);
    }

    #[test]
    fn boxes_of_every_kind_of_size_are_walked_and_lies_end_the_walk() {
        let mut bytes = b"\0\0\0\x0cftypheic\0\0\0\x01meta\0\0\0\0\0\0\0\x12ab".to_vec();
        bytes.extend(b"\0\0\0\0mdatrest");
        let seen: Vec<_> = boxes(&bytes).map(|(name, body)| (name, body.len())).collect();
        assert_eq!(seen, [(*b"ftyp", 4), (*b"meta", 2), (*b"mdat", 4)]);
        assert_eq!(boxes(b"\xff\xff\xff\xffmdatx").map(|(_, body)| body.len()).collect::<Vec<_>>(), [1]);
        assert_eq!(boxes(b"\0\0\0\x02mdatx").count(), 1);
    }
}
