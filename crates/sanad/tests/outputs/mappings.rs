//! Mapping tables at the terminal: what is wrong with one stands with file, line and mend, and what nobody approved is not for
//! court, in every language.

use serde_json::Value;

use crate::world::World;

const RULE: &str = "[[rule]]\ncategory = \"A\"\nreason = \"all\"\n";

fn head(version: &str) -> String {
    format!("scheme = \"own\"\nversion = \"{version}\"\nsource = \"a law\"\n\n")
}

/// A line of each command, as `--json` prints it.
pub(crate) fn lines_of_every_command(world: &World) -> Vec<Value> {
    let right = world.put_beside("right.toml", head("1") + RULE);
    let wrong = world.put_beside("wrong.toml", head(" ") + RULE + RULE);
    let (right, wrong) = (right.to_str().unwrap(), wrong.to_str().unwrap());
    let mut lines = Vec::new();
    for (args, code) in [
        (&["mapping", "list", "--json"][..], 0),
        (&["mapping", "show", "caid", "--json"], 0),
        (&["mapping", "check", right, "--json"], 0),
        (&["mapping", "check", right, wrong, "--json"], 3),
    ] {
        lines.extend(world.sanad(args).ended(code).lines());
    }
    lines
}

#[test]
fn what_is_wrong_stands_with_file_line_and_mend_in_every_language() {
    let mut world = World::new();
    let path = world.put_beside("own.toml", head(" ") + RULE + RULE);
    let path = path.to_str().unwrap();
    let no_toml = world.put_beside("letter.toml", "Dear colleague,\n");
    for (lang, mend) in [
        ("en", ["give each rule a reason of its own", "write it as the tables of the program are"]),
        ("fr", ["donnez à chaque règle une raison", "écrivez-la comme celles du programme"]),
        ("es", ["dé a cada regla un motivo propio", "escríbala como las del programa"]),
        ("ar", ["يُعطى لكل قاعدة سبب خاص بها", "يُكتب كما كُتبت جداول البرنامج"]),
    ] {
        world.set("SANAD_LANG", lang);
        let done = world.sanad(["mapping", "check", path, no_toml.to_str().unwrap()]).ended(3);
        let printed = done.text().replace(['\u{2068}', '\u{2069}'], "");
        let at = |line: &str| printed.lines().find(|text| text.contains(path) && text.contains(line)).is_some();
        assert!(at(" 2") && at(" 5") && at(" 8"), "{printed}");
        assert!(mend.iter().all(|mend| printed.contains(mend)), "{lang}: {printed}");
    }
}

#[test]
fn what_nobody_approved_is_not_for_court_in_every_language() {
    let mut world = World::new();
    for (lang, words) in [
        ("en", "not approved: not for court"),
        ("fr", "ne pas produire en justice"),
        ("es", "no apta para juicio"),
        ("ar", "لا يُقدَّم إلى المحكمة"),
    ] {
        world.set("SANAD_LANG", lang);
        world.set("COLUMNS", "400");
        let listed = world.sanad(["mapping", "list"]).ended(0);
        assert_eq!(listed.text().matches(words).count(), 4, "{lang}: {}", listed.text());
    }
    world.set("SANAD_LANG", "en");
    // What is shown is what may be proposed: it is a table.
    let shown = world.sanad(["mapping", "show", "interpol-baseline"]).ended(0);
    let copy = world.put_beside("copy.toml", shown.text());
    let checked = world.sanad(["mapping", "check", copy.to_str().unwrap()]).ended(0);
    assert!(checked.text().contains("interpol-baseline"), "{}", checked.text());
    let unknown = world.sanad(["mapping", "show", "nothing"]).ended(2);
    assert!(unknown.err_text().contains("sanad mapping list"), "{}", unknown.err_text());
}
