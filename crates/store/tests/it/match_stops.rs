//! What is held back comes back as it was put, one row for each target, on both databases.

use casework::id::{UnitId, UserId};
use casework::match_decision::EntryHash;
use casework::match_stop::{FloodRule, MatchStop, StopTarget};
use casework::who::{Actor, Moment, Said};
use fingerprint::Md5;
use store::{Engine, NumberedStop};

use crate::samples::{entry, store_on};

on_each_engine!(what_is_held_back_has_one_row_for_each_target);

fn target(n: u8) -> StopTarget {
    StopTarget::Entry { list: "national".into(), hash: EntryHash::Md5(Md5([n; 16])) }
}

async fn what_is_held_back_has_one_row_for_each_target(engine: Engine) {
    let at = store_on(engine).await;
    let by = Actor { user: UserId::new([1; 10]), unit: UnitId::new([1; 10]) };
    let said = Said { by, at: Moment(5), reason: Some("a logo".into()) };
    let mut tx = at.store.begin().await.unwrap();
    let first = MatchStop::quarantine(target(1), None, Moment(1), &FloodRule::default());
    assert_eq!(tx.put_match_stop(&first).await.unwrap(), 1);
    let other = MatchStop::suppress(target(2), None, said.clone(), 3).unwrap();
    assert_eq!(tx.put_match_stop(&other).await.unwrap(), 2);
    let released = first.release(said).unwrap();
    assert_eq!(tx.put_match_stop(&released).await.unwrap(), 1, "the same target keeps its number");
    assert_eq!(tx.match_stop_of(&target(2)).await.unwrap().unwrap().stop, other);
    assert_eq!(tx.match_stop_of(&target(3)).await.unwrap(), None);
    assert_eq!(tx.match_stop(1).await.unwrap().unwrap().stop, released);
    tx.commit(entry("match-suppress")).await.unwrap();
    let stored = at.store.match_stops().await.unwrap();
    assert_eq!(stored, [NumberedStop { id: 1, stop: released }, NumberedStop { id: 2, stop: other }]);
}
