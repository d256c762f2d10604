//! What every answer carries: the call's id, headers that keep it private, and, of a problem, its sentences in the
//! caller's language. The API answers problems as JSON, the pages as pages.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use words::Words;

use crate::language::{language_of, thousandths_of};
use crate::pages::bare_page_of;
use crate::problem::{Problem, ProblemDetails};
use crate::router::Served;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing of an answer may be kept, guessed at, framed or sent on.
const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];
const NO_STORE: &str = "no-store";
const API_CONTENT: &str = "default-src 'none'; frame-ancestors 'none'";
/// A page draws with what this server gives, and with nothing else: no word of it runs that does not stand in a script of ours.
const PAGE_CONTENT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                            connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What a page may use of a machine: nothing but its keys to sign in, and to copy.
const PAGE_PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), payment=(), \
                                publickey-credentials-get=(self), publickey-credentials-create=(self)";

/// Numbers calls; what a client sends as an id is not taken over, as it would stand in our log.
#[derive(Default)]
pub(crate) struct CallNumber(AtomicU64);

/// The outermost layer.
pub(crate) async fn speak(State(served): State<Served>, request: Request, next: Next) -> Response {
    let id = format!("{}-{}", served.started, served.calls.0.fetch_add(1, Ordering::Relaxed));
    let is_of_api = served.settings.only_match || request.uri().path().starts_with("/api/");
    let mut response =
        if is_of_api { answer_call(&id, request, next).await } else { answer_page(&served, request, next).await };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let content = if is_of_api { API_CONTENT } else { PAGE_CONTENT };
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content));
    // What pages are drawn with is the same for everybody, and says itself that it may be kept.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(NO_STORE));
    if !is_of_api {
        headers.insert("permissions-policy", HeaderValue::from_static(PAGE_PERMISSIONS));
        headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    if served.settings.is_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    response
}

async fn answer_page(served: &Served, request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let mut response = next.run(request).await;
    match unspoken(&mut response) {
        Some(problem) => bare_page_of(served, &problem, &asked),
        None => response,
    }
}

/// The problem of an answer that is not in words yet.
fn unspoken(response: &mut Response) -> Option<Problem> {
    let status = response.status();
    let said = response.extensions_mut().remove::<Problem>();
    let is_problem = status.is_client_error() || status.is_server_error();
    // What has a type has words: a page says its own problems.
    let is_said = response.headers().contains_key(header::CONTENT_TYPE);
    said.or_else(|| (is_problem && !is_said).then(|| Problem::of_status(status)))
}

async fn answer_call(id: &str, request: Request, next: Next) -> Response {
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
        let mut spoken = (problem.status, Json(details(&problem, id, &words))).into_response();
        for (name, value) in response.headers() {
            // 405 says what is allowed.
            if name == header::ALLOW {
                spoken.headers_mut().insert(name, value.clone());
            }
        }
        add_headers(&problem, &words, spoken.headers_mut());
        response = spoken;
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

/// What happened, and what can be done about it.
pub(crate) fn sentences_of(problem: &Problem, words: &Words) -> (String, String) {
    let refusal = format!("refusal-{}", problem.code);
    if words.has(&refusal) {
        return (words.say_plain("api-refused", &[]), words.say_plain(&refusal, &[]));
    }
    let title = format!("api-{}", problem.code);
    (words.say_plain(&title, &[]), words.say_plain(&format!("{title}-detail"), &[]))
}

fn details(problem: &Problem, id: &str, words: &Words) -> ProblemDetails {
    let (title, detail) = sentences_of(problem, words);
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
