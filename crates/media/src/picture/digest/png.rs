//! PNG: what its chunks say beside the pixels. An animation has no digest.

use super::metadata::{is_plain_exif, is_plain_xmp, is_text};
use super::{Beside, Colour, Facts, orientation};
use crate::exif::Told;

/// The primaries of sRGB as PNG writes them (PNG 3rd edition, 11.3.2.5).
const SRGB_PRIMARIES: [u32; 8] = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];

/// The gamma that goes with them.
const SRGB_GAMMA: u32 = 45_455;

pub(super) fn read(bytes: &[u8], told: &Told) -> Option<Facts> {
    let (mut colour, mut beside) = (Colour::default(), Beside::default());
    let (mut has_exif, mut has_profile, mut says_srgb) = (false, false, false);
    // Of colours that are told twice or too late, some viewers take the one and some the other; likewise of data in pieces.
    let (mut has_palette, mut has_alphas, mut data_end) = (false, false, None);
    let mut at = 8usize;
    loop {
        let head = bytes.get(at..at + 8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let body = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
        at += length + 12;
        let shows_nothing = match &head[4..] {
            b"IHDR" | b"tIME" => true,
            name @ (b"PLTE" | b"tRNS") => {
                let has = if name == b"PLTE" { &mut has_palette } else { &mut has_alphas };
                let is_second = std::mem::replace(has, true);
                (!is_second && data_end.is_none()).then_some(true)?
            }
            b"IDAT" => {
                let start = at - length - 12;
                let goes_on = data_end.replace(at).is_none_or(|end| end == start);
                goes_on.then_some(true)?
            }
            b"IEND" => break,
            b"acTL" | b"fcTL" | b"fdAT" => return None,
            name @ (b"sRGB" | b"gAMA" | b"cHRM") if is_srgb(name, body) => {
                says_srgb = true;
                true
            }
            name @ (b"sRGB" | b"gAMA" | b"cHRM" | b"iCCP" | b"cICP" | b"mDCV" | b"mDCv" | b"cLLI" | b"cLLi"
            | b"sBIT" | b"bKGD") => {
                has_profile |= name == b"iCCP";
                colour.put(name, body);
                true
            }
            b"pHYs" => {
                let (across, down) = (body.get(..4)?, body.get(4..8)?);
                if across != down {
                    colour.put(b"pHYs", body);
                }
                true
            }
            b"eXIf" => !std::mem::replace(&mut has_exif, true) && is_plain_exif(body, told),
            b"tEXt" => is_text(body),
            // Keyword, a zero, and whether what follows is packed.
            b"iTXt" => is_plain_xmp(body) && body.split(|byte| *byte == 0).nth(1).is_some_and(|rest| rest.is_empty()),
            _ => false,
        };
        if !shows_nothing {
            beside.put(&head[4..], body);
        }
    }
    // Beside a profile or another gamma, some viewers go by what says sRGB and some do not.
    if says_srgb && !colour.is_usual() {
        colour.put(b"srgb", &[]);
    }
    beside.put_unread(bytes.get(at..).unwrap_or_default());
    Some(Facts::decoded(orientation(told), colour.with_hint_of(told, has_profile), beside))
}

/// Whether a chunk says of colours what is so without it.
fn is_srgb(name: &[u8], body: &[u8]) -> bool {
    match name {
        b"sRGB" => body.len() == 1,
        b"gAMA" => body == SRGB_GAMMA.to_be_bytes(),
        _ => body == SRGB_PRIMARIES.map(u32::to_be_bytes).as_flattened(),
    }
}
