//! Sessions of people who signed in, and how often somebody failed to. When one is over is not decided here.

use casework::id::{SessionId, UserId};
use sqlx::any::AnyRow;

use crate::column::get;
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::transaction::Tx;

/// A session. Its secret is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// The id, by which it is listed and ended.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// The user's version when it began.
    pub user_version: u32,
    /// When it began.
    pub began_us: i64,
    /// When it was last used.
    pub seen_us: i64,
    /// When it ends, used or not.
    pub ends_us: i64,
}

/// How often somebody failed to sign in, and when last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInFailures {
    /// How often since the last success.
    pub n_failures: u32,
    /// When last.
    pub last_us: i64,
}

impl Tx {
    /// Remembers a session; `secret` is the SHA-256 of what its owner keeps.
    pub async fn add_session(&mut self, session: &StoredSession, secret: [u8; 32]) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO sessions (id, secret, user_id, user_version, began_us, seen_us, ends_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(session.id.to_string())
        .bind(secret.to_vec())
        .bind(session.user.to_string())
        .bind(i64::from(session.user_version))
        .bind(session.began_us)
        .bind(session.seen_us)
        .bind(session.ends_us)
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a session"))?;
        self.add_row("session", &(session.id, session.user));
        Ok(())
    }

    /// Forgets a session; says whether there was one.
    pub async fn remove_session(&mut self, id: SessionId) -> Result<bool, Error> {
        let removed = sqlx::query("DELETE FROM sessions WHERE id = $1")
            .bind(id.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting a session"))?
            .rows_affected();
        if removed > 0 {
            self.add_row("session-removed", &id);
        }
        Ok(removed > 0)
    }

    /// Forgets all sessions of somebody.
    pub async fn remove_sessions_of(&mut self, user: UserId) -> Result<u64, Error> {
        let removed = sqlx::query("DELETE FROM sessions WHERE user_id = $1")
            .bind(user.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting sessions"))?;
        Ok(removed.rows_affected())
    }

    /// Forgets sessions that have ended by now, or were last used by a time.
    pub async fn forget_old_sessions(&mut self, now_us: i64, seen_before_us: i64) -> Result<(), Error> {
        sqlx::query("DELETE FROM sessions WHERE ends_us <= $1 OR seen_us <= $2")
            .bind(now_us)
            .bind(seen_before_us)
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting sessions that ended"))?;
        Ok(())
    }
}

impl Store {
    /// The session of this id.
    pub async fn session(&self, id: SessionId) -> Result<Option<StoredSession>, Error> {
        let row =
            sqlx::query("SELECT id, user_id, user_version, began_us, seen_us, ends_us FROM sessions WHERE id = $1")
                .bind(id.to_string())
                .fetch_optional(&self.pool)
                .await
                .map_err(doing("looking for a session"))?;
        row.map(|row| session(&row)).transpose()
    }

    /// The sessions of somebody, in the order in which they began.
    pub async fn sessions_of(&self, user: UserId) -> Result<Vec<StoredSession>, Error> {
        let rows = sqlx::query(
            "SELECT id, user_id, user_version, began_us, seen_us, ends_us FROM sessions WHERE user_id = $1
             ORDER BY began_us, id",
        )
        .bind(user.to_string())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading sessions"))?;
        rows.iter().map(session).collect()
    }

    /// Writes down that a session was used. No change of what is known: it has no entry.
    pub async fn touch_session(&self, id: SessionId, seen_us: i64) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("UPDATE sessions SET seen_us = $1 WHERE id = $2 AND seen_us < $1")
            .bind(seen_us)
            .bind(id.to_string())
            .execute(&self.pool)
            .await
            .map_err(doing("keeping a session open"))?;
        Ok(())
    }

    /// Lets somebody try to sign in, or not: `allow` is told of all failures of these subjects, in their order, and says
    /// whether to wait. An allowed try counts as a failure until [`Store::forget_failures`]: many at once gain nothing.
    /// Failures from before `forgotten_before_us` are forgotten. It has no entry; how it ends has one.
    pub async fn begin_try<W>(
        &self,
        subjects: &[[u8; 32]],
        now_us: i64,
        forgotten_before_us: i64,
        allow: impl FnOnce(&[Option<SignInFailures>]) -> Result<(), W>,
    ) -> Result<Result<(), W>, Error> {
        let step = "counting failures";
        let _writer = self.writer.lock().await;
        let mut tx = self.begin_writing().await?;
        sqlx::query("DELETE FROM sign_in_failures WHERE last_us < $1")
            .bind(forgotten_before_us)
            .execute(&mut *tx)
            .await
            .map_err(doing(step))?;
        let mut found = Vec::new();
        for subject in subjects {
            let row = sqlx::query("SELECT n_failures, last_us FROM sign_in_failures WHERE subject = $1")
                .bind(subject.to_vec())
                .fetch_optional(&mut *tx)
                .await
                .map_err(doing(step))?;
            found.push(row.map(|row| failures(&row)).transpose()?);
        }
        if let Err(wait) = allow(&found) {
            tx.rollback().await.map_err(doing(step))?;
            return Ok(Err(wait));
        }
        for subject in subjects {
            sqlx::query(
                "INSERT INTO sign_in_failures (subject, n_failures, last_us) VALUES ($1, 1, $2)
                 ON CONFLICT (subject) DO UPDATE SET n_failures = sign_in_failures.n_failures + 1,
                     last_us = excluded.last_us",
            )
            .bind(subject.to_vec())
            .bind(now_us)
            .execute(&mut *tx)
            .await
            .map_err(doing(step))?;
        }
        tx.commit().await.map_err(doing(step))?;
        Ok(Ok(()))
    }

    /// Forgets that somebody failed.
    pub async fn forget_failures(&self, subject: &[u8; 32]) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("DELETE FROM sign_in_failures WHERE subject = $1")
            .bind(subject.to_vec())
            .execute(&self.pool)
            .await
            .map_err(doing("forgetting failures"))?;
        Ok(())
    }

    /// Takes a try back that was no failure: of an address, which a success does not clear.
    pub async fn take_try_back(&self, subject: &[u8; 32]) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("UPDATE sign_in_failures SET n_failures = n_failures - 1 WHERE subject = $1 AND n_failures > 0")
            .bind(subject.to_vec())
            .execute(&self.pool)
            .await
            .map_err(doing("counting failures"))?;
        Ok(())
    }
}

/// A row that begins with a session's columns.
pub(crate) fn session(row: &AnyRow) -> Result<StoredSession, Error> {
    Ok(StoredSession {
        id: id(row, 0)?,
        user: id(row, 1)?,
        user_version: number(row, 2)?,
        began_us: get(row, 3)?,
        seen_us: get(row, 4)?,
        ends_us: get(row, 5)?,
    })
}

fn failures(row: &AnyRow) -> Result<SignInFailures, Error> {
    Ok(SignInFailures { n_failures: number(row, 0)?, last_us: get(row, 1)? })
}

/// An id in a column.
fn id<T: std::str::FromStr>(row: &AnyRow, column: usize) -> Result<T, Error> {
    get::<&str>(row, column)?.parse().map_err(|_| damaged(format!("column {column} holds no id")))
}

/// A small number in a column.
fn number(row: &AnyRow, column: usize) -> Result<u32, Error> {
    u32::try_from(get::<i64>(row, column)?).map_err(|_| damaged(format!("column {column} holds no small number")))
}
