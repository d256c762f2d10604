//! Which entries of the ledger speak of which records, files and people: so that they are found without reading all of it.
//! It is made of the entries, written in the same change, and gone with what an entry said.

use std::collections::BTreeMap;

use ::ledger::Hash;
use casework::id::RecordId;
use serde_json::{Map, Value};
use sqlx::AnyConnection;

use crate::column::{get, get_bytes, get_u64};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::ledger::StoredEntry;

/// The schema version whose migration leaves the table to be filled.
pub(crate) const FILLED_AT_VERSION: i64 = 14;
/// Entries read at a time while it is filled.
const PAGE: i64 = 512;

/// How an entry speaks of somebody or something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spoken {
    /// Whoever asked for what it records.
    Asker,
    /// What it was about.
    About,
    /// Either.
    Either,
}

/// Who asked, and which ids the facts name; of each whether it asked (1), is spoken of (2), or both (3).
pub(crate) fn ids_in(body: &Map<String, Value>) -> BTreeMap<String, i64> {
    let mut ids = BTreeMap::new();
    let mut add = |text: &str, role: i64| {
        if text.parse::<RecordId>().is_ok() {
            *ids.entry(text.to_owned()).or_insert(0) |= role;
        }
    };
    for (name, value) in body {
        let role = if name == "who" { 1 } else { 2 };
        match value {
            Value::String(text) => add(text, role),
            Value::Array(several) => several.iter().filter_map(Value::as_str).for_each(|text| add(text, role)),
            _ => {}
        }
    }
    ids
}

/// Writes down of what the entry at `index` speaks.
pub(crate) async fn write(connection: &mut AnyConnection, index: i64, body: &[u8]) -> Result<(), Error> {
    let body: Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| damaged(format!("ledger entry {index} is no JSON object")))?;
    for (id, spoken) in ids_in(&body) {
        sqlx::query("INSERT INTO ledger_about (about, idx, spoken) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(index)
            .bind(spoken)
            .execute(&mut *connection)
            .await
            .map_err(doing("recording of what an entry speaks"))?;
    }
    Ok(())
}

/// Fills the table for the entries that were there before it was.
pub(crate) async fn fill(connection: &mut AnyConnection) -> Result<(), Error> {
    let mut next = 0;
    loop {
        let page =
            sqlx::query("SELECT idx, body FROM ledger WHERE idx >= $1 AND body IS NOT NULL ORDER BY idx LIMIT $2")
                .bind(next)
                .bind(PAGE)
                .fetch_all(&mut *connection)
                .await
                .map_err(doing("reading the ledger"))?;
        if page.is_empty() {
            return Ok(());
        }
        for row in &page {
            let index: i64 = get(row, 0)?;
            write(&mut *connection, index, &get::<Vec<u8>>(row, 1)?).await?;
            next = index + 1;
        }
    }
}

impl Store {
    /// Entries that speak of this id, before `before`, the newest first, at most `n_max`.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn entries_speaking_of(
        &self,
        id: RecordId,
        as_what: Spoken,
        before: Option<u64>,
        n_max: u32,
    ) -> Result<Vec<StoredEntry>, Error> {
        let role = match as_what {
            Spoken::Asker => 1,
            Spoken::About => 2,
            Spoken::Either => 0,
        };
        let rows = sqlx::query(
            "SELECT l.idx, l.body, l.leaf_hash FROM ledger_about a JOIN ledger l ON l.idx = a.idx
             WHERE a.about = $1 AND ($2 = 0 OR a.spoken = $2 OR a.spoken = 3) AND a.idx < $3
             ORDER BY a.idx DESC LIMIT $4",
        )
        .bind(id.to_string())
        .bind(role)
        .bind(before.map_or(i64::MAX, u64::cast_signed))
        .bind(i64::from(n_max))
        .fetch_all(&self.pool)
        .await
        .map_err(doing("reading the ledger"))?;
        rows.iter()
            .map(|row| {
                Ok(StoredEntry { index: get_u64(row, 0)?, body: get(row, 1)?, leaf_hash: Hash(get_bytes(row, 2)?) })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::LedgerEntry;

    #[test]
    fn ids_are_found_in_facts_and_nothing_else_is_taken_for_one() {
        let file = format!("sha256:{}", "7".repeat(64));
        let body = serde_json::json!({
            "who": "usr_0000000000000001", "verb": "series-add-files", "record": "ser_0000000000000002",
            "files": [file, "cat.jpg"], "user": "usr_0000000000000001", "rows_root": "0".repeat(64), "n_rows": 3,
        });
        let ids = ids_in(body.as_object().unwrap());
        let expected = [("ser_0000000000000002", 2), (file.as_str(), 2), ("usr_0000000000000001", 3)];
        assert_eq!(ids, expected.into_iter().map(|(id, spoken)| (id.to_owned(), spoken)).collect());
        let terminal = serde_json::json!({ "who": "uid:1000", "list": "lst_1" });
        assert!(ids_in(terminal.as_object().unwrap()).is_empty());
    }

    /// What the migration does with entries that were there before the table.
    #[tokio::test]
    async fn entries_from_before_are_found_by_what_they_speak_of() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("sanad.db")).await.unwrap();
        let (series, asker) = ("ser_0000000000000002", "usr_0000000000000001");
        for n in 0..3 {
            let entry = LedgerEntry::new("series-show", asker, n).about("record", series);
            store.begin().await.unwrap().commit(entry).await.unwrap();
        }
        let found = async || {
            let of = |id: &str, as_what| store.entries_speaking_of(id.parse().unwrap(), as_what, None, 9);
            let (about, by) = (of(series, Spoken::About).await.unwrap(), of(asker, Spoken::Asker).await.unwrap());
            let indexes = |entries: Vec<StoredEntry>| entries.iter().map(|entry| entry.index).collect::<Vec<_>>();
            (indexes(about), indexes(by))
        };
        let mut connection = store.pool.acquire().await.unwrap();
        sqlx::query("DELETE FROM ledger_about").execute(&mut *connection).await.unwrap();
        assert_eq!(found().await, (vec![], vec![]));
        fill(&mut connection).await.unwrap();
        assert_eq!(found().await, (vec![2, 1, 0], vec![2, 1, 0]));
        assert!(store.entries_speaking_of(series.parse().unwrap(), Spoken::Asker, None, 9).await.unwrap().is_empty());
        // What an entry said is gone, and so is of what it spoke.
        let mut tx = store.begin().await.unwrap();
        tx.erase_bodies(&[1]).await.unwrap();
        tx.commit(LedgerEntry::new("record-erase", "uid:1", 9)).await.unwrap();
        assert_eq!(found().await, (vec![2, 0], vec![2, 0]));
    }
}
