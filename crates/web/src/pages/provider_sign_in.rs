//! Signing in by the provider that says who people are: to it, back from it, and the code where its word is not enough. What
//! is kept between stands in a cookie for minutes.

use askama::Template;
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Uri};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use axum::routing::{get, post};
use node::provider_sign_in::{ProviderCode, ProviderSignIn, ProviderSignedIn};
use node::secret::Secret;
use node::sign_in::SessionGiven;
use serde::Deserialize;

use super::form::{Form, parameter_of};
use super::frame::Frame;
use super::frontdoor::{Stranger, to};
use super::plain::{Shown, page};
use super::sign_in::trouble_at_sign_in;
use crate::caller::{Peer, counted_peer, session_cookie};
use crate::problem::Problem;
use crate::router::Served;

/// The challenge that the browser brings back with the provider's answer. The provider's page leads back here, and only a lax
/// cookie comes along then.
const ASKED_COOKIE: &str = "__Host-sanad-asked";

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/sign-in/provider/begin", get(begin))
        .route("/sign-in/provider", get(back))
        .route("/sign-in/provider/code", post(code))
}

/// A link, and no form: a form that leads elsewhere is what no page here may have.
async fn begin(State(served): State<Served>, peer: Option<Extension<Peer>>) -> Result<Response, Problem> {
    counted_peer(&served, peer)?;
    let asked = served.node.begin_provider_sign_in().await?;
    let cookie = format!("{ASKED_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=300", asked.challenge);
    Ok((AppendHeaders([(SET_COOKIE, cookie)]), to(&asked.address)).into_response())
}

fn asked_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == ASKED_COOKIE).map(|(_, challenge)| challenge.to_owned())
}

fn nothing_asked() -> String {
    format!("{ASKED_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

async fn back(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    stranger: Stranger,
    headers: HeaderMap,
    uri: Uri,
) -> Shown {
    let from = counted_peer(&served, peer)?;
    let given = |name| Secret::new(parameter_of(&uri, name).unwrap_or_default());
    let ask = ProviderSignIn {
        challenge: asked_of(&headers).unwrap_or_default(),
        state: given("state"),
        code: given("code"),
    };
    let forget = AppendHeaders([(SET_COOKIE, nothing_asked())]);
    let shown = match served.node.sign_in_by_provider(ask, from).await {
        Ok(ProviderSignedIn::Session(given)) => signed_in(&stranger, &given)?,
        Ok(ProviderSignedIn::CodeWanted(wanted)) => {
            page(&CodePage { frame: stranger.frame("page-sign-in"), challenge: wanted.challenge })?
        }
        Err(error) => trouble_at_sign_in(&served, &stranger, error.into(), "provider-refused", String::new())?,
    };
    Ok((forget, shown).into_response())
}

#[derive(Template)]
#[template(path = "provider_code.html")]
struct CodePage {
    frame: Frame,
    challenge: String,
}

#[derive(Deserialize)]
struct CodeForm {
    challenge: String,
    code: Secret,
}

async fn code(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    stranger: Stranger,
    Form(form): Form<CodeForm>,
) -> Shown {
    let from = counted_peer(&served, peer)?;
    let CodeForm { challenge, code } = form;
    match served.node.sign_in_by_provider_code(ProviderCode { challenge, totp: code }, from).await {
        Ok(given) => signed_in(&stranger, &given),
        Err(error) => trouble_at_sign_in(&served, &stranger, error.into(), "provider-refused", String::new()),
    }
}

#[derive(Template)]
#[template(path = "signed_in.html")]
struct SignedInPage {
    frame: Frame,
}

/// A page that goes on by itself. A redirect would still be the provider's doing, with which a strict cookie does not come along.
fn signed_in(stranger: &Stranger, given: &SessionGiven) -> Shown {
    let cookie = AppendHeaders([(SET_COOKIE, session_cookie(&given.secret))]);
    let shown = page(&SignedInPage { frame: stranger.frame("page-signed-in") })?;
    Ok((cookie, shown).into_response())
}
