//! How somebody wants to read and look: shown to them and set by them, and by nobody else.

use casework::preferences::Preferences;
use casework::user::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::user::UserView;

/// What is set from now on: all of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPreferences {
    /// The language they read; none: whatever their browser says.
    #[schema(value_type = Option<String>, example = "ar")]
    pub language: Option<Language>,
    /// Everything else: `digits` (`western`, `arabic-indic`), `months` (`gregorian`, `levant`, `maghreb`, `morocco`, `both`), `time_zone`
    /// (an IANA name), `pictures` (`grey`, `never`), `reveal` (`hold`, `press`), `appearance` (`system`, `light`, `dark`).
    /// What is left out is as it is for a newcomer.
    #[schema(value_type = Object, example = json!({ "digits": "arabic-indic", "time_zone": "Asia/Amman" }))]
    pub preferences: Preferences,
}

/// Whoever asks, and how they want to read and look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnPreferences {
    /// Who they are.
    pub user: UserView,
    /// What they chose.
    #[schema(value_type = Object)]
    pub preferences: Preferences,
}

impl Node {
    /// Whoever asks, and what they chose. Like one's own name it leaves no entry.
    ///
    /// # Errors
    /// [`Error::Denied`] at the terminal, where nobody is signed in.
    pub async fn own_preferences(&self, who: &Principal) -> Result<OwnPreferences, Error> {
        self.permitted(who, Action::ShowOwnUser, async {
            let id = who.caller(Action::ShowOwnUser)?.actor.user;
            let found = self.store.user_with_preferences(id).await?;
            let (user, chosen) = found.ok_or_else(|| Error::NotFound { what: "user", name: id.to_string() })?;
            Ok(OwnPreferences { user: user.into(), preferences: chosen.unwrap_or_default() })
        })
        .await
    }

    /// Sets how the caller wants to read and look. The entry says that they did, and not what they chose.
    ///
    /// # Errors
    /// [`Error::Refused`] with a [`casework::preferences::PreferenceRefusal`].
    pub async fn set_preferences(&self, who: &Principal, ask: SetPreferences) -> Result<OwnPreferences, Error> {
        self.permitted(who, Action::SetOwnPreferences, async {
            let id = who.caller(Action::SetOwnPreferences)?.actor.user;
            let SetPreferences { language, preferences } = ask;
            preferences.check().map_err(Error::refused)?;
            let mut tx = self.store.begin().await?;
            let user = tx.user(id).await?.ok_or_else(|| Error::NotFound { what: "user", name: id.to_string() })?;
            // The version stays: what somebody reads ends no session.
            let user = casework::user::User { language, ..user };
            tx.put_user(&user).await?;
            tx.put_preferences(id, &preferences).await?;
            tx.commit(self.entry(who, Action::SetOwnPreferences.verb())).await?;
            Ok(OwnPreferences { user: user.into(), preferences })
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use casework::preferences::{Appearance, Digits, Pictures};
    use casework::role::Role;

    use super::*;
    use crate::casebook::tests::{Unit, caller, code_of};

    #[tokio::test]
    async fn somebody_sets_their_own_and_others_keep_theirs() {
        let unit = Unit::new().await;
        let node = &unit.world.node;
        let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
        let (other, _) = unit.world.add("other", Role::Auditor).await;
        let other = caller(&unit.world, other.id, unit.unit, &[Role::Auditor]).await;
        assert_eq!(node.own_preferences(&me).await.unwrap().preferences, Preferences::default());
        let chosen = Preferences {
            digits: Digits::ArabicIndic,
            pictures: Pictures::Never,
            appearance: Appearance::Dark,
            time_zone: "Asia/Amman".into(),
            ..Preferences::default()
        };
        let ask = SetPreferences { language: Some(Language::Arabic), preferences: chosen.clone() };
        node.set_preferences(&me, ask).await.unwrap();
        let mine = node.own_preferences(&me).await.unwrap();
        assert_eq!((mine.user.language, mine.preferences), (Some(Language::Arabic), chosen));
        assert_eq!(node.own_preferences(&other).await.unwrap().preferences, Preferences::default());
        // What somebody can look at is nobody else's business.
        let entries = unit.world.entries().await;
        let told = entries.iter().find(|entry| entry["verb"] == "preferences-set-own").unwrap().to_string();
        assert!(!told.contains("never") && !told.contains("Amman"), "{told}");
    }

    #[tokio::test]
    async fn a_zone_that_is_none_changes_nothing() {
        let unit = Unit::new().await;
        let node = &unit.world.node;
        let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
        let preferences = Preferences { time_zone: "Nowhere/Such".into(), ..Preferences::default() };
        let refused = node.set_preferences(&me, SetPreferences { language: None, preferences }).await;
        assert_eq!(code_of(refused), "preference-not-a-time-zone");
        assert_eq!(node.own_preferences(&me).await.unwrap().preferences, Preferences::default());
    }
}
