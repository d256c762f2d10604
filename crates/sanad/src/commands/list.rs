//! `sanad list import|show|export|remove`.

use std::ffi::OsString;
use std::io::{BufWriter, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use node::list::show::KeptList;
use serde_json::{Value, json};
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, read_list_specs, run_verb};
use super::machine_line::MachineLine;
use crate::complaint::Complaint;
use crate::exit::Exit;
use crate::terminal::print_lists;

/// Refused rows printed one by one; the rest is counted.
const N_REFUSED_SHOWN: usize = 20;

/// `list import`.
///
/// # Errors
/// What a person must be told.
pub fn import(lists: &[OsString], here: &Surroundings) -> anyhow::Result<Exit> {
    run_verb(async |_| {
        let specs = read_list_specs(lists, here)?;
        let (node, who) = open_node(here).await?;
        for spec in specs {
            let imported = node.import_list(&who, &spec).await.map_err(|error| complaint_of(error, here))?;
            let kept = KeptList { version: imported.version, tlp: imported.tlp };
            print_version(&kept, &imported.refused, here)?;
        }
        Ok(Exit::Finished)
    })
}

/// `list show`.
///
/// # Errors
/// What a person must be told.
pub fn show(name: Option<&str>, here: &Surroundings) -> anyhow::Result<Exit> {
    run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let Some(name) = name else {
            let lists = node.lists(&who).await.map_err(|error| complaint_of(error, here))?;
            if here.json {
                let lists: Vec<Value> = lists.iter().map(as_json).collect();
                MachineLine::of("sanad.lists").put("lists", lists).print()?;
            } else {
                print_lists(&mut std::io::stdout().lock(), &here.terminal, &lists)?;
            }
            return Ok(Exit::Finished);
        };
        let (list, refused) = node.show_list(&who, name).await.map_err(|error| complaint_of(error, here))?;
        print_version(&list, &refused, here)?;
        Ok(Exit::Finished)
    })
}

/// `list export`.
///
/// # Errors
/// What a person must be told.
pub fn export(name: &str, to: &Path, here: &Surroundings) -> anyhow::Result<Exit> {
    run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let shown = to.to_string_lossy().into_owned();
        let not_written = |source: std::io::Error| {
            Complaint::new(Exit::OurFault, "error-not-written", vec![("path", shown.clone().into())]).because(source)
        };
        let mut out = BufWriter::new(options.open(to).map_err(not_written)?);
        let version = node.export_list(&who, name, &mut out).await.map_err(|error| complaint_of(error, here))?;
        out.flush().map_err(not_written)?;
        if here.json {
            let line = MachineLine::of("sanad.done").put("verb", "list-export").put("ids", vec![version.id]);
            line.put_raw("path", to.as_os_str().as_bytes()).print()?;
            return Ok(Exit::Finished);
        }
        let args = [("list", visible(&version.terms.name).into()), ("path", visible(&shown).into())];
        println!("{}", here.terminal.say("verb-list-exported", &args));
        Ok(Exit::Finished)
    })
}

/// `list remove`.
///
/// # Errors
/// What a person must be told.
pub fn remove(name: &str, here: &Surroundings) -> anyhow::Result<Exit> {
    run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let ids = node.remove_list(&who, name).await.map_err(|error| complaint_of(error, here))?;
        if here.json {
            MachineLine::of("sanad.done").put("verb", "list-remove").put("ids", ids).print()?;
            return Ok(Exit::Finished);
        }
        let args = [("list", visible(name).into()), ("versions", words::Value::from(ids.len() as u64))];
        println!("{}", here.terminal.say("verb-list-removed", &args));
        Ok(Exit::Finished)
    })
}

/// The version with its colour, as one object.
fn as_json(list: &KeptList) -> Value {
    let mut fields = json!(list.version);
    fields["tlp"] = list.tlp.code().into();
    fields
}

fn print_version(list: &KeptList, refused: &[node::list::RefusedRow], here: &Surroundings) -> anyhow::Result<()> {
    if here.json {
        return Ok(MachineLine::of("sanad.list").put("list", as_json(list)).put("refused", json!(refused)).print()?);
    }
    let mut out = std::io::stdout().lock();
    print_lists(&mut out, &here.terminal, std::slice::from_ref(list))?;
    for row in refused.iter().take(N_REFUSED_SHOWN) {
        let what = here.terminal.words.say(&format!("list-problem-{}", row.code), &[]);
        let detail = visible(&row.detail);
        let key = if detail.is_empty() { "list-problem-row" } else { "list-problem-row-detail" };
        let args = [("row", words::Value::from(row.row)), ("what", what.into()), ("detail", detail.into())];
        writeln!(out, "{}", here.terminal.say(key, &args))?;
    }
    if refused.len() > N_REFUSED_SHOWN {
        let n_more = list.version.n_refused.saturating_sub(N_REFUSED_SHOWN as u64);
        writeln!(out, "{}", here.terminal.say("verb-list-refused-more", &[("rows", n_more.into())]))?;
    }
    Ok(())
}
