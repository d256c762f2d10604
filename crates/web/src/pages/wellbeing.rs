//! What one had to look at, for oneself; and for the welfare officer, one person at a time. Nobody is compared with anybody.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use casework::exposure::Severity;
use casework::id::UserId;
use node::exposure::{AddExposure, ExposureEntry, ExposureView, NoteBreak};
use serde::Deserialize;

use super::form::Form;
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::room::Room;
use super::visitor::Visitor;
use crate::body::Named;
use crate::router::Served;

const PATH: &str = "/wellbeing";

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route(PATH, get(show_own).post(add))
        .route("/wellbeing/break", post(take_break))
        .route("/wellbeing/people", get(people))
        .route("/wellbeing/people/{user}", get(show_of))
}

#[derive(Template)]
#[template(path = "wellbeing.html")]
struct WellbeingPage {
    frame: Frame,
    week: Vec<(&'static str, u64)>,
    previews: u64,
    entries: Vec<ExposureEntry>,
    break_due: Option<&'static str>,
    /// Whether the page is the reader's own: only then may something be added.
    is_own: bool,
    severities: &'static [Severity],
}

impl WellbeingPage {
    fn of(frame: Frame, view: ExposureView, is_own: bool) -> WellbeingPage {
        let ExposureView { mut entries, week, week_previews, break_due, .. } = view;
        // What was last stands first: it is what one comes to look up.
        entries.reverse();
        let week = vec![
            (Severity::Mild.code(), week.mild.into()),
            (Severity::Moderate.code(), week.moderate.into()),
            (Severity::Severe.code(), week.severe.into()),
            (Severity::Extreme.code(), week.extreme.into()),
        ];
        let break_due = break_due.map(|due| due.code());
        let previews = week_previews.into();
        WellbeingPage { frame, week, previews, entries, break_due, is_own, severities: Severity::ALL }
    }
}

async fn show_own(State(served): State<Served>, visitor: Visitor) -> Shown {
    let view = served.node.own_exposure(&visitor.who).await?;
    page(&WellbeingPage::of(visitor.frame(Room::Wellbeing, "room-wellbeing"), view, true))
}

#[derive(Deserialize)]
struct ExposureForm {
    severity: Severity,
    minutes: u16,
    #[serde(default)]
    sound: bool,
}

async fn add(State(served): State<Served>, visitor: Visitor, Form(form): Form<ExposureForm>) -> Shown {
    let ExposureForm { severity, minutes, sound } = form;
    served.node.add_exposure(&visitor.who, AddExposure { severity, minutes, repeats: 0, sound }).await?;
    Ok(to("/wellbeing?done=exposure-added"))
}

async fn take_break(State(served): State<Served>, visitor: Visitor) -> Shown {
    served.node.note_break(&visitor.who, NoteBreak {}).await?;
    Ok(to("/wellbeing?done=break-noted"))
}

#[derive(Template)]
#[template(path = "wellbeing_people.html")]
struct PeoplePage {
    frame: Frame,
    people: Vec<(UserId, String)>,
}

/// Whom the welfare officer may look after, by name alone: no figure stands beside a name.
async fn people(State(served): State<Served>, visitor: Visitor) -> Shown {
    let mut people = served.node.people_looked_after(&visitor.who).await?;
    let frame = visitor.frame(Room::Welfare, "room-welfare");
    frame.words().lang().sort_by_text(&mut people, |(_, name)| name.clone());
    page(&PeoplePage { frame, people })
}

async fn show_of(State(served): State<Served>, visitor: Visitor, Path(Named(user)): Path<Named<UserId>>) -> Shown {
    let view = served.node.show_exposure(&visitor.who, user).await?;
    page(&WellbeingPage::of(visitor.frame(Room::Welfare, "page-wellbeing-of"), view, false))
}
