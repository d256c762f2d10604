//! One decision for a stack: whom it reaches by which verdict, and that it is undone.

use casework::role::Role;
use fingerprint::{Digests, Sha256};

use super::*;
use crate::grading::tests::{code_of, facts, file, illegal, node_with, who};

/// A picture that was looked at, one that looks like it, the first one's bytes as another tool lists them, and a
/// stranger; by hash of one bit's difference, the first one's MD5, and far away.
async fn stack() -> (tempfile::TempDir, Node, Vec<FileId>) {
    let first = file("a", Some(1));
    let listed = File { digests: Digests { md5: first.digests.md5, ..Digests::default() }, ..file("a", None) };
    let (folder, node, _, files) = node_with(&[first, file("b", Some(3)), listed, file("c", Some(0xff))]).await;
    (folder, node, files)
}

fn ask(files: &[FileId], verdict: Verdict) -> DecideStack {
    DecideStack {
        representative: files[0],
        members: files[..3].iter().copied().collect(),
        viewed: BTreeSet::from([files[0]]),
        facts: facts(true),
        verdict,
    }
}

#[tokio::test]
async fn illegal_reaches_the_stack_and_not_illegal_the_same_bytes_only() {
    let (_folder, node, files) = stack().await;
    let grader = who(1, Role::Grader);
    let decided = node.decide_stack(&grader, ask(&files, illegal())).await.unwrap();
    assert_eq!((decided.n_viewed, decided.n_by_stack_not_viewed, decided.left.len()), (1, 2, 0));
    let seen = node.show_gradings(&grader, files[1]).await.unwrap();
    assert_eq!((seen.standings[0].n_viewed, seen.standings[0].n_by_stack_not_viewed), (0, 1));
    assert_eq!(seen.standings[0].n_counted, 0, "what nobody looked at is nobody's independent opinion");

    let second = who(2, Role::Grader);
    let not_illegal = Verdict::NotIllegal { under: "XX".into() };
    let decided = node.decide_stack(&second, ask(&files, not_illegal)).await.unwrap();
    let reached: BTreeSet<FileId> = decided.reached.iter().map(|reached| reached.file).collect();
    assert_eq!(reached, BTreeSet::from([files[0], files[2]]));
    assert_eq!(decided.left, [LeftFile { file: files[1], why: Left::OnlyNear }]);
}

#[tokio::test]
async fn a_member_that_is_not_alike_or_that_nobody_looked_at_is_refused() {
    let (_folder, node, files) = stack().await;
    let grader = who(1, Role::Grader);
    let mut stranger = ask(&files, illegal());
    stranger.members.insert(files[3]);
    assert_eq!(code_of(node.decide_stack(&grader, stranger).await), "stack-not-in-stack");
    let blind = DecideStack { viewed: BTreeSet::new(), ..ask(&files, illegal()) };
    assert_eq!(code_of(node.decide_stack(&grader, blind).await), "stack-nothing-viewed");
    assert_eq!(code_of(node.decide_stack(&who(1, Role::Coordinator), ask(&files, illegal())).await), "denied");
}

#[tokio::test]
async fn a_decision_is_undone_once_and_its_gradings_stay_in_the_history() {
    let (_folder, node, files) = stack().await;
    let grader = who(1, Role::Grader);
    let decided = node.decide_stack(&grader, ask(&files, illegal())).await.unwrap();
    let undo = UndoStack { decision: decided.id, reason: "the wrong stack".into() };
    let undone = node.undo_stack(&grader, undo.clone()).await.unwrap();
    assert_eq!(undone.files.len(), 3);
    assert_eq!(code_of(node.undo_stack(&grader, undo).await), "stack-nothing-to-undo");
    let seen = node.show_gradings(&grader, files[1]).await.unwrap();
    assert_eq!((seen.gradings.len(), seen.standings[0].state), (1, "ungraded"));
    assert!(seen.gradings[0].taken_back.is_some());
}

/// One that was looked at and has a thumbnail, its copy without one, another copy with another thumbnail, a near one with
/// other pixels, one whose pixels nobody could prove, and the first one's pixels with no look at all: it was screened.
async fn copies() -> (tempfile::TempDir, Node, Vec<FileId>) {
    let shown = |content: &str, look: Option<u8>, picture: u8, beside: Option<u8>| File {
        pixel_digest: Some(PixelDigest {
            picture: Sha256([picture; 32]),
            beside: beside.map(|byte| Sha256([byte; 32])),
        }),
        ..file(content, look)
    };
    let files = [
        shown("whole", Some(1), 7, Some(70)),
        shown("stripped", Some(1), 7, None),
        shown("another thumbnail", Some(1), 7, Some(71)),
        shown("one pixel", Some(1), 8, None),
        file("not proved", Some(1)),
        shown("screened", None, 7, None),
    ];
    let (folder, node, _, ids) = node_with(&files).await;
    (folder, node, ids)
}

#[tokio::test]
async fn not_illegal_reaches_a_copy_of_the_same_pixels_that_shows_nothing_more() {
    let (_folder, node, files) = copies().await;
    let not_illegal = Verdict::NotIllegal { under: "XX".into() };
    let grader = who(1, Role::Grader);
    let asked = |viewed: usize| DecideStack {
        representative: files[0],
        members: files.iter().copied().collect(),
        viewed: BTreeSet::from([files[viewed]]),
        facts: facts(true),
        verdict: not_illegal.clone(),
    };
    let decided = node.decide_stack(&grader, asked(0)).await.unwrap();
    let by_pixels = Viewing::ByStackNotViewed { viewed: files[0], sameness: Sameness::Pixels };
    let reached: BTreeMap<FileId, Viewing> = decided.reached.iter().map(|one| (one.file, one.viewing)).collect();
    let expected = BTreeMap::from([(files[0], Viewing::Viewed), (files[1], by_pixels), (files[5], by_pixels)]);
    assert_eq!(reached, expected);
    assert_eq!((decided.n_viewed, decided.n_by_stack_not_viewed), (1, 2));
    let left: BTreeSet<FileId> = decided.left.iter().map(|left| left.file).collect();
    assert_eq!(left, BTreeSet::from([files[2], files[3], files[4]]));
    assert!(decided.left.iter().all(|left| left.why == Left::OnlyNear));
    // It is what somebody saw, so it counts as an opinion of theirs.
    let seen = node.show_gradings(&grader, files[1]).await.unwrap();
    assert_eq!((seen.standings[0].n_by_stack_not_viewed, seen.standings[0].n_counted), (1, 1));

    // Whoever saw the bare copy has not seen the thumbnails.
    let second = who(2, Role::Grader);
    let decided = node.decide_stack(&second, asked(1)).await.unwrap();
    let reached: BTreeSet<FileId> = decided.reached.iter().map(|one| one.file).collect();
    assert_eq!(reached, BTreeSet::from([files[1], files[5]]));
}
