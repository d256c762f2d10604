//! From occurrences, files and claims to the rows of a report. Pure, but for the index it asks for likeness.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use casework::file::{File, FileId, Inode, Mark, MediaKind, Occurrence};
use casework::list::ListTerms;
use casework::matching::{self, Outcome};
use casework::problem::ProblemCode;
use casework::report::{Row, Spent};
use casework::stack::{self, Candidate, Stack};
use fingerprint::{Pdq, pdq};
use index::near::{NearEntry, NearIndex, Plan};

use super::claims::Said;

/// What the rows of one exhibit are made of.
pub(crate) struct Ingredients<'a> {
    /// Which exhibit of the report's header.
    pub exhibit: usize,
    /// Its places, by raw bytes.
    pub occurrences: Vec<Occurrence>,
    /// Its files.
    pub files: &'a HashMap<FileId, Arc<File>>,
    /// What the lists say about them.
    pub said: &'a BTreeMap<FileId, Said>,
    /// The stack each file is in, by representative.
    pub stack_of: &'a HashMap<FileId, FileId>,
    /// How many exhibits of the node hold each file.
    pub seen_in: &'a HashMap<FileId, u64>,
}

/// One row per place, in the order of the places.
pub(crate) fn rows<'t>(from: Ingredients<'_>, terms: impl Fn(&str) -> &'t ListTerms + Copy) -> Vec<Row> {
    let mut inodes_seen = HashSet::new();
    from.occurrences
        .into_iter()
        .map(|occurrence| {
            let is_again = is_second_name(&occurrence, &mut inodes_seen);
            let file = occurrence.file.and_then(|id| from.files.get(&id)).cloned();
            let Said { matches, worth_a_look } =
                occurrence.file.and_then(|id| from.said.get(&id)).cloned().unwrap_or_default();
            let mut marks = occurrence.marks.clone();
            marks.extend(file.iter().flat_map(|file| &file.marks));
            let outcome = match &file {
                Some(_) => {
                    let (outcome, of_claims) = matching::decide(&matches, terms);
                    marks.extend(of_claims);
                    Some(outcome)
                }
                None => occurrence.is_to_be_read().then_some(Outcome::Unreadable),
            };
            Row {
                exhibit: from.exhibit,
                spent: if is_again { Spent::Skipped } else { spent(&occurrence) },
                outcome,
                stack: occurrence.file.and_then(|id| from.stack_of.get(&id)).copied(),
                matches,
                worth_a_look,
                marks,
                seen_in_exhibits: occurrence.file.and_then(|id| from.seen_in.get(&id)).copied().unwrap_or(1),
                call: Vec::new(),
                place_withheld: false,
                file,
                occurrence,
            }
        })
        .collect()
}

/// Whether the bytes were met at an earlier place: of an inode the first name is read. Inside an archive it is the
/// entry that only points to another one.
fn is_second_name(occurrence: &Occurrence, seen: &mut HashSet<(u64, u64)>) -> bool {
    if !occurrence.marks.contains(&Mark::HardLink) {
        return false;
    }
    let Inode { device, number, .. } = occurrence.inode;
    !occurrence.place.inside.is_empty() || !seen.insert((device, number))
}

fn spent(occurrence: &Occurrence) -> Spent {
    let code = occurrence.problem.as_ref().map(|problem| problem.code);
    match (occurrence.file, code) {
        // Nothing of it was here to be read.
        _ if occurrence.marks.contains(&Mark::NotSeenHere) => Spent::Skipped,
        (Some(_), _) => Spent::Read,
        (None, Some(ProblemCode::DiskImage)) => Spent::Skipped,
        (None, _) => Spent::Unreadable,
    }
}

/// Stacks of the pictures among `files`.
pub(crate) fn stack(files: &HashMap<FileId, Arc<File>>, threshold_bits: u32) -> Vec<Stack> {
    let candidates: Vec<Candidate> = files
        .iter()
        .filter(|(_, file)| file.kind == MediaKind::Picture)
        .filter_map(|(id, file)| {
            let look = file.look.as_ref()?;
            Some(Candidate { file: *id, hash: look.pdq.hash, quality: look.pdq.quality })
        })
        .collect();
    stack_candidates(candidates, threshold_bits)
}

/// Stacks of these pictures.
pub(crate) fn stack_candidates(candidates: Vec<Candidate>, threshold_bits: u32) -> Vec<Stack> {
    stack::stacks(candidates, threshold_bits, |candidates| {
        let entries = candidates
            .iter()
            .zip(0..)
            .map(|(candidate, row)| NearEntry { hash: candidate.hash, list: 0, row })
            .collect();
        let plan = Plan::choose(candidates.len(), threshold_bits.max(pdq::DISTANCE_BITS_MAX));
        let near = NearIndex::build_by(plan, entries);
        move |hash: &Pdq, radius_bits| {
            let hits = near.search(hash, radius_bits).expect("planned for this radius");
            hits.into_iter().map(|hit| hit.row as usize).collect()
        }
    })
}
