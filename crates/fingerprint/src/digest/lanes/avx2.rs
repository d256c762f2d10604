//! Sixteen lanes in two registers of AVX2. Two, because a step waits for the step before: while one half waits, the other
//! half works.

#![expect(unsafe_code, reason = "instructions")]

use super::{Blocks, LANES, LaneStates, Machine, compress};
use crate::digest::state::BLOCK_BYTES;
use std::arch::x86_64::{
    __m256i, _mm_set_epi8, _mm256_add_epi32, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_loadu_si256,
    _mm256_or_si256, _mm256_permute2x128_si256, _mm256_set1_epi32, _mm256_shuffle_epi8, _mm256_sllv_epi32,
    _mm256_srlv_epi32, _mm256_storeu_si256, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64, _mm256_unpacklo_epi32,
    _mm256_unpacklo_epi64, _mm256_xor_si256,
};

/// The proof that this machine has AVX2.
#[derive(Clone, Copy, Debug)]
pub(in crate::digest) struct Avx2(());

impl Avx2 {
    /// Asks the machine.
    pub(in crate::digest) fn if_available() -> Option<Avx2> {
        std::arch::is_x86_feature_detected!("avx2").then_some(Avx2(()))
    }

    /// MD5 alone.
    pub(in crate::digest) fn compress_md5(self, states: &mut LaneStates, blocks: Blocks<'_>) {
        // SAFETY: a value of this type is the proof that the instructions are there.
        unsafe { compress_md5(self, states, blocks) }
    }

    /// All three algorithms.
    pub(in crate::digest) fn compress(self, states: &mut LaneStates, blocks: Blocks<'_>) {
        // SAFETY: a value of this type is the proof that the instructions are there.
        unsafe { compress_all(self, states, blocks) }
    }
}

#[target_feature(enable = "avx2")]
fn compress_md5(machine: Avx2, states: &mut LaneStates, blocks: Blocks<'_>) {
    compress::<Avx2, false>(machine, states, blocks);
}

#[target_feature(enable = "avx2")]
fn compress_all(machine: Avx2, states: &mut LaneStates, blocks: Blocks<'_>) {
    compress::<Avx2, true>(machine, states, blocks);
}

impl Machine for Avx2 {
    type Words = [__m256i; 2];
    const IS_SIDE_BY_SIDE: bool = false;

    #[inline(always)]
    fn splat(self, word: u32) -> [__m256i; 2] {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { [_mm256_set1_epi32(word as i32); 2] }
    }

    #[inline(always)]
    fn load(self, from: &[u32; LANES]) -> [__m256i; 2] {
        let halves = from.as_chunks::<{ LANES / 2 }>().0;
        // SAFETY: `self` is the proof; 32 bytes are read from each half, which has eight words of four.
        unsafe { [_mm256_loadu_si256(halves[0].as_ptr().cast()), _mm256_loadu_si256(halves[1].as_ptr().cast())] }
    }

    #[inline(always)]
    fn store(self, words: [__m256i; 2]) -> [u32; LANES] {
        let mut into = [0; LANES];
        for (half, words) in into.chunks_exact_mut(LANES / 2).zip(words) {
            // SAFETY: `self` is the proof; 32 bytes are written to eight words of four.
            unsafe { _mm256_storeu_si256(half.as_mut_ptr().cast(), words) };
        }
        into
    }

    #[inline(always)]
    fn take(self, blocks: [&[u8; BLOCK_BYTES]; LANES]) -> [[__m256i; 2]; 16] {
        let mut words = [self.splat(0); 16];
        // Loops and no closures: into a closure the compiler would call each instruction as a function.
        for half in 0..2 {
            for part in 0..2 {
                let mut rows = [words[0][0]; 8];
                let mut fours = [[words[0][0]; 4]; 2];
                // SAFETY: `self` is the proof that the instructions are there; 32 bytes are read from half a block of 64.
                unsafe {
                    for (n, row) in rows.iter_mut().enumerate() {
                        *row = _mm256_loadu_si256(blocks[8 * half + n].as_chunks::<32>().0[part].as_ptr().cast());
                    }
                    // Of each four rows, word 4k + c comes to stand in part k of register c.
                    for (four, rows) in fours.iter_mut().zip(rows.as_chunks::<4>().0) {
                        let low = _mm256_unpacklo_epi32(rows[0], rows[1]);
                        let high = _mm256_unpackhi_epi32(rows[0], rows[1]);
                        let low_2 = _mm256_unpacklo_epi32(rows[2], rows[3]);
                        let high_2 = _mm256_unpackhi_epi32(rows[2], rows[3]);
                        four[0] = _mm256_unpacklo_epi64(low, low_2);
                        four[1] = _mm256_unpackhi_epi64(low, low_2);
                        four[2] = _mm256_unpacklo_epi64(high, high_2);
                        four[3] = _mm256_unpackhi_epi64(high, high_2);
                    }
                    for c in 0..4 {
                        let (above, below) = (fours[0][c], fours[1][c]);
                        words[8 * part + c][half] = _mm256_permute2x128_si256::<0x20>(above, below);
                        words[8 * part + 4 + c][half] = _mm256_permute2x128_si256::<0x31>(above, below);
                    }
                }
            }
        }
        words
    }

    #[inline(always)]
    fn swap_bytes(self, x: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` is the proof that the instructions are there.
        unsafe {
            let order = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
            let order = _mm256_broadcastsi128_si256(order);
            [_mm256_shuffle_epi8(x[0], order), _mm256_shuffle_epi8(x[1], order)]
        }
    }

    #[inline(always)]
    fn add(self, x: [__m256i; 2], y: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { [_mm256_add_epi32(x[0], y[0]), _mm256_add_epi32(x[1], y[1])] }
    }

    #[inline(always)]
    fn rotate<const LEFT: u32, const RIGHT: u32>(self, x: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` is the proof that the instructions are there. The counts are constants, which the compiler sees.
        unsafe {
            let (left, right) = (_mm256_set1_epi32(LEFT as i32), _mm256_set1_epi32(RIGHT as i32));
            [
                _mm256_or_si256(_mm256_sllv_epi32(x[0], left), _mm256_srlv_epi32(x[0], right)),
                _mm256_or_si256(_mm256_sllv_epi32(x[1], left), _mm256_srlv_epi32(x[1], right)),
            ]
        }
    }

    #[inline(always)]
    fn shift_right<const RIGHT: u32>(self, x: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe {
            let right = _mm256_set1_epi32(RIGHT as i32);
            [_mm256_srlv_epi32(x[0], right), _mm256_srlv_epi32(x[1], right)]
        }
    }

    #[inline(always)]
    fn xor(self, x: [__m256i; 2], y: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { [_mm256_xor_si256(x[0], y[0]), _mm256_xor_si256(x[1], y[1])] }
    }

    #[inline(always)]
    fn parity(self, x: [__m256i; 2], y: [__m256i; 2], z: [__m256i; 2]) -> [__m256i; 2] {
        self.xor(x, self.xor(y, z))
    }

    #[inline(always)]
    fn choose(self, x: [__m256i; 2], y: [__m256i; 2], z: [__m256i; 2]) -> [__m256i; 2] {
        self.xor(z, self.and(x, self.xor(y, z)))
    }

    #[inline(always)]
    fn majority(self, x: [__m256i; 2], y: [__m256i; 2], z: [__m256i; 2]) -> [__m256i; 2] {
        self.xor(y, self.and(self.xor(x, y), self.xor(y, z)))
    }

    #[inline(always)]
    fn md5_last(self, x: [__m256i; 2], y: [__m256i; 2], z: [__m256i; 2]) -> [__m256i; 2] {
        let not_z = self.xor(z, self.splat(u32::MAX));
        // SAFETY: `self` is the proof that the instruction is there.
        let either = unsafe { [_mm256_or_si256(x[0], not_z[0]), _mm256_or_si256(x[1], not_z[1])] };
        self.xor(y, either)
    }
}

impl Avx2 {
    #[inline(always)]
    fn and(self, x: [__m256i; 2], y: [__m256i; 2]) -> [__m256i; 2] {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { [_mm256_and_si256(x[0], y[0]), _mm256_and_si256(x[1], y[1])] }
    }
}
