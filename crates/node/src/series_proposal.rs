//! What a series proposes, to those who may see it: files that look like its members. A person takes one, which makes the
//! link, or declines it, which lasts.

use std::collections::{BTreeMap, BTreeSet};

use casework::file::FileId;
use casework::id::{LinkId, RecordId, SeriesId, UnitId};
use casework::link::{Confidence, Link};
use casework::match_decision::Closeness;
use casework::series::{LinkChange, Series, membership};
use casework::series_proposal::{ProposalRefusal, ProposalState, SeriesProposal};
use serde::{Deserialize, Serialize};
use store::Proposed;
use utoipa::ToSchema;

use crate::casebook::{ListAsk, new_id};
use crate::error::Error;
use crate::holding::UnitToCall;
use crate::link::LinkView;
use crate::open::Node;
use crate::principal::{Action, Caller, Principal};

/// Files on one page, at most.
const PAGE_FILES_MAX: u32 = 200;
const PAGE_FILES: u32 = 50;
/// Proposals that are looked at together, for a page and for units to call: about so many files one statement of the store asks.
const PROPOSALS_AT_ONCE: usize = 500;

/// What somebody decides about a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideProposal {
    /// The series, by any of the ids that are one.
    #[schema(value_type = String)]
    pub series: SeriesId,
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// Whether it becomes a member.
    pub takes: bool,
    /// How surely, where it does: `certain`, `likely`, `guess`; `likely` where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "likely", nullable = false)]
    pub confidence: Option<Confidence>,
    /// Why, in words. Declining needs it, and so does taking what was declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
}

/// A file that may belong to a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposalView {
    /// The file.
    #[schema(value_type = Object)]
    pub file: FileId,
    /// The member that it is likest, where the reader may see that.
    #[schema(value_type = Option<Object>)]
    pub like: Option<FileId>,
    /// `near`; or `exact`, where its digests are those of the member and it goes by another of them.
    #[schema(value_type = String, example = "near")]
    pub closeness: Closeness,
    /// Bits that differ.
    pub distance_bits: u32,
    /// When it was found first, in microseconds since 1970.
    pub found_at_us: i64,
    /// `"waiting"`, or who declined or took it, when and why.
    #[schema(value_type = Value)]
    pub state: ProposalState,
}

/// What a series proposes, as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposalsView {
    /// The files, by their ids.
    pub items: Vec<ProposalView>,
    /// What to ask with for the next page; none when this is the last.
    pub next: Option<String>,
    /// Units that hold files like its members in cases that the reader may not see: how many is not told. On the first page.
    pub call: Vec<UnitToCall>,
}

/// A proposal that was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposalDecided {
    /// As it stands now.
    pub proposal: ProposalView,
    /// The link that was made, by which it is undone; none when it was declined.
    pub asserted: Vec<LinkView>,
}

impl Node {
    /// What a series proposes, and all that are one with it; of one state, when one is given: `waiting`, `declined` or `taken`.
    /// A file that the reader grades blind is not among them.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a series that the caller may not see; [`Error::NotACursor`].
    pub async fn show_proposals(&self, who: &Principal, id: SeriesId, ask: ListAsk) -> Result<ProposalsView, Error> {
        self.permitted(who, Action::ShowProposals, async {
            let caller = who.caller(Action::ShowProposals)?;
            self.load::<Series>(who, Action::ShowProposals, id).await?;
            let n_max = ask.limit.unwrap_or(PAGE_FILES).clamp(1, PAGE_FILES_MAX) as usize;
            let wrong = |text: &String| Error::NotACursor { text: text.clone() };
            let mut after = ask.after.as_ref().map(|text| text.parse().map_err(|_| wrong(text))).transpose()?;
            let is_first = after.is_none();
            let view = self.series_view(id).await?;
            let hidden = self.hidden_by_blind(caller).await?;
            let mut shown: Vec<(SeriesProposal, Option<FileId>)> = Vec::new();
            let mut unseen = BTreeSet::new();
            // What may not be seen leaves no gap: a page that were shorter for it would count it.
            loop {
                let (batch, is_last) = self.standing_proposals(&view, after).await?;
                after = batch.keys().next_back().copied();
                let (seen, members, others) = self.seen_of(caller, &hidden, &batch).await?;
                unseen.extend(others);
                let of_state =
                    |proposal: &&SeriesProposal| ask.state.as_ref().is_none_or(|s| s == proposal.state.code());
                let seen = batch.values().flatten().filter(|proposal| seen.contains(&proposal.file)).filter(of_state);
                shown.extend(seen.map(|proposal| {
                    let member = proposal.likeness.member;
                    (proposal.clone(), members.contains(&member).then_some(member))
                }));
                if is_last || shown.len() > n_max {
                    break;
                }
            }
            let is_last = shown.len() <= n_max;
            shown.truncate(n_max);
            let next = shown.last().filter(|_| !is_last).map(|(proposal, _)| proposal.file.to_string());
            let call = if is_first { self.who_holds(unseen, caller).await? } else { BTreeSet::new() };
            let entry = self.entry(who, Action::ShowProposals.verb()).about("record", id.to_string());
            let files: Vec<String> = shown.iter().map(|(proposal, _)| proposal.file.to_string()).collect();
            self.store.record_alone(entry.about("files", files)).await?;
            let items = shown.into_iter().map(|(proposal, like)| ProposalView::of(proposal, like)).collect();
            Ok(ProposalsView { items, next, call: self.to_call(&call).await? })
        })
        .await
    }

    /// Takes a proposal, which makes the file a member on that evidence, or declines it for good.
    ///
    /// # Errors
    /// [`Error::NotFound`] for the series, the file, the member, or when nothing like that is proposed; [`Error::Refused`]
    /// with a [`ProposalRefusal`] or as the rules of links say.
    pub async fn decide_proposal(&self, who: &Principal, ask: DecideProposal) -> Result<ProposalDecided, Error> {
        self.permitted(who, Action::DecideProposal, async {
            let caller = who.caller(Action::DecideProposal)?;
            let action = Action::DecideProposal;
            let DecideProposal { series: id, file, takes, confidence, reason } = ask;
            self.load::<Series>(who, action, id).await?;
            let none = || Error::NotFound { what: "proposal", name: format!("{id} {file}") };
            let is_open = self.open_files(caller, [file]).await?.contains(&file);
            // Whoever grades it blind is proposed nothing now.
            if !is_open || self.hidden_by_blind(caller).await?.contains(&file) {
                return Err(none());
            }
            let mut tx = self.store.begin().await?;
            let view = self.series_view(id).await?;
            let mut stored = Vec::new();
            for one in &view.series {
                stored.extend(self.store.series_proposals_of(*one, &[file]).await?);
            }
            if view.files.contains_key(&file) && !stored.is_empty() {
                return Err(Error::refused(ProposalRefusal::InSeriesAlready));
            }
            let proposal = SeriesProposal::of_one(stored, false).ok_or_else(none)?;
            let member = proposal.likeness.member;
            let sees_member = self.visible(caller, [RecordId::File(member)]).await?.contains(&RecordId::File(member));
            let like = sees_member.then_some(member);
            let said = self.said(caller, reason.as_deref());
            if !takes {
                let declined = proposal.decline(said, &view.series).map_err(Error::refused)?;
                for one in &declined {
                    tx.put_series_proposal(one).await?;
                }
                let entry = self.entry(who, action.verb()).about("record", id.to_string());
                tx.commit(entry.about("file", file.to_string())).await?;
                let declined = SeriesProposal::of_one(declined, false).ok_or_else(none)?;
                return Ok(ProposalDecided { proposal: ProposalView::of(declined, like), asserted: Vec::new() });
            }
            let (taken, evidence) = proposal.take(said.clone()).map_err(Error::refused)?;
            // Nobody leans on what they cannot see: they could not see their own link.
            self.must_see(caller, RecordId::File(member)).await?;
            let asserted = membership(file, id, confidence.unwrap_or(Confidence::Likely), vec![evidence]);
            let link = Link::assert(new_id(LinkId::new)?, asserted, said).map_err(Error::refused)?;
            tx.put_series_proposal(&taken).await?;
            let change = LinkChange { asserted: vec![link], taken_back: Vec::new() };
            let changed = self.record_change(who, action, tx, id, change).await?;
            Ok(ProposalDecided { proposal: ProposalView::of(taken, like), asserted: changed.asserted })
        })
        .await
    }

    /// The files that wait in each of these series, whoever may see them.
    pub(crate) async fn files_that_wait(
        &self,
        series: impl Iterator<Item = (&SeriesId, &Proposed)>,
    ) -> Result<BTreeMap<SeriesId, BTreeSet<FileId>>, Error> {
        let of_series: Vec<(SeriesId, &Proposed)> = series.map(|(id, proposed)| (*id, proposed)).collect();
        let files = of_series.iter().flat_map(|(_, proposed)| &proposed.proposals).map(|proposal| proposal.file);
        let members = self.store.series_of_files(&files.collect()).await?;
        let mut waiting: BTreeMap<SeriesId, BTreeSet<FileId>> = BTreeMap::new();
        for (id, Proposed { series, proposals }) in of_series {
            for (file, proposals) in by_file(proposals.iter().cloned()) {
                let is_member = series.iter().any(|one| members.contains(&(file, *one)));
                let standing = SeriesProposal::of_one(proposals, is_member);
                if standing.is_some_and(|standing| standing.state == ProposalState::Waiting) {
                    waiting.entry(id).or_default().insert(file);
                }
            }
        }
        Ok(waiting)
    }

    /// The next files that were proposed to these series, which are one, with what holds of each: nothing of one that became a
    /// member by another way. And whether they are the last.
    async fn standing_proposals(
        &self,
        view: &casework::series::SeriesView,
        after: Option<FileId>,
    ) -> Result<(BTreeMap<FileId, Option<SeriesProposal>>, bool), Error> {
        let (page, is_last) = self.store.series_proposals(&view.series, after, PROPOSALS_AT_ONCE).await?;
        let standing = |(file, proposals)| (file, SeriesProposal::of_one(proposals, view.files.contains_key(&file)));
        Ok((by_file(page).into_iter().map(standing).collect(), is_last))
    }

    /// Of these files those that a caller may see, the members they are like that they may see, and the other files that wait.
    async fn seen_of(
        &self,
        caller: &Caller,
        hidden: &BTreeSet<FileId>,
        batch: &BTreeMap<FileId, Option<SeriesProposal>>,
    ) -> Result<(BTreeSet<FileId>, BTreeSet<FileId>, BTreeSet<FileId>), Error> {
        let members = batch.values().flatten().map(|proposal| RecordId::File(proposal.likeness.member));
        let visible = self.visible(caller, members).await?;
        let of_file = |id| if let RecordId::File(file) = id { Some(file) } else { None };
        let open = self.open_files(caller, batch.keys().copied()).await?;
        let waits = |proposal: &&SeriesProposal| proposal.state == ProposalState::Waiting;
        let others = batch.values().flatten().filter(waits).map(|proposal| proposal.file);
        let others = others.filter(|file| !open.contains(file)).collect();
        let seen = open.difference(hidden).copied().collect();
        Ok((seen, visible.into_iter().filter_map(of_file).collect(), others))
    }

    /// The units that hold these files in cases that are not silent, other than the caller's own.
    async fn who_holds(&self, files: BTreeSet<FileId>, caller: &Caller) -> Result<BTreeSet<UnitId>, Error> {
        let holdings = self.store.holdings_of(files).await?.all;
        let named = holdings.into_iter().filter(|held| held.silence.is_none()).map(|held| held.owner);
        Ok(named.filter(|unit| *unit != caller.actor.unit).collect())
    }
}

/// What was proposed of each file.
fn by_file(proposals: impl IntoIterator<Item = SeriesProposal>) -> BTreeMap<FileId, Vec<SeriesProposal>> {
    let mut of_file: BTreeMap<FileId, Vec<SeriesProposal>> = BTreeMap::new();
    for proposal in proposals {
        of_file.entry(proposal.file).or_default().push(proposal);
    }
    of_file
}

impl ProposalView {
    fn of(proposal: SeriesProposal, like: Option<FileId>) -> ProposalView {
        let SeriesProposal { file, likeness, found_at, state, .. } = proposal;
        let (closeness, distance_bits) = (likeness.closeness, likeness.distance_bits);
        ProposalView { file, like, closeness, distance_bits, found_at_us: found_at.0, state }
    }
}
