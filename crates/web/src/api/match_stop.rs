//! Matches that are held back, and how often a list's near matches were wrong: what its keepers look at.

use axum::Json;
use axum::extract::{Path, State};
use node::list::MeasuredView;
use node::match_stop::{ReleaseMatch, StopView, SuppressMatch};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Problems, verbs};
use crate::caller::Asking;
use crate::router::Served;

verbs! { "match";
    /// Says for a time that an entry, or a hash that somebody asks about, is no match: it is counted in answers and not told.
    verb "match-suppress" "/match/stops" suppress_match (SuppressMatch) -> StopView;
    /// Lets matches be answered again that a person or the node held back.
    verb "match-release" "/match/stops/release" release_match (ReleaseMatch) -> StopView;
    /// What is and was held back, the latest first: `suppressed`, `quarantined`, `released`.
    list "match-show-stops" "/match/stops" match_stops ("match-show-stops") -> StopView;
}

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(measured_error))
}

/// How often near matches of a list were rejected, by distance: what its threshold means.
#[utoipa::path(
    get, path = "/lists/{list}/measured", operation_id = "list-measured", tag = "lists",
    params(("list" = String, Path, description = "The list's name or its version's id.")),
    responses((status = 200, description = "Counts and shares.", body = MeasuredView), Problems),
    extensions(("x-sanad-action" = json!("list-show"))),
)]
async fn measured_error(
    State(served): State<Served>,
    asking: Asking,
    Path(list): Path<String>,
) -> Answer<MeasuredView> {
    Ok(Json(served.node.measured_error(&asking.who, &list).await?))
}
