//! One call that answers for everything that is known of a file: its digests, its looks, the views that an altered copy
//! would need, the frames of a video; and that says what it covered, so that *not found* means something.

use std::collections::{BTreeMap, BTreeSet};

use fingerprint::{Digests, Pdq, Sha256};

use super::{Catalogue, CatalogueError, DigestKind, ExactHit, LookHit, OpenList};
use crate::near::{NearError, RadiusTooLarge};

/// Which lists are asked. The others are left out before any of their entries is read.
#[derive(Debug, Clone, Copy)]
pub enum Among<'l> {
    /// All that are open.
    All,
    /// These.
    Only(&'l [u32]),
}

/// What is known of a file and is to be found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Question<'q> {
    /// Its digests; those that are none are not asked.
    pub digests: Digests,
    /// Its looks: the picture as it is, in its turns, its thumbnail, the views of a possible altered copy.
    pub looks: &'q [Look],
    /// Frames of a video, each found as a plain look is.
    pub frames: &'q [Pdq],
}

/// A look, and how far from it an entry may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// The hash.
    pub hash: Pdq,
    /// Entries up to this distance are near, and never farther than the list's own threshold.
    pub near_bits_max: u32,
    /// Entries farther than that and up to this distance are worth a look, whatever the list's threshold; 0 for none.
    pub worth_bits_max: u32,
}

impl Look {
    /// A look that was not altered: near is what each list's own threshold says.
    pub fn plain(hash: Pdq) -> Look {
        Look { hash, near_bits_max: crate::near::RADIUS_BITS_MAX, worth_bits_max: 0 }
    }
}

/// What was found of one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// By list in the order given at opening, then digest and row.
    pub exact: Vec<ExactHit>,
    /// By list, row and look.
    pub near: Vec<LookHit>,
    /// Those only worth a look, in the same order.
    pub worth: Vec<LookHit>,
    /// By list, row and frame.
    pub frames: Vec<LookHit>,
}

/// Answers in the order of their questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// An answer for each question.
    pub each: Vec<Answer>,
    /// What *not found* means.
    pub covered: Covered,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// In the order given at opening.
    pub lists: Vec<CoveredList>,
    /// Looks were searched at most this far, every entry within it found; none when no list asked has looks, or no
    /// question.
    pub radius_bits: Option<u32>,
}

/// What of a list was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredList {
    /// Its number.
    pub list: u32,
    /// Its own threshold for looks.
    pub threshold_bits: u32,
    /// What it has to be asked by; what is not here it has not, and *not found* says nothing about it.
    pub parts: Vec<CoveredPart>,
}

/// One kind of fingerprint of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoveredPart {
    /// Which digest; none for looks.
    pub digest: Option<DigestKind>,
    /// How many entries.
    pub n_entries: u64,
    /// Which version: the SHA-256 of exactly these entries, where the segment says it.
    pub content_sha256: Option<Sha256>,
}

impl Catalogue {
    /// Answers questions together, which costs a good deal less than one after the other.
    ///
    /// # Errors
    /// A list is not open here, a look is to be searched farther than the catalogue was opened for, or a segment is
    /// damaged: then nothing is answered, least of all that there is no match.
    pub fn ask(&self, questions: &[Question<'_>], among: Among<'_>) -> Result<Answers, CatalogueError> {
        let lists = self.asked(among)?;
        let digests: Vec<Digests> = questions.iter().map(|question| question.digests).collect();
        let exact = super::exact_of(&lists, &digests)?;
        let mut each: Vec<Answer> = exact.into_iter().map(|exact| Answer { exact, ..Answer::default() }).collect();
        let radius_bits = self.ask_looks(&lists, questions, &mut each)?;
        for answer in &mut each {
            [&mut answer.near, &mut answer.worth, &mut answer.frames].into_iter().for_each(|hits| hits.sort_unstable());
        }
        let lists = lists.into_iter().map(covered).collect();
        Ok(Answers { each, covered: Covered { lists, radius_bits } })
    }

    fn asked(&self, among: Among<'_>) -> Result<Vec<&OpenList>, CatalogueError> {
        let Among::Only(numbers) = among else { return Ok(self.lists.iter().collect()) };
        let numbers: BTreeSet<u32> = numbers.iter().copied().collect();
        let lists: Vec<&OpenList> = self.lists.iter().filter(|list| numbers.contains(&list.list)).collect();
        match numbers.iter().find(|number| lists.iter().all(|list| list.list != **number)) {
            Some(list) => Err(CatalogueError::ListUnknown { list: *list }),
            None => Ok(lists),
        }
    }

    /// Gives the widest radius that was searched.
    fn ask_looks(
        &self,
        lists: &[&OpenList],
        questions: &[Question<'_>],
        answers: &mut [Answer],
    ) -> Result<Option<u32>, CatalogueError> {
        let lists: BTreeMap<u32, u32> =
            lists.iter().filter(|list| list.looks.is_some()).map(|list| (list.list, list.threshold_bits)).collect();
        let Some(threshold_bits_max) = lists.values().copied().max() else { return Ok(None) };
        let mut by_radius: BTreeMap<u32, (Vec<Pdq>, Vec<Asked>)> = BTreeMap::new();
        for (question, asked) in questions.iter().enumerate() {
            let looks = asked.looks.iter().enumerate().map(|(number, look)| (number, *look, false));
            let frames = asked.frames.iter().enumerate().map(|(number, hash)| (number, Look::plain(*hash), true));
            for (number, look, is_frame) in looks.chain(frames) {
                let radius_bits = look.near_bits_max.min(threshold_bits_max).max(look.worth_bits_max);
                let (hashes, of) = by_radius.entry(radius_bits).or_default();
                hashes.push(look.hash);
                of.push(Asked { question, number, look, is_frame });
            }
        }
        let radius_bits = by_radius.keys().next_back().copied();
        let planned_bits = self.plan().radius_bits_max();
        if let Some(asked_bits) = radius_bits.filter(|asked_bits| *asked_bits > planned_bits) {
            return Err(RadiusTooLarge { asked_bits, planned_bits }.into());
        }
        for (radius_bits, (hashes, of)) in &by_radius {
            let visit = |query: usize, hit: crate::near::NearHit| {
                // Planted entries stand in a list that is never asked.
                let Some(threshold_bits) = lists.get(&hit.list) else { return };
                let Asked { question, number, look, is_frame } = of[query];
                let found = LookHit { list: hit.list, row: hit.row, look: number, distance: hit.distance };
                let answer = &mut answers[question];
                if hit.distance <= look.near_bits_max.min(*threshold_bits) {
                    if is_frame { &mut answer.frames } else { &mut answer.near }.push(found);
                } else if hit.distance <= look.worth_bits_max {
                    answer.worth.push(found);
                }
            };
            self.near.search_each(hashes, *radius_bits, visit).map_err(|error| match error {
                NearError::Radius(radius) => CatalogueError::Radius(radius),
                NearError::File(file) => CatalogueError::Near(file),
            })?;
        }
        Ok(radius_bits)
    }
}

/// Whose look it is that is searched.
#[derive(Clone, Copy)]
struct Asked {
    question: usize,
    number: usize,
    look: Look,
    is_frame: bool,
}

fn covered(list: &OpenList) -> CoveredList {
    let digests = list.digests.iter().map(|(kind, segment)| CoveredPart {
        digest: Some(*kind),
        n_entries: segment.n_entries(),
        content_sha256: segment.content_sha256(),
    });
    CoveredList { list: list.list, threshold_bits: list.threshold_bits, parts: digests.chain(list.looks).collect() }
}

#[cfg(test)]
#[path = "ask_tests.rs"]
mod tests;
