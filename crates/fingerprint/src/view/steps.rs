//! PDQ's quality of a part of a picture: how much there is in it to compare. Knows no view.

use super::reduction::CELLS;

/// Samples on each side on which quality is taken, as PDQ does.
pub(super) const SAMPLES: usize = 64;

/// Sums of the steps between neighbours, so that those of any rectangle are known at once.
pub(super) struct Steps {
    /// At `(row, column)`: all steps above and left of there.
    sums: Vec<u32>,
}

impl Steps {
    /// Of 128 × 128 area means.
    pub(super) fn of_cells(values: &[f32; CELLS * CELLS]) -> Steps {
        // PDQ's tent is as wide as two cells and less blurred than their mean. A little of the cells beside them, taken
        // off, gives the same spread.
        const OUTER: f32 = -1.0 / 24.0;
        const INNER: f32 = 0.5 - OUTER;
        let lines = |at: usize| [(2 * at).saturating_sub(1), 2 * at, 2 * at + 1, (2 * at + 2).min(CELLS - 1)];
        let mut samples = [[0.0f32; SAMPLES]; SAMPLES];
        let mut row = [0.0f32; CELLS];
        for (at, samples) in samples.iter_mut().enumerate() {
            let [above, one, two, below] = lines(at).map(|line| &values[line * CELLS..][..CELLS]);
            for (column, value) in row.iter_mut().enumerate() {
                *value = INNER * (one[column] + two[column]) + OUTER * (above[column] + below[column]);
            }
            for (at, sample) in samples.iter_mut().enumerate() {
                let [left, one, two, right] = lines(at);
                *sample = INNER * (row[one] + row[two]) + OUTER * (row[left] + row[right]);
            }
        }
        row.fill(0.0);
        std::hint::black_box(&mut row);
        Steps::of_samples(&samples)
    }

    /// Of 64 × 64 samples.
    pub(super) fn of_samples(samples: &[[f32; SAMPLES]; SAMPLES]) -> Steps {
        // Steps are cut to whole hundredths of full scale, so that faint ones count nothing.
        let step = |one: f32, two: f32| (((one - two) * 100.0 / 255.0) as i32).unsigned_abs();
        let mut sums = vec![0; (SAMPLES + 1) * (SAMPLES + 1)];
        for (row, line) in samples.iter().enumerate() {
            let above = &samples[row.saturating_sub(1)];
            let (before, after) = sums.split_at_mut((row + 1) * (SAMPLES + 1));
            let mut in_row = 0;
            for column in 0..SAMPLES {
                in_row += step(above[column], line[column]) + step(line[column.saturating_sub(1)], line[column]);
                after[column + 1] = before[row * (SAMPLES + 1) + column + 1] + in_row;
            }
        }
        Steps { sums }
    }

    /// Quality of what is seen of the original, by itself, when these were cut (left, top, right, bottom, in permille
    /// of the original). A border, which is a negative cut, is taken off with the step at its inner edge. Margins that
    /// were cut away show nothing: they neither add to the quality of what is seen nor take from it.
    pub(super) fn quality(&self, [left, top, right, bottom]: [i16; 4]) -> u8 {
        let share = |permille: i16| f64::from(permille) / 1000.0;
        let inside = |before: i16, after: i16| {
            let length = 1.0 - share(before) - share(after);
            let off = |cut: i16| if cut < 0 { (-share(cut) / length * SAMPLES as f64).ceil() as usize + 1 } else { 0 };
            (off(before).min(SAMPLES / 2), SAMPLES - off(after).min(SAMPLES / 2))
        };
        let ((from_x, to_x), (from_y, to_y)) = (inside(left, right), inside(top, bottom));
        let at = |row: usize, column: usize| self.sums[row * (SAMPLES + 1) + column];
        let steps = at(to_y, to_x) + at(from_y, from_x) - at(from_y, to_x) - at(to_y, from_x);
        (steps / 90).min(100) as u8
    }
}
