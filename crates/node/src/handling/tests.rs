//! What an owner says of a record's handling, on a real store: who sees it then, who can mend it, and what others learn.

use casework::id::VictimId;
use casework::role::Role;

use super::*;
use crate::casebook::ListAsk;
use crate::casebook::Placement;
use crate::casebook::tests::{ALL_ROLES, Unit, caller, code_of};
use crate::sign_in::tests::World;
use crate::victim::OpenVictim;

fn asks(tlp: Tlp) -> HandlingAsk {
    HandlingAsk {
        tlp,
        named: BTreeSet::new(),
        not_to_countries: BTreeSet::new(),
        not_to_units: BTreeSet::new(),
        uses: None,
    }
}

fn set(record: VictimId, handling: HandlingAsk, reason: Option<&str>) -> SetHandling {
    SetHandling { record: record.into(), handling, reason: reason.map(str::to_owned) }
}

async fn colleague(world: &World, login: &str, unit: &Unit) -> (UserId, Principal) {
    let (user, _) = world.add(login, Role::Supervisor).await;
    (user.id, caller(world, user.id, unit.unit, ALL_ROLES).await)
}

#[tokio::test]
async fn red_is_for_those_it_names_and_its_unit_can_mend_it_without_reading_it() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let (sami, other) = colleague(&unit.world, "sami", &unit).await;
    let victim = node.open_victim(&me, OpenVictim::default()).await.unwrap();
    assert_eq!(victim.access.handling.tlp, Tlp::Amber);
    let victim = victim.id;
    let red = |named: &[UserId]| HandlingAsk { named: named.iter().copied().collect(), ..asks(Tlp::Red) };
    assert_eq!(code_of(node.set_handling(&me, set(victim, red(&[]), None)).await), "handling-no-names");
    let elsewhere = red(&[UserId::new([9; 10])]);
    assert_eq!(code_of(node.set_handling(&me, set(victim, elsewhere, None)).await), "handling-named-elsewhere");
    let both = HandlingAsk { tlp: Tlp::Green, ..red(&[unit.user]) };
    assert_eq!(code_of(node.set_handling(&me, set(victim, both, None)).await), "handling-names-without-red");
    node.set_handling(&me, set(victim, red(&[unit.user]), None)).await.unwrap();
    let shown = node.show_victim(&me, victim).await.unwrap().access.handling;
    assert_eq!((shown.tlp, shown.named), (Tlp::Red, [unit.user].into()));
    assert_eq!(code_of(node.show_victim(&other, victim).await), "not-found");
    assert!(node.list_victims(&other, ListAsk::default()).await.unwrap().items.is_empty());
    // Whoever it names may be gone: a supervisor of the unit names somebody else, and says why.
    let wider = || set(victim, red(&[sami]), None);
    assert_eq!(code_of(node.set_handling(&other, wider()).await), "handling-no-reason");
    let wider = SetHandling { reason: Some("she left the unit".into()), ..wider() };
    node.set_handling(&other, wider).await.unwrap();
    assert_eq!(node.show_victim(&other, victim).await.unwrap().id, victim);
    assert_eq!(code_of(node.show_victim(&me, victim).await), "not-found");
    let handling = node.show_handling(&me, victim.into()).await.unwrap();
    assert_eq!((handling.set_by, handling.reason.as_deref()), (Some(sami), Some("she left the unit")));
    let last = unit.world.entries().await;
    let told = last.iter().filter(|entry| entry["verb"] == "handling-set").map(|entry| entry["tlp"].clone());
    assert_eq!(told.collect::<Vec<_>>(), ["red", "red"]);
    assert!(!last.iter().any(|entry| entry.to_string().contains("left the unit")));
}

#[tokio::test]
async fn what_is_for_the_unit_alone_is_not_there_for_the_people_of_its_case_elsewhere() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let case = unit.case("7/26").await;
    let me = unit.me().await;
    let into = Placement { case: Some(case), handling: Some(asks(Tlp::AmberStrict)), ..Placement::default() };
    let strict = node.open_victim(&me, OpenVictim { into }).await.unwrap();
    assert_eq!(strict.access.handling.tlp, Tlp::AmberStrict);
    let into = Placement { case: Some(case), ..Placement::default() };
    let usual = node.open_victim(&me, OpenVictim { into }).await.unwrap().id;
    let guest = unit.guest_of(case).await;
    assert_eq!(code_of(node.show_victim(&guest, strict.id).await), "not-found");
    let listed = node.list_victims(&guest, ListAsk::default()).await.unwrap().items;
    assert_eq!(listed.iter().map(|view| view.id).collect::<Vec<_>>(), [usual]);
    let records = node.show_case(&guest, case).await.unwrap().records;
    assert!(records.contains(&usual.into()) && !records.contains(&strict.id.into()));
    // Nobody but the owner's unit says how it is handled, and nobody else reads why.
    let ask = set(usual, asks(Tlp::Clear), Some("theirs"));
    assert_eq!(code_of(node.set_handling(&guest, ask).await), "handling-not-the-owner");
    node.set_handling(&me, set(usual, asks(Tlp::Green), Some("canary"))).await.unwrap();
    assert_eq!(node.show_handling(&guest, usual.into()).await.unwrap().reason, None);
    let guests = match &guest {
        Principal::User(caller) => caller.actor.unit,
        Principal::Terminal { .. } => unreachable!("a user"),
    };
    let excluding = HandlingAsk { not_to_units: [guests].into(), ..asks(Tlp::Green) };
    node.set_handling(&me, set(usual, excluding, None)).await.unwrap();
    assert_eq!(code_of(node.show_victim(&guest, usual).await), "not-found");
    let unknown = HandlingAsk { not_to_units: [UnitId::new([8; 10])].into(), ..asks(Tlp::Green) };
    assert_eq!(code_of(node.set_handling(&me, set(usual, unknown, None)).await), "not-found");
}
