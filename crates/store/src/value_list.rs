//! Lists of values in statements: `… IN ($2, $3)`. A statement is prepared for lists of a few lengths only, for the database keeps
//! each that it has prepared; a list that is shorter is filled up with its last value, which changes no answer.

/// How long lists are. SQLite takes 32,766 values in one statement, of which some have two lists, and a million bytes of text.
const LENGTHS: [usize; 9] = [1, 8, 64, 256, 512, 1_024, 2_048, 4_096, LIST_MAX];

/// Values in one list, at most: of more a question takes several statements.
pub const LIST_MAX: usize = 8_192;

/// Values of one list, as a statement takes them.
pub(crate) struct ValueList<'v, T> {
    values: &'v [T],
    length: usize,
}

impl<'v, T> ValueList<'v, T> {
    /// For how many values the statement is prepared.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// The values to bind: as many.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'v T> + use<'v, T> {
        self.values.iter().chain(self.values.last().into_iter().cycle()).take(self.length)
    }
}

/// These values as lists, each for one statement; none of no values.
pub(crate) fn lists_of<T>(values: &[T]) -> impl Iterator<Item = ValueList<'_, T>> {
    values.chunks(LIST_MAX).map(whole_list)
}

/// These values, of which there is one at least, as one list, where a statement makes sense for all of them only.
pub(crate) fn whole_list<T>(values: &[T]) -> ValueList<'_, T> {
    let length = LENGTHS.iter().copied().find(|length| *length >= values.len()).unwrap_or(values.len());
    ValueList { values, length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_in_one_list_that_is_filled_up_with_its_last() {
        assert_eq!(lists_of::<u32>(&[]).count(), 0);
        for n in [1, 2, 8, 9, 65, 500, 4_097, LIST_MAX, LIST_MAX + 1, 3 * LIST_MAX] {
            let values: Vec<usize> = (0..n).collect();
            let lists: Vec<Vec<usize>> = lists_of(&values).map(|list| list.iter().copied().collect()).collect();
            assert_eq!(lists.len(), n.div_ceil(LIST_MAX));
            let lengths: Vec<usize> = lists_of(&values).map(|list| list.len()).collect();
            assert!(lengths.iter().all(|length| LENGTHS.contains(length)), "{lengths:?}");
            assert_eq!(lists.iter().map(Vec::len).collect::<Vec<_>>(), lengths);
            let mut all: Vec<usize> = lists.concat();
            assert!(all.is_sorted(), "{n}");
            all.dedup();
            assert_eq!(all, values);
        }
    }
}
