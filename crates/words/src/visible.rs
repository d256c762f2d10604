//! Untrusted text made visible: names, camera data and list words as they may stand on a terminal or a page.
//!
//! It only shows: nothing here opens, renames, trims or corrects. The answer is one line of printable characters.

use std::fmt::Write as _;

/// Shows raw bytes as one line: whatever would act on a terminal, hide, or turn the reading direction becomes an escape.
///
/// Bytes that are not UTF-8 and ASCII controls appear as `\x1B`, other characters that cannot be seen as `\u{202E}`.
/// A backslash that stands before something that could be taken for an escape is doubled, so two different names never
/// look the same.
pub fn visible(raw: impl AsRef<[u8]>) -> String {
    let mut shown = String::new();
    for chunk in raw.as_ref().utf8_chunks() {
        let broken = chunk.invalid();
        let mut letters = chunk.valid().chars().peekable();
        while let Some(letter) = letters.next() {
            let next = letters.peek().copied();
            let before_broken = next.is_none() && !broken.is_empty();
            match letter {
                '\\' if before_broken || next.is_some_and(|next| "\\xu".contains(next) || is_unseen(next)) => {
                    shown.push_str("\\\\");
                }
                letter if letter.is_ascii_control() => push(&mut shown, format_args!("\\x{:02X}", letter as u32)),
                letter if is_unseen(letter) => push(&mut shown, format_args!("\\u{{{:04X}}}", letter as u32)),
                letter => shown.push(letter),
            }
        }
        broken.iter().for_each(|byte| push(&mut shown, format_args!("\\x{byte:02X}")));
    }
    shown
}

/// Whether a character cannot be seen, or changes how others are seen: controls, line ends, zero widths, bidirectional
/// controls, private use, tags, variation selectors of the upper plane, blanks other than the space, and what Unicode
/// has not assigned for text.
///
/// Sources: Unicode 17 general categories Cc, Cf, Co, Zl, Zp, Zs; UAX #9 for the bidirectional controls; UTS #39 for
/// default-ignorable code points. U+200C and U+200D join and part letters in Persian and in emoji, but two names that
/// differ only in them look alike: they are shown.
pub fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{A0}' | '\u{AD}' | '\u{34F}'
        | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}' | '\u{8E2}'
        | '\u{115F}'..='\u{1160}' | '\u{1680}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{2000}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{205F}'..='\u{206F}' | '\u{2800}' | '\u{3000}'
        | '\u{3164}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FE00}'..='\u{FE0E}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}'..='\u{FFFF}'
        | '\u{110BD}' | '\u{110CD}' | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{10FFFF}')
}

/// The extension that may stay when a name is masked: one of a closed set, in lower case, without its dot.
///
/// Any other "extension" may be part of what the name tells (`holiday.anna`), so it goes with the name.
pub fn harmless_extension(name: &[u8]) -> Option<&'static str> {
    let at = name.iter().rposition(|byte| *byte == b'.')?;
    let extension = &name[at + 1..];
    EXTENSIONS.iter().find(|known| known.as_bytes().eq_ignore_ascii_case(extension)).copied()
}

const EXTENSIONS: &[&str] = &[
    "3g2", "3gp", "7z", "aac", "avi", "avif", "bmp", "bz2", "csv", "dd", "doc", "docx", "e01", "eml", "exe", "flv",
    "gif", "gz", "heic", "heif", "htm", "html", "iso", "jpe", "jpeg", "jpg", "json", "jxl", "m2ts", "m4a", "m4v",
    "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "mts", "odp", "ods", "odt", "ogg", "ogv", "pdf", "png", "ppt", "pptx",
    "rar", "raw", "tar", "tgz", "tif", "tiff", "ts", "txt", "vmdk", "wav", "webm", "webp", "wmv", "xls", "xlsx", "xml",
    "xz", "zip", "zst",
];

fn push(shown: &mut String, escape: std::fmt::Arguments<'_>) {
    shown.write_fmt(escape).expect("a String takes everything");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &[u8], shown: &str) {
        assert_eq!(visible(raw), shown);
    }

    #[test]
    fn what_acts_or_hides_is_shown() {
        check(b"\x1B]0;title\x07", r"\x1B]0;title\x07");
        check("a\u{202E}gpj.exe".as_bytes(), r"a\u{202E}gpj.exe");
        check(b"one\ntwo\r\tthree\0", r"one\x0Atwo\x0D\x09three\x00");
        check(b"\xFFname\xC3", r"\xFFname\xC3");
        check("\u{85}\u{9B}31m".as_bytes(), r"\u{0085}\u{009B}31m");
        check("a\u{200B}b\u{FEFF}c\u{2066}d\u{61C}".as_bytes(), r"a\u{200B}b\u{FEFF}c\u{2066}d\u{061C}");
        check("\u{E0041}\u{E000}\u{F0000}".as_bytes(), r"\u{E0041}\u{E000}\u{F0000}");
    }

    #[test]
    fn what_can_be_read_stays() {
        for text in ["حِرز ٤٧.jpg", "Éléonore – été.png", "ein Bild (1).JPG", r"C:\Users\a", "写真🙂", "<b>&amp;"]
        {
            check(text.as_bytes(), text);
        }
    }

    /// Undoes [`visible`]; that it can be undone is what makes two names always look different.
    fn undo(shown: &str) -> Vec<u8> {
        let mut raw = Vec::new();
        let mut rest = shown;
        while let Some(letter) = rest.chars().next() {
            if let Some(after) = rest.strip_prefix("\\\\") {
                raw.push(b'\\');
                rest = after;
            } else if let Some(after) = rest.strip_prefix("\\x") {
                raw.push(u8::from_str_radix(&after[..2], 16).unwrap());
                rest = &after[2..];
            } else if let Some(after) = rest.strip_prefix("\\u{") {
                let (digits, after) = after.split_once('}').unwrap();
                let letter = char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap();
                raw.extend(letter.to_string().as_bytes());
                rest = after;
            } else {
                raw.extend(letter.to_string().as_bytes());
                rest = &rest[letter.len_utf8()..];
            }
        }
        raw
    }

    #[test]
    fn two_names_never_look_the_same() {
        let pieces: &[&[u8]] =
            &[b"\\", b"x", b"1B", b"\x1B", b"\xFF", b"u{202E}", "\u{202E}".as_bytes(), b"a", b"\\\\"];
        let mut seen = std::collections::HashMap::new();
        for number in 0..pieces.len().pow(4) {
            let mut name = Vec::new();
            (0..4u32).for_each(|place| name.extend(pieces[number / pieces.len().pow(place) % pieces.len()]));
            let shown = visible(&name);
            assert!(!shown.chars().any(is_unseen));
            assert_eq!(undo(&shown), name, "{shown}");
            if let Some(other) = seen.insert(shown, name.clone()) {
                assert_eq!(other, name);
            }
        }
    }

    #[test]
    fn only_harmless_extensions_survive_a_mask() {
        assert_eq!(harmless_extension(b"anna.JPG"), Some("jpg"));
        assert_eq!(harmless_extension(b"holiday.anna"), None);
        assert_eq!(harmless_extension(b"anna"), None);
        assert_eq!(harmless_extension(b".jpg"), Some("jpg"));
    }
}
