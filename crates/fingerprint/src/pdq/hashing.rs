//! From pixels to the hash, its quality and its turned and mirrored forms. Owns the steps and their order; the sums
//! themselves are in `shrink` and `transform`.
//!
//! The algorithm is PDQ of ThreatExchange (`pdq/README.md` and `hashing.pdf` there); the bits are those of PyPI
//! `pdqhash` 0.2.8, which differ from Meta's own tool in the luma: taken in f64, rounded once to f32, at full size.

use crate::kernel::Kernel;
use crate::pdq::hasher::{Hasher, SIDE_PX_MIN, hash_of, plane_of};
use crate::pdq::luma::RowKind;
use crate::pdq::shrink::{SIDE, Shrinker, Small};
use crate::pdq::transform::Spectrum;
use crate::pdq::{Pdq, PdqHash, Turn};

/// Decoded pixels, three bytes each (red, green, blue), rows from the top, no padding.
#[derive(Clone, Copy)]
pub struct RgbView<'p> {
    width_px: usize,
    height_px: usize,
    rgb: &'p [u8],
}

/// Pixels that are not as many as width and height say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found} values where a picture of {width_px} × {height_px} has another number")]
pub struct SizeError {
    /// Width as said.
    pub width_px: u32,
    /// Height as said.
    pub height_px: u32,
    /// Values found.
    pub found: usize,
}

impl<'p> RgbView<'p> {
    /// A view of `width_px × height_px × 3` bytes.
    ///
    /// # Errors
    /// The slice has another length.
    pub fn new(width_px: u32, height_px: u32, rgb: &'p [u8]) -> Result<RgbView<'p>, SizeError> {
        check_size(width_px, height_px, 3, rgb.len())?;
        Ok(RgbView { width_px: width_px as usize, height_px: height_px as usize, rgb })
    }

    /// Width in pixels.
    pub fn width_px(&self) -> usize {
        self.width_px
    }

    /// Height in pixels.
    pub fn height_px(&self) -> usize {
        self.height_px
    }

    /// The rows from the top, `width_px × 3` bytes each.
    pub fn rows(&self) -> std::slice::ChunksExact<'p, u8> {
        self.rgb.chunks_exact((3 * self.width_px).max(1))
    }
}

/// The hash of a picture and its quality: what `pdqhash.compute` gives for the same pixels.
///
/// Allocates about `height / 128` rows of f32, never a second picture.
pub fn hash(pixels: RgbView<'_>) -> PdqHash {
    hasher_of(pixels).outcome().0
}

/// The hash and those of the eight turned and mirrored forms, in the order of [`Turn::ALL`], from one transform.
///
/// The first of the eight is the hash itself; the other seven are what `pdqhash.compute_dihedral` gives. (At 64 × 64
/// the reference filters for the eight but not for the one; the stored hash is the unfiltered one, as `compute` gives.)
pub fn hash_with_turns(pixels: RgbView<'_>) -> (PdqHash, [Pdq; 8]) {
    hasher_of(pixels).outcome_with_turns()
}

/// The hash of a plane of luma values on the 0 to 255 scale, rows from the top.
///
/// # Errors
/// The slice is not `width_px × height_px` long.
pub fn hash_luma(width_px: u32, height_px: u32, luma: &[f32]) -> Result<PdqHash, SizeError> {
    check_size(width_px, height_px, 1, luma.len())?;
    let (width, height) = (width_px as usize, height_px as usize);
    if width < SIDE_PX_MIN || height < SIDE_PX_MIN {
        return Ok(PdqHash { hash: Pdq([0; 32]), quality: 0 });
    }
    if width == SIDE && height == SIDE {
        return Ok(hash_of(&plane_of(luma)).0);
    }
    // Any f32 may stand here, and the kernels count on those that pixels give.
    let mut shrinker = Shrinker::new(width, height);
    luma.chunks_exact(width).for_each(|row| shrinker.push(row));
    Ok(hash_of(&shrinker.finish()).0)
}

fn hasher_of(pixels: RgbView<'_>) -> Hasher {
    let mut hasher = Hasher::with_kernel(pixels.width_px as u32, pixels.height_px as u32, Kernel::chosen());
    hasher.take_rows(RowKind::Rgb, pixels.rgb);
    hasher
}

fn check_size(width_px: u32, height_px: u32, values: usize, found: usize) -> Result<(), SizeError> {
    let wanted = (width_px as usize).checked_mul(height_px as usize).and_then(|pixels| pixels.checked_mul(values));
    if wanted == Some(found) { Ok(()) } else { Err(SizeError { width_px, height_px, found }) }
}

/// How much there is to compare: the sum of the steps between neighbours, each cut to a whole hundredth of full scale
/// so that faint ones count nothing, divided by 90 and at most 100.
pub(super) fn quality(small: &Small) -> u8 {
    let step = |one: f32, two: f32| (((one - two) * 100.0 / 255.0) as i32).unsigned_abs();
    let down: u32 = small.windows(2).flat_map(|rows| rows[0].iter().zip(&rows[1])).map(|(u, v)| step(*u, *v)).sum();
    let across: u32 = small.iter().flat_map(|row| row.windows(2)).map(|pair| step(pair[0], pair[1])).sum();
    ((down + across) / 90).min(100) as u8
}

/// Bit `16 × row + column` is whether that coefficient is above the lower median of all 256. The text of a hash is the
/// 256-bit number they make, so bit 0 is the last bit of the last byte.
pub(super) fn bits(spectrum: &Spectrum) -> Pdq {
    let mut sorted = [0.0; 256];
    sorted.copy_from_slice(spectrum.as_flattened());
    let (_, median, _) = sorted.select_nth_unstable_by(127, f32::total_cmp);
    let mut bytes = [0; 32];
    for (bit, value) in spectrum.as_flattened().iter().enumerate() {
        bytes[31 - bit / 8] |= u8::from(*value > *median) << (bit % 8);
    }
    Pdq(bytes)
}

/// The spectrum that the turned picture would have. Turning a picture over its diagonal transposes its spectrum;
/// mirroring it changes the sign of every cosine of odd frequency, and row and column 0 hold frequency 1.
pub(super) fn turned_spectrum(spectrum: &Spectrum, turn: Turn) -> Spectrum {
    let (is_transposed, mirrors_rows, mirrors_columns) = match turn {
        Turn::Original => (false, false, false),
        Turn::Rotate90 => (true, true, false),
        Turn::Rotate180 => (false, true, true),
        Turn::Rotate270 => (true, false, true),
        Turn::FlipX => (false, true, false),
        Turn::FlipY => (false, false, true),
        Turn::FlipPlus1 => (true, false, false),
        Turn::FlipMinus1 => (true, true, true),
    };
    std::array::from_fn(|row| {
        std::array::from_fn(|column| {
            let value = if is_transposed { spectrum[column][row] } else { spectrum[row][column] };
            let changes_sign = (mirrors_rows && row % 2 == 0) != (mirrors_columns && column % 2 == 0);
            if changes_sign { -value } else { value }
        })
    })
}

#[cfg(test)]
#[path = "hashing_tests.rs"]
mod tests;
