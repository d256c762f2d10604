//! A change: its rows, and the ledger entry without which it cannot be committed.

use ::ledger::{Frontier, Hash, commitment, leaf_hash};
use serde::Serialize;
use sqlx::Any;
use tokio::sync::OwnedMutexGuard;

use crate::connection::Store;
use crate::error::{Error, doing};
use crate::ledger::{LedgerEntry, head_of};
use crate::ledger_about;
use crate::schema;

/// A change under way. Dropped without [`Tx::commit`], nothing of it remains.
pub struct Tx {
    pub(crate) inner: sqlx::Transaction<'static, Any>,
    // Where this change will stand in the ledger; rows name it before it is written, for there is one writer.
    frontier: Frontier,
    rows: Frontier,
    row_hashes: Vec<u8>,
    // Entries whose bodies are erased by this change.
    pub(crate) erased: Vec<u64>,
    // After `inner`: the next writer starts when the rollback is on its way.
    _writer: OwnedMutexGuard<()>,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tx").field("n_rows", &self.rows.size()).finish_non_exhaustive()
    }
}

/// A change that is on disk, and its entry in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The entry's place in the ledger, from 0.
    pub index: u64,
    /// Rows the change wrote.
    pub n_rows: u64,
    /// The root of those rows.
    pub rows_root: Hash,
    /// The ledger's root with the entry in it.
    pub root: Hash,
}

impl Store {
    /// Begins a change. There is one at a time, whatever the number of processes: this waits for the one before.
    ///
    /// # Errors
    /// [`Error::Newer`] when another process has migrated the database since it was opened.
    pub async fn begin(&self) -> Result<Tx, Error> {
        self.begin_holding(self.writer.clone().lock_owned().await).await
    }

    /// The same for whoever has the turn already.
    pub(crate) async fn begin_holding(&self, writer: OwnedMutexGuard<()>) -> Result<Tx, Error> {
        let mut inner = self.begin_writing().await?;
        let found = schema::recorded_version(&mut inner).await?;
        if found != self.schema_version {
            return Err(Error::Newer { found, known: self.schema_version });
        }
        let frontier = head_of(&mut inner).await?;
        Ok(Tx {
            inner,
            frontier,
            rows: Frontier::default(),
            row_hashes: Vec::new(),
            erased: Vec::new(),
            _writer: writer,
        })
    }
}

impl Tx {
    /// The entry's place in the ledger, as rows name it.
    pub(crate) fn entry(&self) -> i64 {
        self.frontier.size().cast_signed()
    }

    /// Counts a row and puts it under the batch's root. Its bytes are the JSON array of the noun and what is remembered.
    pub(crate) fn add_row(&mut self, noun: &str, row: &impl Serialize) {
        let bytes = serde_json::to_vec(&(noun, row)).expect("our own types have text keys and no failing serialiser");
        let hash = leaf_hash(&bytes);
        self.rows.append(hash);
        self.row_hashes.extend_from_slice(&hash.0);
    }

    /// How many rows this change has written so far.
    pub fn n_rows(&self) -> u64 {
        self.rows.size()
    }

    /// Writes the entry and makes the change durable, both or neither. Count and root of the rows are added here, so that
    /// they cannot be wrong.
    pub async fn commit(mut self, entry: LedgerEntry) -> Result<Committed, Error> {
        let committed = self.append(entry).await?;
        self.end().await?;
        Ok(committed)
    }

    /// Writes an entry of what was written since the one before, not durable yet.
    pub(crate) async fn append(&mut self, entry: LedgerEntry) -> Result<Committed, Error> {
        let step = "recording a change";
        let index = self.entry();
        let rows = std::mem::take(&mut self.rows);
        let (n_rows, rows_root) = (rows.size(), rows.root());
        let body = entry.body(n_rows, &rows_root, &std::mem::take(&mut self.erased));
        let mut salt = [0; 32];
        fill_random(&mut salt)?;
        let leaf = leaf_hash(&commitment(&salt, &body));
        self.frontier.append(leaf);
        sqlx::query("INSERT INTO ledger (idx, salt, body, leaf_hash) VALUES ($1, $2, $3, $4)")
            .bind(index)
            .bind(salt.to_vec())
            .bind(body.clone())
            .bind(leaf.0.to_vec())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        ledger_about::write(&mut self.inner, index, &body).await?;
        if n_rows > 0 {
            sqlx::query("INSERT INTO ledger_rows (idx, leaf_hashes) VALUES ($1, $2)")
                .bind(index)
                .bind(std::mem::take(&mut self.row_hashes))
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
        }
        Ok(Committed { index: index.cast_unsigned(), n_rows, rows_root, root: self.frontier.root() })
    }

    /// Makes the change durable, with the entries that were appended.
    pub(crate) async fn end(mut self) -> Result<(), Error> {
        let step = "recording a change";
        sqlx::query(
            "INSERT INTO ledger_frontier (only_row, state) VALUES (1, $1)
             ON CONFLICT (only_row) DO UPDATE SET state = excluded.state",
        )
        .bind(self.frontier.to_bytes())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        self.inner.commit().await.map_err(doing(step))
    }

    /// Gives the change up.
    pub async fn roll_back(self) -> Result<(), Error> {
        self.inner.rollback().await.map_err(doing("giving a change up"))
    }
}

pub(crate) fn fill_random(bytes: &mut [u8; 32]) -> Result<(), Error> {
    let mut filled = 0;
    while filled < bytes.len() {
        match rustix::rand::getrandom(&mut bytes[filled..], rustix::rand::GetRandomFlags::empty()) {
            Ok(n) => filled += n,
            Err(rustix::io::Errno::INTR) => {}
            Err(errno) => {
                return Err(Error::Disk {
                    doing: "asking the system for random bytes",
                    path: "getrandom".into(),
                    source: errno.into(),
                });
            }
        }
    }
    Ok(())
}
