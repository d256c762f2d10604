//! Somebody who works here, and the machines that ask: who they are, in which roles, and what may become of them. Passwords
//! are judged here; none is kept here.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::{UnitId, UserId};
use crate::problem::codes;
use crate::protected::Protected;
use crate::role::Role;

/// Letters of a display name, at most.
const NAME_CHARS_MAX: usize = 200;

/// What somebody types to sign in: 2 to 32 of `a`-`z`, `0`-`9`, `.`, `-`, `_`, a letter first. ASCII only, so that no two
/// names look alike by letters of two alphabets; capitals are taken for small letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

/// Text that is no login name. It is not repeated: people type passwords into the wrong field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a login name is 2 to 32 letters a to z, digits, dots, hyphens and underscores, a letter first")]
pub struct NotALogin;

impl FromStr for Login {
    type Err = NotALogin;

    fn from_str(text: &str) -> Result<Login, NotALogin> {
        let text = text.trim().to_ascii_lowercase();
        let is_login = (2..=32).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte));
        if is_login { Ok(Login(text)) } else { Err(NotALogin) }
    }
}

impl Login {
    /// The name as it is typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Login {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

// Log lines and debug output name ids, never people.
impl fmt::Debug for Login {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(crate::protected::WITHHELD)
    }
}

impl Serialize for Login {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Login {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Login, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

codes! {
    /// Whether somebody may sign in.
    UserState {
        /// May.
        Active = "active",
        /// May not, and what they had open is closed.
        Disabled = "disabled",
    }
}

codes! {
    /// The languages that the node speaks.
    Language {
        /// Arabic.
        Arabic = "ar",
        /// English.
        English = "en",
        /// French.
        French = "fr",
        /// Spanish.
        Spanish = "es",
    }
}

/// Somebody who works here, or a machine that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The id: what the ledger, the log and every record name them by.
    pub id: UserId,
    /// What they type to sign in.
    pub login: Login,
    /// How colleagues call them.
    pub name: Protected,
    /// Where they work.
    pub unit: UnitId,
    /// As what.
    pub roles: BTreeSet<Role>,
    /// Whether they may sign in.
    pub state: UserState,
    /// The language that they read; none: whatever their browser or terminal says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether somebody else has seen their password and codes: they must make new ones before they do anything.
    pub must_renew: bool,
    /// Rises with every change of roles, state and secrets. Sessions of an earlier version are closed.
    pub version: u32,
}

/// Why nothing became of it, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum UserRefusal {
    /// Say how they are called.
    #[error("a user has a name of 1 to 200 letters")]
    NoName,
    /// Choose another login name.
    #[error("somebody has that login name")]
    LoginTaken,
    /// Say as what they work; to keep somebody out, disable them.
    #[error("a user has a role at least")]
    NoRole,
    /// Make a user for the machine alone.
    #[error("a machine that asks has no other role")]
    MachineAlone,
    /// Make somebody else an administrator first.
    #[error("the last active administrator stays one")]
    LastAdministrator,
    /// Make somebody else a supervisor first.
    #[error("the last supervisor of the node stays one")]
    LastSupervisor,
    /// Nothing to do.
    #[error("the user is disabled")]
    Disabled,
    /// A machine signs in with a token.
    #[error("a machine has no password")]
    MachineWithoutPassword,
}

impl User {
    /// Whether it is a machine: it has no password, only tokens.
    pub fn is_machine(&self) -> bool {
        self.roles.contains(&Role::Matcher)
    }

    /// Whether they keep the node running now.
    pub fn is_active_administrator(&self) -> bool {
        self.state == UserState::Active && self.roles.contains(&Role::Administrator)
    }

    /// Checks a new user. The store says whether the login name is taken.
    ///
    /// # Errors
    /// What must be mended.
    pub fn open(user: User, login_is_taken: bool) -> Result<User, UserRefusal> {
        let name = user.name.reveal();
        if user.name.is_blank() || name.chars().count() > NAME_CHARS_MAX {
            return Err(UserRefusal::NoName);
        }
        check_roles(&user.roles)?;
        if login_is_taken {
            return Err(UserRefusal::LoginTaken);
        }
        Ok(user)
    }

    /// The same user in other roles. `n_other_administrators` are the active ones beside this user.
    ///
    /// # Errors
    /// When nobody would be left to administer the node, or the roles go not together.
    pub fn with_roles(&self, roles: BTreeSet<Role>, n_other_administrators: u64) -> Result<User, UserRefusal> {
        if self.state == UserState::Disabled {
            return Err(UserRefusal::Disabled);
        }
        check_roles(&roles)?;
        let becomes = User { roles, version: self.version + 1, ..self.clone() };
        if becomes.is_machine() != self.is_machine() {
            return Err(UserRefusal::MachineAlone);
        }
        self.someone_administers(&becomes, n_other_administrators)?;
        Ok(becomes)
    }

    /// The same user, kept out.
    ///
    /// # Errors
    /// When nobody would be left to administer the node, or the user is disabled already.
    pub fn disabled(&self, n_other_administrators: u64) -> Result<User, UserRefusal> {
        if self.state == UserState::Disabled {
            return Err(UserRefusal::Disabled);
        }
        let becomes = User { state: UserState::Disabled, version: self.version + 1, ..self.clone() };
        self.someone_administers(&becomes, n_other_administrators)?;
        Ok(becomes)
    }

    /// The same user with secrets that somebody else made; whoever was disabled comes back.
    pub fn reset(&self) -> User {
        let must_renew = !self.is_machine();
        User { state: UserState::Active, must_renew, version: self.version + 1, ..self.clone() }
    }

    /// The same user with secrets that nobody else has seen.
    ///
    /// # Errors
    /// A machine has none.
    pub fn renewed(&self) -> Result<User, UserRefusal> {
        if self.is_machine() {
            return Err(UserRefusal::MachineWithoutPassword);
        }
        Ok(User { must_renew: false, version: self.version + 1, ..self.clone() })
    }

    fn someone_administers(&self, becomes: &User, n_other_administrators: u64) -> Result<(), UserRefusal> {
        let steps_down = self.is_active_administrator() && !becomes.is_active_administrator();
        if steps_down && n_other_administrators == 0 { Err(UserRefusal::LastAdministrator) } else { Ok(()) }
    }
}

fn check_roles(roles: &BTreeSet<Role>) -> Result<(), UserRefusal> {
    match roles.len() {
        0 => Err(UserRefusal::NoRole),
        1 => Ok(()),
        _ if roles.contains(&Role::Matcher) => Err(UserRefusal::MachineAlone),
        _ => Ok(()),
    }
}

/// Letters of a password, at least. NIST SP 800-63B-4 (3.1.1.1) asks for 8 where a second factor is asked for too; a
/// password of this node may be guessed at on a seized disk, where no second factor helps.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Letters of a password, at most: more than the 64 that NIST asks to allow, few enough to be hashed at once.
pub const PASSWORD_CHARS_MAX: usize = 256;
/// Different letters, at least.
const PASSWORD_LETTERS_MIN: usize = 5;

/// Why a password is none. Nothing is asked about kinds of letters (NIST SP 800-63B-4, 3.1.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum PasswordRefusal {
    /// Take a longer one: several words.
    #[error("a password has at least 12 letters")]
    TooShort,
    /// Take a shorter one.
    #[error("a password has at most 256 letters")]
    TooLong,
    /// Use more different letters.
    #[error("a password has at least 5 different letters")]
    TooFewLetters,
    /// Leave the login name out.
    #[error("a password does not hold the login name")]
    HoldsLogin,
    /// Take another one than before.
    #[error("the new password is the old one")]
    SameAsBefore,
}

/// Judges a password.
///
/// # Errors
/// What is wrong with it.
pub fn check_password(password: &str, login: &Login) -> Result<(), PasswordRefusal> {
    let n_chars = password.chars().count();
    if n_chars < PASSWORD_CHARS_MIN {
        return Err(PasswordRefusal::TooShort);
    }
    if n_chars > PASSWORD_CHARS_MAX {
        return Err(PasswordRefusal::TooLong);
    }
    if password.chars().collect::<BTreeSet<char>>().len() < PASSWORD_LETTERS_MIN {
        return Err(PasswordRefusal::TooFewLetters);
    }
    if login.0.len() >= 4 && password.to_lowercase().contains(&login.0) {
        return Err(PasswordRefusal::HoldsLogin);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn user(roles: &[Role]) -> User {
        User {
            id: UserId::new([1; 10]),
            login: "rana".parse().unwrap(),
            name: Protected::new("Rana"),
            unit: UnitId::new([1; 10]),
            roles: roles.iter().copied().collect(),
            state: UserState::Active,
            language: None,
            must_renew: true,
            version: 1,
        }
    }

    #[test]
    fn a_login_name_cannot_be_taken_for_another() {
        for (text, expected) in [
            ("Rana.K", Some("rana.k")),
            (" o-2_x ", Some("o-2_x")),
            ("r", None),
            ("2rana", None),
            ("ra na", None),
            // A Cyrillic а.
            ("r\u{430}na", None),
            ("رنا", None),
            ("rana\n\u{202e}", None),
            ("abcdefghijklmnopqrstuvwxyzabcdefg", None),
        ] {
            assert_eq!(text.parse::<Login>().ok().as_ref().map(Login::as_str), expected, "{text}");
        }
        let wrong = "my secret password!".parse::<Login>().unwrap_err();
        assert!(!format!("{wrong} {wrong:?}").contains("secret"));
    }

    #[test]
    fn no_name_is_in_debug_output() {
        let shown = format!("{:?}", user(&[Role::Grader]));
        assert!(!shown.to_lowercase().contains("rana"), "{shown}");
    }

    #[test]
    fn a_node_keeps_an_administrator() {
        let one = user(&[Role::Administrator, Role::Supervisor]);
        let supervisor = BTreeSet::from([Role::Supervisor]);
        assert_eq!(one.disabled(0), Err(UserRefusal::LastAdministrator));
        assert_eq!(one.with_roles(supervisor.clone(), 0), Err(UserRefusal::LastAdministrator));
        assert_eq!(one.with_roles(supervisor, 1).unwrap().version, 2);
        let still = one.with_roles(BTreeSet::from([Role::Administrator]), 0).unwrap();
        assert!(still.is_active_administrator());
        let gone = one.disabled(1).unwrap();
        assert_eq!((gone.state, gone.version), (UserState::Disabled, 2));
        assert_eq!(gone.disabled(1), Err(UserRefusal::Disabled));
        let back = gone.reset();
        assert_eq!((back.state, back.must_renew, back.version), (UserState::Active, true, 3));
    }

    #[test]
    fn a_machine_works_alone_and_has_no_password() {
        let mixed = user(&[Role::Matcher, Role::Grader]);
        assert_eq!(User::open(mixed, false), Err(UserRefusal::MachineAlone));
        let machine = User::open(user(&[Role::Matcher]), false).unwrap();
        assert_eq!(machine.renewed(), Err(UserRefusal::MachineWithoutPassword));
        assert_eq!(machine.with_roles(BTreeSet::from([Role::Grader]), 1), Err(UserRefusal::MachineAlone));
        let person = user(&[Role::Grader]);
        assert_eq!(person.with_roles(BTreeSet::from([Role::Matcher]), 1), Err(UserRefusal::MachineAlone));
        assert!(!person.renewed().unwrap().must_renew);
        assert_eq!(User::open(user(&[]), false), Err(UserRefusal::NoRole));
        assert_eq!(User::open(user(&[Role::Grader]), true), Err(UserRefusal::LoginTaken));
    }

    #[test]
    fn a_password_is_long_and_no_more_is_asked_of_it() {
        let login = "rana".parse().unwrap();
        let check = |password: &str, expected| assert_eq!(check_password(password, &login), expected, "{password}");
        check("three plain words", Ok(()));
        check("ثلاث كلمات عادية", Ok(()));
        check("short", Err(PasswordRefusal::TooShort));
        check("121212121212121", Err(PasswordRefusal::TooFewLetters));
        check("Rana likes tea in June", Err(PasswordRefusal::HoldsLogin));
        check(&"longer ".repeat(40), Err(PasswordRefusal::TooLong));
    }
}
