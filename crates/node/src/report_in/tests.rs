//! Reports on a node with people: every one reaches a queue, and what is known of it is known here.

use casework::account::handle_key;
use casework::id::AccountId;
use casework::protection_priority::PriorityReason;
use casework::record::Record as _;
use casework::role::Role;
use casework::who::Actor;
use formats::list_spec::ListSpec;

use super::*;
use crate::second_person::tests::{code_of, node_with_people, unit, user};

/// Somebody of a unit, as one call knows them.
pub(crate) fn who(n: u8, of: u8, roles: &[Role]) -> Principal {
    Principal::User(Box::new(Caller {
        actor: Actor { user: user(n), unit: unit(of) },
        roles: roles.iter().copied().collect(),
        cases: BTreeSet::new(),
        opened: BTreeSet::new(),
        scope: None,
        purpose: None,
    }))
}

/// A report that says nothing.
pub(crate) fn silent() -> TakeReport {
    TakeReport {
        source: SourceKind::Public,
        country: None,
        reference: None,
        says: ReportSays {
            weight: Weight::Informational,
            text: None,
            files: Vec::new(),
            mentions: Vec::new(),
            signs: BTreeSet::new(),
            youngest: YoungestAge::NotKnown,
            happened_at: None,
            preserved_since: None,
            connection_given: false,
            sender_reachable: false,
        },
        into: Placement::default(),
    }
}

pub(crate) fn of_words(words: &str) -> TakeReport {
    let says = ReportSays { text: Some(Protected::new(words)), ..silent().says };
    TakeReport { says, ..silent() }
}

fn with_file(file: FileId, said_to_be_viral: bool) -> TakeReport {
    let file = AttachedAsk { file, said_to_be_viral, viewed_by_sender: ViewedBySender::NotSaid };
    TakeReport { says: ReportSays { files: vec![file], ..silent().says }, ..silent() }
}

fn in_queue(queue: &str) -> ListAsk {
    ListAsk { state: Some(queue.into()), ..ListAsk::default() }
}

#[tokio::test]
async fn a_report_of_words_alone_waits_until_they_are_read() {
    let (_folder, node, clock) = node_with_people().await;
    let analyst = who(1, 1, &[Role::HotlineAnalyst]);
    let taken = node.take_report(&analyst, of_words("he writes to my daughter")).await.unwrap();
    assert_eq!((taken.queue, taken.because), (Queue::Words, QueuedBecause::WordsUnread));
    assert!(taken.has_words && taken.words_unread && taken.files.is_empty());
    assert!(!format!("{taken:?}").contains("daughter"), "its words are read apart");
    let waiting = node.list_reports(&analyst, in_queue("words")).await.unwrap().items;
    assert_eq!(waiting.iter().map(|report| report.id).collect::<Vec<_>>(), [taken.id]);

    clock.advance_us(1_000);
    let read = node.read_report_text(&analyst, taken.id).await.unwrap();
    assert_eq!(read.words, Some(Protected::new("he writes to my daughter")));
    assert_eq!(read.queue, Queue::Informational);
    assert!(node.list_reports(&analyst, in_queue("words")).await.unwrap().items.is_empty());
    let shown = node.show_report(&analyst, taken.id).await.unwrap();
    assert_eq!((shown.words_unread, shown.versions.len()), (false, 2));
    // Brought again by another version they stay read; other words do not.
    let again = AddReportVersion { report: taken.id, says: of_words("he writes to my daughter").says, adds: false };
    assert_eq!(node.add_report_version(&analyst, again).await.unwrap().queue, Queue::Informational);
    let other = AddReportVersion { report: taken.id, says: of_words("he asked to meet her").says, adds: false };
    assert_eq!(node.add_report_version(&analyst, other).await.unwrap().queue, Queue::Words);
    // An empty one has a place too.
    assert_eq!(node.take_report(&analyst, silent()).await.unwrap().queue, Queue::Informational);
}

#[tokio::test]
async fn reports_are_listed_by_how_urgently_a_child_may_need_protection() {
    let (_folder, node, clock) = node_with_people().await;
    let analyst = who(1, 1, &[Role::HotlineAnalyst]);
    let signs = |signs: &[Sign]| {
        let signs = signs.iter().copied().collect();
        TakeReport { says: ReportSays { signs, ..silent().says }, ..silent() }
    };
    let mut taken = Vec::new();
    for says in [&[][..], &[Sign::Grooming], &[Sign::LiveAbuse], &[Sign::Grooming]] {
        taken.push(node.take_report(&analyst, signs(says)).await.unwrap().id);
        clock.advance_us(1_000);
    }
    let page = async |state: Option<&str>, after: Option<String>| {
        let ask = ListAsk { state: state.map(str::to_owned), after, limit: Some(2) };
        let listed = node.list_urgent_reports(&analyst, ask).await.unwrap();
        (listed.items.iter().map(|report| report.id).collect::<Vec<_>>(), listed.next)
    };
    let (first, next) = page(None, None).await;
    assert_eq!(first, [taken[2], taken[1]], "of equal ones the one that waits longest");
    assert_eq!(page(None, next).await, (vec![taken[3], taken[0]], None));
    assert_eq!(page(Some("child-in-danger"), None).await, (vec![taken[2]], None));
    // What comes later moves it.
    let more = AddReportVersion { report: taken[0], says: signs(&[Sign::SelfHarm]).says, adds: false };
    node.add_report_version(&analyst, more).await.unwrap();
    assert_eq!(page(None, None).await.0, [taken[2], taken[0]]);
    let broken = ListAsk { after: Some("60.x".into()), ..ListAsk::default() };
    assert_eq!(code_of(node.list_urgent_reports(&analyst, broken).await), "not-a-cursor");
    let stranger = who(3, 2, &[Role::HotlineAnalyst]);
    assert!(node.list_urgent_reports(&stranger, ListAsk::default()).await.unwrap().items.is_empty());
    assert_eq!(code_of(node.list_urgent_reports(&who(1, 1, &[Role::Grader]), ListAsk::default()).await), "denied");
}

#[tokio::test]
async fn who_need_not_know_of_a_report_finds_none_and_a_social_worker_may_not_ask() {
    let (_folder, node, _) = node_with_people().await;
    let taken = node.take_report(&who(1, 1, &[Role::HotlineAnalyst]), of_words("a note")).await.unwrap();
    let stranger = who(3, 2, &[Role::HotlineAnalyst]);
    assert_eq!(code_of(node.show_report(&stranger, taken.id).await), "not-found");
    assert_eq!(code_of(node.read_report_text(&stranger, taken.id).await), "not-found");
    assert!(node.list_reports(&stranger, ListAsk::default()).await.unwrap().items.is_empty());
    assert_eq!(code_of(node.show_report(&who(1, 1, &[Role::SocialWorker]), taken.id).await), "denied");
    assert_eq!(code_of(node.take_report(&who(1, 1, &[Role::Grader]), silent()).await), "denied");
}

#[tokio::test]
async fn earlier_reports_of_somebody_are_counted_here_and_the_two_scores_stay_two() {
    let (_folder, node, _) = node_with_people().await;
    let analyst = who(1, 1, &[Role::HotlineAnalyst]);
    let account = casework::account::Account {
        id: AccountId::new([4; 10]),
        owner: unit(1),
        written: Protected::new("somebody"),
        key: handle_key("example", "somebody").unwrap(),
        said: node.said(analyst.caller(Action::TakeReport).unwrap(), None),
    };
    let mut tx = node.store.begin().await.unwrap();
    tx.add_record(&account, Circle::Unit, 1).await.unwrap();
    tx.commit(node.entry(&analyst, "test")).await.unwrap();
    let naming = |mentioned_as| TakeReport {
        says: ReportSays { mentions: vec![MentionAsk { record: account.id().into(), mentioned_as }], ..silent().says },
        ..silent()
    };
    let first = node.take_report(&analyst, naming(MentionedAs::Reported)).await.unwrap();
    assert_eq!(first.n_earlier_reports_of_person, 0);
    node.take_report(&analyst, naming(MentionedAs::Harmed)).await.unwrap();
    let second = node.take_report(&analyst, naming(MentionedAs::Reported)).await.unwrap();
    assert_eq!(second.n_earlier_reports_of_person, 1, "who was harmed was not reported");
    let reasons: Vec<_> = second.protection_priority.reasons.iter().map(|reason| reason.reason).collect();
    assert_eq!(reasons, [PriorityReason::ReportedBefore]);
    assert_eq!((first.completeness.points, first.completeness), (25, second.completeness.clone()));
    // The first is no later than itself.
    let again = AddReportVersion { report: first.id, says: naming(MentionedAs::Reported).says, adds: false };
    assert_eq!(node.add_report_version(&analyst, again).await.unwrap().n_earlier_reports_of_person, 0);
    // Nobody can name a record that they may not see.
    let stranger = who(3, 2, &[Role::HotlineAnalyst]);
    assert_eq!(code_of(node.take_report(&stranger, naming(MentionedAs::Reported)).await), "not-found");
}

#[tokio::test]
async fn a_file_is_known_when_it_is_known_here_and_never_by_the_senders_word_alone() {
    let (folder, node, _) = node_with_people().await;
    let analyst = who(1, 1, &[Role::HotlineAnalyst]);
    let listed: FileId = "md5:00000000000000000000000000000001".parse().unwrap();
    let unlisted: FileId = "md5:00000000000000000000000000000002".parse().unwrap();
    let path = folder.path().join("one.csv");
    std::fs::write(&path, "id,md5\ne1,00000000000000000000000000000001\n").unwrap();
    let spec = ListSpec::read(format!("{},name=national,owner=somebody", path.display()).as_ref()).unwrap();
    node.import_list(&Principal::of_this_process(), &spec).await.unwrap();
    let knownness = async |file, viral| {
        let taken = node.take_report(&analyst, with_file(file, viral)).await.unwrap();
        (taken.files[0].knownness, taken.queue)
    };
    assert_eq!(knownness(unlisted, false).await, (Knownness::New, Queue::NewMaterial));
    assert_eq!(knownness(unlisted, true).await, (Knownness::New, Queue::NewMaterial));
    assert_eq!(knownness(listed, false).await, (Knownness::Known, Queue::Informational));
    assert_eq!(knownness(listed, true).await, (Knownness::KnownViral, Queue::Informational));
}

#[tokio::test]
async fn content_that_is_preserved_starts_its_clock_once_and_on_its_day() {
    let (_folder, node, clock) = node_with_people().await;
    let analyst = who(1, 1, &[Role::HotlineAnalyst]);
    let now = clock.now_us();
    let preserving = |since: i64| ReportSays { preserved_since: Some(Moment(since)), ..silent().says };
    let taken = node.take_report(&analyst, TakeReport { says: preserving(now - 5), ..silent() }).await.unwrap();
    let clocks = async || node.open_clocks(taken.id.into(), ClockKind::Preservation).await.unwrap();
    let started: Vec<i64> = clocks().await.iter().map(|clock| clock.record.started.at.0).collect();
    assert_eq!(started, [now - 5]);
    let again = AddReportVersion { report: taken.id, says: preserving(now), adds: false };
    node.add_report_version(&analyst, again).await.unwrap();
    assert_eq!(clocks().await.len(), 1);
    // A sender whose clock runs ahead wins no time.
    let ahead = node.take_report(&analyst, TakeReport { says: preserving(i64::MAX), ..silent() }).await.unwrap();
    assert_eq!(ahead.preserved_since, Some(Moment(now)));
}
