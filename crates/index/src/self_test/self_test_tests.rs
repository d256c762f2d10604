//! Catalogues that answer right, and catalogues that were broken and must be caught.

use std::path::{Path, PathBuf};

use fingerprint::{Digests, Md5};

use super::*;
use crate::catalogue::{CatalogueError, DigestKind, ExactHit, ListSegments, LookHit};
use crate::segment::SegmentWriter;

fn write(path: PathBuf, key_bytes: usize, keys: impl Iterator<Item = Vec<u8>>) -> Option<PathBuf> {
    let mut writer = SegmentWriter::create(&path, key_bytes).unwrap();
    keys.zip(1..).for_each(|(key, row)| writer.push(&key, row).unwrap());
    writer.finish().unwrap();
    Some(path)
}

fn looks(seed: u64, n: usize) -> Vec<Pdq> {
    let mut dice = Dice::of(seed);
    (0..n).map(|_| dice.hash()).collect()
}

fn list(folder: &Path, number: u32, threshold_bits: u32, looks: &[Pdq]) -> ListSegments {
    let digests: Vec<Digests> = looks.iter().map(|look| Digests::of(&look.0)).collect();
    let path = |kind: &str| folder.join(format!("{number}.{kind}"));
    ListSegments {
        list: number,
        threshold_bits,
        md5: write(path("md5"), 16, digests.iter().map(|of| of.md5.unwrap().0.to_vec())),
        sha1: write(path("sha1"), 20, digests.iter().map(|of| of.sha1.unwrap().0.to_vec())),
        sha256: write(path("sha256"), 32, digests.iter().map(|of| of.sha256.unwrap().0.to_vec())),
        pdq: write(path("pdq"), 32, looks.iter().map(|look| look.0.to_vec())),
    }
}

fn with_flips(mut look: Pdq, n_bits: usize) -> Pdq {
    (0..n_bits).for_each(|n| look.0[n % 32] ^= 1 << (n / 32));
    look
}

#[test]
fn each_list_is_asked_within_its_own_threshold() {
    let folder = tempfile::tempdir().unwrap();
    let looks = looks(1, 2_500);
    let strict = ListSegments { threshold_bits: 10, ..list(folder.path(), 4, 10, &looks[..500]) };
    let loose = list(folder.path(), 9, 40, &looks);
    let catalogue = Catalogue::open(vec![loose, strict]).unwrap();
    assert_eq!(catalogue.n_looks(), 3_000);
    assert_eq!(catalogue.plan().radius_bits_max(), 40);

    let hit = |list, look, distance| LookHit { list, row: 8, look, distance };
    assert_eq!(catalogue.near(&[looks[7]]), [hit(4, 0, 0), hit(9, 0, 0)]);
    assert_eq!(catalogue.near(&[with_flips(looks[7], 10)]), [hit(4, 0, 10), hit(9, 0, 10)]);
    assert_eq!(catalogue.near(&[Pdq([0; 32]), with_flips(looks[7], 11)]), [hit(9, 1, 11)]);
    assert_eq!(catalogue.near(&[with_flips(looks[7], 40), looks[7]]), [hit(4, 1, 0), hit(9, 0, 40), hit(9, 1, 0)]);
    assert_eq!(catalogue.near(&[with_flips(looks[7], 41)]), []);
    assert_eq!(catalogue.near_within(&[with_flips(looks[7], 11)], 12).unwrap(), [hit(4, 0, 11), hit(9, 0, 11)]);
    assert!(catalogue.near_within(&[looks[7]], 41).is_err());

    let digests = Digests::of(&looks[7].0);
    let kinds = [DigestKind::Md5, DigestKind::Sha1, DigestKind::Sha256];
    let expected: Vec<_> =
        [9, 4].into_iter().flat_map(|list| kinds.map(|kind| ExactHit { list, row: 8, kind })).collect();
    assert_eq!(catalogue.exact(&digests).unwrap(), expected);
    let only_md5 = Digests { md5: digests.md5, ..Digests::default() };
    assert_eq!(catalogue.exact(&only_md5).unwrap().len(), 2);
    assert_eq!(catalogue.exact(&Digests::of(b"not listed")).unwrap(), []);
    assert_eq!(catalogue.exact(&Digests::default()).unwrap(), []);
}

#[test]
fn nothing_planted_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(vec![list(folder.path(), 0, 64, &looks(2, 100))]).unwrap();
    for planted in catalogue.planted() {
        assert_eq!(catalogue.near(&[planted.query]), []);
        assert_eq!(catalogue.near_within(&[planted.query], 64).unwrap(), []);
    }
    for number in 0..N_PLANTED {
        let key = planted_key(16, number);
        let digests = Digests { md5: Some(Md5(std::array::from_fn(|n| key[n]))), ..Digests::default() };
        assert_eq!(catalogue.exact(&digests).unwrap(), []);
    }
}

#[test]
fn a_whole_catalogue_answers_everything_right() {
    let folder = tempfile::tempdir().unwrap();
    for (number, n, threshold) in [(0, 0, 31), (1, 50, 0), (2, 20_000, 31), (3, 20_000, 64), (4, 20_000, 40)] {
        let catalogue = Catalogue::open(vec![list(folder.path(), number, threshold, &looks(3, n))]).unwrap();
        let answer = self_test(&catalogue);
        assert!(answer.is_right(), "{n} looks, {threshold} bits: {answer:?}");
        assert!(answer.planted >= 14 + 3 * 17, "{answer:?}");
        for distance in [0, 1, 15, 30, 31, 32, 33, 40] {
            assert!(catalogue.planted().iter().any(|planted| planted.distance_bits == distance));
        }
    }
    assert!(self_test(&Catalogue::open(Vec::new()).unwrap()).is_right());
}

#[test]
fn any_skipped_band_is_caught_and_comparing_all_answers_right_again() {
    let folder = tempfile::tempdir().unwrap();
    let list = list(folder.path(), 1, 31, &looks(4, 30_000));
    let n_bands = Catalogue::open(vec![list.clone()]).unwrap().plan().bands().len();
    assert!(n_bands > 10);
    for band in 0..n_bands {
        let mut catalogue = Catalogue::open(vec![list.clone()]).unwrap();
        catalogue.sabotage_band(band);
        let answer = self_test(&catalogue);
        assert!(!answer.is_right(), "band {band}");
        assert!(answer.wrong.iter().any(|wrong| matches!(wrong, WrongAnswer::LookMissed { distance_bits: 31 })));
        catalogue.fall_back_to_brute_force();
        assert!(self_test(&catalogue).is_right(), "band {band}");
    }
}

#[test]
fn a_flipped_bit_in_a_segment_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    let list = list(folder.path(), 1, 31, &looks(5, 4_000));
    let mut dice = Dice::of(6);
    for path in [&list.md5, &list.sha1, &list.sha256, &list.pdq].map(|path| path.as_ref().unwrap()) {
        let whole = std::fs::read(path).unwrap();
        for _ in 0..20 {
            let mut bytes = whole.clone();
            bytes[dice.below(whole.len() as u64) as usize] ^= 1 << dice.below(8);
            std::fs::write(path, bytes).unwrap();
            let is_caught = match Catalogue::open(vec![list.clone()]) {
                Err(CatalogueError::Segment(_)) => true,
                Err(other) => panic!("{other}"),
                Ok(catalogue) => {
                    self_test(&catalogue).wrong.iter().any(|wrong| matches!(wrong, WrongAnswer::Damaged(_)))
                }
            };
            assert!(is_caught, "{}", path.display());
        }
        std::fs::write(path, whole).unwrap();
    }
    assert!(self_test(&Catalogue::open(vec![list]).unwrap()).is_right());
}

#[test]
fn a_bit_that_flips_in_an_open_segment_is_caught() {
    use std::os::unix::fs::FileExt as _;
    let folder = tempfile::tempdir().unwrap();
    let list = list(folder.path(), 1, 31, &looks(7, 4_000));
    let catalogue = Catalogue::open(vec![list.clone()]).unwrap();
    assert!(self_test(&catalogue).is_right());
    let file = std::fs::OpenOptions::new().read(true).write(true).open(list.sha256.unwrap()).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, 70_000).unwrap();
    file.write_all_at(&[byte[0] ^ 4], 70_000).unwrap();
    assert!(!self_test(&catalogue).is_right());
}

#[test]
fn lists_that_cannot_be_told_apart_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let one = list(folder.path(), 1, 31, &looks(8, 3));
    let reserved = ListSegments { list: LIST_RESERVED, ..one.clone() };
    let too_far = ListSegments { threshold_bits: 65, ..one.clone() };
    let wrong_width = ListSegments { md5: one.sha1.clone(), ..one.clone() };
    assert!(matches!(Catalogue::open(vec![one.clone(), one.clone()]), Err(CatalogueError::ListTaken { list: 1 })));
    assert!(matches!(Catalogue::open(vec![reserved]), Err(CatalogueError::ListTaken { .. })));
    assert!(matches!(Catalogue::open(vec![too_far]), Err(CatalogueError::Radius(_))));
    assert!(matches!(Catalogue::open(vec![wrong_width]), Err(CatalogueError::Segment(SegmentError::KeyWidth { .. }))));
    assert!(Catalogue::open(vec![one]).is_ok());
}
