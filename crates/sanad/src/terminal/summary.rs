//! The summary that an officer reads aloud, and the reports that were written.

use std::io::{self, Write};

use casework::matching::Outcome;
use casework::report::{Header, WrittenReport};
use casework::summary::{Count, Counts, Summary};
use formats::coverage_words::{list_words, search_words};
use words::{Value, visible};

use super::{Style, Terminal, wrap};

/// The order in which outcomes are read out.
const ORDER: [Outcome; 7] = [
    Outcome::New,
    Outcome::Held,
    Outcome::Known,
    Outcome::Near,
    Outcome::Altered,
    Outcome::SetAside,
    Outcome::Unreadable,
];

/// Prints what was found: pictures and video apart from the rest, then what was not examined and why, then the bytes.
pub fn print_summary(out: &mut impl Write, terminal: &Terminal, header: &Header, summary: &Summary) -> io::Result<()> {
    let mut page = Page { out, terminal };
    print_warnings(&mut page, header)?;
    page.counts("summary-media", &summary.media)?;
    // Apart only where there are both: otherwise the lines would be read twice.
    if !is_empty(&summary.pictures) && !is_empty(&summary.videos) {
        page.counts("summary-pictures", &summary.pictures)?;
        page.counts("summary-videos", &summary.videos)?;
    }
    page.counts("summary-others", &summary.others)?;
    writeln!(page.out)?;
    let stacks = [("stacks", summary.stacks.into()), ("files", summary.stacked_files.into())];
    page.line(0, "summary-stacks", &stacks, None)?;
    page.line(0, "summary-seen-elsewhere", &[("files", summary.seen_elsewhere.into())], None)?;
    page.line(0, "summary-worth-a-look", &[("files", summary.worth_a_look.into())], None)?;
    if summary.screened > 0 {
        page.line(0, "summary-screened", &[("files", summary.screened.into())], None)?;
    }
    page.heading("summary-not-examined")?;
    if summary.not_examined.is_empty() {
        page.line(2, "summary-not-examined-none", &[], None)?;
    }
    for (code, places) in &summary.not_examined {
        let reason = terminal.words.say_plain(&format!("problem-{}", code.code()), &[]);
        page.line(2, "summary-not-examined-reason", &[("places", (*places).into()), ("reason", reason.into())], None)?;
    }
    page.heading("summary-lists-asked")?;
    if header.lists.is_empty() {
        page.line(2, "summary-lists-none", &[], Some(Style::Alert))?;
    }
    for list in &header.lists {
        let args = [
            ("name", visible(&list.terms.name).into()),
            ("format", visible(&list.format).into()),
            ("rows", list.n_rows.into()),
            ("refused", list.n_refused.into()),
        ];
        page.line(2, "summary-list", &args, None)?;
    }
    print_covered(&mut page, header)?;
    writeln!(page.out)?;
    let bytes = &summary.bytes;
    let args = [
        ("read", bytes.read.into()),
        ("skipped", bytes.skipped.into()),
        ("unreadable", bytes.unreadable.into()),
        ("total", bytes.total.into()),
    ];
    page.line(0, "summary-bytes", &args, None)?;
    if bytes.inside_archives > 0 {
        page.line(0, "summary-bytes-inside-archives", &[("bytes", bytes.inside_archives.into())], None)?;
    }
    let test = &header.self_test;
    let args = [("right", test.right.into()), ("planted", test.planted.into())];
    page.line(0, "summary-self-test", &args, (test.right != test.planted).then_some(Style::Alert))?;
    page.line(0, "summary-match-is-a-claim", &[], Some(Style::Aside))
}

/// What *new* means: what was asked of which list, and what not.
fn print_covered(page: &mut Page<'_, impl Write>, header: &Header) -> io::Result<()> {
    let terminal = page.terminal;
    let say = |key: &str, args: &[(&str, Value)]| terminal.say(key, args);
    page.heading("report-covered")?;
    for text in search_words(&header.covered, say) {
        page.text(2, &text, None)?;
    }
    for list in list_words(&header.covered, &header.lists, say) {
        page.text(2, &list.about, None)?;
        list.not_asked.iter().try_for_each(|text| page.text(4, text, None))?;
    }
    Ok(())
}

/// Prints where the reports lie and their SHA-256, each on a line of its own so that it can be copied.
pub fn print_reports(out: &mut impl Write, terminal: &Terminal, reports: &[WrittenReport]) -> io::Result<()> {
    for report in reports {
        let args = [("path", visible(&report.path).into())];
        writeln!(out, "{}", terminal.say("report-written", &args))?;
        writeln!(out, "  {}", terminal.say("report-sha256", &[("sha256", report.sha256.to_string().into())]))?;
    }
    Ok(())
}

fn print_warnings(page: &mut Page<'_, impl Write>, header: &Header) -> io::Result<()> {
    let test = &header.self_test;
    let warnings = [
        ("not-for-evidence", !header.for_evidence()),
        ("summary-uncaged", header.uncaged),
        ("summary-self-test-brute-force", test.fell_back_to_brute_force),
        ("summary-self-test-worker-wrong", !test.worker_right),
        ("summary-exhibit-changed", header.exhibits.iter().any(|exhibit| exhibit.changed_meanwhile)),
    ];
    for (key, _) in warnings.into_iter().filter(|(_, holds)| *holds) {
        page.line(0, key, &[], Some(Style::Alert))?;
    }
    Ok(())
}

struct Page<'p, W: Write> {
    out: &'p mut W,
    terminal: &'p Terminal,
}

impl<W: Write> Page<'_, W> {
    fn heading(&mut self, key: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.line(0, key, &[], Some(Style::Heading))
    }

    /// A message, broken to the terminal's width with its later lines further in.
    fn line(&mut self, indent: usize, key: &str, args: &[(&str, Value)], style: Option<Style>) -> io::Result<()> {
        self.text(indent, &self.terminal.say(key, args), style)
    }

    fn text(&mut self, indent: usize, text: &str, style: Option<Style>) -> io::Result<()> {
        for (position, line) in wrap(text, self.terminal.columns.saturating_sub(indent + 2)).iter().enumerate() {
            let margin = " ".repeat(if position == 0 { indent } else { indent + 2 });
            let line = style.map_or_else(|| line.clone(), |style| self.terminal.styled(line, style));
            writeln!(self.out, "{margin}{line}")?;
        }
        Ok(())
    }

    fn counts(&mut self, heading: &str, counts: &Counts) -> io::Result<()> {
        self.heading(heading)?;
        for outcome in ORDER {
            let Count { files, places } = counts.of(outcome);
            if outcome == Outcome::Held && files == 0 {
                // Most nodes hold none in cases; where some are, they are not to be overlooked.
                continue;
            }
            let style = match outcome {
                _ if files == 0 => Some(Style::Aside),
                Outcome::Known | Outcome::Unreadable => Some(Style::Alert),
                Outcome::Held | Outcome::Near | Outcome::Altered => Some(Style::Waiting),
                Outcome::New | Outcome::SetAside => None,
            };
            let key = format!("summary-{}", outcome.code());
            self.line(2, &key, &[("files", files.into()), ("places", places.into())], style)?;
        }
        Ok(())
    }
}

fn is_empty(counts: &Counts) -> bool {
    ORDER.iter().all(|outcome| counts.of(*outcome).files == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casework::audience::Audience;
    use casework::coverage::{Coverage, EntriesAsked, ListCoverage};
    use casework::list::{ListTerms, ListVersion};
    use casework::problem::ProblemCode;
    use casework::report::SelfTest;
    use casework::summary::Bytes;
    use fingerprint::Sha256;
    use fingerprint::view::Search;
    use words::{Lang, Words};

    fn sample() -> (Header, Summary) {
        let list = ListVersion {
            id: "lst_0123456789abcdef".to_owned(),
            terms: ListTerms { altered: false, ..ListTerms::named("Known") },
            format: "csv".to_owned(),
            sha256: Sha256([0; 32]),
            n_rows: 1_234,
            n_refused: 2,
        };
        let entries = EntriesAsked { md5: 1_234, looks: 2_000, ..EntriesAsked::default() };
        let covered = Coverage {
            search: Search::Altered,
            radius_bits: Some(44),
            lists: vec![ListCoverage::of(&list, entries, Search::Altered, false)],
        };
        let header = Header {
            version: "0.1.0".to_owned(),
            commit: "unknown".to_owned(),
            audience: Audience::Own,
            exhibits: Vec::new(),
            lists: vec![list],
            covered,
            settings: Vec::new(),
            decoders: Vec::new(),
            self_test: SelfTest { planted: 12, right: 12, fell_back_to_brute_force: false, worker_right: true },
            uncaged: false,
            dated: None,
        };
        let media = Counts {
            new: Count { files: 1234, places: 1300 },
            known: Count { files: 2, places: 3 },
            near: Count { files: 1, places: 1 },
            altered: Count { files: 4, places: 5 },
            ..Counts::default()
        };
        let summary = Summary {
            media: media.clone(),
            pictures: media,
            stacks: 3,
            stacked_files: 11,
            seen_elsewhere: 2,
            worth_a_look: 3,
            not_examined: ProblemCode::ALL.iter().zip(1..).map(|(code, n)| (*code, n)).collect(),
            bytes: Bytes { total: 10_000_000, read: 9_000_000, skipped: 999_999, unreadable: 1, inside_archives: 5 },
            ..Summary::default()
        };
        (header, summary)
    }

    fn printed(lang: Lang, columns: usize) -> String {
        let (header, summary) = sample();
        let mut out = Vec::new();
        let terminal = Terminal::plain(Words::in_language(lang), columns);
        print_summary(&mut out, &terminal, &header, &summary).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn it_can_be_read_aloud_in_every_language() {
        for lang in Lang::ALL {
            let text = printed(lang, 100);
            assert!(!text.contains('‹') && !text.contains("{$"), "{text}");
            match lang {
                Lang::Arabic => expect_test::expect_file!["../../testdata/summary.ar.txt"].assert_eq(&text),
                Lang::English => expect_test::expect_file!["../../testdata/summary.en.txt"].assert_eq(&text),
                Lang::French => expect_test::expect_file!["../../testdata/summary.fr.txt"].assert_eq(&text),
                Lang::Spanish => expect_test::expect_file!["../../testdata/summary.es.txt"].assert_eq(&text),
            }
        }
    }

    #[test]
    fn it_fits_a_narrow_terminal() {
        let text = printed(Lang::French, 40);
        assert!(text.lines().all(|line| super::super::cells(line) <= 40), "{text}");
    }
}
