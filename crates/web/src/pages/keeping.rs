//! For what and until when records are kept: what waits for a review, and one record with its days, how often it was kept longer
//! and what forbids erasing it. What a record says is on neither page: whoever looks after its keeping need not read it.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use casework::id::{RecordId, UserId};
use casework::link_kind::Noun;
use casework::protected::Protected;
use casework::retention::{ErasedBecause, Purpose, Standing};
use casework::who::Said;
use node::keeping::{AboutHold, EraseRecord, ErasedView, ExtendKeeping, KeepRecord, KeepingView, showing_us};

use super::frame::Frame;
use super::plain::{Shown, page};
use super::record::{May, Named, Offer, SaidLine, offers, path_of};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/keeping", get(due))
        .route("/keeping/{id}", get(show))
        .route("/keeping/{id}/set", post(set))
        .route("/keeping/{id}/extend", post(extend))
        .route("/keeping/{id}/hold", post(hold))
        .route("/keeping/{id}/lift-hold", post(lift_hold))
        .route("/keeping/{id}/erase", post(erase))
}

#[derive(Template)]
#[template(path = "keeping_due.html")]
struct DuePage {
    frame: Frame,
    due: Vec<DueLine>,
    has_more: bool,
}

struct DueLine {
    id: RecordId,
    noun: Sentence,
    standing: Sentence,
    is_late: bool,
    purpose: Sentence,
}

async fn due(State(served): State<Served>, visitor: Visitor) -> Shown {
    let seen = served.node.due_for_review(&visitor.who).await?;
    let frame = visitor.frame(Room::Keeping, "room-keeping");
    let line = |one: &KeepingView| {
        let (standing, is_late) = standing_of(&frame, &one.standing);
        DueLine {
            id: one.record,
            noun: frame.say_code("noun", one.noun.code()),
            standing,
            is_late,
            purpose: frame.say_code("search-purpose", one.purpose.code()),
        }
    };
    page(&DuePage { due: seen.due.iter().map(line).collect(), has_more: seen.has_more, frame })
}

/// How a record stands, and whether something is to be done about it.
fn standing_of(frame: &Frame, standing: &Standing) -> (Sentence, bool) {
    let (key, day, is_late) = match standing {
        Standing::Kept { review_on } => ("keeping-stands-kept", *review_on, false),
        Standing::ReviewDue { since } => ("keeping-stands-review-due", *since, true),
        Standing::Held { expired_on } => ("keeping-stands-held", *expired_on, false),
        Standing::Expired { on } => ("keeping-stands-expired", *on, true),
    };
    (frame.say_of(key, "day", &frame.words().day_showing(showing_us(day))), is_late)
}

#[derive(Template)]
#[template(path = "keeping.html")]
struct KeepingPage {
    frame: Frame,
    may: May,
    again: Again,
    id: RecordId,
    /// Where the record's own page is.
    path: Option<String>,
    noun: Sentence,
    standing: Sentence,
    is_late: bool,
    purpose: Sentence,
    legal_basis: Option<String>,
    from: String,
    until: String,
    review_on: String,
    rule: String,
    is_written_down: bool,
    is_held: bool,
    extensions: Vec<ExtensionLine>,
    holds: Vec<HoldLine>,
    purposes: Vec<Offer>,
    /// On which grounds it can be erased.
    grounds: Vec<Offer>,
    /// The days as a field of a form holds them.
    fields: Days,
}

struct Days {
    purpose: &'static str,
    review_on: String,
    until: String,
}

struct ExtensionLine {
    says: Sentence,
    said: SaidLine,
}

struct HoldLine {
    placed: SaidLine,
    lifted: Option<SaidLine>,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>) -> Shown {
    shown(&served, &visitor, id, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: RecordId, again: Again) -> Shown {
    let seen = served.node.keeping_page(&visitor.who, id).await?;
    let (view, colleagues) = (seen.view, seen.colleagues);
    let frame = visitor.frame(Room::Keeping, "keeping-title");
    let day = |day| frame.words().day_showing(showing_us(day));
    let (standing, is_late) = standing_of(&frame, &view.standing);
    let extension = |one: &casework::retention::Extension| {
        let (before, until) = (day(one.until_before), day(one.until));
        let args = [("before", before.as_str().into()), ("until", until.as_str().into())];
        ExtensionLine { says: frame.say_with("keeping-extended", &args), said: said_by(&frame, &colleagues, &one.said) }
    };
    let held = |one: &casework::retention::Hold| HoldLine {
        placed: said_by(&frame, &colleagues, &one.placed),
        lifted: one.lifted.as_ref().map(|said| said_by(&frame, &colleagues, said)),
    };
    page(&KeepingPage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        path: path_of(id),
        noun: frame.say_code("noun", view.noun.code()),
        standing,
        is_late,
        purpose: frame.say_code("search-purpose", view.purpose.code()),
        legal_basis: view.legal_basis.as_ref().map(words::visible),
        from: day(view.from),
        until: day(view.until),
        review_on: day(view.review_on),
        rule: words::visible(&view.rule_source),
        is_written_down: view.is_written_down,
        is_held: view.holds.iter().any(|hold| hold.lifted.is_none()),
        extensions: view.extensions.iter().map(extension).collect(),
        holds: view.holds.iter().map(held).collect(),
        purposes: offers(&frame, "search-purpose", Purpose::ALL.iter().map(|purpose| purpose.code())),
        grounds: offers(&frame, "erased-because", ErasedBecause::ALL.iter().map(|ground| ground.code())),
        fields: Days {
            purpose: view.purpose.code(),
            review_on: view.review_on.to_string(),
            until: view.until.to_string(),
        },
        frame,
    })
}

fn said_by(frame: &Frame, colleagues: &BTreeMap<UserId, Protected>, said: &Said) -> SaidLine {
    let name = colleagues.get(&said.by.user).map(|name| name.reveal().to_owned());
    SaidLine {
        who: name.unwrap_or_else(|| said.by.user.to_string()),
        when: frame.moment(said.at.0),
        why: said.reason().map(words::visible),
    }
}

/// What a form on this page is answered.
async fn answered(
    served: &Served,
    visitor: &Visitor,
    id: RecordId,
    done: Result<(), Problem>,
    (form, code): (&'static str, &'static str),
    sent: Sent,
) -> Shown {
    let frame = visitor.frame(Room::Keeping, "keeping-title");
    let on = format!("/keeping/{id}?done={code}");
    answer(done, &on, &frame, form, sent, async |again| shown(served, visitor, id, again).await).await
}

/// A day, as a field for days sends it. Where none was chosen, the rule for forms says so beside it.
fn day_sent<D: serde::de::DeserializeOwned>(sent: &Sent, name: &str) -> Result<D, Problem> {
    sent.code(name).map_err(|_| Problem::new(StatusCode::CONFLICT, "day-malformed"))
}

async fn set(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, sent: Sent) -> Shown {
    let done = async {
        let (purpose, legal_basis) = (sent.code("purpose")?, sent.text("legal_basis"));
        let (review_on, until) = (day_sent(&sent, "review_on")?, day_sent(&sent, "until")?);
        let ask = KeepRecord { record: id, purpose, legal_basis, review_on, until };
        served.node.keep_record(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("set", "keeping-set"), sent).await
}

async fn extend(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, sent: Sent) -> Shown {
    let done = async {
        let (review_on, until) = (day_sent(&sent, "review_on")?, day_sent(&sent, "until")?);
        let ask = ExtendKeeping { record: id, review_on, until, reason: sent.text("reason") };
        served.node.extend_keeping(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("extend", "keeping-extended"), sent).await
}

async fn hold(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, sent: Sent) -> Shown {
    let ask = AboutHold { record: id, reason: sent.text("reason") };
    let done = served.node.hold_keeping(&visitor.who, ask).await.map(drop).map_err(Problem::from);
    answered(&served, &visitor, id, done, ("hold", "keeping-held"), sent).await
}

async fn lift_hold(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, sent: Sent) -> Shown {
    let ask = AboutHold { record: id, reason: sent.text("reason") };
    let done = served.node.lift_hold(&visitor.who, ask).await.map(drop).map_err(Problem::from);
    answered(&served, &visitor, id, done, ("lift-hold", "keeping-hold-lifted"), sent).await
}

#[derive(Template)]
#[template(path = "erased.html")]
struct ErasedPage {
    frame: Frame,
    noun: Sentence,
    n_links: Sentence,
    n_entries: Sentence,
    /// What leaned on it, and where its page is.
    look_again: Vec<(RecordId, Option<String>)>,
    view: ErasedView,
}

/// Erases the record, and says where it still is. No other page can say it again.
async fn erase(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, sent: Sent) -> Shown {
    let erased = async {
        let ask = EraseRecord { record: id, because: sent.code("because")? };
        served.node.erase_record(&visitor.who, ask).await.map_err(Problem::from)
    };
    match erased.await {
        Ok(view) => {
            let frame = visitor.frame(Room::Keeping, "erased-title");
            let noun = frame.say_code("noun", Noun::of(id).code());
            let look_again = view.look_again_at.iter().map(|id| (*id, path_of(*id))).collect();
            let (n_links, n_entries) = (frame.number(view.links.len() as u64), frame.number(view.n_entries_erased));
            page(&ErasedPage { frame, noun, n_links, n_entries, look_again, view })
        }
        Err(problem) => answered(&served, &visitor, id, Err(problem), ("erase", ""), sent).await,
    }
}
