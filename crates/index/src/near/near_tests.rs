//! The index against comparing every entry, on hashes that are spread and on hashes that cluster.

use super::*;
use crate::self_test::Dice;

fn hash_with_flips(dice: &mut Dice, from: Pdq, n_bits: u32) -> Pdq {
    let mut bytes = from.0;
    for bit in dice.distinct_below(256, n_bits) {
        bytes[bit as usize / 8] ^= 1 << (bit % 8);
    }
    Pdq(bytes)
}

/// Entries around a few centres at every distance, the rest at random, or with most bits alike.
fn entries(dice: &mut Dice, n: usize, centres: &[Pdq]) -> Vec<NearEntry> {
    let hash = |dice: &mut Dice| match dice.below(4) {
        0 => dice.hash(),
        1 => {
            // Few bits set: the tables' buckets are very uneven.
            let n_bits = dice.below(12) as u32;
            hash_with_flips(dice, Pdq([0; 32]), n_bits)
        }
        _ => {
            let centre = centres[dice.below(centres.len() as u64) as usize];
            let n_bits = dice.below(80) as u32;
            hash_with_flips(dice, centre, n_bits)
        }
    };
    (0..n).map(|row| NearEntry { hash: hash(dice), list: row as u32 % 3, row: row as u64 }).collect()
}

fn by_comparing_all(entries: &[NearEntry], query: &Pdq, radius: u32) -> Vec<NearHit> {
    let hit = |(n, entry): (usize, &NearEntry)| {
        let distance = entry.hash.distance(query);
        (distance <= radius).then_some(NearHit { entry: n, list: entry.list, row: entry.row, distance })
    };
    entries.iter().enumerate().filter_map(hit).collect()
}

#[test]
fn every_plan_answers_as_comparing_all_does() {
    let mut dice = Dice::of(7);
    let centres: Vec<Pdq> = (0..5).map(|_| dice.hash()).chain([Pdq([0; 32]), Pdq([255; 32])]).collect();
    let entries = entries(&mut dice, 3_000, &centres);
    let queries: Vec<Pdq> = centres.iter().copied().chain((0..10).map(|_| dice.hash())).collect();
    let near: Vec<_> = queries.iter().map(|query| by_comparing_all(&entries, query, 64)).collect();
    let mut n_found = 0;
    for n_bands in [0, 13, 16, 17, 20, 31, 32] {
        for radius_max in [0, 1, 15, 30, 31, 32, 40, 64] {
            let plan = if n_bands == 0 { Plan::brute_force(radius_max) } else { Plan::of_bands(n_bands, radius_max) };
            let index = NearIndex::build_by(plan, entries.clone());
            for radius in [0, 1, 15, 30, 31, 32, 40, 64] {
                for (query, near) in queries.iter().zip(&near) {
                    match index.search(query, radius) {
                        Ok(hits) => {
                            let expected = near.iter().filter(|hit| hit.distance <= radius);
                            assert!(hits.iter().eq(expected), "{n_bands} bands, {radius} bits");
                            n_found += hits.len();
                        }
                        Err(error) => {
                            assert!(radius > radius_max);
                            assert_eq!(error, RadiusTooLarge { asked_bits: radius, planned_bits: radius_max });
                        }
                    }
                }
            }
        }
    }
    assert!(n_found > 10_000, "only {n_found} found: the test shows little");
}

#[test]
fn the_plan_chosen_for_many_entries_answers_as_comparing_all_does() {
    let mut dice = Dice::of(8);
    let centres: Vec<Pdq> = (0..20).map(|_| dice.hash()).collect();
    let entries = entries(&mut dice, 60_000, &centres);
    let mut index = NearIndex::build(entries.clone(), 31).unwrap();
    assert!(!index.plan().is_brute_force());
    let expected: Vec<_> = centres.iter().map(|query| by_comparing_all(&entries, query, 31)).collect();
    let check = |index: &NearIndex| {
        centres.iter().zip(&expected).filter(|(query, hits)| index.search(query, 31).unwrap() == **hits).count()
    };
    assert_eq!(check(&index), 20);
    // Most near ones are shown by several bands, so one empty table need not be noticed here.
    (0..8).for_each(|band| index.sabotage_band(band));
    assert!(check(&index) < 20);
    index.fall_back_to_brute_force();
    assert_eq!(check(&index), 20);
}

#[test]
fn an_empty_index_finds_nothing_and_a_large_radius_is_refused() {
    assert_eq!(NearIndex::build(Vec::new(), 31).unwrap().search(&Pdq([1; 32]), 31), Ok(Vec::new()));
    assert!(NearIndex::build(Vec::new(), 65).is_err());
}
