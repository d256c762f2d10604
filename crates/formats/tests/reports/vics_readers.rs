//! What the field's readers of VICS 2.0 need, each rule with its source. None of those programs runs here: the rules were
//! read from their sources and are stated as tests.

use casework::audience::{Audience, Shared, for_audience};
use casework::file::{Mark, Place};
use casework::list::HashKind;
use casework::matching::Match;
use casework::report::Report;
use formats::report::ReportFormat;
use formats::vics::write::{Flavour, write_case, write_hash_set};
use serde_json::Value;

use crate::sample::{KNOWN, OTHER, category, claim, header, near, picture, report, row, sample};
use crate::written;

fn json(format: ReportFormat, report: &Report) -> Value {
    serde_json::from_str(&written(format, report)).unwrap()
}

fn media(case: &Value) -> &[Value] {
    case["value"][0]["Media"].as_array().unwrap()
}

fn of_name<'v>(case: &'v Value, name: &str) -> &'v Value {
    media(case).iter().find(|media| media["MediaFiles"][0]["FileName"] == name).unwrap()
}

/// One picture with these claims, as hash set record and as case record.
fn records(claims: Vec<Match>, flavour: &str) -> [Value; 2] {
    let mut one = row(Place::on_disk("a.jpg"), picture("one picture"));
    one.matches = claims;
    let report = report(header(), vec![one]);
    let flavour = Flavour::named(flavour).unwrap();
    let (mut set, mut case) = (Vec::new(), Vec::new());
    write_hash_set(&report, &flavour, &mut set).unwrap();
    write_case(&report, &flavour, &mut case).unwrap();
    let set: Value = serde_json::from_slice(&set).unwrap();
    let case: Value = serde_json::from_slice(&case).unwrap();
    [set["value"][0].clone(), media(&case)[0].clone()]
}

/// IPED `HashDBTool.java`, `readProjectVIC`: the context is the first property, `value` the second, and nothing follows;
/// `checkDataModel`: the context is exactly that of the flavour `Default`.
#[test]
fn iped_finds_context_and_value_and_nothing_else() {
    for (format, kind) in [(ReportFormat::VicsHashSet, "Media"), (ReportFormat::VicsCase, "Cases")] {
        let document = json(format, &sample());
        let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["@odata.context", "value"]);
        let context = format!("http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/Default/$metadata#{kind}");
        assert_eq!(document["@odata.context"], context.as_str());
    }
}

/// IPED, the same loop: digests are read as text and trimmed, so null crashes it; `Category` is read as a whole number;
/// an object nested in a record outside an array would end the record early.
#[test]
fn iped_reads_each_record() {
    let document = json(ReportFormat::VicsHashSet, &sample());
    for record in document["value"].as_array().unwrap() {
        let record = record.as_object().unwrap();
        for (key, value) in record {
            assert!(!value.is_null() && !value.is_object(), "{key}: {value}");
        }
        assert!(record["MD5"].is_string() && record["SHA1"].is_string());
        assert!(record.get("Category").is_none_or(|category| category.is_u64()));
    }
}

/// IPED stores a record when any of these keys gave it a property: a new or near picture must have none of them, or it
/// would be *known* there tomorrow.
#[test]
fn what_is_not_exactly_listed_has_no_key_that_makes_it_known() {
    let words = vec![("Series".to_owned(), "A".to_owned()), ("IsDistributed".into(), "true".into())];
    let looks = Match { category: category("vics-default", "1"), words, ..near(KNOWN, 3) };
    for claims in [vec![], vec![looks]] {
        for record in records(claims.clone(), "Default") {
            for key in [
                "Category",
                "VictimIdentified",
                "OffenderIdentified",
                "IsDistributed",
                "IsSuspected",
                "SelfGenerated",
                "Series",
                "IsPrecategorized",
                "PrecategorizationSource",
                "Tags",
                "PhotoDNA",
            ] {
                assert!(record.get(key).is_none(), "{key} with {} claims", claims.len());
            }
        }
    }
    let [set, _] = records(vec![near(KNOWN, 3)], "Default");
    assert!(
        set["Comments"].as_str().unwrap().starts_with("near: looks like a listed picture, to be confirmed by a person")
    );
}

/// Category 0 is a verdict (*non-pertinent*, Autopsy's Project VIC tag set; IPED: status known): passed on when a list says
/// it, never written for *none*.
#[test]
fn a_category_is_the_lists_word_in_the_same_flavour_or_absent() {
    let listed = |scheme: &str, code: &str| Match { category: category(scheme, code), ..claim(KNOWN, HashKind::Md5) };
    let check = |claims: Vec<Match>, flavour: &str, expected: Value| {
        for record in records(claims, flavour) {
            assert_eq!(record.get("Category").cloned().unwrap_or(Value::Null), expected);
        }
    };
    check(vec![listed("vics-default", "0")], "Default", 0.into());
    check(vec![listed("vics-default", "2")], "default", 2.into());
    check(vec![listed("vics-us", "1")], "US", 1.into());
    check(vec![listed("vics-us", "1")], "Default", Value::Null);
    check(vec![listed("caid", "1")], "UK", Value::Null);
    check(vec![listed("vics-default", "A")], "Default", Value::Null);
    check(vec![Match { contradicted: true, ..listed("vics-default", "1") }], "Default", Value::Null);
    check(vec![claim(KNOWN, HashKind::Md5)], "Default", Value::Null);
    // The list of higher precedence speaks; a list of the same rank that disagrees silences both.
    let other = Match { list: OTHER.into(), ..listed("vics-default", "2") };
    check(vec![listed("vics-default", "1"), other], "Default", 1.into());
    check(vec![listed("vics-default", "1"), listed("vics-default", "2")], "Default", Value::Null);
}

/// The Go reader's structs take `"true"` and `"false"` in hash sets (`,string`) and fail on real booleans.
#[test]
fn flags_in_hash_sets_are_strings() {
    let words = vec![
        ("VictimIdentified".to_owned(), "False".to_owned()),
        ("isdistributed".into(), "true".into()),
        ("Tags".into(), "one".into()),
        ("Tags".into(), "two".into()),
        ("PhotoDNA".into(), "cGhvdG8=".into()),
    ];
    let exact = Match { category: category("vics-default", "1"), words, ..claim(KNOWN, HashKind::Md5) };
    let [set, case] = records(vec![exact], "Default");
    assert_eq!(set["VictimIdentified"], "false");
    assert_eq!(set["IsDistributed"], "true");
    assert_eq!(set["IsPrecategorized"], "true");
    assert_eq!(set["PrecategorizationSource"], "National list");
    assert_eq!(set["Tags"], "one, two");
    assert!(!set.to_string().contains("cGhvdG8="), "a fingerprint for machines is no comment");
    // GLEAPP `projectvic.py`, `iter_records`: `bool("false")` is true there, so a case leaves out what is false.
    assert!(case.get("VictimIdentified").is_none());
    assert_eq!(case["IsDistributed"], "true");
}

/// GLEAPP `projectvic.py`: `value` holds cases with `Media`; the first of `MediaFiles` names the file; times are ISO 8601.
/// X-Ways extension and BFIP4GRIFFEYE writers: `\` between names, MD5 in each child, flags of a place only when true.
#[test]
fn case_records_name_every_place() {
    let mut report = sample();
    report.rows[0].marks.insert(Mark::Deleted);
    let case = json(ReportFormat::VicsCase, &report);
    let known = of_name(&case, "IMG_0001.JPG");
    let files = known["MediaFiles"].as_array().unwrap();
    assert_eq!(files.len(), 2);
    let [member, on_disk] = [&files[0], &files[1]];
    assert_eq!(member["FilePath"], r"2026-041-1\Backup\old.zip\pictures\IMG_0001.JPG");
    assert_eq!(member["ParentFilePath"], r"2026-041-1\Backup\old.zip");
    assert_eq!(member["ParentFileName"], "old.zip");
    assert_eq!(member["ParentMD5"].as_str().unwrap().len(), 32);
    assert_eq!(on_disk["FilePath"], r"2026-041-1\DCIM\100\IMG_0001.JPG");
    assert_eq!(on_disk["Written"], "2026-01-01T00:00:00.1234567Z");
    assert_eq!(on_disk["SourceID"], "2026-041-1");
    assert!(files.iter().all(|file| file["MD5"] == known["MD5"]));
    let all = case.to_string();
    assert!(!all.contains("RelativeFilePath"), "no bytes are handed on");
    assert!(!all.contains("\"Deleted\":\"false\""));
}

#[test]
fn identifiers_are_unique_and_the_same_every_time() {
    for format in [ReportFormat::VicsCase, ReportFormat::VicsHashSet] {
        let document = json(format, &sample());
        let records = match format {
            ReportFormat::VicsCase => media(&document),
            _ => document["value"].as_array().unwrap(),
        };
        let ids: Vec<u64> = records.iter().map(|record| record["MediaID"].as_u64().unwrap()).collect();
        assert_eq!(ids, (1..=records.len() as u64).collect::<Vec<_>>());
        let mut digests: Vec<&str> = records.iter().map(|record| record["MD5"].as_str().unwrap()).collect();
        assert!(digests.iter().all(|md5| *md5 == md5.to_uppercase() && md5.len() == 32));
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), records.len(), "one record for each MD5");
    }
    let case = json(ReportFormat::VicsCase, &sample());
    let id = case["value"][0]["CaseID"].as_str().unwrap();
    assert_eq!(id.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert_eq!(case["value"][0]["TotalMediaFiles"], media(&case).len());
}

/// What is only set aside is no hash to hand to others, and documents are no media.
#[test]
fn a_hash_set_holds_no_software_and_no_places() {
    let set = json(ReportFormat::VicsHashSet, &sample());
    let text = set.to_string();
    for never in ["MediaFiles", "FileName", "IMG_", "Examiner", "logo"] {
        assert!(!text.contains(never), "{never}");
    }
    let report = sample();
    let logo = report.rows.iter().find(|row| row.occurrence.place.path == b"Program/logo.png").unwrap();
    let md5 = logo.file.as_ref().unwrap().digests.md5.unwrap().to_string().to_uppercase();
    assert!(!text.contains(&md5));
}

#[test]
fn a_partner_gets_places_only_when_names_are_shared() {
    let files = |shared: &[Shared]| {
        let case = json(ReportFormat::VicsCase, &for_audience(sample(), Audience::Partner, shared));
        media(&case).iter().filter(|media| media.get("MediaFiles").is_some()).count()
    };
    assert_eq!(files(&[]), 0);
    assert!(files(&[Shared::Names]) > 0);
}

#[test]
fn names_differing_only_in_broken_bytes_stay_two() {
    let case = json(ReportFormat::VicsCase, &sample());
    let broken = media(&case).iter().find(|media| media["MediaFiles"][0]["FileName"] == "%FE.jpg").unwrap();
    assert_eq!(broken["MediaFiles"][1]["FileName"], "%FF.jpg");
}
