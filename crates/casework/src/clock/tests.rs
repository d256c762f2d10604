//! Clocks: hand-worked deadlines, and properties of pauses over many calendars.

use jiff::civil::{Date, date};

use super::*;
use crate::calendar::RestDay;
use crate::calendar::tests::{at, calendar};
use crate::clock_rules::BASELINE;
use crate::id::{UserId, VictimId};
use crate::who::Actor;

const WEEKEND: &[RestDay] = &[RestDay::Saturday, RestDay::Sunday];
const HOUR: i64 = 3_600_000_000;

fn rules() -> RuleSet {
    let country = "country = \"FR\"\nversion = \"1\"\n[calendar]\nzone = \"Europe/Paris\"\nweekend = [\"saturday\", \"sunday\"]\n";
    RuleSet::read(country, BASELINE).unwrap()
}

fn said(at: Moment) -> Said {
    Said {
        by: Actor { user: UserId::new([9; 10]), unit: UnitId::new([2; 10]) },
        at,
        reason: Some("because".to_owned()),
    }
}

fn start(event: StartEvent, risk: Option<RiskBand>, at: Moment) -> Result<Vec<Clock>, ClockRefusal> {
    let about = VictimId::new([3; 10]).into();
    let start = Start { about, case: None, unit: UnitId::new([2; 10]), risk, said: said(at) };
    Clock::start(&rules(), event, &start, || ClockId::new([1; 10]))
}

fn clock(event: StartEvent, risk: Option<RiskBand>, at: Moment) -> Clock {
    start(event, risk, at).unwrap().remove(0)
}

fn told(at: Moment) -> MetBy {
    MetBy::Told(Told { whom: Protected::new("duty desk, Ms A"), at })
}

#[test]
fn terms_end_where_a_lawyer_would_say() {
    let paris = calendar("Europe/Paris", WEEKEND, &[(7, 14), (12, 25)]);
    let cairo = calendar("Africa/Cairo", &[RestDay::Friday, RestDay::Saturday], &[]);
    let check = |calendar: &Calendar, from: Date, term: &str, last: Date| {
        let start = at(calendar, from.year(), from.month(), from.day(), 15);
        let found = due(term.parse().unwrap(), OnRestDay::Stays, start, &[], calendar);
        assert_eq!(found.at, calendar.end_of(last), "{from} and {term}");
    };
    // Wednesday 8 July 2026: the 14th is a holiday, the weekend does not count.
    check(&paris, date(2026, 7, 8), "10 working days", date(2026, 7, 23));
    check(&paris, date(2026, 7, 8), "10 days", date(2026, 7, 18));
    check(&paris, date(2026, 8, 31), "6 months", date(2027, 2, 28));
    check(&paris, date(2026, 3, 28), "1 days", date(2026, 3, 29));
    check(&cairo, date(2026, 11, 5), "1 working days", date(2026, 11, 8));
    check(&cairo, date(2026, 4, 22), "1 days", date(2026, 4, 23));
    // A day of 23 hours and one of 25: hours are hours that pass.
    for day in [date(2026, 3, 28), date(2026, 10, 24)] {
        let start = at(&paris, 2026, day.month(), day.day(), 15);
        assert_eq!(due(Term::Hours(24), OnRestDay::Stays, start, &[], &paris).at.0 - start.0, 24 * HOUR);
    }
}

#[test]
fn a_term_that_ends_on_a_rest_day_moves_on_only_where_the_rule_says_so() {
    let paris = calendar("Europe/Paris", WEEKEND, &[(12, 28)]);
    let start = at(&paris, 2026, 12, 25, 9);
    let last = |on_rest_day| due(Term::Days(1), on_rest_day, start, &[], &paris).at;
    assert_eq!(last(OnRestDay::Stays), paris.end_of(date(2026, 12, 26)));
    assert_eq!(last(OnRestDay::NextWorkingDay), paris.end_of(date(2026, 12, 29)));
}

#[test]
fn a_year_without_its_holidays_is_said_and_not_guessed() {
    let paris = calendar("Europe/Paris", WEEKEND, &[]);
    let from = at(&paris, 2026, 12, 23, 9);
    assert_eq!(due(Term::WorkingDays(10), OnRestDay::Stays, from, &[], &paris).years_missing, [2027]);
    assert_eq!(due(Term::WorkingDays(2), OnRestDay::Stays, from, &[], &paris).years_missing, [0i16; 0]);
    assert_eq!(due(Term::Days(100), OnRestDay::Stays, from, &[], &paris).years_missing, [0i16; 0]);
}

/// Numbers that are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

fn calendars() -> Vec<Calendar> {
    vec![
        calendar("Europe/Paris", WEEKEND, &[(5, 1), (7, 14)]),
        calendar("Africa/Cairo", &[RestDay::Friday, RestDay::Saturday], &[(4, 20), (4, 21)]),
        calendar("America/Bogota", &[RestDay::Sunday], &[]),
        calendar("Asia/Kathmandu", &[], &[(10, 20)]),
    ]
}

#[test]
fn pausing_for_d_working_days_moves_the_deadline_by_d_working_days() {
    let mut chance = Chance(4);
    let mut n_moved = 0;
    for calendar in calendars() {
        for _ in 0..300 {
            let start = Moment(at(&calendar, 2026, 1, 1, 0).0 + chance.below(8760) as i64 * HOUR);
            let term = Term::WorkingDays(1 + chance.below(20) as u32);
            let before = due(term, OnRestDay::Stays, start, &[], &calendar).at;
            let since = Moment(start.0 + chance.below(((before.0 - start.0) / HOUR) as u64) as i64 * HOUR);
            let until = Moment(since.0 + chance.below(24 * 40) as i64 * HOUR);
            let after = due(term, OnRestDay::Stays, start, &[(since, until)], &calendar).at;
            // The day of the event never counts, so standing still on it costs nothing.
            let from = calendar.date_of(since).max(calendar.date_of(start).tomorrow().unwrap());
            let n_paused = calendar.working_days_between(from, calendar.date_of(until));
            let moved = calendar.working_days_between(calendar.date_of(before), calendar.date_of(after));
            assert_eq!(moved, n_paused, "{term} from {start:?}, paused {since:?} to {until:?}");
            n_moved += u32::from(moved > 0);
        }
    }
    assert!(n_moved > 600, "{n_moved}");
}

#[test]
fn a_pause_never_ends_a_clock_sooner_and_a_longer_one_never_sooner_than_a_shorter() {
    let mut chance = Chance(7);
    for calendar in calendars() {
        for _ in 0..300 {
            let start = Moment(at(&calendar, 2026, 1, 1, 0).0 + chance.below(8760) as i64 * HOUR);
            let number = 1 + chance.below(30) as u32;
            let term = [Term::Hours(number), Term::Days(number), Term::WorkingDays(number), Term::Months(number)]
                [chance.below(4) as usize];
            let ends = |spans: &[(Moment, Moment)]| due(term, OnRestDay::NextWorkingDay, start, spans, &calendar).at;
            let mut spans = Vec::new();
            let mut last = start;
            let mut soonest = ends(&[]);
            for _ in 0..3 {
                let since = Moment(last.0 + chance.below(100) as i64 * HOUR);
                let shorter = Moment(since.0 + chance.below(100) as i64 * HOUR);
                last = Moment(shorter.0 + chance.below(100) as i64 * HOUR);
                spans.push((since, shorter));
                let with_shorter = ends(&spans);
                spans.pop();
                spans.push((since, last));
                assert!(soonest <= with_shorter && with_shorter <= ends(&spans), "{term} from {start:?}: {spans:?}");
                soonest = ends(&spans);
            }
        }
    }
}

#[test]
fn a_clock_that_stands_still_is_not_late_and_does_not_wake_up_late() {
    let mut chance = Chance(11);
    for calendar in calendars() {
        for _ in 0..200 {
            let start = Moment(at(&calendar, 2026, 1, 1, 0).0 + chance.below(8760) as i64 * HOUR);
            let fresh = clock(StartEvent::ChildIdentified, None, start);
            let due = fresh.due(&calendar, start).at;
            let since = Moment(start.0 + chance.below((due.0 - start.0) as u64) as i64);
            let paused = fresh.pause(PauseReason::CourtOrder, said(since), &calendar).unwrap();
            let later = Moment(since.0 + chance.below(2000) as i64 * HOUR);
            assert!(matches!(paused.state(&calendar, later), ClockState::Paused { .. }));
            let resumed = paused.resume(said(later)).unwrap();
            assert!(matches!(resumed.state(&calendar, later), ClockState::Running { .. }), "{since:?} {later:?}");
        }
    }
}

#[test]
fn recording_a_child_at_risk_starts_telling_the_protection_service_by_risk_band() {
    let calendar = rules().calendar;
    let now = at(&calendar, 2026, 11, 20, 18);
    assert_eq!(start(StartEvent::ChildAtRisk, None, now).unwrap_err(), ClockRefusal::RiskNeeded);
    let check = |risk, expected| {
        let clocks = start(StartEvent::ChildAtRisk, Some(risk), now).unwrap();
        assert_eq!(clocks.iter().map(|clock| clock.rule.kind).collect::<Vec<_>>(), [ClockKind::ProtectionTold]);
        assert_eq!(clocks[0].due(&calendar, now).at, expected, "{}", risk.code());
    };
    check(RiskBand::VeryHigh, Moment(now.0 + 24 * HOUR));
    check(RiskBand::High, calendar.end_of(date(2026, 11, 27)));
    check(RiskBand::Medium, calendar.end_of(date(2026, 12, 4)));
    check(RiskBand::Low, calendar.end_of(date(2026, 12, 20)));
}

#[test]
fn only_telling_the_service_or_a_named_reason_ends_the_clock_of_a_child_at_risk() {
    let calendar = rules().calendar;
    let now = at(&calendar, 2026, 11, 20, 18);
    let risk = clock(StartEvent::ChildAtRisk, Some(RiskBand::High), now);
    let later = said(Moment(now.0 + HOUR));
    for reason in PauseReason::ALL {
        let refused = risk.pause(*reason, later.clone(), &calendar).unwrap_err();
        assert_eq!(refused, ClockRefusal::NoPauseFor { reason: *reason });
    }
    let blank = Said { reason: Some(" ".to_owned()), ..later.clone() };
    assert_eq!(risk.stop(StopReason::NotAChild, blank).unwrap_err(), ClockRefusal::ReasonNeeded);
    let wrong = StopReason::RecordErased;
    assert_eq!(risk.stop(wrong, later.clone()).unwrap_err(), ClockRefusal::NoStopFor { reason: wrong });
    assert!(risk.stop(StopReason::ServiceAlreadyHolds, later.clone()).is_ok());
    let nobody = MetBy::Told(Told { whom: Protected::new(" "), at: later.at });
    for by in [MetBy::Record(risk.about), nobody, told(Moment(later.at.0 + 1))] {
        assert_eq!(risk.meet(by, later.clone()).unwrap_err(), ClockRefusal::NotMetByThis);
    }
    let met = risk.meet(told(later.at), later.clone()).unwrap();
    assert_eq!(met.state(&calendar, now), ClockState::Met { at: later.at });
    assert_eq!(met.what_follows(), Some(StartEvent::ServiceTold));
    assert_eq!(met.stop(StopReason::NotAChild, later.clone()).unwrap_err(), ClockRefusal::Ended);
    assert!(!format!("{met:?}").contains("Ms A"), "whom is withheld");
    let json = serde_json::to_string(&met).unwrap();
    assert_eq!(serde_json::from_str::<Clock>(&json).unwrap(), met);
}

#[test]
fn a_referral_that_is_refused_leaves_the_child_at_risk_and_the_clock_starts_again() {
    let now = Moment(1_800_000_000_000_000);
    let answer = clock(StartEvent::ServiceTold, Some(RiskBand::High), now);
    assert_eq!(answer.rule.kind, ClockKind::ReferralAnswer);
    let refuse =
        |reason: &str| answer.meet(MetBy::Answered(Answer::Refused { reason: Protected::new(reason) }), said(now));
    assert_eq!(refuse("").unwrap_err(), ClockRefusal::NotMetByThis);
    assert_eq!(refuse("not our district").unwrap().what_follows(), Some(StartEvent::ChildAtRisk));
    let accepted = MetBy::Answered(Answer::Accepted { reference: Protected::default() });
    assert_eq!(answer.meet(accepted, said(now)).unwrap().what_follows(), None);
}

#[test]
fn a_review_that_is_done_starts_the_next_one_and_one_that_is_stopped_does_not() {
    let now = Moment(1_800_000_000_000_000);
    for event in [StartEvent::PlanAgreed, StartEvent::RecordKept] {
        let review = clock(event, None, now);
        let done = review.meet(MetBy::Record(review.about), said(now)).unwrap();
        assert_eq!((review.what_follows(), done.what_follows()), (None, Some(event)));
        let stopped = review.stop(StopReason::RecordedInError, said(now)).unwrap();
        assert_eq!(stopped.what_follows(), None);
    }
}

#[test]
fn the_first_moment_that_is_too_late_is_too_late_and_done_late_stays_late() {
    let calendar = rules().calendar;
    let now = at(&calendar, 2026, 11, 20, 18);
    let risk = clock(StartEvent::ChildAtRisk, Some(RiskBand::VeryHigh), now);
    let due = risk.due(&calendar, now).at;
    assert!(matches!(risk.state(&calendar, Moment(due.0 - 1)), ClockState::Running { .. }));
    assert_eq!(risk.state(&calendar, due), ClockState::Breached { since: due });
    let met = risk.meet(told(due), said(due)).unwrap();
    assert_eq!(met.state(&calendar, due), ClockState::MetLate { at: due, late_since: due });
}

#[test]
fn a_pause_needs_its_order_its_words_and_a_clock_that_is_not_late() {
    let calendar = rules().calendar;
    let now = at(&calendar, 2026, 11, 20, 18);
    let fresh = clock(StartEvent::ChildIdentified, None, now);
    let later = |hours: i64| said(Moment(now.0 + hours * HOUR));
    let reason = PauseReason::CourtOrder;
    let silent = Said { reason: None, ..later(1) };
    assert_eq!(fresh.pause(reason, silent, &calendar).unwrap_err(), ClockRefusal::ReasonNeeded);
    assert_eq!(fresh.resume(later(1)).unwrap_err(), ClockRefusal::NotPaused);
    assert_eq!(fresh.pause(reason, later(-1), &calendar).unwrap_err(), ClockRefusal::OutOfOrder { last: now });
    let paused = fresh.pause(reason, later(5), &calendar).unwrap();
    assert_eq!(paused.pause(reason, later(6), &calendar).unwrap_err(), ClockRefusal::PausedAlready);
    assert_eq!(paused.resume(later(4)).unwrap_err(), ClockRefusal::OutOfOrder { last: later(5).at });
    let resumed = paused.resume(later(6)).unwrap();
    assert_eq!(resumed.pause(reason, later(5), &calendar).unwrap_err(), ClockRefusal::OutOfOrder { last: later(6).at });
    let due = fresh.due(&calendar, now).at;
    let late = said(Moment(due.0 + HOUR));
    assert_eq!(fresh.pause(reason, late, &calendar).unwrap_err(), ClockRefusal::Late { since: due });
}

#[test]
fn a_raised_risk_shortens_the_term_and_a_lower_one_does_not_lengthen_it() {
    let calendar = rules().calendar;
    let now = at(&calendar, 2026, 11, 20, 18);
    let medium = clock(StartEvent::ChildAtRisk, Some(RiskBand::Medium), now);
    let raised = medium.raise_risk(RiskBand::VeryHigh).unwrap();
    assert_eq!(raised.due(&calendar, now).at, Moment(now.0 + 24 * HOUR));
    assert_eq!(raised.raise_risk(RiskBand::Low).unwrap_err(), ClockRefusal::LowerRisk);
    assert_eq!(
        clock(StartEvent::ChildIdentified, None, now).raise_risk(RiskBand::Low).unwrap_err(),
        ClockRefusal::LowerRisk
    );
}

#[test]
fn breaches_are_grouped_by_case_and_unit_and_name_nobody() {
    let calendar = rules().calendar;
    let now = at(&calendar, 2026, 11, 20, 18);
    let make = |n: u8, case: Option<u8>, unit: u8, started: i64| {
        let mut clock = clock(StartEvent::ChildAtRisk, Some(RiskBand::VeryHigh), Moment(now.0 - started * HOUR));
        clock.id = ClockId::new([n; 10]);
        clock.case = case.map(|case| CaseId::new([case; 10]));
        clock.unit = UnitId::new([unit; 10]);
        clock
    };
    let clocks = [make(1, Some(1), 1, 30), make(2, Some(1), 2, 40), make(3, None, 2, 50), make(4, Some(1), 1, 23)];
    let found = breaches(&clocks, &calendar, now);
    let ids = |group: &Vec<Breach>| group.iter().map(|breach| breach.clock).collect::<Vec<_>>();
    let id = |n| ClockId::new([n; 10]);
    assert_eq!(found.by_case.values().map(ids).collect::<Vec<_>>(), [vec![id(3)], vec![id(2), id(1)]]);
    assert_eq!(found.by_unit.values().map(ids).collect::<Vec<_>>(), [vec![id(1)], vec![id(3), id(2)]]);
    for breach in found.by_unit.values().flatten() {
        let json = serde_json::to_string(breach).unwrap();
        assert!(!json.contains("usr_"), "{json}");
    }
}

#[test]
fn what_is_due_first_comes_first_and_what_has_ended_last() {
    let due = |at: i64| Due { at: Moment(at), years_missing: Vec::new() };
    let states = [
        ClockState::Breached { since: Moment(5) },
        ClockState::Running { due: due(7) },
        ClockState::Running { due: due(9) },
        ClockState::Paused { since: Moment(1), reason: PauseReason::CourtOrder, due_if_resumed: due(2) },
        ClockState::Met { at: Moment(3) },
        ClockState::MetLate { at: Moment(4), late_since: Moment(1) },
        ClockState::Stopped { at: Moment(6), reason: StopReason::NotAChild },
    ];
    let mut sorted: Vec<ClockState> = states.iter().rev().cloned().collect();
    sorted.sort_by_key(ClockState::urgency);
    assert_eq!(sorted, states);
}
