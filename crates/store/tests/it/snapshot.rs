//! One moment of everything: read while others write, put back into either database, all of it or nothing.

use std::collections::BTreeMap;

use casework::backup::{Backup, BackupFile};
use casework::id::BackupId;
use casework::who::Moment;
use store::{Cell, Engine, Error, Restoring, SCHEMA_VERSION, Snapshot, Store, TableShape, Where};

use crate::samples::{Sample, entry, exhibit, file, occurrence, store_on};
use casework::file::Place;
use store::RunId;

on_each_engine!(
    a_moment_is_put_back_into_either_database_row_by_row,
    a_moment_does_not_change_while_others_write,
    nothing_is_put_back_over_something,
    what_was_cut_off_is_not_there_and_begins_again,
);

type Tables = BTreeMap<String, Vec<Vec<Cell>>>;

/// All rows of all tables, sorted.
async fn tables(snapshot: &mut Snapshot) -> Tables {
    let mut all = Tables::new();
    for table in Snapshot::tables() {
        let mut rows = Vec::new();
        snapshot
            .rows::<Error>(&table, async |more| {
                rows.extend(more);
                Ok(())
            })
            .await
            .unwrap();
        rows.sort();
        all.insert(table.name, rows);
    }
    all
}

async fn filled(engine: Engine) -> Sample {
    let at = store_on(engine).await;
    for n in 0..3 {
        let mut tx = at.store.begin().await.unwrap();
        tx.put_exhibit(&exhibit("exh_1")).await.unwrap();
        let mut places = Vec::new();
        for m in 0..150 {
            let id = tx.put_file(&file(format!("{n} {m}").as_bytes()), "pdq-1").await.unwrap();
            places.push(occurrence(Place::on_disk(format!("صورة \u{1f333} {n}/{m}")), (m % 7 > 0).then_some(id)));
        }
        tx.put_occurrences("exh_1", RunId(1), &places).await.unwrap();
        tx.put_backup(&backup(n)).await.unwrap();
        tx.commit(entry("triage.add-files")).await.unwrap();
    }
    let mut tx = at.store.begin().await.unwrap();
    tx.erase_bodies(&[1]).await.unwrap();
    tx.commit(entry("record-erase")).await.unwrap();
    at
}

fn backup(n: u8) -> Backup {
    let recipients = vec!["age1".to_owned()];
    let begun =
        Backup::begin(BackupId::new([n; 10]), "uid:1".into(), Moment(n.into()), "b".into(), 1, recipients).unwrap();
    let file = BackupFile { size_bytes: u64::MAX >> 1, sha256: fingerprint::Sha256([n; 32]) };
    if n == 0 { begun } else { begun.ended(Some(file)) }
}

async fn put(restoring: &mut Restoring, shapes: &[TableShape], all: &Tables) {
    for table in shapes {
        restoring.put(table, &all[&table.name]).await.unwrap();
    }
}

async fn a_moment_is_put_back_into_either_database_row_by_row(engine: Engine) {
    let from = filled(engine).await;
    let mut snapshot = from.store.snapshot().await.unwrap();
    let (all, head) = (tables(&mut snapshot).await, snapshot.ledger_head());
    snapshot.end().await.unwrap();
    assert_eq!(head, from.store.ledger_root().await.unwrap());
    assert!(
        all["occurrences"].iter().flatten().any(|cell| *cell == Cell::Null),
        "a value that is not there is kept so"
    );
    assert!(all["files"].len() == 450 && all["backups"].len() == 3 && all["ledger"].len() == 4);
    assert!(!all.contains_key("sessions") && !all.contains_key("bound_folder"));
    for other in [Engine::Sqlite, Engine::Postgres] {
        let to = store_on(other).await;
        let at = to.store.at().clone();
        let mut restoring = Store::restore(&at, SCHEMA_VERSION, "mark").await.unwrap();
        put(&mut restoring, &Snapshot::tables(), &all).await;
        restoring.finish("mark").await.unwrap();
        let store = Store::open_at(&at).await.unwrap();
        store.check().await.unwrap();
        assert_eq!(store.ledger_root().await.unwrap(), head);
        assert_eq!(store.bound_folder().await.unwrap().as_deref(), Some("mark"));
        assert_eq!(tables(&mut store.snapshot().await.unwrap()).await, all, "{engine:?} to {other:?}");
        assert_eq!(store.backups().await.unwrap(), [backup(2), backup(1), backup(0)]);
        // And it goes on.
        store.begin().await.unwrap().commit(entry("note")).await.unwrap();
        store.verify_ledger().await.unwrap();
    }
}

async fn a_moment_does_not_change_while_others_write(engine: Engine) {
    let at = filled(engine).await;
    let mut snapshot = at.store.snapshot().await.unwrap();
    let before = at.store.ledger_root().await.unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.remove_exhibit("exh_1").await.unwrap();
    tx.commit(entry("exhibit-remove")).await.unwrap();
    let seen = tables(&mut snapshot).await;
    assert_eq!((seen["ledger"].len(), seen["exhibits"].len(), snapshot.ledger_head()), (4, 1, before));
    snapshot.end().await.unwrap();
    let seen = tables(&mut at.store.snapshot().await.unwrap()).await;
    assert_eq!((seen["ledger"].len(), seen["exhibits"].len(), seen["files"].len()), (5, 0, 0));
}

async fn nothing_is_put_back_over_something(engine: Engine) {
    let at = filled(engine).await;
    let refused = Store::restore(at.store.at(), SCHEMA_VERSION, "mark").await;
    assert!(matches!(refused, Err(Error::NotEmpty)), "{refused:?}");
    // One that is in use by a folder, and empty otherwise.
    let other = store_on(engine).await;
    other.store.bind_folder("its mark").await.unwrap();
    let refused = Store::restore(other.store.at(), SCHEMA_VERSION, "mark").await;
    assert!(matches!(refused, Err(Error::NotEmpty)), "{refused:?}");
    let newer = Store::restore(other.store.at(), SCHEMA_VERSION + 1, "its mark").await;
    assert!(matches!(newer, Err(Error::Newer { .. })), "{newer:?}");
}

async fn what_was_cut_off_is_not_there_and_begins_again(engine: Engine) {
    let from = filled(engine).await;
    let all = tables(&mut from.store.snapshot().await.unwrap()).await;
    let to = store_on(engine).await;
    let at = to.store.at().clone();
    let shapes = Snapshot::tables();
    let mut cut_off = Store::restore(&at, SCHEMA_VERSION, "mark").await.unwrap();
    put(&mut cut_off, &shapes[..shapes.len() / 2], &all).await;
    drop(cut_off);
    let store = Store::open_at(&at).await.unwrap();
    // When it is our turn, what was cut off is rolled back.
    store.begin().await.unwrap().roll_back().await.unwrap();
    assert!(tables(&mut store.snapshot().await.unwrap()).await.values().all(Vec::is_empty));
    // Twice: the second time what the first has finished is of the same mark, and is put back anew.
    for _ in 0..2 {
        let mut again = Store::restore(&at, SCHEMA_VERSION, "mark").await.unwrap();
        put(&mut again, &shapes, &all).await;
        again.finish("mark").await.unwrap();
    }
    assert_eq!(tables(&mut store.snapshot().await.unwrap()).await, all);
}

#[tokio::test]
async fn what_no_table_can_have_is_refused() {
    let to = store_on(Engine::Sqlite).await;
    let mut restoring = Store::restore(to.store.at(), SCHEMA_VERSION, "mark").await.unwrap();
    let mut table = Snapshot::tables().remove(0);
    let short = restoring.put(&table, &[vec![]]).await;
    assert!(matches!(short, Err(Error::Damaged { .. })), "{short:?}");
    table.name = "ledger; DROP TABLE ledger".into();
    let refused = restoring.put(&table, &[]).await;
    assert!(matches!(refused, Err(Error::Damaged { .. })), "{refused:?}");
    let Where::File(path) = to.store.at() else { panic!("a file") };
    assert!(path.exists());
}
