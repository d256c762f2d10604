//! What was seized stays as it was: nothing is written below an exhibit, nothing followed out of it, nothing opened that
//! is not a file.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{CWD, Mode, OFlags, mkdirat, openat};
use serde_json::Value;

use crate::exhibits;
use crate::program::{Desk, Told, number, run, text};

/// Times in nanoseconds: of change of the bytes, of the inode, of access.
type Stamps = (i128, i128, Option<i128>);

/// Everything that the file system says of every entry.
fn listing(folder: &Path) -> BTreeMap<PathBuf, (u64, u64, u32, Stamps)> {
    let mut all = BTreeMap::new();
    let mut to_do = vec![folder.to_owned()];
    while let Some(at) = to_do.pop() {
        let facts = std::fs::symlink_metadata(&at).unwrap();
        let stamp = |seconds: i64, ns: i64| i128::from(seconds) * 1_000_000_000 + i128::from(ns);
        // Reading a link's target moves its time of access, and listing a folder may: no system call avoids it.
        let accessed = facts.is_file().then(|| stamp(facts.atime(), facts.atime_nsec()));
        let stamps = (stamp(facts.mtime(), facts.mtime_nsec()), stamp(facts.ctime(), facts.ctime_nsec()), accessed);
        if facts.is_dir() {
            to_do.extend(std::fs::read_dir(&at).unwrap().map(|entry| entry.unwrap().path()));
        }
        all.insert(at, (facts.len(), facts.ino(), facts.mode(), stamps));
    }
    all
}

fn all_reports(desk: &Desk) -> Vec<String> {
    let paths = crate::program::ENDINGS.map(|ending| desk.path(&format!("report.{ending}")));
    paths.iter().flat_map(|path| ["--report".to_owned(), text(path).to_owned()]).collect()
}

#[test]
fn the_exhibit_is_the_same_before_and_after() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_mixed(&exhibit);
    let before = listing(&exhibit);
    let reports = all_reports(&desk);
    let args: Vec<&str> = reports.iter().map(String::as_str).collect();
    let told = desk.triage(&exhibit, &args);
    let after = listing(&exhibit);
    for (path, facts) in &before {
        assert_eq!(Some(facts), after.get(path), "{}", path.display());
    }
    assert_eq!(before.len(), after.len());
    assert_eq!(told.header["exhibits"][0]["changed_meanwhile"], false);
    let again = desk.triage(&exhibit, &[]);
    let manifest = |told: &Told| told.header["exhibits"][0]["manifest_sha256"].clone();
    assert!(manifest(&told).is_string());
    assert_eq!(manifest(&told), manifest(&again));
}

/// A line of strace, as far as it concerns us: the call, and its arguments as text.
fn calls(trace: &str) -> impl Iterator<Item = (&str, &str)> {
    trace.lines().filter_map(|line| {
        // `[pid 12] openat2(5</exhibit>, "name", {flags=O_RDONLY}, 24) = 6</exhibit/name>`; with -f each line begins with
        // the process, and `<... openat2 resumed>` only repeats the end of a call.
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let (call, args) = rest.split_once('(')?;
        call.chars().all(|c| c.is_ascii_alphanumeric() || c == '_').then_some((call, args))
    })
}

#[test]
fn no_system_call_writes_creates_or_removes_below_the_exhibit() {
    let can_trace = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    if !can_trace.is_ok_and(|output| output.status.success()) {
        println!("skipped: strace cannot run here");
        return;
    }
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_mixed(&exhibit);
    let trace = desk.path("trace");
    let mut command = Command::new("strace");
    // Names are always shown whole; bytes that are read and written, which may hold names as well, are not shown at all.
    command.args(["-f", "-y", "-s", "0", "-e", "trace=file,desc", "-e", "signal=none", "-o", text(&trace)]);
    command.arg(env!("CARGO_BIN_EXE_sanad")).args(["triage", text(&exhibit)]).args(all_reports(&desk));
    command.env("SANAD_NODE", desk.node()).env("LANG", "C").stdin(Stdio::null());
    let ended = run(&mut command);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);

    let mut bytes = Vec::new();
    std::fs::File::open(&trace).unwrap().read_to_end(&mut bytes).unwrap();
    let trace = String::from_utf8_lossy(&bytes);
    let (n_opened, offences) = offences(&trace, text(&exhibit));
    assert_eq!(offences, Vec::<String>::new());
    assert!(n_opened > 15, "{n_opened} opened: the trace was not understood");
}

/// Calls that had no business below the exhibit, and how many opened something there.
fn offences(trace: &str, below: &str) -> (usize, Vec<String>) {
    const CHANGING: &str = "write pwrite64 writev pwritev pwritev2 ftruncate fallocate fchmod fchown fsetxattr \
        copy_file_range creat truncate mkdir mkdirat mknod mknodat unlink unlinkat rmdir rename renameat renameat2 link \
        linkat symlink symlinkat chmod fchmodat fchmodat2 chown lchown fchownat setxattr lsetxattr utime utimes utimensat \
        futimesat";
    let (mut n_opened, mut offences) = (0, Vec::new());
    for (call, args) in calls(trace) {
        if !args.contains(&format!("<{below}")) && !args.contains(&format!("\"{below}")) {
            continue;
        }
        let is_wrong = if ["open", "openat", "openat2"].contains(&call) {
            n_opened += 1;
            let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND", "O_TMPFILE"];
            let named = args.split('"').nth(1).unwrap_or_default();
            // Opening what is ours leaves its time of access alone; a folder held by O_PATH is not read.
            let moves_access = call == "openat2" && !args.contains("O_NOATIME") && !args.contains("O_PATH");
            let is_no_file = named.ends_with("pipe") || named.contains("link to");
            writes.iter().any(|flag| args.contains(flag)) || moves_access || is_no_file
        } else {
            CHANGING.split_ascii_whitespace().any(|changing| changing == call)
        };
        if is_wrong {
            offences.push(format!("{call}({args}"));
        }
    }
    (n_opened, offences)
}

#[test]
fn a_trace_that_shows_an_offence_is_seen_to() {
    let check = |line: &str, n_expected: usize| {
        assert_eq!(offences(line, "/ex").1.len(), n_expected, "{line}");
    };
    check(r#"7 openat2(5</ex>, "a.jpg", {flags=O_RDONLY|O_NOATIME|O_NOFOLLOW}, 24) = 6</ex/a.jpg>"#, 0);
    check(r#"7 openat2(5</ex>, "a.jpg", {flags=O_RDONLY|O_NOFOLLOW}, 24) = 6</ex/a.jpg>"#, 1);
    check(r#"7 openat2(5</ex>, "a/pipe", {flags=O_RDONLY|O_NOATIME}, 24) = 6</ex/a/pipe>"#, 1);
    check(r#"7 openat(AT_FDCWD</>, "/ex/new", O_WRONLY|O_CREAT, 0600) = 6</ex/new>"#, 1);
    check(r#"7 openat(AT_FDCWD</>, "/node/new", O_WRONLY|O_CREAT, 0600) = 6</node/new>"#, 0);
    check(r#"7 write(6</ex/new>, ""..., 12) = 12"#, 1);
    check(r#"7 unlinkat(5</ex>, "a.jpg", 0) = 0"#, 1);
    check(r#"7 utimensat(6</ex/a.jpg>, NULL, NULL, 0) = 0"#, 1);
    check(r#"7 read(6</ex/a.jpg>, ""..., 12) = 12"#, 0);
}

#[test]
fn links_are_listed_with_their_target_and_lead_nowhere() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    exhibits::make_mixed(&exhibit);
    let outside = desk.path("outside");
    std::fs::create_dir(&outside).unwrap();
    exhibits::copy_photo("flower.jpg", &outside.join("flower.jpg"));
    std::os::unix::fs::symlink("../outside", exhibit.join("way out")).unwrap();
    std::os::unix::fs::symlink(".", exhibit.join("round and round")).unwrap();
    let told = desk.triage(&exhibit, &[]);
    for (name, target) in [
        ("link to a file", "pictures/cat.jpg"),
        ("link to a folder", "pictures"),
        ("link to nothing", "/nowhere"),
        ("way out", "../outside"),
        ("round and round", "."),
    ] {
        let row = told.row(name);
        assert_eq!(row["link_target"], target);
        assert_eq!((&row["problem"]["code"], &row["outcome"]), (&"symbolic-link".into(), &Value::Null));
    }
    assert_eq!(told.row("pipe")["problem"]["code"], "special-file");
    let paths: Vec<&str> = told.rows.iter().filter_map(|row| row["path"].as_str()).collect();
    assert!(!paths.iter().any(|path| path.contains("flower") || path.starts_with("round and round/")), "{paths:?}");
}

#[test]
fn a_node_or_a_report_inside_the_exhibit_is_refused_before_anything_is_made() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    exhibits::copy_photo("cat.jpg", &exhibit.join("cat.jpg"));
    std::os::unix::fs::symlink(&exhibit, desk.path("another way in")).unwrap();
    let before = listing(&exhibit);
    let check = |node: PathBuf, more: &[&str]| {
        let mut command = crate::program::sanad(&node);
        command.args(["triage", text(&exhibit)]).args(more);
        let ended = run(&mut command);
        assert_eq!(ended.code, Some(2), "{} {more:?}: {}", node.display(), ended.stderr);
        assert_eq!(listing(&exhibit), before);
    };
    check(exhibit.join("node"), &[]);
    check(exhibit.join("deep/er/node"), &[]);
    check(desk.path("another way in/node"), &[]);
    check(desk.node(), &["--report", text(&exhibit.join("report.html"))]);
    check(desk.node(), &["--report", text(&desk.path("another way in/report.html"))]);
}

#[test]
fn a_file_that_changes_while_it_is_read_is_marked() {
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    exhibits::copy_photo("cat.jpg", &exhibit.join("cat.jpg"));
    let growing = exhibit.join("growing.log");
    let mut file = std::fs::File::create(&growing).unwrap();
    file.set_len(150 << 20).unwrap();
    let is_done = AtomicBool::new(false);
    let told = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut n_times = 0_u64;
            while !is_done.load(Ordering::Relaxed) {
                // In place: a file that only grew might be read to an end that never comes.
                use std::os::unix::fs::FileExt as _;
                file.write_all_at(b"x", n_times % 1_000).unwrap();
                file.flush().unwrap();
                n_times += 1;
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        });
        let told = desk.triage(&exhibit, &[]);
        is_done.store(true, Ordering::Relaxed);
        writer.join().unwrap();
        told
    });
    assert!(told.marks("growing.log").contains(&"changed-while-read"), "{}", told.row("growing.log"));
    assert!(!told.marks("cat.jpg").contains(&"changed-while-read"));
    assert_eq!(told.header["exhibits"][0]["changed_meanwhile"], true);
}

#[test]
fn a_tree_deeper_than_any_path_may_be_is_walked_to_its_end() {
    const DEPTH: usize = 3_000;
    let desk = Desk::new();
    let exhibit = desk.path("exhibit");
    std::fs::create_dir(&exhibit).unwrap();
    let mut folder = openat(CWD, &exhibit, OFlags::PATH | OFlags::DIRECTORY, Mode::empty()).unwrap();
    for _ in 0..DEPTH {
        mkdirat(&folder, "deep", Mode::RWXU).unwrap();
        folder = openat(&folder, "deep", OFlags::PATH | OFlags::DIRECTORY, Mode::empty()).unwrap();
    }
    let last = openat(&folder, "cat.jpg", OFlags::CREATE | OFlags::WRONLY, Mode::RUSR | Mode::WUSR).unwrap();
    let cat = std::fs::read(exhibits::photo("cat.jpg")).unwrap();
    std::fs::File::from(last).write_all(&cat).unwrap();
    let list = desk.write("list.csv", exhibits::list_of(&[("cat", &cat)]));
    let told = desk.triage(&exhibit, &["--list", text(&list)]);
    let path = format!("{}cat.jpg", "deep/".repeat(DEPTH));
    assert_eq!(told.outcome(&path), "known");
    assert_eq!(told.rows.len(), 1);
    assert_eq!(number(&told.summary["bytes"]["read"]), cat.len() as u64);
    // The standard library holds a folder open for every level on its way down, which is too many for it.
    assert!(Command::new("rm").arg("-rf").arg(&exhibit).status().unwrap().success());
}
