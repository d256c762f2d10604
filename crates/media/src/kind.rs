//! What a file is, by its content; and whether its name's extension says something else.
//!
//! Reads magic numbers only. Disk images are [`crate::disk_image`]'s, which is asked first.

use casework::file::MediaKind;

/// Type and family of these bytes: as much of the file's beginning as there is, all of it where it is at hand.
/// `application/octet-stream` when nothing is known of them.
pub fn recognise(bytes: &[u8]) -> (&'static str, MediaKind) {
    if let Some(found) = MAGIC.iter().find(|magic| magic.fits(bytes)) {
        return (found.mime, found.kind);
    }
    recognise_structure(bytes).unwrap_or_else(|| match is_text(bytes) {
        true => ("text/plain", Other),
        false => ("application/octet-stream", Other),
    })
}

/// Whether an extension promises another type than the content has. `extension` without its point, in any case.
///
/// Only an extension that is known to promise something can lie; spellings of one promise (`jpeg`, `jpg`) are one, and
/// so are containers of one family (`mp4`, `mov`). An empty file breaks no promise.
pub fn extension_lies(extension: &[u8], mime: &str) -> bool {
    let extension = extension.to_ascii_lowercase();
    let Some((_, promised)) =
        PROMISES.iter().find(|(names, _)| names.split(' ').any(|name| name.as_bytes() == extension))
    else {
        return false;
    };
    let kept = promised.iter().any(|promise| match promise.strip_suffix('*') {
        Some(family) => mime.starts_with(family),
        None => mime == *promise,
    });
    !kept && !matches!(mime, "inode/x-empty")
}

use MediaKind::{Archive, Other, Picture, Video};

struct Magic {
    mime: &'static str,
    kind: MediaKind,
    parts: &'static [(usize, &'static [u8])],
}

impl Magic {
    fn fits(&self, bytes: &[u8]) -> bool {
        self.parts.iter().all(|(at, part)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(part)))
    }
}

const fn magic(mime: &'static str, kind: MediaKind, parts: &'static [(usize, &'static [u8])]) -> Magic {
    Magic { mime, kind, parts }
}

/// The first that fits counts, so the longer ones of a family stand first.
static MAGIC: &[Magic] = &[
    magic("image/jpeg", Picture, &[(0, b"\xff\xd8\xff")]),
    magic("image/png", Picture, &[(0, b"\x89PNG\r\n\x1a\n")]),
    magic("image/gif", Picture, &[(0, b"GIF87a")]),
    magic("image/gif", Picture, &[(0, b"GIF89a")]),
    magic("image/webp", Picture, &[(0, b"RIFF"), (8, b"WEBP")]),
    magic("image/jxl", Picture, &[(0, b"\xff\x0a")]),
    magic("image/jxl", Picture, &[(0, b"\0\0\0\x0cJXL \r\n\x87\n")]),
    magic("image/jp2", Picture, &[(0, b"\0\0\0\x0cjP  \r\n\x87\n")]),
    magic("image/jp2", Picture, &[(0, b"\xff\x4f\xff\x51\0")]),
    magic("image/x-canon-crw", Picture, &[(0, b"II\x1a\0\0\0HEAPCCDR")]),
    magic("image/x-panasonic-rw2", Picture, &[(0, b"IIU\0")]),
    magic("image/x-olympus-orf", Picture, &[(0, b"IIRO")]),
    magic("image/x-olympus-orf", Picture, &[(0, b"IIRS")]),
    magic("image/x-fuji-raf", Picture, &[(0, b"FUJIFILMCCD-RAW")]),
    magic("image/vnd.ms-photo", Picture, &[(0, b"II\xbc\x01")]),
    magic("image/tiff", Picture, &[(0, b"II\x2a\0")]),
    magic("image/tiff", Picture, &[(0, b"MM\0\x2a")]),
    magic("image/tiff", Picture, &[(0, b"II\x2b\0\x08\0")]),
    magic("image/tiff", Picture, &[(0, b"MM\0\x2b\0\x08")]),
    magic("image/vnd.adobe.photoshop", Picture, &[(0, b"8BPS\0")]),
    magic("image/x-xcf", Picture, &[(0, b"gimp xcf ")]),
    magic("image/x-exr", Picture, &[(0, b"\x76\x2f\x31\x01")]),
    magic("image/vnd.radiance", Picture, &[(0, b"#?RADIANCE\n")]),
    magic("image/x-dds", Picture, &[(0, b"DDS \x7c\0\0\0")]),
    magic("image/icns", Picture, &[(0, b"icns")]),
    magic("image/qoi", Picture, &[(0, b"qoif")]),
    magic("image/x-sun-raster", Picture, &[(0, b"\x59\xa6\x6a\x95")]),
    magic("image/x-djvu", Picture, &[(0, b"AT&TFORM")]),
    magic("video/x-msvideo", Video, &[(0, b"RIFF"), (8, b"AVI ")]),
    magic("video/x-flv", Video, &[(0, b"FLV\x01")]),
    magic("video/x-ms-wmv", Video, &[(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c")]),
    magic("video/mpeg", Video, &[(0, b"\0\0\x01\xba")]),
    magic("video/mpeg", Video, &[(0, b"\0\0\x01\xb3")]),
    magic("video/vnd.rn-realvideo", Video, &[(0, b".RMF\0\0\0")]),
    magic("video/mxf", Video, &[(0, b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02")]),
    magic("video/x-ivf", Video, &[(0, b"DKIF\0\0")]),
    magic("video/x-yuv4mpeg", Video, &[(0, b"YUV4MPEG2 ")]),
    magic("video/x-nut", Video, &[(0, b"nut/multimedia container\0")]),
    magic("audio/x-wav", Other, &[(0, b"RIFF"), (8, b"WAVE")]),
    magic("audio/flac", Other, &[(0, b"fLaC")]),
    magic("audio/mpeg", Other, &[(0, b"ID3")]),
    magic("audio/aiff", Other, &[(0, b"FORM"), (8, b"AIF")]),
    magic("audio/amr", Other, &[(0, b"#!AMR")]),
    magic("audio/midi", Other, &[(0, b"MThd\0\0\0\x06")]),
    magic("application/gzip", Archive, &[(0, b"\x1f\x8b\x08")]),
    magic("application/x-bzip2", Archive, &[(0, b"BZh"), (4, b"\x31\x41\x59\x26\x53\x59")]),
    magic("application/x-bzip2", Archive, &[(0, b"BZh"), (4, b"\x17\x72\x45\x38\x50\x90")]),
    magic("application/x-xz", Archive, &[(0, b"\xfd7zXZ\0")]),
    magic("application/zstd", Archive, &[(0, b"\x28\xb5\x2f\xfd")]),
    magic("application/x-lz4", Archive, &[(0, b"\x04\x22\x4d\x18")]),
    magic("application/x-lzip", Archive, &[(0, b"LZIP\x01")]),
    magic("application/x-compress", Archive, &[(0, b"\x1f\x9d\x90")]),
    magic("application/x-7z-compressed", Archive, &[(0, b"7z\xbc\xaf\x27\x1c")]),
    magic("application/vnd.rar", Archive, &[(0, b"Rar!\x1a\x07")]),
    magic("application/vnd.ms-cab-compressed", Archive, &[(0, b"MSCF\0\0\0\0")]),
    magic("application/x-xar", Archive, &[(0, b"xar!\0")]),
    magic("application/x-cpio", Archive, &[(0, b"070701")]),
    magic("application/x-cpio", Archive, &[(0, b"070702")]),
    magic("application/x-cpio", Archive, &[(0, b"070707")]),
    magic("application/x-archive", Archive, &[(0, b"!<arch>\n")]),
    magic("application/x-tar", Archive, &[(257, b"ustar\0")]),
    magic("application/x-tar", Archive, &[(257, b"ustar ")]),
    magic("application/pdf", Other, &[(0, b"%PDF-")]),
    magic("application/postscript", Other, &[(0, b"%!PS")]),
    magic("application/rtf", Other, &[(0, b"{\\rtf")]),
    magic("application/vnd.sqlite3", Other, &[(0, b"SQLite format 3\0")]),
    magic("application/x-ole-storage", Other, &[(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")]),
    magic("application/x-elf", Other, &[(0, b"\x7fELF")]),
    magic("application/vnd.microsoft.portable-executable", Other, &[(0, b"MZ")]),
    magic("application/x-shockwave-flash", Other, &[(0, b"FWS")]),
    magic("application/x-shockwave-flash", Other, &[(0, b"CWS")]),
    magic("application/vnd.apple.mpegurl", Other, &[(0, b"#EXTM3U")]),
    magic("text/x-ffconcat", Other, &[(0, b"ffconcat version")]),
    magic("text/html", Other, &[(0, b"<!DOCTYPE html")]),
    magic("text/html", Other, &[(0, b"<!doctype html")]),
    magic("text/html", Other, &[(0, b"<html")]),
    magic("image/svg+xml", Other, &[(0, b"<svg")]),
    magic("text/xml", Other, &[(0, b"<?xml")]),
];

/// Types that no fixed place gives away.
fn recognise_structure(bytes: &[u8]) -> Option<(&'static str, MediaKind)> {
    if bytes.is_empty() {
        return Some(("inode/x-empty", Other));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08PK") {
        return Some((recognise_zip(bytes), Archive));
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(recognise_iso_media(bytes));
    }
    // QuickTime before there was a file type box; the size in front must be a plausible one.
    if let Some(name @ (b"moov" | b"mdat" | b"wide" | b"pnot" | b"skip")) = bytes.get(4..8)
        && (bytes[0] == 0 || name == b"mdat")
    {
        return Some(("video/quicktime", Video));
    }
    if bytes.starts_with(b"\x1a\x45\xdf\xa3") {
        let head = &bytes[..bytes.len().min(4096)];
        let holds = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
        return Some((if holds(b"webm") { "video/webm" } else { "video/x-matroska" }, Video));
    }
    if bytes.starts_with(b"OggS") {
        let head = &bytes[..bytes.len().min(4096)];
        let holds = |name: &[u8]| head.windows(name.len()).any(|part| part == name);
        let video = holds(b"\x80theora") || holds(b"\x01video") || holds(b"OVP80");
        return Some(if video { ("video/ogg", Video) } else { ("audio/ogg", Other) });
    }
    // MPEG transport streams: packets of 188 bytes, or of 192 with a time in front of each.
    let in_step = |first: usize, step: usize| (0..5).all(|n| bytes.get(first + n * step) == Some(&0x47));
    if in_step(0, 188) || in_step(4, 192) {
        return Some(("video/mp2t", Video));
    }
    recognise_bitmap(bytes).or_else(|| {
        let targa = bytes.ends_with(b"TRUEVISION-XFILE.\0");
        targa.then_some(("image/x-tga", Picture))
    })
}

/// Pictures whose magic is too short to be believed alone.
fn recognise_bitmap(bytes: &[u8]) -> Option<(&'static str, MediaKind)> {
    let long_at = |at: usize| bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    if bytes.starts_with(b"BM") && matches!(long_at(14), Some(12 | 40 | 52 | 56 | 64 | 108 | 124)) {
        return Some(("image/bmp", Picture));
    }
    let icon = matches!(bytes.get(..4), Some(b"\0\0\x01\0" | b"\0\0\x02\0"));
    let n_icons = bytes.get(4..6).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]));
    // Each entry of an icon's directory has a reserved zero byte.
    if icon && (1..=256).contains(&n_icons) && bytes.get(9) == Some(&0) {
        return Some(("image/vnd.microsoft.icon", Picture));
    }
    match bytes {
        [b'P', b'1'..=b'6', space, rest @ ..] if space.is_ascii_whitespace() => {
            let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
            next.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'#')
                .then_some(("image/x-portable-anymap", Picture))
        }
        _ => None,
    }
}

/// ISO base media files: pictures, films and sound share the container; brands tell them apart.
fn recognise_iso_media(bytes: &[u8]) -> (&'static str, MediaKind) {
    let size = u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize;
    let brands = bytes.get(8..size.clamp(12, 4096).min(bytes.len())).unwrap_or_default();
    let major = brands.get(..4).unwrap_or_default();
    let all = || std::iter::once(major).chain(brands.get(8..).unwrap_or_default().chunks_exact(4));
    if let Some(known) = brand_kind(major) {
        return known;
    }
    // Generic picture brands say in their compatible brands which coding they hold.
    if matches!(major, b"mif1" | b"msf1" | b"miaf") {
        return all()
            .find_map(|brand| brand_kind(brand).filter(|(_, kind)| *kind == Picture))
            .unwrap_or(("image/heif", Picture));
    }
    ("video/mp4", Video)
}

fn brand_kind(brand: &[u8]) -> Option<(&'static str, MediaKind)> {
    Some(match brand {
        b"avif" | b"avis" => ("image/avif", Picture),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => ("image/heic", Picture),
        b"crx " => ("image/x-canon-cr3", Picture),
        b"jxl " => ("image/jxl", Picture),
        b"M4A " | b"M4B " | b"M4P " => ("audio/mp4", Other),
        b"qt  " => ("video/quicktime", Video),
        [b'3', b'g', ..] => ("video/3gpp", Video),
        _ => return None,
    })
}

/// Zip-based documents, by the names of their first members.
fn recognise_zip(bytes: &[u8]) -> &'static str {
    let named = |at: usize| {
        let head = bytes.get(at..at + 30)?;
        let length = |at: usize| usize::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let name = bytes.get(at + 30..at + 30 + length(26))?;
        Some((name, at + 30 + length(26) + length(28)))
    };
    if let Some((b"mimetype", body)) = named(0) {
        let says = |text: &[u8]| bytes.get(body..).is_some_and(|rest| rest.starts_with(text));
        return match () {
            () if says(b"application/epub+zip") => "application/epub+zip",
            () if says(b"application/vnd.oasis.opendocument.text") => "application/vnd.oasis.opendocument.text",
            () if says(b"application/vnd.oasis.opendocument.spreadsheet") => {
                "application/vnd.oasis.opendocument.spreadsheet"
            }
            () if says(b"application/vnd.oasis.opendocument.presentation") => {
                "application/vnd.oasis.opendocument.presentation"
            }
            () => "application/zip",
        };
    }
    let head = &bytes[..bytes.len().min(1 << 16)];
    let tail = &bytes[bytes.len().saturating_sub(1 << 16)..];
    let holds = |name: &[u8]| [head, tail].iter().any(|part| part.windows(name.len()).any(|found| found == name));
    if holds(b"[Content_Types].xml") {
        return match () {
            () if holds(b"word/") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            () if holds(b"xl/") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            () if holds(b"ppt/") => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            () => "application/zip",
        };
    }
    match () {
        () if holds(b"AndroidManifest.xml") => "application/vnd.android.package-archive",
        () if holds(b"META-INF/MANIFEST.MF") => "application/java-archive",
        () => "application/zip",
    }
}

/// UTF-8 without control characters but tabs, feeds and ends of lines; a character cut off at the end is forgiven.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 16)];
    let valid = match std::str::from_utf8(head) {
        Ok(_) => head.len(),
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => error.valid_up_to(),
        Err(_) => return false,
    };
    head[..valid].iter().all(|byte| !matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127))
}

/// What extensions promise. Extensions that are used for many things (`dat`, `bin`, `txt`) promise nothing.
static PROMISES: &[(&str, &[&str])] = &[
    ("jpg jpeg jpe jfif", &["image/jpeg"]),
    ("png apng", &["image/png"]),
    ("gif", &["image/gif"]),
    ("webp", &["image/webp"]),
    ("bmp dib", &["image/bmp"]),
    ("tif tiff dng nef cr2 arw", &["image/tiff"]),
    ("jxl", &["image/jxl"]),
    ("heic heif hif", &["image/heic", "image/heif"]),
    ("avif", &["image/avif"]),
    ("jp2 j2k", &["image/jp2"]),
    ("psd", &["image/vnd.adobe.photoshop"]),
    ("ico cur", &["image/vnd.microsoft.icon", "image/png"]),
    ("mp4 m4v mov qt 3gp 3g2", &["video/mp4", "video/quicktime", "video/3gpp"]),
    ("mkv webm", &["video/x-matroska", "video/webm"]),
    ("avi", &["video/x-msvideo"]),
    ("wmv asf", &["video/x-ms-wmv"]),
    ("flv", &["video/x-flv", "video/mp4"]),
    ("mp3", &["audio/*", "application/octet-stream"]),
    ("wav", &["audio/x-wav"]),
    ("flac", &["audio/flac", "audio/mpeg"]),
    ("m4a", &["audio/mp4", "video/mp4", "video/3gpp"]),
    ("ogg oga ogv", &["audio/ogg", "video/ogg"]),
    (
        "zip docx xlsx pptx odt ods odp epub apk jar",
        &[
            "application/zip",
            "application/vnd.openxmlformats-officedocument*",
            "application/vnd.oasis.opendocument*",
            "application/epub+zip",
            "application/vnd.android.package-archive",
            "application/java-archive",
        ],
    ),
    ("rar", &["application/vnd.rar"]),
    ("7z", &["application/x-7z-compressed"]),
    ("gz tgz", &["application/gzip"]),
    ("bz2 tbz2", &["application/x-bzip2"]),
    ("xz txz", &["application/x-xz"]),
    ("zst", &["application/zstd"]),
    ("tar", &["application/x-tar"]),
    ("pdf", &["application/pdf"]),
    ("doc xls ppt msg", &["application/x-ole-storage", "application/rtf", "text/*", "application/vnd.openxml*"]),
    ("sqlite sqlite3", &["application/vnd.sqlite3"]),
    ("exe dll", &["application/vnd.microsoft.portable-executable"]),
    ("rtf", &["application/rtf"]),
    ("txt log md", &["text/*", "application/rtf", "application/octet-stream", "application/vnd.apple.mpegurl"]),
    ("csv json xml html htm", &["text/*", "application/octet-stream", "image/svg+xml"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], mime: &str, kind: MediaKind) {
        assert_eq!(recognise(bytes), (mime, kind));
    }

    #[test]
    fn content_says_what_a_file_is() {
        check(b"\xff\xd8\xff\xe0", "image/jpeg", Picture);
        check(b"RIFF\0\0\0\0WEBPVP8 ", "image/webp", Picture);
        check(b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo", Video);
        check(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic", Picture);
        check(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "image/avif", Picture);
        check(b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf", "image/heif", Picture);
        check(b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", "video/mp4", Video);
        check(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video/quicktime", Video);
        check(b"PK\x05\x06\0\0", "application/zip", Archive);
        check(b"#EXTM3U\nhttp://x/", "application/vnd.apple.mpegurl", Other);
        check(b"ffconcat version 1.0\n", "text/x-ffconcat", Other);
        check(b"", "inode/x-empty", Other);
        check("a sentence, cut off in a sign: \u{e9}".as_bytes().split_last().unwrap().1, "text/plain", Other);
        check(b"BM is how a letter to a magazine begins, now and then", "text/plain", Other);
        check(b"\x01\x02\x03\x04", "application/octet-stream", Other);
    }

    #[test]
    fn a_transport_stream_is_one_only_when_it_keeps_step() {
        let mut stream = vec![0; 188 * 6];
        stream.iter_mut().step_by(188).for_each(|byte| *byte = 0x47);
        check(&stream, "video/mp2t", Video);
        stream[188] = 0;
        check(&stream, "application/octet-stream", Other);
    }

    #[test]
    fn an_extension_lies_only_when_it_is_known_to_promise_something_else() {
        let lies = |extension: &str, mime| extension_lies(extension.as_bytes(), mime);
        assert!(lies("jpg", "image/png"));
        assert!(lies("JPG", "application/zip"));
        assert!(lies("docx", "image/jpeg"));
        assert!(lies("txt", "image/jpeg"));
        assert!(!lies("jpeg", "image/jpeg"));
        assert!(!lies("mov", "video/mp4"));
        assert!(!lies("dat", "image/jpeg"));
        assert!(!lies("", "image/jpeg"));
        assert!(!lies("jpg", "inode/x-empty"));
        assert!(!extension_lies(b"\xff\xfe", "image/jpeg"));
    }
}
