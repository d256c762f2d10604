//! Accounts at a provider of sign-ins, as they are remembered: by a keyed digest that names nobody.

use casework::id::UserId;
use casework::provider_account::ProviderAccount;

use crate::column::{get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Tx {
    /// Remembers an account by its keyed digest, or its new facts.
    pub async fn put_provider_account(&mut self, bound: &ProviderAccount, account: [u8; 32]) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO provider_accounts (user_id, account, facts, entry) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id) DO UPDATE SET facts = excluded.facts, entry = excluded.entry",
        )
        .bind(bound.user.to_string())
        .bind(account.to_vec())
        .bind(to_json(bound))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering an account at a provider"))?;
        // The digest stays out: the row's bytes are handed out with its proof.
        self.add_row("provider-account", &bound.user);
        Ok(())
    }

    /// Forgets somebody's account; says whether there was one.
    pub async fn remove_provider_account(&mut self, user: UserId) -> Result<bool, Error> {
        let removed = sqlx::query("DELETE FROM provider_accounts WHERE user_id = $1")
            .bind(user.to_string())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting an account at a provider"))?
            .rows_affected();
        if removed > 0 {
            self.add_row("provider-account-removed", &user);
        }
        Ok(removed > 0)
    }

    /// The account of this keyed digest, as this change sees it.
    pub async fn provider_account_with(&mut self, account: [u8; 32]) -> Result<Option<ProviderAccount>, Error> {
        let row = sqlx::query("SELECT facts FROM provider_accounts WHERE account = $1")
            .bind(account.to_vec())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("looking for an account at a provider"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// The account of somebody, as this change sees it.
    pub async fn provider_account_of(&mut self, user: UserId) -> Result<Option<ProviderAccount>, Error> {
        let row = sqlx::query("SELECT facts FROM provider_accounts WHERE user_id = $1")
            .bind(user.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("looking for an account at a provider"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }
}

impl Store {
    /// Every account, by the ids of their users.
    pub async fn provider_accounts(&self) -> Result<Vec<ProviderAccount>, Error> {
        let rows = sqlx::query("SELECT facts FROM provider_accounts ORDER BY user_id")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading accounts at a provider"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }
}
