//! Searching records: by words, and by what is exact.

use node::search::{FindExact, FoundView, SearchAlertList, SearchAsk};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "search";
    /// Searches the words of clues, reports, places, leads and series.
    verb "search-words" "/search" search_words(SearchAsk) -> FoundView;
    /// Finds records by an account, a number, an address, a code or a hash.
    verb "search-exact" "/search/exact" find_exact(FindExact) -> FoundView;
    /// Who searched often without an open case.
    all "search-show-alerts" "/search/alerts" show_search_alerts("search-show-alerts") -> SearchAlertList;
}
