//! Passkeys of whoever asks: adding one, seeing them, removing one. A password and its codes stay beside them, so that nobody
//! is locked out with a device.

use casework::id::{PasskeyId, UserId};
use casework::passkey::{Passkey, PasskeyRefusal};
use casework::protected::Protected;
use casework::user::UserState;
use casework::who::Moment;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::StoredPasskey;
use utoipa::ToSchema;
use webauthn_rs::prelude::{CredentialID, PasskeyRegistration, RegisterPublicKeyCredential, Uuid, WebauthnError};

use crate::challenge::Challenge;
use crate::chance;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::secret::Secret;

/// How long a challenge is good for: long enough to find a key in a drawer.
pub(crate) const CHALLENGE_US: i64 = 5 * 60 * 1_000_000;
/// What a challenge to add a passkey is sealed for.
const ADDING: &str = "passkey-add";

/// Somebody begins to add a passkey.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginOwnPasskey {
    /// Their password: whoever finds a session open adds no way in of their own.
    #[schema(value_type = String)]
    pub password: Secret,
}

/// What a browser is to ask a device.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PasskeyAsked {
    /// For `PublicKeyCredential.parseCreationOptionsFromJSON()` or `parseRequestOptionsFromJSON()`.
    #[schema(value_type = Object)]
    pub options: serde_json::Value,
    /// To be sent back with the device's answer. It works once.
    pub challenge: String,
    /// Until when, in microseconds since 1970 UTC.
    pub ends_us: i64,
}

/// What a device answered to `navigator.credentials.create()`, as `toJSON()` writes it. Other members are not read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewCredential {
    /// The credential's id, in base64url.
    pub id: String,
    /// The same.
    pub raw_id: String,
    /// What the device made.
    pub response: NewCredentialResponse,
    /// `public-key`.
    #[serde(rename = "type")]
    #[schema(example = "public-key")]
    pub kind: String,
}

/// What the device made, in base64url.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewCredentialResponse {
    /// The public key, and what the device says of itself.
    pub attestation_object: String,
    /// What the browser said was asked, and by whom.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
}

/// A passkey to be added.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOwnPasskey {
    /// How its owner tells it from their others: 1 to 100 letters.
    #[schema(value_type = String)]
    pub name: Protected,
    /// The challenge that was answered, as it was handed out.
    pub challenge: String,
    /// What the device answered.
    pub answer: NewCredential,
}

/// Which passkey.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveOwnPasskey {
    /// Its id.
    #[schema(value_type = String, example = "psk_0000000000000000")]
    pub passkey: PasskeyId,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeyView {
    /// Its id.
    #[schema(value_type = String, example = "psk_0000000000000000")]
    pub id: PasskeyId,
    /// How its owner tells it from their others.
    #[schema(value_type = String)]
    pub name: Protected,
    /// When it was added, in microseconds since 1970 UTC.
    pub added_us: i64,
    /// When it last signed its owner in.
    pub used_us: Option<i64>,
    /// When it was seen that two devices hold it: it signs nobody in since, and is to be removed.
    pub copied_us: Option<i64>,
}

/// The passkeys of whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeysView {
    /// In the order in which they were added.
    pub passkeys: Vec<PasskeyView>,
}

/// A passkey that is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PasskeyRemoved {
    /// Its id.
    #[schema(value_type = String, example = "psk_0000000000000000")]
    pub passkey: PasskeyId,
}

impl From<Passkey> for PasskeyView {
    fn from(passkey: Passkey) -> PasskeyView {
        let Passkey { id, user: _, name, added, used, copied } = passkey;
        let (used_us, copied_us) = (used.map(|at| at.0), copied.map(|at| at.0));
        PasskeyView { id, name, added_us: added.0, used_us, copied_us }
    }
}

/// What an answer to a challenge to add a passkey is held to.
#[derive(Serialize, Deserialize)]
struct Adding {
    /// The user's version: who has new secrets since begins anew.
    user_version: u32,
    state: PasskeyRegistration,
}

impl Node {
    /// Begins to add a passkey. The device is asked to keep it, and to verify who uses it.
    ///
    /// # Errors
    /// [`Error::SignIn`] when the password is not right, [`Error::Refused`] with a [`PasskeyRefusal`].
    pub async fn begin_own_passkey(&self, who: &Principal, ask: BeginOwnPasskey) -> Result<PasskeyAsked, Error> {
        self.permitted(who, Action::AddOwnPasskey, async {
            let id = who.caller(Action::AddOwnPasskey)?.actor.user;
            let webauthn = self.webauthn()?;
            let user = self.user_called(&id.to_string()).await?;
            self.is_own_password(&user, &ask.password).await?;
            let there = self.store.passkeys_of(id).await?;
            let known = there.iter().map(|stored| Ok(read_key(stored)?.cred_id().clone()));
            let known: Vec<CredentialID> = known.collect::<Result<_, Error>>()?;
            let (asked, state) = webauthn
                .start_passkey_registration(handle_of(id), user.login.as_str(), user.name.reveal(), Some(known))
                .map_err(|error| Error::refused(refusal_of(&error)))?;
            let mut options = in_json(&asked.public_key);
            // Whoever signs in types no name: the device must know of the passkey by itself.
            options["authenticatorSelection"]["residentKey"] = "required".into();
            options["authenticatorSelection"]["requireResidentKey"] = true.into();
            let ends_us = self.clock.now_us().saturating_add(CHALLENGE_US);
            let adding = Adding { user_version: user.version, state };
            let challenge = Challenge::seal(&self.people_key()?, ADDING, &id.to_string(), ends_us, &adding)?;
            Ok(PasskeyAsked { options, challenge, ends_us })
        })
        .await
    }

    /// Adds a passkey to the asker's own.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`PasskeyRefusal`].
    pub async fn add_own_passkey(&self, who: &Principal, ask: AddOwnPasskey) -> Result<PasskeyView, Error> {
        self.permitted(who, Action::AddOwnPasskey, async {
            let user = who.caller(Action::AddOwnPasskey)?.actor.user;
            let webauthn = self.webauthn()?;
            let now_us = self.clock.now_us();
            let not_fresh = || Error::refused(PasskeyRefusal::NotFresh);
            let begun = Challenge::<Adding>::open(&self.people_key()?, ADDING, &user.to_string(), &ask.challenge);
            let begun = begun.filter(|begun| now_us < begun.ends_us).ok_or_else(not_fresh)?;
            let answer: RegisterPublicKeyCredential =
                read_answer(&ask.answer).ok_or_else(|| Error::refused(PasskeyRefusal::NotUnderstood))?;
            let added_already = || Error::refused(PasskeyRefusal::AddedAlready);
            if self.store.passkey_with(digest_of(&answer.raw_id)).await?.is_some() {
                return Err(added_already());
            }
            let made = webauthn
                .finish_passkey_registration(&answer, &begun.held_to.state)
                .map_err(|error| Error::refused(refusal_of(&error)))?;
            // The id that was signed for, whatever stood beside it.
            let credential = digest_of(made.cred_id());
            let mut tx = self.store.begin().await?;
            let current = tx
                .user(user)
                .await?
                .filter(|current| current.state == UserState::Active && current.version == begun.held_to.user_version);
            if current.is_none() || !tx.use_challenge(begun.digest, begun.ends_us, now_us).await? {
                return Err(not_fresh());
            }
            if tx.passkey_with(credential).await?.is_some() {
                return Err(added_already());
            }
            let id = PasskeyId::new(chance::id_bytes()?);
            let passkey = Passkey { id, user, name: ask.name, added: Moment(now_us), used: None, copied: None };
            let passkey = Passkey::open(passkey, tx.n_passkeys_of(user).await?).map_err(Error::refused)?;
            let public_key = in_json(&made).to_string();
            tx.put_passkey(&StoredPasskey { passkey: passkey.clone(), credential, public_key }).await?;
            tx.commit(self.entry(who, Action::AddOwnPasskey.verb()).about("passkey", id.to_string())).await?;
            Ok(passkey.into())
        })
        .await
    }

    /// The passkeys of whoever asks.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn own_passkeys(&self, who: &Principal) -> Result<PasskeysView, Error> {
        self.permitted(who, Action::ShowOwnPasskeys, async {
            let user = who.caller(Action::ShowOwnPasskeys)?.actor.user;
            let mut passkeys: Vec<PasskeyView> =
                self.store.passkeys_of(user).await?.into_iter().map(|stored| stored.passkey.into()).collect();
            passkeys.sort_by_key(|passkey| (passkey.added_us, passkey.id));
            Ok(PasskeysView { passkeys })
        })
        .await
    }

    /// Removes one of the asker's own passkeys. All their sessions end, this one too: one of them may be a thief's.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this id that is theirs: which others there are is not told.
    pub async fn remove_own_passkey(&self, who: &Principal, ask: RemoveOwnPasskey) -> Result<PasskeyRemoved, Error> {
        self.permitted(who, Action::RemoveOwnPasskey, async {
            let user = who.caller(Action::RemoveOwnPasskey)?.actor.user;
            let mut tx = self.store.begin().await?;
            if !tx.remove_passkey(ask.passkey, user).await? {
                return Err(Error::NotFound { what: "passkey", name: ask.passkey.to_string() });
            }
            tx.remove_sessions_of(user).await?;
            let entry = self.entry(who, Action::RemoveOwnPasskey.verb());
            tx.commit(entry.about("passkey", ask.passkey.to_string())).await?;
            Ok(PasskeyRemoved { passkey: ask.passkey })
        })
        .await
    }
}

/// What a device keeps beside a passkey to say whose it is: a digest of the user's id, by which nobody who finds it knows them.
pub(crate) fn handle_of(user: UserId) -> Uuid {
    let digest = digest_of(user.to_string().as_bytes());
    Uuid::from_slice(&digest[..16]).expect("sixteen bytes")
}

/// By what a credential is looked up.
pub(crate) fn digest_of(credential: &[u8]) -> [u8; 32] {
    Sha256::digest(credential).into()
}

/// The public key and counter of a passkey.
pub(crate) fn read_key(stored: &StoredPasskey) -> Result<webauthn_rs::prelude::Passkey, Error> {
    serde_json::from_str(&stored.public_key).map_err(|_| {
        let what = format!("the public key of {}", stored.passkey.id);
        store::Error::Damaged { what, source: None }.into()
    })
}

/// A device's answer in the words of whoever verifies it; none when it is not base64url.
pub(crate) fn read_answer<T: serde::de::DeserializeOwned>(answer: &impl Serialize) -> Option<T> {
    serde_json::from_value(in_json(answer)).ok()
}

pub(crate) fn in_json(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("texts, numbers and lists have a form in JSON")
}

fn refusal_of(error: &WebauthnError) -> PasskeyRefusal {
    match error {
        WebauthnError::MismatchedChallenge => PasskeyRefusal::NotFresh,
        WebauthnError::InvalidRPOrigin | WebauthnError::InvalidRPIDHash | WebauthnError::CredentialCrossOrigin => {
            PasskeyRefusal::OtherOrigin
        }
        WebauthnError::UserNotVerified | WebauthnError::UserNotPresent => PasskeyRefusal::NotVerified,
        _ => PasskeyRefusal::NotUnderstood,
    }
}
