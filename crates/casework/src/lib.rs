//! The nouns of an investigation and the rules that move them.
//!
//! No IO, no clock, no randomness: every rule takes values and gives values. The modules stand in the order of the
//! chain: an exhibit holds files, files meet lists, a meeting is a match, matches and likenesses are reported.

pub mod id;
pub mod opt_out;
pub mod passkey;
pub mod preferences;
pub mod protected;
pub mod provider_account;
pub mod purpose;
pub mod record;
pub mod refusal;
pub mod role;
pub mod token;
pub mod unit;
pub mod user;
pub mod who;

pub mod audience;
pub mod coverage;
pub mod exhibit;
pub mod file;
pub mod list;
pub mod list_handling;
pub mod listed_frames;
pub mod matching;
pub mod pixel_digest;
pub mod problem;
pub mod ranges;
pub mod report;
pub mod stack;
pub mod summary;
pub mod views;

pub mod category;
pub mod dispute;
pub mod facts;
pub mod grading;
pub mod match_decision;
pub mod match_stop;
pub mod measured;
pub mod preview;
pub mod stack_decision;
pub mod standing;

pub mod country_hypothesis;
pub mod graph;
pub mod holding;
pub mod link;
pub mod link_kind;
pub mod note;
pub mod series;
pub mod series_proposal;

pub mod backup;
pub mod calendar;
pub mod clock;
pub mod clock_rules;
pub mod completeness;
pub mod country;
pub mod exposure;
pub mod handling;
pub mod incoming;
pub mod protection_priority;
pub mod retention;
pub mod search_text;

pub mod account;
pub mod address;
pub mod clue;
pub mod device;
pub mod person;
pub mod place;
pub mod victim;

pub mod break_glass;
pub mod case;
pub mod lead;
pub mod mapping;
pub mod operation;
pub mod outcome;
pub mod second_person;
pub mod set_up;
pub mod staffing;

pub mod job;
