//! The timeline around a record, day by day as the reader's own clock has them.

use node::links_page::{Happening, Timeline, What, When};
use node::record_page::Around;

use crate::pages::frame::Frame;
use crate::pages::record::{Line, SaidLine};
use crate::pages::sentence::Sentence;

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;

/// What happened on one day.
pub(super) struct DayLines {
    pub(super) day: String,
    pub(super) entries: Vec<HappenedLine>,
}

/// One thing that happened.
pub(super) struct HappenedLine {
    pub(super) time: String,
    /// That nobody knows in which zone the time is.
    pub(super) zone_unknown: bool,
    pub(super) says: Sentence,
    /// The state, the link or the time limit, where there is one.
    pub(super) more: Option<Sentence>,
    pub(super) about: Line,
    /// The other end of a link.
    pub(super) other: Option<Line>,
    pub(super) said: Option<SaidLine>,
}

impl DayLines {
    /// The days on which something happened, the earliest first.
    pub(super) fn of(frame: &Frame, around: &Around, timeline: &Timeline) -> Vec<DayLines> {
        let showing = |one: &Happening| match one.when {
            When::At(moment) => frame.words().showing(moment.0),
            When::Showing(us) => us,
        };
        let mut entries: Vec<(i64, &Happening)> = timeline.entries.iter().map(|one| (showing(one), one)).collect();
        entries.sort_by_key(|(showing, _)| *showing);
        let of_one_day =
            |one: &(i64, &Happening), next: &(i64, &Happening)| one.0.div_euclid(DAY_US) == next.0.div_euclid(DAY_US);
        let day = |entries: &[(i64, &Happening)]| DayLines {
            day: frame.words().day_showing(entries[0].0),
            entries: entries.iter().map(|(showing, one)| HappenedLine::of(frame, around, *showing, one)).collect(),
        };
        entries.chunk_by(of_one_day).map(day).collect()
    }
}

impl HappenedLine {
    fn of(frame: &Frame, around: &Around, showing: i64, one: &Happening) -> HappenedLine {
        let (says, more, other) = match one.what {
            What::Made => ("happened-made", None, None),
            What::State { set, code } => ("happened-state", Some(frame.say_code(set, code)), None),
            What::Linked(id) | What::Unlinked(id) => {
                let link = around.links.iter().find(|link| link.id == id);
                let says = link.map(|link| frame.say_code("link-kind", link.kind.code()));
                let key = if matches!(one.what, What::Linked(_)) { "happened-linked" } else { "happened-unlinked" };
                (key, says, link.map(|link| Line::of(frame, around, link.to)))
            }
            What::LimitBegan(kind) => ("happened-limit-began", Some(frame.say_code("clock-kind", kind.code())), None),
            What::LimitMet(kind) => ("happened-limit-met", Some(frame.say_code("clock-kind", kind.code())), None),
            What::LimitStopped(kind) => {
                ("happened-limit-stopped", Some(frame.say_code("clock-kind", kind.code())), None)
            }
            What::Reported => ("happened-reported", None, None),
            What::Taken => ("happened-taken", None, None),
        };
        HappenedLine {
            time: frame.words().time_showing(showing),
            zone_unknown: matches!(one.when, When::Showing(_)),
            says: frame.say(says),
            more,
            about: Line::of(frame, around, one.about),
            other,
            said: one.said.as_ref().map(|said| SaidLine::of(frame, around, said)),
        }
    }
}
