//! Links: made and taken back by forms, the shortest way between two records, and what stands around one: drawn, as a table, on
//! a map and in time.

mod spots;
mod timeline;

use askama::Template;
use axum::Json;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::IntoResponse as _;
use axum::routing::{get, post};
use casework::graph::PathAnswer;
use casework::id::RecordId;
use casework::link::Noun;
use node::evidence::EvidenceAsk;
use node::link::{AddLink, TakeBackLink};
use node::links_page::{AroundPage, LinkedView};
use node::principal::Action;
use serde_json::json;

use self::spots::SpotLine;
use self::timeline::DayLines;
use super::form::parameter_of;
use super::frame::Frame;
use super::picker::{EVIDENCE, Pick, settled};
use super::plain::{Shown, page};
use super::record::{EvidenceLine, Line, LinkLine, May, Named, NewLink, path_of, plainly};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

/// Steps of a drawing where nobody says how many.
const STEPS: u32 = 2;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/links", get(path).post(ask_path))
        .route("/links/add", post(add))
        .route("/links/take-back", post(take_back))
        .route("/links/around/{id}", get(around))
        .route("/links/around/{id}/drawing", get(drawing))
}

/// What a form names as evidence: words, and ids of files, reports, clues and links.
pub(crate) fn evidence_sent(sent: &Sent) -> Result<Vec<EvidenceAsk>, Problem> {
    let mut evidence: Vec<EvidenceAsk> = Vec::new();
    if let Some(words) = sent.maybe_protected("statement") {
        evidence.push(EvidenceAsk::Statement { words });
    }
    for id in sent.ids::<RecordId>("evidence")? {
        evidence.push(match id {
            RecordId::File(file) => EvidenceAsk::File { file },
            RecordId::Incoming(report) => EvidenceAsk::Report { report },
            RecordId::Clue(clue) => EvidenceAsk::Clue { clue },
            RecordId::Link(link) => EvidenceAsk::Link { link },
            _ => return Err(Problem::new(StatusCode::CONFLICT, "link-no-evidence")),
        });
    }
    Ok(evidence)
}

#[derive(Template)]
#[template(path = "links.html")]
struct LinksPage {
    frame: Frame,
    may: May,
    again: Again,
    new_link: NewLink,
    of: Line,
    id: RecordId,
    n_steps: u64,
    links: Vec<LinkLine>,
    has_more: bool,
    spots: Vec<SpotLine>,
    /// `dashed` or `hidden`: how borders are drawn that somebody disputes.
    disputed: &'static str,
    days: Vec<DayLines>,
    /// How many entries came before the first of them.
    n_earlier: u64,
    back: Option<String>,
}

async fn around(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, uri: Uri) -> Shown {
    drawn(&served, &visitor, id, steps_of(&uri), Again::default()).await
}

fn steps_of(uri: &Uri) -> u32 {
    parameter_of(uri, "steps").and_then(|steps| steps.parse().ok()).map_or(STEPS, |steps: u32| steps.clamp(1, 3))
}

async fn drawn(served: &Served, visitor: &Visitor, id: RecordId, n_steps: u32, again: Again) -> Shown {
    let AroundPage { view, spots, timeline } = served.node.around_page(&visitor.who, id, n_steps).await?;
    let frame = visitor.frame(Room::Search, "links-around");
    let standing = view.around.links.iter().filter(|link| link.taken_back.is_none());
    let links = standing.map(|link| LinkLine::of(&frame, &view.around, id, link)).collect();
    page(&LinksPage {
        may: May::of(&served.node, &visitor.who),
        again,
        new_link: NewLink::of(&frame, id),
        spots: spots.iter().map(|spot| SpotLine::of(&frame, &view.around, spot)).collect(),
        disputed: served.settings.disputed_borders.code(),
        days: DayLines::of(&frame, &view.around, &timeline),
        n_earlier: timeline.n_earlier as u64,
        of: Line::of(&frame, &view.around, id),
        id,
        n_steps: u64::from(n_steps),
        links,
        has_more: view.has_more,
        back: path_of(id),
        frame,
    })
}

/// What the script of the drawing draws: the same verb, and nothing that the table beside it does not say.
async fn drawing(State(served): State<Served>, visitor: Visitor, Named(id): Named<RecordId>, uri: Uri) -> Shown {
    let view = served.node.linked_with(&visitor.who, id, steps_of(&uri)).await?;
    let frame = visitor.frame(Room::Search, "links-around");
    Ok(Json(drawing_of(&frame, &view)).into_response())
}

fn drawing_of(frame: &Frame, view: &LinkedView) -> serde_json::Value {
    let words = frame.words();
    let records = view.records.iter().map(|(id, n_steps)| {
        let noun = Noun::of(*id).code();
        let says = plainly(frame, &view.around, *id);
        let path = view.around.labels.get(id).and_then(|_| path_of(*id));
        let called = words.say_plain(&format!("noun-{noun}"), &[]);
        json!({ "id": id.to_string(), "noun": noun, "called": called, "says": says, "steps": n_steps, "path": path })
    });
    let standing = view.around.links.iter().filter(|link| link.taken_back.is_none());
    let links = standing.map(|link| {
        let says = words.say_plain(&format!("link-kind-{}", link.kind.code()), &[]);
        let sure = link.confidence.code();
        json!({ "id": link.id, "from": link.from.to_string(), "to": link.to.to_string(), "says": says, "sure": sure })
    });
    json!({ "of": view.of.to_string(), "records": records.collect::<Vec<_>>(), "links": links.collect::<Vec<_>>() })
}

#[derive(Template)]
#[template(path = "path.html")]
struct PathPage {
    frame: Frame,
    again: Again,
    ends: Option<(Line, Line)>,
    said: Option<Sentence>,
    steps: Vec<StepLine>,
}

struct StepLine {
    from: Line,
    to: Line,
    says: Sentence,
    confidence: Sentence,
    evidence: Vec<EvidenceLine>,
    when: Sentence,
}

async fn path(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let given = |name: &str| parameter_of(&uri, name).and_then(|id| id.trim().parse::<RecordId>().ok());
    if !served.node.may(&visitor.who, Action::ShowLinks) {
        return Err(Problem::of_status(StatusCode::FORBIDDEN));
    }
    let frame = visitor.frame(Room::Search, "links-path");
    let (Some(one), Some(other)) = (given("from"), given("to")) else {
        return path_asked(frame, Again::default());
    };
    let view = served.node.path_page(&visitor.who, one, other).await?;
    let line = |id| Line::of(&frame, &view.around, id);
    let (said, steps) = match &view.answer {
        PathAnswer::Found { steps } => (frame.say_n("path-found", steps.len() as u64), steps.as_slice()),
        PathAnswer::NotLinked => (frame.say("path-not-linked"), [].as_slice()),
        PathAnswer::Stopped { n_records } => (frame.say_n("path-stopped", *n_records as u64), [].as_slice()),
    };
    let steps = steps.iter().map(|step| StepLine {
        from: line(step.over.from),
        to: line(step.over.to),
        says: frame.say_code("link-kind", step.over.kind.code()),
        confidence: frame.say_code("confidence", step.over.confidence.code()),
        evidence: step.over.evidence.iter().map(|one| EvidenceLine::of(&frame, &view.around, one)).collect(),
        when: frame.moment(step.over.at.0),
    });
    let steps = steps.collect();
    let ends = Some((line(one), line(other)));
    page(&PathPage { again: Again::default(), ends, said: Some(said), steps, frame })
}

fn path_asked(frame: Frame, again: Again) -> Shown {
    page(&PathPage { frame, again, ends: None, said: None, steps: Vec::new() })
}

/// What two records are called by stands in no address, and so in no history of a browser: their ids do.
async fn ask_path(State(served): State<Served>, visitor: Visitor, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[Pick::one("from", &[]), Pick::one("to", &[])]).await?;
    let ends = sent.id::<RecordId>("from").and_then(|from| Ok((from, sent.id::<RecordId>("to")?)));
    let on = ends.as_ref().map(|(from, to)| format!("/links?from={from}&to={to}")).unwrap_or_default();
    let frame = visitor.frame(Room::Search, "links-path");
    answer(ends.map(drop), &on, &frame, "path", sent, async |again| path_asked(frame.clone(), again)).await
}

/// What a form about links is answered: the record's own page, or the drawing around it with what a rule says.
async fn answered(
    served: &Served,
    visitor: &Visitor,
    of: RecordId,
    done: Result<(), Problem>,
    (form, code): (&'static str, &'static str),
    sent: Sent,
) -> Shown {
    let frame = visitor.frame(Room::Search, "links-around");
    let page = path_of(of).unwrap_or_else(|| format!("/links/around/{of}"));
    let on = format!("{page}?done={code}#links");
    answer(done, &on, &frame, form, sent, async |again| drawn(served, visitor, of, 1, again).await).await
}

async fn add(State(served): State<Served>, visitor: Visitor, sent: Sent) -> Shown {
    let of: RecordId = sent.id("of")?;
    let sent = settled(&served, &visitor, sent, &[Pick::one("other", &[]), EVIDENCE]).await?;
    let done = async {
        let other: RecordId = sent.id("other")?;
        let (from, to) = if sent.text("direction") == "to" { (other, of) } else { (of, other) };
        let (kind, confidence) = (sent.code("kind")?, sent.code("confidence")?);
        let ask = AddLink { from, to, kind, confidence, evidence: evidence_sent(&sent)?, reason: None };
        served.node.add_link(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, of, done, ("link", "link-added"), sent).await
}

async fn take_back(State(served): State<Served>, visitor: Visitor, sent: Sent) -> Shown {
    let of: RecordId = sent.id("of")?;
    let done = async {
        let ask = TakeBackLink { link: sent.id("link")?, reason: sent.text("reason") };
        served.node.take_back_link(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, of, done, ("take-back", "link-taken-back"), sent).await
}
