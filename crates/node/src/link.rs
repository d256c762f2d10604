//! Links between records: asserting one, taking one back, the links of a record, and what ties two records together.

use std::collections::BTreeSet;

use casework::graph::{Edge, Next, PathAnswer, PathSearch};
use casework::id::{LinkId, RecordId};
use casework::link::{Assertion, Confidence, Evidence, Link, LinkKind};
use casework::record::{Access, Circle};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::casebook::{new_id, no_such};
use crate::error::Error;
use crate::evidence::EvidenceAsk;
use crate::open::Node;
use crate::principal::{Action, Principal};

/// Records that a search for a path looks at before it gives up: in a unit's book, everything within some steps.
const PATH_RECORDS_MAX: usize = 20_000;

/// A link that somebody asserts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddLink {
    /// Where it begins.
    #[schema(value_type = String, example = "per_0000000000000000")]
    pub from: RecordId,
    /// Where it leads.
    #[schema(value_type = String, example = "plc_0000000000000000")]
    pub to: RecordId,
    /// What it says.
    #[schema(value_type = String, example = "lives-at")]
    pub kind: LinkKind,
    /// How surely: `certain`, `likely`, `guess`.
    #[schema(value_type = String, example = "likely")]
    pub confidence: Confidence,
    /// On what: one thing at least.
    pub evidence: Vec<EvidenceAsk>,
    /// Why, in words.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A link that is taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackLink {
    /// Which.
    #[schema(value_type = String)]
    pub link: LinkId,
    /// Why, in words.
    pub reason: String,
}

/// A link as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LinkView {
    /// Its id.
    #[schema(value_type = String)]
    pub id: LinkId,
    /// Where it begins.
    #[schema(value_type = String)]
    pub from: RecordId,
    /// Where it leads.
    #[schema(value_type = String)]
    pub to: RecordId,
    /// What it says.
    #[schema(value_type = String)]
    pub kind: LinkKind,
    /// How surely.
    #[schema(value_type = String)]
    pub confidence: Confidence,
    /// On what, as far as the reader may see it.
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<Evidence>,
    /// Who says so.
    #[schema(value_type = Object)]
    pub said: Said,
    /// Who took it back.
    #[schema(value_type = Option<Object>)]
    pub taken_back: Option<Said>,
}

impl Node {
    /// Asserts a link.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an end or a piece of evidence that the caller may not see; [`Error::Refused`] when the rules
    /// of links say no, or a match in the evidence is neither exact nor confirmed.
    pub async fn add_link(&self, who: &Principal, ask: AddLink) -> Result<LinkView, Error> {
        self.permitted(who, Action::AddLink, async {
            let caller = who.caller(Action::AddLink)?;
            self.must_see(caller, ask.from).await?;
            self.must_see(caller, ask.to).await?;
            let evidence = self.evidence(caller, ask.evidence).await?;
            let asserted =
                Assertion { from: ask.from, to: ask.to, kind: ask.kind, confidence: ask.confidence, evidence };
            let said = self.said(caller, ask.reason.as_deref());
            let link = Link::assert(new_id(LinkId::new)?, asserted, said).map_err(Error::refused)?;
            let mut tx = self.store.begin().await?;
            tx.add_link(&link).await?;
            let is_of_series = self.note_series_of(&mut tx, [&link]).await?;
            tx.commit(self.entry(who, Action::AddLink.verb()).about("link", link.id().to_string())).await?;
            if is_of_series {
                self.match_series_after_verb().await;
            }
            Ok(LinkView::whole(&link))
        })
        .await
    }

    /// Takes a link back, with a reason. It stays readable, and what leaned on it is named in the answer.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] without a reason, or when it was taken back before.
    pub async fn take_back_link(&self, who: &Principal, ask: TakeBackLink) -> Result<LinkView, Error> {
        self.permitted(who, Action::TakeBackLink, async {
            let caller = who.caller(Action::TakeBackLink)?;
            let id = ask.link;
            self.must_see(caller, id.into()).await?;
            let mut tx = self.store.begin().await?;
            let held = tx.record::<Link>(id).await?.ok_or_else(|| no_such(id.into()))?;
            let link = held.record.take_back(self.said(caller, Some(&ask.reason))).map_err(Error::refused)?;
            tx.take_back_link(&link).await?;
            let is_of_series = self.note_series_of(&mut tx, [&link]).await?;
            tx.commit(self.entry(who, Action::TakeBackLink.verb()).about("link", id.to_string())).await?;
            if is_of_series {
                self.match_series_after_verb().await;
            }
            Ok(LinkView::whole(&link))
        })
        .await
    }

    /// The links of a record that the caller may see: both ends, and some of the evidence.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Denied`] for a record of whose kind links tell their roles nothing.
    pub async fn show_links(
        &self,
        who: &Principal,
        of: RecordId,
        also_taken_back: bool,
    ) -> Result<Vec<LinkView>, Error> {
        self.permitted(who, Action::ShowLinks, async {
            let caller = who.caller(Action::ShowLinks)?;
            self.must_see(caller, of).await?;
            self.may_be_told_of(who, of)?;
            let links = self.store.links_of(of, also_taken_back).await?;
            let views = self.link_views(who, Action::ShowLinks, &links).await?;
            let shown = views.iter().map(|view| view.id.to_string()).collect::<Vec<_>>();
            let entry = self.entry(who, Action::ShowLinks.verb()).about("record", of.to_string()).about("links", shown);
            self.store.record_alone(entry).await?;
            Ok(views)
        })
        .await
    }

    /// What ties one record to another: the shortest path of links that the caller may see, with the evidence on each step.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a record that the caller may not see; [`Error::Denied`] for one of whose kind links tell their
    /// roles nothing.
    pub async fn find_path(&self, who: &Principal, from: RecordId, to: RecordId) -> Result<PathAnswer, Error> {
        self.permitted(who, Action::ShowLinks, async {
            let answer = self.path_between(who, from, to).await?;
            let entry = self.entry(who, Action::ShowLinks.verb());
            let entry = entry.about("records", vec![from.to_string(), to.to_string()]);
            self.store.record_alone(entry).await?;
            Ok(answer)
        })
        .await
    }

    /// The shortest path that a caller may see; what they read is recorded by the verb that asks.
    pub(crate) async fn path_between(
        &self,
        who: &Principal,
        from: RecordId,
        to: RecordId,
    ) -> Result<PathAnswer, Error> {
        let caller = who.caller(Action::ShowLinks)?;
        for end in [from, to] {
            self.must_see(caller, end).await?;
            self.may_be_told_of(who, end)?;
        }
        let mut search = PathSearch::new(from, to, PATH_RECORDS_MAX);
        loop {
            match search.next() {
                Next::Done(answer) => return Ok(answer),
                Next::LinksOf(records) => {
                    let links = self.store.links_of_all(&records, false).await?;
                    let visible = self.visible(caller, mentioned(&links)).await?;
                    let sight = self.link_sight(who, Action::ShowLinks, visible)?;
                    search.give(links.iter().filter_map(|link| sight.edge(link)).collect());
                }
            }
        }
    }

    /// These links as this verb shows them to somebody; those they may not see are left out.
    pub(crate) async fn link_views(
        &self,
        who: &Principal,
        action: Action,
        links: &[Link],
    ) -> Result<Vec<LinkView>, Error> {
        let visible = self.visible(who.caller(action)?, mentioned(links)).await?;
        Ok(self.link_sight(who, action, visible)?.views(links))
    }

    /// What links show by this verb to somebody to whom these records are visible.
    pub(crate) fn link_sight(
        &self,
        who: &Principal,
        action: Action,
        visible: BTreeSet<RecordId>,
    ) -> Result<LinkSight, Error> {
        let told = self.told_of(who, action, visible.iter().copied())?;
        Ok(LinkSight { visible, told })
    }

    /// That links may tell somebody's roles of this kind of record.
    pub(crate) fn may_be_told_of(&self, who: &Principal, id: RecordId) -> Result<(), Error> {
        let action = Action::ShowLinks;
        match self.told_of(who, action, [id])?.is_empty() {
            true => Err(Error::Denied { verb: action.verb() }),
            false => Ok(()),
        }
    }

    /// Those of these records about whose kind somebody may ask for this verb.
    fn told_of(
        &self,
        who: &Principal,
        action: Action,
        ids: impl IntoIterator<Item = RecordId>,
    ) -> Result<BTreeSet<RecordId>, Error> {
        // Files and exhibits have no access of their own. The kind alone is asked about here, so each record is asked about as
        // if it were a usual one of the caller's unit.
        let unit = who.caller(action)?.actor.unit;
        let usual = |id| Access::usual(id, unit, Circle::Unit, BTreeSet::new());
        let asked: Vec<Access> = ids.into_iter().map(usual).collect();
        Ok(self.permitted_among(who, |_| Some(action), &asked))
    }
}

/// What links show to one reader.
pub(crate) struct LinkSight {
    /// The records that they need to know of.
    visible: BTreeSet<RecordId>,
    /// Those of them of whose kind links tell their roles.
    told: BTreeSet<RecordId>,
}

impl LinkSight {
    /// Those of these links that the reader may see.
    pub(crate) fn views(&self, links: &[Link]) -> Vec<LinkView> {
        let view = |link: &Link| {
            let shown = self.joins_told(link).then(|| link.evidence_for(|id| self.visible.contains(&id)))??;
            Some(LinkView::with(link, shown.into_iter().filter(|one| self.tells(one)).cloned().collect()))
        };
        links.iter().filter_map(view).collect()
    }

    /// A link as the reader may walk it.
    fn edge(&self, link: &Link) -> Option<Edge> {
        let mut edge = self.joins_told(link).then(|| Edge::of(link, |id| self.visible.contains(&id)))??;
        edge.evidence.retain(|one| self.tells(one));
        Some(edge)
    }

    fn joins_told(&self, link: &Link) -> bool {
        [link.asserted().from, link.asserted().to].iter().all(|end| self.told.contains(end))
    }

    /// Whether evidence may be told. A link is not hidden by what it rests on being of another kind: that a child is linked with
    /// somebody is what a social worker must know, and a picture that shows it is not.
    fn tells(&self, evidence: &Evidence) -> bool {
        evidence.record().is_none_or(|id| self.told.contains(&id))
    }
}

impl LinkView {
    /// The link as its author sees it.
    pub(crate) fn whole(link: &Link) -> LinkView {
        LinkView::with(link, link.asserted().evidence.clone())
    }

    fn with(link: &Link, evidence: Vec<Evidence>) -> LinkView {
        let Assertion { from, to, kind, confidence, .. } = *link.asserted();
        let (said, taken_back) = (link.said().clone(), link.taken_back().cloned());
        LinkView { id: link.id(), from, to, kind, confidence, evidence, said, taken_back }
    }
}

/// Everything that these links name.
pub(crate) fn mentioned(links: &[Link]) -> BTreeSet<RecordId> {
    let of = |link: &Link| {
        let asserted = link.asserted();
        let evidence = asserted.evidence.iter().filter_map(Evidence::record).collect::<Vec<_>>();
        [asserted.from, asserted.to].into_iter().chain(evidence)
    };
    links.iter().flat_map(of).collect()
}
