//! `sanad doctor`: the node's health, and what a missing helper means for an exhibit.

use std::io::Write as _;

use node::doctor::{DoctorView, missed_without};
use node::folder::Encryption;
use serde_json::json;
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::machine_line::MachineLine;
use crate::exit::Exit;
use crate::terminal::Style;

/// Does it. A failed self-test ends with its exit code.
///
/// # Errors
/// What a person must be told.
pub fn run(uncaged: bool, here: &Surroundings) -> anyhow::Result<Exit> {
    let view = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        node.doctor(&who, uncaged).await.map_err(|error| complaint_of(error, here))
    })?;
    if here.json {
        print_json(&view)?
    } else {
        print(&view, here)?
    }
    Ok(if view.self_test.is_some() { Exit::Finished } else { Exit::SelfTest })
}

fn print(view: &DoctorView, here: &Surroundings) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let terminal = &here.terminal;
    let mut say = |key: &str, args: &[(&str, words::Value)], style: Option<Style>| {
        let text = terminal.say(key, args);
        let text = style.map_or(text.clone(), |style| terminal.styled(&text, style));
        writeln!(out, "{text}")
    };
    let version = [("version", view.version.clone().into()), ("commit", view.commit.clone().into())];
    say("doctor-version", &version, Some(Style::Heading))?;
    match (&view.self_test, &view.self_test_problem) {
        (Some(test), _) => {
            let args = [("right", test.right.into()), ("planted", test.planted.into())];
            say("doctor-self-test", &args, None)?;
            if test.fell_back_to_brute_force {
                say("doctor-brute-force", &[], Some(Style::Alert))?;
            }
        }
        (None, problem) => {
            let what = visible(problem.as_deref().unwrap_or_default());
            say("doctor-self-test-failed", &[("what", what.into())], Some(Style::Alert))?;
        }
    }
    match &view.cage {
        Some(cage) if cage.caged => {
            say("doctor-caged", &[("landlock", u64::from(cage.landlock_abi).into())], None)?;
        }
        _ => say("doctor-uncaged", &[], Some(Style::Alert))?,
    }
    for (name, version) in &view.decoders {
        say("doctor-decoder", &[("name", visible(name).into()), ("version", visible(version).into())], None)?;
    }
    for tool in &view.missing {
        let args = [("tool", tool.name().into()), ("package", tool.package().into())];
        say("doctor-missing", &args, Some(Style::Alert))?;
        say(&format!("doctor-without-{}", missed_without(*tool)), &[], None)?;
    }
    match view.encryption {
        Encryption::Yes => say("doctor-disk-encrypted", &[], None)?,
        Encryption::No => say("doctor-disk-plain", &[], Some(Style::Alert))?,
        Encryption::Unknown => say("doctor-disk-unknown", &[], Some(Style::Waiting))?,
    }
    let args = [("version", visible(&view.database.0).into()), ("at", visible(&view.database.1).into())];
    say("doctor-database", &args, None)?;
    if view.lingers_in_log {
        say("doctor-lingers", &[], Some(Style::Alert))?;
    }
    say("doctor-lists", &[("lists", view.n_lists.into())], None)?;
    say("doctor-exhibits", &[("exhibits", view.n_exhibits.into())], None)?;
    let args = [("entries", view.n_ledger_entries.into()), ("root", view.ledger_root.clone().into())];
    say("doctor-ledger", &args, None)?;
    Ok(())
}

fn print_json(view: &DoctorView) -> anyhow::Result<()> {
    let missing: Vec<&str> = view.missing.iter().map(|tool| tool.name()).collect();
    let decoders: Vec<_> =
        view.decoders.iter().map(|(name, version)| json!({ "name": name, "version": version })).collect();
    let fields = json!({
        "version": view.version, "commit": view.commit,
        "self_test": view.self_test, "self_test_problem": view.self_test_problem, "cage": view.cage,
        "decoders": decoders, "missing": missing, "disk_encrypted": view.encryption.code(),
        "database": { "version": view.database.0, "at": view.database.1 }, "lingers_in_log": view.lingers_in_log,
        "n_lists": view.n_lists, "n_exhibits": view.n_exhibits,
        "n_ledger_entries": view.n_ledger_entries, "ledger_root": view.ledger_root,
    });
    Ok(MachineLine::of("sanad.doctor").put_all(fields).print()?)
}
