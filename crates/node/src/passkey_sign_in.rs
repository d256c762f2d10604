//! Signing in by a passkey: whoever has the device and can unlock it needs neither name nor password. Whatever is wrong, the
//! answer is the same and takes the same work.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casework::id::UserId;
use casework::passkey::PasskeyRefusal;
use casework::user::UserState;
use casework::who::Moment;
use serde::{Deserialize, Serialize};
use store::{Holder, LedgerEntry, StoredPasskey};
use utoipa::ToSchema;
use webauthn_rs::prelude::{
    AuthenticationResult, DiscoverableAuthentication, Passkey as PublicKey, PublicKeyCredential, Webauthn,
    WebauthnError,
};

use crate::challenge::Challenge;
use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;
use crate::passkey::{CHALLENGE_US, PasskeyAsked, digest_of, handle_of, in_json, read_answer, read_key};
use crate::sign_in::{NOBODY, NotSignedIn, SessionGiven};

/// What a challenge to sign in is sealed for.
const SIGNING_IN: &str = "passkey-sign-in";
/// The flag of a device that may hand its passkeys on, in the 33rd byte of what it signs (WebAuthn 3, 6.1).
const FLAGS_AT: usize = 32;
const MAY_BE_HANDED_ON: u8 = 0b1000;

/// What a device answered to `navigator.credentials.get()`, as `toJSON()` writes it. Other members are not read.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedCredential {
    /// The credential's id, in base64url.
    pub id: String,
    /// The same.
    pub raw_id: String,
    /// What the device signed.
    pub response: SignedCredentialResponse,
    /// `public-key`.
    #[serde(rename = "type")]
    #[schema(example = "public-key")]
    pub kind: String,
}

/// What the device signed, in base64url.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedCredentialResponse {
    /// What the device says: for whom, whether somebody was verified, its counter.
    pub authenticator_data: String,
    /// What the browser said was asked, and by whom.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// The signature over both.
    pub signature: String,
    /// Whose passkey it is, as the device remembers.
    #[serde(default)]
    pub user_handle: Option<String>,
}

/// What somebody signs in with who has a passkey.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeySignIn {
    /// The challenge that was answered, as it was handed out.
    pub challenge: String,
    /// What the device answered.
    pub answer: SignedCredential,
}

impl Node {
    /// Begins a sign-in by passkey. It asks for no name: nobody learns which names there are.
    ///
    /// # Errors
    /// [`Error::Refused`] when the node does not know under which address browsers reach it.
    pub async fn begin_passkey_sign_in(&self) -> Result<PasskeyAsked, Error> {
        self.logged("sign-in", async {
            let begun = self.webauthn()?.start_discoverable_authentication();
            let (asked, state) = begun.map_err(|_| Error::refused(PasskeyRefusal::NotUnderstood))?;
            let ends_us = self.clock.now_us().saturating_add(CHALLENGE_US);
            let challenge = Challenge::seal(&self.people_key()?, SIGNING_IN, NOBODY, ends_us, &state)?;
            let mut options = in_json(&asked.public_key);
            // Empty, and devices differ in what they make of that: whichever knows a passkey for this site may answer.
            if let Some(options) = options.as_object_mut() {
                options.shift_remove("allowCredentials");
            }
            Ok(PasskeyAsked { options, challenge, ends_us })
        })
        .await
    }

    /// Signs somebody in by a passkey of a device that verified who uses it. `from` is where they sit, as far as the caller
    /// knows. A passkey whose counter went back is closed, and its owner is told.
    ///
    /// # Errors
    /// [`Error::SignIn`], whatever was wrong.
    pub async fn sign_in_by_passkey(&self, ask: PasskeySignIn, from: Option<IpAddr>) -> Result<SessionGiven, Error> {
        self.logged("sign-in", async {
            let webauthn = self.webauthn()?;
            let key = self.people_key()?;
            let answer: PublicKeyCredential = read_answer(&ask.answer).ok_or(NotSignedIn::Refused)?;
            let tried = self.begin_try_of(&key, key.digest("passkey", &answer.raw_id), from).await?;
            let now_us = self.clock.now_us();
            let begun = Challenge::<DiscoverableAuthentication>::open(&key, SIGNING_IN, NOBODY, &ask.challenge);
            let credential = digest_of(&answer.raw_id);
            let found = self.store.passkey_with(credential).await?;
            let signed = match &begun {
                Some(begun) if now_us < begun.ends_us => verify(webauthn, &answer, &begun.held_to, found.as_ref())?,
                _ => Signed::Wrongly,
            };
            let mut tx = self.store.begin().await?;
            let is_first = match &begun {
                Some(begun) => tx.use_challenge(begun.digest, begun.ends_us, now_us).await?,
                None => false,
            };
            // Asked again within the change: meanwhile it may have been used, closed or removed, and its owner kept out.
            let current = tx.passkey_with(credential).await?;
            let current = current.filter(|current| {
                let is_unchanged = found.as_ref().is_some_and(|found| found.public_key == current.public_key);
                is_unchanged && current.passkey.copied.is_none()
            });
            let known = found.map(|found| found.passkey);
            // Asked for nobody too: one look-up more or less can be measured.
            let owner = current.as_ref().map_or(UserId::new([0; 10]), |current| current.passkey.user);
            let user = tx.user(owner).await?.filter(|user| is_first && user.state == UserState::Active);
            let began_us = begun.as_ref().map_or(now_us, |begun| begun.ends_us.saturating_sub(CHALLENGE_US));
            match (signed, current, user) {
                (Signed::Rightly(public_key), Some(current), Some(user)) => {
                    let passkey = current.passkey.used(Moment(now_us));
                    let entry = LedgerEntry::new("sign-in", user.id.to_string(), now_us);
                    let entry = entry.about("passkey", passkey.id.to_string());
                    tx.put_passkey(&StoredPasskey { passkey, credential, public_key }).await?;
                    let given = self.begin_session(tx, user, entry).await?;
                    self.forget(&tried).await?;
                    Ok(given)
                }
                // What was asked before it was last used may have been signed before, and come late: no sign of a copy.
                (Signed::ByACopy, Some(current), Some(user))
                    if current.passkey.used.is_none_or(|used| used.0 < began_us) =>
                {
                    let passkey = current.passkey.copied(Moment(now_us));
                    let entry = self.failed_entry("passkey-copied", Some(user.id));
                    let entry = entry.about("passkey", passkey.id.to_string());
                    let (told, body) = (Holder::Person(user.id), NewsBody::PasskeyCopied { passkey: passkey.id });
                    tx.add_news(told, body.code(), user.id.into(), &body, Moment(now_us)).await?;
                    // Whoever holds the other one may have signed in before.
                    tx.remove_sessions_of(user.id).await?;
                    tx.put_passkey(&StoredPasskey { passkey, ..current }).await?;
                    tx.commit(entry).await?;
                    Err(NotSignedIn::Refused.into())
                }
                _ => {
                    let entry = self.failed_entry("sign-in-failed", known.as_ref().map(|passkey| passkey.user));
                    let entry = match known {
                        Some(passkey) => entry.about("passkey", passkey.id.to_string()),
                        None => entry,
                    };
                    tx.commit(entry).await?;
                    Err(NotSignedIn::Refused.into())
                }
            }
        })
        .await
    }
}

/// What was found about an answer.
enum Signed {
    /// By the device of this passkey, for this challenge and site, with its user verified: the key with its new counter.
    Rightly(String),
    /// The same, but its counter went back.
    ByACopy,
    /// Anything else.
    Wrongly,
}

/// What nobody has is verified as well, with a key that is nobody's: it takes as long.
fn verify(
    webauthn: &Webauthn,
    answer: &PublicKeyCredential,
    state: &DiscoverableAuthentication,
    found: Option<&StoredPasskey>,
) -> Result<Signed, Error> {
    let (mut key, owner) = match found {
        Some(found) => (read_key(found)?, Some(handle_of(found.passkey.user))),
        None => (nobodys(answer), None),
    };
    let is_owners = answer.get_user_unique_id() == owner.as_ref().map(|handle| handle.as_bytes().as_slice());
    let verified = webauthn.finish_discoverable_authentication_v2(answer, state.clone(), &key);
    Ok(match verified {
        Ok(result) if is_owners && owner.is_some() => rightly(&mut key, &result),
        Err(WebauthnError::CredentialPossibleCompromise) if is_owners && owner.is_some() => Signed::ByACopy,
        _ => Signed::Wrongly,
    })
}

fn rightly(key: &mut PublicKey, result: &AuthenticationResult) -> Signed {
    // It was asked for, and what was asked for is held to; a second factor is worth a second look.
    if !result.user_verified() || key.update_credential(result).is_none() {
        return Signed::Wrongly;
    }
    Signed::Rightly(in_json(key).to_string())
}

/// A passkey that has the asked one's id, and is nobody's.
fn nobodys(answer: &PublicKeyCredential) -> PublicKey {
    let flags = answer.response.authenticator_data.get(FLAGS_AT).copied().unwrap_or_default();
    let mut key: serde_json::Value = serde_json::from_str(NOBODYS).expect("a text of ours");
    key["cred"]["cred_id"] = URL_SAFE_NO_PAD.encode(&answer.raw_id).into();
    key["cred"]["backup_eligible"] = (flags & MAY_BE_HANDED_ON != 0).into();
    serde_json::from_value(key).expect("a key of ours")
}

const NOBODYS: &str = include_str!("passkey_sign_in/nobodys.json");

#[cfg(test)]
mod tests;
