//! Asks for a second person: what I asked, and what I could answer. Each says exactly what would be done.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::get;
use casework::id::{SecondPersonId, UserId};
use casework::protected::Protected;
use casework::second_person::AskState;
use node::second_person::{AnswerAsSecondPerson, SecondPersonView};
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
    Router::new().route("/second-persons", get(show).post(answer))
}

#[derive(Template)]
#[template(path = "second_persons.html")]
struct SecondPersonsPage {
    frame: Frame,
    trouble: Option<Sentence>,
    to_answer: Vec<SecondPersonView>,
    others: Vec<SecondPersonView>,
}

async fn show(State(served): State<Served>, visitor: Visitor) -> Shown {
    shown(&served, &visitor, None).await
}

async fn shown(served: &Served, visitor: &Visitor, trouble: Option<Sentence>) -> Shown {
    let me: UserId = visitor.own.user.id;
    let asks = served.node.second_person_asks(&visitor.who).await?.asks;
    let (to_answer, others) =
        asks.into_iter().partition(|ask| ask.state == AskState::Waiting && ask.could_answer.contains(&me));
    let frame = visitor.frame(Room::SecondPersons, "room-second-persons");
    page(&SecondPersonsPage { frame, trouble, to_answer, others })
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
    match served.node.answer_as_second_person(&visitor.who, ask).await {
        Ok(_) => Ok(to("/second-persons?done=second-person-answered")),
        Err(error) => {
            let problem = Problem::from(error);
            if problem.status != StatusCode::CONFLICT {
                return Err(problem);
            }
            let said = sentences_of(&problem, visitor.frame_apart("room-second-persons").words()).1;
            Ok((problem.status, shown(&served, &visitor, Some(Sentence::of(&said))).await?).into_response())
        }
    }
}
