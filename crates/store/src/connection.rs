//! Opening the database: a private file or a PostgreSQL server, durable, of the right schema, and held by connections that
//! prove their settings. What only one of the two knows stands in `connection/`.

mod postgres;
mod setting;
mod sqlite;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection as _, Transaction};
use tokio::sync::Mutex;

use self::setting::settle;
use crate::column::get;
use crate::error::{Error, doing};
use crate::group_commit::Waiting;
use crate::schema::{self, Migration};

// A run keeps one for writing; look-ups of other tasks share the rest.
const CONNECTIONS_MAX: u32 = 4;
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
// Emptying the log waits for readers this often and long, and SQLite itself a second each time: ten seconds in all.
const EMPTYING_ATTEMPTS: u32 = 8;
const EMPTYING_PAUSE: Duration = Duration::from_millis(250);

/// Which database answers. All but a few statements are the same text for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// A file in the node folder.
    Sqlite,
    /// A server that somebody runs.
    Postgres,
}

/// Where a node remembers.
#[derive(Clone, PartialEq, Eq)]
pub enum Where {
    /// In this file.
    File(PathBuf),
    /// In this database of a PostgreSQL server, `postgres://user@host/database`. May hold a password.
    Postgres(String),
}

impl Where {
    /// A `postgres://` or `postgresql://` address, or else a path.
    pub fn from_text(text: &str) -> Where {
        let is_postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        if is_postgres { Where::Postgres(text.to_owned()) } else { Where::File(text.into()) }
    }

    /// Where that is, without user and password: the path, or host, port and name of the database.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn shown(&self) -> Result<String, Error> {
        match self {
            Where::File(path) => Ok(path.display().to_string()),
            Where::Postgres(url) => postgres::shown(url),
        }
    }

    /// The version of the schema that is there; 0 where there is none.
    pub(crate) async fn version(&self) -> Result<i64, Error> {
        let url = match self {
            Where::File(path) if !path.exists() => return Ok(0),
            Where::File(path) => sqlite::url_of(path)?,
            Where::Postgres(url) => {
                postgres::refuse_open_wire(url)?;
                url.clone()
            }
        };
        let mut connection = connect(self.engine(), &url).await?;
        let version = schema::version(self.engine(), &mut connection).await?;
        close(connection).await?;
        Ok(version)
    }

    /// Which database that is.
    pub fn engine(&self) -> Engine {
        match self {
            Where::File(_) => Engine::Sqlite,
            Where::Postgres(_) => Engine::Postgres,
        }
    }
}

// Written by hand, for an address may hold a password.
impl std::fmt::Debug for Where {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Where::File(path) => out.debug_tuple("File").field(path).finish(),
            Where::Postgres(_) => out.write_str("Postgres(‹withheld›)"),
        }
    }
}

/// Whether what was removed is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum LetGo {
    /// As far as the database can: nothing of it lies in a write-ahead log of ours.
    Done,
    /// It is overwritten in the database and lies still in SQLite's write-ahead log, because somebody reads an older moment.
    /// React: again when they have ended.
    Lingers,
}

/// What a node remembers. Cheap to clone; all clones are the same database.
#[derive(Clone)]
pub struct Store {
    pub(crate) pool: AnyPool,
    // There is one writer at a time. Waiting here is fair, cannot time out as waiting in the database can, and holds no
    // connection meanwhile; writers of other processes are waited for in `begin_writing`.
    pub(crate) writer: Arc<Mutex<()>>,
    pub(crate) waiting: Waiting,
    // The schema this program writes; another process may have migrated the database since it was opened.
    pub(crate) schema_version: i64,
    at: Where,
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
        Store::open_at(&Where::File(path.to_owned())).await
    }

    /// Opens a database of a PostgreSQL server, `postgres://user@host/database`; it must be there. Everything of ours is in
    /// its schema `sanad`, which is made when it is missing.
    ///
    /// An older schema is migrated and checked in one transaction, and **not** copied before: backups of a server are its
    /// operator's. The rest is as in [`Store::open`].
    ///
    /// # Errors
    /// [`Error::Unfit`] when the database does not compare text by its bytes, is not UTF-8 or not durable, or when the
    /// server would be reached over a network without being sure of it: that takes `sslmode=verify-full`.
    pub async fn open_url(url: &str) -> Result<Store, Error> {
        Store::open_at(&Where::Postgres(url.to_owned())).await
    }

    /// Opens either.
    pub async fn open_at(at: &Where) -> Result<Store, Error> {
        Store::open_with(at, schema::MIGRATIONS).await
    }

    /// Opens a database that another program of ours has open and works in: nothing is migrated under it.
    ///
    /// # Errors
    /// [`Error::Unfit`] when it is of an older version.
    pub async fn open_beside(at: &Where) -> Result<Store, Error> {
        if at.version().await? < schema::SCHEMA_VERSION {
            return Err(Error::Unfit { what: "a program of an older version works in it; end that first".into() });
        }
        Store::open_at(at).await
    }

    /// The same with other migrations: how tests meet an older and a newer program.
    pub(crate) async fn open_with(at: &Where, migrations: &[Migration]) -> Result<Store, Error> {
        let engine = at.engine();
        let url = match at {
            Where::File(path) => {
                let url = sqlite::url_of(path)?;
                sqlite::make_private(path)?;
                url
            }
            Where::Postgres(url) => {
                postgres::refuse_open_wire(url)?;
                url.clone()
            }
        };
        // Not through the pool: it would try a damaged database again and again, and then say only that it took long.
        let mut first = connect(engine, &url).await?;
        if engine == Engine::Postgres {
            postgres::prove_fit(&mut first).await?;
        }
        let mut found = schema::version(engine, &mut first).await?;
        let known = schema::newest(migrations);
        if found > known {
            return Err(Error::Newer { found, known });
        }
        if let Where::File(path) = at
            && found > 0
            && found < known
        {
            // The copy must hold everything, the write-ahead log included.
            if sqlite::empty_log(&mut first).await? == LetGo::Lingers {
                return Err(Error::Unfit {
                    what: "somebody else reads it, and it must be migrated; let them end".into(),
                });
            }
            close(first).await?;
            sqlite::copy_aside(path, found)?;
            first = connect(engine, &url).await?;
        }
        if found < known {
            found = schema::migrate(engine, &mut first, migrations).await?;
        }
        close(first).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS_MAX)
            .acquire_timeout(BUSY_TIMEOUT)
            .after_connect(move |connection, _| Box::pin(settle(engine, connection)))
            .connect(&url)
            .await
            .map_err(doing("opening the database"))?;
        Ok(Store {
            pool,
            writer: Arc::default(),
            waiting: Waiting::default(),
            schema_version: known,
            at: at.clone(),
            migrated: (1..known).contains(&found).then_some((found, known)),
        })
    }

    /// The schema versions before and after, when opening it has migrated it.
    pub fn migrated(&self) -> Option<(i64, i64)> {
        self.migrated
    }

    /// Where it is.
    pub fn at(&self) -> &Where {
        &self.at
    }

    /// Which database answers.
    pub fn engine(&self) -> Engine {
        self.at.engine()
    }

    /// Name and version of the database, e.g. `SQLite 3.51.0`, `PostgreSQL 15.18`.
    pub async fn version_of_database(&self) -> Result<String, Error> {
        let (name, sql) = match self.engine() {
            Engine::Sqlite => ("SQLite", "SELECT sqlite_version()"),
            Engine::Postgres => ("PostgreSQL", "SELECT current_setting('server_version')"),
        };
        let row = sqlx::query(sql).fetch_one(&self.pool).await.map_err(doing("asking for the version"))?;
        let version = get::<String>(&row, 0)?;
        // Debian adds its own package's version in brackets.
        Ok(format!("{name} {}", version.split(' ').next().unwrap_or_default()))
    }

    /// Reads the whole ledger and holds it to its root, and sees that every reference leads somewhere: [`Error::Damaged`]
    /// where something does not agree.
    ///
    /// SQLite reads every page and looks every reference up. PostgreSQL says whether every reference is in force; whether
    /// its pages are whole is for its own checksums and `pg_amcheck` to say.
    pub async fn check(&self) -> Result<(), Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("checking the database"))?;
        schema::check(self.engine(), &mut connection).await?;
        drop(connection);
        self.verify_ledger().await.map(drop)
    }

    /// Lets go of what was removed.
    ///
    /// SQLite has overwritten it already; this moves the write-ahead log into the database and empties it, so that it does
    /// not linger there. PostgreSQL vacuums: room is given back for use, but **bytes stay** in pages until something else is
    /// written there, in its write-ahead log until that is recycled, and in its backups. Whoever must be sure of them runs
    /// `VACUUM FULL`, which locks tables, and lets log and backups run out.
    ///
    /// SQLite cannot empty its log while somebody reads an older moment: that is waited for as long as a call may take, and
    /// then answered.
    pub async fn checkpoint(&self) -> Result<LetGo, Error> {
        let connection = || async { self.pool.acquire().await.map_err(doing("letting go of what was removed")) };
        if self.engine() == Engine::Postgres {
            let _writer = self.writer.lock().await;
            return postgres::vacuum(connection().await?.detach()).await.map(|()| LetGo::Done);
        }
        // Its wait is set, so it is not given back.
        let mut connection = connection().await?.detach();
        let mut let_go = LetGo::Lingers;
        for attempt in 0..EMPTYING_ATTEMPTS {
            if attempt > 0 {
                tokio::time::sleep(EMPTYING_PAUSE).await;
            }
            // Others may write between two attempts.
            let _writer = self.writer.lock().await;
            let_go = sqlite::empty_log(&mut connection).await?;
            if let_go == LetGo::Done {
                break;
            }
        }
        close(connection).await?;
        Ok(let_go)
    }

    /// Begins a transaction in which every statement sees the same moment, and which writes nothing.
    pub(crate) async fn begin_reading(&self) -> Result<Transaction<'static, Any>, Error> {
        let begin = match self.engine() {
            Engine::Sqlite => "BEGIN",
            Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.pool.begin_with(begin).await.map_err(doing("beginning to read"))
    }

    /// Begins the transaction of a change, once no other process has one under way.
    pub(crate) async fn begin_writing(&self) -> Result<Transaction<'static, Any>, Error> {
        let step = "beginning a change";
        match self.engine() {
            Engine::Sqlite => self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(doing(step)),
            Engine::Postgres => {
                let mut tx = self.pool.begin_with(postgres::BEGIN_WRITING).await.map_err(doing(step))?;
                postgres::wait_for_turn(&mut tx).await?;
                Ok(tx)
            }
        }
    }

    /// Closes every connection; what was committed is on disk whether or not this is called.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// Begins the transaction of a migration on a connection of its own; no change is under way meanwhile.
pub(crate) async fn begin_migrating(
    engine: Engine,
    connection: &mut AnyConnection,
) -> Result<Transaction<'_, Any>, Error> {
    let step = "migrating the database";
    match engine {
        Engine::Sqlite => connection.begin_with("BEGIN IMMEDIATE").await.map_err(doing(step)),
        Engine::Postgres => {
            let mut tx = connection.begin_with(postgres::BEGIN_WRITING).await.map_err(doing(step))?;
            postgres::wait_for_turn(&mut tx).await?;
            postgres::make_schema(&mut tx).await?;
            Ok(tx)
        }
    }
}

async fn connect(engine: Engine, url: &str) -> Result<AnyConnection, Error> {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
    let step = "opening the database";
    let mut connection = AnyConnection::connect(url).await.map_err(doing(step))?;
    settle(engine, &mut connection).await.map_err(doing(step))?;
    Ok(connection)
}

async fn close(connection: AnyConnection) -> Result<(), Error> {
    connection.close().await.map_err(doing("closing the database"))
}

#[cfg(test)]
mod tests;
