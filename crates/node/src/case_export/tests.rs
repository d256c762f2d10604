//! What leaves with a case: nothing that its owner's handling, a contested state or a missing consent keeps back.

use std::collections::BTreeSet;

use casework::file::FileId;
use casework::handling::Tlp;
use casework::person::{ContestedBy, PersonState};
use casework::protected::Protected;
use casework::victim::{ConsentScope, Through};

use super::*;
use crate::case_file::AddToCase;
use crate::casebook::Placement;
use crate::casebook::tests::{Unit, code_of};
use crate::consent::{GiveConsent, WithdrawConsent};
use crate::grading::tests::{facts, illegal};
use crate::grading::{BlindAsk, GradeAsk};
use crate::handling::{HandlingAsk, SetHandling};
use crate::mapping::WithdrawMapping;
use crate::mapping::tests::{approved, everything_is};
use crate::news::{NewsAsk, NewsBody};
use crate::person::{BasisAsk, ContestPerson, OpenPerson, SetPersonState, SettlePerson};
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

fn to(circle: Circle, country: Option<&str>) -> Option<ExportTo> {
    let country = country.map(|text| text.parse().unwrap());
    Some(ExportTo { country, unit: None, circle, for_use: Use::Store })
}

/// Exports with a second person, and gives the document.
async fn export(unit: &Unit, ask: ExportCase) -> Result<String, Error> {
    let me = unit.me().await;
    let details = details_of(&ask);
    let details: Vec<(&str, &str)> = details.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    unit.agree(&me, Action::ExportCase, &ask.case.to_string(), &details).await;
    unit.world.node.export_case(&me, ask).await.map(|bytes| String::from_utf8(bytes).unwrap())
}

async fn victim_in(unit: &Unit, case: CaseId, handling: HandlingAsk) -> (casework::id::VictimId, String) {
    let into = Placement { case: Some(case), handling: Some(handling), ..Placement::default() };
    let victim = unit.world.node.open_victim(&unit.me().await, OpenVictim { into }).await.unwrap();
    (victim.id, victim.code.to_string())
}

#[tokio::test]
async fn what_its_owner_keeps_back_does_not_leave_and_only_its_number_is_told() {
    let unit = Unit::new().await;
    let case = unit.case("1/26").await;
    let ask = |to| ExportCase { case, with_names: false, to, by_consent: false };
    let (amber, amber_code) = victim_in(&unit, case, asks(Tlp::Amber)).await;
    let (strict, strict_code) = victim_in(&unit, case, asks(Tlp::AmberStrict)).await;
    let not_fr = HandlingAsk { not_to_countries: ["FR".parse().unwrap()].into(), ..asks(Tlp::Green) };
    let (_, abroad_code) = victim_in(&unit, case, not_fr).await;
    let document = export(&unit, ask(None)).await.unwrap();
    assert!(
        document.contains(&amber_code) && !document.contains(&strict_code) && !document.contains(&strict.to_string())
    );
    assert!(!document.contains(&abroad_code), "it is not said to which country it goes");
    assert!(document.contains("Kept back by their owners' handling: 2 records."), "{document}");
    let document = export(&unit, ask(to(Circle::Client, Some("JO")))).await.unwrap();
    assert!(document.contains(&abroad_code) && document.contains("handling: 1 records."));
    // The case is amber: it reaches those the unit works for, and no community.
    assert_eq!(code_of(export(&unit, ask(to(Circle::Community, None))).await), "handling-too-far");
    let (node, me) = (&unit.world.node, unit.me().await);
    let green = SetHandling { record: case.into(), handling: asks(Tlp::Green), reason: Some("agreed".into()) };
    node.set_handling(&me, green).await.unwrap();
    let document = export(&unit, ask(to(Circle::Community, Some("JO")))).await.unwrap();
    assert!(!document.contains(&amber_code) && !document.contains(&amber.to_string()));
    assert!(document.contains(&abroad_code) && document.contains("handling: 2 records."));
    let entries = unit.world.entries().await;
    let kept: Vec<u64> = entries.iter().filter_map(|entry| entry["n_kept_back"].as_u64()).collect();
    assert_eq!(kept, [2, 1, 2]);
}

#[tokio::test]
async fn a_contested_person_stays_behind_until_it_is_settled() {
    let unit = Unit::new().await;
    let case = unit.case("2/26").await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let open = OpenPerson { names: vec![Protected::new("canary")], under_18: None, into: Placement::default() };
    let person = node.open_person(&me, open).await.unwrap().id;
    let witness = SetPersonState {
        person,
        state: PersonState::Witness,
        basis: vec![BasisAsk::Statement { words: Protected::new("was there") }],
        reason: "as stated".into(),
        although_under_18: false,
    };
    node.set_person_state(&me, witness).await.unwrap();
    node.add_to_case(&me, AddToCase { case, records: [person.into()].into() }).await.unwrap();
    let ask = || ExportCase { case, with_names: true, to: None, by_consent: false };
    assert!(export(&unit, ask()).await.unwrap().contains("canary"));
    let contest = ContestPerson { person, by: ContestedBy::Person, reason: "was elsewhere".into() };
    node.contest_person(&me, contest).await.unwrap();
    let document = export(&unit, ask()).await.unwrap();
    assert!(!document.contains("canary") && document.contains("person-contested"));
    // Nor is another unit that works on the case told what becomes of it.
    let news = NewsBody::Recheck { leaned_on: person.into() };
    let mut tx = node.store.begin().await.unwrap();
    tx.add_news(store::Holder::Case(case), news.code(), person.into(), &news, node.now()).await.unwrap();
    tx.commit(node.entry(&me, Action::SettlePerson.verb())).await.unwrap();
    let guest = unit.guest_of(case).await;
    let told = async |who: &Principal| node.show_news(who, &NewsAsk::default()).await.unwrap().items.len();
    assert_eq!((told(&unit.me().await).await, told(&guest).await), (1, 0));
    node.settle_person(&me, SettlePerson { person, reason: "was there".into() }).await.unwrap();
    assert!(export(&unit, ask()).await.unwrap().contains("canary"));
    assert_eq!(told(&guest).await, 1);
}

#[tokio::test]
async fn what_rests_on_consent_leaves_while_the_consent_stands() {
    let unit = Unit::new().await;
    let case = unit.case("3/26").await;
    let (victim, code) = victim_in(&unit, case, asks(Tlp::Amber)).await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ask = |by_consent| ExportCase { case, with_names: false, to: None, by_consent };
    assert!(export(&unit, ask(false)).await.unwrap().contains(&code), "a court asks for it by law");
    let document = export(&unit, ask(true)).await.unwrap();
    assert!(!document.contains(&code) && document.contains("victim-no-consent"));
    let scopes = BTreeSet::from([ConsentScope::Sharing]);
    let give = GiveConsent { victim, scopes: scopes.clone(), by: Through::Victim };
    node.give_consent(&me, give).await.unwrap();
    assert!(export(&unit, ask(true)).await.unwrap().contains(&code));
    node.withdraw_consent(&me, WithdrawConsent { victim, scopes, by: Through::Victim }).await.unwrap();
    assert!(!export(&unit, ask(true)).await.unwrap().contains(&code));
    // A second person agreed to one of the two, and not to the other.
    unit.agree(&me, Action::ExportCase, &case.to_string(), &[("with_names", "false"), ("by_consent", "true")]).await;
    assert_eq!(code_of(node.export_case(&me, ask(false)).await), "second-person-needed");
}

/// A file of the case that a grader of the unit has graded.
async fn graded(unit: &Unit, case: CaseId, bytes: &[u8]) -> FileId {
    let (node, me) = (&unit.world.node, unit.me().await);
    let file = unit.file(bytes).await;
    node.add_to_case(&me, AddToCase { case, records: [RecordId::File(file)].into() }).await.unwrap();
    let grade = GradeAsk { file, facts: facts(true), verdict: illegal() };
    node.grade(&grader(unit, 21, case).await, grade).await.unwrap();
    file
}

async fn grader(unit: &Unit, n: u8, case: CaseId) -> Principal {
    let user = casework::id::UserId::new([n; 10]);
    let mut tx = unit.world.node.store.begin().await.unwrap();
    tx.let_into_case(user, case, None).await.unwrap();
    tx.commit(unit.world.node.entry(&unit.world.terminal, "triage")).await.unwrap();
    crate::casebook::tests::caller(&unit.world, user, unit.unit, &[casework::role::Role::Grader]).await
}

#[tokio::test]
async fn a_category_leaves_with_its_table_and_who_approved_it_and_without_approval_not_for_court() {
    let unit = Unit::new().await;
    let case = unit.case("4/26").await;
    let ask = || ExportCase { case, with_names: false, to: None, by_consent: false };
    graded(&unit, case, b"one").await;
    let document = export(&unit, ask()).await.unwrap();
    assert_eq!(document.matches("not for court: nobody has approved this table").count(), 4, "{document}");
    assert!(document.contains("opinions: 1 of 3; viewed: 1; by stack, not viewed: 0"));
    assert!(!document.contains("canary-law") && !document.contains("grd_"), "whose opinion it is stays at home");
    // Their own table, approved by two with their names and office: the category is that table's from now on.
    let table = approved(&unit, &everything_is("caid", "7", "canary-category")).await;
    let document = export(&unit, ask()).await.unwrap();
    assert!(document.contains("category: canary-category") && document.contains("mapping table: caid 7, SHA-256"));
    assert!(document.contains("legal office") && document.contains(&table.sha256));
    assert_eq!(document.matches("not for court: nobody").count(), 3);
    let me = unit.me().await;
    unit.agree(&me, Action::WithdrawMapping, &table.sha256, &[]).await;
    let withdraw = WithdrawMapping { sha256: table.sha256, reason: "wrong".into() };
    unit.world.node.withdraw_mapping(&me, withdraw).await.unwrap();
    let document = export(&unit, ask()).await.unwrap();
    assert!(!document.contains("canary-category") && document.matches("not for court: nobody").count() == 4);
    let entries = unit.world.entries().await;
    let counted: Vec<u64> = entries.iter().filter_map(|entry| entry["n_categorised"].as_u64()).collect();
    assert_eq!(counted, [1, 1, 1]);
}

#[tokio::test]
async fn what_somebody_grades_blind_leaves_with_no_category_and_whoever_took_one_away_is_not_blind() {
    let unit = Unit::new().await;
    let case = unit.case("5/26").await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let ask = || ExportCase { case, with_names: false, to: None, by_consent: false };
    let first = graded(&unit, case, b"one").await;
    let nobody = unit.file(b"two").await;
    node.add_to_case(&me, AddToCase { case, records: [RecordId::File(nobody)].into() }).await.unwrap();
    // A second grader has one that is graded before them, and one that is not: the document tells neither from the other.
    let second = grader(&unit, 22, case).await;
    let files = BTreeSet::from([first, nobody]);
    node.open_blind(&second, BlindAsk { files: files.clone() }).await.unwrap();
    let document = export(&unit, ask()).await.unwrap();
    assert_eq!(document.matches("state:graded-blind").count(), 2, "{document}");
    assert!(!document.contains("mapping table") && !document.contains("opinions:"));
    // Nothing was shown: whoever exported may still grade blind.
    let exporter = |me: &Principal| me.caller(Action::ExportCase).unwrap().actor.user;
    assert!(!node.store.was_shown_gradings(exporter(&me), &files).await.unwrap());
    node.close_blind(&second, BlindAsk { files: files.clone() }).await.unwrap();
    assert_eq!(export(&unit, ask()).await.unwrap().matches("opinions: 1 of 3").count(), 4);
    assert!(node.store.was_shown_gradings(exporter(&me), &files).await.unwrap());
    assert!(!node.store.was_shown_gradings(exporter(&me), &BTreeSet::from([nobody])).await.unwrap());
    // A token for exporting alone takes no gradings away.
    let Principal::User(caller) = unit.me().await else { panic!("a user") };
    let scoped = Caller { scope: Some([Action::ExportCase].into()), ..*caller };
    unit.agree(&me, Action::ExportCase, &case.to_string(), &[("with_names", "false")]).await;
    let document = node.export_case(&Principal::User(Box::new(scoped)), ask()).await.unwrap();
    let document = String::from_utf8(document).unwrap();
    assert!(document.contains("Categories are left out") && !document.contains("opinions:"), "{document}");
}
