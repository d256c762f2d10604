//! Look-ups among hashes, all within 31 bits, beside FAISS's exact index; and what a look-up costs as lists grow.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value};

use super::codes::{Codes, Spread, codes};
use super::figure::{Figure, Goal};
use super::program;
use super::race::{Lap, Rounds, Runner, duel, race};
use super::{Bench, power_of_ten};

/// Within how many bits is asked.
const DISTANCE_BITS: &str = "31";

/// A list to be measured: its size, how many questions it is asked, and how many of them the peer, which is slower.
struct Case {
    n_entries: u64,
    n_queries: u64,
    n_queries_peer: u64,
    goal: Goal,
    peer: bool,
}

const CASES: &[Case] = &[
    Case { n_entries: 100_000, n_queries: 100_000, n_queries_peer: 2_000, goal: Goal::None, peer: true },
    Case { n_entries: 1_000_000, n_queries: 100_000, n_queries_peer: 400, goal: Goal::Times(200.0), peer: true },
    Case { n_entries: 10_000_000, n_queries: 50_000, n_queries_peer: 40, goal: Goal::Times(1_500.0), peer: true },
    Case { n_entries: 100_000_000, n_queries: 10_000, n_queries_peer: 0, goal: Goal::None, peer: false },
];

/// How lists are uneven, as the room's program calls it, and as the figure does.
const KINDS: [(&str, &str); 4] = [
    ("duplicates", "every hash twice"),
    ("groups", "groups of 10,000 near-identical"),
    ("gradients", "hashes of flat pictures"),
    ("hot", "a fifth begin alike"),
];

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let sanad = program::build_sanad()?.to_string_lossy().into_owned();
    for case in CASES {
        let too_large = match (bench.quick, bench.huge) {
            (true, _) => case.n_entries > 100_000,
            (false, huge) => case.n_entries > 10_000_000 && !huge,
        };
        if !too_large {
            measure(bench, &sanad, case)?;
        }
    }
    Ok(())
}

fn measure(bench: &mut Bench, sanad: &str, case: &Case) -> Result<()> {
    let size = power_of_ten(case.n_entries);
    let uniform = codes(&bench.scratch, Spread::Uniform, case.n_entries, case.n_queries)?;
    // Only what is short is repeated: FAISS takes minutes to index ten million.
    let n_rounds = if case.n_entries > 1_000_000 { 1 } else { bench.n_rounds };
    let (ours, peer) = both(bench, sanad, &uniform, case, n_rounds)?;
    let goal = if bench.quick { Goal::None } else { case.goal };
    bench.tell(Figure::race(&format!("uniform, {size}"), "look-ups", &ours, "query", &peer, goal))?;
    if case.peer {
        let name = format!("{size}, building");
        bench.tell(Figure::race(&name, "entries", &ours, "build", &peer, Goal::None))?;
    }
    if let Some(cpu_s) = ours.cpu_s("build") {
        let goal = match case.n_entries {
            10_000_000 => Goal::AtMost(10.0),
            100_000_000 => Goal::AtMost(70.0),
            _ => Goal::None,
        };
        bench.tell(Figure::value(&format!("{size}, built in"), "CPU seconds", cpu_s, goal))?;
    }
    if let Some(bytes) = ours.fact("build", "bytes_per_entry") {
        let goal = if case.n_entries >= 10_000_000 { Goal::AtMost(140.0) } else { Goal::None };
        bench.tell(Figure::value(&format!("{size}, size"), "bytes an entry", bytes, goal))?;
        if case.n_entries == 100_000_000 {
            let whole_gb = bytes * case.n_entries as f64 / 1e9;
            bench.tell(Figure::value(&format!("{size}, size of all"), "GB", whole_gb, Goal::AtMost(13.0)))?;
        }
    }
    if let Some(cpu_s) = ours.cpu_s("query") {
        let goal = if case.n_entries == 100_000_000 { Goal::AtMost(0.25) } else { Goal::None };
        let each_ms = 1e3 * cpu_s / case.n_queries as f64;
        bench.tell(Figure::value(&format!("{size}, a look-up among many"), "ms", each_ms, goal))?;
    }
    if let Some(single_us) = ours.fact("query", "single_median_us") {
        let goal = if case.n_entries == 10_000_000 { Goal::AtMost(60.0) } else { Goal::None };
        bench.tell(Figure::value(&format!("{size}, one look-up alone"), "µs, median", single_us, goal))?;
    }
    // The largest list's file would be as large as memory: what it costs to open does not depend on that.
    if case.n_entries <= 10_000_000 {
        measure_file(bench, sanad, &uniform, case)?;
    }
    if case.n_entries == 1_000_000 {
        measure_skewed(bench, sanad, case, &ours)?;
        measure_kinds(bench, case.n_entries)?;
    }
    Ok(())
}

/// The same list as an index in a file: how long it takes to be ready.
fn measure_file(bench: &mut Bench, sanad: &str, codes: &Codes, case: &Case) -> Result<()> {
    let (entries, queries) = (codes.entries.to_string_lossy(), codes.queries.to_string_lossy());
    let index = codes.entries.with_extension("index");
    let out = index.to_string_lossy().into_owned();
    let build =
        ["--quiet", "--json", "index", "build", "--entries", &entries, "--distance", DISTANCE_BITS, "--out", &out];
    let built = Command::new(sanad).args(build).output().context("starting sanad index build")?;
    ensure!(built.status.success(), "sanad index build: {}", String::from_utf8_lossy(&built.stderr));
    let command = ["--quiet", "--json", "index", "query", "--entries", &out, "--queries", &queries, "--jobs", "1"];
    let runner = Runner::of_answer("sanad index query", laps_of_answer, std::iter::once(sanad).chain(command));
    let opened = race(&[runner], bench.n_rounds).remove(0).or_fail();
    std::fs::remove_file(&index).with_context(|| format!("removing {}", index.display()))?;
    let (opened, size) = (opened?, power_of_ten(case.n_entries));
    if let Some(open_s) = opened.fact("build", "open_s") {
        let goal = if case.n_entries == 10_000_000 { Goal::AtMost(100.0) } else { Goal::None };
        bench.tell(Figure::value(&format!("{size}, opened in"), "ms", 1e3 * open_s, goal))?;
    }
    if let Some(single_us) = opened.fact("query", "single_median_us") {
        let name = format!("{size}, one look-up alone, from a file");
        bench.tell(Figure::value(&name, "µs, median", single_us, Goal::None))?;
    }
    Ok(())
}

/// Lists as they are: duplicates, groups, hashes of flat pictures. What counts is the cost of what is found.
fn measure_skewed(bench: &mut Bench, sanad: &str, case: &Case, uniform: &Rounds) -> Result<()> {
    // Each question may have thousands of answers.
    let n_queries = case.n_queries / 50;
    let skewed = codes(&bench.scratch, Spread::Skewed, case.n_entries, n_queries)?;
    let (ours, peer) = both(bench, sanad, &skewed, case, bench.n_rounds)?;
    let size = power_of_ten(case.n_entries);
    bench.tell(Figure::race(&format!("skewed, {size}"), "look-ups", &ours, "query", &peer, Goal::None))?;
    let per_match = |rounds: &Rounds| Some(rounds.cpu_s("query")? / rounds.fact("query", "n_matches")?.max(1.0));
    if let (Some(skewed), Some(uniform)) = (per_match(&ours), per_match(uniform)) {
        let name = format!("skewed, {size}, an answer's cost by that of a uniform list's");
        bench.tell(Figure::value(&name, "times", skewed / uniform, Goal::AtMost(2.0)))?;
    }
    Ok(())
}

/// One kind of unevenness after the other: what an answer costs there, by what it costs in a uniform list.
fn measure_kinds(bench: &mut Bench, n_entries: u64) -> Result<()> {
    let program = program::build("index", "near")?;
    let measure = |kind: &str| -> Result<f64> {
        let n_text = n_entries.to_string();
        let options = ["--kind", kind, "--entries", &n_text, "--queries", "4000", "--rounds", "3"];
        let runner =
            Runner::of_answer("index", |lines| Some(vec![lap_of_kind(lines)?]), command_of(&program, &options));
        let rounds = race(&[runner], 1).remove(0).or_fail()?;
        rounds.fact("query", "us_per_hit").context("no cost of an answer")
    };
    let uniform_us = measure("uniform")?;
    for (kind, name) in KINDS {
        let times = measure(kind)? / uniform_us;
        let name = format!("{name}, {}, an answer's cost by that of a uniform list's", power_of_ten(n_entries));
        bench.tell(Figure::value(&name, "times", times, Goal::AtMost(2.0)))?;
    }
    Ok(())
}

fn command_of<'a>(program: &'a Path, options: &'a [&'a str]) -> impl Iterator<Item = &'a OsStr> {
    std::iter::once(program.as_os_str()).chain(options.iter().map(OsStr::new))
}

/// What the room's program tells of the questions.
fn lap_of_kind(lines: &[Value]) -> Option<Lap> {
    let line = lines.iter().find(|line| line["figure"] == "query")?;
    let (n, batch_us) = (line["queries"].as_f64()?, line["batch_us"].as_f64()?);
    let facts = Map::from_iter([("us_per_hit".to_owned(), line["us_per_hit"].clone())]);
    Some(Lap { what: "query".into(), n, cpu_s: 1e-6 * batch_us * n, facts })
}

fn both(bench: &Bench, sanad: &str, codes: &Codes, case: &Case, n_rounds: usize) -> Result<(Rounds, Rounds)> {
    let (entries, queries) = (codes.entries.to_string_lossy(), codes.queries.to_string_lossy());
    let ours = Runner::of_answer(
        "sanad index query",
        laps_of_answer,
        [
            sanad,
            "--quiet",
            "--json",
            "index",
            "query",
            "--entries",
            &*entries,
            "--queries",
            &*queries,
            "--distance",
            DISTANCE_BITS,
            "--jobs",
            "1",
        ],
    );
    let (ours, peer) = if case.peer {
        let n_queries = case.n_queries_peer.min(codes.n_queries).to_string();
        let arguments = [entries.into_owned(), queries.into_owned(), DISTANCE_BITS.to_owned(), n_queries];
        duel(ours, bench.peers.of_lines("FAISS 1.15.1 MultiHash", "near.py", &arguments), n_rounds)?
    } else {
        let ours = race(&[ours], n_rounds).remove(0).or_fail()?;
        (ours, Rounds::missing("FAISS 1.15.1 MultiHash", "needs more memory than the machine has"))
    };
    let recall = ours.fact("query", "recall");
    ensure!(recall.is_none_or(|recall| recall == 1.0), "not every entry within the distance was found: {recall:?}");
    Ok((ours, peer))
}

/// What `sanad index query --json` measured.
fn laps_of_answer(lines: &[Value]) -> Option<Vec<Lap>> {
    let answer = lines.first()?;
    let number = |name: &str| answer.get(name)?.as_f64();
    let facts = |names: &[&str]| -> Map<String, Value> {
        let facts = names.iter().filter_map(|name| Some(((*name).to_owned(), answer.get(*name)?.clone())));
        facts.filter(|(_, value)| !value.is_null()).collect()
    };
    let build = Lap {
        what: "build".into(),
        n: number("n_entries")?,
        // Of an index that was opened from its file nothing is built.
        cpu_s: number("build_cpu_s").unwrap_or(0.0),
        facts: facts(&["bytes_per_entry", "open_s", "open_cpu_s", "plan"]),
    };
    let query = Lap {
        what: "query".into(),
        n: number("n_queries")?,
        cpu_s: number("query_cpu_s")?,
        facts: facts(&["n_entries", "n_matches", "recall", "single_median_us"]),
    };
    Some(vec![build, query])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_of_the_program_becomes_two_laps() {
        let answer = serde_json::json!({
            "n_entries": 1000, "n_queries": 10, "build_cpu_s": 0.5, "query_cpu_s": 0.25, "n_matches": 7, "open_s": null
        });
        let laps = laps_of_answer(&[answer]).unwrap();
        assert_eq!((laps[0].n, laps[0].cpu_s, laps[0].facts.len()), (1000.0, 0.5, 0));
        assert_eq!((laps[1].n, laps[1].cpu_s, laps[1].facts["n_matches"].as_u64()), (10.0, 0.25, Some(7)));
        assert!(laps_of_answer(&[serde_json::json!({})]).is_none());
        let build = serde_json::json!({ "figure": "build" });
        let query = serde_json::json!({ "figure": "query", "queries": 10, "batch_us": 2.0, "us_per_hit": 0.5 });
        let lap = lap_of_kind(&[build.clone(), query]).unwrap();
        assert_eq!((lap.n, lap.facts["us_per_hit"].as_f64()), (10.0, Some(0.5)));
        assert!((lap.cpu_s - 2e-5).abs() < 1e-12, "{}", lap.cpu_s);
        assert!(lap_of_kind(&[build]).is_none());
    }
}
