//! The API in process: each file is one part of the addresses, or one thing that holds for all of them.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

mod calls;
mod canary;
mod device;
mod document;
mod fuzzed;
mod hma;
mod idempotency;
mod jobs;
mod lists;
mod matching;
mod passkeys;
mod people;
mod problems;
mod roles;
mod serving;
mod world;
