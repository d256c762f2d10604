//! Lines of 64 digits that may be SHA-256 or PDQ: refused one by one in a list that has others, as a whole in one that
//! has nothing else.

use crate::entry_row::refuse_row;
use crate::row::{EachEntry, RowCode, Tally, Unreadable};

/// So many and nothing else yet: the list is taken to hold nothing else.
const HELD_MAX: usize = 10_000;

/// The ambiguous rows before the first usable one.
#[derive(Default)]
pub(crate) struct Ambiguity {
    held: Vec<u64>,
    is_mixed: bool,
}

impl Ambiguity {
    /// An ambiguous row.
    pub(crate) fn meet(&mut self, row: u64, tally: &mut Tally, each: &mut EachEntry<'_>) -> Result<(), Unreadable> {
        if self.is_mixed {
            refuse_row(row, RowCode::Ambiguous64Hex, "", tally, each);
            return Ok(());
        }
        self.held.push(row);
        if self.held.len() >= HELD_MAX { self.end() } else { Ok(()) }
    }

    /// A usable row: the list is a mixed one, and its ambiguous rows are refused one by one.
    pub(crate) fn meet_usable(&mut self, tally: &mut Tally, each: &mut EachEntry<'_>) {
        self.is_mixed = true;
        for row in self.held.drain(..) {
            refuse_row(row, RowCode::Ambiguous64Hex, "", tally, each);
        }
    }

    /// The end of the list.
    pub(crate) fn end(&self) -> Result<(), Unreadable> {
        match self.held.len() {
            0 => Ok(()),
            n_lines => Err(Unreadable::KindMissing { n_lines: n_lines as u64 }),
        }
    }
}
