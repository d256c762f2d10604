//! Rectangles of a picture in which another picture may have been pasted: inside borders, frames and windows, or beside
//! others in a collage. They are guesses, the likeliest first; a wrong one costs a view and finds nothing.

use super::reduction::Plane;
use super::sample::Rect;

/// Rectangles given at most.
pub(super) const PARTS_MAX: usize = 10;

/// Boxes of edges that come before the less likely borders.
const BOXES_FIRST: usize = 3;

/// A part is at least this share of the picture's side, one in so many.
const SHARE_MIN: usize = 5;

/// Parts of the picture, the likeliest first; never the whole.
pub(super) fn find_parts(plane: &Plane) -> Vec<Rect> {
    let mut parts = Parts { plane, found: Vec::new() };
    let boxes = boxes(plane);
    let (best, others) = boxes.split_at(boxes.len().min(BOXES_FIRST));
    // A short search takes the first few only, so every kind of guess has its best among them.
    parts.add_trimmed(&trimmed(plane, 5.0, 5.0));
    best.iter().for_each(|rect| parts.add(*rect));
    parts.add_trimmed(&trimmed(plane, 1.5, 2.0));
    if let Some(sharp) = sharp_inside(plane) {
        parts.add_trimmed(&sharp);
    }
    parts.add_trimmed(&trimmed(plane, 14.0, 10.0));
    others.iter().for_each(|rect| parts.add(*rect));
    parts.found.truncate(PARTS_MAX);
    parts.found
}

struct Parts<'p> {
    plane: &'p Plane,
    found: Vec<Rect>,
}

impl Parts<'_> {
    /// What is left inside a border. Where a picture's own edge looks like the border too much is trimmed; borders are
    /// mostly as wide on the other side, or all round.
    fn add_trimmed(&mut self, rect: &Rect) {
        let (columns, rows) = (self.plane.columns, self.plane.rows);
        let (left, right, top, bottom) = (rect.left, columns - rect.right, rect.top, rows - rect.bottom);
        self.add(*rect);
        if left.min(right) > 0 && left != right || top.min(bottom) > 0 && top != bottom {
            let (x, y) = (left.min(right), top.min(bottom));
            self.add(Rect { left: x, top: y, right: columns - x, bottom: rows - y });
        }
    }

    fn add(&mut self, rect: Rect) {
        let (columns, rows) = (self.plane.columns, self.plane.rows);
        let is_near = |one: &Rect| {
            one.left.abs_diff(rect.left).max(one.right.abs_diff(rect.right)) * 100 <= columns
                && one.top.abs_diff(rect.top).max(one.bottom.abs_diff(rect.bottom)) * 100 <= rows
        };
        let is_large = rect.width() * SHARE_MIN >= columns && rect.height() * SHARE_MIN >= rows;
        let is_fine = rect.width() >= 32 && rect.height() >= 32;
        if is_large && is_fine && rect != Rect::whole(self.plane) && !self.found.iter().any(is_near) {
            self.found.push(rect);
        }
    }
}

/// One side of a rectangle.
#[derive(Clone, Copy)]
enum Edge {
    Top,
    Left,
    Bottom,
    Right,
}

const EDGES: [Edge; 4] = [Edge::Top, Edge::Left, Edge::Bottom, Edge::Right];

impl Edge {
    /// How many lines of the rectangle lie parallel to this edge.
    fn depth(self, rect: &Rect) -> usize {
        match self {
            Edge::Top | Edge::Bottom => rect.height(),
            Edge::Left | Edge::Right => rect.width(),
        }
    }

    /// Values of the line at this depth from the edge.
    fn line(self, plane: &Plane, rect: &Rect, depth: usize, mut each: impl FnMut(f32)) {
        match self {
            Edge::Top => plane.row(rect.top + depth)[rect.left..rect.right].iter().for_each(|value| each(*value)),
            Edge::Bottom => {
                plane.row(rect.bottom - 1 - depth)[rect.left..rect.right].iter().for_each(|value| each(*value));
            }
            Edge::Left => (rect.top..rect.bottom).for_each(|row| each(plane.at(rect.left + depth, row))),
            Edge::Right => (rect.top..rect.bottom).for_each(|row| each(plane.at(rect.right - 1 - depth, row))),
        }
    }

    fn cut(self, rect: &mut Rect, depth: usize) {
        match self {
            Edge::Top => rect.top += depth,
            Edge::Bottom => rect.bottom -= depth,
            Edge::Left => rect.left += depth,
            Edge::Right => rect.right -= depth,
        }
    }
}

/// Takes off lines of one colour, from every side, as long as there are some: the first line that is spread wider than
/// `spread_max` or differs by `jump_min` from the outermost one belongs to the picture.
fn trimmed(plane: &Plane, spread_max: f64, jump_min: f64) -> Rect {
    let mut rect = Rect::whole(plane);
    for _ in 0..3 {
        let before = rect;
        for edge in EDGES {
            let depth_max = edge.depth(&rect) * 6 / 10;
            let mut outermost = None;
            let inside = (0..depth_max).find(|depth| {
                let (mut sum, mut squares, mut n) = (0.0f64, 0.0f64, 0.0f64);
                edge.line(plane, &rect, *depth, |value| {
                    sum += f64::from(value);
                    squares += f64::from(value) * f64::from(value);
                    n += 1.0;
                });
                let mean = sum / n;
                let spread = (squares / n - mean * mean).max(0.0).sqrt();
                spread >= spread_max || (mean - *outermost.get_or_insert(mean)).abs() >= jump_min
            });
            // The first line inside is a mixture of border and picture.
            match inside {
                Some(0) | None => {}
                Some(depth) => edge.cut(&mut rect, depth + 1),
            }
        }
        if rect == before || rect.width() * 4 < plane.columns || rect.height() * 4 < plane.rows {
            break;
        }
    }
    rect
}

/// The sharp rectangle in blurred surroundings, if two sides at least are blurred and end where the picture gets sharp.
fn sharp_inside(plane: &Plane) -> Option<Rect> {
    let mut rect = Rect::whole(plane);
    let (top, bottom) = blurred_ends(&sharpness_of_rows(plane, &rect));
    (rect.top, rect.bottom) = (top, plane.rows - bottom);
    let (left, right) = blurred_ends(&sharpness_of_columns(plane, &rect));
    (rect.left, rect.right) = (left, plane.columns - right);
    let n_cut = [top, bottom, left, right].into_iter().filter(|depth| *depth > 0).count();
    (n_cut >= 2).then_some(rect)
}

/// How many lines are blurred at the start and at the end.
fn blurred_ends(sharpness: &[f32]) -> (usize, usize) {
    let mut sorted = sharpness.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    // In a story most lines are blurred; then the sharp ones are told by the upper quarter.
    let typical = sorted[sharpness.len() / 2].max(sorted[sharpness.len() * 3 / 4] * 0.8);
    let depth = |at: &dyn Fn(usize) -> f32| {
        let depth_max = sharpness.len() * 45 / 100;
        let mut outside = 0.0f32;
        for depth in 2..depth_max.saturating_sub(4) {
            outside += at(depth - 2);
            let mean_outside = outside / (depth - 1) as f32;
            if mean_outside > 0.4 * typical {
                return 0;
            }
            let just_inside = (at(depth + 1) + at(depth + 2) + at(depth + 3)) / 3.0;
            if depth >= 4 && just_inside > 2.0 * mean_outside + 0.25 * typical {
                return depth + 1;
            }
        }
        0
    };
    (depth(&|n| sharpness[n]), depth(&|n| sharpness[sharpness.len() - 1 - n]))
}

/// Means of second differences along each row of a rectangle: how sharp it is.
fn sharpness_of_rows(plane: &Plane, rect: &Rect) -> Vec<f32> {
    let of_row = |row: usize| {
        let line = &plane.row(row)[rect.left..rect.right];
        line.windows(3).map(|three| (three[0] - 2.0 * three[1] + three[2]).abs()).sum::<f32>() / line.len() as f32
    };
    (rect.top..rect.bottom).map(of_row).collect()
}

/// The same along columns.
fn sharpness_of_columns(plane: &Plane, rect: &Rect) -> Vec<f32> {
    let mut sums = vec![0.0f32; rect.width()];
    for row in rect.top + 1..rect.bottom.saturating_sub(1) {
        let line = |row: usize| &plane.row(row)[rect.left..rect.right];
        let three = line(row - 1).iter().zip(line(row)).zip(line(row + 1));
        sums.iter_mut().zip(three).for_each(|(sum, ((above, at), below))| *sum += (above - 2.0 * at + below).abs());
    }
    sums.iter_mut().for_each(|sum| *sum /= rect.height() as f32);
    sums
}

/// A step of at least this much between neighbours but one counts as an edge.
const STEP_MIN: f32 = 10.0;

/// Straight edges looked at each way.
const LINES_MAX: usize = 6;

/// A straight line of steps that may be the side of a pasted picture.
struct Line {
    at: usize,
    /// How many steps there are along it up to each position; None for the picture's own side.
    steps: Option<Vec<u32>>,
}

/// Rectangles between long straight lines of steps, the best bordered first.
fn boxes(plane: &Plane) -> Vec<Rect> {
    let (columns, rows) = (plane.columns, plane.rows);
    let mut across = vec![false; columns * rows];
    let mut down = vec![false; columns * rows];
    for row in 0..rows {
        let line = plane.row(row);
        for column in 1..columns - 1 {
            across[column * rows + row] = (line[column + 1] - line[column - 1]).abs() > STEP_MIN;
        }
        if row > 0 && row + 1 < rows {
            let out = &mut down[row * columns..][..columns];
            let pairs = plane.row(row - 1).iter().zip(plane.row(row + 1));
            out.iter_mut().zip(pairs).for_each(|(out, (above, below))| *out = (below - above).abs() > STEP_MIN);
        }
    }
    let (xs, ys) = (lines(&across, columns, rows), lines(&down, rows, columns));
    let mut found: Vec<(f32, Rect)> = Vec::new();
    let covered = |line: &Line, from: usize, to: usize| {
        line.steps.as_ref().map(|steps| (steps[to] - steps[from]) as f32 / (to - from) as f32)
    };
    for (n, left) in xs.iter().enumerate() {
        for right in &xs[n + 1..] {
            if (right.at - left.at) * SHARE_MIN < columns {
                continue;
            }
            for (m, top) in ys.iter().enumerate() {
                for bottom in &ys[m + 1..] {
                    if (bottom.at - top.at) * SHARE_MIN < rows {
                        continue;
                    }
                    let sides = [
                        covered(left, top.at, bottom.at),
                        covered(right, top.at, bottom.at),
                        covered(top, left.at, right.at),
                        covered(bottom, left.at, right.at),
                    ];
                    let sides: Vec<f32> = sides.into_iter().flatten().collect();
                    if sides.is_empty() || sides.iter().any(|share| *share < 0.45) {
                        continue;
                    }
                    let rect = Rect { left: left.at, top: top.at, right: right.at, bottom: bottom.at };
                    let area = (rect.width() * rect.height()) as f32 / (columns * rows) as f32;
                    let mean = sides.iter().sum::<f32>() / sides.len() as f32;
                    let flat = 0.12 * n_flat_sides(plane, &rect) as f32;
                    found.push((mean + 0.05 * sides.len() as f32 + flat + 0.15 * area, rect));
                }
            }
        }
    }
    found.sort_by(|one, two| two.0.total_cmp(&one.0));
    let inside = |rect: Rect| Rect {
        left: rect.left + usize::from(rect.left > 0),
        top: rect.top + usize::from(rect.top > 0),
        right: rect.right - usize::from(rect.right < columns),
        bottom: rect.bottom - usize::from(rect.bottom < rows),
    };
    found.into_iter().map(|(_, rect)| inside(rect)).collect()
}

/// How many sides of a rectangle have surroundings of one colour.
fn n_flat_sides(plane: &Plane, rect: &Rect) -> usize {
    let around = Rect {
        left: rect.left.saturating_sub(4),
        top: rect.top.saturating_sub(4),
        right: (rect.right + 4).min(plane.columns),
        bottom: (rect.bottom + 4).min(plane.rows),
    };
    let is_beyond = |edge: Edge| match edge {
        Edge::Top => rect.top >= 4,
        Edge::Left => rect.left >= 4,
        Edge::Bottom => rect.bottom + 4 <= plane.rows,
        Edge::Right => rect.right + 4 <= plane.columns,
    };
    let is_flat = |edge: &Edge| {
        let (mut sum, mut squares, mut n) = (0.0f64, 0.0f64, 0.0f64);
        edge.line(plane, &around, 0, |value| {
            sum += f64::from(value);
            squares += f64::from(value) * f64::from(value);
            n += 1.0;
        });
        (squares / n - sum / n * (sum / n)).max(0.0).sqrt() < 12.0
    };
    EDGES.into_iter().filter(|edge| is_beyond(*edge)).filter(is_flat).count()
}

/// The picture's two sides and, between them, the lines along which most steps lie. `steps` holds line after line.
fn lines(steps: &[bool], n_lines: usize, length: usize) -> Vec<Line> {
    let shares: Vec<f32> =
        steps.chunks_exact(length).map(|line| line.iter().filter(|is| **is).count() as f32 / length as f32).collect();
    let mut strengths: Vec<f32> = (0..n_lines)
        .map(|n| {
            let around = &shares[n.saturating_sub(10)..(n + 11).min(n_lines)];
            let usual = around.iter().sum::<f32>() / around.len() as f32;
            if shares[n] > 0.3 && shares[n] > 1.8 * usual { shares[n] } else { 0.0 }
        })
        .collect();
    let mut found = vec![Line { at: 0, steps: None }, Line { at: n_lines, steps: None }];
    for _ in 0..LINES_MAX {
        let Some(best) = (0..n_lines).max_by(|one, two| strengths[*one].total_cmp(&strengths[*two])) else { break };
        if strengths[best] <= 0.0 {
            break;
        }
        strengths[best.saturating_sub(4)..(best + 5).min(n_lines)].fill(0.0);
        let is_step = |position: usize| {
            (best.saturating_sub(1)..(best + 2).min(n_lines)).any(|line| steps[line * length + position])
        };
        let mut sum = 0;
        let mut sums = vec![0];
        for position in 0..length {
            sum += u32::from(is_step(position));
            sums.push(sum);
        }
        found.push(Line { at: best, steps: Some(sums) });
    }
    found.sort_by_key(|line| line.at);
    found
}
