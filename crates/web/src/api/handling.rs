//! How records are handled: who may see them, and where they may go.

use casework::id::RecordId;
use node::handling::{RecordHandlingView, SetHandling};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "permissions";
    /// Says how a record is handled: its colour, and what its owner restricts.
    verb "handling-set" "/handlings" set_handling(SetHandling) -> RecordHandlingView;
    /// How a record is handled, and who said so.
    show "handling-show" "/handlings/{id}" show_handling(RecordId) -> RecordHandlingView;
}
