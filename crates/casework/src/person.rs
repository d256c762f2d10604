//! A person who is no known victim: who they are before the law, one thing at a time, and who says so.
//!
//! Nobody who was not convicted is ever called an offender here, and no match alone makes anybody anything.

use serde::{Deserialize, Serialize};

use crate::file::FileId;
use crate::id::{IncomingId, LinkId, PersonId, UnitId};
use crate::link_kind::Noun;
use crate::match_decision::{MatchDecision, MayNotLean, Pair, may_set_person_state};
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::Record;
use crate::who::{Moment, Said};

codes! {
    /// What a person is before the law. Exactly one.
    ///
    /// Seven are the legal states. The eighth, a child with harmful behaviour, is what somebody under 18 is instead of a
    /// suspect: it accuses nobody, and makes the case one for child protection.
    PersonState {
        /// Nobody has said yet: a six-month clock runs, and until it ends only this may be found out.
        Uncategorised = "uncategorised",
        /// Suspected.
        Suspect = "suspect",
        /// Charged.
        Accused = "accused",
        /// Convicted by a court.
        Convicted = "convicted",
        /// Harmed.
        Victim = "victim",
        /// Able to testify.
        Witness = "witness",
        /// Connected to somebody else, and none of the others.
        Contact = "contact",
        /// Under 18, and has done what harms children.
        ChildWithHarmfulBehaviour = "child-with-harmful-behaviour",
    }
}

codes! {
    /// The word that pages, exports and locales use for a person: a closed list, one code for each state.
    RoleWord {
        /// *Role not determined yet*.
        Uncategorised = "role-uncategorised",
        /// *Suspect*.
        Suspect = "role-suspect",
        /// *Accused*.
        Accused = "role-accused",
        /// *Convicted*; the one word beside which *offender* may stand.
        Convicted = "role-convicted",
        /// *Victim*.
        Victim = "role-victim",
        /// *Witness*.
        Witness = "role-witness",
        /// *Contact*.
        Contact = "role-contact",
        /// *Child with harmful behaviour*.
        ChildWithHarmfulBehaviour = "role-child-with-harmful-behaviour",
    }
}

impl RoleWord {
    /// Whether a locale may say *offender* in it.
    pub fn may_say_offender(self) -> bool {
        self == RoleWord::Convicted
    }
}

/// The word for a person in this state.
pub fn role_word(state: PersonState) -> RoleWord {
    match state {
        PersonState::Uncategorised => RoleWord::Uncategorised,
        PersonState::Suspect => RoleWord::Suspect,
        PersonState::Accused => RoleWord::Accused,
        PersonState::Convicted => RoleWord::Convicted,
        PersonState::Victim => RoleWord::Victim,
        PersonState::Witness => RoleWord::Witness,
        PersonState::Contact => RoleWord::Contact,
        PersonState::ChildWithHarmfulBehaviour => RoleWord::ChildWithHarmfulBehaviour,
    }
}

impl PersonState {
    /// Whether it accuses somebody.
    pub fn accuses(self) -> bool {
        matches!(self, PersonState::Suspect | PersonState::Accused | PersonState::Convicted)
    }

    /// What may follow. Never *uncategorised*: its clock would start again. Conviction follows an accusation, or is what
    /// is found out about somebody nobody had said anything about.
    pub fn may_become(self) -> &'static [PersonState] {
        use PersonState::*;
        match self {
            Uncategorised => &[Suspect, Accused, Convicted, Victim, Witness, Contact, ChildWithHarmfulBehaviour],
            Suspect => &[Accused, Victim, Witness, Contact, ChildWithHarmfulBehaviour],
            Accused => &[Suspect, Convicted, Victim, Witness, Contact, ChildWithHarmfulBehaviour],
            // A conviction that was set aside: tried again, or cleared.
            Convicted => &[Accused, Victim, Witness, Contact],
            Victim => &[Suspect, Witness, Contact, ChildWithHarmfulBehaviour],
            Witness => &[Suspect, Victim, Contact, ChildWithHarmfulBehaviour],
            Contact => &[Suspect, Accused, Convicted, Victim, Witness, ChildWithHarmfulBehaviour],
            ChildWithHarmfulBehaviour => &[Suspect, Accused, Victim, Witness, Contact],
        }
    }
}

/// What states are offered, the first by default, for somebody under 18 who would be accused.
pub const OFFERED_UNDER_18: [PersonState; 2] = [PersonState::ChildWithHarmfulBehaviour, PersonState::Victim];

/// Whether somebody is a child, as far as anybody said. What counts is the age at the time of what happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "age", rename_all = "kebab-case")]
pub enum KnownAge {
    /// Nobody said.
    #[default]
    Unknown,
    /// Under 18.
    Under18 {
        /// Who says so.
        said: Said,
    },
    /// 18 or older.
    Adult {
        /// Who says so.
        said: Said,
    },
}

/// On what a state rests. Written as `{"rests-on": "judgment", …}`.
///
/// Invariant: no match stands here that nobody confirmed; [`StateBasis::of_match`] alone makes the [`ConfirmedMatch`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rests-on", rename_all = "kebab-case")]
pub enum StateBasis {
    /// The decision of a court or prosecutor, by its reference.
    Judgment {
        /// The reference.
        reference: Protected,
    },
    /// A file, as a person saw it.
    File {
        /// Which.
        file: FileId,
    },
    /// A match that a person confirmed.
    Match {
        /// Which.
        confirmed: ConfirmedMatch,
    },
    /// A report that came in.
    Report {
        /// Which.
        report: IncomingId,
    },
    /// A link.
    Link {
        /// Which.
        link: LinkId,
    },
    /// What somebody stated.
    Statement {
        /// In their words.
        words: Protected,
    },
}

/// A match that a person confirmed, listed bytes included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConfirmedMatch {
    pair: Pair,
}

impl ConfirmedMatch {
    /// Which file and entry.
    pub fn pair(&self) -> &Pair {
        &self.pair
    }
}

impl StateBasis {
    /// The match as a basis, once a person confirmed it.
    pub fn of_match(decision: &MatchDecision) -> Result<StateBasis, MayNotLean> {
        may_set_person_state(decision)?;
        Ok(StateBasis::Match { confirmed: ConfirmedMatch { pair: decision.claim.pair.clone() } })
    }

    fn is_blank(&self) -> bool {
        match self {
            StateBasis::Judgment { reference: words } | StateBasis::Statement { words } => words.is_blank(),
            _ => false,
        }
    }
}

/// One state, since when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateSet {
    /// The state.
    pub state: PersonState,
    /// On what it rests; empty for *uncategorised* alone.
    pub basis: Vec<StateBasis>,
    /// Who set it.
    pub said: Said,
    /// The supervisor's reason, where somebody under 18 is accused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<Said>,
}

codes! {
    /// Who objects to what is recorded of a person.
    ContestedBy {
        /// The person.
        Person = "person",
        /// Whoever speaks for the person: counsel, a parent, a guardian.
        Representative = "representative",
        /// Another unit or a partner.
        Partner = "partner",
        /// The unit itself.
        Unit = "unit",
    }
}

/// That what is recorded of a person is objected to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Who objects.
    pub by: ContestedBy,
    /// Who wrote it down, and why they object.
    pub raised: Said,
    /// Who settled it, and how; until then it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<Said>,
}

/// A person, with every state they were in; the last one holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The unit that owns the record.
    pub owner: UnitId,
    /// Names, as they were given.
    #[serde(default)]
    pub names: Vec<Protected>,
    age: KnownAge,
    first: StateSet,
    later: Vec<StateSet>,
    contests: Vec<Contest>,
}

/// Why a person's record was not changed, shared or used, and what is needed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum PersonRefusal {
    /// Choose one of those that may follow.
    #[error("{} does not follow {}", to.code(), from.code())]
    DoesNotFollow {
        /// The state.
        from: PersonState,
        /// What was asked for.
        to: PersonState,
    },
    /// Write down why.
    #[error("this needs a reason")]
    NoReason,
    /// Name a file, a confirmed match, a report, a link, a statement or a judgment.
    #[error("a person's state rests on something that is named")]
    NoBasis,
    /// Name the court's decision.
    #[error("nobody is convicted without the decision of a court")]
    NoJudgment,
    /// Choose another state, or have a supervisor write down why.
    #[error("somebody under 18 is accused only with a supervisor's recorded reason")]
    #[strum(serialize = "under-18")]
    Under18 {
        /// What is offered instead, the default first.
        offered: [PersonState; 2],
    },
    /// Choose another state, or correct the age.
    #[error("an adult is no child with harmful behaviour")]
    Adult,
    /// Give a later time.
    #[error("the state before was set later")]
    BeforeTheLast,
    /// Settle what is contested.
    #[error("what is recorded of this person is contested")]
    Contested,
    /// Say what the person is.
    #[error("nobody has said yet what this person is")]
    Uncategorised,
    /// There is nothing to settle.
    #[error("nothing is contested")]
    NotContested,
}

impl Person {
    /// A person of whom nobody has said yet what they are: the clock starts.
    pub fn open(id: PersonId, owner: UnitId, names: Vec<Protected>, said: Said) -> Person {
        let first = StateSet { state: PersonState::Uncategorised, basis: Vec::new(), said, supervisor: None };
        Person { id, owner, names, age: KnownAge::Unknown, first, later: Vec::new(), contests: Vec::new() }
    }

    /// What the person is.
    pub fn state(&self) -> PersonState {
        self.current().state
    }

    /// What the person is, since when and why.
    pub fn current(&self) -> &StateSet {
        self.later.last().unwrap_or(&self.first)
    }

    /// All states, the first one first.
    pub fn history(&self) -> impl Iterator<Item = &StateSet> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// Since when nobody has said what the person is: when the six-month clock started.
    pub fn uncategorised_since(&self) -> Option<Moment> {
        (self.state() == PersonState::Uncategorised).then_some(self.first.said.at)
    }

    /// Whether the person is a child, as far as known.
    pub fn age(&self) -> &KnownAge {
        &self.age
    }

    fn is_under_18(&self) -> bool {
        matches!(self.age, KnownAge::Under18 { .. })
    }

    /// What was objected to.
    pub fn contests(&self) -> &[Contest] {
        &self.contests
    }

    /// Whether an objection is open.
    pub fn is_contested(&self) -> bool {
        self.contests.iter().any(|contest| contest.settled.is_none())
    }

    /// The person in another state. `supervisor` is the reason of somebody whom the caller knows to be one.
    pub fn set_state(
        &self,
        state: PersonState,
        basis: Vec<StateBasis>,
        said: Said,
        supervisor: Option<Said>,
    ) -> Result<Person, PersonRefusal> {
        let from = self.state();
        let has_supervisor = supervisor.as_ref().and_then(Said::reason).is_some();
        // Somebody accused who turns out to be a child stays so only when a supervisor says why.
        let is_upheld = state == from && state.accuses() && self.is_under_18() && has_supervisor;
        if !from.may_become().contains(&state) && !is_upheld {
            return Err(PersonRefusal::DoesNotFollow { from, to: state });
        }
        if said.at < self.current().said.at {
            return Err(PersonRefusal::BeforeTheLast);
        }
        if said.reason().is_none() {
            return Err(PersonRefusal::NoReason);
        }
        if basis.iter().all(StateBasis::is_blank) {
            return Err(PersonRefusal::NoBasis);
        }
        let is_judgment = |basis: &StateBasis| matches!(basis, StateBasis::Judgment { .. }) && !basis.is_blank();
        if state == PersonState::Convicted && !basis.iter().any(is_judgment) {
            return Err(PersonRefusal::NoJudgment);
        }
        match &self.age {
            KnownAge::Under18 { .. } if state.accuses() && !has_supervisor => {
                return Err(PersonRefusal::Under18 { offered: OFFERED_UNDER_18 });
            }
            KnownAge::Adult { .. } if state == PersonState::ChildWithHarmfulBehaviour => {
                return Err(PersonRefusal::Adult);
            }
            _ => {}
        }
        let mut person = self.clone();
        person.later.push(StateSet { state, basis, said, supervisor });
        Ok(person)
    }

    /// The person with what is now known of their age, and what is offered when the state they are in cannot stay as it
    /// is: a supervisor's reason is needed for it, or one of these.
    pub fn learn_age(&self, age: KnownAge) -> (Person, Option<[PersonState; 2]>) {
        let accused = self.state().accuses() && self.current().supervisor.is_none();
        let offered = matches!(age, KnownAge::Under18 { .. } if accused).then_some(OFFERED_UNDER_18);
        (Person { age, ..self.clone() }, offered)
    }

    /// The person with an objection: from now on nothing is shared or used automatically.
    pub fn contest(&self, by: ContestedBy, raised: Said) -> Result<Person, PersonRefusal> {
        if raised.reason().is_none() {
            return Err(PersonRefusal::NoReason);
        }
        let mut person = self.clone();
        person.contests.push(Contest { by, raised, settled: None });
        Ok(person)
    }

    /// The person with every open objection settled.
    pub fn settle(&self, said: Said) -> Result<Person, PersonRefusal> {
        if !self.is_contested() {
            return Err(PersonRefusal::NotContested);
        }
        if said.reason().is_none() {
            return Err(PersonRefusal::NoReason);
        }
        let mut person = self.clone();
        for contest in person.contests.iter_mut().filter(|contest| contest.settled.is_none()) {
            contest.settled = Some(said.clone());
        }
        Ok(person)
    }

    /// Whether the record may be shared.
    pub fn may_share(&self) -> Result<(), PersonRefusal> {
        self.may_use()
    }

    /// Whether a machine may use the record by itself: for hits, alerts, scores.
    pub fn may_use_automatically(&self) -> Result<(), PersonRefusal> {
        self.may_use()
    }

    fn may_use(&self) -> Result<(), PersonRefusal> {
        if self.is_contested() {
            return Err(PersonRefusal::Contested);
        }
        // Until somebody says what a person is, nothing but that may be done with the record.
        if self.state() == PersonState::Uncategorised {
            return Err(PersonRefusal::Uncategorised);
        }
        if self.learn_age(self.age.clone()).1.is_some() {
            return Err(PersonRefusal::Under18 { offered: OFFERED_UNDER_18 });
        }
        Ok(())
    }
}

impl Record for Person {
    type Id = PersonId;
    const NOUN: Noun = Noun::Person;

    fn id(&self) -> PersonId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.owner
    }

    fn state_code(&self) -> &'static str {
        self.state().code()
    }
}

#[cfg(test)]
mod tests;
