//! Exact digests at the size of the great lists of known software: how long a segment takes to build, what an entry
//! takes, and what a look-up costs, one by one and in batches, of keys that are there and keys that are not.
//!
//! `cargo bench -p index --bench exact -- [--n 10000000] [--lookups 2000000] [--folder FOLDER] [--keep]`
//!
//! Prints a line of JSON for each figure. Times are those of this process's processor, kernel time included, never of
//! the clock on the wall. Keys are SHA-1 wide and uniform; half of those asked for are in the list.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use index::dice::Dice;
use index::segment::{Segment, SegmentWriter};

const KEY_BYTES: usize = 20;

/// Every round asks for other keys, so that nothing is at hand from the round before but what a run would have.
const N_ROUNDS: u64 = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut n: u64 = 1_000_000;
    let mut n_lookups: u64 = 1_000_000;
    let mut folder = std::env::temp_dir();
    let mut is_kept = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--n" => n = value()?.parse()?,
            "--lookups" => n_lookups = value()?.parse()?,
            "--folder" => folder = PathBuf::from(value()?),
            "--keep" => is_kept = true,
            // Cargo says this to every bench.
            "--bench" => {}
            other => return Err(format!("what is {other}?").into()),
        }
    }
    let path = folder.join(format!("exact-{n}.segment"));
    if !(is_kept && path.exists()) {
        build(&path, n)?;
    }
    ask(&path, n, n_lookups)?;
    if !is_kept {
        std::fs::remove_file(&path)?;
    }
    Ok(())
}

fn build(path: &PathBuf, n: u64) -> Result<(), Box<dyn Error>> {
    let began = cpu();
    let mut writer = SegmentWriter::create(path, KEY_BYTES)?;
    for row in 0..n {
        writer.push(&key(row), row)?;
    }
    writer.finish()?;
    let build = cpu() - began;
    let began = cpu();
    for row in 0..n {
        std::hint::black_box(key(row));
    }
    let build_cpu_s = (build - (cpu() - began)).as_secs_f64();
    let size = std::fs::metadata(path)?.len();
    let bytes_per_entry = size as f64 / n as f64;
    println!(
        r#"{{"what": "exact-build", "n": {n}, "cpu_s": {build_cpu_s:.3}, "bytes_per_entry": {bytes_per_entry:.3}, "memory_peak_mib": {}}}"#,
        memory_peak_mib()
    );
    Ok(())
}

fn ask(path: &PathBuf, n: u64, n_lookups: u64) -> Result<(), Box<dyn Error>> {
    let began = cpu();
    let segment = Segment::open(path)?;
    println!(r#"{{"what": "exact-open", "n": {n}, "cpu_s": {:.6}}}"#, (cpu() - began).as_secs_f64());
    for round in 0..N_ROUNDS {
        let is_first = round == 0;
        for (share, what) in [(50, "exact-batched"), (0, "exact-batched-absent"), (100, "exact-batched-present")] {
            let keys = questions(n, n_lookups, round * 3 + share, share);
            let began = cpu();
            let mut n_hits = 0_u64;
            segment.lookup_many(&keys, |_, _| n_hits += 1)?;
            report(what, is_first && share == 50, n, n_lookups, n_hits, cpu() - began);
        }
        let keys = questions(n, n_lookups / 4, round + 1_000, 50);
        let began = cpu();
        let mut n_hits = 0;
        for key in keys.chunks_exact(KEY_BYTES) {
            n_hits += segment.lookup(key)?.len() as u64;
        }
        report("exact-single", false, n, n_lookups / 4, n_hits, cpu() - began);
    }
    let began = cpu();
    segment.verify()?;
    println!(r#"{{"what": "exact-verify", "n": {n}, "cpu_s": {:.3}}}"#, (cpu() - began).as_secs_f64());
    Ok(())
}

/// `is_first`: nothing of the segment was touched before, so that pages are mapped and checksums compared too.
fn report(what: &str, is_first: bool, n: u64, n_lookups: u64, n_hits: u64, took: Duration) {
    let ns = took.as_secs_f64() * 1e9 / n_lookups as f64;
    println!(
        r#"{{"what": "{what}", "first_touch": {is_first}, "n": {n}, "lookups": {n_lookups}, "hits": {n_hits}, "cpu_s": {:.6}, "ns_per_lookup": {ns:.1}}}"#,
        took.as_secs_f64()
    );
}

/// The key in this row; beyond the last row, keys that are in no list.
fn key(row: u64) -> [u8; KEY_BYTES] {
    let words = [0x5eed, 0xfeed, 0xdeed].map(|salt| mixed(row ^ salt << 48).to_le_bytes());
    let mut key = [0; KEY_BYTES];
    key.iter_mut().zip(words.as_flattened()).for_each(|(byte, word)| *byte = *word);
    key
}

/// Keys in no order, of which so many in a hundred are in the list.
fn questions(n: u64, n_lookups: u64, seed: u64, present_percent: u64) -> Vec<u8> {
    let row = |number: u64| {
        let dice = mixed(number ^ seed << 40);
        let row = dice / 128 % n;
        if dice % 100 < present_percent { row } else { n + row }
    };
    (0..n_lookups).flat_map(|number| key(row(number))).collect()
}

/// Looks random, and is the same for the same number.
fn mixed(number: u64) -> u64 {
    Dice::of(number).number()
}

/// Processor time of this process so far, its own and the kernel's for it.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

fn memory_peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1024
}
