//! Files meet lists that came after them: every stored file is matched against a list that it has not met, new claims are
//! written for the exhibits that hold it, and the holders are told.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use casework::file::{File, FileId};
use casework::id::RecordId;
use casework::link::leaning_on_match;
use casework::list::ListVersion;
use casework::match_decision::{Claim, Closeness, MatchDecision, MatchState, counts, rematch};
use casework::matching::Match;
use fingerprint::view::Search;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::claimed_pairs::ClaimedPair;
use crate::error::Error;
use crate::match_decision::state_code;
use crate::news::NewsBody;
use crate::open::{Node, radius_bits_of};
use crate::principal::{Action, Principal};
use crate::triage::claims::{Asked, claim};

/// Which lists files are to meet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RematchAsk {
    /// Also lists and series that every file has met: a file may have come since by another way than a triage with that list.
    pub all_lists: bool,
}

/// What matching again came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct RematchView {
    /// The list versions that were asked.
    pub lists: Vec<String>,
    /// Exhibits whose files were matched.
    pub n_exhibits: u64,
    /// Claims that were not there before: their holders are told.
    pub n_fresh: u64,
    /// Claims that a list brings no longer.
    pub n_gone: u64,
    /// Files that series propose which did not before: those who may see the series decide, and their holders are told.
    pub n_proposed: u64,
}

impl Node {
    /// Matches every stored file against the lists and the changed series that it has not met, and tells those who hold what
    /// is found.
    ///
    /// # Errors
    /// When an index or the store cannot answer.
    pub async fn rematch_files(&self, who: &Principal, ask: RematchAsk) -> Result<RematchView, Error> {
        self.permitted(who, Action::RematchFiles, async {
            let mut lists = Vec::new();
            for list in self.store.current_lists().await? {
                // What is to be set aside says nothing about a child: nobody waits to be told of it.
                if !list.terms.set_aside && (ask.all_lists || !self.store.is_rematched(&list.id).await?) {
                    lists.push(list);
                }
            }
            let mut view = self.rematch_with(who, lists).await?;
            let matched = Box::pin(self.match_noted(ask.all_lists)).await?;
            if matched.n_passes > 0 {
                let entry = self.entry(who, Action::RematchFiles.verb());
                self.store.record_alone(entry.about("n_found", matched.n_proposed)).await?;
            }
            view.n_proposed = matched.n_proposed;
            Ok(view)
        })
        .await
    }

    /// The same for a version that has just been taken in.
    pub(crate) async fn rematch_with_new(&self, who: &Principal, list: &ListVersion) -> Result<(), Error> {
        if !list.terms.set_aside && !self.store.is_rematched(&list.id).await? {
            self.rematch_with(who, vec![list.clone()]).await?;
        }
        Ok(())
    }

    async fn rematch_with(&self, who: &Principal, lists: Vec<ListVersion>) -> Result<RematchView, Error> {
        let mut view = RematchView::default();
        let exhibits: Vec<String> = self.store.exhibits().await?.into_iter().map(|exhibit| exhibit.id).collect();
        if exhibits.is_empty() {
            return Ok(view);
        }
        for list in lists {
            self.rematch_list(who, &list, &exhibits, &mut view).await?;
            let mut tx = self.store.begin().await?;
            tx.note_rematched(&list.id).await?;
            tx.commit(self.entry(who, Action::RematchFiles.verb()).about("lists", vec![list.id.clone()])).await?;
            view.lists.push(list.id);
        }
        view.n_exhibits = exhibits.len() as u64;
        Ok(view)
    }

    async fn rematch_list(
        &self,
        who: &Principal,
        list: &ListVersion,
        exhibits: &[String],
        view: &mut RematchView,
    ) -> Result<(), Error> {
        let lists = std::slice::from_ref(list);
        // Whatever views a triage took are asked; those that were not taken are not there.
        let search = Search::Exhaustive;
        let (catalogue, _) = self.open_catalogue(lists, radius_bits_of(search))?;
        let versions = self.store.list_versions().await?.into_iter().map(|stored| stored.version);
        let versions: Vec<String> =
            versions.filter(|version| version.terms.name == list.terms.name).map(|version| version.id).collect();
        for exhibit in exhibits {
            let files = self.store.files_of(exhibit).await?;
            let asked = Asked { catalogue: &catalogue, lists, search };
            let said = claim(&files, asked, &HashMap::new(), &self.store).await?.said;
            let mut fresh: Vec<(FileId, Match)> = said
                .into_iter()
                .flat_map(|(file, said)| said.matches.into_iter().map(move |claim| (file, claim)))
                .collect();
            let mut before: Vec<(FileId, Match)> = self.store.matches(exhibit).await?;
            before.retain(|(_, claim)| versions.contains(&claim.list));
            // A triage that refined views may have found more in this very version than stored views tell.
            let found: BTreeSet<(FileId, u64)> = fresh.iter().map(|(file, claim)| (*file, claim.row)).collect();
            let kept =
                before.iter().filter(|(file, claim)| claim.list == list.id && !found.contains(&(*file, claim.row)));
            fresh.extend(kept.cloned());
            self.replace_claims(who, Replacing { exhibit, list, versions: &versions, before, fresh }, view).await?;
        }
        Ok(())
    }

    /// Writes an exhibit's claims with one list anew, and tells what is new and what is gone.
    async fn replace_claims(
        &self,
        who: &Principal,
        replacing: Replacing<'_>,
        view: &mut RematchView,
    ) -> Result<(), Error> {
        let Replacing { exhibit, list, versions, before, fresh } = replacing;
        if before.is_empty() && fresh.is_empty() {
            return Ok(());
        }
        let mut files: HashMap<FileId, Arc<File>> = HashMap::new();
        for (file, _) in before.iter().chain(&fresh) {
            if let Some((facts, _)) = self.store.file(file).await?.filter(|_| !files.contains_key(file)) {
                files.insert(*file, facts);
            }
        }
        let lists = self.store.list_versions().await?;
        let earlier = by_file(self.claimed_pairs(&lists, &files, before).await?);
        let claims = by_file(self.claimed_pairs(&lists, &files, fresh.clone()).await?);
        let (mut told, mut no_more) = (Vec::new(), Vec::new());
        let ids: BTreeSet<FileId> = earlier.keys().chain(claims.keys()).copied().collect();
        for file in ids {
            let earlier = self.with_decisions(file, earlier.get(&file).cloned().unwrap_or_default()).await?;
            let mut earlier: Vec<MatchDecision> = earlier.into_iter().map(|(_, decision)| decision).collect();
            let n_standing = earlier.len();
            // What was rejected under a version that is no longer held is not news when it comes back.
            let stored = self.store.match_decisions(file, &list.terms.name).await?;
            earlier.extend(stored.into_iter().map(|numbered| numbered.decision));
            let now = claims.get(&file).map(Vec::as_slice).unwrap_or_default();
            let answer = rematch(&earlier, now.iter().map(|pair| pair.claim.clone()).collect());
            // Nobody was told before that these very bytes are listed, whatever was said of a likeness.
            let were_listed = |claim: &Claim| {
                let same = earlier.iter().map(|decision| &decision.claim).filter(|held| held.pair.is(&claim.pair));
                same.into_iter().any(|held| held.closeness == Closeness::Exact)
            };
            let claimed = answer.decisions.iter().filter(|decision| decision.state == MatchState::Claimed);
            let exact = claimed.map(|decision| &decision.claim).filter(|claim| claim.closeness == Closeness::Exact);
            let listed = exact.filter(|claim| !answer.fresh.contains(claim) && !were_listed(claim));
            for claim in answer.fresh.iter().chain(listed) {
                let (list, closeness) = (list.terms.name.clone(), claim.closeness);
                told.push((file, NewsBody::MatchClaimed { exhibit: exhibit.to_owned(), list, closeness }));
                view.n_fresh += 1;
            }
            let standing = &earlier[..n_standing];
            for gone in answer.gone.into_iter().filter(|gone| standing.contains(gone)) {
                let (list, state) = (list.terms.name.clone(), state_code(&gone.state).to_owned());
                // Nothing could lean on any other.
                if counts(&gone) {
                    no_more.push(gone.claim.pair);
                    told.push((file, NewsBody::MatchGone { exhibit: exhibit.to_owned(), list, state }));
                }
                view.n_gone += 1;
            }
        }
        let n_told = told.len() as u64;
        let links = if no_more.is_empty() { Vec::new() } else { self.links_on_matches().await? };
        let mut tx = self.store.begin().await?;
        tx.replace_matches_with_lists(exhibit, versions, &fresh).await?;
        for (file, body) in &told {
            self.tell_holders(&mut tx, *file, exhibit, body, self.now()).await?;
        }
        for pair in no_more {
            for link in leaning_on_match(&pair, &links) {
                let news = NewsBody::Recheck { leaned_on: RecordId::File(pair.file) };
                self.tell_of_record(&mut tx, link.into(), &news).await?;
            }
        }
        let entry = self.entry(who, Action::RematchFiles.verb()).about("exhibit", exhibit);
        tx.commit(entry.about("lists", vec![list.id.clone()]).about("n_told", n_told)).await?;
        Ok(())
    }
}

/// An exhibit's claims with one list, as they were and as they are.
struct Replacing<'a> {
    exhibit: &'a str,
    list: &'a ListVersion,
    /// Every version of that list there ever was.
    versions: &'a [String],
    before: Vec<(FileId, Match)>,
    fresh: Vec<(FileId, Match)>,
}

fn by_file(pairs: Vec<ClaimedPair>) -> HashMap<FileId, Vec<ClaimedPair>> {
    let mut by_file: HashMap<FileId, Vec<ClaimedPair>> = HashMap::new();
    for pair in pairs {
        by_file.entry(pair.claim.pair.file).or_default().push(pair);
    }
    by_file
}

#[cfg(test)]
mod tests;
