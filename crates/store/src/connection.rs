//! Opening the database: private, durable, of the right schema, and held by connections that prove their settings.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _, Executor as _, Row as _};
use tokio::sync::Mutex;

use crate::error::{Error, doing};
use crate::schema::{self, Migration};

// A run keeps one for writing; look-ups of other tasks share the rest.
const CONNECTIONS_MAX: u32 = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Where a node remembers. Cheap to clone; all clones are the same database.
#[derive(Clone)]
pub struct Store {
    pub(crate) pool: AnyPool,
    // SQLite has one writer; waiting here is fair and cannot time out as waiting inside SQLite can.
    pub(crate) writer: Arc<Mutex<()>>,
    path: PathBuf,
    migrated: Option<(i64, i64)>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database file, or makes it, mode 0600.
    ///
    /// An older schema is copied to `<path>.before-<n>` (`n` being its version), migrated and checked in one
    /// transaction; a newer one is [`Error::Newer`]; what is no database of ours, or broken, is [`Error::Damaged`].
    pub async fn open(path: &Path) -> Result<Store, Error> {
        Store::open_with(path, schema::MIGRATIONS).await
    }

    /// The same with other migrations: how tests meet an older and a newer program.
    pub(crate) async fn open_with(path: &Path, migrations: &[Migration]) -> Result<Store, Error> {
        let url = url_of(path)?;
        make_private(path)?;
        // Not through the pool: it would try a damaged database again and again, and then say only that it took long.
        let mut first = connect(&url).await?;
        let found = schema::version(&mut first).await?;
        let known = schema::newest(migrations);
        if found > known {
            return Err(Error::Newer { found, known });
        }
        if found > 0 && found < known {
            // The copy must hold everything, the write-ahead log included.
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&mut first)
                .await
                .map_err(doing("emptying the write-ahead log"))?;
            close(first).await?;
            copy_aside(path, found)?;
            first = connect(&url).await?;
        }
        if found < known {
            schema::migrate(&mut first, found, migrations).await?;
        }
        close(first).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(BUSY_TIMEOUT)
            .after_connect(|connection, _| Box::pin(settle(connection)))
            .connect(&url)
            .await
            .map_err(doing("opening the database"))?;
        Ok(Store {
            pool,
            writer: Arc::default(),
            path: path.to_owned(),
            migrated: (1..known).contains(&found).then_some((found, known)),
        })
    }

    /// The schema versions before and after, when opening it has migrated it.
    pub fn migrated(&self) -> Option<(i64, i64)> {
        self.migrated
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Version of the database library, e.g. `3.51.0`.
    pub async fn version_of_sqlite(&self) -> Result<String, Error> {
        let row = sqlx::query("SELECT sqlite_version()")
            .fetch_one(&self.pool)
            .await
            .map_err(doing("asking for the version"))?;
        crate::column::get(&row, 0)
    }

    /// Reads every page, every reference and the whole ledger: [`Error::Damaged`] where something does not agree.
    pub async fn check(&self) -> Result<(), Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("checking the database"))?;
        schema::check(&mut connection).await?;
        drop(connection);
        self.verify_ledger().await.map(drop)
    }

    /// Moves the write-ahead log into the database and empties it, so that what was removed does not linger there.
    pub async fn checkpoint(&self) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&self.pool)
            .await
            .map_err(doing("emptying the write-ahead log"))?;
        Ok(())
    }

    /// Closes every connection; what was committed is on disk whether or not this is called.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

async fn connect(url: &str) -> Result<AnyConnection, Error> {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
    let step = "opening the database";
    let mut connection = AnyConnection::connect(url).await.map_err(doing(step))?;
    settle(&mut connection).await.map_err(doing(step))?;
    Ok(connection)
}

async fn close(connection: AnyConnection) -> Result<(), Error> {
    connection.close().await.map_err(doing("closing the database"))
}

/// The settings a connection must have, and the value it must answer with afterwards.
///
/// `synchronous` 2 is FULL: a batch that was acknowledged survives a power cut. `secure_delete`: what an exhibit's removal
/// takes away leaves no bytes behind. `temp_store` 2 is memory: nothing is sorted through a world-readable folder.
const SETTINGS: [(&str, &str, &str); 8] = [
    ("busy_timeout", "PRAGMA busy_timeout = 30000", "30000"),
    ("journal_mode", "PRAGMA journal_mode = WAL", "wal"),
    ("synchronous", "PRAGMA synchronous = FULL", "2"),
    ("foreign_keys", "PRAGMA foreign_keys = ON", "1"),
    ("secure_delete", "PRAGMA secure_delete = ON", "1"),
    ("temp_store", "PRAGMA temp_store = MEMORY", "2"),
    ("trusted_schema", "PRAGMA trusted_schema = OFF", "0"),
    ("cache_size", "PRAGMA cache_size = -65536", "-65536"),
];

async fn settle(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    for (_, set, _) in SETTINGS {
        connection.execute(set).await?;
    }
    for (name, _, wanted) in SETTINGS {
        let found = ask_setting(connection, name).await?;
        if found != wanted {
            let wrong = format!("the database answers {found} for {name}, where {wanted} was set");
            return Err(sqlx::Error::Configuration(wrong.into()));
        }
    }
    Ok(())
}

async fn ask_setting(connection: &mut AnyConnection, name: &str) -> Result<String, sqlx::Error> {
    let sql = match name {
        "busy_timeout" => "PRAGMA busy_timeout",
        "journal_mode" => "PRAGMA journal_mode",
        "synchronous" => "PRAGMA synchronous",
        "foreign_keys" => "PRAGMA foreign_keys",
        "secure_delete" => "PRAGMA secure_delete",
        "temp_store" => "PRAGMA temp_store",
        "trusted_schema" => "PRAGMA trusted_schema",
        _ => "PRAGMA cache_size",
    };
    let row = connection.fetch_one(sql).await?;
    row.try_get::<i64, _>(0).map(|number| number.to_string()).or_else(|_| row.try_get::<String, _>(0))
}

/// The database's address. Everything but letters, digits, `/`, `-`, `.` and `_` is escaped, so that a `?` or a `#` in
/// a folder's name stays one.
fn url_of(path: &Path) -> Result<String, Error> {
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
fn make_private(path: &Path) -> Result<(), Error> {
    let made = std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(path);
    match made {
        Err(source) if source.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::Disk { doing: "making the database", path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Copies the closed database to `<path>.before-<version>`: written aside, synced, renamed.
fn copy_aside(path: &Path, version: i64) -> Result<(), Error> {
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
    #[tokio::test]
    async fn every_connection_is_durable_and_strict() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("sanad.db")).await.unwrap();
        let mut held = Vec::new();
        for _ in 0..CONNECTIONS_MAX {
            let mut connection = store.pool.acquire().await.unwrap();
            for (name, _, wanted) in SETTINGS {
                assert_eq!(ask_setting(&mut connection, name).await.unwrap(), wanted, "{name}");
            }
            held.push(connection);
        }
        held.clear();
        assert!(store.version_of_sqlite().await.unwrap().starts_with("3."));
    }
}
