//! What is held back of answers: stops found among the rows of the lists that are open, and the count of what each entry
//! agreed with lately.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use casework::file::File;
use casework::list::{HashKind, ListVersion};
use casework::match_decision::EntryHash;
use casework::match_stop::{Flood, FloodRule, Hold, StopState, StopTarget};
use casework::matching::Match;
use casework::who::Moment;
use fingerprint::{Digests, pdq};

use super::OpenLists;
use crate::error::Error;
use crate::find::file_of;
use crate::open::Node;

/// Entries whose agreements are counted at once; beyond it those whose time is over are forgotten, and no new ones begun.
const N_COUNTED_MAX: usize = 100_000;

/// An entry: the list version's id and the row.
type EntryKey = (String, u64);

/// Stops as the lists that are open meet them.
pub(crate) struct Stops {
    entries: HashMap<EntryKey, Hold>,
    asked: Vec<(EntryHash, u32)>,
    /// When the first of them ends.
    until: Option<Moment>,
}

impl Stops {
    /// Whether the time of one of them is over by now.
    pub(super) fn is_over(&self, now: Moment) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Of the claims about a thing those that may be told, how many may not, and which of those told wait for a person.
    pub(super) fn sift(&self, file: &File, claims: Vec<Match>) -> Sifted {
        if self.asked.iter().any(|(hash, distance_bits)| is_asked(hash, *distance_bits, file)) {
            return Sifted { n_suppressed: claims.len() as u64, ..Sifted::default() };
        }
        let mut sifted = Sifted::default();
        for claim in claims {
            match self.entries.get(&(claim.list.clone(), claim.row)) {
                Some(Hold::Suppressed) => sifted.n_suppressed += 1,
                Some(Hold::Quarantined) => sifted.quarantined.push(claim),
                Some(Hold::Released) => sifted.told.push((claim, true)),
                None => sifted.told.push((claim, false)),
            }
        }
        sifted
    }
}

/// Claims about one thing, apart.
#[derive(Default)]
pub(super) struct Sifted {
    /// Those that are answered, and whether a person released the entry.
    pub(super) told: Vec<(Match, bool)>,
    /// Those that wait for a person.
    pub(super) quarantined: Vec<Match>,
    /// How many are held back.
    pub(super) n_suppressed: u64,
}

fn is_asked(hash: &EntryHash, distance_bits: u32, file: &File) -> bool {
    match hash {
        EntryHash::Md5(digest) => file.digests.md5 == Some(*digest),
        EntryHash::Sha1(digest) => file.digests.sha1 == Some(*digest),
        EntryHash::Sha256(digest) => file.digests.sha256 == Some(*digest),
        EntryHash::Pdq(look) => {
            let own = file.look.as_ref().filter(|own| own.pdq.quality >= pdq::QUALITY_MIN);
            own.is_some_and(|own| own.pdq.hash.distance(look) <= distance_bits)
        }
    }
}

/// What each entry agreed with lately. In memory alone: a server that starts anew counts anew.
pub(crate) struct Floods {
    numbered_by: RandomState,
    counted: HashMap<EntryKey, Flood>,
    pub(crate) rule: FloodRule,
}

impl Default for Floods {
    fn default() -> Floods {
        Floods { numbered_by: RandomState::new(), counted: HashMap::new(), rule: FloodRule::default() }
    }
}

impl Floods {
    /// Counts that an entry agrees with a thing. Says whether it is one too many.
    pub(super) fn count(&mut self, claim: &Match, file: &File, now: Moment) -> bool {
        let rule = self.rule;
        if rule.n_things_max == 0 {
            return false;
        }
        if self.counted.len() >= N_COUNTED_MAX {
            self.counted.retain(|_, flood| !flood.is_over(now, &rule));
        }
        let key = (claim.list.clone(), claim.row);
        if self.counted.len() >= N_COUNTED_MAX && !self.counted.contains_key(&key) {
            return false;
        }
        let look = file.look.as_ref().map(|look| look.pdq.hash.0);
        let Digests { md5, sha1, sha256 } = file.digests;
        // Chance under it, so that nobody can choose things which count as one.
        let thing = self.numbered_by.hash_one((md5.map(|d| d.0), sha1.map(|d| d.0), sha256.map(|d| d.0), look));
        self.counted.entry(key).or_insert_with(|| Flood::since(now)).count(thing, now, &rule)
    }

    pub(super) fn forget(&mut self, list: &str, row: u64) {
        self.counted.remove(&(list.to_owned(), row));
    }
}

impl Node {
    /// What is held back, found in these lists: an entry by any of its hashes.
    pub(super) async fn stops_in(&self, open: &Arc<OpenLists>) -> Result<Stops, Error> {
        let now = self.now();
        let mut stops = Stops { entries: HashMap::new(), asked: Vec::new(), until: None };
        let mut wanted: HashMap<&str, Vec<(EntryHash, Hold)>> = HashMap::new();
        let stored = self.store.match_stops().await?;
        let open_names: HashSet<&str> = open.lists.iter().map(|list| list.terms.name.as_str()).collect();
        for held in &stored {
            let Some(hold) = held.stop.hold(now) else { continue };
            if let StopState::Suppressed { until, .. } = &held.stop.state {
                stops.until = Some(stops.until.map_or(*until, |first| first.min(*until)));
            }
            match &held.stop.target {
                StopTarget::Entry { list, hash } if open_names.contains(list.as_str()) => {
                    wanted.entry(list).or_default().push((*hash, hold));
                }
                StopTarget::Asked { hash, distance_bits } if hold == Hold::Suppressed => {
                    stops.asked.push((*hash, *distance_bits));
                }
                StopTarget::Entry { .. } | StopTarget::Asked { .. } => {}
            }
        }
        for (list, number) in open.lists.iter().zip(0..) {
            let Some(hashes) = wanted.remove(list.terms.name.as_str()) else { continue };
            let things = hashes.iter().map(|(hash, _)| thing_of(hash)).collect();
            let found = self.claims_of_things(open, things, vec![number]).await?;
            for ((hash, hold), claims) in hashes.iter().zip(found) {
                let same = claims.into_iter().filter(|claim| claim.kind == kind_of(hash) && claim.distance == 0);
                for claim in same {
                    let slot = stops.entries.entry((claim.list, claim.row)).or_insert(*hold);
                    *slot = stronger(*slot, *hold);
                }
            }
        }
        Ok(stops)
    }

    /// Counts what was told, and holds back entries that agreed with too much: with the change that records the answer.
    pub(super) fn flooding(&self, told: &[(File, Vec<(Match, bool)>)]) -> Vec<EntryKey> {
        let now = self.now();
        let mut floods = self.asked_lists.floods();
        let mut flooding = HashSet::new();
        for (file, claims) in told {
            for (claim, is_released) in claims {
                if !is_released && floods.count(claim, file, now) {
                    flooding.insert((claim.list.clone(), claim.row));
                }
            }
        }
        flooding.iter().for_each(|(list, row)| floods.forget(list, *row));
        flooding.into_iter().collect()
    }
}

/// Of two hashes of one entry that were treated differently, the more careful counts.
fn stronger(one: Hold, other: Hold) -> Hold {
    let rank = |hold| match hold {
        Hold::Released => 0,
        Hold::Quarantined => 1,
        Hold::Suppressed => 2,
    };
    if rank(other) > rank(one) { other } else { one }
}

fn thing_of(hash: &EntryHash) -> File {
    match *hash {
        EntryHash::Md5(digest) => file_of(Digests { md5: Some(digest), ..Digests::default() }, None),
        EntryHash::Sha1(digest) => file_of(Digests { sha1: Some(digest), ..Digests::default() }, None),
        EntryHash::Sha256(digest) => file_of(Digests { sha256: Some(digest), ..Digests::default() }, None),
        EntryHash::Pdq(look) => file_of(Digests::default(), Some(look)),
    }
}

fn kind_of(hash: &EntryHash) -> HashKind {
    match hash {
        EntryHash::Md5(_) => HashKind::Md5,
        EntryHash::Sha1(_) => HashKind::Sha1,
        EntryHash::Sha256(_) => HashKind::Sha256,
        EntryHash::Pdq(_) => HashKind::Pdq,
    }
}

/// The list version of an id, among those that are open.
pub(super) fn version_of<'l>(open: &'l OpenLists, id: &str) -> Option<&'l ListVersion> {
    open.lists.iter().find(|list| list.id == id)
}
