//! Break-glass on a node with people: opened for a time, to one person, and looked at by another.

use casework::id::{CaseId, SeriesId, VictimId};
use casework::link_kind::Noun;
use casework::record::Record;
use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::second_person::tests::{caller, code_of, node_with_people, unit, user};

const HOUR_US: i64 = 3_600_000_000;
const CANARY: &str = "canary-7f3a";

/// A record with nothing in it.
#[derive(Debug, Serialize, Deserialize)]
struct Bare(SeriesId);

impl Record for Bare {
    type Id = SeriesId;
    const NOUN: Noun = Noun::Series;

    fn id(&self) -> SeriesId {
        self.0
    }

    fn owner(&self) -> UnitId {
        unit(2)
    }

    fn state_code(&self) -> &'static str {
        "open"
    }
}

fn series() -> SeriesId {
    SeriesId::new([1; 10])
}

fn case() -> CaseId {
    CaseId::new([7; 10])
}

/// With a series of unit 2, which stands in a case.
async fn node() -> (TempDir, Node, Clock) {
    let (folder, node, clock) = node_with_people().await;
    let mut tx = node.store.begin().await.unwrap();
    tx.add_record(&Bare(series()), Circle::Unit, 0).await.unwrap();
    tx.put_in_case(series().into(), case()).await.unwrap();
    tx.commit(node.entry(&Principal::of_this_process(), "test")).await.unwrap();
    (folder, node, clock)
}

fn ask(opens: impl Into<RecordId>) -> BreakGlass {
    BreakGlass { opens: opens.into(), reason: Protected::new(CANARY), hours: 2 }
}

async fn sees(node: &Node, n: u8) -> bool {
    let access = node.store.access(series().into()).await.unwrap().unwrap();
    node.permit_about(&caller(node, n).await, Action::ShowSeries, &access).is_ok()
}

#[tokio::test]
async fn it_opens_one_record_to_one_person_for_a_time() {
    let (_folder, node, clock) = node().await;
    assert!(!sees(&node, 1).await && sees(&node, 3).await);
    let opened = node.break_glass(&caller(&node, 1).await, ask(series())).await.unwrap();
    assert_eq!(opened.until_us - opened.at_us, 2 * HOUR_US);
    assert!(sees(&node, 1).await && !sees(&node, 2).await);
    assert_eq!(code_of(node.break_glass(&caller(&node, 1).await, ask(series())).await), "glass-open-already");
    clock.advance_us(2 * HOUR_US);
    assert!(!sees(&node, 1).await);
}

#[tokio::test]
async fn what_is_refused_opens_nothing() {
    let (_folder, node, _) = node().await;
    let examiner = caller(&node, 1).await;
    let with = |reason: &str, hours| BreakGlass { reason: Protected::new(reason), hours, ..ask(series()) };
    assert_eq!(code_of(node.break_glass(&examiner, with("", 1)).await), "glass-no-reason");
    assert_eq!(code_of(node.break_glass(&examiner, with("x", 25)).await), "glass-hours-out-of-range");
    assert_eq!(code_of(node.break_glass(&examiner, ask(VictimId::new([1; 10]))).await), "not-found");
    // Their own unit's needs no glass; a colleague's entries are the auditor's.
    assert_eq!(code_of(node.break_glass(&caller(&node, 3).await, ask(series())).await), "glass-open-already");
    assert_eq!(code_of(node.break_glass(&examiner, ask(user(3))).await), "denied");
    assert_eq!(code_of(node.break_glass(&caller(&node, 5).await, ask(series())).await), "denied");
    assert!(!sees(&node, 1).await);
}

#[tokio::test]
async fn somebody_else_reviews_it_and_what_was_not_justified_closes_at_once() {
    let (_folder, node, _) = node().await;
    let supervisor = caller(&node, 2).await;
    let opened = node.break_glass(&supervisor, ask(series())).await.unwrap();
    let review = |verdict| ReviewGlass { id: opened.id, verdict, reason: Protected::new("x") };
    let waiting = node.glass_to_review(&caller(&node, 5).await).await.unwrap();
    assert_eq!(waiting.openings, std::slice::from_ref(&opened));
    assert_eq!(code_of(node.review_glass(&supervisor, review(GlassVerdict::Justified)).await), "glass-own-glass");
    assert_eq!(code_of(node.review_glass(&caller(&node, 1).await, review(GlassVerdict::Justified)).await), "denied");
    assert!(sees(&node, 2).await);
    node.review_glass(&caller(&node, 5).await, review(GlassVerdict::NotJustified)).await.unwrap();
    assert!(!sees(&node, 2).await);
    assert!(node.glass_to_review(&caller(&node, 4).await).await.unwrap().openings.is_empty());
    let own = node.own_glass(&caller(&node, 2).await).await.unwrap();
    assert_eq!(own.openings[0].verdict, Some(GlassVerdict::NotJustified));
}

#[tokio::test]
async fn a_person_is_told_that_an_auditor_opened_their_entries_and_not_why() {
    let (_folder, node, _) = node().await;
    node.break_glass(&caller(&node, 5).await, ask(user(1))).await.unwrap();
    let told = node.own_glass(&caller(&node, 1).await).await.unwrap();
    assert_eq!((told.openings[0].by, &told.openings[0].reason), (user(5), &None));
    assert!(node.own_glass(&caller(&node, 3).await).await.unwrap().openings.is_empty());
}

#[tokio::test]
async fn the_reason_is_in_no_entry_and_no_log() {
    let (folder, node, _) = node().await;
    let opened = node.break_glass(&caller(&node, 1).await, ask(series())).await.unwrap();
    let review = ReviewGlass { id: opened.id, verdict: GlassVerdict::Justified, reason: Protected::new(CANARY) };
    node.review_glass(&caller(&node, 2).await, review).await.unwrap();
    assert!(!format!("{opened:?}").contains(CANARY));
    let mut folders = vec![folder.path().join("node/logs"), folder.path().join("node/ledger")];
    let mut n_read = 0;
    while let Some(path) = folders.pop() {
        for entry in std::fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                n_read += 1;
                assert!(!bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()), "{}", path.display());
            }
        }
    }
    assert!(n_read > 2);
}
