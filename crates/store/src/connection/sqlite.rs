//! What only SQLite needs: an address for a path, a private file, a copy before a migration, an emptied log.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use sqlx::{AnyConnection, Executor as _};

use super::LetGo;
use crate::column::get;
use crate::error::{Error, doing};

/// The database's address. Everything but letters, digits, `/`, `-`, `.` and `_` is escaped, so that a `?` or a `#` in
/// a folder's name stays one.
pub(super) fn url_of(path: &Path) -> Result<String, Error> {
    let whole = std::path::absolute(path).map_err(|source| Error::Disk {
        doing: "finding the database's folder",
        path: path.to_owned(),
        source,
    })?;
    let bytes = whole.as_os_str().as_bytes();
    if std::str::from_utf8(bytes).is_err() {
        return Err(Error::PathNotText { path: path.to_owned() });
    }
    let mut url = String::from("sqlite://");
    for byte in bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' => url.push(char::from(*byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url.push_str("?mode=rw");
    Ok(url)
}

/// Makes the file before SQLite would, for SQLite gives its log and shared memory the mode of the file it finds.
pub(super) fn make_private(path: &Path) -> Result<(), Error> {
    let made = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path);
    match made {
        Err(source) if source.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::Disk { doing: "making the database", path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Moves the write-ahead log into the database and empties it, if nobody reads an older moment for a second. The connection's
/// own wait is another afterwards.
pub(super) async fn empty_log(connection: &mut AnyConnection) -> Result<LetGo, Error> {
    let step = "emptying the write-ahead log";
    connection.execute("PRAGMA busy_timeout = 1000").await.map_err(doing(step))?;
    let answer = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(connection).await.map_err(doing(step))?;
    // Its first column is 1 where it could not: https://sqlite.org/pragma.html#pragma_wal_checkpoint
    Ok(if get::<i64>(&answer, 0)? == 0 { LetGo::Done } else { LetGo::Lingers })
}

/// Copies the closed database to `<path>.before-<version>`: written aside, synced, renamed.
pub(super) fn copy_aside(path: &Path, version: i64) -> Result<(), Error> {
    let beside = |end: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let (aside, kept) = (beside(format!(".before-{version}.new")), beside(format!(".before-{version}")));
    let copy = || -> std::io::Result<()> {
        if let Err(wrong) = std::fs::remove_file(&aside)
            && wrong.kind() != std::io::ErrorKind::NotFound
        {
            return Err(wrong);
        }
        let mut to = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&aside)?;
        std::io::copy(&mut std::fs::File::open(path)?, &mut to)?;
        to.sync_all()?;
        std::fs::rename(&aside, &kept)?;
        let folder = kept.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::File::open(folder)?.sync_all()
    };
    copy().map_err(|source| Error::Disk {
        doing: "copying the database before its migration",
        path: kept.clone(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_odd_characters() {
        let url = url_of(Path::new("/a b/c?d#e%f/é.db")).unwrap();
        assert_eq!(url, "sqlite:///a%20b/c%3Fd%23e%25f/%C3%A9.db?mode=rw");
    }
}
