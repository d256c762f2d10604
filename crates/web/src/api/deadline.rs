//! Clocks: what must happen by when.

use casework::id::RecordId;
use node::deadline::{BreachesView, ClockView, ClocksView, MeetClock, PauseClock, ResumeClock, StopClock};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "clocks";
    /// The clocks of records that may be seen.
    list "clock-show" "/clocks" list_clocks("clock-list") -> ClockView;
    /// The clocks about a record.
    show "clock-show" "/records/{id}/clocks" clocks_about(RecordId) -> ClocksView;
    /// Which clocks were breached, by case and unit.
    all "clock-show" "/clocks/breaches" show_breaches("clock-breaches") -> BreachesView;
    /// Lets a clock stand still, for a reason that its rule knows.
    verb "clock-pause" "/clocks/pause" pause_clock(PauseClock) -> ClockView;
    /// Lets a clock go on.
    verb "clock-resume" "/clocks/resume" resume_clock(ResumeClock) -> ClockView;
    /// Says that what a clock waits for was done. What follows from that starts at once.
    verb "clock-meet" "/clocks/meet" meet_clock(MeetClock) -> ClockView;
    /// Stops a clock for a named reason.
    verb "clock-stop" "/clocks/stop" stop_clock(StopClock) -> ClockView;
}
