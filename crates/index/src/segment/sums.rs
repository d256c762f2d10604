//! Which bytes of a segment of format 2 may be believed: a sum for each block, checked once, when it is first touched.
//!
//! A CRC-32 notices for certain every change that lies within four bytes of a block, and any other but for one in 2³².
//! The sums are themselves checked in pages, and the sums of the pages when the segment is opened, by a SHA-256.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Damage;
use super::shape::{BLOCK_BYTES, PAGE_BYTES, SUM_BYTES, Shape};
use crate::prefetch::prefetch;

const PAGE_SUMS: usize = PAGE_BYTES / SUM_BYTES;

/// What was checked already.
pub(super) struct Sums {
    blocks: Bits,
    pages: Bits,
}

impl Sums {
    pub(super) fn of(shape: &Shape) -> Sums {
        Sums { blocks: Bits::of(shape.n_blocks()), pages: Bits::of(shape.n_pages()) }
    }

    /// Makes sure that these bytes of the body, of which there is at least one, are as they were written.
    #[inline(always)]
    pub(super) fn check(&self, shape: &Shape, bytes: &[u8], range: Range<usize>) -> Result<(), Damage> {
        for number in range.start / BLOCK_BYTES..=(range.end - 1) / BLOCK_BYTES {
            if !self.blocks.get(number) {
                self.check_first(shape, bytes, number)?;
            }
        }
        Ok(())
    }

    /// Asks for the memory that says whether byte `at` was checked.
    #[inline(always)]
    pub(super) fn prefetch(&self, at: usize) {
        prefetch(&self.blocks.0, at / BLOCK_BYTES / 64);
    }

    #[cold]
    #[inline(never)]
    fn check_first(&self, shape: &Shape, bytes: &[u8], number: usize) -> Result<(), Damage> {
        let page = number / PAGE_SUMS;
        if !self.pages.get(page) {
            check_page(shape, bytes, page)?;
            self.pages.set(page);
        }
        check_block(shape, bytes, number)?;
        self.blocks.set(number);
        Ok(())
    }
}

/// Checks every page and block, whatever was checked before.
pub(super) fn check_all(shape: &Shape, bytes: &[u8]) -> Result<(), Damage> {
    (0..shape.n_pages()).try_for_each(|page| check_page(shape, bytes, page))?;
    (0..shape.n_blocks()).try_for_each(|number| check_block(shape, bytes, number))
}

pub(super) fn sum(bytes: &[u8]) -> [u8; SUM_BYTES] {
    crc32fast::hash(bytes).to_le_bytes()
}

fn check_block(shape: &Shape, bytes: &[u8], number: usize) -> Result<(), Damage> {
    let block = &bytes[number * BLOCK_BYTES..((number + 1) * BLOCK_BYTES).min(shape.body_bytes())];
    let said = &bytes[shape.body_bytes() + number * SUM_BYTES..][..SUM_BYTES];
    if sum(block) == *said { Ok(()) } else { Err(Damage::Block { number }) }
}

fn check_page(shape: &Shape, bytes: &[u8], page: usize) -> Result<(), Damage> {
    let first = shape.body_bytes() + page * PAGE_BYTES;
    let sums = &bytes[first..(first + PAGE_BYTES).min(shape.sums_end())];
    let said = &bytes[shape.sums_end() + page * SUM_BYTES..][..SUM_BYTES];
    if sum(sums) == *said { Ok(()) } else { Err(Damage::Table) }
}

/// One bit for each of many things, set by any thread. What a bit stands for never changes, so no order is needed.
struct Bits(Vec<AtomicU64>);

impl Bits {
    fn of(n: usize) -> Bits {
        Bits((0..n.div_ceil(64)).map(|_| AtomicU64::new(0)).collect())
    }

    #[inline(always)]
    fn get(&self, number: usize) -> bool {
        self.0[number / 64].load(Ordering::Relaxed) >> (number % 64) & 1 == 1
    }

    fn set(&self, number: usize) {
        self.0[number / 64].fetch_or(1 << (number % 64), Ordering::Relaxed);
    }
}
