//! One strip of sixteen rows through three of the four passes, whatever registers there are. No allocation.
//!
//! Three blocks of sixteen columns are on their way at a time, one in each pass, so that of whole rows only those inside
//! the window of the pass along columns are kept. What registers do is the kernels': everything here is inlined into a
//! function of theirs, which is compiled for their instructions.
#![expect(unsafe_code, reason = "functions compiled for instructions that the machine was asked for")]

use crate::pdq::strips::{COLUMNS, Divisor, Passes, ROWS, Sixteen};

/// Where the luma of a strip comes from.
pub(super) trait Source {
    /// The luma of the sixteen columns from this one on, 0 where the strip has no column any more.
    ///
    /// # Safety
    /// The machine has the instructions that the source is written with.
    unsafe fn read(&mut self, column: usize, luma: &mut [Sixteen; COLUMNS]);
}

/// Sixteen numbers in registers: one column of a strip, or one row of a block.
pub(super) trait Registers: Copy {
    /// # Safety
    /// The instructions that these registers are written with are there; so below.
    unsafe fn zero() -> Self;

    /// # Safety
    /// The instructions are there.
    unsafe fn load(from: &Sixteen) -> Self;

    /// # Safety
    /// The instructions are there.
    unsafe fn store(self, to: &mut Sixteen);

    /// These sums with what comes into the window added first, and then without what leaves it.
    ///
    /// # Safety
    /// The instructions are there.
    unsafe fn moved(self, ahead: Self, behind: Self) -> Self;

    /// These sums over a whole number: see [`Divisor::by`].
    ///
    /// # Safety
    /// The instructions are there.
    unsafe fn divided(self, by: Divisor) -> Self;

    /// These sums over any number.
    ///
    /// # Safety
    /// The instructions are there.
    unsafe fn over(self, count: f32) -> Self;

    /// Columns as rows, or rows as columns.
    ///
    /// # Safety
    /// The instructions are there.
    unsafe fn turn_over(from: &[Sixteen; COLUMNS], to: &mut [Sixteen; ROWS]);
}

/// Takes one strip in and leaves the means of the third pass in `passes.means`.
///
/// While a block goes through the first pass the one before it goes through the second, and the one before that through
/// the third: each sum waits for the one before it, and a processor has something to do meanwhile.
///
/// # Safety
/// The machine has the instructions of both, and the caller is compiled for them.
#[inline(always)]
pub(super) unsafe fn filter<R: Registers>(passes: &mut Passes, mut strip: impl Source) {
    let divisors_down = passes.divisors_down();
    let ring_places = passes.ring_places();
    let full = [passes.full; COLUMNS];
    let Passes { width, along, down, first: luma, third: filtered, ring_rows, sums, kept, means: out, .. } = passes;
    luma.clear();
    filtered.clear();

    // SAFETY: here and below the caller's.
    let nothing = unsafe { R::zero() };
    let mut first = nothing;
    for column in (0..along.ahead).step_by(COLUMNS) {
        let mut columns = [Sixteen::ZERO; COLUMNS];
        // SAFETY: the caller's.
        unsafe { strip.read(column, &mut columns) };
        for (column, before) in columns.iter().zip(luma.before(along.ahead - column)) {
            // SAFETY: the caller's.
            first = unsafe { first.moved(R::load(column), nothing) };
            *before = *column;
        }
    }

    let mut third = nothing;
    let mut kept = kept.iter().zip(out.iter_mut()).peekable();
    // Of the block before: the means of the first pass, by column, and then by row.
    let mut means = [Sixteen::ZERO; COLUMNS];
    let mut rows = [Sixteen::ZERO; ROWS];
    // Of the block before that: the sums of the third pass.
    let mut thirds = [Sixteen::ZERO; COLUMNS];
    for (block, (sums, ring_rows)) in sums.iter_mut().zip(ring_rows.chunks_exact_mut(down.width)).enumerate() {
        let column = block * COLUMNS;
        let divisors = if column < *width { along.divisors(column) } else { None };
        let divisors = divisors.as_ref().unwrap_or(&full);
        match luma.next() {
            // SAFETY: the caller's.
            columns if column + along.ahead < *width => unsafe { strip.read(column + along.ahead, columns) },
            columns => columns.fill(Sixteen::ZERO),
        }
        // SAFETY: the caller's.
        unsafe { R::turn_over(&means, &mut rows) };
        let (luma_ahead, luma_behind) = luma.window();
        let (filtered_ahead, filtered_behind) = filtered.window();
        // SAFETY: the caller's.
        unsafe {
            let mut second = R::load(sums);
            for n in 0..COLUMNS {
                first = first.moved(R::load(&luma_ahead[n]), R::load(&luma_behind[n]));
                first.divided(divisors[n]).store(&mut means[n]);

                let (row, behind) = (R::load(&rows[n]), &mut ring_rows[ring_places[n]]);
                second = second.moved(row, R::load(behind));
                row.store(behind);
                second.divided(divisors_down[n]).store(&mut rows[n]);

                third = third.moved(R::load(&filtered_ahead[n]), R::load(&filtered_behind[n]));
                third.store(&mut thirds[n]);
            }
            second.store(sums);
        }
        // Beyond the last column there is nothing, not the window that runs out.
        means.iter_mut().skip(width.saturating_sub(column)).for_each(|mean| *mean = Sixteen::ZERO);
        // The third pass has taken in the columns up to the last block but one.
        while let Some(((at, count), mean)) = kept.next_if(|((at, _), _)| *at + COLUMNS < column) {
            // SAFETY: the caller's.
            unsafe { R::load(&thirds[at + 2 * COLUMNS - column]).over(*count).store(mean) };
        }
        // SAFETY: the caller's.
        unsafe { R::turn_over(&rows, filtered.next()) };
    }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
