//! Who is shown which places and what happened; that the page stays within its number of readings is seen in its shape.

use casework::case::CaseState;
use casework::file::{Metadata, Position, WrittenTime};
use casework::id::UserId;
use casework::link::{Confidence, LinkKind};
use casework::place::PlaceKind;
use casework::protected::Protected;
use casework::role::Role;

use super::*;
use crate::casebook::Placement;
use crate::casebook::tests::{ALL_ROLES, Unit, caller, code_of, stated};
use crate::evidence::EvidenceAsk;
use crate::grading::tests::{file, put_files};
use crate::link::AddLink;
use crate::person::OpenPerson;
use crate::thing::{OpenThing, OpenThingAsk};
use crate::victim::OpenVictim;

const AMMAN: Position = Position { latitude_e7: 319_539_000, longitude_e7: 359_106_000 };

/// A victim of a closed case, who lives at a place and is seen in a file that says where and when it was made.
struct Around {
    unit: Unit,
    case: casework::id::CaseId,
    victim: RecordId,
    place: RecordId,
    file: RecordId,
}

async fn link(unit: &Unit, from: RecordId, to: RecordId, kind: LinkKind) {
    let (confidence, evidence) = (Confidence::Likely, stated("So says the school."));
    let ask = AddLink { from, to, kind, confidence, evidence, reason: None };
    unit.world.node.add_link(&unit.me().await, ask).await.unwrap();
}

async fn place(unit: &Unit, country: Option<&str>, position: Option<Position>, into: &Placement) -> RecordId {
    let country = country.map(|code| code.parse().unwrap());
    let what = OpenThing::Place { kind: PlaceKind::Home, words: None, country, position };
    let ask = OpenThingAsk { what, into: into.clone() };
    unit.world.node.open_thing(&unit.me().await, ask).await.unwrap().id
}

async fn around() -> Around {
    let unit = Unit::new().await;
    let case = unit.case("7/26").await;
    let into = Placement { case: Some(case), closed_circle: true, handling: None };
    let node = &unit.world.node;
    let victim = node.open_victim(&unit.me().await, OpenVictim { into: into.clone() }).await.unwrap().id.into();
    let place = place(&unit, Some("JO"), Some(AMMAN), &into).await;
    let mut taken = file("a picture", None);
    taken.metadata = Metadata {
        position: Some(Position { latitude_e7: -338_000_000, longitude_e7: 1_511_000_000 }),
        taken: Some(WrittenTime { text: "1970:01:12 13:46:00".into(), offset: None }),
        ..Metadata::default()
    };
    let (_, files) = put_files(node, "exh_0000000000000001", &[taken]).await;
    let file = RecordId::File(files[0]);
    link(&unit, victim, place, LinkKind::LivesAt).await;
    link(&unit, file, victim, LinkKind::Depicts).await;
    Around { unit, case, victim, place, file }
}

#[tokio::test]
async fn places_and_what_cameras_say_are_on_the_map_and_in_time() {
    let Around { unit, victim, place: home, file, .. } = around().await;
    let country = place(&unit, Some("TN"), None, &Placement::default()).await;
    let nowhere = place(&unit, None, None, &Placement::default()).await;
    link(&unit, home, country, LinkKind::SameThing).await;
    link(&unit, home, nowhere, LinkKind::SameThing).await;
    let examiner = [ALL_ROLES, &[Role::Examiner]].concat();
    let who = caller(&unit.world, unit.user, unit.unit, &examiner).await;
    let page = unit.world.node.around_page(&who, victim, 2).await.unwrap();
    let mut spots: Vec<(RecordId, bool, SpotBy)> =
        page.spots.iter().map(|spot| (spot.of, spot.located.is_some(), spot.by)).collect();
    let mut expected =
        vec![(home, true, SpotBy::Record), (country, false, SpotBy::Record), (file, true, SpotBy::Camera)];
    spots.sort_by_key(|spot| spot.0);
    expected.sort_by_key(|spot| spot.0);
    assert_eq!(spots, expected, "what lies nowhere is not on the map");
    let taken: Vec<&Happening> = page.timeline.entries.iter().filter(|one| one.what == What::Taken).collect();
    assert_eq!((taken.len(), taken[0].about, taken[0].when), (1, file, When::Showing(999_960_000_000)));
    let n_links = page.timeline.entries.iter().filter(|one| matches!(one.what, What::Linked(_))).count();
    assert_eq!((n_links, page.timeline.n_earlier), (page.view.around.links.len(), 0));
    assert!(page.timeline.entries.iter().any(|one| one.about == victim && one.what == What::Made));
    // One step away, what is two steps away is neither on the map nor in time.
    let near = unit.world.node.around_page(&who, victim, 1).await.unwrap();
    assert!(near.spots.iter().all(|spot| spot.of != country));
    assert!(near.timeline.entries.iter().all(|one| one.about != country));
}

#[tokio::test]
async fn nobody_is_shown_where_and_when_who_may_not_see_what() {
    let Around { unit, victim, place, file, .. } = around().await;
    let node = &unit.world.node;
    // The same roles in the same unit, and not on the case: there is no such record.
    let other = caller(&unit.world, UserId::new([7; 10]), unit.unit, ALL_ROLES).await;
    assert_eq!(code_of(node.around_page(&other, victim, 2).await), "not-found");
    // They may see the file, which stands in no case: nothing behind it.
    let page = node.around_page(&other, file, 3).await.unwrap();
    assert_eq!((page.view.records.len(), page.view.around.links.len()), (1, 0));
    assert!(page.spots.iter().all(|spot| spot.of == file));
    assert!(page.timeline.entries.iter().all(|one| one.about == file), "{:?}", page.timeline);
    // Whoever may not look at exhibits is not told what the camera says, and whoever may open no place is shown none.
    let analyst = caller(&unit.world, unit.user, unit.unit, &[Role::HotlineAnalyst]).await;
    let page = node.around_page(&analyst, victim, 1).await.unwrap();
    assert_eq!(page.spots.iter().map(|spot| (spot.of, spot.by)).collect::<Vec<_>>(), [(place, SpotBy::Record)]);
    assert!(page.timeline.entries.iter().all(|one| one.what != What::Taken));
    let social = caller(&unit.world, unit.user, unit.unit, &[Role::SocialWorker]).await;
    assert_eq!(node.around_page(&social, victim, 1).await.unwrap().spots, []);
    assert!(!format!("{page:?}").contains("319539"), "a position is in no debug output");
}

#[tokio::test]
async fn a_social_worker_is_told_of_people_places_and_cases_and_of_no_picture() {
    let Around { unit, case, victim, place, file } = around().await;
    let node = &unit.world.node;
    let into = Placement { case: Some(case), closed_circle: true, handling: None };
    let open = OpenPerson { names: Vec::new(), under_18: None, into: into.clone() };
    let person = RecordId::from(node.open_person(&unit.me().await, open).await.unwrap().id);
    let brother = RecordId::from(node.open_victim(&unit.me().await, OpenVictim { into }).await.unwrap().id);
    let RecordId::File(picture) = file else { unreachable!("it is a file") };
    let (confidence, evidence) = (Confidence::Likely, vec![EvidenceAsk::File { file: picture }]);
    let ask = AddLink { from: person, to: victim, kind: LinkKind::HasAccessTo, confidence, evidence, reason: None };
    node.add_link(&unit.me().await, ask).await.unwrap();
    link(&unit, file, brother, LinkKind::Depicts).await;
    let social = caller(&unit.world, unit.user, unit.unit, &[Role::SocialWorker]).await;
    let analyst = caller(&unit.world, unit.user, unit.unit, &[Role::HotlineAnalyst]).await;
    let ends = |links: &[crate::link::LinkView]| -> BTreeSet<RecordId> {
        links.iter().flat_map(|link| [link.from, link.to]).collect()
    };
    let of_child = BTreeSet::from([victim, place, person]);
    assert_eq!(ends(&node.show_links(&social, victim, true).await.unwrap()), of_child);
    assert_eq!(ends(&node.show_links(&analyst, victim, true).await.unwrap()), &of_child | &BTreeSet::from([file]));
    let page = node.around_page(&social, victim, 3).await.unwrap();
    assert_eq!(page.view.records.keys().copied().collect::<BTreeSet<_>>(), of_child);
    assert!(!format!("{page:?}").contains(&picture.to_string()), "nor does the evidence name it");
    let on_picture = page.view.around.links.iter().find(|link| link.from == person).unwrap();
    assert_eq!(on_picture.evidence, [], "the link is told without it");
    let RecordId::Victim(child) = victim else { unreachable!("it is a victim") };
    assert_eq!(ends(&node.victim_page(&social, child).await.unwrap().around.links), of_child);
    // What is not told is no way either, and a picture has no links for them.
    assert!(matches!(node.find_path(&analyst, victim, brother).await.unwrap(), PathAnswer::Found { .. }));
    assert_eq!(node.find_path(&social, victim, brother).await.unwrap(), PathAnswer::NotLinked);
    assert!(matches!(node.find_path(&social, person, place).await.unwrap(), PathAnswer::Found { .. }));
    assert_eq!(code_of(node.find_path(&social, victim, file).await), "denied");
    assert_eq!(code_of(node.show_links(&social, file, true).await), "denied");
    assert_eq!(code_of(node.linked_with(&social, file, 1).await), "denied");
}

#[tokio::test]
async fn a_link_that_was_taken_back_stands_in_time_and_leads_nowhere() {
    let Around { unit, victim, place, .. } = around().await;
    let node = &unit.world.node;
    let of_place = node.show_links(&unit.me().await, place, false).await.unwrap()[0].id;
    unit.world.clock.advance_us(1_000_000);
    let back = crate::link::TakeBackLink { link: of_place, reason: "Another house.".into() };
    node.take_back_link(&unit.me().await, back).await.unwrap();
    let page = node.around_page(&unit.me().await, victim, 2).await.unwrap();
    assert!(!page.view.records.contains_key(&place));
    let of_link: Vec<(What, Option<String>)> = page
        .timeline
        .entries
        .iter()
        .filter(|one| matches!(one.what, What::Linked(id) | What::Unlinked(id) if id == of_place))
        .map(|one| (one.what, one.said.as_ref().and_then(|said| said.reason.clone())))
        .collect();
    assert_eq!(of_link, [(What::Linked(of_place), None), (What::Unlinked(of_place), Some("Another house.".into()))]);
    assert!(page.view.around.labels.contains_key(&place), "its other end is named beside it");
    assert!(
        page.timeline.entries.iter().all(|one| one.about != place) && page.spots.iter().all(|spot| spot.of != place)
    );
    let stranger = caller(&unit.world, UserId::new([7; 10]), unit.unit, ALL_ROLES).await;
    assert_eq!(code_of(node.around_page(&stranger, victim, 1).await), "not-found");
}

#[tokio::test]
async fn a_case_that_closes_is_a_new_state_and_one_that_opened_is_made() {
    let Around { unit, case, .. } = around().await;
    let node = &unit.world.node;
    let ask = crate::case_file::CloseCase {
        case,
        outcome: [casework::outcome::OutcomeKind::ChildIdentified].into(),
        words: Some(Protected::new("Found.")),
        reason: None,
    };
    let closed = node.close_case(&unit.me().await, ask).await.unwrap();
    assert!(matches!(closed.state, CaseState::Closed { .. }));
    let page = node.around_page(&unit.me().await, case.into(), 1).await.unwrap();
    let of_case: Vec<What> =
        page.timeline.entries.iter().filter(|one| one.about == case.into()).map(|one| one.what).collect();
    assert_eq!(of_case, [What::Made, What::State { set: "case-state", code: "closed" }]);
}
