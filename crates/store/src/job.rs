//! Jobs: what waits, what runs, what became of it. What a job says in full is the caller's type, kept as JSON.

use casework::id::JobId;
use casework::job::{Job, JobKind, JobState};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;

use crate::access::{Gathered, SeenBy};
use crate::column::{get, get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

/// A job as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredJob<B, P> {
    /// What it says in full.
    pub body: B,
    /// How far it has come.
    pub progress: P,
    /// When something about it last changed, in microseconds since 1970; every change has a later one.
    pub changed_us: i64,
}

/// Jobs of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobsOfUnit<B, P> {
    /// Those asked for last first.
    pub jobs: Vec<StoredJob<B, P>>,
    /// Who may see the exhibits that they are about.
    pub exhibits: SeenBy,
}

const READING: &str = "reading jobs";

impl Store {
    /// One job.
    pub async fn job<B: DeserializeOwned, P: DeserializeOwned>(
        &self,
        id: JobId,
    ) -> Result<Option<StoredJob<B, P>>, Error> {
        let row = sqlx::query("SELECT body, progress, changed_us FROM jobs WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing(READING))?;
        row.as_ref().map(job_of).transpose()
    }

    /// Jobs of a unit, those asked for last first; before `before`, at most `n_max`. With who may see the exhibits that they are
    /// about.
    pub async fn jobs_of_unit<B: DeserializeOwned, P: DeserializeOwned>(
        &self,
        unit: casework::id::UnitId,
        before: Option<(i64, String)>,
        n_max: u32,
    ) -> Result<JobsOfUnit<B, P>, Error> {
        let (asked_us, id) = before.unwrap_or((i64::MAX, String::new()));
        let rows = sqlx::query(
            "WITH known AS (SELECT id, body, progress, changed_us, asked_us, exhibit FROM jobs
               WHERE unit = $1 AND (asked_us < $2 OR (asked_us = $2 AND id < $3))
               ORDER BY asked_us DESC, id DESC LIMIT $4),
             held AS (SELECT DISTINCT record, case_id FROM record_cases WHERE record IN (SELECT exhibit FROM known))
             SELECT body, 'job', progress, '', NULL, changed_us, asked_us, id FROM known
             UNION ALL SELECT record, 'case', case_id, '', NULL, 0, 0, '' FROM held
             UNION ALL SELECT records.id, 'record', records.unit, records.circle, handlings.body, 0, 0, '' FROM records
             LEFT JOIN handlings ON handlings.record = records.id
             WHERE records.state <> 'erased' AND records.id IN (SELECT case_id FROM held)
             UNION ALL SELECT record, 'case', case_id, '', NULL, 0, 0, '' FROM record_cases
             WHERE record IN (SELECT case_id FROM held)
             UNION ALL SELECT record, 'excluded', unit, '', NULL, 0, 0, '' FROM handling_excluded
             WHERE record IN (SELECT case_id FROM held)
             ORDER BY 7 DESC, 8 DESC",
        )
        .bind(unit.to_string())
        .bind(asked_us)
        .bind(id)
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing(READING))?;
        let (mut jobs, mut gathered) = (Vec::new(), Gathered::default());
        for row in &rows {
            match get::<&str>(row, 1)? {
                "job" => {
                    let (body, progress) = (get_json(row, 0)?, get_json(row, 2)?);
                    jobs.push(StoredJob { body, progress, changed_us: get(row, 5)? });
                }
                _ => gathered.add(row, |_| Ok(()))?,
            }
        }
        Ok(JobsOfUnit { jobs, exhibits: gathered.put_together().seen_by() })
    }

    /// Jobs of a kind in a state, those asked for first first, at most `n_max`.
    pub async fn jobs_in<B: DeserializeOwned, P: DeserializeOwned>(
        &self,
        kind: JobKind,
        state: JobState,
        n_max: u32,
    ) -> Result<Vec<StoredJob<B, P>>, Error> {
        let rows = sqlx::query(
            "SELECT body, progress, changed_us FROM jobs WHERE kind = $1 AND state = $2
             ORDER BY asked_us, id LIMIT $3",
        )
        .bind(kind.code())
        .bind(state.code())
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing(READING))?;
        rows.iter().map(job_of).collect()
    }

    /// The ids of jobs about an exhibit.
    pub async fn jobs_about(&self, exhibit: &str) -> Result<Vec<JobId>, Error> {
        let rows = sqlx::query("SELECT id FROM jobs WHERE exhibit = $1")
            .bind(exhibit.to_owned())
            .fetch_all(&self.pool)
            .await
            .map_err(doing(READING))?;
        rows.iter().map(|row| crate::record::parsed(get(row, 0)?)).collect()
    }

    /// Notes how far a job has come. It changes nothing that is known, and so has no entry in the ledger; an end that was
    /// remembered meanwhile stays.
    pub async fn note_job_progress(&self, id: JobId, progress: &impl Serialize, changed_us: i64) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query(
            "UPDATE jobs SET progress = $2, changed_us = CASE WHEN changed_us < $3 THEN $3 ELSE changed_us + 1 END
             WHERE id = $1 AND state = 'running'",
        )
        .bind(id.to_string())
        .bind(to_json(progress))
        .bind(changed_us)
        .execute(&self.pool)
        .await
        .map_err(doing("noting how far a job is"))?;
        Ok(())
    }
}

impl Tx {
    /// One job, as this change sees it.
    pub async fn job<B: DeserializeOwned, P: DeserializeOwned>(
        &mut self,
        id: JobId,
    ) -> Result<Option<StoredJob<B, P>>, Error> {
        let row = sqlx::query("SELECT body, progress, changed_us FROM jobs WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing(READING))?;
        row.as_ref().map(job_of).transpose()
    }

    /// How many jobs are in a state.
    pub async fn count_jobs(&mut self, state: JobState) -> Result<u64, Error> {
        let row = sqlx::query("SELECT COUNT(*) FROM jobs WHERE state = $1")
            .bind(state.code())
            .fetch_one(&mut *self.inner)
            .await
            .map_err(doing(READING))?;
        crate::column::get_u64(&row, 0)
    }

    /// Remembers a job, new or as it is now. Its progress stays, where it has come somewhere.
    pub async fn put_job(
        &mut self,
        job: &Job,
        exhibit: Option<&str>,
        body: &impl Serialize,
        changed_us: i64,
    ) -> Result<(), Error> {
        let (body, salt) = self.salted_row("job", &job.id.to_string(), body)?;
        sqlx::query(
            "INSERT INTO jobs (id, unit, kind, state, asked_us, changed_us, exhibit, body, salt, progress, entry)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '{}', $10)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body, salt = excluded.salt,
                 exhibit = excluded.exhibit, entry = excluded.entry,
                 changed_us = CASE WHEN jobs.changed_us < excluded.changed_us THEN excluded.changed_us
                     ELSE jobs.changed_us + 1 END",
        )
        .bind(job.id.to_string())
        .bind(job.by.unit.to_string())
        .bind(job.kind.code())
        .bind(job.state.code())
        .bind(job.asked.0)
        .bind(changed_us)
        .bind(exhibit.unwrap_or_default().to_owned())
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a job"))?;
        Ok(())
    }
}

fn job_of<B: DeserializeOwned, P: DeserializeOwned>(row: &AnyRow) -> Result<StoredJob<B, P>, Error> {
    Ok(StoredJob { body: get_json(row, 0)?, progress: get_json(row, 1)?, changed_us: get(row, 2)? })
}
