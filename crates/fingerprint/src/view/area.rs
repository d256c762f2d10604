//! Means of a line over equal shares of its length. No picture is known here.

/// Which values lie in each of the shares of a line, and how much of each: computed once, used for every line.
pub(super) struct Shares {
    shares: Vec<Share>,
    /// What a value weighs that lies whole in a share.
    weight: f32,
    /// Values in each share, if all lie whole in one.
    n_whole: Option<usize>,
}

/// Values `first..=last`, of which the outer two may lie in it by a part only.
#[derive(Clone, Copy)]
struct Share {
    first: usize,
    last: usize,
    first_weight: f32,
    last_weight: f32,
}

impl Shares {
    /// A line of `length` values in `n` equal shares.
    pub(super) fn new(length: usize, n: usize) -> Shares {
        let share = |cell: usize| {
            // In units of 1/n of a value everything is whole: a value takes n, a share the length.
            let (from, to) = (cell * length, (cell + 1) * length);
            let (first, last) = (from / n, (to - 1) / n);
            let part = |at: usize| (to.min((at + 1) * n) - from.max(at * n)) as f32 / length as f32;
            Share { first, last, first_weight: part(first), last_weight: if last > first { part(last) } else { 0.0 } }
        };
        let n_whole = length.is_multiple_of(n).then(|| length / n);
        Shares { shares: (0..n).map(share).collect(), weight: n as f32 / length as f32, n_whole }
    }

    /// The means of one line.
    #[inline(always)]
    pub(super) fn of_line(&self, line: &[f32], means: &mut [f32]) {
        match self.n_whole {
            Some(1) => means.copy_from_slice(&line[..means.len()]),
            Some(2) => {
                means.iter_mut().zip(line.chunks_exact(2)).for_each(|(mean, two)| *mean = (two[0] + two[1]) / 2.0)
            }
            Some(4) => means
                .iter_mut()
                .zip(line.chunks_exact(4))
                .for_each(|(mean, four)| *mean = ((four[0] + four[1]) + (four[2] + four[3])) / 4.0),
            _ => means.iter_mut().zip(&self.shares).for_each(|(mean, share)| {
                let mut sum = share.first_weight * line[share.first] + share.last_weight * line[share.last];
                for value in &line[(share.first + 1).min(share.last)..share.last] {
                    sum += self.weight * value;
                }
                *mean = sum;
            }),
        }
    }

    /// Means of whole lines: `line(n)` gives the n-th, `means` takes as many values for each share.
    #[inline(always)]
    pub(super) fn of_lines<'l>(&self, line: impl Fn(usize) -> &'l [f32], means: &mut [f32], length: usize) {
        for (share, means) in self.shares.iter().zip(means.chunks_exact_mut(length)) {
            let weight = |at: usize| match at {
                at if at == share.first => share.first_weight,
                at if at == share.last => share.last_weight,
                _ => self.weight,
            };
            let first = weight(share.first);
            means.iter_mut().zip(line(share.first)).for_each(|(mean, value)| *mean = first * value);
            for at in share.first + 1..=share.last {
                let weight = weight(at);
                means.iter_mut().zip(line(at)).for_each(|(mean, value)| *mean += weight * value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_means_of_shares_are_those_of_the_line() {
        for length in [1usize, 5, 127, 128, 129, 256, 300, 512, 1000] {
            for n in [1usize, 64, 128] {
                let line: Vec<f32> = (0..length).map(|at| (at * at % 251) as f32).collect();
                let (mut means, mut columns) = (vec![0.0; n], vec![0.0; 2 * n]);
                let shares = Shares::new(length, n);
                shares.of_line(&line, &mut means);
                let lines: Vec<[f32; 2]> = line.iter().map(|value| [*value, 1.0]).collect();
                shares.of_lines(|at| &lines[at], &mut columns, 2);
                for (cell, mean) in means.iter().enumerate() {
                    let (from, to) =
                        (cell as f64 * length as f64 / n as f64, (cell + 1) as f64 * length as f64 / n as f64);
                    let sum: f64 = line
                        .iter()
                        .enumerate()
                        .map(|(at, value)| {
                            f64::from(*value) * ((to.min(at as f64 + 1.0) - from.max(at as f64)).max(0.0))
                        })
                        .sum();
                    let wanted = (sum / (to - from)) as f32;
                    assert!((mean - wanted).abs() < 0.01, "{length} {n} {cell}: {mean} {wanted}");
                    assert!((columns[2 * cell] - wanted).abs() < 0.01 && (columns[2 * cell + 1] - 1.0).abs() < 1e-4);
                }
            }
        }
    }
}
