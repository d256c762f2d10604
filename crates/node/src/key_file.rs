//! Files that hold one secret key: made by chance when first needed, read ever after. What a key is for is not known here.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use ledger::Hash;
use zeroize::Zeroizing;

use crate::chance;
use crate::error::Error;

/// The key of this file; made, mode 0600, when the file is not there. `reading` and `writing` say what was being done.
pub(crate) fn read_or_make(
    path: &Path,
    reading: &'static str,
    writing: &'static str,
) -> Result<Zeroizing<[u8; 32]>, Error> {
    let failed = |doing| move |source| Error::Disk { doing, path: path.to_owned(), source };
    match fs::read_to_string(path).map(Zeroizing::new) {
        Ok(text) => text.trim_end().parse::<fingerprint::Sha256>().map(|key| Zeroizing::new(key.0)).map_err(|_| {
            let source = io::Error::new(io::ErrorKind::InvalidData, "not a key of 64 hexadecimal digits");
            failed(reading)(source)
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = Zeroizing::new(chance::bytes::<32>()?);
            let folder = path.parent().unwrap_or(Path::new("."));
            let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
                writeln!(file, "{}", Hash(*key))?;
                file.as_file().sync_all()?;
                file.persist_noclobber(path).map_err(|error| error.error).map(drop)
            });
            match written {
                // Somebody else was faster: theirs is the key.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read_or_make(path, reading, writing),
                written => written.map_err(failed(writing)).map(|()| key),
            }
        }
        Err(error) => Err(failed(reading)(error)),
    }
}
