//! Days, times and how long ago, as each language writes them. CLDR knows the names and their order; no clock is read.

use std::sync::OnceLock;

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{M, T, YMD};
use icu_datetime::input::{Date, Time};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::{ArabicMonths, Digits, Lang, Value, Words};

const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
const HOUR_US: i64 = 60 * MINUTE_US;
const DAY_US: i64 = 24 * HOUR_US;
const TWO_DAYS_US: i64 = 2 * DAY_US;

/// Instants are microseconds since 1970 in UTC, as the store keeps them. One outside the years ±9999, which no clock of
/// ours gives, is written as that number.
impl Words {
    /// The day in the reader's zone: *5 January 2026*, *5 كانون الثاني 2026*, *1er janvier 2026*.
    pub fn day(&self, moment_us: i64) -> String {
        self.here(moment_us).map_or_else(|| moment_us.to_string(), |(civil, _)| self.pen().day(civil))
    }

    /// Day, hour and minute in the reader's zone: *5 January 2026, 14:05*.
    pub fn moment(&self, moment_us: i64) -> String {
        let Some((civil, _)) = self.here(moment_us) else { return moment_us.to_string() };
        let pen = self.pen();
        self.say_plain("date-moment", &[("day", pen.day(civil).into()), ("time", pen.minutes(civil).into())])
    }

    /// The reader's own clock at a moment: microseconds since 1970, without a zone. What is read in days is ordered by it.
    pub fn showing(&self, moment_us: i64) -> i64 {
        let offset = self.here(moment_us).map_or(0, |(_, offset)| i64::from(offset.seconds()));
        moment_us.saturating_add(offset * SECOND_US)
    }

    /// The day that a clock showed, whatever its zone: microseconds since 1970, without a zone.
    pub fn day_showing(&self, showing_us: i64) -> String {
        civil(showing_us).map_or_else(|| showing_us.to_string(), |civil| self.pen().day(civil))
    }

    /// Hour and minute that a clock showed, whatever its zone: microseconds since 1970, without a zone.
    pub fn time_showing(&self, showing_us: i64) -> String {
        civil(showing_us).map_or_else(String::new, |civil| self.pen().minutes(civil))
    }

    /// To the second and with the distance from UTC, so that it means the same wherever it is read: for whatever may be
    /// printed or quoted.
    pub fn exact_moment(&self, moment_us: i64) -> String {
        let Some((civil, offset)) = self.here(moment_us) else { return moment_us.to_string() };
        let pen = self.pen();
        // An isolate, for a plus between Latin letters and digits turns around in an Arabic line.
        let offset = format!("\u{2066}UTC{}\u{2069}", signed(offset));
        let args = [("day", pen.day(civil).into()), ("time", pen.seconds(civil).into()), ("offset", offset.into())];
        self.say_plain("date-exact-moment", &args)
    }

    /// How long ago something was: *3 hours ago*. What has not been yet is said as [`Words::until`] says it.
    pub fn ago(&self, elapsed_us: i64) -> String {
        self.apart(if elapsed_us < 0 { "until" } else { "ago" }, elapsed_us.saturating_abs())
    }

    /// How long it is until something: *in 3 hours*, rounded down, so that a deadline is never nearer than it reads.
    /// What has been is said as [`Words::ago`] says it.
    pub fn until(&self, remaining_us: i64) -> String {
        self.apart(if remaining_us < 0 { "ago" } else { "until" }, remaining_us.saturating_abs())
    }

    /// Hours are counted up to two days, for clocks of casework run for 24 and 48 of them; then days.
    fn apart(&self, direction: &str, apart_us: i64) -> String {
        let (unit, n) = match apart_us {
            ..MINUTE_US => ("now", 0),
            MINUTE_US..HOUR_US => ("minutes", apart_us / MINUTE_US),
            HOUR_US..TWO_DAYS_US => ("hours", apart_us / HOUR_US),
            _ => ("days", apart_us / DAY_US),
        };
        self.say_plain(&format!("date-{direction}-{unit}"), &[("n", Value::from(n))])
    }

    fn here(&self, moment_us: i64) -> Option<(DateTime, Offset)> {
        let zoned = Timestamp::from_microsecond(moment_us).ok()?.to_zoned(self.reader().zone.clone());
        Some((zoned.datetime(), zoned.offset()))
    }

    fn pen(&self) -> &'static Pen {
        Pen::of(self.lang(), self.reader().months, self.reader().digits)
    }
}

fn civil(showing_us: i64) -> Option<DateTime> {
    Some(Offset::UTC.to_datetime(Timestamp::from_microsecond(showing_us).ok()?))
}

fn signed(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", seconds.abs() / 3600, seconds.abs() / 60 % 60)
}

/// What one way of writing needs, made once.
struct Pen {
    lang: Lang,
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    /// Where both names of a month are wanted: the one that `day` writes, and the one to stand beside it.
    both: Option<[FixedCalendarDateTimeFormatter<Gregorian, M>; 2]>,
    minutes: NoCalendarFormatter<T>,
    seconds: NoCalendarFormatter<T>,
}

impl Pen {
    fn of(lang: Lang, months: ArabicMonths, digits: Digits) -> &'static Pen {
        static PENS: [OnceLock<Pen>; 13] = [const { OnceLock::new() }; 13];
        let position = match lang {
            Lang::English => 0,
            Lang::French => 1,
            Lang::Spanish => 2,
            Lang::Arabic => 3 + 2 * months as usize + digits as usize,
        };
        PENS[position].get_or_init(|| Pen::new(lang, months, digits))
    }

    fn new(lang: Lang, months: ArabicMonths, digits: Digits) -> Pen {
        // The country decides over names and order. hc: 24 hours everywhere, as in police files.
        let tag = |months| match lang {
            Lang::English => String::from("en-GB-u-hc-h23"),
            Lang::French => String::from("fr-u-hc-h23"),
            Lang::Spanish => String::from("es-u-hc-h23"),
            Lang::Arabic => {
                let country = match months {
                    ArabicMonths::Gregorian => "EG",
                    ArabicMonths::Levant | ArabicMonths::Both => "SY",
                    ArabicMonths::Maghreb => "DZ",
                    ArabicMonths::Morocco => "MA",
                };
                let digits = match digits {
                    Digits::Western => "latn",
                    Digits::ArabicIndic => "arab",
                };
                format!("ar-{country}-u-hc-h23-nu-{digits}")
            }
        };
        let locale = |months| tag(months).parse::<Locale>().expect("written here");
        let here = locale(months);
        let compiled_in = "the data of the four languages is compiled in";
        let month =
            |months| FixedCalendarDateTimeFormatter::try_new((&locale(months)).into(), M::long()).expect(compiled_in);
        Pen {
            lang,
            day: FixedCalendarDateTimeFormatter::try_new((&here).into(), YMD::long()).expect(compiled_in),
            both: (lang == Lang::Arabic && months == ArabicMonths::Both)
                .then(|| [month(ArabicMonths::Both), month(ArabicMonths::Gregorian)]),
            minutes: NoCalendarFormatter::try_new((&here).into(), T::hm()).expect(compiled_in),
            seconds: NoCalendarFormatter::try_new((&here).into(), T::hms()).expect(compiled_in),
        }
    }

    fn day(&self, civil: DateTime) -> String {
        let date = Date::try_new_gregorian(civil.year().into(), civil.month() as u8, civil.day() as u8)
            .expect("a date of one calendar is one of the other");
        let written = self.day.format(&date).to_string();
        if let Some([first, second]) = &self.both {
            let first = first.format(&date).to_string();
            return written.replacen(&first, &format!("{first}/{}", second.format(&date)), 1);
        }
        // CLDR has no ordinals; French says *premier* and counts on from the second.
        match written.strip_prefix("1 ") {
            Some(rest) if self.lang == Lang::French => format!("1er {rest}"),
            _ => written,
        }
    }

    fn minutes(&self, civil: DateTime) -> String {
        self.minutes.format(&time(civil)).to_string()
    }

    fn seconds(&self, civil: DateTime) -> String {
        self.seconds.format(&time(civil)).to_string()
    }
}

fn time(civil: DateTime) -> Time {
    Time::try_new(civil.hour() as u8, civil.minute() as u8, civil.second() as u8, 0).expect("a time of the same day")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reader, zone};

    /// 31 December 2025, 23:05:09 UTC.
    const NEW_YEARS_EVE_US: i64 = 1_767_222_309_000_000;

    fn arabic(months: ArabicMonths, digits: Digits) -> Words {
        Words::in_language(Lang::Arabic).for_reader(Reader { months, digits, ..Reader::default() })
    }

    #[test]
    fn days_are_written_as_each_language_does() {
        let check =
            |lang, expected: &str| assert_eq!(Words::in_language(lang).moment(NEW_YEARS_EVE_US), expected, "{lang:?}");
        check(Lang::English, "31 December 2025, 23:05");
        check(Lang::French, "31 décembre 2025, 23:05");
        check(Lang::Spanish, "31 de diciembre de 2025, 23:05");
        check(Lang::Arabic, "31 ديسمبر 2025، 23:05");
    }

    #[test]
    fn a_clock_without_a_zone_is_read_as_it_showed() {
        let amman = Words::in_language(Lang::English)
            .for_reader(Reader { zone: zone("Asia/Amman").unwrap(), ..Reader::default() });
        let showing = amman.showing(NEW_YEARS_EVE_US);
        assert_eq!(showing - NEW_YEARS_EVE_US, 3 * HOUR_US);
        assert_eq!(
            (amman.day_showing(showing), amman.time_showing(showing)),
            ("1 January 2026".into(), "02:05".into())
        );
        assert_eq!(amman.day_showing(NEW_YEARS_EVE_US), "31 December 2025");
    }

    #[test]
    fn arabic_months_go_by_the_country_and_digits_by_the_reader() {
        let check = |months, digits, expected: &str| {
            assert_eq!(arabic(months, digits).day(NEW_YEARS_EVE_US + 5 * DAY_US), expected)
        };
        check(ArabicMonths::Gregorian, Digits::Western, "5 يناير 2026");
        check(ArabicMonths::Levant, Digits::Western, "5 كانون الثاني 2026");
        check(ArabicMonths::Maghreb, Digits::Western, "5 جانفي 2026");
        check(ArabicMonths::Both, Digits::Western, "5 كانون الثاني/يناير 2026");
        check(ArabicMonths::Gregorian, Digits::ArabicIndic, "٥ يناير ٢٠٢٦");
        check(ArabicMonths::Levant, Digits::ArabicIndic, "٥ كانون الثاني ٢٠٢٦");
        check(ArabicMonths::Maghreb, Digits::ArabicIndic, "٥ جانفي ٢٠٢٦");
        check(ArabicMonths::Both, Digits::ArabicIndic, "٥ كانون الثاني/يناير ٢٠٢٦");
        let july = NEW_YEARS_EVE_US + 200 * DAY_US;
        assert_eq!(arabic(ArabicMonths::Morocco, Digits::Western).day(july), "19 يوليوز 2026");
        assert_eq!(arabic(ArabicMonths::Gregorian, Digits::Western).day(july), "19 يوليو 2026");
        assert_eq!(arabic(ArabicMonths::Both, Digits::ArabicIndic).moment(july), "١٩ تموز/يوليو ٢٠٢٦، ٢٣:٠٥");
    }

    #[test]
    fn both_names_stand_in_every_month() {
        let words = arabic(ArabicMonths::Both, Digits::Western);
        for month in 0..12 {
            let day = words.day(NEW_YEARS_EVE_US + (15 + 30 * month) * DAY_US);
            assert_eq!(day.matches('/').count(), 1, "{day}");
        }
    }

    #[test]
    fn the_zone_decides_over_the_day() {
        let words =
            |lang, name| Words::in_language(lang).for_reader(Reader { zone: zone(name).unwrap(), ..Reader::default() });
        assert_eq!(words(Lang::English, "Asia/Baghdad").moment(NEW_YEARS_EVE_US), "1 January 2026, 02:05");
        assert_eq!(words(Lang::French, "Africa/Tunis").day(NEW_YEARS_EVE_US), "1er janvier 2026");
        assert_eq!(words(Lang::French, "Africa/Tunis").day(NEW_YEARS_EVE_US + 10 * DAY_US), "11 janvier 2026");
        assert_eq!(words(Lang::Spanish, "America/Bogota").day(NEW_YEARS_EVE_US), "31 de diciembre de 2025");
        // Madrid is an hour ahead in winter and two in summer.
        let madrid = words(Lang::English, "Europe/Madrid");
        assert_eq!(madrid.exact_moment(NEW_YEARS_EVE_US), "1 January 2026, 00:05:09 (\u{2066}UTC+01:00\u{2069})");
        let july = NEW_YEARS_EVE_US + 200 * DAY_US;
        assert_eq!(madrid.exact_moment(july), "20 July 2026, 01:05:09 (\u{2066}UTC+02:00\u{2069})");
        let saint_johns = words(Lang::French, "America/St_Johns");
        assert!(saint_johns.exact_moment(NEW_YEARS_EVE_US).contains("UTC-03:30"));
    }

    #[test]
    fn time_apart_is_counted_in_the_unit_that_fits() {
        let english = Words::in_language(Lang::English);
        let check = |apart, ago: &str, until: &str| {
            assert_eq!((english.ago(apart).as_str(), english.until(apart).as_str()), (ago, until));
            assert_eq!(
                (english.until(-apart).as_str(), apart == 0),
                (if apart == 0 { until } else { ago }, apart == 0)
            );
        };
        check(0, "less than a minute ago", "in less than a minute");
        check(59 * SECOND_US, "less than a minute ago", "in less than a minute");
        check(MINUTE_US, "1 minute ago", "in 1 minute");
        check(HOUR_US - 1, "59 minutes ago", "in 59 minutes");
        check(HOUR_US, "1 hour ago", "in 1 hour");
        check(47 * HOUR_US, "47 hours ago", "in 47 hours");
        check(2 * DAY_US, "2 days ago", "in 2 days");
        check(400 * DAY_US + HOUR_US, "400 days ago", "in 400 days");
        let indic = arabic(ArabicMonths::Gregorian, Digits::ArabicIndic);
        assert_eq!(indic.ago(2 * HOUR_US), "قبل ساعتين");
        assert_eq!(indic.ago(3 * HOUR_US), "قبل ٣ ساعات");
        assert_eq!(indic.until(11 * HOUR_US), "بعد ١١ ساعة");
        assert_eq!(Words::in_language(Lang::French).ago(DAY_US * 3), "il y a 3 jours");
        assert_eq!(Words::in_language(Lang::Spanish).until(DAY_US * 3), "dentro de 3 días");
    }

    #[test]
    fn what_no_calendar_holds_is_written_as_it_is() {
        let words = Words::in_language(Lang::English);
        assert_eq!(words.moment(i64::MAX), i64::MAX.to_string());
        assert_eq!(words.day(i64::MIN), i64::MIN.to_string());
        assert!(words.ago(i64::MIN).starts_with("in "));
    }
}
