//! One side of a view as a small matrix: from 128 cells of the picture in hand to the 16 frequencies that PDQ would have
//! found in the picture it was cut from. No picture is touched here.
//!
//! A matrix holds, at once, where PDQ samples a side of that length, its tent filter, the margins supposed to be cut
//! away, the most likely content of those margins, and PDQ's cosines (ThreatExchange `pdq/README.md`, `hashing.pdf`).

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use super::reduction::CELLS;
use super::steps::SAMPLES;

/// Frequencies that PDQ keeps each way.
pub(super) const FREQUENCIES: usize = 16;

/// By cell, then by frequency.
pub(super) type Matrix = [[f32; FREQUENCIES]; CELLS];

/// PDQ's own cosines: by sample, then by frequency.
pub(super) type SampleMatrix = [[f32; FREQUENCIES]; SAMPLES];

/// Cells beyond an edge that are filled; what lies farther out is taken for the mean.
const CELLS_BEYOND: usize = 128;

/// Matrices kept at most, 8 KiB each.
const KEPT_MAX: usize = 2048;

/// From this length on sides share their matrices with others that are nearly as long.
const LENGTH_PX_ROUNDED_MIN: u32 = 2048;

/// What is supposed of one side: margins cut away at its start and end in permille of the original (negative: a border
/// was added), and the length in pixels of what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Side {
    pub(super) cut_start_permille: i16,
    pub(super) cut_end_permille: i16,
    pub(super) length_px: u32,
}

/// Matrices by side: photos of one camera have the same sides, and the views of a picture share them.
#[derive(Default)]
pub(super) struct Matrices {
    kept: HashMap<Side, Rc<Matrix>>,
}

impl Matrices {
    pub(super) fn of(&mut self, mut side: Side) -> Rc<Matrix> {
        // On long sides PDQ's samples lie where they should but for a fiftieth of their distance, whatever the length.
        if side.length_px >= LENGTH_PX_ROUNDED_MIN {
            side.length_px = side.length_px.next_multiple_of(2 * CELLS as u32);
        }
        if self.kept.len() >= KEPT_MAX {
            self.kept.clear();
        }
        Rc::clone(self.kept.entry(side).or_insert_with(|| Rc::new(matrix(side))))
    }
}

/// The cosines of frequencies 1 to 16, by sample.
static COSINES: LazyLock<[[f64; FREQUENCIES]; SAMPLES]> = LazyLock::new(|| {
    std::array::from_fn(|sample| {
        std::array::from_fn(|row| {
            let angle = std::f64::consts::PI / 128.0 * (row + 1) as f64 * (2 * sample + 1) as f64;
            (2.0f64 / SAMPLES as f64).sqrt() * angle.cos()
        })
    })
});

/// The same for a side of which nothing is to be filled, and whose samples are taken elsewhere.
pub(super) static SAMPLE_MATRIX: LazyLock<SampleMatrix> =
    LazyLock::new(|| COSINES.map(|sample| sample.map(|cosine| cosine as f32)));

/// What a cell beyond an edge most likely holds, as a sum over the cells inside, the nearest first.
static FILL: LazyLock<Vec<[f32; CELLS]>> = LazyLock::new(fill);

/// How alike two cells of a photo are that lie this many cells apart: the covariance of photo rows is near enough a sum
/// of a fine texture and of large shapes, whose reach was fitted to photos.
fn covariance(cells: usize) -> f64 {
    0.155 * (-(cells as f64) / 2.24).exp() + 0.845 * (-(cells as f64) / 20.65).exp()
}

/// The linear prediction with the least mean square error under [`covariance`] (simple kriging).
fn fill() -> Vec<[f32; CELLS]> {
    // Cholesky: the matrix is symmetric and positive definite, a little noise on its diagonal.
    let mut lower = vec![[0.0f64; CELLS]; CELLS];
    for row in 0..CELLS {
        for column in 0..=row {
            let dot: f64 = (0..column).map(|n| lower[row][n] * lower[column][n]).sum();
            let value = covariance(row - column) + if row == column { 1e-4 } else { 0.0 } - dot;
            lower[row][column] = if row == column { value.sqrt() } else { value / lower[column][column] };
        }
    }
    let solve = |beyond: usize| {
        let mut solved: [f64; CELLS] = std::array::from_fn(|n| covariance(n + beyond + 1));
        for row in 0..CELLS {
            let dot: f64 = (0..row).map(|n| lower[row][n] * solved[n]).sum();
            solved[row] = (solved[row] - dot) / lower[row][row];
        }
        for row in (0..CELLS).rev() {
            let dot: f64 = (row + 1..CELLS).map(|n| lower[n][row] * solved[n]).sum();
            solved[row] = (solved[row] - dot) / lower[row][row];
        }
        solved.map(|value| value as f32)
    };
    (0..CELLS_BEYOND).map(solve).collect()
}

/// What the cell at `position` holds, which may lie outside: weights of the nearest `taps` cells inside are given to `add`.
pub(super) fn predict(position: isize, taps: usize, mut add: impl FnMut(usize, f32)) {
    let (beyond, is_before) = match position {
        ..0 => ((-1 - position) as usize, true),
        n if n as usize >= CELLS => (n as usize - CELLS, false),
        n => return add(n as usize, 1.0),
    };
    if let Some(weights) = FILL.get(beyond) {
        for (distance, weight) in weights.iter().enumerate().take(taps) {
            add(if is_before { distance } else { CELLS - 1 - distance }, *weight);
        }
    }
}

/// Where PDQ's samples of a side lie, in pixels from its start, and how far their tent reaches to either side.
fn sample_places(length_px: f64) -> ([f64; SAMPLES], f64) {
    let window_px = (length_px / CELLS as f64).ceil();
    // Two passes of a box whose width is even move what they give by a pixel.
    let shift_px = if window_px % 2.0 == 0.0 { 1.5 } else { 0.5 };
    (std::array::from_fn(|n| ((n as f64 + 0.5) * length_px / SAMPLES as f64).floor() + shift_px), window_px)
}

/// Where PDQ's samples of a side lie, in cells.
pub(super) fn sample_cells(length_px: u32) -> [f32; SAMPLES] {
    let length_px = f64::from(length_px.max(SAMPLES as u32));
    sample_places(length_px).0.map(|at_px| (at_px / length_px * CELLS as f64) as f32)
}

fn matrix(side: Side) -> Matrix {
    let (start, end) = (f64::from(side.cut_start_permille) / 1000.0, f64::from(side.cut_end_permille) / 1000.0);
    // In lengths of what is left: how long the original was, and where it began.
    let length = 1.0 / (1.0 - start - end).max(0.1);
    let begin = -start * length;
    let length_px = (f64::from(side.length_px) * length).round().max(SAMPLES as f64);
    let (places_px, window_px) = sample_places(length_px);
    let half = window_px / length_px * length * CELLS as f64;
    let mut inside = [[0.0f64; FREQUENCIES]; CELLS];
    let n_beyond = |cut: f64| ((cut.max(0.0) * length * CELLS as f64 + half) as usize + 2).min(CELLS_BEYOND);
    let mut before = vec![[0.0f64; FREQUENCIES]; n_beyond(start)];
    let mut after = vec![[0.0f64; FREQUENCIES]; n_beyond(end)];
    for (at_px, cosines) in places_px.iter().zip(COSINES.iter()) {
        let centre = (begin + at_px / length_px * length) * CELLS as f64;
        let (first, last) = ((centre - half).floor() as isize, (centre + half).ceil() as isize);
        for cell in first..last {
            let below = |edge: f64| area_of_tent(((edge - centre) / half).clamp(-1.0, 1.0));
            let weight = below((cell + 1) as f64) - below(cell as f64);
            let sums = match cell {
                ..0 if start > 0.0 => before.get_mut((-1 - cell) as usize),
                n if n >= CELLS as isize && end > 0.0 => after.get_mut(n as usize - CELLS),
                // Nothing was cut here: the filter only looks a pixel beyond the edge, where PDQ repeats nothing.
                n => Some(&mut inside[n.clamp(0, CELLS as isize - 1) as usize]),
            };
            if let Some(sums) = sums {
                sums.iter_mut().zip(cosines).for_each(|(sum, cosine)| *sum += weight * cosine);
            }
        }
    }
    let mut matrix: Matrix = inside.map(|sums| sums.map(|sum| sum as f32));
    for (beyond, is_before) in [(&before, true), (&after, false)] {
        for (sums, weights) in beyond.iter().zip(FILL.iter()) {
            if sums.iter().all(|sum| *sum == 0.0) {
                continue;
            }
            let sums = sums.map(|sum| sum as f32);
            for (distance, weight) in weights.iter().enumerate() {
                let cell = if is_before { distance } else { CELLS - 1 - distance };
                matrix[cell].iter_mut().zip(&sums).for_each(|(value, sum)| *value += weight * sum);
            }
        }
    }
    matrix
}

/// The share of a tent over [-1, 1] that lies below `x`.
fn area_of_tent(x: f64) -> f64 {
    if x < 0.0 { (x + 1.0) * (x + 1.0) / 2.0 } else { 1.0 - (1.0 - x) * (1.0 - x) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fill_starts_at_the_edge_and_fades_to_the_mean() {
        let sum = |beyond: usize| FILL[beyond].iter().sum::<f32>();
        assert!(FILL[0][0] > 0.6, "the nearest cell counts most");
        assert!((0.9..1.0).contains(&sum(0)), "{}", sum(0));
        assert!(sum(0) > sum(10) && sum(10) > sum(40) && sum(127) < 0.02);
    }

    #[test]
    fn a_side_of_which_nothing_was_cut_sees_every_cosine_it_is_shown() {
        let matrix = matrix(Side { cut_start_permille: 0, cut_end_permille: 0, length_px: 1024 });
        for shown in 1..=FREQUENCIES {
            let seen: Vec<f64> = (0..FREQUENCIES)
                .map(|row| {
                    let wave = |cell: usize| (std::f64::consts::PI * shown as f64 * (cell as f64 + 0.5) / 128.0).cos();
                    (0..CELLS).map(|cell| f64::from(matrix[cell][row]) * wave(cell)).sum::<f64>()
                })
                .collect();
            let most = (0..FREQUENCIES).max_by(|one, two| seen[*one].abs().total_cmp(&seen[*two].abs()));
            assert_eq!(most, Some(shown - 1), "{seen:?}");
        }
    }

    #[test]
    fn extreme_cuts_give_finite_values() {
        for (start, end) in [(600, 600), (-900, -900), (499, 499), (0, 999), (i16::MIN, i16::MAX)] {
            for length_px in [1, 5, 127, 128, 129, 60_000] {
                let side = Side { cut_start_permille: start, cut_end_permille: end, length_px };
                assert!(matrix(side).as_flattened().iter().all(|value| value.is_finite()), "{side:?}");
            }
        }
    }
}
