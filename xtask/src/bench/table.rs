//! The figures of the last run: kept as JSON lines, and made into the README's table of those that have a goal, a document
//! with all of them, and the plot of the cost curve. Subjects that were not measured keep the rows that stand there.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use super::{SUBJECTS, plot};

/// Between these two the table stands; everything else is left alone.
const BEGIN: &str = "<!-- figures of cargo xtask bench: begin -->";
const END: &str = "<!-- end of the figures -->";

/// Keeps new lines in `path`: a figure takes the place of the older one of its name, and its subject is kept together.
pub(super) fn keep(path: &Path, lines: &[Value]) -> Result<()> {
    let new: Vec<&Value> = lines.iter().collect();
    let subjects: Vec<&Value> = new.iter().map(|line| &line["bench"]).collect();
    let old = read(path)?;
    // Of a subject that was measured again nothing older stays.
    let mut all: Vec<&Value> = old.iter().filter(|line| !subjects.contains(&&line["bench"])).collect();
    all.extend(new);
    all.sort_by_key(|line| SUBJECTS.iter().position(|(name, _)| line["bench"] == *name));
    let text: String = all.iter().map(|line| format!("{line}\n")).collect();
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

/// All figures of the last run that was written down.
const DOCUMENT: &str = "docs/benchmarks-figures.md";

/// Writes the README's table, the document and the plot from the lines in `path`.
pub(super) fn write(path: &Path) -> Result<()> {
    let lines = read(path)?;
    if lines.is_empty() {
        bail!("no figures in {}: run `cargo xtask bench` first", path.display());
    }
    if lines.iter().any(|line| line["quick"] == true) {
        bail!("{} holds figures of a quick run, which say nothing of speed", path.display());
    }
    let readme = crate::root().join("README.md");
    let text = std::fs::read_to_string(&readme).context("reading README.md")?;
    let has_goal = |line: &&Value| line["goal"].is_number();
    let with_goal = Table::of(lines.iter().filter(has_goal)).with_others_of(between(&text).unwrap_or_default());
    let text = replaced(&text, &with_goal.text()).context("README.md has no place for the figures")?;
    std::fs::write(&readme, text).context("writing README.md")?;
    let document = crate::root().join(DOCUMENT);
    let before = std::fs::read_to_string(&document).unwrap_or_default();
    let all = Table::of(&lines).with_others_of(&before).text();
    let text =
        format!("# Figures\n\nWritten by `cargo xtask bench --table`; [what they mean](benchmarks.md).\n\n{all}");
    std::fs::write(&document, text).with_context(|| format!("writing {DOCUMENT}"))?;
    if let Some(svg) = plot::cost_curve(&lines) {
        let to = crate::root().join("docs/benchmarks-near.svg");
        std::fs::write(&to, svg).with_context(|| format!("writing {}", to.display()))?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Value>> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text.with_context(|| format!("reading {}", path.display()))?,
    };
    text.lines().map(|line| serde_json::from_str(line).with_context(|| format!("reading {}", path.display()))).collect()
}

/// A row for each figure, and under the table where and when each subject was measured.
#[derive(Default)]
struct Table {
    /// In the order in which they stand, with their subjects.
    rows: Vec<(String, String)>,
    /// The machine and the day of each subject.
    measured: Vec<(String, String)>,
}

const HEAD: &str = "| | figure | ours | best peer | times | goal |\n|---|---|---|---|---|---|\n";
const MEASURED: &str = "Per CPU second of one core. Measured on:";

impl Table {
    fn of<'l>(lines: impl IntoIterator<Item = &'l Value>) -> Table {
        let mut table = Table::default();
        for line in lines {
            let word = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            table.rows.push((word("bench"), row(line)));
            let measured = (word("bench"), format!("{}, {}", word("machine"), word("date")));
            if !table.measured.contains(&measured) {
                table.measured.push(measured);
            }
        }
        table
    }

    /// With the rows of the subjects that only `text`, written by [`Table::text`], has.
    fn with_others_of(mut self, text: &str) -> Table {
        let own: Vec<String> = self.measured.iter().map(|(subject, _)| subject.clone()).collect();
        let is_other = |subject: &str| {
            SUBJECTS.iter().any(|(name, _)| *name == subject) && !own.iter().any(|name| name == subject)
        };
        for line in text.lines() {
            if let Some((subject, _)) = line.strip_prefix("| ").and_then(|row| row.split_once(" | "))
                && is_other(subject)
            {
                self.rows.push((subject.to_owned(), format!("{line}\n")));
            }
            if let Some((subjects, machine)) = line.strip_prefix("- ").and_then(|line| line.split_once(": ")) {
                let others = subjects.split(", ").filter(|subject| is_other(subject));
                self.measured.extend(others.map(|subject| (subject.to_owned(), machine.to_owned())));
            }
        }
        let place = |subject: &str| SUBJECTS.iter().position(|(name, _)| *name == subject);
        self.rows.sort_by_key(|(subject, _)| place(subject));
        self.measured.sort_by_key(|(subject, _)| place(subject));
        self
    }

    fn text(&self) -> String {
        let mut machines: Vec<(&str, Vec<&str>)> = Vec::new();
        for (subject, machine) in &self.measured {
            match machines.iter_mut().find(|(known, _)| known == machine) {
                Some((_, subjects)) => subjects.push(subject),
                None => machines.push((machine, vec![subject])),
            }
        }
        let rows: String = self.rows.iter().map(|(_, row)| row.as_str()).collect();
        let measured: String =
            machines.iter().map(|(machine, subjects)| format!("- {}: {machine}\n", subjects.join(", "))).collect();
        format!("{HEAD}{rows}\n{MEASURED}\n\n{measured}")
    }
}

fn row(line: &Value) -> String {
    let word = |name: &str| line[name].as_str().unwrap_or("–").to_owned();
    let unit = word("unit");
    let side = |side: &Value| {
        let rate = side["per_cpu_s"].as_f64();
        rate.map(|rate| match unit.as_str() {
            "bytes" => format!("{} MB", readable(rate / 1e6)),
            _ => format!("{} {unit}", readable(rate)),
        })
    };
    let ours = line["value"].as_f64().map(|value| format!("{} {unit}", readable(value)));
    let ours = ours.or_else(|| side(&line["ours"]).map(|rate| rate + "/s")).unwrap_or_else(|| "–".into());
    let peer = match (side(&line["peer"]), line["peer_missing"].as_str()) {
        (Some(rate), _) => format!("{rate}/s: {}", line["peer"]["program"].as_str().unwrap_or_default()),
        (None, Some(_)) => "not there".into(),
        (None, None) => "–".into(),
    };
    let times = line["ratio"].as_f64().map_or("–".into(), |ratio| format!("{} ×", readable(ratio)));
    let goal = line["goal"].as_f64().map_or("–".into(), |goal| match line["goal_is"].as_str() {
        Some("ratio-at-least") => format!("≥ {} ×", readable(goal)),
        _ => format!("≤ {}", readable(goal)),
    });
    let met = match line["met"].as_bool() {
        Some(true) => " ✔",
        Some(false) => " ✘",
        None => "",
    };
    format!("| {} | {} | {ours} | {peer} | {times} | {goal}{met} |\n", word("bench"), word("figure"))
}

/// What stands between the marks.
fn between(text: &str) -> Option<&str> {
    Some(text.split_once(BEGIN)?.1.split_once(END)?.0)
}

fn replaced(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

/// A number for people: three digits that count, thousands apart.
pub(super) fn readable(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let n_decimals = (2 - value.abs().log10().floor() as i32).clamp(0, 6) as usize;
    let text = format!("{value:.n_decimals$}");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let decimals = decimals.trim_end_matches('0');
    let mut shown = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    if decimals.is_empty() { shown } else { format!("{shown}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_readable() {
        let check = |value: f64, text: &str| assert_eq!(readable(value), text);
        check(0.0, "0");
        check(0.012_34, "0.0123");
        check(14.0, "14");
        check(14.26, "14.3");
        check(1_234_567.0, "1,234,567");
        check(999.6, "1,000");
    }

    #[test]
    fn the_table_stands_between_the_marks_and_nothing_else_is_touched() {
        let line = json!({
            "bench": "pdq", "figure": "hash, 12 Mpx", "unit": "pictures", "ours": { "per_cpu_s": 31.0 },
            "peer": { "per_cpu_s": 2.0, "program": "pdqhash" }, "ratio": 15.5, "goal": 15.0, "goal_is": "ratio-at-least",
            "met": true, "machine": "a machine", "date": "2026-11-22",
        });
        let value = json!({ "bench": "near", "figure": "size", "unit": "bytes", "value": 141.0, "goal": 140.0,
            "goal_is": "value-at-most", "met": false, "peer_missing": null, "machine": "a machine", "date": "2026-11-22" });
        let readme = format!("above\n{BEGIN}\nold\n{END}\nbelow\n");
        let text = replaced(&readme, &Table::of([&line, &value]).text()).unwrap();
        assert!(text.starts_with("above\n") && text.ends_with("below\n") && !text.contains("old"));
        assert!(
            text.contains("| pdq | hash, 12 Mpx | 31 pictures/s | 2 pictures/s: pdqhash | 15.5 × | ≥ 15 × ✔ |"),
            "{text}"
        );
        assert!(text.contains("| near | size | 141 bytes | – | – | ≤ 140 ✘ |"), "{text}");
        assert!(text.contains("\n- pdq, near: a machine, 2026-11-22\n"));
        assert_eq!(replaced(&text, "").unwrap().matches(BEGIN).count(), 1);
        assert!(replaced("no marks", "").is_none());
    }

    #[test]
    fn a_subject_that_is_measured_again_replaces_its_older_figures_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("last.jsonl");
        let figure = |bench: &str, figure: &str| json!({ "bench": bench, "figure": figure });
        keep(&path, &[figure("near", "one"), figure("near", "two"), figure("pdq", "one")]).unwrap();
        keep(&path, &[figure("near", "three")]).unwrap();
        assert_eq!(read(&path).unwrap(), [figure("pdq", "one"), figure("near", "three")]);
    }

    #[test]
    fn subjects_that_were_not_measured_keep_their_rows() {
        let figure = |bench: &str, figure: &str, date: &str| json!({ "bench": bench, "figure": figure, "unit": "s", "value": 1.0, "machine": "a machine", "date": date });
        let older = ["pdq", "near", "store"].map(|bench| figure(bench, "old", "2026-11-22"));
        let newer = figure("near", "new", "2026-11-24");
        let table = Table::of([&newer]).with_others_of(&Table::of(&older).text());
        let subjects: Vec<&str> = table.rows.iter().map(|(subject, _)| subject.as_str()).collect();
        assert_eq!(subjects, ["pdq", "near", "store"]);
        let text = table.text();
        assert!(text.contains("| near | new |") && !text.contains("| near | old |"), "{text}");
        assert!(text.ends_with("- pdq, store: a machine, 2026-11-22\n- near: a machine, 2026-11-24\n"), "{text}");
        // Once more changes nothing.
        assert_eq!(Table::of([&newer]).with_others_of(&text).text(), text);
    }

    #[test]
    fn the_readme_has_a_place_for_the_table() {
        let readme = std::fs::read_to_string(crate::root().join("README.md")).unwrap();
        assert!(replaced(&readme, "").is_some());
    }
}
