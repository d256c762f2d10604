//! Verifying a copied log folder, with nothing else at hand: is it what was signed, and if not, *which* entry was touched?
//!
//! An entry is told three times: its body commits to it, the tile of entries holds it, the tile of hashes holds its hash.
//! Where one of the three disagrees with the two others it is the one that was touched. What is then most likely the entry
//! is hashed on, so that damage to a copy can be told from a log that is not the one signed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::body::{Body, bodies_of_bytes};
use crate::checkpoint::Checkpoint;
use crate::folder::{
    ASIDE_EXTENSION, CHECKPOINT, CHECKPOINTS, FolderError, VERIFIER_KEY, bodies_path, checkpoint_path,
};
use crate::note::NoteVerifier;
use crate::tile::{
    TILE_WIDTH, Tile, TileKind, entries_of_bytes, entry_tiles, hash_of_full_tile, hash_tiles, hashes_of_bytes,
};
use crate::tree::{Frontier, Hash, leaf_hash};

/// Which of the three tellings of an entry was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What it says.
    Body,
    /// The entry in its tile.
    Entry,
    /// Its hash in its tile.
    Hash,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The verifying key cannot be read, or is not the one that was given.
    Key(String),
    /// A checkpoint is missing, cannot be read, or is not signed by the key.
    Checkpoint {
        /// Its file; empty for one that was given.
        path: PathBuf,
        /// What is wrong.
        wrong: String,
    },
    /// An entry was changed or is missing.
    Entry {
        /// Which, from 0.
        index: u64,
        /// Where.
        part: Part,
    },
    /// A body is gone, and no later entry says that it was erased.
    BodyGone {
        /// Whose.
        index: u64,
    },
    /// A tile of hashes above the leaves was changed or is missing.
    Tile {
        /// Its file.
        path: PathBuf,
        /// The entries under it.
        entries: Range<u64>,
    },
    /// The log that was signed is not this one: an entry in this range was changed, with everything that tells of it.
    Rewritten {
        /// From the first entry that may differ to one past the last.
        entries: Range<u64>,
    },
    /// A checkpoint from elsewhere has more entries: the log was cut short, or an older copy put in its place.
    CutShort {
        /// How many it had.
        size: u64,
    },
    /// A file that the log does not have.
    Unexpected {
        /// Which.
        path: PathBuf,
    },
}

/// What was found in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The log's name, as its checkpoint says.
    pub origin: String,
    /// The key that its checkpoints were held to.
    pub key: Option<NoteVerifier>,
    /// How many entries the newest checkpoint signs for.
    pub size: u64,
    /// Their root, recomputed.
    pub root: Hash,
    /// How many bodies were erased, as a later entry says.
    pub n_erased: u64,
    /// How many checkpoints were compared, older ones and those given.
    pub n_checkpoints: u64,
    /// What is wrong; empty when nothing is.
    pub findings: Vec<Finding>,
}

/// Verifies the log in a folder. Without a `key` of one's own the folder's is taken: then whoever could change the folder
/// could change the key, and the caller must say so. `known` are checkpoints, as notes, that were carried away earlier.
///
/// # Errors
/// When a file cannot be read though it is there. A file that is missing is a finding.
pub fn verify(folder: &Path, key: Option<&NoteVerifier>, known: &[Vec<u8>]) -> Result<Verification, FolderError> {
    let mut run = Run::new(folder, key)?;
    let Some(newest) = run.newest()? else { return run.end(None) };
    run.gather_checkpoints(&newest, known)?;
    run.walk_entries(newest.size)?;
    run.compare_upper_tiles(newest.size)?;
    run.end(Some(newest))
}

struct Run<'a> {
    folder: &'a Path,
    key: Option<NoteVerifier>,
    findings: Vec<Finding>,
    /// Files that belong to the log.
    met: BTreeSet<PathBuf>,
    /// Roots that were signed for, by size.
    signed: BTreeMap<u64, Vec<Hash>>,
    n_checkpoints: u64,
    frontier: Frontier,
    /// Hashes of full tiles of leaves.
    full_tiles: Vec<Hash>,
    /// The largest signed size up to which everything agrees.
    good_until: u64,
    gone: BTreeSet<u64>,
    /// Which entries are named as erased, and the first entry that does.
    erased_by: BTreeMap<u64, u64>,
}

impl<'a> Run<'a> {
    fn new(folder: &'a Path, given: Option<&NoteVerifier>) -> Result<Run<'a>, FolderError> {
        let mut run = Run {
            folder,
            key: given.cloned(),
            findings: Vec::new(),
            met: BTreeSet::new(),
            signed: BTreeMap::new(),
            n_checkpoints: 0,
            frontier: Frontier::default(),
            full_tiles: Vec::new(),
            good_until: 0,
            gone: BTreeSet::new(),
            erased_by: BTreeMap::new(),
        };
        let bytes = run.read(Path::new(VERIFIER_KEY))?;
        let line =
            bytes.as_deref().and_then(|bytes| str::from_utf8(bytes).ok()).and_then(|text| text.strip_suffix('\n'));
        match line.map(str::parse::<NoteVerifier>) {
            Some(Ok(own)) if given.is_none_or(|given| *given == own) => run.key = Some(own),
            Some(Ok(_)) => run.findings.push(Finding::Key("not the key that was given".to_owned())),
            Some(Err(wrong)) => run.findings.push(Finding::Key(wrong.to_string())),
            None => run.findings.push(Finding::Key("missing, or not one line of text".to_owned())),
        }
        Ok(run)
    }

    /// A file below the folder; none when it is not there.
    fn read(&mut self, below: &Path) -> Result<Option<Vec<u8>>, FolderError> {
        self.met.insert(below.to_owned());
        let path = self.folder.join(below);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(source) => Err(FolderError { doing: "reading", path, source }),
        }
    }

    /// The newest checkpoint; where its signature does not hold, the largest that was kept and whose does.
    fn newest(&mut self) -> Result<Option<Checkpoint>, FolderError> {
        let path = Path::new(CHECKPOINT);
        let bytes = self.read(path)?;
        match self.open(bytes.as_deref()) {
            Ok(checkpoint) => {
                self.signed.entry(checkpoint.size).or_default().push(checkpoint.root);
                Ok(Some(checkpoint))
            }
            Err(wrong) => {
                self.findings.push(Finding::Checkpoint { path: path.to_owned(), wrong });
                let mut largest: Option<Checkpoint> = None;
                for path in self.files_below(Path::new(CHECKPOINTS))? {
                    let bytes = self.read(&path)?;
                    let kept = self.open(bytes.as_deref()).ok();
                    largest = largest.into_iter().chain(kept).max_by_key(|checkpoint| checkpoint.size);
                }
                Ok(largest)
            }
        }
    }

    /// A checkpoint, or what is wrong with it.
    fn open(&self, bytes: Option<&[u8]>) -> Result<Checkpoint, String> {
        let bytes = bytes.ok_or("missing")?;
        let key = self.key.as_ref().ok_or("no key to verify it with")?;
        Checkpoint::open(bytes, key).map_err(|wrong| wrong.to_string())
    }

    /// All checkpoints of the folder, and those from elsewhere.
    fn gather_checkpoints(&mut self, newest: &Checkpoint, known: &[Vec<u8>]) -> Result<(), FolderError> {
        let mut kept: BTreeSet<PathBuf> = self.files_below(Path::new(CHECKPOINTS))?;
        kept.insert(checkpoint_path(newest.size).into());
        for path in kept {
            let bytes = self.read(&path)?;
            let opened = self.open(bytes.as_deref()).and_then(|checkpoint| {
                let in_its_place =
                    Path::new(&checkpoint_path(checkpoint.size)) == path && checkpoint.size <= newest.size;
                if in_its_place { Ok(checkpoint) } else { Err("a checkpoint of another size".to_owned()) }
            });
            self.hold_to(opened, path);
        }
        for bytes in known {
            match self.open(Some(bytes)) {
                Ok(checkpoint) if checkpoint.size > newest.size => {
                    self.findings.push(Finding::CutShort { size: checkpoint.size });
                }
                opened => self.hold_to(opened, PathBuf::new()),
            }
        }
        Ok(())
    }

    /// From here on the log must be what this checkpoint says.
    fn hold_to(&mut self, opened: Result<Checkpoint, String>, path: PathBuf) {
        match opened {
            Ok(checkpoint) => {
                self.signed.entry(checkpoint.size).or_default().push(checkpoint.root);
                self.n_checkpoints += 1;
            }
            Err(wrong) => self.findings.push(Finding::Checkpoint { path, wrong }),
        }
    }

    /// Compares the three tellings of every entry and hashes on.
    fn walk_entries(&mut self, size: u64) -> Result<(), FolderError> {
        for tile in entry_tiles(size) {
            let entries_bytes = self.read(Path::new(&tile.to_string()))?.unwrap_or_default();
            let hashes_tile = Tile { kind: TileKind::Hashes { level: 0 }, ..tile };
            let hashes_bytes = self.read(Path::new(&hashes_tile.to_string()))?;
            let bodies_bytes = self.read(Path::new(&bodies_path(tile.index)))?.unwrap_or_default();
            let (entries, ends_with_one) = entries_of_bytes(&entries_bytes);
            let hashes = hashes_bytes.and_then(|bytes| hashes_of_bytes(&bytes, tile.width));
            let mut bodies: BTreeMap<u64, Vec<Body>> = BTreeMap::new();
            let bodies_read = bodies_of_bytes(&bodies_bytes, tile.entries());
            let n_lines = bodies_read.bodies.len() as u64 + bodies_read.n_wrong;
            bodies_read.bodies.into_iter().for_each(|(index, body)| bodies.entry(index).or_default().push(body));
            let mut leaves = Vec::with_capacity(usize::from(tile.width));
            let n_findings = self.findings.len();
            for index in tile.entries() {
                let position = (index % TILE_WIDTH) as usize;
                let entry = entries.get(position).and_then(|entry| <[u8; 32]>::try_from(*entry).ok());
                let hash = hashes.as_ref().and_then(|hashes| hashes.get(position)).copied();
                leaves.push(self.judge(index, entry, hash, bodies.remove(&index).unwrap_or_default()));
                self.frontier.append(*leaves.last().expect("just pushed"));
                self.compare_with_signed();
            }
            // Bytes beyond the last entry, or lines beyond the last body, where every entry has its own.
            let too_long = entries.len() != usize::from(tile.width) || !ends_with_one;
            for (wrong, path) in
                [(too_long, tile.to_string()), (n_lines != u64::from(tile.width), bodies_path(tile.index))]
            {
                if wrong && self.findings.len() == n_findings {
                    self.findings.push(Finding::Tile { path: path.into(), entries: tile.entries() });
                }
            }
            if tile.is_full() {
                self.full_tiles.push(hash_of_full_tile(&leaves));
            }
        }
        Ok(())
    }

    /// Which of the tellings of an entry was touched, and what its leaf's hash most likely is.
    fn judge(&mut self, index: u64, entry: Option<[u8; 32]>, hash: Option<Hash>, mut bodies: Vec<Body>) -> Hash {
        let entry_hash = entry.map(|entry| leaf_hash(&entry));
        // Of several lines for one entry, the one that fits.
        let fits =
            |body: &Body| body.commitment().map(|entry| leaf_hash(&entry)).is_some_and(|leaf| Some(leaf) == entry_hash);
        let body = match bodies.iter().position(fits) {
            Some(found) => Some(bodies.swap_remove(found)),
            None => bodies.pop(),
        };
        let is_erased = body == Some(Body::Erased);
        let body_hash = body.as_ref().and_then(Body::commitment).map(|entry| leaf_hash(&entry));
        let (leaf, touched) = match (body_hash, entry_hash, hash) {
            (body, Some(entry), Some(hash)) if entry == hash => (hash, (body != Some(hash)).then_some(Part::Body)),
            (Some(body), Some(entry), _) if body == entry => (entry, Some(Part::Hash)),
            (Some(body), _, Some(hash)) if body == hash => (hash, Some(Part::Entry)),
            // Without a body nobody can tell which of the two it was: the tile of hashes is held by the tile above it.
            (_, _, Some(hash)) => (hash, Some(Part::Entry)),
            (Some(leaf), None, None) | (_, Some(leaf), None) => (leaf, Some(Part::Hash)),
            (None, None, None) => (Hash([0; 32]), Some(Part::Entry)),
        };
        match touched {
            // An erased body has nothing left that could disagree: whether it may be gone is asked at the end.
            Some(Part::Body) if is_erased => {}
            Some(part) => self.findings.push(Finding::Entry { index, part }),
            None => {}
        }
        if is_erased {
            self.gone.insert(index);
        }
        if touched != Some(Part::Body) {
            let named = body.as_ref().map(Body::erases).unwrap_or_default();
            named.into_iter().filter(|erased| *erased < index).for_each(|erased| {
                self.erased_by.entry(erased).or_insert(index);
            });
        }
        leaf
    }

    /// Holds what was hashed so far against the checkpoints of this size.
    fn compare_with_signed(&mut self) {
        let size = self.frontier.size();
        let Some(roots) = self.signed.get(&size) else { return };
        let root = self.frontier.root();
        if roots.iter().all(|signed| *signed == root) {
            self.good_until = size;
        } else if !self.findings.iter().any(|finding| matches!(finding, Finding::Rewritten { .. })) {
            self.findings.push(Finding::Rewritten { entries: self.good_until..size });
        }
    }

    fn compare_upper_tiles(&mut self, size: u64) -> Result<(), FolderError> {
        let mut below = std::mem::take(&mut self.full_tiles);
        let mut level = 1;
        while !below.is_empty() {
            let mut above = Vec::new();
            for tile in hash_tiles(size).filter(|tile| tile.kind == TileKind::Hashes { level }) {
                let path = PathBuf::from(tile.to_string());
                let bytes = self.read(&path)?;
                let first = (tile.index * TILE_WIDTH) as usize;
                let expected = &below[first..first + usize::from(tile.width)];
                if bytes.and_then(|bytes| hashes_of_bytes(&bytes, tile.width)).as_deref() != Some(expected) {
                    self.findings.push(Finding::Tile { path, entries: tile.entries() });
                }
                if tile.is_full() {
                    above.push(hash_of_full_tile(expected));
                }
            }
            (below, level) = (above, level + 1);
        }
        Ok(())
    }

    fn end(mut self, newest: Option<Checkpoint>) -> Result<Verification, FolderError> {
        for index in &self.gone {
            if !self.erased_by.contains_key(index) {
                self.findings.push(Finding::BodyGone { index: *index });
            }
        }
        if newest.is_some() {
            for path in self.files_below(Path::new(""))? {
                if !self.met.contains(&path) && !self.is_older_edge(&path)? {
                    self.findings.push(Finding::Unexpected { path });
                }
            }
        }
        Ok(Verification {
            origin: newest.as_ref().map(|newest| newest.origin.clone()).unwrap_or_default(),
            key: self.key,
            size: self.frontier.size(),
            root: self.frontier.root(),
            n_erased: (self.gone.iter().filter(|index| self.erased_by.contains_key(index)).count()) as u64,
            n_checkpoints: self.n_checkpoints,
            findings: self.findings,
        })
    }

    /// Whether a file is an earlier, smaller version of a tile that was met: a writer that was killed leaves it behind.
    fn is_older_edge(&self, path: &Path) -> Result<bool, FolderError> {
        let Some(folder) = path.parent().filter(|folder| folder.extension().is_some_and(|ending| ending == "p")) else {
            return Ok(false);
        };
        let full = folder.with_extension("");
        let is_newer = |met: &&PathBuf| **met == full || met.parent() == Some(folder);
        let newer = self.met.iter().filter(is_newer).find(|met| self.folder.join(met).is_file());
        let Some(newer) = newer else { return Ok(false) };
        let read = |path: &Path| {
            let path = self.folder.join(path);
            fs::read(&path).map_err(|source| FolderError { doing: "reading", path, source })
        };
        Ok(read(newer)?.starts_with(&read(path)?))
    }

    /// Every file below a folder of the log, as paths below the log's folder.
    fn files_below(&self, below: &Path) -> Result<BTreeSet<PathBuf>, FolderError> {
        let (mut files, mut folders) = (BTreeSet::new(), vec![below.to_owned()]);
        while let Some(below) = folders.pop() {
            let path = self.folder.join(&below);
            let listed = match fs::read_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                listed => listed.and_then(Iterator::collect::<io::Result<Vec<_>>>),
            };
            for item in listed.map_err(|source| FolderError { doing: "listing", path: path.clone(), source })? {
                let found = below.join(item.file_name());
                if item.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(found);
                } else if found.extension().is_none_or(|extension| extension != ASIDE_EXTENSION) {
                    // What was being written aside when the program was killed: nothing rests on it, and it is written over.
                    files.insert(found);
                }
            }
        }
        Ok(files)
    }
}
