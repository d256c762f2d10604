//! What the built program puts out: its shape, its harmlessness, what it keeps back, and that nothing is lost on the way.
//!
//! Every exhibit is made here or taken from the samples and the outside corpora.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bombs;
mod corpora;
mod hostile;
mod jobs;
mod making;
mod mappings;
mod partner;
mod people;
mod quiet_logs;
mod schemas;
mod serving;
mod settings;
mod world;
