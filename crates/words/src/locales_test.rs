//! What every file of `locales/` must hold to: the same keys, variables and all plural forms in four languages.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};

use crate::Lang;
use crate::glossary::Glossary;
use crate::messages::SOURCES;

/// The plural categories of CLDR 48 for whole numbers.
fn plural_forms(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Arabic => &["zero", "one", "two", "few", "many", "other"],
        Lang::English => &["one", "other"],
        Lang::French | Lang::Spanish => &["one", "many", "other"],
    }
}

/// What one pattern uses.
#[derive(Debug, Default, PartialEq, Eq, Clone)]
struct Uses {
    variables: BTreeSet<String>,
    messages: BTreeSet<String>,
    /// Keys of each selector's variants, with the variable it selects by.
    selectors: Vec<(String, BTreeSet<String>)>,
}

impl Uses {
    fn of_pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.of_expression(expression);
            }
        }
    }

    fn of_expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.of_inline(inline),
            Expression::Select { selector, variants } => {
                self.of_inline(selector);
                let mut keys = BTreeSet::new();
                for variant in variants {
                    match variant.key {
                        VariantKey::Identifier { name } => keys.insert(name.to_owned()),
                        VariantKey::NumberLiteral { value } => keys.insert(value.to_owned()),
                    };
                    self.of_pattern(&variant.value);
                }
                let by = match selector {
                    InlineExpression::VariableReference { id } => id.name.to_owned(),
                    _ => String::from("(not a variable)"),
                };
                self.selectors.push((by, keys));
            }
        }
    }

    fn of_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(self.variables.insert(id.name.to_owned())),
            InlineExpression::MessageReference { id, attribute } => {
                let attribute = attribute.as_ref().map(|attribute| format!(".{}", attribute.name)).unwrap_or_default();
                self.messages.insert(format!("{}{attribute}", id.name));
            }
            InlineExpression::TermReference { id, .. } => drop(self.messages.insert(format!("-{}", id.name))),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| self.of_inline(argument))
            }
            InlineExpression::Placeable { expression } => self.of_expression(expression),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}

/// Every message, term and attribute of a language with what it uses; the subject it stands in as well.
fn messages(lang: Lang) -> BTreeMap<String, (&'static str, Uses)> {
    let mut all = BTreeMap::new();
    // The glossary's terms are messages like any other, and any other may refer to them.
    let terms = Glossary::shipped().as_messages(lang);
    let files =
        SOURCES.iter().filter(|(code, _, _)| *code == lang.code()).map(|(_, subject, source)| (subject, *source));
    for (subject, source) in files.chain([(&"terms.toml", terms.as_str())]) {
        let resource = fluent_syntax::parser::parse(source)
            .unwrap_or_else(|(_, errors)| panic!("{}/{subject}.ftl: {errors:?}", lang.code()));
        for entry in &resource.body {
            let (name, value, attributes) = match entry {
                Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref(), &message.attributes),
                Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), &term.attributes),
                Entry::Junk { content } => panic!("{}/{subject}.ftl: {content}", lang.code()),
                _ => continue,
            };
            let mut add = |name: String, pattern: &Pattern<&str>| {
                let mut uses = Uses::default();
                uses.of_pattern(pattern);
                let before = all.insert(name.clone(), (*subject, uses));
                assert!(before.is_none(), "{}: {name} stands twice, in {subject}.ftl as well", lang.code());
            };
            if let Some(value) = value {
                add(name.clone(), value);
            }
            for attribute in attributes {
                add(format!("{name}.{}", attribute.id.name), &attribute.value);
            }
        }
    }
    all
}

#[test]
fn every_message_is_in_every_language_with_the_same_variables() {
    let english = messages(Lang::English);
    assert!(english.len() > 30, "the loader found {} messages", english.len());
    for lang in Lang::ALL {
        let here = messages(lang);
        let missing: Vec<_> = english.keys().filter(|key| !here.contains_key(*key)).collect();
        let extra: Vec<_> = here.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{}: lacks {missing:?}, has also {extra:?}", lang.code());
        for (key, (subject, uses)) in &here {
            let (english_subject, english_uses) = &english[key];
            assert_eq!(subject, english_subject, "{}: {key} stands in another file", lang.code());
            assert_eq!(uses.variables, english_uses.variables, "{}: variables of {key}", lang.code());
            let unknown: Vec<_> = uses.messages.iter().filter(|name| !here.contains_key(*name)).collect();
            assert!(unknown.is_empty(), "{}: {key} refers to {unknown:?}", lang.code());
        }
    }
}

#[test]
fn every_plural_has_all_forms_of_its_language() {
    let all_forms = plural_forms(Lang::Arabic);
    let mut n_plurals = 0;
    for lang in Lang::ALL {
        for (key, (subject, uses)) in messages(lang) {
            for (by, keys) in uses.selectors {
                let is_plural = keys.iter().any(|key| key != "other" && all_forms.contains(&key.as_str()));
                if is_plural {
                    n_plurals += 1;
                    let missing: Vec<_> = plural_forms(lang).iter().filter(|form| !keys.contains(**form)).collect();
                    let strange: Vec<_> = keys
                        .iter()
                        .filter(|key| all_forms.contains(&key.as_str()) && !plural_forms(lang).contains(&key.as_str()))
                        .collect();
                    let place = format!("{}/{subject}.ftl: {key}, by ${by}", lang.code());
                    assert!(missing.is_empty(), "{place}: lacks {missing:?}");
                    assert!(strange.is_empty(), "{place}: {strange:?} never happens");
                    let large: Vec<_> =
                        keys.iter().filter(|key| key.parse::<f64>().is_ok_and(|n| n >= 100.0)).collect();
                    assert!(large.is_empty(), "{place}: {large:?} are matched by category only");
                }
            }
        }
    }
    assert!(n_plurals > 0, "no plural was looked at");
}

#[test]
fn french_and_spanish_are_set_as_their_printers_do() {
    let terms = Lang::ALL.map(|lang| (lang.code(), "terms.toml", Glossary::shipped().as_messages(lang)));
    let terms = terms.iter().map(|(code, subject, source)| (code, subject, source.as_str()));
    let files = SOURCES.iter().map(|(code, subject, source)| (code, subject, *source));
    for (code, subject, source) in files.chain(terms) {
        for (number, line) in source.lines().enumerate() {
            if line.starts_with('#') || !line.contains(|c: char| c.is_alphabetic()) {
                continue;
            }
            let place = format!("{code}/{subject}.ftl:{}: {line}", number + 1);
            if *code == "fr" {
                // A narrow no-break space stands before these marks and inside guillemets; never an ordinary one.
                let text = line.split_once(" = ").map_or(line, |(_, text)| text);
                for mark in [" ;", " :", " !", " ?", " »", "« "] {
                    assert!(!text.contains(mark), "{place}");
                }
            }
            if *code == "es" {
                let count = |mark: char| line.chars().filter(|c| *c == mark).count();
                assert_eq!((count('?'), count('!')), (count('¿'), count('¡')), "{place}");
            }
        }
    }
}
