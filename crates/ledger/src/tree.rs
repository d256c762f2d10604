//! The Merkle tree of RFC 6962 section 2.1 (the same as RFC 9162 section 2.1): hashes, roots, proofs. No IO.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// A SHA-256 of this tree: of a leaf, a node or a root. Written as lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Hash({self})")
    }
}

/// A hash written as 64 lower-case digits; none when it is written otherwise.
pub(crate) fn hash_of_hex(digits: &[u8]) -> Option<Hash> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?)).collect::<Option<Vec<u8>>>()?;
    if rest.is_empty() { bytes.try_into().ok().map(Hash) } else { None }
}

/// The hash of an entry: SHA-256 of 0x00 and its bytes.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// The hash of two neighbours: SHA-256 of 0x01, the left and the right.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// What stands in the log for a body that may have to be erased one day: SHA-256 of salt and body, 32 bytes.
///
/// Body and salt destroyed, the entry still proves that there was one, and nobody can find the body by trying.
pub fn commitment(salt: &[u8; 32], body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

/// The root over leaf hashes; of none, the SHA-256 of nothing.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.append(*leaf));
    frontier.root()
}

/// The root over rows given as bytes: what an entry carries for a batch, so that a single row stays provable.
pub fn batch_root<R: AsRef<[u8]>>(rows: impl IntoIterator<Item = R>) -> Hash {
    let mut frontier = Frontier::default();
    rows.into_iter().for_each(|row| frontier.append(leaf_hash(row.as_ref())));
    frontier.root()
}

/// The right edge of a tree: enough to append and to give the root, at most 64 hashes whatever the size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    // Roots of the complete subtrees, largest first: one for each bit set in `size`.
    peaks: Vec<Hash>,
}

impl Frontier {
    /// Adds a leaf's hash at the end.
    pub fn append(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // Each trailing one bit of the size is a complete neighbour of the same height.
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("one peak for each bit set in the size");
            hash = node_hash(&left, &hash);
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root over everything appended.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Hash(Sha256::digest(b"").into()) };
        peaks.fold(*last, |right, left| node_hash(left, &right))
    }

    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// As bytes: the size, 8 bytes with the highest first, then the peaks, 32 bytes each, the largest first.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.peaks.iter().for_each(|peak| bytes.extend_from_slice(&peak.0));
        bytes
    }

    /// From the bytes of [`Frontier::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Frontier, NotAFrontier> {
        let (size, peaks) = bytes.split_first_chunk::<8>().ok_or(NotAFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, rest) = peaks.as_chunks::<32>();
        if !rest.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(NotAFrontier);
        }
        Ok(Frontier { size, peaks: peaks.iter().copied().map(Hash).collect() })
    }
}

/// Bytes that are no serialised [`Frontier`]: of a length that their own size denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the right edge of a Merkle tree")]
pub struct NotAFrontier;

/// The hashes that lead from leaf `index` to the root, lowest first: PATH(m, D\[n\]) of RFC 6962 section 2.1.1.
/// None when there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let (mut leaves, mut index, mut path) = (leaves, index, Vec::new());
    while leaves.len() > 1 {
        let (left, right) = leaves.split_at(split(leaves.len()));
        if index < left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            index -= left.len();
            leaves = right;
        }
    }
    path.reverse();
    Some(path)
}

/// Whether `path` leads from this leaf at `index` to the root of a tree of `size` leaves (RFC 9162 section 2.1.3.2).
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for step in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(step, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// The hashes that show that the tree of the first `size` leaves is the beginning of this one: PROOF(m, D\[n\]) of
/// RFC 6962 section 2.1.2. None when `size` is 0 or more than there are.
pub fn consistency_proof(leaves: &[Hash], size: usize) -> Option<Vec<Hash>> {
    if size == 0 || size > leaves.len() {
        return None;
    }
    let (mut leaves, mut size, mut whole, mut path) = (leaves, size, true, Vec::new());
    while size != leaves.len() {
        let (left, right) = leaves.split_at(split(leaves.len()));
        if size <= left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            size -= left.len();
            leaves = right;
            whole = false;
        }
    }
    if !whole {
        path.push(root(leaves));
    }
    path.reverse();
    Some(path)
}

/// Whether a tree of `size` leaves with `root` begins with the tree of `size_before` leaves with `root_before`
/// (RFC 9162 section 2.1.4.2).
pub fn verify_consistency(size_before: u64, root_before: &Hash, size: u64, root: &Hash, path: &[Hash]) -> bool {
    if size_before == 0 || size_before > size {
        return false;
    }
    if size_before == size {
        return path.is_empty() && root_before == root;
    }
    let (mut node, mut last) = (size_before - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    // A complete subtree is its own first hash; otherwise the path begins with it.
    let (first, rest) = match path.split_first() {
        _ if size_before.is_power_of_two() => (root_before, path),
        Some(found) => found,
        None => return false,
    };
    let (mut before, mut now) = (*first, *first);
    for step in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            before = node_hash(step, &before);
            now = node_hash(step, &now);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            now = node_hash(&now, step);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && before == *root_before && now == *root
}

/// The largest power of two below `n`, for `n` of 2 and more.
fn split(n: usize) -> usize {
    1 << (usize::BITS - 1 - (n - 1).leading_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(hex: &str) -> Hash {
        hash_of_hex(hex.as_bytes()).unwrap()
    }

    fn made(n: usize) -> Vec<Hash> {
        (0..n).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    /// The definition of RFC 6962 section 2.1, word for word: the judge of the quick way.
    fn root_by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash(Sha256::digest(b"").into()),
            [one] => *one,
            _ => {
                let (left, right) = leaves.split_at(split(leaves.len()));
                node_hash(&root_by_definition(left), &root_by_definition(right))
            }
        }
    }

    // Seven entries with leaves, roots and proofs, made by another implementation (Python's hashlib).
    #[test]
    fn seven_entries_give_the_published_hashes() {
        let leaves: Vec<Hash> =
            (0..7).map(|n| leaf_hash(format!(r#"{{"seq":{n},"event":"synthetic"}}"#).as_bytes())).collect();
        let expected = [
            "d0878c8086c8d95d7d5cd8bd44ca77048d036d5f64ab82987765dba173b9f253",
            "2505984321dcbc47b4cb1ba695afb12b2ad840b0a8c5d3f03d1fd8fa5b4acbde",
            "67ec0db1b9f6e15099d8bbf885a8291bfa5e2c24537b52f45680d200f798c7e6",
            "095ab3d2087d8ddec576785c111038e28334a12f0ae1ec1e40a180bea42e6d16",
            "4ed83a2cece730d1a042e98a354314f6ba4cdb1b90bf59164194102f3802e2eb",
            "e2a46bf910a8f8bdcda2ebd87076153fd8286fe94010e625b6d349c131f1b263",
            "be3a81f8098b976df3a0d60349948d1e965015f6e68754090ff2c4879caa954e",
        ];
        assert_eq!(leaves, expected.map(hash));
        let whole = hash("cd7e5c8eb689a95716961ab712e82c8fbb76bdd05eaa4b57f32e6124ac75ed71");
        let three = hash("1b0bf2c37df3ce3dddc3b67ee6ba1715d4afb8dcfe787d8fa98b2caf78f5359a");
        assert_eq!(root(&leaves), whole);
        assert_eq!(root(&leaves[..3]), three);
        assert_eq!(root(&[]), hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        let path = [
            "e2a46bf910a8f8bdcda2ebd87076153fd8286fe94010e625b6d349c131f1b263",
            "be3a81f8098b976df3a0d60349948d1e965015f6e68754090ff2c4879caa954e",
            "7b21e8a4435bb2e2bd21cc3f0d3fa899609d0f8225e4e903d81117be5796a34d",
        ]
        .map(hash);
        assert_eq!(inclusion_proof(&leaves, 4).unwrap(), path);
        assert!(verify_inclusion(&leaves[4], 4, 7, &path, &whole));
        let path = [
            "67ec0db1b9f6e15099d8bbf885a8291bfa5e2c24537b52f45680d200f798c7e6",
            "095ab3d2087d8ddec576785c111038e28334a12f0ae1ec1e40a180bea42e6d16",
            "4fd99fc3d0226fe25ad545f58cdad7c9a42caf740808ffea7d1e7ea9ca8bd88a",
            "32b8bc4d2e4e7e3e0fd18802c83b0781e4e608884f37b69d2abed8493d0e50c1",
        ]
        .map(hash);
        assert_eq!(consistency_proof(&leaves, 3).unwrap(), path);
        assert!(verify_consistency(3, &three, 7, &whole, &path));
    }

    #[test]
    fn every_leaf_of_every_size_is_proved_and_nothing_else_is() {
        for size in 1..=33usize {
            let leaves = made(size);
            let whole = root(&leaves);
            assert_eq!(whole, root_by_definition(&leaves));
            for index in 0..size {
                let path = inclusion_proof(&leaves, index).unwrap();
                let holds = |leaf: &Hash, index: usize, size: usize, path: &[Hash]| {
                    verify_inclusion(leaf, index as u64, size as u64, path, &whole)
                };
                assert!(holds(&leaves[index], index, size, &path));
                assert!(!holds(&leaf_hash(b"other"), index, size, &path));
                assert!(!holds(&leaves[index], size, size, &path));
                let mut longer = path.clone();
                longer.push(whole);
                assert!(!holds(&leaves[index], index, size, &longer));
                if let Some((_, shorter)) = path.split_last() {
                    assert!(!holds(&leaves[index], index, size, shorter));
                    assert!(!holds(&leaves[index], (index + 1) % size, size, &path));
                }
            }
            assert_eq!(inclusion_proof(&leaves, size), None);
        }
    }

    #[test]
    fn every_beginning_is_proved_and_no_other_tree_is() {
        for size in 1..=33usize {
            let leaves = made(size);
            let whole = root(&leaves);
            for before in 1..=size {
                let path = consistency_proof(&leaves, before).unwrap();
                let root_before = root(&leaves[..before]);
                assert!(verify_consistency(before as u64, &root_before, size as u64, &whole, &path));
                let forged = leaf_hash(b"forged");
                assert!(!verify_consistency(before as u64, &forged, size as u64, &whole, &path));
                assert!(!verify_consistency(before as u64, &root_before, size as u64, &forged, &path));
            }
            assert_eq!(consistency_proof(&leaves, 0), None);
            assert_eq!(consistency_proof(&leaves, size + 1), None);
        }
    }

    #[test]
    fn a_frontier_survives_its_bytes_and_refuses_others() {
        let mut frontier = Frontier::default();
        for n in 0..300usize {
            let bytes = frontier.to_bytes();
            assert_eq!(Frontier::from_bytes(&bytes).unwrap(), frontier);
            assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 1]), Err(NotAFrontier));
            assert_eq!(frontier.root(), root(&made(n)));
            frontier.append(leaf_hash(&n.to_be_bytes()));
        }
        assert_eq!(Frontier::from_bytes(&[0; 40]), Err(NotAFrontier));
    }

    #[test]
    fn a_batch_is_the_tree_of_its_rows() {
        assert_eq!(batch_root(["a", "b"]), node_hash(&leaf_hash(b"a"), &leaf_hash(b"b")));
        assert_ne!(commitment(&[0; 32], b"body"), commitment(&[1; 32], b"body"));
    }
}
