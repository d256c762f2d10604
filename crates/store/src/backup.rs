//! Which backups were made, and what became of them. What is in one is another file's.

use casework::backup::Backup;
use casework::id::BackupId;

use crate::column::{from_json, get};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Store {
    /// Every backup that is known, the newest first.
    pub async fn backups(&self) -> Result<Vec<Backup>, Error> {
        let rows = sqlx::query("SELECT body FROM backups ORDER BY made_at_us DESC, id")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading which backups there are"))?;
        rows.iter().map(|row| from_json(get(row, 0)?)).collect()
    }
}

impl Tx {
    /// One backup.
    pub async fn backup(&mut self, id: BackupId) -> Result<Option<Backup>, Error> {
        let row = sqlx::query("SELECT body FROM backups WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing("reading a backup"))?;
        row.map(|row| from_json(get(&row, 0)?)).transpose()
    }

    /// Remembers a backup, in the place of what was known of it.
    pub async fn put_backup(&mut self, backup: &Backup) -> Result<(), Error> {
        let (body, salt) = self.salted_row("backup", &backup.id.to_string(), backup)?;
        sqlx::query(
            "INSERT INTO backups (id, made_at_us, state, body, salt, version, entry) VALUES ($1, $2, $3, $4, $5, 1, $6)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body, salt = excluded.salt,
                 version = backups.version + 1, entry = excluded.entry",
        )
        .bind(backup.id.to_string())
        .bind(backup.at.0)
        .bind(backup.state.code())
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a backup"))?;
        Ok(())
    }
}
