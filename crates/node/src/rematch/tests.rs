//! Lists that come after the files, and what people decided about matches before they came again.

use std::path::Path;

use casework::case::Case;
use casework::id::{CaseId, LinkId, SeriesId, UnitId, UserId};
use casework::link::{Assertion, Confidence, Evidence, Link, LinkKind};
use casework::match_decision::EntryHash;
use casework::protected::Protected;
use casework::record::Circle;
use casework::role::Role;
use formats::list_spec::ListSpec;

use super::*;
use crate::casebook::ListAsk;
use crate::grading::tests::{EXHIBIT, code_of, file, node_with, of_unit, pdq, who};
use crate::match_decision::{DecideMatch, MatchNamed};
use crate::news::{NewsAsk, ReadNews};

const WEEK_US: i64 = 7 * 86_400_000_000;

fn case() -> CaseId {
    CaseId::new([1; 10])
}

/// A list called `national` with these rows, in a file of this name.
fn list(folder: &Path, name: &str, rows: &str) -> ListSpec {
    let path = folder.join(name);
    std::fs::write(&path, format!("id,md5,pdq\n{rows}")).unwrap();
    let spec = format!("{},name=national,owner=somebody", path.display());
    ListSpec::read(spec.as_ref()).unwrap()
}

fn named(file: FileId, owner_id: Option<&str>, hash: Option<EntryHash>) -> MatchNamed {
    MatchNamed { file, list: "national".into(), owner_id: owner_id.map(str::to_owned), hash }
}

fn decide(file: FileId, confirms: bool, reason: Option<&str>) -> DecideMatch {
    DecideMatch {
        named: named(file, Some("e1"), None),
        confirms,
        side_by_side: false,
        reason: reason.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_list_that_comes_a_week_later_tells_who_holds_the_file() {
    let (folder, node, clock, files) = node_with(&[file("a", None), file("b", None)]).await;
    let terminal = Principal::of_this_process();
    let mut tx = node.store.begin().await.unwrap();
    tx.put_in_case(RecordId::Exhibit(EXHIBIT.parse().unwrap()), case()).await.unwrap();
    tx.let_into_case(UserId::new([1; 10]), case(), None).await.unwrap();
    tx.commit(node.entry(&terminal, "test")).await.unwrap();
    let holder = of_unit(1, 1, Role::Examiner, BTreeSet::from([case()]));
    let stranger = of_unit(2, 2, Role::Examiner, BTreeSet::new());
    let news = async |who: &Principal| node.show_news(who, &NewsAsk::default()).await.unwrap().items;
    assert_eq!(news(&holder).await, []);

    clock.advance_us(WEEK_US);
    let md5 = file("a", None).digests.md5.unwrap();
    node.import_list(&terminal, &list(folder.path(), "one.csv", &format!("e1,{md5},\n"))).await.unwrap();
    let told = news(&holder).await;
    assert_eq!(told.len(), 1);
    let claimed =
        NewsBody::MatchClaimed { exhibit: EXHIBIT.into(), list: "national".into(), closeness: Closeness::Exact };
    assert_eq!((told[0].about, &told[0].body, told[0].case), (RecordId::File(files[0]), &claimed, Some(case())));
    assert_eq!(told[0].at_us, 1_000_000_000_000 + WEEK_US);
    assert_eq!(news(&stranger).await, [], "whoever does not hold it is told nothing");
    let claims = node.claims_of(&holder, files[0]).await.unwrap().claims;
    assert_eq!((claims.len(), claims[0].closeness, claims[0].counts), (1, Closeness::Exact, true));
    assert_eq!(claims[0].owner_id.as_deref(), Some("e1"));

    // The same list again is no news, nor is matching everything once more.
    node.import_list(&terminal, &list(folder.path(), "one.csv", &format!("e1,{md5},\n"))).await.unwrap();
    let again = node.rematch_files(&terminal, RematchAsk { all_lists: true }).await.unwrap();
    assert_eq!((again.lists.len(), again.n_exhibits, again.n_fresh, again.n_gone), (1, 1, 0, 0));
    assert_eq!(news(&holder).await.len(), 1);
    assert_eq!(node.read_news(&holder, ReadNews { up_to: told[0].id }).await.unwrap().n_read, 1);
    assert_eq!(news(&holder).await, []);
    let also_read = NewsAsk { also_read: true, ..NewsAsk::default() };
    let read = node.show_news(&holder, &also_read).await.unwrap().items;
    assert_eq!(read[0].read_by, Some(UserId::new([1; 10])));

    // A version without the entry: what was listed is listed no more, and they are told that as well.
    let other = file("z", None).digests.md5.unwrap();
    node.import_list(&terminal, &list(folder.path(), "two.csv", &format!("e9,{other},\n"))).await.unwrap();
    let told = news(&holder).await;
    let gone = NewsBody::MatchGone { exhibit: EXHIBIT.into(), list: "national".into(), state: "claimed".into() };
    assert_eq!(told.iter().map(|news| &news.body).collect::<Vec<_>>(), [&gone]);
    assert!(node.claims_of(&holder, files[0]).await.unwrap().claims.is_empty());
}

#[tokio::test]
async fn a_list_of_claims_tells_nothing_of_exhibits_of_others_cases() {
    let (folder, node, _, files) = node_with(&[file("a", None)]).await;
    let terminal = Principal::of_this_process();
    let holder = of_unit(1, 1, Role::Examiner, BTreeSet::from([case()]));
    let stranger = of_unit(2, 2, Role::Examiner, BTreeSet::new());
    let said = node.said(holder.caller(Action::ShowMatches).unwrap(), None);
    let opened = Case::open(case(), Protected::new("12/2026"), UnitId::new([1; 10]), "law", said).unwrap();
    let mut tx = node.store.begin().await.unwrap();
    tx.add_record(&opened, Circle::Cases, 1).await.unwrap();
    for record in [case().into(), RecordId::Exhibit(EXHIBIT.parse().unwrap())] {
        tx.put_in_case(record, case()).await.unwrap();
    }
    tx.commit(node.entry(&terminal, "test")).await.unwrap();
    let md5 = file("a", None).digests.md5.unwrap();
    node.import_list(&terminal, &list(folder.path(), "one.csv", &format!("e1,{md5},\n"))).await.unwrap();
    let listed = async |who: &Principal| {
        let items = node.claims(who, ListAsk::default()).await.unwrap().items;
        items.into_iter().map(|view| view.file).collect::<Vec<_>>()
    };
    assert_eq!(listed(&holder).await, [files[0]]);
    assert_eq!(listed(&stranger).await, []);
    // Whoever brings the hash has it: they are answered, and told whom to call.
    assert_eq!(node.claims_of(&stranger, files[0]).await.unwrap().holding.standing, "held-in-this-node");
}

#[tokio::test]
async fn nothing_leans_on_a_near_match_before_somebody_confirmed_it() {
    let (folder, node, _, files) = node_with(&[file("a", Some(1))]).await;
    let terminal = Principal::of_this_process();
    node.import_list(&terminal, &list(folder.path(), "one.csv", &format!("e1,,{}\n", pdq(3)))).await.unwrap();
    let evidence = async || {
        let decision = node.decided_match(&named(files[0], Some("e1"), None)).await.unwrap();
        Evidence::of_match(&decision).map(drop).map_err(|refusal| casework::refusal::Refusal::code(&refusal))
    };
    assert_eq!(evidence().await, Err("match-unconfirmed".into()));
    let officer = who(1, Role::VictimIdentificationOfficer);
    assert!(!node.claims_of(&officer, files[0]).await.unwrap().claims[0].counts);
    assert_eq!(code_of(node.decide_match(&officer, decide(files[0], true, None)).await), "match-look-or-reason");
    assert_eq!(code_of(node.decide_match(&who(2, Role::Grader), decide(files[0], true, Some("x"))).await), "denied");
    let other = DecideMatch { named: named(files[0], Some("e2"), None), ..decide(files[0], true, Some("x")) };
    assert_eq!(code_of(node.decide_match(&officer, other).await), "not-found");
    let seen = DecideMatch { side_by_side: true, ..decide(files[0], true, None) };
    assert!(node.decide_match(&officer, seen).await.unwrap().counts);
    assert_eq!(evidence().await, Ok(()));
    let by_hash = EntryHash::Pdq(pdq(3));
    assert!(node.decided_match(&named(files[0], None, Some(by_hash))).await.is_ok());
    assert_eq!(code_of(node.decide_match(&officer, decide(files[0], false, None)).await), "match-no-reason");
    // A link leans on it. When the match is rejected, whoever owns the link is told.
    let decision = node.decided_match(&named(files[0], Some("e1"), None)).await.unwrap();
    let asserted = Assertion {
        from: RecordId::File(files[0]),
        to: SeriesId::new([1; 10]).into(),
        kind: LinkKind::BelongsToSeries,
        confidence: Confidence::Likely,
        evidence: vec![Evidence::of_match(&decision).unwrap()],
    };
    let said = node.said(officer.caller(Action::AddLink).unwrap(), Some("seen"));
    let link = Link::assert(LinkId::new([1; 10]), asserted, said).unwrap();
    let mut tx = node.store.begin().await.unwrap();
    tx.add_link(&link).await.unwrap();
    tx.commit(node.entry(&officer, "test")).await.unwrap();
    node.decide_match(&officer, decide(files[0], false, Some("another room"))).await.unwrap();
    assert_eq!(evidence().await, Err("match-rejected".into()));
    let told = node.show_news(&officer, &NewsAsk::default()).await.unwrap().items;
    assert_eq!(told[0].about, link.id().into());
    assert_eq!(told[0].body, NewsBody::Recheck { leaned_on: RecordId::File(files[0]) });
    let waiting = ListAsk { state: Some("claimed".into()), ..ListAsk::default() };
    assert!(node.claims(&officer, waiting).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_rejected_pair_stays_rejected_when_the_list_comes_again() {
    let (folder, node, _, files) = node_with(&[file("a", Some(1))]).await;
    let terminal = Principal::of_this_process();
    let officer = who(1, Role::VictimIdentificationOfficer);
    let row = format!("e1,,{}\n", pdq(3));
    node.import_list(&terminal, &list(folder.path(), "one.csv", &row)).await.unwrap();
    let news = async || node.show_news(&officer, &NewsAsk::default()).await.unwrap().items;
    assert_eq!(news().await.len(), 1, "in no case: everybody here is told");
    node.decide_match(&officer, decide(files[0], false, Some("another room"))).await.unwrap();
    // Another version, and another still without the entry before it comes back.
    for (name, rows) in [
        ("two.csv", format!("{row}e2,,{}\n", pdq(0xff))),
        ("three.csv", format!("e2,,{}\n", pdq(0xff))),
        ("four.csv", format!("e2,,{}\n{row}", pdq(0xfe))),
    ] {
        node.import_list(&terminal, &list(folder.path(), name, &rows)).await.unwrap();
    }
    let claims = node.claims_of(&officer, files[0]).await.unwrap().claims;
    assert_eq!(claims.len(), 1);
    assert_eq!(state_code(&claims[0].state), "rejected");
    let n_claimed = async || {
        let news = news().await;
        news.iter().filter(|news| matches!(news.body, NewsBody::MatchClaimed { .. })).count()
    };
    assert_eq!(n_claimed().await, 1, "what was rejected is not told again");
    // That the very bytes are listed is news, whatever was said of the look.
    let md5 = file("a", Some(1)).digests.md5.unwrap();
    node.import_list(&terminal, &list(folder.path(), "five.csv", &format!("e1,{md5},{}\n", pdq(3)))).await.unwrap();
    let claims = node.claims_of(&officer, files[0]).await.unwrap().claims;
    assert_eq!((claims[0].closeness, state_code(&claims[0].state)), (Closeness::Exact, "claimed"));
    assert_eq!(n_claimed().await, 2);
}
