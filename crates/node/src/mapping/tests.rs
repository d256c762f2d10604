//! A unit's own table: wrong lines are named, one person alone approves and withdraws nothing, and a changed table is computed
//! anew from what was said.

use std::collections::BTreeMap;

use casework::role::Role;

use super::*;
use crate::casebook::ListAsk;
use crate::casebook::tests::{Unit, code_of};
use crate::grading::tests::{facts, illegal};
use crate::grading::{BlindAsk, GradeAsk, StandingView};

const OFFICE: &str = "legal office";

fn propose(text: &str) -> ProposeMapping {
    ProposeMapping { text: text.to_owned(), reason: None }
}

fn approve(sha256: &str) -> ApproveMapping {
    ApproveMapping { sha256: sha256.to_owned(), office: OFFICE.into() }
}

fn withdraw(sha256: &str) -> WithdrawMapping {
    WithdrawMapping { sha256: sha256.to_owned(), reason: "canary-reason".into() }
}

/// A table of this scheme that calls everything by one name.
pub(crate) fn everything_is(scheme: &str, version: &str, category: &str) -> String {
    format!(
        "scheme = \"{scheme}\"\nversion = \"{version}\"\nsource = \"a law\"\n\n[[rule]]\ncategory = \"{category}\"\nreason = \"all\"\n"
    )
}

/// Proposes a table and has it approved by two.
pub(crate) async fn approved(unit: &Unit, text: &str) -> MappingView {
    let (node, me) = (&unit.world.node, unit.me().await);
    let sha256 = node.propose_mapping(&me, propose(text)).await.unwrap().table.unwrap().sha256;
    unit.agree(&me, Action::ApproveMapping, &sha256, &[("office", OFFICE)]).await;
    node.approve_mapping(&me, approve(&sha256)).await.unwrap()
}

#[tokio::test]
async fn a_table_that_is_wrong_is_named_line_by_line_and_kept_nowhere() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let wrong = format!("{}\n[[rule]]\ncategory = \"b\"\nreason = \"all\"\n", everything_is("caid", "9", "a"));
    let answer = node.propose_mapping(&me, propose(&wrong)).await.unwrap();
    let problems: Vec<_> = answer.problems.iter().map(|problem| (problem.line, problem.code.as_str())).collect();
    assert_eq!((problems, answer.table), (vec![(5, "dead-rules"), (9, "reason-twice")], None));
    let of_program = |view: &MappingView| view.proposed_by.is_none() && view.in_force && view.approved.is_none();
    let shown = node.show_mappings(&me).await.unwrap().tables;
    assert!(shown.len() == SHIPPED.len() && shown.iter().all(of_program));
    // At the terminal nobody answers for it by name.
    assert_eq!(node.show_mappings(&unit.world.terminal).await.unwrap().tables, shown);
    assert_eq!(code_of(node.propose_mapping(&unit.world.terminal, propose(&wrong)).await), "denied");
    let grader = unit.elsewhere(&[Role::Grader]).await;
    assert_eq!(code_of(node.propose_mapping(&grader, propose("x")).await), "denied");
    assert_eq!(code_of(node.approve_mapping(&grader, approve("x")).await), "denied");
    let machine = unit.elsewhere(&[Role::Matcher]).await;
    assert_eq!(code_of(node.show_mappings(&machine).await), "denied");
}

#[tokio::test]
async fn two_people_approve_and_every_file_is_computed_anew_that_nobody_looks_at_again() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let file = unit.file(b"graded").await;
    node.open_blind(&me, BlindAsk { files: [file].into() }).await.unwrap();
    node.grade(&me, GradeAsk { file, facts: facts(true), verdict: illegal() }).await.unwrap();
    let standings = async || -> BTreeMap<String, StandingView> {
        let view = node.show_gradings(&me, file).await.unwrap();
        view.standings.into_iter().map(|one| (one.table.scheme.clone(), one)).collect()
    };
    let before = standings().await;
    assert!(before.values().all(|standing| !standing.is_for_court), "what the program brings is not for court");
    assert_eq!(before["interpol-baseline"].category.as_deref(), Some("baseline"));

    let text = everything_is("interpol-baseline", "unit-1", "other");
    let proposed = node.propose_mapping(&me, propose(&text)).await.unwrap().table.unwrap();
    let sha256 = proposed.sha256.as_str();
    assert!(!proposed.in_force && proposed.approved.is_none());
    assert_eq!(standings().await["interpol-baseline"].category.as_deref(), Some("baseline"));
    assert_eq!(code_of(node.approve_mapping(&me, approve(sha256)).await), "second-person-needed");
    assert_eq!(code_of(node.approve_mapping(&me, approve(&"0".repeat(64))).await), "not-found");
    unit.agree(&me, Action::ApproveMapping, sha256, &[("office", "another office")]).await;
    assert_eq!(code_of(node.approve_mapping(&me, approve(sha256)).await), "second-person-needed");
    unit.agree(&me, Action::ApproveMapping, sha256, &[("office", OFFICE)]).await;
    let approved = node.approve_mapping(&me, approve(sha256)).await.unwrap();
    let printed = approved.approved.unwrap();
    let people: Vec<&str> = printed.by.split("; ").collect();
    assert!(approved.in_force);
    assert_eq!(people, ["Canary Colleague", "Canary Colleague", OFFICE], "two of one name");

    // Nobody looked again; the table and who approved it stand beside the category.
    let after = standings().await;
    let standing = &after["interpol-baseline"];
    assert_eq!((standing.category.as_deref(), standing.is_for_court), (Some("other"), true));
    assert_eq!((standing.table.version.as_str(), standing.table.approved.as_ref()), ("unit-1", Some(&printed)));
    assert_eq!((standing.n_viewed, after["caid"].is_for_court), (1, false));
    let entries = unit.world.entries().await;
    let of_table = entries.iter().filter(|entry| entry["verb"] == "grading-recompute" && entry["table"] == sha256);
    assert_eq!(of_table.map(|entry| &entry["n_files"]).collect::<Vec<_>>(), [1]);
    assert!(node.disagreements(&me, ListAsk::default()).await.unwrap().items.is_empty());
    // A version means one text, and one approval is enough.
    let other = everything_is("interpol-baseline", "unit-1", "third");
    assert_eq!(code_of(node.propose_mapping(&me, propose(&other)).await), "mapping-version-taken");
    unit.agree(&me, Action::ApproveMapping, sha256, &[("office", OFFICE)]).await;
    assert_eq!(code_of(node.approve_mapping(&me, approve(sha256)).await), "mapping-approved");

    // Out of use by two as well; then the program's own is in force again, and not for court.
    assert_eq!(code_of(node.withdraw_mapping(&me, withdraw(sha256)).await), "second-person-needed");
    unit.agree(&me, Action::WithdrawMapping, sha256, &[]).await;
    let withdrawn = node.withdraw_mapping(&me, withdraw(sha256)).await.unwrap();
    assert!(withdrawn.withdrawn && !withdrawn.in_force);
    let again = standings().await;
    let standing = &again["interpol-baseline"];
    assert_eq!((standing.category.as_deref(), standing.is_for_court), (Some("baseline"), false));
    assert_eq!(code_of(node.propose_mapping(&me, propose(&text)).await), "mapping-withdrawn");
    let told = serde_json::to_string(&unit.world.entries().await).unwrap();
    assert!(!told.contains("canary") && !told.contains("Canary") && !told.contains(OFFICE), "{told}");
}

#[tokio::test]
async fn what_the_program_brings_is_approved_as_it_is_and_a_proposal_is_taken_back_by_one() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let view = approved(&unit, SHIPPED[1]).await;
    assert!(view.in_force && view.approved.is_some() && view.scheme == "caid");
    assert_eq!(node.show_mappings(&me).await.unwrap().tables.len(), SHIPPED.len());
    let again = node.propose_mapping(&me, propose(SHIPPED[1])).await.unwrap().table.unwrap();
    assert_eq!(again, view, "a repeated proposal changes nothing");
    let text = everything_is("a-scheme-of-ours", "1", "a");
    let sha256 = node.propose_mapping(&me, propose(&text)).await.unwrap().table.unwrap().sha256;
    let blank = WithdrawMapping { reason: " ".into(), ..withdraw(&sha256) };
    assert_eq!(code_of(node.withdraw_mapping(&me, blank).await), "mapping-no-reason");
    assert!(node.withdraw_mapping(&me, withdraw(&sha256)).await.unwrap().withdrawn);
    assert_eq!(code_of(node.withdraw_mapping(&me, withdraw(&sha256)).await), "mapping-withdrawn");
    unit.agree(&me, Action::ApproveMapping, &sha256, &[("office", OFFICE)]).await;
    assert_eq!(code_of(node.approve_mapping(&me, approve(&sha256)).await), "mapping-withdrawn");
    let shown = node.show_mappings(&me).await.unwrap().tables;
    assert_eq!(shown.iter().filter(|view| view.in_force).count(), SHIPPED.len());
}
