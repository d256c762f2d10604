//! What is wrong with a glossary's file, where, and how it is mended. It only says: the sentences are in `glossary.ftl`.

use crate::{Lang, Value, Words, visible};

/// What is wrong with a glossary's file, so that whoever wrote it can mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// Which value, e.g. `term.exhibit.fr.plural`.
    pub place: String,
    /// What it is.
    pub fault: Fault,
}

/// What can be wrong with a glossary's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not TOML, or with a field that there is not.
    NotReadable {
        /// What the grammar's reader said, in English. Untrusted text.
        detail: String,
    },
    /// No version from 1 on.
    NoVersion,
    /// No term of this key.
    UnknownTerm,
    /// None of `ar`, `en`, `es`, `fr`.
    UnknownLanguage,
    /// Not two capitals as in ISO 3166-1.
    UnknownCountry,
    /// A word of no letters, or with blanks around it.
    Empty,
    /// A character that cannot be seen or turns the direction of reading.
    Unseen,
    /// A short form or a plural of a word that is not there.
    FormsWithoutWord,
    /// A word without the plural that its term has.
    NoPlural,
    /// A plural of a term that is never counted.
    PluralOfUncountable,
    /// A word that another term has in the same language.
    SharedWord {
        /// The word. Untrusted text.
        word: String,
        /// The key of the other term.
        other: String,
    },
}

impl Fault {
    /// The code by which its sentence is found: `glossary-fault-CODE`.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::NotReadable { .. } => "not-readable",
            Fault::NoVersion => "no-version",
            Fault::UnknownTerm => "unknown-term",
            Fault::UnknownLanguage => "unknown-language",
            Fault::UnknownCountry => "unknown-country",
            Fault::Empty => "empty",
            Fault::Unseen => "unseen",
            Fault::FormsWithoutWord => "forms-without-word",
            Fault::NoPlural => "no-plural",
            Fault::PluralOfUncountable => "plural-of-uncountable",
            Fault::SharedWord { .. } => "shared-word",
        }
    }
}

impl Problem {
    pub(super) fn at(line: usize, place: String, fault: Fault) -> Problem {
        Problem { line, place, fault }
    }

    /// Where it is, what it is and how it is mended, in a sentence.
    pub fn said_in(&self, words: &Words) -> String {
        let mut args: Vec<(&str, Value)> = Vec::new();
        match &self.fault {
            Fault::NotReadable { detail } => args.push(("detail", visible(detail).into())),
            Fault::SharedWord { word, other } => {
                args.extend([("word", Value::from(visible(word))), ("other", other.into())]);
            }
            _ => {}
        }
        let what = words.say(&format!("glossary-fault-{}", self.fault.code()), &args);
        let place =
            [("line", self.line.to_string().into()), ("place", Value::from(&self.place)), ("what", what.into())];
        words.say("glossary-problem", &place)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.said_in(&Words::in_language(Lang::English)))
    }
}

impl std::error::Error for Problem {}
