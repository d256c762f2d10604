//! Questions of all kinds at once, against what comparing everything says.

use std::path::{Path, PathBuf};

use super::super::{LIST_RESERVED, ListSegments};
use super::*;
use crate::dice::Dice;
use crate::near::{NearEntry, NearIndex};
use crate::segment::SegmentWriter;

struct List {
    number: u32,
    threshold_bits: u32,
    looks: Vec<Pdq>,
}

fn write(path: PathBuf, key_bytes: usize, keys: impl Iterator<Item = Vec<u8>>) -> Option<PathBuf> {
    let mut writer = SegmentWriter::create(&path, key_bytes).unwrap();
    keys.zip(1..).for_each(|(key, row)| writer.push(&key, row).unwrap());
    writer.finish().unwrap();
    Some(path)
}

fn lists() -> Vec<List> {
    let mut dice = Dice::of(11);
    let mut looks = |n: usize| (0..n).map(|_| dice.hash()).collect::<Vec<_>>();
    let shared = looks(300);
    [(7, 31), (2, 20), (9, 40)]
        .map(|(number, threshold_bits)| {
            let looks = [shared.clone(), looks(200)].concat();
            List { number, threshold_bits, looks }
        })
        .into()
}

fn open(folder: &Path, lists: &[List]) -> Catalogue {
    let segments = |list: &List| {
        let path = |kind: &str| folder.join(format!("{}.{kind}", list.number));
        let digests: Vec<Digests> = list.looks.iter().map(|look| Digests::of(&look.0)).collect();
        ListSegments {
            list: list.number,
            threshold_bits: list.threshold_bits,
            sha1: write(path("sha1"), 20, digests.iter().map(|of| of.sha1.unwrap().0.to_vec())),
            sha256: write(path("sha256"), 32, digests.iter().map(|of| of.sha256.unwrap().0.to_vec())),
            pdq: write(path("pdq"), 32, list.looks.iter().map(|look| look.0.to_vec())),
            ..ListSegments::default()
        }
    };
    Catalogue::open_for_radius(lists.iter().map(segments).collect(), 44).unwrap()
}

fn turned(look: Pdq, dice: &mut Dice, n_bits: u32) -> Pdq {
    let mut look = look;
    dice.distinct_below(256, n_bits).into_iter().for_each(|bit| look.0[bit as usize / 8] ^= 1 << (bit % 8));
    look
}

fn distance(one: &Pdq, other: &Pdq) -> u32 {
    one.0.iter().zip(other.0).map(|(one, other)| (one ^ other).count_ones()).sum()
}

/// What comparing everything with everything says.
fn expected(lists: &[List], question: &Question<'_>) -> Answer {
    let mut answer = Answer::default();
    for list in lists {
        for kind in [DigestKind::Sha1, DigestKind::Sha256] {
            for (look, row) in list.looks.iter().zip(1..) {
                let entry = Digests::of(&look.0);
                let is_same = match kind {
                    DigestKind::Sha1 => question.digests.sha1.is_some() && question.digests.sha1 == entry.sha1,
                    _ => question.digests.sha256.is_some() && question.digests.sha256 == entry.sha256,
                };
                if is_same {
                    answer.exact.push(ExactHit { list: list.number, row, kind });
                }
            }
        }
        for (entry, row) in list.looks.iter().zip(1..) {
            for (number, look) in question.looks.iter().enumerate() {
                let hit = LookHit { list: list.number, row, look: number, distance: distance(entry, &look.hash) };
                if hit.distance <= look.near_bits_max.min(list.threshold_bits) {
                    answer.near.push(hit);
                } else if hit.distance <= look.worth_bits_max {
                    answer.worth.push(hit);
                }
            }
            for (number, frame) in question.frames.iter().enumerate() {
                let hit = LookHit { list: list.number, row, look: number, distance: distance(entry, frame) };
                if hit.distance <= list.threshold_bits {
                    answer.frames.push(hit);
                }
            }
        }
    }
    [&mut answer.near, &mut answer.worth, &mut answer.frames].into_iter().for_each(|hits| hits.sort_unstable());
    answer
}

#[test]
fn one_call_answers_for_all_kinds_and_says_what_it_covered() {
    let folder = tempfile::tempdir().unwrap();
    let lists = lists();
    let catalogue = open(folder.path(), &lists);
    let mut dice = Dice::of(12);
    let mut looks: Vec<Vec<Look>> = Vec::new();
    let mut frames: Vec<Vec<Pdq>> = Vec::new();
    for n in 0..60 {
        let entry = lists[n % 3].looks[n * 8];
        let at = |dice: &mut Dice, n_bits| turned(entry, dice, n_bits);
        let view = |hash, near_bits_max| Look { hash, near_bits_max, worth_bits_max: 44 };
        let (plain, crop, turn) = (at(&mut dice, n as u32), at(&mut dice, 31), at(&mut dice, 27));
        looks.push(vec![Look::plain(plain), view(crop, 31), view(turn, 26), Look::plain(dice.hash())]);
        frames.push((0..5).map(|n| at(&mut dice, 10 * n)).collect());
    }
    let questions: Vec<Question<'_>> = (0..60)
        .map(|n| Question {
            digests: if n % 2 == 0 { Digests::of(&lists[n % 3].looks[n * 7].0) } else { Digests::default() },
            looks: &looks[n],
            frames: &frames[n],
        })
        .collect();

    let answers = catalogue.ask(&questions, Among::All).unwrap();
    for (question, answer) in questions.iter().zip(&answers.each) {
        assert_eq!(*answer, expected(&lists, question));
        assert_eq!(catalogue.ask(&[*question], Among::All).unwrap().each, std::slice::from_ref(answer));
        assert_eq!(catalogue.exact(&question.digests).unwrap(), answer.exact);
    }
    let any = |has: fn(&Answer) -> bool| answers.each.iter().any(has);
    assert!(any(|answer| !answer.exact.is_empty()) && any(|answer| !answer.near.is_empty()));
    assert!(any(|answer| !answer.worth.is_empty()) && any(|answer| !answer.frames.is_empty()));

    let covered = &answers.covered;
    assert_eq!(covered.radius_bits, Some(44));
    assert_eq!(covered.lists.iter().map(|list| list.list).collect::<Vec<_>>(), [7, 2, 9]);
    for list in &covered.lists {
        let kinds: Vec<_> = list.parts.iter().map(|part| part.digest).collect();
        assert_eq!(kinds, [Some(DigestKind::Sha1), Some(DigestKind::Sha256), None]);
        assert!(list.parts.iter().all(|part| part.n_entries == 500 && part.content_sha256.is_some()));
    }
    assert_ne!(covered.lists[0].parts[0].content_sha256, covered.lists[1].parts[0].content_sha256);

    // Of the lists that are not asked nothing is found and nothing is said.
    let some = catalogue.ask(&questions, Among::Only(&[9, 2])).unwrap();
    for (question, answer) in questions.iter().zip(&some.each) {
        assert_eq!(*answer, expected(&lists[1..], question));
    }
    assert_eq!(some.covered.lists.iter().map(|list| list.list).collect::<Vec<_>>(), [2, 9]);
    let none = catalogue.ask(&questions, Among::Only(&[])).unwrap();
    assert!(none.each.iter().all(|answer| *answer == Answer::default()));
    assert_eq!(none.covered, Covered { lists: Vec::new(), radius_bits: None });
}

#[test]
fn what_cannot_be_covered_is_not_answered() {
    let folder = tempfile::tempdir().unwrap();
    let lists = lists();
    let catalogue = open(folder.path(), &lists);
    let ask = |look: Look, among| catalogue.ask(&[Question { looks: &[look], ..Question::default() }], among);
    let look = Look::plain(lists[0].looks[0]);
    assert!(ask(look, Among::All).is_ok());
    assert!(matches!(ask(look, Among::Only(&[7, 8])), Err(CatalogueError::ListUnknown { list: 8 })));
    let reserved = Among::Only(&[LIST_RESERVED]);
    assert!(matches!(ask(look, reserved), Err(CatalogueError::ListUnknown { list: LIST_RESERVED })));
    let far = Look { worth_bits_max: 45, ..look };
    assert!(matches!(ask(far, Among::All), Err(CatalogueError::Radius(_))));

    let path = folder.path().join("9.sha1");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[700..4_000].iter_mut().for_each(|byte| *byte ^= 0x10);
    std::fs::write(&path, bytes).unwrap();
    let digests: Vec<Digests> = lists[2].looks.iter().map(|look| Digests::of(&look.0)).collect();
    let questions: Vec<Question<'_>> =
        digests.iter().map(|digests| Question { digests: *digests, ..Question::default() }).collect();
    let damaged = open_again(folder.path(), &lists);
    assert!(matches!(damaged.ask(&questions, Among::All), Err(CatalogueError::Segment(_))));
    assert!(damaged.exact_many(&digests).is_err());
    assert!(damaged.ask(&questions, Among::Only(&[7, 2])).is_ok());
}

/// What stands in the folder, without writing it anew.
fn open_again(folder: &Path, lists: &[List]) -> Catalogue {
    let segments = |list: &List| ListSegments {
        list: list.number,
        threshold_bits: list.threshold_bits,
        sha1: Some(folder.join(format!("{}.sha1", list.number))),
        ..ListSegments::default()
    };
    Catalogue::open(lists.iter().map(segments).collect()).unwrap()
}

#[test]
fn comparing_all_gives_what_the_near_index_gives() {
    let lists = lists();
    let entries = lists[0].looks.iter().zip(1..).map(|(hash, row)| NearEntry { hash: *hash, list: 7, row });
    let index = NearIndex::build(entries.collect(), 44).unwrap();
    let query = turned(lists[0].looks[3], &mut Dice::of(5), 40);
    let question = Question {
        frames: &[],
        looks: &[Look { hash: query, near_bits_max: 44, worth_bits_max: 0 }],
        ..Question::default()
    };
    let wide = [List { number: 7, threshold_bits: 64, looks: lists[0].looks.clone() }];
    assert_eq!(index.search(&query, 44).unwrap().len(), expected(&wide, &question).near.len());
}
