//! Signing in and out, and who is behind a session or a token. Whatever is wrong, the answer is the same and takes the same
//! work: nobody learns which names there are.

use std::collections::BTreeSet;
use std::net::IpAddr;

use casework::id::{SessionId, TokenId, UserId};
use casework::user::{Login, User, UserState, check_password};
use casework::who::Actor;
use serde::{Deserialize, Serialize};
use store::{LedgerEntry, OpenTo, SignInFailures, SignedIn, StoredSecrets, StoredSession, Tx};
use utoipa::ToSchema;

use crate::chance;
use crate::error::Error;
use crate::one_time_code;
use crate::open::Node;
use crate::password;
use crate::preferences::OwnPreferences;
use crate::principal::{Action, Caller, Principal};
use crate::sealing::SealingKey;
use crate::secret::{Secret, is_same};
use crate::user::{SecretsGiven, TOTP, UserView};

const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
const DAY_US: i64 = 24 * 60 * MINUTE_US;

/// A session ends after a shift, used or not, so that a stolen one is worth a shift at most.
pub const SESSION_US: i64 = 8 * 60 * MINUTE_US;
/// It ends after half an hour in which nobody used it: a screen that was left open shows nothing after a coffee.
pub const SESSION_IDLE_US: i64 = 30 * MINUTE_US;
/// How exactly the last use is remembered: a write for each call would cost more than the call.
const SEEN_TO_US: i64 = MINUTE_US;

/// Failures before somebody has to wait: typing errors happen.
const FREE_TRIES_LOGIN: u32 = 3;
/// A whole unit may sign in from one address.
const FREE_TRIES_ADDRESS: u32 = 20;
/// The longest wait for a name: whoever keeps failing in somebody's name must not keep them out for a day.
const WAIT_S_MAX_LOGIN: u64 = 5 * 60;
/// The longest wait for an address.
const WAIT_S_MAX_ADDRESS: u64 = 60 * 60;
/// After how long failures are forgotten.
const FAILURES_KEPT_US: i64 = DAY_US;

/// What the ledger calls somebody who is not known yet.
pub(crate) const NOBODY: &str = "nobody";

/// Why nobody is signed in. It never says what was wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSignedIn {
    /// Name, password or code is wrong; the session or token is over, was ended or never was. React: sign in again.
    #[error("not signed in")]
    Refused,
    /// Too many failures. React: wait.
    #[error("too many failures: wait {wait_s} seconds")]
    Wait {
        /// For so long.
        wait_s: u64,
    },
}

impl NotSignedIn {
    /// Its name in the log and for machines.
    pub fn code(self) -> &'static str {
        match self {
            NotSignedIn::Refused => "sign-in-refused",
            NotSignedIn::Wait { .. } => "sign-in-wait",
        }
    }
}

/// What somebody signs in with.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The login name as it was typed. Taken for a secret: people type passwords into the wrong field.
    #[schema(value_type = String)]
    pub login: Secret,
    /// The password.
    #[schema(value_type = String)]
    pub password: Secret,
    /// The six digits of the authenticator.
    #[schema(value_type = String, example = "000000")]
    pub totp: Secret,
}

/// A way in without password and code, for once.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recover {
    /// The login name as it was typed.
    #[schema(value_type = String)]
    pub login: Secret,
    /// The recovery key from paper.
    #[schema(value_type = String)]
    pub recovery_key: Secret,
    /// The password from now on.
    #[schema(value_type = String)]
    pub new_password: Secret,
}

/// A session that has begun.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionGiven {
    /// Its id, by which it is listed and ended.
    #[schema(value_type = String, example = "ses_0000000000000000")]
    pub id: SessionId,
    /// What it is known by. It is shown this once.
    #[schema(value_type = String)]
    pub secret: Secret,
    /// When it ends, in microseconds since 1970 UTC; earlier when it is not used for half an hour.
    pub ends_us: i64,
    /// Who signed in. Whoever must renew may do nothing else.
    pub user: UserView,
}

impl Node {
    /// Signs somebody in. `from` is where they sit, as far as the caller knows.
    ///
    /// # Errors
    /// [`Error::SignIn`], whatever was wrong.
    pub async fn sign_in(&self, ask: SignIn, from: Option<IpAddr>) -> Result<SessionGiven, Error> {
        self.logged("sign-in", async {
            let key = self.people_key()?;
            let tried = self.begin_try(&key, &ask.login, from).await?;
            let (user, secrets) = self.user_and_secrets(&ask.login).await?;
            let stored_hash = secrets.as_ref().map(|secrets| secrets.password.clone());
            let password_is_right = password::is_right(&ask.password, stored_hash).await?;
            let now_us = self.clock.now_us();
            let totp = match (&user, &secrets) {
                (Some(user), Some(secrets)) => key.open(TOTP, &user.id.to_string(), &secrets.totp)?.to_vec(),
                // Opened all the same: what is nobody's takes as long.
                _ => key.open(TOTP, NOBODY, &key.seal(TOTP, NOBODY, &[0; one_time_code::SECRET_BYTES])?)?.to_vec(),
            };
            let step = one_time_code::step_of_code(&totp, ask.totp.reveal(), now_us);
            let mut tx = self.store.begin().await?;
            let known = user.as_ref().map(|user| user.id);
            // Asked again within the change: meanwhile they may have been kept out.
            let current = tx.user(known.unwrap_or(UserId::new([0; 10]))).await?;
            let current =
                current.filter(|current| Some(current) == user.as_ref() && current.state == UserState::Active);
            let user = match (current, step) {
                (Some(user), Some(step)) if password_is_right && tx.use_totp_step(user.id, step).await? => user,
                _ => {
                    tx.commit(self.failed_entry("sign-in-failed", known)).await?;
                    return Err(NotSignedIn::Refused.into());
                }
            };
            let entry = LedgerEntry::new("sign-in", user.id.to_string(), now_us);
            let given = self.begin_session(tx, user, entry).await?;
            self.forget(&tried).await?;
            Ok(given)
        })
        .await
    }

    /// Begins a session of somebody who has shown who they are, and records it.
    pub(crate) async fn begin_session(
        &self,
        mut tx: Tx,
        user: User,
        entry: LedgerEntry,
    ) -> Result<SessionGiven, Error> {
        let now_us = self.clock.now_us();
        let session = StoredSession {
            id: SessionId::new(chance::id_bytes()?),
            user: user.id,
            user_version: user.version,
            began_us: now_us,
            seen_us: now_us,
            ends_us: now_us.saturating_add(SESSION_US),
        };
        let secret = Secret::by_chance()?;
        tx.forget_old_sessions(now_us, now_us.saturating_sub(SESSION_IDLE_US)).await?;
        tx.add_session(&session, secret.digest()).await?;
        tx.commit(entry.about("session", session.id.to_string())).await?;
        Ok(SessionGiven { id: session.id, secret, ends_us: session.ends_us, user: user.into() })
    }

    /// Ends the session that is known by this secret. One that is over already is no error.
    pub async fn sign_out(&self, secret: &Secret) -> Result<(), Error> {
        self.logged("sign-out", async {
            let found = self.store.signed_in(secret.digest(), self.clock.now_us()).await?;
            let Some(SignedIn { session, .. }) = found else { return Ok(()) };
            let mut tx = self.store.begin().await?;
            tx.remove_session(session.id).await?;
            let entry = LedgerEntry::new("sign-out", session.user.to_string(), self.clock.now_us());
            tx.commit(entry.about("session", session.id.to_string())).await?;
            Ok(())
        })
        .await
    }

    /// Lets somebody in who has lost password or authenticator: a new password and new codes for the recovery key, which
    /// works once. All their sessions end.
    ///
    /// # Errors
    /// [`Error::SignIn`], whatever was wrong but the new password, which is [`Error::Refused`].
    pub async fn recover(&self, ask: Recover, from: Option<IpAddr>) -> Result<SecretsGiven, Error> {
        self.logged("user-recover", async {
            if let Ok(login) = ask.login.reveal().parse::<Login>() {
                check_password(ask.new_password.as_password().reveal(), &login).map_err(Error::refused)?;
            }
            let key = self.people_key()?;
            let tried = self.begin_try(&key, &ask.login, from).await?;
            let (user, secrets) = self.user_and_secrets(&ask.login).await?;
            let wanted = secrets.as_ref().map_or([0; 32], |secrets| secrets.recovery);
            let is_right = is_same(&ask.recovery_key.typed_from_paper().digest(), &wanted) && secrets.is_some();
            let known = user.as_ref().map(|user| user.id);
            let Some(user) = user.filter(|user| is_right && user.state == UserState::Active) else {
                self.store.record_alone(self.failed_entry("user-recover-failed", known)).await?;
                return Err(NotSignedIn::Refused.into());
            };
            let entry = LedgerEntry::new("user-recover", user.id.to_string(), self.clock.now_us());
            let given = self.renew(user, &ask.new_password, entry).await?;
            self.forget(&tried).await?;
            Ok(given)
        })
        .await
    }

    /// Who is behind a session, made anew: what was taken away since is gone.
    ///
    /// # Errors
    /// [`Error::SignIn`] when there is no such session any more.
    pub async fn principal_of_session(&self, secret: &Secret) -> Result<Principal, Error> {
        Ok(self.reader_of_session(secret).await?.0)
    }

    /// The same with how they want to read and look: what every page needs, asked at once.
    ///
    /// # Errors
    /// [`Error::SignIn`] when there is no such session any more.
    pub async fn reader_of_session(&self, secret: &Secret) -> Result<(Principal, OwnPreferences), Error> {
        let now_us = self.clock.now_us();
        let found = self.store.signed_in(secret.digest(), now_us).await?;
        let SignedIn { session, user, preferences, open } = found.ok_or(NotSignedIn::Refused)?;
        let is_open = session.user_version == user.version
            && user.state == UserState::Active
            && now_us < session.ends_us
            && now_us.saturating_sub(session.seen_us) < SESSION_IDLE_US;
        if !is_open {
            return Err(NotSignedIn::Refused.into());
        }
        if now_us.saturating_sub(session.seen_us) >= SEEN_TO_US {
            self.store.touch_session(session.id, now_us).await?;
        }
        // What somebody else has seen opens nothing but the way to one's own.
        let scope = user.must_renew.then(|| BTreeSet::from(MUST_RENEW_SCOPE));
        let who = principal(&user, open, scope);
        Ok((who, OwnPreferences { user: user.into(), preferences: preferences.unwrap_or_default() }))
    }

    /// Who is behind a token, `snd_<id>_<secret>`.
    ///
    /// # Errors
    /// [`Error::SignIn`] when it is none, or is over or revoked.
    pub async fn principal_of_token(&self, text: &Secret) -> Result<Principal, Error> {
        let (id, secret) = parts_of_token(text).ok_or(NotSignedIn::Refused)?;
        let stored = self.store.token(id).await?.ok_or(NotSignedIn::Refused)?;
        let user = self.store.user(stored.token.user).await?.ok_or(NotSignedIn::Refused)?;
        let now_us = self.clock.now_us();
        let is_open = is_same(&secret.digest(), &stored.secret)
            && stored.revoked_us.is_none()
            && now_us < stored.token.expires.0
            && user.state == UserState::Active;
        if !is_open {
            return Err(NotSignedIn::Refused.into());
        }
        let today = now_us.div_euclid(DAY_US);
        if stored.last_used_day != Some(today) {
            self.store.touch_token(id, today).await?;
        }
        let scope = stored.token.scope.iter().filter_map(|verb| Action::of_verb(verb)).collect();
        self.caller(&user, Some(scope)).await
    }

    /// A user as this call knows them.
    pub(crate) async fn caller(&self, user: &User, scope: Option<BTreeSet<Action>>) -> Result<Principal, Error> {
        Ok(principal(user, self.store.open_to(user.id, self.clock.now_us()).await?, scope))
    }

    /// The key under which what belongs to people is sealed.
    pub(crate) fn people_key(&self) -> Result<SealingKey, Error> {
        self.sealing_key("people.key")
    }

    /// Whether this is the password of somebody who is signed in; failures count as those of signing in.
    pub(crate) async fn is_own_password(&self, user: &User, password: &Secret) -> Result<(), Error> {
        let tried = self.begin_try(&self.people_key()?, &Secret::new(user.login.as_str()), None).await?;
        let secrets = self.store.secrets_of(user.id).await?;
        if !password::is_right(password, secrets.map(|secrets| secrets.password)).await? {
            return Err(NotSignedIn::Refused.into());
        }
        self.forget(&tried).await
    }

    async fn user_and_secrets(&self, login: &Secret) -> Result<(Option<User>, Option<StoredSecrets>), Error> {
        password::warm_up().await?;
        let user = match login.reveal().parse::<Login>() {
            Ok(login) => self.store.user_called(&login).await?,
            Err(_) => None,
        };
        // Asked for nobody too: one look-up more or less can be measured.
        let id = user.as_ref().map_or(UserId::new([0; 10]), |user| user.id);
        Ok((user, self.store.secrets_of(id).await?))
    }

    /// A failure. The name that was typed is not in it.
    pub(crate) fn failed_entry(&self, verb: &'static str, known: Option<UserId>) -> LedgerEntry {
        let entry = LedgerEntry::new(verb, NOBODY, self.clock.now_us());
        match known {
            Some(user) => entry.about("user", user.to_string()),
            None => entry,
        }
    }

    pub(crate) async fn begin_try(
        &self,
        key: &SealingKey,
        login: &Secret,
        from: Option<IpAddr>,
    ) -> Result<Tried, Error> {
        let login = login.reveal().trim().to_ascii_lowercase();
        self.begin_try_of(key, key.digest("login", login.as_bytes()), from).await
    }

    /// The same for whatever somebody tries to sign in by, as its keyed digest.
    pub(crate) async fn begin_try_of(
        &self,
        key: &SealingKey,
        login: [u8; 32],
        from: Option<IpAddr>,
    ) -> Result<Tried, Error> {
        let tried = Tried { login, address: from.map(|from| key.digest("address", &network_of(from))) };
        let now_us = self.clock.now_us();
        let subjects: Vec<[u8; 32]> = [Some(tried.login), tried.address].into_iter().flatten().collect();
        let allow = |found: &[Option<SignInFailures>]| {
            let rules = [(FREE_TRIES_LOGIN, WAIT_S_MAX_LOGIN), (FREE_TRIES_ADDRESS, WAIT_S_MAX_ADDRESS)];
            let waits = found.iter().zip(rules).map(|(failures, (n_free, wait_s_max))| {
                failures.map_or(0, |failures| wait_left_s(failures, n_free, wait_s_max, now_us))
            });
            match waits.max().unwrap_or(0) {
                0 => Ok(()),
                wait_s => Err(NotSignedIn::Wait { wait_s }),
            }
        };
        let forgotten_us = now_us.saturating_sub(FAILURES_KEPT_US);
        self.store.begin_try(&subjects, now_us, forgotten_us, allow).await??;
        Ok(tried)
    }

    /// A success clears what was failed in somebody's name, but not what else came from their address.
    pub(crate) async fn forget(&self, tried: &Tried) -> Result<(), Error> {
        self.store.forget_failures(&tried.login).await?;
        match &tried.address {
            Some(address) => Ok(self.store.take_try_back(address).await?),
            None => Ok(()),
        }
    }
}

/// What somebody may who must renew their secrets.
const MUST_RENEW_SCOPE: [Action; 4] =
    [Action::RenewOwnSecrets, Action::ShowOwnUser, Action::ShowOwnSessions, Action::EndOwnSession];

/// In whose name, or by which passkey, and from where somebody tries: keyed digests, so that the store learns neither.
pub(crate) struct Tried {
    login: [u8; 32],
    address: Option<[u8; 32]>,
}

/// An address of IPv6 is one of so many that its owner can take any: its network counts.
fn network_of(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

/// Seconds that somebody still has to wait after so many failures: none, then 1, 2, 4, … from each failure on.
fn wait_left_s(failures: SignInFailures, n_free: u32, wait_s_max: u64, now_us: i64) -> u64 {
    let Some(n_over) = failures.n_failures.checked_sub(n_free) else { return 0 };
    let wait_s = 1u64.checked_shl(n_over).unwrap_or(u64::MAX).min(wait_s_max);
    let since_us = now_us.saturating_sub(failures.last_us).max(0);
    let left_us = (wait_s.cast_signed() * SECOND_US).saturating_sub(since_us).max(0);
    left_us.cast_unsigned().div_ceil(SECOND_US.cast_unsigned())
}

/// How a token begins.
pub(crate) const TOKEN_PREFIX: &str = "snd";

/// A user as one call knows them, with what is open to them now.
fn principal(user: &User, open: OpenTo, scope: Option<BTreeSet<Action>>) -> Principal {
    Principal::User(Box::new(Caller {
        actor: Actor { user: user.id, unit: user.unit },
        roles: user.roles.clone(),
        cases: open.cases,
        opened: open.records,
        scope,
        purpose: None,
    }))
}

fn parts_of_token(text: &Secret) -> Option<(TokenId, Secret)> {
    let (id, secret) = text.reveal().strip_prefix(TOKEN_PREFIX)?.strip_prefix('_')?.split_once('_')?;
    Some((format!("{}_{id}", TokenId::PREFIX).parse().ok()?, Secret::new(secret)))
}

#[cfg(test)]
pub(crate) mod tests;
