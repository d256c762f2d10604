//! Kinds of content that somebody does not want to be offered, sealed: no statement here reads more than one person's, and no
//! row of it is hashed into the ledger.

use casework::id::UserId;
use casework::preferences::Preferences;

use crate::column::{get, get_json_option};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Tx {
    /// Remembers what somebody does not want to be offered, as it was sealed, in place of what they wanted before.
    pub async fn put_opt_outs(&mut self, of: UserId, sealed: &[u8]) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO opt_outs (person, body) VALUES ($1, $2)
             ON CONFLICT (person) DO UPDATE SET body = excluded.body",
        )
        .bind(of.to_string())
        .bind(sealed.to_vec())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering what somebody does not look at"))?;
        Ok(())
    }
}

impl Store {
    /// What somebody does not want to be offered, as it was sealed, and how they want to look: asked together for the sorting
    /// table, which needs both for every page.
    pub async fn ways_of_looking(&self, person: UserId) -> Result<(Option<Vec<u8>>, Option<Preferences>), Error> {
        let row = sqlx::query(
            "SELECT (SELECT body FROM opt_outs WHERE person = $1), (SELECT body FROM preferences WHERE user_id = $1)",
        )
        .bind(person.to_string())
        .fetch_one(&self.pool)
        .await
        .map_err(doing("reading how somebody looks"))?;
        Ok((get(&row, 0)?, get_json_option(&row, 1)?))
    }

    /// What somebody does not want to be offered, as it was sealed; none where they never said.
    pub async fn opt_outs_of(&self, person: UserId) -> Result<Option<Vec<u8>>, Error> {
        let row = sqlx::query("SELECT body FROM opt_outs WHERE person = $1")
            .bind(person.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading what somebody does not look at"))?;
        row.map(|row| get(&row, 0)).transpose()
    }
}
