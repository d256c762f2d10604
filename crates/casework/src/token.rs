//! What a token that a program signs in with may be: named, limited to a few verbs, and at an end one day.

use serde::{Deserialize, Serialize};

use crate::id::{TokenId, UserId};
use crate::who::Moment;

/// How long a token lives at most: whoever forgot it is asked again once a year.
pub const LIFE_DAYS_MAX: u32 = 366;
/// Letters of a token's name, at most.
const NAME_CHARS_MAX: usize = 100;
const DAY_US: i64 = 86_400_000_000;

/// A token without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The id: the part of a token that is no secret.
    pub id: TokenId,
    /// As whom it signs in.
    pub user: UserId,
    /// What it is for, so that somebody knows later whether it is still needed.
    pub name: String,
    /// The verbs that it may ask for, sorted.
    pub scope: Vec<String>,
    /// When it was made.
    pub made: Moment,
    /// From when on it is refused.
    pub expires: Moment,
}

/// Why no token was made, and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum TokenRefusal {
    /// Say what it is for.
    #[error("a token has a name of 1 to 100 letters")]
    NoName,
    /// Name the verbs that it may ask for.
    #[error("a token names the verbs that it may ask for")]
    NoScope,
    /// Name verbs that there are.
    #[error("there is no such verb")]
    UnknownVerb,
    /// Leave out what the user may not.
    #[error("a token may no more than its user")]
    BeyondRoles,
    /// Let it end within a year.
    #[error("a token lives from 1 to 366 days")]
    NoEnd,
    /// Enable the user first.
    #[error("a disabled user has no token")]
    UserDisabled,
    /// Nothing to do.
    #[error("the token was revoked already")]
    Revoked,
}

impl Token {
    /// Checks a new token; `may` says whether its user may ask for a verb, none when there is no such verb.
    ///
    /// # Errors
    /// What must be mended.
    pub fn open(mut token: Token, days: u32, may: impl Fn(&str) -> Option<bool>) -> Result<Token, TokenRefusal> {
        if token.name.trim().is_empty() || token.name.chars().count() > NAME_CHARS_MAX {
            return Err(TokenRefusal::NoName);
        }
        if token.scope.is_empty() {
            return Err(TokenRefusal::NoScope);
        }
        for verb in &token.scope {
            match may(verb) {
                None => return Err(TokenRefusal::UnknownVerb),
                Some(false) => return Err(TokenRefusal::BeyondRoles),
                Some(true) => {}
            }
        }
        if !(1..=LIFE_DAYS_MAX).contains(&days) {
            return Err(TokenRefusal::NoEnd);
        }
        token.scope.sort_unstable();
        token.scope.dedup();
        token.expires = Moment(token.made.0.saturating_add(i64::from(days) * DAY_US));
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(name: &str, scope: &[&str]) -> Token {
        Token {
            id: TokenId::new([1; 10]),
            user: UserId::new([2; 10]),
            name: name.to_owned(),
            scope: scope.iter().map(|verb| (*verb).to_owned()).collect(),
            made: Moment(1_000),
            expires: Moment(0),
        }
    }

    #[test]
    fn a_token_is_named_limited_and_ends() {
        let may = |verb: &str| match verb {
            "match-query" | "find" => Some(true),
            "erase" => Some(false),
            _ => None,
        };
        let made = Token::open(token("upload filter", &["match-query", "find", "find"]), 30, may).unwrap();
        assert_eq!(made.scope, ["find", "match-query"]);
        assert_eq!(made.expires, Moment(1_000 + 30 * DAY_US));
        let check = |token: Token, days, expected| assert_eq!(Token::open(token, days, may), Err(expected));
        check(token(" ", &["find"]), 1, TokenRefusal::NoName);
        check(token("x", &[]), 1, TokenRefusal::NoScope);
        check(token("x", &["find", "fly"]), 1, TokenRefusal::UnknownVerb);
        check(token("x", &["find", "erase"]), 1, TokenRefusal::BeyondRoles);
        check(token("x", &["find"]), 0, TokenRefusal::NoEnd);
        check(token("x", &["find"]), 367, TokenRefusal::NoEnd);
    }
}
