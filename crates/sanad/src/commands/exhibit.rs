//! `sanad exhibit list|show|remove`.

use std::io::Write as _;

use serde_json::json;
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use crate::exit::Exit;
use crate::terminal::{ExhibitLine, print_exhibits};

/// `exhibit list`: all of them; `exhibit show`: one.
///
/// # Errors
/// What a person must be told.
pub fn show(name: Option<&str>, here: &Surroundings) -> anyhow::Result<Exit> {
    run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let names = match name {
            Some(name) => vec![name.to_owned()],
            None => {
                let all = node.exhibits(&who).await.map_err(|error| complaint_of(error, here))?;
                all.into_iter().map(|exhibit| exhibit.id).collect()
            }
        };
        let mut lines = Vec::new();
        for name in names {
            let view = node.show_exhibit(&who, &name).await.map_err(|error| complaint_of(error, here))?;
            lines.push(ExhibitLine { exhibit: view.exhibit, n_files: view.n_files, n_places: view.n_places });
        }
        let mut out = std::io::stdout().lock();
        if here.json {
            let exhibits: Vec<_> = lines
                .iter()
                .map(|line| json!({ "exhibit": line.exhibit, "n_files": line.n_files, "n_places": line.n_places }))
                .collect();
            writeln!(out, "{}", json!({ "schema": "sanad.exhibits", "schema_version": 1, "exhibits": exhibits }))?;
        } else {
            print_exhibits(&mut out, &here.terminal, &lines)?;
        }
        Ok(Exit::Finished)
    })
}

/// `exhibit remove`.
///
/// # Errors
/// What a person must be told.
pub fn remove(name: &str, here: &Surroundings) -> anyhow::Result<Exit> {
    run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let exhibit = node.remove_exhibit(&who, name).await.map_err(|error| complaint_of(error, here))?;
        println!("{}", here.terminal.say("verb-exhibit-removed", &[("id", visible(&exhibit.id).into())]));
        Ok(Exit::Finished)
    })
}
