//! What one person asked a second one for, what was answered, and who answers in whose place.

use casework::id::{SecondPersonId, UserId};
use casework::second_person::{AskState, Deputy, SecondPersonAsk};
use casework::who::Moment;

use crate::column::{from_json, get, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Store {
    /// What was asked, the newest first: in one state, when one is given; before `before`, at most `n_max`.
    pub async fn second_person_asks(
        &self,
        state: Option<AskState>,
        before: Option<(Moment, SecondPersonId)>,
        n_max: u32,
    ) -> Result<Vec<SecondPersonAsk>, Error> {
        let (at, id) = before.map_or((i64::MAX, String::new()), |(at, id)| (at.0, id.to_string()));
        let rows = sqlx::query(
            "SELECT body FROM second_persons
             WHERE ($1 = '' OR state = $1) AND (at_us < $2 OR (at_us = $2 AND id < $3))
             ORDER BY at_us DESC, id DESC LIMIT $4",
        )
        .bind(state.map_or("", AskState::code))
        .bind(at)
        .bind(id)
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what second persons are asked"))?;
        rows.iter().map(|row| from_json(get(row, 0)?)).collect()
    }
}

impl Tx {
    /// One ask, as this change sees it.
    pub async fn second_person_ask(&mut self, id: SecondPersonId) -> Result<Option<SecondPersonAsk>, Error> {
        let row = sqlx::query("SELECT body FROM second_persons WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading what a second person is asked"))?;
        row.map(|row| from_json(get(&row, 0)?)).transpose()
    }

    /// What waits or was agreed to about a subject and was not done yet, the oldest first.
    pub async fn asks_about(&mut self, verb: &str, subject: &str) -> Result<Vec<SecondPersonAsk>, Error> {
        let rows = sqlx::query(
            "SELECT body FROM second_persons WHERE verb = $1 AND subject = $2 AND state IN ($3, $4) ORDER BY at_us, id",
        )
        .bind(verb.to_owned())
        .bind(subject.to_owned())
        .bind(AskState::Agreed.code())
        .bind(AskState::Waiting.code())
        .fetch_all(&mut *self.inner)
        .await
        .map_err(doing("reading what was agreed to"))?;
        rows.iter().map(|row| from_json(get(row, 0)?)).collect()
    }

    /// Remembers an ask, or how far it has come.
    pub async fn put_second_person_ask(&mut self, ask: &SecondPersonAsk) -> Result<(), Error> {
        let (body, salt) = self.salted_row("second-person", &ask.id.to_string(), ask)?;
        sqlx::query(
            "INSERT INTO second_persons (id, verb, subject, state, at_us, body, salt, entry)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body, salt = excluded.salt,
                 entry = excluded.entry",
        )
        .bind(ask.id.to_string())
        .bind(ask.what.verb.clone())
        .bind(ask.what.subject.clone())
        .bind(ask.state.code())
        .bind(ask.at.0)
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering what a second person is asked"))?;
        Ok(())
    }

    /// Remembers a deputy, in the place of the same one before.
    pub async fn put_deputy(&mut self, deputy: &Deputy) -> Result<(), Error> {
        self.add_row("deputy", deputy);
        sqlx::query(
            "INSERT INTO deputies (supervisor, deputy, until_us, body, entry) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (supervisor, deputy) DO UPDATE SET until_us = excluded.until_us, body = excluded.body,
                 entry = excluded.entry",
        )
        .bind(deputy.of.user.to_string())
        .bind(deputy.user.to_string())
        .bind(deputy.until.0)
        .bind(to_json(deputy))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a deputy"))?;
        Ok(())
    }

    /// Forgets a deputy; whether there was one.
    pub async fn remove_deputy(&mut self, supervisor: UserId, deputy: UserId) -> Result<bool, Error> {
        self.add_row("deputy-gone", &(supervisor, deputy));
        let done = sqlx::query("DELETE FROM deputies WHERE supervisor = $1 AND deputy = $2")
            .bind(supervisor.to_string())
            .bind(deputy.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting a deputy"))?;
        Ok(done.rows_affected() > 0)
    }
}
