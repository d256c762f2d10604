//! All pairs within 31 bits among one list, for stacks and series, beside FAISS asking every hash in turn.

use anyhow::Result;

use super::Bench;
use super::codes::{Spread, codes};
use super::figure::{Figure, Goal};
use super::program;
use super::race::{Runner, duel};

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let ours = program::build("index", "near")?;
    let (n_entries, n_asked) = if bench.quick { (20_000, 200) } else { (1_000_000, 400) };
    let entries = codes(&bench.scratch, Spread::Skewed, n_entries, 2_000)?.entries.to_string_lossy().into_owned();
    let ours = Runner::of_lines("index", [ours.as_os_str(), "pairs".as_ref(), entries.as_ref(), "31".as_ref()]);
    let arguments = [entries, "31".to_owned(), n_asked.to_string()];
    let peer = bench.peers.of_lines("FAISS 1.15.1", "pairs.py", &arguments);
    // The peer builds an index of all and asks a part: a round of it takes minutes.
    let (ours, peer) = duel(ours, peer, if bench.quick { 1 } else { bench.n_rounds.min(2) })?;
    let note = "the peer asks a part of the hashes, and its building is not counted";
    for (name, goal) in [("multihash", Goal::Times(300.0)), ("flat", Goal::None)] {
        let goal = if bench.quick { Goal::None } else { goal };
        let figure = Figure::race_of(
            &format!("all pairs, against FAISS {name}"),
            "hashes compared with all",
            (&ours, "pairs"),
            (&peer, name),
            goal,
        );
        bench.tell(figure.with_note(note))?;
    }
    Ok(())
}
