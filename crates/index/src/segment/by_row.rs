//! What stands in the rows of a segment, which is sorted by key: for whoever asks by rows again and again. Four bytes of
//! memory an entry, and the segment stays mapped. It reads and never writes.

use super::{Key, Segment, SegmentError};

/// A segment with the order of its rows.
pub struct ByRow {
    segment: Segment,
    /// Numbers of its entries, by row.
    numbers: Vec<u32>,
}

impl ByRow {
    /// Goes through a segment once.
    ///
    /// # Errors
    /// It is damaged.
    pub fn of(segment: Segment) -> Result<ByRow, SegmentError> {
        let mut rows = Vec::with_capacity(segment.n_entries() as usize);
        for (number, entry) in (0u32..).zip(segment.iter_all()) {
            rows.push((entry?.1, number));
        }
        rows.sort_unstable();
        let numbers = rows.into_iter().map(|(_, number)| number).collect();
        Ok(ByRow { segment, numbers })
    }

    /// The segment.
    pub fn segment(&self) -> &Segment {
        &self.segment
    }

    /// The keys that stand in a row, in their order; none in a row that there is not, and in one that is planted.
    ///
    /// # Errors
    /// A block that would have to be read is damaged.
    pub fn keys(&self, row: u64) -> Result<Vec<Key>, SegmentError> {
        let (mut below, mut above) = (0, self.numbers.len());
        while below < above {
            let middle = (below + above) / 2;
            let is_below = self.segment.row_at(self.numbers[middle] as usize)? < row;
            if is_below { below = middle + 1 } else { above = middle }
        }
        let mut keys = Vec::new();
        for number in &self.numbers[below..] {
            if row >= super::ROW_RESERVED_MIN || self.segment.row_at(*number as usize)? != row {
                break;
            }
            keys.push(self.segment.key_at(*number as usize)?);
        }
        Ok(keys)
    }
}

impl std::fmt::Debug for ByRow {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ByRow").field("segment", &self.segment).finish_non_exhaustive()
    }
}
