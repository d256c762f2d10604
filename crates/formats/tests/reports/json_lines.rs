//! JSON lines and fingerprint lines against their JSON Schemas, and what they must not lose.

use formats::report::ReportFormat;
use serde_json::Value;

use crate::sample::{HOSTILE, sample, with_texts};
use crate::written;

struct Schema(boon::Schemas, boon::SchemaIndex);

impl Schema {
    fn read(name: &str) -> Schema {
        let path = format!("{}/../../docs/schema/{name}", env!("CARGO_MANIFEST_DIR"));
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.set_default_draft(boon::Draft::V2020_12);
        let index = compiler.compile(&path, &mut schemas).unwrap();
        Schema(schemas, index)
    }

    fn check(&self, line: &Value) {
        if let Err(error) = self.0.validate(line, self.1) {
            panic!("{error:#}\n{line:#}");
        }
    }
}

fn lines(text: &str) -> Vec<Value> {
    assert!(text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_line_is_as_the_schema_says() {
    let schema = Schema::read("sanad.triage-1.json");
    for report in [sample(), with_texts(HOSTILE)] {
        let lines = lines(&written(ReportFormat::JsonLines, &report));
        lines.iter().for_each(|line| schema.check(line));
        let records: Vec<&str> = lines.iter().map(|line| line["record"].as_str().unwrap()).collect();
        assert_eq!(records.first(), Some(&"header"));
        assert_eq!(records.last(), Some(&"summary"));
        assert!(records[1..records.len() - 1].iter().all(|record| *record == "file"));
        assert_eq!(records.len(), report.rows.len() + 2);
    }
}

#[test]
fn the_schema_refuses_what_is_not_in_it() {
    let Schema(schemas, index) = Schema::read("sanad.triage-1.json");
    let mut line = lines(&written(ReportFormat::JsonLines, &sample())).remove(1);
    line["opinion"] = true.into();
    assert!(schemas.validate(&line, index).is_err());
}

#[test]
fn names_that_are_no_text_stay_apart_and_exact() {
    let lines = lines(&written(ReportFormat::JsonLines, &sample()));
    let exact: Vec<&str> = lines.iter().filter_map(|line| line["path_b64"].as_str()).collect();
    assert_eq!(exact, ["RENJTS/+LmpwZw==", "RENJTS//LmpwZw=="]);
}

#[test]
fn a_claim_says_why() {
    let lines = lines(&written(ReportFormat::JsonLines, &sample()));
    let why = |path: &str, claim: usize| {
        let line = lines.iter().find(|line| line["path"] == path && line["inside"].is_null()).unwrap();
        line["matches"][claim]["why"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        why("DCIM/100/IMG_0001.JPG", 0),
        "SHA-1 equal to entry \"K-0007\" (row 7) of list \"National list\", version lst_1111111111111111; category \"1\" \
         in scheme \"vics-default\"; owner says \"Series\": \"Synthetic series A\"; owner says \"VictimIdentified\": \"false\""
    );
    assert_eq!(
        why("DCIM/100/IMG_0002.JPG", 0),
        "PDQ differs in 18 of 256 bits from entry \"K-0007\" (row 7) of list \"National list\", version \
         lst_1111111111111111; claimed up to 31 bits; quality 97 of 100; turned rotate90; to be confirmed by a person; \
         category \"2\" in scheme \"vics-default\""
    );
    assert!(why("DCIM/101/VID_0001.MP4", 0).starts_with("frame at 62500 ms: PDQ differs in 9 of 256 bits"));
}

#[test]
fn fingerprint_lines_are_as_their_schema_says() {
    let schema = Schema::read("sanad.fingerprint-1.json");
    for report in [sample(), with_texts(HOSTILE)] {
        for row in &report.rows {
            let mut line = Vec::new();
            formats::report::fingerprint_line::write(&row.occurrence, row.file.as_deref(), &mut line).unwrap();
            let text = String::from_utf8(line).unwrap();
            assert_eq!(text.matches('\n').count(), 1);
            schema.check(&serde_json::from_str(&text).unwrap());
        }
    }
}

#[test]
fn the_schemas_know_every_code() {
    use casework::{
        audience::Audience, file::Mark, list::HashKind, list::Purpose, matching::Outcome, problem::ProblemCode,
    };
    let read = |name: &str| -> Value {
        let path = format!("{}/../../docs/schema/{name}", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let check = |schema: &Value, pointer: &str, codes: Vec<&str>| {
        let listed = schema.pointer(pointer).unwrap_or_else(|| panic!("no {pointer}"));
        let listed: Vec<&str> = listed.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(codes.iter().all(|code| listed.contains(code)), "{pointer}: {listed:?} of {codes:?}");
        assert_eq!(listed.len(), codes.len(), "{pointer} has codes that are no more");
    };
    let marks = || Mark::ALL.iter().map(|mark| mark.code()).collect();
    let problems = || ProblemCode::ALL.iter().map(|code| code.code()).collect();
    let triage = read("sanad.triage-1.json");
    let fields = "/$defs/match/properties";
    check(&triage, "/$defs/mark/enum", marks());
    check(&triage, "/$defs/problem/properties/code/enum", problems());
    check(&triage, "/$defs/file/properties/outcome/enum", Outcome::ALL.iter().map(|code| code.code()).collect());
    check(&triage, "/$defs/list/properties/purpose/enum", Purpose::ALL.iter().map(|code| code.code()).collect());
    check(&triage, &format!("{fields}/kind/enum"), HashKind::ALL.iter().map(|code| code.code()).collect());
    check(&triage, "/$defs/header/properties/audience/enum", Audience::ALL.iter().map(|code| code.code()).collect());
    let fingerprint = read("sanad.fingerprint-1.json");
    check(&fingerprint, "/$defs/mark/enum", marks());
    check(&fingerprint, "/$defs/problem/properties/code/enum", problems());
}

#[test]
fn an_altered_copy_and_what_is_worth_a_look_are_said_in_every_form() {
    use casework::matching::{Match, Outcome, WorthALook};
    use fingerprint::view::{Area, Cuts, Family, Tilt, View};
    let cuts = Cuts { left_permille: 30, top_permille: 30, right_permille: 30, bottom_permille: -10 };
    let area = Some(Area { left_permille: 10, top_permille: 20, right_permille: 900, bottom_permille: 1000 });
    let tilt = Some(Tilt { degrees: -2, is_cut_upright: true });
    let view = View { family: Family::Cropped, turn: fingerprint::Turn::FlipY, area, cuts, tilt };
    let mut report = sample();
    let row = report.rows.iter_mut().find(|row| row.outcome == Some(Outcome::New) && row.file.is_some()).unwrap();
    let claim = Match { view: Some(view), ..crate::sample::near(crate::sample::KNOWN, 12) };
    row.worth_a_look = vec![WorthALook {
        list: crate::sample::KNOWN.into(),
        row: 9,
        owner_id: Some("K-9 <b>".into()),
        distance: 40,
        quality: 88,
        view,
    }];
    (row.outcome, row.matches) = (Some(Outcome::Altered), vec![claim]);
    report.summary = casework::summary::summarise(&report.rows);
    let schema = Schema::read("sanad.triage-1.json");
    let lines = lines(&written(ReportFormat::JsonLines, &report));
    lines.iter().for_each(|line| schema.check(line));
    let line = lines.iter().find(|line| line["outcome"] == "altered").unwrap();
    assert_eq!(line["matches"][0]["view"], serde_json::to_value(view).unwrap());
    assert_eq!((&line["worth_a_look"][0]["row"], &line["worth_a_look"][0]["distance"]), (&9.into(), &40.into()));
    let counted = (&lines.last().unwrap()["worth_a_look"], &lines.last().unwrap()["others"]["altered"]["files"]);
    let media = &lines.last().unwrap()["media"]["altered"]["files"];
    assert_eq!((counted.0, counted.1.as_u64().unwrap() + media.as_u64().unwrap()), (&1.into(), 1));
    let code = "cropped turn=flip-y area=10/20/900/1000 cuts=30/30/30/-10 tilt=-2 cut-upright";
    assert!(line["matches"][0]["why"].as_str().unwrap().contains(code));
    assert!(written(ReportFormat::Csv, &report).contains(code));
    let page = written(ReportFormat::Html, &report);
    assert!(page.contains("K-9 &lt;b&gt;") && !page.contains("K-9 <b>"));
}
