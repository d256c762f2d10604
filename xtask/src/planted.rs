//! What was planted in the sample exhibit beside what a triage found of it: the README's table.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// One line of the table: copies made in one way.
#[derive(Default)]
struct Line {
    n_planted: u32,
    n_known: u32,
    n_near: u32,
    n_missed: u32,
    distances: Vec<u64>,
}

/// `planted DIR REPORT.jsonl`: prints the table as Markdown, and fails on a false match or on a lost exact copy.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let [dir, report] = arguments else { bail!("usage: cargo xtask planted DIR REPORT.jsonl") };
    let planted: Vec<Value> = serde_json::from_slice(&std::fs::read(format!("{dir}/planted.json"))?)?;
    let text = std::fs::read_to_string(report).with_context(|| format!("reading {report}"))?;
    let rows: Vec<Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let files = || rows.iter().filter(|row| row["record"] == "file");
    let by_path: BTreeMap<&str, &Value> = files()
        .filter(|row| row.get("inside").is_none())
        .filter_map(|row| Some((row["path"].as_str()?, row)))
        .collect();
    let mut lines: BTreeMap<&str, Line> = BTreeMap::new();
    for copy in &planted {
        let path = copy["path"].as_str().unwrap_or_default();
        let row = by_path.get(path).with_context(|| format!("{path} is not in the report"))?;
        let line = lines.entry(copy["how"].as_str().unwrap_or_default()).or_default();
        line.n_planted += 1;
        match row["outcome"].as_str() {
            Some("known") => line.n_known += 1,
            Some("near") => {
                line.n_near += 1;
                let distances =
                    row["matches"].as_array().into_iter().flatten().filter_map(|hit| hit["distance"].as_u64());
                line.distances.extend(distances.min());
            }
            _ => line.n_missed += 1,
        }
    }
    println!("| copy | planted | known | near (to be confirmed) | distance of the near ones | beyond the threshold |");
    println!("|---|---|---|---|---|---|");
    for (how, line) in &lines {
        let distances = match (line.distances.iter().min(), line.distances.iter().max()) {
            (Some(least), Some(most)) => format!("{least}–{most}"),
            _ => "–".to_owned(),
        };
        let Line { n_planted, n_known, n_near, n_missed, .. } = line;
        println!("| {how} | {n_planted} | {n_known} | {n_near} | {distances} | {n_missed} |");
    }
    let paths: Vec<&str> = planted.iter().filter_map(|copy| copy["path"].as_str()).collect();
    let is_unrelated =
        |row: &&Value| row["path"].as_str().is_some_and(|path| path.starts_with("Pictures/") && !paths.contains(&path));
    let unrelated: Vec<&Value> = files().filter(is_unrelated).collect();
    let false_matches = unrelated.iter().filter(|row| row["outcome"] != "new").count();
    println!("\nUnrelated pictures: {}, matched: {false_matches}.", unrelated.len());
    if false_matches > 0 {
        bail!("{false_matches} unrelated pictures matched");
    }
    if lines.get("exact copy").is_none_or(|line| line.n_known != line.n_planted) {
        bail!("an exact copy was not found");
    }
    Ok(())
}
