//! How a record is handled: its colour and what its owner restricts. Who may see it is asked with every record; where it may
//! go is asked by whatever leaves.

use std::collections::{BTreeMap, BTreeSet};

use casework::country::Country;
use casework::handling::{Handling, HandlingRefusal, HandlingSet, Marking, Owner, Tlp, Use};
use casework::id::{RecordId, UnitId, UserId};
use casework::protected::Protected;
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::ToSchema;

use crate::casebook::no_such;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// What an owner says of a record's handling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandlingAsk {
    /// The colour of TLP 2.0: `clear`, `green`, `amber`, `amber+strict` or `red`.
    #[schema(value_type = String, example = "amber+strict")]
    pub tlp: Tlp,
    /// Who may see what is red: people of the owner's unit.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub named: BTreeSet<UserId>,
    /// Countries that must not have it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub not_to_countries: BTreeSet<Country>,
    /// Units that must not have it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub not_to_units: BTreeSet<UnitId>,
    /// What whoever receives it may do: `match`, `store`, `onward`; all of them where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>, nullable = false)]
    pub uses: Option<BTreeSet<Use>>,
}

/// A record, and how its owner says that it is handled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetHandling {
    /// Which record.
    #[schema(value_type = String, example = "vic_0000000000000000")]
    pub record: RecordId,
    /// How it is handled from now on.
    pub handling: HandlingAsk,
    /// Why; whatever lets more people have it needs a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// What an owner says of a record's handling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandlingView {
    /// The colour of TLP 2.0.
    #[schema(value_type = String, example = "amber")]
    pub tlp: Tlp,
    /// Who may see what is red.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub named: BTreeSet<UserId>,
    /// Countries that must not have it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub not_to_countries: BTreeSet<Country>,
    /// Units that must not have it.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub not_to_units: BTreeSet<UnitId>,
    /// What whoever receives it may do.
    #[schema(value_type = Vec<String>)]
    pub uses: BTreeSet<Use>,
}

/// How a record is handled, and who said so last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecordHandlingView {
    /// Which record.
    #[schema(value_type = String)]
    pub record: RecordId,
    /// The unit that owns it: whom to ask.
    #[schema(value_type = String)]
    pub unit: UnitId,
    /// How it is handled.
    pub handling: HandlingView,
    /// Who said so; none where nobody has, and it is handled as is usual.
    #[schema(value_type = Option<String>)]
    pub set_by: Option<UserId>,
    /// When, in microseconds since 1970.
    pub set_at_us: Option<i64>,
    /// Why. To people of the owner's unit.
    pub reason: Option<String>,
}

/// How a record is handled, with whom and what a form about it can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandlingPage {
    /// How it is handled.
    pub view: RecordHandlingView,
    /// The people of the unit that owns it.
    pub people: BTreeMap<UserId, Protected>,
    /// How the units of this node are called.
    pub units: BTreeMap<UnitId, String>,
}

impl HandlingAsk {
    pub(crate) fn read(self) -> Result<Handling, Error> {
        let HandlingAsk { tlp, named, not_to_countries, not_to_units, uses } = self;
        if tlp != Tlp::Red && !named.is_empty() {
            return Err(Error::refused(HandlingRefusal::NamesWithoutRed));
        }
        let marking = match tlp {
            Tlp::Clear => Marking::Clear,
            Tlp::Green => Marking::Green,
            Tlp::Amber => Marking::Amber,
            Tlp::AmberStrict => Marking::AmberStrict,
            Tlp::Red => Marking::Red { named },
        };
        let uses = uses.unwrap_or_else(|| Use::ALL.iter().copied().collect());
        Ok(Handling { marking, not_to_countries, not_to_units, uses })
    }
}

impl HandlingView {
    pub(crate) fn of(handling: &Handling) -> HandlingView {
        let Handling { marking, not_to_countries, not_to_units, uses } = handling.clone();
        let named = marking.named().copied().collect();
        HandlingView { tlp: marking.tlp(), named, not_to_countries, not_to_units, uses }
    }
}

impl Node {
    /// Says how a record is handled. It is for the unit that owns it, and for those of it whom red does not name as well:
    /// otherwise nobody could mend what nobody sees any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the record, a person or a unit; [`Error::Refused`] with a [`HandlingRefusal`].
    pub async fn set_handling(&self, who: &Principal, ask: SetHandling) -> Result<RecordHandlingView, Error> {
        self.permitted(who, Action::SetHandling, async {
            let caller = who.caller(Action::SetHandling)?;
            let SetHandling { record: id, handling, reason } = ask;
            let mut tx = self.store.begin().await?;
            let access = tx.access(id).await?.ok_or_else(|| no_such(id))?;
            self.permit_about(who, Action::SetHandling, &access)?;
            let owner = self.owner(&mut tx, access.unit, &handling).await?;
            let said = self.said(caller, reason.as_deref());
            let set = access.handling.change(handling.read()?, &owner.as_rule(), said).map_err(Error::refused)?;
            tx.put_handling(id, &set).await?;
            let entry = self.entry(who, Action::SetHandling.verb()).about("record", id.to_string());
            tx.commit(entry.about("tlp", set.handling.marking.tlp().code())).await?;
            Ok(RecordHandlingView::of(id, access.unit, &set.handling.clone(), Some(set), caller))
        })
        .await
    }

    /// How a record is handled, and who said so.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_handling(&self, who: &Principal, id: RecordId) -> Result<RecordHandlingView, Error> {
        self.permitted(who, Action::ShowHandling, async {
            let view = self.handling_of(who, id).await?;
            let entry = self.entry(who, Action::ShowHandling.verb()).about("record", id.to_string());
            self.store.record_alone(entry).await?;
            Ok(view)
        })
        .await
    }

    /// The same with whom and what a form about it can name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn handling_page(&self, who: &Principal, id: RecordId) -> Result<HandlingPage, Error> {
        self.permitted(who, Action::ShowHandling, async {
            let view = self.handling_of(who, id).await?;
            let users = self.store.users().await?.into_iter();
            let people = users.filter(|user| user.unit == view.unit && !user.is_machine());
            let people = people.map(|user| (user.id, user.name)).collect();
            let units = self.store.units().await?.into_iter().map(|unit| (unit.id, unit.name)).collect();
            let entry = self.entry(who, Action::ShowHandling.verb()).about("record", id.to_string());
            self.store.record_alone(entry).await?;
            Ok(HandlingPage { view, people, units })
        })
        .await
    }

    async fn handling_of(&self, who: &Principal, id: RecordId) -> Result<RecordHandlingView, Error> {
        let caller = who.caller(Action::ShowHandling)?;
        let access = self.store.access(id).await?.ok_or_else(|| no_such(id))?;
        self.permit_about(who, Action::ShowHandling, &access)?;
        let set = self.store.handling_set(id).await?;
        Ok(RecordHandlingView::of(id, access.unit, &access.handling, set, caller))
    }

    /// What the owner of a new record says of its handling.
    pub(crate) async fn handling_of_new(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        unit: UnitId,
        ask: &HandlingAsk,
    ) -> Result<HandlingSet, Error> {
        let owner = self.owner(tx, unit, ask).await?;
        let handling = ask.clone().read()?.checked(&owner.as_rule()).map_err(Error::refused)?;
        Ok(HandlingSet { handling, said: self.said(caller, None) })
    }

    /// The unit that owns a record; and that the units which are excluded are there.
    pub(crate) async fn owner(&self, tx: &mut Tx, unit: UnitId, ask: &HandlingAsk) -> Result<OwnerUnit, Error> {
        let units = tx.units().await?;
        for named in &ask.not_to_units {
            if !units.iter().any(|unit| unit.id == *named) {
                return Err(no_such((*named).into()));
            }
        }
        let country = units.iter().find(|known| known.id == unit).ok_or_else(|| no_such(unit.into()))?.country;
        let users = if ask.named.is_empty() { Vec::new() } else { self.store.users().await? };
        let people = users.into_iter().filter(|user| user.unit == unit && !user.is_machine());
        Ok(OwnerUnit { unit, country, people: people.map(|user| user.id).collect() })
    }
}

pub(crate) struct OwnerUnit {
    unit: UnitId,
    country: Country,
    people: BTreeSet<UserId>,
}

impl OwnerUnit {
    pub(crate) fn as_rule(&self) -> Owner<'_> {
        Owner { unit: self.unit, country: self.country, people: &self.people }
    }
}

impl RecordHandlingView {
    fn of(
        record: RecordId,
        unit: UnitId,
        handling: &Handling,
        set: Option<HandlingSet>,
        caller: &Caller,
    ) -> RecordHandlingView {
        let said = set.map(|set| set.said);
        RecordHandlingView {
            record,
            unit,
            handling: HandlingView::of(handling),
            set_by: said.as_ref().map(|said| said.by.user),
            set_at_us: said.as_ref().map(|said| said.at.0),
            reason: said.and_then(|said| said.reason).filter(|_| caller.actor.unit == unit),
        }
    }
}

#[cfg(test)]
mod tests;
