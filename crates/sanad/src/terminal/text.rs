//! Lines of text: broken at blanks, and with as few invisible marks as the reading direction allows.

use unicode_width::UnicodeWidthChar;
use words::Lang;

const ISOLATE: char = '\u{2068}';
const END: char = '\u{2069}';

/// The cells that text takes on a terminal, letter by letter.
///
/// Widths of whole strings would count the Arabic ligature of lam and alif once; terminals give each letter its cell.
pub fn cells(text: &str) -> usize {
    text.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}

/// Breaks text into lines of at most `columns`, at blanks; a single word that is wider is broken where it must be.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        let blank = usize::from(!line.is_empty());
        if cells(line) + blank + cells(word) <= columns {
            if blank == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        let mut rest = String::new();
        let mut width = 0;
        for letter in word.chars() {
            let letter_width = letter.width().unwrap_or(0);
            if width + letter_width > columns {
                lines.push(std::mem::take(&mut rest));
                width = 0;
            }
            rest.push(letter);
            width += letter_width;
        }
        lines.push(rest);
        lines.retain(|line| !line.is_empty());
        if lines.is_empty() {
            lines.push(String::new());
        }
    }
    lines
}

/// A message as a terminal may have it.
///
/// In a language that runs from left to right, isolates stay only around what runs the other way: around a hash they
/// would do nothing but be copied with it. Terminals that draw them as boxes (`TERM=linux`) get none, and neither does
/// a pipe in such a language.
pub fn for_this_terminal(text: &str, lang: Lang, is_terminal: bool) -> String {
    let draws_boxes = std::env::var_os("TERM").is_some_and(|term| term == "linux" || term == "dumb");
    if draws_boxes && is_terminal {
        return text.replace([ISOLATE, END], "");
    }
    match lang.is_right_to_left() {
        true => text.to_owned(),
        false => without_needless_isolates(text),
    }
}

fn without_needless_isolates(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(ISOLATE) {
        out.push_str(&rest[..start]);
        let inner = &rest[start + ISOLATE.len_utf8()..];
        let Some(end) = matching_end(inner) else {
            out.push_str(&rest[start..]);
            return out;
        };
        let held = &inner[..end];
        match held.chars().any(runs_from_right) {
            true => out.extend([&*ISOLATE.to_string(), held, &*END.to_string()]),
            false => out.push_str(&without_needless_isolates(held)),
        }
        rest = &inner[end + END.len_utf8()..];
    }
    out.push_str(rest);
    out
}

fn matching_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            ISOLATE => depth += 1,
            END if depth == 0 => return Some(at),
            END => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a letter is of a block that Unicode reserves for right-to-left scripts (Bidi_Class R or AL by default,
/// UAX 9 and DerivedBidiClass.txt).
fn runs_from_right(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks() {
        let check = |text, columns, expected: &[&str]| assert_eq!(wrap(text, columns), expected, "{text} in {columns}");
        check("one two three", 8, &["one two", "three"]);
        check("one two three", 80, &["one two three"]);
        check("", 10, &[""]);
        check("abcdefghij", 4, &["abcd", "efgh", "ij"]);
        check("a abcdefghij b", 4, &["a", "abcd", "efgh", "ij b"]);
        assert_eq!((cells("الأحراز"), cells("حِرز"), cells("图")), (7, 3, 2));
        check("حِرز واحد", 5, &["حِرز", "واحد"]);
        check("图片 图片", 4, &["图片", "图片"]);
    }

    #[test]
    fn only_what_runs_the_other_way_stays_isolated() {
        let check = |text: &str, expected: &str| assert_eq!(without_needless_isolates(text), expected);
        check("SHA-256 \u{2068}ab12\u{2069}.", "SHA-256 ab12.");
        check("name \u{2068}صورة.jpg\u{2069}, \u{2068}3\u{2069}", "name \u{2068}صورة.jpg\u{2069}, 3");
        check("\u{2068}a \u{2068}b\u{2069}\u{2069} c", "a b c");
        check("open \u{2068}a", "open \u{2068}a");
        assert_eq!(for_this_terminal("\u{2068}ab\u{2069}", Lang::Arabic, false), "\u{2068}ab\u{2069}");
    }
}
