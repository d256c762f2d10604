//! Runs: which exhibits, pinned to which list versions, with which settings, and how it ended.

use serde_json::Value;
use sqlx::any::AnyRow;

use crate::column::{get, get_json, get_json_option, to_json};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::transaction::Tx;

/// A run's number, from 1 in the order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub i64);

impl std::fmt::Display for RunId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "run_{}", self.0)
    }
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunState {
    /// Under way, or cut off without a word.
    Open,
    /// It did all it was asked.
    Finished,
    /// A person stopped it.
    Stopped,
    /// It gave up.
    Failed,
}

impl RunState {
    /// The code as the table and machine outputs spell it.
    pub fn code(self) -> &'static str {
        match self {
            RunState::Open => "open",
            RunState::Finished => "finished",
            RunState::Stopped => "stopped",
            RunState::Failed => "failed",
        }
    }
}

/// What a run begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOpening {
    /// Ids of the exhibits, in the order given.
    pub exhibits: Vec<String>,
    /// Ids of the list versions it is pinned to, in the order asked.
    pub lists: Vec<String>,
    /// Settings, as JSON of the caller's.
    pub settings: Value,
    /// When, by the node's clock.
    pub at_us: i64,
}

/// A run as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: RunId,
    /// What it began with.
    pub opening: RunOpening,
    /// How it stands.
    pub state: RunState,
    /// When it ended.
    pub closed_at_us: Option<i64>,
    /// The run record: what depends on when and how fast, as JSON of the caller's.
    pub record: Option<Value>,
}

impl Tx {
    /// Opens a run and gives its number.
    pub async fn open_run(&mut self, opening: &RunOpening) -> Result<RunId, Error> {
        let step = "opening a run";
        let row = sqlx::query("SELECT COALESCE(MAX(id), 0) + 1 FROM runs")
            .fetch_one(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let id: i64 = get(&row, 0)?;
        sqlx::query(
            "INSERT INTO runs (id, state, opened_at_us, exhibits, lists, settings) VALUES ($1, 'open', $2, $3, $4, $5)",
        )
        .bind(id)
        .bind(opening.at_us)
        .bind(to_json(&opening.exhibits))
        .bind(to_json(&opening.lists))
        .bind(to_json(&opening.settings))
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        self.add_row("run", &(id, &opening.exhibits, &opening.lists, &opening.settings));
        Ok(RunId(id))
    }

    /// Closes a run, with its record.
    pub async fn close_run(&mut self, id: RunId, state: RunState, record: &Value, at_us: i64) -> Result<(), Error> {
        sqlx::query("UPDATE runs SET state = $1, closed_at_us = $2, record = $3 WHERE id = $4")
            .bind(state.code())
            .bind(at_us)
            .bind(to_json(record))
            .bind(id.0)
            .execute(&mut *self.inner)
            .await
            .map_err(doing("closing a run"))?;
        self.add_row("run-closed", &(id.0, state.code(), record));
        Ok(())
    }
}

impl Store {
    /// A run by its number.
    pub async fn run(&self, id: RunId) -> Result<Option<Run>, Error> {
        let row = sqlx::query(
            "SELECT id, state, opened_at_us, closed_at_us, exhibits, lists, settings, record FROM runs WHERE id = $1",
        )
        .bind(id.0)
        .fetch_optional(&self.pool)
        .await
        .map_err(doing("reading a run"))?;
        row.as_ref().map(read_run).transpose()
    }

    /// All runs, in the order of opening.
    pub async fn runs(&self) -> Result<Vec<Run>, Error> {
        let rows = sqlx::query(
            "SELECT id, state, opened_at_us, closed_at_us, exhibits, lists, settings, record FROM runs ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading the runs"))?;
        rows.iter().map(read_run).collect()
    }
}

fn read_run(row: &AnyRow) -> Result<Run, Error> {
    let state = match get::<&str>(row, 1)? {
        "open" => RunState::Open,
        "finished" => RunState::Finished,
        "stopped" => RunState::Stopped,
        "failed" => RunState::Failed,
        other => return Err(damaged(format!("a run in state {other:?}"))),
    };
    Ok(Run {
        id: RunId(get(row, 0)?),
        opening: RunOpening {
            exhibits: get_json(row, 4)?,
            lists: get_json(row, 5)?,
            settings: get_json(row, 6)?,
            at_us: get(row, 2)?,
        },
        state,
        closed_at_us: get(row, 3)?,
        record: get_json_option(row, 7)?,
    })
}
