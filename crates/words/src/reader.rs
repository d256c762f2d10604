//! How one person reads: digits, names of months, time zone. Settings only: nothing is written here.

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// What somebody chose for reading. [`Words::for_reader`](crate::Words::for_reader) writes accordingly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The digits of running numbers and dates.
    pub digits: Digits,
    /// The names of months in Arabic.
    pub months: ArabicMonths,
    /// The zone in which days and hours are written.
    pub zone: TimeZone,
}

impl Default for Reader {
    /// Western digits, the months of Egypt and the Gulf, UTC: what is written where nobody chose.
    fn default() -> Reader {
        Reader { digits: Digits::Western, months: ArabicMonths::Gregorian, zone: TimeZone::UTC }
    }
}

/// The digits of running numbers and dates. They change nothing outside Arabic, where no reader uses any others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Digits {
    /// 0123456789
    #[default]
    Western,
    /// ٠١٢٣٤٥٦٧٨٩
    ArabicIndic,
}

impl Digits {
    /// Both.
    pub const ALL: [Digits; 2] = [Digits::Western, Digits::ArabicIndic];

    /// Under which it is kept as a setting.
    pub fn code(self) -> &'static str {
        match self {
            Digits::Western => "western",
            Digits::ArabicIndic => "arabic-indic",
        }
    }

    /// The setting of this code.
    pub fn from_code(code: &str) -> Option<Digits> {
        Digits::ALL.into_iter().find(|digits| digits.code() == code)
    }
}

/// The names that Arabic gives the twelve months, which differ by country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ArabicMonths {
    /// يناير: Egypt, Sudan, the Gulf, Yemen.
    #[default]
    Gregorian,
    /// كانون الثاني: Iraq, Syria, Lebanon, Jordan, Palestine.
    Levant,
    /// جانفي: Algeria and Tunisia.
    Maghreb,
    /// يناير, but يوليوز and غشت: Morocco.
    Morocco,
    /// كانون الثاني/يناير: both, as documents between countries print them.
    Both,
}

impl ArabicMonths {
    /// All of them, in the order in which a page offers them.
    pub const ALL: [ArabicMonths; 5] = [
        ArabicMonths::Gregorian,
        ArabicMonths::Levant,
        ArabicMonths::Maghreb,
        ArabicMonths::Morocco,
        ArabicMonths::Both,
    ];

    /// Under which it is kept as a setting.
    pub fn code(self) -> &'static str {
        match self {
            ArabicMonths::Gregorian => "gregorian",
            ArabicMonths::Levant => "levant",
            ArabicMonths::Maghreb => "maghreb",
            ArabicMonths::Morocco => "morocco",
            ArabicMonths::Both => "both",
        }
    }

    /// The setting of this code.
    pub fn from_code(code: &str) -> Option<ArabicMonths> {
        ArabicMonths::ALL.into_iter().find(|months| months.code() == code)
    }
}

/// The time zone of an IANA name, e.g. `Africa/Tunis`, by the rules that are compiled in: every node answers alike.
pub fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The names that [`zone`] knows, in the order of their letters: what a page offers.
pub fn zone_names() -> Vec<String> {
    let mut names: Vec<String> = TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_found_by_its_code() {
        for digits in Digits::ALL {
            assert_eq!(Digits::from_code(digits.code()), Some(digits));
        }
        for months in ArabicMonths::ALL {
            assert_eq!(ArabicMonths::from_code(months.code()), Some(months));
        }
        assert_eq!((Digits::from_code("roman"), ArabicMonths::from_code("")), (None, None));
    }

    #[test]
    fn zones_are_known_by_name_and_nothing_else_is_one() {
        let names = zone_names();
        for name in ["Africa/Tunis", "America/Bogota", "Asia/Baghdad", "UTC"] {
            assert!(names.iter().any(|known| known == name), "{name}");
            assert!(zone(name).is_some(), "{name}");
        }
        assert!(names.is_sorted());
        assert_eq!(zone("Africa/Atlantis"), None);
        assert_eq!(zone("../../etc/passwd"), None);
    }
}
