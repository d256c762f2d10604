//! `sanad.toml` gives way to the environment, the environment to a flag; what is wrong is said with file, line and mend.

use serde_json::Value;

use crate::world::World;

/// Key, value in the file, variable, its value, what the file's and the variable's come to.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const SETTINGS: [Row; 29] = [
    ("lang", "\"fr\"", "SANAD_LANG", "es", "\"fr\"", "\"es\""),
    ("node", "\"/tmp/a\"", "SANAD_NODE", "/tmp/b", "\"/tmp/a\"", "\"/tmp/b\""),
    (
        "database",
        "\"postgres://u:secret@a/b\"",
        "SANAD_DATABASE",
        "postgres://u:secret@c/d",
        "\"postgres://u:…@a/b\"",
        "\"postgres://u:…@c/d\"",
    ),
    ("quiet", "true", "SANAD_QUIET", "false", "true", "false"),
    ("show-names", "true", "SANAD_SHOW_NAMES", "0", "true", "false"),
    ("jobs", "3", "SANAD_JOBS", "4", "3", "4"),
    ("custody.authority", "\"A\"", "SANAD_AUTHORITY", "B", "\"A\"", "\"B\""),
    ("custody.exhibit-number", "[\"1\", \"2\"]", "SANAD_EXHIBIT_NUMBER", "3\n4", "[\"1\",\"2\"]", "[\"3\",\"4\"]"),
    ("custody.seal", "\"A\"", "SANAD_SEAL", "B", "\"A\"", "\"B\""),
    ("custody.examiner", "\"A\"", "SANAD_EXAMINER", "B", "\"A\"", "\"B\""),
    ("triage.lists", "[\"/a.csv\"]", "SANAD_LISTS", "/b.csv", "[\"/a.csv\"]", "[\"/b.csv\"]"),
    ("triage.video", "\"second\"", "SANAD_VIDEO", "all", "\"second\"", "\"all\""),
    ("triage.search", "\"plain\"", "SANAD_SEARCH", "thorough", "\"plain\"", "\"thorough\""),
    ("triage.threshold", "10", "SANAD_THRESHOLD", "20", "10", "20"),
    ("triage.uncaged", "true", "SANAD_UNCAGED", "0", "true", "false"),
    ("triage.fail-on", "[\"known\"]", "SANAD_FAIL_ON", "near,new", "[\"known\"]", "[\"near\",\"new\"]"),
    ("report.for", "\"court\"", "SANAD_FOR", "partner", "\"court\"", "\"partner\""),
    ("report.share", "[\"gps\"]", "SANAD_SHARE", "names,times", "[\"gps\"]", "[\"names\",\"times\"]"),
    ("report.flavour", "\"US\"", "SANAD_FLAVOUR", "UK", "\"US\"", "\"UK\""),
    (
        "serve.origin",
        "\"https://a.example\"",
        "SANAD_ORIGIN",
        "https://b.example",
        "\"https://a.example\"",
        "\"https://b.example\"",
    ),
    (
        "serve.oidc-issuer",
        "\"https://a.example\"",
        "SANAD_OIDC_ISSUER",
        "https://b.example",
        "\"https://a.example\"",
        "\"https://b.example\"",
    ),
    ("serve.oidc-client", "\"a\"", "SANAD_OIDC_CLIENT", "b", "\"a\"", "\"b\""),
    ("serve.oidc-secret-file", "\"/a\"", "SANAD_OIDC_SECRET_FILE", "/b", "\"/a\"", "\"/b\""),
    (
        "serve.oidc-second-factor",
        "[\"amr:mfa\"]",
        "SANAD_OIDC_SECOND_FACTOR",
        "acr:a\nacr:b",
        "[\"amr:mfa\"]",
        "[\"acr:a\",\"acr:b\"]",
    ),
    ("serve.disputed-borders", "\"hidden\"", "SANAD_DISPUTED_BORDERS", "dashed", "\"hidden\"", "\"dashed\""),
    ("serve.intake", "[\"/a\"]", "SANAD_INTAKE", "/b", "[\"/a\"]", "[\"/b\"]"),
    ("backup.recipients", "[\"age1a\"]", "SANAD_BACKUP_RECIPIENTS", "age1b", "[\"age1a\"]", "[\"age1b\"]"),
    ("backup.keep-for", "30", "SANAD_BACKUP_KEEP_FOR", "40", "30", "40"),
    ("find.distance", "5", "SANAD_DISTANCE", "6", "5", "6"),
];

fn setting(world: &World, key: &str, more: &[&str]) -> Value {
    let mut args = vec!["config", "show", "--json"];
    args.extend(more);
    let document = world.sanad(args).ended(0).lines().remove(0);
    crate::schemas::check(&document);
    let all = document["settings"].as_array().unwrap().clone();
    assert_eq!(all.len(), SETTINGS.len(), "a setting is not in this test");
    all.into_iter().find(|setting| setting["key"] == key).unwrap()
}

fn config_of(key: &str, value: &str) -> String {
    match key.split_once('.') {
        Some((table, name)) => format!("# a comment\n[{table}]\n{name} = {value}\n"),
        None => format!("# a comment\n\n{key} = {value}\n"),
    }
}

#[test]
fn every_setting_gives_way_in_the_same_order() {
    for (key, in_file, variable, in_variable, of_file, of_variable) in SETTINGS {
        let mut world = World::new();
        world.unset("SANAD_NODE");
        let file = world.put_beside("sanad.toml", config_of(key, in_file));
        world.set("SANAD_CONFIG", file.clone());
        let said = setting(&world, key, &[]);
        assert_eq!(said["value"].to_string(), of_file, "{key}");
        assert_eq!(
            said["from"],
            serde_json::json!({"kind": "file", "path": file.to_str().unwrap(), "line": 3}),
            "{key}"
        );
        world.set(variable, in_variable);
        let said = setting(&world, key, &[]);
        assert_eq!(said["value"].to_string(), of_variable, "{key}");
        assert_eq!(said["from"], serde_json::json!({"kind": "environment", "variable": variable}), "{key}");
    }
}

#[test]
fn a_flag_wins() {
    let mut world = World::new();
    let file = world.put_beside("sanad.toml", "lang = \"fr\"\n");
    world.set("SANAD_LANG", "es");
    let file = file.to_str().unwrap();
    let said = setting(&world, "lang", &["--config", file, "--lang", "ar"]);
    assert_eq!(said["value"], "ar");
    assert_eq!(said["from"], serde_json::json!({"kind": "flag", "flag": "--lang"}));
}

#[test]
fn settings_act_and_flags_beat_them() {
    let mut world = World::new();
    world.put(b"a.txt", b"words");
    world.put_beside("l.csv", "id,md5\n1,0123456789abcdef0123456789abcdef\n");
    std::fs::create_dir_all(world.path(".config/sanad")).unwrap();
    std::fs::write(
        world.path(".config/sanad/sanad.toml"),
        "[triage]\nlists = [\"../../l.csv\"]\nfail-on = [\"new\"]\n[custody]\nauthority = \"W-1\"\n[report]\nfor = \"court\"\n",
    )
    .unwrap();
    let header = |world: &World, more: &[&str], code| {
        let mut args = vec!["triage", "exhibit", "--report", "r.jsonl"];
        args.extend(more);
        world.sanad(args).ended(code);
        let text = std::fs::read_to_string(world.path("r.jsonl")).unwrap();
        crate::world::records(&text, "header").remove(0)
    };
    let said = header(&world, &[], 10);
    assert_eq!((&said["exhibits"][0]["authority"], &said["audience"]), (&"W-1".into(), &"court".into()));
    assert_eq!(said["lists"][0]["name"], "l");
    world.set("SANAD_AUTHORITY", "W-2");
    world.set("SANAD_FAIL_ON", "known");
    assert_eq!(header(&world, &[], 0)["exhibits"][0]["authority"], "W-2");
    assert_eq!(header(&world, &["--authority", "W-3"], 0)["exhibits"][0]["authority"], "W-3");
    assert_eq!(header(&world, &["--for", "own"], 0)["audience"], "own");
}

#[test]
fn what_is_wrong_is_said_with_file_line_and_mend() {
    let world = World::new();
    let check = |text: &str, expected: &[&str]| {
        let file = world.put_beside("bad.toml", text);
        let done = world.sanad(["config", "show", "--config", file.to_str().unwrap()]).ended(2);
        let said = done.err_text();
        for part in expected.iter().copied().chain([file.to_str().unwrap()]) {
            assert!(said.contains(part), "{part} is not in: {said}");
        }
        assert!(done.out.is_empty());
    };
    check("jobs = 3\nlang = \"de\"\n", &["line 2", "ar, en, es, fr"]);
    check("\n\njobs = 0\n", &["line 3", "1", "1,024"]);
    check("[triage]\nvideo = 7\n", &["line 2", "key, second, all"]);
    check("[triage]\nvidio = \"key\"\n", &["line 2", "vidio", "video"]);
    check("quiet = \"yes\"\n", &["line 1", "true"]);
    check("a = [\n", &["line "]);
    check("[report]\nshare = [\"names\", \"all\"]\n", &["line 2", "names, times, gps"]);
    let mut world = World::new();
    world.set("SANAD_JOBS", "many");
    let said = world.sanad(["config", "show"]).ended(2).err_text();
    assert!(said.contains("SANAD_JOBS") && said.contains("many") && said.contains("1,024"), "{said}");
}
