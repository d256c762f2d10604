//! Four eyes: what one person asks for and another answers, and who answers in a supervisor's place.

use axum::Json;
use axum::extract::State;
use node::second_person::{
    AnswerAsSecondPerson, AskSecondPerson, DeputyView, EndDeputy, NameDeputy, SecondPersonList, SecondPersonView,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, verbs};
use crate::body::Body;
use crate::caller::Asking;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(end_deputy))
}

verbs! { "permissions";
    /// Asks for a second person.
    verb "second-person-ask" "/second-persons" ask_second_person(AskSecondPerson) -> SecondPersonView;
    /// What was asked for, and what was answered.
    all "second-person-show" "/second-persons" second_person_asks("second-person-show") -> SecondPersonList;
    /// Agrees, or does not.
    verb "second-person-answer" "/second-persons/answer" answer_as_second_person(AnswerAsSecondPerson) -> SecondPersonView;
    /// Names who answers in one's place.
    verb "deputy-name" "/deputies" name_deputy(NameDeputy) -> DeputyView;
}

/// That somebody is no deputy any more.
#[derive(Debug, Serialize, ToSchema)]
struct DeputyEnded {
    /// Always true.
    ended: bool,
}

/// Ends a deputy's time.
#[utoipa::path(
    post, path = "/deputies/end", operation_id = "deputy-end", tag = "permissions", request_body = EndDeputy,
    responses((status = 200, description = "It is over.", body = DeputyEnded), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("deputy-end"))),
)]
async fn end_deputy(State(served): State<Served>, asking: Asking, Body(ask): Body<EndDeputy>) -> Answer<DeputyEnded> {
    served.node.end_deputy(&asking.who, ask).await?;
    Ok(Json(DeputyEnded { ended: true }))
}
