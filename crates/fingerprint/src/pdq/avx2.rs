//! The passes of `filter` with AVX2 and FMA.
//!
//! Two vectors hold the sixteen rows of one column while the window runs along rows, and the sixteen columns of one row
//! while it runs along columns; four by four they are turned over in registers.
#![expect(unsafe_code, reason = "vector instructions and loads through pointers")]

mod planes;

use std::arch::x86_64::*;
use std::marker::PhantomData;
use std::ops::Range;

use crate::kernel::Kernel;
use crate::pdq::filter::{Registers, Source, filter};
use crate::pdq::luma::{BLUE_OF_CB, GREEN_OF_CB, GREEN_OF_CR, RED_OF_CR, RowKind};
use crate::pdq::planes::{PlaneStrip, fetch_next};
use crate::pdq::strips::{COLUMNS, Divisor, Passes, ROWS, Sixteen};

/// Takes one strip in and leaves the means of the third pass in `passes.means`.
///
/// # Panics
/// The strip is not sixteen rows long, or the machine has no AVX2 or FMA: whoever chose this kernel has asked.
pub(super) fn filter_strip(passes: &mut Passes, kind: RowKind, strip: &[u8]) {
    assert!(Kernel::Avx2.is_available());
    // SAFETY: the instructions are there, as was just asked.
    unsafe {
        match kind {
            RowKind::Rgb => filter_with(passes, Interleaved::<Rgb>::new(strip, passes.width)),
            RowKind::Grey => filter_with(passes, Interleaved::<Grey>::new(strip, passes.width)),
            RowKind::Ycbcr => filter_with(passes, Interleaved::<Ycbcr>::new(strip, passes.width)),
        }
    }
}

/// The same of a strip of planes.
///
/// # Panics
/// As [`filter_strip`], or the width is odd.
pub(super) fn filter_planes(passes: &mut Passes, strip: PlaneStrip<'_>) {
    assert!(Kernel::Avx2.is_available());
    let planes = planes::Planes::new(strip, passes.width);
    // SAFETY: the instructions are there, as was just asked.
    unsafe { filter_with(passes, planes) }
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
    divide(_mm256_cvtepi32_ps(numbers), Divisor::by(1000))
}

#[inline]
#[target_feature(enable = "avx2,fma")]
fn divide(sums: __m256, by: Divisor) -> __m256 {
    _mm256_fmadd_ps(sums, _mm256_set1_ps(by.high), _mm256_mul_ps(sums, _mm256_set1_ps(by.low)))
}

/// The luma of one block of a strip.
///
/// # Panics
/// As [`filter_strip`].
#[cfg(test)]
pub(super) fn luma_of(kind: RowKind, strip: &[u8], width: usize, column: usize) -> [Sixteen; COLUMNS] {
    assert!(Kernel::Avx2.is_available());
    let mut luma = [Sixteen([-1.0; ROWS]); COLUMNS];
    // SAFETY: the instructions are there, as was just asked.
    unsafe {
        match kind {
            RowKind::Rgb => Interleaved::<Rgb>::new(strip, width).read(column, &mut luma),
            RowKind::Grey => Interleaved::<Grey>::new(strip, width).read(column, &mut luma),
            RowKind::Ycbcr => Interleaved::<Ycbcr>::new(strip, width).read(column, &mut luma),
        }
    }
    luma
}

/// The luma of one block of a strip of planes.
///
/// # Panics
/// As [`filter_planes`].
#[cfg(test)]
pub(super) fn luma_of_planes(strip: PlaneStrip<'_>, width: usize, column: usize) -> [Sixteen; COLUMNS] {
    assert!(Kernel::Avx2.is_available());
    let mut luma = [Sixteen([-1.0; ROWS]); COLUMNS];
    // SAFETY: the instructions are there, as was just asked.
    unsafe { planes::Planes::new(strip, width).read(column, &mut luma) };
    luma
}

/// # Safety
/// The machine has AVX2 and FMA.
#[target_feature(enable = "avx2,fma")]
unsafe fn filter_with(passes: &mut Passes, strip: impl Source) {
    // SAFETY: the caller's, and this function is compiled for them.
    unsafe { filter::<[__m256; 2]>(passes, strip) }
}

impl Registers for [__m256; 2] {
    #[inline(always)]
    unsafe fn zero() -> Self {
        // SAFETY: the caller's; so below.
        unsafe { [_mm256_setzero_ps(); 2] }
    }

    #[inline(always)]
    unsafe fn load(from: &Sixteen) -> Self {
        // SAFETY: the caller's.
        unsafe { load(from) }
    }

    #[inline(always)]
    unsafe fn store(self, to: &mut Sixteen) {
        // SAFETY: the caller's.
        unsafe { store(to, self) }
    }

    #[inline(always)]
    unsafe fn moved(self, ahead: Self, behind: Self) -> Self {
        // SAFETY: the caller's.
        unsafe {
            [
                _mm256_sub_ps(_mm256_add_ps(self[0], ahead[0]), behind[0]),
                _mm256_sub_ps(_mm256_add_ps(self[1], ahead[1]), behind[1]),
            ]
        }
    }

    #[inline(always)]
    unsafe fn divided(self, by: Divisor) -> Self {
        // SAFETY: the caller's.
        unsafe { [divide(self[0], by), divide(self[1], by)] }
    }

    #[inline(always)]
    unsafe fn over(self, count: f32) -> Self {
        // SAFETY: the caller's.
        unsafe { self.map(|sums| _mm256_div_ps(sums, _mm256_set1_ps(count))) }
    }

    #[inline(always)]
    unsafe fn turn_over(from: &[Sixteen; COLUMNS], to: &mut [Sixteen; ROWS]) {
        // SAFETY: the caller's.
        unsafe { turn_over(from, to) }
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

/// See [`Registers::turn_over`]. Whole vectors are stored, for whole ones are loaded soon.
#[inline]
#[target_feature(enable = "avx2,fma")]
fn turn_over(from: &[Sixteen; COLUMNS], to: &mut [Sixteen; ROWS]) {
    for top in (0..ROWS).step_by(8) {
        for left in (0..COLUMNS).step_by(8) {
            let eight = |n: usize| load_eight(&from[left + n].0[top..]);
            let first = turned_over([eight(0), eight(1), eight(2), eight(3)]);
            let last = turned_over([eight(4), eight(5), eight(6), eight(7)]);
            for (n, (first, last)) in first.into_iter().zip(last).enumerate() {
                store_eight(&mut to[top + n].0[left..], _mm256_permute2f128_ps::<0x20>(first, last));
                store_eight(&mut to[top + n + 4].0[left..], _mm256_permute2f128_ps::<0x31>(first, last));
            }
        }
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
        let row_bytes = ROWS * S::KIND.bytes_per_px();
        fetch_next(self.strip, row_bytes * column, row_bytes * COLUMNS);
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
