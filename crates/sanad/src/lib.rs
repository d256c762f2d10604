//! The program's inside: command line, settings, terminal, and a file per command. `main.rs` only starts it.

pub mod cli;
pub mod commands;
pub mod complaint;
pub mod config;
pub mod exit;
pub mod help;
pub mod man;
pub mod start;
pub mod terminal;
