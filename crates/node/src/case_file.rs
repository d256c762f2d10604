//! Cases: opened on a legal basis, staffed, filled, handed over, and closed with an outcome.

use std::collections::BTreeSet;

use casework::case::{Case, CaseState, CaseStateSet};
use casework::id::{CaseId, OutcomeId, RecordId, UnitId, UserId};
use casework::outcome::{Outcome, OutcomeKind};
use casework::protected::Protected;
use serde::{Deserialize, Serialize};
use store::Held;
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id, no_such};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// A case that somebody opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// Its number in the unit's books.
    #[schema(value_type = String)]
    pub number: Protected,
    /// The law, warrant, order or report it rests on.
    pub legal_basis: String,
    /// Whether only the people who work on it may see it, and not the whole unit.
    #[serde(default)]
    pub closed_circle: bool,
}

/// Records, files and exhibits that are put into a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddToCase {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// What is put into it.
    #[schema(value_type = Vec<String>)]
    pub records: BTreeSet<RecordId>,
}

/// A closed case that is opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenCase {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// Why, in words.
    pub reason: String,
}

/// A case that goes to another unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverCase {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// The unit.
    #[schema(value_type = String)]
    pub to: UnitId,
    /// Why, in words.
    pub reason: String,
}

/// Who works on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffCase {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// Who joins.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub join: BTreeSet<UserId>,
    /// Who leaves.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub leave: BTreeSet<UserId>,
}

/// What came of a case that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCase {
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// What came of it: one at least.
    #[schema(value_type = Vec<String>, example = json!(["child-identified"]))]
    pub outcome: BTreeSet<OutcomeKind>,
    /// In words, where that is needed.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub words: Option<Protected>,
    /// Why now, in words.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Somebody who works on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OnCase {
    /// Who.
    #[schema(value_type = String)]
    pub user: UserId,
    /// Until when, in microseconds since 1970, where they were let in for a while.
    pub until_us: Option<i64>,
}

/// A case as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: CaseId,
    /// Its number in the unit's books.
    #[schema(value_type = String)]
    pub number: Protected,
    /// On what it rests.
    pub legal_basis: String,
    /// Whether it is open.
    #[schema(value_type = Object)]
    pub state: CaseState,
    /// Everything that became of it, the opening first.
    #[schema(value_type = Vec<Object>)]
    pub history: Vec<CaseStateSet>,
    /// Who works on it.
    pub people: Vec<OnCase>,
    /// What stands in it, as far as the reader may see.
    #[schema(value_type = Vec<String>)]
    pub records: Vec<RecordId>,
    /// Who may see it.
    pub access: AccessView,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseInList {
    /// Its id.
    #[schema(value_type = String)]
    pub id: CaseId,
    /// Its number in the unit's books.
    #[schema(value_type = String)]
    pub number: Protected,
    /// Whether it is open.
    #[schema(value_type = Object)]
    pub state: CaseState,
    /// Who may see it.
    pub access: AccessView,
}

impl Node {
    /// Opens a case. Whoever opens it works on it.
    ///
    /// # Errors
    /// [`Error::Refused`] without a number or a legal basis.
    pub async fn open_case(&self, who: &Principal, ask: OpenCase) -> Result<CaseView, Error> {
        self.permitted(who, Action::OpenCase, async {
            let caller = who.caller(Action::OpenCase)?;
            let (id, unit, said) = (new_id(CaseId::new)?, caller.actor.unit, self.said(caller, None));
            let case = Case::open(id, ask.number, unit, &ask.legal_basis, said).map_err(Error::refused)?;
            let mut tx = self.store.begin().await?;
            let into = Placement { closed_circle: ask.closed_circle, ..Placement::default() };
            let mut held = self.add(&mut tx, caller, case, &into).await?;
            // A case stands in itself, so that need to know is asked of it as of what stands in it.
            tx.put_in_case(id.into(), id).await?;
            tx.let_into_case(caller.actor.user, id, None).await?;
            tx.commit(self.entry(who, Action::OpenCase.verb()).about("record", id.to_string())).await?;
            held.access.cases.insert(id);
            let people = vec![OnCase { user: caller.actor.user, until_us: None }];
            let caller = Caller { cases: &caller.cases | &BTreeSet::from([id]), ..caller.clone() };
            Ok(CaseView::of(&held, &caller, people, vec![id.into()]))
        })
        .await
    }

    /// A case with who works on it and what stands in it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_case(&self, who: &Principal, id: CaseId) -> Result<CaseView, Error> {
        self.permitted(who, Action::ShowCase, async {
            let caller = who.caller(Action::ShowCase)?;
            let held = self.load::<Case>(who, Action::ShowCase, id).await?;
            let entry = self.entry(who, Action::ShowCase.verb()).about("record", id.to_string());
            self.store.record_alone(entry).await?;
            self.whole_case(caller, &held).await
        })
        .await
    }

    /// Cases that the caller needs to know of; `open` or `closed` ones, when one of them is given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_cases(&self, who: &Principal, ask: ListAsk) -> Result<Listed<CaseInList>, Error> {
        self.page::<Case, _>(who, Action::ShowCase, &ask, CaseInList::of).await
    }

    /// Puts records, files and exhibits into a case.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the case or a record.
    pub async fn add_to_case(&self, who: &Principal, ask: AddToCase) -> Result<CaseView, Error> {
        self.permitted(who, Action::AddToCase, async {
            let caller = who.caller(Action::AddToCase)?;
            let AddToCase { case: id, records } = ask;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Case>(&mut tx, who, Action::AddToCase, id).await?;
            for record in &records {
                self.must_see(caller, *record).await?;
                tx.put_in_case(*record, id).await?;
            }
            let entry = self.entry(who, Action::AddToCase.verb()).about("record", id.to_string());
            let added = records.iter().map(RecordId::to_string).collect::<Vec<_>>();
            tx.commit(entry.about("added", added)).await?;
            self.whole_case(caller, &held).await
        })
        .await
    }

    /// Says who works on a case.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the case, or for somebody whom the node does not know.
    pub async fn staff_case(&self, who: &Principal, ask: StaffCase) -> Result<CaseView, Error> {
        self.permitted(who, Action::StaffCase, async {
            let caller = who.caller(Action::StaffCase)?;
            let id = ask.case;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Case>(&mut tx, who, Action::StaffCase, id).await?;
            for user in &ask.join {
                self.store.user(*user).await?.ok_or_else(|| no_such((*user).into()))?;
                tx.let_into_case(*user, id, None).await?;
            }
            for user in &ask.leave {
                tx.take_off_case(*user, id).await?;
            }
            let texts = |users: &BTreeSet<UserId>| users.iter().map(UserId::to_string).collect::<Vec<_>>();
            let entry = self.entry(who, Action::StaffCase.verb()).about("record", id.to_string());
            tx.commit(entry.about("joined", texts(&ask.join)).about("left", texts(&ask.leave))).await?;
            self.whole_case(caller, &held).await
        })
        .await
    }

    /// Closes a case with its outcome, which is recorded with it and stays provisional until somebody else confirms it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] for a case that is closed, or an outcome that says nothing or contradicts itself.
    pub async fn close_case(&self, who: &Principal, ask: CloseCase) -> Result<CaseView, Error> {
        self.permitted(who, Action::CloseCase, async {
            let caller = who.caller(Action::CloseCase)?;
            let id = ask.case;
            let said = self.said(caller, ask.reason.as_deref());
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Case>(&mut tx, who, Action::CloseCase, id).await?;
            let outcome = Outcome::record(new_id(OutcomeId::new)?, id, ask.outcome, ask.words, said.clone());
            let outcome = outcome.map_err(Error::refused)?;
            let case = held.record.close(outcome.id, id, said.clone()).map_err(Error::refused)?;
            tx.add_record(&outcome, held.access.circle, said.at.0).await?;
            tx.put_in_case(outcome.id.into(), id).await?;
            tx.change_record(&case).await?;
            let entry = self.entry(who, Action::CloseCase.verb()).about("record", id.to_string());
            tx.commit(entry.about("outcome", outcome.id.to_string())).await?;
            self.whole_case(caller, &Held { record: case, version: held.version + 1, ..held }).await
        })
        .await
    }

    /// Opens a closed case again.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason, or when it is open.
    pub async fn reopen_case(&self, who: &Principal, ask: ReopenCase) -> Result<CaseInList, Error> {
        let decide =
            |case: &Case, caller: &Caller| case.reopen(self.said(caller, Some(&ask.reason))).map_err(Error::refused);
        self.change(who, Action::ReopenCase, ask.case, decide, CaseInList::of).await
    }

    /// Hands a case to another unit.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the case or the unit; [`Error::Refused`] without a reason, or when it is closed.
    pub async fn hand_over_case(&self, who: &Principal, ask: HandOverCase) -> Result<CaseInList, Error> {
        let action = Action::HandOverCase;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Case>(&mut tx, who, action, ask.case).await?;
            self.store.unit(ask.to).await?.ok_or_else(|| no_such(ask.to.into()))?;
            let said = self.said(caller, Some(&ask.reason));
            let record = held.record.hand_over(ask.to, said).map_err(Error::refused)?;
            tx.change_record(&record).await?;
            tx.commit(self.entry(who, action.verb()).about("record", ask.case.to_string())).await?;
            Ok(CaseInList::of(&Held { record, version: held.version + 1, ..held }, caller))
        })
        .await
    }

    async fn whole_case(&self, caller: &Caller, held: &Held<Case>) -> Result<CaseView, Error> {
        let id = held.record.id();
        let people = self.store.people_of_case(id).await?;
        let people = people.into_iter().map(|(user, until_us)| OnCase { user, until_us }).collect();
        let records = self.store.records_of_case(id).await?;
        let visible = self.visible(caller, records).await?;
        Ok(CaseView::of(held, caller, people, visible.into_iter().collect()))
    }
}

impl CaseView {
    pub(crate) fn of(held: &Held<Case>, caller: &Caller, people: Vec<OnCase>, records: Vec<RecordId>) -> CaseView {
        let case = &held.record;
        CaseView {
            id: case.id(),
            number: case.number().clone(),
            legal_basis: case.legal_basis().to_owned(),
            state: case.state(),
            history: case.history().cloned().collect(),
            people,
            records,
            access: AccessView::of(&held.access, caller),
        }
    }
}

impl CaseInList {
    fn of(held: &Held<Case>, caller: &Caller) -> CaseInList {
        CaseInList {
            id: held.record.id(),
            number: held.record.number().clone(),
            state: held.record.state(),
            access: AccessView::of(&held.access, caller),
        }
    }
}
