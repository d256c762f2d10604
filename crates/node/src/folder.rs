//! The node folder: one private folder with everything a node remembers, one writer at a time, never on a network file
//! system and never inside an exhibit. What stands in the files is others' business.

use std::ffi::OsString;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, Mode, flock};

mod format;
mod inside;
mod mount;

pub use self::format::FORMAT_VERSION;
use self::format::FolderMigration;
pub use self::inside::refuse_inside;
pub use self::mount::{Encryption, encryption_of};

/// The file that says that a restore was begun and has not ended.
const RESTORING: &str = "restoring";

/// Why a node folder cannot be used, or an exhibit or a report not with it.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Neither a folder was named nor does the user have a home. React: name one.
    #[error("no folder was named, and there is no home to put one in")]
    Nowhere,
    /// Another program works in it. React: wait for it, or stop it.
    #[error("the node folder is in use{}", .pid.map(|pid| format!(" by process {pid}")).unwrap_or_default())]
    Locked {
        /// The process that holds it, if it said so.
        pid: Option<u32>,
    },
    /// A newer program made it; nothing was touched. React: use that program.
    #[error("the node folder has format {found}, this program knows {known}")]
    Newer {
        /// The format found.
        found: u64,
        /// The newest format known here.
        known: u64,
    },
    /// It is not what was written. React: restore a copy.
    #[error("the node folder is damaged: {what}")]
    Damaged {
        /// What was found.
        what: &'static str,
    },
    /// It would stand on a network file system, where locks and shared memory cannot be trusted. React: a local disk.
    #[error("the node folder would be on a network file system ({filesystem})")]
    Network {
        /// The file system's name.
        filesystem: String,
    },
    /// A restore into it was begun and has not ended: what is there is no node yet. React: run that restore again.
    #[error("a restore into this folder was begun and has not ended")]
    RestoreUnfinished,
    /// Something is in it, and nothing is restored over it. React: name an empty one.
    #[error("the folder is not empty")]
    NotEmpty,
    /// The folder holds other things and no node. React: name an empty or a new one.
    #[error("the folder holds other things and is no node folder")]
    NotANode,
    /// It belongs to another user. React: use your own.
    #[error("the node folder belongs to another user")]
    NotOurs,
    /// Something of ours would be written below an exhibit, or an exhibit lies in the node folder. React: another place.
    #[error("what is written and what is examined lie inside each other")]
    InsideExhibit {
        /// What would be written.
        written: PathBuf,
        /// What is examined.
        exhibit: PathBuf,
    },
    /// The system would not.
    #[error("while {doing}")]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// The path concerned.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// Makes the error for what the system would not do with `path`.
fn disk(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> FolderError {
    let path = path.to_owned();
    move |source| FolderError::Disk { doing, path, source }
}

/// A node folder that is ours alone as long as this value lives.
#[derive(Debug)]
pub struct NodeFolder {
    path: PathBuf,
    migrated: Option<(u64, u64)>,
    // Held, not read: the lock ends with the file, also when the process is killed. None beside a program that holds it.
    _lock: Option<FolderLock>,
}

impl NodeFolder {
    /// Opens or makes the node folder: `path` if given, else `$SANAD_NODE`, else `sanad` in the XDG data folder.
    ///
    /// The folder gets mode 0700 and, because the process's umask is set to 077, every file made from now on 0600. An
    /// older format is copied beside, migrated and checked. What an earlier run left in `spool` is removed.
    pub fn open(path: Option<PathBuf>) -> Result<NodeFolder, FolderError> {
        NodeFolder::open_at(&choose(path, |name| std::env::var_os(name))?)
    }

    /// The same for a folder already chosen.
    pub fn open_at(path: &Path) -> Result<NodeFolder, FolderError> {
        NodeFolder::open_with(path, format::MIGRATIONS)
    }

    fn open_with(path: &Path, migrations: &[FolderMigration]) -> Result<NodeFolder, FolderError> {
        rustix::process::umask(Mode::from_raw_mode(0o077));
        let path = std::path::absolute(path).map_err(disk("finding the node folder", path))?;
        refuse_network(&path)?;
        make_folder(&path)?;
        let path = path.canonicalize().map_err(disk("finding the node folder", &path))?;
        make_private(&path)?;
        if path.join(RESTORING).exists() {
            return Err(FolderError::RestoreUnfinished);
        }
        if !format::is_there(&path) && !is_empty(&path)? {
            return Err(FolderError::NotANode);
        }
        let lock = lock(&path)?;
        let migrated = format::settle(&path, migrations)?;
        let folder = NodeFolder { path, migrated, _lock: Some(lock) };
        for inner in [folder.lists(), folder.spool(), folder.runs(), folder.jobs(), folder.logs(), folder.keys()] {
            make_folder(&inner)?;
        }
        empty(&folder.spool())?;
        Ok(folder)
    }

    /// A folder that another program works in, for what reads only: nothing is made, emptied or migrated in it.
    pub fn open_beside(path: Option<PathBuf>) -> Result<NodeFolder, FolderError> {
        let path = choose(path, |name| std::env::var_os(name))?;
        rustix::process::umask(Mode::from_raw_mode(0o077));
        let path = path.canonicalize().map_err(disk("finding the node folder", &path))?;
        if path.join(RESTORING).exists() {
            return Err(FolderError::RestoreUnfinished);
        }
        if fs::metadata(&path).map_err(disk("looking at the node folder", &path))?.uid()
            != rustix::process::geteuid().as_raw()
        {
            return Err(FolderError::NotOurs);
        }
        format::expect_newest(&path)?;
        Ok(NodeFolder { path, migrated: None, _lock: None })
    }

    /// An empty folder to restore into, or one in which a restore was cut off: what that left is removed. Until
    /// [`NodeFolder::end_restore`] nobody else opens it. Gives the mark of the restore: that of the first attempt.
    pub(crate) fn open_to_restore(path: &Path, fresh_mark: String) -> Result<(NodeFolder, String), FolderError> {
        rustix::process::umask(Mode::from_raw_mode(0o077));
        let path = std::path::absolute(path).map_err(disk("finding the node folder", path))?;
        refuse_network(&path)?;
        make_folder(&path)?;
        let path = path.canonicalize().map_err(disk("finding the node folder", &path))?;
        let begun = path.join(RESTORING);
        if !begun.exists() && (format::is_there(&path) || !is_empty(&path)?) {
            return Err(FolderError::NotEmpty);
        }
        make_private(&path)?;
        let lock = lock(&path)?;
        let doing = "beginning to restore";
        let mark = match fs::read_to_string(&begun) {
            Ok(mark) => {
                clear(&path)?;
                mark
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                write_whole(&begun, fresh_mark.as_bytes()).map_err(disk(doing, &begun))?;
                fresh_mark
            }
            Err(error) => return Err(disk(doing, &begun)(error)),
        };
        let migrated = format::settle(&path, format::MIGRATIONS)?;
        let folder = NodeFolder { path, migrated, _lock: Some(lock) };
        for inner in [folder.lists(), folder.spool(), folder.runs(), folder.jobs(), folder.logs(), folder.keys()] {
            make_folder(&inner)?;
        }
        Ok((folder, mark))
    }

    /// What was restored is a node from now on.
    pub(crate) fn end_restore(&self) -> Result<(), FolderError> {
        let begun = self.path.join(RESTORING);
        let end = || fs::remove_file(&begun).and_then(|()| fs::File::open(&self.path)?.sync_all());
        end().map_err(disk("ending the restore", &begun))
    }

    /// Where it is, without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The formats before and after, when opening it has migrated it.
    pub fn migrated(&self) -> Option<(u64, u64)> {
        self.migrated
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.path.join("sanad.db")
    }

    /// The unit's own words, where somebody has written any.
    pub fn glossary(&self) -> PathBuf {
        self.path.join("glossary.toml")
    }

    /// The lists' immutable files.
    pub fn lists(&self) -> PathBuf {
        self.path.join("lists")
    }

    /// What lives no longer than a run: emptied at every opening.
    pub fn spool(&self) -> PathBuf {
        self.path.join("spool")
    }

    /// Reports that jobs wrote, a folder for each.
    pub fn jobs(&self) -> PathBuf {
        self.path.join("jobs")
    }

    /// Run records.
    pub fn runs(&self) -> PathBuf {
        self.path.join("runs")
    }

    /// The ledger, laid out for whoever wants to copy and verify it.
    pub fn ledger(&self) -> PathBuf {
        self.path.join("ledger")
    }

    /// The node's secret keys.
    pub fn keys(&self) -> PathBuf {
        self.path.join("keys")
    }

    /// Logs.
    pub fn logs(&self) -> PathBuf {
        self.path.join("logs")
    }

    /// Refuses an exhibit that holds this folder, or lies in it: nothing may be written below an exhibit.
    pub fn refuse_inside(&self, exhibit: &Path) -> Result<(), FolderError> {
        refuse_inside(&self.path, exhibit)?;
        refuse_inside(exhibit, &self.path)
    }

    /// Whether the disk under the folder is encrypted, as far as the system says.
    pub fn encryption(&self) -> Encryption {
        encryption_of(&self.path)
    }
}

/// Which folder is meant: the one named, else `$SANAD_NODE`, else `$XDG_DATA_HOME/sanad`, else `~/.local/share/sanad`.
/// Empty variables count as absent, and a relative `$XDG_DATA_HOME` too, as the XDG Base Directory Specification asks.
pub fn choose(named: Option<PathBuf>, variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, FolderError> {
    let variable = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named
        .or_else(|| variable("SANAD_NODE"))
        .or_else(|| variable("XDG_DATA_HOME").filter(|path| path.is_absolute()).map(|path| path.join("sanad")))
        .or_else(|| variable("HOME").map(|home| home.join(".local/share/sanad")))
        .ok_or(FolderError::Nowhere)
}

fn refuse_network(path: &Path) -> Result<(), FolderError> {
    let there = path.ancestors().find(|ancestor| ancestor.exists()).unwrap_or(Path::new("/"));
    match mount::network_file_system(there).map_err(disk("asking for the file system", there))? {
        Some(filesystem) => Err(FolderError::Network { filesystem }),
        None => Ok(()),
    }
}

fn make_folder(path: &Path) -> Result<(), FolderError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(disk("making a folder", path))
}

/// Writes a file aside, syncs and renames it, so that a kill leaves the old one or the new one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let aside = path.with_added_extension("new");
    let mut file = fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&aside, path)?;
    fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}

fn make_private(path: &Path) -> Result<(), FolderError> {
    let facts = fs::metadata(path).map_err(disk("looking at the node folder", path))?;
    if facts.uid() != rustix::process::geteuid().as_raw() {
        return Err(FolderError::NotOurs);
    }
    if facts.mode() & 0o077 != 0 && format::is_there(path) | is_empty(path)? {
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).map_err(disk("closing the node folder", path))?;
    }
    Ok(())
}

/// Whether the folder holds nothing but what a broken-off first opening or a person's configuration leaves.
fn is_empty(path: &Path) -> Result<bool, FolderError> {
    let doing = "listing the node folder";
    for entry in fs::read_dir(path).map_err(disk(doing, path))? {
        let name = entry.map_err(disk(doing, path))?.file_name();
        if !["lock", "format.new", "restoring.new", "sanad.toml"].iter().any(|ours| name == *ours) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The writer's lock.
#[derive(Debug)]
struct FolderLock(fs::File);

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Said, not left to closing: a process that another thread is just starting still holds a copy of the file.
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}

/// Takes the writer's lock without waiting, and writes who holds it.
fn lock(path: &Path) -> Result<FolderLock, FolderError> {
    let path = path.join("lock");
    let doing = "locking the node folder";
    let mut file = fs::OpenOptions::new()
        .create(true)
        .read(true)
        .write(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed())
        .open(&path)
        .map_err(disk(doing, &path))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => {}
        Err(rustix::io::Errno::WOULDBLOCK) => {
            let mut text = String::new();
            // Whoever holds it may be between locking and writing: then nobody is named.
            let read = file.read_to_string(&mut text).ok();
            return Err(FolderError::Locked { pid: read.and_then(|_| text.trim().parse().ok()) });
        }
        Err(errno) => return Err(disk(doing, &path)(errno.into())),
    }
    let mut lock = FolderLock(file);
    let write = |file: &mut fs::File| -> std::io::Result<()> {
        file.set_len(0)?;
        writeln!(file, "{}", std::process::id())
    };
    write(&mut lock.0).map_err(disk(doing, &path))?;
    Ok(lock)
}

/// Removes what a restore that was cut off has left.
fn clear(folder: &Path) -> Result<(), FolderError> {
    let doing = "removing what an unfinished restore has left";
    for entry in fs::read_dir(folder).map_err(disk(doing, folder))? {
        let entry = entry.map_err(disk(doing, folder))?;
        if ["lock", "sanad.toml", RESTORING].iter().any(|kept| entry.file_name() == *kept) {
            continue;
        }
        let path = entry.path();
        let is_folder = entry.file_type().map_err(disk(doing, &path))?.is_dir();
        if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.map_err(disk(doing, &path))?;
    }
    Ok(())
}

fn empty(folder: &Path) -> Result<(), FolderError> {
    let doing = "emptying the spool";
    for entry in fs::read_dir(folder).map_err(disk(doing, folder))? {
        let entry = entry.map_err(disk(doing, folder))?;
        let path = entry.path();
        let is_folder = entry.file_type().map_err(disk(doing, &path))?.is_dir();
        if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.map_err(disk(doing, &path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
