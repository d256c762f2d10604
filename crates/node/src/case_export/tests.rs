//! What leaves with a case: nothing that its owner's handling, a contested state or a missing consent keeps back.

use std::collections::BTreeSet;

use casework::handling::Tlp;
use casework::person::{ContestedBy, PersonState};
use casework::protected::Protected;
use casework::victim::{ConsentScope, Through};

use super::*;
use crate::case_file::AddToCase;
use crate::casebook::Placement;
use crate::casebook::tests::{Unit, code_of};
use crate::consent::{GiveConsent, WithdrawConsent};
use crate::handling::{HandlingAsk, SetHandling};
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
