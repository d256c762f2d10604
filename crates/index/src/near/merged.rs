//! Writes the index file of several indexes' entries together, in little memory: entries come in order from files that are
//! in order, and tables are made one at a time. What it writes is byte for byte what building all of them anew would write.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use fingerprint::Pdq;

use crate::near::NearIndex;
use crate::near::code::{Code, hash_of};
use crate::near::image::{
    Facts, Layout, NearFileError, aside_of, end_file, map_file, map_in_memory, numbers, numbers_mut,
};
use crate::near::plan::Plan;
use crate::near::tables::{self, Table};

/// What is written at once of each section.
const BUFFER_BYTES: usize = 1 << 20;

/// An index whose entries are taken, but for those that are gone.
pub(crate) struct Part<'a> {
    pub(crate) index: &'a NearIndex,
    /// Hash, list and row.
    pub(crate) gone: &'a HashSet<(Pdq, u32, u64)>,
}

/// Writes all their entries to a file, whose plan is the one for this radius. Needs some twenty bytes an entry.
///
/// # Errors
/// It cannot be written, or a part is damaged.
pub(crate) fn write(parts: &[Part<'_>], radius_bits_max: u32, path: &Path) -> Result<(), NearFileError> {
    let failed = |source| NearFileError::Io { doing: "write", path: path.to_owned(), source };
    parts.iter().try_for_each(|part| part.index.check_blocks())?;
    let facts = facts_of(parts, radius_bits_max)?;
    let layout = Layout::of(&facts).ok_or(io::ErrorKind::OutOfMemory.into()).map_err(failed)?;
    let aside = aside_of(path).map_err(failed)?;
    aside.as_file().set_len(layout.n_bytes as u64).map_err(failed)?;
    write_entries(parts, &facts, &layout, aside.as_file(), &failed)?;
    write_tables(&facts, &layout, aside.as_file()).map_err(failed)?;
    end_file(aside, &facts, &layout, path).map_err(failed)
}

fn facts_of(parts: &[Part<'_>], radius_bits_max: u32) -> Result<Facts, NearFileError> {
    let (mut n_codes, mut n_entries, mut row_max) = (0, 0, 0);
    let (mut last, mut list_first, mut has_one_list) = (None, 0, true);
    let mut entries = InOrder::of(parts)?;
    while let Some(entry) = entries.next()? {
        if last != Some(entry.code) {
            (last, n_codes) = (Some(entry.code), n_codes + 1);
        }
        if n_entries == 0 {
            list_first = entry.list;
        }
        has_one_list &= entry.list == list_first;
        row_max = row_max.max(entry.row);
        n_entries += 1;
    }
    Ok(Facts {
        plan: Plan::choose(n_entries, radius_bits_max),
        n_codes,
        n_entries,
        list_only: has_one_list.then_some(list_first),
        row_bytes: if row_max <= u64::from(u32::MAX) { 4 } else { 8 },
    })
}

fn write_entries(
    parts: &[Part<'_>],
    facts: &Facts,
    layout: &Layout,
    file: &File,
    failed: &impl Fn(io::Error) -> NearFileError,
) -> Result<(), NearFileError> {
    let section =
        |range: &Range<usize>| Section { file, at: range.start as u64, end: range.end as u64, buffer: Vec::new() };
    let (mut codes, mut owners) = (section(&layout.codes), section(&layout.owners));
    let (mut lists, mut rows) = (section(&layout.lists), section(&layout.rows));
    let mut last = None;
    let mut entries = InOrder::of(parts)?;
    let mut n_entries = 0_u32;
    while let Some(entry) = entries.next()? {
        let mut put = || {
            if last != Some(entry.code) {
                last = Some(entry.code);
                entry.code.iter().try_for_each(|word| codes.put(&word.to_le_bytes()))?;
                owners.put(&n_entries.to_le_bytes())?;
            }
            lists.put(&entry.list.to_le_bytes())?;
            rows.put(&entry.row.to_le_bytes()[..facts.row_bytes])
        };
        put().map_err(failed)?;
        n_entries += 1;
    }
    owners.put(&n_entries.to_le_bytes()).map_err(failed)?;
    [codes, owners, lists, rows].iter_mut().try_for_each(Section::flush).map_err(failed)
}

fn write_tables(facts: &Facts, layout: &Layout, file: &File) -> io::Result<()> {
    let bytes = map_file(file)?;
    let codes: &[Code] = numbers(&bytes[layout.codes.clone()]);
    let n_bytes_max = |ranges: &[Range<usize>]| ranges.iter().map(Range::len).max().unwrap_or(0).max(1);
    let mut starts = map_in_memory(n_bytes_max(&layout.starts))?;
    let mut ids = map_in_memory(n_bytes_max(&layout.ids))?;
    let mut siblings = map_in_memory(n_bytes_max(&layout.siblings))?;
    tables::each_band(facts.plan.bands(), codes, |band, fill| {
        let sections = [&layout.starts[band], &layout.ids[band], &layout.siblings[band]];
        let [starts, ids, siblings] =
            [&mut starts[..sections[0].len()], &mut ids[..sections[1].len()], &mut siblings[..sections[2].len()]];
        fill(Table { starts: numbers_mut(starts), ids: numbers_mut(ids), siblings: numbers_mut(siblings) });
        let written = [&*starts, &*ids, &*siblings];
        written.iter().zip(sections).try_for_each(|(bytes, section)| file.write_all_at(bytes, section.start as u64))
    })
}

/// A section while it is written from its begin on. One that has no room takes nothing: it is not needed.
struct Section<'f> {
    file: &'f File,
    at: u64,
    end: u64,
    buffer: Vec<u8>,
}

impl Section<'_> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.at == self.end {
            return Ok(());
        }
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all_at(&self.buffer, self.at)?;
        self.at += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}

/// An entry of a part, ordered as in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    code: Code,
    list: u32,
    row: u64,
}

/// The entries of all parts in order. There are few parts, so the least of their next entries is looked for.
struct InOrder<'a> {
    parts: Vec<Cursor<'a>>,
}

impl<'a> InOrder<'a> {
    fn of(parts: &'a [Part<'a>]) -> Result<InOrder<'a>, NearFileError> {
        let begin = |part| {
            let mut cursor = Cursor { part, n_looks: 0, owners: 0..0, next: None };
            cursor.advance()?;
            Ok(cursor)
        };
        Ok(InOrder { parts: parts.iter().map(begin).collect::<Result<_, NearFileError>>()? })
    }

    fn next(&mut self) -> Result<Option<Entry>, NearFileError> {
        let with_entry = self.parts.iter_mut().filter(|cursor| cursor.next.is_some());
        let Some(cursor) = with_entry.min_by_key(|cursor| cursor.next) else {
            return Ok(None);
        };
        let entry = cursor.next;
        cursor.advance()?;
        Ok(entry)
    }
}

struct Cursor<'a> {
    part: &'a Part<'a>,
    /// Looks that were begun.
    n_looks: usize,
    /// Entries of the last look begun that are yet to come.
    owners: Range<usize>,
    next: Option<Entry>,
}

impl Cursor<'_> {
    fn advance(&mut self) -> Result<(), NearFileError> {
        let image = &self.part.index.image;
        self.next = None;
        while self.next.is_none() {
            if let Some(owner) = self.owners.next() {
                let code = image.codes()[self.n_looks - 1];
                let (list, row) = image.owner(owner)?;
                let gone = self.part.gone;
                if gone.is_empty() || !gone.contains(&(hash_of(&code), list, row)) {
                    self.next = Some(Entry { code, list, row });
                }
            } else if self.n_looks < image.facts().n_codes {
                self.owners = image.owners_of(self.n_looks)?;
                self.n_looks += 1;
            } else {
                return Ok(());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;
    use crate::near::NearEntry;

    #[test]
    fn parts_together_are_what_all_their_entries_are() {
        let folder = tempfile::tempdir().unwrap();
        let mut dice = Dice::of(9);
        for (n_entries, n_lists, row_first, n_hashes) in
            [(0, 1, 0, 1), (3_000, 1, 0, 9_999), (9_000, 1, 7, 1 << 40), (9_000, 3, 1 << 40, 4_500)]
        {
            let hashes: Vec<Pdq> = (0..n_hashes.min(n_entries) + 1).map(|_| dice.hash()).collect();
            let all: Vec<NearEntry> = (0..n_entries)
                .map(|row| NearEntry {
                    hash: hashes[dice.below(hashes.len() as u64) as usize],
                    list: dice.below(n_lists) as u32,
                    row: row_first + row,
                })
                .collect();
            let (kept, gone): (Vec<NearEntry>, Vec<NearEntry>) = all.iter().partition(|entry| entry.row % 10 != 3);
            let gone: HashSet<(Pdq, u32, u64)> = gone.iter().map(|entry| (entry.hash, entry.list, entry.row)).collect();
            // In halves by chance, the second of them from a file.
            let (one, two): (Vec<NearEntry>, Vec<NearEntry>) = all.iter().partition(|_| dice.below(3) == 0);
            let one = NearIndex::build(one, 31).unwrap();
            NearIndex::build(two, 16).unwrap().write_to(folder.path().join("two")).unwrap();
            let two = NearIndex::open(folder.path().join("two")).unwrap();
            let parts = [Part { index: &one, gone: &gone }, Part { index: &two, gone: &gone }];
            write(&parts, 31, &folder.path().join("merged")).unwrap();
            NearIndex::build(kept, 31).unwrap().write_to(folder.path().join("built")).unwrap();
            let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
            assert!(read("merged") == read("built"), "{n_entries} entries of {n_lists} lists");
        }
        let n_left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(n_left, 3, "nothing is left beside the files");
    }
}
