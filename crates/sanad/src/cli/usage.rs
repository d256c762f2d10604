//! What clap finds wrong with the arguments, said in the user's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use words::Value;

use crate::complaint::Complaint;
use crate::config::{self, Kind};
use crate::exit::Exit;

/// A parse error as a complaint with a hint how to mend it. `called` is the command as far as it was understood.
pub fn in_words(error: &clap::Error, called: &str) -> Complaint {
    let context = Context { error };
    let complaint = complaint(&context, called);
    let complaint = match context.suggestion() {
        Some(suggestion) => complaint.with_hint("usage-suggestion", vec![("suggestion", suggestion.into())]),
        None => complaint,
    };
    let complaint = match context.list(ContextKind::ValidValue) {
        values if values.is_empty() => complaint,
        values => complaint.with_hint("cli-one-of", vec![("values", values.join(", ").into())]),
    };
    complaint.with_hint("usage-see-help", vec![("command", format!("{called} --help").into())])
}

fn complaint(context: &Context<'_>, called: &str) -> Complaint {
    let argument = context.argument();
    let value = context.text(ContextKind::InvalidValue).unwrap_or_default();
    let about = |key, args: Vec<(&'static str, Value)>| Complaint::new(Exit::Usage, key, args);
    match context.error.kind() {
        ErrorKind::UnknownArgument => about("usage-unknown-argument", vec![("argument", argument.into())]),
        ErrorKind::InvalidSubcommand => {
            let command = context.text(ContextKind::InvalidSubcommand).unwrap_or_default();
            about("usage-unknown-command", vec![("command", command.into())])
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            about("usage-missing-command", vec![("command", called.into())])
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = context.list(ContextKind::InvalidArg);
            let named: Vec<String> = missing.iter().map(|argument| bare(argument)).collect();
            about(
                "usage-missing-arguments",
                vec![("count", named.len().into()), ("arguments", named.join(", ").into())],
            )
        }
        ErrorKind::InvalidValue | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals
            if value.is_empty() =>
        {
            about("usage-value-missing", vec![("argument", argument.into())])
        }
        ErrorKind::ValueValidation => match number_range(&argument) {
            Some((min, max)) => about(
                "usage-number-range",
                vec![("argument", argument.into()), ("value", value.into()), ("min", min.into()), ("max", max.into())],
            ),
            None => about("usage-invalid-value", vec![("argument", argument.into()), ("value", value.into())]),
        },
        ErrorKind::InvalidValue | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals | ErrorKind::TooFewValues => {
            about("usage-invalid-value", vec![("argument", argument.into()), ("value", value.into())])
        }
        ErrorKind::TooManyValues => {
            about("usage-too-many-values", vec![("argument", argument.into()), ("value", value.into())])
        }
        ErrorKind::ArgumentConflict => {
            let other = context.list(ContextKind::PriorArg).first().map(|other| bare(other)).unwrap_or_default();
            if other == argument || other.is_empty() {
                about("usage-given-twice", vec![("argument", argument.into())])
            } else {
                about("usage-conflict", vec![("argument", argument.into()), ("other", other.into())])
            }
        }
        ErrorKind::InvalidUtf8 => about("usage-not-text", vec![]),
        // Help and version are no errors and are caught before; what a later clap adds is quoted as it is.
        other => about("usage-other", vec![("detail", other.to_string().into())]),
    }
}

struct Context<'e> {
    error: &'e clap::Error,
}

impl Context<'_> {
    fn list(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            _ => Vec::new(),
        }
    }

    fn text(&self, kind: ContextKind) -> Option<String> {
        self.list(kind).into_iter().next()
    }

    fn argument(&self) -> String {
        self.text(ContextKind::InvalidArg).map(|argument| bare(&argument)).unwrap_or_default()
    }

    fn suggestion(&self) -> Option<String> {
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .find_map(|kind| self.text(kind))
            .map(|suggestion| bare(&suggestion))
    }
}

/// `--list <LIST>` as `--list`, `<EXHIBIT>...` as `EXHIBIT`.
fn bare(argument: &str) -> String {
    let first = match argument.strip_prefix('-') {
        Some(_) => argument.split([' ', '=']).next().unwrap_or(argument),
        None => argument,
    };
    first.trim_end_matches("...").trim_start_matches(['<', '[']).trim_end_matches(['>', ']']).to_owned()
}

fn number_range(argument: &str) -> Option<(u64, u64)> {
    match config::spec_of_flag(argument.strip_prefix("--")?)?.kind {
        Kind::Number(min, max) => Some((min, max)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::{Lang, Words};

    fn said(line: &str, lang: Lang) -> String {
        let words = Words::in_language(lang);
        let error = crate::cli::command(&words).try_get_matches_from(line.split(' ')).unwrap_err();
        let complaint = in_words(&error, "sanad triage");
        assert_eq!(complaint.exit, Exit::Usage);
        complaint.in_words(&words).replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn mistakes_are_said_in_our_words_with_a_way_out() {
        let check = |line, expected: &[&str]| {
            let said = said(line, Lang::English);
            expected.iter().for_each(|part| assert!(said.contains(part), "{part} is not in: {said}"));
            assert!(said.contains("sanad triage --help"), "{said}");
        };
        check("sanad triage x --lst a", &["There is no argument --lst", "Did you mean --list?"]);
        check("sanad triaje x", &["There is no command triaje", "Did you mean triage?"]);
        check("sanad", &["needs to be told which command"]);
        check("sanad triage", &["This argument is missing: EXHIBIT"]);
        check("sanad list export", &["These arguments are missing", "--to", "NAME"]);
        check("sanad triage x --jobs 0", &["--jobs takes a whole number from 1 to 1,024, not “0”"]);
        check("sanad triage x --jobs many", &["--jobs takes a whole number"]);
        check("sanad triage x --video fast", &["--video cannot be “fast”", "One of: key, second, all"]);
        check("sanad triage x --video", &["--video needs a value", "One of: key, second, all"]);
        check("sanad triage x --quiet=1", &["--quiet does not take the value “1”"]);
        check("sanad triage x --seal a --seal b", &["--seal is given more than once"]);
        check("sanad triage x --fail-on kown", &["--fail-on cannot be “kown”", "Did you mean known?"]);
    }

    #[test]
    fn other_languages_hear_no_english() {
        for lang in [Lang::Arabic, Lang::French, Lang::Spanish] {
            for line in ["sanad triage x --lst a", "sanad", "sanad triage", "sanad triage x --jobs 0", "sanad find"] {
                let said = said(line, lang).to_lowercase();
                for word in ["there", "missing", "argument is", "needs", "usage", "error", "did you", "‹"] {
                    assert!(!said.contains(word), "{}: {said}", lang.code());
                }
            }
        }
    }
}
