//! The schema's version, the migrations that lead to it, and the checks after them. All SQL text is included, none made.

use sqlx::{AnyConnection, Connection as _};

use crate::column::get;
use crate::error::{Error, damaged, doing};

/// One step from the version before to this one.
#[derive(Clone, Copy)]
pub(crate) struct Migration {
    /// The version it leads to; the first is 1.
    pub(crate) to: i64,
    /// Its statements.
    pub(crate) sql: &'static str,
}

/// Every step there ever was, in order. They add up to `schema/sanad.sql`, which a test compares.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration { to: 1, sql: include_str!("../migrations/0001_first.sql") },
    Migration { to: 2, sql: include_str!("../migrations/0002_views.sql") },
    Migration { to: 3, sql: include_str!("../migrations/0003_list_frames.sql") },
    Migration { to: 4, sql: include_str!("../migrations/0004_refinements.sql") },
    Migration { to: 5, sql: include_str!("../migrations/0005_erased_bodies.sql") },
];

/// The schema version this program writes.
pub const SCHEMA_VERSION: i64 = 5;

/// The version that these migrations lead to.
pub(crate) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |last| last.to)
}

/// The version of the database; 0 when it is empty.
pub(crate) async fn version(connection: &mut AnyConnection) -> Result<i64, Error> {
    let tables = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .fetch_all(&mut *connection)
        .await
        .map_err(doing("reading the schema"))?;
    if tables.is_empty() {
        return Ok(0);
    }
    let mut names = Vec::new();
    for row in &tables {
        names.push(get::<String>(row, 0)?);
    }
    if !names.iter().any(|name| name == "schema_version") {
        return Err(damaged("it holds tables, but not ours"));
    }
    let rows = sqlx::query("SELECT version FROM schema_version")
        .fetch_all(connection)
        .await
        .map_err(doing("reading the schema's version"))?;
    match rows.as_slice() {
        [row] => get(row, 0),
        rows => Err(damaged(format!("{} schema versions where there is one", rows.len()))),
    }
}

/// Brings a database from version `from` to the newest, and checks it, in one transaction: all or nothing.
pub(crate) async fn migrate(connection: &mut AnyConnection, from: i64, migrations: &[Migration]) -> Result<(), Error> {
    let step = "migrating the database";
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await.map_err(doing(step))?;
    for migration in migrations.iter().filter(|migration| migration.to > from) {
        sqlx::raw_sql(migration.sql).execute(&mut *tx).await.map_err(doing(step))?;
    }
    sqlx::query("DELETE FROM schema_version").execute(&mut *tx).await.map_err(doing(step))?;
    sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
        .bind(newest(migrations))
        .execute(&mut *tx)
        .await
        .map_err(doing(step))?;
    check(&mut tx).await?;
    tx.commit().await.map_err(doing(step))
}

/// Reads every page and every reference.
pub(crate) async fn check(connection: &mut AnyConnection) -> Result<(), Error> {
    let step = "checking the database";
    let rows = sqlx::query("PRAGMA integrity_check(1)").fetch_all(&mut *connection).await.map_err(doing(step))?;
    for row in &rows {
        let answer: String = get(row, 0)?;
        if answer != "ok" {
            return Err(damaged(answer));
        }
    }
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(connection).await.map_err(doing(step))?;
    match broken.first() {
        None => Ok(()),
        Some(row) => Err(damaged(format!("a row of {} refers to nothing", get::<String>(row, 0)?))),
    }
}

#[cfg(test)]
mod tests;
