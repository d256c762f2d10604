//! One entry, and one record that it wrote, proved to somebody who has nothing but the log's key. After C2SP `tlog-proof`.
//!
//! The file's `extra` line holds, as JSON, what the entry commits to: `{"salt":"…","body":"…"}`, and for a record
//! `"row":…`, `"n_rows":…`, `"row_path":["…"]`, which lead from it to the `rows_root` that the body names. Anything that
//! reads `tlog-proof` can check the rest. No IO.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use crate::checkpoint::Checkpoint;
use crate::note::{NotANote, NoteVerifier};
use crate::tree::{Hash, commitment, hash_of_hex, leaf_hash, verify_inclusion};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A proof as it is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryProof {
    /// The entry's place in the log.
    pub index: u64,
    /// From the entry's leaf to the root.
    pub path: Vec<Hash>,
    /// The checkpoint that holds the root, as a signed note.
    pub checkpoint: String,
    /// The chance that the entry was salted with.
    pub salt: [u8; 32],
    /// What the entry says: one line of JSON.
    pub body: String,
    /// The record among the rows that the entry wrote.
    pub row: Option<RowPath>,
}

/// Where a record stands in the batch of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPath {
    /// Its place, from 0.
    pub row: u64,
    /// How many there are.
    pub n_rows: u64,
    /// From the record's leaf to the batch's root.
    pub path: Vec<Hash>,
}

/// What a proof that held has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// The log as it was signed.
    pub checkpoint: Checkpoint,
    /// Whether the record that was asked for stands in the entry's batch; none when none was asked for.
    pub record: Option<bool>,
}

impl EntryProof {
    /// Reads a proof.
    ///
    /// # Errors
    /// When it is not of the form of one, or does not say what the entry commits to.
    pub fn parse(text: &str) -> Result<EntryProof, NotANote> {
        let wrong = NotANote("not a proof of an entry");
        let (head, checkpoint) = text.split_once("\n\n").ok_or(wrong)?;
        let mut lines = head.lines();
        if lines.next() != Some(FIRST_LINE) {
            return Err(NotANote("not a proof: its first line is another"));
        }
        let extra =
            lines.next().and_then(|line| line.strip_prefix("extra ")).ok_or(NotANote("a proof without a body"))?;
        let extra = BASE64.decode(extra).map_err(|_| wrong)?;
        let extra: Map<String, Value> = serde_json::from_slice(&extra).map_err(|_| wrong)?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(|line| line.parse().ok());
        let path = lines.map(hash_of_base64).collect::<Option<Vec<_>>>();
        let text_of = |name: &str| extra.get(name).and_then(Value::as_str);
        let salt = text_of("salt").and_then(|digits| hash_of_hex(digits.as_bytes()));
        let (Some(index), Some(path), Some(Hash(salt)), Some(body)) = (index, path, salt, text_of("body")) else {
            return Err(wrong);
        };
        let row = match extra.get("row") {
            None => None,
            Some(row) => Some(row_of(row, &extra).ok_or(wrong)?),
        };
        Ok(EntryProof { index, path, checkpoint: checkpoint.to_owned(), salt, body: body.to_owned(), row })
    }

    /// Whether the entry stands in the log that the checkpoint signs, and the record, given as its bytes, in the entry.
    ///
    /// # Errors
    /// When the checkpoint is not the log's, or the entry does not stand in it.
    pub fn verify(&self, key: &NoteVerifier, record: Option<&[u8]>) -> Result<Proved, NotANote> {
        let checkpoint = Checkpoint::open(self.checkpoint.as_bytes(), key)?;
        let leaf = leaf_hash(&commitment(&self.salt, self.body.as_bytes()));
        if !verify_inclusion(&leaf, self.index, checkpoint.size, &self.path, &checkpoint.root) {
            return Err(NotANote("the entry does not stand in the log that was signed"));
        }
        let record = record.map(|record| self.row.as_ref().is_some_and(|row| self.holds(row, record)));
        Ok(Proved { checkpoint, record })
    }

    fn holds(&self, row: &RowPath, record: &[u8]) -> bool {
        let Ok(body) = serde_json::from_str::<Value>(&self.body) else { return false };
        let root = body.get("rows_root").and_then(Value::as_str).and_then(|digits| hash_of_hex(digits.as_bytes()));
        let same_count = body.get("n_rows").and_then(Value::as_u64) == Some(row.n_rows);
        same_count
            && root.is_some_and(|root| verify_inclusion(&leaf_hash(record), row.row, row.n_rows, &row.path, &root))
    }
}

/// The proof as it is written.
impl fmt::Display for EntryProof {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut extra = Map::new();
        extra.insert("salt".to_owned(), Hash(self.salt).to_string().into());
        extra.insert("body".to_owned(), self.body.clone().into());
        if let Some(row) = &self.row {
            let path: Vec<String> = row.path.iter().map(Hash::to_string).collect();
            extra.insert("row".to_owned(), row.row.into());
            extra.insert("n_rows".to_owned(), row.n_rows.into());
            extra.insert("row_path".to_owned(), json!(path));
        }
        writeln!(out, "{FIRST_LINE}")?;
        writeln!(out, "extra {}", BASE64.encode(Value::Object(extra).to_string()))?;
        writeln!(out, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(out, "{}", BASE64.encode(hash.0)))?;
        write!(out, "\n{}", self.checkpoint)
    }
}

fn row_of(row: &Value, extra: &Map<String, Value>) -> Option<RowPath> {
    let path = extra.get("row_path")?.as_array()?;
    let path = path.iter().map(|hash| hash_of_hex(hash.as_str()?.as_bytes())).collect::<Option<Vec<_>>>()?;
    Some(RowPath { row: row.as_u64()?, n_rows: extra.get("n_rows")?.as_u64()?, path })
}

fn hash_of_base64(line: &str) -> Option<Hash> {
    BASE64.decode(line).ok()?.try_into().ok().map(Hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteSigner;
    use crate::tree::{batch_root, inclusion_proof, root};

    fn signer() -> NoteSigner {
        NoteSigner::new("node.example/ledger", &[9; 32]).unwrap()
    }

    fn made() -> EntryProof {
        let rows = ["one", "two", "three"];
        let body = format!(r#"{{"n_rows":3,"rows_root":"{}","verb":"test"}}"#, batch_root(rows));
        let entries: Vec<Hash> =
            (0..9u8).map(|n| leaf_hash(&commitment(&[n; 32], if n == 4 { &body } else { "{}" }.as_bytes()))).collect();
        let checkpoint = Checkpoint { origin: "node.example/ledger".to_owned(), size: 9, root: root(&entries) };
        let row_leaves: Vec<Hash> = rows.iter().map(|row| leaf_hash(row.as_bytes())).collect();
        EntryProof {
            index: 4,
            path: inclusion_proof(&entries, 4).unwrap(),
            checkpoint: checkpoint.sign(&signer()).to_string(),
            salt: [4; 32],
            body,
            row: Some(RowPath { row: 1, n_rows: 3, path: inclusion_proof(&row_leaves, 1).unwrap() }),
        }
    }

    #[test]
    fn a_record_is_proved_and_another_is_not() {
        let proof = made();
        let written = proof.to_string();
        assert_eq!(EntryProof::parse(&written).as_ref(), Ok(&proof));
        let verify = |record: Option<&[u8]>| proof.verify(&signer().verifier(), record).map(|proved| proved.record);
        assert_eq!(verify(None), Ok(None));
        assert_eq!(verify(Some(b"two")), Ok(Some(true)));
        assert_eq!(verify(Some(b"one")), Ok(Some(false)));
        let other = NoteSigner::new("node.example/ledger", &[8; 32]).unwrap().verifier();
        assert!(proof.verify(&other, None).is_err());
    }

    #[test]
    fn no_byte_of_a_proof_can_be_changed_unseen() {
        let written = made().to_string();
        for at in 0..written.len() {
            let mut bytes = written.clone().into_bytes();
            bytes[at] ^= 1;
            let read = str::from_utf8(&bytes).map_err(|_| NotANote("not UTF-8")).and_then(EntryProof::parse);
            let proved = read.and_then(|proof| proof.verify(&signer().verifier(), Some(b"two")));
            assert_ne!(proved.map(|proved| proved.record), Ok(Some(true)), "byte {at}");
        }
    }

    #[test]
    fn a_foreign_proof_without_a_body_says_so() {
        let text = made().to_string();
        let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("extra ")).collect();
        assert_eq!(EntryProof::parse(&without.join("\n")), Err(NotANote("a proof without a body")));
    }
}
