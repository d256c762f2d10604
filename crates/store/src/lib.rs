//! Where things are remembered: the only room with SQL. SQLite or PostgreSQL, one text of SQL for both wherever it can be.
//!
//! One file per noun. A [`Store`] is read through its own methods and changed through a [`Tx`], whose `commit` takes the
//! ledger entry: a change that leaves no trace does not compile. This room decides nothing and reads no clock.

mod binding;
mod column;
mod connection;
mod error;
mod group_commit;
mod place;
mod schema;
#[cfg(test)]
#[path = "../tests/it/server.rs"]
mod server;
mod snapshot;
mod transaction;

mod access;
mod any_record;
mod backup;
mod begun;
mod desk;
mod exhibit;
mod exposure;
mod file;
mod grading;
mod holding;
mod job;
mod keeping;
mod kept_answer;
mod ledger;
mod ledger_about;
mod link;
mod list;
mod list_handling;
mod mapping;
mod match_decision;
mod match_stop;
mod matching;
mod news;
mod occurrence;
mod reach;
mod record;
mod refinement;
mod report;
mod run;
mod search;
mod series_proposal;
mod stack;
mod words;

mod break_glass;
mod opt_out;
mod passkey;
mod preferences;
mod provider_account;
mod second_person;
mod session;
mod signed_in;
mod token;
mod unit;
mod urgency;
mod user;
mod value_list;

pub use self::access::SeenBy;
pub use self::any_record::AnyRecord;
pub use self::connection::{Engine, LetGo, Store, Where};
pub use self::desk::{FilesWaiting, House, OwnDay};
pub use self::error::Error;
pub use self::exposure::SealedExposure;
pub use self::file::{ExhibitSize, Fingerprint, FingerprintKind};
pub use self::grading::BeforeBlind;
pub use self::holding::Holdings;
pub use self::job::{JobsOfUnit, StoredJob};
pub use self::keeping::Erased;
pub use self::kept_answer::StoredAnswer;
pub use self::ledger::{Fact, LedgerEntry, LedgerHead, RowProof, StoredEntry};
pub use self::ledger_about::Spoken;
pub use self::list::{ListState, RefusedRow, StoredList};
pub use self::match_decision::{Claimed, NumberedDecision};
pub use self::match_stop::NumberedStop;
pub use self::news::{Holder, News, NewsTold, Proposed};
pub use self::occurrence::{KindsIn, KnownPlace, PlaceSeen, PlacesWanted, WithoutFile};
pub use self::passkey::StoredPasskey;
pub use self::place::{decode_place, encode_place};
pub use self::record::{Held, Page, Reader};
pub use self::report::StoredReport;
pub use self::run::{Run, RunId, RunOpening, RunState};
pub use self::schema::SCHEMA_VERSION;
pub use self::search::SearchAlert;
pub use self::series_proposal::{SeriesTold, ToMatch, holder_key};
pub use self::session::{SignInFailures, StoredSession};
pub use self::signed_in::{OpenTo, SignedIn};
pub use self::snapshot::{Cell, ColumnKind, Restoring, Snapshot, TableShape};
pub use self::stack::{SaidOf, Stackable};
pub use self::token::StoredToken;
pub use self::transaction::{Committed, Tx};
pub use self::urgency::UrgentPage;
pub use self::user::StoredSecrets;
pub use self::value_list::LIST_MAX;
