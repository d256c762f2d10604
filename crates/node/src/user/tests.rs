//! Users on a real store: the last administrator, names that are taken, and who is told that a second one is wanted.

use super::*;
use crate::sign_in::tests::World;
use crate::unit::AddUnit;

fn ask(login: &str, roles: &[Role]) -> AddUser {
    AddUser {
        login: login.into(),
        name: Protected::new("A colleague"),
        unit: "Amman".into(),
        roles: roles.iter().copied().collect(),
        language: Some(Language::Arabic),
        password: None,
    }
}

fn code_of<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_last_administrator_stays_and_a_second_one_is_wanted() {
    let World { node, terminal, folder: _folder, .. } = World::new().await;
    let first = node.add_user(&terminal, ask("rana", &[Role::Administrator])).await.unwrap();
    assert!(first.second_administrator_wanted);
    let named = |user: &str| NamedUser { user: user.into() };
    assert_eq!(code_of(node.disable_user(&terminal, named("rana")).await), "user-last-administrator");
    let roles = |user: &str, roles: &[Role]| SetUserRoles { user: user.into(), roles: roles.iter().copied().collect() };
    let steps_down = roles("rana", &[Role::Examiner]);
    assert_eq!(code_of(node.set_user_roles(&terminal, steps_down.clone()).await), "user-last-administrator");
    let second = node.add_user(&terminal, ask("sami", &[Role::Administrator])).await.unwrap();
    assert!(!second.second_administrator_wanted);
    assert!(node.set_user_roles(&terminal, steps_down).await.unwrap().second_administrator_wanted);
    assert_eq!(code_of(node.disable_user(&terminal, named("sami")).await), "user-last-administrator");
    // Named by id as well; whoever is let in again gets new secrets.
    let id = first.user.id.to_string();
    assert_eq!(node.disable_user(&terminal, named(&id)).await.unwrap().user.state, UserState::Disabled);
    assert_eq!(code_of(node.set_user_roles(&terminal, roles(&id, &[Role::Grader])).await), "user-disabled");
    let reset = node.reset_user(&terminal, ResetUser { user: id, password: None }).await.unwrap();
    let secrets = reset.secrets.unwrap();
    assert!(reset.user.state == UserState::Active && reset.user.must_renew);
    assert_ne!(secrets.password.unwrap().reveal(), first.secrets.unwrap().password.unwrap().reveal());
}

#[tokio::test]
async fn what_is_wrong_with_a_new_user_or_unit_is_said_and_lists_go_by_name() {
    let World { node, terminal, folder: _folder, .. } = World::new().await;
    node.add_user(&terminal, ask("zaid", &[Role::Grader])).await.unwrap();
    node.add_user(&terminal, ask("rana", &[Role::Grader])).await.unwrap();
    assert_eq!(code_of(node.add_user(&terminal, ask("RANA", &[Role::Grader])).await), "user-login-taken");
    assert_eq!(code_of(node.add_user(&terminal, ask("r\u{430}na", &[Role::Grader])).await), "user-login-malformed");
    assert_eq!(code_of(node.add_user(&terminal, ask("nora", &[])).await), "user-no-role");
    let short = AddUser { password: Some(Secret::new("short")), ..ask("nora", &[Role::Grader]) };
    assert_eq!(code_of(node.add_user(&terminal, short).await), "password-too-short");
    let machine = AddUser { password: Some(Secret::new("long enough a password")), ..ask("m-1", &[Role::Matcher]) };
    assert_eq!(code_of(node.add_user(&terminal, machine).await), "user-machine-without-password");
    let elsewhere = AddUser { unit: "Irbid".into(), ..ask("nora", &[Role::Grader]) };
    assert!(matches!(node.add_user(&terminal, elsewhere).await, Err(Error::NotFound { what: "unit", .. })));
    let unit = |name: &str, prefix: &str| AddUnit {
        name: name.into(),
        country: "JO".parse().unwrap(),
        victim_prefix: prefix.into(),
        contact: None,
    };
    assert_eq!(code_of(node.add_unit(&terminal, unit("Irbid", "JO-AM")).await), "unit-prefix-taken");
    node.add_unit(&terminal, unit("Aqaba", "JO-AQ")).await.unwrap();
    let names: Vec<String> = node.units(&terminal).await.unwrap().units.into_iter().map(|unit| unit.name).collect();
    assert_eq!(names, ["Amman", "Aqaba"]);
    let users = node.users(&terminal).await.unwrap();
    let logins: Vec<&str> = users.users.iter().map(|user| user.login.as_str()).collect();
    assert_eq!(logins, ["rana", "zaid"]);
    assert!(users.second_administrator_wanted);
    assert_eq!(node.show_user(&terminal, NamedUser { user: "zaid".into() }).await.unwrap(), users.users[1]);
    for nobody in ["nora", "usr_0000000000000000", "no such thing"] {
        let answer = node.show_user(&terminal, NamedUser { user: nobody.into() }).await;
        assert!(matches!(answer, Err(Error::NotFound { what: "user", .. })), "{nobody}");
    }
    let owner = rustix::process::geteuid().as_raw();
    let stranger = Principal::Terminal { uid: owner + 1 };
    assert!(matches!(node.users(&stranger).await, Err(Error::Denied { verb: "user-show" })));
}
