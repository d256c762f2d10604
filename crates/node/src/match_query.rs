//! Whether hashes are on the lists: for a service that asks often. The lists stay open between questions, and what
//! matches nothing is counted and forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, MutexGuard, PoisonError};

use casework::file::{File, FileId};
use casework::list::{HashKind, ListTerms, ListVersion};
use casework::match_stop::FloodRule;
use casework::matching::{self, Match, Outcome};
use casework::role::Role;
use fingerprint::Digests;
use fingerprint::view::Search;
use index::catalogue::Catalogue;

use self::held_back::{Floods, Stops, version_of};
use self::shown::Thing;
pub use self::shown::{
    AskedFile, AskedHashes, AskedList, AskedListsView, ClaimCategory, HeldGradings, MatchAnswer, MatchClaim,
    MatchFileView, MatchQuery, MatchQueryView, OwnersWord,
};
use crate::error::Error;
use crate::holding::HoldingView;
use crate::list::handling::ids_of;
use crate::log::Event;
use crate::open::{Node, note_failure};
use crate::principal::{Action, Principal};
use crate::triage::claims::{Asked, claim_by_hashes};

mod held_back;
mod held_here;
pub(crate) mod shown;

/// Things asked for in one call; more belong in another call, so that no caller holds the others up.
pub const N_ASKED_MAX: usize = 1_000;

/// The lists that are asked by hashes, kept open; and how many queries matched nothing, for each who asked.
#[derive(Default)]
pub(crate) struct AskedLists {
    open: tokio::sync::Mutex<Option<Arc<OpenLists>>>,
    /// Set when a decoder has given the right answer.
    pub(crate) worker_tested: tokio::sync::OnceCell<()>,
    /// What is held back in those that are open.
    stops: tokio::sync::Mutex<Option<(Arc<OpenLists>, Arc<Stops>)>>,
    floods: std::sync::Mutex<Floods>,
    n_unmatched: std::sync::Mutex<BTreeMap<String, u64>>,
}

impl AskedLists {
    /// Has what is held back read again, before anybody is answered.
    pub(crate) async fn forget_stops(&self) {
        *self.stops.lock().await = None;
    }

    pub(crate) fn set_flood_rule(&self, rule: FloodRule) {
        self.floods().rule = rule;
    }

    fn floods(&self) -> MutexGuard<'_, Floods> {
        self.floods.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lists and the catalogue over them, which numbers them in this order.
struct OpenLists {
    lists: Vec<ListVersion>,
    catalogue: Arc<Catalogue>,
}

impl OpenLists {
    fn terms(&self, id: &str) -> &ListTerms {
        let list = self.lists.iter().find(|list| list.id == id);
        &list.expect("claims name only the lists asked").terms
    }
}

impl Node {
    /// Looks for hashes on the lists and, for people, among what cases hold. Queries that match leave an entry with their
    /// number and the lists that matched; of those that match nothing only the number is kept, and recorded later.
    ///
    /// # Errors
    /// A list that is not there, nothing asked for, or too much.
    pub async fn query_match(&self, who: &Principal, ask: MatchQuery) -> Result<MatchQueryView, Error> {
        self.permitted_quietly(who, async {
            if ask.asked.len() > N_ASKED_MAX {
                return Err(Error::TooMany { what: "asked", n_max: N_ASKED_MAX as u64 });
            }
            if ask.asked.is_empty() || ask.asked.iter().any(AskedHashes::is_empty) {
                return Err(Error::NotAHash { text: String::new() });
            }
            let things = ask.asked.iter().map(Thing::of_hashes).collect();
            self.answer_things(who, things, ask.lists.as_deref()).await
        })
        .await
    }

    /// The lists as whoever asks about hashes meets them, opened and tested: what a service waits for before it sends
    /// questions.
    ///
    /// # Errors
    /// When a list cannot be opened, or does not answer rightly.
    pub async fn asked_lists(&self, who: &Principal) -> Result<AskedListsView, Error> {
        self.permitted_quietly(who, async {
            let open = self.open_asked_lists().await?;
            let lists: Vec<AskedList> = open.lists.iter().map(AskedList::of).collect();
            Ok(AskedListsView { n_rows: lists.iter().map(|list| list.n_rows).sum(), lists })
        })
        .await
    }

    /// What the verbs of a service have in common: a line for each in the log would push everything else out of it.
    pub(crate) async fn permitted_quietly<T>(
        &self,
        who: &Principal,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.permit(who, Action::QueryMatch)
            .inspect_err(|_| self.log.note(&Event::Denied { verb: Action::QueryMatch.verb() }))?;
        work.await.inspect_err(|error| note_failure(&self.log, error))
    }

    /// Answers for things that were permitted to be asked, and records it.
    pub(crate) async fn answer_things(
        &self,
        who: &Principal,
        things: Vec<Thing>,
        lists: Option<&[String]>,
    ) -> Result<MatchQueryView, Error> {
        let open = self.open_asked_lists().await?;
        let only = numbers_of(&open.lists, lists)?;
        let (files, not_asked): (Vec<File>, Vec<Vec<HashKind>>) =
            things.into_iter().map(|thing| (thing.file, thing.not_asked)).unzip();
        let claims = self.claims_of_things(&open, files.clone(), only.clone()).await?;
        let has_claims = claims.iter().any(|claims| !claims.is_empty());
        let untold = if has_claims { self.untold_lists(who).await? } else { BTreeSet::new() };
        let untold = ids_of(&open.lists, &untold);
        let stops = self.current_stops(&open).await?;
        let n_matched = claims.iter().filter(|claims| !claims.is_empty()).count() as u64;
        let mut matched: Vec<String> = claims.iter().flatten().map(|claim| claim.list.clone()).collect();
        matched.sort_unstable();
        matched.dedup();
        let held = self.held_by_cases(who, &files).await?;
        let mut held_files: Vec<String> = held.iter().flatten().map(|view| view.file.to_string()).collect();
        held_files.sort_unstable();
        held_files.dedup();
        let n_held = held.iter().zip(&claims).filter(|(held, claims)| !held.is_empty() && claims.is_empty()).count();
        let mut tx = if n_matched > 0 || n_held > 0 { Some(self.store.begin().await?) } else { None };
        let mut graded = self.held_gradings(who, tx.as_mut(), &files, &claims).await?;
        let (mut answers, mut told, mut n_suppressed) = (Vec::new(), Vec::new(), 0);
        let things = files.into_iter().zip(claims).zip(not_asked).zip(held);
        for (number, (((file, claims), not_asked), held)) in things.enumerate() {
            if graded.withheld.contains(&number) {
                answers.push(MatchAnswer::withheld(held, not_asked));
                continue;
            }
            let sifted = stops.sift(&file, claims);
            n_suppressed += sifted.n_suppressed;
            let gradings = graded.gradings.as_mut().map(|all| all.remove(&number).unwrap_or_default());
            answers.push(MatchAnswer::of(&sifted, |id| open.terms(id), &untold, held, gradings, not_asked));
            told.push((file, sifted.told));
        }
        let lists = only.iter().map(|number| AskedList::of(&open.lists[*number as usize])).collect();
        let view = MatchQueryView { lists, answers };
        self.count_queries(who, view.answers.len() as u64 - n_matched - n_held as u64);
        let Some(mut tx) = tx else { return Ok(view) };
        let rule = self.asked_lists.floods().rule;
        let mut quarantined = Vec::new();
        for (list, row) in self.flooding(&told) {
            let version = version_of(&open, &list).expect("claims name only the lists asked");
            quarantined.extend(self.quarantine(&mut tx, version, row, &rule).await?);
        }
        let mut entry = self.entry(who, Action::QueryMatch.verb()).about("lists", matched);
        entry = entry.about("n_matched", n_matched);
        if n_suppressed > 0 {
            entry = entry.about("n_suppressed", n_suppressed);
        }
        held_files.extend(graded.shown);
        if !held_files.is_empty() {
            held_files.sort_unstable();
            held_files.dedup();
            entry = entry.about("files", held_files);
        }
        let has_quarantined = !quarantined.is_empty();
        if has_quarantined {
            entry = entry.about("stops", quarantined.iter().map(u64::to_string).collect::<Vec<_>>());
        }
        tx.commit(entry).await?;
        if has_quarantined {
            self.asked_lists.forget_stops().await;
        }
        self.publish_after_verb().await;
        Ok(view)
    }

    /// Which of these files the current lists know by a digest. It is part of another verb, and permits and records nothing.
    pub(crate) async fn known_to_lists(&self, files: Vec<File>) -> Result<Vec<bool>, Error> {
        let open = self.open_asked_lists().await?;
        let numbers = (0..).take(open.lists.len()).collect();
        let matches = self.claims_of_things(&open, files, numbers).await?;
        let outcome = |matches: &Vec<Match>| matching::decide(matches, |id| open.terms(id)).0;
        Ok(matches.iter().map(|matches| outcome(matches) == Outcome::Known).collect())
    }

    /// What lists, by their numbers, say of things, in their order.
    async fn claims_of_things(
        &self,
        open: &Arc<OpenLists>,
        things: Vec<File>,
        numbers: Vec<u32>,
    ) -> Result<Vec<Vec<Match>>, Error> {
        let (searched, store) = (Arc::clone(open), self.store.clone());
        let runtime = tokio::runtime::Handle::current();
        let matches = tokio::task::spawn_blocking(move || {
            let asked = Asked { catalogue: &searched.catalogue, lists: &searched.lists, search: Search::Plain };
            runtime.block_on(claim_by_hashes(things, asked, &numbers, &store))
        });
        matches.await.map_err(|panic| Error::Index(Box::new(panic)))?
    }

    /// Of each thing asked for, the files of its digests that cases hold: for people, who can call a unit.
    async fn held_by_cases(&self, who: &Principal, things: &[File]) -> Result<Vec<Vec<HoldingView>>, Error> {
        let caller = match who {
            Principal::User(caller) if !caller.roles.contains(&Role::Matcher) => caller,
            _ => return Ok(vec![Vec::new(); things.len()]),
        };
        let mut files_of = Vec::with_capacity(things.len());
        for thing in things {
            files_of.push(self.files_of_digests(thing.digests).await?);
        }
        let standings = self.standings(caller, files_of.iter().flatten().copied()).await?;
        let is_held = |file: &FileId| standings.get(file).filter(|view| view.standing != "new").cloned();
        Ok(files_of.into_iter().map(|files| files.iter().filter_map(is_held).collect()).collect())
    }

    /// The ids that a file of these digests may go by here: one that was examined has more digests than were asked for.
    pub(crate) async fn files_of_digests(&self, digests: Digests) -> Result<BTreeSet<FileId>, Error> {
        let Digests { md5, sha1, sha256 } = digests;
        let mut files: BTreeSet<FileId> = BTreeSet::new();
        files.extend(sha256.map(FileId::Sha256));
        files.extend(sha1.map(FileId::Sha1));
        files.extend(md5.map(FileId::Md5));
        let by_digest = [
            (HashKind::Md5, md5.map(|digest| digest.0.to_vec())),
            (HashKind::Sha1, sha1.map(|digest| digest.0.to_vec())),
            (HashKind::Sha256, sha256.map(|digest| digest.0.to_vec())),
        ];
        for (kind, digest) in by_digest {
            if let Some(digest) = digest {
                files.extend(self.store.files_with(kind, &digest).await?);
            }
        }
        Ok(files)
    }

    fn count_queries(&self, who: &Principal, n_unmatched: u64) {
        if n_unmatched > 0 {
            let mut counts = self.asked_lists.n_unmatched.lock().unwrap_or_else(PoisonError::into_inner);
            *counts.entry(who.name()).or_default() += n_unmatched;
        }
    }

    /// Writes down how many queries matched nothing since the last time, an entry for each who asked.
    pub(crate) async fn record_unmatched(&self) -> Result<(), Error> {
        let counts = std::mem::take(&mut *self.asked_lists.n_unmatched.lock().unwrap_or_else(PoisonError::into_inner));
        for (who, n_unmatched) in counts {
            let entry = store::LedgerEntry::new(Action::QueryMatch.verb(), who, self.clock.now_us());
            self.store.record_alone(entry.about("n_unmatched", n_unmatched)).await?;
        }
        Ok(())
    }

    /// What is held back in these lists; read anew when they are others than last time, or when somebody changed it.
    async fn current_stops(&self, open: &Arc<OpenLists>) -> Result<Arc<Stops>, Error> {
        let mut kept = self.asked_lists.stops.lock().await;
        let now = self.now();
        let is_current = |of: &Arc<OpenLists>, stops: &Stops| Arc::ptr_eq(of, open) && !stops.is_over(now);
        if let Some((_, stops)) = kept.as_ref().filter(|(of, stops)| is_current(of, stops)) {
            return Ok(Arc::clone(stops));
        }
        let stops = Arc::new(self.stops_in(open).await?);
        *kept = Some((Arc::clone(open), Arc::clone(&stops)));
        Ok(stops)
    }

    /// The current lists, open; opened anew when they are others than last time.
    async fn open_asked_lists(&self) -> Result<Arc<OpenLists>, Error> {
        let lists = self.store.current_lists().await?;
        let mut kept = self.asked_lists.open.lock().await;
        if let Some(open) = kept.as_ref().filter(|open| open.lists == lists) {
            return Ok(Arc::clone(open));
        }
        let (catalogue, _) = self.open_catalogue(&lists, 0)?;
        let open = Arc::new(OpenLists { lists, catalogue });
        *kept = Some(Arc::clone(&open));
        Ok(open)
    }
}

pub(crate) fn numbers_of(lists: &[ListVersion], named: Option<&[String]>) -> Result<Vec<u32>, Error> {
    let Some(named) = named else { return Ok((0..).take(lists.len()).collect()) };
    let mut numbers = Vec::new();
    for name in named {
        let found = lists.iter().zip(0..).find(|(list, _)| list.terms.name == *name || list.id == *name);
        let (_, number) = found.ok_or_else(|| Error::NotFound { what: "list", name: name.clone() })?;
        numbers.push(number);
    }
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers)
}
