//! Fills an image with entries: sorts them, deals equal ones out once, and fills the tables of each pair of bands in
//! one pass over the codes.

use std::cmp::Ordering;
use std::io;

use crate::near::NearEntry;
use crate::near::code::{Code, code_of};
use crate::near::image::{Facts, Image, numbers_mut};
use crate::near::plan::{Band, Plan};

/// An entry on its way into an image. Of the same size as [`NearEntry`], so that a list of these takes its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodeEntry {
    pub(super) code: Code,
    pub(super) list: u32,
    pub(super) row: u64,
}

impl CodeEntry {
    pub(crate) fn of(entry: NearEntry) -> CodeEntry {
        CodeEntry { code: code_of(&entry.hash), list: entry.list, row: entry.row }
    }
}

/// By code, then list and row. Written out, as the first word decides nearly always.
impl Ord for CodeEntry {
    #[inline]
    fn cmp(&self, other: &CodeEntry) -> Ordering {
        let first = self.code[0].cmp(&other.code[0]);
        let rest = |entry: &CodeEntry| (entry.code, entry.list, entry.row);
        first.then_with(|| rest(self).cmp(&rest(other)))
    }
}

impl PartialOrd for CodeEntry {
    #[inline]
    fn partial_cmp(&self, other: &CodeEntry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// # Errors
/// The system has not that much memory.
pub(super) fn build(plan: Plan, entries: Vec<NearEntry>) -> io::Result<Image> {
    let mut entries: Vec<CodeEntry> = entries.into_iter().map(CodeEntry::of).collect();
    entries.sort_unstable();
    build_of_sorted(plan, entries)
}

/// Invariant: entries are sorted, and at most `u32::MAX`.
pub(super) fn build_of_sorted(plan: Plan, entries: Vec<CodeEntry>) -> io::Result<Image> {
    let n_codes = entries.chunk_by(|one, two| one.code == two.code).count();
    let list_first = entries.first().map_or(0, |entry| entry.list);
    let has_one_list = entries.iter().all(|entry| entry.list == list_first);
    let row_max = entries.iter().map(|entry| entry.row).max().unwrap_or(0);
    let mut image = Image::make(Facts {
        plan,
        n_codes,
        n_entries: entries.len(),
        list_only: has_one_list.then_some(list_first),
        row_bytes: if row_max <= u64::from(u32::MAX) { 4 } else { 8 },
    })?;
    put_entries(&mut image, &entries);
    drop(entries);
    put_tables(&mut image);
    Ok(image)
}

fn put_entries(image: &mut Image, entries: &[CodeEntry]) {
    let layout = image.layout().clone();
    let facts = image.facts().clone();
    let bytes = image.bytes_mut();
    let rows = &mut bytes[layout.rows];
    if facts.row_bytes == 4 {
        numbers_mut::<u32>(rows).iter_mut().zip(entries).for_each(|(row, entry)| *row = entry.row as u32);
    } else {
        numbers_mut::<u64>(rows).iter_mut().zip(entries).for_each(|(row, entry)| *row = entry.row);
    }
    let lists = numbers_mut::<u32>(&mut bytes[layout.lists]);
    lists.iter_mut().zip(entries).for_each(|(list, entry)| *list = entry.list);
    let codes = numbers_mut::<Code>(&mut bytes[layout.codes]);
    for (code, group) in codes.iter_mut().zip(entries.chunk_by(|one, two| one.code == two.code)) {
        *code = group[0].code;
    }
    let owners = numbers_mut::<u32>(&mut bytes[layout.owners]);
    if let Some((first, others)) = owners.split_first_mut() {
        *first = 0;
        let mut end = 0;
        for (owner, group) in others.iter_mut().zip(entries.chunk_by(|one, two| one.code == two.code)) {
            end += group.len() as u32;
            *owner = end;
        }
    }
}

fn put_tables(image: &mut Image) {
    let layout = image.layout().clone();
    let bands = image.facts().plan.bands().to_vec();
    let (head, tables) = image.bytes_mut().split_at_mut(layout.codes.end.next_multiple_of(4096));
    let codes: &[Code] = crate::near::image::numbers(&head[layout.codes.clone()]);
    let offset = head.len();
    let mut counts: Vec<Vec<u32>> = bands.iter().map(|band| vec![0; band.n_values() + 1]).collect();
    for code in codes {
        for (band, counts) in bands.iter().zip(&mut counts) {
            counts[band.key_of(code) as usize + 1] += 1;
        }
    }
    for (number, counts) in counts.iter_mut().enumerate() {
        for value in 1..counts.len() {
            counts[value] += counts[value - 1];
        }
        let starts = &layout.starts[number];
        numbers_mut::<u32>(&mut tables[starts.start - offset..starts.end - offset]).copy_from_slice(counts);
    }
    // What were counts are now the places where the next entry of each value goes.
    for pair in 0..bands.len() / 2 {
        let (one, two) = (2 * pair, 2 * pair + 1);
        let begin = layout.ids[one].start - offset;
        let tables = &mut tables[begin..layout.siblings[two].end - offset];
        let at = |range: &std::ops::Range<usize>| range.start - offset - begin..range.end - offset - begin;
        let (ids_one, rest) = tables.split_at_mut(at(&layout.siblings[one]).start);
        let (siblings_one, rest_two) = rest.split_at_mut(at(&layout.ids[two]).start - at(&layout.siblings[one]).start);
        let (ids_two, siblings_two) = rest_two.split_at_mut(layout.siblings[two].start - layout.ids[two].start);
        let mut first = Table {
            next: &mut counts[one].clone(),
            ids: &mut numbers_mut(ids_one)[..layout.ids[one].len() / 4],
            siblings: numbers_mut(siblings_one),
        };
        let mut second =
            Table { next: &mut counts[two].clone(), ids: numbers_mut(ids_two), siblings: numbers_mut(siblings_two) };
        fill_pair(codes, bands[one], bands[two], &mut first, &mut second);
    }
}

struct Table<'a> {
    next: &'a mut [u32],
    ids: &'a mut [u32],
    siblings: &'a mut [u16],
}

impl Table<'_> {
    #[inline(always)]
    fn put(&mut self, key: u32, id: u32, sibling: u32) {
        let at = &mut self.next[key as usize];
        // The first band has no ids: codes are sorted by it.
        if let Some(place) = self.ids.get_mut(*at as usize) {
            *place = id;
        }
        self.siblings[*at as usize] = sibling as u16;
        *at += 1;
    }
}

fn fill_pair(codes: &[Code], one: Band, two: Band, first: &mut Table<'_>, second: &mut Table<'_>) {
    for (id, code) in codes.iter().enumerate() {
        let (key_one, key_two) = (one.key_of(code), two.key_of(code));
        first.put(key_one, id as u32, key_two);
        second.put(key_two, id as u32, key_one);
    }
}
