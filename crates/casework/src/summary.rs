//! The summary that an officer reads aloud: counts of files and places, and where every byte went.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::file::{FileId, Mark, MediaKind};
use crate::matching::Outcome;
use crate::problem::ProblemCode;
use crate::report::Row;

/// Distinct files and places of one outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Distinct files; an unreadable place counts as one file, for nothing says that two are the same.
    pub files: u64,
    /// Places they were found at.
    pub places: u64,
}

impl Count {
    /// Whether there is nothing.
    pub fn is_none(&self) -> bool {
        self.places == 0
    }
}

/// Counts by outcome, in the order of [`Outcome::ALL`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Counts {
    /// In no list asked.
    pub new: Count,
    /// By digest.
    pub known: Count,
    /// By look, to be confirmed.
    pub near: Count,
    /// As possibly altered copies, to be confirmed.
    #[serde(default)]
    pub altered: Count,
    /// In no list asked, and in a case of this node about which a unit is to be called.
    #[serde(default, rename = "held-in-this-node", skip_serializing_if = "Count::is_none")]
    pub held: Count,
    /// Known software and the like.
    pub set_aside: Count,
    /// Bytes not fully read.
    pub unreadable: Count,
}

impl Counts {
    /// The count of one outcome.
    pub fn of(&self, outcome: Outcome) -> Count {
        match outcome {
            Outcome::Known => self.known,
            Outcome::Near => self.near,
            Outcome::Altered => self.altered,
            Outcome::SetAside => self.set_aside,
            Outcome::Held => self.held,
            Outcome::New => self.new,
            Outcome::Unreadable => self.unreadable,
        }
    }

    fn of_mut(&mut self, outcome: Outcome) -> &mut Count {
        match outcome {
            Outcome::Known => &mut self.known,
            Outcome::Near => &mut self.near,
            Outcome::Altered => &mut self.altered,
            Outcome::SetAside => &mut self.set_aside,
            Outcome::Held => &mut self.held,
            Outcome::New => &mut self.new,
            Outcome::Unreadable => &mut self.unreadable,
        }
    }
}

/// Where the bytes of the exhibit went: `read + skipped + unreadable = total`, in every run.
///
/// Counted over places on disk, each name of a hard link once; members of archives are bytes made from those bytes and
/// stand apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bytes {
    /// All bytes of all regular files.
    pub total: u64,
    /// Read to the end.
    pub read: u64,
    /// Not read, with a reason that is not a failure: a second name of the same inode, a disk image not opened.
    pub skipped: u64,
    /// Not read to the end.
    pub unreadable: u64,
    /// Bytes of archive members, read apart from the above.
    pub inside_archives: u64,
}

/// What a triage found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Pictures and video: what it is about.
    pub media: Counts,
    /// Pictures alone.
    pub pictures: Counts,
    /// Video alone.
    pub videos: Counts,
    /// Everything else.
    pub others: Counts,
    /// Stacks of near-duplicates.
    pub stacks: u64,
    /// Files in those stacks.
    pub stacked_files: u64,
    /// Files that another exhibit of this node holds as well.
    pub seen_elsewhere: u64,
    /// Files with an entry that is worth a look; they are counted under their outcomes.
    #[serde(default)]
    pub worth_a_look: u64,
    /// Pictures that were only screened; they are counted under their outcomes.
    #[serde(default)]
    pub screened: u64,
    /// What was not examined, and why: places by reason.
    pub not_examined: BTreeMap<ProblemCode, u64>,
    /// Where the bytes went.
    pub bytes: Bytes,
}

/// Counts the rows of a triage. Rows of symbolic links and special files are *not examined* and count nowhere else.
pub fn summarise<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Summary {
    let mut summary = Summary::default();
    let mut seen: BTreeSet<(u8, Outcome, FileId)> = BTreeSet::new();
    let mut stacks: BTreeSet<&FileId> = BTreeSet::new();
    let mut stacked: BTreeSet<FileId> = BTreeSet::new();
    let mut elsewhere: BTreeSet<FileId> = BTreeSet::new();
    let mut worth: BTreeSet<FileId> = BTreeSet::new();
    let mut screened: BTreeSet<FileId> = BTreeSet::new();
    for row in rows {
        if let Some(problem) = row.not_examined() {
            *summary.not_examined.entry(problem.code).or_default() += 1;
        }
        count_bytes(&mut summary.bytes, row);
        let Some(outcome) = row.outcome else { continue };
        let kind = row.kind();
        let id = row.occurrence.file;
        let groups: &mut [&mut Counts] = match kind {
            MediaKind::Picture => &mut [&mut summary.media, &mut summary.pictures],
            MediaKind::Video => &mut [&mut summary.media, &mut summary.videos],
            _ => &mut [&mut summary.others],
        };
        let family = match kind {
            MediaKind::Picture => 0,
            MediaKind::Video => 1,
            _ => 2,
        };
        let first = id.is_none_or(|id| seen.insert((family, outcome, id)));
        for group in groups {
            let count = group.of_mut(outcome);
            count.places += 1;
            count.files += u64::from(first);
        }
        if let (Some(stack), Some(id)) = (&row.stack, id) {
            stacks.insert(stack);
            stacked.insert(id);
        }
        if let (Some(id), true) = (id, row.seen_in_exhibits > 1) {
            elsewhere.insert(id);
        }
        if let (Some(id), false) = (id, row.worth_a_look.is_empty()) {
            worth.insert(id);
        }
        if let (Some(id), true) = (id, row.marks.contains(&Mark::Screened)) {
            screened.insert(id);
        }
    }
    summary.stacks = stacks.len() as u64;
    summary.stacked_files = stacked.len() as u64;
    summary.seen_elsewhere = elsewhere.len() as u64;
    summary.worth_a_look = worth.len() as u64;
    summary.screened = screened.len() as u64;
    summary
}

fn count_bytes(bytes: &mut Bytes, row: &Row) {
    let size = row.occurrence.size;
    if row.is_member() {
        if row.occurrence.file.is_some() {
            bytes.inside_archives += size;
        }
        return;
    }
    if !row.occurrence.has_bytes() {
        return;
    }
    bytes.total += size;
    match row.spent {
        crate::report::Spent::Read => bytes.read += size,
        crate::report::Spent::Skipped => bytes.skipped += size,
        crate::report::Spent::Unreadable => bytes.unreadable += size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{File, Inode, Mark, Occurrence, Place, Times};
    use crate::problem::Problem;
    use crate::report::Spent;
    use fingerprint::Digests;
    use std::sync::Arc;

    /// A row of a file with these contents at this place.
    fn row(place: Place, contents: &[u8], kind: MediaKind, outcome: Outcome) -> Row {
        let (digests, size) = (Digests::of(contents), contents.len() as u64);
        let file = File::of_type(digests, size, "application/octet-stream", kind);
        Row {
            exhibit: 0,
            occurrence: Occurrence {
                place,
                size: contents.len() as u64,
                times: Times::default(),
                inode: Inode::default(),
                link_target: None,
                file: file.id(),
                marks: BTreeSet::new(),
                problem: None,
            },
            file: Some(Arc::new(file)),
            spent: Spent::Read,
            outcome: Some(outcome),
            stack: None,
            matches: Vec::new(),
            worth_a_look: Vec::new(),
            marks: BTreeSet::new(),
            seen_in_exhibits: 1,
            call: Vec::new(),
            place_withheld: false,
        }
    }

    fn without_file(mut row: Row, code: ProblemCode, spent: Spent, outcome: Option<Outcome>) -> Row {
        row.file = None;
        row.occurrence.file = None;
        row.occurrence.problem = Some(Problem::new(code, ""));
        (row.spent, row.outcome) = (spent, outcome);
        row
    }

    #[test]
    fn one_file_at_two_places_is_one_file_and_two_places() {
        let rows = [
            row(Place::on_disk("a"), b"same", MediaKind::Picture, Outcome::New),
            row(Place::on_disk("b"), b"same", MediaKind::Picture, Outcome::New),
            row(Place::on_disk("c"), b"other", MediaKind::Video, Outcome::Known),
            row(Place::on_disk("d"), b"text", MediaKind::Other, Outcome::New),
        ];
        let summary = summarise(&rows);
        assert_eq!(summary.pictures.new, Count { files: 1, places: 2 });
        assert_eq!(summary.videos.known, Count { files: 1, places: 1 });
        assert_eq!(summary.media.new, Count { files: 1, places: 2 });
        assert_eq!(summary.others.new, Count { files: 1, places: 1 });
    }

    #[test]
    fn every_byte_on_disk_went_somewhere() {
        let at = |name: &str| Place::on_disk(name);
        let plain = |name: &str| row(at(name), b"12345", MediaKind::Other, Outcome::New);
        let mut second_name = plain("second");
        second_name.spent = Spent::Skipped;
        second_name.marks.insert(Mark::HardLink);
        let mut listed = plain("listed");
        listed.occurrence.marks.insert(Mark::NotSeenHere);
        let rows = [
            plain("read"),
            second_name,
            listed,
            without_file(plain("image"), ProblemCode::DiskImage, Spent::Skipped, None),
            without_file(plain("broken"), ProblemCode::NotRead, Spent::Unreadable, Some(Outcome::Unreadable)),
            without_file(plain("link"), ProblemCode::SymbolicLink, Spent::Unreadable, None),
            row(at("zip").member("inside"), b"12345678", MediaKind::Other, Outcome::New),
        ];
        let bytes = summarise(&rows).bytes;
        assert_eq!(bytes, Bytes { total: 20, read: 5, skipped: 10, unreadable: 5, inside_archives: 8 });
        assert_eq!(bytes.read + bytes.skipped + bytes.unreadable, bytes.total);
    }

    #[test]
    fn what_was_not_examined_is_counted_by_its_reason() {
        let plain = |name: &str| row(Place::on_disk(name), b"1", MediaKind::Other, Outcome::New);
        let unreadable =
            |name: &str| without_file(plain(name), ProblemCode::NotRead, Spent::Unreadable, Some(Outcome::Unreadable));
        let summary = summarise(&[
            unreadable("a"),
            unreadable("b"),
            without_file(plain("c"), ProblemCode::SymbolicLink, Spent::Unreadable, None),
        ]);
        assert_eq!(summary.not_examined, [(ProblemCode::SymbolicLink, 1), (ProblemCode::NotRead, 2)].into());
        // Nothing says that two unreadable places hold the same file.
        assert_eq!(summary.others.unreadable, Count { files: 2, places: 2 });
    }
}
