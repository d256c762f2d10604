//! A lead: what a case gives somebody to follow, where it came from, how strong it is, and who holds it.
//!
//! A lead proves nothing. Within the unit for now: sending it to another node is the federation's.

use serde::{Deserialize, Serialize};

use crate::id::{CaseId, LeadId, RecordId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::{Moment, Said};

codes! {
    /// Where a lead came from.
    LeadSource {
        /// A match or a series.
        Match = "match",
        /// A report.
        Report = "report",
        /// A clue.
        Clue = "clue",
        /// An exhibit: an account, a contact, a device found on it.
        Exhibit = "exhibit",
        /// A victim or witness.
        Statement = "statement",
        /// A partner.
        Partner = "partner",
        /// Other work of the unit.
        Unit = "unit",
    }
}

codes! {
    /// How strong a lead is, the strongest first.
    LeadStrength {
        /// Two sources that do not know of each other agree.
        Corroborated = "corroborated",
        /// One source that is known to be good.
        Good = "good",
        /// One source, not tested.
        Untested = "untested",
    }
}

/// Where a lead stands. Written as `{"state": "sent", "to": "unt_…", "at": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum LeadState {
    /// Its holder may follow it.
    Open,
    /// Another unit has it, and has not said what became of it.
    Sent {
        /// Which.
        to: UnitId,
        /// When.
        at: Moment,
    },
    /// It was followed to its end.
    Spent {
        /// When.
        at: Moment,
        /// What came of it.
        came_of_it: Protected,
    },
}

/// What a lead says. It stays as it was when the lead was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLead {
    /// The case it comes from.
    pub case: CaseId,
    /// What to follow, in words.
    pub words: Protected,
    /// Records that it is about.
    #[serde(default)]
    pub about: Vec<RecordId>,
    /// Where it came from.
    pub source: LeadSource,
    /// How strong it is.
    pub strength: LeadStrength,
}

/// A lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// The id.
    pub id: LeadId,
    /// What it says; in JSON these fields stand among the lead's own.
    #[serde(flatten)]
    pub opened_as: NewLead,
    /// Who recorded it.
    pub said: Said,
    holder: UnitId,
    state: LeadState,
}

/// Why a lead was not moved, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum LeadRefusal {
    /// Say what to follow.
    #[error("a lead says in words what to follow")]
    NoWords,
    /// Open another.
    #[error("the lead is spent")]
    Spent,
    /// Wait for the answer, or take it back.
    #[error("another unit has the lead")]
    Sent,
    /// Choose another unit.
    #[error("the unit holds the lead already")]
    SameHolder,
    /// There is nothing to answer.
    #[error("the lead was not sent to this unit")]
    NotSentHere,
    /// Let the unit see it first, or follow it here.
    #[error("a lead of a closed circle stays in its unit")]
    ClosedCircle,
    /// Say what came of it, if only that nothing did.
    #[error("a lead is spent when somebody says what came of it")]
    NothingSaid,
}

impl Lead {
    /// A new lead, held by the unit of whoever recorded it.
    pub fn open(id: LeadId, new: NewLead, said: Said) -> Result<Lead, LeadRefusal> {
        if new.words.is_blank() {
            return Err(LeadRefusal::NoWords);
        }
        let holder = said.by.unit;
        Ok(Lead { id, opened_as: new, said, holder, state: LeadState::Open })
    }

    /// The unit that may follow it; the one that sent it, until the other accepts.
    pub fn holder(&self) -> UnitId {
        self.holder
    }

    /// Where it stands.
    pub fn state(&self) -> &LeadState {
        &self.state
    }

    /// The lead on its way to another unit.
    pub fn send(&self, to: UnitId, at: Moment) -> Result<Lead, LeadRefusal> {
        self.must_be_open()?;
        if to == self.holder {
            return Err(LeadRefusal::SameHolder);
        }
        Ok(Lead { state: LeadState::Sent { to, at }, ..self.clone() })
    }

    /// The lead in the hands of the unit it was sent to.
    pub fn accept(&self, by: UnitId) -> Result<Lead, LeadRefusal> {
        match self.state {
            LeadState::Sent { to, .. } if to == by => Ok(Lead { state: LeadState::Open, holder: by, ..self.clone() }),
            _ => Err(LeadRefusal::NotSentHere),
        }
    }

    /// The lead back with its holder: refused by the other unit, or taken back before an answer.
    pub fn give_back(&self) -> Result<Lead, LeadRefusal> {
        match self.state {
            LeadState::Sent { .. } => Ok(Lead { state: LeadState::Open, ..self.clone() }),
            _ => Err(LeadRefusal::NotSentHere),
        }
    }

    /// The lead followed to its end.
    pub fn spend(&self, came_of_it: Protected, at: Moment) -> Result<Lead, LeadRefusal> {
        self.must_be_open()?;
        if came_of_it.is_blank() {
            return Err(LeadRefusal::NothingSaid);
        }
        Ok(Lead { state: LeadState::Spent { at, came_of_it }, ..self.clone() })
    }

    fn must_be_open(&self) -> Result<(), LeadRefusal> {
        match self.state {
            LeadState::Open => Ok(()),
            LeadState::Sent { .. } => Err(LeadRefusal::Sent),
            LeadState::Spent { .. } => Err(LeadRefusal::Spent),
        }
    }
}

impl Record for Lead {
    type Id = LeadId;
    const NOUN: Noun = Noun::Lead;

    fn id(&self) -> LeadId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.holder()
    }

    fn state_code(&self) -> &'static str {
        match self.state() {
            LeadState::Open => "open",
            LeadState::Sent { .. } => "sent",
            LeadState::Spent { .. } => "spent",
        }
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        // The unit that it was sent to finds it by this, until it answers.
        let sent_to = match self.state {
            LeadState::Sent { to, .. } => Some(to.to_string()),
            LeadState::Open | LeadState::Spent { .. } => None,
        };
        let about = sent_to.into_iter().chain([self.opened_as.case.to_string()]);
        about.map(|about| (KeyKind::About, about)).collect()
    }

    fn texts(&self) -> Vec<&Protected> {
        vec![&self.opened_as.words]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::tests::{bytes, said};

    fn unit(n: u64) -> UnitId {
        UnitId::new(bytes(n))
    }

    fn lead(words: &str) -> Result<Lead, LeadRefusal> {
        let new = NewLead {
            case: CaseId::new(bytes(1)),
            words: Protected::new(words),
            about: Vec::new(),
            source: LeadSource::Clue,
            strength: LeadStrength::Untested,
        };
        Lead::open(LeadId::new(bytes(1)), new, said(1))
    }

    #[test]
    fn one_unit_holds_a_lead_at_a_time() {
        let open = lead("canary").unwrap();
        let home = said(1).by.unit;
        assert_eq!(open.send(home, Moment(2)), Err(LeadRefusal::SameHolder));
        let sent = open.send(unit(9), Moment(2)).unwrap();
        assert_eq!(sent.holder(), home, "until the other accepts");
        assert_eq!(sent.send(unit(8), Moment(3)), Err(LeadRefusal::Sent));
        assert_eq!(sent.spend(Protected::new("x"), Moment(3)), Err(LeadRefusal::Sent));
        assert_eq!(sent.accept(unit(8)), Err(LeadRefusal::NotSentHere));
        assert_eq!(sent.accept(unit(9)).map(|lead| lead.holder()), Ok(unit(9)));
        assert_eq!(sent.give_back(), Ok(open.clone()));
        assert_eq!(open.give_back(), Err(LeadRefusal::NotSentHere));
    }

    #[test]
    fn a_lead_is_spent_when_somebody_says_what_came_of_it_and_then_for_good() {
        let open = lead("canary").unwrap();
        assert_eq!(open.spend(Protected::new(" "), Moment(2)), Err(LeadRefusal::NothingSaid));
        let spent = open.spend(Protected::new("nothing"), Moment(2)).unwrap();
        assert_eq!(spent.send(unit(9), Moment(3)), Err(LeadRefusal::Spent));
        assert_eq!(spent.spend(Protected::new("more"), Moment(3)), Err(LeadRefusal::Spent));
        let json = serde_json::to_string(&spent).unwrap();
        assert_eq!(serde_json::from_str::<Lead>(&json).unwrap(), spent);
        let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap();
        let mut names: Vec<&str> = fields.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["about", "case", "holder", "id", "said", "source", "state", "strength", "words"]);
        assert_eq!(lead(" "), Err(LeadRefusal::NoWords));
        assert!(!format!("{spent:?}").contains("canary"));
    }
}
