//! `sanad unit add|list`.

use node::unit::{AddUnit, UnitView};
use serde_json::json;
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::machine_line::MachineLine;
use crate::cli::people::UnitArgs;
use crate::exit::Exit;
use crate::terminal::Table;

/// `unit add`.
///
/// # Errors
/// What a person must be told.
pub fn add(args: UnitArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let UnitArgs { name, country, victim_prefix, contact } = args;
    let ask = AddUnit { name, country, victim_prefix, contact };
    let unit = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        node.add_unit(&who, ask).await.map_err(|error| complaint_of(error, here))
    })?;
    if !here.json {
        let args = [("name", visible(&unit.name).into()), ("id", unit.id.to_string().into())];
        println!("{}", here.terminal.say("unit-added", &args));
        return Ok(Exit::Finished);
    }
    print_json(vec![unit])
}

/// `unit list`.
///
/// # Errors
/// What a person must be told.
pub fn list(here: &Surroundings) -> anyhow::Result<Exit> {
    let units = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        Ok(node.units(&who).await.map_err(|error| complaint_of(error, here))?.units)
    })?;
    if here.json {
        return print_json(units);
    }
    if units.is_empty() {
        println!("{}", here.terminal.say("units-none", &[]));
        return Ok(Exit::Finished);
    }
    let mut table =
        Table::new(["column-name", "column-country", "column-victim-prefix", "column-contact", "column-id"]);
    for unit in units {
        table.add([
            visible(&unit.name),
            unit.country.to_string(),
            unit.victim_prefix,
            unit.contact.map(visible).unwrap_or_default(),
            unit.id.to_string(),
        ]);
    }
    table.print(&mut std::io::stdout().lock(), &here.terminal)?;
    Ok(Exit::Finished)
}

fn print_json(units: Vec<UnitView>) -> anyhow::Result<Exit> {
    MachineLine::of("sanad.units").put("units", json!(units)).print()?;
    Ok(Exit::Finished)
}
