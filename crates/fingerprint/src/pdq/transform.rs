//! The part of the cosine transform that PDQ keeps: frequencies 1 to 16 of a 64 × 64 plane, both ways.
//!
//! Invariant: every coefficient is one f32 sum over ascending index, product by product, never fused and never split,
//! as the reference's (`dct64To16` of ThreatExchange). Neighbouring coefficients are independent, so the compiler may
//! compute them side by side.

use std::sync::LazyLock;

use crate::pdq::shrink::{SIDE, Small};

/// Frequencies kept each way.
const FREQUENCIES: usize = 16;

/// Coefficients, first by vertical frequency, then by horizontal; index 0 is frequency 1.
pub(super) type Spectrum = [[f32; FREQUENCIES]; FREQUENCIES];

/// By position, then by frequency: sqrt(2 / 64) · cos(π / 128 · frequency · (2 · position + 1)).
static COSINES: LazyLock<[[f32; FREQUENCIES]; SIDE]> = LazyLock::new(|| {
    // The factor is rounded to f32 before the product is taken, as in the reference.
    let scale = f64::from((2.0 / SIDE as f64).sqrt() as f32);
    std::array::from_fn(|position| {
        std::array::from_fn(|row| {
            let angle = std::f64::consts::PI / 2.0 / SIDE as f64 * (row + 1) as f64 * (2 * position + 1) as f64;
            (scale * angle.cos()) as f32
        })
    })
});

/// The 256 coefficients of the plane.
pub(super) fn spectrum(small: &Small) -> Spectrum {
    let cosines = &*COSINES;
    let mut half = [[0.0f32; SIDE]; FREQUENCIES];
    for (row, cosines) in small.iter().zip(cosines) {
        for (sums, cosine) in half.iter_mut().zip(cosines) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += cosine * value);
        }
    }
    let mut spectrum = [[0.0f32; FREQUENCIES]; FREQUENCIES];
    for (sums, half) in spectrum.iter_mut().zip(&half) {
        for (value, cosines) in half.iter().zip(cosines) {
            sums.iter_mut().zip(cosines).for_each(|(sum, cosine)| *sum += value * cosine);
        }
    }
    spectrum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    // The digest is that of the same table taken with numpy.
    fn the_cosines_do_not_depend_on_the_machine() {
        let bytes: Vec<u8> = COSINES.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
        let digest = crate::Digests::of(&bytes).sha256.unwrap();
        assert_eq!(digest.to_string(), "bfd23eb20fd28e4b738aad5062f34114a724462eaa8cb68e34d0dad11b23f7de");
    }
}
