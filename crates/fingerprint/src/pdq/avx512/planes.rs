//! The luma of planar rows with AVX-512: sixteen columns of two rows at a time, one of each of two pairs that have their
//! chromas in common.
//!
//! Each step is one of `video::planar`'s converter and of `luma`, in the same whole numbers; only the colours in between
//! never leave the registers.

use std::arch::x86_64::*;

use super::{clamped, columns_there, pairs, store, thousandth, turned_over};
use crate::pdq::filter::Source;
use crate::pdq::planes::{PlaneStrip, Weights, fetch_next};
use crate::pdq::strips::{COLUMNS, ROWS, Sixteen};

/// A strip of planes. Of the last columns only what is there is read.
pub(super) struct Planes<'p> {
    strip: PlaneStrip<'p>,
    width: usize,
}

impl<'p> Planes<'p> {
    /// # Panics
    /// The planes are not `ROWS` rows of that width, which must be even.
    pub(super) fn new(strip: PlaneStrip<'p>, width: usize) -> Planes<'p> {
        strip.check(width);
        Planes { strip, width }
    }
}

/// A plane from one column on.
#[derive(Clone, Copy)]
struct Plane {
    first: *const u8,
    row_bytes: usize,
    /// Which of sixteen bytes each row has there.
    is_there: __mmask16,
}

impl Plane {
    /// Up to this many bytes of each row are read.
    fn new(plane: &[u8], row_bytes: usize, column: usize, n_bytes: usize) -> Plane {
        let n_there = columns_there(row_bytes, column).min(n_bytes);
        let first = plane[column.min(row_bytes)..].as_ptr();
        Plane { first, row_bytes, is_there: ((1_u32 << n_there) - 1) as __mmask16 }
    }

    /// One row below, another above.
    ///
    /// # Safety
    /// The plane has both rows.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    unsafe fn load_two(self, below: usize, above: usize) -> __m256i {
        let row = |row: usize| {
            let at = self.first.wrapping_add(row * self.row_bytes);
            // SAFETY: the mask leaves the bytes that the row has, from this column on.
            unsafe { _mm_maskz_loadu_epi8(self.is_there, at.cast()) }
        };
        _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(row(below)), row(above))
    }
}

impl Source for Planes<'_> {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    unsafe fn read(&mut self, column: usize, luma: &mut [Sixteen; COLUMNS]) {
        let PlaneStrip { luma: ys, blue, red, weights } = self.strip;
        fetch_next(ys, ROWS * column, ROWS * COLUMNS);
        fetch_next(blue, ROWS * column / 4, ROWS * COLUMNS / 4);
        fetch_next(red, ROWS * column / 4, ROWS * COLUMNS / 4);
        // Sixteen columns have nine chromas where the first column is odd.
        let half = |plane| Plane::new(plane, self.width / 2, column / 2, COLUMNS / 2 + 1);
        let (ys, blues, reds) = (Plane::new(ys, self.width, column, COLUMNS), half(blue), half(red));
        let is_there = ys.is_there;
        let mut rows = [_mm512_setzero_ps(); ROWS];
        for pair in (0..ROWS / 2).step_by(2) {
            // SAFETY: each plane has its eight rows.
            let (blues, reds) = unsafe { (blues.load_two(pair, pair + 1), reds.load_two(pair, pair + 1)) };
            let adds = Adds::of(spread(blues, column), spread(reds, column), weights);
            for n in [2 * pair, 2 * pair + 1] {
                // SAFETY: the plane has its sixteen rows.
                let [below, above] = adds.luma(unsafe { ys.load_two(n, n + 2) }, weights);
                rows[n] = _mm512_maskz_mov_ps(is_there, below);
                rows[n + 2] = _mm512_maskz_mov_ps(is_there, above);
            }
        }
        for (column, values) in luma.iter_mut().zip(turned_over(rows)) {
            store(column, values);
        }
    }
}

/// The chromas of sixteen columns of two rows, of which the first is this one: each stands for two, and where the first
/// column is odd the first stands for one.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn spread(chromas: __m256i, column: usize) -> __m512i {
    let places = match column % 2 {
        0 => _mm_setr_epi8(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7),
        _ => _mm_setr_epi8(0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8),
    };
    let spread = _mm256_shuffle_epi8(chromas, _mm256_broadcastsi128_si256(places));
    _mm512_sub_epi16(eighths(spread), _mm512_set1_epi16(1024))
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn eighths(bytes: __m256i) -> __m512i {
    _mm512_slli_epi16::<3>(_mm512_cvtepu8_epi16(bytes))
}

/// What the chromas add to the luma of sixteen columns of two rows.
struct Adds {
    red: __m512i,
    green: __m512i,
    blue: __m512i,
}

impl Adds {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    fn of(blue: __m512i, red: __m512i, weights: Weights) -> Adds {
        Adds {
            red: high(red, weights.red_of_red),
            green: _mm512_add_epi16(high(blue, weights.green_of_blue), high(red, weights.green_of_red)),
            blue: high(blue, weights.blue_of_blue),
        }
    }

    /// The luma of sixteen columns of the lower row, and of the upper.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    fn luma(&self, ys: __m256i, weights: Weights) -> [__m512; 2] {
        let y = high(_mm512_sub_epi16(eighths(ys), _mm512_set1_epi16(weights.black)), weights.luma);
        let red = clamped(_mm512_add_epi16(y, self.red));
        let green = clamped(_mm512_add_epi16(y, self.green));
        let blue = clamped(_mm512_add_epi16(y, self.blue));
        let nothing = _mm512_setzero_si512();
        // Of each row columns 0 to 3 and 8 to 11; then 4 to 7 and 12 to 15.
        let one = luma_of(_mm512_unpacklo_epi16(red, green), _mm512_unpacklo_epi16(blue, nothing));
        let other = luma_of(_mm512_unpackhi_epi16(red, green), _mm512_unpackhi_epi16(blue, nothing));
        let row = |first: i32| {
            _mm512_setr_epi32(
                first,
                first + 1,
                first + 2,
                first + 3,
                first + 16,
                first + 17,
                first + 18,
                first + 19,
                first + 4,
                first + 5,
                first + 6,
                first + 7,
                first + 20,
                first + 21,
                first + 22,
                first + 23,
            )
        };
        [_mm512_permutex2var_ps(one, row(0), other), _mm512_permutex2var_ps(one, row(8), other)]
    }
}

/// The luma of sixteen pixels: red and green side by side, blue for itself.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn luma_of(red_green: __m512i, blue: __m512i) -> __m512 {
    let red_green = _mm512_madd_epi16(red_green, pairs(299, 587));
    thousandth(_mm512_add_epi32(red_green, _mm512_madd_epi16(blue, pairs(114, 0))))
}

/// The upper halves of the products.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn high(values: __m512i, weight: i16) -> __m512i {
    _mm512_mulhi_epi16(values, _mm512_set1_epi16(weight))
}
