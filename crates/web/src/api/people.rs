//! Units, users, their sessions and tokens.

use axum::Json;
use axum::extract::{Path, State};
use node::passkey::{
    AddOwnPasskey, BeginOwnPasskey, PasskeyAsked, PasskeyRemoved, PasskeyView, PasskeysView, RemoveOwnPasskey,
};
use node::preferences::{OwnPreferences, SetPreferences};
use node::provider_account::{BindProviderAccount, ProviderAccountUnbound, ProviderAccountView, ProviderAccountsView};
use node::session::{EndSession, SessionsView, ShowSessions};
use node::token::{AddToken, RevokeToken, ShowTokens, TokenGiven, TokenView, TokensView};
use node::unit::{AddUnit, UnitView, UnitsView};
use node::user::{
    AddUser, NamedUser, RenewOwnSecrets, ResetUser, SecretsGiven, SetUserRoles, UserGiven, UserView, UsersView,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, BodyProblems, Problems, verbs};
use crate::body::{Body, Query};
use crate::caller::Asking;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs()
        .routes(routes!(units))
        .routes(routes!(users))
        .routes(routes!(user))
        .routes(routes!(own_user))
        .routes(routes!(begin_own_passkey))
        .routes(routes!(tokens))
        .routes(routes!(sessions))
        .routes(routes!(own_sessions))
        .routes(routes!(end_session))
        .routes(routes!(end_own_session))
}

verbs! { "people";
    /// Opens a unit.
    verb "unit-add" "/units" add_unit(AddUnit) -> UnitView;
    /// Adds a user. What they sign in with is shown this once.
    verb "user-add" "/users" add_user(AddUser) -> UserGiven;
    /// Sets a user's roles: all of them, those that are not named are taken away. Their sessions end.
    verb "user-set-roles" "/users/set-roles" set_user_roles(SetUserRoles) -> UserGiven;
    /// Keeps a user out: sessions end and tokens are revoked.
    verb "user-disable" "/users/disable" disable_user(NamedUser) -> UserGiven;
    /// Gives a user new secrets, or lets them in again.
    verb "user-reset" "/users/reset" reset_user(ResetUser) -> UserGiven;
    /// Chooses one's own password, and takes new codes.
    verb "user-renew-own" "/users/renew-own" renew_own_secrets(RenewOwnSecrets) -> SecretsGiven;
    /// Whoever asks, and how they want to read and look.
    all "user-show-own" "/me/preferences" own_preferences("preferences-show-own") -> OwnPreferences;
    /// Sets how one wants to read and look.
    verb "preferences-set-own" "/me/preferences" set_preferences(SetPreferences) -> OwnPreferences;
    /// Adds a passkey to one's own, by a device's answer to what `/me/passkeys/begin` asked.
    verb "passkey-add-own" "/me/passkeys" add_own_passkey(AddOwnPasskey) -> PasskeyView;
    /// One's own passkeys.
    all "passkey-show-own" "/me/passkeys" own_passkeys("passkey-show-own") -> PasskeysView;
    /// Removes a passkey of one's own. All sessions end, the one that asks too.
    verb "passkey-remove-own" "/me/passkeys/remove" remove_own_passkey(RemoveOwnPasskey) -> PasskeyRemoved;
    /// Lets the provider of sign-ins sign a user in, by what it calls them.
    verb "provider-account-bind" "/provider-accounts" bind_provider_account(BindProviderAccount) -> ProviderAccountView;
    /// Whom the provider of sign-ins signs in.
    all "provider-account-show" "/provider-accounts" provider_accounts("provider-account-show") -> ProviderAccountsView;
    /// Lets the provider sign a user in no more. Their sessions end.
    verb "provider-account-unbind" "/provider-accounts/unbind" unbind_provider_account(NamedUser) -> ProviderAccountUnbound;
    /// Makes a token. It is shown this once.
    verb "token-add" "/tokens" add_token(AddToken) -> TokenGiven;
    /// Revokes a token.
    verb "token-revoke" "/tokens/revoke" revoke_token(RevokeToken) -> TokenView;
}

/// Of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OfUser {
    /// Id or login name; without it, everybody's.
    #[param(nullable = false)]
    user: Option<String>,
}

/// That a session is over.
#[derive(Debug, Serialize, ToSchema)]
struct SessionEnded {
    /// Its id.
    session: String,
}

/// The units, by name.
#[utoipa::path(
    get, path = "/units", operation_id = "unit-show", tag = "people",
    responses((status = 200, description = "All of them.", body = UnitsView), Problems),
    extensions(("x-sanad-action" = json!("unit-show"))),
)]
async fn units(State(served): State<Served>, asking: Asking) -> Answer<UnitsView> {
    Ok(Json(served.node.units(&asking.who).await?))
}

/// The users, by login name.
#[utoipa::path(
    get, path = "/users", operation_id = "user-show-all", tag = "people",
    responses((status = 200, description = "All of them.", body = UsersView), Problems),
    extensions(("x-sanad-action" = json!("user-show"))),
)]
async fn users(State(served): State<Served>, asking: Asking) -> Answer<UsersView> {
    Ok(Json(served.node.users(&asking.who).await?))
}

/// One user, by id or login name.
#[utoipa::path(
    get, path = "/users/{user}", operation_id = "user-show", tag = "people",
    params(("user" = String, Path, description = "Id or login name.")),
    responses((status = 200, description = "The user.", body = UserView), Problems),
    extensions(("x-sanad-action" = json!("user-show"))),
)]
async fn user(State(served): State<Served>, asking: Asking, Path(user): Path<String>) -> Answer<UserView> {
    Ok(Json(served.node.show_user(&asking.who, NamedUser { user }).await?))
}

/// Who asks.
#[utoipa::path(
    get, path = "/me", operation_id = "user-show-own", tag = "people",
    responses((status = 200, description = "What is known of them.", body = UserView), Problems),
    extensions(("x-sanad-action" = json!("user-show-own"))),
)]
async fn own_user(State(served): State<Served>, asking: Asking) -> Answer<UserView> {
    Ok(Json(served.node.own_user(&asking.who).await?))
}

/// Begins to add a passkey, for one's own password: what a browser is to ask the device.
#[utoipa::path(
    post, path = "/me/passkeys/begin", operation_id = "passkey-add-own-begin", tag = "people",
    request_body = BeginOwnPasskey,
    responses((status = 200, description = "What to ask the device.", body = PasskeyAsked), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("passkey-add-own"))),
)]
async fn begin_own_passkey(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<BeginOwnPasskey>,
) -> Answer<PasskeyAsked> {
    Ok(Json(served.node.begin_own_passkey(&asking.who, ask).await?))
}

/// Tokens, without their secrets.
#[utoipa::path(
    get, path = "/tokens", operation_id = "token-show", tag = "people", params(OfUser),
    responses((status = 200, description = "In the order in which they were made.", body = TokensView), Problems),
    extensions(("x-sanad-action" = json!("token-show"))),
)]
async fn tokens(State(served): State<Served>, asking: Asking, Query(of): Query<OfUser>) -> Answer<TokensView> {
    Ok(Json(served.node.tokens(&asking.who, ShowTokens { user: of.user }).await?))
}

/// Sessions of a user.
#[utoipa::path(
    get, path = "/users/{user}/sessions", operation_id = "session-show", tag = "people",
    params(("user" = String, Path, description = "Id or login name.")),
    responses((status = 200, description = "Their sessions.", body = SessionsView), Problems),
    extensions(("x-sanad-action" = json!("session-show"))),
)]
async fn sessions(State(served): State<Served>, asking: Asking, Path(user): Path<String>) -> Answer<SessionsView> {
    Ok(Json(served.node.sessions(&asking.who, ShowSessions { user: Some(user) }).await?))
}

/// Who asks: their own sessions.
#[utoipa::path(
    get, path = "/me/sessions", operation_id = "session-show-own", tag = "people",
    responses((status = 200, description = "Their sessions.", body = SessionsView), Problems),
    extensions(("x-sanad-action" = json!("session-show-own"))),
)]
async fn own_sessions(State(served): State<Served>, asking: Asking) -> Answer<SessionsView> {
    Ok(Json(served.node.sessions(&asking.who, ShowSessions { user: None }).await?))
}

/// Ends a session.
#[utoipa::path(
    post, path = "/sessions/end", operation_id = "session-end", tag = "people", request_body = EndSession,
    responses((status = 200, description = "It is over.", body = SessionEnded), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("session-end"))),
)]
async fn end_session(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<EndSession>,
) -> Answer<SessionEnded> {
    let session = ask.session.to_string();
    served.node.end_session(&asking.who, ask).await?;
    Ok(Json(SessionEnded { session }))
}

/// Ends one of one's own sessions.
#[utoipa::path(
    post, path = "/me/sessions/end", operation_id = "session-end-own", tag = "people", request_body = EndSession,
    responses((status = 200, description = "It is over.", body = SessionEnded), Problems, BodyProblems),
    extensions(("x-sanad-action" = json!("session-end-own"))),
)]
async fn end_own_session(
    State(served): State<Served>,
    asking: Asking,
    Body(ask): Body<EndSession>,
) -> Answer<SessionEnded> {
    let session = ask.session.to_string();
    served.node.end_own_session(&asking.who, ask).await?;
    Ok(Json(SessionEnded { session }))
}
