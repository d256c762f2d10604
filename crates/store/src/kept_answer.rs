//! Answers to writes that may be sent again. They are no change of what is known, and so they have no entry in the ledger;
//! what they answer has one.

use crate::column::get;
use crate::connection::Store;
use crate::error::{Error, doing};

/// What is remembered of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// Of what was asked.
    pub ask_digest: Vec<u8>,
    /// The status and the sealed answer; none when the write was begun and not answered.
    pub answer: Option<(u16, Vec<u8>)>,
}

const STEP: &str = "keeping an answer";

impl Store {
    /// Remembers that a write was begun under this key, unless the key is known: then what is known of it. Everything begun
    /// before `forgotten_before_us` is forgotten.
    pub async fn begin_answer(
        &self,
        who: &str,
        key_digest: &[u8; 32],
        ask_digest: &[u8; 32],
        now_us: i64,
        forgotten_before_us: i64,
    ) -> Result<Option<StoredAnswer>, Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("DELETE FROM kept_answers WHERE begun_us < $1")
            .bind(forgotten_before_us)
            .execute(&self.pool)
            .await
            .map_err(doing(STEP))?;
        let added = sqlx::query(
            "INSERT INTO kept_answers (who, key_digest, ask_digest, begun_us) VALUES ($1, $2, $3, $4)
             ON CONFLICT (who, key_digest) DO NOTHING",
        )
        .bind(who.to_owned())
        .bind(key_digest.to_vec())
        .bind(ask_digest.to_vec())
        .bind(now_us)
        .execute(&self.pool)
        .await
        .map_err(doing(STEP))?;
        if added.rows_affected() > 0 {
            return Ok(None);
        }
        let row = sqlx::query(
            "SELECT ask_digest, COALESCE(status, 0), COALESCE(answer, ask_digest) FROM kept_answers
             WHERE who = $1 AND key_digest = $2",
        )
        .bind(who.to_owned())
        .bind(key_digest.to_vec())
        .fetch_one(&self.pool)
        .await
        .map_err(doing(STEP))?;
        let status = u16::try_from(get::<i64>(&row, 1)?).ok().filter(|status| *status > 0);
        let answer = get::<Vec<u8>>(&row, 2)?;
        Ok(Some(StoredAnswer { ask_digest: get(&row, 0)?, answer: status.map(|status| (status, answer)) }))
    }

    /// Remembers what a write was answered with.
    pub async fn put_answer(
        &self,
        who: &str,
        key_digest: &[u8; 32],
        status: u16,
        sealed: Vec<u8>,
    ) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("UPDATE kept_answers SET status = $1, answer = $2 WHERE who = $3 AND key_digest = $4")
            .bind(i64::from(status))
            .bind(sealed)
            .bind(who.to_owned())
            .bind(key_digest.to_vec())
            .execute(&self.pool)
            .await
            .map_err(doing(STEP))?;
        Ok(())
    }

    /// Forgets a key whose write was refused.
    pub async fn forget_answer(&self, who: &str, key_digest: &[u8; 32]) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("DELETE FROM kept_answers WHERE who = $1 AND key_digest = $2")
            .bind(who.to_owned())
            .bind(key_digest.to_vec())
            .execute(&self.pool)
            .await
            .map_err(doing(STEP))?;
        Ok(())
    }
}
