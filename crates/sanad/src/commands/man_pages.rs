//! `sanad man-pages`: for packagers.

use std::path::Path;

use words::Words;

use crate::complaint::Complaint;
use crate::exit::Exit;
use crate::man;

/// Writes the manual page of every command into a folder that exists.
pub fn run(folder: &Path, words: &Words) -> anyhow::Result<Exit> {
    for (name, text) in man::pages(&crate::cli::command(words), words) {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|cause| {
            let args = vec![("path", path.to_string_lossy().into())];
            Complaint::new(Exit::OurFault, "error-not-written", args).because(cause)
        })?;
    }
    Ok(Exit::Finished)
}
