//! Video: what the container says of itself and how chosen frames look. The parent's side.
//!
//! ffprobe and ffmpeg run caged, one thread each, with the file open and every container that could name other files
//! (playlists, concatenations, image sequences, devices) refused by a list of real ones. The frames' pixels go from
//! ffmpeg to a caged worker without passing through here. Frames are hashed at their full size, of the rgb24 that vPDQ
//! of ThreatExchange makes of them (`vpdq/cpp`: swscale, area): usual ones come as they were decoded and the worker
//! converts them as swscale does, others ffmpeg converts. Which of them are taken is the caller's choice.

use std::collections::BTreeSet;

use casework::file::{File, Frame, Mark, Metadata};
use casework::problem::{Problem, ProblemCode};
use fingerprint::pdq;
use serde::{Deserialize, Serialize};

use crate::examiner::Examiner;
use crate::frames::{FRAME_PIXELS_MAX, FramePixels};
use crate::helper_program::{HelperEnd, HelperJob, RunningHelper, Tool};
use crate::hold::Held;
use crate::wire::{Ask, Received, Say};
use told::{Stream, Told};

mod stills;
mod thinned;
mod told;

/// Which frames of a video are hashed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrameChoice {
    /// Those that stand by themselves: a few a scene, and nothing between them need be decoded.
    #[default]
    KeyFrames,
    /// One a second, as vPDQ's own tool takes them.
    EverySecond,
    /// Every one.
    All,
}

impl FrameChoice {
    /// As reports spell it.
    pub fn code(self) -> &'static str {
        match self {
            FrameChoice::KeyFrames => "key-frames",
            FrameChoice::EverySecond => "every-second",
            FrameChoice::All => "all",
        }
    }
}

/// What a video came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VideoFindings {
    /// Container, codec, size, length, and what its maker wrote into it.
    pub metadata: Metadata,
    /// The chosen frames, in the order in which they are shown.
    pub frames: Vec<Frame>,
    /// Algorithm, decoder and choice; none when there are no frames.
    pub frames_made_by: Option<String>,
    /// Marks.
    pub marks: BTreeSet<Mark>,
    /// Why there are no frames, or why not all.
    pub problem: Option<Problem>,
    /// Whether what no chosen frame needs was left out before anything was decoded. The frames are the same.
    pub is_thinned: bool,
}

impl VideoFindings {
    /// Puts them in the place of what was said of this video before: frames taken in another way, or that a helper was
    /// missing. A video's marks and problems all come from here.
    pub fn put_into(self, file: &mut File) {
        file.metadata = self.metadata;
        file.frames = self.frames;
        file.frames_made_by = self.frames_made_by;
        file.marks = self.marks;
        file.problem = self.problem;
    }

    fn without_frames(mut self, problem: Problem) -> VideoFindings {
        self.marks.insert(Mark::NotDecoded);
        self.problem = Some(problem);
        self
    }
}

/// More frames than any choice but all of them gives for a day of video.
const FRAMES_MAX: u64 = 2_000_000;

/// Room in the pipe between ffmpeg and the worker: what the kernel gives to anybody.
const PIPE_BYTES: usize = 1 << 20;

/// Longest answer of ffprobe.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// Longest text taken from a container or a helper.
const TEXT_CHARS_MAX: usize = 200;

/// Demuxers of ffmpeg for containers and streams that hold pictures themselves. Never a playlist or a list of files
/// (hls, concat, dash, imf, image2, sdp), never a device, never text.
const CONTAINERS: &str = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,flv,live_flv,asf,asf_o,mpeg,mpegts,mpegvideo,ogg,\
    mxf,mxg,gxf,rm,ivf,obu,av1,h264,hevc,h263,h261,m4v,vc1,vc1test,cavsvideo,avs2,avs3,dirac,dnxhd,dv,nut,nuv,wtv,\
    pva,vob,mjpeg,mjpeg_2000,ingenient,mpjpeg,yuv4mpegpipe,gif,apng,swf,nsv,dhav,kux,ipmovie,amv,dxa,bink,smk,roq,\
    flic,viv,vivo,film_cpk,filmstrip,4xm,xmv,thp,rl2,lvf,vidc,ifv,iv8,moflex,mtv,r3d,mlv,ty,wc3movie,wsvqa,siff,\
    idcin,ea,bfi,bethsoftvid,c93,cdxl,jv,mv,psxstr,tmv,txd,vmd,yop,argo_brp,hnm";

impl Examiner {
    /// The chosen frames of a video and what it says of itself. `progress` hears how far into the video it is, in
    /// milliseconds. A video that gives no frame for longer than the stall limit is ended; what came before is kept.
    pub fn video(&mut self, held: &Held, choice: FrameChoice, progress: &mut dyn FnMut(u64)) -> VideoFindings {
        let told = match self.probe(held) {
            Ok(told) => told,
            Err(problem) => return VideoFindings::default().without_frames(problem),
        };
        let mut findings = VideoFindings { metadata: told.metadata(), ..VideoFindings::default() };
        if findings.metadata.position.is_some() {
            findings.marks.insert(Mark::GpsPresent);
        }
        let Some(stream) = told.stream() else {
            return findings.without_frames(Problem::new(ProblemCode::NotDecoded, "no moving pictures in it"));
        };
        let n_pixels = u64::from(stream.width) * u64::from(stream.height);
        if n_pixels == 0 || n_pixels > FRAME_PIXELS_MAX {
            let detail = format!("frames of {} × {} pixels", stream.width, stream.height);
            return findings.without_frames(Problem::new(ProblemCode::OverLimit, detail));
        }
        let thinned = told.thinned_codec(stream).filter(|_| choice == FrameChoice::EverySecond);
        let end_ms = told.end_ms(stream);
        let taken = thinned.and_then(|codec| self.take_thinned(held, stream, codec, end_ms, progress));
        let problem = match taken {
            Some(frames) => {
                findings.frames = frames;
                findings.is_thinned = true;
                None
            }
            None => self.take_frames(held, stream, choice, &mut findings.frames, progress),
        };
        if findings.frames.is_empty() {
            let problem = problem.unwrap_or_else(|| Problem::new(ProblemCode::NotDecoded, "no frame in it"));
            return findings.without_frames(problem);
        }
        let ffmpeg = self.helpers.version(Tool::Ffmpeg);
        findings.frames_made_by = Some(format!("{} (ffmpeg {ffmpeg}, {})", pdq::VERSION, choice.code()));
        if choice != FrameChoice::All {
            findings.marks.insert(Mark::FramesSampled);
        }
        if problem.as_ref().is_some_and(|problem| problem.code == ProblemCode::Truncated) {
            findings.marks.insert(Mark::Truncated);
        }
        findings.problem = problem;
        findings
    }

    fn probe(&self, held: &Held) -> Result<Told, Problem> {
        if let Some(list) = list_of_files(held) {
            return Err(Problem::new(ProblemCode::RefusedContainer, list));
        }
        let job = HelperJob::new(Tool::Ffprobe)
            .text(["-v", "error", "-of", "json", "-show_format", "-show_streams", "-select_streams", "v"])
            .text(["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS])
            .text(["-i"])
            .file(held.file());
        let (answer, end) = self.helpers.run(job, ANSWER_BYTES_MAX)?;
        if !end.ended_well {
            let what = words_of(&end);
            if what.contains("not on whitelist") {
                let container = what.split(']').next().unwrap_or_default().trim_start_matches('[').to_owned();
                return Err(Problem::new(ProblemCode::RefusedContainer, container));
            }
            return Err(Problem::new(code_of_end(&end), what));
        }
        serde_json::from_slice(&answer).map_err(|error| Problem::new(ProblemCode::NotDecoded, error))
    }

    /// Fills `frames`; says why they are not all.
    fn take_frames(
        &mut self,
        held: &Held,
        stream: &Stream,
        choice: FrameChoice,
        frames: &mut Vec<Frame>,
        progress: &mut dyn FnMut(u64),
    ) -> Option<Problem> {
        let mut running = match self.helpers.start(ffmpeg_job(held, stream, choice)) {
            Ok(running) => running,
            Err(problem) => return Some(problem),
        };
        let problem = self.receive_frames(&mut running, stream, &mut |frame| {
            let number = stream.number_of(frames.len() as u64, frame.at_ms, choice);
            progress(frame.at_ms);
            frames.push(Frame { number, ..frame });
        });
        match problem {
            // An end in the middle of a frame is ffmpeg's end, and ffmpeg's words say more.
            None | Some(Problem { code: ProblemCode::Truncated, .. }) => match running.finish() {
                Ok(end) => problem_of_end(&end, !frames.is_empty()).or(problem),
                Err(stalled) => Some(stalled),
            },
            Some(problem) => {
                running.stop();
                Some(problem)
            }
        }
    }

    /// Has a worker look at the frames that a helper writes, and hands them on; says why they are not all.
    fn receive_frames(
        &mut self,
        running: &mut RunningHelper,
        stream: &Stream,
        each: &mut dyn FnMut(Frame),
    ) -> Option<Problem> {
        let Some(pixels) = running.take_output() else {
            return Some(Problem::new(ProblemCode::DecoderCrashed, "ffmpeg has no output"));
        };
        let mut worker = match self.workers.take() {
            Ok(worker) => worker,
            Err(problem) => return Some(problem),
        };
        // A frame is megabytes, a pipe of the usual size sixteen pages: without more room, both sides wake for each piece.
        // Where the system gives none, it only takes longer.
        let _ = rustix::pipe::fcntl_setpipe_size(&pixels, PIPE_BYTES);
        let (width, height) = (stream.width, stream.height);
        let ask = Ask::RawFrames { width, height, pixels: stream.pixels(), frames_max: FRAMES_MAX };
        let asked = worker.ask(&ask, &[std::os::fd::AsFd::as_fd(&pixels)]);
        // Only the worker reads it: when that is gone, ffmpeg must notice.
        drop(pixels);
        let mut n_frames = 0;
        let problem = match asked {
            Err(problem) => Some(problem),
            Ok(()) => loop {
                if self.is_stopped() {
                    // The worker is in the middle of it and is ended as it is dropped.
                    return Some(Problem::new(ProblemCode::NotRead, "stopped"));
                }
                match worker.answer(&mut Vec::new()) {
                    Ok(Received::Text(Say::Frame(frame))) if n_frames < FRAMES_MAX => {
                        n_frames += 1;
                        each(frame);
                    }
                    Ok(Received::Text(Say::FramesEnd(problem))) => break problem,
                    Ok(Received::Text(Say::Failed(problem))) | Err(problem) => break Some(problem),
                    Ok(_) => break Some(worker.refuse("an answer to another ask")),
                }
            },
        };
        self.workers.put_back(worker);
        problem
    }
}

/// What a file that only names other files begins with, if it does. ffmpeg is kept from following such a list anyway;
/// this is so that the examiner reads *refused* and not *not decoded*, whatever ffmpeg's version makes of it.
fn list_of_files(held: &Held) -> Option<&'static str> {
    const BEGINNINGS: [&str; 5] = ["#EXTM3U", "ffconcat version", "[playlist]", "[Reference]", "<ASX"];
    let mut head = [0; 256];
    let n = rustix::io::pread(held.file(), &mut head, 0).unwrap_or(0);
    let head = head[..n].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head[..n]).trim_ascii_start();
    let begins = |with: &&str| head.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    BEGINNINGS.into_iter().find(begins)
}

fn ffmpeg_job<'h>(held: &'h Held, stream: &Stream, choice: FrameChoice) -> HelperJob<'h> {
    let select = match choice {
        // Some decoders, VP9's among them, decode every frame whatever they are told.
        FrameChoice::KeyFrames => "select='eq(key,1)',".to_owned(),
        FrameChoice::EverySecond => format!("select='not(mod(n,{}))',", stream.step()),
        FrameChoice::All => String::new(),
    };
    let is_key_frames = choice == FrameChoice::KeyFrames;
    let job = HelperJob::new(Tool::Ffmpeg)
        .text(["-nostdin", "-hide_banner", "-v", "error"])
        .text(["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS])
        .text(["-threads", "1", "-noautorotate"])
        .text(["-skip_frame", "nokey"].into_iter().filter(|_| is_key_frames))
        .text(["-i"])
        .file(held.file());
    to_pipe(pixels_job(job, stream, stream.index, &select))
}

/// The job, with pixels of a stream's frames as its output.
fn pixels_job<'h>(job: HelperJob<'h>, stream: &Stream, index: u32, select: &str) -> HelperJob<'h> {
    // Scaled to one size in any case: a stream may change its size on the way.
    let filter = format!("{select}scale={}:{}:flags=area", stream.width, stream.height);
    let pixels = match stream.pixels() {
        FramePixels::Rgb => "rgb24",
        // The one that it is: made into the other, its numbers would change.
        FramePixels::Planar(_) => stream.pix_fmt.as_str(),
    };
    job.text(["-map".to_owned(), format!("0:{index}"), "-vf".to_owned(), filter]).text([
        "-filter_threads",
        "1",
        "-fps_mode",
        "passthrough",
        "-pix_fmt",
        pixels,
        "-c:v",
        "rawvideo",
    ])
}

/// The job, with Matroska as its standard output.
fn to_pipe(job: HelperJob<'_>) -> HelperJob<'_> {
    job.text(["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"])
        // A frame leaves as soon as it is there: the limit is on no progress.
        .text(["-f", "matroska", "-allow_raw_vfw", "1", "-live", "1", "-flush_packets", "1"])
        .text(["-cluster_time_limit", "0", "-cluster_size_limit", "1", "-write_crc32", "0", "pipe:1"])
}

/// What an end says that came after some frames or none.
fn problem_of_end(end: &HelperEnd, has_frames: bool) -> Option<Problem> {
    let words = String::from_utf8_lossy(&end.words);
    let ends_early =
        ["partial file", "ended prematurely", "runcated", "End of file"].iter().any(|it| words.contains(it));
    match (end.ended_well, has_frames) {
        (true, true) if !ends_early => None,
        (_, true) if end.how.signal.is_none() => Some(Problem::new(ProblemCode::Truncated, words_of(end))),
        _ => Some(Problem::new(code_of_end(end), words_of(end))),
    }
}

fn code_of_end(end: &HelperEnd) -> ProblemCode {
    match end.how.signal {
        Some(_) => ProblemCode::DecoderCrashed,
        None => ProblemCode::NotDecoded,
    }
}

/// The first line of a helper's words, without what differs from run to run: addresses and numbers of open files.
fn words_of(end: &HelperEnd) -> String {
    let words = String::from_utf8_lossy(&end.words);
    let line = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut said = match (line.starts_with('['), line.find(" @ 0x"), line.find(']')) {
        (true, Some(at), Some(bracket)) if at < bracket => format!("{}{}", &line[..at], &line[bracket..]),
        _ => line.to_owned(),
    };
    while let Some(at) = said.find("/proc/self/fd/") {
        let rest = &said[at + "/proc/self/fd/".len()..];
        said = format!("{}file{}", &said[..at], rest.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    }
    if said.is_empty() { end.how.to_string() } else { cut(&said) }
}

fn cut(text: &str) -> String {
    text.chars().take(TEXT_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_do_not_differ_from_run_to_run() {
        let end = |words: &str| HelperEnd {
            ended_well: false,
            how: crate::pool::ChildEnd { code: Some(1), signal: None },
            words: words.as_bytes().to_vec(),
        };
        assert_eq!(
            words_of(&end("[mov,mp4 @ 0x55aee9e90400] moov atom not found\n/x")),
            "[mov,mp4] moov atom not found"
        );
        assert_eq!(words_of(&end("\n/proc/self/fd/17: Invalid data\n")), "file: Invalid data");
        assert_eq!(words_of(&end("")), "exit 1");
    }

    #[test]
    fn the_list_of_containers_names_none_that_names_other_files() {
        let listed: BTreeSet<&str> = CONTAINERS.split(',').collect();
        for name in [
            "hls",
            "concat",
            "dash",
            "imf",
            "image2",
            "image2pipe",
            "sdp",
            "rtsp",
            "lavfi",
            "tty",
            "webm_dash_manifest",
        ] {
            assert!(!listed.contains(name), "{name}");
        }
        assert!(!CONTAINERS.contains(' '));
    }
}
