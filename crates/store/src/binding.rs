//! Which folder this database belongs to: the same mark stands in both, so that neither is used with another's. Nothing of
//! casework, and so no entry in the ledger.

use crate::column::get;
use crate::connection::Store;
use crate::error::{Error, doing};

impl Store {
    /// The mark of the folder that this database belongs to; none before it was first used.
    pub async fn bound_folder(&self) -> Result<Option<String>, Error> {
        let row = sqlx::query("SELECT mark FROM bound_folder WHERE only_row = 1")
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("asking to which folder the database belongs"))?;
        row.map(|row| get(&row, 0)).transpose()
    }

    /// Binds the database to a folder, unless it is bound already. The mark that then stands.
    pub async fn bind_folder(&self, mark: &str) -> Result<String, Error> {
        let step = "binding the database to its folder";
        let _writer = self.writer.lock().await;
        let mut tx = self.begin_writing().await?;
        sqlx::query("INSERT INTO bound_folder (only_row, mark) VALUES (1, $1) ON CONFLICT (only_row) DO NOTHING")
            .bind(mark.to_owned())
            .execute(&mut *tx)
            .await
            .map_err(doing(step))?;
        let row = sqlx::query("SELECT mark FROM bound_folder WHERE only_row = 1")
            .fetch_one(&mut *tx)
            .await
            .map_err(doing(step))?;
        let stands = get(&row, 0)?;
        tx.commit().await.map_err(doing(step))?;
        Ok(stands)
    }
}
