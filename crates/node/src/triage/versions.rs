//! Which algorithms have examined a file, as it is remembered, and whether a run need examine it again.

use std::sync::LazyLock;

use fingerprint::view::{self, Search};
use media::picture::PIXELS_VERSION;
use media::video::FrameChoice;

/// Of everything but what is named below.
const PLAIN: &str = "facts-1 pdq-1";

/// Algorithm versions as they are remembered with a file: when they differ on the next run, it is examined again.
#[derive(Clone, Copy)]
pub(crate) struct Versions {
    /// Of everything but pictures and a video's frames.
    pub plain: &'static str,
    /// Of a picture whose views were taken for the search of this run.
    pub picture: &'static str,
    search: Search,
    /// Of a picture that was screened out: by which lists.
    pub screened: Option<u64>,
    /// Of a video whose frames were taken in the way of this run.
    pub with_frames: &'static str,
}

impl Versions {
    /// Of this program; a change of one makes every file of its kind be examined again.
    pub(crate) fn of(frames: FrameChoice, search: Search) -> Versions {
        Versions {
            plain: PLAIN,
            picture: versions_of_picture(search),
            search,
            screened: None,
            with_frames: match frames {
                FrameChoice::KeyFrames => "facts-1 pdq-1 frames-1-key",
                FrameChoice::EverySecond => "facts-1 pdq-1 frames-1-second",
                FrameChoice::All => "facts-1 pdq-1 frames-1-all",
            },
        }
    }

    /// The same of a run that screens pictures by these lists.
    pub(crate) fn screening(self, lists: Option<u64>) -> Versions {
        Versions { screened: lists, ..self }
    }

    /// Whether a picture was examined as this run would: a longer search has taken all views of a shorter one, and what
    /// was looked at need not be screened.
    pub(crate) fn cover_picture(&self, before: &str) -> bool {
        let is_screened = self.screened.is_some_and(|lists| versions_of_screened(lists) == before);
        is_screened
            || Search::ALL.into_iter().any(|search| search >= self.search && versions_of_picture(search) == before)
    }
}

/// What is remembered with a picture, by the search that its views were taken for. Every file asks for it.
static OF_PICTURES: LazyLock<[String; 4]> = LazyLock::new(|| {
    Search::ALL.map(|search| match search {
        Search::Plain => format!("{PLAIN} {PIXELS_VERSION}"),
        _ => format!("{PLAIN} {PIXELS_VERSION} {}-{}", view::VERSION, search.name()),
    })
});

fn versions_of_picture(search: Search) -> &'static str {
    let nth = Search::ALL.iter().position(|each| *each == search).unwrap_or_default();
    &OF_PICTURES[nth]
}

/// Of a picture that was screened out by these lists.
pub(super) fn versions_of_screened(lists: u64) -> String {
    format!("facts-1 screen-1 {PIXELS_VERSION} {lists:016x}")
}

/// A video whose frames are still to be taken carries this, which equals no other.
pub(crate) const WITHOUT_FRAMES: &str = "frames-to-be-taken";

/// A file that lacked a helper program carries this, so that the next run tries again.
pub(crate) const HELPER_MISSING: &str = "helper-missing";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_screened_is_done_for_the_same_lists_alone() {
        let of = |lists| Versions::of(FrameChoice::KeyFrames, Search::Plain).screening(lists);
        let by = versions_of_screened(7);
        assert!(of(Some(7)).cover_picture(&by));
        assert!(!of(Some(8)).cover_picture(&by) && !of(None).cover_picture(&by));
        assert!(of(Some(7)).cover_picture(of(None).picture), "what was looked at need not be screened");
    }

    #[test]
    fn a_longer_search_covers_a_shorter_one_and_not_the_other_way() {
        let of = |search| Versions::of(FrameChoice::KeyFrames, search);
        for asked in Search::ALL {
            for before in Search::ALL {
                assert_eq!(of(asked).cover_picture(of(before).picture), before >= asked, "{asked:?} {before:?}");
            }
        }
        // Another spelling would have every picture of every folder examined anew.
        assert_eq!(of(Search::Plain).picture, "facts-1 pdq-1 pixels-1");
        assert_eq!(of(Search::Thorough).picture, format!("facts-1 pdq-1 pixels-1 {}-thorough", view::VERSION));
        assert!(!of(Search::Altered).cover_picture(HELPER_MISSING));
        assert!(!of(Search::Plain).cover_picture("facts-1 pdq-1"), "one without a pixel digest gets it");
    }
}
