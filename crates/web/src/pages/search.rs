//! Searching: words, and exactly by account, number, address, code or fingerprint. What was searched for stands in no address,
//! and so in no history of a browser.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use axum::routing::get;
use casework::retention::Purpose;
use node::holding::UnitToCall;
use node::principal::Action;
use node::search::{Agrees, FindBy, FindExact, FoundPage, SearchAsk};
use node::thing::OnService;

use super::frame::Frame;
use super::picker::{INTO, settled};
use super::plain::{Shown, page};
use super::record::{Line, Offer, offers};
use super::room::Room;
use super::sent::{Again, Sent, answer};
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

/// By what a record is found, those that lead to people first.
const BY: [&str; 11] = [
    "handle",
    "service-number",
    "mail",
    "phone",
    "imei",
    "serial",
    "mac",
    "address",
    "case-number",
    "victim-code",
    "file",
];

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/search", get(ask))
        .route("/search/words", get(ask).post(words_searched))
        .route("/search/exact", get(ask).post(found_exactly))
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    again: Again,
    by: Vec<Offer>,
    purposes: Vec<Offer>,
    found: Option<Vec<FoundLine>>,
    n_found: u64,
    has_more: bool,
    call: Vec<UnitToCall>,
}

struct FoundLine {
    record: Line,
    agrees: Sentence,
}

async fn ask(State(served): State<Served>, visitor: Visitor) -> Shown {
    // An empty form is no verb: whoever may not search is told so before they write anything.
    if !served.node.may(&visitor.who, Action::SearchWords) {
        return Err(Problem::of_status(StatusCode::FORBIDDEN));
    }
    shown(&visitor, Again::default(), None).await
}

async fn shown(visitor: &Visitor, again: Again, found: Option<FoundPage>) -> Shown {
    let frame = visitor.frame(Room::Search, "room-search");
    let (mut has_more, mut call, mut n_found) = (false, Vec::new(), 0);
    let found = found.map(|page| {
        (has_more, call, n_found) = (page.view.has_more, page.view.call, page.view.found.len() as u64);
        let line = |one: &node::search::Found| FoundLine {
            record: Line::of(&frame, &page.around, one.id),
            agrees: frame.say(match one.agrees {
                Agrees::Same => "agrees-same",
                Agrees::SameStem => "agrees-same-stem",
                Agrees::Alike => "agrees-alike",
            }),
        };
        page.view.found.iter().map(line).collect()
    });
    page(&SearchPage {
        again,
        by: offers(&frame, "find-by", BY),
        purposes: offers(&frame, "search-purpose", Purpose::ALL.iter().map(|purpose| purpose.code())),
        found,
        n_found,
        has_more,
        call,
        frame,
    })
}

async fn words_searched(State(served): State<Served>, visitor: Visitor, sent: Sent) -> Shown {
    let ask = SearchAsk { words: sent.protected("words"), limit: None };
    let found = served.node.search_page(&visitor.who, ask).await?;
    let again = Again::kept("words", sent);
    shown(&visitor, again, Some(found)).await
}

async fn found_exactly(State(served): State<Served>, visitor: Visitor, sent: Sent) -> Shown {
    let sent = settled(&served, &visitor, sent, &[INTO]).await?;
    let found = async {
        let ask = FindExact { what: asked(&sent)?, case: sent.maybe_id("case")?, purpose: sent.maybe_code("purpose")? };
        Ok(served.node.find_page(&visitor.who, ask).await?)
    };
    let found: Result<FoundPage, Problem> = found.await;
    match found {
        Ok(found) => shown(&visitor, Again::kept("exact", sent), Some(found)).await,
        Err(problem) => {
            let frame = visitor.frame(Room::Search, "room-search");
            let again = async |again| shown(&visitor, again, None).await;
            Ok(answer(Err(problem), "/search", &frame, "exact", sent, again).await?.into_response())
        }
    }
}

fn asked(sent: &Sent) -> Result<FindBy, Problem> {
    let written = sent.protected("written");
    let named = || OnService { service: sent.text("service"), written: sent.protected("written") };
    Ok(match sent.text("by").as_str() {
        "handle" => FindBy::Handle { named: named() },
        "service-number" => FindBy::ServiceNumber { named: named() },
        "mail" => FindBy::Mail { written },
        "phone" => FindBy::Phone { written },
        "imei" => FindBy::Imei { written },
        "serial" => FindBy::Serial { written },
        "mac" => FindBy::Mac { written },
        "address" => FindBy::Address { written },
        "case-number" => FindBy::CaseNumber { written },
        "victim-code" => {
            let code = sent.text("written").parse();
            FindBy::VictimCode { code: code.map_err(|_| Problem::new(StatusCode::CONFLICT, "victim-code-malformed"))? }
        }
        "file" => FindBy::File { file: sent.id("written")? },
        _ => return Err(Problem::of_status(StatusCode::BAD_REQUEST)),
    })
}
