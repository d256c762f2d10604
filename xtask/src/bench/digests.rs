//! MD5, SHA-1 and SHA-256 of many files and of one large one, beside OpenSSL's three in one read and hashdeep.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value};

use super::Bench;
use super::figure::{Figure, Goal};
use super::peers::found;
use super::program;
use super::race::{Lap, Rounds, Runner, race};

/// Bytes of each of the many files: a photo's, give or take.
const FILE_BYTES: usize = 180 * 1024;

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let program = program::build("fingerprint", "digests")?;
    let (n_files, large_mib) = if bench.quick { (100, 16) } else { (2_000, 256) };
    let many = bench.scratch.join(format!("digests-{n_files}"));
    let one = bench.scratch.join(format!("digests-{large_mib}-mib"));
    make_files(&many, n_files, FILE_BYTES)?;
    make_files(&one, 1, large_mib << 20)?;
    let (many_text, one_text) = (many.to_string_lossy().into_owned(), one.to_string_lossy().into_owned());
    let large_mib_text = large_mib.to_string();
    let options = ["--folder", &many_text, "--large-mib", &large_mib_text, "--rounds", "3"];
    let command = std::iter::once(program.as_os_str()).chain(options.iter().map(AsRef::as_ref));
    let mut runners = vec![Runner::of_answer("fingerprint", laps_of_lines, command)];
    let sides =
        [("many files, together", &many_text, n_files * FILE_BYTES), ("one large file", &one_text, large_mib << 20)];
    let hashdeep = found("hashdeep");
    for (what, place, n_bytes) in sides {
        runners.push(bench.peers.of_lines("OpenSSL by hashlib", "digests.py", std::slice::from_ref(place)));
        if let Some(hashdeep) = &hashdeep {
            let options = ["-r", "-c", "md5,sha1,sha256", "-j1", place].map(AsRef::as_ref);
            let command = std::iter::once(hashdeep.as_os_str()).chain(options);
            runners.push(Runner::of_whole("hashdeep", what, n_bytes as f64, command));
        }
    }
    let mut rounds = race(&runners, bench.n_rounds).into_iter();
    let ours = rounds.next().context("ours did not run")?.or_fail()?;
    let goals = [(Goal::Times(2.5), Goal::Times(10.0)), (Goal::Times(1.0), Goal::None)];
    for ((what, ..), (openssl_goal, hashdeep_goal)) in sides.into_iter().zip(goals) {
        let openssl = rounds.next().context("OpenSSL did not run")?;
        let side = if hashdeep.is_some() { rounds.next() } else { None };
        let side = side.unwrap_or_else(|| Rounds::missing("hashdeep", "not installed"));
        let name = format!("{what}, against OpenSSL");
        bench.tell(Figure::race_of(&name, "bytes", (&ours, what), (&openssl, "digests"), openssl_goal))?;
        bench.tell(Figure::race(&format!("{what}, against hashdeep"), "bytes", &ours, what, &side, hashdeep_goal))?;
    }
    Ok(())
}

/// The program tells of every kernel, the plainest first, with and without reading: what counts is the fastest, reading.
fn laps_of_lines(lines: &[Value]) -> Option<Vec<Lap>> {
    let mut laps = BTreeMap::new();
    for line in lines.iter().filter(|line| line["reading"] == true) {
        let (what, n) = (line["what"].as_str()?.to_owned(), line["bytes"].as_f64()?);
        let facts = Map::from_iter([("kernel".to_owned(), line["kernel"].clone())]);
        laps.insert(what.clone(), Lap { what, n, cpu_s: line["cpu_s_median"].as_f64()?, facts });
    }
    (!laps.is_empty()).then(|| laps.into_values().collect())
}

/// Files of bytes that no two share, in `folder`.
fn make_files(folder: &Path, n: usize, n_bytes: usize) -> Result<()> {
    std::fs::create_dir_all(folder).context("making a folder of files")?;
    for number in 0..n {
        let path: PathBuf = folder.join(format!("{number:05}.bin"));
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
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_fastest_kernel_counts_and_only_where_files_are_read() {
        let line = |kernel: &str, reading: bool, cpu_s: f64| json!({ "what": "one large file", "kernel": kernel, "reading": reading, "bytes": 100, "cpu_s_median": cpu_s });
        let laps =
            laps_of_lines(&[line("scalar", true, 4.0), line("avx2", true, 2.0), line("avx2", false, 1.0)]).unwrap();
        assert_eq!((laps.len(), laps[0].n, laps[0].cpu_s), (1, 100.0, 2.0));
        assert_eq!(laps[0].facts["kernel"], "avx2");
        assert!(laps_of_lines(&[]).is_none());
    }
}
