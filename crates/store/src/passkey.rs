//! Passkeys as they are remembered, and which challenges were answered. Nothing in it is a secret: keys are public ones.

use casework::id::{PasskeyId, UserId};
use casework::passkey::Passkey;
use sqlx::any::AnyRow;

use crate::column::{get, get_bytes, get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

/// A passkey as it is remembered.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredPasskey {
    /// Whose it is, and what became of it.
    pub passkey: Passkey,
    /// SHA-256 of the credential's id.
    pub credential: [u8; 32],
    /// Public key and counter, as whoever verifies signatures writes them.
    pub public_key: String,
}

// What somebody can be known by again on another site stays out of logs.
impl std::fmt::Debug for StoredPasskey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("StoredPasskey").field("id", &self.passkey.id).finish_non_exhaustive()
    }
}

impl Tx {
    /// Remembers a passkey, or its new facts and counter under the same id.
    pub async fn put_passkey(&mut self, stored: &StoredPasskey) -> Result<(), Error> {
        let StoredPasskey { passkey, credential, public_key } = stored;
        sqlx::query(
            "INSERT INTO passkeys (id, credential, user_id, facts, public_key, entry) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, public_key = excluded.public_key,
                 entry = excluded.entry",
        )
        .bind(passkey.id.to_string())
        .bind(credential.to_vec())
        .bind(passkey.user.to_string())
        .bind(to_json(passkey))
        .bind(public_key.as_str())
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a passkey"))?;
        // Name and key stay out: the row's bytes are handed out with its proof.
        self.add_row("passkey", &(passkey.id, passkey.user));
        Ok(())
    }

    /// Forgets a passkey of somebody; says whether there was one.
    pub async fn remove_passkey(&mut self, id: PasskeyId, user: UserId) -> Result<bool, Error> {
        let removed = sqlx::query("DELETE FROM passkeys WHERE id = $1 AND user_id = $2")
            .bind(id.to_string())
            .bind(user.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting a passkey"))?
            .rows_affected();
        if removed > 0 {
            self.add_row("passkey-removed", &id);
        }
        Ok(removed > 0)
    }

    /// Forgets all passkeys of somebody.
    pub async fn remove_passkeys_of(&mut self, user: UserId) -> Result<u64, Error> {
        let removed = sqlx::query("DELETE FROM passkeys WHERE user_id = $1")
            .bind(user.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting passkeys"))?
            .rows_affected();
        if removed > 0 {
            self.add_row("passkeys-removed", &user);
        }
        Ok(removed)
    }

    /// The passkey of this credential, as this change sees it.
    pub async fn passkey_with(&mut self, credential: [u8; 32]) -> Result<Option<StoredPasskey>, Error> {
        let row = sqlx::query("SELECT credential, facts, public_key FROM passkeys WHERE credential = $1")
            .bind(credential.to_vec())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("looking for a passkey"))?;
        row.map(|row| stored(&row)).transpose()
    }

    /// How many passkeys somebody has, as this change sees them.
    pub async fn n_passkeys_of(&mut self, user: UserId) -> Result<usize, Error> {
        let row = sqlx::query("SELECT COUNT(*) FROM passkeys WHERE user_id = $1")
            .bind(user.to_string())
            .fetch_one(&mut *self.inner)
            .await
            .map_err(doing("counting passkeys"))?;
        Ok(usize::try_from(get::<i64>(&row, 0)?).unwrap_or(usize::MAX))
    }

    /// Uses a challenge up, by the SHA-256 of it as it was sealed; says whether it had not been used. Those that were over by
    /// now are forgotten: they are refused by their time.
    pub async fn use_challenge(&mut self, challenge: [u8; 32], ends_us: i64, now_us: i64) -> Result<bool, Error> {
        let step = "using a challenge";
        sqlx::query("DELETE FROM used_challenges WHERE ends_us <= $1")
            .bind(now_us)
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let added =
            sqlx::query("INSERT INTO used_challenges (challenge, ends_us) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(challenge.to_vec())
                .bind(ends_us)
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
        Ok(added.rows_affected() == 1)
    }
}

impl Store {
    /// The passkey of this credential, by the SHA-256 of its id.
    pub async fn passkey_with(&self, credential: [u8; 32]) -> Result<Option<StoredPasskey>, Error> {
        let row = sqlx::query("SELECT credential, facts, public_key FROM passkeys WHERE credential = $1")
            .bind(credential.to_vec())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("looking for a passkey"))?;
        row.map(|row| stored(&row)).transpose()
    }

    /// The passkeys of somebody, by their ids.
    pub async fn passkeys_of(&self, user: UserId) -> Result<Vec<StoredPasskey>, Error> {
        let rows = sqlx::query("SELECT credential, facts, public_key FROM passkeys WHERE user_id = $1 ORDER BY id")
            .bind(user.to_string())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading passkeys"))?;
        rows.iter().map(stored).collect()
    }
}

fn stored(row: &AnyRow) -> Result<StoredPasskey, Error> {
    Ok(StoredPasskey { credential: get_bytes(row, 0)?, passkey: get_json(row, 1)?, public_key: get(row, 2)? })
}
