//! The README's table of altered copies, from what the last run of the bench has counted. Measures nothing.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::altered::{lines, within};
use super::table::readable;

/// What the bench of altered copies keeps, in `target/bench`.
pub(super) const KEPT: &str = "altered.jsonl";

const BEGIN: &str = "<!-- altered copies of cargo xtask bench: begin -->";
const END: &str = "<!-- end of the altered copies -->";

/// What we set ourselves for a thorough search, in per cent: within the limits and, where it is told, worth a look.
const GOALS: &[(&str, f64, Option<f64>)] = &[
    ("even 2", 95.0, Some(98.0)),
    ("even 3", 90.0, Some(97.0)),
    ("even 5", 60.0, Some(94.0)),
    ("even 8", 20.0, Some(75.0)),
    ("even 10", 12.0, Some(50.0)),
    ("side 5", 94.0, Some(98.0)),
    ("side 8", 88.0, Some(97.0)),
    ("side 12", 70.0, Some(94.0)),
    ("side 20", 45.0, Some(80.0)),
    ("random 4", 95.0, Some(98.0)),
    ("random 6", 85.0, Some(97.0)),
    ("random 10", 50.0, Some(88.0)),
    ("format, a quarter lost", 30.0, Some(75.0)),
    ("mirror", 99.0, None),
    ("turn 90", 99.0, None),
    ("turn 180", 99.0, None),
    ("turn 270", 99.0, None),
    ("mirror + even 3", 90.0, Some(97.0)),
    ("tilt 1 black", 96.0, Some(99.0)),
    ("tilt 2 black", 96.0, Some(99.0)),
    ("tilt 3 black", 96.0, Some(99.0)),
    ("tilt 1 upright", 95.0, Some(98.0)),
    ("tilt 2 upright", 90.0, Some(98.0)),
    ("tilt 3 upright", 70.0, Some(98.0)),
    ("white border 1", 97.0, None),
    ("white border 3", 97.0, None),
    ("white border 5", 97.0, None),
    ("white border 10", 97.0, None),
    ("coloured border 5", 97.0, None),
    ("black border 1", 92.0, None),
    ("black border 3", 92.0, None),
    ("black border 5", 92.0, None),
    ("black border 10", 92.0, None),
    ("letterbox square black", 92.0, None),
    ("letterbox square white", 92.0, None),
    ("letterbox 1.3 black", 92.0, None),
    ("pillars black", 92.0, None),
    ("screenshot light", 93.0, None),
    ("screenshot dark", 93.0, None),
    ("screenshot phone", 93.0, None),
    ("collage of 2, beside", 94.0, None),
    ("collage of 2, above", 94.0, None),
    ("collage of 4", 95.0, None),
    ("text 5", 95.0, None),
    ("text 10", 80.0, None),
    ("text 20", 45.0, None),
];

/// Puts the table between its marks, if a run has left figures.
pub(super) fn write(scratch: &Path) -> Result<()> {
    let Ok(text) = std::fs::read_to_string(scratch.join(KEPT)) else { return Ok(()) };
    let readme = crate::root().join("README.md");
    let old = std::fs::read_to_string(&readme).context("reading the README")?;
    let new = replaced(&old, &table(&lines(&text))).context("the README has no marks for the altered copies")?;
    std::fs::write(&readme, new).context("writing the README")
}

fn table(lines: &[Value]) -> String {
    let mut text = String::from(
        "| copy | copies | plain | altered | thorough's views | thorough | exhaustive's views | goal |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for line in lines.iter().filter(|line| line["what"] == "altered") {
        let class = line["class"].as_str().unwrap_or_default();
        let percent = |key: &str| line[key].as_f64().unwrap_or_default();
        let pair = |search: &str| {
            let key = |tier: &str| format!("{search}_{tier}_percent");
            (percent(&key("near")), percent(&key("worth_a_look")))
        };
        let shown = |search: &str| format!("{} / {}", pair(search).0, pair(search).1);
        // A run of the program refines what a thorough search comes near to.
        let (near, look) = pair("refined");
        let goal = GOALS.iter().find(|(name, ..)| *name == class).map_or_else(
            || "–".to_owned(),
            |(_, goal_near, goal_look)| {
                let is_met = near >= *goal_near && goal_look.is_none_or(|goal| look >= goal);
                let goal_look = goal_look.map(|goal| format!(" / {goal}")).unwrap_or_default();
                format!("{goal_near}{goal_look} {}", if is_met { '✔' } else { '✘' })
            },
        );
        text.push_str(&format!(
            "| {class} | {} | {} | {} | {} | {} | {} | {goal} |\n",
            line["n"],
            percent("plain_near_percent"),
            shown("altered"),
            shown("thorough"),
            shown("refined"),
            shown("exhaustive"),
        ));
    }
    text.push_str("\n| pictures that are no copies | pairs | nearest | within 31 bits | within 44 | within 60 | said to be altered | after refinement |\n|---|---|---|---|---|---|---|---|\n");
    for line in lines.iter().filter(|line| line["what"] != "altered") {
        let kind = if line["what"] == "unrelated" { "unrelated" } else { "other quarters of the same photo" };
        let counts = within(line);
        let n_within =
            |bits: u64| counts.iter().find(|(of, _)| *of == bits).map_or_else(|| "–".to_owned(), |(_, n)| readable(*n));
        let counted = |name: &str| line[name].as_f64().map_or_else(|| "–".to_owned(), readable);
        let is_refined = line["search"] == "thorough";
        let nearest = line["nearest_bits"].as_u64().map_or_else(|| "–".to_owned(), |bits| format!("{bits} bits"));
        text.push_str(&format!(
            "| {kind}, {} | {} | {nearest} | {} | {} | {} | {} | {} |\n",
            line["search"].as_str().unwrap_or_default(),
            readable(line["n"].as_f64().unwrap_or_default()),
            n_within(31),
            n_within(44),
            n_within(60),
            counted("near"),
            if is_refined { counted("refined_near") } else { "–".to_owned() },
        ));
    }
    text
}

fn replaced(text: &str, table: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{table}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_class_stands_beside_its_goal_and_pairs_below() {
        let class = |class: &str, near: f64| {
            json!({ "what": "altered", "class": class, "n": 7, "plain_near_percent": 1.0, "altered_near_percent": 2.0,
                "altered_worth_a_look_percent": 3.0, "thorough_near_percent": 4.0,
                "thorough_worth_a_look_percent": 98.0, "refined_near_percent": near,
                "refined_worth_a_look_percent": 99.0, "exhaustive_near_percent": 6.0,
                "exhaustive_worth_a_look_percent": 7.0 })
        };
        let pairs = json!({ "what": "unrelated", "search": "thorough", "n": 1_000_000, "nearest_bits": 54,
            "near": 2, "refined_near": 4, "within": [[31, 0], [44, 0], [60, 3]] });
        let text = table(&[class("even 3", 91.0), class("text 10", 70.0), class("disc 5", 1.0), pairs]);
        assert!(text.contains("| even 3 | 7 | 1 | 2 / 3 | 4 / 98 | 91 / 99 | 6 / 7 | 90 / 97 ✔ |"), "{text}");
        assert!(text.contains("| text 10 | 7 | 1 | 2 / 3 | 4 / 98 | 70 / 99 | 6 / 7 | 80 ✘ |"), "{text}");
        assert!(text.contains("| disc 5 | 7 | 1 | 2 / 3 | 4 / 98 | 1 / 99 | 6 / 7 | – |"), "{text}");
        assert!(text.contains("| unrelated, thorough | 1,000,000 | 54 bits | 0 | 0 | 3 | 2 | 4 |"), "{text}");
    }

    #[test]
    fn the_readme_has_a_place_for_the_altered_copies() {
        let readme = std::fs::read_to_string(crate::root().join("README.md")).unwrap();
        assert!(replaced(&readme, "").is_some());
    }
}
