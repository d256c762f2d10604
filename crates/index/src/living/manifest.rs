//! Which segments a living index has, which of their entries are gone, and from which log on changes are not in them.
//! One small file, written aside and renamed: the moment at which a merge has happened.
//!
//! ```text
//! "SANDNMAN", format u32, radius u32, number of the next file u64, number of the first log u64, segments u32
//! for each segment: its number u64, gone entries u32; hash, list u32, row u64 for each of these
//! CRC-32 of all before it
//! ```

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use fingerprint::Pdq;

use super::LivingError;
use super::log::sync_folder_of;
use crate::near::NearEntry;

const MAGIC: &[u8; 8] = b"SANDNMAN";
const FORMAT: u32 = 1;
const NAME: &str = "manifest";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) radius_bits_max: u32,
    /// Files are numbered, never again with the same number.
    pub(super) next_number: u64,
    /// Changes are to be read from this log and all later ones.
    pub(super) log_first: u64,
    /// The segments' numbers, and the entries of each that were removed since it was written.
    pub(super) segments: Vec<(u64, Vec<NearEntry>)>,
}

impl Manifest {
    /// None where there is none yet.
    pub(super) fn read(folder: &Path) -> Result<Option<Manifest>, LivingError> {
        let path = folder.join(NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(LivingError::Io { doing: "read", path, source }),
        };
        let damaged = || LivingError::ManifestDamaged { path: path.clone() };
        let body = bytes.len().checked_sub(4).map(|end| &bytes[..end]).ok_or_else(damaged)?;
        let is_right = crc32fast::hash(body).to_le_bytes() == bytes[body.len()..];
        let mut from = Reader(body);
        if from.take::<8>() != Some(*MAGIC) || !is_right {
            return Err(damaged());
        }
        match from.u32() {
            Some(FORMAT) => from.manifest().map(Some).ok_or_else(damaged),
            Some(found) if found > FORMAT => Err(LivingError::Newer { path, found }),
            _ => Err(damaged()),
        }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), LivingError> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(self.radius_bits_max.to_le_bytes());
        bytes.extend(self.next_number.to_le_bytes());
        bytes.extend(self.log_first.to_le_bytes());
        bytes.extend((self.segments.len() as u32).to_le_bytes());
        for (number, gone) in &self.segments {
            bytes.extend(number.to_le_bytes());
            bytes.extend((gone.len() as u32).to_le_bytes());
            for entry in gone {
                bytes.extend(entry.hash.0);
                bytes.extend(entry.list.to_le_bytes());
                bytes.extend(entry.row.to_le_bytes());
            }
        }
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        let path = folder.join(NAME);
        let write = || {
            let mut aside = tempfile::Builder::new().prefix(".manifest-").suffix(".aside").tempfile_in(folder)?;
            aside.write_all(&bytes)?;
            aside.as_file().sync_all()?;
            aside.persist(&path).map_err(|failed| failed.error)?;
            sync_folder_of(&path)
        };
        write().map_err(|source| LivingError::Io { doing: "write", path: path.clone(), source })
    }
}

pub(super) fn segment_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:016}.near"))
}

pub(super) fn log_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:016}.log"))
}

/// The number in the name of a segment or a log; none for other files.
pub(super) fn number_of(path: &Path) -> Option<u64> {
    let is_ours = matches!(path.extension()?.to_str()?, "near" | "log");
    let stem = path.file_stem()?.to_str()?;
    (is_ours && stem.len() == 16).then(|| stem.parse().ok()).flatten()
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn manifest(&mut self) -> Option<Manifest> {
        let (radius_bits_max, next_number, log_first) = (self.u32()?, self.u64()?, self.u64()?);
        let mut segments = Vec::new();
        for _ in 0..self.u32()? {
            let number = self.u64()?;
            let mut gone = Vec::new();
            for _ in 0..self.u32()? {
                gone.push(NearEntry { hash: Pdq(self.take()?), list: self.u32()?, row: self.u64()? });
            }
            segments.push((number, gone));
        }
        self.0.is_empty().then_some(Manifest { radius_bits_max, next_number, log_first, segments })
    }
}
