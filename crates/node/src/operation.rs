//! Operations, as far as a case needs them: ordered, begun, over. Their cases and leads are linked with them.

use casework::id::OperationId;
use casework::operation::{Operation, OperationRefusal, OperationState};
use casework::protected::Protected;
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::Held;
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// An operation that somebody orders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanOperation {
    /// What it is called.
    #[schema(value_type = String, min_length = 1)]
    pub name: Protected,
    /// On what order, in words.
    #[serde(default)]
    pub reason: Option<String>,
    /// Who may see it. Put it into a case with a closed circle, and those it is about are not warned.
    #[serde(default)]
    pub into: Placement,
}

/// An operation that begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedOperation {
    /// Which.
    #[schema(value_type = String, example = "opn_0000000000000000")]
    pub operation: OperationId,
}

/// An operation as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OperationView {
    /// Its id.
    #[schema(value_type = String, example = "opn_0000000000000000")]
    pub id: OperationId,
    /// What it is called.
    #[schema(value_type = String)]
    pub name: Protected,
    /// Who ordered it.
    #[schema(value_type = Object)]
    pub ordered: Said,
    /// `planned`, `running` since when, or `ended` at.
    #[schema(value_type = Object)]
    pub state: OperationState,
    /// Who may see it.
    pub access: AccessView,
}

impl OperationView {
    fn of(held: &Held<Operation>, caller: &Caller) -> OperationView {
        let Operation { id, name, ordered, .. } = held.record.clone();
        OperationView { id, name, ordered, state: held.record.state(), access: AccessView::of(&held.access, caller) }
    }
}

impl Node {
    /// Orders an operation.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a case that the caller may not see; [`Error::Refused`] without a name.
    pub async fn plan_operation(&self, who: &Principal, ask: PlanOperation) -> Result<OperationView, Error> {
        let action = Action::PlanOperation;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            if ask.name.is_blank() {
                return Err(Error::refused(OperationRefusal::NoName));
            }
            let said = self.said(caller, ask.reason.as_deref());
            let operation = Operation::plan(new_id(OperationId::new)?, ask.name, said);
            let mut tx = self.store.begin().await?;
            let held = self.add(&mut tx, caller, operation, &ask.into).await?;
            tx.commit(self.entry(who, action.verb()).about("record", held.record.id.to_string())).await?;
            Ok(OperationView::of(&held, caller))
        })
        .await
    }

    /// Begins an operation now.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when it is under way or over.
    pub async fn begin_operation(&self, who: &Principal, ask: NamedOperation) -> Result<OperationView, Error> {
        let decide = |operation: &Operation, _: &Caller| operation.begin(self.now()).map_err(Error::refused);
        self.change(who, Action::BeginOperation, ask.operation, decide, OperationView::of).await
    }

    /// Ends an operation now, or calls it off before it began.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when it is over.
    pub async fn end_operation(&self, who: &Principal, ask: NamedOperation) -> Result<OperationView, Error> {
        let decide = |operation: &Operation, _: &Caller| operation.end(self.now()).map_err(Error::refused);
        self.change(who, Action::EndOperation, ask.operation, decide, OperationView::of).await
    }

    /// An operation.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_operation(&self, who: &Principal, id: OperationId) -> Result<OperationView, Error> {
        self.read(who, Action::ShowOperation, id, OperationView::of).await
    }

    /// Operations that the caller needs to know of; in one state, when one is given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_operations(&self, who: &Principal, ask: ListAsk) -> Result<Listed<OperationView>, Error> {
        self.page::<Operation, _>(who, Action::ShowOperation, &ask, OperationView::of).await
    }
}
