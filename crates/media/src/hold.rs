//! The bytes of one file in hand: read once, digested on this side of the cage while they are read.
//!
//! What is small is copied into a sealed memory file on the way, so that the digests and the decoders see the same
//! bytes; what is large is decoded from the open file itself and checked for change. Understands no format.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use casework::file::Mark;
use casework::problem::{Problem, ProblemCode};
use fingerprint::{Digester, Digests};
use rustix::fs::{MemfdFlags, Mode, OFlags, SealFlags};

/// Up to this many bytes are held in memory; more stay on the disk they lie on, or go to the spool.
pub const MEMORY_BYTES_MAX: u64 = 64 << 20;

const PIECE_BYTES: usize = 1 << 20;

/// The bytes of one file, with their digests.
#[derive(Debug)]
pub struct Held {
    file: OwnedFd,
    size: u64,
    digests: Digests,
    backing: Backing,
}

/// Where held bytes lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backing {
    /// In a sealed memory file: nothing can change them.
    Memory,
    /// In the exhibit, opened read-only: too large to copy. Whoever owns the exhibit can still change them.
    Exhibit,
    /// In a nameless file of the spool folder.
    Spool,
}

impl Held {
    /// Bytes in memory, e.g. what a helper printed.
    pub fn of_bytes(bytes: &[u8]) -> std::io::Result<Held> {
        Held::of_digested(bytes, Digests::of(bytes))
    }

    /// The same of bytes whose digests have been taken, of these very bytes.
    pub(crate) fn of_digested(bytes: &[u8], digests: Digests) -> std::io::Result<Held> {
        let mut memory = memory_file()?;
        memory.write_all(bytes)?;
        Ok(Held { file: seal(memory)?, size: bytes.len() as u64, digests, backing: Backing::Memory })
    }

    /// A file of the exhibit that was read and digested before and is wanted once more.
    ///
    /// What is small comes into memory and is digested again: a helper opens what it is handed anew, by number, and that
    /// would move the time of access of the file itself. What is large stays where it lies, and only its size is
    /// compared. [`ProblemCode::ChangedWhileRead`] when it is not what it was.
    pub fn again(file: OwnedFd, size: u64, digests: Digests) -> Result<Held, Problem> {
        let changed = || Problem::new(ProblemCode::ChangedWhileRead, "not the bytes that were digested");
        if size <= MEMORY_BYTES_MAX {
            let Holding { held, problem, .. } = hold_exhibit_file(file, &mut |_| {});
            let held = held.ok_or_else(|| problem.unwrap_or_else(changed))?;
            return if held.digests == digests { Ok(held) } else { Err(changed()) };
        }
        match rustix::fs::fstat(&file) {
            Ok(facts) if u64::try_from(facts.st_size) == Ok(size) => {
                Ok(Held { file, size, digests, backing: Backing::Exhibit })
            }
            _ => Err(changed()),
        }
    }

    /// The open file; read it with `pread`, for its offset is shared.
    pub fn file(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    /// How many bytes were read.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Digests of all of them.
    pub fn digests(&self) -> Digests {
        self.digests
    }

    /// Where they lie.
    pub fn backing(&self) -> Backing {
        self.backing
    }
}

/// What reading one file came to.
#[derive(Debug)]
pub struct Holding {
    /// The bytes; none when they could not all be read.
    pub held: Option<Held>,
    /// Marks of the place: that it changed while it was read.
    pub marks: BTreeSet<Mark>,
    /// Why not all bytes were read.
    pub problem: Option<Problem>,
}

/// Reads an opened file of an exhibit to its end, once. `progress` hears the bytes read so far.
pub fn hold_exhibit_file(file: OwnedFd, progress: &mut dyn FnMut(u64)) -> Holding {
    hold_until(file, &AtomicBool::new(false), progress)
}

/// The same, given up between two pieces when `stop` is set.
pub(crate) fn hold_until(file: OwnedFd, stop: &AtomicBool, progress: &mut dyn FnMut(u64)) -> Holding {
    let before = match rustix::fs::fstat(&file) {
        Ok(before) => before,
        Err(errno) => return not_read(errno.into(), 0),
    };
    let size_said = u64::try_from(before.st_size).unwrap_or(0);
    let mut memory = match (size_said <= MEMORY_BYTES_MAX).then(memory_file).transpose() {
        Ok(memory) => memory,
        Err(source) => return not_read(source, 0),
    };
    let mut digester = Digester::default();
    let mut at = 0;
    // One byte more than the file says it has, so that the common small file ends with its second read.
    let mut piece = vec![0; PIECE_BYTES.min(usize::try_from(size_said).unwrap_or(PIECE_BYTES) + 1)];
    loop {
        if stop.load(Ordering::Relaxed) {
            return not_read(std::io::ErrorKind::Interrupted.into(), at);
        }
        let n = match rustix::io::pread(&file, &mut piece[..], at) {
            Ok(0) => break,
            Ok(n) => n,
            Err(rustix::io::Errno::INTR) => continue,
            Err(errno) => return not_read(errno.into(), at),
        };
        digester.update(&piece[..n]);
        at += n as u64;
        if at > MEMORY_BYTES_MAX {
            // It grew while we read; what is needed of it is read again from where it lies.
            memory = None;
        }
        if let Some(memory) = &mut memory
            && let Err(source) = memory.write_all(&piece[..n])
        {
            return not_read(source, at);
        }
        progress(at);
    }
    let mut marks = BTreeSet::new();
    if at != size_said || changed_since(&file, &before) {
        marks.insert(Mark::ChangedWhileRead);
    }
    let (file, backing) = match memory.map(seal).transpose() {
        Ok(Some(memory)) => (memory, Backing::Memory),
        Ok(None) => (file, Backing::Exhibit),
        Err(source) => return not_read(source, at),
    };
    Holding { held: Some(Held { file, size: at, digests: digester.finish(), backing }), marks, problem: None }
}

/// What reading came to that broke off at this byte.
pub(crate) fn not_read(what: std::io::Error, at: u64) -> Holding {
    let problem = Problem::new(ProblemCode::NotRead, format!("byte {at}: {what}"));
    Holding { held: None, marks: BTreeSet::new(), problem: Some(problem) }
}

/// Whether size or times of an open file differ from what they were.
pub(crate) fn changed_since(file: impl AsFd, before: &rustix::fs::Stat) -> bool {
    let facts = |of: &rustix::fs::Stat| (of.st_size, of.st_mtime, of.st_mtime_nsec, of.st_ctime, of.st_ctime_nsec);
    rustix::fs::fstat(file).map_or(true, |after| facts(&after) != facts(before))
}

/// Takes bytes that come in pieces, e.g. a member of an archive, and holds them: in memory while they are few, then
/// in a nameless file of the spool folder.
pub struct HoldWriter {
    spool: PathBuf,
    memory: Vec<u8>,
    spilled: Option<std::fs::File>,
    digester: Digester,
    size: u64,
}

impl HoldWriter {
    /// Nothing held yet. `spool` is a folder of ours (0700), never one of the exhibit.
    pub fn new(spool: &Path) -> HoldWriter {
        HoldWriter {
            spool: spool.to_owned(),
            memory: Vec::new(),
            spilled: None,
            digester: Digester::default(),
            size: 0,
        }
    }

    /// The next piece.
    pub fn write(&mut self, piece: &[u8]) -> std::io::Result<()> {
        self.digester.update(piece);
        self.size += piece.len() as u64;
        if let Some(file) = &mut self.spilled {
            return write_sparse(file, piece);
        }
        if self.size <= MEMORY_BYTES_MAX {
            self.memory.extend_from_slice(piece);
            return Ok(());
        }
        let file = self.spilled.insert(tempfile::tempfile_in(&self.spool)?);
        for held in [&std::mem::take(&mut self.memory)[..], piece] {
            write_sparse(file, held)?;
        }
        Ok(())
    }

    /// Bytes taken so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All of them, read-only from here on.
    pub fn finish(self) -> std::io::Result<Held> {
        let (file, backing) = match self.spilled {
            Some(file) => {
                // What ends with zeros ends with a hole.
                file.set_len(self.size)?;
                (read_only(&file)?, Backing::Spool)
            }
            None => {
                let mut memory = memory_file()?;
                memory.write_all(&self.memory)?;
                (seal(memory)?, Backing::Memory)
            }
        };
        Ok(Held { file, size: self.size, digests: self.digester.finish(), backing })
    }
}

/// Leaves holes for zeros: gigabytes of nothing, which small archives like to unpack to, take no room.
fn write_sparse(file: &mut std::fs::File, bytes: &[u8]) -> std::io::Result<()> {
    for block in bytes.chunks(64 << 10) {
        if block.iter().all(|byte| *byte == 0) {
            file.seek(SeekFrom::Current(block.len() as i64))?;
        } else {
            file.write_all(block)?;
        }
    }
    Ok(())
}

/// An anonymous file in memory that can be sealed.
pub(crate) fn memory_file() -> std::io::Result<std::fs::File> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    Ok(rustix::fs::memfd_create("held", flags)?.into())
}

fn seal(memory: std::fs::File) -> std::io::Result<OwnedFd> {
    rustix::fs::fcntl_add_seals(&memory, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
    Ok(memory.into())
}

/// The same file through a descriptor that cannot write.
fn read_only(file: &std::fs::File) -> std::io::Result<OwnedFd> {
    let path = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(rustix::fs::open(path, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?)
}

/// Reads a held file from its beginning through its own offset.
pub struct HeldReader<'a> {
    held: &'a Held,
    at: u64,
}

impl Held {
    /// Reads from the beginning, leaving the shared offset alone.
    pub fn reader(&self) -> HeldReader<'_> {
        HeldReader { held: self, at: 0 }
    }
}

impl Read for HeldReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = rustix::io::pread(self.held.file(), into, self.at)?;
        self.at += n as u64;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(held: &Held) -> Vec<u8> {
        let mut bytes = Vec::new();
        held.reader().read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn exhibit_file(bytes: &[u8]) -> (tempfile::NamedTempFile, OwnedFd) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let opened = std::fs::File::open(file.path()).unwrap().into();
        (file, opened)
    }

    #[test]
    fn a_file_wanted_again_must_be_what_it_was() {
        let (bytes, others) = (b"as it was digested", b"as long, and other");
        let digests = Digests::of(bytes);
        let (_file, opened) = exhibit_file(bytes);
        assert_eq!(read_all(&Held::again(opened, bytes.len() as u64, digests).unwrap()), bytes);
        let (_file, opened) = exhibit_file(others);
        let problem = Held::again(opened, bytes.len() as u64, digests).unwrap_err();
        assert_eq!(problem.code, ProblemCode::ChangedWhileRead);
        // Too large to be digested once more: its size must agree at least.
        let (_file, opened) = exhibit_file(bytes);
        assert!(Held::again(opened, MEMORY_BYTES_MAX + 1, digests).is_err());
    }

    #[test]
    fn what_is_held_is_what_was_read() {
        for size in [0, 1, PIECE_BYTES - 1, PIECE_BYTES, 3 * PIECE_BYTES + 7] {
            let bytes: Vec<u8> = (0..size).map(|n| (n * 31 / 7) as u8).collect();
            let (_file, opened) = exhibit_file(&bytes);
            let mut heard = 0;
            let holding = hold_exhibit_file(opened, &mut |n| heard = n);
            let held = holding.held.unwrap();
            assert_eq!((held.size(), heard, held.backing()), (size as u64, size as u64, Backing::Memory));
            assert_eq!(held.digests(), Digests::of(&bytes));
            assert!(read_all(&held) == bytes && holding.marks.is_empty());
            // Sealed: nobody can change it under a decoder.
            assert!(rustix::io::pwrite(held.file(), b"x", 0).is_err());
        }
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_marked() {
        let (mut file, opened) = exhibit_file(&[7; 3 * PIECE_BYTES]);
        let holding = hold_exhibit_file(opened, &mut |n| {
            if n == PIECE_BYTES as u64 {
                file.write_all(b"more").unwrap();
            }
        });
        assert!(holding.marks.contains(&Mark::ChangedWhileRead));
        assert!(holding.held.is_some());
    }

    #[test]
    fn a_large_file_is_held_where_it_lies() {
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(MEMORY_BYTES_MAX + 1).unwrap();
        let holding = hold_exhibit_file(std::fs::File::open(file.path()).unwrap().into(), &mut |_| {});
        let held = holding.held.unwrap();
        assert_eq!((held.backing(), held.size()), (Backing::Exhibit, MEMORY_BYTES_MAX + 1));
    }

    #[test]
    fn members_beyond_memory_go_to_the_spool_and_leave_no_name_there() {
        let spool = tempfile::tempdir().unwrap();
        let mut writer = HoldWriter::new(spool.path());
        let pieces: [&[u8]; 3] = [b"begin", &vec![0; MEMORY_BYTES_MAX as usize], b"end"];
        let mut digester = Digester::default();
        for piece in pieces {
            writer.write(piece).unwrap();
            digester.update(piece);
        }
        writer.write(&[0; 100]).unwrap();
        digester.update(&[0; 100]);
        let held = writer.finish().unwrap();
        assert_eq!((held.backing(), held.size()), (Backing::Spool, MEMORY_BYTES_MAX + 108));
        assert_eq!(held.digests(), digester.finish());
        assert_eq!(Digests::of(&read_all(&held)), held.digests());
        assert_eq!(std::fs::read_dir(spool.path()).unwrap().count(), 0);
        assert!(rustix::io::pwrite(held.file(), b"x", 0).is_err(), "read-only from here on");
    }
}
