//! Digests looked up in a list as large as those of known software, beside SQLite and sleuthkit's `hfind`.
//!
//! All have lists of the same size, drawn by chance, and half of what they are asked stands in them.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::Bench;
use super::figure::{Figure, Goal};
use super::peers::found;
use super::program;
use super::race::{Rounds, Runner, race};

/// What our bench calls look-ups in batches.
const BATCHED: &str = "exact-batched";

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let ours = program::build("index", "exact")?;
    let (n_keys, n_queries) = if bench.quick { (100_000, 10_000) } else { (10_000_000, 100_000) };
    let folder = bench.scratch.join("exact");
    std::fs::create_dir_all(&folder).context("making a folder of the bench")?;
    let folder = folder.to_string_lossy().into_owned();
    let runner = |n_keys: u64, n_queries: u64| {
        let (n, lookups) = (n_keys.to_string(), n_queries.to_string());
        let arguments = ["--n", &n, "--lookups", &lookups, "--folder", &folder];
        Runner::of_lines("index", std::iter::once(ours.as_os_str()).chain(arguments.iter().map(AsRef::as_ref)))
    };
    // Ours asks more, for a hundred thousand look-ups are over before the clock has moved.
    let n_ours = if bench.quick { 10_000 } else { 2_000_000 };
    let numbers = [n_keys.to_string(), n_queries.to_string(), folder.clone()];
    let sqlite = bench.peers.of_lines("SQLite", "exact.py", &numbers);
    let mut runners = vec![runner(n_keys, n_ours), sqlite];
    let hfind = hfind(n_keys, n_queries, &folder)?;
    let is_hfind_there = hfind.is_some();
    runners.extend(hfind);
    let mut sides = race(&runners, bench.n_rounds).into_iter();
    let ours = sides.next().context("ours did not run")?.or_fail()?.counting(n_ours as f64);
    let sqlite = sides.next().context("SQLite did not run")?;
    let hfind = if is_hfind_there { sides.next() } else { None };
    let hfind = hfind.unwrap_or_else(|| Rounds::missing("hfind", "not there (Debian: sleuthkit)"));
    let size = super::power_of_ten(n_keys);
    let goal = |goal| if bench.quick { Goal::None } else { goal };
    for (name, peer, goal) in [("SQLite", sqlite, goal(Goal::Times(25.0))), ("hfind", hfind, goal(Goal::Times(100.0)))]
    {
        let name = format!("{size} digests, against {name}");
        bench.tell(Figure::race_of(&name, "look-ups", (&ours, BATCHED), (&peer, "query"), goal))?;
    }
    tell_size_and_time(bench, &size, &ours)?;
    if bench.huge {
        let rounds = race(&[runner(100_000_000, n_ours)], 1).remove(0).or_fail()?.counting(n_ours as f64);
        tell_size_and_time(bench, "10⁸", &rounds)?;
    }
    Ok(())
}

fn tell_size_and_time(bench: &mut Bench, size: &str, rounds: &Rounds) -> Result<()> {
    let goal = |goal| if bench.quick { Goal::None } else { Goal::AtMost(goal) };
    let facts = [
        ("size", "bytes an entry", rounds.fact("exact-build", "bytes_per_entry"), goal(22.0)),
        ("a look-up among many", "ns", rounds.fact(BATCHED, "ns_per_lookup"), goal(100.0)),
        ("one look-up after the other", "ns", rounds.fact("exact-single", "ns_per_lookup"), Goal::None),
        ("a look-up of what is not there", "ns", rounds.fact("exact-batched-absent", "ns_per_lookup"), Goal::None),
        ("building", "CPU seconds", rounds.cpu_s("exact-build"), Goal::None),
        ("opening", "ms", rounds.cpu_s("exact-open").map(|cpu_s| 1e3 * cpu_s), Goal::None),
    ];
    for (name, unit, value, goal) in facts {
        if let Some(value) = value {
            bench.tell(Figure::value(&format!("{size} digests, {name}"), unit, value, goal))?;
        }
    }
    Ok(())
}

/// hfind on a list of MD5 sums, which is what it takes; nothing when it is not installed or refuses the list.
fn hfind(n_keys: u64, n_queries: u64, folder: &str) -> Result<Option<Runner>> {
    let Some(hfind) = found("hfind") else { return Ok(None) };
    let folder = Path::new(folder);
    let (sums, asked) = (folder.join(format!("md5-{n_keys}.txt")), folder.join(format!("md5-asked-{n_queries}.txt")));
    if !asked.exists() || !sums.with_extension("txt-md5.idx").exists() {
        let script = crate::root().join("xtask/peers/list_md5.py");
        let numbers = [n_keys.to_string(), n_queries.to_string()];
        let written = Command::new("python3").arg(script).args(numbers).args([&sums, &asked]).status();
        let indexed = Command::new(&hfind).args(["-i", "md5sum"]).arg(&sums).stdout(Stdio::null()).status();
        if ![written.context("starting python3")?, indexed.context("starting hfind")?].iter().all(|end| end.success()) {
            return Ok(None);
        }
    }
    let command = [hfind.as_os_str(), "-f".as_ref(), asked.as_os_str(), sums.as_os_str()];
    Ok(Some(Runner::of_whole("hfind (sleuthkit)", "query", n_queries as f64, command)))
}
