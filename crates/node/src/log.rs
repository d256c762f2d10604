//! The node's log: one JSON object a line, mode 0600, rotated by size. It names ids, never people, file names or contents,
//! and takes no free text, so that it cannot.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use casework::problem::ProblemCode;
use serde::{Serialize, Serializer};

use crate::clock::Clock;

// A line has some 200 bytes: twenty thousand events a file, the six files hold months of work.
const SIZE_MAX: u64 = 4 * 1024 * 1024;
const KEPT_FILES: u32 = 5;

/// An id as the node makes them: `exh_`, `lst_` or `run_` with digits and letters. Whatever else is handed in is withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogId(String);

impl LogId {
    /// The id, or *withheld* when it has not the form of one: a path or a name that was passed by mistake stays out.
    pub fn of(id: impl ToString) -> LogId {
        LogId(id.to_string())
    }

    fn is_id(&self) -> bool {
        self.0.len() <= 40
            && self.0.split_once('_').is_some_and(|(kind, rest)| {
                ["exh", "lst", "run"].contains(&kind)
                    && !rest.is_empty()
                    && rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
            })
    }
}

impl Serialize for LogId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(if self.is_id() { &self.0 } else { "withheld" })
    }
}

/// How much an event asks of whoever keeps the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// As it should be.
    Info,
    /// Worth a look.
    Warning,
    /// Something did not work.
    Error,
}

/// What is logged. Numbers, codes and ids only; a `&'static str` is a code written in this program, never a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The program started a verb.
    Started {
        /// Which, e.g. `triage`.
        verb: &'static str,
        /// The program's version.
        version: &'static str,
    },
    /// The verb ended.
    Ended {
        /// Which.
        verb: &'static str,
        /// `done`, or the code of why not: [`crate::Error::code`].
        ended: &'static str,
        /// How long it took.
        took_ms: u64,
    },
    /// The policy said no.
    Denied {
        /// Which verb was asked for.
        verb: &'static str,
    },
    /// A run was opened.
    RunOpened {
        /// Which.
        run: LogId,
        /// Of how many exhibits.
        n_exhibits: u64,
        /// Against how many lists.
        n_lists: u64,
    },
    /// A run was closed.
    RunClosed {
        /// Which.
        run: LogId,
        /// Its state's code.
        state: &'static str,
    },
    /// A batch of files is in the store.
    BatchCommitted {
        /// Of which run.
        run: LogId,
        /// Rows written.
        n_rows: u64,
        /// The entry's place in the ledger.
        ledger_index: u64,
        /// How long the commit took.
        took_ms: u64,
    },
    /// A list was read in.
    ListImported {
        /// Which version.
        list: LogId,
        /// Rows used.
        n_rows: u64,
        /// Rows refused.
        n_refused: u64,
    },
    /// A list was taken out.
    ListRemoved {
        /// Which version.
        list: LogId,
    },
    /// An exhibit was forgotten.
    ExhibitRemoved {
        /// Which.
        exhibit: LogId,
    },
    /// A list changed under a run: a second pass follows.
    SecondPass {
        /// The run.
        run: LogId,
        /// The version it was pinned to.
        list: LogId,
    },
    /// A report was written.
    ReportWritten {
        /// By which run.
        run: LogId,
        /// Its format's code.
        format: &'static str,
        /// Its bytes.
        size: u64,
    },
    /// How the self-test went.
    SelfTest {
        /// Planted and looked for.
        planted: u64,
        /// Answered as they must be.
        right: u64,
        /// Whether brute force took over.
        fell_back: bool,
    },
    /// Places of a batch that could not be examined, or not wholly.
    Problem {
        /// In which run.
        run: LogId,
        /// Why.
        code: ProblemCode,
        /// How many: a line for each would push everything else out of the log.
        n_places: u64,
    },
    /// Decoders run without a cage, because a person said so.
    Uncaged {
        /// In which run.
        run: LogId,
    },
    /// A folder or a database of an older version was migrated.
    Migrated {
        /// `folder` or `database`.
        what: &'static str,
        /// From this version.
        from: i64,
        /// To this one.
        to: i64,
    },
    /// What was removed lingers in the database's write-ahead log, because somebody reads an older moment.
    Lingers,
    /// Something of ours did not work.
    Failed {
        /// The error's code, e.g. `store-full`.
        code: &'static str,
    },
}

impl Event {
    /// How much it asks of whoever keeps the node.
    pub fn level(&self) -> Level {
        match self {
            Event::Failed { .. } => Level::Error,
            Event::SelfTest { planted, right, fell_back, .. } if *fell_back || planted != right => Level::Error,
            Event::Lingers
            | Event::Denied { .. }
            | Event::Uncaged { .. }
            | Event::Problem { .. }
            | Event::SecondPass { .. } => Level::Warning,
            _ => Level::Info,
        }
    }
}

/// A log under way. Shared by reference among threads and tasks.
#[derive(Debug)]
pub struct Log {
    folder: PathBuf,
    clock: Clock,
    size_max: u64,
    file: Mutex<Option<(fs::File, u64)>>,
    n_lost: AtomicU64,
}

#[derive(Serialize)]
struct Line<'e> {
    schema: &'static str,
    schema_version: u64,
    at_us: i64,
    pid: u32,
    level: Level,
    #[serde(flatten)]
    event: &'e Event,
}

impl Log {
    /// A log in this folder, in `sanad.log.jsonl`; five older files stay as `sanad.log.1.jsonl` (the newest) and on.
    pub fn in_folder(folder: &Path, clock: Clock) -> Log {
        Log::with_size(folder, clock, SIZE_MAX)
    }

    fn with_size(folder: &Path, clock: Clock, size_max: u64) -> Log {
        Log { folder: folder.to_owned(), clock, size_max, file: Mutex::new(None), n_lost: AtomicU64::new(0) }
    }

    /// Writes an event down. A log that cannot be written never stops the work; [`Log::n_lost`] counts what is missing.
    pub fn note(&self, event: &Event) {
        let line = Line {
            schema: "sanad.log",
            schema_version: 1,
            at_us: self.clock.now_us(),
            pid: std::process::id(),
            level: event.level(),
            event,
        };
        let mut bytes = serde_json::to_vec(&line).expect("numbers, codes and ids");
        bytes.push(b'\n');
        if self.write(&bytes).is_err() {
            self.n_lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Events that could not be written.
    pub fn n_lost(&self) -> u64 {
        self.n_lost.load(Ordering::Relaxed)
    }

    fn write(&self, line: &[u8]) -> std::io::Result<()> {
        // A thread that panicked while writing left at worst half a line behind.
        let mut open = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (mut file, size) = match open.take() {
            Some(open) => open,
            None => self.open()?,
        };
        if size > 0 && size + line.len() as u64 > self.size_max {
            drop(file);
            self.rotate()?;
            (file, _) = self.open()?;
        }
        file.write_all(line)?;
        let size = file.metadata()?.len();
        *open = Some((file, size));
        Ok(())
    }

    fn open(&self) -> std::io::Result<(fs::File, u64)> {
        let file = fs::OpenOptions::new().create(true).append(true).mode(0o600).open(self.name(0))?;
        let size = file.metadata()?.len();
        Ok((file, size))
    }

    fn rotate(&self) -> std::io::Result<()> {
        for number in (0..KEPT_FILES).rev() {
            match fs::rename(self.name(number), self.name(number + 1)) {
                Err(wrong) if wrong.kind() != std::io::ErrorKind::NotFound => return Err(wrong),
                _ => {}
            }
        }
        Ok(())
    }

    fn name(&self, number: u32) -> PathBuf {
        match number {
            0 => self.folder.join("sanad.log.jsonl"),
            number => self.folder.join(format!("sanad.log.{number}.jsonl")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt as _;

    fn lines(path: &Path) -> Vec<serde_json::Value> {
        fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn an_event_is_a_private_line_of_json() {
        let at = tempfile::tempdir().unwrap();
        let log = Log::in_folder(at.path(), Clock::by_hand(17));
        log.note(&Event::Problem { run: LogId::of("run_3"), code: ProblemCode::DecoderCrashed, n_places: 2 });
        log.note(&Event::Started { verb: "triage", version: "0.1.0" });
        let path = at.path().join("sanad.log.jsonl");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        let lines = lines(&path);
        assert_eq!(
            lines[0],
            serde_json::json!({"schema": "sanad.log", "schema_version": 1, "at_us": 17, "pid": std::process::id(),
                "level": "warning", "event": "problem", "run": "run_3", "code": "decoder-crashed",
                "n_places": 2})
        );
        assert_eq!(lines[1]["verb"], "triage");
        assert_eq!(log.n_lost(), 0);
    }

    #[test]
    fn what_is_no_id_is_withheld() {
        let shown = |text: &str| serde_json::to_string(&LogId::of(text)).unwrap();
        assert_eq!(shown("exh_0123456789abcdef"), r#""exh_0123456789abcdef""#);
        for canary in ["canary", "/home/canary.jpg", "exh_", "exh_canary", "run_1/2", "lst_\n1", "per_12"] {
            assert_eq!(shown(canary), r#""withheld""#);
        }
    }

    #[test]
    fn files_are_rotated_and_five_are_kept() {
        let at = tempfile::tempdir().unwrap();
        let clock = Clock::by_hand(0);
        let log = Log::with_size(at.path(), clock.clone(), 1_000);
        for _ in 0..100 {
            clock.advance_us(1);
            log.note(&Event::Started { verb: "triage", version: "0.1.0" });
        }
        assert_eq!(fs::read_dir(at.path()).unwrap().count(), 6);
        let mut times: Vec<i64> = Vec::new();
        for number in (0..=KEPT_FILES).rev() {
            let path = log.name(number);
            assert!(fs::metadata(&path).unwrap().len() <= 1_000);
            times.extend(lines(&path).iter().map(|line| line["at_us"].as_i64().unwrap()));
        }
        // The newest lines, all of them, in order.
        assert_eq!(times.last(), Some(&100));
        assert!(times.windows(2).all(|pair| pair[0] + 1 == pair[1]));
    }

    #[test]
    fn a_log_that_cannot_be_written_counts_its_losses() {
        let log = Log::in_folder(Path::new("/nowhere/at/all"), Clock::by_hand(0));
        log.note(&Event::Failed { code: "store-full" });
        assert_eq!(log.n_lost(), 1);
    }
}
