//! Persons other than victims, and what they are before the law.

use casework::id::PersonId;
use node::person::{ContestPerson, OpenPerson, PersonView, SetPersonState, SettlePerson};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "persons";
    /// Opens a person's record.
    verb "person-open" "/persons" open_person(OpenPerson) -> PersonView;
    /// The persons that may be seen.
    list "person-show" "/persons" list_persons("person-list") -> PersonView;
    /// One person.
    show "person-show" "/persons/{id}" show_person(PersonId) -> PersonView;
    /// Sets a person's legal state.
    verb "person-set-state" "/persons/set-state" set_person_state(SetPersonState) -> PersonView;
    /// Writes down that a person's state is contested: sharing and automatic use stop.
    verb "person-contest" "/persons/contest" contest_person(ContestPerson) -> PersonView;
    /// Settles what was contested.
    verb "person-settle" "/persons/settle" settle_person(SettlePerson) -> PersonView;
}
