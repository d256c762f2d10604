//! Searching on a node with people: found by those who may see it, and written down without what was searched for.

use std::collections::BTreeSet;

use casework::clue::{Clue, ClueKind};
use casework::id::{AccountId, ClueId};
use casework::link::Confidence;
use casework::record::Circle;
use casework::role::Role;
use casework::who::Said;

use super::*;
use crate::principal::Caller;
use crate::report_in::tests::{of_words, who};
use crate::second_person::tests::{code_of, node_with_people, unit};

fn said(who: &Principal, node: &Node) -> Said {
    node.said(who.caller(Action::SearchWords).unwrap(), None)
}

async fn add_clue(node: &Node, by: &Principal, n: u8, words: &str, circle: Circle) -> RecordId {
    let clue = Clue {
        id: ClueId::new([n; 10]),
        owner: unit(1),
        kind: ClueKind::Text,
        words: Protected::new(words),
        language: None,
        certainty: Confidence::Certain,
        said: said(by, node),
    };
    let mut tx = node.store.begin().await.unwrap();
    tx.add_record(&clue, circle, i64::from(n)).await.unwrap();
    tx.commit(node.entry(by, "test")).await.unwrap();
    clue.id.into()
}

fn ask(words: &str) -> SearchAsk {
    SearchAsk { words: Protected::new(words), limit: None }
}

fn mail(case: Option<CaseId>, purpose: Option<Purpose>) -> FindExact {
    FindExact { what: FindBy::Mail { written: Protected::new("canary@Example.org") }, case, purpose }
}

/// Everything that the ledger says.
async fn ledger_text(node: &Node) -> String {
    let entries = node.store.ledger_entries(0, 10_000).await.unwrap();
    entries.into_iter().filter_map(|entry| entry.body).map(|body| String::from_utf8(body).unwrap()).collect()
}

#[tokio::test]
async fn words_are_found_by_those_who_may_see_the_record_the_best_first() {
    let (_folder, node, _) = node_with_people().await;
    let analyst = who(1, 1, &[Role::HotlineAnalyst]);
    let alike = add_clue(&node, &analyst, 1, "a playgroud in the rain", Circle::Unit).await;
    let same = add_clue(&node, &analyst, 2, "The Playground, blue fence", Circle::Unit).await;
    add_clue(&node, &analyst, 3, "another playground", Circle::Cases).await;
    let arabic = add_clue(&node, &analyst, 4, "قرب المُستشفى", Circle::Unit).await;
    let report = node.take_report(&analyst, of_words("they met at the playground")).await.unwrap().id.into();
    let found = async |who: &Principal, words: &str| -> Vec<(RecordId, Agrees)> {
        let view = node.search_words(who, ask(words)).await.unwrap();
        view.found.into_iter().map(|found| (found.id, found.agrees)).collect()
    };
    let all = [(same, Agrees::Same), (report, Agrees::Same), (alike, Agrees::Alike)];
    assert_eq!(found(&analyst, "playground").await, all);
    assert_eq!(found(&analyst, "playground fence").await, [(same, Agrees::Same)]);
    assert_eq!(found(&analyst, "مستشفى").await, [(arabic, Agrees::SameStem)]);
    assert_eq!(found(&analyst, " — ").await, []);
    // An examiner sees clues and no reports; another unit neither.
    let examiner = who(1, 1, &[Role::Examiner]);
    assert_eq!(found(&examiner, "playground").await, [(same, Agrees::Same), (alike, Agrees::Alike)]);
    assert_eq!(found(&who(3, 2, &[Role::HotlineAnalyst]), "playground").await, []);
    assert_eq!(code_of(node.search_words(&who(1, 1, &[Role::SocialWorker]), ask("playground")).await), "denied");
    let few = node.search_words(&analyst, SearchAsk { limit: Some(1), ..ask("playground") }).await.unwrap();
    assert_eq!((few.found.len(), few.has_more), (1, true));
    assert!(!ledger_text(&node).await.contains("playgro"));
    assert!(!format!("{:?}", ask("playground")).contains("playground"));
}

#[tokio::test]
async fn a_search_for_somebody_is_for_a_case_or_a_purpose_and_leaves_no_word_of_it() {
    let (_folder, node, _) = node_with_people().await;
    let analyst = who(1, 1, &[Role::HotlineAnalyst]);
    let account = casework::account::Account {
        id: AccountId::new([4; 10]),
        owner: unit(1),
        written: Protected::new("canary@example.org"),
        key: mail_key("canary@example.org").unwrap(),
        said: said(&analyst, &node),
    };
    let case = CaseId::new([5; 10]);
    let opened = Case::open(case, Protected::new("12/2026"), unit(1), "law", said(&analyst, &node)).unwrap();
    let mut tx = node.store.begin().await.unwrap();
    tx.add_record(&account, Circle::Unit, 1).await.unwrap();
    tx.add_record(&opened, Circle::Unit, 1).await.unwrap();
    tx.put_in_case(case.into(), case).await.unwrap();
    tx.commit(node.entry(&analyst, "test")).await.unwrap();
    assert_eq!(code_of(node.find_exact(&analyst, mail(None, None)).await), "purpose-missing");
    let found = node.find_exact(&analyst, mail(None, Some(Purpose::ProtectAChild))).await.unwrap().found;
    assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [account.id.into()]);
    // To see a case is not to work on it.
    assert_eq!(code_of(node.find_exact(&analyst, mail(Some(case), None)).await), "purpose-missing");
    let Principal::User(caller) = &analyst else { unreachable!() };
    let on_case = Principal::User(Box::new(Caller { cases: BTreeSet::from([case]), ..(**caller).clone() }));
    assert_eq!(node.find_exact(&on_case, mail(Some(case), None)).await.unwrap().found.len(), 1);
    let stranger = who(3, 2, &[Role::HotlineAnalyst]);
    assert_eq!(code_of(node.find_exact(&stranger, mail(Some(case), None)).await), "not-found");
    let nothing = node.find_exact(&stranger, mail(None, Some(Purpose::Investigate))).await.unwrap();
    assert!(nothing.found.is_empty());
    let ledger = ledger_text(&node).await.to_lowercase();
    assert!(!ledger.contains("canary") && ledger.contains("protect-a-child") && ledger.contains("\"kind\":\"mail\""));
    // A case's number, a code and a file lead to no person by themselves.
    let number = FindBy::CaseNumber { written: Protected::new(" 12/2026 ") };
    let found = node.find_exact(&analyst, FindExact { what: number, case: None, purpose: None }).await.unwrap().found;
    assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [case.into()]);
    let wrong = FindBy::Imei { written: Protected::new("123") };
    let wrong = FindExact { what: wrong, case: None, purpose: Some(Purpose::Investigate) };
    assert!(code_of(node.find_exact(&analyst, wrong).await).starts_with("device-"));
}

#[tokio::test]
async fn many_searches_without_an_open_case_are_shown_to_the_auditor_without_what_was_searched() {
    let (_folder, node, clock) = node_with_people().await;
    let (analyst, auditor) = (who(1, 1, &[Role::HotlineAnalyst]), who(5, 1, &[Role::Auditor]));
    let search = async |n: u64| {
        for _ in 0..n {
            clock.advance_us(1_000_000);
            node.find_exact(&analyst, mail(None, Some(Purpose::Investigate))).await.unwrap();
        }
    };
    let alerts = async || node.show_search_alerts(&auditor).await.unwrap().alerts;
    search(SEARCHES_A_DAY_MAX).await;
    assert_eq!(alerts().await, []);
    search(2).await;
    let shown = alerts().await;
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].user, shown[0].n_searches), (crate::second_person::tests::user(1), SEARCHES_A_DAY_MAX + 2));
    assert!(!format!("{shown:?}").to_lowercase().contains("canary"));
    assert_eq!(code_of(node.show_search_alerts(&analyst).await), "denied");
    // As many another day, spread over it, are none.
    clock.advance_us(2 * DAY_US);
    search(SEARCHES_A_DAY_MAX).await;
    assert_eq!(alerts().await.len(), 1);
}
