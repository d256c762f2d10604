//! The page of a series: its members, what became of it, its clues, what it is linked with, and who works on it.

use std::collections::{BTreeMap, BTreeSet};

use casework::case::CaseState;
use casework::clock::Clock;
use casework::country::Country;
use casework::country_hypothesis::{CountryHypothesis, Reason, hypotheses};
use casework::id::{LinkId, RecordId, SeriesId, UnitId, VictimId};
use casework::link::{Link, LinkKind};
use casework::record::KeyKind;
use casework::series::{Series, SeriesBook, SeriesView as SeriesShape};
use casework::victim::Identification;
use store::{AnyRecord, Held};

use crate::casebook::{AccessView, no_such};
use crate::clue::ClueView;
use crate::error::Error;
use crate::link::{LinkView, mentioned};
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::record_page::{Around, named_by};
use crate::series::SeriesView;
use crate::series_note::SeriesNote;

/// A series with everything on its page, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPage {
    /// The series, with the memberships and merges that stand.
    pub view: SeriesView,
    /// Memberships and merges, those taken back included, the oldest first: what became of it, change by change.
    pub history: Vec<LinkView>,
    /// What it is linked with otherwise: whom it shows, where it was made, who passed it on.
    pub around: Around,
    /// The clues that were seen or heard in it.
    pub clues: Vec<ClueView>,
    /// Whether its child is known, and who works on it.
    pub status: SeriesStatus,
    /// The countries in which it may have been made, each with what speaks for it; the surest first.
    pub countries: Vec<CountryHypothesis>,
    /// Notes that colleagues wrote to each other about it, the oldest first.
    pub notes: Vec<SeriesNote>,
}

/// How a series stands, as far as the reader's part of the casebook says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeriesStatus {
    /// It is known who the child is, or one of the children.
    Identified {
        /// Whose records say so.
        victims: Vec<VictimId>,
    },
    /// It stands in open cases of these units.
    WorkedOn {
        /// Which.
        units: BTreeSet<UnitId>,
    },
    /// Nothing here says either.
    NotKnown,
}

impl Node {
    /// A series as it stands after merges, with everything on its page; asked for by any of the ids that are one.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn series_page(&self, who: &Principal, id: SeriesId) -> Result<SeriesPage, Error> {
        let action = Action::ShowSeries;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let asked = self.load::<Series>(who, action, id).await?;
            let stored = self.store.links_of_whole_series(id, true).await?;
            let of_sources = self.links_of_sources(&stored).await?;
            // Who may see them is asked once for all of them.
            let visible = self.visible(caller, &mentioned(&stored) | &mentioned(&of_sources)).await?;
            let sight = self.link_sight(who, action, visible)?;
            let (views, of_sources) = (sight.views(&stored), sight.views(&of_sources));
            let seen: BTreeSet<LinkId> = views.iter().map(|view| view.id).collect();
            let book: Vec<Link> =
                stored.into_iter().filter(|link| seen.contains(&link.id()) && link.stands()).collect();
            let shape = SeriesBook::of(&book).view(id);
            let kept = match shape.kept == id {
                true => asked,
                false => {
                    let kept = self.store.record::<Series>(shape.kept).await?;
                    kept.ok_or_else(|| no_such(shape.kept.into()))?
                }
            };
            let is_of_series = |link: &LinkView| matches!(link.kind, LinkKind::BelongsToSeries | LinkKind::SameSeries);
            let (mut history, links): (Vec<LinkView>, Vec<LinkView>) = views.into_iter().partition(is_of_series);
            history.sort_by_key(|link| (link.said.at, link.id));
            let mut asked = named_by(&links);
            asked.extend(shape.series.iter().map(|one| RecordId::from(*one)));
            asked.extend(kept.access.cases.iter().map(|case| RecordId::from(*case)));
            let leading: Vec<LinkView> = views_leading(&links, of_sources, &shape);
            asked.extend(leading.iter().map(|link| link.to));
            let named = self.named(who, asked).await?;
            let clues = clues_of(&named, &links, |held| ClueView::of(held, caller));
            let countries = countries_of(&leading, &named, &clues);
            let notes = self.notes_of(&shape.series.iter().copied().collect::<Vec<_>>()).await?;
            let status = status_of(&named, &links);
            let clocks = match self.may(who, Action::ShowClocks) {
                true => self.store.records_keyed::<Clock>(KeyKind::About, &kept.record.id.to_string()).await?,
                false => Vec::new(),
            };
            let around = self.around_these(caller, links, clocks, &named).await?;
            let entry = self.entry(who, action.verb());
            let entry = entry
                .about("notes", notes.len() as u64)
                .about("series", shape.series.iter().map(SeriesId::to_string).collect::<Vec<_>>());
            self.store.record_alone(around.noted_in(entry)).await?;
            let links = history.iter().filter(|link| link.taken_back.is_none()).cloned().collect();
            let view = SeriesView {
                id: shape.kept,
                name: kept.record.name,
                access: AccessView::of(&kept.access, caller),
                opened: kept.record.opened,
                series: shape.series,
                files: shape.files.into_keys().collect(),
                links,
            };
            Ok(SeriesPage { view, history, around, clues, status, countries, notes })
        })
        .await
    }
}

/// Members of a series that are asked about where they were taken, at most.
const MEMBERS_ASKED_MAX: usize = 2_000;

impl Node {
    /// Links that say of a series' clues and members where they were taken, or point there.
    async fn links_of_sources(&self, links: &[Link]) -> Result<Vec<Link>, Error> {
        let ends =
            links.iter().filter(|link| link.stands()).flat_map(|link| [link.asserted().from, link.asserted().to]);
        let (mut clues, mut members) = (BTreeSet::new(), BTreeSet::new());
        for end in ends {
            match end {
                RecordId::Clue(_) => drop(clues.insert(end)),
                RecordId::File(_) => drop(members.insert(end)),
                _ => {}
            }
        }
        let sources: Vec<RecordId> = clues.into_iter().chain(members.into_iter().take(MEMBERS_ASKED_MAX)).collect();
        Ok(self.store.links_to_places(&sources).await?)
    }
}

/// The links that lead to a place and stand: of the series itself, and of what the reader knows to be a member or clue of it.
fn views_leading(links: &[LinkView], of_sources: Vec<LinkView>, shape: &SeriesShape) -> Vec<LinkView> {
    let is_source = |id: RecordId| match id {
        RecordId::File(file) => shape.files.contains_key(&file),
        id => is_seen_in(links, id),
    };
    let leads = |link: &LinkView| {
        let is_there = matches!(link.kind, LinkKind::TakenAt | LinkKind::PointsTo);
        is_there && matches!(link.to, RecordId::Place(_)) && link.taken_back.is_none()
    };
    let of_series: BTreeSet<LinkId> = links.iter().map(|link| link.id).collect();
    // A link of a member may be a link of the series, too.
    let further = of_sources.into_iter().filter(|link| is_source(link.from) && !of_series.contains(&link.id));
    links.iter().cloned().chain(further).filter(leads).collect()
}

/// The countries that these links lead to.
fn countries_of(leading: &[LinkView], named: &[Held<AnyRecord>], clues: &[ClueView]) -> Vec<CountryHypothesis> {
    let country = |held: &Held<AnyRecord>| match &held.record {
        AnyRecord::Place(place) => Some((held.access.record, place.country?)),
        _ => None,
    };
    let places: BTreeMap<RecordId, Country> = named.iter().filter_map(country).collect();
    let reason = |link: &LinkView| {
        let (RecordId::Place(place), country) = (link.to, *places.get(&link.to)?) else { return None };
        let clue = match link.from {
            RecordId::Clue(id) => Some(clues.iter().find(|clue| clue.id == id)?),
            _ => None,
        };
        let confidence = clue.map_or(link.confidence, |clue| link.confidence.max(clue.certainty));
        Some((country, Reason { link: link.id, place, clue: clue.map(|clue| clue.id), confidence }))
    };
    hypotheses(leading.iter().filter_map(reason))
}

/// Whether something was seen or heard in a series, by one of its links that stands.
fn is_seen_in(links: &[LinkView], id: RecordId) -> bool {
    let mut of = links.iter().filter(|link| link.taken_back.is_none());
    of.any(|link| matches!(link.kind, LinkKind::SeenIn | LinkKind::Depicts) && (link.from == id || link.to == id))
}

/// The clues that stand to a series by a link of this kind.
fn clues_of<V>(
    named: &[Held<AnyRecord>],
    links: &[LinkView],
    show: impl Fn(&Held<casework::clue::Clue>) -> V,
) -> Vec<V> {
    let clues = named.iter().filter_map(|held| match &held.record {
        AnyRecord::Clue(clue) if is_seen_in(links, clue.id.into()) => {
            let (access, record) = (held.access.clone(), (**clue).clone());
            Some(Held { record, access, made_at_us: held.made_at_us, version: held.version })
        }
        _ => None,
    });
    clues.map(|held| show(&held)).collect()
}

fn status_of(named: &[Held<AnyRecord>], links: &[LinkView]) -> SeriesStatus {
    let shows = |id: RecordId| {
        links.iter().any(|link| link.taken_back.is_none() && link.kind == LinkKind::Depicts && link.to == id)
    };
    let victims: Vec<VictimId> = named
        .iter()
        .filter_map(|held| match &held.record {
            AnyRecord::Victim(victim) if shows(victim.id.into()) => Some(victim),
            _ => None,
        })
        .filter(|victim| victim.identification != Identification::Unidentified)
        .map(|victim| victim.id)
        .collect();
    if !victims.is_empty() {
        return SeriesStatus::Identified { victims };
    }
    let units: BTreeSet<UnitId> = named
        .iter()
        .filter_map(|held| match &held.record {
            AnyRecord::Case(case) if case.state() == CaseState::Open => Some(case.owner()),
            _ => None,
        })
        .collect();
    if units.is_empty() { SeriesStatus::NotKnown } else { SeriesStatus::WorkedOn { units } }
}

#[cfg(test)]
mod tests;
