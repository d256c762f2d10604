//! Users as they are remembered, and apart from them what they sign in with: digests, and one sealed secret.

use casework::id::UserId;
use casework::role::Role;
use casework::user::{Login, User, UserState};
use sqlx::any::AnyRow;

use crate::column::{get, get_bytes, get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

/// What somebody signs in with. Nothing in it is a secret by itself.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSecrets {
    /// Argon2id, as PHC writes it.
    pub password: String,
    /// The sealed secret of one-time codes.
    pub totp: Vec<u8>,
    /// The newest step whose code was used.
    pub totp_step: i64,
    /// SHA-256 of the recovery key.
    pub recovery: [u8; 32],
}

// A digest of a password is guessed at by whoever reads it in a log.
impl std::fmt::Debug for StoredSecrets {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("StoredSecrets(‹withheld›)")
    }
}

impl Tx {
    /// Remembers a user, or their new facts under the same id.
    pub async fn put_user(&mut self, user: &User) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO users (id, login, unit, state, facts, entry) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET login = excluded.login, unit = excluded.unit, state = excluded.state,
                 facts = excluded.facts, entry = excluded.entry",
        )
        .bind(user.id.to_string())
        .bind(user.login.as_str())
        .bind(user.unit.to_string())
        .bind(user.state.code())
        .bind(to_json(user))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a user"))?;
        self.add_row("user", user);
        Ok(())
    }

    /// Remembers what somebody signs in with, in place of all that was there: passkeys are forgotten.
    pub async fn put_secrets(&mut self, id: UserId, secrets: &StoredSecrets) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO user_secrets (user_id, password, totp, totp_step, recovery) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (user_id) DO UPDATE SET password = excluded.password, totp = excluded.totp,
                 totp_step = excluded.totp_step, recovery = excluded.recovery",
        )
        .bind(id.to_string())
        .bind(secrets.password.as_str())
        .bind(secrets.totp.as_slice())
        .bind(secrets.totp_step)
        .bind(secrets.recovery.to_vec())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering what somebody signs in with"))?;
        self.remove_passkeys_of(id).await?;
        // That they changed is provable; what they are stays out, for the row's bytes are handed out with its proof.
        self.add_row("user-secrets", &id);
        Ok(())
    }

    /// Uses up the one-time code of this step; says whether it, or a later one, was used before.
    pub async fn use_totp_step(&mut self, id: UserId, step: i64) -> Result<bool, Error> {
        let changed = sqlx::query("UPDATE user_secrets SET totp_step = $1 WHERE user_id = $2 AND totp_step < $1")
            .bind(step)
            .bind(id.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("using a one-time code"))?;
        Ok(changed.rows_affected() == 1)
    }

    /// The user of this id, as this change sees them.
    pub async fn user(&mut self, id: UserId) -> Result<Option<User>, Error> {
        let row = sqlx::query("SELECT facts FROM users WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading a user"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// Whether somebody has this login name.
    pub async fn login_is_taken(&mut self, login: &Login) -> Result<bool, Error> {
        let row = sqlx::query("SELECT 1 FROM users WHERE login = $1")
            .bind(login.as_str())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("looking for a login name"))?;
        Ok(row.is_some())
    }

    /// The active administrators.
    pub async fn administrators(&mut self) -> Result<Vec<UserId>, Error> {
        let rows = sqlx::query("SELECT facts FROM users WHERE state = $1 ORDER BY id")
            .bind(UserState::Active.code())
            .fetch_all(&mut *self.inner)
            .await
            .map_err(doing("counting the administrators"))?;
        let mut found = Vec::new();
        for row in &rows {
            let user: User = get_json(row, 0)?;
            if user.roles.contains(&Role::Administrator) {
                found.push(user.id);
            }
        }
        Ok(found)
    }
}

impl Store {
    /// The user of this id.
    pub async fn user(&self, id: UserId) -> Result<Option<User>, Error> {
        let row = sqlx::query("SELECT facts FROM users WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading a user"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// Whoever has this login name.
    pub async fn user_called(&self, login: &Login) -> Result<Option<User>, Error> {
        let row = sqlx::query("SELECT facts FROM users WHERE login = $1")
            .bind(login.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading a user"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// All users, by login name.
    pub async fn users(&self) -> Result<Vec<User>, Error> {
        let rows = sqlx::query("SELECT facts FROM users ORDER BY login")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the users"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }

    /// What somebody signs in with; none for a machine.
    pub async fn secrets_of(&self, id: UserId) -> Result<Option<StoredSecrets>, Error> {
        let row = sqlx::query("SELECT password, totp, totp_step, recovery FROM user_secrets WHERE user_id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading what somebody signs in with"))?;
        row.map(|row| secrets(&row)).transpose()
    }
}

fn secrets(row: &AnyRow) -> Result<StoredSecrets, Error> {
    Ok(StoredSecrets {
        password: get(row, 0)?,
        totp: get::<&[u8]>(row, 1)?.to_vec(),
        totp_step: get(row, 2)?,
        recovery: get_bytes(row, 3)?,
    })
}
