//! What must stay true of series, whatever is merged, split and undone.

use super::*;
use crate::link::tests::{bytes, file, said, stated};

fn series(n: u64) -> SeriesId {
    SeriesId::new(bytes(n))
}

/// A casebook in memory: links are only taken back and asserted anew.
#[derive(Default)]
struct Links {
    all: BTreeMap<LinkId, Link>,
    n_ids: u64,
}

impl Links {
    fn with_members(members: &[(u64, u64)]) -> Links {
        let mut links = Links::default();
        for (of_file, of_series) in members {
            let asserted = membership(file(*of_file), series(*of_series), Confidence::Likely, stated());
            let id = links.next_id();
            links.all.insert(id, Link::assert(id, asserted, said(0)).unwrap());
        }
        links
    }

    fn next_id(&mut self) -> LinkId {
        self.n_ids += 1;
        LinkId::new(bytes(self.n_ids))
    }

    fn book(&self) -> SeriesBook {
        SeriesBook::of(&self.all.values().cloned().collect::<Vec<_>>())
    }

    fn apply(&mut self, change: &LinkChange) {
        for link in change.asserted.iter().chain(&change.taken_back) {
            self.all.insert(link.id(), link.clone());
        }
    }

    fn merge(&mut self, keep: u64, absorb: u64) -> Result<LinkChange, SeriesRefusal> {
        let ask = SeriesMerge {
            keep: series(keep),
            absorb: series(absorb),
            confidence: Confidence::Certain,
            evidence: stated(),
        };
        let link = merge(self.next_id(), ask, said(1), &self.book())?;
        let change = LinkChange { asserted: vec![link], taken_back: vec![] };
        self.apply(&change);
        Ok(change)
    }

    fn split(&mut self, from: u64, files: &[u64], into: u64) -> Result<LinkChange, SeriesRefusal> {
        let files = files.iter().map(|n| file(*n)).collect();
        let book = self.book();
        let change = split(series(from), &files, series(into), said(2), &book, || self.next_id())?;
        self.apply(&change);
        Ok(change)
    }

    fn undo(&mut self, change: &LinkChange) -> Result<LinkChange, SeriesRefusal> {
        let book = self.book();
        let undone = undo(change, said(3), &book, || self.next_id())?;
        self.apply(&undone);
        Ok(undone)
    }

    fn files(&self, of: u64) -> Vec<FileId> {
        self.book().view(series(of)).files.into_keys().collect()
    }

    /// What stands, without ids and times: what must be the same after everything is undone.
    fn standing(&self) -> Vec<String> {
        let standing = self.all.values().filter(|link| link.stands());
        let mut rows: Vec<String> = standing.map(|link| serde_json::to_string(link.asserted()).unwrap()).collect();
        rows.sort();
        rows
    }

    /// Every file that is in any series.
    fn sorted_files(&self) -> BTreeSet<FileId> {
        let standing = self.all.values().filter(|link| link.stands());
        standing
            .filter_map(|link| match link.asserted().from {
                RecordId::File(file) => Some(file),
                _ => None,
            })
            .collect()
    }
}

#[test]
fn merged_series_are_seen_as_one_under_the_name_that_is_kept() {
    let mut links = Links::with_members(&[(1, 1), (2, 2), (3, 3), (3, 1)]);
    links.merge(1, 2).unwrap();
    links.merge(3, 1).unwrap();
    for of in [1, 2, 3] {
        let view = links.book().view(series(of));
        assert_eq!(view.kept, series(3), "{of}");
        assert_eq!(view.series, [series(1), series(2), series(3)].into());
        assert_eq!(view.files.keys().copied().collect::<Vec<_>>(), [file(1), file(2), file(3)]);
        assert_eq!(view.files[&file(3)].len(), 2, "a file in both is one file with two memberships");
    }
    assert_eq!(links.book().view(series(9)).files, BTreeMap::new());
}

#[test]
fn a_merge_with_itself_in_a_ring_or_of_what_was_absorbed_is_refused() {
    let mut links = Links::with_members(&[(1, 1), (2, 2), (3, 3)]);
    assert_eq!(links.merge(1, 1), Err(SeriesRefusal::WithItself));
    links.merge(2, 1).unwrap();
    links.merge(3, 2).unwrap();
    let (one, two, three) = (series(1), series(2), series(3));
    assert_eq!(links.merge(1, 3), Err(SeriesRefusal::WouldCycle { keep: one, absorb: three }));
    assert_eq!(links.merge(9, 2), Err(SeriesRefusal::AbsorbedAlready { absorb: two, into: three }));
    assert_eq!(links.merge(3, 1), Err(SeriesRefusal::AbsorbedAlready { absorb: one, into: two }));
}

#[test]
fn a_merge_can_be_taken_back_at_any_time_also_in_the_middle_of_a_chain() {
    let mut links = Links::with_members(&[(1, 1), (2, 2), (3, 3)]);
    let first = links.merge(2, 1).unwrap();
    links.merge(3, 2).unwrap();
    let undone = links.undo(&first).unwrap();
    assert_eq!((links.files(1), links.files(3)), (vec![file(1)], vec![file(2), file(3)]));
    assert!(matches!(links.undo(&first), Err(SeriesRefusal::ChangedSince { .. })));
    links.undo(&undone).unwrap();
    assert_eq!(links.files(3).len(), 3);
}

#[test]
fn a_merge_that_came_later_is_not_overrun_by_undoing_an_unmerge() {
    let mut links = Links::with_members(&[(1, 1), (2, 2)]);
    let merged = links.merge(1, 2).unwrap();
    let unmerged = links.undo(&merged).unwrap();
    links.merge(2, 1).unwrap();
    let (keep, absorb) = (series(1), series(2));
    assert_eq!(links.undo(&unmerged), Err(SeriesRefusal::WouldCycle { keep, absorb }));
}

#[test]
fn a_split_moves_files_out_of_all_that_is_one_and_says_on_what_it_leans() {
    let mut links = Links::with_members(&[(1, 1), (1, 2), (2, 2), (3, 1)]);
    links.merge(1, 2).unwrap();
    let change = links.split(2, &[1, 2], 7).unwrap();
    assert_eq!((links.files(1), links.files(7)), (vec![file(3)], vec![file(1), file(2)]));
    assert_eq!((change.asserted.len(), change.taken_back.len()), (2, 3));
    assert_eq!(change.asserted[0].asserted().evidence.len(), 2);
    assert_eq!(links.split(1, &[1], 8), Err(SeriesRefusal::NotInSeries { file: file(1) }));
    assert_eq!(links.split(1, &[3], 2), Err(SeriesRefusal::IntoItself { into: series(2) }));
    assert_eq!(links.split(1, &[], 8), Err(SeriesRefusal::NothingToSplit));
}

#[test]
fn no_file_is_lost_in_any_sequence_of_merges_splits_and_undoings() {
    fn next(state: &mut u64) -> u64 {
        *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        *state >> 33
    }
    let (mut n_merges, mut n_splits) = (0, 0);
    for seed in 0..60 {
        let mut state = seed;
        let members: Vec<(u64, u64)> = (0..12).map(|n| (n % 9, next(&mut state) % 5)).collect();
        let mut links = Links::with_members(&members);
        let (start, files) = (links.standing(), links.sorted_files());
        let mut done: Vec<LinkChange> = Vec::new();
        for _ in 0..15 {
            let (a, b) = (next(&mut state) % 8, next(&mut state) % 8);
            let change = match next(&mut state) % 3 {
                0 => links.merge(a, b).inspect(|_| n_merges += 1),
                1 => {
                    // Of what is there, every second file or so.
                    let there = (0..9).filter(|n| links.files(a).contains(&file(*n)));
                    let some: Vec<u64> = there.filter(|_| next(&mut state).is_multiple_of(2)).collect();
                    links.split(a, &some, b).inspect(|_| n_splits += 1)
                }
                _ if done.is_empty() => continue,
                // Any earlier one, not only the last: undoing is a change like others, and is undone like others.
                _ => links.undo(&done[next(&mut state) as usize % done.len()].clone()),
            };
            done.extend(change.ok());
            assert_eq!(links.sorted_files(), files, "seed {seed}");
        }
        // Undoing gives links new ids, so later undoings look for the links that now stand in their place.
        let mut renamed: BTreeMap<LinkId, LinkId> = BTreeMap::new();
        for change in done.iter().rev() {
            let asserted = change.asserted.iter().map(|link| {
                let mut id = link.id();
                while let Some(newer) = renamed.get(&id) {
                    id = *newer;
                }
                links.all[&id].clone()
            });
            let change = LinkChange { asserted: asserted.collect(), taken_back: change.taken_back.clone() };
            let undone = links.undo(&change).unwrap_or_else(|refused| panic!("seed {seed}: {refused}"));
            for (old, new) in change.taken_back.iter().zip(&undone.asserted) {
                renamed.insert(old.id(), new.id());
            }
            assert_eq!(links.sorted_files(), files, "seed {seed}");
        }
        assert_eq!(links.standing(), start, "seed {seed}");
    }
    assert!(n_merges > 50 && n_splits > 20, "{n_merges} {n_splits}");
}

#[test]
fn an_alias_keeps_its_source_through_a_merge() {
    let mut links = Links::with_members(&[(1, 1), (2, 2)]);
    let source = AliasSource::Partner { name: "a partner".into() };
    let alias = Alias { series: series(2), name: Protected::new("canary"), source, said: said(1) };
    let merged = links.merge(1, 2).unwrap();
    let aliases = [alias.clone()];
    let of = |links: &Links| links.book().view(series(1)).aliases(&aliases).cloned().collect::<Vec<_>>();
    assert_eq!(of(&links), [alias]);
    links.undo(&merged).unwrap();
    assert_eq!(of(&links), []);
}

#[test]
fn rings_and_double_merges_of_other_nodes_still_have_one_name() {
    let merged = |n: u64, absorb: u64, keep: u64| {
        let (from, to, kind) = (series(absorb).into(), series(keep).into(), LinkKind::SameSeries);
        let asserted = Assertion { from, to, kind, confidence: Confidence::Likely, evidence: stated() };
        Link::assert(LinkId::new(bytes(n)), asserted, said(1)).unwrap()
    };
    let ring = SeriesBook::of(&[merged(1, 1, 2), merged(2, 2, 3), merged(3, 3, 1)]);
    let twice = SeriesBook::of(&[merged(1, 1, 3), merged(2, 1, 2)]);
    for of in [1, 2, 3] {
        assert_eq!(ring.kept_name(series(of)), series(1));
        assert_eq!(twice.kept_name(series(of)), series(2));
    }
}

#[test]
fn a_stack_only_proposes() {
    let links = Links::with_members(&[(1, 1), (2, 2)]);
    let stack = Stack { representative: file(1), members: vec![file(1), file(3)] };
    let proposal = propose(&stack, &links.book());
    assert_eq!(proposal.unsorted, [file(3)]);
    assert_eq!(proposal.already_in, [(series(1), vec![file(1)])].into());
    assert_eq!(links.files(1), [file(1)]);
}
