//! What break-glass opened to whom, until when, and what was found afterwards.

use ::ledger::commitment;
use casework::break_glass::Glass;
use casework::id::{GlassId, UserId};
use casework::who::Moment;
use serde::Serialize;

use crate::column::{from_json, get, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::{Tx, fill_random};

impl Store {
    /// What was opened and nobody else has looked at yet, the oldest first; after `after`, at most `n_max`.
    pub async fn glass_to_review(&self, after: Option<(Moment, GlassId)>, n_max: u32) -> Result<Vec<Glass>, Error> {
        let (at, id) = after.map_or((i64::MIN, String::new()), |(at, id)| (at.0, id.to_string()));
        let rows = sqlx::query(
            "SELECT body FROM break_glass WHERE reviewed = 0 AND (at_us > $1 OR (at_us = $1 AND id > $2))
             ORDER BY at_us, id LIMIT $3",
        )
        .bind(at)
        .bind(id)
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what is to be reviewed"))?;
        rows.iter().map(|row| from_json(get(row, 0)?)).collect()
    }

    /// What somebody opened, the newest first, and what others opened about them.
    pub async fn glass_of(&self, user: UserId, n_max: u32) -> Result<Vec<Glass>, Error> {
        let rows = sqlx::query(
            "SELECT body FROM break_glass WHERE person = $1 OR opens = $1 ORDER BY at_us DESC, id DESC LIMIT $2",
        )
        .bind(user.to_string())
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what somebody opened"))?;
        rows.iter().map(|row| from_json(get(row, 0)?)).collect()
    }
}

impl Tx {
    /// One opening, as this change sees it.
    pub async fn glass(&mut self, id: GlassId) -> Result<Option<Glass>, Error> {
        let row = sqlx::query("SELECT body FROM break_glass WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading what was opened"))?;
        row.map(|row| from_json(get(&row, 0)?)).transpose()
    }

    /// Remembers an opening, or what was found about it.
    pub async fn put_glass(&mut self, glass: &Glass) -> Result<(), Error> {
        let (body, salt) = self.salted_row("break-glass", &glass.id.to_string(), glass)?;
        sqlx::query(
            "INSERT INTO break_glass (id, person, opens, at_us, until_us, reviewed, body, salt, entry)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (id) DO UPDATE SET until_us = excluded.until_us, reviewed = excluded.reviewed,
                 body = excluded.body, salt = excluded.salt, entry = excluded.entry",
        )
        .bind(glass.id.to_string())
        .bind(glass.by.user.to_string())
        .bind(glass.opens.to_string())
        .bind(glass.at.0)
        .bind(glass.until.0)
        .bind(i64::from(glass.review.is_some()))
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering what was opened"))?;
        Ok(())
    }

    /// A row whose bytes a person wrote: under the ledger stands a salted hash, so that an erased body can be guessed from
    /// nothing. Gives the body and the salt.
    pub(crate) fn salted_row(
        &mut self,
        noun: &str,
        id: &str,
        row: &impl Serialize,
    ) -> Result<(String, Vec<u8>), Error> {
        let body = to_json(row);
        let mut salt = [0; 32];
        fill_random(&mut salt)?;
        let committed = ::ledger::leaf_hash(&commitment(&salt, body.as_bytes()));
        self.add_row(noun, &(id, committed.to_string()));
        Ok((body, salt.to_vec()))
    }
}
