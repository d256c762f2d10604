//! Reports that came in.

use casework::id::IncomingId;
use node::report_in::{ReportInList, ReportView, TakeReport};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "reports";
    /// Takes a report in. It may be text alone.
    verb "report-take" "/reports" take_report(TakeReport) -> ReportView;
    /// The reports that may be seen.
    list "report-show" "/reports" list_reports("report-list") -> ReportInList;
    /// One report.
    show "report-show" "/reports/{id}" show_report(IncomingId) -> ReportView;
}
