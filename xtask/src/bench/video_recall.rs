//! How much of a film altered clips of it still find, by their key frames. The film is made of photos: slow pans and zooms,
//! a cut every few seconds, a little grain. It measures no time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::Bench;
use super::figure::{Figure, Goal};
use super::pictures;

/// The scenes in seconds, and how each moves: zoom at its beginning and end, and which way it pans.
const SCENES: [(u32, f64, f64, Pan); 7] = [
    (4, 1.0, 1.15, Pan::Still),
    (3, 1.2, 1.2, Pan::Right),
    (5, 1.25, 1.05, Pan::Still),
    (2, 1.1, 1.1, Pan::Down),
    (6, 1.15, 1.3, Pan::Right),
    (3, 1.0, 1.0, Pan::Still),
    (4, 1.3, 1.1, Pan::Down),
];

/// How a scene's picture goes by.
#[derive(Clone, Copy)]
enum Pan {
    Still,
    Right,
    Down,
}

const FRAMES_A_SECOND: u32 = 30;

/// How the altered clips are made of the film.
const ALTERATIONS: &[(&str, &[&str])] = &[
    ("re-encoded at a third of the rate", &["-c:v", "libx264", "-crf", "32", "-g", "48"]),
    ("cut from 5 s to 15 s", &["-ss", "5", "-t", "10", "-c:v", "libx264", "-crf", "23", "-g", "60"]),
    ("rescaled to 640 by 360", &["-vf", "scale=640:360", "-c:v", "libx264", "-crf", "26", "-g", "50"]),
    ("at 25 frames a second", &["-r", "25", "-c:v", "libx264", "-crf", "26", "-g", "250"]),
    ("with a key frame every eight", &["-c:v", "libx264", "-crf", "28", "-g", "8", "-sc_threshold", "0"]),
    ("cropped by a fiftieth on each side", &["-vf", "crop=iw*0.96:ih*0.96", "-c:v", "libx264", "-crf", "26"]),
    ("cropped by a twentieth on each side", &["-vf", "crop=iw*0.9:ih*0.9", "-c:v", "libx264", "-crf", "26"]),
];

/// PDQ hashes of two frames that show the same differ in at most so many bits.
const DISTANCE_BITS_MAX: u32 = 31;
/// Frames of less quality are compared by nobody.
const QUALITY_MIN: u64 = 50;

pub(super) fn tell(bench: &mut Bench, sanad: &Path) -> Result<()> {
    let (name, scenes) = if bench.quick { ("film-quick", &SCENES[..2]) } else { ("film", &SCENES[..]) };
    let folder = bench.scratch.join(name);
    let altered_folder = folder.join("altered");
    std::fs::create_dir_all(&altered_folder).context("making a folder for the film")?;
    let film = film(&folder, &pictures::photos(bench.photos.as_deref())?, scenes)?;
    for (name, options) in ALTERATIONS {
        let altered = altered_folder.join(file_name(name));
        if !altered.exists() {
            encode(&[&["-i", &*film.to_string_lossy(), "-preset", "veryfast"], *options].concat(), &altered)?;
        }
    }
    for (listed, frames) in [("key frames", "key"), ("seconds", "second")] {
        let line = fingerprint(sanad, &film, frames)?;
        let original = hashes_of(&line)?;
        let list = folder.join(format!("{frames}.jsonl"));
        std::fs::write(&list, &line).context("writing a list of the film")?;
        let found = found_stretches(sanad, &folder, &list, &altered_folder)?;
        for (name, _) in ALTERATIONS {
            let frames = hashes_of(&fingerprint(sanad, &altered_folder.join(file_name(name)), "key")?)?;
            let near =
                |frame: &&[u8; 32]| original.iter().any(|other| distance_bits(frame, other) <= DISTANCE_BITS_MAX);
            let share = 100.0 * frames.iter().filter(near).count() as f64 / frames.len().max(1) as f64;
            let name = format!("{name}: its key frames that the original's {listed} find");
            bench.tell(Figure::value(&name, "%", share, Goal::None))?;
        }
        let n_found = ALTERATIONS.iter().filter(|(name, _)| found.contains(&file_name(name))).count();
        let share = 100.0 * n_found as f64 / ALTERATIONS.len() as f64;
        let name = format!("altered clips of which the original's {listed} find a stretch");
        bench.tell(Figure::value(&name, "% of the clips", share, Goal::None))?;
    }
    Ok(())
}

fn file_name(name: &str) -> String {
    format!("{}.mp4", name.replace(' ', "-"))
}

/// 720p30 of photos that are filmed, as H.264 as its usual encoder makes it.
fn film(folder: &Path, photos: &[PathBuf], shown: &[(u32, f64, f64, Pan)]) -> Result<PathBuf> {
    let path = folder.join("film.mp4");
    if path.exists() {
        return Ok(path);
    }
    let step = (photos.len() / shown.len()).max(1);
    let (mut arguments, mut filters, mut scenes) = (Vec::new(), String::new(), String::new());
    for (at, (length_s, zoom_from, zoom_to, pan)) in shown.iter().copied().enumerate() {
        let photo = &photos[at * step % photos.len()];
        arguments.extend(["-i".to_owned(), photo.to_string_lossy().into_owned()]);
        let n_frames = length_s * FRAMES_A_SECOND;
        let middle = "i{}/2-(i{}/zoom/2)";
        let (middle_x, middle_y) = (middle.replace("{}", "w"), middle.replace("{}", "h"));
        let (x, y) = match pan {
            Pan::Still => (middle_x, middle_y),
            Pan::Right => (format!("(iw-iw/zoom)*on/{n_frames}"), middle_y),
            Pan::Down => (middle_x, format!("(ih-ih/zoom)*on/{n_frames}")),
        };
        // Twice as large at first: zoompan moves by whole pixels.
        filters += &format!(
            "[{at}:v]scale=2560:1440:force_original_aspect_ratio=increase,crop=2560:1440,setsar=1,\
             zoompan=z='{zoom_from}+({zoom_to}-{zoom_from})*on/{n_frames}':x='{x}':y='{y}':d={n_frames}:s=1280x720:\
             fps={FRAMES_A_SECOND}[s{at}];"
        );
        scenes += &format!("[s{at}]");
    }
    filters += &format!("{scenes}concat=n={}:v=1:a=0,noise=alls=3:allf=t:all_seed=5[out]", shown.len());
    let options = ["-map", "[out]", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23"];
    arguments.extend(["-filter_complex".to_owned(), filters]);
    arguments.extend(options.map(str::to_owned));
    encode(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), &path)?;
    Ok(path)
}

/// Written aside first: what was interrupted is not taken for a clip the next time, and is written over then.
fn encode(arguments: &[&str], to: &Path) -> Result<()> {
    let part = to.with_extension("part.mp4");
    let part_text = part.to_string_lossy();
    crate::sample::ffmpeg(&[arguments, &[&*part_text]].concat())?;
    std::fs::rename(&part, to).context("renaming a clip")
}

/// The names of the clips of which a listed video's frames find more than one frame in a row.
fn found_stretches(sanad: &Path, folder: &Path, list: &Path, clips: &Path) -> Result<BTreeSet<String>> {
    let (node, report) = (folder.join("node"), folder.join("found.jsonl"));
    for old in [&node, &report] {
        // A folder that remembers would answer from what it knows; what is not there need not be removed.
        let _ = if old.is_dir() { std::fs::remove_dir_all(old) } else { std::fs::remove_file(old) };
    }
    let done = Command::new(sanad)
        .arg("--quiet")
        .arg("--node")
        .arg(&node)
        .args(["triage", "--video", "key", "--search", "plain", "--list"])
        .arg(list)
        .arg("--report")
        .arg(&report)
        .arg(clips)
        .status()
        .context("starting sanad triage")?;
    anyhow::ensure!(done.success(), "sanad triage failed");
    let text = std::fs::read_to_string(&report).context("reading the report")?;
    Ok(text.lines().filter_map(name_if_found).collect())
}

/// A file's name, where a match of its has a range that is longer than a moment.
fn name_if_found(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    let is_stretch = |range: &Value| Some(range["to_ms"].as_u64()? > range["from_ms"].as_u64()?);
    let ranges = line["matches"].as_array()?.iter().filter_map(|found| found["ranges"].as_array()).flatten();
    let is_found = ranges.filter_map(|range| is_stretch(&range["ours"])).any(|is_stretch| is_stretch);
    let path = line["path"].as_str()?;
    is_found.then(|| path.rsplit('/').next().unwrap_or(path).to_owned())
}

/// What `sanad fingerprint` says of a clip.
fn fingerprint(sanad: &Path, clip: &Path, frames: &str) -> Result<String> {
    let output = Command::new(sanad)
        .args(["--quiet", "fingerprint", "--jobs", "1", "--video", frames])
        .arg(clip)
        .output()
        .context("starting sanad fingerprint")?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The hashes of the frames that are good enough to be compared.
fn hashes_of(line: &str) -> Result<BTreeSet<[u8; 32]>> {
    let line: Value = serde_json::from_str(line.lines().next().context("sanad fingerprint said nothing")?)?;
    let frames = line["frames"].as_array().context("a clip without frames")?;
    Ok(frames
        .iter()
        .filter(|frame| frame["quality"].as_u64().is_some_and(|quality| quality >= QUALITY_MIN))
        .filter_map(|frame| code_of(frame["hash"].as_str()?))
        .collect())
}

fn code_of(hex: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> =
        (0..hex.len() / 2).map(|at| u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    bytes?.try_into().ok()
}

fn distance_bits(one: &[u8; 32], two: &[u8; 32]) -> u32 {
    one.iter().zip(two).map(|(one, two)| (one ^ two).count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_found_where_more_than_a_moment_of_it_is() {
        let line = |from_ms: u64, to_ms: u64| {
            let range = serde_json::json!({ "ours": { "from_ms": from_ms, "to_ms": to_ms } });
            serde_json::json!({ "path": "a/b.mp4", "matches": [{ "ranges": [range] }] }).to_string()
        };
        assert_eq!(name_if_found(&line(900, 8767)), Some("b.mp4".to_owned()));
        assert_eq!(name_if_found(&line(900, 900)), None);
        assert_eq!(name_if_found(r#"{"path": "a/b.mp4", "matches": []}"#), None);
        assert_eq!(name_if_found("{}"), None);
    }

    #[test]
    fn a_hash_is_read_and_compared() {
        let zero = code_of(&"00".repeat(32)).unwrap();
        let three = code_of(&format!("07{}", "00".repeat(31))).unwrap();
        assert_eq!(distance_bits(&zero, &three), 3);
        assert_eq!(code_of("07"), None);
        assert_eq!(code_of(&"zz".repeat(32)), None);
    }
}
