//! Reading a backup: opened with a secret key, authenticated piece by piece, and what is wrong with one told apart.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use age::DecryptError;
use age::stream::StreamReader;
use tokio::sync::mpsc;

use crate::backup::keys;
use crate::backup::stream::{FORMAT, Frame, Header, MAGIC};
use crate::error::Error;

/// Why a backup cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupUnusable {
    /// It is no backup of ours. React: name the right file.
    #[error("the file is no backup of this program")]
    NotABackup,
    /// Another key opens it. React: give that one.
    #[error("none of the keys opens the backup")]
    WrongKey,
    /// It ends before its end, or its end was changed. React: take another copy.
    #[error("the backup is cut short")]
    CutShort,
    /// Bytes of it were changed. React: take another copy.
    #[error("the backup was changed, or the disk misread it")]
    Changed,
    /// A newer program made it. React: restore with that one.
    #[error("the backup is of format {format} and schema {schema}, newer than this program knows")]
    Newer {
        /// Its format.
        format: u32,
        /// The version of its schema.
        schema: i64,
    },
    /// The ledger that was given is not that of the node, is older than the backup, or was touched. React: give the right one,
    /// or none.
    #[error("the ledger is not that of the backup's node: {what}")]
    OtherLedger {
        /// What was found.
        what: String,
    },
}

/// A backup under way.
pub(super) struct BackupReader {
    path: PathBuf,
    stream: StreamReader<BufReader<Counted>>,
    header: Header,
    at: Position,
}

/// How far a file was read, and how long it is.
#[derive(Clone)]
struct Position {
    n_read: Arc<AtomicU64>,
    length: u64,
}

/// Counts what was read of a file.
struct Counted {
    file: File,
    n_read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(bytes)?;
        self.n_read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Position {
    /// What an error of the stream says of the backup. What age cannot open at the very end was cut off, as a rule.
    fn told(&self, path: &Path, error: io::Error) -> Error {
        let is_at_end = self.n_read.load(Ordering::Relaxed) >= self.length;
        match error.kind() {
            io::ErrorKind::UnexpectedEof => BackupUnusable::CutShort.into(),
            io::ErrorKind::InvalidData if is_at_end => BackupUnusable::CutShort.into(),
            io::ErrorKind::InvalidData => BackupUnusable::Changed.into(),
            io::ErrorKind::Unsupported => BackupUnusable::Newer { format: FORMAT, schema: 0 }.into(),
            _ => Error::Disk { doing: "reading the backup", path: path.to_owned(), source: error },
        }
    }
}

impl BackupReader {
    /// Opens a backup with the keys of a file, and reads what it is of.
    pub(super) fn open(path: &Path, identity: &Path) -> Result<BackupReader, Error> {
        let keys = keys::read(identity)?;
        let failed = |source| Error::Disk { doing: "reading the backup", path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let at = Position { n_read: Arc::default(), length };
        let counted = BufReader::new(Counted { file, n_read: at.n_read.clone() });
        let told = |error: DecryptError| -> Error {
            match error {
                DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed => BackupUnusable::WrongKey.into(),
                DecryptError::InvalidMac | DecryptError::DecryptionFailed => BackupUnusable::Changed.into(),
                DecryptError::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    BackupUnusable::CutShort.into()
                }
                DecryptError::Io(error) => failed(error),
                _ => BackupUnusable::NotABackup.into(),
            }
        };
        let decryptor = age::Decryptor::new_buffered(counted).map_err(told)?;
        let mut stream = decryptor.decrypt(keys.iter().map(|key| key.as_ref() as &dyn age::Identity)).map_err(told)?;
        let mut magic = vec![0; MAGIC.len()];
        stream.read_exact(&mut magic).map_err(|error| at.told(path, error))?;
        if magic != MAGIC {
            return Err(BackupUnusable::NotABackup.into());
        }
        let Some(Frame::Header(header)) = Frame::read(&mut stream, 0).map_err(|error| at.told(path, error))? else {
            return Err(BackupUnusable::NotABackup.into());
        };
        if header.format > FORMAT || header.database_schema > store::SCHEMA_VERSION {
            return Err(BackupUnusable::Newer { format: header.format, schema: header.database_schema }.into());
        }
        Ok(BackupReader { path: path.to_owned(), stream, header, at })
    }

    /// What it is of.
    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// Hands over every frame. That it ends without an error means that the stream has come to its authenticated end.
    pub(super) fn read(mut self, to: &mpsc::Sender<Frame>) -> Result<(), Error> {
        let mut n_columns = 0;
        let mut has_ended = false;
        loop {
            let frame = Frame::read(&mut self.stream, n_columns).map_err(|error| self.at.told(&self.path, error))?;
            let Some(frame) = frame else {
                return if has_ended { Ok(()) } else { Err(BackupUnusable::CutShort.into()) };
            };
            if has_ended {
                return Err(BackupUnusable::Changed.into());
            }
            match &frame {
                Frame::Table(table) => n_columns = table.columns.len(),
                Frame::End(_) => has_ended = true,
                _ => {}
            }
            // The other side has gone, and says why.
            to.blocking_send(frame).map_err(|_| Error::Stopped)?;
        }
    }
}
