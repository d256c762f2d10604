//! Which of two texts stands first, as each language's dictionaries have it (CLDR's collation). Compares and never changes.

use std::cmp::Ordering;
use std::sync::OnceLock;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

use crate::Lang;

impl Lang {
    /// Which of two texts stands first in this language. Numbers within a text count as numbers: *Phone 2* stands before
    /// *Phone 10*. Only equal texts are equal, so that a sorted page is the same every time.
    pub fn compare(self, one: &str, other: &str) -> Ordering {
        self.collator().compare(one, other).then_with(|| one.cmp(other))
    }

    /// Sorts by what `text_of` gives each item; items of the same text keep their order. For many items at once: each
    /// text is looked at once.
    pub fn sort_by_text<T, S: AsRef<str>>(self, items: &mut [T], text_of: impl Fn(&T) -> S) {
        items.sort_by_cached_key(|item| self.sort_key(text_of(item).as_ref()));
    }

    /// Bytes that compare as [`Lang::compare`] does. They last as long as this program: another version of CLDR gives
    /// others, hence they are never stored.
    pub fn sort_key(self, text: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(3 * text.len() + 8);
        let Ok(()) = self.collator().write_sort_key_to(text, &mut key);
        // Every weight is above zero, so that a shorter key stands before those that it begins.
        key.push(0);
        key.extend_from_slice(text.as_bytes());
        key
    }

    fn collator(self) -> &'static CollatorBorrowed<'static> {
        static COLLATORS: [OnceLock<CollatorBorrowed<'static>>; 4] = [const { OnceLock::new() }; 4];
        COLLATORS[self as usize].get_or_init(|| {
            let locale: Locale = self.code().parse().expect("two ASCII letters are a locale");
            let mut preferences = CollatorPreferences::from(&locale);
            preferences.numeric_ordering = Some(CollationNumericOrdering::True);
            Collator::try_new(preferences, CollatorOptions::default()).expect("the data is compiled in")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That these texts stand in this order, by comparing and by keys.
    fn check(lang: Lang, sorted: &[&str]) {
        let mut compared = sorted.to_vec();
        compared.reverse();
        compared.sort_by(|one, other| lang.compare(one, other));
        assert_eq!(compared, sorted, "{lang:?}");
        let mut keyed = sorted.to_vec();
        keyed.reverse();
        lang.sort_by_text(&mut keyed, |text| *text);
        assert_eq!(keyed, sorted, "{lang:?}, by keys");
    }

    #[test]
    fn arabic_goes_by_letters_and_not_by_hamza_or_vowels() {
        check(Lang::Arabic, &["آدم", "إبراهيم", "أحمد", "باسم", "تونس", "ثامر", "يوسف", "Zoé"]);
        check(Lang::Arabic, &["حرز", "حِرز", "حرز ثان", "حساب"]);
        check(Lang::Arabic, &["ملف 2", "ملف 10", "ملف 11"]);
        check(Lang::Arabic, &["ملف ٢", "ملف ١٠"]);
    }

    #[test]
    fn french_looks_at_accents_last() {
        check(Lang::French, &["cote", "coté", "côte", "côté", "coter"]);
        check(Lang::French, &["œuf", "œuvre", "ouvert"]);
        check(Lang::French, &["zoe", "Zoé", "صورة"]);
    }

    #[test]
    fn spanish_has_a_letter_after_n() {
        check(Lang::Spanish, &["nube", "nzambi", "ñandú", "ñu", "obra"]);
        check(Lang::Spanish, &["chico", "cielo", "llave", "luz"]);
        // In the other three it is an n with a tilde.
        check(Lang::English, &["ñandú", "ñu", "nube", "nzambi"]);
    }

    #[test]
    fn english_does_not_put_capitals_first() {
        check(Lang::English, &["apple", "Banana", "cherry", "Zebra"]);
        check(Lang::English, &["Phone 2", "Phone 10", "phone 10a"]);
    }

    #[test]
    fn keys_compare_as_texts_do_and_only_equals_are_equal() {
        let texts =
            ["", "a", "A", "a\u{301}", "á", "ab", "حرز", "حِرز", "10", "9", "٩", "ñ", "n\u{303}", " ", "a b", "a-b"];
        for lang in Lang::ALL {
            for one in texts {
                for other in texts {
                    let by_key = lang.sort_key(one).cmp(&lang.sort_key(other));
                    assert_eq!(lang.compare(one, other), by_key, "{lang:?}: {one:?} {other:?}");
                    assert_eq!(by_key.is_eq(), one == other, "{lang:?}: {one:?} {other:?}");
                }
            }
        }
    }
}
