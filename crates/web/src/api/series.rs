//! Series.

use axum::Json;
use axum::extract::{Path, State};
use casework::id::SeriesId;
use node::series::{
    AddToSeries, MergeSeries, OpenSeries, SeriesChanged, SeriesInList, SeriesView, SplitSeries, UndoSeries,
};
use node::series_note::{ReadSeriesNotes, SeriesNotes, WriteSeriesNote};
use node::series_proposal::{DecideProposal, ProposalDecided, ProposalsView};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, verbs};
use crate::body::{Body, Named, Query};
use crate::caller::Asking;
use crate::page::RecordsAsk;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(show_proposals)).routes(routes!(show_notes)).routes(routes!(read_notes))
}

verbs! { "series";
    /// Opens a series.
    verb "series-open" "/series" open_series(OpenSeries) -> SeriesView;
    /// The series that may be seen.
    list "series-show" "/series" list_series("series-list") -> SeriesInList;
    /// One series, with everything that became one with it.
    show "series-show" "/series/{id}" show_series(SeriesId) -> SeriesView;
    /// Adds files to a series.
    verb "series-add-files" "/series/add-files" add_to_series(AddToSeries) -> SeriesChanged;
    /// Joins two series. It is a link, and can be undone.
    verb "series-merge" "/series/merge" merge_series(MergeSeries) -> SeriesChanged;
    /// Moves files to another series.
    verb "series-split" "/series/split" split_series(SplitSeries) -> SeriesChanged;
    /// Undoes a merge or a split, by the links that its answer named.
    verb "series-undo" "/series/undo" undo_series(UndoSeries) -> SeriesChanged;
    /// Takes a file that is proposed, which makes it a member on that evidence, or declines it for good.
    verb "series-decide-proposal" "/series/decide-proposal" decide_proposal(DecideProposal) -> ProposalDecided;
    /// Writes a note about a series to a colleague who may see it.
    verb "series-write-note" "/series/write-note" write_series_note(WriteSeriesNote) -> SeriesNotes;
}

/// The notes about a series that colleagues wrote to each other, the oldest first, and when each was read.
#[utoipa::path(
    get, path = "/series/{id}/notes", operation_id = "series-show-notes", tag = "series",
    params(("id" = String, Path, description = "The series, by any of the ids that are one.")),
    responses((status = 200, description = "The notes.", body = SeriesNotes), Problems),
    extensions(("x-sanad-action" = json!("series-show"))),
)]
async fn show_notes(
    State(served): State<Served>,
    asking: Asking,
    Path(Named(id)): Path<Named<SeriesId>>,
) -> Answer<SeriesNotes> {
    Ok(Json(served.node.series_notes(&asking.who, id).await?))
}

/// Says that one has read the notes about a series that are for oneself.
#[utoipa::path(
    post, path = "/series/read-notes", operation_id = "series-read-notes", tag = "series",
    request_body = ReadSeriesNotes,
    responses((status = 200, description = "The notes.", body = SeriesNotes), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("news-read"))),
)]
async fn read_notes(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<ReadSeriesNotes>,
) -> Answer<SeriesNotes> {
    Ok(Json(served.node.read_series_notes(&asking.who, ask).await?))
}

/// Files that look like members of a series and wait for a person, or were decided.
#[utoipa::path(
    get, path = "/series/{id}/proposals", operation_id = "series-show-proposals", tag = "series",
    params(("id" = String, Path, description = "The series, by any of the ids that are one."), RecordsAsk),
    responses((status = 200, description = "A page, by the files' ids.", body = ProposalsView), Problems),
    extensions(("x-sanad-action" = json!("series-show-proposals"))),
)]
async fn show_proposals(
    State(served): State<Served>,
    asking: Asking,
    Path(Named(id)): Path<Named<SeriesId>>,
    Query(page): Query<RecordsAsk>,
) -> Answer<ProposalsView> {
    Ok(Json(served.node.show_proposals(&asking.who, id, page.read()?).await?))
}
