//! MD5, SHA-1 and SHA-256 of many files and of one large one, beside OpenSSL's three in one read and hashdeep.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::Bench;
use super::figure::{Figure, Goal};
use super::peers::found;
use super::program;
use super::race::{Rounds, Runner, race};

/// Bytes of each of the many files: a photo's, give or take.
const FILE_BYTES: usize = 180 * 1024;

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let ours = program::build("fingerprint", "digests")?;
    let (n_files, large_mib) = if bench.quick { (100, 16) } else { (2_000, 256) };
    let folder = bench.scratch.join(format!("digests-{n_files}"));
    let many = files(&folder, n_files, FILE_BYTES)?;
    let one = files(&bench.scratch.join(format!("digests-{large_mib}-mib")), 1, large_mib << 20)?;
    for (name, paths, goals) in [
        ("many files of 180 KiB", &many, [Goal::Times(2.5), Goal::Times(10.0)]),
        ("one large file", &one, [Goal::Times(1.0), Goal::None]),
    ] {
        let n_bytes: u64 = paths.iter().filter_map(|path| path.metadata().ok()).map(|facts| facts.len()).sum();
        let place = if paths.len() == 1 { paths[0].clone() } else { folder.clone() };
        let place = place.to_string_lossy().into_owned();
        let mut runners = vec![
            Runner::of_lines("fingerprint", [ours.as_os_str(), place.as_ref()]),
            bench.peers.of_lines("OpenSSL by hashlib", "digests.py", std::slice::from_ref(&place)),
        ];
        if let Some(hashdeep) = found("hashdeep") {
            let hashdeep = hashdeep.to_string_lossy().into_owned();
            let command = [&hashdeep, "-r", "-c", "md5,sha1,sha256", "-j1", &place];
            runners.push(Runner::of_whole("hashdeep", "digests", n_bytes as f64, command));
        }
        let mut sides = race(&runners, bench.n_rounds).into_iter();
        let ours = sides.next().context("ours did not run")?.or_fail()?;
        for (peer, goal) in ["OpenSSL", "hashdeep"].into_iter().zip(goals) {
            let side = sides.next().unwrap_or_else(|| Rounds::missing(peer, "not installed"));
            bench.tell(Figure::race(&format!("{name}, against {peer}"), "bytes", &ours, "digests", &side, goal))?;
        }
    }
    Ok(())
}

/// Files of bytes that no two share, in `folder`.
fn files(folder: &Path, n: usize, n_bytes: usize) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).context("making a folder of files")?;
    (0..n)
        .map(|number| {
            let path = folder.join(format!("{number:05}.bin"));
            if path.metadata().map_or(0, |facts| facts.len()) != n_bytes as u64 {
                let mut state = number as u64 + 1;
                let words = (0..n_bytes / 8).flat_map(|_| {
                    // Marsaglia's xorshift: fast, and no digest cares for more.
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    state.to_le_bytes()
                });
                let bytes: Vec<u8> = words.collect();
                std::fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
            }
            Ok(path)
        })
        .collect()
}
