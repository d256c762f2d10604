//! `Idempotency-Key`: a write that is sent again, since its answer was lost, is answered again and not done again
//! (draft-ietf-httpapi-idempotency-key-header). What is kept, and for how long, is `node`'s.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use node::kept_answer::{KeptAnswer, KeptKey};
use sha2::{Digest as _, Sha256};

use crate::caller::Asking;
use crate::problem::{At, Problem};
use crate::router::Served;
use crate::transfer::GivenOnce;

const HEADER: &str = "idempotency-key";
/// On an answer that was given before.
const REPLAYED: &str = "idempotency-replayed";
const KEY_LENGTH_MAX: usize = 255;
/// An answer that is longer is not kept: it is given once.
const ANSWER_BYTES_MAX: usize = 1 << 20;

/// The keys of calls that are under way.
#[derive(Default)]
pub(crate) struct InUse(Mutex<HashSet<(String, String)>>);

/// A key held while its call is under way.
struct Holding<'a> {
    all: &'a InUse,
    key: (String, String),
}

impl InUse {
    fn hold(&self, key: (String, String)) -> Option<Holding<'_>> {
        let is_new = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone());
        is_new.then_some(Holding { all: self, key })
    }
}

impl Drop for Holding<'_> {
    fn drop(&mut self) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

/// The layer of every route but the public ones, behind the one that knows who asks.
pub(crate) async fn once(State(served): State<Served>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get(HEADER).cloned().filter(|_| !request.method().is_safe()) else {
        return next.run(request).await;
    };
    match answer_once(&served, &key, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn answer_once(served: &Served, key: &HeaderValue, request: Request, next: Next) -> Result<Response, Problem> {
    let key = key_of(key)?;
    let asking = request.extensions().get::<Asking>().cloned().ok_or_else(Problem::sign_in)?;
    let in_use = || Problem::new(StatusCode::CONFLICT, "idempotency-key-in-use");
    let _holding = served.keys_in_use.hold((asking.who.name(), key.clone())).ok_or_else(in_use)?;
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, served.settings.body_bytes_max).await;
    let body = body.map_err(|_| Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE))?;
    let mut ask = Sha256::new();
    for part in [parts.method.as_str().as_bytes(), parts.uri.to_string().as_bytes(), &body] {
        ask.update((part.len() as u64).to_be_bytes());
        ask.update(part);
    }
    let key = KeptKey { key: &key, credential: asking.credential.secret() };
    let node = &served.node;
    match node.begin_once(&asking.who, &key, ask.finalize().into()).await? {
        KeptAnswer::None => {}
        KeptAnswer::Answered { status, body } => {
            let status = StatusCode::from_u16(status).map_err(|_| Problem::internal())?;
            let headers = [(header::CONTENT_TYPE.as_str(), "application/json"), (REPLAYED, "true")];
            return Ok((status, headers, body).into_response());
        }
        KeptAnswer::OtherAsk => return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")),
        KeptAnswer::OutcomeUnknown => return Err(Problem::new(StatusCode::CONFLICT, "idempotency-outcome-unknown")),
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let status = response.status();
    if status.is_client_error() {
        // Nothing was done: the same key may try again.
        node.forget_once(&asking.who, &key).await?;
    }
    // What is given once, as it comes, is not kept; what came of it is not known a second time.
    if !status.is_success() || response.extensions().get::<GivenOnce>().is_some() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|_| Problem::internal())?;
    if body.len() <= ANSWER_BYTES_MAX {
        node.keep_answer(&asking.who, &key, status.as_u16(), &body).await?;
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn key_of(value: &HeaderValue) -> Result<String, Problem> {
    let text = value.to_str().unwrap_or_default().trim();
    // The draft's form is a quoted string; bare ones are common.
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let is_fit = (1..=KEY_LENGTH_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    let at = At { field: "Idempotency-Key".to_owned(), ..At::default() };
    let unfit = || Problem::new(StatusCode::BAD_REQUEST, "idempotency-key-unfit").at(at);
    is_fit.then(|| text.to_owned()).ok_or_else(unfit)
}
