//! Malformed and odd pictures: every file of the corpora is accounted for, whatever is wrong with it, in bounded time.
//!
//! The corpora are libjpeg-turbo's seed files (JPEG, BMP, GIF, TGA) and PngSuite; they lie in `SANAD_CORPORA`.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use casework::file::MediaKind;
use casework::problem::ProblemCode;
use media::kind;
use media::picture::{self, Limits};

/// Small, so that a header of 65,535 × 65,535 is refused as it would be in earnest, and the whole takes seconds.
const LIMITS: Limits =
    Limits { pixels_max: 1 << 22, frames_sampled_max: 8, animation_pixels_max: 1 << 23, scans_max: 100 };

fn unpack(name: &str) -> Option<tempfile::TempDir> {
    let corpora = std::env::var_os("SANAD_CORPORA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/testdata"), PathBuf::from);
    let archive = corpora.join(name);
    if !archive.exists() {
        eprintln!("skipped: {name} is not in SANAD_CORPORA");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(folder.path()).status().unwrap();
    assert!(status.success());
    Some(folder)
}

fn files_beneath(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_beneath(&path, found) } else { found.push(path) }
    }
}

/// Examines all of them; answers with how many ended how, and fails on any that ended in no way at all.
fn examine_all(folder: &Path) -> BTreeMap<String, usize> {
    let mut files = Vec::new();
    files_beneath(folder, &mut files);
    files.sort();
    let mut tally = BTreeMap::new();
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        let (mime, kind) = kind::recognise(&bytes);
        let end = if kind == MediaKind::Picture {
            let findings = picture::examine(&bytes, mime, &LIMITS);
            let code = findings.problem.as_ref().map(|problem| problem.code.code());
            assert!(findings.look.is_some() || code.is_some(), "{} is not accounted for", path.display());
            assert_ne!(code, Some(ProblemCode::DecoderCrashed.code()), "{}: {:?}", path.display(), findings.problem);
            match (findings.look.is_some(), code) {
                (true, None) => "whole".to_owned(),
                (true, Some(code)) => format!("look, {code}"),
                (false, code) => code.unwrap_or_default().to_owned(),
            }
        } else {
            format!("no picture: {mime}")
        };
        *tally.entry(end).or_default() += 1;
    }
    eprintln!("{} files: {tally:#?}", files.len());
    tally
}

#[test]
fn every_seed_file_of_libjpeg_turbo_is_accounted_for() {
    let Some(folder) = unpack("libjpeg-turbo-seed-corpora.tar.xz") else { return };
    let tally = examine_all(folder.path());
    assert!(tally.values().sum::<usize>() >= 5_250);
}

#[test]
fn every_file_of_pngsuite_is_accounted_for() {
    let Some(folder) = unpack("pngsuite.tar.xz") else { return };
    let tally = examine_all(folder.path());
    assert!(tally["whole"] > 150, "{tally:?}");
}
