//! What a series proposes: a stored file that looks like one of its members, or has its very bytes by another digest. A
//! person takes it or declines it; until then nothing leans on it, and what was declined stays so.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::holding::Holding;
use crate::id::{SeriesId, UnitId};
use crate::link::Evidence;
use crate::match_decision::Closeness;
use crate::who::{Moment, Said};

/// To which member a file is likest, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Likeness {
    /// How they agree.
    pub closeness: Closeness,
    /// Bits that differ; 0 for the same bytes.
    pub distance_bits: u32,
    /// The member.
    pub member: FileId,
}

/// A file that may belong to a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesProposal {
    /// The series, as it was called when the file was found, or when somebody decided.
    pub series: SeriesId,
    /// The file.
    pub file: FileId,
    /// Why it may belong there.
    pub likeness: Likeness,
    /// When it was found first.
    pub found_at: Moment,
    /// What has been decided.
    pub state: ProposalState,
}

/// What has been decided about a proposal. Written as `"waiting"`, `{"declined": …}` or `{"taken": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProposalState {
    /// Nobody decided yet.
    Waiting,
    /// Somebody says that it does not belong there.
    Declined {
        /// Who, when, why.
        said: Said,
    },
    /// Somebody made it a member: the link says on what.
    Taken {
        /// Who, when, why.
        said: Said,
    },
}

impl ProposalState {
    /// The state as filters name it.
    pub fn code(&self) -> &'static str {
        match self {
            ProposalState::Waiting => "waiting",
            ProposalState::Declined { .. } => "declined",
            ProposalState::Taken { .. } => "taken",
        }
    }
}

/// A likeness that a person took. Only [`SeriesProposal::take`] makes one, so that no link leans on what nobody decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenLikeness {
    #[serde(flatten)]
    likeness: Likeness,
}

impl TakenLikeness {
    /// To which member, and how much.
    pub fn likeness(&self) -> Likeness {
        self.likeness
    }
}

/// Why a proposal was not decided so, and what it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum ProposalRefusal {
    /// Write down why.
    #[error("a proposal is declined with a reason, and so is a declined one taken")]
    NoReason,
    /// Nothing is left to do.
    #[error("somebody declined this proposal already")]
    AlreadyDeclined,
    /// Take the link back, where it is wrong.
    #[error("the file is in the series already")]
    InSeriesAlready,
}

impl SeriesProposal {
    /// What holds of one file among these, which are about series that are one by now: somebody's no is a no to all of
    /// them; of others the closest speaks. What is a member is no proposal any more, but one that was taken; what was taken
    /// and is none, since the link was taken back, waits again.
    pub fn of_one(proposals: impl IntoIterator<Item = SeriesProposal>, is_member: bool) -> Option<SeriesProposal> {
        let mut proposals: Vec<SeriesProposal> = proposals.into_iter().collect();
        if is_member {
            proposals.retain(|proposal| matches!(proposal.state, ProposalState::Taken { .. }));
        }
        let is_no = |proposal: &SeriesProposal| matches!(proposal.state, ProposalState::Declined { .. });
        let speaks =
            proposals.into_iter().min_by_key(|proposal| (!is_no(proposal), proposal.likeness, proposal.series))?;
        match speaks.state {
            ProposalState::Taken { .. } if !is_member => {
                Some(SeriesProposal { state: ProposalState::Waiting, ..speaks })
            }
            _ => Some(speaks),
        }
    }

    /// Somebody takes it, and has the evidence for the link. What was declined is taken with a reason only.
    ///
    /// # Errors
    /// [`ProposalRefusal::NoReason`].
    pub fn take(&self, said: Said) -> Result<(SeriesProposal, Evidence), ProposalRefusal> {
        if matches!(self.state, ProposalState::Declined { .. }) && said.reason().is_none() {
            return Err(ProposalRefusal::NoReason);
        }
        let evidence = Evidence::Likeness { taken: TakenLikeness { likeness: self.likeness } };
        Ok((SeriesProposal { state: ProposalState::Taken { said }, ..self.clone() }, evidence))
    }

    /// Somebody declines it, for each of the series that are one: it stays declined for each when they are parted again.
    ///
    /// # Errors
    /// [`ProposalRefusal::NoReason`], [`ProposalRefusal::AlreadyDeclined`].
    pub fn decline(&self, said: Said, series: &BTreeSet<SeriesId>) -> Result<Vec<SeriesProposal>, ProposalRefusal> {
        if said.reason().is_none() {
            return Err(ProposalRefusal::NoReason);
        }
        if matches!(self.state, ProposalState::Declined { .. }) {
            return Err(ProposalRefusal::AlreadyDeclined);
        }
        let state = ProposalState::Declined { said };
        let of = |series: &SeriesId| SeriesProposal { series: *series, state: state.clone(), ..self.clone() };
        Ok(series.iter().chain([&self.series]).collect::<BTreeSet<_>>().into_iter().map(of).collect())
    }
}

/// Whether other units may be told to call the owner of a series about a file like this member: not while everything by which
/// the owner holds the member is silent. Holdings of other files are passed over.
pub fn may_be_called(owner: UnitId, member: FileId, holdings: &[Holding]) -> bool {
    let mut own = holdings.iter().filter(|held| held.file == member && held.owner == owner).peekable();
    own.peek().is_none() || own.any(|held| held.silence.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holding::Silence;
    use crate::id::{CaseId, UserId};
    use crate::link::tests::{bytes, file, said};
    use crate::who::Actor;

    fn series(n: u64) -> SeriesId {
        SeriesId::new(bytes(n))
    }

    fn proposal(of: u64, distance_bits: u32) -> SeriesProposal {
        SeriesProposal {
            series: series(of),
            file: file(1),
            likeness: Likeness { closeness: Closeness::Near, distance_bits, member: file(2) },
            found_at: Moment(1),
            state: ProposalState::Waiting,
        }
    }

    fn silently() -> Said {
        Said { reason: None, ..said(2) }
    }

    #[test]
    fn a_no_to_one_of_the_series_that_are_one_is_a_no_to_all() {
        let no = |of| proposal(of, 30).decline(said(2), &BTreeSet::new()).unwrap().remove(0);
        assert_eq!(SeriesProposal::of_one([], false), None);
        assert_eq!(SeriesProposal::of_one([proposal(1, 9), proposal(2, 4)], false), Some(proposal(2, 4)));
        for all in [[no(1), proposal(2, 0)], [proposal(2, 0), no(1)]] {
            assert_eq!(SeriesProposal::of_one(all, false), Some(no(1)));
        }
        assert_eq!(SeriesProposal::of_one([proposal(1, 9), no(2)], true), None, "a member is no proposal");
        let taken = || proposal(1, 9).take(said(2)).unwrap().0;
        assert_eq!(SeriesProposal::of_one([taken()], true), Some(taken()));
        assert_eq!(SeriesProposal::of_one([taken()], false), Some(proposal(1, 9)), "its link was taken back");
        let declined = proposal(1, 4).decline(said(2), &BTreeSet::from([series(1), series(2)])).unwrap();
        assert_eq!(declined.iter().map(|one| one.series).collect::<Vec<_>>(), [series(1), series(2)]);
        assert!(declined.iter().all(|one| one.state.code() == "declined"));
    }

    #[test]
    fn a_no_needs_a_reason_and_so_does_its_undoing() {
        let none = BTreeSet::new();
        assert_eq!(proposal(1, 4).decline(silently(), &none), Err(ProposalRefusal::NoReason));
        let declined = proposal(1, 4).decline(said(2), &none).unwrap().remove(0);
        assert_eq!(declined.decline(said(3), &none), Err(ProposalRefusal::AlreadyDeclined));
        assert_eq!(declined.take(silently()), Err(ProposalRefusal::NoReason));
        let (taken, evidence) = declined.take(said(3)).unwrap();
        assert_eq!((taken.state.code(), evidence.record()), ("taken", Some(crate::id::RecordId::File(file(2)))));
        assert!(proposal(1, 4).take(silently()).is_ok(), "a first yes is the link's own to explain");
        let json = serde_json::to_string(&evidence).unwrap();
        assert_eq!(serde_json::from_str::<Evidence>(&json).unwrap(), evidence, "{json}");
        assert!(json.starts_with(r#"{"by":"likeness""#), "{json}");
    }

    #[test]
    fn a_silent_owner_is_not_called() {
        let (owner, other) = (UnitId::new(bytes(1)), UnitId::new(bytes(2)));
        let by = |user| Said { by: Actor { user: UserId::new(bytes(user)), unit: owner }, ..said(1) };
        let silence = || Some(Silence::new(owner, by(1), by(2)).unwrap());
        let held = |case, owner, silence| Holding { file: file(2), case: CaseId::new(bytes(case)), owner, silence };
        let check = |holdings: &[Holding], may: bool| assert_eq!(may_be_called(owner, file(2), holdings), may);
        check(&[], true);
        check(&[held(1, other, None)], true);
        check(&[held(1, owner, silence())], false);
        check(&[held(1, owner, silence()), held(2, other, None)], false);
        check(&[held(1, owner, silence()), held(2, owner, None)], true);
    }
}
