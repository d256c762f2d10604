//! Series of images: the list, and one with its members by their fingerprints, its clues, what became of it and who works on
//! it. No picture stands on these pages.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::{get, post};
use casework::clue::ClueKind;
use casework::country_hypothesis::{CountryHypothesis, Reason};
use casework::id::{ClueId, LinkId, RecordId, SeriesId, UserId};
use casework::link::{Confidence, LinkKind, Noun};
use casework::series_proposal::ProposalState;
use node::clue::{AddClue, ClueView};
use node::evidence::EvidenceAsk;
use node::holding::UnitToCall;
use node::link::{AddLink, LinkView};
use node::record_page::Around;
use node::series::{AddToSeries, MergeSeries, OpenSeries, SplitSeries, UndoSeries};
use node::series_note::{ReadSeriesNotes, SeriesNote, WriteSeriesNote};
use node::series_page::{SeriesPage as SeriesShown, SeriesStatus};
use node::series_proposal::{DecideProposal, ProposalView};
use words::Value;

use super::frame::Frame;
use super::links::evidence_sent;
use super::picker::{EVIDENCE, INTO, Pick, settled};
use super::plain::{Shown, page};
use super::record::{Beside, EvidenceLine, Line, May, Named, Offer, SaidLine, list_ask, next_of, offers};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::pages::record::placement_sent;
use crate::problem::Problem;
use crate::router::Served;

/// Members that the page names; the rest is counted.
const MEMBERS_MAX: usize = 200;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/series", get(list).post(open))
        .route("/series/{id}", get(show))
        .route("/series/{id}/add", post(add))
        .route("/series/{id}/merge", post(merge))
        .route("/series/{id}/split", post(split))
        .route("/series/{id}/undo", post(undo))
        .route("/series/{id}/clue", post(clue))
        .route("/series/{id}/note", post(note))
        .route("/series/{id}/read-notes", post(read_notes))
        .route("/series/{id}/proposals", get(proposals).post(decide))
}

#[derive(Template)]
#[template(path = "series_list.html")]
struct SeriesListPage {
    frame: Frame,
    may: May,
    again: Again,
    series: Vec<SeriesLine>,
    next: Option<String>,
}

struct SeriesLine {
    id: SeriesId,
    name: String,
    circle: Sentence,
    tlp: String,
    tlp_code: &'static str,
}

async fn list(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    listed(&served, &visitor, &uri, Again::default()).await
}

async fn listed(served: &Served, visitor: &Visitor, uri: &Uri, again: Again) -> Shown {
    let listed = served.node.list_series(&visitor.who, list_ask(uri)).await?;
    let frame = visitor.frame(Room::Series, "room-series");
    let next = next_of("/series", None, listed.next.as_deref());
    let line = |one: node::series::SeriesInList| {
        let tlp = one.access.handling.tlp.code();
        SeriesLine {
            id: one.id,
            name: words::visible(one.name.reveal()),
            circle: frame.say_code("circle", one.access.circle.code()),
            tlp: format!("TLP:{}", tlp.to_uppercase()),
            tlp_code: if tlp == "amber+strict" { "amber" } else { tlp },
        }
    };
    let series = listed.items.into_iter().map(line).collect();
    page(&SeriesListPage { may: May::of(&served.node, &visitor.who), again, series, next, frame })
}

async fn open(State(served): State<Served>, visitor: Visitor, uri: Uri, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[INTO]).await?;
    let opened = async {
        let ask = OpenSeries { name: sent.protected("name"), into: placement_sent(&sent)? };
        Ok(served.node.open_series(&visitor.who, ask).await?.id)
    };
    let opened: Result<SeriesId, Problem> = opened.await;
    let on = opened.as_ref().map(|id| format!("/series/{id}?done=series-opened")).unwrap_or_default();
    let frame = visitor.frame(Room::Series, "room-series");
    answer(opened.map(drop), &on, &frame, "open", sent, async |again| listed(&served, &visitor, &uri, again).await)
        .await
}

#[derive(Template)]
#[template(path = "series.html")]
struct SeriesPage {
    frame: Frame,
    may: May,
    again: Again,
    id: SeriesId,
    path: String,
    beside: Beside,
    status: Sentence,
    identified: Vec<Line>,
    opened: SaidLine,
    also: Vec<Line>,
    n_members: u64,
    members: Vec<MemberLine>,
    clues: Vec<ClueCard>,
    clue_kinds: Vec<Offer>,
    countries: Vec<CountryLine>,
    notes: Vec<NoteLine>,
    /// Whether one of them is for the reader, who has not said that they read it.
    has_unread: bool,
    /// Whom the reader could write to.
    could_write_to: Vec<(UserId, String)>,
    history: Vec<ChangeLine>,
}

/// A country in which the series may have been made.
struct CountryLine {
    country: String,
    confidence: Sentence,
    reasons: Vec<ReasonLine>,
}

/// What speaks for a country.
struct ReasonLine {
    place: Line,
    /// The clue that points there, where one does.
    clue: Option<Line>,
    confidence: Sentence,
}

/// A note, and whether it was read.
struct NoteLine {
    says: Sentence,
    when: Sentence,
    words: String,
    read: Sentence,
}

struct MemberLine {
    file: String,
    confidence: Sentence,
    evidence: Vec<EvidenceLine>,
    said: SaidLine,
}

struct ClueCard {
    id: ClueId,
    kind: Sentence,
    words: String,
    language: Option<String>,
    certainty: Sentence,
    said: SaidLine,
}

/// Links that were asserted or taken back at one moment by one person: one change, which is undone as one.
struct ChangeLine {
    says: Sentence,
    said: SaidLine,
    asserted: Vec<LinkId>,
    taken_back: Vec<LinkId>,
    is_undone: bool,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>) -> Shown {
    shown(&served, &visitor, id, Again::default()).await
}

async fn shown(served: &Served, visitor: &Visitor, id: SeriesId, again: Again) -> Shown {
    let shown = served.node.series_page(&visitor.who, id).await?;
    let SeriesShown { view, history, around, clues, status, countries, notes } = shown;
    let mut frame = visitor.frame(Room::Series, "room-series");
    let name = words::visible(view.name.reveal());
    frame.title = frame.words().say_plain("series-titled", &[("name", name.as_str().into())]);
    let beside = Beside::of(&frame, &around, view.id.into(), &view.access);
    let line = |id: RecordId| Line::of(&frame, &around, id);
    let identified = match &status {
        SeriesStatus::Identified { victims } => victims.iter().map(|victim| line((*victim).into())).collect(),
        _ => Vec::new(),
    };
    let mut members: Vec<&LinkView> = view.links.iter().filter(|link| link.kind == LinkKind::BelongsToSeries).collect();
    members.sort_by_key(|link| link.from);
    members.dedup_by_key(|link| link.from);
    let member = |link: &&LinkView| MemberLine {
        file: link.from.to_string(),
        confidence: frame.say_code("confidence", link.confidence.code()),
        evidence: link.evidence.iter().map(|one| EvidenceLine::of(&frame, &around, one)).collect(),
        said: SaidLine::of(&frame, &around, &link.said),
    };
    let card = |clue: &ClueView| ClueCard {
        id: clue.id,
        kind: frame.say_code("clue-kind", clue.kind.code()),
        words: words::visible(clue.words.reveal()),
        language: clue.language.clone(),
        certainty: frame.say_code("confidence", clue.certainty.code()),
        said: SaidLine::of(&frame, &around, &clue.said),
    };
    let own = visitor.own.user.id;
    let mut could_write_to: Vec<(UserId, String)> = around
        .colleagues
        .iter()
        .filter(|(user, _)| **user != own && around.at_work.contains_key(user))
        .map(|(user, name)| (*user, words::visible(name.reveal())))
        .collect();
    frame.words().lang().sort_by_text(&mut could_write_to, |(_, name)| name.clone());
    page(&SeriesPage {
        countries: countries.iter().map(|one| country_line(&frame, &around, one)).collect(),
        has_unread: notes.iter().any(|note| note.to == own && note.read_us.is_none()),
        notes: notes.iter().map(|note| note_line(&frame, &around, note)).collect(),
        could_write_to,
        may: May::of(&served.node, &visitor.who),
        again,
        id: view.id,
        path: format!("/series/{}", view.id),
        status: status_in_words(&frame, &around, &status),
        identified,
        opened: SaidLine::of(&frame, &around, &view.opened),
        also: view.series.iter().filter(|one| **one != view.id).map(|one| line((*one).into())).collect(),
        n_members: view.files.len() as u64,
        members: members.iter().take(MEMBERS_MAX).map(member).collect(),
        clues: clues.iter().map(card).collect(),
        clue_kinds: offers(&frame, "clue-kind", ClueKind::ALL.iter().map(|kind| kind.code())),
        history: changes(&frame, &around, &history),
        beside,
        frame,
    })
}

fn country_line(frame: &Frame, around: &Around, one: &CountryHypothesis) -> CountryLine {
    let sure = |confidence: Confidence| frame.say_code("confidence", confidence.code());
    let reason = |reason: &Reason| ReasonLine {
        place: Line::of(frame, around, reason.place.into()),
        clue: reason.clue.map(|clue| Line::of(frame, around, clue.into())),
        confidence: sure(reason.confidence),
    };
    CountryLine {
        country: one.country.to_string(),
        confidence: sure(one.confidence),
        reasons: one.reasons.iter().map(reason).collect(),
    }
}

fn note_line(frame: &Frame, around: &Around, note: &SeriesNote) -> NoteLine {
    let name =
        |user: UserId| around.colleagues.get(&user).map_or(user.to_string(), |name| words::visible(name.reveal()));
    NoteLine {
        says: frame.say_with("series-note-from-to", &[("by", name(note.by).into()), ("to", name(note.to).into())]),
        when: frame.moment(note.at_us),
        words: words::visible(note.words.reveal()),
        read: match note.read_us {
            Some(at_us) => frame.say_of("series-note-read-at", "when", &frame.moment_text(at_us)),
            None => frame.say("series-note-unread"),
        },
    }
}

fn status_in_words(frame: &Frame, around: &Around, status: &SeriesStatus) -> Sentence {
    match status {
        SeriesStatus::Identified { .. } => frame.say("series-status-identified"),
        SeriesStatus::NotKnown => frame.say("series-status-not-known"),
        SeriesStatus::WorkedOn { units } => {
            let names: Vec<&str> = units.iter().filter_map(|unit| around.units.get(unit)).map(String::as_str).collect();
            frame.say_of("series-status-worked-on", "units", &names.join(", "))
        }
    }
}

/// What became of a series, the newest first.
fn changes(frame: &Frame, around: &Around, history: &[LinkView]) -> Vec<ChangeLine> {
    type Change<'a> = (Vec<&'a LinkView>, Vec<&'a LinkView>);
    let mut changes: BTreeMap<_, Change<'_>> = BTreeMap::new();
    for link in history {
        changes.entry((link.said.at, link.said.by)).or_default().0.push(link);
        if let Some(back) = &link.taken_back {
            changes.entry((back.at, back.by)).or_default().1.push(link);
        }
    }
    let change = |(asserted, taken_back): Change<'_>| {
        let first = asserted.first().map(|link| &link.said);
        let said = first.or_else(|| taken_back.first().and_then(|link| link.taken_back.as_ref()))?;
        let is_merge = asserted.iter().chain(&taken_back).any(|link| link.kind == LinkKind::SameSeries);
        let key = match (asserted.is_empty(), taken_back.is_empty(), is_merge) {
            (false, true, true) => "series-change-merged",
            (false, true, false) => "series-change-filled",
            (false, false, _) => "series-change-moved",
            (true, _, true) => "series-change-unmerged",
            (true, _, false) => "series-change-emptied",
        };
        let n = asserted.len().max(taken_back.len()) as u64;
        let ids = |links: &[&LinkView]| links.iter().map(|link| link.id).collect::<Vec<_>>();
        Some(ChangeLine {
            says: frame.say_with(key, &[("n", Value::from(n))]),
            said: SaidLine::of(frame, around, said),
            is_undone: !asserted.is_empty() && asserted.iter().all(|link| link.taken_back.is_some()),
            asserted: ids(&asserted),
            taken_back: ids(&taken_back),
        })
    };
    changes.into_values().rev().filter_map(change).collect()
}

/// What a form on a series' page is answered.
async fn answered(
    served: &Served,
    visitor: &Visitor,
    id: SeriesId,
    done: Result<(), Problem>,
    (form, code): (&'static str, &'static str),
    sent: Sent,
) -> Shown {
    let frame = visitor.frame(Room::Series, "room-series");
    let on = format!("/series/{id}?done={code}");
    answer(done, &on, &frame, form, sent, async |again| shown(served, visitor, id, again).await).await
}

async fn add(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[EVIDENCE]).await?;
    let done = async {
        let (files, confidence) = (sent.ids("files")?, sent.code("confidence")?);
        let ask = AddToSeries { series: id, files, confidence, evidence: evidence_sent(&sent)? };
        served.node.add_to_series(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("add", "series-filled"), sent).await
}

async fn merge(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[Pick::one("absorb", &[Noun::Series]), EVIDENCE]).await?;
    let done = async {
        let (absorb, confidence) = (sent.id("absorb")?, sent.code("confidence")?);
        let (evidence, reason) = (evidence_sent(&sent)?, sent.maybe("reason"));
        served.node.merge_series(&visitor.who, MergeSeries { keep: id, absorb, confidence, evidence, reason }).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("merge", "series-merged"), sent).await
}

async fn split(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[Pick::one("into", &[Noun::Series])]).await?;
    let done = async {
        let (files, into, reason) = (sent.ids("files")?, sent.id("into")?, sent.text("reason"));
        served.node.split_series(&visitor.who, SplitSeries { from: id, files, into, reason }).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("split", "series-split"), sent).await
}

async fn undo(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, sent: Sent) -> Shown {
    let done = async {
        let asserted = sent.ids::<LinkId>("asserted")?.into_iter().collect();
        let taken_back = sent.ids::<LinkId>("taken_back")?.into_iter().collect();
        let ask = UndoSeries { series: id, asserted, taken_back, reason: sent.text("reason") };
        served.node.undo_series(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("undo", "series-undone"), sent).await
}

async fn note(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, sent: Sent) -> Shown {
    let ask = WriteSeriesNote { series: id, to: sent.text("to"), words: sent.protected("words") };
    let done = served.node.write_series_note(&visitor.who, ask).await.map(drop).map_err(Problem::from);
    answered(&served, &visitor, id, done, ("note", "series-note-written"), sent).await
}

async fn read_notes(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, sent: Sent) -> Shown {
    let read = served.node.read_series_notes(&visitor.who, ReadSeriesNotes { series: id }).await;
    let done = read.map(drop).map_err(Problem::from);
    answered(&served, &visitor, id, done, ("read-notes", "series-notes-read"), sent).await
}

/// A clue that was seen or heard in the series: written down, and linked with it on itself as evidence.
async fn clue(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, sent: Sent) -> Shown {
    let done = async {
        let seen = served.node.show_series(&visitor.who, id).await?;
        let certainty: Confidence = sent.code("certainty")?;
        // The clue goes where the series is: whoever may see the one may see the other.
        let into = node::casebook::Placement {
            case: seen.access.cases.first().copied(),
            closed_circle: seen.access.circle == casework::record::Circle::Cases,
            handling: None,
        };
        let ask = AddClue { kind: sent.code("kind")?, words: sent.protected("words"), language: None, certainty, into };
        let clue = served.node.add_clue(&visitor.who, ask).await?.id;
        let evidence = vec![EvidenceAsk::Clue { clue }];
        let (from, to) = (clue.into(), id.into());
        let link = AddLink { from, to, kind: LinkKind::SeenIn, confidence: certainty, evidence, reason: None };
        served.node.add_link(&visitor.who, link).await?;
        Ok(())
    };
    let done = done.await;
    answered(&served, &visitor, id, done, ("clue", "clue-added"), sent).await
}

#[derive(Template)]
#[template(path = "proposals.html")]
struct ProposalsPage {
    frame: Frame,
    may: May,
    again: Again,
    id: SeriesId,
    state: String,
    proposals: Vec<ProposalLine>,
    next: Option<String>,
    call: Vec<UnitToCall>,
}

struct ProposalLine {
    file: String,
    like: Option<String>,
    difference: Sentence,
    state: Sentence,
    found: Sentence,
    may_decide: bool,
}

async fn proposals(State(served): State<Served>, visitor: Visitor, Named(id): Named<SeriesId>, uri: Uri) -> Shown {
    proposed(&served, &visitor, id, &uri, Again::default()).await
}

async fn proposed(served: &Served, visitor: &Visitor, id: SeriesId, uri: &Uri, again: Again) -> Shown {
    let mut ask = list_ask(uri);
    let state = ask.state.get_or_insert_with(|| "waiting".to_owned()).clone();
    let view = served.node.show_proposals(&visitor.who, id, ask).await?;
    let frame = visitor.frame(Room::Series, "series-proposals");
    let path = format!("/series/{id}/proposals");
    let line = |one: &ProposalView| ProposalLine {
        file: one.file.to_string(),
        like: one.like.map(|file| file.to_string()),
        difference: match one.distance_bits {
            0 => frame.say_code("closeness", one.closeness.code()),
            bits => frame.say_n("proposal-bits", u64::from(bits)),
        },
        state: frame.say_code("proposal-state", one.state.code()),
        found: frame.moment(one.found_at_us),
        may_decide: !matches!(one.state, ProposalState::Taken { .. }),
    };
    page(&ProposalsPage {
        may: May::of(&served.node, &visitor.who),
        again,
        id,
        proposals: view.items.iter().map(line).collect(),
        next: next_of(&path, Some(&state), view.next.as_deref()),
        call: view.call,
        state,
        frame,
    })
}

async fn decide(
    State(served): State<Served>,
    visitor: Visitor,
    Named(id): Named<SeriesId>,
    uri: Uri,
    sent: Sent,
) -> Shown {
    let takes = sent.is_ticked("takes");
    let done = async {
        let (file, reason) = (sent.id("file")?, sent.maybe("reason"));
        let ask = DecideProposal { series: id, file, takes, confidence: None, reason };
        served.node.decide_proposal(&visitor.who, ask).await?;
        Ok(())
    };
    let done = done.await;
    let code = if takes { "proposal-taken" } else { "proposal-declined" };
    let on = format!("/series/{id}/proposals?done={code}");
    let frame = visitor.frame(Room::Series, "series-proposals");
    answer(done, &on, &frame, "decide", sent, async |again| proposed(&served, &visitor, id, &uri, again).await).await
}
