//! How a backup is written and read: frames within age's encrypted, authenticated stream. Never in clear on a disk.
//!
//! | frame | holds |
//! |---|---|
//! | `H` | what it is of: JSON, [`Header`] |
//! | `F`, `D` | a file of the folder: its name below it; its bytes, in pieces |
//! | `T`, `R` | a table: JSON of its name and columns; rows, each value as a byte for its kind, a length, the value |
//! | `E` | what must have been read by now: JSON, [`Totals`] |
//!
//! A frame is its letter, its length in four bytes (the lowest first), and that many bytes.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use fingerprint::Sha256;
use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use store::{Cell, ColumnKind, TableShape};

/// The format that this program writes.
pub(crate) const FORMAT: u32 = 1;
/// What every backup of ours begins with, once it is decrypted.
pub(crate) const MAGIC: &[u8] = b"sanad-backup\n";
/// No frame is longer: a length beyond it was not written by us.
const FRAME_BYTES_MAX: u32 = 1 << 30;
/// Bytes of a file in one frame.
pub(crate) const PIECE_BYTES: usize = 1 << 18;

/// What a backup is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) schema: String,
    pub(crate) format: u32,
    pub(crate) backup: String,
    pub(crate) database_schema: i64,
    pub(crate) program: String,
    pub(crate) made_at_us: i64,
    pub(crate) ledger_size: u64,
    pub(crate) ledger_root: String,
    /// The key that signs the node's log, and the log's head at this moment, signed.
    pub(crate) ledger_key: String,
    pub(crate) checkpoint: String,
}

/// How much a backup holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    pub(crate) n_rows: BTreeMap<String, u64>,
    pub(crate) n_files: u64,
}

/// One frame, read.
#[derive(Debug, PartialEq)]
pub(crate) enum Frame {
    Header(Header),
    File(String),
    Piece(Vec<u8>),
    Table(TableShape),
    Rows(Vec<Vec<Cell>>),
    End(Totals),
}

#[derive(Serialize, Deserialize)]
struct TableWritten {
    name: String,
    columns: Vec<(String, String)>,
}

impl Frame {
    /// Its bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let json = |value: &dyn erased::Json| value.to_json();
        let (letter, bytes) = match self {
            Frame::Header(header) => (b'H', json(header)),
            Frame::File(name) => (b'F', name.clone().into_bytes()),
            Frame::Piece(bytes) => (b'D', bytes.clone()),
            Frame::Table(table) => {
                let columns = table.columns.iter().map(|(name, kind)| (name.clone(), kind.code().to_owned())).collect();
                (b'T', json(&TableWritten { name: table.name.clone(), columns }))
            }
            Frame::Rows(rows) => (b'R', rows_to_bytes(rows)),
            Frame::End(totals) => (b'E', json(totals)),
        };
        let mut frame = Vec::with_capacity(5 + bytes.len());
        frame.push(letter);
        frame.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        frame.extend_from_slice(&bytes);
        frame
    }

    /// The next frame; rows are those of a table with so many columns. None at the end of the stream.
    pub(crate) fn read(from: &mut impl Read, n_columns: usize) -> io::Result<Option<Frame>> {
        let mut letter = [0];
        if from.read(&mut letter)? == 0 {
            return Ok(None);
        }
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        let length = u32::from_le_bytes(length);
        if length > FRAME_BYTES_MAX {
            return Err(unknown());
        }
        let mut bytes = Vec::new();
        // As much as is there, not as much as is said.
        let n_read = from.take(u64::from(length)).read_to_end(&mut bytes)?;
        if n_read as u64 != u64::from(length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let frame = match letter[0] {
            b'H' => serde_json::from_slice(&bytes).ok().map(Frame::Header),
            b'F' => String::from_utf8(bytes).ok().map(Frame::File),
            b'D' => Some(Frame::Piece(bytes)),
            b'T' => table_of(&bytes).map(Frame::Table),
            b'R' => rows_of(&bytes, n_columns).map(Frame::Rows),
            b'E' => serde_json::from_slice(&bytes).ok().map(Frame::End),
            _ => None,
        };
        frame.map(Some).ok_or_else(unknown)
    }
}

/// Authenticated, and still nothing that this version of the format has.
fn unknown() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "a frame that this version does not know")
}

mod erased {
    //! Serialising what one knows only to be JSON.

    pub(crate) trait Json {
        fn to_json(&self) -> Vec<u8>;
    }

    impl<T: serde::Serialize> Json for T {
        fn to_json(&self) -> Vec<u8> {
            serde_json::to_vec(self).expect("our own types have text keys and no failing serialiser")
        }
    }
}

fn table_of(bytes: &[u8]) -> Option<TableShape> {
    let TableWritten { name, columns } = serde_json::from_slice(bytes).ok()?;
    let columns = columns.into_iter().map(|(name, kind)| Some((name, ColumnKind::of_code(&kind)?)));
    Some(TableShape { name, columns: columns.collect::<Option<_>>()? })
}

fn rows_to_bytes(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut put = |kind: u8, bytes: &[u8]| {
        out.push(kind);
        out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend_from_slice(bytes);
    };
    for cell in rows.iter().flatten() {
        match cell {
            Cell::Null => put(0, &[]),
            Cell::Integer(number) => put(1, &number.to_le_bytes()),
            Cell::Text(text) => put(2, text.as_bytes()),
            Cell::Bytes(bytes) => put(3, bytes),
        }
    }
    out
}

fn rows_of(mut bytes: &[u8], n_columns: usize) -> Option<Vec<Vec<Cell>>> {
    let mut cells = Vec::new();
    while let Some((kind, rest)) = bytes.split_first() {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (value, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        bytes = rest;
        cells.push(match kind {
            0 if value.is_empty() => Cell::Null,
            1 => Cell::Integer(i64::from_le_bytes(value.try_into().ok()?)),
            2 => Cell::Text(String::from_utf8(value.to_vec()).ok()?),
            3 => Cell::Bytes(value.to_vec()),
            _ => return None,
        });
    }
    if n_columns == 0 || !cells.len().is_multiple_of(n_columns) {
        return None;
    }
    let mut rows = Vec::with_capacity(cells.len() / n_columns);
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        rows.push(cells.by_ref().take(n_columns).collect());
    }
    Some(rows)
}

/// Counts and digests what is written through it.
pub(crate) struct Digesting<W> {
    inner: W,
    hasher: sha2::Sha256,
    n_bytes: u64,
}

impl<W: Write> Digesting<W> {
    pub(crate) fn new(inner: W) -> Digesting<W> {
        Digesting { inner, hasher: sha2::Sha256::new(), n_bytes: 0 }
    }

    /// What was written through, how much, and its digest.
    pub(crate) fn finish(self) -> (W, u64, Sha256) {
        (self.inner, self.n_bytes, Sha256(self.hasher.finalize().into()))
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..n]);
        self.n_bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_as_they_were_written() {
        let table = TableShape {
            name: "files".into(),
            columns: vec![("file".into(), ColumnKind::Bytes), ("size".into(), ColumnKind::Integer)],
        };
        let rows = vec![
            vec![Cell::Bytes(vec![0, 255]), Cell::Integer(i64::MIN)],
            vec![Cell::Null, Cell::Integer(0)],
            vec![Cell::Text("صورة\u{0}".into()), Cell::Null],
        ];
        let frames = [
            Frame::File("lists/lst_1/md5.segment".into()),
            Frame::Piece(vec![1, 2, 3]),
            Frame::Table(table),
            Frame::Rows(rows),
            Frame::End(Totals { n_rows: BTreeMap::from([("files".into(), 3)]), n_files: 1 }),
        ];
        let bytes: Vec<u8> = frames.iter().flat_map(Frame::to_bytes).collect();
        let mut from = bytes.as_slice();
        for frame in &frames {
            assert_eq!(Frame::read(&mut from, 2).unwrap().as_ref(), Some(frame));
        }
        assert_eq!(Frame::read(&mut from, 2).unwrap(), None);
        // Rows of another width, an unknown letter, a length that is not there.
        assert!(Frame::read(&mut frames[3].to_bytes().as_slice(), 4).is_err());
        assert!(Frame::read(&mut &b"X\0\0\0\0"[..], 1).is_err());
        assert!(Frame::read(&mut &b"D\xff\xff\xff\x00ab"[..], 1).is_err());
    }
}
