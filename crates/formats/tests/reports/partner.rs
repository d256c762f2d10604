//! What a partner is not told: a canary in each protected field is in no form, unless that field was shared.

use casework::audience::{Audience, Shared, for_audience};
use casework::file::{Metadata, Place, Position, Times, WrittenTime};
use casework::list::HashKind;
use casework::matching::Match;
use casework::problem::{Problem, ProblemCode};
use casework::report::Report;
use formats::report::ReportFormat;

use crate::sample::{KNOWN, category, claim, header, listed, near, picture, report, row};
use crate::written;

/// The report, and for each field what must not be seen: as written, and as other forms spell it.
fn with_canaries() -> (Report, Vec<(Shared, Vec<&'static str>)>) {
    let mut file = picture("a picture");
    file.metadata = Metadata {
        taken: Some(WrittenTime { text: "CANARY-TAKEN".into(), offset: Some("CANARY-OFFSET".into()) }),
        make: Some("CANARY-MAKE".into()),
        model: Some("CANARY-MODEL".into()),
        serial: Some("CANARY-SERIAL".into()),
        software: Some("CANARY-SOFTWARE".into()),
        position: Some(Position { latitude_e7: 123_456_789, longitude_e7: 987_654_321 }),
        ..Metadata::default()
    };
    file.problem = Some(Problem::new(ProblemCode::Truncated, "CANARY-FILE-DETAIL"));
    let mut one = row(Place::on_disk("CANARY-FOLDER/CANARY-NAME.jpg").member("CANARY-MEMBER.jpg"), file);
    one.occurrence.times = Times { modified_ns: Some(1_234_567_890_000_000_000), ..Times::default() };
    let words = vec![("Comments".to_owned(), "CANARY-COMMENT".to_owned()), ("Series".into(), "CANARY-SERIES".into())];
    one.matches.push(Match {
        owner_id: Some("CANARY-ENTRY".into()),
        category: category("vics-default", "1"),
        words: words.clone(),
        ..claim(KNOWN, HashKind::Md5)
    });
    let mut two = row(Place::on_disk(b"CANARY-BROKEN-\xFF.jpg".to_vec()), picture("another"));
    two.matches.push(Match { owner_id: Some("CANARY-NEAR".into()), words, ..near(KNOWN, 9) });
    let mut linked = listed("CANARY-LINK", ProblemCode::SymbolicLink, "CANARY-PLACE-DETAIL");
    linked.occurrence.link_target = Some(b"/CANARY-TARGET".to_vec());
    let mut header = header();
    header.exhibits[0].root = b"/CANARY-ROOT".to_vec();
    header.exhibits[0].id = "exh_1dca4a47ca4a47ca".into();
    header.exhibits[0].manifest = Some(fingerprint::Sha256([0x4d; 32]));
    header.exhibits[0].custody.number = Some("CANARY-NUMBER".into());
    header.exhibits[0].custody.authority = Some("CANARY-AUTHORITY".into());
    header.exhibits[0].custody.seal = Some("CANARY-SEAL".into());
    header.exhibits[0].custody.examiner = Some("CANARY-EXAMINER".into());
    let canaries = vec![
        (
            Shared::Names,
            vec![
                "CANARY-FOLDER",
                "CANARY-NAME",
                "CANARY-MEMBER",
                "CANARY-BROKEN",
                "CANARY-LINK",
                "CANARY-TARGET",
                "CANARY-ROOT",
                // `CANARY-` in base64, at each of the three offsets, without the digits its neighbours change.
                "Q0FOQVJZ",
                "NBTkFSW",
                "DQU5BUl",
                // What is made of names could be checked by whoever guesses them.
                "exh_1dca4a47ca4a47ca",
                "4d4d4d4d",
            ],
        ),
        (Shared::Times, vec!["CANARY-TAKEN", "CANARY-OFFSET", "2009-02-13"]),
        (Shared::Gps, vec!["12.3456789", "98.7654321"]),
        (Shared::Camera, vec!["CANARY-MAKE", "CANARY-MODEL", "CANARY-SERIAL", "CANARY-SOFTWARE"]),
        (Shared::Comments, vec!["CANARY-COMMENT", "CANARY-SERIES", "CANARY-ENTRY", "CANARY-NEAR"]),
        (Shared::Details, vec!["CANARY-FILE-DETAIL", "CANARY-PLACE-DETAIL"]),
        (Shared::Custody, vec!["CANARY-NUMBER", "CANARY-AUTHORITY", "CANARY-SEAL", "CANARY-EXAMINER"]),
    ];
    (report(header, vec![one, two, linked]), canaries)
}

#[test]
fn a_partner_sees_only_what_is_shared_field_by_field() {
    let (own, canaries) = with_canaries();
    assert_eq!(canaries.len(), Shared::ALL.len());
    let all_forms = |report: &Report| ReportFormat::ALL.map(|format| written(format, report)).concat();
    let everything = all_forms(&own);
    let shares = std::iter::once(None).chain(Shared::ALL.iter().copied().map(Some));
    for shared in shares {
        let cut = for_audience(own.clone(), Audience::Partner, shared.as_slice());
        for format in ReportFormat::ALL {
            let text = written(format, &cut);
            for (field, canaries) in canaries.iter().filter(|(field, _)| Some(*field) != shared) {
                for canary in canaries {
                    assert!(!text.contains(canary), "{canary} ({field:?}) in {format:?} when sharing {shared:?}");
                }
            }
        }
        if let Some(shared) = shared {
            let text = all_forms(&cut);
            let (_, canaries) = canaries.iter().find(|(field, _)| *field == shared).unwrap();
            for canary in canaries.iter().filter(|canary| everything.contains(*canary)) {
                assert!(text.contains(canary), "{canary} is lost although {shared:?} is shared");
            }
        }
    }
    for (_, canaries) in &canaries {
        assert!(canaries.iter().any(|canary| everything.contains(canary)), "{canaries:?} never planted");
    }
}

#[test]
fn a_court_is_told_everything() {
    let (own, _) = with_canaries();
    let cut = for_audience(own.clone(), Audience::Court, &[]);
    assert_eq!(cut.rows, own.rows);
}

#[test]
fn a_partners_page_never_says_that_something_withheld_was_not_recorded() {
    let cut = for_audience(with_canaries().0, Audience::Partner, &[]);
    let page = written(ReportFormat::Html, &cut);
    assert!(page.contains("recorded, not communicated"));
    assert!(!page.contains("not recorded"));
}
