//! A whole triage of a folder of JPEGs, beside `tx hash photo` (PDQ alone) and hashdeep (three digests alone).

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::Bench;
use super::figure::{Figure, Goal};
use super::peers::found;
use super::pictures;
use super::program;
use super::race::{Rounds, Runner, race};

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let sanad = program::build_sanad()?.to_string_lossy().into_owned();
    let n_files = if bench.quick { 60 } else { 2_000 };
    let dir = folder_of_photos(bench, n_files)?;
    let node = bench.scratch.join("node");
    let list = empty_list(&bench.scratch)?;
    let (dir_text, node, list) = (dir.to_string_lossy(), node.to_string_lossy(), list.to_string_lossy());
    // A folder that remembers would answer from what it knows.
    let script = "rm -rf \"$2\" && exec \"$1\" --quiet --node \"$2\" triage \"$3\" --list \"$4\"";
    let ours = ["sh", "-c", script, "sh", &sanad, &node, &dir_text, &list];
    let mut runners = vec![Runner::of_whole("sanad triage", "triage", n_files as f64, ours)];
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
    let ours = sides.next().context("sanad did not run")?.or_fail()?;
    let mut next = |there: bool, name: &str| {
        let side = if there { sides.next() } else { None };
        side.unwrap_or_else(|| Rounds::missing(name, "not installed"))
    };
    let (tx, hashdeep) = (next(tx.is_some(), "tx hash photo"), next(hashdeep.is_some(), "hashdeep"));
    let figure = Figure::race("2,000 JPEGs, everything exact", "files", &ours, "triage", &tx, Goal::Times(5.0));
    bench.tell(
        figure.with_note("ours takes three digests, eight turns and metadata, and remembers all; tx takes PDQ alone"),
    )?;
    let figure = Figure::race("2,000 JPEGs, against three digests", "files", &ours, "triage", &hashdeep, Goal::None);
    bench.tell(figure.with_note("hashdeep looks at no picture"))?;
    if let (Some(memory), Some(wall_s), Some(cpu_s)) =
        (ours.fact("triage", "memory_peak_mib"), ours.fact("triage", "wall_s"), ours.cpu_s("triage"))
    {
        bench.tell(Figure::value("memory at most", "MiB", memory, Goal::AtMost(512.0)).beside(&ours, "triage"))?;
        bench.tell(Figure::value("cores kept busy", "cores", cpu_s / wall_s.max(1e-3), Goal::None))?;
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

fn empty_list(scratch: &Path) -> Result<PathBuf> {
    let path = scratch.join("list.csv");
    let text = "id,md5\nnothing,0123456789abcdef0123456789abcdef\n";
    std::fs::write(&path, text).context("writing the bench's list")?;
    Ok(path)
}
