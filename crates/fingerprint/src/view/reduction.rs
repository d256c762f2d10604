//! A picture reduced to its luma on a small grid, from which all views of it are taken. No view is taken here.
//!
//! What is kept can be recognised by a person. It lives in memory only: it has no serialised form, `Debug` withholds
//! it, and it is overwritten when it is dropped.

use std::fmt;

use crate::pdq::RgbView;

use super::area::Shares;

/// Cells on each side of the reduction that views are taken from. With 128 a view differs from the hash of the full
/// picture by about 4 bits of 256; with 64 by 9.
pub(super) const CELLS: usize = 128;

/// Cells a side at most of the finer grid, from which parts of the picture get reductions of their own. A quarter of
/// the picture thus still has twice the cells it needs.
const FINE_CELLS_MAX: usize = 4 * CELLS;

/// Area means of luma, of the whole picture, mean not removed.
pub struct Reduction {
    width_px: u32,
    height_px: u32,
    fine: Plane,
}

/// Rows of f32, overwritten when dropped.
#[derive(Clone)]
pub(super) struct Plane {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) values: Vec<f32>,
}

impl Plane {
    pub(super) fn new(columns: usize, rows: usize) -> Plane {
        Plane { columns, rows, values: vec![0.0; columns * rows] }
    }

    pub(super) fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..][..self.columns]
    }

    pub(super) fn at(&self, column: usize, row: usize) -> f32 {
        self.values[row * self.columns + column]
    }
}

impl Drop for Plane {
    fn drop(&mut self) {
        self.values.fill(0.0);
        // Otherwise the compiler may leave out writes that nobody reads.
        std::hint::black_box(&mut self.values);
    }
}

impl fmt::Debug for Reduction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reduction({} × {}, ‹withheld›)", self.width_px, self.height_px)
    }
}

impl Reduction {
    /// Reduces decoded pixels. One pass; allocates a row of f32 and the reduction (1 MiB at most).
    /// None if a side is shorter than PDQ hashes (5 pixels).
    pub fn of_pixels(pixels: RgbView<'_>) -> Option<Reduction> {
        let mut reducer = Reducer::new(pixels.width_px() as u32, pixels.height_px() as u32)?;
        pixels.rows().for_each(|row| reducer.push_rgb_row(row));
        reducer.finish()
    }

    /// Width of the picture in pixels.
    pub fn width_px(&self) -> u32 {
        self.width_px
    }

    /// Height of the picture in pixels.
    pub fn height_px(&self) -> u32 {
        self.height_px
    }

    pub(super) fn fine(&self) -> &Plane {
        &self.fine
    }
}

/// Makes a [`Reduction`] from rows as they are decoded, from the top. All rows of a picture come by the same function.
pub struct Reducer {
    width_px: usize,
    height_px: usize,
    fine: Plane,
    /// Sum of the rows of the cell being filled, each value of a row by itself; one or three values a pixel.
    sums: Vec<f32>,
    n_rows: usize,
    columns: Shares,
}

impl fmt::Debug for Reducer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reducer({} × {}, ‹withheld›)", self.width_px, self.height_px)
    }
}

impl Drop for Reducer {
    fn drop(&mut self) {
        self.sums.fill(0.0);
        std::hint::black_box(&mut self.sums);
    }
}

impl Reducer {
    /// For a picture of this size; None if a side is shorter than 5 pixels or longer than 2²⁴.
    pub fn new(width_px: u32, height_px: u32) -> Option<Reducer> {
        let is_served = |side_px: u32| (5..=1 << 24).contains(&side_px);
        if !is_served(width_px) || !is_served(height_px) {
            return None;
        }
        let (width_px, height_px) = (width_px as usize, height_px as usize);
        // A whole multiple of the coarse grid, so that its cells are sums of whole fine cells.
        let cells = |side_px: usize| (side_px / CELLS).clamp(1, FINE_CELLS_MAX / CELLS) * CELLS;
        let fine = Plane::new(cells(width_px), cells(height_px));
        let columns = Shares::new(width_px, fine.columns);
        Some(Reducer { width_px, height_px, fine, sums: Vec::new(), n_rows: 0, columns })
    }

    /// The next row as luma, 0 to 255. A row of another length, or one too many, spoils the picture: nothing is given.
    pub fn push_luma_row(&mut self, luma: &[f32]) {
        self.push(luma.len(), 1, |sums, weight| {
            sums.iter_mut().zip(luma).for_each(|(sum, value)| *sum += weight * value);
        });
    }

    /// The next row, one byte of luma a pixel.
    pub fn push_grey_row(&mut self, grey: &[u8]) {
        self.push(grey.len(), 1, |sums, weight| {
            sums.iter_mut().zip(grey).for_each(|(sum, value)| *sum += weight * f32::from(*value));
        });
    }

    /// The next row, three bytes a pixel: red, green, blue. The luma is taken of the means, which is the same.
    pub fn push_rgb_row(&mut self, rgb: &[u8]) {
        self.push(rgb.len(), 3, |sums, weight| {
            sums.iter_mut().zip(rgb).for_each(|(sum, value)| *sum += weight * f32::from(*value));
        });
    }

    /// The reduction, if all rows have come.
    pub fn finish(mut self) -> Option<Reduction> {
        let fine = std::mem::replace(&mut self.fine, Plane::new(0, 0));
        let (width_px, height_px) = (self.width_px as u32, self.height_px as u32);
        (self.n_rows == self.height_px).then_some(Reduction { width_px, height_px, fine })
    }

    fn push(&mut self, n_values: usize, n_channels: usize, add: impl Fn(&mut [f32], f32)) {
        if n_values != self.width_px * n_channels || self.n_rows >= self.height_px {
            self.n_rows = usize::MAX;
            return;
        }
        self.sums.resize(n_values, 0.0);
        // In units of 1/rows of a pixel everything is whole: a row of pixels takes `rows`, a cell `height`.
        let (from, to) = (self.n_rows * self.fine.rows, (self.n_rows + 1) * self.fine.rows);
        let mut at = from;
        while at < to {
            let cell = at / self.height_px;
            let end = ((cell + 1) * self.height_px).min(to);
            add(&mut self.sums, (end - at) as f32 / self.height_px as f32);
            if end == (cell + 1) * self.height_px {
                self.finish_cells(cell, n_channels);
            }
            at = end;
        }
        self.n_rows += 1;
    }

    fn finish_cells(&mut self, row: usize, n_channels: usize) {
        let columns = self.fine.columns;
        let out = &mut self.fine.values[row * columns..][..columns];
        match n_channels {
            1 => self.columns.of_line(&self.sums, out),
            _ => {
                let luma: Vec<f32> =
                    self.sums.chunks_exact(3).map(|rgb| 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]).collect();
                self.columns.of_line(&luma, out);
            }
        }
        self.sums.fill(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_every_kind_give_the_same_means() {
        for (width, height) in [(5usize, 7usize), (127, 128), (300, 700), (513, 129)] {
            let grey: Vec<u8> = (0..width * height).map(|n| (n * n / 7 % 251) as u8).collect();
            let rgb: Vec<u8> = grey.iter().flat_map(|value| [*value; 3]).collect();
            let view = RgbView::new(width as u32, height as u32, &rgb).unwrap();
            let whole = Reduction::of_pixels(view).unwrap();
            let mut by_luma = Reducer::new(width as u32, height as u32).unwrap();
            let mut by_grey = Reducer::new(width as u32, height as u32).unwrap();
            for row in grey.chunks(width) {
                by_luma.push_luma_row(&row.iter().map(|value| f32::from(*value)).collect::<Vec<_>>());
                by_grey.push_grey_row(row);
            }
            let (by_luma, by_grey) = (by_luma.finish().unwrap(), by_grey.finish().unwrap());
            let mean = grey.iter().map(|value| f64::from(*value)).sum::<f64>() / grey.len() as f64;
            for other in [&whole, &by_luma, &by_grey] {
                let values = &other.fine.values;
                let found = values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len() as f64;
                assert!((mean - found).abs() < 0.01, "{width} × {height}: {mean} {found}");
                assert!(values.iter().zip(&whole.fine.values).all(|(one, two)| (one - two).abs() < 0.01));
            }
        }
    }

    #[test]
    fn a_row_too_few_too_many_or_of_another_length_gives_nothing() {
        let reduced = |rows: &[usize]| {
            let mut reducer = Reducer::new(8, 5).unwrap();
            rows.iter().for_each(|length| reducer.push_grey_row(&vec![9; *length]));
            reducer.finish().is_some()
        };
        assert!(reduced(&[8; 5]));
        assert!(!reduced(&[8; 4]) && !reduced(&[8; 6]) && !reduced(&[8, 8, 7, 8, 8]));
        assert!(Reducer::new(4, 5).is_none() && Reducer::new(5, u32::MAX).is_none());
    }

    #[test]
    fn what_can_be_recognised_is_not_printed() {
        let reduction = Reduction::of_pixels(RgbView::new(8, 8, &[77; 192]).unwrap()).unwrap();
        assert_eq!(format!("{reduction:?}"), "Reduction(8 × 8, ‹withheld›)");
    }
}
