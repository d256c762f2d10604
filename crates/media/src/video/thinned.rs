//! A frame a second without decoding what no such frame needs: one ffmpeg takes the packets out of their container, a
//! worker thins them, another ffmpeg decodes the rest. The parent's side.
//!
//! Nothing is believed that did not go to its end without a word: otherwise there is no answer, and the whole video is
//! decoded as if this had not been tried.

use std::os::fd::AsFd as _;

use casework::file::Frame;
use rustix::pipe::PipeFlags;

use super::told::Stream;
use super::{CONTAINERS, FRAMES_MAX, FrameChoice, PIPE_BYTES, pixels_job};
use crate::examiner::Examiner;
use crate::helper_program::{HelperEnd, HelperJob, Tool};
use crate::hold::Held;
use crate::thinning::ThinnedCodec;
use crate::wire::{Ask, Say};

impl Examiner {
    /// The frames that [`FrameChoice::EverySecond`] chooses; none where they are to be had by decoding all. One that lies
    /// after `end_ms` is of what was cut off, and ffmpeg knows better.
    pub(super) fn take_thinned(
        &mut self,
        held: &Held,
        stream: &Stream,
        codec: ThinnedCodec,
        end_ms: Option<u64>,
        progress: &mut dyn FnMut(u64),
    ) -> Option<Vec<Frame>> {
        let mut unpacking = self.helpers.start(packets_job(held, stream)).ok()?;
        let packets = unpacking.take_output()?;
        let (thin_packets, thin_end) = rustix::pipe::pipe_with(PipeFlags::CLOEXEC).ok()?;
        for pipe in [&packets, &thin_packets] {
            // Where the system gives no more room, it only takes longer.
            let _ = rustix::pipe::fcntl_setpipe_size(pipe, PIPE_BYTES);
        }
        let mut thinner = self.workers.take().ok()?;
        thinner.ask(&Ask::Thin { codec, step: stream.step() }, &[packets.as_fd(), thin_end.as_fd()]).ok()?;
        // Each end has one owner: when that is gone, the other side must notice.
        drop((packets, thin_end));
        let job = HelperJob::new(Tool::Ffmpeg)
            .text(["-nostdin", "-hide_banner", "-v", "error"])
            .text(["-protocol_whitelist", "pipe", "-format_whitelist", "matroska,webm", "-f", "matroska"])
            // Times carry what is chosen: nothing may be taken off them.
            .text(["-threads", "1", "-noautorotate", "-copyts", "-i", "pipe:0"])
            .input(thin_packets.as_fd());
        let job = pixels_job(job, stream, 0, "select='mod(pts,2)',").text(["-enc_time_base", "1:1000"]);
        let mut decoding = self.helpers.start(super::to_pipe(job)).ok()?;
        drop(thin_packets);
        let mut frames: Vec<Frame> = Vec::new();
        let mut are_times_certain = true;
        let problem = self.receive_frames(&mut decoding, stream, &mut |frame| {
            let written_ms = frame.at_ms / 2;
            progress(written_ms);
            let at_ms = stream.told_ms(written_ms);
            are_times_certain &= at_ms.is_some();
            let at_ms = at_ms.unwrap_or(written_ms);
            let number = stream.number_of(frames.len() as u64, at_ms, FrameChoice::EverySecond);
            frames.push(Frame { number, at_ms, ..frame });
        });
        if problem.is_some() || self.is_stopped() {
            return None;
        }
        let stall = self.settings.stall;
        let thinned = thinner.last_answer(stall);
        self.workers.put_back(thinner);
        // What a library of ffmpeg's says in every cage, where no memory can be locked, is no complaint about the video.
        let is_complaint = |line: &[u8]| !line.trim_ascii().is_empty() && line != b"Warning: using insecure memory!";
        let is_silent = |end: HelperEnd| end.ended_well && !end.words.split(|byte| *byte == b'\n').any(is_complaint);
        let ended_well = unpacking.finish_silent().is_ok_and(is_silent) && decoding.finish().is_ok_and(is_silent);
        let are_all = matches!(thinned, Ok(Say::Thinned(n)) if n == frames.len() as u64 && n <= FRAMES_MAX);
        let are_in_order = frames.is_sorted_by(|one, next| one.at_ms < next.at_ms);
        let is_within = frames.last().is_some_and(|frame| Some(frame.at_ms) < end_ms);
        (ended_well && are_all && are_in_order && are_times_certain && is_within).then_some(frames)
    }
}

/// The packets of a stream, as they are.
fn packets_job<'h>(held: &'h Held, stream: &Stream) -> HelperJob<'h> {
    let job = HelperJob::new(Tool::Ffmpeg)
        .text(["-nostdin", "-hide_banner", "-v", "error"])
        .text(["-protocol_whitelist", "file", "-format_whitelist", CONTAINERS])
        // No shorter look at its beginning than ffmpeg takes by itself: from that it knows what Matroska's times mean.
        .text(["-i"])
        .file(held.file())
        .text(["-map".to_owned(), format!("0:{}", stream.index)])
        .text(["-c", "copy", "-copyinkf", "-avoid_negative_ts", "disabled"]);
    super::to_pipe(job)
}
