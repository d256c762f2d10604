//! In which order things stand that begin with a number: dealt out by its leading bits, then each heap by itself, so that
//! nothing is sorted that does not fit a processor's cache. The things themselves are not moved.

use std::cmp::Ordering;

/// How far ahead things are fetched that are read in this order, which memory cannot guess.
pub(crate) const AHEAD: usize = 16;

/// A heap has about so many things: of 16 bytes each, they fit a cache.
const HEAP_THINGS: usize = 4096;

/// More heaps than this are not dealt to at once: each is written at another place.
const DEALT_BITS_MAX: u32 = 11;

/// A thing's head above its number. Comparing two of them takes no branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed(u128);

impl Placed {
    #[inline(always)]
    fn of(head: u64, number: usize) -> Placed {
        Placed(u128::from(head) << 64 | number as u128)
    }

    /// What it is ordered by first.
    #[inline(always)]
    pub(crate) fn head(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// Which thing it is.
    #[inline(always)]
    pub(crate) fn number(self) -> usize {
        self.0 as u64 as usize
    }
}

/// The numbers of so many things in the order of their heads; where heads are equal, in that of `compare`.
pub(crate) fn by_heads(
    n_things: usize,
    head_of: impl Fn(usize) -> u64,
    compare: impl Fn(usize, usize) -> Ordering,
) -> Vec<Placed> {
    let dealt_bits = (n_things / HEAP_THINGS).max(1).ilog2().min(DEALT_BITS_MAX);
    let heap_of = |head: u64| head.checked_shr(64 - dealt_bits).unwrap_or(0) as usize;
    let mut ends = vec![0_usize; (1 << dealt_bits) + 1];
    (0..n_things).for_each(|number| ends[heap_of(head_of(number)) + 1] += 1);
    for heap in 0..1 << dealt_bits {
        ends[heap + 1] += ends[heap];
    }
    // Dealing moves each heap's begin to its end, which is where the next one began.
    let mut order = vec![Placed(0); n_things];
    for number in 0..n_things {
        let head = head_of(number);
        let to = &mut ends[heap_of(head)];
        order[*to] = Placed::of(head, number);
        *to += 1;
    }
    let mut from = 0;
    for to in &ends[..1 << dealt_bits] {
        let heap = &mut order[from..*to];
        heap.sort_unstable();
        for alike in heap.chunk_by_mut(|one, other| one.head() == other.head()).filter(|alike| alike.len() > 1) {
            alike.sort_unstable_by(|one, other| compare(one.number(), other.number()));
        }
        from = *to;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    #[test]
    fn heaps_in_order_are_all_in_order() {
        let mut dice = Dice::of(7);
        for n_things in [0, 1, 2, 4_095, 8_192, 30_000] {
            for n_heads in [1, 50, u64::MAX] {
                let things: Vec<(u64, u64)> = (0..n_things).map(|_| (dice.below(n_heads), dice.number())).collect();
                let order = by_heads(n_things, |n| things[n].0, |one, other| things[one].cmp(&things[other]));
                let mut sorted = things.clone();
                sorted.sort_unstable();
                let ordered = order.iter().map(|placed| things[placed.number()]);
                assert!(ordered.eq(sorted), "{n_things} things of {n_heads} heads");
                assert!(order.iter().all(|placed| placed.head() == things[placed.number()].0));
            }
        }
    }
}
