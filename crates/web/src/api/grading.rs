//! Gradings: independent opinions, blind ones among them, and what they come to.

use axum::Json;
use axum::extract::State;
use casework::file::FileId;
use node::grading::{
    BlindAsk, BlindView, DisagreementView, DisputeAsk, DisputedView, GradeAsk, GradingView, GradingsView,
    PartnerGradeAsk, SettleAsk, StandingView, TakeBackGrading,
};
use node::stack_decision::{DecideStack, StackDecisionView, UndoStack, UndoneStackView};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, verbs};
use crate::body::Body;
use crate::caller::Asking;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(close_blind))
}

verbs! { "gradings";
    /// Grades a file.
    verb "grading-add" "/gradings" grade(GradeAsk) -> GradingView;
    /// What graders said of a file, as far as the reader may see it now.
    show "grading-show" "/files/{id}/gradings" show_gradings(FileId) -> GradingsView;
    /// Hides from oneself what others say of a file, to grade it blind.
    verb "grading-open-blind" "/gradings/open-blind" open_blind(BlindAsk) -> BlindView;
    /// Writes down what another organisation says of a file.
    verb "grading-add-partner" "/gradings/add-partner" add_partner_grading(PartnerGradeAsk) -> GradingView;
    /// Takes a grading of one's own back.
    verb "grading-take-back" "/gradings/take-back" take_back_grading(TakeBackGrading) -> GradingView;
    /// Disputes a grading.
    verb "grading-dispute" "/gradings/dispute" dispute_grading(DisputeAsk) -> DisputedView;
    /// Settles a dispute or a disagreement.
    verb "grading-settle" "/gradings/settle" settle_grading(SettleAsk) -> StandingView;
    /// About which files graders differ.
    list "grading-show-disagreements" "/gradings/disagreements" disagreements("grading-show-disagreements") -> DisagreementView;
    /// Decides for a stack: for each file it is recorded whether it was viewed.
    verb "grading-decide-stack" "/stacks/decide" decide_stack(DecideStack) -> StackDecisionView;
    /// Undoes a decision on a stack.
    verb "grading-undo-stack" "/stacks/undo" undo_stack(UndoStack) -> UndoneStackView;
}

/// That a blind grading is closed.
#[derive(Debug, Serialize, ToSchema)]
struct BlindClosed {
    /// Always true.
    closed: bool,
}

/// Gives up grading blind.
#[utoipa::path(
    post, path = "/gradings/close-blind", operation_id = "grading-close-blind", tag = "gradings", request_body = BlindAsk,
    responses((status = 200, description = "It is closed.", body = BlindClosed), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("grading-close-blind"))),
)]
async fn close_blind(State(served): State<Served>, asking: Asking, Body(ask): Body<BlindAsk>) -> Answer<BlindClosed> {
    served.node.close_blind(&asking.who, ask).await?;
    Ok(Json(BlindClosed { closed: true }))
}
