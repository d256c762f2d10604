//! Two say who works here: how an ask names a change of a user or a token, and the question that those verbs ask before
//! they do it. Which changes wait is said by [`casework::staffing`].

use std::collections::{BTreeMap, BTreeSet};

use casework::id::UnitId;
use casework::role::Role;
use casework::second_person::{Guarded, SecondPersonRefusal};
use casework::staffing::{Staffing, keeps_a_supervisor, waits_for_second_person};
use casework::user::{Login, User};
use store::{LedgerEntry, Tx};

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// What is done to users and tokens and may wait for a second person. An ask names, by verb:
///
/// - `user-add`: the unit, with the details `login` and `roles`
/// - `user-set-roles`: the user, with the detail `roles`
/// - `user-disable`, `user-reset`: the user
/// - `provider-account-bind`: the user, with the detail `subject`
/// - `token-add`: the user, with the detail `scope`
///
/// Several roles or verbs are parted by commas. Units and users are named by id, name or login name.
pub const STAFFING: &[Action] = &[
    Action::AddUser,
    Action::SetUserRoles,
    Action::DisableUser,
    Action::ResetUser,
    Action::BindProviderAccount,
    Action::AddToken,
];

/// A change as an ask and the verb itself name it alike, and whose people it is about.
pub(crate) struct StaffChange {
    pub(crate) what: Guarded,
    pub(crate) unit: UnitId,
}

impl StaffChange {
    /// A new user of this unit, login name and roles.
    pub(crate) fn add(unit: UnitId, login: &Login, roles: &BTreeSet<Role>) -> StaffChange {
        let details = [("login", login.as_str().to_owned()), ("roles", in_one(roles.iter().map(|role| role.code())))];
        StaffChange::new(Action::AddUser, unit, unit.to_string(), details)
    }

    /// These roles of a user from now on.
    pub(crate) fn set_roles(user: &User, roles: &BTreeSet<Role>) -> StaffChange {
        let details = [("roles", in_one(roles.iter().map(|role| role.code())))];
        StaffChange::new(Action::SetUserRoles, user.unit, user.id.to_string(), details)
    }

    /// What the provider of sign-ins calls a user.
    pub(crate) fn bind(user: &User, subject: &str) -> StaffChange {
        let details = [("subject", subject.to_owned())];
        StaffChange::new(Action::BindProviderAccount, user.unit, user.id.to_string(), details)
    }

    /// A token of a user that may ask for these verbs.
    pub(crate) fn token(user: &User, scope: &[String]) -> StaffChange {
        let scope: BTreeSet<&str> = scope.iter().map(String::as_str).collect();
        StaffChange::new(Action::AddToken, user.unit, user.id.to_string(), [("scope", in_one(scope))])
    }

    /// Anything that the user alone says: keeping them out, giving them new secrets.
    pub(crate) fn of(action: Action, user: &User) -> StaffChange {
        StaffChange::new(action, user.unit, user.id.to_string(), [])
    }

    fn new(
        action: Action,
        unit: UnitId,
        subject: String,
        details: impl IntoIterator<Item = (&'static str, String)>,
    ) -> StaffChange {
        let details = details.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        StaffChange { what: Guarded { verb: action.verb().to_owned(), subject, details }, unit }
    }
}

impl Node {
    /// What an ask of somebody means.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit or user that is not there; [`Error::Refused`] when it is not exactly said what is to be
    /// done.
    pub(crate) async fn staff_change(
        &self,
        action: Action,
        subject: &str,
        mut details: BTreeMap<String, String>,
    ) -> Result<StaffChange, Error> {
        let unclear = || Error::refused(SecondPersonRefusal::Unclear);
        let mut detail = |name: &str| details.remove(name).filter(|value| !value.trim().is_empty()).ok_or_else(unclear);
        let change = match action {
            Action::AddUser => {
                let (login, roles) = (detail("login")?, read_roles(&detail("roles")?).ok_or_else(unclear)?);
                let unit = self.unit_called(subject).await?.id;
                StaffChange::add(unit, &login.parse().map_err(Error::refused)?, &roles)
            }
            Action::SetUserRoles => {
                let roles = read_roles(&detail("roles")?).ok_or_else(unclear)?;
                StaffChange::set_roles(&self.user_called(subject).await?, &roles)
            }
            Action::BindProviderAccount => {
                let named = detail("subject")?;
                StaffChange::bind(&self.user_called(subject).await?, &named)
            }
            Action::AddToken => {
                let scope: Vec<String> = detail("scope")?.split(',').map(|verb| verb.trim().to_owned()).collect();
                StaffChange::token(&self.user_called(subject).await?, &scope)
            }
            action => StaffChange::of(action, &self.user_called(subject).await?),
        };
        if details.is_empty() { Ok(change) } else { Err(unclear()) }
    }

    /// What verbs about users and tokens ask in the change that does it: `entry` names the second person where one had to
    /// agree. The agreement is used up with the change.
    ///
    /// # Errors
    /// [`Error::Refused`] with [`SecondPersonRefusal::StaffNeeded`], or when the node's last supervisor would be none.
    pub(crate) async fn two_say_who_works_here(
        &self,
        tx: &mut Tx,
        who: &Principal,
        staffing: Staffing<'_>,
        change: StaffChange,
        entry: LedgerEntry,
    ) -> Result<LedgerEntry, Error> {
        // Nobody else writes while this change is open, so what is read beside it is what it meets.
        let users = self.store.users().await?;
        if let Staffing::SetRoles(user, roles) = staffing {
            keeps_a_supervisor(user, roles, &users).map_err(Error::refused)?;
        }
        if !waits_for_second_person(staffing, &users) {
            return Ok(entry);
        }
        match self.take_agreed(tx, who, &change.what).await? {
            Some(second) => Ok(entry.about("second_person", second.fact())),
            None => Err(Error::refused(SecondPersonRefusal::StaffNeeded)),
        }
    }
}

fn in_one<'t>(several: impl IntoIterator<Item = &'t str>) -> String {
    several.into_iter().collect::<Vec<_>>().join(",")
}

fn read_roles(text: &str) -> Option<BTreeSet<Role>> {
    text.split(',').map(|code| Role::ALL.iter().copied().find(|role| role.code() == code.trim())).collect()
}

#[cfg(test)]
mod tests;
