//! One strip of sixteen rows through three of the four passes, with AVX2 and FMA. No allocation.
//!
//! A vector holds eight rows of one column while the window runs along rows, and eight columns of one row while it runs
//! along columns; four by four they are turned over in registers. Each block of sixteen columns goes through all three
//! passes before the next begins, so that only the rows inside the window of the pass along columns are kept in memory.
#![expect(unsafe_code, reason = "vector instructions and loads through pointers")]

mod planes;

use std::arch::x86_64::*;
use std::marker::PhantomData;
use std::ops::Range;

use crate::pdq::luma::{BLUE_OF_CB, GREEN_OF_CB, GREEN_OF_CR, RED_OF_CR, RowKind};
use crate::pdq::planes::PlaneStrip;
use crate::pdq::strips::{COLUMNS, Divisor, Passes, ROWS, Sixteen};

/// Takes one strip in and leaves the means of the third pass in `passes.means`.
///
/// # Panics
/// The strip is not sixteen rows long, or the machine has no AVX2 or FMA: whoever chose this kernel has asked.
pub(super) fn filter_strip(passes: &mut Passes, kind: RowKind, strip: &[u8]) {
    assert!(std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma"));
    // SAFETY: the two features are there, as was just asked.
    unsafe {
        match kind {
            RowKind::Rgb => filter(passes, Interleaved::<Rgb>::new(strip, passes.width)),
            RowKind::Grey => filter(passes, Interleaved::<Grey>::new(strip, passes.width)),
            RowKind::Ycbcr => filter(passes, Interleaved::<Ycbcr>::new(strip, passes.width)),
        }
    }
}

/// The same of a strip of planes.
///
/// # Panics
/// As [`filter_strip`], or the width is odd.
pub(super) fn filter_planes(passes: &mut Passes, strip: PlaneStrip<'_>) {
    assert!(std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma"));
    let planes = planes::Planes::new(strip, passes.width);
    // SAFETY: the two features are there, as was just asked.
    unsafe { filter(passes, planes) }
}

/// Where the luma of a strip comes from.
trait Source {
    /// The luma of the sixteen columns from this one on, 0 where the strip has no column any more.
    ///
    /// # Safety
    /// The machine has AVX2 and FMA.
    unsafe fn read(&mut self, column: usize, luma: &mut [Sixteen; COLUMNS]);
}

/// Eight pixels become luma.
trait Samples {
    const KIND: RowKind;

    /// The luma of four pixels of one row, below that of four of another.
    ///
    /// # Safety
    /// The machine has AVX2 and FMA, and 16 bytes can be read from each pointer.
    unsafe fn luma(one: *const u8, two: *const u8) -> __m256;
}

struct Rgb;
struct Grey;
struct Ycbcr;

impl Samples for Rgb {
    const KIND: RowKind = RowKind::Rgb;

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn luma(one: *const u8, two: *const u8) -> __m256 {
        // SAFETY: the caller's.
        let bytes = unsafe { load_both(one, two) };
        let pixels = _mm256_shuffle_epi8(bytes, in_both([0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1]));
        let red_blue = _mm256_and_si256(pixels, _mm256_set1_epi32(0x00ff_00ff));
        let green = _mm256_srli_epi16(pixels, 8);
        thousandth(_mm256_add_epi32(
            _mm256_madd_epi16(red_blue, pairs(299, 114)),
            _mm256_madd_epi16(green, pairs(587, 0)),
        ))
    }
}

impl Samples for Grey {
    const KIND: RowKind = RowKind::Grey;

    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn luma(one: *const u8, two: *const u8) -> __m256 {
        // SAFETY: the caller's; four bytes of the sixteen are read.
        let (one, two) = unsafe { (one.cast::<i32>().read_unaligned(), two.cast::<i32>().read_unaligned()) };
        _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_insert_epi32::<1>(_mm_cvtsi32_si128(one), two)))
    }
}

impl Samples for Ycbcr {
    const KIND: RowKind = RowKind::Ycbcr;

    /// The sums of `luma::rgb_of_ycbcr` with all three terms over 2¹⁶: `y` comes in shifted, and of a factor that does
    /// not fit 16 bits the whole part is added as a shifted chroma.
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn luma(one: *const u8, two: *const u8) -> __m256 {
        // SAFETY: the caller's.
        let bytes = unsafe { load_both(one, two) };
        let y = _mm256_shuffle_epi8(bytes, in_both([-1, -1, 0, -1, -1, -1, 3, -1, -1, -1, 6, -1, -1, -1, 9, -1]));
        let y = _mm256_or_si256(y, _mm256_set1_epi32(1 << 15));
        let chroma = _mm256_shuffle_epi8(bytes, in_both([1, -1, 2, -1, 4, -1, 5, -1, 7, -1, 8, -1, 10, -1, 11, -1]));
        let chroma = _mm256_sub_epi16(chroma, _mm256_set1_epi16(128));
        let cr_whole = _mm256_and_si256(chroma, _mm256_set1_epi32(0xffff_0000_u32 as i32));
        let cb_twice = _mm256_slli_epi32::<17>(chroma);
        let red =
            _mm256_add_epi32(_mm256_add_epi32(y, cr_whole), _mm256_madd_epi16(chroma, pairs(0, RED_OF_CR - (1 << 16))));
        let green = _mm256_madd_epi16(chroma, pairs(-GREEN_OF_CB, (1 << 16) - GREEN_OF_CR));
        let green = _mm256_add_epi32(_mm256_sub_epi32(y, cr_whole), green);
        let blue = _mm256_madd_epi16(chroma, pairs(BLUE_OF_CB - (2 << 16), 0));
        let blue = _mm256_add_epi32(_mm256_add_epi32(y, cb_twice), blue);
        // The upper half of each sum is the colour; all fit 16 bits with their sign.
        let red_green = _mm256_blend_epi16::<0b1010_1010>(_mm256_srli_epi32::<16>(red), green);
        let blue = _mm256_srli_epi32::<16>(blue);
        thousandth(_mm256_add_epi32(
            _mm256_madd_epi16(clamped(red_green), pairs(299, 587)),
            _mm256_madd_epi16(clamped(blue), pairs(114, 0)),
        ))
    }
}

/// # Safety
/// 16 bytes can be read from each pointer.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn load_both(one: *const u8, two: *const u8) -> __m256i {
    // SAFETY: the caller's.
    unsafe { _mm256_loadu2_m128i(two.cast(), one.cast()) }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn in_both(bytes: [i8; 16]) -> __m256i {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = bytes;
    _mm256_broadcastsi128_si256(_mm_setr_epi8(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p))
}

/// Eight times these two numbers of 16 bits, the first below.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn pairs(first: i32, second: i32) -> __m256i {
    _mm256_set1_epi32(first & 0xffff | second << 16)
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn clamped(colours: __m256i) -> __m256i {
    _mm256_min_epi16(_mm256_max_epi16(colours, _mm256_setzero_si256()), _mm256_set1_epi16(255))
}

/// A thousandth, rounded once, of whole numbers below 2²⁴: see [`Divisor::by`].
#[inline]
#[target_feature(enable = "avx2,fma")]
fn thousandth(numbers: __m256i) -> __m256 {
    const HIGH: f32 = 1e-3;
    const LOW: f32 = (1e-3 - HIGH as f64) as f32;
    divide(_mm256_cvtepi32_ps(numbers), Divisor { high: HIGH, low: LOW })
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn divide(sums: __m256, by: Divisor) -> __m256 {
    _mm256_fmadd_ps(sums, _mm256_set1_ps(by.high), _mm256_mul_ps(sums, _mm256_set1_ps(by.low)))
}

/// # Safety
/// The machine has AVX2 and FMA.
#[target_feature(enable = "avx2,fma")]
unsafe fn filter(passes: &mut Passes, mut strip: impl Source) {
    let (width, ahead, window) = (passes.width, passes.along.ahead, passes.along.width);
    let mask = passes.ring_first.len() - 1;
    let divisors_down = passes.divisors_down();
    let ring_places = passes.ring_places();
    let full = [passes.full; COLUMNS];
    passes.ring_first.fill(Sixteen::ZERO);
    passes.ring_third.fill(Sixteen::ZERO);

    let mut first = [_mm256_setzero_ps(); 2];
    for column in (0..ahead).step_by(COLUMNS) {
        let mut columns = [Sixteen::ZERO; COLUMNS];
        // SAFETY: the caller's.
        unsafe { strip.read(column, &mut columns) };
        for (n, column) in (column..ahead).zip(columns) {
            let luma = load(&column);
            first = [_mm256_add_ps(first[0], luma[0]), _mm256_add_ps(first[1], luma[1])];
            passes.ring_first[n.wrapping_sub(ahead) & mask] = column;
        }
    }

    let mut third = [_mm256_setzero_ps(); 2];
    let mut n_kept = 0;
    let mut means = [Sixteen::ZERO; COLUMNS];
    for column in (0..width + ahead).step_by(COLUMNS) {
        let here = column & mask;
        if column < width {
            let divisors = passes.divisors_along(column);
            let divisors = divisors.as_ref().unwrap_or(&full);
            if let Some(columns) = passes.ring_first[here..].first_chunk_mut() {
                // The ring is longer than the window by these sixteen: none of them is still inside it.
                // SAFETY: the caller's.
                unsafe { strip.read(column + ahead, columns) };
            }
            for n in 0..COLUMNS {
                let luma = load(&passes.ring_first[here + n]);
                let behind = load(&passes.ring_first[(column + n).wrapping_sub(window) & mask]);
                for half in 0..2 {
                    first[half] = _mm256_sub_ps(_mm256_add_ps(first[half], luma[half]), behind[half]);
                }
                store(&mut means[n], [divide(first[0], divisors[n]), divide(first[1], divisors[n])]);
            }
            // Beyond the last column there is nothing, not the window that runs out.
            means.iter_mut().skip(width - column).for_each(|mean| *mean = Sixteen::ZERO);
            let block = Down {
                means: &means,
                sums: &mut passes.sums[column / COLUMNS],
                ring_rows: &mut passes.ring_rows[column / COLUMNS..],
                ring_places: &ring_places,
                divisors: &divisors_down,
            };
            block.filter(&mut passes.ring_third[here..][..COLUMNS]);
        } else {
            passes.ring_third[here..][..COLUMNS].fill(Sixteen::ZERO);
        }
        for n in 0..COLUMNS {
            let ahead = load(&passes.ring_third[here + n]);
            let behind = load(&passes.ring_third[(column + n).wrapping_sub(window) & mask]);
            for half in 0..2 {
                third[half] = _mm256_sub_ps(_mm256_add_ps(third[half], ahead[half]), behind[half]);
            }
            while let Some((_, count)) = passes.kept.get(n_kept).filter(|(at, _)| *at == column + n) {
                let count = _mm256_set1_ps(*count);
                store(&mut passes.means[n_kept], [_mm256_div_ps(third[0], count), _mm256_div_ps(third[1], count)]);
                n_kept += 1;
            }
        }
    }
}

/// Four columns of luma, each as rows 0 to 7 and rows 8 to 15.
///
/// # Safety
/// The machine has AVX2 and FMA; 16 bytes can be read on each of the 16 rows.
#[inline]
#[target_feature(enable = "avx2,fma")]
unsafe fn four_columns<S: Samples>(at: *const u8, row_bytes: usize) -> [[__m256; 2]; 4] {
    // SAFETY: the caller's.
    let eight = |top: usize| unsafe {
        let luma = |row: usize| S::luma(at.add((top + row) * row_bytes), at.add((top + row + 4) * row_bytes));
        turned_over([luma(0), luma(1), luma(2), luma(3)])
    };
    let (upper, lower) = (eight(0), eight(8));
    [[upper[0], lower[0]], [upper[1], lower[1]], [upper[2], lower[2]], [upper[3], lower[3]]]
}

/// Four by four, each half for itself.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn turned_over(rows: [__m256; 4]) -> [__m256; 4] {
    let [a, b, c, d] = rows;
    let (ab, cd) = (_mm256_unpacklo_ps(a, b), _mm256_unpacklo_ps(c, d));
    let (ab_high, cd_high) = (_mm256_unpackhi_ps(a, b), _mm256_unpackhi_ps(c, d));
    [
        _mm256_shuffle_ps::<0b01_00_01_00>(ab, cd),
        _mm256_shuffle_ps::<0b11_10_11_10>(ab, cd),
        _mm256_shuffle_ps::<0b01_00_01_00>(ab_high, cd_high),
        _mm256_shuffle_ps::<0b11_10_11_10>(ab_high, cd_high),
    ]
}

/// The pass along columns over one block.
struct Down<'p> {
    means: &'p [Sixteen; COLUMNS],
    sums: &'p mut Sixteen,
    ring_rows: &'p mut [Sixteen],
    ring_places: &'p [usize; ROWS],
    divisors: &'p [Divisor; ROWS],
}

impl Down<'_> {
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    fn filter(self, out: &mut [Sixteen]) {
        let Some((out, _)) = out.split_first_chunk_mut::<COLUMNS>() else { return };
        let mut sums = load(self.sums);
        for top in (0..ROWS).step_by(4) {
            let (mut left, mut right) = ([_mm256_setzero_ps(); 4], [_mm256_setzero_ps(); 4]);
            let four = |n: usize| join(&self.means[n].0[top..], &self.means[n + 4].0[top..]);
            let left_rows = turned_over([four(0), four(1), four(2), four(3)]);
            let right_rows = turned_over([four(8), four(9), four(10), four(11)]);
            for n in 0..4 {
                let behind = &mut self.ring_rows[self.ring_places[top + n]];
                let row = [left_rows[n], right_rows[n]];
                for (half, behind) in load(behind).into_iter().enumerate() {
                    sums[half] = _mm256_sub_ps(_mm256_add_ps(sums[half], row[half]), behind);
                }
                store(behind, row);
                left[n] = divide(sums[0], self.divisors[top + n]);
                right[n] = divide(sums[1], self.divisors[top + n]);
            }
            let (left, right) = (turned_over(left), turned_over(right));
            for n in 0..4 {
                split(left[n], out, n, top);
                split(right[n], out, 8 + n, top);
            }
        }
        store(self.sums, sums);
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn join(below: &[f32], above: &[f32]) -> __m256 {
    let (below, above) = (&below[..4], &above[..4]);
    // SAFETY: four values stand in each slice.
    unsafe { _mm256_loadu2_m128(above.as_ptr(), below.as_ptr()) }
}

/// The lower half to column `n`, the upper one to column `n + 4`, from row `top` on.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn split(columns: __m256, out: &mut [Sixteen; COLUMNS], n: usize, top: usize) {
    for (n, half) in [(n, _mm256_castps256_ps128(columns)), (n + 4, _mm256_extractf128_ps::<1>(columns))] {
        let out = &mut out[n].0[top..][..4];
        // SAFETY: four values have room in the slice.
        unsafe { _mm_storeu_ps(out.as_mut_ptr(), half) };
    }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn load_eight(from: &[f32]) -> __m256 {
    let from = &from[..8];
    // SAFETY: eight values stand in the slice.
    unsafe { _mm256_loadu_ps(from.as_ptr()) }
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn store_eight(to: &mut [f32], values: __m256) {
    let to = &mut to[..8];
    // SAFETY: eight values have room in the slice.
    unsafe { _mm256_storeu_ps(to.as_mut_ptr(), values) };
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn load(column: &Sixteen) -> [__m256; 2] {
    [load_eight(&column.0[..8]), load_eight(&column.0[8..])]
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn store(column: &mut Sixteen, values: [__m256; 2]) {
    store_eight(&mut column.0[..8], values[0]);
    store_eight(&mut column.0[8..], values[1]);
}

/// A strip of rows whose pixels stand together, of which the last columns are read from a copy.
struct Interleaved<'s, S> {
    strip: &'s [u8],
    width: usize,
    edge: Edge,
    samples: PhantomData<S>,
}

impl<'s, S: Samples> Interleaved<'s, S> {
    /// The strip must be `ROWS` rows of `S::KIND`.
    fn new(strip: &'s [u8], width: usize) -> Interleaved<'s, S> {
        assert_eq!(strip.len(), ROWS * width * S::KIND.bytes_per_px());
        Interleaved { strip, width, edge: Edge([0; ROWS * EDGE_ROW_BYTES]), samples: PhantomData }
    }
}

impl<S: Samples> Source for Interleaved<'_, S> {
    #[inline]
    #[target_feature(enable = "avx2,fma")]
    unsafe fn read(&mut self, column: usize, luma: &mut [Sixteen; COLUMNS]) {
        let block = self.edge.block::<S>(self.strip, self.width, column);
        for n in (0..COLUMNS).step_by(4) {
            // SAFETY: a block is 16 pixels and 4 bytes on each row.
            let four = unsafe { four_columns::<S>(block.at(n * S::KIND.bytes_per_px()), block.row_bytes) };
            for (four, column) in four.into_iter().zip(&mut luma[n..]) {
                store(column, four);
            }
        }
    }
}

/// Sixteen pixels of the widest kind, and what a load of the last four takes beyond them.
const EDGE_ROW_BYTES: usize = COLUMNS * 3 + 16;

/// A copy of the last columns of a strip with black beyond them, for loads that would run over its end.
#[repr(C, align(64))]
struct Edge([u8; ROWS * EDGE_ROW_BYTES]);

/// Sixteen rows of sixteen pixels, and room for a load that begins at the thirteenth.
struct Block {
    first: *const u8,
    row_bytes: usize,
}

impl Edge {
    /// The sixteen columns from this one on: where they stand in the strip, or copied where they are not all there.
    #[inline]
    fn block<S: Samples>(&mut self, strip: &[u8], width: usize, column: usize) -> Block {
        let px_bytes = S::KIND.bytes_per_px();
        let row_bytes = width * px_bytes;
        // The last load takes 16 bytes from the thirteenth pixel on, so up to 12 pixels more.
        if column + COLUMNS + 12 <= width {
            return Block { first: strip[column * px_bytes..].as_ptr(), row_bytes };
        }
        let (from, to) = (column.min(width), (column + COLUMNS).min(width));
        self.copy::<S>(strip, row_bytes, from * px_bytes..to * px_bytes);
        Block { first: self.0.as_ptr(), row_bytes: EDGE_ROW_BYTES }
    }

    /// Copies these bytes of each row and puts black behind them.
    #[cold]
    fn copy<S: Samples>(&mut self, strip: &[u8], row_bytes: usize, bytes: Range<usize>) {
        for (row, copy) in strip.chunks_exact(row_bytes).zip(self.0.chunks_exact_mut(EDGE_ROW_BYTES)) {
            let black = S::KIND.black().iter().cycle();
            copy[bytes.len()..].iter_mut().zip(black).for_each(|(byte, black)| *byte = *black);
            copy[..bytes.len()].copy_from_slice(&row[bytes.clone()]);
        }
    }
}

impl Block {
    /// # Safety
    /// The offset is one of the sixteen pixels'.
    #[inline]
    unsafe fn at(&self, offset_bytes: usize) -> *const u8 {
        // SAFETY: the caller's.
        unsafe { self.first.add(offset_bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The luma of 16 pixels on 16 rows, by the vector code.
    #[target_feature(enable = "avx2,fma")]
    fn luma_of<S: Samples>(strip: &[u8]) -> Vec<f32> {
        let mut columns = [Sixteen::ZERO; COLUMNS];
        // SAFETY: the caller's.
        unsafe { Interleaved::<S>::new(strip, COLUMNS + 12).read(0, &mut columns) };
        (0..ROWS).flat_map(|row| columns.iter().map(move |column| column.0[row])).collect()
    }

    fn check_every_colour<S: Samples>() {
        if !crate::Kernel::Avx2.is_available() {
            return;
        }
        let width = COLUMNS + 12;
        let (mut strip, mut scalar) = (vec![0; width * ROWS * 3], vec![0.0; width]);
        for red in 0..=255 {
            for green in 0..=255 {
                for row in 0..ROWS {
                    for column in 0..COLUMNS {
                        strip[(row * width + column) * 3..][..3].copy_from_slice(&[
                            red,
                            green,
                            (row * 16 + column) as u8,
                        ]);
                    }
                }
                // SAFETY: the kernel is available.
                let found = unsafe { luma_of::<S>(&strip) };
                for (row, found) in strip.chunks_exact(width * 3).zip(found.chunks_exact(COLUMNS)) {
                    S::KIND.fill_luma(row, &mut scalar);
                    assert_eq!(found, &scalar[..COLUMNS], "{red} {green}");
                }
            }
        }
    }

    #[test]
    fn every_rgb_has_the_luma_of_the_scalar_code() {
        check_every_colour::<Rgb>();
    }

    #[test]
    fn every_ycbcr_has_the_luma_of_the_scalar_code() {
        check_every_colour::<Ycbcr>();
    }
}
