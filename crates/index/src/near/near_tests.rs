//! The index against comparing every entry, on hashes that are spread and on hashes that cluster.

use super::*;
use crate::dice::Dice;

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
    let hit = |entry: &NearEntry| {
        let distance = entry.hash.distance(query);
        (distance <= radius).then_some(NearHit { list: entry.list, row: entry.row, distance })
    };
    let mut hits: Vec<NearHit> = entries.iter().filter_map(hit).collect();
    hits.sort_unstable();
    hits
}

fn kernels() -> impl Iterator<Item = Kernel> {
    Kernel::ALL.into_iter().filter(|kernel| kernel.is_available())
}

#[test]
fn every_plan_and_kernel_answers_as_comparing_all_does() {
    let mut dice = Dice::of(7);
    let centres: Vec<Pdq> = (0..5).map(|_| dice.hash()).chain([Pdq([0; 32]), Pdq([255; 32])]).collect();
    let mut entries = entries(&mut dice, 3_000, &centres);
    // Some hashes several times, in several lists.
    let again: Vec<NearEntry> = entries[..300].iter().map(|entry| NearEntry { list: 7, ..*entry }).collect();
    entries.extend(again);
    let queries: Vec<Pdq> = centres.iter().copied().chain((0..70).map(|_| dice.hash())).collect();
    let near: Vec<_> = queries.iter().map(|query| by_comparing_all(&entries, query, 64)).collect();
    let mut n_found = 0;
    for n_pairs in [0, 8, 9, 12, 16] {
        for radius_max in [0, 1, 15, 31, 32, 44, 64] {
            let plan = if n_pairs == 0 { Plan::brute_force(radius_max) } else { Plan::of_pairs(n_pairs, radius_max) };
            let mut index = NearIndex::build_by(plan, entries.clone());
            for kernel in kernels() {
                index = index.with_kernel(kernel);
                for radius in [0, 1, 15, 30, 31, 32, 44, 64].into_iter().filter(|radius| *radius <= radius_max) {
                    let found = index.search_many(&queries, radius).unwrap();
                    let expected: Vec<(usize, NearHit)> = (near.iter().enumerate())
                        .flat_map(|(query, hits)| hits.iter().map(move |hit| (query, *hit)))
                        .filter(|(_, hit)| hit.distance <= radius)
                        .collect();
                    assert!(found == expected, "{n_pairs} pairs, {kernel:?}, {radius} of {radius_max} bits");
                    n_found += found.len();
                }
            }
            let asked_bits = radius_max + 1;
            let refused = index.search(&queries[0], asked_bits);
            let expected = RadiusTooLarge { asked_bits, planned_bits: radius_max };
            assert!(matches!(refused, Err(NearError::Radius(error)) if error == expected));
        }
    }
    assert!(n_found > 100_000, "only {n_found} found: the test shows little");
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
    index.sabotage_band(0);
    assert!(check(&index) < 20);
    index.fall_back_to_brute_force();
    assert_eq!(check(&index), 20);
}

#[test]
fn the_worst_that_the_pigeonhole_allows_is_found() {
    // Differences dealt out so that as few bands as possible show them: one bit more than asked in all bands but one.
    let mut dice = Dice::of(9);
    for (n_pairs, radius) in [(8, 31), (8, 44), (8, 64), (11, 31), (16, 31), (13, 40)] {
        let plan = Plan::of_pairs(n_pairs, radius);
        let mut entries = Vec::new();
        let mut queries = Vec::new();
        let radii: Vec<u32> = plan.radii_for(radius).map(|radius| radius.map_or(0, |radius| radius + 1)).collect();
        for round in 0..2_000 {
            let only = dice.below(radii.len() as u64) as usize;
            let mut bits = Vec::new();
            for (number, (band, share)) in plan.bands().iter().zip(&radii).enumerate() {
                let n_bits = share.saturating_sub(u32::from(number == only));
                bits.extend(dice.distinct_below(band.width_bits, n_bits).into_iter().map(|bit| band.first_bit + bit));
            }
            let query = dice.hash();
            queries.push((query, bits.len() as u32));
            entries.push(NearEntry { hash: with_bits_turned(&query, &bits), list: 0, row: round });
        }
        let index = NearIndex::build_by(plan, entries);
        for (row, (query, distance)) in (0..).zip(queries) {
            let expected: &[NearHit] = if distance <= radius { &[NearHit { list: 0, row, distance }] } else { &[] };
            assert_eq!(index.search(&query, radius).unwrap(), expected, "{n_pairs} pairs, {radius} bits");
        }
    }
}

#[test]
fn an_empty_index_finds_nothing_and_a_large_radius_is_refused() {
    assert!(NearIndex::build(Vec::new(), 31).unwrap().search(&Pdq([1; 32]), 31).unwrap().is_empty());
    assert!(NearIndex::build_by(Plan::of_pairs(8, 31), Vec::new()).search(&Pdq([1; 32]), 31).unwrap().is_empty());
    assert!(NearIndex::build(Vec::new(), 65).is_err());
}

fn file_bytes(index: &NearIndex, path: &Path) -> Vec<u8> {
    index.write_to(path).unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn a_file_answers_as_the_index_it_was_written_from_whatever_order_entries_came_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("looks.near");
    let mut dice = Dice::of(10);
    let centres: Vec<Pdq> = (0..20).map(|_| dice.hash()).collect();
    for plan in [Plan::brute_force(31), Plan::of_pairs(8, 31), Plan::of_pairs(16, 64)] {
        let mut entries = entries(&mut dice, 5_000, &centres);
        entries.push(NearEntry { hash: Pdq([7; 32]), list: u32::MAX, row: u64::MAX });
        let index = NearIndex::build_by(plan.clone(), entries.clone());
        let bytes = file_bytes(&index, &path);
        let expected = index.search_many(&centres, 31).unwrap();
        for opened in [NearIndex::open(&path).unwrap(), NearIndex::load(&path).unwrap()] {
            assert_eq!(opened.plan(), &plan);
            assert_eq!((opened.n_entries(), opened.n_looks()), (5_001, index.n_looks()));
            assert!(opened.search_many(&centres, 31).unwrap() == expected);
            opened.check_blocks().unwrap();
            assert!(opened.search_many(&centres, 31).unwrap() == expected);
        }
        for n in (1..entries.len()).rev() {
            entries.swap(n, dice.below(n as u64 + 1) as usize);
        }
        assert!(file_bytes(&NearIndex::build_by(plan, entries), &path) == bytes);
    }
}

#[test]
fn a_changed_byte_is_refused_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("looks.near");
    let mut dice = Dice::of(12);
    let centres: Vec<Pdq> = (0..8).map(|_| dice.hash()).collect();
    let mut entries = entries(&mut dice, 500, &centres);
    entries.extend(entries[..50].to_vec());
    let index = NearIndex::build_by(Plan::of_pairs(16, 31), entries);
    let expected = index.search_many(&centres, 31).unwrap();
    let whole = file_bytes(&index, &path);
    let mut n_at_open = 0;
    for at in (0..whole.len()).step_by(1_013).chain(0..60).chain(whole.len() - 8..whole.len()) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << dice.below(8);
        std::fs::write(&path, bytes).unwrap();
        match NearIndex::open(&path) {
            Err(error) => {
                assert!(error.to_string().contains("looks.near"), "{error}");
                n_at_open += 1;
            }
            Ok(opened) => {
                // What it does answer is right; what it cannot believe it does not answer.
                for (number, centre) in centres.iter().enumerate() {
                    if let Ok(hits) = opened.search(centre, 31) {
                        let expected = expected.iter().filter(|(query, _)| *query == number).map(|(_, hit)| hit);
                        assert!(hits.iter().eq(expected), "byte {at}");
                    }
                }
                let error = opened.check_blocks().unwrap_err();
                assert!(error.to_string().contains("looks.near"), "byte {at}: {error}");
                assert!(NearIndex::load(&path).is_err());
            }
        }
    }
    assert!(n_at_open > 10);
    for n in [0, 7, 4_095, 4_096, whole.len() - 1] {
        std::fs::write(&path, &whole[..n]).unwrap();
        assert!(NearIndex::open(&path).is_err(), "{n} bytes");
    }
}

#[test]
fn numbers_out_of_bounds_are_survived_even_where_checksums_agree() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("looks.near");
    let mut dice = Dice::of(13);
    let centres: Vec<Pdq> = (0..20).map(|_| dice.hash()).collect();
    let entries = entries(&mut dice, 2_000, &centres);
    for fill in [0xff, 0x7f, 0x01] {
        let mut index = NearIndex::build_by(Plan::of_pairs(12, 31), entries.clone());
        let layout = index.image.layout().clone();
        for section in layout.starts.into_iter().chain(layout.ids).chain([layout.owners]) {
            let bytes = index.image.bytes_mut();
            for byte in &mut bytes[section] {
                if dice.below(3) == 0 {
                    *byte = fill;
                }
            }
        }
        index.write_to(&path).unwrap();
        let opened = NearIndex::open(&path).unwrap();
        for centre in &centres {
            let _ = opened.search(centre, 31).unwrap();
        }
        opened.check_blocks().unwrap();
        let _ = opened.search_many(&centres, 31).unwrap();
    }
}

#[test]
fn all_pairs_are_those_that_comparing_all_finds_each_once() {
    let mut dice = Dice::of(14);
    let centres: Vec<Pdq> = (0..40).map(|_| dice.hash()).collect();
    let mut entries = entries(&mut dice, 2_000, &centres);
    entries.extend(entries[..50].to_vec());
    for (n_pairs, radius_max) in [(0, 31), (8, 31), (9, 44), (16, 31), (8, 64)] {
        let plan = if n_pairs == 0 { Plan::brute_force(radius_max) } else { Plan::of_pairs(n_pairs, radius_max) };
        let mut index = NearIndex::build_by(plan, entries.clone());
        let hashes: Vec<Pdq> = (0..index.n_looks()).map(|look| index.hash_of(look).unwrap()).collect();
        for radius in [0, 3, 31, radius_max] {
            let mut expected = Vec::new();
            for (one, hash) in hashes.iter().enumerate() {
                for (two, other) in hashes.iter().enumerate().skip(one + 1) {
                    let distance = hash.distance(other);
                    if distance <= radius {
                        expected.push(NearPair { one, two, distance });
                    }
                }
            }
            assert!(radius < 31 || expected.len() > 1_000);
            for kernel in kernels() {
                index = index.with_kernel(kernel);
                let mut found = Vec::new();
                index.pairs_within(radius, |pair| found.push(pair)).unwrap();
                found.sort_unstable();
                assert!(found == expected, "{n_pairs} pairs, {kernel:?}, {radius} of {radius_max} bits");
            }
        }
        assert!(index.pairs_within(radius_max + 1, |_| ()).is_err());
    }
}

/// What the search for many at once finds, whether it would be chosen or not.
fn by_tables_together(index: &NearIndex, queries: &[Pdq], radius: u32) -> Result<Vec<(u32, u32, u32)>, NearFileError> {
    let mut found = Vec::new();
    let probes = index.probes.get(index.plan(), radius);
    batch::search(index.kernel, &index.image, probes, queries, radius, &mut |hits| {
        found.extend(hits.iter().map(|hit| (hit.query, hit.code, hit.distance)));
        Ok(())
    })?;
    found.sort_unstable();
    Ok(found)
}

#[test]
fn many_queries_together_find_what_comparing_all_finds_in_batches_of_any_size() {
    let mut dice = Dice::of(15);
    let centres: Vec<Pdq> = (0..9).map(|_| dice.hash()).chain([Pdq([0; 32]), Pdq([255; 32])]).collect();
    let mut uneven = entries(&mut dice, 3_000, &centres);
    // So many alike in their first bands that a bucket is read in pieces.
    uneven.extend((0..3_000).map(|row| {
        let mut hash = dice.hash();
        hash.0[..20].fill(0);
        NearEntry { hash, list: 9, row }
    }));
    let even: Vec<NearEntry> = (0..3_000).map(|row| NearEntry { hash: dice.hash(), list: 0, row }).collect();
    let mut queries: Vec<Pdq> = centres.clone();
    queries.extend((0..400).map(|n| if n % 3 == 0 { dice.hash() } else { uneven[n * 7].hash }));
    queries.extend((0..200).map(|n| hash_with_flips(&mut dice, even[n].hash, n as u32 % 70)));
    // Some are asked twice, and there are more than are dealt out at once at the largest radius.
    queries.extend_from_within(..300);
    let mut n_found = 0;
    for entries in [even, uneven] {
        for (n_pairs, radius_max) in [(8, 31), (8, 64), (9, 44), (12, 31), (16, 64)] {
            let mut index = NearIndex::build_by(Plan::of_pairs(n_pairs, radius_max), entries.clone());
            for radius in [0, 3, 31, radius_max] {
                let mut expected = Vec::new();
                compare::search(
                    Kernel::Scalar,
                    index.image.codes(),
                    None,
                    &queries.iter().map(code_of).collect::<Vec<Code>>(),
                    radius,
                    &mut expected,
                );
                let mut expected: Vec<_> = expected.iter().map(|hit| (hit.query, hit.code, hit.distance)).collect();
                expected.sort_unstable();
                n_found += expected.len();
                for kernel in kernels() {
                    index = index.with_kernel(kernel);
                    for n in [queries.len(), 70, 1, 0] {
                        let found = by_tables_together(&index, &queries[..n], radius).unwrap();
                        let expected = expected.iter().filter(|(query, ..)| (*query as usize) < n);
                        assert!(found.iter().eq(expected), "{n_pairs} pairs, {kernel:?}, {radius} bits, {n} queries");
                    }
                }
            }
        }
    }
    assert!(n_found > 100_000, "only {n_found} found: the test shows little");
}

#[test]
fn as_many_as_are_dealt_out_are_answered_as_each_alone_also_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("looks.near");
    let mut dice = Dice::of(16);
    let centres: Vec<Pdq> = (0..20).map(|_| dice.hash()).collect();
    let mut all = entries(&mut dice, 4_000, &centres);
    all.extend(all[..50].to_vec());
    let index = NearIndex::build_by(Plan::of_pairs(8, 31), all);
    let queries: Vec<Pdq> = (0..4_500).map(|n| if n % 20 == 0 { centres[n / 20 % 20] } else { dice.hash() }).collect();
    assert!(index.probes_for_many(queries.len(), 31).is_some() && index.probes_for_many(1_000, 31).is_none());
    let alone = |(number, query)| index.search(query, 31).unwrap().into_iter().map(move |hit| (number, hit));
    let expected: Vec<(usize, NearHit)> = queries.iter().enumerate().flat_map(alone).collect();
    assert!(expected.len() > 1_000 && index.search_many(&queries, 31).unwrap() == expected);
    let whole = file_bytes(&index, &path);
    assert!(NearIndex::open(&path).unwrap().search_many(&queries, 31).unwrap() == expected);
    // Whatever is changed, nothing wrong is said.
    let mut n_refused = 0;
    for at in (5_000..whole.len()).step_by(60_013) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << dice.below(8);
        std::fs::write(&path, bytes).unwrap();
        match NearIndex::open(&path).map_err(NearError::from).and_then(|opened| opened.search_many(&queries, 31)) {
            Ok(found) => assert!(found == expected, "byte {at}"),
            Err(_) => n_refused += 1,
        }
    }
    assert!(n_refused > 20, "{n_refused}");
    // Nor is anything read out of bounds where checksums agree with numbers that cannot be.
    for fill in [0xff, 0x7f, 0x01] {
        let mut index = NearIndex::build_by(Plan::of_pairs(8, 31), entries(&mut dice, 2_000, &centres));
        let layout = index.image.layout().clone();
        for section in layout.starts.into_iter().chain(layout.ids).chain([layout.owners]) {
            index.image.bytes_mut()[section].iter_mut().for_each(|byte| {
                if dice.below(3) == 0 {
                    *byte = fill;
                }
            });
        }
        let _ = index.search_many(&queries, 31).unwrap();
    }
}
