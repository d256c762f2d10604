//! A grading: one person's opinion of one file, and who may see it while somebody else forms theirs.
//!
//! What several gradings come to stands in [`crate::standing`]; who objects, in [`crate::dispute`]. A grading is never
//! changed: another follows it, or it is taken back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::category::MappingTable;
use crate::dispute::{Dispute, Settlement};
use crate::facts::{Facts, OriginSaid, Partner, Source};
use crate::file::FileId;
use crate::id::{GradingId, UserId};
use crate::list::Category;
use crate::problem::codes;
use crate::standing::{Standing, standing};
use crate::who::{Actor, Moment, Said};

/// What a grader says of the law. Written as `{"illegal": {"under": "…"}}` and so on, or `"cannot-tell"`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Illegal.
    Illegal {
        /// Under which law: a country's code, or `interpol-baseline`.
        under: String,
    },
    /// Not illegal.
    NotIllegal {
        /// Under which law.
        under: String,
    },
    /// They looked and cannot tell. It speaks for nothing and against nothing.
    CannotTell,
}

codes! {
    /// How much a file is like the one that was looked at, closest first.
    Sameness {
        /// The same bytes.
        Bytes = "bytes",
        /// The same pixels in other bytes.
        Pixels = "pixels",
        /// It looks like it.
        Near = "near",
    }
}

/// Whether the grader looked at this very file. Written as `"viewed"` or `{"by-stack-not-viewed": …}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Viewing {
    /// They did.
    Viewed,
    /// They decided for its stack and did not look at it.
    ByStackNotViewed {
        /// The file of the stack that they looked at.
        viewed: FileId,
        /// How much this file is like that one.
        sameness: Sameness,
    },
}

impl Viewing {
    /// Whether the grader had these pixels before them, be it in another file.
    pub fn saw_these_pixels(self) -> bool {
        !matches!(self, Viewing::ByStackNotViewed { sameness: Sameness::Near, .. })
    }
}

/// Whose opinion it is. A machine has none. Written as `{"person": …}` or `{"partner": …}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grader {
    /// Somebody of this node.
    Person(Actor),
    /// Another organisation.
    Partner(Partner),
}

impl Grader {
    /// Whether it is this person of this node, for whichever unit.
    pub fn is(&self, user: UserId) -> bool {
        matches!(self, Grader::Person(actor) if actor.user == user)
    }

    /// What makes two voices one: the person, whichever unit they act for, or the partner's.
    fn voice(&self) -> Voice<'_> {
        match self {
            Grader::Person(actor) => Voice::Person(actor.user),
            Grader::Partner(partner) => Voice::Partner(partner),
        }
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Voice<'g> {
    Person(UserId),
    Partner(&'g Partner),
}

codes! {
    /// Whether other opinions were before the grader's eyes.
    Independence {
        /// They were not.
        Blind = "blind",
        /// They were, or may have been. It is kept and shown, and is not counted as an independent opinion.
        Informed = "informed",
    }
}

/// One opinion of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grading {
    /// Its id.
    pub id: GradingId,
    /// The file.
    pub file: FileId,
    /// What they saw; empty where a partner says a category and no more.
    #[serde(default)]
    pub facts: Facts,
    /// The category as a partner says it, in the partner's scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<Category>,
    /// What they say of the law.
    pub verdict: Verdict,
    /// Whether they looked at this file.
    pub viewing: Viewing,
    /// Whose it is.
    pub by: Grader,
    /// When.
    pub at: Moment,
    /// Whether they had seen other opinions.
    pub independence: Independence,
    /// The decision on a stack that it is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_stack: Option<GradingId>,
    /// That it was taken back: it stays in the history and counts no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back: Option<Said>,
}

/// Everything that was ever said about how to grade one file, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinions {
    /// The file.
    pub file: FileId,
    /// Gradings, those replaced and taken back among them.
    #[serde(default)]
    pub gradings: Vec<Grading>,
    /// Objections.
    #[serde(default)]
    pub disputes: Vec<Dispute>,
    /// How disagreements and objections were settled.
    #[serde(default)]
    pub settlements: Vec<Settlement>,
}

impl Opinions {
    /// A file that nobody has graded.
    pub fn none_of(file: FileId) -> Opinions {
        Opinions { file, gradings: Vec::new(), disputes: Vec::new(), settlements: Vec::new() }
    }

    /// The opinion that each voice holds now, oldest first: a later grading replaces the same voice's earlier one, except
    /// that what somebody looked at is never replaced by what they decided without looking.
    pub fn current(&self) -> Vec<&Grading> {
        let weight = |grading: &Grading| (grading.viewing == Viewing::Viewed, grading.at, grading.id);
        let mut latest: BTreeMap<Voice<'_>, &Grading> = BTreeMap::new();
        for grading in self.gradings.iter().filter(|grading| grading.taken_back.is_none()) {
            let held = latest.entry(grading.by.voice()).or_insert(grading);
            if weight(grading) > weight(held) {
                *held = grading;
            }
        }
        let mut current: Vec<&Grading> = latest.into_values().collect();
        current.sort_by_key(|grading| (grading.at, grading.id));
        current
    }

    /// How the file came to be, in the words of each who holds an opinion: for [`crate::facts::origin_of`], beside what
    /// others say.
    pub fn origins_said(&self) -> Vec<OriginSaid> {
        let said = |grading: &Grading| {
            let by = match grading.by.clone() {
                Grader::Person(actor) => Source::Person(actor),
                Grader::Partner(partner) => Source::Partner(partner),
            };
            OriginSaid { origin: grading.facts.origin, by, at: grading.at }
        };
        self.current().into_iter().map(said).collect()
    }

    /// The grading of this id, if it was not taken back.
    pub fn live(&self, id: GradingId) -> Option<&Grading> {
        self.gradings.iter().find(|grading| grading.id == id && grading.taken_back.is_none())
    }

    /// Whether anybody else has said anything about it.
    fn has_others_than(&self, user: UserId) -> bool {
        self.gradings.iter().any(|grading| !grading.by.is(user))
            || self.disputes.iter().any(|dispute| !dispute.by.is(user))
            || self.settlements.iter().any(|settlement| settlement.said.by.user != user)
    }
}

/// That somebody is grading blind. It covers the file and its copies, whose gradings would tell as much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBlind {
    /// Who grades.
    pub by: Actor,
    /// The file, and those of its stack.
    pub files: BTreeSet<FileId>,
    /// Since when.
    pub since: Moment,
}

impl OpenBlind {
    fn hides(&self, user: UserId, file: &FileId) -> bool {
        self.by.user == user && self.files.contains(file)
    }
}

/// They know what others said: grade *informed*, or let somebody else grade blind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("they have already been shown another opinion of this file")]
pub struct HasSeenOthers;

/// Begins a blind grading. `was_shown` says whether the record of readings shows that they were given another's opinion
/// of one of the files before.
pub fn open_blind(by: Actor, files: BTreeSet<FileId>, was_shown: bool, at: Moment) -> Result<OpenBlind, HasSeenOthers> {
    if was_shown { Err(HasSeenOthers) } else { Ok(OpenBlind { by, files, since: at }) }
}

/// Whether a grading that this person hands in now is blind: nobody else has said anything yet, or theirs was a blind
/// grading from the start.
pub fn independence(by: UserId, opinions: &Opinions, open: &[OpenBlind], was_shown: bool) -> Independence {
    let hidden = open.iter().any(|open| open.hides(by, &opinions.file));
    match was_shown || (opinions.has_others_than(by) && !hidden) {
        true => Independence::Informed,
        false => Independence::Blind,
    }
}

/// What one person may see of a file's gradings. Pages, histories, the *why*, the ledger's pages and exports ask
/// [`visible_to`] for it and show nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible<'o> {
    /// All of it.
    Everything(&'o Opinions),
    /// Their own gradings; nothing of others and nothing made of others', no count, state or category.
    OwnOnly(Vec<&'o Grading>),
}

impl Visible<'_> {
    /// What the gradings come to; none while it must not be seen.
    pub fn standing(&self, table: &MappingTable) -> Option<Standing> {
        match self {
            Visible::Everything(opinions) => Some(standing(opinions, table)),
            Visible::OwnOnly(_) => None,
        }
    }
}

/// What this person may see of a file's gradings, whatever their roles: while their blind grading of it is open, their
/// own alone.
pub fn visible_to<'o>(viewer: UserId, opinions: &'o Opinions, open: &[OpenBlind]) -> Visible<'o> {
    if open.iter().any(|open| open.hides(viewer, &opinions.file)) {
        Visible::OwnOnly(opinions.gradings.iter().filter(|grading| grading.by.is(viewer)).collect())
    } else {
        Visible::Everything(opinions)
    }
}

#[cfg(test)]
pub(crate) mod tests;
