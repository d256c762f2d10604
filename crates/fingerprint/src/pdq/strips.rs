//! The passes of `shrink`, sixteen rows at once, for the kernels that have vectors. Owns what lies between two strips
//! of rows and hands each strip to the kernel; the arithmetic is there.
//!
//! Invariant: the sums are those of `shrink`, in the same order. Where `shrink` leaves out a value (before the line
//! begins, after it ends, while the window fills) a strip adds or takes away +0, which changes no sum: they start at
//! +0 and so never become −0.

use crate::kernel::Kernel;
use crate::pdq::luma::RowKind;
use crate::pdq::planes::PlaneStrip;
use crate::pdq::shrink::{LastPass, SIDE, Small, Window, kept};
use crate::pdq::{avx2, avx512};

/// Rows of a strip.
pub(super) const ROWS: usize = 16;

/// Columns that go through all passes before the next ones begin.
pub(super) const COLUMNS: usize = 16;

/// One column of a strip, or one row of a block.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Sixteen(pub(super) [f32; 16]);

impl Sixteen {
    pub(super) const ZERO: Sixteen = Sixteen([0.0; 16]);
}

/// Shrinks a picture that comes row by row.
///
/// Holds about `height / 128` rows of f32 and up to a strip of samples.
pub(super) struct Strips {
    is_avx512: bool,
    passes: Passes,
    last: LastPass,
    /// Rows that do not fill a strip yet.
    waiting: Vec<u8>,
    waiting_kind: RowKind,
    n_waiting: usize,
}

/// What the kernel reads and moves on.
pub(super) struct Passes {
    pub(super) width: usize,
    height: usize,
    pub(super) along: Window,
    pub(super) down: Window,
    /// The divisor of the first pass along rows where the window is full.
    pub(super) full: Divisor,
    /// Rows taken in before this strip.
    n_rows: usize,
    /// What the first pass takes in, the luma, and the third, means of means.
    pub(super) first: Inflow,
    pub(super) third: Inflow,
    /// Rows inside the window of the pass along columns, block by block, each a ring: row `n` at `n % down.width`.
    pub(super) ring_rows: Vec<Sixteen>,
    /// The running sums of the columns of each block.
    pub(super) sums: Vec<Sixteen>,
    /// At which column taken in the third pass gives each of the 64 means, and of how many values.
    pub(super) kept: [(usize, f32); SIDE],
    /// The 64 means of each row of the strip.
    pub(super) means: Box<[Sixteen; SIDE]>,
}

/// Columns that go into a window, those that are inside it, and those that leave it with them. They follow one another
/// in memory: what leaves stands as far before what enters as the window is wide.
pub(super) struct Inflow {
    columns: Vec<Sixteen>,
    window: usize,
    /// Where the last sixteen that went in begin, beyond the first window.
    at: usize,
}

impl Inflow {
    /// Blocks that go in before the columns inside the window are moved to the front; more where that are many.
    const BLOCKS: usize = 8;

    fn new(window: usize) -> Inflow {
        let n_blocks = Inflow::BLOCKS.max(window / COLUMNS);
        Inflow { columns: vec![Sixteen::ZERO; window + n_blocks * COLUMNS], window, at: 0 }
    }

    /// Nothing has gone in.
    pub(super) fn clear(&mut self) {
        self.at = self.columns.len() - self.window - COLUMNS;
        self.columns[self.at..].fill(Sixteen::ZERO);
    }

    /// The last columns inside the window, this many.
    pub(super) fn before(&mut self, n_columns: usize) -> &mut [Sixteen] {
        let end = self.columns.len();
        &mut self.columns[end - n_columns..]
    }

    /// Where the next sixteen go.
    #[inline(always)]
    pub(super) fn next(&mut self) -> &mut [Sixteen; COLUMNS] {
        self.at += COLUMNS;
        let end = self.columns.len() - self.window;
        if self.at == end {
            self.columns.copy_within(end.., 0);
            self.at = 0;
        }
        self.columns[self.window + self.at..].first_chunk_mut().expect("sixteen stand there")
    }

    /// The sixteen that went in last, and those that leave the window as each of them enters.
    #[inline(always)]
    pub(super) fn window(&self) -> (&[Sixteen; COLUMNS], &[Sixteen; COLUMNS]) {
        let sixteen = |at: usize| self.columns[at..].first_chunk().expect("sixteen stand there");
        (sixteen(self.window + self.at), sixteen(self.at))
    }
}

/// How many values a window holds, and the reciprocal of that in two parts.
#[derive(Clone, Copy)]
pub(super) struct Divisor {
    pub(super) high: f32,
    pub(super) low: f32,
}

/// Longest side whose windows [`Divisor`] serves.
pub(super) const SIDE_PX_MAX: usize = 1 << 24;

impl Divisor {
    /// `RN(sum · high + RN(sum · low))`, the first product not rounded, is `RN(sum / count)` for every sum of these
    /// passes and every whole count below 2²².
    ///
    /// Why: a quotient of a 24-bit number and a whole count is never half-way between two f32 and lies at least
    /// `1 / 2 count` of an ulp from there, while high and low together err by less than 2⁻²³ of an ulp (after
    /// Brisebarre and Muller, *Correctly rounded multiplication by arbitrary precision constants*, 2008). No product
    /// is too small for that: sums of luma are whole multiples of 2⁻²⁷, sums of their means of 2⁻⁵¹ / count.
    pub(super) const fn by(count: usize) -> Divisor {
        let reciprocal = 1.0 / count as f64;
        let high = reciprocal as f32;
        Divisor { high, low: (reciprocal - high as f64) as f32 }
    }
}

impl Strips {
    /// For a picture of this size, with AVX2 or AVX-512. Both sides must be at least 1 and at most [`SIDE_PX_MAX`].
    pub(super) fn new(width: usize, height: usize, kernel: Kernel) -> Strips {
        let (along, down) = (Window::of_length(width), Window::of_length(height));
        // Two more than the passes need, for the third is two blocks behind the first.
        let n_blocks = (width + along.ahead).div_ceil(COLUMNS) + 2;
        let passes = Passes {
            full: Divisor::by(along.width),
            first: Inflow::new(along.width),
            third: Inflow::new(along.width),
            ring_rows: vec![Sixteen::ZERO; n_blocks * down.width],
            sums: vec![Sixteen::ZERO; n_blocks],
            kept: kept(width).map(|at| (at + along.ahead, along.count_at(at + along.ahead) as f32)),
            means: Box::new([Sixteen::ZERO; SIDE]),
            n_rows: 0,
            width,
            height,
            along,
            down,
        };
        let last = LastPass::new(height);
        let is_avx512 = kernel == Kernel::Avx512;
        Strips { is_avx512, passes, last, waiting: Vec::new(), waiting_kind: RowKind::Rgb, n_waiting: 0 }
    }

    /// Takes the next rows, which must be whole.
    pub(super) fn push(&mut self, kind: RowKind, rows: &[u8]) {
        let row_bytes = self.passes.width * kind.bytes_per_px();
        let mut left = rows;
        if self.n_waiting > 0 {
            let n_rows = (ROWS - self.n_waiting).min(left.len() / row_bytes);
            let (now, later) = left.split_at(n_rows * row_bytes);
            self.keep_waiting(kind, now);
            left = later;
        }
        let strips = left.chunks_exact(ROWS * row_bytes);
        let rest = strips.remainder();
        strips.for_each(|strip| self.filter(kind, strip));
        self.keep_waiting(kind, rest);
    }

    /// Takes a strip of `ROWS` rows as planes; whether it could, for rows that wait go first.
    pub(super) fn push_planes(&mut self, strip: PlaneStrip<'_>) -> bool {
        let is_next = self.n_waiting == 0 && strip.luma.len() == ROWS * self.passes.width;
        if is_next {
            let filter = if self.is_avx512 { avx512::filter_planes } else { avx2::filter_planes };
            filter(&mut self.passes, strip);
            self.keep_means();
        }
        is_next
    }

    /// The small plane, after the last row.
    pub(super) fn finish(mut self) -> Box<Small> {
        // Black rows push the last ones out of the window.
        let black = vec![0; self.passes.width];
        while self.passes.n_rows < self.passes.height + self.passes.down.ahead {
            self.push(RowKind::Grey, &black);
        }
        self.last.finish()
    }

    fn keep_waiting(&mut self, kind: RowKind, rows: &[u8]) {
        if rows.is_empty() {
            return;
        }
        if self.n_waiting > 0 && kind != self.waiting_kind {
            // A strip is of one kind. Two meet in it once a picture at most, where a decoder gives up.
            if self.waiting_kind != RowKind::Rgb {
                self.waiting = self.waiting_kind.rgb_of(&self.waiting);
                self.waiting_kind = RowKind::Rgb;
            }
            if kind != RowKind::Rgb {
                return self.keep_waiting(RowKind::Rgb, &kind.rgb_of(rows));
            }
        }
        self.waiting_kind = kind;
        self.waiting.extend_from_slice(rows);
        self.n_waiting += rows.len() / (self.passes.width * kind.bytes_per_px());
        if self.n_waiting == ROWS {
            let strip = std::mem::take(&mut self.waiting);
            self.n_waiting = 0;
            self.filter(kind, &strip);
            self.waiting = strip;
            self.waiting.clear();
        }
    }

    fn filter(&mut self, kind: RowKind, strip: &[u8]) {
        let filter = if self.is_avx512 { avx512::filter_strip } else { avx2::filter_strip };
        filter(&mut self.passes, kind, strip);
        self.keep_means();
    }

    fn keep_means(&mut self) {
        let passes = &mut self.passes;
        let mut row = [0.0; SIDE];
        for lane in 0..ROWS {
            if passes.down.gives_at(passes.n_rows + lane) {
                row.iter_mut().zip(passes.means.iter()).for_each(|(mean, means)| *mean = means.0[lane]);
                self.last.push(&row);
            }
        }
        passes.n_rows += ROWS;
    }
}

impl Window {
    /// The divisors of the block whose first mean is that of this column; None where the window is full throughout.
    #[inline]
    pub(super) fn divisors(&self, column: usize) -> Option<[Divisor; COLUMNS]> {
        let first = column + self.ahead;
        let is_full = |taken: usize| self.count_at(taken) == self.width;
        if is_full(first) && is_full(first + COLUMNS - 1) {
            return None;
        }
        Some(std::array::from_fn(|n| Divisor::by(self.count_at(first + n).max(1))))
    }
}

impl Passes {
    /// The divisors of the rows of the strip.
    pub(super) fn divisors_down(&self) -> [Divisor; ROWS] {
        std::array::from_fn(|row| Divisor::by(self.down.count_at(self.n_rows + row).max(1)))
    }

    /// Where in `ring_rows` each row of the strip begins: the row that leaves the window stands there.
    pub(super) fn ring_places(&self) -> [usize; ROWS] {
        std::array::from_fn(|row| (self.n_rows + row) % self.down.width)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: usize, sum: f32) {
        let Divisor { high, low } = Divisor::by(count);
        let found = sum.mul_add(high, sum * low);
        assert_eq!(found.to_bits(), (sum / count as f32).to_bits(), "{sum:e} / {count}");
    }

    #[test]
    fn a_product_and_a_half_are_a_division() {
        let mut state = 1_u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 32
        };
        for count in (1..=1024).chain((1025..1 << 21).step_by(1013)) {
            check(count, 0.0);
            for _ in 0..200 {
                let power = (2.0_f32).powi(noise() as i32 % 64 - 51);
                check(count, ((1 << 23) | (noise() as u32 % (1 << 23))) as f32 * power);
                // As near as can be to half-way between two f32.
                let half_way = ((1 << 24) | (noise() % (1 << 24)) | 1) as f64;
                let sum = (half_way * count as f64) as f32;
                for sum in [sum.next_down(), sum, sum.next_up()] {
                    check(count, sum * power);
                    check(count, -sum * power);
                }
            }
        }
    }

    #[test]
    fn counts_are_those_of_the_passes() {
        for length in [5, 127, 128, 129, 257, 1000, 4097] {
            let window = Window::of_length(length);
            let mut counts = Vec::new();
            let ones = vec![[1.0; 8]; length];
            window.filter_sums(&ones, |at, _, count| {
                assert_eq!(at, counts.len());
                counts.push(count as usize);
            });
            let found = (0..length + window.width).filter(|taken| window.gives_at(*taken));
            assert!(found.map(|taken| window.count_at(taken)).eq(counts), "{length}");
            assert_eq!(window.count_at(length + window.width), 0);
        }
    }
}
