//! Every form a report is written in, against the rules of whoever reads it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod case_uco;
mod csv_table;
mod held;
mod hostile;
mod json_lines;
mod page;
mod partner;
mod read_back;
mod sample;
mod vics_readers;

use casework::report::Report;
use formats::report::ReportFormat;
use words::{Lang, Words};

/// The report in this form, in English, with names.
fn written(format: ReportFormat, report: &Report) -> String {
    written_in(format, report, Lang::English, true)
}

fn written_in(format: ReportFormat, report: &Report, lang: Lang, reveal_names: bool) -> String {
    let mut out = Vec::new();
    formats::report::write(format, report, &Words::in_language(lang), reveal_names, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn machine_forms_are_the_same_in_every_language_and_every_time() {
    let report = sample::sample();
    for format in ReportFormat::ALL.into_iter().filter(|format| *format != ReportFormat::Html) {
        let one = written_in(format, &report, Lang::English, true);
        for lang in [Lang::Arabic, Lang::English, Lang::French, Lang::Spanish] {
            assert_eq!(written_in(format, &report, lang, false), one, "{format:?} in {lang:?}");
        }
    }
    for lang in [Lang::Arabic, Lang::French] {
        let page = || written_in(ReportFormat::Html, &report, lang, false);
        assert_eq!(page(), page());
    }
}

#[test]
fn without_an_authority_every_form_says_so() {
    let mut report = sample::sample();
    report.header.exhibits[0].custody.authority = None;
    for format in ReportFormat::ALL {
        let text = written(format, &report).to_lowercase();
        assert!(text.contains("no authority recorded: not for evidence"), "{format:?}");
        let text = written(format, &sample::sample()).to_lowercase();
        assert!(!text.contains("not for evidence"), "{format:?}");
    }
}

/// Facts that every report starts with, where the form has room for any.
#[test]
fn every_form_with_a_head_starts_with_the_facts_of_the_run() {
    let report = sample::sample();
    let facts = ["2026-041-1", "Search warrant 2026/118", "Examiner 7", "0.1.0", "3f399fd", "National list", "186419"];
    for format in
        [ReportFormat::Html, ReportFormat::JsonLines, ReportFormat::Csv, ReportFormat::VicsCase, ReportFormat::CaseUco]
    {
        let text = written(format, &report);
        let first_file = match format {
            ReportFormat::Html => "report-known",
            _ => "IMG_0001",
        };
        let head = text.split(first_file).next().unwrap();
        let list_sha256 = report.header.lists[0].sha256.to_string();
        for fact in facts.into_iter().chain([list_sha256.as_str(), "mozjpeg-sys 2.2.3", "video", "210"]) {
            assert!(head.contains(fact), "{format:?} lacks {fact}");
        }
    }
}
