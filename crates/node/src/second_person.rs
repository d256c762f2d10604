//! Four eyes: asking a second person, answering, and naming who answers in one's place; and the question that guarded
//! verbs ask before they do what cannot be taken back.

mod page;

use std::collections::{BTreeMap, BTreeSet};

use casework::id::{SecondPersonId, UnitId, UserId};
use casework::protected::Protected;
use casework::role::Role;
use casework::second_person::{
    AskState, Deputy, Guarded, SecondAnswer, SecondPersonAsk, SecondPersonRefusal, WhoCouldAgree, who_could_agree,
};
use casework::staffing::{self, can_be_deputy};
use casework::user::{User, UserState};
use casework::who::{Actor, Moment};
use serde::{Deserialize, Serialize};
use store::{House, Tx};
use utoipa::ToSchema;

use crate::chance::id_bytes;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::staffing::STAFFING;

pub use self::page::SecondPersonsView;

/// What one person alone may not do: what leaves the node, what is gone afterwards, what others are then told is new, and by
/// which tables categories are computed for court.
/// Each calls [`Node::need_second_person`] in the change that does it. Who works here is said by two as well:
/// [`crate::staffing::STAFFING`].
pub const GUARDED: &[Action] = &[
    Action::ExportList,
    Action::RemoveList,
    Action::RemoveExhibit,
    Action::ExportCase,
    Action::EraseRecord,
    Action::SilenceHolding,
    Action::ApproveMapping,
    Action::WithdrawMapping,
];

/// Asks shown by one answer.
const N_SHOWN_MAX: u32 = 200;

/// What a second person is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSecondPerson {
    /// The verb that is to be done.
    #[schema(example = "case-export")]
    pub verb: String,
    /// The id of what it is about. Of `user-add`: the unit; of `mapping-approve` and `mapping-withdraw`: the table's digest.
    #[schema(example = "cas_0000000000000000")]
    pub subject: String,
    /// What else matters, as the verb's own description says: of `user-add` `login` and `roles`, of `user-set-roles`
    /// `roles`, of `token-add` `scope`, several parted by commas; of `provider-account-bind` `subject`; of `mapping-approve`
    /// `office`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
    /// Why.
    #[schema(value_type = String, min_length = 1)]
    pub reason: Protected,
}

/// What the second person answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerAsSecondPerson {
    /// Which ask.
    #[schema(value_type = String, example = "sec_0000000000000000")]
    pub id: SecondPersonId,
    /// Whether they agree.
    pub agrees: bool,
    /// Why; whoever declines says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub reason: Option<Protected>,
}

/// Who is to answer in a supervisor's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NameDeputy {
    /// The deputy.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
    /// For how many days.
    #[schema(minimum = 1, maximum = 90)]
    pub days: u32,
}

/// Who is to answer in a supervisor's place no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndDeputy {
    /// The deputy.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
}

/// One ask, how far it has come, and who could answer it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecondPersonView {
    /// Its id.
    #[schema(value_type = String, example = "sec_0000000000000000")]
    pub id: SecondPersonId,
    /// The verb.
    pub verb: String,
    /// About what.
    pub subject: String,
    /// What else matters.
    pub details: BTreeMap<String, String>,
    /// Who asks; sixteen zeros for somebody at the node's terminal.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub by: UserId,
    /// For which unit.
    #[schema(value_type = String, example = "unt_0000000000000000")]
    pub unit: UnitId,
    /// Why.
    #[schema(value_type = String)]
    pub reason: Protected,
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Until when it can be answered and done.
    pub until_us: i64,
    /// `waiting`, `agreed`, `declined` or `used`.
    #[schema(value_type = String, example = "waiting")]
    pub state: AskState,
    /// Who answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "usr_0000000000000000")]
    pub answered_by: Option<UserId>,
    /// Who could answer at this moment: supervisors of the unit and their deputies. About the people of a unit that has no
    /// supervisor: those of the other units.
    #[schema(value_type = Vec<String>)]
    pub could_answer: BTreeSet<UserId>,
}

/// Asks for a second person, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecondPersonList {
    /// One's own, and those that one could answer.
    pub asks: Vec<SecondPersonView>,
}

/// One deputy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DeputyView {
    /// In whose place.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub supervisor: UserId,
    /// Who.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
    /// Until when, in microseconds since 1970.
    pub until_us: i64,
}

/// Who stood beside whoever did something: what the verb's own entry says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecondPerson {
    /// This ask was agreed to.
    Agreed(SecondPersonId),
    /// Nobody could: the node has no supervisor yet, and its owner sits at its terminal.
    NobodyYet,
}

impl SecondPerson {
    /// For the entry's fact `second_person`.
    pub(crate) fn fact(self) -> String {
        match self {
            SecondPerson::Agreed(id) => id.to_string(),
            SecondPerson::NobodyYet => "none".to_owned(),
        }
    }
}

/// The people who work here, as far as second persons go.
struct People {
    users: Vec<User>,
    supervisors: BTreeMap<UserId, UnitId>,
    colleagues: BTreeSet<UserId>,
    deputies: Vec<Deputy>,
    now: Moment,
}

impl People {
    fn could_answer(&self, asked: &SecondPersonAsk) -> WhoCouldAgree {
        match asked.staff_of {
            Some(unit) => staffing::who_could_agree(asked.by.user, unit, &self.users, &self.deputies, self.now),
            None => who_could_agree(asked.by, &self.supervisors, &self.colleagues, &self.deputies, self.now),
        }
    }

    fn view(&self, ask: SecondPersonAsk) -> SecondPersonView {
        SecondPersonView {
            could_answer: self.could_answer(&ask).users,
            id: ask.id,
            verb: ask.what.verb,
            subject: ask.what.subject,
            details: ask.what.details,
            by: ask.by.user,
            unit: ask.by.unit,
            reason: ask.reason,
            at_us: ask.at.0,
            until_us: ask.until.0,
            state: ask.state,
            answered_by: ask.answer.map(|answer| answer.by.user),
        }
    }
}

impl Node {
    /// Asks a second person to agree to what one may do, but not alone.
    ///
    /// # Errors
    /// Who works here is asked for at the terminal as well, where nobody is known by name. Whoever asks again for the same is
    /// given the ask that is open.
    ///
    /// # Errors
    /// [`Error::Denied`] when whoever asks may not do it at all; [`Error::Refused`] with a [`SecondPersonRefusal`].
    pub async fn ask_second_person(&self, who: &Principal, ask: AskSecondPerson) -> Result<SecondPersonView, Error> {
        self.permitted(who, Action::AskSecondPerson, async {
            let action = GUARDED.iter().chain(STAFFING).copied().find(|action| action.verb() == ask.verb);
            let action = action.ok_or_else(|| Error::refused(SecondPersonRefusal::NotNeeded))?;
            self.permit(who, action)?;
            let (what, staff_of) = if STAFFING.contains(&action) {
                let change = self.staff_change(action, &ask.subject, ask.details).await?;
                (change.what, Some(change.unit))
            } else {
                (Guarded { verb: ask.verb, subject: ask.subject, details: ask.details }, None)
            };
            let by = match (who, staff_of) {
                (Principal::Terminal { .. }, Some(unit)) => Actor::at_terminal(unit),
                _ => who.caller(Action::AskSecondPerson)?.actor,
            };
            let id = SecondPersonId::new(id_bytes()?);
            let at = Moment(self.clock.now_us());
            let people = self.people().await?;
            let mut tx = self.store.begin().await?;
            let open = tx.asks_about(&what.verb, &what.subject).await?;
            if let Some(open) = open.into_iter().find(|open| staff_of.is_some() && open.is_open_for(&what, by.user, at))
            {
                let entry = self.entry(who, Action::ShowSecondPersons.verb());
                tx.commit(entry.about("second_persons", vec![open.id.to_string()])).await?;
                return Ok(people.view(open));
            }
            let asked = SecondPersonAsk::open(id, what, by, ask.reason, at).map_err(Error::refused)?;
            let asked = staff_of.into_iter().fold(asked, SecondPersonAsk::about_staff_of);
            tx.put_second_person_ask(&asked).await?;
            let entry = self.entry(who, Action::AskSecondPerson.verb()).about("second_person", id.to_string());
            tx.commit(entry.about("for", action.verb())).await?;
            Ok(people.view(asked))
        })
        .await
    }

    /// Answers an ask of somebody else: as a supervisor of their unit, or as a deputy of one.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such ask; [`Error::Refused`] with a [`SecondPersonRefusal`].
    pub async fn answer_as_second_person(
        &self,
        who: &Principal,
        ask: AnswerAsSecondPerson,
    ) -> Result<SecondPersonView, Error> {
        self.permitted(who, Action::AnswerAsSecondPerson, async {
            let by = who.caller(Action::AnswerAsSecondPerson)?.actor;
            let people = self.people().await?;
            let mut tx = self.store.begin().await?;
            let missing = || Error::NotFound { what: "second-person", name: ask.id.to_string() };
            let asked = tx.second_person_ask(ask.id).await?.ok_or_else(missing)?;
            let could = people.could_answer(&asked);
            if asked.by.user != by.user && !could.users.contains(&by.user) {
                // What others ask for is theirs: somebody who could not answer need not know of it.
                return Err(missing());
            }
            let is_supervisor = people.supervisors.contains_key(&by.user);
            let deputy_of =
                if is_supervisor { None } else { people.deputy_of(by.user, asked.staff_of.unwrap_or(asked.by.unit)) };
            let answer = SecondAnswer { by, at: people.now, deputy_of, reason: ask.reason };
            let answered = asked.answer(ask.agrees, answer, &could).map_err(Error::refused)?;
            tx.put_second_person_ask(&answered).await?;
            let entry = self.entry(who, Action::AnswerAsSecondPerson.verb());
            let entry = entry.about("second_person", ask.id.to_string()).about("answer", answered.state.code());
            tx.commit(entry).await?;
            Ok(people.view(answered))
        })
        .await
    }

    /// What whoever asks has asked for, and what they could answer, the newest first.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn second_person_asks(&self, who: &Principal) -> Result<SecondPersonList, Error> {
        self.permitted(who, Action::ShowSecondPersons, async {
            let user = who.caller(Action::ShowSecondPersons)?.actor.user;
            let asks = self.asks_for(user, &self.people().await?).await?;
            let ids: Vec<String> = asks.iter().map(|view| view.id.to_string()).collect();
            let entry = self.entry(who, Action::ShowSecondPersons.verb()).about("second_persons", ids);
            self.store.record_alone(entry).await?;
            Ok(SecondPersonList { asks })
        })
        .await
    }

    async fn asks_for(&self, user: UserId, people: &People) -> Result<Vec<SecondPersonView>, Error> {
        let (mut asks, mut before) = (Vec::new(), None);
        while asks.len() < N_SHOWN_MAX as usize {
            let page = self.store.second_person_asks(None, before, N_SHOWN_MAX).await?;
            let Some(last) = page.last() else { break };
            before = Some((last.at, last.id));
            let views = page.into_iter().map(|ask| people.view(ask));
            asks.extend(views.filter(|view| view.by == user || view.could_answer.contains(&user)));
        }
        asks.truncate(N_SHOWN_MAX as usize);
        Ok(asks)
    }

    /// Names who answers in the asker's place: while they are away, or because there is nobody else in the unit.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`SecondPersonRefusal`].
    pub async fn name_deputy(&self, who: &Principal, ask: NameDeputy) -> Result<DeputyView, Error> {
        self.permitted(who, Action::NameDeputy, async {
            let of = who.caller(Action::NameDeputy)?.actor;
            let people = self.people().await?;
            let is_active = people.colleagues.contains(&ask.user);
            let deputy = Deputy::name(of, ask.user, is_active, ask.days, people.now).map_err(Error::refused)?;
            let mut tx = self.store.begin().await?;
            tx.put_deputy(&deputy).await?;
            let entry = self.entry(who, Action::NameDeputy.verb()).about("deputy", ask.user.to_string());
            tx.commit(entry.about("days", u64::from(ask.days))).await?;
            Ok(DeputyView { supervisor: of.user, user: deputy.user, until_us: deputy.until.0 })
        })
        .await
    }

    /// Ends a deputy of the asker's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when they are none.
    pub async fn end_deputy(&self, who: &Principal, ask: EndDeputy) -> Result<(), Error> {
        self.permitted(who, Action::EndDeputy, async {
            let of = who.caller(Action::EndDeputy)?.actor;
            let mut tx = self.store.begin().await?;
            if !tx.remove_deputy(of.user, ask.user).await? {
                return Err(Error::NotFound { what: "deputy", name: ask.user.to_string() });
            }
            tx.commit(self.entry(who, Action::EndDeputy.verb()).about("deputy", ask.user.to_string())).await?;
            Ok(())
        })
        .await
    }

    /// What guarded verbs ask in the change that does it: whether a second person has agreed to exactly this. The
    /// agreement is used up with the change.
    ///
    /// At the terminal nobody can be told by name: what two users agreed to is done there as well. While the node has no
    /// supervisor there is nobody to agree, and its owner does it alone, which the entry says.
    ///
    /// # Errors
    /// [`Error::Refused`] with [`SecondPersonRefusal::Needed`].
    pub(crate) async fn need_second_person(
        &self,
        tx: &mut Tx,
        who: &Principal,
        action: Action,
        subject: &str,
        details: BTreeMap<String, String>,
    ) -> Result<SecondPerson, Error> {
        debug_assert!(GUARDED.contains(&action), "{} is not among what is guarded", action.verb());
        let what = Guarded { verb: action.verb().to_owned(), subject: subject.to_owned(), details };
        if let Some(agreed) = self.take_agreed(tx, who, &what).await? {
            return Ok(agreed);
        }
        // One who was kept out counts: a node that lost its supervisors is not as new.
        let is_supervisor = |user: &User| user.roles.contains(&Role::Supervisor);
        if matches!(who, Principal::Terminal { .. }) && !self.people().await?.users.iter().any(is_supervisor) {
            return Ok(SecondPerson::NobodyYet);
        }
        Err(Error::refused(SecondPersonRefusal::Needed))
    }

    /// Uses up what a second person agreed to, where somebody did.
    pub(crate) async fn take_agreed(
        &self,
        tx: &mut Tx,
        who: &Principal,
        what: &Guarded,
    ) -> Result<Option<SecondPerson>, Error> {
        let by = match who {
            Principal::Terminal { .. } => None,
            Principal::User(caller) => Some(caller.actor.user),
        };
        let now = Moment(self.clock.now_us());
        for agreed in tx.asks_about(&what.verb, &what.subject).await? {
            if let Ok(used) = agreed.take(what, by, now) {
                tx.put_second_person_ask(&used).await?;
                return Ok(Some(SecondPerson::Agreed(used.id)));
            }
        }
        Ok(None)
    }

    async fn people(&self) -> Result<People, Error> {
        let now = self.now();
        Ok(People::of(self.store.house(now).await?, now))
    }
}

/// What waits for somebody's agreement and can still be agreed to, the newest first.
pub(crate) fn waiting_for(house: &House, user: UserId, now: Moment) -> Vec<SecondPersonView> {
    let people = People::of(house.clone(), now);
    let views = house.asks.iter().map(|ask| people.view(ask.clone()));
    views.filter(|ask| ask.could_answer.contains(&user)).collect()
}

impl People {
    fn of(house: House, now: Moment) -> People {
        let House { users, deputies, .. } = house;
        let active: Vec<&User> = users.iter().filter(|user| user.state == UserState::Active).collect();
        let supervisors = active.iter().filter(|user| user.roles.contains(&Role::Supervisor));
        People {
            supervisors: supervisors.map(|user| (user.id, user.unit)).collect(),
            colleagues: active.iter().filter(|user| can_be_deputy(user)).map(|user| user.id).collect(),
            deputies,
            now,
            users,
        }
    }
}

impl People {
    /// The supervisor of a unit in whose place somebody answers.
    fn deputy_of(&self, user: UserId, unit: UnitId) -> Option<UserId> {
        let of = || self.deputies.iter().filter(|deputy| deputy.user == user).map(|deputy| deputy.of);
        // A unit without supervisors is answered for by those of another, or by whom its last ones named.
        of().find(|of| self.supervisors.get(&of.user) == Some(&unit)).or_else(|| of().next()).map(|of| of.user)
    }
}

#[cfg(test)]
pub(crate) mod tests;
