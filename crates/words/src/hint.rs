//! A gentle hint where an outdated word was typed. It proposes and never changes a text; what is quoted, a law's name and
//! a charge are left in peace. The words themselves are data: `glossary/outdated.toml`.

mod law;
mod quotation;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::Regex;
use serde::Deserialize;

use crate::fold::Folded;
use crate::{Lang, Value, Words, visible};

/// An outdated word in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// The word as it was typed. Untrusted text, made visible.
    pub said: String,
    /// What is said instead, in the language of the text.
    pub better: String,
    /// Why, in the language of whoever reads the hint.
    pub why: String,
}

impl Hint {
    /// All of it in a sentence.
    pub fn sentence(&self, reader: &Words) -> String {
        let args = [("said", &self.said), ("better", &self.better), ("why", &self.why)];
        reader.say("hint-outdated", &args.map(|(name, text)| (name, Value::from(text))))
    }
}

/// The outdated words of a text in this language, in their order, without overlaps; the reasons as `reader` reads.
///
/// Silent inside quotations ([`quotation`]), from the name of a law or a charge to the end of its sentence ([`law`]), in
/// titles of laws and in a few names, and in addresses, file names and what begins with `#` or `@`.
pub fn outdated(text: &str, lang: Lang, reader: &Words) -> Vec<Hint> {
    let patterns = Patterns::of(lang);
    let folded = Folded::of(text);
    let found = |pattern: &Regex| -> Vec<Range<usize>> {
        pattern.find_iter(&folded.text).map(|found| folded.origin(found.range(), text)).collect()
    };
    let mut said: Vec<(Range<usize>, &str)> = Vec::new();
    for (rule, pattern) in &patterns.rules {
        said.extend(found(pattern).into_iter().map(|range| (range, rule.as_str())));
    }
    if said.is_empty() {
        return Vec::new();
    }
    let mut silent = quotation::quotations(text);
    silent.extend(patterns.silent.iter().flat_map(found));
    silent.extend(patterns.laws.iter().flat_map(found).map(|name| name.start..law::end_of_sentence(text, name.end)));
    said.retain(|(range, _)| {
        let is_silent = silent.iter().any(|span| span.start < range.end && range.start < span.end);
        !is_silent && !is_in_address(text, range) && !law::is_in_title(text, range, &patterns.kinds)
    });
    said.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut hints: Vec<Hint> = Vec::new();
    for (range, rule) in said {
        if hints.last().is_none_or(|before| before.range.end <= range.start) {
            let better = Words::in_language(lang).say_plain(&format!("hint-{rule}-better"), &[]);
            let why = reader.say_plain(&format!("hint-{rule}-why"), &[]);
            hints.push(Hint { said: visible(&text[range.clone()]), range, better, why });
        }
    }
    hints
}

/// Letters on each side of a word that are looked at.
const ADDRESS_MAX: usize = 200;

/// Whether a word is a part of an address or a file's name, which somebody else chose.
fn is_in_address(text: &str, word: &Range<usize>) -> bool {
    let joined = |letter: &char| !letter.is_whitespace();
    let before: usize = text[..word.start].chars().rev().take(ADDRESS_MAX).take_while(joined).map(char::len_utf8).sum();
    let after: usize = text[word.end..].chars().take(ADDRESS_MAX).take_while(joined).map(char::len_utf8).sum();
    let around = &text[word.start - before..word.end + after];
    let inner = around.trim_matches(|letter: char| !letter.is_alphanumeric());
    around.contains(['\\', '_', '@', '#']) || around.matches('/').count() > 1 || inner.contains('.')
}

/// What is looked for in one language.
struct Patterns {
    rules: Vec<(String, Regex)>,
    /// Names and titles: silent where they stand.
    silent: Vec<Regex>,
    /// Laws and charges: silent from there to the end of the sentence.
    laws: Vec<Regex>,
    /// What a title in capitals ends with.
    kinds: Vec<String>,
}

type ByLanguage = BTreeMap<String, Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    #[expect(dead_code, reason = "says which edition of the words this is to whoever reads the file")]
    version: u32,
    rule: BTreeMap<String, ByLanguage>,
    names: ByLanguage,
    titles: ByLanguage,
    laws: ByLanguage,
    charges: ByLanguage,
    kinds: ByLanguage,
}

static FILE: LazyLock<FileText> = LazyLock::new(|| {
    toml::from_str(include_str!("../glossary/outdated.toml")).expect("a test reads the words that are compiled in")
});

impl Patterns {
    fn of(lang: Lang) -> &'static Patterns {
        static READY: [OnceLock<Patterns>; 4] = [const { OnceLock::new() }; 4];
        READY[lang as usize].get_or_init(|| Patterns::new(&FILE, lang))
    }

    fn new(file: &FileText, lang: Lang) -> Patterns {
        let here = |all: &ByLanguage| all.get(lang.code()).cloned().unwrap_or_default();
        // What is attached to a word in Arabic: and, then, in, for, as, and the article.
        let attached = if lang == Lang::Arabic { "(?:[وف]?(?:[بلك]?ال|لل|[بلك])?)" } else { "" };
        let whole_words = |patterns: Vec<String>| -> Option<Regex> {
            (!patterns.is_empty()).then(|| regex(&format!("(?i)\\b{attached}(?:{})\\b", patterns.join("|"))))
        };
        let charges = here(&file.charges);
        let charges = (!charges.is_empty()).then(|| regex(&format!("(?i)\\b{attached}(?:{})", charges.join("|"))));
        Patterns {
            rules: (file.rule.iter())
                .filter_map(|(rule, said)| Some((rule.clone(), whole_words(here(said))?)))
                .collect(),
            silent: [whole_words(here(&file.names)), whole_words(here(&file.titles))].into_iter().flatten().collect(),
            laws: here(&file.laws).iter().map(|pattern| regex(pattern)).chain(charges).collect(),
            kinds: here(&file.kinds),
        }
    }
}

/// A pattern over folded letters. Folding leaves the marks of a pattern as they are.
fn regex(pattern: &str) -> Regex {
    Regex::new(&Folded::of(pattern).text).expect("a test compiles the patterns that are compiled in")
}

#[cfg(test)]
mod tests;
