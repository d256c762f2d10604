//! The passes of `filter` with AVX-512.
//!
//! One vector holds the sixteen rows of one column while the window runs along rows, and the sixteen columns of one row
//! while it runs along columns; blocks are turned over in registers, of which there are twice as many as a block has rows.
#![expect(unsafe_code, reason = "vector instructions and loads through pointers")]

mod planes;

use std::arch::x86_64::*;
use std::marker::PhantomData;

use crate::kernel::Kernel;
use crate::pdq::filter::{Registers, Source, filter};
use crate::pdq::luma::{BLUE_OF_CB, GREEN_OF_CB, GREEN_OF_CR, RED_OF_CR, RowKind};
use crate::pdq::planes::{PlaneStrip, fetch_next};
use crate::pdq::strips::{COLUMNS, Divisor, Passes, ROWS, Sixteen};

/// Takes one strip in and leaves the means of the third pass in `passes.means`.
///
/// # Panics
/// The strip is not sixteen rows long, or the machine has no AVX-512: whoever chose this kernel has asked.
pub(super) fn filter_strip(passes: &mut Passes, kind: RowKind, strip: &[u8]) {
    assert!(Kernel::Avx512.is_available());
    let width = passes.width;
    // SAFETY: the instructions are there, as was just asked.
    unsafe {
        match kind {
            RowKind::Rgb => filter_with(passes, Interleaved::<Rgb>::new(strip, width)),
            RowKind::Grey => filter_with(passes, Interleaved::<Grey>::new(strip, width)),
            RowKind::Ycbcr => filter_with(passes, Interleaved::<Ycbcr>::new(strip, width)),
        }
    }
}

/// The same of a strip of planes.
///
/// # Panics
/// As [`filter_strip`], or the width is odd.
pub(super) fn filter_planes(passes: &mut Passes, strip: PlaneStrip<'_>) {
    assert!(Kernel::Avx512.is_available());
    let planes = planes::Planes::new(strip, passes.width);
    // SAFETY: the instructions are there, as was just asked.
    unsafe { filter_with(passes, planes) }
}

/// The luma of one block of a strip.
///
/// # Panics
/// As [`filter_strip`].
#[cfg(test)]
pub(super) fn luma_of(kind: RowKind, strip: &[u8], width: usize, column: usize) -> [Sixteen; COLUMNS] {
    assert!(Kernel::Avx512.is_available());
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
    assert!(Kernel::Avx512.is_available());
    let mut luma = [Sixteen([-1.0; ROWS]); COLUMNS];
    // SAFETY: the instructions are there, as was just asked.
    unsafe { planes::Planes::new(strip, width).read(column, &mut luma) };
    luma
}

/// # Safety
/// The machine has what [`Kernel::Avx512`] names.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
unsafe fn filter_with(passes: &mut Passes, strip: impl Source) {
    // SAFETY: the caller's, and this function is compiled for them.
    unsafe { filter::<__m512>(passes, strip) }
}

impl Registers for __m512 {
    #[inline(always)]
    unsafe fn zero() -> Self {
        // SAFETY: the caller's; so below.
        unsafe { _mm512_setzero_ps() }
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
        unsafe { _mm512_sub_ps(_mm512_add_ps(self, ahead), behind) }
    }

    #[inline(always)]
    unsafe fn divided(self, by: Divisor) -> Self {
        // SAFETY: the caller's.
        unsafe { divide(self, by) }
    }

    #[inline(always)]
    unsafe fn over(self, count: f32) -> Self {
        // SAFETY: the caller's.
        unsafe { _mm512_div_ps(self, _mm512_set1_ps(count)) }
    }

    #[inline(always)]
    unsafe fn turn_over(from: &[Sixteen; COLUMNS], to: &mut [Sixteen; ROWS]) {
        // SAFETY: the caller's.
        unsafe { turn_over(from, to) }
    }
}

/// See [`Registers::turn_over`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn turn_over(from: &[Sixteen; COLUMNS], to: &mut [Sixteen; ROWS]) {
    let mut vectors = [_mm512_setzero_ps(); COLUMNS];
    for (vector, from) in vectors.iter_mut().zip(from) {
        *vector = load(from);
    }
    for (to, vector) in to.iter_mut().zip(turned_over(vectors)) {
        store(to, vector);
    }
}

/// Sixteen pixels of a row become luma.
trait Samples {
    const KIND: RowKind;

    /// The luma of sixteen pixels, whose bytes stand below.
    ///
    /// # Safety
    /// The machine has what [`Kernel::Avx512`] names.
    unsafe fn luma(bytes: __m512i) -> __m512;
}

struct Rgb;
struct Grey;
struct Ycbcr;

impl Samples for Rgb {
    const KIND: RowKind = RowKind::Rgb;

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    unsafe fn luma(bytes: __m512i) -> __m512 {
        let pixels = placed([0, 1, 2, -1], bytes);
        let red_blue = _mm512_and_si512(pixels, _mm512_set1_epi32(0x00ff_00ff));
        let green = _mm512_srli_epi16::<8>(pixels);
        thousandth(_mm512_add_epi32(
            _mm512_madd_epi16(red_blue, pairs(299, 114)),
            _mm512_madd_epi16(green, pairs(587, 0)),
        ))
    }
}

impl Samples for Grey {
    const KIND: RowKind = RowKind::Grey;

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    unsafe fn luma(bytes: __m512i) -> __m512 {
        _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes)))
    }
}

impl Samples for Ycbcr {
    const KIND: RowKind = RowKind::Ycbcr;

    /// The sums of `luma::rgb_of_ycbcr` with all three terms over 2¹⁶: `y` comes in shifted, and of a factor that does
    /// not fit 16 bits the whole part is added as a shifted chroma.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    unsafe fn luma(bytes: __m512i) -> __m512 {
        // The upper half of each number is y; of the chromas one is the lower half and one the upper.
        let y = _mm512_or_si512(placed([-1, -1, 0, -1], bytes), _mm512_set1_epi32(1 << 15));
        let chroma = placed([1, -1, 2, -1], bytes);
        let chroma = _mm512_sub_epi16(chroma, _mm512_set1_epi16(128));
        let cr_whole = _mm512_and_si512(chroma, _mm512_set1_epi32(0xffff_0000_u32 as i32));
        let cb_twice = _mm512_slli_epi32::<17>(chroma);
        let red =
            _mm512_add_epi32(_mm512_add_epi32(y, cr_whole), _mm512_madd_epi16(chroma, pairs(0, RED_OF_CR - (1 << 16))));
        let green = _mm512_madd_epi16(chroma, pairs(-GREEN_OF_CB, (1 << 16) - GREEN_OF_CR));
        let green = _mm512_add_epi32(_mm512_sub_epi32(y, cr_whole), green);
        let blue = _mm512_madd_epi16(chroma, pairs(BLUE_OF_CB - (2 << 16), 0));
        let blue = _mm512_add_epi32(_mm512_add_epi32(y, cb_twice), blue);
        // The upper half of each sum is the colour; all fit 16 bits with their sign.
        let red_green = _mm512_mask_blend_epi16(0xaaaa_aaaa, _mm512_srli_epi32::<16>(red), green);
        let blue = _mm512_srli_epi32::<16>(blue);
        thousandth(_mm512_add_epi32(
            _mm512_madd_epi16(clamped(red_green), pairs(299, 587)),
            _mm512_madd_epi16(clamped(blue), pairs(114, 0)),
        ))
    }
}

/// Of sixteen pixels of three bytes side by side four bytes each: these of its own, nothing for −1.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn placed(own: [i8; 4], bytes: __m512i) -> __m512i {
    let places: [[i8; 4]; COLUMNS] = std::array::from_fn(|px| own.map(|byte| 3 * px as i8 + byte.max(0)));
    let is_there: u64 = own.iter().enumerate().map(|(n, byte)| u64::from(*byte >= 0) << n).sum();
    // SAFETY: 64 bytes stand there.
    let places = unsafe { _mm512_loadu_si512(places.as_ptr().cast()) };
    _mm512_maskz_permutexvar_epi8(is_there * 0x1111_1111_1111_1111, places, bytes)
}

/// Sixteen times these two numbers of 16 bits, the first below.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn pairs(first: i32, second: i32) -> __m512i {
    _mm512_set1_epi32(first & 0xffff | second << 16)
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn clamped(colours: __m512i) -> __m512i {
    _mm512_min_epi16(_mm512_max_epi16(colours, _mm512_setzero_si512()), _mm512_set1_epi16(255))
}

/// A thousandth, rounded once, of whole numbers below 2²⁴.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn thousandth(numbers: __m512i) -> __m512 {
    divide(_mm512_cvtepi32_ps(numbers), Divisor::by(1000))
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn divide(sums: __m512, by: Divisor) -> __m512 {
    _mm512_fmadd_ps(sums, _mm512_set1_ps(by.high), _mm512_mul_ps(sums, _mm512_set1_ps(by.low)))
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn load(column: &Sixteen) -> __m512 {
    // SAFETY: sixteen values stand there.
    unsafe { _mm512_load_ps(column.0.as_ptr()) }
}

#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn store(column: &mut Sixteen, values: __m512) {
    // SAFETY: sixteen values have room there.
    unsafe { _mm512_store_ps(column.0.as_mut_ptr(), values) };
}

/// Sixteen rows as sixteen columns: first four by four within each quarter, then the quarters.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
fn turned_over(rows: [__m512; 16]) -> [__m512; 16] {
    let mut columns = [_mm512_setzero_ps(); 16];
    let mut fours = [[_mm512_setzero_ps(); 4]; 4];
    for (four, rows) in fours.iter_mut().zip(rows.as_chunks::<4>().0) {
        let [a, b, c, d] = *rows;
        let (ab, cd) = (_mm512_unpacklo_ps(a, b), _mm512_unpacklo_ps(c, d));
        let (ab_high, cd_high) = (_mm512_unpackhi_ps(a, b), _mm512_unpackhi_ps(c, d));
        *four = [
            _mm512_shuffle_ps::<0b01_00_01_00>(ab, cd),
            _mm512_shuffle_ps::<0b11_10_11_10>(ab, cd),
            _mm512_shuffle_ps::<0b01_00_01_00>(ab_high, cd_high),
            _mm512_shuffle_ps::<0b11_10_11_10>(ab_high, cd_high),
        ];
    }
    for n in 0..4 {
        let [a, b, c, d] = fours.map(|four| four[n]);
        let (ab, cd) = (_mm512_shuffle_f32x4::<0b01_00_01_00>(a, b), _mm512_shuffle_f32x4::<0b01_00_01_00>(c, d));
        let (ab_high, cd_high) =
            (_mm512_shuffle_f32x4::<0b11_10_11_10>(a, b), _mm512_shuffle_f32x4::<0b11_10_11_10>(c, d));
        columns[n] = _mm512_shuffle_f32x4::<0b10_00_10_00>(ab, cd);
        columns[4 + n] = _mm512_shuffle_f32x4::<0b11_01_11_01>(ab, cd);
        columns[8 + n] = _mm512_shuffle_f32x4::<0b10_00_10_00>(ab_high, cd_high);
        columns[12 + n] = _mm512_shuffle_f32x4::<0b11_01_11_01>(ab_high, cd_high);
    }
    columns
}

/// How many of the sixteen columns from this one on are there.
#[inline]
fn columns_there(width: usize, column: usize) -> usize {
    width.saturating_sub(column).min(COLUMNS)
}

/// A strip of rows whose pixels stand together. Of the last columns only what is there is read.
struct Interleaved<'s, S> {
    strip: &'s [u8],
    width: usize,
    samples: PhantomData<S>,
}

impl<'s, S: Samples> Interleaved<'s, S> {
    /// The strip must be `ROWS` rows of `S::KIND`.
    fn new(strip: &'s [u8], width: usize) -> Interleaved<'s, S> {
        assert_eq!(strip.len(), ROWS * width * S::KIND.bytes_per_px());
        Interleaved { strip, width, samples: PhantomData }
    }
}

impl<S: Samples> Source for Interleaved<'_, S> {
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx2,fma,bmi2")]
    unsafe fn read(&mut self, column: usize, luma: &mut [Sixteen; COLUMNS]) {
        let px_bytes = S::KIND.bytes_per_px();
        let n_there = columns_there(self.width, column);
        let is_byte_there = (1_u64 << (n_there * px_bytes)) - 1;
        let is_there = ((1_u32 << n_there) - 1) as __mmask16;
        let row_bytes = self.width * px_bytes;
        fetch_next(self.strip, ROWS * px_bytes * column, ROWS * px_bytes * COLUMNS);
        let first = self.strip[column.min(self.width) * px_bytes..].as_ptr();
        let mut rows = [_mm512_setzero_ps(); ROWS];
        for (n, row) in rows.iter_mut().enumerate() {
            // SAFETY: the mask leaves the bytes of pixels that the row has, from this column on.
            let bytes = unsafe { _mm512_maskz_loadu_epi8(is_byte_there, first.wrapping_add(n * row_bytes).cast()) };
            // SAFETY: the caller's.
            *row = _mm512_maskz_mov_ps(is_there, unsafe { S::luma(bytes) });
        }
        for (column, values) in luma.iter_mut().zip(turned_over(rows)) {
            store(column, values);
        }
    }
}
