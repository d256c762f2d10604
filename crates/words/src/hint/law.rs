//! How far the name of a law or a charge reaches. Which words begin one is data; nothing here knows a law.
//!
//! From a law's or a charge's first word to the end of its sentence there is no hint: that is where its title stands, and
//! where no title can be told from the rest, silence is the smaller mistake. English titles end with their kind and are
//! known by their capitals.

use std::ops::Range;

/// No title has more words.
const WORDS_MAX: usize = 30;
/// Words between an outdated one and the kind of the law, in an English title.
const WORDS_TO_KIND_MAX: usize = 10;
/// What stands before a number with a point, in the four languages.
const ABBREVIATIONS: [&str; 9] = ["art", "arts", "ch", "no", "nos", "núm", "sec", "secs", "ss"];
/// What a title in capitals writes small.
const SMALL: [&str; 12] = ["of", "and", "the", "on", "for", "to", "in", "against", "with", "by", "or", "&"];

/// Where the sentence ends that goes on at `from`.
pub(super) fn end_of_sentence(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let mut n_words = 0;
    let mut before = String::new();
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let is_end = match letter {
            '\n' | ';' | '؛' | '!' | '?' | '؟' => true,
            // A point within a number or after an abbreviation (art. 5, No. 3, S. A.) ends nothing.
            '.' => next.is_none_or(char::is_whitespace) && !is_abbreviation(&before),
            _ => false,
        };
        if is_end {
            return from + at;
        }
        if letter.is_whitespace() {
            n_words += 1;
            if n_words > WORDS_MAX {
                return from + at;
            }
        }
        if letter.is_alphabetic() || letter.is_numeric() {
            before.push(letter);
        } else if letter != '.' || next.is_some_and(char::is_whitespace) {
            before.clear();
        }
    }
    text.len()
}

fn is_abbreviation(word: &str) -> bool {
    word.chars().count() == 1 || ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether a word stands in a title in capitals that ends with its kind: *the Child Pornography Prevention Act*.
pub(super) fn is_in_title(text: &str, word: &Range<usize>, kinds: &[String]) -> bool {
    let has_capital = |word: &str| word.chars().next().is_some_and(|first| first.is_uppercase() || first.is_numeric());
    let bare = |word: &str| word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '&').to_owned();
    if !text[word.clone()].split([' ', '-', '\u{a0}']).all(has_capital) {
        return false;
    }
    for word in text[word.end..].split_whitespace().take(WORDS_TO_KIND_MAX) {
        let name = bare(word);
        if kinds.contains(&name) {
            return true;
        }
        let is_of_title = has_capital(&name) || SMALL.contains(&name.as_str()) || name.is_empty();
        if !is_of_title || word.ends_with(['.', ';', '!', '?', ':']) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_its_point_and_not_at_an_abbreviation() {
        let check = |text: &str, sentence: &str| assert_eq!(&text[..end_of_sentence(text, 0)], sentence, "{text}");
        check("5 of the code. Then", "5 of the code");
        check("art. 5, No. 3 of the code. Then", "art. 5, No. 3 of the code");
        check("3.1 of the code; then", "3.1 of the code");
        check("المادة ٥ من القانون؛ ثم", "المادة ٥ من القانون");
        check("charged with it. He", "charged with it");
        check("one\ntwo", "one");
        check("no end", "no end");
        let long = "word ".repeat(100);
        assert_eq!(end_of_sentence(&long, 0), 5 * WORDS_MAX + 4);
    }

    #[test]
    fn a_title_is_known_by_its_capitals_and_its_kind() {
        let kinds = [String::from("Act"), String::from("Law")];
        let check = |text: &str, word: &str, expected| {
            let at = text.find(word).unwrap();
            assert_eq!(is_in_title(text, &(at..at + word.len()), &kinds), expected, "{text}");
        };
        check("the Old Thing Prevention Act applies", "Old Thing", true);
        check("the Old Thing and Other Things (Prevention) Act, 1978", "Old Thing", true);
        check("the old thing prevention Act", "old thing", false);
        check("Old Thing was found. The Act says", "Old Thing", false);
        check("Old Thing everywhere under the Act", "Old Thing", false);
        check("Old Thing", "Old Thing", false);
    }
}
