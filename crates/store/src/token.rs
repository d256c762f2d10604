//! Tokens by which programs sign in: what each may, and the digest of its secret.

use casework::id::{TokenId, UserId};
use casework::token::Token;
use sqlx::any::AnyRow;

use crate::column::{get, get_bytes, get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

/// A token as it is remembered.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredToken {
    /// What it may, and until when.
    pub token: Token,
    /// SHA-256 of its secret.
    pub secret: [u8; 32],
    /// When it was revoked.
    pub revoked_us: Option<i64>,
    /// When it was last used, in days since 1970.
    pub last_used_day: Option<i64>,
}

impl std::fmt::Debug for StoredToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("StoredToken").field("id", &self.token.id).finish_non_exhaustive()
    }
}

impl Tx {
    /// Remembers a new token; `secret` is the SHA-256 of what its owner keeps.
    pub async fn add_token(&mut self, token: &Token, secret: [u8; 32]) -> Result<(), Error> {
        sqlx::query("INSERT INTO tokens (id, secret, user_id, facts, entry) VALUES ($1, $2, $3, $4, $5)")
            .bind(token.id.to_string())
            .bind(secret.to_vec())
            .bind(token.user.to_string())
            .bind(to_json(token))
            .bind(self.entry())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("remembering a token"))?;
        self.add_row("token", token);
        Ok(())
    }

    /// Revokes a token; says whether it was in force.
    pub async fn revoke_token(&mut self, id: TokenId, at_us: i64) -> Result<bool, Error> {
        let changed = sqlx::query("UPDATE tokens SET revoked_us = $1, entry = $2 WHERE id = $3 AND revoked_us IS NULL")
            .bind(at_us)
            .bind(self.entry())
            .bind(id.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("revoking a token"))?
            .rows_affected();
        if changed > 0 {
            self.add_row("token-revoked", &id);
        }
        Ok(changed > 0)
    }

    /// Revokes all tokens of somebody; says how many were in force.
    pub async fn revoke_tokens_of(&mut self, user: UserId, at_us: i64) -> Result<u64, Error> {
        let changed =
            sqlx::query("UPDATE tokens SET revoked_us = $1, entry = $2 WHERE user_id = $3 AND revoked_us IS NULL")
                .bind(at_us)
                .bind(self.entry())
                .bind(user.to_string())
                .execute(&mut *self.inner)
                .await
                .map_err(doing("revoking tokens"))?
                .rows_affected();
        if changed > 0 {
            self.add_row("tokens-revoked", &user);
        }
        Ok(changed)
    }
}

impl Store {
    /// The token of this id.
    pub async fn token(&self, id: TokenId) -> Result<Option<StoredToken>, Error> {
        let sql = "SELECT facts, secret, revoked_us, last_used_day FROM tokens WHERE id = $1";
        let row = sqlx::query(sql)
            .bind(id.to_string())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("looking for a token"))?;
        row.map(|row| token(&row)).transpose()
    }

    /// The tokens of somebody, or all, by id.
    pub async fn tokens(&self, of: Option<UserId>) -> Result<Vec<StoredToken>, Error> {
        let sql = "SELECT facts, secret, revoked_us, last_used_day FROM tokens
                   WHERE $1 = '' OR user_id = $1 ORDER BY id";
        let rows = sqlx::query(sql)
            .bind(of.map(|user| user.to_string()).unwrap_or_default())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the tokens"))?;
        rows.iter().map(token).collect()
    }

    /// Writes down on which day a token was used. No change of what is known: it has no entry.
    pub async fn touch_token(&self, id: TokenId, day: i64) -> Result<(), Error> {
        let _writer = self.writer.lock().await;
        sqlx::query("UPDATE tokens SET last_used_day = $1 WHERE id = $2")
            .bind(day)
            .bind(id.to_string())
            .execute(&self.pool)
            .await
            .map_err(doing("noting a token's use"))?;
        Ok(())
    }
}

fn token(row: &AnyRow) -> Result<StoredToken, Error> {
    Ok(StoredToken {
        token: get_json(row, 0)?,
        secret: get_bytes(row, 1)?,
        revoked_us: get(row, 2)?,
        last_used_day: get(row, 3)?,
    })
}
