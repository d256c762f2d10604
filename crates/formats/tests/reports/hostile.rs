//! Texts that attack whoever shows them, through every form.

use formats::report::ReportFormat;
use words::Lang;

use crate::sample::{HOSTILE, with_texts};
use crate::{written, written_in};

/// Characters that act on a terminal or turn the reading direction. The isolates U+2066 to U+2069 are ours in HTML.
fn acts(letter: char) -> bool {
    let isolates = '\u{2066}'..='\u{2069}';
    words::is_unseen(letter) && !isolates.contains(&letter)
}

#[test]
fn nothing_acts_in_any_form() {
    let report = with_texts(HOSTILE);
    for format in ReportFormat::ALL {
        let text = written(format, &report);
        // French puts narrow no-break spaces before its signs; English has none of those.
        let found: Vec<char> = text.chars().filter(|letter| acts(*letter) && !"\n\r".contains(*letter)).collect();
        assert!(found.is_empty(), "{format:?}: {found:?}");
        assert!(!text.contains('\r') || format == ReportFormat::Csv);
    }
}

#[test]
fn json_stays_json_and_tells_the_exact_text() {
    let report = with_texts(HOSTILE);
    for line in written(ReportFormat::JsonLines, &report).lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    for format in [ReportFormat::VicsCase, ReportFormat::VicsHashSet, ReportFormat::CaseUco] {
        serde_json::from_str::<serde_json::Value>(&written(format, &report)).unwrap();
    }
    let text = written(ReportFormat::JsonLines, &report);
    let all: String =
        text.lines().map(|line| format!("{:?}", serde_json::from_str::<serde_json::Value>(line).unwrap())).collect();
    for hostile in HOSTILE {
        assert!(all.contains(&format!("{hostile:?}")[1..format!("{hostile:?}").len() - 1]), "{hostile:?} got lost");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let text = written(ReportFormat::Csv, &with_texts(HOSTILE));
    let mut table = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for record in table.records() {
        for cell in &record.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            assert!(!cell.chars().any(char::is_control), "{cell:?}");
        }
    }
}

#[test]
fn html_holds_no_tag_that_is_not_ours() {
    let ours = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "dl", "dt", "dd", "ul",
        "li", "div", "span", "strong", "table", "thead", "tbody", "tr", "th", "td", "bdi", "br",
    ];
    for lang in [Lang::Arabic, Lang::English, Lang::French, Lang::Spanish] {
        for reveal in [false, true] {
            let text = written_in(ReportFormat::Html, &with_texts(HOSTILE), lang, reveal);
            let (_, body) = text.split_once("</style>").unwrap();
            for tag in body.split('<').skip(1) {
                let (inside, _) = tag.split_once('>').unwrap_or_else(|| panic!("an open tag: {tag:?}"));
                let name = inside.trim_start_matches('/').split(' ').next().unwrap();
                assert!(ours.contains(&name), "<{inside}>");
                for attribute in inside.split(' ').skip(1).filter_map(|attribute| attribute.split_once('=')) {
                    let known = ["class", "dir", "scope", "colspan", "role", "lang"];
                    assert!(known.contains(&attribute.0), "<{inside}>");
                }
            }
        }
    }
}
