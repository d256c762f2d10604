//! How somebody wants to read and look, and where they are signed in: their own, for nobody else's eyes.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use casework::id::SessionId;
use casework::preferences::{Appearance, Digits, MonthNames, Pictures, Preferences, Reveal};
use casework::user::Language;
use node::passkey::PasskeyView;
use node::preferences::SetPreferences;
use node::session::{EndSession, SessionView, ShowSessions};
use serde::Deserialize;

use super::form::Form;
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/settings", get(show).post(set))
        .route("/settings/language", post(set_language))
        .route("/settings/end-session", post(end_session))
}

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    frame: Frame,
    trouble: Option<Sentence>,
    language: &'static str,
    preferences: Preferences,
    choices: Vec<Choice>,
    sessions: Vec<SessionView>,
    passkeys: Vec<PasskeyView>,
    takes_passkeys: bool,
}

/// One question with its answers, of which one is chosen.
struct Choice {
    /// The field's name, and the locale key behind `setting-`.
    name: &'static str,
    answers: Vec<Answer>,
}

struct Answer {
    code: &'static str,
    is_chosen: bool,
}

impl Choice {
    fn of<T: Copy + PartialEq>(name: &'static str, all: &[T], code: fn(T) -> &'static str, chosen: T) -> Choice {
        let answers = all.iter().map(|one| Answer { code: code(*one), is_chosen: *one == chosen }).collect();
        Choice { name, answers }
    }

    fn all_of(preferences: &Preferences) -> Vec<Choice> {
        vec![
            Choice::of("appearance", Appearance::ALL, Appearance::code, preferences.appearance),
            Choice::of("digits", Digits::ALL, Digits::code, preferences.digits),
            Choice::of("months", MonthNames::ALL, MonthNames::code, preferences.months),
            Choice::of("pictures", Pictures::ALL, Pictures::code, preferences.pictures),
            Choice::of("reveal", Reveal::ALL, Reveal::code, preferences.reveal),
        ]
    }
}

async fn show(State(served): State<Served>, visitor: Visitor) -> Shown {
    let preferences = visitor.own.preferences.clone();
    shown(&served, visitor, preferences, None).await
}

async fn shown(served: &Served, visitor: Visitor, preferences: Preferences, trouble: Option<Sentence>) -> Shown {
    let sessions = served.node.sessions(&visitor.who, ShowSessions { user: None }).await?.sessions;
    let passkeys = served.node.own_passkeys(&visitor.who).await?.passkeys;
    page(&SettingsPage {
        frame: visitor.frame(Room::Settings, "room-settings"),
        trouble,
        language: visitor.own.user.language.map_or("", Language::code),
        choices: Choice::all_of(&preferences),
        preferences,
        sessions,
        passkeys,
        takes_passkeys: served.node.takes_passkeys(),
    })
}

#[derive(Deserialize)]
struct SettingsForm {
    language: String,
    #[serde(flatten)]
    preferences: Preferences,
}

async fn set(State(served): State<Served>, visitor: Visitor, Form(form): Form<SettingsForm>) -> Shown {
    let SettingsForm { language, preferences } = form;
    let ask = SetPreferences { language: language_called(&language), preferences: preferences.clone() };
    match served.node.set_preferences(&visitor.who, ask).await {
        Ok(_) => Ok(to("/settings?done=settings-kept")),
        Err(error) => {
            let problem = Problem::from(error);
            if problem.status != StatusCode::CONFLICT {
                return Err(problem);
            }
            let trouble = Sentence::of(&sentences_of(&problem, visitor.frame_apart("room-settings").words()).1);
            let page = shown(&served, visitor, preferences, Some(trouble)).await?;
            Ok((problem.status, page).into_response())
        }
    }
}

#[derive(Deserialize)]
struct LanguageForm {
    language: String,
    #[serde(default)]
    next: String,
}

/// The choice at the head of every page: the language alone, and back.
async fn set_language(State(served): State<Served>, visitor: Visitor, Form(form): Form<LanguageForm>) -> Shown {
    let ask =
        SetPreferences { language: language_called(&form.language), preferences: visitor.own.preferences.clone() };
    served.node.set_preferences(&visitor.who, ask).await?;
    Ok(to(super::frontdoor::path_here(&form.next).unwrap_or("/")))
}

/// None for *as the browser says*.
fn language_called(code: &str) -> Option<Language> {
    Language::ALL.iter().copied().find(|language| language.code() == code)
}

#[derive(Deserialize)]
struct EndForm {
    session: SessionId,
}

async fn end_session(State(served): State<Served>, visitor: Visitor, Form(form): Form<EndForm>) -> Shown {
    served.node.end_own_session(&visitor.who, EndSession { session: form.session }).await?;
    Ok(to("/settings?done=session-ended"))
}
