//! The verifiable record: what was done with a record, what I did, the checkpoint, and verifying all of it now. There is no list by
//! person but one's own, and an auditor's who broke glass for it.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::routing::get;
use casework::id::{RecordId, UserId};
use node::ledger_reads::{LedgerEntries, LedgerEntryView, LedgerPage, PersonEntries, RecordEntries};
use node::principal::Action;
use node::verify::LedgerVerified;
use words::visible;

use super::form::parameter_of;
use super::frame::Frame;
use super::frontdoor::to;
use super::plain::{Shown, page};
use super::refusal::{Refused, refused_for};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/ledger", get(show_own))
        .route("/ledger/all", get(show_entries))
        .route("/ledger/find", get(find))
        .route("/ledger/person/{user}", get(show_person))
        .route("/ledger/checkpoint", get(show_checkpoint).post(verify))
        .route("/ledger/{record}", get(show_record))
}

#[derive(Template)]
#[template(path = "ledger/entries.html")]
struct EntriesPage {
    frame: Frame,
    trouble: Option<Sentence>,
    /// What these entries are; none where the title says it.
    heading: Option<Sentence>,
    what: Option<Sentence>,
    subject: Option<Subject>,
    withheld: bool,
    shows_who: bool,
    shows_about: bool,
    entries: Vec<Line>,
    next: Option<String>,
    ways: Option<Ways>,
}

struct Subject {
    id: String,
    href: Option<String>,
}

/// What else of the ledger the reader may see.
struct Ways {
    record: bool,
    person: bool,
    entries: bool,
    checkpoint: bool,
}

struct Line {
    index: u64,
    when: Option<Sentence>,
    what: Option<Sentence>,
    who: Option<String>,
    is_own: bool,
    about: Vec<Subject>,
    n_rows: Option<Sentence>,
}

fn line_of(frame: &Frame, own: &str, entry: LedgerEntryView) -> Line {
    Line {
        index: entry.index,
        when: entry.at_us.map(|at_us| frame.moment(at_us)),
        what: entry.verb.as_deref().map(|verb| frame.say_action(verb)),
        is_own: entry.who.as_deref() == Some(own),
        who: entry.who.as_deref().map(visible),
        about: entry.about.iter().map(|id| subject_of(id)).collect(),
        n_rows: (entry.n_rows > 0).then(|| frame.number(entry.n_rows)),
    }
}

/// A record and the way to its own page, where one is known here.
fn subject_of(id: &str) -> Subject {
    let href = match id.parse::<RecordId>() {
        Ok(RecordId::File(_)) => Some(format!("/matches/{id}")),
        Ok(RecordId::Exhibit(_)) => Some(format!("/exhibits/{id}")),
        _ => None,
    };
    Subject { id: id.to_owned(), href }
}

/// The number before which the next page begins.
fn before_of(uri: &Uri) -> Option<u64> {
    parameter_of(uri, "before").and_then(|text| text.parse().ok())
}

fn next_of(path: &str, next: Option<u64>) -> Option<String> {
    next.map(|next| format!("{path}?before={next}"))
}

async fn show_own(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    own(&served, visitor, before_of(&uri), None).await
}

async fn own(served: &Served, visitor: Visitor, before: Option<u64>, trouble: Option<Sentence>) -> Shown {
    let listed = served.node.own_entries(&visitor.who, LedgerEntries { before, limit: None }).await?;
    let frame = visitor.frame(Room::Ledger, "room-ledger");
    let may = |action| served.node.may(&visitor.who, action);
    let ways = Ways {
        record: may(Action::ShowRecordEntries),
        person: may(Action::ShowPersonEntries),
        entries: may(Action::ShowLedgerEntries),
        checkpoint: may(Action::ShowLedger),
    };
    let (heading, what) = (frame.say("ledger-own"), frame.say("ledger-own-what"));
    let mut shown = entries_page(frame, visitor.who.name(), listed, "/ledger");
    (shown.trouble, shown.heading, shown.what, shown.ways) = (trouble, Some(heading), Some(what), Some(ways));
    shown.shows_about = true;
    page(&shown)
}

fn entries_page(frame: Frame, own: String, listed: LedgerPage, path: &str) -> EntriesPage {
    let LedgerPage { entries, next, withheld } = listed;
    EntriesPage {
        trouble: None,
        heading: None,
        what: None,
        subject: None,
        withheld,
        shows_who: true,
        shows_about: false,
        entries: entries.into_iter().map(|entry| line_of(&frame, &own, entry)).collect(),
        next: next_of(path, next),
        ways: None,
        frame,
    }
}

async fn show_record(State(served): State<Served>, visitor: Visitor, Path(id): Path<String>, uri: Uri) -> Shown {
    let record: RecordId = id.parse().map_err(|_| Problem::of_status(StatusCode::NOT_FOUND))?;
    let ask = RecordEntries { record, before: before_of(&uri), limit: None };
    let listed = served.node.entries_of_record(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Ledger, "page-ledger-record");
    let what = frame.say("ledger-record-what");
    let mut shown = entries_page(frame, visitor.who.name(), listed, &format!("/ledger/{record}"));
    (shown.what, shown.subject) = (Some(what), Some(subject_of(&record.to_string())));
    page(&shown)
}

async fn show_entries(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let ask = LedgerEntries { before: before_of(&uri), limit: None };
    let listed = served.node.ledger_entries(&visitor.who, ask).await?;
    let frame = visitor.frame(Room::Ledger, "page-ledger-all");
    let mut shown = entries_page(frame, visitor.who.name(), listed, "/ledger/all");
    shown.shows_who = false;
    page(&shown)
}

async fn show_person(State(served): State<Served>, visitor: Visitor, Path(user): Path<String>, uri: Uri) -> Shown {
    let user: UserId = user.parse().map_err(|_| Problem::of_status(StatusCode::NOT_FOUND))?;
    let frame = visitor.frame(Room::Ledger, "page-ledger-person");
    let ask = PersonEntries { user, before: before_of(&uri), limit: None };
    match served.node.entries_of_person(&visitor.who, ask).await {
        Ok(listed) => {
            let what = frame.say("ledger-person-what");
            let mut shown = entries_page(frame, visitor.who.name(), listed, &format!("/ledger/person/{user}"));
            (shown.what, shown.subject) = (Some(what), Some(Subject { id: user.to_string(), href: None }));
            shown.shows_about = true;
            page(&shown)
        }
        Err(error) => {
            // What is to be done first is said where it was asked for.
            let refused = refused_for(error, &frame)?;
            let status = refused.status();
            Ok(Refused::on(status, own(&served, visitor, None, Some(refused.sentence)).await?))
        }
    }
}

/// Leads from what was typed to the page of it.
async fn find(State(served): State<Served>, visitor: Visitor, uri: Uri) -> Shown {
    let typed = |name: &str| parameter_of(&uri, name).map(|text| text.trim().to_owned());
    if let Some(user) = typed("user").and_then(|text| text.parse::<UserId>().ok()) {
        return Ok(to(&format!("/ledger/person/{user}")));
    }
    if let Some(record) = typed("record").and_then(|text| text.parse::<RecordId>().ok()) {
        return Ok(to(&format!("/ledger/{record}")));
    }
    let like = if typed("user").is_some() { "usr_0123456789abcdef" } else { "ser_0123456789abcdef" };
    let trouble = visitor.frame(Room::Ledger, "room-ledger").say_of("ledger-no-such", "like", like);
    Ok(Refused::on(StatusCode::BAD_REQUEST, own(&served, visitor, None, Some(trouble)).await?))
}

#[derive(Template)]
#[template(path = "ledger/checkpoint.html")]
struct CheckpointPage {
    frame: Frame,
    n_entries: Sentence,
    root: String,
    key: String,
    verified: Option<Verified>,
}

struct Verified {
    when: Sentence,
    whole: Option<Sentence>,
    n_erased: Sentence,
    n_checkpoints: Sentence,
    findings: Vec<(Sentence, Option<Sentence>)>,
}

async fn show_checkpoint(State(served): State<Served>, visitor: Visitor) -> Shown {
    let view = served.node.ledger_checkpoint(&visitor.who).await?;
    let frame = visitor.frame(Room::Ledger, "page-ledger-checkpoint");
    page(&CheckpointPage {
        n_entries: frame.number(view.n_entries),
        root: view.root.to_string(),
        key: view.key,
        verified: None,
        frame,
    })
}

/// It is an answer and no change: the page says what was found.
async fn verify(State(served): State<Served>, visitor: Visitor) -> Shown {
    let LedgerVerified { at_us, n_entries, root, key, n_signed, n_erased, n_checkpoints, findings } =
        served.node.verify_ledger(&visitor.who).await?;
    let frame = visitor.frame(Room::Ledger, "page-ledger-checkpoint");
    let finding = |finding: &node::verify::LedgerFinding| {
        let entries = finding.entries.as_ref().map(|entries| {
            let last = entries.end.saturating_sub(1).max(entries.start);
            frame.say_with("ledger-found-entries", &[("from", entries.start.into()), ("to", last.into())])
        });
        (frame.say_code("ledger-found", finding.code), entries)
    };
    let verified = Verified {
        when: frame.moment(at_us),
        whole: findings.is_empty().then(|| frame.say_n("verified-whole", n_entries)),
        n_erased: frame.number(n_erased),
        n_checkpoints: frame.number(n_checkpoints),
        findings: findings.iter().map(finding).collect(),
    };
    page(&CheckpointPage { n_entries: frame.number(n_signed), root, key, verified: Some(verified), frame })
}
