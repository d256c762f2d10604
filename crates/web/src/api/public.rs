//! What anybody may ask: whether somebody is there. Says nothing of the node's content.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::router::Served;

/// That the server answers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Alive {
    /// Always true.
    alive: bool,
}

pub(crate) fn routes() -> OpenApiRouter<Served> {
    OpenApiRouter::new().routes(routes!(alive))
}

/// Whether the server answers. For whoever watches over it; the node's own health is `/health`.
#[utoipa::path(
    get, path = "/alive", operation_id = "alive", tag = "node", security(()),
    responses(
        (status = 200, description = "It answers.", body = Alive),
        (status = 406, description = "The answer can be had as JSON only.", body = crate::problem::ProblemDetails,
         content_type = "application/problem+json"),
        (status = 503, description = "It has too much to do.", body = crate::problem::ProblemDetails,
         content_type = "application/problem+json"),
    ),
)]
async fn alive() -> Json<Alive> {
    Json(Alive { alive: true })
}
