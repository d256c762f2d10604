//! Who may see which grading, and what follows from several of them.

use fingerprint::Sha256;

use super::*;
use crate::category::SHIPPED;
use crate::dispute::{CannotDispute, CannotSettle, Recheck, dispute, leaning_on, settle};
use crate::facts::{AgeBand, Ages, Label, Origin, Section, Seen, Source};
use crate::id::{LinkId, PersonId, RecordId, UnitId};
use crate::protected::Protected;
use crate::standing::{AgeSection, Aspect, NotCounted, State};

pub(crate) fn file(byte: u8) -> FileId {
    FileId::Sha256(Sha256([byte; 32]))
}

pub(crate) fn actor(user: u8) -> Actor {
    Actor { user: UserId::new([user; 10]), unit: UnitId::new([0; 10]) }
}

pub(crate) fn said(at: i64, reason: &str) -> Said {
    Said { by: actor(50), at: Moment(at), reason: Some(reason.to_owned()) }
}

pub(crate) fn illegal() -> Verdict {
    Verdict::Illegal { under: "GB".to_owned() }
}

pub(crate) fn not_illegal() -> Verdict {
    Verdict::NotIllegal { under: "GB".to_owned() }
}

pub(crate) fn caid() -> MappingTable {
    SHIPPED.iter().map(|text| MappingTable::read(text).unwrap()).find(|table| table.stamp.scheme == "caid").unwrap()
}

fn facts(labels: &[Label], age: AgeBand) -> Facts {
    Facts {
        labels: labels.iter().map(|label| (*label, Seen::There)).collect(),
        gone_through: [Section::Categorisation].into(),
        ages: Ages::Shown([age].into()),
        origin: Origin::Unknown,
        annotations: BTreeSet::new(),
    }
}

/// Grading number `id` of file 1, by user `user`, at the moment of its number, blind and after a look: category A, or
/// none of A, B and C for what is not illegal.
pub(crate) fn graded(id: u8, user: u8, verdict: Verdict) -> Grading {
    let labels: &[Label] = if verdict == not_illegal() { &[] } else { &[Label::PenetrativeAct] };
    Grading {
        id: GradingId::new([id; 10]),
        file: file(1),
        facts: facts(labels, AgeBand::From7To10),
        stated: None,
        verdict,
        viewing: Viewing::Viewed,
        by: Grader::Person(actor(user)),
        at: Moment(i64::from(id)),
        independence: Independence::Blind,
        of_stack: None,
        taken_back: None,
    }
}

fn partner(id: u8, organisation: &str, person: Option<&str>, verdict: Verdict) -> Grading {
    let partner = Partner { organisation: organisation.to_owned(), person: person.map(str::to_owned) };
    Grading { by: Grader::Partner(partner), ..graded(id, 0, verdict) }
}

fn opinions(gradings: &[Grading]) -> Opinions {
    Opinions { gradings: gradings.to_vec(), ..Opinions::none_of(file(1)) }
}

fn state(state: &State) -> &'static str {
    match state {
        State::Ungraded => "ungraded",
        State::Graded => "graded",
        State::Confirmed => "confirmed",
        State::Disagreement(_) => "disagreement",
        State::Disputed { .. } => "disputed",
    }
}

/// How gradings stand: the state, and how many of three are counted.
fn check(gradings: &[Grading], expected: (&str, usize)) {
    let standing = standing(&opinions(gradings), &caid());
    assert_eq!((state(&standing.state), standing.counted.len()), expected, "{standing:#?}");
    assert_eq!(standing.counted.len() + standing.not_counted.len(), opinions(gradings).current().len());
    let json = serde_json::to_string(&standing).unwrap();
    assert_eq!(serde_json::from_str::<Standing>(&json).unwrap(), standing);
}

#[test]
fn confirmed_takes_three_opinions_from_three_people() {
    let [one, two, three] = [1, 2, 3].map(|n| graded(n, n, illegal()));
    check(&[], ("ungraded", 0));
    check(std::slice::from_ref(&one), ("graded", 1));
    check(&[one.clone(), two.clone()], ("graded", 2));
    check(&[one.clone(), two.clone(), three.clone()], ("confirmed", 3));
    // The same person again, for another unit too, is one voice.
    let again = Grading { id: GradingId::new([9; 10]), at: Moment(9), ..two.clone() };
    let other_unit = Actor { unit: UnitId::new([7; 10]), ..actor(2) };
    check(&[one.clone(), two.clone(), again.clone()], ("graded", 2));
    check(&[one, two, Grading { by: Grader::Person(other_unit), ..again }], ("graded", 2));
}

#[test]
fn a_unit_of_one_works_with_a_single_grading_shown_as_one_of_three() {
    let alone = standing(&opinions(&[graded(1, 1, illegal())]), &caid());
    assert_eq!(alone.stands, Some(GradingId::new([1; 10])));
    assert_eq!(alone.category.as_deref(), Some("A"));
    assert!(!alone.table.is_for_court());
    assert_eq!((alone.counted.len(), crate::standing::OPINIONS_WANTED), (1, 3));
}

#[test]
fn partners_gradings_count_with_their_source() {
    let own = graded(1, 1, illegal());
    let hotline = partner(2, "hotline", None, illegal());
    let same = partner(3, "hotline", None, illegal());
    check(&[own.clone(), hotline.clone(), same], ("graded", 2));
    let named = [partner(3, "hotline", Some("a"), illegal()), partner(4, "hotline", Some("b"), illegal())];
    check(&[std::slice::from_ref(&own), &named[..]].concat(), ("confirmed", 3));
    let of_three = [own.clone(), hotline.clone(), partner(3, "police", None, illegal())];
    check(&of_three, ("confirmed", 3));
    let sources = standing(&opinions(&of_three), &caid()).counted;
    assert!(sources.iter().any(|(_, by)| *by == hotline.by), "{sources:?}");
    // A partner that says a category and no facts is heard where its scheme is ours.
    let stated = |scheme: &str, code: &str| Grading {
        facts: Facts::default(),
        stated: Some(Category { scheme: scheme.to_owned(), code: code.to_owned() }),
        ..hotline.clone()
    };
    check(&[own.clone(), stated("caid", "A")], ("graded", 2));
    check(&[own.clone(), stated("caid", "B")], ("disagreement", 1));
    check(&[own, stated("vics-us", "1")], ("graded", 1));
}

#[test]
fn only_blind_opinions_of_what_was_seen_are_counted() {
    let own = graded(1, 1, illegal());
    let check = |other: Grading, why: NotCounted| {
        let standing = standing(&opinions(&[own.clone(), other.clone()]), &caid());
        assert_eq!(standing.counted.len(), 1, "{standing:?}");
        assert_eq!(standing.not_counted, [(other.id, why)]);
        assert_eq!((state(&standing.state), standing.stands), ("graded", Some(own.id)));
    };
    let other = graded(2, 2, illegal());
    let near = Viewing::ByStackNotViewed { viewed: file(7), sameness: Sameness::Near };
    check(Grading { independence: Independence::Informed, ..other.clone() }, NotCounted::NotBlind);
    check(Grading { viewing: near, ..other.clone() }, NotCounted::NotViewed);
    check(Grading { verdict: Verdict::CannotTell, ..other.clone() }, NotCounted::CannotTell);
    check(Grading { facts: Facts::default(), ..other.clone() }, NotCounted::NoCategory);
    let elsewhere = Verdict::NotIllegal { under: "XX".to_owned() };
    check(Grading { facts: Facts::default(), verdict: elsewhere, ..other }, NotCounted::NotComparable);
}

#[test]
fn whatever_is_said_in_whatever_order_confirmed_means_three_people_who_looked_blind_and_agree() {
    let mut seed = 0x1234_5678_9abc_def1_u64;
    let mut chance = |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) % below
    };
    let table = caid();
    let near = Viewing::ByStackNotViewed { viewed: file(7), sameness: Sameness::Near };
    let mut n_of_state = BTreeMap::new();
    for _ in 0..2_000 {
        let grading = |id: u8, chance: &mut dyn FnMut(u64) -> u64| {
            let verdict = [illegal(), illegal(), illegal(), illegal(), illegal(), illegal(), not_illegal()];
            let mut grading = graded(id, 1 + chance(6) as u8, verdict[chance(7) as usize].clone());
            match chance(8) {
                0 => grading.verdict = Verdict::CannotTell,
                1 => grading.viewing = near,
                2 => grading.independence = Independence::Informed,
                3 => grading.taken_back = Some(said(99, "wrong file")),
                _ => {}
            }
            grading
        };
        let mut all = opinions(&(0..chance(9)).map(|id| grading(id as u8, &mut chance)).collect::<Vec<_>>());
        let one = standing(&all, &table);
        all.gradings.reverse();
        assert_eq!(standing(&all, &table), one, "{all:#?}");
        let counted: Vec<&Grading> = one.counted.iter().map(|(id, _)| all.live(*id).unwrap()).collect();
        let people: BTreeSet<&Grader> = counted.iter().map(|grading| &grading.by).collect();
        assert_eq!(people.len(), counted.len(), "one voice is counted once");
        for grading in &counted {
            assert_eq!((grading.viewing, grading.independence), (Viewing::Viewed, Independence::Blind));
            assert_eq!((&grading.verdict, &grading.facts), (&counted[0].verdict, &counted[0].facts));
        }
        if one.state == State::Confirmed {
            assert!(
                people.len() >= 3
                    && all
                        .current()
                        .iter()
                        .all(|grading| grading.verdict != not_illegal() || counted[0].verdict == not_illegal()),
                "{all:#?}"
            );
        }
        *n_of_state.entry(state(&one.state)).or_insert(0) += 1;
    }
    for expected in ["ungraded", "graded", "confirmed", "disagreement"] {
        assert!(n_of_state.get(expected).is_some_and(|n| *n > 50), "{n_of_state:?}");
    }
}

#[test]
fn a_disagreement_is_queued_with_who_and_what_differs() {
    let own = graded(1, 1, illegal());
    let differ = |other: Grading, expected: &[Aspect]| {
        let standing = standing(&opinions(&[own.clone(), other]), &caid());
        let State::Disagreement(disagreement) = standing.state else { panic!("{standing:?}") };
        assert_eq!(disagreement.differs.iter().copied().collect::<Vec<_>>(), expected);
        assert_eq!(disagreement.positions.len(), 2);
        assert_eq!((standing.stands, standing.category), (None, None));
        disagreement
    };
    let with = |labels: &[Label], age| Grading { facts: facts(labels, age), ..graded(2, 2, illegal()) };
    let penetrative = [Label::PenetrativeAct];
    differ(graded(2, 2, not_illegal()), &[Aspect::Verdict, Aspect::Category]);
    differ(with(&[Label::NonPenetrativeAct], AgeBand::From7To10), &[Aspect::Category]);
    let older = differ(with(&penetrative, AgeBand::From11To13), &[Aspect::AgeSection]);
    let sides: Vec<_> = older.positions.iter().map(|side| (side.by.clone(), side.age_section)).collect();
    assert_eq!(
        sides,
        [(1, AgeSection::UpTo10), (2, AgeSection::From11To13)]
            .map(|(user, age)| { (Grader::Person(actor(user)), Some(age)) })
    );
    let recorded = |origin, id: u8| Grading {
        facts: Facts { origin, ..facts(&penetrative, AgeBand::From7To10) },
        ..graded(id, id, illegal())
    };
    // Whether there is a child to look for; what one of them cannot say is no difference.
    let made = recorded(Origin::Made, 2);
    check(&[made.clone(), recorded(Origin::Recorded, 3)], ("disagreement", 2));
    check(&[made.clone(), recorded(Origin::AlteredFromARealChild, 3)], ("disagreement", 2));
    check(&[recorded(Origin::Recorded, 2), recorded(Origin::AlteredFromARealChild, 3)], ("graded", 2));
    check(&[made, own.clone()], ("graded", 2));
    // Bands within one section, and laws of two countries, are no disagreement.
    check(&[own.clone(), with(&penetrative, AgeBand::From3To6)], ("graded", 2));
    let abroad = Verdict::NotIllegal { under: "XX".to_owned() };
    check(&[own.clone(), Grading { verdict: abroad, ..graded(2, 2, illegal()) }], ("graded", 2));
    // Three who agree do not outvote one who differs.
    let three = [1, 2, 3].map(|n| graded(n, n, illegal()));
    check(&[&three[..], &[graded(4, 4, not_illegal())]].concat(), ("disagreement", 3));
}

#[test]
fn a_second_grading_by_the_same_person_replaces_the_first_and_the_history_keeps_both() {
    let both = opinions(&[graded(1, 1, illegal()), graded(2, 1, not_illegal())]);
    assert_eq!(both.current(), [&both.gradings[1]]);
    assert_eq!(both.gradings.len(), 2);
    check(&both.gradings, ("graded", 1));
    // Whatever the order in which they arrive.
    let mut turned = both.clone();
    turned.gradings.reverse();
    assert_eq!(turned.current(), [&both.gradings[1]]);
    // What was decided unseen does not replace what was seen.
    let near = Viewing::ByStackNotViewed { viewed: file(7), sameness: Sameness::Near };
    let unseen = opinions(&[graded(1, 1, illegal()), Grading { viewing: near, ..graded(2, 1, not_illegal()) }]);
    assert_eq!(unseen.current(), [&unseen.gradings[0]]);
}

#[test]
fn how_a_file_came_to_be_comes_with_those_who_hold_it_now() {
    let said = |id, user, origin| {
        let grading = graded(id, user, illegal());
        Grading { facts: Facts { origin, ..grading.facts.clone() }, ..grading }
    };
    let both = opinions(&[said(1, 1, Origin::Made), said(2, 2, Origin::Unknown), said(3, 1, Origin::Recorded)]);
    let by = |user| Source::Person(actor(user));
    let origins: Vec<_> = both.origins_said().into_iter().map(|said| (said.by, said.origin, said.at)).collect();
    assert_eq!(origins, [(by(2), Origin::Unknown, Moment(2)), (by(1), Origin::Recorded, Moment(3))]);
}

#[test]
fn while_a_blind_grading_is_open_its_grader_sees_nothing_of_others_or_made_of_others() {
    let theirs = opinions(&[graded(1, 1, illegal()), graded(2, 2, illegal())]);
    let second = open_blind(actor(2), [file(1), file(5)].into(), false, Moment(3)).unwrap();
    let open = [second];
    let user = |n: u8| UserId::new([n; 10]);
    let hidden = visible_to(user(2), &theirs, &open);
    assert_eq!(hidden, Visible::OwnOnly(vec![&theirs.gradings[1]]));
    assert_eq!(hidden.standing(&caid()), None);
    // The copies of the stack tell as much as the file.
    let copy = Opinions { file: file(5), ..theirs.clone() };
    assert!(matches!(visible_to(user(2), &copy, &open), Visible::OwnOnly(_)));
    // Others, other files, and afterwards.
    let elsewhere = Opinions { file: file(6), ..theirs.clone() };
    for (viewer, opinions, open) in
        [(user(1), &theirs, &open[..]), (user(2), &elsewhere, &open[..]), (user(2), &theirs, &[][..])]
    {
        let seen = visible_to(viewer, opinions, open);
        assert_eq!(seen, Visible::Everything(opinions));
        assert!(seen.standing(&caid()).is_some());
    }
}

#[test]
fn nobody_grades_blind_who_has_seen_what_others_said() {
    assert_eq!(open_blind(actor(2), [file(1)].into(), true, Moment(3)), Err(HasSeenOthers));
    let open = [open_blind(actor(2), [file(1)].into(), false, Moment(3)).unwrap()];
    let graded_by_one = opinions(&[graded(1, 1, illegal())]);
    let check = |user: u8, opinions: &Opinions, open: &[OpenBlind], was_shown: bool, expected: Independence| {
        assert_eq!(independence(UserId::new([user; 10]), opinions, open, was_shown), expected);
    };
    check(2, &graded_by_one, &open, false, Independence::Blind);
    check(2, &graded_by_one, &[], false, Independence::Informed);
    check(2, &graded_by_one, &open, true, Independence::Informed);
    check(3, &graded_by_one, &open, false, Independence::Informed);
    // The first has nobody to be influenced by, and neither has somebody who grades their own file again.
    check(3, &opinions(&[]), &[], false, Independence::Blind);
    check(1, &graded_by_one, &[], false, Independence::Blind);
}

#[test]
fn a_dispute_takes_confirmed_away_and_names_what_leaned_on_it() {
    let mut confirmed = opinions(&[1, 2, 3].map(|n| graded(n, n, illegal())));
    let link = RecordId::Link(LinkId::new([1; 10]));
    let person = RecordId::Person(PersonId::new([2; 10]));
    let start = RecordId::File(file(1));
    let leans = |record: &RecordId| match record {
        RecordId::File(_) => vec![person, link],
        RecordId::Link(_) => vec![person, RecordId::File(file(1))],
        _ => vec![],
    };
    let by = partner(9, "hotline", None, illegal()).by;
    let ask =
        |reason: &str, opinions: &Opinions| dispute(opinions, by.clone(), Moment(9), Protected::new(reason), leans);
    assert_eq!(ask(" ", &confirmed), Err(CannotDispute::Reason));
    assert_eq!(ask("x", &opinions(&[])), Err(CannotDispute::Ungraded));
    let disputed = ask("an adult actor, canary", &confirmed).unwrap();
    let mut expected = [link, person].map(|record| Recheck { record, leaned_on: start });
    expected.sort();
    assert_eq!(disputed.recheck, expected);
    assert_eq!(leaning_on(person, leans), []);
    assert!(!format!("{disputed:?}").contains("canary"));
    confirmed.disputes.push(disputed.dispute);
    let now = standing(&confirmed, &caid());
    assert_eq!(now.state, State::Disputed { n_open: 1, disagreement: None });
    assert_eq!((now.counted.len(), now.stands), (3, None));
    // Settled with a reason it is confirmed again, until the next objection.
    let first = GradingId::new([1; 10]);
    assert_eq!(settle(&confirmed, &caid(), first, said(10, "")), Err(CannotSettle::Reason));
    let settled = settle(&confirmed, &caid(), first, said(10, "her date of birth is known")).unwrap();
    confirmed.settlements.push(settled);
    check_state(&confirmed, "confirmed", 3);
    let again = ask("no", &confirmed).unwrap();
    confirmed.disputes.push(again.dispute);
    check_state(&confirmed, "disputed", 3);
}

fn check_state(opinions: &Opinions, expected: &str, n_counted: usize) {
    let standing = standing(opinions, &caid());
    assert_eq!((state(&standing.state), standing.counted.len()), (expected, n_counted), "{standing:#?}");
}

#[test]
fn a_disagreement_is_settled_by_a_person_with_a_reason() {
    let mut differing = opinions(&[graded(1, 1, illegal()), graded(2, 2, not_illegal()), graded(3, 3, illegal())]);
    let [one, two] = [1, 2].map(|n| GradingId::new([n; 10]));
    let settled =
        |opinions: &Opinions, stands| settle(opinions, &caid(), stands, said(9, "looked with the other unit"));
    assert_eq!(settled(&differing, GradingId::new([8; 10])), Err(CannotSettle::NotHeld));
    let settlement = settled(&differing, one).unwrap();
    assert_eq!(settlement.overruled, BTreeSet::from([two]));
    differing.settlements.push(settlement);
    let now = standing(&differing, &caid());
    assert_eq!((state(&now.state), now.stands, now.counted.len()), ("graded", Some(one), 2));
    assert_eq!(now.not_counted, [(two, NotCounted::Overruled)]);
    assert_eq!(settled(&differing, one), Err(CannotSettle::NothingOpen));
    // A third who agrees confirms; one who says it anew opens the question anew.
    let mut third = differing.clone();
    third.gradings.push(graded(4, 4, illegal()));
    check_state(&third, "confirmed", 3);
    let mut anew = differing.clone();
    anew.gradings.push(graded(5, 2, not_illegal()));
    check_state(&anew, "disagreement", 2);
    // Without the grading that was settled on, the question is open as before.
    let mut fallen = differing;
    fallen.gradings[0].taken_back = Some(said(10, "wrong file"));
    check_state(&fallen, "disagreement", 1);
}
