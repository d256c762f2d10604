//! The words of records, as they are searched: in normal form, by stem, and by letters in threes for slips of the pen.

use std::collections::{BTreeMap, BTreeSet};

use casework::id::RecordId;
use casework::protected::Protected;
use casework::search_text::{Agreement, Trigrams, Word, agreement, words};
use sqlx::AnyConnection;

use crate::access::in_chunks_for;
use crate::column::{get, query_around};
use crate::connection::Store;
use crate::error::{Error, doing};
use crate::reach::is_reached;
use crate::record::{Reader, parsed};
use crate::transaction::Tx;
use crate::value_list::whole_list;

impl Store {
    /// Records that the reader reaches in whose words all of the asked ones are, and how well the worst of them agrees.
    /// How they are to be handled is the caller's to ask.
    pub async fn search_words(&self, reader: &Reader, asked: &str) -> Result<BTreeMap<RecordId, Agreement>, Error> {
        let mut found: Option<BTreeMap<RecordId, Agreement>> = None;
        for word in words(asked) {
            let with_word = self.records_with(reader, &word).await?;
            found = Some(match found {
                None => with_word,
                Some(before) => {
                    before.into_iter().filter_map(|(id, agrees)| Some((id, agrees.min(*with_word.get(&id)?)))).collect()
                }
            });
        }
        Ok(found.unwrap_or_default())
    }

    async fn records_with(&self, reader: &Reader, asked: &Word) -> Result<BTreeMap<RecordId, Agreement>, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("searching words"))?;
        let mut stems = BTreeSet::from([asked.stem.clone()]);
        stems.extend(stems_alike(&mut connection, &asked.stem).await?);
        let may_agree = |stem: &String| agreement(asked, &Word { plain: stem.clone(), stem: stem.clone() }).is_some();
        let stems: Vec<String> = stems.into_iter().filter(|stem| *stem == asked.stem || may_agree(stem)).collect();
        let mut found: BTreeMap<RecordId, Agreement> = BTreeMap::new();
        for row in in_chunks_for(&mut connection, WITH_STEMS, reader, &stems).await? {
            let word = Word { plain: get(&row, 1)?, stem: get(&row, 2)? };
            if let Some(agrees) = agreement(asked, &word) {
                let best = found.entry(parsed(get(&row, 0)?)?).or_insert(agrees);
                *best = agrees.max(*best);
            }
        }
        Ok(found)
    }
}

/// Stems with so many of the asked one's letters in threes as those have that are similar enough, and a few more.
async fn stems_alike(connection: &mut AnyConnection, asked: &str) -> Result<Vec<String>, Error> {
    let letters = Trigrams::of(asked);
    let n_shared_min = letters.n_shared_min() as i64;
    let letters: Vec<String> = letters.texts().collect();
    if letters.is_empty() {
        return Ok(Vec::new());
    }
    let letters = whole_list(&letters);
    let having = " GROUP BY stem HAVING COUNT(*) >= $1";
    let mut query =
        query_around("SELECT stem FROM stem_letters WHERE letters", 2, letters.len(), having).bind(n_shared_min);
    for letters in letters.iter() {
        query = query.bind(letters.clone());
    }
    let rows = query.fetch_all(connection).await.map_err(doing("searching words"))?;
    rows.iter().map(|row| get(row, 0)).collect()
}

/// Words of these stems in the records that somebody reaches.
const WITH_STEMS: &str = concat!(
    "SELECT record_words.record, record_words.word, record_words.stem
     FROM record_words JOIN records ON records.id = record_words.record
     WHERE ",
    is_reached!(),
    " AND record_words.stem"
);

impl Tx {
    /// Writes the words of a record anew. A word that no record has any longer leaves nothing behind.
    pub(crate) async fn index_words(&mut self, id: &str, texts: &[&Protected]) -> Result<(), Error> {
        let step = "indexing words";
        self.forget_words(id).await?;
        let found: BTreeSet<Word> = texts.iter().flat_map(|text| words(text.reveal())).collect();
        for word in found {
            sqlx::query("INSERT INTO record_words (word, stem, record) VALUES ($1, $2, $3)")
                .bind(word.plain)
                .bind(word.stem.clone())
                .bind(id.to_owned())
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
            for letters in Trigrams::of(&word.stem).texts() {
                sqlx::query(
                    "INSERT INTO stem_letters (letters, stem) VALUES ($1, $2) ON CONFLICT (letters, stem) DO NOTHING",
                )
                .bind(letters)
                .bind(word.stem.clone())
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
            }
        }
        Ok(())
    }

    /// Takes a record's words out of the search.
    pub(crate) async fn forget_words(&mut self, id: &str) -> Result<(), Error> {
        let step = "taking words out of the search";
        sqlx::query(
            "DELETE FROM stem_letters WHERE stem IN (SELECT stem FROM record_words WHERE record = $1)
             AND NOT EXISTS (SELECT 1 FROM record_words
                 WHERE record_words.stem = stem_letters.stem AND record_words.record <> $1)",
        )
        .bind(id.to_owned())
        .execute(&mut *self.inner)
        .await
        .map_err(doing(step))?;
        sqlx::query("DELETE FROM record_words WHERE record = $1")
            .bind(id.to_owned())
            .execute(&mut *self.inner)
            .await
            .map_err(doing(step))?;
        Ok(())
    }
}
