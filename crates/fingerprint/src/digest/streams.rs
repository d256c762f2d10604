//! One stream or a few by the SHA instructions of x86-64: the algorithms run side by side through each block, so that the
//! processor works on one while it waits for another.
//!
//! MD5 is a chain in which every step waits for the step before; it leaves most of the processor idle. SHA-1 and SHA-256
//! of the same block, four steps of each after four steps of MD5, fit into that idleness. This file takes whole blocks
//! only and knows neither padding nor lengths.

#![expect(unsafe_code, reason = "instructions, and empty assembly that keeps the compiler from reordering them")]

use super::constants::{MD5_SINES, MD5_TURNS, SHA256_ROOTS, md5_word};
use super::state::{BLOCK_BYTES, State};
use std::arch::asm;
use std::arch::x86_64::{
    __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_extract_epi32, _mm_loadu_si128, _mm_set_epi8, _mm_set_epi32,
    _mm_sha1msg1_epu32, _mm_sha1msg2_epu32, _mm_sha1nexte_epu32, _mm_sha1rnds4_epu32, _mm_sha256msg1_epu32,
    _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32, _mm_shuffle_epi8, _mm_shuffle_epi32, _mm_storeu_si128, _mm_xor_si128,
};

/// The proof that this machine has the SHA instructions, and SSSE3 and SSE4.1 beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShaInstructions(());

impl ShaInstructions {
    /// Asks the machine.
    pub(super) fn if_available() -> Option<ShaInstructions> {
        use std::arch::is_x86_feature_detected as has;
        (has!("sha") && has!("sse4.1") && has!("ssse3")).then_some(ShaInstructions(()))
    }

    /// All three algorithms of one stream.
    pub(super) fn compress(self, state: &mut State, blocks: &[[u8; BLOCK_BYTES]]) {
        // SAFETY: a value of this type is the proof that the instructions are there.
        unsafe { compress::<1, true>([state], [blocks]) }
    }

    /// SHA-1 and SHA-256, without MD5, of several streams: of each as many blocks as the shortest has.
    pub(super) fn compress_sha<const STREAMS: usize>(
        self,
        states: [&mut State; STREAMS],
        blocks: [&[[u8; BLOCK_BYTES]]; STREAMS],
    ) {
        // SAFETY: a value of this type is the proof that the instructions are there.
        unsafe { compress::<STREAMS, false>(states, blocks) }
    }
}

#[target_feature(enable = "sha,sse4.1,ssse3")]
fn compress<const STREAMS: usize, const MD5: bool>(
    states: [&mut State; STREAMS],
    blocks: [&[[u8; BLOCK_BYTES]]; STREAMS],
) {
    let mut streams: [Stream; STREAMS] = std::array::from_fn(|n| Stream::of(states[n]));
    let n_blocks = blocks.iter().map(|blocks| blocks.len()).min().unwrap_or(0);
    for at in 0..n_blocks {
        let block = blocks.map(|blocks| &blocks[at]);
        let before = streams;
        for (stream, block) in streams.iter_mut().zip(block) {
            stream.take(block);
        }
        macro_rules! quads {
            ($($quad:literal)*) => {$(
                if MD5 {
                    for (stream, block) in streams.iter_mut().zip(block) {
                        stream.md5 = md5_quad::<$quad>(stream.md5, block);
                    }
                }
                for stream in &mut streams {
                    stream.sha256_quad::<$quad>();
                }
                for stream in &mut streams {
                    stream.sha1_quad::<$quad, { $quad / 5 }>();
                }
                if MD5 {
                    for stream in &mut streams {
                        stream.tie();
                    }
                }
            )*};
        }
        quads!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
        macro_rules! quads_of_sha1 {
            ($($quad:literal)*) => {$(
                for stream in &mut streams {
                    stream.sha1_quad::<$quad, { $quad / 5 }>();
                }
            )*};
        }
        // SHA-1 has twenty groups of four steps where the others have sixteen.
        quads_of_sha1!(16 17 18 19);
        for (stream, before) in streams.iter_mut().zip(&before) {
            stream.add(before);
        }
    }
    for (state, stream) in states.into_iter().zip(streams) {
        stream.leave(state);
    }
}

/// Where one stream stands, in the order in which the SHA instructions want it, with the words of the block in hand.
#[derive(Clone, Copy)]
struct Stream {
    md5: [u32; 4],
    /// a, b, c, d of SHA-1, a highest.
    abcd: __m128i,
    /// a, b, c, d before the last four steps, from which the next e comes.
    abcd_before: __m128i,
    /// e of SHA-1, highest.
    e: __m128i,
    /// a, b, e, f of SHA-256, a highest.
    abef: __m128i,
    /// c, d, g, h of SHA-256, c highest.
    cdgh: __m128i,
    /// The last sixteen words of SHA-1's schedule, the earliest of four highest.
    words_sha1: [__m128i; 4],
    /// The last sixteen words of SHA-256's schedule, the earliest of four lowest.
    words_sha256: [__m128i; 4],
}

impl Stream {
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn of(state: &State) -> Stream {
        let zero = _mm_set_epi32(0, 0, 0, 0);
        let set = |[a, b, c, d]: [u32; 4]| _mm_set_epi32(a as i32, b as i32, c as i32, d as i32);
        let [a, b, c, d, e] = state.sha1;
        let [i, j, k, l, m, n, o, p] = state.sha256;
        Stream {
            md5: state.md5,
            abcd: set([a, b, c, d]),
            abcd_before: zero,
            e: set([e, 0, 0, 0]),
            abef: set([i, j, m, n]),
            cdgh: set([k, l, o, p]),
            words_sha1: [zero; 4],
            words_sha256: [zero; 4],
        }
    }

    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn leave(&self, state: &mut State) {
        let [d, c, b, a] = words(self.abcd);
        let [f, e, j, i] = words(self.abef);
        let [h, g, l, k] = words(self.cdgh);
        *state = State {
            md5: self.md5,
            sha1: [a, b, c, d, _mm_extract_epi32::<3>(self.e) as u32],
            sha256: [i, j, k, l, e, f, g, h],
        };
    }

    /// The words of a block, big-endian, as both want them.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn take(&mut self, block: &[u8; BLOCK_BYTES]) {
        let swap = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
        for (n, four) in block.as_chunks::<16>().0.iter().enumerate() {
            // SAFETY: sixteen bytes are read from an array of sixteen; the load wants no alignment.
            let four = unsafe { _mm_loadu_si128(four.as_ptr().cast()) };
            self.words_sha256[n] = _mm_shuffle_epi8(four, swap);
            self.words_sha1[n] = _mm_shuffle_epi32::<0b00_01_10_11>(self.words_sha256[n]);
        }
    }

    /// Keeps the compiler from sorting the algorithms apart: it may not move a step of one of them across this.
    ///
    /// Without it all steps of MD5 come first, and the processor, which looks ahead a few hundred instructions, finds
    /// nothing to do beside them.
    #[inline(always)]
    fn tie(&mut self) {
        // SAFETY: no instruction at all; the registers leave as they came.
        unsafe {
            asm!(
                "/* {:e} {} {} */",
                inout(reg) self.md5[1],
                inout(xmm_reg) self.abef,
                inout(xmm_reg) self.abcd,
                options(pure, nomem, nostack, preserves_flags)
            );
        }
    }

    /// Four steps of SHA-1, of the twenty times four. `ROUND` is the quad's fifth, for the instruction wants a constant.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn sha1_quad<const QUAD: usize, const ROUND: i32>(&mut self) {
        let words = &mut self.words_sha1;
        if QUAD >= 4 {
            let early = _mm_sha1msg1_epu32(words[QUAD % 4], words[(QUAD + 1) % 4]);
            let early = _mm_xor_si128(early, words[(QUAD + 2) % 4]);
            words[QUAD % 4] = _mm_sha1msg2_epu32(early, words[(QUAD + 3) % 4]);
        }
        let words = words[QUAD % 4];
        let words = match QUAD {
            0 => _mm_add_epi32(self.e, words),
            _ => _mm_sha1nexte_epu32(self.abcd_before, words),
        };
        self.abcd_before = self.abcd;
        self.abcd = _mm_sha1rnds4_epu32::<ROUND>(self.abcd, words);
    }

    /// Four steps of SHA-256, of the sixteen times four.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn sha256_quad<const QUAD: usize>(&mut self) {
        let words = &mut self.words_sha256;
        if QUAD >= 4 {
            let early = _mm_sha256msg1_epu32(words[QUAD % 4], words[(QUAD + 1) % 4]);
            let middle = _mm_alignr_epi8::<4>(words[(QUAD + 3) % 4], words[(QUAD + 2) % 4]);
            words[QUAD % 4] = _mm_sha256msg2_epu32(_mm_add_epi32(early, middle), words[(QUAD + 3) % 4]);
        }
        let root = |n: usize| SHA256_ROOTS[4 * QUAD + n] as i32;
        let roots = _mm_set_epi32(root(3), root(2), root(1), root(0));
        let sum = _mm_add_epi32(words[QUAD % 4], roots);
        self.cdgh = _mm_sha256rnds2_epu32(self.cdgh, self.abef, sum);
        self.abef = _mm_sha256rnds2_epu32(self.abef, self.cdgh, _mm_shuffle_epi32::<0b00_00_11_10>(sum));
    }

    /// The chaining values before the block are added to what its steps made of them.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn add(&mut self, before: &Stream) {
        for (word, before) in self.md5.iter_mut().zip(before.md5) {
            *word = word.wrapping_add(before);
        }
        self.e = _mm_sha1nexte_epu32(self.abcd_before, before.e);
        self.abcd = _mm_add_epi32(self.abcd, before.abcd);
        self.abef = _mm_add_epi32(self.abef, before.abef);
        self.cdgh = _mm_add_epi32(self.cdgh, before.cdgh);
    }
}

/// The four words of a register, the lowest first.
#[inline]
#[target_feature(enable = "sha,sse4.1,ssse3")]
fn words(register: __m128i) -> [u32; 4] {
    let mut words = [0; 4];
    // SAFETY: sixteen bytes are written to four words of four; the store wants no alignment.
    unsafe { _mm_storeu_si128(words.as_mut_ptr().cast(), register) };
    words
}

/// Four steps of MD5, of the sixteen times four.
#[inline(always)]
fn md5_quad<const QUAD: usize>([mut a, mut b, mut c, mut d]: [u32; 4], block: &[u8; BLOCK_BYTES]) -> [u32; 4] {
    let turns = MD5_TURNS[QUAD / 4];
    for (n, turn) in turns.into_iter().enumerate() {
        let step = 4 * QUAD + n;
        let at = 4 * md5_word(step);
        let word = u32::from_le_bytes([block[at], block[at + 1], block[at + 2], block[at + 3]]);
        // What does not wait for the step before is added first, and kept apart lest the compiler add it last.
        let sum = keep(a.wrapping_add(MD5_SINES[step]).wrapping_add(word));
        let sum = match QUAD / 4 {
            0 => sum.wrapping_add(d ^ (b & (c ^ d))),
            // The two halves share no bit: their sum is their union, and half of it does not wait for b.
            1 => keep(sum.wrapping_add(!d & c)).wrapping_add(d & b),
            2 => sum.wrapping_add(keep(c ^ d) ^ b),
            _ => sum.wrapping_add(c ^ (b | !d)),
        };
        (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(turn)));
    }
    [a, b, c, d]
}
/// The same number, but the compiler may not see through it and order a sum anew.
#[inline(always)]
fn keep(mut number: u32) -> u32 {
    // SAFETY: no instruction at all; the register leaves as it came.
    unsafe { asm!("/* {:e} */", inout(reg) number, options(pure, nomem, nostack, preserves_flags)) };
    number
}
