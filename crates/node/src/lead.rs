//! Leads: what a case gives somebody to follow, sent between the units of this node, and followed to its end.

use std::collections::BTreeSet;

use casework::id::{CaseId, LeadId, RecordId, UnitId};
use casework::lead::{Lead, LeadRefusal, LeadSource, LeadState, LeadStrength, NewLead};
use casework::protected::Protected;
use casework::record::{Access, Circle, KeyKind};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::{Held, Holder, Tx};
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id, no_such};
use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// A lead that somebody opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenLead {
    /// The case that it comes from, one that the asker works on.
    #[schema(value_type = String, example = "cas_0000000000000000")]
    pub case: CaseId,
    /// What to follow, in words.
    #[schema(value_type = String, min_length = 1)]
    pub words: Protected,
    /// Records that it is about.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub about: Vec<RecordId>,
    /// Where it came from: `match`, `report`, `clue`, `exhibit`, `statement`, `partner`, `unit`.
    #[schema(value_type = String, example = "clue")]
    pub source: LeadSource,
    /// How strong it is: `corroborated`, `good`, `untested`.
    #[schema(value_type = String, example = "untested")]
    pub strength: LeadStrength,
    /// Whether only the people of the case may see it, and not the whole unit. Such a lead stays in its unit.
    #[serde(default)]
    pub closed_circle: bool,
}

/// A lead that goes to another unit of this node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendLead {
    /// The lead.
    #[schema(value_type = String, example = "lea_0000000000000000")]
    pub lead: LeadId,
    /// The unit, by its id or name.
    pub to: String,
}

/// A lead that is accepted or given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedLead {
    /// The lead.
    #[schema(value_type = String, example = "lea_0000000000000000")]
    pub lead: LeadId,
}

/// A lead that was followed to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpendLead {
    /// The lead.
    #[schema(value_type = String, example = "lea_0000000000000000")]
    pub lead: LeadId,
    /// What came of it, if only that nothing did.
    #[schema(value_type = String, min_length = 1)]
    pub came_of_it: Protected,
}

/// A lead as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeadView {
    /// Its id.
    #[schema(value_type = String, example = "lea_0000000000000000")]
    pub id: LeadId,
    /// The case that it comes from, for those who may see the case.
    #[schema(value_type = Option<String>)]
    pub case: Option<CaseId>,
    /// What to follow.
    #[schema(value_type = String)]
    pub words: Protected,
    /// Those of the records it is about that the reader may see.
    #[schema(value_type = Vec<String>)]
    pub about: BTreeSet<RecordId>,
    /// Where it came from.
    #[schema(value_type = String)]
    pub source: LeadSource,
    /// How strong it is.
    #[schema(value_type = String)]
    pub strength: LeadStrength,
    /// `open`, `sent` with to whom and when, or `spent` with when and what came of it.
    #[schema(value_type = Object)]
    pub state: LeadState,
    /// The unit that may follow it; the one that sent it, until the other accepts.
    #[schema(value_type = String, example = "unt_0000000000000000")]
    pub holder: UnitId,
    /// Who wrote it down.
    #[schema(value_type = Object)]
    pub said: Said,
    /// Who may see it.
    pub access: AccessView,
}

/// Leads that other units have sent here and that wait for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeadsSentHere {
    /// In the order in which they were opened.
    pub leads: Vec<LeadView>,
}

impl Node {
    /// Opens a lead in a case.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a case or record that the caller may not see; [`Error::Refused`] when it says nothing.
    pub async fn open_lead(&self, who: &Principal, ask: OpenLead) -> Result<LeadView, Error> {
        let action = Action::OpenLead;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let OpenLead { case, words, about, source, strength, closed_circle } = ask;
            for id in &about {
                self.must_see(caller, *id).await?;
            }
            let new = NewLead { case, words, about, source, strength };
            let lead = Lead::open(new_id(LeadId::new)?, new, self.said(caller, None)).map_err(Error::refused)?;
            let mut tx = self.store.begin().await?;
            let held =
                self.add(&mut tx, caller, lead, &Placement { case: Some(case), closed_circle, handling: None }).await?;
            tx.commit(self.entry(who, action.verb()).about("record", held.record.id.to_string())).await?;
            self.lead_view(caller, &held).await
        })
        .await
    }

    /// A lead; one that was sent to the caller's unit, too, which decides whether it takes it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_lead(&self, who: &Principal, id: LeadId) -> Result<LeadView, Error> {
        let action = Action::ShowLead;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let held = self.store.record::<Lead>(id).await?.ok_or_else(|| no_such(id.into()))?;
            self.permit_about(who, action, &seen_by(&held, caller))?;
            let entry = self.entry(who, action.verb()).about("record", id.to_string());
            self.store.record_alone(entry).await?;
            self.lead_view(caller, &held).await
        })
        .await
    }

    /// Leads that the caller needs to know of, those opened last first; in one state, when one is given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_leads(&self, who: &Principal, ask: ListAsk) -> Result<Listed<LeadView>, Error> {
        let page = self.page::<Lead, _>(who, Action::ShowLead, &ask, |held, _| held.clone()).await?;
        let caller = who.caller(Action::ShowLead)?;
        let mut items = Vec::with_capacity(page.items.len());
        for held in &page.items {
            items.push(self.lead_view(caller, held).await?);
        }
        Ok(Listed { items, next: page.next })
    }

    /// Leads that wait for an answer of the caller's unit.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn leads_sent_here(&self, who: &Principal) -> Result<LeadsSentHere, Error> {
        let action = Action::ShowLead;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut leads = Vec::new();
            for held in self.store.records_keyed::<Lead>(KeyKind::About, &caller.actor.unit.to_string()).await? {
                if is_sent_to(&held, caller.actor.unit)
                    && self.permit_about(who, action, &seen_by(&held, caller)).is_ok()
                {
                    leads.push(self.lead_view(caller, &held).await?);
                }
            }
            let ids = leads.iter().map(|lead| lead.id.to_string()).collect::<Vec<_>>();
            self.store.record_alone(self.entry(who, action.verb()).about("records", ids)).await?;
            Ok(LeadsSentHere { leads })
        })
        .await
    }

    /// Sends a lead to another unit, which is told. It stays here until they accept it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the lead or the unit; [`Error::Refused`] for one that is spent, on its way, or of a closed circle.
    pub async fn send_lead(&self, who: &Principal, ask: SendLead) -> Result<LeadView, Error> {
        let action = Action::SendLead;
        self.permitted(who, action, async {
            let to = self.unit_called(&ask.to).await?.id;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Lead>(&mut tx, who, action, ask.lead).await?;
            if held.access.circle == Circle::Cases {
                return Err(Error::refused(LeadRefusal::ClosedCircle));
            }
            let lead = held.record.send(to, self.now()).map_err(Error::refused)?;
            self.tell_unit(&mut tx, to, &lead, "sent").await?;
            let entry = self.entry(who, action.verb()).about("to", to.to_string());
            self.lead_changed(tx, who, entry, held, lead).await
        })
        .await
    }

    /// Accepts a lead that was sent to the caller's unit: it holds it from now on.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is neither here nor was sent here; [`Error::Refused`] when there is nothing to accept.
    pub async fn accept_lead(&self, who: &Principal, ask: NamedLead) -> Result<LeadView, Error> {
        let action = Action::AcceptLead;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let held = self.lead_here(&mut tx, who, action, ask.lead).await?;
            let lead = held.record.accept(caller.actor.unit).map_err(Error::refused)?;
            self.tell_unit(&mut tx, held.record.holder(), &lead, "accepted").await?;
            self.lead_changed(tx, who, self.entry(who, action.verb()), held, lead).await
        })
        .await
    }

    /// Gives a lead back that was sent here, or takes one back that nobody has answered.
    ///
    /// # Errors
    /// As [`Node::accept_lead`].
    pub async fn give_back_lead(&self, who: &Principal, ask: NamedLead) -> Result<LeadView, Error> {
        let action = Action::GiveBackLead;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let held = self.lead_here(&mut tx, who, action, ask.lead).await?;
            let lead = held.record.give_back().map_err(Error::refused)?;
            if let LeadState::Sent { to, .. } = held.record.state() {
                let (told, what) = match is_sent_to(&held, caller.actor.unit) {
                    true => (held.record.holder(), "given-back"),
                    false => (*to, "taken-back"),
                };
                self.tell_unit(&mut tx, told, &lead, what).await?;
            }
            self.lead_changed(tx, who, self.entry(who, action.verb()), held, lead).await
        })
        .await
    }

    /// Says what came of a lead that was followed to its end.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when nothing is said, or it is spent or on its way.
    pub async fn spend_lead(&self, who: &Principal, ask: SpendLead) -> Result<LeadView, Error> {
        let action = Action::SpendLead;
        self.permitted(who, action, async {
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Lead>(&mut tx, who, action, ask.lead).await?;
            let lead = held.record.spend(ask.came_of_it, self.now()).map_err(Error::refused)?;
            self.lead_changed(tx, who, self.entry(who, action.verb()), held, lead).await
        })
        .await
    }

    /// A lead that is the caller's to see, or was sent to their unit.
    async fn lead_here(&self, tx: &mut Tx, who: &Principal, action: Action, id: LeadId) -> Result<Held<Lead>, Error> {
        let held = tx.record::<Lead>(id).await?.ok_or_else(|| no_such(id.into()))?;
        self.permit_about(who, action, &seen_by(&held, who.caller(action)?))?;
        Ok(held)
    }

    async fn tell_unit(&self, tx: &mut Tx, unit: UnitId, lead: &Lead, what: &'static str) -> Result<(), Error> {
        let body = NewsBody::LeadMoved { state: what.to_owned() };
        Ok(tx.add_news(Holder::Unit(unit), "lead-moved", lead.id.into(), &body, self.now()).await?)
    }

    async fn lead_changed(
        &self,
        mut tx: Tx,
        who: &Principal,
        entry: store::LedgerEntry,
        held: Held<Lead>,
        lead: Lead,
    ) -> Result<LeadView, Error> {
        tx.change_record(&lead).await?;
        tx.commit(entry.about("record", lead.id.to_string())).await?;
        let access = Access { unit: lead.holder(), ..held.access };
        let held = Held { record: lead, version: held.version + 1, access, ..held };
        self.lead_view(who.caller(Action::ShowLead)?, &held).await
    }

    async fn lead_view(&self, caller: &Caller, held: &Held<Lead>) -> Result<LeadView, Error> {
        let lead = &held.record;
        let NewLead { case, words, about, source, strength } = lead.opened_as.clone();
        let seen = self.visible(caller, about.iter().copied().chain([RecordId::Case(case)])).await?;
        let about = about.into_iter().filter(|id| seen.contains(id)).collect();
        let case = seen.contains(&RecordId::Case(case)).then_some(case);
        Ok(LeadView {
            id: lead.id,
            case,
            words,
            about,
            source,
            strength,
            state: lead.state().clone(),
            holder: lead.holder(),
            said: lead.said.clone(),
            access: AccessView::of(&held.access, caller),
        })
    }
}

fn is_sent_to(held: &Held<Lead>, unit: UnitId) -> bool {
    matches!(held.record.state(), LeadState::Sent { to, .. } if *to == unit)
}

/// Who may see a lead: while it is on its way, the unit that it was sent to sees it like its own.
fn seen_by(held: &Held<Lead>, caller: &Caller) -> Access {
    let unit = if is_sent_to(held, caller.actor.unit) { caller.actor.unit } else { held.access.unit };
    Access { unit, ..held.access.clone() }
}

#[cfg(test)]
mod tests;
