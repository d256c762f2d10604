//! Whether hashes are on the lists: for a service that asks often. The lists stay open between questions, and what
//! matches nothing is counted and forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError};

use casework::file::FileId;
use casework::list::{HashKind, ListVersion};
use casework::matching::{self, Match, Outcome};
use casework::role::Role;
use fingerprint::view::Search;
use fingerprint::{Digests, Md5, Pdq, Sha1, Sha256, pdq};
use index::catalogue::Catalogue;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;
use crate::find::file_of;
use crate::holding::HoldingView;
use crate::log::Event;
use crate::open::{Node, note_failure};
use crate::principal::{Action, Principal};
use crate::triage::claims::{Asked, claim_by_hashes};

/// Things asked for in one call; more belong in another call, so that no caller holds the others up.
pub const N_ASKED_MAX: usize = 1_000;

/// Hashes to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchQuery {
    /// What is asked for; the answers come in this order.
    #[schema(min_items = 1, max_items = 1000)]
    pub asked: Vec<AskedHashes>,
    /// Only these lists, by name or id, are searched. Without it every current list is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, nullable = false)]
    pub lists: Option<Vec<String>>,
}

/// The hashes of one thing: whichever are known, at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(min_properties = 1)]
pub struct AskedHashes {
    /// MD5 of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{32}$")]
    pub md5: Option<Md5>,
    /// SHA-1 of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{40}$")]
    pub sha1: Option<Sha1>,
    /// SHA-256 of the bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{64}$")]
    pub sha256: Option<Sha256>,
    /// PDQ of the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, pattern = "^[0-9a-fA-F]{64}$")]
    pub pdq: Option<Pdq>,
    /// The quality that came with the PDQ, 0 to 100. Below 50 it is not compared; without it, it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, maximum = 100)]
    pub pdq_quality: Option<u8>,
}

/// The answers, and what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchQueryView {
    /// The lists that were searched.
    pub lists: Vec<AskedList>,
    /// In the order of what was asked for.
    pub answers: Vec<MatchAnswer>,
}

/// A list that was searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AskedList {
    /// The version's id.
    #[schema(example = "lst_0000000000000000")]
    pub id: String,
    /// The list's name.
    pub name: String,
    /// Whose it is.
    pub owner: Option<String>,
    /// Why it may be asked.
    #[schema(value_type = String, example = "removal")]
    pub purpose: casework::list::Purpose,
    /// Looks are claimed up to this distance.
    pub threshold_bits: u32,
    /// Whether it holds known software, to be set aside.
    pub set_aside: bool,
    /// Its entries.
    pub n_rows: u64,
}

/// What the lists say of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchAnswer {
    /// What it comes to on the lists: `known`, `near`, `set-aside`, or `new`. A near one waits for a person.
    #[schema(value_type = String, example = "near")]
    pub outcome: Outcome,
    /// Files of these digests that cases of this node hold: known to the asker, or held by a unit to call. What is new to the
    /// lists is not new here then. A machine is told of lists only.
    pub held: Vec<HoldingView>,
    /// The claims, the strongest first.
    pub matches: Vec<MatchClaim>,
    /// Hashes that were given and could not be compared: `pdq` where its quality is too low.
    #[schema(value_type = Vec<String>)]
    pub not_asked: Vec<HashKind>,
}

/// An entry that agrees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MatchClaim {
    /// The list version's id.
    #[schema(example = "lst_0000000000000000")]
    pub list: String,
    /// The entry's row in it.
    pub row: u64,
    /// The owner's id of the entry.
    pub owner_id: Option<String>,
    /// By which hash: `md5`, `sha1`, `sha256`, `pdq`.
    #[schema(value_type = String, example = "pdq")]
    pub kind: HashKind,
    /// Bits that differ; 0 for a digest.
    pub distance_bits: u32,
    /// Whether a stronger digest of the entry contradicts the one that agrees: then it is no match.
    pub contradicted: bool,
    /// The entry's category, in the owner's scheme.
    pub category: Option<ClaimCategory>,
    /// The owner's words, in the order written. Untrusted text.
    pub words: Vec<OwnersWord>,
}

/// A category, in its scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimCategory {
    /// The scheme that the code belongs to.
    pub scheme: String,
    /// The code, as written.
    pub code: String,
}

/// Something that a list's owner says of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OwnersWord {
    /// What it is, e.g. `Series`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// The lists that are asked by hashes, kept open; and how many queries matched nothing, for each who asked.
#[derive(Default)]
pub(crate) struct AskedLists {
    open: tokio::sync::Mutex<Option<Arc<OpenLists>>>,
    n_unmatched: std::sync::Mutex<BTreeMap<String, u64>>,
}

/// Lists and the catalogue over them, which numbers them in this order.
struct OpenLists {
    lists: Vec<ListVersion>,
    catalogue: Arc<Catalogue>,
}

impl Node {
    /// Looks for hashes on the lists and, for people, among what cases hold. Queries that match leave an entry with their number and the lists that matched; of
    /// those that match nothing only the number is kept, and recorded later.
    ///
    /// # Errors
    /// A list that is not there, nothing asked for, or too much.
    pub async fn query_match(&self, who: &Principal, ask: MatchQuery) -> Result<MatchQueryView, Error> {
        // A line for each query would push everything else out of the log.
        self.permit(who, Action::QueryMatch)
            .inspect_err(|_| self.log.note(&Event::Denied { verb: Action::QueryMatch.verb() }))?;
        self.answer_match_query(who, ask).await.inspect_err(|error| note_failure(&self.log, error))
    }

    async fn answer_match_query(&self, who: &Principal, ask: MatchQuery) -> Result<MatchQueryView, Error> {
        if ask.asked.len() > N_ASKED_MAX {
            return Err(Error::TooMany { what: "asked", n_max: N_ASKED_MAX as u64 });
        }
        if ask.asked.is_empty() || ask.asked.iter().any(AskedHashes::is_empty) {
            return Err(Error::NotAHash { text: String::new() });
        }
        let open = self.open_asked_lists().await?;
        let only = numbers_of(&open.lists, ask.lists.as_deref())?;
        let not_asked: Vec<Vec<HashKind>> = ask.asked.iter().map(AskedHashes::not_asked).collect();
        let things = ask.asked.iter().map(AskedHashes::as_file).collect();
        let (searched, numbers, store) = (Arc::clone(&open), only.clone(), self.store.clone());
        let runtime = tokio::runtime::Handle::current();
        let matches = tokio::task::spawn_blocking(move || {
            let asked = Asked { catalogue: &searched.catalogue, lists: &searched.lists, search: Search::Plain };
            runtime.block_on(claim_by_hashes(things, asked, &numbers, &store))
        });
        let matches = matches.await.map_err(|panic| Error::Index(Box::new(panic)))??;
        let terms = |id: &str| {
            let list = open.lists.iter().find(|list| list.id == id);
            &list.expect("claims name only the lists asked").terms
        };
        let n_matched = matches.iter().filter(|matches| !matches.is_empty()).count() as u64;
        let mut matched: Vec<String> = matches.iter().flatten().map(|claim| claim.list.clone()).collect();
        matched.sort_unstable();
        matched.dedup();
        let held = self.held_by_cases(who, &ask.asked).await?;
        let mut held_files: Vec<String> = held.iter().flatten().map(|view| view.file.to_string()).collect();
        held_files.sort_unstable();
        held_files.dedup();
        let n_held = held.iter().zip(&matches).filter(|(held, matches)| !held.is_empty() && matches.is_empty()).count();
        let answers = matches.into_iter().zip(not_asked).zip(held).map(|((matches, not_asked), held)| MatchAnswer {
            outcome: matching::decide(&matches, terms).0,
            held,
            matches: matches.into_iter().map(MatchClaim::of).collect(),
            not_asked,
        });
        let lists = only.iter().map(|number| AskedList::of(&open.lists[*number as usize])).collect();
        let view = MatchQueryView { lists, answers: answers.collect() };
        self.count_queries(who, view.answers.len() as u64 - n_matched - n_held as u64);
        if n_matched > 0 || n_held > 0 {
            let entry = self.entry(who, Action::QueryMatch.verb()).about("lists", matched);
            let entry = if held_files.is_empty() { entry } else { entry.about("files", held_files) };
            self.store.begin().await?.commit(entry.about("n_matched", n_matched)).await?;
            self.publish_after_verb().await;
        }
        Ok(view)
    }

    /// Which of these files the current lists know by a digest. It is part of another verb, and permits and records nothing.
    pub(crate) async fn known_to_lists(&self, files: Vec<casework::file::File>) -> Result<Vec<bool>, Error> {
        let open = self.open_asked_lists().await?;
        let (searched, store) = (Arc::clone(&open), self.store.clone());
        let runtime = tokio::runtime::Handle::current();
        let matches = tokio::task::spawn_blocking(move || {
            let numbers: Vec<u32> = (0..).take(searched.lists.len()).collect();
            let asked = Asked { catalogue: &searched.catalogue, lists: &searched.lists, search: Search::Plain };
            runtime.block_on(claim_by_hashes(files, asked, &numbers, &store))
        });
        let matches = matches.await.map_err(|panic| Error::Index(Box::new(panic)))??;
        let terms = |id: &str| {
            let list = open.lists.iter().find(|list| list.id == id);
            &list.expect("claims name only the lists asked").terms
        };
        Ok(matches.iter().map(|matches| matching::decide(matches, terms).0 == Outcome::Known).collect())
    }

    /// Of each thing asked for, the files of its digests that cases hold: for people, who can call a unit.
    async fn held_by_cases(&self, who: &Principal, asked: &[AskedHashes]) -> Result<Vec<Vec<HoldingView>>, Error> {
        let caller = match who {
            Principal::User(caller) if !caller.roles.contains(&Role::Matcher) => caller,
            _ => return Ok(vec![Vec::new(); asked.len()]),
        };
        let mut files_of = Vec::with_capacity(asked.len());
        for thing in asked {
            files_of.push(self.files_of_digests(thing.digests()).await?);
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
            self.store.begin().await?.commit(entry.about("n_unmatched", n_unmatched)).await?;
        }
        Ok(())
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

fn numbers_of(lists: &[ListVersion], named: Option<&[String]>) -> Result<Vec<u32>, Error> {
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

impl AskedHashes {
    fn is_empty(&self) -> bool {
        let AskedHashes { md5, sha1, sha256, pdq, pdq_quality: _ } = self;
        md5.is_none() && sha1.is_none() && sha256.is_none() && pdq.is_none()
    }

    fn compares_look(&self) -> bool {
        self.pdq_quality.is_none_or(|quality| quality >= pdq::QUALITY_MIN)
    }

    fn not_asked(&self) -> Vec<HashKind> {
        if self.pdq.is_some() && !self.compares_look() { vec![HashKind::Pdq] } else { Vec::new() }
    }

    fn digests(&self) -> Digests {
        Digests { md5: self.md5, sha1: self.sha1, sha256: self.sha256 }
    }

    fn as_file(&self) -> casework::file::File {
        file_of(self.digests(), self.pdq.filter(|_| self.compares_look()))
    }
}

impl AskedList {
    fn of(list: &ListVersion) -> AskedList {
        AskedList {
            id: list.id.clone(),
            name: list.terms.name.clone(),
            owner: list.terms.owner.clone(),
            purpose: list.terms.purpose,
            threshold_bits: list.terms.threshold_bits,
            set_aside: list.terms.set_aside,
            n_rows: list.n_rows,
        }
    }
}

impl MatchClaim {
    fn of(claim: Match) -> MatchClaim {
        MatchClaim {
            list: claim.list,
            row: claim.row,
            owner_id: claim.owner_id,
            kind: claim.kind,
            distance_bits: claim.distance,
            contradicted: claim.contradicted,
            category: claim.category.map(|category| ClaimCategory { scheme: category.scheme, code: category.code }),
            words: claim.words.into_iter().map(|(name, text)| OwnersWord { name, text }).collect(),
        }
    }
}
