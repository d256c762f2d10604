//! One file per command: asks the node, prints the answer. No rule and no sentence of its own.

mod asking_the_node;
mod asking_two;
mod machine_line;
mod password_prompt;

pub mod backup;
pub mod completions;
pub mod config_show;
pub mod doctor;
pub mod exhibit;
pub mod find;
pub mod fingerprint;
pub mod index;
pub mod ledger;
pub mod list;
pub mod man_pages;
pub mod mapping;
pub mod serve;
pub mod token;
pub mod triage;
pub mod unit;
pub mod user;
pub mod verify;

use std::path::PathBuf;

use crate::cli::Invocation;
use crate::cli::people::People;
use crate::config::Values;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// What every command has at hand.
#[derive(Debug)]
pub struct Surroundings {
    /// Where text for people goes.
    pub terminal: Terminal,
    /// All settings.
    pub values: Values,
    /// The settings file that was read.
    pub settings_file: Option<PathBuf>,
    /// Whether standard output is for machines.
    pub json: bool,
    /// Whether progress and summary are left out.
    pub quiet: bool,
    /// The unit's folder, when somebody named one.
    pub node: Option<PathBuf>,
    /// The database of a server that the unit's records are in, when somebody named one.
    pub database: Option<Address>,
}

/// The address of a database server, which may hold a password: it is not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(pub String);

impl std::fmt::Debug for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Address(‹withheld›)")
    }
}

/// Does what was asked.
///
/// # Errors
/// What a person must be told, as a [`crate::complaint::Complaint`] wherever there is a message for it.
pub fn run(invocation: Invocation, here: &Surroundings) -> anyhow::Result<Exit> {
    match invocation {
        Invocation::Triage(args) => triage::run(*args, here),
        Invocation::Fingerprint(args) => fingerprint::run(args, here),
        Invocation::Find(args) => find::run(args, here),
        Invocation::ListImport { lists } => list::import(&lists, here),
        Invocation::ListShow { name } => list::show(name.as_deref(), here),
        Invocation::ListExport { name, to } => list::export(&name, &to, here),
        Invocation::ListRemove { name } => list::remove(&name, here),
        Invocation::ExhibitList => exhibit::show(None, here),
        Invocation::ExhibitShow { id } => exhibit::show(Some(&id), here),
        Invocation::ExhibitRemove { id } => exhibit::remove(&id, here),
        Invocation::Verify { reports } => verify::run(&reports, here),
        Invocation::Doctor { uncaged } => doctor::run(uncaged, here),
        Invocation::IndexBuild { entries, out, distance_bits } => index::build(&entries, &out, distance_bits, here),
        Invocation::IndexQuery(args) => index::query(&args, here),
        Invocation::IndexCheck { path } => index::check(&path, here),
        Invocation::LedgerShow => ledger::show(here),
        Invocation::LedgerVerify(args) => ledger::verify(&args, here),
        Invocation::LedgerProve { index, to } => ledger::prove(index, &to, here),
        Invocation::Serve(args) => serve::run(&args, here),
        Invocation::Backups(ask) => backup::run(ask, here),
        Invocation::Mappings(ask) => mapping::run(ask, here),
        Invocation::People(ask) => about_people(ask, here),
        Invocation::ConfigShow => config_show::run(here),
        Invocation::Completions { shell } => completions::run(&shell, &here.terminal.words),
        Invocation::ManPages { folder } => man_pages::run(&folder, &here.terminal.words),
    }
}

fn about_people(ask: People, here: &Surroundings) -> anyhow::Result<Exit> {
    match ask {
        People::UnitAdd(args) => unit::add(args, here),
        People::UnitList => unit::list(here),
        People::UserAdd(args) => user::add(args, here),
        People::UserList => user::list(here),
        People::UserShow { user } => user::show(user, here),
        People::UserSetRoles { user, roles } => user::set_roles(user, roles, here),
        People::UserDisable { user } => user::disable(user, here),
        People::UserReset { user, password_stdin } => user::reset(user, password_stdin, here),
        People::TokenAdd(args) => token::add(args, here),
        People::TokenList { user } => token::list(user, here),
        People::TokenRevoke { token } => token::revoke(token, here),
    }
}
