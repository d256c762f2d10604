//! Walks an exhibit and opens what stands beneath it, read-only, by raw names, following nothing.
//!
//! Nothing here writes, creates or unlinks, and no path is ever handed to the system whole: every name is looked up
//! beneath a folder that is already open (`openat2` with RESOLVE_BENEATH, RESOLVE_NO_SYMLINKS and
//! RESOLVE_NO_MAGICLINKS), in pieces shorter than PATH_MAX, so that depth has no limit of ours.

use std::collections::BTreeSet;
use std::ffi::CString;
use std::mem::MaybeUninit;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use casework::file::{Inode, Mark, Occurrence, Place, Times};
use casework::problem::{Problem, ProblemCode};
use fingerprint::{Digester, Sha256};
use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawDir, ResolveFlags, StatVfsMountFlags, Statx, StatxFlags};
use rustix::io::Errno;

use crate::hold::MEMORY_BYTES_MAX;

/// Longest piece of a path that is looked up at once; under PATH_MAX (4096) with the final zero byte.
const PIECE_BYTES_MAX: usize = 4000;

/// Open folders kept on the way down, so that a deep tree is not walked from the top for each of its folders.
const ANCHORS_MAX: usize = 24;

/// Why an exhibit cannot be walked at all. What goes wrong with one file or folder is a [`Problem`] of its row instead.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// The exhibit itself could not be opened.
    #[error("cannot open the exhibit {}", path.display())]
    NotOpened {
        /// As it was given.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The exhibit is neither a folder nor a regular file.
    #[error("the exhibit {} is neither a folder nor a file", path.display())]
    NeitherFolderNorFile {
        /// As it was given.
        path: PathBuf,
    },
}

/// An exhibit held open: a folder, or one file in its folder.
#[derive(Debug)]
pub struct Root {
    folder: OwnedFd,
    only: Option<Vec<u8>>,
}

/// What a walk saw in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walked {
    /// Digest of the sorted listing: kind, raw path, size, times but that of the last reading, inode, mode, link target.
    pub manifest: Sha256,
    /// Files, links, special files and folders beneath the root.
    pub n_entries: u64,
    /// Whether every entry was seen; false when the caller broke off.
    pub complete: bool,
}

/// Opens an exhibit. A symbolic link *as the exhibit itself* is the examiner's own choice and is resolved, once.
pub fn open_root(path: &Path) -> Result<Root, WalkError> {
    let failed = |source: std::io::Error| WalkError::NotOpened { path: path.to_owned(), source };
    let whole = path.canonicalize().map_err(failed)?;
    let open_folder = |folder: &Path| {
        rustix::fs::open(folder, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
            .map_err(|errno| failed(errno.into()))
    };
    let facts = std::fs::symlink_metadata(&whole).map_err(failed)?;
    if facts.is_dir() {
        return Ok(Root { folder: open_folder(&whole)?, only: None });
    }
    match (facts.is_file(), whole.parent(), whole.file_name()) {
        (true, Some(folder), Some(name)) => {
            Ok(Root { folder: open_folder(folder)?, only: Some(name.as_bytes().to_vec()) })
        }
        _ => Err(WalkError::NeitherFolderNorFile { path: path.to_owned() }),
    }
}

/// Opens an exhibit that lies beneath a folder: its own name is looked up as every name below it is, and a symbolic link is
/// not followed, as whoever names it need not be who may choose what is read.
pub fn open_root_beneath(folder: BorrowedFd<'_>, path: &[u8]) -> Result<Root, WalkError> {
    let named = || PathBuf::from(std::ffi::OsStr::from_bytes(path));
    let failed = |errno: Errno| WalkError::NotOpened { path: named(), source: errno.into() };
    let mut anchors = Anchors::default();
    let opened = anchors.open(folder, path, OFlags::PATH).map_err(failed)?;
    let facts = rustix::fs::fstat(&opened).map_err(failed)?;
    match FileType::from_raw_mode(facts.st_mode) {
        FileType::Directory => Ok(Root { folder: opened, only: None }),
        FileType::RegularFile => {
            let (above, name) = match path.iter().rposition(|byte| *byte == b'/') {
                Some(slash) => (&path[..slash], &path[slash + 1..]),
                None => (&path[..0], path),
            };
            let above = Anchors::default().open(folder, above, OFlags::PATH | OFlags::DIRECTORY).map_err(failed)?;
            Ok(Root { folder: above, only: Some(name.to_vec()) })
        }
        _ => Err(WalkError::NeitherFolderNorFile { path: named() }),
    }
}

impl Root {
    /// Whether the exhibit is one file.
    pub fn is_one_file(&self) -> bool {
        self.only.is_some()
    }

    /// The folder beneath which everything is opened.
    pub fn folder(&self) -> BorrowedFd<'_> {
        self.folder.as_fd()
    }

    /// Every file, link and special file beneath, depth first in the order of raw paths; see [`walk`].
    pub fn walk(&self, each: &mut dyn FnMut(Occurrence) -> ControlFlow<()>) -> Walked {
        walk(self, each)
    }

    /// Opens a regular file beneath; see [`open_beneath`].
    pub fn open(&self, path: &[u8]) -> Result<OwnedFd, Problem> {
        open_beneath(self.folder(), path)
    }

    /// The digest of the listing; see [`Walked::manifest`].
    pub fn manifest(&self) -> Sha256 {
        walk(self, &mut |_| ControlFlow::Continue(())).manifest
    }
}

/// Lists everything beneath the root and hands over an [`Occurrence`] for all that is no folder, in the order of raw
/// paths (a folder's contents stand where `name/` sorts).
///
/// An occurrence without a problem is a regular file to be read. Symbolic links come with their target and are never
/// followed; devices, pipes and sockets are never opened; a folder that cannot be listed is an occurrence of its own.
/// Other file systems mounted beneath belong to the exhibit and are walked like folders.
pub fn walk(root: &Root, each: &mut dyn FnMut(Occurrence) -> ControlFlow<()>) -> Walked {
    let mut manifest = Manifest::default();
    let complete = walk_levels(root, &mut manifest, each).is_continue();
    let n_entries = manifest.n_entries;
    Walked { manifest: manifest.finish(), n_entries, complete }
}

/// Opens a regular file beneath `folder` for reading: no link on the way, not waiting for a pipe's writer, and without
/// touching its access time where the system allows (owner or CAP_FOWNER).
pub fn open_beneath(folder: BorrowedFd<'_>, path: &[u8]) -> Result<OwnedFd, Problem> {
    let mut anchors = Anchors::default();
    let opened = anchors.open(folder, path, OFlags::RDONLY | OFlags::NONBLOCK);
    let file = opened.map_err(|errno| Problem::new(ProblemCode::NotOpened, errno))?;
    // Between listing and opening it may have become something else.
    match rustix::fs::fstat(&file).map(|facts| FileType::from_raw_mode(facts.st_mode)) {
        Ok(FileType::RegularFile) => Ok(file),
        Ok(_) => Err(Problem::new(ProblemCode::SpecialFile, "not a regular file any more")),
        Err(errno) => Err(Problem::new(ProblemCode::NotOpened, errno)),
    }
}

// ── one level after the other ──

struct Entry {
    name: Vec<u8>,
    facts: Result<Statx, Errno>,
    /// Whether the file system leaves times of access alone whoever reads.
    mount_keeps_access: bool,
}

impl Entry {
    fn is_folder(&self) -> bool {
        self.facts.as_ref().is_ok_and(|facts| kind_of(facts) == FileType::Directory)
    }

    /// Whether its time of access stays when we read it. One that our own reading moves is left out: the next run would
    /// tell another.
    fn keeps_access(&self, facts: &Statx) -> bool {
        let may_leave_it = || {
            let user = rustix::process::geteuid();
            user.is_root() || user.as_raw() == facts.stx_uid
        };
        self.mount_keeps_access
            || match kind_of(facts) {
                // What is too large to be held in memory a helper opens by itself, and moves it.
                FileType::RegularFile => facts.stx_size <= MEMORY_BYTES_MAX && may_leave_it(),
                // Nobody can ask for its target without moving it.
                FileType::Symlink => false,
                _ => true,
            }
    }

    /// `name/` for a folder: so entries sort as the paths below them do.
    fn sort_key(&self) -> impl Iterator<Item = u8> + '_ {
        self.name.iter().copied().chain(self.is_folder().then_some(b'/'))
    }
}

fn walk_levels(
    root: &Root,
    manifest: &mut Manifest,
    each: &mut dyn FnMut(Occurrence) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut anchors = Anchors::default();
    let mut path: Vec<u8> = Vec::new();
    // Each level is what is still to come of one folder, in reverse, and how long the folder's own path is.
    let mut levels: Vec<(Vec<Entry>, usize)> = Vec::new();
    match &root.only {
        Some(name) => levels.push((vec![entry_of(root.folder(), name, mount_keeps_access(root.folder()))], 0)),
        None => match list_folder(&mut anchors, root.folder(), b"") {
            Ok(entries) => levels.push((entries, 0)),
            Err(errno) => each(without_bytes(Place::on_disk(""), None, ProblemCode::FolderNotListed, errno))?,
        },
    }
    while let Some((entries, folder_bytes)) = levels.last_mut() {
        path.truncate(*folder_bytes);
        let Some(entry) = entries.pop() else {
            levels.pop();
            continue;
        };
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend_from_slice(&entry.name);
        let facts = match &entry.facts {
            Ok(facts) => facts,
            Err(errno) => {
                manifest.add(&path, None, None);
                each(without_bytes(Place::on_disk(&path[..]), None, ProblemCode::NotOpened, *errno))?;
                continue;
            }
        };
        match kind_of(facts) {
            FileType::Directory => {
                manifest.add(&path, Some(facts), None);
                match list_folder(&mut anchors, root.folder(), &path) {
                    Ok(entries) => levels.push((entries, path.len())),
                    Err(errno) => {
                        let place = Place::on_disk(&path[..]);
                        each(without_bytes(place, Some(facts), ProblemCode::FolderNotListed, errno))?;
                    }
                }
            }
            FileType::RegularFile => {
                manifest.add(&path, Some(facts), None);
                each(on_disk(Place::on_disk(&path[..]), facts, entry.keeps_access(facts)))?;
            }
            FileType::Symlink => {
                let target = anchors.read_link(root.folder(), &path);
                manifest.add(&path, Some(facts), target.as_deref().ok());
                let mut link = on_disk(Place::on_disk(&path[..]), facts, entry.keeps_access(facts));
                link.problem = Some(Problem::new(ProblemCode::SymbolicLink, ""));
                link.size = 0;
                match target {
                    Ok(target) => link.link_target = Some(target),
                    Err(errno) => link.problem = Some(Problem::new(ProblemCode::SymbolicLink, errno)),
                }
                each(link)?;
            }
            other => {
                manifest.add(&path, Some(facts), None);
                let mut special = on_disk(Place::on_disk(&path[..]), facts, entry.keeps_access(facts));
                special.problem = Some(Problem::new(ProblemCode::SpecialFile, special_name(other)));
                special.size = 0;
                each(special)?;
            }
        }
    }
    ControlFlow::Continue(())
}

fn special_name(kind: FileType) -> &'static str {
    match kind {
        FileType::Fifo => "pipe",
        FileType::Socket => "socket",
        FileType::CharacterDevice => "character device",
        FileType::BlockDevice => "block device",
        _ => "unknown",
    }
}

fn list_folder(anchors: &mut Anchors, root: BorrowedFd<'_>, path: &[u8]) -> Result<Vec<Entry>, Errno> {
    let folder = anchors.open(root, path, OFlags::RDONLY | OFlags::DIRECTORY)?;
    let mount_keeps_access = mount_keeps_access(folder.as_fd());
    let mut entries = Vec::new();
    let mut buffer = [MaybeUninit::uninit(); 32 * 1024];
    let mut listing = RawDir::new(&folder, &mut buffer);
    while let Some(found) = listing.next() {
        let name = match found {
            Ok(found) => found.file_name().to_bytes().to_vec(),
            Err(Errno::INTR) => continue,
            Err(errno) => return Err(errno),
        };
        if name != b"." && name != b".." {
            entries.push(entry_of(folder.as_fd(), &name, mount_keeps_access));
        }
    }
    entries.sort_unstable_by(|one, two| two.sort_key().cmp(one.sort_key()));
    Ok(entries)
}

/// Whether a file system never moves a time of access: read-only, or told so when it was mounted.
fn mount_keeps_access(folder: BorrowedFd<'_>) -> bool {
    let keeping = StatVfsMountFlags::RDONLY | StatVfsMountFlags::NOATIME;
    rustix::fs::fstatvfs(folder).is_ok_and(|facts| facts.f_flag.intersects(keeping))
}

fn entry_of(folder: BorrowedFd<'_>, name: &[u8], mount_keeps_access: bool) -> Entry {
    // The largest mask that old kernels know; what they cannot tell is missing from `stx_mask`.
    let mask = StatxFlags::BASIC_STATS | StatxFlags::BTIME;
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
    Entry { name: name.to_vec(), facts: rustix::fs::statx(folder, name, flags, mask), mount_keeps_access }
}

fn kind_of(facts: &Statx) -> FileType {
    FileType::from_raw_mode(facts.stx_mode.into())
}

fn on_disk(place: Place, facts: &Statx, keeps_access: bool) -> Occurrence {
    let known = StatxFlags::from_bits_retain(facts.stx_mask);
    let time = |flag: StatxFlags, stamp: rustix::fs::StatxTimestamp| {
        known
            .contains(flag)
            .then(|| stamp.tv_sec.saturating_mul(1_000_000_000).saturating_add(i64::from(stamp.tv_nsec)))
    };
    let mut marks = BTreeSet::new();
    if facts.stx_nlink > 1 && kind_of(facts) == FileType::RegularFile {
        marks.insert(Mark::HardLink);
    }
    Occurrence {
        place,
        size: facts.stx_size,
        times: Times {
            modified_ns: time(StatxFlags::MTIME, facts.stx_mtime),
            changed_ns: time(StatxFlags::CTIME, facts.stx_ctime),
            accessed_ns: time(StatxFlags::ATIME, facts.stx_atime).filter(|_| keeps_access),
            created_ns: time(StatxFlags::BTIME, facts.stx_btime),
        },
        inode: Inode {
            device: rustix::fs::makedev(facts.stx_dev_major, facts.stx_dev_minor),
            number: facts.stx_ino,
            links: facts.stx_nlink.into(),
        },
        link_target: None,
        file: None,
        marks,
        problem: None,
    }
}

fn without_bytes(place: Place, facts: Option<&Statx>, code: ProblemCode, errno: Errno) -> Occurrence {
    let problem = Some(Problem::new(code, errno));
    match facts {
        Some(facts) => Occurrence { problem, size: 0, ..on_disk(place, facts, false) },
        None => Occurrence {
            place,
            size: 0,
            times: Times::default(),
            inode: Inode::default(),
            link_target: None,
            file: None,
            marks: BTreeSet::new(),
            problem,
        },
    }
}

// ── the digest of the listing ──

#[derive(Default)]
struct Manifest {
    digester: Digester,
    n_entries: u64,
}

impl Manifest {
    fn add(&mut self, path: &[u8], facts: Option<&Statx>, target: Option<&[u8]>) {
        self.n_entries += 1;
        // Lengths before raw bytes: no two listings can run together into one.
        let mut row = Vec::with_capacity(path.len() + 128);
        row.extend_from_slice(&(path.len() as u64).to_le_bytes());
        row.extend_from_slice(path);
        if let Some(facts) = facts {
            let folder = kind_of(facts) == FileType::Directory;
            row.extend_from_slice(&u32::from(facts.stx_mode).to_le_bytes());
            // A folder's size is the file system's own affair, and some change it without a write.
            row.extend_from_slice(&(if folder { 0 } else { facts.stx_size }).to_le_bytes());
            for stamp in [facts.stx_mtime, facts.stx_ctime] {
                row.extend_from_slice(&stamp.tv_sec.to_le_bytes());
                row.extend_from_slice(&stamp.tv_nsec.to_le_bytes());
            }
            for number in [facts.stx_dev_major, facts.stx_dev_minor, facts.stx_nlink] {
                row.extend_from_slice(&number.to_le_bytes());
            }
            row.extend_from_slice(&facts.stx_ino.to_le_bytes());
        }
        row.push(u8::from(target.is_some()));
        let target = target.unwrap_or_default();
        row.extend_from_slice(&(target.len() as u64).to_le_bytes());
        row.extend_from_slice(target);
        self.digester.update(&row);
    }

    fn finish(self) -> Sha256 {
        self.digester.finish().sha256.expect("a digester gives all three digests")
    }
}

// ── paths longer than the system takes at once ──

/// Folders on the way to the last path asked for, each with the length of its own path.
#[derive(Default)]
struct Anchors {
    on_the_way: Vec<(usize, OwnedFd)>,
    last: Vec<u8>,
}

impl Anchors {
    fn open(&mut self, root: BorrowedFd<'_>, path: &[u8], flags: OFlags) -> Result<OwnedFd, Errno> {
        if path.is_empty() {
            return open_piece(root, b".", flags);
        }
        let start = self.descend(root, path)?;
        open_piece(self.nearest(root), &path[start..], flags)
    }

    fn read_link(&mut self, root: BorrowedFd<'_>, path: &[u8]) -> Result<Vec<u8>, Errno> {
        let start = self.descend(root, path)?;
        let rest = &path[start..];
        // `readlinkat` would follow links among the folders: so its folder is opened beneath first.
        let (folder, name) = match rest.iter().rposition(|byte| *byte == b'/') {
            Some(slash) => {
                let flags = OFlags::PATH | OFlags::DIRECTORY;
                (Some(open_piece(self.nearest(root), &rest[..slash], flags)?), &rest[slash + 1..])
            }
            None => (None, rest),
        };
        let folder = folder.as_ref().map_or_else(|| self.nearest(root), |folder| folder.as_fd());
        rustix::fs::readlinkat(folder, name, Vec::new()).map(CString::into_bytes)
    }

    fn nearest<'a>(&'a self, root: BorrowedFd<'a>) -> BorrowedFd<'a> {
        self.on_the_way.last().map_or(root, |(_, folder)| folder.as_fd())
    }

    /// Goes down until what is left of `path` is short enough to be looked up at once; gives where that begins.
    fn descend(&mut self, root: BorrowedFd<'_>, path: &[u8]) -> Result<usize, Errno> {
        let last = &self.last;
        self.on_the_way.retain(|(end, _)| path.get(*end) == Some(&b'/') && path[..*end] == last[..*end]);
        // Said before the first look-up that may fail: the anchors always belong to `last`.
        self.last.clear();
        self.last.extend_from_slice(path);
        let mut start = self.on_the_way.last().map_or(0, |(end, _)| end + 1);
        // A name that could climb is never looked up; no listing gives one. Before `start` it was looked at before.
        let climbs = |name: &[u8]| name.is_empty() || name == b"." || name == b"..";
        if path[start..].split(|byte| *byte == b'/').any(climbs) {
            return Err(Errno::INVAL);
        }
        while path.len() - start > PIECE_BYTES_MAX {
            // A name has 255 bytes at most, so a slash is found; where not, the system says what is wrong.
            let window = &path[start..start + PIECE_BYTES_MAX];
            let Some(slash) = window.iter().rposition(|byte| *byte == b'/') else { return Err(Errno::NAMETOOLONG) };
            let flags = OFlags::PATH | OFlags::DIRECTORY;
            let folder = open_piece(self.nearest(root), &window[..slash], flags)?;
            self.on_the_way.push((start + slash, folder));
            if self.on_the_way.len() > ANCHORS_MAX {
                let mut n = 0;
                let keep_from = self.on_the_way.len() - 1;
                self.on_the_way.retain(|_| {
                    n += 1;
                    n % 2 == 0 || n > keep_from
                });
            }
            start += slash + 1;
        }
        Ok(start)
    }
}

fn open_piece(folder: BorrowedFd<'_>, piece: &[u8], flags: OFlags) -> Result<OwnedFd, Errno> {
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    let mut flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    if !flags.contains(OFlags::PATH) {
        flags |= OFlags::NOATIME;
    }
    let mut n_tries = 0;
    loop {
        match rustix::fs::openat2(folder, piece, flags, Mode::empty(), resolve) {
            // Only the owner may leave the access time alone.
            Err(Errno::PERM) if flags.contains(OFlags::NOATIME) => flags -= OFlags::NOATIME,
            Err(Errno::INTR) => {}
            // Something was renamed during the look-up: the kernel asks for another try.
            Err(Errno::AGAIN) if n_tries < 32 => n_tries += 1,
            other => return other,
        }
    }
}
