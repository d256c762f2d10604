//! Asks for a second person: what I asked, and what I could answer. Each says exactly what would be done. And who answers in
//! whose place.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use casework::id::{SecondPersonId, UserId};
use casework::protected::Protected;
use casework::retention::ErasedBecause;
use casework::second_person::{AskState, DEPUTY_DAYS_MAX};
use node::principal::Action;
use node::second_person::{
    AnswerAsSecondPerson, AskSecondPerson, EndDeputy, NameDeputy, SecondPersonView, SecondPersonsView,
};
use serde::Deserialize;

use super::form::{Fields, Form};
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::refusal::{Refused, refused_for};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::router::Served;

const PATH: &str = "/second-persons";
/// For how many days the form proposes a deputy: a leave of two weeks.
const DEPUTY_DAYS_USUAL: u32 = 14;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route(PATH, get(show).post(answer))
        .route("/second-persons/ask", post(ask))
        .route("/second-persons/deputies", post(name_deputy))
        .route("/second-persons/end-deputy", post(end_deputy))
}

#[derive(Template)]
#[template(path = "second_persons.html")]
struct SecondPersonsPage {
    frame: Frame,
    trouble: Option<Sentence>,
    to_answer: Vec<AskLine>,
    others: Vec<AskLine>,
    deputies: Vec<DeputyLine>,
    /// Whom the reader could name; nobody for whoever names none.
    could_be_deputy: Vec<(UserId, String)>,
    may_name: bool,
    days_usual: u32,
    days_max: u32,
}

struct AskLine {
    ask: SecondPersonView,
    /// Who asks, as colleagues call them; the id where nobody is known by name.
    by: String,
    /// Whom it is about, where it is about somebody.
    about: Option<String>,
}

impl AskLine {
    /// The ground on which a record is to be erased, where this detail names one that there is.
    fn ground(&self, name: &str, value: &str) -> Option<&'static str> {
        let is_ground = self.ask.verb == Action::EraseRecord.verb() && name == "because";
        ErasedBecause::ALL.iter().map(|ground| ground.code()).find(|code| is_ground && *code == value)
    }
}

struct DeputyLine {
    deputy: UserId,
    name: String,
    of: String,
    until: Sentence,
    /// Whether the reader named them, and may end it.
    is_mine: bool,
}

async fn show(State(served): State<Served>, visitor: Visitor) -> Shown {
    shown(&served, &visitor, None).await
}

async fn shown(served: &Served, visitor: &Visitor, trouble: Option<Sentence>) -> Shown {
    let me: UserId = visitor.own.user.id;
    let SecondPersonsView { asks, deputies, could_be_deputy, names } =
        served.node.second_persons_page(&visitor.who).await?;
    let frame = visitor.frame(Room::SecondPersons, "room-second-persons");
    let name_of = |user: UserId| names.get(&user).map_or_else(|| user.to_string(), words::visible);
    let about = |subject: &str| subject.parse().ok().filter(|user| names.contains_key(user)).map(name_of);
    let (to_answer, others) = asks
        .into_iter()
        .map(|ask| AskLine { by: name_of(ask.by), about: about(&ask.subject), ask })
        .partition(|line| line.ask.state == AskState::Waiting && line.ask.could_answer.contains(&me));
    let line = |deputy: node::second_person::DeputyView| DeputyLine {
        deputy: deputy.user,
        name: name_of(deputy.user),
        of: name_of(deputy.supervisor),
        until: frame.moment(deputy.until_us),
        is_mine: deputy.supervisor == me,
    };
    let deputies = deputies.into_iter().map(line).collect();
    let mut could_be_deputy: Vec<(UserId, String)> =
        could_be_deputy.into_iter().map(|user| (user, name_of(user))).collect();
    frame.words().lang().sort_by_text(&mut could_be_deputy, |(_, name)| name.clone());
    page(&SecondPersonsPage {
        trouble,
        to_answer,
        others,
        deputies,
        could_be_deputy,
        may_name: served.node.may(&visitor.who, Action::NameDeputy),
        days_usual: DEPUTY_DAYS_USUAL,
        days_max: DEPUTY_DAYS_MAX,
        frame,
    })
}

/// Asks for what another page could not do alone. What the form sends besides says exactly what is to be done.
async fn ask(State(served): State<Served>, visitor: Visitor, fields: Fields) -> Shown {
    let ask = AskSecondPerson {
        verb: fields.one("verb").to_owned(),
        subject: fields.one("subject").to_owned(),
        details: fields.others(&["verb", "subject", "reason"]).cloned().collect(),
        reason: Protected::new(fields.one("reason")),
    };
    let done = served.node.ask_second_person(&visitor.who, ask).await.map(drop);
    done_or_refused(&served, &visitor, done, "second-person-asked").await
}

#[derive(Deserialize)]
struct AnswerForm {
    id: SecondPersonId,
    agrees: bool,
    #[serde(default)]
    reason: String,
}

async fn answer(State(served): State<Served>, visitor: Visitor, Form(form): Form<AnswerForm>) -> Shown {
    let reason = Some(form.reason.trim()).filter(|reason| !reason.is_empty()).map(Protected::new);
    let ask = AnswerAsSecondPerson { id: form.id, agrees: form.agrees, reason };
    let done = served.node.answer_as_second_person(&visitor.who, ask).await.map(drop);
    done_or_refused(&served, &visitor, done, "second-person-answered").await
}

/// Back to the page, which says what was done; or the page with what was refused.
async fn done_or_refused(
    served: &Served,
    visitor: &Visitor,
    outcome: Result<(), node::Error>,
    done: &'static str,
) -> Shown {
    match outcome {
        Ok(()) => Ok(to(&format!("{PATH}?done={done}"))),
        Err(error) => {
            let refused = refused_for(error, &visitor.frame_apart("room-second-persons"))?;
            let status = refused.status();
            Ok(Refused::on(status, shown(served, visitor, Some(refused.sentence)).await?))
        }
    }
}

#[derive(Deserialize)]
struct NameForm {
    user: UserId,
    days: u32,
}

async fn name_deputy(State(served): State<Served>, visitor: Visitor, Form(form): Form<NameForm>) -> Shown {
    let ask = NameDeputy { user: form.user, days: form.days };
    let done = served.node.name_deputy(&visitor.who, ask).await.map(drop);
    done_or_refused(&served, &visitor, done, "deputy-named").await
}

#[derive(Deserialize)]
struct EndForm {
    user: UserId,
}

async fn end_deputy(State(served): State<Served>, visitor: Visitor, Form(form): Form<EndForm>) -> Shown {
    let done = served.node.end_deputy(&visitor.who, EndDeputy { user: form.user }).await;
    done_or_refused(&served, &visitor, done, "deputy-ended").await
}
