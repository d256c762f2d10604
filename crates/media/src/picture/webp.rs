//! WebP, by the crate `image-webp`: lossy and lossless, still and animated.

use std::borrow::Cow;
use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use super::animation::Sampler;
use super::digest::Exact;
use super::pixels::{Samples, zeroed};
use super::{DecodeError, Decoded, Limits, Pixels};

pub(super) const DECODER: &str = "image-webp 0.2.4";

/// Memory for chunks beside the picture.
const SIDE_BYTES_MAX: usize = 256 << 20;

/// Decodes. A WebP that ends early is not decoded: its data cannot be used in part.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let bytes = first_frame_unblended(bytes);
    let mut decoder = WebPDecoder::new(Cursor::new(&bytes[..])).map_err(to_error)?;
    decoder.set_memory_limit(SIDE_BYTES_MAX);
    let (width, height) = decoder.dimensions();
    let mut pixels = Pixels::black(width, height, limits)?;
    let size = decoder.output_buffer_size().ok_or_else(|| DecodeError::OverLimit("memory".to_owned()))?;
    let mut buffer = zeroed(size)?;
    let samples = Samples::Rgb { per_pixel: if decoder.has_alpha() { 4 } else { 3 } };
    if !decoder.is_animated() {
        decoder.read_image(&mut buffer).map_err(to_error)?;
        samples.to_rgb(&buffer, &mut pixels.rgb);
        let alphas = || buffer.iter().copied().skip(3).step_by(4).collect::<Vec<u8>>();
        let exact = if decoder.has_alpha() { Exact::with_alphas(&alphas()) } else { Exact::OPAQUE };
        return Ok(Decoded { exact: Some(exact), ..Decoded::still(pixels, DECODER) });
    }
    let mut at_ms = u64::from(decoder.read_frame(&mut buffer).map_err(to_error)?);
    samples.to_rgb(&buffer, &mut pixels.rgb);
    let n_frames = u64::from(decoder.num_frames());
    let mut decoded = Decoded::still(pixels.clone(), DECODER);
    if n_frames > 1 {
        let mut sampler = Sampler::new(n_frames, u64::from(width) * u64::from(height), limits);
        sampler.offer(0, 0, &pixels);
        let mut number = 1;
        while sampler.wants_more(number) {
            let Ok(lasts_ms) = decoder.read_frame(&mut buffer) else { break };
            samples.to_rgb(&buffer, &mut pixels.rgb);
            sampler.offer(number, at_ms, &pixels);
            at_ms += u64::from(lasts_ms);
            number += 1;
        }
        sampler.finish(&mut decoded, at_ms);
    }
    Ok(decoded)
}

fn to_error(error: DecodingError) -> DecodeError {
    match error {
        DecodingError::MemoryLimitExceeded | DecodingError::ImageTooLarge => DecodeError::OverLimit(error.to_string()),
        _ => DecodeError::not_decoded(error),
    }
}

/// Chunks with their bodies, in order; the last may be shorter than it says.
pub(crate) fn chunks(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8], &[u8])> {
    let mut at = 12usize;
    std::iter::from_fn(move || {
        let head = bytes.get(at..at.checked_add(8)?)?;
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let start = at + 8;
        let body = bytes.get(start..start.saturating_add(length).min(bytes.len()))?;
        at = start.saturating_add(length).saturating_add(length & 1);
        Some((start, &head[..4], body))
    })
}

/// libwebp lays the first frame of an animation onto the empty canvas as it is; the crate would blend it with
/// nothing and change colours under partial alpha. So the frame is told not to blend.
fn first_frame_unblended(bytes: &[u8]) -> Cow<'_, [u8]> {
    const FLAGS_AT: usize = 15;
    let first = chunks(bytes).find(|(_, name, body)| *name == b"ANMF" && body.len() > FLAGS_AT);
    match first {
        Some((start, _, body)) if body[FLAGS_AT] & 2 == 0 => {
            let mut patched = bytes.to_vec();
            patched[start + FLAGS_AT] |= 2;
            Cow::Owned(patched)
        }
        _ => Cow::Borrowed(bytes),
    }
}
