//! JSON as every machine report writes it: one way of spelling, so that equal facts are equal bytes. Decides nothing.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter, Serializer};
use words::is_unseen;

/// Writes one value on one line, without its end.
///
/// Nothing in it can be unseen: controls and bidirectional letters stand as `\uXXXX`, so that the line may be printed.
///
/// # Errors
/// What `out` answers.
pub fn write_line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Seen(CompactFormatter))).map_err(io::Error::from)
}

/// Writes one value over several lines, indented by one space.
pub(crate) fn write_pages(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let formatter = Seen(PrettyFormatter::with_indent(b" "));
    value.serialize(&mut Serializer::with_formatter(out, formatter)).map_err(io::Error::from)
}

/// Writes what cannot be seen as `\uXXXX`: the same string for whoever reads the JSON, and harmless for who prints it.
struct Seen<F>(F);

macro_rules! pass_on {
    ($($name:ident($($arg:ident: $type:ty),*);)+) => {$(
        fn $name<W: ?Sized + Write>(&mut self, out: &mut W $(, $arg: $type)*) -> io::Result<()> {
            self.0.$name(out $(, $arg)*)
        }
    )+};
}

impl<F: Formatter> Formatter for Seen<F> {
    pass_on! {
        begin_array(); end_array(); begin_array_value(first: bool); end_array_value();
        begin_object(); end_object(); begin_object_key(first: bool); end_object_key();
        begin_object_value(); end_object_value(); write_char_escape(escape: CharEscape);
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, letter) in fragment.char_indices().filter(|(_, letter)| is_unseen(*letter)) {
            out.write_all(&fragment.as_bytes()[from..at])?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            from = at + letter.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[from..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_escaped_and_read_back() {
        let text = "a\u{202E}b\x1B\n\u{7F}\u{E0041}\"\\é";
        let mut line = Vec::new();
        write_line(&text, &mut line).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert_eq!(line, r#""a\u202eb\u001b\n\u007f\udb40\udc41\"\\é""#);
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
