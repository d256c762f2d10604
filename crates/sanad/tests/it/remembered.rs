//! What a node remembers, asked of its store while the program is at work or after it was killed. Writes nothing.

use std::collections::HashMap;
use std::path::Path;

use casework::file::{File, FileId, MediaKind};
use serde_json::Value;
use store::{KnownPlace, Store};

/// A store opened beside the program: WAL readers do not disturb its writer.
pub(crate) struct Remembered {
    runtime: tokio::runtime::Runtime,
    store: Store,
}

impl Remembered {
    /// Opens the store of a node whose program has opened it before.
    pub(crate) fn open(node: &Path) -> Remembered {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let store = runtime.block_on(Store::open(&node.join("sanad.db"))).unwrap();
        Remembered { runtime, store }
    }

    /// The ledger's entries, as their bodies.
    pub(crate) fn entries(&self) -> Vec<Value> {
        let mut bodies = Vec::new();
        loop {
            let page = self.runtime.block_on(self.store.ledger_entries(bodies.len() as u64, 500)).unwrap();
            if page.is_empty() {
                return bodies;
            }
            bodies.extend(page.into_iter().map(|entry| serde_json::from_slice(&entry.body.unwrap()).unwrap()));
        }
    }

    /// How many entries a verb has left.
    pub(crate) fn n_entries(&self, verb: &str) -> usize {
        self.entries().iter().filter(|entry| entry["verb"] == verb).count()
    }

    /// Rows written by all entries of a verb.
    pub(crate) fn n_rows(&self, verb: &str) -> u64 {
        let rows = |entry: &Value| entry["n_rows"].as_u64().unwrap();
        self.entries().iter().filter(|entry| entry["verb"] == verb).map(rows).sum()
    }

    /// How many runs were opened.
    pub(crate) fn n_runs(&self) -> usize {
        self.runtime.block_on(self.store.runs()).unwrap().len()
    }

    /// Places of all exhibits, members of archives among them.
    pub(crate) fn n_places(&self) -> usize {
        let exhibits = self.runtime.block_on(self.store.exhibits()).unwrap();
        let places = exhibits.iter().map(|exhibit| {
            let places = self.runtime.block_on(self.store.occurrences(&exhibit.id)).unwrap();
            places.len()
        });
        places.sum()
    }

    /// Places on disk that are wholly done: their file is known and, when it is an archive, all its members.
    pub(crate) fn n_done(&self) -> u64 {
        let exhibits = self.runtime.block_on(self.store.exhibits()).unwrap();
        let mut n_done = 0;
        for exhibit in exhibits {
            let known: HashMap<Vec<u8>, KnownPlace> =
                self.runtime.block_on(self.store.known_places(&exhibit.id)).unwrap();
            let files = self.runtime.block_on(self.store.files_of(&exhibit.id)).unwrap();
            let file = |id: Option<FileId>| -> Option<&File> { files.get(&id?).map(|file| &**file) };
            let is_done = |place: &&KnownPlace| {
                file(place.file).is_some_and(|file| file.kind != MediaKind::Archive || place.container_done)
            };
            n_done += known.values().filter(is_done).count() as u64;
        }
        n_done
    }

    /// Re-reads every entry, every row's root and every page.
    pub(crate) fn check(&self) {
        self.runtime.block_on(self.store.check()).unwrap();
    }
}
