//! Outside corpora of broken and odd files through the whole program: none is lost, none takes the program with it.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::world::{World, records};

/// Where the corpora are: `$SANAD_CORPORA`, else the folder beside the checkout.
fn corpora() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata");
    Some(std::env::var_os("SANAD_CORPORA").map_or_else(beside, PathBuf::from)).filter(|folder| folder.is_dir())
}

/// Unpacks a corpus into the exhibit; false, and said, where it is not there.
fn unpack(world: &World, name: &str) -> bool {
    let Some(archive) = corpora().map(|folder| folder.join(name)).filter(|path| path.is_file()) else {
        eprintln!("skipped: {name} is not there (SANAD_CORPORA names the folder of corpora)");
        return false;
    };
    let unpacked = Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(world.exhibit()).status().unwrap();
    assert!(unpacked.success());
    true
}

fn files_beneath(folder: &Path) -> (u64, u64) {
    let (mut n_files, mut n_bytes) = (0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let facts = path.symlink_metadata().unwrap();
        if facts.is_dir() {
            let beneath = files_beneath(&path);
            (n_files, n_bytes) = (n_files + beneath.0, n_bytes + beneath.1);
        } else {
            (n_files, n_bytes) = (n_files + 1, n_bytes + facts.len());
        }
    }
    (n_files, n_bytes)
}

/// Triage of what is in the exhibit: every file has its row, every byte its place in the sum. Gives the rows.
fn check_accounted(world: &World) -> Vec<Value> {
    let (n_files, n_bytes) = files_beneath(&world.exhibit());
    assert!(n_files > 0);
    let report = world.path("report.jsonl");
    let exhibit = world.exhibit();
    let args = ["triage", exhibit.to_str().unwrap(), "--json", "--quiet", "--report", report.to_str().unwrap()];
    let done = world.sanad(args).ended(0);
    let text = std::fs::read_to_string(&report).unwrap();
    let rows = records(&text, "file");
    let on_disk = rows.iter().filter(|row| row["inside"].is_null()).count() as u64;
    assert_eq!(on_disk, n_files, "a row for every file");
    let summary = &done.lines()[0]["summary"];
    let bytes = |name: &str| summary["bytes"][name].as_u64().unwrap();
    assert_eq!(bytes("total"), n_bytes);
    assert_eq!(bytes("read") + bytes("skipped") + bytes("unreadable"), bytes("total"));
    assert_eq!(bytes("read"), n_bytes, "regular files that nobody takes away are read to their ends");
    let outcomes: u64 = ["media", "others"]
        .iter()
        .flat_map(|group| summary[*group].as_object().unwrap().values())
        .map(|count| count["places"].as_u64().unwrap())
        .sum();
    assert_eq!(outcomes, rows.len() as u64, "every row has exactly one outcome");
    for row in &rows {
        let crashed = row["problem"]["code"] == "decoder-crashed" || row["problem"]["code"] == "decoder-stalled";
        assert!(!crashed, "{row:#}");
        // A member of something that only begins like an archive may have no bytes; a file on disk has.
        assert!(row["sha256"].is_string() || !row["inside"].is_null(), "{row:#}");
    }
    rows
}

#[test]
fn five_thousand_broken_pictures_are_all_accounted_for() {
    let world = World::new();
    if unpack(&world, "libjpeg-turbo-seed-corpora.tar.xz") {
        let rows = check_accounted(&world);
        assert!(rows.len() >= 5_000, "{}", rows.len());
        let hashed = rows.iter().filter(|row| !row["pdq"].is_null()).count();
        eprintln!("{} files, {hashed} with a look", rows.len());
        assert!(hashed > 0);
    }
}

#[test]
fn every_picture_of_the_png_suite_is_taken_as_it_is() {
    let world = World::new();
    if unpack(&world, "pngsuite.tar.xz") {
        let rows = check_accounted(&world);
        let pictures: Vec<&Value> =
            rows.iter().filter(|row| row["path"].as_str().is_some_and(|path| path.ends_with(".png"))).collect();
        assert!(pictures.len() >= 170, "{}", pictures.len());
        for row in pictures {
            // Names that begin with x are those of broken pictures (PngSuite's own naming): what could be made of one is
            // used, and its fault is said.
            let name = row["path"].as_str().unwrap().rsplit('/').next().unwrap();
            let is_faulty = !row["problem"].is_null() || row["marks"].to_string().contains("extension-lies");
            assert_eq!(name.starts_with('x'), is_faulty, "{row:#}");
            assert!(name.starts_with('x') || !row["pdq"].is_null(), "{row:#}");
        }
    }
}
