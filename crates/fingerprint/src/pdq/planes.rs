//! A strip of rows as decoders give them, luma and half as many chromas each way, and the weights that make colours of
//! them. No arithmetic: the truth is the converter of `video::hash_planar`, and a kernel gives the luma of its colours.
#![cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "a prefetch takes an address"))]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};

#[cfg(target_arch = "x86_64")]
use crate::pdq::strips::ROWS;

/// Factors over 2¹³, applied to eighths.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weights {
    pub(crate) black: i16,
    pub(crate) luma: i16,
    pub(crate) red_of_red: i16,
    pub(crate) green_of_red: i16,
    pub(crate) green_of_blue: i16,
    pub(crate) blue_of_blue: i16,
}

/// Rows of luma, an even number of them and each of even width, and the chromas that belong to them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlaneStrip<'p> {
    pub(crate) luma: &'p [u8],
    pub(crate) blue: &'p [u8],
    pub(crate) red: &'p [u8],
    pub(crate) weights: Weights,
}

impl PlaneStrip<'_> {
    /// # Panics
    /// The planes are not `ROWS` rows of that width, which must be even.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn check(&self, width: usize) {
        assert!(width.is_multiple_of(2) && self.luma.len() == ROWS * width);
        assert!([self.blue.len(), self.red.len()] == [ROWS / 2 * width / 2; 2]);
    }
}

/// Asks for some of what lies behind these rows: the next strip, where there is one. The rows of a strip are more than
/// processors follow by themselves.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(super) fn fetch_next(rows: &[u8], at_bytes: usize, n_bytes: usize) {
    const LINE_BYTES: usize = 64;
    for line in 0..n_bytes / LINE_BYTES {
        let at = rows.as_ptr().wrapping_add(rows.len() + at_bytes + line * LINE_BYTES);
        // SAFETY: nothing is read by this, so no address is wrong, and every x86-64 has the instruction.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(at.cast()) };
    }
}
