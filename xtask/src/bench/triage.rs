//! A whole triage of a folder of JPEGs, beside `tx hash photo` (PDQ alone) and hashdeep (three digests alone).

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::Bench;
use super::figure::{Figure, Goal};
use super::peers::found;
use super::pictures;
use super::program;
use super::race::{Rounds, Runner, race};

/// The ways in which we are run: what the figure is called, our flags, and the goal against `tx`.
const WAYS: [(&str, &[&str], Goal); 3] = [
    ("everything exact", &["--search", "plain"], Goal::Times(5.0)),
    ("screened", &["--screen"], Goal::Times(12.0)),
    ("exact, with the views of altered copies", &["--search", "altered"], Goal::None),
];

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let sanad = program::build_sanad()?.to_string_lossy().into_owned();
    let n_files = if bench.quick { 60 } else { 2_000 };
    let dir = folder_of_photos(bench, n_files)?;
    let node = bench.scratch.join("node");
    let list = list_of_looks(&bench.scratch)?;
    let (dir_text, node, list) = (dir.to_string_lossy(), node.to_string_lossy(), list.to_string_lossy());
    // A folder that remembers would answer from what it knows.
    let script = "rm -rf \"$2\" && exec \"$1\" --quiet --node \"$2\" triage \"$3\" --list \"$4\" \"$5\" $6";
    let ours = |flags: &[&str]| {
        let more = flags.get(1).copied().unwrap_or_default();
        let command = ["sh", "-c", script, "sh", &sanad, &node, &dir_text, &list, flags[0], more].map(str::to_owned);
        Runner::of_whole(&format!("sanad triage {}", flags.join(" ")), "triage", n_files as f64, command)
    };
    let mut runners: Vec<Runner> = WAYS.iter().map(|(_, flags, _)| ours(flags)).collect();
    let files: Vec<PathBuf> = (0..n_files).map(|n| dir.join(name_of(n))).collect();
    let tx = bench.peers.script("tx");
    if let Some(tx) = &tx {
        // It takes a second for fifty photos: some hundreds tell enough.
        let some = &files[..n_files.min(400)];
        let command = ["hash", "-S", "pdq", "photo"].iter().map(AsRef::as_ref);
        let command = std::iter::once(tx.as_os_str()).chain(command).chain(some.iter().map(|path| path.as_os_str()));
        let home = bench.scratch.join("tx-home");
        std::fs::create_dir_all(&home).context("making a home for tx")?;
        let runner = Runner::of_whole("tx hash photo (threatexchange 1.2.17)", "triage", some.len() as f64, command);
        runners.push(runner.with_variable("HOME", &home.to_string_lossy()));
    }
    let hashdeep = found("hashdeep");
    if let Some(hashdeep) = &hashdeep {
        let command = [hashdeep.as_os_str(), "-r".as_ref(), "-c".as_ref(), "md5,sha1,sha256".as_ref(), dir.as_os_str()];
        runners.push(Runner::of_whole("hashdeep", "triage", n_files as f64, command));
    }
    let mut sides = race(&runners, bench.n_rounds).into_iter();
    let mut ours = Vec::new();
    for _ in WAYS {
        ours.push(sides.next().context("sanad did not run")?.or_fail()?);
    }
    let mut next = |there: bool, name: &str| {
        let side = if there { sides.next() } else { None };
        side.unwrap_or_else(|| Rounds::missing(name, "not installed"))
    };
    let (tx, hashdeep) = (next(tx.is_some(), "tx hash photo"), next(hashdeep.is_some(), "hashdeep"));
    for ((how, _, goal), ours) in WAYS.into_iter().zip(&ours) {
        let figure = Figure::race(&format!("2,000 JPEGs, {how}"), "files", ours, "triage", &tx, goal);
        bench.tell(figure.with_note(
            "ours takes three digests, eight turns and metadata, asks a list, remembers all; tx takes PDQ alone",
        ))?;
    }
    let figure = Figure::race("2,000 JPEGs, against three digests", "files", &ours[0], "triage", &hashdeep, Goal::None);
    bench.tell(figure.with_note("hashdeep looks at no picture"))?;
    for ((how, ..), ours) in WAYS.into_iter().zip(&ours) {
        let facts = (ours.fact("triage", "memory_peak_mib"), ours.fact("triage", "wall_s"), ours.cpu_s("triage"));
        let (Some(memory), Some(wall_s), Some(cpu_s)) = facts else { continue };
        let name = format!("memory at most, {how}");
        bench.tell(Figure::value(&name, "MiB", memory, Goal::AtMost(512.0)).beside(ours, "triage"))?;
        let name = format!("cores kept busy, {how}");
        bench.tell(Figure::value(&name, "cores", cpu_s / wall_s.max(1e-3), Goal::None))?;
    }
    Ok(())
}

/// JPEG files of about two million pixels, each with other bytes at its end, so that no program may answer twice from
/// one reading.
fn folder_of_photos(bench: &Bench, n_files: usize) -> Result<PathBuf> {
    let photos = pictures::photos(bench.photos.as_deref())?;
    let sources = pictures::jpegs(&bench.scratch, pictures::SIZES[1], &photos, bench.quick)?;
    let dir = bench.scratch.join(format!("photos-{n_files}"));
    if dir.join(name_of(n_files - 1)).exists() {
        return Ok(dir);
    }
    std::fs::create_dir_all(&dir).context("making the folder of copies")?;
    for n in 0..n_files {
        let Some(source) = sources.get(n % sources.len()) else { bail!("no photos") };
        let mut bytes = std::fs::read(source).with_context(|| format!("reading {}", source.display()))?;
        bytes.extend_from_slice(&(n as u64).to_le_bytes());
        let to = dir.join(name_of(n));
        std::fs::write(&to, bytes).with_context(|| format!("writing {}", to.display()))?;
    }
    Ok(dir)
}

fn name_of(n: usize) -> String {
    format!("{n:05}.jpg")
}

/// A list of a thousand looks by chance: none of the photos is near one, and all are asked about.
fn list_of_looks(scratch: &Path) -> Result<PathBuf> {
    let path = scratch.join("looks.csv");
    let mut text = "id,pdq,pdq_quality\n".to_owned();
    let mut state = 11_u64;
    let mut word = || {
        // Marsaglia's xorshift.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for n in 0..1_000 {
        let [a, b, c, d] = [word(), word(), word(), word()];
        text += &format!("{n},{a:016x}{b:016x}{c:016x}{d:016x},100\n");
    }
    std::fs::write(&path, text).context("writing the bench's list")?;
    Ok(path)
}
