//! PNG and animated PNG, by the crate `png`, read so that a file that ends early gives what it has.

use std::io::Cursor;

use png::{BitDepth, BlendOp, ColorType, DecodingError, DisposeOp, Reader, Transformations};

use super::animation::Sampler;
use super::digest::Exact;
use super::pixels::{Samples, packed, palette, zeroed};
use super::{DecodeError, Decoded, Limits, Pixels};

pub(super) const DECODER: &str = "png 0.18.1";

/// Memory that one file may take beside its rows: colour profile, palette, text.
const SIDE_BYTES_MAX: usize = 256 << 20;

/// Decodes. A damaged file is read again with its checksums passed over, and is then marked as cut short.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, DecodeError> {
    let strict = decode_with(bytes, limits, false);
    match strict {
        Ok(Decoded { cut_short: Some(_), .. }) | Err(DecodeError::NotDecoded(_)) => {
            let words = match &strict {
                Ok(decoded) => decoded.cut_short.clone().unwrap_or_default(),
                Err(error) => error.to_string(),
            };
            match decode_with(bytes, limits, true) {
                Ok(decoded) => Ok(Decoded { cut_short: Some(words), ..decoded }),
                Err(_) => strict,
            }
        }
        _ => strict,
    }
}

fn decode_with(bytes: &[u8], limits: &Limits, lenient: bool) -> Result<Decoded, DecodeError> {
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: SIDE_BYTES_MAX });
    decoder.set_transformations(Transformations::IDENTITY);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.ignore_checksums(lenient);
    let mut reader = decoder.read_info().map_err(to_error)?;
    let layout = Layout::of(&reader)?;
    let mut pixels = Pixels::black(reader.info().width, reader.info().height, limits)?;
    let mut raw = zeroed(layout.stride(pixels.width) * pixels.height as usize)?;
    // Rows are written as they are read, so what came before a break is there.
    let cut_short = match reader.next_frame(&mut raw) {
        Ok(_) => None,
        Err(error) if raw.iter().any(|byte| *byte != 0) => Some(error.to_string()),
        Err(error) => return Err(to_error(error)),
    };
    layout.convert(&raw, &mut pixels);
    let exact = layout.exact(&raw, pixels.width);
    let mut decoded = Decoded { cut_short, exact, ..Decoded::still(pixels, DECODER) };
    if decoded.cut_short.is_none() {
        // Counted, not believed: the number that the file gives itself may be anything.
        let n_frames = chunks(bytes).filter(|(name, _)| *name == b"fcTL").count() as u64;
        animate(&mut reader, &layout, (raw, n_frames), &mut decoded, limits);
    }
    Ok(decoded)
}

/// Chunks with their bodies, in order, checksums not looked at; the last may be shorter than it says.
pub(crate) fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 8;
    std::iter::from_fn(move || {
        let head = bytes.get(at..at + 8)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let body = bytes.get(at + 8..(at + 8).saturating_add(length).min(bytes.len()))?;
        at = at.saturating_add(length).saturating_add(12);
        Some((&head[4..], body))
    })
}

fn to_error(error: DecodingError) -> DecodeError {
    match error {
        DecodingError::LimitsExceeded => DecodeError::OverLimit(error.to_string()),
        _ => DecodeError::not_decoded(error),
    }
}

/// How samples lie in a row, and what transparency they carry.
struct Layout {
    colour: ColorType,
    bits: u8,
    table: [[u8; 3]; 256],
    n_colours: usize,
    alphas: Vec<u8>,
    /// Whether one colour is transparent wherever it stands.
    has_key: bool,
}

impl Layout {
    fn of(reader: &Reader<Cursor<&[u8]>>) -> Result<Layout, DecodeError> {
        let info = reader.info();
        let bits = match info.bit_depth {
            BitDepth::One => 1,
            BitDepth::Two => 2,
            BitDepth::Four => 4,
            BitDepth::Eight => 8,
            BitDepth::Sixteen => 16,
        };
        let colours = info.palette.as_deref().unwrap_or_default().as_chunks::<3>().0;
        let alphas = if info.color_type == ColorType::Indexed {
            info.trns.as_deref().unwrap_or_default().to_vec()
        } else {
            Vec::new()
        };
        Ok(Layout {
            colour: info.color_type,
            bits,
            table: palette(colours.iter().copied()),
            n_colours: colours.len(),
            alphas,
            has_key: info.color_type != ColorType::Indexed && info.trns.is_some(),
        })
    }

    fn stride(&self, width: u32) -> usize {
        (width as usize * self.colour.samples() * usize::from(self.bits)).div_ceil(8)
    }

    fn samples(&self) -> Samples<'_> {
        let per_pixel = self.colour.samples();
        match (self.colour, self.bits) {
            (ColorType::Indexed, bits) => Samples::Palette { bits: bits.min(8), table: &self.table },
            (ColorType::Grayscale, 16) => Samples::GreyClipped16,
            (_, 16) => Samples::High16 { per_pixel },
            (ColorType::Grayscale | ColorType::GrayscaleAlpha, bits) => Samples::Grey { bits, per_pixel },
            _ => Samples::Rgb { per_pixel },
        }
    }

    fn convert(&self, raw: &[u8], pixels: &mut Pixels) {
        let (from, to) = (self.stride(pixels.width), pixels.stride());
        for (row, rgb) in raw.chunks_exact(from).zip(pixels.rgb.chunks_exact_mut(to)) {
            self.samples().to_rgb(row, rgb);
        }
    }

    /// What is beside the colours; none where these are not exactly those of the file, or not to every viewer.
    fn exact(&self, raw: &[u8], width: u32) -> Option<Exact> {
        let rows = || raw.chunks_exact(self.stride(width));
        let columns = 0..width as usize;
        if self.bits == 16 || self.has_key {
            return None;
        }
        if self.colour == ColorType::Indexed {
            let is_in_palette = |index: u8| usize::from(index) < self.n_colours;
            let all_in_palette = self.n_colours >= 1 << self.bits
                || rows().all(|row| packed(row, self.bits).take(columns.len()).all(is_in_palette));
            if !all_in_palette {
                return None;
            }
        }
        let has_alphas = matches!(self.colour, ColorType::GrayscaleAlpha | ColorType::Rgba) || !self.alphas.is_empty();
        if !has_alphas {
            return Some(Exact::OPAQUE);
        }
        let alphas = rows().flat_map(|row| columns.clone().map(|x| self.alpha(row, x)));
        Some(Exact::with_alphas(&alphas.collect::<Vec<u8>>()))
    }

    /// Alpha of the pixel at column `x` of a raw row.
    fn alpha(&self, row: &[u8], x: usize) -> u8 {
        let per_pixel = self.colour.samples();
        match (self.colour, self.bits) {
            (ColorType::GrayscaleAlpha | ColorType::Rgba, 8) => row[x * per_pixel + per_pixel - 1],
            (ColorType::GrayscaleAlpha | ColorType::Rgba, _) => row[(x * per_pixel + per_pixel - 1) * 2],
            (ColorType::Indexed, bits) if !self.alphas.is_empty() => {
                let per_byte = 8 / usize::from(bits.min(8));
                let shift = (per_byte - 1 - x % per_byte) * usize::from(bits);
                let index = (row[x / per_byte] >> shift) & ((1u16 << bits) - 1) as u8;
                self.alphas.get(usize::from(index)).copied().unwrap_or(255)
            }
            _ => 255,
        }
    }
}

/// Plays the animation: what is shown after each frame is offered to the sampler.
fn animate(
    reader: &mut Reader<Cursor<&[u8]>>,
    layout: &Layout,
    (mut raw, n_frames): (Vec<u8>, u64),
    decoded: &mut Decoded,
    limits: &Limits,
) {
    if reader.info().animation_control.is_none() {
        return;
    }
    // A still picture in front is no frame of the animation that follows it.
    let hidden_first = reader.info().frame_control.is_none();
    let n_pixels = u64::from(decoded.pixels.width) * u64::from(decoded.pixels.height);
    let mut sampler = Sampler::new(n_frames + u64::from(hidden_first), n_pixels, limits);
    let mut canvas = decoded.pixels.clone();
    let mut at_ms = 0;
    sampler.offer(0, 0, &canvas);
    let mut beneath = None;
    if let Some(shown) = reader.info().frame_control {
        at_ms += delay_ms(shown.delay_num, shown.delay_den);
        if shown.dispose_op != DisposeOp::None {
            beneath = Some((shown, Pixels { rgb: vec![0; canvas.rgb.len()], ..canvas }));
        }
    }
    let mut number = 1;
    while sampler.wants_more(number) {
        let Ok(control) = reader.next_frame_info().copied() else { break };
        if let Some((gone, before)) = beneath.take() {
            paste(&before, &mut canvas, (gone.x_offset, gone.y_offset), (gone.width, gone.height));
        }
        if reader.next_frame(&mut raw).is_err() {
            break;
        }
        match control.dispose_op {
            DisposeOp::Previous => beneath = Some((control, canvas.clone())),
            DisposeOp::Background => {
                beneath = Some((control, Pixels { rgb: vec![0; canvas.rgb.len()], ..canvas }));
            }
            DisposeOp::None => {}
        }
        draw(layout, &raw, &control, &mut canvas);
        sampler.offer(number, at_ms, &canvas);
        at_ms += delay_ms(control.delay_num, control.delay_den);
        number += 1;
    }
    if number > 1 {
        sampler.finish(decoded, at_ms);
    }
}

fn delay_ms(numerator: u16, denominator: u16) -> u64 {
    let hundredth = if denominator == 0 { 100 } else { u64::from(denominator) };
    u64::from(numerator) * 1000 / hundredth
}

fn paste(from: &Pixels, to: &mut Pixels, (left, top): (u32, u32), (width, height): (u32, u32)) {
    let stride = to.stride();
    for y in top as usize..(top + height).min(to.height) as usize {
        let span = y * stride + left as usize * 3..y * stride + (left + width).min(to.width) as usize * 3;
        to.rgb[span.clone()].copy_from_slice(&from.rgb[span]);
    }
}

/// Draws one frame over what is there. The canvas has no alpha: what no frame covered is black.
fn draw(layout: &Layout, raw: &[u8], control: &png::FrameControl, canvas: &mut Pixels) {
    let stride = layout.stride(control.width);
    let mut rgb = vec![0; control.width as usize * 3];
    let (wide, canvas_stride) = (canvas.width as usize, canvas.stride());
    for (y, row) in raw.chunks_exact(stride).take(control.height as usize).enumerate() {
        layout.samples().to_rgb(row, &mut rgb);
        let Some(line) = canvas.rgb.chunks_exact_mut(canvas_stride).nth(y + control.y_offset as usize) else { break };
        for (x, pixel) in rgb.chunks_exact(3).enumerate().take(wide.saturating_sub(control.x_offset as usize)) {
            let to = &mut line[(x + control.x_offset as usize) * 3..][..3];
            let alpha = if control.blend_op == BlendOp::Source { 255 } else { u32::from(layout.alpha(row, x)) };
            for (to, from) in to.iter_mut().zip(pixel) {
                *to = ((u32::from(*from) * alpha + u32::from(*to) * (255 - alpha) + 127) / 255) as u8;
            }
        }
    }
}
