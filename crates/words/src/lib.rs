//! What people read: Fluent messages in four languages, with plurals, digits, dates and bidi isolates. Never machine output.

mod lang;
mod reader;

mod messages;
mod number;

mod date;
mod order;

mod fold;
pub mod glossary;
pub mod hint;

pub mod visible;

pub use lang::Lang;
pub use messages::{Value, Vocabulary, WESTERN_ALWAYS, Words};
pub use reader::{ArabicMonths, Digits, Reader, zone, zone_names};
pub use visible::{harmless_extension, is_unseen, visible};

#[cfg(test)]
mod locales_test;
