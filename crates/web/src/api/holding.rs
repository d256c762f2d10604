//! Who holds a file, or something of a series: whom to call.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use casework::id::{RecordId, SeriesId};
use node::holding::{
    HoldingView, SeriesHoldersView, SilenceHolding, SilentList, SilentView, SpeakOfHolding, SpokenView,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Problems, verbs};
use crate::body::Named;
use crate::caller::Asking;
use crate::problem::{At, Problem};
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(holders_of_file)).routes(routes!(holders_of_series))
}

verbs! { "holdings";
    /// Keeps a case's owner unnamed: to others, what it holds is new. A second person has agreed.
    verb "holding-silence" "/holdings/silence" silence_holding(SilenceHolding) -> SilentView;
    /// Names a case's owner again.
    verb "holding-speak" "/holdings/speak" speak_of_holding(SpeakOfHolding) -> SpokenView;
    /// Which cases of one's unit hold silently, and since when.
    all "holding-show-silent" "/holdings/silent" silent_holdings("holding-show-silent") -> SilentList;
}

/// What a file is here: new, known, or held by a unit to call.
#[utoipa::path(
    get, path = "/holdings/files/{file}", operation_id = "holding-show", tag = "holdings",
    params(("file" = String, Path, description = "The file, as `sha256:…`, `sha1:…` or `md5:…`.")),
    responses((status = 200, description = "What it is.", body = HoldingView), Problems),
    extensions(("x-sanad-action" = json!("holding-show"))),
)]
async fn holders_of_file(
    State(served): State<Served>,
    asking: Asking,
    Path(Named(id)): Path<Named<RecordId>>,
) -> Answer<HoldingView> {
    let RecordId::File(file) = id else {
        let unfit = Problem::new(StatusCode::BAD_REQUEST, "query-unfit");
        return Err(unfit.at(At { field: "file".to_owned(), ..At::default() }));
    };
    Ok(Json(served.node.holders_of_file(&asking.who, file).await?))
}

/// Who else holds something of a series.
#[utoipa::path(
    get, path = "/holdings/series/{id}", operation_id = "holding-show-series", tag = "holdings",
    params(("id" = String, Path, description = "The series.")),
    responses((status = 200, description = "Whom to call.", body = SeriesHoldersView), Problems),
    extensions(("x-sanad-action" = json!("holding-show"))),
)]
async fn holders_of_series(
    State(served): State<Served>,
    asking: Asking,
    Path(Named(id)): Path<Named<SeriesId>>,
) -> Answer<SeriesHoldersView> {
    Ok(Json(served.node.holders_of_series(&asking.who, id).await?))
}
