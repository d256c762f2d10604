//! Keys of backups: age's own (https://age-encryption.org/v1), so that any program of that format opens one. The machine that
//! makes backups needs the public key only; whoever steals it cannot open what it made.

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use age::secrecy::ExposeSecret as _;
use age::x25519;
use casework::backup::BackupRefusal;

use crate::error::Error;

/// Makes a pair of keys: writes the secret one into a new file, mode 0600, and gives the public one.
///
/// # Errors
/// When the file is there, or cannot be written.
pub fn make(secret_to: &Path) -> Result<String, Error> {
    let identity = x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(secret_to)?;
        // As age's own program writes it.
        writeln!(file, "# public key: {public}")?;
        writeln!(file, "{}", identity.to_string().expose_secret())?;
        file.sync_all()
    };
    write().map_err(|source| Error::Disk {
        doing: "writing the key of backups",
        path: secret_to.to_owned(),
        source,
    })?;
    Ok(public)
}

/// The secret keys of a file.
///
/// # Errors
/// When it cannot be read, or is none of age's.
pub(crate) fn read(path: &Path) -> Result<Vec<Box<dyn age::Identity + Send + Sync>>, Error> {
    let failed = |source| Error::Disk { doing: "reading the key of backups", path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(failed)?;
    let keys = age::IdentityFile::from_buffer(std::io::BufReader::new(file)).map_err(failed)?;
    let keys = keys.into_identities().map_err(|wrong| failed(std::io::Error::other(wrong)))?;
    if keys.is_empty() {
        let source = std::io::Error::new(std::io::ErrorKind::InvalidData, "it holds no secret key");
        return Err(failed(source));
    }
    Ok(keys)
}

/// Public keys as they were given.
///
/// # Errors
/// [`BackupRefusal::NotARecipient`].
pub(crate) fn recipients(given: &[String]) -> Result<Vec<x25519::Recipient>, BackupRefusal> {
    given.iter().map(|text| text.trim().parse().map_err(|_| BackupRefusal::NotARecipient)).collect()
}
