//! hashdeep 1.0 text: two header lines, then `size,hash…,filename`.

use std::io::BufRead;

use casework::list::HashKind;

use crate::entry_row::{EntryRow, refuse_row};
use crate::lines::Lines;
use crate::row::{EachEntry, RowCode, Tally, Unreadable};
use crate::text::{IllFormed, TextReader, Watch, with_escapes};

/// Reads a list. File names are kept as the word `filename`.
///
/// # Errors
///
/// [`Unreadable`] where the bytes end early or the header lines are not hashdeep's.
pub fn read(from: &mut dyn BufRead, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: "hashdeep".to_owned(), ..Tally::default() };
    each_line(from, &mut |number, line| {
        match line {
            Err((code, detail)) => refuse_row(number, code, &detail, &mut tally, each),
            Ok(line) => {
                let mut row = EntryRow::new(number);
                for (kind, text) in &line.hashes {
                    row.hash(*kind, kind.code(), text);
                }
                row.file_name("filename", &with_escapes(line.filename));
                row.look_at_path(line.filename);
                row.hand_out(&mut tally, each);
            }
        }
        Ok(())
    })?;
    Ok(tally)
}

/// One line, taken apart.
pub(crate) struct Line<'l> {
    pub(crate) size: Option<u64>,
    pub(crate) hashes: Vec<(HashKind, String)>,
    /// Raw bytes.
    pub(crate) filename: &'l [u8],
}

/// What takes the lines, with their numbers.
pub(crate) type EachLine<'e> = dyn FnMut(u64, Result<Line<'_>, (RowCode, String)>) -> Result<(), Unreadable> + 'e;

#[derive(Clone, Copy)]
enum Column {
    Size,
    Hash(HashKind),
    FileName,
    /// Tiger, Whirlpool and what may come.
    Other,
}

/// Reads the lines of a hashdeep file, comments left out.
pub(crate) fn each_line(from: &mut dyn BufRead, each: &mut EachLine<'_>) -> Result<(), Unreadable> {
    let watch = Watch::default();
    let mut lines = Lines::new(TextReader::new(from, &watch, IllFormed::Keep));
    let mut columns: Vec<Column> = Vec::new();
    while let Some(line) = lines.next(|| watch.begin_row()).map_err(|source| Unreadable::Bytes { source })? {
        if let Some(header) = line.bytes.strip_prefix(b"%%%% ") {
            if !header.starts_with(b"HASHDEEP-") {
                columns = read_columns(header);
            }
        } else if line.bytes.is_empty() || line.bytes.starts_with(b"##") {
            continue;
        } else if columns.is_empty() {
            let detail = format!("%%%% size,…,filename ({})", line.number);
            return Err(Unreadable::WrongShape { detail });
        } else if line.is_cut {
            each(line.number, Err((RowCode::TooLong, String::new())))?;
        } else {
            each(line.number, take_apart(line.bytes, &columns))?;
        }
    }
    if columns.is_empty() {
        return Err(Unreadable::WrongShape { detail: "%%%% size,…,filename".to_owned() });
    }
    Ok(())
}

fn read_columns(header: &[u8]) -> Vec<Column> {
    let column = |name: &[u8]| match name.trim_ascii().to_ascii_lowercase().as_slice() {
        b"size" => Column::Size,
        b"md5" => Column::Hash(HashKind::Md5),
        b"sha1" => Column::Hash(HashKind::Sha1),
        b"sha256" => Column::Hash(HashKind::Sha256),
        b"filename" => Column::FileName,
        _ => Column::Other,
    };
    header.split(|byte| *byte == b',').map(column).collect()
}

fn take_apart<'l>(bytes: &'l [u8], columns: &[Column]) -> Result<Line<'l>, (RowCode, String)> {
    // The name comes last and may hold commas.
    let fields: Vec<&[u8]> = bytes.splitn(columns.len(), |byte| *byte == b',').collect();
    if fields.len() < columns.len() {
        return Err((RowCode::Malformed, format!("{} ≠ {}", fields.len(), columns.len())));
    }
    let mut line = Line { size: None, hashes: Vec::new(), filename: b"" };
    for (field, column) in fields.into_iter().zip(columns) {
        match column {
            Column::Size => {
                let text = String::from_utf8_lossy(field);
                let size = text.trim().parse().map_err(|_| (RowCode::BadNumber, "size".to_owned()))?;
                line.size = Some(size);
            }
            Column::Hash(kind) => line.hashes.push((*kind, String::from_utf8_lossy(field).into_owned())),
            Column::FileName => line.filename = field,
            Column::Other => {}
        }
    }
    Ok(line)
}
