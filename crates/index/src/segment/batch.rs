//! Many keys looked up in one segment of format 2: dealt out by their leading bits first, so that neighbours are looked up
//! one behind the other and find the pages and lines of memory still at hand. Answers come in that order too: putting them
//! back into the order of the questions would touch memory all over once more.

use super::Damage;
use super::second::Second;

/// Fewer keys than this are looked up as they come.
const KEYS_MIN: usize = 1024;

/// So many are dealt at once: some tens of MiB.
const KEYS_MAX: usize = 1 << 20;

/// What a part of the segment takes whose keys are looked up together: its pages stay at hand.
const PART_BYTES: usize = 1 << 18;
const PARTS_MAX: usize = 2048;

/// A part with fewer keys than this is none.
const PART_KEYS_MIN: usize = 4;

const NUMBER_BYTES: usize = 4;

/// Gives, for keys that lie one after the other, the number of the key and each of its rows; a key's rows ascending, keys in
/// no order.
pub(super) fn find_many(
    second: &Second,
    bytes: &[u8],
    keys: &[u8],
    mut each: impl FnMut(usize, u64),
) -> Result<(), Damage> {
    let key_bytes = second.shape.key_bytes;
    let mut dealt = Vec::new();
    for (number, keys) in keys.chunks(KEYS_MAX * key_bytes).enumerate() {
        let each = |place: usize, row| each(number * KEYS_MAX + place, row);
        let n_keys = keys.len() / key_bytes;
        let n_parts = (bytes.len() / PART_BYTES).min(n_keys / PART_KEYS_MIN).min(PARTS_MAX);
        if n_keys < KEYS_MIN || n_parts < 2 {
            second.find_in_turn(bytes, keys, key_bytes, each)?;
        } else {
            deal(keys, key_bytes, n_parts.ilog2(), &mut dealt);
            find_dealt(second, bytes, &dealt, each)?;
        }
    }
    Ok(())
}

fn find_dealt(second: &Second, bytes: &[u8], dealt: &[u8], mut each: impl FnMut(usize, u64)) -> Result<(), Damage> {
    let key_bytes = second.shape.key_bytes;
    let stride = key_bytes + NUMBER_BYTES;
    second.find_in_turn(bytes, dealt, stride, |place, row| {
        let number = &dealt[place * stride + key_bytes..][..NUMBER_BYTES];
        each(u32::from_le_bytes(std::array::from_fn(|n| number[n])) as usize, row);
    })
}

/// Copies the keys, each with its number behind it, part by part; in each part in the order in which they were asked.
fn deal(keys: &[u8], key_bytes: usize, part_bits: u32, dealt: &mut Vec<u8>) {
    // Compiled for each width of a digest: copying so many bytes is then two or three instructions.
    match key_bytes {
        16 => deal_of_width(keys, 16, part_bits, dealt),
        20 => deal_of_width(keys, 20, part_bits, dealt),
        32 => deal_of_width(keys, 32, part_bits, dealt),
        other => deal_of_width(keys, other, part_bits, dealt),
    }
}

#[inline(always)]
fn deal_of_width(keys: &[u8], key_bytes: usize, part_bits: u32, dealt: &mut Vec<u8>) {
    let stride = key_bytes + NUMBER_BYTES;
    let part_of = |key: &[u8]| {
        let lead = match key.first_chunk::<2>() {
            Some(lead) => u16::from_be_bytes(*lead),
            None => u16::from(key[0]) << 8,
        };
        usize::from(lead >> (u16::BITS - part_bits))
    };
    let mut ends = vec![0; (1 << part_bits) + 1];
    keys.chunks_exact(key_bytes).for_each(|key| ends[part_of(key) + 1] += stride);
    for part in 0..1 << part_bits {
        ends[part + 1] += ends[part];
    }
    dealt.resize(keys.len() / key_bytes * stride, 0);
    for (number, key) in keys.chunks_exact(key_bytes).enumerate() {
        // Each part's begin moves to its end, which is where the next one began.
        let to = &mut ends[part_of(key)];
        let place = &mut dealt[*to..*to + stride];
        place[..key_bytes].copy_from_slice(key);
        place[key_bytes..].copy_from_slice(&(number as u32).to_le_bytes());
        *to += stride;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Form, Segment, SegmentWriter};
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn dealt_keys_find_what_keys_in_turn_find() {
        let folder = tempfile::tempdir().unwrap();
        let mut dice = Dice::of(5);
        for key_bytes in [1, 2, 8, 16, 20, 32, 64] {
            let mut key = |below: u64| -> Vec<u8> {
                let mut key: Vec<u8> = (0..key_bytes).map(|_| dice.below(below) as u8).collect();
                key[0] = dice.number() as u8;
                key
            };
            let listed: Vec<Vec<u8>> = (0..3_000).map(|n| key(if n % 3 == 0 { 2 } else { 256 })).collect();
            let mut writer = SegmentWriter::create(folder.path().join("list"), key_bytes).unwrap();
            (0..6_000).for_each(|row| writer.push(&listed[row * 7 % 3_000], row as u64).unwrap());
            writer.finish().unwrap();
            let segment = Segment::open(folder.path().join("list")).unwrap();
            let Form::Second(second) = &segment.form else { unreachable!("format 2 is written") };
            let asked: Vec<u8> =
                (0..4_000).flat_map(|n| if n % 2 == 0 { listed[n * 3 % 3_000].clone() } else { key(256) }).collect();
            let mut in_turn = Vec::new();
            second.find_in_turn(&segment.bytes, &asked, key_bytes, |number, row| in_turn.push((number, row))).unwrap();
            assert!(in_turn.len() >= 4_000);
            for part_bits in [1, 5, 11] {
                let (mut dealt, mut found) = (Vec::new(), Vec::new());
                deal(&asked, key_bytes, part_bits, &mut dealt);
                find_dealt(second, &segment.bytes, &dealt, |number, row| found.push((number, row))).unwrap();
                // Each key's rows come ascending already.
                found.sort_by_key(|(number, _)| *number);
                assert!(found == in_turn, "{key_bytes} bytes, {part_bits} bits");
            }
        }
    }
}
