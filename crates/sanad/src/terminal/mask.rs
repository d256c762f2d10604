//! Names of files are masked until somebody asks for them: they can hurt, and can identify a child.

use casework::file::Place;
use words::{Words, visible};

/// Whether names are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Masking {
    /// Only a harmless extension is left of a name.
    Masked,
    /// Names as they are, with what is invisible in them made visible.
    Shown,
}

impl Masking {
    /// A name or path as it may be printed.
    pub fn name(self, raw: &[u8], words: &Words) -> String {
        match (self, words::harmless_extension(raw)) {
            (Masking::Shown, _) => visible(raw),
            (Masking::Masked, None) => words.say_plain("name-masked", &[]),
            (Masking::Masked, Some(extension)) => {
                words.say_plain("name-masked-but-extension", &[("extension", extension.into())])
            }
        }
    }

    /// A place as it may be printed: members of archives after the archive, with ` → ` between.
    pub fn place(self, place: &Place, words: &Words) -> String {
        match self {
            Masking::Masked => self.name(place.name(), words),
            Masking::Shown => {
                let parts: Vec<String> = std::iter::once(&place.path).chain(&place.inside).map(visible).collect();
                parts.join(" → ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use words::Lang;

    #[test]
    fn a_masked_name_tells_nothing() {
        let words = Words::in_language(Lang::English);
        let check = |place: Place, masked: &str, shown: &str| {
            assert_eq!(Masking::Masked.place(&place, &words), masked);
            assert_eq!(Masking::Shown.place(&place, &words), shown);
        };
        check(Place::on_disk("holiday/anna.JPG"), "‹name hidden›.jpg", "holiday/anna.JPG");
        check(Place::on_disk("holiday.anna"), "‹name hidden›", "holiday.anna");
        let member = Place::on_disk("a.zip").member("in\u{202E}gpj.exe");
        check(member, "‹name hidden›.exe", "a.zip → in\\u{202E}gpj.exe");
        check(Place::on_disk(b"\xFF\x1B]0;x".to_vec()), "‹name hidden›", "\\xFF\\x1B]0;x");
    }
}
