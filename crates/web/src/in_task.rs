//! Each call is a task of its own: a client that hangs up, or waits no longer, cuts no verb short, and a panic costs one
//! call.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::problem::{Problem, RETRY_AFTER_S};
use crate::router::Served;
use crate::transfer::is_bytes;

/// Whether it brings or takes bytes, which come and go as fast as the line is.
fn takes_long(request: &Request) -> bool {
    is_bytes(request.headers()) || request.uri().path().ends_with("/lists/export")
}

/// Runs the call, and waits for it as long as a client is to wait.
pub(crate) async fn in_task(State(served): State<Served>, request: Request, next: Next) -> Response {
    let Ok(place) = served.in_flight.clone().try_acquire_owned() else { return Problem::busy().into_response() };
    let settings = &served.settings;
    let answer_within = if takes_long(&request) { settings.transfer_within } else { settings.answer_within };
    let call = tokio::spawn(async move {
        let response = next.run(request).await;
        drop(place);
        response
    });
    match tokio::time::timeout(answer_within, call).await {
        Ok(Ok(response)) => response,
        // What it said may name anything: it is in no answer and in no log.
        Ok(Err(_panic)) => {
            served.node.note_panic();
            Problem::internal().into_response()
        }
        Err(_) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "takes-long").for_a_while(RETRY_AFTER_S).into_response()
        }
    }
}
