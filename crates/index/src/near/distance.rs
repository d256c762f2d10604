//! Hamming kernels, one body compiled per instruction set. They compare and keep; they allocate only what they keep.

use fingerprint::Pdq;

/// A hash as words. Which bit is which does not matter to a distance, only that it is the same for all.
pub(super) type Words = [u64; 4];

pub(super) fn words_of(hash: &Pdq) -> Words {
    std::array::from_fn(|word| u64::from_le_bytes(std::array::from_fn(|byte| hash.0[8 * word + byte])))
}

/// Which instructions the comparisons use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kernel {
    /// What every machine has. The truth that others are tested against.
    Portable,
    /// x86-64 with POPCNT, that is, any machine since 2008.
    #[cfg(target_arch = "x86_64")]
    Popcnt,
}

impl Kernel {
    /// The fastest that this machine can run.
    pub(super) fn fastest() -> Kernel {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("popcnt") {
            return Kernel::Popcnt;
        }
        Kernel::Portable
    }

    /// Keeps all hashes within the radius, with their distances.
    pub(super) fn keep_near(self, query: &Words, hashes: &[Words], radius: u32, kept: &mut Vec<(usize, u32)>) {
        match self {
            Kernel::Portable => keep_near(query, hashes, radius, kept),
            #[cfg(target_arch = "x86_64")]
            Kernel::Popcnt => keep_near_popcnt(query, hashes, radius, kept),
        }
    }

    /// Keeps the candidates within the radius. Invariant: candidates are indexes of `hashes`.
    pub(super) fn keep_near_of(
        self,
        query: &Words,
        hashes: &[Words],
        candidates: &[u32],
        radius: u32,
        kept: &mut Vec<(usize, u32)>,
    ) {
        match self {
            Kernel::Portable => keep_near_of(query, hashes, candidates, radius, kept),
            #[cfg(target_arch = "x86_64")]
            Kernel::Popcnt => keep_near_of_popcnt(query, hashes, candidates, radius, kept),
        }
    }
}

#[inline(always)]
fn distance(one: &Words, two: &Words) -> u32 {
    (one[0] ^ two[0]).count_ones()
        + (one[1] ^ two[1]).count_ones()
        + (one[2] ^ two[2]).count_ones()
        + (one[3] ^ two[3]).count_ones()
}

#[inline(always)]
fn keep_near(query: &Words, hashes: &[Words], radius: u32, kept: &mut Vec<(usize, u32)>) {
    for (n, hash) in hashes.iter().enumerate() {
        let distance = distance(query, hash);
        if distance <= radius {
            kept.push((n, distance));
        }
    }
}

#[inline(always)]
fn keep_near_of(query: &Words, hashes: &[Words], candidates: &[u32], radius: u32, kept: &mut Vec<(usize, u32)>) {
    for candidate in candidates {
        let n = *candidate as usize;
        let distance = distance(query, &hashes[n]);
        if distance <= radius {
            kept.push((n, distance));
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "instructions beyond the baseline are called for, after asking the processor")]
fn keep_near_popcnt(query: &Words, hashes: &[Words], radius: u32, kept: &mut Vec<(usize, u32)>) {
    #[target_feature(enable = "popcnt")]
    fn with_popcnt(query: &Words, hashes: &[Words], radius: u32, kept: &mut Vec<(usize, u32)>) {
        keep_near(query, hashes, radius, kept);
    }
    // SAFETY: `Kernel::Popcnt` is made only by `fastest`, after the processor said that it has the instruction.
    unsafe { with_popcnt(query, hashes, radius, kept) }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "instructions beyond the baseline are called for, after asking the processor")]
fn keep_near_of_popcnt(query: &Words, hashes: &[Words], candidates: &[u32], radius: u32, kept: &mut Vec<(usize, u32)>) {
    #[target_feature(enable = "popcnt")]
    fn with_popcnt(query: &Words, hashes: &[Words], of: &[u32], radius: u32, kept: &mut Vec<(usize, u32)>) {
        keep_near_of(query, hashes, of, radius, kept);
    }
    // SAFETY: `Kernel::Popcnt` is made only by `fastest`, after the processor said that it has the instruction.
    unsafe { with_popcnt(query, hashes, candidates, radius, kept) }
}
