//! Manual pages (roff, man macros) of every command, in the user's language.

use std::fmt::Write as _;

use clap::{Arg, Command};
use words::Words;

use crate::config;
use crate::exit::Exit;
use crate::help;

/// All pages as file name and text: `sanad.1`, `sanad-triage.1` …
pub fn pages(command: &Command, words: &Words) -> Vec<(String, String)> {
    let everywhere: Vec<Arg> = command.get_arguments().filter(|arg| arg.is_global_set()).cloned().collect();
    let mut pages = Vec::new();
    add_pages(command, "sanad", &everywhere, words, &mut pages);
    pages
}

fn add_pages(command: &Command, called: &str, everywhere: &[Arg], words: &Words, pages: &mut Vec<(String, String)>) {
    pages.push((format!("{}.1", called.replace(' ', "-")), page(command, called, everywhere, words)));
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        add_pages(inner, &format!("{called} {}", inner.get_name()), everywhere, words, pages);
    }
}

fn page(command: &Command, called: &str, everywhere: &[Arg], words: &Words) -> String {
    let say = |key: &str| words.say_plain(key, &[]);
    let name = called.replace(' ', "-");
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut page = Page { text: String::new() };
    let _ = writeln!(page.text, ".TH \"{}\" \"1\" \"\" \"Sanad {}\" \"\"", escaped(&name), env!("CARGO_PKG_VERSION"));
    // No hyphens and no stretched blanks: what stands here is copied into command lines.
    page.text.push_str(".nh\n.ad l\n");
    page.heading(&say("cli-man-name"));
    page.line(&format!("{name} — {about}"));
    page.heading(&say("cli-man-synopsis"));
    page.line(&help::usage_line(command, called, words));
    let shown = |arg: &&Arg| !arg.is_hide_set() && !arg.is_global_set();
    let rows = |args: Vec<&Arg>| args.into_iter().map(|arg| (help::spelling(arg), help::about(arg, words))).collect();
    let commands = command.get_subcommands().filter(|inner| !inner.is_hide_set());
    let commands = commands
        .map(|inner| (inner.get_name().to_owned(), inner.get_about().map(ToString::to_string).unwrap_or_default()));
    page.section(&say("cli-heading-commands"), commands.collect());
    page.section(&say("cli-heading-arguments"), rows(command.get_positionals().filter(shown).collect()));
    let options = command.get_arguments().filter(|arg| !arg.is_positional()).filter(shown);
    page.section(&say("cli-heading-options"), rows(options.collect()));
    page.section(&say("cli-heading-options-everywhere"), rows(everywhere.iter().collect()));
    let flags: Vec<&str> = command.get_arguments().chain(everywhere).filter_map(Arg::get_long).collect();
    let settings = config::SPECS.iter().filter(|spec| flags.contains(&spec.flag)).map(|spec| {
        let given = [("setting", spec.key.into()), ("variable", spec.variable.into())];
        (format!("--{}", spec.flag), words.say_plain("cli-or-setting", &given))
    });
    page.section(&say("cli-man-environment"), settings.collect());
    let exits = Exit::ALL.iter().map(|exit| (exit.number().to_string(), help::exit_in_words(*exit, words)));
    page.section(&say("cli-exit-heading"), exits.collect());
    if called == "sanad" {
        let pages = command.get_subcommands().filter(|inner| !inner.is_hide_set());
        let pages: Vec<String> = pages.map(|inner| format!("sanad-{}(1)", inner.get_name())).collect();
        page.heading(&say("cli-man-see-also"));
        page.line(&pages.join(", "));
    }
    page.text
}

struct Page {
    text: String,
}

impl Page {
    fn heading(&mut self, text: &str) {
        let _ = writeln!(self.text, ".SH \"{}\"", escaped(text).replace('"', "\\(dq"));
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{}", escaped(text));
    }

    fn section(&mut self, heading: &str, rows: Vec<(String, String)>) {
        if rows.is_empty() {
            return;
        }
        self.heading(heading);
        for (typed, about) in rows {
            let _ = writeln!(self.text, ".TP\n\\fB{}\\fR", escaped(&typed));
            for (position, line) in about.lines().enumerate() {
                let before = if position == 0 { "" } else { ".br\n" };
                let _ = writeln!(self.text, "{before}{}", escaped(line));
            }
        }
    }
}

/// Text that roff prints as it is: no request at the start of a line, no escape, hyphens that can be copied.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    match text.starts_with(['.', '\'']) {
        true => format!("\\&{text}"),
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn every_command_has_its_page_in_every_language() {
        for lang in Lang::ALL {
            let words = Words::in_language(lang);
            let pages = pages(&crate::cli::command(&words), &words);
            let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
            for name in ["sanad.1", "sanad-triage.1", "sanad-list-import.1", "sanad-config-show.1"] {
                assert!(names.contains(&name), "{names:?}");
            }
            assert!(!names.contains(&"sanad-man-pages.1"), "hidden commands have no page");
            for (name, text) in &pages {
                assert!(!text.contains('‹'), "{name}: {text}");
                assert!(text.contains(&words.say_plain("cli-man-synopsis", &[])), "{name}");
                assert!(lang == Lang::English || !text.contains("Print "), "{name}: {text}");
            }
            let (_, triage) = pages.iter().find(|(name, _)| name == "sanad-triage.1").unwrap();
            assert!(triage.contains("SANAD_AUTHORITY"), "{triage}");
        }
    }

    #[test]
    fn nothing_is_taken_for_a_request() {
        assert_eq!(escaped(".SH x"), "\\&.SH x");
        assert_eq!(escaped("a\\b --c"), "a\\eb \\-\\-c");
    }
}
