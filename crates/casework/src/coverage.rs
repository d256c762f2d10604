//! What was asked of which list, and what was not and why: without it *no match* cannot be read.

use fingerprint::pdq;
use fingerprint::view::Search;
use serde::{Deserialize, Serialize};

use crate::file::File;
use crate::list::{ListTerms, ListVersion};
use crate::problem::codes;

codes! {
    /// By what an entry can be found.
    AskedBy {
        /// MD5.
        Md5 = "md5",
        /// SHA-1.
        Sha1 = "sha1",
        /// SHA-256.
        Sha256 = "sha256",
        /// Pictures and frames that look alike.
        Looks = "looks",
        /// Videos that the list holds.
        Videos = "videos",
        /// Views of a picture that may be an altered copy.
        Altered = "altered",
    }
}

codes! {
    /// Why it was not asked.
    NotAskedWhy {
        /// The list holds none.
        NoneListed = "none-listed",
        /// The list sets known software aside: by SHA-1 and SHA-256 alone.
        SetAside = "set-aside",
        /// The list's owner has switched it off.
        SwitchedOff = "switched-off",
        /// The search was a plain one.
        PlainSearch = "plain-search",
        /// Pictures were screened, and only those looked at that something on the lists may look like.
        Screened = "screened",
        /// The list knows the file already.
        KnownAlready = "known-already",
        /// What was asked for has none.
        NoneBrought = "none-brought",
        /// What was asked for has one of a quality too low to compare.
        LowQuality = "low-quality",
    }
}

/// One thing that was not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NotAsked {
    /// What.
    pub by: AskedBy,
    /// And why.
    pub why: NotAskedWhy,
}

/// What a list has to be asked by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesAsked {
    /// MD5 digests.
    pub md5: u64,
    /// SHA-1 digests.
    pub sha1: u64,
    /// SHA-256 digests.
    pub sha256: u64,
    /// Looks: of pictures, and of those frames of listed videos that are good enough to be compared, each once an entry.
    pub looks: u64,
    /// Entries that are videos.
    pub videos: u64,
    /// Frames that these videos came with, the faint ones too.
    pub frames: u64,
}

/// What of a list was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListCoverage {
    /// Id of the list version.
    pub list: String,
    /// Looks farther than that are no match of this list.
    pub threshold_bits: u32,
    /// What it has to be asked by.
    pub entries: EntriesAsked,
    /// What it was not asked.
    pub not_asked: Vec<NotAsked>,
}

/// What was asked: *no match* says this much and no more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// How many views of a picture were asked where a list does not know it as it is.
    pub search: Search,
    /// The farthest that any look was searched, of 256 bits, every entry within it found; none where no look was.
    pub radius_bits: Option<u32>,
    /// The lists, in the order in which they are named.
    pub lists: Vec<ListCoverage>,
}

impl EntriesAsked {
    /// How many can be found by this.
    pub fn of(&self, by: AskedBy) -> u64 {
        match by {
            AskedBy::Md5 => self.md5,
            AskedBy::Sha1 => self.sha1,
            AskedBy::Sha256 => self.sha256,
            AskedBy::Looks | AskedBy::Altered => self.looks,
            AskedBy::Videos => self.videos,
        }
    }
}

impl ListCoverage {
    /// What of a list is asked by this search.
    pub fn of(list: &ListVersion, entries: EntriesAsked, search: Search, is_screened: bool) -> ListCoverage {
        let why_not =
            |by| why_not_asked(&list.terms, &entries, search, is_screened, by).map(|why| NotAsked { by, why });
        let not_asked = AskedBy::ALL.iter().filter_map(|by| why_not(*by)).collect();
        ListCoverage { list: list.id.clone(), threshold_bits: list.terms.threshold_bits, entries, not_asked }
    }

    /// Why it was not asked by this; none where it was.
    pub fn why_not(&self, by: AskedBy) -> Option<NotAskedWhy> {
        self.not_asked.iter().find(|not| not.by == by).map(|not| not.why)
    }
}

fn why_not_asked(
    terms: &ListTerms,
    entries: &EntriesAsked,
    search: Search,
    is_screened: bool,
    by: AskedBy,
) -> Option<NotAskedWhy> {
    if terms.set_aside && !matches!(by, AskedBy::Sha1 | AskedBy::Sha256) {
        return Some(NotAskedWhy::SetAside);
    }
    if entries.of(by) == 0 {
        return Some(NotAskedWhy::NoneListed);
    }
    match by {
        AskedBy::Altered if !terms.altered => Some(NotAskedWhy::SwitchedOff),
        AskedBy::Altered if is_screened => Some(NotAskedWhy::Screened),
        AskedBy::Altered if search == Search::Plain => Some(NotAskedWhy::PlainSearch),
        _ => None,
    }
}

/// What a file cannot be looked for by, whatever the lists hold.
pub fn not_brought(file: &File) -> Vec<NotAsked> {
    let mut not = Vec::new();
    let digests = [
        (AskedBy::Md5, file.digests.md5.is_none()),
        (AskedBy::Sha1, file.digests.sha1.is_none()),
        (AskedBy::Sha256, file.digests.sha256.is_none()),
    ];
    let missing = digests.into_iter().filter(|(_, is_missing)| *is_missing);
    not.extend(missing.map(|(by, _)| NotAsked { by, why: NotAskedWhy::NoneBrought }));
    let looks = file.look.iter().chain(&file.thumbnail).map(|look| look.pdq.quality);
    let best = looks.chain(file.frames.iter().map(|frame| frame.pdq.quality)).max();
    not.extend(unfit(best).map(|why| NotAsked { by: AskedBy::Looks, why }));
    let of_picture = file.look.as_ref().map(|look| look.pdq.quality);
    let has_views = file.views.as_ref().is_some_and(|views| !views.seen.is_empty());
    let why = unfit(of_picture).or((!has_views).then_some(NotAskedWhy::NoneBrought));
    not.extend(why.filter(|_| !has_views).map(|why| NotAsked { by: AskedBy::Altered, why }));
    not
}

fn unfit(quality: Option<u8>) -> Option<NotAskedWhy> {
    match quality {
        None => Some(NotAskedWhy::NoneBrought),
        Some(quality) if quality < pdq::QUALITY_MIN => Some(NotAskedWhy::LowQuality),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{Look, MediaKind};
    use fingerprint::{Digests, Pdq, PdqHash, Sha256};

    fn asked(terms: ListTerms, entries: EntriesAsked, search: Search, is_screened: bool) -> String {
        let list = ListVersion {
            id: "lst_1".into(),
            terms,
            format: "csv".into(),
            sha256: Sha256([0; 32]),
            n_rows: 1,
            n_refused: 0,
        };
        let covered = ListCoverage::of(&list, entries, search, is_screened);
        codes_of(&covered.not_asked)
    }

    fn codes_of(not: &[NotAsked]) -> String {
        not.iter().map(|not| format!("{}: {}", not.by.code(), not.why.code())).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn what_a_list_is_not_asked_has_a_reason() {
        let known = || ListTerms::named("known");
        let all = EntriesAsked { md5: 1, sha1: 1, sha256: 1, looks: 3, videos: 1, frames: 2 };
        assert_eq!(asked(known(), all, Search::Altered, false), "");
        assert_eq!(asked(known(), all, Search::Plain, false), "altered: plain-search");
        assert_eq!(asked(known(), all, Search::Plain, true), "altered: screened");
        let off = ListTerms { altered: false, ..known() };
        assert_eq!(asked(off, all, Search::Thorough, false), "altered: switched-off");
        assert_eq!(
            asked(known(), EntriesAsked { sha1: 9, ..EntriesAsked::default() }, Search::Altered, false),
            "md5: none-listed, sha256: none-listed, looks: none-listed, videos: none-listed, altered: none-listed"
        );
        let aside = ListTerms { set_aside: true, ..known() };
        let entries = EntriesAsked { sha1: 9, ..EntriesAsked::default() };
        assert_eq!(
            asked(aside, entries, Search::Altered, false),
            "md5: set-aside, sha256: none-listed, looks: set-aside, videos: set-aside, altered: set-aside"
        );
    }

    #[test]
    fn what_a_file_does_not_bring_is_said() {
        let look = |quality| Look {
            pdq: PdqHash { hash: Pdq([0; 32]), quality },
            turns: Vec::new(),
            version: String::new(),
            decoder: String::new(),
        };
        let file = |look| File { look, ..File::of_type(Digests::of(b"a"), 1, "image/png", MediaKind::Picture) };
        assert_eq!(codes_of(&not_brought(&file(None))), "looks: none-brought, altered: none-brought");
        assert_eq!(codes_of(&not_brought(&file(Some(look(49))))), "looks: low-quality, altered: low-quality");
        assert_eq!(codes_of(&not_brought(&file(Some(look(50))))), "altered: none-brought");
        let mut bare = file(Some(look(50)));
        bare.digests = Digests { md5: bare.digests.md5, ..Digests::default() };
        assert_eq!(codes_of(&not_brought(&bare)), "sha1: none-brought, sha256: none-brought, altered: none-brought");
    }
}
