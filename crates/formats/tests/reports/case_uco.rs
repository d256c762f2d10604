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
    for with_names in [false, true] {
        let mut file = tempfile::Builder::new().suffix(".jsonld").tempfile().unwrap();
        // Two documents of one case have the same nodes: the judge is given each under names of its own.
        let text = case_of_the_book(with_names).replace("urn:sanad:kb:", &format!("urn:sanad:kb:{with_names}:"));
        file.write_all(text.as_bytes()).unwrap();
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

/// A case with one record of each noun, all linked, written for a partner or with names.
fn case_of_the_book(with_names: bool) -> String {
    use casework::case::Case;
    use casework::file::FileId;
    use casework::id::*;
    use casework::link::{Assertion, Confidence, Evidence, Link, LinkKind};
    use casework::protected::Protected;
    use casework::who::{Actor, Moment, Said};
    use formats::case_uco::{CaseExport, Exported, FileCategories, write_case};
    let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([1; 10]) };
    let said = || Said { by, at: Moment(1_700_000_000_000_000), reason: None };
    let owner = by.unit;
    let file = FileId::of(&fingerprint::Digests::of(b"one")).unwrap();
    let series = casework::series::Series {
        id: SeriesId::new([1; 10]),
        name: Protected::new("canary series"),
        owner,
        opened: said(),
    };
    let victim = casework::victim::Victim {
        id: VictimId::new([1; 10]),
        code: "JO-SU-000001".parse().unwrap(),
        owner,
        identification: casework::victim::Identification::Unidentified,
        safety: casework::victim::Safety::NotKnown,
        wish: casework::victim::Notification::NotAsked,
        consents: Default::default(),
    };
    let person =
        casework::person::Person::open(PersonId::new([1; 10]), owner, vec![Protected::new("canary person")], said());
    let place = casework::place::Place {
        id: PlaceId::new([1; 10]),
        owner,
        kind: casework::place::PlaceKind::Home,
        words: Some(Protected::new("canary street")),
        country: "JO".parse().ok(),
        located: None,
        said: said(),
    };
    let account = casework::account::Account {
        id: AccountId::new([1; 10]),
        owner,
        written: Protected::new("canary@example.org"),
        key: casework::account::mail_key("canary@example.org").unwrap(),
        said: said(),
    };
    let device = casework::device::Device {
        id: DeviceId::new([1; 10]),
        owner,
        kind: casework::device::DeviceKind::Phone,
        model: Some("Maker \u{202e} 5".into()),
        keys: Vec::new(),
        said: said(),
    };
    let address = |n, written: &str| {
        casework::address::Address::open(AddressId::new([n; 10]), owner, Protected::new(written), said()).unwrap()
    };
    let clue = casework::clue::Clue {
        id: ClueId::new([1; 10]),
        owner,
        kind: casework::clue::ClueKind::Plug,
        words: Protected::new("a plug"),
        language: None,
        certainty: Confidence::Likely,
        said: said(),
    };
    let link = |n, from: RecordId, to: RecordId, kind, evidence| {
        let asserted = Assertion { from, to, kind, confidence: Confidence::Likely, evidence: vec![evidence] };
        Link::assert(LinkId::new([n; 10]), asserted, said()).unwrap()
    };
    let statement = || Evidence::Statement { words: Protected::new("canary words") };
    let links = vec![
        link(1, RecordId::File(file), victim.id.into(), LinkKind::Depicts, Evidence::File { file }),
        link(2, person.id.into(), place.id.into(), LinkKind::LivesAt, Evidence::Clue { clue: clue.id }),
        link(3, person.id.into(), victim.id.into(), LinkKind::HasAccessTo, statement()),
    ];
    let case = Case::open(CaseId::new([1; 10]), Protected::new("canary/26"), owner, "Warrant 5", said()).unwrap();
    let records = vec![
        Exported::Series(series, vec![file]),
        Exported::Victim(victim),
        Exported::Person(person),
        Exported::Place(place),
        Exported::Account(account),
        Exported::Device(device),
        Exported::Address(address(1, "https://canary.example.org/a")),
        Exported::Address(address(2, "canary.example.org")),
        Exported::Clue(clue),
        Exported::Report(IncomingId::new([1; 10])),
    ];
    let withheld = vec![(RecordId::from(PersonId::new([9; 10])), "person-contested".to_owned())];
    let table = casework::category::MappingTable::read(casework::category::SHIPPED[1]).unwrap();
    let grading = casework::grading::Grading {
        id: GradingId::new([1; 10]),
        file,
        facts: Default::default(),
        stated: None,
        verdict: casework::grading::Verdict::NotIllegal { under: "JO".into() },
        viewing: casework::grading::Viewing::Viewed,
        by: casework::grading::Grader::Person(by),
        at: said().at,
        independence: casework::grading::Independence::Blind,
        of_stack: None,
        taken_back: None,
    };
    let mut opinions = casework::grading::Opinions::none_of(file);
    opinions.gradings.push(grading);
    let by_table = vec![casework::standing::standing(&opinions, &table)];
    let blind = FileId::of(&fingerprint::Digests::of(b"two")).unwrap();
    let categories = [(file, FileCategories::ByTables(by_table)), (blind, FileCategories::GradedBlind)];
    let categories = Some(categories.into_iter().collect());
    let (files, at, version) = (vec![file, blind], said().at, ("0.1.0".to_owned(), "unknown".to_owned()));
    let export = CaseExport {
        case,
        outcome: None,
        files,
        categories,
        records,
        links,
        withheld,
        n_kept_back: 0,
        with_names,
        at,
        version,
    };
    let mut written = Vec::new();
    write_case(&export, &mut written).unwrap();
    String::from_utf8(written).unwrap()
}

#[test]
fn a_case_without_names_has_none_and_every_node_of_it_is_named_once() {
    let text = case_of_the_book(false);
    assert!(!text.contains("canary"), "{text}");
    assert!(case_of_the_book(true).contains("canary person") && !case_of_the_book(true).contains("canary words"));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let (mut named, mut linked) = (Vec::new(), Vec::new());
    walk(&document["@graph"], &mut named, &mut linked);
    let n_named = named.len();
    named.sort();
    named.dedup();
    assert_eq!(named.len(), n_named);
    linked.iter().for_each(|link| assert!(named.contains(link), "{link} leads nowhere"));
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
