//! Putting a backup back into an empty folder and an empty database of either kind. Nothing counts as restored before all of
//! it was read, authenticated, counted and checked; what was cut off in the middle says so, and is begun again.

mod erased_since;
mod reader;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use casework::who::Moment;
use store::{Restoring, Store, TableShape, Where};
use tokio::sync::mpsc;

use self::erased_since::LostLedger;
use self::reader::BackupReader;
use crate::backup::KEPT_FOLDERS;
use crate::backup::stream::{Frame, Totals};
use crate::clock::Clock;
use crate::database::Remembered;
use crate::error::Error;
use crate::folder::NodeFolder;
use crate::open::Node;
use crate::principal::{Action, Principal};

pub use self::erased_since::ErasedAgain;
pub use self::reader::BackupUnusable;

/// Frames that wait to be put back.
const FRAMES_WAITING: usize = 8;

/// What is restored, and where to.
pub struct RestoreBackup {
    /// The backup.
    pub from: PathBuf,
    /// The file with the secret key that opens it.
    pub identity: PathBuf,
    /// A folder that is empty or not there.
    pub to: PathBuf,
    /// An empty database of a server; otherwise the records are put into the folder.
    pub database: Option<String>,
    /// The laid-out ledger of the node that was lost, where there is one: it knows what was erased since.
    pub ledger: Option<PathBuf>,
}

// An address may hold a password.
impl std::fmt::Debug for RestoreBackup {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("RestoreBackup").field("from", &self.from).field("to", &self.to).finish_non_exhaustive()
    }
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The backup's id.
    pub backup: String,
    /// When it was made: what was written since is lost.
    pub made_at: Moment,
    /// Rows put back.
    pub n_rows: u64,
    /// Records of the casebook among them.
    pub n_records: u64,
    /// Files of the folder put back.
    pub n_files: u64,
    /// Entries of the ledger put back; every one was checked.
    pub n_entries: u64,
    /// The key that signed the log before.
    pub ledger_key_before: String,
    /// The key that signs it from now on.
    pub ledger_key: String,
    /// What was erased since, and is erased again; none where no ledger told.
    pub erased_again: Option<ErasedAgain>,
}

/// Restores a backup.
///
/// # Errors
/// [`Error::Backup`] for one that cannot be used; folders and databases that are not empty; a ledger of another node.
pub async fn restore(ask: RestoreBackup, clock: Clock, worker_program: PathBuf) -> Result<Restored, Error> {
    // Before anything is made: the key, the version, and the ledger that was given.
    let reader = BackupReader::open(&ask.from, &ask.identity)?;
    let header = reader.header().clone();
    let lost = ask.ledger.as_deref().map(|folder| LostLedger::read(folder, &header)).transpose()?;
    let named = ask.database.as_deref().map(Where::from_text);
    if let Some(Where::File(_)) = named {
        let what = "it is no address of the form postgres://user@host/name".to_owned();
        return Err(Error::Storage(store::Error::Unfit { what }));
    }
    let fresh = Remembered::new(&Where::File(PathBuf::new()))?.mark;
    let (folder, mark) = NodeFolder::open_to_restore(&ask.to, fresh)?;
    let at = named.unwrap_or_else(|| Where::File(folder.database()));
    let restoring = Store::restore(&at, header.database_schema, &mark).await?;

    let (frames, waiting) = mpsc::channel(FRAMES_WAITING);
    let reading = tokio::task::spawn_blocking(move || reader.read(&frames));
    let put = PutBack { folder: folder.path(), restoring, file: None, table: None, totals: Totals::default() };
    let put = put.all(waiting).await;
    let read = reading.await.map_err(|_| Error::Stopped)?;
    // What the reader met is the cause of what the other side misses.
    let (restoring, totals) = match (read, put) {
        (Err(Error::Stopped), Err(error)) => return Err(error),
        (Err(error), _) => return Err(error),
        (Ok(()), put) => put?,
    };
    restoring.finish(&mark).await?;
    Remembered::with_mark(mark, &at)?.write(folder.path())?;

    let node = Node::open_at(folder, ask.database.as_deref(), clock, worker_program).await?;
    let erased_again = node.take_over(&header, lost).await?;
    let ledger_key = node.ledger_signer()?.verifier().to_string();
    // From here on it is a node like any other.
    node.folder.end_restore()?;
    Ok(Restored {
        backup: header.backup,
        made_at: Moment(header.made_at_us),
        n_rows: totals.n_rows.values().sum(),
        n_records: totals.n_rows.get("records").copied().unwrap_or(0),
        n_files: totals.n_files,
        n_entries: header.ledger_size,
        ledger_key_before: header.ledger_key,
        ledger_key,
        erased_again,
    })
}

/// What is put back, and how much of it by now.
struct PutBack<'f> {
    folder: &'f Path,
    restoring: Restoring,
    file: Option<(PathBuf, fs::File)>,
    table: Option<TableShape>,
    totals: Totals,
}

impl PutBack<'_> {
    /// Puts back what comes, until the stream has ended as a whole.
    async fn all(mut self, mut frames: mpsc::Receiver<Frame>) -> Result<(Restoring, Totals), Error> {
        let mut said: Option<Totals> = None;
        while let Some(frame) = frames.recv().await {
            match frame {
                Frame::Header(_) => return Err(BackupUnusable::Changed.into()),
                Frame::File(name) => {
                    self.end_file()?;
                    self.file = Some(self.begin_file(&name)?);
                    self.totals.n_files += 1;
                }
                Frame::Piece(bytes) => match &mut self.file {
                    Some((path, file)) => file.write_all(&bytes).map_err(|source| written(path, source))?,
                    None => return Err(BackupUnusable::Changed.into()),
                },
                Frame::Table(table) => {
                    self.end_file()?;
                    self.totals.n_rows.insert(table.name.clone(), 0);
                    self.table = Some(table);
                }
                Frame::Rows(rows) => {
                    let table = self.table.as_ref().ok_or(BackupUnusable::Changed)?;
                    self.restoring.put(table, &rows).await?;
                    *self.totals.n_rows.entry(table.name.clone()).or_default() += rows.len() as u64;
                }
                Frame::End(totals) => {
                    self.end_file()?;
                    said = Some(totals);
                }
            }
        }
        match said {
            Some(said) if said == self.totals => Ok((self.restoring, self.totals)),
            Some(_) => Err(BackupUnusable::Changed.into()),
            None => Err(BackupUnusable::CutShort.into()),
        }
    }

    fn begin_file(&self, name: &str) -> Result<(PathBuf, fs::File), Error> {
        let below = Path::new(name);
        let is_plain = below.components().all(|part| matches!(part, Component::Normal(_)));
        let is_kept = KEPT_FOLDERS.contains(&name.split_once('/').map_or("", |(folder, _)| folder));
        if !is_plain || !is_kept {
            return Err(BackupUnusable::Changed.into());
        }
        let path = self.folder.join(below);
        let make = || {
            if let Some(folder) = path.parent() {
                fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
            }
            fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(&path)
        };
        let file = make().map_err(|source| written(&path, source))?;
        Ok((path, file))
    }

    fn end_file(&mut self) -> Result<(), Error> {
        match self.file.take() {
            Some((path, file)) => file.sync_all().map_err(|source| written(&path, source)),
            None => Ok(()),
        }
    }
}

fn written(path: &Path, source: std::io::Error) -> Error {
    Error::Disk { doing: "writing a file of the backup", path: path.to_owned(), source }
}

impl Node {
    /// Checks what was put back, erases again what was erased since, and records that this node goes on from it.
    async fn take_over(
        &self,
        header: &crate::backup::stream::Header,
        lost: Option<LostLedger>,
    ) -> Result<Option<ErasedAgain>, Error> {
        let (who, action) = (Principal::of_this_process(), Action::RestoreNode);
        self.permitted(&who, action, async {
            self.store.check().await?;
            let head = self.store.ledger_root().await?;
            if (head.size, head.root.to_string()) != (header.ledger_size, header.ledger_root.clone()) {
                return Err(BackupUnusable::Changed.into());
            }
            let mut facts: BTreeMap<&'static str, u64> = BTreeMap::new();
            let mut tx = self.store.begin().await?;
            let erased = match &lost {
                Some(lost) => Some(self.erase_again(&mut tx, lost).await?),
                None => None,
            };
            if let Some((erased, _)) = &erased {
                facts.insert("n_entries_lost", erased.n_entries_since);
                facts.insert("n_erased_again", erased.n_erased());
            }
            let mut entry = self.entry(&who, action.verb()).about("backup", header.backup.as_str());
            entry = entry.about("ledger_key_before", header.ledger_key.as_str());
            for (name, number) in facts {
                entry = entry.about(name, number);
            }
            tx.commit(entry).await?;
            let _ = self.let_go().await?;
            let Some((erased, folders)) = erased else { return Ok(None) };
            for folder in folders.into_iter().filter(|folder| folder.exists()) {
                fs::remove_dir_all(&folder).map_err(|source| Error::Disk {
                    doing: "removing what was erased since the backup",
                    path: folder,
                    source,
                })?;
            }
            Ok(Some(erased))
        })
        .await
    }
}

#[cfg(test)]
mod tests;
