//! CASE documents before the outside judge, where it is installed.

use std::io::Write as _;
use std::process::Command;

use casework::audience::{Audience, for_audience};
use formats::report::ReportFormat;

use crate::sample::{HOSTILE, sample, with_texts};
use crate::written;

/// `case_validate` of PyPI `case-utils`: from `SANAD_CASE_VALIDATE` or the search path.
fn judge() -> Option<std::path::PathBuf> {
    let named = std::env::var_os("SANAD_CASE_VALIDATE").map(std::path::PathBuf::from);
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).map(|folder| folder.join("case_validate"));
    named.into_iter().chain(found).find(|path| path.is_file())
}

#[test]
fn case_validate_finds_no_fault() {
    let Some(judge) = judge() else {
        println!("skipped: case_validate is not installed (pip install case-utils, or set SANAD_CASE_VALIDATE)");
        return;
    };
    let mut files = Vec::new();
    for report in [sample(), for_audience(sample(), Audience::Partner, &[]), with_texts(HOSTILE)] {
        let mut file = tempfile::Builder::new().suffix(".jsonld").tempfile().unwrap();
        file.write_all(written(ReportFormat::CaseUco, &report).as_bytes()).unwrap();
        files.push(file);
    }
    // One call: the judge takes its time to read the ontologies. The documents share no node.
    let answer = Command::new(&judge)
        .args(["--allow-info", "--built-version", "case-1.5.0"])
        .args(files.iter().map(|file| file.path()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&answer.stdout);
    assert!(answer.status.success(), "{said}{}", String::from_utf8_lossy(&answer.stderr));
    assert!(said.contains("Conforms: True"), "{said}");
}

#[test]
fn every_node_is_named_once_and_every_link_leads_somewhere() {
    let text = written(ReportFormat::CaseUco, &sample());
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (mut named, mut linked) = (Vec::new(), Vec::new());
    walk(&document["@graph"], &mut named, &mut linked);
    let n_named = named.len();
    named.sort();
    named.dedup();
    assert_eq!(named.len(), n_named);
    linked.iter().for_each(|link| assert!(named.contains(link), "{link} leads nowhere"));
    for never in ["dataPayload", "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"] {
        assert!(!text.contains(never));
    }
}

fn walk(value: &serde_json::Value, named: &mut Vec<String>, linked: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            if let Some(id) = fields.get("@id").and_then(|id| id.as_str()) {
                let kept = if fields.len() == 1 { &mut *linked } else { &mut *named };
                kept.push(id.to_owned());
            }
            fields.values().for_each(|value| walk(value, named, linked));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| walk(item, named, linked)),
        _ => {}
    }
}
