//! How far two things are from each other, by their hashes alone: for whoever tries thresholds out. Nothing is searched, and
//! nothing kept.

use casework::list::HashKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::Error;
use crate::match_query::{AskedHashes, numbers_of};
use crate::open::Node;
use crate::principal::Principal;

/// Two things to compare.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompareHashes {
    /// The hashes of one.
    pub one: AskedHashes,
    /// Those of the other.
    pub other: AskedHashes,
    /// Whether they would be claimed is said for these lists, by name or id. Without it, for every current one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, nullable = false)]
    pub lists: Option<Vec<String>>,
}

/// How two things compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedView {
    /// The hashes that both have.
    pub kinds: Vec<ComparedKind>,
    /// What each list's terms make of it.
    pub lists: Vec<ComparedByList>,
}

/// One kind of hash that both have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedKind {
    /// Which.
    #[schema(value_type = String, example = "pdq")]
    pub kind: HashKind,
    /// Whether they are the same.
    pub same: bool,
    /// Bits that differ; only of a look, for a digest's bits say nothing.
    pub distance_bits: Option<u32>,
    /// Whether a look is compared at all: not where its quality is too low.
    pub is_compared: bool,
}

/// What a list's terms make of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ComparedByList {
    /// The version's id.
    #[schema(example = "lst_0000000000000000")]
    pub id: String,
    /// The list's name.
    pub name: String,
    /// Looks are claimed up to this distance.
    pub threshold_bits: u32,
    /// Whether one would be claimed to be the other, if that stood on this list.
    pub is_within: bool,
}

impl Node {
    /// Compares two things by their hashes.
    ///
    /// # Errors
    /// A list that is not there, or [`Error::NotAHash`] where they have no kind of hash in common.
    pub async fn compare_hashes(&self, who: &Principal, ask: CompareHashes) -> Result<ComparedView, Error> {
        self.permitted_quietly(who, async {
            let lists = self.store.current_lists().await?;
            let numbers = numbers_of(&lists, ask.lists.as_deref())?;
            let kinds = compared(&ask.one, &ask.other);
            if kinds.is_empty() {
                return Err(Error::NotAHash { text: String::new() });
            }
            let lists = numbers.into_iter().map(|number| {
                let list = &lists[number as usize];
                let terms = &list.terms;
                ComparedByList {
                    id: list.id.clone(),
                    name: terms.name.clone(),
                    threshold_bits: terms.threshold_bits,
                    is_within: kinds.iter().any(|kind| is_within(kind, terms.set_aside, terms.threshold_bits)),
                }
            });
            Ok(ComparedView { lists: lists.collect(), kinds })
        })
        .await
    }
}

fn compared(one: &AskedHashes, other: &AskedHashes) -> Vec<ComparedKind> {
    let digest =
        |kind, same: Option<bool>| same.map(|same| ComparedKind { kind, same, distance_bits: None, is_compared: true });
    let look = one.pdq.zip(other.pdq).map(|(one_look, other_look)| ComparedKind {
        kind: HashKind::Pdq,
        same: one_look == other_look,
        distance_bits: Some(one_look.distance(&other_look)),
        is_compared: one.compares_look() && other.compares_look(),
    });
    let digests = [
        digest(HashKind::Sha256, one.sha256.zip(other.sha256).map(|(one, other)| one == other)),
        digest(HashKind::Sha1, one.sha1.zip(other.sha1).map(|(one, other)| one == other)),
        digest(HashKind::Md5, one.md5.zip(other.md5).map(|(one, other)| one == other)),
    ];
    digests.into_iter().chain([look]).flatten().collect()
}

/// Lists to set aside are asked by SHA-256 and SHA-1 only.
fn is_within(kind: &ComparedKind, set_aside: bool, threshold_bits: u32) -> bool {
    match (kind.kind, kind.distance_bits) {
        (HashKind::Sha256 | HashKind::Sha1, _) => kind.same,
        (HashKind::Md5, _) => kind.same && !set_aside,
        (HashKind::Pdq, distance_bits) => {
            let is_near = distance_bits.is_some_and(|distance_bits| distance_bits <= threshold_bits);
            kind.is_compared && !set_aside && is_near
        }
    }
}

#[cfg(test)]
mod tests {
    use fingerprint::{Md5, Pdq, Sha1, Sha256};

    use super::*;

    fn look(n_bits: u32) -> AskedHashes {
        let mut hash = [0; 32];
        (0..n_bits as usize).for_each(|bit| hash[bit / 8] |= 1 << (bit % 8));
        AskedHashes { pdq: Some(Pdq(hash)), ..AskedHashes::default() }
    }

    #[test]
    fn a_look_is_within_up_to_the_threshold_and_a_faint_one_never() {
        let check = |n_bits: u32, quality: Option<u8>, threshold_bits: u32, set_aside: bool, expected: bool| {
            let other = AskedHashes { pdq_quality: quality, ..look(n_bits) };
            let kinds = compared(&look(0), &other);
            assert_eq!(kinds[0].distance_bits, Some(n_bits));
            assert_eq!(is_within(&kinds[0], set_aside, threshold_bits), expected, "{n_bits} {quality:?}");
        };
        check(31, None, 31, false, true);
        check(32, Some(100), 31, false, false);
        check(0, Some(49), 31, false, false);
        check(0, Some(50), 0, false, true);
        check(0, None, 31, true, false);
    }

    #[test]
    fn digests_are_the_same_or_not_and_only_kinds_that_both_have_are_compared() {
        let one = AskedHashes {
            md5: Some(Md5([1; 16])),
            sha1: Some(Sha1([1; 20])),
            sha256: Some(Sha256([1; 32])),
            ..AskedHashes::default()
        };
        let other = AskedHashes { sha1: Some(Sha1([2; 20])), sha256: None, ..one.clone() };
        let kinds = compared(&one, &other);
        let told: Vec<(HashKind, bool)> = kinds.iter().map(|kind| (kind.kind, kind.same)).collect();
        assert_eq!(told, [(HashKind::Sha1, false), (HashKind::Md5, true)]);
        assert!(is_within(&kinds[1], false, 31) && !is_within(&kinds[1], true, 31), "software is not set aside by MD5");
        assert!(compared(&one, &look(0)).is_empty());
    }
}
