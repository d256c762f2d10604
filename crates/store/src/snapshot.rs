//! Everything that is remembered, as rows of one moment, and such rows put into an empty database of either kind. How they
//! are written down, and under which key, is not this room's.

mod restoring;
mod shape;

use std::future::poll_fn;
use std::pin::Pin;

use futures_util::Stream;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Executor as _, Row as _, Transaction, ValueRef as _};

pub use self::restoring::Restoring;
pub use self::shape::{Cell, ColumnKind, TableShape};
use crate::column::get;
use crate::connection::{Engine, Store};
use crate::error::{Error, doing};
use crate::ledger::{LedgerHead, head_of};
use crate::schema::SCHEMA_VERSION;

/// Rows given at a time.
const ROWS_AT_A_TIME: usize = 200;

/// Tables that are of one database and one moment: which folder it belongs to, which schema it has, and who is signed in.
/// After a restore people sign in again.
const NOT_KEPT: &[&str] = &["bound_folder", "schema_version", "sessions"];

/// One moment of the database; calls go on meanwhile.
pub struct Snapshot {
    tx: Transaction<'static, Any>,
    head: LedgerHead,
    lists: Vec<String>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Snapshot").field("head", &self.head).finish_non_exhaustive()
    }
}

impl Store {
    /// The moment that is now. Until it is ended, what is removed lingers in SQLite's write-ahead log.
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        let mut tx = self.begin_reading().await?;
        if self.engine() == Engine::Postgres {
            // A large table takes its time.
            tx.execute("SET LOCAL statement_timeout = 0").await.map_err(doing("beginning to read"))?;
        }
        let frontier = head_of(&mut tx).await?;
        let head = LedgerHead { size: frontier.size(), root: frontier.root() };
        let lists = lists_of(&mut tx).await?;
        Ok(Snapshot { tx, head, lists })
    }

    /// The ids of all versions of lists whose files lie in the folder.
    pub async fn list_ids(&self) -> Result<Vec<String>, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("reading which lists there are"))?;
        lists_of(&mut connection).await
    }
}

impl Snapshot {
    /// The ledger as it is at this moment.
    pub fn ledger_head(&self) -> LedgerHead {
        self.head
    }

    /// The version of the schema that the rows have.
    pub fn schema_version(&self) -> i64 {
        SCHEMA_VERSION
    }

    /// The ids of all versions of lists at this moment.
    pub fn list_ids(&self) -> &[String] {
        &self.lists
    }

    /// The tables that are kept, those that others refer to first.
    pub fn tables() -> Vec<TableShape> {
        shape::tables().into_iter().filter(|table| !NOT_KEPT.contains(&table.name.as_str())).collect()
    }

    /// Gives all rows of a table, some at a time, in no promised order.
    ///
    /// # Errors
    /// Those of `take`, and of the database.
    pub async fn rows<E: From<Error>>(
        &mut self,
        table: &TableShape,
        mut take: impl AsyncFnMut(Vec<Vec<Cell>>) -> Result<(), E>,
    ) -> Result<(), E> {
        let step = "reading everything";
        let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        // Names of our own schema.
        let sql = format!("SELECT {} FROM {}", columns.join(", "), table.name);
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut *self.tx);
        let mut given = Vec::new();
        while let Some(row) = next(&mut rows).await {
            let row = row.map_err(doing(step))?;
            given.push(cells_of(&row, table)?);
            if given.len() == ROWS_AT_A_TIME {
                take(std::mem::take(&mut given)).await?;
            }
        }
        if given.is_empty() { Ok(()) } else { take(given).await }
    }

    /// Lets the moment go.
    pub async fn end(self) -> Result<(), Error> {
        self.tx.rollback().await.map_err(doing("ending to read"))
    }
}

async fn lists_of(connection: &mut sqlx::AnyConnection) -> Result<Vec<String>, Error> {
    let rows = sqlx::query("SELECT id FROM list_versions WHERE state <> 'removed' ORDER BY id")
        .fetch_all(connection)
        .await
        .map_err(doing("reading which lists there are"))?;
    rows.iter().map(|row| get(row, 0)).collect()
}

async fn next<S: Stream + ?Sized>(stream: &mut Pin<Box<S>>) -> Option<S::Item> {
    poll_fn(|context| stream.as_mut().poll_next(context)).await
}

fn cells_of(row: &AnyRow, table: &TableShape) -> Result<Vec<Cell>, Error> {
    let mut cells = Vec::with_capacity(table.columns.len());
    for (column, (_, kind)) in table.columns.iter().enumerate() {
        let is_null = row.try_get_raw(column).map_err(doing("reading everything"))?.is_null();
        cells.push(match kind {
            _ if is_null => Cell::Null,
            ColumnKind::Integer => Cell::Integer(get(row, column)?),
            ColumnKind::Text => Cell::Text(get(row, column)?),
            ColumnKind::Bytes => Cell::Bytes(get(row, column)?),
        });
    }
    Ok(cells)
}
