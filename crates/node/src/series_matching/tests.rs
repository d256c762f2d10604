//! Exhibits and series that meet, whichever comes first; what becomes of a no; who is told, and how little.

use casework::case::Case;
use casework::file::Look;
use casework::id::{CaseId, LinkId};
use casework::link::{Confidence, Evidence};
use casework::protected::Protected;
use casework::role::Role;
use casework::series_proposal::ProposalState;
use fingerprint::PdqHash;
use store::{Holder, LedgerEntry};

use super::*;
use crate::case_file::OpenCase;
use crate::casebook::tests::{ALL_ROLES, Unit, caller, code_of, stated};
use crate::casebook::{ListAsk, Placement};
use crate::folder::NodeFolder;
use crate::grading::BlindAsk;
use crate::grading::tests::{file, node_with, put_files, who};
use crate::holding::SilenceHolding;
use crate::link::TakeBackLink;
use crate::news::{NewsAsk, NewsBody, NewsView, ReadNews};
use crate::rematch::RematchAsk;
use crate::series::{AddToSeries, MergeSeries, OpenSeries, SeriesChanged, UndoSeries};
use crate::series_proposal::{DecideProposal, ProposalView};

const OURS: &str = "exh_0000000000000001";
const THEIRS: &str = "exh_0000000000000002";
const WEEK_US: i64 = 7 * 86_400_000_000;

/// What a triage of these files leaves.
async fn triaged(node: &Node, id: &str, files: &[File]) -> Vec<FileId> {
    let (exhibit, ids) = put_files(node, id, files).await;
    let terminal = Principal::of_this_process();
    node.remember_claims(&terminal, &exhibit, &[], &BTreeMap::new()).await.unwrap();
    node.match_series_after_verb().await;
    ids
}

/// A case of theirs that this exhibit stands in.
async fn case_of(node: &Node, who: &Principal, exhibit: &str) -> CaseId {
    let ask = OpenCase { number: Protected::new("7/26"), legal_basis: "Warrant 7".into(), closed_circle: false };
    let case = node.open_case(who, ask).await.unwrap().id;
    let mut tx = node.store.begin().await.unwrap();
    tx.put_in_case(RecordId::Exhibit(exhibit.parse().unwrap()), case).await.unwrap();
    tx.commit(node.entry(&Principal::of_this_process(), "test")).await.unwrap();
    case
}

async fn add(node: &Node, who: &Principal, series: SeriesId, files: &[FileId]) -> SeriesChanged {
    let ask = AddToSeries {
        series,
        files: files.iter().copied().collect(),
        confidence: Confidence::Certain,
        evidence: stated("the same room"),
    };
    node.add_to_series(who, ask).await.unwrap()
}

fn undoing(series: SeriesId, changed: &SeriesChanged) -> UndoSeries {
    let ids = |links: &[crate::link::LinkView]| links.iter().map(|link| link.id).collect::<Vec<LinkId>>();
    let (asserted, taken_back) = (ids(&changed.asserted), ids(&changed.taken_back));
    UndoSeries { series, asserted, taken_back, reason: "another room".into() }
}

fn decide(series: SeriesId, file: FileId, takes: bool, reason: Option<&str>) -> DecideProposal {
    DecideProposal { series, file, takes, confidence: None, reason: reason.map(str::to_owned) }
}

async fn proposed(node: &Node, who: &Principal, series: SeriesId) -> Vec<ProposalView> {
    node.show_proposals(who, series, ListAsk::default()).await.unwrap().items
}

async fn states(node: &Node, who: &Principal, series: SeriesId) -> Vec<(FileId, &'static str)> {
    let items = proposed(node, who, series).await;
    items.into_iter().map(|proposal| (proposal.file, proposal.state.code())).collect()
}

/// What somebody is told of series.
async fn told(node: &Node, who: &Principal) -> Vec<NewsView> {
    let all = NewsAsk { also_read: true, ..NewsAsk::default() };
    let mut news = node.show_news(who, &all).await.unwrap().items;
    news.retain(|one| matches!(one.body, NewsBody::SeriesAgrees { .. }));
    news
}

#[tokio::test]
async fn a_series_that_comes_a_week_later_proposes_and_tells_whom_to_call_and_nothing_more() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ours = triaged(node, OURS, &[file("member", Some(1)), file("like it", Some(3)), file("far", Some(0xff))]).await;
    let other = unit.elsewhere(ALL_ROLES).await;
    let theirs = triaged(node, THEIRS, &[file("theirs", Some(0))]).await;
    let case = case_of(node, &other, THEIRS).await;
    let other = unit.elsewhere(ALL_ROLES).await;
    let series = unit.series("canaryname").await;
    assert_eq!(told(node, &other).await, []);

    unit.world.clock.advance_us(WEEK_US);
    let links = add(node, &me, series, &ours[..1]).await;
    let page = node.show_proposals(&me, series, ListAsk::default()).await.unwrap();
    let [proposal] = &page.items[..] else { panic!("{:?}", page.items) };
    assert_eq!((proposal.file, proposal.like), (ours[1], Some(ours[0])));
    assert_eq!((proposal.closeness, proposal.distance_bits, proposal.state.code()), (Closeness::Near, 1, "waiting"));
    // Of a case that I may not see I am told whom to call, as they are.
    assert_eq!(page.call.iter().map(|call| call.name.as_str()).collect::<Vec<_>>(), ["Irbid"]);
    let news = told(node, &other).await;
    let of_case: Vec<_> = news.iter().filter(|one| one.case == Some(case)).collect();
    let near = NewsBody::SeriesAgrees { exhibit: Some(THEIRS.into()), closeness: Closeness::Near, owner: unit.unit };
    assert_eq!(of_case.len(), 1);
    assert_eq!((of_case[0].about, &of_case[0].body), (RecordId::File(theirs[0]), &near));
    assert_eq!(of_case[0].call.as_ref().map(|call| call.name.as_str()), Some("Amman"));
    assert_eq!(of_case[0].at_us, unit.world.clock.now_us());

    // No link comes of it, and to others the series is not there.
    for found in [ours[1], theirs[0]] {
        assert_eq!(node.store.links_of(RecordId::File(found), true).await.unwrap(), []);
    }
    assert_eq!(node.show_series(&me, series).await.unwrap().files, ours[..1]);
    let unseen = node.show_proposals(&other, series, ListAsk::default()).await;
    assert_eq!(code_of(unseen), "not-found");
    assert_eq!(code_of(node.decide_proposal(&other, decide(series, theirs[0], true, None)).await), "not-found");
    assert_eq!(code_of(node.decide_proposal(&me, decide(series, theirs[0], true, None)).await), "not-found");
    let seen = serde_json::to_string(&news).unwrap();
    let claims = serde_json::to_string(&node.claims_of(&other, theirs[0]).await.unwrap()).unwrap();
    let rematched = node.rematch_files(&other, RematchAsk { all_lists: true }).await.unwrap();
    assert_eq!((rematched.n_proposed, rematched.n_fresh), (0, 0), "the same again is nothing new");
    let rematched = serde_json::to_string(&rematched).unwrap();
    for text in [seen, claims, rematched] {
        assert!(!text.contains(&series.to_string()) && !text.contains("canaryname"), "{text}");
    }
    for entry in unit.world.entries().await {
        let of_other = entry["who"] == casework::id::UserId::new([8; 10]).to_string();
        assert!(!of_other || !entry.to_string().contains(&series.to_string()), "{entry}");
        let names = |id: &str| entry.to_string().contains(id);
        assert!(!(names(&series.to_string()) && (names(THEIRS) || names(OURS))), "no entry names both: {entry}");
        assert!(!entry.to_string().contains("canaryname"), "{entry}");
    }
    // Taken out and added again, it proposes the same and tells it to nobody anew.
    let n_told = told(node, &other).await.len();
    node.undo_series(&me, undoing(series, &links)).await.unwrap();
    assert_eq!(proposed(node, &me, series).await, [], "it is like no member any more");
    add(node, &me, series, &ours[..1]).await;
    assert_eq!(states(node, &me, series).await, [(ours[1], "waiting")]);
    assert_eq!(told(node, &other).await.len(), n_told);
}

#[tokio::test]
async fn an_exhibit_that_comes_after_the_series_meets_it() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ours = triaged(node, OURS, &[file("member", Some(1))]).await;
    let series = unit.series("blue sofa").await;
    add(node, &me, series, &ours).await;
    assert_eq!(proposed(node, &me, series).await, []);
    let found = triaged(node, THEIRS, &[file("found", Some(3)), file("member", Some(1))]).await;
    assert_eq!(states(node, &me, series).await, [(found[0], "waiting")]);
    let news = told(node, &me).await;
    assert_eq!(news.iter().map(|one| (one.about, one.case)).collect::<Vec<_>>(), [(RecordId::File(found[0]), None)]);
    triaged(node, THEIRS, &[file("found", Some(3))]).await;
    assert_eq!(told(node, &me).await.len(), 1, "nobody is told twice");

    // Whoever grades it blind is told nothing of it, and cannot decide.
    let grader = caller(&unit.world, unit.user, unit.unit, &[Role::Grader, Role::Examiner]).await;
    node.open_blind(&grader, BlindAsk { files: found[..1].iter().copied().collect() }).await.unwrap();
    assert_eq!(proposed(node, &grader, series).await, []);
    assert_eq!(told(node, &grader).await, []);
    assert_eq!(code_of(node.decide_proposal(&grader, decide(series, found[0], true, None)).await), "not-found");
    let coordinator = caller(&unit.world, unit.user, unit.unit, &[Role::Coordinator]).await;
    assert_eq!(code_of(node.decide_proposal(&coordinator, decide(series, found[0], true, None)).await), "denied");

    // The exhibit is forgotten, and what waited for it too.
    unit.agree(&me, Action::RemoveExhibit, THEIRS, &[]).await;
    node.remove_exhibit(&me, THEIRS).await.unwrap();
    assert_eq!(node.store.series_proposals(&[series].into(), None, 9).await.unwrap(), (Vec::new(), true));
}

#[tokio::test]
async fn what_was_declined_stays_declined_through_merge_undoing_and_adding_again() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let files = [file("one", Some(1)), file("two", Some(5)), file("found", Some(3))];
    let ids = triaged(node, OURS, &files).await;
    let (one, two) = (unit.series("blue sofa").await, unit.series("red lamp").await);
    let first = add(node, &me, one, &ids[..1]).await;
    // "two" looks like "one" as well.
    let rest = |file| decide(one, file, false, Some("another room"));
    assert_eq!(code_of(node.decide_proposal(&me, decide(one, ids[2], false, Some(" "))).await), "proposal-no-reason");
    let declined = node.decide_proposal(&me, rest(ids[2])).await.unwrap();
    assert!(declined.asserted.is_empty());
    assert!(matches!(&declined.proposal.state, ProposalState::Declined { said } if said.by.user == unit.user));
    assert_eq!(code_of(node.decide_proposal(&me, rest(ids[2])).await), "proposal-already-declined");
    assert_eq!(code_of(node.decide_proposal(&me, decide(one, ids[2], true, None)).await), "proposal-no-reason");
    let state_of = async |series, file| {
        let all = states(node, &me, series).await;
        all.into_iter().find(|(of, _)| *of == file).map(|(_, state)| state)
    };
    add(node, &me, two, &ids[1..2]).await;
    assert_eq!(state_of(two, ids[2]).await, Some("waiting"), "another series asks for itself");
    let merge = MergeSeries {
        keep: two,
        absorb: one,
        confidence: Confidence::Certain,
        evidence: stated("the same wall"),
        reason: None,
    };
    let merged = node.merge_series(&me, merge).await.unwrap();
    for series in [one, two] {
        assert_eq!(states(node, &me, series).await, [(ids[2], "declined")], "by any of the ids that are one");
    }
    let n_told = told(node, &me).await.len();
    node.undo_series(&me, undoing(two, &merged)).await.unwrap();
    assert_eq!(state_of(one, ids[2]).await, Some("declined"));
    assert_eq!(state_of(two, ids[2]).await, Some("waiting"));
    node.undo_series(&me, undoing(one, &first)).await.unwrap();
    add(node, &me, one, &ids[..1]).await;
    node.rematch_files(&me, RematchAsk { all_lists: true }).await.unwrap();
    assert_eq!(state_of(one, ids[2]).await, Some("declined"));
    let about_found = |news: Vec<NewsView>| news.iter().filter(|one| one.about == RecordId::File(ids[2])).count();
    assert_eq!(told(node, &me).await.len(), n_told);
    assert_eq!(about_found(told(node, &me).await), 2, "once of each series");
    // A merge that is declined is declined for both when they part.
    let merge = MergeSeries {
        keep: one,
        absorb: two,
        confidence: Confidence::Certain,
        evidence: stated("the same wall"),
        reason: None,
    };
    let fourth = triaged(node, THEIRS, &[file("fourth", Some(4))]).await[0];
    let merged = node.merge_series(&me, merge).await.unwrap();
    node.decide_proposal(&me, decide(two, fourth, false, Some("no"))).await.unwrap();
    node.undo_series(&me, undoing(one, &merged)).await.unwrap();
    for series in [one, two] {
        assert_eq!(state_of(series, fourth).await, Some("declined"));
    }
}

#[tokio::test]
async fn a_proposal_that_is_taken_makes_the_link_and_is_its_evidence() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ids = triaged(node, OURS, &[file("member", Some(1)), file("found", Some(3))]).await;
    let series = unit.series("blue sofa").await;
    add(node, &me, series, &ids[..1]).await;
    let none = node.decide_proposal(&me, decide(series, ids[0], true, None)).await;
    assert_eq!(code_of(none), "not-found", "a member was never proposed");
    let taken = node.decide_proposal(&me, decide(series, ids[1], true, None)).await.unwrap();
    let [link] = &taken.asserted[..] else { panic!("{:?}", taken.asserted) };
    assert_eq!((link.from, link.to), (RecordId::File(ids[1]), series.into()));
    let [Evidence::Likeness { taken }] = &link.evidence[..] else { panic!("{:?}", link.evidence) };
    assert_eq!((taken.likeness().member, taken.likeness().distance_bits), (ids[0], 1));
    let mut members = ids.clone();
    members.sort_unstable();
    assert_eq!(node.show_series(&me, series).await.unwrap().files, members);
    assert_eq!(states(node, &me, series).await, [(ids[1], "taken")]);
    let again = node.decide_proposal(&me, decide(series, ids[1], false, Some("no"))).await;
    assert_eq!(code_of(again), "proposal-in-series-already");
    let entries = unit.world.entries().await;
    let entry = entries.iter().find(|entry| entry["verb"] == "series-decide-proposal").unwrap();
    assert_eq!(entry["asserted"], serde_json::json!([link.id.to_string()]));
    // The link is taken back by itself: the file waits again.
    let back = TakeBackLink { link: link.id, reason: "seen side by side".into() };
    node.take_back_link(&me, back).await.unwrap();
    assert_eq!(states(node, &me, series).await, [(ids[1], "waiting")]);
    assert_eq!(told(node, &me).await.len(), 1);
}

#[tokio::test]
async fn the_very_bytes_of_a_member_tell_other_cases_once_and_a_silent_owner_is_not_called() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ours = triaged(node, OURS, &[file("member", Some(1)), file("second", Some(0x7f))]).await;
    let case = case_of(node, &me, OURS).await;
    triaged(node, THEIRS, &[file("member", Some(1)), file("second", Some(0x7f)), file("like", Some(3))]).await;
    let other = unit.elsewhere(ALL_ROLES).await;
    let theirs = case_of(node, &other, THEIRS).await;
    let (me, other) = (unit.me().await, unit.elsewhere(ALL_ROLES).await);
    let series = unit.series("blue sofa").await;
    let added = add(node, &me, series, &ours[..1]).await;
    let exact = async |who: &Principal| {
        let news = told(node, who).await;
        let of_bytes = |one: &&NewsView| matches!(one.body, NewsBody::SeriesAgrees { closeness: Closeness::Exact, .. });
        news.iter().filter(of_bytes).map(|one| (one.about, one.case)).collect::<Vec<_>>()
    };
    assert_eq!(exact(&other).await, [(RecordId::File(ours[0]), Some(theirs))]);
    assert_eq!(exact(&me).await, [], "who added it knows");
    node.undo_series(&me, undoing(series, &added)).await.unwrap();
    add(node, &me, series, &ours[..1]).await;
    assert_eq!(exact(&other).await.len(), 1);

    unit.agree(&me, Action::SilenceHolding, &case.to_string(), &[]).await;
    node.silence_holding(&me, SilenceHolding { case }).await.unwrap();
    let n_told = told(node, &other).await.len();
    add(node, &me, series, &ours[1..]).await;
    let (found, late) = ("exh_0000000000000003", file("late", Some(0)));
    triaged(node, found, &[late]).await;
    assert_eq!(told(node, &other).await.len(), n_told, "to others it is as if nobody held it");
    assert!(told(node, &me).await.iter().any(|one| one.unit == Some(unit.unit)), "the unit itself is told");
    let held = node.store.record::<Case>(case).await.unwrap().unwrap();
    assert_eq!(held.access.unit, unit.unit);
}

#[tokio::test]
async fn a_change_that_was_cut_off_before_its_matching_is_matched_when_the_program_runs_again() {
    let (folder, node, clock, ids) = node_with(&[file("member", Some(1)), file("found", Some(3))]).await;
    let officer = who(1, Role::VictimIdentificationOfficer);
    node.series_matching.in_background.store(true, Ordering::SeqCst);
    let ask = OpenSeries { name: Protected::new("blue sofa"), into: Default::default() };
    let series = node.open_series(&officer, ask).await.unwrap().id;
    add(&node, &officer, series, &ids[..1]).await;
    let noted = node.store.series_to_match().await.unwrap();
    assert_eq!(noted.iter().map(|noted| noted.id).collect::<Vec<_>>(), [series.into()]);
    assert_eq!(proposed(&node, &officer, series).await, []);
    drop(node);
    let opened = NodeFolder::open_at(&folder.path().join("node")).unwrap();
    let node = Node::open(opened, clock, "/nowhere".into()).await.unwrap();
    let is_matched = async {
        while !node.store.series_to_match().await.unwrap().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    node.match_series_in_background(is_matched).await;
    assert_eq!(states(&node, &officer, series).await, [(ids[1], "waiting")]);
    assert_eq!(told(&node, &officer).await.len(), 1);
    // Without a server each verb matches by itself again.
    assert!(!node.series_matching.in_background.load(Ordering::SeqCst));
}

#[tokio::test]
async fn changes_at_once_propose_and_tell_each_pair_once() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let files = [file("one", Some(1)), file("two", Some(5)), file("found", Some(3))];
    let ids = triaged(node, OURS, &files).await;
    let (one, two) = (unit.series("blue sofa").await, unit.series("red lamp").await);
    tokio::join!(
        add(node, &me, one, &ids[..1]),
        add(node, &me, one, &ids[1..2]),
        add(node, &me, two, &ids[..1]),
        add(node, &me, two, &ids[1..2]),
    );
    for series in [one, two] {
        assert_eq!(states(node, &me, series).await, [(ids[2], "waiting")]);
    }
    let news = told(node, &me).await;
    let of_found = news.iter().filter(|one| one.about == RecordId::File(ids[2])).count();
    assert_eq!(of_found, 2, "once of each series");
    assert_eq!(node.store.series_to_match().await.unwrap(), []);
    // A change while something is being matched is matched after it.
    let mut tx = node.store.begin().await.unwrap();
    tx.note_to_match(one.into()).await.unwrap();
    tx.commit(node.entry(&me, "test")).await.unwrap();
    let before = node.store.series_to_match().await.unwrap();
    let mut tx = node.store.begin().await.unwrap();
    tx.note_to_match(one.into()).await.unwrap();
    tx.end_to_match(&before[0]).await.unwrap();
    tx.commit(node.entry(&me, "test")).await.unwrap();
    assert_eq!(node.store.series_to_match().await.unwrap().len(), 1);
}

/// Series of which somebody is told that something waits.
async fn waiting(node: &Node, who: &Principal) -> Vec<RecordId> {
    let news = node.show_news(who, &NewsAsk::default()).await.unwrap().items;
    news.into_iter().filter(|one| one.body == NewsBody::ProposalsWait).map(|one| one.about).collect()
}

#[tokio::test]
async fn what_waits_in_a_series_is_told_once_to_those_who_may_decide_and_to_nobody_else() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ours = triaged(node, OURS, &[file("member", Some(1)), file("like it", Some(3)), file("too", Some(0))]).await;
    let series = unit.series("canaryname").await;
    assert_eq!(waiting(node, &me).await, []);
    add(node, &me, series, &ours[..1]).await;
    // Two wait: one piece of news. An exhibit that brings more adds none while nobody has read it.
    assert_eq!(proposed(node, &me, series).await.len(), 2);
    assert_eq!(waiting(node, &me).await, [RecordId::from(series)]);
    triaged(node, THEIRS, &[file("more", Some(5))]).await;
    assert_eq!(proposed(node, &me, series).await.len(), 3);
    assert_eq!(waiting(node, &me).await, [RecordId::from(series)]);
    // Whoever sees the series and decides nothing, and whoever does not see it, is told nothing.
    let coordinator = caller(&unit.world, unit.user, unit.unit, &[Role::Coordinator]).await;
    assert_eq!(waiting(node, &coordinator).await, []);
    assert_eq!(waiting(node, &unit.elsewhere(ALL_ROLES).await).await, []);
    // Nobody can mark as read what they are not told.
    let all = node.show_news(&me, &NewsAsk::default()).await.unwrap().items;
    let up_to = all.iter().map(|one| one.id).max().unwrap();
    node.read_news(&coordinator, ReadNews { up_to }).await.unwrap();
    assert_eq!(waiting(node, &me).await, [RecordId::from(series)]);
    // Once it was read, what comes next is news again.
    node.read_news(&me, ReadNews { up_to }).await.unwrap();
    assert_eq!(waiting(node, &me).await, []);
    triaged(node, "exh_0000000000000003", &[file("and more", Some(7))]).await;
    assert_eq!(waiting(node, &me).await, [RecordId::from(series)]);
    // What was decided waits no more, whether or not somebody has read of it.
    for proposal in proposed(node, &me, series).await {
        node.decide_proposal(&me, decide(series, proposal.file, false, Some("another room"))).await.unwrap();
    }
    assert_eq!(waiting(node, &me).await, []);
    let entries = unit.world.entries().await;
    assert!(entries.iter().all(|entry| !entry.to_string().contains("canaryname")));
}

#[tokio::test]
async fn of_a_series_in_a_closed_circle_and_of_files_one_may_not_see_nothing_waits_for_others() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ours = triaged(node, OURS, &[file("member", Some(1)), file("like it", Some(3))]).await;
    // The case is open to the unit, the series in it only to the people of the case.
    let case = unit.case("8/26").await;
    let me_in_case = unit.me().await;
    let into = Placement { case: Some(case), closed_circle: true, handling: None };
    let ask = OpenSeries { name: Protected::new("closed"), into };
    let closed = node.open_series(&me_in_case, ask).await.unwrap().id;
    add(node, &me_in_case, closed, &ours[..1]).await;
    assert_eq!(waiting(node, &me_in_case).await, [RecordId::from(closed)]);
    let colleague = caller(&unit.world, casework::id::UserId::new([7; 10]), unit.unit, ALL_ROLES).await;
    assert_eq!(code_of(node.show_series(&colleague, closed).await), "not-found");
    assert_eq!(waiting(node, &colleague).await, []);
    // A series that meets only what lies in another unit's case has nothing for its own people to decide.
    let far = triaged(node, "exh_0000000000000004", &[file("far", Some(0xff))]).await;
    let other = unit.elsewhere(ALL_ROLES).await;
    case_of(node, &other, THEIRS).await;
    triaged(node, THEIRS, &[file("theirs", Some(0xfe))]).await;
    let series = unit.series("open").await;
    add(node, &me, series, &far).await;
    assert_eq!(
        node.store.series_proposals(&[series].into(), None, 10).await.unwrap().0.len(),
        1,
        "it is proposed all the same"
    );
    assert_eq!(proposed(node, &unit.me().await, series).await, []);
    assert_eq!(waiting(node, &unit.me().await).await, [RecordId::from(closed)]);
}

/// Of these series those of whose pages one shows somebody that something waits, each asked for alone.
async fn shown_to_wait(node: &Node, who: &Principal, all: &BTreeSet<SeriesId>) -> BTreeSet<SeriesId> {
    let mut found = BTreeSet::new();
    for series in all {
        let (mut items, mut after) = (Vec::new(), None);
        loop {
            let ask = ListAsk { after, limit: Some(3), ..ListAsk::default() };
            // What is not there for them has nothing that waits.
            let Ok(page) = node.show_proposals(who, *series, ask).await else { break };
            items.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if items.iter().any(|proposal| proposal.state == ProposalState::Waiting) {
            found.insert(*series);
        }
    }
    found
}

#[tokio::test]
async fn what_waits_in_many_series_at_once_is_what_the_pages_of_each_show() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let other = unit.elsewhere(ALL_ROLES).await;
    case_of(node, &other, THEIRS).await;
    let other = unit.elsewhere(ALL_ROLES).await;
    // More than are looked through first, so that what may be decided is found behind what may not be seen.
    let theirs: Vec<File> = (0..40).map(|n| file(&format!("theirs {n}"), Some(0))).collect();
    triaged(node, THEIRS, &theirs).await;
    let ours = triaged(node, OURS, &[file("member", Some(1)), file("like it", Some(3))]).await;
    let me = unit.me().await;
    let mut series = Vec::new();
    for (name, n_members) in [("waits", 1), ("declined", 1), ("absorbed", 1), ("full", 2)] {
        let opened = unit.series(name).await;
        add(node, &me, opened, &ours[..n_members]).await;
        series.push(opened);
    }
    series.push(unit.series("empty").await);
    let [waits, declined, absorbed, full, _] = series[..] else { panic!("five series") };
    assert_eq!(node.store.series_proposals(&[waits].into(), None, 100).await.unwrap().0.len(), 41);
    let all: BTreeSet<SeriesId> = series.iter().copied().collect();
    let mut tx = node.store.begin().await.unwrap();
    for id in &all {
        let news = NewsBody::ProposalsWait;
        tx.add_news(Holder::Everybody, news.code(), (*id).into(), &news, node.now()).await.unwrap();
    }
    tx.commit(LedgerEntry::new("test", "uid:0", node.now().0)).await.unwrap();
    let check = async |who: &Principal, expected: &[SeriesId]| {
        let expected: BTreeSet<SeriesId> = expected.iter().copied().collect();
        let news = node.show_news(who, &NewsAsk { limit: Some(200), ..NewsAsk::default() }).await.unwrap().items;
        let told = news.iter().filter(|one| one.body == NewsBody::ProposalsWait);
        let told = told.filter_map(|one| if let RecordId::Series(id) = one.about { Some(id) } else { None });
        assert_eq!(told.filter(|id| all.contains(id)).collect::<BTreeSet<SeriesId>>(), expected);
        assert_eq!(shown_to_wait(node, who, &all).await, expected);
    };
    check(&me, &[waits, declined, absorbed]).await;
    check(&other, &[]).await;
    node.decide_proposal(&me, decide(declined, ours[1], false, Some("another room"))).await.unwrap();
    check(&me, &[waits, absorbed]).await;
    // A no to one is a no to all that are one with it, and so is what one of them holds no proposal any more.
    let merge = |keep, absorb| MergeSeries {
        keep,
        absorb,
        confidence: Confidence::Certain,
        evidence: stated("the same wall"),
        reason: None,
    };
    node.merge_series(&me, merge(declined, absorbed)).await.unwrap();
    check(&me, &[waits]).await;
    node.merge_series(&me, merge(full, waits)).await.unwrap();
    check(&me, &[]).await;
}

/// A picture whose look is this number's own, with some bits of it turned over.
fn drawn(number: u32, bits: u8, turned: bool) -> File {
    let sha256 = Digests::of(&number.to_be_bytes()).sha256.unwrap();
    let mut hash = Pdq(sha256.0);
    hash.0[0] ^= bits;
    let turns =
        if turned { (0..8).map(|turn| if turn == 5 { hash } else { Pdq([0; 32]) }).collect() } else { Vec::new() };
    let lies = if turned { Pdq([0; 32]) } else { hash };
    let pdq = PdqHash { hash: lies, quality: 90 };
    let look = Look { pdq, turns, version: "pdq-1".into(), decoder: "drawn".into() };
    File { look: Some(look), ..file(&format!("{number} {bits} {turned}"), None) }
}

#[tokio::test]
async fn a_series_of_two_hundred_meets_two_thousand_files_in_one_pass() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let members = triaged(node, OURS, &(0..200).map(|n| drawn(n, 0, false)).collect::<Vec<_>>()).await;
    let copies = (0..10).map(|n| drawn(n, 0x0f, false)).chain([drawn(20, 1, true)]);
    let others = (1_000..2_789).map(|n| drawn(n, 0, false));
    triaged(node, THEIRS, &copies.chain(others).collect::<Vec<_>>()).await;
    let series = unit.series("blue sofa").await;
    node.series_matching.in_background.store(true, Ordering::SeqCst);
    add(node, &me, series, &members).await;
    let done = node.match_noted(false).await.unwrap();
    let expected = SeriesMatched { n_passes: 1, n_exhibits: 2, n_files: 2_000, n_proposed: 11, n_told: done.n_told };
    assert_eq!(done, expected);
    let first = node.show_proposals(&me, series, ListAsk { limit: Some(4), ..ListAsk::default() }).await.unwrap();
    let (mut seen, mut next) = (first.items, first.next);
    while let Some(after) = next {
        let ask = ListAsk { limit: Some(4), after: Some(after), state: Some("waiting".into()) };
        let page = node.show_proposals(&me, series, ask).await.unwrap();
        seen.extend(page.items);
        next = page.next;
    }
    assert_eq!(seen.len(), 11);
    assert_eq!(seen.iter().map(|proposal| proposal.file).collect::<BTreeSet<_>>().len(), 11);
    assert_eq!(seen.iter().filter(|proposal| proposal.distance_bits == 4).count(), 10);
    assert_eq!(node.match_noted(false).await.unwrap(), SeriesMatched::default(), "nothing is left to do");
}
