//! The command tree, with every text in the user's language. Builds and checks; does nothing else.

pub mod backup;
pub mod invocation;
pub mod mapping;
pub mod people;
mod usage;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint, value_parser};
use words::Words;

use crate::config::{self, Kind};

pub use invocation::Invocation;
pub use usage::in_words as usage_error;

/// The endings of reports, longest first, as they are told apart.
pub const REPORT_ENDINGS: &[&str] = &[".vics-hashset.json", ".case.jsonld", ".vics.json", ".jsonl", ".html", ".csv"];

/// The tree of `sanad`, built for one language.
pub fn command(words: &Words) -> Command {
    let make = Maker { words };
    Command::new("sanad")
        .about(words.say_plain("cli-about", &[]))
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_required(true)
        .arg(make.flag("help").short('h').action(ArgAction::Help).global(true))
        .arg(make.flag("version").short('V').action(ArgAction::Version))
        .arg(make.setting("lang", "cli-value-language").global(true))
        .arg(make.setting("node", "cli-value-folder").value_hint(ValueHint::DirPath).global(true))
        .arg(make.setting("database", "cli-value-database").global(true))
        .arg(make.path_option("config", "cli-value-path").global(true))
        .arg(make.flag("quiet").short('q').global(true))
        .arg(make.flag("json").global(true))
        .arg(make.flag("show-names").global(true))
        .subcommand(triage(&make))
        .subcommand(
            make.command("fingerprint", "cli-command-fingerprint")
                .arg(make.paths("path", "cli-value-path", "cli-argument-path"))
                .arg(make.setting("jobs", "cli-value-number"))
                .arg(make.setting("video", "cli-value-frames"))
                .arg(make.flag("uncaged")),
        )
        .subcommand(
            make.command("find", "cli-command-find")
                .arg(make.paths("file-or-hash", "cli-value-file-or-hash", "cli-argument-file-or-hash"))
                .arg(make.setting("list", "cli-value-list"))
                .arg(make.setting("distance", "cli-value-bits"))
                .arg(make.setting("search", "cli-value-search"))
                .arg(make.flag("uncaged")),
        )
        .subcommand(list(&make))
        .subcommand(exhibit(&make))
        .subcommand(mapping::group(&make))
        .subcommand(make.command("verify", "cli-command-verify").arg(make.paths(
            "report-file",
            "cli-value-report",
            "cli-argument-report-file",
        )))
        .subcommand(make.command("doctor", "cli-command-doctor").arg(make.flag("uncaged")))
        .subcommand(ledger(&make))
        .subcommands(backup::commands(&make))
        .subcommands(people::groups(&make))
        .subcommand(index(&make))
        .subcommand(serve(&make))
        .subcommand(
            make.group("config", "cli-command-config").subcommand(make.command("show", "cli-command-config-show")),
        )
        .subcommand(
            make.command("completions", "cli-command-completions").arg(
                make.argument("shell", "cli-value-shell", "cli-argument-shell")
                    .required(true)
                    .value_parser(PossibleValuesParser::new(["bash", "elvish", "fish", "powershell", "zsh"])),
            ),
        )
        .subcommand(
            make.command("man-pages", "cli-command-man-pages").hide(true).arg(
                make.argument("man-folder", "cli-value-folder", "cli-argument-man-folder")
                    .required(true)
                    .value_parser(value_parser!(std::path::PathBuf)),
            ),
        )
}

fn triage(make: &Maker<'_>) -> Command {
    make.command("triage", "cli-command-triage")
        .arg(make.paths("exhibit", "cli-value-exhibit", "cli-argument-exhibit"))
        .arg(make.setting("list", "cli-value-list"))
        .arg(make.report())
        .arg(make.setting("authority", "cli-value-text"))
        .arg(make.setting("exhibit-number", "cli-value-text"))
        .arg(make.setting("seal", "cli-value-text"))
        .arg(make.setting("examiner", "cli-value-text"))
        .arg(make.setting("jobs", "cli-value-number"))
        .arg(make.setting("video", "cli-value-frames"))
        .arg(make.setting("search", "cli-value-search"))
        .arg(make.setting("threshold", "cli-value-bits"))
        .arg(make.setting("for", "cli-value-audience"))
        .arg(make.setting("share", "cli-value-field"))
        .arg(make.setting("flavour", "cli-value-flavour"))
        .arg(make.setting("fail-on", "cli-value-outcome"))
        .arg(make.flag("screen"))
        .arg(make.flag("hash-only"))
        .arg(make.flag("uncaged"))
}

fn list(make: &Maker<'_>) -> Command {
    let name = || make.argument("list-name", "cli-value-name", "cli-argument-list-name");
    make.group("list", "cli-command-list")
        .subcommand(make.command("import", "cli-command-list-import").arg(make.paths(
            "list-file",
            "cli-value-list",
            "cli-argument-list-file",
        )))
        .subcommand(make.command("show", "cli-command-list-show").arg(name()))
        .subcommand(
            make.command("export", "cli-command-list-export")
                .arg(name().required(true))
                .arg(make.path_option("to", "cli-value-path").required(true)),
        )
        .subcommand(make.command("remove", "cli-command-list-remove").arg(name().required(true)))
}

fn exhibit(make: &Maker<'_>) -> Command {
    let id = || make.argument("exhibit-id", "cli-value-exhibit-id", "cli-argument-exhibit-id").required(true);
    make.group("exhibit", "cli-command-exhibit")
        .subcommand(make.command("list", "cli-command-exhibit-list"))
        .subcommand(make.command("show", "cli-command-exhibit-show").arg(id()))
        .subcommand(make.command("remove", "cli-command-exhibit-remove").arg(id()))
}

fn ledger(make: &Maker<'_>) -> Command {
    make.group("ledger", "cli-command-ledger")
        .subcommand(make.command("show", "cli-command-ledger-show"))
        .subcommand(
            make.command("verify", "cli-command-ledger-verify")
                .arg(
                    make.argument("ledger-folder", "cli-value-path", "cli-argument-ledger-folder")
                        .required(true)
                        .value_parser(value_parser!(std::path::PathBuf))
                        .value_hint(ValueHint::AnyPath),
                )
                .arg(make.flag("key").action(ArgAction::Set).value_name(make.words.say_plain("cli-value-text", &[])))
                .arg(make.path_option("checkpoint", "cli-value-path").action(ArgAction::Append)),
        )
        .subcommand(
            make.command("prove", "cli-command-ledger-prove")
                .arg(
                    make.argument("ledger-entry", "cli-value-number", "cli-argument-ledger-entry")
                        .required(true)
                        .value_parser(value_parser!(u64)),
                )
                .arg(make.path_option("to", "cli-value-path").required(true)),
        )
}

fn serve(make: &Maker<'_>) -> Command {
    let number = |name| {
        let value_name = make.words.say_plain("cli-value-number", &[]);
        make.flag(name).action(ArgAction::Set).value_name(value_name).value_parser(value_parser!(u32))
    };
    make.command("serve", "cli-command-serve")
        .arg(
            make.flag("listen")
                .action(ArgAction::Set)
                .value_name(make.words.say_plain("cli-value-address", &[]))
                .default_value("127.0.0.1:8443"),
        )
        .arg(make.path_option("tls-cert", "cli-value-path"))
        .arg(make.path_option("tls-key", "cli-value-path"))
        .arg(
            make.flag("only")
                .action(ArgAction::Set)
                .value_name(make.words.say_plain("cli-value-part", &[]))
                .value_parser(PossibleValuesParser::new(["match"])),
        )
        .arg(make.flag("match-by-get"))
        .arg(make.setting("intake", "cli-value-path"))
        .arg(make.setting("origin", "cli-value-address"))
        .arg(make.setting("oidc-issuer", "cli-value-address"))
        .arg(make.setting("oidc-client", "cli-value-text"))
        .arg(make.setting("oidc-secret-file", "cli-value-path"))
        .arg(make.setting("oidc-second-factor", "cli-value-text"))
        .arg(make.setting("disputed-borders", "cli-value-text"))
        .arg(number("quarantine-things").default_value("1000"))
        .arg(number("quarantine-minutes").default_value("60"))
}

fn index(make: &Maker<'_>) -> Command {
    let path = |name| make.path_option(name, "cli-value-path");
    let jobs = make.setting("jobs", "cli-value-number").help(make.words.say_plain("cli-option-jobs-index", &[]));
    make.group("index", "cli-command-index")
        .subcommand(
            make.command("build", "cli-command-index-build")
                .arg(path("entries").required(true))
                .arg(path("out").required(true))
                .arg(make.setting("distance", "cli-value-bits")),
        )
        .subcommand(
            make.command("query", "cli-command-index-query")
                .arg(path("entries").required(true))
                .arg(path("queries").required(true))
                .arg(make.setting("distance", "cli-value-bits"))
                .arg(jobs)
                .arg(path("pairs")),
        )
        .subcommand(
            make.command("check", "cli-command-index-check").arg(
                make.argument("index-file", "cli-value-path", "cli-argument-index-file")
                    .required(true)
                    .value_parser(value_parser!(std::path::PathBuf))
                    .value_hint(ValueHint::FilePath),
            ),
        )
}

struct Maker<'w> {
    words: &'w Words,
}

impl Maker<'_> {
    fn command(&self, name: &'static str, about: &str) -> Command {
        Command::new(name).about(self.words.say_plain(about, &[])).disable_help_subcommand(true)
    }

    fn group(&self, name: &'static str, about: &str) -> Command {
        self.command(name, about).subcommand_required(true)
    }

    /// A switch; its text is `cli-option-<name>`.
    fn flag(&self, name: &'static str) -> Arg {
        let text = self.words.say_plain(&format!("cli-option-{name}"), &[]);
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(text)
    }

    /// An option that is a setting as well: what it may be stands in the table of settings.
    fn setting(&self, name: &'static str, value_name: &str) -> Arg {
        let kind = config::spec_of_flag(name).map_or(Kind::Text, |spec| spec.kind);
        let option = self.flag(name).action(ArgAction::Set).value_name(self.words.say_plain(value_name, &[]));
        match kind {
            Kind::Text | Kind::Database | Kind::Switch => option,
            Kind::Path => option.value_parser(value_parser!(std::path::PathBuf)),
            Kind::Number(min, max) => option.value_parser(value_parser!(u64).range(min..=max)),
            Kind::Choice(codes) => option.value_parser(PossibleValuesParser::new(codes)),
            Kind::Choices(codes) => option.action(ArgAction::Append).value_parser(PossibleValuesParser::new(codes)),
            Kind::Texts => option.action(ArgAction::Append),
            Kind::Paths => option
                .action(ArgAction::Append)
                .value_parser(value_parser!(std::path::PathBuf))
                .value_hint(ValueHint::DirPath),
            Kind::Lists => option
                .action(ArgAction::Append)
                .value_parser(value_parser!(std::ffi::OsString))
                .value_hint(ValueHint::FilePath),
        }
    }

    fn path_option(&self, name: &'static str, value_name: &str) -> Arg {
        self.flag(name)
            .action(ArgAction::Set)
            .value_name(self.words.say_plain(value_name, &[]))
            .value_parser(value_parser!(std::path::PathBuf))
            .value_hint(ValueHint::AnyPath)
    }

    fn report(&self) -> Arg {
        let endings = REPORT_ENDINGS.iter().rev().copied().collect::<Vec<_>>().join(" ");
        self.path_option("report", "cli-value-path")
            .action(ArgAction::Append)
            .help(self.words.say_plain("cli-option-report", &[("extensions", endings.into())]))
    }

    fn argument(&self, name: &'static str, value_name: &str, help: &str) -> Arg {
        Arg::new(name).value_name(self.words.say_plain(value_name, &[])).help(self.words.say_plain(help, &[]))
    }

    /// One path or more; raw bytes, for a name need not be text.
    fn paths(&self, name: &'static str, value_name: &str, help: &str) -> Arg {
        self.argument(name, value_name, help)
            .required(true)
            .num_args(1..)
            .value_parser(value_parser!(std::ffi::OsString))
            .value_hint(ValueHint::AnyPath)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn the_tree_is_sound_in_every_language() {
        for lang in Lang::ALL {
            command(&Words::in_language(lang)).debug_assert();
        }
    }

    #[test]
    fn every_setting_has_its_flag_somewhere() {
        fn flags(command: &Command) -> Vec<String> {
            let own = command.get_arguments().filter_map(Arg::get_long).map(str::to_owned);
            own.chain(command.get_subcommands().flat_map(flags)).collect()
        }
        let all = flags(&command(&Words::in_language(Lang::English)));
        for spec in config::SPECS {
            assert!(all.iter().any(|flag| flag == spec.flag), "--{} is missing", spec.flag);
        }
    }
}
