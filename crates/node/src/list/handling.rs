//! How lists are handled: said by the unit that keeps one, and asked by whatever tells what its owner says of an entry.

use std::collections::BTreeSet;

use casework::audience::Audience;
use casework::country::Country;
use casework::handling::{Circle, Viewer, may_see};
use casework::id::{UnitId, UserId};
use casework::list::ListVersion;
use casework::list_handling::{ListHandling, withhold, withhold_worth};
use casework::matching::Match;
use casework::report::Report;
use serde::{Deserialize, Serialize};
use store::House;
use utoipa::ToSchema;

use crate::error::Error;
use crate::handling::{HandlingAsk, HandlingView};
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// A list, and how the unit that keeps it says that it is handled. The first unit that says it keeps the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetListHandling {
    /// The list's name, or its version's id. Every version of that name is handled so.
    #[schema(min_length = 1)]
    pub list: String,
    /// How it is handled from now on.
    pub handling: HandlingAsk,
    /// Why; whatever lets more people have it needs a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// How a list is handled, and who said so last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ListHandlingView {
    /// The list's name.
    pub list: String,
    /// How it is handled. Whom red names, and which units and countries are excluded, is told to the unit that keeps it.
    pub handling: HandlingView,
    /// The unit that keeps it: whom to ask. None where no unit has said anything yet.
    #[schema(value_type = Option<String>)]
    pub keeper: Option<UnitId>,
    /// Who said so.
    #[schema(value_type = Option<String>)]
    pub set_by: Option<UserId>,
    /// When, in microseconds since 1970.
    pub set_at_us: Option<i64>,
    /// Why. To people of the unit that keeps it.
    pub reason: Option<String>,
    /// Whether what its owner says of an entry is told to the reader: words, ids, categories. That something matches is told
    /// either way.
    pub is_told: bool,
}

impl Node {
    /// Says how a list is handled.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a list, person or unit that is not there; [`Error::Refused`] with a
    /// [`casework::handling::HandlingRefusal`].
    pub async fn set_list_handling(&self, who: &Principal, ask: SetListHandling) -> Result<ListHandlingView, Error> {
        let action = Action::SetListHandling;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let version = self.list_called(&ask.list).await?;
            let (id, name) = (version.id, version.terms.name);
            let mut tx = self.store.begin().await?;
            let before = tx.list_handling(&name).await?.unwrap_or_else(ListHandling::usual);
            let owner = self.owner(&mut tx, caller.actor.unit, &ask.handling).await?;
            let said = self.said(caller, ask.reason.as_deref());
            let set = before.change(ask.handling.read()?, &owner.as_rule(), said).map_err(Error::refused)?;
            tx.put_list_handling(&name, &set).await?;
            let entry = self.entry(who, action.verb()).about("list", id);
            tx.commit(entry.about("tlp", set.handling.marking.tlp().code())).await?;
            self.list_handling_view(caller, name, set).await
        })
        .await
    }

    /// How a list is handled, and who said so.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such list.
    pub async fn show_list_handling(&self, who: &Principal, list: &str) -> Result<ListHandlingView, Error> {
        let action = Action::ShowListHandling;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let version = self.list_called(list).await?;
            self.store.record_alone(self.entry(who, action.verb()).about("list", version.id)).await?;
            let mut handlings = self.store.list_handlings().await?;
            let handling = handlings.remove(&version.terms.name).unwrap_or_else(ListHandling::usual);
            self.list_handling_view(caller, version.terms.name, handling).await
        })
        .await
    }

    /// The same for a verb that shows it among other things, and records all of them at once.
    pub(super) async fn list_handling_view(
        &self,
        caller: &Caller,
        list: String,
        handling: ListHandling,
    ) -> Result<ListHandlingView, Error> {
        let keeper = handling.keeper();
        let is_told = handling.is_told_to(Some(&viewer(caller, self.country_of(caller).await?, keeper)));
        let ListHandling { handling, said } = handling;
        let mut shown = HandlingView::of(&handling);
        if keeper.is_some_and(|keeper| keeper != caller.actor.unit) {
            // Whom a unit trusts and whom it does not is its own; others see how far it reaches them.
            (shown.named, shown.not_to_units, shown.not_to_countries) = Default::default();
        }
        Ok(ListHandlingView {
            list,
            handling: shown,
            keeper,
            set_by: said.as_ref().map(|said| said.by.user),
            set_at_us: said.as_ref().map(|said| said.at.0),
            reason: said.and_then(|said| said.reason).filter(|_| keeper == Some(caller.actor.unit)),
            is_told,
        })
    }

    /// Names of the lists whose owners' words are not for whoever asks.
    pub(crate) async fn untold_lists(&self, who: &Principal) -> Result<BTreeSet<String>, Error> {
        Ok(untold_in(&self.store.house(self.now()).await?, who, |_| true))
    }

    /// That a list may be written out by whoever asks.
    pub(super) async fn may_export(&self, who: &Principal, version: &ListVersion) -> Result<(), Error> {
        let Some(of) = self.store.list_handlings().await?.remove(&version.terms.name) else { return Ok(()) };
        if let Principal::User(caller) = who {
            let viewer = viewer(caller, self.country_of(caller).await?, of.keeper());
            may_see(&of.handling, &viewer).map_err(Error::refused)?;
        }
        of.may_be_exported().map_err(Error::refused)
    }

    async fn country_of(&self, caller: &Caller) -> Result<Option<Country>, Error> {
        let units = self.store.units().await?;
        Ok(units.into_iter().find(|unit| unit.id == caller.actor.unit).map(|unit| unit.country))
    }

    /// Takes from a report what the lists' owners do not want its audience to read, and names those lists in its head.
    pub(crate) async fn withhold_in_report(
        &self,
        who: &Principal,
        report: &mut Report,
        audience: Audience,
    ) -> Result<(), Error> {
        let house = self.store.house(self.now()).await?;
        let names = untold_in(&house, who, |handling| handling.is_told_in(audience));
        let untold = ids_of(&report.header.lists, &names);
        if untold.is_empty() {
            return Ok(());
        }
        for row in &mut report.rows {
            withhold_of(&mut row.matches, &untold);
            row.worth_a_look.iter_mut().filter(|entry| untold.contains(&entry.list)).for_each(withhold_worth);
        }
        let told: Vec<&str> = report
            .header
            .lists
            .iter()
            .map(|list| list.terms.name.as_str())
            .filter(|name| names.contains(*name))
            .collect();
        report.header.settings.push(("words-withheld-of-lists".to_owned(), told.join(", ")));
        Ok(())
    }
}

/// Names of the lists whose owners' words are not for whoever asks, or not for a document to this audience.
pub(crate) fn untold_in(house: &House, who: &Principal, is_told: impl Fn(&ListHandling) -> bool) -> BTreeSet<String> {
    let asker = match who {
        Principal::User(caller) => {
            let own = house.units.iter().find(|unit| unit.id == caller.actor.unit);
            Some((caller, own.map(|unit| unit.country)))
        }
        Principal::Terminal { .. } => None,
    };
    let is_told_both = |of: &ListHandling| {
        let viewer = asker.map(|(caller, country)| viewer(caller, country, of.keeper()));
        of.is_told_to(viewer.as_ref()) && is_told(of)
    };
    house.handlings.iter().filter(|(_, of)| !is_told_both(of)).map(|(name, _)| name.clone()).collect()
}

/// Somebody who asks a list that this unit keeps. As long as none does, whoever took it in at the terminal did so for all units.
fn viewer(caller: &Caller, country: Option<Country>, keeper: Option<UnitId>) -> Viewer {
    let Caller { actor, .. } = caller;
    let circle = if keeper.is_none_or(|keeper| keeper == actor.unit) { Circle::Organisation } else { Circle::Client };
    // Lists are there to be asked by whoever works here.
    Viewer { user: actor.user, unit: actor.unit, country, circle, needs_to_know: true }
}

/// The versions of lists of these names.
pub(crate) fn ids_of(lists: &[ListVersion], names: &BTreeSet<String>) -> BTreeSet<String> {
    lists.iter().filter(|list| names.contains(&list.terms.name)).map(|list| list.id.clone()).collect()
}

/// Takes from claims what the owners of these list versions say.
pub(crate) fn withhold_of(claims: &mut [Match], untold: &BTreeSet<String>) {
    claims.iter_mut().filter(|claim| untold.contains(&claim.list)).for_each(withhold);
}

#[cfg(test)]
mod tests;
