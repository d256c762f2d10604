//! From a picture's luma to the 64 × 64 plane that is transformed: two rounds of box filters, then every n-th value.
//!
//! Invariant: each output value is the same f32 sums, in the same order, as the reference's (`downscaling.cpp` of
//! ThreatExchange): along a row or column one running sum to which the value ahead is added *before* the value behind
//! is taken away, divided by how many it holds. Only what is computed at once differs: rows go through in bands of
//! eight that share one vector, the planes between the passes are never whole, and the last two passes are taken only
//! at the rows and columns that are kept.

/// Rows and columns of the small plane.
pub(super) const SIDE: usize = 64;

/// The small plane, rows from the top.
pub(super) type Small = [[f32; SIDE]; SIDE];

/// Rows that are filtered together.
const LANES: usize = 8;

/// One value of each row of a band.
pub(super) type Band = [f32; LANES];

/// Filters and decimates luma that comes row by row.
///
/// Holds about `height / 128` rows of f32 and a band of eight, never a whole plane.
pub(super) struct Shrinker {
    along_rows: Window,
    kept_columns: [usize; SIDE],
    /// The rows of a band that is not full yet, and how many they are.
    band: Vec<Band>,
    n_rows: usize,
    filtered: Vec<Band>,
    row: Vec<f32>,
    twice: Vec<f32>,
    later: LaterPasses,
}

impl Shrinker {
    /// For a picture of this size; both sides must be at least 1.
    pub(super) fn new(width: usize, height: usize) -> Shrinker {
        Shrinker {
            along_rows: Window::of_length(width),
            kept_columns: kept(width),
            band: vec![[0.0; LANES]; width],
            n_rows: 0,
            filtered: vec![[0.0; LANES]; width],
            row: vec![0.0; width],
            twice: vec![0.0; width],
            later: LaterPasses {
                first_columns: ColumnPass::new(width, height),
                second_rows: RowBand { band: vec![[0.0; LANES]; width], n_rows: 0 },
                last: LastPass::new(height),
            },
        }
    }

    /// Takes the next row.
    pub(super) fn push(&mut self, luma: &[f32]) {
        put_lane(&mut self.band, self.n_rows, luma);
        self.n_rows += 1;
        if self.n_rows == LANES {
            self.filter_band();
        }
    }

    /// The small plane, after the last row.
    pub(super) fn finish(mut self) -> Box<Small> {
        self.filter_band();
        let LaterPasses { mut first_columns, mut second_rows, mut last } = self.later;
        let row = &mut self.row;
        first_columns.finish(|sums, count| {
            row.iter_mut().zip(sums).for_each(|(mean, sum)| *mean = sum / count);
            second_rows.push(row, &self.along_rows, &self.kept_columns, |thrice| last.push(thrice));
        });
        second_rows.finish(&self.along_rows, &self.kept_columns, |thrice| last.push(thrice));
        last.finish()
    }

    fn filter_band(&mut self) {
        let filtered = &mut self.filtered;
        self.along_rows.filter(&self.band, |at, means| filtered[at] = means);
        let LaterPasses { first_columns, second_rows, last } = &mut self.later;
        for lane in 0..std::mem::take(&mut self.n_rows) {
            take_lane(&self.filtered, lane, &mut self.row);
            let twice = &mut self.twice;
            first_columns.push(&self.row, |sums, count| {
                twice.iter_mut().zip(sums).for_each(|(mean, sum)| *mean = sum / count);
                second_rows.push(twice, &self.along_rows, &self.kept_columns, |thrice| last.push(thrice));
            });
        }
    }
}

/// What follows the first pass along rows.
struct LaterPasses {
    first_columns: ColumnPass,
    second_rows: RowBand,
    last: LastPass,
}

/// The second pass along columns, over the 64 columns that are left, and the rows that are kept of it.
pub(super) struct LastPass {
    columns: ColumnPass,
    small: SmallRows,
}

impl LastPass {
    pub(super) fn new(height: usize) -> LastPass {
        LastPass {
            columns: ColumnPass::new(SIDE, height),
            small: SmallRows { small: Box::new([[0.0; SIDE]; SIDE]), kept_rows: kept(height), n_kept: 0, n_rows: 0 },
        }
    }

    /// Takes the next row of 64 means.
    pub(super) fn push(&mut self, row: &[f32]) {
        self.columns.push(row, |sums, count| self.small.push(sums, count));
    }

    pub(super) fn finish(mut self) -> Box<Small> {
        self.columns.finish(|sums, count| self.small.push(sums, count));
        self.small.small
    }
}

/// Which of `length` values stand for the 64: those at the middle of each 64th, not at its corner.
pub(super) fn kept(length: usize) -> [usize; SIDE] {
    std::array::from_fn(|n| ((n as f64 + 0.5) * length as f64 / SIDE as f64) as usize)
}

/// A box over a line of values: full in the middle, growing at the start and shrinking at the end.
pub(super) struct Window {
    pub(super) length: usize,
    pub(super) width: usize,
    /// How many values are taken in before the first mean is given.
    pub(super) ahead: usize,
}

impl Window {
    /// The window for a side of this length: half of a 64th, rounded up, for there are two rounds.
    pub(super) fn of_length(length: usize) -> Window {
        let width = length.div_ceil(2 * SIDE);
        Window { length, width, ahead: width / 2 }
    }

    /// How many values the window holds when the `taken`-th value (from 0) has been taken in, those after the end
    /// counted as taken in without being there; 0 where nothing is left.
    pub(super) fn count_at(&self, taken: usize) -> usize {
        if taken < self.length { self.width.min(taken + 1) } else { self.width.saturating_sub(taken - self.length + 1) }
    }

    /// Whether a mean is given when that value has been taken in.
    pub(super) fn gives_at(&self, taken: usize) -> bool {
        (self.ahead..self.length + self.ahead).contains(&taken)
    }

    /// Runs the box along the line, eight lines at once; `each` gets every position's eight means, in order.
    fn filter(&self, values: &[Band], mut each: impl FnMut(usize, Band)) {
        self.filter_sums(values, |at, sums, count| each(at, sums.map(|sum| sum / count)));
    }

    /// The same with the division left to whoever needs the mean.
    #[inline]
    pub(super) fn filter_sums(&self, values: &[Band], mut each: impl FnMut(usize, Band, f32)) {
        let mut sums = [0.0; LANES];
        for values in &values[..self.ahead] {
            add(&mut sums, values);
        }
        let mut at = 0;
        for (n, values) in values.iter().enumerate().take(self.width).skip(self.ahead) {
            add(&mut sums, values);
            each(at, sums, (n + 1) as f32);
            at += 1;
        }
        for (ahead, behind) in values[self.width..].iter().zip(values) {
            add(&mut sums, ahead);
            take(&mut sums, behind);
            each(at, sums, self.width as f32);
            at += 1;
        }
        for (n, behind) in values[self.length - self.width..][..self.ahead].iter().enumerate() {
            take(&mut sums, behind);
            each(at, sums, (self.width - n - 1) as f32);
            at += 1;
        }
    }
}

fn add(sums: &mut Band, values: &Band) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
}

fn take(sums: &mut Band, values: &Band) {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum -= value);
}

fn put_lane(band: &mut [Band], lane: usize, row: &[f32]) {
    band.iter_mut().zip(row).for_each(|(values, value)| values[lane] = *value);
}

fn take_lane(band: &[Band], lane: usize, row: &mut [f32]) {
    band.iter().zip(row).for_each(|(values, value)| *value = values[lane]);
}

/// The second pass along rows, taken only at the columns that are kept.
struct RowBand {
    band: Vec<Band>,
    n_rows: usize,
}

impl RowBand {
    fn push(&mut self, row: &[f32], window: &Window, kept_columns: &[usize; SIDE], each: impl FnMut(&[f32])) {
        put_lane(&mut self.band, self.n_rows, row);
        self.n_rows += 1;
        if self.n_rows == LANES {
            self.finish(window, kept_columns, each);
        }
    }

    fn finish(&mut self, window: &Window, kept_columns: &[usize; SIDE], mut each: impl FnMut(&[f32])) {
        let mut means = [[0.0; LANES]; SIDE];
        let mut n_means = 0;
        window.filter_sums(&self.band, |at, sums, count| {
            // A side shorter than 64 is kept several times over.
            while n_means < SIDE && kept_columns[n_means] == at {
                means[n_means] = sums.map(|sum| sum / count);
                n_means += 1;
            }
        });
        let mut row = [0.0; SIDE];
        for lane in 0..std::mem::take(&mut self.n_rows) {
            take_lane(&means, lane, &mut row);
            each(&row);
        }
    }
}

/// A pass along columns, fed row by row: the rows still inside the window and a running sum a column.
struct ColumnPass {
    window: Window,
    /// Rows in the window, a ring: row `n` at `n % window.width`.
    ring: Vec<f32>,
    sums: Vec<f32>,
    n_taken: usize,
}

impl ColumnPass {
    fn new(width: usize, height: usize) -> ColumnPass {
        let window = Window::of_length(height);
        ColumnPass { ring: vec![0.0; width * window.width], sums: vec![0.0; width], n_taken: 0, window }
    }

    /// Takes the next row; `each` gets the sums of the window and how many values they hold.
    fn push(&mut self, row: &[f32], each: impl FnOnce(&[f32], f32)) {
        let slot = self.n_taken % self.window.width;
        let in_ring = &mut self.ring[slot * row.len()..][..row.len()];
        if self.n_taken < self.window.width {
            self.sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        } else {
            // The row about to be overwritten is the one that leaves the window.
            for ((sum, ahead), behind) in self.sums.iter_mut().zip(row).zip(&*in_ring) {
                *sum += ahead;
                *sum -= behind;
            }
        }
        in_ring.copy_from_slice(row);
        self.n_taken += 1;
        if self.n_taken > self.window.ahead {
            each(&self.sums, self.n_taken.min(self.window.width) as f32);
        }
    }

    fn finish(&mut self, mut each: impl FnMut(&[f32], f32)) {
        let width = self.sums.len();
        for n in 0..self.window.ahead {
            let slot = (self.n_taken + n) % self.window.width;
            let behind = &self.ring[slot * width..][..width];
            self.sums.iter_mut().zip(behind).for_each(|(sum, value)| *sum -= value);
            each(&self.sums, (self.window.width - n - 1) as f32);
        }
    }
}

/// Divides and keeps the rows that are kept.
struct SmallRows {
    small: Box<Small>,
    kept_rows: [usize; SIDE],
    n_kept: usize,
    n_rows: usize,
}

impl SmallRows {
    fn push(&mut self, sums: &[f32], count: f32) {
        // A side shorter than 64 is kept several times over.
        while self.kept_rows.get(self.n_kept) == Some(&self.n_rows) {
            self.small[self.n_kept].iter_mut().zip(sums).for_each(|(mean, sum)| *mean = sum / count);
            self.n_kept += 1;
        }
        self.n_rows += 1;
    }
}
