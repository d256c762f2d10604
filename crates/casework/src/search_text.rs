//! The words of clues and reports in the form in which they are searched: one form for Arabic, English, French and
//! Spanish, light stems for Arabic, and letters in threes so that a slip of the pen still finds. It is never shown, and
//! never used for names of accounts, numbers, addresses or hashes: those are searched exactly.
//!
//! The Arabic rules are those of *light10* (Larkey, Ballesteros and Connell, "Light stemming for Arabic information
//! retrieval", 2007): the letter و, then one article, then endings, each only while enough of the word is left. No word
//! list, no roots: مكتب and كتاب stay two words.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// From this likeness on two words may be the same word written differently.
///
/// One letter wrong, left out or doubled in a word of seven letters or more stays above it; two different words seldom
/// reach it.
pub const SIMILARITY_MIN: f64 = 0.4;

/// Shorter words must agree exactly: in threes of letters, short words are alike by chance.
const TYPO_LETTERS_MIN: usize = 5;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word {
    /// Its normal form.
    pub plain: String,
    /// What is left without article and endings; the same as the normal form where the rules take nothing away.
    pub stem: String,
}

/// The words of a text in normal form, in their order.
pub fn words(text: &str) -> Vec<Word> {
    let normal = normalise(text);
    normal.split_whitespace().map(|word| Word { plain: word.to_owned(), stem: stem(word) }).collect()
}

/// A text in normal form: its words in one script form, without accents, vowel signs, lengthening strokes or capitals,
/// digits as 0 to 9, one space between words. The normal form of a normal form is itself.
pub fn normalise(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for letter in text.nfkc().flat_map(char::to_lowercase).nfkd() {
        match letter {
            letter if is_dropped(letter) => {}
            'أ' | 'إ' | 'آ' | 'ٱ' => normal.push('ا'),
            'ى' | 'ئ' | 'ی' => normal.push('ي'),
            'ؤ' => normal.push('و'),
            'ة' => normal.push('ه'),
            'ک' => normal.push('ك'),
            'ß' => normal.push_str("ss"),
            'œ' => normal.push_str("oe"),
            'æ' => normal.push_str("ae"),
            'ø' => normal.push('o'),
            'ł' => normal.push('l'),
            'ı' => normal.push('i'),
            'ς' => normal.push('σ'),
            '٠'..='٩' => normal.push(digit(letter, '٠')),
            '۰'..='۹' => normal.push(digit(letter, '۰')),
            letter if letter.is_alphanumeric() || is_combining_mark(letter) => normal.push(letter),
            _ if normal.is_empty() || normal.ends_with(' ') => {}
            _ => normal.push(' '),
        }
    }
    normal.truncate(normal.trim_end().len());
    normal.nfc().collect()
}

/// A word in normal form without its Arabic article, joined words before it and endings.
pub fn stem(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if !letters.iter().all(|letter| matches!(letter, '\u{621}'..='\u{64a}')) {
        return word.to_owned();
    }
    // As light10: "and" only from words that keep three letters, an article only from those that keep two.
    if letters.len() >= 4 && letters[0] == 'و' {
        letters.remove(0);
    }
    if let Some(article) = ARTICLES.iter().find(|article| begins(&letters, article) && keeps(&letters, article, 2)) {
        letters.drain(..article.chars().count());
    }
    for ending in ENDINGS {
        if ends(&letters, ending) && keeps(&letters, ending, 2) {
            letters.truncate(letters.len() - ending.chars().count());
        }
    }
    letters.into_iter().collect()
}

const ARTICLES: &[&str] = &["وال", "بال", "كال", "فال", "ال", "لل"];

/// In this order each is taken once, after ة has become ه and ى has become ي.
const ENDINGS: &[&str] = &["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

fn begins(letters: &[char], text: &str) -> bool {
    text.chars().count() <= letters.len() && text.chars().zip(letters).all(|(wanted, found)| wanted == *found)
}

fn ends(letters: &[char], text: &str) -> bool {
    let n_letters = text.chars().count();
    n_letters <= letters.len() && begins(&letters[letters.len() - n_letters..], text)
}

fn keeps(letters: &[char], text: &str, n_letters: usize) -> bool {
    letters.len() >= text.chars().count() + n_letters
}

/// Marks that change no word: accents, Arabic vowel and recitation signs, the lengthening stroke, a hamza that stands
/// alone, and characters that only steer how text is laid out.
fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}'
            | '\u{610}'..='\u{61a}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{6d6}'..='\u{6dc}'
            | '\u{6df}'..='\u{6e4}'
            | '\u{6e7}' | '\u{6e8}'
            | '\u{6ea}'..='\u{6ed}'
            | '\u{640}'
            | '\u{621}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

fn digit(letter: char, zero: char) -> char {
    char::from(b'0' + (u32::from(letter) - u32::from(zero)) as u8)
}

/// The letters of a word in threes, with its beginning and end marked as PostgreSQL's `pg_trgm` does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigrams(BTreeSet<[char; 3]>);

impl Trigrams {
    /// The threes of one word in normal form.
    pub fn of(word: &str) -> Trigrams {
        let letters: Vec<char> = "  ".chars().chain(word.chars()).chain(" ".chars()).collect();
        let threes = if word.is_empty() { &[][..] } else { letters.as_slice() };
        Trigrams(threes.windows(3).map(|three| [three[0], three[1], three[2]]).collect())
    }

    /// Each three as text, for an index.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|three| three.iter().collect())
    }

    /// How many of its threes a word has at least that is similar enough to be found, as [`agreement`] has it.
    pub fn n_shared_min(&self) -> usize {
        // The threes of either are no fewer than its own.
        (self.0.len() as f64 * SIMILARITY_MIN).ceil() as usize
    }

    /// How many of the threes of either both have: 0 for none, 1 for the same.
    pub fn similarity(&self, other: &Trigrams) -> f64 {
        let n_either = self.0.union(&other.0).count();
        if n_either == 0 { 1.0 } else { self.0.intersection(&other.0).count() as f64 / n_either as f64 }
    }
}

/// How a word that was asked for agrees with a word of a text. Later in this list is the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Nearly the same letters.
    Alike,
    /// The same without article and endings.
    SameStem,
    /// The same.
    Same,
}

/// How the word asked for agrees with this one; none when it does not.
pub fn agreement(asked: &Word, found: &Word) -> Option<Agreement> {
    if asked.plain == found.plain {
        return Some(Agreement::Same);
    }
    if asked.stem == found.stem {
        return Some(Agreement::SameStem);
    }
    // A number that is nearly the same is another number.
    let words = [&asked.stem, &found.stem];
    let may_be_mistyped = |word: &&String| {
        word.chars().count() >= TYPO_LETTERS_MIN && !word.chars().any(|letter| letter.is_ascii_digit())
    };
    let alike = words.iter().all(may_be_mistyped)
        && Trigrams::of(words[0]).similarity(&Trigrams::of(words[1])) >= SIMILARITY_MIN;
    alike.then_some(Agreement::Alike)
}

/// How a text agrees with everything asked for: the worst of the best for each word; none when a word is not there.
pub fn text_agreement(asked: &str, text: &str) -> Option<Agreement> {
    let found = words(text);
    let best = |word: &Word| found.iter().filter_map(|found| agreement(word, found)).max();
    words(asked).iter().map(best).min().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_alike_shares_as_many_threes_as_are_looked_for() {
        let words = [
            "harbour",
            "harbor",
            "arbour",
            "barbour",
            "harbours",
            "المحققون",
            "المحقون",
            "محققونا",
            "lantern",
            "lanterna",
        ];
        let mut n_alike = 0;
        for (one, two) in words.iter().flat_map(|one| words.iter().map(move |two| (one, two))) {
            let (of_one, of_two) = (Trigrams::of(one), Trigrams::of(two));
            if of_one.similarity(&of_two) >= SIMILARITY_MIN {
                let n_shared = of_one.texts().filter(|three| of_two.texts().any(|other| other == *three)).count();
                assert!(n_shared >= of_one.n_shared_min(), "{one} finds {two}");
                n_alike += usize::from(one != two);
            }
        }
        assert!(n_alike > 10, "{n_alike} pairs are alike");
    }

    #[test]
    fn one_word_written_in_many_ways_has_one_normal_form() {
        let check = |text, expected| {
            assert_eq!(normalise(text), expected, "{text}");
            assert_eq!(normalise(&normalise(text)), normalise(text), "{text}: normal forms stay");
        };
        check("المُحقِّقون", "المحققون");
        check("أحمد", "احمد");
        check("إبراهيم آدم ٱسم", "ابراهيم ادم اسم");
        check("مكتبة", "مكتبه");
        check("مستشفى", "مستشفي");
        check("مسؤول رئيس شيء شئ", "مسوول رييس شي شي");
        check("محـــقـــق", "محقق");
        check("٢٠٢٦ ۱۲۳", "2026 123");
        check("ﻻ ﷲ", "لا الله");
        check("کتاب علی", "كتاب علي");
        check("ÉTÉ à l’École", "ete a l ecole");
        check("Niñas, niños y ADOLESCENTES", "ninas ninos y adolescentes");
        check("Straße STRASSE cœur ＡＢＣ ﬁle", "strasse strasse coeur abc file");
        check("e\u{301}te\u{301}", "ete");
        check("\u{202b}سري\u{202c}\u{200f}", "سري");
        check("ΣΊΣΥΦΟΣ İstanbul", "σισυφοσ istanbul");
        check("हिन्दी", "हिन्दी");
        check("  —  ", "");
        check("x--y  z!", "x y z");
    }

    #[test]
    fn arabic_words_are_found_with_and_without_article_and_ending() {
        let check = |forms: &[&str], expected: &str| {
            for form in forms {
                let found: Vec<String> = words(form).into_iter().map(|word| word.stem).collect();
                assert_eq!(found, [expected], "{form}");
            }
        };
        check(&["المحققون", "المُحقِّقون", "محققين", "والمحققين", "محقق", "للمحقق", "بالمحقق"], "محقق");
        check(&["ملفات", "الملفات", "ملف", "والملف", "بالملفات", "وللملفات", "ملفها", "فالملف", "كالملف"], "ملف");
        check(&["مدرسة", "المدرسه", "مدرسات"], "مدرس");
        // Too short to take anything from.
        check(&["ولد"], "ولد");
        check(&["في"], "في");
        // Not Arabic: nothing is taken.
        check(&["alguien"], "alguien");
    }

    #[test]
    fn words_that_only_share_a_root_stay_two_words() {
        for (one, other) in [("مكتب", "كتاب"), ("طالب", "مطلوب"), ("سيارة", "سائر")] {
            assert_ne!(words(one)[0].stem, words(other)[0].stem);
        }
    }

    #[test]
    fn a_slip_of_the_pen_still_finds_and_another_word_does_not() {
        let check = |asked, text, expected| assert_eq!(text_agreement(asked, text), expected, "{asked} in {text}");
        check("photograph", "two photogrpah albums", Some(Agreement::Alike));
        check("playground", "a playgroud in the rain", Some(Agreement::Alike));
        check("enquête", "l’ENQUETE", Some(Agreement::Same));
        check("dormitorio", "dormitorrio azul", Some(Agreement::Alike));
        check("المستشفيات", "قرب المستشفى", Some(Agreement::SameStem));
        check("احمد", "قال أحمد", Some(Agreement::Same));
        check("مستوصف", "قرب المستوسف", Some(Agreement::Alike));
        check("photograph", "geography", None);
        check("playground", "background", None);
        check("red", "bed", None);
        check("5551234567", "5551234568", None);
        check("blue curtain", "a blue sofa", None);
        check("blue curtain", "curtains, blue", Some(Agreement::Alike));
        check("", "anything", None);
    }

    #[test]
    fn likeness_is_the_same_both_ways_and_whole_for_the_same() {
        let words = ["playground", "playgroud", "محقق", "ملف", "a", ""];
        for one in words {
            assert_eq!(Trigrams::of(one).similarity(&Trigrams::of(one)), 1.0);
            for other in words {
                let (there, back) = (Trigrams::of(one), Trigrams::of(other));
                assert_eq!(there.similarity(&back), back.similarity(&there));
                assert!(one == other || there.similarity(&back) < 1.0, "{one} {other}");
            }
        }
        assert_eq!(Trigrams::of("ab").texts().collect::<Vec<_>>(), ["  a", " ab", "ab "]);
    }
}
