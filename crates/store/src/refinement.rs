//! Views that were moved towards listed looks: added to those a file has, read for many files at once. What they began from
//! stands with the file.

use std::collections::HashMap;

use casework::file::FileId;
use casework::views::{self, Refined};

use crate::column::{file_id_bytes, get, get_file_id, query_in};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::transaction::Tx;
use crate::value_list::lists_of;

impl Tx {
    /// Adds refined views to those that a file has.
    pub async fn add_refined(&mut self, id: &FileId, refined: &[Refined]) -> Result<(), Error> {
        let step = "remembering refined views";
        let body = views::refined_to_bytes(refined);
        self.add_row("refinements", &(id, &body));
        let bytes = file_id_bytes(id);
        let before = sqlx::query("SELECT body FROM refinements WHERE file = $1")
            .bind(bytes.as_slice())
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let mut all = before.map(|row| get::<Vec<u8>>(&row, 0)).transpose()?.unwrap_or_default();
        all.extend(body);
        sqlx::query(
            "INSERT INTO refinements (file, body) VALUES ($1, $2)
             ON CONFLICT (file) DO UPDATE SET body = excluded.body",
        )
        .bind(bytes)
        .bind(all)
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        Ok(())
    }
}

impl Store {
    /// The refined views of those of these files that have some, in the order in which they were added.
    pub async fn refined_of(&self, ids: &[FileId]) -> Result<HashMap<FileId, Vec<Refined>>, Error> {
        let mut all = HashMap::new();
        for ids in lists_of(ids) {
            let begins = "SELECT file, body FROM refinements WHERE file";
            let query = ids.iter().fold(query_in(begins, 1, ids.len()), |query, id| query.bind(file_id_bytes(id)));
            let rows = query.fetch_all(&self.pool).await;
            for row in &rows.map_err(doing("reading refined views"))? {
                let refined = views::refined_from_bytes(&get::<Vec<u8>>(row, 1)?);
                all.insert(get_file_id(row, 0)?, refined.map_err(|broken| damaged(broken.to_string()))?);
            }
        }
        Ok(all)
    }
}
