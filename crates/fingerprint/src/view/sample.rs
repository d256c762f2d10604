//! A rectangle of the picture on 128 × 128 cells, its mean removed: what a matrix is applied to. Knows no view.

use crate::pdq::Turn;

use super::operator::predict;
use super::reduction::{CELLS, Plane, area_means};

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

/// 128 × 128 area means with the mean removed, overwritten when dropped.
pub(super) struct Sample {
    /// Pixels that the rectangle measures in the picture.
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    values: Box<[f32; CELLS * CELLS]>,
    steps: Steps,
}

impl Drop for Sample {
    fn drop(&mut self) {
        self.values.fill(0.0);
        std::hint::black_box(&mut self.values);
    }
}

impl Sample {
    /// Of a rectangle that is not empty.
    pub(super) fn of_rect(plane: &Plane, rect: Rect, width_px: u32, height_px: u32) -> Sample {
        // Rows first: they are added line by line, and then only 128 are left.
        let mut rows = Plane::new(rect.width(), CELLS);
        for (row, out) in rows.values.chunks_exact_mut(rect.width()).enumerate() {
            each_share(row, rect.height(), |n, weight| {
                let line = &plane.row(rect.top + n)[rect.left..rect.right];
                out.iter_mut().zip(line).for_each(|(out, value)| *out += weight * value);
            });
        }
        let mut values = empty();
        for (row, out) in values.chunks_exact_mut(CELLS).enumerate() {
            area_means(rows.row(row), out);
        }
        let share = |side_px: u32, part: usize, of: usize| {
            ((f64::from(side_px) * part as f64 / of as f64).round() as u32).max(1)
        };
        let width_px = share(width_px, rect.width(), plane.columns);
        Sample::of_values(values, width_px, share(height_px, rect.height(), plane.rows))
    }

    fn of_values(mut values: Box<[f32; CELLS * CELLS]>, width_px: u32, height_px: u32) -> Sample {
        let steps = Steps::of(&values);
        remove_mean(&mut values);
        Sample { width_px, height_px, values, steps }
    }

    pub(super) fn values(&self) -> &[f32; CELLS * CELLS] {
        &self.values
    }

    fn at(&self, column: usize, row: usize) -> f32 {
        self.values[row * CELLS + column]
    }

    /// PDQ's quality of what is left of the picture when borders are taken off and margins, which hold nothing of their
    /// own, are added: cuts in permille of the original (left, top, right, bottom).
    pub(super) fn quality(&self, cuts_permille: [i16; 4]) -> u8 {
        self.steps.quality(cuts_permille)
    }

    /// The sample of the picture turned so; see [`Turn`].
    pub(super) fn turned(&self, turn: Turn) -> Sample {
        let last = CELLS - 1;
        let from = |x: usize, y: usize| match turn {
            Turn::Original => (x, y),
            Turn::Rotate90 => (last - y, x),
            Turn::Rotate180 => (last - x, last - y),
            Turn::Rotate270 => (y, last - x),
            Turn::FlipX => (x, last - y),
            Turn::FlipY => (last - x, y),
            Turn::FlipPlus1 => (y, x),
            Turn::FlipMinus1 => (last - y, last - x),
        };
        let mut values = empty();
        for y in 0..CELLS {
            for x in 0..CELLS {
                let (column, row) = from(x, y);
                values[y * CELLS + x] = self.at(column, row);
            }
        }
        let is_over_diagonal = matches!(turn, Turn::Rotate90 | Turn::Rotate270 | Turn::FlipPlus1 | Turn::FlipMinus1);
        let (width_px, height_px) = match is_over_diagonal {
            true => (self.height_px, self.width_px),
            false => (self.width_px, self.height_px),
        };
        let steps = Steps::of(&values);
        Sample { width_px, height_px, values, steps }
    }

    /// With its most likely surroundings, from which all upright tilts are taken.
    pub(super) fn extended(&self) -> Extended {
        Extended::of(self.values())
    }

    /// The sample of the picture before it was tilted by this many degrees about its middle. Its corners were then left
    /// black, or cut off: the largest upright rectangle of the picture's own shape was kept. What is lost is filled:
    /// for the latter from `extended`.
    pub(super) fn untilted(&self, extended: &Extended, degrees: f64, is_cut_upright: bool) -> Sample {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (width, height) = (f64::from(self.width_px), f64::from(self.height_px));
        let shrink = match is_cut_upright {
            true => 1.0 / (cos + sin.abs() * (width / height).max(height / width)),
            false => 1.0,
        };
        let refilled;
        let extended = if is_cut_upright {
            extended
        } else {
            refilled = Extended::of(&self.without_black_corners(sin, cos));
            &refilled
        };
        let mut values = empty();
        for row in 0..CELLS {
            let y = row as f64 + 0.5 - CELLS as f64 / 2.0;
            let (from_x, from_y) = (-sin * height / width * y / shrink, cos * y / shrink);
            let (from_x, from_y) = (from_x as f32 + CELLS as f32 / 2.0, from_y as f32 + CELLS as f32 / 2.0);
            let (step_x, step_y) = ((cos / shrink) as f32, (sin * width / height / shrink) as f32);
            for column in 0..CELLS {
                let x = column as f32 + 0.5 - CELLS as f32 / 2.0;
                values[row * CELLS + column] = extended.at(from_x + step_x * x, from_y + step_y * x);
            }
        }
        let original_px = |side_px: u32| (f64::from(side_px) / shrink).round() as u32;
        Sample::of_values(values, original_px(self.width_px), original_px(self.height_px))
    }

    /// What lies outside the tilted picture takes the value of the nearest point inside, so that no black is spread.
    fn without_black_corners(&self, sin: f64, cos: f64) -> Box<[f32; CELLS * CELLS]> {
        let (width, height) = (f64::from(self.width_px), f64::from(self.height_px));
        let mut values = self.values.clone();
        // A cell and a half inside the edge, where black has not mixed in.
        let inner = 0.5 - 1.5 / CELLS as f64;
        for row in 0..CELLS {
            let v = (row as f64 + 0.5) / CELLS as f64 - 0.5;
            for column in 0..CELLS {
                let u = (column as f64 + 0.5) / CELLS as f64 - 0.5;
                let (x, y) = (cos * u + sin * height / width * v, -sin * width / height * u + cos * v);
                if x.abs() <= inner && y.abs() <= inner {
                    continue;
                }
                let (x, y) = (x.clamp(-inner, inner), y.clamp(-inner, inner));
                let (u, v) = (cos * x - sin * height / width * y, sin * width / height * x + cos * y);
                let cell = |share: f64| (((share + 0.5) * CELLS as f64) as isize).clamp(0, CELLS as isize - 1) as usize;
                values[row * CELLS + column] = self.at(cell(u), cell(v));
            }
        }
        remove_mean(&mut values);
        values
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

/// Which of `length` lines lie in a cell of 128, and with what share of the cell.
fn each_share(cell: usize, length: usize, mut each: impl FnMut(usize, f32)) {
    let (from, to) = (cell * length, (cell + 1) * length);
    for n in from / CELLS..=(to - 1) / CELLS {
        let share = to.min((n + 1) * CELLS) - from.max(n * CELLS);
        each(n, share as f32 / length as f32);
    }
}

fn empty() -> Box<[f32; CELLS * CELLS]> {
    vec![0.0; CELLS * CELLS].into_boxed_slice().try_into().expect("as many cells as were asked for")
}

/// Cells that are filled around a picture before it is tilted back.
const AROUND: usize = 32;

/// Cells of the edge from which they are filled; those farther in weigh next to nothing.
const TAPS: usize = 24;

/// A sample with filled surroundings.
pub(super) struct Extended {
    plane: Plane,
}

impl Extended {
    fn of(values: &[f32; CELLS * CELLS]) -> Extended {
        // Whole lines are added, so the first pass runs over columns laid as rows.
        let columns = Plane { columns: CELLS, rows: CELLS, values: transposed(values, CELLS) };
        let wide = lengthened(&columns);
        let wide = Plane { columns: wide.rows, rows: CELLS, values: transposed(&wide.values, CELLS) };
        let plane = lengthened(&wide);
        Extended { plane }
    }

    /// Between four cells, in cells of the sample from its corner.
    fn at(&self, x: f32, y: f32) -> f32 {
        let last = (self.plane.columns - 1) as f32 - 0.01;
        let bounded = |at: f32| (at - 0.5 + AROUND as f32).clamp(0.0, last);
        let (x, y) = (bounded(x), bounded(y));
        let (column, row) = (x as i32 as usize, y as i32 as usize);
        let (right, down) = (x - column as f32, y - row as f32);
        let pair = |row: usize| {
            let at = row * self.plane.columns + column;
            self.plane.values[at] * (1.0 - right) + self.plane.values[at + 1] * right
        };
        pair(row) * (1.0 - down) + pair(row + 1) * down
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
fn transposed(values: &[f32], columns: usize) -> Vec<f32> {
    let rows = values.len() / columns;
    (0..columns).flat_map(|column| (0..rows).map(move |row| values[row * columns + column])).collect()
}

/// Cells on which quality is taken, as PDQ does.
const SIDE: usize = 64;

/// Sums of the steps between neighbours, so that those of any rectangle are known at once.
struct Steps {
    /// At `(row, column)`: all steps between rows, and between columns, above and left of there.
    down: Vec<u32>,
    across: Vec<u32>,
}

impl Steps {
    fn of(values: &[f32; CELLS * CELLS]) -> Steps {
        let mut small = [[0.0f32; SIDE]; SIDE];
        for (row, line) in small.iter_mut().enumerate() {
            for (column, value) in line.iter_mut().enumerate() {
                let at = 2 * row * CELLS + 2 * column;
                *value = (values[at] + values[at + 1] + values[at + CELLS] + values[at + CELLS + 1]) / 4.0;
            }
        }
        // Steps are cut to whole hundredths of full scale, so that faint ones count nothing.
        let step = |one: f32, two: f32| (((one - two) * 100.0 / 255.0) as i32).unsigned_abs();
        let down =
            |row: usize, column: usize| if row > 0 { step(small[row - 1][column], small[row][column]) } else { 0 };
        let across = |row: usize, column: usize| {
            if column > 0 { step(small[row][column - 1], small[row][column]) } else { 0 }
        };
        Steps { down: sums(down), across: sums(across) }
    }

    fn quality(&self, [left, top, right, bottom]: [i16; 4]) -> u8 {
        let share = |permille: i16| f64::from(permille) / 1000.0;
        // A border taken off leaves out the steps in it, and the one at its inner edge.
        let inside = |before: i16, after: i16| {
            let length = 1.0 - share(before) - share(after);
            let off = |cut: i16| if cut < 0 { (-share(cut) / length * SIDE as f64).ceil() as usize + 1 } else { 0 };
            (off(before).min(SIDE / 2), SIDE - off(after).min(SIDE / 2))
        };
        let ((from_x, to_x), (from_y, to_y)) = (inside(left, right), inside(top, bottom));
        let sum = |sums: &[u32]| {
            let at = |row: usize, column: usize| sums[row * (SIDE + 1) + column];
            at(to_y, to_x) + at(from_y, from_x) - at(from_y, to_x) - at(to_y, from_x)
        };
        // Margins add no steps, and what is seen fills fewer of the 64 rows and columns.
        let seen = |before: i16, after: i16| 1.0 - f64::from(before.max(0)) / 1000.0 - f64::from(after.max(0)) / 1000.0;
        let steps = f64::from(sum(&self.down)) * seen(left, right) + f64::from(sum(&self.across)) * seen(top, bottom);
        (steps / 90.0).clamp(0.0, 100.0) as u8
    }
}

/// Sums of all that lies above and left.
fn sums(of: impl Fn(usize, usize) -> u32) -> Vec<u32> {
    let mut sums = vec![0; (SIDE + 1) * (SIDE + 1)];
    for row in 0..SIDE {
        let mut in_row = 0;
        for column in 0..SIDE {
            in_row += of(row, column);
            sums[(row + 1) * (SIDE + 1) + column + 1] = sums[row * (SIDE + 1) + column + 1] + in_row;
        }
    }
    sums
}
