//! What can go wrong with the store, one variant for each reaction. It never swallows what the database said.

use std::path::PathBuf;

use sqlx::postgres::PgDatabaseError;

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A newer program wrote this database: nothing was touched. React: use that program.
    #[error("the database has schema version {found}, this program knows {known}")]
    Newer {
        /// The version in the database.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The database is not what was written. React: stop, restore the copy.
    #[error("the database is damaged: {what}")]
    Damaged {
        /// What was found, and where.
        what: String,
        /// What the database said, if it was the one to notice.
        #[source]
        source: Option<sqlx::Error>,
    },
    /// The body of this ledger entry may not be erased: it says what was erased, or is gone already. React: leave it.
    #[error("the body of ledger entry {index} cannot be erased")]
    NotErasable {
        /// Which entry.
        index: u64,
    },
    /// No room left on the disk; nothing was changed. React: make room, run again.
    #[error("no room left on the disk while {doing}")]
    Full {
        /// What was being done.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// Somebody else holds the database. React: wait, run again.
    #[error("the database is held by another program while {doing}")]
    Busy {
        /// What was being done.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
    /// The database server does not answer, or has gone away; a change under way was given up. React: see that it runs, and
    /// run again.
    #[error("the database server does not answer while {doing}")]
    Unreachable {
        /// What was being done.
        doing: &'static str,
        /// What the connection said.
        #[source]
        source: sqlx::Error,
    },
    /// The server does not let us in, or has no such database. React: name, password, or the rules of the server.
    #[error("the database server does not let us in while {doing}")]
    NotLetIn {
        /// What was being done.
        doing: &'static str,
        /// What it said.
        #[source]
        source: sqlx::Error,
    },
    /// The database holds something already, and nothing is restored over it. React: name an empty one.
    #[error("the database is not empty")]
    NotEmpty,
    /// This database or server may not hold our data. React: as the words say.
    #[error("the database cannot be used: {what}")]
    Unfit {
        /// Why, and what to do.
        what: String,
    },
    /// The path cannot be given to the database: it is no UTF-8. React: choose another node folder.
    #[error("the path of the database is not UTF-8")]
    PathNotText {
        /// The path.
        path: PathBuf,
    },
    /// The file beside the database could not be made, copied or kept.
    #[error("while {doing}")]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// The file concerned.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// No such record is remembered. Our caller's fault: it was looked for before.
    #[error("no record {record}")]
    NoRecord {
        /// Which.
        record: casework::id::RecordId,
    },
    /// A file without any digest has no name here. Our caller's fault.
    #[error("a file without a digest cannot be remembered")]
    NoDigest,
    /// Everything else that the database says.
    #[error("while {doing}")]
    Storage {
        /// What was being done.
        doing: &'static str,
        /// What the database said.
        #[source]
        source: sqlx::Error,
    },
}

/// Turns what the database said into the variant that asks for the right reaction.
pub(crate) fn doing(doing: &'static str) -> impl FnOnce(sqlx::Error) -> Error {
    move |source| match reaction(&source) {
        Reaction::Wait => Error::Busy { doing, source },
        Reaction::Restore => Error::Damaged { what: format!("while {doing}"), source: Some(source) },
        Reaction::MakeRoom => Error::Full { doing, source },
        Reaction::Reconnect => Error::Unreachable { doing, source },
        Reaction::SignIn => Error::NotLetIn { doing, source },
        Reaction::Other => Error::Storage { doing, source },
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reaction {
    Wait,
    Restore,
    MakeRoom,
    Reconnect,
    SignIn,
    Other,
}

fn reaction(error: &sqlx::Error) -> Reaction {
    match error {
        sqlx::Error::Database(said) => match said.try_downcast_ref::<PgDatabaseError>() {
            Some(said) => reaction_to_sqlstate(said.code()),
            None => reaction_to_sqlite(said.code().as_deref()),
        },
        // All connections are in use, or none could be made for as long as one waits.
        sqlx::Error::PoolTimedOut => Reaction::Wait,
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) => Reaction::Reconnect,
        _ => Reaction::Other,
    }
}

// Primary result codes: https://sqlite.org/rescode.html
fn reaction_to_sqlite(code: Option<&str>) -> Reaction {
    match code.and_then(|code| code.parse::<u32>().ok()).map(|extended| extended & 0xff) {
        Some(5 | 6) => Reaction::Wait,
        Some(11 | 26) => Reaction::Restore,
        Some(13) => Reaction::MakeRoom,
        _ => Reaction::Other,
    }
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
fn reaction_to_sqlstate(code: &str) -> Reaction {
    match code {
        "53100" => Reaction::MakeRoom,
        // Locks, serialisation, deadlock, a time-out, too many connections, a server that is starting.
        "55P03" | "55006" | "40001" | "40P01" | "57014" | "53300" | "57P03" => Reaction::Wait,
        "XX001" | "XX002" => Reaction::Restore,
        // It was stopped, it fell, or it ended our session.
        "57P01" | "57P02" | "57P05" | "25P03" => Reaction::Reconnect,
        "3D000" | "42501" => Reaction::SignIn,
        code if code.starts_with("28") => Reaction::SignIn,
        code if code.starts_with("08") => Reaction::Reconnect,
        _ => Reaction::Other,
    }
}

/// A row that cannot be what was written.
pub(crate) fn damaged(what: impl Into<String>) -> Error {
    Error::Damaged { what: what.into(), source: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_ask_for_the_same_reactions() {
        for (code, expected) in [
            ("53100", Reaction::MakeRoom),
            ("55P03", Reaction::Wait),
            ("40001", Reaction::Wait),
            ("40P01", Reaction::Wait),
            ("XX001", Reaction::Restore),
            ("XX002", Reaction::Restore),
            ("08006", Reaction::Reconnect),
            ("57P01", Reaction::Reconnect),
            ("28P01", Reaction::SignIn),
            ("3D000", Reaction::SignIn),
            ("23505", Reaction::Other),
            // As a number it would end in SQLite's code for a full disk.
            ("22029", Reaction::Other),
        ] {
            assert_eq!(reaction_to_sqlstate(code), expected, "{code}");
        }
        for (code, expected) in [
            ("5", Reaction::Wait),
            ("517", Reaction::Wait),
            ("6", Reaction::Wait),
            ("11", Reaction::Restore),
            ("26", Reaction::Restore),
            ("13", Reaction::MakeRoom),
            ("2067", Reaction::Other),
        ] {
            assert_eq!(reaction_to_sqlite(Some(code)), expected, "{code}");
        }
    }
}
