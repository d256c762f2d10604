//! JPEG XL, by the crate `jxl-oxide`. Pillow reads none, so here the codestream's own rules say what the picture is:
//! its orientation is part of it and is applied, its colours are those it was encoded in.

use jxl_oxide::{AllocTracker, InitializeResult, JxlImage, JxlThreadPool, PixelFormat};

use super::animation::Sampler;
use super::pixels::{Samples, zeroed};
use super::{DecodeError, Decoded, Limits, Pixels};

pub(super) const DECODER: &str = "jxl-oxide 0.12.6";

/// Decodes. Of a file that ends early, what its loaded passes give.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    // One sample of the decoder's has four bytes, and three to eight planes of it live at once.
    let memory = usize::try_from(limits.pixels_max.saturating_mul(32)).unwrap_or(usize::MAX);
    let builder = JxlImage::builder().alloc_tracker(AllocTracker::with_limit(memory)).pool(JxlThreadPool::none());
    let mut start = builder.build_uninit();
    let mut image = None;
    let mut left = bytes;
    let mut piece_bytes = 32;
    while image.is_none() {
        // Little at first, so that the size in the header is known before frames are begun; then ever more, so that a
        // long colour profile is not read from its start too often.
        let (piece, rest) = left.split_at(left.len().min(piece_bytes));
        piece_bytes *= 2;
        if piece.is_empty() {
            return Err(DecodeError::not_decoded("the header is cut short"));
        }
        left = rest;
        feed(piece, |bytes| start.feed_bytes(bytes).map_err(DecodeError::not_decoded))?;
        start = match start.try_init().map_err(DecodeError::not_decoded)? {
            InitializeResult::NeedMoreData(start) => start,
            InitializeResult::Initialized(ready) => {
                image = Some(ready);
                break;
            }
        };
    }
    let mut image = image.ok_or_else(|| DecodeError::not_decoded("no image"))?;
    limits.check(image.width(), image.height())?;
    feed(left, |bytes| image.feed_bytes(bytes).map_err(DecodeError::not_decoded))?;
    let n_frames = image.num_loaded_keyframes() as u64;
    if n_frames == 0 {
        let render = image.render_loading_frame().map_err(DecodeError::not_decoded)?;
        let pixels = to_pixels(&image, &render, limits)?;
        let cut_short = Some("the file ends before its picture".to_owned());
        return Ok(Decoded { cut_short, ..Decoded::still(pixels, DECODER) });
    }
    let shown = |number: u64| {
        let render = image.render_frame(number as usize).map_err(DecodeError::not_decoded)?;
        Ok((to_pixels(&image, &render, limits)?, ticks_to_ms(&image, render.duration())))
    };
    let (pixels, mut at_ms) = shown(0)?;
    let cut_short = (!image.is_loading_done()).then(|| "the file ends before its picture".to_owned());
    let mut decoded = Decoded { cut_short, ..Decoded::still(pixels, DECODER) };
    if n_frames > 1 {
        let n_pixels = u64::from(image.width()) * u64::from(image.height());
        let mut sampler = Sampler::new(n_frames, n_pixels, limits);
        sampler.offer(0, 0, &decoded.pixels);
        let mut number = 1;
        while sampler.wants_more(number) {
            let Ok((pixels, lasts_ms)): Result<_, DecodeError> = shown(number) else { break };
            sampler.offer(number, at_ms, &pixels);
            at_ms += lasts_ms;
            number += 1;
        }
        sampler.finish(&mut decoded, at_ms);
    }
    Ok(decoded)
}

/// Gives all of `bytes`; the decoder may leave a tail for later, which it is then given again with what follows.
fn feed(bytes: &[u8], mut take: impl FnMut(&[u8]) -> Result<usize, DecodeError>) -> Result<(), DecodeError> {
    let mut left = bytes;
    while !left.is_empty() {
        let n_taken = take(left)?;
        if n_taken == 0 {
            break;
        }
        left = left.get(n_taken..).unwrap_or_default();
    }
    Ok(())
}

fn ticks_to_ms(image: &JxlImage, ticks: u32) -> u64 {
    let Some(animation) = &image.image_header().metadata.animation else { return 0 };
    let per_second = u64::from(animation.tps_numerator).max(1);
    u64::from(ticks) * 1000 * u64::from(animation.tps_denominator) / per_second
}

fn to_pixels(image: &JxlImage, render: &jxl_oxide::Render, limits: &Limits) -> Result<Pixels, DecodeError> {
    let mut stream = render.stream_no_alpha();
    let mut pixels = Pixels::black(stream.width(), stream.height(), limits)?;
    let samples = match (image.pixel_format(), stream.channels()) {
        (_, 1) => Samples::Grey { bits: 8, per_pixel: 1 },
        (_, 3) => Samples::Rgb { per_pixel: 3 },
        // Here the full sample means no ink.
        (PixelFormat::Cmyk | PixelFormat::Cmyka, 4) => Samples::Cmyk { inverted: true },
        (_, n) => return Err(DecodeError::NotDecoded(format!("{n} colour channels"))),
    };
    let mut buffer = zeroed(pixels.rgb.len() / 3 * stream.channels() as usize)?;
    stream.write_to_buffer(&mut buffer);
    samples.to_rgb(&buffer, &mut pixels.rgb);
    Ok(pixels)
}
