//! A browser and a device that holds passkeys, both written by 1Password. They do what they are asked, by whichever site.

use std::pin::Pin;

use passkey_authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey_client::{Client, DefaultClientData};
use passkey_crypto::AvailableBackend;
use passkey_types::Passkey;
use passkey_types::ctap2::{Aaguid, Ctap2Error};
use serde_json::{Value, json};
use url::Url;

/// Somebody who unlocks the device when it is asked for.
struct Owner;

impl UserValidationMethod for Owner {
    type PasskeyItem = Passkey;

    fn check_user<'a, 's, 'out>(
        &'s self,
        _hint: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Pin<Box<dyn Future<Output = Result<UserCheck, Ctap2Error>> + Send + 'out>>
    where
        's: 'out,
        'a: 'out,
        Self: 'out,
    {
        Box::pin(std::future::ready(Ok(UserCheck { presence, verification })))
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// A browser with a device that holds one passkey at most. Its copy holds the same: what a thief makes of a stolen one.
#[derive(Clone, Default)]
pub(crate) struct Device(Option<Passkey>);

impl Device {
    /// Makes a passkey, whatever was there; what the browser sends for it.
    pub(crate) async fn create(&mut self, origin: &str, options: &Value) -> Value {
        let mut device = Authenticator::new(Aaguid::new_empty(), None, Owner, AvailableBackend);
        device.set_make_credentials_with_signature_counter(true);
        let mut browser = Client::new(device).allows_insecure_localhost(true);
        let asked = serde_json::from_value(json!({ "publicKey": options })).unwrap();
        let made = browser.register(origin.parse::<Url>().unwrap(), asked, DefaultClientData).await.unwrap();
        self.0.clone_from(browser.authenticator().store());
        serde_json::to_value(made).unwrap()
    }

    /// Signs what is asked with the passkey that it holds; what the browser sends for it.
    pub(crate) async fn sign(&mut self, origin: &str, options: &Value) -> Value {
        let device = Authenticator::new(Aaguid::new_empty(), self.0.clone(), Owner, AvailableBackend);
        let mut browser = Client::new(device).allows_insecure_localhost(true);
        let asked = serde_json::from_value(json!({ "publicKey": options })).unwrap();
        let signed = browser.authenticate(origin.parse::<Url>().unwrap(), asked, DefaultClientData).await.unwrap();
        self.0.clone_from(browser.authenticator().store());
        serde_json::to_value(signed).unwrap()
    }
}
