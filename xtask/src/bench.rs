//! Our program beside its peers on the same folder: one JSON line per figure.
//!
//! The peers are hashdeep (three digests) and the threatexchange package's `tx hash photo` (PDQ). Each command runs in
//! turn, several rounds, and the median of its CPU seconds is printed: on a shared machine wall time says little.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

/// Rounds of each command.
const N_ROUNDS: usize = 3;

struct Figure {
    peer: &'static str,
    wall_s: f64,
    cpu_s: f64,
}

/// `bench triage [--dir DIR] [--files N]`: DIR holds pictures; without it the sample exhibit's pictures are copied often
/// enough, each with other bytes at its end so that no program may answer twice from one reading.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    if arguments.first().map(String::as_str) != Some("triage") {
        bail!("which bench? `cargo xtask bench triage`");
    }
    let option = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1)).cloned()
    };
    let scratch = crate::root().join("target/bench");
    std::fs::create_dir_all(&scratch).context("making target/bench")?;
    crate::run("cargo", &["build", "--release", "--locked", "--bin", "sanad"])?;
    let dir = match option("--dir") {
        Some(dir) => PathBuf::from(dir),
        None => copies_of_samples(&scratch, option("--files").map_or(Ok(600), |n| n.parse())?)?,
    };
    let (n_files, n_bytes) = count(&dir)?;
    let node = scratch.join("node");
    let sanad = crate::root().join("target/release/sanad");
    let dir_text = dir.to_string_lossy().into_owned();
    let ours = format!(
        "rm -rf '{node}' && '{sanad}' --quiet --node '{node}' triage '{dir_text}' --list '{list}'",
        node = node.display(),
        sanad = sanad.display(),
        list = empty_list(&scratch)?.display(),
    );
    let mut commands = vec![("sanad triage", ours)];
    if found("hashdeep") {
        commands.push(("hashdeep md5,sha1,sha256", format!("hashdeep -r -c md5,sha1,sha256 '{dir_text}'")));
    } else {
        eprintln!("bench: hashdeep is not installed; not compared");
    }
    if found("tx") {
        commands.push(("tx hash photo", format!("tx hash -S pdq photo '{dir_text}'/*.jpg")));
    } else {
        eprintln!("bench: tx (PyPI threatexchange) is not on PATH; not compared");
    }
    let mut rounds: Vec<Vec<Figure>> = commands.iter().map(|_| Vec::new()).collect();
    for _ in 0..N_ROUNDS {
        for ((peer, line), figures) in commands.iter().zip(&mut rounds) {
            figures.push(time(peer, line)?);
        }
    }
    let medians: Vec<Figure> = rounds.into_iter().map(median).collect();
    let our_cpu_s = medians[0].cpu_s;
    for Figure { peer, wall_s, cpu_s } in medians {
        let line = json!({
            "schema": "sanad.bench", "schema_version": 1, "bench": "triage", "program": peer,
            "n_files": n_files, "n_bytes": n_bytes, "rounds": N_ROUNDS,
            "wall_s": rounded(wall_s), "cpu_s": rounded(cpu_s),
            "files_per_cpu_s": rounded(n_files as f64 / cpu_s), "mb_per_cpu_s": rounded(n_bytes as f64 / 1e6 / cpu_s),
            "files_per_wall_s": rounded(n_files as f64 / wall_s),
            "sanad_times_as_fast_per_core": rounded(cpu_s / our_cpu_s),
        });
        println!("{line}");
    }
    Ok(())
}

fn copies_of_samples(scratch: &Path, n_files: usize) -> Result<PathBuf> {
    let photos = crate::root().join("samples/photos");
    let mut sources: Vec<PathBuf> = std::fs::read_dir(&photos)
        .with_context(|| format!("listing {}", photos.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "jpg"))
        .collect();
    sources.sort();
    if sources.is_empty() {
        bail!("no photos in {}", photos.display());
    }
    let dir = scratch.join(format!("photos-{n_files}"));
    std::fs::create_dir_all(&dir).context("making the folder of copies")?;
    for n in 0..n_files {
        let mut bytes = std::fs::read(&sources[n % sources.len()])?;
        bytes.extend_from_slice(&(n as u64).to_le_bytes());
        std::fs::write(dir.join(format!("{n:05}.jpg")), bytes)?;
    }
    Ok(dir)
}

fn empty_list(scratch: &Path) -> Result<PathBuf> {
    let path = scratch.join("list.csv");
    let text = "id,md5\nnothing,0123456789abcdef0123456789abcdef\n";
    std::fs::write(&path, text).context("writing the bench's list")?;
    Ok(path)
}

fn count(dir: &Path) -> Result<(u64, u64)> {
    let (mut n_files, mut n_bytes) = (0, 0);
    for entry in std::fs::read_dir(dir).with_context(|| format!("listing {}", dir.display()))? {
        let facts = entry?.metadata()?;
        if facts.is_file() {
            n_files += 1;
            n_bytes += facts.len();
        }
    }
    Ok((n_files, n_bytes))
}

fn found(program: &str) -> bool {
    let searched = Command::new("sh").args(["-c", &format!("command -v {program}")]).output();
    searched.is_ok_and(|output| output.status.success())
}

fn time(peer: &'static str, line: &str) -> Result<Figure> {
    // bash's own `time` counts the CPU seconds of all descendants that were waited for.
    let script = format!("TIMEFORMAT='%U %S'; time {{ {line} ; }} >/dev/null 2>/dev/null");
    let begun = Instant::now();
    let output = Command::new("bash").args(["-c", &script]).output().context("starting bash")?;
    let wall_s = begun.elapsed().as_secs_f64();
    let text = String::from_utf8_lossy(&output.stderr);
    let seconds: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match (output.status.success(), seconds.as_slice()) {
        (true, [user_s, system_s]) => Ok(Figure { peer, wall_s, cpu_s: user_s + system_s }),
        _ => bail!("{peer} ended with {}: {text}", output.status),
    }
}

fn median(mut figures: Vec<Figure>) -> Figure {
    figures.sort_by(|one, two| one.cpu_s.total_cmp(&two.cpu_s));
    figures.swap_remove(figures.len() / 2)
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
