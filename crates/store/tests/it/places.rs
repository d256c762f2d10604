//! Places: their order, their odd names, and which need not be read again.

use casework::file::{File, Mark, MediaKind, Metadata, Occurrence, Place, Position};
use casework::problem::{Problem, ProblemCode};
use store::{Engine, PlacesWanted, RunId, encode_place};

use crate::samples::{entry, file, id_of, occurrence, put_exhibit, store_on};

on_each_engine!(
    places_come_in_the_order_of_their_raw_bytes_whatever_they_are_called,
    many_places_are_read_page_by_page,
    a_known_place_says_all_that_must_agree,
    a_finished_container_stands_for_its_members,
    a_place_without_its_file_is_refused,
    the_places_of_a_file_are_found_across_exhibits,
    videos_inside_archives_whose_frames_are_to_be_taken_are_named,
    files_that_say_where_they_were_made_are_found_among_others,
);

async fn places_come_in_the_order_of_their_raw_bytes_whatever_they_are_called(engine: Engine) {
    let at = store_on(engine).await;
    let run = put_exhibit(&at.store, "exh_1", &[]).await;
    let archive = Place::on_disk("a.zip");
    let mut places: Vec<Occurrence> = [
        Place::on_disk(b"b\xff".to_vec()),
        Place::on_disk(b"b\xfe".to_vec()),
        Place::on_disk("b"),
        Place::on_disk("a.zip.txt"),
        Place::on_disk("a.zip/x"),
        archive.clone(),
        archive.member("x"),
        archive.member(b"x\0y".to_vec()),
        archive.member("x").member(""),
        archive.member("../../x"),
        Place::on_disk("d/".repeat(5_000) + "deep"),
    ]
    .map(|place| occurrence(place, None))
    .into();
    places[0].link_target = Some(b"/etc/\xff".to_vec());
    places[1].problem = Some(Problem::new(ProblemCode::NotRead, "nul \0"));
    places[2].marks = [Mark::HardLink, Mark::ExtensionLies].into();
    places[3].size = u64::MAX;
    let mut tx = at.store.begin().await.unwrap();
    tx.put_occurrences("exh_1", run, &places).await.unwrap();
    tx.commit(entry("triage.add-files")).await.unwrap();
    places.sort_by(|one, two| one.place.cmp(&two.place));
    assert_eq!(at.store.occurrences("exh_1").await.unwrap(), places);
}

async fn many_places_are_read_page_by_page(engine: Engine) {
    let at = store_on(engine).await;
    let run = put_exhibit(&at.store, "exh_1", &[]).await;
    let places: Vec<Occurrence> =
        (0..10_000u32).rev().map(|n| occurrence(Place::on_disk(n.to_be_bytes()), None)).collect();
    let mut tx = at.store.begin().await.unwrap();
    tx.put_occurrences("exh_1", run, &places).await.unwrap();
    assert_eq!(tx.n_rows(), 10_000);
    tx.commit(entry("triage.add-files")).await.unwrap();
    let read = at.store.occurrences("exh_1").await.unwrap();
    assert!(read.iter().rev().eq(&places));
    assert_eq!(at.store.known_places("exh_1").await.unwrap().len(), 10_000);
}

async fn a_known_place_says_all_that_must_agree(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one"]).await;
    let known = at.store.known_places("exh_1").await.unwrap();
    let place = &known[&encode_place(&Place::on_disk("0"))];
    let put = occurrence(Place::on_disk("0"), Some(id_of(b"one")));
    assert_eq!((place.size, place.times, place.inode, place.file), (put.size, put.times, put.inode, put.file));
    assert_eq!((place.versions.as_str(), place.container_done, place.problem.as_ref()), ("pdq-1", false, None));
}

async fn a_finished_container_stands_for_its_members(engine: Engine) {
    let at = store_on(engine).await;
    let first = put_exhibit(&at.store, "exh_1", &[]).await;
    let archive = Place::on_disk("a.zip");
    let gone = Place::on_disk("gone.zip");
    let put = |run: RunId, places: Vec<Place>, done: Option<Place>| {
        let store = at.store.clone();
        async move {
            let mut tx = store.begin().await.unwrap();
            let id = tx.put_file(&file(b"x"), "pdq-1").await.unwrap();
            let places: Vec<Occurrence> = places.into_iter().map(|place| occurrence(place, Some(id))).collect();
            tx.put_occurrences("exh_1", run, &places).await.unwrap();
            if let Some(done) = done {
                tx.finish_container("exh_1", &done).await.unwrap();
            }
            tx.commit(entry("triage.add-files")).await.unwrap();
        }
    };
    let members = vec![archive.clone(), archive.member("x"), archive.member("y.zip").member("z")];
    put(first, members.clone(), Some(archive.clone())).await;
    put(first, vec![gone.clone(), gone.member("x"), Place::on_disk("a.zip2")], None).await;
    let known = at.store.known_places("exh_1").await.unwrap();
    assert_eq!(known.len(), 3);
    assert!(known[&encode_place(&archive)].container_done && !known[&encode_place(&gone)].container_done);

    // The next run skips the archive, and does not meet the others.
    let second = put_exhibit(&at.store, "exh_1", &[]).await;
    let mut tx = at.store.begin().await.unwrap();
    tx.mark_seen("exh_1", second, std::slice::from_ref(&archive)).await.unwrap();
    assert_eq!(tx.forget_unseen("exh_1", second).await.unwrap(), 3);
    tx.commit(entry("triage.add-files")).await.unwrap();
    let left: Vec<Place> = at.store.occurrences("exh_1").await.unwrap().into_iter().map(|row| row.place).collect();
    assert!(left == members);

    // Written again, it is not done until its members are.
    put(second, vec![archive.clone()], None).await;
    assert!(!at.store.known_places("exh_1").await.unwrap()[&encode_place(&archive)].container_done);
}

async fn a_place_without_its_file_is_refused(engine: Engine) {
    let at = store_on(engine).await;
    let run = put_exhibit(&at.store, "exh_1", &[]).await;
    let mut tx = at.store.begin().await.unwrap();
    let orphan = occurrence(Place::on_disk("0"), Some(id_of(b"never put")));
    assert!(tx.put_occurrences("exh_1", run, &[orphan]).await.is_err());
}

async fn the_places_of_a_file_are_found_across_exhibits(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_2", &[b"one"]).await;
    put_exhibit(&at.store, "exh_1", &[b"two", b"one"]).await;
    let places = at.store.places_of(&[id_of(b"one"), id_of(b"two"), id_of(b"nowhere")]).await.unwrap();
    let on = |exhibit: &str, place: &str| (exhibit.to_owned(), Place::on_disk(place));
    assert!(places[&id_of(b"one")] == [on("exh_1", "1"), on("exh_2", "0")]);
    assert!(places[&id_of(b"two")] == [on("exh_1", "0")] && places.len() == 2);
}

async fn videos_inside_archives_whose_frames_are_to_be_taken_are_named(engine: Engine) {
    let at = store_on(engine).await;
    let run = put_exhibit(&at.store, "exh_1", &[]).await;
    let archive = Place::on_disk("a.zip");
    let mut tx = at.store.begin().await.unwrap();
    let contents: [(&[u8], MediaKind, &str); 5] = [
        (b"taken", MediaKind::Video, "frames-second"),
        (b"not taken", MediaKind::Video, "to-be-taken"),
        (b"taken otherwise", MediaKind::Video, "frames-key"),
        (b"picture", MediaKind::Picture, "plain"),
        (b"archive", MediaKind::Archive, "plain"),
    ];
    for (content, kind, versions) in contents {
        tx.put_file(&File { kind, ..file(content) }, versions).await.unwrap();
    }
    let at_place = |place: Place, content: &[u8]| occurrence(place, Some(id_of(content)));
    let places = [
        at_place(archive.clone(), b"archive"),
        at_place(archive.member("1"), b"taken"),
        at_place(archive.member("2"), b"not taken"),
        at_place(archive.member("3").member("deep"), b"taken otherwise"),
        at_place(archive.member("4"), b"picture"),
        at_place(Place::on_disk("on disk"), b"not taken"),
    ];
    tx.put_occurrences("exh_1", run, &places).await.unwrap();
    tx.commit(entry("triage.add-files")).await.unwrap();
    let named = at.store.member_videos_not_of("exh_1", run, "frames-second").await.unwrap();
    let expected =
        [(archive.member("2"), id_of(b"not taken")), (archive.member("3").member("deep"), id_of(b"taken otherwise"))];
    assert_eq!(named, expected);
    // What another run has seen is not there any more.
    let other_run = RunId(run.0 + 1);
    assert_eq!(at.store.member_videos_not_of("exh_1", other_run, "frames-second").await.unwrap(), []);
    assert_eq!(at.store.file_at("exh_1", &archive).await.unwrap(), Some(id_of(b"archive")));
    assert_eq!(at.store.file_at("exh_1", &archive.member("5")).await.unwrap(), None);
    assert_eq!(at.store.file_at("exh_2", &archive).await.unwrap(), None);
}

async fn files_that_say_where_they_were_made_are_found_among_others(engine: Engine) {
    let at = store_on(engine).await;
    let run = put_exhibit(&at.store, "exh_1", &[]).await;
    let position = Position { latitude_e7: 319_500_000, longitude_e7: -359_100_000 };
    let says = |position| File { metadata: Metadata { position, ..Metadata::default() }, ..file(b"says") };
    let put = async |file: &File| {
        let mut tx = at.store.begin().await.unwrap();
        tx.put_file(file, "plain").await.unwrap();
        tx.commit(entry("triage.add-files")).await.unwrap();
    };
    put(&says(Some(position))).await;
    put(&file(b"silent")).await;
    let mut tx = at.store.begin().await.unwrap();
    let places = ["a", "b"].map(|path| occurrence(Place::on_disk(path), Some(id_of(b"says"))));
    tx.put_occurrences("exh_1", run, &places).await.unwrap();
    let silent = occurrence(Place::on_disk("c"), Some(id_of(b"silent")));
    tx.put_occurrences("exh_1", run, &[silent]).await.unwrap();
    tx.commit(entry("triage.add-files")).await.unwrap();
    let located = async || {
        let wanted = PlacesWanted { located: true, ..PlacesWanted::default() };
        let seen = at.store.places_wanted("exh_1", &wanted, 9).await.unwrap();
        seen.into_iter().map(|seen| (seen.occurrence.place, seen.position)).collect::<Vec<_>>()
    };
    assert_eq!(located().await, ["a", "b"].map(|path| (Place::on_disk(path), Some(position))));
    // Looked at again, it says so no more, and then does again.
    put(&says(None)).await;
    assert_eq!(located().await, []);
    put(&says(Some(position))).await;
    assert_eq!(located().await.len(), 2);
    let mut tx = at.store.begin().await.unwrap();
    tx.remove_exhibit("exh_1").await.unwrap();
    tx.commit(entry("exhibit-remove")).await.unwrap();
    at.store.check().await.unwrap();
}
