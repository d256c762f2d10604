//! Keeping and erasing on a node with people: what waits, who may, and that nothing is left anywhere in the node's folder.

use std::path::Path;

use casework::clue::ClueKind;
use casework::id::ClueId;
use casework::link::{Confidence, LinkKind};
use casework::place::PlaceKind;
use casework::protected::Protected;
use casework::role::Role;

use super::*;
use crate::casebook::Placement;
use crate::clue::AddClue;
use crate::evidence::EvidenceAsk;
use crate::link::AddLink;
use crate::news::NewsAsk;
use crate::report_in::tests::{of_words, who};
use crate::search::SearchAsk;
use crate::second_person::tests::{caller, code_of, node_with_people};
use crate::second_person::{AnswerAsSecondPerson, AskSecondPerson};
use crate::thing::{OpenThing, OpenThingAsk};
use crate::victim::{OpenVictim, WriteVictimIdentity};

const CANARY: &str = "canaryqwxz";
const DAY_US: i64 = 86_400_000_000;

fn officer() -> Principal {
    who(1, 1, &[Role::VictimIdentificationOfficer])
}

fn data_protection_officer() -> Principal {
    who(5, 1, &[Role::DataProtectionOfficer])
}

async fn add_clue(node: &Node, words: &str) -> ClueId {
    let ask = AddClue {
        kind: ClueKind::Text,
        words: Protected::new(words),
        language: None,
        certainty: Confidence::Certain,
        into: Placement::default(),
    };
    node.add_clue(&officer(), ask).await.unwrap().id
}

/// Asks a second person, who agrees, and erases.
async fn erase(node: &Node, record: RecordId, because: ErasedBecause) -> Result<ErasedView, Error> {
    let (asker, supervisor) = (data_protection_officer(), caller(node, 2).await);
    let ask = AskSecondPerson {
        verb: "record-erase".into(),
        subject: record.to_string(),
        details: BTreeMap::from([("because".into(), because.code().into())]),
        reason: Protected::new(format!("{CANARY} should go")),
    };
    let id = node.ask_second_person(&asker, ask).await.unwrap().id;
    let answer = AnswerAsSecondPerson { id, agrees: true, reason: Some(Protected::new(CANARY)) };
    node.answer_as_second_person(&supervisor, answer).await.unwrap();
    node.erase_record(&asker, EraseRecord { record, because }).await
}

/// Files below a folder in which these bytes stand.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn what_was_erased_is_in_no_byte_of_the_nodes_folder() {
    let (folder, node, _) = node_with_people().await;
    for n in 0..40 {
        add_clue(&node, &format!("{} something else {n}", "and more ".repeat(n))).await;
    }
    let clue = add_clue(&node, &format!("{CANARY} on a plug")).await;
    let place = OpenThing::Place {
        kind: PlaceKind::Home,
        words: Some(Protected::new(format!("{CANARY} street"))),
        country: None,
        position: None,
    };
    let place = node.open_thing(&officer(), OpenThingAsk { what: place, into: Placement::default() }).await.unwrap().id;
    let link = |from: RecordId, to: RecordId, evidence: EvidenceAsk| AddLink {
        from,
        to,
        kind: LinkKind::PointsTo,
        confidence: Confidence::Likely,
        evidence: vec![evidence],
        reason: Some(format!("{CANARY} fits")),
    };
    let stated = EvidenceAsk::Statement { words: Protected::new(format!("the {CANARY} plug")) };
    let tie = node.add_link(&officer(), link(clue.into(), place, stated)).await.unwrap().id;
    let other = add_clue(&node, "a lamp").await;
    let leaning = link(other.into(), place, EvidenceAsk::Clue { clue });
    let leaning = node.add_link(&officer(), AddLink { reason: None, ..leaning }).await.unwrap().id;
    let victim = node.open_victim(&officer(), OpenVictim::default()).await.unwrap();
    let names = vec![Protected::new(CANARY)];
    node.write_victim_identity(&officer(), WriteVictimIdentity { victim: victim.id, names, contacts: Vec::new() })
        .await
        .unwrap();
    let report = node.take_report(&officer(), of_words(&format!("{CANARY} said so"))).await.unwrap().id;
    assert!(!files_with(folder.path(), CANARY).is_empty());

    let erased = erase(&node, clue.into(), ErasedBecause::WrittenInError).await.unwrap();
    assert_eq!((erased.links, erased.look_again_at), (vec![tie], vec![RecordId::Link(leaning)]));
    // Whoever holds what leaned on it is told.
    let news = node.show_news(&officer(), &NewsAsk::default()).await.unwrap().items;
    assert_eq!(news[0].body, NewsBody::Recheck { leaned_on: clue.into() });
    for id in [place, victim.id.into(), report.into()] {
        erase(&node, id, ErasedBecause::Ordered).await.unwrap();
    }
    assert_eq!(files_with(folder.path(), CANARY), Vec::<String>::new());

    assert_eq!(code_of(node.show_clue(&officer(), clue).await), "not-found");
    assert_eq!(code_of(node.show_links(&officer(), clue.into(), true).await), "not-found");
    assert_eq!(code_of(erase(&node, other.into(), ErasedBecause::Expired).await), "keeping-not-expired");
    let search = SearchAsk { words: Protected::new(CANARY), limit: None };
    assert!(node.search_words(&officer(), search).await.unwrap().found.is_empty());
    // Its code is given to no other child, and the ledger is whole.
    assert_ne!(node.open_victim(&officer(), OpenVictim::default()).await.unwrap().code, victim.code);
    node.store.check().await.unwrap();
    let ledger = ledger::verify::verify(&node.folder.ledger(), None, &[]).unwrap();
    assert_eq!(ledger.findings, []);
    assert_eq!(ledger.n_erased, 1, "the queue that the report waited in");
}

#[tokio::test]
async fn one_person_alone_erases_nothing_and_a_hold_stands_against_two() {
    let (_folder, node, _) = node_with_people().await;
    let record: RecordId = add_clue(&node, "a lamp").await.into();
    let because = ErasedBecause::Ordered;
    let officer_of_data = data_protection_officer();
    let alone = node.erase_record(&officer_of_data, EraseRecord { record, because }).await;
    assert_eq!(code_of(alone), "second-person-needed");
    assert_eq!(code_of(node.erase_record(&officer(), EraseRecord { record, because }).await), "denied");
    let elsewhere = who(4, 2, &[Role::Supervisor]);
    assert_eq!(code_of(node.erase_record(&elsewhere, EraseRecord { record, because }).await), "not-found");
    let hold = |reason: &str| AboutHold { record, reason: reason.into() };
    assert_eq!(code_of(node.hold_keeping(&officer_of_data, hold(" ")).await), "keeping-no-reason");
    let held = node.hold_keeping(&officer_of_data, hold("court order 12")).await.unwrap();
    assert!(held.is_written_down && held.holds.len() == 1 && held.legal_basis.is_none());
    assert_eq!(code_of(erase(&node, record, because).await), "keeping-on-hold");
    node.lift_hold(&officer_of_data, hold("order withdrawn")).await.unwrap();
    // What was agreed to before the hold was lifted was agreed to.
    node.erase_record(&officer_of_data, EraseRecord { record, because }).await.unwrap();
    assert_eq!(code_of(node.show_keeping(&officer_of_data, record).await), "not-found");
    assert_eq!(code_of(erase(&node, record, because).await), "not-found");
}

#[tokio::test]
async fn a_record_that_nobody_spoke_of_waits_for_a_review_when_its_rule_ends() {
    let (_folder, node, clock) = node_with_people().await;
    let (coordinator, officer_of_data) = (who(2, 1, &[Role::Coordinator]), data_protection_officer());
    let report = node.take_report(&officer(), of_words("a note")).await.unwrap().id;
    let clue = add_clue(&node, "a lamp").await;
    let due = async || -> Vec<RecordId> {
        node.due_for_review(&officer_of_data).await.unwrap().due.into_iter().map(|view| view.record).collect()
    };
    assert_eq!(due().await, []);
    let shown = node.show_keeping(&coordinator, clue.into()).await.unwrap();
    assert_eq!((shown.purpose, shown.is_written_down), (Purpose::IdentifyVictims, false));
    let keep = |until: &str| KeepRecord {
        record: clue.into(),
        purpose: Purpose::Investigate,
        legal_basis: "code of procedure, article 12".into(),
        review_on: "1970-02-01".parse().unwrap(),
        until: until.parse().unwrap(),
    };
    assert_eq!(code_of(node.keep_record(&coordinator, keep("1999-01-01")).await), "keeping-too-long");
    assert_eq!(code_of(node.keep_record(&officer(), keep("1971-01-01")).await), "denied");
    let kept = node.keep_record(&coordinator, keep("1971-01-01")).await.unwrap();
    assert_eq!(kept.standing, Standing::Kept { review_on: "1970-02-01".parse().unwrap() });
    clock.advance_us(30 * DAY_US);
    assert_eq!(due().await, [clue.into()]);
    // Kept longer after the review, it waits no more; the report's half year is over by then.
    let longer = ExtendKeeping {
        record: clue.into(),
        review_on: "1972-01-01".parse().unwrap(),
        until: "1972-06-01".parse().unwrap(),
        reason: "the trial goes on".into(),
    };
    node.extend_keeping(&coordinator, longer).await.unwrap();
    assert_eq!(due().await, []);
    clock.advance_us(200 * DAY_US);
    assert_eq!(due().await, [report.into()]);
    let shown = node.due_for_review(&officer_of_data).await.unwrap();
    assert!(matches!(shown.due[0].standing, Standing::Expired { .. }));
    erase(&node, report.into(), ErasedBecause::Expired).await.unwrap();
    assert_eq!(due().await, []);
    assert_eq!(code_of(node.due_for_review(&officer()).await), "denied");
}
