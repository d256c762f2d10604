//! The looks that stand in the rows of lists. A near match names a row, and a list's segment is sorted by look: which entry
//! holds which row is worked out once and kept. It reads segments and decides nothing.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use casework::list::ListVersion;
use fingerprint::Pdq;
use index::segment::{ByRow, Segment, SegmentError};

use super::segments_of;
use crate::error::Error;
use crate::open::Node;

/// Entries of all lists that are kept, at four bytes each; the list that was asked last is kept whatever its length.
const ENTRIES_MAX: u64 = 1 << 24;

/// The lists that were asked by rows, the latest last.
#[derive(Default)]
pub(crate) struct AskedRows {
    kept: Mutex<Vec<(String, Arc<ByRow>)>>,
}

impl AskedRows {
    /// The list, from now on the latest.
    fn of(&self, list: &str) -> Option<Arc<ByRow>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(id, _)| id == list)?;
        let asked = kept.remove(at);
        let rows = Arc::clone(&asked.1);
        kept.push(asked);
        Some(rows)
    }

    fn forget(&self, list: &str) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).retain(|(id, _)| id != list);
    }

    fn keep(&self, list: &str, rows: Arc<ByRow>, entries_max: u64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(id, _)| id != list);
        kept.push((list.to_owned(), rows));
        let n_entries =
            |kept: &[(String, Arc<ByRow>)]| kept.iter().map(|(_, rows)| rows.segment().n_entries()).sum::<u64>();
        while kept.len() > 1 && n_entries(&kept) > entries_max {
            kept.remove(0);
        }
    }
}

impl Node {
    /// The looks in these rows of a list's version; none in a row without one, and none of a list that is there no more.
    pub(crate) async fn looks_of_rows(
        &self,
        list: &ListVersion,
        rows: &BTreeSet<u64>,
    ) -> Result<HashMap<u64, Vec<Pdq>>, Error> {
        let Some(path) = segments_of(&self.folder, list, 0).pdq else {
            self.asked_rows.forget(&list.id);
            return Ok(HashMap::new());
        };
        let by_row = match self.asked_rows.of(&list.id) {
            Some(by_row) => by_row,
            None => {
                let by_row = Arc::new(worked_out(path).await?);
                self.asked_rows.keep(&list.id, Arc::clone(&by_row), ENTRIES_MAX);
                by_row
            }
        };
        let mut looks: HashMap<u64, Vec<Pdq>> = HashMap::new();
        for row in rows {
            for key in by_row.keys(*row).map_err(damaged)? {
                if let Ok(hash) = <[u8; 32]>::try_from(&*key) {
                    looks.entry(*row).or_default().push(Pdq(hash));
                }
            }
        }
        Ok(looks)
    }
}

/// A long list takes a while.
async fn worked_out(path: PathBuf) -> Result<ByRow, Error> {
    let by_row = tokio::task::spawn_blocking(move || ByRow::of(Segment::open(path)?)).await;
    by_row.map_err(|panic| Error::Index(Box::new(panic)))?.map_err(damaged)
}

fn damaged(error: SegmentError) -> Error {
    Error::Index(Box::new(error))
}

#[cfg(test)]
mod tests {
    use index::segment::SegmentWriter;

    use super::*;

    #[test]
    fn lists_that_were_asked_longest_ago_go_first_and_the_last_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        let list = |n_rows: u64| {
            let path = folder.path().join(n_rows.to_string());
            let mut writer = SegmentWriter::create(&path, 32).unwrap();
            (0..n_rows).for_each(|row| writer.push(&[row as u8; 32], row).unwrap());
            writer.finish().unwrap();
            Arc::new(ByRow::of(Segment::open(path).unwrap()).unwrap())
        };
        let asked = AskedRows::default();
        let check = |expected: &[&str]| {
            let kept = asked.kept.lock().unwrap();
            assert_eq!(kept.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), expected);
        };
        asked.keep("a", list(4), 10);
        asked.keep("b", list(5), 10);
        check(&["a", "b"]);
        assert_eq!(asked.of("a").unwrap().keys(3).unwrap().len(), 1);
        check(&["b", "a"]);
        asked.keep("c", list(3), 10);
        check(&["a", "c"]);
        asked.keep("long", list(11), 10);
        check(&["long"]);
        asked.forget("long");
        assert!(asked.of("long").is_none());
    }
}
