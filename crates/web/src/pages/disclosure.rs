//! A case's disclosure pack, to be printed: what was matched, how, by which versions of lists, what was decided, and what was
//! not examined. No picture stands in it.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use casework::id::CaseId;
use casework::match_decision::MatchState;
use node::disclosure::{DisclosureView, ExhibitDisclosed};
use node::match_decision::ClaimView;
use node::record_page::Around;
use words::Value;

use super::frame::Frame;
use super::plain::{Shown, page};
use super::record::{Head, Named, SaidLine};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new().route("/cases/{id}/disclosure", get(show))
}

#[derive(Template)]
#[template(path = "disclosure.html")]
struct DisclosurePage {
    frame: Frame,
    id: CaseId,
    number: String,
    legal_basis: String,
    said: Sentence,
    dated: Sentence,
    version: &'static str,
    head: Head,
    is_incomplete: bool,
    n_files: u64,
    n_unmatched: u64,
    claims: Vec<ClaimLine>,
    exhibits: Vec<ExhibitPart>,
    lists: Vec<ListLine>,
}

struct ClaimLine {
    file: String,
    list: String,
    entry: Option<String>,
    how: Sentence,
    difference: Option<Sentence>,
    words: Vec<String>,
    state: Sentence,
    said: Option<SaidLine>,
}

struct ExhibitPart {
    id: String,
    custody: Vec<CustodyFact>,
    manifest: Option<String>,
    has_changed: bool,
    not_for_evidence: bool,
    runs: Vec<RunLine>,
    not_examined: Vec<MissingLine>,
}

struct CustodyFact {
    name: Sentence,
    value: Option<String>,
}

struct RunLine {
    id: String,
    begun: Sentence,
    ended: Option<Sentence>,
    state: Sentence,
    lists: Vec<String>,
}

struct MissingLine {
    says: Sentence,
    n: u64,
}

struct ListLine {
    name: String,
    owner: Option<String>,
    id: String,
    n_rows: u64,
    n_refused: u64,
    threshold: u32,
    format: String,
    sha256: String,
}

async fn show(State(served): State<Served>, visitor: Visitor, Named(id): Named<CaseId>) -> Shown {
    let view = served.node.disclosure(&visitor.who, id).await?;
    let DisclosureView { case, around, n_files, claims, n_unmatched, is_incomplete, exhibits, lists, version } = view;
    let mut frame = visitor.frame(Room::Cases, "room-cases");
    let number = words::visible(case.number.reveal());
    frame.title = frame.words().say_plain("disclosure-titled", &[("number", number.as_str().into())]);
    let unit = around.units.get(&case.access.unit).map_or("", String::as_str);
    let who = visitor.own.user.name.reveal();
    let list = |list: casework::list::ListVersion| ListLine {
        name: words::visible(&list.terms.name),
        owner: list.terms.owner.as_ref().map(words::visible),
        id: list.id,
        n_rows: list.n_rows,
        n_refused: list.n_refused,
        threshold: list.terms.threshold_bits,
        format: list.format,
        sha256: list.sha256.to_string(),
    };
    page(&DisclosurePage {
        id,
        said: frame.say_with("disclosure-said", &[("who", Value::from(who)), ("unit", Value::from(unit))]),
        dated: frame.moment(served.node.now_us()),
        version,
        head: Head::of(&frame, &around, id.into(), &case.access),
        legal_basis: words::visible(&case.legal_basis),
        number,
        is_incomplete,
        n_files,
        n_unmatched,
        claims: claims.iter().map(|claim| claim_line(&frame, &around, claim)).collect(),
        exhibits: exhibits.iter().map(|one| exhibit_part(&frame, one)).collect(),
        lists: lists.into_iter().map(list).collect(),
        frame,
    })
}

fn claim_line(frame: &Frame, around: &Around, claim: &ClaimView) -> ClaimLine {
    let (state, said) = match &claim.state {
        MatchState::Claimed => ("claimed", None),
        MatchState::Confirmed { said, .. } => ("confirmed", Some(said)),
        MatchState::Rejected { said, .. } => ("rejected", Some(said)),
    };
    let bits = u64::from(claim.distance_bits);
    ClaimLine {
        file: claim.file.to_string(),
        list: words::visible(&claim.list),
        entry: claim.owner_id.as_ref().map(words::visible),
        how: frame.say_code("closeness", claim.closeness.code()),
        difference: (bits > 0).then(|| frame.say_n("proposal-bits", bits)),
        words: claim.words.iter().map(|word| words::visible(&word.text)).collect(),
        state: frame.say_code("match-state", state),
        said: said.map(|said| SaidLine::of(frame, around, said)),
    }
}

fn exhibit_part(frame: &Frame, disclosed: &ExhibitDisclosed) -> ExhibitPart {
    let ExhibitDisclosed { exhibit, runs, not_examined } = disclosed;
    let custody = &exhibit.custody;
    let facts = [
        ("report-exhibit-number", &custody.number),
        ("report-authority", &custody.authority),
        ("report-seal", &custody.seal),
        ("report-examiner", &custody.examiner),
    ];
    let fact = |(key, value): (&str, &Option<String>)| CustodyFact {
        name: frame.say(key),
        value: value.as_ref().map(words::visible),
    };
    let run = |run: &node::disclosure::RunDisclosed| RunLine {
        id: run.id.clone(),
        begun: frame.moment(run.begun_at_us),
        ended: run.ended_at_us.map(|at| frame.moment(at)),
        state: frame.say_code("run-state", run.state),
        lists: run.lists.clone(),
    };
    let missing = |(code, n): (&casework::problem::ProblemCode, &u64)| MissingLine {
        says: frame.say_code("problem", code.code()),
        n: *n,
    };
    ExhibitPart {
        id: exhibit.id.clone(),
        custody: facts.into_iter().map(fact).collect(),
        manifest: exhibit.manifest.map(|manifest| manifest.to_string()),
        has_changed: exhibit.changed_meanwhile,
        not_for_evidence: !custody.has_authority(),
        runs: runs.iter().map(run).collect(),
        not_examined: not_examined.iter().map(missing).collect(),
    }
}
