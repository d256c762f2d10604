//! The first page of a new node: whoever started the program, and reads its code at the terminal, opens the unit and becomes
//! its first administrator. Once somebody works here it leads to the way in.

use askama::Template;
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::get;
use casework::country::Country;
use casework::protected::Protected;
use casework::user::Language;
use node::founding::FoundNode;
use node::secret::Secret;
use node::unit::AddUnit;
use serde::Deserialize;

use super::form::Form;
use super::frame::Frame;
use super::frontdoor::{Stranger, to};
use super::plain::{Shown, page};
use super::renew::show_secrets;
use super::sentence::Sentence;
use super::sign_in::SIGN_IN_PATH;
use crate::caller::{Peer, counted_peer};
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

/// Where everybody is led while nobody works here.
pub(crate) const START_PATH: &str = "/start";

pub(crate) fn routes() -> Router<Served> {
    Router::new().route(START_PATH, get(ask).post(found))
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    frame: Frame,
    trouble: Option<Sentence>,
    typed: Typed,
}

/// What is typed again for nobody: everything but secrets.
#[derive(Default)]
struct Typed {
    unit: String,
    country: String,
    victim_prefix: String,
    contact: String,
    name: String,
    login: String,
}

#[derive(Deserialize)]
struct StartForm {
    code: Secret,
    unit: String,
    country: String,
    victim_prefix: String,
    #[serde(default)]
    contact: String,
    name: String,
    login: String,
    password: Secret,
    again: Secret,
}

async fn ask(State(served): State<Served>, stranger: Stranger) -> Shown {
    if !served.node.waits_to_be_founded() {
        return Ok(to(SIGN_IN_PATH));
    }
    page(&StartPage { frame: stranger.frame("page-start"), trouble: None, typed: Typed::default() })
}

async fn found(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    stranger: Stranger,
    Form(form): Form<StartForm>,
) -> Shown {
    if !served.node.waits_to_be_founded() {
        return Ok(to(SIGN_IN_PATH));
    }
    counted_peer(&served, peer)?;
    let frame = stranger.frame("page-start");
    let StartForm { code, unit, country, victim_prefix, contact, name, login, password, again } = form;
    let typed = Typed {
        unit: unit.clone(),
        country: country.clone(),
        victim_prefix: victim_prefix.clone(),
        contact: contact.clone(),
        name: name.clone(),
        login: login.clone(),
    };
    let unfit = |status: StatusCode, trouble: Sentence, frame: Frame| -> Shown {
        Ok((status, page(&StartPage { frame, trouble: Some(trouble), typed })?).into_response())
    };
    if password.reveal() != again.reveal() {
        let trouble = frame.say("password-not-the-same");
        return unfit(StatusCode::UNPROCESSABLE_ENTITY, trouble, frame);
    }
    let Ok(country) = country.trim().to_ascii_uppercase().parse::<Country>() else {
        let trouble = frame.say("start-not-a-country");
        return unfit(StatusCode::UNPROCESSABLE_ENTITY, trouble, frame);
    };
    let contact = Some(contact.trim().to_owned()).filter(|contact| !contact.is_empty());
    let unit = AddUnit { name: unit, country, victim_prefix: victim_prefix.trim().to_ascii_uppercase(), contact };
    let language = Language::ALL.iter().copied().find(|language| language.code() == frame.lang());
    let ask = FoundNode { code, unit, login, name: Protected::new(name), password, language };
    match served.node.found_node(ask).await {
        Ok(given) => show_secrets(stranger.frame("page-secrets"), &given, SIGN_IN_PATH),
        Err(error) => {
            let problem = Problem::from(error);
            let trouble = match problem.status {
                StatusCode::UNAUTHORIZED => frame.say("start-code-wrong"),
                StatusCode::CONFLICT => Sentence::of(&sentences_of(&problem, frame.words()).1),
                _ => return Err(problem),
            };
            unfit(problem.status, trouble, frame)
        }
    }
}
