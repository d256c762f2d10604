//! Persons: what somebody is in a case, on what that rests, and what is objected to. Nobody who was not convicted is called an
//! offender, and names are read apart, with a purpose.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::routing::{get, post};
use casework::id::{PersonId, RecordId};
use casework::link::Noun;
use casework::person::{ContestedBy, KnownAge, PersonState, StateBasis};
use casework::retention::Purpose;
use casework::role::Role;
use node::Principal;
use node::person::{BasisAsk, ContestPerson, OpenPerson, PersonView, ReadPersonNames, SetPersonState, SettlePerson};
use node::record_page::Around;

use super::frame::Frame;
use super::picker::{INTO, Pick, settled};
use super::plain::{Shown, page};
use super::record::{
    Beside, EvidenceLine, Line, May, Named, Offer, SaidLine, list_ask, next_of, offers, placement_sent,
};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::victims::{lines_of, names_page};
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/persons", get(list).post(open))
        .route("/persons/{id}", get(show))
        .route("/persons/{id}/state", post(set_state))
        .route("/persons/{id}/contest", post(contest))
        .route("/persons/{id}/settle", post(settle))
        .route("/persons/{id}/names", post(names))
}

#[derive(Template)]
#[template(path = "persons.html")]
struct PersonsPage {
    frame: Frame,
    may: May,
    again: Again,
    state: Option<String>,
    states: Vec<Offer>,
    persons: Vec<PersonLine>,
    next: Option<String>,
}

struct PersonLine {
    id: PersonId,
    state: Sentence,
    contested: bool,
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
    let listed = served.node.list_persons(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Persons, "room-persons");
    let next = next_of("/persons", state.as_deref(), listed.next.as_deref());
    // Names are not asked for by a list: it is walked by many who need none of them.
    let line = |person: PersonView| {
        let tlp = person.access.handling.tlp.code();
        PersonLine {
            id: person.id,
            state: frame.say_code("person-state", person.state.code()),
            contested: person.contested,
            circle: frame.say_code("circle", person.access.circle.code()),
            tlp: format!("TLP:{}", tlp.to_uppercase()),
            tlp_code: if tlp == "amber+strict" { "amber" } else { tlp },
        }
    };
    let persons = listed.items.into_iter().map(line).collect();
    let states = offers(&frame, "person-state", PersonState::ALL.iter().map(|state| state.code()));
    page(&PersonsPage { may: May::of(&served.node, &visitor.who), again, state, states, persons, next, frame })
}

async fn open(State(served): State<Served>, visitor: Visitor, uri: Uri, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[INTO]).await?;
    let opened = async {
        let under_18 = match sent.text("under_18").as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let ask = OpenPerson { names: lines_of(&sent.text("names")), under_18, into: placement_sent(&sent)? };
        Ok(served.node.open_person(&visitor.who, ask).await?.id)
    };
    let opened: Result<PersonId, Problem> = opened.await;
    let on = opened.as_ref().map(|id| format!("/persons/{id}?done=person-opened")).unwrap_or_default();
    let frame = visitor.frame(Room::Persons, "room-persons");
    answer(opened.map(drop), &on, &frame, "open", sent, async |again| listed(&served, &visitor, &uri, again).await)
        .await
}

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    frame: Frame,
    may: May,
    again: Again,
    id: PersonId,
    path: String,
    beside: Beside,
    state: Sentence,
    age: Sentence,
    contested: bool,
    is_under_18: bool,
    is_supervisor: bool,
    /// The states that may follow; those first that are offered for somebody under 18.
    follows: Vec<Offer>,
    contested_by: Vec<Offer>,
    purposes: Vec<Offer>,
    history: Vec<StateLine>,
}

struct StateLine {
    state: Sentence,
    said: SaidLine,
    basis: Vec<EvidenceLine>,
    upheld: Option<SaidLine>,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<PersonId>) -> Shown {
    shown(&served, &visitor, id, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: PersonId, again: Again) -> Shown {
    let seen = served.node.person_page(&visitor.who, id).await?;
    let (view, around) = (seen.view, seen.around);
    let mut frame = visitor.frame(Room::Persons, "room-persons");
    frame.title = frame.words().say_plain("person-titled", &[("id", id.to_string().as_str().into())]);
    let age = match view.age {
        KnownAge::Unknown => "person-age-unknown",
        KnownAge::Under18 { .. } => "person-age-under-18",
        KnownAge::Adult { .. } => "person-age-adult",
    };
    let is_under_18 = matches!(view.age, KnownAge::Under18 { .. });
    let mut follows: Vec<PersonState> = view.state.may_become().to_vec();
    if is_under_18 {
        follows.sort_by_key(|state| state.accuses());
    }
    let history = view.history.iter().rev().map(|set| StateLine {
        state: frame.say_code("person-state", set.state.code()),
        said: SaidLine::of(&frame, &around, &set.said),
        basis: set.basis.iter().map(|basis| basis_line(&frame, &around, basis)).collect(),
        upheld: set.supervisor.as_ref().map(|said| SaidLine::of(&frame, &around, said)),
    });
    page(&PersonPage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        path: format!("/persons/{id}"),
        beside: Beside::of(&frame, &around, id.into(), &view.access),
        state: frame.say_code("person-state", view.state.code()),
        age: frame.say(age),
        contested: view.contested,
        is_under_18,
        is_supervisor: matches!(&visitor.who, Principal::User(caller) if caller.roles.contains(&Role::Supervisor)),
        follows: offers(&frame, "person-state", follows.into_iter().map(PersonState::code)),
        contested_by: offers(&frame, "contested-by", ContestedBy::ALL.iter().map(|by| by.code())),
        purposes: offers(&frame, "search-purpose", Purpose::ALL.iter().map(|purpose| purpose.code())),
        history: history.collect(),
        frame,
    })
}

fn basis_line(frame: &Frame, around: &Around, basis: &StateBasis) -> EvidenceLine {
    let (code, words, record) = match basis {
        StateBasis::Judgment { reference } => ("judgment", Some(reference), None),
        StateBasis::Statement { words } => ("statement", Some(words), None),
        StateBasis::File { file } => ("file", None, Some(RecordId::File(*file))),
        StateBasis::Match { confirmed } => ("match", None, Some(RecordId::File(confirmed.pair().file))),
        StateBasis::Report { report } => ("report", None, Some((*report).into())),
        StateBasis::Link { link } => ("link", None, Some((*link).into())),
    };
    EvidenceLine {
        by: record.is_none().then(|| frame.say_code("evidence", code)),
        words: words.map(|words| words::visible(words.reveal())),
        record: record.map(|id| Line::of(frame, around, id)),
    }
}

/// What a form on a person's page is answered.
async fn answered(
    served: &Served,
    visitor: &Visitor,
    id: PersonId,
    done: Result<(), Problem>,
    (form, code): (&'static str, &'static str),
    sent: Sent,
) -> Shown {
    let frame = visitor.frame(Room::Persons, "room-persons");
    let on = format!("/persons/{id}?done={code}");
    answer(done, &on, &frame, form, sent, async |again| shown(served, visitor, id, again).await).await
}

async fn set_state(State(served): State<Served>, visitor: Visitor, Named(id): Named<PersonId>, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[Pick::many("basis", &[Noun::Incoming])]).await?;
    let done = async {
        let mut basis = Vec::new();
        basis.extend(sent.maybe_protected("judgment").map(|reference| BasisAsk::Judgment { reference }));
        basis.extend(sent.maybe_protected("statement").map(|words| BasisAsk::Statement { words }));
        for record in sent.ids::<RecordId>("basis")? {
            basis.push(match record {
                RecordId::File(file) => BasisAsk::File { file },
                RecordId::Incoming(report) => BasisAsk::Report { report },
                RecordId::Link(link) => BasisAsk::Link { link },
                _ => return Err(Problem::new(StatusCode::CONFLICT, "person-no-basis")),
            });
        }
        let although_under_18 = sent.is_ticked("although_under_18");
        let (state, reason) = (sent.code("state")?, sent.text("reason"));
        let ask = SetPersonState { person: id, state, basis, reason, although_under_18 };
        served.node.set_person_state(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("state", "person-state-set"), sent).await
}

async fn contest(State(served): State<Served>, visitor: Visitor, Named(id): Named<PersonId>, sent: Sent) -> Shown {
    let done = async {
        let ask = ContestPerson { person: id, by: sent.code("by")?, reason: sent.text("reason") };
        served.node.contest_person(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("contest", "person-contested"), sent).await
}

async fn settle(State(served): State<Served>, visitor: Visitor, Named(id): Named<PersonId>, sent: Sent) -> Shown {
    let ask = SettlePerson { person: id, reason: sent.text("reason") };
    let done = served.node.settle_person(&visitor.who, ask).await.map(drop).map_err(Problem::from);
    answered(&served, &visitor, id, done, ("settle", "person-settled"), sent).await
}

async fn names(State(served): State<Served>, visitor: Visitor, Named(id): Named<PersonId>, sent: Sent) -> Shown {
    let ask = ReadPersonNames { person: id, purpose: sent.code("purpose")? };
    let names = served.node.read_person_names(&visitor.who, ask).await?;
    names_page(visitor.frame(Room::Persons, "names-page"), &names, &[], format!("/persons/{id}"))
}
