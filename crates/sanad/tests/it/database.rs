//! The records of a unit on a PostgreSQL server: every verb by its address, and a folder that knows its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::Stdio;

use crate::exhibits::{self, list_of, photo};
use crate::program::{Desk, Ended, number, run, text};
use crate::server::database;

/// Waits for an async helper of the server's.
fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(work)
}

#[test]
fn a_unit_works_with_its_records_on_a_server() {
    let desk = Desk::new();
    let server = wait(database());
    let asked = |args: &[&str]| desk.json(&[args, &["--database", server.url()]].concat());
    asked(&["unit", "add", "Amman", "--country", "jo", "--victim-prefix", "JO-AM"]);
    let line = "user add rana --name Rana --unit Amman --role supervisor --password-stdin";
    let mut adding = desk.sanad(&line.split(' ').chain(["--json", "--database", server.url()]).collect::<Vec<_>>());
    let mut adding = adding.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    adding.stdin.take().unwrap().write_all(b"correct horse battery staple\n").unwrap();
    assert!(adding.wait_with_output().unwrap().status.success());
    assert_eq!(asked(&["user", "list"])[0]["users"][0]["login"], "rana");

    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    for name in ["cat.jpg", "moon.jpg"] {
        exhibits::copy_photo(name, &exhibit.join(name));
    }
    let list = desk.write("known.csv", list_of(&[("cat-1", &std::fs::read(photo("cat.jpg")).unwrap())]));
    asked(&["list", "import", text(&list)]);
    let report = desk.path("told.jsonl");
    asked(&["triage", text(&exhibit), "--list", text(&list), "--report", text(&report)]);
    assert!(std::fs::read_to_string(&report).unwrap().contains("\"cat-1\""));
    assert_eq!(asked(&["find", text(&photo("moon.jpg"))])[0]["held"][0]["kind"], "sha256");
    assert_eq!(asked(&["verify", text(&report)])[0]["is_ours"], true);
    let doctor = &asked(&["doctor"])[0];
    assert!(doctor["database"]["version"].as_str().unwrap().starts_with("PostgreSQL "), "{doctor}");
    assert!(number(&doctor["n_ledger_entries"]) > 5, "{doctor}");
    assert!(!desk.path("node/sanad.db").exists());
    let ledger = desk.path("node/ledger");
    let verified = run(&mut desk.sanad(&["ledger", "verify", text(&ledger)]));
    assert_eq!(verified.code, Some(0), "{}", verified.stderr);

    // A server of ours, asked over HTTP.
    let mut serving = desk.sanad(&["serve", "--listen", "127.0.0.1:0", "--json", "--database", server.url()]);
    let mut serving = serving.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let said: serde_json::Value = serde_json::from_str(&line).unwrap();
    let mut call = TcpStream::connect(said["address"].as_str().unwrap()).unwrap();
    let body = r#"{"login":"rana","password":"wrong horse battery staple","totp":"000000"}"#;
    let ask = format!(
        "POST /api/v1/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    call.write_all(ask.as_bytes()).unwrap();
    let mut answer = String::new();
    call.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    rustix::process::kill_process(rustix::process::Pid::from_child(&serving), rustix::process::Signal::TERM).unwrap();
    assert!(serving.wait().unwrap().success());
}

#[test]
fn a_folder_and_a_database_that_are_not_each_others_are_refused_with_the_mend() {
    let (desk, server) = (Desk::new(), wait(database()));
    desk.json(&["ledger", "show", "--database", server.url()]);
    let refused = |ended: Ended, code: i32, mend: &str| {
        assert_eq!(ended.code, Some(code), "{}", ended.stderr);
        assert!(ended.stderr.contains(mend), "{}", ended.stderr);
    };
    refused(desk.run(&["ledger", "show"]), 2, "--database");
    let another = wait(database());
    desk.json(&["ledger", "show", "--database", server.url()]);
    refused(desk.run(&["ledger", "show", "--database", another.url()]), 5, "restore");
    let other = Desk::new();
    refused(other.run(&["ledger", "show", "--database", server.url()]), 5, "another folder");
    other.json(&["ledger", "show"]);
    refused(other.run(&["ledger", "show", "--database", another.url()]), 2, "leave --database out");
    let nobody = "postgres://sanad@127.0.0.1:9/unit";
    refused(Desk::new().run(&["ledger", "show", "--database", nobody]), 5, "does not answer");
    let far = "postgres://sanad@192.0.2.7/unit";
    refused(Desk::new().run(&["ledger", "show", "--database", far]), 2, "sslmode=verify-full");
}

#[test]
fn a_password_stands_in_no_answer_no_log_and_no_file() {
    let (desk, server) = (Desk::new(), wait(database()));
    // The tests' own server lets everybody in, whatever password they give.
    let with_password = format!("{}&password=canaryqwxz", server.url());
    let asked = |args: &[&str]| run(desk.sanad(args).env("SANAD_DATABASE", &with_password));
    for args in [
        &["doctor", "--json"][..],
        &["doctor"],
        &["config", "show"],
        &["config", "show", "--json"],
        &["ledger", "show", "--database", "postgres://sanad@192.0.2.7/unit"],
        &["ledger", "show", "--database", &with_password],
    ] {
        let ended = asked(args);
        assert!(!ended.stdout.contains("canary") && !ended.stderr.contains("canary"), "{args:?} {ended:?}");
    }
    for broken in
        ["postgres://sanad:canaryqwxz@[::1/unit", "postgres://sanad:canaryqwxz@127.0.0.1:9/unit", "canaryqwxz"]
    {
        let ended = run(desk.sanad(&["ledger", "show"]).env("SANAD_DATABASE", broken));
        assert!(ended.code != Some(0) && !ended.stderr.contains("canary"), "{broken} {ended:?}");
    }
    for name in ["database", "logs/sanad.log.jsonl"] {
        assert!(!std::fs::read_to_string(desk.path("node").join(name)).unwrap().contains("canary"), "{name}");
    }
}
