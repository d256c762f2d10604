//! Who asks: whoever a session is of, how they want to read, and what is open to them by name. Every page and every call asks it,
//! so it is one statement.

use std::collections::BTreeSet;

use casework::id::{CaseId, RecordId, UserId};
use casework::preferences::Preferences;
use casework::user::User;
use sqlx::any::AnyRow;

use crate::column::{get, get_json, get_json_option};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::record::parsed;
use crate::session::{StoredSession, session};

/// A session with whoever it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session. Whether it still holds is not this room's to say.
    pub session: StoredSession,
    /// Whose it is.
    pub user: User,
    /// How they want to read and look, where they chose.
    pub preferences: Option<Preferences>,
    /// What is open to them at the moment that was asked about.
    pub open: OpenTo,
}

/// What is open to somebody by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenTo {
    /// The cases that they work on, and those for which they broke glass.
    pub cases: BTreeSet<CaseId>,
    /// Single records for which they broke glass.
    pub records: BTreeSet<RecordId>,
}

impl OpenTo {
    fn add(&mut self, row: &AnyRow) -> Result<(), Error> {
        match parsed(get(row, 0)?)? {
            RecordId::Case(case) => drop(self.cases.insert(case)),
            record => drop(self.records.insert(record)),
        }
        Ok(())
    }
}

impl Store {
    /// The session with this secret, by its SHA-256, with whoever it is of and what is open to them at `now_us`.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn signed_in(&self, secret: [u8; 32], now_us: i64) -> Result<Option<SignedIn>, Error> {
        let rows = sqlx::query(
            "WITH known AS (
               SELECT s.id, s.user_id, s.user_version, s.began_us, s.seen_us, s.ends_us, u.facts, p.body
               FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN preferences p ON p.user_id = u.id
               WHERE s.secret = $1)
             SELECT id, user_id, user_version, began_us, seen_us, ends_us, facts, body, 'session' FROM known
             UNION ALL
             SELECT case_id, '', 0, 0, 0, 0, '', NULL, 'open' FROM case_people
             WHERE person = (SELECT user_id FROM known) AND (until_us IS NULL OR until_us > $2)
             UNION ALL
             SELECT opens, '', 0, 0, 0, 0, '', NULL, 'open' FROM break_glass
             WHERE person = (SELECT user_id FROM known) AND until_us > $2",
        )
        .bind(secret.to_vec())
        .bind(now_us)
        .fetch_all(&self.pool)
        .await
        .map_err(doing("looking for a session"))?;
        let (mut known, mut open) = (None, OpenTo::default());
        for row in &rows {
            match get::<&str>(row, 8)? {
                "session" => known = Some((session(row)?, get_json(row, 6)?, get_json_option(row, 7)?)),
                _ => open.add(row)?,
            }
        }
        Ok(known.map(|(session, user, preferences)| SignedIn { session, user, preferences, open }))
    }

    /// What is open to somebody by name at a moment.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn open_to(&self, user: UserId, now_us: i64) -> Result<OpenTo, Error> {
        let rows = sqlx::query(
            "SELECT case_id FROM case_people WHERE person = $1 AND (until_us IS NULL OR until_us > $2)
             UNION ALL SELECT opens FROM break_glass WHERE person = $1 AND until_us > $2",
        )
        .bind(user.to_string())
        .bind(now_us)
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what is open to somebody"))?;
        let mut open = OpenTo::default();
        for row in &rows {
            open.add(row)?;
        }
        Ok(open)
    }
}
