//! `sanad backup` and `sanad restore`: their part of the command tree, and what was asked of them.

use std::path::PathBuf;

use casework::id::BackupId;
use clap::{ArgAction, ArgMatches, Command, ValueHint, value_parser};

use super::Maker;
use crate::config::Values;

/// For how many days a backup may be kept where nobody said otherwise: long enough that a loss is noticed, short enough that
/// what is erased is gone within a season.
pub const KEEP_DAYS: u64 = 90;

/// What is asked about backups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backups {
    /// `sanad backup`.
    Make(BackupArgs),
    /// `sanad backup list`.
    List,
    /// `sanad backup destroyed`.
    Destroyed {
        /// Which.
        backup: BackupId,
    },
    /// `sanad backup keygen`.
    Keygen {
        /// Where the secret key goes.
        to: PathBuf,
    },
    /// `sanad restore`.
    Restore(RestoreArgs),
}

/// What `sanad backup` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupArgs {
    /// The file to write.
    pub to: PathBuf,
    /// Whose public keys it is encrypted to.
    pub recipients: Vec<String>,
    /// For how many days it may be kept.
    pub keep_days: u32,
}

/// What `sanad restore` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreArgs {
    /// The backup.
    pub from: PathBuf,
    /// Where to.
    pub to: PathBuf,
    /// The file with the secret key.
    pub identity: PathBuf,
    /// The ledger of the node that was lost.
    pub ledger: Option<PathBuf>,
}

/// The two commands.
pub(super) fn commands(make: &Maker<'_>) -> [Command; 2] {
    let backup = make
        .command("backup", "cli-command-backup")
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .arg(make.path_option("to", "cli-value-path").required(true))
        .arg(make.setting("recipient", "cli-value-text"))
        .arg(make.setting("keep-for", "cli-value-number"))
        .subcommand(make.command("list", "cli-command-backup-list"))
        .subcommand(
            make.command("destroyed", "cli-command-backup-destroyed").arg(
                make.argument("backup-id", "cli-value-text", "cli-argument-backup-id")
                    .required(true)
                    .value_parser(value_parser!(BackupId)),
            ),
        )
        .subcommand(
            make.command("keygen", "cli-command-backup-keygen")
                .arg(make.path_option("to", "cli-value-path").required(true)),
        );
    let folder = |name: &'static str| {
        make.path_option(name, "cli-value-folder").action(ArgAction::Set).value_hint(ValueHint::DirPath)
    };
    let restore = make
        .command("restore", "cli-command-restore")
        .arg(
            make.argument("backup-file", "cli-value-path", "cli-argument-backup-file")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::FilePath),
        )
        .arg(folder("to").required(true))
        .arg(make.path_option("identity", "cli-value-path").required(true))
        .arg(folder("ledger"));
    [backup, restore]
}

impl Backups {
    /// The command of this name, if it is one of these.
    pub(super) fn of(command: &str, given: &ArgMatches, values: &Values) -> Option<Backups> {
        let path = |id: &str| given.get_one::<PathBuf>(id).cloned();
        Some(match command {
            "backup" => Backups::Make(BackupArgs {
                to: path("to")?,
                recipients: values
                    .many_of("backup.recipients")
                    .into_iter()
                    .map(|recipient| recipient.to_string_lossy().into_owned())
                    .collect(),
                keep_days: u32::try_from(values.number_of("backup.keep-for").unwrap_or(KEEP_DAYS)).unwrap_or(u32::MAX),
            }),
            "backup list" => Backups::List,
            "backup destroyed" => Backups::Destroyed { backup: *given.get_one::<BackupId>("backup-id")? },
            "backup keygen" => Backups::Keygen { to: path("to")? },
            "restore" => Backups::Restore(RestoreArgs {
                from: path("backup-file")?,
                to: path("to")?,
                identity: path("identity")?,
                ledger: path("ledger"),
            }),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::invocation::leaf;
    use words::{Lang, Words};

    fn parse(line: &str) -> Result<Backups, clap::Error> {
        let words = Words::in_language(Lang::English);
        let matches = crate::cli::command(&words).try_get_matches_from(line.split(' '))?;
        let (command, given) = leaf(&matches);
        let mut values = Values::default();
        values.add_flags(given);
        Ok(Backups::of(&command, given, &values).unwrap())
    }

    #[test]
    fn every_command_about_backups_comes_through() {
        let made = BackupArgs { to: "b.age".into(), recipients: vec!["age1".into(), "age2".into()], keep_days: 30 };
        let line = "sanad backup --to b.age --recipient age1 --recipient age2 --keep-for 30";
        assert_eq!(parse(line).unwrap(), Backups::Make(made));
        let usual = BackupArgs { to: "b.age".into(), recipients: vec![], keep_days: 90 };
        assert_eq!(parse("sanad backup --to b.age").unwrap(), Backups::Make(usual));
        assert_eq!(parse("sanad backup list").unwrap(), Backups::List);
        assert_eq!(parse("sanad backup keygen --to k").unwrap(), Backups::Keygen { to: "k".into() });
        let backup = "bak_0000000000000000".parse().unwrap();
        assert_eq!(parse("sanad backup destroyed bak_0000000000000000").unwrap(), Backups::Destroyed { backup });
        let restore = RestoreArgs { from: "b".into(), to: "n".into(), identity: "k".into(), ledger: Some("l".into()) };
        assert_eq!(parse("sanad restore b --to n --identity k --ledger l").unwrap(), Backups::Restore(restore));
        assert!(parse("sanad backup").is_err() && parse("sanad backup --to b --keep-for 0").is_err());
    }
}
