//! MD5, SHA-1 and SHA-256 of many files in memory and of one large one: one JSON line for each kernel and way, with
//! bytes and seconds of processor time.
//!
//! `cargo bench -p fingerprint --bench digests -- [--folder FOLDER] [--files N] [--file-kib N] [--large-mib N] [--rounds N]`
//!
//! With a folder the many files are those in it; without, they are made up. A line gives the best and the median round:
//! on a machine that others use too, the best says what the code can do. `reading` is true where the file is read from the
//! page cache within the time measured.

use fingerprint::{Digester, Digests, Kernel};
use rustix::time::{ClockId, clock_gettime};
use std::hint::black_box;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Files handed over together, as a thread that examines files could hold them.
const FILES_TOGETHER: usize = 64;

struct Ask {
    folder: Option<PathBuf>,
    n_files: usize,
    file_kib: usize,
    large_mib: usize,
    n_rounds: usize,
}

fn main() -> std::io::Result<()> {
    let ask = read_arguments();
    let scratch = std::env::temp_dir().join(format!("digests-bench-{}", std::process::id()));
    let files = match &ask.folder {
        Some(folder) => files_below(folder)?,
        None => make_files(&scratch, &ask)?,
    };
    let contents = files.iter().map(std::fs::read).collect::<std::io::Result<Vec<Vec<u8>>>>()?;
    let wholes: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    let n_bytes: usize = wholes.iter().map(|whole| whole.len()).sum();
    let large = made_up(ask.large_mib << 20, 7);
    let large_file = scratch.join("large");
    std::fs::create_dir_all(&scratch)?;
    std::fs::write(&large_file, &large)?;

    for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
        let report = |what: &str, reading: bool, n_files: usize, n_bytes: usize, cpu_s: Vec<f64>| {
            let (best, median) = (cpu_s[0], cpu_s[cpu_s.len() / 2]);
            println!(
                "{{\"bench\":\"digests\",\"what\":\"{what}\",\"kernel\":\"{}\",\"reading\":{reading},\"files\":{n_files},\
                 \"bytes\":{n_bytes},\"cpu_s\":{best:.6},\"cpu_s_median\":{median:.6},\"gb_per_cpu_s\":{:.4}}}",
                kernel.name(),
                n_bytes as f64 / best / 1e9
            );
        };
        report(
            "many files, together",
            false,
            wholes.len(),
            n_bytes,
            time(ask.n_rounds, || {
                for together in wholes.chunks(FILES_TOGETHER) {
                    black_box(Digests::of_many_with(kernel, together));
                }
                Ok(())
            })?,
        );
        report(
            "many files, one by one",
            false,
            wholes.len(),
            n_bytes,
            time(ask.n_rounds, || {
                for whole in &wholes {
                    black_box(Digests::of_with(kernel, whole));
                }
                Ok(())
            })?,
        );
        let mut held = vec![Vec::new(); FILES_TOGETHER];
        report(
            "many files, together",
            true,
            wholes.len(),
            n_bytes,
            time(ask.n_rounds, || {
                for together in files.chunks(FILES_TOGETHER) {
                    for (held, file) in held.iter_mut().zip(together) {
                        held.clear();
                        std::fs::File::open(file)?.read_to_end(held)?;
                    }
                    let wholes: Vec<&[u8]> = held[..together.len()].iter().map(Vec::as_slice).collect();
                    black_box(Digests::of_many_with(kernel, &wholes));
                }
                Ok(())
            })?,
        );
        report(
            "one large file",
            false,
            1,
            large.len(),
            time(ask.n_rounds, || {
                black_box(Digests::of_with(kernel, &large));
                Ok(())
            })?,
        );
        let mut piece = vec![0; 256 * 1024];
        report(
            "one large file",
            true,
            1,
            large.len(),
            time(ask.n_rounds, || {
                let mut file = std::fs::File::open(&large_file)?;
                let mut digester = Digester::new(kernel);
                loop {
                    match file.read(&mut piece)? {
                        0 => break,
                        n => digester.update(&piece[..n]),
                    }
                }
                black_box(digester.finish());
                Ok(())
            })?,
        );
    }
    std::fs::remove_dir_all(&scratch)
}

fn read_arguments() -> Ask {
    let mut ask = Ask { folder: None, n_files: 2_000, file_kib: 180, large_mib: 256, n_rounds: 3 };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut number =
            |into: &mut usize| *into = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(*into);
        match name.as_str() {
            "--files" => number(&mut ask.n_files),
            "--file-kib" => number(&mut ask.file_kib),
            "--large-mib" => number(&mut ask.large_mib),
            "--rounds" => number(&mut ask.n_rounds),
            "--folder" => ask.folder = arguments.next().map(PathBuf::from),
            // What cargo itself adds.
            _ => {}
        }
    }
    ask.n_rounds = ask.n_rounds.max(1);
    ask
}

fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()? {
            kind if kind.is_dir() => files.extend(files_below(&entry.path())?),
            kind if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    files.sort();
    Ok(files)
}

/// Files of half to one and a half times the length asked for.
fn make_files(scratch: &Path, ask: &Ask) -> std::io::Result<Vec<PathBuf>> {
    let folder = scratch.join("files");
    std::fs::create_dir_all(&folder)?;
    let mut files = Vec::new();
    for n in 0..ask.n_files {
        let length = ask.file_kib * 512 + ask.file_kib * 1024 * (n * 7919 % 1000) / 1000;
        let file = folder.join(format!("{n:05}"));
        std::fs::write(&file, made_up(length, n as u64 + 1))?;
        files.push(file);
    }
    Ok(files)
}

fn made_up(length: usize, seed: u64) -> Vec<u8> {
    let mut number = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

/// Seconds of processor time of each round, the shortest first.
fn time(n_rounds: usize, mut work: impl FnMut() -> std::io::Result<()>) -> std::io::Result<Vec<f64>> {
    let mut seconds = Vec::new();
    for _ in 0..n_rounds {
        let before = cpu_s();
        work()?;
        seconds.push(cpu_s() - before);
    }
    seconds.sort_by(f64::total_cmp);
    Ok(seconds)
}

fn cpu_s() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}
