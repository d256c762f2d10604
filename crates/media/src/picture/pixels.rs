//! Rows of RGB, eight bits a sample, and how samples of other kinds become that: exactly as Pillow 13's
//! `convert("RGB")` does, because the stored hash is defined by its pixels.
//!
//! No colour management, no rotation, no blending: alpha is dropped, not applied.

use super::{DecodeError, Limits};

/// A picture: `width * height * 3` bytes, row by row from the top, red first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Red, green, blue.
    pub rgb: Vec<u8>,
}

impl Pixels {
    /// A black picture, once the limits have been asked.
    pub fn black(width: u32, height: u32, limits: &Limits) -> Result<Pixels, DecodeError> {
        Ok(Pixels { width, height, rgb: zeroed(limits.check(width, height)? * 3)? })
    }

    /// Bytes a row.
    pub fn stride(&self) -> usize {
        self.width as usize * 3
    }

    /// The rectangle of this size at this place; what would lie outside is left out.
    pub fn crop(&self, left: u32, top: u32, width: u32, height: u32) -> Pixels {
        let width = width.min(self.width.saturating_sub(left));
        let height = height.min(self.height.saturating_sub(top));
        let mut rgb = Vec::with_capacity(width as usize * height as usize * 3);
        for row in self.rgb.chunks_exact(self.stride().max(1)).skip(top as usize).take(height as usize) {
            rgb.extend_from_slice(&row[left as usize * 3..(left + width) as usize * 3]);
        }
        Pixels { width, height, rgb }
    }

    /// Turned as EXIF orientation 2 to 8 asks, so that the first row is the top. Pillow does this for TIFF alone.
    pub fn upright(self, orientation: u8) -> Pixels {
        let (wide, high) = (self.width as usize, self.height as usize);
        let swapped = orientation >= 5;
        let (width, height) = if swapped { (high, wide) } else { (wide, high) };
        if !(2..=8).contains(&orientation) {
            return self;
        }
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for y in 0..height {
            for x in 0..width {
                let (from_x, from_y) = match orientation {
                    2 => (wide - 1 - x, y),
                    3 => (wide - 1 - x, high - 1 - y),
                    4 => (x, high - 1 - y),
                    5 => (y, x),
                    6 => (y, high - 1 - x),
                    7 => (wide - 1 - y, high - 1 - x),
                    _ => (wide - 1 - y, x),
                };
                let at = (from_y * wide + from_x) * 3;
                rgb.extend_from_slice(&self.rgb[at..at + 3]);
            }
        }
        Pixels { width: width as u32, height: height as u32, rgb }
    }
}

/// A buffer of zeros, or the limit: a machine that is out of memory must cost one file, not the worker.
pub(super) fn zeroed(n_bytes: usize) -> Result<Vec<u8>, DecodeError> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(n_bytes).map_err(|_| DecodeError::OverLimit(format!("{n_bytes} bytes of memory")))?;
    bytes.resize(n_bytes, 0);
    Ok(bytes)
}

/// How the samples of one row are to be read. All are what Pillow calls modes and raw modes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Samples<'p> {
    /// Grey of 1, 2, 4 or 8 bits, spread over the whole range; then so many samples a pixel, of which the first counts.
    Grey { bits: u8, per_pixel: usize },
    /// Grey of 16 bits, big end first, on its own: Pillow clips it at 255 instead of scaling it.
    GreyClipped16,
    /// The high bytes of 16-bit samples, big end first: so many a pixel, grey when fewer than three.
    High16 { per_pixel: usize },
    /// Red, green, blue and what follows.
    Rgb { per_pixel: usize },
    /// Indices of 1, 2, 4 or 8 bits into 256 colours.
    Palette { bits: u8, table: &'p [[u8; 3]; 256] },
    /// Cyan, magenta, yellow, black; 255 is full ink.
    Cmyk { inverted: bool },
}

impl Samples<'_> {
    /// Writes one row of RGB. A row too short leaves the rest of `rgb` as it was.
    pub(super) fn to_rgb(self, row: &[u8], rgb: &mut [u8]) {
        let out = rgb.chunks_exact_mut(3);
        match self {
            Samples::Grey { bits: 8, per_pixel } => {
                out.zip(row.chunks_exact(per_pixel)).for_each(|(to, from)| to.fill(from[0]));
            }
            Samples::Grey { bits, .. } => {
                let scale = 255 / ((1u16 << bits) - 1) as u8;
                out.zip(packed(row, bits)).for_each(|(to, value)| to.fill(value * scale));
            }
            Samples::GreyClipped16 => {
                out.zip(row.chunks_exact(2)).for_each(|(to, from)| to.fill(if from[0] == 0 { from[1] } else { 255 }))
            }
            Samples::High16 { per_pixel } if per_pixel < 3 => {
                out.zip(row.chunks_exact(per_pixel * 2)).for_each(|(to, from)| to.fill(from[0]));
            }
            Samples::High16 { per_pixel } => out
                .zip(row.chunks_exact(per_pixel * 2))
                .for_each(|(to, from)| to.copy_from_slice(&[from[0], from[2], from[4]])),
            Samples::Rgb { per_pixel } => {
                out.zip(row.chunks_exact(per_pixel)).for_each(|(to, from)| to.copy_from_slice(&from[..3]));
            }
            Samples::Palette { bits, table } => {
                out.zip(packed(row, bits)).for_each(|(to, index)| to.copy_from_slice(&table[usize::from(index)]));
            }
            Samples::Cmyk { inverted } => {
                out.zip(row.chunks_exact(4)).for_each(|(to, from)| to.copy_from_slice(&cmyk_to_rgb(from, inverted)));
            }
        }
    }
}

/// The values of samples packed high bits first.
pub(super) fn packed(row: &[u8], bits: u8) -> impl Iterator<Item = u8> + '_ {
    let mask = ((1u16 << bits) - 1) as u8;
    let per_byte = 8 / bits;
    row.iter().flat_map(move |byte| (0..per_byte).rev().map(move |place| (byte >> (place * bits)) & mask))
}

/// Pillow's rule (`Convert.c`, `cmyk2rgb`): what the black ink leaves, less its share of the colour.
fn cmyk_to_rgb(ink: &[u8], inverted: bool) -> [u8; 3] {
    let [c, m, y, k] = [0, 1, 2, 3].map(|n| u32::from(if inverted { 255 - ink[n] } else { ink[n] }));
    let left = 255 - k;
    [c, m, y].map(|colour| {
        let product = colour * left + 128;
        (left - (((product >> 8) + product) >> 8).min(left)) as u8
    })
}

/// A palette as Pillow fills it: black in the places that the file leaves out.
pub(super) fn palette(colours: impl IntoIterator<Item = [u8; 3]>) -> [[u8; 3]; 256] {
    let mut table = [[0; 3]; 256];
    table.iter_mut().zip(colours).for_each(|(to, from)| *to = from);
    table
}

/// The palette of a picture whose indices are its greys.
pub(super) fn greys() -> [[u8; 3]; 256] {
    std::array::from_fn(|n| [n as u8; 3])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(samples: Samples<'_>, row: &[u8], rgb: &[u8]) {
        let mut out = vec![9; rgb.len()];
        samples.to_rgb(row, &mut out);
        assert_eq!(out, rgb);
    }

    #[test]
    fn samples_become_what_pillow_makes_of_them() {
        check(Samples::Grey { bits: 1, per_pixel: 1 }, &[0b1010_0000], &[255, 255, 255, 0, 0, 0, 255, 255, 255]);
        check(Samples::Grey { bits: 4, per_pixel: 1 }, &[0x1f], &[17, 17, 17, 255, 255, 255]);
        check(Samples::GreyClipped16, &[0, 7, 1, 0], &[7, 7, 7, 255, 255, 255]);
        check(Samples::High16 { per_pixel: 3 }, &[1, 200, 2, 200, 3, 200], &[1, 2, 3]);
        // From Pillow 13: Image.frombytes("CMYK", …).convert("RGB").
        let inks = [0, 50, 100, 0, 200, 10, 255, 128, 255, 255, 255, 255];
        check(Samples::Cmyk { inverted: false }, &inks, &[255, 205, 155, 27, 122, 0, 0, 0, 0]);
    }

    #[test]
    fn all_orientations_move_the_first_pixel_to_the_right_corner() {
        let first = |orientation| {
            let wide = Pixels { width: 3, height: 2, rgb: (0..18).collect() };
            let turned = wide.upright(orientation);
            let at = turned.rgb.chunks(3).position(|pixel| pixel == [0, 1, 2]).unwrap() as u32;
            (turned.width, turned.height, at % turned.width, at / turned.width)
        };
        let seen: Vec<_> = (1..=8).map(first).collect();
        let expected = [
            (3, 2, 0, 0),
            (3, 2, 2, 0),
            (3, 2, 2, 1),
            (3, 2, 0, 1),
            (2, 3, 0, 0),
            (2, 3, 1, 0),
            (2, 3, 1, 2),
            (2, 3, 0, 2),
        ];
        assert_eq!(seen, expected);
    }
}
