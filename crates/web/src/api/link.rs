//! Links between records, and the path of evidence from one to another.

use axum::Json;
use axum::extract::State;
use casework::graph::PathAnswer;
use casework::id::RecordId;
use node::link::{AddLink, LinkView, TakeBackLink};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Problems, verbs};
use crate::body::Query;
use crate::caller::Asking;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(show_links)).routes(routes!(find_path))
}

verbs! { "links";
    /// Links two records, on evidence.
    verb "link-add" "/links" add_link(AddLink) -> LinkView;
    /// Takes a link back. It stays readable that it was there.
    verb "link-take-back" "/links/take-back" take_back_link(TakeBackLink) -> LinkView;
}

/// Of which record.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LinksOf {
    /// The record's id.
    #[param(value_type = String)]
    of: RecordId,
    /// Whether links that were taken back are shown too.
    #[param(nullable = false)]
    also_taken_back: Option<bool>,
}

/// Links of a record.
#[derive(Debug, Serialize, ToSchema)]
struct Links {
    /// All that may be seen.
    links: Vec<LinkView>,
}

/// From where to where.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Between {
    /// The record where the path begins.
    #[param(value_type = String)]
    from: RecordId,
    /// The record where it ends.
    #[param(value_type = String)]
    to: RecordId,
}

/// What ties one record to another.
#[derive(Debug, Serialize, ToSchema)]
struct PathShown {
    /// The path with the evidence of each step; or that there is none; or that the search was given up.
    #[schema(value_type = Object)]
    path: PathAnswer,
}

/// The links of a record.
#[utoipa::path(
    get, path = "/links", operation_id = "link-show", tag = "links", params(LinksOf),
    responses((status = 200, description = "Its links.", body = Links), Problems),
    extensions(("x-sanad-action" = json!("link-show"))),
)]
async fn show_links(State(served): State<Served>, asking: Asking, Query(ask): Query<LinksOf>) -> Answer<Links> {
    let links = served.node.show_links(&asking.who, ask.of, ask.also_taken_back == Some(true)).await?;
    Ok(Json(Links { links }))
}

/// The shortest path of evidence between two records.
#[utoipa::path(
    get, path = "/links/path", operation_id = "link-path", tag = "links", params(Between),
    responses((status = 200, description = "What ties them.", body = PathShown), Problems),
    extensions(("x-sanad-action" = json!("link-show"))),
)]
async fn find_path(State(served): State<Served>, asking: Asking, Query(ask): Query<Between>) -> Answer<PathShown> {
    Ok(Json(PathShown { path: served.node.find_path(&asking.who, ask.from, ask.to).await? }))
}
