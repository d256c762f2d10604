//! The terms of the four languages, with their source and whether a specialist confirmed them. The one place where they
//! are written; messages refer to them as `term-KEY`. A node may put words of its own in their place; no file is opened here.

mod problem;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

pub use problem::{Fault, Problem};

use crate::fold::as_compared;
use crate::{Lang, is_unseen};

/// Terms by their keys: those that are shipped, or the few that a node says otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glossary {
    version: u32,
    country: Option<String>,
    terms: BTreeMap<String, Term>,
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// For whoever reviews the words, in English: why these, and what to avoid.
    pub note: String,
    line: usize,
    /// By the position in [`Lang::ALL`].
    entries: [Option<Entry>; 4],
    countries: Vec<CountryWord>,
}

/// A term in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The words themselves. `None` only in a node's own file, which may confirm a word without changing it.
    pub word: Option<Word>,
    /// Where it was read.
    pub mark: Option<Mark>,
    /// Whether a specialist who works in this language has confirmed it.
    pub confirmed: bool,
    /// What else people type when they look for it.
    pub synonyms: Vec<String>,
    line: usize,
}

/// What a page says for a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The whole term.
    pub whole: String,
    /// Where there is little room.
    pub short: Option<String>,
    /// Of several, where it can be counted.
    pub plural: Option<String>,
}

/// Where a word was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Mark {
    /// On INTERPOL's own page in that language.
    #[serde(rename = "I")]
    Interpol,
    /// In Primero's locale file.
    #[serde(rename = "P")]
    Primero,
    /// At NIST.
    #[serde(rename = "N")]
    Nist,
    /// General professional knowledge.
    #[serde(rename = "G")]
    General,
}

impl Mark {
    /// The letter by which the glossary's file and page call it.
    pub fn code(self) -> &'static str {
        match self {
            Mark::Interpol => "I",
            Mark::Primero => "P",
            Mark::Nist => "N",
            Mark::General => "G",
        }
    }
}

/// What some countries say in place of a language's word.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CountryWord {
    lang: Lang,
    codes: Vec<String>,
    entry: Entry,
}

const TERMS: &str = include_str!("../glossary/terms.toml");

impl Glossary {
    /// The terms that every node begins with.
    pub fn shipped() -> &'static Glossary {
        static SHIPPED: LazyLock<Glossary> =
            LazyLock::new(|| read(TERMS).expect("a test reads the glossary that is compiled in"));
        &SHIPPED
    }

    /// Which edition of the words this is, so that a printed page can say it.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Every key with its term, in the order of keys.
    pub fn terms(&self) -> impl Iterator<Item = (&str, &Term)> {
        self.terms.iter().map(|(key, term)| (key.as_str(), term))
    }

    /// The term of this key.
    pub fn term(&self, key: &str) -> Option<&Term> {
        self.terms.get(key)
    }

    /// The countries for which some term has a word of their own, as ISO 3166-1 writes them.
    pub fn countries(&self) -> BTreeSet<&str> {
        self.terms.values().flat_map(|term| &term.countries).flat_map(|of| &of.codes).map(String::as_str).collect()
    }

    /// This glossary as one country says it: where a term has a word for it, that word stands in the language's place.
    pub fn in_country(&self, code: &str) -> Glossary {
        let mut here = self.clone();
        for term in here.terms.values_mut() {
            for of in &term.countries {
                if of.codes.iter().any(|known| known == code)
                    && let Some(entry) = &mut term.entries[position(of.lang)]
                {
                    entry.replace_by(&of.entry);
                }
            }
        }
        here
    }

    /// This glossary with a node's own words in the place of those that it names.
    ///
    /// A word that is replaced brings its own plural, where the term has one. Without a word, an entry adds synonyms and
    /// says that a specialist confirmed what is shipped. Refused where two terms would then share a word.
    pub fn overridden_by(&self, own: &Glossary) -> Result<Glossary, Problem> {
        let mut whole = match &own.country {
            Some(code) => self.in_country(code),
            None => self.clone(),
        };
        for (key, theirs) in &own.terms {
            let Some(term) = whole.terms.get_mut(key) else {
                return Err(Problem::at(theirs.line, format!("term.{key}"), Fault::UnknownTerm));
            };
            for lang in Lang::ALL {
                let Some(said) = theirs.in_language(lang) else { continue };
                let place = format!("term.{key}.{}", lang.code());
                let entry = term.entries[position(lang)]
                    .as_mut()
                    .ok_or_else(|| Problem::at(said.line, place.clone(), Fault::UnknownTerm))?;
                let plural_of = |entry: &Entry| entry.word.as_ref().is_some_and(|word| word.plural.is_some());
                if said.word.is_some() && plural_of(entry) != plural_of(said) {
                    let fault = if plural_of(entry) { Fault::NoPlural } else { Fault::PluralOfUncountable };
                    return Err(Problem::at(said.line, place, fault));
                }
                entry.replace_by(said);
                entry.line = said.line;
            }
        }
        whole.apart()?;
        Ok(whole)
    }

    /// The keys of the terms that people may mean by this word: what a search on a page looks for.
    pub fn meant_by(&self, said: &str, lang: Lang) -> Vec<&str> {
        let said = as_compared(said);
        let means = |entry: &Entry| {
            entry.forms().any(|form| as_compared(form) == said || as_compared(bare(form)) == said)
                || entry.synonyms.iter().any(|synonym| as_compared(synonym) == said)
        };
        self.terms().filter(|(_, term)| term.in_language(lang).is_some_and(means)).map(|(key, _)| key).collect()
    }

    /// The terms of one language as Fluent messages.
    pub(crate) fn as_messages(&self, lang: Lang) -> String {
        let mut out = String::new();
        for (key, term) in self.terms() {
            let Some(word) = term.in_language(lang).and_then(|entry| entry.word.as_ref()) else { continue };
            let short = word.short.as_ref().unwrap_or(&word.whole);
            let mut forms =
                vec![("title", titled(&word.whole)), ("short", short.clone()), ("short-title", titled(short))];
            if let Some(plural) = &word.plural {
                forms.extend([("plural", plural.clone()), ("plural-title", titled(plural))]);
            }
            let _ = writeln!(out, "term-{key} = {}", literal(&word.whole));
            for (name, form) in forms {
                let _ = writeln!(out, "    .{name} = {}", literal(&form));
            }
        }
        out
    }

    /// That no two terms share a word in a language. What stands in brackets or behind a dash explains and does not
    /// distinguish: without it the words must differ as well.
    fn apart(&self) -> Result<(), Problem> {
        for lang in Lang::ALL {
            let mut said: BTreeMap<String, &str> = BTreeMap::new();
            for (key, entry) in self.terms().filter_map(|(key, term)| Some((key, term.in_language(lang)?))) {
                for form in entry.forms() {
                    match said.insert(as_compared(bare(form)), key) {
                        Some(other) if other != key => {
                            let fault = Fault::SharedWord { word: bare(form).to_owned(), other: other.to_owned() };
                            return Err(Problem::at(entry.line, format!("term.{key}.{}", lang.code()), fault));
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }
}

impl Term {
    /// The term in one language.
    pub fn in_language(&self, lang: Lang) -> Option<&Entry> {
        self.entries[position(lang)].as_ref()
    }
}

impl Entry {
    fn forms(&self) -> impl Iterator<Item = &str> {
        self.word
            .iter()
            .flat_map(|word| [Some(&word.whole), word.short.as_ref(), word.plural.as_ref()])
            .flatten()
            .map(String::as_str)
    }

    /// What another entry says in this one's place. The word that was is still what people look for.
    fn replace_by(&mut self, other: &Entry) {
        if let Some(word) = &other.word {
            let before = self.word.replace(word.clone());
            self.synonyms.extend(before.map(|before| before.whole));
            self.mark = other.mark;
            self.confirmed = other.confirmed;
        } else {
            self.confirmed |= other.confirmed;
        }
        self.synonyms.extend(other.synonyms.iter().cloned());
    }
}

fn position(lang: Lang) -> usize {
    Lang::ALL.iter().position(|known| *known == lang).expect("ALL holds all of them")
}

fn bare(form: &str) -> &str {
    form.split(['(', '—']).next().unwrap_or_default().trim()
}

/// With a capital, as it stands alone on a button or above a column. Arabic has none.
fn titled(form: &str) -> String {
    let mut letters = form.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// As a string of Fluent's, so that a brace in a node's word is a brace.
fn literal(form: &str) -> String {
    format!("{{\"{}\"}}", form.replace('\\', "\\\\").replace('"', "\\\""))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    version: Spanned<u32>,
    country: Option<Spanned<String>>,
    #[serde(default)]
    term: BTreeMap<Spanned<String>, TermText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermText {
    #[serde(default)]
    note: String,
    ar: Option<Spanned<EntryText>>,
    en: Option<Spanned<EntryText>>,
    es: Option<Spanned<EntryText>>,
    fr: Option<Spanned<EntryText>>,
    #[serde(default)]
    country: Vec<Spanned<CountryText>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryText {
    word: Option<String>,
    short: Option<String>,
    plural: Option<String>,
    mark: Option<Mark>,
    #[serde(default)]
    confirmed: bool,
    #[serde(default)]
    synonyms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountryText {
    lang: String,
    codes: Vec<String>,
    word: String,
    short: Option<String>,
    plural: Option<String>,
    mark: Option<Mark>,
    #[serde(default)]
    confirmed: bool,
}

/// Reads a glossary's file: the shipped one, or a node's own, which may hold a few terms only.
///
/// The first thing that is wrong is named with its line, its place and how it is mended; nothing is used of a file that
/// has one.
pub fn read(text: &str) -> Result<Glossary, Problem> {
    let line_of = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let file: FileText = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(span.start));
        Problem::at(line, String::from("TOML"), Fault::NotReadable { detail: error.message().to_owned() })
    })?;
    if *file.version.get_ref() == 0 {
        return Err(Problem::at(line_of(file.version.span().start), String::from("version"), Fault::NoVersion));
    }
    let mut glossary = Glossary { version: file.version.into_inner(), country: None, terms: BTreeMap::new() };
    if let Some(country) = file.country {
        let line = line_of(country.span().start);
        glossary.country = Some(country_code(country.into_inner(), line, "country")?);
    }
    for (key, said) in file.term {
        let line = line_of(key.span().start);
        let key = key.into_inner();
        let place = format!("term.{key}");
        let is_key = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if !key.starts_with(|letter: char| letter.is_ascii_lowercase()) || !key.chars().all(is_key) {
            return Err(Problem::at(line, crate::visible(&place), Fault::UnknownTerm));
        }
        let mut term = Term { note: said.note, line, ..Term::default() };
        for (lang, entry) in
            [(Lang::Arabic, said.ar), (Lang::English, said.en), (Lang::Spanish, said.es), (Lang::French, said.fr)]
        {
            if let Some(entry) = entry {
                let line = line_of(entry.span().start);
                term.entries[position(lang)] =
                    Some(entry_of(entry.into_inner(), line, &format!("{place}.{}", lang.code()))?);
            }
        }
        for said in said.country {
            let line = line_of(said.span().start);
            let said = said.into_inner();
            let place = format!("{place}.country");
            let lang = Lang::ALL.into_iter().find(|lang| lang.code() == said.lang);
            let lang = lang.ok_or_else(|| Problem::at(line, format!("{place}.lang"), Fault::UnknownLanguage))?;
            let codes = said.codes.into_iter().map(|code| country_code(code, line, &format!("{place}.codes")));
            let codes = codes.collect::<Result<_, _>>()?;
            let CountryText { word, short, plural, mark, confirmed, .. } = said;
            let entry = EntryText { word: Some(word), short, plural, mark, confirmed, synonyms: Vec::new() };
            term.countries.push(CountryWord { lang, codes, entry: entry_of(entry, line, &place)? });
        }
        glossary.terms.insert(key, term);
    }
    glossary.apart()?;
    Ok(glossary)
}

fn entry_of(said: EntryText, line: usize, place: &str) -> Result<Entry, Problem> {
    let forms = [("word", &said.word), ("short", &said.short), ("plural", &said.plural)];
    let forms = forms.into_iter().filter_map(|(name, form)| Some((name, form.as_ref()?)));
    let synonyms = said.synonyms.iter().map(|synonym| ("synonyms", synonym));
    for (name, form) in forms.chain(synonyms) {
        let place = || format!("{place}.{name}");
        if bare(form).is_empty() || form.trim() != form {
            return Err(Problem::at(line, place(), Fault::Empty));
        }
        // What turns the direction of reading or cannot be seen would make two terms that look alike.
        if form.chars().any(|letter| is_unseen(letter) && letter != '\u{202F}' && letter != '\u{200C}') {
            return Err(Problem::at(line, place(), Fault::Unseen));
        }
    }
    let word = match said.word {
        Some(whole) => Some(Word { whole, short: said.short, plural: said.plural }),
        None if said.short.is_some() || said.plural.is_some() => {
            return Err(Problem::at(line, place.to_owned(), Fault::FormsWithoutWord));
        }
        None => None,
    };
    Ok(Entry { word, mark: said.mark, confirmed: said.confirmed, synonyms: said.synonyms, line })
}

fn country_code(code: String, line: usize, place: &str) -> Result<String, Problem> {
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code { Ok(code) } else { Err(Problem::at(line, place.to_owned(), Fault::UnknownCountry)) }
}

#[cfg(test)]
mod tests;
