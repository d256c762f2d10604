//! `sanad mapping`: its part of the command tree, and what was asked of it.

use std::path::PathBuf;

use clap::{ArgMatches, Command, ValueHint, value_parser};

use super::Maker;

/// What is asked about mapping tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mappings {
    /// `sanad mapping list`.
    List,
    /// `sanad mapping show`.
    Show {
        /// A scheme, or the digest of a table.
        name: String,
    },
    /// `sanad mapping check`.
    Check {
        /// At least one.
        files: Vec<PathBuf>,
    },
}

/// The group of commands.
pub(super) fn group(make: &Maker<'_>) -> Command {
    make.group("mapping", "cli-command-mapping")
        .subcommand(make.command("list", "cli-command-mapping-list"))
        .subcommand(
            make.command("show", "cli-command-mapping-show")
                .arg(make.argument("mapping-name", "cli-value-name", "cli-argument-mapping-name").required(true)),
        )
        .subcommand(
            make.command("check", "cli-command-mapping-check").arg(
                make.argument("mapping-file", "cli-value-path", "cli-argument-mapping-file")
                    .required(true)
                    .num_args(1..)
                    .value_parser(value_parser!(PathBuf))
                    .value_hint(ValueHint::FilePath),
            ),
        )
}

impl Mappings {
    /// The command of this name, if it is one of these.
    pub(super) fn of(command: &str, given: &ArgMatches) -> Option<Mappings> {
        Some(match command {
            "mapping list" => Mappings::List,
            "mapping show" => Mappings::Show { name: given.get_one::<String>("mapping-name").cloned()? },
            "mapping check" => {
                let files = given.get_many::<PathBuf>("mapping-file").into_iter().flatten().cloned().collect();
                Mappings::Check { files }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::invocation::leaf;
    use words::{Lang, Words};

    fn parse(line: &str) -> Option<Mappings> {
        let words = Words::in_language(Lang::English);
        let matches = crate::cli::command(&words).try_get_matches_from(line.split(' ')).ok()?;
        let (command, given) = leaf(&matches);
        Mappings::of(&command, given)
    }

    #[test]
    fn every_command_about_mapping_tables_comes_through() {
        assert_eq!(parse("sanad mapping list"), Some(Mappings::List));
        assert_eq!(parse("sanad mapping show caid"), Some(Mappings::Show { name: "caid".into() }));
        let files = vec!["a.toml".into(), "b.toml".into()];
        assert_eq!(parse("sanad mapping check a.toml b.toml"), Some(Mappings::Check { files }));
        assert_eq!(parse("sanad mapping check"), None);
        assert_eq!(parse("sanad unit list"), None);
    }
}
