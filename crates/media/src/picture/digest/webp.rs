//! WebP: still ones. Lossy ones by their coded data, for decoders differ by a shade; lossless ones by their pixels.

use sha2::{Digest as _, Sha256 as Hasher};

use super::metadata::{is_plain_exif, is_plain_xmp};
use super::{Beside, Colour, Facts, How, orientation};
use crate::exif::Told;

/// In the flags of an extended file: there is alpha.
const HAS_ALPHA: u8 = 0x10;

pub(super) fn read(bytes: &[u8], told: &Told) -> Option<Facts> {
    let (mut colour, mut beside) = (Colour::default(), Beside::default());
    let (mut has_exif, mut has_profile) = (false, false);
    let (mut extended, mut lossy, mut lossless, mut alpha) = (None, None, None, None);
    let length = u32::from_le_bytes(*bytes.get(4..8)?.first_chunk()?) as usize;
    let end = length.checked_add(8)?;
    let inside = bytes.get(..end)?;
    let mut at = 12usize;
    while at < inside.len() {
        let head = inside.get(at..at + 8)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let body = inside.get(at + 8..(at + 8).checked_add(length)?)?;
        at += 8 + length + (length & 1);
        // Of two of a kind, decoders take the one or the other.
        let is_first = match &head[..4] {
            b"VP8X" => extended.replace(body).is_none(),
            b"VP8 " => lossy.replace(body).is_none(),
            b"VP8L" => lossless.replace(body).is_none(),
            b"ALPH" => alpha.replace(body).is_none(),
            b"ANIM" | b"ANMF" => return None,
            b"ICCP" => {
                has_profile = true;
                colour.put(b"icc", body);
                true
            }
            name => {
                let shows_nothing = match name {
                    b"EXIF" => !std::mem::replace(&mut has_exif, true) && is_plain_exif(body, told),
                    b"XMP " => is_plain_xmp(body),
                    _ => false,
                };
                if !shows_nothing {
                    beside.put(name, body);
                }
                true
            }
        };
        is_first.then_some(())?;
    }
    beside.put_unread(bytes.get(end..).unwrap_or_default());
    let says_alpha = match extended {
        Some(extended) => Some(extended.first()? & HAS_ALPHA != 0),
        None => None,
    };
    let colour = colour.with_hint_of(told, has_profile);
    match (lossy, lossless) {
        // What an extended file says of alpha and what there is must agree, or viewers will not.
        (Some(coded), None) if says_alpha.unwrap_or(false) == alpha.is_some() => {
            let digest = |bytes: &[u8]| -> [u8; 32] { Hasher::digest(bytes).into() };
            let how = How::Coded { format: "webp", data: digest(coded), alpha: alpha.map(digest) };
            Some(Facts { how, orientation: orientation(told), colour, beside })
        }
        (None, Some(coded)) if alpha.is_none() => {
            // A byte of signature, 14 bits for each side less one, a bit for alpha.
            let has_alpha = coded.get(4)? & 0x10 != 0;
            let agrees = says_alpha.is_none_or(|says| says == has_alpha);
            agrees.then(|| Facts::decoded(orientation(told), colour, beside))
        }
        _ => None,
    }
}
