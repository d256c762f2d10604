//! One Media record and what becomes of its fields in an entry of a list.

use casework::list::HashKind;

use crate::entry_row::{EntryRow, flag};
use crate::json::{self, Json};
use crate::row::RowCode;

/// Numbers in one array beyond which it could be the bytes of an image; PhotoDNA has 144.
const NUMBERS_MAX: usize = 144;

/// A Media record as written.
pub(crate) struct Media {
    /// Which one in the document, from 1.
    pub(crate) row: u64,
    /// Its members in the order written.
    pub(crate) members: Vec<(String, Json)>,
}

impl Media {
    /// The text of a member, whatever the case of its name.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        json::member(&self.members, name).and_then(Json::scalar)
    }

    /// The elements of an array that is a member.
    pub(crate) fn list(&self, name: &str) -> &[Json] {
        match json::member(&self.members, name) {
            Some(Json::List(list)) => list,
            _ => &[],
        }
    }

    /// The row of a list that it is. Where files lay and where copies of them were exported to is left out: it says
    /// nothing of the bytes, and can name a child.
    pub(crate) fn to_entry_row(&self, scheme: &str) -> EntryRow {
        let mut row = EntryRow::new(self.row);
        for (name, value) in &self.members {
            take_member(&mut row, name, value, scheme);
        }
        row
    }
}

/// Flags, in the model's spelling.
const FLAGS: &[&str] =
    &["VictimIdentified", "OffenderIdentified", "IsDistributed", "IsSuspected", "SelfGenerated", "IsPrecategorized"];

/// Where files lay and where copies of them went, and what 1.x writes for its own links.
const LEFT_OUT: &[&str] = &["RelativeFilePath", "MediaFiles", "odata.id"];

/// Words, in the model's spelling.
const WORDS: &[&str] = &["Comments", "MimeType", "DateUpdated", "MediaSize", "PrecategorizationSource"];

fn take_member(row: &mut EntryRow, name: &str, value: &Json, scheme: &str) {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    if let Some(kind) = hash_kind(name) {
        match value {
            Json::Text(text) => row.hash(kind, kind.code(), text),
            Json::Null => {}
            _ => row.refuse_value(RowCode::Malformed, kind.code()),
        }
    } else if is("MediaID") {
        row.id(&value.scalar().unwrap_or_default());
    } else if is("Category") {
        match value {
            Json::Null => {}
            Json::Number(text) | Json::Text(text) => row.category(Some(scheme), text),
            _ => row.refuse_value(RowCode::Malformed, "Category"),
        }
    } else if is("PhotoDNA") {
        row.photo_dna("PhotoDNA", &value.scalar().unwrap_or_default());
    } else if is("AlternativeHashes") {
        elements(value).iter().for_each(|element| take_alternative_hash(row, element));
    } else if let Some(known) = FLAGS.iter().find(|known| is(known)) {
        if let Some(text) = value.scalar() {
            row.word(known, flag(&text).map_or(&text, |set| if set { "true" } else { "false" }));
        }
    } else if is("Series") {
        take_words(row, "Series", value.member("Name").unwrap_or(value));
    } else if is("Tags") {
        take_words(row, "Tags", value);
    } else if is("Exifs") || is("MediaMetadata") {
        let known = if is("Exifs") { "Exifs" } else { "MediaMetadata" };
        elements(value).iter().for_each(|element| take_property(row, known, element));
    } else if LEFT_OUT.iter().any(|known| is(known)) || name.to_ascii_lowercase().ends_with("navigationlinkurl") {
        look_at_paths(row, value);
    } else if let Some(known) = WORDS.iter().find(|known| is(known)) {
        take_words(row, known, value);
    } else {
        take_words(row, name, value);
    }
}

/// Which hash a name means, as the model and as exporters spell it.
pub(crate) fn hash_kind(name: &str) -> Option<HashKind> {
    match name.to_ascii_lowercase().replace(['-', '_', ' '], "").as_str() {
        "md5" => Some(HashKind::Md5),
        "sha1" => Some(HashKind::Sha1),
        "sha256" => Some(HashKind::Sha256),
        "pdq" => Some(HashKind::Pdq),
        _ => None,
    }
}

/// An array's elements; anything else as its own only element.
fn elements(value: &Json) -> &[Json] {
    match value {
        Json::List(list) => list,
        Json::Null => &[],
        other => std::slice::from_ref(other),
    }
}

fn take_alternative_hash(row: &mut EntryRow, element: &Json) {
    let text = |name: &str| element.member(name).and_then(Json::scalar).unwrap_or_default();
    let (name, value) = (text("HashName"), text("HashValue"));
    if let Some(kind) = hash_kind(&name) {
        row.hash(kind, &name, &value);
    } else if name.eq_ignore_ascii_case("PhotoDNA") {
        row.photo_dna("AlternativeHashes PhotoDNA", &value);
    } else if value.len() > 256 {
        // A fingerprint of a kind unknown here may be long; the row is as good without it.
        row.refuse_value(RowCode::CouldBeAnImage, "AlternativeHashes");
    } else {
        row.word(&format!("AlternativeHashes.{name}"), &value);
    }
}

fn take_property(row: &mut EntryRow, known: &str, element: &Json) {
    let name = element.member("PropertyName").and_then(Json::scalar).unwrap_or_default();
    take_words(row, &format!("{known}.{name}"), element.member("PropertyValue").unwrap_or(&Json::Null));
}

/// Keeps everything there is in a value, the names of what is within joined by dots.
fn take_words(row: &mut EntryRow, name: &str, value: &Json) {
    match value {
        Json::List(list) => {
            let n_numbers = list.iter().filter(|element| matches!(element, Json::Number(_))).count();
            if n_numbers > NUMBERS_MAX {
                return row.refuse(RowCode::CouldBeAnImage, "");
            }
            list.iter().for_each(|element| take_words(row, name, element));
        }
        Json::Object(members) => {
            for (part, value) in members {
                // The record's own digest again, in each of its children.
                if !part.eq_ignore_ascii_case("MD5") {
                    take_words(row, &format!("{name}.{part}"), value);
                }
            }
        }
        scalar => row.word(name, &scalar.scalar().unwrap_or_default()),
    }
}

fn look_at_paths(row: &mut EntryRow, value: &Json) {
    match value {
        Json::List(list) => list.iter().for_each(|element| look_at_paths(row, element)),
        Json::Object(members) => members.iter().for_each(|(_, value)| look_at_paths(row, value)),
        scalar => row.look_at_path(scalar.scalar().unwrap_or_default().as_bytes()),
    }
}
