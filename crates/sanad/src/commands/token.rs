//! `sanad token add|list|revoke`. A token is printed once.

use casework::id::TokenId;
use node::principal::Action;
use node::token::{AddToken, RevokeToken, ShowTokens, TokenView};
use serde_json::json;
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, run_verb};
use super::asking_two::{AsksTwo, in_one};
use super::machine_line::MachineLine;
use crate::cli::people::TokenArgs;
use crate::exit::Exit;
use crate::terminal::Table;

/// `token add`.
///
/// # Errors
/// What a person must be told.
pub fn add(args: TokenArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let TokenArgs { user, name, scope, days } = args;
    let given = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let asks = AsksTwo::new(Action::AddToken, &user).with("scope", in_one(scope.iter().map(String::as_str)));
        match node.add_token(&who, AddToken { user, name, scope, days }).await {
            Ok(given) => Ok(given),
            Err(error) => Err(asks.answered(&node, &who, error, here).await),
        }
    })?;
    if here.json {
        MachineLine::of("sanad.token-given").put_all(json!(given)).print()?;
        return Ok(Exit::Finished);
    }
    let args = [("id", given.token.id.to_string().into()), ("day", day_of(given.token.expires_us).into())];
    println!("{}", here.terminal.say("token-added", &args));
    println!("  {}", given.secret.reveal());
    Ok(Exit::Finished)
}

/// `token list`.
///
/// # Errors
/// What a person must be told.
pub fn list(user: Option<String>, here: &Surroundings) -> anyhow::Result<Exit> {
    let tokens = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        let found = node.tokens(&who, ShowTokens { user }).await.map_err(|error| complaint_of(error, here))?;
        Ok(found.tokens)
    })?;
    if here.json {
        return print_json(tokens);
    }
    if tokens.is_empty() {
        println!("{}", here.terminal.say("tokens-none", &[]));
        return Ok(Exit::Finished);
    }
    let mut table = Table::new([
        "column-name",
        "column-scope",
        "column-expires",
        "column-revoked",
        "column-last-used",
        "column-user",
        "column-id",
    ]);
    for token in tokens {
        table.add([
            visible(&token.name),
            token.scope.join("\n"),
            day_of(token.expires_us),
            token.revoked_us.map(day_of).unwrap_or_default(),
            token.last_used_day.map(|day| day_of(day.saturating_mul(86_400_000_000))).unwrap_or_default(),
            token.user.to_string(),
            token.id.to_string(),
        ]);
    }
    table.print(&mut std::io::stdout().lock(), &here.terminal)?;
    Ok(Exit::Finished)
}

/// `token revoke`.
///
/// # Errors
/// What a person must be told.
pub fn revoke(token: TokenId, here: &Surroundings) -> anyhow::Result<Exit> {
    let token = run_verb(async |_| {
        let (node, who) = open_node(here).await?;
        node.revoke_token(&who, RevokeToken { token }).await.map_err(|error| complaint_of(error, here))
    })?;
    if here.json {
        return print_json(vec![token]);
    }
    println!("{}", here.terminal.say("token-was-revoked", &[("id", token.id.to_string().into())]));
    Ok(Exit::Finished)
}

fn print_json(tokens: Vec<TokenView>) -> anyhow::Result<Exit> {
    MachineLine::of("sanad.tokens").put("tokens", json!(tokens)).print()?;
    Ok(Exit::Finished)
}

/// The day in UTC, as ISO 8601 writes it.
fn day_of(at_us: i64) -> String {
    let moment = jiff::Timestamp::from_microsecond(at_us);
    moment.map(|moment| moment.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}
