//! Frames as decoders give them, luma and half as many chromas each way, to PDQ: converted to RGB sixteen rows at a time,
//! with the arithmetic of swscale's converter to rgb24 (`libswscale/x86/yuv_2_rgb.asm`), which vPDQ's pixels go through.
//! Where a kernel makes luma of the planes itself, only the rows that do not fill a strip are converted here.

#![expect(unsafe_code, reason = "functions compiled for instructions that the machine was asked for")]

use serde::{Deserialize, Serialize};

use crate::Kernel;
use crate::pdq::planes::{PlaneStrip, Weights};
use crate::pdq::{Hasher, PdqHash, SizeError};

/// Rows that are converted before they are hashed.
const ROWS: usize = 16;

/// Whose weights of red and blue the chromas have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matrix {
    /// ITU-R BT.601, and whatever does not say.
    Bt601,
    /// ITU-R BT.709.
    Bt709,
}

/// What the numbers of a frame mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Colours {
    /// The weights.
    pub matrix: Matrix,
    /// Whether black is 0 and white 255; 16 and 235 otherwise.
    pub is_full_range: bool,
}

/// Bytes of a frame of these even sides: a plane of luma, then two of chroma of half its width and height.
pub fn planar_bytes(width_px: u32, height_px: u32) -> usize {
    width_px as usize * height_px as usize / 2 * 3
}

/// The hash of a frame in [`planar_bytes`] bytes: that of the RGB that swscale makes of it.
///
/// # Errors
/// A side is odd, or the bytes are not as many.
pub fn hash_planar(width_px: u32, height_px: u32, planes: &[u8], colours: Colours) -> Result<PdqHash, SizeError> {
    hash_planar_by(Kernel::chosen(), width_px, height_px, planes, colours)
}

fn hash_planar_by(
    kernel: Kernel,
    width_px: u32,
    height_px: u32,
    planes: &[u8],
    colours: Colours,
) -> Result<PdqHash, SizeError> {
    let is_even = width_px.is_multiple_of(2) && height_px.is_multiple_of(2);
    if !is_even || planes.len() != planar_bytes(width_px, height_px) {
        return Err(SizeError { width_px, height_px, found: planes.len() });
    }
    let mut hasher = Hasher::with_kernel(width_px, height_px, kernel);
    let (width, half) = (width_px as usize, width_px as usize / 2);
    let (luma, chroma) = planes.split_at(width * height_px as usize);
    let (blue, red) = chroma.split_at(chroma.len() / 2);
    let weights = Weights::of(colours);
    let mut rows = Vec::new();
    let mut line = Line::new(width);
    let strips = luma.chunks(width.max(1) * ROWS);
    let chromas = blue.chunks(half.max(1) * ROWS / 2).zip(red.chunks(half.max(1) * ROWS / 2));
    for (luma, (blue, red)) in strips.zip(chromas) {
        if !hasher.take_planes(PlaneStrip { luma, blue, red, weights }) {
            rows.resize(3 * luma.len(), 0);
            convert(kernel, luma, blue, red, weights, &mut line, &mut rows);
            hasher.push_rgb_rows(&rows)?;
        }
    }
    hasher.finish()
}

impl Weights {
    /// What `ff_yuv2rgb_init_tables` of swscale derives from the standards' numbers.
    fn of(colours: Colours) -> Weights {
        // Over 2¹⁶, for the narrow range: red of Cr, blue of Cb, green of Cb, green of Cr.
        let [red, blue, green_of_blue, green_of_red] = match colours.matrix {
            Matrix::Bt601 => [104_597, 132_201, -25_675, -53_279],
            Matrix::Bt709 => [117_489, 138_438, -13_975, -34_925],
        };
        // Divided towards zero, as C does, for the wide range; the luma is stretched for the narrow one.
        let chroma = |weight: i64| if colours.is_full_range { weight * 224 / 255 } else { weight };
        let luma = if colours.is_full_range { 1 << 16 } else { (1 << 16) * 255 / 219 };
        let rounded = |weight: i64| (((weight << 13) + (1 << 15)) >> 16) as i16;
        Weights {
            black: if colours.is_full_range { 0 } else { 16 << 3 },
            luma: rounded(luma),
            red_of_red: rounded(chroma(red)),
            green_of_red: rounded(chroma(green_of_red)),
            green_of_blue: rounded(chroma(green_of_blue)),
            blue_of_blue: rounded(chroma(blue)),
        }
    }
}

/// What the chromas add to two rows of luma, and a row of each colour before they are put together.
struct Line {
    adds: [Vec<i16>; 3],
    colours: [Vec<u8>; 3],
}

impl Line {
    fn new(width: usize) -> Line {
        Line { adds: [(); 3].map(|()| vec![0; width]), colours: [(); 3].map(|()| vec![0; width]) }
    }
}

fn convert(kernel: Kernel, luma: &[u8], blue: &[u8], red: &[u8], weights: Weights, line: &mut Line, rows: &mut [u8]) {
    #[cfg(target_arch = "x86_64")]
    {
        #[target_feature(enable = "avx2")]
        fn avx2(luma: &[u8], blue: &[u8], red: &[u8], weights: Weights, line: &mut Line, rows: &mut [u8]) {
            convert_strip(luma, blue, red, weights, line, rows);
        }
        if matches!(kernel, Kernel::Avx2 | Kernel::Avx512) && kernel.is_available() {
            // SAFETY: this machine was asked for the instructions the line before.
            return unsafe { avx2(luma, blue, red, weights, line, rows) };
        }
    }
    let _ = kernel;
    convert_strip(luma, blue, red, weights, line, rows);
}

#[inline(always)]
fn convert_strip(luma: &[u8], blue: &[u8], red: &[u8], weights: Weights, line: &mut Line, rows: &mut [u8]) {
    let width = line.colours[0].len();
    let half = width / 2;
    let chromas = blue.chunks_exact(half).zip(red.chunks_exact(half));
    let pairs = luma.chunks_exact(2 * width).zip(rows.chunks_exact_mut(6 * width));
    for ((blue, red), (luma, rows)) in chromas.zip(pairs) {
        let [red_adds, green_adds, blue_adds] = &mut line.adds;
        let adds = red_adds.chunks_exact_mut(2).zip(green_adds.chunks_exact_mut(2)).zip(blue_adds.chunks_exact_mut(2));
        for ((blue, red), ((to_red, to_green), to_blue)) in blue.iter().zip(red).zip(adds) {
            let (blue, red) = (eighths(*blue) - 1024, eighths(*red) - 1024);
            to_red.fill(high(red, weights.red_of_red));
            to_green.fill(high(blue, weights.green_of_blue) + high(red, weights.green_of_red));
            to_blue.fill(high(blue, weights.blue_of_blue));
        }
        for (luma, row) in luma.chunks_exact(width).zip(rows.chunks_exact_mut(3 * width)) {
            for (colours, adds) in line.colours.iter_mut().zip(&line.adds) {
                for ((to, luma), add) in colours.iter_mut().zip(luma).zip(adds) {
                    *to = (high(eighths(*luma) - weights.black, weights.luma) + add).clamp(0, 255) as u8;
                }
            }
            let [reds, greens, blues] = &line.colours;
            for (((to, red), green), blue) in row.chunks_exact_mut(3).zip(reds).zip(greens).zip(blues) {
                to[0] = *red;
                to[1] = *green;
                to[2] = *blue;
            }
        }
    }
}

#[inline(always)]
fn eighths(value: u8) -> i16 {
    i16::from(value) << 3
}

/// The upper half of a product, as `pmulhw` gives it.
#[inline(always)]
fn high(value: i16, weight: i16) -> i16 {
    ((i32::from(value) * i32::from(weight)) >> 16) as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdq::{self, RgbView};

    const ALL: [Colours; 4] = [
        Colours { matrix: Matrix::Bt601, is_full_range: false },
        Colours { matrix: Matrix::Bt709, is_full_range: false },
        Colours { matrix: Matrix::Bt601, is_full_range: true },
        Colours { matrix: Matrix::Bt709, is_full_range: true },
    ];

    fn noise(n_bytes: usize, seed: u32) -> Vec<u8> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..n_bytes).map(|_| next()).collect()
    }

    /// One pixel after the other, in whole numbers.
    fn rgb_of(width: usize, height: usize, planes: &[u8], colours: Colours) -> Vec<u8> {
        let weights = Weights::of(colours);
        let (luma, chroma) = planes.split_at(width * height);
        let (blue, red) = chroma.split_at(chroma.len() / 2);
        let high = |value: i64, weight: i16| (value * i64::from(weight)).div_euclid(1 << 16);
        let mut rgb = Vec::new();
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let at = y / 2 * (width / 2) + x / 2;
            let luma = high(8 * i64::from(luma[y * width + x]) - i64::from(weights.black), weights.luma);
            let (blue, red) = (8 * i64::from(blue[at]) - 1024, 8 * i64::from(red[at]) - 1024);
            let green = high(blue, weights.green_of_blue) + high(red, weights.green_of_red);
            for add in [high(red, weights.red_of_red), green, high(blue, weights.blue_of_blue)] {
                rgb.push((luma + add).clamp(0, 255) as u8);
            }
        }
        rgb
    }

    fn check_kernels(width: u32, height: u32, planes: &[u8], what: &str) {
        for colours in ALL {
            let rgb = rgb_of(width as usize, height as usize, planes, colours);
            let expected = pdq::hash(RgbView::new(width, height, &rgb).unwrap());
            for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
                let found = hash_planar_by(kernel, width, height, planes, colours).unwrap();
                assert_eq!(found, expected, "{what}: {width} × {height}, {colours:?}, {kernel:?}");
            }
        }
    }

    #[test]
    fn every_kernel_gives_the_hash_of_the_pixels_one_after_the_other() {
        let sides = [(2u32, 2u32), (64, 64), (162, 122), (640, 18), (202, 300), (1920, 40), (2050, 34), (4098, 18)];
        for (n, (width, height)) in sides.into_iter().enumerate() {
            check_kernels(width, height, &noise(planar_bytes(width, height), n as u32), "noise");
        }
        for width in (6..=260).step_by(2) {
            let height = 6 + width * 3 % 62 / 2 * 2;
            check_kernels(width, height, &noise(planar_bytes(width, height), width), "noise");
        }
    }

    /// Colours that the weights take far beyond black and white, and single samples that differ from all others: where
    /// a sum does not come back to what it was, the quality or a bit tells.
    #[test]
    fn every_kernel_gives_the_hash_of_frames_of_extremes() {
        for (width, height) in [(130, 64), (66, 96), (34, 34), (1918, 32)] {
            let mut planes = noise(planar_bytes(width, height), width);
            planes.iter_mut().for_each(|byte| *byte = [0, 1, 15, 16, 127, 128, 235, 255][usize::from(*byte) % 8]);
            check_kernels(width, height, &planes, "extremes");
            planes.iter_mut().for_each(|byte| *byte = if *byte > 127 { 255 } else { 0 });
            check_kernels(width, height, &planes, "black and white");
            planes.fill(1);
            let n_bytes = planes.len();
            for at in [0, 15, 16, n_bytes / 2, n_bytes * 2 / 3, n_bytes * 5 / 6 - 1, n_bytes - 1] {
                planes[at] = 254;
                check_kernels(width, height, &planes, "single samples");
            }
        }
    }

    #[test]
    fn the_weights_are_those_of_swscale() {
        let weights = |colours| {
            let of = Weights::of(colours);
            [of.luma, of.red_of_red, of.blue_of_blue, of.green_of_red, of.green_of_blue, of.black]
        };
        assert_eq!(weights(ALL[0]), [9_539, 13_075, 16_525, -6_660, -3_209, 128]);
        assert_eq!(weights(ALL[1]), [9_539, 14_686, 17_305, -4_366, -1_747, 128]);
        assert_eq!(weights(ALL[2]), [8_192, 11_485, 14_516, -5_850, -2_819, 0]);
    }

    #[test]
    fn odd_sides_and_missing_bytes_are_refused() {
        let hash = |width, height, n_bytes| hash_planar(width, height, &vec![7; n_bytes], ALL[0]);
        assert!(hash(64, 64, 64 * 96).is_ok());
        assert!(hash(64, 64, 64 * 96 - 1).is_err() && hash(63, 64, 63 * 96).is_err() && hash(64, 63, 64 * 94).is_err());
        assert_eq!(hash(0, 0, 0).unwrap().quality, 0);
    }
}
