//! The four languages and how one is picked from what the system says. Knows nothing of messages.

/// A language that Sanad speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// `ar`, written from right to left.
    Arabic,
    /// `en`.
    English,
    /// `fr`.
    French,
    /// `es`.
    Spanish,
}

impl Lang {
    /// All of them, in the order of their codes.
    pub const ALL: [Lang; 4] = [Lang::Arabic, Lang::English, Lang::Spanish, Lang::French];

    /// The ISO 639-1 code, e.g. `ar`: the name of the language's folder and the value of HTML's `lang`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Arabic => "ar",
            Lang::English => "en",
            Lang::French => "fr",
            Lang::Spanish => "es",
        }
    }

    /// The language's own name for itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::Arabic => "العربية",
            Lang::English => "English",
            Lang::French => "Français",
            Lang::Spanish => "Español",
        }
    }

    /// The language of a tag as POSIX (`ar_EG.UTF-8`, `es@euro`, `C`) or BCP 47 (`fr-CA`) write it.
    ///
    /// `None` when it is none of the four; `C` and `POSIX` are English.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        // Cut at ASCII marks and compare ASCII letters only: under tr_TR no other lower-casing may creep in.
        let language = tag.trim().split(['_', '-', '.', '@']).next().unwrap_or_default();
        if ["C", "POSIX"].contains(&language) {
            return Some(Lang::English);
        }
        Lang::ALL.into_iter().find(|lang| language.eq_ignore_ascii_case(lang.code()))
    }

    /// The language that the environment asks for: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set and not
    /// empty decides (POSIX.1-2017, XBD 8.2). English where nothing is said or where we do not speak it.
    pub fn from_environment(lc_all: Option<&str>, lc_messages: Option<&str>, lang: Option<&str>) -> Lang {
        let said = [lc_all, lc_messages, lang].into_iter().flatten().find(|value| !value.trim().is_empty());
        said.and_then(Lang::from_tag).unwrap_or(Lang::English)
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(self) -> bool {
        self == Lang::Arabic
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_all_manners_are_read() {
        let check = |tag, expected| assert_eq!(Lang::from_tag(tag), expected, "{tag}");
        check("ar_EG.UTF-8", Some(Lang::Arabic));
        check("AR", Some(Lang::Arabic));
        check("fr-CA", Some(Lang::French));
        check("es_ES@euro", Some(Lang::Spanish));
        check("en_GB.ISO-8859-1", Some(Lang::English));
        check("C", Some(Lang::English));
        check("C.UTF-8", Some(Lang::English));
        check("POSIX", Some(Lang::English));
        check("tr_TR", None);
        check("arc", None);
        check("", None);
    }

    #[test]
    fn the_first_variable_that_speaks_decides() {
        let check = |all, messages, lang, expected| {
            assert_eq!(Lang::from_environment(all, messages, lang), expected, "{all:?} {messages:?} {lang:?}")
        };
        check(None, None, Some("ar_EG.UTF-8"), Lang::Arabic);
        check(None, None, Some("tr_TR"), Lang::English);
        check(None, None, Some("C"), Lang::English);
        check(None, None, None, Lang::English);
        check(Some(""), Some("fr_FR"), Some("es_MX"), Lang::French);
        check(Some("C"), Some("fr_FR"), Some("es_MX"), Lang::English);
    }
}
