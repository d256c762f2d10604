//! `sanad verify`: whether a report is, byte for byte, one that this node wrote.

use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use serde_json::json;
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::machine_line::MachineLine;
use crate::complaint::Complaint;
use crate::exit::Exit;

/// Does it. The first report that is not ours ends it, after all have been looked at.
///
/// # Errors
/// What a person must be told.
pub fn run(reports: &[PathBuf], here: &Surroundings) -> anyhow::Result<Exit> {
    run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let mut foreign = None;
        for report in reports {
            let view = node.verify_report(&who, report).await.map_err(|error| complaint_of(error, here))?;
            let shown = report.to_string_lossy().into_owned();
            if here.json {
                let fields = json!({
                    "sha256": view.sha256,
                    "is_ours": view.is_ours, "written_at_us": view.written_at_us, "run": view.run,
                    "n_ledger_entries": view.n_ledger_entries, "ledger_root": view.ledger_root,
                });
                let line = MachineLine::of("sanad.verify").put_raw("path", report.as_os_str().as_bytes());
                line.put_all(fields).print()?;
            } else if view.is_ours {
                let run = view.run.unwrap_or_default();
                let args = [
                    ("path", visible(&shown).into()),
                    ("sha256", view.sha256.to_string().into()),
                    ("run", run.into()),
                    ("entries", view.n_ledger_entries.into()),
                ];
                writeln!(std::io::stdout(), "{}", here.terminal.say("verb-verified", &args))?;
            }
            if !view.is_ours {
                foreign.get_or_insert(shown);
            }
        }
        match foreign {
            None => Ok(Exit::Finished),
            Some(path) => {
                Err(Complaint::new(Exit::ReportNotOurs, "error-report-unknown", vec![("path", path.into())]).into())
            }
        }
    })
}
