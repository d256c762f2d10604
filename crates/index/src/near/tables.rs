//! Fills the tables of an image from its codes. A band's entries are dealt out twice, by the higher and by the lower bits
//! of its value, so that what is written lies in few places at a time: in one go every write would miss all caches.

use std::io;
use std::ops::Range;

use crate::near::code::Code;
use crate::near::image::{Image, map_in_memory, numbers, numbers_mut};
use crate::near::plan::Band;

/// Of a band's value so many bits are left for the second dealing, at most.
const LOW_BITS: u32 = 8;
const N_LOW: usize = 1 << LOW_BITS;

/// The values of both halves of a pair, the first one's in the upper 16 bits.
type Values = u32;

/// An entry between the two dealings: its id in the upper half, then the band's value and the sibling's.
type Dealt = u64;

/// # Errors
/// The system has not the memory to deal in: twelve bytes a code.
pub(super) fn put(image: &mut Image) -> io::Result<()> {
    let layout = image.layout().clone();
    let bands = image.facts().plan.bands().to_vec();
    let codes_end = layout.codes.end.next_multiple_of(4096);
    let (head, tables) = image.bytes_mut().split_at_mut(codes_end);
    let codes: &[Code] = numbers(&head[layout.codes.clone()]);
    let at = |range: &Range<usize>| range.start - codes_end..range.end - codes_end;
    each_band(&bands, codes, |band, fill| {
        let (starts, ids, siblings) = (at(&layout.starts[band]), at(&layout.ids[band]), at(&layout.siblings[band]));
        let (before, behind) = tables.split_at_mut(ids.start);
        let (ids_bytes, behind) = behind.split_at_mut(siblings.start - ids.start);
        fill(Table {
            starts: numbers_mut(&mut before[starts]),
            ids: numbers_mut(&mut ids_bytes[..ids.len()]),
            siblings: numbers_mut(&mut behind[..siblings.len()]),
        });
        Ok(())
    })
}

/// Asks `with` for each band in turn, which calls what it is given with the band's empty table.
///
/// # Errors
/// As [`put`], and what `with` returns.
pub(super) fn each_band(
    bands: &[Band],
    codes: &[Code],
    mut with: impl FnMut(usize, &mut dyn FnMut(Table<'_>)) -> io::Result<()>,
) -> io::Result<()> {
    if bands.is_empty() {
        return Ok(());
    }
    // A map of nothing is refused.
    let n_codes = codes.len().max(1);
    let mut values = map_in_memory(size_of::<Values>() * n_codes)?;
    let mut dealt = map_in_memory(size_of::<Dealt>() * n_codes)?;
    let values = &mut numbers_mut::<Values>(&mut values)[..codes.len()];
    let dealt = &mut numbers_mut::<Dealt>(&mut dealt)[..codes.len()];
    for (pair, halves) in bands.chunks_exact(2).enumerate() {
        for (values, code) in values.iter_mut().zip(codes) {
            *values = halves[0].key_of(code) << 16 | halves[1].key_of(code);
        }
        for half in [0, 1] {
            with(2 * pair + half, &mut |mut table| table.fill(halves[half], 16 * half as u32, values, dealt))?;
        }
    }
    Ok(())
}

/// The sections of one band.
pub(super) struct Table<'a> {
    pub(super) starts: &'a mut [u32],
    /// Empty for the first band: codes are sorted by it.
    pub(super) ids: &'a mut [u32],
    pub(super) siblings: &'a mut [u16],
}

impl Table<'_> {
    /// `turn_bits`: by how much values are turned left so that this band's stand in the upper half.
    fn fill(&mut self, band: Band, turn_bits: u32, values: &[Values], dealt: &mut [Dealt]) {
        let low_bits = LOW_BITS.min(band.width_bits);
        let high_of = |values: Values| (values.rotate_left(turn_bits) >> (16 + low_bits)) as usize;
        let n_parts = 1 << (band.width_bits - low_bits);
        let mut ends = vec![0; n_parts + 1];
        values.iter().for_each(|values| ends[high_of(*values) + 1] += 1);
        for part in 0..n_parts {
            ends[part + 1] += ends[part];
        }
        // Each part's begin moves to its end, which is where the next one began.
        for (id, values) in values.iter().enumerate() {
            let to = &mut ends[high_of(*values)];
            dealt[*to] = (id as u64) << 32 | u64::from(values.rotate_left(turn_bits));
            *to += 1;
        }
        let mut first = 0;
        for (high, end) in ends[..n_parts].iter().enumerate() {
            self.fill_part(low_bits, high, &dealt[first..*end], first);
            first = *end;
        }
        if let Some(end) = self.starts.last_mut() {
            *end = first as u32;
        }
    }

    /// Puts those in their places whose values have these higher bits; the first of them has the place `first`.
    fn fill_part(&mut self, low_bits: u32, high: usize, part: &[Dealt], first: usize) {
        let low_of = |one: Dealt| (one >> 16) as usize & ((1 << low_bits) - 1) & (N_LOW - 1);
        let mut next = [0_u32; N_LOW];
        part.iter().for_each(|one| next[low_of(*one)] += 1);
        let mut begin = 0;
        for (next, start) in next.iter_mut().zip(&mut self.starts[high << low_bits..(high + 1) << low_bits]) {
            let n_entries = *next;
            *next = begin;
            *start = first as u32 + begin;
            begin += n_entries;
        }
        let siblings = &mut self.siblings[first..first + part.len()];
        let Some(ids) = self.ids.get_mut(first..first + part.len()) else {
            part.iter().zip(siblings).for_each(|(one, sibling)| *sibling = *one as u16);
            return;
        };
        for one in part {
            let next = &mut next[low_of(*one)];
            let at = *next as usize;
            *next += 1;
            siblings[at] = *one as u16;
            ids[at] = (*one >> 32) as u32;
        }
    }
}
