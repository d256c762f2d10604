//! How an entry of format 2 is packed, and where in the file everything lies. Numbers only; no file, no checksum.
//!
//! The directory says where the entries of each *slot* begin, a slot being one value of the keys' leading bits. So an
//! entry need not repeat them: it begins with the first byte of the key that is not wholly leading bits, and where that
//! byte still has some, they make room for the highest bits of the row. The row's other bits follow the key.

use std::cmp::Ordering;

use super::{KEY_BYTES_MAX, LEAD_BYTES, N_PLANTED};

/// A slot has from this many entries on average to twice as many.
const SLOT_ENTRIES_MIN: u64 = 4;

/// More leading bits than this are never taken: entries are counted in 32 bits.
const SLOT_BITS_MAX: u32 = 29;

/// Body and sums are checked in pieces of this size: what a first touch has to read. See docs/decisions/0011.
pub(super) const BLOCK_BYTES: usize = 1024;

/// So many sums are checked together.
pub(super) const PAGE_BYTES: usize = 4096;

pub(super) const SUM_BYTES: usize = 4;
pub(super) const POSITION_BYTES: usize = 4;

/// Entries, row and slot bits, three digests.
pub(super) const TRAILER_BYTES: usize = 8 + 4 + 4 + 3 * 32;

/// A segment's numbers: four, and what follows from them and is asked for at every look-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) key_bytes: usize,
    pub(super) n_entries: usize,
    pub(super) slot_bits: u32,
    pub(super) row_bits: u32,
    rest_bytes: usize,
    row_bytes: usize,
    entry_bytes: usize,
    directory_at: usize,
    head_mask: u64,
}

impl Shape {
    /// The shape for so many entries, the planted ones counted, with rows up to `row_max`.
    pub(super) fn of(key_bytes: usize, n_entries: usize, row_max: u64) -> Shape {
        let per_slot = (n_entries as u64 / SLOT_ENTRIES_MIN).max(1);
        let slot_bits = per_slot.ilog2().min(SLOT_BITS_MAX).min(8 * (key_bytes as u32 - 1));
        // The highest 256 values of so many bits are the planted rows.
        let row_bits = 64 - row_max.saturating_add(256).leading_zeros();
        Shape::derived(key_bytes, n_entries, slot_bits, row_bits.max(9))
    }

    /// What a trailer says, if any writer could have said it.
    pub(super) fn read(key_bytes: usize, n_entries: u64, slot_bits: u32, row_bits: u32) -> Option<Shape> {
        let is_sound = (1..=KEY_BYTES_MAX).contains(&key_bytes)
            && (N_PLANTED..=u64::from(u32::MAX)).contains(&n_entries)
            && slot_bits <= SLOT_BITS_MAX.min(8 * (key_bytes as u32 - 1))
            && (9..=64).contains(&row_bits);
        is_sound.then(|| Shape::derived(key_bytes, n_entries as usize, slot_bits, row_bits))
    }

    /// The same with this many entries, packed as these are.
    pub(super) fn with_entries(&self, n_entries: usize) -> Shape {
        Shape::derived(self.key_bytes, n_entries, self.slot_bits, self.row_bits)
    }

    fn derived(key_bytes: usize, n_entries: usize, slot_bits: u32, row_bits: u32) -> Shape {
        let spare_bits = slot_bits % 8;
        let rest_bytes = key_bytes - slot_bits as usize / 8;
        let row_bytes = (row_bits - spare_bits).div_ceil(8) as usize;
        let entry_bytes = rest_bytes + row_bytes;
        let head_bytes: [u8; 8] = std::array::from_fn(|n| match n {
            0 => 0xff >> spare_bits,
            _ if n < rest_bytes => 0xff,
            _ => 0,
        });
        Shape {
            key_bytes,
            n_entries,
            slot_bits,
            row_bits,
            rest_bytes,
            row_bytes,
            entry_bytes,
            directory_at: (LEAD_BYTES + n_entries * entry_bytes).next_multiple_of(64),
            head_mask: u64::from_le_bytes(head_bytes),
        }
    }

    pub(super) fn n_slots(&self) -> usize {
        1 << self.slot_bits
    }

    /// Leading bytes of a key that are not in its entry.
    pub(super) fn dropped_bytes(&self) -> usize {
        self.slot_bits as usize / 8
    }

    /// Bits of an entry's first byte that belong to the row.
    fn spare_bits(&self) -> u32 {
        self.slot_bits % 8
    }

    /// Bytes of an entry that belong to the key.
    pub(super) fn rest_bytes(&self) -> usize {
        self.rest_bytes
    }

    fn row_bytes(&self) -> usize {
        self.row_bytes
    }

    /// Where entry `number` begins.
    pub(super) fn entry_at(&self, number: usize) -> usize {
        LEAD_BYTES + number * self.entry_bytes
    }

    /// Where the directory begins: at a cache line.
    pub(super) fn directory_at(&self) -> usize {
        self.directory_at
    }

    /// Where the body ends and the sums begin.
    pub(super) fn body_bytes(&self) -> usize {
        self.directory_at() + (self.n_slots() + 1) * POSITION_BYTES
    }

    pub(super) fn n_blocks(&self) -> usize {
        self.body_bytes().div_ceil(BLOCK_BYTES)
    }

    pub(super) fn sums_end(&self) -> usize {
        self.body_bytes() + self.n_blocks() * SUM_BYTES
    }

    pub(super) fn n_pages(&self) -> usize {
        (self.n_blocks() * SUM_BYTES).div_ceil(PAGE_BYTES)
    }

    pub(super) fn pages_end(&self) -> usize {
        self.sums_end() + self.n_pages() * SUM_BYTES
    }

    pub(super) fn file_bytes(&self) -> usize {
        self.pages_end() + TRAILER_BYTES
    }

    #[inline(always)]
    pub(super) fn slot_of(&self, key: &[u8]) -> usize {
        let lead = match key.first_chunk::<4>() {
            Some(lead) => *lead,
            None => std::array::from_fn(|n| key.get(n).copied().unwrap_or(0)),
        };
        (u64::from(u32::from_be_bytes(lead)) >> (32 - self.slot_bits)) as usize
    }

    /// Appends the entry of this key and row.
    pub(super) fn pack(&self, key: &[u8], row: u64, to: &mut Vec<u8>) {
        let row_tail_bits = 8 * self.row_bytes() as u32;
        let row = row & self.row_mask();
        let first = to.len();
        to.extend_from_slice(&key[self.dropped_bytes()..]);
        let spare = self.spare_bits();
        if spare > 0 {
            let row_head = row.checked_shr(row_tail_bits).unwrap_or(0) as u8;
            to[first] = to[first] & (0xff >> spare) | row_head << (8 - spare);
        }
        to.extend_from_slice(&row.to_be_bytes()[8 - self.row_bytes()..]);
    }

    /// The row of an entry.
    #[inline(always)]
    pub(super) fn row_of(&self, entry: &[u8]) -> u64 {
        let row_tail = match entry.last_chunk::<8>() {
            // Of up to seven bytes the shift leaves only those.
            Some(tail) if self.row_bytes > 0 => u64::from_be_bytes(*tail) & (u64::MAX >> (64 - 8 * self.row_bytes)),
            _ => entry[self.rest_bytes()..].iter().fold(0, |row, byte| row << 8 | u64::from(*byte)),
        };
        let spare = self.spare_bits();
        let row_head = if spare == 0 { 0 } else { u64::from(entry[0] >> (8 - spare)) };
        let row = row_tail | row_head.checked_shl(8 * self.row_bytes() as u32).unwrap_or(0);
        if row > self.row_mask() - 256 { row | !self.row_mask() } else { row }
    }

    /// The key of an entry of this slot.
    pub(super) fn key_of(&self, slot: usize, entry: &[u8]) -> Key {
        let mut bytes = [0; KEY_BYTES_MAX];
        let (dropped, spare) = (self.dropped_bytes(), self.spare_bits());
        bytes[dropped..self.key_bytes].copy_from_slice(&entry[..self.rest_bytes()]);
        bytes[dropped] &= 0xff >> spare;
        if self.slot_bits > 0 {
            let lead = ((slot as u64) << (32 - self.slot_bits)) as u32;
            bytes.iter_mut().zip(lead.to_be_bytes()).for_each(|(byte, lead)| *byte |= lead);
        }
        Key { bytes, n_bytes: self.key_bytes as u8 }
    }

    /// Whether an entry of the same slot has this key. Of keys of ten bytes and more the first eight are compared first,
    /// which nearly always decides.
    #[inline(always)]
    pub(super) fn is_of(&self, entry: &[u8], question: &Question<'_>) -> bool {
        let Some(head) = entry.first_chunk::<8>() else { return self.order_of(entry, question).is_eq() };
        if (u64::from_le_bytes(*head) ^ question.head) & question.head_mask != 0 {
            return false;
        }
        // Eight bytes at a time, the last eight whether or not some of them were compared before.
        let (rest, n) = (question.rest, question.rest.len());
        let differs = |at: usize| entry[at..at + 8] != rest[at..at + 8];
        n <= 8 || !((1..n / 8).any(|number| differs(8 * number)) || differs(n - 8))
    }

    /// How an entry's key stands to that of the question.
    pub(super) fn order_of(&self, entry: &[u8], question: &Question<'_>) -> Ordering {
        let first = |byte: u8| byte & 0xff >> self.spare_bits();
        let (rest, entry) = (question.rest, &entry[..self.rest_bytes()]);
        (first(entry[0]).cmp(&first(rest[0]))).then_with(|| entry[1..].cmp(&rest[1..]))
    }

    /// What of a key an entry would hold.
    #[inline(always)]
    pub(super) fn question<'k>(&self, key: &'k [u8]) -> Question<'k> {
        let rest = &key[self.dropped_bytes()..];
        let head = match rest.first_chunk::<8>() {
            Some(head) => *head,
            None => std::array::from_fn(|n| rest.get(n).copied().unwrap_or(0)),
        };
        let head = u64::from_le_bytes(head);
        Question { rest, head, head_mask: self.head_mask }
    }

    fn row_mask(&self) -> u64 {
        u64::MAX >> (64 - self.row_bits)
    }
}

/// A key that is looked for among the entries of its slot.
pub(super) struct Question<'k> {
    /// The key without the bytes that are in no entry.
    rest: &'k [u8],
    head: u64,
    /// Which bits of an entry's first eight bytes are the key's.
    head_mask: u64,
}

impl Question<'_> {
    /// How an entry's head stands to this key's.
    #[inline(always)]
    pub(super) fn head_order_of(&self, entry: &[u8]) -> Ordering {
        let head = match entry.first_chunk::<8>() {
            Some(head) => *head,
            None => std::array::from_fn(|n| entry.get(n).copied().unwrap_or(0)),
        };
        let ordered = |head: u64| (head & self.head_mask).swap_bytes();
        ordered(u64::from_le_bytes(head)).cmp(&ordered(self.head))
    }

    /// Which of so many evenly spread entries of its slot would be this one.
    #[inline(always)]
    pub(super) fn place_among(&self, n_entries: usize) -> usize {
        let beyond_slot = (self.head & self.head_mask).swap_bytes() << (self.head_mask as u8).leading_zeros();
        (((beyond_slot >> 32) * n_entries as u64) >> 32) as usize
    }
}

/// A key of a segment, by value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    bytes: [u8; KEY_BYTES_MAX],
    n_bytes: u8,
}

impl Key {
    pub(super) fn of(key: &[u8]) -> Key {
        let mut bytes = [0; KEY_BYTES_MAX];
        bytes[..key.len()].copy_from_slice(key);
        Key { bytes, n_bytes: key.len() as u8 }
    }
}

impl std::ops::Deref for Key {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[..usize::from(self.n_bytes)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::ROW_RESERVED_MIN;
    use super::*;

    #[test]
    fn entries_unpack_to_what_was_packed() {
        for key_bytes in [1, 2, 7, 8, 9, 16, 20, 32, 64] {
            for n_entries in [8, 100, 70_000, 20_000_000, 100_000_000, u32::MAX as usize] {
                for row_max in [0, 1, 255, 256, 65_279, 65_280, 99_999_999, u64::from(u32::MAX), ROW_RESERVED_MIN - 1] {
                    let shape = Shape::of(key_bytes, n_entries, row_max);
                    assert_eq!(Shape::read(key_bytes, n_entries as u64, shape.slot_bits, shape.row_bits), Some(shape));
                    for (fill, row) in
                        [(0, 0), (0xff, row_max), (0xa5, row_max / 2), (0x3c, u64::MAX), (1, ROW_RESERVED_MIN)]
                    {
                        let key: Vec<u8> = (0..key_bytes).map(|n| fill ^ n as u8).collect();
                        let mut entry = Vec::new();
                        shape.pack(&key, row, &mut entry);
                        assert_eq!(entry.len(), shape.entry_bytes);
                        assert_eq!(shape.row_of(&entry), row, "{shape:?}");
                        assert_eq!(*shape.key_of(shape.slot_of(&key), &entry), key[..], "{shape:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_list_of_any_size_from_a_million_stays_within_22_bytes() {
        for n in (1_000_000..300_000_000).step_by(99_991) {
            let shape = Shape::of(20, n, n as u64);
            let bytes_per_entry = shape.file_bytes() as f64 / n as f64;
            assert!(bytes_per_entry <= 22.1, "{n}: {bytes_per_entry} {shape:?}");
        }
        let shape = Shape::of(20, 100_000_008, 100_000_000);
        assert!(shape.file_bytes() < 100_000_000 * 22, "{}", shape.file_bytes());
    }
}
