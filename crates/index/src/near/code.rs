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
    let mut rows: [u16; 16] = std::array::from_fn(|row| {
        let bits = u16::from_be_bytes([hash.0[2 * row], hash.0[2 * row + 1]]);
        bits.rotate_left(row as u32 * TURN_BITS % SIDE)
    });
    transpose(&mut rows);
    let word = |word: usize| (0..4).fold(0, |bits, row| bits << 16 | u64::from(rows[4 * word + row]));
    std::array::from_fn(word)
}

/// The hash of a code.
pub(super) fn hash_of(code: &Code) -> Pdq {
    let mut rows: [u16; 16] = std::array::from_fn(|row| (code[row / 4] >> (48 - 16 * (row % 4))) as u16);
    transpose(&mut rows);
    let mut bytes = [0; 32];
    for (row, bits) in rows.into_iter().enumerate() {
        let bits = bits.rotate_right(row as u32 * TURN_BITS % SIDE);
        bytes[2 * row..2 * row + 2].copy_from_slice(&bits.to_be_bytes());
    }
    Pdq(bytes)
}

/// Transposes 16 × 16 bits, halves first (Warren: *Hacker's Delight*, 7-3).
fn transpose(rows: &mut [u16; 16]) {
    let mut size = 8;
    let mut mask = 0x00ffu16;
    while size != 0 {
        for row in (0..16).filter(|row| row & size == 0) {
            let swap = (rows[row] ^ (rows[row + size] >> size)) & mask;
            rows[row] ^= swap;
            rows[row + size] ^= swap << size;
        }
        size >>= 1;
        mask ^= mask << size;
    }
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
    use crate::self_test::Dice;

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
