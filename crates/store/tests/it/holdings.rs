//! Who holds a file by the exhibits it lay on, whom handling lets see a record, and one person's exposure: on both databases.

use std::collections::{BTreeMap, BTreeSet};

use casework::case::Case;
use casework::grading::OpenBlind;
use casework::handling::{Handling, HandlingSet, Marking};
use casework::holding::Silence;
use casework::id::{CaseId, GradingId, RecordId, UnitId, UserId};
use casework::protected::Protected;
use casework::record::{Access, Circle};
use casework::unit::Unit;
use casework::who::{Actor, Moment, Said};
use store::{Engine, Holdings, OwnDay, Page, Reader, SealedExposure};

use crate::samples::{entry, id_of, put_exhibit, store_on};

on_each_engine!(
    a_file_is_held_by_the_cases_of_the_exhibits_that_it_lay_on,
    what_is_asked_for_many_records_is_what_is_asked_for_each,
    files_and_exhibits_come_with_their_cases_and_who_may_see_those,
    handling_hides_a_record_and_a_unit_that_comes_later_is_held_to_it,
    exposure_is_read_for_one_person,
);

const EXHIBIT: &str = "exh_0000000000000001";

fn unit(n: u8) -> UnitId {
    UnitId::new([n; 10])
}

fn case_id(n: u8) -> CaseId {
    CaseId::new([n; 10])
}

fn said(user: u8, of: u8, reason: Option<&str>) -> Said {
    let by = Actor { user: UserId::new([user; 10]), unit: unit(of) };
    Said { by, at: Moment(7), reason: reason.map(str::to_owned) }
}

fn case(n: u8, of: u8) -> Case {
    Case::open(case_id(n), Protected::new("1/26"), unit(of), "Warrant 5", said(1, of, None)).unwrap()
}

async fn a_file_is_held_by_the_cases_of_the_exhibits_that_it_lay_on(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, EXHIBIT, &[b"one", b"two"]).await;
    put_exhibit(&at.store, "exh_0000000000000002", &[b"two", b"three"]).await;
    let mut tx = at.store.begin().await.unwrap();
    for n in [1, 2] {
        tx.add_record(&case(n, n), Circle::Unit, n.into()).await.unwrap();
        tx.put_in_case(case_id(n).into(), case_id(n)).await.unwrap();
    }
    tx.put_in_case(RecordId::Exhibit(EXHIBIT.parse().unwrap()), case_id(1)).await.unwrap();
    tx.put_in_case(RecordId::File(id_of(b"three")), case_id(2)).await.unwrap();
    tx.commit(entry("case-add-record")).await.unwrap();
    let files = [b"one".as_slice(), b"two", b"three", b"four"].map(id_of);
    let held = at.store.holdings_of(files).await.unwrap().all;
    let pairs: BTreeSet<_> = held.iter().map(|held| (held.file, held.case, held.owner)).collect();
    let expected = [(files[0], 1), (files[1], 1), (files[2], 2)].map(|(file, n)| (file, case_id(n), unit(n)));
    assert_eq!(pairs, expected.into());
    assert!(held.iter().all(|held| held.silence.is_none()) && held.len() == 3);
    let silence = Silence::new(unit(1), said(1, 1, Some("an arrest is near")), said(2, 1, None)).unwrap();
    let mut tx = at.store.begin().await.unwrap();
    tx.put_silence(case_id(1), unit(1), &silence).await.unwrap();
    tx.commit(entry("holding-silence")).await.unwrap();
    let held = at.store.holdings_of([files[0], files[2]]).await.unwrap().all;
    assert_eq!(held.iter().filter(|held| held.silence.is_some()).count(), 1);
    assert_eq!(at.store.silent_cases(unit(1)).await.unwrap(), [(case_id(1), silence)]);
    let mut tx = at.store.begin().await.unwrap();
    tx.erase_record(case_id(1).into()).await.unwrap();
    assert!(!tx.end_silence(case_id(1)).await.unwrap(), "it is gone with the case");
    tx.commit(entry("record-erase")).await.unwrap();
    assert_eq!(at.store.holdings_of([files[0]]).await.unwrap(), Holdings::default());
}

async fn what_is_asked_for_many_records_is_what_is_asked_for_each(engine: Engine) {
    let at = store_on(engine).await;
    let mut tx = at.store.begin().await.unwrap();
    for n in 0..70 {
        tx.add_record(&case(n, n % 3), Circle::Unit, n.into()).await.unwrap();
        tx.put_in_case(case_id(n).into(), case_id(n % 7)).await.unwrap();
    }
    tx.commit(entry("case-open")).await.unwrap();
    let ids: Vec<RecordId> = (0..75).map(|n| case_id(n).into()).collect();
    let many = at.store.accesses(ids.iter().copied()).await.unwrap();
    assert_eq!(many.len(), 70);
    for id in ids {
        assert_eq!(at.store.access(id).await.unwrap().as_ref(), many.get(&id));
    }
    let cases = at.store.cases_of_all(many.keys().copied()).await.unwrap();
    assert_eq!(cases[&case_id(69).into()], [case_id(69 % 7)].into());
}

async fn files_and_exhibits_come_with_their_cases_and_who_may_see_those(engine: Engine) {
    let at = store_on(engine).await;
    put_exhibit(&at.store, EXHIBIT, &[b"one", b"two"]).await;
    let (exhibit, alone) = (RecordId::Exhibit(EXHIBIT.parse().unwrap()), RecordId::File(id_of(b"alone")));
    let handling = Handling { not_to_units: [unit(7)].into(), ..Handling::usual() };
    let mut tx = at.store.begin().await.unwrap();
    for n in 1..=3 {
        tx.add_record(&case(n, n), Circle::Unit, n.into()).await.unwrap();
        tx.put_in_case(case_id(n).into(), case_id(n)).await.unwrap();
    }
    tx.put_in_case(exhibit, case_id(1)).await.unwrap();
    tx.put_in_case(exhibit, case_id(2)).await.unwrap();
    tx.put_in_case(alone, case_id(2)).await.unwrap();
    let set = HandlingSet { handling, said: said(1, 1, Some("canary")) };
    tx.put_handling(case_id(2).into(), &set).await.unwrap();
    tx.commit(entry("case-add-record")).await.unwrap();
    let (nowhere, other) = (RecordId::File(id_of(b"nowhere")), RecordId::from(case_id(3)));
    let seen = at.store.seen_by([exhibit, alone, nowhere, other]).await.unwrap();
    let cases = |numbers: &[u8]| numbers.iter().map(|n| case_id(*n)).collect::<BTreeSet<_>>();
    assert_eq!(seen.cases, [(exhibit, cases(&[1, 2])), (alone, cases(&[2]))].into());
    assert_eq!(Vec::from_iter(seen.accesses.keys().copied()), [1, 2, 3].map(|n| case_id(n).into()));
    for (id, access) in &seen.accesses {
        assert_eq!(at.store.access(*id).await.unwrap().as_ref(), Some(access));
    }
    assert_eq!(seen.accesses[&case_id(2).into()].excluded, [unit(7)].into());
    // Of the same cases it is said who may see them where they hold a file.
    let held = at.store.holdings_of([id_of(b"one"), id_of(b"alone"), id_of(b"nowhere")]).await.unwrap();
    let of_cases: BTreeMap<RecordId, Access> =
        held.accesses.into_iter().map(|(case, access)| (case.into(), access)).collect();
    assert_eq!(of_cases, seen.accesses.into_iter().filter(|(id, _)| *id != other).collect());
    assert_eq!(held.all.len(), 3);
}

async fn handling_hides_a_record_and_a_unit_that_comes_later_is_held_to_it(engine: Engine) {
    let at = store_on(engine).await;
    let opened = |n: u8, country: &str| Unit {
        id: unit(n),
        name: format!("unit {n}"),
        country: country.parse().unwrap(),
        victim_prefix: format!("U{n}"),
        contact: None,
    };
    let named = UserId::new([1; 10]);
    let handling = |marking, countries: &[&str]| {
        let not_to_countries = countries.iter().map(|text| text.parse().unwrap()).collect();
        let handling = Handling { marking, not_to_countries, ..Handling::usual() };
        HandlingSet { handling, said: said(1, 1, Some("canary")) }
    };
    let mut tx = at.store.begin().await.unwrap();
    tx.add_unit(&opened(1, "JO")).await.unwrap();
    for n in 1..=4 {
        tx.add_record(&case(n, 1), Circle::Unit, n.into()).await.unwrap();
        tx.put_in_case(case_id(n).into(), case_id(9)).await.unwrap();
    }
    tx.let_into_case(UserId::new([8; 10]), case_id(9), None).await.unwrap();
    tx.put_handling(case_id(2).into(), &handling(Marking::AmberStrict, &[])).await.unwrap();
    let red = Marking::Red { named: [named].into() };
    tx.put_handling(case_id(3).into(), &handling(red, &[])).await.unwrap();
    tx.put_handling(case_id(4).into(), &handling(Marking::Clear, &["EG"])).await.unwrap();
    assert!(tx.put_handling(case_id(7).into(), &handling(Marking::Clear, &[])).await.is_err());
    tx.add_unit(&opened(2, "EG")).await.unwrap();
    tx.commit(entry("handling-set")).await.unwrap();
    let seen = async |user: u8, of: u8| -> BTreeSet<CaseId> {
        let reader = Reader { user: UserId::new([user; 10]), unit: unit(of), now_us: 50 };
        let page = Page { after: None, n_max: 9 };
        let held = at.store.records::<Case>(&reader, None, &page).await.unwrap();
        held.into_iter().map(|held| held.record.id()).collect()
    };
    let ids = |numbers: &[u8]| numbers.iter().map(|n| case_id(*n)).collect::<BTreeSet<_>>();
    assert_eq!(seen(1, 1).await, ids(&[1, 2, 3, 4]));
    assert_eq!(seen(5, 1).await, ids(&[1, 2, 4]));
    assert_eq!(seen(8, 2).await, ids(&[1]));
    assert_eq!(seen(8, 3).await, ids(&[1, 4]));
    let access = at.store.access(case_id(4).into()).await.unwrap().unwrap();
    assert_eq!(access.excluded, [unit(2)].into());
    // Erased, nothing of why stays.
    let mut tx = at.store.begin().await.unwrap();
    tx.erase_record(case_id(4).into()).await.unwrap();
    tx.commit(entry("record-erase")).await.unwrap();
    assert_eq!(at.store.handling_set(case_id(4).into()).await.unwrap(), None);
}

async fn exposure_is_read_for_one_person(engine: Engine) {
    let at = store_on(engine).await;
    let (one, two) = (UserId::new([1; 10]), UserId::new([2; 10]));
    let row = |id: &str, at_us| SealedExposure { id: id.into(), at: Moment(at_us), sealed: b"\0sealed".to_vec() };
    let mut tx = at.store.begin().await.unwrap();
    tx.add_exposure(one, &row("b", 5)).await.unwrap();
    tx.add_exposure(one, &row("a", 4)).await.unwrap();
    tx.add_exposure(two, &row("c", 4)).await.unwrap();
    tx.note_break(one, Moment(4)).await.unwrap();
    tx.note_break(one, Moment(6)).await.unwrap();
    assert_eq!(tx.n_rows(), 0, "it leaves no hash in the ledger");
    tx.commit(entry("exposure-add")).await.unwrap();
    assert_eq!(at.store.exposures(one, Moment(0), 9).await.unwrap(), [row("a", 4), row("b", 5)]);
    assert_eq!(at.store.exposures(one, Moment(5), 9).await.unwrap(), [row("b", 5)]);
    assert_eq!(at.store.exposures(one, Moment(0), 1).await.unwrap(), [row("b", 5)]);
    let mut tx = at.store.begin().await.unwrap();
    tx.put_opt_outs(one, b"\x01opted").await.unwrap();
    let file = id_of(b"looked at");
    let blind = OpenBlind { by: Actor { user: one, unit: unit(1) }, files: [file].into(), since: Moment(7) };
    tx.open_blind(GradingId::new([1; 10]), &blind).await.unwrap();
    tx.commit(entry("exposure-add")).await.unwrap();
    let own = OwnDay {
        blinds: vec![blind],
        opt_outs: Some(b"\x01opted".to_vec()),
        exposures: vec![row("a", 4), row("b", 5)],
        last_break: Some(Moment(6)),
    };
    assert_eq!(at.store.own_day(one, Moment(0), 9).await.unwrap(), own);
    assert_eq!(at.store.own_day(one, Moment(5), 9).await.unwrap().exposures, [row("b", 5)]);
    assert_eq!(at.store.own_day(one, Moment(0), 1).await.unwrap().exposures, [row("b", 5)]);
    let of_other = OwnDay { exposures: vec![row("c", 4)], ..OwnDay::default() };
    assert_eq!(at.store.own_day(two, Moment(0), 9).await.unwrap(), of_other);
    assert_eq!(
        (at.store.last_break(one).await.unwrap(), at.store.last_break(two).await.unwrap()),
        (Some(Moment(6)), None)
    );
}
