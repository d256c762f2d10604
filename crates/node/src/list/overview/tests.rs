//! How old a list is, and what it claims now.

use casework::role::Role;
use formats::list_spec::ListSpec;

use super::*;
use crate::grading::tests::{code_of, file, node_with, who};

#[tokio::test]
async fn a_list_says_how_old_it_is_what_was_refused_and_what_it_claims() {
    let (folder, node, clock, files) = node_with(&[file("a", None), file("b", None)]).await;
    let path = folder.path().join("national.csv");
    let md5 = file("a", None).digests.md5.unwrap();
    std::fs::write(&path, format!("id,md5\ne1,{md5}\ne2,not a hash\n")).unwrap();
    let spec = ListSpec::read(format!("{},name=national,owner=somebody", path.display()).as_ref()).unwrap();
    node.import_list(&Principal::of_this_process(), &spec).await.unwrap();
    let examiner = who(1, Role::Examiner);
    let view = node.list_overview(&examiner, "national").await.unwrap();
    assert_eq!((view.line.taken_in_us, view.line.is_stale), (Some(1_000_000_000_000), false));
    assert_eq!((view.refused.len(), view.refused[0].row), (1, 3));
    assert!(view.is_rematched && view.handling.is_some() && view.measured.error.is_none());

    clock.advance_us(STALE_AFTER_US + 1);
    let lines = node.list_lines(&examiner).await.unwrap();
    assert!(lines[0].is_stale, "thirty days and more");
    let claims = node.claims_of_list(&examiner, "national", None).await.unwrap();
    assert_eq!(claims.items.iter().map(|claim| claim.file).collect::<Vec<_>>(), [files[0]]);
    let tested = node.test_list(&examiner, "national").await.unwrap();
    assert!(tested.planted > 0 && tested.right == tested.planted && !tested.fell_back);
    assert_eq!(code_of(node.list_overview(&examiner, "another").await), "not-found");
    assert_eq!(code_of(node.list_lines(&who(1, Role::Auditor)).await), "denied");
}
