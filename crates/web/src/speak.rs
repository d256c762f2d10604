//! What every answer carries: the call's id, headers that keep it private, and, of a problem, its sentences in the
//! caller's language.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use words::Words;

use crate::language::{language_of, thousandths_of};
use crate::problem::{Problem, ProblemDetails};
use crate::router::Served;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing of an answer may be kept, guessed at, framed or sent on.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Numbers calls; what a client sends as an id is not taken over, as it would stand in our log.
#[derive(Default)]
pub(crate) struct CallNumber(AtomicU64);

/// The outermost layer.
pub(crate) async fn speak(State(served): State<Served>, request: Request, next: Next) -> Response {
    let id = format!("{}-{}", served.started, served.calls.0.fetch_add(1, Ordering::Relaxed));
    let words = Words::in_language(language_of(request.headers()));
    let mut response = if accepts_json(request.headers()) {
        next.run(request).await
    } else {
        Problem::new(StatusCode::NOT_ACCEPTABLE, "not-acceptable").into_response()
    };
    let status = response.status();
    let said = response.extensions_mut().remove::<Problem>();
    let is_problem = status.is_client_error() || status.is_server_error();
    if let Some(problem) = said.or_else(|| is_problem.then(|| Problem::of_status(status))) {
        let mut spoken = (problem.status, Json(details(&problem, &id, &words))).into_response();
        for (name, value) in response.headers() {
            // 405 says what is allowed.
            if name == header::ALLOW {
                spoken.headers_mut().insert(name, value.clone());
            }
        }
        add_headers(&problem, &words, spoken.headers_mut());
        response = spoken;
    }
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    if served.settings.is_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    response
}

fn add_headers(problem: &Problem, words: &Words, headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(words.lang().code()));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language"));
    if let Some(seconds) = problem.retry_after_s {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if problem.status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
}

fn details(problem: &Problem, id: &str, words: &Words) -> ProblemDetails {
    let refusal = format!("refusal-{}", problem.code);
    let (title, detail) = if words.has(&refusal) {
        (words.say_plain("api-refused", &[]), words.say_plain(&refusal, &[]))
    } else {
        let title = format!("api-{}", problem.code);
        (words.say_plain(&title, &[]), words.say_plain(&format!("{title}-detail"), &[]))
    };
    ProblemDetails {
        kind: format!("/problems/{}", problem.code),
        title,
        status: problem.status.as_u16(),
        detail,
        code: problem.code.to_string(),
        request: id.to_owned(),
        at: problem.at.as_deref().cloned(),
    }
}

/// Whether JSON is among what the caller takes.
fn accepts_json(headers: &HeaderMap) -> bool {
    let mut asked = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    if asked.peek().is_none() {
        return true;
    }
    asked.flat_map(|value| value.split(',')).any(|range| {
        let mut parts = range.split(';');
        let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_refused = parts.any(|parameter| thousandths_of(parameter) == Some(0));
        let taken = [
            "application/json",
            "application/problem+json",
            "application/ld+json",
            "application/octet-stream",
            "application/*",
            "text/csv",
            "text/event-stream",
            "*/*",
            "",
        ];
        !is_refused && taken.contains(&kind.as_str())
    })
}
