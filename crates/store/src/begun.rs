//! Records by how what they are called begins: a code or a word, as somebody types it. Of what begins so only the first are
//! looked at, however many there are.

use std::collections::BTreeSet;

use casework::id::RecordId;
use casework::record::KeyKind;
use casework::search_text::words;

use crate::column::get;
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::reach::is_reached;
use crate::record::{Reader, parsed};

/// Words that are asked for whole, at most; more of them narrow nothing down any further.
const WHOLE_WORDS_MAX: usize = 3;

// What begins with a text stands behind it in every order of texts; where it ends, each database says differently, and is
// looked at here.
const BY_KEY: &str = concat!(
    "SELECT begun.key, begun.record FROM (
         SELECT key, record FROM record_keys WHERE kind = $4 AND key >= $5 ORDER BY key, record LIMIT 500
     ) AS begun CROSS JOIN records
     WHERE records.id = begun.record AND ",
    is_reached!(),
    " ORDER BY begun.key, begun.record"
);

const BY_WORD: &str = concat!(
    "SELECT begun.stem, begun.record FROM (
         SELECT stem, record FROM record_words WHERE stem >= $4 ORDER BY stem, record LIMIT 2000
     ) AS begun CROSS JOIN records
     WHERE records.id = begun.record AND ",
    is_reached!(),
    " AND ($5 = '' OR EXISTS (SELECT 1 FROM record_words WHERE record = records.id AND stem = $5))
      AND ($6 = '' OR EXISTS (SELECT 1 FROM record_words WHERE record = records.id AND stem = $6))
      AND ($7 = '' OR EXISTS (SELECT 1 FROM record_words WHERE record = records.id AND stem = $7))"
);

impl Store {
    /// Records that the reader reaches with a key of this kind that begins so, in the order of their keys. How they are to be
    /// handled is the caller's to ask.
    pub async fn records_key_begins(
        &self,
        reader: &Reader,
        kind: KeyKind,
        begins: &str,
    ) -> Result<Vec<RecordId>, Error> {
        let rows = sqlx::query(BY_KEY)
            .bind(reader.user.to_string())
            .bind(reader.unit.to_string())
            .bind(reader.now_us)
            .bind(kind.code())
            .bind(begins.to_owned())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("finding records by how a key begins"))?;
        let mut found = Vec::new();
        for row in &rows {
            if get::<String>(row, 0)?.starts_with(begins) {
                found.push(parsed(get(row, 1)?)?);
            }
        }
        Ok(found)
    }

    /// Records that the reader reaches in whose words all of the asked ones are, the last of them at least begun. How they are
    /// to be handled is the caller's to ask.
    pub async fn records_word_begins(&self, reader: &Reader, asked: &str) -> Result<BTreeSet<RecordId>, Error> {
        let mut asked = words(asked);
        let Some(last) = asked.pop() else { return Ok(BTreeSet::new()) };
        let mut query = sqlx::query(BY_WORD)
            .bind(reader.user.to_string())
            .bind(reader.unit.to_string())
            .bind(reader.now_us)
            .bind(last.stem.clone());
        let whole = asked.into_iter().map(|word| word.stem).chain(std::iter::repeat(String::new()));
        for stem in whole.take(WHOLE_WORDS_MAX) {
            query = query.bind(stem);
        }
        let rows = query.fetch_all(&self.pool).await.map_err(doing("finding records by how a word begins"))?;
        let mut found = BTreeSet::new();
        for row in &rows {
            if get::<String>(row, 0)?.starts_with(&last.stem) {
                found.insert(parsed(get(row, 1)?)?);
            }
        }
        Ok(found)
    }
}
