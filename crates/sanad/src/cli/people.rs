//! `sanad unit|user|token`: their part of the command tree, and what was asked of them.

use std::collections::BTreeSet;

use casework::country::Country;
use casework::id::TokenId;
use casework::role::Role;
use casework::user::Language;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::Maker;

/// What is asked about units, users and tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum People {
    /// `sanad unit add`.
    UnitAdd(UnitArgs),
    /// `sanad unit list`.
    UnitList,
    /// `sanad user add`.
    UserAdd(UserArgs),
    /// `sanad user list`.
    UserList,
    /// `sanad user show`.
    UserShow {
        /// Id or login name.
        user: String,
    },
    /// `sanad user set-roles`.
    UserSetRoles {
        /// Id or login name.
        user: String,
        /// All of them.
        roles: BTreeSet<Role>,
    },
    /// `sanad user disable`.
    UserDisable {
        /// Id or login name.
        user: String,
    },
    /// `sanad user reset`.
    UserReset {
        /// Id or login name.
        user: String,
        /// Whether the password comes on standard input.
        password_stdin: bool,
    },
    /// `sanad token add`.
    TokenAdd(TokenArgs),
    /// `sanad token list`.
    TokenList {
        /// Id or login name; none: everybody's.
        user: Option<String>,
    },
    /// `sanad token revoke`.
    TokenRevoke {
        /// Which.
        token: TokenId,
    },
}

/// What `sanad unit add` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitArgs {
    /// How it is called.
    pub name: String,
    /// Its country.
    pub country: Country,
    /// What its victims' codes begin with.
    pub victim_prefix: String,
    /// How others reach it.
    pub contact: Option<String>,
}

/// What `sanad user add` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserArgs {
    /// What they type to sign in.
    pub login: String,
    /// How colleagues call them.
    pub name: String,
    /// Their unit, by id or name.
    pub unit: String,
    /// As what they work.
    pub roles: BTreeSet<Role>,
    /// The language that they read.
    pub language: Option<Language>,
    /// Whether the password comes on standard input.
    pub password_stdin: bool,
}

/// What `sanad token add` is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenArgs {
    /// As whom it signs in.
    pub user: String,
    /// What it is for.
    pub name: String,
    /// The verbs that it may ask for.
    pub scope: Vec<String>,
    /// For how many days.
    pub days: u32,
}

/// The three groups of the tree.
pub(super) fn groups(make: &Maker<'_>) -> [Command; 3] {
    let user = || make.argument("user-name", "cli-value-user", "cli-argument-user").required(true);
    let roles = || {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        value(make, "role", "cli-value-role")
            .required(true)
            .action(ArgAction::Append)
            .value_parser(PossibleValuesParser::new(codes))
    };
    let languages: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    let unit = make
        .group("unit", "cli-command-unit")
        .subcommand(
            make.command("add", "cli-command-unit-add")
                .arg(make.argument("unit-name", "cli-value-name", "cli-argument-unit-name").required(true))
                .arg(value(make, "country", "cli-value-country").required(true).value_parser(value_parser!(Country)))
                .arg(value(make, "victim-prefix", "cli-value-text").required(true))
                .arg(value(make, "contact", "cli-value-text")),
        )
        .subcommand(make.command("list", "cli-command-unit-list"));
    let user_group = make
        .group("user", "cli-command-user")
        .subcommand(
            make.command("add", "cli-command-user-add")
                .arg(make.argument("login", "cli-value-login", "cli-argument-login").required(true))
                .arg(value(make, "name", "cli-value-text").required(true))
                .arg(value(make, "unit", "cli-value-unit").required(true))
                .arg(roles())
                .arg(value(make, "language", "cli-value-language").value_parser(PossibleValuesParser::new(languages)))
                .arg(make.flag("password-stdin")),
        )
        .subcommand(make.command("list", "cli-command-user-list"))
        .subcommand(make.command("show", "cli-command-user-show").arg(user()))
        .subcommand(make.command("set-roles", "cli-command-user-set-roles").arg(user()).arg(roles()))
        .subcommand(make.command("disable", "cli-command-user-disable").arg(user()))
        .subcommand(make.command("reset", "cli-command-user-reset").arg(user()).arg(make.flag("password-stdin")));
    let token = make
        .group("token", "cli-command-token")
        .subcommand(
            make.command("add", "cli-command-token-add")
                .arg(user())
                .arg(
                    value(make, "name", "cli-value-text")
                        .required(true)
                        .help(make.words.say_plain("cli-option-token-name", &[])),
                )
                .arg(value(make, "scope", "cli-value-verb").required(true).action(ArgAction::Append))
                .arg(value(make, "days", "cli-value-number").required(true).value_parser(value_parser!(u32))),
        )
        .subcommand(make.command("list", "cli-command-token-list").arg(user().required(false)))
        .subcommand(
            make.command("revoke", "cli-command-token-revoke").arg(
                make.argument("token-id", "cli-value-token", "cli-argument-token")
                    .required(true)
                    .value_parser(value_parser!(TokenId)),
            ),
        );
    [unit, user_group, token]
}

fn value(make: &Maker<'_>, name: &'static str, value_name: &str) -> Arg {
    make.flag(name).action(ArgAction::Set).value_name(make.words.say_plain(value_name, &[]))
}

impl People {
    /// The command of this name, if it is one of these.
    pub(super) fn of(command: &str, given: &ArgMatches) -> Option<People> {
        let text = |id: &str| given.get_one::<String>(id).cloned().unwrap_or_default();
        let user = || text("user-name");
        let roles = || {
            let codes: Vec<&String> = given.get_many::<String>("role").into_iter().flatten().collect();
            Role::ALL.iter().copied().filter(|role| codes.iter().any(|code| *code == role.code())).collect()
        };
        Some(match command {
            "unit add" => People::UnitAdd(UnitArgs {
                name: text("unit-name"),
                country: *given.get_one::<Country>("country")?,
                victim_prefix: text("victim-prefix"),
                contact: given.get_one::<String>("contact").cloned(),
            }),
            "unit list" => People::UnitList,
            "user add" => People::UserAdd(UserArgs {
                login: text("login"),
                name: text("name"),
                unit: text("unit"),
                roles: roles(),
                language: Language::ALL.iter().copied().find(|language| language.code() == text("language")),
                password_stdin: given.get_flag("password-stdin"),
            }),
            "user list" => People::UserList,
            "user show" => People::UserShow { user: user() },
            "user set-roles" => People::UserSetRoles { user: user(), roles: roles() },
            "user disable" => People::UserDisable { user: user() },
            "user reset" => People::UserReset { user: user(), password_stdin: given.get_flag("password-stdin") },
            "token add" => People::TokenAdd(TokenArgs {
                user: user(),
                name: text("name"),
                scope: given.get_many::<String>("scope").into_iter().flatten().cloned().collect(),
                days: given.get_one::<u32>("days").copied().unwrap_or_default(),
            }),
            "token list" => People::TokenList { user: given.get_one::<String>("user-name").cloned() },
            "token revoke" => People::TokenRevoke { token: *given.get_one::<TokenId>("token-id")? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::invocation::leaf;
    use words::{Lang, Words};

    fn parse(line: &str) -> People {
        let words = Words::in_language(Lang::English);
        let matches = crate::cli::command(&words).try_get_matches_from(line.split(' ')).unwrap();
        let (command, given) = leaf(&matches);
        People::of(&command, given).unwrap()
    }

    #[test]
    fn every_command_about_people_comes_through() {
        let unit = UnitArgs {
            name: "Amman".into(),
            country: "JO".parse().unwrap(),
            victim_prefix: "JO-AM".into(),
            contact: Some("115".into()),
        };
        assert_eq!(
            parse("sanad unit add Amman --country jo --victim-prefix JO-AM --contact 115"),
            People::UnitAdd(unit)
        );
        assert_eq!(parse("sanad unit list --json"), People::UnitList);
        let user = UserArgs {
            login: "rana".into(),
            name: "Rana".into(),
            unit: "Amman".into(),
            roles: BTreeSet::from([Role::Grader, Role::Supervisor]),
            language: Some(Language::Arabic),
            password_stdin: true,
        };
        let line = "sanad user add rana --name Rana --unit Amman --role grader --role supervisor --language ar \
                    --password-stdin";
        assert_eq!(parse(&line.split_whitespace().collect::<Vec<_>>().join(" ")), People::UserAdd(user));
        assert_eq!(parse("sanad user show rana"), People::UserShow { user: "rana".into() });
        let roles = BTreeSet::from([Role::Auditor]);
        let set = People::UserSetRoles { user: "rana".into(), roles };
        assert_eq!(parse("sanad user set-roles rana --role auditor"), set);
        assert_eq!(parse("sanad user disable rana"), People::UserDisable { user: "rana".into() });
        let reset = People::UserReset { user: "rana".into(), password_stdin: false };
        assert_eq!(parse("sanad user reset rana"), reset);
        let token = TokenArgs {
            user: "m1".into(),
            name: "filter".into(),
            scope: vec!["match-query".into(), "find".into()],
            days: 30,
        };
        let line = "sanad token add m1 --name filter --scope match-query --scope find --days 30";
        assert_eq!(parse(line), People::TokenAdd(token));
        assert_eq!(parse("sanad token list"), People::TokenList { user: None });
        let token = "tok_0000000000000000".parse().unwrap();
        assert_eq!(parse("sanad token revoke tok_0000000000000000"), People::TokenRevoke { token });
    }
}
