//! Clues: what was seen or heard.

use casework::id::ClueId;
use node::clue::{AddClue, ClueView};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "clues";
    /// Writes down a clue.
    verb "clue-add" "/clues" add_clue(AddClue) -> ClueView;
    /// The clues that may be seen.
    list "clue-show" "/clues" list_clues("clue-list") -> ClueView;
    /// One clue.
    show "clue-show" "/clues/{id}" show_clue(ClueId) -> ClueView;
}
