//! Where somebody else's words stand in a text: between quotation marks of the four languages, and in lines that begin
//! with `>`. Knows nothing of what they say.
//!
//! * « », ‹ ›, “ ”, ‘ ’ and straight marks open before a letter; of a pair, either may open, as old Arabic fonts have it.
//! * Marks of one kind may stand within each other.
//! * A mark that opens again at the head of a paragraph, or closes there before a letter as Spanish has it, goes on with
//!   the quotation.
//! * A quotation that nobody closed ends with its paragraph. A straight one does so in any case unless it goes on.
//! * An apostrophe within a word, and inches after a number, are no marks.

use std::collections::BTreeMap;
use std::ops::Range;

/// The quotations of a text, in their order, in bytes. One within another is a part of it.
pub(super) fn quotations(text: &str) -> Vec<Range<usize>> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let line_ends = (0..letters.len()).filter(|at| letters[*at].1 == '\n').collect();
    let mut page = Page { line_ends, letters: &letters, ends: BTreeMap::new(), no_single_before: BTreeMap::new() };
    PAIRS.iter().for_each(|(opening, closing)| page.pair_up(*opening, *closing));
    let byte = |at: usize| letters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        match page.quotation_from(at) {
            Some(end) => {
                found.push(byte(at)..byte(end));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

const PAIRS: [(char, char); 3] = [('«', '»'), ('‹', '›'), ('“', '”')];

struct Page<'t> {
    letters: &'t [(usize, char)],
    line_ends: Vec<usize>,
    /// Where the quotation ends that an opening mark of [`PAIRS`] begins.
    ends: BTreeMap<usize, usize>,
    /// Up to where no single mark of this shape closes: looked for once a paragraph.
    no_single_before: BTreeMap<char, usize>,
}

impl Page<'_> {
    fn pair_up(&mut self, opening: char, closing: char) {
        let mut open = Vec::new();
        for (at, (_, letter)) in self.letters.iter().enumerate() {
            if *letter == opening && (open.is_empty() || !self.is_paragraph_head(at)) {
                open.push(at);
            } else if *letter == closing
                && !(self.is_paragraph_head(at) && self.is_word_after(at))
                && let Some(begin) = open.pop()
            {
                self.ends.insert(begin, at + 1);
            }
        }
    }

    fn letter(&self, at: usize) -> Option<char> {
        self.letters.get(at).map(|(_, letter)| *letter)
    }

    fn is_word_before(&self, at: usize) -> bool {
        at > 0 && self.letter(at - 1).is_some_and(char::is_alphanumeric)
    }

    fn is_word_after(&self, at: usize) -> bool {
        self.letter(at + 1).is_some_and(char::is_alphanumeric)
    }

    /// Whether nothing but blanks stands between the last line's end and here.
    fn is_paragraph_head(&self, at: usize) -> bool {
        let before = self.letters[..at].iter().rev().map(|(_, letter)| *letter);
        before.take_while(|letter| *letter != '\n').all(char::is_whitespace)
    }

    fn paragraph_end(&self, at: usize) -> usize {
        let next = self.line_ends.partition_point(|end| *end < at);
        self.line_ends.get(next).copied().unwrap_or(self.letters.len())
    }

    /// Where the quotation ends that begins here, if one does.
    fn quotation_from(&mut self, at: usize) -> Option<usize> {
        let mark = self.letter(at)?;
        match mark {
            '>' if self.is_paragraph_head(at) => Some(self.paragraph_end(at)),
            '«' | '‹' | '“' => Some(self.ends.get(&at).copied().unwrap_or_else(|| self.paragraph_end(at))),
            _ if self.is_word_before(at) => None,
            '»' if self.is_word_after(at) => Some(self.turned_around(at, '«')),
            '”' if self.is_word_after(at) => Some(self.turned_around(at, '“')),
            '‘' if self.is_word_after(at) => self.single(at, '’'),
            '\'' if self.is_word_after(at) => self.single(at, '\''),
            '"' if self.letter(at + 1).is_some_and(|next| !next.is_whitespace()) => Some(self.straight(at)),
            _ => None,
        }
    }

    fn turned_around(&self, at: usize, closing: char) -> usize {
        let end = self.paragraph_end(at);
        (at..end).find(|here| self.letter(*here) == Some(closing)).map_or(end, |here| here + 1)
    }

    /// Single marks are apostrophes as well: without a closing one in the same paragraph they are no quotation.
    fn single(&mut self, at: usize, closing: char) -> Option<usize> {
        if self.no_single_before.get(&closing).is_some_and(|end| at < *end) {
            return None;
        }
        let is_closing = |here: &usize| {
            self.letter(*here) == Some(closing)
                && !self.is_word_after(*here)
                && self.letter(here - 1).is_some_and(|before| !before.is_whitespace())
        };
        let end = self.paragraph_end(at);
        let found = (at + 2..end).find(is_closing).map(|here| here + 1);
        if found.is_none() {
            self.no_single_before.insert(closing, end);
        }
        found
    }

    fn straight(&self, at: usize) -> usize {
        let mut end = self.paragraph_end(at);
        let mut here = at + 1;
        while here < end {
            if self.letter(here) == Some('"') && !(self.is_paragraph_head(here) && self.is_word_after(here)) {
                return here + 1;
            }
            here += 1;
            // The next paragraph goes on with it where it begins with the mark.
            if here == end {
                let next = self.letters[end..].iter().position(|(_, letter)| !letter.is_whitespace());
                let head = next.map(|after| end + after);
                if let Some(head) = head.filter(|head| self.letter(*head) == Some('"') && self.is_word_after(*head)) {
                    end = self.paragraph_end(head);
                    here = head + 1;
                }
            }
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is quoted of a text.
    fn check(text: &str, quoted: &[&str]) {
        let found: Vec<&str> = quotations(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, quoted, "{text}");
    }

    #[test]
    fn marks_of_the_four_languages_quote() {
        check("a “b” c ‘d’ e \"f\" g 'h' i", &["“b”", "‘d’", "\"f\"", "'h'"]);
        check("il dit : «\u{202f}b\u{202f}» et ‹ c › puis", &["«\u{202f}b\u{202f}»", "‹ c ›"]);
        check("قال «ب» و“ج” و\"د\" ثم", &["«ب»", "“ج”"]);
        check("قال ”ب“ و »ج« ثم \"د\"", &["”ب“", "»ج«", "\"د\""]);
        check("a\n> b c\nd", &["> b c"]);
    }

    #[test]
    fn quotations_within_quotations_are_one() {
        check("« a « b » c » d", &["« a « b » c »"]);
        check("“a ‘b’ c” d", &["“a ‘b’ c”"]);
        check("«a “b «c» d” e» f", &["«a “b «c» d” e»"]);
        check("\"a 'b' c\" d", &["\"a 'b' c\""]);
    }

    #[test]
    fn paragraphs_go_on() {
        check("«a\nb» c", &["«a\nb»"]);
        check("“a\n\n“b\n\n“c” d", &["“a\n\n“b\n\n“c”"]);
        check("«a\n»b\n»c» d", &["«a\n»b\n»c»"]);
        check("« a\n« b » c", &["« a\n« b »"]);
        check("\"a\n\"b\n\"c\" d", &["\"a\n\"b\n\"c\""]);
    }

    #[test]
    fn what_nobody_closed_ends_with_its_paragraph() {
        check("a “b c\nd", &["“b c"]);
        check("a \"b c\nd", &["\"b c"]);
        check("a « b", &["« b"]);
        check("a 'b c\nd", &[]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_marks() {
        check("l’enfant n’a pas l'âge; the children's 'x", &[]);
        check("‘it’s’ a", &["‘it’s’"]);
        check("a 5\" screen and a 7\" one", &[]);
        check("", &[]);
    }
}
