//! What a new node still needs: said to those who can see to it, until it has it.

use std::sync::atomic::{AtomicBool, Ordering};

use casework::role::Role;
use casework::set_up::{SetUpSoFar, SetUpStep, still_to_set_up};
use casework::user::{User, UserState};

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
        let sees_people = self.may(who, Action::ShowUsers);
        let (adds_people, takes_lists) = (self.may(who, Action::AddUser), self.may(who, Action::ImportList));
        if !(sees_people || takes_lists) || self.set_up.0.load(Ordering::Relaxed) {
            return Ok(Vec::new());
        }
        let users = self.store.users().await?;
        let active = || users.iter().filter(|user| user.state == UserState::Active);
        let may_take = |user: &User| self.may(&in_roles(user.id, user.unit, &user.roles), Action::ImportList);
        let steps = still_to_set_up(SetUpSoFar {
            n_administrators: active().filter(|user| user.roles.contains(&Role::Administrator)).count(),
            somebody_takes_lists: active().any(may_take),
            n_lists: self.store.current_lists().await?.len(),
        });
        self.set_up.0.store(steps.is_empty(), Ordering::Relaxed);
        let concerns = |step: &SetUpStep| match step {
            SetUpStep::SecondAdministrator | SetUpStep::SomebodyForLists => sees_people,
            SetUpStep::FirstList => true,
            SetUpStep::RecoveryKey => adds_people,
        };
        Ok(steps.into_iter().filter(concerns).collect())
    }
}
