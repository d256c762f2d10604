//! HEIC and AVIF: what can be told without a decoder, and how a helper's picture is joined to it.
//!
//! HEVC and AV1 decoders are large C++ programs; they stay in a process of their own (`heif-convert`, caged). The
//! order is: the worker examines the file ([`crate::picture::examine`] gives its metadata, no look), the helper turns
//! it into a PNG in memory, the worker examines that PNG, and [`join`] makes one answer of both. Where no helper is
//! installed, or it fails, [`without_picture`] says so.
//!
//! The helper applies the container's own rotation, mirroring and cropping, as every HEIC reader does. Pillow's AVIF
//! reader leaves rotation to EXIF instead; such a file is then found by one of its eight turns.

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
