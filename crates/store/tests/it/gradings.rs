//! Gradings, objections, blind sittings, decisions about matches and news come back as they were put, on both databases.

use std::collections::BTreeSet;

use casework::dispute::{Dispute, Settlement};
use casework::facts::Facts;
use casework::file::FileId;
use casework::grading::{Grader, Grading, Independence, OpenBlind, Verdict, Viewing};
use casework::id::{CaseId, GradingId, RecordId, UnitId, UserId};
use casework::list::HashKind;
use casework::match_decision::{Claim, Closeness, Compared, EntryHash, MatchDecision, Pair};
use casework::matching::{Match, Part};
use casework::protected::Protected;
use casework::who::{Actor, Moment, Said};
use fingerprint::{Md5, Sha256, Turn};
use store::{Engine, Holder, News, Reader, Store};

use crate::lists::version;
use crate::samples::{entry, id_of, put_exhibit, store_on};

on_each_engine!(
    what_was_said_of_a_file_comes_back_oldest_first,
    a_sitting_hides_its_files_until_the_last_is_graded,
    copies_are_found_by_digest_and_look,
    queues_keep_their_order_and_know_by_which_table,
    a_decision_about_a_match_takes_the_place_of_the_one_before,
    decisions_about_near_matches_are_counted_by_how_far_the_entry_was,
    matches_with_one_list_are_replaced_and_those_with_others_stay,
    files_wait_for_a_decision_about_each_list_that_was_asked_about,
    news_reaches_whom_it_is_for_and_is_read_once,
);

fn reader(n: u8) -> Reader {
    Reader { user: actor(n).user, unit: actor(n).unit, now_us: 50 }
}

fn actor(n: u8) -> Actor {
    Actor { user: UserId::new([n; 10]), unit: UnitId::new([n; 10]) }
}

fn said(at: i64) -> Said {
    Said { by: actor(1), at: Moment(at), reason: Some("seen".into()) }
}

fn file() -> FileId {
    FileId::Sha256(Sha256([7; 32]))
}

fn grading(n: u8, at: i64) -> Grading {
    Grading {
        id: GradingId::new([n; 10]),
        file: file(),
        facts: Facts::default(),
        stated: None,
        verdict: Verdict::CannotTell,
        viewing: Viewing::Viewed,
        by: Grader::Person(actor(n)),
        at: Moment(at),
        independence: Independence::Blind,
        of_stack: Some(GradingId::new([99; 10])),
        taken_back: None,
    }
}

async fn what_was_said_of_a_file_comes_back_oldest_first(engine: Engine) {
    let at = store_on(engine).await;
    let mut tx = at.store.begin().await.unwrap();
    let (later, mut earlier) = (grading(1, 9), grading(2, 5));
    tx.add_grading(&later).await.unwrap();
    tx.add_grading(&earlier).await.unwrap();
    let objection = Dispute { by: Grader::Person(actor(3)), at: Moment(10), reason: Protected::new("why") };
    let (stands, overruled) = (later.id, BTreeSet::from([earlier.id]));
    let settlement = Settlement { stands, overruled, n_disputes_answered: 1, said: said(11) };
    tx.add_dispute(file(), &objection).await.unwrap();
    tx.add_settlement(file(), &settlement).await.unwrap();
    earlier.taken_back = Some(said(12));
    tx.take_back_grading(&earlier).await.unwrap();
    tx.commit(entry("grading-add")).await.unwrap();
    let opinions = at.store.opinions(file()).await.unwrap();
    assert_eq!(opinions.gradings, [earlier, later.clone()]);
    assert_eq!((opinions.disputes, opinions.settlements), (vec![objection], vec![settlement]));
    // Of many files at once the same, and nothing of those about which nobody said anything.
    let many: Vec<FileId> = (0..=255).map(|n| FileId::Sha256(Sha256([n; 32]))).collect();
    let mut tx = at.store.begin().await.unwrap();
    let found = tx.opinions_of(&many).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(file(), at.store.opinions(file()).await.unwrap())]);
    tx.roll_back().await.unwrap();
    assert_eq!(at.store.file_of_grading(later.id).await.unwrap(), Some(file()));
    assert_eq!(at.store.file_of_grading(GradingId::new([5; 10])).await.unwrap(), None);
    assert_eq!(at.store.files_of_stack_decision(GradingId::new([99; 10])).await.unwrap(), [file()]);
    at.store.verify_ledger().await.unwrap();
}

async fn a_sitting_hides_its_files_until_the_last_is_graded(engine: Engine) {
    let at = store_on(engine).await;
    let files: Vec<FileId> = (1..4).map(|n| FileId::Md5(Md5([n; 16]))).collect();
    let user = actor(1).user;
    let open = OpenBlind { by: actor(1), files: files[..2].iter().copied().collect(), since: Moment(3) };
    let copies = BTreeSet::from([files[1], files[2]]);
    let hidden = async |store: &Store| {
        let open = store.open_blinds(user).await.unwrap();
        open.into_iter().flat_map(|open| open.files).collect::<BTreeSet<_>>().len()
    };
    let mut tx = at.store.begin().await.unwrap();
    tx.open_blind(GradingId::new([1; 10]), &open).await.unwrap();
    tx.hide_copies(GradingId::new([1; 10]), &open, &copies).await.unwrap();
    tx.commit(entry("grading-open-blind")).await.unwrap();
    assert_eq!(hidden(&at.store).await, 3);
    let blind = async |store: &Store| {
        let mut tx = store.begin().await.unwrap();
        let found = tx.files_graded_blind(&[files[2], file()]).await.unwrap();
        tx.roll_back().await.unwrap();
        Vec::from_iter(found)
    };
    assert_eq!(blind(&at.store).await, [files[2]]);
    let all: BTreeSet<FileId> = files.iter().copied().collect();
    assert_eq!(at.store.before_blind(&all, user).await.unwrap().hidden, all);
    assert!(at.store.before_blind(&all, actor(2).user).await.unwrap().hidden.is_empty());
    for (n, left) in [(0, 3), (1, 0)] {
        let mut tx = at.store.begin().await.unwrap();
        tx.close_blind(user, files[n]).await.unwrap();
        tx.commit(entry("grading-add")).await.unwrap();
        assert_eq!(hidden(&at.store).await, left);
    }
    assert_eq!(blind(&at.store).await, []);
    assert!(!at.store.was_shown_gradings(user, &all).await.unwrap());
    let mut tx = at.store.begin().await.unwrap();
    tx.note_gradings_shown(user, files[2]).await.unwrap();
    tx.note_gradings_shown(user, files[2]).await.unwrap();
    tx.commit(entry("grading-show")).await.unwrap();
    assert!(at.store.was_shown_gradings(user, &all).await.unwrap());
    assert!(!at.store.was_shown_gradings(actor(2).user, &all).await.unwrap());
    assert!(!at.store.was_shown_gradings(user, &BTreeSet::new()).await.unwrap());
}

async fn copies_are_found_by_digest_and_look(engine: Engine) {
    let at = store_on(engine).await;
    // The sample pictures differ in their bytes and have one look.
    put_exhibit(&at.store, "exh_1", &[b"a", b"b"]).await;
    let (a, b, nobody) = (id_of(b"a"), id_of(b"b"), id_of(b"c"));
    let (user, other) = (actor(1).user, actor(2).user);
    let copies = async |of: &[FileId], user| {
        let before = at.store.before_blind(&of.iter().copied().collect(), user).await.unwrap();
        (before.copies, before.was_shown)
    };
    assert_eq!(copies(&[a, nobody], user).await, (BTreeSet::from([b]), false));
    assert_eq!(copies(&[a, b], user).await, (BTreeSet::from([a, b]), false));
    assert_eq!(copies(&[nobody], user).await, (BTreeSet::new(), false));
    assert_eq!(copies(&[], user).await, (BTreeSet::new(), false));
    // Whoever was shown what others say of a copy was shown what they say of the file.
    let mut tx = at.store.begin().await.unwrap();
    tx.note_gradings_shown(user, b).await.unwrap();
    tx.commit(entry("grading-show")).await.unwrap();
    for of in [a, b] {
        assert!(copies(&[of], user).await.1 && !copies(&[of], other).await.1);
    }
    assert!(!copies(&[nobody], user).await.1);
}

async fn queues_keep_their_order_and_know_by_which_table(engine: Engine) {
    let at = store_on(engine).await;
    let files: Vec<FileId> = (1..4).map(|n| FileId::Md5(Md5([n; 16]))).collect();
    let (one, two) = (Sha256([1; 32]), Sha256([2; 32]));
    let mut tx = at.store.begin().await.unwrap();
    for (file, at_us) in files.iter().zip([30, 10, 20]) {
        tx.set_grading_state(*file, "disagreement", &one, Moment(at_us)).await.unwrap();
    }
    // A file that stays as it is keeps its place.
    tx.set_grading_state(files[1], "disagreement", &two, Moment(99)).await.unwrap();
    tx.commit(entry("grading-add")).await.unwrap();
    let queue = at.store.files_graded(["disagreement"; 2], None, 10).await.unwrap();
    assert_eq!(queue, [(10, files[1]), (20, files[2]), (30, files[0])]);
    let rest = at.store.files_graded(["disagreement"; 2], Some(queue[0]), 10).await.unwrap();
    assert_eq!(rest, queue[1..]);
    assert_eq!(at.store.files_graded(["confirmed"; 2], None, 10).await.unwrap(), []);
    let mut tx = at.store.begin().await.unwrap();
    tx.set_grading_state(files[2], "disputed", &one, Moment(15)).await.unwrap();
    tx.commit(entry("grading-object")).await.unwrap();
    let both = at.store.files_graded(["disputed", "disagreement"], None, 2).await.unwrap();
    assert_eq!(both, [(10, files[1]), (15, files[2])]);
    let none = BTreeSet::new();
    let waiting = at.store.files_waiting(&reader(1), &none, 9, ["disputed", "disagreement"], 2).await.unwrap();
    assert_eq!((waiting.to_settle, waiting.claimed), (both, Vec::new()));
    assert_eq!(at.store.files_graded_by_another_table(&two, 10).await.unwrap(), [files[0], files[2]]);
}

async fn decisions_about_near_matches_are_counted_by_how_far_the_entry_was(engine: Engine) {
    let at = store_on(engine).await;
    let near = |hash: u8, near_bits| Claim { closeness: Closeness::Near, near_bits, ..claim(hash) };
    let confirmed = |claim| MatchDecision::claimed(claim).confirm(said(1), Compared::SideBySide).unwrap();
    let rejected = |claim| MatchDecision::claimed(claim).reject(said(1)).unwrap();
    let elsewhere = Claim { pair: Pair { list: "hotline".into(), ..claim(1).pair }, ..near(1, Some(9)) };
    let decisions = [
        confirmed(near(1, Some(9))),
        confirmed(near(2, Some(9))),
        rejected(near(3, Some(9))),
        rejected(near(4, Some(30))),
        MatchDecision::claimed(near(5, Some(30))),
        confirmed(claim(6)),
        rejected(elsewhere),
    ];
    let counts = async || Vec::from_iter(at.store.measured("national").await.unwrap().counts());
    assert_eq!(counts().await, []);
    let mut tx = at.store.begin().await.unwrap();
    for decision in &decisions {
        tx.put_match_decision(decision, None).await.unwrap();
    }
    tx.commit(entry("match-decide")).await.unwrap();
    assert_eq!(counts().await, [(9, 2, 1), (30, 0, 1)]);
    // Somebody thinks better of the second, of which the owner has sent a nearer look since.
    let mut tx = at.store.begin().await.unwrap();
    tx.put_match_decision(&rejected(near(2, Some(4))), Some(2)).await.unwrap();
    tx.commit(entry("match-decide")).await.unwrap();
    assert_eq!(counts().await, [(4, 0, 1), (9, 1, 1), (30, 0, 1)]);
}

fn claim(hash: u8) -> Claim {
    let hashes = [EntryHash::Md5(Md5([hash; 16]))].into();
    let pair = Pair { file: file(), list: "national".into(), owner_id: None, hashes };
    Claim { pair, closeness: Closeness::Exact, near_bits: None }
}

async fn a_decision_about_a_match_takes_the_place_of_the_one_before(engine: Engine) {
    let at = store_on(engine).await;
    let confirmed = MatchDecision::claimed(claim(1)).confirm(said(1), Compared::SideBySide).unwrap();
    let rejected = confirmed.reject(said(2)).unwrap();
    let other = MatchDecision::claimed(claim(2)).reject(said(3)).unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.put_match_decision(&confirmed, None).await.unwrap();
    tx.put_match_decision(&other, None).await.unwrap();
    tx.put_match_decision(&rejected, Some(1)).await.unwrap();
    tx.note_rematched("lst_1").await.unwrap();
    tx.note_rematched("lst_1").await.unwrap();
    tx.commit(entry("match-decide")).await.unwrap();
    let held = at.store.match_decisions(file(), "national").await.unwrap();
    assert_eq!(
        held.iter().map(|held| (held.ordinal, &held.decision)).collect::<Vec<_>>(),
        [(1, &rejected), (2, &other)]
    );
    let many: Vec<FileId> = (0..=255).map(|n| FileId::Sha256(Sha256([n; 32]))).collect();
    assert_eq!(at.store.claimed(&many).await.unwrap().decisions, [rejected.clone(), other.clone()]);
    assert_eq!(at.store.match_decisions(file(), "another").await.unwrap(), []);
    assert!(at.store.is_rematched("lst_1").await.unwrap() && !at.store.is_rematched("lst_2").await.unwrap());
}

fn matched(list: &str, row: u64) -> Match {
    Match {
        list: list.into(),
        row,
        owner_id: None,
        kind: HashKind::Md5,
        distance: 0,
        quality: None,
        turn: Turn::Original,
        part: Part::Whole,
        view: None,
        ranges: None,
        contradicted: false,
        category: None,
        words: Vec::new(),
    }
}

async fn matches_with_one_list_are_replaced_and_those_with_others_stay(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"a"]).await;
    let id = id_of(b"a");
    let mut tx = at.store.begin().await.unwrap();
    tx.replace_matches("exh_1", &[(id, matched("lst_1", 1)), (id, matched("lst_2", 1))]).await.unwrap();
    tx.replace_matches_with_lists("exh_1", &["lst_1".into(), "lst_0".into()], &[(id, matched("lst_3", 4))])
        .await
        .unwrap();
    tx.commit(entry("match-rematch")).await.unwrap();
    let many: Vec<FileId> = (0..600_u16).map(|n| id_of(&n.to_be_bytes())).chain([id]).collect();
    let matches = at.store.claimed(&many).await.unwrap().matches;
    assert_eq!(matches, [(id, matched("lst_2", 1)), (id, matched("lst_3", 4))]);
    assert_eq!(at.store.files_with_matches(None, 10).await.unwrap(), [id]);
    assert_eq!(at.store.files_with_matches(Some(id), 10).await.unwrap(), []);
}

async fn files_wait_for_a_decision_about_each_list_that_was_asked_about(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, "exh_1", &[b"a", b"b", b"c"]).await;
    let [a, b, c] = [b"a", b"b", b"c"].map(|bytes| id_of(bytes));
    let mut tx = at.store.begin().await.unwrap();
    for (id, name) in [("lst_1", "national"), ("lst_2", "hotline"), ("lst_3", "software")] {
        tx.put_list_version(&version(id, name)).await.unwrap();
    }
    let claims =
        [(a, matched("lst_1", 1)), (a, matched("lst_2", 1)), (b, matched("lst_1", 2)), (c, matched("lst_3", 1))];
    tx.replace_matches("exh_1", &claims).await.unwrap();
    tx.commit(entry("match-rematch")).await.unwrap();
    let waiting = async |lists: &[&str]| {
        let lists = lists.iter().map(|list| (*list).to_owned()).collect();
        at.store.files_waiting(&reader(1), &lists, 10, ["disputed", "disagreement"], 10).await.unwrap().claimed
    };
    let sorted = |files: &[FileId]| BTreeSet::from_iter(files.iter().copied()).into_iter().collect::<Vec<_>>();
    assert_eq!(waiting(&["lst_1", "lst_2"]).await, sorted(&[a, b]));
    assert_eq!(waiting(&[]).await, []);
    let about = |file, list: &str| {
        let pair = Pair { file, list: list.into(), ..claim(1).pair };
        MatchDecision::claimed(Claim { pair, ..claim(1) }).reject(said(2)).unwrap()
    };
    let mut tx = at.store.begin().await.unwrap();
    for decision in [about(a, "national"), about(b, "national")] {
        tx.put_match_decision(&decision, None).await.unwrap();
    }
    tx.commit(entry("match-decide")).await.unwrap();
    assert_eq!(waiting(&["lst_1", "lst_2"]).await, [a], "the hotline's claim is not decided");
    assert_eq!(waiting(&["lst_1"]).await, []);
}

async fn news_reaches_whom_it_is_for_and_is_read_once(engine: Engine) {
    let at = store_on(engine).await;
    let case = CaseId::new([1; 10]);
    let mut tx = at.store.begin().await.unwrap();
    tx.let_into_case(actor(1).user, case, Some(100)).await.unwrap();
    for (holder, body) in [(Holder::Everybody, 1), (Holder::Unit(actor(2).unit), 2), (Holder::Case(case), 3)] {
        tx.add_news(holder, "match-claimed", RecordId::File(file()), &body, Moment(body)).await.unwrap();
    }
    tx.commit(entry("match-rematch")).await.unwrap();
    let news = async |n: u8, now_us: i64, unread: bool, before: Option<u64>| -> Vec<News<i64>> {
        at.store.news(&Reader { now_us, ..reader(n) }, unread, before, 10).await.unwrap().news
    };
    let bodies = |news: Vec<News<i64>>| news.into_iter().map(|news| news.body).collect::<Vec<_>>();
    assert_eq!(bodies(news(1, 50, true, None).await), [3, 1]);
    let still_news = async |holder: Holder, what: &'static str| {
        let mut tx = at.store.begin().await.unwrap();
        let is_unread = tx.has_unread_news(holder, what, RecordId::File(file())).await.unwrap();
        tx.roll_back().await.unwrap();
        is_unread
    };
    assert!(still_news(Holder::Unit(actor(2).unit), "match-claimed").await);
    assert!(!still_news(Holder::Unit(actor(1).unit), "match-claimed").await);
    assert!(!still_news(Holder::Unit(actor(2).unit), "match-gone").await);
    assert_eq!(bodies(news(1, 100, true, None).await), [1], "out of the case again");
    assert_eq!(bodies(news(2, 50, true, None).await), [2, 1]);
    let first = &news(2, 50, true, None).await[0];
    assert_eq!((first.holder, first.about, first.at), (Holder::Unit(actor(2).unit), RecordId::File(file()), Moment(2)));
    assert_eq!(bodies(news(2, 50, true, Some(first.id)).await), [1]);
    let mut tx = at.store.begin().await.unwrap();
    tx.read_news(first.id, actor(2).user, Moment(60)).await.unwrap();
    tx.read_news(first.id, actor(3).user, Moment(70)).await.unwrap();
    tx.commit(entry("news-read")).await.unwrap();
    assert_eq!(bodies(news(2, 50, true, None).await), [1]);
    assert!(!still_news(Holder::Unit(actor(2).unit), "match-claimed").await);
    assert!(
        still_news(Holder::Everybody, "match-claimed").await && still_news(Holder::Case(case), "match-claimed").await
    );
    assert_eq!(news(2, 50, false, None).await[0].read, Some((actor(2).user, Moment(60))));
}
