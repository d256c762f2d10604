//! Small pictures beside the stacks: a grey one that shows nothing to speak of, and a larger one that somebody reveals for some
//! seconds. A page holds the address of a picture and never the picture; what is revealed is had once and kept by nobody.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use casework::file::FileId;
use casework::preview::{PreviewRefusal, RevealReason};
use casework::refusal::Refusal as _;
use node::preview::{RevealFile, Revealed};
use serde_json::json;

use super::form::parameter_of;
use super::frame::Frame;
use super::plain::{Shown, page};
use super::room::Room;
use super::sent::Sent;
use super::sentence::Sentence;
use super::sorting::{stack_path, table_path, unfit};
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;
use crate::speak::sentences_of;

/// Where a grey picture is had: a table asks for as many as it has stacks.
pub(crate) const GREY_PATH: &str = "/sorting/grey";

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route(GREY_PATH, get(grey))
        .route("/sorting/reveal", post(reveal))
        .route("/sorting/revealed/{token}", get(revealed))
}

/// What a page of the table says of previews.
pub(crate) struct Offer {
    /// Whether there are any.
    pub(crate) is_made: bool,
    /// Why there are none, for whoever might have had some.
    pub(crate) why_none: Option<Sentence>,
    /// Whether one press shows and the next hides, as the reader set.
    pub(crate) by_press: bool,
    pub(crate) reasons: &'static [RevealReason],
}

impl Offer {
    pub(crate) fn of(
        visitor: &Visitor,
        frame: &Frame,
        previews: Result<(), PreviewRefusal>,
        may_decide: bool,
    ) -> Offer {
        let why = |refusal: PreviewRefusal| frame.say(&format!("refusal-{}", refusal.code()));
        Offer {
            is_made: may_decide && previews.is_ok(),
            why_none: previews.err().filter(|_| may_decide).map(why),
            by_press: visitor.own.preferences.reveal == casework::preferences::Reveal::Press,
            reasons: RevealReason::ALL,
        }
    }
}

/// The address of a file's grey picture.
pub(crate) fn grey_path(exhibit: &str, file: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("exhibit", exhibit).append_pair("file", file);
    format!("{GREY_PATH}?{}", query.finish())
}

fn png(bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        // Said here too, whatever the layers do: nothing keeps a picture.
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_DISPOSITION, "inline"),
    ];
    (headers, bytes).into_response()
}

async fn grey(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let exhibit = parameter_of(&uri, "exhibit").unwrap_or_default();
    let file: FileId = parameter_of(&uri, "file").unwrap_or_default().parse().map_err(|_| unfit("file"))?;
    match served.node.grey_preview(&visitor.who, &exhibit, file).await {
        Ok(bytes) => Ok(png(bytes)),
        // It could not be made of this file: no picture is no mistake of the page's.
        Err(node::Error::Refused(refusal)) if is_of_the_file(&refusal.code()) => {
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Err(other) => Err(Problem::from(other)),
    }
}

fn is_of_the_file(code: &str) -> bool {
    use PreviewRefusal::{Changed, FarInArchive, Gone, NoPicture, NotDecoded};
    [Changed, Gone, FarInArchive, NoPicture, NotDecoded].iter().any(|refusal| refusal.code() == code)
}

/// What was revealed, for a browser without script; or what is asked before.
#[derive(Template)]
#[template(path = "sorting_revealed.html")]
struct RevealedPage {
    frame: Frame,
    /// Where the picture is had; none while a reason is asked.
    address: Option<String>,
    trouble: Option<Sentence>,
    asks_reason: bool,
    reasons: &'static [RevealReason],
    exhibit: String,
    file: String,
    stack: String,
    from: u64,
    back: String,
}

async fn reveal(State(served): State<Served>, visitor: Visitor, sent: Sent) -> Shown {
    let file: FileId = sent.text("file").parse().map_err(|_| unfit("file"))?;
    let ask = RevealFile { exhibit: sent.text("exhibit"), file, reason: sent.maybe_code("reason")? };
    let frame = visitor.frame(Room::Sorting, "page-sorting-revealed");
    let done = served.node.reveal_file(&visitor.who, ask).await.map_err(Problem::from);
    let problem = match done {
        Ok(revealed) if sent.text("part") == "1" => return Ok(as_part(&revealed)),
        Ok(revealed) => return shown(frame, &sent, Ok(address_of(&revealed))),
        Err(problem) if problem.status == StatusCode::CONFLICT => problem,
        Err(problem) => return Err(problem),
    };
    let status = problem.status;
    let asks_reason = problem.code == PreviewRefusal::NoReason.code();
    let (_, said) = sentences_of(&problem, frame.words());
    if sent.text("part") == "1" {
        return Ok((status, Json(json!({ "said": said, "asks_reason": asks_reason }))).into_response());
    }
    Ok((status, shown(frame, &sent, Err((said, asks_reason)))?).into_response())
}

fn address_of(revealed: &Revealed) -> String {
    format!("/sorting/revealed/{}", revealed.token)
}

fn as_part(revealed: &Revealed) -> Response {
    Json(json!({ "address": address_of(revealed), "shown_s": revealed.shown_s })).into_response()
}

fn shown(frame: Frame, sent: &Sent, done: Result<String, (String, bool)>) -> Shown {
    let (exhibit, stack) = (sent.text("exhibit"), sent.text("stack"));
    let from = sent.text("from").parse().unwrap_or(0);
    let (address, why) = match done {
        Ok(address) => (Some(address), None),
        Err(why) => (None, Some(why)),
    };
    page(&RevealedPage {
        address,
        asks_reason: why.as_ref().is_some_and(|(_, asks_reason)| *asks_reason),
        trouble: why.map(|(said, _)| Sentence::of(&said)),
        reasons: RevealReason::ALL,
        file: sent.text("file"),
        back: if stack.is_empty() { table_path(&exhibit, from) } else { stack_path(&exhibit, &stack) },
        exhibit,
        stack,
        from,
        frame,
    })
}

async fn revealed(State(served): State<Served>, visitor: Visitor, Path(token): Path<String>) -> Shown {
    Ok(png(served.node.take_revealed(&visitor.who, &token)?))
}
