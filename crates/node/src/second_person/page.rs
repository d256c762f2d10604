//! What stands on the page of second persons: asks with the names of those who ask, and who answers in whose place.

use std::collections::{BTreeMap, BTreeSet};

use casework::id::UserId;

use super::{DeputyView, SecondPersonView};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Asks, deputies, and the people of whom both speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondPersonsView {
    /// One's own asks, and those that one could answer, the newest first.
    pub asks: Vec<SecondPersonView>,
    /// Who stands in for the supervisors of the reader's unit, for the reader, or is stood in for by the reader.
    pub deputies: Vec<DeputyView>,
    /// Whom the reader could name; nobody for whoever names none.
    pub could_be_deputy: BTreeSet<UserId>,
    /// What colleagues call everybody who is named here. Somebody at the node's terminal has no name.
    pub names: BTreeMap<UserId, String>,
}

impl Node {
    /// What the reader asked of second persons and could answer, and who answers in whose place.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn second_persons_page(&self, who: &Principal) -> Result<SecondPersonsView, Error> {
        self.permitted(who, Action::ShowSecondPersons, async {
            let reader = who.caller(Action::ShowSecondPersons)?.actor;
            let people = self.people().await?;
            let asks = self.asks_for(reader.user, &people).await?;
            let concerns = |deputy: &&casework::second_person::Deputy| {
                deputy.of.unit == reader.unit || deputy.of.user == reader.user || deputy.user == reader.user
            };
            let deputies: Vec<DeputyView> = people
                .deputies
                .iter()
                .filter(concerns)
                .map(|deputy| DeputyView { supervisor: deputy.of.user, user: deputy.user, until_us: deputy.until.0 })
                .collect();
            let mut could_be_deputy = BTreeSet::new();
            if self.may(who, Action::NameDeputy) {
                could_be_deputy.extend(people.colleagues.iter().copied().filter(|user| *user != reader.user));
            }
            let of_asks = asks.iter().flat_map(|ask| std::iter::once(ask.by).chain(ask.subject.parse().ok()));
            let of_deputies = deputies.iter().flat_map(|deputy| [deputy.supervisor, deputy.user]);
            let named: BTreeSet<UserId> = of_asks.chain(of_deputies).chain(could_be_deputy.iter().copied()).collect();
            let names = people.users.iter().filter(|user| named.contains(&user.id));
            let names = names.map(|user| (user.id, user.name.reveal().to_owned())).collect();
            let ids: Vec<String> = asks.iter().map(|ask| ask.id.to_string()).collect();
            let entry = self.entry(who, Action::ShowSecondPersons.verb()).about("second_persons", ids);
            self.store.record_alone(entry).await?;
            Ok(SecondPersonsView { asks, deputies, could_be_deputy, names })
        })
        .await
    }
}
