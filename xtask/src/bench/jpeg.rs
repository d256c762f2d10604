//! From a picture file to its PDQ, beside Pillow with `pdqhash`; and what hashing adds to decoding other formats.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::{Map, Value};

use super::Bench;
use super::figure::{Figure, Goal};
use super::pictures::{self, SIZES};
use super::program;
use super::race::{Lap, Runner, duel, race};

/// Formats of which hashing must cost little beside decoding, each with what makes ffmpeg write it.
const FORMATS: &[(&str, &[&str])] = &[
    ("png", &["-pix_fmt", "rgb24"]),
    ("webp", &["-c:v", "libwebp", "-q:v", "80"]),
    ("gif", &[]),
    ("tiff", &["-pix_fmt", "rgb24"]),
    ("jxl", &["-c:v", "libjxl", "-distance", "1.5"]),
];

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
    let jpegs = pictures::jpegs(&bench.scratch, SIZES[1], &photos, bench.quick)?;
    for (format, options) in FORMATS {
        let made: Result<Vec<PathBuf>> =
            jpegs.iter().take(8).map(|jpeg| pictures::saved_as(jpeg, format, options)).collect();
        let Ok(files) = made else {
            eprintln!("bench: ffmpeg writes no {format} here; not measured");
            continue;
        };
        let ours = race(&[runner(&program, &files)], bench.n_rounds).remove(0).or_fail()?;
        if let (Some(decode), Some(look)) = (ours.cpu_s("decode"), ours.cpu_s("look")) {
            let name = format!("{}, 2 Mpx: what hashing adds to decoding", format.to_uppercase());
            let more = 100.0 * (look / decode - 1.0).max(0.0);
            bench.tell(Figure::value(&name, "% more CPU time", more, Goal::AtMost(15.0)).beside(&ours, "look"))?;
        }
    }
    Ok(())
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
