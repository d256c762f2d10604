//! The proof at every start that the index at hand answers: entries planted in it, some to be found and some not.
//!
//! Owns what is planted and the verdict. What follows from a wrong answer (comparing every entry, then refusing to
//! work) is the caller's. Nothing planted is ever shown as a hit.

use fingerprint::{Pdq, pdq};

use crate::catalogue::{Catalogue, LIST_RESERVED};
use crate::dice::Dice;
use crate::near::{NearEntry, Plan, with_bits_turned};
use crate::segment::{N_PLANTED, ROW_RESERVED_MIN, Segment, SegmentError, planted_key, planted_row};

/// Segments up to this size are checked whole; of longer ones what is asked for, and each block when it is touched.
const CHECKED_WHOLE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// What the self-test found.
#[derive(Debug)]
pub struct SelfTestAnswer {
    /// How many questions were asked.
    pub planted: u64,
    /// How many were answered right.
    pub right: u64,
    /// What was answered wrong, in the order asked.
    pub wrong: Vec<WrongAnswer>,
}

impl SelfTestAnswer {
    /// Whether all was right: below that, nothing the index says is worth anything.
    pub fn is_right(&self) -> bool {
        self.wrong.is_empty() && self.right == self.planted
    }
}

/// One wrong answer.
#[derive(Debug, thiserror::Error)]
pub enum WrongAnswer {
    /// A look within the radius was not found, or with another distance.
    #[error("a look planted {distance_bits} bits away was not found")]
    LookMissed {
        /// How far away it was planted.
        distance_bits: u32,
    },
    /// A look beyond the radius was found.
    #[error("a look planted {distance_bits} bits away was found")]
    LookInvented {
        /// How far away it was planted.
        distance_bits: u32,
    },
    /// A digest that is in a segment was not found, or in another row.
    #[error("a planted digest was not found in {}", path.display())]
    DigestMissed {
        /// In which segment.
        path: std::path::PathBuf,
    },
    /// A digest that is in no segment was found.
    #[error("a digest that was not planted was found in {}", path.display())]
    DigestInvented {
        /// In which segment.
        path: std::path::PathBuf,
    },
    /// A segment's bytes are not those that were written.
    #[error(transparent)]
    Damaged(#[from] SegmentError),
}

/// Asks the catalogue for everything that is planted in it.
pub fn self_test(catalogue: &Catalogue) -> SelfTestAnswer {
    let mut answer = SelfTestAnswer { planted: 0, right: 0, wrong: Vec::new() };
    let radius_bits = catalogue.plan().radius_bits_max();
    for planted in catalogue.planted() {
        answer.take(ask_look(catalogue, planted, radius_bits));
    }
    for segment in catalogue.segments() {
        for number in 0..2 * N_PLANTED {
            answer.take(ask_digest(segment, number));
        }
        if segment.size_bytes() <= CHECKED_WHOLE_BYTES_MAX {
            answer.take(segment.check_blocks().map_err(WrongAnswer::Damaged));
        }
    }
    answer
}

impl SelfTestAnswer {
    fn take(&mut self, one: Result<(), WrongAnswer>) {
        self.planted += 1;
        match one {
            Ok(()) => self.right += 1,
            Err(wrong) => self.wrong.push(wrong),
        }
    }
}

fn ask_look(catalogue: &Catalogue, planted: &PlantedLook, radius_bits: u32) -> Result<(), WrongAnswer> {
    let distance_bits = planted.distance_bits;
    let hits = catalogue.hits_with_planted(&planted.query);
    let found = hits.iter().find(|hit| hit.list == LIST_RESERVED && hit.row == planted.row);
    match found {
        Some(_) if distance_bits > radius_bits => Err(WrongAnswer::LookInvented { distance_bits }),
        None if distance_bits <= radius_bits => Err(WrongAnswer::LookMissed { distance_bits }),
        Some(hit) if hit.distance != distance_bits => Err(WrongAnswer::LookMissed { distance_bits }),
        _ => Ok(()),
    }
}

/// Of the numbers only those below [`N_PLANTED`] are planted.
fn ask_digest(segment: &Segment, number: u64) -> Result<(), WrongAnswer> {
    let mut rows = segment.lookup_all(&planted_key(segment.key_bytes(), number))?;
    rows.retain(|row| *row >= ROW_RESERVED_MIN);
    match (number < N_PLANTED, rows.as_slice()) {
        (true, [row]) if *row == planted_row(number) => Ok(()),
        (true, _) => Err(WrongAnswer::DigestMissed { path: segment.path().to_owned() }),
        (false, []) => Ok(()),
        (false, _) => Err(WrongAnswer::DigestInvented { path: segment.path().to_owned() }),
    }
}

/// A look that stands in the index, and the query that must find it or must not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlantedLook {
    query: Pdq,
    distance_bits: u32,
    row: u64,
}

/// Adds looks to the entries of an index that will be built by `plan`: at 0, 1, 15, 30, 31 and 32, 33, 40 bits from
/// their queries, at the distances around the plan's radius, and for each band one that only this band can show.
pub(crate) fn plant_looks(plan: &Plan, entries: &mut Vec<NearEntry>) -> Vec<PlantedLook> {
    let radius = plan.radius_bits_max();
    let around = [radius / 2, radius.saturating_sub(1), radius, radius + 1, radius + 2, radius + 9];
    let usual = [0, 1, 15, 30, pdq::DISTANCE_BITS_MAX, pdq::DISTANCE_BITS_MAX + 1, 33, 40];
    let mut dice = Dice::of(0x5a4a_d000);
    let mut planted = Vec::new();
    let mut plant = |dice: &mut Dice, bits: Vec<u32>| {
        let query = dice.hash();
        let hash = with_bits_turned(&query, &bits);
        let row = planted.len() as u64;
        entries.push(NearEntry { hash, list: LIST_RESERVED, row });
        planted.push(PlantedLook { query, distance_bits: bits.len() as u32, row });
    };
    for distance in usual.into_iter().chain(around) {
        let bits = dice.distinct_below(256, distance);
        plant(&mut dice, bits);
    }
    // One bit more than each band is asked for, in every band but one: found by that one or not at all, for its sibling
    // differs in just as many bits as their pair may. And one bit more in every band: a bit too far, and shown by none.
    let bands: Vec<_> = plan.bands().iter().zip(plan.radii_for(radius)).collect();
    for only in (0..bands.len()).filter(|only| bands[*only].1.is_some()).map(Some).chain([None]) {
        let mut bits = Vec::new();
        for (number, (band, radius)) in bands.iter().enumerate() {
            let n_bits = radius.map_or(0, |radius| radius + 1) - u32::from(Some(number) == only);
            bits.extend(dice.distinct_below(band.width_bits, n_bits).into_iter().map(|bit| band.first_bit + bit));
        }
        plant(&mut dice, bits);
    }
    planted
}

#[cfg(test)]
#[path = "self_test/self_test_tests.rs"]
mod tests;
