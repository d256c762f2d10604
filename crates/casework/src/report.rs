//! What a triage says: a header, a row per place, a summary. Writers of documents take it from here.
//!
//! Nothing in it depends on when, how fast or in how many pieces the work was done: those facts are the run record's.

use std::collections::BTreeSet;
use std::sync::Arc;

use fingerprint::Sha256;
use serde::{Deserialize, Serialize};

use crate::audience::Audience;
use crate::coverage::Coverage;
use crate::exhibit::Exhibit;
use crate::file::{File, FileId, Mark, MediaKind, Occurrence};
use crate::holding::Holder;
use crate::list::ListVersion;
use crate::matching::{Match, Outcome, WorthALook};
use crate::problem::Problem;
use crate::summary::Summary;

/// What happened to the bytes of a place on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spent {
    /// Read to the end.
    Read,
    /// Not read, and that is no failure.
    Skipped,
    /// Not read to the end.
    Unreadable,
}

/// One place, with everything that is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which exhibit of the header's, counted from 0.
    pub exhibit: usize,
    /// The place.
    pub occurrence: Occurrence,
    /// The file found there.
    pub file: Option<Arc<File>>,
    /// What happened to its bytes.
    pub spent: Spent,
    /// What it is to the lists asked; none for links, special files and folders.
    pub outcome: Option<Outcome>,
    /// The representative of its stack.
    pub stack: Option<FileId>,
    /// The claims, in the order of [`crate::matching::order`].
    pub matches: Vec<Match>,
    /// Entries that are no match and that a person may want to see all the same, the nearest first.
    pub worth_a_look: Vec<WorthALook>,
    /// All marks: of the file, of the place, of the claims.
    pub marks: BTreeSet<Mark>,
    /// How many exhibits of this node hold the file, this one included. It makes no link by itself.
    pub seen_in_exhibits: u64,
    /// Units of this node that hold the file in cases of theirs: whom to call. Told to the unit's own people only.
    pub call: Vec<Holder>,
    /// Whether names and places are left out for the audience.
    pub place_withheld: bool,
}

impl Row {
    /// The type's family; what was never read is no picture.
    pub fn kind(&self) -> MediaKind {
        self.file.as_ref().map_or(MediaKind::Other, |file| file.kind)
    }

    /// Whether it stands in an archive.
    pub fn is_member(&self) -> bool {
        !self.occurrence.place.inside.is_empty()
    }

    /// The reason why it was not, or not wholly, examined.
    pub fn not_examined(&self) -> Option<&Problem> {
        self.problem()
    }

    /// What went wrong, at the place or inside the file.
    pub fn problem(&self) -> Option<&Problem> {
        self.occurrence.problem.as_ref().or(self.file.as_ref().and_then(|file| file.problem.as_ref()))
    }
}

/// How the self-test of this run went: every start plants hashes in the very index that answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SelfTest {
    /// Planted hashes and digests looked for.
    pub planted: u64,
    /// Of those, answered as they must be.
    pub right: u64,
    /// Whether the index failed it and brute force answered instead.
    pub fell_back_to_brute_force: bool,
    /// Whether the built-in picture came through the worker with the right hash.
    pub worker_right: bool,
}

/// What every output begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Program version, e.g. `0.1.0`.
    pub version: String,
    /// Commit it was built from; `unknown` outside a checkout.
    pub commit: String,
    /// For whom it is written.
    pub audience: Audience,
    /// The exhibits, in the order given.
    pub exhibits: Vec<Exhibit>,
    /// The lists asked, by name.
    pub lists: Vec<ListVersion>,
    /// What they were asked and what not.
    pub covered: Coverage,
    /// Settings that change an answer, by name.
    pub settings: Vec<(String, String)>,
    /// Decoders and their versions, by name.
    pub decoders: Vec<(String, String)>,
    /// How the self-test went.
    pub self_test: SelfTest,
    /// Whether decoders ran without a cage.
    pub uncaged: bool,
    /// `SOURCE_DATE_EPOCH`, when set: the only time a report may name.
    pub dated: Option<i64>,
}

impl Header {
    /// Whether every exhibit has an authority; otherwise the output says *not for evidence*.
    pub fn for_evidence(&self) -> bool {
        !self.exhibits.is_empty() && self.exhibits.iter().all(|exhibit| exhibit.custody.has_authority())
    }
}

/// A whole report.
#[derive(Debug, Clone)]
pub struct Report {
    /// What it begins with.
    pub header: Header,
    /// The rows, by exhibit and place; without places, by file id.
    pub rows: Vec<Row>,
    /// The counts.
    pub summary: Summary,
}

/// A report that was written, as it is printed and remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenReport {
    /// Where, raw bytes.
    #[serde(with = "crate::file::raw")]
    pub path: Vec<u8>,
    /// SHA-256 of the document.
    pub sha256: Sha256,
    /// Bytes of it.
    pub size: u64,
}
