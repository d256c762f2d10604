//! A list on disk: from its path to its entries, whatever its format.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use casework::list::HashKind;
use fingerprint::Sha256;
use sha2::Digest as _;

use crate::csv_list::ColumnMap;
use crate::list_format::{HEAD_BYTES, ListFormat, recognise};
use crate::row::{EachEntry, Tally, Unreadable};
use crate::{csv_list, hashdeep, icse, listed_videos, ncmec, plain, vics};

/// What a reader needs to know that the document may not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The scheme of the categories; stronger than what the document states for all, weaker than what a row states.
    pub scheme: Option<String>,
    /// What hashes are that the document does not name.
    pub kind: Option<HashKind>,
    /// The columns of a table.
    pub columns: ColumnMap,
}

/// Reads a list in a known format.
///
/// # Errors
///
/// As the format's own `read`; [`Unreadable::ForeignDatabase`] for SQLite, which only the caged worker opens.
pub fn read_list(
    from: &mut dyn BufRead,
    format: ListFormat,
    options: &ReadOptions,
    each: &mut EachEntry<'_>,
) -> Result<Tally, Unreadable> {
    match format {
        ListFormat::Vics => vics::read::read(from, options, each),
        ListFormat::Ncmec => ncmec::read::read(from, options, each),
        ListFormat::Icse => icse::read(from, each),
        ListFormat::Hashdeep => hashdeep::read(from, each),
        ListFormat::Csv => csv_list::read::read(from, options, each),
        ListFormat::Plain => plain::read(from, options, each),
        ListFormat::OwnLines => listed_videos::read_own_lines(from, options, each),
        ListFormat::Vpdq => listed_videos::read_vpdq_text(from, each),
        ListFormat::VpdqJson => listed_videos::read_vpdq_json(from, each),
        ListFormat::NsrlSqlite => Err(Unreadable::ForeignDatabase),
    }
}

/// What reading a list file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRead {
    /// The format that was recognised.
    pub format: ListFormat,
    /// What was counted.
    pub tally: Tally,
    /// SHA-256 of the whole file.
    pub sha256: Sha256,
    /// Bytes of it.
    pub size: u64,
}

/// Opens, recognises and reads a list file, and takes its digest in the same read.
///
/// # Errors
///
/// [`Unreadable`], [`Unreadable::NotRecognised`] among them. Rows before the break were handed out.
pub fn read_list_file(path: &Path, options: &ReadOptions, each: &mut EachEntry<'_>) -> Result<ListRead, Unreadable> {
    // A mapping says that it is a table, whatever its header is called.
    let is_mapped = options.columns != ColumnMap::default();
    let decide = |head: &[u8]| match recognise(head) {
        Some(ListFormat::Plain) | None if is_mapped => Ok(ListFormat::Csv),
        other => other.ok_or(Unreadable::NotRecognised),
    };
    let read = |from: &mut dyn BufRead, format| Ok((format, read_list(from, format, options, each)?));
    let ((format, tally), sha256, size) = read_digested(path, decide, read)?;
    Ok(ListRead { format, tally, sha256, size })
}

/// Opens a file, shows its head to `decide`, lets `read` read it, and takes the digest of all of it in the same read.
pub(crate) fn read_digested<F, T>(
    path: &Path,
    decide: impl FnOnce(&[u8]) -> Result<F, Unreadable>,
    read: impl FnOnce(&mut dyn BufRead, F) -> Result<T, Unreadable>,
) -> Result<(T, Sha256, u64), Unreadable> {
    let bytes = |source| Unreadable::Bytes { source };
    let mut file = File::open(path).map_err(bytes)?;
    let mut head = Vec::new();
    (&mut file).take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(bytes)?;
    let format = decide(&head)?;
    let mut digesting = Digesting { from: io::Cursor::new(head).chain(file), digest: sha2::Sha256::new(), size: 0 };
    let mut buffered = BufReader::with_capacity(256 * 1024, &mut digesting);
    let done = read(&mut buffered, format)?;
    // Formats may end before the file does; the digest is of all of it.
    io::copy(&mut buffered, &mut io::sink()).map_err(bytes)?;
    drop(buffered);
    let Digesting { digest, size, .. } = digesting;
    Ok((done, Sha256(digest.finalize().into()), size))
}

struct Digesting<R> {
    from: R,
    digest: sha2::Sha256,
    size: u64,
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.from.read(into)?;
        self.digest.update(&into[..n_bytes]);
        self.size += n_bytes as u64;
        Ok(n_bytes)
    }
}
