//! The luma of planar rows with AVX2: sixteen columns of two rows at a time, with the chromas that both have.
//!
//! Each step is one of `video::planar`'s converter and of `luma`, in the same whole numbers; only the colours in between
//! never leave the registers.

use std::arch::x86_64::*;

use super::{clamped, pairs, store_eight, thousandth, turned_over};
use crate::pdq::filter::Source;
use crate::pdq::planes::{PlaneStrip, Weights, fetch_next};
use crate::pdq::strips::{COLUMNS, ROWS, Sixteen};

/// Bytes that one load takes.
const LOAD_BYTES: usize = 16;

/// A strip of planes, of which the last columns are read from a copy.
pub(super) struct Planes<'p> {
    strip: PlaneStrip<'p>,
    width: usize,
    edge: Edge,
}

/// Sixteen columns of each plane, and the chromas that a load takes beyond them.
struct Edge {
    luma: [u8; ROWS * LOAD_BYTES],
    blue: [u8; ROWS / 2 * LOAD_BYTES],
    red: [u8; ROWS / 2 * LOAD_BYTES],
}

/// A plane from one column on: `LOAD_BYTES` can be read on each of its rows.
#[derive(Clone, Copy)]
struct Plane {
    first: *const u8,
    row_bytes: usize,
}

impl Plane {
    /// # Safety
    /// The plane has that row.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn load(self, row: usize) -> __m128i {
        // SAFETY: the row is there and as long as a load.
        unsafe { _mm_loadu_si128(self.first.add(row * self.row_bytes).cast()) }
    }
}

impl<'p> Planes<'p> {
    /// # Panics
    /// The planes are not `ROWS` rows of that width, which must be even.
    pub(super) fn new(strip: PlaneStrip<'p>, width: usize) -> Planes<'p> {
        strip.check(width);
        let edge = Edge { luma: [0; _], blue: [0; _], red: [0; _] };
        Planes { strip, width, edge }
    }

    /// Luma, blue and red from this column on.
    #[inline]
    fn planes(&mut self, column: usize) -> [Plane; 3] {
        let half = self.width / 2;
        // The load of the chromas takes sixteen, for 32 columns.
        if column + 2 * LOAD_BYTES <= self.width {
            let plane = |bytes: &[u8], column: usize, row_bytes| Plane { first: bytes[column..].as_ptr(), row_bytes };
            return [
                plane(self.strip.luma, column, self.width),
                plane(self.strip.blue, column / 2, half),
                plane(self.strip.red, column / 2, half),
            ];
        }
        copy(self.strip.luma, self.width, column, &mut self.edge.luma);
        copy(self.strip.blue, half, column / 2, &mut self.edge.blue);
        copy(self.strip.red, half, column / 2, &mut self.edge.red);
        [self.edge.luma.as_ptr(), self.edge.blue.as_ptr(), self.edge.red.as_ptr()]
            .map(|first| Plane { first, row_bytes: LOAD_BYTES })
    }
}

/// What there is of each row from this column on.
#[cold]
fn copy(plane: &[u8], row_bytes: usize, column: usize, to: &mut [u8]) {
    for (row, to) in plane.chunks_exact(row_bytes).zip(to.chunks_exact_mut(LOAD_BYTES)) {
        let from = &row[column.min(row_bytes)..(column + LOAD_BYTES).min(row_bytes)];
        to[..from.len()].copy_from_slice(from);
    }
}

impl Source for Planes<'_> {
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn read(&mut self, column: usize, luma: &mut [Sixteen; COLUMNS]) {
        let weights = self.strip.weights;
        let [ys, blues, reds] = self.planes(column);
        fetch_next(self.strip.luma, ROWS * column, ROWS * COLUMNS);
        fetch_next(self.strip.blue, ROWS * column / 4, ROWS * COLUMNS / 4);
        fetch_next(self.strip.red, ROWS * column / 4, ROWS * COLUMNS / 4);
        for top in (0..ROWS).step_by(8) {
            // Four columns of eight rows each: one of the upper four rows below, one of the lower four above.
            let mut fours = [[_mm256_setzero_ps(); 4]; 4];
            for pair in 0..2 {
                let row = top / 2 + pair;
                // SAFETY: each plane has its eight rows.
                let (upper_blue, upper_red) = unsafe { (blues.load(row), reds.load(row)) };
                // SAFETY: as above.
                let (lower_blue, lower_red) = unsafe { (blues.load(row + 2), reds.load(row + 2)) };
                let upper = Adds::of(spread(upper_blue, column), spread(upper_red, column), weights);
                let lower = Adds::of(spread(lower_blue, column), spread(lower_red, column), weights);
                for second in 0..2 {
                    let n = 2 * pair + second;
                    // SAFETY: the plane has its sixteen rows.
                    let (above, below) = unsafe { (ys.load(top + n), ys.load(top + n + 4)) };
                    let (above, below) = (upper.luma(above, weights), lower.luma(below, weights));
                    for half in 0..2 {
                        fours[half][n] = _mm256_permute2f128_ps::<0x20>(above[half], below[half]);
                        fours[half + 2][n] = _mm256_permute2f128_ps::<0x31>(above[half], below[half]);
                    }
                }
            }
            for (four, columns) in fours.into_iter().zip(luma.chunks_exact_mut(4)) {
                let turned = turned_over(four);
                for (values, column) in turned.into_iter().zip(columns) {
                    store_eight(&mut column.0[top..], values);
                }
            }
        }
        // Beyond the last column there is nothing, whatever stands in the copy.
        luma.iter_mut().skip(self.width.saturating_sub(column)).for_each(|column| *column = Sixteen::ZERO);
    }
}

/// The chromas of sixteen columns, of which the first is this one: each stands for two, and where the first column is odd
/// the first stands for one.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn spread(chromas: __m128i, column: usize) -> __m256i {
    let is_odd = _mm_set1_epi8((column % 2) as i8);
    let places = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    // No place is above 16, so a shift of words moves no bit from one byte to the next that the mask leaves.
    let places = _mm_and_si128(_mm_srli_epi16::<1>(_mm_add_epi8(places, is_odd)), _mm_set1_epi8(15));
    let eighths = _mm256_slli_epi16::<3>(_mm256_cvtepu8_epi16(_mm_shuffle_epi8(chromas, places)));
    _mm256_sub_epi16(eighths, _mm256_set1_epi16(1024))
}

/// What the chromas add to the luma of sixteen columns of two rows.
struct Adds {
    red: __m256i,
    green: __m256i,
    blue: __m256i,
}

impl Adds {
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn of(blue: __m256i, red: __m256i, weights: Weights) -> Adds {
        Adds {
            red: high(red, weights.red_of_red),
            green: _mm256_add_epi16(high(blue, weights.green_of_blue), high(red, weights.green_of_red)),
            blue: high(blue, weights.blue_of_blue),
        }
    }

    /// The luma of columns 0 to 3 below that of 8 to 11, and that of 4 to 7 below that of 12 to 15.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn luma(&self, y: __m128i, weights: Weights) -> [__m256; 2] {
        let eighths = _mm256_slli_epi16::<3>(_mm256_cvtepu8_epi16(y));
        let y = high(_mm256_sub_epi16(eighths, _mm256_set1_epi16(weights.black)), weights.luma);
        let red = clamped(_mm256_add_epi16(y, self.red));
        let green = clamped(_mm256_add_epi16(y, self.green));
        let blue = clamped(_mm256_add_epi16(y, self.blue));
        let nothing = _mm256_setzero_si256();
        [
            luma_of(_mm256_unpacklo_epi16(red, green), _mm256_unpacklo_epi16(blue, nothing)),
            luma_of(_mm256_unpackhi_epi16(red, green), _mm256_unpackhi_epi16(blue, nothing)),
        ]
    }
}

/// The luma of eight pixels: red and green side by side, blue for itself.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn luma_of(red_green: __m256i, blue: __m256i) -> __m256 {
    let red_green = _mm256_madd_epi16(red_green, pairs(299, 587));
    thousandth(_mm256_add_epi32(red_green, _mm256_madd_epi16(blue, pairs(114, 0))))
}

/// The upper halves of the products.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn high(values: __m256i, weight: i16) -> __m256i {
    _mm256_mulhi_epi16(values, _mm256_set1_epi16(weight))
}
