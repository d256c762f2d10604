//! Runs the program that was built with these tests, in an environment of its own, and reads what it wrote. No
//! assertions about what it found.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// Every report format, by the ending of its name.
pub(crate) const ENDINGS: [&str; 6] = ["html", "jsonl", "csv", "vics.json", "vics-hashset.json", "case.jsonld"];

/// A folder for one test with a node and reports in it, removed at the end.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// An empty one.
    pub(crate) fn new() -> Desk {
        Desk { folder: tempfile::tempdir().unwrap() }
    }

    /// A path on it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The node folder.
    pub(crate) fn node(&self) -> PathBuf {
        self.path("node")
    }

    /// Writes a file beside the node and gives its path.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program, asked with `args`, remembering in this desk's node.
    pub(crate) fn sanad(&self, args: &[&str]) -> Command {
        let mut command = sanad(&self.node());
        command.args(args);
        command
    }

    /// Runs the program to its end, whatever that is.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        run(&mut self.sanad(args))
    }

    /// Runs `sanad --json …`, which must finish, and reads what it printed.
    pub(crate) fn json(&self, args: &[&str]) -> Vec<Value> {
        let ended = self.run(&[&["--json"], args].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Triages `exhibit`, which must finish, and reads back the JSON lines.
    pub(crate) fn triage(&self, exhibit: &Path, more: &[&str]) -> Told {
        let report = self.path("told.jsonl");
        let args = [&["triage", text(exhibit), "--report", text(&report)], more].concat();
        let ended = self.run(&args);
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        Told::read(&report)
    }

    /// The record of the last run that finished in this node.
    pub(crate) fn run_record(&self) -> Value {
        let runs = std::fs::read_dir(self.node().join("runs")).unwrap().map(|entry| entry.unwrap().path());
        let number = |path: &PathBuf| -> u64 {
            path.file_stem().unwrap().to_str().unwrap().trim_start_matches("run_").parse().unwrap()
        };
        let last = runs.max_by_key(number).unwrap();
        serde_json::from_slice(&std::fs::read(last).unwrap()).unwrap()
    }
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Its exit code; none when a signal ended it.
    pub(crate) code: Option<i32>,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it complained of.
    pub(crate) stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Ended {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// The program with nothing of this process's settings, remembering in `node`.
pub(crate) fn sanad(node: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sanad"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path).env("LANG", "C").env("HOME", node.parent().unwrap()).env("SANAD_NODE", node);
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(command: &mut Command) -> Ended {
    command.output().unwrap().into()
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Waits until `is_so`, or until the program has ended by itself; says whether it is so. There is no limit in time, for
/// a slow machine is no fault: the program ends in the end.
pub(crate) fn wait_until(child: &mut Child, mut is_so: impl FnMut() -> bool) -> bool {
    loop {
        if is_so() {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return is_so();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A report in JSON lines, read back.
#[derive(Debug)]
pub(crate) struct Told {
    /// Its first record.
    pub(crate) header: Value,
    /// A record for each place.
    pub(crate) rows: Vec<Value>,
    /// Its last record.
    pub(crate) summary: Value,
}

impl Told {
    /// Reads it.
    pub(crate) fn read(path: &Path) -> Told {
        let text = std::fs::read_to_string(path).unwrap();
        let mut records: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let summary = records.pop().unwrap();
        let header = records.remove(0);
        assert_eq!((&header["record"], &summary["record"]), (&"header".into(), &"summary".into()));
        Told { header, rows: records, summary }
    }

    /// The row of a place on disk.
    pub(crate) fn row(&self, path: &str) -> &Value {
        let mut rows = self.rows.iter().filter(|row| row["path"] == path && row.get("inside").is_none());
        let row = rows.next().unwrap_or_else(|| panic!("no row for {path}"));
        assert!(rows.next().is_none(), "{path} has two rows");
        row
    }

    /// Outcome of a place on disk.
    pub(crate) fn outcome(&self, path: &str) -> &str {
        self.row(path)["outcome"].as_str().unwrap_or("none")
    }

    /// Marks of a place on disk.
    pub(crate) fn marks(&self, path: &str) -> Vec<&str> {
        self.row(path)["marks"].as_array().unwrap().iter().map(|mark| mark.as_str().unwrap()).collect()
    }
}

/// The value of a whole number in JSON.
pub(crate) fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}
