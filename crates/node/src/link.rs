//! Links between records: asserting one, taking one back, the links of a record, and what ties two records together.

use std::collections::BTreeSet;

use casework::graph::{Edge, Next, PathAnswer, PathSearch};
use casework::id::{LinkId, RecordId};
use casework::link::{Assertion, Confidence, Evidence, Link, LinkKind};
use casework::who::Said;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::casebook::{new_id, no_such};
use crate::error::Error;
use crate::evidence::EvidenceAsk;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

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
    /// [`Error::NotFound`].
    pub async fn show_links(
        &self,
        who: &Principal,
        of: RecordId,
        also_taken_back: bool,
    ) -> Result<Vec<LinkView>, Error> {
        self.permitted(who, Action::ShowLinks, async {
            let caller = who.caller(Action::ShowLinks)?;
            self.must_see(caller, of).await?;
            let links = self.store.links_of(of, also_taken_back).await?;
            let views = self.link_views(caller, &links).await?;
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
    /// [`Error::NotFound`] for a record that the caller may not see.
    pub async fn find_path(&self, who: &Principal, from: RecordId, to: RecordId) -> Result<PathAnswer, Error> {
        self.permitted(who, Action::ShowLinks, async {
            let caller = who.caller(Action::ShowLinks)?;
            let answer = self.path_between(caller, from, to).await?;
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
        caller: &Caller,
        from: RecordId,
        to: RecordId,
    ) -> Result<PathAnswer, Error> {
        self.must_see(caller, from).await?;
        self.must_see(caller, to).await?;
        let mut search = PathSearch::new(from, to, PATH_RECORDS_MAX);
        loop {
            match search.next() {
                Next::Done(answer) => return Ok(answer),
                Next::LinksOf(records) => {
                    let links = self.store.links_of_all(&records).await?;
                    let visible = self.visible(caller, mentioned(&links)).await?;
                    let edges = links.iter().filter_map(|link| Edge::of(link, |id| visible.contains(&id)));
                    search.give(edges.collect());
                }
            }
        }
    }

    /// These links as a caller may see them; those they may not are left out.
    pub(crate) async fn link_views(&self, caller: &Caller, links: &[Link]) -> Result<Vec<LinkView>, Error> {
        let visible = self.visible(caller, mentioned(links)).await?;
        Ok(LinkView::those_seen(links, &visible))
    }
}

impl LinkView {
    /// The link as its author sees it.
    pub(crate) fn whole(link: &Link) -> LinkView {
        LinkView::with(link, link.asserted().evidence.clone())
    }

    /// Those of these links that somebody may see to whom these records are visible.
    pub(crate) fn those_seen(links: &[Link], visible: &BTreeSet<RecordId>) -> Vec<LinkView> {
        links.iter().filter_map(|link| LinkView::of(link, |id| visible.contains(&id))).collect()
    }

    fn of(link: &Link, may_see: impl Fn(RecordId) -> bool) -> Option<LinkView> {
        let evidence = link.evidence_for(may_see)?.into_iter().cloned().collect();
        Some(LinkView::with(link, evidence))
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
