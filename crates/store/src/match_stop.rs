//! Matches that are held back: a row for each target, whatever has been said of it.

use casework::match_stop::{MatchStop, StopTarget};

use crate::column::{get_json, get_u64, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

/// Something held back, with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedStop {
    /// The number, from 1, in the order in which they were first held back.
    pub id: u64,
    /// What is held back, and what was said of it.
    pub stop: MatchStop,
}

impl Store {
    /// All of them, oldest first.
    pub async fn match_stops(&self) -> Result<Vec<NumberedStop>, Error> {
        let rows = sqlx::query("SELECT id, body FROM match_stops ORDER BY id")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading which matches are held back"))?;
        rows.iter().map(|row| Ok(NumberedStop { id: get_u64(row, 0)?, stop: get_json(row, 1)? })).collect()
    }
}

impl Tx {
    /// What was said of a target before, as this change sees it.
    pub async fn match_stop_of(&mut self, target: &StopTarget) -> Result<Option<NumberedStop>, Error> {
        let row = sqlx::query("SELECT id, body FROM match_stops WHERE target = $1")
            .bind(to_json(target))
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading whether a match is held back"))?;
        row.map(|row| Ok(NumberedStop { id: get_u64(&row, 0)?, stop: get_json(&row, 1)? })).transpose()
    }

    /// The same by its number.
    pub async fn match_stop(&mut self, id: u64) -> Result<Option<NumberedStop>, Error> {
        let row = sqlx::query("SELECT id, body FROM match_stops WHERE id = $1")
            .bind(id.cast_signed())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading whether a match is held back"))?;
        row.map(|row| Ok(NumberedStop { id: get_u64(&row, 0)?, stop: get_json(&row, 1)? })).transpose()
    }

    /// Remembers it in the place of what was said of the same target. Gives its number.
    pub async fn put_match_stop(&mut self, stop: &MatchStop) -> Result<u64, Error> {
        let step = "remembering that a match is held back";
        let id = match self.match_stop_of(&stop.target).await? {
            Some(before) => before.id,
            None => {
                let row = sqlx::query("SELECT COALESCE(MAX(id), 0) FROM match_stops")
                    .fetch_one(&mut *self.inner)
                    .await
                    .map_err(doing(step))?;
                get_u64(&row, 0)? + 1
            }
        };
        let (body, salt) = self.salted_row("match-stop", &id.to_string(), stop)?;
        sqlx::query(
            "INSERT INTO match_stops (id, target, body, salt, version, entry) VALUES ($1, $2, $3, $4, 1, $5)
             ON CONFLICT (id) DO UPDATE SET body = excluded.body, salt = excluded.salt,
             version = match_stops.version + 1, entry = excluded.entry",
        )
        .bind(id.cast_signed())
        .bind(to_json(&stop.target))
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        Ok(id)
    }
}
