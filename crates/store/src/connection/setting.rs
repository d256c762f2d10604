//! The settings a connection must have: set on each, and read back, for a setting that was not taken is a promise broken.

use sqlx::{AnyConnection, Executor as _, Row as _};

use super::Engine;

/// A setting: how it is set, how it is asked for, and what it must then answer.
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) set: &'static str,
    pub(super) ask: &'static str,
    pub(super) wanted: &'static str,
}

const fn setting(name: &'static str, set: &'static str, ask: &'static str, wanted: &'static str) -> Setting {
    Setting { name, set, ask, wanted }
}

/// `synchronous` 2 is FULL: a batch that was acknowledged survives a power cut. `secure_delete`: what an exhibit's removal
/// takes away leaves no bytes behind. `temp_store` 2 is memory: nothing is sorted through a world-readable folder.
const SQLITE: &[Setting] = &[
    setting("busy_timeout", "PRAGMA busy_timeout = 30000", "PRAGMA busy_timeout", "30000"),
    setting("journal_mode", "PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal"),
    setting("synchronous", "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2"),
    setting("foreign_keys", "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"),
    setting("secure_delete", "PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1"),
    setting("temp_store", "PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2"),
    setting("trusted_schema", "PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"),
    setting("cache_size", "PRAGMA cache_size = -65536", "PRAGMA cache_size", "-65536"),
];

/// `search_path` names our schema and, last, the one of temporary tables: nothing that others put into `public` can stand in
/// for a table or a function of ours. `idle_in_transaction_session_timeout`: a process that was stopped in the middle of a
/// change gives its turn back. `statement_timeout` is far above what any statement of ours takes, and ends what hangs.
const POSTGRES: &[Setting] = &[
    setting("search_path", "SET search_path = sanad, pg_temp", "SHOW search_path", "sanad, pg_temp"),
    setting("synchronous_commit", "SET synchronous_commit = on", "SHOW synchronous_commit", "on"),
    setting("lock_timeout", "SET lock_timeout = '30s'", "SHOW lock_timeout", "30s"),
    setting("statement_timeout", "SET statement_timeout = '10min'", "SHOW statement_timeout", "10min"),
    setting(
        "idle_in_transaction_session_timeout",
        "SET idle_in_transaction_session_timeout = '5min'",
        "SHOW idle_in_transaction_session_timeout",
        "5min",
    ),
    setting(
        "standard_conforming_strings",
        "SET standard_conforming_strings = on",
        "SHOW standard_conforming_strings",
        "on",
    ),
    // Only an administrator may set it, and then no reference is looked up any more: asked, not set.
    setting("session_replication_role", "", "SHOW session_replication_role", "origin"),
];

pub(super) fn settings(engine: Engine) -> &'static [Setting] {
    match engine {
        Engine::Sqlite => SQLITE,
        Engine::Postgres => POSTGRES,
    }
}

/// Sets them all, and refuses a connection that does not answer with them.
pub(super) async fn settle(engine: Engine, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for setting in settings(engine) {
        if !setting.set.is_empty() {
            connection.execute(setting.set).await?;
        }
    }
    for Setting { name, ask, wanted, .. } in settings(engine) {
        let found = ask_setting(connection, ask).await?;
        if found != *wanted {
            let wrong = format!("the database answers {found} for {name}, where {wanted} is needed");
            return Err(sqlx::Error::Configuration(wrong.into()));
        }
    }
    Ok(())
}

pub(super) async fn ask_setting(connection: &mut AnyConnection, ask: &'static str) -> Result<String, sqlx::Error> {
    let row = connection.fetch_one(ask).await?;
    row.try_get::<i64, _>(0).map(|number| number.to_string()).or_else(|_| row.try_get::<String, _>(0))
}
