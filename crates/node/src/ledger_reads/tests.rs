//! What the ledger shows, to whom: nobody's entries to anybody else, but after break-glass; a record's to those who see it;
//! proofs of no record that one does not see.

use casework::protected::Protected;
use ledger::note::NoteVerifier;

use super::*;
use crate::break_glass::BreakGlass;
use crate::casebook::{ListAsk, Placement};
use crate::news::{NewsAsk, NewsBody};
use crate::second_person::tests::{caller, code_of, node_with_people, user};
use crate::series::OpenSeries;

const EXAMINER: u8 = 1;
const SUPERVISOR: u8 = 2;
const ELSEWHERE: u8 = 4;
const AUDITOR: u8 = 5;

async fn series(node: &Node, by: u8) -> RecordId {
    let ask = OpenSeries { name: Protected::new("blue sofa"), into: Placement::default() };
    node.open_series(&caller(node, by).await, ask).await.unwrap().id.into()
}

fn of(record: RecordId) -> RecordEntries {
    RecordEntries { record, before: None, limit: None }
}

fn verbs(page: &LedgerPage) -> Vec<&str> {
    page.entries.iter().filter_map(|view| view.verb.as_deref()).collect()
}

#[tokio::test]
async fn whoever_sees_a_record_sees_what_was_done_with_it() {
    let (_folder, node, _) = node_with_people().await;
    let record = series(&node, SUPERVISOR).await;
    let RecordId::Series(id) = record else { unreachable!() };
    let examiner = caller(&node, EXAMINER).await;
    node.show_series(&examiner, id).await.unwrap();
    node.list_series(&examiner, ListAsk::default()).await.unwrap();
    let page = node.entries_of_record(&examiner, of(record)).await.unwrap();
    assert_eq!(verbs(&page), ["series-show", "series-show", "series-open"]);
    assert_eq!(page.entries[2].who, Some(user(SUPERVISOR).to_string()));
    assert!(page.entries.iter().all(|view| view.about.is_empty()), "a list names other records too");
    // Reading it is an entry about it, and pages go on where the one before ended.
    let first = RecordEntries { limit: Some(1), ..of(record) };
    let first = node.entries_of_record(&examiner, first).await.unwrap();
    assert_eq!(verbs(&first), ["ledger-show-record"]);
    let rest = RecordEntries { before: first.next, ..of(record) };
    assert_eq!(verbs(&node.entries_of_record(&examiner, rest).await.unwrap()).len(), 3);

    for n in [ELSEWHERE, 3] {
        assert_eq!(code_of(node.entries_of_record(&caller(&node, n).await, of(record)).await), "not-found");
    }
    assert_eq!(code_of(node.entries_of_record(&caller(&node, AUDITOR).await, of(record)).await), "denied");
    // A person is no record.
    let person = of(user(SUPERVISOR).into());
    assert_eq!(code_of(node.entries_of_record(&examiner, person).await), "not-found");
}

#[tokio::test]
async fn what_somebody_did_is_theirs_and_an_auditors_after_break_glass_of_which_they_are_told() {
    let (_folder, node, clock) = node_with_people().await;
    let record = series(&node, SUPERVISOR).await;
    let supervisor = caller(&node, SUPERVISOR).await;
    let own = node.own_entries(&supervisor, LedgerEntries::default()).await.unwrap();
    assert_eq!((verbs(&own), &own.entries[0].about), (vec!["series-open"], &vec![record.to_string()]));
    let examiner = node.own_entries(&caller(&node, EXAMINER).await, LedgerEntries::default()).await.unwrap();
    assert!(examiner.entries.is_empty());

    let ask = || PersonEntries { user: user(SUPERVISOR), before: None, limit: None };
    for n in [EXAMINER, SUPERVISOR, ELSEWHERE] {
        assert_eq!(code_of(node.entries_of_person(&caller(&node, n).await, ask()).await), "denied");
    }
    assert_eq!(code_of(node.entries_of_person(&caller(&node, AUDITOR).await, ask()).await), "glass-not-broken");
    let glass = BreakGlass { opens: user(SUPERVISOR).into(), reason: Protected::new("a complaint"), hours: 2 };
    let opened = node.break_glass(&caller(&node, AUDITOR).await, glass).await.unwrap();
    let auditor = caller(&node, AUDITOR).await;
    let page = node.entries_of_person(&auditor, ask()).await.unwrap();
    assert_eq!(verbs(&page), ["ledger-show-own", "series-open"]);
    // This person alone, and no longer than it is open.
    let other = PersonEntries { user: user(EXAMINER), ..ask() };
    assert_eq!(code_of(node.entries_of_person(&auditor, other).await), "glass-not-broken");
    let news = node.show_news(&supervisor, &NewsAsk::default()).await.unwrap().items;
    assert_eq!(news.iter().map(|one| &one.body).collect::<Vec<_>>(), [&NewsBody::EntriesOpened { glass: opened.id }]);
    assert!(node.show_news(&caller(&node, EXAMINER).await, &NewsAsk::default()).await.unwrap().items.is_empty());
    let told = node.own_entries(&supervisor, LedgerEntries::default()).await.unwrap();
    let about_me = told.entries.iter().filter(|view| view.who == Some(user(AUDITOR).to_string()));
    let about_me: Vec<_> = about_me.map(|view| (view.verb.as_deref().unwrap(), view.about.len())).collect();
    assert_eq!(about_me, [("ledger-show-person", 0), ("glass-break", 0)]);
    clock.advance_us(2 * 3_600_000_000);
    assert_eq!(code_of(node.entries_of_person(&caller(&node, AUDITOR).await, ask()).await), "glass-not-broken");
}

#[tokio::test]
async fn all_entries_are_shown_without_people_and_records() {
    let (_folder, node, _) = node_with_people().await;
    let record = series(&node, SUPERVISOR).await;
    let page = node.ledger_entries(&caller(&node, AUDITOR).await, LedgerEntries::default()).await.unwrap();
    assert_eq!(verbs(&page)[0], "series-open");
    let shown = serde_json::to_string(&page).unwrap();
    assert!(!shown.contains("usr_") && !shown.contains(&record.to_string()), "{shown}");
    let size = node.store.ledger_root().await.unwrap().size;
    let mut seen = Vec::new();
    let mut ask = LedgerEntries { before: Some(size), limit: Some(2) };
    loop {
        let page = node.ledger_entries(&caller(&node, AUDITOR).await, ask.clone()).await.unwrap();
        seen.extend(page.entries.iter().map(|view| view.index));
        let Some(next) = page.next else { break };
        ask.before = Some(next);
    }
    assert_eq!(seen, (0..size).rev().collect::<Vec<_>>());
    let denied = node.ledger_entries(&caller(&node, SUPERVISOR).await, LedgerEntries::default()).await;
    assert_eq!(code_of(denied), "denied");
}

#[tokio::test]
async fn proofs_are_of_what_one_sees_and_nobody_goes_from_entry_to_entry() {
    let (_folder, node, _) = node_with_people().await;
    let record = series(&node, SUPERVISOR).await;
    let opened = node.store.ledger_root().await.unwrap().size - 1;
    let RecordId::Series(id) = record else { unreachable!() };
    node.show_series(&caller(&node, EXAMINER).await, id).await.unwrap();
    let supervisor = caller(&node, SUPERVISOR).await;
    let proofs = node.prove_record(&supervisor, of(record)).await.unwrap();
    assert_eq!((proofs.proofs.len(), proofs.n_left_out, proofs.next), (2, 0, None));
    let key = node.show_ledger(&supervisor).await.unwrap().key;
    let verifier: NoteVerifier = key.parse().unwrap();
    for text in &proofs.proofs {
        let proof = EntryProof::parse(text).unwrap();
        assert!(proof.verify(&verifier, None).is_ok() && proof.body.contains(&record.to_string()));
    }
    assert_eq!(code_of(node.prove_record(&caller(&node, ELSEWHERE).await, of(record)).await), "not-found");
    // One entry by its number: theirs to see, their own, or of the terminal; never what others did elsewhere.
    assert!(node.prove_entry(&supervisor, opened).await.is_ok());
    assert_eq!(code_of(node.prove_entry(&caller(&node, ELSEWHERE).await, opened).await), "not-found");
    assert_eq!(code_of(node.prove_entry(&caller(&node, AUDITOR).await, opened).await), "not-found");
    let own = node.own_entries(&caller(&node, EXAMINER).await, LedgerEntries::default()).await.unwrap();
    assert!(!own.entries.is_empty());
    let last = node.store.ledger_root().await.unwrap().size - 1;
    assert_eq!(code_of(node.prove_entry(&supervisor, last).await), "not-found");
}
