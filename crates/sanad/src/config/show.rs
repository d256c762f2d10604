//! `sanad config show`: every setting, its value, and where the value comes from.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value as Json, json};
use words::visible;

use super::{Raw, SPECS, Source, Values};
use crate::terminal::{Table, Terminal};

/// Prints all settings as a table for people.
pub fn print_table(out: &mut impl Write, terminal: &Terminal, values: &Values, file: Option<&Path>) -> io::Result<()> {
    let mut table = Table::new(["config-column-setting", "config-column-value", "config-column-from"]);
    for spec in SPECS {
        let (value, from) = match values.get(spec.key) {
            Some(setting) => (in_words(terminal, &setting.value), source_in_words(terminal, &setting.from)),
            None => (terminal.say("config-not-set", &[]), source_in_words(terminal, &Source::Default)),
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
                "value": setting.map_or(Json::Null, |setting| as_json(&setting.value)),
                "from": source_as_json(setting.map_or(&Source::Default, |setting| &setting.from)),
            })
        })
        .collect();
    let file = file.map(|path| path.to_string_lossy());
    let document = json!({"schema": "sanad.config", "version": 1, "file": file, "settings": settings});
    writeln!(out, "{document:#}")
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
