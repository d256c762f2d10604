//! `kill -9` at any moment: a child writes batches and says so, the parent kills it and counts.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use casework::file::{Occurrence, Place};
use serde_json::Value;
use store::{Engine, RunId, Store, Where};

use crate::samples::{entry, exhibit, file, occurrence, store_on};

const STORE: &str = "SANAD_TEST_STORE_OF_CHILD";
const ROWS: usize = 40;

/// Writes batches until it is killed; only as a child of the test below.
#[tokio::test]
async fn child_that_writes_until_killed() {
    let Ok(at) = std::env::var(STORE) else { return };
    let store = Store::open_at(&Where::from_text(&at)).await.unwrap();
    loop {
        let batch = store.ledger_root().await.unwrap().size;
        let mut tx = store.begin().await.unwrap();
        tx.put_exhibit(&exhibit("exh_1")).await.unwrap();
        let mut places: Vec<Occurrence> = Vec::new();
        for n in 0..ROWS {
            let id = tx.put_file(&file(format!("{batch} {n}").as_bytes()), "pdq-1").await.unwrap();
            places.push(occurrence(Place::on_disk(format!("{batch}/{n}")), Some(id)));
        }
        tx.put_occurrences("exh_1", RunId(1), &places).await.unwrap();
        let done = tx.commit(entry("triage.add-files").about("batch", batch)).await.unwrap();
        // One write, so that a line is there as a whole or not at all.
        let line = format!("acknowledged {} {}\n", done.index, done.root);
        std::io::stdout().write_all(line.as_bytes()).unwrap();
        std::io::stdout().flush().unwrap();
    }
}

on_each_engine!(what_was_acknowledged_survives_every_kill);

async fn what_was_acknowledged_survives_every_kill(engine: Engine) {
    let kills: u64 = match (std::env::var_os("SANAD_SOAK"), std::env::var_os("SANAD_LONG")) {
        (Some(_), _) => 200,
        (None, Some(_)) => 50,
        (None, None) => 10,
    };
    let at = store_on(engine).await;
    let address = match at.store.at() {
        Where::File(path) => path.display().to_string(),
        Where::Postgres(url) => url.clone(),
    };
    let mut roots: Vec<(u64, String)> = Vec::new();
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child_that_writes_until_killed", "--nocapture", "--test-threads=1"])
            .env(STORE, &address)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        // The first answer shows that it is at work; the kill then falls at a different place each time.
        while !line.contains("acknowledged") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "the child ended by itself");
        }
        roots.push(read(&line).unwrap());
        std::thread::sleep(Duration::from_micros(700 * (kill % 20) * (kill % 7 + 1)));
        child.kill().unwrap();
        child.wait().unwrap();
        roots.extend(said.lines().map_while(Result::ok).filter_map(|line| read(&line)));

        let store = Store::open_at(at.store.at()).await.unwrap();
        // A server may be at work on the last words of the dead; when it is our turn to write, it is not.
        store.begin().await.unwrap().roll_back().await.unwrap();
        store.check().await.unwrap();
        let entries = store.ledger_entries(0, u64::MAX).await.unwrap();
        let leaves: Vec<ledger::Hash> = entries.iter().map(|entry| entry.leaf_hash).collect();
        for (index, root) in &roots {
            assert_eq!(ledger::root(&leaves[..=*index as usize]).to_string(), *root);
        }
        // Every batch is there as a whole, and none without its entry.
        let places = store.occurrences("exh_1").await.unwrap();
        assert_eq!(places.len(), ROWS * entries.len());
        assert_eq!(store.files_of("exh_1").await.unwrap().len(), ROWS * entries.len());
        for (index, entry) in entries.iter().enumerate() {
            let body: Value = serde_json::from_slice(entry.body.as_ref().unwrap()).unwrap();
            assert_eq!((&body["batch"], &body["n_rows"]), (&index.into(), &(2 * ROWS + 1).into()));
        }
        store.close().await;
    }
    assert!(roots.len() as u64 >= kills);
    assert!(roots.windows(2).all(|pair| pair[0].0 < pair[1].0), "a batch was acknowledged twice");
}

/// Place and root of an acknowledged batch. The test harness may print before it on the same line.
fn read(line: &str) -> Option<(u64, String)> {
    let (_, said) = line.split_once("acknowledged ")?;
    let (index, root) = said.trim_end().split_once(' ')?;
    (root.len() == 64).then_some((index.parse().ok()?, root.to_owned()))
}
