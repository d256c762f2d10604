//! Exhibits, as programs see them.

use axum::Json;
use axum::extract::{Path, State};
use casework::exhibit::{Exhibit, ExhibitKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Problems};
use crate::body::Query;
use crate::caller::Asking;
use crate::page::{Page, PageAsk};
use crate::router::Served;

/// An exhibit.
#[derive(Debug, Serialize, ToSchema)]
struct ExhibitShown {
    /// Its id.
    #[schema(example = "exh_0000000000000000")]
    id: String,
    /// What kind of thing it is: `folder`, `file`, `hash-only`.
    #[schema(value_type = String, example = "folder")]
    kind: ExhibitKind,
    /// The legal basis.
    authority: Option<String>,
    /// Its number in the unit's books.
    number: Option<String>,
    /// The seal it was taken under.
    seal: Option<String>,
    /// Who examined it.
    examiner: Option<String>,
    /// What is missing before an output may be called evidence.
    missing: Vec<String>,
    /// Whether its listing after the work was another one than before.
    changed_meanwhile: bool,
}

/// An exhibit, with how much is remembered of it.
#[derive(Debug, Serialize, ToSchema)]
struct ExhibitCounted {
    /// The exhibit.
    exhibit: ExhibitShown,
    /// Distinct files.
    n_files: u64,
    /// Places.
    n_places: u64,
    /// Files that another exhibit holds as well.
    n_seen_elsewhere: u64,
}

pub(crate) fn routes() -> OpenApiRouter<Served> {
    OpenApiRouter::new().routes(routes!(show_exhibits)).routes(routes!(show_exhibit, remove_exhibit))
}

/// All exhibits, by id.
#[utoipa::path(
    get, path = "/exhibits", operation_id = "exhibit-show-all", tag = "exhibits", params(PageAsk),
    responses((status = 200, description = "A page of exhibits.", body = Page<ExhibitShown>), Problems),
    extensions(("x-sanad-action" = json!("exhibit-show"))),
)]
async fn show_exhibits(
    State(served): State<Served>,
    asking: Asking,
    Query(page): Query<PageAsk>,
) -> Answer<Page<ExhibitShown>> {
    let exhibits = served.node.exhibits(&asking.who).await?;
    let mut exhibits: Vec<ExhibitShown> = exhibits.into_iter().map(ExhibitShown::of).collect();
    exhibits.sort_by(|one, two| one.id.cmp(&two.id));
    Ok(Json(page.of(exhibits, |exhibit| exhibit.id.clone())?))
}

/// One exhibit.
#[utoipa::path(
    get, path = "/exhibits/{exhibit}", operation_id = "exhibit-show", tag = "exhibits",
    params(("exhibit" = String, Path, description = "The exhibit's id or its number.")),
    responses((status = 200, description = "The exhibit.", body = ExhibitCounted), Problems),
    extensions(("x-sanad-action" = json!("exhibit-show"))),
)]
async fn show_exhibit(
    State(served): State<Served>,
    asking: Asking,
    Path(exhibit): Path<String>,
) -> Answer<ExhibitCounted> {
    let view = served.node.show_exhibit(&asking.who, &exhibit).await?;
    Ok(Json(ExhibitCounted {
        exhibit: ExhibitShown::of(view.exhibit),
        n_files: view.size.n_files,
        n_places: view.size.n_places,
        n_seen_elsewhere: view.size.n_seen_elsewhere,
    }))
}

/// Forgets an exhibit: its places, its matches, and the files that no other exhibit holds.
#[utoipa::path(
    delete, path = "/exhibits/{exhibit}", operation_id = "exhibit-remove", tag = "exhibits",
    params(("exhibit" = String, Path, description = "The exhibit's id or its number.")),
    responses((status = 200, description = "It is forgotten.", body = ExhibitShown), Problems, super::WriteProblems),
    extensions(("x-sanad-action" = json!("exhibit-remove"))),
)]
async fn remove_exhibit(
    State(served): State<Served>,
    asking: Asking,
    Path(exhibit): Path<String>,
) -> Answer<ExhibitShown> {
    Ok(Json(ExhibitShown::of(served.node.remove_exhibit(&asking.who, &exhibit).await?)))
}

impl ExhibitShown {
    fn of(exhibit: Exhibit) -> ExhibitShown {
        let missing = exhibit.custody.missing().into_iter().map(str::to_owned).collect();
        ExhibitShown {
            id: exhibit.id,
            kind: exhibit.kind,
            authority: exhibit.custody.authority,
            number: exhibit.custody.number,
            seal: exhibit.custody.seal,
            examiner: exhibit.custody.examiner,
            missing,
            changed_meanwhile: exhibit.changed_meanwhile,
        }
    }
}
