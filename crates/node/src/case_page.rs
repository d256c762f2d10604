//! The page of a case: who works on it, what stands in it, its clocks and outcomes, and who could join.

use std::collections::BTreeSet;

use casework::case::Case;
use casework::clock::Clock;
use casework::exhibit::Exhibit;
use casework::id::{CaseId, RecordId, UnitId, UserId};
use casework::outcome::Outcome;
use casework::protected::Protected;
use store::{AnyRecord, Held};

use crate::case_file::{CaseView, OnCase};
use crate::error::Error;
use crate::link::mentioned;
use crate::open::Node;
use crate::outcome::OutcomeView;
use crate::principal::{Action, Principal};
use crate::record_page::{Around, Label};
use crate::search::show_action;

/// Exhibits of a case that are called by their numbers: as many as its page names.
const NAMED_EXHIBITS_MAX: usize = 100;

/// A case with everything on its page, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// The case.
    pub view: CaseView,
    /// What came of it, the withdrawn too, in the order of recording.
    pub outcomes: Vec<OutcomeView>,
    /// The clocks that belong to it, its own links, and a line about each record that stands in it.
    pub around: Around,
    /// Colleagues of the case's unit who could be let in; for whoever may say who works on a case.
    pub could_join: Vec<(UserId, Protected)>,
}

impl Node {
    /// A case with everything on its page.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn case_page(&self, who: &Principal, id: CaseId) -> Result<CasePage, Error> {
        let action = Action::ShowCase;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let held = self.load::<Case>(who, action, id).await?;
            let people = self.store.people_of_case(id).await?;
            let people: Vec<OnCase> = people.into_iter().map(|(user, until_us)| OnCase { user, until_us }).collect();
            let records = self.store.records_of_case(id).await?;
            let stored = match self.may_see_links(who, &held.access) {
                true => self.store.links_of(id.into(), true).await?,
                false => Vec::new(),
            };
            let asked: BTreeSet<RecordId> = records.iter().copied().chain(mentioned(&stored)).collect();
            let visible = self.visible(caller, asked).await?;
            let links = self.link_sight(who, Action::ShowLinks, visible.clone())?.views(&stored);
            let mut named = self.store.any_records(visible.iter().copied().filter(|id| is_record(*id))).await?;
            let (mut clocks, mut outcomes) = (Vec::new(), Vec::new());
            for held in &named {
                let Held { access, made_at_us, version, .. } = held.clone();
                match &held.record {
                    AnyRecord::Clock(clock) => {
                        let record: Clock = (**clock).clone();
                        clocks.push(Held { record, access, made_at_us, version });
                    }
                    AnyRecord::Outcome(outcome) => {
                        let record: Outcome = (**outcome).clone();
                        outcomes.push(Held { record, access, made_at_us, version });
                    }
                    _ => {}
                }
            }
            let open = self.permitted_among(who, show_action, named.iter().map(|held| &held.access));
            named.retain(|held| open.contains(&held.access.record));
            clocks.retain(|_| self.may(who, Action::ShowClocks));
            outcomes.retain(|outcome| open.contains(&outcome.record.id.into()));
            outcomes.sort_by_key(|outcome| (outcome.made_at_us, outcome.record.id));
            let outcomes = outcomes.iter().map(|outcome| OutcomeView::of(outcome, caller)).collect();
            let mut around = self.around_these(caller, links, clocks, &named).await?;
            around.labels.extend(self.exhibits_called(who, &records, &visible).await?);
            let mut could_join = Vec::new();
            if self.may(who, Action::StaffCase) {
                let on_case = |user: UserId| people.iter().any(|person| person.user == user);
                let owner = held.record.owner();
                let could = around.at_work.iter().filter(|(user, unit)| **unit == owner && !on_case(**user));
                let called = |(user, _): (&UserId, &UnitId)| Some((*user, around.colleagues.get(user)?.clone()));
                could_join = could.filter_map(called).collect();
            }
            let records = records.into_iter().filter(|id| visible.contains(id)).collect();
            let entry = self.entry(who, action.verb()).about("record", id.to_string());
            self.store.record_alone(around.noted_in(entry)).await?;
            Ok(CasePage { view: CaseView::of(&held, caller, people, records), outcomes, around, could_join })
        })
        .await
    }

    /// A line about each of the first exhibits among these records of which the reader may see the page: its number in the unit's
    /// books.
    async fn exhibits_called(
        &self,
        who: &Principal,
        records: &[RecordId],
        visible: &BTreeSet<RecordId>,
    ) -> Result<Vec<(RecordId, Label)>, Error> {
        let exhibits = records.iter().filter(|id| matches!(id, RecordId::Exhibit(_)) && visible.contains(id));
        let ids: Vec<String> = exhibits.take(NAMED_EXHIBITS_MAX).map(ToString::to_string).collect();
        if ids.is_empty() || !self.may(who, Action::ShowExhibits) {
            return Ok(Vec::new());
        }
        let called = |(exhibit, _): (Exhibit, i64)| {
            let label = exhibit.custody.number.map_or(Label::Bare, |number| Label::Words(Protected::new(number)));
            Some((RecordId::Exhibit(exhibit.id.parse().ok()?), label))
        };
        Ok(self.store.exhibits_examined(&ids).await?.into_iter().filter_map(called).collect())
    }
}

fn is_record(id: RecordId) -> bool {
    !matches!(id, RecordId::File(_) | RecordId::Exhibit(_) | RecordId::Link(_))
}
