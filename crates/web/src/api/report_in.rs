//! Reports that came in.

use casework::id::IncomingId;
use node::report_in::{AddReportVersion, ReportInList, ReportTextView, ReportView, TakeReport};
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
    /// The same, those first by which a child may need protection most urgently.
    list "report-show" "/reports/most-urgent" list_urgent_reports("report-list-urgent") -> ReportInList;
    /// One report.
    show "report-show" "/reports/{id}" show_report(IncomingId) -> ReportView;
    /// Adds what the sender said later.
    verb "report-add-version" "/reports/add-version" add_report_version(AddReportVersion) -> ReportView;
    /// Reads a report's text. Each reading is recorded.
    show "report-read-text" "/reports/{id}/text" read_report_text(IncomingId) -> ReportTextView;
}
