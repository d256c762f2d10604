//! GIF, by the crate `gif`: indices from it, the first frame's canvas as Pillow lays it, later frames drawn over it.

use gif::{ColorOutput, DecodeOptions, DisposalMethod, MemoryLimit};

use super::animation::Sampler;
use super::pixels::{greys, palette, zeroed};
use super::{DecodeError, Decoded, Limits, Pixels};

pub(super) const DECODER: &str = "gif 0.14.2";

type Decoder<'b> = gif::Decoder<&'b [u8]>;

/// Decodes. What the first frame leaves free has its transparent colour, or the palette's first, as in Pillow.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let mut decoder = open(bytes, false)?;
    let frame = decoder
        .next_frame_info()
        .map_err(DecodeError::not_decoded)?
        .ok_or_else(|| DecodeError::not_decoded("no frame"))?
        .clone();
    // A frame that leaves the screen widens it.
    let width = u32::from(decoder.width()).max(u32::from(frame.left) + u32::from(frame.width));
    let height = u32::from(decoder.height()).max(u32::from(frame.top) + u32::from(frame.height));
    let mut pixels = Pixels::black(width, height, limits)?;
    let table = table_of(&decoder, &frame);
    let ground = table[usize::from(frame.transparent.unwrap_or(0))];
    pixels.rgb.as_chunks_mut::<3>().0.fill(ground);
    let mut cut_short = None;
    if frame.width > 0 && frame.height > 0 {
        let (indices, broke) = read_indices(&mut decoder, &frame)?;
        draw(&frame, &indices, &table, None, &mut pixels);
        cut_short = broke;
    }
    let mut decoded = Decoded { cut_short, ..Decoded::still(pixels, DECODER) };
    if decoded.cut_short.is_none() {
        animate(&mut decoder, frame, bytes, ground, &mut decoded, limits)?;
    }
    Ok(decoded)
}

fn open(bytes: &[u8], skipping: bool) -> Result<Decoder<'_>, DecodeError> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Unlimited);
    options.allow_unknown_blocks(true);
    options.skip_frame_decoding(skipping);
    options.read_info(bytes).map_err(DecodeError::not_decoded)
}

fn table_of(decoder: &Decoder<'_>, frame: &gif::Frame<'_>) -> [[u8; 3]; 256] {
    let colours = frame.palette.as_deref().or_else(|| decoder.global_palette()).unwrap_or_default();
    let colours = colours.as_chunks::<3>().0;
    // Pillow takes a picture whose colours are their own numbers for a grey one, also beyond the palette's end.
    let grey = colours.iter().enumerate().all(|(n, colour)| colour.iter().all(|value| usize::from(*value) == n));
    if grey { greys() } else { palette(colours.iter().copied()) }
}

/// Indices row by row from the top, and what stopped them if they are not all there.
fn read_indices(decoder: &mut Decoder<'_>, frame: &gif::Frame<'_>) -> Result<(Vec<u8>, Option<String>), DecodeError> {
    let (wide, high) = (usize::from(frame.width), usize::from(frame.height));
    let mut stored = zeroed(wide * high)?;
    let mut broke = None;
    let mut rows_done = 0;
    // The crate hands out rows in the order of the file, whole or not at all.
    for row in stored.chunks_exact_mut(wide) {
        match decoder.fill_buffer(row) {
            Ok(true) => rows_done += 1,
            Ok(false) => broke = Some("the data end before the frame".to_owned()),
            Err(error) => broke = Some(error.to_string()),
        }
        if broke.is_some() {
            break;
        }
    }
    if let (0, Some(words)) = (rows_done, &broke) {
        return Err(DecodeError::not_decoded(words));
    }
    if !frame.interlaced {
        return Ok((stored, broke));
    }
    let mut indices = zeroed(wide * high)?;
    let order = [(0, 8), (4, 8), (2, 4), (1, 2)].into_iter().flat_map(|(first, step)| (first..high).step_by(step));
    for (row, y) in stored.chunks_exact(wide).zip(order) {
        indices[y * wide..(y + 1) * wide].copy_from_slice(row);
    }
    Ok((indices, broke))
}

fn draw(frame: &gif::Frame<'_>, indices: &[u8], table: &[[u8; 3]; 256], clear: Option<u8>, onto: &mut Pixels) {
    let (left, stride) = (usize::from(frame.left), onto.stride());
    let rows = onto.rgb.chunks_exact_mut(stride.max(1)).skip(usize::from(frame.top));
    for (row, line) in indices.chunks_exact(usize::from(frame.width).max(1)).zip(rows) {
        for (index, pixel) in row.iter().zip(line.as_chunks_mut::<3>().0.iter_mut().skip(left)) {
            if clear != Some(*index) {
                *pixel = table[usize::from(*index)];
            }
        }
    }
}

/// Plays the rest: the canvas keeps the first frame's size, and its ground is what a frame that clears leaves behind.
fn animate(
    decoder: &mut Decoder<'_>,
    first: gif::Frame<'static>,
    bytes: &[u8],
    ground: [u8; 3],
    decoded: &mut Decoded,
    limits: &Limits,
) -> Result<(), DecodeError> {
    let mut n_frames = 0;
    let mut counting = open(bytes, true)?;
    while let Ok(Some(_)) = counting.next_frame_info() {
        n_frames += 1;
    }
    if n_frames < 2 {
        return Ok(());
    }
    let n_pixels = u64::from(decoded.pixels.width) * u64::from(decoded.pixels.height);
    let mut sampler = Sampler::new(n_frames, n_pixels, limits);
    let mut canvas = decoded.pixels.clone();
    sampler.offer(0, 0, &canvas);
    let mut at_ms = u64::from(first.delay) * 10;
    let mut gone = Some((first, None));
    let mut number = 1;
    while sampler.wants_more(number) {
        let Ok(Some(frame)) = decoder.next_frame_info() else { break };
        let frame = frame.clone();
        match gone.take() {
            Some((_, Some(before))) => canvas = before,
            Some((last, None)) if last.dispose == DisposalMethod::Background => clear(&last, ground, &mut canvas),
            _ => {}
        }
        let before = (frame.dispose == DisposalMethod::Previous).then(|| canvas.clone());
        if frame.width > 0 && frame.height > 0 {
            let n_frame_pixels = u64::from(frame.width) * u64::from(frame.height);
            let Ok((indices, None)) = (if n_frame_pixels > limits.pixels_max {
                Err(DecodeError::not_decoded("a frame too large"))
            } else {
                read_indices(decoder, &frame)
            }) else {
                break;
            };
            draw(&frame, &indices, &table_of(decoder, &frame), frame.transparent, &mut canvas);
        }
        sampler.offer(number, at_ms, &canvas);
        at_ms += u64::from(frame.delay) * 10;
        gone = Some((frame, before));
        number += 1;
    }
    sampler.finish(decoded, at_ms);
    Ok(())
}

fn clear(frame: &gif::Frame<'_>, ground: [u8; 3], canvas: &mut Pixels) {
    let stride = canvas.stride().max(1);
    for line in canvas.rgb.chunks_exact_mut(stride).skip(frame.top.into()).take(frame.height.into()) {
        line.as_chunks_mut::<3>()
            .0
            .iter_mut()
            .skip(frame.left.into())
            .take(frame.width.into())
            .for_each(|pixel| *pixel = ground);
    }
}
