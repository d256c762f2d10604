//! What pages, and the verbs behind pages and API, cost in a casebook as large as a country's: 10⁶ files, 50,000 series, 200,000 links.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::Bench;
use super::figure::{Figure, Goal};
use super::program;

/// Of a hundred calls of a verb, or of a page, how long the five slowest take at least, in milliseconds.
const P95_MS_MAX: f64 = 50.0;
/// The same of a page of the sorting table.
const GRID_P95_MS_MAX: f64 = 100.0;

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let program = program::build("web", "casebook")?;
    let [n_files, n_series, n_links, n_times] =
        if bench.quick { [20_000, 1_000, 4_000, 20] } else { [1_000_000, 50_000, 200_000, 200] };
    let folder = bench.scratch.join(format!("casebook-{n_files}-{n_series}-{n_links}"));
    // Writing it takes minutes; one that was begun and not ended has no size written down.
    if !folder.join("size.json").exists() {
        remove(&folder)?;
        std::fs::create_dir_all(&folder).context("making a folder of the bench")?;
        tell(&program, &["write"], &folder, &[n_files, n_series, n_links])?;
    }
    let asked = tell(&program, &["ask"], &folder, &[n_times])?;
    for line in asked.lines() {
        let line: Value = serde_json::from_str(line).context("reading what a verb cost")?;
        let verb = line["verb"].as_str().context("a line without a verb")?;
        let p95_ms = line["p95_us"].as_f64().context("a line without a time")? / 1e3;
        ensure!(line["n_seen"].as_u64() > Some(0), "{verb} showed nothing in {n_times} calls");
        let goal = if bench.quick { Goal::None } else { Goal::AtMost(P95_MS_MAX) };
        bench.tell(Figure::value(&format!("{verb}, p95"), "ms", p95_ms, goal))?;
    }
    let browsed = tell(&program, &["browse"], &folder, &[n_times])?;
    for line in browsed.lines() {
        let line: Value = serde_json::from_str(line).context("reading what a page cost")?;
        let page = line["page"].as_str().context("a line without a page")?;
        let p95_ms = line["p95_us"].as_f64().context("a line without a time")? / 1e3;
        let max_ms = if page.starts_with("/sorting?") { GRID_P95_MS_MAX } else { P95_MS_MAX };
        let goal = if bench.quick { Goal::None } else { Goal::AtMost(max_ms) };
        bench.tell(Figure::value(&format!("page {page}, p95"), "ms", p95_ms, goal))?;
    }
    let bytes = std::fs::metadata(folder.join("node/sanad.db")).map(|facts| facts.len());
    if let Ok(bytes) = bytes {
        bench.tell(Figure::value("size of the database", "GB", bytes as f64 / 1e9, Goal::None))?;
    }
    Ok(())
}

fn tell(program: &Path, verb: &[&str], folder: &Path, numbers: &[u64]) -> Result<String> {
    let output = Command::new(program)
        .args(verb)
        .arg(folder)
        .args(numbers.iter().map(u64::to_string))
        .stderr(Stdio::inherit())
        .output()
        .context("starting the bench of the casebook")?;
    ensure!(output.status.success(), "the bench of the casebook: {verb:?}: {}", output.status);
    String::from_utf8(output.stdout).context("reading the bench of the casebook")
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).context("clearing a folder"),
        _ => Ok(()),
    }
}
