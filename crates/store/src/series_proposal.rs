//! What series propose, who was told, and what waits to be matched because it changed. What a row means is not this room's
//! to say.

use std::collections::BTreeSet;

use casework::file::FileId;
use casework::id::{RecordId, SeriesId};
use casework::link::Link;
use casework::series_proposal::SeriesProposal;

use crate::access::in_chunks;
use crate::column::{file_id_bytes, from_json, get, get_file_id, get_json, get_u64, query_around, query_in};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::news::Holder;
use crate::record::parsed;
use crate::transaction::Tx;
use crate::value_list::{lists_of, whole_list};

const READING: &str = "reading what series propose";

/// A series or an exhibit that waits to be matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToMatch {
    /// Which.
    pub id: RecordId,
    /// The change that noted it, by its place in the ledger.
    pub entry: u64,
}

/// That a holder was told of a file and a series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesTold {
    /// The file.
    pub file: FileId,
    /// Who, as [`holder_key`] writes it.
    pub holder: String,
    /// How the file and a member agreed, as a code.
    pub closeness: String,
}

/// A holder as [`SeriesTold`] names it: a case's id, a unit's, a person's, or nothing for everybody.
pub fn holder_key(holder: Holder) -> String {
    match holder {
        Holder::Everybody => String::new(),
        Holder::Unit(unit) => unit.to_string(),
        Holder::Case(case) => case.to_string(),
        Holder::Person(user) => user.to_string(),
    }
}

impl Store {
    /// What waits to be matched, by id.
    pub async fn series_to_match(&self) -> Result<Vec<ToMatch>, Error> {
        let rows = sqlx::query("SELECT id, entry FROM series_to_match ORDER BY id")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading what waits to be matched"))?;
        rows.iter().map(|row| Ok(ToMatch { id: parsed(get(row, 0)?)?, entry: get_u64(row, 1)? })).collect()
    }

    /// Every link that stands and says that a file belongs to a series, or that two series are one.
    pub async fn links_of_series(&self) -> Result<Vec<Link>, Error> {
        let rows = sqlx::query(
            "SELECT body FROM records WHERE id IN (SELECT link FROM link_ends
             WHERE stands = 1 AND kind IN ('belongs-to-series', 'same-series')) ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading the links of all series"))?;
        rows.iter().map(|row| from_json(get(row, 0)?)).collect()
    }

    /// Which series these files belong to, as links say.
    pub async fn series_of_files(&self, files: &BTreeSet<FileId>) -> Result<BTreeSet<(FileId, SeriesId)>, Error> {
        let begins =
            "SELECT record, other FROM link_ends WHERE stands = 1 AND kind = 'belongs-to-series' AND link_ends.record";
        let files: Vec<String> = files.iter().map(ToString::to_string).collect();
        let mut connection = self.pool.acquire().await.map_err(doing(READING))?;
        let rows = in_chunks(&mut connection, begins, &files).await?;
        rows.iter().map(|row| Ok((parsed(get(row, 0)?)?, parsed(get(row, 1)?)?))).collect()
    }

    /// What these series propose, by file, after `after`: of some files all that is proposed of each, at most about `n_max`
    /// proposals; and whether there are no more.
    pub async fn series_proposals(
        &self,
        series: &BTreeSet<SeriesId>,
        after: Option<FileId>,
        n_max: usize,
    ) -> Result<(Vec<SeriesProposal>, bool), Error> {
        // As each proposes a file once, a full page has at least one file whole.
        let n_max = n_max.max(1) + series.len();
        let series: Vec<String> = series.iter().map(ToString::to_string).collect();
        let series = whole_list(&series);
        let begins = "SELECT body FROM series_proposals WHERE file > $1 AND series";
        let query = query_around(begins, 3, series.len(), " ORDER BY file LIMIT $2")
            .bind(after.map(|file| file_id_bytes(&file)).unwrap_or_default())
            .bind(n_max as i64);
        let query = series.iter().fold(query, |query, one| query.bind(one.clone()));
        let rows = query.fetch_all(&self.pool).await.map_err(doing(READING))?;
        let mut proposals = rows.iter().map(|row| get_json(row, 0)).collect::<Result<Vec<SeriesProposal>, _>>()?;
        let is_last = proposals.len() < n_max;
        if let Some(cut) = proposals.last().map(|last| last.file).filter(|_| !is_last) {
            proposals.retain(|proposal| proposal.file != cut);
        }
        Ok((proposals, is_last))
    }

    /// What a series proposes of these files.
    pub async fn series_proposals_of(&self, series: SeriesId, files: &[FileId]) -> Result<Vec<SeriesProposal>, Error> {
        let mut proposals = Vec::new();
        for files in lists_of(files) {
            let begins = "SELECT body FROM series_proposals WHERE series = $1 AND file";
            let mut query = query_in(begins, 2, files.len()).bind(series.to_string());
            for file in files.iter() {
                query = query.bind(file_id_bytes(file));
            }
            for row in query.fetch_all(&self.pool).await.map_err(doing(READING))? {
                proposals.push(get_json(&row, 0)?);
            }
        }
        Ok(proposals)
    }

    /// Who was told of these files and a series.
    pub async fn series_told(&self, series: SeriesId, files: &[FileId]) -> Result<BTreeSet<SeriesTold>, Error> {
        let mut told = BTreeSet::new();
        for files in lists_of(files) {
            let begins = "SELECT file, holder, closeness FROM series_told WHERE series = $1 AND file";
            let mut query = query_in(begins, 2, files.len()).bind(series.to_string());
            for file in files.iter() {
                query = query.bind(file_id_bytes(file));
            }
            for row in query.fetch_all(&self.pool).await.map_err(doing("reading who was told of a series"))? {
                told.insert(SeriesTold {
                    file: get_file_id(&row, 0)?,
                    holder: get(&row, 1)?,
                    closeness: get(&row, 2)?,
                });
            }
        }
        Ok(told)
    }
}

impl Tx {
    /// Notes that a series or an exhibit is to be matched. Noted again, the later change counts.
    pub async fn note_to_match(&mut self, id: RecordId) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO series_to_match (id, entry) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET entry = excluded.entry",
        )
        .bind(id.to_string())
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("noting what is to be matched"))?;
        Ok(())
    }

    /// Settles what was noted. What was noted anew since it was read stays.
    pub async fn end_to_match(&mut self, noted: &ToMatch) -> Result<(), Error> {
        sqlx::query("DELETE FROM series_to_match WHERE id = $1 AND entry = $2")
            .bind(noted.id.to_string())
            .bind(noted.entry.cast_signed())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("settling what was to be matched"))?;
        Ok(())
    }

    /// Remembers a proposal, new or in the place of what was.
    pub async fn put_series_proposal(&mut self, proposal: &SeriesProposal) -> Result<(), Error> {
        let id = format!("{} {}", proposal.series, proposal.file);
        let (body, salt) = self.salted_row("series-proposal", &id, proposal)?;
        sqlx::query(
            "INSERT INTO series_proposals (series, file, state, body, salt, version, entry)
             VALUES ($1, $2, $3, $4, $5, 1, $6)
             ON CONFLICT (series, file) DO UPDATE SET state = excluded.state, body = excluded.body,
             salt = excluded.salt, version = series_proposals.version + 1, entry = excluded.entry",
        )
        .bind(proposal.series.to_string())
        .bind(file_id_bytes(&proposal.file))
        .bind(proposal.state.code())
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering what a series proposes"))?;
        Ok(())
    }

    /// Forgets a proposal that nobody decided and that nothing speaks for any more.
    pub async fn remove_waiting_proposal(&mut self, series: SeriesId, file: FileId) -> Result<(), Error> {
        let gone = sqlx::query("DELETE FROM series_proposals WHERE series = $1 AND file = $2 AND state = 'waiting'")
            .bind(series.to_string())
            .bind(file_id_bytes(&file))
            .execute(&mut *self.inner)
            .await
            .map_err(doing("forgetting what a series proposed"))?;
        if gone.rows_affected() > 0 {
            self.add_row("series-proposal-gone", &(series, file));
        }
        Ok(())
    }

    /// Remembers that a holder was told of a file and a series.
    pub async fn note_series_told(
        &mut self,
        series: SeriesId,
        file: FileId,
        holder: Holder,
        closeness: &'static str,
    ) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO series_told (series, file, holder, closeness, entry) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (series, file, holder, closeness) DO NOTHING",
        )
        .bind(series.to_string())
        .bind(file_id_bytes(&file))
        .bind(holder_key(holder))
        .bind(closeness)
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering who was told of a series"))?;
        Ok(())
    }

    /// What waited for files that no exhibit holds any more goes with them; what somebody decided stays.
    pub(crate) async fn forget_proposals_without_file(&mut self, exhibit: &str) -> Result<(), Error> {
        let step = "forgetting what series proposed of an exhibit";
        for sql in [
            "DELETE FROM series_proposals WHERE state = 'waiting'
             AND NOT EXISTS (SELECT 1 FROM files WHERE files.file = series_proposals.file)",
            "DELETE FROM series_told
             WHERE NOT EXISTS (SELECT 1 FROM files WHERE files.file = series_told.file)",
        ] {
            sqlx::query(sql).execute(&mut *self.inner).await.map_err(doing(step))?;
        }
        sqlx::query("DELETE FROM series_to_match WHERE id = $1")
            .bind(exhibit.to_owned())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        Ok(())
    }
}
