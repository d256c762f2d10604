//! From a picture file to its PDQ, beside Pillow with `pdqhash`; and what hashing adds to decoding other formats, which
//! the figures call by the ends of their files' names.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Map, Value};

use super::Bench;
use super::figure::{Figure, Goal};
use super::pictures::{self, SIZES};
use super::program;
use super::race::{Lap, Rounds, Runner, duel, race};

/// Formats that we decode ourselves and of which hashing must cost little beside decoding, each with what makes ffmpeg
/// write it.
const FORMATS: &[(&str, &[&str])] = &[
    ("png", &["-pix_fmt", "rgb24"]),
    ("webp", &["-c:v", "libwebp", "-q:v", "80"]),
    ("gif", &[]),
    ("lzw.tiff", &["-pix_fmt", "rgb24", "-compression_algo", "lzw"]),
    ("raw.tiff", &["-pix_fmt", "rgb24", "-compression_algo", "raw"]),
    ("jxl", &["-c:v", "libjxl", "-distance", "1.5"]),
];

/// Formats that a helper decodes, each with what makes `heif-enc` write it.
const HELPED_FORMATS: &[(&str, &[&str])] = &[("heic", &[]), ("avif", &["-A"])];

/// Of how many pictures each format is measured.
const N_PICTURES: usize = 8;

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let program = program::build("media", "jpeg")?;
    let photos = pictures::photos(bench.photos.as_deref())?;
    let asked = BesidePillow {
        figure: "JPEG file to PDQ",
        lap: "look",
        goal_times: 8.0,
        note: "ours looks at EXIF and the thumbnail too",
    };
    asked.tell(bench, &program, &photos)?;
    let mut jpegs = pictures::jpegs(&bench.scratch, SIZES[1], &photos, bench.quick)?;
    jpegs.truncate(N_PICTURES);
    for (format, options) in FORMATS {
        let made: Result<Vec<PathBuf>> = jpegs.iter().map(|jpeg| pictures::saved_as(jpeg, format, options)).collect();
        let Ok(files) = made else {
            eprintln!("bench: ffmpeg writes no {format} here; not measured");
            continue;
        };
        let ours = race(&[runner(&program, &files)], bench.n_rounds).remove(0).or_fail()?;
        if let (Some(decode_s), Some(hash_s)) = (ours.cpu_s("decode"), ours.cpu_s("hash")) {
            tell_share(bench, format, hash_s / decode_s, &ours)?;
        }
    }
    tell_helped_formats(bench, &program, &jpegs)
}

/// What hashing costs beside a helper that decodes, the pixels of whose pictures go through a PNG.
fn tell_helped_formats(bench: &mut Bench, program: &Path, jpegs: &[PathBuf]) -> Result<()> {
    let pngs: Result<Vec<PathBuf>> = jpegs.iter().map(|jpeg| pictures::saved_as(jpeg, "png", &[])).collect();
    let ours = race(&[runner(program, &pngs?)], bench.n_rounds).remove(0).or_fail()?;
    for (format, options) in HELPED_FORMATS {
        let mut decode_s = Some(0.0);
        for jpeg in jpegs {
            let (from, to) = (jpeg.to_string_lossy(), jpeg.with_extension(format));
            let to_text = to.to_string_lossy();
            let encode = ["heif-enc", "-q", "60", &*from, "-o", &*to_text];
            let encoder = Runner::of_whole("heif-enc", "encode", 1.0, encode.iter().chain(*options));
            let is_there = to.exists() || race(&[encoder], 1).remove(0).or_fail().is_ok();
            let away = jpeg.with_extension("decoded.png");
            let decode = ["heif-convert", &*to_text, &away.to_string_lossy()].map(str::to_owned);
            let decoded = race(&[Runner::of_whole("heif-convert", "decode", 1.0, decode)], 1).remove(0);
            let cost_s = decoded.or_fail().ok().filter(|_| is_there).and_then(|rounds| rounds.cpu_s("decode"));
            decode_s = decode_s.zip(cost_s).map(|(all, one)| all + one);
        }
        match (decode_s, ours.cpu_s("hash")) {
            (Some(decode_s), Some(hash_s)) => tell_share(bench, format, hash_s / decode_s, &ours)?,
            _ => eprintln!("bench: heif-enc or heif-convert is not here; {format} is not measured"),
        }
    }
    Ok(())
}

fn tell_share(bench: &mut Bench, format: &str, share: f64, ours: &Rounds) -> Result<()> {
    let name = format!("{format}, 2 Mpx: what hashing adds to decoding");
    let figure = Figure::value(&name, "% more CPU time", 100.0 * share, Goal::AtMost(15.0)).beside(ours, "hash");
    bench.tell(if format == "raw.tiff" { figure.with_note("nothing is packed, so nothing is decoded") } else { figure })
}

/// What our program does with JPEG files, told beside what Pillow and `pdqhash` do with them.
pub(super) struct BesidePillow {
    /// What the figure is called, before the size.
    pub(super) figure: &'static str,
    /// Which of the program's laps counts.
    pub(super) lap: &'static str,
    /// How many times as fast it shall be, at 12 Mpx.
    pub(super) goal_times: f64,
    /// What to know of it.
    pub(super) note: &'static str,
}

impl BesidePillow {
    /// A figure for each size.
    pub(super) fn tell(&self, bench: &mut Bench, program: &Path, photos: &[PathBuf]) -> Result<()> {
        for size in SIZES {
            let jpegs = pictures::jpegs(&bench.scratch, *size, photos, bench.quick)?;
            let files: Vec<String> = jpegs.iter().map(|path| path.to_string_lossy().into_owned()).collect();
            let peer = bench.peers.of_lines("Pillow 13.0.0 + pdqhash 0.2.8", "jpeg.py", &files);
            let (ours, peer) = duel(runner(program, &jpegs), peer, bench.n_rounds)?;
            let goal = if size.name == "12 Mpx" { Goal::Times(self.goal_times) } else { Goal::None };
            let name = format!("{}, {}", self.figure, size.name);
            let figure = Figure::race_of(&name, "files", (&ours, self.lap), (&peer, "jpeg"), goal);
            bench.tell(figure.with_note(self.note))?;
        }
        Ok(())
    }
}

/// Our program on these files.
pub(super) fn runner(program: &Path, files: &[PathBuf]) -> Runner {
    let options = ["--rounds", "3"].iter().map(AsRef::as_ref);
    let command = std::iter::once(program.as_os_str()).chain(options).chain(files.iter().map(AsRef::as_ref));
    Runner::of_answer("media", laps_of_lines, command)
}

/// The program tells milliseconds a file.
fn laps_of_lines(lines: &[Value]) -> Option<Vec<Lap>> {
    let lap_of = |line: &Value| {
        let n = line["n_files"].as_f64()?;
        let cpu_s = n * line["cpu_ms_a_file"].as_f64()? / 1e3;
        Some(Lap { what: line["what"].as_str()?.to_owned(), n, cpu_s, facts: Map::new() })
    };
    let laps: Option<Vec<Lap>> = lines.iter().map(lap_of).collect();
    laps.filter(|laps| !laps.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_a_file_become_seconds_for_all() {
        let line = serde_json::json!({ "what": "look", "n_files": 4, "cpu_ms_a_file": 250.0 });
        let laps = laps_of_lines(&[line]).unwrap();
        assert_eq!((laps[0].what.as_str(), laps[0].n, laps[0].cpu_s), ("look", 4.0, 1.0));
        assert!(laps_of_lines(&[]).is_none());
        assert!(laps_of_lines(&[serde_json::json!({ "what": "look" })]).is_none());
    }
}
