//! Signing in by a provider that says who people are (OpenID Connect): the authorization code with PKCE, state and nonce.
//! Whoever it names signs in as the user bound to that name beforehand, and as nobody else: no user and no role is made of
//! what it says.

use std::net::IpAddr;

use casework::id::UserId;
use casework::provider_account::ProviderRefusal;
use casework::user::{User, UserState};
use casework::who::Moment;
use serde::{Deserialize, Serialize};
use store::LedgerEntry;
use utoipa::ToSchema;

use crate::challenge::Challenge;
use crate::error::Error;
use crate::log::Event;
use crate::one_time_code;
use crate::open::Node;
use crate::passkey::CHALLENGE_US;
use crate::provider::{Asked, NotReached};
use crate::provider_account::account_digest;
use crate::secret::{Secret, is_same};
use crate::sign_in::{NOBODY, NotSignedIn, SessionGiven};
use crate::user::TOTP;

/// What a challenge to sign in by the provider is sealed for.
const SIGNING_IN: &str = "provider-sign-in";
/// What a challenge that waits for a code is sealed for.
const CODE_WANTED: &str = "provider-code";

/// Where a browser is to go.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProviderAsked {
    /// The provider's page. It sends the browser back to `/sign-in/provider` of this node with `code` and `state`.
    pub address: String,
    /// To be kept by the page that asked, and sent with what comes back. It works once, and in nobody else's browser.
    pub challenge: String,
    /// Until when, in microseconds since 1970 UTC.
    pub ends_us: i64,
}

/// What came back from the provider.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderSignIn {
    /// The challenge that the page kept.
    pub challenge: String,
    /// `state` of the address to which the browser came back.
    #[schema(value_type = String)]
    pub state: Secret,
    /// `code` of it.
    #[schema(value_type = String)]
    pub code: Secret,
}

/// The code of an authenticator, where the provider's word is not enough.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderCode {
    /// The challenge that asked for it.
    pub challenge: String,
    /// The six digits.
    #[schema(value_type = String, example = "000000")]
    pub totp: Secret,
}

/// That the code of the authenticator is still wanted: the provider has not said that there was a second factor.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CodeWanted {
    /// To be sent with the code.
    pub challenge: String,
    /// Until when, in microseconds since 1970 UTC.
    pub ends_us: i64,
}

/// How far somebody has come whom the provider named.
#[derive(Debug)]
pub enum ProviderSignedIn {
    /// Their session has begun.
    Session(Box<SessionGiven>),
    /// They still have to type a code.
    CodeWanted(CodeWanted),
}

/// Whom a code is wanted of.
#[derive(Serialize, Deserialize)]
struct Named {
    user: UserId,
    /// Who has new secrets or roles since begins anew.
    user_version: u32,
    account: [u8; 32],
}

impl Node {
    /// Begins a sign-in by the provider. It asks for no name: nobody learns which names there are.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is no provider, or it does not answer as one.
    pub async fn begin_provider_sign_in(&self) -> Result<ProviderAsked, Error> {
        self.logged("sign-in", async {
            let provider = self.provider()?;
            let now_us = self.clock.now_us();
            let asked = Asked {
                state: Secret::by_chance()?,
                nonce: Secret::by_chance()?,
                verifier: Secret::by_chance()?,
                began_us: now_us,
            };
            let address = provider.address(&asked, now_us).await.map_err(|error| self.not_reached(error))?;
            let ends_us = now_us.saturating_add(CHALLENGE_US);
            let challenge = Challenge::seal(&self.people_key()?, SIGNING_IN, NOBODY, ends_us, &asked)?;
            Ok(ProviderAsked { address, challenge, ends_us })
        })
        .await
    }

    /// Goes on with what the provider answered: a session, or the question for a code.
    ///
    /// # Errors
    /// [`Error::SignIn`], whatever was wrong, but for a provider that does not answer as one: [`Error::Refused`].
    pub async fn sign_in_by_provider(
        &self,
        ask: ProviderSignIn,
        from: Option<IpAddr>,
    ) -> Result<ProviderSignedIn, Error> {
        self.logged("sign-in", async {
            let provider = self.provider()?;
            let key = self.people_key()?;
            // Nobody has said a name yet: what is tried is this challenge, and what came from this address.
            let tried =
                self.begin_try_of(&key, key.digest("provider-challenge", ask.challenge.as_bytes()), from).await?;
            let begun = Challenge::<Asked>::open(&key, SIGNING_IN, NOBODY, &ask.challenge);
            let begun = begun.filter(|begun| {
                let is_its_own = is_same(&begun.held_to.state.digest(), &ask.state.digest());
                is_its_own && self.clock.now_us() < begun.ends_us
            });
            let Some(begun) = begun else { return self.provider_failed(None).await };
            let shown = provider.exchange(&ask.code, &begun.held_to, self.clock.now_us()).await;
            let shown = shown.map_err(|error| self.not_reached(error))?;
            let now_us = self.clock.now_us();
            let mut tx = self.store.begin().await?;
            let is_first = tx.use_challenge(begun.digest, begun.ends_us, now_us).await?;
            let Some(shown) = shown.filter(|_| is_first) else {
                tx.commit(self.failed_entry("sign-in-failed", None)).await?;
                return Err(NotSignedIn::Refused.into());
            };
            let account = account_digest(&key, provider, &shown.subject);
            let bound = tx.provider_account_with(account).await?;
            let known = bound.as_ref().map(|bound| bound.user);
            let user = tx.user(known.unwrap_or(UserId::new([0; 10]))).await?;
            let user = user.filter(|user| user.state == UserState::Active);
            let (Some(bound), Some(user)) = (bound, user) else {
                tx.commit(self.failed_entry("sign-in-failed", known)).await?;
                return Err(NotSignedIn::Refused.into());
            };
            if !shown.has_second_factor {
                let named = Named { user: user.id, user_version: user.version, account };
                let ends_us = now_us.saturating_add(CHALLENGE_US);
                let challenge = Challenge::seal(&key, CODE_WANTED, NOBODY, ends_us, &named)?;
                tx.commit(self.failed_entry("sign-in-code-wanted", Some(user.id))).await?;
                self.forget(&tried).await?;
                return Ok(ProviderSignedIn::CodeWanted(CodeWanted { challenge, ends_us }));
            }
            tx.put_provider_account(&bound.used(Moment(now_us)), account).await?;
            let entry = self.provider_entry(&user);
            let given = self.begin_session(tx, user, entry).await?;
            self.forget(&tried).await?;
            Ok(ProviderSignedIn::Session(Box::new(given)))
        })
        .await
    }

    /// Ends a sign-in for which the provider's word was not enough. Failures count as those of the user's password: whoever
    /// has taken over the account at the provider does not guess codes.
    ///
    /// # Errors
    /// [`Error::SignIn`], whatever was wrong.
    pub async fn sign_in_by_provider_code(
        &self,
        ask: ProviderCode,
        from: Option<IpAddr>,
    ) -> Result<SessionGiven, Error> {
        self.logged("sign-in", async {
            self.provider()?;
            let key = self.people_key()?;
            let begun = Challenge::<Named>::open(&key, CODE_WANTED, NOBODY, &ask.challenge);
            let Some(begun) = begun.filter(|begun| self.clock.now_us() < begun.ends_us) else {
                self.begin_try_of(&key, key.digest("provider-challenge", ask.challenge.as_bytes()), from).await?;
                return self.provider_failed(None).await;
            };
            let Named { user: id, user_version, account } = begun.held_to;
            let user = self.store.user(id).await?.ok_or(NotSignedIn::Refused)?;
            let tried = self.begin_try(&key, &Secret::new(user.login.as_str()), from).await?;
            let Some(secrets) = self.store.secrets_of(id).await? else { return self.provider_failed(Some(id)).await };
            let totp = key.open(TOTP, &id.to_string(), &secrets.totp)?;
            let now_us = self.clock.now_us();
            let step = one_time_code::step_of_code(&totp, ask.totp.reveal(), now_us);
            let mut tx = self.store.begin().await?;
            // Asked again within the change: meanwhile they may have been kept out or unbound.
            let user = tx.user(id).await?;
            let user = user.filter(|user| user.version == user_version && user.state == UserState::Active);
            let bound = tx.provider_account_with(account).await?.filter(|bound| bound.user == id);
            let (Some(user), Some(bound), Some(step)) = (user, bound, step) else {
                drop(tx);
                return self.provider_failed(Some(id)).await;
            };
            let is_first =
                tx.use_totp_step(id, step).await? && tx.use_challenge(begun.digest, begun.ends_us, now_us).await?;
            if !is_first {
                drop(tx);
                return self.provider_failed(Some(id)).await;
            }
            tx.put_provider_account(&bound.used(Moment(now_us)), account).await?;
            let entry = self.provider_entry(&user);
            let given = self.begin_session(tx, user, entry).await?;
            self.forget(&tried).await?;
            Ok(given)
        })
        .await
    }

    fn provider_entry(&self, user: &User) -> LedgerEntry {
        LedgerEntry::new("sign-in", user.id.to_string(), self.clock.now_us()).about("by", "provider")
    }

    /// Whoever signs in mends nothing about it; whoever keeps the node finds in the log what it was.
    fn not_reached(&self, error: NotReached) -> Error {
        self.log.note(&Event::Failed { code: error.code() });
        Error::refused(ProviderRefusal::NotReached)
    }

    async fn provider_failed<T>(&self, known: Option<UserId>) -> Result<T, Error> {
        self.store.record_alone(self.failed_entry("sign-in-failed", known)).await?;
        Err(NotSignedIn::Refused.into())
    }
}
