//! JPEG: everything that a decoder goes by, as it lies, and nothing of what it passes over. So two files share a digest
//! only if any decoder makes the same of both, sound or damaged; a file written anew from the same coefficients, with other
//! tables, is another.

use memchr::memchr;
use sha2::{Digest as _, Sha256 as Hasher};

use super::metadata::{is_plain_exif, is_plain_photoshop, is_plain_xmp, is_text};
use super::{Beside, Colour, Facts, How, orientation};
use crate::exif::Told;

/// Reads strictly: where a marker is missing or unknown, decoders may go different ways.
pub(super) fn read(bytes: &[u8], told: &Told) -> Option<Facts> {
    let mut walk = Walk::default();
    let mut at = 2;
    loop {
        (bytes.get(at)? == &0xff).then_some(())?;
        while bytes.get(at + 1)? == &0xff {
            at += 1;
        }
        let marker = bytes[at + 1];
        if marker == 0xd9 {
            walk.beside.put_unread(bytes.get(at + 2..).unwrap_or_default());
            return walk.finish(told);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let mut end = at + 2 + length;
        let body = bytes.get(at + 4..end)?;
        match marker {
            // Baseline, extended and progressive frames with Huffman codes; what else there is, few decoders read.
            0xc0..=0xc2 => walk.frame(body)?,
            0xc4 | 0xdb | 0xdd => {}
            0xda => {
                end += coded_bytes(bytes.get(end..)?)?;
                walk.n_scans += 1;
            }
            0xe0..=0xef | 0xfe => {
                walk.passed_over(marker, body, told)?;
                at = end;
                continue;
            }
            _ => return None,
        }
        walk.coded.update(&bytes[at..end]);
        at = end;
    }
}

/// How long the data of a scan are: up to the next marker that is no restart.
fn coded_bytes(data: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr(0xff, data.get(at..)?)?;
        match data.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

#[derive(Default)]
struct Walk {
    coded: Hasher,
    beside: Beside,
    colour: Colour,
    n_scans: u64,
    components: Option<Vec<u8>>,
    /// Whether there is a JFIF marker.
    jfif: bool,
    /// The colour transform by Adobe's marker.
    adobe: Option<u8>,
    has_exif: bool,
    has_profile: bool,
}

impl Walk {
    /// The frame header; a second one is nothing that decoders agree on.
    fn frame(&mut self, body: &[u8]) -> Option<()> {
        let ids = body.get(6..)?.iter().copied().step_by(3).collect();
        self.components.replace(ids).is_none().then_some(())
    }

    /// What no decoder takes for coded data. What it says of colours is taken, by its meaning.
    fn passed_over(&mut self, marker: u8, body: &[u8], told: &Told) -> Option<()> {
        let shows_nothing = match (marker, body) {
            (0xe0, [b'J', b'F', b'I', b'F', 0, rest @ ..]) => return self.jfif(body, rest),
            (0xee, [b'A', b'd', b'o', b'b', b'e', rest @ ..]) => {
                let [_, _, _, _, _, _, transform] = *rest else { return None };
                let is_first = self.adobe.replace(transform).is_none();
                return (is_first && self.n_scans == 0).then_some(());
            }
            (0xe2, [b'I', b'C', b'C', b'_', b'P', b'R', b'O', b'F', b'I', b'L', b'E', 0, ..]) => {
                self.has_profile = true;
                self.colour.put(b"icc", body);
                return Some(());
            }
            (0xe1, [b'E', b'x', b'i', b'f', 0, 0, ..]) => {
                !std::mem::replace(&mut self.has_exif, true) && is_plain_exif(body, told)
            }
            (0xe1, body) if body.starts_with(b"http://ns.adobe.com/xap/1.0/\0") => is_plain_xmp(body),
            (0xed, body) if body.starts_with(b"Photoshop 3.0\0") => is_plain_photoshop(body),
            (0xfe, body) => is_text(body),
            (0xec, body) if body.starts_with(b"Ducky") => is_text(body),
            _ => false,
        };
        if !shows_nothing {
            self.beside.put(&[marker], body);
        }
        Some(())
    }

    fn jfif(&mut self, body: &[u8], rest: &[u8]) -> Option<()> {
        let [_, _, _, x1, x2, y1, y2, _, _, thumbnail @ ..] = rest else { return None };
        if [x1, x2] != [y1, y2] {
            self.colour.put(b"density", &[*x1, *x2, *y1, *y2]);
        }
        if !thumbnail.is_empty() {
            self.beside.put(b"jfif", body);
        }
        let is_first = !std::mem::replace(&mut self.jfif, true);
        (is_first && self.n_scans == 0).then_some(())
    }

    fn finish(mut self, told: &Told) -> Option<Facts> {
        let components = self.components.as_deref()?;
        (self.n_scans > 0).then_some(())?;
        // How libjpeg makes colours of components (`jdapimin.c`, `default_decompress_parms`), as far as others agree.
        let space: &[u8] = match (components.len(), self.jfif, self.adobe) {
            (1, _, _) => b"grey",
            (3, true, None | Some(1)) | (3, false, Some(1)) => b"ycc",
            (3, false, Some(0)) => b"rgb",
            (3, false, None) if components == [1, 2, 3] => b"ycc",
            (4, _, Some(0)) => b"adobe cmyk",
            (4, _, Some(2)) => b"adobe ycck",
            _ => return None,
        };
        self.colour.put(b"space", space);
        let colour = self.colour.with_hint_of(told, self.has_profile);
        let how = How::Coded { format: "jpeg", data: self.coded.finalize().into(), alpha: None };
        Some(Facts { how, orientation: orientation(told), colour, beside: self.beside })
    }
}
