//! Leads between two units, operations and outcomes, on a real store: who sees what, who is told, who answers.

use casework::outcome::{FigureState, OutcomeKind};

use super::*;
use crate::case_file::OpenCase;
use crate::news::{NewsAsk, ReadNews};
use crate::operation::{NamedOperation, PlanOperation};
use crate::outcome::{ConfirmOutcome, RecordOutcome, WithdrawOutcome};
use crate::second_person::tests::{caller, code_of, node_with_people, unit, user};

/// A supervisor of each unit, and a case of the first.
async fn two_units() -> (tempfile::TempDir, Node, Principal, Principal, CaseId) {
    let (folder, node, _) = node_with_people().await;
    let (here, there) = (caller(&node, 2).await, caller(&node, 4).await);
    let case = OpenCase { number: Protected::new("7/2026"), legal_basis: "order 7".into(), closed_circle: false };
    let case = node.open_case(&here, case).await.unwrap().id;
    (folder, node, here, there, case)
}

fn lead(case: CaseId, closed_circle: bool) -> OpenLead {
    OpenLead {
        case,
        words: Protected::new("the plug is of a kind sold in one country"),
        about: vec![case.into()],
        source: LeadSource::Clue,
        strength: LeadStrength::Untested,
        closed_circle,
    }
}

fn send(lead: LeadId, to: u8) -> SendLead {
    SendLead { lead, to: unit(to).to_string() }
}

async fn told(node: &Node, who: &Principal) -> Vec<NewsBody> {
    let news = node.show_news(who, &NewsAsk::default()).await.unwrap().items;
    if let Some(newest) = news.first() {
        node.read_news(who, ReadNews { up_to: newest.id }).await.unwrap();
    }
    news.into_iter().map(|news| news.body).collect()
}

fn moved(state: &str) -> Vec<NewsBody> {
    vec![NewsBody::LeadMoved { state: state.into() }]
}

#[tokio::test]
async fn a_lead_is_sent_accepted_and_spent_and_the_other_unit_sees_no_more_than_that() {
    let (_folder, node, here, there, case) = two_units().await;
    assert_eq!(code_of(node.open_lead(&there, lead(case, false)).await), "not-found");
    let opened = node.open_lead(&here, lead(case, false)).await.unwrap();
    let (id, named) = (opened.id, NamedLead { lead: opened.id });
    assert_eq!((opened.case, opened.about.len()), (Some(case), 1));
    for refused in [
        node.show_lead(&there, id).await.map(drop),
        node.accept_lead(&there, named.clone()).await.map(drop),
        node.send_lead(&there, send(id, 2)).await.map(drop),
    ] {
        assert_eq!(code_of(refused), "not-found");
    }
    assert_eq!(code_of(node.send_lead(&here, send(id, 1)).await), "lead-same-holder");
    assert_eq!(code_of(node.send_lead(&here, send(id, 7)).await), "not-found");
    let sent = node.send_lead(&here, send(id, 2)).await.unwrap();
    assert_eq!(sent.holder, unit(1));
    assert_eq!(told(&node, &there).await, moved("sent"));
    // What they are to decide about, and not the case behind it.
    let waiting = node.leads_sent_here(&there).await.unwrap().leads;
    assert_eq!((waiting.len(), waiting[0].case, waiting[0].about.len()), (1, None, 0));
    assert!(node.leads_sent_here(&here).await.unwrap().leads.is_empty());
    let spend = |words: &str| SpendLead { lead: id, came_of_it: Protected::new(words) };
    assert_eq!(code_of(node.spend_lead(&there, spend("nothing")).await), "not-found");
    assert_eq!(code_of(node.spend_lead(&here, spend("nothing")).await), "lead-sent");
    assert_eq!(code_of(node.accept_lead(&here, named.clone()).await), "lead-not-sent-here");

    let accepted = node.accept_lead(&there, named.clone()).await.unwrap();
    assert_eq!((accepted.holder, accepted.case), (unit(2), None));
    assert_eq!(told(&node, &here).await, moved("accepted"));
    assert!(node.leads_sent_here(&there).await.unwrap().leads.is_empty());
    assert_eq!(code_of(node.accept_lead(&there, named).await), "lead-not-sent-here");
    assert_eq!(code_of(node.spend_lead(&there, spend(" ")).await), "lead-nothing-said");
    node.spend_lead(&there, spend("a shop was found")).await.unwrap();
    assert_eq!(code_of(node.send_lead(&there, send(id, 1)).await), "lead-spent");
    let spent = ListAsk { state: Some("spent".into()), ..ListAsk::default() };
    assert_eq!(node.list_leads(&there, spent).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_lead_comes_back_and_one_of_a_closed_circle_stays() {
    let (_folder, node, here, there, case) = two_units().await;
    let id = node.open_lead(&here, lead(case, false)).await.unwrap().id;
    let named = NamedLead { lead: id };
    assert_eq!(code_of(node.give_back_lead(&here, named.clone()).await), "lead-not-sent-here");
    node.send_lead(&here, send(id, 2)).await.unwrap();
    told(&node, &there).await;
    node.give_back_lead(&there, named.clone()).await.unwrap();
    assert_eq!(told(&node, &here).await, moved("given-back"));
    assert_eq!(code_of(node.show_lead(&there, id).await), "not-found");
    node.send_lead(&here, send(id, 2)).await.unwrap();
    told(&node, &there).await;
    node.give_back_lead(&here, named).await.unwrap();
    assert_eq!(told(&node, &there).await, moved("taken-back"));
    assert_eq!(code_of(node.show_lead(&there, id).await), "not-found");
    assert!(node.leads_sent_here(&there).await.unwrap().leads.is_empty());

    let closed = OpenCase { number: Protected::new("8/2026"), legal_basis: "order 8".into(), closed_circle: true };
    let closed = node.open_case(&here, closed).await.unwrap().id;
    let here = caller(&node, 2).await;
    let Principal::User(mut inside) = here else { unreachable!() };
    inside.cases.insert(closed);
    let inside = Principal::User(inside);
    let id = node.open_lead(&inside, lead(closed, true)).await.unwrap().id;
    assert_eq!(code_of(node.send_lead(&inside, send(id, 2)).await), "lead-closed-circle");
    assert_eq!(code_of(node.show_lead(&caller(&node, 1).await, id).await), "not-found");
}

#[tokio::test]
async fn an_operation_begins_and_ends_once() {
    let (_folder, node, here, there, case) = two_units().await;
    let into = Placement { case: Some(case), ..Placement::default() };
    let plan = |name: &str| PlanOperation { name: Protected::new(name), reason: None, into: into.clone() };
    assert_eq!(code_of(node.plan_operation(&here, plan(" ")).await), "operation-no-name");
    let id = node.plan_operation(&here, plan("harbour")).await.unwrap().id;
    let named = || NamedOperation { operation: id };
    assert_eq!(code_of(node.begin_operation(&there, named()).await), "not-found");
    // An examiner sees it and does not begin it.
    let examiner = caller(&node, 1).await;
    assert_eq!(code_of(node.begin_operation(&examiner, named()).await), "denied");
    assert_eq!(node.show_operation(&examiner, id).await.unwrap().name.reveal(), "harbour");
    node.begin_operation(&here, named()).await.unwrap();
    assert_eq!(code_of(node.begin_operation(&here, named()).await), "operation-running");
    node.end_operation(&here, named()).await.unwrap();
    assert_eq!(code_of(node.end_operation(&here, named()).await), "operation-ended");
    let ended = ListAsk { state: Some("ended".into()), ..ListAsk::default() };
    assert_eq!(node.list_operations(&here, ended).await.unwrap().items.len(), 1);
    assert!(node.list_operations(&there, ListAsk::default()).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_figure_is_confirmed_by_somebody_else_and_withdrawn_with_a_reason() {
    let (_folder, node, here, there, case) = two_units().await;
    let record = |kinds: &[OutcomeKind]| RecordOutcome { case, kinds: kinds.iter().copied().collect(), words: None };
    assert_eq!(code_of(node.record_outcome(&here, record(&[])).await), "outcome-nothing");
    assert_eq!(code_of(node.record_outcome(&there, record(&[OutcomeKind::Arrest])).await), "not-found");
    let arrest = node.record_outcome(&here, record(&[OutcomeKind::Arrest])).await.unwrap();
    let confirm = || ConfirmOutcome { outcome: arrest.id };
    assert_eq!(code_of(node.confirm_outcome(&here, confirm()).await), "outcome-same-person");
    assert_eq!(code_of(node.confirm_outcome(&there, confirm()).await), "not-found");
    let Principal::User(mut colleague) = here.clone() else { unreachable!() };
    colleague.actor.user = user(8);
    let colleague = Principal::User(colleague);
    assert_eq!(node.confirm_outcome(&colleague, confirm()).await.unwrap().figure, FigureState::Confirmed);
    let withdraw = |reason: &str| WithdrawOutcome { outcome: arrest.id, reason: reason.into() };
    assert_eq!(code_of(node.withdraw_outcome(&here, withdraw(" ")).await), "outcome-no-reason");
    node.withdraw_outcome(&here, withdraw("another man")).await.unwrap();
    assert_eq!(code_of(node.confirm_outcome(&colleague, confirm()).await), "outcome-withdrawn");
    let of_case = node.outcomes_of_case(&caller(&node, 1).await, case).await.unwrap().outcomes;
    assert_eq!(of_case.iter().map(|one| one.figure).collect::<Vec<_>>(), [FigureState::Withdrawn]);
    assert_eq!(code_of(node.outcomes_of_case(&there, case).await), "not-found");
}
