//! Workers: caged child processes that decode, and how the parent speaks to them. A crash, a runaway or a lie costs one
//! ask; the worker is killed and another takes its place.
//!
//! The kernel kills a worker when the *thread* that started it ends (PR_SET_PDEATHSIG), not only when the process
//! does. So whoever keeps a [`Worker`] must be the thread that started it; neither [`Worker`] nor [`Workers`] can be
//! sent to another thread.

use std::ffi::OsString;
use std::io::Read;
use std::marker::PhantomData;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use casework::problem::{Problem, ProblemCode};
use rustix::net::{AddressFamily, SocketFlags, SocketType};

use crate::cage::{CageError, CageLimits, CageReport, WORDS_BYTES_MAX};
use crate::hold::memory_file;
use crate::wire::{self, Ask, Received, Say, WireError};

/// How workers are started and how long they are borne with.
#[derive(Debug, Clone)]
pub struct WorkerSettings {
    /// The program that is the worker when its first argument is `decode-worker`: `sanad` itself.
    pub program: PathBuf,
    /// Start without the cage. Only ever by the examiner's explicit word, which the caller records and prints.
    pub uncaged: bool,
    /// What it may use.
    pub limits: CageLimits,
    /// No sign of life for this long, and it is killed.
    pub stall: Duration,
    /// After so many asks it is replaced, so that what leaks does not add up.
    pub n_asks_max: u32,
}

impl WorkerSettings {
    /// The settings of a normal run, with `program` as the worker.
    pub fn new(program: impl Into<PathBuf>) -> WorkerSettings {
        WorkerSettings {
            program: program.into(),
            uncaged: false,
            limits: CageLimits::worker(),
            stall: Duration::from_secs(60),
            n_asks_max: 2000,
        }
    }
}

/// One caged child process.
#[derive(Debug)]
pub struct Worker {
    process: CagedChild,
    report: CageReport,
    stall: Duration,
    n_asks_left: u32,
    is_fresh: bool,
    usable: bool,
}

impl Worker {
    /// Starts a worker and waits until it says that its cage is closed.
    pub fn start(settings: &WorkerSettings) -> Result<Worker, CageError> {
        let mode = [OsString::from("--memory-bytes"), settings.limits.memory_bytes.to_string().into()];
        let process = || CagedChild::start(&settings.program, settings.uncaged, &mode, Stdio::null());
        let mut worker = Worker {
            report: CageReport { caged: false, landlock_abi: 0, seccomp: false },
            process: process()?,
            stall: settings.stall,
            n_asks_left: settings.n_asks_max,
            is_fresh: true,
            usable: true,
        };
        worker.report = match worker.process.wait_until_caged(settings.stall, settings.uncaged) {
            Err(_) if worker.process.was_interrupted() => {
                worker.process = process()?;
                worker.process.wait_until_caged(settings.stall, settings.uncaged)?
            }
            caged => caged?,
        };
        Ok(worker)
    }

    /// What it gave up.
    pub fn report(&self) -> &CageReport {
        &self.report
    }

    /// Its process number.
    pub fn process_id(&self) -> u32 {
        self.process.child.id()
    }

    /// Whether it can take another ask.
    pub fn is_usable(&self) -> bool {
        self.usable && self.n_asks_left > 0
    }

    /// Whether it was never asked anything: what happens to it is then the doing of the file at hand.
    pub fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// Whether its process runs: the system may have ended it while it was idle.
    fn is_alive(&mut self) -> bool {
        matches!(self.process.child.try_wait(), Ok(None))
    }

    /// Asks. The answers are to be taken with [`Worker::answer`] until the last of them; asked again before, it would
    /// be out of step.
    pub fn ask(&mut self, ask: &Ask, files: &[BorrowedFd<'_>]) -> Result<(), Problem> {
        self.n_asks_left = self.n_asks_left.saturating_sub(1);
        self.is_fresh = false;
        let sent = wire::send_text(self.process.socket.as_fd(), ask, files);
        sent.map_err(|error| self.bury(error))
    }

    /// The next answer; raw bytes are put into `raw`.
    pub fn answer(&mut self, raw: &mut Vec<u8>) -> Result<Received<Say>, Problem> {
        let received = wire::receive(self.process.socket.as_fd(), raw, Some(self.stall));
        received.map_err(|error| self.bury(error))
    }

    /// The one answer to an ask that has one, after any number of signs of life.
    ///
    /// `total` bounds them: a worker that has been taken over could send signs of life for ever.
    pub fn last_answer(&mut self, total: Duration) -> Result<Say, Problem> {
        let ends = std::time::Instant::now() + total;
        loop {
            match self.answer(&mut Vec::new())? {
                Received::Text(Say::Progress(_)) if std::time::Instant::now() < ends => {}
                Received::Text(Say::Progress(_)) => return Err(self.bury(WireError::Stalled)),
                Received::Text(Say::Failed(problem)) => return Err(problem),
                Received::Text(answer) => return Ok(answer),
                Received::Raw(_) => return Err(self.refuse("raw bytes where an answer was due")),
            }
        }
    }

    /// Ends a worker that answered what was not asked.
    pub fn refuse(&mut self, what: &'static str) -> Problem {
        self.bury(WireError::Broken { what })
    }

    /// Ends it, and says what happened to it.
    fn bury(&mut self, error: WireError) -> Problem {
        self.usable = false;
        let gone = matches!(error, WireError::Gone);
        let (ended, words) = self.process.end(!gone);
        match error {
            WireError::Stalled => {
                Problem::new(ProblemCode::DecoderStalled, format!("no sign of life for {} s", self.stall.as_secs()))
            }
            // What Rust and the C++ library say when the limit of memory is reached.
            WireError::Gone if words.contains("memory allocation of") || words.contains("bad_alloc") => {
                Problem::new(ProblemCode::OverLimit, words)
            }
            WireError::Gone => {
                let separator = if words.is_empty() { "" } else { ": " };
                Problem::new(ProblemCode::DecoderCrashed, format!("{ended}{separator}{words}"))
            }
            other => Problem::new(ProblemCode::DecoderCrashed, other),
        }
    }
}

/// The workers of one thread: as many as archives lie open inside one another, one more for what is in the innermost.
#[derive(Debug)]
pub struct Workers {
    settings: WorkerSettings,
    idle: Vec<Worker>,
    report: CageReport,
}

impl Workers {
    /// Starts the first, so that a kernel that cannot cage is found before any file is touched.
    pub fn start(settings: WorkerSettings) -> Result<Workers, CageError> {
        let first = Worker::start(&settings)?;
        Ok(Workers { settings, report: first.report.clone(), idle: vec![first] })
    }

    /// What the first gave up.
    pub fn report(&self) -> &CageReport {
        &self.report
    }

    /// The settings they are started with.
    pub fn settings(&self) -> &WorkerSettings {
        &self.settings
    }

    /// An idle worker that is still there, or a new one. Give it back with [`Workers::put_back`].
    pub fn take(&mut self) -> Result<Worker, Problem> {
        while let Some(mut worker) = self.idle.pop() {
            if worker.is_alive() {
                return Ok(worker);
            }
        }
        Worker::start(&self.settings).map_err(|error| Problem::new(ProblemCode::DecoderCrashed, error))
    }

    /// A worker that was never asked anything.
    pub fn take_fresh(&mut self) -> Result<Worker, Problem> {
        self.idle.retain(Worker::is_fresh);
        self.take()
    }

    /// Keeps it for the next ask, if it is good for one.
    pub fn put_back(&mut self, worker: Worker) {
        if worker.is_usable() {
            self.idle.push(worker);
        }
    }
}

/// A child process in the cage, with the socket that is its standard input and the memory file that takes its last words.
#[derive(Debug)]
pub(crate) struct CagedChild {
    child: Child,
    pub(crate) socket: OwnedFd,
    words: std::fs::File,
    // Killed when the starting thread ends: see the file's head.
    _stays_on_its_thread: PhantomData<*const ()>,
}

impl CagedChild {
    pub(crate) fn start(
        program: &std::path::Path,
        uncaged: bool,
        mode: &[OsString],
        output: Stdio,
    ) -> Result<CagedChild, CageError> {
        let failed = |source: std::io::Error| CageError::NotStarted { program: program.to_owned(), source };
        let (socket, theirs) =
            rustix::net::socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)
                .map_err(|errno| failed(errno.into()))?;
        let words = memory_file().map_err(failed)?;
        let child = Command::new(program)
            .arg("decode-worker")
            .arg("--parent")
            .arg(std::process::id().to_string())
            .args(uncaged.then_some("--uncaged"))
            .args(mode)
            // Nothing of the examiner's environment reaches a decoder, and no setting of it a loader.
            .env_clear()
            .current_dir("/")
            // Ctrl-C goes to everything in the terminal's foreground. A decoder that it ended would look like one that
            // crashed on its file; it is the parent that stops, when the file in hand is done.
            .process_group(0)
            .stdin(theirs)
            .stdout(output)
            .stderr(words.try_clone().map_err(failed)?)
            .spawn()
            .map_err(failed)?;
        Ok(CagedChild { child, socket, words, _stays_on_its_thread: PhantomData })
    }

    pub(crate) fn wait_until_caged(&mut self, patience: Duration, uncaged: bool) -> Result<CageReport, CageError> {
        let what = match wire::receive(self.socket.as_fd(), &mut Vec::new(), Some(patience)) {
            Ok(Received::Text(Say::Caged(report))) if report.caged || uncaged => return Ok(report),
            Ok(Received::Text(Say::Failed(problem))) => problem.detail,
            Ok(_) => "it did not say that it is caged".to_owned(),
            Err(error) => {
                let (ended, words) = self.end(true);
                format!("{error}; {ended}; {words}")
            }
        };
        Err(CageError::NotReady { what })
    }

    /// Whether Ctrl-C ended it before it had left the terminal's foreground: then it met nothing of the file's, and
    /// another may be started.
    pub(crate) fn was_interrupted(&mut self) -> bool {
        self.end(true).0.signal == Some(rustix::process::Signal::INT.as_raw())
    }

    /// Waits for its end, after killing it if need be; gives how it ended and its last words.
    pub(crate) fn end(&mut self, kill: bool) -> (ChildEnd, String) {
        if kill {
            // It may be gone already, which is as good.
            let _ = self.child.kill();
        }
        let ended = self.child.wait();
        let end = match ended {
            Ok(status) => ChildEnd { code: status.code(), signal: status.signal() },
            Err(_) => ChildEnd { code: None, signal: None },
        };
        (end, self.words())
    }

    /// What it wrote to its standard error so far.
    pub(crate) fn words(&self) -> String {
        String::from_utf8_lossy(&self.words_raw()).trim().to_owned()
    }

    /// The same, raw.
    pub(crate) fn words_raw(&self) -> Vec<u8> {
        let mut bytes = vec![0; WORDS_BYTES_MAX as usize];
        let mut filled = 0;
        while filled < bytes.len() {
            match rustix::io::pread(&self.words, &mut bytes[filled..], filled as u64) {
                Ok(0) | Err(_) => break,
                Ok(n) => filled += n,
            }
        }
        bytes.truncate(filled);
        bytes
    }

    /// Waits until it has ended by itself.
    pub(crate) fn wait_ended(&self, patience: Duration) -> Result<(), WireError> {
        let process = rustix::process::Pid::from_child(&self.child);
        let watched = rustix::process::pidfd_open(process, rustix::process::PidfdFlags::empty())?;
        wire::wait_readable(watched, std::time::Instant::now() + patience)
    }

    pub(crate) fn take_output(&mut self) -> Option<OwnedFd> {
        self.child.stdout.take().map(OwnedFd::from)
    }

    pub(crate) fn read_output(&mut self, into: &mut [u8], patience: Duration) -> Result<usize, WireError> {
        let Some(output) = &mut self.child.stdout else { return Ok(0) };
        wire::wait_readable(&*output, std::time::Instant::now() + patience)?;
        output.read(into).map_err(WireError::Io)
    }
}

impl Drop for CagedChild {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a child process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildEnd {
    /// Its exit code.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
}

impl std::fmt::Display for ChildEnd {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.code, self.signal) {
            (_, Some(signal)) => write!(out, "signal {signal}"),
            (Some(code), None) => write!(out, "exit {code}"),
            (None, None) => write!(out, "gone"),
        }
    }
}
