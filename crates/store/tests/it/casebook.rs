//! Records, whatever their noun: written, changed, found by key and by word, and listed for those who need to know.

use casework::id::{CaseId, LinkId, RecordId, SeriesId, UnitId, UserId};
use casework::link::{Assertion, Confidence, Evidence, Link};
use casework::link_kind::{LinkKind, Noun};
use casework::protected::Protected;
use casework::record::{Circle, KeyKind, Record};
use casework::who::{Actor, Moment, Said};
use serde::{Deserialize, Serialize};
use store::{Engine, Page, Reader, Store, UrgentPage};

use crate::samples::{entry, store_on};

on_each_engine!(
    a_record_comes_back_as_it_was_changed,
    a_list_holds_what_its_reader_needs_to_know_of,
    the_most_urgent_stand_first_and_of_equal_ones_those_that_wait_longest,
    words_are_found_in_other_forms_until_the_record_changes,
    records_are_found_by_how_a_key_or_a_word_begins,
    a_link_is_found_from_both_ends_and_can_be_taken_back,
);

/// A record of no noun's own rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Drawn {
    id: SeriesId,
    unit: UnitId,
    open: bool,
    key: String,
    text: Protected,
    urgency: u32,
}

impl Record for Drawn {
    type Id = SeriesId;
    const NOUN: Noun = Noun::Series;

    fn id(&self) -> SeriesId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.unit
    }

    fn state_code(&self) -> &'static str {
        if self.open { "open" } else { "closed" }
    }

    fn urgency(&self) -> u32 {
        self.urgency
    }

    fn keys(&self) -> Vec<(KeyKind, String)> {
        vec![(KeyKind::Account, self.key.clone())]
    }

    fn texts(&self) -> Vec<&Protected> {
        vec![&self.text]
    }
}

fn drawn(n: u8, unit: u8, text: &str) -> Drawn {
    let (id, unit) = (SeriesId::new([n; 10]), UnitId::new([unit; 10]));
    Drawn { id, unit, open: true, key: format!("mail:{}", n % 2), text: Protected::new(text), urgency: 0 }
}

async fn add(store: &Store, records: &[(Drawn, Circle, i64)]) {
    let mut tx = store.begin().await.unwrap();
    for (record, circle, made_at_us) in records {
        tx.add_record(record, *circle, *made_at_us).await.unwrap();
    }
    tx.commit(entry("record.add")).await.unwrap();
}

async fn a_record_comes_back_as_it_was_changed(engine: Engine) {
    let at = store_on(engine).await;
    let first = drawn(1, 1, "sea");
    add(&at.store, &[(first.clone(), Circle::Unit, 5), (drawn(3, 1, "hill"), Circle::Unit, 4)]).await;
    let held = at.store.record::<Drawn>(first.id).await.unwrap().unwrap();
    assert_eq!((&held.record, held.version, held.made_at_us), (&first, 1, 5));
    let changed = Drawn { open: false, key: "mail:other".into(), ..first.clone() };
    let mut tx = at.store.begin().await.unwrap();
    tx.change_record(&changed).await.unwrap();
    assert!(tx.change_record(&drawn(9, 1, "")).await.is_err());
    tx.seal(first.id.into(), b"\0sealed").await.unwrap();
    tx.commit(entry("record.change")).await.unwrap();
    let held = at.store.record::<Drawn>(first.id).await.unwrap().unwrap();
    assert_eq!((&held.record, held.version), (&changed, 2));
    let keyed = async |key: &str| at.store.records_keyed::<Drawn>(KeyKind::Account, key).await.unwrap().len();
    assert_eq!((keyed("mail:1").await, keyed("mail:other").await), (1, 1));
    let counted = async |state| at.store.n_records(Noun::Series, state).await.unwrap();
    assert_eq!((counted(None).await, counted(Some("open")).await), (2, 1));
    at.store.check().await.unwrap();
}

async fn a_list_holds_what_its_reader_needs_to_know_of(engine: Engine) {
    let at = store_on(engine).await;
    let (case, guest) = (CaseId::new([7; 10]), UserId::new([8; 10]));
    add(
        &at.store,
        &[
            (drawn(1, 1, ""), Circle::Unit, 1),
            (drawn(2, 1, ""), Circle::Cases, 2),
            (drawn(3, 2, ""), Circle::Unit, 3),
            (drawn(4, 1, ""), Circle::Unit, 1),
        ],
    )
    .await;
    let mut tx = at.store.begin().await.unwrap();
    tx.put_in_case(drawn(2, 1, "").id.into(), case).await.unwrap();
    tx.put_in_case(drawn(2, 1, "").id.into(), case).await.unwrap();
    tx.let_into_case(guest, case, Some(100)).await.unwrap();
    tx.commit(entry("case.let-in")).await.unwrap();
    let list = async |unit: u8, now_us, after, n_max| -> Vec<SeriesId> {
        let reader = Reader { user: guest, unit: UnitId::new([unit; 10]), now_us };
        let page = Page { after, n_max };
        let records = at.store.records::<Drawn>(&reader, None, &page).await.unwrap();
        records.into_iter().map(|held| held.record.id).collect()
    };
    let ids = |numbers: &[u8]| numbers.iter().map(|n| SeriesId::new([*n; 10])).collect::<Vec<_>>();
    assert_eq!(list(1, 50, None, 9).await, ids(&[2, 4, 1]));
    assert_eq!(list(1, 100, None, 9).await, ids(&[4, 1]));
    assert_eq!(list(2, 50, None, 9).await, ids(&[3, 2]));
    assert_eq!(list(3, 100, None, 9).await, ids(&[]));
    assert_eq!(list(1, 100, None, 1).await, ids(&[4]));
    assert_eq!(list(1, 100, Some((1, SeriesId::new([4; 10]).to_string())), 1).await, ids(&[1]));
    assert_eq!(at.store.people_of_case(case).await.unwrap(), [(guest, Some(100))]);
    let mut tx = at.store.begin().await.unwrap();
    tx.let_into_case(guest, case, None).await.unwrap();
    tx.let_into_case(guest, case, Some(60)).await.unwrap();
    tx.commit(entry("case.let-in")).await.unwrap();
    assert_eq!(at.store.people_of_case(case).await.unwrap(), [(guest, None)]);
    assert_eq!(list(1, i64::MAX, None, 9).await, ids(&[2, 4, 1]));
}

async fn the_most_urgent_stand_first_and_of_equal_ones_those_that_wait_longest(engine: Engine) {
    let at = store_on(engine).await;
    let urgent = |n: u8, unit: u8, urgency: u32| Drawn { urgency, ..drawn(n, unit, "") };
    let closed = Drawn { open: false, ..urgent(6, 1, 90) };
    let records = [urgent(1, 1, 5), urgent(2, 1, 60), urgent(3, 1, 60), urgent(4, 2, 99), urgent(5, 1, 0), closed];
    let made = [7, 6, 5, 4, 3, 2];
    add(&at.store, &std::array::from_fn::<_, 6, _>(|n| (records[n].clone(), Circle::Unit, made[n]))).await;
    let list = async |state: Option<&str>, after: Option<(u32, i64, u8)>, n_max| -> Vec<SeriesId> {
        let reader = Reader { user: UserId::new([8; 10]), unit: UnitId::new([1; 10]), now_us: 50 };
        let after = after.map(|(urgency, at_us, n)| (urgency, at_us, SeriesId::new([n; 10]).to_string()));
        let page = UrgentPage { after, n_max };
        let records = at.store.records_by_urgency::<Drawn>(&reader, state, &page).await.unwrap();
        records.into_iter().map(|held| held.record.id).collect()
    };
    let ids = |numbers: &[u8]| numbers.iter().map(|n| SeriesId::new([*n; 10])).collect::<Vec<_>>();
    assert_eq!(list(None, None, 9).await, ids(&[6, 3, 2, 1, 5]), "another unit's is not told");
    assert_eq!(list(Some("open"), None, 2).await, ids(&[3, 2]));
    assert_eq!(list(Some("open"), Some((60, 5, 3)), 2).await, ids(&[2, 1]));
    assert_eq!(list(None, Some((5, 7, 1)), 9).await, ids(&[5]));
    // It changes with the record, and nothing of it stays of what was erased.
    let mut tx = at.store.begin().await.unwrap();
    tx.change_record(&urgent(5, 1, 100)).await.unwrap();
    tx.erase_record(SeriesId::new([6; 10]).into()).await.unwrap();
    tx.commit(entry("record.change")).await.unwrap();
    assert_eq!(list(None, None, 9).await, ids(&[5, 3, 2, 1]));
}

async fn words_are_found_in_other_forms_until_the_record_changes(engine: Engine) {
    let at = store_on(engine).await;
    add(
        &at.store,
        &[(drawn(1, 1, "المُحقِّقون في القاهرة"), Circle::Unit, 1), (drawn(2, 1, "harbour lights"), Circle::Unit, 2)],
    )
    .await;
    let found_by = async |unit: u8, asked: &str| -> Vec<RecordId> {
        let reader = Reader { user: UserId::new([9; 10]), unit: UnitId::new([unit; 10]), now_us: 5 };
        at.store.search_words(&reader, asked).await.unwrap().into_keys().collect()
    };
    let found = async |asked: &str| found_by(1, asked).await;
    let id = |n: u8| -> RecordId { SeriesId::new([n; 10]).into() };
    assert_eq!(found("المحققون").await, [id(1)]);
    assert_eq!(found("harbour").await, [id(2)]);
    assert_eq!(found("harbor lights").await, [id(2)]);
    assert_eq!(found("mountain").await, []);
    assert_eq!(found_by(2, "harbour").await, [], "another unit's");
    let mut tx = at.store.begin().await.unwrap();
    tx.change_record(&drawn(2, 1, "nothing")).await.unwrap();
    tx.commit(entry("record.change")).await.unwrap();
    assert_eq!(found("harbour").await, []);
}

async fn records_are_found_by_how_a_key_or_a_word_begins(engine: Engine) {
    let at = store_on(engine).await;
    let called = |n: u8, unit: u8, key: &str, text: &str| {
        let drawn = Drawn { key: key.into(), ..drawn(n, unit, text) };
        (drawn, Circle::Unit, i64::from(n))
    };
    add(
        &at.store,
        &[
            called(1, 1, "SAMPLE/1", "Blue sofa, garden"),
            called(2, 1, "SAMPLE/10", "Blue sofas"),
            called(3, 2, "SAMPLE/2", "Blue sofa"),
            called(4, 1, "SAMP", "قرب المستشفى"),
            called(5, 1, "sample/1", "sofa"),
        ],
    )
    .await;
    let reader = Reader { user: UserId::new([9; 10]), unit: UnitId::new([1; 10]), now_us: 5 };
    let id = |n: u8| -> RecordId { SeriesId::new([n; 10]).into() };
    let by_key = async |begins: &str| {
        let found = at.store.records_key_begins(&reader, KeyKind::Account, begins).await.unwrap();
        found.into_iter().collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(by_key("SAMPLE/1").await, [id(1), id(2)].into());
    assert_eq!(by_key("SAMPLE/").await, [id(1), id(2)].into(), "another unit's is none of theirs");
    assert_eq!(by_key("ZZ").await, [].into());
    let by_word = async |asked: &str| at.store.records_word_begins(&reader, asked).await.unwrap();
    assert_eq!(by_word("blue so").await, [id(1), id(2)].into());
    assert_eq!(by_word("Sofa blu").await, [id(1)].into(), "a word before the last is whole");
    assert_eq!(by_word("garden blue sofa").await, [id(1)].into());
    assert_eq!(by_word("المست").await, [id(4)].into());
    assert_eq!(by_word(" - ").await, [].into());
    assert_eq!(by_word("sofax").await, [].into());
}

async fn a_link_is_found_from_both_ends_and_can_be_taken_back(engine: Engine) {
    let at = store_on(engine).await;
    let said = |at: i64| Said {
        by: Actor { user: UserId::new([1; 10]), unit: UnitId::new([1; 10]) },
        at: Moment(at),
        reason: Some("seen".into()),
    };
    let (from, to): (RecordId, RecordId) = (SeriesId::new([1; 10]).into(), SeriesId::new([2; 10]).into());
    let link = Link::assert(
        LinkId::new([3; 10]),
        Assertion {
            from,
            to,
            kind: LinkKind::SameSeries,
            evidence: vec![Evidence::Statement { words: Protected::new("as told") }],
            confidence: Confidence::Likely,
        },
        said(1),
    )
    .unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.add_link(&link).await.unwrap();
    tx.commit(entry("link.add")).await.unwrap();
    for end in [from, to] {
        assert_eq!(at.store.links_of(end, false).await.unwrap(), std::slice::from_ref(&link));
    }
    assert_eq!(at.store.links_of_all(&[from, to], false).await.unwrap().len(), 1);
    let taken_back = link.take_back(said(2)).unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.take_back_link(&taken_back).await.unwrap();
    tx.commit(entry("link.take-back")).await.unwrap();
    assert_eq!(at.store.links_of(from, false).await.unwrap(), []);
    assert_eq!(at.store.links_of(from, true).await.unwrap(), std::slice::from_ref(&taken_back));
    assert_eq!(at.store.links_of_all(&[from], false).await.unwrap(), []);
    assert_eq!(at.store.links_of_all(&[from, to], true).await.unwrap(), [taken_back]);
}
