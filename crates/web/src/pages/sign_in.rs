//! Signing in and out, and the way back for whoever lost their password. Whatever is wrong, the answer is the same.

use askama::Template;
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use axum::routing::{get, post};
use node::secret::Secret;
use node::sign_in::{Recover, SignIn};
use serde::Deserialize;

use super::form::{Form, parameter_of};
use super::frame::Frame;
use super::frontdoor::{Stranger, path_here, to};
use super::plain::{Shown, page};
use super::renew::show_secrets;
use super::sentence::Sentence;
use super::start::START_PATH;
use crate::caller::{Credential, NO_SESSION_COOKIE, Peer, counted_peer, session_cookie};
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

pub(crate) const SIGN_IN_PATH: &str = "/sign-in";

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route(SIGN_IN_PATH, get(ask).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/recover", get(ask_to_recover).post(recover))
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    next: String,
    trouble: Option<Sentence>,
    takes_passkeys: bool,
    /// Who says who people are, where somebody does.
    provider: Option<String>,
}

impl SignInPage {
    fn of(served: &Served, frame: Frame, next: String, trouble: Option<Sentence>) -> SignInPage {
        let (takes_passkeys, provider) = (served.node.takes_passkeys(), served.node.provider_called());
        SignInPage { frame, next, trouble, takes_passkeys, provider }
    }
}

async fn ask(State(served): State<Served>, stranger: Stranger, uri: axum::http::Uri) -> Shown {
    if served.node.waits_to_be_founded() {
        return Ok(to(START_PATH));
    }
    let next = parameter_of(&uri, "next").unwrap_or_default();
    page(&SignInPage::of(&served, stranger.frame("page-sign-in"), next, None))
}

#[derive(Deserialize)]
struct SignInForm {
    login: Secret,
    password: Secret,
    code: Secret,
    #[serde(default)]
    next: String,
}

async fn sign_in(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    stranger: Stranger,
    Form(form): Form<SignInForm>,
) -> Shown {
    let SignInForm { login, password, code, next } = form;
    let from = counted_peer(&served, peer)?;
    match served.node.sign_in(SignIn { login, password, totp: code }, from).await {
        Ok(given) => {
            let cookie = AppendHeaders([(SET_COOKIE, session_cookie(&given.secret))]);
            Ok((cookie, to(path_here(&next).unwrap_or("/"))).into_response())
        }
        Err(error) => trouble_at_sign_in(&served, &stranger, error.into(), "sign-in-refused", next),
    }
}

/// The page of signing in once more, with what was wrong; `of_401` says it of whoever was not let in.
pub(crate) fn trouble_at_sign_in(
    served: &Served,
    stranger: &Stranger,
    problem: Problem,
    of_401: &str,
    next: String,
) -> Shown {
    let frame = stranger.frame("page-sign-in");
    let trouble = match problem.status {
        StatusCode::UNAUTHORIZED => frame.say(of_401),
        StatusCode::TOO_MANY_REQUESTS => Sentence::of(&sentences_of(&problem, frame.words()).1),
        _ => return Err(problem),
    };
    let shown = page(&SignInPage::of(served, frame, next, Some(trouble)))?;
    Ok((problem.status, shown).into_response())
}

async fn sign_out(State(served): State<Served>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(Credential::Session(secret)) = Credential::of(&headers) {
        served.node.sign_out(&secret).await?;
    }
    let cookie = AppendHeaders([(SET_COOKIE, NO_SESSION_COOKIE)]);
    // What a browser kept of this application goes with the session.
    let clear = [("clear-site-data", "\"cache\", \"storage\"")];
    Ok((cookie, clear, to("/sign-in?done=signed-out")).into_response())
}

#[derive(Template)]
#[template(path = "recover.html")]
struct RecoverPage {
    frame: Frame,
    trouble: Option<Sentence>,
}

async fn ask_to_recover(stranger: Stranger) -> Shown {
    page(&RecoverPage { frame: stranger.frame("page-recover"), trouble: None })
}

#[derive(Deserialize)]
struct RecoverForm {
    login: Secret,
    recovery_key: Secret,
    new_password: Secret,
    again: Secret,
}

async fn recover(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    stranger: Stranger,
    Form(form): Form<RecoverForm>,
) -> Shown {
    let from = counted_peer(&served, peer)?;
    let again = |status: StatusCode, trouble: Sentence| -> Shown {
        let shown = page(&RecoverPage { frame: stranger.frame("page-recover"), trouble: Some(trouble) })?;
        Ok((status, shown).into_response())
    };
    if form.new_password.reveal() != form.again.reveal() {
        return again(StatusCode::UNPROCESSABLE_ENTITY, stranger.frame("page-recover").say("password-not-the-same"));
    }
    let RecoverForm { login, recovery_key, new_password, .. } = form;
    match served.node.recover(Recover { login, recovery_key, new_password }, from).await {
        Ok(given) => show_secrets(stranger.frame("page-secrets"), &given, SIGN_IN_PATH),
        Err(error) => {
            let problem = Problem::from(error);
            let words = stranger.frame("page-recover");
            let detail = match problem.status {
                StatusCode::UNAUTHORIZED => words.say("recover-refused"),
                _ => Sentence::of(&sentences_of(&problem, words.words()).1),
            };
            again(problem.status, detail)
        }
    }
}
