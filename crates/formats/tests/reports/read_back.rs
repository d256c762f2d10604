//! Our own documents read by our own readers: what was written is what is understood.

use formats::hash_only::{HashOnlyFormat, read_hash_only};
use formats::list_file::{ReadOptions, read_list};
use formats::list_format::{ListFormat, recognise};
use formats::report::ReportFormat;

use crate::sample::sample;
use crate::written;

#[test]
fn a_hash_set_comes_back_with_its_hashes_and_categories() {
    let report = sample();
    let text = written(ReportFormat::VicsHashSet, &report);
    assert_eq!(recognise(text.as_bytes()), Some(ListFormat::Vics));
    let mut entries = Vec::new();
    let tally = read_list(&mut text.as_bytes(), ListFormat::Vics, &ReadOptions::default(), &mut |entry| {
        entries.push(entry.unwrap());
    })
    .unwrap();
    assert_eq!(tally.n_refused, 0);
    for entry in &entries {
        let row =
            report.rows.iter().find(|row| row.file.as_ref().is_some_and(|file| file.digests.md5 == entry.digests.md5));
        let file = row.unwrap().file.as_ref().unwrap();
        assert_eq!(entry.digests, file.digests);
        assert_eq!(entry.pdq, file.look.as_ref().map(|look| look.pdq.hash));
    }
    let categories: Vec<_> = entries.iter().filter_map(|entry| entry.category.as_ref()).collect();
    assert_eq!(categories.len(), 1, "one exact match, and no near one");
    assert_eq!((categories[0].scheme.as_str(), categories[0].code.as_str()), ("vics-default", "1"));
}

#[test]
fn a_case_and_a_table_come_back_with_their_places() {
    let report = sample();
    let media = |kind| matches!(kind, casework::file::MediaKind::Picture | casework::file::MediaKind::Video);
    let seen = report.rows.iter().filter(|row| row.file.is_some()).count();
    let seen_media = report.rows.iter().filter(|row| media(row.kind())).count();
    for (format, as_read, expected) in
        [(ReportFormat::VicsCase, HashOnlyFormat::VicsCase, seen_media), (ReportFormat::Csv, HashOnlyFormat::Csv, seen)]
    {
        let text = written(format, &report);
        assert_eq!(formats::hash_only::recognise(text.as_bytes()), Some(as_read));
        let mut places = Vec::new();
        read_hash_only(&mut text.as_bytes(), as_read, &ReadOptions::default(), &mut |row| {
            places.extend(row.ok());
        })
        .unwrap();
        assert_eq!(places.len(), expected, "{format:?}");
        let digests = |row: &formats::hash_only::HashOnlyRow| row.file.digests.sha256;
        assert!(places.iter().all(|place| digests(place).is_some()), "{format:?}");
    }
}
