//! What is done about a clock: told, answered, shown, paused, let run again, stopped. The forms stand on the pages of the
//! records that clocks are about.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::post;
use casework::id::ClockId;
use casework::who::Moment;
use node::deadline::{MeetClock, MetByAsk, PauseClock, ResumeClock, StopClock};

use super::frame::Frame;
use super::frontdoor::{path_here, to};
use super::picker::{Pick, settled};
use super::plain::{Shown, page};
use super::record::Named;
use super::sent::Sent;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

const MINUTE_US: i64 = 60_000_000;
/// Nobody remembers the minute of what was longer ago than a year.
const MINUTES_MAX: i64 = 366 * 24 * 60;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/clocks/{id}/told", post(told))
        .route("/clocks/{id}/accepted", post(accepted))
        .route("/clocks/{id}/refused", post(refused))
        .route("/clocks/{id}/shown", post(shown))
        .route("/clocks/{id}/pause", post(pause))
        .route("/clocks/{id}/resume", post(resume))
        .route("/clocks/{id}/stop", post(stop))
}

#[derive(Template)]
#[template(path = "refused.html")]
struct RefusedPage {
    frame: Frame,
    trouble: Sentence,
    back: String,
}

/// Back to the page on which the form stood; or what a rule says, with the way back.
fn answered(visitor: &Visitor, done: Result<(), Problem>, code: &str, sent: &Sent) -> Shown {
    let next = sent.text("next");
    let back = path_here(&next).unwrap_or("/").to_owned();
    match done {
        Ok(()) => Ok(to(&format!("{back}?done={code}#clocks"))),
        Err(problem) if problem.status == StatusCode::CONFLICT => {
            let frame = visitor.frame_apart("clocks-title");
            let trouble = Sentence::of(&sentences_of(&problem, frame.words()).1);
            let shown = page(&RefusedPage { frame, trouble, back })?;
            Ok((problem.status, shown).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn meet(served: &Served, visitor: &Visitor, clock: ClockId, by: MetByAsk) -> Result<(), Problem> {
    served.node.meet_clock(&visitor.who, MeetClock { clock, by }).await?;
    Ok(())
}

async fn told(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClockId>, sent: Sent) -> Shown {
    let minutes: i64 = sent.text("minutes_ago").parse().unwrap_or(0).clamp(0, MINUTES_MAX);
    let at = Moment(served.node.now_us().saturating_sub(minutes * MINUTE_US));
    let done = meet(&served, &visitor, id, MetByAsk::Told { whom: sent.protected("whom"), at }).await;
    answered(&visitor, done, "clock-told", &sent)
}

async fn accepted(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClockId>, sent: Sent) -> Shown {
    let done = meet(&served, &visitor, id, MetByAsk::Accepted { reference: sent.protected("reference") }).await;
    answered(&visitor, done, "clock-answered", &sent)
}

async fn refused(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClockId>, sent: Sent) -> Shown {
    let done = meet(&served, &visitor, id, MetByAsk::Refused { reason: sent.protected("reason") }).await;
    answered(&visitor, done, "clock-answered", &sent)
}

async fn shown(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClockId>, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[Pick::one("record", &[])]).await?;
    let done = async { meet(&served, &visitor, id, MetByAsk::Shown { record: sent.id("record")? }).await };
    let done = done.await;
    answered(&visitor, done, "clock-met", &sent)
}

async fn pause(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClockId>, sent: Sent) -> Shown {
    let done = async {
        let ask = PauseClock { clock: id, because: sent.code("because")?, reason: sent.text("reason") };
        served.node.pause_clock(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&visitor, done, "clock-paused", &sent)
}

async fn resume(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClockId>, sent: Sent) -> Shown {
    let done = served.node.resume_clock(&visitor.who, ResumeClock { clock: id }).await;
    answered(&visitor, done.map(drop).map_err(Problem::from), "clock-resumed", &sent)
}

async fn stop(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClockId>, sent: Sent) -> Shown {
    let done = async {
        let ask = StopClock { clock: id, because: sent.code("because")?, reason: sent.text("reason") };
        served.node.stop_clock(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&visitor, done, "clock-stopped", &sent)
}
