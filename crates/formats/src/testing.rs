//! Where tests find data from outside. Only tests use it.

use std::path::PathBuf;

/// The folder of outside corpora: `SANAD_CORPORA`, or its default place where that exists.
pub(crate) fn corpora() -> Option<PathBuf> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/testdata"));
    Some(std::env::var_os("SANAD_CORPORA").map_or_else(default, PathBuf::from)).filter(|folder| folder.is_dir())
}
