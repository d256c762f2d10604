//! The headers of a RAR archive, versions 4 and 5: size, checksum and encryption of each entry, in order. Unpacks nothing.
//!
//! libarchive 3.6 gives the bytes of a stored RAR 4 member without looking at their checksum, and of an encrypted one as
//! they lie there, and bsdtar hands both on as if they were whole: ciphertext would be hashed as a file. So what comes out
//! of bsdtar is held against what the headers promise. The layout is that of RARLAB's technical notes (`technote.txt` of
//! RAR 4 and of RAR 5).

use std::io::{self, Read, Seek, SeekFrom};

/// What one entry's header promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fact {
    /// Bytes unpacked; absent when the header does not know.
    pub(super) size: Option<u64>,
    /// CRC-32 of the bytes; absent where RAR 5 uses BLAKE2, which libarchive checks.
    pub(super) crc: Option<u32>,
    pub(super) is_encrypted: bool,
}

/// The promises of all entries that could be read, folders and links included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    entries: Vec<Fact>,
}

impl Facts {
    /// Reads the headers of an archive, at most `n_entries_max`; none when this is no RAR archive. What comes after damage
    /// or encrypted headers is not told.
    pub fn read(archive: &mut (impl Read + Seek), n_entries_max: u64) -> Option<Facts> {
        let mut magic = [0; 8];
        archive.seek(SeekFrom::Start(0)).ok()?;
        archive.read_exact(&mut magic).ok()?;
        let mut facts = Facts::default();
        match &magic {
            b"Rar!\x1a\x07\x01\0" => {
                let mut at = 8;
                while let Ok(Some(block)) = next_of_version_5(archive, at) {
                    at = block.next;
                    if !facts.take(block.fact, n_entries_max) {
                        break;
                    }
                }
            }
            _ if magic.starts_with(b"Rar!\x1a\x07\0") => {
                let mut at = 7;
                while let Ok(Some(block)) = next_of_version_4(archive, at) {
                    at = block.next;
                    if !facts.take(block.fact, n_entries_max) {
                        break;
                    }
                }
            }
            _ => return None,
        }
        Some(facts)
    }

    fn take(&mut self, fact: Option<Fact>, n_entries_max: u64) -> bool {
        self.entries.extend(fact);
        (self.entries.len() as u64) < n_entries_max
    }

    /// The promise of an entry, counted from 0.
    pub(super) fn of(&self, number: u64) -> Option<Fact> {
        self.entries.get(usize::try_from(number).ok()?).copied()
    }
}

struct Block {
    next: u64,
    fact: Option<Fact>,
}

fn next_of_version_4(archive: &mut (impl Read + Seek), at: u64) -> io::Result<Option<Block>> {
    const FILE: u8 = 0x74;
    const END: u8 = 0x7b;
    archive.seek(SeekFrom::Start(at))?;
    let mut fixed = [0; 7];
    archive.read_exact(&mut fixed)?;
    let (kind, flags) = (fixed[2], u16::from_le_bytes([fixed[3], fixed[4]]));
    let header_bytes = u16::from_le_bytes([fixed[5], fixed[6]]);
    if kind == END || header_bytes < 7 {
        return Ok(None);
    }
    let mut body = vec![0; usize::from(header_bytes) - 7];
    archive.read_exact(&mut body)?;
    let field = |at: usize| {
        let four = body.get(at..at + 4).and_then(|four| four.try_into().ok());
        u64::from(four.map_or(0, u32::from_le_bytes))
    };
    // Archives over 4 GiB have the upper halves of both sizes behind the fixed fields.
    let is_large = kind == FILE && flags & 0x100 != 0;
    let upper = |at: usize| if is_large { field(at) << 32 } else { 0 };
    let data_bytes = if kind == FILE || flags & 0x8000 != 0 { field(0) | upper(25) } else { 0 };
    let fact = (kind == FILE).then(|| Fact {
        size: Some(field(4) | upper(29)),
        crc: u32::try_from(field(9)).ok(),
        is_encrypted: flags & 4 != 0,
    });
    Ok(Some(Block { next: at.saturating_add(u64::from(header_bytes)).saturating_add(data_bytes), fact }))
}

fn next_of_version_5(archive: &mut (impl Read + Seek), at: u64) -> io::Result<Option<Block>> {
    const FILE: u64 = 2;
    // With encrypted headers nothing that follows can be read.
    const ENCRYPTION: u64 = 4;
    const END: u64 = 5;
    const HEADER_BYTES_MAX: u64 = 2 << 20;
    let odd = || io::Error::new(io::ErrorKind::InvalidData, "rar header");
    archive.seek(SeekFrom::Start(at))?;
    let mut fixed = [0; 7];
    archive.read_exact(&mut fixed)?;
    let mut start = &fixed[4..];
    let header_bytes = number(&mut start).ok_or_else(odd)?;
    if header_bytes > HEADER_BYTES_MAX {
        return Err(odd());
    }
    let start = at + 7 - start.len() as u64;
    archive.seek(SeekFrom::Start(start))?;
    let mut body = vec![0; usize::try_from(header_bytes).map_err(|_| odd())?];
    archive.read_exact(&mut body)?;
    let mut rest = &body[..];
    let mut next = || number(&mut rest).ok_or_else(odd);
    let (kind, flags) = (next()?, next()?);
    let extra_bytes = if flags & 1 != 0 { next()? } else { 0 };
    let data_bytes = if flags & 2 != 0 { next()? } else { 0 };
    if kind == ENCRYPTION || kind == END {
        return Ok(None);
    }
    let fact = match kind {
        FILE => Some(file_of_version_5(rest, &body, extra_bytes).ok_or_else(odd)?),
        _ => None,
    };
    Ok(Some(Block { next: start.saturating_add(header_bytes).saturating_add(data_bytes), fact }))
}

fn file_of_version_5(mut rest: &[u8], body: &[u8], extra_bytes: u64) -> Option<Fact> {
    let flags = number(&mut rest)?;
    let size = number(&mut rest)?;
    let _attributes = number(&mut rest)?;
    if flags & 2 != 0 {
        rest = rest.get(4..)?;
    }
    let crc = if flags & 4 != 0 { Some(u32::from_le_bytes(rest.get(..4)?.try_into().ok()?)) } else { None };
    let mut extra = &body[body.len().checked_sub(usize::try_from(extra_bytes).ok()?)?..];
    let mut is_encrypted = false;
    while !extra.is_empty() {
        let record_bytes = usize::try_from(number(&mut extra)?).ok()?;
        let (mut record, after) = extra.split_at_checked(record_bytes)?;
        is_encrypted |= number(&mut record)? == 1;
        extra = after;
    }
    Some(Fact { size: (flags & 8 == 0).then_some(size), crc, is_encrypted })
}

/// RAR 5's numbers: seven bits a byte, lowest first, the eighth says that more follow; ten bytes at most.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value: u64 = 0;
    for n in 0..10 {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f).checked_shl(7 * n)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn numbers_are_read_by_sevens() {
        assert_eq!(number(&mut &[0x7f][..]), Some(127));
        assert_eq!(number(&mut &[0x80, 1][..]), Some(128));
        assert_eq!(number(&mut &[0xff; 9][..]), None);
        assert_eq!(number(&mut &[0x80; 20][..]), None);
    }

    #[test]
    fn headers_of_both_versions_are_read_in_order() {
        // A file of 5 bytes with a checksum; a folder; an encrypted file of unknown size.
        let mut archive = b"Rar!\x1a\x07\x01\0".to_vec();
        archive.extend([0, 0, 0, 0, 3, 1, 0, 0]);
        archive.extend(
            [&[0, 0, 0, 0, 14, 2, 2, 5, 4, 5, 0][..], &0x1234_5678u32.to_le_bytes(), &[0, 0, 1, b'a'], b"bytes"]
                .concat(),
        );
        archive.extend([0, 0, 0, 0, 9, 2, 0, 1, 0, 0, 0, 0, 1, b'd']);
        archive.extend([0, 0, 0, 0, 12, 2, 1, 2, 8, 0, 0, 0, 0, 1, b'e', 1, 1]);
        archive.extend([0, 0, 0, 0, 3, 5, 0, 0]);
        let facts = Facts::read(&mut Cursor::new(&archive), 100).unwrap();
        assert_eq!(
            facts.entries,
            [
                Fact { size: Some(5), crc: Some(0x1234_5678), is_encrypted: false },
                Fact { size: Some(0), crc: None, is_encrypted: false },
                Fact { size: None, crc: None, is_encrypted: true },
            ]
        );
        assert_eq!(Facts::read(&mut Cursor::new(b"7z\xbc\xaf\x27\x1c\0\0"), 100), None);
        // No cut and no changed byte panics, or goes on for ever.
        for at in 0..archive.len() {
            Facts::read(&mut Cursor::new(&archive[..at]), 100);
            for change in [1, 0x80, 0xff] {
                let mut broken = archive.clone();
                broken[at] ^= change;
                Facts::read(&mut Cursor::new(&broken), 100);
            }
        }
    }
}
