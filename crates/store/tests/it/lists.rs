//! Lists: versions, entries with words, refused rows, removal.

use casework::list::{Category, Entry, ListTerms, ListVersion};
use fingerprint::video::TimedFrame;
use fingerprint::{Pdq, PdqHash, Sha256};
use store::{Engine, ListState, RefusedRow, Store};

use crate::samples::{entry, store_on};

on_each_engine!(
    the_newest_version_of_a_name_is_the_one_asked,
    entries_and_refused_rows_come_back_until_the_list_is_removed,
);

pub(crate) fn version(id: &str, name: &str) -> ListVersion {
    ListVersion {
        id: id.to_owned(),
        terms: ListTerms { precedence: -3, owner: Some("the unit".into()), ..ListTerms::named(name) },
        format: "csv".into(),
        sha256: Sha256([7; 32]),
        n_rows: 2,
        n_refused: 1,
    }
}

fn with_words(row: u64) -> Entry {
    Entry {
        row,
        owner_id: Some(format!("id {row}")),
        category: Some(Category { scheme: "caid".into(), code: "A".into() }),
        words: vec![("comment".into(), "\u{1b}]0;\u{0}".into())],
        ..Entry::default()
    }
}

async fn states(store: &Store) -> Vec<(String, ListState)> {
    store.list_versions().await.unwrap().into_iter().map(|list| (list.version.id, list.state)).collect()
}

async fn the_newest_version_of_a_name_is_the_one_asked(engine: Engine) {
    let at = store_on(engine).await;
    for (id, name) in [("lst_1", "known"), ("lst_2", "other"), ("lst_3", "known")] {
        let mut tx = at.store.begin().await.unwrap();
        tx.put_list_version(&version(id, name)).await.unwrap();
        tx.commit(entry("list.import")).await.unwrap();
    }
    use ListState::{Current, Removed, Superseded};
    let id = |id: &str| id.to_owned();
    assert_eq!(states(&at.store).await, [(id("lst_1"), Superseded), (id("lst_2"), Current), (id("lst_3"), Current)]);
    assert_eq!(at.store.current_lists().await.unwrap(), [version("lst_3", "known"), version("lst_2", "other")]);
    // The same file and terms again: current again, in its old place.
    let mut tx = at.store.begin().await.unwrap();
    tx.put_list_version(&version("lst_1", "known")).await.unwrap();
    assert_eq!(tx.remove_list("other").await.unwrap(), ["lst_2"]);
    assert_eq!(tx.remove_list("none").await.unwrap(), Vec::<String>::new());
    tx.commit(entry("list.import")).await.unwrap();
    assert_eq!(states(&at.store).await, [(id("lst_1"), Current), (id("lst_2"), Removed), (id("lst_3"), Superseded)]);
    assert_eq!(at.store.list_version("lst_2").await.unwrap().unwrap().version, version("lst_2", "other"));
}

async fn entries_and_refused_rows_come_back_until_the_list_is_removed(engine: Engine) {
    let at = store_on(engine).await;
    let refused = |row: u64| RefusedRow { row, code: "bad-hash".into(), detail: "\u{0}\u{202e}".into() };
    let mut tx = at.store.begin().await.unwrap();
    tx.put_list_version(&version("lst_1", "known")).await.unwrap();
    tx.put_entries("lst_1", &[with_words(3), with_words(1), with_words(5_000_000_000)]).await.unwrap();
    let frame = |at_ms| TimedFrame { at_ms, pdq: PdqHash { hash: Pdq([at_ms as u8; 32]), quality: 70 } };
    let video = Entry { frames: (0..3_000).map(frame).collect(), ..with_words(4) };
    tx.put_entries("lst_1", std::slice::from_ref(&video)).await.unwrap();
    tx.put_refused("lst_1", &[refused(9), refused(2)]).await.unwrap();
    tx.put_refused("lst_1", &[refused(2)]).await.unwrap();
    tx.commit(entry("list.import")).await.unwrap();
    let entries = at.store.entries("lst_1", &[1, 2, 5_000_000_000]).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[&5_000_000_000], with_words(5_000_000_000));
    let after = at.store.entries_after("lst_1", 1).await.unwrap();
    assert_eq!(after, [with_words(3), with_words(4), with_words(5_000_000_000)]);
    // Frames stand apart from words, and are asked for many rows at once.
    let rows: Vec<u64> = (0..2_000).collect();
    let frames = at.store.frames_of_entries("lst_1", &rows).await.unwrap();
    let n_frames = video.frames.len() as u64;
    assert_eq!(frames, [(4, video.frames)].into());
    assert_eq!(at.store.count_videos("lst_1").await.unwrap(), 1);
    assert!(n_frames > 0);
    assert_eq!(at.store.count_listed_frames("lst_1").await.unwrap(), n_frames);
    assert_eq!(at.store.refused_rows("lst_1").await.unwrap(), [refused(9), refused(2), refused(2)]);
    let mut tx = at.store.begin().await.unwrap();
    tx.remove_list("known").await.unwrap();
    tx.commit(entry("list.remove")).await.unwrap();
    assert_eq!(at.store.entries("lst_1", &[1]).await.unwrap().len(), 0);
    assert_eq!(at.store.count_videos("lst_1").await.unwrap(), 0);
    assert_eq!(at.store.count_listed_frames("lst_1").await.unwrap(), 0);
    assert_eq!(at.store.refused_rows("lst_1").await.unwrap(), []);
    assert_eq!(at.store.current_lists().await.unwrap(), []);
}
