//! What staff had to look at, sealed, each person's apart: no statement here reads more than one person's, counts or sorts
//! people, and no row of it is hashed into the ledger.

use casework::id::UserId;
use casework::who::Moment;

use crate::column::get;
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

/// One person's entry: when, and what is sealed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedExposure {
    /// Its id.
    pub id: String,
    /// When.
    pub at: Moment,
    /// How hard, how long, how often: sealed.
    pub sealed: Vec<u8>,
}

impl Store {
    /// One person's entries since a moment, the oldest first.
    pub async fn exposures(&self, of: UserId, since: Moment, n_max: u32) -> Result<Vec<SealedExposure>, Error> {
        let rows = sqlx::query(
            "SELECT id, at_us, body FROM exposures WHERE person = $1 AND at_us >= $2
             ORDER BY at_us DESC, id DESC LIMIT $3",
        )
        .bind(of.to_string())
        .bind(since.0)
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading somebody's exposure"))?;
        let read = |row| Ok(SealedExposure { id: get(row, 0)?, at: Moment(get(row, 1)?), sealed: get(row, 2)? });
        rows.iter().rev().map(read).collect()
    }

    /// When somebody last took a break, as they noted.
    pub async fn last_break(&self, of: UserId) -> Result<Option<Moment>, Error> {
        let row = sqlx::query("SELECT at_us FROM exposure_breaks WHERE person = $1")
            .bind(of.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading somebody's last break"))?;
        row.map(|row| get(&row, 0).map(Moment)).transpose()
    }
}

impl Tx {
    /// Remembers an entry. It leaves no hash in the ledger: minutes are few enough to be guessed from one.
    pub async fn add_exposure(&mut self, of: UserId, entry: &SealedExposure) -> Result<(), Error> {
        sqlx::query("INSERT INTO exposures (id, person, at_us, body) VALUES ($1, $2, $3, $4)")
            .bind(entry.id.clone())
            .bind(of.to_string())
            .bind(entry.at.0)
            .bind(entry.sealed.clone())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("remembering somebody's exposure"))?;
        Ok(())
    }

    /// One of a person's entries.
    pub async fn exposure(&mut self, of: UserId, id: &str) -> Result<Option<SealedExposure>, Error> {
        let row = sqlx::query("SELECT id, at_us, body FROM exposures WHERE id = $1 AND person = $2")
            .bind(id.to_owned())
            .bind(of.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading an entry of somebody's exposure"))?;
        row.map(|row| Ok(SealedExposure { id: get(&row, 0)?, at: Moment(get(&row, 1)?), sealed: get(&row, 2)? }))
            .transpose()
    }

    /// Remembers an entry in place of the one of the same id, if there is one: what is only counted needs no row for each.
    pub async fn put_exposure(&mut self, of: UserId, entry: &SealedExposure) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO exposures (id, person, at_us, body) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO UPDATE SET at_us = excluded.at_us, body = excluded.body",
        )
        .bind(entry.id.clone())
        .bind(of.to_string())
        .bind(entry.at.0)
        .bind(entry.sealed.clone())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("counting in somebody's exposure"))?;
        Ok(())
    }

    /// Remembers that somebody took a break.
    pub async fn note_break(&mut self, of: UserId, at: Moment) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO exposure_breaks (person, at_us) VALUES ($1, $2)
             ON CONFLICT (person) DO UPDATE SET at_us = excluded.at_us",
        )
        .bind(of.to_string())
        .bind(at.0)
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering somebody's break"))?;
        Ok(())
    }
}
