//! Segments of format 1, which Sanad 0.1 wrote: read as ever, written no more.
//!
//! ```text
//! lead      "SANADSEG", format u32, key width u32                              16 bytes
//! entries   key, row u64                    sorted by these bytes              n × (width + 8)
//! table     for each block of entries: its first key, 8 bytes of its SHA-256   blocks × (width + 8)
//! trailer   n u64, SHA-256 of the table, SHA-256 of lead and trailer so far    72 bytes
//! ```
//! Rows are big-endian, other numbers little-endian. A block is as many whole entries as fit 64 KiB.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest as _, Sha256};

use super::{Damage, KEY_BYTES_MAX, LEAD_BYTES, N_PLANTED};

const BLOCK_BYTES_MAX: usize = 64 * 1024;
const TRAILER_BYTES: usize = 72;
const ROW_BYTES: usize = 8;
const CHECKSUM_BYTES: usize = 8;

/// Where everything lies, and which blocks' checksums agreed already. The bytes are the caller's, always the same.
pub(super) struct First {
    layout: Layout,
    is_checked: Vec<AtomicBool>,
}

#[derive(Debug, Clone, Copy)]
struct Layout {
    key_bytes: usize,
    n_entries: usize,
}

impl Layout {
    fn entry_bytes(&self) -> usize {
        self.key_bytes + ROW_BYTES
    }

    fn block_entries(&self) -> usize {
        BLOCK_BYTES_MAX / self.entry_bytes()
    }

    fn n_blocks(&self) -> usize {
        self.n_entries.div_ceil(self.block_entries())
    }

    fn table_entry_bytes(&self) -> usize {
        self.key_bytes + CHECKSUM_BYTES
    }

    /// Where the table begins and ends; none when no file can be that long.
    fn table(&self) -> Option<Range<usize>> {
        let start = self.n_entries.checked_mul(self.entry_bytes())?.checked_add(LEAD_BYTES)?;
        let end = self.n_blocks().checked_mul(self.table_entry_bytes())?.checked_add(start)?;
        Some(start..end)
    }
}

impl First {
    /// Checks lead, trailer, size and table of a segment whose lead says format 1 and this key width.
    pub(super) fn open(bytes: &[u8], key_bytes: usize) -> Result<First, Damage> {
        let layout = check_ends(bytes, key_bytes)?;
        Ok(First { layout, is_checked: (0..layout.n_blocks()).map(|_| AtomicBool::new(false)).collect() })
    }

    pub(super) fn key_bytes(&self) -> usize {
        self.layout.key_bytes
    }

    /// The planted ones counted.
    pub(super) fn n_entries(&self) -> usize {
        self.layout.n_entries
    }

    /// Gives each row of the key, planted or not, ascending. Invariant: the key has the segment's width.
    pub(super) fn find(&self, bytes: &[u8], key: &[u8], mut each: impl FnMut(u64)) -> Result<(), Damage> {
        // The last block that begins before the key may hold its first entry, and a key may fill many blocks.
        let (mut below, mut above) = (0, self.layout.n_blocks());
        while below < above {
            let middle = (below + above) / 2;
            if self.first_key(bytes, middle) < key { below = middle + 1 } else { above = middle }
        }
        for number in below.saturating_sub(1)..self.layout.n_blocks() {
            if self.first_key(bytes, number) > key {
                break;
            }
            let block = self.block(bytes, number)?;
            let entries = block.chunks_exact(self.layout.entry_bytes());
            let first = partition_point(entries.len(), |n| &block[n * self.layout.entry_bytes()..][..key.len()] < key);
            entries.skip(first).take_while(|entry| entry[..key.len()] == *key).map(row_of).for_each(&mut each);
        }
        Ok(())
    }

    /// All entries in order, the planted ones among them; after damage nothing more.
    pub(super) fn iter<'b>(&'b self, bytes: &'b [u8]) -> impl Iterator<Item = Result<(&'b [u8], u64), Damage>> {
        let key_bytes = self.layout.key_bytes;
        (0..self.layout.n_blocks()).flat_map(move |number| {
            let (block, damage) = match self.block(bytes, number) {
                Ok(block) => (block, None),
                Err(damage) => (&[][..], Some(Err(damage))),
            };
            let entries = block.chunks_exact(self.layout.entry_bytes());
            damage.into_iter().chain(entries.map(move |entry| Ok((&entry[..key_bytes], row_of(entry)))))
        })
    }

    /// Key and row of an entry by its number. Invariant: there are more entries than that.
    pub(super) fn numbered<'b>(&self, bytes: &'b [u8], number: usize) -> Result<(&'b [u8], u64), Damage> {
        let (width, in_block) = (self.layout.entry_bytes(), self.layout.block_entries());
        let entry = &self.block(bytes, number / in_block)?[number % in_block * width..][..width];
        Ok((&entry[..self.layout.key_bytes], row_of(entry)))
    }

    /// Checks everything that opening checked and every block, touched or not.
    pub(super) fn check_all(&self, bytes: &[u8]) -> Result<(), Damage> {
        check_ends(bytes, self.layout.key_bytes)?;
        (0..self.layout.n_blocks()).try_for_each(|number| self.check_block(bytes, number))
    }

    /// A block's entries, believed only after its checksum agreed once.
    fn block<'b>(&self, bytes: &'b [u8], number: usize) -> Result<&'b [u8], Damage> {
        if !self.is_checked[number].load(Ordering::Relaxed) {
            self.check_block(bytes, number)?;
            self.is_checked[number].store(true, Ordering::Relaxed);
        }
        Ok(self.block_bytes(bytes, number))
    }

    fn check_block(&self, bytes: &[u8], number: usize) -> Result<(), Damage> {
        let digest = Sha256::digest(self.block_bytes(bytes, number));
        let said = &self.table_entry(bytes, number)[self.layout.key_bytes..];
        if digest[..CHECKSUM_BYTES] == *said { Ok(()) } else { Err(Damage::Block { number }) }
    }

    fn block_bytes<'b>(&self, bytes: &'b [u8], number: usize) -> &'b [u8] {
        let width = self.layout.entry_bytes();
        let first = number * self.layout.block_entries();
        let last = (first + self.layout.block_entries()).min(self.layout.n_entries);
        &bytes[LEAD_BYTES + first * width..LEAD_BYTES + last * width]
    }

    fn table_entry<'b>(&self, bytes: &'b [u8], number: usize) -> &'b [u8] {
        let table = LEAD_BYTES + self.layout.n_entries * self.layout.entry_bytes();
        let width = self.layout.table_entry_bytes();
        &bytes[table + number * width..][..width]
    }

    fn first_key<'b>(&self, bytes: &'b [u8], number: usize) -> &'b [u8] {
        &self.table_entry(bytes, number)[..self.layout.key_bytes]
    }
}

fn check_ends(bytes: &[u8], key_bytes: usize) -> Result<Layout, Damage> {
    let said = super::said_at_the_end(bytes, TRAILER_BYTES)?;
    let n_entries = u64::from_le_bytes(std::array::from_fn(|n| said[n])) as usize;
    if key_bytes == 0 || key_bytes > KEY_BYTES_MAX || (n_entries as u64) < N_PLANTED {
        return Err(Damage::Trailer);
    }
    let layout = Layout { key_bytes, n_entries };
    let table = layout.table().filter(|table| table.end.checked_add(TRAILER_BYTES) == Some(bytes.len()));
    if Sha256::digest(&bytes[table.ok_or(Damage::Size)?])[..] != said[8..] {
        return Err(Damage::Table);
    }
    Ok(layout)
}

/// The first of `n` for which `is_below` no longer holds.
fn partition_point(n: usize, is_below: impl Fn(usize) -> bool) -> usize {
    let (mut below, mut above) = (0, n);
    while below < above {
        let middle = (below + above) / 2;
        if is_below(middle) { below = middle + 1 } else { above = middle }
    }
    below
}

fn row_of(entry: &[u8]) -> u64 {
    u64::from_be_bytes(std::array::from_fn(|n| entry[entry.len() - ROW_BYTES + n]))
}

/// A whole segment of format 1, as its writer made them, so that tests have some to read.
#[cfg(test)]
pub(super) fn bytes_of(key_bytes: usize, entries: &[(Vec<u8>, u64)]) -> Vec<u8> {
    let planted = (0..N_PLANTED).map(|n| (super::planted_key(key_bytes, n), super::planted_row(n)));
    let mut entries: Vec<_> = entries.iter().cloned().chain(planted).collect();
    entries.sort();
    entries.dedup();
    let layout = Layout { key_bytes, n_entries: entries.len() };
    let mut bytes = super::MAGIC.to_vec();
    bytes.extend_from_slice(&1_u32.to_le_bytes());
    bytes.extend_from_slice(&(key_bytes as u32).to_le_bytes());
    let mut table = Vec::new();
    for block in entries.chunks(layout.block_entries()) {
        let block: Vec<u8> = block.iter().flat_map(|(key, row)| [&key[..], &row.to_be_bytes()].concat()).collect();
        table.extend_from_slice(&block[..key_bytes]);
        table.extend_from_slice(&Sha256::digest(&block)[..CHECKSUM_BYTES]);
        bytes.extend_from_slice(&block);
    }
    bytes.extend_from_slice(&table);
    let mut trailer = (entries.len() as u64).to_le_bytes().to_vec();
    trailer.extend_from_slice(&Sha256::digest(&table));
    let sum = Sha256::new().chain_update(&bytes[..LEAD_BYTES]).chain_update(&trailer).finalize();
    trailer.extend_from_slice(&sum);
    bytes.extend_from_slice(&trailer);
    bytes
}
