//! Takes a hash-only exhibit in: what a lab's tool lists, deleted and unallocated files among it, none of them here.

use std::collections::HashMap;

use casework::exhibit::Exhibit;
use casework::file::{Inode, Mark, Occurrence, Place, Times};
use casework::problem::{Problem, ProblemCode};
use formats::hash_only::{HashOnlyRow, read_hash_only_file};
use formats::list_file::ReadOptions;
use store::RunId;
use tokio::sync::mpsc;

use super::intake::Memory;
use super::{Event, ExhibitAsk, TriageAsk};
use crate::error::Error;
use crate::open::Node;
use crate::principal::Principal;

impl Node {
    /// Reads the list and remembers its places; the numbers of [`super::intake::Intake`].
    pub(super) async fn take_in_listed(
        &self,
        who: &Principal,
        ask: &TriageAsk,
        number: usize,
        asked: &ExhibitAsk,
        exhibit: &Exhibit,
        run: RunId,
    ) -> Result<(u64, u64, u64), Error> {
        let (to, mut from) = mpsc::channel(1_024);
        let path = asked.path.clone();
        let thread = std::thread::spawn(move || {
            let mut names_seen: HashMap<Place, u64> = HashMap::new();
            read_hash_only_file(&path, &ReadOptions::default(), &mut |row| {
                let (occurrence, file) = match row {
                    Ok(HashOnlyRow { occurrence, file }) => (occurrence, Some(file)),
                    Err(problem) => (bad_row(problem.row, problem.code.code(), &problem.detail), None),
                };
                // The receiver is gone only when the verb has failed: the rest is read for nothing.
                let _ = to.blocking_send((distinct(&mut names_seen, occurrence), file));
            })
        });
        let mut memory = Memory::new(self, who, &exhibit.id, run);
        let mut n_rows = 0;
        while let Some((occurrence, file)) = from.recv().await {
            n_rows += 1;
            memory.keep_place(occurrence, file, "").await?;
        }
        memory.flush().await?;
        let unreadable = |source| Error::List { path: asked.path.clone(), source };
        match thread.join() {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => return Err(unreadable(Box::new(error))),
            Err(_) => return Err(unreadable("the reader gave up".into())),
        }
        (ask.events)(Event::Listed { exhibit: number, n_files: n_rows, n_bytes: 0, n_done_before: 0 });
        let n_gone = memory.forget_unseen().await?;
        Ok((n_rows, 0, n_gone))
    }
}

/// A row that cannot be used stands in the report as a place of its own, named by its number.
fn bad_row(row: u64, code: &str, detail: &str) -> Occurrence {
    Occurrence {
        place: Place::on_disk(format!("row {row}")),
        size: 0,
        times: Times::default(),
        inode: Inode::default(),
        link_target: None,
        file: None,
        marks: [Mark::NotSeenHere].into(),
        problem: Some(Problem::new(ProblemCode::BadRow, format!("{code}: {detail}"))),
    }
}

/// A tool may list one place twice, e.g. two deleted files of one name: the second is told apart by its number.
fn distinct(seen: &mut HashMap<Place, u64>, mut occurrence: Occurrence) -> Occurrence {
    let n = seen.entry(occurrence.place.clone()).and_modify(|n| *n += 1).or_insert(1);
    if *n > 1 {
        occurrence.place.path.extend_from_slice(format!(" [{n}]").as_bytes());
    }
    occurrence
}
