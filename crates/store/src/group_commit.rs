//! Entries that come with no change of rows: what was read, what was tried in vain. Those that come while something else is
//! being made durable are made durable together, for waiting for the disk once costs as much as writing a hundred entries.

use std::mem;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::spawn;
use tokio::sync::{OwnedMutexGuard, oneshot};
use tokio::task::JoinError;

use crate::connection::Store;
use crate::error::Error;
use crate::ledger::LedgerEntry;

/// Entries made durable at once, at most: a change that waits its turn shall not wait long for what others read.
const ENTRIES_AT_ONCE: usize = 256;

/// An entry, and whoever waits to be told where in the ledger it stands; nobody, once the channel is closed.
struct Waiter {
    entry: LedgerEntry,
    told: oneshot::Sender<u64>,
}

/// Entries that are not written yet, the oldest first.
#[derive(Clone, Default)]
pub(crate) struct Waiting(Arc<Mutex<Vec<Waiter>>>);

impl Store {
    /// Writes an entry that comes with no change of rows, and says where in the ledger it stands, from 0. When this returns it is
    /// durable.
    ///
    /// # Errors
    /// As for [`Store::begin`]. What others read meanwhile is not lost with it. A call that fails or is given up while its
    /// entry is being written may leave it: that somebody asked is true all the same.
    pub async fn record_alone(&self, entry: LedgerEntry) -> Result<u64, Error> {
        let (told, mut heard) = oneshot::channel();
        self.waiting.add(Waiter { entry, told });
        loop {
            let writer = self.writer.clone().lock_owned().await;
            // Whoever had the turn before may have taken it along.
            if let Ok(index) = heard.try_recv() {
                return Ok(index);
            }
            // In a task of its own: when this call is given up, the others' entries are neither lost nor written twice.
            let (store, ended) = (self.clone(), |stopped: JoinError| resume_unwind(stopped.into_panic()));
            if let Err(error) = spawn(async move { store.write_waiting(writer).await }).await.unwrap_or_else(ended) {
                heard.close();
                return heard.try_recv().map_err(|_| error);
            }
        }
    }

    /// Writes the oldest of the entries that wait, in one change.
    async fn write_waiting(&self, writer: OwnedMutexGuard<()>) -> Result<(), Error> {
        let mut taken = Taken { waiters: self.waiting.take(), of: &self.waiting };
        let mut tx = self.begin_holding(writer).await?;
        let mut indices = Vec::with_capacity(taken.waiters.len());
        for waiter in &taken.waiters {
            indices.push(tx.append(waiter.entry.clone()).await?.index);
        }
        tx.end().await?;
        for (waiter, index) in mem::take(&mut taken.waiters).into_iter().zip(indices) {
            // Whoever gave up meanwhile is told nothing.
            _ = waiter.told.send(index);
        }
        Ok(())
    }
}

impl Waiting {
    fn add(&self, waiter: Waiter) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(waiter);
    }

    fn take(&self) -> Vec<Waiter> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|waiter| !waiter.told.is_closed());
        let n = all.len().min(ENTRIES_AT_ONCE);
        all.drain(..n).collect()
    }
}

/// Entries that are being written. Those that could not be wait again.
struct Taken<'s> {
    waiters: Vec<Waiter>,
    of: &'s Waiting,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut all = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.splice(..0, self.waiters.drain(..));
    }
}
