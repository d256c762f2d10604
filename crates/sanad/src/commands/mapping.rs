//! `sanad mapping list|show|check`: which tables there are, the text of one, and what is wrong with one that somebody writes.
//! Proposing and approving is done by people with a name, by the API.

use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use casework::category::{BadTable, MappingTable, TableProblem};
use node::mapping::MappingView;
use serde_json::{Map, Value, json};
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::machine_line::{MachineLine, put_raw};
use crate::cli::mapping::Mappings;
use crate::complaint::Complaint;
use crate::exit::Exit;
use crate::terminal::Table;

/// Bytes of a file that is read as a table, at most: what the node takes, with room for comments.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// Does what was asked.
///
/// # Errors
/// What a person must be told.
pub fn run(ask: Mappings, here: &Surroundings) -> anyhow::Result<Exit> {
    match ask {
        Mappings::List => list(here),
        Mappings::Show { name } => show(&name, here),
        Mappings::Check { files } => check(&files, here),
    }
}

fn tables(here: &Surroundings) -> anyhow::Result<Vec<MappingView>> {
    run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        Ok(node.show_mappings(&who).await.map_err(|error| complaint_of(error, here))?.tables)
    })
}

fn list(here: &Surroundings) -> anyhow::Result<Exit> {
    let tables = tables(here)?;
    if here.json {
        MachineLine::of("sanad.mappings").put("tables", json!(tables)).print()?;
        return Ok(Exit::Finished);
    }
    let mut shown = Table::new(["column-scheme", "column-version", "column-mapping-state", "column-approval"]);
    for table in &tables {
        let state = match (table.withdrawn, table.in_force, &table.approved) {
            (true, _, _) => "mapping-withdrawn",
            (_, true, _) => "mapping-in-force",
            (_, _, None) => "mapping-proposed",
            (_, _, Some(_)) => "mapping-replaced",
        };
        shown.add([
            visible(&table.scheme),
            visible(&table.version),
            here.terminal.say(state, &[]),
            approval(table, here),
        ]);
    }
    shown.print(&mut std::io::stdout().lock(), &here.terminal)?;
    Ok(Exit::Finished)
}

/// Who approved it; of one that nobody did, or that was withdrawn, that it is not for court.
fn approval(table: &MappingView, here: &Surroundings) -> String {
    match table.approved.as_ref().filter(|_| !table.withdrawn) {
        Some(approved) => {
            let args = [("by", visible(&approved.by).into()), ("day", approved.on.clone().into())];
            here.terminal.say("mapping-approved", &args)
        }
        None => here.terminal.say("mapping-not-for-court", &[]),
    }
}

fn show(name: &str, here: &Surroundings) -> anyhow::Result<Exit> {
    let tables = tables(here)?;
    let called = |table: &&MappingView| table.sha256 == name || (table.scheme == name && table.in_force);
    let unknown = || Complaint::new(Exit::Usage, "mapping-unknown", vec![("name", visible(name).into())]);
    let table = tables.iter().find(called).ok_or_else(unknown)?;
    if here.json {
        MachineLine::of("sanad.mappings").put("tables", json!([table])).print()?;
    } else {
        // As it was proposed, byte by byte: what is approved is this text. A terminal is shown no control characters.
        let is_plain = |c: char| c == '\n' || !c.is_control();
        let mut out = std::io::stdout().lock();
        match table.text.chars().all(is_plain) {
            true => out.write_all(table.text.as_bytes())?,
            false => table.text.lines().try_for_each(|line| writeln!(out, "{}", visible(line)))?,
        }
    }
    Ok(Exit::Finished)
}

fn check(files: &[PathBuf], here: &Surroundings) -> anyhow::Result<Exit> {
    let mut answers = Vec::new();
    for file in files {
        let text = read(file)?;
        answers.push((file, MappingTable::check(&text)));
    }
    let is_wrong = answers.iter().any(|(_, answer)| answer.is_err());
    if here.json {
        let checked: Vec<Value> = answers.iter().map(|(file, answer)| in_json(file, answer)).collect();
        MachineLine::of("sanad.mapping-check").put("files", checked).print()?;
        return Ok(if is_wrong { Exit::NothingUsable } else { Exit::Finished });
    }
    let mut out = std::io::stdout().lock();
    for (file, answer) in &answers {
        let shown = visible(file.as_os_str().as_bytes());
        match answer {
            Ok(table) => {
                let args = [
                    ("file", shown.into()),
                    ("scheme", visible(&table.stamp.scheme).into()),
                    ("version", visible(&table.stamp.version).into()),
                    ("sha256", table.stamp.sha256.to_string().into()),
                ];
                writeln!(out, "{}", here.terminal.say("mapping-checked", &args))?;
            }
            Err(problems) => {
                for problem in problems {
                    let what = what_is_wrong(problem, here);
                    let args = [
                        ("file", shown.clone().into()),
                        ("line", problem.line.to_string().into()),
                        ("what", what.into()),
                    ];
                    writeln!(out, "{}", here.terminal.say("mapping-problem-line", &args))?;
                }
            }
        }
    }
    match is_wrong {
        true => Err(Complaint::new(Exit::NothingUsable, "mapping-wrong", vec![]).into()),
        false => Ok(Exit::Finished),
    }
}

fn read(file: &Path) -> Result<String, Complaint> {
    let shown = || visible(file.as_os_str().as_bytes());
    let unread = |source: std::io::Error| {
        Complaint::new(Exit::Usage, "error-not-read", vec![("path", shown().into())]).because(source)
    };
    let invalid = |why: &'static str| unread(std::io::Error::new(std::io::ErrorKind::InvalidData, why));
    let meta = std::fs::metadata(file).map_err(unread)?;
    if meta.len() > FILE_BYTES_MAX {
        return Err(invalid("longer than 1 MiB"));
    }
    String::from_utf8(std::fs::read(file).map_err(unread)?).map_err(|_| invalid("not UTF-8"))
}

fn what_is_wrong(problem: &TableProblem, here: &Surroundings) -> String {
    let detail = match &problem.problem {
        BadTable::NotRead(detail) => visible(detail),
        _ => String::new(),
    };
    here.terminal.words.say(&format!("mapping-problem-{}", problem.problem.code()), &[("detail", detail.into())])
}

fn in_json(file: &Path, answer: &Result<MappingTable, Vec<TableProblem>>) -> Value {
    let (table, problems) = match answer {
        Ok(table) => (
            json!({ "scheme": table.stamp.scheme, "version": table.stamp.version, "sha256": table.stamp.sha256 }),
            vec![],
        ),
        Err(problems) => {
            let of = |wrong: &TableProblem| json!({ "line": wrong.line, "code": wrong.problem.code(), "detail": wrong.problem.to_string() });
            (Value::Null, problems.iter().map(of).collect())
        }
    };
    let mut line = Map::new();
    put_raw(&mut line, "path", file.as_os_str().as_bytes());
    line.insert("table".to_owned(), table);
    line.insert("problems".to_owned(), Value::Array(problems));
    Value::Object(line)
}
