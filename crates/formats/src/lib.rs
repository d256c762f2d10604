//! The outside world's documents, read into and written from casework; a folder per format.
//!
//! Readers stream in constant memory, name what they refuse row by row, and decide nothing about matches. Nothing here
//! opens an exhibit or a foreign database.

mod ambiguity;
mod entry_row;
mod json;
mod lines;
mod suspicion;
#[cfg(test)]
mod testing;
mod text;

pub mod row;

pub mod csv_list;
pub mod hash_only;
pub mod hashdeep;
pub mod icse;
pub mod list_file;
pub mod list_format;
pub mod list_spec;
pub mod listed_videos;
pub mod ncmec;
pub mod plain;
pub mod vics;

pub mod case_uco;
pub mod coverage_words;
pub mod range_words;
pub mod report;
pub mod view_words;
