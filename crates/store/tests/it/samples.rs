//! Exhibits, files and places made by formula, and a store of its own for each test.

use casework::exhibit::{Custody, Exhibit, ExhibitKind};
use casework::file::{File, FileId, Frame, Inode, Look, Mark, MediaKind, Metadata, Occurrence, Place, Times};
use casework::pixel_digest::PixelDigest;
use fingerprint::{Digests, Pdq, PdqHash, Sha256};
use store::{Engine, LedgerEntry, RunId, RunOpening, Store, Where};
use tempfile::TempDir;

use crate::server::{Database, database};

pub(crate) struct Sample {
    pub(crate) store: Store,
    /// Where the file is; empty for a server.
    pub(crate) folder: TempDir,
    // Removed some time after the store is gone.
    _database: Option<Database>,
}

/// A store for what only SQLite promises; everything else runs on both, with [`store_on`].
pub(crate) async fn store() -> Sample {
    store_on(Engine::Sqlite).await
}

/// An empty store.
pub(crate) async fn store_on(engine: Engine) -> Sample {
    let folder = tempfile::tempdir().unwrap();
    let (at, database) = match engine {
        Engine::Sqlite => (Where::File(folder.path().join("sanad.db")), None),
        Engine::Postgres => {
            let database = database().await;
            (Where::Postgres(database.url().to_owned()), Some(database))
        }
    };
    Sample { store: Store::open_at(&at).await.unwrap(), folder, _database: database }
}

pub(crate) fn entry(verb: &'static str) -> LedgerEntry {
    LedgerEntry::new(verb, "uid:1000", 1_700_000_000_000_000)
}

pub(crate) fn exhibit(id: &str) -> Exhibit {
    Exhibit {
        id: id.to_owned(),
        kind: ExhibitKind::Folder,
        root: b"/media/\xff\x00odd".to_vec(),
        custody: Custody { authority: Some("warrant 7".into()), number: Some(id.to_owned()), ..Custody::default() },
        manifest: None,
        changed_meanwhile: false,
    }
}

/// A picture with everything a file can have.
pub(crate) fn file(content: &[u8]) -> File {
    let hash = |n: u8| Pdq([n; 32]);
    let look = |n: u8, turns: Vec<Pdq>| Look {
        pdq: PdqHash { hash: hash(n), quality: 80 },
        turns,
        version: "pdq-1".into(),
        decoder: "drawn".into(),
    };
    File {
        digests: Digests::of(content),
        size: content.len() as u64,
        mime: "image/gif".into(),
        kind: MediaKind::Picture,
        look: Some(look(1, (1..9).map(hash).collect())),
        thumbnail: Some(look(9, Vec::new())),
        pixel_digest: Some(PixelDigest { picture: Sha256([5; 32]), beside: Some(Sha256([6; 32])) }),
        frames: (0..3)
            .map(|n| Frame { number: n * 10, at_ms: n * 400, pdq: PdqHash { hash: hash(n as u8), quality: 51 } })
            .collect(),
        frames_made_by: Some("pdq-1 drawn".into()),
        metadata: Metadata { software: Some("nul \0 and \u{202e}".into()), ..Metadata::default() },
        marks: [Mark::GpsPresent].into(),
        problem: None,
        views: None,
    }
}

pub(crate) fn id_of(content: &[u8]) -> FileId {
    file(content).id().unwrap()
}

pub(crate) fn occurrence(place: Place, file: Option<FileId>) -> Occurrence {
    Occurrence {
        place,
        size: 3,
        times: Times { modified_ns: Some(-1), changed_ns: Some(i64::MAX), accessed_ns: None, created_ns: Some(0) },
        inode: Inode { device: u64::MAX, number: 7, links: 1 },
        link_target: None,
        file,
        marks: Default::default(),
        problem: None,
    }
}

/// An exhibit with these contents at places `0`, `1` … and a run that has seen them.
pub(crate) async fn put_exhibit(store: &Store, id: &str, contents: &[&[u8]]) -> RunId {
    let mut tx = store.begin().await.unwrap();
    tx.put_exhibit(&exhibit(id)).await.unwrap();
    let run = tx
        .open_run(&RunOpening {
            exhibits: vec![id.to_owned()],
            lists: vec!["lst_1".into()],
            settings: serde_json::json!({"jobs": 2}),
            at_us: 5,
        })
        .await
        .unwrap();
    let mut places = Vec::new();
    for (n, content) in contents.iter().enumerate() {
        let file = tx.put_file(&file(content), "pdq-1").await.unwrap();
        places.push(occurrence(Place::on_disk(n.to_string()), Some(file)));
    }
    tx.put_occurrences(id, run, &places).await.unwrap();
    tx.commit(entry("triage.add-files").about("exhibit", id)).await.unwrap();
    run
}
