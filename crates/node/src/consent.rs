//! What a child wishes and consents to, and what must stop when a consent is withdrawn.

use std::collections::BTreeSet;

use casework::id::VictimId;
use casework::record::{Access, Circle};
use casework::victim::{ConsentScope, MustStop, NoScope, Notification, Through, Victim};
use serde::{Deserialize, Serialize};
use store::{Held, Holder};
use utoipa::ToSchema;

use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::victim::VictimView;

/// A child, and whether that child wants to be told of new finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetNotificationWish {
    /// The victim.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// What the child wishes.
    pub is: WishAsk,
}

/// Whether a child wants to be told when pictures are found again. Written as `{"wish": "wants", "through": "counsel"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "wish", rename_all = "kebab-case", deny_unknown_fields)]
pub enum WishAsk {
    /// Wants to be told.
    Wants {
        /// Through whom: `victim`, `guardian`, `social-worker`, `counsel`, `advocate`.
        #[schema(value_type = String, example = "counsel")]
        through: Through,
    },
    /// Does not want to be told.
    DoesNotWant {},
}

/// What a child, or whoever speaks for the child, consents to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveConsent {
    /// The victim.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// To what: `notification`, `contact`, `sharing`, `support`, `impact-statement`, `restitution`, `public-appeal`, `research`,
    /// `training`.
    #[schema(value_type = Vec<String>, min_items = 1)]
    pub scopes: BTreeSet<ConsentScope>,
    /// Who says so: `victim`, `guardian`, `social-worker`, `counsel`, `advocate`.
    #[schema(value_type = String, example = "guardian")]
    pub by: Through,
}

/// What a child, or whoever speaks for the child, withdraws. It needs no reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawConsent {
    /// The victim.
    #[schema(value_type = String)]
    pub victim: VictimId,
    /// What is withdrawn; everything where nothing is named.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub scopes: BTreeSet<ConsentScope>,
    /// Who says so.
    #[schema(value_type = String, example = "victim")]
    pub by: Through,
}

/// A withdrawal, and what must stop because of it. Those who hold the record have it as news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WithdrawnView {
    /// The victim's record.
    pub victim: VictimView,
    /// What somebody must stop now.
    #[schema(value_type = Vec<String>, example = json!(["sharing", "partners-copies"]))]
    pub must_stop: BTreeSet<MustStop>,
}

impl Node {
    /// Writes down whether a child wants to be told of new finds.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn set_notification_wish(&self, who: &Principal, ask: SetNotificationWish) -> Result<VictimView, Error> {
        let decide = |victim: &Victim, caller: &Caller| {
            let said = self.said(caller, None);
            let wish = match ask.is {
                WishAsk::Wants { through } => Notification::Wants { through, said },
                WishAsk::DoesNotWant {} => Notification::DoesNotWant { said },
            };
            Ok(Victim { wish, ..victim.clone() })
        };
        self.change(who, Action::SetNotificationWish, ask.victim, decide, VictimView::of).await
    }

    /// Writes down what is consented to.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] where nothing is named.
    pub async fn give_consent(&self, who: &Principal, ask: GiveConsent) -> Result<VictimView, Error> {
        let decide = |victim: &Victim, caller: &Caller| {
            if ask.scopes.is_empty() {
                return Err(Error::refused(NoScope));
            }
            let give = |consents: casework::victim::Consents, scope: &ConsentScope| {
                consents.give(*scope, ask.by, self.said(caller, None))
            };
            let consents = ask.scopes.iter().fold(victim.consents.clone(), give);
            Ok(Victim { consents, ..victim.clone() })
        };
        self.change(who, Action::GiveConsent, ask.victim, decide, VictimView::of).await
    }

    /// Writes down what is withdrawn. What must stop is answered, and told to the unit and to the people of the child's
    /// cases.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn withdraw_consent(&self, who: &Principal, ask: WithdrawConsent) -> Result<WithdrawnView, Error> {
        self.permitted(who, Action::WithdrawConsent, async {
            let caller = who.caller(Action::WithdrawConsent)?;
            let id = ask.victim;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Victim>(&mut tx, who, Action::WithdrawConsent, id).await?;
            let everything = || ConsentScope::ALL.iter().copied().collect();
            let scopes = if ask.scopes.is_empty() { everything() } else { ask.scopes };
            let (victim, must_stop) = held.record.withdraw(&scopes, ask.by, self.said(caller, None));
            tx.change_record(&victim).await?;
            let news = NewsBody::ConsentWithdrawn { must_stop: must_stop.clone() };
            for holder in concerned(&held.access) {
                tx.add_news(holder, news.code(), id.into(), &news, self.now()).await?;
            }
            tx.commit(self.entry(who, Action::WithdrawConsent.verb()).about("record", id.to_string())).await?;
            let held = Held { record: victim, version: held.version + 1, ..held };
            Ok(WithdrawnView { victim: VictimView::of(&held, caller), must_stop })
        })
        .await
    }
}

/// Who may hold or use what a child consented to: the people of its cases, and of the unit where its circle is open.
fn concerned(access: &Access) -> BTreeSet<Holder> {
    let cases = access.cases.iter().copied().map(Holder::Case);
    let unit = (access.circle == Circle::Unit || access.cases.is_empty()).then_some(Holder::Unit(access.unit));
    cases.chain(unit).collect()
}

#[cfg(test)]
mod tests;
