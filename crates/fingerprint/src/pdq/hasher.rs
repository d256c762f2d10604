//! PDQ of a picture that comes row by row, as a decoder gives it. Owns the order of the rows; keeps none of them.

use crate::kernel::Kernel;
use crate::pdq::hashing::{SizeError, bits, quality, turned_spectrum};
use crate::pdq::luma::RowKind;
use crate::pdq::planes::PlaneStrip;
use crate::pdq::shrink::{SIDE, Shrinker, Small};
#[cfg(target_arch = "x86_64")]
use crate::pdq::strips::{self, Strips};
use crate::pdq::transform::{Spectrum, spectrum};
use crate::pdq::{Pdq, PdqHash, Turn};

/// Below this many pixels on either side there is no hash: all zeros with quality 0.
pub(super) const SIDE_PX_MIN: usize = 5;

/// Takes rows from the top, any number of whole ones at a time and of any kind, and gives the hash of the picture that
/// they make: the bits and the quality that [`hash`](crate::pdq::hash) gives for the whole.
///
/// ```
/// # use fingerprint::pdq::{Hasher, RgbView, hash};
/// let pixels: Vec<u8> = (0..300 * 200 * 3).map(|n| (n % 251) as u8).collect();
/// let mut hasher = Hasher::new(300, 200);
/// for rows in pixels.chunks(7 * 300 * 3) {
///     hasher.push_rgb_rows(rows)?;
/// }
/// assert_eq!(hasher.finish()?, hash(RgbView::new(300, 200, &pixels)?));
/// # Ok::<(), fingerprint::pdq::SizeError>(())
/// ```
///
/// Allocates about `height / 128` rows of f32 and a strip of sixteen rows.
pub struct Hasher {
    width_px: u32,
    height_px: u32,
    n_rows: usize,
    engine: Engine,
    /// The luma of a picture of 64 × 64, which is hashed as it is.
    as_is: Option<Vec<f32>>,
}

enum Engine {
    /// Too small for a hash.
    Nothing,
    Scalar {
        shrinker: Box<Shrinker>,
        luma: Vec<f32>,
    },
    #[cfg(target_arch = "x86_64")]
    Strips(Box<Strips>),
}

impl Hasher {
    /// For a picture of this size.
    pub fn new(width_px: u32, height_px: u32) -> Hasher {
        Hasher::with_kernel(width_px, height_px, Kernel::chosen())
    }

    /// The same with one set of instructions.
    pub(crate) fn with_kernel(width_px: u32, height_px: u32, kernel: Kernel) -> Hasher {
        let (width, height) = (width_px as usize, height_px as usize);
        let engine = Engine::new(width, height, kernel);
        let as_is = (width == SIDE && height == SIDE).then(Vec::new);
        Hasher { width_px, height_px, n_rows: 0, engine, as_is }
    }

    /// How many rows are still to come.
    pub fn n_rows_missing(&self) -> usize {
        self.height_px as usize - self.n_rows
    }

    /// Takes rows of three bytes a pixel: red, green, blue.
    ///
    /// # Errors
    /// The bytes are not whole rows, or more rows than the picture still lacks; nothing was taken then.
    pub fn push_rgb_rows(&mut self, rgb: &[u8]) -> Result<(), SizeError> {
        self.push_rows(RowKind::Rgb, rgb)
    }

    /// Takes rows of one byte a pixel, grey: what the same value in red, green and blue would give.
    ///
    /// # Errors
    /// As for [`push_rgb_rows`](Hasher::push_rgb_rows).
    pub fn push_grey_rows(&mut self, grey: &[u8]) -> Result<(), SizeError> {
        self.push_rows(RowKind::Grey, grey)
    }

    /// Takes rows of three bytes a pixel as a JPEG has them, Y, Cb, Cr: what their RGB of libjpeg-turbo would give.
    ///
    /// # Errors
    /// As for [`push_rgb_rows`](Hasher::push_rgb_rows).
    pub fn push_ycbcr_rows(&mut self, ycbcr: &[u8]) -> Result<(), SizeError> {
        self.push_rows(RowKind::Ycbcr, ycbcr)
    }

    /// Takes a strip of rows as planes, where this kernel reads them so and the strip is one of its own; whether it was
    /// taken. What it gives is what the strip's colours would give.
    pub(crate) fn take_planes(&mut self, strip: PlaneStrip<'_>) -> bool {
        let n_rows = strip.luma.len() / (self.width_px as usize).max(1);
        if self.as_is.is_some() || n_rows > self.n_rows_missing() {
            return false;
        }
        let is_taken = match &mut self.engine {
            #[cfg(target_arch = "x86_64")]
            Engine::Strips(strips) => strips.push_planes(strip),
            _ => false,
        };
        self.n_rows += if is_taken { n_rows } else { 0 };
        is_taken
    }

    /// The hash and its quality.
    ///
    /// # Errors
    /// Rows are missing.
    pub fn finish(self) -> Result<PdqHash, SizeError> {
        self.check_is_whole()?;
        Ok(self.outcome().0)
    }

    /// The hash and those of the eight turned and mirrored forms, as [`hash_with_turns`](crate::pdq::hash_with_turns).
    ///
    /// # Errors
    /// Rows are missing.
    pub fn finish_with_turns(self) -> Result<(PdqHash, [Pdq; 8]), SizeError> {
        self.check_is_whole()?;
        Ok(self.outcome_with_turns())
    }

    fn push_rows(&mut self, kind: RowKind, rows: &[u8]) -> Result<(), SizeError> {
        let row_bytes = self.width_px as usize * kind.bytes_per_px();
        let is_whole = if row_bytes == 0 { rows.is_empty() } else { rows.len().is_multiple_of(row_bytes) };
        if !is_whole || rows.len().checked_div(row_bytes).unwrap_or(0) > self.n_rows_missing() {
            return Err(self.wrong_number(rows.len()));
        }
        self.take_rows(kind, rows);
        Ok(())
    }

    fn check_is_whole(&self) -> Result<(), SizeError> {
        let is_whole = self.n_rows_missing() == 0 || self.width_px == 0;
        if is_whole { Ok(()) } else { Err(self.wrong_number(self.n_rows * self.width_px as usize)) }
    }

    fn wrong_number(&self, found: usize) -> SizeError {
        SizeError { width_px: self.width_px, height_px: self.height_px, found }
    }

    /// Takes whole rows, of which there are no more than are missing.
    pub(super) fn take_rows(&mut self, kind: RowKind, rows: &[u8]) {
        let width = self.width_px as usize;
        if width == 0 {
            return;
        }
        self.n_rows += rows.len() / (width * kind.bytes_per_px());
        if let Some(as_is) = &mut self.as_is {
            for row in rows.chunks_exact(width * kind.bytes_per_px()) {
                let before = as_is.len();
                as_is.resize(before + width, 0.0);
                kind.fill_luma(row, &mut as_is[before..]);
            }
        }
        match &mut self.engine {
            Engine::Nothing => {}
            Engine::Scalar { shrinker, luma } => {
                for row in rows.chunks_exact(width * kind.bytes_per_px()) {
                    kind.fill_luma(row, luma);
                    shrinker.push(luma);
                }
            }
            #[cfg(target_arch = "x86_64")]
            Engine::Strips(strips) => strips.push(kind, rows),
        }
    }

    /// The hash of the rows that came, which must be all.
    pub(super) fn outcome(self) -> (PdqHash, Option<Spectrum>) {
        let as_is = self.as_is.as_deref().map(plane_of);
        if let Some(small) = as_is {
            return hash_of(&small);
        }
        match self.engine.finish() {
            Some(small) => hash_of(&small),
            None => (PdqHash { hash: Pdq([0; 32]), quality: 0 }, None),
        }
    }

    /// The same with the turns.
    pub(super) fn outcome_with_turns(mut self) -> (PdqHash, [Pdq; 8]) {
        let as_is = self.as_is.take();
        let (mut stored, spectrum) = self.outcome();
        let Some(spectrum) = spectrum else { return (stored, [stored.hash; 8]) };
        if let Some(as_is) = as_is {
            stored = hash_of(&plane_of(&as_is)).0;
        }
        let mut turns = Turn::ALL.map(|turn| bits(&turned_spectrum(&spectrum, turn)));
        turns[0] = stored.hash;
        (stored, turns)
    }
}

impl Engine {
    fn new(width: usize, height: usize, kernel: Kernel) -> Engine {
        match kernel {
            _ if width < SIDE_PX_MIN || height < SIDE_PX_MIN => Engine::Nothing,
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 | Kernel::Avx512 if width.max(height) <= strips::SIDE_PX_MAX => {
                Engine::Strips(Box::new(Strips::new(width, height, kernel)))
            }
            _ => Engine::Scalar { shrinker: Box::new(Shrinker::new(width, height)), luma: vec![0.0; width] },
        }
    }

    fn finish(self) -> Option<Box<Small>> {
        match self {
            Engine::Nothing => None,
            Engine::Scalar { shrinker, .. } => Some(shrinker.finish()),
            #[cfg(target_arch = "x86_64")]
            Engine::Strips(strips) => Some(strips.finish()),
        }
    }
}

pub(super) fn hash_of(small: &Small) -> (PdqHash, Option<Spectrum>) {
    let spectrum = spectrum(small);
    (PdqHash { hash: bits(&spectrum), quality: quality(small) }, Some(spectrum))
}

pub(super) fn plane_of(luma: &[f32]) -> Box<Small> {
    let mut small = Box::new([[0.0; SIDE]; SIDE]);
    small.as_flattened_mut().iter_mut().zip(luma).for_each(|(value, luma)| *value = *luma);
    small
}

#[cfg(test)]
#[path = "hasher_tests.rs"]
mod tests;
