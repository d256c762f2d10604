//! The views of a picture in hand, taken while its reduction is in memory. The reduction can be recognised by a person:
//! nothing here keeps it, and hashes and codes are all that leaves.

use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::ControlFlow;

use casework::views::{SeenView, Views};
use fingerprint::view::{Reduction, Search, VERSION, View, Viewer};
use fingerprint::{Pdq, PdqHash};

thread_local! {
    /// Matrices are kept from picture to picture.
    static VIEWER: RefCell<Viewer> = RefCell::new(Viewer::new());
}

/// The views of a search, those of a shorter one first: whoever asks for less of them finds exactly what a shorter search
/// would have given.
pub(super) fn take(picture: &Reduction, search: Search) -> Views {
    VIEWER.with_borrow_mut(|viewer| {
        let mut views = Views { version: VERSION.to_owned(), search, seen: Vec::new() };
        let mut taken: HashSet<View> = HashSet::new();
        for shorter in Search::ALL.into_iter().filter(|shorter| (Search::Altered..=search).contains(shorter)) {
            let _: ControlFlow<()> = viewer.visit(picture, shorter, |view, pdq| {
                if taken.insert(view) {
                    views.seen.push(SeenView { view, pdq, search: shorter });
                }
                ControlFlow::Continue(())
            });
        }
        views
    })
}

/// What each view comes to when its margins are moved until it is nearest to a listed look.
pub(super) fn refine(picture: &Reduction, from: &[(View, Pdq)]) -> Vec<(View, PdqHash)> {
    VIEWER.with_borrow_mut(|viewer| {
        let refined = from.iter().map(|(view, towards)| {
            let (view, _) = viewer.refine(picture, *view, towards);
            (view, viewer.take_view(picture, &view))
        });
        refined.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fingerprint::pdq::RgbView;

    #[test]
    fn a_longer_search_holds_the_shorter_ones() {
        let rgb: Vec<u8> =
            (0u32..160 * 120 * 3).map(|n| (((n / 3 % 160) * (n / 480) / 7 + n % 3 * 40) % 256) as u8).collect();
        let picture = Reduction::of_pixels(RgbView::new(160, 120, &rgb).unwrap()).unwrap();
        let of = |search| take(&picture, search);
        let longest = of(Search::Exhaustive);
        for search in &Search::ALL[1..] {
            let search = *search;
            let kept: Vec<SeenView> = longest.of(search).copied().collect();
            assert_eq!(kept, of(search).seen, "{search:?}");
        }
        let n_of: Vec<usize> = Search::ALL[1..].iter().map(|search| longest.of(*search).count()).collect();
        assert!(n_of[0] > 20 && n_of.is_sorted_by(|one, two| one < two), "{n_of:?}");
    }
}
