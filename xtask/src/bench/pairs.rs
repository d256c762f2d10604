//! All pairs within 31 bits among one list, for stacks and series, beside FAISS asking every hash in turn.

use anyhow::Result;
use serde_json::{Map, Value};

use super::codes::{Spread, codes};
use super::figure::{Figure, Goal};
use super::program;
use super::race::{Lap, Runner, duel};
use super::{Bench, power_of_ten};

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let program = program::build("index", "near")?;
    let (n_entries, n_asked) = if bench.quick { (20_000, 200) } else { (1_000_000, 400) };
    let entries = codes(&bench.scratch, Spread::Skewed, n_entries, 2_000)?.entries.to_string_lossy().into_owned();
    let n_text = n_entries.to_string();
    let options =
        ["--kind", &entries, "--entries", &n_text, "--queries", "10", "--rounds", "1", "--radius", "31", "--pairs"];
    let command = std::iter::once(program.as_os_str()).chain(options.iter().map(AsRef::as_ref));
    let ours = Runner::of_answer("index", laps_of_lines, command);
    let arguments = [entries.clone(), "31".to_owned(), n_asked.to_string()];
    let peer = bench.peers.of_lines("FAISS 1.15.1", "pairs.py", &arguments);
    // The peer builds an index of all and asks a part: a round of it takes minutes.
    let (ours, peer) = duel(ours, peer, bench.n_rounds.min(2))?;
    let note = "the peer asks a part of the hashes, and its building is not counted";
    let goal = if bench.quick { Goal::None } else { Goal::Times(300.0) };
    for name in ["multihash", "flat"] {
        let title = format!("{}, all pairs, against FAISS {name}", power_of_ten(n_entries));
        let figure = Figure::race_of(&title, "hashes compared with all", (&ours, "pairs"), (&peer, name), goal);
        bench.tell(figure.with_note(note))?;
    }
    Ok(())
}

/// The program tells of building, asking and pairs; building counts, for without it there are no pairs.
fn laps_of_lines(lines: &[Value]) -> Option<Vec<Lap>> {
    let line = |figure: &str| lines.iter().find(|line| line["figure"] == figure);
    let (build, pairs) = (line("build")?, line("pairs")?);
    let cpu_s = build["build_cpu_s"].as_f64()? + pairs["pairs_cpu_s"].as_f64()?;
    let facts = Map::from_iter([("pairs".to_owned(), pairs["pairs"].clone())]);
    Some(vec![Lap { what: "pairs".into(), n: pairs["entries"].as_f64()?, cpu_s, facts }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn building_counts_with_the_pairs() {
        let build = json!({ "figure": "build", "build_cpu_s": 0.5 });
        let pairs = json!({ "figure": "pairs", "entries": 100, "pairs": 7, "pairs_cpu_s": 1.5 });
        let laps = laps_of_lines(&[build.clone(), pairs]).unwrap();
        assert_eq!((laps[0].n, laps[0].cpu_s), (100.0, 2.0));
        assert!(laps_of_lines(&[build]).is_none());
    }
}
