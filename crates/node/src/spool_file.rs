//! A private file of the spool for what comes with a call: it is gone with this value, and with the program.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::chance;
use crate::error::Error;
use crate::open::Node;

/// A file of the spool.
#[derive(Debug)]
pub struct SpoolFile {
    path: PathBuf,
    is_kept: bool,
}

impl Node {
    /// A new file of mode 0600, and where it is.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub fn spool_file(&self) -> Result<(SpoolFile, File), Error> {
        let name: String = chance::id_bytes()?.iter().map(|byte| format!("{byte:02x}")).collect();
        let path = self.folder.spool().join(name);
        let made = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path);
        let file = made.map_err(|source| Error::Disk { doing: "making a file", path: path.clone(), source })?;
        Ok((SpoolFile { path, is_kept: false }, file))
    }
}

impl SpoolFile {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it a name by which others know it; they remove it.
    pub(crate) fn keep_as(mut self, path: &Path) -> Result<(), Error> {
        let failed = |source| Error::Disk { doing: "naming a file", path: path.to_owned(), source };
        std::fs::rename(&self.path, path).map_err(failed)?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for SpoolFile {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be removed now goes when the folder is opened next.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
