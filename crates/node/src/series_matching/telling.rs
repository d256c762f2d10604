//! Writing down what a matching of series found: proposals, each once, and news for those who hold the files, each once. Of
//! the series the news says nothing but whom to call.

use std::collections::{BTreeMap, BTreeSet};

use casework::file::FileId;
use casework::holding::Holding;
use casework::id::{CaseId, RecordId, SeriesId, UnitId};
use casework::match_decision::Closeness;
use casework::series::{Series, SeriesView};
use casework::series_proposal::{Likeness, ProposalState, SeriesProposal, may_be_called};
use store::{Holder, SeriesTold, Tx, holder_key};

use super::{Found, SeriesMatched, WRITTEN_AT_ONCE};
use crate::error::Error;
use crate::news::NewsBody;
use crate::open::Node;

/// Proposals that are read at once to see which of them nothing speaks for any more.
const PROPOSALS_AT_ONCE: usize = 1_000;

/// A file that met a series: because it is like a member, or because it is one.
#[derive(Debug, Clone, Copy)]
struct Met {
    file: FileId,
    likeness: Option<Likeness>,
}

/// What is known of a series while some of its files are written down.
struct Writing {
    series: SeriesId,
    owner: UnitId,
    view: SeriesView,
    /// The cases in which the series itself stands.
    own_cases: BTreeSet<CaseId>,
    holdings: Vec<Holding>,
    told: BTreeSet<SeriesTold>,
}

impl Node {
    /// Writes down what was found, and forgets what waited and is found no longer.
    pub(super) async fn write_found(&self, found: Found, done: &mut SeriesMatched) -> Result<(), Error> {
        let mut by_series: BTreeMap<SeriesId, Vec<Met>> = BTreeMap::new();
        for ((series, file), likeness) in &found.like {
            by_series.entry(*series).or_default().push(Met { file: *file, likeness: Some(*likeness) });
        }
        for (series, file) in &found.members {
            by_series.entry(*series).or_default().push(Met { file: *file, likeness: None });
        }
        for (series, met) in by_series {
            for met in met.chunks(WRITTEN_AT_ONCE) {
                self.write_some(series, met, done).await?;
            }
        }
        for (kept, series) in &found.changed {
            self.forget_what_is_gone(*kept, series, &found).await?;
        }
        Ok(())
    }

    async fn write_some(&self, series: SeriesId, met: &[Met], done: &mut SeriesMatched) -> Result<(), Error> {
        let files: Vec<FileId> = met.iter().map(|met| met.file).collect();
        // From here on nobody else changes anything: what was decided or merged meanwhile is seen.
        let mut tx = self.store.begin().await?;
        // Erased meanwhile, or of a link that came without its series.
        let Some(owner) = tx.record::<Series>(series).await?.map(|held| held.access.unit) else {
            return Ok(tx.roll_back().await?);
        };
        let members = met.iter().filter_map(|met| met.likeness).map(|likeness| likeness.member);
        let held = self.store.holdings_of(files.iter().copied().chain(members)).await?.all;
        let view = self.series_view(series).await?;
        let (mut stored, mut told) = (Vec::new(), BTreeSet::new());
        for one in &view.series {
            stored.extend(self.store.series_proposals_of(*one, &files).await?);
            told.extend(self.store.series_told(*one, &files).await?);
        }
        let ids = view.series.iter().map(|series| RecordId::from(*series));
        let own_cases = self.store.cases_of_all(ids).await?.into_values().flatten().collect();
        let writing = Writing { series, owner, view, own_cases, holdings: held, told };
        let (mut n_proposed, mut n_told) = (0, 0);
        for Met { file, likeness } in met {
            let is_member = writing.view.files.contains_key(file);
            let closeness = match likeness {
                Some(likeness) if !is_member && writing.view.files.contains_key(&likeness.member) => {
                    let known = stored.iter().filter(|proposal| proposal.file == *file).cloned();
                    let known = SeriesProposal::of_one(known, false);
                    if known.as_ref().is_some_and(|known| known.state != ProposalState::Waiting) {
                        continue;
                    }
                    n_proposed += u64::from(known.is_none());
                    if known.as_ref().is_none_or(|known| known.likeness != *likeness) {
                        let (series, found_at) =
                            known.map_or((series, self.now()), |known| (known.series, known.found_at));
                        let state = ProposalState::Waiting;
                        let proposal = SeriesProposal { series, file: *file, likeness: *likeness, found_at, state };
                        tx.put_series_proposal(&proposal).await?;
                    }
                    likeness.closeness
                }
                None if is_member => Closeness::Exact,
                // It became a member, or is none any more: the change that made it so is noted, and matched next.
                _ => continue,
            };
            let member = likeness.map(|likeness| likeness.member);
            n_told += self.tell_of_series(&mut tx, &writing, *file, member, closeness).await?;
        }
        if n_proposed > 0 {
            let others = writing.view.series.iter().copied().filter(|one| *one != series);
            let all: Vec<SeriesId> = [series].into_iter().chain(others).collect();
            self.tell_of_proposals(&mut tx, &all).await?;
        }
        if tx.n_rows() == 0 {
            return Ok(tx.roll_back().await?);
        }
        let entry = self.entry_of_matching().about("record", series.to_string());
        tx.commit(entry.about("n_found", n_proposed).about("n_told", n_told)).await?;
        done.n_proposed += n_proposed;
        done.n_told += n_told;
        Ok(())
    }

    /// Tells those who hold a file that it is like this member of a series, or, without one, that it is a member. Gives how
    /// many were told.
    async fn tell_of_series(
        &self,
        tx: &mut Tx,
        writing: &Writing,
        file: FileId,
        member: Option<FileId>,
        closeness: Closeness,
    ) -> Result<u64, Error> {
        let Writing { series, owner, view, own_cases, holdings, told } = writing;
        let others_may_call = may_be_called(*owner, member.unwrap_or(file), holdings);
        let holding = holdings.iter().filter(|held| held.file == file);
        let mut cases: BTreeMap<CaseId, UnitId> = holding.map(|held| (held.case, held.owner)).collect();
        let is_in_a_case = !cases.is_empty();
        cases.retain(|_, of| *of == *owner || others_may_call);
        if member.is_none() {
            // Who made it a member, and those with whom the series is, know it.
            cases.retain(|case, _| !own_cases.contains(case));
            for link in view.files.get(&file).into_iter().flatten() {
                let theirs = self.store.cases_of_user(link.said().by.user, self.now().0).await?;
                cases.retain(|case, _| !theirs.contains(case));
            }
        }
        let mut holders: Vec<Holder> = cases.into_keys().map(Holder::Case).collect();
        if !is_in_a_case && member.is_some() {
            holders.push(if others_may_call { Holder::Everybody } else { Holder::Unit(*owner) });
        }
        let was_told = |holder: &Holder| {
            let key = holder_key(*holder);
            let is_theirs = |told: &&SeriesTold| told.file == file && (told.holder == key || told.holder.is_empty());
            let says_it =
                |told: &SeriesTold| [Closeness::Exact, closeness].iter().any(|one| one.code() == told.closeness);
            told.iter().filter(is_theirs).any(says_it)
        };
        holders.retain(|holder| !was_told(holder));
        if holders.is_empty() {
            return Ok(0);
        }
        let exhibits = self.store.exhibits_of(&file).await?;
        let ids = exhibits.iter().filter_map(|exhibit| exhibit.parse().ok()).map(RecordId::Exhibit);
        let cases_of = self.store.cases_of_all(ids).await?;
        let cases_of = |exhibit: &String| {
            let id = exhibit.parse().ok().map(RecordId::Exhibit);
            id.and_then(|id| cases_of.get(&id)).cloned().unwrap_or_default()
        };
        for holder in &holders {
            let theirs = |cases: &BTreeSet<CaseId>| matches!(holder, Holder::Case(case) if cases.contains(case));
            // An exhibit of somebody else's case is not named to them; one of no case everybody may know.
            let named = exhibits
                .iter()
                .find(|exhibit| theirs(&cases_of(exhibit)))
                .or_else(|| exhibits.iter().find(|exhibit| cases_of(exhibit).is_empty()));
            let body = NewsBody::SeriesAgrees { exhibit: named.cloned(), closeness, owner: *owner };
            tx.add_news(*holder, body.code(), RecordId::File(file), &body, self.now()).await?;
            tx.note_series_told(*series, file, *holder, closeness.code()).await?;
        }
        Ok(holders.len() as u64)
    }

    /// Forgets what waits in a series of which everything was compared, and is like no member any more. `series` are those
    /// that were one when it was: of others nothing is known here.
    async fn forget_what_is_gone(
        &self,
        kept: SeriesId,
        series: &BTreeSet<SeriesId>,
        found: &Found,
    ) -> Result<(), Error> {
        let mut tx = self.store.begin().await?;
        for one in series {
            let mut after = None;
            loop {
                let (page, _) = self.store.series_proposals(&[*one].into(), after, PROPOSALS_AT_ONCE).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.file);
                for gone in page.iter().filter(|proposal| proposal.state == ProposalState::Waiting) {
                    let key = (kept, gone.file);
                    if !found.like.contains_key(&key) && !found.members.contains(&key) {
                        tx.remove_waiting_proposal(*one, gone.file).await?;
                    }
                }
            }
        }
        if tx.n_rows() == 0 {
            return Ok(tx.roll_back().await?);
        }
        tx.commit(self.entry_of_matching().about("record", kept.to_string())).await?;
        Ok(())
    }
}
