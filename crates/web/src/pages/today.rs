//! The first page: what needs me. It ranks nobody and counts nobody's work.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use casework::clock::ClockState;
use casework::id::RecordId;
use node::deadline::ClockView;
use node::exposure::NoteBreak;
use node::news::{NewsBody, NewsView, ReadNews};
use node::today::TodayView;
use serde::Deserialize;

use super::form::Form;
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::record::page_of;
use super::room::Room;
use super::sentence::Sentence;
use super::set_up::{SetUpLine, set_up_lines};
use super::visitor::Visitor;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/", get(show))
        .route("/today/read-news", post(read_news))
        .route("/today/break", post(take_break))
}

#[derive(Template)]
#[template(path = "today.html")]
struct TodayPage {
    frame: Frame,
    view: TodayView,
    set_up: Vec<SetUpLine>,
    clocks: Vec<ClockLine>,
    news: Vec<NewsLine>,
    /// The newest piece of news that is shown: up to it they can be marked as read.
    newest: Option<u64>,
}

struct ClockLine {
    is_late: bool,
    said: Sentence,
    when: Sentence,
    about: Way,
}

/// What something is about, and where its page is.
struct Way {
    id: RecordId,
    path: Option<String>,
}

impl Way {
    fn to(id: RecordId) -> Way {
        Way { id, path: page_of(id) }
    }
}

struct NewsLine {
    said: Sentence,
    when: Sentence,
    about: Way,
    call: Option<Sentence>,
}

impl TodayPage {
    fn needs_nothing(&self) -> bool {
        let TodayView { clocks, claims, to_settle, answers, news, jobs, break_due, .. } = &self.view;
        self.set_up.is_empty()
            && clocks.is_empty()
            && claims.is_empty()
            && to_settle.is_empty()
            && answers.is_empty()
            && news.is_empty()
            && jobs.is_empty()
            && break_due.is_none()
    }
}

async fn show(State(served): State<Served>, visitor: Visitor) -> Shown {
    let view = served.node.today(&visitor.who).await?;
    let set_up = set_up_lines(&served, &visitor, &view.set_up);
    let frame = visitor.frame(Room::Today, "room-today");
    let clocks = view.clocks.iter().map(|clock| clock_line(&frame, clock)).collect();
    let news = view.news.iter().map(|one| news_line(&frame, one)).collect();
    let newest = view.news.iter().map(|one| one.id).max();
    page(&TodayPage { set_up, frame, clocks, news, newest, view })
}

fn clock_line(frame: &Frame, clock: &ClockView) -> ClockLine {
    let said = frame.say_code("clock-kind", clock.kind.code());
    let (is_late, when) = match &clock.state {
        ClockState::Breached { since } => (true, frame.say_of("clock-late-since", "when", &frame.moment_text(since.0))),
        ClockState::Running { due } => (false, frame.say_of("clock-due", "when", &frame.moment_text(due.at.0))),
        _ => (false, frame.say("clock-still")),
    };
    ClockLine { is_late, said, when, about: Way::to(clock.about) }
}

fn news_line(frame: &Frame, one: &NewsView) -> NewsLine {
    let said = match &one.body {
        NewsBody::MatchClaimed { exhibit, list, .. } => {
            frame.say_with("news-match-claimed", &[("exhibit", exhibit.into()), ("list", list.into())])
        }
        NewsBody::MatchGone { exhibit, list, .. } => {
            frame.say_with("news-match-gone", &[("exhibit", exhibit.into()), ("list", list.into())])
        }
        NewsBody::EntryQuarantined { list, n_things, .. } => {
            frame.say_with("news-entry-quarantined", &[("list", list.into()), ("n", (*n_things).into())])
        }
        NewsBody::SeriesAgrees { .. } => frame.say("news-series-agrees"),
        NewsBody::ProposalsWait => frame.say("news-proposals-wait"),
        NewsBody::SeriesNote { words, .. } => {
            frame.say_of("news-series-note", "words", &words::visible(words.reveal()))
        }
        NewsBody::Recheck { leaned_on } => frame.say_of("news-recheck", "record", &leaned_on.to_string()),
        NewsBody::LeadMoved { state } => frame.say_of("news-lead-moved", "state", state),
        NewsBody::EntriesOpened { .. } => frame.say("news-entries-opened"),
        NewsBody::PasskeyCopied { .. } => frame.say("news-passkey-copied"),
        NewsBody::ProviderAccountBound { .. } => frame.say("news-provider-account-bound"),
        NewsBody::ConsentWithdrawn { .. } => frame.say("news-consent-withdrawn"),
    };
    let call = one.call.as_ref().map(|unit| {
        let contact = unit.contact.as_deref().unwrap_or_default();
        frame.say_with("news-call", &[("unit", unit.name.as_str().into()), ("contact", contact.into())])
    });
    NewsLine { said, when: Sentence::of(&frame.moment_text(one.at_us)), about: Way::to(one.about), call }
}

#[derive(Deserialize)]
struct ReadForm {
    up_to: u64,
}

async fn read_news(State(served): State<Served>, visitor: Visitor, Form(form): Form<ReadForm>) -> Shown {
    served.node.read_news(&visitor.who, ReadNews { up_to: form.up_to }).await?;
    Ok(to("/?done=news-read"))
}

async fn take_break(State(served): State<Served>, visitor: Visitor) -> Shown {
    served.node.note_break(&visitor.who, NoteBreak {}).await?;
    Ok(to("/?done=break-noted"))
}
