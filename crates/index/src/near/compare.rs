//! Comparing every code: the plan for few entries, and what remains when tables cannot be believed.
//!
//! The first bits of 256 codes are kept bit by bit, so that one instruction adds one bit of 256 differences; only codes
//! whose first bits alone are within the radius are compared whole. Three bits of a query have eight values: for each,
//! how many of a block's three bits differ is worked out once and looked up by all queries of a batch. One body,
//! compiled per instruction set: it is made of *and*, *or* and *exclusive or*, which compilers widen by themselves.

use std::sync::OnceLock;

use fingerprint::Kernel;

use crate::near::code::{Code, HASH_BITS, distance};
use crate::near::probe::CodeHit;

/// Codes that are compared together.
const BLOCK: usize = 256;

/// Bits that are looked up together.
const TRIPLE: usize = 3;

/// Bits that are added before their sum is carried on: eight triples.
const STRIDE: usize = 8 * TRIPLE;

/// Queries that share what was worked out for a block.
const QUERIES: usize = 256;

/// For fewer queries working out all eight values takes longer than it saves.
const QUERIES_WORKED_OUT_MIN: usize = 8;

type Lanes = [u64; BLOCK / 64];

/// The first bits of all codes, bit by bit, so many of each block as the largest radius wants.
pub(super) struct Planes {
    n_planes: usize,
    planes: Vec<Lanes>,
}

/// Planes, made when first needed.
pub(super) type LazyPlanes = OnceLock<Planes>;

impl Planes {
    pub(super) fn of(codes: &[Code], radius_bits_max: u32) -> Planes {
        let n_planes = n_planes_for(radius_bits_max);
        let mut planes = vec![[0; BLOCK / 64]; codes.len().div_ceil(BLOCK) * n_planes];
        for (block, codes) in codes.chunks(BLOCK).enumerate() {
            let planes = &mut planes[block * n_planes..(block + 1) * n_planes];
            for (lane, codes) in codes.chunks(64).enumerate() {
                for (word, planes) in planes.chunks_mut(64).enumerate() {
                    let mut square: [u64; 64] = [0; 64];
                    square.iter_mut().zip(codes).for_each(|(row, code)| *row = code[word].reverse_bits());
                    transpose(&mut square);
                    planes.iter_mut().zip(square).for_each(|(plane, bits)| plane[lane] = bits);
                }
            }
        }
        Planes { n_planes, planes }
    }
}

/// How many bits to compare first. Of two unrelated codes about one pair in 3,000 is within the radius in so many.
fn n_planes_for(radius_bits: u32) -> usize {
    let n_bits = (radius_bits as usize * 47 / 20 + 22).next_multiple_of(STRIDE);
    n_bits.min(HASH_BITS as usize / STRIDE * STRIDE)
}

/// Transposes 64 × 64 bits: bit `n` of row `m` becomes bit `m` of row `n` (Warren: *Hacker's Delight*, 7-3).
fn transpose(rows: &mut [u64; 64]) {
    let mut size = 32;
    let mut mask = 0x0000_0000_ffff_ffffu64;
    while size != 0 {
        for row in (0..64).filter(|row| row & size == 0) {
            let swap = ((rows[row] >> size) ^ rows[row + size]) & mask;
            rows[row] ^= swap << size;
            rows[row + size] ^= swap;
        }
        size >>= 1;
        mask ^= mask << size;
    }
}

/// Adds every code within the radius of every query, in no order. Without planes, one after the other.
#[expect(unsafe_code, reason = "instructions beyond the baseline are called for, after asking the processor")]
pub(super) fn search(
    kernel: Kernel,
    codes: &[Code],
    planes: Option<&Planes>,
    queries: &[Code],
    radius_bits: u32,
    hits: &mut Vec<CodeHit>,
) {
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt")]
    fn with_avx2(codes: &[Code], planes: &Planes, queries: &[Code], radius_bits: u32, hits: &mut Vec<CodeHit>) {
        run(codes, planes, queries, radius_bits, hits);
    }
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,popcnt,bmi2,lzcnt,avx512f,avx512bw,avx512vl,avx512dq,avx512vpopcntdq,avx512bitalg")]
    fn with_avx512(codes: &[Code], planes: &Planes, queries: &[Code], radius_bits: u32, hits: &mut Vec<CodeHit>) {
        run(codes, planes, queries, radius_bits, hits);
    }
    let Some(planes) = planes else { return compare_each(codes, queries, radius_bits, hits) };
    match kernel {
        // SAFETY: whoever chose the kernel asked the processor for it.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx512 => unsafe { with_avx512(codes, planes, queries, radius_bits, hits) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => unsafe { with_avx2(codes, planes, queries, radius_bits, hits) },
        _ => run(codes, planes, queries, radius_bits, hits),
    }
}

/// The plainest way, and the truth that all others are tested against.
fn compare_each(codes: &[Code], queries: &[Code], radius_bits: u32, hits: &mut Vec<CodeHit>) {
    for (query, wanted) in queries.iter().enumerate() {
        for (code, found) in codes.iter().enumerate() {
            let distance = distance(wanted, found);
            if distance <= radius_bits {
                hits.push(CodeHit { query: query as u32, code: code as u32, distance });
            }
        }
    }
}

#[inline(always)]
fn run(codes: &[Code], planes: &Planes, queries: &[Code], radius_bits: u32, hits: &mut Vec<CodeHit>) {
    let n_used = n_planes_for(radius_bits).min(planes.n_planes);
    let mut sums: Vec<[Sum; 8]> = vec![[Sum::default(); 8]; n_used / TRIPLE];
    for (chunk, queries) in queries.chunks(QUERIES).enumerate() {
        let is_worked_out = queries.len() >= QUERIES_WORKED_OUT_MIN;
        let bit = |query: &Code, bit: usize| (query[bit / 64] >> (63 - bit % 64) & 1) as u8;
        let values: Vec<u8> = queries
            .iter()
            .flat_map(|query| {
                (0..n_used / TRIPLE)
                    .map(move |n| bit(query, 3 * n) | bit(query, 3 * n + 1) << 1 | bit(query, 3 * n + 2) << 2)
            })
            .collect();
        for (block, planes) in planes.planes.chunks_exact(planes.n_planes).enumerate() {
            let triples = planes.as_chunks::<TRIPLE>().0;
            if is_worked_out {
                sums.iter_mut().zip(triples).for_each(|(sums, planes)| *sums = sums_of(planes));
            }
            for (number, (query, values)) in queries.iter().zip(values.chunks_exact(n_used / TRIPLE)).enumerate() {
                let near = if is_worked_out {
                    within(&WorkedOut { sums: &sums, values }, radius_bits)
                } else {
                    within(&Direct { planes: triples, values }, radius_bits)
                };
                if near == [0; BLOCK / 64] {
                    continue;
                }
                for (lane, mut near) in near.into_iter().enumerate() {
                    while near != 0 {
                        let code = block * BLOCK + lane * 64 + near.trailing_zeros() as usize;
                        near &= near - 1;
                        // The last block may be longer than the codes.
                        let Some(found) = codes.get(code) else { break };
                        let distance = distance(query, found);
                        if distance <= radius_bits {
                            let query = (chunk * QUERIES + number) as u32;
                            hits.push(CodeHit { query, code: code as u32, distance });
                        }
                    }
                }
            }
        }
    }
}

/// How many of three bits differ, for each code of a block: its lower and its higher digit.
#[derive(Clone, Copy, Default)]
struct Sum {
    ones: Lanes,
    twos: Lanes,
}

/// For each value that a query's three bits can have. Of opposite values what differs is opposite too.
#[inline(always)]
fn sums_of(planes: &[Lanes; TRIPLE]) -> [Sum; 8] {
    let half: [Sum; 4] = std::array::from_fn(|value| sum_of(planes, value as u8));
    std::array::from_fn(|value| {
        if value < 4 {
            return half[value];
        }
        // Of three bits those differ that did not: three less as many, which turns both digits over.
        let Sum { ones, twos } = half[7 - value];
        Sum { ones: ones.map(|bits| !bits), twos: twos.map(|bits| !bits) }
    })
}

#[inline(always)]
fn sum_of(planes: &[Lanes; TRIPLE], value: u8) -> Sum {
    let mut ones = turned(&planes[0], value);
    let twos = add(&mut ones, turned(&planes[1], value >> 1), turned(&planes[2], value >> 2));
    Sum { ones, twos }
}

/// A bit of all codes, turned over where the query's bit, the lowest of `value`, is set.
#[inline(always)]
fn turned(plane: &Lanes, value: u8) -> Lanes {
    plane.xor(&[0u64.wrapping_sub(u64::from(value & 1)); BLOCK / 64])
}

/// The sums of one query's triples in one block.
trait Sums {
    fn n_triples(&self) -> usize;
    fn sum(&self, triple: usize) -> Sum;
}

struct WorkedOut<'a> {
    sums: &'a [[Sum; 8]],
    values: &'a [u8],
}

impl Sums for WorkedOut<'_> {
    #[inline(always)]
    fn n_triples(&self) -> usize {
        self.values.len()
    }

    #[inline(always)]
    fn sum(&self, triple: usize) -> Sum {
        self.sums[triple][usize::from(self.values[triple] & 7)]
    }
}

struct Direct<'a> {
    planes: &'a [[Lanes; TRIPLE]],
    values: &'a [u8],
}

impl Sums for Direct<'_> {
    #[inline(always)]
    fn n_triples(&self) -> usize {
        self.values.len()
    }

    #[inline(always)]
    fn sum(&self, triple: usize) -> Sum {
        sum_of(&self.planes[triple], self.values[triple])
    }
}

/// Adds two triples' sums, and gives back what is carried: of the ones and of the twos.
#[inline(always)]
fn add_two(s1: &mut Lanes, s2: &mut Lanes, sums: &impl Sums, first: usize) -> (Lanes, Lanes) {
    let (one, two) = (sums.sum(first), sums.sum(first + 1));
    (add(s1, one.ones, two.ones), add(s2, one.twos, two.twos))
}

/// A bit for each code of the block whose bits differ from the query's in at most so many.
#[inline(always)]
fn within(sums: &impl Sums, radius_bits: u32) -> Lanes {
    let (mut s1, mut s2, mut s4, mut s8) = (ZERO, ZERO, ZERO, ZERO);
    // The higher digits of each sum: 16, 32, 64, 128.
    let mut high = [ZERO; 4];
    for first in (0..sums.n_triples() / 8).map(|n| 8 * n) {
        let (a2, a4) = add_two(&mut s1, &mut s2, sums, first);
        let (b2, b4) = add_two(&mut s1, &mut s2, sums, first + 2);
        let e4 = add(&mut s2, a2, b2);
        let a8 = add(&mut s4, a4, b4);
        let (c2, c4) = add_two(&mut s1, &mut s2, sums, first + 4);
        let (d2, d4) = add_two(&mut s1, &mut s2, sums, first + 6);
        let f4 = add(&mut s2, c2, d2);
        let b8 = add(&mut s4, c4, d4);
        let c8 = add(&mut s4, e4, f4);
        let a16 = add(&mut s8, a8, b8);
        carry_on(&mut high, a16);
        let b16 = s8.and(&c8);
        s8 = s8.xor(&c8);
        carry_on(&mut high, b16);
    }
    let mut is_within = [!0; BLOCK / 64];
    for (place, digit) in [s1, s2, s4, s8].into_iter().chain(high).enumerate() {
        let is_one = radius_bits >> place & 1 == 1;
        for lane in 0..BLOCK / 64 {
            is_within[lane] = if is_one { !digit[lane] | is_within[lane] } else { !digit[lane] & is_within[lane] };
        }
    }
    is_within
}

/// Adds a carry to the higher digits.
#[inline(always)]
fn carry_on(high: &mut [Lanes; 4], mut carry: Lanes) {
    for digit in high {
        let sum = *digit;
        *digit = sum.xor(&carry);
        carry = sum.and(&carry);
    }
}

trait Bitwise {
    fn xor(&self, other: &Self) -> Self;
    fn and(&self, other: &Self) -> Self;
}

impl Bitwise for Lanes {
    #[inline(always)]
    fn xor(&self, other: &Lanes) -> Lanes {
        std::array::from_fn(|lane| self[lane] ^ other[lane])
    }

    #[inline(always)]
    fn and(&self, other: &Lanes) -> Lanes {
        std::array::from_fn(|lane| self[lane] & other[lane])
    }
}

const ZERO: Lanes = [0; BLOCK / 64];

/// A full adder for each bit: what is left stays in `sum`, what is carried is returned.
#[inline(always)]
fn add(sum: &mut Lanes, one: Lanes, two: Lanes) -> Lanes {
    let half: Lanes = std::array::from_fn(|lane| sum[lane] ^ one[lane]);
    let carry = std::array::from_fn(|lane| (sum[lane] & one[lane]) | (half[lane] & two[lane]));
    *sum = std::array::from_fn(|lane| half[lane] ^ two[lane]);
    carry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;
    use crate::near::code::code_of;

    #[test]
    fn every_kernel_finds_what_comparing_each_finds() {
        let mut dice = Dice::of(11);
        let centre = code_of(&dice.hash());
        let mut codes: Vec<Code> = (0..3_000)
            .map(|_| {
                let mut code = if dice.below(3) == 0 { code_of(&dice.hash()) } else { centre };
                for bit in 0..dice.below(90) {
                    let bit = if dice.below(2) == 0 { bit } else { dice.below(256) };
                    code[bit as usize / 64] ^= 1 << (bit % 64);
                }
                code
            })
            .collect();
        codes.extend([[0; 4], [u64::MAX; 4]]);
        let queries: Vec<Code> =
            [centre, [0; 4], [u64::MAX; 4]].into_iter().chain((0..40).map(|n| codes[n * 7])).collect();
        for n_codes in [0, 1, 255, 256, 257, codes.len()] {
            for radius_max in [0, 1, 31, 44, 64] {
                let planes = Planes::of(&codes[..n_codes], radius_max);
                for radius in [0, 1, 15, 31, 44, 64].into_iter().filter(|radius| *radius <= radius_max) {
                    let mut expected = Vec::new();
                    search(Kernel::Scalar, &codes[..n_codes], None, &queries, radius, &mut expected);
                    expected.sort_unstable();
                    for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
                        let mut found = Vec::new();
                        search(kernel, &codes[..n_codes], Some(&planes), &queries, radius, &mut found);
                        found.sort_unstable();
                        assert!(found == expected, "{kernel:?}, {n_codes} codes, {radius} of {radius_max} bits");
                    }
                    assert!(n_codes < 1_000 || radius < 31 || expected.len() > 1_000);
                }
            }
        }
    }
}
