//! The one provider that is asked who people are (OpenID Connect), where whoever keeps the node named one. What a program
//! built without the feature `oidc` cannot do, it says when it is asked to.

use serde::{Deserialize, Serialize};

#[cfg(feature = "oidc")]
mod oidc;
#[cfg(feature = "oidc")]
pub use self::oidc::Provider;
#[cfg(feature = "oidc")]
mod wire;

use crate::open::Node;
use crate::secret::Secret;

/// The page of this node to which a provider sends browsers back: it must be told of it.
pub const RETURN_PATH: &str = "/sign-in/provider";

/// How a provider is asked.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// Its address, exactly as it calls itself: `https://login.example/realms/unit`.
    pub issuer: String,
    /// What it calls this node.
    pub client: String,
    /// By what it knows that it is this node; none for a client that it calls public.
    pub secret: Option<Secret>,
    /// What it says of a sign-in that had a second factor, any of: `amr:mfa`, `acr:https://refeds.org/profile/mfa`. Of every
    /// other sign-in, and of all where this is empty, the code of the authenticator is wanted as well.
    pub second_factors: Vec<String>,
}

/// Why a provider cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAProvider {
    /// Take a program that was built so.
    #[error("this program was built without the feature oidc")]
    NotBuiltIn,
    /// Say under which address browsers reach the node.
    #[error("the node does not know the address to which browsers come back")]
    NoOrigin,
    /// Write the address as the provider does.
    #[error("a provider has an address of https:// and a host, without ? and #; or of http:// on this machine alone")]
    NotAnIssuer,
    /// Say what the provider calls this node.
    #[error("the provider's name for this node is missing")]
    NoClient,
    /// Write it as the provider does, after `amr:` or `acr:`.
    #[error("a second factor is written amr: or acr: and what the provider says")]
    NotAFactor,
    /// Install the system's certificates, or name a file of them in `SSL_CERT_FILE`.
    #[error("the system trusts no certificate authority")]
    NoAuthorities,
}

/// What a provider's answer is held to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    pub(crate) state: Secret,
    pub(crate) nonce: Secret,
    pub(crate) verifier: Secret,
    pub(crate) began_us: i64,
}

/// What a provider has said of whoever signed in there, once it was verified.
#[derive(Debug)]
pub struct Shown {
    /// What it calls them.
    pub(crate) subject: String,
    /// Whether there was a second factor, by what whoever keeps the node takes for one.
    pub(crate) has_second_factor: bool,
}

/// Why a provider could not be asked just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotReached {
    /// It cannot be reached, or its certificate is not trusted.
    #[error("the provider cannot be reached")]
    Line,
    /// It sends the node to another host, port or scheme than its own, to which the node does not go.
    #[error("the provider sends the node elsewhere")]
    Elsewhere,
    /// It answers otherwise than OpenID Connect has it.
    #[error("the provider's answer is not understood")]
    NotUnderstood,
    /// It does not know this node, or not by this secret.
    #[error("the provider does not know this node")]
    Unknown,
}

impl NotReached {
    /// Its name in the log.
    pub fn code(self) -> &'static str {
        match self {
            NotReached::Line => "provider-not-reached",
            NotReached::Elsewhere => "provider-elsewhere",
            NotReached::NotUnderstood => "provider-not-understood",
            NotReached::Unknown => "provider-refuses-node",
        }
    }
}

impl Node {
    /// The same node, which lets this provider say who people are. Browsers come back to the address of
    /// [`Node::reached_at`]. Nothing is asked yet.
    ///
    /// # Errors
    /// When it cannot be asked so.
    pub fn asking_provider(mut self, settings: &ProviderSettings) -> Result<Node, NotAProvider> {
        let origin = self.origin.as_ref().ok_or(NotAProvider::NoOrigin)?;
        let back = origin.url.join(RETURN_PATH).map_err(|_| NotAProvider::NoOrigin)?;
        self.provider = Some(Provider::read(settings, back.as_str())?);
        Ok(self)
    }
}

/// A provider of a program that can ask none: there is none.
#[cfg(not(feature = "oidc"))]
#[derive(Debug)]
pub enum Provider {}

#[cfg(not(feature = "oidc"))]
impl Provider {
    fn read(_settings: &ProviderSettings, _back: &str) -> Result<Provider, NotAProvider> {
        Err(NotAProvider::NotBuiltIn)
    }

    pub(crate) fn issuer(&self) -> &str {
        match *self {}
    }

    pub(crate) async fn address(&self, _asked: &Asked, _now_us: i64) -> Result<String, NotReached> {
        match *self {}
    }

    pub(crate) async fn exchange(
        &self,
        _code: &Secret,
        _asked: &Asked,
        _now_us: i64,
    ) -> Result<Option<Shown>, NotReached> {
        match *self {}
    }
}
