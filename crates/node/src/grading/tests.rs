//! Graders who do not see each other, agree, differ, object and settle, on a node with files and people by hand.

use std::collections::BTreeMap;

use casework::exhibit::{Custody, Exhibit, ExhibitKind};
use casework::facts::{AgeBand, Ages, Facts, Label, Origin, Section, Seen};
use casework::file::{File, Inode, Look, MediaKind, Metadata, Occurrence, Place, Times};
use casework::grading::Verdict;
use casework::id::{CaseId, LinkId, SeriesId, UnitId, UserId};
use casework::link::{Assertion, Confidence, Evidence, Link, LinkKind};
use casework::protected::Protected;
use casework::role::Role;
use casework::who::{Actor, Moment, Said};
use fingerprint::{Digests, Pdq, PdqHash, Sha256};
use store::RunOpening;
use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::folder::NodeFolder;
use crate::news::NewsAsk;
use crate::principal::Caller;

pub(crate) const EXHIBIT: &str = "exh_0000000000000001";

/// A picture of this content; with a look, where one is given.
pub(crate) fn file(content: &str, look: Option<u8>) -> File {
    let look = look.map(|byte| Look {
        pdq: PdqHash { hash: pdq(byte), quality: 90 },
        turns: Vec::new(),
        version: "pdq-1".into(),
        decoder: "drawn".into(),
    });
    File {
        digests: Digests::of(content.as_bytes()),
        size: content.len() as u64,
        mime: "image/gif".into(),
        kind: MediaKind::Picture,
        look,
        thumbnail: None,
        pixel_digest: None,
        frames: Vec::new(),
        frames_made_by: None,
        metadata: Metadata::default(),
        marks: BTreeSet::new(),
        problem: None,
        views: None,
    }
}

/// A hash; those of two bytes that differ in a bit are a bit apart, those of `0x00` and `0xff` far.
pub(crate) fn pdq(byte: u8) -> Pdq {
    let mut hash = [if byte > 0x7f { 0xaa } else { 0x55 }; 32];
    hash[0] = byte;
    Pdq(hash)
}

/// A node whose one exhibit holds these files.
pub(crate) async fn node_with(files: &[File]) -> (TempDir, Node, Clock, Vec<FileId>) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::by_hand(1_000_000_000_000);
    let opened = NodeFolder::open_at(&folder.path().join("node")).unwrap();
    let node = Node::open(opened, clock.clone(), "/nowhere".into()).await.unwrap();
    let (_, ids) = put_files(&node, EXHIBIT, files).await;
    (folder, node, clock, ids)
}

/// Puts these files on an exhibit of this id.
pub(crate) async fn put_files(node: &Node, id: &str, files: &[File]) -> (Exhibit, Vec<FileId>) {
    let exhibit = Exhibit {
        id: id.into(),
        kind: ExhibitKind::Folder,
        root: b"/media/x".to_vec(),
        custody: Custody::default(),
        manifest: None,
        changed_meanwhile: false,
    };
    let mut tx = node.store.begin().await.unwrap();
    tx.put_exhibit(&exhibit).await.unwrap();
    let (exhibits, settings) = (vec![id.to_owned()], serde_json::json!({}));
    let run = tx.open_run(&RunOpening { exhibits, lists: Vec::new(), settings, at_us: 5 }).await.unwrap();
    let (mut ids, mut places) = (Vec::new(), Vec::new());
    for (n, file) in files.iter().enumerate() {
        let id = tx.put_file(file, "pdq-1").await.unwrap();
        ids.push(id);
        places.push(Occurrence {
            place: Place::on_disk(n.to_string()),
            size: file.size,
            times: Times::default(),
            inode: Inode::default(),
            link_target: None,
            file: Some(id),
            marks: BTreeSet::new(),
            problem: None,
        });
    }
    tx.put_occurrences(id, run, &places).await.unwrap();
    tx.commit(node.entry(&Principal::of_this_process(), "test")).await.unwrap();
    (exhibit, ids)
}

/// User `n` of unit 1 in this role.
pub(crate) fn who(n: u8, role: Role) -> Principal {
    of_unit(n, 1, role, BTreeSet::new())
}

pub(crate) fn of_unit(n: u8, unit: u8, role: Role, cases: BTreeSet<CaseId>) -> Principal {
    Principal::User(Box::new(Caller {
        actor: actor(n, unit),
        roles: BTreeSet::from([role]),
        cases,
        opened: BTreeSet::new(),
        scope: None,
        purpose: None,
    }))
}

fn actor(n: u8, unit: u8) -> Actor {
    Actor { user: UserId::new([n; 10]), unit: UnitId::new([unit; 10]) }
}

pub(crate) fn code_of<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer.unwrap_err() {
        Error::Refused(refusal) => refusal.code(),
        other => other.code().to_owned(),
    }
}

/// Facts of the baseline's category, or outside it.
pub(crate) fn facts(is_severe: bool) -> Facts {
    let labels = if is_severe { BTreeMap::from([(Label::PenetrativeAct, Seen::There)]) } else { BTreeMap::new() };
    Facts {
        labels,
        gone_through: [Section::Categorisation].into(),
        ages: Ages::Shown([AgeBand::From7To10].into()),
        origin: Origin::Recorded,
        annotations: BTreeSet::new(),
    }
}

pub(crate) fn illegal() -> Verdict {
    Verdict::Illegal { under: "canary-law".into() }
}

fn not_illegal() -> Verdict {
    Verdict::NotIllegal { under: "canary-law".into() }
}

fn blind(file: FileId) -> BlindAsk {
    BlindAsk { files: BTreeSet::from([file]) }
}

/// Grader `n` grades blind.
pub(crate) async fn graded_blind(node: &Node, n: u8, file: FileId, is_severe: bool) -> GradingView {
    let grader = who(n, Role::Grader);
    node.open_blind(&grader, blind(file)).await.unwrap();
    let verdict = if is_severe { illegal() } else { not_illegal() };
    node.grade(&grader, GradeAsk { file, facts: facts(is_severe), verdict }).await.unwrap()
}

#[tokio::test]
async fn a_second_grader_who_grades_blind_sees_nothing_of_the_first() {
    let (_folder, node, _, files) = node_with(&[file("a", Some(1)), file("a copy in other bytes", Some(1))]).await;
    let (first, second, third) = (who(1, Role::Grader), who(2, Role::Grader), who(3, Role::Grader));
    let ask = GradeAsk { file: files[0], facts: facts(true), verdict: illegal() };
    let of_first = node.grade(&first, ask.clone()).await.unwrap();
    assert_eq!(of_first.independence, Independence::Blind, "nobody had said anything");
    node.dispute_grading(&first, DisputeAsk { file: files[0], reason: Protected::new("canary-reason") }).await.unwrap();

    let opened = node.open_blind(&second, blind(files[0])).await.unwrap();
    assert_eq!(opened.files, BTreeSet::from([files[0], files[1]]), "a copy would tell as much");
    let seen = node.show_gradings(&second, files[0]).await.unwrap();
    assert!(seen.withheld && seen.gradings.is_empty() && seen.standings.is_empty() && seen.disputes.is_empty());
    let claims = node.claims_of(&second, files[0]).await.unwrap();
    assert!(claims.withheld && claims.claims.is_empty());
    assert!(node.claims(&second, ListAsk::default()).await.unwrap().items.is_empty());
    assert!(node.disagreements(&second, ListAsk::default()).await.unwrap().items.is_empty());
    assert_eq!(node.show_news(&second, &NewsAsk::default()).await.unwrap().items, []);
    let settle = SettleAsk { file: files[0], stands: of_first.id, reason: "x".into() };
    assert_eq!(code_of(node.settle_grading(&second, settle).await), "denied");
    let objects = DisputeAsk { file: files[0], reason: Protected::new("x") };
    assert_eq!(code_of(node.dispute_grading(&second, objects).await), "dispute-ungraded");

    // Nothing that the first left in the ledger names the file, the verdict or the reason.
    let name = actor(1, 1).user.to_string();
    let mut n_of_first = 0;
    for entry in node.store.ledger_entries(0, 1_000).await.unwrap() {
        let body = String::from_utf8(entry.body.unwrap()).unwrap();
        assert!(!body.contains("canary") && !body.contains("illegal") && !body.contains("penetrative"), "{body}");
        if body.contains(&name) {
            n_of_first += 1;
            assert!(!body.contains(&files[0].to_string()), "{body}");
        }
    }
    assert_eq!(n_of_first, 2);

    let of_second = node.grade(&second, GradeAsk { facts: facts(false), verdict: not_illegal(), ..ask }).await.unwrap();
    assert_eq!(of_second.independence, Independence::Blind);
    let seen = node.show_gradings(&second, files[0]).await.unwrap();
    assert_eq!((seen.withheld, seen.gradings.len()), (false, 2));
    // Whoever was shown others' opinions grades the file blind no more, nor a copy of it.
    node.show_gradings(&third, files[0]).await.unwrap();
    assert_eq!(code_of(node.open_blind(&third, blind(files[0])).await), "grading-has-seen-others");
    assert_eq!(code_of(node.open_blind(&third, blind(files[1])).await), "grading-has-seen-others");
    let ask = GradeAsk { file: files[0], facts: facts(true), verdict: illegal() };
    assert_eq!(node.grade(&third, ask).await.unwrap().independence, Independence::Informed);
}

#[tokio::test]
async fn what_is_hidden_stays_hidden_until_the_last_file_of_a_sitting_is_graded() {
    let (_folder, node, _, files) = node_with(&[file("a", None), file("b", None), file("c", None)]).await;
    graded_blind(&node, 1, files[0], true).await;
    let second = who(2, Role::Grader);
    let sitting = BlindAsk { files: files[..2].iter().copied().collect() };
    node.open_blind(&second, sitting.clone()).await.unwrap();
    let ask = |file| GradeAsk { file, facts: facts(true), verdict: illegal() };
    node.grade(&second, ask(files[0])).await.unwrap();
    let seen = node.show_gradings(&second, files[0]).await.unwrap();
    assert_eq!((seen.withheld, seen.gradings.len()), (true, 1), "their own");
    node.grade(&second, ask(files[1])).await.unwrap();
    let seen = node.show_gradings(&second, files[0]).await.unwrap();
    assert_eq!((seen.withheld, seen.gradings.len()), (false, 2));
    // Giving up opens what was hidden.
    let third = who(3, Role::Grader);
    node.open_blind(&third, sitting.clone()).await.unwrap();
    node.close_blind(&third, sitting).await.unwrap();
    assert_eq!(node.show_gradings(&third, files[0]).await.unwrap().gradings.len(), 2);
}

#[tokio::test]
async fn three_concordant_opinions_confirm_and_an_objection_takes_that_away() {
    let (_folder, node, _, files) = node_with(&[file("a", None)]).await;
    let supervisor = who(9, Role::Supervisor);
    let standing = async || node.show_gradings(&supervisor, files[0]).await.unwrap().standings.remove(0);
    let first = graded_blind(&node, 1, files[0], true).await;
    let one = standing().await;
    assert_eq!((one.state, one.n_counted, one.n_wanted, one.stands), ("graded", 1, 3, Some(first.id)));
    assert_eq!(one.category.as_deref(), Some("baseline"));
    assert_eq!((one.table.scheme.as_str(), one.table.version.as_str()), (SCHEME, "1"));
    assert!(!one.is_for_court, "nobody approved the table");
    let partner = PartnerGradeAsk {
        file: files[0],
        organisation: "a hotline".into(),
        person: None,
        facts: facts(true),
        stated: None,
        verdict: illegal(),
        independent: true,
    };
    assert_eq!(code_of(node.add_partner_grading(&who(1, Role::Grader), partner.clone()).await), "denied");
    node.add_partner_grading(&supervisor, partner).await.unwrap();
    assert_eq!(standing().await.n_counted, 2);
    graded_blind(&node, 2, files[0], true).await;
    let three = standing().await;
    assert_eq!((three.state, three.n_counted, three.n_viewed), ("confirmed", 3, 3));
    assert!(
        three.counted.iter().any(|one| matches!(&one.by, Grader::Partner(from) if from.organisation == "a hotline"))
    );

    // A link leans on the file: whoever owns it is told when somebody objects.
    let said = Said { by: actor(1, 1), at: Moment(1), reason: Some("seen".into()) };
    let (from, to) = (RecordId::File(files[0]), SeriesId::new([1; 10]).into());
    let evidence = vec![Evidence::File { file: files[0] }];
    let (kind, confidence) = (LinkKind::BelongsToSeries, Confidence::Certain);
    let link = Link::assert(LinkId::new([1; 10]), Assertion { from, to, kind, confidence, evidence }, said).unwrap();
    let mut tx = node.store.begin().await.unwrap();
    tx.add_link(&link).await.unwrap();
    tx.commit(node.entry(&supervisor, "test")).await.unwrap();
    let objects = |reason: &str| DisputeAsk { file: files[0], reason: Protected::new(reason) };
    let objector = who(4, Role::VictimIdentificationOfficer);
    assert_eq!(code_of(node.dispute_grading(&objector, objects(" ")).await), "dispute-no-reason");
    let disputed = node.dispute_grading(&objector, objects("it is drawn")).await.unwrap();
    assert_eq!(
        (disputed.standing.state, disputed.standing.n_disputes_open, disputed.standing.stands),
        ("disputed", 1, None)
    );
    let news = node.show_news(&supervisor, &NewsAsk::default()).await.unwrap().items;
    let told: Vec<(RecordId, &NewsBody)> = news.iter().map(|news| (news.about, &news.body)).collect();
    assert_eq!(told, [(link.id().into(), &NewsBody::Recheck { leaned_on: RecordId::File(files[0]) })]);
    let elsewhere = of_unit(8, 2, Role::Supervisor, BTreeSet::new());
    assert_eq!(node.show_news(&elsewhere, &NewsAsk::default()).await.unwrap().items, []);

    let settle = |stands, reason: &str| SettleAsk { file: files[0], stands, reason: reason.into() };
    assert_eq!(code_of(node.settle_grading(&objector, settle(first.id, "x")).await), "denied");
    assert_eq!(code_of(node.settle_grading(&supervisor, settle(first.id, "")).await), "settling-no-reason");
    let settled = node.settle_grading(&supervisor, settle(first.id, "the original is known")).await.unwrap();
    assert_eq!((settled.state, settled.stands), ("confirmed", Some(first.id)));
    assert_eq!(code_of(node.settle_grading(&supervisor, settle(first.id, "x")).await), "settling-nothing-open");
    // Taken back, the settlement falls with it.
    let back = TakeBackGrading { grading: first.id, reason: "a slip".into() };
    assert_eq!(code_of(node.take_back_grading(&who(2, Role::Grader), back.clone()).await), "not-found");
    node.take_back_grading(&who(1, Role::Grader), back).await.unwrap();
    assert_eq!(standing().await.state, "disputed");
}

#[tokio::test]
async fn graders_who_differ_stand_in_a_queue_until_a_supervisor_settles() {
    let (_folder, node, clock, files) = node_with(&[file("a", None), file("b", None)]).await;
    let supervisor = who(9, Role::Supervisor);
    let queue = async |ask: ListAsk| node.disagreements(&supervisor, ask).await.unwrap();
    for file in &files {
        clock.advance_us(1_000);
        graded_blind(&node, 1, *file, true).await;
        graded_blind(&node, 2, *file, false).await;
    }
    let whole = queue(ListAsk::default()).await;
    let waiting: Vec<FileId> = whole.items.iter().map(|item| item.file).collect();
    assert_eq!((waiting.as_slice(), &whole.next), (&files[..], &None), "who waits longest stands first");
    let differs = whole.items[0].standing.disagreement.as_ref().unwrap();
    assert_eq!(differs.positions.len(), 2);
    let first = queue(ListAsk { limit: Some(1), ..ListAsk::default() }).await;
    assert_eq!(first.items.len(), 1);
    let rest = queue(ListAsk { after: first.next, ..ListAsk::default() }).await;
    assert_eq!(rest.items, whole.items[1..]);
    assert!(queue(ListAsk { state: Some("disputed".into()), ..ListAsk::default() }).await.items.is_empty());
    let stands = differs.positions[0].grading;
    let settle = SettleAsk { file: files[0], stands, reason: "compared with the original".into() };
    node.settle_grading(&supervisor, settle).await.unwrap();
    assert_eq!(queue(ListAsk::default()).await.items, whole.items[1..]);
}

#[tokio::test]
async fn a_table_that_changed_is_computed_anew_and_nobody_looks_again() {
    let (_folder, node, _, files) = node_with(&[file("a", None)]).await;
    graded_blind(&node, 1, files[0], true).await;
    graded_blind(&node, 2, files[0], false).await;
    let mut tx = node.store.begin().await.unwrap();
    // As an earlier table had it.
    tx.set_grading_state(files[0], "confirmed", &Sha256([7; 32]), Moment(1)).await.unwrap();
    tx.commit(node.entry(&who(1, Role::Grader), "test")).await.unwrap();
    let queue = node.disagreements(&who(9, Role::Supervisor), ListAsk::default()).await.unwrap();
    assert_eq!(queue.items.len(), 1);
    assert_eq!(node.store.files_graded(["confirmed"; 2], None, 10).await.unwrap(), []);
}

#[tokio::test]
async fn a_file_that_one_need_not_know_of_is_not_found_by_any_verb() {
    let (_folder, node, _, files) = node_with(&[file("a", None)]).await;
    let mut tx = node.store.begin().await.unwrap();
    // In a case of which nobody here knows.
    tx.put_in_case(RecordId::File(files[0]), CaseId::new([5; 10])).await.unwrap();
    tx.commit(node.entry(&who(1, Role::Grader), "test")).await.unwrap();
    let grader = who(1, Role::Grader);
    let ask = GradeAsk { file: files[0], facts: facts(true), verdict: illegal() };
    assert_eq!(code_of(node.grade(&grader, ask).await), "not-found");
    assert_eq!(code_of(node.open_blind(&grader, blind(files[0])).await), "not-found");
    assert_eq!(code_of(node.show_gradings(&grader, files[0]).await), "not-found");
    assert_eq!(code_of(node.claims_of(&grader, files[0]).await), "not-found");
    let administrator = who(1, Role::Administrator);
    assert_eq!(code_of(node.show_gradings(&administrator, files[0]).await), "denied");
}
