//! Break-glass: what somebody opened who could not wait, and the look at it afterwards.

use node::break_glass::{BreakGlass, GlassList, GlassView, ReviewGlass};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "permissions";
    /// Opens a record or a case to oneself for some hours. It is recorded, and reviewed by somebody else.
    verb "glass-break" "/break-glass" break_glass(BreakGlass) -> GlassView;
    /// What waits to be reviewed.
    all "glass-show" "/break-glass" glass_to_review("glass-show") -> GlassList;
    /// What one opened oneself.
    all "glass-show-own" "/me/break-glass" own_glass("glass-show-own") -> GlassList;
    /// Says whether it was justified.
    verb "glass-review" "/break-glass/review" review_glass(ReviewGlass) -> GlassView;
}
