//! Objections to a grading, how they and disagreements are settled, and what must be looked at again.
//!
//! Anybody may object, a partner too. Nothing here says who may settle: policies do.

use std::collections::{BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use crate::category::MappingTable;
use crate::grading::{Grader, Opinions};
use crate::id::{GradingId, RecordId};
use crate::protected::Protected;
use crate::standing::{State, differing_from, standing};
use crate::who::{Moment, Said};

/// That somebody objects to how a file is graded. Until it is settled the file is not *confirmed*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Who objects.
    pub by: Grader,
    /// When.
    pub at: Moment,
    /// Why, in their own words.
    pub reason: Protected,
}

/// A record that leaned on something which no longer holds: somebody looks at it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Recheck {
    /// The record.
    pub record: RecordId,
    /// What it leaned on.
    pub leaned_on: RecordId,
}

/// An objection taken down, and what leaned on the gradings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// The objection.
    pub dispute: Dispute,
    /// What is to be looked at again, the nearest first.
    pub recheck: Vec<Recheck>,
}

/// Why an objection was not taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum CannotDispute {
    /// Write down why.
    #[error("an objection needs a reason")]
    #[strum(serialize = "no-reason")]
    Reason,
    /// There is nothing to object to: grade the file.
    #[error("nobody has graded this file")]
    Ungraded,
}

/// Takes down an objection. `leans_on` gives the records that lean directly on one: links, persons' states, decisions.
pub fn dispute(
    opinions: &Opinions,
    by: Grader,
    at: Moment,
    reason: Protected,
    leans_on: impl Fn(&RecordId) -> Vec<RecordId>,
) -> Result<Disputed, CannotDispute> {
    if reason.is_blank() {
        return Err(CannotDispute::Reason);
    }
    if opinions.current().is_empty() {
        return Err(CannotDispute::Ungraded);
    }
    let recheck = leaning_on(RecordId::File(opinions.file), leans_on);
    Ok(Disputed { dispute: Dispute { by, at, reason }, recheck })
}

/// Everything that leans on a record, directly or through others, each once and the nearest first.
pub fn leaning_on(record: RecordId, leans_on: impl Fn(&RecordId) -> Vec<RecordId>) -> Vec<Recheck> {
    let mut met = BTreeSet::from([record]);
    let mut ahead = VecDeque::from([record]);
    let mut found = Vec::new();
    while let Some(leaned_on) = ahead.pop_front() {
        let mut next = leans_on(&leaned_on);
        next.sort();
        for record in next {
            if met.insert(record) {
                found.push(Recheck { record, leaned_on });
                ahead.push_back(record);
            }
        }
    }
    found
}

/// That a person settled what was open: which grading stands, and which no longer count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The grading that stands. When it is taken back the settlement falls with it.
    pub stands: GradingId,
    /// Gradings that differed from it then.
    pub overruled: BTreeSet<GradingId>,
    /// How many of the file's objections, the oldest, it answers.
    pub n_disputes_answered: usize,
    /// Who settled it, when and why.
    pub said: Said,
}

/// Why nothing was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum CannotSettle {
    /// Write down why.
    #[error("settling needs a reason")]
    #[strum(serialize = "no-reason")]
    Reason,
    /// Nothing is open.
    #[error("there is neither a disagreement nor an objection")]
    NothingOpen,
    /// Choose a grading that somebody holds now, or grade the file first.
    #[error("nobody holds that grading now")]
    NotHeld,
}

/// Settles what is open about a file: one of the gradings that somebody holds stands, those that differ from it no
/// longer count, and all objections so far are answered.
pub fn settle(
    opinions: &Opinions,
    table: &MappingTable,
    stands: GradingId,
    said: Said,
) -> Result<Settlement, CannotSettle> {
    if said.reason().is_none() {
        return Err(CannotSettle::Reason);
    }
    if !matches!(standing(opinions, table).state, State::Disagreement(_) | State::Disputed { .. }) {
        return Err(CannotSettle::NothingOpen);
    }
    let overruled = differing_from(opinions, table, stands).ok_or(CannotSettle::NotHeld)?;
    Ok(Settlement { stands, overruled, n_disputes_answered: opinions.disputes.len(), said })
}
