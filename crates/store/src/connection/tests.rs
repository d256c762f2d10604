//! Connections prove their settings, and an address is not spread.

use super::setting::{ask_setting, settings};
use super::*;
use crate::server::database;

async fn every_connection_is_durable_and_strict(at: &Where) {
    let store = Store::open_at(at).await.unwrap();
    let mut held = Vec::new();
    for _ in 0..CONNECTIONS_MAX {
        let mut connection = store.pool.acquire().await.unwrap();
        for setting in settings(store.engine()) {
            assert_eq!(ask_setting(&mut connection, setting.ask).await.unwrap(), setting.wanted, "{}", setting.name);
        }
        held.push(connection);
    }
}

#[tokio::test]
async fn every_connection_to_a_file_is_durable_and_strict() {
    let folder = tempfile::tempdir().unwrap();
    every_connection_is_durable_and_strict(&Where::File(folder.path().join("sanad.db"))).await;
}

#[tokio::test]
async fn every_connection_to_a_server_is_durable_and_strict() {
    let database = database().await;
    every_connection_is_durable_and_strict(&Where::from_text(database.url())).await;
}

#[test]
fn an_address_is_told_from_a_path_and_shows_no_password() {
    let at = Where::from_text("postgres://sanad:secret@localhost/sanad");
    assert_eq!((at.engine(), format!("{at:?}").as_str()), (Engine::Postgres, "Postgres(‹withheld›)"));
    assert_eq!(Where::from_text("postgresql://localhost/sanad").engine(), Engine::Postgres);
    assert_eq!(Where::from_text("/var/lib/postgres://x"), Where::File("/var/lib/postgres://x".into()));
}
