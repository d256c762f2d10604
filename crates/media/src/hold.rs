//! The bytes of one file in hand: read once, digested on this side of the cage while they are read.
//!
//! What is small is copied into a sealed memory file on the way, so that the digests and the decoders see the same
//! bytes; what is large is decoded from the open file itself and checked for change. Understands no format.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};

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
        let mut memory = memory_file()?;
        memory.write_all(bytes)?;
        Ok(Held {
            file: seal(memory)?,
            size: bytes.len() as u64,
            digests: Digests::of(bytes),
            backing: Backing::Memory,
        })
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
    let not_read = |what: std::io::Error, at: u64| Holding {
        held: None,
        marks: BTreeSet::new(),
        problem: Some(Problem::new(ProblemCode::NotRead, format!("byte {at}: {what}"))),
    };
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
            return file.write_all(piece);
        }
        if self.size <= MEMORY_BYTES_MAX {
            self.memory.extend_from_slice(piece);
            return Ok(());
        }
        let mut file = tempfile::tempfile_in(&self.spool)?;
        file.write_all(&std::mem::take(&mut self.memory))?;
        file.write_all(piece)?;
        self.spilled = Some(file);
        Ok(())
    }

    /// Bytes taken so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All of them, read-only from here on.
    pub fn finish(self) -> std::io::Result<Held> {
        let (file, backing) = match self.spilled {
            Some(file) => (read_only(&file)?, Backing::Spool),
            None => {
                let mut memory = memory_file()?;
                memory.write_all(&self.memory)?;
                (seal(memory)?, Backing::Memory)
            }
        };
        Ok(Held { file, size: self.size, digests: self.digester.finish(), backing })
    }
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
