//! How urgently a child may need protection, as points with their reasons. It never looks at how good the report is,
//! reads no words, and hides nothing: a report with few points waits in its queue like any other.

use serde::{Deserialize, Serialize};

use crate::incoming::{Knownness, Sign, Version, YoungestAge};
use crate::problem::codes;

/// The version of the rules below: it is kept with each score, and raised when a point changes.
pub const PRIORITY_RULES_VERSION: u32 = 1;

/// What each reason adds. The order is that of the page; a higher number is a more urgent reason.
const POINTS: &[(PriorityReason, u32)] = &[
    (PriorityReason::LiveAbuse, 100),
    (PriorityReason::SelfHarm, 90),
    (PriorityReason::MeetingPlanned, 90),
    (PriorityReason::AccessToChild, 60),
    (PriorityReason::ClaimsOfAbuse, 60),
    (PriorityReason::Extortion, 60),
    (PriorityReason::Grooming, 40),
    (PriorityReason::Violence, 30),
    (PriorityReason::SeemsFirstHand, 30),
    (PriorityReason::NewFile, 40),
    (PriorityReason::KnownFile, 15),
    (PriorityReason::WordsUnread, 25),
    (PriorityReason::UnderThree, 25),
    (PriorityReason::UnderSeven, 20),
    (PriorityReason::UnderEleven, 15),
    (PriorityReason::UnderFourteen, 10),
    (PriorityReason::UnderEighteen, 5),
    (PriorityReason::ReportedBefore, 10),
    (PriorityReason::ReportedOften, 25),
];

/// What a viral file takes away, where it takes anything.
const VIRAL_POINTS: u32 = 10;

codes! {
    /// Why a report has points, or fewer.
    PriorityReason {
        /// Abuse is going on now, or is being shown live.
        LiveAbuse = "live-abuse",
        /// A child may harm itself.
        SelfHarm = "self-harm",
        /// Somebody is set to meet a child.
        MeetingPlanned = "meeting-planned",
        /// The reported person lives with, works with or looks after children.
        AccessToChild = "access-to-child",
        /// The reported person says to have abused, or offers a child.
        ClaimsOfAbuse = "claims-of-abuse",
        /// A child is threatened or extorted.
        Extortion = "extortion",
        /// An adult seeks a child's trust for abuse.
        Grooming = "grooming",
        /// Violence or torment beyond the abuse.
        Violence = "violence",
        /// Material that seems made at home, or by the child.
        SeemsFirstHand = "seems-first-hand",
        /// A file is on no list.
        NewFile = "new-file",
        /// A file is on a list.
        KnownFile = "known-file",
        /// Words that nobody has read: they may say anything.
        WordsUnread = "words-unread",
        /// The youngest child seems under three.
        UnderThree = "under-three",
        /// Three to six.
        UnderSeven = "under-seven",
        /// Seven to ten.
        UnderEleven = "under-eleven",
        /// Eleven to thirteen.
        UnderFourteen = "under-fourteen",
        /// Fourteen to seventeen.
        UnderEighteen = "under-eighteen",
        /// One or two earlier reports name the same person.
        ReportedBefore = "reported-before",
        /// Three or more earlier reports name the same person.
        ReportedOften = "reported-often",
        /// All its files are known and one is viral, and nothing else speaks of a child that can be reached: fewer points.
        OnlyViral = "only-viral",
    }
}

/// One reason and its points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityPoint {
    /// The reason.
    pub reason: PriorityReason,
    /// What it adds, or takes away below nought.
    pub points: i32,
}

/// How urgently a child may need protection. A type of its own: it cannot be added to, or compared with, completeness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionPriority {
    /// The sum of the reasons' points.
    pub points: u32,
    /// Why.
    pub reasons: Vec<PriorityPoint>,
    /// The version of the rules.
    pub rules_version: u32,
}

/// How urgently the child of this report may need protection.
pub fn protection_priority(report: &Version) -> ProtectionPriority {
    let found = reasons_of(report);
    let plus = POINTS.iter().filter(|(reason, _)| found.contains(reason));
    let mut reasons: Vec<PriorityPoint> =
        plus.map(|(reason, points)| PriorityPoint { reason: *reason, points: *points as i32 }).collect();
    if only_viral(report) {
        reasons.push(PriorityPoint { reason: PriorityReason::OnlyViral, points: -(VIRAL_POINTS as i32) });
    }
    // A viral file is a known one, which adds more than this takes away: the sum is never below nought.
    let points = reasons.iter().map(|reason| reason.points).sum::<i32>().max(0) as u32;
    ProtectionPriority { points, reasons, rules_version: PRIORITY_RULES_VERSION }
}

/// Whether a viral file may lower the priority: only where no file is new, no word unread, nobody said to reach a child.
fn only_viral(report: &Version) -> bool {
    let viral = report.files.iter().any(|file| file.knownness == Knownness::KnownViral);
    let self_harm = report.signs.contains(&Sign::SelfHarm);
    viral && !report.holds_new_file() && !report.words_unread() && !report.speaks_of_access() && !self_harm
}

fn reasons_of(report: &Version) -> Vec<PriorityReason> {
    let mut found: Vec<PriorityReason> = report.signs.iter().map(|sign| of_sign(*sign)).collect();
    if report.holds_new_file() {
        found.push(PriorityReason::NewFile);
    }
    if report.files.iter().any(|file| file.knownness != Knownness::New) {
        found.push(PriorityReason::KnownFile);
    }
    if report.words_unread() {
        found.push(PriorityReason::WordsUnread);
    }
    found.extend(match report.youngest {
        YoungestAge::UnderThree => Some(PriorityReason::UnderThree),
        YoungestAge::ThreeToSix => Some(PriorityReason::UnderSeven),
        YoungestAge::SevenToTen => Some(PriorityReason::UnderEleven),
        YoungestAge::ElevenToThirteen => Some(PriorityReason::UnderFourteen),
        YoungestAge::FourteenToSeventeen => Some(PriorityReason::UnderEighteen),
        YoungestAge::NotKnown => None,
    });
    found.extend(match report.n_earlier_reports_of_person {
        0 => None,
        1 | 2 => Some(PriorityReason::ReportedBefore),
        _ => Some(PriorityReason::ReportedOften),
    });
    found
}

fn of_sign(sign: Sign) -> PriorityReason {
    match sign {
        Sign::LiveAbuse => PriorityReason::LiveAbuse,
        Sign::SelfHarm => PriorityReason::SelfHarm,
        Sign::MeetingPlanned => PriorityReason::MeetingPlanned,
        Sign::AccessToChild => PriorityReason::AccessToChild,
        Sign::ClaimsOfAbuse => PriorityReason::ClaimsOfAbuse,
        Sign::Extortion => PriorityReason::Extortion,
        Sign::Grooming => PriorityReason::Grooming,
        Sign::Violence => PriorityReason::Violence,
        Sign::SeemsFirstHand => PriorityReason::SeemsFirstHand,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::id::IncomingId;
    use crate::incoming::tests::{attached, silent, text};
    use crate::incoming::{Incoming, Queue, SourceKind, queue_of};

    fn points(report: &Version) -> u32 {
        protection_priority(report).points
    }

    fn with_viral(report: &Version) -> Version {
        let mut report = report.clone();
        report.files.push(attached(Knownness::KnownViral));
        report
    }

    #[test]
    fn a_viral_file_lowers_a_report_that_has_only_known_files() {
        let known = Version { files: vec![attached(Knownness::Known)], ..silent() };
        assert_eq!((points(&known), points(&with_viral(&known))), (15, 5));
        let reasons = protection_priority(&with_viral(&known)).reasons;
        assert_eq!(reasons.last(), Some(&PriorityPoint { reason: PriorityReason::OnlyViral, points: -10 }));
    }

    #[test]
    fn a_viral_file_hides_nothing() {
        let viral = with_viral(&silent());
        assert!(points(&viral) > 0, "it still has points, and its reasons");
        let report = Incoming::new(IncomingId::new([1; 10]), SourceKind::Provider, viral);
        assert_eq!(queue_of(&report).queue, Queue::Informational);
    }

    fn never_lowers(report: &Version) {
        let (without, with) = (protection_priority(report), protection_priority(&with_viral(report)));
        assert!(with.points >= without.points, "{without:?} {with:?}");
        assert!(with.reasons.iter().all(|reason| reason.reason != PriorityReason::OnlyViral));
    }

    #[test]
    fn a_viral_file_never_lowers_a_report_that_also_holds_a_new_file() {
        never_lowers(&Version { files: vec![attached(Knownness::New), attached(Knownness::Known)], ..silent() });
    }

    #[test]
    fn a_viral_file_never_lowers_a_report_that_also_holds_unread_words() {
        let report = Version { files: vec![attached(Knownness::Known)], text: text("unread", false), ..silent() };
        never_lowers(&report);
        let read = Version { text: text("read", true), ..report };
        assert!(points(&with_viral(&read)) < points(&read));
    }

    #[test]
    fn a_viral_file_never_lowers_a_report_with_a_sign_of_access_to_a_child() {
        let mut n_signs = 0;
        for sign in Sign::ALL.iter().filter(|sign| sign.speaks_of_access() || sign.danger().is_some()) {
            let signs = [*sign].into();
            never_lowers(&Version { files: vec![attached(Knownness::Known)], signs, ..silent() });
            n_signs += 1;
        }
        assert_eq!(n_signs, 8);
    }

    #[test]
    fn a_sign_more_never_lowers_the_priority() {
        // Every set of signs, with every kind of file and words.
        for bits in 0u32..1 << Sign::ALL.len() {
            let on = Sign::ALL.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
            let signs: BTreeSet<Sign> = on.map(|(_, sign)| *sign).collect();
            for knownness in Knownness::ALL {
                let report = Version { signs: signs.clone(), files: vec![attached(*knownness)], ..silent() };
                let before = points(&report);
                for sign in Sign::ALL {
                    let mut more = report.clone();
                    more.signs.insert(*sign);
                    assert!(points(&more) >= before);
                    assert!(more.signs.len() == report.signs.len() || points(&more) > before);
                }
                let more = [
                    Version { text: text("unread", false), ..report.clone() },
                    Version { n_earlier_reports_of_person: 1, ..report.clone() },
                    Version { n_earlier_reports_of_person: 3, ..report.clone() },
                    Version { youngest: YoungestAge::FourteenToSeventeen, ..report.clone() },
                ];
                assert!(more.iter().all(|more| points(more) > before));
                let mut new = report.clone();
                new.files.push(attached(Knownness::New));
                assert!(points(&new) >= before);
            }
        }
    }

    #[test]
    fn the_points_are_the_sum_of_their_reasons_and_the_same_each_time() {
        let signs = [Sign::LiveAbuse, Sign::Violence].into();
        let report = Version { signs, youngest: YoungestAge::UnderThree, n_earlier_reports_of_person: 4, ..silent() };
        let score = protection_priority(&report);
        assert_eq!(score.points, 100 + 30 + 25 + 25);
        assert_eq!(score, protection_priority(&report));
        assert_eq!(POINTS.len() + 1, PriorityReason::ALL.len(), "each reason has its points once");
    }

    #[test]
    fn a_younger_child_is_more_urgent() {
        let at = |youngest| points(&Version { youngest, ..silent() });
        assert!(YoungestAge::ALL.windows(2).all(|pair| at(pair[0]) > at(pair[1])));
    }
}
