//! `sanad config show`.

use std::io::stdout;

use crate::commands::Surroundings;
use crate::config;
use crate::exit::Exit;

/// Prints every setting and where it comes from.
pub fn run(here: &Surroundings) -> anyhow::Result<Exit> {
    let file = here.settings_file.as_deref();
    match here.json {
        true => config::print_json(&mut stdout().lock(), &here.values, file)?,
        false => config::print_table(&mut stdout().lock(), &here.terminal, &here.values, file)?,
    }
    Ok(Exit::Finished)
}
