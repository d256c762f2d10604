//! Mapping tables and the handling of lists: one row for each text and each name, kept with its entry.

use casework::handling::{Handling, Tlp};
use casework::id::{UnitId, UserId};
use casework::list_handling::ListHandling;
use casework::mapping::UnitTable;
use casework::who::{Actor, Moment, Said};
use fingerprint::Digests;
use store::Engine;

use crate::samples::{entry, store_on};

on_each_engine!(
    a_mapping_table_has_one_row_and_says_last_what_became_of_it,
    a_list_is_handled_by_its_name_and_as_was_said_last,
);

fn said(at: i64) -> Said {
    let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([1; 10]) };
    Said { by, at: Moment(at), reason: Some("because".into()) }
}

async fn a_mapping_table_has_one_row_and_says_last_what_became_of_it(engine: Engine) {
    let at = store_on(engine).await;
    assert!(at.store.unit_tables().await.unwrap().is_empty());
    let table = |version: &str| UnitTable {
        sha256: Digests::of(version.as_bytes()).sha256.unwrap(),
        scheme: "caid".into(),
        version: version.into(),
        text: "x".into(),
        proposed: said(1),
        approved: None,
        withdrawn: None,
    };
    let mut tx = at.store.begin().await.unwrap();
    tx.put_unit_table(&table("2")).await.unwrap();
    tx.put_unit_table(&table("1")).await.unwrap();
    let withdrawn = table("2").withdraw(said(2)).unwrap();
    tx.put_unit_table(&withdrawn).await.unwrap();
    let expected = vec![table("1"), withdrawn];
    assert_eq!(tx.unit_tables().await.unwrap(), expected);
    tx.commit(entry("mapping-propose")).await.unwrap();
    assert_eq!(at.store.unit_tables().await.unwrap(), expected);
    // A version of a scheme is one text.
    let mut tx = at.store.begin().await.unwrap();
    let other = UnitTable { sha256: Digests::of(b"other").sha256.unwrap(), ..table("1") };
    assert!(tx.put_unit_table(&other).await.is_err());
}

async fn a_list_is_handled_by_its_name_and_as_was_said_last(engine: Engine) {
    let at = store_on(engine).await;
    let strict = ListHandling::with_import(None, Tlp::AmberStrict);
    let kept = ListHandling { handling: Handling::usual(), said: Some(said(1)) };
    let mut tx = at.store.begin().await.unwrap();
    assert_eq!(tx.list_handling("national").await.unwrap(), None);
    tx.put_list_handling("national", &strict).await.unwrap();
    tx.put_list_handling("of a partner", &strict).await.unwrap();
    tx.put_list_handling("national", &kept).await.unwrap();
    assert_eq!(tx.list_handling("national").await.unwrap(), Some(kept.clone()));
    tx.commit(entry("mapping-propose")).await.unwrap();
    let all = [("national".to_owned(), kept), ("of a partner".to_owned(), strict)];
    assert_eq!(at.store.list_handlings().await.unwrap(), all.clone().into());
    assert_eq!(at.store.house(Moment(0)).await.unwrap().handlings, all.into());
}
