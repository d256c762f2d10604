//! The worker of this crate's own tests: `decode-worker` as in `sanad`, and attempts at what the cage must deny.

use std::ops::ControlFlow;
use std::os::fd::{AsRawFd, OwnedFd};
use std::process::ExitCode;

use casework::file::MediaKind;
use media::examiner::{Examiner, Settings, Source};

fn main() -> ExitCode {
    match std::env::args_os().nth(1).as_deref().and_then(|first| first.to_str()) {
        Some("decode-worker") => media::worker::main_with(&attempt),
        Some("keep-a-worker") => keep_a_worker(),
        Some("examine-folder") => examine_folder(),
        _ => ExitCode::from(2),
    }
}

/// Starts a worker, prints its process number and waits to be killed.
fn keep_a_worker() -> ExitCode {
    let Ok(program) = std::env::current_exe() else { return ExitCode::FAILURE };
    let Ok(worker) = media::pool::Worker::start(&media::pool::WorkerSettings::new(program)) else {
        return ExitCode::FAILURE;
    };
    println!("{}", worker.process_id());
    loop {
        std::thread::park();
    }
}

/// Walks a folder, examines every file and opens every archive: what a test watches from outside. Arguments: the folder,
/// a spool.
fn examine_folder() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().skip(2).collect();
    let [folder, spool] = &arguments[..] else { return ExitCode::from(2) };
    let Ok(program) = std::env::current_exe() else { return ExitCode::FAILURE };
    let Ok(root) = media::walk::open_root(folder.as_ref()) else { return ExitCode::FAILURE };
    let Ok(mut examiner) = Examiner::start(&Settings::new(program, spool)) else { return ExitCode::FAILURE };
    let walked = root.walk(&mut |occurrence| {
        let name = occurrence.place.path;
        println!("{}", name.escape_ascii());
        let opened = match occurrence.problem {
            None => root.open(&name),
            Some(problem) => Err(problem),
        };
        let Ok(opened) = opened else { return ControlFlow::Continue(()) };
        let examined = examiner.examine(Source::Disk(opened), &name, &mut |_| {});
        if let (Some(file), Some(held)) = (examined.file, examined.held)
            && file.kind == MediaKind::Archive
        {
            let mut budget = examiner.budget(&held);
            examiner.members(&held, &file.mime, &name, &mut budget, &mut |examiner, _, member| {
                println!("{}!{}", name.escape_ascii(), member.head.name.escape_ascii());
                if let Some(held) = member.held {
                    examiner.examine(Source::Held(held), &member.head.name, &mut |_| {});
                }
                ControlFlow::Continue(())
            });
        }
        ControlFlow::Continue(())
    });
    if walked.complete { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Tries what a decoder that has been taken over would try; says `done` or what the system said.
fn attempt(what: &str, files: &[OwnedFd]) -> String {
    let tried: std::io::Result<()> = match what {
        "nothing" => Ok(()),
        "open" => std::fs::File::open("/etc/passwd").map(drop),
        "open-again" => match files.first() {
            Some(file) => std::fs::File::open(format!("/proc/self/fd/{}", file.as_raw_fd())).map(drop),
            None => return "no file".to_owned(),
        },
        "list" => std::fs::read_dir("/").map(drop),
        "write" => std::fs::write("/tmp/sanad-cage-test", b"x"),
        "write-file" => match files.first() {
            Some(file) => rustix::io::write(file, b"x").map(drop).map_err(Into::into),
            None => return "no file".to_owned(),
        },
        "connect" => std::net::TcpStream::connect("127.0.0.1:9").map(drop),
        "connect-unix" => std::os::unix::net::UnixStream::connect("/run/nothing").map(drop),
        "exec" => {
            use std::os::unix::process::CommandExt;
            Err(std::process::Command::new("/bin/true").exec())
        }
        "fork" => std::process::Command::new("/bin/true").spawn().map(drop),
        "thread" => std::thread::Builder::new().spawn(|| {}).map(drop),
        "signal-parent" => match rustix::process::getppid() {
            Some(parent) => rustix::process::kill_process(parent, rustix::process::Signal::CONT).map_err(Into::into),
            None => return "no parent".to_owned(),
        },
        "unlink" => std::fs::remove_file("/tmp/sanad-cage-test-nothing"),
        "loop" => loop {
            std::hint::spin_loop();
        },
        "allocate" => {
            let mut all: Vec<Vec<u8>> = Vec::new();
            loop {
                all.push(vec![1; 64 << 20]);
            }
        }
        "panic" => panic!("as asked"),
        "abort" => std::process::abort(),
        "recurse" => return recurse(0).to_string(),
        _ => return "not known here".to_owned(),
    };
    match tried {
        Ok(()) => "done".to_owned(),
        Err(error) => format!("{:?} {}", error.kind(), error.raw_os_error().unwrap_or(0)),
    }
}

#[expect(unconditional_recursion, reason = "a decoder that runs out of stack")]
fn recurse(n: u64) -> u64 {
    std::hint::black_box([n; 64]);
    recurse(n + 1) + 1
}
