//! Whether a hash says enough to be held against others: the hashes of slopes and single edges do not. Knows no view.
//!
//! Where a picture is little more than one shape across times one shape down, so are its frequencies, and PDQ's 16 rows of
//! 16 bits come out as one row, upright or inverted: 32 bits say all of it. All such pictures are alike, whatever they
//! show, and enough of them pass the quality of 50. An altered copy is not told by what any of them would agree with
//! (`docs/decisions/0010-altered-copies-by-views.md`).

use crate::pdq::{DISTANCE_BITS_MAX, Pdq};

/// Rows of a hash, and bits of a row.
const SIDE: usize = 16;

/// Whether a hash is a row repeated, upright or inverted, but for so few bits as two near hashes may differ in: then a
/// picture without content is as near to it as a copy must be.
pub(super) fn is_pattern(hash: &Pdq) -> bool {
    let rows: [u16; SIDE] = std::array::from_fn(|row| u16::from_be_bytes([hash.0[2 * row], hash.0[2 * row + 1]]));
    // A bit off the pattern sets a row apart from two others at most. Most hashes are told here.
    let steps: u32 = rows.windows(2).map(|pair| bits_apart(pair[0], pair[1])).sum();
    steps <= 2 * DISTANCE_BITS_MAX && rows.iter().any(|row| bits_beside(&rows, *row) <= DISTANCE_BITS_MAX)
}

/// Bits in which a row differs from another or from its inverse, whichever is nearer.
fn bits_apart(one: u16, two: u16) -> u32 {
    let bits = (one ^ two).count_ones();
    bits.min(SIDE as u32 - bits)
}

/// Bits beside the pattern of the row that most rows agree on when they are seen as upright or inverted by `row`.
fn bits_beside(rows: &[u16; SIDE], row: u16) -> u32 {
    let upright = rows.map(|other| if (other ^ row).count_ones() * 2 > SIDE as u32 { !other } else { other });
    let is_one = |bit: &usize| upright.iter().filter(|row| **row >> bit & 1 == 1).count() * 2 > SIDE;
    let agreed = (0..SIDE).filter(is_one).fold(0, |row, bit| row | 1 << bit);
    rows.iter().map(|row| bits_apart(*row, agreed)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixteen rows, each `row` or its inverse.
    fn repeated(row: u16, inverted: u16) -> Pdq {
        Pdq(std::array::from_fn(|byte| {
            let of_row = if inverted >> (byte / 2) & 1 == 1 { !row } else { row };
            of_row.to_be_bytes()[byte % 2]
        }))
    }

    fn turned(mut hash: Pdq, bits: impl Iterator<Item = usize>) -> Pdq {
        bits.for_each(|bit| hash.0[bit / 8] ^= 0x80 >> (bit % 8));
        hash
    }

    #[test]
    fn a_repeated_row_is_a_pattern_and_bits_spread_over_it_do_not_hide_it() {
        for (row, inverted) in [(0, 0), (0xAAAB, 0), (0xAAAB, 0x5555), (0x1234, 0x00FF), (0xFFFF, 0x0001)] {
            let pattern = repeated(row, inverted);
            assert!(is_pattern(&pattern), "{pattern:?}");
            assert!(is_pattern(&turned(pattern, (0..31).map(|n| n * 8 + n % 8))), "{row:04x} {inverted:04x}");
            assert!(!is_pattern(&turned(pattern, (0..64).map(|n| n * 4 + n / 4 % 4))), "{row:04x} {inverted:04x}");
        }
    }

    #[test]
    fn hashes_of_photos_are_none() {
        // Of the ThreatExchange test pictures `bridge-mods/aaa-orig.jpg` and `misc-images/c.png`.
        for text in [
            "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22",
            "e64cc9d91c623882f8d1f1d9a398e78c9f199b3bd83924f2b7e11e0bf861b064",
        ] {
            assert!(!is_pattern(&text.parse().unwrap()));
        }
    }

    #[test]
    fn chance_makes_none() {
        let mut state = 7u64;
        let mut byte = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        assert!((0..20_000).all(|_| !is_pattern(&Pdq(std::array::from_fn(|_| byte())))));
    }
}
