//! The rows of a table, one at a time, with the roles of their columns.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use csv_core::Terminator;

use super::columns::{ColumnMap, Role};
use crate::lines::{LINE_BYTES_MAX, Lines};
use crate::row::{RowCode, Unreadable};
use crate::text::{IllFormed, ROW_BYTES_MAX, TextReader, Watch};

/// One row of a table.
pub(crate) struct TableRow<'r> {
    /// The line it begins on, from 1.
    pub(crate) line: u64,
    /// Its fields as raw bytes, each with its role; fields beyond the header are not among them.
    pub(crate) fields: Vec<(&'r Role, &'r [u8])>,
    /// Fields beyond the header's that are not empty.
    pub(crate) n_beyond: usize,
    /// Whether it is a row: a line that is too long, or whose quotation marks are not closed, is none.
    pub(crate) is_whole: bool,
}

impl TableRow<'_> {
    /// Why it cannot be used, if so.
    pub(crate) fn flaw(&self) -> Option<(RowCode, String)> {
        if !self.is_whole {
            Some((RowCode::Malformed, "\"".to_owned()))
        } else if self.n_beyond > 0 {
            Some((RowCode::Malformed, format!("+{}", self.n_beyond)))
        } else {
            None
        }
    }
}

/// What takes the rows. The first call comes after the roles were accepted.
pub(crate) type EachRow<'e> = dyn FnMut(TableRow<'_>) -> Result<(), Unreadable> + 'e;

const DELIMITERS: &[u8] = b",;\t|";

/// Reads a table: remarks (`#`) and blank lines before it are passed over, `accept` may refuse its columns.
pub(crate) fn each_row(
    from: &mut dyn BufRead,
    map: &ColumnMap,
    accept: &dyn Fn(&[Role]) -> bool,
    each: &mut EachRow<'_>,
) -> Result<(), Unreadable> {
    let watch = Watch::default();
    let unreadable = |source: io::Error, line: u64| match watch.is_over() {
        true => Unreadable::RowTooLong { after_row: line, bytes_max: ROW_BYTES_MAX },
        false => Unreadable::Bytes { source },
    };
    let mut text = TextReader::new(from, &watch, IllFormed::Keep);
    let n_before = pass_over_remarks(&mut text, &watch).map_err(|source| unreadable(source, 0))?;
    let first = match map.has_header {
        true => {
            let mut lines = Lines::new(&mut text);
            let line = lines.next(|| watch.begin_row()).map_err(|source| unreadable(source, n_before))?;
            line.map(|line| line.bytes.to_vec())
        }
        false => {
            let piece = text.fill_buf().map_err(|source| unreadable(source, n_before))?;
            piece.split(|byte| *byte == b'\n').next().map(<[u8]>::to_vec)
        }
    };
    let Some(first) = first.filter(|line| !line.is_empty()) else {
        return Err(Unreadable::NoHashColumn { columns: String::new() });
    };
    let delimiter = map.delimiter.unwrap_or_else(|| delimiter_of(&first));
    let header = fields_of(&first, delimiter);
    let roles = map.roles(&header)?;
    if !accept(&roles) {
        let mut columns = header.join(", ");
        columns.truncate(columns.floor_char_boundary(500));
        return Err(Unreadable::NoHashColumn { columns });
    }
    let mut rows = Rows {
        lines: Lines::new(text),
        n_before: n_before + u64::from(map.has_header),
        ahead: VecDeque::new(),
        parser: csv_core::ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build(),
        delimiter,
        text: Vec::new(),
        fields: Vec::new(),
        ends: Vec::new(),
    };
    loop {
        let row = rows.next(&watch).map_err(|source| unreadable(source, 0))?;
        let Some((line, is_whole)) = row else { return Ok(()) };
        let mut row = TableRow { line, fields: Vec::new(), n_beyond: 0, is_whole };
        let mut start = 0;
        for (at, end) in rows.ends.iter().enumerate() {
            let field = &rows.fields[start..*end];
            start = *end;
            match roles.get(at) {
                Some(role) => row.fields.push((role, field)),
                None => row.n_beyond += usize::from(!field.trim_ascii().is_empty()),
            }
        }
        // A line of blanks is no row.
        if rows.ends.len() > 1 || !rows.fields.trim_ascii().is_empty() {
            each(row)?;
        }
    }
}

/// Lines that one row may go on for.
const ROW_LINES_MAX: usize = 100;

/// Rows of fields. A quotation mark that is never closed costs its own line and not the rest of the table.
struct Rows<R> {
    lines: Lines<R>,
    n_before: u64,
    ahead: VecDeque<Ahead>,
    parser: csv_core::Reader,
    delimiter: u8,
    text: Vec<u8>,
    fields: Vec<u8>,
    ends: Vec<usize>,
}

/// A line that was read and not yet handed out.
struct Ahead {
    number: u64,
    text: Vec<u8>,
    is_cut: bool,
    has_cr: bool,
}

impl<R: BufRead> Rows<R> {
    /// The next row's first line and whether the row is whole; its fields are in `fields`, up to each of `ends`.
    fn next(&mut self, watch: &Watch) -> io::Result<Option<(u64, bool)>> {
        if self.ahead.is_empty() && !self.read_line(watch)? {
            return Ok(None);
        }
        let mut quoting = Quoting::FieldStart;
        let (mut n_lines, mut n_bytes) = (0, 0);
        let is_closed = loop {
            if self.ahead.len() == n_lines && !self.read_line(watch)? {
                break false;
            }
            let line = &self.ahead[n_lines];
            if line.is_cut {
                break false;
            }
            n_bytes += line.text.len() + 1;
            quoting = quoting.after(&line.text, self.delimiter);
            n_lines += 1;
            if !quoting.is_open() {
                break true;
            }
            if n_lines >= ROW_LINES_MAX || n_bytes > LINE_BYTES_MAX {
                break false;
            }
        };
        self.text.clear();
        let mut first = 0;
        for n in 0..if is_closed { n_lines } else { 1 } {
            if let Some(line) = self.ahead.pop_front() {
                first = if n == 0 { line.number } else { first };
                self.text.extend_from_slice(&line.text);
                // The line end within a quoted field is the field's own; the last one is the row's.
                let is_within = is_closed && n + 1 < n_lines;
                self.text.extend_from_slice(if line.has_cr && is_within { b"\r\n" } else { b"\n" });
            }
        }
        self.take_apart();
        Ok(Some((first, is_closed)))
    }

    fn read_line(&mut self, watch: &Watch) -> io::Result<bool> {
        let Some(line) = self.lines.next(|| watch.begin_row())? else { return Ok(false) };
        self.ahead.push_back(Ahead {
            number: self.n_before + line.number,
            text: line.bytes.to_vec(),
            is_cut: line.is_cut,
            has_cr: line.has_cr,
        });
        Ok(true)
    }

    fn take_apart(&mut self) {
        self.parser.reset();
        // Fields never take more room than the text they are made of.
        self.fields.resize(self.text.len(), 0);
        self.ends.resize(self.text.len() + 1, 0);
        let (_, _, n_bytes, n_ends) = self.parser.read_record(&self.text, &mut self.fields, &mut self.ends);
        self.fields.truncate(n_bytes);
        self.ends.truncate(n_ends);
    }
}

/// Where a row stands with regard to quotation marks, as csv-core sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoting {
    FieldStart,
    Unquoted,
    Quoted,
    /// A mark within a quoted field: its end, or the first of two.
    MarkInQuoted,
}

impl Quoting {
    fn is_open(self) -> bool {
        self == Quoting::Quoted
    }

    /// After one more line and, where the quotes are open, its line end.
    fn after(self, text: &[u8], delimiter: u8) -> Quoting {
        text.iter().fold(self, |state, byte| match (state, *byte) {
            (Quoting::Quoted, b'"') => Quoting::MarkInQuoted,
            (Quoting::Quoted, _) => Quoting::Quoted,
            (Quoting::MarkInQuoted | Quoting::FieldStart, b'"') => Quoting::Quoted,
            (_, byte) if byte == delimiter => Quoting::FieldStart,
            _ => Quoting::Unquoted,
        })
    }
}

/// The fields of a header line.
pub(crate) fn fields_of(line: &[u8], delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).flexible(true).from_reader(line);
    let record = reader.byte_records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(|field| String::from_utf8_lossy(field).trim().to_owned()).collect()
}

/// The delimiter that stands most often in a line, outside quotation marks.
pub(crate) fn delimiter_of(line: &[u8]) -> u8 {
    let mut counts = [0usize; DELIMITERS.len()];
    let mut is_quoted = false;
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let (Some(at), false) = (DELIMITERS.iter().position(|delimiter| delimiter == byte), is_quoted) {
            counts[at] += 1;
        }
    }
    let best = (0..DELIMITERS.len()).max_by_key(|at| (counts[*at], std::cmp::Reverse(*at))).unwrap_or(0);
    DELIMITERS[best]
}

fn pass_over_remarks(text: &mut TextReader<'_>, watch: &Watch) -> io::Result<u64> {
    let mut n_lines = 0;
    loop {
        match text.fill_buf()?.first() {
            Some(b'#' | b'\n' | b'\r') => {
                Lines::new(&mut *text).next(|| watch.begin_row())?;
                n_lines += 1;
            }
            _ => return Ok(n_lines),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(u64, &str)]) {
        let mut found = Vec::new();
        each_row(&mut text.as_bytes(), &ColumnMap::default(), &|_| true, &mut |row| {
            let fields: Vec<String> =
                row.fields.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
            let sign = if row.is_whole { "" } else { "broken: " };
            found.push((row.line, format!("{sign}{}", fields.join("|"))));
            Ok(())
        })
        .unwrap();
        let expected: Vec<_> = expected.iter().map(|(line, text)| (*line, text.to_string())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rows_and_their_lines() {
        check("a,b\n1,2\n3,4", &[(2, "1|2"), (3, "3|4")]);
        check("a,b\r\n1,2\r\n\r\n3,4\r\n", &[(2, "1|2"), (4, "3|4")]);
        check("# x\n\na,b\n\n\n1,2\n", &[(6, "1|2")]);
        check("a,b\n\"1\n2\",3\n4,\"5 \"\"6\"\"\"\n", &[(2, "1\n2|3"), (4, "4|5 \"6\"")]);
        check("a,b\n1,x\"y\n2,z\n", &[(2, "1|x\"y"), (3, "2|z")]);
        check("a,b\n", &[]);
    }

    #[test]
    fn an_open_quotation_mark_costs_one_line() {
        check("a,b\n1,\"2\n3,4\n5,6\n", &[(2, "broken: 1"), (3, "3|4"), (4, "5|6")]);
        let long = "x\n".repeat(3 * ROW_LINES_MAX);
        let mut found = 0;
        each_row(&mut format!("a\n\"{long}").as_bytes(), &ColumnMap::default(), &|_| true, &mut |row| {
            found += u64::from(row.is_whole);
            Ok(())
        })
        .unwrap();
        assert_eq!(found, 3 * ROW_LINES_MAX as u64 - 1);
    }
}
