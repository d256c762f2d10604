//! Tokens by which programs sign in: making, seeing, revoking.

use std::collections::BTreeSet;

use casework::id::{TokenId, UnitId, UserId};
use casework::role::Role;
use casework::staffing::Staffing;
use casework::token::{Token, TokenRefusal};
use casework::user::UserState;
use casework::who::{Actor, Moment};
use serde::{Deserialize, Serialize};
use store::StoredToken;
use utoipa::ToSchema;

use crate::chance;
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};
use crate::secret::Secret;
use crate::sign_in::TOKEN_PREFIX;
use crate::staffing::StaffChange;
use crate::user::UserView;

/// A token to be made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddToken {
    /// As whom it signs in, by id or login name.
    pub user: String,
    /// What it is for.
    pub name: String,
    /// The verbs that it may ask for: some of those that its user may.
    #[schema(example = json!(["match-query"]))]
    pub scope: Vec<String>,
    /// For how many days, 1 to 366.
    pub days: u32,
}

/// Whose tokens.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowTokens {
    /// Id or login name; none: everybody's.
    #[serde(default)]
    pub user: Option<String>,
}

/// Which token.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeToken {
    /// Its id.
    #[schema(value_type = String, example = "tok_0000000000000000")]
    pub token: TokenId,
}

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokenView {
    /// Its id.
    #[schema(value_type = String, example = "tok_0000000000000000")]
    pub id: TokenId,
    /// As whom it signs in.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// The verbs that it may ask for.
    pub scope: Vec<String>,
    /// When it was made, in microseconds since 1970 UTC.
    pub made_us: i64,
    /// From when on it is refused.
    pub expires_us: i64,
    /// When it was revoked.
    pub revoked_us: Option<i64>,
    /// On which day it was last used, in days since 1970.
    pub last_used_day: Option<i64>,
}

/// Tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TokensView {
    /// In the order in which they were made.
    pub tokens: Vec<TokenView>,
}

/// A token that was made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TokenGiven {
    /// The token without its secret.
    pub token: TokenView,
    /// The whole token, `snd_<id>_<secret>`. It is shown this once.
    #[schema(value_type = String)]
    pub secret: Secret,
}

impl From<StoredToken> for TokenView {
    fn from(stored: StoredToken) -> TokenView {
        let Token { id, user, name, scope, made, expires } = stored.token;
        let (revoked_us, last_used_day) = (stored.revoked_us, stored.last_used_day);
        TokenView { id, user, name, scope, made_us: made.0, expires_us: expires.0, revoked_us, last_used_day }
    }
}

impl Node {
    /// Makes a token that may ask for some of what its user may. Two say so where it signs in as a person other than whoever
    /// asks.
    ///
    /// # Errors
    /// [`Error::Refused`] with what must be mended.
    pub async fn add_token(&self, who: &Principal, ask: AddToken) -> Result<TokenGiven, Error> {
        self.permitted(who, Action::AddToken, async {
            let user = self.user_called(&ask.user).await?;
            if user.state == UserState::Disabled {
                return Err(Error::refused(TokenRefusal::UserDisabled));
            }
            let as_user = in_roles(user.id, user.unit, &user.roles);
            let token = Token {
                id: TokenId::new(chance::id_bytes()?),
                user: user.id,
                name: ask.name.trim().to_owned(),
                scope: ask.scope,
                made: Moment(self.clock.now_us()),
                expires: Moment(0),
            };
            let may = |verb: &str| Action::of_verb(verb).map(|action| self.may(&as_user, action));
            let token = Token::open(token, ask.days, may).map_err(Error::refused)?;
            let secret = Secret::by_chance()?;
            let mut tx = self.store.begin().await?;
            let by = who.caller(Action::AddToken).ok().map(|caller| caller.actor.user);
            let entry = self.entry(who, Action::AddToken.verb());
            let (staffing, change) = (Staffing::Token(&user, by), StaffChange::token(&user, &token.scope));
            let entry = self.two_say_who_works_here(&mut tx, who, staffing, change, entry).await?;
            tx.add_token(&token, secret.digest()).await?;
            let entry = entry
                .about("token", token.id.to_string())
                .about("user", token.user.to_string())
                .about("scope", token.scope.clone());
            tx.commit(entry).await?;
            let id = token.id.to_string();
            let id = id.split_once('_').map_or("", |(_, id)| id);
            let whole = Secret::new(format!("{TOKEN_PREFIX}_{id}_{}", secret.reveal()));
            let stored = StoredToken { token, secret: secret.digest(), revoked_us: None, last_used_day: None };
            Ok(TokenGiven { token: stored.into(), secret: whole })
        })
        .await
    }

    /// The verbs that a token of somebody can be made for: those of their roles.
    pub fn verbs_of(&self, user: &UserView) -> Vec<&'static str> {
        let theirs = in_roles(user.id, user.unit, &user.roles);
        Action::ALL.iter().filter(|action| self.may(&theirs, **action)).map(|action| action.verb()).collect()
    }

    /// The tokens of somebody, or all.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such user.
    pub async fn tokens(&self, who: &Principal, ask: ShowTokens) -> Result<TokensView, Error> {
        self.permitted(who, Action::ShowTokens, async {
            let user = match &ask.user {
                Some(name) => Some(self.user_called(name).await?.id),
                None => None,
            };
            let mut tokens: Vec<TokenView> = self.store.tokens(user).await?.into_iter().map(TokenView::from).collect();
            tokens.sort_by_key(|token| (token.made_us, token.id));
            let entry = self.entry(who, Action::ShowTokens.verb()).about("n_tokens", tokens.len() as u64);
            self.store.record_alone(entry).await?;
            Ok(TokensView { tokens })
        })
        .await
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none, [`Error::Refused`] when it was revoked before.
    pub async fn revoke_token(&self, who: &Principal, ask: RevokeToken) -> Result<TokenView, Error> {
        self.permitted(who, Action::RevokeToken, async {
            let missing = || Error::NotFound { what: "token", name: ask.token.to_string() };
            self.store.token(ask.token).await?.ok_or_else(missing)?;
            let mut tx = self.store.begin().await?;
            if !tx.revoke_token(ask.token, self.clock.now_us()).await? {
                return Err(Error::refused(TokenRefusal::Revoked));
            }
            let entry = self.entry(who, Action::RevokeToken.verb()).about("token", ask.token.to_string());
            tx.commit(entry).await?;
            self.store.token(ask.token).await?.map(TokenView::from).ok_or_else(missing)
        })
        .await
    }
}

/// A user as far as roles go: what their tokens may at most.
pub(crate) fn in_roles(user: UserId, unit: UnitId, roles: &BTreeSet<Role>) -> Principal {
    Principal::User(Box::new(Caller {
        actor: Actor { user, unit },
        roles: roles.clone(),
        cases: BTreeSet::new(),
        opened: BTreeSet::new(),
        scope: None,
        purpose: None,
    }))
}
