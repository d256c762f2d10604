//! PDQ from pixels that lie decoded in memory, beside PyPI's `pdqhash`, whose bits and qualities it must give.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Map, Value};

use super::Bench;
use super::figure::{Figure, Goal};
use super::pictures::{self, SIZES};
use super::program;
use super::race::{Lap, Rounds, Runner, duel};

/// All eight turns.
const TURNS: &str = "pdq_with_turns";

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let program = program::build("fingerprint", "pdq")?;
    let photos = pictures::photos(bench.photos.as_deref())?;
    for size in SIZES {
        let pixels = pictures::pixels(&pictures::jpegs(&bench.scratch, *size, &photos, bench.quick)?)?;
        let files: Vec<String> = pixels.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let options = ["--rounds", "3"].iter().map(AsRef::as_ref);
        let command = std::iter::once(program.as_os_str()).chain(options).chain(pixels.iter().map(AsRef::as_ref));
        let ours = Runner::of_answer("fingerprint", laps_of_lines, command);
        let peer = bench.peers.of_lines("pdqhash 0.2.8", "pdq.py", &files);
        let (ours, peer) = duel(ours, peer, bench.n_rounds)?;
        let goal = if size.name == "0.3 Mpx" { Goal::None } else { Goal::Times(15.0) };
        bench.tell(Figure::race(&format!("hash, {}", size.name), "pictures", &ours, "pdq", &peer, goal))?;
        let name = format!("8 turns, {}", size.name);
        bench.tell(Figure::race_of(&name, "pictures", (&ours, TURNS), (&peer, "turns"), Goal::None))?;
        if let (Some(plain), Some(turns)) = (ours.cpu_s("pdq"), ours.cpu_s(TURNS)) {
            let name = format!("8 turns rather than 1, {}", size.name);
            let more = 100.0 * (turns / plain - 1.0).max(0.0);
            let goal = if size.name == "12 Mpx" { Goal::AtMost(5.0) } else { Goal::None };
            bench.tell(Figure::value(&name, "% more CPU time", more, goal))?;
        }
        if let Some(n) = n_different(&ours, &peer) {
            let name = format!("pictures with other bits or quality than pdqhash, {}", size.name);
            bench.tell(Figure::value(&name, "pictures", n, Goal::AtMost(0.0)))?;
        }
    }
    Ok(())
}

/// The program tells of each picture apart: together they are what the peer does in one lap.
fn laps_of_lines(lines: &[Value]) -> Option<Vec<Lap>> {
    let mut laps: BTreeMap<String, Lap> = BTreeMap::new();
    for line in lines {
        let (what, cpu_s) = (line["what"].as_str()?.to_owned(), line["cpu_s_median"].as_f64()?);
        let hash = format!("{} {}", line["hash"].as_str()?, line["quality"]);
        let lap = laps.entry(what.clone()).or_insert_with(|| Lap { what, n: 0.0, cpu_s: 0.0, facts: Map::new() });
        lap.n += 1.0;
        lap.cpu_s += cpu_s;
        lap.facts.insert("kernel".into(), line["kernel"].clone());
        if let Value::Array(hashes) = lap.facts.entry("hashes").or_insert_with(|| Value::Array(Vec::new())) {
            hashes.push(hash.into());
        }
    }
    (!laps.is_empty()).then(|| laps.into_values().collect())
}

/// Pictures of which the two say different things.
fn n_different(ours: &Rounds, peer: &Rounds) -> Option<f64> {
    let hashes = |rounds: &Rounds| rounds.of("pdq").first()?.facts.get("hashes")?.as_array().cloned();
    let (ours, peer) = (hashes(ours)?, hashes(peer)?);
    let n_same = ours.iter().zip(&peer).filter(|(ours, peer)| ours == peer).count();
    Some((ours.len().max(peer.len()) - n_same) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pictures_add_up_to_one_lap_and_their_hashes_are_compared() {
        let line = |hash: &str, cpu_s: f64| json!({ "what": "pdq", "kernel": "scalar", "cpu_s_median": cpu_s, "hash": hash, "quality": 100 });
        let rounds = |hashes: [&str; 2]| {
            let laps = laps_of_lines(&[line(hashes[0], 0.25), line(hashes[1], 0.5)]).unwrap();
            Rounds { name: "any".into(), laps: vec![laps], failure: None }
        };
        let lap = rounds(["aa", "bb"]).of("pdq").remove(0);
        assert_eq!((lap.n, lap.cpu_s), (2.0, 0.75));
        assert_eq!(n_different(&rounds(["aa", "bb"]), &rounds(["aa", "bc"])), Some(1.0));
        assert_eq!(n_different(&rounds(["aa", "bb"]), &rounds(["aa", "bb"])), Some(0.0));
        assert!(laps_of_lines(&[]).is_none());
    }
}
