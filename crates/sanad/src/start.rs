//! From the command line to what was asked: language first, for even errors are said in it; then settings, then command.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::error::ErrorKind;
use words::{Lang, Words};

use crate::cli::{self, Invocation, invocation};
use crate::commands::{Address, Surroundings};
use crate::complaint::Complaint;
use crate::config::address::without_password;
use crate::config::{self, Source, Values};
use crate::exit::Exit;
use crate::help;
use crate::terminal::{Masking, Terminal, columns};

/// What is to be done, or that nothing is left to do.
#[derive(Debug)]
pub enum Start {
    /// A command, with what it has at hand.
    Run(Box<(Invocation, Surroundings)>),
    /// Help or version was printed.
    Done,
}

/// Reads the arguments. The language comes back in every case, so that an error can be said in it.
pub fn start(args: &[OsString], variable: impl Fn(&str) -> Option<OsString>) -> (Words, anyhow::Result<Start>) {
    let text = |name: &str| variable(name).and_then(|value| value.into_string().ok());
    let system =
        || Lang::from_environment(text("LC_ALL").as_deref(), text("LC_MESSAGES").as_deref(), text("LANG").as_deref());
    // Before settings are read there is still the flag to go by, and after that the variable.
    let said = early_value(args, "--lang").and_then(|value| Lang::from_tag(value.to_str()?));
    let early = said.or_else(|| Lang::from_tag(&text("SANAD_LANG")?)).unwrap_or_else(system);
    let mut values = Values::default();
    let named = early_value(args, "--config").map(PathBuf::from);
    let file = config::file_to_read(named.as_deref(), &variable);
    let read = file.iter().try_for_each(|path| config::read_file(&mut values, path));
    if let Err(complaint) = read.and_then(|()| values.add_environment(&variable)) {
        return (Words::in_language(early), Err(complaint.into()));
    }
    let words = Words::in_language(said.or(values.lang()).unwrap_or_else(system));
    let speaks =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find(|name| text(name).is_some_and(|value| !value.is_empty()));
    if let Some(name) = speaks {
        values.set_lang_of_system(name, words.lang());
    }
    let start = parse(args, values, file, &words);
    (words, start)
}

fn parse(args: &[OsString], mut values: Values, file: Option<PathBuf>, words: &Words) -> anyhow::Result<Start> {
    let command = help::with_our_help(cli::command(words), words, columns().min(100));
    let matches = match command.try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) if [ErrorKind::DisplayHelp, ErrorKind::DisplayVersion].contains(&error.kind()) => {
            // Colours are not used in help, and clap's own printing would ask the terminal about them.
            print(&error.render().to_string())?;
            return Ok(Start::Done);
        }
        Err(error) => return Err(cli::usage_error(&error, &called(args)).into()),
    };
    let (_, given) = invocation::leaf(&matches);
    values.add_flags(given);
    refuse_shown_password(&values)?;
    let invocation = Invocation::of(&matches, &values)?;
    let masking = if values.is_on("show-names") { Masking::Shown } else { Masking::Masked };
    let here = Surroundings {
        terminal: Terminal::of_standard_output(words.clone(), masking),
        settings_file: file,
        json: given.get_flag("json"),
        quiet: values.is_on("quiet"),
        node: values.path_of("node"),
        database: values.text_of("database").map(Address),
        values,
    };
    Ok(Start::Run(Box::new((invocation, here))))
}

/// A command line stands in the list of processes: no password is taken there.
fn refuse_shown_password(values: &Values) -> Result<(), Complaint> {
    let from_flag = values.get("database").is_some_and(|said| matches!(said.from, Source::Flag { .. }));
    let address = values.text_of("database").unwrap_or_default();
    match without_password(&address) {
        (shown, true) if from_flag => {
            let complaint = Complaint::new(Exit::Usage, "database-password-shown", vec![("address", shown.into())]);
            Err(complaint.with_hint("database-password-elsewhere", vec![]))
        }
        _ => Ok(()),
    }
}

fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|cause| Complaint::new(Exit::OurFault, "error-output", vec![]).because(cause).into())
}

/// The value of a flag before there is a parser: `--lang ar` or `--lang=ar`, the last one, before any `--`.
fn early_value(args: &[OsString], flag: &str) -> Option<OsString> {
    let mut found = None;
    let mut rest = args.iter().skip(1).take_while(|arg| *arg != "--");
    while let Some(arg) = rest.next() {
        if arg == flag {
            found = rest.next().cloned();
        } else if let Some(value) = arg.to_str().and_then(|arg| arg.strip_prefix(flag)?.strip_prefix('=')) {
            found = Some(value.into());
        }
    }
    found
}

/// The command as far as the arguments name one: what `--help` can be asked of.
fn called(args: &[OsString]) -> String {
    let mut command = cli::command(&Words::in_language(Lang::English));
    let mut called = vec!["sanad".to_owned()];
    for arg in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        let Some(inner) = command.find_subcommand(arg).filter(|inner| !inner.is_hide_set()).cloned() else { continue };
        called.push(arg.to_owned());
        command = inner;
    }
    called.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(line: &[&str], environment: &[(&str, &str)]) -> (Words, anyhow::Result<Start>) {
        let args: Vec<OsString> = line.iter().map(OsString::from).collect();
        let variable =
            |name: &str| environment.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        start(&args, variable)
    }

    #[test]
    fn the_language_is_the_flag_s_then_the_setting_s_then_the_system_s() {
        let check = |line: &[&str], environment: &[(&str, &str)], expected: Lang| {
            assert_eq!(started(line, environment).0.lang(), expected, "{line:?} {environment:?}");
        };
        let show = ["sanad", "config", "show"];
        check(&show, &[("LANG", "ar_EG.UTF-8")], Lang::Arabic);
        check(&show, &[("LANG", "tr_TR")], Lang::English);
        check(&show, &[("LANG", "C")], Lang::English);
        check(&show, &[("LANG", "ar_EG.UTF-8"), ("LC_ALL", "fr_FR.UTF-8")], Lang::French);
        check(&show, &[("LANG", "ar_EG.UTF-8"), ("SANAD_LANG", "es")], Lang::Spanish);
        check(&["sanad", "config", "show", "--lang", "fr"], &[("SANAD_LANG", "es")], Lang::French);
        check(&["sanad", "--lang=ar", "no-such-command"], &[], Lang::Arabic);
        check(&["sanad", "find", "x", "--", "--lang=ar"], &[], Lang::English);
    }

    #[test]
    fn a_wrong_use_names_the_command_it_was_part_of() {
        let (words, outcome) = started(&["sanad", "list", "export", "--too", "x"], &[]);
        let error = outcome.unwrap_err();
        let complaint = error.downcast_ref::<Complaint>().unwrap();
        assert_eq!(complaint.exit, Exit::Usage);
        let said = complaint.in_words(&words).replace(['\u{2068}', '\u{2069}'], "");
        assert!(said.contains("sanad list export --help"), "{said}");
    }

    #[test]
    fn a_settings_file_that_is_named_must_be_there() {
        let (_, outcome) = started(&["sanad", "doctor", "--config", "/nowhere/sanad.toml"], &[]);
        let error = outcome.unwrap_err();
        assert_eq!(error.downcast_ref::<Complaint>().unwrap().key, "config-unreadable");
    }

    #[test]
    fn a_password_is_not_taken_where_everybody_reads_it() {
        let url = "postgres://sanad:secret@db.example/unit";
        let (words, outcome) = started(&["sanad", "doctor", "--database", url], &[]);
        let said = outcome.unwrap_err().downcast_ref::<Complaint>().unwrap().in_words(&words);
        assert!(said.contains("db.example") && said.contains("PGPASSFILE") && !said.contains("secret"), "{said}");
        let (_, outcome) = started(&["sanad", "doctor"], &[("SANAD_DATABASE", url)]);
        let Start::Run(run) = outcome.unwrap() else { panic!("nothing was printed") };
        assert_eq!(run.1.database, Some(Address(url.into())));
        assert!(!format!("{:?}", run.1.database).contains("secret"));
    }

    #[test]
    fn what_is_common_to_all_commands_comes_along() {
        let line = ["sanad", "exhibit", "list", "--json", "-q", "--node", "/n", "--show-names"];
        let (_, outcome) = started(&line, &[]);
        let Start::Run(run) = outcome.unwrap() else { panic!("nothing was printed") };
        let (invocation, here) = *run;
        assert_eq!(invocation, Invocation::ExhibitList);
        assert!(here.json && here.quiet && here.terminal.masking == Masking::Shown);
        assert_eq!(here.node, Some("/n".into()));
    }
}
