//! Choosing one's own password at the first sign-in, and the codes that are shown once. Nothing else is reached before.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::get;
use node::secret::Secret;
use node::user::{RenewOwnSecrets, SecretsGiven};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;

use super::form::Form;
use super::frame::Frame;
use super::plain::{Shown, page};
use super::sentence::Sentence;
use super::sign_in::SIGN_IN_PATH;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

/// Where somebody whose secrets others have seen is led, whatever they asked for.
pub(crate) const RENEW_PATH: &str = "/renew";

pub(crate) fn routes() -> Router<Served> {
    Router::new().route(RENEW_PATH, get(ask).post(renew))
}

#[derive(Template)]
#[template(path = "renew.html")]
struct RenewPage {
    frame: Frame,
    is_first: bool,
    trouble: Option<Sentence>,
}

async fn ask(visitor: Visitor) -> Shown {
    let is_first = visitor.own.user.must_renew;
    page(&RenewPage { frame: visitor.frame_apart("page-renew"), is_first, trouble: None })
}

#[derive(Deserialize)]
struct RenewForm {
    password: Secret,
    new_password: Secret,
    again: Secret,
}

async fn renew(State(served): State<Served>, visitor: Visitor, Form(form): Form<RenewForm>) -> Shown {
    let frame = visitor.frame_apart("page-renew");
    let is_first = visitor.own.user.must_renew;
    let (status, trouble) = if form.new_password.reveal() != form.again.reveal() {
        (StatusCode::UNPROCESSABLE_ENTITY, frame.say("password-not-the-same"))
    } else {
        let RenewForm { password, new_password, .. } = form;
        match served.node.renew_own_secrets(&visitor.who, RenewOwnSecrets { password, new_password }).await {
            Ok(given) => return show_secrets(visitor.frame_apart("page-secrets"), &given, SIGN_IN_PATH),
            Err(error) => {
                let problem = Problem::from(error);
                let detail = match problem.status {
                    StatusCode::UNAUTHORIZED => frame.say("renew-refused"),
                    _ => Sentence::of(&sentences_of(&problem, frame.words()).1),
                };
                (problem.status, detail)
            }
        }
    };
    let shown = page(&RenewPage { frame, is_first, trouble: Some(trouble) })?;
    Ok((status, shown).into_response())
}

#[derive(Template)]
#[template(path = "secrets.html")]
struct SecretsPage<'a> {
    frame: Frame,
    password: Option<&'a str>,
    totp: &'a str,
    totp_picture: String,
    recovery_key: &'a str,
    /// Whose they are, where it is not the reader: they are handed over in person.
    of: Option<&'a str>,
    /// Where the reader goes next.
    next: &'static str,
}

/// What somebody signs in with from now on, this once.
pub(crate) fn show_secrets(frame: Frame, given: &SecretsGiven, next: &'static str) -> Shown {
    secrets(frame, None, given, next)
}

/// The same of a colleague, to whom they are handed.
pub(crate) fn show_secrets_of(frame: Frame, name: &str, given: &SecretsGiven, next: &'static str) -> Shown {
    secrets(frame, Some(name), given, next)
}

fn secrets(frame: Frame, of: Option<&str>, given: &SecretsGiven, next: &'static str) -> Shown {
    let code = QrCode::new(given.totp_address.reveal()).map_err(|_| Problem::internal())?;
    // Dark on light in either appearance: cameras want it so.
    let totp_picture = code.render::<svg::Color<'_>>().min_dimensions(192, 192).quiet_zone(true).build();
    let totp_picture = totp_picture.split_once("?>").map(|(_, svg)| svg.to_owned()).unwrap_or(totp_picture);
    page(&SecretsPage {
        frame,
        password: given.password.as_ref().map(Secret::reveal),
        totp: given.totp.reveal(),
        totp_picture,
        recovery_key: given.recovery_key.reveal(),
        of,
        next,
    })
}
