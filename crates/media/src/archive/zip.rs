//! Zip archives and the documents that are zips. Tells what the directory lists, in its order, and then what only local
//! headers show: members that were taken out of the directory, or a whole archive whose directory is lost. Decompression
//! and the search for the directory are the `zip` crate's.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use ::zip::ZipReadOptions;
use ::zip::read::{HasZipMetadata, read_zipfile_from_stream};
use ::zip::unstable::read::ZipIterable;
use casework::file::Mark;
use casework::problem::{Problem, ProblemCode};

use super::limits::Budget;
use super::zip_headers::{LOCAL_BYTES, ZipHeader, problem_of};
use super::{ArchiveEnd, MemberHead, MemberKind, MemberSink, Stop, Telling};

/// Tells the members of a zip.
///
/// Members that share bytes with an earlier one are told without theirs: that is how flat bombs are made, and no honest
/// archive is. A member whose local header tells another name, size, method or checksum than the directory is marked
/// [`Mark::ArchiveDisagrees`], and so is one that the directory does not list, and the archive with them.
pub fn each_member<R: Read + Seek>(reader: &mut R, budget: &mut Budget, sink: &mut dyn MemberSink) -> ArchiveEnd {
    let mut telling = Telling::new(sink, budget);
    let result = tell(reader, &mut telling);
    telling.finish(result)
}

/// The largest dictionary an LZMA member may ask for; the format allows 4 GiB, which is a way to end the worker.
const DICTIONARY_BYTES_MAX: u32 = 256 << 20;

/// A link's target longer than this is no path.
const LINK_BYTES_MAX: u64 = 4096;

fn tell<R: Read + Seek>(reader: &mut R, telling: &mut Telling<'_>) -> Result<(), Stop> {
    let archive_bytes = reader.seek(SeekFrom::End(0)).map_err(|error| damaged(&error))?;
    let plan = match Plan::of(reader, telling.budget.members_left) {
        Ok(plan) => plan,
        Err(error) => {
            // Without a directory there are still the local headers.
            tell_unlisted(reader, &[], archive_bytes, telling)?;
            return Err(damaged(&error));
        }
    };
    tell_listed(reader, &plan, telling)?;
    tell_unlisted(reader, &plan.occupied, plan.directory_start.min(archive_bytes), telling)?;
    match plan.problem {
        Some(problem) => Err(Stop::Because(problem)),
        None => Ok(()),
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Stop {
    Stop::Because(Problem::new(ProblemCode::ArchiveDamaged, error))
}

/// What the first pass over the directory found: which entries to read, and which bytes they take.
struct Plan {
    entries: Vec<Entry>,
    /// Bytes taken by members, `(start, end)`, in order, without overlap.
    occupied: Vec<(u64, u64)>,
    directory_start: u64,
    problem: Option<Problem>,
}

/// One entry of the directory, kept small: there can be a million, each with a name of 64 KiB.
#[derive(Clone, Copy)]
struct Entry {
    start: u64,
    end: u64,
    fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Read,
    ReadThoughHeadersDisagree,
    NoLocalHeader,
    Overlaps,
}

impl Plan {
    fn of<R: Read + Seek>(reader: &mut R, members_max: u64) -> Result<Plan, ::zip::result::ZipError> {
        let mut iterable = ZipIterable::try_new(&mut *reader, Default::default())?;
        let mut plan = Plan { entries: Vec::new(), occupied: Vec::new(), directory_start: u64::MAX, problem: None };
        let files = iterable.files()?;
        while let Some(entry) = files.next() {
            // One more than allowed, so that the telling meets the limit.
            if plan.entries.len() as u64 > members_max {
                break;
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    plan.problem = Some(Problem::new(ProblemCode::ArchiveDamaged, error));
                    break;
                }
            };
            plan.directory_start = plan.directory_start.min(entry.central_header_start());
            let start = entry.header_start();
            let reader = files.reader_mut();
            let listed = ZipHeader::in_directory(reader, entry.central_header_start())?;
            let planned = match ZipHeader::local(reader, start) {
                Ok(local) => Entry {
                    start,
                    end: start.saturating_add(local.local_bytes()).saturating_add(entry.compressed_size()),
                    fate: if listed.disagrees(&local) { Fate::ReadThoughHeadersDisagree } else { Fate::Read },
                },
                Err(_) => Entry { start, end: start, fate: Fate::NoLocalHeader },
            };
            plan.entries.push(planned);
        }
        plan.find_overlaps();
        Ok(plan)
    }

    /// The first by place keeps its bytes, whoever reaches into them afterwards does not.
    fn find_overlaps(&mut self) {
        let mut by_place: Vec<usize> = (0..self.entries.len()).collect();
        by_place.sort_by_key(|n| (self.entries[*n].start, self.entries[*n].end));
        let mut end = 0;
        for n in by_place {
            let entry = &mut self.entries[n];
            if entry.fate == Fate::NoLocalHeader {
                continue;
            }
            if entry.start < end {
                entry.fate = Fate::Overlaps;
                let words = "members share the same bytes: all but the first are not read";
                self.problem.get_or_insert_with(|| Problem::new(ProblemCode::ArchiveLimit, words));
                continue;
            }
            end = entry.end;
            self.occupied.push((entry.start, entry.end));
        }
    }
}

fn tell_listed<R: Read + Seek>(reader: &mut R, plan: &Plan, telling: &mut Telling<'_>) -> Result<(), Stop> {
    let mut iterable = ZipIterable::try_new(&mut *reader, Default::default()).map_err(|error| damaged(&error))?;
    let files = iterable.files().map_err(|error| damaged(&error))?;
    for planned in &plan.entries {
        let Some(Ok(entry)) = files.next() else { break };
        telling.end.n_entries += 1;
        let body = files.reader_mut();
        let listed = ZipHeader::in_directory(body, entry.central_header_start()).map_err(|error| damaged(&error))?;
        if listed.name.ends_with(b"/") && entry.size() == 0 {
            continue;
        }
        let mut head = listed.head(entry.size());
        match planned.fate {
            Fate::Read => {}
            Fate::ReadThoughHeadersDisagree => ZipHeader::mark_disagreement(&mut head),
            Fate::NoLocalHeader => {
                ZipHeader::mark_disagreement(&mut head);
                head.problem = Some(Problem::new(ProblemCode::NotRead, "no local header where the directory points"));
            }
            Fate::Overlaps => {
                ZipHeader::mark_disagreement(&mut head);
                head.problem = Some(Problem::new(ProblemCode::ArchiveLimit, "shares its bytes with an earlier member"));
            }
        }
        if head.marks.contains(&Mark::ArchiveDisagrees) {
            telling.end.marks.insert(Mark::ArchiveDisagrees);
        }
        if head.problem.is_none() && asks_for_too_much(body, planned, entry.compressed_size(), listed.method) {
            head.problem = Some(Problem::new(ProblemCode::OverLimit, "LZMA dictionary"));
        }
        if head.problem.is_some() {
            if listed.is_symbolic_link() {
                head.kind = MemberKind::SymbolicLink;
            }
            telling.tell_bare(head)?;
            continue;
        }
        match entry.with_reader(body, ZipReadOptions::new()) {
            Ok(mut file) if listed.is_symbolic_link() => tell_link(head, &mut file, telling)?,
            Ok(mut file) => drop(telling.tell_file(head, &mut file)?),
            Err(error) => {
                head.problem = Some(problem_of(&error, listed.method));
                telling.tell_bare(head)?;
            }
        }
    }
    Ok(())
}

/// A symbolic link's bytes are its target.
fn tell_link(mut head: MemberHead, file: &mut impl Read, telling: &mut Telling<'_>) -> Result<(), Stop> {
    let mut target = Vec::new();
    let n = file.take(LINK_BYTES_MAX + 1).read_to_end(&mut target);
    telling.budget.spend_bytes(target.len() as u64).map_err(Stop::Because)?;
    head.kind = MemberKind::SymbolicLink;
    head.problem = Some(match n {
        Ok(n) if n as u64 <= LINK_BYTES_MAX => Problem::new(ProblemCode::SymbolicLink, ""),
        Ok(_) => Problem::new(ProblemCode::NotRead, "a link's target longer than a path"),
        Err(error) => Problem::new(ProblemCode::NotRead, error),
    });
    if matches!(&head.problem, Some(problem) if problem.code == ProblemCode::SymbolicLink) {
        head.link_target = Some(target);
    }
    telling.tell_bare(head)
}

/// Whether an LZMA member's properties ask for more memory than the worker should give (APPNOTE 5.8.8).
fn asks_for_too_much<R: Read + Seek>(reader: &mut R, planned: &Entry, packed_bytes: u64, method: u16) -> bool {
    const METHOD_LZMA: u16 = 14;
    if method != METHOD_LZMA {
        return false;
    }
    let mut properties = [0; 9];
    let read = reader.seek(SeekFrom::Start(planned.end.saturating_sub(packed_bytes)));
    read.and_then(|_| reader.read_exact(&mut properties)).is_err()
        || u32::from_le_bytes([properties[5], properties[6], properties[7], properties[8]]) > DICTIONARY_BYTES_MAX
}

/// Tells the members that local headers show in the bytes that no listed member takes, up to `end`.
fn tell_unlisted<R: Read + Seek>(
    reader: &mut R,
    occupied: &[(u64, u64)],
    end: u64,
    telling: &mut Telling<'_>,
) -> Result<(), Stop> {
    let mut at = 0;
    for (start, after) in occupied.iter().copied().chain([(end, end)]) {
        while let Some(found) = next_local_header(reader, at, start.min(end)) {
            let (local, from) = found;
            telling.end.marks.insert(Mark::ArchiveDisagrees);
            at = tell_unlisted_member(reader, &local, from, start.min(end), telling)?;
        }
        at = at.max(after);
    }
    Ok(())
}

/// Tells one member by its local header; gives where to look on.
fn tell_unlisted_member<R: Read + Seek>(
    reader: &mut R,
    local: &ZipHeader,
    from: u64,
    end: u64,
    telling: &mut Telling<'_>,
) -> Result<u64, Stop> {
    telling.end.n_entries += 1;
    let after_header = from + local.local_bytes();
    reader.seek(SeekFrom::Start(from)).map_err(|error| damaged(&error))?;
    let mut within = (&mut *reader).take(end - from);
    let mut head = local.head(u64::from(local.bytes));
    ZipHeader::mark_disagreement(&mut head);
    if local.name.ends_with(b"/") && local.bytes == 0 {
        return Ok(after_header);
    }
    if local.sizes_follow() {
        head.size = None;
    }
    if head.problem.is_some() {
        telling.tell_bare(head)?;
        return Ok(after_header);
    }
    let file = read_zipfile_from_stream(&mut within);
    match file {
        Ok(Some(mut file)) => {
            let packed_bytes = file.get_metadata().compressed_size;
            head.size = Some(file.size());
            let problem = telling.tell_file(head, &mut file)?;
            // What could not be read may be a chance likeness of a header: what is in it is looked at as well.
            Ok(if problem.is_none() { after_header.saturating_add(packed_bytes) } else { after_header })
        }
        Ok(None) => Ok(after_header),
        Err(error) => {
            head.problem = Some(problem_of(&error, local.method));
            telling.tell_bare(head)?;
            Ok(after_header)
        }
    }
}

/// The next plausible local header that begins in `at..end`, and where.
fn next_local_header<R: Read + Seek>(reader: &mut R, mut at: u64, end: u64) -> Option<(ZipHeader, u64)> {
    while at.saturating_add(LOCAL_BYTES) <= end {
        let found = find_magic(reader, at, end).ok().flatten()?;
        match ZipHeader::local(reader, found) {
            Ok(local) if is_plausible(&local, found, end) => return Some((local, found)),
            _ => at = found + 1,
        }
    }
    None
}

/// The four bytes of a local header come by chance in any large file; a name and a method that exist do not follow them.
fn is_plausible(local: &ZipHeader, at: u64, end: u64) -> bool {
    const METHODS: [u16; 18] = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 14, 18, 19, 93, 95, 98, 99];
    let fits = local.sizes_follow() || at + local.local_bytes() < end || local.bytes == 0;
    !local.name.is_empty()
        && !local.name.contains(&0)
        && METHODS.contains(&local.method)
        && fits
        && at + local.local_bytes() <= end
}

fn find_magic<R: Read + Seek>(reader: &mut R, at: u64, end: u64) -> io::Result<Option<u64>> {
    const MAGIC: [u8; 4] = *b"PK\x03\x04";
    reader.seek(SeekFrom::Start(at))?;
    let mut from = BufReader::with_capacity(1 << 16, (&mut *reader).take(end - at));
    let mut offset = at;
    let mut matched = 0;
    loop {
        let block = from.fill_buf()?;
        if block.is_empty() {
            return Ok(None);
        }
        let n = block.len();
        for (n, byte) in block.iter().enumerate() {
            matched = match *byte {
                byte if byte == MAGIC[matched] => matched + 1,
                byte if byte == MAGIC[0] => 1,
                _ => 0,
            };
            if matched == MAGIC.len() {
                return Ok(Some(offset + n as u64 + 1 - MAGIC.len() as u64));
            }
        }
        offset += n as u64;
        from.consume(n);
    }
}

#[cfg(test)]
mod tests;
