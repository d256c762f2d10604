//! Exhibits, their files, their matches, runs and reports.

use std::collections::HashMap;

use casework::file::{File, FileId, MediaKind, Metadata};
use casework::list::HashKind;
use casework::matching::{Match, Part};
use casework::report::WrittenReport;
use fingerprint::{Digests, Sha256, Turn};
use store::{Engine, Error, ExhibitSize, FingerprintKind, LetGo, RunState};

use crate::samples::{Sample, entry, exhibit, file, id_of, put_exhibit, store_on};

on_each_engine!(
    an_exhibit_and_its_files_come_back_as_they_were_put,
    every_look_of_a_file_is_a_fingerprint_once,
    what_is_only_listed_never_replaces_what_was_read,
    files_are_counted_in_exhibits_and_not_in_places,
    an_exhibit_leaves_with_all_that_only_it_held,
    matches_are_replaced_as_a_whole_and_keep_their_order,
    runs_and_reports_are_remembered,
    views_are_remembered_apart_and_go_with_what_they_were_taken_of,
);

async fn an_exhibit_and_its_files_come_back_as_they_were_put(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one", b"two", b"one"]).await;
    assert_eq!(at.store.exhibits().await.unwrap(), [exhibit("exh_1")]);
    assert_eq!(at.store.exhibit("exh_2").await.unwrap(), None);
    let files = at.store.files_of("exh_1").await.unwrap();
    assert_eq!(files.len(), 2);
    assert_eq!(*files[&id_of(b"one")], file(b"one"));
    let (read, versions) = at.store.file(&id_of(b"two")).await.unwrap().unwrap();
    assert_eq!((&*read, versions.as_str()), (&file(b"two"), "pdq-1"));
    let Digests { md5, sha1, sha256 } = Digests::of(b"two");
    let with = |kind, digest: Vec<u8>| {
        let store = at.store.clone();
        async move { store.files_with(kind, &digest).await.unwrap() }
    };
    assert_eq!(with(HashKind::Md5, md5.unwrap().0.to_vec()).await, [id_of(b"two")]);
    assert_eq!(with(HashKind::Sha1, sha1.unwrap().0.to_vec()).await, [id_of(b"two")]);
    assert_eq!(with(HashKind::Sha256, sha256.unwrap().0.to_vec()).await, [id_of(b"two")]);
    assert_eq!(with(HashKind::Md5, vec![0; 16]).await, []);
}

async fn every_look_of_a_file_is_a_fingerprint_once(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one"]).await;
    put_exhibit(&at.store, "exh_2", &[b"one"]).await;
    let fingerprints = at.store.fingerprints().await.unwrap();
    let kinds: Vec<FingerprintKind> = fingerprints.iter().map(|fingerprint| fingerprint.kind).collect();
    use FingerprintKind::{FrameAtMs, Thumbnail, Whole};
    assert_eq!(kinds, [Whole, Thumbnail, FrameAtMs(0), FrameAtMs(400), FrameAtMs(800)]);
    assert_eq!(fingerprints[0].turns, file(b"one").look.unwrap().turns);
    assert_eq!((fingerprints[1].turns.len(), fingerprints[1].pdq.hash.0[0]), (0, 9));
    assert_eq!(fingerprints[4].version, "pdq-1 drawn");
}

async fn what_is_only_listed_never_replaces_what_was_read(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one"]).await;
    let listed = |digests| File {
        digests,
        size: 3,
        mime: "application/octet-stream".into(),
        kind: MediaKind::Other,
        look: None,
        thumbnail: None,
        pixel_digest: None,
        frames: Vec::new(),
        frames_made_by: None,
        metadata: Metadata::default(),
        marks: Default::default(),
        problem: None,
        views: None,
    };
    let mut tx = at.store.begin().await.unwrap();
    assert_eq!(tx.put_file(&listed(Digests::of(b"one")), "").await.unwrap(), id_of(b"one"));
    let only_md5 = Digests { md5: Digests::of(b"md5").md5, ..Digests::default() };
    let id = tx.put_file(&listed(only_md5), "").await.unwrap();
    assert!(matches!(id, FileId::Md5(_)));
    assert!(matches!(tx.put_file(&listed(Digests::default()), "").await, Err(Error::NoDigest)));
    tx.commit(entry("triage.add-files")).await.unwrap();
    assert_eq!(*at.store.file(&id_of(b"one")).await.unwrap().unwrap().0, file(b"one"));
    assert_eq!(at.store.file(&id).await.unwrap().unwrap().0.digests, only_md5);
    assert_eq!(at.store.fingerprints().await.unwrap().len(), 5);
}

async fn files_are_counted_in_exhibits_and_not_in_places(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one", b"one", b"two"]).await;
    put_exhibit(&at.store, "exh_2", &[b"one", b"three"]).await;
    let counts = at.store.exhibit_counts("exh_1").await.unwrap();
    assert_eq!(counts, HashMap::from([(id_of(b"one"), 2), (id_of(b"two"), 1)]));
    let size = at.store.exhibit_size("exh_1").await.unwrap();
    assert_eq!(size, ExhibitSize { n_places: 3, n_files: 2, n_seen_elsewhere: 1 });
    let empty = at.store.exhibit_size("exh_0").await.unwrap();
    assert_eq!(empty, ExhibitSize { n_places: 0, n_files: 0, n_seen_elsewhere: 0 });
    assert_eq!(at.store.exhibits_of(&id_of(b"one")).await.unwrap(), ["exh_1", "exh_2"]);
}

async fn an_exhibit_leaves_with_all_that_only_it_held(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one", b"two"]).await;
    put_exhibit(&at.store, "exh_2", &[b"one"]).await;
    // What only the exhibit to be removed held: a digest that stands in the files on disk.
    let two = Digests::of(b"two").sha256.unwrap();
    assert_eq!(stands_on_disk(&at, &two.0), engine == Engine::Sqlite);
    let mut tx = at.store.begin().await.unwrap();
    tx.replace_matches("exh_1", &[(id_of(b"two"), claim(1))]).await.unwrap();
    tx.commit(entry("triage.match")).await.unwrap();
    let mut tx = at.store.begin().await.unwrap();
    assert!(tx.remove_exhibit("exh_1").await.unwrap());
    assert!(!tx.remove_exhibit("exh_3").await.unwrap());
    tx.commit(entry("exhibit.remove")).await.unwrap();
    assert_eq!(at.store.checkpoint().await.unwrap(), LetGo::Done);
    assert_eq!(at.store.exhibits().await.unwrap().len(), 1);
    assert_eq!(at.store.file(&id_of(b"two")).await.unwrap(), None);
    assert!(at.store.file(&id_of(b"one")).await.unwrap().is_some());
    assert_eq!(at.store.matches("exh_1").await.unwrap(), []);
    assert_eq!(at.store.fingerprints().await.unwrap().len(), 5);
    at.store.check().await.unwrap();
    // Of SQLite neither in free pages nor in the log. A server's files are not ours to look into.
    assert!(!stands_on_disk(&at, &two.0));
}

fn stands_on_disk(at: &Sample, wanted: &[u8]) -> bool {
    let files = std::fs::read_dir(at.folder.path()).unwrap();
    files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted))
}

fn claim(row: u64) -> Match {
    Match {
        list: "lst_1".into(),
        row,
        owner_id: Some("owner's".into()),
        kind: HashKind::Pdq,
        distance: 12,
        quality: Some(77),
        turn: Turn::FlipX,
        part: Part::FrameAtMs(400),
        view: None,
        ranges: None,
        contradicted: false,
        category: None,
        words: vec![("series".into(), "\u{0}\u{202e}".into())],
    }
}

async fn matches_are_replaced_as_a_whole_and_keep_their_order(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one", b"two"]).await;
    let (one, two) = (id_of(b"one"), id_of(b"two"));
    let mut tx = at.store.begin().await.unwrap();
    tx.replace_matches("exh_1", &[(one, claim(9)), (two, claim(1)), (one, claim(u64::MAX))]).await.unwrap();
    tx.add_matches("exh_1", &[(one, claim(2))]).await.unwrap();
    tx.commit(entry("triage.match")).await.unwrap();
    let mut expected = vec![(one, claim(9)), (one, claim(u64::MAX)), (one, claim(2)), (two, claim(1))];
    expected.sort_by_key(|(file, _)| *file);
    assert_eq!(at.store.matches("exh_1").await.unwrap(), expected);
    let mut tx = at.store.begin().await.unwrap();
    tx.replace_matches("exh_1", &[(two, claim(3))]).await.unwrap();
    tx.commit(entry("triage.match")).await.unwrap();
    assert_eq!(at.store.matches("exh_1").await.unwrap(), [(two, claim(3))]);
}

async fn runs_and_reports_are_remembered(engine: Engine) {
    let at = store_on(engine).await;
    let first = put_exhibit(&at.store, "exh_1", &[]).await;
    let second = put_exhibit(&at.store, "exh_2", &[]).await;
    assert!(first < second);
    let written = |path: &[u8], sha256| WrittenReport { path: path.to_vec(), sha256, size: u64::MAX };
    let (one, two) = (Sha256([1; 32]), Sha256([2; 32]));
    let mut tx = at.store.begin().await.unwrap();
    tx.put_report(first, &written(b"/a\xff.html", one), 10).await.unwrap();
    tx.put_report(first, &written(b"/b.html", one), 20).await.unwrap();
    tx.close_run(first, RunState::Finished, &serde_json::json!({"seconds": 4}), 30).await.unwrap();
    tx.commit(entry("triage.report")).await.unwrap();
    let run = at.store.run(first).await.unwrap().unwrap();
    assert_eq!((run.state, run.closed_at_us), (RunState::Finished, Some(30)));
    assert_eq!(run.record, Some(serde_json::json!({"seconds": 4})));
    assert_eq!(run.opening.lists, ["lst_1"]);
    assert_eq!(at.store.runs().await.unwrap()[1].state, RunState::Open);
    let report = at.store.report_by_sha256(&one).await.unwrap().unwrap();
    assert_eq!((report.written, report.written_at_us), (written(b"/b.html", one), 20));
    assert_eq!(at.store.report_by_sha256(&two).await.unwrap(), None);
    assert_eq!(at.store.reports_of(first).await.unwrap().len(), 2);
}

async fn views_are_remembered_apart_and_go_with_what_they_were_taken_of(engine: Engine) {
    use casework::views::{Refined, SeenView, Views};
    use fingerprint::view::{Cuts, Family, Search, View};
    let at = store_on(engine).await;
    let cuts = Cuts { left_permille: 30, top_permille: -10, right_permille: 0, bottom_permille: 20 };
    let cropped = View { family: Family::Cropped, cuts, ..View::PLAIN };
    let pdq = fingerprint::PdqHash { hash: fingerprint::Pdq([7; 32]), quality: 70 };
    let seen = [View::PLAIN, cropped].map(|view| SeenView { view, pdq, search: Search::Altered });
    let views = Views { version: "view-1".into(), search: Search::Thorough, seen: seen.to_vec() };
    let put = async |views: Option<Views>| {
        let file = File { views: views.map(std::sync::Arc::new), ..file(b"one") };
        let mut tx = at.store.begin().await.unwrap();
        let id = tx.put_file(&file, "versions").await.unwrap();
        tx.commit(entry("triage.add-files")).await.unwrap();
        assert_eq!(at.store.file(&id).await.unwrap().unwrap().0.views, None);
        at.store.views_of(&[id, id_of(b"two")]).await.unwrap()
    };
    assert_eq!(put(Some(views.clone())).await, [(id_of(b"one"), views)].into());
    let refined = [3, 4].map(|n| Refined { from: View::PLAIN, towards: fingerprint::Pdq([n; 32]), to: seen[1] });
    for one in &refined {
        let mut tx = at.store.begin().await.unwrap();
        tx.add_refined(&id_of(b"one"), std::slice::from_ref(one)).await.unwrap();
        tx.commit(entry("triage-refine")).await.unwrap();
    }
    let kept = async || at.store.refined_of(&[id_of(b"one"), id_of(b"two")]).await.unwrap();
    assert_eq!(kept().await, [(id_of(b"one"), refined.to_vec())].into());
    assert!(put(None).await.is_empty() && kept().await.is_empty());
}
