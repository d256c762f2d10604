//! How far a job is, told as it goes: for programs and for pages alike. What is told of each change is the caller's; that
//! somebody may still see it is asked before each.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use casework::id::JobId;
use casework::job::JobState;
use node::job::JobView;
use tokio::time::{Instant, timeout_at};

use crate::caller::Credential;
use crate::problem::{At, Problem};
use crate::router::Served;
use crate::transfer::Events;

/// Tells of a job as server-sent events: `progress` and `state`, each with what `say` makes of it, on one line. The answer ends
/// with the job, and when nothing is said of it.
pub(crate) async fn told_of_job(
    served: &Served,
    who: node::Principal,
    credential: Credential,
    id: JobId,
    headers: &HeaderMap,
    say: impl Fn(&JobView) -> Option<String> + Send + Sync + 'static,
) -> Result<Response, Problem> {
    let known = last_event(headers)?;
    // Subscribed before it is read: what changes in between is not missed.
    let mut changes = served.node.job_changes();
    let shown = served.node.show_job(&who, id).await?;
    let place = served.watching.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
    let (mut events, response) = Events::new();
    let served = served.clone();
    tokio::spawn(async move {
        let _place = place;
        let (mut view, mut told, mut state_told) = (shown, known, None::<JobState>);
        loop {
            if told.is_none_or(|told| view.changed > told) {
                let kind = if state_told == Some(view.state) { "progress" } else { "state" };
                (told, state_told) = (Some(view.changed), Some(view.state));
                let Some(data) = say(&view) else { return };
                if !events.send(kind, view.changed, &data).await {
                    return;
                }
            }
            if view.state.is_over() || changes.borrow_and_update().is_closing {
                return;
            }
            let beat_at = Instant::now() + served.settings.beat_every;
            match timeout_at(beat_at, changes.changed()).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return,
                Err(_) if !events.beat().await => return,
                Err(_) => {}
            }
            // What was taken away is gone at once: nobody goes on looking with a session that ended.
            let Some(who) = who_now(&served, &credential).await else { return };
            match served.node.watch_job(&who, id).await {
                Ok(now) => view = now,
                Err(_) => return,
            }
        }
    });
    Ok(response)
}

fn last_event(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get("last-event-id") else { return Ok(None) };
    let unfit = || {
        let at = At { field: "Last-Event-ID".to_owned(), ..At::default() };
        Problem::new(StatusCode::BAD_REQUEST, "request-unfit").at(at)
    };
    value.to_str().ok().and_then(|text| text.trim().parse().ok()).map(Some).ok_or_else(unfit)
}

async fn who_now(served: &Served, credential: &Credential) -> Option<node::Principal> {
    let known = match credential {
        Credential::Token(secret) => served.node.principal_of_token(secret).await,
        Credential::Session(secret) => served.node.principal_of_session(secret).await,
    };
    known.ok()
}
