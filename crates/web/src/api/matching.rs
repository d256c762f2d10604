//! Whether hashes and files are on the lists: for a service that asks often.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use node::match_compare::{CompareHashes, ComparedView};
use node::match_file::MatchFile;
use node::match_query::{AskedHashes, AskedListsView, MatchFileView, MatchQuery, MatchQueryView};
use node::principal::Action;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, verbs};
use crate::body::{Body, Query};
use crate::caller::Asking;
use crate::problem::{At, Problem};
use crate::router::Served;
use crate::transfer::ToExamine;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    OpenApiRouter::new()
        .routes(routes!(query_match))
        .routes(routes!(query_match_file))
        .routes(routes!(compare_hashes))
        .merge(routes_of_verbs())
}

pub(crate) fn routes_by_get() -> OpenApiRouter<Served> {
    OpenApiRouter::new().routes(routes!(query_match_by_get))
}

verbs! { "match";
    /// The lists that are asked, opened and tested: once this answers, questions are answered at once.
    all "match-query" "/match/lists" asked_lists ("match-lists") -> AskedListsView;
}

/// How far two things are from each other by their hashes, and for which lists one would be claimed to be the other.
#[utoipa::path(
    post, path = "/compare", operation_id = "match-compare", tag = "match",
    request_body = CompareHashes,
    responses((status = 200, description = "What both have in common.", body = ComparedView), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("match-query"))),
)]
async fn compare_hashes(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<CompareHashes>,
) -> Answer<ComparedView> {
    Ok(Json(served.node.compare_hashes(&asking.who, ask).await?))
}

/// Whether hashes are known.
///
/// Every list asked is searched for every hash: digests for equal ones, PDQ as near as each list's own threshold. Lists
/// that are not asked are not searched. People are told besides which of these files cases of this node hold, and whom to
/// call about those they may not see; machines are not. Queries that match nothing are counted and otherwise not kept.
#[utoipa::path(
    post, path = "/match", operation_id = "match-query", tag = "match",
    request_body = MatchQuery,
    responses((status = 200, description = "An answer for each thing asked for.", body = MatchQueryView), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("match-query"))),
)]
async fn query_match(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<MatchQuery>,
) -> Answer<MatchQueryView> {
    Ok(Json(served.node.query_match(&asking.who, ask).await?))
}

/// Which lists are asked about a file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OfFile {
    /// Lists, by name or id, with commas between. Without it every current list is asked.
    #[param(nullable = false)]
    lists: Option<String>,
}

/// Whether a file is known.
///
/// The body is the file's bytes as they are, at most 64 MiB. It is examined by a caged decoder and kept nowhere: its digests,
/// the look of a picture in eight turns, and the frames of a video are asked, and told in the answer. Altered copies are
/// not supposed, and members of an archive are counted and not asked.
#[utoipa::path(
    post, path = "/match/file", operation_id = "match-query-file", tag = "match", params(OfFile),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file's bytes."),
    responses((status = 200, description = "The file's hashes and the answer.", body = MatchFileView), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("match-query"))),
)]
async fn query_match_file(
    State(served): State<Served>,
    asking: Asking,
    Query(ask): Query<OfFile>,
    request: Request,
) -> Answer<MatchFileView> {
    let taken =
        ToExamine::take(&served, (&asking.who, Action::QueryMatch), request, served.settings.file_bytes_max).await?;
    let ask = MatchFile { path: taken.path().to_owned(), lists: ask.lists.as_deref().map(names) };
    Ok(Json(served.node.query_match_file(&asking.who, ask).await?))
}

fn names(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

/// One thing, asked for in the address.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ByGet {
    /// MD5 of the bytes.
    #[param(nullable = false, pattern = "^[0-9a-fA-F]{32}$")]
    md5: Option<String>,
    /// SHA-1 of the bytes.
    #[param(nullable = false, pattern = "^[0-9a-fA-F]{40}$")]
    sha1: Option<String>,
    /// SHA-256 of the bytes.
    #[param(nullable = false, pattern = "^[0-9a-fA-F]{64}$")]
    sha256: Option<String>,
    /// PDQ of the picture.
    #[param(nullable = false, pattern = "^[0-9a-fA-F]{64}$")]
    pdq: Option<String>,
    /// The quality that came with the PDQ.
    #[param(nullable = false, maximum = 100)]
    pdq_quality: Option<u8>,
    /// Lists, by name or id, with commas between.
    #[param(nullable = false)]
    lists: Option<String>,
}

/// Whether a hash is known, for clients that cannot send a body. Served only where the node's keeper says so, as addresses
/// are kept in logs on the way.
#[utoipa::path(
    get, path = "/match", operation_id = "match-query-by-get", tag = "match", params(ByGet),
    responses((status = 200, description = "One answer.", body = MatchQueryView), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("match-query"))),
)]
async fn query_match_by_get(
    State(served): State<Served>,
    asking: Asking,
    Query(ask): Query<ByGet>,
) -> Answer<MatchQueryView> {
    fn read<T: std::str::FromStr>(field: &'static str, text: Option<String>) -> Result<Option<T>, Problem> {
        let unfit = |_| {
            let at = At { field: field.to_owned(), ..At::default() };
            Problem::new(StatusCode::BAD_REQUEST, "query-unfit").at(at)
        };
        text.map(|text| text.parse().map_err(unfit)).transpose()
    }
    let asked = AskedHashes {
        md5: read("md5", ask.md5)?,
        sha1: read("sha1", ask.sha1)?,
        sha256: read("sha256", ask.sha256)?,
        pdq: read("pdq", ask.pdq)?,
        pdq_quality: ask.pdq_quality,
    };
    let lists = ask.lists.as_deref().map(names);
    Ok(Json(served.node.query_match(&asking.who, MatchQuery { asked: vec![asked], lists }).await?))
}
