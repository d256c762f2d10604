//! A rectangle of the picture on 128 × 128 cells, its mean removed: what a matrix is applied to. Knows no view.

use crate::Kernel;
use crate::pdq::Turn;

use super::area::Shares;
use super::kernel::{Reduced, reduce};
use super::reduction::{CELLS, Plane};
use super::steps::Steps;

/// A rectangle in cells of the fine plane: `left..right` × `top..bottom`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) right: usize,
    pub(super) bottom: usize,
}

impl Rect {
    pub(super) fn whole(plane: &Plane) -> Rect {
        Rect { left: 0, top: 0, right: plane.columns, bottom: plane.rows }
    }

    pub(super) fn width(&self) -> usize {
        self.right - self.left
    }

    pub(super) fn height(&self) -> usize {
        self.bottom - self.top
    }
}

/// Cells in rows, overwritten when dropped.
pub(super) struct Cells(Box<[f32; CELLS * CELLS]>);

impl Drop for Cells {
    fn drop(&mut self) {
        self.0.fill(0.0);
        // Otherwise the compiler may leave out writes that nobody reads.
        std::hint::black_box(&mut self.0);
    }
}

impl Cells {
    fn empty() -> Cells {
        Cells(vec![0.0; CELLS * CELLS].into_boxed_slice().try_into().expect("as many cells as were asked for"))
    }

    pub(super) fn values(&self) -> &[f32; CELLS * CELLS] {
        &self.0
    }
}

/// 128 × 128 area means with the mean removed.
pub(super) struct Sample {
    /// Pixels that the rectangle measures in the picture.
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    cells: Cells,
    steps: Steps,
}

impl Sample {
    /// Of a rectangle that is not empty.
    pub(super) fn of_rect(kernel: Kernel, plane: &Plane, rect: Rect, width_px: u32, height_px: u32) -> Sample {
        let (columns, rows) = (Shares::new(rect.width(), CELLS), Shares::new(rect.height(), CELLS));
        let share = |side_px: u32, part: usize, of: usize| {
            ((f64::from(side_px) * part as f64 / of as f64).round() as u32).max(1)
        };
        let width_px = share(width_px, rect.width(), plane.columns);
        let height_px = share(height_px, rect.height(), plane.rows);
        Sample::of_values(width_px, height_px, |values| {
            // Rows first: they are added line by line, and then only 128 are left.
            let mut lines = Plane::new(rect.width(), CELLS);
            let mut to = Reduced { lines: &mut lines.values, cells: values };
            reduce(kernel, plane, rect, &rows, &columns, &mut to);
        })
    }

    /// Of area means that are given.
    pub(super) fn of_values(width_px: u32, height_px: u32, give: impl FnOnce(&mut [f32; CELLS * CELLS])) -> Sample {
        let mut cells = Cells::empty();
        give(&mut cells.0);
        let steps = Steps::of_cells(&cells.0);
        remove_mean(&mut cells.0);
        Sample { width_px, height_px, cells, steps }
    }

    pub(super) fn values(&self) -> &[f32; CELLS * CELLS] {
        self.cells.values()
    }

    /// PDQ's quality of what is seen of the original when these were cut (left, top, right, bottom; see [`Steps`]) of
    /// the picture turned so.
    pub(super) fn quality(&self, turn: Turn, [left, top, right, bottom]: [i16; 4]) -> u8 {
        // Where the sides of the turned picture lie in this one.
        self.steps.quality(match turn {
            Turn::Original => [left, top, right, bottom],
            Turn::Rotate90 => [bottom, left, top, right],
            Turn::Rotate180 => [right, bottom, left, top],
            Turn::Rotate270 => [top, right, bottom, left],
            Turn::FlipX => [left, bottom, right, top],
            Turn::FlipY => [right, top, left, bottom],
            Turn::FlipPlus1 => [top, left, bottom, right],
            Turn::FlipMinus1 => [bottom, right, top, left],
        })
    }

    /// The cells of the picture turned so; see [`Turn`].
    pub(super) fn turned(&self, turn: Turn) -> Cells {
        let mut turned = Cells::empty();
        let (is_transposed, is_x_reversed, is_y_reversed) = match turn {
            Turn::Original => (false, false, false),
            Turn::Rotate90 => (true, false, true),
            Turn::Rotate180 => (false, true, true),
            Turn::Rotate270 => (true, true, false),
            Turn::FlipX => (false, false, true),
            Turn::FlipY => (false, true, false),
            Turn::FlipPlus1 => (true, false, false),
            Turn::FlipMinus1 => (true, true, true),
        };
        for (row, line) in self.values().chunks_exact(CELLS).enumerate() {
            for (column, value) in line.iter().enumerate() {
                let (x, y) = if is_transposed { (row, column) } else { (column, row) };
                let x = if is_x_reversed { CELLS - 1 - x } else { x };
                let y = if is_y_reversed { CELLS - 1 - y } else { y };
                turned.0[y * CELLS + x] = *value;
            }
        }
        turned
    }
}

fn remove_mean(values: &mut [f32; CELLS * CELLS]) {
    // Line by line first: short sums lose nothing, and lines are summed side by side.
    let mut sums = [0.0f32; CELLS];
    for line in values.chunks_exact(CELLS) {
        sums.iter_mut().zip(line).for_each(|(sum, value)| *sum += value);
    }
    let mean = sums.iter().sum::<f32>() / values.len() as f32;
    values.iter_mut().for_each(|value| *value -= mean);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As [`Turn`] says it, cell by cell.
    fn cell_from(turn: Turn, x: usize, y: usize) -> (usize, usize) {
        let last = CELLS - 1;
        match turn {
            Turn::Original => (x, y),
            Turn::Rotate90 => (last - y, x),
            Turn::Rotate180 => (last - x, last - y),
            Turn::Rotate270 => (y, last - x),
            Turn::FlipX => (x, last - y),
            Turn::FlipY => (last - x, y),
            Turn::FlipPlus1 => (y, x),
            Turn::FlipMinus1 => (last - y, last - x),
        }
    }

    /// Lively on the left half, and livelier at its top.
    fn sample() -> Sample {
        Sample::of_values(CELLS as u32, CELLS as u32, |values| {
            for (at, value) in values.iter_mut().enumerate() {
                let (x, y) = (at % CELLS, at / CELLS);
                let spread = if x < 64 { 60.0 + if y < 20 { 120.0 } else { 0.0 } } else { 0.0 };
                *value = spread * ((x / 5 + y / 7) % 2) as f32;
            }
        })
    }

    #[test]
    fn cells_and_their_quality_turn_alike() {
        let sample = sample();
        let cuts = [-20, -125, 60, -200];
        for turn in Turn::ALL {
            let turned = sample.turned(turn);
            for y in 0..CELLS {
                for x in 0..CELLS {
                    let (column, row) = cell_from(turn, x, y);
                    assert_eq!(turned.values()[y * CELLS + x], sample.values()[row * CELLS + column], "{turn:?}");
                }
            }
            let own = Sample::of_values(1, 1, |values| *values = *turned.values());
            let (one, two) = (sample.quality(turn, cuts), own.quality(Turn::Original, cuts));
            assert!(one.abs_diff(two) <= 1, "{turn:?}: {one} {two}");
        }
    }
}
