//! What `sanad find` found, for one thing that was asked: each claim prints why.

use std::io::{self, Write};

use casework::list::{HashKind, ListVersion};
use casework::matching::{Match, Outcome, Part, WorthALook};
use formats::range_words::range_words;
use formats::view_words::view_words;
use words::{Value, visible};

use super::{Style, Terminal};

/// The answer about one file or hash.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// What was asked, as given: raw bytes.
    pub asked: &'a [u8],
    /// Whether that is the path of a file; a name is masked, a hash is not.
    pub is_file: bool,
    /// By which kinds it was searched.
    pub searched: &'a [HashKind],
    /// The claims, in the order of [`casework::matching::order`].
    pub matches: &'a [Match],
    /// Entries that are no match, the nearest first.
    pub worth_a_look: &'a [WorthALook],
    /// The lists that were asked.
    pub lists: &'a [ListVersion],
    /// What follows, when a whole file was asked about.
    pub outcome: Option<Outcome>,
    /// How many exhibits of this unit hold the file.
    pub n_exhibits: u64,
}

/// Prints one answer.
pub fn print_answer(out: &mut impl Write, terminal: &Terminal, answer: &Answer<'_>) -> io::Result<()> {
    let asked = match answer.is_file {
        true => terminal.masking.name(answer.asked, &terminal.words),
        false => visible(answer.asked),
    };
    let kinds: Vec<&str> = answer.searched.iter().map(|kind| hash_name(*kind)).collect();
    let heading = terminal.say("find-asked", &[("asked", asked.into()), ("kinds", kinds.join(", ").into())]);
    writeln!(out, "{}", terminal.styled(&heading, Style::Heading))?;
    if let Some(outcome) = answer.outcome {
        writeln!(out, "  {}", terminal.say(&format!("outcome-{}-long", outcome.code()), &[]))?;
    }
    if answer.matches.is_empty() && answer.outcome.is_none() {
        let lists = answer.lists.len();
        writeln!(out, "  {}", terminal.say("find-nothing", &[("lists", lists.into())]))?;
    }
    for claim in answer.matches {
        print_claim(out, terminal, claim, answer.lists)?;
    }
    for worth in answer.worth_a_look {
        print_worth(out, terminal, worth, answer.lists)?;
    }
    match answer.n_exhibits {
        0 => Ok(()),
        exhibits => writeln!(out, "  {}", terminal.say("find-seen", &[("exhibits", exhibits.into())])),
    }
}

fn print_claim(out: &mut impl Write, terminal: &Terminal, claim: &Match, lists: &[ListVersion]) -> io::Result<()> {
    let list = lists.iter().find(|list| list.id == claim.list);
    let name = list.map_or_else(|| visible(&claim.list), |list| visible(&list.terms.name));
    let mut args: Vec<(&str, Value)> = vec![
        ("list", name.into()),
        ("version", visible(&claim.list).into()),
        ("row", claim.row.to_string().into()),
        ("kind", hash_name(claim.kind).into()),
    ];
    let (key, style) = match (claim.is_exact(), list.is_some_and(|list| list.terms.set_aside)) {
        (_, true) => ("find-set-aside", Style::Aside),
        (true, _) => ("find-exact", Style::Alert),
        (false, _) => {
            args.push(("distance", claim.distance.into()));
            (if claim.is_altered() { "find-altered" } else { "find-near" }, Style::Waiting)
        }
    };
    writeln!(out, "  {}", terminal.styled(&terminal.say(key, &args), style))?;
    let mut also = |key: &str, args: &[(&str, Value)]| writeln!(out, "    {}", terminal.say(key, args));
    if let (Some(quality), Some(view)) = (claim.quality, &claim.view) {
        let view = view_words(&terminal.words, view);
        also("find-view", &[("quality", quality.into()), ("view", view.into())])?;
    } else if let Some(quality) = claim.quality {
        let turn = terminal.words.say_plain(&turn_key(claim.turn), &[]);
        also("find-quality", &[("quality", quality.into()), ("turn", turn.into())])?;
    }
    match claim.part {
        Part::Whole => {}
        Part::Thumbnail => also("find-thumbnail", &[])?,
        Part::FrameAtMs(at) => {
            let at = format!("{}:{:02}.{:03}", at / 60_000, at / 1000 % 60, at % 1000);
            also("find-frame", &[("at", at.into())])?;
        }
    }
    if let Some(ranges) = &claim.ranges {
        for line in range_words(ranges, |key, args| terminal.say(key, args)) {
            writeln!(out, "    {line}")?;
        }
    }
    let mut also = |key: &str, args: &[(&str, Value)]| writeln!(out, "    {}", terminal.say(key, args));
    if claim.contradicted {
        also("mark-digest-conflict", &[])?;
    }
    if let Some(id) = &claim.owner_id {
        also("find-entry", &[("entry", visible(id).into())])?;
    }
    if let Some(category) = &claim.category {
        also(
            "find-category",
            &[("code", visible(&category.code).into()), ("scheme", visible(&category.scheme).into())],
        )?;
    }
    for (name, said) in &claim.words {
        also("find-words", &[("name", visible(name).into()), ("said", visible(said).into())])?;
    }
    Ok(())
}

fn print_worth(out: &mut impl Write, terminal: &Terminal, worth: &WorthALook, lists: &[ListVersion]) -> io::Result<()> {
    let list = lists.iter().find(|list| list.id == worth.list);
    let name = list.map_or_else(|| visible(&worth.list), |list| visible(&list.terms.name));
    let args = [
        ("list", name.into()),
        ("version", visible(&worth.list).into()),
        ("row", worth.row.to_string().into()),
        ("distance", worth.distance.into()),
        ("view", view_words(&terminal.words, &worth.view).into()),
    ];
    writeln!(out, "  {}", terminal.styled(&terminal.say("find-worth-a-look", &args), Style::Aside))?;
    match &worth.owner_id {
        Some(id) => writeln!(out, "    {}", terminal.say("find-entry", &[("entry", visible(id).into())])),
        None => Ok(()),
    }
}

/// The hash's usual name, the same in all languages.
fn hash_name(kind: HashKind) -> &'static str {
    match kind {
        HashKind::Md5 => "MD5",
        HashKind::Sha1 => "SHA-1",
        HashKind::Sha256 => "SHA-256",
        HashKind::Pdq => "PDQ",
    }
}

fn turn_key(turn: fingerprint::Turn) -> String {
    use fingerprint::Turn;
    let code = match turn {
        Turn::Original => "original",
        Turn::Rotate90 => "rotate90",
        Turn::Rotate180 => "rotate180",
        Turn::Rotate270 => "rotate270",
        Turn::FlipX => "flip-x",
        Turn::FlipY => "flip-y",
        Turn::FlipPlus1 => "flip-plus1",
        Turn::FlipMinus1 => "flip-minus1",
    };
    format!("turn-{code}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::list::{Category, ListTerms};
    use fingerprint::view::{Cuts, Family, View};
    use fingerprint::{Sha256, Turn};
    use words::{Lang, Words};

    fn printed(lang: Lang, answer: &Answer<'_>) -> String {
        let mut out = Vec::new();
        print_answer(&mut out, &Terminal::plain(Words::in_language(lang), 80), answer).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_near_match_says_why() {
        let list = ListVersion {
            id: "lst_1".to_owned(),
            terms: ListTerms::named("Known"),
            format: "csv".to_owned(),
            sha256: Sha256([0; 32]),
            n_rows: 3,
            n_refused: 0,
        };
        let claim = Match {
            list: "lst_1".to_owned(),
            row: 1234,
            owner_id: Some("K-7".to_owned()),
            kind: HashKind::Pdq,
            distance: 12,
            quality: Some(88),
            turn: Turn::Rotate90,
            part: Part::FrameAtMs(61_500),
            view: None,
            ranges: None,
            contradicted: false,
            category: Some(Category { scheme: "vics-us".to_owned(), code: "1".to_owned() }),
            words: vec![("Comments".to_owned(), "a\u{1b}[2Jb".to_owned())],
        };
        let cuts = Cuts { left_permille: 30, top_permille: 30, right_permille: 30, bottom_permille: 30 };
        let view = View { family: Family::Cropped, turn: Turn::FlipY, cuts, ..View::PLAIN };
        let (owner_id, category, words) = (None, None, Vec::new());
        let part = Part::Whole;
        let altered = Match { row: 2, view: Some(view), part, owner_id, category, words, ..claim.clone() };
        let list_id = "lst_1".to_owned();
        let worth = WorthALook { list: list_id, row: 3, owner_id: Some("K-9".into()), distance: 40, quality: 88, view };
        let answer = Answer {
            asked: b"/evidence/anna.jpg",
            is_file: true,
            searched: &[HashKind::Md5, HashKind::Pdq],
            matches: &[claim, altered],
            worth_a_look: &[worth],
            lists: &[list],
            outcome: Some(Outcome::Near),
            n_exhibits: 2,
        };
        let text = printed(Lang::English, &answer);
        assert!(
            !text.contains("anna") && !text.contains('\u{1b}') && !text.contains('‹') || text.contains("‹name hidden›")
        );
        expect_test::expect![[r#"
            ‹name hidden›.jpg, searched as MD5, PDQ
              Near match: it looks like an entry of a list; a person must confirm it
              Near match, to be confirmed: list Known (lst_1), row 1234, difference 12 of 256 (PDQ)
                Fitness for comparison: 88 of 100; the picture is turned by 90°
                The frame shown at 1:01.500
                Entry K-7
                Category 1 of vics-us
                The owner’s words, Comments: a\x1B[2Jb
              Possible altered copy, to be confirmed: list Known (lst_1), row 2, difference 12 of 256 (PDQ)
                Fitness for comparison: 88 of 100; what seems to have been done: cropped about 3 % on each side, mirrored
              Worth a look, no match: list Known (lst_1), row 3, difference 40 of 256 (cropped about 3 % on each side, mirrored)
                Entry K-9
              In 2 exhibits of this unit; this alone makes no link
        "#]]
        .assert_eq(&text);
        for lang in [Lang::Arabic, Lang::French, Lang::Spanish] {
            let text = printed(lang, &answer).replace("{$", "‹missing›");
            assert!(!text.contains("‹missing›") && !text.contains("‹find") && !text.contains(" the "), "{text}");
        }
    }

    #[test]
    fn an_empty_answer_is_said() {
        let asked = b"d41d8cd98f00b204e9800998ecf8427e";
        let searched = [HashKind::Md5];
        let answer = Answer {
            asked,
            is_file: false,
            searched: &searched,
            matches: &[],
            worth_a_look: &[],
            lists: &[],
            outcome: None,
            n_exhibits: 0,
        };
        let text = printed(Lang::English, &answer);
        assert_eq!(text, "d41d8cd98f00b204e9800998ecf8427e, searched as MD5\n  No list has been asked\n");
    }
}
