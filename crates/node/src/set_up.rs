//! What a new node still needs: said to those who can see to it, until it has it.

use std::sync::atomic::{AtomicBool, Ordering};

use casework::role::Role;
use casework::set_up::{SetUpSoFar, SetUpStep, still_to_set_up};
use casework::user::{User, UserState};
use store::{House, ListState};

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::token::in_roles;

/// Whether this program has seen that nothing is left to be done: from then on nobody's page asks for it.
#[derive(Default)]
pub(crate) struct SetUp(AtomicBool);

impl Node {
    /// What this node still needs, as far as it is the caller's business. It says nothing of anybody, and leaves no entry.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn still_to_set_up(&self, who: &Principal) -> Result<Vec<SetUpStep>, Error> {
        match self.may_ask_of_set_up(who) {
            true => Ok(self.set_up_left(who, &self.store.house(self.now()).await?)),
            false => Ok(Vec::new()),
        }
    }

    /// The same of what was read already.
    pub(crate) fn set_up_left(&self, who: &Principal, house: &House) -> Vec<SetUpStep> {
        if !self.may_ask_of_set_up(who) {
            return Vec::new();
        }
        let (sees_people, adds_people) = (self.may(who, Action::ShowUsers), self.may(who, Action::AddUser));
        let active = || house.users.iter().filter(|user| user.state == UserState::Active);
        let may_take = |user: &User| self.may(&in_roles(user.id, user.unit, &user.roles), Action::ImportList);
        let steps = still_to_set_up(SetUpSoFar {
            n_administrators: active().filter(|user| user.roles.contains(&Role::Administrator)).count(),
            somebody_takes_lists: active().any(may_take),
            n_lists: house.lists.iter().filter(|list| list.state == ListState::Current).count(),
        });
        self.set_up.0.store(steps.is_empty(), Ordering::Relaxed);
        let concerns = |step: &SetUpStep| match step {
            SetUpStep::SecondAdministrator | SetUpStep::SomebodyForLists => sees_people,
            SetUpStep::FirstList => true,
            SetUpStep::RecoveryKey => adds_people,
        };
        steps.into_iter().filter(concerns).collect()
    }

    fn may_ask_of_set_up(&self, who: &Principal) -> bool {
        let concerns_them = self.may(who, Action::ShowUsers) || self.may(who, Action::ImportList);
        concerns_them && !self.set_up.0.load(Ordering::Relaxed)
    }
}
