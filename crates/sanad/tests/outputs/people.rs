//! Units, users and tokens on the command line: what is printed, what is said of mistakes, and where no secret stands.

use serde_json::Value;

use crate::world::{Done, World};

const UNIT: [&str; 7] = ["unit", "add", "Amman", "--country", "jo", "--victim-prefix", "JO-AM"];

fn add_user<'a>(login: &'a str, role: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["user", "add", login, "--name", "Rana", "--unit", "amman", "--role", role];
    args.extend(rest);
    args
}

/// A line of each command, as `--json` prints it.
pub(crate) fn lines_of_every_command(world: &World) -> Vec<Value> {
    let mut lines = Vec::new();
    let mut run = |args: &[&str]| {
        let mut args = args.to_vec();
        args.push("--json");
        let line = world.sanad(args).ended(0).lines().remove(0);
        lines.push(line.clone());
        line
    };
    run(&UNIT);
    run(&["unit", "list"]);
    run(&add_user("rana", "grader", &["--language", "ar"]));
    run(&add_user("m-1", "matcher", &[]));
    run(&["user", "list"]);
    run(&["user", "show", "rana"]);
    run(&["user", "set-roles", "rana", "--role", "examiner", "--role", "auditor"]);
    run(&["user", "disable", "rana"]);
    run(&["user", "reset", "rana"]);
    let given = run(&["token", "add", "m-1", "--name", "filter", "--scope", "match-query", "--days", "30"]);
    run(&["token", "list"]);
    run(&["token", "revoke", given["token"]["id"].as_str().unwrap()]);
    lines
}

#[test]
fn secrets_are_printed_once_and_a_given_password_never() {
    let world = World::new();
    let said = |done: Done| done.ended(0).text().replace(['\u{2068}', '\u{2069}'], "");
    said(world.sanad(UNIT));
    let typed = "canary three plain words";
    let fed = world.sanad_fed(add_user("sami", "grader", &["--password-stdin"]), &format!("{typed}\n"));
    let printed = said(fed);
    assert!(!printed.contains(typed) && !printed.contains("Password"), "{printed}");
    assert!(printed.contains("Recovery key") && printed.contains("otpauth://totp/Sanad:sami?"), "{printed}");
    let made = world.sanad(add_user("rana", "administrator", &[])).ended(0);
    assert!(made.err_text().contains("Fewer than two people administer"), "{}", made.err_text());
    let printed = said(made);
    assert!(printed.contains("Password: "), "{printed}");
    let listed = said(world.sanad(["user", "list"]));
    let (rana, sami) = (listed.find("rana").unwrap(), listed.find("sami").unwrap());
    assert!(rana < sami && listed.contains("administrator") && listed.contains("active"), "{listed}");
    let secret = printed.lines().find(|line| line.contains("Recovery key")).unwrap().rsplit_once(' ').unwrap().1;
    assert!(secret.len() == 39 && !listed.contains(secret));
    let log = std::fs::read_to_string(world.path("node/logs/sanad.log.jsonl")).unwrap();
    for withheld in [typed, secret, "rana", "sami"] {
        assert!(!log.contains(withheld), "{withheld}");
        for entry in crate::schemas::ledger(&world) {
            assert!(!entry.to_string().contains(withheld), "{entry}");
        }
    }
}

#[test]
fn mistakes_are_said_in_words_with_the_way_out() {
    let world = World::new();
    world.sanad(UNIT).ended(0);
    let check = |args: &[&str], expected: &str| {
        let said = world.sanad(args).ended(2).err_text().replace(['\u{2068}', '\u{2069}'], "");
        assert!(said.contains(expected), "{args:?}: {said}");
    };
    check(&UNIT, "choose another");
    check(&add_user("rana", "grader", &["--password-stdin"]), "holds no password");
    check(&add_user("9rana", "grader", &[]), "This is not a login name");
    check(&["user", "show", "nobody"], "There is no user nobody");
    check(&["user", "add", "rana", "--name", "R", "--unit", "nowhere", "--role", "grader"], "There is no unit nowhere");
    check(&["token", "revoke", "tok_0000000000000000"], "There is no access token tok_0000000000000000");
    check(&["token", "revoke", "usr_0000000000000000"], "cannot be");
    check(&["user", "set-roles", "rana", "--role", "king"], "cannot be");
    world.sanad(add_user("rana", "administrator", &[])).ended(0);
    check(&["user", "disable", "rana"], "last active administrator");
    check(
        &["token", "add", "rana", "--name", "t", "--scope", "grading-add", "--days", "3"],
        "may do no more than its user",
    );
}
