//! For what and until when records are kept; holds; erasing.

use casework::id::RecordId;
use node::keeping::{AboutHold, DueView, EraseRecord, ErasedView, ExtendKeeping, KeepRecord, KeepingView};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "keeping";
    /// Says for what and until when a record is kept.
    verb "keeping-set" "/keeping" keep_record(KeepRecord) -> KeepingView;
    /// Which records wait for a review.
    all "keeping-show" "/keeping/due" due_for_review("keeping-due") -> DueView;
    /// For what and until when a record is kept.
    show "keeping-show" "/keeping/{id}" show_keeping(RecordId) -> KeepingView;
    /// Keeps a record longer after a review.
    verb "keeping-extend" "/keeping/extend" extend_keeping(ExtendKeeping) -> KeepingView;
    /// Forbids erasing a record.
    verb "keeping-hold" "/keeping/hold" hold_keeping(AboutHold) -> KeepingView;
    /// Lifts a hold.
    verb "keeping-lift-hold" "/keeping/lift-hold" lift_hold(AboutHold) -> KeepingView;
    /// Erases a record. Its proof stays.
    verb "record-erase" "/keeping/erase" erase_record(EraseRecord) -> ErasedView;
}
