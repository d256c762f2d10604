//! Tables of hashes with a header: our own wider one, NSRL's old text, and any other once its columns are mapped.

pub mod columns;
pub mod read;
pub(crate) mod table;

pub use columns::{Column, ColumnMap};
