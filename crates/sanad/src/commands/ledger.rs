//! `sanad ledger show|verify|prove`: where the ledger lies, whether a copy of it is whole, and the proof of one entry.
//! Verifying asks no unit: a court can do it with the copy alone.

use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use anyhow::Context as _;
use ledger::note::NoteVerifier;
use ledger::proof::EntryProof;
use ledger::verify::{Finding, Part, Verification, verify as verify_folder};
use serde_json::{Value, json};
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::machine_line::MachineLine;
use crate::cli::invocation::LedgerVerifyArgs;
use crate::complaint::Complaint;
use crate::exit::Exit;
use crate::terminal::Style;

/// `ledger show`: the folder to copy, and the key to hand over apart from it.
///
/// # Errors
/// What a person must be told.
pub fn show(here: &Surroundings) -> anyhow::Result<Exit> {
    let view = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        node.show_ledger(&who).await.map_err(|error| complaint_of(error, here))
    })?;
    if here.json {
        let line = MachineLine::of("sanad.ledger").put_raw("path", view.folder.as_os_str().as_bytes());
        let fields = json!({ "key": view.key, "n_entries": view.n_entries, "root": view.root.to_string() });
        line.put_all(fields).print()?;
        return Ok(Exit::Finished);
    }
    say(here, "ledger-entries", &[("n", view.n_entries.into()), ("root", view.root.to_string().into())], None)?;
    say(here, "ledger-folder", &[("path", visible(view.folder.as_os_str().as_bytes()).into())], None)?;
    say(here, "ledger-key", &[("key", view.key.into())], None)?;
    Ok(Exit::Finished)
}

/// `ledger prove`: one entry, for somebody who has nothing but the key.
///
/// # Errors
/// What a person must be told.
pub fn prove(index: u64, to: &Path, here: &Surroundings) -> anyhow::Result<Exit> {
    let proof = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        node.prove_entry(&who, index).await.map_err(|error| complaint_of(error, here))
    })?;
    let shown = visible(to.as_os_str().as_bytes());
    std::fs::write(to, proof.to_string()).map_err(|error| {
        Complaint::new(Exit::OurFault, "error-not-written", vec![("path", shown.clone().into())]).because(error)
    })?;
    if here.json {
        MachineLine::of("sanad.done").put("verb", "ledger-prove").put("ids", vec![index.to_string()]).print()?;
    } else {
        say(here, "ledger-proved", &[("index", index.into()), ("path", shown.into())], None)?;
    }
    Ok(Exit::Finished)
}

/// `ledger verify`: a copied folder, or a proof.
///
/// # Errors
/// What a person must be told; a log that was touched ends with [`Exit::ReportNotOurs`].
pub fn verify(args: &LedgerVerifyArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let key = args.key.as_deref().map(str::parse::<NoteVerifier>).transpose().map_err(|error| {
        let key = args.key.clone().unwrap_or_default();
        Complaint::new(Exit::Usage, "ledger-not-a-key", vec![("key", visible(&key).into())]).because(error)
    })?;
    if args.path.is_file() {
        return verify_proof(&args.path, key.as_ref(), here);
    }
    let read = |path: &std::path::PathBuf| {
        let shown = visible(path.as_os_str().as_bytes());
        std::fs::read(path)
            .map_err(|error| Complaint::new(Exit::Usage, "error-not-read", vec![("path", shown.into())]).because(error))
    };
    let known = args.checkpoints.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let found = verify_folder(&args.path, key.as_ref(), &known).context("verifying the ledger")?;
    if here.json {
        in_json(&args.path, key.is_some(), &found).print()?;
    } else {
        in_words(&found, key.is_some(), here)?;
    }
    Ok(if found.findings.is_empty() { Exit::Finished } else { Exit::ReportNotOurs })
}

fn verify_proof(path: &Path, key: Option<&NoteVerifier>, here: &Surroundings) -> anyhow::Result<Exit> {
    let shown = visible(path.as_os_str().as_bytes());
    let complaint = |key: &'static str| Complaint::new(Exit::ReportNotOurs, key, vec![("path", shown.clone().into())]);
    let text = std::fs::read_to_string(path).map_err(|error| complaint("error-not-read").because(error))?;
    let proof = EntryProof::parse(&text).map_err(|error| complaint("ledger-proof-broken").because(error))?;
    // A proof holds no key: without one handed over apart from it, it proves nothing.
    let key =
        key.ok_or_else(|| Complaint::new(Exit::Usage, "ledger-key-wanted", vec![("path", shown.clone().into())]))?;
    let proved = proof.verify(key, None).map_err(|error| complaint("ledger-proof-broken").because(error))?;
    if here.json {
        let line = MachineLine::of("sanad.ledger-proof").put_raw("path", path.as_os_str().as_bytes());
        let body: Value = serde_json::from_str(&proof.body).unwrap_or(Value::Null);
        let fields = json!({
            "origin": proved.checkpoint.origin, "index": proof.index, "size": proved.checkpoint.size, "body": body,
        });
        line.put_all(fields).print()?;
        return Ok(Exit::Finished);
    }
    let args = [
        ("index", proof.index.into()),
        ("n", proved.checkpoint.size.into()),
        ("origin", visible(&proved.checkpoint.origin).into()),
    ];
    say(here, "ledger-proof-holds", &args, Some(Style::Heading))?;
    writeln!(std::io::stdout(), "{}", visible(&proof.body))?;
    Ok(Exit::Finished)
}

fn say(here: &Surroundings, key: &str, args: &[(&str, words::Value)], style: Option<Style>) -> std::io::Result<()> {
    let text = here.terminal.say(key, args);
    let text = style.map_or(text.clone(), |style| here.terminal.styled(&text, style));
    writeln!(std::io::stdout(), "{text}")
}

fn in_words(found: &Verification, key_was_given: bool, here: &Surroundings) -> std::io::Result<()> {
    let args = [("n", found.size.into()), ("root", found.root.to_string().into())];
    say(here, "ledger-entries", &args, None)?;
    if found.n_erased > 0 {
        say(here, "ledger-erased", &[("n", found.n_erased.into())], None)?;
    }
    for finding in &found.findings {
        let (key, args) = finding_in_words(finding);
        say(here, key, &args, Some(Style::Alert))?;
    }
    if found.findings.is_empty() {
        say(here, "ledger-whole", &[("n", found.n_checkpoints.into())], Some(Style::Heading))?;
    }
    if !key_was_given && let Some(key) = &found.key {
        say(here, "ledger-key-of-the-folder", &[("key", key.to_string().into())], Some(Style::Waiting))?;
    }
    Ok(())
}

/// The message of a finding, and what it names. Entries are counted from 0, as proofs count them.
fn finding_in_words(finding: &Finding) -> (&'static str, Vec<(&'static str, words::Value)>) {
    let path_text = |path: &Path| visible(path.as_os_str().as_bytes()).to_string();
    match finding {
        Finding::Key(what) => ("ledger-finding-key", vec![("what", visible(what).to_string().into())]),
        Finding::Checkpoint { path, wrong } => {
            let args = vec![("path", path_text(path).into()), ("what", visible(wrong).to_string().into())];
            ("ledger-finding-checkpoint", args)
        }
        Finding::Entry { index, part } => {
            let key = match part {
                Part::Body => "ledger-finding-body",
                Part::Entry => "ledger-finding-entry",
                Part::Hash => "ledger-finding-hash",
            };
            (key, vec![("index", (*index).into())])
        }
        Finding::BodyGone { index } => ("ledger-finding-body-gone", vec![("index", (*index).into())]),
        Finding::Tile { path, entries } => {
            let args = vec![
                ("path", path_text(path).into()),
                ("first", entries.start.into()),
                ("last", (entries.end - 1).into()),
            ];
            ("ledger-finding-tile", args)
        }
        Finding::Rewritten { entries } => {
            let args = vec![("first", entries.start.into()), ("last", (entries.end - 1).into())];
            ("ledger-finding-rewritten", args)
        }
        Finding::CutShort { size } => ("ledger-finding-cut-short", vec![("n", (*size).into())]),
        Finding::Unexpected { path } => ("ledger-finding-unexpected", vec![("path", path_text(path).into())]),
    }
}

fn in_json(path: &Path, key_was_given: bool, found: &Verification) -> MachineLine {
    let findings: Vec<Value> = found.findings.iter().map(finding_in_json).collect();
    MachineLine::of("sanad.ledger-verification").put_raw("path", path.as_os_str().as_bytes()).put_all(json!({
        "whole": found.findings.is_empty(), "origin": found.origin,
        "key": found.key.as_ref().map(ToString::to_string), "key_was_given": key_was_given,
        "n_entries": found.size, "root": found.root.to_string(), "n_erased": found.n_erased,
        "n_checkpoints": found.n_checkpoints, "findings": findings,
    }))
}

fn finding_in_json(finding: &Finding) -> Value {
    let text = |path: &Path| path.to_string_lossy().into_owned();
    match finding {
        Finding::Key(what) => json!({ "kind": "key", "what": what }),
        Finding::Checkpoint { path, wrong } => json!({ "kind": "checkpoint", "path": text(path), "what": wrong }),
        Finding::Entry { index, part } => {
            let part = match part {
                Part::Body => "body",
                Part::Entry => "entry",
                Part::Hash => "hash",
            };
            json!({ "kind": "entry", "index": index, "part": part })
        }
        Finding::BodyGone { index } => json!({ "kind": "body-gone", "index": index }),
        Finding::Tile { path, entries } => {
            json!({ "kind": "tile", "path": text(path), "first": entries.start, "last": entries.end - 1 })
        }
        Finding::Rewritten { entries } => {
            json!({ "kind": "rewritten", "first": entries.start, "last": entries.end - 1 })
        }
        Finding::CutShort { size } => json!({ "kind": "cut-short", "n_entries": size }),
        Finding::Unexpected { path } => json!({ "kind": "unexpected", "path": text(path) }),
    }
}
