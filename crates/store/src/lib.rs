//! Where things are remembered: the only room with SQL. SQLite now; the SQL is written so that PostgreSQL can answer too.
//!
//! One file per noun. A [`Store`] is read through its own methods and changed through a [`Tx`], whose `commit` takes the
//! ledger entry: a change that leaves no trace does not compile. This room decides nothing and reads no clock.

mod column;
mod connection;
mod error;
mod place;
mod schema;
mod transaction;

mod exhibit;
mod file;
mod ledger;
mod list;
mod matching;
mod occurrence;
mod refinement;
mod report;
mod run;

pub use self::connection::Store;
pub use self::error::Error;
pub use self::file::{Fingerprint, FingerprintKind};
pub use self::ledger::{Fact, LedgerEntry, LedgerHead, RowProof, StoredEntry};
pub use self::list::{ListState, RefusedRow, StoredList};
pub use self::occurrence::KnownPlace;
pub use self::place::{decode_place, encode_place};
pub use self::report::StoredReport;
pub use self::run::{Run, RunId, RunOpening, RunState};
pub use self::schema::SCHEMA_VERSION;
pub use self::transaction::{Committed, Tx};
