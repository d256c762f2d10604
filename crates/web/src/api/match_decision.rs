//! Matches of stored files: what was claimed, what was decided, and matching again when lists came later.

use casework::file::FileId;
use node::match_decision::{ClaimView, ClaimsView, DecideMatch};
use node::rematch::{RematchAsk, RematchView};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "matches";
    /// Matches that wait to be decided, or were.
    list "match-show" "/matches" claims("match-list") -> ClaimView;
    /// The matches of one file.
    show "match-show" "/files/{id}/matches" claims_of(FileId) -> ClaimsView;
    /// Confirms or rejects a match.
    verb "match-decide" "/matches/decide" decide_match(DecideMatch) -> ClaimView;
    /// Matches stored files against lists that came later.
    verb "match-rematch" "/matches/rematch" rematch_files(RematchAsk) -> RematchView;
}
