//! Clocks: what must happen by when.

use node::deadline::{BreachesView, ClockView};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "clocks";
    /// The clocks of records that may be seen.
    list "clock-show" "/clocks" list_clocks("clock-list") -> ClockView;
    /// Which clocks were breached, by case and unit.
    all "clock-show" "/clocks/breaches" show_breaches("clock-breaches") -> BreachesView;
}
