//! Operations, and what came of cases.

use casework::id::{CaseId, OperationId};
use node::operation::{NamedOperation, OperationView, PlanOperation};
use node::outcome::{ConfirmOutcome, OutcomeView, OutcomesOfCase, RecordOutcome, WithdrawOutcome};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "operations";
    /// Orders an operation.
    verb "operation-plan" "/operations" plan_operation(PlanOperation) -> OperationView;
    /// The operations that may be seen.
    list "operation-show" "/operations" list_operations("operation-list") -> OperationView;
    /// One operation.
    show "operation-show" "/operations/{id}" show_operation(OperationId) -> OperationView;
    /// Begins an operation now.
    verb "operation-begin" "/operations/begin" begin_operation(NamedOperation) -> OperationView;
    /// Ends an operation now, or calls it off.
    verb "operation-end" "/operations/end" end_operation(NamedOperation) -> OperationView;
    /// What came of a case.
    show "outcome-show" "/cases/{id}/outcomes" outcomes_of_case(CaseId) -> OutcomesOfCase;
    /// Records what came of a case; provisional until somebody else confirms it.
    verb "outcome-record" "/outcomes" record_outcome(RecordOutcome) -> OutcomeView;
    /// Confirms what somebody else recorded.
    verb "outcome-confirm" "/outcomes/confirm" confirm_outcome(ConfirmOutcome) -> OutcomeView;
    /// Withdraws an outcome that is wrong.
    verb "outcome-withdraw" "/outcomes/withdraw" withdraw_outcome(WithdrawOutcome) -> OutcomeView;
}
