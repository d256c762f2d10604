//! The rules of this house and its words, for everybody to read: who may do what, the policies themselves, and the glossary with
//! the source of each word. Nothing is changed here.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::{get, post};
use node::policy::{PERMISSIONS, policy_files};
use serde::Deserialize;
use words::Lang;
use words::glossary::{Glossary, Mark};
use words::hint::{Hint, outdated};

use super::form::Form;
use super::frame::Frame;
use super::plain::{Shown, page};
use super::room::Room;
use super::visitor::Visitor;
use crate::router::Served;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/rules", get(rules))
        .route("/rules/words", get(glossary))
        .route("/rules/words/hints", post(hints))
}

/// Verbs of one noun, each with what every role may.
struct Noun {
    verbs: Vec<Verb>,
}

struct Verb {
    code: &'static str,
    /// In the order of the roles: `yes`, `no`, `some`, and whether a purpose is asked for.
    may: Vec<(&'static str, bool)>,
}

/// The table as it stands in `permissions.txt`, with the codes of its columns.
fn table() -> (Vec<&'static str>, Vec<Noun>) {
    let (mut heads, mut nouns) = (Vec::new(), Vec::<Noun>::new());
    for line in PERMISSIONS.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        let rest: Vec<&'static str> = words.collect();
        if rest.first() == Some(&"term") {
            heads = rest;
            nouns.push(Noun { verbs: Vec::new() });
            continue;
        }
        let Some(last) = nouns.last_mut().filter(|_| line.starts_with("  ")) else { continue };
        let may: Vec<(&str, bool)> = rest.iter().take(heads.len()).filter_map(|mark| mark_of(mark)).collect();
        if may.len() == heads.len() {
            last.verbs.push(Verb { code: first, may });
        }
    }
    nouns.retain(|noun| !noun.verbs.is_empty());
    (heads, nouns)
}

fn mark_of(mark: &str) -> Option<(&'static str, bool)> {
    let said = match mark.trim_end_matches('p') {
        "✔" => "yes",
        "✘" => "no",
        "◐" => "some",
        _ => return None,
    };
    Some((said, mark.ends_with('p')))
}

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    frame: Frame,
    /// The roles, as locale keys spell them.
    roles: Vec<&'static str>,
    nouns: Vec<Noun>,
    policies: &'static [(&'static str, &'static str)],
}

async fn rules(visitor: Visitor) -> Shown {
    let (heads, nouns) = table();
    let of_head = |head: &&'static str| {
        let role = casework::role::Role::ALL.iter().find(|role| role.code().starts_with(*head));
        role.map_or("terminal", |role| role.code())
    };
    page(&RulesPage {
        frame: visitor.frame(Room::Rules, "room-rules"),
        roles: heads.iter().map(of_head).collect(),
        nouns,
        policies: policy_files(),
    })
}

#[derive(Template)]
#[template(path = "rules_words.html")]
struct WordsPage {
    frame: Frame,
    version: String,
    languages: Vec<(&'static str, &'static str, &'static str)>,
    terms: Vec<Term>,
}

struct Term {
    key: String,
    words: Vec<TermWord>,
}

struct TermWord {
    lang: &'static str,
    dir: &'static str,
    word: String,
    mark: &'static str,
    is_confirmed: bool,
}

async fn glossary(State(served): State<Served>, visitor: Visitor) -> Shown {
    let glossary: &Glossary = &served.settings.glossary;
    let dir = |lang: Lang| if lang.is_right_to_left() { "rtl" } else { "ltr" };
    let terms = glossary.terms().map(|(key, term)| {
        let words = Lang::ALL.into_iter().map(|lang| {
            let entry = term.in_language(lang);
            TermWord {
                lang: lang.code(),
                dir: dir(lang),
                word: entry.and_then(|entry| entry.word.as_ref()).map_or(String::new(), |word| word.whole.clone()),
                mark: entry.and_then(|entry| entry.mark).map_or("", Mark::code),
                is_confirmed: entry.is_some_and(|entry| entry.confirmed),
            }
        });
        Term { key: key.to_owned(), words: words.collect() }
    });
    page(&WordsPage {
        frame: visitor.frame(Room::Rules, "page-rules-words"),
        version: glossary.version().to_string(),
        languages: Lang::ALL.into_iter().map(|lang| (lang.code(), dir(lang), lang.own_name())).collect(),
        terms: terms.collect(),
    })
}

#[cfg(test)]
mod tests {
    use node::principal::Action;

    use super::*;

    #[test]
    fn every_verb_stands_in_the_table_that_is_shown() {
        let (heads, nouns) = table();
        assert_eq!(heads.len(), casework::role::Role::ALL.len() + 1);
        let shown: Vec<&str> = nouns.iter().flat_map(|noun| noun.verbs.iter().map(|verb| verb.code)).collect();
        for action in Action::ALL {
            assert!(shown.contains(&action.verb()), "{}", action.verb());
        }
        assert_eq!(shown.len(), Action::ALL.len());
    }
}

/// What somebody has typed into a field of a page.
#[derive(Deserialize)]
struct Typed {
    text: String,
}

#[derive(Template)]
#[template(path = "hints.html")]
struct HintsPart {
    hints: Vec<String>,
}

/// The outdated words of a text that somebody is writing, for the page that asks. Nothing of it is kept or recorded.
async fn hints(visitor: Visitor, Form(typed): Form<Typed>) -> Shown {
    let frame = visitor.frame(Room::Rules, "page-rules-words");
    let reader = frame.words();
    let said = hints_in(&typed.text, reader.lang(), |lang| outdated(&typed.text, lang, reader));
    page(&HintsPart { hints: said.iter().map(|hint| hint.sentence(reader)).collect() })
}

/// Those of each language that a text may be in, the reader's own first. Nobody is asked in which language they write: what
/// two languages find at one place is said once.
fn hints_in(text: &str, reader: Lang, outdated_in: impl Fn(Lang) -> Vec<Hint>) -> Vec<Hint> {
    let is_arabic = text.chars().any(|letter| ('\u{0620}'..='\u{064a}').contains(&letter));
    let languages = std::iter::once(reader).chain(Lang::ALL.iter().copied().filter(|lang| *lang != reader));
    let mut found: Vec<Hint> = Vec::new();
    for lang in languages.filter(|lang| is_arabic || *lang != Lang::Arabic) {
        let more = outdated_in(lang).into_iter();
        let apart = |hint: &Hint| {
            found.iter().all(|known| hint.range.end <= known.range.start || known.range.end <= hint.range.start)
        };
        let more: Vec<Hint> = more.filter(apart).collect();
        found.extend(more);
    }
    found.sort_by_key(|hint| hint.range.start);
    found
}
