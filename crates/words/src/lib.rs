//! What people read: Fluent messages in four languages, with plurals, thousands and bidi isolates. Never machine output.

mod lang;
mod messages;
mod number;
pub mod visible;

pub use lang::Lang;
pub use messages::{Value, Words};
pub use visible::{harmless_extension, is_unseen, visible};

#[cfg(test)]
mod locales_test;
