//! Logs and the ledger name ids: no file name, no word of a list, no person stands in them.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use crate::making::zip_of;
use crate::world::{World, photo};

#[test]
fn no_canary_is_in_a_log_line_or_a_ledger_entry() {
    let world = World::new();
    let picture = photo("moon.jpg");
    world.put(b"CANARY-folder/CANARY-name.jpg", &picture);
    world.put(b"CANARY-archive.zip", &zip_of(&[(b"CANARY-member.jpg", &photo("cat.jpg"))]));
    world.put(b"CANARY-broken.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    let digest = fingerprint::Digests::of(&picture).sha256.unwrap();
    world.put_beside(
        "CANARY-list.csv",
        format!("id,sha256,comments\nCANARY-id,{digest},CANARY-words\nCANARY-bad,zz,\n"),
    );
    let custody =
        ["--authority", "CANARY-a", "--exhibit-number", "CANARY-n", "--seal", "CANARY-s", "--examiner", "CANARY-e"];
    let list = "CANARY-list.csv,name=CANARY-called,owner=CANARY-owner";
    let mut args = vec!["--list", list, "--json"];
    args.extend(custody);
    world.triage("CANARY-report", &args);
    let moved = world.exhibit().join("CANARY-new.txt");
    fs::write(&moved, b"CANARY-contents").unwrap();
    world.triage("CANARY-report", &args);
    for args in [
        &["find", "exhibit/CANARY-folder/CANARY-name.jpg"][..],
        &["find", "CANARY-nothing"],
        &["list", "show", "CANARY-called"],
        &["list", "show", "CANARY-unknown"],
        &["list", "export", "CANARY-called", "--to", "CANARY-exported.csv"],
        &["verify", "CANARY-report.csv"],
        &["verify", "CANARY-list.csv"],
        &["exhibit", "show", "CANARY-n"],
        &["triage", "CANARY-nowhere"],
        &["triage", "exhibit", "--list", "CANARY-nowhere"],
        &["doctor"],
        &["list", "remove", "CANARY-called"],
        &["exhibit", "remove", "CANARY-n"],
    ] {
        world.sanad(args);
    }
    let mut n_lines = 0;
    for entry in fs::read_dir(world.path("node/logs")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("CANARY"), "{text}");
        n_lines += text.lines().count();
        for event in [
            "started",
            "ended",
            "run-opened",
            "batch-committed",
            "problem",
            "run-closed",
            "list-imported",
            "report-written",
            "list-removed",
            "exhibit-removed",
        ] {
            assert!(text.contains(&format!("\"event\":\"{event}\"")), "{event}");
        }
    }
    let ledger = crate::schemas::ledger(&world);
    for entry in &ledger {
        assert!(!entry.to_string().contains("CANARY"), "{entry}");
    }
    assert!(n_lines >= 12 && ledger.len() >= 12, "{n_lines} lines, {} entries", ledger.len());
    for entry in fs::read_dir(world.path("node/runs")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert!(!fs::read_to_string(&path).unwrap().contains("CANARY"));
    }
}

#[test]
fn a_full_log_is_put_aside() {
    let world = World::new();
    world.sanad(["list", "show"]).ended(0);
    let log = world.path("node/logs/sanad.log.jsonl");
    let mut text = fs::read(&log).unwrap();
    let line = text.clone();
    while text.len() < 4 * 1024 * 1024 {
        text.extend_from_slice(&line);
    }
    fs::write(&log, &text).unwrap();
    world.sanad(["list", "show"]).ended(0);
    assert_eq!(fs::read(world.path("node/logs/sanad.log.1.jsonl")).unwrap(), text);
    assert_eq!(fs::metadata(&log).unwrap().mode() & 0o777, 0o600);
    assert!(fs::metadata(&log).unwrap().len() < 10_000);
}

/// What the log says, as JSON.
fn log_lines(world: &World) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(world.path("node/logs/sanad.log.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_log_says_how_each_verb_ended_what_was_remembered_and_what_went_wrong() {
    let world = World::new();
    world.put(b"broken-1.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR");
    world.put(b"broken-2.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR.");
    let list = world.put_beside("list.txt", "d41d8cd98f00b204e9800998ecf8427f\n");
    world.sanad(["triage", "exhibit", "--list", list.to_str().unwrap()]).ended(0);
    world.sanad(["triage", "nowhere", "--list", list.to_str().unwrap()]).ended(3);
    let lines = log_lines(&world);
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    let ends: Vec<_> = of("ended").iter().map(|line| (line["verb"].as_str(), line["ended"].as_str())).collect();
    let triage = Some("triage");
    assert_eq!(ends, [(triage, Some("done")), (triage, Some("exhibit-not-opened"))]);
    assert_eq!(of("problem").iter().map(|line| line["n_places"].as_u64().unwrap()).sum::<u64>(), 2);
    assert!(of("problem").iter().all(|line| line["code"] == "not-decoded" && line["run"] == "run_1"));
    // Two files and their two places.
    assert_eq!(of("batch-committed").iter().map(|line| line["n_rows"].as_u64().unwrap()).sum::<u64>(), 4);
    let ledger = crate::schemas::ledger(&world);
    for batch in of("batch-committed") {
        let entry = &ledger[batch["ledger_index"].as_u64().unwrap() as usize];
        assert_eq!((&entry["verb"], &entry["n_rows"]), (&"triage-add-files".into(), &batch["n_rows"]), "{entry}");
    }
    // What a person asked for wrongly is no failure of ours; a damaged database is.
    assert!(of("failed").is_empty());
    fs::write(world.path("node/sanad.db"), vec![0x5a; 8192]).unwrap();
    let _ = fs::remove_file(world.path("node/sanad.db-wal"));
    world.sanad(["list", "show"]).ended(5);
    let last = log_lines(&world).pop().unwrap();
    assert_eq!(
        (&last["event"], &last["code"], &last["level"]),
        (&"failed".into(), &"store-damaged".into(), &"error".into())
    );
}
