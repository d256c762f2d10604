//! What only a server can do to a store: be of another kind, hold somebody else's tables, fall away under a change.

use sqlx::Connection as _;
use store::{Engine, Error, Store, Where};

use crate::samples::{entry, exhibit, put_exhibit, store_on};
use crate::server::{database, database_like};

on_each_engine!(text_is_sorted_by_its_bytes, the_database_is_named);

async fn text_is_sorted_by_its_bytes(engine: Engine) {
    let at = store_on(engine).await;
    let mut ids = ["exh_a", "exh_B", "exh_Z", "exh_a-b", "exh_ab", "exh_a b", "exh_é", "exh_\u{fffd}", "exh_\u{10000}"];
    let mut tx = at.store.begin().await.unwrap();
    for id in ids {
        tx.put_exhibit(&exhibit(id)).await.unwrap();
    }
    tx.commit(entry("exhibit.put")).await.unwrap();
    ids.sort_unstable();
    let found: Vec<String> = at.store.exhibits().await.unwrap().into_iter().map(|exhibit| exhibit.id).collect();
    assert_eq!(found, ids);
}

async fn the_database_is_named(engine: Engine) {
    let at = store_on(engine).await;
    let named = at.store.version_of_database().await.unwrap();
    let (name, version) = named.split_once(' ').unwrap();
    assert_eq!(name, if engine == Engine::Sqlite { "SQLite" } else { "PostgreSQL" });
    assert!(version.starts_with(|first: char| first.is_ascii_digit()) && !version.contains(' '), "{named}");
    assert_eq!(at.store.engine(), engine);
}

#[tokio::test]
async fn a_database_that_would_sort_otherwise_is_refused() {
    for (kind, says) in [
        ("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'", "SQL_ASCII"),
        ("ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en' LC_COLLATE 'C' LC_CTYPE 'C'", "sort"),
    ] {
        let database = database_like(kind).await;
        match Store::open_url(database.url()).await {
            Err(Error::Unfit { what }) => assert!(what.contains(says) && what.contains("createdb"), "{what}"),
            other => panic!("{kind}: {other:?}"),
        }
    }
    // A locale by name that sorts as bytes do is as good as `C`.
    let database = database_like("ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'").await;
    Store::open_url(database.url()).await.unwrap();
}

#[tokio::test]
async fn programs_that_open_an_empty_database_at_once_make_it_once() {
    let database = database().await;
    let at = Where::from_text(database.url());
    let opening: Vec<_> = (0..6)
        .map(|_| {
            let at = at.clone();
            tokio::spawn(async move { Store::open_at(&at).await.unwrap() })
        })
        .collect();
    for store in opening {
        let store = store.await.unwrap();
        assert_eq!(store.migrated(), None);
        store.check().await.unwrap();
    }
}

#[tokio::test]
async fn a_change_whose_connection_is_lost_leaves_nothing_and_the_next_one_succeeds() {
    let at = store_on(Engine::Postgres).await;
    put_exhibit(&at.store, "exh_1", &[b"one"]).await;
    let mut tx = at.store.begin().await.unwrap();
    tx.put_exhibit(&exhibit("exh_2")).await.unwrap();
    let Where::Postgres(url) = at.store.at() else { panic!("not a server") };
    let mut other = sqlx::AnyConnection::connect(url).await.unwrap();
    sqlx::raw_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    .execute(&mut other)
    .await
    .unwrap();
    match tx.commit(entry("exhibit.put")).await {
        Err(Error::Unreachable { .. }) => {}
        other => panic!("{other:?}"),
    }
    assert_eq!(at.store.exhibits().await.unwrap().len(), 1);
    put_exhibit(&at.store, "exh_3", &[]).await;
    assert_eq!(at.store.verify_ledger().await.unwrap().size, 2);
}

#[tokio::test]
async fn a_wait_for_the_turn_that_is_broken_off_is_busy() {
    let at = store_on(Engine::Postgres).await;
    let other = Store::open_at(at.store.at()).await.unwrap();
    let held = at.store.begin().await.unwrap();
    let waiting = tokio::spawn(async move { other.begin().await.map(drop) });
    let Where::Postgres(url) = at.store.at() else { panic!("not a server") };
    let mut admin = sqlx::AnyConnection::connect(url).await.unwrap();
    // As the time-out does after half a minute; as soon as it is seen to wait.
    while !waiting.is_finished() {
        sqlx::raw_sql(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'",
        )
        .execute(&mut admin)
        .await
        .unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    match waiting.await.unwrap() {
        Err(Error::Busy { .. }) => {}
        other => panic!("{other:?}"),
    }
    held.roll_back().await.unwrap();
    put_exhibit(&at.store, "exh_1", &[]).await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_said_to_be_unreachable() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres:///sanad?host={}&user=sanad", folder.path().display());
    match Store::open_url(&url).await {
        Err(Error::Unreachable { .. }) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_reference_that_was_put_out_of_force_is_found() {
    let at = store_on(Engine::Postgres).await;
    at.store.check().await.unwrap();
    let Where::Postgres(url) = at.store.at() else { panic!("not a server") };
    let mut other = sqlx::AnyConnection::connect(url).await.unwrap();
    sqlx::raw_sql("ALTER TABLE sanad.fingerprints DISABLE TRIGGER ALL").execute(&mut other).await.unwrap();
    match at.store.check().await {
        Err(Error::Damaged { what, .. }) => assert!(what.contains("fingerprints"), "{what}"),
        other => panic!("{other:?}"),
    }
}
