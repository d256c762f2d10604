//! Rows of a backup put into an empty database: all of them or none, whatever ends the program in the middle.

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Transaction};
use tokio::sync::OwnedMutexGuard;

use super::shape::{Cell, ColumnKind, TableShape, tables};
use crate::column::get;
use crate::connection::{Store, Where};
use crate::error::{Error, damaged, doing};
use crate::schema::{MIGRATIONS, newest};

/// Values in one statement: far from what either database takes at most.
const VALUES_AT_A_TIME: usize = 4_000;

/// A restore under way. Dropped without [`Restoring::finish`], the database is as empty as it was.
pub struct Restoring {
    tx: Transaction<'static, Any>,
    store: Store,
    _writer: OwnedMutexGuard<()>,
}

impl std::fmt::Debug for Restoring {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Restoring").finish_non_exhaustive()
    }
}

impl Store {
    /// Begins to restore rows of a schema's version into a database that holds nothing, or what an earlier attempt with this
    /// mark has put there.
    ///
    /// # Errors
    /// [`Error::Newer`] for a version that is not known here; [`Error::NotEmpty`] when the database holds something else.
    pub async fn restore(at: &Where, schema_version: i64, mark: &str) -> Result<Restoring, Error> {
        let known = newest(MIGRATIONS);
        let Some(n) = MIGRATIONS.iter().position(|step| step.to == schema_version) else {
            return Err(Error::Newer { found: schema_version, known });
        };
        // Somebody's database of another version is not migrated before it is refused.
        if ![0, schema_version].contains(&at.version().await?) {
            return Err(Error::NotEmpty);
        }
        let store = Store::open_with(at, &MIGRATIONS[..=n]).await?;
        let writer = store.writer.clone().lock_owned().await;
        let is_ours = store.bound_folder().await?.as_deref() == Some(mark);
        let mut tx = store.begin_writing().await?;
        let step = "looking whether the database is empty";
        for table in tables().iter().rev().filter(|table| table.name != "schema_version") {
            if is_ours {
                let sql = format!("DELETE FROM {}", table.name);
                sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.map_err(doing(step))?;
                continue;
            }
            let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM {} LIMIT 1) AS one", table.name);
            let row = sqlx::query(AssertSqlSafe(sql)).fetch_one(&mut *tx).await.map_err(doing(step))?;
            if get::<i64>(&row, 0)? > 0 {
                return Err(Error::NotEmpty);
            }
        }
        Ok(Restoring { tx, store, _writer: writer })
    }
}

impl Restoring {
    /// Puts rows into a table.
    ///
    /// # Errors
    /// [`Error::Damaged`] for a name that is none of a table or column, or a row of another length.
    pub async fn put(&mut self, table: &TableShape, rows: &[Vec<Cell>]) -> Result<(), Error> {
        let names = || table.columns.iter().map(|(name, _)| name.as_str());
        if !names().chain([table.name.as_str()]).all(is_name) || table.columns.is_empty() {
            return Err(damaged("a table of the backup has a name that no table can have"));
        }
        if rows.iter().any(|row| row.len() != table.columns.len()) {
            return Err(damaged("a row of the backup has another length than its table"));
        }
        let columns: Vec<&str> = names().collect();
        for rows in rows.chunks((VALUES_AT_A_TIME / columns.len()).max(1)) {
            let mut sql = format!("INSERT INTO {} ({}) VALUES ", table.name, columns.join(", "));
            let mut number = 0;
            for row in 0..rows.len() {
                sql.push_str(if row == 0 { "(" } else { ", (" });
                for column in 0..columns.len() {
                    number += 1;
                    sql.push_str(if column == 0 { "$" } else { ", $" });
                    sql.push_str(&number.to_string());
                }
                sql.push(')');
            }
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for row in rows {
                for (cell, (_, kind)) in row.iter().zip(&table.columns) {
                    query = bind(query, cell, *kind);
                }
            }
            query.execute(&mut *self.tx).await.map_err(doing("putting rows back"))?;
        }
        Ok(())
    }

    /// Makes it durable, and binds the database to the folder of this mark.
    pub async fn finish(mut self, mark: &str) -> Result<(), Error> {
        let step = "ending a restore";
        sqlx::query("INSERT INTO bound_folder (only_row, mark) VALUES (1, $1)")
            .bind(mark.to_owned())
            .execute(&mut *self.tx)
            .await
            .map_err(doing(step))?;
        self.tx.commit().await.map_err(doing(step))?;
        self.store.close().await;
        Ok(())
    }
}

/// A null has the kind of its column, for PostgreSQL asks.
fn bind<'q>(query: Query<'q, Any, AnyArguments>, cell: &Cell, kind: ColumnKind) -> Query<'q, Any, AnyArguments> {
    match (cell, kind) {
        (Cell::Integer(number), _) => query.bind(*number),
        (Cell::Text(text), _) => query.bind(text.clone()),
        (Cell::Bytes(bytes), _) => query.bind(bytes.clone()),
        (Cell::Null, ColumnKind::Integer) => query.bind(None::<i64>),
        (Cell::Null, ColumnKind::Text) => query.bind(None::<String>),
        (Cell::Null, ColumnKind::Bytes) => query.bind(None::<Vec<u8>>),
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
