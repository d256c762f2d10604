//! What stands on every record's page beside the record: its clocks, its links, a line about each record that they name, and
//! who the colleagues and units are. Pages of victims, persons, things and clues are made of it whole.

use std::collections::{BTreeMap, BTreeSet};

use casework::clock::{Clock, End, Pause};
use casework::clock_rules::PauseReason;
use casework::clue::Clue;
use casework::id::{AccountId, AddressId, ClueId, DeviceId, PersonId, PlaceId, RecordId, UnitId, UserId, VictimId};
use casework::link::Evidence;
use casework::person::{Person, PersonState};
use casework::protected::Protected;
use casework::record::{Access, KeyKind, Record};
use casework::unit::Unit;
use casework::user::{User, UserState};
use casework::victim::Victim;
use casework::who::Said;
use store::{AnyRecord, Held, LedgerEntry};

use crate::clue::ClueView;
use crate::deadline::{ClockView, RulesByUnit};
use crate::error::Error;
use crate::link::LinkView;
use crate::open::Node;
use crate::person::PersonView;
use crate::principal::{Action, Caller, Principal};
use crate::search::show_action;
use crate::thing::{ThingIs, ThingView, view as thing_view};
use crate::victim::VictimView;

/// A record with what stands around it on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPage<V> {
    /// The record as its verb shows it.
    pub view: V,
    /// What stands around it.
    pub around: Around,
}

/// What stands around a record on its page, as far as the reader may see it. A part that their roles have nothing to do with
/// is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// The clocks about it: those that are late or due first, first, then those that stand still, then those that have ended.
    pub clocks: Vec<ClockOnPage>,
    /// Its links, also those that were taken back.
    pub links: Vec<LinkView>,
    /// A line about each record that the page names and the reader may open.
    pub labels: BTreeMap<RecordId, Label>,
    /// How the colleagues are called whom the page names.
    pub colleagues: BTreeMap<UserId, Protected>,
    /// Those of them who work here now and are no machine, and in which unit.
    pub at_work: BTreeMap<UserId, UnitId>,
    /// How the units of this node are called.
    pub units: BTreeMap<UnitId, String>,
}

/// A clock with what a page does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockOnPage {
    /// The clock.
    pub view: ClockView,
    /// How it ended: who was told and when, what was answered.
    pub end: Option<End>,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// For what it may stand still.
    pub may_pause_for: BTreeSet<PauseReason>,
}

/// One line about a record: no more than who sees its name in a table needs. Of a person, only what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// Words of its own: a series' name, a victim's code, a case's number, a clue.
    Words(Protected),
    /// A code of a closed set, as locale keys spell it: `<set>-<code>`.
    Code {
        /// The set.
        set: &'static str,
        /// The code.
        code: &'static str,
    },
    /// Nothing but its id.
    Bare,
}

impl Node {
    /// A victim's record with everything on its page: no name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn victim_page(&self, who: &Principal, id: VictimId) -> Result<RecordPage<VictimView>, Error> {
        self.record_page::<Victim, _>(who, Action::ShowVictim, id, VictimView::of).await
    }

    /// A person's record with everything on its page. Names are not on it: they are read apart, with a purpose.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn person_page(&self, who: &Principal, id: PersonId) -> Result<RecordPage<PersonView>, Error> {
        let unnamed =
            |held: &Held<Person>, caller: &Caller| PersonView { names: Vec::new(), ..PersonView::of(held, caller) };
        self.record_page::<Person, _>(who, Action::ShowPerson, id, unnamed).await
    }

    /// A clue with everything on its page.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn clue_page(&self, who: &Principal, id: ClueId) -> Result<RecordPage<ClueView>, Error> {
        self.record_page::<Clue, _>(who, Action::ShowClue, id, ClueView::of).await
    }

    /// A place, an account, a device or an address with everything on its page.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for an id of another noun.
    pub async fn thing_page(&self, who: &Principal, id: RecordId) -> Result<RecordPage<ThingView>, Error> {
        let action = Action::ShowThing;
        match id {
            RecordId::Place(id) => self.thing::<_, PlaceId>(who, id, ThingIs::Place).await,
            RecordId::Account(id) => self.thing::<_, AccountId>(who, id, ThingIs::Account).await,
            RecordId::Device(id) => self.thing::<_, DeviceId>(who, id, ThingIs::Device).await,
            RecordId::Address(id) => self.thing::<_, AddressId>(who, id, ThingIs::Address).await,
            id => {
                self.permit(who, action)?;
                Err(crate::casebook::no_such(id))
            }
        }
    }

    async fn thing<R: Record<Id = Id> + Clone, Id>(
        &self,
        who: &Principal,
        id: Id,
        is: fn(R) -> ThingIs,
    ) -> Result<RecordPage<ThingView>, Error>
    where
        Id: Copy + Into<RecordId>,
    {
        self.record_page::<R, _>(who, Action::ShowThing, id, thing_view(is)).await
    }

    /// One record with everything on its page: permitted, and recorded once.
    async fn record_page<R: Record, V>(
        &self,
        who: &Principal,
        action: Action,
        id: R::Id,
        show: impl FnOnce(&Held<R>, &Caller) -> V,
    ) -> Result<RecordPage<V>, Error> {
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let held = self.load::<R>(who, action, id).await?;
            let around = self.around(who, caller, &held.access).await?;
            let entry = self.entry(who, action.verb()).about("record", id.into().to_string());
            self.store.record_alone(around.noted_in(entry)).await?;
            Ok(RecordPage { view: show(&held, caller), around })
        })
        .await
    }

    /// What stands around a record.
    pub(crate) async fn around(&self, who: &Principal, caller: &Caller, access: &Access) -> Result<Around, Error> {
        let id = access.record;
        let links = match self.may_see_links(who, access) {
            true => self.link_views(who, Action::ShowLinks, &self.store.links_of(id, true).await?).await?,
            false => Vec::new(),
        };
        let clocks = match self.may(who, Action::ShowClocks) {
            true => self.store.records_keyed::<Clock>(KeyKind::About, &id.to_string()).await?,
            false => Vec::new(),
        };
        let mut asked = named_by(&links);
        asked.extend(access.cases.intersection(&caller.cases).map(|case| RecordId::from(*case)));
        let named = self.named(who, asked).await?;
        self.around_these(caller, links, clocks, &named).await
    }

    /// Whether somebody may be shown the links of this record.
    pub(crate) fn may_see_links(&self, who: &Principal, access: &Access) -> bool {
        self.may(who, Action::ShowLinks) && self.permit_about(who, Action::ShowLinks, access).is_ok()
    }

    /// The same of links and clocks that were read already, with a line about each record of `named`.
    pub(crate) async fn around_these(
        &self,
        caller: &Caller,
        links: Vec<LinkView>,
        clocks: Vec<Held<Clock>>,
        named: &[Held<AnyRecord>],
    ) -> Result<Around, Error> {
        self.around_with(caller, links, clocks, named, self.store.units_and_users().await?)
    }

    /// The same with units and users that were read already.
    pub(crate) fn around_with(
        &self,
        caller: &Caller,
        links: Vec<LinkView>,
        clocks: Vec<Held<Clock>>,
        named: &[Held<AnyRecord>],
        (units, users): (Vec<Unit>, Vec<User>),
    ) -> Result<Around, Error> {
        let rules: RulesByUnit = self.rules_of_units(&units)?;
        let now = self.now();
        let mut clocks: Vec<ClockOnPage> =
            clocks.iter().map(|held| ClockOnPage::of(held, caller, &rules, now)).collect();
        clocks.sort_by_key(|clock| (clock.view.state.urgency(), clock.view.id));
        let labels = named.iter().map(|held| (held.access.record, Label::of(&held.record))).collect();
        let is_at_work = |user: &&User| user.state == UserState::Active && !user.is_machine();
        let at_work = users.iter().filter(is_at_work).map(|user| (user.id, user.unit)).collect();
        let colleagues = users.into_iter().map(|user| (user.id, user.name)).collect();
        let units = units.into_iter().map(|unit| (unit.id, unit.name)).collect();
        Ok(Around { clocks, links, labels, colleagues, at_work, units })
    }

    /// How everybody is called who has an account here. A page names whoever said what stands on it.
    pub(crate) async fn colleagues(&self) -> Result<BTreeMap<UserId, Protected>, Error> {
        Ok(self.store.users().await?.into_iter().map(|user| (user.id, user.name)).collect())
    }

    /// Those of these records that the reader may open by themselves.
    pub(crate) async fn named(&self, who: &Principal, ids: BTreeSet<RecordId>) -> Result<Vec<Held<AnyRecord>>, Error> {
        let records = ids.into_iter().filter(|id| !matches!(id, RecordId::File(_) | RecordId::Exhibit(_)));
        let found = self.store.any_records(records).await?;
        let open = self.permitted_among(who, show_action, found.iter().map(|held| &held.access));
        Ok(found.into_iter().filter(|held| open.contains(&held.access.record)).collect())
    }
}

/// Everything that these links name.
pub(crate) fn named_by(links: &[LinkView]) -> BTreeSet<RecordId> {
    let of = |link: &LinkView| {
        let evidence = link.evidence.iter().filter_map(Evidence::record).collect::<Vec<_>>();
        [link.from, link.to].into_iter().chain(evidence)
    };
    links.iter().flat_map(of).collect()
}

impl Around {
    /// The entry with everything that the page shows of other records.
    pub(crate) fn noted_in(&self, entry: LedgerEntry) -> LedgerEntry {
        entry
            .about("clocks", self.clocks.iter().map(|clock| clock.view.id.to_string()).collect::<Vec<_>>())
            .about("links", self.links.iter().map(|link| link.id.to_string()).collect::<Vec<_>>())
            .about("records", self.labels.keys().map(ToString::to_string).collect::<Vec<_>>())
    }

    /// How somebody is called who said something.
    pub fn name_of(&self, said: &Said) -> Option<&str> {
        self.colleagues.get(&said.by.user).map(Protected::reveal)
    }
}

impl ClockOnPage {
    fn of(held: &Held<Clock>, caller: &Caller, rules: &RulesByUnit, now: casework::who::Moment) -> ClockOnPage {
        ClockOnPage {
            view: ClockView::of(held, caller, rules, now),
            end: held.record.end.clone(),
            pauses: held.record.pauses.clone(),
            may_pause_for: held.record.rule.may_pause_for.clone(),
        }
    }
}

impl Label {
    pub(crate) fn of(record: &AnyRecord) -> Label {
        let words = |words: &Protected| if words.is_blank() { Label::Bare } else { Label::Words(words.clone()) };
        match record {
            AnyRecord::Series(series) => words(&series.name),
            AnyRecord::Victim(victim) => Label::Words(Protected::new(victim.code.to_string())),
            AnyRecord::Person(person) => Label::Code { set: "person-state", code: PersonState::code(person.state()) },
            AnyRecord::Place(place) => match &place.words {
                Some(said) => words(said),
                None => Label::Code { set: "place-kind", code: place.kind.code() },
            },
            AnyRecord::Account(account) => words(&account.written),
            AnyRecord::Device(device) => match &device.model {
                Some(model) => Label::Words(Protected::new(model.clone())),
                None => Label::Code { set: "device-kind", code: device.kind.code() },
            },
            AnyRecord::Address(address) => words(&address.written),
            AnyRecord::Clue(clue) => words(&clue.words),
            AnyRecord::Incoming(report) => Label::Code { set: "report-source", code: report.source.code() },
            AnyRecord::Case(case) => words(case.number()),
            AnyRecord::Lead(lead) => words(&lead.opened_as.words),
            AnyRecord::Operation(operation) => words(&operation.name),
            AnyRecord::Outcome(outcome) => match outcome.kinds.first() {
                Some(kind) => Label::Code { set: "outcome-kind", code: kind.code() },
                None => Label::Bare,
            },
            AnyRecord::Clock(clock) => Label::Code { set: "clock-kind", code: clock.rule.kind.code() },
        }
    }
}
