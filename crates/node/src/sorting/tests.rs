//! The sorting table: its order and pages, whose words stand on it, whom a decision reaches, and that it is taken back.

use casework::grading::Independence;
use casework::role::Role;

use super::*;
use crate::grading::tests::{EXHIBIT, code_of, facts, file, graded_blind, illegal, node_with, put_files, who};

fn ask(from: u64, limit: u64) -> SortingAsk {
    SortingAsk { of: TableOf::named(EXHIBIT), from, limit }
}

fn sort(view: &SortingView, stacks: &[FileId], verdict: Verdict) -> SortStacks {
    SortStacks {
        of: TableOf::named(EXHIBIT),
        version: view.version,
        stacks: stacks.iter().copied().collect(),
        viewed: BTreeSet::new(),
        facts: facts(true),
        verdict,
    }
}

fn representatives(view: &SortingView) -> Vec<FileId> {
    view.stacks.iter().flatten().map(|stack| stack.representative).collect()
}

#[tokio::test]
async fn stacks_stand_in_the_order_of_their_places_and_come_by_pages() {
    // 0 and 3 look alike; the others stand alone.
    let files = [file("a", Some(1)), file("b", Some(0xff)), file("c", None), file("d", Some(3))];
    let (_folder, node, _, ids) = node_with(&files).await;
    let grader = who(1, Role::Grader);
    let all = node.sorting_table(&grader, ask(0, 200)).await.unwrap();
    assert_eq!((all.n_stacks, all.from, all.may_decide), (3, 0, true));
    let sizes: Vec<u64> = all.stacks.iter().flatten().map(|stack| stack.n_files).collect();
    assert_eq!(sizes, [2, 1, 1]);
    let shown = representatives(&all);
    assert!(shown[0] == ids[0] || shown[0] == ids[3], "its stack stands where its first file was found");
    assert_eq!(shown[1..], [ids[1], ids[2]]);
    let page = node.sorting_table(&grader, ask(2, 2)).await.unwrap();
    assert_eq!((page.from, representatives(&page)), (2, vec![ids[2]]));
    let beyond = node.sorting_table(&grader, ask(u64::MAX, 2)).await.unwrap();
    assert_eq!((beyond.from, representatives(&beyond)), (2, vec![ids[2]]), "beyond the last, the last page");
    let missing = SortingAsk { of: TableOf::named("exh_0000000000000000"), ..ask(0, 2) };
    assert_eq!(code_of(node.sorting_table(&grader, missing).await), "not-found");
}

#[tokio::test]
async fn what_others_say_is_not_on_the_table_and_who_sorts_grades_blind() {
    let (_folder, node, _, ids) = node_with(&[file("a", Some(1)), file("b", Some(3))]).await;
    for grader in [1, 2] {
        graded_blind(&node, grader, ids[0], true).await;
    }
    let third = who(3, Role::Grader);
    let before = node.sorting_table(&third, ask(0, 10)).await.unwrap();
    let stack = before.stacks[0].clone().unwrap();
    assert_eq!(stack.own, None);
    let opened = node.sorting_stack(&third, TableOf::named(EXHIBIT), stack.representative).await.unwrap();
    assert_eq!(opened.files.len(), 2);
    assert!(node.show_gradings(&third, ids[0]).await.unwrap().withheld, "opened is opened blind");
    node.sort_stacks(&third, sort(&before, &[stack.representative], illegal())).await.unwrap();
    let seen = node.show_gradings(&third, stack.representative).await.unwrap();
    let own = seen.gradings.iter().find(|grading| grading.by.is(casework::id::UserId::new([3; 10]))).unwrap();
    assert_eq!(own.independence, Independence::Blind);
    let after = node.sorting_table(&third, ask(0, 10)).await.unwrap();
    let own = after.stacks[0].clone().unwrap().own.unwrap();
    assert_eq!((own.verdict, own.viewed), (illegal(), true));
    // Whoever has read of it before sorts all the same, and informed.
    let fourth = who(4, Role::Grader);
    node.show_gradings(&fourth, ids[0]).await.unwrap();
    node.sort_stacks(&fourth, sort(&before, &[stack.representative], illegal())).await.unwrap();
    let seen = node.show_gradings(&fourth, stack.representative).await.unwrap();
    let own = seen.gradings.iter().find(|grading| grading.by.is(casework::id::UserId::new([4; 10]))).unwrap();
    assert_eq!(own.independence, Independence::Informed);
}

#[tokio::test]
async fn a_decision_covers_the_stack_and_is_taken_back_again_and_again() {
    let (_folder, node, clock, _) = node_with(&[file("a", Some(1)), file("b", Some(3)), file("c", Some(0xff))]).await;
    let grader = who(1, Role::Grader);
    let view = node.sorting_table(&grader, ask(0, 10)).await.unwrap();
    let stacks = representatives(&view);
    let decided = node.sort_stacks(&grader, sort(&view, &stacks, illegal())).await.unwrap();
    let counts: Vec<(u64, u64)> = decided.iter().map(|one| (one.n_viewed, one.n_by_stack_not_viewed)).collect();
    assert_eq!(counts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1)), (2, 1));
    clock.advance_us(1);
    let not_illegal = Verdict::NotIllegal { under: "XX".into() };
    let decided = node.sort_stacks(&grader, sort(&view, &stacks[..1], not_illegal.clone())).await.unwrap();
    assert_eq!((decided[0].n_viewed, decided[0].left.len()), (1, 1), "near copies are not cleared unseen");
    let own = async || {
        let view = node.sorting_table(&grader, ask(0, 10)).await.unwrap();
        view.stacks[0].clone().unwrap().own.map(|own| own.verdict)
    };
    assert_eq!(own().await, Some(not_illegal));
    let undo = || UnsortStacks { of: TableOf::named(EXHIBIT), stacks: [stacks[0]].into(), reason: "a slip".into() };
    for expected in [Some(illegal()), None] {
        assert_eq!(node.unsort_stacks(&grader, undo()).await.unwrap(), 1);
        assert_eq!(own().await, expected);
    }
    assert_eq!(node.unsort_stacks(&grader, undo()).await.unwrap(), 0, "nothing is left to take back");
    let view = node.sorting_table(&grader, ask(0, 10)).await.unwrap();
    assert!(view.stacks[1].clone().unwrap().own.is_some(), "the other stack keeps its decision");
}

#[tokio::test]
async fn what_was_examined_again_is_not_decided_by_what_was_seen_before() {
    let (_folder, node, _, ids) = node_with(&[file("a", Some(1))]).await;
    let grader = who(1, Role::Grader);
    let view = node.sorting_table(&grader, ask(0, 10)).await.unwrap();
    put_files(&node, EXHIBIT, &[file("a", Some(1)), file("b", Some(3))]).await;
    let refused = node.sort_stacks(&grader, sort(&view, &ids, illegal())).await;
    assert_eq!(code_of(refused), "stack-examined-meanwhile");
    let view = node.sorting_table(&grader, ask(0, 10)).await.unwrap();
    assert_eq!(view.stacks[0].clone().unwrap().n_files, 2);
    node.sort_stacks(&grader, sort(&view, &representatives(&view), illegal())).await.unwrap();
}

#[tokio::test]
async fn whoever_only_reads_gradings_reads_the_table_and_decides_nothing() {
    let (_folder, node, _, ids) = node_with(&[file("a", Some(1))]).await;
    let coordinator = who(1, Role::Coordinator);
    let view = node.sorting_table(&coordinator, ask(0, 10)).await.unwrap();
    assert!(!view.may_decide);
    assert_eq!(node.sorting_exhibits(&coordinator, None).await.unwrap().items.len(), 1);
    node.sorting_stack(&coordinator, TableOf::named(EXHIBIT), ids[0]).await.unwrap();
    assert!(!node.show_gradings(&coordinator, ids[0]).await.unwrap().withheld, "and grades nothing blind");
    assert_eq!(code_of(node.sort_stacks(&coordinator, sort(&view, &ids, illegal())).await), "denied");
    let social_worker = who(1, Role::SocialWorker);
    assert_eq!(code_of(node.sorting_table(&social_worker, ask(0, 10)).await), "denied");
}
