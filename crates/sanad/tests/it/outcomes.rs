//! What a triage says of each file: one outcome, the marks, the sums, and the same answer however it is asked again.

use std::process::Stdio;

use serde_json::Value;

use crate::exhibits::{self, list_of, photo};
use crate::program::{Desk, Told, number, run, text, wait_until};
use crate::remembered::Remembered;

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(photo(name)).unwrap()
}

/// Places and bytes of a report add up: one outcome for each place with bytes, and every byte is somewhere.
fn check_sums(told: &Told) {
    let summary = &told.summary;
    let outcomes = ["known", "near", "altered", "set-aside", "new", "unreadable"];
    let (mut total, mut spent) = (0, [0; 3]);
    let mut counted = [0; 6];
    for row in &told.rows {
        let outcome = row["outcome"].as_str();
        let code = row["problem"]["code"].as_str();
        let has_no_bytes = ["symbolic-link", "special-file", "folder-not-listed"].map(Some).contains(&code);
        let is_image = code == Some("disk-image");
        assert_eq!(outcome.is_none(), has_no_bytes || is_image, "{row}");
        if let Some(outcome) = outcome {
            counted[outcomes.iter().position(|known| *known == outcome).unwrap()] += 1;
        }
        if has_no_bytes || row.get("inside").is_some() {
            continue;
        }
        let size = number(&row["size"]);
        let way = ["read", "skipped", "unreadable"].iter().position(|way| row["spent"] == *way).unwrap();
        total += size;
        spent[way] += size;
    }
    let bytes = &summary["bytes"];
    assert_eq!(number(&bytes["total"]), total);
    let said = ["read", "skipped", "unreadable"].map(|way| number(&bytes[way]));
    assert_eq!(said, spent);
    assert_eq!(said.iter().sum::<u64>(), total);
    for (outcome, n_rows) in outcomes.iter().zip(counted) {
        let places = |group: &str| number(&summary[group][outcome]["places"]);
        assert_eq!(places("media") + places("others"), n_rows, "{outcome}");
        assert_eq!(places("media"), places("pictures") + places("videos"), "{outcome}");
    }
}

#[test]
fn every_file_has_one_outcome_and_every_byte_is_accounted_for() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_mixed(&exhibit);
    let known = desk.write("known.csv", list_of(&[("cat-1", &bytes_of("cat.jpg"))]));
    let looks = desk.json(&["fingerprint", text(&photo("coffee.jpg"))]);
    let hash = looks[0]["pdq"]["hash"].as_str().unwrap();
    let near = desk.write("near.csv", format!("id,pdq,category\ncoffee-1,{hash},2\n"));
    let aside = desk.write("aside.csv", list_of(&[("letter", b"An ordinary letter.\n")]));
    let lists = [
        format!("{},scheme=vics-us,owner=Unit", text(&known)),
        text(&near).to_owned(),
        format!("{},set-aside=true", text(&aside)),
    ];
    let told = desk.triage(&exhibit, &["--list", &lists[0], "--list", &lists[1], "--list", &lists[2]]);
    check_sums(&told);

    assert_eq!(told.outcome("pictures/cat.jpg"), "known");
    assert_eq!(told.outcome("pictures/coffee.jpg"), "near");
    assert_eq!(told.outcome("pictures/holiday/smaller.png"), "near");
    assert_eq!(told.outcome("letter.txt"), "set-aside");
    assert_eq!(told.outcome("pictures/moon.jpg"), "new");
    let claim = &told.row("pictures/cat.jpg")["matches"][0];
    assert_eq!((&claim["list"], &claim["entry"], &claim["kind"]), (&"known".into(), &"cat-1".into(), &"sha256".into()));
    let claim = &told.row("pictures/holiday/smaller.png")["matches"][0];
    assert!((1..=31).contains(&number(&claim["distance"])), "{claim}");

    // The same bytes under a name that lies, cut short, not a picture at all, empty.
    assert_eq!(told.marks("notes.txt"), ["extension-lies"]);
    assert!(told.marks("pictures/moon.jpg").is_empty());
    assert!(told.marks("cut short.jpg").contains(&"truncated"));
    assert_eq!(told.row("cut short.jpg")["problem"]["code"], "truncated");
    assert!(told.marks("not a picture.png").contains(&"extension-lies"));
    assert_eq!(told.outcome("empty"), "new");

    // A picture and its copy are one stack, two files; the copy in another folder counts as a place.
    let stack = &told.row("pictures/coffee.jpg")["stack"];
    assert!(stack.is_string() && *stack == told.row("pictures/holiday/smaller.png")["stack"], "{stack}");
    let moon = [told.row("notes.txt"), told.row("pictures/moon.jpg")];
    assert_eq!(moon[0]["sha256"], moon[1]["sha256"]);

    // Members of archives, and of an archive in an archive.
    let inside = |row: &&Value| row.get("inside").is_some();
    let names: Vec<String> = told.rows.iter().filter(inside).map(|row| row["inside"].to_string()).collect();
    for name in [r#"["kay.jpg"]"#, r#"["inner.zip","deep.png"]"#, r#"["inner.zip","deep.txt"]"#, r#"["drawn.bmp"]"#] {
        assert!(names.iter().any(|there| there == name), "{name} of {names:?}");
    }
    // Two names that differ in a byte that is no text are two rows.
    let not_text: Vec<&Value> = told.rows.iter().filter(|row| row.get("path_b64").is_some()).collect();
    assert_eq!(not_text.len(), 2, "{not_text:?}");
    assert_ne!(not_text[0]["path_b64"], not_text[1]["path_b64"]);
    assert!(told.row("clip.mp4")["frames"].as_array().is_some_and(|frames| !frames.is_empty()));
}

#[test]
fn hard_links_are_hashed_once_and_listed_each_even_where_nothing_is_read() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_mixed(&exhibit);
    // A qcow2 header is enough to be recognised; the second name sorts after the first.
    let mut image = b"QFI\xfb\x00\x00\x00\x03".to_vec();
    image.resize(70_000, 0);
    std::fs::write(exhibit.join("disk one.qcow2"), image).unwrap();
    std::fs::hard_link(exhibit.join("disk one.qcow2"), exhibit.join("disk two.qcow2")).unwrap();
    let told = desk.triage(&exhibit, &[]);
    check_sums(&told);
    let (one, two) = (told.row("pictures/rocket.jpg"), told.row("rocket again.jpg"));
    assert_eq!((&one["spent"], &two["spent"]), (&"read".into(), &"skipped".into()));
    assert_eq!((&one["sha256"], &one["outcome"]), (&two["sha256"], &two["outcome"]));
    assert_eq!(told.marks("rocket again.jpg"), ["hard-link"]);
    for name in ["disk one.qcow2", "disk two.qcow2"] {
        let row = told.row(name);
        assert_eq!((&row["spent"], &row["problem"]["code"]), (&"skipped".into(), &"disk-image".into()));
    }
}

#[test]
fn lists_that_disagree_are_marked_and_so_are_digests_that_do() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    for name in ["cat.jpg", "moon.jpg", "kay.jpg"] {
        exhibits::copy_photo(name, &exhibit.join(name));
    }
    let known = desk.write("known.csv", list_of(&[("cat", &bytes_of("cat.jpg"))]));
    let aside = desk.write("aside.csv", list_of(&[("a", &bytes_of("cat.jpg")), ("b", &bytes_of("kay.jpg"))]));
    let md5_of = |name: &str| fingerprint::Digests::of(&bytes_of(name)).md5.unwrap().to_string();
    // The right MD5 with another file's SHA-256 and SHA-1: somebody built a collision, or somebody mistyped.
    let other = fingerprint::Digests::of(b"another file");
    let table = format!("md5,sha256\n{},{}\n", md5_of("moon.jpg"), other.sha256.unwrap());
    let conflict = desk.write("conflict.csv", table);
    let vics = format!(
        r#"{{"@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media",
            "value": [{{"MediaID": 1, "Category": 1, "MD5": "{}", "SHA1": "{}", "MediaSize": 3}}]}}"#,
        md5_of("kay.jpg"),
        other.sha1.unwrap()
    );
    let vics = desk.write("conflict.json", vics);
    let aside = format!("{},set-aside=yes", text(&aside));
    let lists = ["--list", text(&known), "--list", &aside, "--list", text(&conflict), "--list", text(&vics)];
    let told = desk.triage(&exhibit, &lists);
    check_sums(&told);
    assert_eq!(told.outcome("cat.jpg"), "known");
    assert_eq!(told.marks("cat.jpg"), ["lists-conflict"]);
    assert_eq!(told.outcome("moon.jpg"), "new");
    assert_eq!(told.marks("moon.jpg"), ["digest-conflict"]);
    // Contradicted by one list, and set aside by another in the right way.
    assert_eq!(told.outcome("kay.jpg"), "set-aside");
    assert_eq!(told.marks("kay.jpg"), ["digest-conflict"]);
    assert_eq!(told.row("moon.jpg")["matches"][0]["contradicted"], true);
}

#[test]
fn a_second_exhibit_says_what_the_first_held() {
    let desk = Desk::new();
    let (one, two) = (desk.path("one"), desk.path("two"));
    std::fs::create_dir(&one).unwrap();
    std::fs::create_dir(&two).unwrap();
    exhibits::copy_photo("cat.jpg", &one.join("cat.jpg"));
    exhibits::copy_photo("moon.jpg", &one.join("moon.jpg"));
    exhibits::copy_photo("cat.jpg", &two.join("other name.jpg"));
    let told = desk.triage(&one, &[]);
    assert_eq!(told.row("cat.jpg")["seen_in_exhibits"], 1);
    let told = desk.triage(&two, &[]);
    assert_eq!(told.row("other name.jpg")["seen_in_exhibits"], 2);
    assert_eq!(told.outcome("other name.jpg"), "new", "seen elsewhere is no link by itself");
    assert_eq!(number(&told.summary["seen_elsewhere"]), 1);
    let again = desk.triage(&one, &[]);
    assert_eq!(again.row("cat.jpg")["seen_in_exhibits"], 2);
    assert_eq!(again.row("moon.jpg")["seen_in_exhibits"], 1);
}

#[test]
fn a_changed_list_is_matched_without_reading_again_and_a_changed_file_is_read() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_mixed(&exhibit);
    let list = desk.write("list.csv", list_of(&[("moon", &bytes_of("moon.jpg"))]));
    let first = desk.triage(&exhibit, &["--list", text(&list)]);
    assert_eq!((first.outcome("pictures/moon.jpg"), first.outcome("pictures/cat.jpg")), ("known", "new"));
    let n_files = number(&desk.run_record()["exhibits"][0]["n_examined"]);

    desk.write("list.csv", list_of(&[("cat", &bytes_of("cat.jpg"))]));
    let second = desk.triage(&exhibit, &["--list", text(&list)]);
    assert_eq!((second.outcome("pictures/moon.jpg"), second.outcome("pictures/cat.jpg")), ("new", "known"));
    let intake = desk.run_record()["exhibits"][0].clone();
    assert_eq!((number(&intake["n_examined"]), number(&intake["n_gone"])), (0, 0));
    // The second name of an inode was done as well.
    assert_eq!(number(&intake["n_done_before"]), n_files + 1);
    assert_eq!(second.rows.len(), first.rows.len());

    std::fs::write(exhibit.join("letter.txt"), "Another letter.\n").unwrap();
    std::fs::remove_file(exhibit.join("box.zip")).unwrap();
    let third = desk.triage(&exhibit, &["--list", text(&list)]);
    let intake = desk.run_record()["exhibits"][0].clone();
    assert_eq!(number(&intake["n_examined"]), 1);
    assert_eq!(number(&intake["n_gone"]), 6, "an archive goes with its members");
    assert_eq!(third.rows.len(), first.rows.len() - 6);
    assert_ne!(third.row("letter.txt")["sha256"], first.row("letter.txt")["sha256"]);
    check_sums(&third);
}

#[test]
fn a_list_replaced_while_the_run_goes_on_gives_a_second_pass() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_many(&exhibit, 300);
    exhibits::copy_photo("cat.jpg", &exhibit.join("cat.jpg"));
    let list = desk.write("list.csv", list_of(&[("moon", &bytes_of("moon.jpg"))]));
    let report = desk.path("told.jsonl");
    let mut command = desk.sanad(&["triage", text(&exhibit), "--list", text(&list), "--report", text(&report)]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let log = desk.node().join("logs/sanad.log.jsonl");
    assert!(wait_until(&mut child, || log.exists()));
    let remembered = Remembered::open(&desk.node());
    // The list has been read when a run is open.
    assert!(wait_until(&mut child, || remembered.n_runs() > 0));
    let fresh = desk.write("fresh.csv", list_of(&[("cat", &bytes_of("cat.jpg"))]));
    std::fs::rename(fresh, &list).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let record = desk.run_record();
    assert_eq!(number(&record["n_passes"]), 2);
    let told = Told::read(&report);
    assert_eq!(told.outcome("cat.jpg"), "known", "the second pass asked the new version");
    assert_eq!(told.header["lists"].as_array().unwrap().len(), 1);
}

#[test]
fn what_fails_a_run_is_what_was_asked_to() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    exhibits::copy_photo("cat.jpg", &exhibit.join("cat.jpg"));
    let known = desk.write("known.csv", list_of(&[("cat", &bytes_of("cat.jpg"))]));
    let check = |more: &[&str], code: i32| {
        let args = [&["triage", text(&exhibit), "--list", text(&known)], more].concat();
        assert_eq!(desk.run(&args).code, Some(code), "{more:?}");
    };
    check(&[], 0);
    check(&["--fail-on", "known"], 10);
    check(&["--fail-on", "near"], 0);
    check(&["--fail-on", "new"], 0);
    check(&["--fail-on", "problem"], 0);
    check(&["--fail-on", "new", "--fail-on", "known"], 10);
    let cat = bytes_of("cat.jpg");
    std::fs::write(exhibit.join("cut.jpg"), &cat[..cat.len() / 2]).unwrap();
    check(&["--fail-on", "new"], 10);
    check(&["--fail-on", "problem"], 10);
    check(&["--fail-on", "near"], 0);
}

#[test]
fn a_list_of_what_a_lab_found_is_an_exhibit_of_files_that_are_not_here() {
    let desk = Desk::new();
    let cat = fingerprint::Digests::of(&bytes_of("cat.jpg"));
    let (md5, sha1, sha256) = (cat.md5.unwrap(), cat.sha1.unwrap(), cat.sha256.unwrap());
    let look = desk.json(&["fingerprint", text(&photo("coffee.jpg"))])[0]["pdq"]["hash"].clone();
    let list = desk.write("known.csv", list_of(&[("cat", &bytes_of("cat.jpg"))]));
    let near = desk.write("near.csv", format!("id,pdq\ncoffee,{}\n", look.as_str().unwrap()));
    let vics = format!(
        r#"{{"@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases",
        "value": [{{"CaseID": "c", "CaseNumber": "1", "Media": [
          {{"MediaID": 1, "MD5": "{md5}", "SHA1": "{sha1}", "MediaSize": 30985, "MediaFiles": [
            {{"MD5": "{md5}", "FileName": "cat.jpg", "FilePath": "EX-1\\pictures\\cat.jpg", "Deleted": true}},
            {{"MD5": "{md5}", "FileName": "f0001.jpg", "FilePath": "EX-1", "Unallocated": "true"}}]}},
          {{"MediaID": 2, "MD5": "0123456789abcdef0123456789abcdef", "MediaSize": 5, "MediaFiles": [
            {{"FileName": "other.jpg", "FilePath": "EX-1"}}]}}]}}]}}"#
    );
    let vics = desk.write("case.json", vics);
    let hashdeep = desk.write(
        "hashes.txt",
        format!("%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## $ hashdeep -r .\n##\n30985,{md5},{sha256},/x/cat.jpg\n"),
    );
    let look = look.as_str().unwrap();
    let other = "fedcba9876543210fedcba9876543210";
    let table = desk.write(
        "table.csv",
        format!(
            "path,size,md5,sha256,pdq,pdq_quality,deleted\nC:\\a.jpg,30985,,{sha256},,,yes\nC:\\b.jpg,7,{other},,{look},90,no\n"
        ),
    );
    let check = |exhibit: &std::path::Path, expected: &[(&str, &[&str])]| {
        let told = desk.triage(exhibit, &["--hash-only", "--list", text(&list), "--list", text(&near)]);
        let rows: Vec<(String, Vec<String>)> = told
            .rows
            .iter()
            .map(|row| {
                let marks = row["marks"].as_array().unwrap().iter();
                (row["outcome"].as_str().unwrap().to_owned(), marks.map(|m| m.as_str().unwrap().to_owned()).collect())
            })
            .collect();
        let expected: Vec<(String, Vec<String>)> = expected
            .iter()
            .map(|(outcome, marks)| (outcome.to_string(), marks.iter().map(|mark| mark.to_string()).collect()))
            .collect();
        assert_eq!(rows, expected, "{}", exhibit.display());
        assert_eq!(number(&told.summary["bytes"]["total"]), 0, "none of it was here to be read");
        assert_eq!(told.header["exhibits"][0]["kind"], "hash-only");
    };
    check(
        &vics,
        &[
            ("known", &["unallocated", "not-seen-here"]),
            ("new", &["not-seen-here"]),
            ("known", &["deleted", "not-seen-here"]),
        ],
    );
    check(&hashdeep, &[("known", &["not-seen-here"])]);
    check(&table, &[("known", &["deleted", "not-seen-here"]), ("near", &["not-seen-here"])]);

    // A file that is no such list is no exhibit, and says so.
    let ended = desk.run(&["triage", text(&photo("cat.jpg")), "--hash-only"]);
    assert_eq!(ended.code, Some(3), "{}", ended.stderr);
    assert!(run(&mut desk.sanad(&["exhibit", "list", "--json"])).stdout.contains("hash-only"));
}
