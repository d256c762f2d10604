//! What the ledger says: of a record, of oneself, of somebody after break-glass, and of all without people.

use axum::Json;
use axum::extract::State;
use node::ledger_reads::{LedgerEntries, LedgerPage, PersonEntries, RecordEntries, RecordProofs};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, verbs};
use crate::body::Body;
use crate::caller::Asking;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(prove_record))
}

verbs! { "ledger";
    /// What was done with a record, for whoever may see it.
    verb "ledger-show-record" "/ledger/of-record" entries_of_record(RecordEntries) -> LedgerPage;
    /// What one did oneself, and what others did that was about oneself.
    verb "ledger-show-own" "/ledger/own" own_entries(LedgerEntries) -> LedgerPage;
    /// What somebody did, for an auditor who broke glass for it. The person is told.
    verb "ledger-show-person" "/ledger/of-person" entries_of_person(PersonEntries) -> LedgerPage;
    /// That something was done and when, without people and records.
    verb "ledger-show-entries" "/ledger/entries" ledger_entries(LedgerEntries) -> LedgerPage;
}

/// The proofs of the entries about a record, for whoever may see it.
#[utoipa::path(
    post, path = "/ledger/of-record/proofs", operation_id = "ledger-prove-record", tag = "ledger",
    request_body = RecordEntries,
    responses((status = 200, description = "The proofs.", body = RecordProofs), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("ledger-prove"))),
)]
async fn prove_record(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<RecordEntries>,
) -> Answer<RecordProofs> {
    Ok(Json(served.node.prove_record(&asking.who, ask).await?))
}
