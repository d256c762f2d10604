//! PDQ from pixels that lie decoded in memory, beside PyPI's `pdqhash`.

use anyhow::Result;

use super::Bench;
use super::figure::{Figure, Goal};
use super::pictures::{self, SIZES};
use super::program;
use super::race::{Runner, duel};

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let ours = program::build("fingerprint", "pdq")?;
    let photos = pictures::photos(bench.photos.as_deref())?;
    for size in SIZES {
        let pixels = pictures::pixels(&pictures::jpegs(&bench.scratch, *size, &photos, bench.quick)?)?;
        let files: Vec<String> = pixels.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let ours =
            Runner::of_lines("fingerprint", std::iter::once(ours.as_os_str()).chain(pixels.iter().map(AsRef::as_ref)));
        let peer = bench.peers.of_lines("pdqhash 0.2.8", "pdq.py", &files);
        let (ours, peer) = duel(ours, peer, bench.n_rounds)?;
        let goal = if size.name == "0.3 Mpx" { Goal::None } else { Goal::Times(15.0) };
        bench.tell(Figure::race(&format!("hash, {}", size.name), "pictures", &ours, "pdq", &peer, goal))?;
        bench.tell(Figure::race(&format!("8 turns, {}", size.name), "pictures", &ours, "turns", &peer, Goal::None))?;
        if let (Some(plain), Some(turns)) = (ours.cpu_s("pdq"), ours.cpu_s("turns")) {
            let more = Figure::value(
                &format!("8 turns rather than 1, {}", size.name),
                "% more CPU time",
                100.0 * (turns / plain - 1.0).max(0.0),
                if size.name == "12 Mpx" { Goal::AtMost(5.0) } else { Goal::None },
            );
            bench.tell(more)?;
        }
    }
    Ok(())
}
