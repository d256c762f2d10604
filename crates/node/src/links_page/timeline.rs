//! What happened around a record, in order of time: records made, states set, links asserted, time limits, and when files were
//! made as their cameras say.

use std::collections::HashMap;
use std::sync::Arc;

use casework::case::{CaseState, CaseStateSet};
use casework::clock::{Clock, End};
use casework::clock_rules::ClockKind;
use casework::file::{CameraTime, File, FileId};
use casework::id::{LinkId, RecordId};
use casework::victim::{Identification, Safety};
use casework::who::{Moment, Said};
use store::{AnyRecord, Held};

use crate::link::LinkView;

/// Entries of one timeline, at most: the latest are shown.
const ENTRIES_MAX: usize = 200;

/// What happened, the earliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// At most 200.
    pub entries: Vec<Happening>,
    /// How many came before those, and are not shown.
    pub n_earlier: usize,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub when: When,
    /// To what.
    pub about: RecordId,
    /// What.
    pub what: What,
    /// Who says so, where somebody does.
    pub said: Option<Said>,
}

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At a moment.
    At(Moment),
    /// When a clock of an unknown zone showed this: microseconds since 1970, without a zone.
    Showing(i64),
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The record was made.
    Made,
    /// The record's state was set, as locale keys spell it: `<set>-<code>`.
    State {
        /// The set.
        set: &'static str,
        /// The code.
        code: &'static str,
    },
    /// It was linked with something.
    Linked(LinkId),
    /// A link of it was taken back.
    Unlinked(LinkId),
    /// A time limit about it began.
    LimitBegan(ClockKind),
    /// A time limit about it ended: its end was met.
    LimitMet(ClockKind),
    /// A time limit about it was stopped.
    LimitStopped(ClockKind),
    /// What it reports happened, as it says.
    Reported,
    /// The file was made, as its camera says.
    Taken,
}

impl When {
    /// Microseconds since 1970, for the order: a time of an unknown zone lies less than a day beside it.
    fn order_us(self) -> i64 {
        match self {
            When::At(moment) => moment.0,
            When::Showing(us) => us,
        }
    }
}

impl Timeline {
    /// What these records, links, clocks and files tell.
    pub(super) fn of(
        named: &[Held<AnyRecord>],
        links: &[LinkView],
        clocks: &[Held<Clock>],
        files: &HashMap<FileId, Arc<File>>,
    ) -> Timeline {
        let mut entries: Vec<Happening> = named.iter().flat_map(of_record).collect();
        entries.extend(links.iter().map(|link| Happening {
            when: When::At(link.said.at),
            about: link.from,
            what: What::Linked(link.id),
            said: Some(link.said.clone()),
        }));
        entries.extend(links.iter().filter_map(|link| {
            let back = link.taken_back.clone()?;
            Some(Happening {
                when: When::At(back.at),
                about: link.from,
                what: What::Unlinked(link.id),
                said: Some(back),
            })
        }));
        entries.extend(clocks.iter().flat_map(|held| of_clock(&held.record)));
        entries.extend(files.iter().filter_map(|(id, file)| {
            let when = match file.metadata.taken.as_ref()?.read()? {
                CameraTime::At { us } => When::At(Moment(us)),
                CameraTime::Showing { us } => When::Showing(us),
            };
            Some(Happening { when, about: RecordId::File(*id), what: What::Taken, said: None })
        }));
        Timeline::ordered(entries)
    }

    fn ordered(mut entries: Vec<Happening>) -> Timeline {
        // A record is made before anything else becomes of it, though both can be one moment's.
        entries.sort_by_key(|one| (one.when.order_us(), one.what != What::Made, one.about));
        let n_earlier = entries.len().saturating_sub(ENTRIES_MAX);
        Timeline { entries: entries.split_off(n_earlier), n_earlier }
    }
}

fn of_record(held: &Held<AnyRecord>) -> Vec<Happening> {
    let about = held.access.record;
    let state = |set, code, said: &Said| Happening {
        when: When::At(said.at),
        about,
        what: What::State { set, code },
        said: Some(said.clone()),
    };
    let made = Happening { when: When::At(Moment(held.made_at_us)), about, what: What::Made, said: None };
    let mut all = vec![made];
    // The first state is the making.
    match &held.record {
        AnyRecord::Case(case) => {
            let code = |state| if matches!(state, CaseState::Open) { "open" } else { "closed" };
            let sets: Vec<&CaseStateSet> = case.history().collect();
            // A case that another unit took over stays as it was.
            let changed = sets.windows(2).filter(|pair| code(pair[0].state) != code(pair[1].state));
            all.extend(changed.map(|pair| state("case-state", code(pair[1].state), &pair[1].said)));
        }
        AnyRecord::Address(address) => {
            all.extend(address.history().skip(1).map(|set| state("address-state", set.state.code(), &set.said)));
        }
        AnyRecord::Person(person) => {
            all.extend(person.history().skip(1).map(|set| state("person-state", set.state.code(), &set.said)));
        }
        AnyRecord::Victim(victim) => {
            all.extend(match &victim.identification {
                Identification::Unidentified => None,
                Identification::Identified { said } => Some(state("identification", "identified", said)),
                Identification::IdentifiedElsewhere { said, .. } => {
                    Some(state("identification", "identified-elsewhere", said))
                }
            });
            all.extend(match &victim.safety {
                Safety::NotKnown => None,
                Safety::AtRisk { said } => Some(state("safety", "at-risk", said)),
                Safety::InCare { said } => Some(state("safety", "in-care", said)),
                Safety::Safe { said } => Some(state("safety", "safe", said)),
            });
        }
        AnyRecord::Outcome(outcome) => {
            all.extend(outcome.checked().map(|said| state("figure", outcome.figure().code(), said)));
        }
        AnyRecord::Incoming(report) => all.extend(report.latest().happened_at.map(|at| Happening {
            when: When::At(at),
            about,
            what: What::Reported,
            said: None,
        })),
        _ => {}
    }
    all
}

fn of_clock(clock: &Clock) -> Vec<Happening> {
    let kind = clock.rule.kind;
    let one =
        |what, said: &Said| Happening { when: When::At(said.at), about: clock.about, what, said: Some(said.clone()) };
    let mut all = vec![one(What::LimitBegan(kind), &clock.started)];
    all.extend(clock.end.as_ref().map(|end| match end {
        End::Met { said, .. } => one(What::LimitMet(kind), said),
        End::Stopped { said, .. } => one(What::LimitStopped(kind), said),
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(at: i64) -> Happening {
        let about = "cas_0000000000000001".parse().unwrap();
        Happening { when: When::At(Moment(at)), about, what: What::Made, said: None }
    }

    #[test]
    fn the_latest_two_hundred_are_shown_in_order_and_the_rest_is_counted() {
        let timeline = Timeline::ordered((0..250).rev().map(made).collect());
        let shown: Vec<i64> = timeline.entries.iter().map(|one| one.when.order_us()).collect();
        assert_eq!((timeline.n_earlier, shown), (50, (50..250).collect::<Vec<_>>()));
        assert_eq!(Timeline::ordered(vec![made(1)]).n_earlier, 0);
    }

    #[test]
    fn a_record_is_made_before_its_first_state() {
        let closed = What::State { set: "case-state", code: "closed" };
        let timeline = Timeline::ordered(vec![Happening { what: closed, ..made(5) }, made(5)]);
        assert_eq!(timeline.entries.iter().map(|one| one.what).collect::<Vec<_>>(), [What::Made, closed]);
    }
}
