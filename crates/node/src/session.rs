//! Sessions of people who signed in: seeing them, ending one.

use casework::id::{SessionId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::sign_in::SESSION_IDLE_US;

/// Whose sessions.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShowSessions {
    /// Id or login name; none: one's own.
    #[serde(default)]
    pub user: Option<String>,
}

/// Which session.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSession {
    /// Its id.
    #[schema(value_type = String, example = "ses_0000000000000000")]
    pub session: SessionId,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    #[schema(value_type = String, example = "ses_0000000000000000")]
    pub id: SessionId,
    /// When it began, in microseconds since 1970 UTC.
    pub began_us: i64,
    /// When it was last used, to the minute. Told to its owner only: when somebody works is nobody else's to watch.
    pub seen_us: Option<i64>,
    /// When it ends at the latest.
    pub ends_us: i64,
}

/// The open sessions of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionsView {
    /// Whose.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub user: UserId,
    /// In the order in which they began.
    pub sessions: Vec<SessionView>,
}

impl Node {
    /// The open sessions of somebody.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such user.
    pub async fn sessions(&self, who: &Principal, ask: ShowSessions) -> Result<SessionsView, Error> {
        let own = own_id(who);
        let named = match &ask.user {
            None => own,
            Some(name) => own.filter(|own| own.to_string() == *name),
        };
        let is_own = named.is_some();
        let action = if is_own { Action::ShowOwnSessions } else { Action::ShowSessions };
        self.permitted(who, action, async {
            let user = match (named, &ask.user) {
                (Some(own), _) => own,
                (None, Some(name)) => self.user_called(name).await?.id,
                (None, None) => return Err(Error::NotFound { what: "user", name: String::new() }),
            };
            let now_us = self.clock.now_us();
            let version = self.store.user(user).await?.map(|user| user.version);
            let open = self.store.sessions_of(user).await?.into_iter().filter(|session| {
                Some(session.user_version) == version
                    && now_us < session.ends_us
                    && now_us.saturating_sub(session.seen_us) < SESSION_IDLE_US
            });
            let sessions = open
                .map(|session| SessionView {
                    id: session.id,
                    began_us: session.began_us,
                    seen_us: is_own.then_some(session.seen_us),
                    ends_us: session.ends_us,
                })
                .collect();
            if !is_own {
                let entry = self.entry(who, action.verb()).about("user", user.to_string());
                self.store.record_alone(entry).await?;
            }
            Ok(SessionsView { user, sessions })
        })
        .await
    }

    /// Ends anybody's session.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this id.
    pub async fn end_session(&self, who: &Principal, ask: EndSession) -> Result<(), Error> {
        self.end_session_if(who, Action::EndSession, ask.session, |_| true).await
    }

    /// Ends one of the asker's own sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this id that is theirs: which others there are is not told.
    pub async fn end_own_session(&self, who: &Principal, ask: EndSession) -> Result<(), Error> {
        let own = own_id(who);
        self.end_session_if(who, Action::EndOwnSession, ask.session, |user| Some(user) == own).await
    }

    async fn end_session_if(
        &self,
        who: &Principal,
        action: Action,
        id: SessionId,
        is_theirs_to_end: impl FnOnce(UserId) -> bool,
    ) -> Result<(), Error> {
        self.permitted(who, action, async {
            let missing = || Error::NotFound { what: "session", name: id.to_string() };
            let found = self.store.session(id).await?;
            let session = found.filter(|session| is_theirs_to_end(session.user)).ok_or_else(missing)?;
            let mut tx = self.store.begin().await?;
            if !tx.remove_session(session.id).await? {
                return Err(missing());
            }
            let entry = self.entry(who, action.verb()).about("session", session.id.to_string());
            tx.commit(entry.about("user", session.user.to_string())).await?;
            Ok(())
        })
        .await
    }
}

fn own_id(who: &Principal) -> Option<UserId> {
    match who {
        Principal::Terminal { .. } => None,
        Principal::User(caller) => Some(caller.actor.user),
    }
}
