//! One folder with an exhibit, a node and the reports of a test; the program is run as a person would run it.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// Every ending that `--report` knows.
pub(crate) const ENDINGS: [&str; 6] = [".html", ".jsonl", ".csv", ".vics.json", ".vics-hashset.json", ".case.jsonld"];

pub(crate) struct World {
    folder: tempfile::TempDir,
    variables: BTreeMap<OsString, OsString>,
}

/// How a run of the program ended.
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) err: Vec<u8>,
}

impl Done {
    /// Fails unless it ended with this code.
    #[track_caller]
    pub(crate) fn ended(self, code: i32) -> Done {
        assert_eq!(self.code, Some(code), "{}\n{}", self.err_text(), String::from_utf8_lossy(&self.out));
        self
    }

    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    pub(crate) fn err_text(&self) -> String {
        String::from_utf8_lossy(&self.err).into_owned()
    }

    /// Standard output as JSON lines.
    #[track_caller]
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

impl World {
    /// A node that is not there yet, and an empty exhibit.
    pub(crate) fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("exhibit")).unwrap();
        let mut variables = BTreeMap::new();
        variables.insert("PATH".into(), std::env::var_os("PATH").unwrap_or_default());
        variables.insert("HOME".into(), folder.path().into());
        variables.insert("LANG".into(), "C".into());
        variables.insert("SANAD_NODE".into(), folder.path().join("node").into());
        World { folder, variables }
    }

    pub(crate) fn set(&mut self, variable: &str, value: impl Into<OsString>) {
        self.variables.insert(variable.into(), value.into());
    }

    pub(crate) fn unset(&mut self, variable: &str) {
        self.variables.remove(OsStr::new(variable));
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn exhibit(&self) -> PathBuf {
        self.path("exhibit")
    }

    /// Puts a file into the exhibit; folders on the way are made.
    pub(crate) fn put(&self, name: &[u8], bytes: &[u8]) {
        let path = self.exhibit().join(OsStr::from_bytes(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Puts a file beside the exhibit.
    pub(crate) fn put_beside(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), bytes).unwrap();
        self.path(name)
    }

    fn command(&self, program: &OsStr) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.variables).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// The program, started and not waited for.
    pub(crate) fn started<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>, out: Stdio) -> Child {
        self.command(env!("CARGO_BIN_EXE_sanad").as_ref()).args(args).stdout(out).spawn().unwrap()
    }

    pub(crate) fn sanad<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Done {
        self.done(self.command(env!("CARGO_BIN_EXE_sanad").as_ref()).args(args))
    }

    /// The program with this on its standard input.
    pub(crate) fn sanad_fed<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>, input: &str) -> Done {
        let given = self.put_beside("standard-input", input);
        let mut command = self.command(env!("CARGO_BIN_EXE_sanad").as_ref());
        self.done(command.args(args).stdin(fs::File::open(given).unwrap()))
    }

    /// The program at a terminal: what the terminal would be sent.
    pub(crate) fn sanad_at_a_terminal<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Option<Done> {
        let mut line = b"'".to_vec();
        line.extend_from_slice(env!("CARGO_BIN_EXE_sanad").as_bytes());
        line.push(b'\'');
        for arg in args {
            line.extend_from_slice(b" '");
            line.extend_from_slice(arg.as_ref().as_bytes());
            line.push(b'\'');
        }
        let mut command = self.command("script".as_ref());
        command.env("TERM", "xterm-256color").arg("-qec").arg(OsString::from_vec(line)).arg("/dev/null");
        let output = command.output().ok()?;
        Some(Done { code: output.status.code(), out: output.stdout, err: output.stderr })
    }

    fn done(&self, command: &mut Command) -> Done {
        let output = command.output().unwrap();
        Done { code: output.status.code(), out: output.stdout, err: output.stderr }
    }

    /// Triage of the exhibit with these arguments and a report in every format, named by `stem`; texts by ending.
    pub(crate) fn triage(&self, stem: &str, args: &[&str]) -> (Done, BTreeMap<&'static str, String>) {
        let mut all: Vec<OsString> = vec!["triage".into(), self.exhibit().into()];
        all.extend(args.iter().map(OsString::from));
        for ending in ENDINGS {
            all.extend(["--report".into(), self.path(format!("{stem}{ending}")).into()]);
        }
        let done = self.sanad(all).ended(0);
        let text = |ending| fs::read_to_string(self.path(format!("{stem}{ending}"))).unwrap();
        (done, ENDINGS.map(|ending| (ending, text(ending))).into())
    }
}

/// The records of a JSON lines report that are of this kind.
pub(crate) fn records(report: &str, kind: &str) -> Vec<Value> {
    let lines = report.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line["record"] == kind).collect()
}

/// Files that every checkout has.
pub(crate) fn photo(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/photos").join(name)).unwrap()
}
