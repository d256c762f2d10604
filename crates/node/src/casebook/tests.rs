//! The chain of a case on a real store, by hand-made callers: series, victim, person, place, links, case, clocks, export; and
//! who is told of none of it.

use std::collections::BTreeSet;

use casework::clock::ClockState;
use casework::clock_rules::{ClockKind, RiskBand};
use casework::clue::ClueKind;
use casework::file::{File, FileId, MediaKind};
use casework::graph::PathAnswer;
use casework::id::{CaseId, RecordId, UnitId, UserId};
use casework::link::{Confidence, LinkKind};
use casework::outcome::OutcomeKind;
use casework::person::PersonState;
use casework::place::PlaceKind;
use casework::protected::Protected;
use casework::role::Role;
use casework::victim::{ReadingPurpose, Through};
use casework::who::Actor;
use fingerprint::Digests;

use super::*;
use crate::case_export::ExportCase;
use crate::case_file::{AddToCase, CloseCase, OpenCase, StaffCase};
use crate::clue::AddClue;
use crate::deadline::{MeetClock, MetByAsk};
use crate::evidence::EvidenceAsk;
use crate::link::{AddLink, TakeBackLink};
use crate::person::{BasisAsk, ContestPerson, OpenPerson, SetPersonState};
use crate::second_person::{AnswerAsSecondPerson, AskSecondPerson};
use crate::series::{AddToSeries, MergeSeries, OpenSeries, SplitSeries, UndoSeries};
use crate::sign_in::tests::World;
use crate::thing::{OpenThing, OpenThingAsk};
use crate::unit::AddUnit;
use crate::victim::{
    ContactAsk, IdentifyVictim, OpenVictim, ReadVictimIdentity, SafetyAsk, SetVictimSafety, WhoKnows,
    WriteVictimIdentity,
};

/// Somebody of the first unit with these roles, as one call knows them: their cases are read from the store each time.
pub(crate) async fn caller(world: &World, user: UserId, unit: UnitId, roles: &[Role]) -> Principal {
    let cases = world.node.store.cases_of_user(user, world.clock.now_us()).await.unwrap();
    let roles = roles.iter().copied().collect();
    let purpose = Some("a test".to_owned());
    Principal::User(Box::new(Caller {
        actor: Actor { user, unit },
        roles,
        cases,
        opened: BTreeSet::new(),
        scope: None,
        purpose,
    }))
}

pub(crate) struct Unit {
    pub(crate) world: World,
    pub(crate) unit: UnitId,
    pub(crate) user: UserId,
}

pub(crate) const ALL_ROLES: &[Role] =
    &[Role::VictimIdentificationOfficer, Role::Coordinator, Role::Supervisor, Role::SocialWorker];

impl Unit {
    pub(crate) async fn new() -> Unit {
        let world = World::new().await;
        let (user, _) = world.add("rana", Role::VictimIdentificationOfficer).await;
        let unit = world.node.store.units().await.unwrap()[0].id;
        Unit { unit, user: user.id, world }
    }

    pub(crate) async fn me(&self) -> Principal {
        caller(&self.world, self.user, self.unit, ALL_ROLES).await
    }

    /// Somebody of another unit with every role.
    pub(crate) async fn stranger(&self) -> Principal {
        caller(&self.world, UserId::new([9; 10]), UnitId::new([9; 10]), ALL_ROLES).await
    }

    /// A file that the store holds.
    pub(crate) async fn file(&self, bytes: &[u8]) -> FileId {
        let digests = Digests::of(bytes);
        let file = File::of_type(digests, bytes.len() as u64, "image/jpeg", MediaKind::Picture);
        let id = file.id().unwrap();
        let mut tx = self.world.node.store.begin().await.unwrap();
        tx.put_file(&file, "none").await.unwrap();
        tx.commit(self.world.node.entry(&self.world.terminal, "triage")).await.unwrap();
        id
    }

    /// A case of the unit that the user works on.
    pub(crate) async fn case(&self, number: &str) -> CaseId {
        let ask = OpenCase { number: Protected::new(number), legal_basis: "Warrant 5".into(), closed_circle: false };
        self.world.node.open_case(&self.me().await, ask).await.unwrap().id
    }

    /// Somebody of another unit that the node knows, with these roles, who works on no case.
    pub(crate) async fn elsewhere(&self, roles: &[Role]) -> Principal {
        let node = &self.world.node;
        let known = node.store.units().await.unwrap().into_iter().find(|unit| unit.name == "Irbid");
        let unit = match known {
            Some(unit) => unit.id,
            None => {
                let ask = AddUnit {
                    name: "Irbid".into(),
                    country: "JO".parse().unwrap(),
                    victim_prefix: "JO-IR".into(),
                    contact: None,
                };
                node.add_unit(&self.world.terminal, ask).await.unwrap().id
            }
        };
        caller(&self.world, UserId::new([8; 10]), unit, roles).await
    }

    /// The same, who works on this case.
    pub(crate) async fn guest_of(&self, case: CaseId) -> Principal {
        let node = &self.world.node;
        let mut tx = node.store.begin().await.unwrap();
        tx.let_into_case(UserId::new([8; 10]), case, None).await.unwrap();
        tx.commit(node.entry(&self.world.terminal, "triage")).await.unwrap();
        self.elsewhere(ALL_ROLES).await
    }

    /// Has a supervisor of the unit agree to what somebody of it does next.
    pub(crate) async fn agree(&self, who: &Principal, verb: Action, subject: &str, details: &[(&str, &str)]) {
        let node = &self.world.node;
        let ask = AskSecondPerson {
            verb: verb.verb().into(),
            subject: subject.into(),
            details: details.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect(),
            reason: Protected::new("canary of a reason"),
        };
        let id = node.ask_second_person(who, ask).await.unwrap().id;
        let login = format!("second{}", node.store.users().await.unwrap().len());
        let (second, _) = self.world.add(&login, Role::Supervisor).await;
        let second = caller(&self.world, second.id, self.unit, ALL_ROLES).await;
        let answer = AnswerAsSecondPerson { id, agrees: true, reason: None };
        node.answer_as_second_person(&second, answer).await.unwrap();
    }

    pub(crate) async fn series(&self, name: &str) -> casework::id::SeriesId {
        let ask = OpenSeries { name: Protected::new(name), into: Placement::default() };
        self.world.node.open_series(&self.me().await, ask).await.unwrap().id
    }
}

pub(crate) fn stated(words: &str) -> Vec<EvidenceAsk> {
    vec![EvidenceAsk::Statement { words: Protected::new(words) }]
}

pub(crate) fn code_of<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(error) => error.code().to_owned(),
        Ok(answer) => panic!("{answer:?}"),
    }
}

#[tokio::test]
async fn series_are_merged_split_and_put_back_and_no_file_is_lost() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let (one, two) = (unit.file(b"one").await, unit.file(b"two").await);
    let (keep, absorb) = (unit.series("blue sofa").await, unit.series("red lamp").await);
    let confidence = Confidence::Certain;
    let add = |series, files: &[FileId]| AddToSeries {
        series,
        files: files.iter().copied().collect(),
        confidence,
        evidence: stated("the same room"),
    };
    node.add_to_series(&me, add(keep, &[one])).await.unwrap();
    node.add_to_series(&me, add(absorb, &[two])).await.unwrap();
    let merge =
        |keep, absorb| MergeSeries { keep, absorb, confidence, evidence: stated("the same wall"), reason: None };
    let merged = node.merge_series(&me, merge(keep, absorb)).await.unwrap();
    let view = node.show_series(&me, absorb).await.unwrap();
    assert_eq!((view.id, view.files.len(), view.series.len()), (keep, 2, 2));
    assert_eq!(code_of(node.merge_series(&me, merge(keep, keep)).await), "series-with-itself");
    assert_eq!(code_of(node.merge_series(&me, merge(absorb, keep)).await), "series-would-cycle");
    let undone = UndoSeries {
        series: keep,
        asserted: merged.asserted.iter().map(|link| link.id).collect(),
        taken_back: Vec::new(),
        reason: "another wall".into(),
    };
    node.undo_series(&me, undone).await.unwrap();
    assert_eq!(node.show_series(&me, absorb).await.unwrap().files, [two]);
    let split = SplitSeries { from: keep, files: [one].into(), into: absorb, reason: "seen again".into() };
    let split = node.split_series(&me, split).await.unwrap();
    assert_eq!(node.show_series(&me, absorb).await.unwrap().files.len(), 2);
    let undone = UndoSeries {
        series: keep,
        asserted: split.asserted.iter().map(|link| link.id).collect(),
        taken_back: split.taken_back.iter().map(|link| link.id).collect(),
        reason: "no".into(),
    };
    node.undo_series(&me, undone).await.unwrap();
    assert_eq!(node.show_series(&me, keep).await.unwrap().files, [one]);
}

#[tokio::test]
async fn what_somebody_need_not_know_of_is_not_found_and_in_no_list() {
    let unit = Unit::new().await;
    let (node, me, stranger) = (&unit.world.node, unit.me().await, unit.stranger().await);
    let series = unit.series("canary").await;
    assert_eq!(code_of(node.show_series(&stranger, series).await), "not-found");
    assert!(node.list_series(&stranger, ListAsk::default()).await.unwrap().items.is_empty());
    assert_eq!(node.list_series(&me, ListAsk::default()).await.unwrap().items.len(), 1);
    // A closed circle: the unit does not see it either, who works on the case does.
    let case = OpenCase { number: Protected::new("1/26"), legal_basis: "Warrant 5".into(), closed_circle: true };
    let case = node.open_case(&me, case).await.unwrap();
    let colleague = UserId::new([7; 10]);
    let other = caller(&unit.world, colleague, unit.unit, ALL_ROLES).await;
    assert_eq!(code_of(node.show_case(&other, case.id).await), "not-found");
    let me = unit.me().await;
    let into = Placement { case: Some(case.id), closed_circle: true, ..Placement::default() };
    let hidden = OpenSeries { name: Protected::new("canary"), into };
    let hidden = node.open_series(&me, hidden).await.unwrap();
    assert_eq!(code_of(node.show_series(&other, hidden.id).await), "not-found");
    assert_eq!(node.list_series(&other, ListAsk::default()).await.unwrap().items.len(), 1);
    let (second, _) = unit.world.add("sami", Role::VictimIdentificationOfficer).await;
    let staff = StaffCase { case: case.id, join: [second.id].into(), leave: BTreeSet::new() };
    node.staff_case(&me, staff).await.unwrap();
    let second = caller(&unit.world, second.id, unit.unit, ALL_ROLES).await;
    assert_eq!(node.show_series(&second, hidden.id).await.unwrap().id, hidden.id);
    assert_eq!(node.list_series(&second, ListAsk::default()).await.unwrap().items.len(), 2);
}

#[tokio::test]
async fn lists_are_read_page_by_page_without_loss_or_repetition() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    for _ in 0..7 {
        unit.series("s").await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = node.list_series(&me, ListAsk { after, limit: Some(3), state: None }).await.unwrap();
        assert!(page.items.len() <= 3);
        seen.extend(page.items.into_iter().map(|item| item.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (7, 7));
    let wrong = ListAsk { after: Some("canary".into()), ..ListAsk::default() };
    assert_eq!(code_of(node.list_series(&me, wrong).await), "not-a-cursor");
}

#[tokio::test]
async fn a_child_at_risk_starts_the_clock_that_only_telling_or_a_named_reason_ends() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let victim = node.open_victim(&me, OpenVictim::default()).await.unwrap();
    assert_eq!(victim.code.to_string(), "JO-AM-000001");
    let at_risk = |risk| SetVictimSafety {
        victim: victim.id,
        is: SafetyAsk::AtRisk { risk, reason: "lives there".into(), case: None },
    };
    let elsewhere =
        SafetyAsk::AtRisk { risk: RiskBand::High, reason: "lives there".into(), case: Some(CaseId::new([9; 10])) };
    let elsewhere = SetVictimSafety { victim: victim.id, is: elsewhere };
    assert_eq!(code_of(node.set_victim_safety(&me, elsewhere).await), "not-found");
    node.set_victim_safety(&me, at_risk(RiskBand::High)).await.unwrap();
    let clocks = node.clocks_about(&me, victim.id.into()).await.unwrap().clocks;
    assert_eq!(clocks.len(), 1);
    assert_eq!(clocks[0].kind, ClockKind::ProtectionTold);
    assert!(matches!(clocks[0].state, ClockState::Running { .. }));
    // A higher risk moves the clock that runs; it starts no second one.
    node.set_victim_safety(&me, at_risk(RiskBand::VeryHigh)).await.unwrap();
    assert_eq!(code_of(node.set_victim_safety(&me, at_risk(RiskBand::High)).await), "clock-lower-risk");
    // Nobody learns from the refusal that a clock runs who may not know of the child.
    let unseen = node.set_victim_safety(&unit.stranger().await, at_risk(RiskBand::High)).await;
    assert_eq!(code_of(unseen), "not-found");
    assert_eq!(node.clocks_about(&me, victim.id.into()).await.unwrap().clocks.len(), 1);
    unit.world.clock.advance_us(400 * 24 * 3_600_000_000);
    let breaches = node.show_breaches(&me).await.unwrap();
    assert_eq!(breaches.by_unit[&unit.unit.to_string()].len(), 1);
    assert!(node.show_breaches(&unit.stranger().await).await.unwrap().by_unit.is_empty());
    let told = MetByAsk::Told { whom: Protected::new("service, canary"), at: node.now() };
    node.meet_clock(&me, MeetClock { clock: clocks[0].id, by: told }).await.unwrap();
    let states = node.clocks_about(&me, victim.id.into()).await.unwrap().clocks;
    assert!(states.iter().any(|clock| matches!(clock.state, ClockState::MetLate { .. })));
    assert!(states.iter().any(|clock| clock.kind == ClockKind::ReferralAnswer));
}

#[tokio::test]
async fn a_name_is_read_with_a_purpose_recorded_and_in_no_byte_of_the_folder() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let victim = node.open_victim(&me, OpenVictim::default()).await.unwrap().id;
    let read = |purpose| ReadVictimIdentity { victim, purpose };
    let contacts = vec![ContactAsk { of: Through::ALL[0], words: Protected::new("canary-number") }];
    let identity = WriteVictimIdentity { victim, names: vec![Protected::new("canary-name")], contacts };
    node.write_victim_identity(&me, identity).await.unwrap();
    let shown = node.read_victim_identity(&me, read(ReadingPurpose::Court)).await.unwrap();
    assert_eq!((shown.names[0].reveal(), shown.contacts.len()), ("canary-name", 0));
    let shown = node.read_victim_identity(&me, read(ReadingPurpose::Protection)).await.unwrap();
    assert_eq!(shown.contacts[0].words.reveal(), "canary-number");
    let entries = unit.world.entries().await;
    let reads = entries.iter().filter(|entry| entry["verb"] == "victim-read-identity").collect::<Vec<_>>();
    assert_eq!((reads.len(), &reads[0]["purpose"]), (2, &"court".into()));
    let Principal::User(caller) = unit.me().await else { unreachable!() };
    let silent = Principal::User(Box::new(Caller { purpose: None, ..*caller }));
    assert_eq!(code_of(node.read_victim_identity(&silent, read(ReadingPurpose::Court)).await), "purpose-missing");
    for path in walk(unit.world.folder.path()) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"canary"), "{}", path.display());
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[tokio::test]
async fn a_person_is_accused_on_a_basis_and_a_child_only_by_a_supervisor() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let open = OpenPerson { names: vec![], under_18: Some(true), into: Placement::default() };
    let person = node.open_person(&me, open).await.unwrap();
    assert_eq!(person.state, PersonState::Uncategorised);
    let clocks = node.clocks_about(&me, person.id.into()).await.unwrap().clocks;
    assert_eq!(clocks[0].kind, ClockKind::PersonStatus);
    let suspect = |although_under_18| SetPersonState {
        person: person.id,
        state: PersonState::Suspect,
        basis: vec![BasisAsk::Statement { words: Protected::new("was seen") }],
        reason: "as stated".into(),
        although_under_18,
    };
    assert_eq!(code_of(node.set_person_state(&me, suspect(false)).await), "person-under-18");
    let officer = caller(&unit.world, unit.user, unit.unit, &[Role::VictimIdentificationOfficer]).await;
    assert_eq!(code_of(node.set_person_state(&officer, suspect(true)).await), "denied");
    let view = node.set_person_state(&me, suspect(true)).await.unwrap();
    assert_eq!(view.state, PersonState::Suspect);
    assert!(matches!(node.clocks_about(&me, person.id.into()).await.unwrap().clocks[0].state, ClockState::Met { .. }));
}

#[tokio::test]
async fn what_ties_a_child_to_a_place_is_answered_with_the_evidence_on_each_step() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let victim = RecordId::from(node.open_victim(&me, OpenVictim::default()).await.unwrap().id);
    let open = OpenPerson { names: vec![], under_18: None, into: Placement::default() };
    let person = RecordId::from(node.open_person(&me, open).await.unwrap().id);
    let place = OpenThing::Place { kind: PlaceKind::Home, words: None, country: None, position: None };
    let place = node.open_thing(&me, OpenThingAsk { what: place, into: Placement::default() }).await.unwrap().id;
    let clue = AddClue {
        kind: ClueKind::Plug,
        words: Protected::new("a plug of type D"),
        language: None,
        certainty: Confidence::Likely,
        into: Placement::default(),
    };
    let clue = node.add_clue(&me, clue).await.unwrap().id;
    let link =
        |from, to, kind, evidence| AddLink { from, to, kind, confidence: Confidence::Likely, evidence, reason: None };
    let to_child = link(person, victim, LinkKind::HasAccessTo, stated("an uncle"));
    node.add_link(&me, to_child).await.unwrap();
    let lives = link(person, place, LinkKind::LivesAt, vec![EvidenceAsk::Clue { clue }]);
    let lives = node.add_link(&me, lives).await.unwrap();
    let PathAnswer::Found { steps } = node.find_path(&me, victim, place).await.unwrap() else { panic!() };
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[1].over.evidence[0].record(), Some(clue.into()));
    assert_eq!(code_of(node.find_path(&unit.stranger().await, victim, place).await), "not-found");
    node.take_back_link(&me, TakeBackLink { link: lives.id, reason: "another person".into() }).await.unwrap();
    assert_eq!(node.find_path(&me, victim, place).await.unwrap(), PathAnswer::NotLinked);
    assert_eq!(node.show_links(&me, place, true).await.unwrap().len(), 1);
    assert!(node.show_links(&me, place, false).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_case_is_closed_with_its_outcome_and_leaves_with_a_second_person_and_without_the_contested() {
    let unit = Unit::new().await;
    let (node, me) = (&unit.world.node, unit.me().await);
    let case = OpenCase { number: Protected::new("canary/26"), legal_basis: "Warrant 5".into(), closed_circle: false };
    let case: CaseId = node.open_case(&me, case).await.unwrap().id;
    let me = unit.me().await;
    let victim = node.open_victim(&me, OpenVictim::default()).await.unwrap();
    let known = WhoKnows::Here { reason: "by the school".into() };
    node.identify_victim(&me, IdentifyVictim { victim: victim.id, known }).await.unwrap();
    let open = || OpenPerson { names: vec![Protected::new("canary")], under_18: None, into: Placement::default() };
    let (shown, contested) =
        (node.open_person(&me, open()).await.unwrap(), node.open_person(&me, open()).await.unwrap());
    for person in [shown.id, contested.id] {
        let witness = SetPersonState {
            person,
            state: PersonState::Witness,
            basis: vec![BasisAsk::Statement { words: Protected::new("was there") }],
            reason: "as stated".into(),
            although_under_18: false,
        };
        node.set_person_state(&me, witness).await.unwrap();
    }
    let contest = ContestPerson {
        person: contested.id,
        by: casework::person::ContestedBy::Person,
        reason: "was elsewhere".into(),
    };
    node.contest_person(&me, contest).await.unwrap();
    let file = unit.file(b"one").await;
    let records = [RecordId::File(file), victim.id.into(), shown.id.into(), contested.id.into()];
    let view = node.add_to_case(&me, AddToCase { case, records: records.into() }).await.unwrap();
    // The case itself stands in it too.
    assert_eq!(view.records.len(), 5);
    let link = AddLink {
        from: RecordId::File(file),
        to: victim.id.into(),
        kind: LinkKind::Depicts,
        confidence: Confidence::Certain,
        evidence: vec![EvidenceAsk::File { file }],
        reason: None,
    };
    node.add_link(&me, link).await.unwrap();
    let nothing = CloseCase { case, outcome: BTreeSet::new(), words: None, reason: None };
    assert_eq!(code_of(node.close_case(&me, nothing).await), "outcome-nothing");
    let close = CloseCase { case, outcome: [OutcomeKind::ALL[0]].into(), words: None, reason: None };
    node.close_case(&me, close).await.unwrap();
    let refused =
        code_of(node.export_case(&me, ExportCase { case, with_names: false, to: None, by_consent: false }).await);
    assert_eq!(refused, "second-person-needed");
}
