//! The worker: `sanad decode-worker`. It closes the cage around itself, then answers asks until its parent is gone.
//!
//! It opens no path. What it is asked about comes as an open file beside the ask; its standard input is the socket, its
//! standard error a memory file for its last words.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use casework::problem::{Problem, ProblemCode};

use crate::archive::limits::Budget;
use crate::archive::listing::{self, Suspects};
use crate::archive::rar::Facts;
use crate::archive::{self, ArchiveEnd, MemberHead, MemberSink};
use crate::cage::{self, CageLimits};
use crate::content;
use crate::frames::FrameStream;
use crate::helper_program;
use crate::thinning::thin;
use crate::wire::{self, Ask, Say, Unpacking, WireError};

/// Answers an [`Ask::Other`]; for programs that have asks of their own, such as a test's attempts to break out.
pub type Other<'a> = &'a dyn Fn(&str, &[OwnedFd]) -> String;

/// Of packets, what is read and written at once.
const PIPE_BYTES: usize = 1 << 18;

/// What the program does when its first argument is `decode-worker`.
pub fn main() -> ExitCode {
    main_with(&|_, _| "not known here".to_owned())
}

/// The same, for a program with asks of its own.
pub fn main_with(other: Other<'_>) -> ExitCode {
    let Some(asked) = Asked::of(std::env::args_os().skip(2)) else {
        // Started by hand: there is nobody to talk to.
        return ExitCode::from(2);
    };
    // The message of a panic goes into the answer; printing it would try to open files for the trace.
    std::panic::set_hook(Box::new(|_| {}));
    if asked.exec {
        return helper_program::become_helper(asked.parent, asked.uncaged);
    }
    let stdin = std::io::stdin();
    let socket = stdin.as_fd();
    let limits = CageLimits { memory_bytes: asked.memory_bytes, ..CageLimits::worker() };
    let (said, code) = match cage::enter_as_worker(asked.parent, &limits, asked.uncaged) {
        Ok(report) => (Say::Caged(report), ExitCode::SUCCESS),
        Err(error) => (Say::Failed(Problem::new(ProblemCode::DecoderCrashed, error)), ExitCode::FAILURE),
    };
    if wire::send_text(socket, &said, &[]).is_err() || code != ExitCode::SUCCESS {
        return code;
    }
    // Until the parent is gone: there is no other good end.
    while let Ok((ask, files)) = wire::receive_with_files::<Ask>(socket) {
        if answer(socket, ask, files, other).is_err() {
            break;
        }
    }
    ExitCode::SUCCESS
}

struct Asked {
    parent: u32,
    memory_bytes: u64,
    uncaged: bool,
    exec: bool,
}

impl Asked {
    fn of(mut arguments: impl Iterator<Item = OsString>) -> Option<Asked> {
        let mut asked =
            Asked { parent: 0, memory_bytes: CageLimits::worker().memory_bytes, uncaged: false, exec: false };
        while let Some(argument) = arguments.next() {
            match argument.to_str()? {
                "--parent" => asked.parent = arguments.next()?.to_str()?.parse().ok()?,
                "--memory-bytes" => asked.memory_bytes = arguments.next()?.to_str()?.parse().ok()?,
                "--uncaged" => asked.uncaged = true,
                "--exec" => asked.exec = true,
                _ => return None,
            }
        }
        (asked.parent > 0).then_some(asked)
    }
}

fn answer(socket: BorrowedFd<'_>, ask: Ask, files: Vec<OwnedFd>, other: Other<'_>) -> Result<(), WireError> {
    let tried = catch_unwind(AssertUnwindSafe(|| work(socket, ask, files, other)));
    match tried {
        Ok(Ok(last)) => wire::send_text(socket, &last, &[]),
        Ok(Err(Stopped::Here(problem))) => wire::send_text(socket, &Say::Failed(problem), &[]),
        Ok(Err(Stopped::Wire(error))) => Err(error),
        Err(thrown) => {
            let words = words_of(&*thrown);
            wire::send_text(socket, &Say::Failed(Problem::new(ProblemCode::DecoderCrashed, words)), &[])
        }
    }
}

fn words_of(thrown: &(dyn std::any::Any + Send)) -> String {
    let text = thrown.downcast_ref::<String>().map(String::as_str).or_else(|| thrown.downcast_ref::<&str>().copied());
    text.unwrap_or("the decoder broke").to_owned()
}

enum Stopped {
    Here(Problem),
    Wire(WireError),
}

impl From<Problem> for Stopped {
    fn from(problem: Problem) -> Stopped {
        Stopped::Here(problem)
    }
}

/// Does what is asked, telling on the way what comes before the last answer, which it gives.
fn work(socket: BorrowedFd<'_>, ask: Ask, files: Vec<OwnedFd>, other: Other<'_>) -> Result<Say, Stopped> {
    if let Ask::Other { what } = ask {
        return Ok(Say::Tried(other(&what, &files)));
    }
    let mut files = files.into_iter().map(File::from);
    let mut file = files.next().ok_or_else(|| Problem::new(ProblemCode::NotRead, "no file came with the ask"))?;
    match ask {
        Ask::Recognise { extension } => Ok(Say::Recognised(Box::new(content::recognise(&file, &extension)?))),
        Ask::Examine { extension, search, screen } => Ok(content::examine(&file, &extension, search, screen)?),
        Ask::Refine { from } => Ok(Say::Refined(content::refine(&file, &from)?)),
        Ask::Preview { side_px_max, grey } => Ok(Say::Preview(Box::new(content::preview(&file, side_px_max, grey)?))),
        Ask::Members { how, mut budget, only } => {
            // A file comes with whatever offset its last reader left; a pipe has none.
            let _ = file.seek(SeekFrom::Start(0));
            let only = only.into_iter().collect();
            let mut sink = SocketSink { socket, only, failed: None };
            let end = unpack(file, files.next(), &how, &mut budget, &mut sink);
            match sink.failed {
                Some(error) => Err(Stopped::Wire(error)),
                None => Ok(Say::ArchiveEnd(end)),
            }
        }
        Ask::Thin { codec, step } => {
            let to = files.next().ok_or_else(|| Problem::new(ProblemCode::NotRead, "no pipe came with the ask"))?;
            let to = BufWriter::with_capacity(PIPE_BYTES, to);
            Ok(Say::Thinned(thin(BufReader::with_capacity(PIPE_BYTES, file), to, codec, step)?))
        }
        Ask::RawFrames { width, height, pixels, frames_max } => {
            let tell = |said: Say| wire::send_text(socket, &said, &[]).map_err(Stopped::Wire);
            let mut frames = match FrameStream::new(BufReader::new(file), width, height, pixels) {
                Ok(frames) => frames,
                Err(problem) => return Ok(Say::FramesEnd(Some(problem))),
            };
            let mut number = 0;
            let problem = loop {
                match frames.next_look() {
                    Ok(None) => break None,
                    Ok(Some(_)) if number == frames_max => {
                        break Some(Problem::new(ProblemCode::OverLimit, format!("more than {frames_max} frames")));
                    }
                    Ok(Some((at_ms, pdq))) => tell(Say::Frame(casework::file::Frame { number, at_ms, pdq }))?,
                    Err(problem) => break Some(problem),
                }
                number += 1;
            };
            Ok(Say::FramesEnd(problem))
        }
        Ask::Other { .. } => unreachable!("answered above"),
    }
}

fn unpack(
    mut file: File,
    archive: Option<File>,
    how: &Unpacking,
    budget: &mut Budget,
    sink: &mut dyn MemberSink,
) -> ArchiveEnd {
    match how {
        Unpacking::Zip => archive::zip::each_member(&mut file, budget, sink),
        Unpacking::Tar { complaints, is_cut } => {
            let promised = archive.and_then(|mut archive| Facts::read(&mut archive, budget.members_left));
            let suspects = Suspects::read(complaints, *is_cut).with_promises(promised);
            archive::tar::each_member(&mut BufReader::new(file), &suspects, budget, sink)
        }
        Unpacking::Gzip { lone_name } => {
            archive::packed::each_member_of_gzip(BufReader::new(file), lone_name, budget, sink)
        }
        Unpacking::Packed { lone_name } => {
            archive::packed::each_member(&mut BufReader::new(file), lone_name, budget, sink)
        }
        Unpacking::Listed { told, problem } => {
            listing::each_listed(&mut BufReader::new(file), told, problem, budget, sink)
        }
    }
}

/// Sends members to the parent as they come.
struct SocketSink<'a> {
    socket: BorrowedFd<'a>,
    /// Empty where all are wanted.
    only: BTreeSet<Vec<u8>>,
    failed: Option<WireError>,
}

impl SocketSink<'_> {
    fn note(&mut self, sent: Result<(), WireError>) -> ControlFlow<()> {
        match sent {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}

impl MemberSink for SocketSink<'_> {
    fn wants(&mut self, head: &MemberHead) -> bool {
        let is_wanted = self.only.is_empty() || self.only.contains(&head.called());
        if !is_wanted {
            // A sign of life: there may be many before the first that is wanted.
            let _ = self.note(wire::send_text(self.socket, &Say::Progress(head.ordinal), &[]));
        }
        is_wanted
    }

    fn begin(&mut self, head: &MemberHead) -> ControlFlow<()> {
        let sent = wire::send_text(self.socket, &Say::Member(Box::new(head.clone())), &[]);
        self.note(sent)
    }

    fn bytes(&mut self, piece: &[u8]) -> ControlFlow<()> {
        let sent = wire::send_raw(self.socket, piece);
        self.note(sent)
    }

    fn end(&mut self, problem: Option<&Problem>) -> ControlFlow<()> {
        let sent = wire::send_text(self.socket, &Say::MemberEnd(problem.cloned()), &[]);
        self.note(sent)
    }
}
