//! `sanad completions`.

use std::io::{Write, stdout};

use anyhow::Context;
use clap_complete::Shell;
use words::Words;

use crate::exit::Exit;

/// Prints the completion script of a shell; its descriptions are in the user's language.
pub fn run(shell: &str, words: &Words) -> anyhow::Result<Exit> {
    let shell: Shell = shell.parse().map_err(anyhow::Error::msg).context("a shell that the parser let through")?;
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut crate::cli::command(words), "sanad", &mut script);
    stdout().lock().write_all(&script)?;
    Ok(Exit::Finished)
}
