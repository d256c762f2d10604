//! A hash as the index keeps it: four words, its bits in another order. Pure arithmetic.
//!
//! Neighbouring bits of a PDQ hash are the signs of neighbouring frequencies, and in real pictures they depend on each
//! other: a band made of neighbours would have few full values and many empty ones. So the 16 × 16 bits are dealt out
//! first: row `i` is turned by `5 i` places and the square is transposed, which gives each 16 bits in a row one bit of
//! every row and of every column of frequencies. A distance does not change by it.

use fingerprint::Pdq;

/// How many bits a hash has.
pub(super) const HASH_BITS: u32 = 256;

/// The words of a hash, bits dealt out. Bit `n` is the `n % 64`-th from the top of word `n / 64`, so that codes sort
/// by their first band.
pub(super) type Code = [u64; 4];

const SIDE: u32 = 16;
const TURN_BITS: u32 = 5;

/// The code of a hash.
pub(super) fn code_of(hash: &Pdq) -> Code {
    let (words, _) = hash.0.as_chunks::<8>();
    let mut code: Code = std::array::from_fn(|word| turned(u64::from_be_bytes(words[word]), word as u32, 0));
    transpose(&mut code);
    code
}

/// The hash of a code.
pub(super) fn hash_of(code: &Code) -> Pdq {
    let mut code = *code;
    transpose(&mut code);
    let mut bytes = [0; 32];
    for (number, word) in bytes.as_chunks_mut::<8>().0.iter_mut().enumerate() {
        *word = turned(code[number], number as u32, SIDE).to_be_bytes();
    }
    Pdq(bytes)
}

/// Turns each row of a word left by five places more than the row before; by `whole` less as many, back again.
#[inline(always)]
fn turned(word: u64, number: u32, whole: u32) -> u64 {
    (0..4).fold(0, |turned, row| {
        let bits = (word >> (48 - 16 * row)) as u16;
        let n_places = (4 * number + row) * TURN_BITS % SIDE;
        turned << 16 | u64::from(bits.rotate_left(whole.abs_diff(n_places) % SIDE))
    })
}

/// Transposes 16 rows of 16 bits, four to a word, halves first (Warren: *Hacker's Delight*, 7-3).
#[inline(always)]
fn transpose(words: &mut Code) {
    // Rows 8 and then 4 apart stand in different words.
    for (one, other) in [(0, 2), (1, 3)] {
        swap(words, one, other, 8, 0x00ff_00ff_00ff_00ff);
    }
    for (one, other) in [(0, 1), (2, 3)] {
        swap(words, one, other, 4, 0x0f0f_0f0f_0f0f_0f0f);
    }
    for word in words {
        *word = swapped_within(*word, 32 - 2, 0x0000_0000_cccc_cccc);
        *word = swapped_within(*word, 16 - 1, 0x0000_aaaa_0000_aaaa);
    }
}

/// Swaps the bits of one word under the mask with those of the other that are as many places higher.
#[inline(always)]
fn swap(words: &mut Code, one: usize, other: usize, n_places: u32, mask: u64) {
    let swap = (words[one] ^ (words[other] >> n_places)) & mask;
    words[one] ^= swap;
    words[other] ^= swap << n_places;
}

/// Swaps a word's bits under the mask with those that are as many places higher.
#[inline(always)]
fn swapped_within(word: u64, n_places: u32, mask: u64) -> u64 {
    let swap = (word ^ (word >> n_places)) & mask;
    word ^ swap ^ (swap << n_places)
}

/// How many bits differ.
#[inline(always)]
pub(super) fn distance(one: &Code, two: &Code) -> u32 {
    (one[0] ^ two[0]).count_ones()
        + (one[1] ^ two[1]).count_ones()
        + (one[2] ^ two[2]).count_ones()
        + (one[3] ^ two[3]).count_ones()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn a_code_is_its_hash_and_keeps_distances() {
        let mut dice = Dice::of(1);
        for _ in 0..1_000 {
            let (one, two) = (dice.hash(), dice.hash());
            assert_eq!(hash_of(&code_of(&one)), one);
            assert_eq!(distance(&code_of(&one), &code_of(&two)), one.distance(&two));
        }
    }

    #[test]
    fn sixteen_bits_in_a_row_are_of_every_row_and_column() {
        for band in 0..16 {
            let (mut rows, mut columns) = (0u32, 0u32);
            for bit in 16 * band..16 * band + 16 {
                let mut code = [0; 4];
                code[bit / 64] = 1 << (63 - bit % 64);
                let hash = hash_of(&code);
                let at = (0..256).find(|at| hash.0[at / 8] >> (7 - at % 8) & 1 == 1).unwrap();
                rows |= 1 << (at / 16);
                columns |= 1 << (at % 16);
            }
            assert_eq!((rows, columns), (0xffff, 0xffff), "band {band}");
        }
    }
}
