//! The node folder's format version, and how an older folder is copied, migrated and checked. One version so far.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::{FolderError, disk};

/// The format that this program writes.
pub const FORMAT_VERSION: u64 = 1;

/// One step from the format before to this one.
pub(super) struct FolderMigration {
    /// The format it leads to.
    pub(super) to: u64,
    /// What it does to the folder at this path. It may be cut off anywhere and begin again.
    pub(super) run: fn(&Path) -> std::io::Result<()>,
}

/// Every step there is; format 1 is the first.
pub(super) const MIGRATIONS: &[FolderMigration] = &[];

const NAME: &str = "format";
const TITLE: &str = "sanad-node-folder";

/// Whether the folder says which format it has.
pub(super) fn is_there(folder: &Path) -> bool {
    folder.join(NAME).exists()
}

/// Writes the format of a new folder, migrates an older one, refuses a newer one. The lock is held. Gives the formats
/// before and after a migration.
pub(super) fn settle(folder: &Path, migrations: &[FolderMigration]) -> Result<Option<(u64, u64)>, FolderError> {
    let known = migrations.last().map_or(FORMAT_VERSION, |last| last.to);
    if !is_there(folder) {
        return write(folder, known).map(|()| None);
    }
    let found = read(folder)?;
    if found > known {
        return Err(FolderError::Newer { found, known });
    }
    let under_way = folder.join("migrating");
    if found < known {
        // A migration that was cut off has its copy from before it; what stands here now is no copy's source.
        if !under_way.exists() {
            copy_beside(folder, found)?;
            fs::write(&under_way, "").map_err(disk("beginning the folder's migration", &under_way))?;
        }
        for step in migrations.iter().filter(|step| step.to > found) {
            (step.run)(folder).map_err(disk("migrating the node folder", folder))?;
            check(folder)?;
            // After each step, so that a cut-off migration goes on where it was.
            write(folder, step.to)?;
        }
    }
    match fs::remove_file(&under_way) {
        Err(wrong) if wrong.kind() != std::io::ErrorKind::NotFound => {
            Err(disk("ending the folder's migration", &under_way)(wrong))
        }
        _ => Ok((found < known).then_some((found, known))),
    }
}

/// Refuses a folder that is not of the format this program writes.
pub(super) fn expect_newest(folder: &Path) -> Result<(), FolderError> {
    let known = MIGRATIONS.last().map_or(FORMAT_VERSION, |last| last.to);
    match read(folder)? {
        found if found == known => Ok(()),
        found if found > known => Err(FolderError::Newer { found, known }),
        _ => Err(FolderError::Damaged { what: "it is of an older format: end the program that works in it first" }),
    }
}

fn read(folder: &Path) -> Result<u64, FolderError> {
    let path = folder.join(NAME);
    let bytes = fs::read(&path).map_err(disk("reading the folder's format", &path))?;
    std::str::from_utf8(&bytes)
        .ok()
        .and_then(|text| text.trim_end().strip_prefix(TITLE)?.trim_start().parse().ok())
        .filter(|version| *version > 0)
        .ok_or(FolderError::Damaged { what: "its format file cannot be read" })
}

/// Written aside, synced and renamed: a kill leaves the old version or the new one.
fn write(folder: &Path, version: u64) -> Result<(), FolderError> {
    let (aside, path) = (folder.join("format.new"), folder.join(NAME));
    let write = || -> std::io::Result<()> {
        let mut file = fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&aside)?;
        writeln!(file, "{TITLE} {version}")?;
        file.sync_all()?;
        fs::rename(&aside, &path)?;
        fs::File::open(folder)?.sync_all()
    };
    write().map_err(disk("writing the folder's format", &path))
}

/// What every format has had: the database is a file, the lists stand in a folder.
fn check(folder: &Path) -> Result<(), FolderError> {
    let wrong = |name: &str, is_right: fn(&fs::Metadata) -> bool| {
        fs::symlink_metadata(folder.join(name)).is_ok_and(|facts| !is_right(&facts))
    };
    if wrong("sanad.db", fs::Metadata::is_file) {
        return Err(FolderError::Damaged { what: "after the migration its database is no file" });
    }
    if wrong("lists", fs::Metadata::is_dir) {
        return Err(FolderError::Damaged { what: "after the migration its lists are in no folder" });
    }
    Ok(())
}

/// Copies the folder to `<folder>.before-<version>`, or `.2` and on where there is one, under another name until it is
/// whole. The lists' files never change,
/// so a second name for each is a copy; the spool and the lock are nobody's memory.
fn copy_beside(folder: &Path, version: u64) -> Result<(), FolderError> {
    let beside = |end: String| {
        let mut name = folder.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let aside = beside(format!(".before-{version}.new"));
    let mut kept = beside(format!(".before-{version}"));
    for number in 2u64.. {
        if !kept.exists() {
            break;
        }
        kept = beside(format!(".before-{version}.{number}"));
    }
    let copy = || -> std::io::Result<()> {
        if aside.exists() {
            fs::remove_dir_all(&aside)?;
        }
        copy_tree(folder, &aside, &|name| name != "lock" && name != "spool", false)?;
        fs::rename(&aside, &kept)
    };
    copy().map_err(disk("copying the node folder before its migration", &kept))
}

fn copy_tree(from: &Path, to: &Path, wanted: &dyn Fn(&str) -> bool, never_changes: bool) -> std::io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if !name.to_str().is_none_or(wanted) {
            continue;
        }
        let (source, target) = (entry.path(), to.join(&name));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy_tree(&source, &target, &|_| true, never_changes || name == "lists")?;
        } else if kind.is_file() && !(never_changes && fs::hard_link(&source, &target).is_ok()) {
            fs::copy(&source, &target)?;
            fs::File::open(&target)?.sync_all()?;
        }
    }
    fs::File::open(to)?.sync_all()
}
