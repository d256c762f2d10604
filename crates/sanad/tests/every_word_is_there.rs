//! Every code that people may meet, and every message that any room asks for, is there in all four languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use casework::audience::{Audience, Shared};
use casework::file::Mark;
use casework::list::Purpose;
use casework::matching::Outcome;
use casework::problem::ProblemCode;
use casework::refusal::all_codes;
use casework::role::Role;
use casework::user::UserState;
use words::{Lang, Words};

fn codes<T: Copy>(prefix: &str, all: &[T], code: fn(T) -> &'static str) -> Vec<String> {
    all.iter().map(|value| format!("{prefix}-{}", code(*value))).collect()
}

#[test]
fn every_code_of_casework_has_a_message() {
    let mut keys = codes("problem", ProblemCode::ALL, ProblemCode::code);
    keys.extend(codes("mark", Mark::ALL, Mark::code));
    keys.extend(codes("outcome", Outcome::ALL, Outcome::code));
    keys.extend(codes("summary", Outcome::ALL, Outcome::code));
    keys.extend(codes("purpose", Purpose::ALL, Purpose::code));
    keys.extend(codes("audience", Audience::ALL, Audience::code));
    keys.extend(codes("shared", Shared::ALL, Shared::code));
    keys.extend(codes("role", Role::ALL, Role::code));
    keys.extend(codes("user-state", UserState::ALL, UserState::code));
    let turns: Vec<String> = fingerprint::Turn::ALL
        .iter()
        .map(|turn| serde_json::to_value(turn).unwrap().as_str().map(|code| format!("turn-{code}")).unwrap())
        .collect();
    keys.extend(turns);
    let missing = missing(keys.iter().map(String::as_str));
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_refusal_has_its_sentence_and_every_sentence_its_refusal() {
    let keys: BTreeSet<String> = all_codes().iter().map(|code| format!("refusal-{code}")).collect();
    assert!(keys.len() > 90, "only {} refusals have a code", keys.len());
    let missing = missing(keys.iter().map(String::as_str));
    assert!(missing.is_empty(), "{missing:#?}");
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("../words/locales");
    for lang in Lang::ALL {
        for file in fs::read_dir(locales.join(lang.code())).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            let sentences = text.lines().filter(|line| line.starts_with("refusal-"));
            for (key, sentence) in sentences.filter_map(|line| line.split_once(" = ")) {
                let place = format!("{}: {key}", lang.code());
                assert!(keys.contains(key), "{place}: nothing is refused with this code");
                // Whoever shows the sentence has the code and nothing else: ids stand beside it.
                assert!(!sentence.contains('{'), "{place}: {sentence}");
            }
        }
    }
}

#[test]
fn every_message_that_is_asked_for_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut keys = BTreeSet::new();
    for file in sources(&root) {
        let text = fs::read_to_string(&file).unwrap();
        // What tests ask for in order to see it missing does not count.
        let text = text.split("#[cfg(test)]").next().unwrap();
        for opening in ["say(", "say_plain(", "with_hint(", "Complaint::new(", "complaint("] {
            for (at, _) in text.match_indices(opening) {
                keys.extend(first_literal(&text[at + opening.len()..]));
            }
        }
    }
    assert!(keys.len() > 60, "only {} messages are asked for: has `say` another name?", keys.len());
    let missing = missing(keys.iter().map(String::as_str));
    assert!(missing.is_empty(), "{missing:#?}");
}

fn missing<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<String> {
    keys.flat_map(|key| Lang::ALL.map(|lang| (key, lang)))
        .filter(|(key, lang)| !Words::in_language(*lang).has(key))
        .map(|(key, lang)| format!("{}: {key}", lang.code()))
        .collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() && !path.ends_with("target") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.to_string_lossy().contains("/tests/")
        {
            found.push(path);
        }
    }
    found
}

/// The key in `"key", …` or in `Exit::Usage, "key", …`: a literal that looks like a key and stands among the first two
/// arguments.
fn first_literal(after: &str) -> Option<String> {
    let arguments = after.trim_start();
    let arguments = match arguments.strip_prefix("Exit::") {
        Some(rest) => rest.split_once(',')?.1.trim_start(),
        None => arguments,
    };
    let (literal, _) = arguments.strip_prefix('"')?.split_once('"')?;
    let is_key = literal.contains(|c: char| c.is_ascii_lowercase())
        && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c));
    is_key.then(|| literal.to_owned())
}
