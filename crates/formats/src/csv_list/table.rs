//! The rows of a table, one at a time, with the roles of their columns.

use std::io::{self, BufRead};

use super::columns::{ColumnMap, Role};
use crate::lines::Lines;
use crate::row::Unreadable;
use crate::text::{IllFormed, ROW_BYTES_MAX, TextReader, Watch};

/// One row of a table.
pub(crate) struct TableRow<'r> {
    /// The line it begins on, from 1.
    pub(crate) line: u64,
    /// Its fields as raw bytes, each with its role; fields beyond the header are not among them.
    pub(crate) fields: Vec<(&'r Role, &'r [u8])>,
    /// Fields beyond the header's.
    pub(crate) n_beyond: usize,
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
    let n_before = n_before + u64::from(map.has_header);
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut line = n_before;
    loop {
        watch.begin_row();
        let is_there = rows.read_byte_record(&mut record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(source) => unreadable(source, line),
            other => Unreadable::WrongShape { detail: format!("{other:?}") },
        })?;
        if !is_there {
            return Ok(());
        }
        line = n_before + record.position().map_or(0, csv::Position::line);
        // A line of blanks is no row.
        if record.len() == 1 && record[0].trim_ascii().is_empty() {
            continue;
        }
        let fields = roles.iter().zip(&record).collect();
        let n_beyond = record.iter().skip(roles.len()).filter(|field| !field.trim_ascii().is_empty()).count();
        each(TableRow { line, fields, n_beyond })?;
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
