//! Lists, as programs see them.

use std::io::{Seek as _, Write as _};

use axum::Json;
use axum::extract::{Path, State};
use axum::response::Response;
use casework::list::ListVersion;
use node::list::handling::{ListHandlingView, SetListHandling};
use node::list::show::KeptList;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, verbs};
use crate::body::{Body, Query};
use crate::caller::Asking;
use crate::page::{Page, PageAsk};
use crate::problem::Problem;
use crate::router::Served;
use crate::transfer::give;

/// A list's current version.
#[derive(Debug, Serialize, ToSchema)]
struct ListShown {
    /// The version's id.
    #[schema(example = "lst_0000000000000000")]
    id: String,
    /// The list's name, unique in the node.
    name: String,
    /// Whose it is.
    owner: Option<String>,
    /// The scheme that its categories belong to.
    scheme: Option<String>,
    /// Why it may be asked.
    #[schema(value_type = String, example = "victim-identification")]
    purpose: casework::list::Purpose,
    /// Looks are claimed up to this distance.
    threshold_bits: u32,
    /// Whether it holds known software, to be set aside.
    set_aside: bool,
    /// Whether altered copies of its entries are looked for.
    altered: bool,
    /// Which list speaks first when several match: the higher one.
    precedence: i64,
    /// In which format it came.
    format: String,
    /// SHA-256 of the file that it was read from.
    sha256: String,
    /// Rows that are used.
    n_rows: u64,
    /// Rows that were refused.
    n_refused: u64,
    /// The colour of TLP 2.0 that says how far what its owner says of an entry goes.
    #[schema(value_type = String, example = "amber")]
    tlp: casework::handling::Tlp,
}

/// A list, with the rows that were refused.
#[derive(Debug, Serialize, ToSchema)]
struct ListWithRefused {
    /// The list.
    list: ListShown,
    /// At most 10,000 of them.
    refused: Vec<RefusedShown>,
}

/// A row that was refused.
#[derive(Debug, Serialize, ToSchema)]
struct RefusedShown {
    /// Which, counted from 1.
    row: u64,
    /// Why.
    code: String,
    /// What was found there.
    detail: String,
}

/// What was forgotten.
#[derive(Debug, Serialize, ToSchema)]
struct ListsForgotten {
    /// The versions' ids.
    ids: Vec<String>,
}

pub(crate) fn routes() -> OpenApiRouter<Served> {
    OpenApiRouter::new()
        .routes(routes!(show_lists))
        .routes(routes!(show_list, remove_list))
        .routes(routes!(export_list))
        .routes(routes!(show_list_handling))
        .merge(routes_of_verbs())
}

verbs! { "lists";
    /// Says how a list is handled: the colour of TLP 2.0, whom red names, what is restricted.
    verb "list-set-handling" "/lists/handling" set_list_handling(SetListHandling) -> ListHandlingView;
}

/// How a list is handled, who said so, and whether the reader is told what its owner says of entries.
#[utoipa::path(
    get, path = "/lists/{list}/handling", operation_id = "list-show-handling", tag = "lists",
    params(("list" = String, Path, description = "The list's name or its version's id.")),
    responses((status = 200, description = "How it is handled.", body = ListHandlingView), Problems),
    extensions(("x-sanad-action" = json!("list-show-handling"))),
)]
async fn show_list_handling(
    State(served): State<Served>,
    asking: Asking,
    Path(list): Path<String>,
) -> Answer<ListHandlingView> {
    Ok(Json(served.node.show_list_handling(&asking.who, &list).await?))
}

/// The current version of every list, by name.
#[utoipa::path(
    get, path = "/lists", operation_id = "list-show-all", tag = "lists", params(PageAsk),
    responses((status = 200, description = "A page of lists.", body = Page<ListShown>), Problems),
    extensions(("x-sanad-action" = json!("list-show"))),
)]
async fn show_lists(
    State(served): State<Served>,
    asking: Asking,
    Query(page): Query<PageAsk>,
) -> Answer<Page<ListShown>> {
    let mut lists: Vec<ListShown> = served.node.lists(&asking.who).await?.into_iter().map(ListShown::of).collect();
    lists.sort_by(|one, two| one.name.cmp(&two.name));
    Ok(Json(page.of(lists, |list| list.name.clone())?))
}

/// One list, and which of its rows were refused.
#[utoipa::path(
    get, path = "/lists/{list}", operation_id = "list-show", tag = "lists",
    params(("list" = String, Path, description = "The list's name or its version's id.")),
    responses((status = 200, description = "The list.", body = ListWithRefused), Problems),
    extensions(("x-sanad-action" = json!("list-show"))),
)]
async fn show_list(State(served): State<Served>, asking: Asking, Path(list): Path<String>) -> Answer<ListWithRefused> {
    let (list, refused) = served.node.show_list(&asking.who, &list).await?;
    let refused = refused.into_iter().map(|row| RefusedShown { row: row.row, code: row.code, detail: row.detail });
    Ok(Json(ListWithRefused { list: ListShown::of(list), refused: refused.collect() }))
}

/// Which list is given out.
#[derive(Debug, serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExportList {
    /// Its name. A second person agrees first: `second-person-ask` about `list-export` and this name.
    list: String,
}

/// Gives out the entries of a list: as CSV, or as JSON lines where it holds videos.
#[utoipa::path(
    post, path = "/lists/export", operation_id = "list-export", tag = "lists", request_body = ExportList,
    responses(
        (status = 200, description = "The list, as `sanad list export` writes it.", body = Vec<u8>,
         content_type = "application/octet-stream"),
        Problems, BodyProblems,
    ),
    extensions(("x-sanad-action" = json!("list-export"))),
)]
async fn export_list(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<ExportList>,
) -> Result<Response, Problem> {
    let (runtime, node) = (tokio::runtime::Handle::current(), std::sync::Arc::clone(&served.node));
    // Written whole before the first byte leaves, so that what goes wrong is said and not cut off.
    let written = tokio::task::spawn_blocking(move || {
        let (spooled, mut file) = node.spool_file()?;
        let mut out = std::io::BufWriter::new(&mut file);
        let version = runtime.block_on(node.export_list(&asking.who, &ask.list, &mut out))?;
        out.flush().map_err(|_| Problem::internal())?;
        drop(out);
        let size = file.stream_position().map_err(|_| Problem::internal())?;
        file.rewind().map_err(|_| Problem::internal())?;
        // Its name is gone now, its bytes when they were taken.
        drop(spooled);
        Ok::<_, Problem>((version, file, size))
    });
    let (version, file, size) = written.await.map_err(|_panic| Problem::internal())??;
    Ok(give(file, size, "application/octet-stream", &format!("{}.list", version.id)))
}

/// Forgets a list, all its versions. Its name stays with what was said by it.
#[utoipa::path(
    delete, path = "/lists/{list}", operation_id = "list-remove", tag = "lists",
    params(("list" = String, Path, description = "The list's name or its version's id.")),
    responses((status = 200, description = "It is forgotten.", body = ListsForgotten), Problems, super::WriteProblems),
    extensions(("x-sanad-action" = json!("list-remove"))),
)]
async fn remove_list(State(served): State<Served>, asking: Asking, Path(list): Path<String>) -> Answer<ListsForgotten> {
    Ok(Json(ListsForgotten { ids: served.node.remove_list(&asking.who, &list).await? }))
}

impl ListShown {
    fn of(list: KeptList) -> ListShown {
        let KeptList { version, tlp } = list;
        let ListVersion { id, terms, format, sha256, n_rows, n_refused } = version;
        ListShown {
            id,
            name: terms.name,
            owner: terms.owner,
            scheme: terms.scheme,
            purpose: terms.purpose,
            threshold_bits: terms.threshold_bits,
            set_aside: terms.set_aside,
            altered: terms.altered,
            precedence: terms.precedence,
            format,
            sha256: sha256.to_string(),
            n_rows,
            n_refused,
            tlp,
        }
    }
}
