//! Mapping tables that units proposed, and who approved them.

use casework::mapping::UnitTable;

use crate::column::get_json;
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Store {
    /// Every table that was proposed, by scheme and version.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn unit_tables(&self) -> Result<Vec<UnitTable>, Error> {
        let rows = sqlx::query("SELECT body FROM mapping_tables ORDER BY scheme, version")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the mapping tables"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }
}

impl Tx {
    /// Every table that was proposed, as this change sees them.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn unit_tables(&mut self) -> Result<Vec<UnitTable>, Error> {
        let rows = sqlx::query("SELECT body FROM mapping_tables ORDER BY scheme, version")
            .fetch_all(&mut *self.inner)
            .await
            .map_err(doing("reading the mapping tables"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }

    /// Remembers a table, or that it was approved.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_unit_table(&mut self, table: &UnitTable) -> Result<(), Error> {
        let (body, salt) = self.salted_row("mapping-table", &table.sha256.to_string(), table)?;
        sqlx::query(
            "INSERT INTO mapping_tables (sha256, scheme, version, body, salt, entry) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (sha256) DO UPDATE SET body = excluded.body, salt = excluded.salt, entry = excluded.entry",
        )
        .bind(table.sha256.to_string())
        .bind(table.scheme.clone())
        .bind(table.version.clone())
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering a mapping table"))?;
        Ok(())
    }
}
