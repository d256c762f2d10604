//! The other verbs and the exit codes, as scripts meet them.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::fs::{FlockOperation, flock};
use serde_json::Value;

use crate::exhibits::{self, list_of, photo};
use crate::program::{Desk, number, run, text};

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(photo(name)).unwrap()
}

/// A desk with an exhibit of three photos that was triaged against a list of one of them.
fn desk_with_exhibit() -> Desk {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    for name in ["cat.jpg", "moon.jpg", "kay.jpg"] {
        exhibits::copy_photo(name, &exhibit.join(name));
    }
    let list = desk.write("known.csv", list_of(&[("cat-1", &bytes_of("cat.jpg"))]));
    desk.triage(&exhibit, &["--list", text(&list), "--exhibit-number", "EX-1", "--authority", "order 7"]);
    desk
}

#[test]
fn a_file_is_found_by_its_bytes_and_by_its_look() {
    let desk = desk_with_exhibit();
    let answer = &desk.json(&["find", text(&photo("cat.jpg"))])[0];
    assert_eq!(answer["schema"], "sanad.find");
    assert_eq!(answer["matches"][0]["owner_id"], "cat-1");
    assert_eq!((&answer["held"][0]["kind"], number(&answer["held"][0]["distance"])), (&"sha256".into(), 0));

    let mirrored = desk.path("mirrored.png");
    exhibits::alter_photo("moon.jpg", "hflip", &mirrored);
    let answer = &desk.json(&["find", text(&mirrored)])[0];
    assert_eq!(answer["matches"], Value::Array(vec![]));
    let held = &answer["held"][0];
    assert_eq!(held["kind"], "pdq");
    assert!(number(&held["distance"]) <= 31, "{held}");
    assert_ne!(held["turn"], "original", "{held}");

    let answer = &desk.json(&["find", text(&photo("grass.jpg"))])[0];
    assert_eq!(answer["held"], Value::Array(vec![]));
}

#[test]
fn a_hash_is_looked_for_as_everything_it_may_be() {
    let desk = desk_with_exhibit();
    let cat = fingerprint::Digests::of(&bytes_of("cat.jpg"));
    let by_md5 = desk.json(&["find", &cat.md5.unwrap().to_string()]);
    assert_eq!(by_md5.len(), 1);
    assert_eq!(by_md5[0]["searched"], serde_json::json!(["md5"]));
    assert_eq!(by_md5[0]["matches"][0]["kind"], "md5");
    let by_sha1 = desk.json(&["find", &cat.sha1.unwrap().to_string().to_uppercase()]);
    assert_eq!(by_sha1[0]["matches"][0]["kind"], "sha1");

    // 64 digits are searched both ways, and each answer says as what.
    let check = |hash: &str, finds: &str| {
        let answers = desk.json(&["find", hash]);
        let searched: Vec<&Value> = answers.iter().map(|answer| &answer["searched"][0]).collect();
        assert_eq!(searched, ["sha256", "pdq"]);
        for answer in &answers {
            let found = !answer["held"].as_array().unwrap().is_empty();
            assert_eq!(found, answer["searched"][0] == finds, "{answer}");
        }
    };
    check(&cat.sha256.unwrap().to_string(), "sha256");
    let look = desk.json(&["fingerprint", text(&photo("moon.jpg"))])[0]["pdq"]["hash"].clone();
    check(look.as_str().unwrap(), "pdq");
    // For people as well: each way has its own answer.
    let shown = desk.run(&["find", look.as_str().unwrap()]).stdout;
    assert!(shown.contains("SHA-256") && shown.contains("PDQ"), "{shown}");

    assert_eq!(desk.run(&["find", "no-such-file-and-no-hash"]).code, Some(2));
}

#[test]
fn a_list_goes_out_and_comes_back_in_saying_the_same() {
    let desk = desk_with_exhibit();
    let table = "id,md5,sha1,sha256,pdq,category\n";
    let moon = fingerprint::Digests::of(&bytes_of("moon.jpg"));
    let look = desk.json(&["fingerprint", text(&photo("kay.jpg"))])[0]["pdq"]["hash"].clone();
    let rows = format!(
        "{table}\"a, \"\"quoted\"\"\",{},,,,1\nplain,,,{},,2\n=cmd(),,,,{},\nbad,123,,,,\n",
        moon.md5.unwrap(),
        fingerprint::Digests::of(&bytes_of("cat.jpg")).sha256.unwrap(),
        look.as_str().unwrap()
    );
    let list = desk.write("mixed.csv", rows);
    let imported = desk.json(&["list", "import", text(&list)]);
    assert_eq!((number(&imported[0]["list"]["n_rows"]), number(&imported[0]["list"]["n_refused"])), (3, 1));
    assert_eq!(imported[0]["refused"][0]["row"], 5, "a bad row is named by its line");
    let shown = desk.run(&["list", "show", "mixed"]);
    assert!(shown.code == Some(0) && shown.stdout.contains("mixed"), "{}", shown.stdout);
    // Eighty columns are no reason to break an id.
    let id = imported[0]["list"]["id"].as_str().unwrap();
    assert!(shown.stdout.lines().any(|line| line.ends_with(id)), "{}", shown.stdout);
    let names: Vec<Value> = desk.json(&["list", "show"])[0]["lists"].as_array().unwrap().clone();
    assert_eq!(names.len(), 2);

    let out = desk.path("out.csv");
    assert_eq!(desk.run(&["list", "export", "mixed", "--to", text(&out)]).code, Some(0));
    // What is there is never written over.
    assert_ne!(desk.run(&["list", "export", "mixed", "--to", text(&out)]).code, Some(0));
    let matches = |node: &Desk, list: &Path| {
        let told = node.triage(&desk.path("exhibit"), &["--list", &format!("{},name=it", text(list))]);
        let of_row = |row: &Value| {
            let claims = row["matches"].as_array().unwrap().iter();
            let claims = claims.map(|claim| [&claim["kind"], &claim["distance"], &claim["category"]].map(Value::clone));
            (row["path"].clone(), row["outcome"].clone(), claims.collect::<Vec<_>>())
        };
        told.rows.iter().map(of_row).collect::<Vec<_>>()
    };
    let before = matches(&Desk::new(), &list);
    let after = matches(&Desk::new(), &out);
    assert_eq!(before, after);
    assert!(before.iter().all(|(_, outcome, _)| outcome != "new"), "{before:?}");

    assert_eq!(desk.run(&["list", "remove", "mixed"]).code, Some(0));
    assert_eq!(desk.run(&["list", "show", "mixed"]).code, Some(2));
    assert_eq!(desk.run(&["list", "remove", "mixed"]).code, Some(2));
    // The file itself is the owner's and stays.
    assert!(list.exists());
    assert_eq!(desk.json(&["list", "import", text(&list)]).len(), 1);
}

#[test]
fn an_exhibit_is_named_by_id_or_number_and_forgotten_when_asked() {
    let desk = desk_with_exhibit();
    let all = &desk.json(&["exhibit", "list"])[0]["exhibits"];
    assert_eq!(all.as_array().unwrap().len(), 1);
    let id = all[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(number(&all[0]["n_places"]), 3);
    for name in [id.as_str(), "EX-1"] {
        let shown = desk.run(&["exhibit", "show", name]);
        assert!(shown.code == Some(0) && shown.stdout.contains("EX-1"), "{}{}", shown.stdout, shown.stderr);
    }
    assert_eq!(desk.run(&["exhibit", "show", "EX-2"]).code, Some(2));
    assert_eq!(desk.run(&["exhibit", "remove", "EX-1"]).code, Some(0));
    assert!(desk.path("exhibit/cat.jpg").exists(), "the exhibit itself is not touched");
    assert_eq!(desk.run(&["exhibit", "show", &id]).code, Some(2));
    let answer = &desk.json(&["find", text(&photo("moon.jpg"))])[0];
    assert_eq!(answer["held"], Value::Array(vec![]), "what was forgotten is not found");
    // Nothing of it is left in the files either.
    let moon = fingerprint::Digests::of(&bytes_of("moon.jpg")).sha256.unwrap();
    for name in ["sanad.db", "sanad.db-wal"] {
        let bytes = std::fs::read(desk.node().join(name)).unwrap_or_default();
        assert!(!bytes.windows(32).any(|window| window == moon.0), "{name} still holds a digest");
        assert!(!bytes.windows(8).any(|window| window == b"moon.jpg"), "{name} still holds a name");
    }
    desk.triage(&desk.path("exhibit"), &[]);
    assert_eq!(number(&desk.run_record()["exhibits"][0]["n_examined"]), 3);
}

#[test]
fn a_report_is_ours_to_the_last_byte_or_not_at_all() {
    let desk = desk_with_exhibit();
    let reports = ["html", "csv", "vics.json"].map(|ending| desk.path(&format!("report.{ending}")));
    let args: Vec<&str> = reports.iter().flat_map(|report| ["--report", text(report)]).collect();
    let ended = desk.run(&[&["triage", text(&desk.path("exhibit"))], &args[..]].concat());
    assert_eq!(ended.code, Some(0));
    for report in &reports {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(report).unwrap().permissions().mode() & 0o777, 0o600);
        let verified = &desk.json(&["verify", text(report)])[0];
        assert_eq!(verified["is_ours"], true);
        assert!(ended.stdout.contains(verified["sha256"].as_str().unwrap()), "{}", ended.stdout);
        // Wherever it is carried to.
        let carried = desk.path("carried");
        std::fs::copy(report, &carried).unwrap();
        assert_eq!(desk.json(&["verify", text(&carried)])[0]["is_ours"], true);
        let mut bytes = std::fs::read(report).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&carried, &bytes).unwrap();
        assert_eq!(desk.run(&["verify", text(&carried)]).code, Some(6));
        bytes[middle] ^= 1;
        bytes.push(b'\n');
        std::fs::write(&carried, &bytes).unwrap();
        assert_eq!(desk.run(&["verify", text(&carried), text(report)]).code, Some(6));
        std::fs::remove_file(&carried).unwrap();
    }
    assert_eq!(desk.run(&["verify", text(&desk.path("no such report"))]).code, Some(1));
    assert_eq!(run(crate::program::sanad(&Desk::new().node()).args(["verify", text(&reports[0])])).code, Some(6));
}

#[test]
fn a_mistyped_variable_is_named_and_nothing_else_changes() {
    let desk = Desk::new();
    let plain = desk.run(&["list", "show"]);
    for lang in ["ar", "en", "fr", "es"] {
        let ended = run(desk.sanad(&["list", "show", "--lang", lang]).env("SANAD_NDOE", "/elsewhere"));
        assert_eq!(ended.code, Some(0));
        assert!(ended.stderr.contains("SANAD_NDOE") && ended.stderr.contains("SANAD_NODE"), "{}", ended.stderr);
    }
    let known = run(desk.sanad(&["list", "show"]).env("SANAD_KERNEL", "scalar").env("SANAD_SOAK", "1"));
    assert_eq!((known.code, &known.stdout, known.stderr), (plain.code, &plain.stdout, plain.stderr));
}

#[test]
fn the_doctor_says_how_the_node_is() {
    let desk = desk_with_exhibit();
    let health = &desk.json(&["doctor"])[0];
    assert_eq!(health["self_test"]["planted"], health["self_test"]["right"]);
    assert_eq!(health["self_test"]["worker_right"], true);
    assert_eq!((number(&health["n_lists"]), number(&health["n_exhibits"])), (1, 1));
    assert!(number(&health["n_ledger_entries"]) > 0);
    // Without helpers on the way it says what is then not examined, and is no failure.
    let ended = run(desk.sanad(&["doctor"]).env("PATH", "/nowhere"));
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    for tool in ["ffmpeg", "heif-convert", "bsdtar", "sqlite3"] {
        assert!(ended.stdout.contains(tool), "{tool}: {}", ended.stdout);
    }
}

#[test]
fn wrong_use_is_2_and_nothing_to_use_is_3() {
    let desk = desk_with_exhibit();
    let exhibit = desk.path("exhibit");
    let check = |args: &[&str], code: i32| {
        let ended = desk.run(args);
        assert_eq!(ended.code, Some(code), "{args:?}: {}", ended.stderr);
        assert!(!ended.stderr.is_empty(), "{args:?} says nothing");
    };
    check(&[], 2);
    check(&["triage"], 2);
    check(&["triage", text(&exhibit), "--no-such-flag"], 2);
    check(&["triage", text(&exhibit), "--report", "report.docx"], 2);
    check(&["triage", text(&exhibit), "--list", &format!("{},treshold=3", text(&desk.path("known.csv")))], 2);
    check(&["triage", text(&desk.path("no such exhibit"))], 3);
    check(&["triage", text(&exhibit), "--list", text(&desk.path("no such list.csv"))], 3);
    // 64 digits without a word of what they are.
    let digits = desk.write("digits.txt", format!("{}\n", "0123456789abcdef".repeat(4)));
    check(&["triage", text(&exhibit), "--list", text(&digits)], 3);
    assert_eq!(
        desk.run(&["triage", text(&exhibit), "--list", &format!("{},kind=sha256", text(&digits))]).code,
        Some(0)
    );
    let bomb = desk.write("deep.json", "[".repeat(100_000));
    check(&["triage", text(&exhibit), "--list", text(&bomb)], 3);
}

/// A program of another user's: it holds the node's lock until it is dropped.
struct Holder(Child);

impl Drop for Holder {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn a_node_that_is_in_use_damaged_or_newer_is_5_and_is_left_alone() {
    let desk = desk_with_exhibit();
    let find = ["find", "00112233445566778899aabbccddeeff"];
    let check = |code: i32, why: &str| {
        let ended = desk.run(&find);
        assert_eq!(ended.code, Some(code), "{why}: {}", ended.stderr);
    };
    check(0, "as it is");

    // Another process holds the lock; when it dies, however it dies, the lock is gone.
    let lock = std::fs::OpenOptions::new().read(true).write(true).open(desk.node().join("lock")).unwrap();
    flock(&lock, FlockOperation::LockExclusive).unwrap();
    let heir = Command::new("sleep").arg("600").stdin(lock.try_clone().unwrap()).stdout(Stdio::null()).spawn();
    let heir = Holder(heir.unwrap());
    drop(lock);
    check(5, "locked");
    drop(heir);
    check(0, "unlocked");

    let format = desk.node().join("format");
    let was = std::fs::read(&format).unwrap();
    std::fs::write(&format, String::from_utf8_lossy(&was).replace('1', "99")).unwrap();
    check(5, "a newer format");
    std::fs::write(&format, &was).unwrap();
    check(0, "the old format again");

    let database = desk.node().join("sanad.db");
    let whole = std::fs::read(&database).unwrap();
    let newer = Command::new("sqlite3").arg(&database).arg("UPDATE schema_version SET version = 99").status();
    assert!(newer.expect("sqlite3 is installed by `make test`").success());
    check(5, "a newer schema");
    std::fs::write(&database, b"no database at all, whatever its name says").unwrap();
    check(5, "no database");
    for name in ["sanad.db-wal", "sanad.db-shm"] {
        let _ = std::fs::remove_file(desk.node().join(name));
    }
    std::fs::write(&database, &whole).unwrap();
    check(0, "the old database again");

    // One flipped bit in what answers exact look-ups.
    let lists = desk.node().join("lists");
    let list = std::fs::read_dir(&lists).unwrap().next().unwrap().unwrap().path();
    let segment = std::fs::read_dir(list).unwrap().map(|entry| entry.unwrap().path()).next().unwrap();
    let mut bytes = std::fs::read(&segment).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    check(5, "a damaged segment");
    bytes[last] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    check(0, "the old segment again");

    // A folder with other things in it is none of ours.
    let other = desk.path("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::write(other.join("letters.txt"), "mine").unwrap();
    let ended = run(crate::program::sanad(&other).args(["doctor"]));
    assert_eq!(ended.code, Some(5), "{}", ended.stderr);
    assert_eq!(std::fs::read_dir(&other).unwrap().count(), 1);
}
