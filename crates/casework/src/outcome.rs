//! An outcome: what came of a case, who says so, and how certain the figure is that is counted from it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::{CaseId, OutcomeId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::Said;

codes! {
    /// What came of a case.
    OutcomeKind {
        /// A child was identified.
        ChildIdentified = "child-identified",
        /// A child was brought into protection.
        ChildProtected = "child-protected",
        /// Somebody was arrested.
        Arrest = "arrest",
        /// Somebody was charged.
        Charge = "charge",
        /// Somebody was convicted.
        Conviction = "conviction",
        /// Somebody was acquitted or cleared.
        Cleared = "cleared",
        /// Material was removed.
        Removed = "removed",
        /// The case went to another unit or country.
        Transferred = "transferred",
        /// What was reported was no crime.
        NoCrime = "no-crime",
        /// Everything that could be done was done, and the child is not known.
        Unresolved = "unresolved",
    }
}

codes! {
    /// How certain a figure is.
    FigureState {
        /// As first recorded.
        Provisional = "provisional",
        /// Checked by somebody else.
        Confirmed = "confirmed",
        /// Found to be wrong; it stays readable and is counted no more.
        Withdrawn = "withdrawn",
    }
}

/// What came of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The id.
    pub id: OutcomeId,
    /// The case.
    pub case: CaseId,
    /// What came of it.
    pub kinds: BTreeSet<OutcomeKind>,
    /// In words, where that is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Protected>,
    /// Who recorded it.
    pub said: Said,
    figure: FigureState,
    checked: Option<Said>,
}

/// Why an outcome was not recorded or changed, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum OutcomeRefusal {
    /// Choose at least one.
    #[error("an outcome says what came of the case")]
    Nothing,
    /// Choose one of them.
    #[error("no crime and a charge or conviction cannot both have come of one case")]
    Contradiction,
    /// Ask somebody else.
    #[error("an outcome is confirmed by somebody else than who recorded it")]
    SamePerson,
    /// Record another.
    #[error("the outcome was withdrawn")]
    Withdrawn,
    /// Write down why.
    #[error("an outcome is withdrawn with a reason")]
    NoReason,
}

impl Outcome {
    /// What came of this case, provisional until somebody else confirms it.
    pub fn record(
        id: OutcomeId,
        case: CaseId,
        kinds: BTreeSet<OutcomeKind>,
        words: Option<Protected>,
        said: Said,
    ) -> Result<Outcome, OutcomeRefusal> {
        if kinds.is_empty() {
            return Err(OutcomeRefusal::Nothing);
        }
        let is_crime = [OutcomeKind::Charge, OutcomeKind::Conviction].iter().any(|kind| kinds.contains(kind));
        if kinds.contains(&OutcomeKind::NoCrime) && is_crime {
            return Err(OutcomeRefusal::Contradiction);
        }
        Ok(Outcome { id, case, kinds, words, said, figure: FigureState::Provisional, checked: None })
    }

    /// How certain the figure is.
    pub fn figure(&self) -> FigureState {
        self.figure
    }

    /// Who confirmed or withdrew it.
    pub fn checked(&self) -> Option<&Said> {
        self.checked.as_ref()
    }

    /// The outcome confirmed.
    pub fn confirm(&self, said: Said) -> Result<Outcome, OutcomeRefusal> {
        if self.figure == FigureState::Withdrawn {
            return Err(OutcomeRefusal::Withdrawn);
        }
        if said.by.user == self.said.by.user {
            return Err(OutcomeRefusal::SamePerson);
        }
        Ok(Outcome { figure: FigureState::Confirmed, checked: Some(said), ..self.clone() })
    }

    /// The outcome withdrawn.
    pub fn withdraw(&self, said: Said) -> Result<Outcome, OutcomeRefusal> {
        if self.figure == FigureState::Withdrawn {
            return Err(OutcomeRefusal::Withdrawn);
        }
        if said.reason().is_none() {
            return Err(OutcomeRefusal::NoReason);
        }
        Ok(Outcome { figure: FigureState::Withdrawn, checked: Some(said), ..self.clone() })
    }
}

impl Record for Outcome {
    type Id = OutcomeId;
    const NOUN: Noun = Noun::Outcome;

    fn id(&self) -> OutcomeId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.said.by.unit
    }

    fn state_code(&self) -> &'static str {
        self.figure().code()
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::About, self.case.to_string())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UserId;
    use crate::link::tests::{bytes, said};
    use crate::who::Actor;

    fn outcome(kinds: &[OutcomeKind]) -> Result<Outcome, OutcomeRefusal> {
        let words = Some(Protected::new("canary"));
        Outcome::record(
            OutcomeId::new(bytes(1)),
            CaseId::new(bytes(1)),
            kinds.iter().copied().collect(),
            words,
            said(1),
        )
    }

    #[test]
    fn an_outcome_says_something_and_does_not_contradict_itself() {
        assert_eq!(outcome(&[]), Err(OutcomeRefusal::Nothing));
        assert_eq!(outcome(&[OutcomeKind::NoCrime, OutcomeKind::Charge]), Err(OutcomeRefusal::Contradiction));
        assert!(outcome(&[OutcomeKind::ChildIdentified, OutcomeKind::Unresolved]).is_ok());
        assert!(!format!("{:?}", outcome(&[OutcomeKind::Arrest])).contains("canary"));
    }

    #[test]
    fn a_figure_is_provisional_until_somebody_else_confirms_it_and_withdrawn_for_good() {
        let recorded = outcome(&[OutcomeKind::Arrest]).unwrap();
        assert_eq!(recorded.figure(), FigureState::Provisional);
        assert_eq!(recorded.confirm(said(2)), Err(OutcomeRefusal::SamePerson));
        let by = Actor { user: UserId::new(bytes(9)), ..said(1).by };
        let other = Said { by, ..said(2) };
        let confirmed = recorded.confirm(other.clone()).unwrap();
        assert_eq!((confirmed.figure(), confirmed.checked()), (FigureState::Confirmed, Some(&other)));
        let silent = Said { reason: None, ..said(3) };
        assert_eq!(confirmed.withdraw(silent), Err(OutcomeRefusal::NoReason));
        let withdrawn = confirmed.withdraw(said(3)).unwrap();
        assert_eq!(withdrawn.figure(), FigureState::Withdrawn);
        assert_eq!(withdrawn.confirm(other), Err(OutcomeRefusal::Withdrawn));
        assert_eq!(withdrawn.withdraw(said(4)), Err(OutcomeRefusal::Withdrawn));
    }
}
