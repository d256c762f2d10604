//! Places, accounts, devices and addresses.

use casework::id::RecordId;
use node::thing::{OpenThingAsk, SetAddressState, ThingView};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "things";
    /// Opens a place, an account, a device or an address.
    verb "thing-open" "/things" open_thing(OpenThingAsk) -> ThingView;
    /// One of them.
    show "thing-show" "/things/{id}" show_thing(RecordId) -> ThingView;
    /// The addresses that may be seen.
    list "thing-show" "/addresses" list_addresses("address-list") -> ThingView;
    /// The places that may be seen.
    list "thing-show" "/places" list_places("place-list") -> ThingView;
    /// Says whether what an address leads to is still there.
    verb "address-set-state" "/addresses/set-state" set_address_state(SetAddressState) -> ThingView;
}
