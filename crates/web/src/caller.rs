//! Who asks, and whether they may ask so often. What they may ask for is the verb's.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{Extension, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use casework::role::Role;
use node::Principal;
use node::preferences::OwnPreferences;
use node::secret::Secret;

use crate::pages::GREY_PATH;
use crate::problem::Problem;
use crate::router::Served;

/// The session's cookie; the prefix has browsers refuse it from anywhere but this host, over TLS.
pub(crate) const SESSION_COOKIE: &str = "__Host-sanad";
/// Why somebody asks, where a protected read needs it. Written as a percent-encoded UTF-8 text.
pub(crate) const PURPOSE_HEADER: &str = "sanad-purpose";
const PURPOSE_LENGTH_MAX: usize = 500;

/// The address that a call came from, put there by the server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// What somebody showed to be known by.
#[derive(Clone)]
pub(crate) enum Credential {
    /// An API token.
    Token(Secret),
    /// A session's secret, from a browser.
    Session(Secret),
}

impl Credential {
    /// The secret part of it, as shown.
    pub(crate) fn secret(&self) -> &str {
        match self {
            Credential::Token(text) | Credential::Session(text) => text.reveal(),
        }
    }

    /// What a call shows: a token rather than a cookie, which a browser sends unasked.
    pub(crate) fn of(headers: &HeaderMap) -> Option<Credential> {
        if let Some(shown) = headers.get(header::AUTHORIZATION) {
            let (scheme, token) = shown.to_str().ok()?.split_once(' ')?;
            return scheme.eq_ignore_ascii_case("bearer").then(|| Credential::Token(Secret::new(token.trim())));
        }
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == SESSION_COOKIE).map(|(_, secret)| Credential::Session(Secret::new(secret)))
    }
}

/// Somebody whom the node knows, as this call knows them.
#[derive(Clone)]
pub(crate) struct Asking {
    /// Whom the verbs are told.
    pub(crate) who: Principal,
    /// What they showed.
    pub(crate) credential: Credential,
}

impl<S: Send + Sync> FromRequestParts<S> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Asking, Problem> {
        // A route that forgot the layer lets nobody in.
        parts.extensions.get::<Asking>().cloned().ok_or_else(Problem::sign_in)
    }
}

/// The layer of every route but the public ones.
pub(crate) async fn admit(State(served): State<Served>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let asking = match asking(&served, &parts).await {
        Ok(asking) => asking,
        Err(problem) => return problem.into_response(),
    };
    parts.extensions.insert(asking);
    next.run(Request::from_parts(parts, body)).await
}

async fn asking(served: &Served, parts: &Parts) -> Result<Asking, Problem> {
    let credential = Credential::of(&parts.headers).ok_or_else(Problem::sign_in)?;
    let who = admitted(served, parts, &credential).await?;
    Ok(Asking { who, credential })
}

/// Who that is, if they may come in and have not asked too often.
async fn admitted(served: &Served, parts: &Parts, credential: &Credential) -> Result<Principal, Problem> {
    match credential {
        Credential::Token(text) => {
            let known = served.node.principal_of_token(text).await;
            counted(served, parts, known.map_err(|error| not_known(served, parts, error))?)
        }
        Credential::Session(secret) => Ok(admitted_reader(served, parts, secret).await?.0),
    }
}

/// The same of whoever has a session, with how they want to read and look.
pub(crate) async fn admitted_reader(
    served: &Served,
    parts: &Parts,
    secret: &Secret,
) -> Result<(Principal, OwnPreferences), Problem> {
    refuse_other_site(&parts.method, &parts.headers)?;
    let known = served.node.reader_of_session(secret).await;
    let (who, own) = known.map_err(|error| not_known(served, parts, error))?;
    Ok((counted(served, parts, who)?, own))
}

fn not_known(served: &Served, parts: &Parts, error: node::Error) -> Problem {
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
    let problem = Problem::from(error);
    let is_stranger = problem.status == StatusCode::UNAUTHORIZED;
    match served.strangers.count(&peer).err().filter(|_| is_stranger) {
        Some(seconds) => too_often(seconds),
        None => problem,
    }
}

/// Somebody known, if they have not asked too often, with why they ask.
fn counted(served: &Served, parts: &Parts, mut who: Principal) -> Result<Principal, Problem> {
    let counted = match parts.uri.path() {
        _ if is_service(&who) => &served.services,
        // A page of the sorting table asks for two hundred at once, as somebody scrolls through it.
        GREY_PATH => &served.greys,
        _ => &served.persons,
    };
    counted.count(&who.name()).map_err(too_often)?;
    if let Principal::User(caller) = &mut who {
        caller.purpose = purpose_of(&parts.headers)?;
    }
    Ok(who)
}

/// Where somebody sits who is not known yet. Each try costs the node a good deal: an address has few of them.
pub(crate) fn counted_peer(served: &Served, peer: Option<Extension<Peer>>) -> Result<Option<IpAddr>, Problem> {
    let Some(Extension(Peer(address))) = peer else { return Ok(None) };
    served.strangers.count(&address).map_err(too_often)?;
    Ok(Some(address))
}

/// The cookie of a session that has begun.
pub(crate) fn session_cookie(secret: &Secret) -> String {
    format!("{SESSION_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict", secret.reveal())
}

/// What takes that cookie away.
pub(crate) const NO_SESSION_COOKIE: &str = "__Host-sanad=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";

fn too_often(seconds: u64) -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "rate-limited").for_a_while(seconds)
}

/// Only who is nothing else: a person who may match hashes as well is a person.
fn is_service(who: &Principal) -> bool {
    matches!(who, Principal::User(caller) if caller.roles == BTreeSet::from([Role::Matcher]))
}

/// A browser sends a cookie along whatever page asks. One that is not ours changes nothing.
pub(crate) fn refuse_other_site(method: &Method, headers: &HeaderMap) -> Result<(), Problem> {
    let site = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let is_ours = site.is_none_or(|site| ["same-origin", "none"].contains(&site));
    match is_ours || method.is_safe() {
        true => Ok(()),
        false => Err(Problem::new(StatusCode::FORBIDDEN, "other-site")),
    }
}

fn purpose_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get(PURPOSE_HEADER) else { return Ok(None) };
    let unfit = || {
        let at = crate::problem::At { field: "Sanad-Purpose".to_owned(), ..Default::default() };
        Problem::new(StatusCode::BAD_REQUEST, "request-unfit").at(at)
    };
    let text = percent_decoded(value.as_bytes()).ok_or_else(unfit)?;
    let text = text.trim();
    if text.chars().count() > PURPOSE_LENGTH_MAX || text.chars().any(char::is_control) {
        return Err(unfit());
    }
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// Headers are ASCII; other letters come as `%C3%A9`.
fn percent_decoded(bytes: &[u8]) -> Option<String> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'%' {
            decoded.push(*byte);
            continue;
        }
        let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
        decoded.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &rest[2..];
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_may_be_written_in_any_letters() {
        let check = |value: &str, expected: Option<Option<&str>>| {
            let mut headers = HeaderMap::new();
            headers.insert(PURPOSE_HEADER, value.parse().unwrap());
            assert_eq!(purpose_of(&headers).ok(), expected.map(|text| text.map(str::to_owned)), "{value}");
        };
        check("court order 7", Some(Some("court order 7")));
        check("%D8%A3%D9%85%D8%B1", Some(Some("أمر")));
        check("  ", Some(None));
        check("100%", None);
        check("%FF", None);
        check("a%0Ab", None);
        check(&"x".repeat(501), None);
    }

    #[test]
    fn a_token_speaks_before_a_cookie_and_another_scheme_for_nobody() {
        let check = |pairs: &[(&str, &str)], expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.append(axum::http::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
            }
            assert_eq!(Credential::of(&headers).as_ref().map(Credential::secret), expected, "{pairs:?}");
        };
        check(&[], None);
        check(&[("cookie", "a=b; __Host-sanad=s1")], Some("s1"));
        check(&[("cookie", "__Host-sanad=s1"), ("authorization", "bearer snd_1")], Some("snd_1"));
        check(&[("cookie", "__Host-sanad=s1"), ("authorization", "Basic eDp5")], None);
        check(&[("cookie", "x__Host-sanad=s1")], None);
    }
}
