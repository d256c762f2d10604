//! No administrator alone: every way that one person could take to a colleague's rights, on a real store.

use casework::id::SecondPersonId;
use casework::protected::Protected;
use casework::user::UserState;
use casework::who::Actor;

use super::*;
use crate::principal::Caller;
use crate::second_person::tests::{caller, code_of, node_with_people, unit, user};
use crate::second_person::{AnswerAsSecondPerson, AskSecondPerson, NameDeputy, SecondPersonView};
use crate::token::AddToken;
use crate::user::{AddUser, NamedUser, ResetUser, SetUserRoles};

/// Somebody of unit 1 in these roles, known to the node.
async fn known(node: &Node, n: u8, roles: &[Role]) -> Principal {
    let somebody = User {
        id: user(n),
        login: format!("user{n}").parse().unwrap(),
        name: Protected::new("a colleague"),
        unit: unit(1),
        roles: roles.iter().copied().collect(),
        state: UserState::Active,
        language: None,
        must_renew: false,
        version: 1,
    };
    let mut tx = node.store.begin().await.unwrap();
    tx.put_user(&somebody).await.unwrap();
    tx.commit(node.entry(&Principal::of_this_process(), "test")).await.unwrap();
    Principal::User(Box::new(Caller {
        actor: Actor { user: user(n), unit: unit(1) },
        roles: somebody.roles,
        cases: BTreeSet::new(),
        opened: BTreeSet::new(),
        scope: None,
        purpose: None,
    }))
}

fn new_user(login: &str, of: &str, roles: &[Role]) -> AddUser {
    AddUser {
        login: login.into(),
        name: Protected::new("Somebody New"),
        unit: of.into(),
        roles: roles.iter().copied().collect(),
        language: None,
        password: None,
    }
}

fn set_roles(n: u8, roles: &[Role]) -> SetUserRoles {
    SetUserRoles { user: user(n).to_string(), roles: roles.iter().copied().collect() }
}

fn named(n: u8) -> NamedUser {
    NamedUser { user: user(n).to_string() }
}

fn reset(n: u8) -> ResetUser {
    ResetUser { user: user(n).to_string(), password: None }
}

fn ask(action: Action, subject: &str, details: &[(&str, &str)]) -> AskSecondPerson {
    AskSecondPerson {
        verb: action.verb().into(),
        subject: subject.into(),
        details: details.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        reason: Protected::new("she begins on Monday"),
    }
}

async fn answer(node: &Node, who: &Principal, id: SecondPersonId) -> Result<SecondPersonView, Error> {
    node.answer_as_second_person(who, AnswerAsSecondPerson { id, agrees: true, reason: None }).await
}

const NEEDED: &str = "second-person-staff-needed";

#[tokio::test]
async fn neither_an_administrator_nor_the_terminal_gives_a_right_alone() {
    let (_folder, node, _) = node_with_people().await;
    let administrator = known(&node, 6, &[Role::Administrator]).await;
    for who in [&administrator, &Principal::of_this_process()] {
        // A second administrator is a second pair of hands of the same person.
        for roles in [&[Role::Grader][..], &[Role::Administrator], &[Role::Matcher], &[Role::Supervisor]] {
            assert_eq!(code_of(node.add_user(who, new_user("new", "unit 1", roles)).await), NEEDED);
        }
        let own = set_roles(6, &[Role::Administrator, Role::VictimIdentificationOfficer]);
        assert_eq!(code_of(node.set_user_roles(who, own).await), NEEDED);
        // Passwords and tokens of others are their rights.
        for n in [1, 2, 5] {
            assert_eq!(code_of(node.reset_user(who, reset(n)).await), NEEDED);
        }
        let scope = vec![Action::AnswerAsSecondPerson.verb().to_owned()];
        let token = AddToken { user: user(2).to_string(), name: "n".into(), scope, days: 1 };
        assert_eq!(code_of(node.add_token(who, token).await), NEEDED);
        // Nor does it begin anew when the supervisor is out of the way.
        assert_eq!(code_of(node.disable_user(who, named(2)).await), NEEDED);
        assert_eq!(code_of(node.set_user_roles(who, set_roles(2, &[Role::Grader])).await), NEEDED);
    }
    assert_eq!(code_of(node.name_deputy(&administrator, NameDeputy { user: user(1), days: 1 }).await), "denied");
    // What only takes away is done at once.
    let out = node.disable_user(&administrator, named(1)).await.unwrap();
    assert_eq!(out.user.state, UserState::Disabled);
    assert_eq!(code_of(node.reset_user(&administrator, reset(1)).await), NEEDED);
}

#[tokio::test]
async fn two_of_whom_one_is_a_supervisor_of_the_unit_do_exactly_what_was_agreed_to_once() {
    let (_folder, node, _) = node_with_people().await;
    let administrator = known(&node, 6, &[Role::Administrator]).await;
    let grader = [("login", "NEW"), ("roles", "examiner, grader")];
    let asked = node.ask_second_person(&administrator, ask(Action::AddUser, "Unit 1", &grader)).await.unwrap();
    assert_eq!((asked.subject.clone(), asked.could_answer.clone()), (unit(1).to_string(), BTreeSet::from([user(2)])));
    // The same ask again is that ask.
    let again = node.ask_second_person(&administrator, ask(Action::AddUser, "unit 1", &grader)).await.unwrap();
    assert_eq!(again.id, asked.id);
    assert_eq!(code_of(answer(&node, &administrator, asked.id).await), "second-person-oneself");
    assert_eq!(code_of(answer(&node, &caller(&node, 4).await, asked.id).await), "not-found");
    let roles = [Role::Grader, Role::Examiner];
    assert_eq!(code_of(node.add_user(&administrator, new_user("new", "unit 1", &roles)).await), NEEDED);
    answer(&node, &caller(&node, 2).await, asked.id).await.unwrap();
    for other in [
        new_user("new", "unit 2", &roles),
        new_user("other", "unit 1", &roles),
        new_user("new", "unit 1", &[Role::Grader, Role::Examiner, Role::Supervisor]),
    ] {
        assert_eq!(code_of(node.add_user(&administrator, other).await), NEEDED);
    }
    let added = node.add_user(&administrator, new_user("new", "unit 1", &roles)).await.unwrap();
    assert_eq!(added.user.roles, roles.into_iter().collect());
    let head = node.store.ledger_root().await.unwrap();
    let entry = node.store.ledger_entries(head.size - 1, 1).await.unwrap().remove(0).body.unwrap();
    assert!(String::from_utf8(entry).unwrap().contains(&format!(r#""second_person":"{}""#, asked.id)));
    let twice = new_user("new2", "unit 1", &roles);
    assert_eq!(code_of(node.add_user(&administrator, twice).await), NEEDED);
}

#[tokio::test]
async fn one_person_in_two_accounts_is_still_one() {
    let (_folder, node, _) = node_with_people().await;
    // Supervisor and administrator, and a second account that was there before.
    let both = known(&node, 7, &[Role::Administrator, Role::Supervisor]).await;
    let puppet = known(&node, 8, &[Role::Administrator]).await;
    assert_eq!(
        code_of(node.name_deputy(&both, NameDeputy { user: user(8), days: 9 }).await),
        "second-person-no-deputy"
    );
    // Their own ask is answered by the others of the unit alone.
    let asked = node.ask_second_person(&both, ask(Action::ResetUser, "user5", &[])).await.unwrap();
    assert_eq!(asked.could_answer, BTreeSet::from([user(2)]));
    assert_eq!(code_of(answer(&node, &both, asked.id).await), "second-person-oneself");
    assert_eq!(code_of(answer(&node, &puppet, asked.id).await), "not-found");
    // The other administrator's password is theirs as well.
    assert_eq!(code_of(node.reset_user(&both, reset(8)).await), NEEDED);
}

#[tokio::test]
async fn of_two_supervisors_who_are_kept_out_at_once_one_stays() {
    let (_folder, node, _) = node_with_people().await;
    let administrator = known(&node, 6, &[Role::Administrator]).await;
    known(&node, 7, &[Role::Supervisor]).await;
    let (one, other) =
        tokio::join!(node.disable_user(&administrator, named(2)), node.disable_user(&administrator, named(7)));
    let refused: Vec<String> = [one, other].into_iter().filter(Result::is_err).map(code_of).collect();
    assert_eq!(refused, [NEEDED]);
}

#[tokio::test]
async fn a_unit_that_lost_its_supervisors_has_a_way_out() {
    let (_folder, node, clock) = node_with_people().await;
    let administrator = known(&node, 6, &[Role::Administrator]).await;
    let supervisor = caller(&node, 2).await;
    node.name_deputy(&supervisor, NameDeputy { user: user(1), days: 2 }).await.unwrap();
    // The supervisor leaves, and agrees to it.
    let leaves = node.ask_second_person(&administrator, ask(Action::DisableUser, "user2", &[])).await.unwrap();
    assert_eq!(leaves.could_answer, BTreeSet::from([user(1), user(2)]));
    answer(&node, &supervisor, leaves.id).await.unwrap();
    node.disable_user(&administrator, named(2)).await.unwrap();
    // A node without a supervisor of this unit is not as new.
    let next = || new_user("next", "unit 1", &[Role::Supervisor]);
    assert_eq!(code_of(node.add_user(&administrator, next()).await), NEEDED);
    let details = [("login", "next"), ("roles", "supervisor")];
    let asked = node.ask_second_person(&administrator, ask(Action::AddUser, "unit 1", &details)).await.unwrap();
    assert_eq!(asked.could_answer, BTreeSet::from([user(1), user(4)]), "the deputy, and the other unit's supervisor");
    clock.advance_us(3 * 86_400_000_000);
    assert_eq!(code_of(answer(&node, &caller(&node, 1).await, asked.id).await), "not-found");
    answer(&node, &caller(&node, 4).await, asked.id).await.unwrap();
    assert!(node.add_user(&administrator, next()).await.is_ok());
}

#[tokio::test]
async fn the_terminal_asks_without_a_name_and_does_what_was_agreed_to() {
    let (_folder, node, _) = node_with_people().await;
    let terminal = Principal::of_this_process();
    let asked = node.ask_second_person(&terminal, ask(Action::SetUserRoles, "user1", &[("roles", "grader")])).await;
    let asked = asked.unwrap();
    assert_eq!((asked.by.to_string(), asked.unit), ("usr_0000000000000000".to_owned(), unit(1)));
    let again = ask(Action::SetUserRoles, "user1", &[("roles", "grader")]);
    assert_eq!(node.ask_second_person(&terminal, again).await.unwrap().id, asked.id);
    assert_eq!(code_of(node.set_user_roles(&terminal, set_roles(1, &[Role::Grader])).await), NEEDED);
    answer(&node, &caller(&node, 2).await, asked.id).await.unwrap();
    // What the terminal asked for is done at the terminal.
    let administrator = known(&node, 6, &[Role::Administrator]).await;
    assert_eq!(code_of(node.set_user_roles(&administrator, set_roles(1, &[Role::Grader])).await), NEEDED);
    assert!(node.set_user_roles(&terminal, set_roles(1, &[Role::Grader])).await.is_ok());
    // Everything else is asked for by somebody with a name.
    let export = ask(Action::RemoveList, "lst_1", &[]);
    assert_eq!(code_of(node.ask_second_person(&terminal, export).await), "denied");
}

#[tokio::test]
async fn an_ask_says_exactly_what_is_to_be_done() {
    let (_folder, node, _) = node_with_people().await;
    let administrator = known(&node, 6, &[Role::Administrator]).await;
    let check = async |asked: AskSecondPerson, expected: &str| {
        assert_eq!(code_of(node.ask_second_person(&administrator, asked).await), expected);
    };
    check(ask(Action::AddUser, "unit 1", &[("login", "new")]), "second-person-unclear").await;
    check(ask(Action::AddUser, "unit 1", &[("login", "new"), ("roles", "king")]), "second-person-unclear").await;
    check(ask(Action::AddUser, "unit 9", &[("login", "new"), ("roles", "grader")]), "not-found").await;
    check(ask(Action::ResetUser, "user1", &[("password", "x")]), "second-person-unclear").await;
    check(ask(Action::ResetUser, "nobody", &[]), "not-found").await;
    check(ask(Action::AddToken, "user1", &[("scope", " ")]), "second-person-unclear").await;
    // Whoever may not do it does not ask for it.
    let examiner = caller(&node, 1).await;
    let refused = node.ask_second_person(&examiner, ask(Action::ResetUser, "user2", &[])).await;
    assert_eq!(code_of(refused), "denied");
}
