//! What was asked, for people: how, out to which distance, and of which list what and what not. Codes for machines stand
//! elsewhere.

use casework::coverage::{AskedBy, Coverage, ListCoverage, NotAskedWhy};
use casework::list::ListVersion;
use words::{Value, visible};

/// Reasons that are told of each list. The others hold for the whole search, or say what its numbers show.
const TOLD: [(AskedBy, NotAskedWhy); 5] = [
    (AskedBy::Looks, NotAskedWhy::NoneListed),
    (AskedBy::Looks, NotAskedWhy::SetAside),
    (AskedBy::Videos, NotAskedWhy::NoneListed),
    (AskedBy::Altered, NotAskedWhy::SwitchedOff),
    (AskedBy::Altered, NotAskedWhy::KnownAlready),
];

/// What was asked of one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListWords {
    /// Which list, and what it has to be asked by.
    pub about: String,
    /// What it was not asked, and why.
    pub not_asked: Vec<String>,
}

/// How all lists were asked; `say` says a message as it is said where the lines go.
pub fn search_words(covered: &Coverage, say: impl Fn(&str, &[(&str, Value)]) -> String) -> Vec<String> {
    let how = say(&format!("setting-search-{}", covered.search.name()), &[]);
    let looks = match covered.radius_bits {
        Some(bits) => say("covered-radius", &[("bits", bits.into())]),
        None => say("covered-no-looks", &[]),
    };
    vec![say("covered-altered", &[("how", how.into())]), looks]
}

/// What was asked of each list, in their order.
pub fn list_words(
    covered: &Coverage,
    lists: &[ListVersion],
    say: impl Fn(&str, &[(&str, Value)]) -> String,
) -> Vec<ListWords> {
    let of_list = |one: &ListCoverage| {
        let list = lists.iter().find(|list| list.id == one.list);
        let entries = &one.entries;
        let args = [
            ("name", list.map_or_else(|| visible(&one.list), |list| visible(&list.terms.name)).into()),
            ("version", visible(&one.list).into()),
            ("md5", entries.md5.into()),
            ("sha1", entries.sha1.into()),
            ("sha256", entries.sha256.into()),
            ("looks", entries.looks.into()),
            ("videos", entries.videos.into()),
            ("frames", entries.frames.into()),
            ("threshold", one.threshold_bits.into()),
        ];
        ListWords { about: say("covered-list", &args), not_asked: not_asked(one, &say) }
    };
    covered.lists.iter().map(of_list).collect()
}

fn not_asked(one: &ListCoverage, say: &impl Fn(&str, &[(&str, Value)]) -> String) -> Vec<String> {
    let mut lines = Vec::new();
    let digests = [AskedBy::Md5, AskedBy::Sha1, AskedBy::Sha256];
    if digests.into_iter().all(|by| one.why_not(by).is_some()) {
        lines.push(say("not-asked-digests-none-listed", &[]));
    }
    let has_no_looks = one.why_not(AskedBy::Looks).is_some();
    for (by, why) in TOLD.into_iter().filter(|(by, why)| one.why_not(*by) == Some(*why)) {
        // Where there are no looks at all, that is all there is to say of videos.
        if by != AskedBy::Videos || !has_no_looks {
            lines.push(say(&format!("not-asked-{}-{}", by.code(), why.code()), &[]));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::coverage::EntriesAsked;
    use casework::list::ListTerms;
    use fingerprint::Sha256;
    use fingerprint::view::Search;
    use words::{Lang, Words};

    fn sample() -> (Coverage, Vec<ListVersion>) {
        let list = |id: &str, terms: ListTerms| ListVersion {
            id: id.into(),
            terms,
            format: "csv".into(),
            sha256: Sha256([0; 32]),
            n_rows: 1,
            n_refused: 0,
        };
        let lists = vec![
            list("lst_1", ListTerms::named("Looks and videos")),
            list("lst_2", ListTerms::named("Digests")),
            list("lst_3", ListTerms { altered: false, ..ListTerms::named("Switched off") }),
            list("lst_4", ListTerms { set_aside: true, ..ListTerms::named("Software") }),
        ];
        let entries = [
            EntriesAsked { md5: 7, sha1: 7, sha256: 0, looks: 1_234, videos: 2, frames: 90 },
            EntriesAsked { md5: 5, ..EntriesAsked::default() },
            EntriesAsked { looks: 3, ..EntriesAsked::default() },
            EntriesAsked { sha1: 9, ..EntriesAsked::default() },
        ];
        let search = Search::Altered;
        let of_lists = lists.iter().zip(entries).map(|(list, entries)| ListCoverage::of(list, entries, search, false));
        (Coverage { search, radius_bits: Some(44), lists: of_lists.collect() }, lists)
    }

    fn told(lang: Lang) -> String {
        let (covered, lists) = sample();
        let words = Words::in_language(lang);
        let say = |key: &str, args: &[(&str, Value)]| words.say_plain(key, args);
        let mut lines = search_words(&covered, say);
        for list in list_words(&covered, &lists, say) {
            lines.push(list.about);
            lines.extend(list.not_asked.iter().map(|line| format!("  {line}")));
        }
        lines.join("\n")
    }

    #[test]
    fn what_was_asked_and_what_not_is_said_in_every_language() {
        expect_test::expect![[r#"
            Altered copies: looked for, about 64 views of a picture
            Looks were compared up to a difference of 44 of 256, and nothing within that was missed
            Looks and videos (lst_1): MD5 7, SHA-1 7, SHA-256 0, PDQ 1,234; videos 2, their frames 90; near up to 31 of 256
            Digests (lst_2): MD5 5, SHA-1 0, SHA-256 0, PDQ 0; videos 0, their frames 0; near up to 31 of 256
              It holds no looks: neither near matches nor altered copies can be found on it
            Switched off (lst_3): MD5 0, SHA-1 0, SHA-256 0, PDQ 3; videos 0, their frames 0; near up to 31 of 256
              It holds no MD5, SHA-1 or SHA-256: nothing on it can be found by its bytes
              It holds no videos
              Altered copies were not looked for: its owner has switched that off
            Software (lst_4): MD5 0, SHA-1 9, SHA-256 0, PDQ 0; videos 0, their frames 0; near up to 31 of 256
              It sets known software aside and is compared by SHA-1 and SHA-256 alone"#]]
        .assert_eq(&told(Lang::English));
        let n_lines = told(Lang::English).lines().count();
        for lang in Lang::ALL {
            let text = told(lang);
            assert!(!text.contains('‹') && !text.contains("{$"), "{text}");
            assert_eq!(text.lines().count(), n_lines);
            for why in NotAskedWhy::ALL {
                for (by, _) in TOLD.iter().filter(|(_, told)| told == why) {
                    assert!(Words::in_language(lang).has(&format!("not-asked-{}-{}", by.code(), why.code())));
                }
            }
        }
    }
}
