//! The two products of small matrices with sixteen values in one register of AVX-512. Written out: given the plain loops, the
//! compiler goes through memory column by column (it scatters and gathers) where whole rows lie side by side.
//!
//! Each product is rounded before it is added, and sums go on in the order of the plain loops: their bits.

#![expect(unsafe_code, reason = "loads and stores by address")]

use std::arch::x86_64::{
    __m512, _mm512_add_ps, _mm512_loadu_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_storeu_ps,
};

use crate::view::operator::{FREQUENCIES, SampleMatrix};
use crate::view::steps::SAMPLES;

use super::Spectrum;

/// Values in a register.
const LANES: usize = 16;

/// Frequencies summed at once: with two registers of columns each, the sums take half of the registers.
const AT_ONCE: usize = 8;

/// Frequencies of samples; nothing of the picture is left on the stack.
#[target_feature(enable = "avx512f")]
pub(super) fn samples(matrix: &SampleMatrix, picture: &[[f32; SAMPLES]; SAMPLES], spectrum: &mut Spectrum) {
    let mut half = [[0.0; SAMPLES]; FREQUENCIES];
    vertically(matrix, picture.as_flattened(), &mut half);
    horizontally(&half, matrix, spectrum);
    half.as_flattened_mut().fill(0.0);
    std::hint::black_box(&mut half);
}

/// `half[f][column] = Σ matrix[row][f] · picture[row][column]`, of `N` rows and columns, `N` a multiple of 32.
#[target_feature(enable = "avx512f")]
pub(super) fn vertically<const N: usize>(
    matrix: &[[f32; FREQUENCIES]; N],
    picture: &[f32],
    half: &mut [[f32; N]; FREQUENCIES],
) {
    const { assert!(N.is_multiple_of(2 * LANES) && FREQUENCIES.is_multiple_of(AT_ONCE)) };
    let rows = picture.as_chunks::<N>().0;
    for first in (0..FREQUENCIES).step_by(AT_ONCE) {
        for column in (0..N).step_by(2 * LANES) {
            let mut sums = [[_mm512_setzero_ps(); 2]; AT_ONCE];
            for (weights, row) in matrix.iter().zip(rows) {
                let values = [load(&row[column..]), load(&row[column + LANES..])];
                for (sums, weight) in sums.iter_mut().zip(&weights[first..first + AT_ONCE]) {
                    let weight = _mm512_set1_ps(*weight);
                    for (sum, values) in sums.iter_mut().zip(values) {
                        *sum = _mm512_add_ps(*sum, _mm512_mul_ps(weight, values));
                    }
                }
            }
            for (out, [left, right]) in half[first..first + AT_ONCE].iter_mut().zip(sums) {
                store(left, &mut out[column..]);
                store(right, &mut out[column + LANES..]);
            }
        }
    }
}

/// `spectrum[f][g] = Σ half[f][column] · matrix[column][g]`, all 256 sums at once.
#[target_feature(enable = "avx512f")]
pub(super) fn horizontally<const N: usize>(
    half: &[[f32; N]; FREQUENCIES],
    matrix: &[[f32; FREQUENCIES]; N],
    spectrum: &mut Spectrum,
) {
    let mut sums = [_mm512_setzero_ps(); FREQUENCIES];
    for (column, weights) in matrix.iter().enumerate() {
        let weights = load(weights);
        for (sum, values) in sums.iter_mut().zip(half) {
            *sum = _mm512_add_ps(*sum, _mm512_mul_ps(_mm512_set1_ps(values[column]), weights));
        }
    }
    spectrum.iter_mut().zip(sums).for_each(|(out, sum)| store(sum, out));
}

/// The first sixteen values.
#[inline]
#[target_feature(enable = "avx512f")]
fn load(from: &[f32]) -> __m512 {
    let from: &[f32; LANES] = from.first_chunk().expect("a register of values");
    // SAFETY: 64 bytes are read from sixteen values of four; any address will do.
    unsafe { _mm512_loadu_ps(from.as_ptr()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(values: __m512, into: &mut [f32]) {
    let into: &mut [f32; LANES] = into.first_chunk_mut().expect("a register of values");
    // SAFETY: 64 bytes are written to sixteen values of four; any address will do.
    unsafe { _mm512_storeu_ps(into.as_mut_ptr(), values) }
}
