//! How somebody wants to read and look: their own, and nobody else's business. It never says what they may.

use serde::{Deserialize, Serialize};

use crate::problem::codes;

codes! {
    /// The digits of running numbers and dates. Ids, hashes and distances are always Western.
    Digits {
        /// 0 1 2.
        Western = "western",
        /// ٠ ١ ٢.
        ArabicIndic = "arabic-indic",
    }
}

codes! {
    /// How Arabic names the months.
    MonthNames {
        /// يناير, as in Egypt and the Gulf.
        Gregorian = "gregorian",
        /// كانون الثاني, as in the Levant and Iraq.
        Levant = "levant",
        /// جانفي, as in Algeria and Tunisia.
        Maghreb = "maghreb",
        /// يناير, and غشت, as in Morocco.
        Morocco = "morocco",
        /// كانون الثاني/يناير, as INTERPOL prints them.
        Both = "both",
    }
}

codes! {
    /// Whether any picture is ever sent to them.
    Pictures {
        /// Small and grey, until they ask for more.
        Grey = "grey",
        /// None, whatever page: labels and words alone.
        Never = "never",
    }
}

codes! {
    /// How a preview is asked for, and hidden again.
    Reveal {
        /// Shown as long as a key is held.
        Hold = "hold",
        /// One press shows, the next hides.
        Press = "press",
    }
}

codes! {
    /// Light on dark, or dark on light.
    Appearance {
        /// As the system is set.
        System = "system",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

/// What somebody chose. What they did not choose is as [`Preferences::default`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Digits of running numbers and dates.
    pub digits: Digits,
    /// Names of months in Arabic.
    pub months: MonthNames,
    /// The time zone in which times are written, by its IANA name.
    pub time_zone: String,
    /// Whether pictures are sent.
    pub pictures: Pictures,
    /// How previews are asked for.
    pub reveal: Reveal,
    /// Light or dark.
    pub appearance: Appearance,
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            digits: Digits::Western,
            months: MonthNames::Both,
            time_zone: "UTC".to_owned(),
            pictures: Pictures::Grey,
            reveal: Reveal::Hold,
            appearance: Appearance::System,
        }
    }
}

/// Why a choice was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum PreferenceRefusal {
    /// Choose a time zone from the list.
    #[error("no time zone of the IANA database has this name")]
    NotATimeZone,
}

impl Preferences {
    /// Checks what somebody chose.
    ///
    /// # Errors
    /// For a time zone that there is not.
    pub fn check(&self) -> Result<(), PreferenceRefusal> {
        // By the rules that are compiled in: every node answers alike.
        let found = jiff::tz::TimeZoneDatabase::bundled().get(&self.time_zone);
        found.map(|_| ()).map_err(|_| PreferenceRefusal::NotATimeZone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_before_a_choice_existed_is_read_with_its_default() {
        let read: Preferences = serde_json::from_str(r#"{"digits": "arabic-indic"}"#).unwrap();
        assert_eq!(read, Preferences { digits: Digits::ArabicIndic, ..Preferences::default() });
    }

    #[test]
    fn a_time_zone_is_one_of_the_database() {
        let check = |zone: &str, expected| {
            let preferences = Preferences { time_zone: zone.to_owned(), ..Preferences::default() };
            assert_eq!(preferences.check(), expected, "{zone}");
        };
        check("Asia/Amman", Ok(()));
        check("UTC", Ok(()));
        check("Amman", Err(PreferenceRefusal::NotATimeZone));
        check("../../etc/passwd", Err(PreferenceRefusal::NotATimeZone));
        check("", Err(PreferenceRefusal::NotATimeZone));
    }
}
