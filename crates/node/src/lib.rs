//! Everything a person, a timer or another node can ask for, one file per verb: load, permit, decide, record.
//!
//! No rule (that is `casework`), no SQL (`store`), no parser (`formats`, `media`), no sentence.

mod chance;
pub mod clock;
pub mod folder;
pub mod log;

pub mod error;
mod policy;
pub mod principal;

mod coverage;

pub mod doctor;
pub mod exhibit;
pub mod find;
pub mod fingerprint;
pub mod index_file;
pub mod ledger;
pub mod list;
pub mod match_query;
pub mod open;
mod publishing;
pub mod triage;
pub mod verify;

pub use error::Error;
pub use open::Node;
pub use principal::Principal;
