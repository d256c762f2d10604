//! How counts are written and which plural form they take. Never touches hashes and ids: those are text.

use fluent_bundle::types::FluentNumber;

use crate::{Digits, Lang};

/// A running number with the language's thousands mark, in Western digits.
///
/// Marks are CLDR's, except Spanish, where the Real Academia asks for a space (CLDR's dot reads as a decimal point in
/// half of Latin America); French and Spanish use U+202F. Spanish leaves four digits together.
pub(crate) fn grouped(number: &FluentNumber, lang: Lang) -> String {
    let written = number.as_string();
    if !number.options.use_grouping {
        return written.into_owned();
    }
    let (sign, unsigned) = match written.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", &*written),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return written.into_owned();
    }
    let (mark, digits_min, point) = match lang {
        Lang::English | Lang::Arabic => (',', 4, '.'),
        Lang::French => ('\u{202f}', 4, ','),
        Lang::Spanish => ('\u{202f}', 5, ','),
    };
    let mut out = String::from(sign);
    for (position, digit) in whole.chars().enumerate() {
        let left = whole.len() - position;
        if position > 0 && left % 3 == 0 && whole.len() >= digits_min {
            out.push(mark);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push(point);
        out.push_str(fraction);
    }
    out
}

/// What [`grouped`] wrote in the digits that somebody reads, with the marks that belong to them: ١٬٢٣٤٫٥.
///
/// Only Arabic has a choice of digits. Latin letters are left alone, so that `inf` stays what it is.
pub(crate) fn in_digits(written: String, lang: Lang, digits: Digits) -> String {
    if lang != Lang::Arabic || digits == Digits::Western {
        return written;
    }
    let indic = |letter| match letter {
        '0'..='9' => char::from_u32('٠' as u32 + (letter as u32 - '0' as u32)).unwrap_or(letter),
        ',' => '٬',
        '.' => '٫',
        letter => letter,
    };
    written.chars().map(indic).collect()
}

/// The plural category of a number by CLDR 48's cardinal rules.
///
/// Source: <https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html>.
pub(crate) fn plural_category(value: f64, lang: Lang) -> &'static str {
    let value = value.abs();
    let is_whole = value.fract() == 0.0;
    let hundredth = value % 100.0;
    let is_whole_millions = is_whole && value != 0.0 && value % 1_000_000.0 == 0.0;
    match lang {
        Lang::Arabic if !is_whole => "other",
        Lang::Arabic if value == 0.0 => "zero",
        Lang::Arabic if value == 1.0 => "one",
        Lang::Arabic if value == 2.0 => "two",
        Lang::Arabic if (3.0..=10.0).contains(&hundredth) => "few",
        Lang::Arabic if (11.0..=99.0).contains(&hundredth) => "many",
        Lang::English if value == 1.0 => "one",
        // French counts everything below two as one: 0 fichier, 1,5 fichier.
        Lang::French if value < 2.0 => "one",
        Lang::Spanish if value == 1.0 => "one",
        Lang::French | Lang::Spanish if is_whole_millions => "many",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_marked_as_each_language_does() {
        let check = |number: FluentNumber, expected: [&str; 4]| {
            let langs = [Lang::Arabic, Lang::English, Lang::French, Lang::Spanish];
            assert_eq!(langs.map(|lang| grouped(&number, lang)), expected);
        };
        check(0.into(), ["0"; 4]);
        check(999.into(), ["999"; 4]);
        check(1234.into(), ["1,234", "1,234", "1\u{202f}234", "1234"]);
        check((-12345).into(), ["-12,345", "-12,345", "-12\u{202f}345", "-12\u{202f}345"]);
        check(
            9_007_199_254_740_992u64.into(),
            [
                "9,007,199,254,740,992",
                "9,007,199,254,740,992",
                "9\u{202f}007\u{202f}199\u{202f}254\u{202f}740\u{202f}992",
                "9\u{202f}007\u{202f}199\u{202f}254\u{202f}740\u{202f}992",
            ],
        );
        check(1234.5.into(), ["1,234.5", "1,234.5", "1\u{202f}234,5", "1234,5"]);
        check(f64::INFINITY.into(), ["inf"; 4]);
    }
}
