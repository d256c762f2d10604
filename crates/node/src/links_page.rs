//! What is linked with a record, over a few steps: for the drawing of it, the table beside the drawing, the map and the timeline.

mod map;
mod timeline;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use casework::clock::Clock;
use casework::file::{File, FileId};
use casework::graph::PathAnswer;
use casework::id::{LinkId, RecordId};
use casework::link::Link;
use casework::record::KeyKind;
use store::{AnyRecord, Held, LedgerEntry};

use crate::casebook::no_such;
use crate::error::Error;
use crate::link::{LinkView, mentioned};
use crate::open::Node;
use crate::principal::{Action, Principal};
use crate::record_page::{Around, named_by};

pub use map::{Spot, SpotBy};
pub use timeline::{Happening, Timeline, What, When};

/// Records in one drawing, at most: more cannot be read.
const DRAWN_MAX: usize = 120;

/// What is linked with a record over a few steps, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedView {
    /// Around which record.
    pub of: RecordId,
    /// How many steps away each record is that is shown, the first record itself included.
    pub records: BTreeMap<RecordId, u32>,
    /// The links between them, those at them that were taken back, and a line about each record.
    pub around: Around,
    /// Whether there is more than is shown.
    pub has_more: bool,
}

/// What stands around a record: linked with it, on the map and in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AroundPage {
    /// What is linked with it.
    pub view: LinkedView,
    /// What of it lies somewhere.
    pub spots: Vec<Spot>,
    /// What happened.
    pub timeline: Timeline,
}

/// The shortest way between two records, and a line about each record on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPage {
    /// From which.
    pub from: RecordId,
    /// To which.
    pub to: RecordId,
    /// What was found.
    pub answer: PathAnswer,
    /// A line about each record on the way.
    pub around: Around,
}

impl Node {
    /// What is linked with a record over so many steps, one to three, with the evidence on each link.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Denied`] for a record of whose kind links tell the reader's roles nothing.
    pub async fn linked_with(&self, who: &Principal, of: RecordId, n_steps: u32) -> Result<LinkedView, Error> {
        let action = Action::ShowLinks;
        self.permitted(who, action, async {
            let (view, _) = self.linked(who, of, n_steps).await?;
            let entry = self.entry(who, action.verb()).about("record", of.to_string());
            self.store.record_alone(view.around.noted_in(entry)).await?;
            Ok(view)
        })
        .await
    }

    /// The same with where all of it lies and what happened when.
    ///
    /// # Errors
    /// As for what is linked.
    pub async fn around_page(&self, who: &Principal, of: RecordId, n_steps: u32) -> Result<AroundPage, Error> {
        let action = Action::ShowLinks;
        self.permitted(who, action, async {
            let (view, named) = self.linked(who, of, n_steps).await?;
            // What a camera says is read by whoever may look at exhibits.
            let files: HashMap<FileId, Arc<File>> = match self.may(who, Action::ShowExhibits) {
                true => self.store.files_among(&view.files()).await?,
                false => HashMap::new(),
            };
            let clocks = match self.may(who, Action::ShowClocks) {
                true => self.store.records_keyed::<Clock>(KeyKind::About, &of.to_string()).await?,
                false => Vec::new(),
            };
            let timeline = Timeline::of(&named, &view.around.links, &clocks, &files);
            let spots = map::spots(&named, &files);
            let entry = self.entry(who, action.verb()).about("record", of.to_string());
            self.store.record_alone(noted_in(view.around.noted_in(entry), &clocks, &files)).await?;
            Ok(AroundPage { view, spots, timeline })
        })
        .await
    }

    /// What is linked with a record, and the records among it that the reader may open.
    async fn linked(
        &self,
        who: &Principal,
        of: RecordId,
        n_steps: u32,
    ) -> Result<(LinkedView, Vec<Held<AnyRecord>>), Error> {
        let caller = who.caller(Action::ShowLinks)?;
        let n_steps = n_steps.clamp(1, 3);
        if let RecordId::File(file) = of {
            self.store.file(&file).await?.ok_or_else(|| no_such(of))?;
        }
        // Links are read ring by ring; who may see them is asked once for all of them, as long as the rings are small.
        let mut read: BTreeMap<(i64, LinkId), Link> = BTreeMap::new();
        let (mut met, mut ring) = (BTreeSet::from([of]), vec![of]);
        for step in 1..=n_steps {
            let stored = self.store.links_of_all(&ring, true).await?;
            ring = mentioned_ends(&stored).filter(|end| met.insert(*end)).collect();
            read.extend(stored.into_iter().map(|link| ((link.said().at.0, link.id()), link)));
            if ring.is_empty() || step == n_steps {
                break;
            }
            if ring.len() > DRAWN_MAX {
                let stored: Vec<Link> = read.values().cloned().collect();
                let mut views = self.link_views(who, Action::ShowLinks, &stored).await?;
                views.retain(|link| link.taken_back.is_none());
                let drawn = Drawn::of(of, step, &views);
                ring = drawn.records.into_iter().filter(|(_, at)| *at == step).map(|(id, _)| id).collect();
            }
        }
        let stored: Vec<Link> = read.into_values().collect();
        let mut asked = mentioned(&stored);
        asked.insert(of);
        let visible = self.visible(caller, asked).await?;
        if !visible.contains(&of) {
            return Err(no_such(of));
        }
        self.may_be_told_of(who, of)?;
        let seen = self.link_sight(who, Action::ShowLinks, visible)?.views(&stored);
        let (standing, taken): (Vec<LinkView>, Vec<LinkView>) =
            seen.into_iter().partition(|link| link.taken_back.is_none());
        let Drawn { records, mut links, has_more } = Drawn::of(of, n_steps, &standing);
        let mut drawn = named_by(&links);
        drawn.insert(of);
        let is_at = |link: &LinkView| records.contains_key(&link.from) || records.contains_key(&link.to);
        links.extend(taken.into_iter().filter(is_at));
        // What nothing but a link that was taken back leads to is named beside that link, and nothing of it is told.
        let mut named = self.named(who, &named_by(&links) | &drawn).await?;
        let around = self.around_these(caller, links, Vec::new(), &named).await?;
        named.retain(|held| drawn.contains(&held.access.record));
        Ok((LinkedView { of, records, around, has_more }, named))
    }

    /// The shortest way between two records with a line about each record on it.
    ///
    /// # Errors
    /// As for finding the path.
    pub async fn path_page(&self, who: &Principal, from: RecordId, to: RecordId) -> Result<PathPage, Error> {
        let action = Action::ShowLinks;
        self.permitted(who, action, async {
            let caller = who.caller(action)?;
            let answer = self.path_between(who, from, to).await?;
            let mut asked = BTreeSet::from([from, to]);
            if let PathAnswer::Found { steps } = &answer {
                for step in steps {
                    asked.extend([step.over.from, step.over.to]);
                    asked.extend(step.over.evidence.iter().filter_map(casework::link::Evidence::record));
                }
            }
            let named = self.named(who, asked).await?;
            let around = self.around_these(caller, Vec::new(), Vec::new(), &named).await?;
            let entry = self.entry(who, action.verb());
            let entry = entry.about("path", vec![from.to_string(), to.to_string()]);
            self.store.record_alone(around.noted_in(entry)).await?;
            Ok(PathPage { from, to, answer, around })
        })
        .await
    }
}

impl LinkedView {
    /// The files among what is shown.
    fn files(&self) -> Vec<FileId> {
        let file = |id: &RecordId| if let RecordId::File(file) = id { Some(*file) } else { None };
        self.records.keys().filter_map(file).collect()
    }
}

/// The part of the graph that one drawing shows.
struct Drawn {
    records: BTreeMap<RecordId, u32>,
    links: Vec<LinkView>,
    has_more: bool,
}

impl Drawn {
    /// What these links, the oldest first, join to a record over so many steps.
    fn of(of: RecordId, n_steps: u32, links: &[LinkView]) -> Drawn {
        let (mut records, mut has_more) = (BTreeMap::from([(of, 0)]), false);
        for step in 1..=n_steps {
            for link in links {
                for (end, other) in [(link.from, link.to), (link.to, link.from)] {
                    if records.get(&other) != Some(&(step - 1)) || records.contains_key(&end) {
                        continue;
                    }
                    if records.len() >= DRAWN_MAX {
                        has_more = true;
                        continue;
                    }
                    records.insert(end, step);
                }
            }
        }
        let joins = |link: &&LinkView| records.contains_key(&link.from) && records.contains_key(&link.to);
        let links = links.iter().filter(joins).cloned().collect();
        Drawn { records, links, has_more }
    }
}

/// Where those of these links lead that stand.
fn mentioned_ends(links: &[Link]) -> impl Iterator<Item = RecordId> {
    links.iter().filter(|link| link.stands()).flat_map(|link| [link.asserted().from, link.asserted().to])
}

/// The entry with what is read besides: clocks, and what cameras say in files.
fn noted_in(entry: LedgerEntry, clocks: &[Held<Clock>], files: &HashMap<FileId, Arc<File>>) -> LedgerEntry {
    let clocks: Vec<String> = clocks.iter().map(|clock| clock.record.id.to_string()).collect();
    let files: BTreeSet<String> = files.keys().map(ToString::to_string).collect();
    entry.about("clocks", clocks).about("files", Vec::from_iter(files))
}

#[cfg(test)]
mod tests;
