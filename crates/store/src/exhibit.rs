//! Exhibits as they are remembered, and how one is forgotten with everything that only it held.

use casework::exhibit::Exhibit;

use crate::column::{get, get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::reach::exhibit_is_reached;
use crate::record::Reader;
use crate::transaction::Tx;

impl Tx {
    /// Remembers an exhibit, or its new facts under the same id.
    pub async fn put_exhibit(&mut self, exhibit: &Exhibit) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO exhibits (id, facts, entry) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, entry = excluded.entry",
        )
        .bind(exhibit.id.as_str())
        .bind(to_json(exhibit))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering an exhibit"))?;
        self.add_row("exhibit", exhibit);
        Ok(())
    }

    /// Forgets an exhibit: its matches, its places, and every file that no exhibit holds any more. Says whether there was
    /// one. Runs, written reports and the ledger keep that it was examined. [`Store::checkpoint`] afterwards takes what was
    /// removed out of the write-ahead log.
    pub async fn remove_exhibit(&mut self, id: &str) -> Result<bool, Error> {
        let step = "forgetting an exhibit";
        for sql in ["DELETE FROM matches WHERE exhibit = $1", "DELETE FROM occurrences WHERE exhibit = $1"] {
            sqlx::query(sql).bind(id).execute(&mut *self.inner).await.map_err(doing(step))?;
        }
        let removed = sqlx::query("DELETE FROM exhibits WHERE id = $1")
            .bind(id)
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?
            .rows_affected();
        sqlx::query("DELETE FROM files WHERE NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.file = files.file)")
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        self.forget_proposals_without_file(id).await?;
        if removed > 0 {
            self.add_row("exhibit-removed", &id);
        }
        Ok(removed > 0)
    }
}

impl Store {
    /// The exhibit of this id.
    pub async fn exhibit(&self, id: &str) -> Result<Option<Exhibit>, Error> {
        let row = sqlx::query("SELECT facts FROM exhibits WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading an exhibit"))?;
        row.map(|row| get_json(&row, 0)).transpose()
    }

    /// All exhibits, by id.
    pub async fn exhibits(&self) -> Result<Vec<Exhibit>, Error> {
        let rows = sqlx::query("SELECT facts FROM exhibits ORDER BY id")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the exhibits"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }

    /// Exhibits that stand in no case, or in one that the reader reaches, with the ledger entry of their last change; those
    /// changed last first, after this entry and id. How a case is to be handled is the caller's to ask.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn exhibits_after(
        &self,
        reader: &Reader,
        after: Option<(i64, String)>,
        n_max: u32,
    ) -> Result<Vec<(Exhibit, i64)>, Error> {
        let (entry, id) = after.unwrap_or((i64::MAX, String::new()));
        let rows = sqlx::query(concat!(
            "SELECT facts, entry FROM exhibits WHERE (entry, id) < ($4, $5) AND ",
            exhibit_is_reached!(),
            " ORDER BY entry DESC, id DESC LIMIT $6"
        ))
        .bind(reader.user.to_string())
        .bind(reader.unit.to_string())
        .bind(reader.now_us)
        .bind(entry)
        .bind(id)
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("listing exhibits"))?;
        rows.iter().map(|row| Ok((get_json(row, 0)?, get(row, 1)?))).collect()
    }
}
