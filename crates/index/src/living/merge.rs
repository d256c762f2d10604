//! Merging: what waits in memory and the small segments become one segment, in a thread of its own. Changes go on
//! meanwhile; the manifest's renaming is the moment at which a merge has happened.

use std::collections::HashSet;
use std::fs;
use std::sync::{Arc, PoisonError};

use super::log::Log;
use super::manifest::{Manifest, log_path, segment_path};
use super::{Key, LivingError, Segment, Shared, Snapshot, locked};
use crate::near::merged::{self, Part};
use crate::near::{NearEntry, NearIndex, Plan};

/// A segment is merged once those younger than it hold a quarter as much, so that each entry is written again only
/// as often as the whole quadruples.
const GROWTH: usize = 4;

impl Shared {
    /// The merging thread's life.
    pub(super) fn merge_when_wanted(&self) {
        loop {
            let mut wanted = locked(&self.wanted);
            while !wanted.is_merge && !wanted.is_end {
                wanted = self.is_wanted.wait(wanted).unwrap_or_else(PoisonError::into_inner);
            }
            if wanted.is_end {
                return;
            }
            wanted.is_merge = false;
            drop(wanted);
            let result = self.merge(false);
            locked(&self.wanted).trouble = result.err().map(Arc::new);
        }
    }

    /// Merges what waits and the segments that are not much larger, or all of them.
    pub(super) fn merge(&self, is_all: bool) -> Result<(), LivingError> {
        let _one_at_a_time = locked(&self.merging);
        self.freeze()?;
        self.merge_segments(is_all)
    }

    /// What waits becomes a segment in memory, and a new log begins: what changes from here on comes after this merge.
    fn freeze(&self) -> Result<(), LivingError> {
        let mut writer = locked(&self.writer);
        let mut next = Snapshot::clone(&self.now());
        writer.log = Log::create(&self.folder, writer.next_number)?;
        writer.next_number += 1;
        if !next.young.is_empty() {
            let entries = next.young.to_vec();
            let plan = Plan::choose(entries.len(), self.radius_bits_max);
            let index = Arc::new(NearIndex::build_by(plan, entries));
            next.segments.push(Segment { number: None, index, gone: Arc::default() });
            next.young = Arc::default();
            next.young_keys = Arc::default();
            // While the writer is held: no change may come between.
            self.put(next);
        }
        Ok(())
    }

    fn merge_segments(&self, is_all: bool) -> Result<(), LivingError> {
        let before = self.now();
        let (kept, merged) = choose(&before.segments, is_all);
        // A merge that was asked for in between did it already: what is left would be a segment of nothing.
        if merged.is_empty() {
            return Ok(());
        }
        let number = {
            let mut writer = locked(&self.writer);
            writer.next_number += 1;
            writer.next_number - 1
        };
        let path = segment_path(&self.folder, number);
        let parts: Vec<Part<'_>> = merged.iter().map(|part| Part { index: &part.index, gone: &part.gone }).collect();
        // From file to file: what is merged need not fit in memory.
        merged::write(&parts, self.radius_bits_max, &path)?;
        let index = NearIndex::open(&path)?;
        let mut writer = locked(&self.writer);
        let now = self.now();
        let mut next = Snapshot::clone(&now);
        // Only merges change segments, and there is one at a time: those of before are those of now, in order.
        let mut gone: HashSet<Key> = HashSet::new();
        for (part_before, part_now) in before.segments.iter().zip(&now.segments) {
            if merged.iter().any(|part| Arc::ptr_eq(&part.index, &part_before.index)) {
                gone.extend(part_now.gone.difference(&part_before.gone));
            }
        }
        next.segments.retain(|part| kept.iter().any(|kept| Arc::ptr_eq(&kept.index, &part.index)));
        next.segments.push(Segment { number: Some(number), index: Arc::new(index), gone: Arc::new(gone) });
        // The log that began with this merge is the last one, and the first with changes that are in no segment.
        let log_first = writer.log.number();
        self.manifest_of(&next, writer.next_number, log_first).write(&self.folder)?;
        let log_before = std::mem::replace(&mut writer.log_first, log_first);
        self.put(next);
        drop(writer);
        // The manifest names none of these any more; what cannot be removed now is swept when the folder is opened.
        for part in merged.iter().filter_map(|part| part.number) {
            let _ = fs::remove_file(segment_path(&self.folder, part));
        }
        for number in log_before..log_first {
            let _ = fs::remove_file(log_path(&self.folder, number));
        }
        Ok(())
    }

    fn manifest_of(&self, snapshot: &Snapshot, next_number: u64, log_first: u64) -> Manifest {
        let gone = |part: &Segment| {
            let mut gone: Vec<NearEntry> =
                part.gone.iter().map(|(hash, list, row)| NearEntry { hash: *hash, list: *list, row: *row }).collect();
            gone.sort_unstable_by_key(|entry| (entry.hash, entry.list, entry.row));
            gone
        };
        let segments = snapshot.segments.iter().filter_map(|part| Some((part.number?, gone(part)))).collect();
        Manifest { radius_bits_max: self.radius_bits_max, next_number, log_first, segments }
    }
}

/// Which segments stay and which are merged. Those that are only in memory always are, for the log that has their
/// entries is about to go.
fn choose(segments: &[Segment], is_all: bool) -> (Vec<Segment>, Vec<Segment>) {
    let mut by_size: Vec<&Segment> = segments.iter().collect();
    by_size.sort_by_key(|part| (part.number.is_some(), part.index.n_entries()));
    let mut n_merged = 0;
    let (mut kept, mut merged) = (Vec::new(), Vec::new());
    for part in by_size {
        let n_entries = part.index.n_entries();
        let has_many_gone = part.gone.len() > n_entries / 4;
        if is_all || part.number.is_none() || n_entries <= GROWTH * n_merged || has_many_gone {
            n_merged += n_entries;
            merged.push(part.clone());
        } else {
            kept.push(part.clone());
        }
    }
    (kept, merged)
}
