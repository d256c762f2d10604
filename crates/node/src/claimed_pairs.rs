//! From matches to what people decide about: a file and an entry of a list, whichever version brings it and by however
//! many hashes it agrees. It finds no match and decides nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use casework::file::{File, FileId};
use casework::list::{HashKind, ListVersion};
use casework::match_decision::{Claim, Closeness, EntryHash, Pair};
use casework::matching::Match;
use fingerprint::Pdq;
use store::{Claimed, ListState, StoredList};

use crate::error::Error;
use crate::open::Node;

/// A claim, and the matches that it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimedPair {
    /// What is claimed.
    pub(crate) claim: Claim,
    /// By what, the strongest first.
    pub(crate) matches: Vec<Match>,
}

impl Node {
    /// The claims that these matches make, in the order of list and entry. Matches with lists that were forgotten, or that are not
    /// among these, claim nothing any more.
    pub(crate) async fn claimed_pairs(
        &self,
        lists: &[StoredList],
        files: &HashMap<FileId, Arc<File>>,
        matches: impl IntoIterator<Item = (FileId, Match)>,
    ) -> Result<Vec<ClaimedPair>, Error> {
        let mut by_entry: BTreeMap<(String, u64, FileId), Vec<Match>> = BTreeMap::new();
        for (file, claim) in matches {
            let of_entry = by_entry.entry((claim.list.clone(), claim.row, file)).or_default();
            if !of_entry.contains(&claim) {
                of_entry.push(claim);
            }
        }
        if by_entry.is_empty() {
            return Ok(Vec::new());
        }
        let lists = lists.iter().filter(|list| list.state != ListState::Removed);
        let lists: HashMap<&str, &ListVersion> = lists.map(|list| (list.version.id.as_str(), &list.version)).collect();
        let mut wanted: BTreeMap<&String, BTreeSet<u64>> = BTreeMap::new();
        for ((list, row, _), claims) in &by_entry {
            if claims.iter().any(|claim| claim.kind == HashKind::Pdq) {
                wanted.entry(list).or_default().insert(*row);
            }
        }
        let mut looks: HashMap<&String, HashMap<u64, Vec<Pdq>>> = HashMap::new();
        for (list, rows) in wanted {
            if let Some(version) = lists.get(list.as_str()) {
                looks.insert(&version.id, self.looks_of_rows(version, &rows).await?);
            }
        }
        let mut pairs = Vec::new();
        for ((list, row, file), claims) in by_entry {
            let (Some(version), Some(closeness)) = (lists.get(list.as_str()), claims.iter().map(Closeness::of).min())
            else {
                continue;
            };
            let listed = looks.get(&list).and_then(|looks| looks.get(&row)).map(Vec::as_slice).unwrap_or_default();
            let of_file = files.get(&file).map(Arc::as_ref);
            let hashes = claims.iter().flat_map(|claim| agreeing(claim, of_file, listed)).collect();
            let owner_id = claims.iter().find_map(|claim| claim.owner_id.clone());
            let pair = Pair { file, list: version.terms.name.clone(), owner_id, hashes };
            let near = claims.iter().filter(|claim| closeness == Closeness::Near && Closeness::of(claim) == closeness);
            let near_bits = near.map(|claim| claim.distance).min();
            pairs.push(ClaimedPair { claim: Claim { pair, closeness, near_bits }, matches: claims });
        }
        // Two versions of one list, met in two exhibits, bring one entry twice: the closer claim speaks.
        pairs.sort_by(|one, two| {
            let key =
                |pair: &ClaimedPair| (pair.claim.pair.list.clone(), pair.claim.closeness, pair.claim.pair.clone());
            key(one).cmp(&key(two))
        });
        let mut distinct: Vec<ClaimedPair> = Vec::new();
        let mut of_file: HashMap<FileId, Vec<usize>> = HashMap::new();
        for pair in pairs {
            let held = of_file.entry(pair.claim.pair.file).or_default();
            if !held.iter().any(|number| distinct[*number].claim.pair.is(&pair.claim.pair)) {
                held.push(distinct.len());
                distinct.push(pair);
            }
        }
        Ok(distinct)
    }

    /// The claims about one file that stand in the store.
    pub(crate) async fn pairs_of_file(&self, file: FileId) -> Result<Vec<ClaimedPair>, Error> {
        let Claimed { files, matches, .. } = self.store.claimed(&[file]).await?;
        self.claimed_pairs(&self.store.list_versions().await?, &files, matches).await
    }
}

/// The hashes of the entry by which one match agrees.
fn agreeing(claim: &Match, file: Option<&File>, listed: &[Pdq]) -> Vec<EntryHash> {
    let digests = file.map(|file| file.digests).unwrap_or_default();
    let digest = match claim.kind {
        HashKind::Md5 => digests.md5.map(EntryHash::Md5),
        HashKind::Sha1 => digests.sha1.map(EntryHash::Sha1),
        HashKind::Sha256 => digests.sha256.map(EntryHash::Sha256),
        HashKind::Pdq => {
            // Of a listed video those frames that are as near as the match says; of a picture its one look.
            let near: Vec<Pdq> = listed.iter().copied().filter(|look| is_near(look, claim.distance, file)).collect();
            let near = if near.is_empty() { listed.to_vec() } else { near };
            return near.into_iter().map(EntryHash::Pdq).collect();
        }
    };
    digest.into_iter().collect()
}

fn is_near(listed: &Pdq, distance_bits: u32, file: Option<&File>) -> bool {
    let Some(file) = file else { return false };
    let looks = file.look.iter().chain(&file.thumbnail);
    let turned = looks.flat_map(|look| look.turns.iter().chain([&look.pdq.hash]));
    let frames = file.frames.iter().map(|frame| &frame.pdq.hash);
    turned.chain(frames).any(|look| look.distance(listed) <= distance_bits)
}
