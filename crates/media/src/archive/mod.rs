//! Archives: their members in the archive's own order, each with what its headers say and its bytes. Everything here runs
//! in the caged worker on a reader it was given; it opens no path, writes nothing and never uses a member's name as one.
//!
//! There are five ways in, told by [`way_of`]:
//!
//! - [`Way::Zip`]: [`zip::each_member`] on the file itself, which can seek.
//! - [`Way::Tar`]: [`tar::each_member`] on the file itself.
//! - [`Way::Gzip`]: [`packed::each_member_of_gzip`] on the file itself; libarchive would not check its checksum.
//! - [`Way::Packed`]: one stream compressed otherwise. `bsdcat` unpacks it into a pipe, [`packed::each_member`] reads the pipe and
//!   sees whether it is a tar or a lone file. `bsdtar` is not asked to look inside: it would take any compressed text for an
//!   mtree listing and give members full of zeros.
//! - [`Way::Converted`]: `bsdtar -cPf - --format=pax @/proc/self/fd/N` turns it into a tar on a pipe for
//!   [`tar::each_member`]. Where [`needs_check`] says so, `bsdtar -xOf /proc/self/fd/N` goes first with its output thrown
//!   away, and [`listing::Suspects`] reads its standard error: for these formats bsdtar fills a member whose checksum is
//!   wrong with zeros and says nothing, and zeros would be hashed as if they had been seized. For RAR, whose stored members
//!   it does not check at all, [`rar::Facts`] of the archive itself go to [`listing::Suspects::with_promises`]. When the converted stream
//!   ends with a problem, `bsdtar --numeric-owner -tvf /proc/self/fd/N` goes to [`listing::each_listed`], so that members
//!   that could not be read (all of them, if they are encrypted) are still listed.
//!
//! A helper's exit is judged by [`judge_helper`]. The last member of a [`Way::Packed`] archive must not be believed before
//! the helper has ended well: a cut stream looks like a whole shorter file from this side of the pipe.

pub mod limits;
pub mod listing;
mod names;
pub mod packed;
mod pax;
pub mod rar;
pub mod tar;
pub mod zip;
mod zip_headers;

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::ControlFlow;

use casework::file::{Mark, raw};
use casework::problem::{Problem, ProblemCode};
use serde::{Deserialize, Serialize};

use limits::Budget;

/// What a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemberKind {
    /// Bytes.
    File,
    /// A symbolic link: its target is in the head, it is never followed.
    SymbolicLink,
    /// A second name of an earlier member: the target is that member's name, the bytes are listed there.
    HardLink,
    /// A device, pipe or socket.
    Special,
}

/// What an archive says of a member before its bytes. Folders are no members: they have no bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberHead {
    /// Its number among the members told, from 0.
    pub ordinal: u64,
    /// How many members before it have the very same name. Together with the name it is unique in its archive.
    pub repeat: u64,
    /// Its name as written: raw bytes, of any kind.
    #[serde(with = "raw")]
    pub name: Vec<u8>,
    /// What it is.
    pub kind: MemberKind,
    /// Bytes, by the archive's word; absent for a lone compressed file.
    pub size: Option<u64>,
    /// Content last written, ns since 1970 UTC. Absent where the archive knows local time only (DOS times in a zip).
    pub modified_ns: Option<i64>,
    /// Where a link points: raw bytes.
    #[serde(with = "raw::option")]
    pub link_target: Option<Vec<u8>>,
    /// Marks of the place.
    pub marks: BTreeSet<Mark>,
    /// Why no bytes follow, if none do.
    pub problem: Option<Problem>,
}

// A member's name is a file name: it hurts, and can identify a child.
impl std::fmt::Debug for MemberHead {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "MemberHead({}, ‹withheld›, {:?}, {:?}, {:?})", self.ordinal, self.kind, self.marks, self.problem)
    }
}

impl MemberHead {
    /// A plain file of this name; ordinal and repeat are set when it is told.
    fn of_name(name: Vec<u8>) -> MemberHead {
        let mut marks = BTreeSet::new();
        if names::escapes(&name) {
            marks.insert(Mark::NameEscapes);
        }
        MemberHead {
            ordinal: 0,
            repeat: 0,
            name,
            kind: MemberKind::File,
            size: None,
            modified_ns: None,
            link_target: None,
            marks,
            problem: None,
        }
    }

    /// The name as a place knows it: two members of one name are two places, told apart by a number.
    pub fn called(&self) -> Vec<u8> {
        let mut name = self.name.clone();
        if self.repeat > 0 {
            name.extend_from_slice(format!(" [{}]", self.repeat + 1).as_bytes());
        }
        name
    }

    fn mark_encrypted(&mut self, detail: &str) {
        self.marks.insert(Mark::Encrypted);
        self.problem = Some(Problem::new(ProblemCode::Encrypted, detail));
    }
}

/// Takes members: `begin`, then `bytes` as often as needed when the head is a [`MemberKind::File`] without a problem, then
/// `end`. A `Break` from any of them ends the reading.
pub trait MemberSink {
    /// Whether a member is to be told at all. What is not is passed over, its bytes unread where its archive allows that.
    fn wants(&mut self, _head: &MemberHead) -> bool {
        true
    }
    /// A member begins.
    fn begin(&mut self, head: &MemberHead) -> ControlFlow<()>;
    /// The next of its bytes, never empty.
    fn bytes(&mut self, piece: &[u8]) -> ControlFlow<()>;
    /// It ends: whole, or with the reason why the bytes given are not all of it and must not be hashed as if they were.
    fn end(&mut self, problem: Option<&Problem>) -> ControlFlow<()>;
}

/// How an archive ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveEnd {
    /// Entries met, folders included: where [`listing::each_listed`] takes over.
    pub n_entries: u64,
    /// Members told.
    pub n_members: u64,
    /// Marks of the archive itself.
    pub marks: BTreeSet<Mark>,
    /// Why not all of it was read.
    pub problem: Option<Problem>,
}

/// The way into an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// In process, seeking.
    Zip,
    /// In process, streaming.
    Tar,
    /// In process, streaming.
    Gzip,
    /// Through `bsdcat`.
    Packed,
    /// Through `bsdtar`.
    Converted,
}

/// The way into an archive of this type; none when it is no archive that is opened.
pub fn way_of(mime: &str) -> Option<Way> {
    const ZIPS: [&str; 4] = [
        "application/zip",
        "application/epub+zip",
        "application/java-archive",
        "application/vnd.android.package-archive",
    ];
    match mime {
        _ if ZIPS.contains(&mime) || mime.ends_with("+zip") => Some(Way::Zip),
        _ if mime.starts_with("application/vnd.openxmlformats-officedocument.") => Some(Way::Zip),
        _ if mime.starts_with("application/vnd.oasis.opendocument.") && !mime.ends_with("-flat-xml") => Some(Way::Zip),
        "application/x-tar" => Some(Way::Tar),
        "application/gzip" => Some(Way::Gzip),
        "application/x-bzip2"
        | "application/x-xz"
        | "application/zstd"
        | "application/x-lzma"
        | "application/x-lz4"
        | "application/x-lzip"
        | "application/x-compress" => Some(Way::Packed),
        "application/x-7z-compressed"
        | "application/vnd.rar"
        | "application/x-rar-compressed"
        | "application/vnd.ms-cab-compressed"
        | "application/x-cpio"
        | "application/x-xar"
        | "application/x-archive"
        | "application/x-lzh-compressed"
        | "application/x-iso9660-image" => Some(Way::Converted),
        _ => None,
    }
}

/// Whether `bsdtar` may hide a wrong checksum in archives of this type, so that the check pass must go first.
///
/// libarchive 3.6 gives a wrong checksum as a *warning* on the last block of a member for these formats; bsdtar's copying
/// loop drops that block, pads with zeros, says nothing and exits with 0. For RAR and CAB it is an error that ends the
/// stream, for tar, cpio and ISO 9660 there is no checksum of contents.
pub fn needs_check(mime: &str) -> bool {
    matches!(mime, "application/x-7z-compressed" | "application/x-xar" | "application/x-lzh-compressed")
}

/// The name of a lone compressed file's one member: the archive's last name without the suffix of its compression.
pub fn lone_name(archive_name: &[u8]) -> Vec<u8> {
    const SUFFIXES: [&[u8]; 9] = [b".gz", b".bz2", b".xz", b".zst", b".lzma", b".lz4", b".lz", b".z", b".bz"];
    let last = archive_name.rsplit(|byte| *byte == b'/' || *byte == b'\\').next().unwrap_or(archive_name);
    SUFFIXES
        .iter()
        .filter(|suffix| last.len() > suffix.len())
        .find(|suffix| last[last.len() - suffix.len()..].eq_ignore_ascii_case(suffix))
        .map_or(last, |suffix| &last[..last.len() - suffix.len()])
        .to_vec()
}

/// What a helper's end says of the archive: nothing when it ended well, otherwise [`ProblemCode::Encrypted`] or
/// [`ProblemCode::ArchiveDamaged`] with its first line of words.
///
/// A helper that was stopped by us (after `ArchiveLimit`) also ends badly: judge it only when the members ended by
/// themselves.
pub fn judge_helper(ended_well: bool, standard_error: &[u8]) -> Option<Problem> {
    if ended_well {
        return None;
    }
    let words = String::from_utf8_lossy(standard_error);
    if let Some(line) = words.lines().find(|line| is_about_encryption(line)) {
        return Some(Problem::new(ProblemCode::Encrypted, short(line)));
    }
    let says_nothing = |line: &&str| line.contains("Error exit delayed") || line.ends_with("(null)") || line.is_empty();
    let line = words.lines().find(|line| !says_nothing(line)).unwrap_or_default();
    Some(Problem::new(ProblemCode::ArchiveDamaged, short(line)))
}

/// Whether a line of libarchive's says that something is encrypted (its messages, versions 3.4 to 3.8).
fn is_about_encryption(line: &str) -> bool {
    const MESSAGES: [&str; 6] = [
        "encrypted, but currently not supported",
        "Encrypted file is unsupported",
        "ncryption support unavailable",
        "Reading encrypted data is not currently supported",
        "Encryption is not supported",
        "Passphrase required",
    ];
    MESSAGES.iter().any(|message| line.contains(message))
}

/// Which of two accounts of an archive's end to keep: that it is encrypted, else the one with more words, else the first.
pub fn better_account(first: Option<Problem>, second: Option<Problem>) -> Option<Problem> {
    let weight = |problem: &Problem| (problem.code == ProblemCode::Encrypted, !problem.detail.is_empty());
    match (first, second) {
        (Some(first), Some(second)) if weight(&second) > weight(&first) => Some(second),
        (first, second) => first.or(second),
    }
}

/// A line of a helper's, without the helper's own name and not longer than a report line.
fn short(line: &str) -> String {
    let line = line.trim();
    let line = line.strip_prefix("bsdtar: ").or_else(|| line.strip_prefix("bsdcat: ")).unwrap_or(line);
    line.chars().take(300).collect()
}

/// Tells members to a sink, numbering them and spending the budget.
struct Telling<'t> {
    sink: &'t mut dyn MemberSink,
    budget: &'t mut Budget,
    repeats: names::Repeats,
    end: ArchiveEnd,
}

/// Why the telling of an archive stops before its end. `Gone` when nobody listens any more.
enum Stop {
    Gone,
    Because(Problem),
}

impl<'t> Telling<'t> {
    fn new(sink: &'t mut dyn MemberSink, budget: &'t mut Budget) -> Telling<'t> {
        Telling { sink, budget, repeats: names::Repeats::default(), end: ArchiveEnd::default() }
    }

    /// Numbers a member and begins it; none when it is to be passed over.
    fn begin(&mut self, mut head: MemberHead) -> Result<Option<MemberHead>, Stop> {
        self.budget.spend_member().map_err(Stop::Because)?;
        head.ordinal = self.end.n_members;
        head.repeat = self.repeats.count(&head.name);
        self.end.n_members += 1;
        if !self.sink.wants(&head) {
            return Ok(None);
        }
        gone(self.sink.begin(&head))?;
        Ok(Some(head))
    }

    /// A member without bytes.
    fn tell_bare(&mut self, head: MemberHead) -> Result<(), Stop> {
        match self.begin(head)? {
            Some(head) => gone(self.sink.end(head.problem.as_ref())),
            None => Ok(()),
        }
    }

    /// A member with all that `reader` gives: exactly `size` bytes where a size is told. Gives what was wrong with it.
    ///
    /// The bytes are spent from the budget as they come, whatever the headers promise.
    fn tell_file(&mut self, head: MemberHead, reader: &mut dyn Read) -> Result<Option<Problem>, Stop> {
        self.tell_checked(head, reader, None)
    }

    /// The same, where the bytes must have this CRC-32 as well.
    fn tell_checked(
        &mut self,
        head: MemberHead,
        reader: &mut dyn Read,
        crc: Option<u32>,
    ) -> Result<Option<Problem>, Stop> {
        let suspect = head.problem.clone();
        if suspect.is_some() {
            self.tell_bare(head)?;
            return Ok(suspect);
        }
        let Some(head) = self.begin(head)? else { return Ok(None) };
        let mut piece = vec![0; PIECE_BYTES];
        let mut n_bytes: u64 = 0;
        let mut found = crc32fast::Hasher::new();
        let problem = loop {
            let n = match reader.read(&mut piece) {
                Ok(0) if head.size.is_some_and(|size| size != n_bytes) => {
                    let detail = format!("{n_bytes} bytes where {} are promised", head.size.unwrap_or_default());
                    break Some(Problem::new(ProblemCode::NotRead, detail));
                }
                Ok(0) if crc.is_some_and(|crc| crc != found.clone().finalize()) => {
                    break Some(Problem::new(ProblemCode::NotRead, "checksum (CRC-32) is wrong"));
                }
                Ok(0) => break None,
                Ok(n) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => break Some(Problem::new(ProblemCode::NotRead, error)),
            };
            n_bytes += n as u64;
            if let Err(over) = self.budget.spend_bytes(n as u64) {
                gone(self.sink.end(Some(&over)))?;
                return Err(Stop::Because(over));
            }
            if n_bytes > self.budget.bytes_max_member {
                break Some(Problem::new(
                    ProblemCode::ArchiveLimit,
                    format!("member larger than {} bytes", self.budget.bytes_max_member),
                ));
            }
            if crc.is_some() {
                found.update(&piece[..n]);
            }
            gone(self.sink.bytes(&piece[..n]))?;
        };
        gone(self.sink.end(problem.as_ref()))?;
        Ok(problem)
    }

    /// Ends the telling.
    fn finish(mut self, result: Result<(), Stop>) -> ArchiveEnd {
        if let Err(Stop::Because(problem)) = result {
            self.end.problem = Some(problem);
        }
        self.end
    }
}

/// How many bytes are handed over at a time.
const PIECE_BYTES: usize = 64 * 1024;

fn gone(flow: ControlFlow<()>) -> Result<(), Stop> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Stop::Gone),
    }
}

/// A sink that keeps everything, for tests.
#[cfg(test)]
pub(crate) mod kept {
    use super::*;

    #[derive(Debug)]
    pub(crate) struct Kept {
        pub(crate) head: MemberHead,
        pub(crate) bytes: Vec<u8>,
        pub(crate) problem: Option<Problem>,
    }

    impl Kept {
        pub(crate) fn name(&self) -> String {
            self.head.name.escape_ascii().to_string()
        }
        pub(crate) fn code(&self) -> Option<ProblemCode> {
            self.problem.as_ref().map(|problem| problem.code)
        }
    }

    impl MemberSink for Vec<Kept> {
        fn begin(&mut self, head: &MemberHead) -> ControlFlow<()> {
            self.push(Kept { head: head.clone(), bytes: Vec::new(), problem: None });
            ControlFlow::Continue(())
        }
        fn bytes(&mut self, piece: &[u8]) -> ControlFlow<()> {
            self.last_mut().unwrap().bytes.extend_from_slice(piece);
            ControlFlow::Continue(())
        }
        fn end(&mut self, problem: Option<&Problem>) -> ControlFlow<()> {
            self.last_mut().unwrap().problem = problem.cloned();
            ControlFlow::Continue(())
        }
    }

    /// A budget that nothing in a test reaches by itself.
    pub(crate) fn wide() -> Budget {
        limits::ArchiveLimits::default().budget(u64::MAX / 2000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_file_is_called_as_its_archive_without_the_suffix() {
        for (archive, member) in [
            ("photo.jpg.gz", "photo.jpg"),
            ("dir/photo.JPG.GZ", "photo.JPG"),
            ("back\\slash.bmp.xz", "slash.bmp"),
            ("nothing", "nothing"),
            (".gz", ".gz"),
        ] {
            assert_eq!(lone_name(archive.as_bytes()), member.as_bytes(), "{archive}");
        }
    }

    #[test]
    fn helpers_are_judged_by_exit_and_words() {
        assert_eq!(judge_helper(true, b"bsdtar: Can't translate pathname"), None);
        let encrypted = judge_helper(
            false,
            b"bsdtar: (null)\nbsdtar: Error reading archive /proc/self/fd/7: The archive header is encrypted, but currently not supported\n",
        );
        assert_eq!(encrypted.unwrap().code, ProblemCode::Encrypted);
        let damaged =
            judge_helper(false, b"bsdcat: x: truncated gzip input\nbsdtar: Error exit delayed from previous errors.\n");
        assert_eq!(damaged, Some(Problem::new(ProblemCode::ArchiveDamaged, "x: truncated gzip input")));
        // A name is no message.
        let named = judge_helper(false, b"encrypted notes.txt: 7-Zip bad CRC: 0x1 should be 0x2\n");
        assert_eq!(named.unwrap().code, ProblemCode::ArchiveDamaged);
    }

    #[test]
    fn documents_that_are_zips_are_archives() {
        for mime in [
            "application/zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.oasis.opendocument.text",
            "application/epub+zip",
            "application/vnd.android.package-archive",
        ] {
            assert_eq!(way_of(mime), Some(Way::Zip), "{mime}");
        }
        assert_eq!(way_of("application/gzip"), Some(Way::Gzip));
        assert_eq!(way_of("application/pdf"), None);
        assert_eq!(way_of("image/svg+xml"), None);
    }
}
