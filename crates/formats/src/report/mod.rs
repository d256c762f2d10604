//! What a triage says, written for people and for programs: one seam, one file per form.
//!
//! A writer takes the report as it was cut for its audience and adds nothing: no clock, no order of its own, no word that
//! is not in it. Equal reports are equal bytes; only HTML follows the language that was asked for.

mod csv;
mod facts;
pub mod fingerprint_line;
mod html;
pub mod json_text;
mod jsonl;

use std::io::{self, Write};

use casework::report::Report;
use words::Words;

use crate::{case_uco, vics};

pub(crate) use facts::{
    AUTHORITY_MISSING, call_text, degrees, instant, name_text, outcome_text, stamp, turn_code, why,
};
pub(crate) use json_text::write_pages;

/// In which form a report is written; the end of its file's name says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// A page to read and print.
    Html,
    /// One JSON object a line, schema `sanad.triage`.
    JsonLines,
    /// RFC 4180, one record kind and column count throughout.
    Csv,
    /// VICS 2.0 case.
    VicsCase,
    /// VICS 2.0 hash set.
    VicsHashSet,
    /// CASE 1.5.0 / UCO as JSON-LD.
    CaseUco,
}

impl ReportFormat {
    /// All forms, longest ending first.
    pub const ALL: [ReportFormat; 6] = [
        ReportFormat::VicsHashSet,
        ReportFormat::VicsCase,
        ReportFormat::CaseUco,
        ReportFormat::JsonLines,
        ReportFormat::Html,
        ReportFormat::Csv,
    ];

    /// How a file of this form is named at its end.
    pub fn ending(self) -> &'static str {
        match self {
            ReportFormat::Html => ".html",
            ReportFormat::JsonLines => ".jsonl",
            ReportFormat::Csv => ".csv",
            ReportFormat::VicsCase => ".vics.json",
            ReportFormat::VicsHashSet => ".vics-hashset.json",
            ReportFormat::CaseUco => ".case.jsonld",
        }
    }

    /// The form that a file name asks for; letter case does not matter. None for any other ending.
    pub fn of_file_name(name: &[u8]) -> Option<ReportFormat> {
        ReportFormat::ALL.into_iter().find(|format| {
            let ending = format.ending().as_bytes();
            name.len() > ending.len() && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending)
        })
    }
}

/// Writes a report.
///
/// `words` and `reveal_names` matter to [`ReportFormat::Html`] alone: a page masks file names until they are asked for.
/// The VICS flavour is the setting `flavour` of the header, `Default` without one.
///
/// # Errors
/// What `out` answers.
pub fn write(
    format: ReportFormat,
    report: &Report,
    words: &Words,
    reveal_names: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    // Writers put small pieces; files and pipes want large ones.
    let out = &mut io::BufWriter::with_capacity(64 * 1024, out);
    match format {
        ReportFormat::Html => html::write(report, words, reveal_names, out),
        ReportFormat::JsonLines => jsonl::write(report, out),
        ReportFormat::Csv => csv::write(report, out),
        ReportFormat::VicsCase => vics::write::write_case(report, &vics::write::Flavour::of(report), out),
        ReportFormat::VicsHashSet => vics::write::write_hash_set(report, &vics::write::Flavour::of(report), out),
        ReportFormat::CaseUco => case_uco::write(report, out),
    }?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_name_says_the_form() {
        for format in ReportFormat::ALL {
            assert_eq!(ReportFormat::of_file_name(format!("answer{}", format.ending()).as_bytes()), Some(format));
        }
        assert_eq!(ReportFormat::of_file_name(b"A.VICS.JSON"), Some(ReportFormat::VicsCase));
        assert_eq!(ReportFormat::of_file_name(b"\xFF.html"), Some(ReportFormat::Html));
        for other in [&b"a.json"[..], b"a.txt", b".html", b""] {
            assert_eq!(ReportFormat::of_file_name(other), None);
        }
    }
}
