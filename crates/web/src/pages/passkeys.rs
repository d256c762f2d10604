//! One's own passkeys: adding one, removing one. A device is asked by a script, so what it needs comes and goes as JSON; what is
//! wrong comes back as a sentence to be shown.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::post;
use axum::{Json, Router};
use casework::id::PasskeyId;
use node::passkey::{AddOwnPasskey, BeginOwnPasskey, RemoveOwnPasskey};
use serde::Deserialize;
use serde_json::json;

use super::form::Form;
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::Shown;
use super::visitor::Visitor;
use crate::body::Body;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/settings/passkeys", post(add))
        .route("/settings/passkeys/begin", post(begin))
        .route("/settings/passkeys/remove", post(remove))
}

/// What a script shows of a problem: the status, and a sentence in the reader's language.
pub(crate) fn in_a_sentence(frame: &Frame, problem: &Problem, of_401: &str) -> Shown {
    let says = match problem.status {
        StatusCode::UNAUTHORIZED => frame.say_plain(of_401),
        _ => sentences_of(problem, frame.words()).1,
    };
    Ok((problem.status, Json(json!({ "trouble": says }))).into_response())
}

async fn begin(State(served): State<Served>, visitor: Visitor, Body(ask): Body<BeginOwnPasskey>) -> Shown {
    match served.node.begin_own_passkey(&visitor.who, ask).await {
        Ok(asked) => Ok(Json(asked).into_response()),
        Err(error) => in_a_sentence(&visitor.frame_apart("room-settings"), &error.into(), "passkey-wrong-password"),
    }
}

async fn add(State(served): State<Served>, visitor: Visitor, Body(ask): Body<AddOwnPasskey>) -> Shown {
    match served.node.add_own_passkey(&visitor.who, ask).await {
        Ok(_) => Ok(Json(json!({ "next": "/settings?done=passkey-added" })).into_response()),
        Err(error) => in_a_sentence(&visitor.frame_apart("room-settings"), &error.into(), "passkey-wrong-password"),
    }
}

#[derive(Deserialize)]
struct RemoveForm {
    passkey: PasskeyId,
}

/// All sessions end with it, so that whoever removed it signs in anew.
async fn remove(State(served): State<Served>, visitor: Visitor, Form(form): Form<RemoveForm>) -> Shown {
    served.node.remove_own_passkey(&visitor.who, RemoveOwnPasskey { passkey: form.passkey }).await?;
    Ok(to("/sign-in?done=passkey-removed"))
}
