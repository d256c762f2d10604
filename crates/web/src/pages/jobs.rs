//! Jobs as they go: what was asked for, how far it is, brought up to date by events where there is script and by a link where
//! there is none; stopping one, and taking what it wrote.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use casework::id::JobId;
use node::casebook::ListAsk;
use node::job::{JobView, OutcomeCounts};
use node::principal::Action;
use words::{Value, visible};

use super::form::parameter_of;
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::caller::Credential;
use crate::job_events::told_of_job;
use crate::problem::Problem;
use crate::router::Served;
use crate::transfer::give;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/exhibits/jobs", get(show_all))
        .route("/exhibits/jobs/{id}", get(show))
        .route("/exhibits/jobs/{id}/stop", post(stop))
        .route("/exhibits/jobs/{id}/events", get(events))
        .route("/exhibits/jobs/{id}/reports/{name}", get(report))
}

#[derive(Template)]
#[template(path = "exhibits/jobs.html")]
struct JobsPage {
    frame: Frame,
    jobs: Vec<JobLine>,
    next: Option<String>,
}

struct JobLine {
    id: String,
    what: Sentence,
    state: Sentence,
    asked: Sentence,
    path: Option<String>,
}

async fn show_all(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let ask = ListAsk { state: None, after: parameter_of(&uri, "after"), limit: None };
    let listed = served.node.list_jobs(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Exhibits, "page-jobs");
    let line = |job: JobView| JobLine {
        id: job.id.to_string(),
        what: frame.say_code("job-kind", job.kind.code()),
        state: frame.say_code("job-state", job.state.code()),
        asked: frame.moment(job.asked_us),
        path: job.path.map(visible),
    };
    let next = listed.next.map(|next| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("after", &next).finish();
        format!("/exhibits/jobs?{query}")
    });
    let jobs = listed.items.into_iter().map(line).collect();
    page(&JobsPage { frame, jobs, next })
}

#[derive(Template)]
#[template(path = "exhibits/job.html")]
struct JobPage {
    frame: Frame,
    id: String,
    what: Sentence,
    path: Option<String>,
    asked: Sentence,
    is_over: bool,
    may_stop: bool,
    progress: Sentence,
}

async fn show(State(served): State<Served>, visitor: Visitor, Path(id): Path<String>) -> Shown {
    let job = served.node.show_job(&visitor.who, id_of(&id)?).await?;
    let frame = visitor.frame(Room::Exhibits, "page-job");
    let progress = Sentence::of_html(fragment(&frame, &job).ok_or_else(Problem::internal)?);
    page(&JobPage {
        id: job.id.to_string(),
        what: frame.say_code("job-kind", job.kind.code()),
        path: job.path.clone().map(visible),
        asked: frame.moment(job.asked_us),
        is_over: job.state.is_over(),
        may_stop: served.node.may(&visitor.who, Action::StopJob) && !job.state.is_over() && !job.stop_asked,
        progress,
        frame,
    })
}

fn id_of(text: &str) -> Result<JobId, Problem> {
    text.parse().map_err(|_| Problem::of_status(StatusCode::NOT_FOUND))
}

/// What changes while a job goes on: the page holds it, and each event brings it anew.
#[derive(Template)]
#[template(path = "exhibits/progress.html")]
struct Progress<'p> {
    frame: &'p Frame,
    state: Sentence,
    state_code: &'static str,
    phase: Option<Sentence>,
    files: Option<Sentence>,
    n_files: u64,
    n_done: u64,
    before: Option<Sentence>,
    bytes: Option<Sentence>,
    began: Option<Sentence>,
    ended: Option<Sentence>,
    outcomes: Vec<(Sentence, Sentence)>,
    not_for_evidence: bool,
    rows: Vec<Sentence>,
    problem: Option<Sentence>,
    exhibit: Option<String>,
    list: Option<String>,
    reports: Vec<(String, Sentence, String)>,
    id: String,
}

fn fragment(frame: &Frame, job: &JobView) -> Option<String> {
    let progress = &job.progress;
    let is_begun = !progress.phase.is_empty() && !job.state.is_over();
    let files = (progress.n_files > 0).then(|| {
        let args = [("done", Value::from(progress.n_files_done)), ("all", progress.n_files.into())];
        frame.say_with("job-files", &args)
    });
    let bytes = (progress.n_bytes > 0).then(|| {
        let plain = |n: u64| Value::from(frame.size_plain(n));
        frame.say_with("job-bytes", &[("done", plain(progress.n_bytes_read)), ("all", plain(progress.n_bytes))])
    });
    let outcome = job.outcome.clone().unwrap_or_default();
    let rows = [("job-rows", outcome.n_rows), ("job-refused", outcome.n_refused)];
    let shown = Progress {
        frame,
        state: frame.say_code("job-state", job.state.code()),
        state_code: job.state.code(),
        phase: is_begun.then(|| frame.say_code("job-phase", &progress.phase)),
        files,
        n_files: progress.n_files,
        n_done: progress.n_files_done,
        before: (progress.n_files_before > 0).then(|| frame.say_n("job-before", progress.n_files_before)),
        bytes,
        began: job.began_us.map(|at_us| frame.moment(at_us)),
        ended: job.ended_us.map(|at_us| frame.moment(at_us)),
        outcomes: outcome.media.map(|media| outcomes(frame, &media)).unwrap_or_default(),
        not_for_evidence: outcome.for_evidence == Some(false),
        rows: rows.into_iter().filter_map(|(key, n)| Some(frame.say_n(key, n?))).collect(),
        problem: job.problem.as_deref().map(|code| frame.say_of("job-problem", "code", &visible(code))),
        // Before it has begun there may be none yet of this id.
        exhibit: job.exhibit.clone().filter(|_| job.began_us.is_some()),
        list: outcome.list,
        reports: job
            .reports
            .iter()
            .map(|report| (visible(&report.name), frame.size(report.size), report.sha256.to_string()))
            .collect(),
        id: job.id.to_string(),
    };
    // One event is one line.
    Some(shown.render().ok()?.replace(['\n', '\r'], " "))
}

fn outcomes(frame: &Frame, media: &OutcomeCounts) -> Vec<(Sentence, Sentence)> {
    let OutcomeCounts { known, near, altered, held_in_this_node, new, set_aside, unreadable } = *media;
    [
        ("known", known),
        ("near", near),
        ("altered", altered),
        ("new", new),
        ("set-aside", set_aside),
        ("unreadable", unreadable),
        ("held-in-this-node", held_in_this_node),
    ]
    .into_iter()
    .map(|(code, n)| (frame.say_code("outcome", code), frame.number(n)))
    .collect()
}

async fn events(
    State(served): State<Served>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let credential = Credential::of(&headers).ok_or_else(Problem::sign_in)?;
    let frame = visitor.frame(Room::Exhibits, "page-job");
    let say = move |job: &JobView| fragment(&frame, job);
    told_of_job(&served, visitor.who, credential, id_of(&id)?, &headers, say).await
}

async fn stop(State(served): State<Served>, visitor: Visitor, Path(id): Path<String>) -> Shown {
    let job = id_of(&id)?;
    served.node.stop_job(&visitor.who, job).await?;
    Ok(to(&format!("/exhibits/jobs/{job}?done=job-stopped")))
}

async fn report(State(served): State<Served>, visitor: Visitor, Path((id, name)): Path<(String, String)>) -> Shown {
    let given = served.node.read_job_report(&visitor.who, id_of(&id)?, &name).await?;
    Ok(give(given.file, given.report.size, "application/octet-stream", &given.report.name))
}
