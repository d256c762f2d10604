//! Sixteen lanes in one register of AVX-512, which rotates in one instruction and takes any function of three bits in one.
//! A step waits for the step before, as in every algorithm; here the other two algorithms fill the time.

#![expect(unsafe_code, reason = "instructions")]

use super::{Blocks, LANES, LaneStates, Machine, compress};
use crate::digest::state::BLOCK_BYTES;
use std::arch::asm;
use std::arch::x86_64::{
    __m512i, _mm_set_epi8, _mm512_add_epi32, _mm512_broadcast_i32x4, _mm512_loadu_si512, _mm512_rolv_epi32,
    _mm512_set1_epi32, _mm512_shuffle_epi8, _mm512_shuffle_i32x4, _mm512_srli_epi32, _mm512_storeu_si512,
    _mm512_ternarylogic_epi32, _mm512_unpackhi_epi32, _mm512_unpackhi_epi64, _mm512_unpacklo_epi32,
    _mm512_unpacklo_epi64, _mm512_xor_si512,
};

/// The proof that this machine has AVX-512 F and BW.
#[derive(Clone, Copy, Debug)]
pub(in crate::digest) struct Avx512(());

impl Avx512 {
    /// Asks the machine.
    pub(in crate::digest) fn if_available() -> Option<Avx512> {
        let available =
            std::arch::is_x86_feature_detected!("avx512f") && std::arch::is_x86_feature_detected!("avx512bw");
        available.then_some(Avx512(()))
    }

    /// All three algorithms.
    pub(in crate::digest) fn compress(self, states: &mut LaneStates, blocks: Blocks<'_>) {
        // SAFETY: a value of this type is the proof that the instructions are there.
        unsafe { compress_all(self, states, blocks) }
    }
}

#[target_feature(enable = "avx512f,avx512bw")]
fn compress_all(machine: Avx512, states: &mut LaneStates, blocks: Blocks<'_>) {
    compress::<Avx512, true>(machine, states, blocks);
}

/// See [`Machine::tie`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn tie([mut a, mut b, mut c]: [__m512i; 3]) -> [__m512i; 3] {
    // SAFETY: no instruction at all; the registers leave as they came.
    unsafe {
        asm!(
            "/* {} {} {} */",
            inout(zmm_reg) a,
            inout(zmm_reg) b,
            inout(zmm_reg) c,
            options(pure, nomem, nostack, preserves_flags)
        );
    }
    [a, b, c]
}

impl Machine for Avx512 {
    type Words = __m512i;
    const IS_SIDE_BY_SIDE: bool = true;

    #[inline(always)]
    fn splat(self, word: u32) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_set1_epi32(word as i32) }
    }

    #[inline(always)]
    fn load(self, from: &[u32; LANES]) -> __m512i {
        // SAFETY: `self` is the proof; 64 bytes are read from sixteen words of four.
        unsafe { _mm512_loadu_si512(from.as_ptr().cast()) }
    }

    #[inline(always)]
    fn store(self, words: __m512i) -> [u32; LANES] {
        let mut into = [0; LANES];
        // SAFETY: `self` is the proof; 64 bytes are written to sixteen words of four.
        unsafe { _mm512_storeu_si512(into.as_mut_ptr().cast(), words) };
        into
    }

    #[inline(always)]
    fn take(self, blocks: [&[u8; BLOCK_BYTES]; LANES]) -> [__m512i; 16] {
        let mut rows = [self.splat(0); 16];
        let mut words = rows;
        // Loops and no closures: into a closure the compiler would call each instruction as a function.
        // SAFETY: `self` is the proof that the instructions are there; 64 bytes are read from each block of 64.
        unsafe {
            for (row, block) in rows.iter_mut().zip(blocks) {
                *row = _mm512_loadu_si512(block.as_ptr().cast());
            }
            // Of each four rows, word 4k + c comes to stand in part k of register c.
            let mut quarters = [[self.splat(0); 4]; 4];
            for (quarter, rows) in quarters.iter_mut().zip(rows.as_chunks::<4>().0) {
                let low = _mm512_unpacklo_epi32(rows[0], rows[1]);
                let high = _mm512_unpackhi_epi32(rows[0], rows[1]);
                let low_2 = _mm512_unpacklo_epi32(rows[2], rows[3]);
                let high_2 = _mm512_unpackhi_epi32(rows[2], rows[3]);
                quarter[0] = _mm512_unpacklo_epi64(low, low_2);
                quarter[1] = _mm512_unpackhi_epi64(low, low_2);
                quarter[2] = _mm512_unpacklo_epi64(high, high_2);
                quarter[3] = _mm512_unpackhi_epi64(high, high_2);
            }
            // Of each register, part k of the four quarters makes word 4k + c of all sixteen rows.
            for c in 0..4 {
                let first = _mm512_shuffle_i32x4::<0b01_00_01_00>(quarters[0][c], quarters[1][c]);
                let second = _mm512_shuffle_i32x4::<0b01_00_01_00>(quarters[2][c], quarters[3][c]);
                words[c] = _mm512_shuffle_i32x4::<0b10_00_10_00>(first, second);
                words[4 + c] = _mm512_shuffle_i32x4::<0b11_01_11_01>(first, second);
                let first = _mm512_shuffle_i32x4::<0b11_10_11_10>(quarters[0][c], quarters[1][c]);
                let second = _mm512_shuffle_i32x4::<0b11_10_11_10>(quarters[2][c], quarters[3][c]);
                words[8 + c] = _mm512_shuffle_i32x4::<0b10_00_10_00>(first, second);
                words[12 + c] = _mm512_shuffle_i32x4::<0b11_01_11_01>(first, second);
            }
        }
        words
    }

    #[inline(always)]
    fn swap_bytes(self, x: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instructions are there.
        unsafe {
            let order = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
            _mm512_shuffle_epi8(x, _mm512_broadcast_i32x4(order))
        }
    }

    #[inline(always)]
    fn add(self, x: __m512i, y: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_add_epi32(x, y) }
    }

    #[inline(always)]
    fn rotate<const LEFT: u32, const RIGHT: u32>(self, x: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_rolv_epi32(x, _mm512_set1_epi32(LEFT as i32)) }
    }

    #[inline(always)]
    fn shift_right<const RIGHT: u32>(self, x: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_srli_epi32::<RIGHT>(x) }
    }

    #[inline(always)]
    fn xor(self, x: __m512i, y: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_xor_si512(x, y) }
    }

    #[inline(always)]
    fn parity(self, x: __m512i, y: __m512i, z: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_ternarylogic_epi32::<0x96>(x, y, z) }
    }

    #[inline(always)]
    fn choose(self, x: __m512i, y: __m512i, z: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_ternarylogic_epi32::<0xca>(x, y, z) }
    }

    #[inline(always)]
    fn majority(self, x: __m512i, y: __m512i, z: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_ternarylogic_epi32::<0xe8>(x, y, z) }
    }

    #[inline(always)]
    fn tie(self, words: [__m512i; 3]) -> [__m512i; 3] {
        // SAFETY: `self` is the proof that there are such registers.
        unsafe { tie(words) }
    }

    #[inline(always)]
    fn md5_last(self, x: __m512i, y: __m512i, z: __m512i) -> __m512i {
        // SAFETY: `self` is the proof that the instruction is there.
        unsafe { _mm512_ternarylogic_epi32::<0x39>(x, y, z) }
    }
}
