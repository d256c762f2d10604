//! Backups are made while others work, read as they were written, and refused for what is wrong with them; a restored node is
//! the node of that moment, and what was erased since is erased in it.

use std::path::{Path, PathBuf};

use casework::backup::KEEP_DAYS_MAX;
use casework::id::{JobId, UnitId, UserId};
use casework::job::{Job, JobKind};
use casework::who::{Actor, Moment};
use store::LedgerEntry;

use super::*;
use crate::backup::{BackupDestroyed, MakeBackup, keys};
use crate::job::{AskTriage, JobAsk, JobBody};

const DAY_US: i64 = 86_400_000_000;
const BEGAN_US: i64 = 1_790_000_000_000_000;
const CANARY: &str = "canaryqwxz";

/// A node with an exhibit, a key, and a backup's keys beside it.
struct Desk {
    folder: tempfile::TempDir,
    node: Option<Node>,
    clock: Clock,
    recipient: String,
}

impl Desk {
    async fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let recipient = keys::make(&folder.path().join("key")).unwrap();
        let clock = Clock::by_hand(BEGAN_US);
        let mut desk = Desk { folder, node: None, clock, recipient };
        desk.node = Some(desk.open("node").await.unwrap());
        for id in ["exh_1", "exh_2"] {
            desk.add_exhibit(id).await;
        }
        desk.node().sealing_key("people.key").unwrap();
        for (n, exhibit) in [(1, "exh_1"), (2, "exh_2")] {
            desk.add_job(n, exhibit).await;
        }
        std::fs::create_dir(desk.path("node/lists/lst_1")).unwrap();
        std::fs::write(desk.path("node/lists/lst_1/md5.segment"), vec![7; 600_000]).unwrap();
        desk
    }

    fn node(&self) -> &Node {
        self.node.as_ref().unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn open(&self, name: &str) -> Result<Node, Error> {
        let folder = NodeFolder::open_at(&self.path(name))?;
        Node::open(folder, self.clock.clone(), "none".into()).await
    }

    async fn add_exhibit(&self, id: &str) {
        let exhibit = serde_json::json!({
            "id": id, "kind": "folder", "root": format!("/{CANARY}-{id}"),
            "custody": {"authority": null, "number": null, "seal": null, "examiner": null},
            "manifest": null, "changed_meanwhile": false,
        });
        let mut tx = self.node().store.begin().await.unwrap();
        tx.put_exhibit(&serde_json::from_value(exhibit).unwrap()).await.unwrap();
        tx.commit(LedgerEntry::new("triage", "uid:1", 1)).await.unwrap();
    }

    /// A job that was done about an exhibit, and its report.
    async fn add_job(&self, n: u8, exhibit: &str) {
        let by = Actor { user: UserId::new([n; 10]), unit: UnitId::new([n; 10]) };
        let job = Job::ask(JobId::new([n; 10]), JobKind::Triage, by, Moment(1));
        let path = format!("{CANARY}-job-{exhibit}");
        let ask: AskTriage = serde_json::from_value(serde_json::json!({ "path": path })).unwrap();
        let ask = JobAsk::Triage(ask);
        let exhibit = Some(exhibit.to_owned());
        let body = JobBody { job, ask, exhibit, outcome: None, problem: None, reports: Vec::new() };
        let mut tx = self.node().store.begin().await.unwrap();
        tx.put_job(&body.job, body.exhibit.as_deref(), &body, 1).await.unwrap();
        tx.commit(LedgerEntry::new("job-ask", "uid:1", 1)).await.unwrap();
        let folder = self.path("node/jobs").join(body.job.id.to_string());
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("report.jsonl"), path).unwrap();
    }

    fn ask(&self, name: &str) -> MakeBackup {
        MakeBackup { to: self.path(name), recipients: vec![self.recipient.clone()], keep_days: 30 }
    }

    async fn back_up(&self, name: &str) -> crate::backup::BackupMade {
        self.node().make_backup(&Principal::of_this_process(), self.ask(name)).await.unwrap()
    }

    fn restoring(&self, from: &str, to: &str) -> RestoreBackup {
        let (identity, to) = (self.path("key"), self.path(to));
        RestoreBackup { from: self.path(from), identity, to, database: None, ledger: None }
    }

    async fn restore(&self, ask: RestoreBackup) -> Result<Restored, Error> {
        restore(ask, self.clock.clone(), "none".into()).await
    }

    async fn unusable(&self, ask: RestoreBackup) -> BackupUnusable {
        match self.restore(ask).await {
            Err(Error::Backup(why)) => why,
            other => panic!("{other:?}"),
        }
    }
}

fn holds(path: &Path, word: &str) -> bool {
    // A store that was let go takes its write-ahead log away some time later.
    let Ok(facts) = std::fs::symlink_metadata(path) else { return false };
    if facts.is_dir() {
        return std::fs::read_dir(path).unwrap().any(|entry| holds(&entry.unwrap().path(), word));
    }
    std::fs::read(path).unwrap_or_default().windows(word.len()).any(|bytes| bytes == word.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_restored_as_it_was_and_knows_of_itself() {
    let desk = Desk::new().await;
    let made = desk.back_up("b.age").await;
    assert_eq!((made.n_entries, made.backup.state.code()), (5, "made"));
    let bytes = std::fs::read(desk.path("b.age")).unwrap();
    assert_eq!(made.backup.sha256, fingerprint::Digests::of(&bytes).sha256);
    assert!(bytes.starts_with(b"age-encryption.org/v1\n") && !holds(&desk.path("b.age"), CANARY));
    // Nothing is left beside it, and nothing is written over.
    let beside = std::fs::read_dir(desk.folder.path()).unwrap().count();
    assert_eq!(beside, 3, "the node, the key and the backup");
    let who = Principal::of_this_process();
    assert!(matches!(desk.node().make_backup(&who, desk.ask("b.age")).await, Err(Error::Disk { .. })));

    let restored = desk.restore(desk.restoring("b.age", "other")).await.unwrap();
    assert_eq!((restored.backup.as_str(), restored.n_entries), (made.backup.id.to_string().as_str(), 5));
    assert_eq!((restored.n_rows, restored.n_files, restored.erased_again), (made.n_rows, made.n_files, None));
    assert_ne!(restored.ledger_key, restored.ledger_key_before);
    let report = format!("jobs/{}/report.jsonl", JobId::new([1; 10]));
    for name in ["keys/people.key", "lists/lst_1/md5.segment", &report] {
        assert!(
            std::fs::read(desk.path("node").join(name)).unwrap()
                == std::fs::read(desk.path("other").join(name)).unwrap()
        );
    }
    assert!(!desk.path("other/restoring").exists());
    let other = desk.open("other").await.unwrap();
    assert_eq!(other.exhibits(&who).await.unwrap(), desk.node().exhibits(&who).await.unwrap());
    assert_eq!(other.show_ledger(&who).await.unwrap().key, restored.ledger_key);
    let found = ledger::verify::verify(&desk.path("other/ledger"), None, &[]).unwrap();
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    // A folder that is something already is left as it is.
    drop(other);
    let refused = desk.restore(desk.restoring("b.age", "other")).await;
    assert!(matches!(refused, Err(Error::Folder(crate::folder::FolderError::NotEmpty))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_backup_is_told_apart_and_leaves_no_node() {
    let desk = Desk::new().await;
    desk.back_up("b.age").await;
    let whole = std::fs::read(desk.path("b.age")).unwrap();
    let header = whole.windows(4).position(|bytes| bytes == b"\n---").unwrap() + 60;
    let check = async |bytes: &[u8], expected: BackupUnusable| {
        std::fs::write(desk.path("bad.age"), bytes).unwrap();
        assert_eq!(desk.unusable(desk.restoring("bad.age", "bad")).await, expected);
        if desk.path("bad").exists() {
            // What was begun says so, to whoever opens it.
            let opened = desk.open("bad").await.map(drop);
            let unfinished = matches!(opened, Err(Error::Folder(crate::folder::FolderError::RestoreUnfinished)));
            assert!(unfinished, "{opened:?}");
        }
    };
    // Cut off in the first piece, at its end, in the middle of the stream, one byte before the end.
    let piece = 64 * 1024 + 16;
    for length in [header + 100, header + 16 + piece, whole.len() / 2, whole.len() - 1] {
        check(&whole[..length], BackupUnusable::CutShort).await;
    }
    for at in [header + 200, header + 2 * piece] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        check(&flipped, BackupUnusable::Changed).await;
    }
    let mut mac = whole.clone();
    mac[header - 40] ^= 1;
    std::fs::write(desk.path("bad.age"), &mac).unwrap();
    let why = desk.unusable(desk.restoring("bad.age", "bad")).await;
    assert!(matches!(why, BackupUnusable::Changed | BackupUnusable::NotABackup), "{why:?}");
    check(b"somebody's notes, and more of them", BackupUnusable::NotABackup).await;
    keys::make(&desk.path("another key")).unwrap();
    let ask = RestoreBackup { identity: desk.path("another key"), ..desk.restoring("b.age", "bad") };
    assert_eq!(desk.unusable(ask).await, BackupUnusable::WrongKey);
    // The unfinished one is begun again, with the right file.
    desk.restore(desk.restoring("b.age", "bad")).await.unwrap();
    desk.open("bad").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_newer_program_is_refused_before_anything_is_made() {
    let desk = Desk::new().await;
    desk.back_up("b.age").await;
    let keys = std::fs::read_to_string(desk.path("key")).unwrap();
    let identity: age::x25519::Identity = keys.lines().nth(1).unwrap().parse().unwrap();
    let clear = age::decrypt(&identity, &std::fs::read(desk.path("b.age")).unwrap()).unwrap();
    let clear = String::from_utf8_lossy(&clear[..400]).into_owned();
    let version = format!("\"database_schema\":{}", store::SCHEMA_VERSION);
    assert!(clear.contains(&version), "{clear}");
    let all = age::decrypt(&identity, &std::fs::read(desk.path("b.age")).unwrap()).unwrap();
    let at = all.windows(version.len()).position(|bytes| bytes == version.as_bytes()).unwrap();
    let mut newer = all;
    newer[at + version.len() - 2..at + version.len()].copy_from_slice(b"99");
    std::fs::write(desk.path("newer.age"), age::encrypt(&identity.to_public(), &newer).unwrap()).unwrap();
    let why = desk.unusable(desk.restoring("newer.age", "other")).await;
    assert_eq!(why, BackupUnusable::Newer { format: 1, schema: 99 });
    assert!(!desk.path("other").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_in_no_later_backup_and_is_erased_again_after_an_older_one() {
    let mut desk = Desk::new().await;
    let who = Principal::of_this_process();
    desk.back_up("before.age").await;
    desk.node().remove_exhibit(&who, "exh_1").await.unwrap();
    desk.back_up("after.age").await;
    let lost = desk.node().show_ledger(&who).await.unwrap();
    let key = std::fs::read_to_string(desk.path("key")).unwrap();
    let identity: age::x25519::Identity = key.lines().nth(1).unwrap().parse().unwrap();
    let clear = |name: &str| age::decrypt(&identity, &std::fs::read(desk.path(name)).unwrap()).unwrap();
    let word = format!("{CANARY}-exh_1");
    // Roots are kept as bytes in numbers or text: look for the id, which stands in clear.
    let has = |bytes: &[u8]| bytes.windows(5).filter(|bytes| *bytes == b"exh_1").count();
    assert!(has(&clear("before.age")) > has(&clear("after.age")), "{word}");

    let unknown = desk.restore(desk.restoring("before.age", "unknown")).await.unwrap();
    assert_eq!(unknown.erased_again, None);
    assert_eq!(desk.open("unknown").await.unwrap().exhibits(&who).await.unwrap().len(), 2);
    let ask = RestoreBackup { ledger: Some(lost.folder.clone()), ..desk.restoring("before.age", "known") };
    let known = desk.restore(ask).await.unwrap();
    let erased = known.erased_again.unwrap();
    assert_eq!((erased.n_exhibits, erased.n_records, erased.n_lists), (1, 0, 0));
    assert!(erased.n_entries_since >= 3, "{erased:?}");
    let node = desk.open("known").await.unwrap();
    let left: Vec<String> = node.exhibits(&who).await.unwrap().into_iter().map(|exhibit| exhibit.id).collect();
    assert_eq!(left, ["exh_2"]);
    node.doctor(&who, true).await.unwrap();
    drop(node);
    // What a job knew of it is gone as well, and what it wrote; the other's is not.
    let path = |id: &str| format!("{CANARY}-job-{id}");
    assert!(holds(&desk.path("unknown"), &path("exh_1")) && holds(&desk.path("known"), &path("exh_2")));
    assert!(!holds(&desk.path("known"), &path("exh_1")));

    // Another node's ledger, one that was touched, and one that is older than the backup tell nothing.
    let other = Desk::new().await;
    let others = other.node().show_ledger(&who).await.unwrap().folder;
    let ask = RestoreBackup { ledger: Some(others), ..desk.restoring("before.age", "third") };
    assert!(matches!(desk.unusable(ask).await, BackupUnusable::OtherLedger { .. }));
    drop(desk.node.take());
    let bodies = lost.folder.join("bodies/000");
    let mut bytes = std::fs::read(&bodies).unwrap();
    let at = bytes.windows(14).position(|bytes| bytes == b"exhibit-remove").unwrap();
    bytes[at] ^= 1;
    std::fs::write(&bodies, bytes).unwrap();
    let ask = RestoreBackup { ledger: Some(lost.folder), ..desk.restoring("before.age", "third") };
    assert!(matches!(desk.unusable(ask).await, BackupUnusable::OtherLedger { .. }));
    assert!(!desk.path("third").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_past_its_term_is_listed_until_it_is_said_to_be_destroyed() {
    let desk = Desk::new().await;
    let who = Principal::of_this_process();
    let made = desk.back_up("b.age").await.backup;
    assert_eq!(desk.node().show_backups(&who).await.unwrap().n_past_term, 0);
    desk.clock.advance_us(30 * DAY_US);
    let view = desk.node().show_backups(&who).await.unwrap();
    assert_eq!((view.n_past_term, view.backups[0].is_past_term), (1, true));
    let held = desk.node().backups_holding(Moment(BEGAN_US)).await.unwrap();
    assert_eq!(held.iter().map(|backup| backup.id).collect::<Vec<_>>(), [made.id]);
    assert!(desk.node().backups_holding(Moment(BEGAN_US + 1)).await.unwrap().is_empty());
    let said = desk.node().backup_destroyed(&who, BackupDestroyed { backup: made.id }).await.unwrap();
    assert_eq!((said.state.code(), said.destroyed_by), ("destroyed", Some(who.name())));
    assert_eq!(desk.node().show_backups(&who).await.unwrap().n_past_term, 0);
    let twice = desk.node().backup_destroyed(&who, BackupDestroyed { backup: made.id }).await;
    assert!(matches!(twice, Err(Error::Refused(_))), "{twice:?}");
    let nobody = BackupDestroyed { backup: casework::id::BackupId::new([9; 10]) };
    assert!(matches!(desk.node().backup_destroyed(&who, nobody).await, Err(Error::NotFound { .. })));
    for (keep_days, recipients) in [
        (0, vec![desk.recipient.clone()]),
        (KEEP_DAYS_MAX + 1, vec![desk.recipient.clone()]),
        (1, vec![]),
        (1, vec!["age1x".into()]),
    ] {
        let ask = MakeBackup { keep_days, recipients, ..desk.ask("c.age") };
        assert!(matches!(desk.node().make_backup(&who, ask).await, Err(Error::Refused(_))));
    }
    // One that cannot be written is known not to be there.
    let ask = MakeBackup { to: desk.path("nowhere/c.age"), ..desk.ask("c.age") };
    assert!(matches!(desk.node().make_backup(&who, ask).await, Err(Error::Disk { .. })));
    assert_eq!(desk.node().show_backups(&who).await.unwrap().backups[0].state.code(), "failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_one_moment_while_others_write() {
    let desk = std::sync::Arc::new(Desk::new().await);
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let writing = tokio::spawn({
        let (desk, stop) = (desk.clone(), stop.clone());
        async move {
            let mut n = 3;
            while !stop.load(std::sync::atomic::Ordering::SeqCst) {
                desk.add_exhibit(&format!("exh_{n}")).await;
                n += 1;
            }
        }
    });
    for n in 0..5 {
        let made = desk.back_up(&format!("{n}.age")).await;
        let to = format!("restored {n}");
        let restored = desk.restore(desk.restoring(&format!("{n}.age"), &to)).await.unwrap();
        assert_eq!(restored.n_entries, made.n_entries);
        // Each exhibit was written with one entry: as many are there as the ledger says.
        let node = desk.open(&to).await.unwrap();
        let n_exhibits = node.store.exhibits().await.unwrap().len() as u64;
        let n_of_backups = 2 * n + 1;
        let n_of_jobs = 2;
        assert_eq!(n_exhibits, made.n_entries - n_of_backups - n_of_jobs);
    }
    stop.store(true, std::sync::atomic::Ordering::SeqCst);
    writing.await.unwrap();
}
