//! The help text of a command, every word of it in the user's language.
//!
//! Clap's own renderer has English built into it (*Usage*, *Arguments*, *possible values*), so only its tree is used.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};
use words::Words;

use crate::exit::Exit;
use crate::terminal::{cells, wrap};

/// The tree with every command's help replaced by ours, for a terminal of `columns`.
pub fn with_our_help(command: Command, words: &Words, columns: usize) -> Command {
    fn replace(command: Command, called: &str, everywhere: &[Arg], words: &Words, columns: usize) -> Command {
        let text = render(&command, called, everywhere, words, columns);
        let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
        names.into_iter().fold(command.override_help(text), |command, name| {
            let called = format!("{called} {name}");
            command.mut_subcommand(name, |inner| replace(inner, &called, everywhere, words, columns))
        })
    }
    let everywhere: Vec<Arg> = command.get_arguments().filter(|arg| arg.is_global_set()).cloned().collect();
    replace(command, "sanad", &everywhere, words, columns)
}

/// The help of one command that is called as `called`; `everywhere` are the options of all commands.
pub fn render(command: &Command, called: &str, everywhere: &[Arg], words: &Words, columns: usize) -> String {
    let mut help = Help { words, columns, text: String::new() };
    if let Some(about) = command.get_about() {
        help.paragraph(&about.to_string());
    }
    help.heading("cli-heading-usage");
    let _ = writeln!(help.text, "  {}", usage_line(command, called, words));
    let commands: Vec<(String, String)> = command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
        .map(|inner| (inner.get_name().to_owned(), inner.get_about().map(ToString::to_string).unwrap_or_default()))
        .collect();
    help.section("cli-heading-commands", &commands);
    let shown = |arg: &&Arg| !arg.is_hide_set() && !arg.is_global_set();
    let lines = |args: Vec<&Arg>| args.into_iter().map(|arg| (spelling(arg), about(arg, words))).collect::<Vec<_>>();
    help.section("cli-heading-arguments", &lines(command.get_positionals().filter(shown).collect()));
    help.section(
        "cli-heading-options",
        &lines(command.get_arguments().filter(|arg| !arg.is_positional()).filter(shown).collect()),
    );
    help.section("cli-heading-options-everywhere", &lines(everywhere.iter().collect()));
    if called == "sanad" {
        let exits = Exit::ALL.map(|exit| (exit.number().to_string(), exit_in_words(exit, words)));
        help.section("cli-exit-heading", &exits);
        let hint = words.say_plain("cli-see-command-help", &[("command", "sanad triage --help".into())]);
        help.text.push('\n');
        help.paragraph(&hint);
    }
    help.text
}

/// How a command is called, on one line.
pub fn usage_line(command: &Command, called: &str, words: &Words) -> String {
    let mut line = called.to_owned();
    if command.get_subcommands().next().is_some() {
        let _ = write!(line, " {}", words.say_plain("cli-usage-command", &[]));
    }
    let _ = write!(line, " [{}]", words.say_plain("cli-usage-options", &[]));
    for arg in command.get_arguments().filter(|arg| !arg.is_positional() && arg.is_required_set()) {
        let _ = write!(line, " {}", spelling(arg));
    }
    for arg in command.get_positionals() {
        let more = if arg.get_num_args().is_some_and(|range| range.max_values() > 1) { "…" } else { "" };
        let name = value_name(arg);
        let _ = match arg.is_required_set() {
            true => write!(line, " {name}{more}"),
            false => write!(line, " [{name}{more}]"),
        };
    }
    line
}

/// An argument as it is typed: `-h, --help`, `--list LIST`, `EXHIBIT…`.
pub fn spelling(arg: &Arg) -> String {
    if arg.is_positional() {
        let more = if arg.get_num_args().is_some_and(|range| range.max_values() > 1) { "…" } else { "" };
        return format!("{}{more}", value_name(arg));
    }
    let short = arg.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let long = arg.get_long().unwrap_or_default();
    match takes_value(arg) {
        true => format!("{short}--{long} {}", value_name(arg)),
        false => format!("{short}--{long}"),
    }
}

/// What an argument is for, with its values and whether it may be repeated.
pub fn about(arg: &Arg, words: &Words) -> String {
    let mut lines = vec![arg.get_help().map(ToString::to_string).unwrap_or_default()];
    let values: Vec<String> = match takes_value(arg) || arg.is_positional() {
        true => arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect(),
        false => Vec::new(),
    };
    if !values.is_empty() {
        lines.push(words.say_plain("cli-one-of", &[("values", values.join(", ").into())]));
    }
    if matches!(arg.get_action(), ArgAction::Append) && !arg.is_positional() {
        lines.push(words.say_plain("cli-may-be-repeated", &[]));
    }
    lines.join("\n")
}

/// What an exit code means.
pub fn exit_in_words(exit: Exit, words: &Words) -> String {
    words.say_plain(&format!("cli-exit-{}", exit.number()), &[])
}

fn takes_value(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

fn value_name(arg: &Arg) -> String {
    arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string).unwrap_or_default()
}

struct Help<'w> {
    words: &'w Words,
    columns: usize,
    text: String,
}

impl Help<'_> {
    fn paragraph(&mut self, text: &str) {
        for line in wrap(text, self.columns) {
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn heading(&mut self, key: &str) {
        let _ = writeln!(self.text, "\n{}", self.words.say_plain(key, &[]));
    }

    /// Two columns: what is typed, and what it is for.
    fn section(&mut self, heading: &str, rows: &[(String, String)]) {
        if rows.is_empty() {
            return;
        }
        self.heading(heading);
        let widest = rows.iter().map(|(typed, _)| cells(typed)).filter(|width| *width <= 24).max().unwrap_or(0);
        let indent = 2 + widest + 2;
        for (typed, about) in rows {
            let _ = write!(self.text, "  {typed}");
            let mut at = 2 + cells(typed);
            for line in about.lines().flat_map(|line| wrap(line, self.columns.saturating_sub(indent))) {
                if at + 2 > indent {
                    self.text.push('\n');
                    at = 0;
                }
                let _ = write!(self.text, "{}{line}", " ".repeat(indent - at));
                at = indent + cells(&line);
            }
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    fn all_help(lang: Lang) -> Vec<(String, String)> {
        fn collect(
            command: &Command,
            called: String,
            everywhere: &[Arg],
            words: &Words,
            all: &mut Vec<(String, String)>,
        ) {
            all.push((called.clone(), render(command, &called, everywhere, words, 80)));
            for inner in command.get_subcommands() {
                collect(inner, format!("{called} {}", inner.get_name()), everywhere, words, all);
            }
        }
        let words = Words::in_language(lang);
        let command = crate::cli::command(&words);
        let everywhere: Vec<Arg> = command.get_arguments().filter(|arg| arg.is_global_set()).cloned().collect();
        let mut all = Vec::new();
        collect(&command, "sanad".to_owned(), &everywhere, &words, &mut all);
        all
    }

    #[test]
    fn no_help_lacks_a_word_or_keeps_an_english_one() {
        let english =
            ["Usage", "Commands", "Options", "Print ", "possible", "default:", "OPTIONS]", "COMMAND", " the "];
        for lang in Lang::ALL {
            let all = all_help(lang);
            assert!(all.len() > 15, "{}", all.len());
            for (called, text) in all {
                assert!(!text.contains('‹'), "{called}: {text}");
                assert!(!text.contains(['\u{2068}', '\u{2069}']), "{called}: help is copied from");
                for line in text.lines() {
                    assert!(cells(line) <= 80, "{called}: {line}");
                }
                // French shares some of our headings' letters; its own words are compared whole.
                for word in english.iter().filter(|_| lang != Lang::English) {
                    let word = word.trim_end_matches([':']);
                    let is_shared = lang == Lang::French && ["OPTIONS]", "Options", "COMMAND"].contains(&word);
                    assert!(is_shared || !text.contains(word), "{} {called}: {word} in {text}", lang.code());
                }
            }
        }
    }

    #[test]
    fn clap_prints_ours() {
        let words = Words::in_language(Lang::Spanish);
        let command = with_our_help(crate::cli::command(&words), &words, 80);
        for line in [&["sanad", "--help"][..], &["sanad", "list", "-h"], &["sanad", "list", "export", "--help"]] {
            let error = command.clone().try_get_matches_from(line).unwrap_err();
            let text = error.render().to_string();
            assert!(text.contains("Opciones de todas las órdenes") && !text.contains("Usage"), "{text}");
        }
    }

    #[test]
    fn the_arabic_help_is_as_it_was() {
        let all = all_help(Lang::Arabic);
        let (_, text) = all.iter().find(|(called, _)| called == "sanad find").unwrap();
        expect_test::expect_file!["../testdata/help-find.ar.txt"].assert_eq(text);
    }
}
