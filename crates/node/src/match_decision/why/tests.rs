//! Both hashes of a claim, and the bits between them.

use std::collections::BTreeSet;

use casework::match_decision::Closeness;
use casework::role::Role;
use formats::list_spec::ListSpec;

use super::*;
use crate::grading::tests::{code_of, file, node_with, pdq, who};
use crate::match_decision::{DecideMatch, MatchNamed};

#[tokio::test]
async fn a_near_match_shows_both_looks_and_each_bit_in_which_they_differ() {
    let (folder, node, _, files) = node_with(&[file("a", Some(0x01)), file("b", None)]).await;
    let path = folder.path().join("national.csv");
    let md5 = file("b", None).digests.md5.unwrap();
    std::fs::write(&path, format!("id,md5,pdq\ne1,,{}\ne2,{md5},\n", pdq(0x0f))).unwrap();
    let spec = ListSpec::read(format!("{},name=national,owner=somebody", path.display()).as_ref()).unwrap();
    node.import_list(&Principal::of_this_process(), &spec).await.unwrap();

    let officer = who(1, Role::VictimIdentificationOfficer);
    let why = node.why_match(&officer, files[0]).await.unwrap();
    assert_eq!((why.claims.len(), why.may_decide, why.withheld), (1, true, false));
    let claim = &why.claims[0];
    assert_eq!(claim.view.closeness, Closeness::Near);
    assert_eq!(claim.terms.as_ref().and_then(|terms| terms.owner.as_deref()), Some("somebody"));
    let way = &claim.ways[0];
    let hashes = way.hashes.as_ref().unwrap();
    assert_eq!((hashes.ours.as_str(), hashes.listed.as_str()), (&*pdq(0x01).to_string(), &*pdq(0x0f).to_string()));
    let differing: Vec<usize> = (0..256).filter(|bit| hashes.differs[*bit]).collect();
    assert_eq!((way.distance_bits, differing), (3, vec![4, 5, 6]), "0x01 and 0x0f, from the first bit");

    let exact = node.why_match(&officer, files[1]).await.unwrap();
    let way = &exact.claims[0].ways[0];
    let same = way.hashes.as_ref().unwrap();
    assert_eq!((way.kind, same.ours == same.listed, same.differs.len()), (HashKind::Md5, true, 0));

    let named = MatchNamed { file: files[0], list: "national".into(), owner_id: Some("e1".into()), hash: None };
    let decide = |confirms, reason: &str| DecideMatch {
        named: named.clone(),
        confirms,
        side_by_side: true,
        reason: Some(reason.into()),
    };
    node.decide_match(&officer, decide(true, "the same room")).await.unwrap();
    node.decide_match(&officer, decide(false, "another room after all")).await.unwrap();
    let claim = node.why_match(&officer, files[0]).await.unwrap().claims.remove(0);
    assert!(
        matches!(&claim.view.state, MatchState::Rejected { said } if said.reason() == Some("another room after all"))
    );
    assert!(matches!(&claim.earlier[..], [MatchState::Confirmed { .. }]), "{:?}", claim.earlier);
}

#[tokio::test]
async fn who_may_not_see_matches_or_the_file_is_told_nothing() {
    let (_folder, node, _, files) = node_with(&[file("a", None)]).await;
    assert_eq!(code_of(node.why_match(&who(1, Role::Auditor), files[0]).await), "denied");
    let unknown = file("nowhere", None).id().unwrap();
    assert_eq!(code_of(node.why_match(&who(1, Role::Grader), unknown).await), "not-found");
}

#[test]
fn bits_are_counted_from_the_first_of_the_first_byte() {
    let mut one = [0; 32];
    (one[0], one[31]) = (0x80, 0x01);
    let differs = differing(&Pdq(one), &Pdq([0; 32]));
    let bits: BTreeSet<usize> =
        differs.iter().enumerate().filter(|(_, differs)| **differs).map(|(bit, _)| bit).collect();
    assert_eq!((differs.len(), bits), (256, BTreeSet::from([0, 255])));
}
