//! Reports that were written: where, how long, and the digest that `verify` compares. Never their contents.

use casework::report::WrittenReport;
use fingerprint::Sha256;
use sqlx::any::AnyRow;

use crate::column::{get, get_bytes, get_u64};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::run::RunId;
use crate::transaction::Tx;

/// A report that was written, by which run and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredReport {
    /// Where it was written, its digest and size.
    pub written: WrittenReport,
    /// The run that wrote it.
    pub run: RunId,
    /// When, by the node's clock.
    pub written_at_us: i64,
}

impl Tx {
    /// Remembers a report that was written.
    pub async fn put_report(&mut self, run: RunId, report: &WrittenReport, at_us: i64) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO reports (sha256, path, size, run, written_at_us) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (sha256, path) DO UPDATE SET run = excluded.run, written_at_us = excluded.written_at_us",
        )
        .bind(report.sha256.0.to_vec())
        .bind(report.path.as_slice())
        .bind(report.size.cast_signed())
        .bind(run.0)
        .bind(at_us)
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a report"))?;
        self.add_row("report", &(run.0, report));
        Ok(())
    }
}

impl Store {
    /// The report of this digest; of several copies the one written last.
    pub async fn report_by_sha256(&self, sha256: &Sha256) -> Result<Option<StoredReport>, Error> {
        let row = sqlx::query(
            "SELECT sha256, path, size, run, written_at_us FROM reports WHERE sha256 = $1
             ORDER BY written_at_us DESC, path LIMIT 1",
        )
        .bind(sha256.0.to_vec())
        .fetch_optional(&self.pool)
        .await
        .map_err(doing("reading a report"))?;
        row.as_ref().map(read_report).transpose()
    }

    /// The reports that a run wrote, by path.
    pub async fn reports_of(&self, run: RunId) -> Result<Vec<StoredReport>, Error> {
        let rows =
            sqlx::query("SELECT sha256, path, size, run, written_at_us FROM reports WHERE run = $1 ORDER BY path")
                .bind(run.0)
                .fetch_all(&self.pool)
                .await
                .map_err(doing("reading the reports of a run"))?;
        rows.iter().map(read_report).collect()
    }
}

fn read_report(row: &AnyRow) -> Result<StoredReport, Error> {
    Ok(StoredReport {
        written: WrittenReport { path: get(row, 1)?, sha256: Sha256(get_bytes(row, 0)?), size: get_u64(row, 2)? },
        run: RunId(get(row, 3)?),
        written_at_us: get(row, 4)?,
    })
}
