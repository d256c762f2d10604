//! A picture turned back by a few degrees, whose corners were left black or cut off. Knows no hash.

use super::operator::predict;
use super::reduction::{CELLS, Plane};
use super::sample::Sample;

/// Cells that are filled around a picture before it is tilted back.
const AROUND: usize = 32;

/// Cells of the edge from which they are filled; those farther in weigh next to nothing.
const TAPS: usize = 24;

/// Cells inside the edge of a tilted picture that black has mixed in.
const BLACKENED_CELLS: f32 = 1.5;

/// A sample with its most likely surroundings, from which all tilts of it are taken.
pub(super) struct Tiltable<'s> {
    sample: &'s Sample,
    surrounded: Plane,
}

/// The picture that a sample was before it was tilted about its middle.
pub(super) struct Untilted<'t, 's> {
    tiltable: &'t Tiltable<'s>,
    is_cut_upright: bool,
    /// Pixels that it measured.
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    /// From its cells to those of the sample: x and y by a cell to the right, and by a cell down.
    right: [f32; 2],
    down: [f32; 2],
}

impl<'s> Tiltable<'s> {
    pub(super) fn new(sample: &'s Sample) -> Tiltable<'s> {
        // Whole lines are added, so the first pass runs over columns laid as rows.
        let columns = Plane { columns: CELLS, rows: CELLS, values: transposed(sample.values(), CELLS) };
        let wide = lengthened(&columns);
        let wide = Plane { columns: wide.rows, rows: CELLS, values: transposed(&wide.values, CELLS) };
        Tiltable { sample, surrounded: lengthened(&wide) }
    }

    /// Before it was tilted by so many degrees clockwise. Its corners were then left black, or cut off: the largest
    /// upright rectangle of the picture's own shape was kept.
    pub(super) fn untilted(&self, degrees: f64, is_cut_upright: bool) -> Untilted<'_, 's> {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (width, height) = (f64::from(self.sample.width_px), f64::from(self.sample.height_px));
        let shrink = match is_cut_upright {
            true => 1.0 / (cos + sin.abs() * (width / height).max(height / width)),
            false => 1.0,
        };
        let original_px = |side_px: u32| (f64::from(side_px) / shrink).round() as u32;
        Untilted {
            tiltable: self,
            is_cut_upright,
            width_px: original_px(self.sample.width_px),
            height_px: original_px(self.sample.height_px),
            right: [(cos / shrink) as f32, (sin * width / height / shrink) as f32],
            down: [(-sin * height / width / shrink) as f32, (cos / shrink) as f32],
        }
    }

    /// Between four cells, in cells of the sample from its corner.
    fn at(&self, x: f32, y: f32) -> f32 {
        let plane = &self.surrounded;
        let last = (plane.columns - 1) as f32 - 0.01;
        let bounded = |at: f32| (at - 0.5 + AROUND as f32).clamp(0.0, last);
        let (x, y) = (bounded(x), bounded(y));
        let (column, row) = (x as i32 as usize, y as i32 as usize);
        let (right, down) = (x - column as f32, y - row as f32);
        let at = row * plane.columns + column;
        let (above, below) = (&plane.values[at..at + 2], &plane.values[at + plane.columns..][..2]);
        let above = above[0] + right * (above[1] - above[0]);
        let below = below[0] + right * (below[1] - below[0]);
        above + down * (below - above)
    }
}

impl Untilted<'_, '_> {
    /// Values at the crossings of these columns and rows, in cells of the original from its corner; row after row.
    pub(super) fn take(&self, columns: &[f32], rows: &[f32], values: &mut [f32]) {
        let middle = CELLS as f32 / 2.0;
        // Where corners are black, the original ends inside the picture, and its outermost cells have black in them.
        let inner = middle - if self.is_cut_upright { 0.0 } else { BLACKENED_CELLS };
        let bounded = |at: f32| if self.is_cut_upright { at - middle } else { (at - middle).clamp(-inner, inner) };
        for (row, values) in rows.iter().zip(values.chunks_exact_mut(columns.len())) {
            let y = bounded(*row);
            let (from_x, from_y) = (middle + self.down[0] * y, middle + self.down[1] * y);
            for (column, value) in columns.iter().zip(values) {
                let x = bounded(*column);
                let (x, y) = (from_x + self.right[0] * x, from_y + self.right[1] * x);
                *value = match self.is_cut_upright {
                    true => self.tiltable.at(x, y),
                    // What was turned out of the frame is taken for the nearest that is in it: beyond lies black.
                    false => self.tiltable.at(x.clamp(0.5, CELLS as f32 - 0.5), y.clamp(0.5, CELLS as f32 - 0.5)),
                };
            }
        }
    }

    /// The whole of it as a sample.
    pub(super) fn sample(&self) -> Sample {
        let centres: [f32; CELLS] = std::array::from_fn(|cell| cell as f32 + 0.5);
        Sample::of_values(self.width_px, self.height_px, |values| self.take(&centres, &centres, values))
    }
}

/// Filled rows above and below the 128 of a plane.
fn lengthened(plane: &Plane) -> Plane {
    let mut long = Plane::new(plane.columns, plane.rows + 2 * AROUND);
    for (row, out) in long.values.chunks_exact_mut(plane.columns).enumerate() {
        predict(row as isize - AROUND as isize, TAPS, |cell, weight| {
            out.iter_mut().zip(plane.row(cell)).for_each(|(out, value)| *out += weight * value);
        });
    }
    long
}

/// Rows of `columns` values as columns.
pub(super) fn transposed(values: &[f32], columns: usize) -> Vec<f32> {
    let rows = values.len() / columns;
    let mut transposed = vec![0.0; values.len()];
    for (row, line) in values.chunks_exact(columns).enumerate() {
        line.iter().enumerate().for_each(|(column, value)| transposed[column * rows + row] = *value);
    }
    transposed
}
