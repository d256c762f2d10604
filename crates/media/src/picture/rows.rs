//! The look of a picture whose rows come from the top: they are hashed while they are in the cache, and not kept.

use fingerprint::pdq::{Hasher, SizeError};
use fingerprint::view::Reducer;

use super::digest::PixelHasher;
use super::{DecodeError, Limits, Looked, Wanted, look_by};

/// Rows that are best handed on together: few enough to be still in the cache, as many as the hash takes at once.
pub(super) const STRIP_ROWS: usize = 16;

/// Takes rows of RGB and gives the look of the picture that they make.
pub(super) struct Rows {
    size: (u32, u32),
    hasher: Hasher,
    reducer: Option<Reducer>,
    digest: Option<PixelHasher>,
}

impl Rows {
    /// For a picture of this size, once the limits have been asked.
    pub(super) fn new(size: (u32, u32), limits: &Limits, wanted: Wanted) -> Result<Rows, DecodeError> {
        let (width, height) = size;
        limits.check(width, height)?;
        let reducer = wanted.reduction.then(|| Reducer::new(width, height)).flatten();
        let digest = wanted.pixels.then(|| PixelHasher::new(width, height));
        Ok(Rows { size, hasher: Hasher::new(width, height), reducer, digest })
    }

    /// Bytes a row.
    pub(super) fn stride(&self) -> usize {
        self.size.0 as usize * 3
    }

    /// The next rows, whole ones.
    pub(super) fn push(&mut self, rgb: &[u8]) -> Result<(), SizeError> {
        let stride = self.stride();
        if let Some(reducer) = &mut self.reducer {
            rgb.chunks_exact(stride.max(1)).for_each(|row| reducer.push_rgb_row(row));
        }
        if let Some(digest) = &mut self.digest {
            digest.push(rgb);
        }
        self.hasher.push_rgb_rows(rgb)
    }

    /// The look, after the last row.
    pub(super) fn finish(self, decoder: &str) -> Result<Looked, SizeError> {
        let look = look_by(self.hasher.finish_with_turns()?, decoder);
        let reduction = self.reducer.and_then(Reducer::finish);
        let rows = self.digest.map(PixelHasher::finish);
        Ok(Looked { size: self.size, look, reduction, rows, cut_short: None })
    }
}
