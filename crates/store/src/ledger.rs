//! The ledger's table: entries, their bodies, and the proof that nothing was changed since. Hashing is the room
//! `ledger`'s; an entry can be neither altered nor removed, only its body erased.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ::ledger::body::{Body, ERASES};
use ::ledger::folder::LoggedEntry;
use ::ledger::{Frontier, Hash, commitment, inclusion_proof, leaf_hash, root};
use serde_json::{Map, Value};
use sqlx::AnyConnection;

use crate::column::{get, get_bytes, get_u64};
use crate::connection::Store;
use crate::error::{Error, damaged, doing};
use crate::transaction::Tx;

// Entries read at a time while verifying.
const PAGE: i64 = 512;

/// A fact of an entry beyond who, what and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// An id, a code, a digest.
    Text(String),
    /// A count; beyond 2⁵³ it is written as text, as RFC 8785 readers need.
    Number(u64),
    /// Several of them, in order.
    Texts(Vec<String>),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Fact {
        Fact::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Fact {
        Fact::Text(text)
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Fact {
        Fact::Number(number)
    }
}

impl From<Vec<String>> for Fact {
    fn from(texts: Vec<String>) -> Fact {
        Fact::Texts(texts)
    }
}

/// What a verb leaves behind: the verb, who asked, when, and what it was about. Ids and codes only, no names of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    verb: &'static str,
    who: String,
    at_us: i64,
    about: BTreeMap<&'static str, Fact>,
}

impl LedgerEntry {
    /// An entry for a verb, e.g. `triage.add-files`, asked by `who`, e.g. `uid:1000`, at a time of the node's clock.
    pub fn new(verb: &'static str, who: impl Into<String>, at_us: i64) -> LedgerEntry {
        LedgerEntry { verb, who: who.into(), at_us, about: BTreeMap::new() }
    }

    /// Adds a fact. `name` is ASCII and none of the entry's own: `schema`, `schema_version`, `verb`, `who`, `at_us`,
    /// `n_rows`, `rows_root`, `erases`.
    pub fn about(mut self, name: &'static str, fact: impl Into<Fact>) -> LedgerEntry {
        debug_assert!(name.is_ascii() && !OWN_NAMES.contains(&name), "{name}");
        self.about.insert(name, fact.into());
        self
    }

    /// The entry's bytes: JSON as RFC 8785 writes it. `erased` are the entries whose bodies were erased with it.
    pub(crate) fn body(self, n_rows: u64, rows_root: &Hash, erased: &[u64]) -> Vec<u8> {
        let mut body: BTreeMap<&str, Value> = BTreeMap::new();
        for (name, fact) in self.about {
            body.insert(
                name,
                match fact {
                    Fact::Text(text) => text.into(),
                    Fact::Number(number) => number_value(number),
                    Fact::Texts(texts) => texts.into(),
                },
            );
        }
        body.insert("schema", "sanad.ledger-entry".into());
        body.insert("schema_version", 1.into());
        body.insert("verb", self.verb.into());
        body.insert("who", self.who.into());
        body.insert("at_us", self.at_us.into());
        body.insert("n_rows", number_value(n_rows));
        body.insert("rows_root", rows_root.to_string().into());
        if !erased.is_empty() {
            body.insert(ERASES, erased.into());
        }
        // RFC 8785 sorts by UTF-16 code units; names are ASCII, so the map's order is that order.
        serde_json::to_vec(&body).expect("text keys and plain values")
    }
}

const OWN_NAMES: [&str; 8] = ["schema", "schema_version", "verb", "who", "at_us", "n_rows", "rows_root", ERASES];

fn number_value(number: u64) -> Value {
    if number < 1 << 53 { number.into() } else { number.to_string().into() }
}

/// The ledger's size and root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerHead {
    /// How many entries.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}

/// An entry as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its place, from 0.
    pub index: u64,
    /// Its JSON; none once it was erased.
    pub body: Option<Vec<u8>>,
    /// What the root is made of.
    pub leaf_hash: Hash,
}

/// That a row stood in a batch, and the batch in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProof {
    /// The row's place in the batch.
    pub row: u64,
    /// Rows of the batch.
    pub n_rows: u64,
    /// From the row's leaf to the batch's root.
    pub row_path: Vec<Hash>,
    /// The batch's root, which the entry's body names.
    pub rows_root: Hash,
    /// The entry's place in the ledger.
    pub index: u64,
    /// From the entry's leaf to the ledger's root.
    pub entry_path: Vec<Hash>,
    /// The ledger they lead to.
    pub head: LedgerHead,
}

impl Store {
    /// The ledger's size and root, as the last change left them.
    pub async fn ledger_root(&self) -> Result<LedgerHead, Error> {
        let mut connection = self.pool.acquire().await.map_err(doing("reading the ledger"))?;
        let frontier = head_of(&mut connection).await?;
        Ok(LedgerHead { size: frontier.size(), root: frontier.root() })
    }

    /// Up to `n` entries from `index` on.
    pub async fn ledger_entries(&self, index: u64, n: u64) -> Result<Vec<StoredEntry>, Error> {
        let rows = sqlx::query("SELECT idx, body, leaf_hash FROM ledger WHERE idx >= $1 ORDER BY idx LIMIT $2")
            .bind(index.cast_signed())
            .bind(n.min(i64::MAX as u64).cast_signed())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the ledger"))?;
        rows.iter()
            .map(|row| {
                Ok(StoredEntry { index: get_u64(row, 0)?, body: get(row, 1)?, leaf_hash: Hash(get_bytes(row, 2)?) })
            })
            .collect()
    }

    /// Entries as they are laid out in the log's folder.
    ///
    /// # Errors
    /// [`Error::Damaged`] when there are not as many as the range says.
    pub async fn logged_entries(&self, entries: Range<u64>) -> Result<Vec<LoggedEntry>, Error> {
        let rows =
            sqlx::query("SELECT idx, salt, body, commitment FROM ledger WHERE idx >= $1 AND idx < $2 ORDER BY idx")
                .bind(entries.start.cast_signed())
                .bind(entries.end.cast_signed())
                .fetch_all(&self.pool)
                .await
                .map_err(doing("reading the ledger"))?;
        let mut logged = Vec::with_capacity(rows.len());
        for (index, row) in entries.clone().zip(&rows) {
            if get_u64(row, 0)? != index {
                return Err(damaged(format!("ledger entry {index} is missing")));
            }
            let kept = Kept { salt: get(row, 1)?, body: get(row, 2)?, commitment: get(row, 3)? };
            logged.push(kept.logged().ok_or_else(|| damaged(format!("ledger entry {index}: nothing is left of it")))?);
        }
        let n_wanted = entries.end.saturating_sub(entries.start);
        if logged.len() as u64 == n_wanted {
            Ok(logged)
        } else {
            Err(damaged(format!("ledger entry {} is missing", entries.start + logged.len() as u64)))
        }
    }

    /// Recomputes everything: every body against its leaf, every batch's rows against the root its entry names, the whole
    /// against the frontier; and that every body that is gone was erased by an entry that says so. [`Error::Damaged`]
    /// names the first entry that does not agree.
    pub async fn verify_ledger(&self) -> Result<LedgerHead, Error> {
        // One moment for all of it: meanwhile entries are added, by other processes too.
        let mut tx = self.begin_reading().await?;
        let mut frontier = Frontier::default();
        let (mut gone, mut erased) = (BTreeSet::new(), BTreeSet::new());
        loop {
            let page = sqlx::query(
                "SELECT l.idx, l.salt, l.body, l.commitment, l.leaf_hash, r.leaf_hashes
                 FROM ledger l LEFT JOIN ledger_rows r ON r.idx = l.idx WHERE l.idx >= $1 ORDER BY l.idx LIMIT $2",
            )
            .bind(frontier.size().cast_signed())
            .bind(PAGE)
            .fetch_all(&mut *tx)
            .await
            .map_err(doing("verifying the ledger"))?;
            if page.is_empty() {
                break;
            }
            for row in &page {
                let index = get_u64(row, 0)?;
                if index != frontier.size() {
                    return Err(damaged(format!("ledger entry {} is missing", frontier.size())));
                }
                let leaf = Hash(get_bytes(row, 4)?);
                let kept = Kept { salt: get(row, 1)?, body: get(row, 2)?, commitment: get(row, 3)? };
                let body = verify_entry(index, kept, &leaf, get(row, 5)?)?;
                if body == Body::Erased {
                    gone.insert(index);
                }
                erased.extend(body.erases().into_iter().filter(|erased| *erased < index));
                frontier.append(leaf);
            }
        }
        if let Some(index) = gone.difference(&erased).next() {
            return Err(damaged(format!(
                "ledger entry {index}: its body is gone, and no entry says that it was erased"
            )));
        }
        let head = LedgerHead { size: frontier.size(), root: frontier.root() };
        let kept = head_of(&mut tx).await?;
        tx.rollback().await.map_err(doing("verifying the ledger"))?;
        if (kept.size(), kept.root()) != (head.size, head.root) {
            return Err(damaged("the ledger's root is not that of its entries"));
        }
        Ok(head)
    }

    /// The hashes that lead from the entry at `index` to the root of the first `size` entries; none when it is not one.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub async fn prove_entry(&self, index: u64, size: u64) -> Result<Option<Vec<Hash>>, Error> {
        let leaves = self.leaf_hashes(size).await?;
        Ok(inclusion_proof(&leaves, usize::try_from(index).unwrap_or(usize::MAX)))
    }

    async fn leaf_hashes(&self, size: u64) -> Result<Vec<Hash>, Error> {
        let rows = sqlx::query("SELECT leaf_hash FROM ledger WHERE idx < $1 ORDER BY idx")
            .bind(size.min(i64::MAX as u64).cast_signed())
            .fetch_all(&self.pool)
            .await
            .map_err(doing("reading the ledger"))?;
        rows.iter().map(|row| get_bytes(row, 0).map(Hash)).collect()
    }

    /// Proves that a row whose leaf hash is `row` was written by the entry at `index`; none when it was not.
    pub async fn prove_row(&self, index: u64, row: &Hash) -> Result<Option<RowProof>, Error> {
        let step = "proving a row";
        let batch = sqlx::query("SELECT leaf_hashes FROM ledger_rows WHERE idx = $1")
            .bind(index.cast_signed())
            .fetch_optional(&self.pool)
            .await
            .map_err(doing(step))?;
        let Some(batch) = batch else { return Ok(None) };
        let hashes = split_hashes(get::<&[u8]>(&batch, 0)?)
            .ok_or_else(|| damaged(format!("the rows of ledger entry {index} cannot be read")))?;
        let Some(found) = hashes.iter().position(|hash| hash == row) else { return Ok(None) };
        let leaves = self.leaf_hashes(u64::MAX).await?;
        let position = usize::try_from(index).unwrap_or(usize::MAX);
        let (Some(row_path), Some(entry_path)) = (inclusion_proof(&hashes, found), inclusion_proof(&leaves, position))
        else {
            return Ok(None);
        };
        Ok(Some(RowProof {
            row: found as u64,
            n_rows: hashes.len() as u64,
            row_path,
            rows_root: root(&hashes),
            index,
            entry_path,
            head: LedgerHead { size: leaves.len() as u64, root: root(&leaves) },
        }))
    }
}

/// The right edge of the ledger; empty before the first entry.
pub(crate) async fn head_of(connection: &mut AnyConnection) -> Result<Frontier, Error> {
    let row = sqlx::query("SELECT state FROM ledger_frontier WHERE only_row = 1")
        .fetch_optional(connection)
        .await
        .map_err(doing("reading the ledger"))?;
    let Some(row) = row else { return Ok(Frontier::default()) };
    Frontier::from_bytes(get::<&[u8]>(&row, 0)?).map_err(|wrong| damaged(format!("the ledger's frontier: {wrong}")))
}

impl Tx {
    /// Erases what these entries said, with the salt and the hashes of the rows they wrote. The change's own entry names
    /// them, so that everybody who verifies the log knows that they were erased and did not just vanish.
    ///
    /// # Errors
    /// [`Error::NotErasable`] for an entry that itself names erased ones, that is erased, or that is not there.
    pub async fn erase_bodies(&mut self, entries: &[u64]) -> Result<(), Error> {
        let step = "erasing what an entry said";
        for &index in entries {
            let row = sqlx::query("SELECT salt, body, commitment FROM ledger WHERE idx = $1")
                .bind(index.cast_signed())
                .fetch_optional(&mut *self.inner)
                .await
                .map_err(doing(step))?;
            let refused = || Error::NotErasable { index };
            let row = row.ok_or_else(refused)?;
            let kept = Kept { salt: get(&row, 0)?, body: get(&row, 1)?, commitment: get(&row, 2)? };
            let logged = kept.logged().ok_or_else(refused)?;
            if logged.body == Body::Erased || !logged.body.erases().is_empty() {
                return Err(refused());
            }
            sqlx::query("UPDATE ledger SET salt = NULL, body = NULL, commitment = $1 WHERE idx = $2")
                .bind(logged.entry.to_vec())
                .bind(index.cast_signed())
                .execute(&mut *self.inner)
                .await
                .map_err(doing(step))?;
            for sql in ["DELETE FROM ledger_rows WHERE idx = $1", "DELETE FROM ledger_about WHERE idx = $1"] {
                sqlx::query(sql).bind(index.cast_signed()).execute(&mut *self.inner).await.map_err(doing(step))?;
            }
            self.erased.push(index);
        }
        Ok(())
    }
}

/// What the table keeps of an entry.
struct Kept {
    salt: Option<Vec<u8>>,
    body: Option<Vec<u8>>,
    commitment: Option<Vec<u8>>,
}

impl Kept {
    /// The entry; none when too much is gone to say what it was.
    fn logged(self) -> Option<LoggedEntry> {
        match self {
            Kept { salt: Some(salt), body: Some(json), .. } => {
                let salt = salt.try_into().ok()?;
                Some(LoggedEntry { entry: commitment(&salt, &json), body: Body::Whole { salt, json } })
            }
            Kept { salt: None, body: None, commitment: Some(entry) } => {
                Some(LoggedEntry { entry: entry.try_into().ok()?, body: Body::Erased })
            }
            _ => None,
        }
    }
}

/// Holds an entry to its leaf, and its rows to what it says of them.
fn verify_entry(index: u64, kept: Kept, leaf: &Hash, rows: Option<Vec<u8>>) -> Result<Body, Error> {
    let wrong = |what: &str| damaged(format!("ledger entry {index}: {what}"));
    let hashes = split_hashes(rows.as_deref().unwrap_or_default()).ok_or_else(|| wrong("its rows cannot be read"))?;
    let logged = kept.logged().ok_or_else(|| wrong("its body was changed"))?;
    if leaf_hash(&logged.entry) != *leaf {
        return Err(wrong("its body was changed"));
    }
    let Body::Whole { json, .. } = &logged.body else { return Ok(Body::Erased) };
    let facts: Map<String, Value> = serde_json::from_slice(json).map_err(|_| wrong("its body is no JSON object"))?;
    let same = facts.get("n_rows").and_then(Value::as_u64) == Some(hashes.len() as u64)
        && facts.get("rows_root").and_then(Value::as_str) == Some(&root(&hashes).to_string());
    if same { Ok(logged.body) } else { Err(wrong("its rows are not those it names")) }
}

fn split_hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| hashes.iter().copied().map(Hash).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_canonical() {
        let entry = LedgerEntry::new("list.import", "uid:1000", 1_700_000_000_000_000)
            .about("list", "lst_00")
            .about("size", u64::MAX)
            .about("exhibits", vec!["b".to_owned(), "a\n\u{1f}".to_owned()]);
        let body = String::from_utf8(entry.body(2, &Hash([0xab; 32]), &[])).unwrap();
        assert_eq!(
            body,
            format!(
                r#"{{"at_us":1700000000000000,"exhibits":["b","a\n\u001f"],"list":"lst_00","n_rows":2,"rows_root":"{}","schema":"sanad.ledger-entry","schema_version":1,"size":"18446744073709551615","verb":"list.import","who":"uid:1000"}}"#,
                "ab".repeat(32)
            )
        );
    }
}
