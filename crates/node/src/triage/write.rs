//! Writes reports: aside, synced, then renamed, mode 0600; their digests are remembered.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use casework::report::{Report, WrittenReport};
use formats::report::ReportFormat;
use store::RunId;
use words::Words;

use super::TriageAsk;
use crate::error::Error;
use crate::list::import::file_sha256;
use crate::log::{Event, LogId};
use crate::open::Node;
use crate::principal::Principal;

/// The format that each report's name asks for; an unknown one is refused before anything is examined.
pub(super) fn formats(reports: &[PathBuf]) -> Result<Vec<ReportFormat>, Error> {
    reports
        .iter()
        .map(|path| {
            let name = path.file_name().map(|name| name.as_bytes()).unwrap_or_default();
            ReportFormat::of_file_name(name).ok_or_else(|| Error::ReportFormat { path: path.clone() })
        })
        .collect()
}

impl Node {
    /// Refuses to write over a file that is no report of this node's: it may be somebody's only copy of something.
    pub(super) async fn refuse_foreign_files(&self, reports: &[PathBuf]) -> Result<(), Error> {
        for path in reports {
            if path.exists() && self.store.report_by_sha256(&file_sha256(path)?).await?.is_none() {
                return Err(Error::ReportExists { path: path.clone() });
            }
        }
        Ok(())
    }

    /// Writes every report asked for and remembers what was written.
    pub(super) async fn write_reports(
        &self,
        who: &Principal,
        ask: &TriageAsk,
        report: &Report,
        run: RunId,
    ) -> Result<Vec<WrittenReport>, Error> {
        let mut all = Vec::new();
        for (path, format) in ask.reports.iter().zip(formats(&ask.reports)?) {
            let written = write_aside(path, format, report, &ask.words, ask.reveal_names)?;
            let code = format.ending();
            self.log.note(&Event::ReportWritten { run: LogId::of(run), format: code, size: written.size });
            let mut tx = self.store.begin().await?;
            tx.put_report(run, &written, self.clock.now_us()).await?;
            let entry = self.entry(who, "report-write").about("run", run.to_string()).about("format", code);
            let entry = entry.about("audience", ask.audience.code()).about("sha256", written.sha256.to_string());
            tx.commit(entry).await?;
            all.push(written);
        }
        Ok(all)
    }
}

fn write_aside(
    path: &Path,
    format: ReportFormat,
    report: &Report,
    words: &Words,
    reveal_names: bool,
) -> Result<WrittenReport, Error> {
    let failed = |source| Error::Disk { doing: "writing the report", path: path.to_owned(), source };
    let mut aside = path.as_os_str().to_owned();
    aside.push(".part");
    let aside = PathBuf::from(aside);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let file = options.open(&aside).map_err(failed)?;
    let mut out = BufWriter::new(file);
    formats::report::write(format, report, words, reveal_names, &mut out).map_err(failed)?;
    out.flush().map_err(failed)?;
    let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    file.sync_all().map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let sha256 = file_sha256(&aside)?;
    std::fs::rename(&aside, path).map_err(failed)?;
    let absolute = std::path::absolute(path).map_err(failed)?;
    Ok(WrittenReport { path: absolute.as_os_str().as_bytes().to_vec(), sha256, size })
}
