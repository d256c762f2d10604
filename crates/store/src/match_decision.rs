//! What people decided about matches, which matches a file has, and which list versions every file has met.

use std::collections::HashMap;
use std::sync::Arc;

use casework::file::{File, FileId};
use casework::id::RecordId;
use casework::match_decision::{MatchDecision, MatchState};
use casework::matching::Match;
use casework::measured::Measured;

use crate::column::{file_id_bytes, from_json, get, get_file_id, get_u64, query_in_each};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::record::parsed;
use crate::transaction::Tx;
use crate::value_list::lists_of;

/// A decision with its number among those about one file and list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedDecision {
    /// The number, from 1.
    pub ordinal: u64,
    /// The decision.
    pub decision: MatchDecision,
}

/// What lists claim of files, and what was decided about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claimed {
    /// Those of the files that are stored.
    pub files: HashMap<FileId, Arc<File>>,
    /// Their matches in every exhibit that holds them, as the last matching of each left them, those of one file and exhibit in
    /// their order.
    pub matches: Vec<(FileId, Match)>,
    /// What was decided about the files, whatever the list: of one file and list oldest first.
    pub decisions: Vec<MatchDecision>,
}

impl Store {
    /// What lists claim of these files and what was decided about it, one statement for some hundred of them.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn claimed(&self, files: &[FileId]) -> Result<Claimed, Error> {
        const PARTS: [&str; 3] = [
            "SELECT file, 'file', '', 0, facts FROM files WHERE file",
            "SELECT file, 'match', exhibit, ordinal, body FROM matches WHERE file",
            "SELECT file, 'decision', list, ordinal, body FROM match_decisions WHERE file",
        ];
        let mut all = Claimed::default();
        for files in lists_of(files) {
            let query = query_in_each(&PARTS, 1, files.len());
            let query = files.iter().fold(query, |query, file| query.bind(file_id_bytes(file)));
            let rows = query.fetch_all(&self.pool).await.map_err(doing("reading what lists claim of files"))?;
            let (mut matches, mut decisions) = (Vec::new(), Vec::new());
            for row in &rows {
                let (file, body) = (get_file_id(row, 0)?, get::<&str>(row, 4)?);
                let numbered = (file, get::<String>(row, 2)?, get::<i64>(row, 3)?, body);
                match get::<&str>(row, 1)? {
                    "file" => drop(all.files.insert(file, Arc::new(from_json(body)?))),
                    "match" => matches.push(numbered),
                    _ => decisions.push(numbered),
                }
            }
            matches.sort_unstable();
            for (file, _, _, body) in matches {
                all.matches.push((file, from_json(body)?));
            }
            decisions.sort_unstable();
            for (_, _, _, body) in decisions {
                all.decisions.push(from_json(body)?);
            }
        }
        Ok(all)
    }

    /// Files that have a match, by id, after `after`.
    pub async fn files_with_matches(&self, after: Option<FileId>, n_max: u32) -> Result<Vec<FileId>, Error> {
        let rows = sqlx::query("SELECT DISTINCT file FROM matches WHERE file > $1 ORDER BY file LIMIT $2")
            .bind(after.map(|file| file_id_bytes(&file)).unwrap_or_default())
            .bind(i64::from(n_max))
            .fetch_all(&self.pool)
            .await
            .map_err(doing("listing files with matches"))?;
        rows.iter().map(|row| get_file_id(row, 0)).collect()
    }

    /// What was decided about a file and a list of this name, oldest first.
    pub async fn match_decisions(&self, file: FileId, list: &str) -> Result<Vec<NumberedDecision>, Error> {
        let rows =
            sqlx::query("SELECT ordinal, body FROM match_decisions WHERE file = $1 AND list = $2 ORDER BY ordinal")
                .bind(file_id_bytes(&file))
                .bind(list.to_owned())
                .fetch_all(&self.pool)
                .await
                .map_err(doing("reading what was decided about matches"))?;
        let numbered = |row| Ok(NumberedDecision { ordinal: get_u64(row, 0)?, decision: from_json(get(row, 1)?)? });
        rows.iter().map(numbered).collect()
    }

    /// What was decided about near claims of a list of this name, by how far the entry was when it was decided.
    pub async fn measured(&self, list: &str) -> Result<Measured, Error> {
        let rows = sqlx::query(
            "SELECT near_bits, state, COUNT(*) FROM match_decisions
             WHERE list = $1 AND near_bits IS NOT NULL AND state <> 'claimed' GROUP BY near_bits, state",
        )
        .bind(list.to_owned())
        .fetch_all(&self.pool)
        .await
        .map_err(doing("counting what was decided about a list's matches"))?;
        let mut measured = Measured::default();
        for row in &rows {
            let (near_bits, state): (i64, &str) = (get(row, 0)?, get(row, 1)?);
            let near_bits = u32::try_from(near_bits).map_err(|_| damaged(format!("a look {near_bits} bits off")))?;
            measured.count(near_bits, state == "confirmed", get_u64(row, 2)?);
        }
        Ok(measured)
    }

    /// Whether every file has met this version of a list.
    pub async fn is_rematched(&self, list: &str) -> Result<bool, Error> {
        let row = sqlx::query("SELECT entry FROM lists_rematched WHERE list = $1")
            .bind(list.to_owned())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading which lists every file has met"))?;
        Ok(row.is_some())
    }

    /// Records of the casebook in whose body this text stands. The text is an id or the digits of a digest; what it says
    /// there is the caller's to look at.
    pub async fn records_naming(&self, text: &str) -> Result<Vec<(RecordId, String)>, Error> {
        let rows = sqlx::query("SELECT id, body FROM records WHERE body LIKE $1 ORDER BY made_at_us, id")
            .bind(format!("%{text}%"))
            .fetch_all(&self.pool)
            .await
            .map_err(doing("looking for what names a record"))?;
        let mut found = Vec::new();
        for row in &rows {
            let (id, body): (String, String) = (get(row, 0)?, get(row, 1)?);
            // `_` is any one character to LIKE.
            if id != text && body.contains(text) {
                found.push((parsed(id)?, body));
            }
        }
        Ok(found)
    }
}

impl Tx {
    /// Remembers what was decided: in the place of the decision of this number, or as a new one.
    pub async fn put_match_decision(&mut self, decision: &MatchDecision, replaces: Option<u64>) -> Result<(), Error> {
        let step = "remembering what was decided about a match";
        let pair = &decision.claim.pair;
        let file = file_id_bytes(&pair.file);
        let ordinal = match replaces {
            Some(ordinal) => ordinal,
            None => {
                let row =
                    sqlx::query("SELECT COALESCE(MAX(ordinal), 0) FROM match_decisions WHERE file = $1 AND list = $2")
                        .bind(file.clone())
                        .bind(pair.list.clone())
                        .fetch_one(&mut *self.inner)
                        .await
                        .map_err(doing(step))?;
                get_u64(&row, 0)? + 1
            }
        };
        let (body, salt) = self.salted_row("match-decision", &format!("{} {ordinal}", pair.file), decision)?;
        sqlx::query(
            "INSERT INTO match_decisions (file, list, ordinal, state, body, salt, version, entry, near_bits)
             VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)
             ON CONFLICT (file, list, ordinal) DO UPDATE SET state = excluded.state, body = excluded.body,
             salt = excluded.salt, version = match_decisions.version + 1, entry = excluded.entry,
             near_bits = excluded.near_bits",
        )
        .bind(file)
        .bind(pair.list.clone())
        .bind(ordinal.cast_signed())
        .bind(match decision.state {
            MatchState::Claimed => "claimed",
            MatchState::Confirmed { .. } => "confirmed",
            MatchState::Rejected { .. } => "rejected",
        })
        .bind(body)
        .bind(salt)
        .bind(self.entry())
        .bind(decision.claim.near_bits.map(i64::from))
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        Ok(())
    }

    /// Puts these in place of the matches that an exhibit's files have with any of these list versions, and leaves those
    /// with other lists.
    pub async fn replace_matches_with_lists(
        &mut self,
        exhibit: &str,
        lists: &[String],
        matches: &[(FileId, Match)],
    ) -> Result<(), Error> {
        for list in lists {
            sqlx::query("DELETE FROM matches WHERE exhibit = $1 AND list = $2")
                .bind(exhibit.to_owned())
                .bind(list.clone())
                .execute(&mut *self.inner)
                .await
                .map_err(doing("replacing the matches with a list"))?;
        }
        self.add_matches(exhibit, matches).await
    }

    /// Remembers that every file has met this version of a list.
    pub async fn note_rematched(&mut self, list: &str) -> Result<(), Error> {
        sqlx::query("INSERT INTO lists_rematched (list, entry) VALUES ($1, $2) ON CONFLICT (list) DO NOTHING")
            .bind(list.to_owned())
            .bind(self.entry())
            .execute(&mut *self.inner)
            .await
            .map_err(doing("remembering which lists every file has met"))?;
        Ok(())
    }
}
