//! Four eyes: what cannot be taken back is asked for by one person and agreed to by another, for one thing and once.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{SecondPersonId, UnitId, UserId};
use crate::problem::codes;
use crate::protected::Protected;
use crate::role::Role;
use crate::who::{Actor, Moment};

/// How long an ask waits, and how long after it was made what was agreed to may still be done: long enough for a weekend
/// and a day off, short enough that both still know what it was about.
pub const ASK_DAYS: i64 = 7;
/// How long somebody is a deputy at most: the longest leave, after which a new supervisor is named instead.
pub const DEPUTY_DAYS_MAX: u32 = 90;
const DAY_US: i64 = 86_400_000_000;

/// What is asked for, so that two people mean the same: the verb, about what, and how.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Guarded {
    /// The verb.
    pub verb: String,
    /// The id of what it is about.
    pub subject: String,
    /// What else matters, as codes: in which format, for whom.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

codes! {
    /// How far an ask has come.
    AskState {
        /// Nobody has agreed yet.
        Waiting = "waiting",
        /// Agreed to; it may be done once.
        Agreed = "agreed",
        /// Somebody who could have agreed said no.
        Declined = "declined",
        /// Done.
        Used = "used",
    }
}

/// The answer of the second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondAnswer {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// For which supervisor, where they answered as a deputy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_of: Option<UserId>,
    /// Why; a refusal has a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Protected>,
}

/// One person's ask for another's agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondPersonAsk {
    /// Its id.
    pub id: SecondPersonId,
    /// For what.
    pub what: Guarded,
    /// Who asks.
    pub by: Actor,
    /// When.
    pub at: Moment,
    /// Until when it can be agreed to and done.
    pub until: Moment,
    /// Why.
    pub reason: Protected,
    /// How far it has come.
    pub state: AskState,
    /// What the second person answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<SecondAnswer>,
    /// The unit whose people it changes, where it does: then [`crate::staffing`] says who can agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff_of: Option<UnitId>,
}

/// Somebody whom a supervisor named to agree in their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputy {
    /// The supervisor.
    pub of: Actor,
    /// The deputy.
    pub user: UserId,
    /// Since when.
    pub at: Moment,
    /// Until when.
    pub until: Moment,
}

/// Who could be the second person: what somebody who is refused reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoCouldAgree {
    /// In these roles, in the asker's unit.
    pub roles: Vec<Role>,
    /// By name: supervisors of the unit and those they named, without whoever asks.
    pub users: BTreeSet<UserId>,
}

/// Why one person's word is not enough, or is not taken, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum SecondPersonRefusal {
    /// Ask for a second person: a supervisor of the unit or a deputy.
    #[error("a second person has to agree: ask a supervisor of the unit, or a deputy they named")]
    Needed,
    /// Ask a supervisor of the unit whose people it is about, or a deputy.
    #[error("who works here is said by two: ask a supervisor of that unit, or a deputy they named")]
    StaffNeeded,
    /// Say exactly what is to be done.
    #[error("an ask about somebody who works here names exactly what is to be done")]
    Unclear,
    /// This verb needs no second person.
    #[error("no second person is needed for that")]
    NotNeeded,
    /// Say why.
    #[error("asking a second person, and declining, needs a reason")]
    NoReason,
    /// Somebody else has to answer.
    #[error("nobody is their own second person")]
    Oneself,
    /// Ask a supervisor of the unit, or a deputy.
    #[error("only a supervisor of the asker's unit or their deputy can answer")]
    NotTheirs,
    /// Ask anew.
    #[error("it has ended, was answered or was done already")]
    Over,
    /// Name a deputy for 1 to 90 days.
    #[error("a deputy is named for 1 to 90 days")]
    DaysOutOfRange,
    /// Name somebody else who is active.
    #[error("a deputy is somebody else, and active")]
    NoDeputy,
}

impl SecondPersonAsk {
    /// Asks for a second person.
    ///
    /// # Errors
    /// Without a reason.
    pub fn open(
        id: SecondPersonId,
        what: Guarded,
        by: Actor,
        reason: Protected,
        at: Moment,
    ) -> Result<SecondPersonAsk, SecondPersonRefusal> {
        if reason.is_blank() {
            return Err(SecondPersonRefusal::NoReason);
        }
        let until = Moment(at.0.saturating_add(ASK_DAYS * DAY_US));
        Ok(SecondPersonAsk { id, what, by, at, until, reason, state: AskState::Waiting, answer: None, staff_of: None })
    }

    /// The same about the people of a unit.
    pub fn about_staff_of(self, unit: UnitId) -> SecondPersonAsk {
        SecondPersonAsk { staff_of: Some(unit), ..self }
    }

    /// Whether it still waits or is agreed to at this moment, and asks for exactly this.
    pub fn is_open_for(&self, what: &Guarded, by: UserId, now: Moment) -> bool {
        let is_open = matches!(self.state, AskState::Waiting | AskState::Agreed) && now < self.until;
        is_open && self.what == *what && self.by.user == by
    }

    /// Writes down what the second person says. `could` is who could agree at this moment.
    ///
    /// # Errors
    /// From the asker, from somebody who could not agree, or when it is over; a refusal without a reason.
    pub fn answer(
        &self,
        agrees: bool,
        answer: SecondAnswer,
        could: &WhoCouldAgree,
    ) -> Result<SecondPersonAsk, SecondPersonRefusal> {
        if answer.by.user == self.by.user {
            return Err(SecondPersonRefusal::Oneself);
        }
        if !could.users.contains(&answer.by.user) {
            return Err(SecondPersonRefusal::NotTheirs);
        }
        if self.state != AskState::Waiting || answer.at >= self.until {
            return Err(SecondPersonRefusal::Over);
        }
        if !agrees && answer.reason.as_ref().is_none_or(Protected::is_blank) {
            return Err(SecondPersonRefusal::NoReason);
        }
        let state = if agrees { AskState::Agreed } else { AskState::Declined };
        Ok(SecondPersonAsk { state, answer: Some(answer), ..self.clone() })
    }

    /// Takes what was agreed to, for doing it: once, in time, exactly this, and by whoever asked. At a terminal, where
    /// nobody can be told by name, `by` is none.
    ///
    /// # Errors
    /// [`SecondPersonRefusal::Needed`] when it is not that.
    pub fn take(
        &self,
        what: &Guarded,
        by: Option<UserId>,
        now: Moment,
    ) -> Result<SecondPersonAsk, SecondPersonRefusal> {
        let is_it = self.state == AskState::Agreed
            && self.what == *what
            && now < self.until
            && by.is_none_or(|by| by == self.by.user);
        if is_it {
            Ok(SecondPersonAsk { state: AskState::Used, ..self.clone() })
        } else {
            Err(SecondPersonRefusal::Needed)
        }
    }
}

impl Deputy {
    /// Names a deputy.
    ///
    /// # Errors
    /// For oneself, for somebody who is not active, for no time or too long.
    pub fn name(
        of: Actor,
        user: UserId,
        is_active: bool,
        days: u32,
        at: Moment,
    ) -> Result<Deputy, SecondPersonRefusal> {
        if user == of.user || !is_active {
            return Err(SecondPersonRefusal::NoDeputy);
        }
        if !(1..=DEPUTY_DAYS_MAX).contains(&days) {
            return Err(SecondPersonRefusal::DaysOutOfRange);
        }
        Ok(Deputy { of, user, at, until: Moment(at.0.saturating_add(i64::from(days) * DAY_US)) })
    }
}

/// Who could agree to what somebody of this unit asks: its supervisors, and the deputies they named, but not whoever asks.
pub fn who_could_agree(
    asker: Actor,
    supervisors: &BTreeMap<UserId, UnitId>,
    active: &BTreeSet<UserId>,
    deputies: &[Deputy],
    now: Moment,
) -> WhoCouldAgree {
    let of_unit = |user: &UserId| supervisors.get(user) == Some(&asker.unit);
    let named = deputies
        .iter()
        .filter(|deputy| now < deputy.until && of_unit(&deputy.of.user) && active.contains(&deputy.user))
        .map(|deputy| deputy.user);
    let mut users: BTreeSet<UserId> = supervisors.keys().copied().filter(of_unit).chain(named).collect();
    users.remove(&asker.user);
    WhoCouldAgree { roles: vec![Role::Supervisor], users }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(n: u8) -> UserId {
        UserId::new([n; 10])
    }

    fn actor(n: u8) -> Actor {
        Actor { user: user(n), unit: UnitId::new([1; 10]) }
    }

    fn export() -> Guarded {
        Guarded { verb: "case-export".into(), subject: "cas_1".into(), details: BTreeMap::new() }
    }

    fn ask() -> SecondPersonAsk {
        SecondPersonAsk::open(SecondPersonId::new([1; 10]), export(), actor(1), Protected::new("court"), Moment(0))
            .unwrap()
    }

    fn says(by: u8, at: i64) -> SecondAnswer {
        SecondAnswer { by: actor(by), at: Moment(at), deputy_of: None, reason: None }
    }

    /// User 2 is the unit's supervisor and user 3 the deputy; user 4 is nobody.
    fn could(asker: u8, now: i64) -> WhoCouldAgree {
        let supervisors = BTreeMap::from([(user(2), UnitId::new([1; 10])), (user(9), UnitId::new([9; 10]))]);
        let active = (1..=4).map(user).collect();
        let deputy = Deputy::name(actor(2), user(3), true, 1, Moment(0)).unwrap();
        let of_elsewhere = Deputy::name(actor(9), user(4), true, 1, Moment(0)).unwrap();
        who_could_agree(actor(asker), &supervisors, &active, &[deputy, of_elsewhere], Moment(now))
    }

    #[test]
    fn a_supervisor_of_the_unit_or_their_deputy_can_agree_and_never_the_asker() {
        let check = |asker, now, users: &[u8]| {
            assert_eq!(could(asker, now).users, users.iter().copied().map(user).collect());
        };
        check(1, 0, &[2, 3]);
        check(2, 0, &[3]);
        check(3, 0, &[2]);
        check(1, DAY_US, &[2]);
    }

    #[test]
    fn one_person_alone_is_refused() {
        let ask = ask();
        assert_eq!(ask.take(&export(), Some(user(1)), Moment(1)), Err(SecondPersonRefusal::Needed));
        let mut own = could(1, 1);
        own.users.insert(user(1));
        assert_eq!(ask.answer(true, says(1, 1), &own), Err(SecondPersonRefusal::Oneself));
        assert_eq!(ask.answer(true, says(4, 1), &could(1, 1)), Err(SecondPersonRefusal::NotTheirs));
    }

    #[test]
    fn what_was_agreed_to_is_done_once_in_time_and_exactly_so() {
        let agreed = ask().answer(true, says(2, 1), &could(1, 1)).unwrap();
        assert_eq!(agreed.take(&export(), Some(user(2)), Moment(2)), Err(SecondPersonRefusal::Needed));
        let other = Guarded { details: BTreeMap::from([("format".into(), "csv".into())]), ..export() };
        assert_eq!(agreed.take(&other, Some(user(1)), Moment(2)), Err(SecondPersonRefusal::Needed));
        assert_eq!(agreed.take(&export(), Some(user(1)), Moment(7 * DAY_US)), Err(SecondPersonRefusal::Needed));
        let used = agreed.take(&export(), Some(user(1)), Moment(2)).unwrap();
        assert_eq!(used.take(&export(), Some(user(1)), Moment(3)), Err(SecondPersonRefusal::Needed));
        assert_eq!(used.answer(true, says(3, 3), &could(1, 3)), Err(SecondPersonRefusal::Over));
        assert!(agreed.take(&export(), None, Moment(2)).is_ok());
    }

    #[test]
    fn declining_has_a_reason_and_ends_it() {
        assert_eq!(ask().answer(false, says(2, 1), &could(1, 1)), Err(SecondPersonRefusal::NoReason));
        let reason = Some(Protected::new("the court asked for another case"));
        let declined = ask().answer(false, SecondAnswer { reason, ..says(2, 1) }, &could(1, 1)).unwrap();
        assert_eq!(declined.take(&export(), Some(user(1)), Moment(2)), Err(SecondPersonRefusal::Needed));
        assert_eq!(ask().answer(true, says(2, 7 * DAY_US), &could(1, 1)), Err(SecondPersonRefusal::Over));
    }

    #[test]
    fn a_deputy_is_somebody_else_for_a_time() {
        let name = |user, is_active, days| Deputy::name(actor(2), user, is_active, days, Moment(0));
        assert_eq!(name(user(2), true, 1), Err(SecondPersonRefusal::NoDeputy));
        assert_eq!(name(user(3), false, 1), Err(SecondPersonRefusal::NoDeputy));
        assert_eq!(name(user(3), true, 0), Err(SecondPersonRefusal::DaysOutOfRange));
        assert_eq!(name(user(3), true, 91), Err(SecondPersonRefusal::DaysOutOfRange));
    }
}
