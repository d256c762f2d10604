//! Screening: a hash good enough to say "no candidate", of JPEG files, beside Pillow with `pdqhash`.

use anyhow::Result;

use super::Bench;
use super::figure::{Figure, Goal};
use super::pictures::{self, SIZES};
use super::program;
use super::race::{Runner, duel};

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let ours = program::build("media", "jpeg")?;
    let photos = pictures::photos(bench.photos.as_deref())?;
    for size in SIZES {
        let jpegs = pictures::jpegs(&bench.scratch, *size, &photos, bench.quick)?;
        let files: Vec<String> = jpegs.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        let ours = Runner::of_lines("media", std::iter::once(ours.as_os_str()).chain(jpegs.iter().map(AsRef::as_ref)));
        let peer = bench.peers.of_lines("Pillow 13.0.0 + pdqhash 0.2.8", "jpeg.py", &files);
        let (ours, peer) = duel(ours, peer, bench.n_rounds)?;
        let goal = if size.name == "12 Mpx" { Goal::Times(25.0) } else { Goal::None };
        let figure = Figure::race_of(size.name, "files", (&ours, "screen"), (&peer, "jpeg"), goal);
        bench.tell(figure.with_note("only what has no candidate; a file that has one is hashed again exactly"))?;
    }
    Ok(())
}
