//! Deadlines: the clocks that records start, which of them are late, and what is done about one. Rules and calendars are the
//! country's of the unit that must act.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use casework::calendar::Calendar;
use casework::clock::{Answer, Clock, ClockRefusal, ClockState, MetBy, Start, StopReason, Told, breaches};
use casework::clock_rules::{BASELINE, ClockKind, FILES, PauseReason, RiskBand, RuleSet, StartEvent};
use casework::id::{ClockId, RecordId, UnitId};
use casework::protected::Protected;
use casework::record::{Circle, KeyKind};
use casework::unit::Unit;
use casework::who::{Moment, Said};
use serde::{Deserialize, Serialize};
use store::{Held, Tx};
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, new_ids};
use crate::error::Error;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// Clocks that one event starts, at most: every rule there is.
const CLOCKS_MAX: usize = ClockKind::ALL.len();

/// A clock as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ClockId,
    /// What it counts towards.
    #[schema(value_type = String, example = "protection-told")]
    pub kind: ClockKind,
    /// The record it is about.
    #[schema(value_type = String)]
    pub about: RecordId,
    /// The unit that must act.
    #[schema(value_type = String)]
    pub unit: UnitId,
    /// How urgent, where the rule asks.
    #[schema(value_type = Option<String>)]
    pub risk: Option<RiskBand>,
    /// What it shows now.
    #[schema(value_type = Object)]
    pub state: ClockState,
    /// The version of the rules that it goes by.
    pub rules_version: String,
    /// Who started it, and when.
    #[schema(value_type = Object)]
    pub started: Said,
    /// Who may see it.
    pub access: AccessView,
}

/// The clocks about one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClocksView {
    /// Those started first, first.
    pub clocks: Vec<ClockView>,
}

/// A clock that is late, without any person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreachView {
    /// The clock.
    #[schema(value_type = String)]
    pub clock: ClockId,
    /// What it counts towards.
    #[schema(value_type = String)]
    pub kind: ClockKind,
    /// The record it is about.
    #[schema(value_type = String)]
    pub about: RecordId,
    /// Since when it is late, in microseconds since 1970.
    #[schema(value_type = i64)]
    pub since: Moment,
}

/// Late clocks by case and by unit; there is no third way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreachesView {
    /// By case; under the empty text, those of no case. In each, the longest late first.
    pub by_case: BTreeMap<String, Vec<BreachView>>,
    /// By unit.
    pub by_unit: BTreeMap<String, Vec<BreachView>>,
}

/// A clock that is to stand still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PauseClock {
    /// The clock.
    #[schema(value_type = String)]
    pub clock: ClockId,
    /// For which of the reasons that its rule knows.
    #[schema(value_type = String)]
    pub because: PauseReason,
    /// Why, in words.
    pub reason: String,
}

/// A clock that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeClock {
    /// The clock.
    #[schema(value_type = String)]
    pub clock: ClockId,
}

/// A clock of which what it waits for was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetClock {
    /// The clock.
    #[schema(value_type = String)]
    pub clock: ClockId,
    /// What was done.
    pub by: MetByAsk,
}

/// What was done. Written as `{"done": "told", "whom": "…", "at": …}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "done", rename_all = "kebab-case", deny_unknown_fields)]
pub enum MetByAsk {
    /// The protection service was told.
    Told {
        /// Whom: the service, and the person who took it.
        #[schema(value_type = String)]
        whom: Protected,
        /// When, in microseconds since 1970.
        #[schema(value_type = i64)]
        at: Moment,
    },
    /// The service accepted.
    Accepted {
        /// Its reference.
        #[schema(value_type = String)]
        reference: Protected,
    },
    /// The service refused.
    Refused {
        /// Why, in its words.
        #[schema(value_type = String)]
        reason: Protected,
    },
    /// Something that a record shows.
    Shown {
        /// Which.
        #[schema(value_type = String)]
        record: RecordId,
    },
}

/// A clock that is to stop before what it waits for was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StopClock {
    /// The clock.
    #[schema(value_type = String)]
    pub clock: ClockId,
    /// For which of the reasons that clocks of its kind know.
    #[schema(value_type = String)]
    pub because: StopReason,
    /// Why, in words.
    pub reason: String,
}

/// The rules of each unit: those of its country.
pub(crate) type RulesByUnit = BTreeMap<UnitId, Arc<RuleSet>>;

/// The rules of countries as they were read, with their text: a file that somebody changed is read anew.
#[derive(Default)]
pub(crate) struct RulesUnderstood {
    of_country: Mutex<BTreeMap<String, (String, Arc<RuleSet>)>>,
}

impl Node {
    /// Clocks that the caller needs to know of, those started last first; of one state (`running`, `paused`, `met`,
    /// `stopped`), when one is given.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_clocks(&self, who: &Principal, ask: ListAsk) -> Result<Listed<ClockView>, Error> {
        let rules = self.rules_by_unit().await?;
        let now = self.now();
        self.page::<Clock, _>(who, Action::ShowClocks, &ask, |held, caller| ClockView::of(held, caller, &rules, now))
            .await
    }

    /// The clocks about a record.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn clocks_about(&self, who: &Principal, about: RecordId) -> Result<ClocksView, Error> {
        self.permitted(who, Action::ShowClocks, async {
            let caller = who.caller(Action::ShowClocks)?;
            self.must_see(caller, about).await?;
            let (rules, now) = (self.rules_by_unit().await?, self.now());
            let held = self.store.records_keyed::<Clock>(KeyKind::About, &about.to_string()).await?;
            let entry = self.entry(who, Action::ShowClocks.verb()).about("record", about.to_string());
            self.store.record_alone(entry).await?;
            let clocks = held.iter().map(|held| ClockView::of(held, caller, &rules, now)).collect();
            Ok(ClocksView { clocks })
        })
        .await
    }

    /// The late clocks that the caller needs to know of, by case and by unit.
    ///
    /// # Errors
    /// None of its own.
    pub async fn show_breaches(&self, who: &Principal) -> Result<BreachesView, Error> {
        self.permitted(who, Action::ShowClocks, async {
            let caller = who.caller(Action::ShowClocks)?;
            let (rules, now) = (self.rules_by_unit().await?, self.now());
            let mut by_unit_of: BTreeMap<UnitId, Vec<Clock>> = BTreeMap::new();
            for held in self.running_clocks(caller).await? {
                by_unit_of.entry(held.record.unit).or_default().push(held.record);
            }
            let mut view = BreachesView { by_case: BTreeMap::new(), by_unit: BTreeMap::new() };
            for (unit, clocks) in &by_unit_of {
                let found = breaches(clocks, &rules_for(&rules, *unit).calendar, now);
                for (case, late) in found.by_case {
                    let case = case.map(|case| case.to_string()).unwrap_or_default();
                    view.by_case.entry(case).or_default().extend(late.iter().map(BreachView::of));
                }
                for (unit, late) in found.by_unit {
                    view.by_unit.entry(unit.to_string()).or_default().extend(late.iter().map(BreachView::of));
                }
            }
            for late in view.by_case.values_mut() {
                late.sort_by_key(|late| (late.since, late.clock));
            }
            let n_late = view.by_unit.values().map(Vec::len).sum::<usize>() as u64;
            let entry = self.entry(who, Action::ShowClocks.verb()).about("n_late", n_late);
            self.store.record_alone(entry).await?;
            Ok(view)
        })
        .await
    }

    /// The clocks that run and are late, or due before `until`, and that a caller needs to know of; those due first, first.
    pub(crate) async fn clocks_due(
        &self,
        caller: &Caller,
        units: &[Unit],
        until: Moment,
    ) -> Result<Vec<ClockView>, Error> {
        let (rules, now) = (self.rules_of_units(units)?, self.now());
        let held = self.running_clocks(caller).await?;
        let views = held.iter().map(|held| ClockView::of(held, caller, &rules, now));
        let mut due: Vec<(Moment, ClockView)> = views
            .filter_map(|view| match &view.state {
                ClockState::Breached { since } => Some((*since, view)),
                ClockState::Running { due } if due.at <= until => Some((due.at, view)),
                _ => None,
            })
            .collect();
        due.sort_by_key(|(at, view)| (*at, view.id));
        Ok(due.into_iter().map(|(_, view)| view).collect())
    }

    /// Clocks that run, all pages of them: nobody may overlook one because it stands on the second.
    async fn running_clocks(&self, caller: &Caller) -> Result<Vec<store::Held<Clock>>, Error> {
        let (reader, mut all, mut after) = (self.reader(caller), Vec::new(), None);
        loop {
            let page = store::Page { after, n_max: 500 };
            let held = self.store.records::<Clock>(&reader, Some("running"), &page).await?;
            let is_last = held.len() < page.n_max as usize;
            after = held.last().map(|last| (last.made_at_us, last.record.id.to_string()));
            all.extend(held);
            if is_last {
                return Ok(all);
            }
        }
    }

    /// Lets a clock stand still, for a reason that its rule knows.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when its rule knows no such reason, or it is late.
    pub async fn pause_clock(&self, who: &Principal, ask: PauseClock) -> Result<ClockView, Error> {
        let PauseClock { clock, because, reason } = ask;
        self.change_clock(who, Action::PauseClock, clock, Some(&reason), |clock, said, calendar| {
            clock.pause(because, said, calendar)
        })
        .await
    }

    /// Lets a clock go on.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when it does not stand still.
    pub async fn resume_clock(&self, who: &Principal, ask: ResumeClock) -> Result<ClockView, Error> {
        self.change_clock(who, Action::ResumeClock, ask.clock, None, |clock, said, _| clock.resume(said)).await
    }

    /// Says that what a clock waits for was done. What follows from that starts at once.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when it waits for something else.
    pub async fn meet_clock(&self, who: &Principal, ask: MeetClock) -> Result<ClockView, Error> {
        // Whoever may not ask learns nothing of records: the change below refuses them.
        if let MetByAsk::Shown { record } = &ask.by
            && self.may(who, Action::MeetClock)
        {
            self.must_see(who.caller(Action::MeetClock)?, *record).await?;
        }
        self.change_clock(who, Action::MeetClock, ask.clock, None, |clock, said, _| {
            let by = match ask.by {
                MetByAsk::Told { whom, at } => MetBy::Told(Told { whom, at }),
                MetByAsk::Accepted { reference } => MetBy::Answered(Answer::Accepted { reference }),
                MetByAsk::Refused { reason } => MetBy::Answered(Answer::Refused { reason }),
                MetByAsk::Shown { record } => MetBy::Record(record),
            };
            clock.meet(by, said)
        })
        .await
    }

    /// Stops a clock for a named reason.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] when clocks of its kind are not stopped for this.
    pub async fn stop_clock(&self, who: &Principal, ask: StopClock) -> Result<ClockView, Error> {
        let StopClock { clock, because, reason } = ask;
        self.change_clock(who, Action::StopClock, clock, Some(&reason), |clock, said, _| clock.stop(because, said))
            .await
    }

    async fn change_clock(
        &self,
        who: &Principal,
        action: Action,
        id: ClockId,
        reason: Option<&str>,
        decide: impl FnOnce(&Clock, Said, &Calendar) -> Result<Clock, ClockRefusal>,
    ) -> Result<ClockView, Error> {
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let rules = self.rules_by_unit().await?;
            let mut tx = self.store.begin().await?;
            let held = self.load_in::<Clock>(&mut tx, who, action, id).await?;
            let calendar = &rules_for(&rules, held.record.unit).calendar;
            let said = self.said(caller, reason);
            let clock = decide(&held.record, said.clone(), calendar).map_err(Error::refused)?;
            tx.change_record(&clock).await?;
            let mut entry = self.entry(who, action.verb()).about("record", id.to_string());
            if let Some(event) = clock.what_follows() {
                let (about, case, unit, risk) = (clock.about, clock.case, clock.unit, clock.risk);
                let start = Start { about, case, unit, risk, said };
                let started = self.start_clocks(&mut tx, event, &start, held.access.circle).await?;
                entry = entry.about("clocks", started.iter().map(ClockId::to_string).collect::<Vec<_>>());
            }
            tx.commit(entry).await?;
            let held = Held { record: clock, version: held.version + 1, ..held };
            Ok(ClockView::of(&held, caller, &rules, self.now()))
        })
        .await
    }

    /// Starts the clocks that an event starts, inside the change that is the event.
    pub(crate) async fn start_clocks(
        &self,
        tx: &mut Tx,
        event: StartEvent,
        start: &Start,
        circle: Circle,
    ) -> Result<Vec<ClockId>, Error> {
        let rules = self.rules_by_unit().await?;
        let mut ids = new_ids(ClockId::new, CLOCKS_MAX)?;
        let next = || ids.next().expect("one id a rule");
        let clocks = Clock::start(rules_for(&rules, start.unit), event, start, next).map_err(Error::refused)?;
        for clock in &clocks {
            tx.add_record(clock, circle, start.said.at.0).await?;
            if let Some(case) = start.case {
                tx.put_in_case(clock.id.into(), case).await?;
            }
        }
        Ok(clocks.iter().map(|clock| clock.id).collect())
    }

    /// Clocks of this kind about a record that have not ended.
    pub(crate) async fn open_clocks(&self, about: RecordId, kind: ClockKind) -> Result<Vec<Held<Clock>>, Error> {
        let held = self.store.records_keyed::<Clock>(KeyKind::About, &about.to_string()).await?;
        Ok(held.into_iter().filter(|held| held.record.end.is_none() && held.record.rule.kind == kind).collect())
    }

    /// The rules of every unit's country.
    pub(crate) async fn rules_by_unit(&self) -> Result<RulesByUnit, Error> {
        self.rules_of_units(&self.store.units().await?)
    }

    /// The same of units that were read already.
    pub(crate) fn rules_of_units(&self, units: &[Unit]) -> Result<RulesByUnit, Error> {
        units.iter().map(|unit| Ok((unit.id, self.rules_of(&unit.country.to_string())?))).collect()
    }

    /// The rules of a country: the node's own file in its folder `clocks`, or the one that comes with the program. Where there is
    /// neither, the baseline's terms and a calendar that knows no holiday, which every answer says.
    fn rules_of(&self, country: &str) -> Result<Arc<RuleSet>, Error> {
        let name = format!("{}.toml", country.to_ascii_lowercase());
        let path = self.folder.path().join("clocks").join(&name);
        let own = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let shipped = FILES.iter().find(|(file, _)| *file == name).map(|(_, text)| (*text).to_owned());
                shipped.unwrap_or_else(|| {
                    let calendar = "[calendar]\nzone = \"UTC\"\nweekend = [\"saturday\", \"sunday\"]\n";
                    format!("country = \"{country}\"\nversion = \"none\"\n{calendar}")
                })
            }
            Err(source) => return Err(Error::Disk { doing: "reading a country's rules", path, source }),
        };
        let mut understood = self.rules_understood.of_country.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, rules)) = understood.get(country).filter(|(text, _)| *text == own) {
            return Ok(Arc::clone(rules));
        }
        let rules = RuleSet::read(&own, BASELINE).map_err(|wrong| Error::Disk {
            doing: "reading a country's rules",
            path,
            source: std::io::Error::new(std::io::ErrorKind::InvalidData, wrong),
        })?;
        let rules = Arc::new(rules);
        understood.insert(country.to_owned(), (own, Arc::clone(&rules)));
        Ok(rules)
    }
}

/// The rules of a unit. One that was opened in between gets the baseline's: no clock is lost over it.
pub(crate) fn rules_for(rules: &RulesByUnit, unit: UnitId) -> &RuleSet {
    rules.get(&unit).or_else(|| rules.values().next()).expect("whoever asks is of a unit")
}

impl ClockView {
    pub(crate) fn of(held: &Held<Clock>, caller: &Caller, rules: &RulesByUnit, now: Moment) -> ClockView {
        let clock = &held.record;
        ClockView {
            id: clock.id,
            kind: clock.rule.kind,
            about: clock.about,
            unit: clock.unit,
            risk: clock.risk,
            state: clock.state(&rules_for(rules, clock.unit).calendar, now),
            rules_version: clock.rules_version.clone(),
            started: clock.started.clone(),
            access: AccessView::of(&held.access, caller),
        }
    }
}

impl BreachView {
    fn of(breach: &casework::clock::Breach) -> BreachView {
        BreachView { clock: breach.clock, kind: breach.kind, about: breach.about, since: breach.since }
    }
}
