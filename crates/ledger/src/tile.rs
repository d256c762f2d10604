//! Tiles: how the tree lies in files that never change once they are full. After C2SP `tlog-tiles`. No IO.

use std::fmt;

use crate::tree::{Hash, root};

/// Hashes, or entries, of a full tile.
pub const TILE_WIDTH: u64 = 256;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// The hashes of a level: of entries at level 0, roots of full tiles of the level below from there on.
    Hashes {
        /// From 0 for the leaves.
        level: u8,
    },
    /// The entries themselves: each with its length in two bytes, the high one first.
    Entries,
}

/// One tile of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// What it holds.
    pub kind: TileKind,
    /// Which of its level, from 0.
    pub index: u64,
    /// How much it holds: 256 when it is full, 1 to 255 at the right edge.
    pub width: u16,
}

impl Tile {
    /// Whether nothing will be added to it.
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == TILE_WIDTH
    }

    /// Which entries stand in it or under it, first and one past the last.
    pub fn entries(&self) -> std::ops::Range<u64> {
        let each = match self.kind {
            TileKind::Hashes { level } => TILE_WIDTH.pow(u32::from(level)),
            TileKind::Entries => 1,
        };
        let first = self.index * TILE_WIDTH * each;
        first..first + u64::from(self.width) * each
    }

    /// The same tile as far as it goes in a full tree: what its file is called once it is.
    pub fn full(self) -> Tile {
        Tile { width: TILE_WIDTH as u16, ..self }
    }
}

/// The tile's path below the log's folder, e.g. `tile/0/x001/x234/067.p/112`.
impl fmt::Display for Tile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes { level } => write!(out, "tile/{level}/")?,
            TileKind::Entries => write!(out, "tile/entries/")?,
        }
        write_groups(self.index, out)?;
        if self.is_full() { Ok(()) } else { write!(out, ".p/{}", self.width) }
    }
}

/// A number in groups of three digits, all but the last marked with an `x`: so that no folder has more than 1,000 files.
pub(crate) fn write_groups(number: u64, out: &mut impl fmt::Write) -> fmt::Result {
    let mut above = Vec::new();
    let mut rest = number / 1_000;
    while rest > 0 {
        above.push(rest % 1_000);
        rest /= 1_000;
    }
    above.iter().rev().try_for_each(|group| write!(out, "x{group:03}/"))?;
    write!(out, "{:03}", number % 1_000)
}

/// Every tile of hashes of a tree of `size` leaves, level by level from the leaves up, left to right.
pub fn hash_tiles(size: u64) -> impl Iterator<Item = Tile> {
    (0..=u8::MAX)
        .map(move |level| (level, hashes_at(level, size)))
        .take_while(|(_, n)| *n > 0)
        .flat_map(|(level, n)| tiles_of(TileKind::Hashes { level }, n))
}

/// Every tile of entries of a tree of `size` leaves, left to right.
pub fn entry_tiles(size: u64) -> impl Iterator<Item = Tile> {
    tiles_of(TileKind::Entries, size)
}

/// How many hashes a level has in a tree of `size` leaves: only full tiles below count.
fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(8 * u32::from(level)).unwrap_or(0)
}

fn tiles_of(kind: TileKind, n: u64) -> impl Iterator<Item = Tile> {
    (0..n.div_ceil(TILE_WIDTH)).map(move |index| {
        let width = (n - index * TILE_WIDTH).min(TILE_WIDTH);
        Tile { kind, index, width: width as u16 }
    })
}

/// A tile of hashes as bytes: one after the other.
pub fn hashes_to_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The hashes of a tile; none when the bytes are not `width` hashes.
pub fn hashes_of_bytes(bytes: &[u8], width: u16) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    (rest.is_empty() && hashes.len() == usize::from(width)).then(|| hashes.iter().copied().map(Hash).collect())
}

/// What a full tile becomes in the tile above.
pub fn hash_of_full_tile(hashes: &[Hash]) -> Hash {
    debug_assert_eq!(hashes.len() as u64, TILE_WIDTH);
    root(hashes)
}

/// A tile of entries as bytes. An entry is at most 65,535 bytes long; ours are 32.
///
/// # Panics
/// On a longer entry.
pub fn entries_to_bytes<E: AsRef<[u8]>>(entries: impl IntoIterator<Item = E>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).expect("an entry of a log is at most 65,535 bytes long");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    bytes
}

/// The entries of a tile, and whether the bytes end where an entry does. What was readable is given in any case.
pub fn entries_of_bytes(bytes: &[u8]) -> (Vec<&[u8]>, bool) {
    let (mut entries, mut rest) = (Vec::new(), bytes);
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let Some((entry, after)) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))) else {
            return (entries, false);
        };
        entries.push(entry);
        rest = after;
    }
    (entries, rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(tiles: impl Iterator<Item = Tile>) -> Vec<String> {
        tiles.map(|tile| tile.to_string()).collect()
    }

    #[test]
    fn paths_are_those_of_the_specification() {
        let tile = |kind, index, width| Tile { kind, index, width }.to_string();
        assert_eq!(tile(TileKind::Hashes { level: 0 }, 1_234_067, 256), "tile/0/x001/x234/067");
        assert_eq!(tile(TileKind::Hashes { level: 3 }, 0, 7), "tile/3/000.p/7");
        assert_eq!(tile(TileKind::Entries, 1_000, 255), "tile/entries/x001/000.p/255");
    }

    // The example of the specification: 70,000 entries are 273 full tiles and one of 112 at level 0, one full and one of 17
    // at level 1, one of 1 at level 2.
    #[test]
    fn a_tree_of_70_000_entries_has_the_tiles_of_the_specification() {
        let tiles = paths(hash_tiles(70_000));
        assert_eq!(tiles.len(), 273 + 1 + 2 + 1);
        assert_eq!(tiles[272..], ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]);
        assert_eq!(paths(entry_tiles(70_000)).last().unwrap(), "tile/entries/273.p/112");
        assert_eq!(hash_tiles(0).count() + entry_tiles(0).count(), 0);
        assert_eq!(paths(hash_tiles(256)), ["tile/0/000", "tile/1/000.p/1"]);
    }

    #[test]
    fn a_tile_knows_its_entries() {
        let tile = Tile { kind: TileKind::Hashes { level: 1 }, index: 1, width: 17 };
        assert_eq!(tile.entries(), 65_536..65_536 + 17 * 256);
        assert_eq!(Tile { kind: TileKind::Entries, index: 3, width: 4 }.entries(), 768..772);
    }

    #[test]
    fn bytes_are_read_as_they_were_written() {
        let hashes = [Hash([1; 32]), Hash([2; 32])];
        let bytes = hashes_to_bytes(&hashes);
        assert_eq!(hashes_of_bytes(&bytes, 2).unwrap(), hashes);
        assert_eq!(hashes_of_bytes(&bytes, 1), None);
        assert_eq!(hashes_of_bytes(&bytes[1..], 2), None);
        let bytes = entries_to_bytes([&b"one"[..], b"", b"three"]);
        assert_eq!(entries_of_bytes(&bytes), (vec![&b"one"[..], b"", b"three"], true));
        assert_eq!(entries_of_bytes(&bytes[..bytes.len() - 1]), (vec![&b"one"[..], b""], false));
    }
}
