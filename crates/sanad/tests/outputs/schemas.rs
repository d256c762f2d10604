//! Every machine output names its schema and version and is as `docs/schema/` says; no schema lacks an output.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::world::{World, photo};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema")
}

/// Holds a line against the schema it names.
#[track_caller]
pub(crate) fn check(line: &Value) -> String {
    let name = format!("{}-{}", line["schema"].as_str().unwrap(), line["schema_version"]);
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.set_default_draft(boon::Draft::V2020_12);
    let path = folder().join(format!("{name}.json"));
    let index = compiler.compile(path.to_str().unwrap(), &mut schemas).unwrap();
    if let Err(error) = schemas.validate(line, index) {
        panic!("{name}: {error:#}\n{line:#}");
    }
    name
}

#[test]
fn every_output_is_as_its_schema_says_and_every_schema_is_met() {
    let world = World::new();
    let mut met = BTreeSet::from(["sanad.bench-1".to_owned(), "sanad.triage-1".to_owned()]);
    let mut met_by = |lines: Vec<Value>| {
        assert!(!lines.is_empty());
        met.extend(lines.iter().map(check));
    };
    world.put(b"moon.jpg", &photo("moon.jpg"));
    world.put(b"half.jpg", &photo("cat.jpg")[..4000]);
    let digest = fingerprint::Digests::of(&photo("moon.jpg")).sha256.unwrap();
    let look = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
    let rows = format!("id,sha256,pdq,category\nK-1,{digest},,1\nK-2,,{look},2\nK-3,zz,,3\n");
    let list = world.put_beside("known.csv", rows);
    let list = list.to_str().unwrap();

    let (done, reports) = world.triage("report", &["--list", list, "--json", "--exhibit-number", "E1"]);
    met_by(done.lines());
    let lines: Vec<Value> = reports[".jsonl"].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    met_by(vec![lines[0].clone()]);
    let report = world.path("report.csv");
    let moon = world.exhibit().join("moon.jpg");
    let (report, moon) = (report.to_str().unwrap(), moon.to_str().unwrap());
    let (ledger_folder, proof) = (world.path("node/ledger"), world.path("entry.tlog-proof"));
    let (ledger_folder, proof) = (ledger_folder.to_str().unwrap(), proof.to_str().unwrap());
    for args in [
        &["fingerprint", moon][..],
        &["find", moon, "--json"],
        &["find", look, "--json"],
        &["find", "d41d8cd98f00b204e9800998ecf8427e", "--json"],
        &["list", "import", list, "--json"],
        &["list", "show", "--json"],
        &["list", "show", "known", "--json"],
        &["exhibit", "list", "--json"],
        &["exhibit", "show", "E1", "--json"],
        &["verify", report, "--json"],
        &["doctor", "--json"],
        &["config", "show", "--json"],
        &["ledger", "show", "--json"],
        &["ledger", "verify", ledger_folder, "--json"],
        &["ledger", "prove", "0", "--to", proof, "--json"],
        &["list", "export", "known", "--to", "exported.csv", "--json"],
        &["triage", moon, "--list", list, "--json"],
        &["list", "remove", "known", "--json"],
        &["exhibit", "remove", "E1", "--json"],
    ] {
        met_by(world.sanad(args).ended(0).lines());
    }
    met_by(world.sanad(["verify", list, "--json"]).ended(6).lines());
    let key = world.sanad(["ledger", "show", "--json"]).ended(0).lines().remove(0)["key"].as_str().unwrap().to_owned();
    met_by(world.sanad(["ledger", "verify", proof, "--key", &key, "--json"]).ended(0).lines());
    let checkpoint = world.path("node/ledger/checkpoint");
    let signed = fs::read(&checkpoint).unwrap();
    fs::write(&checkpoint, "not signed").unwrap();
    met_by(world.sanad(["ledger", "verify", ledger_folder, "--json"]).ended(6).lines());
    fs::write(&checkpoint, signed).unwrap();
    let clip = world.put_beside("clip.txt", format!("0,100,{look},0.000\n30,100,{},1.000\n", look.replace('f', "5")));
    met_by(world.sanad(["list", "import", clip.to_str().unwrap(), "--json"]).ended(0).lines());
    let videos = world.path("videos.jsonl");
    world.sanad(["list", "export", "clip", "--to", videos.to_str().unwrap()]).ended(0);
    met_by(fs::read_to_string(videos).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect());
    let (hashes, index) = (world.put_beside("hashes.txt", format!("{look}\n")), world.path("hashes.index"));
    let (hashes, index) = (hashes.to_str().unwrap(), index.to_str().unwrap());
    for args in [
        &["index", "build", "--entries", hashes, "--out", index, "--json"][..],
        &["index", "query", "--entries", hashes, "--queries", hashes, "--json"],
        &["index", "query", "--entries", index, "--queries", hashes, "--json"],
        &["index", "check", index, "--json"],
    ] {
        met_by(world.sanad(args).ended(0).lines());
    }
    let (key, backup) = (world.path("backup.key"), world.path("backup.age"));
    let (key, backup, other) = (key.to_str().unwrap(), backup.to_str().unwrap(), world.path("other"));
    let made = world.sanad(["backup", "keygen", "--to", key, "--json"]).ended(0).lines();
    let public = made[0]["public"].as_str().unwrap().to_owned();
    met_by(made);
    met_by(world.sanad(["backup", "--to", backup, "--recipient", &public, "--json"]).ended(0).lines());
    let listed = world.sanad(["backup", "list", "--json"]).ended(0).lines();
    let id = listed[0]["backups"][0]["id"].as_str().unwrap().to_owned();
    met_by(listed);
    met_by(world.sanad(["backup", "destroyed", &id, "--json"]).ended(0).lines());
    let to = other.to_str().unwrap();
    met_by(
        world
            .sanad(["restore", backup, "--to", to, "--identity", key, "--ledger", ledger_folder, "--json"])
            .ended(0)
            .lines(),
    );
    met_by(crate::mappings::lines_of_every_command(&world));
    met_by(crate::people::lines_of_every_command(&world));
    met_by(vec![crate::serving::line(&world)]);
    for run in fs::read_dir(world.path("node/runs")).unwrap() {
        met_by(vec![serde_json::from_slice(&fs::read(run.unwrap().path()).unwrap()).unwrap()]);
    }
    let log = fs::read_to_string(world.path("node/logs/sanad.log.jsonl")).unwrap();
    met_by(log.lines().map(|line| serde_json::from_str(line).unwrap()).collect());
    met_by(ledger(&world));

    let schemas = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let schemas: BTreeSet<String> =
        schemas.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(met, schemas);
}

/// The bodies of all ledger entries.
pub(crate) fn ledger(world: &World) -> Vec<Value> {
    let folder = world.path("node");
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        let store = store::Store::open(&folder.join("sanad.db")).await.unwrap();
        let entries = store.ledger_entries(0, 10_000).await.unwrap();
        store.verify_ledger().await.unwrap();
        entries.into_iter().map(|entry| serde_json::from_slice(&entry.body.unwrap()).unwrap()).collect()
    })
}

#[test]
fn a_schema_refuses_what_is_not_in_it() {
    let mut line = World::new().sanad(["list", "show", "--json"]).ended(0).lines().remove(0);
    line["opinion"] = true.into();
    assert!(std::panic::catch_unwind(|| check(&line)).is_err());
}

#[test]
fn the_page_about_machine_outputs_names_every_schema() {
    let page = fs::read_to_string(folder().join("../machine-outputs.md")).unwrap();
    for schema in fs::read_dir(folder()).unwrap() {
        let name = schema.unwrap().file_name().into_string().unwrap();
        assert!(page.contains(&name), "{name} is not in docs/machine-outputs.md");
    }
}
