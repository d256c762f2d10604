//! Sixteen streams at once, one in each lane of wide registers: a step of an algorithm is taken for all of them by the
//! same few instructions.
//!
//! The algorithms are written once, over [`Machine`]; what differs between AVX2 and AVX-512 is what stands in its two
//! implementations. This file takes whole blocks only and knows neither padding nor lengths.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod steps;

use super::state::{BLOCK_BYTES, State};
#[cfg(target_arch = "x86_64")]
pub(super) use {avx2::Avx2, avx512::Avx512};

/// How many streams go side by side.
pub(super) const LANES: usize = 16;

/// The same number of blocks of each stream.
pub(super) type Blocks<'a> = [&'a [[u8; BLOCK_BYTES]]; LANES];

/// A machine that works on sixteen 32-bit words at once. A value of an implementing type is the proof that the
/// instructions are there: it can only be had by asking for it.
pub(super) trait Machine: Copy {
    /// One word of each lane.
    type Words: Copy;

    /// Whether all three algorithms go through a block side by side, rather than one after the other.
    const IS_SIDE_BY_SIDE: bool;

    /// `word` in every lane.
    fn splat(self, word: u32) -> Self::Words;
    /// The words of `from`, one a lane.
    fn load(self, from: &[u32; LANES]) -> Self::Words;
    /// The words of the lanes.
    fn store(self, words: Self::Words) -> [u32; LANES];
    /// The sixteen words of a block of each lane, little-endian: the first of all lanes, the second of all lanes …
    fn take(self, blocks: [&[u8; BLOCK_BYTES]; LANES]) -> [Self::Words; 16];
    /// The bytes of each word in the opposite order.
    fn swap_bytes(self, x: Self::Words) -> Self::Words;
    /// Modulo 2^32.
    fn add(self, x: Self::Words, y: Self::Words) -> Self::Words;
    /// To the left by `LEFT`, which with `RIGHT` makes 32.
    fn rotate<const LEFT: u32, const RIGHT: u32>(self, x: Self::Words) -> Self::Words;
    /// To the right, zeros following.
    fn shift_right<const RIGHT: u32>(self, x: Self::Words) -> Self::Words;
    /// `x ⊕ y`
    fn xor(self, x: Self::Words, y: Self::Words) -> Self::Words;
    /// `x ⊕ y ⊕ z`
    fn parity(self, x: Self::Words, y: Self::Words, z: Self::Words) -> Self::Words;
    /// Bits of `y` where `x` has ones, of `z` where it has zeros.
    fn choose(self, x: Self::Words, y: Self::Words, z: Self::Words) -> Self::Words;
    /// Bits that at least two have.
    fn majority(self, x: Self::Words, y: Self::Words, z: Self::Words) -> Self::Words;
    /// The same words. The compiler may not move what makes them behind this, nor what comes of them before it.
    fn tie(self, words: [Self::Words; 3]) -> [Self::Words; 3] {
        words
    }
    /// `y ⊕ (x ∨ ¬z)`, the last function of MD5.
    fn md5_last(self, x: Self::Words, y: Self::Words, z: Self::Words) -> Self::Words;
}

/// Where sixteen streams stand: each chaining value of all of them side by side.
#[derive(Clone)]
#[repr(align(64))]
pub(super) struct LaneStates {
    md5: [[u32; LANES]; 4],
    sha1: [[u32; LANES]; 5],
    sha256: [[u32; LANES]; 8],
}

impl LaneStates {
    /// Nothing in any lane.
    pub(super) fn new() -> LaneStates {
        LaneStates { md5: [[0; LANES]; 4], sha1: [[0; LANES]; 5], sha256: [[0; LANES]; 8] }
    }

    /// A stream takes a lane.
    pub(super) fn enter(&mut self, lane: usize, state: &State) {
        for (lanes, word) in self.md5.iter_mut().zip(state.md5) {
            lanes[lane] = word;
        }
        for (lanes, word) in self.sha1.iter_mut().zip(state.sha1) {
            lanes[lane] = word;
        }
        for (lanes, word) in self.sha256.iter_mut().zip(state.sha256) {
            lanes[lane] = word;
        }
    }

    /// Where a lane's stream stands.
    pub(super) fn state(&self, lane: usize) -> State {
        State {
            md5: self.md5.map(|lanes| lanes[lane]),
            sha1: self.sha1.map(|lanes| lanes[lane]),
            sha256: self.sha256.map(|lanes| lanes[lane]),
        }
    }
}

/// Takes the blocks of every lane: MD5 alone, or with `SHA` all three.
#[inline(always)]
fn compress<M: Machine, const SHA: bool>(machine: M, states: &mut LaneStates, blocks: Blocks<'_>) {
    let n_blocks = blocks.iter().map(|blocks| blocks.len()).min().unwrap_or(0);
    let mut md5 = load(machine, &states.md5);
    let mut sha1 = load(machine, &states.sha1);
    let mut sha256 = load(machine, &states.sha256);
    for at in 0..n_blocks {
        let little = machine.take(blocks.map(|blocks| &blocks[at]));
        let mut words = little;
        if SHA {
            for word in &mut words {
                *word = machine.swap_bytes(*word);
            }
        }
        if SHA && M::IS_SIDE_BY_SIDE {
            (md5, sha1, sha256) = steps::side_by_side(machine, (md5, sha1, sha256), &little, words);
            continue;
        }
        md5 = steps::md5(machine, md5, &little);
        if SHA {
            sha1 = steps::sha1(machine, sha1, words);
            sha256 = steps::sha256(machine, sha256, words);
        }
    }
    store(machine, md5, &mut states.md5);
    if SHA {
        store(machine, sha1, &mut states.sha1);
        store(machine, sha256, &mut states.sha256);
    }
}

#[inline(always)]
fn load<M: Machine, const N: usize>(machine: M, states: &[[u32; LANES]; N]) -> [M::Words; N] {
    let mut words = [machine.splat(0); N];
    for (words, state) in words.iter_mut().zip(states) {
        *words = machine.load(state);
    }
    words
}

#[inline(always)]
fn store<M: Machine, const N: usize>(machine: M, words: [M::Words; N], states: &mut [[u32; LANES]; N]) {
    for (words, state) in words.into_iter().zip(states) {
        *state = machine.store(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixteen numbers instead of wide registers: what the algorithms over lanes must do, without any instruction of
    /// their own.
    #[derive(Clone, Copy)]
    struct Numbers<const IS_SIDE_BY_SIDE: bool>;

    fn each<const N: usize>(of: [[u32; LANES]; N], does: impl Fn([u32; N]) -> u32) -> [u32; LANES] {
        std::array::from_fn(|lane| does(of.map(|words| words[lane])))
    }

    impl<const SIDE_BY_SIDE: bool> Machine for Numbers<SIDE_BY_SIDE> {
        type Words = [u32; LANES];
        const IS_SIDE_BY_SIDE: bool = SIDE_BY_SIDE;

        fn splat(self, word: u32) -> [u32; LANES] {
            [word; LANES]
        }
        fn load(self, from: &[u32; LANES]) -> [u32; LANES] {
            *from
        }
        fn store(self, words: [u32; LANES]) -> [u32; LANES] {
            words
        }
        fn take(self, blocks: [&[u8; BLOCK_BYTES]; LANES]) -> [[u32; LANES]; 16] {
            std::array::from_fn(|n| blocks.map(|block| u32::from_le_bytes(block.as_chunks().0[n])))
        }
        fn swap_bytes(self, x: [u32; LANES]) -> [u32; LANES] {
            x.map(u32::swap_bytes)
        }
        fn add(self, x: [u32; LANES], y: [u32; LANES]) -> [u32; LANES] {
            each([x, y], |[x, y]| x.wrapping_add(y))
        }
        fn rotate<const LEFT: u32, const RIGHT: u32>(self, x: [u32; LANES]) -> [u32; LANES] {
            assert_eq!(LEFT + RIGHT, 32);
            x.map(|x| x.rotate_left(LEFT))
        }
        fn shift_right<const RIGHT: u32>(self, x: [u32; LANES]) -> [u32; LANES] {
            x.map(|x| x >> RIGHT)
        }
        fn xor(self, x: [u32; LANES], y: [u32; LANES]) -> [u32; LANES] {
            each([x, y], |[x, y]| x ^ y)
        }
        fn parity(self, x: [u32; LANES], y: [u32; LANES], z: [u32; LANES]) -> [u32; LANES] {
            each([x, y, z], |[x, y, z]| x ^ y ^ z)
        }
        fn choose(self, x: [u32; LANES], y: [u32; LANES], z: [u32; LANES]) -> [u32; LANES] {
            each([x, y, z], |[x, y, z]| (x & y) | (!x & z))
        }
        fn majority(self, x: [u32; LANES], y: [u32; LANES], z: [u32; LANES]) -> [u32; LANES] {
            each([x, y, z], |[x, y, z]| (x & y) | (x & z) | (y & z))
        }
        fn md5_last(self, x: [u32; LANES], y: [u32; LANES], z: [u32; LANES]) -> [u32; LANES] {
            each([x, y, z], |[x, y, z]| y ^ (x | !z))
        }
    }

    /// A machine must do with every operation what plain numbers do, whatever stands in the lanes.
    fn assert_like_numbers<M: Machine>(machine: M) {
        let mut seed = 1_u32;
        let mut words = || {
            std::array::from_fn(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed ^ (seed >> 15)
            })
        };
        for _ in 0..100 {
            let numbers: [[u32; LANES]; 3] = [words(), words(), words()];
            let [x, y, z] = numbers;
            let [u, v, w] = [machine.load(&x), machine.load(&y), machine.load(&z)];
            assert_eq!(machine.store(u), x);
            assert_eq!(machine.store(machine.splat(x[3])), [x[3]; LANES]);
            assert_eq!(machine.store(machine.swap_bytes(u)), Numbers::<true>.swap_bytes(x));
            assert_eq!(machine.store(machine.add(u, v)), Numbers::<true>.add(x, y));
            assert_eq!(machine.store(machine.rotate::<7, 25>(u)), Numbers::<true>.rotate::<7, 25>(x));
            assert_eq!(machine.store(machine.rotate::<30, 2>(u)), Numbers::<true>.rotate::<30, 2>(x));
            assert_eq!(machine.store(machine.shift_right::<3>(u)), Numbers::<true>.shift_right::<3>(x));
            assert_eq!(machine.store(machine.xor(u, v)), Numbers::<true>.xor(x, y));
            assert_eq!(machine.store(machine.parity(u, v, w)), Numbers::<true>.parity(x, y, z));
            assert_eq!(machine.store(machine.choose(u, v, w)), Numbers::<true>.choose(x, y, z));
            assert_eq!(machine.store(machine.majority(u, v, w)), Numbers::<true>.majority(x, y, z));
            assert_eq!(machine.store(machine.md5_last(u, v, w)), Numbers::<true>.md5_last(x, y, z));
        }
        let blocks: [[u8; BLOCK_BYTES]; LANES] =
            std::array::from_fn(|lane| std::array::from_fn(|n| (37 * n + 5 * lane) as u8));
        let taken = machine.take(blocks.each_ref());
        assert_eq!(taken.map(|words| machine.store(words)), Numbers::<true>.take(blocks.each_ref()));
    }

    #[test]
    fn the_algorithms_over_lanes_are_those_of_the_crates() {
        let blocks: Vec<[u8; BLOCK_BYTES]> =
            (0..48_u32).map(|block| std::array::from_fn(|n| (block * 101 + n as u32 * 37 + 5) as u8)).collect();
        let streams = std::array::from_fn(|lane| &blocks[2 * lane..2 * lane + 3]);
        let mut lanes = LaneStates::new();
        (0..LANES).for_each(|lane| lanes.enter(lane, &State::FIRST));
        let mut apart = lanes.clone();
        compress::<_, true>(Numbers::<true>, &mut lanes, streams);
        compress::<_, true>(Numbers::<false>, &mut apart, streams);
        for (lane, blocks) in streams.into_iter().enumerate() {
            let mut truth = State::FIRST;
            truth.compress(blocks);
            assert_eq!(lanes.state(lane), truth, "lane {lane}, side by side");
            assert_eq!(apart.state(lane), truth, "lane {lane}, one after the other");
        }
    }

    #[test]
    #[cfg(target_arch = "x86_64")]
    fn the_machines_do_what_numbers_do() {
        if let Some(avx2) = Avx2::if_available() {
            assert_like_numbers(avx2);
        }
        match Avx512::if_available() {
            Some(avx512) => assert_like_numbers(avx512),
            None => println!("skipped: this machine has no AVX-512"),
        }
    }
}
