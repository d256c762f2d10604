//! What `sanad find` found, for one thing that was asked: each claim prints why.

use std::io::{self, Write};

use casework::coverage::{AskedBy, Coverage, ListCoverage, NotAsked, NotAskedWhy};
use casework::file::FileId;
use casework::list::{HashKind, ListVersion};
use casework::matching::{Match, Outcome, Part, WorthALook};
use fingerprint::view::{Search, View};
use formats::coverage_words::{list_words, search_words};
use formats::range_words::range_words;
use formats::view_words::view_words;
use node::holding::UnitToCall;
use words::{Value, visible};

use super::{Style, Terminal};

/// The answer about one file or hash.
#[derive(Debug, Clone)]
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
    /// Units that hold the very file in cases of theirs.
    pub call: &'a [UnitToCall],
    /// What the lists were asked.
    pub covered: &'a Coverage,
    /// What it could not be looked for by.
    pub not_brought: &'a [NotAsked],
    /// What this unit's own files say.
    pub own: Own,
}

/// What files of this unit's exhibits say.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// How many exhibits hold it, or something that looks like it.
    pub n_exhibits: u64,
    /// Files of which it may be an altered copy, the nearest first.
    pub altered: Vec<HeldAltered>,
    /// How many looks were compared.
    pub n_looks: u64,
    /// Up to which distance.
    pub distance_bits: u32,
}

/// A file of which it may be an altered copy.
#[derive(Debug, Clone)]
pub struct HeldAltered {
    /// Which.
    pub file: FileId,
    /// Bits that differ.
    pub distance: u32,
    /// What seems to have been done.
    pub view: View,
    /// How many exhibits hold it.
    pub n_exhibits: u64,
}

/// Of these so many are told; machine outputs hold them all.
const ALTERED_TOLD_MAX: usize = 10;

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
        // A list that has nothing to compare it with says nothing by its silence.
        let n_lists = answer.covered.lists.iter().filter(|list| answer.can_be_compared(list)).count();
        match (n_lists, answer.lists.is_empty()) {
            (0, false) => writeln!(out, "  {}", terminal.say("find-nothing-comparable", &[]))?,
            _ => writeln!(out, "  {}", terminal.say("find-nothing", &[("lists", n_lists.into())]))?,
        }
    }
    for claim in answer.matches {
        print_claim(out, terminal, claim, answer.lists)?;
    }
    for worth in answer.worth_a_look {
        print_worth(out, terminal, worth, answer.lists)?;
    }
    for call in answer.call {
        let contact = call.contact.as_deref().unwrap_or_default();
        let unit = visible(format!("{} {contact}", call.name).trim());
        let line = terminal.say("find-held-call", &[("unit", unit.into())]);
        writeln!(out, "  {}", terminal.styled(&line, Style::Waiting))?;
    }
    print_own(out, terminal, &answer.own)?;
    print_covered(out, terminal, answer)
}

fn print_own(out: &mut impl Write, terminal: &Terminal, own: &Own) -> io::Result<()> {
    if own.n_exhibits > 0 {
        writeln!(out, "  {}", terminal.say("find-seen", &[("exhibits", own.n_exhibits.into())]))?;
    }
    for held in own.altered.iter().take(ALTERED_TOLD_MAX) {
        let args = [
            ("exhibits", held.n_exhibits.into()),
            ("file", held.file.to_string().into()),
            ("distance", held.distance.into()),
            ("view", view_words(&terminal.words, &held.view).into()),
        ];
        writeln!(out, "  {}", terminal.styled(&terminal.say("find-held-altered", &args), Style::Waiting))?;
    }
    match own.altered.len().saturating_sub(ALTERED_TOLD_MAX) {
        0 => Ok(()),
        more => writeln!(out, "  {}", terminal.say("find-held-more", &[("files", more.into())])),
    }
}

/// What was asked: without it nobody can tell what was not found.
fn print_covered(out: &mut impl Write, terminal: &Terminal, answer: &Answer<'_>) -> io::Result<()> {
    let compares_looks = answer.searched.contains(&HashKind::Pdq);
    if answer.lists.is_empty() && !compares_looks {
        return Ok(());
    }
    let mut line =
        |indent: usize, text: &str| writeln!(out, "{}{}", " ".repeat(indent), terminal.styled(text, Style::Aside));
    line(2, &terminal.say("report-covered", &[]))?;
    let say = |key: &str, args: &[(&str, Value)]| terminal.say(key, args);
    if compares_looks {
        for text in search_words(answer.covered, say) {
            line(4, &text)?;
        }
    }
    for not in answer.not_brought.iter().filter(|not| answer.is_told(not)) {
        line(4, &terminal.say(&format!("not-brought-{}-{}", not.by.code(), not.why.code()), &[]))?;
    }
    for (words, list) in list_words(answer.covered, answer.lists, say).into_iter().zip(&answer.covered.lists) {
        line(4, &words.about)?;
        if !answer.can_be_compared(list) {
            line(6, &terminal.say("covered-list-nothing", &[]))?;
        } else if answer.is_file {
            words.not_asked.iter().try_for_each(|text| line(6, text))?;
        }
    }
    if compares_looks {
        let own = &answer.own;
        line(4, &terminal.say("covered-own", &[("looks", own.n_looks.into()), ("bits", own.distance_bits.into())]))?;
    }
    Ok(())
}

impl Answer<'_> {
    /// Whether the list has anything that this can be compared with.
    fn can_be_compared(&self, list: &ListCoverage) -> bool {
        self.searched.iter().any(|kind| {
            let by = match kind {
                HashKind::Md5 => AskedBy::Md5,
                HashKind::Sha1 => AskedBy::Sha1,
                HashKind::Sha256 => AskedBy::Sha256,
                HashKind::Pdq => AskedBy::Looks,
            };
            list.why_not(by).is_none()
        })
    }

    /// Of a file it is told why it was not compared by look, or not as an altered copy where that was asked for; a bare hash
    /// says by itself what it is.
    fn is_told(&self, not: &NotAsked) -> bool {
        let looks_told = !self.not_brought.iter().any(|not| not.by == AskedBy::Looks);
        match not.by {
            AskedBy::Looks => self.is_file,
            AskedBy::Altered => {
                looks_told && self.covered.search != Search::Plain && not.why == NotAskedWhy::NoneBrought
            }
            _ => false,
        }
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
    use casework::coverage::EntriesAsked;
    use casework::list::{Category, ListTerms};
    use fingerprint::view::{Cuts, Family};
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
        let entries = EntriesAsked { md5: 3, looks: 3, ..EntriesAsked::default() };
        let covered = Coverage {
            search: Search::Altered,
            radius_bits: Some(44),
            lists: vec![ListCoverage::of(&list, entries, Search::Altered, false)],
        };
        let held = HeldAltered { file: FileId::Md5(fingerprint::Md5([7; 16])), distance: 20, view, n_exhibits: 1 };
        let own = Own { n_exhibits: 2, altered: vec![held; 12], n_looks: 4_321, distance_bits: 31 };
        let worth = WorthALook { list: list_id, row: 3, owner_id: Some("K-9".into()), distance: 40, quality: 88, view };
        let answer = Answer {
            asked: b"/evidence/anna.jpg",
            is_file: true,
            searched: &[HashKind::Md5, HashKind::Pdq],
            matches: &[claim, altered],
            worth_a_look: &[worth],
            lists: &[list],
            outcome: Some(Outcome::Near),
            call: &[],
            covered: &covered,
            not_brought: &[],
            own,
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
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              In 1 exhibit of this unit: possible altered copy, to be confirmed: md5:07070707070707070707070707070707, difference 20 of 256 (cropped about 3 % on each side, mirrored)
              2 more possible altered copies in exhibits of this unit, named with --json
              What was asked
                Altered copies: looked for, about 64 views of a picture
                Looks were compared up to a difference of 44 of 256, and nothing within that was missed
                Known (lst_1): MD5 3, SHA-1 0, SHA-256 0, PDQ 3; videos 0, their frames 0; near up to 31 of 256
                  It holds no videos
                Files of this unit: PDQ 4,321, near up to 31 of 256
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
            call: &[],
            covered: &Coverage::default(),
            not_brought: &[],
            own: Own::default(),
        };
        let text = printed(Lang::English, &answer);
        assert_eq!(text, "d41d8cd98f00b204e9800998ecf8427e, searched as MD5\n  No list has been asked\n");
    }
}
