//! What pictures cost from file to hash: decoding alone, decoding with the hash, screening.
//!
//! `cargo bench -p media --bench jpeg -- [--rounds 5] FILE ...`
//!
//! Prints a line of JSON for each figure: milliseconds of this process's processor a file, the median of the rounds,
//! never of the clock on the wall. `decode` keeps whole pixels; `look` is what a run does, EXIF and thumbnail
//! included; `screen` is what it may do first.

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
    let report = |what: &str, cost: &dyn Fn(&[u8])| {
        let mut rounds: Vec<f64> = (0..n_rounds)
            .map(|_| {
                let start = processor_s();
                files.iter().for_each(|bytes| cost(bytes));
                processor_s() - start
            })
            .collect();
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
    report("decode", &|bytes| spend(picture::decode(bytes, mime(bytes), &limits)));
    report("look", &|bytes| spend(picture::examine(bytes, mime(bytes), &limits)));
    report("screen", &|bytes| spend(picture::screen(bytes, mime(bytes), &limits)));
    Ok(())
}

fn spend<T>(value: T) {
    black_box(&value);
}

fn mime(bytes: &[u8]) -> &'static str {
    kind::recognise(bytes).0
}

fn processor_s() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}
