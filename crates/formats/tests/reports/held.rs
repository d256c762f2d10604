//! A file that a case of another unit holds is new in no form and no language, and only colleagues are told whom to call.

use casework::audience::{Audience, for_audience};
use casework::file::Place;
use casework::holding::Holder;
use casework::report::Report;
use formats::report::ReportFormat;
use words::{Lang, Words};

use crate::sample::{header, picture, report, row};
use crate::{written, written_in};

const UNIT: &str = "Unit of Irbid";
const CONTACT: &str = "115-0042";

fn one_held_file() -> Report {
    let mut held = row(Place::on_disk("a.jpg"), picture("held elsewhere"));
    let unit = "unt_0000000000000001".parse().unwrap();
    held.call = vec![Holder { unit, name: UNIT.into(), contact: Some(CONTACT.into()) }];
    report(header(), vec![held])
}

#[test]
fn no_form_calls_it_new_and_each_says_whom_to_call() {
    let report = one_held_file();
    for format in ReportFormat::ALL {
        let text = written(format, &report);
        assert!(text.contains(UNIT) && text.contains(CONTACT), "{format:?}: {text}");
        for of_new in ["outcome:new", "\"outcome\":\"new\"", "new: in no list asked"] {
            assert!(!text.contains(of_new), "{format:?}: {of_new}: {text}");
        }
    }
    let jsonl = written(ReportFormat::JsonLines, &report);
    let lines: Vec<serde_json::Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[1]["outcome"], "held-in-this-node");
    assert_eq!(lines[1]["call"][0]["name"], UNIT);
    assert_eq!(
        (&lines[2]["media"]["new"]["files"], &lines[2]["media"]["held-in-this-node"]["files"]),
        (&0.into(), &1.into())
    );
    let csv = written(ReportFormat::Csv, &report);
    assert!(csv.contains(",held-in-this-node,"), "{csv}");
}

#[test]
fn the_page_says_it_in_each_language_and_lists_it_under_no_new_files() {
    for lang in [Lang::Arabic, Lang::English, Lang::French, Lang::Spanish] {
        let words = Words::in_language(lang);
        let page = written_in(ReportFormat::Html, &one_held_file(), lang, true);
        for key in ["report-held-title", "report-held-about", "report-label-call", "outcome-held-in-this-node"] {
            assert!(page.contains(&words.say(key, &[])), "{lang:?}: {key}");
        }
        let new = words.say("report-new-title", &[]);
        let (_, after) = page.split_once(&new).unwrap();
        assert!(!after.contains("a.jpg"), "{lang:?}");
    }
}

#[test]
fn what_goes_to_others_says_that_it_is_held_and_not_where() {
    for audience in [Audience::Partner, Audience::Court] {
        let report = for_audience(one_held_file(), audience, &[]);
        for format in ReportFormat::ALL {
            let text = written(format, &report);
            assert!(!text.contains(UNIT) && !text.contains(CONTACT), "{audience:?} {format:?}");
            assert!(!text.contains("new: in no list asked"), "{audience:?} {format:?}");
            let says = ["held-in-this-node", "held in this node", "Held in this node"];
            assert!(says.iter().any(|words| text.contains(words)), "{audience:?} {format:?}: {text}");
        }
    }
}

#[test]
fn where_nothing_is_held_nothing_is_said_of_it() {
    for format in ReportFormat::ALL {
        let text = written(format, &crate::sample::sample()).to_lowercase();
        assert!(!text.contains("held-in-this-node") && !text.contains("held in this node"), "{format:?}");
    }
}
