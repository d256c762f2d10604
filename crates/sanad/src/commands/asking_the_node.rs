//! What every command that asks the node has in common: opening it, stopping it, and saying in the user's language why
//! it would not.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use formats::list_spec::ListSpec;
use formats::row::Unreadable;
use node::clock::Clock;
use node::database::NotTogether;
use node::folder::{FolderError, NodeFolder};
use node::{Error, Node, Principal};

use super::Surroundings;
use crate::complaint::Complaint;
use crate::exit::Exit;

/// Runs a verb on a runtime of its own; Ctrl-C sets the flag that the verb is handed, a second one ends the program.
pub(super) fn run_verb<T>(verb: impl AsyncFnOnce(Arc<AtomicBool>) -> anyhow::Result<T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::clone(&stop);
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                if asked.swap(true, Ordering::SeqCst) {
                    std::process::exit(130);
                }
            }
        });
        verb(stop).await
    })
}

/// Opens the node of this command: its folder is locked until the node is dropped.
pub(super) async fn open_node(here: &Surroundings) -> anyhow::Result<(Node, Principal)> {
    let named = here.node.clone();
    let folder = NodeFolder::open(named).map_err(|error| complaint_of(Error::Folder(error), here))?;
    let database = here.database.as_ref().map(|address| address.0.as_str());
    let node =
        Node::open_at(folder, database, Clock::wall(), program()?).await.map_err(|error| complaint_of(error, here))?;
    Ok((node, Principal::of_this_process()))
}

/// This program, which is the decode worker as well.
pub(super) fn program() -> anyhow::Result<PathBuf> {
    Ok(std::env::current_exe()?)
}

/// Threads, as asked or as many as there are processors.
pub(super) fn n_jobs(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Lists as the command line names them.
pub(super) fn read_list_specs(lists: &[OsString], here: &Surroundings) -> anyhow::Result<Vec<ListSpec>> {
    let read = |text: &OsString| {
        ListSpec::read(text).map_err(|error| {
            let what = error.sentence(&here.terminal.words);
            let list = text.to_string_lossy().into_owned();
            Complaint::new(Exit::Usage, "verb-list-spec", vec![("list", list.into())])
                .with_sentence("what", what)
                .into()
        })
    };
    lists.iter().map(read).collect()
}

/// What a verb answered instead of doing what was asked, for a person, with the exit code that belongs to it.
pub(super) fn complaint_of(error: Error, here: &Surroundings) -> anyhow::Error {
    use Exit::{Node as OfNode, NothingUsable, OurFault, SelfTest, Stopped, Usage};
    let path_text = |path: &std::path::Path| path.to_string_lossy().into_owned();
    let complaint = match error {
        Error::Stopped => Complaint::new(Stopped, "error-stopped", vec![]),
        Error::Denied { .. } => Complaint::new(OurFault, "error-denied", vec![]),
        Error::NotFound { what: "list", name } => {
            Complaint::new(Usage, "error-list-unknown", vec![("name", name.into())])
        }
        Error::NotFound { what: "ledger-entry", name } => {
            Complaint::new(Usage, "ledger-entry-unknown", vec![("index", name.into())])
        }
        Error::NotFound { what: "user", name } => {
            Complaint::new(Usage, "error-user-unknown", vec![("name", name.into())])
        }
        Error::NotFound { what: "unit", name } => {
            Complaint::new(Usage, "error-unit-unknown", vec![("name", name.into())])
        }
        Error::NotFound { what: "backup", name } => Complaint::new(Usage, "backup-unknown", vec![("id", name.into())]),
        Error::BackupDisturbed => Complaint::new(OurFault, "backup-disturbed", vec![]),
        Error::NotFound { what: "token", name } => {
            Complaint::new(Usage, "error-token-unknown", vec![("id", name.into())])
        }
        Error::NotFound { name, .. } => Complaint::new(Usage, "error-exhibit-unknown", vec![("id", name.into())]),
        Error::NothingToExamine => Complaint::new(NothingUsable, "error-no-exhibit", vec![]),
        Error::ExhibitNotOpened { path, source } => {
            let args = vec![("path", path_text(&path).into())];
            Complaint::new(NothingUsable, "error-exhibit-missing", args).because(source)
        }
        Error::Walk(source) => Complaint::new(NothingUsable, "error-no-exhibit", vec![]).because(source),
        Error::List { path, source } => {
            let said = match source.downcast_ref::<Unreadable>() {
                Some(unreadable) => unreadable.sentence(&here.terminal.words),
                None => words::visible(source.to_string()),
            };
            let args = vec![("list", path_text(&path).into())];
            Complaint::new(NothingUsable, "verb-list-unusable", args).with_sentence("what", said)
        }
        Error::Folder(FolderError::InsideExhibit { written: path, .. }) => {
            Complaint::new(Usage, "error-node-inside-exhibit", vec![("path", path_text(&path).into())])
        }
        Error::InsideExhibit { path, .. } => {
            Complaint::new(Usage, "error-report-inside-exhibit", vec![("path", path_text(&path).into())])
        }
        Error::ReportFormat { path } => {
            let endings = crate::cli::REPORT_ENDINGS.join(" ");
            let args = vec![("path", path_text(&path).into()), ("extensions", endings.into())];
            Complaint::new(Usage, "usage-report-extension", args)
        }
        Error::ListWithoutRows { path } => {
            Complaint::new(NothingUsable, "verb-list-no-rows", vec![("list", path_text(&path).into())])
        }
        Error::ListTooWideToScreen { list, threshold_bits } => {
            let args = vec![("list", words::visible(&list).into()), ("threshold", threshold_bits.into())];
            Complaint::new(Usage, "verb-list-too-wide-to-screen", args)
        }
        Error::SoftwareNotSetAside { path } => {
            Complaint::new(Usage, "verb-list-nsrl-set-aside", vec![("list", path_text(&path).into())])
        }
        Error::ReportExists { path } => {
            Complaint::new(Usage, "error-report-exists", vec![("path", path_text(&path).into())])
        }
        // Nothing at a terminal is asked so often.
        error @ (Error::TooMany { .. } | Error::NotACursor { .. } | Error::Backup(_)) => {
            return anyhow::Error::new(error);
        }
        Error::NotAHash { text } => Complaint::new(Usage, "verb-not-a-hash", vec![("text", text.into())]),
        Error::Refused(refusal) => {
            let sentence = here.terminal.words.say(&format!("refusal-{}", refusal.code()), &[]);
            Complaint::new(Usage, "error-refused", vec![]).with_sentence("what", sentence)
        }
        Error::SignIn(_) => Complaint::new(OurFault, "error-not-signed-in", vec![]),
        Error::NotUnsealed { path } => {
            Complaint::new(OfNode, "error-key-mismatch", vec![("path", path_text(&path).into())])
        }
        error @ Error::SelfTest { .. } => Complaint::new(SelfTest, "error-self-test", vec![]).because(error),
        Error::Cage(source) => Complaint::new(OurFault, "error-no-cage", vec![]).because(source),
        error @ (Error::Ledger(_) | Error::LedgerAhead { .. }) => {
            Complaint::new(OfNode, "ledger-folder-changed", vec![("path", folder_text(here).into())]).because(error)
        }
        Error::Folder(error) => of_folder(error, here),
        error @ Error::Index(_) => {
            Complaint::new(OfNode, "error-node-damaged", vec![("path", folder_text(here).into())]).because(error)
        }
        Error::Storage(error @ (store::Error::Damaged { .. } | store::Error::PathNotText { .. })) => {
            Complaint::new(OfNode, "error-node-damaged", vec![("path", folder_text(here).into())]).because(error)
        }
        Error::Storage(error @ store::Error::Newer { .. }) => {
            Complaint::new(OfNode, "error-node-newer", vec![("path", folder_text(here).into())]).because(error)
        }
        Error::Disk { doing, path, source } => {
            let args = vec![("path", path_text(&path).into())];
            let key = if doing.contains("read") { "error-not-read" } else { "error-not-written" };
            Complaint::new(OurFault, key, args).because(anyhow::Error::new(source).context(doing))
        }
        Error::NotTogether(why) => of_database(&why, here),
        Error::Storage(error @ store::Error::Unfit { .. }) => {
            Complaint::new(Usage, "database-unfit", vec![]).because(error)
        }
        Error::Storage(error @ store::Error::Unreachable { .. }) => {
            Complaint::new(OfNode, "database-unreachable", vec![]).because(error)
        }
        Error::Storage(error @ store::Error::NotLetIn { .. }) => {
            Complaint::new(OfNode, "database-not-let-in", vec![]).because(error)
        }
        Error::Storage(error) => return anyhow::Error::new(error),
    };
    complaint.into()
}

fn of_folder(error: FolderError, here: &Surroundings) -> Complaint {
    let path = || vec![("path", folder_text(here).into())];
    match error {
        FolderError::Nowhere => Complaint::new(Exit::Node, "error-node-none", vec![]),
        FolderError::Locked { .. } => Complaint::new(Exit::Node, "error-node-locked", path()),
        FolderError::Newer { .. } => Complaint::new(Exit::Node, "error-node-newer", path()),
        FolderError::RestoreUnfinished => Complaint::new(Exit::Node, "restore-unfinished", path()),
        FolderError::Network { .. } => Complaint::new(Exit::Node, "error-node-network", path()),
        other => Complaint::new(Exit::Node, "error-node-damaged", path()).because(other),
    }
}

fn of_database(why: &NotTogether, here: &Surroundings) -> Complaint {
    let args = |at: &str| vec![("path", folder_text(here).into()), ("database", at.into())];
    match why {
        NotTogether::Elsewhere { at } => Complaint::new(Exit::Usage, "database-elsewhere", args(at)),
        NotTogether::InFolder { named } => Complaint::new(Exit::Usage, "database-in-folder", args(named)),
        NotTogether::OfAnother { at } => Complaint::new(Exit::Node, "database-of-another", args(at)),
        NotTogether::Gone { at } => Complaint::new(Exit::Node, "database-gone", args(at)),
    }
}

fn folder_text(here: &Surroundings) -> String {
    let chosen = node::folder::choose(here.node.clone(), |name| std::env::var_os(name));
    chosen.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complaint::print_error;
    use crate::start::{Start, start};
    use std::path::PathBuf;

    #[test]
    fn what_the_node_answers_ends_the_program_with_its_code() {
        let (words, started) = start(&["sanad".into(), "doctor".into()], |_| None);
        let Start::Run(run) = started.unwrap() else { panic!("nothing is printed") };
        let (_, here) = *run;
        let check = |error: Error, expected: u8| {
            let code = error.code();
            // As `main` does it.
            assert_eq!(print_error(&complaint_of(error, &here), &words).number(), expected, "{code}");
        };
        let path = || PathBuf::from("a");
        // Segments carry checksums, so that damage is met before the self-test can fail: no file from outside brings
        // the program to this one.
        check(Error::SelfTest { planted: 9, right: 8, worker_right: true }, 4);
        check(Error::SelfTest { planted: 9, right: 9, worker_right: false }, 4);
        check(Error::Index("damaged".into()), 5);
        check(Error::Folder(FolderError::Locked { pid: None }), 5);
        check(Error::Storage(store::Error::Newer { found: 2, known: 1 }), 5);
        check(Error::NothingToExamine, 3);
        check(Error::ListWithoutRows { path: path() }, 3);
        check(Error::ReportExists { path: path() }, 2);
        check(Error::Stopped, 130);
        check(Error::Denied { verb: "find" }, 1);
    }
}
