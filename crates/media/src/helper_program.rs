//! Helper programs (ffmpeg, ffprobe, heif-convert, bsdtar, bsdcat, sqlite3): each run is a fresh process in the cage for
//! one file.
//!
//! `decode-worker --exec` enters the cage first and then becomes the helper. The file is handed over open and named to
//! the helper as `/proc/self/fd/N`: how it is called in the exhibit (`-rf.mp4`, `concat:x`) never reaches a command line.
//! This file knows how to run a helper, not what any of them is for.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use casework::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};

use crate::cage::{self, CageLimits, WORDS_BYTES_MAX};
use crate::pool::{CagedChild, ChildEnd};
use crate::wire::{self, Say, WireError};

/// The helper programs there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tool {
    /// Frames of videos.
    Ffmpeg,
    /// What a video says of itself.
    Ffprobe,
    /// HEIC and AVIF to PNG.
    HeifConvert,
    /// Archives to tar.
    Bsdtar,
    /// Compressed streams to what they were.
    Bsdcat,
    /// Foreign SQLite files to text.
    Sqlite3,
}

impl Tool {
    /// All of them.
    pub const ALL: [Tool; 6] =
        [Tool::Ffmpeg, Tool::Ffprobe, Tool::HeifConvert, Tool::Bsdtar, Tool::Bsdcat, Tool::Sqlite3];

    /// The program's name.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Ffmpeg => "ffmpeg",
            Tool::Ffprobe => "ffprobe",
            Tool::HeifConvert => "heif-convert",
            Tool::Bsdtar => "bsdtar",
            Tool::Bsdcat => "bsdcat",
            Tool::Sqlite3 => "sqlite3",
        }
    }

    /// The Debian package it comes with.
    pub fn package(self) -> &'static str {
        match self {
            Tool::Ffmpeg | Tool::Ffprobe => "ffmpeg",
            Tool::HeifConvert => "libheif-examples",
            Tool::Bsdtar | Tool::Bsdcat => "libarchive-tools",
            Tool::Sqlite3 => "sqlite3",
        }
    }

    /// How it is asked for its version.
    fn version_argument(self) -> &'static str {
        match self {
            Tool::Ffmpeg | Tool::Ffprobe => "-version",
            Tool::Bsdtar | Tool::Bsdcat | Tool::Sqlite3 => "--version",
            // It knows no such question, but heads its help with the version of its library.
            Tool::HeifConvert => "-h",
        }
    }
}

/// Where helpers are looked for: the system's own folders, never the examiner's PATH.
const FOLDERS: [&str; 3] = ["/usr/bin", "/bin", "/usr/local/bin"];

/// The helpers of this machine, and how they are started.
#[derive(Debug, Clone)]
pub struct Helpers {
    worker_program: PathBuf,
    uncaged: bool,
    stall: Duration,
    found: BTreeMap<Tool, PathBuf>,
    versions: Arc<Mutex<BTreeMap<Tool, String>>>,
}

/// One argument of a helper's command line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Argument {
    /// As it stands: our own words, never a name from an exhibit.
    Text(#[serde(with = "casework::file::raw")] Vec<u8>),
    /// `before`, then `/proc/self/fd/N` of a handed file, then `after`.
    File {
        /// What stands before it, e.g. `@` or `file:`.
        before: String,
        /// Which of the job's files.
        number: usize,
        /// What stands after it, e.g. `?immutable=1`.
        after: String,
    },
}

/// One run of a helper. `new`, then `text` and `file` in the order of its command line.
#[derive(Debug)]
pub struct HelperJob<'a> {
    tool: Tool,
    arguments: Vec<Argument>,
    files: Vec<BorrowedFd<'a>>,
    input: Option<usize>,
    limits: CageLimits,
    discard_output: bool,
}

impl<'a> HelperJob<'a> {
    /// A run of this helper without arguments.
    pub fn new(tool: Tool) -> HelperJob<'a> {
        HelperJob {
            tool,
            arguments: Vec::new(),
            files: Vec::new(),
            input: None,
            limits: CageLimits { memory_bytes: 4 << 30, n_files: 64, file_bytes: WORDS_BYTES_MAX },
            discard_output: false,
        }
    }

    /// Arguments as they stand.
    pub fn text<T: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = T>) -> HelperJob<'a> {
        self.arguments.extend(arguments.into_iter().map(|text| Argument::Text(text.into().into_vec())));
        self
    }

    /// An argument that names an open file: `/proc/self/fd/N`.
    pub fn file(self, file: BorrowedFd<'a>) -> HelperJob<'a> {
        self.file_within("", file, "")
    }

    /// The same with something before and after it in the same argument.
    pub fn file_within(mut self, before: &str, file: BorrowedFd<'a>, after: &str) -> HelperJob<'a> {
        let number = self.hand_over(file);
        self.arguments.push(Argument::File { before: before.to_owned(), number, after: after.to_owned() });
        self
    }

    /// An open file as its standard input; otherwise it has an empty one.
    pub fn input(mut self, file: BorrowedFd<'a>) -> HelperJob<'a> {
        self.input = Some(self.hand_over(file));
        self
    }

    /// What it may use, where the default (4 GiB of memory, nothing written but its last words) does not serve.
    pub fn limits(mut self, memory_bytes: u64, file_bytes: u64) -> HelperJob<'a> {
        self.limits.memory_bytes = memory_bytes;
        self.limits.file_bytes = file_bytes.max(WORDS_BYTES_MAX);
        self
    }

    /// Its standard output is thrown away.
    pub fn discard_output(mut self) -> HelperJob<'a> {
        self.discard_output = true;
        self
    }

    fn hand_over(&mut self, file: BorrowedFd<'a>) -> usize {
        match self.files.iter().position(|known| known.as_raw_fd() == file.as_raw_fd()) {
            Some(number) => number,
            None => {
                self.files.push(file);
                self.files.len() - 1
            }
        }
    }
}

/// A helper at work. Dropped, it is killed.
#[derive(Debug)]
pub struct RunningHelper {
    process: CagedChild,
    stall: Duration,
    done: bool,
}

/// How a helper's run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelperEnd {
    /// Exit code 0.
    pub ended_well: bool,
    /// Exit code or signal.
    pub how: ChildEnd,
    /// Its standard error, up to 64 KiB. Untrusted.
    pub words: Vec<u8>,
}

impl Helpers {
    /// Looks for every helper once.
    pub fn find(worker_program: &Path, uncaged: bool, stall: Duration) -> Helpers {
        let place =
            |tool: Tool| FOLDERS.iter().map(|folder| Path::new(folder).join(tool.name())).find(|it| it.is_file());
        let found = Tool::ALL.into_iter().filter_map(|tool| Some((tool, place(tool)?))).collect();
        Helpers { worker_program: worker_program.to_owned(), uncaged, stall, found, versions: Arc::default() }
    }

    /// Whether it is installed.
    pub fn has(&self, tool: Tool) -> bool {
        self.found.contains_key(&tool)
    }

    /// Those that are not installed.
    pub fn missing(&self) -> Vec<Tool> {
        Tool::ALL.into_iter().filter(|tool| !self.has(*tool)).collect()
    }

    /// Starts a helper in the cage. It is running as itself when this returns.
    pub fn start(&self, job: HelperJob<'_>) -> Result<RunningHelper, Problem> {
        let Some(program) = self.found.get(&job.tool) else {
            return Err(Problem::new(ProblemCode::HelperMissing, job.tool.name()));
        };
        let crashed = |what: &dyn std::fmt::Display| Problem::new(ProblemCode::DecoderCrashed, what);
        let becoming = Becoming {
            program: program.as_os_str().as_bytes().to_vec(),
            arguments: job.arguments,
            input: job.input,
            limits: job.limits,
        };
        let mut is_first = true;
        loop {
            let output = if job.discard_output { Stdio::null() } else { Stdio::piped() };
            let mut process = CagedChild::start(&self.worker_program, self.uncaged, &["--exec".into()], output)
                .map_err(|e| crashed(&e))?;
            let sent = wire::send_text(process.socket.as_fd(), &becoming, &job.files).map_err(|e| crashed(&e));
            let begun = sent
                .and_then(|()| process.wait_until_caged(self.stall, self.uncaged).map(drop).map_err(|e| crashed(&e)));
            match begun {
                Ok(()) => return Ok(RunningHelper { process, stall: self.stall, done: false }),
                Err(_) if is_first && process.was_interrupted() => is_first = false,
                Err(problem) => return Err(problem),
            }
        }
    }

    /// Runs a helper to its end and takes its standard output, at most `output_bytes_max` of it.
    pub fn run(&self, job: HelperJob<'_>, output_bytes_max: usize) -> Result<(Vec<u8>, HelperEnd), Problem> {
        let mut running = self.start(job)?;
        let mut output = Vec::new();
        let mut piece = [0; 16 * 1024];
        loop {
            match running.read(&mut piece)? {
                0 => break,
                n if output.len() + n > output_bytes_max => {
                    return Err(Problem::new(ProblemCode::OverLimit, "a helper said more than the limit"));
                }
                n => output.extend_from_slice(&piece[..n]),
            }
        }
        Ok((output, running.finish()?))
    }

    /// Names and versions of those installed, by their own word.
    pub fn versions(&self) -> Vec<(String, String)> {
        self.found.keys().map(|tool| (tool.name().to_owned(), self.version(*tool))).collect()
    }

    /// The version of a helper, by its own word; empty when it gives none. Asked once.
    pub fn version(&self, tool: Tool) -> String {
        let mut known = self.versions.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.entry(tool).or_insert_with(|| self.ask_version(tool).unwrap_or_default()).clone()
    }

    fn ask_version(&self, tool: Tool) -> Option<String> {
        let (output, end) = self.run(HelperJob::new(tool).text([tool.version_argument()]), 64 << 10).ok()?;
        let words = if output.is_empty() { end.words } else { output };
        let words = String::from_utf8_lossy(&words);
        let line = words.lines().map(str::trim).find(|line| !line.is_empty())?;
        let line = line.strip_prefix(tool.name()).unwrap_or(line).trim();
        let line = line.strip_prefix("version").unwrap_or(line).trim();
        Some(line.split(" Copyright").next().unwrap_or(line).trim().chars().take(200).collect())
    }
}

impl RunningHelper {
    /// Its standard output, to be handed to a worker. Take it or [`RunningHelper::read`] it, not both.
    pub fn take_output(&mut self) -> Option<OwnedFd> {
        self.process.take_output()
    }

    /// The next of its standard output; 0 at its end. A helper that gives nothing for too long is ended.
    pub fn read(&mut self, into: &mut [u8]) -> Result<usize, Problem> {
        let stall = self.stall;
        self.process.read_output(into, stall).map_err(|error| {
            let _ = self.process.end(true);
            self.done = true;
            match error {
                WireError::Stalled => {
                    Problem::new(ProblemCode::DecoderStalled, format!("no output for {} s", stall.as_secs()))
                }
                other => Problem::new(ProblemCode::DecoderCrashed, other),
            }
        })
    }

    /// What it wrote to its standard error so far: to be asked at any time.
    pub fn words(&self) -> Vec<u8> {
        self.process.words_raw()
    }

    /// Waits for its end. Whatever it still had to say is thrown away.
    pub fn finish(mut self) -> Result<HelperEnd, Problem> {
        let mut piece = [0; 16 * 1024];
        while !self.done && self.read(&mut piece)? > 0 {}
        // Its output is closed; what remains is to die, and that is not waited for without end either.
        if !self.done && self.process.wait_ended(self.stall).is_err() {
            self.process.end(true);
            return Err(Problem::new(ProblemCode::DecoderStalled, "a helper did not end"));
        }
        let (how, _) = self.process.end(false);
        Ok(HelperEnd { ended_well: how.code == Some(0), how, words: self.process.words_raw() })
    }

    /// Waits for the end of one whose output is thrown away or was taken by somebody else: there is no sign of life
    /// to watch for, so it gets ten times the patience.
    pub fn finish_silent(mut self) -> Result<HelperEnd, Problem> {
        if self.process.wait_ended(self.stall.saturating_mul(10)).is_err() {
            self.process.end(true);
            return Err(Problem::new(ProblemCode::DecoderStalled, "a helper did not end"));
        }
        let (how, _) = self.process.end(false);
        Ok(HelperEnd { ended_well: how.code == Some(0), how, words: self.process.words_raw() })
    }

    /// Ends it now.
    pub fn stop(mut self) {
        self.process.end(true);
    }
}

/// What `decode-worker --exec` is to become; the files travel with it.
#[derive(Debug, Serialize, Deserialize)]
struct Becoming {
    #[serde(with = "casework::file::raw")]
    program: Vec<u8>,
    arguments: Vec<Argument>,
    input: Option<usize>,
    limits: CageLimits,
}

/// The other side of [`Helpers::start`]: enters the cage and becomes the helper. Returns only when that failed.
pub(crate) fn become_helper(parent: u32, uncaged: bool) -> ExitCode {
    let stdin = std::io::stdin();
    let socket = stdin.as_fd();
    let refused = |what: String| {
        // The parent may be gone; then nobody needs to know.
        let _ = wire::send_text(socket, &Say::Failed(Problem::new(ProblemCode::DecoderCrashed, what)), &[]);
        ExitCode::FAILURE
    };
    let (becoming, files): (Becoming, Vec<OwnedFd>) = match wire::receive_with_files(socket) {
        Ok(received) => received,
        Err(error) => return refused(error.to_string()),
    };
    let program = PathBuf::from(OsString::from_vec(becoming.program));
    let mut command = Command::new(&program);
    for argument in &becoming.arguments {
        match argument {
            Argument::Text(text) => command.arg(std::ffi::OsStr::from_bytes(text)),
            Argument::File { before, number, after } => match files.get(*number) {
                Some(file) => command.arg(format!("{before}/proc/self/fd/{}{after}", file.as_raw_fd())),
                None => return refused("a file is missing".to_owned()),
            },
        };
    }
    // The same few variables whoever runs it, so that it writes the same bytes.
    command
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .env("PATH", "/usr/bin:/bin")
        .env("TZ", "UTC")
        .env("HOME", "/nonexistent");
    let input = match becoming.input.map(|number| files.get(number)) {
        Some(Some(file)) => file.try_clone().map(Stdio::from),
        Some(None) => return refused("a file is missing".to_owned()),
        None => Ok(Stdio::null()),
    };
    match input {
        Ok(input) => command.stdin(input),
        Err(error) => return refused(error.to_string()),
    };
    for file in &files {
        if let Err(errno) = rustix::io::fcntl_setfd(file, rustix::io::FdFlags::empty()) {
            return refused(errno.to_string());
        }
    }
    // Kept open across the exec by nobody: when the helper ends, the parent reads the end of the stream.
    // A pipe has no path that a rule could be about; whoever reads it has it open.
    let is_pipe = |file: &BorrowedFd<'_>| {
        rustix::fs::fstat(file)
            .is_ok_and(|facts| rustix::fs::FileType::from_raw_mode(facts.st_mode) == rustix::fs::FileType::Fifo)
    };
    let borrowed: Vec<BorrowedFd<'_>> = files.iter().map(AsFd::as_fd).filter(|file| !is_pipe(file)).collect();
    match cage::enter_as_helper(parent, &becoming.limits, uncaged, &program, &[], &borrowed) {
        Ok(report) => match wire::send_text(socket, &Say::Caged(report), &[]) {
            Ok(()) => refused(command.exec().to_string()),
            Err(_) => ExitCode::FAILURE,
        },
        Err(error) => refused(error.to_string()),
    }
}
