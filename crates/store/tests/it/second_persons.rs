//! What break-glass opened and what second persons answered: kept, found while it holds, and gone when it ends.

use std::collections::{BTreeMap, BTreeSet};

use casework::break_glass::{Glass, GlassReview, GlassVerdict};
use casework::id::{CaseId, GlassId, RecordId, SecondPersonId, UnitId, UserId, VictimId};
use casework::protected::Protected;
use casework::second_person::{AskState, Deputy, Guarded, SecondPersonAsk};
use casework::who::{Actor, Moment};
use store::{Engine, OpenTo};

use crate::samples::{entry, store_on};

on_each_engine!(
    an_opening_holds_until_its_end_and_waits_for_a_review,
    an_ask_is_found_by_what_it_is_for_in_the_state_it_is_in,
    a_deputy_is_one_until_the_time_ends,
);

const HOUR_US: i64 = 3_600_000_000;

fn user(n: u8) -> UserId {
    UserId::new([n; 10])
}

fn actor(n: u8) -> Actor {
    Actor { user: user(n), unit: UnitId::new([n; 10]) }
}

fn glass(n: u8, by: u8, opens: impl Into<RecordId>, at_us: i64) -> Glass {
    let reason = Protected::new("it could not wait");
    Glass::open(GlassId::new([n; 10]), actor(by), opens.into(), reason, 1, Moment(at_us)).unwrap()
}

async fn an_opening_holds_until_its_end_and_waits_for_a_review(engine: Engine) {
    let at = store_on(engine).await;
    let (victim, case) = (VictimId::new([1; 10]), CaseId::new([2; 10]));
    let (first, second, third) = (glass(1, 1, victim, 5), glass(2, 1, case, 7), glass(3, 9, user(1), 7));
    let mut tx = at.store.begin().await.unwrap();
    for glass in [&first, &second, &third] {
        tx.put_glass(glass).await.unwrap();
    }
    assert_eq!(tx.glass(first.id).await.unwrap().as_ref(), Some(&first));
    assert_eq!(tx.glass(GlassId::new([9; 10])).await.unwrap(), None);
    tx.commit(entry("glass-break")).await.unwrap();
    let open = async |now_us| {
        let OpenTo { cases, records } = at.store.open_to(user(1), now_us).await.unwrap();
        cases.into_iter().map(RecordId::from).chain(records).collect::<BTreeSet<_>>()
    };
    assert_eq!(open(HOUR_US + 4).await, BTreeSet::from([victim.into(), case.into()]));
    assert_eq!(open(HOUR_US + 5).await, BTreeSet::from([case.into()]));
    assert!(open(HOUR_US + 7).await.is_empty());
    let waiting = async |after, n_max| at.store.glass_to_review(after, n_max).await.unwrap();
    assert_eq!(waiting(None, 2).await, [first.clone(), second.clone()]);
    assert_eq!(waiting(Some((second.at, second.id)), 2).await, std::slice::from_ref(&third));
    // One's own, and what was opened about oneself.
    assert_eq!(at.store.glass_of(user(1), 9).await.unwrap(), [third, second.clone(), first.clone()]);
    let review = GlassReview {
        by: actor(9),
        at: Moment(9),
        verdict: GlassVerdict::NotJustified,
        reason: Protected::new("its owner was on duty"),
    };
    let mut tx = at.store.begin().await.unwrap();
    tx.put_glass(&second.review(review).unwrap()).await.unwrap();
    tx.commit(entry("glass-review")).await.unwrap();
    assert_eq!(open(10).await, BTreeSet::from([victim.into()]));
    assert_eq!(waiting(None, 9).await.len(), 2);
    at.store.check().await.unwrap();
}

async fn an_ask_is_found_by_what_it_is_for_in_the_state_it_is_in(engine: Engine) {
    let at = store_on(engine).await;
    let ask = |n: u8, subject: &str| {
        let what = Guarded { verb: "case-export".into(), subject: subject.into(), details: BTreeMap::new() };
        let (id, reason) = (SecondPersonId::new([n; 10]), Protected::new("the court asks for it"));
        SecondPersonAsk::open(id, what, actor(1), reason, Moment(n.into())).unwrap()
    };
    let (first, other) = (ask(1, "cas_1"), ask(2, "cas_2"));
    let mut tx = at.store.begin().await.unwrap();
    tx.put_second_person_ask(&first).await.unwrap();
    tx.put_second_person_ask(&other).await.unwrap();
    assert_eq!(tx.asks_about("case-export", "cas_1").await.unwrap(), std::slice::from_ref(&first));
    let agreed = SecondPersonAsk { state: AskState::Agreed, ..first.clone() };
    tx.put_second_person_ask(&agreed).await.unwrap();
    assert_eq!(tx.asks_about("case-export", "cas_1").await.unwrap(), std::slice::from_ref(&agreed));
    let used = SecondPersonAsk { state: AskState::Used, ..other.clone() };
    tx.put_second_person_ask(&used).await.unwrap();
    assert!(tx.asks_about("case-export", "cas_2").await.unwrap().is_empty());
    tx.put_second_person_ask(&other).await.unwrap();
    assert!(tx.asks_about("list-export", "cas_1").await.unwrap().is_empty());
    assert_eq!(tx.second_person_ask(first.id).await.unwrap().as_ref(), Some(&agreed));
    tx.commit(entry("second-person-ask")).await.unwrap();
    let asks = async |state, before, n_max| at.store.second_person_asks(state, before, n_max).await.unwrap();
    assert_eq!(asks(None, None, 9).await, [other.clone(), agreed.clone()]);
    assert_eq!(asks(None, Some((other.at, other.id)), 9).await, std::slice::from_ref(&agreed));
    assert_eq!(asks(Some(AskState::Waiting), None, 9).await, std::slice::from_ref(&other));
    let waiting = async |now: Moment| at.store.house(now).await.unwrap().asks;
    assert_eq!(waiting(Moment(3)).await, std::slice::from_ref(&other));
    assert!(waiting(other.until).await.is_empty(), "nobody can agree any more");
}

async fn a_deputy_is_one_until_the_time_ends(engine: Engine) {
    let at = store_on(engine).await;
    let name = |days| Deputy::name(actor(1), user(2), true, days, Moment(0)).unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.put_deputy(&name(1)).await.unwrap();
    tx.put_deputy(&name(2)).await.unwrap();
    tx.commit(entry("deputy-name")).await.unwrap();
    let deputies = async |now_us| at.store.house(Moment(now_us)).await.unwrap().deputies;
    assert_eq!(deputies(47 * HOUR_US).await, [name(2)]);
    assert!(deputies(48 * HOUR_US).await.is_empty());
    let mut tx = at.store.begin().await.unwrap();
    assert!(tx.remove_deputy(user(1), user(2)).await.unwrap());
    assert!(!tx.remove_deputy(user(1), user(2)).await.unwrap());
    tx.commit(entry("deputy-end")).await.unwrap();
    assert!(deputies(0).await.is_empty());
}
