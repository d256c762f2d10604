//! An index that changes while it is asked: entries come and go, and are seen or no longer seen at once.
//!
//! A folder holds segments (files of [`crate::near`]), a log of the changes that are in none of them, and a manifest.
//! New entries wait in memory and are compared one by one; a thread merges them into segments, small ones into larger
//! ones. Whoever asks takes a snapshot and is never waited for or made to wait: changes and merges make another one.
//! Entries are a set: adding one twice or removing one that is not there changes nothing. It knows no list's name and
//! decides nothing; one program at a time owns a folder.

mod log;
mod manifest;
mod merge;

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::JoinHandle;

use fingerprint::Pdq;

use crate::near::{NearEntry, NearError, NearFileError, NearHit, NearIndex, RADIUS_BITS_MAX, RadiusTooLarge};
use log::{Change, Log};
use manifest::{Manifest, number_of, segment_path};

/// So many entries wait in memory before they are merged, unless an index is told otherwise.
const YOUNG_ENTRIES_MAX: usize = 4096;

/// Why a living index cannot be opened, changed or asked.
#[derive(Debug, thiserror::Error)]
pub enum LivingError {
    /// The system would not.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Another program has it open.
    #[error("{} is in use", folder.display())]
    InUse {
        /// Which folder.
        folder: PathBuf,
    },
    /// A log's bytes are not those that were written: build the index again from what it was built of.
    #[error("{} is damaged at byte {at}", path.display())]
    LogDamaged {
        /// Which log.
        path: PathBuf,
        /// The batch that does not agree begins here.
        at: usize,
    },
    /// The manifest's bytes are not those that were written: build the index again from what it was built of.
    #[error("{} is damaged", path.display())]
    ManifestDamaged {
        /// Which file.
        path: PathBuf,
    },
    /// A later Sanad wrote it.
    #[error("{} is of format {found}, which this Sanad does not read", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// A segment cannot be written or believed.
    #[error(transparent)]
    Segment(#[from] NearFileError),
    /// The radius is larger than the index was made for.
    #[error(transparent)]
    Radius(#[from] RadiusTooLarge),
}

impl From<NearError> for LivingError {
    fn from(error: NearError) -> LivingError {
        match error {
            NearError::Radius(error) => LivingError::Radius(error),
            NearError::File(error) => LivingError::Segment(error),
        }
    }
}

/// An index that changes while it is asked. Shared between threads as it is.
pub struct LivingIndex {
    shared: Arc<Shared>,
    merger: Option<JoinHandle<()>>,
}

struct Shared {
    folder: PathBuf,
    radius_bits_max: u32,
    young_entries_max: usize,
    /// What is asked. Held only while the pointer is copied or put.
    now: RwLock<Arc<Snapshot>>,
    /// One change at a time.
    writer: Mutex<Writer>,
    /// One merge at a time.
    merging: Mutex<()>,
    wanted: Mutex<Wanted>,
    is_wanted: Condvar,
    /// Held, not read.
    _lock: FolderLock,
}

struct Writer {
    log: Log,
    next_number: u64,
    log_first: u64,
}

#[derive(Default)]
struct Wanted {
    is_merge: bool,
    is_end: bool,
    trouble: Option<Arc<LivingError>>,
}

/// An entry as a set's member.
type Key = (Pdq, u32, u64);

fn key_of(entry: &NearEntry) -> Key {
    (entry.hash, entry.list, entry.row)
}

/// Everything that was there at one moment. It does not change, and answers from that moment for as long as it is held.
#[derive(Clone)]
pub struct Snapshot {
    radius_bits_max: u32,
    segments: Vec<Segment>,
    /// In the order in which they came.
    young: Arc<Vec<NearEntry>>,
    young_keys: Arc<HashSet<Key>>,
}

#[derive(Clone)]
struct Segment {
    /// None for entries that wait for the merge that is under way; the log still has them.
    number: Option<u64>,
    index: Arc<NearIndex>,
    /// Entries in it that were removed since it was made.
    gone: Arc<HashSet<Key>>,
}

impl Segment {
    fn holds(&self, entry: &NearEntry) -> Result<bool, NearFileError> {
        let mut is_there = false;
        self.index.search_looks(std::slice::from_ref(&entry.hash), 0, |_, _, hit| {
            is_there |= hit.list == entry.list && hit.row == entry.row;
        })?;
        Ok(is_there && !self.gone.contains(&key_of(entry)))
    }
}

impl Snapshot {
    /// How many entries there are.
    pub fn n_entries(&self) -> usize {
        let of_segments: usize = self.segments.iter().map(|part| part.index.n_entries() - part.gone.len()).sum();
        of_segments + self.young.len()
    }

    /// All entries within `radius_bits` of `query`, by list and row.
    ///
    /// # Errors
    /// The radius is larger than the index was made for, or a block that had to be read is damaged.
    pub fn search(&self, query: &Pdq, radius_bits: u32) -> Result<Vec<NearHit>, NearError> {
        let found = self.search_many(std::slice::from_ref(query), radius_bits)?;
        Ok(found.into_iter().map(|(_, hit)| hit).collect())
    }

    /// All entries within `radius_bits` of any of these queries, each with the query's place; by query, list and row.
    ///
    /// # Errors
    /// As [`Snapshot::search`].
    pub fn search_many(&self, queries: &[Pdq], radius_bits: u32) -> Result<Vec<(usize, NearHit)>, NearError> {
        let planned_bits = self.radius_bits_max;
        if radius_bits > planned_bits {
            return Err(RadiusTooLarge { asked_bits: radius_bits, planned_bits }.into());
        }
        let mut hits = Vec::new();
        for part in &self.segments {
            if part.gone.is_empty() {
                part.index.search_looks(queries, radius_bits, |query, _, hit| hits.push((query, hit)))?;
                continue;
            }
            let mut found = Vec::new();
            part.index.search_looks(queries, radius_bits, |query, look, hit| found.push((query, look, hit)))?;
            for (query, look, hit) in found {
                if !part.gone.contains(&(part.index.hash_of(look)?, hit.list, hit.row)) {
                    hits.push((query, hit));
                }
            }
        }
        for (number, query) in queries.iter().enumerate() {
            let near = self.young.iter().filter_map(|entry| {
                let distance = entry.hash.distance(query);
                let hit = NearHit { list: entry.list, row: entry.row, distance };
                (distance <= radius_bits).then_some((number, hit))
            });
            hits.extend(near);
        }
        hits.sort_unstable();
        Ok(hits)
    }

    /// Compares every block of every segment with its checksum.
    ///
    /// # Errors
    /// A block is damaged.
    pub fn check_blocks(&self) -> Result<(), NearFileError> {
        self.segments.iter().try_for_each(|part| part.index.check_blocks())
    }

    fn holds(&self, entry: &NearEntry) -> Result<bool, NearFileError> {
        if self.young_keys.contains(&key_of(entry)) {
            return Ok(true);
        }
        for part in &self.segments {
            if part.holds(entry)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn add(&mut self, entry: &NearEntry) -> Result<(), NearFileError> {
        if !self.holds(entry)? {
            Arc::make_mut(&mut self.young).push(*entry);
            Arc::make_mut(&mut self.young_keys).insert(key_of(entry));
        }
        Ok(())
    }

    fn remove(&mut self, entry: &NearEntry) -> Result<(), NearFileError> {
        if self.young_keys.contains(&key_of(entry)) {
            Arc::make_mut(&mut self.young_keys).remove(&key_of(entry));
            Arc::make_mut(&mut self.young).retain(|other| other != entry);
        }
        for part in &mut self.segments {
            if part.holds(entry)? {
                Arc::make_mut(&mut part.gone).insert(key_of(entry));
            }
        }
        Ok(())
    }

    fn change(&mut self, change: &Change) -> Result<(), NearFileError> {
        match change {
            Change::Added(entry) => self.add(entry),
            Change::Removed(entry) => self.remove(entry),
        }
    }
}

impl LivingIndex {
    /// Opens the index in a folder, or makes an empty one there. It answers radii up to `radius_bits_max`; a folder that
    /// was made for a smaller one is merged anew at once.
    ///
    /// # Errors
    /// The radius is larger than [`RADIUS_BITS_MAX`], the folder is in use, or something in it cannot be believed.
    pub fn open(folder: impl Into<PathBuf>, radius_bits_max: u32) -> Result<LivingIndex, LivingError> {
        LivingIndex::open_with(folder, radius_bits_max, YOUNG_ENTRIES_MAX)
    }

    /// The same, merging when so many entries wait in memory.
    ///
    /// # Errors
    /// As [`LivingIndex::open`].
    pub fn open_with(
        folder: impl Into<PathBuf>,
        radius_bits_max: u32,
        young_entries_max: usize,
    ) -> Result<LivingIndex, LivingError> {
        if radius_bits_max > RADIUS_BITS_MAX {
            return Err(RadiusTooLarge { asked_bits: radius_bits_max, planned_bits: RADIUS_BITS_MAX }.into());
        }
        let folder = folder.into();
        let (shared, must_merge) = Shared::open(folder, radius_bits_max, young_entries_max)?;
        let shared = Arc::new(shared);
        if must_merge {
            shared.merge(true)?;
        }
        let merger = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || shared.merge_when_wanted()
        });
        Ok(LivingIndex { shared, merger: Some(merger) })
    }

    /// What is there now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.shared.now()
    }

    /// Adds entries. When this returns they are on the disk and every later snapshot has them.
    ///
    /// # Errors
    /// They cannot be written; then none of them was added.
    pub fn add(&self, entries: &[NearEntry]) -> Result<(), LivingError> {
        self.shared.change(entries.iter().copied().map(Change::Added).collect())
    }

    /// Removes entries: hash, list and row must agree. When this returns it is on the disk and no later snapshot has
    /// them.
    ///
    /// # Errors
    /// It cannot be written; then none of them was removed.
    pub fn remove(&self, entries: &[NearEntry]) -> Result<(), LivingError> {
        self.shared.change(entries.iter().copied().map(Change::Removed).collect())
    }

    /// Merges everything into one segment now. Of the same entries its bytes are the same, however they came to be
    /// there.
    ///
    /// # Errors
    /// A segment cannot be written, or one to be merged is damaged.
    pub fn merge_all(&self) -> Result<(), LivingError> {
        self.shared.merge(true)
    }

    /// The segments' files, largest first.
    pub fn segment_paths(&self) -> Vec<PathBuf> {
        let numbers = self.snapshot().segments.iter().filter_map(|part| part.number).collect::<Vec<u64>>();
        numbers.into_iter().map(|number| segment_path(&self.shared.folder, number)).collect()
    }

    /// Why the last merge in the background failed, if it did. Nothing is lost by it; searching becomes slower.
    pub fn trouble(&self) -> Option<Arc<LivingError>> {
        locked(&self.shared.wanted).trouble.clone()
    }
}

impl Drop for LivingIndex {
    fn drop(&mut self) {
        locked(&self.shared.wanted).is_end = true;
        self.shared.is_wanted.notify_all();
        if let Some(merger) = self.merger.take() {
            // It only ends by being asked to; had it panicked, nothing on the disk would be the worse for it.
            let _ = merger.join();
        }
    }
}

/// A folder that no other program opens while this is held.
struct FolderLock(File);

impl FolderLock {
    fn take(folder: &Path) -> Result<FolderLock, LivingError> {
        let path = folder.join("lock");
        let failed = |doing, source| LivingError::Io { doing, path: path.clone(), source };
        let file = File::create(&path).map_err(|source| failed("open", source))?;
        match file.try_lock() {
            Ok(()) => Ok(FolderLock(file)),
            Err(fs::TryLockError::WouldBlock) => Err(LivingError::InUse { folder: folder.to_owned() }),
            Err(fs::TryLockError::Error(source)) => Err(failed("lock", source)),
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Said, not left to closing: a process that another thread is just starting still holds a copy of the file.
        let _ = self.0.unlock();
    }
}

impl Shared {
    fn open(folder: PathBuf, radius_bits_max: u32, young_entries_max: usize) -> Result<(Shared, bool), LivingError> {
        let failed = |doing, path: &Path| {
            let path = path.to_owned();
            move |source| LivingError::Io { doing, path, source }
        };
        fs::create_dir_all(&folder).map_err(failed("make", &folder))?;
        let lock = FolderLock::take(&folder)?;
        let empty = Manifest { radius_bits_max, next_number: 1, log_first: 0, segments: Vec::new() };
        let mut manifest = Manifest::read(&folder)?.unwrap_or(empty);
        let mut snapshot =
            Snapshot { radius_bits_max, segments: Vec::new(), young: Arc::default(), young_keys: Arc::default() };
        for (number, gone) in &manifest.segments {
            let index = NearIndex::open(segment_path(&folder, *number))?;
            let gone = gone.iter().map(key_of).collect();
            snapshot.segments.push(Segment { number: Some(*number), index: Arc::new(index), gone: Arc::new(gone) });
        }
        let logs = sweep(&folder, &manifest)?;
        let mut log = None;
        for number in logs {
            manifest.next_number = manifest.next_number.max(number + 1);
            let mut changes = Vec::new();
            log = Some(Log::replay(&folder, number, |change| changes.push(change))?);
            changes.iter().try_for_each(|change| snapshot.change(change))?;
        }
        let log = match log {
            Some(log) => log,
            None => {
                let number = manifest.next_number;
                manifest.next_number += 1;
                Log::create(&folder, number)?
            }
        };
        let radius_planned =
            snapshot.segments.iter().map(|part| part.index.plan().radius_bits_max()).min().unwrap_or(radius_bits_max);
        let is_waiting = snapshot.young.len() >= young_entries_max;
        let writer = Writer { log, next_number: manifest.next_number, log_first: manifest.log_first };
        let shared = Shared {
            folder,
            radius_bits_max,
            young_entries_max,
            now: RwLock::new(Arc::new(snapshot)),
            writer: Mutex::new(writer),
            merging: Mutex::new(()),
            wanted: Mutex::new(Wanted { is_merge: is_waiting, ..Wanted::default() }),
            is_wanted: Condvar::new(),
            _lock: lock,
        };
        Ok((shared, radius_planned < radius_bits_max))
    }

    fn now(&self) -> Arc<Snapshot> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, snapshot: Snapshot) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }

    fn change(&self, changes: Vec<Change>) -> Result<(), LivingError> {
        if changes.is_empty() {
            return Ok(());
        }
        let mut writer = locked(&self.writer);
        // First made, then written, then shown: what cannot be made is not written, what is not written is not shown.
        let mut next = Snapshot::clone(&self.now());
        changes.iter().try_for_each(|change| next.change(change))?;
        writer.log.append(&changes)?;
        let n_gone: usize = next.segments.iter().map(|part| part.gone.len()).sum();
        let is_full =
            next.young.len() >= self.young_entries_max || n_gone > self.young_entries_max.max(next.n_entries() / 8);
        self.put(next);
        drop(writer);
        if is_full {
            locked(&self.wanted).is_merge = true;
            self.is_wanted.notify_all();
        }
        Ok(())
    }
}

/// Removes what no manifest names: what a merge left that was killed, or what it had replaced. Names the logs to be
/// read, in order.
fn sweep(folder: &Path, manifest: &Manifest) -> Result<BTreeSet<u64>, LivingError> {
    let failed = |doing, path: &Path| {
        let path = path.to_owned();
        move |source| LivingError::Io { doing, path, source }
    };
    let kept: BTreeSet<u64> = manifest.segments.iter().map(|(number, _)| *number).collect();
    let mut logs = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(failed("read", folder))? {
        let path = entry.map_err(failed("read", folder))?.path();
        let Some(number) = number_of(&path) else { continue };
        let is_log = path.extension().is_some_and(|ending| ending == "log");
        if is_log && number >= manifest.log_first {
            logs.insert(number);
        } else if is_log || !kept.contains(&number) {
            fs::remove_file(&path).map_err(failed("remove", &path))?;
        }
    }
    Ok(logs)
}

/// A lock that a panic elsewhere does not poison: what is behind it is whole between any two statements.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Snapshot")
            .field("n_entries", &self.n_entries())
            .field("n_segments", &self.segments.len())
            .field("n_young", &self.young.len())
            .finish()
    }
}

impl std::fmt::Debug for LivingIndex {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("LivingIndex").field("folder", &self.shared.folder).field("now", &self.snapshot()).finish()
    }
}

#[cfg(test)]
#[path = "living/living_tests.rs"]
mod tests;
