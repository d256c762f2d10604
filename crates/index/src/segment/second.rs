//! Segments of format 2: a directory of slots, packed entries, and a sum for each KiB.

use sha2::{Digest as _, Sha256};

use super::Damage;
use super::shape::{Key, POSITION_BYTES, Shape, TRAILER_BYTES};
use super::sums::{self, Sums};
use crate::prefetch::prefetch;

/// Keys looked up together: enough that memory is busy, few enough that what was fetched is still there when asked.
const GROUP_KEYS: usize = 64;

/// In slots up to this many entries the key is looked for around its likely place; in longer ones halves are taken.
const SCANNED_ENTRIES_MAX: usize = 16;

/// Where everything lies, and what was checked already. The bytes are the caller's, always the same.
pub(super) struct Second {
    pub(super) shape: Shape,
    /// Of everything before the trailer.
    pub(super) content_sha256: [u8; 32],
    sums: Sums,
}

impl Second {
    /// Checks lead, trailer, size and the sums of the pages, of a segment whose lead says format 2 and this key width.
    pub(super) fn open(bytes: &[u8], key_bytes: usize) -> Result<Second, Damage> {
        let (shape, content_sha256) = check_ends(bytes, key_bytes)?;
        Ok(Second { shape, content_sha256, sums: Sums::of(&shape) })
    }

    /// Gives each row of the key, planted or not, ascending. Invariant: the key has the segment's width.
    pub(super) fn find(&self, bytes: &[u8], key: &[u8], each: impl FnMut(u64)) -> Result<(), Damage> {
        let slot = self.shape.slot_of(key);
        let (first, last) = self.slot(bytes, slot)?;
        self.find_between(bytes, key, first, last, each)
    }

    /// Gives, for keys that lie so many bytes apart, the number of the key and each of its rows. All memory that a group of
    /// keys needs is asked for before any of it is waited for.
    pub(super) fn find_in_turn(
        &self,
        bytes: &[u8],
        keys: &[u8],
        stride: usize,
        mut each: impl FnMut(usize, u64),
    ) -> Result<(), Damage> {
        let shape = &self.shape;
        let mut slots = [0; GROUP_KEYS];
        let mut spans = [(0, 0); GROUP_KEYS];
        for (group, keys) in keys.chunks(GROUP_KEYS * stride).enumerate() {
            let keys = || keys.chunks_exact(stride).map(|key| &key[..shape.key_bytes]);
            for (slot, key) in slots.iter_mut().zip(keys()) {
                *slot = shape.slot_of(key);
                prefetch(bytes, shape.directory_at() + *slot * POSITION_BYTES);
            }
            for (span, (slot, key)) in spans.iter_mut().zip(slots.iter().zip(keys())) {
                let (first, last) = self.slot(bytes, *slot)?;
                // The entries beside the likely place, which are nearly always all that is read.
                let place = first + shape.question(key).place_among(last - first);
                let (from, to) = (shape.entry_at(place.saturating_sub(1)), shape.entry_at(place + 2) - 1);
                prefetch(bytes, from);
                if from / 64 != to / 64 {
                    prefetch(bytes, to);
                }
                self.sums.prefetch(shape.entry_at(place));
                *span = (first, last);
            }
            for (n, (key, (first, last))) in keys().zip(spans).enumerate() {
                self.find_between(bytes, key, first, last, |row| each(group * GROUP_KEYS + n, row))?;
            }
        }
        Ok(())
    }

    /// All entries in order, the planted ones among them; after damage nothing more.
    pub(super) fn iter<'b>(&'b self, bytes: &'b [u8]) -> impl Iterator<Item = Result<(Key, u64), Damage>> {
        let (mut slot, mut slot_end, mut is_broken) = (0, None, false);
        (0..self.shape.n_entries).map_while(move |number| {
            if is_broken {
                return None;
            }
            let mut next = || {
                // The last slot ends with the last entry, so there is always one that holds this entry.
                while slot_end.is_none_or(|end| end <= number) {
                    slot += usize::from(slot_end.is_some());
                    if slot == self.shape.n_slots() {
                        return Err(Damage::Directory);
                    }
                    slot_end = Some(self.slot(bytes, slot)?.1);
                }
                let entry = self.entry(bytes, number)?;
                Ok((self.shape.key_of(slot, entry), self.shape.row_of(entry)))
            };
            let entry = next();
            is_broken = entry.is_err();
            Some(entry)
        })
    }

    /// The row of an entry by its number. Invariant: there are more entries than that.
    pub(super) fn row_at(&self, bytes: &[u8], number: usize) -> Result<u64, Damage> {
        Ok(self.shape.row_of(self.entry(bytes, number)?))
    }

    /// Its key, whose leading bits are the number of its slot: the first that ends behind it.
    pub(super) fn key_at(&self, bytes: &[u8], number: usize) -> Result<Key, Damage> {
        let (mut below, mut above) = (0, self.shape.n_slots());
        while below < above {
            let middle = (below + above) / 2;
            if self.slot(bytes, middle)?.1 <= number { below = middle + 1 } else { above = middle }
        }
        if below == self.shape.n_slots() {
            return Err(Damage::Directory);
        }
        Ok(self.shape.key_of(below, self.entry(bytes, number)?))
    }

    /// Checks everything that opening checked and every block, touched or not.
    pub(super) fn check_all(&self, bytes: &[u8]) -> Result<(), Damage> {
        check_ends(bytes, self.shape.key_bytes)?;
        sums::check_all(&self.shape, bytes)
    }

    /// The same by the digest of the whole, which is slower and leaves no change unnoticed.
    pub(super) fn check_content(&self, bytes: &[u8]) -> Result<(), Damage> {
        let content = Sha256::digest(&bytes[..self.shape.pages_end()]);
        if content[..] == self.content_sha256 { Ok(()) } else { Err(Damage::Content) }
    }

    #[inline(always)]
    fn find_between(
        &self,
        bytes: &[u8],
        key: &[u8],
        first: usize,
        last: usize,
        mut each: impl FnMut(u64),
    ) -> Result<(), Damage> {
        if first == last {
            return Ok(());
        }
        let shape = &self.shape;
        let question = shape.question(key);
        let mut at = first;
        if last - first <= SCANNED_ENTRIES_MAX {
            self.sums.check(shape, bytes, shape.entry_at(first)..shape.entry_at(last))?;
            let order_of =
                |number: usize| question.head_order_of(&bytes[shape.entry_at(number)..shape.entry_at(number + 1)]);
            at += question.place_among(last - first);
            while at < last && order_of(at).is_lt() {
                at += 1;
            }
            while at > first && order_of(at - 1).is_ge() {
                at -= 1;
            }
            if at == last || order_of(at).is_gt() {
                return Ok(());
            }
            while at < last && !shape.is_of(self.entry(bytes, at)?, &question) {
                at += 1;
            }
        } else {
            let mut above = last;
            while at < above {
                let middle = (at + above) / 2;
                let is_below = shape.order_of(self.entry(bytes, middle)?, &question).is_lt();
                if is_below { at = middle + 1 } else { above = middle }
            }
        }
        for number in at..last {
            let entry = self.entry(bytes, number)?;
            if !shape.is_of(entry, &question) {
                break;
            }
            each(shape.row_of(entry));
        }
        Ok(())
    }

    /// The first entry of a slot and the first behind it.
    #[inline(always)]
    fn slot(&self, bytes: &[u8], slot: usize) -> Result<(usize, usize), Damage> {
        let at = self.shape.directory_at() + slot * POSITION_BYTES;
        self.sums.check(&self.shape, bytes, at..at + 2 * POSITION_BYTES)?;
        let position = |at: usize| u32::from_le_bytes(std::array::from_fn(|n| bytes[at + n])) as usize;
        let (first, last) = (position(at), position(at + POSITION_BYTES));
        // No writer says otherwise; whoever made up a file with right sums must not make us read outside of it.
        if first <= last && last <= self.shape.n_entries { Ok((first, last)) } else { Err(Damage::Directory) }
    }

    #[inline(always)]
    fn entry<'b>(&self, bytes: &'b [u8], number: usize) -> Result<&'b [u8], Damage> {
        let range = self.shape.entry_at(number)..self.shape.entry_at(number + 1);
        self.sums.check(&self.shape, bytes, range.clone())?;
        Ok(&bytes[range])
    }
}

fn check_ends(bytes: &[u8], key_bytes: usize) -> Result<(Shape, [u8; 32]), Damage> {
    let said = super::said_at_the_end(bytes, TRAILER_BYTES)?;
    let u32_at = |at: usize| u32::from_le_bytes(std::array::from_fn(|n| said[at + n]));
    let n_entries = u64::from_le_bytes(std::array::from_fn(|n| said[n]));
    let shape = Shape::read(key_bytes, n_entries, u32_at(8), u32_at(12)).ok_or(Damage::Trailer)?;
    if shape.file_bytes() != bytes.len() {
        return Err(Damage::Size);
    }
    if Sha256::digest(&bytes[shape.sums_end()..shape.pages_end()])[..] != said[48..] {
        return Err(Damage::Table);
    }
    Ok((shape, std::array::from_fn(|n| said[16 + n])))
}
