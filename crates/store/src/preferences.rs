//! How each user wants to read and look, as it is remembered.

use casework::id::UserId;
use casework::preferences::Preferences;
use casework::user::User;

use crate::column::{get_json, get_json_option, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Tx {
    /// Remembers somebody's preferences in place of those before.
    pub async fn put_preferences(&mut self, user: UserId, preferences: &Preferences) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO preferences (user_id, body, entry) VALUES ($1, $2, $3)
             ON CONFLICT (user_id) DO UPDATE SET body = excluded.body, entry = excluded.entry",
        )
        .bind(user.to_string())
        .bind(to_json(preferences))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering preferences"))?;
        // What they chose stays out: the row's bytes are handed out with its proof.
        self.add_row("preferences", &user);
        Ok(())
    }
}

impl Store {
    /// Somebody's preferences, where they chose any.
    pub async fn preferences_of(&self, user: UserId) -> Result<Option<Preferences>, Error> {
        let row = sqlx::query("SELECT body FROM preferences WHERE user_id = $1")
            .bind(user.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading preferences"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// A user and their preferences, where they chose any.
    pub async fn user_with_preferences(&self, id: UserId) -> Result<Option<(User, Option<Preferences>)>, Error> {
        let row = sqlx::query(
            "SELECT u.facts, p.body FROM users u LEFT JOIN preferences p ON p.user_id = u.id WHERE u.id = $1",
        )
        .bind(id.to_string())
        .fetch_optional(&self.pool)
        .await
        .map_err(doing("reading preferences"))?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((get_json(&row, 0)?, get_json_option(&row, 1)?)))
    }
}
