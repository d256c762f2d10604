//! The sums behind a view: two products of small matrices, and 256 values into bits. The same code is compiled for every
//! kernel but where AVX-512 has its own; products are never fused and sums never split, so that every kernel gives the
//! bits of the scalar one.

#![expect(unsafe_code, reason = "functions compiled for instructions that the machine was asked for")]

use crate::Kernel;
use crate::pdq::Pdq;

use super::area::Shares;
use super::operator::{FREQUENCIES, Matrix, SampleMatrix};
use super::reduction::{CELLS, Plane};
use super::sample::Rect;
use super::steps::SAMPLES;

/// Columns of a picture by vertical frequency: what the rows of a picture give, before its columns are taken.
pub(super) type Half = [[f32; CELLS]; FREQUENCIES];

/// Coefficients by vertical, then horizontal frequency.
pub(super) type Spectrum = [[f32; FREQUENCIES]; FREQUENCIES];

/// Where a reduction goes: its lines, each as long as the rectangle is wide, and its cells.
pub(super) struct Reduced<'r> {
    pub(super) lines: &'r mut [f32],
    pub(super) cells: &'r mut [f32; CELLS * CELLS],
}

#[cfg(target_arch = "x86_64")]
mod avx512;

/// `$body` compiled for each kernel, and what AVX-512 does instead.
macro_rules! kernels {
    ($(#[$doc:meta])* $name:ident, $body:ident, $wide:path, ($($arg:ident: $type:ty),*)) => {
        $(#[$doc])*
        pub(super) fn $name(kernel: Kernel, $($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,popcnt,bmi2")]
                fn avx2($($arg: $type),*) {
                    $body($($arg),*)
                }
                #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx2,popcnt,bmi2")]
                fn wide($($arg: $type),*) {
                    $wide($($arg),*)
                }
                match kernel {
                    // SAFETY: this machine was asked for the instructions the line before.
                    Kernel::Avx512 if kernel.is_available() => return unsafe { wide($($arg),*) },
                    // SAFETY: as above.
                    Kernel::Avx2 if kernel.is_available() => return unsafe { avx2($($arg),*) },
                    _ => {}
                }
            }
            let _ = kernel;
            $body($($arg),*)
        }
    };
}

kernels!(
    /// Means of a rectangle over 128 × 128 cells.
    reduce, means, means, (plane: &Plane, rect: Rect, rows: &Shares, columns: &Shares, to: &mut Reduced<'_>)
);

kernels!(
    /// Frequencies of 64 × 64 samples that lie where PDQ takes them.
    transform_samples, samples, avx512::samples, (matrix: &SampleMatrix, picture: &[[f32; SAMPLES]; SAMPLES], spectrum: &mut Spectrum)
);

kernels!(
    /// Vertical frequencies of every column: `matrix` transposed, times the picture (128 rows of 128).
    multiply_rows, rows, avx512::vertically, (matrix: &Matrix, picture: &[f32; CELLS * CELLS], half: &mut Half)
);

kernels!(
    /// Horizontal frequencies of what [`multiply_rows`] gave.
    multiply_columns, columns, avx512::horizontally, (half: &Half, matrix: &Matrix, spectrum: &mut Spectrum)
);

kernels!(
    /// Bit `16 × row + column` is whether that coefficient is above the lower median; bit 0 is the last bit of the last byte.
    take_bits, bits, bits, (spectrum: &Spectrum, hash: &mut Pdq)
);

/// Columns summed at once.
const LANES: usize = 16;

/// Frequencies summed at once: with `LANES` columns they just fit the registers of AVX2.
const AT_ONCE: usize = 4;

#[inline(always)]
fn means(plane: &Plane, rect: Rect, rows: &Shares, columns: &Shares, to: &mut Reduced<'_>) {
    let width = rect.width();
    rows.of_lines(|row| &plane.row(rect.top + row)[rect.left..rect.right], to.lines, width);
    for (line, cells) in to.lines.chunks_exact(width).zip(to.cells.chunks_exact_mut(CELLS)) {
        columns.of_line(line, cells);
    }
}

#[inline(always)]
fn samples(matrix: &SampleMatrix, picture: &[[f32; SAMPLES]; SAMPLES], spectrum: &mut Spectrum) {
    let mut half = [[0.0; SAMPLES]; FREQUENCIES];
    vertically::<SAMPLES>(matrix, picture.as_flattened(), &mut half);
    horizontally(&half, matrix, spectrum);
    half.as_flattened_mut().fill(0.0);
    std::hint::black_box(&mut half);
}

#[inline(always)]
fn rows(matrix: &Matrix, picture: &[f32; CELLS * CELLS], half: &mut Half) {
    vertically::<CELLS>(matrix, picture, half);
}

#[inline(always)]
fn columns(half: &Half, matrix: &Matrix, spectrum: &mut Spectrum) {
    horizontally(half, matrix, spectrum);
}

/// `N` values on each side of the picture.
#[inline(always)]
fn vertically<const N: usize>(matrix: &[[f32; FREQUENCIES]; N], picture: &[f32], half: &mut [[f32; N]; FREQUENCIES]) {
    for first in (0..FREQUENCIES).step_by(AT_ONCE) {
        for column in (0..N).step_by(LANES) {
            let mut sums = [[0.0f32; LANES]; AT_ONCE];
            for (row, weights) in matrix.iter().enumerate() {
                let values: &[f32; LANES] =
                    picture[row * N + column..][..LANES].try_into().expect("a slice of LANES values");
                for (sums, weight) in sums.iter_mut().zip(&weights[first..first + AT_ONCE]) {
                    for lane in 0..LANES {
                        sums[lane] += weight * values[lane];
                    }
                }
            }
            for (out, sums) in half[first..first + AT_ONCE].iter_mut().zip(&sums) {
                out[column..column + LANES].copy_from_slice(sums);
            }
        }
    }
}

#[inline(always)]
fn horizontally<const N: usize>(
    half: &[[f32; N]; FREQUENCIES],
    matrix: &[[f32; FREQUENCIES]; N],
    spectrum: &mut Spectrum,
) {
    for first in (0..FREQUENCIES).step_by(AT_ONCE) {
        let mut sums = [[0.0f32; FREQUENCIES]; AT_ONCE];
        for (column, weights) in matrix.iter().enumerate() {
            for (n, sums) in sums.iter_mut().enumerate() {
                let value = half[first + n][column];
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += value * weight;
                }
            }
        }
        spectrum[first..first + AT_ONCE].copy_from_slice(&sums);
    }
}

#[inline(always)]
fn bits(spectrum: &Spectrum, hash: &mut Pdq) {
    let values: &[f32] = spectrum.as_flattened();
    let bound = threshold(values);
    for (n, byte) in hash.0.iter_mut().rev().enumerate() {
        *byte = (0..8).fold(0, |byte, bit| byte | u8::from(values[8 * n + bit] > bound) << bit);
    }
}

/// A value above which lie exactly the values that lie above the lower median: by halving, as long as that goes fast.
#[inline(always)]
fn threshold(values: &[f32]) -> f32 {
    let n_above = |bound: f32| values.iter().map(|value| u32::from(*value > bound)).sum::<u32>();
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for value in values {
        low = if *value < low { *value } else { low };
        high = if *value > high { *value } else { high };
    }
    // The median lies near zero, the extremes far out, so that the first guess saves several.
    let mut bound = if low < 0.0 && high > 0.0 { 0.0 } else { low / 2.0 + high / 2.0 };
    for _ in 0..40 {
        match n_above(bound) {
            128 => return bound,
            more if more > 128 => low = bound,
            _ => high = bound,
        }
        bound = low / 2.0 + high / 2.0;
    }
    // Equal values around the median.
    let mut sorted = [0.0; 256];
    sorted.copy_from_slice(values);
    *sorted.select_nth_unstable_by(127, f32::total_cmp).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(seed: u64) -> impl FnMut() -> f32 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 40) as f32 / 8_388_608.0 - 1.0) * 200.0
        }
    }

    /// Of every kernel of this machine: half, spectrum, bits, and frequencies of samples.
    fn all(matrix: &Matrix, picture: &[f32; CELLS * CELLS]) -> Vec<(Half, Spectrum, Pdq, Spectrum)> {
        let available = Kernel::ALL.into_iter().filter(|kernel| kernel.is_available());
        available
            .map(|kernel| {
                let mut half = [[0.0; CELLS]; FREQUENCIES];
                let mut spectrum = [[0.0; FREQUENCIES]; FREQUENCIES];
                let mut hash = Pdq([0; 32]);
                multiply_rows(kernel, matrix, picture, &mut half);
                multiply_columns(kernel, &half, matrix, &mut spectrum);
                take_bits(kernel, &spectrum, &mut hash);
                let samples: [[f32; SAMPLES]; SAMPLES] =
                    std::array::from_fn(|row| std::array::from_fn(|column| picture[row * CELLS + column]));
                let mut of_samples = [[0.0; FREQUENCIES]; FREQUENCIES];
                let matrix: SampleMatrix = std::array::from_fn(|sample| matrix[sample]);
                transform_samples(kernel, &matrix, &samples, &mut of_samples);
                (half, spectrum, hash, of_samples)
            })
            .collect()
    }

    #[test]
    fn every_kernel_gives_the_scalar_one_s_bits() {
        for seed in 0..60 {
            let mut next = random(seed);
            let matrix: Matrix = std::array::from_fn(|_| std::array::from_fn(|_| next()));
            let mut picture = [0.0; CELLS * CELLS];
            // Every third picture has few different values, so that sums are equal.
            picture.fill_with(|| if seed % 3 == 0 { (next() / 150.0).round() } else { next() });
            let given = all(&matrix, &picture);
            assert!(given.iter().all(|one| one == &given[0]), "seed {seed}");
        }
    }

    #[test]
    fn every_kernel_reduces_alike() {
        let mut next = random(3);
        let mut plane = Plane::new(200, 300);
        plane.values.fill_with(&mut next);
        for rect in
            [Rect { left: 0, top: 0, right: 128, bottom: 256 }, Rect { left: 17, top: 3, right: 200, bottom: 90 }]
        {
            let (rows, columns) = (Shares::new(rect.height(), CELLS), Shares::new(rect.width(), CELLS));
            let reduced = |kernel| {
                let (mut lines, mut cells) = (vec![0.0; CELLS * rect.width()], [0.0; CELLS * CELLS]);
                let mut to = Reduced { lines: &mut lines, cells: &mut cells };
                reduce(kernel, &plane, rect, &rows, &columns, &mut to);
                cells
            };
            let scalar = reduced(Kernel::Scalar);
            for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
                assert!(reduced(kernel) == scalar, "{kernel:?}");
            }
        }
    }

    #[test]
    fn bits_are_those_above_the_lower_median() {
        let mut next = random(7);
        for n in 0..3_000 {
            let spectrum: Spectrum = std::array::from_fn(|_| {
                std::array::from_fn(|_| match n % 4 {
                    0 => (next() / 60.0).round(),
                    1 => next() * next() * next(),
                    2 => next() + 1000.0,
                    _ => {
                        if next() > 150.0 {
                            next()
                        } else {
                            0.0
                        }
                    }
                })
            });
            let mut sorted: Vec<f32> = spectrum.as_flattened().to_vec();
            sorted.sort_by(f32::total_cmp);
            let wanted: Vec<bool> = spectrum.as_flattened().iter().map(|value| *value > sorted[127]).collect();
            for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
                let mut hash = Pdq([0; 32]);
                take_bits(kernel, &spectrum, &mut hash);
                let found: Vec<bool> = (0..256).map(|bit| hash.0[31 - bit / 8] >> (bit % 8) & 1 == 1).collect();
                assert_eq!(found, wanted, "{kernel:?} {n}");
            }
        }
    }
}
