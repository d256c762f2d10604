//! Leads: what a case gives somebody to follow.

use casework::id::LeadId;
use node::lead::{LeadView, LeadsSentHere, NamedLead, OpenLead, SendLead, SpendLead};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "leads";
    /// Opens a lead in a case.
    verb "lead-open" "/leads" open_lead(OpenLead) -> LeadView;
    /// The leads that may be seen.
    list "lead-show" "/leads" list_leads("lead-list") -> LeadView;
    /// Leads that other units sent here and that wait for an answer.
    all "lead-show" "/leads/sent-here" leads_sent_here("lead-list-sent-here") -> LeadsSentHere;
    /// One lead; also one that was sent here.
    show "lead-show" "/leads/{id}" show_lead(LeadId) -> LeadView;
    /// Sends a lead to another unit of this node.
    verb "lead-send" "/leads/send" send_lead(SendLead) -> LeadView;
    /// Accepts a lead that was sent here.
    verb "lead-accept" "/leads/accept" accept_lead(NamedLead) -> LeadView;
    /// Gives a lead back that was sent here, or takes one back that nobody has answered.
    verb "lead-give-back" "/leads/give-back" give_back_lead(NamedLead) -> LeadView;
    /// Says what came of a lead.
    verb "lead-spend" "/leads/spend" spend_lead(SpendLead) -> LeadView;
}
