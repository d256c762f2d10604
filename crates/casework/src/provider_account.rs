//! Who somebody is at a provider that says who people are (OpenID Connect): a name of the provider's, bound to one user
//! beforehand. It makes no user and gives no role. What a provider says is verified elsewhere.

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::user::{User, UserState};
use crate::who::Moment;

/// Letters of a subject, at most (OpenID Connect Core 1.0, 2).
const SUBJECT_CHARS_MAX: usize = 255;

/// That a user signs in as somebody of a provider's. Who that is there is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderAccount {
    /// Whom it signs in.
    pub user: UserId,
    /// When it was bound.
    pub bound: Moment,
    /// When it last signed somebody in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Moment>,
}

/// Why an account at a provider was not bound, or nobody can sign in by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum ProviderRefusal {
    /// Sign in another way, or have whoever keeps the node name a provider.
    #[error("the node asks no provider who people are")]
    None,
    /// Sign in another way, or try later.
    #[error("the provider does not answer as one")]
    NotReached,
    /// Say what the provider calls the person: its `sub`, as it stands there.
    #[error("a subject has 1 to 255 letters of ASCII, none of them a blank")]
    NotASubject,
    /// Unbind the other first.
    #[error("the user or the subject is bound already")]
    BoundAlready,
    /// A machine signs in with a token.
    #[error("a machine has no account at a provider")]
    Machine,
    /// Let them in again first.
    #[error("the user is disabled")]
    Disabled,
}

impl ProviderAccount {
    /// Binds a user to what the provider calls them. The store says whether either is bound.
    ///
    /// # Errors
    /// What must be mended.
    pub fn bind(user: &User, subject: &str, is_taken: bool, now: Moment) -> Result<ProviderAccount, ProviderRefusal> {
        let is_subject =
            (1..=SUBJECT_CHARS_MAX).contains(&subject.len()) && subject.bytes().all(|b| b.is_ascii_graphic());
        if !is_subject {
            return Err(ProviderRefusal::NotASubject);
        }
        if user.is_machine() {
            return Err(ProviderRefusal::Machine);
        }
        if user.state != UserState::Active {
            return Err(ProviderRefusal::Disabled);
        }
        if is_taken {
            return Err(ProviderRefusal::BoundAlready);
        }
        Ok(ProviderAccount { user: user.id, bound: now, used: None })
    }

    /// The same after it signed its user in.
    pub fn used(self, at: Moment) -> ProviderAccount {
        ProviderAccount { used: Some(at), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UnitId;
    use crate::protected::Protected;
    use crate::role::Role;

    fn user(role: Role, state: UserState) -> User {
        User {
            id: UserId::new([1; 10]),
            login: "rana".parse().unwrap(),
            name: Protected::new("a colleague"),
            unit: UnitId::new([1; 10]),
            roles: [role].into(),
            state,
            language: None,
            must_renew: false,
            version: 1,
        }
    }

    #[test]
    fn a_person_who_works_here_is_bound_to_one_name_of_the_providers() {
        let check = |role, state, subject: &str, is_taken, expected: Result<(), ProviderRefusal>| {
            let bound = ProviderAccount::bind(&user(role, state), subject, is_taken, Moment(1));
            assert_eq!(bound.map(|_| ()), expected, "{subject}");
        };
        let (grader, active) = (Role::Grader, UserState::Active);
        check(grader, active, "248289761001", false, Ok(()));
        check(grader, active, &"x".repeat(255), false, Ok(()));
        check(grader, active, "", false, Err(ProviderRefusal::NotASubject));
        check(grader, active, &"x".repeat(256), false, Err(ProviderRefusal::NotASubject));
        check(grader, active, " 24", false, Err(ProviderRefusal::NotASubject));
        check(grader, active, "رنا", false, Err(ProviderRefusal::NotASubject));
        check(grader, active, "24\u{7f}", false, Err(ProviderRefusal::NotASubject));
        check(grader, active, "24", true, Err(ProviderRefusal::BoundAlready));
        check(grader, UserState::Disabled, "24", false, Err(ProviderRefusal::Disabled));
        check(Role::Matcher, active, "24", false, Err(ProviderRefusal::Machine));
    }
}
