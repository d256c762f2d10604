//! Four eyes on a node with people: who is asked, who answers, and that one person alone gets nowhere.

use casework::user::Login;
use tempfile::TempDir;

use super::*;
use crate::clock::Clock;
use crate::folder::NodeFolder;
use crate::principal::Caller;

const DAY_US: i64 = 86_400_000_000;

/// A node of two units with an examiner and a supervisor each, and in the first unit an auditor too. Users 1 and 2 are
/// of unit 1, users 3 and 4 of unit 2, user 5 is the auditor.
pub(crate) async fn node_with_people() -> (TempDir, Node, Clock) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::by_hand(1_000_000_000_000);
    let opened = NodeFolder::open_at(&folder.path().join("node")).unwrap();
    let node = Node::open(opened, clock.clone(), "/nowhere".into()).await.unwrap();
    let mut tx = node.store.begin().await.unwrap();
    for n in [1, 2] {
        let unit = casework::unit::Unit {
            id: unit(n),
            name: format!("unit {n}"),
            country: "JO".parse().unwrap(),
            victim_prefix: format!("JO-{n}"),
            contact: None,
        };
        tx.add_unit(&unit).await.unwrap();
    }
    for (n, of, role) in PEOPLE {
        let user = User {
            id: user(n),
            login: format!("user{n}").parse::<Login>().unwrap(),
            name: Protected::new("a colleague"),
            unit: unit(of),
            roles: BTreeSet::from([role]),
            state: UserState::Active,
            language: None,
            must_renew: false,
            version: 1,
        };
        tx.put_user(&user).await.unwrap();
    }
    tx.commit(node.entry(&Principal::of_this_process(), "test")).await.unwrap();
    (folder, node, clock)
}

const PEOPLE: [(u8, u8, Role); 5] = [
    (1, 1, Role::Examiner),
    (2, 1, Role::Supervisor),
    (3, 2, Role::Examiner),
    (4, 2, Role::Supervisor),
    (5, 1, Role::Auditor),
];

pub(crate) fn unit(n: u8) -> UnitId {
    UnitId::new([n; 10])
}

pub(crate) fn user(n: u8) -> UserId {
    UserId::new([n; 10])
}

/// One of the people, as a call knows them.
pub(crate) async fn caller(node: &Node, n: u8) -> Principal {
    let (_, of, role) = PEOPLE.into_iter().find(|(user, ..)| *user == n).unwrap();
    let store::OpenTo { cases, records } = node.store.open_to(user(n), node.clock.now_us()).await.unwrap();
    Principal::User(Box::new(Caller {
        actor: Actor { user: user(n), unit: unit(of) },
        roles: BTreeSet::from([role]),
        cases,
        opened: records,
        scope: None,
        purpose: None,
    }))
}

pub(crate) fn code_of<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer.unwrap_err() {
        Error::Refused(refusal) => refusal.code(),
        other => other.code().to_owned(),
    }
}

fn removal() -> AskSecondPerson {
    AskSecondPerson {
        verb: "list-remove".into(),
        subject: "lst_1".into(),
        details: BTreeMap::new(),
        reason: Protected::new("its owner withdrew it"),
    }
}

fn answer(id: SecondPersonId, agrees: bool) -> AnswerAsSecondPerson {
    AnswerAsSecondPerson { id, agrees, reason: None }
}

/// What a guarded verb does: asks for its second person, and commits.
async fn remove(node: &Node, who: &Principal) -> Result<SecondPerson, Error> {
    let mut tx = node.store.begin().await?;
    let second = node.need_second_person(&mut tx, who, Action::RemoveList, "lst_1", BTreeMap::new()).await?;
    tx.commit(node.entry(who, "list-remove").about("second_person", second.fact())).await?;
    Ok(second)
}

#[tokio::test]
async fn one_person_alone_is_refused_and_two_do_it_once() {
    let (_folder, node, _) = node_with_people().await;
    let (examiner, supervisor) = (caller(&node, 1).await, caller(&node, 2).await);
    assert_eq!(code_of(remove(&node, &examiner).await), "second-person-needed");
    let asked = node.ask_second_person(&examiner, removal()).await.unwrap();
    assert_eq!(asked.could_answer, BTreeSet::from([user(2)]));
    assert_eq!(code_of(remove(&node, &examiner).await), "second-person-needed");
    assert_eq!(code_of(node.answer_as_second_person(&examiner, answer(asked.id, true)).await), "second-person-oneself");
    // Another unit's supervisor need not know of it.
    let elsewhere = caller(&node, 4).await;
    assert_eq!(code_of(node.answer_as_second_person(&elsewhere, answer(asked.id, true)).await), "not-found");
    assert!(node.second_person_asks(&elsewhere).await.unwrap().asks.is_empty());
    assert_eq!(node.second_person_asks(&supervisor).await.unwrap().asks, std::slice::from_ref(&asked));
    // On the day of whoever could answer it stands until somebody has.
    let on_the_day = async |who| node.today(who).await.unwrap().answers;
    assert_eq!(on_the_day(&supervisor).await, std::slice::from_ref(&asked));
    assert!(on_the_day(&elsewhere).await.is_empty() && on_the_day(&examiner).await.is_empty());
    let agreed = node.answer_as_second_person(&supervisor, answer(asked.id, true)).await.unwrap();
    assert_eq!(agreed.answered_by, Some(user(2)));
    assert!(on_the_day(&supervisor).await.is_empty());
    // Agreed to for the examiner, not for whoever agreed.
    assert_eq!(code_of(remove(&node, &supervisor).await), "second-person-needed");
    assert_eq!(remove(&node, &examiner).await.unwrap(), SecondPerson::Agreed(asked.id));
    assert_eq!(code_of(remove(&node, &examiner).await), "second-person-needed");
}

#[tokio::test]
async fn a_change_that_is_given_up_uses_up_no_agreement() {
    let (_folder, node, _) = node_with_people().await;
    let (examiner, supervisor) = (caller(&node, 1).await, caller(&node, 2).await);
    let asked = node.ask_second_person(&examiner, removal()).await.unwrap();
    node.answer_as_second_person(&supervisor, answer(asked.id, true)).await.unwrap();
    let mut tx = node.store.begin().await.unwrap();
    node.need_second_person(&mut tx, &examiner, Action::RemoveList, "lst_1", BTreeMap::new()).await.unwrap();
    drop(tx);
    assert!(remove(&node, &examiner).await.is_ok());
}

#[tokio::test]
async fn a_supervisor_asks_their_deputy() {
    let (_folder, node, clock) = node_with_people().await;
    let (supervisor, auditor) = (caller(&node, 2).await, caller(&node, 5).await);
    let asked = node.ask_second_person(&supervisor, removal()).await.unwrap();
    assert_eq!(asked.could_answer, BTreeSet::new());
    assert_eq!(code_of(node.answer_as_second_person(&auditor, answer(asked.id, true)).await), "not-found");
    node.name_deputy(&supervisor, NameDeputy { user: user(5), days: 2 }).await.unwrap();
    assert_eq!(code_of(node.name_deputy(&auditor, NameDeputy { user: user(1), days: 2 }).await), "denied");
    assert_eq!(
        code_of(node.name_deputy(&supervisor, NameDeputy { user: user(9), days: 2 }).await),
        "second-person-no-deputy"
    );
    clock.advance_us(2 * DAY_US);
    assert_eq!(code_of(node.answer_as_second_person(&auditor, answer(asked.id, true)).await), "not-found");
    node.name_deputy(&supervisor, NameDeputy { user: user(5), days: 2 }).await.unwrap();
    node.answer_as_second_person(&auditor, answer(asked.id, true)).await.unwrap();
    assert!(remove(&node, &supervisor).await.is_ok());
    node.end_deputy(&supervisor, EndDeputy { user: user(5) }).await.unwrap();
    assert_eq!(code_of(node.end_deputy(&supervisor, EndDeputy { user: user(5) }).await), "not-found");
}

#[tokio::test]
async fn one_asks_for_what_one_may_do_and_what_needs_two() {
    let (_folder, node, _) = node_with_people().await;
    let examiner = caller(&node, 1).await;
    let ask =
        |verb: &str, reason: &str| AskSecondPerson { verb: verb.into(), reason: Protected::new(reason), ..removal() };
    assert_eq!(code_of(node.ask_second_person(&examiner, ask("list-show", "x")).await), "second-person-not-needed");
    assert_eq!(code_of(node.ask_second_person(&examiner, ask("list-remove", " ")).await), "second-person-no-reason");
    let auditor = caller(&node, 5).await;
    assert_eq!(code_of(node.ask_second_person(&auditor, removal()).await), "denied");
}

#[tokio::test]
async fn the_terminal_goes_alone_only_while_there_is_no_supervisor() {
    let (_folder, node, _) = node_with_people().await;
    let terminal = Principal::of_this_process();
    assert_eq!(code_of(remove(&node, &terminal).await), "second-person-needed");
    let asked = node.ask_second_person(&caller(&node, 1).await, removal()).await.unwrap();
    node.answer_as_second_person(&caller(&node, 2).await, answer(asked.id, true)).await.unwrap();
    assert_eq!(remove(&node, &terminal).await.unwrap(), SecondPerson::Agreed(asked.id));

    let folder = tempfile::tempdir().unwrap();
    let opened = NodeFolder::open_at(&folder.path().join("node")).unwrap();
    let fresh = Node::open(opened, Clock::by_hand(1), "/nowhere".into()).await.unwrap();
    assert_eq!(remove(&fresh, &terminal).await.unwrap(), SecondPerson::NobodyYet);
}
