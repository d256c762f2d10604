//! A case: whose it is, on what legal basis, and whether it is open. It is closed when it has an outcome, and not before.

use serde::{Deserialize, Serialize};

use crate::id::{CaseId, OutcomeId, UnitId};
use crate::link_kind::Noun;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::Said;

/// A case, with everything that became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    id: CaseId,
    // That there is a case of this number is itself a secret.
    number: Protected,
    owner: UnitId,
    legal_basis: String,
    first: CaseStateSet,
    later: Vec<CaseStateSet>,
}

/// What became of a case, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStateSet {
    /// What.
    #[serde(flatten)]
    pub state: CaseState,
    /// The unit that owned it from then on.
    pub owner: UnitId,
    /// Who says so.
    pub said: Said,
}

/// Whether a case is open. Written as `{"state": "closed", "outcome": "out_…"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum CaseState {
    /// Somebody works on it, or should.
    Open,
    /// It has an outcome.
    Closed {
        /// Which.
        outcome: OutcomeId,
    },
}

/// Why a case was not changed, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum CaseRefusal {
    /// Give it one.
    #[error("a case has a number")]
    NoNumber,
    /// Name the law, warrant, order or report.
    #[error("a case has a legal basis: the law, warrant, order or report it rests on")]
    NoLegalBasis,
    /// Record an outcome of this case first.
    #[error("a case is closed with an outcome of its own")]
    NoOutcomeOfIts,
    /// Reopen it first.
    #[error("the case is closed")]
    Closed,
    /// Nothing is left to do.
    #[error("the case is open")]
    Open,
    /// Nothing is left to do.
    #[error("the unit owns the case already")]
    SameOwner,
    /// Write down why.
    #[error("this needs a reason")]
    NoReason,
}

impl Case {
    /// A new case of this unit.
    pub fn open(
        id: CaseId,
        number: Protected,
        owner: UnitId,
        legal_basis: &str,
        said: Said,
    ) -> Result<Case, CaseRefusal> {
        if number.is_blank() {
            return Err(CaseRefusal::NoNumber);
        }
        let legal_basis = legal_basis.trim().to_owned();
        if legal_basis.is_empty() {
            return Err(CaseRefusal::NoLegalBasis);
        }
        let first = CaseStateSet { state: CaseState::Open, owner, said };
        Ok(Case { id, number, owner, legal_basis, first, later: Vec::new() })
    }

    /// The id.
    pub fn id(&self) -> CaseId {
        self.id
    }

    /// Its number in the unit's books.
    pub fn number(&self) -> &Protected {
        &self.number
    }

    /// The unit that owns it now.
    pub fn owner(&self) -> UnitId {
        self.owner
    }

    /// On what it rests.
    pub fn legal_basis(&self) -> &str {
        &self.legal_basis
    }

    /// Whether it is open.
    pub fn state(&self) -> CaseState {
        self.later.last().unwrap_or(&self.first).state
    }

    /// Everything that became of it, the opening first.
    pub fn history(&self) -> impl Iterator<Item = &CaseStateSet> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The case closed with this outcome, which `outcome_of` says the case of.
    pub fn close(&self, outcome: OutcomeId, outcome_of: CaseId, said: Said) -> Result<Case, CaseRefusal> {
        if self.state() != CaseState::Open {
            return Err(CaseRefusal::Closed);
        }
        if outcome_of != self.id {
            return Err(CaseRefusal::NoOutcomeOfIts);
        }
        Ok(self.with(CaseState::Closed { outcome }, self.owner, said))
    }

    /// The case open again; the outcome it had stays readable.
    pub fn reopen(&self, said: Said) -> Result<Case, CaseRefusal> {
        if self.state() == CaseState::Open {
            return Err(CaseRefusal::Open);
        }
        if said.reason().is_none() {
            return Err(CaseRefusal::NoReason);
        }
        Ok(self.with(CaseState::Open, self.owner, said))
    }

    /// The case in the hands of another unit.
    pub fn hand_over(&self, to: UnitId, said: Said) -> Result<Case, CaseRefusal> {
        if self.state() != CaseState::Open {
            return Err(CaseRefusal::Closed);
        }
        if to == self.owner {
            return Err(CaseRefusal::SameOwner);
        }
        if said.reason().is_none() {
            return Err(CaseRefusal::NoReason);
        }
        Ok(self.with(CaseState::Open, to, said))
    }

    fn with(&self, state: CaseState, owner: UnitId, said: Said) -> Case {
        let mut case = Case { owner, ..self.clone() };
        case.later.push(CaseStateSet { state, owner, said });
        case
    }
}

impl Record for Case {
    type Id = CaseId;
    const NOUN: Noun = Noun::Case;

    fn id(&self) -> CaseId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner()
    }

    fn state_code(&self) -> &'static str {
        match self.state() {
            CaseState::Open => "open",
            CaseState::Closed { .. } => "closed",
        }
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::CaseNumber, self.number.reveal().trim().to_owned())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{bytes, said};

    fn unit(n: u64) -> UnitId {
        UnitId::new(bytes(n))
    }

    fn case() -> Case {
        Case::open(CaseId::new(bytes(1)), Protected::new("canary/2026"), unit(1), " Warrant 5 ", said(1)).unwrap()
    }

    #[test]
    fn a_case_has_a_number_and_a_legal_basis() {
        let open = |number: &str, basis| {
            Case::open(CaseId::new(bytes(1)), Protected::new(number), unit(1), basis, said(1)).err()
        };
        assert_eq!(open(" ", "law"), Some(CaseRefusal::NoNumber));
        assert_eq!(open("1", " \n"), Some(CaseRefusal::NoLegalBasis));
        assert_eq!(open("1", "law"), None);
        assert_eq!(case().legal_basis(), "Warrant 5");
        assert!(!format!("{:?}", case()).contains("canary"), "that the number exists is a secret");
    }

    #[test]
    fn a_case_is_closed_only_with_an_outcome_of_its_own_and_can_be_reopened() {
        let outcome = OutcomeId::new(bytes(1));
        let other = CaseId::new(bytes(2));
        assert_eq!(case().close(outcome, other, said(2)), Err(CaseRefusal::NoOutcomeOfIts));
        let closed = case().close(outcome, case().id(), said(2)).unwrap();
        assert_eq!(closed.state(), CaseState::Closed { outcome });
        assert_eq!(closed.close(outcome, case().id(), said(3)), Err(CaseRefusal::Closed));
        let silent = Said { reason: None, ..said(3) };
        assert_eq!(closed.reopen(silent), Err(CaseRefusal::NoReason));
        let again = closed.reopen(said(3)).unwrap();
        assert_eq!((again.state(), again.history().count()), (CaseState::Open, 3));
        assert_eq!(again.reopen(said(4)), Err(CaseRefusal::Open));
        let json = serde_json::to_string(&closed).unwrap();
        assert!(json.contains(r#""state":"closed""#), "{json}");
        assert_eq!(serde_json::from_str::<Case>(&json).unwrap(), closed);
    }

    #[test]
    fn a_case_that_is_handed_over_remembers_whose_it_was() {
        assert_eq!(case().hand_over(unit(1), said(2)), Err(CaseRefusal::SameOwner));
        let handed = case().hand_over(unit(2), said(2)).unwrap();
        assert_eq!(handed.owner(), unit(2));
        assert_eq!(handed.history().map(|set| set.owner).collect::<Vec<_>>(), [unit(1), unit(2)]);
        let closed = handed.close(OutcomeId::new(bytes(1)), handed.id(), said(3)).unwrap();
        assert_eq!(closed.hand_over(unit(1), said(4)), Err(CaseRefusal::Closed));
    }
}
