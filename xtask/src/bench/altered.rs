//! Altered copies: how many of them the views find, of every class, and how many unrelated pictures they take for one.
//! No peer finds them, so the figures stand alone. The table is the program's own.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::Bench;
use super::figure::{Figure, Goal};
use super::pictures;
use super::program;

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let ours = program::build("fingerprint", "altered")?;
    let photos = pictures::photos(bench.photos.as_deref())?;
    let n_photos = if bench.quick { 4 } else { photos.len() };
    let output = Command::new(ours)
        .args(photos.iter().take(n_photos))
        .current_dir(crate::root())
        .output()
        .context("starting the bench of altered copies")?;
    if !output.status.success() {
        bail!("the bench of altered copies: {}", String::from_utf8_lossy(&output.stderr));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let path = bench.scratch.join("altered.md");
    let table: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    std::fs::write(&path, table.join("\n") + "\n").with_context(|| format!("writing {}", path.display()))?;
    for line in text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()) {
        let what = line["what"].as_str().unwrap_or("altered").to_owned();
        bench.tell(Figure::value(&what, "%", line["value"].as_f64().unwrap_or_default(), Goal::None))?;
    }
    Ok(())
}
