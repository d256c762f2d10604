//! Letters as they are compared: without vowel marks, accents and the several shapes of one letter. Never shown.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::is_unseen;

/// A text as it is compared, and where each piece of it stood. Capitals stay.
pub(crate) struct Folded {
    /// The text: runs of blanks and hyphens are one blank, apostrophes are straight, digits Western.
    pub(crate) text: String,
    /// For each byte of `text`, where in the original the letter begins that gave it; at the end, the original's length.
    origins: Vec<usize>,
}

impl Folded {
    pub(crate) fn of(original: &str) -> Folded {
        let mut folded = Folded { text: String::with_capacity(original.len()), origins: Vec::new() };
        for (at, letter) in original.char_indices() {
            for piece in std::iter::once(letter).nfkd() {
                folded.push(at, piece);
            }
        }
        folded.origins.push(original.len());
        folded
    }

    fn push(&mut self, at: usize, piece: char) {
        let plain = match piece {
            // Harakat, hamza on its seat, accents: marks beside a letter once it is decomposed. Tatweel only stretches.
            'ـ' | '\u{AD}' => return,
            mark if is_combining_mark(mark) => return,
            blank if blank.is_whitespace() || "-‐‑".contains(blank) => ' ',
            hidden if is_unseen(hidden) => return,
            'ٱ' => 'ا',
            'ة' => 'ه',
            'ى' | 'ی' => 'ي',
            'ک' => 'ك',
            '’' | 'ʼ' | '‘' => '\'',
            digit @ ('٠'..='٩' | '۰'..='۹') => char::from(b'0' + (digit as u32 & 0xF) as u8),
            other => other,
        };
        if plain == ' ' && self.text.ends_with(' ') {
            return;
        }
        self.text.push(plain);
        self.origins.resize(self.text.len(), at);
    }

    /// Where in the original a piece of `text` stood. Marks upon its last letter belong to it.
    pub(crate) fn origin(&self, piece: std::ops::Range<usize>, original: &str) -> std::ops::Range<usize> {
        let start = self.origins[piece.start];
        let last = self.origins[piece.end.saturating_sub(1)];
        let after = &original[last..];
        let length = after
            .char_indices()
            .skip(1)
            .find(|(_, letter)| !is_combining_mark(*letter))
            .map_or(after.len(), |(offset, _)| offset);
        start..last + length
    }
}

/// A word as it is compared with another: folded, in small letters, without blanks around it.
pub(crate) fn as_compared(text: &str) -> String {
    Folded::of(text).text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_one_letter_are_one() {
        let check = |one, other| assert_eq!(as_compared(one), as_compared(other));
        check("حِرْز", "حرز");
        check("إباحيّة", "اباحيه");
        check("الأطـــفال", "الاطفال");
        check("مستشفى", "مستشفي");
        check("شؤون", "شوون");
        check("Pédophile", "PEDOPHILE");
        check("niños", "ninos");
        check("self-generated", "self \n generated");
        check("l’enfant", "l'enfant");
        check("المادة ١٢", "الماده 12");
        check("ﻻ", "لا");
        assert_ne!(as_compared("حرز"), as_compared("حرس"));
    }

    #[test]
    fn a_piece_is_found_where_it_stood() {
        let original = "قال: إِبَاحِيَّةٌ، ثم";
        let folded = Folded::of(original);
        let at = folded.text.find("اباحيه").unwrap();
        assert_eq!(&original[folded.origin(at..at + "اباحيه".len(), original)], "إِبَاحِيَّةٌ");
        let original = "un  pédophile !";
        let folded = Folded::of(original);
        let at = folded.text.find("pedophile").unwrap();
        assert_eq!(&original[folded.origin(at..at + 9, original)], "pédophile");
        // Decomposed, as some keyboards write.
        let original = "e\u{301}te\u{301}.";
        let folded = Folded::of(original);
        assert_eq!(&original[folded.origin(0..3, original)], "e\u{301}te\u{301}");
    }
}
