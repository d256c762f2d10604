//! The run record: the facts of a run that another run of the same exhibit would not repeat. It stands in the node
//! folder, never in a report.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use casework::report::{Report, WrittenReport};
use serde_json::{Value, json};

use super::TriageAsk;
use super::intake::Intake;
use crate::error::Error;
use crate::open::Node;

impl Node {
    /// Writes `runs/<run>.json` for the run of the first exhibit.
    pub(super) fn write_run_record(
        &self,
        ask: &TriageAsk,
        report: &Report,
        intakes: &[Intake],
        n_passes: u32,
        begun_us: i64,
        reports: &[WrittenReport],
    ) -> Result<PathBuf, Error> {
        let exhibits: Vec<Value> = intakes
            .iter()
            .map(|intake| {
                json!({
                    "exhibit": intake.exhibit.id, "run": intake.run.to_string(),
                    "n_examined": intake.n_examined, "n_done_before": intake.n_done_before, "n_gone": intake.n_gone,
                })
            })
            .collect();
        let written: Vec<Value> =
            reports.iter().map(|report| json!({ "sha256": report.sha256.to_string(), "size": report.size })).collect();
        let record = json!({
            "schema": "sanad.run", "schema_version": 1,
            "version": report.header.version, "commit": report.header.commit,
            "begun_at_us": begun_us, "ended_at_us": self.clock.now_us(),
            "n_jobs": ask.n_jobs, "n_passes": n_passes, "exhibits": exhibits,
            "lists": report.header.lists.iter().map(|list| &list.id).collect::<Vec<_>>(),
            "self_test": report.header.self_test, "uncaged": ask.uncaged, "reports": written,
        });
        let name = intakes.first().map_or_else(|| "run".to_owned(), |intake| intake.run.to_string());
        let path = self.folder.runs().join(format!("{name}.json"));
        let failed = |source| Error::Disk { doing: "writing the run record", path: path.clone(), source };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&path).map_err(failed)?;
        let text = serde_json::to_string_pretty(&record).expect("text keys and plain values");
        file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
        Ok(path)
    }
}
