//! A clock: what must be done by when, how it stood still, and how it ended. It reads no time itself, and knows cases
//! and units but nobody to blame: whoever must act is an office, and breaches cannot be sorted by person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, days, months_later};
use crate::clock_rules::{ClockKind, OnRestDay, PauseReason, RiskBand, Rule, RuleSet, StartEvent, Term, TermOf};
use crate::id::{CaseId, ClockId, RecordId, UnitId};
use crate::link_kind::Noun;
use crate::problem::codes;
use crate::protected::Protected;
use crate::record::{KeyKind, Record};
use crate::who::{Moment, Said};

codes! {
    /// Why a clock was stopped without its end being met.
    StopReason {
        /// The service has had this child in its care since before.
        ServiceAlreadyHolds = "service-already-holds",
        /// The child is in another country, whose unit was told and answered.
        OtherCountryHolds = "other-country-holds",
        /// The person at risk turned out not to be a child.
        NotAChild = "not-a-child",
        /// Another record of the same child carries the same clock.
        SameChildElsewhere = "same-child-elsewhere",
        /// The record was made by mistake.
        RecordedInError = "recorded-in-error",
        /// What the clock was about has been erased.
        RecordErased = "record-erased",
        /// The content was fetched, or the provider no longer holds it.
        NothingLeftToPreserve = "nothing-left-to-preserve",
        /// The plan ended: the service closed the child's case.
        PlanEnded = "plan-ended",
    }
}

impl StopReason {
    /// The reasons that may stop a clock of this kind. No reason in free words stops one.
    pub fn allowed_for(kind: ClockKind) -> &'static [StopReason] {
        use StopReason::*;
        match kind {
            ClockKind::ProtectionTold => {
                &[ServiceAlreadyHolds, OtherCountryHolds, NotAChild, SameChildElsewhere, RecordedInError]
            }
            ClockKind::ReferralAnswer => &[OtherCountryHolds, NotAChild, SameChildElsewhere, RecordedInError],
            ClockKind::ChildNewlyIdentified => &[OtherCountryHolds, NotAChild, SameChildElsewhere, RecordedInError],
            ClockKind::PersonStatus | ClockKind::RetentionReview => &[RecordErased, RecordedInError],
            ClockKind::Preservation => &[NothingLeftToPreserve, RecordErased, RecordedInError],
            ClockKind::PlanReview => &[PlanEnded, RecordedInError],
        }
    }
}

/// How a clock's end was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MetBy {
    /// The protection service was told.
    Told(Told),
    /// The service answered.
    Answered(Answer),
    /// Something was done that this record shows.
    Record(RecordId),
}

/// That the protection service was told of a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Whom: the service, and the person who took it.
    pub whom: Protected,
    /// When.
    pub at: Moment,
}

/// What the protection service answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It takes the child on, under its own reference.
    Accepted {
        /// Its reference, where it gave one.
        reference: Protected,
    },
    /// It does not, and says why.
    Refused {
        /// Why, in its words; not blank.
        reason: Protected,
    },
}

/// A time in which the clock stood still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why, by its code.
    pub reason: PauseReason,
    /// Who stopped it, when, and why in words.
    pub since: Said,
    /// Who let it run again, and when; none while it stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Said>,
}

/// How a clock ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// What it counted towards was done.
    Met {
        /// By what.
        by: MetBy,
        /// Who recorded it, and when it counts as done.
        said: Said,
    },
    /// It was stopped.
    Stopped {
        /// Why, by its code.
        reason: StopReason,
        /// Who stopped it, when, and why in words.
        said: Said,
    },
}

/// A clock with its whole story. What it shows at a moment is reckoned: [`Clock::state`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Its id.
    pub id: ClockId,
    /// The record it is about.
    pub about: RecordId,
    /// The case, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// The unit that must act.
    pub unit: UnitId,
    /// The rule, as it stood when the clock started: a later change of the rules moves no running deadline.
    pub rule: Rule,
    /// The version of the rule set.
    pub rules_version: String,
    /// How urgent, where the rule asks; the highest that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<RiskBand>,
    /// Who started it, and when.
    pub started: Said,
    /// When it stood still, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// How it ended; none while it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
}

/// About what a clock starts, and for whom.
#[derive(Debug, Clone)]
pub struct Start {
    /// The record it is about.
    pub about: RecordId,
    /// The case, where there is one.
    pub case: Option<CaseId>,
    /// The unit that must act.
    pub unit: UnitId,
    /// How urgent, where it is known.
    pub risk: Option<RiskBand>,
    /// Who starts it, and when.
    pub said: Said,
}

/// The moment from which a clock is late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The first moment that is too late.
    pub at: Moment,
    /// Years whose holidays the calendar does not know: it was reckoned as if they had none, so never too late.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub years_missing: Vec<i16>,
}

/// What a clock shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ClockState {
    /// It runs.
    Running {
        /// Until when.
        due: Due,
    },
    /// It stands still.
    Paused {
        /// Since when.
        since: Moment,
        /// Why.
        reason: PauseReason,
        /// When it would be due if it ran again now.
        due_if_resumed: Due,
    },
    /// Done in time.
    Met {
        /// When.
        at: Moment,
    },
    /// Done, too late.
    MetLate {
        /// When.
        at: Moment,
        /// Since when it had been late.
        late_since: Moment,
    },
    /// Not done, and too late.
    Breached {
        /// Since when.
        since: Moment,
    },
    /// Stopped.
    Stopped {
        /// When.
        at: Moment,
        /// Why.
        reason: StopReason,
    },
}

impl ClockState {
    /// What sorts clocks for whoever has to do something: those that are late or run, by the moment from which they are
    /// late, then those that stand still, then those that have ended.
    pub fn urgency(&self) -> (u8, Moment) {
        match self {
            ClockState::Breached { since: due } | ClockState::Running { due: Due { at: due, .. } } => (0, *due),
            ClockState::Paused { due_if_resumed, .. } => (1, due_if_resumed.at),
            ClockState::Met { at } | ClockState::MetLate { at, .. } | ClockState::Stopped { at, .. } => (2, *at),
        }
    }
}

/// Why a clock was not changed, and what must happen instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum ClockRefusal {
    /// The rule goes by the risk, and none was said: say it. When nobody knows yet, say the highest.
    #[error("say how urgent the risk is; where nobody knows, the highest")]
    RiskNeeded,
    /// It has ended: start another.
    #[error("this clock has ended; start another")]
    Ended,
    /// It is late: a pause cannot make it punctual. Do what it asks, or stop it with a named reason.
    #[error("late since {since:?}: it cannot stand still now; do what it asks, or stop it with a named reason")]
    Late {
        /// Since when.
        since: Moment,
    },
    /// Its rule lets no clock stand still for this reason.
    #[error("this clock does not stand still for {}", reason.code())]
    NoPauseFor {
        /// The reason given.
        reason: PauseReason,
    },
    /// It needs a reason in words too.
    #[error("say why, in words")]
    #[strum(serialize = "no-reason")]
    ReasonNeeded,
    /// It stands still already.
    #[error("it stands still already; let it run first")]
    PausedAlready,
    /// It is running.
    #[error("it is running; there is nothing to resume")]
    NotPaused,
    /// Earlier than what was recorded last.
    #[error("earlier than what was recorded last, at {last:?}")]
    OutOfOrder {
        /// The last moment recorded.
        last: Moment,
    },
    /// A clock of this kind is not stopped for this reason.
    #[error("{} does not stop this clock; one of its named reasons does", reason.code())]
    NoStopFor {
        /// The reason given.
        reason: StopReason,
    },
    /// This is not what the clock waits for.
    #[error("not what this clock waits for: telling needs whom and when, an answer needs its reason")]
    NotMetByThis,
    /// Risk is only raised: a lower one does not lengthen a term that runs.
    #[error("a lower risk does not lengthen a running term")]
    LowerRisk,
}

impl Clock {
    /// Starts the clocks that this event starts. Recording a child at risk cannot be done without the clock of telling
    /// the protection service, for this is the only way to one.
    pub fn start(
        rules: &RuleSet,
        event: StartEvent,
        start: &Start,
        mut new_id: impl FnMut() -> ClockId,
    ) -> Result<Vec<Clock>, ClockRefusal> {
        let mut clock = |rule: &Rule| {
            let risk = match rule.term_of() {
                Some(TermOf::ByRisk(_)) => Some(start.risk.ok_or(ClockRefusal::RiskNeeded)?),
                _ => None,
            };
            Ok(Clock {
                id: new_id(),
                about: start.about,
                case: start.case,
                unit: start.unit,
                rule: rule.clone(),
                rules_version: rules.version.clone(),
                risk,
                started: start.said.clone(),
                pauses: Vec::new(),
                end: None,
            })
        };
        rules.started_by(event).map(&mut clock).collect()
    }

    /// When it is due, were every pause that is still open to end now.
    pub fn due(&self, calendar: &Calendar, now: Moment) -> Due {
        let spans = self.pauses.iter().map(|pause| {
            let until = pause.until.as_ref().map_or(now, |said| said.at);
            (pause.since.at, until.max(pause.since.at))
        });
        due(self.term(), self.rule.on_rest_day, self.started.at, &spans.collect::<Vec<_>>(), calendar)
    }

    /// What it shows now.
    pub fn state(&self, calendar: &Calendar, now: Moment) -> ClockState {
        match &self.end {
            Some(End::Stopped { reason, said }) => ClockState::Stopped { at: said.at, reason: *reason },
            Some(End::Met { said, .. }) => {
                let due = self.due(calendar, said.at).at;
                let at = said.at;
                if at < due { ClockState::Met { at } } else { ClockState::MetLate { at, late_since: due } }
            }
            None => {
                let due = self.due(calendar, now);
                match self.open_pause() {
                    Some(pause) => {
                        ClockState::Paused { since: pause.since.at, reason: pause.reason, due_if_resumed: due }
                    }
                    None if now < due.at => ClockState::Running { due },
                    None => ClockState::Breached { since: due.at },
                }
            }
        }
    }

    /// Lets it stand still, for a reason that its rule allows, while it is not yet late.
    pub fn pause(&self, reason: PauseReason, said: Said, calendar: &Calendar) -> Result<Clock, ClockRefusal> {
        self.open(&said)?;
        if self.open_pause().is_some() {
            return Err(ClockRefusal::PausedAlready);
        }
        if !self.rule.may_pause_for.contains(&reason) {
            return Err(ClockRefusal::NoPauseFor { reason });
        }
        if said.reason().is_none() {
            return Err(ClockRefusal::ReasonNeeded);
        }
        if let ClockState::Breached { since } = self.state(calendar, said.at) {
            return Err(ClockRefusal::Late { since });
        }
        let mut clock = self.clone();
        clock.pauses.push(Pause { reason, since: said, until: None });
        Ok(clock)
    }

    /// Lets it run again.
    pub fn resume(&self, said: Said) -> Result<Clock, ClockRefusal> {
        self.open(&said)?;
        let mut clock = self.clone();
        match clock.pauses.last_mut().filter(|pause| pause.until.is_none()) {
            Some(pause) => pause.until = Some(said),
            None => return Err(ClockRefusal::NotPaused),
        }
        Ok(clock)
    }

    /// Raises the risk: the term is the higher band's, from when the clock started.
    pub fn raise_risk(&self, risk: RiskBand) -> Result<Clock, ClockRefusal> {
        if self.end.is_some() {
            return Err(ClockRefusal::Ended);
        }
        match self.risk {
            Some(known) if known <= risk => Ok(Clock { risk: Some(risk), ..self.clone() }),
            _ => Err(ClockRefusal::LowerRisk),
        }
    }

    /// Ends it, because what it counts towards was done. A clock that stood still runs again at that moment.
    pub fn meet(&self, by: MetBy, said: Said) -> Result<Clock, ClockRefusal> {
        self.open(&said)?;
        let fits = match (&by, self.rule.kind) {
            (MetBy::Told(told), ClockKind::ProtectionTold) => !told.whom.is_blank() && told.at <= said.at,
            (MetBy::Answered(Answer::Refused { reason }), ClockKind::ReferralAnswer) => !reason.is_blank(),
            (MetBy::Answered(Answer::Accepted { .. }), ClockKind::ReferralAnswer) => true,
            (MetBy::Record(_), kind) => !matches!(kind, ClockKind::ProtectionTold | ClockKind::ReferralAnswer),
            _ => false,
        };
        if !fits {
            return Err(ClockRefusal::NotMetByThis);
        }
        let mut clock = self.clone();
        if let Some(pause) = clock.pauses.last_mut().filter(|pause| pause.until.is_none()) {
            pause.until = Some(said.clone());
        }
        clock.end = Some(End::Met { by, said });
        Ok(clock)
    }

    /// Stops it, for a reason that clocks of its kind know.
    pub fn stop(&self, reason: StopReason, said: Said) -> Result<Clock, ClockRefusal> {
        self.open(&said)?;
        if !StopReason::allowed_for(self.rule.kind).contains(&reason) {
            return Err(ClockRefusal::NoStopFor { reason });
        }
        if said.reason().is_none() {
            return Err(ClockRefusal::ReasonNeeded);
        }
        Ok(Clock { end: Some(End::Stopped { reason, said }), ..self.clone() })
    }

    /// What its end starts: the next clock's event, where one follows.
    pub fn what_follows(&self) -> Option<StartEvent> {
        match (&self.end, self.rule.kind) {
            (Some(End::Met { .. }), ClockKind::ProtectionTold) => Some(StartEvent::ServiceTold),
            (Some(End::Met { .. }), ClockKind::PlanReview) => Some(StartEvent::PlanAgreed),
            // A record that was not kept on was erased, which stops the clock.
            (Some(End::Met { .. }), ClockKind::RetentionReview) => Some(StartEvent::RecordKept),
            (Some(End::Met { by: MetBy::Answered(Answer::Refused { .. }), .. }), ClockKind::ReferralAnswer) => {
                // The child is still at risk, and no service has taken it on.
                Some(StartEvent::ChildAtRisk)
            }
            _ => None,
        }
    }

    fn term(&self) -> Term {
        match self.rule.term_of() {
            Some(TermOf::Fixed(term)) => term,
            // A stored clock whose risk was lost is as urgent as can be.
            Some(TermOf::ByRisk(terms)) => terms[&self.risk.unwrap_or(RiskBand::VeryHigh)],
            // Only a rule that no rule set has checked; due at once is on the safe side.
            None => Term::Hours(0),
        }
    }

    fn open_pause(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.until.is_none())
    }

    /// Refuses what comes after the end or before what was recorded last.
    fn open(&self, said: &Said) -> Result<(), ClockRefusal> {
        if self.end.is_some() {
            return Err(ClockRefusal::Ended);
        }
        let last = self.pauses.last().map_or(self.started.at, |pause| pause.until.as_ref().unwrap_or(&pause.since).at);
        if said.at < last { Err(ClockRefusal::OutOfOrder { last }) } else { Ok(()) }
    }
}

/// A clock that is late. It names no person, and nothing in it leads to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// The clock.
    pub clock: ClockId,
    /// What it counts towards.
    pub kind: ClockKind,
    /// The record it is about.
    pub about: RecordId,
    /// Since when it is late.
    pub since: Moment,
}

/// The late clocks of a node, by case and by unit: there is no third way to group them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breaches {
    /// By case; under none, those that belong to no case. In each, the longest late first.
    pub by_case: BTreeMap<Option<CaseId>, Vec<Breach>>,
    /// By unit. In each, the longest late first.
    pub by_unit: BTreeMap<UnitId, Vec<Breach>>,
}

/// The clocks that are late now.
pub fn breaches<'a>(clocks: impl IntoIterator<Item = &'a Clock>, calendar: &Calendar, now: Moment) -> Breaches {
    let mut found = Breaches::default();
    for clock in clocks {
        if let ClockState::Breached { since } = clock.state(calendar, now) {
            let breach = Breach { clock: clock.id, kind: clock.rule.kind, about: clock.about, since };
            found.by_case.entry(clock.case).or_default().push(breach.clone());
            found.by_unit.entry(clock.unit).or_default().push(breach);
        }
    }
    for group in found.by_case.values_mut().chain(found.by_unit.values_mut()) {
        group.sort_by_key(|breach| (breach.since, breach.clock));
    }
    found
}

/// When a term ends that began then and stood still for these spans, which do not overlap.
///
/// Hours are lengthened by the time that passed. Days count when the clock runs at their end, so a day that ends within
/// a pause does not count, and a pause over d such days moves the end by d. Months are the days that they have from the
/// day of the event, counted the same way.
fn due(term: Term, on_rest_day: OnRestDay, start: Moment, spans: &[(Moment, Moment)], calendar: &Calendar) -> Due {
    let first = calendar.date_of(start);
    let n_days = match term {
        Term::Hours(n_hours) => {
            let paused: i64 = spans.iter().map(|(since, until)| until.0.saturating_sub(since.0)).sum();
            let at = start.0.saturating_add(i64::from(n_hours) * 3_600_000_000).saturating_add(paused);
            return Due { at: Moment(at), years_missing: Vec::new() };
        }
        Term::WorkingDays(n_days) | Term::Days(n_days) => n_days,
        Term::Months(n_months) => days(first).take_while(|day| *day < months_later(first, n_months)).count() as u32,
    };
    let working = matches!(term, Term::WorkingDays(_));
    let spans: Vec<_> =
        spans.iter().map(|(since, until)| (calendar.date_of(*since), calendar.date_of(*until))).collect();
    let counts = |day: &jiff::civil::Date| {
        let paused = spans.iter().any(|(since, until)| since <= day && day < until);
        !paused && (!working || calendar.is_working_day(*day))
    };
    let mut last = days(first).skip(1).filter(counts).nth(n_days.saturating_sub(1) as usize).unwrap_or(first);
    let moves_on = on_rest_day == OnRestDay::NextWorkingDay;
    if moves_on {
        last = days(last).find(|day| calendar.is_working_day(*day)).unwrap_or(last);
    }
    let years_missing = if working || moves_on { calendar.years_missing(first, last) } else { Vec::new() };
    Due { at: calendar.end_of(last), years_missing }
}

impl Record for Clock {
    type Id = ClockId;
    const NOUN: Noun = Noun::Clock;

    fn id(&self) -> ClockId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.unit
    }

    fn state_code(&self) -> &'static str {
        match (&self.end, self.open_pause()) {
            (Some(End::Met { .. }), _) => "met",
            (Some(End::Stopped { .. }), _) => "stopped",
            (None, Some(_)) => "paused",
            (None, None) => "running",
        }
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::About, self.about.to_string())]
    }
}

#[cfg(test)]
mod tests;
