//! Series.

use casework::id::SeriesId;
use node::series::{
    AddToSeries, MergeSeries, OpenSeries, SeriesChanged, SeriesInList, SeriesView, SplitSeries, UndoSeries,
};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
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
}
