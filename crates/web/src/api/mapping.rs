//! Mapping tables: by which tables categories are computed, and who approved them.

use node::mapping::{ApproveMapping, MappingProposed, MappingView, MappingsView, ProposeMapping, WithdrawMapping};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "mappings";
    /// The mapping tables, which are in force and who approved them.
    all "mapping-show" "/mappings" show_mappings("mapping-show") -> MappingsView;
    /// Proposes a mapping table. Nothing is kept of one that is wrong; everything that is wrong is said with its line.
    verb "mapping-propose" "/mappings" propose_mapping(ProposeMapping) -> MappingProposed;
    /// Approves a mapping table, as a second person has agreed to. Categories of files that were graded before change with it.
    verb "mapping-approve" "/mappings/approve" approve_mapping(ApproveMapping) -> MappingView;
    /// Takes a proposal back, or an approved table out of use, as a second person has agreed to.
    verb "mapping-withdraw" "/mappings/withdraw" withdraw_mapping(WithdrawMapping) -> MappingView;
}
