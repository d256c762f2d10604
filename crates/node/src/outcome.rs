//! Outcomes: what came of a case, confirmed by somebody else, or withdrawn with a reason. A figure that was withdrawn stays
//! readable and is counted no more.

use std::collections::BTreeSet;

use casework::case::Case;
use casework::handling::HandlingSet;
use casework::id::{CaseId, OutcomeId};
use casework::outcome::{FigureState, Outcome, OutcomeKind};
use casework::protected::Protected;
use casework::record::{Access, Circle, KeyKind};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::Held;
use utoipa::ToSchema;

use crate::casebook::{AccessView, Placement, new_id};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// What came of a case, beside what it is closed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordOutcome {
    /// The case.
    #[schema(value_type = String, example = "cas_0000000000000000")]
    pub case: CaseId,
    /// What came of it: `child-identified`, `child-protected`, `arrest`, …
    #[schema(value_type = Vec<String>)]
    pub kinds: BTreeSet<OutcomeKind>,
    /// In words, where that is needed.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub words: Option<Protected>,
}

/// An outcome that somebody else confirms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmOutcome {
    /// Which.
    #[schema(value_type = String, example = "out_0000000000000000")]
    pub outcome: OutcomeId,
}

/// An outcome that turned out to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawOutcome {
    /// Which.
    #[schema(value_type = String, example = "out_0000000000000000")]
    pub outcome: OutcomeId,
    /// Why, in words.
    pub reason: String,
}

/// An outcome as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutcomeView {
    /// Its id.
    #[schema(value_type = String, example = "out_0000000000000000")]
    pub id: OutcomeId,
    /// The case.
    #[schema(value_type = String)]
    pub case: CaseId,
    /// What came of it.
    #[schema(value_type = Vec<String>)]
    pub kinds: BTreeSet<OutcomeKind>,
    /// In words.
    #[schema(value_type = Option<String>)]
    pub words: Option<Protected>,
    /// How certain the figure is: `provisional`, `confirmed`, `withdrawn`.
    #[schema(value_type = String, example = "provisional")]
    pub figure: FigureState,
    /// Who recorded it.
    #[schema(value_type = Object)]
    pub said: Said,
    /// Who confirmed or withdrew it.
    #[schema(value_type = Option<Object>)]
    pub checked: Option<Said>,
    /// Who may see it.
    pub access: AccessView,
}

impl OutcomeView {
    pub(crate) fn of(held: &Held<Outcome>, caller: &Caller) -> OutcomeView {
        let Outcome { id, case, kinds, words, said, .. } = held.record.clone();
        let (figure, checked) = (held.record.figure(), held.record.checked().cloned());
        OutcomeView { id, case, kinds, words, figure, said, checked, access: AccessView::of(&held.access, caller) }
    }
}

/// What came of one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OutcomesOfCase {
    /// In the order in which they were recorded, the withdrawn ones too.
    pub outcomes: Vec<OutcomeView>,
}

impl Node {
    /// Records what came of a case. It is provisional until somebody else confirms it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when it says nothing or contradicts itself.
    pub async fn record_outcome(&self, who: &Principal, ask: RecordOutcome) -> Result<OutcomeView, Error> {
        let action = Action::RecordOutcome;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let mut tx = self.store.begin().await?;
            let case = self.load_in::<Case>(&mut tx, who, action, ask.case).await?;
            let (id, said) = (new_id(OutcomeId::new)?, self.said(caller, None));
            let outcome = Outcome::record(id, ask.case, ask.kinds, ask.words, said).map_err(Error::refused)?;
            // What came of a case is known to whoever knows the case.
            let into =
                Placement { case: Some(ask.case), closed_circle: case.access.circle == Circle::Cases, handling: None };
            let held = self.add(&mut tx, caller, outcome, &into).await?;
            let handling = HandlingSet { handling: case.access.handling.clone(), said: self.said(caller, None) };
            tx.put_handling(id.into(), &handling).await?;
            let held = Held { access: Access { handling: handling.handling, ..held.access }, ..held };
            let entry = self.entry(who, action.verb()).about("record", id.to_string());
            tx.commit(entry.about("case", ask.case.to_string())).await?;
            Ok(OutcomeView::of(&held, caller))
        })
        .await
    }

    /// Confirms an outcome: somebody else than who recorded it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] for one's own, and one that was withdrawn.
    pub async fn confirm_outcome(&self, who: &Principal, ask: ConfirmOutcome) -> Result<OutcomeView, Error> {
        let decide =
            |outcome: &Outcome, caller: &Caller| outcome.confirm(self.said(caller, None)).map_err(Error::refused);
        self.change(who, Action::ConfirmOutcome, ask.outcome, decide, OutcomeView::of).await
    }

    /// Withdraws an outcome that turned out to be wrong.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason, or when it was withdrawn before.
    pub async fn withdraw_outcome(&self, who: &Principal, ask: WithdrawOutcome) -> Result<OutcomeView, Error> {
        let decide = |outcome: &Outcome, caller: &Caller| {
            outcome.withdraw(self.said(caller, Some(&ask.reason))).map_err(Error::refused)
        };
        self.change(who, Action::WithdrawOutcome, ask.outcome, decide, OutcomeView::of).await
    }

    /// What came of a case, as far as the caller may see it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn outcomes_of_case(&self, who: &Principal, case: CaseId) -> Result<OutcomesOfCase, Error> {
        let action = Action::ShowOutcomes;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            self.load::<Case>(who, action, case).await?;
            let held = self.store.records_keyed::<Outcome>(KeyKind::About, &case.to_string()).await?;
            let seen = held.iter().filter(|held| self.permit_about(who, action, &held.access).is_ok());
            let outcomes: Vec<OutcomeView> = seen.map(|held| OutcomeView::of(held, caller)).collect();
            let ids = outcomes.iter().map(|view| view.id.to_string()).collect::<Vec<_>>();
            let entry = self.entry(who, action.verb()).about("record", case.to_string()).about("records", ids);
            self.store.record_alone(entry).await?;
            Ok(OutcomesOfCase { outcomes })
        })
        .await
    }
}
