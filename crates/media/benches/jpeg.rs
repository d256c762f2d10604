//! What pictures cost from file to hash: decoding alone, decoding with the hash, screening.
//!
//! `cargo bench -p media --bench jpeg -- [--rounds 5] FILE ...`
//!
//! Prints a line of JSON for each figure: milliseconds of this process's processor a file, the median of the rounds,
//! never of the clock on the wall. `decode` keeps whole pixels; `hash` is all eight turns from them, file by file straight
//! after they were decoded; `look` is what a run does, EXIF and thumbnail included; `screen` is what it may do first.

use std::error::Error;
use std::hint::black_box;

use media::kind;
use media::picture::{self, Limits};
use rustix::time::{ClockId, clock_gettime};

fn main() -> Result<(), Box<dyn Error>> {
    let mut n_rounds = 5;
    let mut files = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => n_rounds = arguments.next().ok_or("--rounds needs a value")?.parse()?,
            // Cargo says this to every bench.
            "--bench" => {}
            file => files.push(std::fs::read(file)?),
        }
    }
    let limits = Limits::default();
    let mut n_pixels = 0.0;
    for bytes in &files {
        let (width, height) = picture::examine(bytes, mime(bytes), &limits).metadata.pixels.unwrap_or((0, 0));
        n_pixels += f64::from(width) * f64::from(height);
    }
    let report = |what: &str, cost_s: &dyn Fn(&[u8]) -> f64| {
        let mut rounds: Vec<f64> = (0..n_rounds).map(|_| files.iter().map(|bytes| cost_s(bytes)).sum()).collect();
        rounds.sort_by(f64::total_cmp);
        let median = rounds.get(n_rounds / 2).copied().unwrap_or(f64::NAN);
        let n_files = files.len() as f64;
        let line = serde_json::json!({
            "what": what,
            "n_files": files.len(),
            "mpx_a_file": n_pixels / 1e6 / n_files,
            "cpu_ms_a_file": median * 1e3 / n_files,
            "mpx_a_s": n_pixels / 1e6 / median,
        });
        println!("{line}");
    };
    report("decode", &|bytes| spent_s(|| picture::decode(bytes, mime(bytes), &limits)));
    report("hash", &|bytes| {
        let Ok(decoded) = picture::decode(bytes, mime(bytes), &limits) else { return 0.0 };
        spent_s(|| picture::look_of(&decoded.pixels, decoded.decoder))
    });
    report("look", &|bytes| spent_s(|| picture::examine(bytes, mime(bytes), &limits)));
    report("screen", &|bytes| spent_s(|| picture::screen(bytes, mime(bytes), &limits)));
    Ok(())
}

/// Processor seconds of one piece of work; giving its result back is part of it.
fn spent_s<T>(work: impl FnOnce() -> T) -> f64 {
    let start = processor_s();
    drop(black_box(work()));
    processor_s() - start
}

fn mime(bytes: &[u8]) -> &'static str {
    kind::recognise(bytes).0
}

fn processor_s() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}
