//! Matches of an exhibit's files, as the last matching left them. A match is a claim; nothing here judges it.

use std::collections::BTreeSet;

use casework::file::FileId;
use casework::id::UserId;
use casework::matching::Match;

use crate::column::{file_id_bytes, get, get_file_id, get_json, to_json};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::transaction::Tx;

impl Tx {
    /// Puts these in place of all matches of the exhibit's files; those of one file keep their order.
    pub async fn replace_matches(&mut self, exhibit: &str, matches: &[(FileId, Match)]) -> Result<(), Error> {
        sqlx::query("DELETE FROM matches WHERE exhibit = $1")
            .bind(exhibit)
            .execute(&mut *self.inner)
            .await
            .map_err(doing("replacing matches"))?;
        self.add_matches(exhibit, matches).await
    }

    /// Adds matches after those already there: for exhibits whose matches come in more than one change.
    pub async fn add_matches(&mut self, exhibit: &str, matches: &[(FileId, Match)]) -> Result<(), Error> {
        for (file, claim) in matches {
            sqlx::query(
                "INSERT INTO matches (exhibit, file, ordinal, list, list_row, kind, distance, body, entry)
                 VALUES ($1, $2, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM matches WHERE exhibit = $1 AND file = $2),
                 $3, $4, $5, $6, $7, $8)",
            )
            .bind(exhibit)
            .bind(file_id_bytes(file))
            .bind(claim.list.as_str())
            .bind(claim.row.cast_signed())
            .bind(claim.kind.code())
            .bind(i64::from(claim.distance))
            .bind(to_json(claim))
            .bind(self.entry())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("writing a match down"))?;
            self.add_row("match", &(exhibit, file, claim));
        }
        Ok(())
    }
}

impl Store {
    /// The matches of the exhibit's files, by file, those of one file in the order in which they were put.
    pub async fn matches(&self, exhibit: &str) -> Result<Vec<(FileId, Match)>, Error> {
        let rows = sqlx::query("SELECT file, body FROM matches WHERE exhibit = $1 ORDER BY file, ordinal")
            .bind(exhibit)
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading matches"))?;
        rows.iter().map(|row| Ok((get_file_id(row, 0)?, get_json(row, 1)?))).collect()
    }

    /// The same with the files that somebody grades blind at this moment, wherever they lie.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn matches_and_blind(
        &self,
        exhibit: &str,
        user: UserId,
    ) -> Result<(Vec<(FileId, Match)>, BTreeSet<FileId>), Error> {
        let rows = sqlx::query(
            "SELECT file, ordinal, body FROM matches WHERE exhibit = $1
             UNION ALL SELECT file, -1, '' FROM blind_gradings WHERE person = $2",
        )
        .bind(exhibit.to_owned())
        .bind(user.to_string())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading matches and what is graded blind"))?;
        let (mut matches, mut blind) = (Vec::with_capacity(rows.len()), BTreeSet::new());
        for row in &rows {
            let (file, ordinal) = (get_file_id(row, 0)?, get::<i64>(row, 1)?);
            match ordinal {
                -1 => drop(blind.insert(file)),
                _ => matches.push((file, ordinal, get_json(row, 2)?)),
            }
        }
        matches.sort_by_key(|(file, ordinal, _)| (*file, *ordinal));
        Ok((matches.into_iter().map(|(file, _, claim)| (file, claim)).collect(), blind))
    }
}
