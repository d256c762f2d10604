//! Metadata that surely show nothing: short, and without anything that begins as a picture does. All else counts as
//! something beside the picture.

use memchr::memmem;

use crate::exif::Told;

/// Longer than what people and cameras write as text; previews and thumbnails are longer.
const TEXT_BYTES_MAX: usize = 8192;

/// How pictures begin, as they are, in base64 and in hexadecimal; and how PNG text names a whole block of metadata.
const BEGINNINGS: [&[u8]; 14] = [
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"WEBP",
    b"ftyp",
    b"JXL ",
    b"II\x2a\0",
    b"MM\0\x2a",
    b"/9j/",
    b"iVBOR",
    b"UklGR",
    b"R0lGOD",
    b"ffd8ff",
    b"Raw profile",
];

/// Whether a comment or another text shows nothing.
pub(super) fn is_text(body: &[u8]) -> bool {
    body.len() <= TEXT_BYTES_MAX && BEGINNINGS.iter().all(|beginning| memmem::find(body, beginning).is_none())
}

/// The same of the EXIF block that was read, `block` with or without the words before it.
pub(super) fn is_plain_exif(block: &[u8], told: &Told) -> bool {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    // Its own first bytes are a TIFF file's.
    !told.holds_more && block.get(4..).is_some_and(is_text)
}

/// The same of an XMP packet, which may hold thumbnails and depth maps, and may turn the picture.
pub(super) fn is_plain_xmp(body: &[u8]) -> bool {
    const SHOWING: [&[u8]; 5] = [b"rientation", b"humbnail", b"GImg", b"GImage", b"GDepth"];
    is_text(body) && SHOWING.iter().all(|word| memmem::find(body, word).is_none())
}

/// The same of Photoshop's resources: 1033 and 1036 are thumbnails.
pub(super) fn is_plain_photoshop(body: &[u8]) -> bool {
    is_text(body) && [b"8BIM\x04\x09", b"8BIM\x04\x0c"].iter().all(|name| memmem::find(body, *name).is_none())
}
