//! From the samples of a row to its luma, one value after the other. This is the truth; kernels must give the same.
//!
//! Invariant: the luma of red, green and blue is the f32 nearest to `(299 · red + 587 · green + 114 · blue) / 1000`,
//! which is what the reference's sum of three f64 products rounds to. A test runs through all 2²⁴ colours.

/// What the bytes of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// Three bytes a pixel.
    Rgb,
    /// One byte a pixel, shown as red, green and blue at once.
    Grey,
    /// Luma and two chromas of JPEG, three bytes a pixel.
    Ycbcr,
}

impl RowKind {
    pub(super) fn bytes_per_px(self) -> usize {
        match self {
            RowKind::Rgb | RowKind::Ycbcr => 3,
            RowKind::Grey => 1,
        }
    }

    /// The luma of a row of `out.len()` pixels.
    pub(super) fn fill_luma(self, row: &[u8], out: &mut [f32]) {
        match self {
            RowKind::Rgb => {
                row.chunks_exact(3).zip(out).for_each(|(rgb, luma)| *luma = luma_of_rgb(rgb[0], rgb[1], rgb[2]))
            }
            // A thousand times the grey, divided by a thousand.
            RowKind::Grey => row.iter().zip(out).for_each(|(grey, luma)| *luma = f32::from(*grey)),
            RowKind::Ycbcr => row.chunks_exact(3).zip(out).for_each(|(ycbcr, luma)| {
                let [red, green, blue] = rgb_of_ycbcr(ycbcr[0], ycbcr[1], ycbcr[2]);
                *luma = luma_of_rgb(red, green, blue);
            }),
        }
    }

    /// The same pixels as red, green and blue.
    pub(super) fn rgb_of(self, samples: &[u8]) -> Vec<u8> {
        match self {
            RowKind::Rgb => samples.to_vec(),
            RowKind::Grey => samples.iter().flat_map(|grey| [*grey; 3]).collect(),
            RowKind::Ycbcr => samples.chunks_exact(3).flat_map(|px| rgb_of_ycbcr(px[0], px[1], px[2])).collect(),
        }
    }

    /// One pixel of black, in as many bytes as it has.
    pub(super) fn black(self) -> &'static [u8] {
        match self {
            RowKind::Rgb => &[0; 3],
            RowKind::Grey => &[0],
            RowKind::Ycbcr => &[0, 128, 128],
        }
    }
}

/// The numerator is a whole number below 2²⁴, so the one division is the only rounding.
fn luma_of_rgb(red: u8, green: u8, blue: u8) -> f32 {
    let thousandths = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    thousandths as f32 / 1000.0
}

/// The conversion of libjpeg (`jdcolor.c`, 16 bits after the point, halves upwards), which libjpeg-turbo's vector code
/// reproduces and Pillow shows.
pub(super) fn rgb_of_ycbcr(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    const HALF: i32 = 1 << 15;
    let [y, cb, cr] = [i32::from(y), i32::from(cb) - 128, i32::from(cr) - 128];
    let red = y + ((RED_OF_CR * cr + HALF) >> 16);
    let green = y + ((-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF) >> 16);
    let blue = y + ((BLUE_OF_CB * cb + HALF) >> 16);
    [red, green, blue].map(|value| value.clamp(0, 255) as u8)
}

/// 1.402, 0.34414, 0.71414 and 1.772 times 2¹⁶, rounded.
pub(super) const RED_OF_CR: i32 = 91_881;
pub(super) const GREEN_OF_CB: i32 = 22_554;
pub(super) const GREEN_OF_CR: i32 = 46_802;
pub(super) const BLUE_OF_CB: i32 = 116_130;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_luma_of_every_colour_is_the_reference_s() {
        let share = |weight: f64| -> [f64; 256] { std::array::from_fn(|value| value as f64 * weight) };
        let (reds, greens, blues) = (share(0.299), share(0.587), share(0.114));
        for red in 0..=255_u8 {
            for green in 0..=255_u8 {
                let so_far = reds[usize::from(red)] + greens[usize::from(green)];
                for blue in 0..=255_u8 {
                    let reference = (so_far + blues[usize::from(blue)]) as f32;
                    assert_eq!(luma_of_rgb(red, green, blue), reference, "{red} {green} {blue}");
                }
            }
        }
    }

    #[test]
    fn grey_is_its_own_luma() {
        for grey in 0..=255 {
            assert_eq!(luma_of_rgb(grey, grey, grey), f32::from(grey));
        }
    }

    #[test]
    // The definition of JFIF, which the fixed-point one must meet within a step.
    fn ycbcr_becomes_the_colour_that_jfif_says() {
        for y in (0..=255).step_by(5) {
            for cb in (0..=255).step_by(3) {
                for cr in (0..=255).step_by(3) {
                    let [yf, cbf, crf] = [f64::from(y), f64::from(cb) - 128.0, f64::from(cr) - 128.0];
                    let exact = [yf + 1.402 * crf, yf - 0.344_136 * cbf - 0.714_136 * crf, yf + 1.772 * cbf];
                    for (found, exact) in rgb_of_ycbcr(y, cb, cr).into_iter().zip(exact) {
                        assert!((f64::from(found) - exact.clamp(0.0, 255.0)).abs() < 0.51, "{y} {cb} {cr}");
                    }
                }
            }
        }
        assert_eq!(rgb_of_ycbcr(0, 128, 128), [0; 3]);
        assert_eq!(rgb_of_ycbcr(255, 128, 128), [255; 3]);
    }
}
