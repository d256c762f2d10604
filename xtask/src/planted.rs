//! What was planted in the sample exhibit beside what a triage found of it: the README's table.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

/// One line of the table: copies made in one way.
#[derive(Default)]
struct Line {
    n_planted: u32,
    n_known: u32,
    n_near: u32,
    n_altered: u32,
    /// Of those that are missed: with an entry that is worth a look.
    n_worth: u32,
    /// How far away the near and altered ones are.
    distances: Vec<u64>,
    /// How far away the missed ones are; none beyond what can be searched.
    missed: Vec<Option<u64>>,
}

/// The widest search there is.
const DISTANCE_BITS_MAX: &str = "64";

/// `planted DIR REPORT.jsonl --sanad PROGRAM --node FOLDER`: prints the table as Markdown, and fails on a false match or on a lost exact copy.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let [dir, report, _, program, _, node] = arguments else {
        bail!("usage: cargo xtask planted DIR REPORT.jsonl --sanad PROGRAM --node FOLDER")
    };
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
            Some(found @ ("near" | "altered")) => {
                line.n_near += u32::from(found == "near");
                line.n_altered += u32::from(found == "altered");
                let distances =
                    row["matches"].as_array().into_iter().flatten().filter_map(|hit| hit["distance"].as_u64());
                line.distances.extend(distances.min());
            }
            _ => {
                line.n_worth += u32::from(row["worth_a_look"].as_array().is_some_and(|entries| !entries.is_empty()));
                line.missed.push(distance_of(program, node, &format!("{dir}/exhibit/{path}"))?);
            }
        }
    }
    println!(
        "| copy | planted | known | near (to be confirmed) | altered (to be confirmed) | distance of these | worth a look | \
         beyond the threshold |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (how, line) in &lines {
        let distances = match (line.distances.iter().min(), line.distances.iter().max()) {
            (Some(least), Some(most)) => format!("{least}–{most}"),
            _ => "–".to_owned(),
        };
        let Line { n_planted, n_known, n_near, n_altered, n_worth, .. } = line;
        let found = format!("{n_known} | {n_near} | {n_altered} | {distances} | {n_worth}");
        println!("| {how} | {n_planted} | {found} | {} |", missed(&line.missed));
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

/// The distance of a copy from what the lists hold, by a search wider than any list's owner allows.
fn distance_of(program: &str, node: &str, copy: &str) -> Result<Option<u64>> {
    let arguments =
        ["--quiet", "--json", "--node", node, "find", "--search", "plain", "--distance", DISTANCE_BITS_MAX, copy];
    let output = Command::new(program).args(arguments).output().with_context(|| format!("starting {program}"))?;
    if !output.status.success() {
        bail!("{program} find: {}", String::from_utf8_lossy(&output.stderr));
    }
    let answer: Value = serde_json::from_slice(&output.stdout).context("reading what find printed")?;
    Ok(answer["matches"].as_array().into_iter().flatten().filter_map(|hit| hit["distance"].as_u64()).min())
}

fn missed(distances: &[Option<u64>]) -> String {
    if distances.is_empty() {
        return "0".to_owned();
    }
    let mut near: Vec<u64> = distances.iter().flatten().copied().collect();
    near.sort_unstable();
    let mut said: Vec<String> = near.iter().map(u64::to_string).collect();
    let n_far = distances.len() - near.len();
    if n_far > 0 {
        said.push(format!("{n_far} × over {DISTANCE_BITS_MAX}"));
    }
    format!("{} ({})", distances.len(), said.join(", "))
}
