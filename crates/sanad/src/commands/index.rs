//! `sanad index`: builds, asks and checks an index of hashes in a file, and says what that took. No unit is asked.

use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use node::index_file::{self, IndexFileError, IndexView, QueryAsk, QueryView, Took};
use serde_json::{Value, json};
use words::visible;

use super::Surroundings;
use super::asking_the_node::{n_jobs, run_verb};
use super::machine_line::MachineLine;
use crate::cli::invocation::IndexQueryArgs;
use crate::complaint::Complaint;
use crate::exit::Exit;

/// The distance within which hashes are looked up when none is said: what most lists use.
pub const DISTANCE_BITS_USUAL: u32 = 31;

/// Builds an index and writes it.
///
/// # Errors
/// What a person must be told.
pub fn build(entries: &Path, out: &Path, distance_bits: Option<u32>, here: &Surroundings) -> anyhow::Result<Exit> {
    let distance_bits = distance_bits.unwrap_or(DISTANCE_BITS_USUAL);
    let (index, took) = index_file::build(entries, out, distance_bits).map_err(complaint)?;
    if here.json {
        let line = line("build", out, &index).put("build_s", took.wall_s).put("build_cpu_s", took.cpu_s);
        line.print()?;
        return Ok(Exit::Finished);
    }
    say_index(here, &index)?;
    say(here, "index-built", &seconds(took))?;
    say(here, "index-written", &[("path", visible(out.as_os_str().as_bytes()).into())])?;
    Ok(Exit::Finished)
}

/// Checks an index.
///
/// # Errors
/// What a person must be told.
pub fn check(path: &Path, here: &Surroundings) -> anyhow::Result<Exit> {
    let (index, took) = index_file::check(path).map_err(complaint)?;
    if here.json {
        line("check", path, &index).put("check_s", took.wall_s).put("check_cpu_s", took.cpu_s).print()?;
        return Ok(Exit::Finished);
    }
    say_index(here, &index)?;
    say(here, "index-checked", &seconds(took))?;
    Ok(Exit::Finished)
}

/// Looks hashes up.
///
/// # Errors
/// What a person must be told.
pub fn query(args: &IndexQueryArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let distance_bits = args.distance_bits.unwrap_or(DISTANCE_BITS_USUAL);
    let n_jobs = n_jobs(args.jobs);
    let view = run_verb(async |stop| {
        let ask = QueryAsk {
            entries: &args.entries,
            queries: &args.queries,
            distance_bits,
            n_jobs,
            pairs: args.pairs.as_deref(),
            stop: &stop,
        };
        // It keeps this thread until it is done; the flag is set by another.
        tokio::task::block_in_place(|| index_file::query(&ask)).map_err(complaint)
    })?;
    if here.json {
        let line = line("query", &args.entries, &view.index).put_all(figures(&view, distance_bits, n_jobs));
        line.put_raw("queries", args.queries.as_os_str().as_bytes()).print()?;
        return Ok(Exit::Finished);
    }
    say_index(here, &view.index)?;
    say(here, if view.is_built { "index-built" } else { "index-opened" }, &seconds(view.build))?;
    say(here, "index-queries", &[("n", view.n_queries.into())])?;
    say(here, "index-matches", &[("distance", distance_bits.into()), ("n", view.n_matches.into())])?;
    let each_us = 1e6 * view.query.cpu_s / view.n_queries.max(1) as f64;
    let mut asked = seconds(view.query).to_vec();
    asked.push(("each", rounded(each_us).into()));
    say(here, "index-asked", &asked)?;
    if let Some(single_us) = view.single_median_us {
        say(here, "index-single", &[("each", rounded(single_us).into())])?;
    }
    match view.recall {
        Some(recall) => {
            let found = [("found", (100.0 * recall).into()), ("matches", view.n_sampled_matches.into())];
            say(here, "index-recall", &found)?;
        }
        None if view.n_sampled > 0 => say(here, "index-recall-none", &[])?,
        None => {}
    }
    if let Some(pairs) = &args.pairs {
        say(here, "index-written", &[("path", visible(pairs.as_os_str().as_bytes()).into())])?;
    }
    Ok(Exit::Finished)
}

fn say(here: &Surroundings, key: &str, args: &[(&'static str, words::Value)]) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{}", here.terminal.say(key, args))
}

fn say_index(here: &Surroundings, index: &IndexView) -> std::io::Result<()> {
    writeln!(
        std::io::stdout(),
        "{}",
        here.terminal.say("index-entries", &[("n", index.n_entries.into()), ("different", index.n_looks.into())])
    )?;
    let size = [("bytes", index.n_bytes.into()), ("each", rounded(bytes_per_entry(index)).into())];
    writeln!(std::io::stdout(), "{}", here.terminal.say("index-size", &size))?;
    let mut plan = vec![
        ("distance", words::Value::from(index.distance_bits_max)),
        ("all", rounded(1e-3 * index.cost_of_all_ns).into()),
    ];
    let text = match index.n_band_pairs {
        Some(pairs) => {
            plan.extend([("pairs", pairs.into()), ("each", rounded(1e-3 * index.cost_ns).into())]);
            here.terminal.say("index-plan-bands", &plan)
        }
        None => here.terminal.say("index-plan-all", &plan),
    };
    writeln!(std::io::stdout(), "{text}")
}

fn seconds(took: Took) -> [(&'static str, words::Value); 2] {
    [("seconds", rounded(took.wall_s).into()), ("cpu", rounded(took.cpu_s).into())]
}

/// Three digits that count.
fn rounded(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let scale = 10f64.powi(2 - value.log10().floor() as i32);
    (value * scale).round() / scale
}

fn bytes_per_entry(index: &IndexView) -> f64 {
    index.n_bytes as f64 / index.n_entries.max(1) as f64
}

fn line(verb: &str, path: &Path, index: &IndexView) -> MachineLine {
    let line = MachineLine::of("sanad.index").put("verb", verb).put_raw("path", path.as_os_str().as_bytes());
    line.put_all(json!({
        "n_entries": index.n_entries, "n_looks": index.n_looks, "n_bytes": index.n_bytes,
        "bytes_per_entry": bytes_per_entry(index), "distance_bits_max": index.distance_bits_max,
        "plan": if index.n_band_pairs.is_some() { "bands" } else { "brute-force" },
        "n_band_pairs": index.n_band_pairs, "estimate_ns": index.cost_ns,
        "estimate_of_all_ns": index.cost_of_all_ns,
    }))
}

fn figures(view: &QueryView, distance_bits: u32, n_jobs: usize) -> Value {
    let took = |wanted: bool, seconds: f64| wanted.then_some(seconds);
    json!({
        "distance_bits": distance_bits, "n_jobs": n_jobs,
        "n_queries": view.n_queries, "n_matches": view.n_matches,
        "build_s": took(view.is_built, view.build.wall_s), "build_cpu_s": took(view.is_built, view.build.cpu_s),
        "open_s": took(!view.is_built, view.build.wall_s), "open_cpu_s": took(!view.is_built, view.build.cpu_s),
        "query_s": view.query.wall_s, "query_cpu_s": view.query.cpu_s, "single_median_us": view.single_median_us,
        "recall": view.recall, "recall_n_queries": view.n_sampled, "recall_n_matches": view.n_sampled_matches,
    })
}

fn complaint(error: IndexFileError) -> anyhow::Error {
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let complaint = match error {
        IndexFileError::Read { path, source } => {
            Complaint::new(Exit::NothingUsable, "index-not-read", vec![("path", text(&path).into())]).because(source)
        }
        IndexFileError::Written { path, source } => {
            let source = anyhow::Error::from_boxed(source);
            Complaint::new(Exit::OurFault, "error-not-written", vec![("path", text(&path).into())]).because(source)
        }
        IndexFileError::NotHashes { path, at } => {
            let args = vec![("path", text(&path).into()), ("at", at.into())];
            Complaint::new(Exit::NothingUsable, "index-not-hashes", args)
        }
        IndexFileError::Distance { distance_bits, distance_bits_max } => {
            let args = vec![("asked", distance_bits.into()), ("most", distance_bits_max.into())];
            Complaint::new(Exit::Usage, "index-distance", args)
        }
        IndexFileError::Damaged { path, source } => {
            let source = anyhow::Error::from_boxed(source);
            Complaint::new(Exit::NothingUsable, "index-unusable", vec![("path", text(&path).into())]).because(source)
        }
        IndexFileError::Stopped => Complaint::new(Exit::Stopped, "error-stopped", vec![]),
    };
    complaint.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_are_said() {
        assert_eq!((rounded(0.0), rounded(0.012_345), rounded(12_345.0)), (0.0, 0.0123, 12_300.0));
    }
}
