//! What bsdtar prints: its verbose listing, for members that could not be read, and the complaints of the check pass.
//! Names come back to raw bytes here; nothing is believed of a member but its name, kind and size.

use std::cell::Cell;
use std::io::{BufRead, Read};

use casework::problem::{Problem, ProblemCode};

use super::limits::Budget;
use super::rar::Facts;
use super::{ArchiveEnd, MemberHead, MemberKind, MemberSink, Stop, Telling, short};

/// Members that are not to be believed although a helper gives their bytes: those whose checksum the check pass found
/// wrong, and those of a RAR archive that are not what its headers promise.
#[derive(Debug, Default)]
pub struct Suspects {
    complaints: Vec<Complaint>,
    all: Option<Problem>,
    promised: Option<Facts>,
}

#[derive(Debug)]
struct Complaint {
    line: Vec<u8>,
    met: Cell<bool>,
}

impl Suspects {
    /// No check pass was needed.
    pub fn none() -> Suspects {
        Suspects::default()
    }

    /// Reads the standard error of `bsdtar -xOf`. With `is_cut` (there was more than was kept) every member is suspect.
    pub fn read(standard_error: &[u8], is_cut: bool) -> Suspects {
        let complaints = standard_error
            .split(|byte| *byte == b'\n')
            // Lines of bsdtar's own are about the archive; the exit tells of those.
            .filter(|line| !line.is_empty() && !line.starts_with(b"bsdtar: "))
            .map(|line| Complaint { line: unescape(line), met: Cell::new(false) })
            .collect();
        let all = is_cut.then(|| Problem::new(ProblemCode::NotRead, "too many checksums are wrong to tell which"));
        Suspects { complaints, all, promised: None }
    }

    /// The same, and every member is held against what a RAR archive's headers promise.
    pub fn with_promises(mut self, promised: Option<Facts>) -> Suspects {
        self.promised = promised;
        self
    }

    /// What is promised of an entry, counted from 0: nothing where there are no promises to keep.
    pub(super) fn promise(&self, number: u64) -> Option<Promise> {
        let promised = self.promised.as_ref()?;
        Some(promised.of(number).map_or(Promise::Missing, Promise::Made))
    }

    /// Why the member of this name is not to be believed, if so. Members of one name are suspect together.
    pub fn of(&self, name: &[u8]) -> Option<Problem> {
        let complaint = self.complaints.iter().find_map(|complaint| {
            let words = complaint.line.strip_prefix(name)?.strip_prefix(b": ")?;
            complaint.met.set(true);
            let words = String::from_utf8_lossy(words);
            Some(Problem::new(ProblemCode::NotRead, short(words.trim_end_matches(": Unknown error -1"))))
        });
        complaint.or_else(|| self.all.clone())
    }

    /// A complaint about a member that was never asked for.
    pub fn left_over(&self) -> Option<Problem> {
        let left = self.complaints.iter().any(|complaint| !complaint.met.get());
        left.then(|| {
            Problem::new(ProblemCode::ArchiveDamaged, "a member with a wrong checksum could not be told from others")
        })
    }
}

/// What a RAR archive's headers say of an entry.
pub(super) enum Promise {
    /// Size, checksum, encryption.
    Made(super::rar::Fact),
    /// They could not be read so far, yet the entry came.
    Missing,
}

/// Tells the members of a verbose listing (`bsdtar --numeric-owner -tvf`, `LC_ALL=C.UTF-8`) that come after those of `told`,
/// each with `problem` as the reason why its bytes are not here; numbering goes on from `told`.
pub fn each_listed(
    listing: &mut dyn BufRead,
    told: &ArchiveEnd,
    problem: &Problem,
    budget: &mut Budget,
    sink: &mut dyn MemberSink,
) -> ArchiveEnd {
    let mut telling = Telling::new(sink, budget);
    telling.end.n_members = told.n_members;
    let result = tell_listed(listing, told.n_entries, problem, &mut telling);
    telling.finish(result)
}

/// A line longer than this is no line of bsdtar's.
const LINE_BYTES_MAX: u64 = 1 << 20;

fn tell_listed(
    listing: &mut dyn BufRead,
    n_told: u64,
    problem: &Problem,
    telling: &mut Telling<'_>,
) -> Result<(), Stop> {
    loop {
        let mut line = Vec::new();
        let n = (&mut *listing).take(LINE_BYTES_MAX).read_until(b'\n', &mut line);
        let odd = |what: &str| Stop::Because(Problem::new(ProblemCode::ArchiveDamaged, format!("listing: {what}")));
        if n.map_err(|error| odd(&error.to_string()))? == 0 {
            return Ok(());
        }
        telling.end.n_entries += 1;
        let line = line.strip_suffix(b"\n").ok_or_else(|| odd("a line without end"))?;
        let Some(mut head) = read_line(line) else { return Err(odd("a line of another form")) };
        if telling.end.n_entries <= n_told {
            telling.repeats.count(&head.name);
            continue;
        }
        if line.starts_with(b"d") {
            continue;
        }
        if head.kind == MemberKind::File {
            match problem.code {
                ProblemCode::Encrypted => head.mark_encrypted(&problem.detail),
                ProblemCode::ArchiveLimit => head.problem = Some(problem.clone()),
                _ => head.problem = Some(Problem::new(ProblemCode::NotRead, &problem.detail)),
            }
        }
        telling.tell_bare(head)?;
    }
}

/// Mode, links, user, group, size, month, day, time or year, one space, the name.
fn read_line(line: &[u8]) -> Option<MemberHead> {
    let mut rest = line;
    let mut fields: Vec<&[u8]> = Vec::with_capacity(8);
    while fields.len() < 8 {
        let start = rest.iter().position(|byte| *byte != b' ')?;
        let length = rest[start..].iter().position(|byte| *byte == b' ')?;
        fields.push(&rest[start..start + length]);
        rest = &rest[start + length..];
    }
    let (letter, rest) = (*fields[0].first()?, rest.strip_prefix(b" ")?);
    let (name, target) = match letter {
        b'l' => split_at(rest, b" -> "),
        b'h' => split_at(rest, b" link to "),
        _ => (rest, None),
    };
    let mut head = MemberHead::of_name(unescape(name));
    head.link_target = target.map(unescape);
    head.size = std::str::from_utf8(fields[4]).ok().and_then(|size| size.parse().ok());
    match letter {
        b'-' | b'd' => {}
        b'h' => {
            head.kind = MemberKind::HardLink;
            head.marks.insert(casework::file::Mark::HardLink);
        }
        b'l' => {
            head.kind = MemberKind::SymbolicLink;
            head.problem = Some(Problem::new(ProblemCode::SymbolicLink, ""));
        }
        _ => {
            head.kind = MemberKind::Special;
            head.problem = Some(Problem::new(ProblemCode::SpecialFile, ""));
        }
    }
    Some(head)
}

fn split_at<'l>(line: &'l [u8], mark: &[u8]) -> (&'l [u8], Option<&'l [u8]>) {
    match line.windows(mark.len()).position(|window| window == mark) {
        Some(at) => (&line[..at], Some(&line[at + mark.len()..])),
        None => (line, None),
    }
}

/// Undoes bsdtar's escapes: `\\`, `\n` and the like, `\ooo`.
fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let octal = after.get(..3).filter(|digits| digits.iter().all(|digit| (b'0'..=b'7').contains(digit)));
        if let Some(digits) = octal {
            out.push(digits.iter().fold(0u8, |value, digit| value.wrapping_mul(8).wrapping_add(digit - b'0')));
            rest = &after[3..];
            continue;
        }
        let meant = after.first().and_then(|letter| match letter {
            b'a' => Some(7),
            b'b' => Some(8),
            b't' => Some(9),
            b'n' => Some(10),
            b'v' => Some(11),
            b'f' => Some(12),
            b'r' => Some(13),
            b'\\' => Some(b'\\'),
            _ => None,
        });
        match meant {
            Some(byte) => {
                out.push(byte);
                rest = &after[1..];
            }
            None => out.push(b'\\'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::kept::{Kept, wide};
    use super::*;
    use casework::file::Mark;

    // As bsdtar 3.6.2 prints it.
    const LISTING: &str = "\
drwxr-xr-x  0 0      0           0 Nov 21 21:47 ./
-rw-r--r--  0 0      0           2 Nov 21 21:47 ./new\\nline \\\\back
prw-r--r--  0 0      0           0 Nov 21 21:47 ./pipe
-rw-r--r--  0 0      0      300000 Nov 21  2020 ./hard.bin
-rw-r--r--  0 0      0          12 Nov 21 21:47 ./a\\377\\376.txt
lrwxrwxrwx  0 0      0           0 Nov 21 21:47 ./link -> ../../etc/passwd
hrw-r--r--  0 0      0           0 Nov 21 21:47 ./d/big.bin link to ./hard.bin
-rw-r--r--  0 0      0          12 Nov 21 21:47 ./pipe
";

    #[test]
    fn what_was_not_told_is_listed_with_its_reason() {
        let told = ArchiveEnd { n_entries: 3, n_members: 2, ..ArchiveEnd::default() };
        let mut kept: Vec<Kept> = Vec::new();
        let why = Problem::new(ProblemCode::Encrypted, "The file content is encrypted");
        let end = each_listed(&mut LISTING.as_bytes(), &told, &why, &mut wide(), &mut kept);
        assert_eq!((end.problem, end.n_entries, end.n_members), (None, 8, 7));
        let names: Vec<_> =
            kept.iter().map(|member| (member.name(), member.head.ordinal, member.head.repeat)).collect();
        assert_eq!(
            names,
            [
                ("./hard.bin".into(), 2, 0),
                ("./a\\xff\\xfe.txt".into(), 3, 0),
                ("./link".into(), 4, 0),
                ("./d/big.bin".into(), 5, 0),
                ("./pipe".into(), 6, 1),
            ]
        );
        assert_eq!(kept[0].code(), Some(ProblemCode::Encrypted));
        assert!(kept[0].head.marks.contains(&Mark::Encrypted));
        assert_eq!(kept[0].head.size, Some(300_000));
        assert_eq!(kept[2].head.link_target.as_deref(), Some(&b"../../etc/passwd"[..]));
        assert_eq!(kept[3].head.kind, MemberKind::HardLink);
    }

    #[test]
    fn every_line_of_a_listing_is_read() {
        let mut kept: Vec<Kept> = Vec::new();
        let why = Problem::new(ProblemCode::ArchiveDamaged, "");
        each_listed(&mut LISTING.as_bytes(), &ArchiveEnd::default(), &why, &mut wide(), &mut kept);
        assert_eq!(kept.len(), 7);
        assert_eq!(kept[0].name(), "./new\\nline \\\\back");
        assert_eq!(kept[0].head.name, b"./new\nline \\back");
    }

    #[test]
    fn complaints_find_their_member_and_none_other() {
        let suspects = Suspects::read(
            b"d/a\\377: 7-Zip bad CRC: 0x89 should be 0x43: Unknown error -1\nbsdtar: Error exit delayed from previous errors.\n",
            false,
        );
        assert!(suspects.left_over().is_some());
        assert_eq!(suspects.of(b"d/a"), None);
        assert_eq!(suspects.of(b"d/a\xff").unwrap().detail, "7-Zip bad CRC: 0x89 should be 0x43");
        assert_eq!(suspects.left_over(), None);
        assert!(Suspects::read(b"", true).of(b"any").is_some());
    }
}
