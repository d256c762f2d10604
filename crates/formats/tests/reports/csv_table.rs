//! The CSV table: one column count, exact names beside shown ones.

use formats::report::ReportFormat;

use crate::sample::{HOSTILE, sample, with_texts};
use crate::written;

/// The table by an outside reader of RFC 4180, which refuses lines of another length.
fn table(text: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    reader.deserialize().map(|line| line.unwrap()).collect()
}

#[test]
fn every_line_has_every_column() {
    for report in [sample(), with_texts(HOSTILE)] {
        let text = written(ReportFormat::Csv, &report);
        assert!(text.ends_with("\r\n"));
        let table = table(&text);
        let files: Vec<_> = table.iter().filter(|line| line["record"] == "file").collect();
        assert_eq!(files.len(), report.rows.len());
        assert!(files.iter().enumerate().all(|(position, line)| line["row"] == (position + 1).to_string()));
    }
}

#[test]
fn the_exact_name_can_always_be_had() {
    use base64::Engine as _;
    for report in [sample(), with_texts(HOSTILE)] {
        let table = table(&written(ReportFormat::Csv, &report));
        let files = table.iter().filter(|line| line["record"] == "file");
        for (line, row) in files.zip(&report.rows) {
            let exact = match line["path_b64"].as_str() {
                "" => line["path"].clone().into_bytes(),
                b64 => base64::engine::general_purpose::STANDARD.decode(b64).unwrap(),
            };
            assert_eq!(exact, row.occurrence.place.path);
        }
    }
}

#[test]
fn broken_names_are_shown_apart() {
    let text = written(ReportFormat::Csv, &sample());
    assert!(text.contains(r"DCIM/\xFE.jpg") && text.contains(r"DCIM/\xFF.jpg"));
}
