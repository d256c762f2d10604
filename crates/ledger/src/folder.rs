//! The log as a folder of plain files, which anybody can copy, serve and verify.
//!
//! | file | holds |
//! |---|---|
//! | `checkpoint` | size and root, signed: C2SP `tlog-checkpoint` |
//! | `checkpoints/…` | every checkpoint ever signed, named by its size |
//! | `log.vkey` | the key that signs, as C2SP `signed-note` writes keys |
//! | `tile/…` | hashes and entries: C2SP `tlog-tiles` |
//! | `bodies/…` | what the entries say ([`crate::body`]) |
//!
//! It is made of the store's rows and can be made again. Every file is written aside, synced and renamed.

use std::fs;
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::body::{Body, bodies_of_bytes, bodies_to_bytes};
use crate::checkpoint::Checkpoint;
use crate::note::{NoteSigner, NoteVerifier};
use crate::tile::{
    TILE_WIDTH, Tile, TileKind, entries_to_bytes, entry_tiles, hash_of_full_tile, hash_tiles, hashes_of_bytes,
    hashes_to_bytes, write_groups,
};
use crate::tree::{self, Hash, leaf_hash};

/// How a file ends while it is written aside.
pub(crate) const ASIDE_EXTENSION: &str = "part";

/// The newest checkpoint's file.
pub const CHECKPOINT: &str = "checkpoint";
/// The folder of all checkpoints.
pub const CHECKPOINTS: &str = "checkpoints";
/// The verifying key's file.
pub const VERIFIER_KEY: &str = "log.vkey";
const BODIES: &str = "bodies";

/// An entry with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEntry {
    /// The entry itself: a commitment to its body.
    pub entry: [u8; 32],
    /// What is left of its body.
    pub body: Body,
}

/// What went wrong with a file.
#[derive(Debug, thiserror::Error)]
#[error("{doing} {}", path.display())]
pub struct FolderError {
    /// Doing what.
    pub doing: &'static str,
    /// With which file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub source: io::Error,
}

/// A log's folder.
#[derive(Debug, Clone)]
pub struct LogFolder {
    path: PathBuf,
}

impl LogFolder {
    /// The log in this folder, which is made with the first entry.
    pub fn new(path: impl Into<PathBuf>) -> LogFolder {
        LogFolder { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds tiles and bodies for a log that had `before` entries and now has `size`. `read` gives entries by their range
    /// and is asked for whole tiles, so from the last full one on. No checkpoint is signed here: until one is, readers
    /// see the log as it was.
    ///
    /// # Errors
    /// Those of `read`, and of files.
    pub fn extend<E: From<FolderError>>(
        &self,
        before: u64,
        size: u64,
        mut read: impl FnMut(Range<u64>) -> Result<Vec<LoggedEntry>, E>,
    ) -> Result<(), E> {
        let first = before / TILE_WIDTH;
        for tile in entry_tiles(size).skip(first as usize) {
            let entries = read(tile.entries())?;
            self.write(&tile.to_string(), &entries_to_bytes(entries.iter().map(|entry| entry.entry)))?;
            self.write_bodies(tile.index, &entries)?;
            let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(&entry.entry)).collect();
            let hashes = Tile { kind: TileKind::Hashes { level: 0 }, ..tile };
            self.write(&hashes.to_string(), &hashes_to_bytes(&leaves))?;
        }
        // Levels from below: a tile's hashes are those of the full tiles under it.
        for tile in hash_tiles(size) {
            let TileKind::Hashes { level: level @ 1.. } = tile.kind else { continue };
            if tile.entries().end <= before {
                continue;
            }
            let below = TileKind::Hashes { level: level - 1 };
            let hashes = (0..u64::from(tile.width))
                .map(|n| {
                    let full = Tile { kind: below, index: tile.index * TILE_WIDTH + n, width: TILE_WIDTH as u16 };
                    self.read_hashes(full).map(|hashes| hash_of_full_tile(&hashes))
                })
                .collect::<Result<Vec<_>, _>>()?;
            self.write(&tile.to_string(), &hashes_to_bytes(&hashes))?;
        }
        Ok(())
    }

    /// Writes the bodies of a tile's entries anew: after one of them was erased.
    ///
    /// # Errors
    /// Those of files.
    pub fn write_bodies(&self, tile: u64, entries: &[LoggedEntry]) -> Result<(), FolderError> {
        let bytes = bodies_to_bytes(tile * TILE_WIDTH, entries.iter().map(|entry| &entry.body));
        self.write(&bodies_path(tile), &bytes)
    }

    /// What entries say, as far as their files tell; whether it is what was signed is [`crate::verify`]'s to say.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn read_bodies(&self, entries: Range<u64>) -> Result<Vec<(u64, Body)>, FolderError> {
        let mut bodies = Vec::new();
        for tile in entries.start / TILE_WIDTH..entries.end.div_ceil(TILE_WIDTH) {
            let path = self.path.join(bodies_path(tile));
            let bytes = fs::read(&path).map_err(failed("reading", &path))?;
            let of_tile = tile * TILE_WIDTH..(tile + 1) * TILE_WIDTH;
            bodies.extend(
                bodies_of_bytes(&bytes, of_tile).bodies.into_iter().filter(|(index, _)| entries.contains(index)),
            );
        }
        Ok(bodies)
    }

    /// Signs what the log is now, keeps the checkpoint for good and shows it; then removes partial tiles that larger ones
    /// replace.
    ///
    /// # Errors
    /// Those of files; and when the tiles do not lead to the checkpoint's root: nothing is signed that they do not show.
    pub fn sign(&self, checkpoint: &Checkpoint, signer: &NoteSigner) -> Result<(), FolderError> {
        if self.root(checkpoint.size)? != checkpoint.root {
            let what = "the tiles do not lead to the root that was to be signed: make the folder anew";
            let source = io::Error::new(io::ErrorKind::InvalidData, what);
            return Err(FolderError { doing: "signing", path: self.path.clone(), source });
        }
        let note = checkpoint.sign(signer).to_string();
        let key = format!("{}\n", signer.verifier());
        if fs::read(self.path.join(VERIFIER_KEY)).ok().as_deref() != Some(key.as_bytes()) {
            self.write(VERIFIER_KEY, key.as_bytes())?;
        }
        self.write(&checkpoint_path(checkpoint.size), note.as_bytes())?;
        self.write(CHECKPOINT, note.as_bytes())?;
        hash_tiles(checkpoint.size).chain(entry_tiles(checkpoint.size)).try_for_each(|tile| self.prune(tile))
    }

    /// The root of the first `size` entries, from the right edge of every level: a tile each, however large the log.
    fn root(&self, size: u64) -> Result<Hash, FolderError> {
        let mut right: Option<Hash> = None;
        for tile in hash_tiles(size).filter(|tile| !tile.is_full()) {
            let mut hashes = self.read_hashes(tile)?;
            // What lies right of the full tiles below is smaller than they are, and last.
            hashes.extend(right);
            right = Some(tree::root(&hashes));
        }
        Ok(right.unwrap_or_else(|| tree::root(&[])))
    }

    /// The checkpoint that the folder shows; none before the first was signed.
    ///
    /// # Errors
    /// When it cannot be read, or is not signed by this key.
    pub fn checkpoint(&self, key: &NoteVerifier) -> Result<Option<Checkpoint>, FolderError> {
        let path = self.path.join(CHECKPOINT);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(failed("reading", &path))?,
        };
        let wrong = |wrong| failed("reading", &path)(io::Error::new(io::ErrorKind::InvalidData, wrong));
        Checkpoint::open(&bytes, key).map(Some).map_err(wrong)
    }

    /// Removes the smaller versions of the tile at the right edge.
    fn prune(&self, tile: Tile) -> Result<(), FolderError> {
        let folder = self.path.join(format!("{}.p", tile.full()));
        // Only where there was an edge lately is there such a folder: full tiles cost one look.
        let listed = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            listed => listed.map_err(failed("listing", &folder))?,
        };
        for item in listed {
            let path = item.map_err(failed("listing", &folder))?.path();
            let width = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u16>().ok());
            if width.is_some_and(|width| width < tile.width) {
                fs::remove_file(&path).map_err(failed("removing", &path))?;
            }
        }
        match fs::remove_dir(&folder) {
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => Err(failed("removing", &folder)(error)),
            _ => Ok(()),
        }
    }

    fn read_hashes(&self, tile: Tile) -> Result<Vec<Hash>, FolderError> {
        let path = self.path.join(tile.to_string());
        let bytes = fs::read(&path).map_err(failed("reading", &path))?;
        hashes_of_bytes(&bytes, tile.width).ok_or_else(|| {
            let source =
                io::Error::new(io::ErrorKind::InvalidData, "not the hashes of this tile: make the folder anew");
            FolderError { doing: "reading", path, source }
        })
    }

    /// A file below the folder, whole or not at all.
    fn write(&self, below: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.path.join(below);
        let folder = path.parent().expect("every file lies below the log's folder");
        fs::create_dir_all(folder).map_err(failed("making", folder))?;
        let aside = path.with_added_extension(ASIDE_EXTENSION);
        let written = fs::File::create(&aside).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        written.map_err(failed("writing", &aside))?;
        fs::rename(&aside, &path).map_err(failed("renaming", &aside))?;
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed("syncing", folder))
    }
}

/// Where a tile's bodies lie.
pub(crate) fn bodies_path(tile: u64) -> String {
    grouped(BODIES, tile)
}

/// Where the checkpoint of this size is kept.
pub(crate) fn checkpoint_path(size: u64) -> String {
    grouped(CHECKPOINTS, size)
}

fn grouped(folder: &str, number: u64) -> String {
    let mut path = format!("{folder}/");
    write_groups(number, &mut path).expect("a string takes everything");
    path
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError {
    move |source| FolderError { doing, path: path.to_owned(), source }
}
