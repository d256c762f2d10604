//! Stacks: near-duplicates within one triage, each close to its stack's representative.

use fingerprint::{Pdq, pdq};

use crate::file::FileId;

/// A picture that may be stacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The file.
    pub file: FileId,
    /// Its look.
    pub hash: Pdq,
    /// The quality of that look.
    pub quality: u8,
}

/// A stack: a representative and everything that looks like *it*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    /// Highest quality, then lowest id.
    pub representative: FileId,
    /// All members, the representative first, the others by id.
    pub members: Vec<FileId>,
}

/// Groups pictures so that every member lies within `threshold_bits` of its stack's representative.
///
/// Likeness is not passed on: A-B 20, B-C 20, A-C 40 is no stack of three. Candidates of quality under
/// [`pdq::QUALITY_MIN`] are left out, and so are stacks of one. The best picture (highest quality, then lowest id)
/// that is in no stack yet becomes the next representative and takes every free picture near it; so the answer
/// depends on the set of candidates alone, not on their order. `index` is handed the sorted candidates and gives the
/// search over them: the positions of those within so many bits of a hash.
pub fn stacks<Near: Fn(&Pdq, u32) -> Vec<usize>>(
    mut candidates: Vec<Candidate>,
    threshold_bits: u32,
    index: impl FnOnce(&[Candidate]) -> Near,
) -> Vec<Stack> {
    candidates.retain(|candidate| candidate.quality >= pdq::QUALITY_MIN);
    candidates.sort_by_key(|candidate| (std::cmp::Reverse(candidate.quality), candidate.file));
    candidates.dedup_by_key(|candidate| candidate.file);
    let near = index(&candidates);
    let mut taken = vec![false; candidates.len()];
    let mut stacks = Vec::new();
    for (position, representative) in candidates.iter().enumerate() {
        if taken[position] {
            continue;
        }
        let mut others: Vec<FileId> = Vec::new();
        for other in near(&representative.hash, threshold_bits) {
            if other != position && !taken[other] {
                taken[other] = true;
                others.push(candidates[other].file);
            }
        }
        taken[position] = true;
        if others.is_empty() {
            continue;
        }
        others.sort();
        others.dedup();
        let members = std::iter::once(representative.file).chain(others).collect();
        stacks.push(Stack { representative: representative.file, members });
    }
    stacks.sort_by_key(|stack| stack.representative);
    stacks
}

#[cfg(test)]
mod tests {
    use super::*;
    use fingerprint::Sha256;

    /// A hash with the first `bits` bits set.
    fn ones(bits: usize) -> Pdq {
        let mut hash = Pdq([0; 32]);
        (0..bits).for_each(|bit| hash.0[bit / 8] |= 0x80 >> (bit % 8));
        hash
    }

    fn candidate(id: u8, hash: Pdq, quality: u8) -> Candidate {
        Candidate { file: FileId::Sha256(Sha256([id; 32])), hash, quality }
    }

    fn brute(all: &[Candidate]) -> impl Fn(&Pdq, u32) -> Vec<usize> + use<> {
        let all = all.to_vec();
        move |hash, radius| (0..all.len()).filter(|n| all[*n].hash.distance(hash) <= radius).collect()
    }

    fn ids(stacks: &[Stack]) -> Vec<Vec<u8>> {
        let id = |file: &FileId| match file {
            FileId::Sha256(digest) => digest.0[0],
            _ => unreachable!("made above"),
        };
        stacks.iter().map(|stack| stack.members.iter().map(id).collect()).collect()
    }

    #[test]
    fn likeness_is_not_passed_on() {
        let (a, b, c) = (candidate(1, ones(0), 100), candidate(2, ones(20), 90), candidate(3, ones(40), 80));
        assert_eq!(ids(&stacks(vec![a, b, c], 31, brute)), [vec![1, 2]]);
        // With the one in the middle as the best picture, all three lie near it.
        let b = candidate(2, ones(20), 100);
        let a = candidate(1, ones(0), 99);
        assert_eq!(ids(&stacks(vec![a, b, c], 31, brute)), [vec![2, 1, 3]]);
    }

    #[test]
    fn the_order_of_arrival_changes_nothing() {
        let all: Vec<Candidate> = (0..40u8).map(|n| candidate(n, ones(usize::from(n) * 7 % 120), 50 + n % 3)).collect();
        let expected = stacks(all.clone(), 31, brute);
        for turn in 1..all.len() {
            let mut other = all.clone();
            other.rotate_left(turn);
            assert_eq!(stacks(other, 31, brute), expected);
        }
    }

    #[test]
    fn low_quality_is_never_stacked() {
        assert!(stacks(vec![candidate(1, ones(0), 100), candidate(2, ones(0), 49)], 31, brute).is_empty());
    }
}
