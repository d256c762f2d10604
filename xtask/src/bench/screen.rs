//! Screening: a hash good enough to say *no candidate*, of JPEG files, beside Pillow with `pdqhash`; and whether it ever
//! loses a match.

use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::Bench;
use super::figure::{Figure, Goal};
use super::jpeg::BesidePillow;
use super::pictures;
use super::program;

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let program = program::build("media", "jpeg")?;
    let photos = pictures::photos(bench.photos.as_deref())?;
    let asked = BesidePillow {
        figure: "JPEG file",
        lap: "screen",
        goal_times: 25.0,
        note: "files without a candidate; one that has a candidate is hashed again exactly",
    };
    asked.tell(bench, &program, &photos)?;
    let screening = program::build("media", "screening")?;
    let n_photos = if bench.quick { 2 } else { 500 };
    let output = Command::new(screening)
        .args(photos.iter().take(n_photos))
        .output()
        .context("starting the comparison of verdicts")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let sum = |name: &str| lines.iter().filter_map(|line| line[name].as_f64()).sum::<f64>();
    if sum("n_screened") == 0.0 {
        bail!("nothing was screened: {}", String::from_utf8_lossy(&output.stderr));
    }
    let n_photos = photos.len().min(n_photos);
    let name = format!("matches lost among altered copies of {n_photos} photos");
    // A comparable picture that is taken for none is one that no match could be found of.
    let n_lost = sum("n_lost_by_screening") + sum("n_wrongly_not_comparable");
    bench.tell(Figure::value(&name, "matches", n_lost, Goal::AtMost(0.0)))?;
    bench.tell(Figure::value("of these, matches found", "matches", sum("n_found_exactly"), Goal::None))?;
    let told_at_last = |name: &str| lines.last().and_then(|line| line[name].as_f64()).unwrap_or(0.0);
    bench.tell(Figure::value("files screened", "files", told_at_last("n_screened"), Goal::None))?;
    bench.tell(Figure::value(
        "left to the exact hash",
        "files",
        told_at_last("n_left_to_the_exact_hash"),
        Goal::None,
    ))?;
    bench.tell(Figure::value("hashed again in vain", "files", sum("n_confirmed_in_vain"), Goal::None))
}
