//! How lists are handled, by their names.

use std::collections::BTreeMap;

use casework::list_handling::ListHandling;

use crate::column::{get, get_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

const ALL: &str = "SELECT list, body FROM list_handlings";

impl Store {
    /// How each list is handled of which somebody has said it.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn list_handlings(&self) -> Result<BTreeMap<String, ListHandling>, Error> {
        let rows = sqlx::query(ALL).fetch_all(&self.pool).await.map_err(doing("reading how lists are handled"))?;
        rows.iter().map(|row| Ok((get(row, 0)?, get_json(row, 1)?))).collect()
    }
}

impl Tx {
    /// How a list of this name is handled, where somebody has said it, as this change sees it.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn list_handling(&mut self, list: &str) -> Result<Option<ListHandling>, Error> {
        let row = sqlx::query("SELECT body FROM list_handlings WHERE list = $1")
            .bind(list.to_owned())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading how a list is handled"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// Remembers how a list of this name is handled, in the place of what was.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_list_handling(&mut self, list: &str, handling: &ListHandling) -> Result<(), Error> {
        let (body, salt) = self.salted_row("list-handling", list, handling)?;
        sqlx::query(
            "INSERT INTO list_handlings (list, body, salt, entry) VALUES ($1, $2, $3, $4)
             ON CONFLICT (list) DO UPDATE SET body = excluded.body, salt = excluded.salt, entry = excluded.entry",
        )
        .bind(list.to_owned())
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering how a list is handled"))?;
        Ok(())
    }
}
