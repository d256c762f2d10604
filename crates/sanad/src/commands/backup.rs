//! `sanad backup`, `sanad backup list|destroyed|keygen` and `sanad restore`.

use std::io::{ErrorKind, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use casework::backup::BackupState;
use casework::id::BackupId;
use jiff::Timestamp;
use node::backup::{BackupDestroyed, BackupView, MakeBackup, keys};
use node::clock::Clock;
use node::folder::{FolderError, NodeFolder};
use node::restore::{RestoreBackup, restore};
use node::{Error, Node, Principal};
use serde_json::{Value, json};
use words::visible;

use super::Surroundings;
use super::asking_the_node::{complaint_of, open_node, program, run_verb};
use super::machine_line::MachineLine;
use crate::cli::backup::{BackupArgs, Backups, RestoreArgs};
use crate::complaint::Complaint;
use crate::exit::Exit;
use crate::terminal::{Style, Table};

/// Does what was asked.
///
/// # Errors
/// What a person must be told.
pub fn run(ask: Backups, here: &Surroundings) -> anyhow::Result<Exit> {
    match ask {
        Backups::Make(args) => make(args, here),
        Backups::List => list(here),
        Backups::Destroyed { backup } => destroyed(backup, here),
        Backups::Keygen { to } => keygen(&to, here),
        Backups::Restore(args) => put_back(args, here),
    }
}

fn make(args: BackupArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let BackupArgs { to, recipients, keep_days } = args;
    let shown = visible(to.as_os_str().as_bytes());
    let made = run_verb(async |_| {
        let (node, who) = open_beside(here).await?;
        let ask = MakeBackup { to, recipients, keep_days };
        node.make_backup(&who, ask).await.map_err(|error| complaint_of(error, here))
    })?;
    if here.json {
        let counts = json!({
            "n_past_term": 0, "n_rows": made.n_rows, "n_files": made.n_files, "n_entries": made.n_entries,
        });
        MachineLine::of("sanad.backups").put("backups", vec![as_json(&made.backup)]).put_all(counts).print()?;
        return Ok(Exit::Finished);
    }
    let args = [
        ("path", shown.into()),
        ("id", made.backup.id.to_string().into()),
        ("rows", made.n_rows.into()),
        ("entries", made.n_entries.into()),
    ];
    say(here, "backup-made", &args, Some(Style::Heading))?;
    say(here, "backup-until", &[("day", day(made.backup.until.0).into())], None)?;
    Ok(Exit::Finished)
}

/// The node, also while a server or a run works in it: what is read is one moment.
async fn open_beside(here: &Surroundings) -> anyhow::Result<(Node, Principal)> {
    match NodeFolder::open(here.node.clone()) {
        Err(FolderError::Locked { .. }) => {
            let folder = NodeFolder::open_beside(here.node.clone());
            let folder = folder.map_err(|error| complaint_of(Error::Folder(error), here))?;
            let database = here.database.as_ref().map(|address| address.0.as_str());
            let node = Node::open_beside(folder, database, Clock::wall(), program()?).await;
            Ok((node.map_err(|error| complaint_of(error, here))?, Principal::of_this_process()))
        }
        // Opened anew there, where its errors are said.
        opened => {
            drop(opened);
            open_node(here).await
        }
    }
}

fn list(here: &Surroundings) -> anyhow::Result<Exit> {
    let view = run_verb(async |_| {
        let (node, who) = open_beside(here).await?;
        node.show_backups(&who).await.map_err(|error| complaint_of(error, here))
    })?;
    if here.json {
        let backups: Vec<Value> = view.backups.iter().map(as_json).collect();
        MachineLine::of("sanad.backups").put("backups", backups).put("n_past_term", view.n_past_term).print()?;
        return Ok(Exit::Finished);
    }
    if view.backups.is_empty() {
        say(here, "backups-none", &[], None)?;
        return Ok(Exit::Finished);
    }
    let mut table = Table::new(["column-id", "column-made", "column-until", "column-backup-state", "column-name"]);
    for backup in &view.backups {
        let state = if backup.is_past_term { "backup-past-term" } else { state_key(backup.state) };
        table.add([
            backup.id.to_string(),
            day(backup.at.0),
            day(backup.until.0),
            here.terminal.say(state, &[]),
            visible(&backup.name),
        ]);
    }
    table.print(&mut std::io::stdout().lock(), &here.terminal)?;
    if view.n_past_term > 0 {
        say(here, "backups-past-term", &[("n", view.n_past_term.into())], Some(Style::Alert))?;
    }
    Ok(Exit::Finished)
}

fn destroyed(backup: BackupId, here: &Surroundings) -> anyhow::Result<Exit> {
    let view = run_verb(async |_| {
        let (node, who) = open_beside(here).await?;
        let ask = BackupDestroyed { backup };
        node.backup_destroyed(&who, ask).await.map_err(|error| complaint_of(error, here))
    })?;
    if here.json {
        MachineLine::of("sanad.backups").put("backups", vec![as_json(&view)]).put("n_past_term", 0).print()?;
    } else {
        say(here, "backup-said-destroyed", &[("id", view.id.to_string().into())], None)?;
    }
    Ok(Exit::Finished)
}

fn keygen(to: &Path, here: &Surroundings) -> anyhow::Result<Exit> {
    let public = keys::make(to).map_err(|error| complaint_of(error, here))?;
    let shown = visible(to.as_os_str().as_bytes());
    if here.json {
        MachineLine::of("sanad.backup-key").put_raw("path", to.as_os_str().as_bytes()).put("public", public).print()?;
        return Ok(Exit::Finished);
    }
    say(here, "backup-key-made", &[("path", shown.into()), ("key", public.into())], None)?;
    Ok(Exit::Finished)
}

fn put_back(args: RestoreArgs, here: &Surroundings) -> anyhow::Result<Exit> {
    let RestoreArgs { from, to, identity, ledger } = args;
    let (shown, from_shown) = (visible(to.as_os_str().as_bytes()), visible(from.as_os_str().as_bytes()));
    let (named_key, named_backup) = (identity.clone(), from.clone());
    let database = here.database.as_ref().map(|address| address.0.clone());
    let worker = program()?;
    let restored = run_verb(async |_| {
        let ask = RestoreBackup { from, identity, to, database, ledger };
        restore(ask, Clock::wall(), worker).await.map_err(|error| match error {
            // What is said of folders names the folder of the settings.
            Error::Folder(FolderError::NotEmpty) | Error::Storage(store::Error::NotEmpty) => {
                Complaint::new(Exit::Usage, "restore-not-empty", vec![("path", shown.clone().into())]).into()
            }
            Error::Backup(why) => unusable(why, &from_shown),
            // What was named on the line is there to be named right.
            Error::Disk { path, source, .. } if path == named_key => {
                let args = vec![("path", visible(path.as_os_str().as_bytes()).into())];
                Complaint::new(Exit::Usage, "backup-no-identity", args).because(source).into()
            }
            Error::Disk { path, source, .. } if path == named_backup && source.kind() == ErrorKind::NotFound => {
                Complaint::new(Exit::Usage, "error-not-read", vec![("path", from_shown.clone().into())])
                    .because(source)
                    .into()
            }
            other => complaint_of(other, here),
        })
    })?;
    if here.json {
        let erased = restored.erased_again.as_ref().map(|erased| {
            json!({
                "n_entries_since": erased.n_entries_since, "n_records": erased.n_records,
                "n_exhibits": erased.n_exhibits, "n_lists": erased.n_lists, "n_bodies": erased.n_bodies,
            })
        });
        let fields = json!({
            "backup": restored.backup, "made_at_us": restored.made_at.0, "n_rows": restored.n_rows,
            "n_records": restored.n_records, "n_files": restored.n_files, "n_entries": restored.n_entries,
            "ledger_key_before": restored.ledger_key_before, "ledger_key": restored.ledger_key,
            "erased_again": erased,
        });
        MachineLine::of("sanad.restored").put_all(fields).print()?;
        return Ok(Exit::Finished);
    }
    let args = [
        ("path", shown.into()),
        ("day", day(restored.made_at.0).into()),
        ("records", restored.n_records.into()),
        ("entries", restored.n_entries.into()),
        ("files", restored.n_files.into()),
    ];
    say(here, "restored", &args, Some(Style::Heading))?;
    match &restored.erased_again {
        Some(erased) => {
            let args = [("n", erased.n_erased().into()), ("entries", erased.n_entries_since.into())];
            say(here, "restored-erased-again", &args, None)?;
        }
        None => say(here, "restored-not-known", &[], Some(Style::Alert))?,
    }
    say(here, "restored-ledger-key", &[("key", restored.ledger_key.into())], Some(Style::Waiting))?;
    Ok(Exit::Finished)
}

fn unusable(why: node::restore::BackupUnusable, path: &str) -> anyhow::Error {
    use node::restore::BackupUnusable as Why;
    let args = || vec![("path", path.into())];
    let complaint = match why {
        Why::NotABackup => Complaint::new(Exit::ReportNotOurs, "backup-is-none", args()),
        Why::WrongKey => Complaint::new(Exit::Usage, "backup-wrong-key", args()),
        Why::CutShort => Complaint::new(Exit::ReportNotOurs, "backup-cut-short", args()),
        Why::Changed => Complaint::new(Exit::ReportNotOurs, "backup-changed", args()),
        error @ Why::Newer { .. } => Complaint::new(Exit::Node, "backup-newer", args()).because(error),
        error @ Why::OtherLedger { .. } => {
            Complaint::new(Exit::ReportNotOurs, "restore-other-ledger", vec![]).because(error)
        }
    };
    complaint.into()
}

fn state_key(state: BackupState) -> &'static str {
    match state {
        BackupState::Begun => "backup-begun",
        BackupState::Made => "backup-there",
        BackupState::Failed => "backup-failed",
        BackupState::Destroyed => "backup-gone",
    }
}

/// The day of a moment, in UTC.
fn day(at_us: i64) -> String {
    let at = Timestamp::from_microsecond(at_us).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%d").to_string()
}

fn say(here: &Surroundings, key: &str, args: &[(&str, words::Value)], style: Option<Style>) -> std::io::Result<()> {
    let text = here.terminal.say(key, args);
    let text = style.map_or(text.clone(), |style| here.terminal.styled(&text, style));
    writeln!(std::io::stdout(), "{text}")
}

fn as_json(backup: &BackupView) -> Value {
    json!(backup)
}
