//! What a provider of OpenID Connect is asked, and how far it is believed: signature, issuer, audience, nonce, times. Of what
//! it says about people nothing is read but what it calls them and how they signed in there.

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthPrompt, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken, CoreIdTokenClaims,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
};
use openidconnect::{
    AuthType, AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, TokenResponse as _,
};
use tokio::sync::Mutex;

use super::wire::Wire;
use super::{Asked, NotAProvider, NotReached, ProviderSettings, Shown};
use crate::passkey::CHALLENGE_US;
use crate::secret::Secret;

/// How long what a provider says of itself is believed: its keys change, and strangers' sign-ins ask it for nothing.
const KNOWN_US: i64 = 10 * 60 * 1_000_000;
/// How long one that did not answer is left alone.
const LEFT_ALONE_US: i64 = 5 * 1_000_000;
/// By how much its clock may be off.
const CLOCK_OFF_US: i64 = 60 * 1_000_000;

/// What signs with a key that the node could not sign with: neither `none`, nor what takes the client's secret.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

type Relying =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// The provider.
pub struct Provider {
    wire: Wire,
    issuer: IssuerUrl,
    client: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    factors: Vec<Factor>,
    /// What it said of itself last, or that it did not, and when.
    known: Mutex<Option<(i64, Result<CoreProviderMetadata, NotReached>)>>,
}

/// What a provider says of a sign-in that had a second factor.
enum Factor {
    /// Among how somebody signed in (RFC 8176).
    Method(String),
    /// The class of the sign-in.
    Class(String),
}

impl Provider {
    pub(super) fn read(settings: &ProviderSettings, back: &str) -> Result<Provider, NotAProvider> {
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| NotAProvider::NotAnIssuer)?;
        let url = issuer.url();
        let is_bare = url.query().is_none() && url.fragment().is_none();
        if !is_bare || !url.username().is_empty() || url.password().is_some() {
            return Err(NotAProvider::NotAnIssuer);
        }
        if settings.client.trim().is_empty() {
            return Err(NotAProvider::NoClient);
        }
        let factors = settings.second_factors.iter().map(|text| Factor::read(text)).collect::<Option<_>>();
        Ok(Provider {
            wire: Wire::to(url)?,
            client: ClientId::new(settings.client.clone()),
            secret: settings.secret.as_ref().map(|secret| ClientSecret::new(secret.reveal().to_owned())),
            back: RedirectUrl::new(back.to_owned()).map_err(|_| NotAProvider::NoOrigin)?,
            factors: factors.ok_or(NotAProvider::NotAFactor)?,
            known: Mutex::default(),
            issuer,
        })
    }

    pub(crate) fn issuer(&self) -> &str {
        self.issuer.as_str()
    }

    /// Where a browser is to go so that somebody signs in there.
    pub(crate) async fn address(&self, asked: &Asked, now_us: i64) -> Result<String, NotReached> {
        let client = self.relying(self.metadata(now_us, false).await?);
        let (state, nonce) = (asked.state.reveal().to_owned(), asked.nonce.reveal().to_owned());
        let verifier = PkceCodeVerifier::new(asked.verifier.reveal().to_owned());
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new(state),
                || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            // Whoever sits down after somebody who signed out here, and not there, is not them.
            .add_prompt(CoreAuthPrompt::Login)
            .set_max_age(std::time::Duration::from_micros(CHALLENGE_US.cast_unsigned()));
        for factor in &self.factors {
            if let Factor::Class(class) = factor {
                request = request.add_auth_context_value(AuthenticationContextClass::new(class.clone()));
            }
        }
        Ok(request.url().0.into())
    }

    /// Whom the provider names for a code; none when it names nobody, or what it says is not for this sign-in.
    pub(crate) async fn exchange(
        &self,
        code: &Secret,
        asked: &Asked,
        now_us: i64,
    ) -> Result<Option<Shown>, NotReached> {
        let client = self.relying(self.metadata(now_us, false).await?);
        let answer = client
            .exchange_code(AuthorizationCode::new(code.reveal().to_owned()))
            .map_err(|_| NotReached::NotUnderstood)?
            .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.reveal().to_owned()))
            .request_async(&self.wire)
            .await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(RequestTokenError::ServerResponse(refused)) => {
                return match refused.error() {
                    CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                        Err(NotReached::Unknown)
                    }
                    _ => Ok(None),
                };
            }
            Err(RequestTokenError::Request(error)) => return Err(error),
            Err(_) => return Err(NotReached::NotUnderstood),
        };
        let token = answer.id_token().ok_or(NotReached::NotUnderstood)?;
        let shown = match self.verified(&client, token, asked, now_us) {
            // A key that is not known may be a new one.
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                let client = self.relying(self.metadata(now_us, true).await?);
                self.verified(&client, token, asked, now_us)
            }
            verified => verified,
        };
        Ok(shown.ok())
    }

    fn verified(
        &self,
        client: &Relying,
        token: &CoreIdToken,
        asked: &Asked,
        now_us: i64,
    ) -> Result<Shown, ClaimsVerificationError> {
        let not_before_us = asked.began_us.saturating_sub(CLOCK_OFF_US);
        let in_time = move |at: DateTime<Utc>| {
            let at_us = at.timestamp_micros();
            (not_before_us..=now_us.saturating_add(CLOCK_OFF_US)).contains(&at_us)
        };
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(SIGNED_BY)
            .set_time_fn(move || time_of(now_us.saturating_sub(CLOCK_OFF_US)))
            .set_issue_time_verifier_fn(
                move |at| if in_time(at) { Ok(()) } else { Err("issued before or after".into()) },
            )
            // It was asked for with `max_age`, so that it has to be there (OpenID Connect Core 1.0, 3.1.2.1).
            .set_auth_time_verifier_fn(move |at| match at {
                Some(at) if in_time(at) => Ok(()),
                _ => Err("nobody signed in there for this".into()),
            });
        let claims = token.claims(&verifier, &Nonce::new(asked.nonce.reveal().to_owned()))?;
        let has_second_factor = self.factors.iter().any(|factor| factor.is_in(claims));
        Ok(Shown { subject: claims.subject().as_str().to_owned(), has_second_factor })
    }

    /// What the provider says of itself: asked for anew when it is old, or `anew`.
    async fn metadata(&self, now_us: i64, anew: bool) -> Result<CoreProviderMetadata, NotReached> {
        // Who comes meanwhile waits for the same answer.
        let mut known = self.known.lock().await;
        if let Some((at_us, said)) = known.as_ref() {
            let age_us = now_us.saturating_sub(*at_us);
            let fresh_us = if said.is_ok() { KNOWN_US } else { LEFT_ALONE_US };
            if !anew && (0..fresh_us).contains(&age_us) {
                return said.clone();
            }
        }
        let found = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.wire).await;
        let found = found.map_err(|error| match error {
            DiscoveryError::Request(error) => error,
            _ => NotReached::NotUnderstood,
        });
        *known = Some((now_us, found.clone()));
        found
    }

    fn relying(&self, metadata: CoreProviderMetadata) -> Relying {
        let methods = metadata.token_endpoint_auth_methods_supported().cloned().unwrap_or_default();
        let in_body = methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic);
        let client = CoreClient::from_provider_metadata(metadata, self.client.clone(), self.secret.clone());
        let client = client.set_redirect_uri(self.back.clone());
        client.set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth })
    }
}

impl Factor {
    fn read(text: &str) -> Option<Factor> {
        let (kind, value) = text.split_once(':')?;
        match (kind, value.trim()) {
            (_, "") => None,
            ("amr", value) => Some(Factor::Method(value.to_owned())),
            ("acr", value) => Some(Factor::Class(value.to_owned())),
            _ => None,
        }
    }

    fn is_in(&self, claims: &CoreIdTokenClaims) -> bool {
        match self {
            Factor::Method(wanted) => {
                claims.auth_method_refs().is_some_and(|methods| methods.iter().any(|method| method.as_str() == wanted))
            }
            Factor::Class(wanted) => claims.auth_context_ref().is_some_and(|class| class.as_str() == wanted),
        }
    }
}

fn time_of(at_us: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at_us).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

// The secret stays out of logs.
impl std::fmt::Debug for Provider {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Provider").field("issuer", &self.issuer.as_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_over_tls_or_on_this_machine_alone() {
        let settings = |issuer: &str, client: &str, factors: &[&str]| ProviderSettings {
            issuer: issuer.into(),
            client: client.into(),
            secret: None,
            second_factors: factors.iter().map(|text| (*text).to_owned()).collect(),
        };
        let check = |issuer: &str, client: &str, factors: &[&str], expected: Option<NotAProvider>| {
            let read = Provider::read(&settings(issuer, client, factors), "https://sanad.example/sign-in/provider");
            assert_eq!(read.err(), expected, "{issuer}");
        };
        check("https://login.example/realms/unit", "sanad", &["amr:mfa", "acr:urn:x:y"], None);
        check("http://localhost:8080", "sanad", &[], None);
        check("http://127.0.0.1:8080", "sanad", &[], None);
        check("http://[::1]:8080", "sanad", &[], None);
        check("https://[2001:db8::7]", "sanad", &[], None);
        for not_one in [
            "http://login.example",
            "http://127.0.0.1.example",
            "login.example",
            "https://login.example?x",
            "https://login.example#x",
            "https://a:b@login.example",
            "ftp://login.example",
            "file:///etc/passwd",
            "",
        ] {
            check(not_one, "sanad", &[], Some(NotAProvider::NotAnIssuer));
        }
        check("https://login.example", " ", &[], Some(NotAProvider::NoClient));
        for factor in ["mfa", "amr:", "loa:2", ""] {
            check("https://login.example", "sanad", &[factor], Some(NotAProvider::NotAFactor));
        }
    }

    #[test]
    fn no_debug_output_shows_the_secret() {
        let settings = ProviderSettings {
            issuer: "http://localhost:1".into(),
            client: "sanad".into(),
            secret: Some(Secret::new("canary")),
            second_factors: Vec::new(),
        };
        let provider = Provider::read(&settings, "https://sanad.example/sign-in/provider").unwrap();
        assert!(!format!("{provider:?} {settings:?}").contains("canary"));
    }

    #[tokio::test]
    async fn it_goes_to_no_other_host_port_or_scheme() {
        let wire = Wire::to(&openidconnect::url::Url::parse("http://localhost:1/realms/unit").unwrap()).unwrap();
        for elsewhere in
            ["http://localhost:2/", "http://127.0.0.1:1/", "https://localhost:1/", "http://login.example:1/"]
        {
            let request = openidconnect::http::Request::builder().uri(elsewhere).body(Vec::new()).unwrap();
            assert_eq!(wire.ask(request).await.err(), Some(NotReached::Elsewhere), "{elsewhere}");
        }
    }
}
