//! Lines of a text document, one at a time, each with its number; a line without end costs no memory.

use std::io::{self, BufRead};

/// The longest line that is kept where a format asks for no other. What is longer is read past and told so.
pub(crate) const LINE_BYTES_MAX: usize = 1024 * 1024;

/// One line, without its line end.
pub(crate) struct Line<'l> {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Its bytes, at most [`LINE_BYTES_MAX`] or what was asked for.
    pub(crate) bytes: &'l [u8],
    /// Whether it was longer than that.
    pub(crate) is_cut: bool,
    /// Whether it ended in CR LF.
    pub(crate) has_cr: bool,
}

/// Reads lines that end in LF or CR LF.
pub(crate) struct Lines<R> {
    from: R,
    number: u64,
    line: Vec<u8>,
    bytes_max: usize,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(from: R) -> Lines<R> {
        Lines::up_to(from, LINE_BYTES_MAX)
    }

    /// For lines that may be longer, or must be shorter, than those of other formats.
    pub(crate) fn up_to(from: R, bytes_max: usize) -> Lines<R> {
        Lines { from, number: 0, line: Vec::new(), bytes_max }
    }

    /// The next line; `begin` is told before its first byte is taken.
    pub(crate) fn next(&mut self, begin: impl Fn()) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let (mut is_cut, mut is_any) = (false, false);
        loop {
            // Every piece counts as its own row: what is read past needs no limit.
            begin();
            let piece = match self.from.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if piece.is_empty() {
                break;
            }
            is_any = true;
            let end = piece.iter().position(|byte| *byte == b'\n');
            let n_bytes = end.unwrap_or(piece.len());
            let n_kept = n_bytes.min(self.bytes_max - self.line.len());
            self.line.extend_from_slice(&piece[..n_kept]);
            is_cut |= n_kept < n_bytes;
            self.from.consume(n_bytes + usize::from(end.is_some()));
            if end.is_some() {
                break;
            }
        }
        if !is_any {
            return Ok(None);
        }
        self.number += 1;
        let has_cr = !is_cut && self.line.last() == Some(&b'\r');
        if has_cr {
            self.line.pop();
        }
        Ok(Some(Line { number: self.number, bytes: &self.line, is_cut, has_cr }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read};

    fn check(bytes: &[u8], expected: &[(u64, &str)]) {
        for capacity in [1, 3, 8192] {
            let mut lines = Lines::new(BufReader::with_capacity(capacity, bytes));
            let mut found = Vec::new();
            while let Some(line) = lines.next(|| ()).unwrap() {
                found.push((line.number, String::from_utf8(line.bytes.to_vec()).unwrap()));
            }
            let expected: Vec<_> = expected.iter().map(|(number, text)| (*number, text.to_string())).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn line_ends() {
        check(b"", &[]);
        check(b"a\nb", &[(1, "a"), (2, "b")]);
        check(b"a\r\n\r\n\nb\r\n", &[(1, "a"), (2, ""), (3, ""), (4, "b")]);
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_one_whole() {
        let long = io::repeat(b'a').take(3 * LINE_BYTES_MAX as u64).chain(&b"\nb\n"[..]);
        let mut lines = Lines::new(BufReader::new(long));
        let line = lines.next(|| ()).unwrap().unwrap();
        assert_eq!((line.number, line.bytes.len(), line.is_cut), (1, LINE_BYTES_MAX, true));
        let line = lines.next(|| ()).unwrap().unwrap();
        assert_eq!((line.number, line.bytes, line.is_cut), (2, &b"b"[..], false));
    }
}
