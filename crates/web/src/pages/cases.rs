//! Cases: the list, and one with who works on it, what stands in it, its clocks and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::{get, post};
use casework::case::CaseState;
use casework::id::{CaseId, OutcomeId, RecordId, UnitId, UserId};
use casework::link::Noun;
use casework::outcome::{FigureState, OutcomeKind};
use node::case_file::{AddToCase, CloseCase, HandOverCase, OpenCase, ReopenCase, StaffCase};
use node::case_page::CasePage as CaseShown;
use node::outcome::{ConfirmOutcome, OutcomeView, WithdrawOutcome};
use node::record_page::Around;

use super::frame::Frame;
use super::frontdoor::to;
use super::picker::{Pick, settled};
use super::plain::{Shown, page};
use super::record::{Beside, Line, May, Named, Offer, SaidLine, list_ask, next_of, offers};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

/// Records of one noun that a case's page names; the rest is counted.
const NAMED_MAX: usize = 100;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/cases", get(list).post(open))
        .route("/cases/{id}", get(show))
        .route("/cases/{id}/add", post(add))
        .route("/cases/{id}/staff", post(staff))
        .route("/cases/{id}/close", post(close))
        .route("/cases/{id}/reopen", post(reopen))
        .route("/cases/{id}/hand-over", post(hand_over))
        .route("/cases/{id}/outcome/confirm", post(confirm))
        .route("/cases/{id}/outcome/withdraw", post(withdraw))
}

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage {
    frame: Frame,
    may: May,
    again: Again,
    state: Option<String>,
    cases: Vec<CaseLine>,
    next: Option<String>,
}

struct CaseLine {
    id: CaseId,
    number: String,
    state: Sentence,
    circle: Sentence,
    tlp: String,
    tlp_code: &'static str,
}

async fn list(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    listed(&served, &visitor, &uri, Again::default()).await
}

async fn listed(served: &Served, visitor: &Visitor, uri: &Uri, again: Again) -> Shown {
    let ask = list_ask(uri);
    let state = ask.state.clone();
    let listed = served.node.list_cases(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Cases, "room-cases");
    let next = next_of("/cases", state.as_deref(), listed.next.as_deref());
    let line = |case: node::case_file::CaseInList| {
        let tlp = case.access.handling.tlp.code();
        CaseLine {
            id: case.id,
            number: words::visible(case.number.reveal()),
            state: frame.say_code("case-state", state_code(case.state)),
            circle: frame.say_code("circle", case.access.circle.code()),
            tlp: format!("TLP:{}", tlp.to_uppercase()),
            tlp_code: if tlp == "amber+strict" { "amber" } else { tlp },
        }
    };
    let cases = listed.items.into_iter().map(line).collect();
    page(&CasesPage { may: May::of(&served.node, &visitor.who), again, state, cases, next, frame })
}

fn state_code(state: CaseState) -> &'static str {
    match state {
        CaseState::Open => "open",
        CaseState::Closed { .. } => "closed",
    }
}

async fn open(State(served): State<Served>, visitor: Visitor, uri: Uri, sent: Sent) -> Shown {
    let (number, legal_basis) = (sent.protected("number"), sent.text("legal_basis"));
    let ask = OpenCase { number, legal_basis, closed_circle: sent.is_ticked("closed_circle") };
    let opened = served.node.open_case(&visitor.who, ask).await.map_err(Problem::from);
    let on = opened.as_ref().map(|case| format!("/cases/{}?done=case-opened", case.id)).unwrap_or_default();
    let frame = visitor.frame(Room::Cases, "room-cases");
    answer(opened.map(drop), &on, &frame, "open", sent, async |again| listed(&served, &visitor, &uri, again).await)
        .await
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    frame: Frame,
    may: May,
    again: Again,
    id: CaseId,
    path: String,
    beside: Beside,
    state: Sentence,
    is_open: bool,
    legal_basis: String,
    kinds: Vec<KindHeld>,
    has_exhibits: bool,
    people: Vec<PersonLine>,
    could_join: Vec<PersonLine>,
    outcomes: Vec<OutcomeLine>,
    outcome_kinds: Vec<Offer>,
    units: Vec<UnitLine>,
    history: Vec<HistoryLine>,
}

/// Records of one noun in a case.
struct KindHeld {
    noun: Sentence,
    records: Vec<Line>,
    more: u64,
}

struct PersonLine {
    id: UserId,
    name: String,
    until: Option<Sentence>,
}

struct UnitLine {
    id: UnitId,
    name: String,
}

struct HistoryLine {
    says: Sentence,
    unit: String,
    said: SaidLine,
}

struct OutcomeLine {
    id: OutcomeId,
    kinds: Vec<Sentence>,
    figure: Sentence,
    words: Option<String>,
    said: SaidLine,
    checked: Option<SaidLine>,
    may_confirm: bool,
    may_withdraw: bool,
}

impl OutcomeLine {
    fn of(frame: &Frame, around: &Around, visitor: &Visitor, outcome: &OutcomeView) -> OutcomeLine {
        OutcomeLine {
            id: outcome.id,
            kinds: outcome.kinds.iter().map(|kind| frame.say_code("outcome-kind", kind.code())).collect(),
            figure: frame.say_code("figure", outcome.figure.code()),
            words: outcome.words.as_ref().map(|words| words::visible(words.reveal())),
            said: SaidLine::of(frame, around, &outcome.said),
            checked: outcome.checked.as_ref().map(|said| SaidLine::of(frame, around, said)),
            may_confirm: outcome.figure == FigureState::Provisional && outcome.said.by.user != visitor.own.user.id,
            may_withdraw: outcome.figure != FigureState::Withdrawn,
        }
    }
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>) -> Shown {
    shown(&served, &visitor, id, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: CaseId, again: Again) -> Shown {
    let CaseShown { view, outcomes, around, could_join } = served.node.case_page(&visitor.who, id).await?;
    let mut frame = visitor.frame(Room::Cases, "room-cases");
    let number = words::visible(view.number.reveal());
    frame.title = frame.words().say_plain("case-titled", &[("number", number.as_str().into())]);
    let beside = Beside::of(&frame, &around, id.into(), &view.access);
    let name_of = |user: UserId| around.colleagues.get(&user).map_or(user.to_string(), |name| name.reveal().to_owned());
    let until = |us: i64| frame.say_of("case-until", "when", &frame.moment_text(us));
    let people = view.people.iter().map(|person| PersonLine {
        id: person.user,
        name: name_of(person.user),
        until: person.until_us.map(until),
    });
    let mut could_join: Vec<PersonLine> = could_join
        .into_iter()
        .map(|(id, name)| PersonLine { id, name: name.reveal().to_owned(), until: None })
        .collect();
    frame.words().lang().sort_by_text(&mut could_join, |person| person.name.clone());
    let history = view.history.iter().map(|set| HistoryLine {
        says: frame.say_code("case-state", state_code(set.state)),
        unit: around.units.get(&set.owner).cloned().unwrap_or_default(),
        said: SaidLine::of(&frame, &around, &set.said),
    });
    let units = around.units.iter().filter(|(unit, _)| **unit != view.access.unit);
    let units = units.map(|(id, name)| UnitLine { id: *id, name: name.clone() }).collect();
    page(&CasePage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        path: format!("/cases/{id}"),
        state: frame.say_code("case-state", state_code(view.state)),
        is_open: view.state == CaseState::Open,
        legal_basis: words::visible(&view.legal_basis),
        has_exhibits: view.records.iter().any(|id| matches!(id, RecordId::Exhibit(_))),
        kinds: kinds_held(&frame, &around, &view.records),
        people: people.collect(),
        could_join,
        outcomes: outcomes.iter().map(|one| OutcomeLine::of(&frame, &around, visitor, one)).collect(),
        outcome_kinds: offers(&frame, "outcome-kind", OutcomeKind::ALL.iter().map(|kind| kind.code())),
        units,
        history: history.collect(),
        beside,
        frame,
    })
}

/// What stands in a case, noun by noun in the order of the chain. Its clocks and outcomes stand elsewhere on the page.
fn kinds_held(frame: &Frame, around: &Around, records: &[RecordId]) -> Vec<KindHeld> {
    let mut by_noun: BTreeMap<Noun, Vec<RecordId>> = BTreeMap::new();
    for id in records {
        let noun = Noun::of(*id);
        if !matches!(noun, Noun::Case | Noun::Clock | Noun::Outcome | Noun::Link) {
            by_noun.entry(noun).or_default().push(*id);
        }
    }
    let kind = |(noun, ids): (Noun, Vec<RecordId>)| KindHeld {
        noun: frame.say_code("nouns", noun.code()),
        records: ids.iter().take(NAMED_MAX).map(|id| Line::of(frame, around, *id)).collect(),
        more: ids.len().saturating_sub(NAMED_MAX) as u64,
    };
    by_noun.into_iter().map(kind).collect()
}

/// What a form on a case's page is answered.
async fn answered(
    served: &Served,
    visitor: &Visitor,
    id: CaseId,
    done: Result<(), Problem>,
    (form, code): (&'static str, &'static str),
    sent: Sent,
) -> Shown {
    let frame = visitor.frame(Room::Cases, "room-cases");
    let on = format!("/cases/{id}?done={code}");
    answer(done, &on, &frame, form, sent, async |again| shown(served, visitor, id, again).await).await
}

async fn add(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[Pick::many("records", &[])]).await?;
    let done = async {
        let records: BTreeSet<RecordId> = sent.ids("records")?;
        served.node.add_to_case(&visitor.who, AddToCase { case: id, records }).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("add", "case-filled"), sent).await
}

async fn staff(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>, sent: Sent) -> Shown {
    let done = async {
        let ask = StaffCase { case: id, join: sent.ids("join")?, leave: sent.ids("leave")? };
        served.node.staff_case(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("staff", "case-staffed"), sent).await
}

async fn close(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>, sent: Sent) -> Shown {
    let done = async {
        let (words, reason) = (sent.maybe_protected("words"), sent.maybe("reason"));
        let ask = CloseCase { case: id, outcome: sent.codes("outcome")?, words, reason };
        served.node.close_case(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("close", "case-closed"), sent).await
}

async fn reopen(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>, sent: Sent) -> Shown {
    let ask = ReopenCase { case: id, reason: sent.text("reason") };
    let done = served.node.reopen_case(&visitor.who, ask).await.map(drop).map_err(Problem::from);
    answered(&served, &visitor, id, done, ("reopen", "case-reopened"), sent).await
}

async fn hand_over(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>, sent: Sent) -> Shown {
    let done = async {
        let ask = HandOverCase { case: id, to: sent.id("to")?, reason: sent.text("reason") };
        served.node.hand_over_case(&visitor.who, ask).await?;
        Ok(())
    };
    let done: Result<(), Problem> = done.await;
    if done.is_ok() {
        // Whoever handed it over may not see it any more.
        return Ok(to("/cases?done=case-handed-over"));
    }
    answered(&served, &visitor, id, done, ("hand-over", "case-handed-over"), sent).await
}

async fn confirm(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>, sent: Sent) -> Shown {
    let done = async {
        served.node.confirm_outcome(&visitor.who, ConfirmOutcome { outcome: sent.id("outcome")? }).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("confirm", "outcome-confirmed"), sent).await
}

async fn withdraw(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>, sent: Sent) -> Shown {
    let done = async {
        let ask = WithdrawOutcome { outcome: sent.id("outcome")?, reason: sent.text("reason") };
        served.node.withdraw_outcome(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("withdraw", "outcome-withdrawn"), sent).await
}
