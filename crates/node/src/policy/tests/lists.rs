//! What a list in SQL holds is what the policies permit row by row: on records, people and openings of chance.

use std::collections::{BTreeMap, BTreeSet};

use casework::break_glass::Glass;
use casework::country::Country;
use casework::handling::{Handling, HandlingSet, Marking};
use casework::id::{CaseId, GlassId, SeriesId, UnitId, UserId};
use casework::link_kind::Noun;
use casework::protected::Protected;
use casework::record::{Access, Circle, Record};
use casework::role::Role;
use casework::unit::Unit;
use casework::who::{Actor, Moment, Said};
use serde::{Deserialize, Serialize};
use store::{LedgerEntry, OpenTo, Page, Reader};

use super::*;

/// A record with one word in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Bare {
    id: SeriesId,
    unit: UnitId,
    text: Protected,
}

impl Record for Bare {
    type Id = SeriesId;
    const NOUN: Noun = Noun::Series;

    fn id(&self) -> SeriesId {
        self.id
    }

    fn owner(&self) -> UnitId {
        self.unit
    }

    fn state_code(&self) -> &'static str {
        "open"
    }

    fn texts(&self) -> Vec<&Protected> {
        vec![&self.text]
    }
}

/// Numbers that follow from a seed: SplitMix64, <https://prng.di.unimi.it/splitmix64.c>.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn is_one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// A colour, and exclusions now and then.
    fn handling(&mut self) -> Handling {
        let named = self.some(N_USERS, 3).into_iter().map(|n| UserId::new(bytes(n.into()))).collect();
        let colours = [Marking::Clear, Marking::Green, Marking::Amber, Marking::AmberStrict, Marking::Red { named }];
        let marking = colours[self.below(5) as usize].clone();
        let not_to_units = (0..N_UNITS).filter(|_| self.is_one_in(4)).map(|n| UnitId::new(bytes(n))).collect();
        let not_to_countries = (0..2).filter(|_| self.is_one_in(6)).map(country).collect();
        Handling { marking, not_to_units, not_to_countries, ..Handling::usual() }
    }

    fn some(&mut self, of: u8, one_in: u64) -> Vec<u8> {
        (1..=of).filter(|_| self.is_one_in(one_in)).collect()
    }
}

fn country(of_unit: u64) -> Country {
    ["JO", "EG"][of_unit as usize % 2].parse().unwrap()
}

fn unit_of(n: u64) -> Unit {
    let (id, country) = (UnitId::new(bytes(n)), country(n));
    Unit { id, name: format!("unit {n}"), country, victim_prefix: format!("U{n}"), contact: None }
}

fn bytes(n: u64) -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&n.to_be_bytes());
    bytes
}

const N_RECORDS: u64 = 120;
const N_USERS: u8 = 12;
const N_UNITS: u64 = 3;
const N_CASES: u8 = 6;
/// Everything happens about this moment.
const NOW: Moment = Moment(10_000_000_000);

async fn check(seed: u64) {
    let mut chance = Chance(seed);
    let folder = tempfile::tempdir().unwrap();
    let store = store::Store::open(&folder.path().join("sanad.db")).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    // The last unit is opened when the records are there: what is kept from its country is kept from it.
    for n in 0..N_UNITS - 1 {
        tx.add_unit(&unit_of(n)).await.unwrap();
    }
    let mut rows: BTreeMap<SeriesId, Access> = BTreeMap::new();
    for n in 0..N_RECORDS {
        let (unit, text) = (UnitId::new(bytes(chance.below(N_UNITS))), Protected::new("harbour"));
        let row = Bare { id: SeriesId::new(bytes(n)), unit, text };
        let circle = if chance.is_one_in(3) { Circle::Cases } else { Circle::Unit };
        tx.add_record(&row, circle, n.cast_signed() % 7).await.unwrap();
        let cases: BTreeSet<CaseId> =
            chance.some(N_CASES, 5).into_iter().map(|case| CaseId::new(bytes(case.into()))).collect();
        for case in &cases {
            tx.put_in_case(row.id.into(), *case).await.unwrap();
        }
        let mut access = Access::usual(row.id.into(), row.unit, circle, cases);
        if chance.is_one_in(2) {
            let handling = chance.handling();
            let said = Said { by: Actor { user: UserId::new(bytes(0)), unit: row.unit }, at: NOW, reason: None };
            tx.put_handling(access.record, &HandlingSet { handling: handling.clone(), said }).await.unwrap();
            let of_country = (0..N_UNITS).filter(|n| handling.not_to_countries.contains(&country(*n)));
            access.excluded = of_country.map(|n| UnitId::new(bytes(n))).chain(handling.not_to_units.clone()).collect();
            access.handling = handling;
        }
        rows.insert(row.id, access);
    }
    tx.add_unit(&unit_of(N_UNITS - 1)).await.unwrap();
    let mut people = Vec::new();
    for n in 0..N_USERS {
        let user = UserId::new(bytes(n.into()));
        let unit = UnitId::new(bytes(chance.below(N_UNITS)));
        for case in chance.some(N_CASES, 4) {
            // For good, until a moment to come, or until one that is over: the end itself is over.
            let until = [None, Some(NOW.0 + 1), Some(NOW.0), Some(NOW.0 - 1)][chance.below(4) as usize];
            tx.let_into_case(user, CaseId::new(bytes(case.into())), until).await.unwrap();
        }
        for _ in 0..chance.below(4) {
            let opens = if chance.is_one_in(3) {
                CaseId::new(bytes(1 + chance.below(N_CASES.into()))).into()
            } else {
                SeriesId::new(bytes(chance.below(N_RECORDS))).into()
            };
            let at = Moment(NOW.0 - 3_600_000_000 + chance.below(3).cast_signed() - 1);
            let id = GlassId::new(bytes(chance.below(u64::MAX)));
            let reason = Protected::new("it could not wait");
            tx.put_glass(&Glass::open(id, Actor { user, unit }, opens, reason, 1, at).unwrap()).await.unwrap();
        }
        people.push((user, unit, Role::ALL[chance.below(Role::ALL.len() as u64) as usize]));
    }
    tx.commit(LedgerEntry::new("test", "test", 0)).await.unwrap();
    let (mut n_seen, mut n_hidden) = (0, 0);
    for (user, unit, role) in people {
        let OpenTo { cases, records: opened } = store.open_to(user, NOW.0).await.unwrap();
        let who = super::user(Caller { actor: Actor { user, unit }, cases, opened, ..of(&[role]) });
        let by_row: BTreeSet<SeriesId> = rows
            .iter()
            .filter(|(_, access)| ask(&who, Action::ShowSeries, Some(access)) == Answer::Yes)
            .map(|(id, _)| *id)
            .collect();
        let at_once = policies().permitted_among(&who, OWNER, |_| Some(Action::ShowSeries), rows.values());
        assert_eq!(at_once, by_row.iter().map(|id| RecordId::from(*id)).collect(), "seed {seed}: asked at once");
        let reader = Reader { user, unit, now_us: NOW.0 };
        let found = store.search_words(&reader, "harbour").await.unwrap();
        assert!(at_once.iter().all(|id| found.contains_key(id)), "seed {seed}: search does not reach what may be seen");
        assert!(found.len() < rows.len(), "seed {seed}: search reaches what nobody is told of");
        let mut by_list = BTreeSet::new();
        if ask(&who, Action::ShowSeries, None) == Answer::Yes {
            let mut page = Page { after: None, n_max: 17 };
            loop {
                let held = store.records::<Bare>(&reader, None, &page).await.unwrap();
                let Some(last) = held.last() else { break };
                page.after = Some((last.made_at_us, last.record.id.to_string()));
                for row in held {
                    assert!(by_list.insert(row.record.id), "seed {seed}: {} is listed twice", row.record.id);
                    assert_eq!(row.access, rows[&row.record.id], "seed {seed}");
                }
            }
            n_seen += by_list.len();
            n_hidden += rows.len() - by_list.len();
        }
        // What is asked for many ids at once says the same.
        let Principal::User(caller) = &who else { unreachable!("made above") };
        let accesses = store.accesses(rows.keys().map(|id| RecordId::from(*id))).await.unwrap();
        for (id, access) in &rows {
            assert_eq!(accesses.get(&RecordId::from(*id)), Some(access), "seed {seed}");
            let says = ask(&who, Action::ShowSeries, Some(access)) != Answer::Unseen;
            assert_eq!(caller.may_know(access), says, "seed {seed}: {user} and {id}");
        }
        let differ: Vec<&SeriesId> = by_list.symmetric_difference(&by_row).collect();
        assert!(differ.is_empty(), "seed {seed}: {user} as {}: SQL and policies differ on {differ:?}", role.code());
    }
    assert!(n_seen + n_hidden == 0 || (n_seen > 0 && n_hidden > 0), "seed {seed}: a list that hides nothing or all");
}

#[tokio::test]
async fn a_list_in_sql_holds_what_the_policies_permit_row_by_row() {
    let given = std::env::var("SANAD_SEED").ok().and_then(|seed| seed.parse().ok());
    let first = given.unwrap_or_else(|| u64::from_be_bytes(crate::chance::bytes().unwrap()));
    for n in 0..5 {
        check(first.wrapping_add(n)).await;
    }
}
