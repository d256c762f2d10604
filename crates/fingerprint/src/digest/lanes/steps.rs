//! The steps of MD5 (RFC 1321), SHA-1 and SHA-256 (FIPS 180-4), for all lanes of a machine.

use super::Machine;
use crate::digest::constants::{MD5_SINES, MD5_TURNS, SHA1_ROOTS, SHA256_ROOTS, md5_word};

/// One block of each lane: the chaining values after it. `words` are little-endian.
#[inline(always)]
pub(super) fn md5<M: Machine>(machine: M, before: [M::Words; 4], words: &[M::Words; 16]) -> [M::Words; 4] {
    let mut state = before;
    macro_rules! round {
        ($round:literal: $l0:literal $r0:literal, $l1:literal $r1:literal, $l2:literal $r2:literal, $l3:literal $r3:literal) => {
            round!(@ $round: 0 $l0 $r0, 1 $l1 $r1, 2 $l2 $r2, 3 $l3 $r3);
            round!(@ $round: 4 $l0 $r0, 5 $l1 $r1, 6 $l2 $r2, 7 $l3 $r3);
            round!(@ $round: 8 $l0 $r0, 9 $l1 $r1, 10 $l2 $r2, 11 $l3 $r3);
            round!(@ $round: 12 $l0 $r0, 13 $l1 $r1, 14 $l2 $r2, 15 $l3 $r3);
        };
        (@ $round:literal: $($step:literal $left:literal $right:literal),*) => {$(
            state = md5_step::<M, { 16 * $round + $step }, $left, $right>(machine, state, words);
        )*};
    }
    round!(0: 7 25, 12 20, 17 15, 22 10);
    round!(1: 5 27, 9 23, 14 18, 20 12);
    round!(2: 4 28, 11 21, 16 16, 23 9);
    round!(3: 6 26, 10 22, 15 17, 21 11);
    add(machine, before, state)
}

#[inline(always)]
fn md5_step<M: Machine, const STEP: usize, const LEFT: u32, const RIGHT: u32>(
    machine: M,
    [a, b, c, d]: [M::Words; 4],
    words: &[M::Words; 16],
) -> [M::Words; 4] {
    let mixed = match STEP / 16 {
        0 => machine.choose(b, c, d),
        1 => machine.choose(d, b, c),
        2 => machine.parity(b, c, d),
        _ => machine.md5_last(b, c, d),
    };
    let sum = machine.add(a, machine.add(machine.splat(MD5_SINES[STEP]), words[md5_word(STEP)]));
    [d, machine.add(b, machine.rotate::<LEFT, RIGHT>(machine.add(sum, mixed))), b, c]
}

/// One block of each lane: the chaining values after it. `words` are big-endian.
#[inline(always)]
pub(super) fn sha1<M: Machine>(machine: M, before: [M::Words; 5], mut words: [M::Words; 16]) -> [M::Words; 5] {
    let mut state = before;
    macro_rules! steps {
        ($from:literal: $($step:literal)*) => {$(
            state = sha1_step::<M, { $from + $step }>(machine, state, &mut words);
        )*};
    }
    steps!(0: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
    steps!(20: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
    steps!(40: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
    steps!(60: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19);
    add(machine, before, state)
}

#[inline(always)]
fn sha1_step<M: Machine, const STEP: usize>(
    machine: M,
    [a, b, c, d, e]: [M::Words; 5],
    words: &mut [M::Words; 16],
) -> [M::Words; 5] {
    if STEP >= 16 {
        // The schedule is kept as a ring: the word of sixteen steps ago makes room for the new one.
        let earlier = machine.parity(words[(STEP + 13) % 16], words[(STEP + 8) % 16], words[(STEP + 2) % 16]);
        words[STEP % 16] = machine.rotate::<1, 31>(machine.xor(earlier, words[STEP % 16]));
    }
    let mixed = match STEP / 20 {
        0 => machine.choose(b, c, d),
        2 => machine.majority(b, c, d),
        _ => machine.parity(b, c, d),
    };
    let sum = machine.add(e, machine.add(machine.splat(SHA1_ROOTS[STEP / 20]), words[STEP % 16]));
    let sum = machine.add(machine.add(sum, mixed), machine.rotate::<5, 27>(a));
    [sum, a, machine.rotate::<30, 2>(b), c, d]
}

/// One block of each lane: the chaining values after it. `words` are big-endian.
#[inline(always)]
pub(super) fn sha256<M: Machine>(machine: M, before: [M::Words; 8], mut words: [M::Words; 16]) -> [M::Words; 8] {
    let mut state = before;
    // Sixteen steps are written out, and gone through four times: all sixty-four would not fit where processors keep
    // decoded instructions.
    for (round, roots) in SHA256_ROOTS.as_chunks::<16>().0.iter().enumerate() {
        macro_rules! steps {
            ($($step:literal)*) => {$(
                if round > 0 {
                    sha256_extend::<M, $step>(machine, &mut words);
                }
                state = sha256_step(machine, state, words[$step], roots[$step]);
            )*};
        }
        steps!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
    }
    add(machine, before, state)
}

/// The chaining values of MD5, SHA-1 and SHA-256.
type Chains<Words> = ([Words; 4], [Words; 5], [Words; 8]);

/// One block of each lane by all three algorithms side by side: every step waits for the one before it, and the others
/// have something to do meanwhile. `little` are the words of MD5, `words` the same big-endian.
#[inline(always)]
pub(super) fn side_by_side<M: Machine>(
    machine: M,
    before: Chains<M::Words>,
    little: &[M::Words; 16],
    words: [M::Words; 16],
) -> Chains<M::Words> {
    let (mut md5, mut sha1, mut sha256) = before;
    let (mut words_sha1, mut words_sha256) = (words, words);
    macro_rules! quads {
        ($($quad:literal)*) => {$(
            four!($quad: 0 1 2 3);
            [md5[1], sha1[0], sha256[4]] = machine.tie([md5[1], sha1[0], sha256[4]]);
            // SHA-1 has five steps where the others have four.
            sha1 = sha1_step::<M, { 5 * $quad + 4 }>(machine, sha1, &mut words_sha1);
        )*};
    }
    macro_rules! four {
        ($quad:literal: $($n:literal)*) => {$(
            md5 = md5_step::<M, { 4 * $quad + $n }, { MD5_TURNS[$quad / 4][$n] }, { 32 - MD5_TURNS[$quad / 4][$n] }>(
                machine, md5, little,
            );
            sha1 = sha1_step::<M, { 5 * $quad + $n }>(machine, sha1, &mut words_sha1);
            if $quad >= 4 {
                sha256_extend::<M, { 4 * ($quad % 4) + $n }>(machine, &mut words_sha256);
            }
            sha256 = sha256_step(machine, sha256, words_sha256[4 * ($quad % 4) + $n], SHA256_ROOTS[4 * $quad + $n]);
        )*};
    }
    quads!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
    (add(machine, before.0, md5), add(machine, before.1, sha1), add(machine, before.2, sha256))
}

/// The schedule's next word, in the place of the one of sixteen steps ago.
#[inline(always)]
fn sha256_extend<M: Machine, const STEP: usize>(machine: M, words: &mut [M::Words; 16]) {
    let (early, late) = (words[(STEP + 1) % 16], words[(STEP + 14) % 16]);
    let early = machine.parity(
        machine.rotate::<25, 7>(early),
        machine.rotate::<14, 18>(early),
        machine.shift_right::<3>(early),
    );
    let late =
        machine.parity(machine.rotate::<15, 17>(late), machine.rotate::<13, 19>(late), machine.shift_right::<10>(late));
    words[STEP] = machine.add(machine.add(words[STEP], early), machine.add(words[(STEP + 9) % 16], late));
}

#[inline(always)]
fn sha256_step<M: Machine>(
    machine: M,
    [a, b, c, d, e, f, g, h]: [M::Words; 8],
    word: M::Words,
    root: u32,
) -> [M::Words; 8] {
    let of_e = machine.parity(machine.rotate::<26, 6>(e), machine.rotate::<21, 11>(e), machine.rotate::<7, 25>(e));
    let of_a = machine.parity(machine.rotate::<30, 2>(a), machine.rotate::<19, 13>(a), machine.rotate::<10, 22>(a));
    let sum = machine.add(h, machine.add(machine.splat(root), word));
    let sum = machine.add(machine.add(sum, machine.choose(e, f, g)), of_e);
    [machine.add(sum, machine.add(of_a, machine.majority(a, b, c))), a, b, c, machine.add(d, sum), e, f, g]
}

#[inline(always)]
fn add<M: Machine, const N: usize>(machine: M, before: [M::Words; N], after: [M::Words; N]) -> [M::Words; N] {
    let mut sums = before;
    for (sum, after) in sums.iter_mut().zip(after) {
        *sum = machine.add(*sum, after);
    }
    sums
}
