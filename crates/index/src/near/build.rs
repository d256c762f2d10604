//! Fills an image with entries: puts them in order, deals equal ones out once, and has the tables of all bands filled.

use std::io;

use memmap2::MmapMut;

use crate::near::NearEntry;
use crate::near::code::{Code, code_of};
use crate::near::image::{Facts, Image, Number, map_in_memory, numbers, numbers_mut};
use crate::near::plan::Plan;
use crate::near::tables;
use crate::order::by_heads;

/// Entries are first dealt out into so many heaps by the leading bits of their codes: then a heap fits a cache.
const HEAPS: usize = 1 << HEAP_BITS;
const HEAP_BITS: u32 = 11;

/// An entry on its way into an image. Of the same size as [`NearEntry`], so that a list of these takes its place, and
/// without a gap, so that it can lie in any memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(C)]
struct CodeEntry {
    code: Code,
    list: u64,
    row: u64,
}

impl Number for CodeEntry {}

impl CodeEntry {
    fn of(entry: NearEntry) -> CodeEntry {
        CodeEntry { code: code_of(&entry.hash), list: u64::from(entry.list), row: entry.row }
    }
}

/// # Errors
/// The system has not that much memory.
pub(super) fn build(plan: Plan, entries: Vec<NearEntry>) -> io::Result<Image> {
    let entries = sorted(entries)?;
    let mut image = image_of_sorted(plan, numbers(&entries))?;
    drop(entries);
    tables::put(&mut image)?;
    Ok(image)
}

/// The entries by code, then list and row, on large pages.
fn sorted(entries: Vec<NearEntry>) -> io::Result<MmapMut> {
    let heap_of = |entry: &CodeEntry| (entry.code[0] >> (u64::BITS - HEAP_BITS)) as usize;
    let mut ends = vec![0; HEAPS + 1];
    let counted = |entry: NearEntry| {
        let entry = CodeEntry::of(entry);
        ends[heap_of(&entry) + 1] += 1;
        entry
    };
    let entries: Vec<CodeEntry> = entries.into_iter().map(counted).collect();
    for heap in 0..HEAPS {
        ends[heap + 1] += ends[heap];
    }
    let mut memory = map_in_memory(size_of_val(&entries[..]))?;
    let dealt = numbers_mut::<CodeEntry>(&mut memory);
    // Each heap's begin moves to its end, which is where the next one began.
    for entry in &entries {
        let to = &mut ends[heap_of(entry)];
        dealt[*to] = *entry;
        *to += 1;
    }
    drop(entries);
    let mut heap: Vec<CodeEntry> = Vec::new();
    let mut from = 0;
    for to in &ends[..HEAPS] {
        let place = &mut dealt[from..*to];
        heap.clear();
        heap.extend_from_slice(place);
        let compare = |one: usize, other: usize| heap[one].cmp(&heap[other]);
        let order = by_heads(heap.len(), |number| heap[number].code[0] << HEAP_BITS, compare);
        place.iter_mut().zip(order).for_each(|(entry, placed)| *entry = heap[placed.number()]);
        from = *to;
    }
    Ok(memory)
}

/// The image of sorted entries, its tables still empty.
fn image_of_sorted(plan: Plan, entries: &[CodeEntry]) -> io::Result<Image> {
    let groups = || entries.chunk_by(|one, two| one.code == two.code);
    let list_first = entries.first().map_or(0, |entry| entry.list);
    let (mut has_one_list, mut row_max) = (true, 0);
    for entry in entries {
        has_one_list &= entry.list == list_first;
        row_max = row_max.max(entry.row);
    }
    let mut image = Image::make(Facts {
        plan,
        n_codes: groups().count(),
        n_entries: entries.len(),
        list_only: has_one_list.then_some(list_first as u32),
        row_bytes: if row_max <= u64::from(u32::MAX) { 4 } else { 8 },
    })?;
    let layout = image.layout().clone();
    let facts = image.facts().clone();
    let bytes = image.bytes_mut();
    let codes = numbers_mut::<Code>(&mut bytes[layout.codes]);
    codes.iter_mut().zip(groups()).for_each(|(code, group)| *code = group[0].code);
    let owners = numbers_mut::<u32>(&mut bytes[layout.owners]);
    if let Some((first, others)) = owners.split_first_mut() {
        *first = 0;
        let mut end = 0;
        for (owner, group) in others.iter_mut().zip(groups()) {
            end += group.len() as u32;
            *owner = end;
        }
    }
    let lists = numbers_mut::<u32>(&mut bytes[layout.lists]);
    lists.iter_mut().zip(entries).for_each(|(list, entry)| *list = entry.list as u32);
    let rows = &mut bytes[layout.rows];
    if facts.row_bytes == 4 {
        numbers_mut::<u32>(rows).iter_mut().zip(entries).for_each(|(row, entry)| *row = entry.row as u32);
    } else {
        numbers_mut::<u64>(rows).iter_mut().zip(entries).for_each(|(row, entry)| *row = entry.row);
    }
    Ok(image)
}
