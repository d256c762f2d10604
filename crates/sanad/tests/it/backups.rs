//! Backups as people make and restore them: from a folder to a server and back, beside a server of ours, and killed at any
//! moment.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::exhibits::{self, list_of, photo};
use crate::program::{Desk, number, run, sanad, text};
use crate::server::{Database, database};

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

/// A desk with an exhibit that was examined, a list, a unit, and keys of backups.
struct Unit {
    desk: Desk,
    recipient: String,
}

impl Unit {
    fn new() -> Unit {
        let desk = Desk::new();
        let exhibit = desk.path("exhibit");
        std::fs::create_dir(&exhibit).unwrap();
        for name in ["cat.jpg", "moon.jpg"] {
            exhibits::copy_photo(name, &exhibit.join(name));
        }
        let list = desk.write("known.csv", list_of(&[("cat-1", &std::fs::read(photo("cat.jpg")).unwrap())]));
        desk.triage(&exhibit, &["--list", text(&list), "--exhibit-number", "EX-1"]);
        desk.json(&["unit", "add", "Amman", "--country", "jo", "--victim-prefix", "JO-AM"]);
        let key = desk.path("key");
        let recipient = desk.json(&["backup", "keygen", "--to", text(&key)])[0]["public"].as_str().unwrap().to_owned();
        Unit { desk, recipient }
    }

    fn back_up(&self, name: &str, more: &[&str]) -> PathBuf {
        let to = self.desk.path(name);
        self.desk.json(&[&["backup", "--to", text(&to), "--recipient", &self.recipient][..], more].concat());
        to
    }

    fn restore_args<'a>(&self, from: &'a Path, to: &'a Path, key: &'a Path) -> Vec<&'a str> {
        vec!["restore", text(from), "--to", text(to), "--identity", text(key)]
    }

    fn restore(&self, from: &Path, to: &Path, more: &[&str]) -> Value {
        let key = self.desk.path("key");
        self.desk.json(&[&self.restore_args(from, to, &key)[..], more].concat()).remove(0)
    }

    /// What a node says of itself, without what differs between two nodes of the same records.
    fn told(&self, node: &Path, more: &[&str]) -> Vec<Value> {
        let asks: [&[&str]; 4] =
            [&["exhibit", "list"], &["list", "show"], &["unit", "list"], &["find", "d41d8cd98f00b204e9800998ecf8427e"]];
        let mut told = Vec::new();
        for ask in asks {
            let ended = run(sanad(node).arg("--json").args(ask).args(more));
            assert_eq!(ended.code, Some(0), "{}", ended.stderr);
            told.extend(ended.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
        }
        let report = node.with_extension("csv");
        let exhibit = self.desk.path("exhibit");
        let list = self.desk.path("known.csv");
        let args =
            ["triage", text(&exhibit), "--list", text(&list), "--exhibit-number", "EX-1", "--report", text(&report)];
        let ended = run(sanad(node).env("SOURCE_DATE_EPOCH", "1790000000").args(args).args(more));
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        told.push(std::fs::read_to_string(&report).unwrap().into());
        told
    }
}

#[test]
fn a_unit_moves_to_a_server_and_back_and_says_the_same() {
    let unit = Unit::new();
    let server: Database = wait(database());
    let first = unit.back_up("first.age", &[]);
    let there = unit.desk.path("there");
    let on_server = ["--database", server.url()];
    let restored = unit.restore(&first, &there, &on_server);
    assert!(number(&restored["n_entries"]) > 3 && restored["erased_again"].is_null(), "{restored}");
    assert!(!there.join("sanad.db").exists());
    let second = unit.desk.path("second.age");
    let made =
        run(sanad(&there).args(["backup", "--to", text(&second), "--recipient", &unit.recipient]).args(on_server));
    assert_eq!(made.code, Some(0), "{}", made.stderr);
    let back = unit.desk.path("back");
    unit.restore(&second, &back, &[]);

    let told = unit.told(&unit.desk.node(), &[]);
    assert_eq!(unit.told(&there, &on_server), told);
    assert_eq!(unit.told(&back, &[]), told);
    for node in [&there, &back] {
        let verified = run(sanad(node).args(["ledger", "verify", text(&node.join("ledger"))]));
        assert_eq!(verified.code, Some(0), "{} {}", verified.stdout, verified.stderr);
    }
    // A server that holds a unit is not written over.
    let third = unit.desk.path("third");
    let key = unit.desk.path("key");
    let refused = unit.desk.run(&[&unit.restore_args(&first, &third, &key)[..], &on_server].concat());
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
}

#[test]
fn a_backup_is_made_beside_a_server_of_ours() {
    let unit = Unit::new();
    let mut serving = unit.desk.sanad(&["serve", "--listen", "127.0.0.1:0", "--json"]);
    let mut serving = serving.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut line).unwrap();
    // Named from where one stands; listed so that anybody finds it.
    let made = unit.desk.path("beside.age");
    let mut relative = unit.desk.sanad(&["backup", "--to", "beside.age", "--recipient", &unit.recipient]);
    let ended = run(relative.current_dir(made.parent().unwrap()));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let listed = unit.desk.json(&["backup", "list"]).remove(0)["backups"][0].take();
    assert_eq!((listed["state"].as_str(), listed["name"].as_str()), (Some("made"), made.to_str()));
    rustix::process::kill_process(rustix::process::Pid::from_child(&serving), rustix::process::Signal::TERM).unwrap();
    assert!(serving.wait().unwrap().success());
    unit.restore(&made, &unit.desk.path("other"), &[]);
    let verified = unit.desk.run(&["ledger", "verify", text(&unit.desk.path("node/ledger"))]);
    assert_eq!(verified.code, Some(0), "{}", verified.stderr);
}

#[test]
fn what_is_wrong_with_a_backup_is_said_with_its_code() {
    let unit = Unit::new();
    // More than age opens at once, so that what is cut off is met when something was put back already.
    std::fs::write(unit.desk.path("node/runs/run_long.json"), vec![b' '; 300_000]).unwrap();
    let made = unit.back_up("b.age", &[]);
    let (key, other, bad) = (unit.desk.path("key"), unit.desk.path("other"), unit.desk.path("bad.age"));
    let bytes = std::fs::read(&made).unwrap();
    let check = |from: &Path, key: &Path, code: i32, says: &str| {
        let ended = unit.desk.run(&unit.restore_args(from, &other, key));
        assert_eq!(ended.code, Some(code), "{}", ended.stderr);
        assert!(ended.stderr.contains(says), "{says}: {}", ended.stderr);
    };
    std::fs::write(&bad, &bytes[..bytes.len() - 1]).unwrap();
    check(&bad, &key, 6, "cut short");
    check(&unit.desk.path("known.csv"), &key, 6, "no backup");
    let another = unit.desk.path("another");
    unit.desk.json(&["backup", "keygen", "--to", text(&another)]);
    check(&made, &another, 2, "None of the keys");
    check(&unit.desk.path("nowhere"), &key, 2, "nowhere");
    // What is no key, and what is not there, is named with what to name instead.
    for no_key in ["known.csv", "exhibit", "nowhere"] {
        check(&made, &unit.desk.path(no_key), 2, "--identity");
    }
    let unfinished = run(sanad(&other).args(["doctor"]));
    assert_eq!(unfinished.code, Some(5), "{}", unfinished.stderr);
    assert!(unfinished.stderr.contains("has not ended"), "{}", unfinished.stderr);
    unit.restore(&made, &other, &[]);
    check(&made, &key, 2, "not empty");
    let nobody = unit.desk.run(&["backup", "--to", text(&unit.desk.path("c.age"))]);
    assert_eq!((nobody.code, nobody.stderr.contains("--recipient")), (Some(2), true), "{}", nobody.stderr);
}

#[test]
fn a_kill_at_any_moment_leaves_no_half_backup_and_no_half_node() {
    let unit = Unit::new();
    let n_kills: u64 = if std::env::var_os("SANAD_LONG").is_some() { 50 } else { 8 };
    let whole = unit.back_up("whole.age", &[]);
    let key = unit.desk.path("key");
    let server: Database = wait(database());
    for kill in 0..n_kills {
        let pause = Duration::from_millis(7 * (kill * 13 % 40));
        let to = unit.desk.path(&format!("{kill}.age"));
        let args = ["backup", "--to", text(&to), "--recipient", &unit.recipient];
        let mut child = unit.desk.sanad(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(pause);
        child.kill().unwrap();
        child.wait().unwrap();
        // A backup of that name is a whole one.
        if to.exists() {
            unit.restore(&to, &unit.desk.path(&format!("of {kill}")), &[]);
        }
        let folder = unit.desk.path(&format!("to {kill}"));
        // On the server only the first: what that left is begun again.
        let on_server: &[&str] = if kill == 0 { &["--database", server.url()] } else { &[] };
        let args = [&unit.restore_args(&whole, &folder, &key)[..], on_server].concat();
        let mut child = unit.desk.sanad(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(pause);
        child.kill().unwrap();
        child.wait().unwrap();
        let again = unit.desk.run(&args);
        // It had been finished, or it is now.
        assert!(again.code == Some(0) || again.stderr.contains("not empty"), "{}", again.stderr);
        let ended = run(sanad(&folder).args(["doctor"]).args(on_server));
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    }
    let doctor = unit.desk.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{}", doctor.stderr);
}
