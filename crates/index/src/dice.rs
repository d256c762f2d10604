//! Made-up numbers and hashes from a seed: what self-tests plant, and what tests and measurements are made of.

use fingerprint::Pdq;

/// Numbers that look random and are the same on every machine (SplitMix64; Steele, Lea, Flood 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice of this seed.
    pub fn of(seed: u64) -> Dice {
        Dice(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.number()) * u128::from(n)) >> 64) as u64
    }

    /// A hash whose every bit is drawn.
    pub fn hash(&mut self) -> Pdq {
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).for_each(|word| word.copy_from_slice(&self.number().to_le_bytes()));
        Pdq(bytes)
    }

    /// `count` different numbers below `n`, at most all of them.
    pub fn distinct_below(&mut self, n: u32, count: u32) -> Vec<u32> {
        let mut all: Vec<u32> = (0..n).collect();
        for at in 0..count.min(n) {
            let other = at + self.below(u64::from(n - at)) as u32;
            all.swap(at as usize, other as usize);
        }
        all.truncate(count as usize);
        all
    }
}
