//! The API in process: each file is one part of the addresses, or one thing that holds for all of them.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

mod actions;
mod asked_of_store;
mod authenticator;
mod calls;
mod canary;
mod device;
mod document;
mod every_page;
mod evidence;
#[cfg(feature = "oidc")]
mod foreign_provider;
mod fuzzed;
mod hma;
mod idempotency;
mod jobs;
mod lists;
mod matching;
mod pages;
mod pages_administration;
mod pages_casebook;
mod pages_exhibits;
mod pages_opt_outs;
mod pages_previews;
mod pages_signing_in;
mod pages_sorting;
mod passkeys;
mod people;
mod problems;
#[cfg(feature = "oidc")]
mod provider;
mod roles;
mod serving;
mod world;
