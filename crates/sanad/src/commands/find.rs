//! `sanad find`: one file or hash, in the lists and among what the node has seen.

use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt as _;
use std::sync::Arc;

use casework::list::{HashKind, ListTerms};
use casework::matching::{self, Outcome};
use node::find::{AskedAs, FindAnswer, FindAsk, FindView, Held};
use serde_json::{Value, json};

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, read_list_specs, run_verb};
use super::machine_line::MachineLine;
use crate::cli::invocation::FindArgs;
use crate::exit::Exit;
use crate::terminal::{Answer, HeldAltered, Own, print_answer};

/// Does it.
///
/// # Errors
/// What a person must be told.
pub fn run(args: FindArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let view = run_verb(async |stop| {
        let (node, who) = open_node(here).await?;
        let ask = FindAsk {
            asked: args.asked.iter().map(Into::into).collect(),
            lists: read_list_specs(&args.lists, here)?,
            distance_bits: args.distance_bits,
            search: args.search,
            uncaged: args.uncaged,
            hashes_only: false,
            stop,
            events: Arc::new(|_| {}),
        };
        node.find(&who, ask).await.map_err(|error| complaint_of(error, here))
    })?;
    for answer in &view.answers {
        if here.json {
            in_json(answer, &view).print()?;
        } else {
            print_answer(&mut std::io::stdout().lock(), &here.terminal, &in_words(answer, &view))?;
        }
    }
    Ok(Exit::Finished)
}

fn in_words<'a>(answer: &'a FindAnswer, view: &'a FindView) -> Answer<'a> {
    let (n_exhibits, altered) = held_of(answer);
    Answer {
        asked: answer.asked.as_os_str().as_bytes(),
        is_file: answer.asked_as == AskedAs::File,
        searched: searched(answer),
        matches: &answer.matches,
        worth_a_look: &answer.worth_a_look,
        lists: &view.lists,
        outcome: outcome(answer, view),
        call: &answer.call,
        covered: &answer.covered,
        not_brought: &answer.not_brought,
        own: Own { n_exhibits, altered, n_looks: view.held.n_looks, distance_bits: view.held.distance_bits },
    }
}

/// What follows, when a whole file was asked about.
fn outcome(answer: &FindAnswer, view: &FindView) -> Option<Outcome> {
    let decided = answer.file.as_ref().map(|_| matching::decide(&answer.matches, |id| terms_of(view, id)).0);
    decided.map(|outcome| outcome.unless_held(!answer.call.is_empty()))
}

fn terms_of<'a>(view: &'a FindView, id: &str) -> &'a ListTerms {
    let list = view.lists.iter().find(|list| list.id == id);
    &list.expect("claims name only the lists asked").terms
}

fn searched(answer: &FindAnswer) -> &'static [HashKind] {
    match answer.asked_as {
        AskedAs::Hash(HashKind::Md5) => &[HashKind::Md5],
        AskedAs::Hash(HashKind::Sha1) => &[HashKind::Sha1],
        AskedAs::Hash(HashKind::Sha256) => &[HashKind::Sha256],
        AskedAs::Hash(HashKind::Pdq) => &[HashKind::Pdq],
        AskedAs::File if answer.file.as_ref().is_some_and(|file| file.look.is_some() || !file.frames.is_empty()) => {
            &[HashKind::Md5, HashKind::Sha1, HashKind::Sha256, HashKind::Pdq]
        }
        AskedAs::File => &[HashKind::Md5, HashKind::Sha1, HashKind::Sha256],
    }
}

/// The exhibits that hold these files, each once.
fn exhibits_of<'h>(held: impl IntoIterator<Item = &'h Held>) -> BTreeSet<&'h str> {
    held.into_iter().flat_map(|held| held.places.iter().map(|(exhibit, _)| exhibit.as_str())).collect()
}

/// Held files that agree as they are, and those that agree only as altered copies.
fn held_of(answer: &FindAnswer) -> (u64, Vec<HeldAltered>) {
    let as_it_is = exhibits_of(answer.held.iter().filter(|held| held.view.is_none()));
    let altered = answer.held.iter().filter_map(|held| {
        let n_exhibits = exhibits_of([held]).len() as u64;
        Some(HeldAltered { file: held.file, distance: held.distance, view: held.view?, n_exhibits })
    });
    (as_it_is.len() as u64, altered.collect())
}

fn in_json(answer: &FindAnswer, view: &FindView) -> MachineLine {
    let held: Vec<Value> = answer
        .held
        .iter()
        .map(|held| {
            let mut line = json!({
                "file": held.file.to_string(), "kind": held.kind, "distance": held.distance, "turn": held.turn,
                "outcome": held.outcome(), "n_places": held.places.len(), "exhibits": exhibits_of([held]),
            });
            if let (Some(view), Some(fields)) = (held.view, line.as_object_mut()) {
                fields.insert("view".to_owned(), json!(view));
            }
            line
        })
        .collect();
    let searched: Vec<&str> = searched(answer).iter().map(|kind| kind.code()).collect();
    let file = answer.file.as_deref().map(|file| {
        json!({
            "size": file.size, "mime": file.mime,
            "md5": file.digests.md5, "sha1": file.digests.sha1, "sha256": file.digests.sha256,
            "pdq": file.look.as_ref().map(|look| look.pdq), "problem": file.problem,
        })
    });
    let outcome = outcome(answer, view);
    let line = MachineLine::of("sanad.find").put_raw("asked", answer.asked.as_os_str().as_bytes());
    line.put_all(json!({
        "asked_as": match answer.asked_as { AskedAs::File => "file", AskedAs::Hash(kind) => kind.code() },
        "searched": searched, "file": file, "outcome": outcome,
        "lists": view.lists.iter().map(|list| &list.id).collect::<Vec<_>>(),
        "covered": answer.covered, "not_brought": answer.not_brought,
        "matches": answer.matches, "worth_a_look": answer.worth_a_look, "held": held, "call": answer.call,
        "held_covered": { "n_looks": view.held.n_looks, "distance_bits": view.held.distance_bits },
    }))
}
