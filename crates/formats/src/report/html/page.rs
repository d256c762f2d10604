//! What every part of the page is made of: escaped text, messages, names as they may be shown. Knows no section.

use std::io::{self, Write};

use base64::Engine as _;
use casework::report::{Report, Row};
use sha2::{Digest as _, Sha256};
use words::{Value, Words, harmless_extension, visible};

/// A page being written.
pub(super) struct Page<'p> {
    pub(super) report: &'p Report,
    pub(super) words: &'p Words,
    pub(super) reveal_names: bool,
    pub(super) out: &'p mut dyn Write,
}

impl Page<'_> {
    /// Everything up to the first section. The style's own hash is all that the policy lets in.
    pub(super) fn open(&mut self, style: &str) -> io::Result<()> {
        let lang = self.words.lang();
        let style = &format!("{style}{}", self.warning_on_every_page());
        let direction = if lang.is_right_to_left() { "rtl" } else { "ltr" };
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
        let title = self.plain("report-title");
        let code = lang.code();
        self.put(&format!(
            "<!DOCTYPE html>\n<html lang=\"{code}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        ))
    }

    /// Pages get parted: what is not for evidence says so at the head of each printed one.
    fn warning_on_every_page(&self) -> String {
        if self.report.header.for_evidence() {
            return String::new();
        }
        let text = self.words.say_plain("not-for-evidence", &[]).replace(['"', '\\', '<', '\n'], " ");
        format!("@page {{ @top-center {{ content: \"{text}\"; font: bold 9pt sans-serif; color: #7d1f15; }} }}\n")
    }

    pub(super) fn close(&mut self) -> io::Result<()> {
        let end = self.say("report-end", &[]);
        self.put(&format!("<p class=\"end\">{end}</p>\n</body>\n</html>\n"))
    }

    /// Puts markup.
    pub(super) fn put(&mut self, markup: &str) -> io::Result<()> {
        self.out.write_all(markup.as_bytes())
    }

    /// A message as markup. Untrusted text among its arguments must have gone through [`visible`].
    pub(super) fn say(&self, key: &str, args: &[(&str, Value)]) -> String {
        escape(&self.words.say(key, args))
    }

    /// A message without arguments or isolates, as markup.
    pub(super) fn plain(&self, key: &str) -> String {
        escape(&self.words.say_plain(key, &[]))
    }

    /// What a label says of, behind it: each language sets its colon in its own way.
    pub(super) fn labelled(&self, key: &str, markup: &str) -> String {
        format!("{}{} {markup}", self.plain(key), self.plain("report-colon"))
    }

    /// A section's title with the number of what it holds.
    pub(super) fn put_title(&mut self, key: &str, number: Option<u64>) -> io::Result<()> {
        let title = self.plain(key);
        let number = number.map(|number| format!("<span class=\"n\">{number}</span>")).unwrap_or_default();
        self.put(&format!("<h2>{number}{title}</h2>\n"))
    }

    /// The head of a table: message keys with the class of their column.
    pub(super) fn put_table_head(&mut self, columns: &[(&str, &str)]) -> io::Result<()> {
        let cell = |(key, class): &(&str, &str)| match *class {
            "" => format!("<th scope=\"col\">{}</th>", self.plain(key)),
            class => format!("<th scope=\"col\" class=\"{class}\">{}</th>", self.plain(key)),
        };
        let cells: String = columns.iter().map(cell).collect();
        self.put(&format!("<table>\n<thead><tr>{cells}</tr></thead>\n"))
    }

    /// Where a row was found, as it may be shown: masked but for a harmless extension, or whole.
    pub(super) fn place(&self, row: &Row) -> String {
        if row.place_withheld {
            return format!("‹{}›", self.plain("report-withheld"));
        }
        let place = &row.occurrence.place;
        if !self.reveal_names {
            return self.masked(place.name());
        }
        let mut shown = path(&place.path);
        for name in &place.inside {
            shown += " › ";
            shown += &path(name);
        }
        shown
    }

    /// A masked name keeps an extension from a closed set and nothing else, not even its length.
    pub(super) fn masked(&self, name: &[u8]) -> String {
        let extension = harmless_extension(name).map(|extension| format!(".{extension}")).unwrap_or_default();
        format!("<bdi>‹{}›{extension}</bdi>", self.plain("report-name-withheld"))
    }

    /// Bytes as a number with its noun.
    pub(super) fn bytes(&self, bytes: u64) -> String {
        self.say("report-bytes", &[("bytes", bytes.into())])
    }
}

/// Text that is ours, as markup.
pub(super) fn escape(text: &str) -> String {
    let mut markup = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\'' => markup.push_str("&#39;"),
            letter => markup.push(letter),
        }
    }
    markup
}

/// Untrusted text as markup: visible, escaped, its direction kept to itself.
pub(super) fn untrusted(text: impl AsRef<[u8]>) -> String {
    format!("<bdi>{}</bdi>", escape(&visible(text)))
}

/// A digest, a hash or an id: read from left to right in every language.
pub(super) fn hash(text: impl ToString) -> String {
    format!("<bdi class=\"hash\" dir=\"ltr\">{}</bdi>", escape(&visible(text.to_string())))
}

/// A path runs from left to right, whatever its letters; each name within it keeps its own direction.
fn path(raw: &[u8]) -> String {
    let names: Vec<String> = raw.split(|byte| *byte == b'/').map(untrusted).collect();
    format!("<bdi class=\"ltr\" dir=\"ltr\">{}</bdi>", names.join("/"))
}
