//! Everything a person, a timer or another node can ask for, one file per verb: load, permit, decide, record.
//!
//! No rule (that is `casework`), no SQL (`store`), no parser (`formats`, `media`), no sentence.

mod chance;
pub mod clock;
pub mod database;
pub mod folder;
mod key_file;
mod letting_go;
pub mod log;
mod sealing;
pub mod secret;

pub mod error;
pub mod policy;
pub mod principal;

mod challenge;
pub mod founding;
mod one_time_code;
pub mod origin;
pub mod passkey;
pub mod passkey_sign_in;
mod password;
pub mod preferences;
pub mod provider;
pub mod provider_account;
pub mod provider_sign_in;
pub mod session;
pub mod set_up;
pub mod sign_in;
pub mod token;
pub mod unit;
pub mod user;

pub mod break_glass;
pub mod lead;
pub mod ledger_reads;
pub mod operation;
pub mod outcome;
pub mod second_person;
pub mod staffing;

mod coverage;

mod claimed_pairs;
pub mod grading;
pub mod mapping;
pub mod match_decision;
pub mod news;
pub mod preview;
pub mod rematch;
pub mod sorting;
pub mod stack_decision;

pub mod called;
pub mod case_export;
pub mod case_file;
pub mod case_page;
pub mod casebook;
pub mod clue;
pub mod consent;
pub mod deadline;
pub mod disclosure;
pub mod evidence;
pub mod exposure;
pub mod handling;
pub mod holding;
pub mod keeping;
pub mod link;
pub mod links_page;
pub mod opt_out;
pub mod person;
pub mod record_page;
pub mod report_in;
pub mod search;
pub mod series;
mod series_matching;
pub mod series_note;
pub mod series_page;
pub mod series_proposal;
pub mod thing;
pub mod victim;

pub mod intake_folder;
pub mod job;
mod job_runner;
pub mod spool_file;

pub mod backup;
pub mod doctor;
pub mod exhibit;
pub mod find;
pub mod fingerprint;
pub mod index_file;
pub mod kept_answer;
pub mod ledger;
pub mod list;
pub mod match_compare;
pub mod match_file;
pub mod match_query;
pub mod match_stop;
mod members_again;
pub mod open;
mod publishing;
pub mod restore;
pub mod today;
pub mod triage;
pub mod verify;

/// What a program does whose first argument is `decode-worker`: a node starts it as its worker.
pub use media::worker::main as decode_worker;

pub use error::Error;
pub use open::Node;
pub use principal::Principal;
