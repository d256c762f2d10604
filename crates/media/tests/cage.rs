//! What a caged process is denied, and what a decoder that goes wrong costs.

use std::io::{BufRead, BufReader, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use casework::problem::{Problem, ProblemCode};
use media::helper_program::{HelperJob, Helpers, Tool};
use media::pool::{Worker, WorkerSettings};
use media::wire::{Ask, Say};

const PROGRAM: &str = env!("CARGO_BIN_EXE_media-test-worker");

fn settings() -> WorkerSettings {
    WorkerSettings::new(PROGRAM)
}

fn attempt(worker: &mut Worker, what: &str, files: &[BorrowedFd<'_>]) -> Result<String, Problem> {
    worker.ask(&Ask::Other { what: what.to_owned() }, files)?;
    match worker.last_answer(Duration::from_secs(60))? {
        Say::Tried(how) => Ok(how),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_worker_can_open_write_connect_start_and_signal_nothing() {
    let mut worker = Worker::start(&settings()).unwrap();
    assert!(worker.report().caged && worker.report().seccomp && worker.report().landlock_abi >= 1);
    assert_eq!(attempt(&mut worker, "nothing", &[]).unwrap(), "done");
    let file = tempfile::tempfile().unwrap();
    for what in [
        "open",
        "open-again",
        "list",
        "write",
        "connect",
        "connect-unix",
        "exec",
        "fork",
        "thread",
        "signal-parent",
        "unlink",
    ] {
        // Where the standard library itself does not expect to be denied so much, it panics with the same words.
        let how = attempt(&mut worker, what, &[file.as_fd()]).unwrap_or_else(|problem| problem.detail);
        assert!(how.contains("PermissionDenied"), "{what}: {how}");
    }
    assert!(!Path::new("/tmp/sanad-cage-test").exists());
    // A file handed over read-only stays so.
    let read_only = std::fs::File::open("/etc/passwd").unwrap();
    assert!(attempt(&mut worker, "write-file", &[read_only.as_fd()]).unwrap().ends_with(" 9"), "EBADF");
}

#[test]
fn the_same_attempts_succeed_without_the_cage() {
    // Or the test above would pass for the wrong reason.
    let mut worker = Worker::start(&WorkerSettings { uncaged: true, ..settings() }).unwrap();
    assert!(!worker.report().caged);
    for what in ["open", "list", "thread", "fork", "signal-parent"] {
        assert_eq!(attempt(&mut worker, what, &[]).unwrap(), "done", "{what}");
    }
}

#[test]
fn a_panic_costs_one_ask() {
    let mut worker = Worker::start(&settings()).unwrap();
    assert_eq!(attempt(&mut worker, "panic", &[]).unwrap_err(), Problem::new(ProblemCode::DecoderCrashed, "as asked"));
    assert_eq!(attempt(&mut worker, "nothing", &[]).unwrap(), "done");
}

#[test]
fn a_crash_is_told_with_its_signal() {
    for what in ["abort", "recurse"] {
        let mut worker = Worker::start(&settings()).unwrap();
        let problem = attempt(&mut worker, what, &[]).unwrap_err();
        assert_eq!(problem.code, ProblemCode::DecoderCrashed, "{what}");
        assert!(problem.detail.starts_with("signal "), "{what}: {}", problem.detail);
        assert!(!worker.is_usable());
    }
}

#[test]
fn a_runaway_is_ended_by_the_limits() {
    let mut worker = Worker::start(&WorkerSettings { stall: Duration::from_secs(1), ..settings() }).unwrap();
    assert_eq!(attempt(&mut worker, "loop", &[]).unwrap_err().code, ProblemCode::DecoderStalled);

    let mut small = settings();
    small.limits.memory_bytes = 512 << 20;
    let mut worker = Worker::start(&small).unwrap();
    let problem = attempt(&mut worker, "allocate", &[]).unwrap_err();
    assert_eq!(problem.code, ProblemCode::OverLimit, "{}", problem.detail);
}

#[test]
fn a_worker_dies_with_its_parent() {
    let mut keeper = Command::new(PROGRAM).arg("keep-a-worker").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let process_id: u32 = line.trim().parse().unwrap();
    assert!(is_running(process_id));
    keeper.kill().unwrap();
    keeper.wait().unwrap();
    wait_until_gone(process_id);
}

#[test]
fn a_worker_dies_with_the_thread_that_started_it() {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let worker = Worker::start(&settings()).unwrap();
        tell.send(worker.process_id()).unwrap();
        // Not dropped, so that nothing but the kernel ends it.
        std::mem::forget(worker);
    })
    .join()
    .unwrap();
    wait_until_gone(told.recv().unwrap());
}

fn is_running(process_id: u32) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{process_id}/stat")).unwrap_or_default();
    // A zombie nobody has waited for is dead all the same.
    state.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with(" Z"))
}

fn wait_until_gone(process_id: u32) {
    let begun = Instant::now();
    while is_running(process_id) {
        assert!(begun.elapsed() < Duration::from_secs(120), "the worker is still there");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn helpers() -> Helpers {
    Helpers::find(Path::new(PROGRAM), false, Duration::from_secs(20))
}

fn words(end: &[u8]) -> String {
    String::from_utf8_lossy(end).into_owned()
}

#[test]
fn a_helper_reads_its_file_and_no_other() {
    let helpers = helpers();
    if !helpers.has(Tool::Bsdcat) {
        eprintln!("skipped: bsdcat is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    std::fs::write(&one, "the one").unwrap();
    std::fs::write(&two, "the other").unwrap();
    let file = std::fs::File::open(&one).unwrap();
    let (output, end) = helpers.run(HelperJob::new(Tool::Bsdcat).file(file.as_fd()), 1000).unwrap();
    assert_eq!((words(&output), end.ended_well), ("the one".to_owned(), true), "{}", words(&end.words));
    // Through its standard input too.
    let (output, _) = helpers.run(HelperJob::new(Tool::Bsdcat).input(file.as_fd()), 1000).unwrap();
    assert_eq!(words(&output), "the one");
    let (output, end) = helpers.run(HelperJob::new(Tool::Bsdcat).file(file.as_fd()).text([&two]), 1000).unwrap();
    assert!(!words(&output).contains("other") && !end.ended_well);
    let uncaged = Helpers::find(Path::new(PROGRAM), true, Duration::from_secs(20));
    let (output, _) = uncaged.run(HelperJob::new(Tool::Bsdcat).file(file.as_fd()).text([&two]), 1000).unwrap();
    assert!(words(&output).contains("other"), "or the cage was not what kept it away");
}

#[test]
fn a_helper_can_write_start_and_connect_nothing() {
    let helpers = helpers();
    if !helpers.has(Tool::Sqlite3) || !helpers.has(Tool::Ffmpeg) {
        eprintln!("skipped: sqlite3 or ffmpeg is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("written");
    let vacuum = format!("VACUUM INTO '{}'", target.display());
    for statement in [vacuum.as_str(), ".shell echo out", ".system echo out"] {
        let (output, end) = helpers.run(HelperJob::new(Tool::Sqlite3).text([":memory:", statement]), 1000).unwrap();
        assert!(!words(&output).contains("out"), "{statement}: {}", words(&output));
        assert!(!target.exists(), "{statement}: {}", words(&end.words));
    }
    let url = ["-nostdin", "-v", "error", "-i", "tcp://127.0.0.1:9", "-f", "null", "-"];
    let (_, end) = helpers.run(HelperJob::new(Tool::Ffmpeg).text(url), 1000).unwrap();
    assert!(words(&end.words).contains("not permitted"), "{}", words(&end.words));
}

#[test]
fn a_name_never_reaches_a_command_line_and_threads_work() {
    let helpers = helpers();
    if !helpers.has(Tool::Ffmpeg) {
        eprintln!("skipped: ffmpeg is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("-i concat:x|y.y4m");
    let mut clip = b"YUV4MPEG2 W16 H16 F25:1 Ip A1:1 C444\n".to_vec();
    for frame in 0..3u8 {
        clip.extend_from_slice(b"FRAME\n");
        clip.extend(std::iter::repeat_n(frame * 80, 16 * 16 * 3));
    }
    std::fs::File::create(&path).unwrap().write_all(&clip).unwrap();
    let file = std::fs::File::open(&path).unwrap();
    let job = HelperJob::new(Tool::Ffmpeg)
        .text(["-nostdin", "-v", "error", "-threads", "4", "-i"])
        .file(file.as_fd())
        .text(["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]);
    let (output, end) = helpers.run(job, 10_000).unwrap();
    assert!(end.ended_well, "{}", words(&end.words));
    assert_eq!(output.len(), 3 * 16 * 16 * 3);
}

#[test]
fn a_helper_that_says_nothing_is_ended() {
    let helpers = Helpers::find(Path::new(PROGRAM), false, Duration::from_secs(1));
    if !helpers.has(Tool::Sqlite3) {
        eprintln!("skipped: sqlite3 is not installed");
        return;
    }
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n";
    let problem = helpers.run(HelperJob::new(Tool::Sqlite3).text([":memory:", endless]), 1000).unwrap_err();
    assert_eq!(problem.code, ProblemCode::DecoderStalled);
}

#[test]
fn the_helpers_say_their_versions() {
    for (name, version) in helpers().versions() {
        assert!(version.chars().any(|letter| letter.is_ascii_digit()), "{name}: {version}");
    }
}
