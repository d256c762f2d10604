//! The schema over time: what the migrations add up to, older, newer, damaged and foreign databases.

use std::path::{Path, PathBuf};

use casework::file::{File, FileId, MediaKind, Metadata, Place, Position};
use fingerprint::Digests;
use sqlx::{AnyPool, Row as _};
use tempfile::TempDir;

use super::*;
use crate::column::file_id_bytes;
use crate::ledger::LedgerEntry;
use crate::server::{Database, database};
use crate::{Store, Where};

/// The program after this one: a column more, with a value in every row there is.
fn next() -> Vec<Migration> {
    let sql = "ALTER TABLE runs ADD COLUMN host TEXT NOT NULL DEFAULT 'here'; CREATE TABLE hosts (host TEXT);";
    [MIGRATIONS, &[Migration { to: SCHEMA_VERSION + 1, sql }]].concat()
}

/// A copy of the database that the first schema version left behind.
fn database_of_schema_1() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sanad.db");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/schema_1.db"), &path).unwrap();
    (folder, path)
}

/// An empty database of a server.
pub(super) async fn on_server() -> (Database, Where) {
    let database = database().await;
    let at = Where::from_text(database.url());
    (database, at)
}

async fn text(pool: &AnyPool, sql: &'static str) -> Vec<String> {
    sqlx::query(sql).fetch_all(pool).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn the_migrations_add_up_to_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("sanad.db")).await.unwrap();
    assert_eq!(recorded_version(&mut store.pool.acquire().await.unwrap()).await.unwrap(), SCHEMA_VERSION);
    assert_eq!(newest(MIGRATIONS), SCHEMA_VERSION);
    let tables = text(&store.pool, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").await;
    let found: String = tables.iter().map(|sql| format!("{sql};\n\n")).collect();
    let kept = include_str!("../../schema/sanad.sql");
    let (_, kept) = kept.split_once("\n\n").unwrap();
    assert!(found.trim() == kept.trim(), "schema/sanad.sql should say, after its first lines:\n\n{found}");
}

#[tokio::test]
async fn the_versions_follow_each_other() {
    assert!((1..).zip(MIGRATIONS).all(|(number, migration)| number == migration.to));
}

#[tokio::test]
async fn a_database_of_the_first_schema_opens_with_all_it_held() {
    let (_folder, path) = database_of_schema_1();
    let store = Store::open(&path).await.unwrap();
    store.check().await.unwrap();
    assert_eq!(store.ledger_root().await.unwrap().size, 1);
    let exhibits = store.exhibits().await.unwrap();
    let places = store.occurrences(&exhibits[0].id).await.unwrap();
    assert!(places.iter().any(|row| row.place == Place::on_disk(b"odd\xff.gif".to_vec()).member("inside")));
    let id = FileId::of(&Digests::of(b"schema 1")).unwrap();
    assert_eq!(places[0].file, Some(id));
    assert_eq!(store.file(&id).await.unwrap().unwrap().0.mime, "image/gif");
}

#[tokio::test]
async fn an_older_database_is_copied_migrated_and_checked() {
    let (folder, path) = database_of_schema_1();
    let before = Store::open(&path).await.unwrap();
    assert_eq!(before.migrated(), Some((1, SCHEMA_VERSION)));
    let root = before.ledger_root().await.unwrap();
    before.close().await;
    let store = Store::open_with(&Where::File(path.clone()), &next()).await.unwrap();
    assert_eq!(store.migrated(), Some((SCHEMA_VERSION, SCHEMA_VERSION + 1)));
    assert_eq!(recorded_version(&mut store.pool.acquire().await.unwrap()).await.unwrap(), SCHEMA_VERSION + 1);
    assert_eq!(text(&store.pool, "SELECT host FROM runs").await, ["here"]);
    assert_eq!(store.verify_ledger().await.unwrap(), root);
    store.close().await;
    // The copy is whole, private, and what the older program opens.
    let copy = folder.path().join(format!("sanad.db.before-{SCHEMA_VERSION}"));
    use std::os::unix::fs::MetadataExt as _;
    assert_eq!(std::fs::metadata(&copy).unwrap().mode() & 0o777, 0o600);
    let older = Store::open(&copy).await.unwrap();
    assert_eq!(older.verify_ledger().await.unwrap(), root);
    match Store::open(&path).await {
        Err(Error::Newer { found, known }) => assert_eq!((found, known), (SCHEMA_VERSION + 1, SCHEMA_VERSION)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_the_database_as_it_was() {
    for sql in [
        "CREATE TABLE hosts (host TEXT); SELECT * FROM missing;",
        // Leaves a row that refers to nothing; found by the check, inside the same transaction.
        "DROP TABLE exhibits; CREATE TABLE exhibits (id TEXT NOT NULL PRIMARY KEY, facts TEXT, entry BIGINT);",
    ] {
        let (_folder, path) = database_of_schema_1();
        let broken: Vec<Migration> = [MIGRATIONS, &[Migration { to: SCHEMA_VERSION + 1, sql }]].concat();
        let refused = Store::open_with(&Where::File(path.clone()), &broken).await;
        assert!(matches!(refused, Err(Error::Damaged { .. } | Error::Storage { .. })), "{refused:?}");
        let store = Store::open(&path).await.unwrap();
        store.check().await.unwrap();
        assert_eq!(store.exhibits().await.unwrap().len(), 1);
        assert!(text(&store.pool, "SELECT name FROM sqlite_master WHERE name = 'hosts'").await.is_empty());
    }
}

#[tokio::test]
async fn both_databases_have_the_same_tables() {
    let folder = tempfile::tempdir().unwrap();
    let (_database, at) = on_server().await;
    let file = Store::open(&folder.path().join("sanad.db")).await.unwrap();
    let server = Store::open_at(&at).await.unwrap();
    let columns_of_file = text(
        &file.pool,
        "SELECT m.name || '.' || c.name || ' ' || LOWER(c.type) || CASE WHEN c.\"notnull\" = 1 THEN ' not null' ELSE '' END
         FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid",
    );
    let columns_of_server = text(
        &server.pool,
        "SELECT table_name || '.' || column_name || ' ' || data_type
         || CASE WHEN is_nullable = 'NO' THEN ' not null' ELSE '' END
         FROM information_schema.columns WHERE table_schema = 'sanad' ORDER BY table_name::text, ordinal_position",
    );
    let columns = columns_of_file.await;
    assert_eq!(columns, columns_of_server.await);
    assert!(columns.iter().any(|column| column == "ledger.leaf_hash bytea not null"), "{columns:?}");
    let indexes =
        text(&file.pool, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name");
    let indexes_of_server = text(
        &server.pool,
        "SELECT i.indexname::text FROM pg_indexes i WHERE i.schemaname = 'sanad' AND NOT EXISTS
         (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname) ORDER BY i.indexname::text",
    );
    assert_eq!(indexes.await, indexes_of_server.await);
    let references = text(
        &file.pool,
        "SELECT m.name || ' ' || f.\"table\" || ' ' || f.on_delete FROM sqlite_master m
         JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1",
    );
    let references_of_server = text(
        &server.pool,
        "SELECT t.relname || ' ' || r.relname || CASE c.confdeltype WHEN 'c' THEN ' CASCADE' ELSE ' NO ACTION' END
         FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
         JOIN pg_namespace n ON n.oid = t.relnamespace WHERE n.nspname = 'sanad' AND c.contype = 'f' ORDER BY 1",
    );
    assert_eq!(references.await, references_of_server.await);
}

#[tokio::test]
async fn every_older_schema_of_a_server_is_migrated() {
    for n in 1..MIGRATIONS.len() {
        let (_database, at) = on_server().await;
        let older = Store::open_with(&at, &MIGRATIONS[..n]).await.unwrap();
        assert_eq!(older.migrated(), None);
        sqlx::raw_sql("INSERT INTO exhibits (id, facts, entry) VALUES ('exh_1', '{}', 0)")
            .execute(&older.pool)
            .await
            .unwrap();
        older.close().await;
        let store = Store::open_at(&at).await.unwrap();
        assert_eq!(store.migrated(), Some((n as i64, SCHEMA_VERSION)));
        store.check().await.unwrap();
        assert_eq!(text(&store.pool, "SELECT id FROM exhibits").await, ["exh_1"]);
    }
}

/// What was decided before it was kept how far the entry was is counted by the nearest look that stands there.
#[tokio::test]
async fn decisions_of_before_are_counted_by_how_far_the_entry_is() {
    let folder = tempfile::tempdir().unwrap();
    let (_database, server) = on_server().await;
    for at in [Where::File(folder.path().join("sanad.db")), server] {
        let older = Store::open_with(&at, &MIGRATIONS[..25]).await.unwrap();
        let lists = "INSERT INTO exhibits (id, facts, entry) VALUES ('exh_1', '{}', 0);
             INSERT INTO list_versions (id, ordinal, name, state, facts, entry) VALUES
             ('lst_1', 1, 'national', 'ready', '{}', 0), ('lst_2', 1, 'hotline', 'ready', '{}', 0)";
        sqlx::raw_sql(lists).execute(&older.pool).await.unwrap();
        let matches = [
            ("lst_1", "pdq", 12, "{}"),
            ("lst_1", "pdq", 9, "{}"),
            ("lst_1", "pdq", 3, r#"{"view":{}}"#),
            ("lst_1", "md5", 0, "{}"),
            ("lst_2", "pdq", 1, "{}"),
        ];
        for (ordinal, (list, kind, distance, body)) in (1_i64..).zip(matches) {
            let insert = "INSERT INTO matches (exhibit, file, ordinal, list, list_row, kind, distance, body, entry)
                 VALUES ('exh_1', $1, $2, $3, 1, $4, $5, $6, 0)";
            let insert = sqlx::query(insert).bind(vec![1_u8]).bind(ordinal).bind(list).bind(kind);
            insert.bind(i64::from(distance)).bind(body).execute(&older.pool).await.unwrap();
        }
        for (ordinal, closeness) in [(1_i64, "near"), (2, "exact")] {
            let insert = "INSERT INTO match_decisions (file, list, ordinal, state, body, salt, version, entry)
                 VALUES ($1, 'national', $2, 'confirmed', $3, $1, 1, 0)";
            let body = format!(r#"{{"closeness":"{closeness}"}}"#);
            sqlx::query(insert).bind(vec![1_u8]).bind(ordinal).bind(body).execute(&older.pool).await.unwrap();
        }
        older.close().await;
        let store = Store::open_at(&at).await.unwrap();
        assert_eq!(Vec::from_iter(store.measured("national").await.unwrap().counts()), [(9, 1, 0)]);
    }
}

#[tokio::test]
async fn a_server_migrated_by_another_program_is_not_written_to() {
    let (_database, at) = on_server().await;
    let older = Store::open_at(&at).await.unwrap();
    write_one_of_each(&older).await;
    let root = older.ledger_root().await.unwrap();
    // Under way while the other program migrates: that one waits.
    let mut tx = older.begin().await.unwrap();
    let migrating = tokio::spawn({
        let at = at.clone();
        async move { Store::open_with(&at, &next()).await }
    });
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    assert!(!migrating.is_finished());
    tx.remove_exhibit("exh_of_nobody").await.unwrap();
    tx.roll_back().await.unwrap();
    let newer = migrating.await.unwrap().unwrap();
    assert_eq!(newer.migrated(), Some((SCHEMA_VERSION, SCHEMA_VERSION + 1)));
    assert_eq!(text(&newer.pool, "SELECT host FROM runs").await, ["here"]);
    assert_eq!(newer.verify_ledger().await.unwrap(), root);
    for refused in [older.begin().await.map(drop), Store::open_at(&at).await.map(drop)] {
        match refused {
            Err(Error::Newer { found, known }) => assert_eq!((found, known), (SCHEMA_VERSION + 1, SCHEMA_VERSION)),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_migration_that_fails_leaves_a_server_as_it_was() {
    let (_database, at) = on_server().await;
    let before = Store::open_at(&at).await.unwrap();
    write_one_of_each(&before).await;
    before.close().await;
    for sql in [
        "CREATE TABLE hosts (host TEXT); SELECT * FROM missing;",
        // A reference that is not in force; found by the check, inside the same transaction.
        "CREATE TABLE hosts (host TEXT, run BIGINT);
         ALTER TABLE hosts ADD CONSTRAINT hosts_run FOREIGN KEY (run) REFERENCES runs (id) NOT VALID;",
    ] {
        let broken: Vec<Migration> = [MIGRATIONS, &[Migration { to: SCHEMA_VERSION + 1, sql }]].concat();
        let refused = Store::open_with(&at, &broken).await;
        assert!(matches!(refused, Err(Error::Damaged { .. } | Error::Storage { .. })), "{refused:?}");
        let store = Store::open_at(&at).await.unwrap();
        store.check().await.unwrap();
        assert_eq!(store.exhibits().await.unwrap().len(), 1);
        assert!(text(&store.pool, "SELECT tablename::text FROM pg_tables WHERE tablename = 'hosts'").await.is_empty());
    }
}

#[tokio::test]
async fn what_is_no_database_of_ours_on_a_server_is_refused_and_kept() {
    let orders = [
        "DROP SCHEMA sanad CASCADE; CREATE SCHEMA sanad; CREATE TABLE sanad.notes (note TEXT)",
        "DELETE FROM sanad.schema_version",
        "INSERT INTO sanad.schema_version VALUES (1)",
    ];
    for (sql, says) in orders.into_iter().zip(["not ours", "0 schema", "2 schema"]) {
        let (_database, at) = on_server().await;
        let store = Store::open_at(&at).await.unwrap();
        sqlx::raw_sql(sql).execute(&store.pool).await.unwrap();
        match Store::open_at(&at).await {
            Err(Error::Damaged { what, .. }) => assert!(what.contains(says), "{what}"),
            other => panic!("{other:?}"),
        }
    }
    // What stands elsewhere in the same database is nobody's business.
    let (_database, at) = on_server().await;
    let Where::Postgres(url) = &at else { panic!("not a server") };
    sqlx::any::install_default_drivers();
    let pool = AnyPool::connect(url).await.unwrap();
    sqlx::raw_sql("CREATE TABLE public.ledger (note TEXT); CREATE TABLE public.schema_version (version BIGINT)")
        .execute(&pool)
        .await
        .unwrap();
    let store = Store::open_at(&at).await.unwrap();
    write_one_of_each(&store).await;
    assert!(text(&pool, "SELECT note FROM public.ledger").await.is_empty());
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_refused_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sanad.db");
    std::fs::write(&path, "no database, but somebody's notes ".repeat(100)).unwrap();
    assert!(matches!(Store::open(&path).await, Err(Error::Damaged { .. })));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("no database"));

    let other = folder.path().join("other.db");
    let pool = AnyPool::connect(&format!("sqlite://{}?mode=rwc", other.display())).await.unwrap();
    sqlx::raw_sql("CREATE TABLE notes (note TEXT)").execute(&pool).await.unwrap();
    pool.close().await;
    assert!(matches!(Store::open(&other).await, Err(Error::Damaged { .. })));

    for (sql, expected) in [("DELETE FROM schema_version", 0), ("INSERT INTO schema_version VALUES (1)", 2)] {
        let (_folder, path) = database_of_schema_1();
        let pool = AnyPool::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        sqlx::raw_sql(sql).execute(&pool).await.unwrap();
        pool.close().await;
        match Store::open(&path).await {
            Err(Error::Damaged { what, .. }) => assert!(what.starts_with(&expected.to_string()), "{what}"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_broken_page_is_found() {
    let (_folder, path) = database_of_schema_1();
    let mut bytes = std::fs::read(&path).unwrap();
    // The second half, where the tables' rows are; the first page and the schema stay whole.
    let half = bytes.len() / 2;
    bytes[half..].fill(0x55);
    std::fs::write(&path, bytes).unwrap();
    let found = match Store::open(&path).await {
        Ok(store) => store.check().await,
        Err(wrong) => Err(wrong),
    };
    assert!(matches!(found, Err(Error::Damaged { .. })), "{found:?}");
}

#[tokio::test]
async fn a_folder_with_an_odd_name_and_one_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("100% sure? #1 ملف");
    std::fs::create_dir(&odd).unwrap();
    let store = Store::open(&odd.join("sanad.db")).await.unwrap();
    assert!(odd.join("sanad.db-wal").exists());
    drop(store);
    assert!(matches!(Store::open(&folder.path().join("none/sanad.db")).await, Err(Error::Disk { .. })));
    use std::os::unix::ffi::OsStrExt as _;
    let no_text = folder.path().join(std::ffi::OsStr::from_bytes(b"\xff.db"));
    assert!(matches!(Store::open(&no_text).await, Err(Error::PathNotText { .. })));
}

/// Makes `testdata/schema_1.db`; run by hand once for each schema version, before the next one:
/// `SANAD_WRITE_DATABASE=schema_1.db cargo test -p store keeps_a_database`.
#[tokio::test]
async fn keeps_a_database_for_later_versions() {
    let Some(name) = std::env::var_os("SANAD_WRITE_DATABASE") else { return };
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("sanad.db")).await.unwrap();
    write_one_of_each(&store).await;
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name);
    sqlx::query("VACUUM INTO $1").bind(target.to_str().unwrap()).execute(&store.pool).await.unwrap();
    // Small pages make a small file; they cannot be changed while there is a write-ahead log.
    let pool = AnyPool::connect(&format!("sqlite://{}", target.display())).await.unwrap();
    sqlx::raw_sql("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM;").execute(&pool).await.unwrap();
    pool.close().await;
}

async fn write_one_of_each(store: &Store) {
    use casework::file::{File, Look, MediaKind, Metadata, Occurrence};
    let mut tx = store.begin().await.unwrap();
    let exhibit = serde_json::from_value(serde_json::json!({
        "id": "exh_0123456789abcdef", "kind": "folder", "root": "/media/drawn",
        "custody": {"authority": null, "number": "7", "seal": null, "examiner": null},
        "manifest": null, "changed_meanwhile": false,
    }))
    .unwrap();
    tx.put_exhibit(&exhibit).await.unwrap();
    let opening = crate::RunOpening {
        exhibits: vec![exhibit.id.clone()],
        lists: Vec::new(),
        settings: serde_json::json!({}),
        at_us: 1,
    };
    let run = tx.open_run(&opening).await.unwrap();
    let file = File {
        digests: Digests::of(b"schema 1"),
        size: 8,
        mime: "image/gif".into(),
        kind: MediaKind::Picture,
        look: Some(Look {
            pdq: fingerprint::PdqHash { hash: fingerprint::Pdq([3; 32]), quality: 90 },
            turns: vec![fingerprint::Pdq([3; 32]); 8],
            version: "pdq-1".into(),
            decoder: "drawn".into(),
        }),
        thumbnail: None,
        pixel_digest: None,
        frames: Vec::new(),
        frames_made_by: None,
        metadata: Metadata::default(),
        marks: Default::default(),
        problem: None,
        views: None,
    };
    let id = tx.put_file(&file, "pdq-1").await.unwrap();
    let place = |place| Occurrence {
        place,
        size: 8,
        times: Default::default(),
        inode: Default::default(),
        link_target: None,
        file: Some(id),
        marks: Default::default(),
        problem: None,
    };
    let archive = Place::on_disk(b"odd\xff.gif".to_vec());
    tx.put_occurrences(&exhibit.id, run, &[place(archive.member("inside")), place(archive)]).await.unwrap();
    tx.commit(crate::LedgerEntry::new("triage.add-files", "uid:1000", 2)).await.unwrap();
}

/// What the migration does with files that were there before the table.
#[tokio::test]
async fn files_from_before_are_located_by_what_they_say() {
    let migration = include_str!("../../migrations/0029_located_files.sql");
    let (_, fill) = migration.split_once("INSERT").unwrap();
    let fill = format!("INSERT{fill}");
    let folder = tempfile::tempdir().unwrap();
    let (_database, at) = on_server().await;
    for store in [Store::open(&folder.path().join("sanad.db")).await.unwrap(), Store::open_at(&at).await.unwrap()] {
        let mut tx = store.begin().await.unwrap();
        let position = Some(Position { latitude_e7: -1, longitude_e7: 2 });
        let said = Some("\"position\":{".to_owned());
        for (content, metadata) in [
            (&b"located"[..], Metadata { position, ..Metadata::default() }),
            (b"silent", Metadata { software: said, ..Metadata::default() }),
        ] {
            let file = File::of_type(Digests::of(content), 8, "image/gif", MediaKind::Picture);
            tx.put_file(&File { metadata, ..file }, "plain").await.unwrap();
        }
        tx.commit(LedgerEntry::new("triage.add-files", "uid:1", 1)).await.unwrap();
        sqlx::query("DELETE FROM located_files").execute(&store.pool).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(fill.clone())).execute(&store.pool).await.unwrap();
        let located = sqlx::query("SELECT file FROM located_files").fetch_all(&store.pool).await.unwrap();
        let ids: Vec<Vec<u8>> = located.iter().map(|row| row.get(0)).collect();
        assert_eq!(ids, [file_id_bytes(&FileId::of(&Digests::of(b"located")).unwrap())], "{:?}", store.engine());
    }
}
