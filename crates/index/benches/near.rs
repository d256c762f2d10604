//! The near index beside nothing but itself: how long it takes to build and to ask, what an entry takes, on hashes that
//! are spread evenly and on hashes that are not.
//!
//! `cargo bench -p index --bench near -- --entries 1000000 --kind uniform --radius 31 --queries 20000`
//!
//! Kinds: `uniform`; `clustered` (groups of ten within 40 bits); `duplicates` (every hash twice); `groups` (as many
//! near-identical hashes as a tenth of all, in groups of 10,000); `gradients` (half are a few rows' and columns' signs
//! multiplied, as smooth pictures give, with up to 40 bits turned); `hot` (a fifth
//! begin with the same 48 bits); `sparse` (half have one bit in eight set: worse than
//! any picture, whose hash always has about half of its bits set); `FILE`, hashes of 32 bytes each. Half of the queries lie within 31 bits of an entry. `--file FOLDER`
//! writes, opens and asks the file as well, `--pairs` finds all near pairs, `--brute-force` compares every entry,
//! `--check N` compares N queries' answers with those of comparing every entry, `--dump FOLDER` writes entries and
//! queries, so that others can be asked the same. Times are those of this process's processor, not of a clock.

use std::error::Error;
use std::path::PathBuf;

use fingerprint::{Kernel, Pdq};
use index::dice::Dice;
use index::{NearEntry, NearIndex, Plan};

struct Options {
    n_entries: usize,
    n_queries: usize,
    kind: String,
    radius_bits: u32,
    n_pairs: Option<u32>,
    rounds: usize,
    n_checked: usize,
    is_brute_force: bool,
    finds_pairs: bool,
    folder: Option<PathBuf>,
    dump: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let mut dice = Dice::of(2_026);
    let hashes = hashes(&mut dice, &options)?;
    let queries = queries(&mut dice, &hashes, options.n_queries);
    if let Some(folder) = &options.dump {
        let write = |name: String, hashes: &[Pdq]| {
            std::fs::write(folder.join(name), hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>())
        };
        write(format!("{}.bin", options.kind), &hashes)?;
        write(format!("{}.q.bin", options.kind), &queries)?;
    }
    let entries: Vec<NearEntry> =
        hashes.iter().zip(0..).map(|(hash, row)| NearEntry { hash: *hash, list: 0, row }).collect();
    let n_entries = entries.len();
    let plan = match (options.is_brute_force, options.n_pairs) {
        (true, _) => Plan::brute_force(options.radius_bits),
        (false, Some(n_pairs)) => Plan::of_pairs(n_pairs, options.radius_bits),
        (false, None) => Plan::choose(n_entries, options.radius_bits),
    };
    drop(hashes);
    let began = cpu_s();
    let index = NearIndex::build_by(plan, entries);
    let build_cpu_s = cpu_s() - began;
    println!(
        r#"{{"figure": "build", "kind": "{}", "entries": {n_entries}, "looks": {}, "plan": "{}", "kernel": "{}", "build_cpu_s": {build_cpu_s:.3}, "bytes_per_entry": {:.1}}}"#,
        options.kind,
        index.n_looks(),
        index.plan(),
        Kernel::chosen().name(),
        index.size_bytes() as f64 / n_entries.max(1) as f64,
    );
    ask(&options, "memory", &index, &queries)?;
    check(&options, &index, &queries)?;
    if options.finds_pairs {
        pairs(&options, &index)?;
    }
    if let Some(folder) = &options.folder {
        let path = folder.join(format!("near-{n_entries}.near"));
        let began = cpu_s();
        index.write_to(&path)?;
        let write_cpu_s = cpu_s() - began;
        drop(index);
        let began = cpu_s();
        let opened = NearIndex::open(&path)?;
        let open_cpu_s = cpu_s() - began;
        let began = cpu_s();
        opened.search(&queries[0], options.radius_bits)?;
        let first_cpu_s = cpu_s() - began;
        ask(&options, "file, blocks checked when touched", &opened, &queries)?;
        let began = cpu_s();
        opened.check_blocks()?;
        let check_cpu_s = cpu_s() - began;
        ask(&options, "file, checked", &opened, &queries)?;
        drop(opened);
        let began = cpu_s();
        let loaded = NearIndex::load(&path)?;
        let load_cpu_s = cpu_s() - began;
        ask(&options, "file, loaded", &loaded, &queries)?;
        println!(
            r#"{{"figure": "file", "kind": "{}", "entries": {n_entries}, "write_cpu_s": {write_cpu_s:.3}, "open_cpu_ms": {:.3}, "first_query_cpu_ms": {:.3}, "check_cpu_s": {check_cpu_s:.3}, "load_cpu_s": {load_cpu_s:.3}}}"#,
            options.kind,
            open_cpu_s * 1e3,
            first_cpu_s * 1e3,
        );
        std::fs::remove_file(&path)?;
    }
    Ok(())
}

/// Queries in batches, and one by one.
fn ask(options: &Options, held: &str, index: &NearIndex, queries: &[Pdq]) -> Result<(), Box<dyn Error>> {
    let mut batch_us = Vec::new();
    let mut n_hits = 0;
    for _ in 0..options.rounds {
        n_hits = 0;
        let began = cpu_s();
        index.search_each(queries, options.radius_bits, |_, _| n_hits += 1)?;
        batch_us.push((cpu_s() - began) * 1e6 / queries.len() as f64);
    }
    let mut single_us = Vec::new();
    for query in &queries[..queries.len().min(2_000)] {
        let began = cpu_s();
        std::hint::black_box(index.search(query, options.radius_bits)?);
        single_us.push((cpu_s() - began) * 1e6);
    }
    let (batch_us, single_us) = (median(&mut batch_us), median(&mut single_us));
    println!(
        r#"{{"figure": "query", "kind": "{}", "held": "{held}", "entries": {}, "queries": {}, "radius_bits": {}, "hits": {n_hits}, "batch_us": {batch_us:.2}, "queries_per_cpu_s": {:.0}, "us_per_hit": {:.3}, "single_median_us": {single_us:.2}}}"#,
        options.kind,
        index.n_entries(),
        queries.len(),
        options.radius_bits,
        1e6 / batch_us,
        batch_us * queries.len() as f64 / f64::from(n_hits.max(1)),
    );
    Ok(())
}

/// Recall, counted.
fn check(options: &Options, index: &NearIndex, queries: &[Pdq]) -> Result<(), Box<dyn Error>> {
    let queries = &queries[..options.n_checked.min(queries.len())];
    if queries.is_empty() {
        return Ok(());
    }
    let mut n_right = 0;
    let mut n_hits = 0;
    for query in queries {
        let found = index.search(query, options.radius_bits)?;
        let mut expected = Vec::new();
        for look in 0..index.n_looks() {
            let distance = index.hash_of(look)?.distance(query);
            if distance <= options.radius_bits {
                expected.extend(index.owners_of(look)?.into_iter().map(|(list, row)| (list, row, distance)));
            }
        }
        expected.sort_unstable();
        n_hits += expected.len();
        n_right += usize::from(expected.into_iter().eq(found.iter().map(|hit| (hit.list, hit.row, hit.distance))));
    }
    println!(
        r#"{{"figure": "recall", "kind": "{}", "queries": {}, "answered_right": {n_right}, "hits": {n_hits}}}"#,
        options.kind,
        queries.len()
    );
    Ok(())
}

fn pairs(options: &Options, index: &NearIndex) -> Result<(), Box<dyn Error>> {
    let mut n_pairs = 0u64;
    let began = cpu_s();
    index.pairs_within(options.radius_bits, |_| n_pairs += 1)?;
    let pairs_cpu_s = cpu_s() - began;
    println!(
        r#"{{"figure": "pairs", "kind": "{}", "entries": {}, "looks": {}, "radius_bits": {}, "pairs": {n_pairs}, "pairs_cpu_s": {pairs_cpu_s:.3}}}"#,
        options.kind,
        index.n_entries(),
        index.n_looks(),
        options.radius_bits,
    );
    Ok(())
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        n_entries: 100_000,
        n_queries: 2_000,
        kind: "uniform".to_owned(),
        radius_bits: 31,
        n_pairs: None,
        rounds: 3,
        n_checked: 0,
        is_brute_force: false,
        finds_pairs: false,
        folder: None,
        dump: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--entries" => options.n_entries = value()?.parse()?,
            "--queries" => options.n_queries = value()?.parse()?,
            "--kind" => options.kind = value()?,
            "--radius" => options.radius_bits = value()?.parse()?,
            "--bands" => options.n_pairs = Some(value()?.parse()?),
            "--rounds" => options.rounds = value()?.parse()?,
            "--check" => options.n_checked = value()?.parse()?,
            "--file" => options.folder = Some(value()?.into()),
            "--dump" => options.dump = Some(value()?.into()),
            "--brute-force" => options.is_brute_force = true,
            "--pairs" => options.finds_pairs = true,
            // Cargo says this to every bench.
            "--bench" => {}
            other => return Err(format!("what is {other}?").into()),
        }
    }
    Ok(options)
}

fn hashes(dice: &mut Dice, options: &Options) -> Result<Vec<Pdq>, Box<dyn Error>> {
    let n = options.n_entries;
    let mut hashes: Vec<Pdq> = Vec::with_capacity(n);
    match options.kind.as_str() {
        "uniform" => hashes.extend((0..n).map(|_| dice.hash())),
        "clustered" => {
            while hashes.len() < n {
                let centre = dice.hash();
                hashes.extend((0..10).map(|_| turned(dice, centre, 20)));
            }
        }
        "duplicates" => {
            for _ in 0..n / 2 {
                let hash = dice.hash();
                hashes.extend([hash, hash]);
            }
        }
        "groups" => {
            hashes.extend((0..n - n / 10).map(|_| dice.hash()));
            while hashes.len() < n {
                let centre = dice.hash();
                let size = 10_000.min(n - hashes.len());
                hashes.extend((0..size).map(|_| turned(dice, centre, 8)));
            }
        }
        "gradients" => {
            let signs: Vec<u16> = (0..64).map(|_| dice.number() as u16).collect();
            for number in 0..n {
                let mut hash = dice.hash();
                if number.is_multiple_of(2) {
                    let (rows, columns) = (signs[dice.below(64) as usize], signs[dice.below(64) as usize]);
                    for (row, bits) in hash.0.as_chunks_mut::<2>().0.iter_mut().enumerate() {
                        *bits = (columns ^ 0u16.wrapping_sub(rows >> row & 1)).to_be_bytes();
                    }
                    hash = turned(dice, hash, 40);
                }
                hashes.push(hash);
            }
        }
        "hot" => {
            for number in 0..n {
                let mut hash = dice.hash();
                if number.is_multiple_of(5) {
                    hash.0[..6].fill(0);
                }
                hashes.push(hash);
            }
        }
        "sparse" => {
            for number in 0..n {
                let mut hash = dice.hash();
                if number.is_multiple_of(2) {
                    // Each bit is set once in eight times: bands are mostly zero.
                    let (one, two) = (dice.hash(), dice.hash());
                    hash.0.iter_mut().zip(one.0.iter().zip(two.0)).for_each(|(byte, (one, two))| *byte &= one & two);
                }
                hashes.push(hash);
            }
        }
        file => {
            let bytes = std::fs::read(file)?;
            hashes.extend(bytes.as_chunks::<32>().0.iter().take(n).map(|hash| Pdq(*hash)));
        }
    }
    hashes.truncate(n);
    Ok(hashes)
}

/// Half of them up to 31 bits from an entry, half like entries but none of them.
fn queries(dice: &mut Dice, hashes: &[Pdq], n: usize) -> Vec<Pdq> {
    let query = |number: usize| {
        let entry = hashes[dice.below(hashes.len() as u64) as usize];
        if number.is_multiple_of(2) { turned(dice, entry, 31) } else { dice.hash() }
    };
    (0..n).map(query).collect()
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Seconds of processor time of this process.
fn cpu_s() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// A hash with up to `n_bits_max` bits turned.
fn turned(dice: &mut Dice, mut hash: Pdq, n_bits_max: u64) -> Pdq {
    for _ in 0..dice.below(n_bits_max + 1) {
        let bit = dice.below(256) as usize;
        hash.0[bit / 8] ^= 1 << (bit % 8);
    }
    hash
}
