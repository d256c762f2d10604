//! Reading a hash-sharing query result as a list. Expands no entity, follows no link.

use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::errors::Error;
use quick_xml::escape::EscapeError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::entry_row::{EntryRow, refuse_row};
use crate::list_file::ReadOptions;
use crate::row::{At, EachEntry, RowCode, Tally, Unreadable};
use crate::suspicion::Suspicion;
use crate::text::{IllFormed, ROW_BYTES_MAX, TextReader, Watch};
use crate::vics::hash_kind;

/// Elements within one another; the format needs seven.
const DEPTH_MAX: usize = 64;
/// Fields of one record.
const FIELDS_MAX: usize = 10_000;
/// Bytes of text of one record.
const TEXT_BYTES_MAX: usize = 1024 * 1024;

/// Reads the `image` and `video` elements of a `queryResult`, one at a time in constant memory. An entry's id is its
/// member's id and its own, `42/abc`: two members may list one hash and mean two things. `deletedImage` and
/// `deletedVideo` are told as withdrawn. The classification belongs to the scheme `ncmec` unless `options` name another.
///
/// # Errors
///
/// [`Unreadable::EntitiesRefused`] for a document type or an entity that XML itself does not have; [`Unreadable`] where
/// the bytes end early or are another document.
pub fn read(from: &mut dyn BufRead, options: &ReadOptions, each: &mut EachEntry<'_>) -> Result<Tally, Unreadable> {
    let watch = Watch::default();
    let mut xml = Reader::from_reader(TextReader::new(from, &watch, IllFormed::Replace));
    xml.config_mut().expand_empty_elements = true;
    let scheme = options.scheme.as_deref().unwrap_or("ncmec");
    let mut tally =
        Tally { format: "ncmec-hash-sharing-2".to_owned(), scheme: Some("ncmec".to_owned()), ..Tally::default() };
    let mut open: Vec<String> = Vec::new();
    let mut record: Option<Record> = None;
    let (mut n_records, mut has_root) = (0, false);
    let mut piece = Vec::new();
    loop {
        piece.clear();
        if record.is_none() {
            watch.begin_row();
        }
        let at = xml.buffer_position();
        let event = xml.read_event_into(&mut piece).map_err(|error| unreadable(error, at, &watch, n_records))?;
        match event {
            Event::DocType(_) => return Err(Unreadable::EntitiesRefused { at }),
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_owned();
                if open.is_empty() && (has_root || name != "queryResult") {
                    let detail = "<queryResult>".to_owned();
                    return Err(Unreadable::WrongShape { detail });
                }
                if open.len() >= DEPTH_MAX {
                    let detail = "elements nested too deep".to_owned();
                    return Err(Unreadable::Syntax { grammar: "XML", at: At::Byte(at), detail });
                }
                has_root = true;
                if record.is_none() && RECORDS.contains(&name.as_str()) {
                    record = Some(Record { depth: open.len(), ..Record::default() });
                }
                open.push(name);
                if let Some(record) = &mut record {
                    record.begin(&open, &element).map_err(|error| unreadable(error, at, &watch, n_records))?;
                }
            }
            Event::End(_) => {
                if let Some(record) = &mut record {
                    record.end(&open);
                }
                let name = open.pop().unwrap_or_default();
                if let Some(whole) = record.take_if(|record| record.depth == open.len()) {
                    n_records += 1;
                    hand_out(whole, &name, n_records, watch.is_ill_formed(), scheme, &mut tally, each);
                }
            }
            Event::Text(text) => add(&mut record, &text),
            Event::CData(text) => add(&mut record, &text),
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter,
                    Ok(None) => predefined(&reference).ok_or(Unreadable::EntitiesRefused { at })?,
                    Err(error) => return Err(unreadable(error, at, &watch, n_records)),
                };
                add(&mut record, letter.encode_utf8(&mut [0; 4]));
            }
            Event::Eof if open.is_empty() && has_root => return Ok(tally),
            Event::Eof => {
                let detail = "the document ends before its root element does".to_owned();
                return Err(Unreadable::Syntax { grammar: "XML", at: At::Byte(at), detail });
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => {}
        }
    }
}

const RECORDS: &[&str] = &["image", "video", "deletedImage", "deletedVideo"];

/// One element being read: its fields as paths beneath it, in the order written.
#[derive(Default)]
struct Record {
    depth: usize,
    fields: Vec<(String, String)>,
    text: String,
    n_text_bytes: usize,
    is_too_long: bool,
    is_image: bool,
}

impl Record {
    fn begin(&mut self, open: &[String], element: &BytesStart<'_>) -> Result<(), Error> {
        self.text.clear();
        for attribute in element.attributes() {
            let attribute = attribute.map_err(Error::InvalidAttr)?;
            let name = attribute.key.local_name().as_ref().to_owned();
            if name == "xmlns" || attribute.key.as_ref().starts_with("xmlns:") {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
            let path = self.path(open);
            let separator = if path.is_empty() { "" } else { "/" };
            self.keep(format!("{path}{separator}@{name}"), &value);
        }
        Ok(())
    }

    fn end(&mut self, open: &[String]) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            self.fields.push((self.path(open), text));
        }
    }

    fn path(&self, open: &[String]) -> String {
        open.get(self.depth + 1..).unwrap_or_default().join("/")
    }

    fn keep(&mut self, path: String, value: &str) {
        if self.is_within(value) && self.fields.len() < FIELDS_MAX {
            self.fields.push((path, value.to_owned()));
        }
        self.is_too_long |= self.fields.len() >= FIELDS_MAX;
    }

    fn add(&mut self, text: &str) {
        if self.is_within(text) && self.fields.len() < FIELDS_MAX {
            self.text.push_str(text);
        }
    }

    fn is_within(&mut self, text: &str) -> bool {
        self.n_text_bytes += text.len();
        if self.n_text_bytes > TEXT_BYTES_MAX {
            let mut suspicion = Suspicion::default();
            suspicion.look_at(text.as_bytes());
            suspicion.look_at(self.text.as_bytes());
            self.is_image |= suspicion.is_found();
            self.is_too_long = true;
        }
        !self.is_too_long
    }

    fn field(&self, path: &str) -> &str {
        let found = self.fields.iter().find(|(name, _)| name == path);
        found.map_or("", |(_, text)| text.trim())
    }
}

fn add(record: &mut Option<Record>, text: &str) {
    if let Some(record) = record {
        record.add(text);
    }
}

fn hand_out(
    record: Record,
    name: &str,
    number: u64,
    is_ill_formed: bool,
    scheme: &str,
    tally: &mut Tally,
    each: &mut EachEntry<'_>,
) {
    let id = format!("{}/{}", record.field("member/@id"), record.field("id"));
    if record.is_image {
        return refuse_row(number, RowCode::CouldBeAnImage, "", tally, each);
    }
    if is_ill_formed {
        return refuse_row(number, RowCode::NotText, "", tally, each);
    }
    if record.is_too_long {
        return refuse_row(number, RowCode::TooLong, "", tally, each);
    }
    let mut row = EntryRow::new(number);
    row.id(&id);
    if name.starts_with("deleted") {
        // An id is a word of the owner's, and may be shown with the refusal; unless it could be more than an id.
        row.refuse(RowCode::Withdrawn, if id.len() <= 100 { id } else { String::new() });
        return row.hand_out(tally, each);
    }
    row.word("media", name);
    for (path, text) in &record.fields {
        match path.as_str() {
            "id" | "member/@id" => {}
            "member" | "timestamp" => row.word(path, text.trim()),
            "classification" => row.category(Some(scheme), text),
            "fingerprints/pdna" => row.photo_dna("pdna", text),
            _ => match path.strip_prefix("fingerprints/") {
                Some(kind_name) if hash_kind(kind_name).is_some() => {
                    if let Some(kind) = hash_kind(kind_name) {
                        row.hash(kind, kind.code(), text);
                    }
                }
                // Fingerprints of other kinds are hash fields of the format too: a long one is left out, not suspected.
                Some(kind_name) if text.trim().len() > 256 => row.refuse_value(RowCode::WrongLength, kind_name),
                _ => row.word(path, text.trim()),
            },
        }
    }
    row.hand_out(tally, each);
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => None,
    }
}

fn unreadable(error: Error, at: u64, watch: &Watch, after_row: u64) -> Unreadable {
    if watch.is_over() {
        return Unreadable::RowTooLong { after_row, bytes_max: ROW_BYTES_MAX };
    }
    match error {
        Error::Io(source) => {
            let kind = source.kind();
            Unreadable::Bytes { source: std::io::Error::new(kind, source) }
        }
        Error::Escape(EscapeError::UnrecognizedEntity(..)) => Unreadable::EntitiesRefused { at },
        other => Unreadable::Syntax { grammar: "XML", at: At::Byte(at), detail: other.to_string() },
    }
}
