//! A hash for screening: made from a smaller or colourless decode of a picture, near enough to its PDQ to say which
//! pictures need not be hashed exactly. It is never PDQ itself.
//!
//! PDQ samples a picture at 64 × 64 places through two rounds of a box filter. Both rounds together weigh each pixel
//! by a fixed number, so the same weights, summed over the cells of a scaled decode, give the samples without their
//! places moving: no rounding of places to whole cells, which is what makes hashes of shrunken pictures differ.

use crate::pdq::hashing::{bits, quality, turned_spectrum};
use crate::pdq::shrink::SIDE;
use crate::pdq::transform::spectrum;
use crate::pdq::{Pdq, QUALITY_MIN, Turn};

/// How far the hash of a picture may lie from its screening hash, in bits. Measured, not proven: see
/// `docs/decisions/0008-jpeg-to-pdq.md`. What cannot be trusted to keep to it is not screened at all.
pub const ERROR_BITS_MAX: u32 = 16;

/// Cells that must lie along each of the 64 intervals between two samples. With fewer the error grows fast.
const CELLS_PER_SAMPLE_MIN: f64 = 3.75;

/// A quality this close to [`QUALITY_MIN`] may fall on the other side when it is taken exactly.
const QUALITY_MARGIN: u8 = 5;

/// A quality this far below [`QUALITY_MIN`] is below it when it is taken exactly.
const QUALITY_MARGIN_BELOW: u8 = 10;

/// Coefficients this close to their median, on the 0 to 255 scale of luma, may fall on the other side of it.
const COEFFICIENT_MARGIN: f32 = 1.0;

/// A picture with more such coefficients than this is too flat to be screened.
const N_DOUBTFUL_MAX: usize = 40;

/// What a picture's PDQ is within [`ERROR_BITS_MAX`] bits of, for the picture and its seven turned forms.
///
/// It has no text and no way to become a [`PdqHash`](crate::PdqHash): it can only be compared, lent to a search, or
/// handed from the process that made it to the one that searches.
#[derive(Clone, PartialEq, Eq)]
pub struct ScreeningHash {
    turns: [Pdq; 8],
}

/// What a picture is screened by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screened {
    /// A hash near to its PDQ.
    Hash(Box<ScreeningHash>),
    /// The quality of its PDQ is surely below [`QUALITY_MIN`]: it is compared with nothing.
    NotComparable,
}

impl Screened {
    /// The hash, if it is one.
    pub fn hash(&self) -> Option<&ScreeningHash> {
        match self {
            Screened::Hash(hash) => Some(hash),
            Screened::NotComparable => None,
        }
    }
}

impl std::fmt::Debug for ScreeningHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScreeningHash(‹withheld›)")
    }
}

impl ScreeningHash {
    /// Bytes of [`ScreeningHash::to_bytes`].
    pub const BYTES: usize = 256;

    /// For the way from one process to another, and for nothing that is kept.
    pub fn to_bytes(&self) -> [u8; ScreeningHash::BYTES] {
        let mut bytes = [0; ScreeningHash::BYTES];
        bytes.as_chunks_mut().0.iter_mut().zip(self.turns).for_each(|(to, turn)| *to = turn.0);
        bytes
    }

    /// What [`ScreeningHash::to_bytes`] gave.
    pub fn of_bytes(bytes: &[u8; ScreeningHash::BYTES]) -> ScreeningHash {
        let turns = bytes.as_chunks().0;
        ScreeningHash { turns: std::array::from_fn(|n| Pdq(turns[n])) }
    }

    /// Lends the hashes, in the order of [`Turn::ALL`], and the radius in which every entry must be looked for that
    /// could lie within `radius_bits` of the exact hash. None of the entries that are found is a match yet: they say
    /// that the picture must be hashed exactly.
    pub fn search<T>(&self, radius_bits: u32, near_within: impl FnOnce(&[Pdq; 8], u32) -> T) -> T {
        near_within(&self.turns, radius_bits.saturating_add(ERROR_BITS_MAX))
    }

    /// Whether the exact hash of the picture as it lies cannot be farther than this from `other`.
    pub fn is_surely_within(&self, radius_bits: u32, other: &Pdq) -> bool {
        self.turns[0].distance(other) + ERROR_BITS_MAX <= radius_bits
    }

    /// How many bits it differs by from the eight exact hashes, at most: what the bound is measured with.
    pub fn error_bits(&self, exact: &[Pdq; 8]) -> u32 {
        self.turns.iter().zip(exact).map(|(one, other)| one.distance(other)).max().unwrap_or(0)
    }
}

/// The side of the square cells, in pixels, that a picture of this size can be screened with: 1, 2, 4 or 8. None where
/// the picture is too small.
pub fn cell_px(width_px: u32, height_px: u32) -> Option<u32> {
    let fits = |cell: &u32| f64::from(width_px.min(height_px)) >= CELLS_PER_SAMPLE_MIN * SIDE as f64 * f64::from(*cell);
    [8, 4, 2, 1].into_iter().find(fits)
}

/// Takes the rows of a scaled luma plane from the top and gives the screening hash.
pub struct Screener {
    columns: Axis,
    rows: Axis,
    n_rows: usize,
    row: Vec<f32>,
    /// One row of cells for each of the 64 rows of samples.
    sums: Vec<f32>,
}

impl Screener {
    /// For a picture of this size in pixels, of which means of cells of `cell_px × cell_px` will come. Allocates 260
    /// bytes for each column of cells.
    pub fn new(width_px: u32, height_px: u32, cell_px: u32) -> Screener {
        let columns = Axis::new(width_px as usize, cell_px.max(1) as usize);
        let rows = Axis::new(height_px as usize, cell_px.max(1) as usize);
        let n_columns = columns.n_cells;
        Screener { columns, rows, n_rows: 0, row: vec![0.0; n_columns], sums: vec![0.0; n_columns * SIDE] }
    }

    /// Columns and rows of cells that it expects: the picture's size divided by that of a cell, rounded up.
    pub fn n_cells(&self) -> (usize, usize) {
        (self.columns.n_cells, self.rows.n_cells)
    }

    /// Takes whole rows of cells, a byte each. What is beyond the last whole row, or beyond the last row of the
    /// picture, is left alone.
    pub fn push_rows(&mut self, cells: &[u8]) {
        let (n_columns, n_rows) = self.n_cells();
        for row in cells.chunks_exact(n_columns.max(1)).take(n_rows.saturating_sub(self.n_rows)) {
            self.row.iter_mut().zip(row).for_each(|(to, from)| *to = f32::from(*from));
            for (sums, taps) in self.sums.chunks_exact_mut(n_columns).zip(&self.rows.samples) {
                let Some(weight) = self.n_rows.checked_sub(taps.start).and_then(|n| taps.weights.get(n)) else {
                    continue;
                };
                sums.iter_mut().zip(&self.row).for_each(|(sum, value)| *sum += weight * value);
            }
            self.n_rows += 1;
        }
    }

    /// What the picture is screened by. None if rows are missing, or if the picture is so flat that small errors weigh
    /// too much in it: then only the exact hash can say anything.
    pub fn finish(self) -> Option<Screened> {
        let (n_columns, n_rows) = self.n_cells();
        if self.n_rows < n_rows || n_columns == 0 {
            return None;
        }
        let mut small = Box::new([[0.0; SIDE]; SIDE]);
        for (out, sums) in small.iter_mut().zip(self.sums.chunks_exact(n_columns)) {
            for (sample, taps) in out.iter_mut().zip(&self.columns.samples) {
                *sample = taps.weights.iter().zip(&sums[taps.start..]).map(|(weight, value)| weight * value).sum();
            }
        }
        match quality(&small) {
            flat if flat < QUALITY_MIN - QUALITY_MARGIN_BELOW => return Some(Screened::NotComparable),
            doubtful if doubtful < QUALITY_MIN + QUALITY_MARGIN => return None,
            _ => {}
        }
        let spectrum = spectrum(&small);
        let turned = Turn::ALL.map(|turn| turned_spectrum(&spectrum, turn));
        let n_doubtful = |spectrum: &[[f32; 16]; 16]| {
            let mut sorted = [0.0; 256];
            sorted.copy_from_slice(spectrum.as_flattened());
            let (_, median, _) = sorted.select_nth_unstable_by(127, f32::total_cmp);
            let median = *median;
            sorted.iter().filter(|value| (**value - median).abs() <= COEFFICIENT_MARGIN).count()
        };
        if turned.iter().any(|spectrum| n_doubtful(spectrum) > N_DOUBTFUL_MAX) {
            return None;
        }
        Some(Screened::Hash(Box::new(ScreeningHash { turns: turned.map(|spectrum| bits(&spectrum)) })))
    }
}

/// One side of the picture: how much each cell weighs in each of the 64 samples.
struct Axis {
    n_cells: usize,
    samples: Vec<Taps>,
}

/// Cells from `start` on, and their weights.
struct Taps {
    start: usize,
    weights: Vec<f32>,
}

impl Axis {
    fn new(length_px: usize, cell_px: usize) -> Axis {
        let n_cells = length_px.div_ceil(cell_px);
        let samples = (0..SIDE).map(|n| Taps::new(n, length_px, cell_px, n_cells)).collect();
        Axis { n_cells, samples }
    }
}

impl Taps {
    /// The weights of the two box filters at one sample, pixel by pixel, then summed over cells.
    fn new(sample: usize, length_px: usize, cell_px: usize, n_cells: usize) -> Taps {
        if length_px == 0 {
            return Taps { start: 0, weights: Vec::new() };
        }
        let window = length_px.div_ceil(2 * SIDE);
        let reach = |at: usize| {
            let end = at + window / 2;
            ((end + 1).saturating_sub(window), end.min(length_px - 1))
        };
        let (first, last) = reach(((sample as f64 + 0.5) * length_px as f64 / SIDE as f64) as usize);
        let (outer_first, outer_last) = (reach(first).0, reach(last).1);
        // Steps between neighbouring weights: each place of the outer window spreads its share over its own window.
        let mut steps = vec![0.0f64; outer_last - outer_first + 2];
        for at in first..=last {
            let (from, to) = reach(at);
            let share = 1.0 / ((last - first + 1) * (to - from + 1)) as f64;
            steps[from - outer_first] += share;
            steps[to + 1 - outer_first] -= share;
        }
        let first_cell = (outer_first / cell_px).saturating_sub(1);
        let last_cell = (outer_last / cell_px + 1).min(n_cells - 1);
        let mut weights = vec![0.0f64; last_cell - first_cell + 1];
        let mut weight = 0.0;
        for (at, step) in (outer_first..=outer_last).zip(&steps) {
            weight += step;
            let cell = at / cell_px;
            weights[cell - first_cell] += weight;
            // Within a cell the picture is taken to rise as it does between the cells beside it.
            let (before, after) = (cell.saturating_sub(1), (cell + 1).min(n_cells - 1));
            let middle = (cell * cell_px) as f64 + (cell_px - 1) as f64 / 2.0;
            let lean = weight * (at as f64 - middle) / cell_px as f64 / (after - before).max(1) as f64;
            weights[after - first_cell] += lean;
            weights[before - first_cell] -= lean;
        }
        Taps { start: first_cell, weights: weights.into_iter().map(|weight| weight as f32).collect() }
    }
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
