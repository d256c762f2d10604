//! Lists as they are remembered: versions, the entries that carry words, the rows that were refused. Bare digests live in
//! the index's files, never here.

use std::collections::HashMap;

use casework::file::FileId;
use casework::list::{Entry, ListVersion};
use casework::listed_frames;
use fingerprint::video::TimedFrame;
use ledger::Hash;
use serde::{Deserialize, Serialize};
use sqlx::Any;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;

use crate::column::{file_id_bytes, get, get_bytes, get_file_id, get_json, get_u64, query_in, to_json};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::ledger::StoredEntry;
use crate::transaction::Tx;
use crate::value_list::{ValueList, lists_of};

/// Where a list version stands among those of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListState {
    /// The one that is asked.
    Current,
    /// A later one took its place; runs and matches may still name it.
    Superseded,
    /// Taken out by a person: its entries are gone, its name stays for what was said with it.
    Removed,
}

impl ListState {
    /// The code as the table and machine outputs spell it.
    pub fn code(self) -> &'static str {
        match self {
            ListState::Current => "current",
            ListState::Superseded => "superseded",
            ListState::Removed => "removed",
        }
    }
}

/// A list version and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredList {
    /// The version.
    pub version: ListVersion,
    /// Where it stands.
    pub state: ListState,
}

/// A row of a list that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// Which: line or element, from 1.
    pub row: u64,
    /// Why: a code of the reader's closed set.
    pub code: String,
    /// What the reader said. Untrusted text.
    #[serde(default)]
    pub detail: String,
}

impl Tx {
    /// Remembers a list version and makes it the current one of its name.
    pub async fn put_list_version(&mut self, version: &ListVersion) -> Result<(), Error> {
        let step = "remembering a list";
        sqlx::query("UPDATE list_versions SET state = 'superseded' WHERE name = $1 AND state = 'current' AND id <> $2")
            .bind(version.terms.name.as_str())
            .bind(version.id.as_str())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        sqlx::query(
            "INSERT INTO list_versions (id, ordinal, name, state, facts, entry)
             VALUES ($1, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM list_versions), $2, 'current', $3, $4)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, state = excluded.state, facts = excluded.facts,
             entry = excluded.entry",
        )
        .bind(version.id.as_str())
        .bind(version.terms.name.as_str())
        .bind(to_json(version))
        .bind(self.entry())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        self.add_row("list", version);
        Ok(())
    }

    /// Remembers entries that carry words or frames; the last of a row counts. Their list version must have been put
    /// before.
    pub async fn put_entries(&mut self, list: &str, entries: &[Entry]) -> Result<(), Error> {
        for entry in entries {
            // Frames stand apart: most questions about an entry need none.
            let body = if entry.frames.is_empty() {
                to_json(entry)
            } else {
                to_json(&Entry { frames: Vec::new(), ..entry.clone() })
            };
            sqlx::query(
                "INSERT INTO list_entries (list, list_row, body) VALUES ($1, $2, $3)
                 ON CONFLICT (list, list_row) DO UPDATE SET body = excluded.body",
            )
            .bind(list)
            .bind(entry.row.cast_signed())
            .bind(body)
            .execute(&mut *self.inner)
            .await
            .map_err(doing("remembering the entries of a list"))?;
            self.put_frames(list, entry).await?;
            self.add_row("list-entry", &(list, entry));
        }
        Ok(())
    }

    async fn put_frames(&mut self, list: &str, entry: &Entry) -> Result<(), Error> {
        if entry.frames.is_empty() {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO list_frames (list, list_row, body) VALUES ($1, $2, $3)
             ON CONFLICT (list, list_row) DO UPDATE SET body = excluded.body",
        )
        .bind(list)
        .bind(entry.row.cast_signed())
        .bind(listed_frames::to_bytes(&entry.frames))
        .execute(&mut *self.inner)
        .await
        .map_err(doing("remembering the frames of a listed video"))?;
        Ok(())
    }

    /// Remembers which rows of a list were refused, in the order given, after those already remembered.
    pub async fn put_refused(&mut self, list: &str, refused: &[RefusedRow]) -> Result<(), Error> {
        let step = "remembering refused rows";
        let first = sqlx::query("SELECT COALESCE(MAX(ordinal), 0) FROM list_refused WHERE list = $1")
            .bind(list)
            .fetch_one(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        for (ordinal, row) in (get::<i64>(&first, 0)? + 1..).zip(refused) {
            sqlx::query("INSERT INTO list_refused (list, ordinal, body) VALUES ($1, $2, $3)")
                .bind(list)
                .bind(ordinal)
                .bind(to_json(row))
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
            self.add_row("list-refused", &(list, row));
        }
        Ok(())
    }

    /// Removes the entries and refused rows of one version, so that a broken-off import can begin again.
    pub async fn empty_list_version(&mut self, list: &str) -> Result<(), Error> {
        for sql in [
            "DELETE FROM list_entries WHERE list = $1",
            "DELETE FROM list_frames WHERE list = $1",
            "DELETE FROM list_refused WHERE list = $1",
        ] {
            sqlx::query(sql).bind(list).execute(&mut *self.inner).await.map_err(doing("emptying a list"))?;
        }
        Ok(())
    }

    /// Takes out every version of the list of this name: entries go, the versions' own rows stay and say *removed*.
    /// Gives their ids, so that the caller can remove their files once this is committed.
    pub async fn remove_list(&mut self, name: &str) -> Result<Vec<String>, Error> {
        let step = "removing a list";
        let rows = sqlx::query("SELECT id FROM list_versions WHERE name = $1 AND state <> 'removed' ORDER BY ordinal")
            .bind(name)
            .fetch_all(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        let ids = rows.iter().map(|row| get::<String>(row, 0)).collect::<Result<Vec<_>, _>>()?;
        for id in &ids {
            self.empty_list_version(id).await?;
            sqlx::query("UPDATE list_versions SET state = 'removed' WHERE id = $1")
                .bind(id.as_str())
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
            self.add_row("list-removed", id);
        }
        Ok(ids)
    }
}

impl Store {
    /// All versions of all lists, in the order of their arrival.
    pub async fn list_versions(&self) -> Result<Vec<StoredList>, Error> {
        let rows = sqlx::query("SELECT facts, state FROM list_versions ORDER BY ordinal")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the lists"))?;
        rows.iter().map(read_list).collect()
    }

    /// The current version of each list, by name.
    pub async fn current_lists(&self) -> Result<Vec<ListVersion>, Error> {
        let rows = sqlx::query("SELECT facts, state FROM list_versions WHERE state = 'current' ORDER BY name")
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the lists"))?;
        rows.iter().map(|row| read_list(row).map(|list| list.version)).collect()
    }

    /// The ledger's entries by which the current versions came, by the version's id.
    pub async fn entries_of_lists(&self) -> Result<HashMap<String, StoredEntry>, Error> {
        let rows = sqlx::query(
            "SELECT v.id, l.idx, l.body, l.leaf_hash FROM list_versions v JOIN ledger l ON l.idx = v.entry
             WHERE v.state = 'current'",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading when lists came"))?;
        let entry = |row| {
            let index = get_u64(row, 1)?;
            Ok((get(row, 0)?, StoredEntry { index, body: get(row, 2)?, leaf_hash: Hash(get_bytes(row, 3)?) }))
        };
        rows.iter().map(entry).collect()
    }

    /// Files that have a match with any version of the list of this name, by id, after `after`.
    pub async fn files_matched_by(&self, name: &str, after: Option<FileId>, n_max: u32) -> Result<Vec<FileId>, Error> {
        let rows = sqlx::query(
            "SELECT DISTINCT m.file FROM list_versions v JOIN matches m ON m.list = v.id
             WHERE v.name = $1 AND v.state <> 'removed' AND m.file > $2 ORDER BY m.file LIMIT $3",
        )
        .bind(name.to_owned())
        .bind(after.map(|file| file_id_bytes(&file)).unwrap_or_default())
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading what a list matches"))?;
        rows.iter().map(|row| get_file_id(row, 0)).collect()
    }

    /// One list version by its id.
    pub async fn list_version(&self, id: &str) -> Result<Option<StoredList>, Error> {
        let row = sqlx::query("SELECT facts, state FROM list_versions WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await
            .map_err(doing("reading a list"))?;
        row.as_ref().map(read_list).transpose()
    }

    /// The frames of those of these rows that are videos, in one query for some hundred rows.
    pub async fn frames_of_entries(&self, list: &str, rows: &[u64]) -> Result<HashMap<u64, Vec<TimedFrame>>, Error> {
        let step = "reading the frames of listed videos";
        let mut frames = HashMap::new();
        for rows in lists_of(rows) {
            let query = query_rows("SELECT list_row, body FROM list_frames WHERE list = $1 AND list_row", list, &rows);
            let found = query.fetch_all(&self.pool).await.map_err(doing(step))?;
            for row in &found {
                let body = listed_frames::from_bytes(&get::<Vec<u8>>(row, 1)?);
                frames.insert(get_u64(row, 0)?, body.map_err(|broken| damaged(broken.to_string()))?);
            }
        }
        Ok(frames)
    }

    /// How many entries of a list version are videos.
    pub async fn count_videos(&self, list: &str) -> Result<u64, Error> {
        let row = sqlx::query("SELECT COUNT(*) FROM list_frames WHERE list = $1")
            .bind(list)
            .fetch_one(&self.pool)
            .await
            .map_err(doing("counting listed videos"))?;
        get_u64(&row, 0)
    }

    /// How many frames these videos came with, together.
    pub async fn count_listed_frames(&self, list: &str) -> Result<u64, Error> {
        let row = sqlx::query("SELECT COALESCE(SUM(LENGTH(body)), 0) FROM list_frames WHERE list = $1")
            .bind(list)
            .fetch_one(&self.pool)
            .await
            .map_err(doing("counting the frames of listed videos"))?;
        Ok(listed_frames::n_frames(get_u64(&row, 0)?))
    }

    /// The entries at these rows of a list version, without frames; rows without words are not among them.
    pub async fn entries(&self, list: &str, rows: &[u64]) -> Result<HashMap<u64, Entry>, Error> {
        let mut entries = HashMap::new();
        for rows in lists_of(rows) {
            let query = query_rows("SELECT list_row, body FROM list_entries WHERE list = $1 AND list_row", list, &rows);
            let found = query.fetch_all(&self.pool).await.map_err(doing("reading entries of a list"))?;
            for row in &found {
                entries.insert(get_u64(row, 0)?, get_json(row, 1)?);
            }
        }
        Ok(entries)
    }

    /// Some thousand entries with words, without frames, after `row` (0 for the first ones), by row: for writing a list out again.
    pub async fn entries_after(&self, list: &str, row: u64) -> Result<Vec<Entry>, Error> {
        let rows =
            sqlx::query("SELECT body FROM list_entries WHERE list = $1 AND list_row > $2 ORDER BY list_row LIMIT 4096")
                .bind(list)
                .bind(row.cast_signed())
                .fetch_all(&self.pool)
                .await
                .map_err(doing("reading the entries of a list"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }

    /// The rows of a list version that were refused, in the order in which they were met.
    pub async fn refused_rows(&self, list: &str) -> Result<Vec<RefusedRow>, Error> {
        let rows = sqlx::query("SELECT body FROM list_refused WHERE list = $1 ORDER BY ordinal")
            .bind(list)
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading refused rows"))?;
        rows.iter().map(|row| get_json(row, 0)).collect()
    }
}

fn query_rows(begins: &'static str, list: &str, rows: &ValueList<'_, u64>) -> Query<'static, Any, AnyArguments> {
    let query = query_in(begins, 2, rows.len()).bind(list.to_owned());
    rows.iter().fold(query, |query, row| query.bind(row.cast_signed()))
}

/// A row that begins with facts and state.
pub(crate) fn read_list(row: &AnyRow) -> Result<StoredList, Error> {
    let state = match get::<&str>(row, 1)? {
        "current" => ListState::Current,
        "superseded" => ListState::Superseded,
        "removed" => ListState::Removed,
        other => return Err(damaged(format!("a list in state {other:?}"))),
    };
    Ok(StoredList { version: get_json(row, 0)?, state })
}
