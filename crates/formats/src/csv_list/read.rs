//! Reading a table of hashes as a list.

use std::io::BufRead;

use casework::list::HashKind;

use super::columns::{Column, Role, has_hash};
use super::table::{TableRow, each_row};
use crate::ambiguity::Ambiguity;
use crate::entry_row::EntryRow;
use crate::list_file::ReadOptions;
use crate::row::{EachEntry, RowCode, Tally, Unreadable};
use crate::text::with_escapes;

/// Reads a table with a header, or one whose columns `options.columns` maps. A header with `id`, `md5`, `sha1`,
/// `sha256`, `pdq`, `pdq_quality`, `category`, `scale` needs no mapping; other columns are kept as words. Paths, names
/// and sizes of files are kept as words too; deleted and unallocated say nothing of bytes and are left out.
///
/// # Errors
///
/// [`Unreadable::NoHashColumn`] where no column holds hashes; [`Unreadable::ColumnMissing`] where a mapped one is not
/// there; [`Unreadable::KindMissing`] where all hashes have 64 digits under a header that does not say what they are.
pub fn read(from: &mut dyn BufRead, options: &ReadOptions, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: "csv".to_owned(), ..Tally::default() };
    let mut ambiguity = Ambiguity::default();
    each_row(from, &options.columns, &|roles| has_hash(roles), &mut |table_row| {
        let (row, is_ambiguous) = to_entry_row(&table_row, options);
        let is_usable = !row.entry.digests.is_empty() || row.entry.pdq.is_some();
        if is_ambiguous && !is_usable {
            return ambiguity.meet(table_row.line, &mut tally, each);
        }
        if is_usable {
            ambiguity.meet_usable(&mut tally, each);
        }
        row.hand_out(&mut tally, each);
        Ok(())
    })?;
    ambiguity.end()?;
    Ok(tally)
}

/// The row, and whether it holds a hash of 64 digits that nothing tells the kind of.
fn to_entry_row(table_row: &TableRow<'_>, options: &ReadOptions) -> (EntryRow, bool) {
    let mut row = EntryRow::new(table_row.line);
    let mut is_ambiguous = false;
    if let Some((code, detail)) = table_row.flaw() {
        row.refuse(code, detail);
    }
    let field = |wanted: Column| {
        let found = table_row.fields.iter().find(|(role, _)| **role == Role::Is(wanted));
        found.map(|(_, bytes)| with_escapes(bytes)).filter(|text| !text.trim().is_empty())
    };
    let scheme = field(Column::Scheme).map(|text| text.trim().to_owned()).or_else(|| options.scheme.clone());
    for (role, bytes) in &table_row.fields {
        let text = with_escapes(bytes);
        if bytes.contains(&0) {
            row.refuse(RowCode::CouldBeAnImage, "");
        }
        match role {
            Role::Word(name) => row.word(name, &text),
            Role::Is(Column::Id) => row.id(&text),
            Role::Is(Column::PhotoDna) => row.photo_dna("PhotoDNA", &text),
            Role::Is(Column::PdqQuality) => row.quality("pdq-quality", &text),
            Role::Is(Column::Category) => row.category(scheme.as_deref(), &text),
            Role::Is(Column::Hash) => match kind_of(text.trim(), options.kind) {
                Some(kind) => row.hash(kind, kind.code(), &text),
                None if text.trim().is_empty() => {}
                None => {
                    is_ambiguous = true;
                    row.refuse_value(RowCode::Ambiguous64Hex, "");
                }
            },
            Role::Is(Column::Path) => row.file_name("path", &text),
            Role::Is(Column::Name) => row.file_name("filename", &text),
            Role::Is(Column::Size) => row.word("size", &text),
            Role::Is(Column::Mime) => row.word("mime", &text),
            Role::Is(Column::Scheme | Column::Deleted | Column::Unallocated) => row.look_at(bytes),
            Role::Is(column) => {
                if let Some(kind) = column.hash_kind() {
                    row.hash(kind, kind.code(), &text);
                }
            }
        }
    }
    (row, is_ambiguous)
}

/// The kind of a hash in a column that does not say it: what the list says, or what its length leaves no doubt about.
pub(crate) fn kind_of(text: &str, stated: Option<HashKind>) -> Option<HashKind> {
    stated.or(match text.len() {
        0 | 64 => None,
        40 => Some(HashKind::Sha1),
        // MD5, or of a length that no kind has: refused as such.
        _ => Some(HashKind::Md5),
    })
}
