//! A video to its frames' hashes, beside `vpdq`: a frame a second, all frames, key frames; what hashing costs beside
//! decoding. How much of an altered clip its key frames still find is [`super::video_recall`]'s.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};

use super::Bench;
use super::figure::{Figure, Goal};
use super::program;
use super::race::{Rounds, Runner, race};
use super::video_recall;

/// The race is over the clip so many times in a row, a minute in all: starting programs is no part of what is compared.
const N_TIMES: u32 = 3;

/// What the clip has.
const FRAMES_A_SECOND: u32 = 30;

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
    tell_hashing(bench, &second)?;
    video_recall::tell(bench, &sanad)
}

/// What the frames of a second cost to be hashed, as a share of all the rest that was done for them.
fn tell_hashing(bench: &mut Bench, second: &Rounds) -> Result<()> {
    let program = program::build("fingerprint", "frames")?;
    let runner = Runner::of_lines("fingerprint", [program.as_os_str()]);
    let hashing = race(&[runner], bench.n_rounds).remove(0).or_fail()?;
    let n_frames = second.of("second").first().map_or(0.0, |lap| lap.n / f64::from(FRAMES_A_SECOND));
    let of_one = hashing.of("frames").first().map(|lap| lap.n);
    let (Some(n_hashed), Some(hashing_s), Some(all_s)) = (of_one, hashing.cpu_s("frames"), second.cpu_s("second"))
    else {
        return Err(anyhow!("nothing was hashed"));
    };
    let hashing_s = hashing_s / n_hashed * n_frames;
    let share = 100.0 * hashing_s / (all_s - hashing_s).max(1e-6);
    let figure =
        Figure::value("a frame a second: hashing beside all the rest", "% more CPU time", share, Goal::AtMost(5.0));
    bench.tell(figure.beside(&hashing, "frames"))
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
