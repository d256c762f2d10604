//! Sentences of the locale files inside HTML. Escapes everything, and turns isolates into `bdi`, which a reader's clipboard
//! leaves out: what is copied is what was meant.

use std::fmt;

use askama::filters::HtmlSafe;

/// A sentence that is HTML already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence(String);

impl Sentence {
    /// What [`words::Words::say`] said.
    pub(crate) fn of(said: &str) -> Sentence {
        let mut html = String::with_capacity(said.len() + 16);
        for letter in said.chars() {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                '\'' => html.push_str("&#39;"),
                '\u{2068}' => html.push_str("<bdi>"),
                '\u{2069}' => html.push_str("</bdi>"),
                letter => html.push(letter),
            }
        }
        Sentence(html)
    }
}

impl Sentence {
    /// What a template of ours wrote: it is HTML already.
    pub(crate) fn of_html(html: String) -> Sentence {
        Sentence(html)
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl HtmlSafe for Sentence {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text_and_isolates_are_markup() {
        let check = |said: &str, expected: &str| assert_eq!(Sentence::of(said).to_string(), expected);
        check("a < b & c", "a &lt; b &amp; c");
        check("ملف \u{2068}x.csv\u{2069}", "ملف <bdi>x.csv</bdi>");
        check("\u{2068}<script>\u{2069}", "<bdi>&lt;script&gt;</bdi>");
        check("\"'", "&quot;&#39;");
    }
}
