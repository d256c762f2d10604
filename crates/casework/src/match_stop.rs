//! Matches that are held back: an entry of a list, or a hash that somebody asks about, of which a person says for a time
//! that it is no match; and an entry that suddenly agrees with so much that a person has to look first.
//!
//! It holds back answers to those who ask about hashes. What was seized is matched all the same, and decided one by one
//! ([`crate::match_decision`]).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::match_decision::EntryHash;
use crate::who::{Moment, Said};

/// How long something is suppressed at most: then somebody looks again.
pub const DAYS_MAX: u32 = 366;
/// How far a look may be from one of which it is said that it is no match.
pub const DISTANCE_BITS_MAX: u32 = 31;
const DAY_US: i64 = 86_400_000_000;

/// What is held back. Written as `{"entry": {…}}` or `{"asked": {…}}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopTarget {
    /// Entries of a list that have this hash, whichever version brings them.
    Entry {
        /// The list's name.
        list: String,
        /// A hash of the entry.
        hash: EntryHash,
    },
    /// Whatever is asked about by this hash: a negative entry.
    Asked {
        /// The hash.
        hash: EntryHash,
        /// Looks up to so far from it too.
        #[serde(default)]
        distance_bits: u32,
    },
}

impl StopTarget {
    /// The list that it is about; none where it is about what is asked.
    pub fn list(&self) -> Option<&str> {
        match self {
            StopTarget::Entry { list, .. } => Some(list),
            StopTarget::Asked { .. } => None,
        }
    }
}

/// What holds now. Written as `{"suppressed": …}`, `{"quarantined": …}` or `{"released": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopState {
    /// Somebody says that it is no match.
    Suppressed {
        /// Who, when, why.
        said: Said,
        /// Until when.
        until: Moment,
    },
    /// It agreed with more than the node takes for likely, and waits for a person.
    Quarantined {
        /// Since when.
        at: Moment,
        /// With so many different things.
        n_things: u32,
        /// Within so long.
        window_us: i64,
    },
    /// Somebody says that it may be answered, however often it agrees.
    Released {
        /// Who, when, why.
        said: Said,
    },
}

/// Something that is or was held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchStop {
    /// What.
    pub target: StopTarget,
    /// What holds now.
    pub state: StopState,
    /// What held before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<StopState>,
}

/// What a stop does to an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Nothing, and it is never quarantined: a person has looked.
    Released,
    /// The match is answered as waiting for a person.
    Quarantined,
    /// The match is not answered, only counted.
    Suppressed,
}

/// Why nothing is held back or released, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum StopRefusal {
    /// Say why.
    #[error("holding a match back, and releasing it, needs a reason")]
    NoReason,
    /// Ask for 1 to 366 days.
    #[error("a match is held back for 1 to {DAYS_MAX} days")]
    DaysOutOfRange,
    /// Ask for up to 31 bits, and of a look only.
    #[error("what is no match reaches up to {DISTANCE_BITS_MAX} bits, and only by its look")]
    DistanceOutOfRange,
    /// Nothing to do.
    #[error("it is not held back")]
    NotHeld,
}

impl MatchStop {
    /// Somebody says that it is no match, for so many days. What was said of it before stays in its history.
    ///
    /// # Errors
    /// Without a reason, for too long, or with a distance that means nothing.
    pub fn suppress(
        target: StopTarget,
        before: Option<&MatchStop>,
        said: Said,
        days: u32,
    ) -> Result<MatchStop, StopRefusal> {
        if said.reason().is_none() {
            return Err(StopRefusal::NoReason);
        }
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(StopRefusal::DaysOutOfRange);
        }
        if let StopTarget::Asked { hash, distance_bits } = &target {
            let limit = if matches!(hash, EntryHash::Pdq(_)) { DISTANCE_BITS_MAX } else { 0 };
            if *distance_bits > limit {
                return Err(StopRefusal::DistanceOutOfRange);
            }
        }
        let until = Moment(said.at.0.saturating_add(i64::from(days) * DAY_US));
        Ok(MatchStop { target, state: StopState::Suppressed { said, until }, earlier: history(before) })
    }

    /// The node holds an entry back until a person has looked.
    pub fn quarantine(target: StopTarget, before: Option<&MatchStop>, at: Moment, flood: &FloodRule) -> MatchStop {
        let state = StopState::Quarantined { at, n_things: flood.n_things_max, window_us: flood.window_us };
        MatchStop { target, state, earlier: history(before) }
    }

    /// Somebody says that it may be answered again.
    ///
    /// # Errors
    /// Without a reason, or when nothing is held back.
    pub fn release(&self, said: Said) -> Result<MatchStop, StopRefusal> {
        if said.reason().is_none() {
            return Err(StopRefusal::NoReason);
        }
        match self.hold(said.at) {
            None | Some(Hold::Released) => Err(StopRefusal::NotHeld),
            Some(Hold::Quarantined | Hold::Suppressed) => Ok(MatchStop {
                target: self.target.clone(),
                state: StopState::Released { said },
                earlier: history(Some(self)),
            }),
        }
    }

    /// What it does to answers at a moment; nothing once its time is over.
    pub fn hold(&self, now: Moment) -> Option<Hold> {
        match &self.state {
            StopState::Suppressed { until, .. } if *until <= now => None,
            StopState::Suppressed { .. } => Some(Hold::Suppressed),
            StopState::Quarantined { .. } => Some(Hold::Quarantined),
            StopState::Released { .. } => Some(Hold::Released),
        }
    }
}

fn history(before: Option<&MatchStop>) -> Vec<StopState> {
    let earlier = |before: &MatchStop| before.earlier.iter().chain([&before.state]).cloned().collect();
    before.map(earlier).unwrap_or_default()
}

/// When an entry agrees with more than is likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FloodRule {
    /// It may agree with so many different things; 0 for as many as there are.
    pub n_things_max: u32,
    /// Within so long.
    pub window_us: i64,
}

impl Default for FloodRule {
    fn default() -> FloodRule {
        FloodRule { n_things_max: 1_000, window_us: 3_600_000_000 }
    }
}

/// The different things that one entry agreed with lately: numbers that stand for them, and nothing of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flood {
    since: Moment,
    things: BTreeSet<u64>,
}

impl Flood {
    /// Nothing yet.
    pub fn since(now: Moment) -> Flood {
        Flood { since: now, things: BTreeSet::new() }
    }

    /// Counts a thing; the same one counts once. Says whether it is one too many.
    pub fn count(&mut self, thing: u64, now: Moment, rule: &FloodRule) -> bool {
        if self.is_over(now, rule) {
            *self = Flood::since(now);
        }
        self.things.insert(thing);
        rule.n_things_max > 0 && self.things.len() > rule.n_things_max as usize
    }

    /// Whether its time is over: another begins with the next thing.
    pub fn is_over(&self, now: Moment, rule: &FloodRule) -> bool {
        now.0.saturating_sub(self.since.0) >= rule.window_us
    }
}

#[cfg(test)]
mod tests {
    use fingerprint::{Md5, Pdq};

    use super::*;
    use crate::link::tests::said;

    fn because(reason: &str) -> Said {
        Said { reason: Some(reason.into()), at: Moment(0), ..said(1) }
    }

    fn entry() -> StopTarget {
        StopTarget::Entry { list: "national".into(), hash: EntryHash::Md5(Md5([1; 16])) }
    }

    #[test]
    fn it_is_held_back_for_a_reason_and_a_time() {
        let stop = MatchStop::suppress(entry(), None, because("a logo"), 2).unwrap();
        assert_eq!(stop.hold(Moment(2 * DAY_US - 1)), Some(Hold::Suppressed));
        assert_eq!(stop.hold(Moment(2 * DAY_US)), None);
        let refused = |days, reason| MatchStop::suppress(entry(), None, because(reason), days).unwrap_err();
        assert_eq!(refused(2, "  "), StopRefusal::NoReason);
        assert_eq!((refused(0, "x"), refused(367, "x")), (StopRefusal::DaysOutOfRange, StopRefusal::DaysOutOfRange));
    }

    #[test]
    fn what_is_no_match_reaches_some_bits_by_its_look_alone() {
        let check = |hash, distance_bits, expected: bool| {
            let target = StopTarget::Asked { hash, distance_bits };
            assert_eq!(MatchStop::suppress(target, None, because("a logo"), 1).is_ok(), expected, "{distance_bits}");
        };
        check(EntryHash::Pdq(Pdq([0; 32])), 31, true);
        check(EntryHash::Pdq(Pdq([0; 32])), 32, false);
        check(EntryHash::Md5(Md5([0; 16])), 0, true);
        check(EntryHash::Md5(Md5([0; 16])), 1, false);
    }

    #[test]
    fn a_person_releases_what_is_held_and_the_history_stays() {
        let flood = FloodRule { n_things_max: 3, window_us: 10 };
        let held = MatchStop::quarantine(entry(), None, Moment(5), &flood);
        assert_eq!(held.hold(Moment(i64::MAX)), Some(Hold::Quarantined), "no time ends it");
        let released = held.release(because("a famous picture")).unwrap();
        assert_eq!((released.hold(Moment(0)), released.earlier.len()), (Some(Hold::Released), 1));
        assert_eq!(released.release(because("again")).unwrap_err(), StopRefusal::NotHeld);
        assert_eq!(held.release(because("")).unwrap_err(), StopRefusal::NoReason);
        let again = MatchStop::suppress(entry(), Some(&released), because("no, a logo"), 1).unwrap();
        assert_eq!(again.earlier, [held.state, released.state]);
        let over = MatchStop { state: StopState::Suppressed { said: because("x"), until: Moment(0) }, ..again };
        assert_eq!(over.release(because("x")).unwrap_err(), StopRefusal::NotHeld);
    }

    #[test]
    fn different_things_within_the_window_are_a_flood_and_the_same_one_is_not() {
        let rule = FloodRule { n_things_max: 3, window_us: 10 };
        let mut flood = Flood::since(Moment(0));
        assert!((0..100).all(|_| !flood.count(7, Moment(1), &rule)), "one thing, however often");
        assert!(!flood.count(8, Moment(2), &rule) && !flood.count(9, Moment(9), &rule));
        assert!(flood.clone().count(10, Moment(9), &rule));
        assert!(!flood.count(10, Moment(10), &rule), "another window has begun");
        let never = FloodRule { n_things_max: 0, ..rule };
        assert!((0..100).all(|thing| !flood.count(thing, Moment(11), &never)));
    }
}
