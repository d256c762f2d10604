//! Backups: one moment of everything that cannot be made again, encrypted to somebody's public key; which there are, and that
//! one was destroyed. What is in one can be put back by [`crate::restore`].

pub mod keys;
pub(crate) mod stream;

use std::fs;
use std::io::{BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use casework::backup::{Backup, BackupFile, BackupState};
use casework::id::BackupId;
use casework::who::Moment;
use ledger::checkpoint::Checkpoint;
use serde::{Deserialize, Serialize};
use store::Snapshot;
use tokio::sync::mpsc;
use utoipa::ToSchema;

use self::stream::{Digesting, FORMAT, Frame, Header, MAGIC, PIECE_BYTES, Totals};
use crate::chance::id_bytes;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Folders of the node whose files cannot be made again. The log's own key is not among them: a restored node signs with
/// another one.
pub(crate) const KEPT_FOLDERS: &[&str] = &["jobs", "keys", "lists", "runs"];
/// The key that signs the log.
const LEDGER_KEY: &str = "keys/ledger.key";
/// Frames that wait to be encrypted.
const FRAMES_WAITING: usize = 8;

/// What a backup shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MakeBackup {
    /// The file to write; none of that name may be there.
    pub to: PathBuf,
    /// Whose public keys it is encrypted to, `age1…`: any of them opens it.
    pub recipients: Vec<String>,
    /// For how many days it may be kept.
    pub keep_days: u32,
}

/// Which backup was destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BackupDestroyed {
    /// Its id.
    #[schema(value_type = String, example = "bak_0000000000000000")]
    pub backup: BackupId,
}

/// A backup, as the node knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: BackupId,
    /// Who made it, as the ledger names them.
    pub by: String,
    /// When, in microseconds since 1970 UTC: what was erased before is not in it.
    #[schema(value_type = i64)]
    pub at: Moment,
    /// To which path it was written.
    pub name: String,
    /// Until when it may be kept.
    #[schema(value_type = i64)]
    pub until: Moment,
    /// Whether it should have been destroyed by now.
    pub is_past_term: bool,
    /// `begun`, `made`, `failed`, `destroyed`. One that was begun and never ended may be there too.
    #[schema(value_type = String)]
    pub state: BackupState,
    /// Its length; none before it was made.
    pub size_bytes: Option<u64>,
    /// Its digest.
    #[schema(value_type = Option<String>)]
    pub sha256: Option<fingerprint::Sha256>,
    /// Who said that it was destroyed, as the ledger names them.
    pub destroyed_by: Option<String>,
    /// When they said so.
    #[schema(value_type = Option<i64>)]
    pub destroyed_at: Option<Moment>,
}

/// Every backup that the node knows of, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BackupsView {
    /// They.
    pub backups: Vec<BackupView>,
    /// How many of them should have been destroyed by now.
    pub n_past_term: u64,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupMade {
    /// It.
    pub backup: BackupView,
    /// Rows in it.
    pub n_rows: u64,
    /// Files of the folder in it.
    pub n_files: u64,
    /// Entries of the ledger in it.
    pub n_entries: u64,
}

impl BackupView {
    pub(crate) fn of(backup: Backup, now: Moment) -> BackupView {
        let is_past_term = backup.is_past_term(now);
        let Backup { id, by, at, name, until, recipients: _, state, file, destroyed } = backup;
        let (destroyed_by, destroyed_at) = destroyed.map(|said| (said.by, said.at)).unzip();
        let (size_bytes, sha256) = file.map(|file| (file.size_bytes, file.sha256)).unzip();
        BackupView { id, by, at, name, until, is_past_term, state, size_bytes, sha256, destroyed_by, destroyed_at }
    }
}

impl Node {
    /// Writes one moment of everything into a new file, encrypted. Calls go on meanwhile; what they remove lingers in SQLite's
    /// write-ahead log until the backup is made.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`casework::backup::BackupRefusal`]; when the file is there or cannot be written, or a list
    /// was taken away meanwhile. No file is left then.
    pub async fn make_backup(&self, who: &Principal, ask: MakeBackup) -> Result<BackupMade, Error> {
        let action = Action::MakeBackup;
        self.permitted(who, action, async {
            let recipients = keys::recipients(&ask.recipients).map_err(Error::refused)?;
            let id = BackupId::new(id_bytes()?);
            // Whole, so that whoever must destroy it one day finds it from anywhere.
            let whole = std::path::absolute(&ask.to);
            let name = whole.as_ref().unwrap_or(&ask.to).to_string_lossy().into_owned();
            let begun = Backup::begin(id, who.name(), self.now(), name, ask.keep_days, ask.recipients);
            let begun = begun.map_err(Error::refused)?;
            if ask.to.symlink_metadata().is_ok() {
                let source = std::io::ErrorKind::AlreadyExists.into();
                return Err(Error::Disk { doing: "writing the backup", path: ask.to, source });
            }
            // Known before there is anything: a kill leaves a file of which nobody says that it is none.
            let mut tx = self.store.begin().await?;
            tx.put_backup(&begun).await?;
            let entry = || self.entry(who, action.verb()).about("backup", id.to_string());
            tx.commit(entry().about("state", begun.state.code()).about("keep_days", u64::from(ask.keep_days))).await?;

            let written = self.write_backup(&begun, &ask.to, &recipients).await;
            let file = written.as_ref().ok().map(|written| written.file.clone());
            let ended = begun.ended(file);
            let mut tx = self.store.begin().await?;
            tx.put_backup(&ended).await?;
            let entry = entry().about("state", ended.state.code());
            tx.commit(match &ended.file {
                Some(file) => entry.about("sha256", file.sha256.to_string()).about("size", file.size_bytes),
                None => entry,
            })
            .await?;
            // What was removed while the moment was held.
            let _ = self.let_go().await?;
            let Written { totals, n_entries, .. } = written?;
            let n_rows = totals.n_rows.values().sum();
            let backup = BackupView::of(ended, self.now());
            Ok(BackupMade { backup, n_rows, n_files: totals.n_files, n_entries })
        })
        .await
    }

    /// Every backup that is known.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn show_backups(&self, who: &Principal) -> Result<BackupsView, Error> {
        let action = Action::ShowBackups;
        self.permitted(who, action, async {
            let now = self.now();
            let backups = self.store.backups().await?.into_iter().map(|backup| BackupView::of(backup, now));
            let backups: Vec<BackupView> = backups.collect();
            let n_past_term = backups.iter().filter(|backup| backup.is_past_term).count() as u64;
            self.store.record_alone(self.entry(who, action.verb())).await?;
            Ok(BackupsView { backups, n_past_term })
        })
        .await
    }

    /// Says that a backup's file was destroyed, and every copy of it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when it was said before, or there never was one.
    pub async fn backup_destroyed(&self, who: &Principal, ask: BackupDestroyed) -> Result<BackupView, Error> {
        let action = Action::SayBackupDestroyed;
        self.permitted(who, action, async {
            let mut tx = self.store.begin().await?;
            let id = ask.backup;
            let missing = || Error::NotFound { what: "backup", name: id.to_string() };
            let backup = tx.backup(id).await?.ok_or_else(missing)?;
            let backup = backup.destroy(who.name(), self.now()).map_err(Error::refused)?;
            tx.put_backup(&backup).await?;
            tx.commit(self.entry(who, action.verb()).about("backup", id.to_string())).await?;
            Ok(BackupView::of(backup, self.now()))
        })
        .await
    }

    /// Backups that may still hold what was first written down at a moment.
    pub(crate) async fn backups_holding(&self, made_at: Moment) -> Result<Vec<BackupView>, Error> {
        let backups = self.store.backups().await?.into_iter().filter(|backup| backup.may_hold(made_at));
        Ok(backups.map(|backup| BackupView::of(backup, self.now())).collect())
    }

    async fn write_backup(
        &self,
        backup: &Backup,
        to: &Path,
        recipients: &[age::x25519::Recipient],
    ) -> Result<Written, Error> {
        let writer = BackupWriter::begin(to, recipients)?;
        let (frames, waiting) = mpsc::channel(FRAMES_WAITING);
        let writing = tokio::task::spawn_blocking(move || writer.write(waiting));
        let told = self.tell_backup(backup, &frames).await;
        let whole = told.is_ok();
        if whole {
            // Only this frame makes it a backup: whatever ends without it is thrown away.
            let _ = frames.send(Sent::Whole).await;
        }
        drop(frames);
        let wrote = writing.await.map_err(|_| Error::Stopped)?;
        match (told, wrote) {
            (Ok((totals, n_entries)), Ok(file)) => Ok(Written { file, totals, n_entries }),
            // The other side has gone, and this is why.
            (Err(Error::Stopped), Err(error)) | (Err(error), _) | (Ok(_), Err(error)) => Err(error),
        }
    }

    /// Sends all frames of a moment.
    async fn tell_backup(&self, backup: &Backup, frames: &mpsc::Sender<Sent>) -> Result<(Totals, u64), Error> {
        // That the other side has gone is said by its own error.
        let send = async |frame: Frame| frames.send(Sent::Frame(frame)).await.map_err(|_| Error::Stopped);
        let mut snapshot = self.store.snapshot().await?;
        let head = snapshot.ledger_head();
        let signer = self.ledger_signer()?;
        let checkpoint = Checkpoint { origin: signer.name().to_owned(), size: head.size, root: head.root };
        let header = Header {
            schema: "sanad.backup".to_owned(),
            format: FORMAT,
            backup: backup.id.to_string(),
            database_schema: snapshot.schema_version(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made_at_us: backup.at.0,
            ledger_size: head.size,
            ledger_root: head.root.to_string(),
            ledger_key: signer.verifier().to_string(),
            checkpoint: checkpoint.sign(&signer).to_string(),
        };
        send(Frame::Header(header)).await?;
        let mut totals = Totals::default();
        for file in self.files_to_keep()? {
            totals.n_files += u64::from(self.tell_file(&file, &send).await?);
        }
        if self.store.list_ids().await?.iter().ne(snapshot.list_ids()) {
            // Their files are not of this moment any more.
            return Err(Error::BackupDisturbed);
        }
        for table in Snapshot::tables() {
            send(Frame::Table(table.clone())).await?;
            let mut n_rows = 0;
            snapshot
                .rows(&table, async |rows| {
                    n_rows += rows.len() as u64;
                    send(Frame::Rows(rows)).await
                })
                .await?;
            totals.n_rows.insert(table.name, n_rows);
        }
        snapshot.end().await?;
        send(Frame::End(totals.clone())).await?;
        Ok((totals, head.size))
    }

    /// Names below the folder.
    fn files_to_keep(&self) -> Result<Vec<String>, Error> {
        let mut found = Vec::new();
        for folder in KEPT_FOLDERS {
            files_below(self.folder.path(), folder, &mut found)?;
        }
        found.retain(|name| name != LEDGER_KEY);
        found.sort_unstable();
        Ok(found)
    }

    /// Sends a file of the folder; false for one that is none any more and need not be.
    async fn tell_file(&self, name: &str, send: &impl AsyncFn(Frame) -> Result<(), Error>) -> Result<bool, Error> {
        let path = self.folder.path().join(name);
        let failed = |source| Error::Disk { doing: "reading a file for the backup", path: path.clone(), source };
        let mut file = match fs::File::open(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_vanish(name) => return Ok(false),
            // Its list was removed a moment ago: that is looked at afterwards.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::BackupDisturbed),
            opened => opened.map_err(failed)?,
        };
        send(Frame::File(name.to_owned())).await?;
        loop {
            let mut piece = Vec::with_capacity(PIECE_BYTES);
            let n = (&mut file).take(PIECE_BYTES as u64).read_to_end(&mut piece).map_err(failed)?;
            if n == 0 {
                return Ok(true);
            }
            send(Frame::Piece(piece)).await?;
        }
    }
}

/// What was written, and how much of what.
struct Written {
    file: BackupFile,
    totals: Totals,
    n_entries: u64,
}

enum Sent {
    Frame(Frame),
    Whole,
}

/// A job that is not done writes anew when it goes on, and reports go with their exhibit.
fn may_vanish(name: &str) -> bool {
    name.split('/').next() == Some("jobs")
}

fn files_below(folder: &Path, name: &str, found: &mut Vec<String>) -> Result<(), Error> {
    let path = folder.join(name);
    let failed = |source| Error::Disk { doing: "listing files for the backup", path: path.clone(), source };
    let entries = match fs::read_dir(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && may_vanish(name) => return Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::BackupDisturbed),
        listed => listed.map_err(failed)?,
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if kind.is_dir() {
            files_below(folder, &name, found)?;
        } else if kind.is_file() {
            found.push(name);
        }
    }
    Ok(())
}

/// Encrypts frames into a file beside the one that is wanted.
struct BackupWriter {
    to: PathBuf,
    aside: tempfile::NamedTempFile,
    encryptor: age::Encryptor,
}

impl BackupWriter {
    fn begin(to: &Path, recipients: &[age::x25519::Recipient]) -> Result<BackupWriter, Error> {
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let failed = |source| Error::Disk { doing: "writing the backup", path: to.to_owned(), source };
        // Mode 0600, and gone with this value.
        let aside = tempfile::Builder::new().prefix(".sanad-backup-").suffix(".part").tempfile_in(folder);
        let recipients = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients);
        let encryptor = encryptor.map_err(|wrong| failed(std::io::Error::other(wrong)))?;
        Ok(BackupWriter { to: to.to_owned(), aside: aside.map_err(failed)?, encryptor })
    }

    /// Writes until all is sent, and gives the file its name. Without the last word there is none.
    fn write(self, mut frames: mpsc::Receiver<Sent>) -> Result<BackupFile, Error> {
        let BackupWriter { to, aside, encryptor } = self;
        let write = || -> std::io::Result<Option<BackupFile>> {
            let out = Digesting::new(BufWriter::new(aside.as_file()));
            let mut encrypted = encryptor.wrap_output(out)?;
            encrypted.write_all(MAGIC)?;
            loop {
                match frames.blocking_recv() {
                    Some(Sent::Frame(frame)) => encrypted.write_all(&frame.to_bytes())?,
                    Some(Sent::Whole) => break,
                    None => return Ok(None),
                }
            }
            let (mut out, size_bytes, sha256) = encrypted.finish()?.finish();
            out.flush()?;
            out.get_ref().sync_all()?;
            Ok(Some(BackupFile { size_bytes, sha256 }))
        };
        let failed = |source| Error::Disk { doing: "writing the backup", path: to.clone(), source };
        let file = write().map_err(failed)?.ok_or(Error::Stopped)?;
        aside.persist_noclobber(&to).map_err(|error| failed(error.error))?;
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(file)
    }
}
