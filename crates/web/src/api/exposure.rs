//! What staff had to look at: one's own, and one person's for the welfare officer. There is no list.

use casework::id::UserId;
use node::exposure::{AddExposure, BreakNoted, ExposureAdded, ExposureView, NoteBreak};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "welfare";
    /// Writes down what one had to look at. The answer says nothing of it.
    verb "exposure-add" "/exposure" add_exposure(AddExposure) -> ExposureAdded;
    /// Notes that one takes a break.
    verb "exposure-note-break" "/exposure/break" note_break(NoteBreak) -> BreakNoted;
    /// One's own, and whether a break is proposed.
    all "exposure-show-own" "/exposure/own" own_exposure("exposure-show-own") -> ExposureView;
    /// One person's, for the welfare officer of the unit.
    show "exposure-show" "/exposure/of/{id}" show_exposure(UserId) -> ExposureView;
}
