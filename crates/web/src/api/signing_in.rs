//! Signing in and out, from a browser. Programs have tokens and need none of it.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, Method};
use axum::response::{AppendHeaders, IntoResponse, Response};
use node::passkey::PasskeyAsked;
use node::passkey_sign_in::PasskeySignIn;
use node::provider_sign_in::{CodeWanted, ProviderAsked, ProviderCode, ProviderSignIn, ProviderSignedIn};
use node::sign_in::{Recover, SessionGiven, SignIn};
use node::user::{SecretsGiven, UserView};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems};
use crate::body::Body;
use crate::caller::{Credential, NO_SESSION_COOKIE, Peer, counted_peer, refuse_other_site, session_cookie};
use crate::problem::Problem;
use crate::router::Served;

/// A session that has begun. What it is known by is in the cookie and nowhere else.
#[derive(Debug, Serialize, ToSchema)]
struct SessionBegun {
    /// Its id, by which it is listed and ended.
    #[schema(example = "ses_0000000000000000")]
    id: String,
    /// When it ends, in microseconds since 1970 UTC; earlier when it is not used for half an hour.
    ends_us: i64,
    /// Who signed in.
    user: UserView,
}

/// How far somebody has come whom the provider named: one of the two is there.
#[derive(Debug, Serialize, ToSchema)]
struct ProviderAnswered {
    /// A session that has begun; its cookie comes with the answer.
    session: Option<SessionBegun>,
    /// That the code of the authenticator is wanted.
    code_wanted: Option<CodeWanted>,
}

/// That a session is over.
#[derive(Debug, Serialize, ToSchema)]
struct SignedOut {
    /// Always true.
    signed_out: bool,
}

pub(crate) fn routes() -> OpenApiRouter<Served> {
    OpenApiRouter::new()
        .routes(routes!(sign_in))
        .routes(routes!(begin_passkey_sign_in))
        .routes(routes!(sign_in_by_passkey))
        .routes(routes!(begin_provider_sign_in))
        .routes(routes!(sign_in_by_provider))
        .routes(routes!(sign_in_by_provider_code))
        .routes(routes!(sign_out))
        .routes(routes!(recover))
}

/// Signs in: the session's cookie comes with the answer. Whatever is wrong, the answer is the same.
#[utoipa::path(
    post, path = "/sign-in", operation_id = "sign-in", tag = "people", request_body = SignIn, security(()),
    responses((status = 200, description = "Signed in.", body = SessionBegun), Problems, BodyProblems),
)]
async fn sign_in(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    Body(ask): Body<SignIn>,
) -> Result<impl IntoResponse, Problem> {
    refuse_other_site(&Method::POST, &headers)?;
    let from = counted_peer(&served, peer)?;
    Ok(begun(served.node.sign_in(ask, from).await?))
}

/// Begins a sign-in by passkey: what a browser is to ask the device. It takes no name.
#[utoipa::path(
    post, path = "/sign-in/passkey/begin", operation_id = "sign-in-passkey-begin", tag = "people", security(()),
    responses(
        (status = 200, description = "What to ask the device.", body = PasskeyAsked), Problems,
        (status = 409, description = "A rule refused it: `code` says which.", body = crate::problem::ProblemDetails,
         content_type = "application/problem+json"),
    ),
)]
async fn begin_passkey_sign_in(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Answer<PasskeyAsked> {
    refuse_other_site(&Method::POST, &headers)?;
    counted_peer(&served, peer)?;
    Ok(Json(served.node.begin_passkey_sign_in().await?))
}

/// Signs in by passkey: the session's cookie comes with the answer. Whatever is wrong, the answer is the same.
#[utoipa::path(
    post, path = "/sign-in/passkey", operation_id = "sign-in-passkey", tag = "people", request_body = PasskeySignIn,
    security(()),
    responses((status = 200, description = "Signed in.", body = SessionBegun), Problems, BodyProblems),
)]
async fn sign_in_by_passkey(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    Body(ask): Body<PasskeySignIn>,
) -> Result<impl IntoResponse, Problem> {
    refuse_other_site(&Method::POST, &headers)?;
    let from = counted_peer(&served, peer)?;
    Ok(begun(served.node.sign_in_by_passkey(ask, from).await?))
}

/// Begins a sign-in by the provider that says who people are: where the browser is to go. It takes no name.
#[utoipa::path(
    post, path = "/sign-in/provider/begin", operation_id = "sign-in-provider-begin", tag = "people", security(()),
    responses(
        (status = 200, description = "Where the browser is to go.", body = ProviderAsked), Problems,
        (status = 409, description = "A rule refused it: `code` says which.", body = crate::problem::ProblemDetails,
         content_type = "application/problem+json"),
    ),
)]
async fn begin_provider_sign_in(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Answer<ProviderAsked> {
    refuse_other_site(&Method::POST, &headers)?;
    counted_peer(&served, peer)?;
    Ok(Json(served.node.begin_provider_sign_in().await?))
}

/// Goes on with what the provider answered: the session's cookie comes with the answer, or the code of the authenticator is
/// wanted. Whatever is wrong, the answer is the same.
#[utoipa::path(
    post, path = "/sign-in/provider", operation_id = "sign-in-provider", tag = "people", request_body = ProviderSignIn,
    security(()),
    responses(
        (status = 200, description = "Signed in, or a code is wanted.", body = ProviderAnswered), Problems, BodyProblems,
    ),
)]
async fn sign_in_by_provider(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    Body(ask): Body<ProviderSignIn>,
) -> Result<Response, Problem> {
    refuse_other_site(&Method::POST, &headers)?;
    let from = counted_peer(&served, peer)?;
    Ok(match served.node.sign_in_by_provider(ask, from).await? {
        ProviderSignedIn::Session(given) => {
            let (cookie, session) = cookie_and_session(*given);
            (cookie, Json(ProviderAnswered { session: Some(session), code_wanted: None })).into_response()
        }
        ProviderSignedIn::CodeWanted(wanted) => {
            Json(ProviderAnswered { session: None, code_wanted: Some(wanted) }).into_response()
        }
    })
}

/// Ends a sign-in by the provider with the code of the authenticator. Whatever is wrong, the answer is the same.
#[utoipa::path(
    post, path = "/sign-in/provider/code", operation_id = "sign-in-provider-code", tag = "people",
    request_body = ProviderCode, security(()),
    responses((status = 200, description = "Signed in.", body = SessionBegun), Problems, BodyProblems),
)]
async fn sign_in_by_provider_code(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    Body(ask): Body<ProviderCode>,
) -> Result<impl IntoResponse, Problem> {
    refuse_other_site(&Method::POST, &headers)?;
    let from = counted_peer(&served, peer)?;
    Ok(begun(served.node.sign_in_by_provider_code(ask, from).await?))
}

fn begun(given: SessionGiven) -> impl IntoResponse {
    let (cookie, session) = cookie_and_session(given);
    (cookie, Json(session))
}

fn cookie_and_session(given: SessionGiven) -> (AppendHeaders<[(HeaderName, String); 1]>, SessionBegun) {
    let SessionGiven { id, secret, ends_us, user } = given;
    (AppendHeaders([(SET_COOKIE, session_cookie(&secret))]), SessionBegun { id: id.to_string(), ends_us, user })
}

/// Ends the session of the cookie, if there is one.
#[utoipa::path(
    post, path = "/sign-out", operation_id = "sign-out", tag = "people", security(()),
    responses((status = 200, description = "No session is left.", body = SignedOut), Problems),
)]
async fn sign_out(State(served): State<Served>, headers: HeaderMap) -> Result<impl IntoResponse, Problem> {
    refuse_other_site(&Method::POST, &headers)?;
    if let Some(Credential::Session(secret)) = Credential::of(&headers) {
        served.node.sign_out(&secret).await?;
    }
    Ok((AppendHeaders([(SET_COOKIE, NO_SESSION_COOKIE)]), Json(SignedOut { signed_out: true })))
}

/// Lets somebody in once who has lost password or codes, by the recovery key from paper: new secrets are the answer.
#[utoipa::path(
    post, path = "/recover", operation_id = "recover", tag = "people", request_body = Recover, security(()),
    responses((status = 200, description = "New secrets; they are shown this once.", body = SecretsGiven), Problems, BodyProblems),
)]
async fn recover(
    State(served): State<Served>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    Body(ask): Body<Recover>,
) -> Answer<SecretsGiven> {
    refuse_other_site(&Method::POST, &headers)?;
    let from = counted_peer(&served, peer)?;
    Ok(Json(served.node.recover(ask, from).await?))
}
