//! Signing in by a passkey, from the page of signing in: a script asks the device. Whatever is wrong, the answer is the same.

use axum::extract::{Extension, State};
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse as _};
use axum::routing::post;
use axum::{Json, Router};
use node::passkey_sign_in::{PasskeySignIn, SignedCredential};
use serde::Deserialize;
use serde_json::json;

use super::frontdoor::{Stranger, path_here};
use super::passkeys::in_a_sentence;
use super::plain::Shown;
use crate::body::Body;
use crate::caller::{Peer, counted_peer, session_cookie};
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/sign-in/passkey/begin", post(begin)).route("/sign-in/passkey", post(sign_in))
}

async fn begin(State(served): State<Served>, peer: Option<Extension<Peer>>, stranger: Stranger) -> Shown {
    counted_peer(&served, peer)?;
    match served.node.begin_passkey_sign_in().await {
        Ok(asked) => Ok(Json(asked).into_response()),
        Err(error) => in_a_sentence(&stranger.frame("page-sign-in"), &error.into(), "passkey-refused"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answered {
    challenge: String,
    answer: SignedCredential,
    /// Where they wanted to go.
    next: String,
}

async fn sign_in(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    stranger: Stranger,
    Body(answered): Body<Answered>,
) -> Shown {
    let from = counted_peer(&served, peer)?;
    let Answered { challenge, answer, next } = answered;
    match served.node.sign_in_by_passkey(PasskeySignIn { challenge, answer }, from).await {
        Ok(given) => {
            let cookie = AppendHeaders([(SET_COOKIE, session_cookie(&given.secret))]);
            let next = path_here(&next).unwrap_or("/");
            Ok((cookie, Json(json!({ "next": next }))).into_response())
        }
        Err(error) => in_a_sentence(&stranger.frame("page-sign-in"), &error.into(), "passkey-refused"),
    }
}
