//! A video to its frames' hashes, beside `vpdq`: a frame a second, all frames, key frames. And how much of an altered
//! clip its key frames still find.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, anyhow};
use serde_json::Value;

use super::Bench;
use super::figure::{Figure, Goal};
use super::program;
use super::race::{Rounds, Runner, race};

/// The race is over the clip so many times in a row, a minute in all: starting programs is no part of what is compared.
const N_TIMES: u32 = 3;

/// How the altered clips are made of the clip.
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

pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let sanad = program::build_sanad()?;
    let n_frames = if bench.quick { 150 } else { 600 };
    let clip = clip(&bench.scratch, n_frames)?;
    let n_frames = n_frames * N_TIMES;
    let clip_text = looped(&clip)?.to_string_lossy().into_owned();
    let ours = |frames: &str| {
        let command =
            [&sanad.to_string_lossy(), "--quiet", "fingerprint", "--jobs", "1", "--video", frames, &clip_text];
        Runner::of_whole("sanad fingerprint", frames, f64::from(n_frames), command)
    };
    let peer = |frames: &str| {
        let arguments = [clip_text.clone(), frames.to_owned()];
        bench.peers.of_lines("vpdq 0.2.5", "video.py", &arguments)
    };
    let runners = [ours("second"), ours("all"), ours("key"), peer("second"), peer("all")];
    let sides: Result<[Rounds; 5], _> = race(&runners, bench.n_rounds).try_into();
    let [second, all, key, peer_second, peer_all] = sides.map_err(|_| anyhow!("five programs were to run"))?;
    let (second, all, key) = (second.or_fail()?, all.or_fail()?, key.or_fail()?);
    let (peer_second, peer_all) = (peer_second.counting(f64::from(n_frames)), peer_all.counting(f64::from(n_frames)));
    let race = |name: &str, ours, our_what, peer, peer_what, goal| {
        Figure::race_of(name, "frames of the clip", (ours, our_what), (peer, peer_what), goal)
    };
    bench.tell(race("a frame a second", &second, "second", &peer_second, "second", Goal::Times(1.2)))?;
    bench.tell(race("all frames", &all, "all", &peer_all, "all", Goal::Times(6.5)))?;
    let note = "the peer takes a frame a second: it knows no key frames";
    bench.tell(race("key frames", &key, "key", &peer_second, "second", Goal::Times(10.0)).with_note(note))?;
    tell_recall(bench, &sanad, &clip)
}

fn tell_recall(bench: &mut Bench, sanad: &Path, clip: &Path) -> Result<()> {
    let originals = [("key frames", hashes_of(sanad, clip, "key")?), ("seconds", hashes_of(sanad, clip, "second")?)];
    for (name, options) in ALTERATIONS {
        let altered = clip.with_file_name(format!("{}.mp4", name.replace(' ', "-")));
        if !altered.exists() {
            let (from, to) = (clip.to_string_lossy(), altered.to_string_lossy());
            let mut arguments = vec!["-i", &*from];
            arguments.extend(*options);
            arguments.push(&to);
            crate::sample::ffmpeg(&arguments)?;
        }
        let frames = hashes_of(sanad, &altered, "key")?;
        for (listed, original) in &originals {
            let near =
                |frame: &&[u8; 32]| original.iter().any(|other| distance_bits(frame, other) <= DISTANCE_BITS_MAX);
            let share = 100.0 * frames.iter().filter(near).count() as f64 / frames.len().max(1) as f64;
            let name = format!("{name}: its key frames that the original's {listed} find");
            bench.tell(Figure::value(&name, "%", share, Goal::None))?;
        }
    }
    Ok(())
}

/// 1080p30 of drawn, moving, noisy pictures, as H.264 with a key frame every two seconds.
fn clip(folder: &Path, n_frames: u32) -> Result<PathBuf> {
    let path = folder.join(format!("clip-{n_frames}.mp4"));
    if path.exists() {
        return Ok(path);
    }
    let drawn = "mandelbrot=size=1920x1080:rate=30:start_scale=3:end_scale=0.05:end_pts=600[a];\
                 testsrc2=size=1920x1080:rate=30[b];[a][b]blend=all_mode=average,noise=alls=12:allf=t:all_seed=5[out]";
    let (part, n_frames) = (path.with_extension("part.mp4"), n_frames.to_string());
    let part_text = part.to_string_lossy();
    let options = ["-frames:v", &n_frames, "-c:v", "libx264", "-preset", "veryfast", "-b:v", "12M", "-g", "60"];
    let mut arguments = vec!["-filter_complex", drawn, "-map", "[out]", "-pix_fmt", "yuv420p"];
    arguments.extend(options);
    arguments.push(&part_text);
    crate::sample::ffmpeg(&arguments)?;
    std::fs::rename(&part, &path).context("renaming the clip")?;
    Ok(path)
}

/// The clip several times in a row, without encoding it anew.
fn looped(clip: &Path) -> Result<PathBuf> {
    let path = clip.with_extension("looped.mp4");
    if !path.exists() {
        let (from, to, again) = (clip.to_string_lossy(), path.to_string_lossy(), (N_TIMES - 1).to_string());
        crate::sample::ffmpeg(&["-stream_loop", &again, "-i", &from, "-c", "copy", &to])?;
    }
    Ok(path)
}

/// The hashes of a clip's frames that are good enough to be compared.
fn hashes_of(sanad: &Path, clip: &Path, frames: &str) -> Result<BTreeSet<[u8; 32]>> {
    let output = Command::new(sanad)
        .args(["--quiet", "fingerprint", "--jobs", "1", "--video", frames])
        .arg(clip)
        .output()
        .context("starting sanad fingerprint")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line: Value = serde_json::from_str(text.lines().next().context("sanad fingerprint said nothing")?)?;
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
    fn a_hash_is_read_and_compared() {
        let zero = code_of(&"00".repeat(32)).unwrap();
        let three = code_of(&format!("07{}", "00".repeat(31))).unwrap();
        assert_eq!(distance_bits(&zero, &three), 3);
        assert_eq!(code_of("07"), None);
        assert_eq!(code_of(&"zz".repeat(32)), None);
    }
}
