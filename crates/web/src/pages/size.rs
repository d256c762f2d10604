//! Sizes of files and numbers, as people read them. Exact ones stand in reports.

use words::Value;

use super::frame::Frame;
use super::sentence::Sentence;

/// The units, the largest first: each with its locale key.
const UNITS: [(u64, &str); 3] =
    [(1_000_000_000, "file-size-gigabytes"), (1_000_000, "file-size-megabytes"), (1_000, "file-size-kilobytes")];

impl Frame {
    /// So many bytes, in the unit that says it shortest: to a tenth.
    pub(crate) fn size(&self, n_bytes: u64) -> Sentence {
        let (key, n) = in_unit(n_bytes);
        self.say_with(key, &[("n", n)])
    }

    /// The same as a part of another sentence.
    pub(crate) fn size_plain(&self, n_bytes: u64) -> String {
        let (key, n) = in_unit(n_bytes);
        self.words().say_plain(key, &[("n", n)])
    }

    /// A number as the reader wants it written.
    pub(crate) fn number(&self, n: u64) -> Sentence {
        self.say_n("exhibits-number", n)
    }
}

fn in_unit(n_bytes: u64) -> (&'static str, Value) {
    match UNITS.iter().find(|(unit, _)| n_bytes >= *unit) {
        Some((unit, key)) => {
            let tenths = n_bytes / (unit / 10);
            (key, if tenths.is_multiple_of(10) { Value::from(tenths / 10) } else { Value::from(tenths as f64 / 10.0) })
        }
        None => ("file-size-bytes", Value::from(n_bytes)),
    }
}

#[cfg(test)]
mod tests {
    use words::Lang;

    use super::*;

    #[test]
    fn a_size_is_said_in_the_unit_that_says_it_shortest() {
        let check = |n_bytes: u64, expected: &str| {
            let said = Frame::in_language(Lang::English).size(n_bytes).to_string();
            assert_eq!(said.replace("<bdi>", "").replace("</bdi>", ""), expected);
        };
        check(0, "0 bytes");
        check(1, "1 byte");
        check(999, "999 bytes");
        check(1_000, "1 kB");
        check(1_550, "1.5 kB");
        check(24_000_000, "24 MB");
        check(3_210_000_000, "3.2 GB");
    }
}
