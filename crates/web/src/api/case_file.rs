//! Cases.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use casework::id::CaseId;
use node::case_export::ExportCase;
use node::case_file::{AddToCase, CaseInList, CaseView, CloseCase, HandOverCase, OpenCase, ReopenCase, StaffCase};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{BodyProblems, Problems, verbs};
use crate::body::Body;
use crate::caller::Asking;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(export_case))
}

verbs! { "cases";
    /// Opens a case.
    verb "case-open" "/cases" open_case(OpenCase) -> CaseView;
    /// The cases that may be seen.
    list "case-show" "/cases" list_cases("case-list") -> CaseInList;
    /// One case.
    show "case-show" "/cases/{id}" show_case(CaseId) -> CaseView;
    /// Puts records into a case.
    verb "case-add-record" "/cases/add-records" add_to_case(AddToCase) -> CaseView;
    /// Says who works on a case, and who no longer.
    verb "case-staff" "/cases/staff" staff_case(StaffCase) -> CaseView;
    /// Closes a case, with its outcome.
    verb "case-close" "/cases/close" close_case(CloseCase) -> CaseView;
    /// Opens a closed case again.
    verb "case-reopen" "/cases/reopen" reopen_case(ReopenCase) -> CaseInList;
    /// Hands a case to another unit.
    verb "case-hand-over" "/cases/hand-over" hand_over_case(HandOverCase) -> CaseInList;
}

/// Writes a case out as CASE/UCO.
#[utoipa::path(
    post, path = "/cases/export", operation_id = "case-export", tag = "cases", request_body = ExportCase,
    responses(
        (status = 200, description = "CASE/UCO as JSON-LD.", body = Object, content_type = "application/ld+json"),
        Problems, BodyProblems,
    ),
    extensions(("x-sanad-action" = json!("case-export"))),
)]
async fn export_case(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<ExportCase>,
) -> Result<impl IntoResponse, Problem> {
    let written = served.node.export_case(&asking.who, ask).await?;
    Ok(([(CONTENT_TYPE, "application/ld+json")], written))
}
