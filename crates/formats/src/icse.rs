//! INTERPOL ICSE's export of hashes: a table with `;` between fields and a fixed header.

use std::io::BufRead;

use crate::csv_list::columns::{Column, ColumnMap, Role, has_hash};
use crate::csv_list::table::each_row;
use crate::entry_row::{EntryRow, flag};
use crate::row::{EachEntry, Tally, Unreadable};
use crate::text::with_escapes;

/// How the header begins; columns after it may differ between exports.
pub(crate) const HEADER_BEGINNING: &[u8] = b"MD5;SHA1;PhotoDNA;Image ID";

/// Columns that hold a flag. `y/yes/t/true` and `n/no/f/false` become `true` and `false`; another spelling stays as text.
const FLAGS: &[&str] = &["Is distributed", "Victim identified", "Offender identified", "File Available", "Baseline"];

/// Reads an ICSE export. An entry of INTERPOL's Baseline has the category `baseline` of the scheme `icse`.
///
/// # Errors
///
/// [`Unreadable`] where the bytes end early or the header has no hash in it.
pub fn read(from: &mut dyn BufRead, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let mut tally = Tally { format: "icse".to_owned(), scheme: Some("icse".to_owned()), ..Tally::default() };
    let map = ColumnMap { delimiter: Some(b';'), ..ColumnMap::default() };
    each_row(from, &map, &|roles| has_hash(roles), &mut |table_row| {
        let mut row = EntryRow::new(table_row.line);
        if let Some((code, detail)) = table_row.flaw() {
            row.refuse(code, detail);
        }
        for (role, bytes) in &table_row.fields {
            let text = with_escapes(bytes);
            match role {
                Role::Is(Column::Id) => row.id(&text),
                Role::Is(Column::PhotoDna) => row.photo_dna("PhotoDNA", &text),
                Role::Is(column) => match column.hash_kind() {
                    Some(kind) => row.hash(kind, kind.code(), &text),
                    None => row.word(column.code(), &text),
                },
                Role::Word(name) => {
                    let known = FLAGS.iter().find(|known| known.eq_ignore_ascii_case(name));
                    let set = known.and_then(|_| flag(&text));
                    if known == Some(&"Baseline") && set == Some(true) {
                        row.category(Some("icse"), "baseline");
                    }
                    row.word(
                        known.unwrap_or(&name.as_str()),
                        set.map_or(&text, |set| if set { "true" } else { "false" }),
                    );
                }
            }
        }
        row.hand_out(&mut tally, each);
        Ok(())
    })?;
    Ok(tally)
}
