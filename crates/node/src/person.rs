//! Persons: what somebody is in a case, on what that rests, and what is objected to.

use casework::clock::{MetBy, Start};
use casework::clock_rules::{ClockKind, StartEvent};
use casework::file::FileId;
use casework::id::{IncomingId, LinkId, PersonId, RecordId};
use casework::person::{ContestedBy, KnownAge, Person, PersonState, StateBasis, StateSet};
use casework::protected::Protected;
use casework::retention::Purpose;
use casework::role::Role;
use serde::{Deserialize, Serialize};
use store::Held;
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id};
use crate::error::Error;
use crate::match_decision::MatchNamed;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// A person's record that somebody opens. What they are is not said yet: the clock of saying it starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenPerson {
    /// Names, as they were given.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub names: Vec<Protected>,
    /// Whether they are known to be under 18, or an adult.
    #[serde(default)]
    pub under_18: Option<bool>,
    /// Who may see it.
    #[serde(default)]
    pub into: Placement,
}

/// On what a state rests. Written as `{"rests-on": "judgment", "reference": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "rests-on", rename_all = "kebab-case", deny_unknown_fields)]
pub enum BasisAsk {
    /// The decision of a court or prosecutor.
    Judgment {
        /// Its reference.
        #[schema(value_type = String)]
        reference: Protected,
    },
    /// A file, as a person saw it.
    File {
        /// Which.
        #[schema(value_type = Object)]
        file: FileId,
    },
    /// A match of a file with an entry of a list, which a person confirmed.
    Match {
        /// Which.
        #[serde(flatten)]
        named: MatchNamed,
    },
    /// A report that came in.
    Report {
        /// Which.
        #[schema(value_type = String)]
        report: IncomingId,
    },
    /// A link.
    Link {
        /// Which.
        #[schema(value_type = String)]
        link: LinkId,
    },
    /// What somebody stated.
    Statement {
        /// In their words.
        #[schema(value_type = String)]
        words: Protected,
    },
}

/// The state that somebody says a person is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPersonState {
    /// The person.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// The state.
    #[schema(value_type = String, example = "suspect")]
    pub state: PersonState,
    /// On what it rests: one thing at least.
    pub basis: Vec<BasisAsk>,
    /// Why, in words.
    pub reason: String,
    /// That the caller, a supervisor, upholds it although the person is under 18; the reason is theirs.
    #[serde(default)]
    pub although_under_18: bool,
}

/// That somebody objects to what is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContestPerson {
    /// The person.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// Who objects: `person`, `representative`, `partner`, `unit`.
    #[schema(value_type = String, example = "representative")]
    pub by: ContestedBy,
    /// Why, in words.
    pub reason: String,
}

/// Objections that are settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettlePerson {
    /// The person.
    #[schema(value_type = String)]
    pub person: PersonId,
    /// How, in words.
    pub reason: String,
}

/// A person whose names are read, and for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadPersonNames {
    /// The person.
    pub person: PersonId,
    /// For what; the ledger keeps it.
    pub purpose: Purpose,
}

/// A person's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PersonView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: PersonId,
    /// Names, as they were given.
    #[schema(value_type = Vec<String>)]
    pub names: Vec<Protected>,
    /// What the person is.
    #[schema(value_type = String)]
    pub state: PersonState,
    /// Every state they were in, the first one first, each with its basis.
    #[schema(value_type = Vec<Object>)]
    pub history: Vec<StateSet>,
    /// Whether they are under 18, as far as anybody said.
    #[schema(value_type = Object)]
    pub age: KnownAge,
    /// Whether an objection is open: nothing is shared or used automatically.
    pub contested: bool,
    /// Who may see it.
    pub access: AccessView,
}

impl Node {
    /// Opens a person's record.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a case that the caller may not see.
    pub async fn open_person(&self, who: &Principal, ask: OpenPerson) -> Result<PersonView, Error> {
        self.permitted(who, Action::OpenPerson, async {
            let caller = who.caller(Action::OpenPerson)?;
            let said = self.said(caller, None);
            let person = Person::open(new_id(PersonId::new)?, caller.actor.unit, ask.names, said.clone());
            let age = match ask.under_18 {
                None => KnownAge::Unknown,
                Some(true) => KnownAge::Under18 { said: said.clone() },
                Some(false) => KnownAge::Adult { said: said.clone() },
            };
            let (person, _) = person.learn_age(age);
            let mut tx = self.store.begin().await?;
            let held = self.add(&mut tx, caller, person, &ask.into).await?;
            let (about, unit) = (held.record.id.into(), held.record.owner);
            let start = Start { about, case: ask.into.case, unit, risk: None, said };
            self.start_clocks(&mut tx, StartEvent::PersonUncategorised, &start, held.access.circle).await?;
            tx.commit(self.entry(who, Action::OpenPerson.verb()).about("record", held.record.id.to_string())).await?;
            Ok(PersonView::of(&held, caller))
        })
        .await
    }

    /// A person's record.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_person(&self, who: &Principal, id: PersonId) -> Result<PersonView, Error> {
        self.read(who, Action::ShowPerson, id, PersonView::of).await
    }

    /// The names of a person, for a purpose that the ledger keeps before the answer leaves.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn read_person_names(&self, who: &Principal, ask: ReadPersonNames) -> Result<Vec<Protected>, Error> {
        let (action, ReadPersonNames { person, purpose }) = (Action::ShowPerson, ask);
        self.permitted(who, action, async {
            let held = self.load::<Person>(who, action, person).await?;
            let entry = self.entry(who, action.verb()).about("record", person.to_string());
            self.store.record_alone(entry.about("purpose", purpose.code())).await?;
            Ok(held.record.names)
        })
        .await
    }

    /// Persons that the caller needs to know of; in one state, when one is given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_persons(&self, who: &Principal, ask: ListAsk) -> Result<Listed<PersonView>, Error> {
        self.page::<Person, _>(who, Action::ShowPerson, &ask, PersonView::of).await
    }

    /// Sets what a person is. That it was said ends the clock of saying it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the person or a basis; [`Error::Refused`] as the rules say, above all about people under 18;
    /// [`Error::Denied`] when somebody who is no supervisor upholds an accusation of a child.
    pub async fn set_person_state(&self, who: &Principal, ask: SetPersonState) -> Result<PersonView, Error> {
        self.permitted(who, Action::SetPersonState, async {
            let caller = who.caller(Action::SetPersonState)?;
            let id = ask.person;
            let said = self.said(caller, Some(&ask.reason));
            if ask.although_under_18 && !caller.roles.contains(&Role::Supervisor) {
                return Err(Error::Denied { verb: Action::SetPersonState.verb() });
            }
            let supervisor = ask.although_under_18.then(|| said.clone());
            let basis = self.basis(caller, ask.basis).await?;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Person>(&mut tx, who, Action::SetPersonState, id).await?;
            let clocks = self.open_clocks(id.into(), ClockKind::PersonStatus).await?;
            let person = held.record.set_state(ask.state, basis, said.clone(), supervisor).map_err(Error::refused)?;
            tx.change_record(&person).await?;
            for clock in clocks {
                let met = clock.record.meet(MetBy::Record(id.into()), said.clone());
                tx.change_record(&met.map_err(Error::refused)?).await?;
            }
            let entry = self.entry(who, Action::SetPersonState.verb()).about("record", id.to_string());
            tx.commit(entry.about("person_state", ask.state.code())).await?;
            Ok(PersonView::of(&Held { record: person, version: held.version + 1, ..held }, caller))
        })
        .await
    }

    /// Writes down that what is recorded of a person is objected to: nothing is shared or used automatically until it is settled.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason.
    pub async fn contest_person(&self, who: &Principal, ask: ContestPerson) -> Result<PersonView, Error> {
        let decide = |person: &Person, caller: &Caller| {
            person.contest(ask.by, self.said(caller, Some(&ask.reason))).map_err(Error::refused)
        };
        self.change(who, Action::ContestPerson, ask.person, decide, PersonView::of).await
    }

    /// Settles every open objection.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason, or when nothing is contested.
    pub async fn settle_person(&self, who: &Principal, ask: SettlePerson) -> Result<PersonView, Error> {
        let decide = |person: &Person, caller: &Caller| {
            person.settle(self.said(caller, Some(&ask.reason))).map_err(Error::refused)
        };
        self.change(who, Action::SettlePerson, ask.person, decide, PersonView::of).await
    }

    async fn basis(&self, caller: &Caller, asked: Vec<BasisAsk>) -> Result<Vec<StateBasis>, Error> {
        let mut basis = Vec::with_capacity(asked.len());
        for one in asked {
            basis.push(match one {
                BasisAsk::Judgment { reference } => StateBasis::Judgment { reference },
                BasisAsk::Statement { words } => StateBasis::Statement { words },
                BasisAsk::File { file } => {
                    self.must_see(caller, RecordId::File(file)).await?;
                    StateBasis::File { file }
                }
                BasisAsk::Match { named } => {
                    self.must_see(caller, RecordId::File(named.file)).await?;
                    let decision = self.decided_match(&named).await?;
                    StateBasis::of_match(&decision).map_err(Error::refused)?
                }
                BasisAsk::Report { report } => {
                    self.must_see(caller, report.into()).await?;
                    StateBasis::Report { report }
                }
                BasisAsk::Link { link } => {
                    self.must_see(caller, link.into()).await?;
                    StateBasis::Link { link }
                }
            });
        }
        Ok(basis)
    }
}

impl PersonView {
    pub(crate) fn of(held: &Held<Person>, caller: &Caller) -> PersonView {
        let person = &held.record;
        PersonView {
            id: person.id,
            names: person.names.clone(),
            state: person.state(),
            history: person.history().cloned().collect(),
            age: person.age().clone(),
            contested: person.is_contested(),
            access: AccessView::of(&held.access, caller),
        }
    }
}
