//! The ledger as a court meets it: a copied folder, a key on paper, a proof.

use std::path::Path;
use std::process::Command;

use crate::exhibits::{self, list_of, photo};
use crate::program::{Desk, number, text};

/// A desk on which something was done, and the ledger's key.
fn desk_with_ledger() -> (Desk, String) {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    exhibits::copy_photo("cat.jpg", &exhibit.join("cat.jpg"));
    let list = desk.write("known.csv", list_of(&[("cat-1", &std::fs::read(photo("cat.jpg")).unwrap())]));
    desk.triage(&exhibit, &["--list", text(&list), "--exhibit-number", "EX-1", "--authority", "order 7"]);
    let key = desk.json(&["ledger", "show"])[0]["key"].as_str().unwrap().to_owned();
    (desk, key)
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-r").arg(from).arg(to).status().unwrap().success());
}

#[test]
fn a_copy_is_verified_without_the_unit_and_says_what_was_touched() {
    let (desk, key) = desk_with_ledger();
    let copied = desk.path("copied");
    copy(&desk.path("node/ledger"), &copied);
    let elsewhere = Desk::new();
    let verified = &elsewhere.json(&["ledger", "verify", text(&copied), "--key", &key])[0];
    assert_eq!((&verified["whole"], &verified["key_was_given"]), (&true.into(), &true.into()));
    assert!(number(&verified["n_entries"]) > 5, "{verified}");
    assert!(!elsewhere.path("node").exists(), "verifying opens no unit's folder");

    let bodies = copied.join("bodies/000");
    let touched = std::fs::read_to_string(&bodies).unwrap().replacen("triage-open", "triage-oper", 1);
    std::fs::write(&bodies, touched).unwrap();
    let done = elsewhere.run(&["ledger", "verify", text(&copied), "--key", &key]);
    assert_eq!(done.code, Some(6), "{}", done.stderr);
    assert!(done.stdout.contains("its text was changed"), "{}", done.stdout);
}

#[test]
fn a_ledger_cut_short_is_found_out_by_a_checkpoint_carried_away() {
    let (desk, key) = desk_with_ledger();
    let (copied, kept) = (desk.path("copied"), desk.path("kept"));
    copy(&desk.path("node/ledger"), &copied);
    desk.json(&["find", text(&photo("moon.jpg"))]);
    copy(&desk.path("node/ledger/checkpoint"), &kept);
    let done = desk.run(&["ledger", "verify", text(&copied), "--key", &key, "--checkpoint", text(&kept)]);
    assert_eq!(done.code, Some(6), "{}", done.stderr);
    assert!(done.stdout.contains("cut short"), "{}", done.stdout);
}

#[test]
fn an_entry_is_proved_to_whoever_has_the_key() {
    let (desk, key) = desk_with_ledger();
    let proof = desk.path("entry.tlog-proof");
    assert_eq!(desk.run(&["ledger", "prove", "1", "--to", text(&proof)]).code, Some(0));
    let elsewhere = Desk::new();
    let proved = &elsewhere.json(&["ledger", "verify", text(&proof), "--key", &key])[0];
    assert_eq!((number(&proved["index"]), &proved["body"]["schema"]), (1, &"sanad.ledger-entry".into()));
    let (_other, other_key) = desk_with_ledger();
    assert_ne!(key, other_key);
    assert_eq!(elsewhere.run(&["ledger", "verify", text(&proof), "--key", &other_key]).code, Some(6));
    assert_eq!(elsewhere.run(&["ledger", "verify", text(&proof)]).code, Some(2));
    assert_eq!(desk.run(&["ledger", "prove", "9999", "--to", text(&proof)]).code, Some(2));
}

#[test]
fn an_older_database_is_not_signed_for() {
    let (desk, _) = desk_with_ledger();
    let database = desk.path("node/sanad.db");
    let older = desk.path("older.db");
    copy(&database, &older);
    desk.json(&["find", text(&photo("moon.jpg"))]);
    std::fs::copy(&older, &database).unwrap();
    for left in ["node/sanad.db-wal", "node/sanad.db-shm"] {
        let _ = std::fs::remove_file(desk.path(left));
    }
    let done = desk.run(&["ledger", "show"]);
    assert_eq!(done.code, Some(5), "{}{}", done.stdout, done.stderr);
}
