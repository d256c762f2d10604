//! The schema's version, the migrations that lead to it, and the checks after them. One text for both
//! databases, included and never made.

use casework::incoming::Incoming;
use sqlx::AnyConnection;

use crate::column::get;
use crate::connection::{Engine, begin_migrating};
use crate::error::{Error, damaged, doing};
use crate::{ledger_about, urgency};

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
    Migration { to: 6, sql: include_str!("../migrations/0006_records.sql") },
    Migration { to: 7, sql: include_str!("../migrations/0007_people.sql") },
    Migration { to: 8, sql: include_str!("../migrations/0008_second_persons.sql") },
    Migration { to: 9, sql: include_str!("../migrations/0009_kept_answers.sql") },
    Migration { to: 10, sql: include_str!("../migrations/0010_gradings.sql") },
    Migration { to: 11, sql: include_str!("../migrations/0011_keepings.sql") },
    Migration { to: 12, sql: include_str!("../migrations/0012_backups.sql") },
    Migration { to: 13, sql: include_str!("../migrations/0013_jobs.sql") },
    Migration { to: 14, sql: include_str!("../migrations/0014_ledger_about.sql") },
    Migration { to: 15, sql: include_str!("../migrations/0015_handlings.sql") },
    Migration { to: 16, sql: include_str!("../migrations/0016_holdings_and_exposure.sql") },
    Migration { to: 17, sql: include_str!("../migrations/0017_match_stops.sql") },
    Migration { to: 18, sql: include_str!("../migrations/0018_mapping_tables.sql") },
    Migration { to: 19, sql: include_str!("../migrations/0019_list_handlings.sql") },
    Migration { to: 20, sql: include_str!("../migrations/0020_series_proposals.sql") },
    Migration { to: 21, sql: include_str!("../migrations/0021_passkeys.sql") },
    Migration { to: 22, sql: include_str!("../migrations/0022_provider_accounts.sql") },
    Migration { to: 23, sql: include_str!("../migrations/0023_preferences.sql") },
    Migration { to: 24, sql: include_str!("../migrations/0024_opt_outs.sql") },
    Migration { to: 25, sql: include_str!("../migrations/0025_news_about.sql") },
    Migration { to: 26, sql: include_str!("../migrations/0026_near_bits.sql") },
    Migration { to: 27, sql: include_str!("../migrations/0027_urgency.sql") },
    Migration { to: 28, sql: include_str!("../migrations/0028_exhibits_by_entry.sql") },
    Migration { to: 29, sql: include_str!("../migrations/0029_located_files.sql") },
];

/// The schema version this program writes.
pub const SCHEMA_VERSION: i64 = 29;

/// The version that these migrations lead to.
pub(crate) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |last| last.to)
}

/// The version of the database; 0 when it is empty.
pub(crate) async fn version(engine: Engine, connection: &mut AnyConnection) -> Result<i64, Error> {
    let sql = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Engine::Postgres => {
            "SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'sanad' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
        }
    };
    let tables = sqlx::query(sql).fetch_all(&mut *connection).await.map_err(doing("reading the schema"))?;
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
    recorded_version(connection).await
}

/// The version that a database of ours says it has.
pub(crate) async fn recorded_version(connection: &mut AnyConnection) -> Result<i64, Error> {
    let rows = sqlx::query("SELECT version FROM schema_version")
        .fetch_all(connection)
        .await
        .map_err(doing("reading the schema's version"))?;
    match rows.as_slice() {
        [row] => get(row, 0),
        rows => Err(damaged(format!("{} schema versions where there is one", rows.len()))),
    }
}

/// Brings a database to the newest version, and checks it, in one transaction: all or nothing. Gives the version it had
/// when its turn had come: another process may have been quicker.
pub(crate) async fn migrate(
    engine: Engine,
    connection: &mut AnyConnection,
    migrations: &[Migration],
) -> Result<i64, Error> {
    let step = "migrating the database";
    let mut tx = begin_migrating(engine, connection).await?;
    let from = version(engine, &mut tx).await?;
    let known = newest(migrations);
    if from >= known {
        tx.rollback().await.map_err(doing(step))?;
        return if from == known { Ok(from) } else { Err(Error::Newer { found: from, known }) };
    }
    for migration in migrations.iter().filter(|migration| migration.to > from) {
        sqlx::raw_sql(migration.sql).execute(&mut *tx).await.map_err(doing(step))?;
        // What SQL of two databases cannot read out of a body is read here, in the same transaction.
        if migration.to == ledger_about::FILLED_AT_VERSION {
            ledger_about::fill(&mut tx).await?;
        }
        if migration.to == urgency::FILLED_AT_VERSION {
            urgency::fill::<Incoming>(&mut tx).await?;
        }
    }
    sqlx::query("DELETE FROM schema_version").execute(&mut *tx).await.map_err(doing(step))?;
    sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
        .bind(known)
        .execute(&mut *tx)
        .await
        .map_err(doing(step))?;
    check(engine, &mut tx).await?;
    tx.commit().await.map_err(doing(step))?;
    Ok(from)
}

/// Sees that every reference leads somewhere; of SQLite, that every page can be read.
pub(crate) async fn check(engine: Engine, connection: &mut AnyConnection) -> Result<(), Error> {
    match engine {
        Engine::Sqlite => check_sqlite(connection).await,
        Engine::Postgres => check_postgres(connection).await,
    }
}

async fn check_sqlite(connection: &mut AnyConnection) -> Result<(), Error> {
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

/// PostgreSQL never lets a row refer to nothing while the reference is in force. So it is asked for those that are not, and
/// for indexes that it has itself given up.
async fn check_postgres(connection: &mut AnyConnection) -> Result<(), Error> {
    let idle = sqlx::query(
        "SELECT 'the reference ' || c.conname || ' is not in force' FROM pg_constraint c
         JOIN pg_namespace n ON n.oid = c.connamespace
         WHERE n.nspname = 'sanad' AND (NOT c.convalidated OR EXISTS (
             SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = c.oid AND t.tgenabled NOT IN ('O', 'A')))
         UNION ALL
         SELECT 'the index ' || i.relname || ' is not whole' FROM pg_index x
         JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace
         WHERE n.nspname = 'sanad' AND NOT (x.indisvalid AND x.indisready) LIMIT 1",
    )
    .fetch_optional(connection)
    .await
    .map_err(doing("checking the database"))?;
    match idle {
        None => Ok(()),
        Some(row) => Err(damaged(get::<String>(&row, 0)?)),
    }
}

#[cfg(test)]
mod statement_tests;
#[cfg(test)]
mod tests;
