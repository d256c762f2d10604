//! Lists: whose they are, how old, how often they erred, how they are handled, what was refused of them, and what they match now.

use askama::Template;
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, Uri};
use axum::routing::{get, post};
use casework::handling::Tlp;
use casework::list::{HashKind, Purpose};
use node::job::{AskListImport, JobView, ListTermsAsk};
use node::list::handling::ListHandlingView;
use node::list::overview::{ListLine, ListOverview};
use node::list::{ErrorShare, MeasuredView, RefusedRow};
use node::principal::Action;
use serde::Deserialize;
use words::{Value, visible};

use super::form::{Form, parameter_of};
use super::frame::Frame;
use super::frontdoor::to;
use super::matches::ClaimLine;
use super::plain::{Shown, page};
use super::refusal::{Refused, refused_for};
use super::room::Room;
use super::sentence::Sentence;
use super::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;
use crate::transfer::Upload;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/lists", get(show_all).post(import))
        .route("/lists/upload", post(upload))
        .route("/lists/{list}", get(show))
        .route("/lists/{list}/matches", get(show_claims))
        .route("/lists/{list}/test", post(test))
}

#[derive(Template)]
#[template(path = "lists/all.html")]
struct ListsPage {
    frame: Frame,
    trouble: Option<Sentence>,
    lists: Vec<Line>,
    may_import: bool,
    form: ImportForm,
    purposes: Vec<(&'static str, Sentence)>,
    /// What hashes can be, where a file does not say.
    kinds: Vec<&'static str>,
}

struct Line {
    id: String,
    name: String,
    owner: Option<String>,
    purpose: Sentence,
    n_rows: Sentence,
    taken_in: Option<Sentence>,
    is_stale: bool,
    tlp: String,
}

impl Line {
    fn of(frame: &Frame, line: &ListLine) -> Line {
        let version = &line.list.version;
        Line {
            id: version.id.clone(),
            name: visible(&version.terms.name),
            owner: version.terms.owner.as_deref().map(visible),
            purpose: frame.say_code("purpose", version.terms.purpose.code()),
            n_rows: frame.number(version.n_rows),
            taken_in: line.taken_in_us.map(|at_us| frame.moment(at_us)),
            is_stale: line.is_stale,
            tlp: tlp_words(line.list.tlp),
        }
    }
}

/// The colour as FIRST writes it, in every language.
fn tlp_words(tlp: Tlp) -> String {
    format!("TLP:{}", tlp.code().to_uppercase())
}

async fn show_all(State(served): State<Served>, visitor: Visitor) -> Shown {
    shown(&served, visitor, None, ImportForm::default()).await
}

async fn shown(served: &Served, visitor: Visitor, trouble: Option<Sentence>, form: ImportForm) -> Shown {
    let lines = served.node.list_lines(&visitor.who).await?;
    let frame = visitor.frame(Room::Lists, "room-lists");
    let purposes =
        Purpose::ALL.iter().map(|purpose| (purpose.code(), frame.say_code("purpose", purpose.code()))).collect();
    let lists = lines.iter().map(|line| Line::of(&frame, line)).collect();
    let may_import = served.node.may(&visitor.who, Action::ImportList);
    let kinds = HashKind::ALL.iter().map(|kind| kind.code()).collect();
    page(&ListsPage { frame, trouble, lists, may_import, form, purposes, kinds })
}

#[derive(Default, Deserialize)]
struct ImportForm {
    /// Beneath an intake folder; empty where the file comes along.
    #[serde(default)]
    path: String,
    name: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    threshold_bits: String,
    #[serde(default)]
    tlp: String,
    #[serde(default)]
    scheme: String,
    #[serde(default)]
    kind: String,
}

impl ImportForm {
    fn terms(&self) -> Result<ListTermsAsk, Problem> {
        // As a program would ask for it: what is left out is what is usual.
        let mut terms = serde_json::json!({ "name": self.name.trim() });
        let texts = [
            ("owner", &self.owner),
            ("purpose", &self.purpose),
            ("tlp", &self.tlp),
            ("scheme", &self.scheme),
            ("kind", &self.kind),
        ];
        for (field, text) in texts {
            if !text.trim().is_empty() {
                terms[field] = text.trim().into();
            }
        }
        let unfit = || Problem::new(StatusCode::BAD_REQUEST, "request-unfit");
        if !self.threshold_bits.trim().is_empty() {
            let bits: u32 = self.threshold_bits.trim().parse().map_err(|_| unfit())?;
            terms["threshold_bits"] = bits.into();
        }
        serde_json::from_value(terms).map_err(|_| unfit())
    }
}

async fn import(State(served): State<Served>, visitor: Visitor, Form(form): Form<ImportForm>) -> Shown {
    let ask = AskListImport { path: form.path.trim().to_owned(), terms: form.terms()? };
    let asked = served.node.ask_list_import(&visitor.who, ask).await;
    asked_or_refused(&served, visitor, asked, form).await
}

/// Takes in a list whose file comes with the call, sent by a script: what is said of it stands in the address.
async fn upload(State(served): State<Served>, visitor: Visitor, request: Request) -> Shown {
    // Whoever may not is told so before a byte is taken.
    if !served.node.may(&visitor.who, Action::ImportList) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "denied"));
    }
    let query = request.uri().query().unwrap_or_default();
    let form: ImportForm =
        serde_urlencoded::from_str(query).map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "request-unfit"))?;
    let terms = form.terms()?;
    let upload = Upload::of(request, served.settings.upload_bytes_max)?;
    let (spooled, file) = served.node.spool_file()?;
    upload.write_to(file).await?;
    let asked = served.node.ask_list_import_of(&visitor.who, terms, spooled).await;
    asked_or_refused(&served, visitor, asked, form).await
}

/// To the job that takes it in; or the page with what was refused.
async fn asked_or_refused(
    served: &Served,
    visitor: Visitor,
    asked: Result<JobView, node::Error>,
    form: ImportForm,
) -> Shown {
    match asked {
        Ok(job) => Ok(to(&format!("/exhibits/jobs/{}?done=job-asked", job.id))),
        Err(error) => {
            let refused = refused_for(error, &visitor.frame(Room::Lists, "room-lists"))?;
            let status = refused.status();
            let page = shown(served, visitor, Some(refused.sentence), form).await?;
            Ok(Refused::on(status, page))
        }
    }
}

#[derive(Template)]
#[template(path = "lists/one.html")]
struct ListPage {
    frame: Frame,
    line: Line,
    scheme: Option<String>,
    threshold: Sentence,
    set_aside: bool,
    altered: bool,
    precedence: i64,
    format: String,
    sha256: String,
    is_rematched: bool,
    may_see_matches: bool,
    share: Option<Sentence>,
    measured: Vec<MeasuredLine>,
    handling: Option<Handling>,
    n_refused: u64,
    refused: Vec<(u64, Sentence, Option<String>)>,
}

struct MeasuredLine {
    distance: u32,
    n_confirmed: Sentence,
    n_rejected: Sentence,
    error: Sentence,
}

struct Handling {
    tlp: String,
    keeper: Option<String>,
    is_told: bool,
    reason: Option<String>,
}

async fn show(State(served): State<Served>, visitor: Visitor, Path(list): Path<String>) -> Shown {
    let view = served.node.list_overview(&visitor.who, &list).await?;
    let frame = visitor.frame(Room::Lists, "page-list");
    let may_see_matches = served.node.may(&visitor.who, Action::ShowMatches);
    page(&list_page(frame, view, may_see_matches))
}

fn list_page(frame: Frame, view: ListOverview, may_see_matches: bool) -> ListPage {
    let ListOverview { line, is_rematched, refused, measured, handling } = view;
    let version = &line.list.version;
    let terms = &version.terms;
    ListPage {
        scheme: terms.scheme.as_deref().map(visible),
        threshold: frame.say_with("list-threshold-bits", &[("threshold", terms.threshold_bits.into())]),
        set_aside: terms.set_aside,
        altered: terms.altered,
        precedence: terms.precedence,
        format: visible(&version.format),
        sha256: version.sha256.to_string(),
        is_rematched,
        may_see_matches,
        share: measured.error.map(|share| share_words(&frame, &share)),
        measured: measured_lines(&frame, &measured),
        handling: handling.map(handling_of),
        n_refused: version.n_refused,
        refused: refused.iter().map(|row| refused_line(&frame, row)).collect(),
        line: Line::of(&frame, &line),
        frame,
    }
}

fn percent(share: f64) -> Value {
    Value::Real((share * 1_000.0).round() / 10.0)
}

fn share_words(frame: &Frame, share: &ErrorShare) -> Sentence {
    let args = [("share", percent(share.share)), ("low", percent(share.low)), ("high", percent(share.high))];
    frame.say_with("list-measured-share", &args)
}

fn measured_lines(frame: &Frame, measured: &MeasuredView) -> Vec<MeasuredLine> {
    let line = |at: &node::list::MeasuredAt| MeasuredLine {
        distance: at.distance_bits,
        n_confirmed: frame.number(at.n_confirmed),
        n_rejected: frame.number(at.n_rejected),
        error: at.error_up_to.map_or_else(
            || Sentence::of(""),
            |share| frame.say_with("list-percent", &[("share", percent(share.share))]),
        ),
    };
    measured.by_distance.iter().map(line).collect()
}

fn handling_of(view: ListHandlingView) -> Handling {
    Handling {
        tlp: tlp_words(view.handling.tlp),
        keeper: view.keeper.map(|unit| unit.to_string()),
        is_told: view.is_told,
        reason: view.reason,
    }
}

fn refused_line(frame: &Frame, row: &RefusedRow) -> (u64, Sentence, Option<String>) {
    let key = format!("list-problem-{}", row.code);
    let why = match frame.words().has(&key) {
        true => frame.say(&key),
        false => Sentence::of(&visible(&row.code)),
    };
    (row.row, why, Some(visible(&row.detail)).filter(|detail| !detail.trim().is_empty()))
}

#[derive(Template)]
#[template(path = "lists/matches.html")]
struct ListClaimsPage {
    frame: Frame,
    id: String,
    claims: Vec<ClaimLine>,
    next: Option<String>,
}

async fn show_claims(State(served): State<Served>, visitor: Visitor, Path(list): Path<String>, uri: Uri) -> Shown {
    let after = parameter_of(&uri, "after");
    let listed = served.node.claims_of_list(&visitor.who, &list, after).await?;
    let frame = visitor.frame(Room::Lists, "page-list-claims");
    let claims = listed.items.iter().map(|claim| ClaimLine::of(&frame, claim)).collect();
    let id = segment(&list);
    let next = listed.next.map(|next| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("after", &next).finish();
        format!("/lists/{id}/matches?{query}")
    });
    page(&ListClaimsPage { frame, id, claims, next })
}

/// A list's name or id as a part of an address: names may hold anything.
fn segment(list: &str) -> String {
    form_urlencoded::byte_serialize(list.as_bytes()).collect::<String>().replace('+', "%20")
}

async fn test(State(served): State<Served>, visitor: Visitor, Path(list): Path<String>) -> Shown {
    let tested = served.node.test_list(&visitor.who, &list).await?;
    let done = if tested.fell_back { "list-tested-slowly" } else { "list-tested" };
    Ok(to(&format!("/lists/{}?done={done}", segment(&list))))
}
