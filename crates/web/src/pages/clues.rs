//! Clues: what was seen or heard, in words on cards. No picture stands on these pages.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::get;
use casework::clue::ClueKind;
use casework::id::ClueId;
use casework::link::Confidence;
use node::clue::AddClue;

use super::frame::Frame;
use super::picker::{INTO, settled};
use super::plain::{Shown, page};
use super::record::{Beside, May, Named, Offer, SaidLine, list_ask, next_of, offers, placement_sent};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/clues", get(list).post(add)).route("/clues/{id}", get(show))
}

#[derive(Template)]
#[template(path = "clues.html")]
struct CluesPage {
    frame: Frame,
    may: May,
    again: Again,
    clues: Vec<ClueCard>,
    next: Option<String>,
    kinds: Vec<Offer>,
    confidences: Vec<Offer>,
}

struct ClueCard {
    id: ClueId,
    kind: Sentence,
    words: String,
    language: Option<String>,
    certainty: Sentence,
}

async fn list(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    listed(&served, &visitor, &uri, Again::default()).await
}

async fn listed(served: &Served, visitor: &Visitor, uri: &Uri, again: Again) -> Shown {
    let listed = served.node.list_clues(&visitor.who, list_ask(uri)).await?;
    let frame = visitor.frame(Room::Clues, "room-clues");
    let card = |clue: &node::clue::ClueView| ClueCard {
        id: clue.id,
        kind: frame.say_code("clue-kind", clue.kind.code()),
        words: words::visible(clue.words.reveal()),
        language: clue.language.clone(),
        certainty: frame.say_code("confidence", clue.certainty.code()),
    };
    page(&CluesPage {
        may: May::of(&served.node, &visitor.who),
        again,
        clues: listed.items.iter().map(card).collect(),
        next: next_of("/clues", None, listed.next.as_deref()),
        kinds: offers(&frame, "clue-kind", ClueKind::ALL.iter().map(|kind| kind.code())),
        confidences: offers(&frame, "confidence", Confidence::ALL.iter().map(|one| one.code())),
        frame,
    })
}

async fn add(State(served): State<Served>, visitor: Visitor, uri: Uri, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[INTO]).await?;
    let added = async {
        let (words, language) = (sent.protected("words"), sent.maybe("language"));
        let (kind, certainty) = (sent.code("kind")?, sent.code("certainty")?);
        let ask = AddClue { kind, words, language, certainty, into: placement_sent(&sent)? };
        Ok(served.node.add_clue(&visitor.who, ask).await?.id)
    };
    let added: Result<ClueId, Problem> = added.await;
    let on = added.as_ref().map(|id| format!("/clues/{id}?done=clue-added")).unwrap_or_default();
    let frame = visitor.frame(Room::Clues, "room-clues");
    answer(added.map(drop), &on, &frame, "open", sent, async |again| listed(&served, &visitor, &uri, again).await).await
}

#[derive(Template)]
#[template(path = "clue.html")]
struct CluePage {
    frame: Frame,
    may: May,
    again: Again,
    id: ClueId,
    path: String,
    beside: Beside,
    kind: Sentence,
    words: String,
    language: Option<String>,
    certainty: Sentence,
    said: SaidLine,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<ClueId>) -> Shown {
    let seen = served.node.clue_page(&visitor.who, id).await?;
    let (view, around) = (seen.view, seen.around);
    let mut frame = visitor.frame(Room::Clues, "room-clues");
    frame.title = frame.words().say_plain("clue-titled", &[("id", id.to_string().as_str().into())]);
    page(&CluePage {
        may: May::of(&served.node, &visitor.who),
        again: Again::default(),
        id,
        path: format!("/clues/{id}"),
        beside: Beside::of(&frame, &around, id.into(), &view.access),
        kind: frame.say_code("clue-kind", view.kind.code()),
        words: words::visible(view.words.reveal()),
        language: view.language.clone(),
        certainty: frame.say_code("confidence", view.certainty.code()),
        said: SaidLine::of(&frame, &around, &view.said),
        frame,
    })
}
