//! One file or hash looked for, and whether a report is one that this node wrote.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use casework::id::CaseId;
use casework::list::HashKind;
use node::find::{AskedAs, FindAnswer, FindAsk, FindView, Search};
use node::holding::UnitToCall;
use node::principal::Action;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems};
use crate::body::{Body, Query};
use crate::caller::Asking;
use crate::problem::Problem;
use crate::router::Served;
use crate::transfer::{ToExamine, Upload};

/// Hashes looked for in one call, at most.
const ASKED_MAX: usize = 100;
const DISTANCE_BITS_MAX: u32 = 64;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    OpenApiRouter::new().routes(routes!(find)).routes(routes!(find_file)).routes(routes!(verify_report))
}

/// Hashes to look for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FindHashes {
    /// MD5, SHA-1, SHA-256 or PDQ; 64 digits are looked for as both of the last.
    #[schema(min_items = 1, max_items = 100, example = json!(["00000000000000000000000000000000"]))]
    hashes: Vec<String>,
    /// How far looks may be away; without it each list's own threshold.
    #[serde(default)]
    #[schema(nullable = false, maximum = 64)]
    distance_bits: Option<u32>,
}

/// How a file is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FindBy {
    /// How far looks may be away; without it each list's own threshold.
    #[param(nullable = false, maximum = 64)]
    distance_bits: Option<u32>,
    /// How many views of a picture are asked: `plain`, `altered`, `thorough`, `exhaustive`.
    #[serde(default = "altered")]
    #[param(value_type = Option<String>, nullable = false, example = "altered")]
    search: Search,
}

fn altered() -> Search {
    Search::Altered
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
struct Found {
    /// The versions of lists that were asked.
    lists: Vec<String>,
    /// An answer for each thing as each kind of thing that it may be.
    answers: Vec<FoundOne>,
}

/// The answer to one thing.
#[derive(Debug, Serialize, ToSchema)]
struct FoundOne {
    /// The hash; absent for a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    asked: Option<String>,
    /// `file`, `md5`, `sha1`, `sha256`, `pdq`.
    asked_as: String,
    /// A file's size, type, digests, look and problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    file: Option<Value>,
    /// Claims of the lists, as `sanad find --json` writes them.
    #[schema(value_type = Vec<Object>)]
    matches: Value,
    /// Entries that are no match and that a person may want to see.
    #[schema(value_type = Vec<Object>)]
    worth_a_look: Value,
    /// What the lists were asked, and what not and why.
    #[schema(value_type = Object)]
    covered: Value,
    /// Files of exhibits of this node.
    held: Vec<HeldShown>,
    /// The cases that hold the very file and that the caller may see.
    #[schema(value_type = Vec<String>)]
    cases: BTreeSet<CaseId>,
    /// The units that hold it in other cases: it is new to nobody, and they are called.
    call: Vec<UnitToCall>,
}

/// A file of this node's own that agrees.
#[derive(Debug, Serialize, ToSchema)]
struct HeldShown {
    /// Its id.
    file: String,
    /// By which hash.
    kind: String,
    /// Bits that differ.
    distance: u32,
    /// `known`, `near` or `altered`.
    #[schema(value_type = String)]
    outcome: Value,
    /// The exhibits that hold it and that the caller may see.
    exhibits: BTreeSet<String>,
}

/// Looks for hashes in every list and among the files of every exhibit.
#[utoipa::path(
    post, path = "/find", operation_id = "find", tag = "match", request_body = FindHashes,
    responses((status = 200, description = "What was found.", body = Found), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("find"))),
)]
async fn find(State(served): State<Served>, asking: Asking, Body(ask): Body<FindHashes>) -> Answer<Found> {
    if !served.node.may(&asking.who, Action::Find) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "denied"));
    }
    if ask.hashes.len() > ASKED_MAX {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too-many"));
    }
    let is_hash = |text: &String| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if ask.hashes.is_empty() || !ask.hashes.iter().all(is_hash) {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "not-a-hash"));
    }
    let hashes = ask.hashes.iter().map(Into::into).collect();
    look_for(&served, &asking, hashes, true, ask.distance_bits, Search::Plain).await
}

/// Looks for a file: it is examined in the cage, looked for, and not kept.
#[utoipa::path(
    post, path = "/find/file", operation_id = "find-file", tag = "match", params(FindBy),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file."),
    responses((status = 200, description = "What was found.", body = Found), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("find"))),
)]
async fn find_file(
    State(served): State<Served>,
    asking: Asking,
    Query(by): Query<FindBy>,
    request: Request,
) -> Answer<Found> {
    let taken =
        ToExamine::take(&served, (&asking.who, Action::Find), request, served.settings.upload_bytes_max).await?;
    look_for(&served, &asking, vec![taken.path().to_owned()], false, by.distance_bits, by.search).await
}

async fn look_for(
    served: &Served,
    asking: &Asking,
    asked: Vec<std::path::PathBuf>,
    hashes_only: bool,
    distance_bits: Option<u32>,
    search: Search,
) -> Answer<Found> {
    if distance_bits.is_some_and(|bits| bits > DISTANCE_BITS_MAX) {
        let at = crate::problem::At { field: "distance_bits".to_owned(), ..Default::default() };
        return Err(Problem::new(StatusCode::BAD_REQUEST, "query-unfit").at(at));
    }
    let ask = FindAsk {
        asked,
        lists: Vec::new(),
        distance_bits,
        search,
        uncaged: false,
        hashes_only,
        stop: Arc::default(),
        events: Arc::new(|_| {}),
    };
    // It starts workers, which end with the thread that started them: on a thread of its own.
    let (runtime, node, who) = (tokio::runtime::Handle::current(), Arc::clone(&served.node), asking.who.clone());
    let looked = tokio::task::spawn_blocking(move || runtime.block_on(node.find(&who, ask)));
    let view = looked.await.map_err(|_panic| Problem::internal())??;
    Ok(Json(shown(view)))
}

fn shown(view: FindView) -> Found {
    let answers = view.answers.iter().map(shown_one).collect();
    Found { lists: view.lists.into_iter().map(|list| list.id).collect(), answers }
}

fn shown_one(answer: &FindAnswer) -> FoundOne {
    let asked_as = match answer.asked_as {
        AskedAs::File => "file",
        AskedAs::Hash(HashKind::Md5) => "md5",
        AskedAs::Hash(HashKind::Sha1) => "sha1",
        AskedAs::Hash(HashKind::Sha256) => "sha256",
        AskedAs::Hash(HashKind::Pdq) => "pdq",
    };
    let file = answer.file.as_deref().map(|file| {
        json!({
            "size": file.size, "mime": file.mime,
            "md5": file.digests.md5, "sha1": file.digests.sha1, "sha256": file.digests.sha256,
            "pdq": file.look.as_ref().map(|look| look.pdq), "problem": file.problem,
        })
    });
    let held = answer.held.iter().map(|held| HeldShown {
        file: held.file.to_string(),
        kind: held.kind.code().to_owned(),
        distance: held.distance,
        outcome: json!(held.outcome()),
        exhibits: held.places.iter().map(|(exhibit, _)| exhibit.clone()).collect(),
    });
    FoundOne {
        // The name of a file in the spool is nobody's business.
        asked: (answer.asked_as != AskedAs::File).then(|| answer.asked.to_string_lossy().into_owned()),
        asked_as: asked_as.to_owned(),
        file,
        matches: json!(answer.matches),
        worth_a_look: json!(answer.worth_a_look),
        covered: json!(answer.covered),
        held: held.collect(),
        cases: answer.cases.clone(),
        call: answer.call.clone(),
    }
}

/// Whether a report is one that this node wrote.
#[derive(Debug, Serialize, ToSchema)]
struct ReportVerified {
    /// SHA-256 of the bytes that came.
    sha256: String,
    /// Whether this node wrote exactly these bytes.
    is_ours: bool,
    /// When, in microseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    written_at_us: Option<i64>,
    /// By which run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    run: Option<String>,
    /// Entries of the ledger; every one was checked.
    n_ledger_entries: u64,
    /// Their root.
    ledger_root: String,
}

/// Compares a report with what this node wrote. Its bytes are digested as they come and kept nowhere.
#[utoipa::path(
    post, path = "/verify", operation_id = "verify", tag = "jobs",
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The report."),
    responses((status = 200, description = "What was found.", body = ReportVerified), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("verify"))),
)]
async fn verify_report(State(served): State<Served>, asking: Asking, request: Request) -> Answer<ReportVerified> {
    if !served.node.may(&asking.who, Action::VerifyReport) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "denied"));
    }
    let sha256 = Upload::of(request, served.settings.upload_bytes_max)?.sha256().await?;
    let view = served.node.verify_digest(&asking.who, sha256).await?;
    Ok(Json(ReportVerified {
        sha256: view.sha256.to_string(),
        is_ours: view.is_ours,
        written_at_us: view.written_at_us,
        run: view.run,
        n_ledger_entries: view.n_ledger_entries,
        ledger_root: view.ledger_root,
    }))
}
