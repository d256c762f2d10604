//! What a person may be called, by whom, and on what.

use std::collections::BTreeSet;

use super::*;
use crate::link::tests::{bytes, file, said};
use crate::match_decision::{Claim, Closeness, Compared};
use PersonState::*;

fn somebody() -> Person {
    Person::open(PersonId::new(bytes(1)), UnitId::new(bytes(1)), vec![Protected::new("canary")], said(1))
}

fn stated() -> Vec<StateBasis> {
    vec![StateBasis::Statement { words: Protected::new("as told") }]
}

fn judged() -> Vec<StateBasis> {
    vec![StateBasis::Judgment { reference: Protected::new("12/2026") }]
}

/// Somebody known to be under 18.
fn child() -> Person {
    somebody().learn_age(KnownAge::Under18 { said: said(1) }).0
}

#[test]
fn a_person_is_one_thing_at_a_time_and_never_uncategorised_again() {
    for from in PersonState::ALL {
        assert!(!from.may_become().contains(from), "{from:?}");
        assert!(!from.may_become().contains(&Uncategorised), "{from:?}");
        assert!(from.may_become().contains(&Contact) || *from == Contact, "{from:?} can be cleared");
    }
    let person = somebody();
    assert_eq!((person.state(), person.uncategorised_since()), (Uncategorised, Some(Moment(1))));
    let suspect = person.set_state(Suspect, stated(), said(2), None).unwrap();
    assert_eq!((suspect.state(), suspect.uncategorised_since()), (Suspect, None));
    assert_eq!(suspect.history().map(|set| set.state).collect::<Vec<_>>(), [Uncategorised, Suspect]);
    let refused = PersonRefusal::DoesNotFollow { from: Suspect, to: Convicted };
    assert_eq!(suspect.set_state(Convicted, judged(), said(3), None), Err(refused));
    assert_eq!(suspect.set_state(Accused, stated(), said(1), None), Err(PersonRefusal::BeforeTheLast));
}

#[test]
fn a_state_needs_a_reason_and_something_it_rests_on() {
    let silent = Said { reason: None, ..said(2) };
    assert_eq!(somebody().set_state(Witness, stated(), silent, None), Err(PersonRefusal::NoReason));
    assert_eq!(somebody().set_state(Witness, vec![], said(2), None), Err(PersonRefusal::NoBasis));
    let blank = vec![StateBasis::Statement { words: Protected::new(" ") }];
    assert_eq!(somebody().set_state(Witness, blank, said(2), None), Err(PersonRefusal::NoBasis));
}

#[test]
fn nobody_is_convicted_without_a_court_or_called_an_offender_before() {
    let accused = somebody().set_state(Accused, stated(), said(2), None).unwrap();
    assert_eq!(accused.set_state(Convicted, stated(), said(3), None), Err(PersonRefusal::NoJudgment));
    assert_eq!(accused.set_state(Convicted, judged(), said(3), None).unwrap().state(), Convicted);
    let words: BTreeSet<RoleWord> = PersonState::ALL.iter().map(|state| role_word(*state)).collect();
    assert_eq!(words.len(), RoleWord::ALL.len(), "a word for each state, none for two");
    for state in PersonState::ALL {
        assert_eq!(role_word(*state).may_say_offender(), *state == Convicted, "{state:?}");
        assert_eq!(role_word(*state).code(), format!("role-{}", state.code()));
    }
}

#[test]
fn no_state_comes_from_a_match_that_nobody_confirmed() {
    for closeness in Closeness::ALL.iter().copied().filter(|closeness| *closeness != Closeness::Contradicted) {
        let pair = Pair { file: file(1), list: "icse".into(), owner_id: None, hashes: BTreeSet::new() };
        let claimed = MatchDecision::claimed(Claim { pair, closeness, near_bits: None });
        assert_eq!(StateBasis::of_match(&claimed), Err(MayNotLean::Unconfirmed), "{closeness:?}");
        let confirmed = claimed.confirm(said(1), Compared::SideBySide).unwrap();
        assert!(StateBasis::of_match(&confirmed).is_ok(), "{closeness:?}");
        assert_eq!(StateBasis::of_match(&claimed.reject(said(1)).unwrap()), Err(MayNotLean::Rejected));
    }
}

#[test]
fn a_child_is_accused_of_nothing_without_a_supervisors_reason() {
    let refused = PersonRefusal::Under18 { offered: [ChildWithHarmfulBehaviour, Victim] };
    let silent = Said { reason: Some("".into()), ..said(2) };
    for state in [Suspect, Accused, Convicted] {
        assert_eq!(child().set_state(state, judged(), said(2), None), Err(refused.clone()), "{state:?}");
        assert_eq!(child().set_state(state, judged(), said(2), Some(silent.clone())), Err(refused.clone()));
        assert_eq!(child().set_state(state, judged(), said(2), Some(said(2))).unwrap().state(), state);
    }
    for state in OFFERED_UNDER_18 {
        assert_eq!(child().set_state(state, stated(), said(2), None).unwrap().state(), state);
    }
    let adult = somebody().learn_age(KnownAge::Adult { said: said(1) }).0;
    let as_child = adult.set_state(ChildWithHarmfulBehaviour, stated(), said(2), None);
    assert_eq!(as_child, Err(PersonRefusal::Adult));
}

#[test]
fn a_suspect_who_turns_out_to_be_a_child_is_not_shared_until_somebody_decides() {
    let suspect = somebody().set_state(Suspect, stated(), said(2), None).unwrap();
    assert_eq!(suspect.may_share(), Ok(()));
    let (suspect, offered) = suspect.learn_age(KnownAge::Under18 { said: said(3) });
    assert_eq!(offered, Some(OFFERED_UNDER_18));
    assert_eq!(suspect.may_share(), Err(PersonRefusal::Under18 { offered: OFFERED_UNDER_18 }));
    assert!(suspect.set_state(Suspect, stated(), said(4), None).is_err());
    let upheld = suspect.set_state(Suspect, stated(), said(4), Some(said(4))).unwrap();
    assert_eq!((upheld.state(), upheld.may_share()), (Suspect, Ok(())));
    let decided = suspect.set_state(ChildWithHarmfulBehaviour, stated(), said(4), None).unwrap();
    assert_eq!(decided.may_share(), Ok(()));
    assert_eq!(child().learn_age(KnownAge::Adult { said: said(5) }).1, None);
}

#[test]
fn what_is_contested_is_neither_shared_nor_used_until_settled() {
    let witness = somebody().set_state(Witness, stated(), said(2), None).unwrap();
    let silent = Said { reason: None, ..said(3) };
    assert_eq!(witness.contest(ContestedBy::Person, silent.clone()), Err(PersonRefusal::NoReason));
    let contested = witness.contest(ContestedBy::Person, said(3)).unwrap();
    assert_eq!(contested.may_share(), Err(PersonRefusal::Contested));
    assert_eq!(contested.may_use_automatically(), Err(PersonRefusal::Contested));
    let contested_twice = contested.contest(ContestedBy::Partner, said(4)).unwrap();
    assert_eq!(contested_twice.settle(silent), Err(PersonRefusal::NoReason));
    let settled = contested_twice.settle(said(5)).unwrap();
    assert_eq!((settled.may_share(), settled.contests().len()), (Ok(()), 2));
    assert_eq!(settled.settle(said(6)), Err(PersonRefusal::NotContested));
}

#[test]
fn an_uncategorised_person_is_only_categorised() {
    assert_eq!(somebody().may_share(), Err(PersonRefusal::Uncategorised));
    assert_eq!(somebody().may_use_automatically(), Err(PersonRefusal::Uncategorised));
}

#[test]
fn a_persons_name_is_in_no_debug_output() {
    let suspect = somebody().set_state(Suspect, stated(), said(2), None).unwrap();
    assert!(!format!("{suspect:?}").contains("canary") && !format!("{suspect:?}").contains("as told"));
    let json = serde_json::to_string(&suspect).unwrap();
    assert_eq!(serde_json::from_str::<Person>(&json).unwrap(), suspect);
}
