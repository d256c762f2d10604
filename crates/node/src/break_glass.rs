//! Break-glass: opening what one need not know of, for some hours; seeing what was opened; reviewing it afterwards.

use std::collections::BTreeSet;

use casework::break_glass::{Glass, GlassRefusal, GlassReview, GlassVerdict};
use casework::id::{GlassId, RecordId, UnitId, UserId};
use casework::protected::Protected;
use casework::record::{Access, Circle};
use casework::who::Moment;
use serde::{Deserialize, Serialize};
use store::Holder;
use utoipa::ToSchema;

use crate::chance::id_bytes;
use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Openings shown by one answer.
const N_SHOWN_MAX: u32 = 200;

/// What to open, why, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakGlass {
    /// The record, or the case with all that stands in it. For an auditor: the user whose entries they must read.
    #[schema(value_type = String, example = "cas_0000000000000000")]
    pub opens: RecordId,
    /// Why it cannot wait.
    #[schema(value_type = String, min_length = 1)]
    pub reason: Protected,
    /// For how many hours.
    #[schema(minimum = 1, maximum = 24)]
    pub hours: u32,
}

/// What a reviewer found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewGlass {
    /// Which opening.
    #[schema(value_type = String, example = "gls_0000000000000000")]
    pub id: GlassId,
    /// `justified`, or `not-justified`, which closes it at once.
    #[schema(value_type = String, example = "justified")]
    pub verdict: GlassVerdict,
    /// Why.
    #[schema(value_type = String, min_length = 1)]
    pub reason: Protected,
}

/// One opening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GlassView {
    /// Its id.
    #[schema(value_type = String, example = "gls_0000000000000000")]
    pub id: GlassId,
    /// Who opened it.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub by: UserId,
    /// For which unit.
    #[schema(value_type = String, example = "unt_0000000000000000")]
    pub unit: UnitId,
    /// What it opens.
    #[schema(value_type = String, example = "cas_0000000000000000")]
    pub opens: RecordId,
    /// Why; absent for the user whom an opening is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false)]
    pub reason: Option<Protected>,
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Until when.
    pub until_us: i64,
    /// What was found about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "justified")]
    pub verdict: Option<GlassVerdict>,
    /// Who looked at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "usr_0000000000000000")]
    pub reviewed_by: Option<UserId>,
}

/// Openings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GlassList {
    /// In their order.
    pub openings: Vec<GlassView>,
    /// Whether there are more than one answer shows.
    pub has_more: bool,
}

impl Node {
    /// Opens a record or a case to whoever asks, for some hours. It waits for a review from then on.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such record; [`Error::Refused`] with a [`GlassRefusal`].
    pub async fn break_glass(&self, who: &Principal, ask: BreakGlass) -> Result<GlassView, Error> {
        self.permitted(who, Action::BreakGlass, async {
            let caller = who.caller(Action::BreakGlass)?;
            let mut tx = self.store.begin().await?;
            let access = match ask.opens {
                RecordId::User(user) => {
                    let user = tx.user(user).await?;
                    user.map(|user| Access::usual(ask.opens, user.unit, Circle::Cases, BTreeSet::new()))
                }
                id => tx.access(id).await?,
            };
            let missing = || Error::NotFound { what: "record", name: ask.opens.to_string() };
            let access = access.ok_or_else(missing)?;
            self.permit_about(who, Action::BreakGlass, &access)?;
            if caller.needs_to_know(&access) {
                return Err(Error::refused(GlassRefusal::OpenAlready));
            }
            let id = GlassId::new(id_bytes()?);
            let at = Moment(self.clock.now_us());
            let glass = Glass::open(id, caller.actor, ask.opens, ask.reason, ask.hours, at).map_err(Error::refused)?;
            tx.put_glass(&glass).await?;
            if let RecordId::User(user) = glass.opens {
                let (told, body) = (Holder::Person(user), NewsBody::EntriesOpened { glass: glass.id });
                tx.add_news(told, body.code(), glass.opens, &body, at).await?;
            }
            let entry = self.entry(who, Action::BreakGlass.verb());
            let entry = entry.about("glass", glass.id.to_string()).about("opens", glass.opens.to_string());
            tx.commit(entry.about("hours", u64::from(ask.hours))).await?;
            Ok(view(glass))
        })
        .await
    }

    /// What was opened and nobody else has looked at yet, the oldest first.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn glass_to_review(&self, who: &Principal) -> Result<GlassList, Error> {
        self.permitted(who, Action::ShowGlass, async {
            let glasses = self.store.glass_to_review(None, N_SHOWN_MAX + 1).await?;
            self.show_glasses(who, Action::ShowGlass, glasses).await
        })
        .await
    }

    /// What whoever asks has opened, and what was opened about them, the newest first.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn own_glass(&self, who: &Principal) -> Result<GlassList, Error> {
        self.permitted(who, Action::ShowOwnGlass, async {
            let user = who.caller(Action::ShowOwnGlass)?.actor.user;
            let glasses = self.store.glass_of(user, N_SHOWN_MAX + 1).await?;
            let mut list = self.show_glasses(who, Action::ShowOwnGlass, glasses).await?;
            // An auditor's reason can speak of others.
            list.openings.iter_mut().filter(|view| view.by != user).for_each(|view| view.reason = None);
            Ok(list)
        })
        .await
    }

    /// Writes down what somebody else found about an opening.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such opening; [`Error::Refused`] with a [`GlassRefusal`].
    pub async fn review_glass(&self, who: &Principal, ask: ReviewGlass) -> Result<GlassView, Error> {
        self.permitted(who, Action::ReviewGlass, async {
            let by = who.caller(Action::ReviewGlass)?.actor;
            let mut tx = self.store.begin().await?;
            let missing = || Error::NotFound { what: "glass", name: ask.id.to_string() };
            let glass = tx.glass(ask.id).await?.ok_or_else(missing)?;
            let at = Moment(self.clock.now_us());
            let review = GlassReview { by, at, verdict: ask.verdict, reason: ask.reason };
            let reviewed = glass.review(review).map_err(Error::refused)?;
            tx.put_glass(&reviewed).await?;
            let entry = self.entry(who, Action::ReviewGlass.verb());
            let entry = entry.about("glass", ask.id.to_string()).about("verdict", ask.verdict.code());
            tx.commit(entry).await?;
            Ok(view(reviewed))
        })
        .await
    }

    async fn show_glasses(&self, who: &Principal, action: Action, mut glasses: Vec<Glass>) -> Result<GlassList, Error> {
        let has_more = glasses.len() > N_SHOWN_MAX as usize;
        glasses.truncate(N_SHOWN_MAX as usize);
        let ids: Vec<String> = glasses.iter().map(|glass| glass.id.to_string()).collect();
        self.store.record_alone(self.entry(who, action.verb()).about("glasses", ids)).await?;
        Ok(GlassList { openings: glasses.into_iter().map(view).collect(), has_more })
    }
}

fn view(glass: Glass) -> GlassView {
    GlassView {
        id: glass.id,
        by: glass.by.user,
        unit: glass.by.unit,
        opens: glass.opens,
        reason: Some(glass.reason),
        at_us: glass.at.0,
        until_us: glass.until.0,
        verdict: glass.review.as_ref().map(|review| review.verdict),
        reviewed_by: glass.review.map(|review| review.by.user),
    }
}

#[cfg(test)]
mod tests;
