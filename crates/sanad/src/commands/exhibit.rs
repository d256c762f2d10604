//! `sanad exhibit list|show|remove`.

use serde_json::Value;
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::machine_line::{self, MachineLine};
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
            lines.push(ExhibitLine { exhibit: view.exhibit, n_files: view.size.n_files, n_places: view.size.n_places });
        }
        if here.json {
            let exhibits: Vec<Value> = lines
                .iter()
                .map(|line| {
                    let mut fields = machine_line::exhibit(&line.exhibit);
                    fields.insert("n_files".to_owned(), line.n_files.into());
                    fields.insert("n_places".to_owned(), line.n_places.into());
                    Value::Object(fields)
                })
                .collect();
            MachineLine::of("sanad.exhibits").put("exhibits", exhibits).print()?;
        } else {
            print_exhibits(&mut std::io::stdout().lock(), &here.terminal, &lines)?;
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
        if here.json {
            MachineLine::of("sanad.done").put("verb", "exhibit-remove").put("ids", vec![exhibit.id]).print()?;
        } else {
            println!("{}", here.terminal.say("verb-exhibit-removed", &[("id", visible(&exhibit.id).into())]));
        }
        Ok(Exit::Finished)
    })
}
