//! What can go wrong with the store, one variant for each reaction. It never swallows what the database said.

use std::path::PathBuf;

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
    move |source| {
        // Primary result codes: https://sqlite.org/rescode.html
        match primary_code(&source) {
            Some(5 | 6) => Error::Busy { doing, source },
            Some(11 | 26) => Error::Damaged { what: format!("while {doing}"), source: Some(source) },
            Some(13) => Error::Full { doing, source },
            _ => Error::Storage { doing, source },
        }
    }
}

/// A row that cannot be what was written.
pub(crate) fn damaged(what: impl Into<String>) -> Error {
    Error::Damaged { what: what.into(), source: None }
}

fn primary_code(error: &sqlx::Error) -> Option<u32> {
    let sqlx::Error::Database(said) = error else { return None };
    said.code()?.parse::<u32>().ok().map(|extended| extended & 0xff)
}
