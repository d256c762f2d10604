//! Verifying the ledger on the spot: whole, and touched.

use casework::role::Role;

use crate::grading::tests::{code_of, file, node_with, who};

#[tokio::test]
async fn a_ledger_is_verified_in_the_database_and_in_its_folder() {
    let (_folder, node, _, _) = node_with(&[file("a", None)]).await;
    let auditor = who(1, Role::Auditor);
    let whole = node.verify_ledger(&auditor).await.unwrap();
    assert_eq!((whole.findings.as_slice(), whole.n_signed == whole.n_entries), ([].as_slice(), true));
    assert_eq!(
        node.verify_ledger(&auditor).await.unwrap().n_entries,
        whole.n_entries + 1,
        "that it was verified stands in it"
    );

    let folder = node.folder.ledger();
    std::fs::write(folder.join("checkpoint.old"), "somebody's own").unwrap();
    let touched = node.verify_ledger(&auditor).await.unwrap();
    let codes: Vec<&str> = touched.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["unexpected"]);
    assert_eq!(code_of(node.verify_ledger(&who(2, Role::Examiner)).await), "denied");
}
