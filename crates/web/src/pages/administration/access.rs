//! How somebody comes in, on their page of administration: their open sessions, and the access tokens of their programs.

use std::collections::BTreeSet;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use casework::id::{SessionId, TokenId, UserId};
use node::principal::Action;
use node::session::{EndSession, SessionView, ShowSessions};
use node::token::{AddToken, RevokeToken, ShowTokens, TokenView};
use node::user::UserView;
use serde::Deserialize;

use super::{AskAgain, Trouble, person, refused};
use crate::body::Named;
use crate::pages::form::{Fields, Form};
use crate::pages::frame::Frame;
use crate::pages::frontdoor::to;
use crate::pages::plain::{Shown, page};
use crate::pages::room::Room;
use crate::pages::visitor::Visitor;
use crate::problem::Problem;
use crate::router::Served;

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;
/// What a form proposes: long enough to be of use, short enough that somebody looks again.
const DAYS_USUAL: &str = "30";

/// The parts in which verbs stand beside one another, each with what its verbs begin with. Invariant: every verb is of one.
const GROUPS: &[(&str, &[&str])] = &[
    ("examining", &["triage", "exhibit", "find", "verify", "job"]),
    ("matching", &["list", "match"]),
    ("grading", &["grading", "mapping", "file"]),
    ("casework", &["report", "series", "victim", "person", "thing", "address", "clue", "link", "search", "news"]),
    ("cases", &["case", "lead", "operation", "outcome", "clock"]),
    ("keeping", &["handling", "holding", "keeping", "record"]),
    ("ledger", &["ledger", "glass"]),
    ("people", &["unit", "user", "token", "session", "passkey", "provider", "second", "deputy"]),
    ("oneself", &["today", "preferences", "exposure"]),
    ("system", &["doctor", "backup", "node"]),
];

pub(super) fn routes() -> Router<Served> {
    Router::new()
        .route("/administration/people/{user}/end-session", post(end_session))
        .route("/administration/people/{user}/tokens", post(add_token))
        .route("/administration/people/{user}/revoke-token", post(revoke_token))
}

/// What stands on somebody's page of how they come in. A part that the reader has nothing to do with is not there.
pub(super) struct Access {
    pub(super) sessions: Option<Vec<SessionView>>,
    pub(super) tokens: Option<Vec<TokenLine>>,
    pub(super) may_end: bool,
    pub(super) may_revoke: bool,
    /// What a new token can be made for; nothing for whoever may make none.
    pub(super) scope: Vec<Group>,
    pub(super) typed: TypedToken,
}

/// A new token as it was typed, to be typed once only where a second person must agree first.
pub(super) struct TypedToken {
    pub(super) name: String,
    pub(super) days: String,
    scope: BTreeSet<String>,
}

impl Default for TypedToken {
    fn default() -> TypedToken {
        TypedToken { name: String::new(), days: DAYS_USUAL.to_owned(), scope: BTreeSet::new() }
    }
}

/// Verbs that stand beside one another.
pub(super) struct Group {
    pub(super) code: &'static str,
    pub(super) verbs: Vec<VerbBox>,
    /// Whether one of them is ticked.
    pub(super) is_open: bool,
}

pub(super) struct VerbBox {
    pub(super) verb: &'static str,
    pub(super) is_ticked: bool,
}

/// One token, without its secret.
pub(super) struct TokenLine {
    pub(super) id: TokenId,
    pub(super) name: String,
    pub(super) scope: Vec<String>,
    pub(super) made_us: i64,
    pub(super) expires_us: i64,
    /// The day on which it was last used, where it was.
    pub(super) used: Option<String>,
    pub(super) is_revoked: bool,
}

impl TokenLine {
    pub(super) fn n_verbs(&self) -> u64 {
        self.scope.len() as u64
    }

    fn of(frame: &Frame, token: TokenView) -> TokenLine {
        TokenLine {
            id: token.id,
            scope: token.scope,
            name: words::visible(&token.name),
            made_us: token.made_us,
            expires_us: token.expires_us,
            used: token.last_used_day.map(|day| frame.words().day_showing(day.saturating_mul(DAY_US))),
            is_revoked: token.revoked_us.is_some(),
        }
    }
}

impl Access {
    /// Of this user.
    pub(super) async fn of(
        served: &Served,
        visitor: &Visitor,
        frame: &Frame,
        user: &UserView,
        typed: TypedToken,
    ) -> Result<Access, Problem> {
        let may = |action| served.node.may(&visitor.who, action);
        let named = || Some(user.id.to_string());
        let sessions = match may(Action::ShowSessions) {
            true => Some(served.node.sessions(&visitor.who, ShowSessions { user: named() }).await?.sessions),
            false => None,
        };
        let tokens = match may(Action::ShowTokens) {
            true => Some(served.node.tokens(&visitor.who, ShowTokens { user: named() }).await?.tokens),
            false => None,
        };
        let verbs = if may(Action::AddToken) { served.node.verbs_of(user) } else { Vec::new() };
        Ok(Access {
            sessions,
            tokens: tokens.map(|tokens| tokens.into_iter().map(|token| TokenLine::of(frame, token)).collect()),
            may_end: may(Action::EndSession),
            may_revoke: may(Action::RevokeToken),
            scope: groups_of(&verbs, &typed.scope),
            typed,
        })
    }
}

fn groups_of(verbs: &[&'static str], ticked: &BTreeSet<String>) -> Vec<Group> {
    let group = |(code, nouns): &(&'static str, &[&str])| {
        let of_group = verbs.iter().copied().filter(|verb| nouns.contains(&noun_of(verb)));
        let verbs: Vec<VerbBox> = of_group.map(|verb| VerbBox { verb, is_ticked: ticked.contains(verb) }).collect();
        Group { code, is_open: verbs.iter().any(|verb| verb.is_ticked), verbs }
    };
    GROUPS.iter().map(group).filter(|group| !group.verbs.is_empty()).collect()
}

/// What a verb is about: what it begins with.
fn noun_of(verb: &str) -> &str {
    verb.split_once('-').map_or(verb, |(noun, _)| noun)
}

#[derive(Deserialize)]
struct SessionForm {
    session: SessionId,
}

async fn end_session(
    State(served): State<Served>,
    visitor: Visitor,
    Path(Named(user)): Path<Named<UserId>>,
    Form(form): Form<SessionForm>,
) -> Shown {
    served.node.end_session(&visitor.who, EndSession { session: form.session }).await?;
    Ok(to(&format!("/administration/people/{user}?done=session-ended")))
}

#[derive(Deserialize)]
struct TokenForm {
    token: TokenId,
}

async fn revoke_token(
    State(served): State<Served>,
    visitor: Visitor,
    Path(Named(user)): Path<Named<UserId>>,
    Form(form): Form<TokenForm>,
) -> Shown {
    match served.node.revoke_token(&visitor.who, RevokeToken { token: form.token }).await {
        Ok(_) => Ok(to(&format!("/administration/people/{user}?done=access-token-revoked"))),
        Err(error) => {
            let ask = AskAgain { verb: Action::RevokeToken.verb(), subject: user.to_string(), details: Vec::new() };
            not_done(&served, &visitor, user, error.into(), ask, TypedToken::default()).await
        }
    }
}

#[derive(Template)]
#[template(path = "token_given.html")]
struct GivenPage {
    frame: Frame,
    name: String,
    secret: String,
    next: String,
}

async fn add_token(
    State(served): State<Served>,
    visitor: Visitor,
    Path(Named(user)): Path<Named<UserId>>,
    fields: Fields,
) -> Shown {
    let typed = TypedToken {
        name: fields.one("name").to_owned(),
        days: fields.one("days").trim().to_owned(),
        scope: fields.all("scope").into_iter().map(str::to_owned).collect(),
    };
    let scope: Vec<String> = typed.scope.iter().cloned().collect();
    let in_one = scope.join(",");
    // What is no number of days is none, which the rule refuses.
    let days = typed.days.parse().unwrap_or(0);
    let ask = AddToken { user: user.to_string(), name: typed.name.clone(), scope, days };
    match served.node.add_token(&visitor.who, ask).await {
        Ok(given) => page(&GivenPage {
            frame: visitor.frame(Room::Administration, "page-access-token"),
            name: words::visible(&given.token.name),
            secret: given.secret.reveal().to_owned(),
            next: format!("/administration/people/{user}"),
        }),
        Err(error) => {
            let ask =
                AskAgain { verb: Action::AddToken.verb(), subject: user.to_string(), details: vec![("scope", in_one)] };
            not_done(&served, &visitor, user, error.into(), ask, typed).await
        }
    }
}

/// The person's page with what was refused.
async fn not_done(
    served: &Served,
    visitor: &Visitor,
    user: UserId,
    problem: Problem,
    ask: AskAgain,
    typed: TypedToken,
) -> Result<Response, Problem> {
    let status = problem.status;
    let trouble: Trouble = refused(&visitor.frame_apart("room-administration"), problem, || ask)?;
    Ok((status, person(served, visitor, user.to_string(), Some(trouble), typed).await?).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_stands_in_one_group() {
        for action in Action::ALL {
            let noun = noun_of(action.verb());
            let n_groups = GROUPS.iter().filter(|(_, nouns)| nouns.contains(&noun)).count();
            assert_eq!(n_groups, 1, "{}", action.verb());
        }
        let verbs: Vec<&'static str> = Action::ALL.iter().map(|action| action.verb()).collect();
        let ticked = BTreeSet::from(["list-show".to_owned()]);
        let groups = groups_of(&verbs, &ticked);
        assert_eq!(groups.iter().map(|group| group.verbs.len()).sum::<usize>(), verbs.len());
        let open: Vec<&str> = groups.iter().filter(|group| group.is_open).map(|group| group.code).collect();
        assert_eq!(open, ["matching"]);
    }
}
