//! Which margins, formats and tilts are tried, in which order and how many for each search. Numbers only.
//!
//! The order of the crops was found by `cargo bench -p fingerprint --bench altered -- derive DIR`: copies of photos with
//! margins cut away, every combination of [`GRID_PERMILLE`], and one after another the view that adds most
//! (`docs/decisions/0010-altered-copies-by-views.md`).

use std::sync::LazyLock;

use super::Search;

/// Margins from which crops are combined, in permille of the original; a letter each in [`CROPS`], from `a` on.
pub(super) const GRID_PERMILLE: [i16; 13] = [-20, -10, 0, 10, 20, 30, 45, 60, 80, 100, 125, 160, 200];

/// Opposite margins take at most so much together.
const PAIR_PERMILLE_MAX: i16 = 260;

/// Four letters a view (left, top, right, bottom), the most useful first.
const CROPS: &str = include_str!("crops.txt");

static CROPS_READ: LazyLock<Vec<[i16; 4]>> = LazyLock::new(|| {
    let letters: Vec<usize> =
        CROPS.bytes().filter(u8::is_ascii_lowercase).map(|letter| usize::from(letter - b'a')).collect();
    letters.chunks_exact(4).map(|four| std::array::from_fn(|n| GRID_PERMILLE[four[n]])).collect()
});

/// The first `n` crops; the very first cuts nothing.
pub(super) fn crops(n: usize) -> &'static [[i16; 4]] {
    &CROPS_READ[..n.clamp(1, CROPS_READ.len())]
}

/// All pairs of opposite margins.
pub(super) fn pairs() -> impl Iterator<Item = (i16, i16)> {
    let both = |start: i16| GRID_PERMILLE.iter().map(move |end| (start, *end));
    GRID_PERMILLE.into_iter().flat_map(both).filter(|(start, end)| start + end <= PAIR_PERMILLE_MAX)
}

/// A part's borders are found within a hundredth; the first changes nothing.
pub(super) const WIGGLES: &[[i16; 4]] =
    &[[0, 0, 0, 0], [-10, -10, -10, -10], [10, 10, 10, 10], [20, 0, 0, 0], [0, 20, 0, 0], [0, 0, 20, 0], [0, 0, 0, 20]];

/// Usual proportions of width to height.
const FORMATS: [(f64, f64); 11] = [
    (4.0, 3.0),
    (3.0, 2.0),
    (16.0, 9.0),
    (1.0, 1.0),
    (3.0, 4.0),
    (2.0, 3.0),
    (9.0, 16.0),
    (5.0, 4.0),
    (4.0, 5.0),
    (8.0, 5.0),
    (5.0, 8.0),
];

/// The cuts that would have made this format of each usual one: in the middle, and where `has_uneven` all on one side.
pub(super) fn formats(width_px: u32, height_px: u32, has_uneven: bool) -> Vec<[i16; 4]> {
    let shape = f64::from(width_px) / f64::from(height_px);
    let mut cuts = Vec::new();
    for (width, height) in FORMATS {
        let share = shape * height / width;
        let (is_across, left) = if share < 1.0 { (true, share) } else { (false, 1.0 / share) };
        if !(0.55..0.97).contains(&left) {
            continue;
        }
        let lost = ((1.0 - left) * 1000.0).round() as i16;
        let pairs = [(lost / 2, lost - lost / 2), (0, lost), (lost, 0)];
        for (start, end) in pairs.into_iter().take(if has_uneven { 3 } else { 1 }) {
            cuts.push(if is_across { [start, 0, end, 0] } else { [0, start, 0, end] });
        }
    }
    cuts
}

/// How much is tried.
pub(super) struct Budget {
    pub(super) n_crops: usize,
    pub(super) n_crops_mirrored: usize,
    /// For each of the three turns that are no mirror, then with one.
    pub(super) n_crops_turned: usize,
    pub(super) n_crops_turned_and_mirrored: usize,
    pub(super) has_uneven_formats: bool,
    /// Each both ways, with black corners and cut upright.
    pub(super) degrees: &'static [i8],
    pub(super) n_parts: usize,
    pub(super) n_parts_mirrored: usize,
    pub(super) n_parts_wiggled: usize,
    pub(super) n_parts_cropped: usize,
    pub(super) n_crops_of_part: usize,
    pub(super) has_pieces: bool,
}

impl Budget {
    /// None: nothing but the plain view.
    pub(super) fn of(search: Search) -> Option<Budget> {
        match search {
            Search::Plain => None,
            Search::Altered => Some(Budget {
                n_crops: 32,
                n_crops_mirrored: 8,
                n_crops_turned: 1,
                n_crops_turned_and_mirrored: 1,
                has_uneven_formats: false,
                degrees: &[1, 2, 3],
                n_parts: 5,
                n_parts_mirrored: 2,
                n_parts_wiggled: 0,
                n_parts_cropped: 0,
                n_crops_of_part: 1,
                has_pieces: false,
            }),
            Search::Thorough => Some(Budget {
                n_crops: 128,
                n_crops_mirrored: 48,
                n_crops_turned: 12,
                n_crops_turned_and_mirrored: 2,
                has_uneven_formats: true,
                degrees: &[1, 2, 3, 4, 5],
                n_parts: 8,
                n_parts_mirrored: 8,
                n_parts_wiggled: 5,
                n_parts_cropped: 0,
                n_crops_of_part: 1,
                has_pieces: true,
            }),
            Search::Exhaustive => Some(Budget {
                n_crops: 256,
                n_crops_mirrored: 256,
                n_crops_turned: 64,
                n_crops_turned_and_mirrored: 24,
                has_uneven_formats: true,
                degrees: &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
                n_parts: 10,
                n_parts_mirrored: 10,
                n_parts_wiggled: 10,
                n_parts_cropped: 4,
                n_crops_of_part: 32,
                has_pieces: true,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crops_are_different_within_the_grid_and_begin_with_none() {
        let all = crops(usize::MAX);
        assert_eq!(all[0], [0; 4]);
        assert!(all.len() >= 256, "{}", all.len());
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
        assert!(all.iter().all(|[left, top, right, bottom]| {
            left + right <= PAIR_PERMILLE_MAX && top + bottom <= PAIR_PERMILLE_MAX
        }));
    }

    #[test]
    fn a_square_may_have_been_any_other_format() {
        let cuts = formats(500, 500, false);
        assert!(cuts.contains(&[125, 0, 125, 0]), "4:3 loses an eighth on each side: {cuts:?}");
        assert!(cuts.contains(&[0, 125, 0, 125]) && cuts.iter().all(|cuts| *cuts != [0; 4]));
        assert_eq!(formats(500, 500, true).len(), 3 * cuts.len());
    }
}
