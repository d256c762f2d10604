//! The headers of a zip as they are written (PKWARE APPNOTE 6.3.10, sections 4.3.7 and 4.3.12): raw names, and what the
//! directory and the local headers say differently. The `zip` crate gives one view of both; evidence has two.

use std::io::{self, Read, Seek, SeekFrom};

use casework::file::Mark;
use casework::problem::{Problem, ProblemCode};

use super::MemberHead;

const DIRECTORY_MAGIC: u32 = 0x0201_4b50;
const LOCAL_MAGIC: u32 = 0x0403_4b50;
/// A local header's fixed part, its magic included.
pub(super) const LOCAL_BYTES: u64 = 30;
const DIRECTORY_BYTES: usize = 46;
/// What stands in a 32-bit field when the true value is in the zip64 extra field.
const SEE_ZIP64: u32 = u32::MAX;

const FLAG_ENCRYPTED: u16 = 1;
const FLAG_SIZES_FOLLOW: u16 = 1 << 3;
const FLAG_UTF8: u16 = 1 << 11;
/// The local header's values are masked because the directory itself is encrypted.
const FLAG_MASKED: u16 = 1 << 13;
/// AE-x encryption by WinZip's way.
const METHOD_AES: u16 = 99;

/// One header, of either kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ZipHeader {
    pub(super) name: Vec<u8>,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    /// As written in 32 bits.
    pub(super) packed_bytes: u32,
    pub(super) bytes: u32,
    pub(super) extra: Vec<u8>,
    /// The directory's word on the file system attributes of its maker; 0 in local headers.
    pub(super) attributes: u32,
    /// Which system made it; 3 is Unix.
    pub(super) system: u8,
}

impl ZipHeader {
    /// The directory entry at this byte.
    pub(super) fn in_directory(reader: &mut (impl Read + Seek), at: u64) -> io::Result<ZipHeader> {
        let mut fixed = [0; DIRECTORY_BYTES];
        reader.seek(SeekFrom::Start(at))?;
        reader.read_exact(&mut fixed)?;
        let mut header = ZipHeader::of_fields(u32_at(&fixed, 0) == DIRECTORY_MAGIC, &fixed[8..])?;
        header.name = read_bytes(reader, u16_at(&fixed, 28))?;
        header.extra = read_bytes(reader, u16_at(&fixed, 30))?;
        header.attributes = u32_at(&fixed, 38);
        header.system = fixed[5];
        Ok(header)
    }

    /// The local header at this byte.
    pub(super) fn local(reader: &mut (impl Read + Seek), at: u64) -> io::Result<ZipHeader> {
        let mut fixed = [0; LOCAL_BYTES as usize];
        reader.seek(SeekFrom::Start(at))?;
        reader.read_exact(&mut fixed)?;
        let mut header = ZipHeader::of_fields(u32_at(&fixed, 0) == LOCAL_MAGIC, &fixed[6..])?;
        header.name = read_bytes(reader, u16_at(&fixed, 26))?;
        header.extra = read_bytes(reader, u16_at(&fixed, 28))?;
        Ok(header)
    }

    /// The fields that both kinds have in the same order, from the flags on.
    fn of_fields(has_magic: bool, fields: &[u8]) -> io::Result<ZipHeader> {
        if !has_magic {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "no zip header where one is promised"));
        }
        Ok(ZipHeader {
            name: Vec::new(),
            flags: u16_at(fields, 0),
            method: u16_at(fields, 2),
            crc: u32_at(fields, 8),
            packed_bytes: u32_at(fields, 12),
            bytes: u32_at(fields, 16),
            extra: Vec::new(),
            attributes: 0,
            system: 0,
        })
    }

    /// Bytes from the magic to the member's data.
    pub(super) fn local_bytes(&self) -> u64 {
        LOCAL_BYTES + self.name.len() as u64 + self.extra.len() as u64
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & FLAG_ENCRYPTED != 0 || self.method == METHOD_AES
    }

    /// Whether size and checksum stand behind the data only.
    pub(super) fn sizes_follow(&self) -> bool {
        self.flags & FLAG_SIZES_FOLLOW != 0
    }

    /// Whether this directory entry and its local header tell of different members. Times, versions and extra fields may
    /// differ in honest archives; name, kind, method, size and checksum may not.
    pub(super) fn disagrees(&self, local: &ZipHeader) -> bool {
        if self.flags & FLAG_MASKED != 0 {
            return false;
        }
        let decisive = FLAG_ENCRYPTED | FLAG_SIZES_FOLLOW | FLAG_UTF8;
        let differs = |here: u32, there: u32| here != there && here != SEE_ZIP64 && there != SEE_ZIP64;
        // Writers that cannot go back leave zeros; some fill in the truth later.
        let differs_later = |here: u32, there: u32| differs(here, there) && !(local.sizes_follow() && there == 0);
        self.name != local.name
            || self.flags & decisive != local.flags & decisive
            || self.method != local.method
            || differs_later(self.crc, local.crc)
            || differs_later(self.packed_bytes, local.packed_bytes)
            || differs_later(self.bytes, local.bytes)
    }

    /// When it was last written, if one of the extra fields that know UTC says so: Info-ZIP's extended timestamp (0x5455,
    /// seconds) or NTFS's (0x000a, 100 ns since 1601). The DOS time of the header is local to an unknown zone: left out.
    pub(super) fn modified_ns(&self) -> Option<i64> {
        let ntfs = self.extra_field(0x000a).and_then(|body| {
            let ticks = body.get(4..).filter(|attributes| attributes.starts_with(&[1, 0]))?.get(4..12)?;
            let ticks = i64::from_le_bytes(ticks.try_into().ok()?);
            ticks.checked_sub(116_444_736_000_000_000)?.checked_mul(100)
        });
        ntfs.or_else(|| {
            let body = self.extra_field(0x5455).filter(|body| body.first().is_some_and(|flags| flags & 1 != 0))?;
            i64::from(i32::from_le_bytes(body.get(1..5)?.try_into().ok()?)).checked_mul(1_000_000_000)
        })
    }

    fn extra_field(&self, id: u16) -> Option<&[u8]> {
        let mut rest = &self.extra[..];
        loop {
            let length = usize::from(u16::from_le_bytes(rest.get(2..4)?.try_into().ok()?));
            let body = rest.get(4..4 + length)?;
            if rest[..2] == id.to_le_bytes() {
                return Some(body);
            }
            rest = &rest[4 + length..];
        }
    }

    /// Whether its maker says that it is a symbolic link (Unix, `S_IFLNK`).
    pub(super) fn is_symbolic_link(&self) -> bool {
        self.system == 3 && self.attributes >> 16 & 0o170_000 == 0o120_000
    }

    /// What is told of it before its bytes.
    pub(super) fn head(&self, bytes: u64) -> MemberHead {
        let mut head = MemberHead::of_name(self.name.clone());
        head.size = Some(bytes);
        head.modified_ns = self.modified_ns();
        if self.is_encrypted() {
            head.mark_encrypted("");
        }
        head
    }

    /// Marks a head whose other header differs.
    pub(super) fn mark_disagreement(head: &mut MemberHead) {
        head.marks.insert(Mark::ArchiveDisagrees);
    }
}

/// What the `zip` crate says of a member that it would not read.
pub(super) fn problem_of(error: &::zip::result::ZipError, method: u16) -> Problem {
    use ::zip::result::ZipError;
    match error {
        ZipError::UnsupportedArchive(words) if *words == ZipError::PASSWORD_REQUIRED => {
            Problem::new(ProblemCode::Encrypted, "")
        }
        ZipError::InvalidPassword => Problem::new(ProblemCode::Encrypted, ""),
        ZipError::CompressionMethodNotSupported(_) => not_supported(method),
        other => Problem::new(ProblemCode::NotRead, other),
    }
}

/// Compression that nothing here can undo.
fn not_supported(method: u16) -> Problem {
    Problem::new(ProblemCode::NotRead, format!("zip compression method {method} is not supported"))
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn read_bytes(reader: &mut impl Read, n: u16) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::from(n)];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}
