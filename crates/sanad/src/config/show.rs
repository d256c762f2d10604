//! `sanad config show`: every setting, its value, and where the value comes from.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value as Json, json};
use words::visible;

use super::address::without_password;
use super::{Kind, Raw, SPECS, Source, Spec, Values};
use crate::terminal::{Table, Terminal};

/// Prints all settings as a table for people.
pub fn print_table(out: &mut impl Write, terminal: &Terminal, values: &Values, file: Option<&Path>) -> io::Result<()> {
    let mut table = Table::new(["config-column-setting", "config-column-value", "config-column-from"]);
    for spec in SPECS {
        let (value, from) = match values.get(spec.key) {
            Some(setting) => {
                (in_words(terminal, &shown(spec, &setting.value)), source_in_words(terminal, &setting.from))
            }
            None => {
                let value = spec.default().map(|value| in_words(terminal, &value));
                let value = value.unwrap_or_else(|| terminal.say("config-not-set", &[]));
                (value, source_in_words(terminal, &Source::Default))
            }
        };
        table.add([spec.key.to_owned(), value, from]);
    }
    table.print(out, terminal)?;
    let said = match file {
        Some(path) => {
            terminal.say("config-file-read", &[("path", visible(path.as_os_str().as_encoded_bytes()).into())])
        }
        None => terminal.say("config-file-none", &[]),
    };
    writeln!(out, "\n{said}")
}

/// Prints all settings for machines: schema `sanad.config`, version 1.
pub fn print_json(out: &mut impl Write, values: &Values, file: Option<&Path>) -> io::Result<()> {
    let settings: Vec<Json> = SPECS
        .iter()
        .map(|spec| {
            let setting = values.get(spec.key);
            json!({
                "key": spec.key,
                "value": setting.map(|setting| as_json(&shown(spec, &setting.value))).or_else(|| Some(as_json(&spec.default()?))),
                "from": source_as_json(setting.map_or(&Source::Default, |setting| &setting.from)),
            })
        })
        .collect();
    let file = file.map(|path| path.to_string_lossy());
    let document = json!({"schema": "sanad.config", "schema_version": 1, "file": file, "settings": settings});
    formats::report::json_text::write_line(&document, out)?;
    writeln!(out)
}

/// A value as it may be shown.
fn shown(spec: &Spec, value: &Raw) -> Raw {
    match (spec.kind, value) {
        (Kind::Database, Raw::Text(text)) => Raw::Text(without_password(&text.to_string_lossy()).0.into()),
        _ => value.clone(),
    }
}

fn in_words(terminal: &Terminal, value: &Raw) -> String {
    let shown = |text: &std::ffi::OsString| visible(text.as_encoded_bytes());
    match value {
        Raw::Text(text) => shown(text),
        Raw::Number(number) => number.to_string(),
        Raw::Switch(true) => terminal.say("config-on", &[]),
        Raw::Switch(false) => terminal.say("config-off", &[]),
        Raw::Many(many) => many.iter().map(shown).collect::<Vec<_>>().join("\n"),
    }
}

fn source_in_words(terminal: &Terminal, from: &Source) -> String {
    match from {
        Source::Default => terminal.say("config-from-default", &[]),
        Source::File { path, line } => {
            let path = visible(path.as_os_str().as_encoded_bytes());
            terminal.say("config-from-file", &[("path", path.into()), ("line", line.to_string().into())])
        }
        Source::Environment { variable } => {
            terminal.say("config-from-environment", &[("variable", (*variable).into())])
        }
        Source::Flag { flag } => terminal.say("config-from-flag", &[("flag", format!("--{flag}").into())]),
    }
}

fn as_json(value: &Raw) -> Json {
    match value {
        Raw::Text(text) => text.to_string_lossy().into(),
        Raw::Number(number) => (*number).into(),
        Raw::Switch(is_on) => (*is_on).into(),
        Raw::Many(many) => many.iter().map(|text| text.to_string_lossy()).collect(),
    }
}

fn source_as_json(from: &Source) -> Json {
    match from {
        Source::Default => json!({"kind": "default"}),
        Source::File { path, line } => json!({"kind": "file", "path": path.to_string_lossy(), "line": line}),
        Source::Environment { variable } => json!({"kind": "environment", "variable": variable}),
        Source::Flag { flag } => json!({"kind": "flag", "flag": format!("--{flag}")}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;
    use words::{Lang, Words};

    fn values() -> Values {
        let mut values = Values::default();
        let variable = |name: &str| (name == "SANAD_SEAL").then(|| OsString::from("a\u{1b}[2Jb"));
        values.add_environment(variable).unwrap();
        values
    }

    #[test]
    fn the_table_says_where_each_value_is_from() {
        let mut out = Vec::new();
        let terminal = Terminal::plain(Words::in_language(Lang::English), 100);
        print_table(&mut out, &terminal, &values(), None).unwrap();
        let text = String::from_utf8(out).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split_whitespace().collect()).collect();
        let has = |row: &[&str]| rows.iter().any(|found| found == row);
        assert!(has(&["custody.seal", "a\\x1B[2Jb", "environment,", "SANAD_SEAL"]), "{text}");
        assert!(has(&["triage.threshold", "31", "default"]), "{text}");
        assert_eq!(text.lines().count(), SPECS.len() + 3);
    }

    #[test]
    fn a_password_is_shown_to_nobody() {
        let mut values = Values::default();
        let url = "postgres://sanad:hunter2@db.example/unit";
        values.add_environment(|name| (name == "SANAD_DATABASE").then(|| url.into())).unwrap();
        let (mut table, mut json) = (Vec::new(), Vec::new());
        print_table(&mut table, &Terminal::plain(Words::in_language(Lang::English), 100), &values, None).unwrap();
        print_json(&mut json, &values, None).unwrap();
        for out in [table, json] {
            let text = String::from_utf8(out).unwrap();
            assert!(text.contains("postgres://sanad:…@db.example/unit") && !text.contains("hunter2"), "{text}");
        }
    }

    #[test]
    fn machines_get_every_setting_and_its_source() {
        let mut out = Vec::new();
        print_json(&mut out, &values(), Some(Path::new("/etc/s.toml"))).unwrap();
        let document: Json = serde_json::from_slice(&out).unwrap();
        assert_eq!((&document["schema"], &document["schema_version"]), (&json!("sanad.config"), &json!(1)));
        let settings = document["settings"].as_array().unwrap();
        let of = |key: &str| settings.iter().find(|setting| setting["key"] == key).unwrap();
        assert_eq!(of("custody.seal")["from"], json!({"kind": "environment", "variable": "SANAD_SEAL"}));
        assert_eq!(of("report.for"), &json!({"key": "report.for", "value": "own", "from": {"kind": "default"}}));
        assert_eq!(of("node")["value"], Json::Null);
        assert_eq!(settings.len(), SPECS.len());
    }
}
