//! What staff had to look at and hear, for their own protection: shown to that person and to the welfare officer, and to
//! nobody else. Nothing of it enters the ledger or a log, no function takes the entries of several people, and there is
//! no sum, list or order of persons.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::UserId;
use crate::problem::codes;
use crate::protected::WITHHELD;
use crate::who::Moment;

codes! {
    /// How hard something is to look at or hear. Later in this list is harder.
    Severity {
        /// Descriptions, or reduced and blurred previews.
        Mild = "mild",
        /// Material without an act.
        Moderate = "moderate",
        /// Material of an act.
        Severe = "severe",
        /// Violence or torment beyond that, or a very young child.
        Extreme = "extreme",
    }
}

/// One time that somebody looked or listened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// Who.
    pub who: UserId,
    /// From when.
    pub at: Moment,
    /// How hard.
    pub severity: Severity,
    /// How long.
    pub minutes: u16,
    /// How many times the same thing was seen before.
    pub repeats: u16,
    /// With sound.
    pub sound: bool,
}

// Whose work is how hard is for that person and the welfare officer: no log line shows it.
impl fmt::Debug for Exposure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Exposure({WITHHELD})")
    }
}

/// Previews that somebody revealed. How hard they were is not known before one looks, and how long it took together is what
/// the person writes down: these are counted, and add no minutes.
#[derive(Clone, PartialEq, Eq)]
pub struct Reveals {
    /// Who.
    pub who: UserId,
    /// When the last of them was.
    pub at: Moment,
    /// How many.
    pub previews: u32,
}

impl fmt::Debug for Reveals {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Reveals({WITHHELD})")
    }
}

impl Exposure {
    /// Checks an entry that somebody writes.
    ///
    /// # Errors
    /// For no minutes, or more than a day has.
    pub fn check(&self) -> Result<(), ExposureRefusal> {
        if (1..=1440).contains(&self.minutes) { Ok(()) } else { Err(ExposureRefusal::MinutesOutOfRange) }
    }
}

/// Somebody who asks for a person's exposure. The caller takes the office from the roles, never from the asker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Somebody without an office that may see another's.
    Staff(UserId),
    /// The welfare officer.
    WelfareOfficer(UserId),
}

/// Why exposure is not shown, or no prompt was reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum ExposureRefusal {
    /// It is another's: that person may show it, and the welfare officer may see it.
    #[error("only that person and the welfare officer see it")]
    NotYours,
    /// Say for how many minutes: 1 to 1440.
    #[error("an entry is of 1 to 1440 minutes")]
    MinutesOutOfRange,
    /// Entries of more than one person: ask for one person at a time.
    #[error("one person at a time")]
    SeveralPersons,
}

/// One person's exposure, for those who may see it. It can only be made by [`exposure_of`].
#[derive(Clone, PartialEq, Eq)]
pub struct OwnExposure {
    who: UserId,
    entries: Vec<Exposure>,
    reveals: Vec<Reveals>,
}

impl fmt::Debug for OwnExposure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "OwnExposure({WITHHELD})")
    }
}

/// The exposure of one person: theirs to see, and the welfare officer's.
pub fn exposure_of(who: UserId, asker: Asker, mut entries: Vec<Exposure>) -> Result<OwnExposure, ExposureRefusal> {
    match asker {
        Asker::WelfareOfficer(_) => {}
        Asker::Staff(asker) if asker == who => {}
        Asker::Staff(_) => return Err(ExposureRefusal::NotYours),
    }
    if entries.iter().any(|entry| entry.who != who) {
        return Err(ExposureRefusal::SeveralPersons);
    }
    entries.sort_by_key(|entry| entry.at);
    Ok(OwnExposure { who, entries, reveals: Vec::new() })
}

impl OwnExposure {
    /// The same with the previews that the person revealed.
    ///
    /// # Errors
    /// [`ExposureRefusal::SeveralPersons`] when some are another's.
    pub fn with_reveals(self, mut reveals: Vec<Reveals>) -> Result<OwnExposure, ExposureRefusal> {
        if reveals.iter().any(|reveal| reveal.who != self.who) {
            return Err(ExposureRefusal::SeveralPersons);
        }
        reveals.sort_by_key(|reveal| reveal.at);
        Ok(OwnExposure { reveals, ..self })
    }

    /// Whose it is.
    pub fn who(&self) -> UserId {
        self.who
    }

    /// What there was, oldest first.
    pub fn entries(&self) -> &[Exposure] {
        &self.entries
    }

    /// What was revealed, oldest first.
    pub fn reveals(&self) -> &[Reveals] {
        &self.reveals
    }

    /// How many previews were revealed since this moment.
    pub fn previews_since(&self, since: Moment) -> u32 {
        self.reveals.iter().filter(|reveal| reveal.at >= since).map(|reveal| reveal.previews).sum()
    }

    /// How long since this moment, by how hard it was: for the person's own week.
    pub fn minutes_since(&self, since: Moment, severity: Severity) -> u32 {
        let counted = self.entries.iter().filter(|entry| entry.at >= since && entry.severity == severity);
        counted.map(|entry| u32::from(entry.minutes)).sum()
    }

    /// Whether a break is due, counted from the last one. It is a prompt, never an order, and it tells nobody else.
    pub fn break_due(&self, rule: &BreakRule, last_break: Moment) -> Option<BreakDue> {
        let counted: Vec<&Exposure> = self.entries.iter().filter(|entry| entry.at >= last_break).collect();
        let weighted = counted.iter().map(|entry| rule.weighted(entry)).sum::<u32>();
        let hard = counted.iter().filter(|entry| entry.severity >= Severity::Severe);
        if hard.map(|entry| u32::from(entry.minutes)).sum::<u32>() >= rule.hard_minutes_max {
            Some(BreakDue::HardMaterial)
        } else if weighted >= rule.weighted_minutes_max {
            Some(BreakDue::LongAtIt)
        } else {
            None
        }
    }
}

codes! {
    /// Why a break is proposed.
    BreakDue {
        /// Severe or extreme material for as long as is good at once.
        HardMaterial = "hard-material",
        /// All together, as long as is good at once.
        LongAtIt = "long-at-it",
    }
}

/// When a break is proposed. A unit sets its own with its welfare officer; these are not medical advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BreakRule {
    /// Minutes at once, each weighed by [`BreakRule::weighted`].
    pub weighted_minutes_max: u32,
    /// Minutes at once of severe and extreme material.
    pub hard_minutes_max: u32,
}

impl Default for BreakRule {
    fn default() -> BreakRule {
        BreakRule { weighted_minutes_max: 60, hard_minutes_max: 30 }
    }
}

impl BreakRule {
    /// What an entry weighs: its minutes, half as much again with sound and once more when it was seen before.
    fn weighted(&self, entry: &Exposure) -> u32 {
        let minutes = u32::from(entry.minutes);
        let sound = if entry.sound { minutes.div_ceil(2) } else { 0 };
        let seen_before = if entry.repeats > 0 { minutes.div_ceil(2) } else { 0 };
        minutes + sound + seen_before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(n: u8) -> UserId {
        UserId::new([n; 10])
    }

    fn entry(at: i64, severity: Severity, minutes: u16) -> Exposure {
        Exposure { who: user(1), at: Moment(at), severity, minutes, repeats: 0, sound: false }
    }

    #[test]
    fn exposure_is_shown_to_that_person_and_the_welfare_officer_only() {
        let entries = vec![entry(2, Severity::Mild, 5), entry(1, Severity::Severe, 7)];
        let ask = |asker| exposure_of(user(1), asker, entries.clone());
        assert_eq!(ask(Asker::Staff(user(2))).unwrap_err(), ExposureRefusal::NotYours);
        assert_eq!(ask(Asker::Staff(user(1))).unwrap(), ask(Asker::WelfareOfficer(user(3))).unwrap());
        let own = ask(Asker::Staff(user(1))).unwrap();
        assert_eq!(own.entries().iter().map(|entry| entry.at.0).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(own.minutes_since(Moment(1), Severity::Severe), 7);
        assert_eq!(own.minutes_since(Moment(2), Severity::Severe), 0);
    }

    #[test]
    fn not_even_the_welfare_officer_gets_a_list_of_several_people() {
        let entries = vec![entry(1, Severity::Mild, 5), Exposure { who: user(2), ..entry(1, Severity::Mild, 5) }];
        let asked = exposure_of(user(1), Asker::WelfareOfficer(user(3)), entries);
        assert_eq!(asked.unwrap_err(), ExposureRefusal::SeveralPersons);
    }

    #[test]
    fn previews_are_counted_for_one_person_and_add_no_minutes() {
        let reveal = |n, at, previews| Reveals { who: user(n), at: Moment(at), previews };
        let own = exposure_of(user(1), Asker::Staff(user(1)), vec![]).unwrap();
        let mixed = own.clone().with_reveals(vec![reveal(1, 1, 1), reveal(2, 1, 1)]);
        assert_eq!(mixed.unwrap_err(), ExposureRefusal::SeveralPersons);
        let own = own.with_reveals(vec![reveal(1, 9, 300), reveal(1, 5, 40)]).unwrap();
        assert_eq!([1, 5, 6, 10].map(|since| own.previews_since(Moment(since))), [340, 340, 300, 0]);
        assert_eq!(own.reveals()[0].at, Moment(5));
        assert_eq!((own.entries().len(), own.break_due(&BreakRule::default(), Moment(0))), (0, None));
        assert_eq!(format!("{:?}", own.reveals()[0]), "Reveals(‹withheld›)");
    }

    #[test]
    fn an_entry_has_minutes_and_no_more_than_a_day() {
        for (minutes, fits) in [(0, false), (1, true), (1440, true), (1441, false)] {
            assert_eq!(entry(1, Severity::Mild, minutes).check().is_ok(), fits, "{minutes}");
        }
    }

    #[test]
    fn a_break_is_proposed_for_hard_material_sooner_and_for_sound_and_repeats_too() {
        let check = |entries: &[Exposure], last_break, expected| {
            let own = exposure_of(user(1), Asker::Staff(user(1)), entries.to_vec()).unwrap();
            assert_eq!(own.break_due(&BreakRule::default(), Moment(last_break)), expected);
        };
        check(&[], 0, None);
        check(&[entry(1, Severity::Mild, 59)], 0, None);
        check(&[entry(1, Severity::Mild, 59), entry(2, Severity::Mild, 1)], 0, Some(BreakDue::LongAtIt));
        check(&[entry(1, Severity::Mild, 59), entry(2, Severity::Mild, 1)], 2, None);
        check(&[entry(1, Severity::Severe, 29)], 0, None);
        check(&[entry(1, Severity::Severe, 29), entry(2, Severity::Extreme, 1)], 0, Some(BreakDue::HardMaterial));
        let heard = Exposure { sound: true, ..entry(1, Severity::Mild, 40) };
        check(&[heard], 0, Some(BreakDue::LongAtIt));
        let again = Exposure { repeats: 3, sound: true, ..entry(1, Severity::Moderate, 30) };
        check(&[again], 0, Some(BreakDue::LongAtIt));
        check(&[Exposure { repeats: 3, sound: true, ..entry(1, Severity::Moderate, 29) }], 0, None);
    }

    #[test]
    fn no_log_line_shows_who_saw_what() {
        let own = exposure_of(user(1), Asker::Staff(user(1)), vec![entry(77, Severity::Extreme, 42)]).unwrap();
        assert_eq!(format!("{own:?} {:?}", own.entries()[0]), "OwnExposure(‹withheld›) Exposure(‹withheld›)");
    }
}
