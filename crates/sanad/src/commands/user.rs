//! `sanad user add|list|show|set-roles|disable|reset`. What somebody signs in with is printed once.

use std::collections::BTreeSet;
use std::io::Write as _;

use casework::protected::Protected;
use casework::role::Role;
use node::principal::Action;
use node::unit::UnitsView;
use node::user::{AddUser, NamedUser, ResetUser, SecretsGiven, SetUserRoles, UserGiven, UserView};
use node::{Error, Node, Principal};
use serde_json::json;
use words::{Value, visible};

use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::asking_two::{AsksTwo, in_one};
use super::machine_line::MachineLine;
use super::{Surroundings, password_prompt};
use crate::cli::people::UserArgs;
use crate::exit::Exit;
use crate::terminal::{Style, Table};

/// `user add`.
///
/// # Errors
/// What a person must be told.
pub fn add(args: UserArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let is_machine = args.roles.contains(&Role::Matcher);
    // A machine has no password: nobody is asked for one.
    let password =
        if is_machine && !args.password_stdin { None } else { password_prompt::ask(args.password_stdin, here)? };
    let ask = AddUser {
        login: args.login,
        name: Protected::new(args.name),
        unit: args.unit,
        roles: args.roles,
        language: args.language,
        password,
    };
    let asks = AsksTwo::new(Action::AddUser, &ask.unit)
        .with("login", ask.login.clone())
        .with("roles", in_one(ask.roles.iter().map(|role| role.code())));
    change(here, "user-added", asks, async |node, who| node.add_user(who, ask).await)
}

/// `user list`.
///
/// # Errors
/// What a person must be told.
pub fn list(here: &Surroundings) -> anyhow::Result<Exit> {
    let (found, units) = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let found = node.users(&who).await.map_err(|error| complaint_of(error, here))?;
        Ok((found, node.units(&who).await.map_err(|error| complaint_of(error, here))?))
    })?;
    if here.json {
        let line = MachineLine::of("sanad.users").put("users", json!(found.users));
        line.put("second_administrator_wanted", found.second_administrator_wanted).print()?;
        return Ok(Exit::Finished);
    }
    print_users(&found.users, &units, here)?;
    warn(found.second_administrator_wanted, here);
    Ok(Exit::Finished)
}

/// `user show`.
///
/// # Errors
/// What a person must be told.
pub fn show(user: String, here: &Surroundings) -> anyhow::Result<Exit> {
    let (user, units) = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let user = node.show_user(&who, NamedUser { user }).await.map_err(|error| complaint_of(error, here))?;
        Ok((user, node.units(&who).await.map_err(|error| complaint_of(error, here))?))
    })?;
    if here.json {
        MachineLine::of("sanad.users").put("users", json!([user])).print()?;
    } else {
        print_users(&[user], &units, here)?;
    }
    Ok(Exit::Finished)
}

/// `user set-roles`.
///
/// # Errors
/// What a person must be told.
pub fn set_roles(user: String, roles: BTreeSet<Role>, here: &Surroundings) -> anyhow::Result<Exit> {
    let asks = AsksTwo::new(Action::SetUserRoles, &user).with("roles", in_one(roles.iter().map(|role| role.code())));
    let ask = SetUserRoles { user, roles };
    change(here, "user-roles-set", asks, async |node, who| node.set_user_roles(who, ask).await)
}

/// `user disable`.
///
/// # Errors
/// What a person must be told.
pub fn disable(user: String, here: &Surroundings) -> anyhow::Result<Exit> {
    let asks = AsksTwo::new(Action::DisableUser, &user);
    change(here, "user-disabled", asks, async |node, who| node.disable_user(who, NamedUser { user }).await)
}

/// `user reset`.
///
/// # Errors
/// What a person must be told.
pub fn reset(user: String, password_stdin: bool, here: &Surroundings) -> anyhow::Result<Exit> {
    let asks = AsksTwo::new(Action::ResetUser, &user);
    let ask = ResetUser { user, password: password_prompt::ask(password_stdin, here)? };
    change(here, "user-was-reset", asks, async |node, who| node.reset_user(who, ask).await)
}

fn change(
    here: &Surroundings,
    said: &str,
    asks: AsksTwo,
    verb: impl AsyncFnOnce(&Node, &Principal) -> Result<UserGiven, Error>,
) -> anyhow::Result<Exit> {
    let given = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        match verb(&node, &who).await {
            Ok(given) => Ok(given),
            Err(error) => Err(asks.answered(&node, &who, error, here).await),
        }
    })?;
    if here.json {
        MachineLine::of("sanad.user-given").put_all(json!(given)).print()?;
        return Ok(Exit::Finished);
    }
    let args = [("login", given.user.login.as_str().into()), ("id", given.user.id.to_string().into())];
    println!("{}", here.terminal.say(said, &args));
    if let Some(secrets) = &given.secrets {
        print_secrets(secrets, here)?;
    }
    warn(given.second_administrator_wanted, here);
    Ok(Exit::Finished)
}

fn print_secrets(secrets: &SecretsGiven, here: &Surroundings) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let heading = here.terminal.say("user-secrets", &[]);
    writeln!(out, "{}", here.terminal.styled(&heading, Style::Alert))?;
    let lines = [
        ("user-secret-password", secrets.password.as_ref()),
        ("user-secret-totp", Some(&secrets.totp)),
        ("user-secret-totp-address", Some(&secrets.totp_address)),
        ("user-secret-recovery-key", Some(&secrets.recovery_key)),
    ];
    for (key, secret) in lines.into_iter().filter_map(|(key, secret)| Some((key, secret?))) {
        writeln!(out, "  {}", here.terminal.say(key, &[("secret", secret.reveal().into())]))?;
    }
    Ok(())
}

fn print_users(users: &[UserView], units: &UnitsView, here: &Surroundings) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if users.is_empty() {
        return writeln!(out, "{}", here.terminal.say("users-none", &[]));
    }
    let mut table =
        Table::new(["column-login", "column-name", "column-roles", "column-state", "column-unit", "column-id"]);
    for user in users {
        let roles: Vec<String> =
            user.roles.iter().map(|role| here.terminal.say(&format!("role-{}", role.code()), &[])).collect();
        let unit = units.units.iter().find(|unit| unit.id == user.unit);
        table.add([
            user.login.to_string(),
            visible(user.name.reveal()),
            roles.join("\n"),
            here.terminal.say(&format!("user-state-{}", user.state.code()), &[]),
            unit.map(|unit| visible(&unit.name)).unwrap_or_default(),
            user.id.to_string(),
        ]);
    }
    table.print(&mut out, &here.terminal)
}

fn warn(second_administrator_wanted: bool, here: &Surroundings) {
    if second_administrator_wanted && !here.quiet {
        let none: &[(&str, Value)] = &[];
        let text = here.terminal.say("user-second-administrator", none);
        eprintln!("{}", here.terminal.styled(&text, Style::Waiting));
    }
}
