//! Series: opened, filled, merged and split by links, and any of that undone.

use std::collections::BTreeSet;

use casework::file::FileId;
use casework::id::{LinkId, RecordId, SeriesId};
use casework::link::{Confidence, Link, LinkKind};
use casework::protected::Protected;
use casework::series::{LinkChange, Series, SeriesBook, SeriesMerge, membership, merge, split, undo};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use store::Tx;
use utoipa::ToSchema;

use crate::casebook::{AccessView, ListAsk, Listed, Placement, new_id, new_ids, no_such};
use crate::error::Error;
use crate::evidence::EvidenceAsk;
use crate::link::LinkView;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// A series that somebody opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSeries {
    /// What people call it.
    #[schema(value_type = String)]
    pub name: Protected,
    /// Who may see it.
    #[serde(default)]
    pub into: Placement,
}

/// Files that somebody adds to a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddToSeries {
    /// The series.
    #[schema(value_type = String)]
    pub series: SeriesId,
    /// The files.
    #[schema(value_type = Vec<Object>)]
    pub files: BTreeSet<FileId>,
    /// How surely: `certain`, `likely`, `guess`.
    #[schema(value_type = String, example = "likely")]
    pub confidence: Confidence,
    /// On what; the same for each of them.
    pub evidence: Vec<EvidenceAsk>,
}

/// A series that turned out to be the same as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeSeries {
    /// The series that gives the name.
    #[schema(value_type = String)]
    pub keep: SeriesId,
    /// The series that is found to be the same.
    #[schema(value_type = String, example = "ser_0000000000000000")]
    pub absorb: SeriesId,
    /// How surely.
    #[schema(value_type = String, example = "certain")]
    pub confidence: Confidence,
    /// On what.
    pub evidence: Vec<EvidenceAsk>,
    /// Why, in words.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Files of a series that belong to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitSeries {
    /// The series they leave.
    #[schema(value_type = String)]
    pub from: SeriesId,
    /// The files.
    #[schema(value_type = Vec<Object>)]
    pub files: BTreeSet<FileId>,
    /// The series they go to.
    #[schema(value_type = String)]
    pub into: SeriesId,
    /// Why, in words.
    pub reason: String,
}

/// A change of a series, by its links, that is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoSeries {
    /// The series that was changed.
    #[schema(value_type = String)]
    pub series: SeriesId,
    /// The links that the change asserted, as its answer named them.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub asserted: Vec<LinkId>,
    /// The links that it took back.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub taken_back: Vec<LinkId>,
    /// Why, in words.
    pub reason: String,
}

/// What a change did: enough to undo it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesChanged {
    /// The series that gives the name now.
    #[schema(value_type = String)]
    pub kept: SeriesId,
    /// Links as they were asserted.
    pub asserted: Vec<LinkView>,
    /// Links as they were taken back.
    pub taken_back: Vec<LinkView>,
}

/// A series with everything that became one with it, as far as the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesView {
    /// The series that gives its name.
    #[schema(value_type = String)]
    pub id: SeriesId,
    /// What people call it.
    #[schema(value_type = String)]
    pub name: Protected,
    /// Who may see it.
    pub access: AccessView,
    /// Who opened it.
    #[schema(value_type = Object)]
    pub opened: Said,
    /// All series that are one, that one included.
    #[schema(value_type = Vec<String>)]
    pub series: BTreeSet<SeriesId>,
    /// Its files.
    #[schema(value_type = Vec<Object>)]
    pub files: Vec<FileId>,
    /// The links that make it so: memberships and merges.
    pub links: Vec<LinkView>,
}

/// A series in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesInList {
    /// Its id.
    #[schema(value_type = String)]
    pub id: SeriesId,
    /// What people call it.
    #[schema(value_type = String)]
    pub name: Protected,
    /// Who may see it.
    pub access: AccessView,
}

impl Node {
    /// Opens a series.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a case that the caller may not see.
    pub async fn open_series(&self, who: &Principal, ask: OpenSeries) -> Result<SeriesView, Error> {
        self.permitted(who, Action::OpenSeries, async {
            let caller = who.caller(Action::OpenSeries)?;
            let opened = self.said(caller, None);
            let series = Series { id: new_id(SeriesId::new)?, name: ask.name, owner: caller.actor.unit, opened };
            let mut tx = self.store.begin().await?;
            let held = self.add(&mut tx, caller, series, &ask.into).await?;
            let Series { id, name, opened, .. } = held.record;
            tx.commit(self.entry(who, Action::OpenSeries.verb()).about("record", id.to_string())).await?;
            let access = AccessView::of(&held.access, caller);
            Ok(SeriesView { id, name, access, opened, series: [id].into(), files: Vec::new(), links: Vec::new() })
        })
        .await
    }

    /// A series as it stands after merges; asked for by any of the ids that are one.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn show_series(&self, who: &Principal, id: SeriesId) -> Result<SeriesView, Error> {
        self.permitted(who, Action::ShowSeries, async {
            let caller = who.caller(Action::ShowSeries)?;
            self.load::<Series>(who, Action::ShowSeries, id).await?;
            let links = self.links_of_series(id).await?;
            let shown = self.link_views(who, Action::ShowSeries, &links).await?;
            let seen: BTreeSet<LinkId> = shown.iter().map(|view| view.id).collect();
            let links: Vec<Link> = links.into_iter().filter(|link| seen.contains(&link.id())).collect();
            let view = SeriesBook::of(&links).view(id);
            let kept = self.store.record::<Series>(view.kept).await?.ok_or_else(|| no_such(view.kept.into()))?;
            let entry = self.entry(who, Action::ShowSeries.verb());
            let entry = entry.about("series", view.series.iter().map(SeriesId::to_string).collect::<Vec<_>>());
            self.store.record_alone(entry).await?;
            Ok(SeriesView {
                id: view.kept,
                name: kept.record.name,
                access: AccessView::of(&kept.access, caller),
                opened: kept.record.opened,
                series: view.series,
                files: view.files.into_keys().collect(),
                links: shown,
            })
        })
        .await
    }

    /// Series that the caller needs to know of, those opened last first.
    ///
    /// # Errors
    /// [`Error::NotACursor`].
    pub async fn list_series(&self, who: &Principal, ask: ListAsk) -> Result<Listed<SeriesInList>, Error> {
        self.page::<Series, _>(who, Action::ShowSeries, &ask, |held, caller| SeriesInList {
            id: held.record.id,
            name: held.record.name.clone(),
            access: AccessView::of(&held.access, caller),
        })
        .await
    }

    /// Adds files to a series.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the series, a file or evidence; [`Error::Refused`] where a link's rules say no.
    pub async fn add_to_series(&self, who: &Principal, ask: AddToSeries) -> Result<SeriesChanged, Error> {
        self.permitted(who, Action::AddToSeries, async {
            let caller = who.caller(Action::AddToSeries)?;
            let id = ask.series;
            self.load::<Series>(who, Action::AddToSeries, id).await?;
            let evidence = self.evidence(caller, ask.evidence).await?;
            let said = self.said(caller, None);
            let mut change = LinkChange::default();
            self.must_see_files(caller, &ask.files.iter().copied().collect()).await?;
            for file in ask.files {
                let asserted = membership(file, id, ask.confidence, evidence.clone());
                let link = Link::assert(new_id(LinkId::new)?, asserted, said.clone());
                change.asserted.push(link.map_err(Error::refused)?);
            }
            let tx = self.store.begin().await?;
            self.record_change(who, Action::AddToSeries, tx, id, change).await
        })
        .await
    }

    /// Joins two series that turned out to be one. The series stay; the merge is a link.
    ///
    /// # Errors
    /// [`Error::NotFound`] for either; [`Error::Refused`] as the rules of merging say.
    pub async fn merge_series(&self, who: &Principal, ask: MergeSeries) -> Result<SeriesChanged, Error> {
        self.permitted(who, Action::MergeSeries, async {
            let caller = who.caller(Action::MergeSeries)?;
            let MergeSeries { keep, absorb, confidence, evidence, reason } = ask;
            self.load::<Series>(who, Action::MergeSeries, keep).await?;
            self.load::<Series>(who, Action::MergeSeries, absorb).await?;
            let evidence = self.evidence(caller, evidence).await?;
            let tx = self.store.begin().await?;
            let book = self.book_of(&[keep, absorb]).await?;
            let ask = SeriesMerge { keep, absorb, confidence, evidence };
            let link = merge(new_id(LinkId::new)?, ask, self.said(caller, reason.as_deref()), &book);
            let change = LinkChange { asserted: vec![link.map_err(Error::refused)?], taken_back: Vec::new() };
            self.record_change(who, Action::MergeSeries, tx, keep, change).await
        })
        .await
    }

    /// Moves files of a series, and of all that was merged into it, to another.
    ///
    /// # Errors
    /// As for a merge.
    pub async fn split_series(&self, who: &Principal, ask: SplitSeries) -> Result<SeriesChanged, Error> {
        self.permitted(who, Action::SplitSeries, async {
            let caller = who.caller(Action::SplitSeries)?;
            let from = ask.from;
            self.load::<Series>(who, Action::SplitSeries, from).await?;
            self.load::<Series>(who, Action::SplitSeries, ask.into).await?;
            let tx = self.store.begin().await?;
            let book = self.book_of(&[from, ask.into]).await?;
            let mut ids = new_ids(LinkId::new, ask.files.len())?;
            let next = || ids.next().expect("one id a file");
            let said = self.said(caller, Some(&ask.reason));
            let change = split(from, &ask.files, ask.into, said, &book, next).map_err(Error::refused)?;
            self.record_change(who, Action::SplitSeries, tx, from, change).await
        })
        .await
    }

    /// Undoes a merge, a split, a filling, or an undoing.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the series or a link of it; [`Error::Refused`] when somebody changed the same links since.
    pub async fn undo_series(&self, who: &Principal, ask: UndoSeries) -> Result<SeriesChanged, Error> {
        self.permitted(who, Action::UndoSeries, async {
            let caller = who.caller(Action::UndoSeries)?;
            let of = ask.series;
            self.load::<Series>(who, Action::UndoSeries, of).await?;
            let tx = self.store.begin().await?;
            let mut change = LinkChange::default();
            let mut series = BTreeSet::from([of]);
            for (ids, links) in [(ask.asserted, &mut change.asserted), (ask.taken_back, &mut change.taken_back)] {
                for id in ids {
                    self.must_see(caller, id.into()).await?;
                    let link = self.store.record::<Link>(id).await?.ok_or_else(|| no_such(id.into()))?.record;
                    let ends = [link.asserted().from, link.asserted().to];
                    series.extend(ends.into_iter().filter_map(|end| match end {
                        RecordId::Series(series) => Some(series),
                        _ => None,
                    }));
                    links.push(link);
                }
            }
            let book = self.book_of(&series.into_iter().collect::<Vec<_>>()).await?;
            let mut ids = new_ids(LinkId::new, change.taken_back.len())?;
            let next = || ids.next().expect("one id a link");
            let undone = undo(&change, self.said(caller, Some(&ask.reason)), &book, next).map_err(Error::refused)?;
            self.record_change(who, Action::UndoSeries, tx, of, undone).await
        })
        .await
    }

    /// Every membership and merge that stands of these series and of all that are one with them.
    async fn book_of(&self, series: &[SeriesId]) -> Result<SeriesBook, Error> {
        let mut links = Vec::new();
        for id in series {
            links.extend(self.links_of_series(*id).await?);
        }
        Ok(SeriesBook::of(&links))
    }

    /// A series as it stands, whoever may see what of it.
    pub(crate) async fn series_view(&self, id: SeriesId) -> Result<casework::series::SeriesView, Error> {
        Ok(SeriesBook::of(&self.links_of_series(id).await?).view(id))
    }

    /// The same as links, each once.
    pub(crate) async fn links_of_series(&self, series: SeriesId) -> Result<Vec<Link>, Error> {
        let mut links = self.store.links_of_whole_series(series, false).await?;
        links.retain(|link| matches!(link.asserted().kind, LinkKind::BelongsToSeries | LinkKind::SameSeries));
        Ok(links)
    }

    /// Makes a change durable, and has every stored file meet the series that it changed.
    pub(crate) async fn record_change(
        &self,
        who: &Principal,
        action: Action,
        mut tx: Tx,
        series: SeriesId,
        change: LinkChange,
    ) -> Result<SeriesChanged, Error> {
        for link in &change.taken_back {
            tx.take_back_link(link).await?;
        }
        for link in &change.asserted {
            tx.add_link(link).await?;
        }
        self.note_series_of(&mut tx, change.taken_back.iter().chain(&change.asserted)).await?;
        let ids = |links: &[Link]| links.iter().map(|link| link.id().to_string()).collect::<Vec<_>>();
        let entry = self.entry(who, action.verb()).about("series", series.to_string());
        let entry = entry.about("asserted", ids(&change.asserted)).about("taken_back", ids(&change.taken_back));
        tx.commit(entry).await?;
        self.match_series_after_verb().await;
        let kept = self.book_of(&[series]).await?.kept_name(series);
        let views = |links: &[Link]| links.iter().map(LinkView::whole).collect();
        Ok(SeriesChanged { kept, asserted: views(&change.asserted), taken_back: views(&change.taken_back) })
    }
}
