//! Fingerprints find their near and equal ones: segments on disk, band tables in memory, and the proof that they answer.
//!
//! This room knows keys, rows and distances. It knows no list's name, no words and no outcome; it reads and writes only
//! the segment files it is told of, and never decides that something is a match.

mod order;
mod prefetch;

pub mod segment;

pub mod near;

pub mod living;

pub mod catalogue;
pub mod dice;
pub mod self_test;

pub use catalogue::{
    Among, Answer, Answers, Catalogue, CatalogueError, Covered, DigestKind, ExactHit, ListSegments, Look, LookHit,
    Question,
};
pub use living::{LivingError, LivingIndex, Snapshot};
pub use near::{NearEntry, NearError, NearFileError, NearHit, NearIndex, NearPair, Plan};
pub use segment::{ByRow, Key, Segment, SegmentError, SegmentFacts, SegmentWriter};
pub use self_test::{SelfTestAnswer, WrongAnswer, self_test};
