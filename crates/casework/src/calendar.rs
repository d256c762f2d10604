//! A country's calendar: its zone, its days of rest, its holidays year by year. It never guesses a holiday: years
//! without a list are named by whoever asks, and reckoned as if they had none, so that no term comes out too late.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::problem::codes;
use crate::who::Moment;

codes! {
    /// A day of the week.
    RestDay {
        /// Monday.
        Monday = "monday",
        /// Tuesday.
        Tuesday = "tuesday",
        /// Wednesday.
        Wednesday = "wednesday",
        /// Thursday.
        Thursday = "thursday",
        /// Friday.
        Friday = "friday",
        /// Saturday.
        Saturday = "saturday",
        /// Sunday.
        Sunday = "sunday",
    }
}

/// A calendar as its file writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CalendarText {
    /// The time zone by its IANA name: a day of this calendar begins and ends there.
    pub zone: String,
    /// The days of the week on which nobody works.
    pub weekend: BTreeSet<RestDay>,
    /// The holidays of the years whose lists are known.
    #[serde(default, rename = "year", skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<YearOfHolidays>,
}

/// The holidays of one year, those that follow the moon among them, as they were announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct YearOfHolidays {
    /// The year.
    pub year: i16,
    /// The law or announcement that says so.
    pub source: String,
    /// The days.
    pub holidays: Vec<Holiday>,
}

/// A day on which nobody works, though the week says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Holiday {
    /// The day.
    pub date: Date,
    /// What it is called where it is kept.
    pub name: String,
}

/// What is wrong with a calendar, so that whoever wrote it can mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCalendar {
    /// Its zone is in no list of zones.
    #[error("{0:?} is no time zone: write its IANA name, such as Africa/Cairo")]
    Zone(String),
    /// Nobody would ever work.
    #[error("every day of the week is a day of rest: leave at least one out")]
    NoWorkingDay,
    /// A holiday stands under another year.
    #[error("{date} stands under {year}: move it to its own year")]
    WrongYear {
        /// The holiday.
        date: Date,
        /// Where it stands.
        year: i16,
    },
    /// A year stands there twice.
    #[error("the year {0} stands there twice: make one list of both")]
    YearTwice(i16),
}

/// A calendar that can be reckoned with.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    weekend: BTreeSet<RestDay>,
    years: BTreeMap<i16, BTreeSet<Date>>,
}

impl TryFrom<&CalendarText> for Calendar {
    type Error = BadCalendar;

    fn try_from(text: &CalendarText) -> Result<Calendar, BadCalendar> {
        // The zones within the program, not the machine's: a deadline is the same everywhere.
        let zone = TimeZoneDatabase::bundled().get(&text.zone).map_err(|_| BadCalendar::Zone(text.zone.clone()))?;
        if text.weekend.len() == RestDay::ALL.len() {
            return Err(BadCalendar::NoWorkingDay);
        }
        let mut years = BTreeMap::new();
        for year in &text.years {
            let dates: BTreeSet<Date> = year.holidays.iter().map(|holiday| holiday.date).collect();
            if let Some(date) = dates.iter().find(|date| date.year() != year.year) {
                return Err(BadCalendar::WrongYear { date: *date, year: year.year });
            }
            if years.insert(year.year, dates).is_some() {
                return Err(BadCalendar::YearTwice(year.year));
            }
        }
        Ok(Calendar { zone, weekend: text.weekend.clone(), years })
    }
}

impl Calendar {
    /// The day on which this moment falls where the calendar is kept.
    pub fn date_of(&self, moment: Moment) -> Date {
        self.zone.to_datetime(timestamp(moment)).date()
    }

    /// The first moment of this day there: midnight, or later where the clocks are put forward at midnight.
    pub fn start_of(&self, date: Date) -> Moment {
        let start = self.zone.to_zoned(date.at(0, 0, 0, 0)).and_then(|zoned| zoned.start_of_day());
        match start {
            Ok(start) => Moment(start.timestamp().as_microsecond()),
            // Only at the ends of time; a moment that never comes.
            Err(_) => Moment(i64::MAX),
        }
    }

    /// The first moment after this day.
    pub fn end_of(&self, date: Date) -> Moment {
        date.tomorrow().map_or(Moment(i64::MAX), |tomorrow| self.start_of(tomorrow))
    }

    /// Whether people work on this day: neither a day of rest nor a holiday that the calendar knows.
    pub fn is_working_day(&self, date: Date) -> bool {
        let rests = self.weekend.contains(&rest_day(date.weekday()));
        !rests && !self.years.get(&date.year()).is_some_and(|days| days.contains(&date))
    }

    /// Whether the holidays of this year are known.
    pub fn knows_year(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// The years from this day to that day whose holidays are not known.
    pub fn years_missing(&self, from: Date, to: Date) -> Vec<i16> {
        (from.year()..=to.year()).filter(|year| !self.knows_year(*year)).collect()
    }

    /// How many days people work from this day on and before that day.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        days(from).take_while(|date| *date < to).filter(|date| self.is_working_day(*date)).count() as u32
    }
}

/// The days from this one on, to the end of time.
pub(crate) fn days(from: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |date| date.tomorrow().ok())
}

/// This many months later on the same day of the month, or on its last day where the month is shorter.
pub(crate) fn months_later(date: Date, months: u32) -> Date {
    // Reading a term refuses more than a century, and a date that is no longer representable is the last there is.
    date.checked_add(i64::from(months).months()).unwrap_or(Date::MAX)
}

fn timestamp(moment: Moment) -> Timestamp {
    let bound = if moment.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(moment.0).unwrap_or(bound)
}

fn rest_day(day: Weekday) -> RestDay {
    match day {
        Weekday::Monday => RestDay::Monday,
        Weekday::Tuesday => RestDay::Tuesday,
        Weekday::Wednesday => RestDay::Wednesday,
        Weekday::Thursday => RestDay::Thursday,
        Weekday::Friday => RestDay::Friday,
        Weekday::Saturday => RestDay::Saturday,
        Weekday::Sunday => RestDay::Sunday,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use jiff::civil::date;

    /// A calendar of this zone and weekend, which knows 2026 with the holidays given as month and day.
    pub(crate) fn calendar(zone: &str, weekend: &[RestDay], holidays: &[(i8, i8)]) -> Calendar {
        let holiday = |(month, day): &(i8, i8)| Holiday { date: date(2026, *month, *day), name: String::new() };
        let year =
            YearOfHolidays { year: 2026, source: String::new(), holidays: holidays.iter().map(holiday).collect() };
        let text =
            CalendarText { zone: zone.to_owned(), weekend: weekend.iter().copied().collect(), years: vec![year] };
        Calendar::try_from(&text).unwrap()
    }

    /// The moment at which a wall clock of this calendar's zone shows this.
    pub(crate) fn at(calendar: &Calendar, year: i16, month: i8, day: i8, hour: i8) -> Moment {
        Moment(calendar.zone.to_timestamp(date(year, month, day).at(hour, 0, 0, 0)).unwrap().as_microsecond())
    }

    #[test]
    fn each_country_rests_on_its_own_days() {
        let working = |weekend: &[RestDay]| {
            let calendar = calendar("UTC", weekend, &[]);
            // From Monday, 2 November 2026.
            (2..9).map(|day| if calendar.is_working_day(date(2026, 11, day)) { 'w' } else { '-' }).collect::<String>()
        };
        assert_eq!(working(&[RestDay::Saturday, RestDay::Sunday]), "wwwww--");
        assert_eq!(working(&[RestDay::Friday, RestDay::Saturday]), "wwww--w");
        assert_eq!(working(&[RestDay::Sunday]), "wwwwww-");
        assert_eq!(working(&[]), "wwwwwww");
    }

    #[test]
    fn a_holiday_is_no_working_day_and_a_year_without_a_list_is_named() {
        let calendar = calendar("Europe/Paris", &[RestDay::Saturday, RestDay::Sunday], &[(7, 14)]);
        assert!(!calendar.is_working_day(date(2026, 7, 14)));
        assert!(calendar.is_working_day(date(2027, 7, 14)));
        assert_eq!(calendar.years_missing(date(2026, 1, 1), date(2028, 1, 1)), [2027, 2028]);
        assert_eq!(calendar.working_days_between(date(2026, 7, 13), date(2026, 7, 20)), 4);
        assert_eq!(calendar.working_days_between(date(2026, 7, 20), date(2026, 7, 13)), 0);
    }

    #[test]
    fn a_day_begins_where_the_calendar_is_kept_even_when_clocks_change() {
        let paris = calendar("Europe/Paris", &[], &[]);
        assert_eq!(paris.date_of(at(&paris, 2026, 7, 14, 0)), date(2026, 7, 14));
        let hours = |date| (paris.end_of(date).0 - paris.start_of(date).0) / 3_600_000_000;
        assert_eq!([date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 25)].map(hours), [24, 23, 25]);
        // In Cairo the clocks are put forward at midnight: the last Friday of April begins at one.
        let cairo = calendar("Africa/Cairo", &[RestDay::Friday, RestDay::Saturday], &[]);
        let friday = date(2026, 4, 24);
        assert_eq!(cairo.start_of(friday), at(&cairo, 2026, 4, 24, 1));
        assert_eq!(cairo.date_of(cairo.start_of(friday)), friday);
        assert_eq!(cairo.end_of(friday.yesterday().unwrap()), cairo.start_of(friday));
    }

    #[test]
    fn months_end_where_the_month_ends() {
        for (from, months, expected) in [
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2026, 1, 15), 6, date(2026, 7, 15)),
            (date(2028, 2, 29), 12, date(2029, 2, 28)),
        ] {
            assert_eq!(months_later(from, months), expected);
        }
    }

    #[test]
    fn a_calendar_that_cannot_be_kept_is_refused() {
        let good = CalendarText { zone: "UTC".to_owned(), weekend: BTreeSet::new(), years: Vec::new() };
        let year = |year, date| {
            let holidays = vec![Holiday { date, name: String::new() }];
            YearOfHolidays { year, source: String::new(), holidays }
        };
        let day = date(2026, 1, 1);
        let cases = [
            (
                CalendarText { zone: "Mars/Olympus".to_owned(), ..good.clone() },
                BadCalendar::Zone("Mars/Olympus".to_owned()),
            ),
            (
                CalendarText { weekend: RestDay::ALL.iter().copied().collect(), ..good.clone() },
                BadCalendar::NoWorkingDay,
            ),
            (
                CalendarText { years: vec![year(2027, day)], ..good.clone() },
                BadCalendar::WrongYear { date: day, year: 2027 },
            ),
            (
                CalendarText { years: vec![year(2026, day), year(2026, day)], ..good.clone() },
                BadCalendar::YearTwice(2026),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(Calendar::try_from(&text).unwrap_err(), expected);
        }
        assert!(Calendar::try_from(&good).is_ok());
    }

    #[test]
    fn moments_at_the_ends_of_time_have_a_day() {
        let calendar = calendar("Europe/Paris", &[], &[]);
        assert!(calendar.date_of(Moment(i64::MIN)) < calendar.date_of(Moment(i64::MAX)));
        assert_eq!(calendar.end_of(Date::MAX), Moment(i64::MAX));
    }
}
