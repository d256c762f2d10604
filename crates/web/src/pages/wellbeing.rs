//! What one had to look at, and what one does not want to be offered, for oneself; what one had to look at for the welfare
//! officer too, one person at a time. Nobody is compared with anybody.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::{get, post};
use casework::exposure::Severity;
use casework::id::UserId;
use casework::opt_out::{ContentKind, OptOuts};
use node::exposure::{AddExposure, ExposureEntry, ExposureView, NoteBreak};
use node::principal::Action;
use serde::Deserialize;

use super::form::{Fields, Form};
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
        .route("/wellbeing/opt-outs", post(set_opt_outs))
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
    /// What the reader can choose not to be offered; nothing for whoever is offered none, and on anybody else's page.
    opt_outs: Vec<OptOutBox>,
}

struct OptOutBox {
    code: &'static str,
    is_ticked: bool,
}

impl WellbeingPage {
    fn of(frame: Frame, view: ExposureView, is_own: bool, opt_outs: Vec<OptOutBox>) -> WellbeingPage {
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
        WellbeingPage { frame, week, previews, entries, break_due, is_own, severities: Severity::ALL, opt_outs }
    }
}

async fn show_own(State(served): State<Served>, visitor: Visitor) -> Shown {
    let view = served.node.own_exposure(&visitor.who).await?;
    let is_offered_files =
        [Action::ShowGradings, Action::ShowMatches].map(|action| served.node.may(&visitor.who, action));
    let mut boxes = Vec::new();
    if is_offered_files.contains(&true) {
        let own = served.node.own_opt_outs(&visitor.who).await?;
        let ticked = |kind: &ContentKind| OptOutBox { code: kind.code(), is_ticked: own.kinds().contains(kind) };
        boxes.extend(ContentKind::ALL.iter().map(ticked));
    }
    page(&WellbeingPage::of(visitor.frame(Room::Wellbeing, "room-wellbeing"), view, true, boxes))
}

async fn set_opt_outs(State(served): State<Served>, visitor: Visitor, fields: Fields) -> Shown {
    let ticked = fields.all("kind");
    let chosen = ContentKind::ALL.iter().copied().filter(|kind| ticked.contains(&kind.code()));
    served.node.set_opt_outs(&visitor.who, OptOuts::of(chosen)).await?;
    Ok(to("/wellbeing?done=opt-outs-kept"))
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
    page(&WellbeingPage::of(visitor.frame(Room::Welfare, "page-wellbeing-of"), view, false, Vec::new()))
}
