//! No change without an entry, no entry that can be altered unseen, every row provable.

use std::os::unix::fs::MetadataExt as _;

use ledger::body::Body;
use ledger::{leaf_hash, verify_inclusion};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection as _};
use store::{Engine, Error, LedgerHead, LetGo, Store, Where};

use crate::samples::{Sample, entry, exhibit, put_exhibit, store, store_on};

on_each_engine!(
    a_change_that_is_not_committed_leaves_nothing,
    an_entry_says_how_many_rows_and_each_can_be_proved,
    whatever_is_altered_is_found,
    an_erased_body_leaves_its_entry_and_is_named_by_another,
    changes_wait_for_each_other_and_readers_do_not,
    several_programs_keep_one_order,
    a_ledger_is_verified_while_it_grows,
    what_is_read_meanwhile_is_recorded_together,
    what_one_reader_gives_up_takes_no_other_along,
);

/// Changes the database behind the store's back.
async fn tamper(at: &Sample, sql: &str) {
    let (url, sql) = match at.store.at() {
        Where::File(path) => (format!("sqlite://{}", path.display()), sql.to_owned()),
        Where::Postgres(url) => {
            let sql = sql.replace("CAST(body AS TEXT)", "convert_from(body, 'UTF8')").replace("AS BLOB", "AS BYTEA");
            let mut zeros = sql.split("zeroblob(").map(str::to_owned).collect::<Vec<_>>();
            for rest in &mut zeros[1..] {
                let (n, after) = rest.split_once(')').unwrap();
                *rest = format!("decode(repeat('00', {n}), 'hex'){after}");
            }
            (url.clone(), format!("SET search_path = sanad; {}", zeros.concat()))
        }
    };
    let mut other = sqlx::AnyConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut other).await.unwrap();
    other.close().await.unwrap();
}

async fn a_change_that_is_not_committed_leaves_nothing(engine: Engine) {
    let at = store_on(engine).await;
    let mut tx = at.store.begin().await.unwrap();
    tx.put_exhibit(&exhibit("exh_1")).await.unwrap();
    drop(tx);
    let mut tx = at.store.begin().await.unwrap();
    tx.put_exhibit(&exhibit("exh_2")).await.unwrap();
    tx.roll_back().await.unwrap();
    assert_eq!(at.store.exhibits().await.unwrap(), []);
    assert_eq!(at.store.ledger_root().await.unwrap(), LedgerHead { size: 0, root: ledger::root(&[]) });
    at.store.verify_ledger().await.unwrap();
}

async fn an_entry_says_how_many_rows_and_each_can_be_proved(engine: Engine) {
    let at = store_on(engine).await;
    for id in ["exh_1", "exh_2", "exh_3"] {
        put_exhibit(&at.store, id, &[b"one", b"two"]).await;
    }
    let head = at.store.verify_ledger().await.unwrap();
    assert_eq!(head.size, 3);
    let entries = at.store.ledger_entries(1, 1).await.unwrap();
    let body: Value = serde_json::from_slice(entries[0].body.as_ref().unwrap()).unwrap();
    // The exhibit, the run, two files, two places.
    assert_eq!((&body["n_rows"], &body["exhibit"]), (&Value::from(6), &Value::from("exh_2")));
    assert_eq!(body["verb"], "triage.add-files");
    let row = leaf_hash(&serde_json::to_vec(&("exhibit", exhibit("exh_2"))).unwrap());
    let proof = at.store.prove_row(1, &row).await.unwrap().unwrap();
    assert_eq!(body["rows_root"], proof.rows_root.to_string());
    assert!(verify_inclusion(&row, proof.row, proof.n_rows, &proof.row_path, &proof.rows_root));
    assert!(verify_inclusion(&entries[0].leaf_hash, 1, head.size, &proof.entry_path, &head.root));
    assert_eq!(proof.head, head);
    assert_eq!(at.store.prove_row(0, &row).await.unwrap(), None);
    assert_eq!(at.store.prove_row(7, &row).await.unwrap(), None);
}

async fn whatever_is_altered_is_found(engine: Engine) {
    for (sql, says) in [
        (
            "UPDATE ledger SET body = CAST(REPLACE(CAST(body AS TEXT), 'uid:1000', 'uid:1001') AS BLOB) WHERE idx = 1",
            "entry 1",
        ),
        ("UPDATE ledger SET salt = zeroblob(32) WHERE idx = 0", "entry 0"),
        ("UPDATE ledger SET leaf_hash = zeroblob(32) WHERE idx = 2", "entry 2"),
        ("UPDATE ledger_rows SET leaf_hashes = zeroblob(192) WHERE idx = 2", "entry 2"),
        ("DELETE FROM ledger_rows WHERE idx = 2", "entry 2"),
        ("DELETE FROM ledger_rows WHERE idx = 1; DELETE FROM ledger WHERE idx = 1", "entry 1"),
        ("DELETE FROM ledger_rows WHERE idx = 2; DELETE FROM ledger WHERE idx = 2", "root"),
        ("UPDATE ledger SET body = NULL, salt = NULL WHERE idx = 1", "entry 1"),
        ("DELETE FROM ledger_frontier", "root"),
        ("UPDATE ledger_frontier SET state = zeroblob(9)", "frontier"),
    ] {
        let at = store_on(engine).await;
        for id in ["exh_1", "exh_2", "exh_3"] {
            put_exhibit(&at.store, id, &[b"one", b"two"]).await;
        }
        at.store.check().await.unwrap();
        tamper(&at, sql).await;
        match at.store.check().await {
            Err(Error::Damaged { what, .. }) => assert!(what.contains(says), "{sql}: {what}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
}

async fn an_erased_body_leaves_its_entry_and_is_named_by_another(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"one"]).await;
    put_exhibit(&at.store, "exh_2", &[b"two"]).await;
    let before = at.store.logged_entries(0..2).await.unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.erase_bodies(&[0]).await.unwrap();
    tx.commit(entry("retention.erase")).await.unwrap();
    let head = at.store.verify_ledger().await.unwrap();
    assert_eq!(at.store.ledger_entries(0, 1).await.unwrap()[0].body, None);
    let after = at.store.logged_entries(0..3).await.unwrap();
    assert_eq!((after[0].entry, &after[0].body), (before[0].entry, &Body::Erased));
    assert_eq!((&after[1], after[2].body.erases()), (&before[1], vec![0]));
    assert_eq!(head.size, 3);
    // What names the erased must stay, and nothing is erased twice.
    for index in [0, 2, 3] {
        let mut tx = at.store.begin().await.unwrap();
        let refused = tx.erase_bodies(&[index]).await;
        assert!(matches!(refused, Err(Error::NotErasable { index: named }) if named == index), "{index}: {refused:?}");
    }
}

// SQLite only: a server's files are not ours to look into, and PostgreSQL overwrites nothing.
#[tokio::test]
async fn what_an_erased_entry_said_is_in_no_byte_of_the_database() {
    let at = store().await;
    let canary = "canary-of-an-erased-entry";
    let tx = at.store.begin().await.unwrap();
    tx.commit(entry("test.write").about("said", canary)).await.unwrap();
    let files = || {
        let folder = at.folder.path();
        let read = |item: std::io::Result<std::fs::DirEntry>| std::fs::read(item.unwrap().path()).unwrap();
        std::fs::read_dir(folder).unwrap().map(read).collect::<Vec<_>>()
    };
    let holds = |bytes: &Vec<u8>| bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
    assert!(files().iter().any(holds), "the canary was written");
    let mut tx = at.store.begin().await.unwrap();
    tx.erase_bodies(&[0]).await.unwrap();
    tx.commit(entry("retention.erase")).await.unwrap();
    assert_eq!(at.store.checkpoint().await.unwrap(), LetGo::Done);
    assert!(!files().iter().any(holds), "the canary is gone");
}

async fn changes_wait_for_each_other_and_readers_do_not(engine: Engine) {
    let at = store_on(engine).await;
    let mut first = at.store.begin().await.unwrap();
    first.put_exhibit(&exhibit("exh_1")).await.unwrap();
    let store = at.store.clone();
    let second = tokio::spawn(async move {
        let mut tx = store.begin().await.unwrap();
        tx.put_exhibit(&exhibit("exh_2")).await.unwrap();
        tx.commit(entry("exhibit.put")).await.unwrap().index
    });
    tokio::task::yield_now().await;
    assert_eq!(at.store.exhibits().await.unwrap(), []);
    assert_eq!(first.commit(entry("exhibit.put")).await.unwrap().index, 0);
    assert_eq!(second.await.unwrap(), 1);
    assert_eq!(at.store.exhibits().await.unwrap().len(), 2);
    at.store.check().await.unwrap();
}

/// Opens the store once more, as another program would, and adds entries, each with an exhibit.
fn add_entries(at: &Where, program: usize, n: usize) -> tokio::task::JoinHandle<Vec<u64>> {
    let at = at.clone();
    tokio::spawn(async move {
        let store = Store::open_at(&at).await.unwrap();
        let mut indexes = Vec::new();
        for n in 0..n {
            let mut tx = store.begin().await.unwrap();
            tx.put_exhibit(&exhibit(&format!("exh_{program}_{n}"))).await.unwrap();
            indexes.push(tx.commit(entry("exhibit.put")).await.unwrap().index);
        }
        indexes
    })
}

async fn several_programs_keep_one_order(engine: Engine) {
    let at = store_on(engine).await;
    // From the very first entry on.
    let programs: Vec<_> = (0..4).map(|program| add_entries(at.store.at(), program, 25)).collect();
    let mut indexes = Vec::new();
    for program in programs {
        let own = program.await.unwrap();
        assert!(own.is_sorted());
        indexes.extend(own);
    }
    indexes.sort_unstable();
    assert!(indexes.into_iter().eq(0..100));
    assert_eq!(at.store.exhibits().await.unwrap().len(), 100);
    assert_eq!(at.store.verify_ledger().await.unwrap().size, 100);
}

async fn a_ledger_is_verified_while_it_grows(engine: Engine) {
    let at = store_on(engine).await;
    let other = add_entries(at.store.at(), 0, 60);
    while !other.is_finished() {
        at.store.verify_ledger().await.unwrap();
    }
    other.await.unwrap();
    assert_eq!(at.store.verify_ledger().await.unwrap().size, 60);
}

// SQLite only: a server's files have its owner.
#[tokio::test]
async fn every_file_of_the_database_is_private() {
    let at = store().await;
    put_exhibit(&at.store, "exh_1", &[b"one"]).await;
    let mut names = Vec::new();
    for file in std::fs::read_dir(at.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name());
    }
    names.sort();
    assert_eq!(names, ["sanad.db", "sanad.db-shm", "sanad.db-wal"]);
}

/// So many readers, each with an entry of its own that waits while `tx` is open.
async fn readers(at: &Sample, n: u64) -> Vec<tokio::task::JoinHandle<Result<u64, Error>>> {
    let spawn = |n| {
        let store = at.store.clone();
        tokio::spawn(async move { store.record_alone(entry("record-show").about("n", n)).await })
    };
    let readers = (0..n).map(spawn).collect();
    for _ in 0..n {
        tokio::task::yield_now().await;
    }
    readers
}

/// The fact `n` of each entry of readers, in the ledger's order.
async fn recorded(at: &Sample) -> Vec<(u64, u64)> {
    let entries = at.store.ledger_entries(0, 10_000).await.unwrap();
    let n_of = |body: Vec<u8>| serde_json::from_slice::<Value>(&body).unwrap()["n"].as_u64();
    entries.into_iter().filter_map(|entry| Some((entry.index, n_of(entry.body?)?))).collect()
}

async fn what_is_read_meanwhile_is_recorded_together(engine: Engine) {
    let at = store_on(engine).await;
    let mut tx = at.store.begin().await.unwrap();
    tx.put_exhibit(&exhibit("exh_1")).await.unwrap();
    let readers = readers(&at, 600).await;
    tx.commit(entry("triage")).await.unwrap();
    let mut told = Vec::new();
    for (n, reader) in readers.into_iter().enumerate() {
        told.push((reader.await.unwrap().unwrap(), n as u64));
    }
    told.sort_unstable();
    assert_eq!(told, recorded(&at).await, "each is told the place of its own entry");
    assert_eq!(told.iter().map(|(index, _)| *index).collect::<Vec<_>>(), (1..=600).collect::<Vec<_>>());
    assert_eq!(at.store.verify_ledger().await.unwrap().size, 601);
}

async fn what_one_reader_gives_up_takes_no_other_along(engine: Engine) {
    let at = store_on(engine).await;
    for _ in 0..20 {
        let tx = at.store.begin().await.unwrap();
        let readers = readers(&at, 20).await;
        tx.roll_back().await.unwrap();
        // The first has its turn, and is given up at any point of it.
        tokio::task::yield_now().await;
        readers[0].abort();
        for (n, reader) in readers.into_iter().enumerate() {
            match reader.await {
                Ok(told) => _ = told.unwrap(),
                Err(gone) => assert!(gone.is_cancelled() && n == 0),
            }
        }
    }
    let of_others = recorded(&at).await.into_iter().filter(|(_, n)| *n > 0).count();
    assert_eq!(of_others, 20 * 19);
    at.store.verify_ledger().await.unwrap();
}
