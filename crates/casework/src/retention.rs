//! Why a record is kept, on what ground, until when, and what is left of it afterwards. It erases nothing itself.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, days, months_later};
use crate::clock_rules::Term;
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::who::{Moment, Said};

codes! {
    /// What a record is kept for.
    Purpose {
        /// To find out who a child is.
        IdentifyVictims = "identify-victims",
        /// To investigate an offence.
        Investigate = "investigate",
        /// To protect a child.
        ProtectAChild = "protect-a-child",
        /// To have material removed.
        RemoveMaterial = "remove-material",
        /// To find out what an incoming report is about.
        AssessAnIncomingReport = "assess-an-incoming-report",
    }
}

impl Purpose {
    /// What records of a noun are kept for while nobody has said otherwise; none for a noun that goes with another
    /// record, or that is kept by rules of its own.
    pub fn usual(noun: Noun) -> Option<Purpose> {
        match noun {
            Noun::Series | Noun::Victim | Noun::Place | Noun::Clue => Some(Purpose::IdentifyVictims),
            Noun::Person | Noun::Account | Noun::Device | Noun::Case | Noun::Lead | Noun::Operation => {
                Some(Purpose::Investigate)
            }
            Noun::Address => Some(Purpose::RemoveMaterial),
            Noun::Incoming => Some(Purpose::AssessAnIncomingReport),
            Noun::File | Noun::Exhibit | Noun::Link | Noun::Grading | Noun::Clock | Noun::Outcome => None,
            Noun::Unit | Noun::User => None,
        }
    }
}

codes! {
    /// On what ground a record is erased.
    ErasedBecause {
        /// Its time is over.
        Expired = "expired",
        /// Somebody whom it is about objected, and was right.
        ObjectionUpheld = "objection-upheld",
        /// A court or an authority ordered it.
        Ordered = "ordered",
        /// It should never have been written.
        WrittenInError = "written-in-error",
    }
}

/// How long records may be kept for a purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KeepingRule {
    /// The purpose.
    pub purpose: Purpose,
    /// At most how long at first.
    pub first: Term,
    /// At most how much longer after each review.
    pub extension: Term,
    /// At most how many times.
    pub extensions_max: u32,
    /// The law, policy or standard it comes from.
    pub source: String,
}

/// What stands on every record: without it, no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// What for.
    pub purpose: Purpose,
    /// The law it rests on; not blank.
    pub legal_basis: String,
    /// From this day.
    pub from: Date,
    /// To the end of this day.
    pub until: Date,
    /// When it is looked at again, at the latest.
    pub review_on: Date,
    /// Each time it was kept longer, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// The orders that forbid erasing it, lifted ones too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Hold>,
}

/// That a review kept a record longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Until when it was kept before.
    pub until_before: Date,
    /// Until when after.
    pub until: Date,
    /// Who, when and why.
    pub said: Said,
}

/// An order that a record must not be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Who placed it, when and why.
    pub placed: Said,
    /// Who lifted it, when and why; none while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<Said>,
}

/// Why a record cannot be kept so, and what must happen instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum KeepingRefusal {
    /// No law named.
    #[error("name the law that this rests on")]
    NoLegalBasis,
    /// Longer than the rule allows.
    #[error("at most until {until_max}")]
    TooLong {
        /// The last day that the rule allows.
        until_max: Date,
    },
    /// Ends before it begins, or a review that comes after the end.
    #[error("the days are not in order: from, review, until")]
    DaysOutOfOrder,
    /// The rule is for another purpose.
    #[error("this rule is for another purpose")]
    OtherPurpose,
    /// No reason given.
    #[error("say why")]
    #[strum(serialize = "no-reason")]
    ReasonNeeded,
    /// It was extended as often as the rule allows.
    #[error("kept on {n_extensions} times, which is the most: erase it, or place a hold")]
    NoMoreExtensions {
        /// How often it was.
        n_extensions: u32,
    },
    /// No hold stands.
    #[error("no hold stands on this record")]
    NoHold,
    /// A hold stands: it is not erased on any ground.
    #[error("a hold forbids erasing this record")]
    OnHold,
    /// Its time is not over.
    #[error("kept until {until}: erase it after that day, or say on what other ground")]
    NotExpired {
        /// The last day on which it is kept.
        until: Date,
    },
    /// Records stand in this case that nobody could see without it.
    #[error("{n_records} records of a closed circle stand in this case alone: erase them first")]
    OthersStandInIt {
        /// How many.
        n_records: u64,
    },
    /// Records of this noun go with others, or are kept by rules of their own.
    #[error("this is not kept or erased by itself")]
    NotByItself,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum Standing {
    /// Kept.
    Kept {
        /// When it is looked at again.
        review_on: Date,
    },
    /// It must be looked at.
    ReviewDue {
        /// Since when.
        since: Date,
    },
    /// Its time is over, but it must not be erased; it is used for nothing else than what the hold is for.
    Held {
        /// When its time was over.
        expired_on: Date,
    },
    /// Its time is over: erase it.
    Expired {
        /// The last day on which it was kept.
        on: Date,
    },
}

impl Keeping {
    /// Keeps a record from this day, within what the rule allows.
    pub fn new(
        purpose: Purpose,
        legal_basis: &str,
        (from, review_on, until): (Date, Date, Date),
        rule: &KeepingRule,
        calendar: &Calendar,
    ) -> Result<Keeping, KeepingRefusal> {
        if rule.purpose != purpose {
            return Err(KeepingRefusal::OtherPurpose);
        }
        if legal_basis.trim().is_empty() {
            return Err(KeepingRefusal::NoLegalBasis);
        }
        if !(from <= review_on && review_on <= until) {
            return Err(KeepingRefusal::DaysOutOfOrder);
        }
        within(from, rule.first, until, calendar)?;
        let legal_basis = legal_basis.trim().to_owned();
        Ok(Keeping { purpose, legal_basis, from, until, review_on, extensions: Vec::new(), holds: Vec::new() })
    }

    /// What holds for a record of this day whose keeping nobody has written down: as long as the rule allows at first, on no
    /// law that anybody named, and looked at when that time ends.
    pub fn by_rule(from: Date, rule: &KeepingRule, calendar: &Calendar) -> Keeping {
        let until = until_max(from, rule.first, calendar);
        Keeping {
            purpose: rule.purpose,
            legal_basis: String::new(),
            from,
            until,
            review_on: until,
            extensions: Vec::new(),
            holds: Vec::new(),
        }
    }

    /// Whether a hold stands.
    pub fn is_held(&self) -> bool {
        self.holds.iter().any(|hold| hold.lifted.is_none())
    }

    /// Whether it may be erased on this ground now.
    pub fn may_erase(&self, because: ErasedBecause, now: Moment, calendar: &Calendar) -> Result<(), KeepingRefusal> {
        if self.is_held() {
            return Err(KeepingRefusal::OnHold);
        }
        let is_over = calendar.date_of(now) > self.until;
        match because {
            ErasedBecause::Expired if !is_over => Err(KeepingRefusal::NotExpired { until: self.until }),
            _ => Ok(()),
        }
    }

    /// Keeps it longer after a review: with a reason, as long and as often as the rule allows.
    pub fn extend(
        &self,
        (review_on, until): (Date, Date),
        said: Said,
        rule: &KeepingRule,
        calendar: &Calendar,
    ) -> Result<Keeping, KeepingRefusal> {
        if rule.purpose != self.purpose {
            return Err(KeepingRefusal::OtherPurpose);
        }
        if said.reason().is_none() {
            return Err(KeepingRefusal::ReasonNeeded);
        }
        let n_extensions = self.extensions.len() as u32;
        if n_extensions >= rule.extensions_max {
            return Err(KeepingRefusal::NoMoreExtensions { n_extensions });
        }
        let today = calendar.date_of(said.at);
        if until <= self.until || review_on > until || review_on < today {
            return Err(KeepingRefusal::DaysOutOfOrder);
        }
        // Counted from the review, so that an early one wins no time.
        within(today.min(self.until), rule.extension, until, calendar)?;
        let mut keeping = self.clone();
        keeping.extensions.push(Extension { until_before: self.until, until, said });
        keeping.until = until;
        keeping.review_on = review_on;
        Ok(keeping)
    }

    /// Forbids erasing it, with who and why.
    pub fn hold(&self, placed: Said) -> Result<Keeping, KeepingRefusal> {
        if placed.reason().is_none() {
            return Err(KeepingRefusal::ReasonNeeded);
        }
        let mut keeping = self.clone();
        keeping.holds.push(Hold { placed, lifted: None });
        Ok(keeping)
    }

    /// Lifts the hold that was placed last and still stands, with who and why.
    pub fn lift_hold(&self, lifted: Said) -> Result<Keeping, KeepingRefusal> {
        if lifted.reason().is_none() {
            return Err(KeepingRefusal::ReasonNeeded);
        }
        let mut keeping = self.clone();
        let standing = keeping.holds.iter_mut().rfind(|hold| hold.lifted.is_none());
        standing.ok_or(KeepingRefusal::NoHold)?.lifted = Some(lifted);
        Ok(keeping)
    }

    /// Where the record stands at this moment.
    pub fn standing(&self, now: Moment, calendar: &Calendar) -> Standing {
        let today = calendar.date_of(now);
        if today > self.until {
            match self.is_held() {
                true => Standing::Held { expired_on: self.until },
                false => Standing::Expired { on: self.until },
            }
        } else if today >= self.review_on {
            Standing::ReviewDue { since: self.review_on }
        } else {
            Standing::Kept { review_on: self.review_on }
        }
    }
}

codes! {
    /// A part of a record, by what becomes of it.
    Part {
        /// What the record says: names, texts, facts, notes.
        Body = "body",
        /// The salt with which the ledger's commitment to the body was made.
        LedgerSalt = "ledger-salt",
        /// Links to and from it, with their evidence.
        Links = "links",
        /// Its words and letters in the search, its fingerprints in the index.
        SearchAndIndex = "search-and-index",
        /// Copies of it in backups past their term, which are listed until they are gone.
        Backups = "backups",
        /// Its id, so that it is never given again and that a reader of an old report learns *erased*.
        Id = "id",
        /// The ledger's leaf: proof that it existed, when, and that nobody changed it.
        LedgerLeaf = "ledger-leaf",
        /// Its kind, and how long and for what it was kept.
        KeepingRecord = "keeping-record",
        /// Who erased it, when and on what ground.
        ErasureEntry = "erasure-entry",
    }
}

impl Part {
    /// Whether it stays when a record is erased. What stays tells nothing of what the record said.
    pub fn stays(self) -> bool {
        matches!(self, Part::Id | Part::LedgerLeaf | Part::KeepingRecord | Part::ErasureEntry)
    }
}

/// Longer than any term, in days: a century of working days.
const DAYS_AGO_MAX: i64 = 200 * 366;

/// Before when a record was made whose keeping nobody has written down, and whose first time is over by now: those that were
/// made later are not to be looked at yet. `i64::MIN` where not even the oldest is.
pub fn due_by_rule_if_made_before(now: Moment, rule: &KeepingRule, calendar: &Calendar) -> Moment {
    let today = calendar.date_of(now);
    let made_ago = |n_days: i64| today.checked_sub(jiff::Span::new().days(n_days)).unwrap_or(Date::MIN);
    let is_due = |n_days: i64| until_max(made_ago(n_days), rule.first, calendar) <= today;
    // The longer ago, the sooner over: the first number of days for which it is.
    let (mut not_due, mut due) = (-1, DAYS_AGO_MAX);
    if !is_due(due) {
        return Moment(i64::MIN);
    }
    while due - not_due > 1 {
        let between = (due + not_due) / 2;
        if is_due(between) { due = between } else { not_due = between }
    }
    calendar.end_of(made_ago(due))
}

/// The last day up to which a record may be kept that is kept from this day for this long.
fn until_max(from: Date, term: Term, calendar: &Calendar) -> Date {
    match term {
        Term::Months(n_months) => months_later(from, n_months),
        Term::Days(n_days) => days(from).nth(n_days as usize).unwrap_or(Date::MAX),
        Term::WorkingDays(n_days) => {
            let mut working = days(from).skip(1).filter(|day| calendar.is_working_day(*day));
            working.nth(n_days.saturating_sub(1) as usize).unwrap_or(Date::MAX)
        }
        // Records are kept by days: hours give no more than the days that they fill.
        Term::Hours(n_hours) => days(from).nth((n_hours / 24) as usize).unwrap_or(Date::MAX),
    }
}

fn within(from: Date, term: Term, until: Date, calendar: &Calendar) -> Result<(), KeepingRefusal> {
    let until_max = until_max(from, term, calendar);
    if until > until_max { Err(KeepingRefusal::TooLong { until_max }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::RestDay;
    use crate::calendar::tests::{at, calendar};
    use crate::id::{UnitId, UserId};
    use crate::who::Actor;
    use jiff::civil::date;

    const RULE: KeepingRule = KeepingRule {
        purpose: Purpose::Investigate,
        first: Term::Months(60),
        extension: Term::Months(36),
        extensions_max: 1,
        source: String::new(),
    };

    fn said(year: i16, reason: &str) -> Said {
        let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([2; 10]) };
        Said { by, at: at(&utc(), year, 6, 1, 12), reason: Some(reason.to_owned()) }
    }

    fn utc() -> Calendar {
        calendar("UTC", &[], &[])
    }

    fn kept() -> Keeping {
        let days = (date(2026, 6, 1), date(2030, 1, 1), date(2031, 6, 1));
        Keeping::new(Purpose::Investigate, "law", days, &RULE, &utc()).unwrap()
    }

    #[test]
    fn what_was_made_before_is_due_by_the_rule_and_nothing_later() {
        let calendar = calendar("Asia/Amman", &[RestDay::Friday, RestDay::Saturday], &[(12, 25)]);
        let terms =
            [Term::Months(60), Term::Months(1), Term::Days(1), Term::WorkingDays(10), Term::Hours(24), Term::Hours(1)];
        for (term, day) in terms.into_iter().zip([1, 28, 29, 30, 31, 31]) {
            let rule = KeepingRule { first: term, ..RULE };
            let now = at(&calendar, 2026, 12, day, 12);
            let before = due_by_rule_if_made_before(now, &rule, &calendar);
            let is_kept = |made: Moment| {
                let keeping = Keeping::by_rule(calendar.date_of(made), &rule, &calendar);
                matches!(keeping.standing(now, &calendar), Standing::Kept { .. })
            };
            assert!(!is_kept(Moment(before.0 - 1)), "{term:?}");
            assert!(is_kept(before) || before > now, "{term:?}");
        }
    }

    #[test]
    fn a_record_without_purpose_ground_or_within_its_term_is_refused() {
        let (from, until) = (date(2026, 6, 1), date(2031, 6, 1));
        let check = |purpose, basis, days, expected| {
            assert_eq!(Keeping::new(purpose, basis, days, &RULE, &utc()).err(), expected);
        };
        check(Purpose::Investigate, "law", (from, until, until), None);
        check(Purpose::Investigate, " \n", (from, until, until), Some(KeepingRefusal::NoLegalBasis));
        check(Purpose::RemoveMaterial, "law", (from, until, until), Some(KeepingRefusal::OtherPurpose));
        let longer = date(2031, 6, 2);
        check(Purpose::Investigate, "law", (from, until, longer), Some(KeepingRefusal::TooLong { until_max: until }));
        check(Purpose::Investigate, "law", (from, longer, until), Some(KeepingRefusal::DaysOutOfOrder));
        check(Purpose::Investigate, "law", (until, from, until), Some(KeepingRefusal::DaysOutOfOrder));
    }

    #[test]
    fn a_review_extends_with_a_reason_up_to_the_rules_maximum_and_no_more() {
        let (review, until) = (date(2033, 1, 1), date(2034, 6, 1));
        let longer = kept().extend((review, until), said(2031, "trial not over"), &RULE, &utc()).unwrap();
        assert_eq!((longer.until, longer.extensions[0].until_before), (until, date(2031, 6, 1)));
        let check = |keeping: &Keeping, until, year, reason: &str, expected| {
            assert_eq!(keeping.extend((review, until), said(year, reason), &RULE, &utc()).unwrap_err(), expected);
        };
        check(&kept(), until, 2031, " ", KeepingRefusal::ReasonNeeded);
        check(&kept(), until, 2030, "early", KeepingRefusal::TooLong { until_max: date(2033, 6, 1) });
        check(&kept(), date(2031, 6, 1), 2031, "no longer at all", KeepingRefusal::DaysOutOfOrder);
        check(&longer, date(2036, 1, 1), 2034, "again", KeepingRefusal::NoMoreExtensions { n_extensions: 1 });
    }

    #[test]
    fn a_record_is_reviewed_then_expires_and_a_hold_keeps_it_only_while_it_stands() {
        let check = |keeping: &Keeping, year, expected| {
            assert_eq!(keeping.standing(at(&utc(), year, 6, 2, 0), &utc()), expected);
        };
        let review_on = date(2030, 1, 1);
        check(&kept(), 2027, Standing::Kept { review_on });
        check(&kept(), 2030, Standing::ReviewDue { since: review_on });
        check(&kept(), 2031, Standing::Expired { on: date(2031, 6, 1) });
        let held = kept().hold(said(2030, "court order 12")).unwrap();
        check(&held, 2027, Standing::Kept { review_on });
        check(&held, 2031, Standing::Held { expired_on: date(2031, 6, 1) });
        let lifted = held.lift_hold(said(2032, "order withdrawn")).unwrap();
        check(&lifted, 2032, Standing::Expired { on: date(2031, 6, 1) });
        assert_eq!(kept().hold(said(2030, "")).unwrap_err(), KeepingRefusal::ReasonNeeded);
        assert_eq!(lifted.lift_hold(said(2032, "again")).unwrap_err(), KeepingRefusal::NoHold);
        let twice = held.hold(said(2030, "second order")).unwrap().lift_hold(said(2031, "one withdrawn")).unwrap();
        check(&twice, 2032, Standing::Held { expired_on: date(2031, 6, 1) });
    }

    #[test]
    fn a_record_is_erased_when_its_time_is_over_or_on_another_ground_and_never_under_a_hold() {
        let check = |keeping: &Keeping, year, because, expected| {
            assert_eq!(keeping.may_erase(because, at(&utc(), year, 6, 2, 0), &utc()).err(), expected);
        };
        let until = date(2031, 6, 1);
        check(&kept(), 2031, ErasedBecause::Expired, None);
        check(&kept(), 2030, ErasedBecause::Expired, Some(KeepingRefusal::NotExpired { until }));
        let held = kept().hold(said(2030, "court order 12")).unwrap();
        for because in ErasedBecause::ALL {
            check(&held, 2031, *because, Some(KeepingRefusal::OnHold));
            let lifted = held.lift_hold(said(2030, "withdrawn")).unwrap();
            check(&lifted, 2031, *because, None);
        }
        for because in ErasedBecause::ALL.iter().filter(|because| **because != ErasedBecause::Expired) {
            check(&kept(), 2027, *because, None);
        }
    }

    #[test]
    fn what_nobody_wrote_down_is_kept_as_long_as_the_rule_allows_at_first() {
        let keeping = Keeping::by_rule(date(2026, 6, 1), &RULE, &utc());
        assert_eq!((keeping.until, keeping.review_on), (date(2031, 6, 1), date(2031, 6, 1)));
        let kept: Vec<&str> =
            Noun::ALL.iter().filter(|noun| Purpose::usual(**noun).is_none()).map(|noun| noun.code()).collect();
        assert_eq!(kept, ["file", "exhibit", "outcome", "link", "grading", "clock", "unit", "user"]);
    }

    #[test]
    fn what_is_erased_and_what_proof_stays() {
        let stay: Vec<&str> = Part::ALL.iter().filter(|part| part.stays()).map(|part| part.code()).collect();
        assert_eq!(stay, ["id", "ledger-leaf", "keeping-record", "erasure-entry"]);
    }
}
