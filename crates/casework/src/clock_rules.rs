//! Which terms run in a country: rule sets as files that a lawyer reads, with who approved them. It reckons no deadline:
//! that is `clock.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::calendar::{BadCalendar, Calendar, CalendarText};
use crate::country::Country;
use crate::problem::codes;
use crate::retention::{KeepingRule, Purpose};

codes! {
    /// What a clock counts towards.
    ClockKind {
        /// The child-protection service is told of a child at risk.
        ProtectionTold = "protection-told",
        /// The service answers the referral: it accepts, or refuses with a reason.
        ReferralAnswer = "referral-answer",
        /// A newly identified child reaches the register, with the series named and the child's wishes recorded.
        ChildNewlyIdentified = "child-newly-identified",
        /// It is said who an uncategorised person is, or the record is erased.
        PersonStatus = "person-status",
        /// A provider stops keeping what it reported: fetch it before.
        Preservation = "preservation",
        /// It is looked at whether a record may be kept on.
        RetentionReview = "retention-review",
        /// A child's case plan is looked at again.
        PlanReview = "plan-review",
    }
}

codes! {
    /// What happens that starts a clock.
    StartEvent {
        /// A child at risk was recorded.
        ChildAtRisk = "child-at-risk",
        /// The protection service was told of a child.
        ServiceTold = "service-told",
        /// It was found out who a child is.
        ChildIdentified = "child-identified",
        /// A person was recorded whose part is not yet known.
        PersonUncategorised = "person-uncategorised",
        /// A provider said that it preserves content.
        ContentPreserved = "content-preserved",
        /// A record was taken in, or kept on after a review.
        RecordKept = "record-kept",
        /// A case plan for a child was agreed or reviewed.
        PlanAgreed = "plan-agreed",
    }
}

codes! {
    /// Who must act: an office, never a person.
    MustAct {
        /// Whoever leads the case.
        CaseOwner = "case-owner",
        /// The victim-identification officer.
        VictimIdentificationOfficer = "victim-identification-officer",
        /// The social worker.
        SocialWorker = "social-worker",
        /// The hotline analyst.
        HotlineAnalyst = "hotline-analyst",
        /// The supervisor.
        Supervisor = "supervisor",
        /// The data-protection officer.
        DataProtectionOfficer = "data-protection-officer",
    }
}

codes! {
    /// Why a clock may stand still, where its rule allows.
    PauseReason {
        /// A court or prosecutor ordered that the unit wait.
        CourtOrder = "court-order",
        /// Another country's answer is needed, and was asked for.
        OtherCountry = "other-country",
        /// The child cannot be reached at present.
        ChildCannotBeReached = "child-cannot-be-reached",
        /// Another service's answer is needed, and was asked for.
        OtherService = "other-service",
    }
}

codes! {
    /// How urgent the risk to a child is. Later in this list is more urgent.
    RiskBand {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
        /// Very high.
        VeryHigh = "very-high",
    }
}

codes! {
    /// What happens when the last day of a term is no working day.
    OnRestDay {
        /// The term ends that day.
        Stays = "stays",
        /// The term ends with the next working day.
        NextWorkingDay = "next-working-day",
    }
}

/// The most days that a term may have, in whatever it is counted: a century.
const DAYS_MAX: u32 = 36_525;

/// How long: written `24 hours`, `10 working days`, `14 days`, `6 months`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// Hours that pass, nights and holidays with them.
    Hours(u32),
    /// Days on which people work, after the day of the event.
    WorkingDays(u32),
    /// Days, after the day of the event.
    Days(u32),
    /// Months: to the end of the same day of the month, or of the month's last.
    Months(u32),
}

/// Text that is no term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no term: write a number from 1 and hours, working days, days or months, a century at most")]
pub struct NotATerm(pub String);

impl FromStr for Term {
    type Err = NotATerm;

    fn from_str(text: &str) -> Result<Term, NotATerm> {
        let wrong = || NotATerm(text.to_owned());
        let (number, unit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let number: u32 = number.parse().map_err(|_| wrong())?;
        let (term, number_max) = match unit.trim() {
            "hour" | "hours" => (Term::Hours(number), DAYS_MAX * 24),
            "working day" | "working days" => (Term::WorkingDays(number), DAYS_MAX),
            "day" | "days" => (Term::Days(number), DAYS_MAX),
            "month" | "months" => (Term::Months(number), DAYS_MAX / 31),
            _ => return Err(wrong()),
        };
        if (1..=number_max).contains(&number) { Ok(term) } else { Err(wrong()) }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Hours(n_hours) => write!(out, "{n_hours} hours"),
            Term::WorkingDays(n_days) => write!(out, "{n_days} working days"),
            Term::Days(n_days) => write!(out, "{n_days} days"),
            Term::Months(n_months) => write!(out, "{n_months} months"),
        }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Term, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One clock's rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// Which clock.
    pub kind: ClockKind,
    /// What starts it.
    pub starts_when: StartEvent,
    /// How long, where the risk does not matter. A rule has either this or [`Rule::by_risk`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// How long by the risk to the child: each band, or none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub by_risk: BTreeMap<RiskBand, Term>,
    /// Who must act.
    pub must_act: MustAct,
    /// Why it may stand still; without any it never does.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub may_pause_for: BTreeSet<PauseReason>,
    /// What happens when its last day is no working day.
    #[serde(default = "stays")]
    pub on_rest_day: OnRestDay,
    /// The law, policy or standard it comes from.
    pub source: String,
}

fn stays() -> OnRestDay {
    OnRestDay::Stays
}

/// How long under one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermOf<'a> {
    /// The same whatever the risk.
    Fixed(Term),
    /// By the risk to the child.
    ByRisk(&'a BTreeMap<RiskBand, Term>),
}

impl Rule {
    /// How long; none when the rule was not read from a checked set and has neither or both.
    pub fn term_of(&self) -> Option<TermOf<'_>> {
        match (self.term, self.by_risk.len()) {
            (Some(term), 0) => Some(TermOf::Fixed(term)),
            (None, n_bands) if n_bands == RiskBand::ALL.len() => Some(TermOf::ByRisk(&self.by_risk)),
            _ => None,
        }
    }
}

/// Who approved a rule set, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Name and office.
    pub by: String,
    /// The day.
    pub on: jiff::civil::Date,
}

/// The rules of one country, complete: its own, and the baseline's where it has none.
#[derive(Debug, Clone)]
pub struct RuleSet {
    /// The country.
    pub country: Country,
    /// The version of the country's file and of the baseline.
    pub version: String,
    /// Who approved; none until both files are approved, and what is printed says so.
    pub approved: Option<Approval>,
    /// Its calendar.
    pub calendar: Calendar,
    rules: BTreeMap<ClockKind, Rule>,
    keeping: BTreeMap<Purpose, KeepingRule>,
}

/// What is wrong with a rule set, so that whoever wrote it can mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadRules {
    /// Not the form of such a file.
    #[error("not a rule set: {0}")]
    Form(String),
    /// A country's file without country or calendar.
    #[error("a country's rules name the country and its calendar")]
    NoCountry,
    /// The calendar cannot be kept.
    #[error(transparent)]
    Calendar(#[from] BadCalendar),
    /// Neither a term nor one for each risk band, or both.
    #[error("{}: give either one term or one for every risk band", kind.code())]
    Terms {
        /// The clock.
        kind: ClockKind,
    },
    /// Two rules for one clock.
    #[error("{}: two rules; leave one", kind.code())]
    Twice {
        /// The clock.
        kind: ClockKind,
    },
    /// Two rules for keeping for one purpose.
    #[error("{}: two rules for keeping; leave one", purpose.code())]
    KeepingTwice {
        /// The purpose.
        purpose: Purpose,
    },
    /// A rule without the law, policy or standard it comes from.
    #[error("{kind}: say the law, policy or standard it comes from")]
    NoSource {
        /// The clock's or the purpose's code.
        kind: &'static str,
    },
    /// A country may shorten or lengthen how soon the protection service is told; it may not let it wait.
    #[error("telling the protection service starts with a child at risk and never stands still")]
    ProtectionWaits,
    /// A clock or a purpose is left without a rule, or an event starts no clock.
    #[error("there is no rule for {kind}: add one")]
    Missing {
        /// The clock's, the purpose's or the event's code.
        kind: &'static str,
    },
}

/// The files that come with the program, by name: the baseline, and countries.
pub const FILES: &[(&str, &str)] = &[
    ("baseline.toml", BASELINE),
    ("eg.toml", include_str!("../clocks/eg.toml")),
    ("fr.toml", include_str!("../clocks/fr.toml")),
];

/// The terms that hold where a country has written none of its own.
pub const BASELINE: &str = include_str!("../clocks/baseline.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RulesText {
    country: Option<Country>,
    version: String,
    approved_by: Option<String>,
    approved_on: Option<jiff::civil::Date>,
    calendar: Option<CalendarText>,
    #[serde(default, rename = "rule")]
    rules: Vec<Rule>,
    #[serde(default, rename = "keeping")]
    keeping: Vec<KeepingRule>,
}

impl RuleSet {
    /// Reads a country's file over the baseline. Every clock and every purpose has a rule afterwards.
    pub fn read(country: &str, baseline: &str) -> Result<RuleSet, BadRules> {
        let (own, base) = (text(country)?, text(baseline)?);
        let (Some(country), Some(calendar)) = (own.country, &own.calendar) else { return Err(BadRules::NoCountry) };
        let calendar = Calendar::try_from(calendar)?;
        let approved = approval(&base).and(approval(&own));
        let version = format!("{} {} over baseline {}", country, own.version, base.version);
        let mut rules = by_kind(base.rules)?;
        rules.extend(by_kind(own.rules)?);
        let mut keeping = by_purpose(base.keeping)?;
        keeping.extend(by_purpose(own.keeping)?);
        if let Some(kind) = ClockKind::ALL.iter().find(|kind| !rules.contains_key(kind)) {
            return Err(BadRules::Missing { kind: kind.code() });
        }
        if let Some(purpose) = Purpose::ALL.iter().find(|purpose| !keeping.contains_key(purpose)) {
            return Err(BadRules::Missing { kind: purpose.code() });
        }
        let told: &Rule = &rules[&ClockKind::ProtectionTold];
        if told.starts_when != StartEvent::ChildAtRisk || !told.may_pause_for.is_empty() {
            return Err(BadRules::ProtectionWaits);
        }
        let starts = |event: &&StartEvent| rules.values().any(|rule| rule.starts_when == **event);
        if let Some(event) = StartEvent::ALL.iter().find(|event| !starts(event)) {
            return Err(BadRules::Missing { kind: event.code() });
        }
        Ok(RuleSet { country, version, approved, calendar, rules, keeping })
    }

    /// The rule of this clock.
    pub fn rule(&self, kind: ClockKind) -> &Rule {
        &self.rules[&kind]
    }

    /// The rule for keeping records for this purpose.
    pub fn keeping(&self, purpose: Purpose) -> &KeepingRule {
        &self.keeping[&purpose]
    }

    /// The clocks that this event starts.
    pub fn started_by(&self, event: StartEvent) -> impl Iterator<Item = &Rule> {
        self.rules.values().filter(move |rule| rule.starts_when == event)
    }
}

fn text(file: &str) -> Result<RulesText, BadRules> {
    toml::from_str(file).map_err(|error| BadRules::Form(error.to_string()))
}

fn approval(text: &RulesText) -> Option<Approval> {
    let by = text.approved_by.as_ref().filter(|by| !by.trim().is_empty())?;
    Some(Approval { by: by.clone(), on: text.approved_on? })
}

fn by_kind(rules: Vec<Rule>) -> Result<BTreeMap<ClockKind, Rule>, BadRules> {
    let mut by_kind = BTreeMap::new();
    for rule in rules {
        let kind = rule.kind;
        if rule.term_of().is_none() {
            return Err(BadRules::Terms { kind });
        }
        if rule.source.trim().is_empty() {
            return Err(BadRules::NoSource { kind: kind.code() });
        }
        if by_kind.insert(kind, rule).is_some() {
            return Err(BadRules::Twice { kind });
        }
    }
    Ok(by_kind)
}

fn by_purpose(rules: Vec<KeepingRule>) -> Result<BTreeMap<Purpose, KeepingRule>, BadRules> {
    let mut by_purpose = BTreeMap::new();
    for rule in rules {
        let purpose = rule.purpose;
        if rule.source.trim().is_empty() {
            return Err(BadRules::NoSource { kind: purpose.code() });
        }
        if by_purpose.insert(purpose, rule).is_some() {
            return Err(BadRules::KeepingTwice { purpose });
        }
    }
    Ok(by_purpose)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTRY: &str = "country = \"ZZ\"\nversion = \"1\"\n[calendar]\nzone = \"UTC\"\nweekend = [\"sunday\"]\n";

    #[test]
    fn every_country_that_comes_with_the_program_has_every_clock_and_is_unapproved() {
        for (name, file) in FILES.iter().filter(|(name, _)| *name != "baseline.toml") {
            let rules = RuleSet::read(file, BASELINE).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(format!("{}.toml", rules.country.to_string().to_lowercase()), *name);
            assert_eq!(rules.approved, None, "{name}: nobody has approved it");
            for event in StartEvent::ALL {
                assert_eq!(rules.started_by(*event).count(), 1, "{name}: {}", event.code());
            }
        }
    }

    #[test]
    fn the_terms_are_those_of_the_field() {
        let rules = RuleSet::read(COUNTRY, BASELINE).unwrap();
        let check = |kind, expected: &[&str]| {
            let found: Vec<String> = match rules.rule(kind).term_of().unwrap() {
                TermOf::Fixed(term) => vec![term.to_string()],
                TermOf::ByRisk(terms) => terms.values().rev().map(Term::to_string).collect(),
            };
            assert_eq!(found, expected, "{}", kind.code());
        };
        check(ClockKind::ProtectionTold, &["24 hours", "7 days", "14 days", "30 days"]);
        check(ClockKind::ChildNewlyIdentified, &["10 working days"]);
        check(ClockKind::PersonStatus, &["6 months"]);
        check(ClockKind::Preservation, &["12 months"]);
        check(ClockKind::RetentionReview, &["60 months"]);
        check(ClockKind::PlanReview, &["3 months"]);
        assert!(rules.rule(ClockKind::ProtectionTold).may_pause_for.is_empty(), "telling the service never waits");
    }

    #[test]
    fn a_country_replaces_a_rule_and_keeps_the_rest() {
        let own = "[[rule]]\nkind = \"person-status\"\nstarts-when = \"person-uncategorised\"\nmust-act = \"supervisor\"\n\
                   term = \"3 months\"\nsource = \"law\"\n";
        let rules = RuleSet::read(&format!("{COUNTRY}{own}"), BASELINE).unwrap();
        assert_eq!(rules.rule(ClockKind::PersonStatus).term, Some(Term::Months(3)));
        assert_eq!(rules.rule(ClockKind::PlanReview).term, Some(Term::Months(3)));
        assert_eq!(rules.rule(ClockKind::RetentionReview).term, Some(Term::Months(60)));
    }

    #[test]
    fn a_set_is_approved_only_when_both_files_are() {
        let sign = |file: &str| format!("approved-by = \"Legal Office\"\napproved-on = \"2026-11-22\"\n{file}");
        let check = |country: &str, baseline: &str| RuleSet::read(country, baseline).unwrap().approved.is_some();
        assert!(!check(&sign(COUNTRY), BASELINE));
        assert!(!check(COUNTRY, &sign(BASELINE)));
        assert!(check(&sign(COUNTRY), &sign(BASELINE)));
    }

    #[test]
    fn a_rule_set_that_leaves_something_open_is_refused() {
        let rule = |terms: &str, source: &str| {
            format!(
                "{COUNTRY}[[rule]]\nkind = \"person-status\"\nstarts-when = \"person-uncategorised\"\n\
                 must-act = \"supervisor\"\nsource = \"{source}\"\n{terms}"
            )
        };
        let kind = ClockKind::PersonStatus;
        let check = |file: &str, expected: BadRules| assert_eq!(RuleSet::read(file, BASELINE).unwrap_err(), expected);
        check(&rule("", "law"), BadRules::Terms { kind });
        check(&rule("by-risk = { low = \"2 days\" }\n", "law"), BadRules::Terms { kind });
        check(&rule("term = \"2 days\"\n", " "), BadRules::NoSource { kind: "person-status" });
        check(BASELINE, BadRules::NoCountry);
        check(
            &rule("term = \"2 days\"\n", "law").replace("person-uncategorised", "plan-agreed"),
            BadRules::Missing { kind: "person-uncategorised" },
        );
        let told = rule("term = \"2 days\"\n", "law").replace("person-status", "protection-told");
        check(&told, BadRules::ProtectionWaits);
        let told = told.replace("person-uncategorised", "child-at-risk");
        assert!(RuleSet::read(&told, BASELINE).is_ok());
        check(&format!("{told}may-pause-for = [\"court-order\"]\n"), BadRules::ProtectionWaits);
        let twice = rule("term = \"2 days\"\n", "law");
        let twice =
            format!("{twice}{}", twice.split_once("[[rule]]").map(|(_, rest)| format!("[[rule]]{rest}")).unwrap());
        check(&twice, BadRules::Twice { kind });
        assert_eq!(
            RuleSet::read(COUNTRY, "version = \"1\"").unwrap_err(),
            BadRules::Missing { kind: "protection-told" },
        );
        for file in ["", "version = 1", &rule("term = \"0 days\"\n", "law"), &rule("trem = \"1 days\"\n", "law")] {
            assert!(matches!(RuleSet::read(file, BASELINE), Err(BadRules::Form(_))), "{file}");
        }
    }

    #[test]
    fn a_term_is_read_as_it_is_written() {
        for text in ["24 hours", "10 working days", "14 days", "6 months", "1 months"] {
            assert_eq!(text.parse::<Term>().unwrap().to_string(), text);
        }
        for text in ["", "0 days", "-1 days", "days", "3", "3 weeks", "1179 months", "36526 days", "4294967296 hours"] {
            assert!(text.parse::<Term>().is_err(), "{text}");
        }
    }
}
