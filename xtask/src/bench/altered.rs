//! Altered copies: how many of them the views find, of every class, and how near unrelated pictures come. No peer finds
//! them, so the figures stand alone. What was counted is kept in `target/bench/altered.jsonl`, and made into the README's
//! table by `--table`.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::Bench;
use super::altered_table::KEPT;
use super::figure::{Figure, Goal};
use super::program;

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let program = program::build("fingerprint", "altered")?;
    let brought = crate::root().join("target/photos");
    let fresh = brought.join("fresh");
    let samples = crate::root().join("samples/photos");
    // The views were chosen on the others, so those tell nothing of what is found. Of what is found wrongly they do.
    let (folder, every_folder) = match &bench.photos {
        Some(folder) => (crate::root().join(folder), crate::root().join(folder)),
        None if fresh.is_dir() => (fresh, brought),
        None => (samples.clone(), samples),
    };
    let (n_pictures, n_unrelated, n_entries) = if bench.quick { ("3", "6", "300") } else { ("160", "250", "410000") };
    let found = ask(&program, "classes", &folder, &["--pictures", n_pictures])?;
    for line in lines(&found) {
        let class = line["class"].as_str().unwrap_or_default();
        for (key, name) in [
            ("plain_near_percent", "plain"),
            ("altered_near_percent", "altered"),
            ("thorough_near_percent", "thorough"),
            ("thorough_worth_a_look_percent", "thorough, with worth a look"),
            ("exhaustive_near_percent", "exhaustive"),
        ] {
            if let Some(value) = line[key].as_f64() {
                bench.tell(Figure::value(&format!("{class}: found, {name}"), "%", value, Goal::None))?;
            }
        }
    }
    let unrelated = ask(&program, "unrelated", &every_folder, &["--pictures", n_unrelated, "--entries", n_entries])?;
    for line in lines(&unrelated) {
        let (what, search) = (line["what"].as_str().unwrap_or_default(), line["search"].as_str().unwrap_or_default());
        let n_pairs = line["n"].as_f64().unwrap_or_default();
        for (bits, n) in within(&line).into_iter().filter(|(bits, _)| matches!(bits, 31 | 44)) {
            let name = format!("{search}: of {n_pairs:.0} {what} pairs, within {bits} bits");
            bench.tell(Figure::value(&name, "pairs", n, Goal::None))?;
        }
    }
    let path = bench.scratch.join(if bench.quick { "altered-quick.jsonl" } else { KEPT });
    let kept = format!("{found}{unrelated}");
    std::fs::write(&path, kept).with_context(|| format!("writing {}", path.display()))
}

fn ask(program: &Path, command: &str, folder: &Path, options: &[&str]) -> Result<String> {
    let output = Command::new(program).arg(command).arg(folder).args(options).output().context("starting the bench")?;
    if !output.status.success() {
        bail!("the bench of altered copies, {command}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What was printed, line by line.
pub(super) fn lines(text: &str) -> Vec<Value> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// How many pairs come within how many bits.
pub(super) fn within(line: &Value) -> Vec<(u64, f64)> {
    let pairs = line["within"].as_array().map(Vec::as_slice).unwrap_or_default();
    pairs.iter().filter_map(|pair| Some((pair[0].as_u64()?, pair[1].as_f64()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_within_bits_are_read() {
        let line = serde_json::json!({ "within": [[31, 0], [44, 7]] });
        assert_eq!(within(&line), [(31, 0.0), (44, 7.0)]);
        assert!(within(&serde_json::json!({})).is_empty());
    }
}
