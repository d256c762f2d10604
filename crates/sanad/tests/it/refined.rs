//! Pictures opened once more to fit their margins: in archives as on disk, and never from other bytes than were examined.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use casework::audience::Audience;
use casework::exhibit::Custody;
use fingerprint::view::Search;
use node::clock::Clock;
use node::folder::NodeFolder;
use node::triage::{Event, ExhibitAsk, TriageAsk};
use node::{Node, Principal};
use serde_json::Value;
use words::{Lang, Words};

use crate::altered::{self, irregular};
use crate::exhibits::{alter_photo, copy_photo, tar_gz, zip};
use crate::program::{Desk, Told, text};
use crate::remembered::Remembered;

/// Irregularly cropped copies beside the list of what they were cropped from, by name.
fn copies(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let folder = desk.path("copies");
    std::fs::create_dir(&folder).unwrap();
    let all = irregular().into_iter().map(|(to, name, filter)| {
        alter_photo(name, &filter, &folder.join(&to));
        let bytes = std::fs::read(folder.join(&to)).unwrap();
        (to, bytes)
    });
    all.collect()
}

/// Whether a claim's margins are none of those that views have unfitted.
fn is_fitted(row: &Value) -> bool {
    let mut claims = row["matches"].as_array().unwrap().iter();
    claims.any(|claim| {
        let cuts = claim["view"]["cuts"].as_object();
        cuts.is_some_and(|cuts| cuts.values().any(|cut| !altered::GRID_PERMILLE.contains(&cut.as_i64().unwrap())))
    })
}

/// The row of the member that has this name, in whatever archive.
fn member<'t>(told: &'t Told, name: &str) -> &'t Value {
    let is_it = |row: &&Value| row["inside"].as_array().is_some_and(|inside| inside.last() == Some(&name.into()));
    told.rows.iter().find(is_it).unwrap_or_else(|| panic!("no member {name}"))
}

#[test]
fn pictures_in_archives_are_fitted_as_those_on_disk_are() {
    let desk = altered::desk();
    let copies = copies(&desk);
    let exhibit = desk.path("archives");
    std::fs::create_dir(&exhibit).unwrap();
    let members: Vec<(&str, Vec<u8>)> = copies.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    let (outer, inner) = members.split_at(members.len() / 2);
    // An archive within an archive; what is not wanted stands before, between and behind.
    let other = |name: &'static str| (name, b"of no interest".to_vec());
    let nested = ("nested.zip", zip(&[inner, &[other("more.txt")]].concat()));
    std::fs::write(exhibit.join("outer.tar.gz"), tar_gz(&[&[other("first.txt")], outer, &[nested]].concat())).unwrap();

    let list = desk.path("looks.csv");
    let told = |exhibit: &Path, node: &Path, more: &[&str]| {
        drop(std::fs::remove_file(desk.path("told.jsonl")));
        let args = [&["--list", text(&list), "--search", "thorough", "--node", text(node)], more].concat();
        desk.triage(exhibit, &args)
    };
    let on_disk = told(&desk.path("copies"), &desk.path("one"), &[]);
    let node = desk.path("two");
    let inside = told(&exhibit, &node, &["--jobs", "2"]);
    for name in copies.keys() {
        let (one, other) = (on_disk.row(name), member(&inside, name));
        for what in ["outcome", "matches", "worth_a_look", "problem"] {
            assert_eq!(one[what], other[what], "{what} of {name}");
        }
    }
    assert!(copies.keys().filter(|name| is_fitted(member(&inside, name))).count() >= 2);
    let n_refined = || Remembered::open(&node).n_entries("triage-refine");
    assert_eq!(n_refined(), 1);
    // And remembered: nothing is opened a second time.
    assert_eq!(told(&exhibit, &node, &[]).rows, inside.rows);
    assert_eq!(n_refined(), 1);
}

#[test]
fn what_changes_before_it_is_fitted_keeps_its_outcome_and_says_so() {
    let desk = altered::desk();
    let copies = copies(&desk);
    let exhibit = desk.path("changing");
    std::fs::create_dir(&exhibit).unwrap();
    copies.iter().for_each(|(name, bytes)| std::fs::write(exhibit.join(name), bytes).unwrap());
    let list = desk.path("looks.csv");
    let undisturbed = desk.triage(&exhibit, &["--list", text(&list), "--search", "thorough"]);
    let fitted: Vec<&String> = copies.keys().filter(|name| is_fitted(undisturbed.row(name))).collect();
    assert!(fitted.len() >= 3, "{fitted:?}");
    let (changed, packed) = (fitted[0].as_str(), fitted[1].as_str());
    // One of them stands in an archive alone, which is written over as well.
    std::fs::write(exhibit.join("packed.zip"), zip(&[(packed, copies[packed].clone())])).unwrap();
    std::fs::remove_file(exhibit.join(packed)).unwrap();

    let node_folder = desk.path("other");
    let imported = desk.run(&["--node", text(&node_folder), "list", "import", text(&list)]);
    assert_eq!(imported.code, Some(0), "{}", imported.stderr);
    let report = desk.path("disturbed.jsonl");
    let disturbed = exhibit.clone();
    let changed_at = changed.to_owned();
    let ask = TriageAsk {
        exhibits: vec![ExhibitAsk {
            path: exhibit.clone(),
            custody: Custody::default(),
            hash_only: false,
            beneath: None,
        }],
        lists: Vec::new(),
        reports: vec![report.clone()],
        audience: Audience::Own,
        shared: Vec::new(),
        words: Words::in_language(Lang::English),
        reveal_names: false,
        flavour: "Default".to_owned(),
        n_jobs: 2,
        frames: media::video::FrameChoice::KeyFrames,
        search: Search::Thorough,
        screen: false,
        uncaged: false,
        stack_threshold_bits: 31,
        dated: None,
        stop: Arc::new(AtomicBool::new(false)),
        events: Arc::new(move |event| {
            // All has been examined by then, and nothing fitted.
            if event == (Event::Matching { pass: 1 }) {
                copy_photo("kay.jpg", &disturbed.join(&changed_at));
                std::fs::write(disturbed.join("packed.zip"), zip(&[("other.txt", b"other bytes".to_vec())])).unwrap();
            }
        }),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = NodeFolder::open_at(&node_folder).unwrap();
        let node = Node::open(folder, Clock::wall(), env!("CARGO_BIN_EXE_sanad").into()).await.unwrap();
        node.triage(&Principal::of_this_process(), ask).await.unwrap();
    });

    let told = Told::read(&report);
    for (name, row) in [(changed, told.row(changed)), (packed, member(&told, packed))] {
        let before = undisturbed.row(name);
        assert_eq!((&row["sha256"], &row["spent"]), (&before["sha256"], &"read".into()), "{name}");
        assert_eq!(row["problem"]["code"], "changed-while-read", "{row}");
        assert!(!is_fitted(row), "{row}");
        assert!(["new", "altered"].contains(&row["outcome"].as_str().unwrap()), "{row}");
    }
    // The others are fitted as if nothing had happened.
    for name in copies.keys().filter(|name| ![changed, packed].contains(&name.as_str())) {
        assert_eq!(told.row(name)["matches"], undisturbed.row(name)["matches"], "{name}");
        assert_eq!(told.row(name)["problem"], Value::Null);
    }
}
