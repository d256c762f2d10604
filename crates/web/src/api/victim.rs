//! Victims: a code; names only with a purpose.

use casework::id::VictimId;
use node::consent::{GiveConsent, SetNotificationWish, WithdrawConsent, WithdrawnView};
use node::victim::{
    IdentifyVictim, OpenVictim, ReadVictimIdentity, SetVictimSafety, VictimIdentityView, VictimView,
    WriteVictimIdentity,
};
use utoipa_axum::router::OpenApiRouter;

use super::verbs;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
}

verbs! { "victims";
    /// Opens a victim's record.
    verb "victim-open" "/victims" open_victim(OpenVictim) -> VictimView;
    /// The victims that may be seen, by their codes.
    list "victim-show" "/victims" list_victims("victim-list") -> VictimView;
    /// One victim: the code, no name.
    show "victim-show" "/victims/{id}" show_victim(VictimId) -> VictimView;
    /// Says that it is known who a child is.
    verb "victim-identify" "/victims/identify" identify_victim(IdentifyVictim) -> VictimView;
    /// Says how a child is.
    verb "victim-set-safety" "/victims/set-safety" set_victim_safety(SetVictimSafety) -> VictimView;
    /// Writes down whether a child wants to be told of new finds.
    verb "victim-set-notification-wish" "/victims/set-notification-wish" set_notification_wish(SetNotificationWish) -> VictimView;
    /// Writes down what is consented to.
    verb "victim-give-consent" "/victims/give-consent" give_consent(GiveConsent) -> VictimView;
    /// Writes down what is withdrawn, and answers what must stop.
    verb "victim-withdraw-consent" "/victims/withdraw-consent" withdraw_consent(WithdrawConsent) -> WithdrawnView;
    /// Writes down a child's names and contacts. They lie encrypted.
    verb "victim-write-identity" "/victims/write-identity" write_victim_identity(WriteVictimIdentity) -> VictimView;
    /// Reads a child's names, and contacts where the purpose is to reach somebody. Each reading is recorded.
    verb "victim-read-identity" "/victims/read-identity" read_victim_identity(ReadVictimIdentity) -> VictimIdentityView;
}
