//! Users: adding, seeing, giving roles, keeping out, letting in again. Lists go by login name, never by what somebody did.

use std::collections::BTreeSet;

use casework::id::{UnitId, UserId};
use casework::protected::Protected;
use casework::role::Role;
use casework::set_up::ADMINISTRATORS_MIN;
use casework::staffing::Staffing;
use casework::user::{Language, Login, PasswordRefusal, User, UserRefusal, UserState, check_password};
use serde::{Deserialize, Serialize};
use store::{LedgerEntry, StoredSecrets, Tx};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::chance;
use crate::error::Error;
use crate::one_time_code::{self, SECRET_BYTES};
use crate::open::Node;
use crate::password;
use crate::principal::{Action, Principal};
use crate::secret::{Secret, in_letters};
use crate::staffing::StaffChange;

/// 120 bits: what is generated is never guessed.
const PASSWORD_BYTES: usize = 15;
/// 160 bits, for it opens without a second factor.
const RECOVERY_BYTES: usize = 20;

/// A user to be added.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUser {
    /// What they type to sign in: 2 to 32 of `a`-`z`, digits, `.`, `-`, `_`, a letter first.
    #[schema(example = "rana.k")]
    pub login: String,
    /// How colleagues call them.
    #[schema(value_type = String)]
    pub name: Protected,
    /// Their unit, by its id or name.
    pub unit: String,
    /// As what they work. A `matcher` is a machine: it has no other role and signs in with tokens.
    #[schema(value_type = Vec<String>, example = json!(["grader"]))]
    pub roles: BTreeSet<Role>,
    /// The language that they read.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "ar")]
    pub language: Option<Language>,
    /// Their first password; made by chance when there is none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub password: Option<Secret>,
}

/// A user, named by id or login name.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedUser {
    /// Id or login name.
    pub user: String,
}

/// The roles that somebody has from now on.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUserRoles {
    /// Id or login name.
    pub user: String,
    /// All of them; those that are not here are taken away.
    #[schema(value_type = Vec<String>)]
    pub roles: BTreeSet<Role>,
}

/// A user who gets new secrets.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetUser {
    /// Id or login name.
    pub user: String,
    /// The password until they choose their own; made by chance when there is none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub password: Option<Secret>,
}

/// Somebody's own new password.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewOwnSecrets {
    /// The password until now.
    #[schema(value_type = String)]
    pub password: Secret,
    /// The password from now on.
    #[schema(value_type = String)]
    pub new_password: Secret,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UserView {
    /// Their id.
    #[schema(value_type = String, example = "usr_0000000000000000")]
    pub id: UserId,
    /// What they type to sign in.
    #[schema(value_type = String)]
    pub login: Login,
    /// How colleagues call them.
    #[schema(value_type = String)]
    pub name: Protected,
    /// Their unit.
    #[schema(value_type = String, example = "unt_0000000000000000")]
    pub unit: UnitId,
    /// As what they work.
    #[schema(value_type = Vec<String>)]
    pub roles: BTreeSet<Role>,
    /// `active` or `disabled`.
    #[schema(value_type = String)]
    pub state: UserState,
    /// The language that they read.
    #[schema(value_type = Option<String>)]
    pub language: Option<Language>,
    /// Whether they must choose a password and take new codes before anything else.
    pub must_renew: bool,
}

/// All users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UsersView {
    /// By login name.
    pub users: Vec<UserView>,
    /// Whether there are fewer than two active administrators: the node wants a second one.
    pub second_administrator_wanted: bool,
}

/// What somebody signs in with. It is shown this once.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SecretsGiven {
    /// The password, where the node made it.
    #[schema(value_type = Option<String>)]
    pub password: Option<Secret>,
    /// The secret of one-time codes, to be typed into an authenticator.
    #[schema(value_type = String)]
    pub totp: Secret,
    /// The same as the address that a QR code holds.
    #[schema(value_type = String)]
    pub totp_address: Secret,
    /// To be printed and locked away: it lets them in once without password and code.
    #[schema(value_type = String)]
    pub recovery_key: Secret,
}

/// What became of a user.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UserGiven {
    /// The user.
    pub user: UserView,
    /// What they sign in with; none for a machine, and where nothing new was made.
    pub secrets: Option<SecretsGiven>,
    /// Whether there are fewer than two active administrators: the node wants a second one.
    pub second_administrator_wanted: bool,
}

impl From<User> for UserView {
    fn from(user: User) -> UserView {
        let User { id, login, name, unit, roles, state, language, must_renew, version: _ } = user;
        UserView { id, login, name, unit, roles, state, language, must_renew }
    }
}

impl Node {
    /// Adds a user, and gives what they sign in with. Once the node has a supervisor, two say so.
    ///
    /// # Errors
    /// [`Error::Refused`] with what must be mended, [`Error::NotFound`] for a unit that is not there.
    pub async fn add_user(&self, who: &Principal, ask: AddUser) -> Result<UserGiven, Error> {
        self.permitted(who, Action::AddUser, async {
            let login: Login = ask.login.parse().map_err(Error::refused)?;
            let user = User {
                id: UserId::new(chance::id_bytes()?),
                login,
                name: ask.name,
                unit: self.unit_called(&ask.unit).await?.id,
                must_renew: !ask.roles.contains(&Role::Matcher),
                roles: ask.roles,
                state: UserState::Active,
                language: ask.language,
                version: 1,
            };
            let made = self.secrets_handed_out(&user, ask.password).await?;
            let mut tx = self.store.begin().await?;
            let is_taken = tx.login_is_taken(&user.login).await?;
            let user = User::open(user, is_taken).map_err(Error::refused)?;
            let change = StaffChange::add(user.unit, &user.login, &user.roles);
            let entry = self.entry(who, Action::AddUser.verb());
            let entry = self.two_say_who_works_here(&mut tx, who, Staffing::Add, change, entry).await?;
            self.finish(tx, entry, user, made).await
        })
        .await
    }

    /// All users.
    pub async fn users(&self, who: &Principal) -> Result<UsersView, Error> {
        self.permitted(who, Action::ShowUsers, async {
            let users = self.store.users().await?;
            let n_administrators = users.iter().filter(|user| user.is_active_administrator()).count();
            self.store
                .record_alone(self.entry(who, Action::ShowUsers.verb()).about("n_users", users.len() as u64))
                .await?;
            Ok(UsersView {
                users: users.into_iter().map(UserView::from).collect(),
                second_administrator_wanted: n_administrators < ADMINISTRATORS_MIN,
            })
        })
        .await
    }

    /// One user.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_user(&self, who: &Principal, ask: NamedUser) -> Result<UserView, Error> {
        self.permitted(who, Action::ShowUsers, async {
            let user = self.user_called(&ask.user).await?;
            self.store
                .record_alone(self.entry(who, Action::ShowUsers.verb()).about("user", user.id.to_string()))
                .await?;
            Ok(user.into())
        })
        .await
    }

    /// Whoever asks.
    ///
    /// # Errors
    /// [`Error::Denied`] at the terminal, where nobody is signed in.
    pub async fn own_user(&self, who: &Principal) -> Result<UserView, Error> {
        self.permitted(who, Action::ShowOwnUser, async {
            let id = who.caller(Action::ShowOwnUser)?.actor.user;
            let found = self.store.user(id).await?;
            found.map(UserView::from).ok_or_else(|| Error::NotFound { what: "user", name: id.to_string() })
        })
        .await
    }

    /// Sets the roles of a user. Their sessions end. Giving a role waits for a second person; taking one away does not, but
    /// for a unit's last supervisor.
    ///
    /// # Errors
    /// [`Error::Refused`] when no administrator would be left, or the roles go not together.
    pub async fn set_user_roles(&self, who: &Principal, ask: SetUserRoles) -> Result<UserGiven, Error> {
        self.permitted(who, Action::SetUserRoles, async {
            let id = self.user_called(&ask.user).await?.id;
            let mut tx = self.store.begin().await?;
            let (was, n_others) = self.user_among(&mut tx, id).await?;
            let user = was.with_roles(ask.roles, n_others).map_err(Error::refused)?;
            let (staffing, change) = (Staffing::SetRoles(&was, &user.roles), StaffChange::set_roles(&was, &user.roles));
            let entry = self.entry(who, Action::SetUserRoles.verb());
            let entry = self.two_say_who_works_here(&mut tx, who, staffing, change, entry).await?;
            tx.remove_sessions_of(user.id).await?;
            self.finish(tx, entry, user, None).await
        })
        .await
    }

    /// Keeps a user out: their sessions end, their tokens are revoked. A unit's last supervisor is kept out by two.
    ///
    /// # Errors
    /// [`Error::Refused`] when no administrator would be left.
    pub async fn disable_user(&self, who: &Principal, ask: NamedUser) -> Result<UserGiven, Error> {
        self.permitted(who, Action::DisableUser, async {
            let id = self.user_called(&ask.user).await?.id;
            let mut tx = self.store.begin().await?;
            let (was, n_others) = self.user_among(&mut tx, id).await?;
            let user = was.disabled(n_others).map_err(Error::refused)?;
            let change = StaffChange::of(Action::DisableUser, &was);
            let entry = self.entry(who, Action::DisableUser.verb());
            let entry = self.two_say_who_works_here(&mut tx, who, Staffing::Disable(&was), change, entry).await?;
            let n_tokens = self.close_all(&mut tx, id).await?;
            self.finish(tx, entry.about("n_tokens", n_tokens), user, None).await
        })
        .await
    }

    /// Gives a user new secrets, and lets in whoever was disabled: their sessions end, their tokens are revoked. Whoever makes
    /// somebody's password could be them: two say so, but for a machine. The user's own printed recovery key needs nobody.
    ///
    /// # Errors
    /// [`Error::Refused`] when a password was given that is none, or for a machine.
    pub async fn reset_user(&self, who: &Principal, ask: ResetUser) -> Result<UserGiven, Error> {
        self.permitted(who, Action::ResetUser, async {
            let user = self.user_called(&ask.user).await?;
            let id = user.id;
            let made = self.secrets_handed_out(&user, ask.password).await?;
            let mut tx = self.store.begin().await?;
            let (was, _) = self.user_among(&mut tx, id).await?;
            let change = StaffChange::of(Action::ResetUser, &was);
            let entry = self.entry(who, Action::ResetUser.verb());
            let entry = self.two_say_who_works_here(&mut tx, who, Staffing::Reset(&was), change, entry).await?;
            let n_tokens = self.close_all(&mut tx, id).await?;
            self.finish(tx, entry.about("n_tokens", n_tokens), was.reset(), made).await
        })
        .await
    }

    /// Chooses one's own password and takes codes that nobody else has seen. All sessions end, this one too: who signs in
    /// again has shown that the new codes work.
    ///
    /// # Errors
    /// [`Error::SignIn`] when the old password is not right, [`Error::Refused`] when the new one is none.
    pub async fn renew_own_secrets(&self, who: &Principal, ask: RenewOwnSecrets) -> Result<SecretsGiven, Error> {
        self.permitted(who, Action::RenewOwnSecrets, async {
            let id = who.caller(Action::RenewOwnSecrets)?.actor.user;
            let user = self.user_called(&id.to_string()).await?;
            check_password(ask.new_password.as_password().reveal(), &user.login).map_err(Error::refused)?;
            if ask.new_password.as_password().digest() == ask.password.as_password().digest() {
                return Err(Error::refused(PasswordRefusal::SameAsBefore));
            }
            self.is_own_password(&user, &ask.password).await?;
            self.renew(user, &ask.new_password, self.entry(who, Action::RenewOwnSecrets.verb())).await
        })
        .await
    }

    /// New secrets of a user, known to nobody else.
    pub(crate) async fn renew(
        &self,
        user: User,
        password: &Secret,
        entry: store::LedgerEntry,
    ) -> Result<SecretsGiven, Error> {
        let (stored, given) = self.make_secrets(&user, password, false).await?;
        let mut tx = self.store.begin().await?;
        let now = self.user_among(&mut tx, user.id).await?.0;
        if now.version != user.version || now.state != UserState::Active {
            return Err(crate::sign_in::NotSignedIn::Refused.into());
        }
        let user = now.renewed().map_err(Error::refused)?;
        tx.remove_sessions_of(user.id).await?;
        tx.put_user(&user).await?;
        tx.put_secrets(user.id, &stored).await?;
        tx.commit(entry.about("user", user.id.to_string())).await?;
        Ok(given)
    }

    /// The user of this id or login name.
    pub(crate) async fn user_called(&self, name: &str) -> Result<User, Error> {
        let found = match name.parse::<UserId>() {
            Ok(id) => self.store.user(id).await?,
            Err(_) => match name.parse::<Login>() {
                Ok(login) => self.store.user_called(&login).await?,
                Err(_) => None,
            },
        };
        found.ok_or_else(|| Error::NotFound { what: "user", name: name.to_owned() })
    }

    /// A user as a change sees them, and how many active administrators there are beside them.
    async fn user_among(&self, tx: &mut Tx, id: UserId) -> Result<(User, u64), Error> {
        let user = tx.user(id).await?.ok_or_else(|| Error::NotFound { what: "user", name: id.to_string() })?;
        let n_others = tx.administrators().await?.into_iter().filter(|other| *other != id).count();
        Ok((user, n_others as u64))
    }

    /// Ends all sessions and tokens of somebody, and that the provider signs them in; says how many tokens were in force.
    async fn close_all(&self, tx: &mut Tx, id: UserId) -> Result<u64, Error> {
        tx.remove_sessions_of(id).await?;
        tx.remove_provider_account(id).await?;
        Ok(tx.revoke_tokens_of(id, self.clock.now_us()).await?)
    }

    /// Remembers a user with what they sign in with, and records it.
    async fn finish(
        &self,
        mut tx: Tx,
        entry: LedgerEntry,
        user: User,
        made: Option<(StoredSecrets, SecretsGiven)>,
    ) -> Result<UserGiven, Error> {
        tx.put_user(&user).await?;
        let (stored, secrets) = made.unzip();
        if let Some(stored) = stored {
            tx.put_secrets(user.id, &stored).await?;
        }
        let second_administrator_wanted = tx.administrators().await?.len() < ADMINISTRATORS_MIN;
        let roles: Vec<String> = user.roles.iter().map(|role| role.code().to_owned()).collect();
        tx.commit(entry.about("user", user.id.to_string()).about("roles", roles)).await?;
        Ok(UserGiven { user: user.into(), secrets, second_administrator_wanted })
    }

    /// Secrets that somebody else hands out; none for a machine.
    async fn secrets_handed_out(
        &self,
        user: &User,
        password: Option<Secret>,
    ) -> Result<Option<(StoredSecrets, SecretsGiven)>, Error> {
        if user.is_machine() {
            return match password {
                Some(_) => Err(Error::refused(UserRefusal::MachineWithoutPassword)),
                None => Ok(None),
            };
        }
        let (password, is_made) = match password {
            Some(password) => {
                check_password(password.as_password().reveal(), &user.login).map_err(Error::refused)?;
                (password, false)
            }
            None => (Secret::new(Secret::for_paper::<PASSWORD_BYTES>()?.reveal().to_lowercase()), true),
        };
        self.make_secrets(user, &password, is_made).await.map(Some)
    }

    /// What the store keeps of new secrets, and what is handed out.
    pub(crate) async fn make_secrets(
        &self,
        user: &User,
        password: &Secret,
        is_made: bool,
    ) -> Result<(StoredSecrets, SecretsGiven), Error> {
        let totp = Zeroizing::new(chance::bytes::<SECRET_BYTES>()?);
        let recovery_key = Secret::for_paper::<RECOVERY_BYTES>()?;
        let sealed = self.people_key()?.seal(TOTP, &user.id.to_string(), totp.as_slice())?;
        let stored = StoredSecrets {
            password: password::hash(password).await?,
            totp: sealed,
            totp_step: 0,
            recovery: recovery_key.typed_from_paper().digest(),
        };
        let given = SecretsGiven {
            password: is_made.then(|| password.clone()),
            totp: Secret::new(in_letters(totp.as_slice())),
            totp_address: Secret::new(one_time_code::address_of(user.login.as_str(), totp.as_slice())),
            recovery_key,
        };
        Ok((stored, given))
    }
}

/// What the secret of one-time codes is sealed for.
pub(crate) const TOTP: &str = "totp";

#[cfg(test)]
mod tests;
