//! Jobs: asking for what takes long, seeing how far it is, stopping it, taking what it wrote.

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use casework::id::JobId;
use node::job::{AskListImport, AskTriage, JobView, ListTermsAsk};
use node::principal::Action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, WriteProblems, verbs};
use crate::body::{Named, Query};
use crate::caller::Asking;
use crate::job_events::told_of_job;
use crate::problem::Problem;
use crate::router::Served;
use crate::transfer::{Upload, give};

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
        .routes(routes!(upload_list))
        .routes(routes!(job_events))
        .routes(routes!(stop_job))
        .routes(routes!(read_job_report))
}

verbs! { "jobs";
    /// Has an exhibit examined that lies beneath the node's intake folders, and matched against every list.
    verb "triage" "/jobs/triage" ask_triage(AskTriage) -> JobView;
    /// Has a list taken in that lies beneath the node's intake folders.
    verb "list-import" "/jobs/list-import" ask_list_import(AskListImport) -> JobView;
    /// The unit's jobs.
    list "job-show" "/jobs" list_jobs("job-list") -> JobView;
    /// One job.
    show "job-show" "/jobs/{id}" show_job(JobId) -> JobView;
}

/// Has a list taken in that comes with the call.
///
/// Its bytes are kept until they are taken in, and no longer. A larger list is put beneath an intake folder.
#[utoipa::path(
    post, path = "/jobs/list-import/upload", operation_id = "list-import-upload", tag = "jobs", params(ListTermsAsk),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The list's file."),
    responses((status = 200, description = "It is done in its turn.", body = JobView), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("list-import"))),
)]
async fn upload_list(
    State(served): State<Served>,
    asking: Asking,
    Query(terms): Query<ListTermsAsk>,
    request: Request,
) -> Answer<JobView> {
    let node = &served.node;
    // Whoever may not is told so before a byte is taken.
    if !node.may(&asking.who, Action::ImportList) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "denied"));
    }
    let upload = Upload::of(request, served.settings.upload_bytes_max)?;
    let (spooled, file) = node.spool_file()?;
    upload.write_to(file).await?;
    Ok(Json(node.ask_list_import_of(&asking.who, terms, spooled).await?))
}

/// Stops a job. What was found is remembered; a triage that is asked for again goes on from there.
#[utoipa::path(
    post, path = "/jobs/{id}/stop", operation_id = "job-stop", tag = "jobs",
    params(("id" = String, Path, description = "The job's id.")),
    responses((status = 200, description = "It stops.", body = JobView), Problems, WriteProblems),
    extensions(("x-sanad-action" = json!("job-stop"))),
)]
async fn stop_job(
    State(served): State<Served>,
    asking: Asking,
    Path(Named(id)): Path<Named<JobId>>,
) -> Answer<JobView> {
    Ok(Json(served.node.stop_job(&asking.who, id).await?))
}

/// Takes a report that a job wrote, for whoever may see its exhibit.
#[utoipa::path(
    get, path = "/jobs/{id}/reports/{name}", operation_id = "job-read-report", tag = "jobs",
    params(
        ("id" = String, Path, description = "The job's id."),
        ("name" = String, Path, description = "The report's name, as the job says."),
    ),
    responses(
        (status = 200, description = "The report.", body = Vec<u8>, content_type = "application/octet-stream"),
        Problems,
    ),
    extensions(("x-sanad-action" = json!("job-read-report"))),
)]
async fn read_job_report(
    State(served): State<Served>,
    asking: Asking,
    Path((Named(id), name)): Path<(Named<JobId>, String)>,
) -> Result<Response, Problem> {
    let given = served.node.read_job_report(&asking.who, id, &name).await?;
    Ok(give(given.file, given.report.size, "application/octet-stream", &given.report.name))
}

/// One event of a job.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it describes lines that are written one by one")]
struct JobEvent {
    /// `progress` or `state`.
    event: String,
    /// The job's `changed`.
    id: String,
    /// The whole job, as JSON.
    data: String,
}

/// How far a job is, as server-sent events: `progress` and `state`, each with the whole job as JSON. The answer ends with the
/// job.
///
/// An event's id is the job's `changed`; with it as `Last-Event-ID` nothing is told twice. Whoever takes events slowly is
/// told of fewer. Whether they still may see the job is asked before each.
#[utoipa::path(
    get, path = "/jobs/{id}/events", operation_id = "job-events", tag = "jobs",
    params(
        ("id" = String, Path, description = "The job's id."),
        ("Last-Event-ID" = Option<i64>, Header, description = "The id of the newest event that is known."),
    ),
    responses(
        (status = 200, description = "The events.", body = JobEvent, content_type = "text/event-stream"),
        Problems,
    ),
    extensions(("x-sanad-action" = json!("job-show"))),
)]
async fn job_events(
    State(served): State<Served>,
    asking: Asking,
    Path(Named(id)): Path<Named<JobId>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let json = |view: &JobView| serde_json::to_string(view).ok();
    told_of_job(&served, asking.who, asking.credential, id, &headers, json).await
}
