//! What stands on somebody's day, and what does not.

use casework::clock_rules::{ClockKind, RiskBand};
use casework::exposure::Severity;
use casework::grading::Independence;
use casework::id::RecordId;
use casework::protected::Protected;
use casework::role::Role;
use casework::victim::MustStop;
use formats::list_spec::ListSpec;
use store::Holder;

use super::*;
use crate::case_file::OpenCase;
use crate::casebook::tests::{ALL_ROLES, Unit, caller};
use crate::exposure::AddExposure;
use crate::grading::BlindAsk;
use crate::grading::tests::{file, graded_blind, node_with, pdq, put_files, who};
use crate::news::ReadNews;
use crate::victim::{OpenVictim, SafetyAsk, SetVictimSafety};

#[tokio::test]
async fn late_clocks_stand_first_and_nobody_elses() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    // Nothing but what every new node needs.
    let set_up = node.still_to_set_up(&me).await.unwrap();
    assert!(!set_up.is_empty());
    assert_eq!(node.today(&me).await.unwrap(), TodayView { set_up, ..TodayView::empty() });
    for risk in [RiskBand::Low, RiskBand::VeryHigh] {
        let victim = node.open_victim(&me, OpenVictim::default()).await.unwrap().id;
        let is = SafetyAsk::AtRisk { risk, reason: "lives there".into(), case: None };
        node.set_victim_safety(&me, SetVictimSafety { victim, is }).await.unwrap();
    }
    let today = node.today(&me).await.unwrap();
    assert_eq!((today.clocks[0].kind, today.clocks[0].risk), (ClockKind::ProtectionTold, Some(RiskBand::VeryHigh)));
    assert_eq!(today.n_clocks, today.clocks.len() as u64);
    assert!(node.today(&unit.stranger().await).await.unwrap().clocks.is_empty());
    // One entry names all that one answer showed.
    let entries = unit.world.entries().await;
    let entry =
        entries.iter().rfind(|entry| entry["verb"] == "today-show" && entry["records"] != serde_json::json!([]));
    assert!(entry.unwrap()["records"].to_string().contains(&today.clocks[0].id.to_string()));
}

#[tokio::test]
async fn who_only_looks_at_their_day_may_still_grade_blind() {
    let (_folder, node, _, files) = node_with(&[file("a", None)]).await;
    graded_blind(&node, 1, files[0], true).await;
    graded_blind(&node, 2, files[0], false).await;
    let mut settler = who(3, Role::Supervisor);
    if let Principal::User(caller) = &mut settler {
        caller.roles.insert(Role::Grader);
    }
    let waiting = node.today(&settler).await.unwrap().to_settle;
    assert_eq!(waiting.iter().map(|one| one.file).collect::<Vec<_>>(), files);
    let opened = node.open_blind(&settler, BlindAsk { files: files.iter().copied().collect() }).await.unwrap();
    assert_eq!(opened.files.len(), 1);
    // While they grade it blind, not even that opinions differ is on their page.
    assert!(node.today(&settler).await.unwrap().to_settle.is_empty());
    let graded = graded_blind(&node, 3, files[0], true).await;
    assert_eq!(graded.independence, Independence::Blind);
}

#[tokio::test]
async fn what_waits_on_others_exhibits_takes_no_place_from_what_waits_for_somebody() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let theirs = unit.elsewhere(ALL_ROLES).await;
    let (mine, n_theirs) = (unit.me().await, 3 * CLAIMED_MAX);
    let mut of_exhibits = Vec::new();
    for (who, exhibit, n) in [(&theirs, "exh_00000000000000b1", n_theirs), (&mine, "exh_00000000000000b2", 1)] {
        let files: Vec<_> = (0..n).map(|n| file(&format!("{exhibit} {n}"), Some(0x01))).collect();
        of_exhibits.push(put_files(node, exhibit, &files).await.1);
        let ask = OpenCase { number: Protected::new("7/26"), legal_basis: "Warrant 7".into(), closed_circle: false };
        let case = node.open_case(who, ask).await.unwrap().id;
        let mut tx = node.store.begin().await.unwrap();
        tx.put_in_case(RecordId::Exhibit(exhibit.parse().unwrap()), case).await.unwrap();
        tx.commit(node.entry(&unit.world.terminal, "test")).await.unwrap();
    }
    let path = node.folder().path().join("national.csv");
    std::fs::write(&path, format!("id,pdq\ne1,{}\n", pdq(0x03))).unwrap();
    let spec = format!("{},name=national,owner=somebody", path.display());
    node.import_list(&unit.world.terminal, &ListSpec::read(spec.as_ref()).unwrap()).await.unwrap();
    let shown = async |who: &Principal| {
        let claims = node.today(who).await.unwrap().claims;
        claims.iter().map(|claim| claim.file).collect::<Vec<_>>()
    };
    assert_eq!(shown(&mine).await, of_exhibits[1]);
    let of_theirs = shown(&theirs).await;
    assert_eq!(of_theirs.len(), SHOWN_MAX);
    assert!(of_theirs.iter().all(|file| of_exhibits[0].contains(file)), "{of_theirs:?}");
}

#[tokio::test]
async fn what_is_told_to_unit_and_case_stands_once_and_is_read_at_once() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let victim: RecordId = node.open_victim(&me, OpenVictim::default()).await.unwrap().id.into();
    let body = |stops| NewsBody::ConsentWithdrawn { must_stop: BTreeSet::from([stops]) };
    let mut tx = node.store.begin().await.unwrap();
    for (holder, stops) in [
        (Holder::Unit(unit.unit), MustStop::Sharing),
        (Holder::Everybody, MustStop::Sharing),
        (Holder::Unit(unit.unit), MustStop::PartnersCopies),
    ] {
        tx.add_news(holder, body(stops).code(), victim, &body(stops), Moment(7)).await.unwrap();
    }
    tx.commit(node.entry(&unit.world.terminal, "test")).await.unwrap();
    let news = node.today(&me).await.unwrap().news;
    let told: Vec<&NewsBody> = news.iter().map(|one| &one.body).collect();
    assert_eq!(told, [&body(MustStop::PartnersCopies), &body(MustStop::Sharing)]);
    node.read_news(&me, ReadNews { up_to: news[0].id }).await.unwrap();
    assert_eq!(node.today(&me).await.unwrap().news, []);
}

#[tokio::test]
async fn a_break_is_proposed_to_whoever_looked_and_to_nobody_else() {
    let unit = Unit::new().await;
    let node = &unit.world.node;
    let me = caller(&unit.world, unit.user, unit.unit, &[Role::Grader]).await;
    let ask = AddExposure { severity: Severity::Extreme, minutes: 200, repeats: 0, sound: true };
    node.add_exposure(&me, ask).await.unwrap();
    assert!(node.today(&me).await.unwrap().break_due.is_some());
    let (supervisor, _) = unit.world.add("boss", Role::Supervisor).await;
    let supervisor = caller(&unit.world, supervisor.id, unit.unit, ALL_ROLES).await;
    assert!(node.today(&supervisor).await.unwrap().break_due.is_none());
}
